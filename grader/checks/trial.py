"""What a check works with: the student's functions, the reference, the examples, the search among them.

A check says what must hold for one example; the search tries it on all of them, in one of several accepted
readings (conventions, precisions), and shrinks the first example that fails.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from hashlib import sha256
from random import Random
from typing import Any, NamedTuple, TypeVar
from weakref import WeakKeyDictionary

import msgspec
import numpy as np

from grader import stored
from grader.compare import DOUBLE, SINGLE, TOLERANCES, Tolerance, Wrong, conform, is_single, tolerating
from grader.domains import Mood
from grader.errors import GraderError
from grader.examples import Example, Expected, Paths, Plan, corpus, expected, shrink
from grader.functions import Answer, Arguments, Failure, Functions, Reply, fingerprint
from grader.inputs import Signature
from grader.model import Evidence, Verdict
from grader.reference import Reference

T = TypeVar("T")

REMEMBERED = 5000  # results and the calls beyond, of one question
SHARE_OF_CHANGER = 0.8  # what right values keep of the points when an argument was left changed


@dataclass(frozen=True)
class Finding:
    """What a check found: the verdict, the share of the points that is earned, and why not all of them."""

    verdict: Verdict
    share: float = 0.0
    message: str = ""
    evidence: Evidence | None = None
    mistake: str | None = None


ONLY_BY_LAYOUT = (
    "wrong only where an array is stored column by column or with gaps, as A.T or A[:, ::2] are: "
    "do not rely on how the numbers lie in memory"
)


class Stopped(BaseException):
    """A function did not return and never will.  Not an Exception: Hypothesis would go on and shrink it."""

    def __init__(self, failure: Failure, name: str, values: Sequence[Any]) -> None:
        super().__init__(failure.message)
        self.failure = failure
        self.name, self.values = name, values  # the call in which it happened


class Crashed(Wrong):
    """A function raised an exception."""


class Misfit(Wrong):
    """A function returned something of another kind or shape than was asked for."""


def _hash(replies: Sequence[Reply]) -> bytes:
    return sha256(msgspec.msgpack.encode([reply.bits for reply in replies])).digest()


NOTHING = _hash(())


@dataclass
class Corpora:
    """Examples and the reference's answers to them: made once, the same for every submission."""

    reference: Reference
    drawn: dict[Any, tuple[Example, ...]] = field(default_factory=dict)
    # What the reference says of an example, as long as there is that example.
    known: WeakKeyDictionary[Example, dict[Any, Any]] = field(default_factory=WeakKeyDictionary)
    # The same from an earlier run, by subject, not decoded yet.
    asleep: dict[Any, list[tuple[Sequence[Example], msgspec.Raw]]] = field(default_factory=dict)
    calls: dict[Any, "Calls"] = field(default_factory=dict)  # what is asked beforehand, by check
    joined: dict[Any, list["Calls"]] = field(default_factory=dict)  # the same by function
    # What tells one call from another, by the function and its arguments.
    numbers: dict[tuple[str, tuple[Any, ...]], int] = field(default_factory=dict)
    findings: "Findings" = field(default_factory=lambda: Findings())
    paths: Paths = field(default_factory=Paths)  # of the shrinker
    # The known mistakes of a function, each with its answers to the examples.
    catalogues: dict[Any, Sequence[tuple[Callable[..., Any], list[Any]]]] = field(default_factory=dict)

    def examples(self, signature: Signature, plan: Plan) -> tuple[Example, ...]:
        """Return the corpus of a signature."""
        key = signature.key, plan.key
        if key not in self.drawn:
            self.drawn[key] = corpus(signature, plan)
        return self.drawn[key]

    def expected(self, name: str, example: Example) -> Expected:
        """Return the reference's answer to an example."""
        return self.remember(name, example, lambda: expected(self.reference.answers[name], example.values))

    def asked(self, law: str, example: Example) -> Mapping[str, Sequence[Sequence[Any]]]:
        """Return what a law asks of each function on an example: recorded once, with the right answers."""
        stated = self.reference.laws[law]

        def work() -> dict[str, list[Sequence[Any]]]:
            asked: dict[str, list[Sequence[Any]]] = {name: [] for name in stated.of}

            def recorded(name: str) -> Callable[..., Any]:
                def answer(*values: Any) -> Any:
                    asked[name].append(stored.decode(stored.encode(values)))  # copies, stored the same way
                    return self.reference.answers[name](*values)

                return answer

            # Whether the law holds of the reference at all is found out when that is tried.
            with np.errstate(all="ignore"), suppress(Wrong, AssertionError):
                stated.function(**{name: recorded(name) for name in stated.of}, **example.args)
            return asked

        return self.remember(("asked", law), example, work)

    def direct(self, name: str, plan: Plan) -> "Calls":
        """Return the calls of a function with the examples themselves."""
        examples = self.examples(self.reference.signatures[name], plan)
        return self._calls("", name, examples, lambda: [(each.values, each) for each in examples])

    def of_law(self, law: str, name: str, plan: Plan) -> "Calls":
        """Return what a law asks a function on its examples."""
        examples = self.examples(self.reference.laws[law].signature, plan)
        work = lambda: [(v, each) for each in examples for v in self.asked(law, each)[name]]  # noqa: E731
        return self._calls(law, name, examples, work)

    def _calls(
        self,
        law: str,
        name: str,
        examples: Sequence[Example],
        work: Callable[[], list[tuple[Sequence[Any], Example]]],
    ) -> "Calls":
        key = (law, name, examples[0], len(examples))
        if key not in self.calls:
            calls = [(Arguments(values), example) for values, example in work()]
            keys = [(name, fingerprint(values)) for values, _ in calls]
            numbers = [self.numbers.setdefault(each, len(self.numbers)) for each in keys]
            self.calls[key] = Calls(name, [a for a, _ in calls], [e for _, e in calls], numbers, not law)
        return self.calls[key]

    def together(self, asked: Sequence["Calls"]) -> Sequence["Calls"]:
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
                order.sort(key=lambda number: sum(map(np.size, once[number][0])))
                arguments, examples = [once[n][0] for n in order], [once[n][1] for n in order]
                self.joined[key].append(Calls(name, arguments, examples, order))
        return self.joined[key]

    def number(self, name: str, values: Sequence[Any]) -> int | None:
        """Return the number of a call that is asked of every submission, None for any other."""
        return self.numbers.get((name, fingerprint(values)))

    def remember(self, what: Any, example: Example, work: Callable[[], T]) -> T:
        """Return the result of some work of the reference on an example that is done once.

        Raises GraderError where the work raises: that is never the student's doing.
        """
        for examples, data in self.asleep.pop(what, ()):
            for each, value in zip(examples, stored.decode(data), strict=True):
                self.known.setdefault(each, {})[what] = value
        known = self.known.setdefault(example, {})
        if what not in known:
            try:
                known[what] = work()
            except Exception as problem:
                said = f"{type(problem).__name__}: {problem}".rstrip(": ")
                raise GraderError(f"the reference has no answer ({said})") from problem
        return known[what]  # type: ignore[no-any-return]


