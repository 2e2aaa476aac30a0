"""What the reference worked out for an example, once for everyone."""

from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

import msgspec

from grader.errors import GraderError
from grader.examples.draw import Example
from grader.functions.bounded import time_limit
from grader.reference.places import place_of
from grader.values import stored

T = TypeVar("T")

NOT_IN_KIT = (
    "this kit holds no answer to that: it was made by another version of the grader, or was changed since; "
    "get the kit again"
)


@dataclass
class WorkedOut:
    """What the reference said of examples, by subject: worked out once, or known from an earlier run."""

    known: WeakKeyDictionary[Example, dict[Any, Any]] = field(
        default_factory=WeakKeyDictionary
    )  # as long as they are
    undecoded: dict[Any, list[tuple[Sequence[Example], msgspec.Raw]]] = field(default_factory=dict)
    seconds: float | None = None  # for one piece of work, while it is tried whether the reference ends at all
    kit: bool = False  # whether this is a student kit's: what is not known cannot be worked out

    def remember(
        self, what: Any, example: Example, work: Callable[[], T], trouble: str = "the reference has no answer"
    ) -> T:
        """Return the result of some work of the reference on an example that is done once.

        Raises GraderError with the trouble where the work raises: that is never the student's doing.
        """
        for examples, data in self.undecoded.pop(what, ()):
            for each, value in zip(examples, stored.decode(data), strict=True):
                self.known.setdefault(each, {})[what] = value
        known = self.known.setdefault(example, {})
        if what not in known:
            try:
                with time_limit(self.seconds, at_work=True) if self.seconds else nullcontext():
                    known[what] = work()
            except GraderError:
                raise
            except Exception as problem:
                if self.kit:
                    raise GraderError(NOT_IN_KIT) from problem
                said = f"{type(problem).__name__}: {problem}".rstrip(": ")
                place = place_of(problem)
                at = f" at {place[0]}:{place[1]}" if place else ""
                raise GraderError(f"{trouble} ({said}{at})", example.args) from problem
        return known[what]  # type: ignore[no-any-return]
