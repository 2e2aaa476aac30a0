"""Variables of a reference: an annotated name at the left margin of an ``answers.py`` may be asked for.

It is read as a function without arguments that returns what the module left in it.
"""

import ast
import inspect
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Any

from grader.signatures.annotations import variable
from grader.signatures.refusals import Unsupported
from grader.signatures.signature import Signature
from grader.values.variables import no_value

Function = Callable[..., Any]


def variables(path: Path, module: ModuleType) -> Iterator[tuple[str, int, Function | Unsupported, Signature]]:
    """Yield the name and the line of each annotated variable, the function that returns it, its signature.

    In place of the function stands why a variable cannot be asked for, where it cannot.
    """
    body = ast.parse(path.read_bytes()).body
    for node, after in zip(body, [*body[1:], None], strict=True):
        if not isinstance(node, ast.AnnAssign) or not isinstance(node.target, ast.Name):
            continue
        name = node.target.id
        if name.startswith("_"):
            continue
        nothing = Signature({}, None, variable=True)
        try:
            read = Signature({}, variable(_annotation(module, name)), variable=True)
            if name not in vars(module):
                raise Unsupported("it has no value: write one behind a =")
            value = getattr(module, name)
            if value is not ... and (what := no_value(value)):
                raise Unsupported(f"it is {what}, and a variable is asked for by its value")
        except Unsupported as problem:
            yield name, node.lineno, problem, nothing
            continue
        yield name, node.lineno, _returns(value, name, node.lineno, module, _said_of(after)), read


def definition(of: Function) -> ast.FunctionDef | None:
    """Return the function that computes a variable as it stands in its file; None for any other function."""
    code = of.__code__
    if code.co_consts is None or not getattr(of, "__is_variable__", False):
        return None
    for node in ast.parse(Path(code.co_filename).read_bytes()).body:
        if isinstance(node, ast.AnnAssign) and node.lineno == code.co_firstlineno and node.value is not None:
            empty = ast.parse("def variable(): pass").body[0]
            assert isinstance(empty, ast.FunctionDef)
            empty.name, empty.body = of.__name__, [ast.copy_location(ast.Return(node.value), node)]
            return ast.copy_location(empty, node)
    return None


def _annotation(module: ModuleType, name: str) -> Any:
    try:
        return inspect.get_annotations(module, eval_str=True)[name]
    except Exception as problem:  # an annotation in quotes is evaluated only now
        said = f"{type(problem).__name__}: {problem}"
        raise Unsupported(f"its annotation cannot be read ({said})") from None


def _said_of(after: ast.stmt | None) -> str:
    """Return the text below a variable, which says what is asked for as the docstring of a function does."""
    text = after.value if isinstance(after, ast.Expr) else None
    said = text.value if isinstance(text, ast.Constant) else None
    return inspect.cleandoc(said) if isinstance(said, str) else ""


def _returns(value: Any, name: str, line: int, module: ModuleType, said: str) -> Function:
    def bound() -> Any:
        if value is ...:  # in a student kit, which holds no values
            raise NotImplementedError
        return value

    code = bound.__code__.replace(co_filename=str(module.__file__), co_firstlineno=line, co_name=name)
    function = FunctionType(code, vars(module), name, None, bound.__closure__)
    function.__module__, function.__doc__ = module.__name__, said or None
    function.__is_variable__ = True  # type: ignore[attr-defined]
    return function
