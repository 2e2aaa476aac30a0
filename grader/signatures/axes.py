"""The lengths of axes: named, reckoned from names, and solved for."""

import ast
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from grader.signatures.refusals import Unsupported

USUAL_SIZES = (1, 4)  # the shortest and longest of an axis, where nobody says another


@dataclass(frozen=True)
class Axis:
    """The length of one axis: a number, a name, or arithmetic over names."""

    text: str
    names: frozenset[str]

    @property
    def many(self) -> bool:
        """Whether this stands for any number of axes: ``*shape``, the same ones wherever it is written."""
        return self.text.startswith("*")

    def length(self, sizes: Mapping[str, int]) -> int:
        """Return the length for these sizes; raise KeyError for a name that has none."""
        if self.text in self.names:
            return sizes[self.text]
        return _evaluate(_tree(self.text), sizes)


@cache
def _tree(text: str) -> ast.expr:
    return ast.parse(text, mode="eval").body


def _evaluate(node: ast.expr, sizes: Mapping[str, int]) -> int:
    match node:
        case ast.Constant(value=int(number)):
            return number
        case ast.Name(id=name):
            return sizes[name]
        case ast.BinOp(left=left, op=operation, right=right):
            a, b = _evaluate(left, sizes), _evaluate(right, sizes)
            match operation:
                case ast.Add():
                    return a + b
                case ast.Sub():
                    return a - b
                case ast.Mult():
                    return a * b
    raise Unsupported("an axis is a name, a whole number, or names joined by + - *")


def axis(text: str) -> Axis:
    """Read one axis of a jaxtyping shape; raise Unsupported where it is not a plain length."""
    if text.startswith("*") and text[1:].isidentifier():
        return Axis(text, frozenset())
    try:
        tree = _tree(text)
    except SyntaxError:
        raise Unsupported(
            f"the axis {text!r} is not a name, a whole number, or names joined by + - *"
        ) from None
    names = frozenset(node.id for node in ast.walk(tree) if isinstance(node, ast.Name))
    _evaluate(tree, dict.fromkeys(names, 1))
    return Axis(text, names)


Shaped = tuple[tuple[Axis, ...], tuple[int, ...]]  # the axes of an array, and its shape


def names_of(each: Axis) -> frozenset[str]:
    """Return the names that lengths must be known for, to know that of an axis."""
    return frozenset((each.text,)) if each.many else each.names


def solve(shapes: Iterable[Shaped], sizes: dict[str, int]) -> dict[str, int]:
    """Add to some lengths those that the shapes of arrays tell."""
    to_solve = []
    for axes, shape in shapes:
        for place, (each, length) in enumerate(zip(axes, shape, strict=False)):
            if each.many:
                sizes |= lengths_of_many(each.text, shape[place:])
            elif each.text in each.names:
                sizes[each.text] = length
            else:
                to_solve.append((each, length))
    for _ in to_solve:
        for each, length in to_solve:
            unknown = each.names - sizes.keys()
            if len(unknown) == 1:
                (name,) = unknown
                at_zero, at_one = (each.length({**sizes, name: value}) for value in (0, 1))
                if at_one != at_zero:
                    sizes[name] = (length - at_zero) // (at_one - at_zero)
    return sizes


def lengths_of_many(text: str, lengths: Sequence[int]) -> dict[str, int]:
    """Return what is known of axes that stand behind a star: how many they are, and each length."""
    return {text: len(lengths), **{f"{text}.{place}": length for place, length in enumerate(lengths)}}
