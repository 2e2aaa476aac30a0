"""What a function was asked and answered, sorted so that answers of one kind stand side by side."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from grader.functions.arguments import Arguments
from grader.signatures.parts import compared
from grader.signatures.programs import ProgramSignature
from grader.signatures.signature import Signature
from grader.values.exceptions import Due, StepRaised
from grader.values.fingerprint import fingerprint
from grader.values.keyed import in_order
from grader.values.programs import USED, Program
from grader.values.steps_taken import taken_steps

UNKNOWN = Due("")  # in the place of a right answer that was not asked for yet


@dataclass(frozen=True)
class Observed:
    """An answer, or a part of one, or that to a step of a program: to what, and what is right there.

    What raised has a ``Due`` for its answer.
    """

    asked: Sequence[Any]  # the arguments of the whole call
    place: int  # the step of its program
    arguments: Sequence[Any]  # its own
    names: Sequence[str]  # of these, where they have some
    value: Any
    right: Any

    @property
    def without_answer(self) -> str:
        """In words what is no answer: an exception, None; "" for an answer."""
        if isinstance(self.value, Due):
            return f"raises {self.value.kind}"
        return "returns None" if self.value is None else ""

    @property
    def nothing(self) -> str:
        """The same where there is an answer, or may be."""
        wanted = self.right is UNKNOWN or not (self.right is None or isinstance(self.right, Due))
        return self.without_answer if wanted else ""


def columns_of(
    signature: Signature, asked: Sequence[Arguments], values: Sequence[Any], rights: Sequence[Any]
) -> list[list[Observed]]:
    """Return the answers of one sort together: of a method, or the first parts of tuples."""
    columns: dict[str, list[Observed]] = {}
    for arguments, value, right in zip(asked, values, rights, strict=True):
        if isinstance(signature, ProgramSignature):
            for call, each in _steps(signature, arguments, value, right):
                columns.setdefault(call, []).append(each)
        else:
            known = (compared(each, signature.returns) for each in (value, right))
            names = list(signature.parameters)
            columns.setdefault("", []).append(Observed(arguments, 0, arguments, names, *known))
    return [part for column in columns.values() for part in _parts(column)]


def _steps(
    signature: ProgramSignature, arguments: Arguments, value: Any, right: Any
) -> Iterator[tuple[str, Observed]]:
    """Yield what each step of a program answered that anybody is told, up to the one that raised."""
    program: Program = arguments[0]
    count = len(program.steps)
    specs = signature.answer_spec({"program": program}).items
    found = [[UNKNOWN] * count if each is UNKNOWN else _answers(each, count) for each in (value, right)]
    for place, (step, own, wanted) in enumerate(zip(program.steps, *found, strict=False)):
        if not step.keep or isinstance(own, Due):
            known = (compared(each, specs[place]) for each in (own, wanted))
            given = [each for each in step.arguments if not isinstance(each, USED)]
            yield step.call, Observed(arguments, place, given, (), *known)


def _answers(value: Any, count: int) -> list[Any]:
    """Return the answers to the steps of a program, with an exception for the rest if it went no further."""
    answers = [] if isinstance(value, Due) else taken_steps(value, count)[0]
    told = (Due(each.kinds[0]) if isinstance(each, StepRaised) and each.kinds else each for each in answers)
    return [*told, *[Due("an exception")] * (count - len(answers))]


def _parts(column: Sequence[Observed]) -> list[list[Observed]]:
    """Return the parts of tuples, each by itself; of anything else all of it."""
    whole = [value for each in column for value in (each.value, each.right)]
    lengths = {
        len(v) if isinstance(v, tuple) else 0 for v in whole if v is not None and not isinstance(v, Due)
    }
    if len(lengths) != 1 or lengths == {0}:
        return [list(column)]

    def part(value: Any, place: int) -> Any:
        return value[place] if isinstance(value, tuple) else value

    return [
        [replace(each, value=part(each.value, n), right=part(each.right, n)) for each in column]
        for n in range(*lengths)
    ]


def is_program(arguments: Sequence[Any]) -> bool:
    """Whether a call runs a program."""
    return len(arguments) == 1 and isinstance(arguments[0], Program)


def all_but_numbers(observed: Observed) -> Any:
    """Return the shapes of arguments; a whole number is as good as one, for it may be a length."""
    arguments = observed.asked
    if not is_program(arguments):
        return tuple(each if isinstance(each, int) else _shapes(each) for each in arguments)
    program = Program(arguments[0].steps[: observed.place + 1])
    return program.key, _shapes(program.values)


def _shapes(value: Any) -> Any:
    if isinstance(value, (dict, set)):
        return tuple(in_order(value)), tuple(map(_shapes, value.values())) if isinstance(value, dict) else ()
    return tuple(map(_shapes, value)) if isinstance(value, (tuple, list)) else np.shape(value)


def distinct(column: Sequence[Observed]) -> int:
    """Return how many different things were asked."""
    return len({(fingerprint(each.asked), each.place) for each in column})
