"""Programs as inputs: what is said of what is tried on them, and what each step answers."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from weakref import WeakKeyDictionary

from grader.signatures.program_calls import ProgramCall, called, step_specs
from grader.signatures.program_domain import Programs
from grader.signatures.signature import Signature
from grader.signatures.specs import Kind, Spec
from grader.values.code import code
from grader.values.programs import USED, Program


@dataclass(frozen=True)
class ProgramSignature(Signature):
    """The signature of what is tried on programs: its one argument is the program."""

    programs: Programs = field(kw_only=True)
    what: str = field(default="class", kw_only=True)
    uses: tuple[str, ...] = field(default=(), kw_only=True)  # the other functions that its programs call
    read: WeakKeyDictionary[Program, Spec] = field(
        default_factory=WeakKeyDictionary, compare=False, repr=False, kw_only=True
    )

    @property
    def method_calls(self) -> Mapping[str, ProgramCall]:
        """The calls of its methods and of ``__init__`` by ".name"; none where this is no class."""
        name = self.programs.name
        own = (e for e in self.programs.calls if self.what == "class" and name in (e.owner, e.call))
        return {f".{each.call.lstrip('.@') if each.owner else '__init__'}": each for each in own}

    @cached_property
    def methods(self) -> Mapping[str, "ProgramSignature"]:
        """Its methods and ``__init__`` by ".name", each asked by itself; none where this is no class."""
        of = self.programs.of_method
        return {n: program_signature(of(each), self.what, self.uses) for n, each in self.method_calls.items()}

    @property
    def draws(self) -> bool:
        """Whether figures come out of any of its calls."""
        return any(call.returns.kind is Kind.FIGURE for call in self.programs.calls)

    @property
    def hands_tensors(self) -> bool:
        """Whether a call is handed tensors."""
        return self.programs.hands_tensors

    @property
    def sized(self) -> tuple[str, ...]:
        """The axes of all that its calls are given."""
        return tuple(dict.fromkeys(axis for call in self.programs.calls for axis in call.signature.sized))

    @property
    def lists(self) -> tuple[str, ...]:
        """The lists among these."""
        return tuple(dict.fromkeys(name for call in self.programs.calls for name in call.signature.lists))

    @property
    def arguments(self) -> Mapping[str, Spec]:
        """What is drawn for its calls, by name: as if one function had all of it."""
        return {n: spec for call in self.programs.calls for n, spec in call.signature.parameters.items()}

    def argument_names(self, function: str) -> Mapping[str, Sequence[str]]:
        """The names under which the arguments of its calls are asked for, by call."""
        del function
        return {each.call: each.names for each in self.programs.calls if each.names}

    def taken_by(self, program: Program, value: int) -> tuple[int, ProgramCall | None, str]:
        """Return the step that is given a value of a program, what it calls, and the argument's name.

        ``value`` is its place among all of them; the name is "" of what a law alone knows.
        """
        calls = called(program, self.programs.calls)
        for place, (step, call) in enumerate(zip(program.steps, calls, strict=True)):
            own = [n for n, each in enumerate(step.arguments) if not isinstance(each, USED)]
            if value < len(own):
                names = call.names[: len(step.arguments)] if call is not None else ()
                names = (*("",) * (call is not None and bool(call.owner)), *names)
                by_place = len(step.arguments) - len(step.named)
                names = (*names[:by_place], *step.named)
                return place, call, names[own[value]] if own[value] < len(names) else ""
            value -= len(own)
        raise IndexError(value)

    def answer_spec(self, args: Mapping[str, Any]) -> Spec:
        """Return what the answers of a program's steps are, one by one, with every length that is known."""
        program = args["program"]
        if program not in self.read:
            items = tuple(step_specs(program, self.programs.calls))
            self.read[program] = Spec(Kind.STEPS, items=items)
        return self.read[program]

    def written(self, function: str, args: Collection[str]) -> str:
        """Return the program as code that runs."""
        del function
        return code(args["program"]) if isinstance(args, Mapping) else ""

    def shown(self, args: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return nothing: the code holds its values."""
        del args
        return {}


def program_signature(
    programs: Programs, what: str = "class", uses: tuple[str, ...] = ()
) -> ProgramSignature:
    """Return the signature of what is tried on these programs."""
    steps = Spec(Kind.PROGRAM, domain=programs)
    return ProgramSignature({"program": steps}, Spec(Kind.STEPS), programs=programs, what=what, uses=uses)
