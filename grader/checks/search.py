"""Search: try a check on all examples, and where it fails show the smallest input on which it does.

A check says what must hold for one example; the search tries it on all of them, in one of several accepted
readings (conventions, precisions), and shrinks the first example that fails.
"""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import Any

from grader.checks.exceptions import Crashed
from grader.checks.finding import Finding
from grader.checks.memoised import memoised
from grader.checks.readings import CHANGES, LeavesChanged, Misfit, Reading, Stopped, Written, wrong_on
from grader.checks.trial import Trial
from grader.errors import GraderError
from grader.examples.calls import Calls, size_of
from grader.examples.draw import Example, row_by_row
from grader.examples.fewer_steps import shortest
from grader.examples.shrink import shrink
from grader.model import Evidence, Verdict
from grader.signatures.pick import Mood
from grader.signatures.programs import ProgramSignature
from grader.signatures.signature import Signature
from grader.values.code import code, remarked
from grader.values.wrong import Wrong

ONLY_BY_LAYOUT = (
    "wrong only where an array is stored column by column or with gaps, as A.T or A[:, ::2] are: "
    "do not rely on how the numbers lie in memory"
)


OUTLIVES = (
    "by themselves these lines are right, and wrong after what was asked before: does something outlive an "
    "object?"
)
THE_SECOND_TIME = "this holds the first time, and not the second: does something outlive an object?"
AFTER_OTHERS = "not right after what was asked before"
ENDS_IN = {
    Verdict.TIMED_OUT: "this did not end in time",
    Verdict.OUT_OF_MEMORY: "this took too much memory",
    Verdict.DIED: "here the process ended",
}
LONG_ONES = 8  # programs that are tried alone, the longest of those that fail
ALONE = 40  # processes for making one of them shorter


@dataclass(frozen=True)
class Searched:
    """What a check tries: readings of each example; they ask the functions of the trial."""

    trial: Trial
    signature: Signature
    readings: Sequence[Reading]
    call: Written
    what: tuple[Any, ...] = ()  # names the search; one without a name is made anew for each submission
    asked: Sequence[Calls] = ()  # the calls that it is about
    lines: Callable[[Example], str] | None = None  # what a law does on an example where it holds, as code

    @property
    def examples(self) -> Sequence[Example]:
        """What it is tried on."""
        return self.trial.corpora.examples(self.signature, self.trial.plan)


WrongExample = tuple[Example, Wrong]


def search(searched: Searched) -> Finding:
    """Try every reading on all examples; pass if one holds on all, else show where the nearest fails."""
    if not searched.what:
        return _search(searched)
    trial = searched.trial
    what = (*searched.what, len(searched.examples), trial.shrinking, trial.follows)
    return memoised(trial, what, searched.asked, partial(_search, searched))


def nearest(searched: Searched) -> Reading:
    """Return the reading by which the fewest examples are wrong, of several conventions."""
    follows = searched.trial.follows
    readings = [each for each in searched.readings if each.follows == follows] or searched.readings
    if len({reading.follows for reading in readings}) == 1:
        return readings[0]
    return min(readings, key=lambda reading: sum(bool(wrong_on(reading, each)) for each in searched.examples))


def wrongs_of(searched: Searched) -> list[tuple[Example, Wrong | None]]:
    """Return what is wrong on each example, by the nearest reading."""
    reading = nearest(searched)
    return [(each, wrong_on(reading, each)) for each in searched.examples]


def _search(searched: Searched) -> Finding:
    trial, examples = searched.trial, searched.examples
    first: WrongExample | None = None
    try:
        for reading in searched.readings:
            failing = _first(reading, examples)
            if failing is None:
                return Finding(Verdict.PASSED, 1.0, reading.remark)
            first = first or failing
        assert first is not None
        reading = nearest(searched)
        if not trial.shrinking:
            return Finding(Verdict.FAILED, follows=reading.follows)
        return _shown(searched, reading, first)
    except Stopped as stopped:
        return _shown_of_stopped(searched, stopped)


def _shown_of_stopped(searched: Searched, stopped: Stopped) -> Finding:
    """Return what is shown of a call that never ended: of a program up to the step that did not."""
    asked, failure = searched.trial.reference.signatures[stopped.name], stopped.failure
    inputs = asked.by_name(stopped.values)
    if failure.at_step and isinstance(asked, ProgramSignature):
        written = code(inputs["program"], ENDS_IN[failure.verdict], failure.at_step - 1)
    else:
        written = asked.written(stopped.name, inputs)
    evidence = Evidence(failure.message, written, asked.shown(inputs), examples=len(searched.examples))
    return Finding(failure.verdict, message=failure.message, evidence=evidence)


def _first(reading: Reading, examples: Sequence[Example]) -> WrongExample | None:
    for example in examples:
        if (wrong := wrong_on(reading, example)) is not None:
            return example, wrong
    return None


