"""A program in the making: its steps are drawn one by one, as the reference takes them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any

from grader.signatures.circles import Related
from grader.signatures.inputs import draw
from grader.signatures.pick import Pick, Unsuitable
from grader.signatures.program_calls import EACH, ProgramCall, Sizes, known_sizes, remember_sizes
from grader.signatures.specs import Kind, Spec, lengths_in
from grader.values.code import code
from grader.values.formula import build_argument, pack_argument
from grader.values.programs import ITSELF, MADE, STEPS, Program, ProgramStep, Ref, Refs
from grader.values.quiet import quiet
from grader.values.run_program import taken, told_by
from grader.values.tensors import in_double_precision
from grader.values.wire import pack

LOOKED = 3  # entries of a list that are asked something
MOST = 4  # objects in a list that is given
NONE = 3  # of so many and one times None is given where it may be
Used = Ref | Refs | None
Given = Ref | Mapping[str, Ref] | None


@dataclass(frozen=True, eq=False)
class Askable:
    """What programs may call; every one begins with the first ``forced`` of the calls."""

    name: str
    functions: Mapping[str, Any]  # the reference's own, by name
    calls: tuple[ProgramCall, ...]
    forced: int = 1
    circles: bool = True  # whether objects may lie in a circle

    @cached_property
    def hands_tensors(self) -> bool:
        """Whether a call is handed tensors."""
        return any(each.signature.hands_tensors for each in self.calls)

    @cached_property
    def parts(self) -> Sequence[ProgramCall]:
        """The calls that make what methods of another class, or a function, take: the members of a club."""
        sorts = {s for each in self.calls for s in each.objects.values() if s != each.owner}
        return [e for e in self.calls[: self.forced] if e.call in sorts and e.call[0] != MADE]

    @cached_property
    def in_place(self) -> Mapping[str, Spec]:
        """What methods change in place, by name."""
        makers = (each for each in self.calls if each.call[0] == MADE)
        return {name: spec for each in makers for name, spec in each.signature.parameters.items()}

    @cached_property
    def looks(self) -> Sequence[ProgramCall]:
        """The calls that look at what methods change in place."""
        return [each for each in self.calls if each.call == ITSELF]


class ProgramInMaking:
    """A program in the making, with the reference's own objects beside it."""

    def __init__(self, programs: Askable, pick: Pick, *, in_order: bool = False) -> None:
        self.programs, self.pick = programs, pick
        self.in_order = (
            in_order  # whether what is put into an object was made after it: then none holds itself
        )
        self.steps: list[ProgramStep] = []
        self.spans: list[tuple[int, int]] = []  # of the choices behind each step
        self.choices: list[int] = []
        self.table: list[Any] = []
        self.objects: dict[str, list[Ref]] = {}  # by their sort
        self.related = Related(circles=programs.circles)
        self.sizes: dict[Ref, Sizes] = {}  # lengths of axes, as far as an object knows them
        self.raised = False  # whether the last step raised what it may, and made nothing
        self.failed: dict[str, Exception] = {}  # what calls raised that may not, the last of each

    def result(self, ref: Ref) -> Any:
        """Return an object that a step made, or an item of the list that it returned."""
        result = self.table[ref.step]
        return result if ref.part is None else result[ref.part]

    def choose(self, low: int, high: int) -> int:
        """Choose, and count."""
        self.choices.append(self.pick.choose(low, high))
        return self.choices[-1]

    def _object(self, sort: str, but: Collection[Ref] = ()) -> Ref | None:
        there = [each for each in self.objects.get(sort, ()) if each not in but]
        return there[-1 - self.choose(0, len(there) - 1)] if there else None

    def _objects(self, call: ProgramCall) -> tuple[tuple[Ref, ...], Mapping[str, Used]]:
        """Choose the object that a step is about, if it is about one, and those that it is given.

        Raises Unsuitable where it lacks one.
        """
        own = not call.owner or call.owner in call.objects.values()  # no part of it can hold it
        own = own and not self.related.may_close(call)  # that is seen to below
        if self.in_order and own and all(sort in self.objects for sort in call.objects.values()):
            if call.owner and call.objects:
                return self._in_order(call)
            if call.objects:  # a function is asked about what was built
                built = {
                    n: [r for r in self.objects[s] if r in self.related.built]
                    for n, s in call.objects.items()
                }
                if all(built.values()):
                    return (), {n: self._among(call, n, refs[::-1]) for n, refs in built.items()}
        if call.owner and call.owner not in self.objects:
            raise Unsuitable
        target = tuple(ref for ref in [self._object(call.owner)] if ref) if call.owner else ()
        return target, self._given(call, target)

    def _in_order(self, call: ProgramCall) -> tuple[tuple[Ref, ...], Mapping[str, Used]]:
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
        return target, {n: self._among(call, n, refs) for n, refs in later.items()}

    def _among(self, call: ProgramCall, name: str, refs: Sequence[Ref]) -> Used:
        """Choose one of these objects for an argument, which are some; or a few of them, for a list."""
        first = -1 - self.choose(0, len(refs) - 1)
        if name not in call.lists:
            return refs[first]
        count = self.choose(0, min(len(refs), MOST))
        return Refs(tuple(refs[(first + each) % len(refs)] for each in range(count)))

    def _given(self, call: ProgramCall, target: Sequence[Ref]) -> dict[str, Used]:
        """Return the objects that a call is given, by argument.

        What may be left out is, half of the time; and nothing is put into itself, which would have no end,
        nor into what may lie in it, where that has none.
        """
        changes = call.returns.kind is Kind.NOTHING and not call.makes
        found: dict[str, Used] = {}
        for name, sort in call.objects.items():
            there = [r for r in self.objects.get(sort, ()) if not (changes and r in target)]
            others = [*target, *(each for each in found.values() if isinstance(each, Ref))]
            there = [*self.related.apart(call, there, others)]
            if name in call.optional and (sort not in self.objects or not self.choose(0, 1)):
                continue
            if name in call.nullable and not (there and self.choose(0, NONE)):
                found[name] = None
            elif there:
                found[name] = self._among(call, name, there)
            elif name in call.lists:
                found[name] = Refs(())
            elif name not in call.optional:
                raise Unsuitable
        return found

    def _drawn(self, call: ProgramCall, about: Ref | None, given: Given) -> ProgramStep:
        """Draw a step; raise Unsuitable where it lacks an argument."""
        target, objects = ((about,), {}) if about else self._objects(call)
        for name, ref in (
            {next(iter(call.objects)): given} if isinstance(given, Ref) else given or {}
        ).items():
            objects = {**objects, name: Refs((ref,)) if name in call.lists else ref}
        known = known_sizes(call, call.step((*target, *objects.values()), ()).refs, self.sizes)
        known |= self._counts(call, objects, known)
        drawn = draw(call.signature, self.pick.values, self.pick.mood, self.choose, known)
        if self.programs.parts:
            drawn |= self._again(call, drawn)
        values = {n: objects.get(n, drawn.get(n)) for n in call.names if n in objects or n in drawn}
        gap = next((place for place, name in enumerate(call.names) if name not in values), len(call.names))
        named = tuple(n for n in values if n in call.signature.named or call.names.index(n) > gap)
        return call.step((*target, *values.values()), named)

    def _counts(self, call: ProgramCall, objects: Mapping[str, Used], known: Sizes) -> Sizes:
        """Return how long lists are: gradients are as many as the parameters that are given, or kept."""
        given = {n: self.result(ref) for n, ref in objects.items() if n in call.in_place and type(ref) is Ref}
        counts = {**known, **{n: len(each) for n, each in given.items() if isinstance(each, list)}}
        there = {n: spec for n, spec in self.programs.in_place.items() if n in counts}
        asked = ((name, call.signature.parameters[name]) for name in call.signature.lists)
        return {name: counts[n] for name, its in asked for n, spec in there.items() if spec == its}

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
        same = {n: known[n] for n in alike if self.choose(0, 2)}
        if call.owner or alike:
            return same
        # A function looks for what a part holds under another name.
        held = {n: [v for m, v in known.items() if specs[n] == its.get(m)] for n in drawn}
        return {n: v[0] for n, v in held.items() if v and not specs[n].conditions and self.choose(0, 1)}

    def step(
        self, call: ProgramCall, start: int | None = None, about: Ref | None = None, given: Given = None
    ) -> bool:
        """Draw a step and take it, unless it lacks an argument or the reference raises; say if it was.

        ``about`` is the object that it asks, and ``given`` the first that it is given, or some by
        their names, where they are known.
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
        except BaseException as problem:
            if not isinstance(problem, Exception):  # it has no end: this is what was asked
                problem.add_note("; ".join(filter(None, code(Program((*self.steps, step))).splitlines())))
                raise
            self.failed[call.call] = problem
            before, self.table = self.steps, []
            for each in before:  # what raised may have changed an object
                self.table.append(self._taken_again(each))
            return False
        self.table.append(result)
        place = len(self.steps)
        remember_sizes(call, place, step, self.sizes, lengths_in(result, call.returns))
        # A whole that returns a part made none; a part that returns one did.
        parts = {each.call for each in self.programs.parts if call.owner} - {call.owner}
        made = {} if self.raised else dict(call.objects_in(place, result))
        for ref, sort in made.items():
            if sort not in parts and EACH not in call.makes:
                self.objects.setdefault(sort, []).append(ref)
        self.related.note(call, step, made)
        self.steps.append(step)
        self.spans.append((start, len(self.choices)))
        return True

    def look_in_place(self) -> None:
        """Ask in the end what is in the values that methods may have changed."""
        for call in self.programs.looks:
            for ref in self.objects.get(call.owner, ()):
                self.step(call, about=ref)

    def untake(self) -> None:
        """Leave out the last step, which made an object and changed none; its choices were made."""
        self.steps.pop(), self.spans.pop(), self.table.pop()
        for refs in self.objects.values():
            refs[:] = [each for each in refs if each.step < len(self.steps)]

    def look(self, call: ProgramCall) -> None:
        """Ask the objects that the last step returned something: that one is wrong shows nowhere else."""
        parts, place = {each.call for each in self.programs.parts}, len(self.steps) - 1
        start = self.spans[place][0]
        for ref, sort in call.objects_in(place, self.table[place])[:LOOKED] if not self.raised else ():
            asking = [e for e in self.programs.calls if e.owner == sort and not e.keep and not e.objects]
            looked = call.tells or (call.owner and sort in parts)
            if looked and asking:
                self.step(asking[self.choose(0, len(asking) - 1)], start, ref)
        if len(self.steps) > place + 1:  # each is nothing without the first
            self.spans[place:] = [(start, len(self.choices))] * (len(self.steps) - place)

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
    """Return a value that nobody else has, as whoever runs a program is handed it."""
    return build_argument(pack_argument(value), exact=True)
