"""What a check works with: the student's functions, the reference, the examples, the search among them.

A check says what must hold for one example; the search tries it on all of them, in one of several accepted
readings (conventions, precisions), and shrinks the first example that fails.
"""

from collections import Counter, deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from hashlib import sha256
from typing import Any, NamedTuple, TypeVar

import numpy as np

from grader.checks.exceptions import Crashed, crashed
from grader.checks.finding import Finding
from grader.errors import GraderError
from grader.examples.calls import Calls, Repeat, size_of
from grader.examples.corpora import Corpora
from grader.examples.draw import Example, Plan
from grader.examples.memo import Memoised, hash_of
from grader.examples.shrink import shortest, shrink
from grader.functions.arguments import Arguments
from grader.functions.functions import Functions
from grader.functions.own_work import paused
from grader.functions.reply import Answer, Failure, Reply
from grader.functions.script import ClassInLaw, LawScript, read_plainly, with_opaque
from grader.model import Evidence, Verdict
from grader.reference.contents import Reference
from grader.signatures import parts
from grader.signatures.conform import taken_steps
from grader.signatures.pick import Mood
from grader.signatures.programs import ProgramSignature
from grader.signatures.signature import Signature
from grader.signatures.specs import Kind, Spec
from grader.values import stored
from grader.values.compare import DOUBLE, LONE, NEARLY, SINGLE, TOLERANCES, Tolerance, tolerating
from grader.values.fingerprint import fingerprint
from grader.values.handed import handed, taken
from grader.values.leaves import Strange
from grader.values.numbers import is_single
from grader.values.printed import PrintedText
from grader.values.programs import Program
from grader.values.wrong import Wrong

T = TypeVar("T")

CHANGES = "changes_its_arguments"

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


class Misfit(Wrong):
    """A function returned something of another kind or shape than was asked for."""


class Heard(NamedTuple):
    """A reply that was looked at: to which call, and its number if it is asked of every submission."""

    name: str
    values: Sequence[Any]
    number: int | None
    reply: Reply


Judge = Callable[[Example], None]
Written = Callable[[Mapping[str, Any]], str]  # how a call is written, by its arguments


@dataclass(frozen=True)
class Reading:
    """One accepted way to read an answer: what must hold for an example, and the remark if all of them do.

    ``follows`` is the function of the reference that it follows, where there are several to follow.
    """

    judge: Judge
    remark: str = ""
    tolerance: Tolerance = DOUBLE
    follows: str = ""


