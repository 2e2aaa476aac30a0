"""A class that works with others as a check sees it: its programs, and what of them is about the others."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from grader.checks.programs import judge_steps
from grader.checks.readings import Reading, wrong_on
from grader.checks.trial import Trial
from grader.examples.draw import Example
from grader.signatures import program_parts
from grader.signatures.pick import Mood
from grader.signatures.program_calls import ProgramCall
from grader.signatures.program_domain import Programs
from grader.signatures.program_parts import Key
from grader.signatures.programs import ProgramSignature
from grader.values.compare import NEARLY, Tolerance
from grader.values.fingerprint import fingerprint
from grader.values.programs import Program


@dataclass(frozen=True, eq=False)
class Seen:
    """A program with looks at which of its parts a class returns, and what it does with these alone."""

    whole: Example
    alone: Example
    asked: Example  # the same alone, and asked at the end
    places: Mapping[int, int]  # of the steps of the whole in what is alone


@dataclass(frozen=True, eq=False)
class Whole:
    """A class, or a function that takes objects, before its check; ``parts`` are the other classes."""

    trial: Trial
    name: str
    follows: str
    signature: ProgramSignature
    parts: Collection[str]
    may_change: Collection[str]  # the arguments that may be left changed
    known: dict[Example, Seen | None] = field(default_factory=dict)
    sound: dict[Example, bool] = field(default_factory=dict)
    others: dict[tuple[Seen, frozenset[Key]], Example] = field(default_factory=dict)  # without what is out

    @cached_property
    def hands_out(self) -> bool:
        """Whether it returns a part, or is a function: else parts show in nothing but its own answers."""
        made = {sort for call in self.signature.programs.calls if call.owner for sort in call.makes.values()}
        return self.signature.what != "class" or bool(made & {*self.parts})

    @cached_property
    def calls(self) -> Mapping[Key, ProgramCall]:
        """All that is called."""
        return {(each.owner, each.call): each for each in self.signature.programs.calls}

    def seen(self, example: Example) -> Seen | None:
        """Return what there is to see on an example; None where the reference does not answer all of it."""
        if example not in self.known:
            self.known[example] = self._seen(program_of(example))
        return self.known[example]

    def _seen(self, program: Program) -> Seen | None:
        programs, parts = self.signature.programs, self.parts
        if (same := _all_same(programs, program)) is None:
            return None
        looked = program_parts.looked_at(program, programs.calls, parts, same)
        if (same := _all_same(programs, looked)) is None:
            return None
        by_themselves, places = program_parts.alone(looked, programs.calls, parts, same)
        # Without what the whole did to it a part may have no end.
        if (same := _all_same(programs, by_themselves)) is None:
            return None
        asked = program_parts.asked_at_the_end(by_themselves, programs.calls, parts, same)
        if _all_same(programs, asked) is None:
            return None
        return Seen(example_of(looked), example_of(by_themselves), example_of(asked), places)

    def keys(self, example: Example) -> list[Key | None]:
        """Return for each step which call of a part it is."""
        return program_parts.keys(program_of(example), self.signature.programs.calls, self.parts)

    def without(self, example: Example, out: Collection[Key]) -> Example:
        """Return an example without some calls of parts."""
        calls = self.signature.programs.calls
        return example_of(program_parts.dropped(program_of(example), calls, out)) if out else example

    def parts_right(self, seen: Seen) -> bool:
        """Whether the parts answer as they should by themselves."""
        return self._sound(seen.asked)

    def shown_right(self, seen: Seen, silent: Key, out: Collection[Key]) -> bool:
        """Whether a call that tells nothing is right: others, none of those that are out, tell that it is."""
        there = (seen, frozenset(out))
        if there not in self.others:
            self.others[there] = self.without(seen.asked, out)
        asked = self.others[there]
        due, without = map(self._told, (asked, self.without(asked, {silent})))
        return due != without and self._sound(asked)

    def _sound(self, example: Example) -> bool:
        if example not in self.sound:
            reading = Reading(lambda each: self.judge(each, NEARLY, ()), tolerance=NEARLY)
            self.sound[example] = wrong_on(reading, example) is None
        return self.sound[example]

    def _told(self, example: Example) -> Any:
        """Return what parts should answer, as what tells it from other answers."""
        there = zip(self.right(example), self.keys(example), strict=False)
        return fingerprint([due for due, key in there if key and self.calls[key].shows])

    def right(self, example: Example) -> Sequence[Any]:
        """Return the right answers to the steps."""
        return self.trial.corpora.expected(self.follows, example).answer  # type: ignore[no-any-return]

    def judge(self, example: Example, tolerance: Tolerance, spared: Collection[int]) -> None:
        """Require right answers to the steps, but to those at some places."""
        judge_steps(
            self.trial,
            self.name,
            self.follows,
            self.signature,
            example,
            tolerance,
            spared,
            self.may_change,
        )


def _all_same(programs: Programs, program: Program) -> Sequence[int] | None:
    """Return the ``same_objects`` of a program; None where the reference does not answer all of it."""
    same = program_parts.same_objects(programs, program)
    return same if len(same) == len(program.steps) else None


def program_of(example: Example) -> Program:
    """Return the program of an example."""
    program: Program = example.args["program"]
    return program


def example_of(program: Program) -> Example:
    """Return an example that was not drawn."""
    return Example({"program": program}, (), Mood.PLAIN)