def _shown(searched: Searched, reading: Reading, first: WrongExample) -> Finding:
    """Return what is shown of a check that fails by a reading: on the smallest input."""
    signature, examples = searched.signature, searched.examples
    # A function that answers now this, now that may not fail again: then it failed once.
    wrongs = [(each, found) for each in examples if (found := wrong_on(reading, each))] or [first]
    # Where shapes are wrong, they explain the wrong numbers; what is left in arguments comes after these.
    one = min(wrongs, key=lambda each: 2 * isinstance(each[1], LeavesChanged) - isinstance(each[1], Misfit))
    example, wrong = _smallest(searched, reading, one, wrongs)
    if wrong.written is not None:
        example, wrong = _alone(searched, reading, (example, wrong), wrongs)
    verdict = Verdict.RAISED if isinstance(wrong, Crashed) else Verdict.FAILED
    laid_out = [each for each, _ in wrongs if each.mood is Mood.LAYOUT]
    if type(wrong) is Wrong and not wrong.message and len(laid_out) == len(wrongs):
        wrong.message = ONLY_BY_LAYOUT * right_row_by_row(reading, laid_out)
    written = wrong.written() if wrong.written is not None else searched.call(example.args)
    inputs = signature.shown(example.args)
    shown = (wrong.message, written, inputs, wrong.got, wrong.expected, wrong.where)
    evidence = Evidence(*shown, len(wrongs), len(examples))
    mistake = CHANGES if isinstance(wrong, LeavesChanged) else None
    return Finding(verdict, 0.0, wrong.message, evidence, mistake, follows=reading.follows)


def right_row_by_row(reading: Reading, wrong: Sequence[Example]) -> bool:
    """Whether it is how numbers lie in memory that makes these wrong: the same, row by row, are right.

    An answer that rounding decides, near a border, is as wrong then.
    """
    with suppress(GraderError, Stopped):  # a kit knows no answers but its own
        return all(wrong_on(reading, row_by_row(each)) is None for each in wrong)
    return False


def _smallest(
    searched: Searched, reading: Reading, one: WrongExample, wrongs: Sequence[WrongExample]
) -> WrongExample:
    """Return the simplest example that is wrong in the same manner as one that is."""
    signature, corpora, plan = searched.signature, searched.trial.corpora, searched.trial.plan
    example, wrong = one
    manner = type(wrong)  # an exception or a wrong shape must not shrink to a wrong number
    beyond = False  # whether smaller inputs have no answer, as in a student kit, which knows but its own

    def fails_alike(each: Example) -> bool:
        nonlocal beyond
        try:
            return type(wrong_on(reading, each)) is manner
        except GraderError:
            beyond = True
            return False

    if isinstance(signature, ProgramSignature) and corpora.worked_out.kit:
        beyond = True  # which holds no class to draw along with
    elif signature.parameters:
        # A smaller input may make it hang; then the one we have is good enough.
        with suppress(Stopped):
            simpler = corpora.simpler(signature, plan, example.mood)
            example = next(filter(fails_alike, simpler), example)
            smallest = shrink(signature, plan.sizes, example, fails_alike, corpora.paths)
            example, wrong = smallest, wrong_on(reading, smallest) or wrong
    if beyond:
        alike = [each for each in wrongs if type(each[1]) is manner]
        example, wrong = min([(example, wrong), *alike], key=lambda each: size_of(each[0].values))
    return example, wrong


def wrong_alone(searched: Searched, reading: Reading, example: Example) -> Wrong | None:
    """Return what is wrong on an example where nothing else was asked, in a process of its own."""
    with searched.trial.anew():
        return wrong_on(reading, example)


def _alone(
    searched: Searched, reading: Reading, one: WrongExample, wrongs: Sequence[WrongExample]
) -> WrongExample:
    """Return a program that fails by itself, too, as it must where it is pasted; as a rule the one given.

    What outlives an object, as a list in its class does, shows in programs that are right by themselves.
    """
    example, wrong = one
    if wrong_alone(searched, reading, example) is not None:
        return one
    found: dict[Example, Wrong] = {}
    tried = 0

    def fails(each: Example) -> bool:
        nonlocal tried
        tried += 1
        try:
            known = wrong_alone(searched, reading, each) if tried < ALONE else None
        except GraderError:  # the reference raises on it
            known = None
        if known is not None:
            found[each] = known
        return known is not None

    if isinstance(searched.signature, ProgramSignature):
        for each, _ in sorted(wrongs, key=lambda known: -size_of(known[0].values))[:LONG_ONES]:
            if fails(each):
                shorter = shortest(each, fails)
                return shorter, found[shorter]
    again = _wrong_again(searched, reading, example)
    if again is not None:
        return example, again
    if wrong.written is not None:
        wrong.written = partial(remarked, wrong.written(), AFTER_OTHERS)
    wrong.message = f"{wrong.message}; {OUTLIVES}" if wrong.message else OUTLIVES.capitalize()
    return example, wrong


def _wrong_again(searched: Searched, reading: Reading, example: Example) -> Wrong | None:
    """Return what is wrong where a law that holds is tried a second time, with the lines of both; or None."""
    if searched.lines is None:
        return None
    with searched.trial.anew():
        again = None if wrong_on(reading, example) is not None else wrong_on(reading, example)
    if again is not None and again.written is not None:
        again.written = partial("{}\n{}".format, searched.lines(example), again.written())
        again.message = (
            f"{again.message}; {THE_SECOND_TIME}" if again.message else THE_SECOND_TIME.capitalize()
        )
    return again


def is_told_to_outlive(message: str) -> bool:
    """Whether a message says that what is shown is right by itself."""
    return message.endswith(OUTLIVES[1:])
