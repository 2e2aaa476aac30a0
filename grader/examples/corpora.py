"""What is the same for every submission: the examples, the right answers, and the calls made anyway."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import nullcontext, suppress
from dataclasses import dataclass, field, replace
from functools import partial
from random import Random
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

import msgspec
import numpy as np

from grader.errors import GraderError
from grader.examples.draw import Example, Plan, corpus
from grader.examples.expected import Expected, answer, expected
from grader.examples.memo import Memo
from grader.examples.shrink import Paths
from grader.functions.arguments import Arguments, Manner
from grader.functions.bounded import time_limit
from grader.functions.script import LawScript, Opaque, with_opaque
from grader.reference.contents import Reference
from grader.reference.places import place_of
from grader.signatures.conform import conform, holds_own, taken_steps
from grader.signatures.pick import Mood
from grader.signatures.programs import ProgramSignature
from grader.signatures.signature import Signature
from grader.values import stored
from grader.values.compare import OWN
from grader.values.exceptions import Due
from grader.values.fingerprint import fingerprint
from grader.values.frames import Frame
from grader.values.handed import all_handed, handed
from grader.values.programs import Program
from grader.values.run_program import run_among
from grader.values.wrong import Wrong

T = TypeVar("T")

NOT_IN_KIT = (
    "this kit holds no answer to that: it was made by another version of the grader, or was changed since; "
    "get the kit again"
)
BOUND = 10_000  # calls whose result has axes that no argument tells
_WHY = (
    "a part of a result that is annotated Any, and what that is the student alone decides: "
    "annotate it as numbers, arrays, texts, lists or tuples, or leave it out"
)
HANDED_ON = f"the law `{{law}}` hands `{{name}}` {_WHY}"
LOOKED_INTO = f"the law `{{law}}` looks into {_WHY}"


@dataclass(frozen=True)
class Calls:
    """Calls of one function that every submission is asked, and the example that each is about."""

    name: str
    arguments: Sequence[Arguments]
    examples: Sequence[Example]
    numbers: Sequence[int]  # the same for the same call
    direct: bool = False  # whether the arguments are those of the examples


AGAIN = 8  # calls of a function that are repeated, in arrays that were used before; or more, so that
HEARD = 64  # answers are heard in all: one that is wrong every fiftieth time is found
TIMES = 3  # no call is repeated more often so
HEAVY = 2  # times the usual work; what may be more is not repeated
KEPT = 3  # repeated calls that are made twice in a row, on the very same arguments
READ_ONLY = 5  # on arrays that nobody can write to
ELSEWHERE = 3  # in another process, and of a slow function here


@dataclass(frozen=True)
class Repeat:
    """A call that is made again."""

    number: int
    arguments: Arguments

    @property
    def manner(self) -> Manner:
        """How its arguments are handed over."""
        return self.arguments.manner


@dataclass(frozen=True)
class Repeats:
    """The calls of one function that are made again: in the same process, and in another one."""

    name: str
    here: Sequence[Repeat]
    elsewhere: Sequence[Repeat]


@dataclass
class Corpora:
    """Examples and the reference's answers to them: made once, the same for every submission."""

    reference: Reference
    drawn: dict[Any, tuple[Example, ...]] = field(default_factory=dict)
    # What the reference says of an example, as long as there is that example.
    known: WeakKeyDictionary[Example, dict[Any, Any]] = field(default_factory=WeakKeyDictionary)
    # The same from an earlier run, by subject, not decoded yet.
    undecoded: dict[Any, list[tuple[Sequence[Example], msgspec.Raw]]] = field(default_factory=dict)
    # The lengths that only a right answer tells, by the call.
    bound: dict[tuple[str, tuple[Any, ...]], Mapping[str, int]] = field(default_factory=dict)
    calls: dict[Any, Calls] = field(default_factory=dict)  # what is asked beforehand, by check
    joined: dict[Any, list[Calls]] = field(default_factory=dict)  # the same by function
    repeated: dict[Any, list[Repeats]] = field(default_factory=dict)  # what of that is asked again
    # What tells one call from another: the function, its arguments, and how often a law has made it before.
    numbers: dict[tuple[str, tuple[Any, ...], int], int] = field(default_factory=dict)
    memo: Memo = field(default_factory=Memo)
    paths: Paths = field(default_factory=Paths)  # of the shrinker
    seconds: float | None = None  # for one piece of work, while it is tried whether the reference ends at all
    kit: bool = False  # whether these are a student kit's: what is not known cannot be worked out
    # The known mistakes of a function, each with its answers to the examples.
    catalogues: dict[Any, Sequence[tuple[Callable[..., Any], list[Any]]]] = field(default_factory=dict)

    def examples(self, signature: Signature, plan: Plan) -> tuple[Example, ...]:
        """Return the corpus of a signature."""
        key = signature.key, plan.key
        if key not in self.drawn:
            self.drawn[key] = corpus(signature, plan)
        return self.drawn[key]

    def simpler(self, signature: Signature, plan: Plan, mood: Mood) -> Iterator[Example]:
        """Yield examples of simpler moods than this one, as they are drawn: more than are chosen."""
        moods = plan.moods[: plan.moods.index(mood)]
        yield from corpus(signature, replace(plan, moods=moods)) if moods else ()

    def expected(self, name: str, example: Example) -> Expected:
        """Return the reference's answer to an example, as its annotation says."""

        def work() -> Expected:
            # A kit's functions raise because they are empty.
            raises = () if self.kit else self.reference.signatures[name].raises
            found = expected(self.reference.answers[name], example.values, raises)
            if isinstance(found.answer, Due):
                return found
            return replace(found, answer=self._conformed(name, example.values, found.answer))

        found: Expected = self.remember(name, example, work)
        if self.reference.signatures[name].loose:
            self._bind(name, example.values, found.answer)
        return found

    def _conformed(self, name: str, values: Sequence[Any], right: Any) -> Any:
        """Return the reference's answer to a call as its annotation says."""
        signature = self.reference.signatures[name]
        if signature.loose:
            self._bind(name, values, right)
        with suppress(Wrong):  # that it is of another kind is found out when it is tried
            return conform(right, signature.answer_spec(signature.by_name(values)), self.sizes(name, values))
        return right

    def sizes(self, name: str, values: Sequence[Any]) -> Mapping[str, int]:
        """Return the lengths of the axes of a call and of what it should return.

        The arguments tell them, or else the reference's own answer: never that of a student.
        """
        signature = self.reference.signatures[name]
        sizes = signature.sizes(signature.by_name(values))
        if not signature.loose:
            return sizes
        key = name, fingerprint(values)
        if key not in self.bound:
            try:
                self._bind(name, values, answer(self.reference.answers[name], values))
            except Exception:  # it has no answer to what a law asks with a wrong answer in hand
                self._bind(name, values, None)
        return {**sizes, **self.bound[key]}

    def _bind(self, name: str, values: Sequence[Any], right: Any) -> None:
        """Remember the lengths that only the right answer to a call tells."""
        if len(self.bound) >= BOUND:
            self.bound.clear()
        self.bound[name, fingerprint(values)] = self.reference.signatures[name].bound(right)

    def asked(self, law: str, example: Example) -> Mapping[str, Sequence[Sequence[Any]]]:
        """Return what a law asks of each function on an example: recorded once, with the right answers."""
        stated = self.reference.laws[law]

        def work() -> dict[str, list[Sequence[Any]]]:
            asked: dict[str, list[Sequence[Any]]] = {name: [] for name in stated.of}

            script = LawScript(self.reference.signatures, self._run)

            def recorded(name: str) -> Callable[..., Any]:
                signature = self.reference.signatures[name]
                if isinstance(signature, ProgramSignature):
                    return script.function(name)  # type: ignore[no-any-return]

                def asked_for(*given: Any, **by_name: Any) -> Any:
                    values = signature.placed(given, by_name)
                    if holds_own(values):
                        raise GraderError(HANDED_ON.format(law=law, name=name))
                    values = stored.decode(stored.encode(values))  # copies, stored the same way
                    asked[name].append(values)
                    right = self._conformed(name, values, answer(self.reference.answers[name], values))
                    return handed(with_opaque(self.reference.opaque[name], name, values, right))

                return asked_for

            # Whether the law holds of the reference at all is found out when that is tried.
            try:
                with np.errstate(all="ignore"), suppress(Wrong, AssertionError):
                    functions = {name: recorded(name) for name in stated.of}
                    stated.function(**stated.given(functions), **all_handed(example.args))
            except (TypeError, AttributeError) as problem:
                if any(repr(each.__name__) in str(problem) for each in (type(OWN), Opaque)):
                    raise GraderError(LOOKED_INTO.format(law=law)) from problem
                raise
            if script.steps:
                asked[script.name].append((script.program,))
            return asked

        return self.remember(("asked", law), example, work, f"the law `{law}` cannot be tried")

    def programs(self, law: str, example: Example) -> Iterator[Program]:
        """Yield the program of what a law does with objects of the reference, if it has any."""
        for calls in self.asked(law, example).values():
            yield from (values[0] for values in calls if values and isinstance(values[0], Program))

    def _run(self, name: str, program: Program) -> tuple[Sequence[Any], str]:
        # A law may hand the objects of one to another, whose own programs know the class only: each is there.
        runs = partial(run_among, self.reference.answers, name)
        return taken_steps(answer(runs, (program,)), len(program.steps))

    def direct(self, name: str, plan: Plan, signature: Signature | None = None) -> Calls:
        """Return the calls of a function with the examples themselves; ``signature``: that of a method."""
        examples = self.examples(signature or self.reference.signatures[name], plan)
        return self._calls("", name, examples, lambda: [(each.values, each) for each in examples])

    def of_law(self, law: str, plan: Plan) -> list[Calls]:
        """Return what a law asks each of its functions on its examples."""
        stated = self.reference.laws[law]
        examples = self.examples(stated.signature, plan)

        def calls(name: str) -> list[tuple[Sequence[Any], Example]]:
            return [(values, each) for each in examples for values in self.asked(law, each)[name]]

        return [self._calls(law, name, examples, partial(calls, name)) for name in stated.of]

    def _calls(
        self,
        law: str,
        name: str,
        examples: Sequence[Example],
        work: Callable[[], list[tuple[Sequence[Any], Example]]],
    ) -> Calls:
        key = (law, name, examples[0], len(examples))
        if key not in self.calls:
            names = self.reference.signatures[name].names
            calls = [(Arguments.of(values, names(len(values))), example) for values, example in work()]
            times: Counter[Any] = Counter()
            numbers = []
            for values, example in calls:
                call = name, fingerprint(values)
                numbers.append(self.numbers.setdefault((*call, times[call, example]), len(self.numbers)))
                times[call, example] += 1
            self.calls[key] = Calls(name, [a for a, _ in calls], [e for _, e in calls], numbers, not law)
        return self.calls[key]

    def merge_calls(self, asked: Sequence[Calls]) -> Sequence[Calls]:
        """Return the same calls, each once, those of one function together.

        They come in an order that does not tell which check asks.  The smallest inputs come first: a function
        that never returns is shown the one on which it was stopped.
        """
        key = tuple(map(id, asked))  # they are kept in ``calls``
        if key not in self.joined:
            self.joined[key] = []
            for name in dict.fromkeys(calls.name for calls in asked):
                once = {
                    number: (arguments, example)
                    for calls in asked
                    if calls.name == name
                    for number, arguments, example in zip(
                        calls.numbers, calls.arguments, calls.examples, strict=True
                    )
                }
                order = Random(name).sample(list(once), len(once))  # noqa: S311  (for everyone)
                order.sort(key=lambda number: size_of(once[number][0]))
                arguments, examples = [once[n][0] for n in order], [once[n][1] for n in order]
                self.joined[key].append(Calls(name, arguments, examples, order))
        return self.joined[key]

    def repeats(self, asked: Sequence[Calls]) -> Sequence[Repeats]:
        """Return which of these calls are made again, for each function: the same for everyone."""
        key = tuple(map(id, asked))
        if key not in self.repeated:
            self.repeated[key] = [_repeats(calls) for calls in self.merge_calls(asked)]
        return self.repeated[key]

    def number(self, name: str, values: Sequence[Any], times: Counter[Any] | None = None) -> int | None:
        """Return the number of a call that is asked of every submission, None for any other.

        ``times`` counts the calls of a law: what it asks again is another call, with an answer of its own.
        """
        bits = fingerprint(values)
        before = 0
        if times is not None:
            before = times[name, bits]
            times[name, bits] = before + 1
        return self.numbers.get((name, bits, before))

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


