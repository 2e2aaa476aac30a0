"""Programs as inputs: how programs of some calls are drawn.

Programs are drawn as Hypothesis draws those of a state machine: the reference is asked along, and what it
raises on is left out.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import Any

from grader.signatures.inputs import draw
from grader.signatures.pick import Mood, Pick, Unsuitable
from grader.signatures.program_assembly import Assembly
from grader.signatures.program_calls import ProgramCall, Sizes, known_sizes, remember_sizes
from grader.signatures.specs import Kind, lengths_in
from grader.values.formula import build_argument, pack_argument
from grader.values.programs import STEPS, Program, ProgramStep, Ref
from grader.values.quiet import quiet
from grader.values.run_program import answers, taken, told_by
from grader.values.tensors import in_double_precision
from grader.values.wire import bits_of, pack

MORE = 31  # of so many and one times a program goes on
MOST = {Mood.ONES: 3, Mood.PLAIN: 6, Mood.LONG: 24}  # steps, by mood
USUAL = 12
BUILT = 20
# Where objects are put into objects, most steps of these moods do that: mistakes show in what is built.
BUILDING = (Mood.UNEVEN, Mood.LONG, Mood.MIXED, Mood.LARGE)
AFTER = 3  # steps after those that must be there, where these are all that is asked


@dataclass(frozen=True, eq=False)
class Programs:
    """A domain: programs of some calls, the first ``forced`` of which every program begins with.

    Where one call is ``judged``, every program makes it, and no step but those that its answers depend on.
    """

    name: str
    functions: Mapping[str, Any]  # the reference's own, by name
    calls: tuple[ProgramCall, ...]
    forced: int = 1
    judged: str = ""

    def of_method(self, call: ProgramCall) -> "Programs":
        """Return the programs of one method: what stands above it in the class may come before it."""
        before = (e for e in self.calls[: self.calls.index(call)] if e.call != call.call)  # of a part of it
        return replace(self, calls=(*before, call), judged=call.call)

    @cached_property
    def hands_tensors(self) -> bool:
        """Whether a call is handed tensors."""
        return any(each.signature.hands_tensors for each in self.calls)

    @property
    def options(self) -> Sequence[ProgramCall]:
        """What may come after those: methods, or half as often another object; else all there is."""
        first, others = self.calls[: self.forced], self.calls[self.forced :]
        if self.judged and others:  # as often as all others together
            others = (*others, *(others[-1:] * (len(others) - 2)))
        return (*others, *others, *first) if others else first[::-1]

    @cached_property
    def parts(self) -> Sequence[ProgramCall]:
        """The calls that make what methods of another class, or a function, take: the members of a club."""
        sorts = {s for each in self.calls for s in each.objects.values() if s != each.owner}
        return [each for each in self.calls[: self.forced] if each.call in sorts]

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
            if not made.step(each, len(made.choices)):
                if made.raised:
                    break
                raise Unsuitable from made.failed.get(each.call)
        assembly = Assembly(made) if self.parts and pick.mood not in (Mood.PLAIN, Mood.ONES) else None
        if assembly is not None:  # of one part alone nothing is the largest, nor the last
            assembly.fill()
        most = MOST.get(pick.mood, BUILT if building else USUAL)
        if self.forced == len(self.calls):
            most = self.forced + (0 if pick.mood in (Mood.PLAIN, Mood.ONES) else AFTER)
        while len(made.steps) < min(most, STEPS) and made.choose(0, MORE):
            call = options[made.choose(0, len(options) - 1)]
            if made.step(call, len(made.choices) - 2) and self.parts:
                Assembly(made).look(call)
        if assembly is not None:
            assembly.empty()
        if self.judged and made.steps[-1].call != self.judged:
            made.step(self.calls[-1], len(made.choices))
            if all(each.call != self.judged for each in made.steps):
                raise Unsuitable from made.failed.get(self.judged)
        program = Program(tuple(made.steps), (*made.spans[self.forced :], len(made.choices)))
        return _needed(self.functions, program, self.judged, self.hands_tensors) if self.judged else program


def _needed(functions: Mapping[str, Any], program: Program, judged: str, tensors: bool) -> Program:
    """Return a program without the steps that change no answer of one call; raise Unsuitable without any."""

    def heard(steps: Program) -> list[Any]:
        with in_double_precision(needed=tensors):
            told = answers(functions, steps.steps, new, lambda _: "")
        pairs = zip(steps.steps, told.items, strict=False)
        return [bits_of(each) for step, each in pairs if step.call == judged] if not told.is_tuple else []

    wanted = heard(program)
    if not wanted:
        raise Unsuitable
    for place in reversed(range(len(program.steps))):
        if program.steps[place].call != judged:
            shorter = program.without(place)
            if shorter is not None and heard(shorter) == wanted:
                program = replace(shorter, spans=program.spans)
    return program


class ProgramInMaking:
    """A program in the making, with the reference's own objects beside it."""

    def __init__(self, programs: Programs, pick: Pick, *, in_order: bool = False) -> None:
        self.programs, self.pick = programs, pick
        self.in_order = (
            in_order  # whether what is put into an object was made after it: then none holds itself
        )
        self.steps: list[ProgramStep] = []
        self.spans: list[tuple[int, int]] = []  # of the choices behind each step
        self.choices: list[int] = []
        self.table: list[Any] = []
        self.objects: dict[str, list[Ref]] = {}  # by their sort
        self.built: set[Ref] = set()  # those that something was put into
        self.sizes: dict[Ref, Sizes] = {}  # lengths of axes, as far as an object knows them
        self.raised = False  # whether the last step raised what it may, and made nothing
        self.failed: dict[str, Exception] = {}  # what calls raised that may not, the last of each

    def choose(self, low: int, high: int) -> int:
        """Choose, and count."""
        self.choices.append(self.pick.choose(low, high))
        return self.choices[-1]

    def _object(self, sort: str, but: Collection[Ref] = ()) -> Ref | None:
        there = [each for each in self.objects.get(sort, ()) if each not in but]
        return there[-1 - self.choose(0, len(there) - 1)] if there else None

    def _objects(self, call: ProgramCall) -> tuple[tuple[Ref, ...], Mapping[str, Ref]]:
        """Choose the object that a step is about, if it is about one, and those that it is given.

        Raises Unsuitable where it lacks one.
        """
        own = not call.owner or call.owner in call.objects.values()  # no part of it can hold it
        if self.in_order and own and all(sort in self.objects for sort in call.objects.values()):
            if call.owner and call.objects:
                return self._in_order(call)
            if call.objects:  # a function is asked about what was built
                built = {n: [r for r in self.objects[s] if r in self.built] for n, s in call.objects.items()}
                if all(built.values()):
                    return (), {n: refs[self.choose(0, len(refs) - 1)] for n, refs in built.items()}
        if call.owner and call.owner not in self.objects:
            raise Unsuitable
        target = tuple(ref for ref in [self._object(call.owner)] if ref) if call.owner else ()
        return target, self._given(call, target)

    def _in_order(self, call: ProgramCall) -> tuple[tuple[Ref, ...], Mapping[str, Ref]]:
        """Choose an object, and of those that were made after it the ones that are put into it."""
        into = [
            each
            for each in self.objects[call.owner]
            if all(self.objects[sort][-1].step > each.step for sort in call.objects.values())
        ]
        if not into:
            raise Unsuitable
        target = (into[-1 - self.choose(0, len(into) - 1)],)
        later = {n: [r for r in self.objects[s] if r.step > target[0].step] for n, s in call.objects.items()}
        return target, {n: refs[-1 - self.choose(0, len(refs) - 1)] for n, refs in later.items()}

    def _given(self, call: ProgramCall, target: Sequence[Ref]) -> dict[str, Ref]:
        """Return the objects that a call is given, by argument.

        What may be left out is, half of the time; and nothing is put into itself, which would have no end.
        """
        changes = call.returns.kind is Kind.NOTHING and not call.makes
        found: dict[str, Ref] = {}
        for name, sort in call.objects.items():
            leave = name in call.optional and (sort not in self.objects or not self.choose(0, 1))
            ref = None if leave else self._object(sort, target if changes else ())
            if ref is not None:
                found[name] = ref
            elif name not in call.optional:
                raise Unsuitable
        return found

    def _drawn(self, call: ProgramCall, about: Ref | None, given: Ref | None) -> ProgramStep:
        """Draw a step; raise Unsuitable where it lacks an argument."""
        target, objects = ((about,), {}) if about else self._objects(call)
        objects = {**objects, **({next(iter(call.objects)): given} if given else {})}
        known = known_sizes(call, [*target, *objects.values()], self.sizes)
        drawn = draw(call.signature, self.pick.values, self.pick.mood, self.choose, known)
        if self.programs.parts:
            drawn |= self._again(call, drawn)
        values = {n: objects.get(n, drawn.get(n)) for n in call.names if n in objects or n in drawn}
        gap = next((place for place, name in enumerate(call.names) if name not in values), len(call.names))
        named = tuple(n for n in values if n in call.signature.named or call.names.index(n) > gap)
        return call.step((*target, *values.values()), named)

    def _again(self, call: ProgramCall, drawn: Collection[str]) -> Mapping[str, Any]:
        """Return some arguments as the last part has them: parts that are alike, and what is looked for."""
        makers = [each.call for each in self.programs.parts]
        last = next((each for each in reversed(self.steps) if each.call in makers and not each.named), None)
        if last is None or call.signature.axes:
            return {}
        made = self.programs.parts[makers.index(last.call)]
        specs, its = call.signature.parameters, made.signature.parameters
        known = dict(zip(made.names, last.arguments, strict=False))
        alike = [n for n in drawn if n in known and specs[n] == its.get(n) and not specs[n].conditions]
        return {n: known[n] for n in alike if self.choose(0, 2)}

    def step(
        self,
        call: ProgramCall,
        start: int | None = None,
        about: Ref | None = None,
        given: Ref | None = None,
    ) -> bool:
        """Draw a step and take it, unless it lacks an argument or the reference raises; say if it was.

        ``about`` is the object that it asks, and ``given`` the first that it is given, where they are known.
        Its choices begin at ``start``, or here.
        """
        start = len(self.choices) if start is None else start
        self.raised = False
        if len(self.steps) >= STEPS:
            return False
        try:
            step = self._drawn(call, about, given)
        except Unsuitable:
            return False
        try:
            result = self._taken(step)
        except call.raises:
            result, self.raised = None, True
        except Exception as problem:
            self.failed[call.call] = problem
            before, self.table = self.steps, []
            for each in before:  # what raised may have changed an object
                self.table.append(self._taken_again(each))
            return False
        self.table.append(result)
        place = len(self.steps)
        remember_sizes(call, place, step, self.sizes, lengths_in(result, call.returns))
        parts = {each.call for each in self.programs.parts if call.owner}  # what returns one made none
        for part, sort in call.makes.items() if not self.raised else ():
            if sort not in parts:
                self.objects.setdefault(sort, []).append(Ref(place, part))
        self.built |= {step.arguments[0]} if call.owner and call.objects else set()
        self.steps.append(step)
        self.spans.append((start, len(self.choices)))
        return True

    def _taken_again(self, step: ProgramStep) -> Any:
        try:
            return self._taken(step)
        except Exception:
            if not step.may_raise:
                raise
            return None

    def _taken(self, step: ProgramStep) -> Any:
        with quiet(), in_double_precision(needed=self.programs.hands_tensors):
            result, told = told_by(step, partial(taken, self.programs.functions, self.table, step, new))
            if not step.keep:
                pack(told)  # an iterator may raise only when somebody goes through it
        return result


def new(value: Any) -> Any:
    """Return a value that nobody else has, as the reference is handed it."""
    return build_argument(pack_argument(value), exact=True)
