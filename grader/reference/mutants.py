"""Small mechanical changes to a right answer, one at a time: what a rubric must notice.

Mutation tools for test suites rewrite files and start a process for each change; here a mutant is a function
built in memory from the reference's own source, so that a thousand of them take seconds.
"""

import ast
import copy
import inspect
import sys
import textwrap
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from grader.reference import variables
from grader.reference.calculates import only_calculates
from grader.reference.contents import is_class

OPERATORS: dict[type[ast.operator], tuple[type[ast.operator], ...]] = {
    ast.Add: (ast.Sub,),
    ast.Sub: (ast.Add,),
    ast.Mult: (ast.Div, ast.Add),
    ast.Div: (ast.Mult,),
    ast.FloorDiv: (ast.Mult,),
    ast.Pow: (ast.Mult,),
    ast.Mod: (ast.Mult,),
    ast.MatMult: (ast.Mult,),
}
COMPARISONS: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.Gt),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.Lt),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
}
NAMES = {
    "sum": "mean", "mean": "sum", "max": "min", "min": "max", "maximum": "minimum", "minimum": "maximum",
    "exp": "expm1", "log": "log1p", "abs": "negative", "sqrt": "square", "square": "abs", "sign": "abs",
    "argmax": "argmin", "sort": "abs", "zeros": "ones", "zeros_like": "ones_like", "outer": "multiply",
    "all": "any", "any": "all", "logaddexp": "add",
}  # fmt: skip


@dataclass(frozen=True)
class Mutant:
    """A changed function, and the change: its line in the file, the source before and after."""

    function: Callable[..., Any]
    line: int
    before: str
    after: str


def mutants(function: Callable[..., Any]) -> Iterator[Mutant]:
    """Yield the mutants of a function or class; a line that ends in ``# equivalent: why`` is left alone."""
    if not is_class(function) and (of_variable := variables.definition(function)) is not None:
        # It keeps its lines.
        lines, first = Path(function.__code__.co_filename).read_text(encoding="utf-8").splitlines(), 1
        tree = ast.Module([of_variable], [])
    else:
        lines, first = inspect.getsourcelines(function)
        tree = ast.parse(textwrap.dedent("".join(lines)))
    definition = tree.body[0]
    right = inspect.unwrap(function)
    instead: Callable[[Any], Any] = getattr(function, "instead", lambda changed: changed)
    for each in ast.walk(definition):
        if isinstance(each, (ast.FunctionDef, ast.ClassDef)):
            _stripped(each)
    assert isinstance(definition, (ast.FunctionDef, ast.ClassDef))
    if isinstance(definition, ast.FunctionDef):
        definition.decorator_list = []
    seen = {ast.unparse(tree)}
    annotations = [a.annotation for a in ast.walk(definition) if isinstance(a, (ast.AnnAssign, ast.arg))]
    said_only = {id(node) for each in annotations if each is not None for node in ast.walk(each)}
    for place, node in enumerate(ast.walk(definition)):
        if "# equivalent:" in lines[getattr(node, "lineno", 1) - 1] or id(node) in said_only:
            continue
        for changed in _changes(node):
            mutated = copy.deepcopy(tree)
            spot = list(ast.walk(mutated.body[0]))[place]
            _replace(mutated, spot, changed)
            text = ast.unparse(ast.fix_missing_locations(mutated))
            if text in seen:
                continue
            seen.add(text)
            namespace = dict(getattr(right, "__globals__", None) or vars(sys.modules[right.__module__]))
            try:
                exec(compile(text, f"<mutant of {function.__name__}>", "exec"), namespace)  # noqa: S102
            except Exception:  # noqa: S112  (it cannot even be made)
                continue
            line = first + getattr(node, "lineno", 1) - 1
            yield Mutant(instead(namespace[right.__name__]), line, ast.unparse(node), ast.unparse(changed))


def harmless_mutants(function: Callable[..., Any]) -> Iterator[Mutant]:
    """Yield the mutants of a function if they can do nothing but calculate, and end.

    These run wherever a rubric is prepared, so none may be of a function that could touch a file, and none of
    one that loops until something happens.
    """
    if not is_class(function) and only_calculates(function):
        yield from mutants(function)


def _stripped(definition: ast.FunctionDef | ast.ClassDef) -> None:
    """Take away what a mutant need not change: annotations and docstrings."""
    if isinstance(definition, ast.FunctionDef):
        definition.returns = None
        for argument in [*definition.args.args, *definition.args.kwonlyargs]:
            argument.annotation = None
    if ast.get_docstring(definition) is not None:
        definition.body = definition.body[1:]
    definition.body = definition.body or [ast.Pass()]


def _changes(node: ast.AST) -> Iterator[ast.expr]:
    """Yield what an expression may be changed to."""
    match node:
        case ast.BinOp(left=left, op=operator, right=right):
            for other in OPERATORS.get(type(operator), ()):
                yield ast.BinOp(left, other(), right)
            if isinstance(operator, (ast.Add, ast.Sub)):
                yield left  # a dropped term
                yield right
            if isinstance(operator, (ast.Sub, ast.Div, ast.MatMult, ast.Pow)):
                yield ast.BinOp(right, operator, left)
            if isinstance(operator, (ast.Mult, ast.Div)):
                yield left  # a dropped factor
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            yield operand
        case ast.Compare(left=left, ops=[comparison], comparators=[right]):
            for another in COMPARISONS.get(type(comparison), ()):
                yield ast.Compare(left, [another()], [right])
        case ast.Constant(value=bool(flag)):
            yield ast.Constant(not flag)
        case ast.Constant(value=int(number)):
            yield ast.Constant(number + 1)
            yield ast.Constant(number - 1)
        case ast.Constant(value=float(number)):
            yield ast.Constant(number * 2 if number else 1.0)
        case ast.Attribute(value=value, attr="T"):
            yield value
        case ast.Attribute(value=value, attr=name) if name in NAMES:
            yield ast.Attribute(value, NAMES[name], ast.Load())
        case ast.Name(id=name) if name in ("abs", "sum", "max", "min"):
            yield ast.Name({"abs": "float", "sum": "len", "max": "min", "min": "max"}[name], ast.Load())
        case ast.Call(func=function, args=[first, second, *rest], keywords=keywords):
            yield ast.Call(function, [second, first, *rest], keywords)
        case ast.Subscript(value=value, slice=ast.Slice(lower=lower, upper=upper, step=step)):
            if step is not None:
                yield ast.Subscript(value, ast.Slice(lower, upper, None), ast.Load())
        case ast.IfExp(body=body, orelse=orelse):
            yield body
            yield orelse
        case ast.Tuple(elts=[first, second, *rest], ctx=ast.Load()):
            yield ast.Tuple([second, first, *rest], ast.Load())


def _replace(tree: ast.AST, spot: ast.AST, changed: ast.expr) -> None:
    """Put an expression in the place of another, which is known by identity."""
    for parent in ast.walk(tree):
        for name, value in ast.iter_fields(parent):
            if value is spot:
                setattr(parent, name, copy.deepcopy(changed))
            elif isinstance(value, list):
                for index, item in enumerate(value):
                    if item is spot:
                        value[index] = copy.deepcopy(changed)
