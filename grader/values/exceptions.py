"""An exception as an answer: which one it is, by the names of its types, and the one that is due.

Names alone cross and are compared, never messages.  A submission may lie about them, as it may return what it
likes: that is its answer.  Only for one of Python's own, which others catch by that name, no other passes.
"""

import builtins
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import msgspec

from grader.values.leaves import WireError, text

MOST = 20  # types of one exception
LONGEST = 100  # characters of a name
WORDS = 1500  # characters that say what was raised

_name_of = type.__dict__["__name__"].__get__  # what the type is called, whatever its own class says it is
_ancestors_of = type.__dict__["__mro__"].__get__
PYTHONS_OWN = {  # as they are before anything of a submission runs
    name: each
    for name, each in vars(builtins).items()
    if isinstance(each, type) and issubclass(each, BaseException)
}
OF_YOUR_OWN = " of your own"  # behind the name of another one that is called so


@dataclass(frozen=True)
class Due:
    """The answer of a function that raises: the declared type, by name."""

    kind: str

    @property
    def described(self) -> str:
        """What is shown in the place of a value."""
        return f"raises {self.kind}"


class StepRaised(msgspec.Struct, tag="raised", frozen=True):
    """What a step of a program raised where that may be right: the names of its types, and what it told."""

    kinds: list[str]
    said: str

    @property
    def described(self) -> str:
        """What is shown in the place of a value."""
        return f"an exception ({self.kinds[0] if self.kinds else 'of no type'})"


def require_raised(raised: StepRaised) -> None:
    """Raise WireError where this is no exception as a worker sends one."""
    if len(raised.kinds) > MOST or len(raised.said) > WORDS or any(len(k) > LONGEST for k in raised.kinds):
        raise WireError("an exception of too many words")


def kinds_of(problem: BaseException) -> tuple[str, ...]:
    """Return the names of an exception's type and of the types it comes from, the nearest first.

    Of very many the first and the last ones, where Python's own are.  Runs none of the exception's code.
    """
    ancestors = _ancestors_of(type(problem))[:-2]  # but BaseException and object
    if len(ancestors) > MOST:
        ancestors = (ancestors[0], *ancestors[1 - MOST :])
    return tuple(map(told, ancestors))


def told(kind: type[BaseException]) -> str:
    """Return what a type of exceptions is called here."""
    name = text(_name_of(kind), LONGEST)
    return name if PYTHONS_OWN.get(name, kind) is kind else name + OF_YOUR_OWN


def said_of_a_namesake(kinds: Sequence[str], right: Due) -> str:
    """Say, behind what was raised, that it only shares the name of what is due; nothing where it does not."""
    return f", a class of your own and not Python's {right.kind}" if right.kind + OF_YOUR_OWN in kinds else ""


def due(kinds: Sequence[str], declared: Sequence[type[BaseException]]) -> Due | None:
    """Return which declared type an exception with these names is: the nearest; None if it is none."""
    names = {told(each) for each in declared}
    return next((Due(kind) for kind in kinds if kind in names), None)


def is_due(kinds: Sequence[str], right: Due, declared: Sequence[type[BaseException]]) -> bool:
    """Whether an exception with these names is the one that is due.

    What comes from several declared types is the nearest of them, not each: it never says which it is.
    """
    types = {told(each): each for each in declared}
    if (nearest := due(kinds, declared)) is None or right.kind not in types:
        return right.kind in kinds
    return issubclass(types[nearest.kind], types[right.kind])


@cache  # the types that a reference declares are few
def both(base: Any, declared: Any) -> Any:
    """Return the type of what is raised in the place of a declared exception: ``base``, caught as that."""

    def begin(self: Any, message: str) -> None:  # the declared type may want other arguments than one
        self.args = (message,)
        vars(self).update(vars(base(message)))

    return type(declared.__name__, (base, declared), {"__init__": begin})
