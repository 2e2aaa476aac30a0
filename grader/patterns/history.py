"""What went before a step of a program: the calls on the same object, and how many objects there are."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

HISTORY = ""  # its place among the arguments of a call, where none can have this name


@dataclass(frozen=True)
class Called:
    """A call that went before, without the object: "push" of (3,); whether it raised, as it should."""

    name: str
    arguments: tuple[Hashable, ...] = ()
    raised: bool = False


@dataclass(frozen=True)
class History:
    """What went before one call of a program, in order, and whether the call itself should raise."""

    now: Called
    before: Sequence[Called]  # on the same object, or of functions, after it was made
    objects: int = 1  # that were made so far
    made: str = "object was made"  # or a function was returned, a result kept


def quoted(name: str) -> str:
    """Return what is called as it stands in a sentence: a name, or words for what has none."""
    return name if " " in name else f"`{name}`"
