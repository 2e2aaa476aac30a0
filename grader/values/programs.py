"""Straight-line programs: calls whose arguments are values or results of earlier steps."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar

import msgspec

from grader.values.formula import pack_argument
from grader.values.leaves import PackedFormula
from grader.values.wire import Value

STEPS = 64  # of one program
MADE = "$"  # so begins the call of a step whose result is the value that it is given
ITSELF = "@"  # a look at such a value


@dataclass(frozen=True)
class Ref:
    """The result of an earlier step, by its number, or a part of it."""

    step: int
    part: int | None = None

    def moved(self, after: int) -> "Ref":
        """Return the same result where a step was taken out before it."""
        return replace(self, step=self.step - 1) if self.step > after else self


@dataclass(frozen=True)
class Refs:
    """A list of results of earlier steps, as one argument."""

    refs: tuple[Ref, ...]

    def moved(self, after: int) -> "Refs":
        """Return the same results where a step was taken out before them."""
        return Refs(tuple(each.moved(after) for each in self.refs))


USED = (Ref, Refs)  # the arguments that are no values


@dataclass(frozen=True, eq=False)
class ProgramStep:
    """A call: "Stack" by its name, ".push" a method and "@size" a property of the first argument.

    "$params" makes a value to which later steps do something, and "@" looks at it.  Laws also take "=Stack",
    the class itself, and ask "?isinstance" and "?issubclass" of two results; "?is" asks whether two are one
    object.

    The last arguments go by the names ``named``.  What a step to ``keep`` returns is told to nobody: other
    steps may use it.  ``made`` names what it should return where that is an object, or each in a list of them
    if it is ``listed``.
    """

    call: str
    arguments: tuple[Any, ...]
    named: tuple[str, ...] = ()
    keep: bool = False
    made: str = ""
    listed: bool = False
    may_raise: ClassVar[bool] = False

    @property
    def tells(self) -> bool:
        """Whether it is told that an object is there, or how many are."""
        return bool(self.made) and not self.keep

    @property
    def refs(self) -> list[Ref]:
        """The results among its arguments."""
        used = (each for each in self.arguments if isinstance(each, USED))
        return [ref for each in used for ref in (each.refs if isinstance(each, Refs) else (each,))]


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
            for each in step.refs:
                if not 0 <= each.step < place:
                    raise ValueError(
                        f"step {place} uses the result of step {each.step}, which is none before it"
                    )

    def mapped(self, change: Callable[[Any], Any]) -> "Program":
        """Return the same steps with every value changed."""
        return replace(
            self,
            steps=tuple(
                replace(s, arguments=tuple(a if isinstance(a, USED) else change(a) for a in s.arguments))
                for s in self.steps
            ),
        )

    def without(self, place: int) -> "Program | None":
        """Return the program without a step; None where a later one uses what it made."""
        steps = []
        for step in self.steps[place + 1 :]:
            if any(each.step == place for each in step.refs):
                return None
            moved = (a.moved(place) if isinstance(a, USED) else a for a in step.arguments)
            steps.append(replace(step, arguments=tuple(moved)))
        return Program((*self.steps[:place], *steps))

    def merged(self, one: int, other: int) -> "Program | None":
        """Return the program with what an earlier step made in the place of what another one makes.

        None where that would be put into itself.
        """

        def instead(argument: Any) -> Any:
            if isinstance(argument, Refs):
                return Refs(tuple(map(instead, argument.refs)))
            known = isinstance(argument, Ref) and argument.step == other
            return replace(argument, step=one) if known else argument

        steps = [replace(step, arguments=tuple(map(instead, step.arguments))) for step in self.steps]
        if any(len({*new.refs}) < len({*old.refs}) for new, old in zip(steps, self.steps, strict=True)):
            return None
        return Program(tuple(steps)).without(other)

    def spliced(self, place: int) -> "Program | None":
        """Return the program without a step that makes an object of another one of its class: that is used.

        None where it makes none, and where a step uses others beside it: one might be put into itself.
        """
        step = self.steps[place]
        if not step.call.startswith(".") or not step.made or step.listed:
            return None
        other: Ref = step.arguments[0]
        before = self.steps[other.step]
        if other.part is not None or step.made != (before.made or before.call):
            return None
        steps = list(self.steps)
        for after, each in enumerate(steps):
            if any(ref.step == place for ref in each.refs):
                if each.refs != [Ref(place)] or each.arguments[0] != Ref(place):
                    return None
                steps[after] = replace(each, arguments=(other, *each.arguments[1:]))
        return Program(tuple(steps)).without(place)

    @property
    def key(self) -> tuple[Any, ...]:
        """What tells it from others with the same values."""
        return tuple(
            (s.call, s.named, s.keep, tuple(a if isinstance(a, USED) else None for a in s.arguments))
            for s in self.steps
        )

    @property
    def values(self) -> list[Any]:
        """Every value among the arguments."""
        return [each for step in self.steps for each in step.arguments if not isinstance(each, USED)]


class PackedRef(msgspec.Struct, tag="result", frozen=True):
    """The result of an earlier step, or a part of it, as it crosses: it is named and never sent."""

    step: int
    part: int | None


class PackedRefs(msgspec.Struct, tag="results", frozen=True):
    """A list of such, as it crosses."""

    refs: list[PackedRef]


PackedArgument = Value | PackedRef | PackedRefs | PackedFormula


class PackedStep(msgspec.Struct, frozen=True, omit_defaults=True):
    """A call of a program, as it crosses."""

    call: str
    arguments: list[PackedArgument]
    named: list[str]
    keep: bool
    may_raise: bool = False
    made: str = ""
    listed: bool = False


class PackedProgram(msgspec.Struct, tag="program", frozen=True):
    """A program, as it crosses: the one argument of a call that runs it."""

    steps: list[PackedStep]


def packed(program: Program) -> PackedProgram:
    """Return a program as it crosses to a worker."""
    return PackedProgram(
        [
            PackedStep(
                each.call,
                list(map(_packed, each.arguments)),
                list(each.named),
                each.keep,
                each.may_raise,
                each.made,
                each.listed,
            )
            for each in program.steps
        ]
    )


def unpacked(steps: PackedProgram) -> list[ProgramStep]:
    """Return the steps of a program that crossed; their values are still packed."""
    return [
        (RaisingStep if each.may_raise else ProgramStep)(
            each.call,
            tuple(map(_unpacked, each.arguments)),
            tuple(each.named),
            each.keep,
            each.made,
            each.listed,
        )
        for each in steps.steps
    ]


def _packed(argument: Any) -> PackedArgument:
    if isinstance(argument, Refs):
        return PackedRefs([PackedRef(each.step, each.part) for each in argument.refs])
    return PackedRef(argument.step, argument.part) if isinstance(argument, Ref) else pack_argument(argument)


def _unpacked(argument: PackedArgument) -> Any:
    if isinstance(argument, PackedRefs):
        return Refs(tuple(Ref(each.step, each.part) for each in argument.refs))
    return Ref(argument.step, argument.part) if isinstance(argument, PackedRef) else argument


def judges(steps: Sequence[ProgramStep], place: int, call: str) -> bool:
    """Whether a step makes a call, or asks an object that such a step returned: which one that is."""
    step = steps[place]
    first = step.arguments[0] if step.call[0] in ".@?" else None
    return step.call == call or (
        isinstance(first, Ref) and steps[first.step].call == call and _hands_out(steps, steps[first.step])
    )


def _hands_out(steps: Sequence[ProgramStep], step: ProgramStep) -> bool:
    """Whether a step returns an object of another class than that of the object that it is asked of."""
    about = step.arguments[0] if step.call[0] in ".@" else None
    owner = steps[about.step] if isinstance(about, Ref) else None
    return step.tells or step.made not in ("", "function", owner and (owner.made or owner.call))
