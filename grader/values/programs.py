"""Straight-line programs: calls whose arguments are values or results of earlier steps."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, ClassVar

import msgspec

from grader.values.formula import pack_argument
from grader.values.leaves import PackedFormula
from grader.values.wire import Value

STEPS = 64  # of one program


@dataclass(frozen=True)
class Ref:
    """The result of an earlier step, by its number, or a part of it."""

    step: int
    part: int | None = None


@dataclass(frozen=True, eq=False)
class ProgramStep:
    """A call: "Stack" by its name, ".push" a method and "@size" a property of the first argument.

    Laws also take "=Stack", the class itself, and ask "?isinstance" and "?issubclass" of two results; "?is"
    asks whether two are one object.

    The last arguments go by the names ``named``.  What a step to ``keep`` returns is told to nobody: other
    steps may use it.
    """

    call: str
    arguments: tuple[Any, ...]
    named: tuple[str, ...] = ()
    keep: bool = False
    may_raise: ClassVar[bool] = False


class RaisingStep(ProgramStep):
    """A call for which an exception is an answer, too: the program goes on after it."""

    may_raise = True


@dataclass(frozen=True, eq=False)
class Program:
    """Steps, one after the other; ``spans`` are the choices that led to each, for who shrinks it."""

    steps: tuple[ProgramStep, ...]
    spans: tuple[Any, ...] = ()

    def __post_init__(self) -> None:
        """Refuse what names a step that comes later, or never."""
        if len(self.steps) > STEPS:
            raise ValueError(f"a program has at most {STEPS} steps")
        for place, step in enumerate(self.steps):
            for each in step.arguments:
                if isinstance(each, Ref) and not 0 <= each.step < place:
                    raise ValueError(
                        f"step {place} uses the result of step {each.step}, which is none before it"
                    )

    def mapped(self, change: Callable[[Any], Any]) -> "Program":
        """Return the same steps with every value changed."""
        return replace(
            self,
            steps=tuple(
                replace(s, arguments=tuple(a if isinstance(a, Ref) else change(a) for a in s.arguments))
                for s in self.steps
            ),
        )

    def without(self, place: int) -> "Program | None":
        """Return the program without a step; None where a later one uses what it made."""
        steps = []
        for step in self.steps[place + 1 :]:
            if any(isinstance(a, Ref) and a.step == place for a in step.arguments):
                return None
            moved = (
                replace(a, step=a.step - 1) if isinstance(a, Ref) and a.step > place else a
                for a in step.arguments
            )
            steps.append(replace(step, arguments=tuple(moved)))
        return Program((*self.steps[:place], *steps))

    @property
    def key(self) -> tuple[Any, ...]:
        """What tells it from others with the same values."""
        return tuple(
            (s.call, s.named, s.keep, tuple(a if isinstance(a, Ref) else None for a in s.arguments))
            for s in self.steps
        )

    @property
    def values(self) -> list[Any]:
        """Every value among the arguments."""
        return [each for step in self.steps for each in step.arguments if not isinstance(each, Ref)]


class PackedRef(msgspec.Struct, tag="result", frozen=True):
    """The result of an earlier step, or a part of it, as it crosses: it is named and never sent."""

    step: int
    part: int | None


class PackedStep(msgspec.Struct, frozen=True):
    """A call of a program, as it crosses."""

    call: str
    arguments: list[Value | PackedRef | PackedFormula]
    named: list[str]
    keep: bool
    may_raise: bool = False


class PackedProgram(msgspec.Struct, tag="program", frozen=True):
    """A program, as it crosses: the one argument of a call that runs it."""

    steps: list[PackedStep]


def packed(program: Program) -> PackedProgram:
    """Return a program as it crosses to a worker."""
    return PackedProgram(
        [
            PackedStep(
                each.call,
                [
                    PackedRef(a.step, a.part) if isinstance(a, Ref) else pack_argument(a)
                    for a in each.arguments
                ],
                list(each.named),
                each.keep,
                each.may_raise,
            )
            for each in program.steps
        ]
    )


def unpacked(steps: PackedProgram) -> list[ProgramStep]:
    """Return the steps of a program that crossed; their values are still packed."""
    return [
        (RaisingStep if each.may_raise else ProgramStep)(
            each.call,
            tuple(Ref(a.step, a.part) if isinstance(a, PackedRef) else a for a in each.arguments),
            tuple(each.named),
            each.keep,
        )
        for each in steps.steps
    ]