@dataclass(frozen=True)
class Calls:
    """Calls of one function that every submission is asked, and the example that each is about."""

    name: str
    arguments: Sequence[Arguments]
    examples: Sequence[Example]
    numbers: Sequence[int]  # the same for the same call
    direct: bool = False  # whether the arguments are those of the examples


class Heard(NamedTuple):
    """A reply that was looked at: to which call, and its number if it is asked of every submission."""

    name: str
    values: Sequence[Any]
    number: int | None
    reply: Reply


@dataclass(frozen=True)
class Found:
    """The result of some work, and what it heard besides the replies that it is known by."""

    result: Any
    beyond: Sequence[tuple[str, Arguments, int | None]] = ()
    said: bytes = NOTHING


@dataclass
class Findings:
    """Results by what was looked for and all replies that it was looked for in.

    The work asks next what the replies so far lead it to, so the same replies lead to the same result: they
    are all that it costs to have it again.
    """

    known: dict[str, Found] = field(default_factory=dict)
    size: int = 0

    def add(self, key: str, found: Found) -> None:
        """Remember a result, and forget the oldest ones where there are too many."""
        self._forget(key)
        self.known[key] = found
        self.size += 1 + len(found.beyond)
        while self.size > REMEMBERED:
            self._forget(next(iter(self.known)))

    def _forget(self, key: str) -> None:
        if (found := self.known.pop(key, None)) is not None:
            self.size -= 1 + len(found.beyond)

    def passed(self) -> dict[str, str]:
        """Return the remarks of the searches that passed and asked for nothing besides."""
        found = ((key, each.result) for key, each in self.known.items() if not each.beyond)
        return {
            key: result.message
            for key, result in found
            if isinstance(result, Finding) and result.verdict is Verdict.PASSED
        }


