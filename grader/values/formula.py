"""Functions as arguments: a formula crosses as text, and is built where it is called.

The text is the instructor's: nothing but numbers, the function's own arguments, signs, comparisons and
functions of NumPy can stand in it, and no submission can send one.
"""

import ast
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from grader.values.handed import handed
from grader.values.leaves import Array, PackedFormula, build_array
from grader.values.typed import PackedLines, TypedLines
from grader.values.wire import Value, build, pack

FUNCTIONS = (
    *("sin", "cos", "tan", "arcsin", "arccos", "arctan", "sinh", "cosh", "tanh", "exp", "expm1", "log"),
    *("log1p", "log2", "log10", "sqrt", "cbrt", "square", "abs", "sign", "floor", "ceil", "minimum"),
    *("maximum", "sum", "prod", "mean", "dot", "where", "array", "zeros", "ones", "pi", "e", "inf"),
)
NODES = (
    *(ast.Lambda, ast.arguments, ast.arg, ast.BinOp, ast.UnaryOp, ast.Compare, ast.IfExp, ast.Constant),
    *(ast.Name, ast.Load, ast.Call, ast.Attribute, ast.List, ast.Tuple, ast.operator, ast.unaryop),
    *(ast.cmpop, ast.Subscript, ast.keyword),
)
NAMED = ("axis", "keepdims")  # the arguments of these functions that go by their names


NOT_STORED = {"stored": False}  # of a field: bytes that were written without it are read as ever


class TooManyCalls(Exception):
    """A function was called more often than is allowed; the message says how often that is."""


@dataclass(frozen=True)
class Formula:
    """A function as it is written, and how often one call of the student's may call it."""

    text: str
    at_most: int | None = None
    # What stands beside it in its catalogue, such as its derivative: needed while arguments are drawn.
    beside: tuple[str, ...] = field(default=(), compare=False, metadata=NOT_STORED)

    def __call__(self, *values: Any) -> Any:
        """Return its value, as a law may ask it; that is not counted."""
        return _compiled(self.text)(*values)

    def __repr__(self) -> str:
        """Return it as it is written."""
        return self.text

    @property
    def described(self) -> str:
        """How it is shown."""
        return self.text

    def built(self) -> "Counted":
        """Return a function that counts its calls."""
        return Counted(self.text, self.at_most)


def trouble(text: str, parameters: tuple[str, ...] = ()) -> str:
    """Return why a text is no formula; "" for one that is."""
    try:
        body = ast.parse(text, mode="eval").body
    except SyntaxError:
        return "it is no Python"
    if not isinstance(body, ast.Lambda):
        return 'it is no function: write "lambda x: ..."'
    given = {each.arg for each in body.args.args}
    if len(given) != len(ast.unparse(body.args).split(",")) or body.args.defaults or not given:
        return "its arguments are plain names, one at least"
    for node in ast.walk(body):
        if not isinstance(node, NODES):
            return f"`{ast.unparse(node)}` is more than a formula"
        if isinstance(node, ast.Call) and not isinstance(node.func, (ast.Attribute, ast.Name)):
            return f"`{ast.unparse(node)}` is more than a formula"
        if isinstance(node, ast.keyword) and node.arg not in NAMED:
            return f"`{ast.unparse(node)}` names an argument that is not among {', '.join(NAMED)}"
        if (
            isinstance(node, ast.Attribute)
            and not _is_turned(node)
            and (not isinstance(node.value, ast.Name) or node.value.id != "np" or node.attr not in FUNCTIONS)
        ):
            return f"`{ast.unparse(node)}` is not among np.{', np.'.join(FUNCTIONS)}"
        if isinstance(node, ast.Name) and node.id not in {*given, *parameters, "np", "abs"}:
            return f"`{node.id}` is no argument of it and no parameter"
        if isinstance(node, ast.Constant) and not isinstance(node.value, (int, float, complex)):
            return f"{node.value!r} is no number"
    if unused := [
        name for name in parameters if name not in {n.id for n in ast.walk(body) if isinstance(n, ast.Name)}
    ]:
        return f"the parameter `{unused[0]}` does not stand in it"
    return ""


def _is_turned(node: ast.Attribute) -> bool:
    """Whether this is `x.T` of something that is an array."""
    return node.attr == "T" and not (isinstance(node.value, ast.Name) and node.value.id == "np")


def _compiled(text: str) -> Callable[..., Any]:
    names = {"__builtins__": {}, "np": np, "abs": abs}
    return eval(compile(text, "<formula>", "eval"), names)  # type: ignore[no-any-return]  # noqa: S307  (the instructor's, see ``trouble``)


class Counted:
    """The function of a formula, which raises TooManyCalls after so many calls."""

    def __init__(self, text: str, at_most: int | None) -> None:
        self.text, self.at_most, self.calls = text, at_most, 0
        self.function = _compiled(text)

    def __call__(self, *values: Any) -> Any:
        """Return its value, and count."""
        self.calls += 1
        self.require()
        return self.function(*values)

    @property
    def described(self) -> str:
        """What it is, to who reads of it: the formula."""
        return f"`{self.text}`"

    def require(self) -> None:
        """Raise TooManyCalls if there were too many."""
        if self.at_most is not None and self.calls > self.at_most:
            most = f"{self.at_most} time{'s' * (self.at_most != 1)}"
            raise TooManyCalls(f"the function `{self.text}` may be called {most}, and was called again")


def begin_to_count(values: Iterable[Any]) -> None:
    """Let the functions among arguments count their calls from now on."""
    for value in values:
        if type(value) is Counted:
            value.calls = 0


def require_few_calls(values: Iterable[Any]) -> None:
    """Raise TooManyCalls where a function among arguments was called too often, whatever became of that."""
    for value in values:
        if type(value) is Counted:
            value.require()


def pack_argument(value: Any) -> Value | PackedFormula:
    """Return an argument as it crosses to a worker."""
    return PackedFormula(value.text, value.at_most) if type(value) is Formula else pack(value)


def build_argument(value: Value | PackedFormula | PackedLines, *, exact: bool = False) -> Any:
    """Return an argument as a function is given it; ``exact``: one that is trusted (see ``tensors``)."""
    if type(value) is Array:
        return build_array(value)
    if type(value) is PackedFormula:
        return Counted(value.text, value.at_most)
    if type(value) is PackedLines:
        return TypedLines(tuple(value.lines))
    return handed(build(value), exact=exact)  # type: ignore[arg-type]