def _repeats(calls: Calls) -> Repeats:
    """Choose the calls of one function that are made again; ``calls`` come by size."""
    all_ = [Repeat(*each) for each in zip(calls.numbers, calls.arguments, strict=True)]
    random = Random(f"again/{calls.name}")  # noqa: S311  (for everyone)
    work = [work_of(each.arguments) for each in all_]
    light = [each for each, its in zip(all_, work, strict=True) if its <= HEAVY * np.median(work)]
    often = light if len(light) < ELSEWHERE else light * TIMES
    count = min(max(AGAIN, HEARD - len(all_)), len(often))
    in_use = [_handed(each, "reused") for each in random.sample(often, count)]
    if not any(calls.arguments):  # no arguments: there is no other manner
        return Repeats(calls.name, in_use[:1], all_[:1])
    kept = _spread(all_, KEPT)
    twice = [_handed(each, manner) for each in kept for manner in ("reused", "kept")]
    with_arrays = [each for each in all_ if any(isinstance(v, np.ndarray) for v in each.arguments)]
    read_only = [_handed(each, "read-only") for each in _spread(with_arrays, READ_ONLY)]
    return Repeats(calls.name, [*in_use, *twice, *read_only], _spread(all_, ELSEWHERE)[::-1])


def _handed(each: Repeat, manner: Manner) -> Repeat:
    return replace(each, arguments=each.arguments.handed(manner))


def _spread(every: Sequence[Repeat], count: int) -> list[Repeat]:
    """Return some, from the first to the last."""
    places = np.linspace(0, len(every) - 1, min(count, len(every))).round()
    return [every[int(place)] for place in places]


def work_of(value: Any) -> int:
    """Return about how much work a call may be: a whole number may say how often something is done."""
    if isinstance(value, (tuple, list)):
        return sum(map(work_of, value))
    return abs(value) if type(value) is int else size_of(value)


def size_of(value: Any) -> int:
    """Return how many numbers these are."""
    if isinstance(value, (tuple, list)):
        return sum(map(size_of, value))
    if isinstance(value, Program):
        return len(value.steps)
    if isinstance(value, (dict, set)):
        return len(value) + (sum(map(size_of, value.values())) if isinstance(value, dict) else 0)
    if isinstance(value, Frame):
        return value.size
    return int(np.size(value))
