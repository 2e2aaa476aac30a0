"""Lists, sets and dicts as arguments: how many parts they hold is drawn first, then what these are."""

from dataclasses import replace
from typing import Any, Protocol

from grader.signatures.axes import USUAL_SIZES, axis
from grader.signatures.domains import picks_many
from grader.signatures.pick import Choose
from grader.signatures.specs import Kind, Spec

NUMBERS = (Kind.FLOAT, Kind.INT, Kind.COMPLEX)


class Value(Protocol):
    """Draws one value; ``length`` is how many parts it has, where it is drawn by parts."""

    def __call__(self, read: Spec, length: int = 0, /) -> Any:
        """Return a value as an annotation says."""


def draw_parts(read: Spec, length: int, choose: Choose, value: Value) -> Any:
    """Return a list, set or dict of so many parts; in a set or among keys some may be the same."""
    parts = _some(read.items[0], length, choose, value)
    if read.kind is Kind.DICT:
        keys = list(dict.fromkeys(parts))
        return dict(zip(keys, _some(read.items[1], len(keys), choose, value), strict=True))
    return set(parts) if read.kind is Kind.SET else parts


def _some(read: Spec, count: int, choose: Choose, value: Value) -> list[Any]:
    """Return so many values: numbers are drawn together, as those of an array are, and may be tied.

    Lists in a list are all as long as each other, as rows are.
    """
    if read.kind in NUMBERS and picks_many(read.domain) and not read.optional and count:
        together = replace(read, kind=Kind.ARRAY, axes=(axis(str(count)),))
        return value(together).tolist()  # type: ignore[no-any-return]
    row = choose(*USUAL_SIZES) if read.drawn_by_parts else 0
    return [value(read, row) for _ in range(count)]