@dataclass
class Trial:
    """One submission before the checks of one question."""

    reference: Reference
    corpora: Corpora
    functions: Functions
    plan: Plan
    written: Mapping[str, str] = field(default_factory=dict)
    sources: Sequence[tuple[str, str]] = ()  # what was handed in, by file or cell, where that is known
    # Functions that change arguments: which, by place, and on which example first.
    changed: dict[str, dict[int, Example]] = field(default_factory=dict)
    shrinking: bool = True  # look for the smallest input that fails
    naming: bool = True  # look for the known mistake behind it
    follows: str = ""  # of several accepted conventions the one to explain by, if it is known
    replies: dict[int, Reply] = field(default_factory=dict)  # by the number of the call
    # The calls that were asked beforehand, by function.
    asked: dict[str, dict[int, Arguments]] = field(default_factory=dict)
    last: dict[str, Sequence[Any]] = field(default_factory=dict)  # with which a function ended for good
    # What was asked again, and the replies: by function, in each process.
    again: dict[str, list[list[tuple[Repeat, Reply]]]] = field(default_factory=dict)
    listening: list[list[Heard]] = field(default_factory=list)  # who wants to know what is heard
    heard_already: deque[tuple[str, Sequence[Any], Reply]] = field(default_factory=deque)
    working: set[str] = field(default_factory=set)  # functions that are known to do something
    script: LawScript | None = None  # what the law that is tried has done with objects
    times: Counter[Any] | None = None  # how often the law that is tried has made each call, if one is

    def missing(self, *names: str) -> Finding | None:
        """Return what to say where one of these functions is not there."""
        absent = next((name for name in names if name not in self.functions.names), None)
        if absent is None:
            return None
        asked = self.reference.signatures.get(absent)  # none has an example of the student's own
        what = "function" if asked is None else asked.what
        why = self.functions.hint(absent) or f"there is no {what} `{absent}`"
        return Finding(Verdict.MISSING, message=why)

    # -- asking the student

    def prefetch(self, *asked: Calls) -> None:
        """Ask for many answers in one go."""
        new = [
            (calls, [place for place, number in enumerate(calls.numbers) if number not in self.replies])
            for calls in self.corpora.planned.merge(asked)
        ]
        wanted = [(calls.name, [calls.arguments[place] for place in places]) for calls, places in new]
        for (calls, places), replies in zip(new, self.functions.ask_all(wanted), strict=True):
            for place, reply in zip(places, replies, strict=True):
                self.replies[calls.numbers[place]] = reply
                self.asked.setdefault(calls.name, {})[calls.numbers[place]] = calls.arguments[place]
                if isinstance(reply, Failure) and reply.final:
                    self.last.setdefault(calls.name, calls.arguments[place])
        for calls in asked:
            if calls.direct:
                for reply, example in zip(self.replies_to(calls), calls.examples, strict=True):
                    if isinstance(reply, Answer) and reply.changed:
                        for place in reply.changed:
                            self.changed.setdefault(calls.name, {}).setdefault(place, example)

    def replies_to(self, calls: Calls) -> list[Reply]:
        """Return the replies to calls that were asked beforehand."""
        return [self.replies[number] for number in calls.numbers]

    def ask(self, name: str, values: Sequence[Any]) -> Reply:
        """Return the reply to a call, from beforehand if it was asked then."""
        number = self.corpora.planned.number(name, values, self.times)
        reply = self.replies.get(number) if number is not None else None
        if reply is None and self.heard_already:
            reply = self._heard_already(name, values)
        if reply is None:
            if any(isinstance(value, Strange) for value in values):
                what = "what another function returned: nobody knows what that is"
                raise Wrong(f"`{name}` cannot be given {what}")
            with paused():
                (reply,) = self.functions.ask(name, [self.plain(name, values)])
        if self.listening:
            self.listening[-1].append(Heard(name, values, number, reply))
        return reply

    def plain(self, name: str, values: Sequence[Any]) -> Arguments:
        """Return arguments as a student is promised them: Python's numbers, where a law may have NumPy's."""
        numbers = (value.item() if isinstance(value, np.generic) else value for value in values)
        return Arguments.of(numbers, self.reference.signatures[name].names(len(values)))

    @contextmanager
    def once(self, tolerance: Tolerance = DOUBLE, known: Program | None = None) -> Iterator[LawScript]:
        """Try a law once inside the block: where it asks the same again, the function is called again.

        What it does with objects is one program, ``known`` if the reference's own is.
        """
        self.times = Counter()
        self.script = self._new_script(tolerance, known)
        try:
            yield self.script
        finally:
            self.times = self.script = None

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

    def memoised(self, what: tuple[Any, ...], asked: Sequence[Calls], work: Callable[[], T]) -> T:
        """Cache ``work()`` across submissions.

        Key: ``what``, which names the work, and a hash of the replies to the calls ``asked``.  A hit counts
        only if every further call that the work made gets the same reply now.
        """
        said = hash_of([reply for calls in asked for reply in self.replies_to(calls)])
        key = sha256(stored.encode(what) + said).hexdigest()
        found = self.corpora.memo.get(key)
        try:
            if found is not None and self._says_the_same(found):
                return found.result  # type: ignore[no-any-return]
            with self.hearing() as heard:
                result = work()
        finally:
            self.heard_already.clear()
        known = {number for calls in asked for number in calls.numbers}
        beyond = [each for each in heard if each.number not in known]
        if not any(isinstance(each.reply, Failure) and each.reply.final for each in heard):
            calls = [(each.name, self.plain(each.name, each.values), each.number) for each in beyond]
            self.corpora.memo.add(key, Memoised(result, calls, [each.reply.bits for each in beyond]))
        return result

    def _says_the_same(self, found: Memoised) -> bool:
        """Whether the functions reply to these calls, one by one, what was replied when it was found.

        After the first that differs the calls are another submission's: nobody is asked those.  So a function
        is asked just what the work would ask, in the same order, whoever was graded before.
        """
        for (name, values, number), bits in zip(found.calls, found.said, strict=True):
            reply = self.replies.get(number) if number is not None else None
            if reply is None:
                (reply,) = self.functions.ask(name, [values])
                self.heard_already.append((name, values, reply))
            if reply.bits != bits:
                return False
        return True

    def _heard_already(self, name: str, values: Sequence[Any]) -> Reply | None:
        """Return the reply to a call if it was asked just before, to compare it with another submission's."""
        asked, arguments, reply = self.heard_already.popleft()
        if asked == name and fingerprint(arguments) == fingerprint(self.plain(name, values)):
            return reply
        self.heard_already.clear()
        return None

    def student(self, name: str, tolerance: Tolerance = DOUBLE) -> Callable[..., Any]:
        """Return the student's function as code is handed it: its results are as Python has them.

        It raises what ``answers`` raises.
        """
        ask = self.answers(name, tolerance)
        if isinstance(ask, ClassInLaw):
            return ask
        return lambda *given, **by_name: handed(ask(*given, **by_name))

    def answers(self, name: str, tolerance: Tolerance = DOUBLE, part: str = "") -> Callable[..., Any]:
        """Return the student's function; its results, or that part, conform to the reference's annotation.

        It raises Wrong (also for what conforms to nothing), Crashed or Stopped.
        """
        signature = self.reference.signatures[name]
        opaque = self.reference.opaque[name]

        def ask(*given: Any, **by_name: Any) -> Any:
            values = tuple(map(taken, signature.placed(given, by_name) if by_name else given))
            reply = self.ask(name, values)
            if isinstance(reply, Failure):
                if reply.final:
                    raise Stopped(reply, name, self.last.setdefault(name, values))
                raise crashed(name, reply, signature.raises)
            assert signature.returns is not None
            returns = signature.returns
            value, sizes = reply.value, self.corpora.sizes(name, values)
            if isinstance(value, PrintedText) and returns.kind is not Kind.PRINTED:
                value = None  # what was printed is no answer, and stands in no report
            if signature.loose:  # the reference may have no answer to this call
                sizes = {**signature.bound(value), **sizes}
            try:
                result = parts.read(value, part, returns, sizes)
            except Wrong as wrong:
                said = wrong.message
                if signature.variable:  # nobody returned it
                    said = " found where ".join(said.rsplit(" returned where ", 1))
                raise Misfit(f"`{name}`: {said}", value) from None
            if tolerance in (SINGLE, LONE) and not is_single(result):
                raise Wrong("")
            return with_opaque(opaque, name, values, result) if opaque else result

        def take(*given: Any, **by_name: Any) -> Any:
            script = self.script or self._new_script(tolerance)
            return script.function(name)(*given, **by_name)

        if getattr(signature, "what", "") == "class":
            return ClassInLaw(name, lambda: self.script or self._new_script(tolerance))
        return take if isinstance(signature, ProgramSignature) else ask

    def _new_script(self, tolerance: Tolerance, known: Program | None = None) -> LawScript:
        read = partial(self.read_step, tolerance=tolerance)
        return LawScript(self.reference.signatures, self.steps, read, Crashed, known)

    def steps(self, name: str, program: Program) -> tuple[Sequence[Any], str]:
        """Return the answers to the steps of a program as they came, and why it went no further."""
        reply = self.ask(name, (program,))
        if isinstance(reply, Failure):
            if reply.final:
                raise Stopped(reply, name, self.last.setdefault(name, (program,)))
            raise Crashed(f"`{name}` raised {reply.message}")
        return taken_steps(reply.value, len(program.steps))

    def read_step(self, answer: Any, spec: Spec, tolerance: Tolerance = DOUBLE) -> Any:
        """Return the answer to a step as its annotation says."""
        try:
            read = read_plainly(answer, spec)
        except Wrong as wrong:
            raise Misfit(wrong.message, answer) from None
        if tolerance in (SINGLE, LONE) and not is_single(read):
            raise Wrong("")
        return read

    # -- searching

    def search(
        self,
        signature: Signature,
        readings: Sequence[Reading],
        call: Written,
        what: tuple[Any, ...] = (),
        asked: Sequence[Calls] = (),
    ) -> Finding:
        """Try every reading on all examples; pass if one holds on all, else show where the first fails.

        ``what`` names the search, and ``asked`` are the calls it is about; without a name it is made anew for
        each submission.
        """
        examples = self.corpora.examples(signature, self.plan)
        work = partial(self._searched, signature, readings, call, examples)
        if not what:
            return work()
        return self.memoised((*what, len(examples), self.shrinking, self.follows), asked, work)

    def _searched(
        self, signature: Signature, readings: Sequence[Reading], call: Written, examples: Sequence[Example]
    ) -> Finding:
        first = None
        try:
            for reading in readings:
                failing = self._first(reading, examples)
                if failing is None:
                    return Finding(Verdict.PASSED, 1.0, reading.remark)
                first = first or failing
            assert first is not None
            return self._explain(self._nearest(readings, examples), signature, examples, call, *first)
        except Stopped as stopped:
            asked = self.reference.signatures[stopped.name]
            inputs = asked.by_name(stopped.values)
            said, written = stopped.failure.message, asked.written(stopped.name, inputs)
            evidence = Evidence(said, written, asked.shown(inputs), examples=len(examples))
            return Finding(stopped.failure.verdict, message=stopped.failure.message, evidence=evidence)

    def _nearest(self, readings: Sequence[Reading], examples: Sequence[Example]) -> Reading:
        """Return the reading by which the fewest examples are wrong, of several conventions."""
        readings = [each for each in readings if each.follows == self.follows] or readings
        if len({reading.follows for reading in readings}) == 1:
            return readings[0]
        return min(readings, key=lambda reading: sum(bool(wrong_on(reading, each)) for each in examples))

    def _first(self, reading: Reading, examples: Sequence[Example]) -> tuple[Example, Wrong] | None:
        for example in examples:
            if (wrong := wrong_on(reading, example)) is not None:
                return example, wrong
        return None

    def wrong_alone(self, reading: Reading, example: Example) -> Wrong | None:
        """Return what is wrong on this example where nothing else was asked, in a process of its own."""
        before = self.functions, self.replies
        with self.functions.anew() as functions:
            self.functions, self.replies = functions, {}
            try:
                return wrong_on(reading, example)
            finally:
                self.functions, self.replies = before

    def _explain(
        self,
        reading: Reading,
        signature: Signature,
        examples: Sequence[Example],
        call: Written,
        example: Example,
        wrong: Wrong,
    ) -> Finding:
        if not self.shrinking:
            return Finding(Verdict.FAILED, follows=reading.follows)
        # A function that answers now this, now that may not fail again: then it failed once.
        wrongs = [(each, found) for each in examples if (found := wrong_on(reading, each))]
        wrongs = wrongs or [(example, wrong)]
        # Where shapes are wrong, they explain the wrong numbers.
        example, wrong = next((each for each in wrongs if isinstance(each[1], Misfit)), wrongs[0])
        example, wrong = self._smallest(reading, signature, example, wrong, wrongs)
        if wrong.code:
            example, wrong = alone(self, reading, signature, example, wrong, wrongs)
        verdict = Verdict.RAISED if isinstance(wrong, Crashed) else Verdict.FAILED
        if all(each.mood is Mood.LAYOUT for each, _ in wrongs) and type(wrong) is Wrong and not wrong.message:
            wrong.message = ONLY_BY_LAYOUT
        written, inputs = wrong.code or call(example.args), signature.shown(example.args)
        shown = (wrong.message, written, inputs, wrong.got, wrong.expected, wrong.where)
        evidence = Evidence(*shown, len(wrongs), len(examples))
        return Finding(verdict, message=wrong.message, evidence=evidence, follows=reading.follows)

    def _smallest(
        self,
        reading: Reading,
        signature: Signature,
        example: Example,
        wrong: Wrong,
        wrongs: Sequence[tuple[Example, Wrong]],
    ) -> tuple[Example, Wrong]:
        """Return the simplest example that is wrong in the same manner."""
        manner = type(wrong)  # an exception or a wrong shape must not shrink to a wrong number
        beyond = False  # whether smaller inputs have no answer, as in a student kit, which knows but its own

        def fails_alike(each: Example) -> bool:
            nonlocal beyond
            try:
                return type(wrong_on(reading, each)) is manner
            except GraderError:
                beyond = True
                return False

        if isinstance(signature, ProgramSignature) and self.corpora.worked_out.kit:
            beyond = True  # which holds no class to draw along with
        elif signature.parameters:
            # A smaller input may make it hang; then the one we have is good enough.
            with suppress(Stopped):
                simpler = self.corpora.simpler(signature, self.plan, example.mood)
                example = next(filter(fails_alike, simpler), example)
                smallest = shrink(signature, self.plan.sizes, example, fails_alike, self.corpora.paths)
                example, wrong = smallest, wrong_on(reading, smallest) or wrong
        if beyond:
            alike = [each for each in wrongs if type(each[1]) is manner]
            example, wrong = min([(example, wrong), *alike], key=lambda each: size_of(each[0].values))
        return example, wrong


