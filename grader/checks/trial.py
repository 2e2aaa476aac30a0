"""What a check works with: the student's functions, the reference, the examples, the search among them.

A check says what must hold for one example; the search tries it on all of them, in one of several accepted
readings (conventions, precisions), and shrinks the first example that fails.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import sha256
from operator import is_
from random import Random
from typing import Any, TypeVar
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

    def __init__(self, failure: Failure, example: Example | None = None) -> None:
        super().__init__(failure.message)
        self.failure = failure
        self.example = example  # the one on which it happened


class Crashed(Wrong):
    """A function raised an exception."""


class Misfit(Wrong):
    """A function returned something of another kind or shape than was asked for."""


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
    # The remark of each search that passed, by what was searched and all replies: the same pass again.
    passed: dict[str, str] = field(default_factory=dict)
    paths: Paths = field(default_factory=Paths)  # of the shrinker
    # The known mistakes of a function, each with its answers to the examples.
    catalogues: dict[Any, Sequence[tuple[Callable[..., Any], list[Any]]]] = field(default_factory=dict)

    def examples(self, signature: Signature, plan: Plan) -> tuple[Example, ...]:
        """Return the corpus of a signature."""
        key = (
            tuple(signature.parameters.items()),
            plan.count,
            plan.seed,
            plan.moods,
            tuple(plan.sizes.items()),
        )
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

    def direct(self, examples: Sequence[Example]) -> "Calls":
        """Return the calls with the examples themselves."""
        return self._calls(None, examples, lambda: [(each.values, each) for each in examples])

    def of_law(self, law: str, name: str, examples: Sequence[Example]) -> "Calls":
        """Return what a law asks a function on these examples."""
        work = lambda: [(v, each) for each in examples for v in self.asked(law, each)[name]]  # noqa: E731
        return self._calls((law, name), examples, work)

    def _calls(self, what: Any, examples: Sequence[Example], work: Callable[[], "Asked"]) -> "Calls":
        key = (what, examples[0], len(examples))
        if key not in self.calls:
            self.calls[key] = [(Arguments(values), example) for values, example in work()]
        return self.calls[key]

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


Judge = Callable[[Example], None]
Asked = Sequence[tuple[Sequence[Any], Example]]
Calls = Sequence[tuple[Arguments, Example]]


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
    replies: dict[tuple[str, tuple[Any, ...]], Reply] = field(default_factory=dict)
    last: dict[str, Example] = field(default_factory=dict)  # on which a function ended for good
    crossed: int = 0  # calls that nobody foresaw

    def missing(self, *names: str) -> Finding | None:
        """Return what to say where one of these functions is not there."""
        absent = [name for name in names if name not in self.functions.names]
        if not absent:
            return None
        return Finding(Verdict.MISSING, message=f"there is no function `{absent[0]}`")

    # -- asking the student

    def prefetch(self, name: str, calls: Calls) -> bytes:
        """Ask for many answers in one go, in an order that does not tell which check asks.

        ``calls`` are the arguments of each call and the example it is about.  Returns a hash of all replies.
        """
        open_ = {key: call for call in calls if (key := (name, call[0].key)) not in self.replies}
        order = Random(f"{self.plan.seed}/{name}").sample(list(open_), len(open_))  # noqa: S311  (for everyone)
        for key, reply in zip(order, self.functions.ask(name, [open_[key][0] for key in order]), strict=True):
            self.replies[key] = reply
            if isinstance(reply, Failure) and reply.final:
                self.last.setdefault(name, open_[key][1])
        if calls and all(map(is_, calls[0][0], calls[0][1].values)):  # the examples themselves
            for values, example in calls:  # those too that another check has asked before
                reply = self.replies[name, values.key]
                if isinstance(reply, Answer) and reply.changed:
                    self.changed.setdefault(name, (example, reply.changed[0]))
        told = [self.replies[name, values.key] for values, _ in calls]
        heard = sha256()
        for reply in told:
            said = reply.bits if isinstance(reply, Answer) else f"{reply.verdict}{reply.message}".encode()
            heard.update(said)
        return heard.digest()

    def reply(self, name: str, values: Sequence[Any]) -> Reply | None:
        """Return the reply to a call that was asked beforehand."""
        return self.replies.get((name, fingerprint(values)))

    def student(self, name: str, tolerance: Tolerance = DOUBLE) -> Callable[..., Any]:
        """Return the student's function; its results conform to the reference's annotation.

        It raises Wrong (also for what conforms to nothing), Crashed or Stopped.
        """
        signature = self.reference.signatures[name]

        def ask(*values: Any) -> Any:
            reply = self.reply(name, values)
            last = self.last.get(name) if reply is not None else None
            if reply is None:
                self.crossed += 1
                # A student is promised Python's own numbers, where a law may have numpy's.
                plain = [value.item() if isinstance(value, np.generic) else value for value in values]
                (reply,) = self.functions.ask(name, [plain])
            if isinstance(reply, Failure):
                if reply.final:
                    raise Stopped(reply, last)
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
        self, signature: Signature, readings: Sequence[Reading], call: str, given: tuple[Any, ...] = ()
    ) -> Finding:
        """Try every reading on all examples; pass if one holds on all, else show where the first fails.

        ``given`` is what is searched and the hash of the replies; where the same passed before, it passes.
        """
        examples = self.corpora.examples(signature, self.plan)
        first = None
        key = sha256(stored.encode((*given[:-1], len(examples))) + given[-1]).hexdigest() if given else ""
        if key in self.corpora.passed:
            return Finding(Verdict.PASSED, 1.0, self.corpora.passed[key])
        crossed = self.crossed
        try:
            for reading in readings:
                failing = self._first(reading, examples)
                if failing is None:
                    if key and self.crossed == crossed:
                        self.corpora.passed[key] = reading.remark
                    return Finding(Verdict.PASSED, 1.0, reading.remark)
                first = first or failing
            assert first is not None
            return self._explain(readings[0], signature, examples, call, *first)
        except Stopped as stopped:
            inputs = stopped.example.args if stopped.example else {}
            evidence = Evidence(stopped.failure.message, call, inputs, examples=len(examples))
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
        except Stopped as stopped:
            stopped.example = stopped.example or example
            raise
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
