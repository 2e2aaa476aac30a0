"""Programs as inputs: how programs of some calls are drawn.

Programs are drawn as Hypothesis draws those of a state machine: the reference is asked along, and what it
raises on is left out.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from grader.signatures.circles import ends, puts
from grader.signatures.pick import Mood, Pick, Unsuitable
from grader.signatures.program_assembly import Assembly
from grader.signatures.program_calls import ProgramCall, called
from grader.signatures.program_chain import chain
from grader.signatures.program_making import Askable, ProgramInMaking, new
from grader.values.exceptions import StepRaised
from grader.values.programs import STEPS, Program, judges
from grader.values.run_program import answers
from grader.values.tensors import in_double_precision
from grader.values.wire import Value, bits_of

MORE = 31  # of so many and one times a program goes on
MOST = {Mood.ONES: 3, Mood.PLAIN: 6, Mood.LONG: 24}  # steps, by mood
USUAL = 12
BUILT = 20
# Where objects are put into objects, most steps of these moods do that: mistakes show in what is built.
BUILDING = (Mood.UNEVEN, Mood.LONG, Mood.MIXED, Mood.LARGE)
AFTER = 3  # steps after those that must be there, where these are all that is asked


@dataclass(frozen=True, eq=False)
class Programs(Askable):
    """A domain: programs of some calls, the first ``forced`` of which every program begins with.

    Where one call is ``judged``, every program makes it, and no step but those that its answers depend on.
    """

    judged: str = ""

    def that_end(self) -> "Programs":
        """Return these programs; without circles of objects, where the reference has no end on some."""
        return self if not any(map(puts, self.calls)) or ends(self) else replace(self, circles=False)

    def of_method(self, call: ProgramCall) -> "Programs":
        """Return the programs of one method: what stands above it in the class may come before it."""
        before = (e for e in self.calls[: self.calls.index(call)] if e.call != call.call)  # of a part of it
        return replace(self, calls=(*before, call), judged=call.call)

    @property
    def options(self) -> Sequence[ProgramCall]:
        """What may come after those: methods, or half as often another object; else all there is."""
        first, others = self.calls[: self.forced], self.calls[self.forced :]
        if self.judged and others:  # as often as all others together
            others = (*others, *(others[-1:] * (len(others) - 2)))
        return (*others, *others, *first) if others else first[::-1]

    @property
    def building(self) -> Sequence[ProgramCall]:
        """What may come after those where methods take objects: as often steps that build, and objects."""
        others = self.calls[self.forced :]
        builders = [each for each in others if each.owner and each.objects]
        if not builders:
            return ()
        asking = [each for each in others if each not in builders]
        times = max(len(asking) // len(builders), 1)
        objects = max(len(asking) // (2 * self.forced), 1)
        return (*asking, *(builders * times), *(self.calls[: self.forced] * objects))

    def __call__(self, pick: Pick) -> Program:
        """Pick steps one by one, as the reference takes them; ``pick.values`` are the sizes of the rubric."""
        building = self.building if pick.mood in BUILDING else ()
        made, options = ProgramInMaking(self, pick, in_order=bool(building)), building or self.options
        for each in self.calls[: self.forced]:
            if not made.step(each):
                if made.raised:
                    break
                raise Unsuitable from made.failed.get(each.call)
        if pick.mood in BUILDING:
            chain(made, self.calls[-1] if self.judged and not self.calls[-1].owner else None)
        assembled = self.parts and pick.mood not in (Mood.PLAIN, Mood.ONES)
        assembly = Assembly(made, self.judged) if assembled else None
        if assembly is not None:  # of one part alone nothing is the largest, nor the last
            assembly.fill()
        most = MOST.get(pick.mood, BUILT if building else USUAL)
        if self.forced == len(self.calls):
            most = self.forced + (0 if pick.mood in (Mood.PLAIN, Mood.ONES) else AFTER)
        while len(made.steps) < min(most, STEPS) and made.choose(0, MORE):
            call = options[made.choose(0, len(options) - 1)]
            if made.step(call, len(made.choices) - 2) and self.judged in ("", call.call):
                Assembly(made).look(call)
        if assembly is not None:
            assembly.empty()
        if not self.judged:
            made.look_in_place()
        if self.judged and not judges(made.steps, len(made.steps) - 1, self.judged):
            if made.step(self.calls[-1]):
                Assembly(made).look(self.calls[-1])
            if all(each.call != self.judged for each in made.steps):
                raise Unsuitable from made.failed.get(self.judged)
        program = Program(tuple(made.steps), (*made.spans[self.forced :], len(made.choices)))
        return _needed(self, program) if self.judged else program


def _needed(programs: Programs, program: Program) -> Program:
    """Return a program without what changes no answer of the judged call; raise Unsuitable without any.

    Of a method whose steps matter together each stays: the member who is not the oldest.
    """
    told = _answers(programs, program)
    if not told:
        return program  # it changes a list that it is given: so that the instructor is told
    wanted = _heard(programs, program)
    if not wanted:
        raise Unsuitable

    def without(places: Iterable[int]) -> Program | None:
        """Return the program without the steps at some places, but those that later ones use."""
        shorter = program
        for place in sorted(places, reverse=True):
            shorter = shorter.without(place) or shorter
        return shorter if shorter is not program and _heard(programs, shorter) == wanted else None

    free: dict[tuple[str, str], list[int]] = {}
    for place, call in enumerate(called(program, programs.calls)):
        if call and call.call != programs.judged and not judges(program.steps, place, programs.judged):
            free.setdefault((call.owner, call.call), []).append(place)
    out: list[int] = []
    for (owner, _), places in free.items():
        taken = [each for each in places if owner and not isinstance(told[each], StepRaised)]
        out += places if without(taken) else [each for each in places if each not in taken]
    spans, at_once = program.spans, without(out)
    if at_once is not None:
        return replace(at_once, spans=spans)
    for place in sorted(out, reverse=True):
        program = without([place]) or program
    return replace(program, spans=spans)


def _heard(programs: Programs, program: Program) -> list[Any]:
    """Return what the reference answers to the judged call, as bits; nothing where a step fails."""
    told = _answers(programs, program)
    judged = (n for n in range(len(program.steps)) if judges(program.steps, n, programs.judged))
    return [bits_of(told[place]) for place in judged] if told else []


def _answers(programs: Programs, program: Program) -> Sequence[Value]:
    with in_double_precision(needed=programs.hands_tensors):
        told = answers(programs.functions, program.steps, new, lambda _: "")
    return () if told.is_tuple else told.items