def wrong_on(reading: Reading, example: Example) -> Wrong | None:
    """Return what is wrong on an example, or None."""
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


OUTLIVES = "; what went before in the same process matters: does something outlive an object?"
LONG_ONES = 8  # programs that are tried alone, the longest of those that fail
ALONE = 40  # processes for making one of them shorter


def alone(
    trial: Trial,
    reading: Reading,
    signature: Signature,
    example: Example,
    wrong: Wrong,
    wrongs: Sequence[tuple[Example, Wrong]],
) -> tuple[Example, Wrong]:
    """Return a program that fails by itself, too, as it must where it is pasted; as a rule the one given.

    What outlives an object, as a list in its class does, shows in programs that are right by themselves.
    """
    if trial.wrong_alone(reading, example) is not None:
        return example, wrong
    found: dict[Example, Wrong] = {}
    tried = 0

    def fails(each: Example) -> bool:
        nonlocal tried
        tried += 1
        try:
            known = trial.wrong_alone(reading, each) if tried < ALONE else None
        except GraderError:  # the reference raises on it
            known = None
        if known is not None:
            found[each] = known
        return known is not None

    if isinstance(signature, ProgramSignature):
        for each, _ in sorted(wrongs, key=lambda known: -size_of(known[0].values))[:LONG_ONES]:
            if fails(each):
                found_one = shortest(each, fails)
                return found_one, found[found_one]
    wrong.message += OUTLIVES if wrong.message else OUTLIVES[2:]
    return example, wrong


def precisions(
    judge: Callable[[Tolerance], Judge], remark: str = "", follows: str = "", *, lone: bool = False
) -> list[Reading]:
    """Return the readings of one judgement, at double precision and, with a remark, at single precision.

    A ``lone`` answer depends on no input, so a number written down could stand for it: of single precision it
    is allowed what rounding explains, and no more.
    """
    return [
        Reading(judge(tolerance), "; ".join(filter(None, (remark, tolerance.name))), tolerance, follows)
        for tolerance in ((DOUBLE, NEARLY, LONE) if lone else TOLERANCES)
    ]


def changes_an_argument(trial: Trial, target: str, place: int, call: Written, example: Example) -> Finding:
    """Return what is told of right values where the function leaves an argument changed."""
    name = list(trial.reference.signatures[target].parameters)[place]
    message = f"the values are right, but `{target}` changes its argument `{name}`: work on a copy of it"
    evidence = Evidence(message, call(example.args), example.args)
    return Finding(Verdict.FAILED, 0.0, message, evidence, CHANGES)