Judge = Callable[[Example], None]


@dataclass(frozen=True)
class Reading:
    """One accepted way to read an answer: what must hold for an example, and the remark if all of them do."""

    judge: Judge
    remark: str = ""
    tolerance: Tolerance = DOUBLE


@dataclass
class Trial:
    """One submission before the checks of one question."""

    reference: Reference
    corpora: Corpora
    functions: Functions
    plan: Plan
    written: Mapping[str, str] = field(default_factory=dict)
    changed: dict[str, tuple[Example, int]] = field(default_factory=dict)  # functions that change an argument
    shrinking: bool = True  # look for the smallest input that fails
    naming: bool = True  # look for the known mistake behind it
    replies: dict[int, Reply] = field(default_factory=dict)  # by the number of the call
    last: dict[str, Sequence[Any]] = field(default_factory=dict)  # with which a function ended for good
    again: dict[Any, list[list[Reply]]] = field(default_factory=dict)  # replies to what was asked again
    listening: list[list[Heard]] = field(default_factory=list)  # who wants to know what is heard

    def missing(self, *names: str) -> Finding | None:
        """Return what to say where one of these functions is not there."""
        absent = [name for name in names if name not in self.functions.names]
        if not absent:
            return None
        return Finding(Verdict.MISSING, message=f"there is no function `{absent[0]}`")

    # -- asking the student

    def prefetch(self, *asked: Calls) -> None:
        """Ask for many answers in one go."""
        new = [
            (calls, [place for place, number in enumerate(calls.numbers) if number not in self.replies])
            for calls in self.corpora.together(asked)
        ]
        wanted = [(calls.name, [calls.arguments[place] for place in places]) for calls, places in new]
        for (calls, places), replies in zip(new, self.functions.ask_all(wanted), strict=True):
            for place, reply in zip(places, replies, strict=True):
                self.replies[calls.numbers[place]] = reply
                if isinstance(reply, Failure) and reply.final:
                    self.last.setdefault(calls.name, calls.arguments[place])
        for calls in asked:
            if calls.direct:
                for reply, example in zip(self.told(calls), calls.examples, strict=True):
                    if isinstance(reply, Answer) and reply.changed:
                        self.changed.setdefault(calls.name, (example, reply.changed[0]))

    def told(self, calls: Calls) -> list[Reply]:
        """Return the replies to calls that were asked beforehand."""
        return [self.replies[number] for number in calls.numbers]

    def ask(self, name: str, values: Sequence[Any]) -> Reply:
        """Return the reply to a call, from beforehand if it was asked then."""
        number = self.corpora.number(name, values)
        reply = self.replies.get(number) if number is not None else None
        if reply is None:
            (reply,) = self.functions.ask(name, [plain(values)])
        if self.listening:
            self.listening[-1].append(Heard(name, values, number, reply))
        return reply

    @contextmanager
    def hearing(self) -> Iterator[list[Heard]]:
        """Collect what is heard inside the block."""
        heard: list[Heard] = []
        self.listening.append(heard)
        try:
            yield heard
        finally:
            self.listening.pop()
            if self.listening:
                self.listening[-1].extend(heard)

    def remembered(self, what: tuple[Any, ...], asked: Sequence[Calls], work: Callable[[], T]) -> T:
        """Return the result of some work on the replies to these calls, and on what it asks besides.

        ``what`` names the work.  It is done once for all submissions that give the same replies.
        """
        said = [reply.bits for calls in asked for reply in self.told(calls)]
        key = sha256(stored.encode(what) + msgspec.msgpack.encode(said)).hexdigest()
        found = self.corpora.findings.known.get(key)
        if found is not None and self._says(found.beyond) == found.said:
            return found.result  # type: ignore[no-any-return]
        with self.hearing() as heard:
            result = work()
        known = {number for calls in asked for number in calls.numbers}
        beyond = [each for each in heard if each.number not in known]
        if not any(isinstance(each.reply, Failure) and each.reply.final for each in heard):
            calls = [(each.name, plain(each.values), each.number) for each in beyond]
            self.corpora.findings.add(key, Found(result, calls, _hash([each.reply for each in beyond])))
        return result

    def _says(self, beyond: Sequence[tuple[str, Arguments, int | None]]) -> bytes:
        """Return a hash of the replies to these calls; those of one function are asked in one go."""
        replies = [self.replies.get(number) if number is not None else None for _, _, number in beyond]
        for name in dict.fromkeys(name for name, _, _ in beyond):
            places = [
                place for place, each in enumerate(beyond) if each[0] == name and replies[place] is None
            ]
            asked = self.functions.ask(name, [beyond[place][1] for place in places]) if places else []
            for place, reply in zip(places, asked, strict=True):
                replies[place] = reply
        return _hash([reply for reply in replies if reply is not None])

    def student(self, name: str, tolerance: Tolerance = DOUBLE) -> Callable[..., Any]:
        """Return the student's function; its results conform to the reference's annotation.

        It raises Wrong (also for what conforms to nothing), Crashed or Stopped.
        """
        signature = self.reference.signatures[name]

        def ask(*values: Any) -> Any:
            reply = self.ask(name, values)
            if isinstance(reply, Failure):
                if reply.final:
                    raise Stopped(reply, name, self.last.setdefault(name, values))
                raise Crashed(f"`{name}` raised {reply.message}")
            arguments = dict(zip(signature.parameters, values, strict=False))
            assert signature.returns is not None
            try:
                result = conform(reply.value, signature.returns, signature.sizes(arguments))
            except Wrong as wrong:
                raise Misfit(f"`{name}`: {wrong.message}", reply.value) from None
            if tolerance is SINGLE and not is_single(result):
                raise Wrong("")
            return result

        return ask

    # -- searching

    def search(
        self,
        signature: Signature,
        readings: Sequence[Reading],
        call: str,
        what: tuple[Any, ...] = (),
        asked: Sequence[Calls] = (),
    ) -> Finding:
        """Try every reading on all examples; pass if one holds on all, else show where the first fails.

        ``what`` names the search, and ``asked`` are the calls it is about; without a name it is made anew for
        each submission.
        """
        examples = self.corpora.examples(signature, self.plan)
        work = partial(self._searched, signature, readings, call, examples)
        return self.remembered((*what, len(examples), self.shrinking), asked, work) if what else work()

    def _searched(
        self, signature: Signature, readings: Sequence[Reading], call: str, examples: Sequence[Example]
    ) -> Finding:
        first = None
        try:
            for reading in readings:
                failing = self._first(reading, examples)
                if failing is None:
                    return Finding(Verdict.PASSED, 1.0, reading.remark)
                first = first or failing
            assert first is not None
            return self._explain(readings[0], signature, examples, call, *first)
        except Stopped as stopped:
            names = self.reference.signatures[stopped.name].parameters
            asked = f"{stopped.name}({', '.join(names)})"
            inputs = dict(zip(names, stopped.values, strict=False))
            evidence = Evidence(stopped.failure.message, asked, inputs, examples=len(examples))
            return Finding(stopped.failure.verdict, message=stopped.failure.message, evidence=evidence)

    def _first(self, reading: Reading, examples: Sequence[Example]) -> tuple[Example, Wrong] | None:
        for example in examples:
            if (wrong := self._wrong(reading, example)) is not None:
                return example, wrong
        return None

    def _wrong(self, reading: Reading, example: Example) -> Wrong | None:
        """Return what is wrong on this example, or None."""
        try:
            with tolerating(reading.tolerance), np.errstate(all="ignore"):
                reading.judge(example)
        except Wrong as wrong:
            return wrong
        except AssertionError as broken:
            return Wrong(str(broken))
        except GraderError:
            raise
        except Exception as problem:  # a law met an answer it cannot even calculate with
            return Wrong(f"nothing could be calculated from the answer ({type(problem).__name__}: {problem})")
        return None

    def _explain(
        self,
        reading: Reading,
        signature: Signature,
        examples: Sequence[Example],
        call: str,
        example: Example,
        wrong: Wrong,
    ) -> Finding:
        if not self.shrinking:
            return Finding(Verdict.FAILED)
        # A function that answers now this, now that may not fail again: then it failed once.
        wrongs = [(each, found) for each in examples if (found := self._wrong(reading, each))]
        wrongs = wrongs or [(example, wrong)]
        # Where shapes are wrong, they explain the wrong numbers.
        example, wrong = next((each for each in wrongs if isinstance(each[1], Misfit)), wrongs[0])
        manner = type(wrong)  # an exception or a wrong shape must not shrink to a wrong number

        def fails_alike(each: Example) -> bool:
            try:
                return type(self._wrong(reading, each)) is manner
            except GraderError:
                return False  # the reference has no answer there

        if signature.parameters:
            # A smaller input may make it hang; then the one we have is good enough.
            with suppress(Stopped):
                smallest = shrink(signature, self.plan.sizes, example, fails_alike, self.corpora.paths)
                example, wrong = smallest, self._wrong(reading, smallest) or wrong
        verdict = Verdict.RAISED if isinstance(wrong, Crashed) else Verdict.FAILED
        if all(each.mood is Mood.LAYOUT for each, _ in wrongs) and manner is Wrong and not wrong.message:
            wrong.message = ONLY_BY_LAYOUT
        shown = (wrong.message, call, example.args, wrong.got, wrong.expected, wrong.where)
        return Finding(verdict, message=wrong.message, evidence=Evidence(*shown, len(wrongs), len(examples)))


def plain(values: Sequence[Any]) -> Arguments:
    """Return arguments as a student is promised them: Python's own numbers, where a law may have numpy's."""
    return Arguments(value.item() if isinstance(value, np.generic) else value for value in values)


def precisions(judge: Callable[[Tolerance], Judge], remark: str = "") -> list[Reading]:
    """Return the readings of one judgement, at double precision and, with a remark, at single precision."""
    return [
        Reading(judge(tolerance), "; ".join(filter(None, (remark, tolerance.name))), tolerance)
        for tolerance in TOLERANCES
    ]


def changes_an_argument(trial: Trial, target: str, place: int, call: str, example: Example) -> Finding:
    """Return what right values keep where the function leaves an argument changed."""
    name = list(trial.reference.signatures[target].parameters)[place]
    message = f"the values are right, but `{target}` changes its argument `{name}`: work on a copy of it"
    evidence = Evidence(message, call, example.args)
    return Finding(Verdict.FAILED, SHARE_OF_CHANGER, message, evidence, "changes_its_arguments")
