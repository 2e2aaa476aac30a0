"""What a function of a submission replies: an answer, or why there is none."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from grader.model import Verdict
from grader.values.wire import Value, bits_of, build


@dataclass(frozen=True)
class Answer:
    """A function returned; ``changed`` are the places of the arguments it left changed.

    Where it ran a program these are the places among all its values.

    Most answers are known by their bits alone: the value is built where somebody looks at it, and anew each
    time, for many submissions may share an answer.
    """

    packed: Value  # as it crossed, and found to be sound
    changed: tuple[int, ...] = ()
    bits: bytes = field(default=b"", compare=False, repr=False)  # the same for the same value
    steps: int = field(default=0, compare=False)  # that the call took, where they were counted
    packed_left: tuple[Value, ...] = ()  # what is in the arguments that it left changed
    final: ClassVar[bool] = False

    @classmethod
    def of(cls, packed: Value, left: Mapping[int, Value], steps: int = 0) -> "Answer":
        """Return an answer with what is left in the arguments that were changed, by their places."""
        bits = b"".join((bits_of(packed), *(b"%d:%b" % (place, bits_of(v)) for place, v in left.items())))
        return cls(packed, tuple(left), bits, steps, tuple(left.values()))

    @property
    def value(self) -> Any:
        """The value."""
        return build(self.packed)

    @property
    def left(self) -> tuple[Any, ...]:
        """What is in the arguments that were changed."""
        return tuple(map(build, self.packed_left))


@dataclass(frozen=True)
class Failure:
    """A function did not return, and why, in a sentence for the student.

    ``final`` failures (time, memory, a dead worker) say the same of every further call of that function.
    """

    verdict: Verdict
    message: str
    kinds: tuple[str, ...] = field(default=(), compare=False)  # the names of an exception's types
    values: str = field(default="", compare=False)  # what the names in the line stand for: "i = 3"
    at_step: int = 0  # of a program, from 1, where that is known
    changed: ClassVar[tuple[int, ...]] = ()

    @property
    def bits(self) -> str:
        """What tells it from others, and from every answer."""
        at = f" {self.at_step}" if self.at_step else ""
        return f"{self.verdict}: {self.message} {' '.join(self.kinds)}{at}"

    @property
    def final(self) -> bool:
        """Whether there is no point in asking again."""
        return self.verdict is not Verdict.RAISED


Reply = Answer | Failure
