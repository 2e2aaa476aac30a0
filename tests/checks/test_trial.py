"""The search: all examples in every reading, the first that fails shrunk, nobody blamed for our faults."""

import gc
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from jaxtyping import Float
from numpy import ndarray

from grader.checks.finding import Finding
from grader.checks.law import law
from grader.checks.matches import matches
from grader.checks.trial import Reading, Stopped, Trial, precisions
from grader.errors import GraderError
from grader.examples.corpora import Corpora
from grader.examples.draw import Example, Plan, corpus
from grader.examples.memo import Memo, Memoised
from grader.functions.arguments import Arguments
from grader.functions.local import Local
from grader.functions.reply import Answer, Failure
from grader.model import Evidence, Verdict
from grader.values.compare import TOLERANCES, agree
from grader.values.wrong import Wrong

from .trials import Watched, reference, trial


def double(x: Float[ndarray, " n"]) -> Float[ndarray, " n"]:
    """Twice x."""
    return 2 * x


def total(x: Float[ndarray, " n"]) -> float:
    """The sum."""
    return float(x.sum())


RIGHT = reference(double, total)
SIGNATURE = RIGHT.signatures["double"]
LONG = [example for example in corpus(SIGNATURE, Plan()) if len(example.args["x"]) > 2]
SLOW = Failure(Verdict.TIMED_OUT, "did not finish within 1 s in `double`")


def search(judge: Callable[[Example], None], there: Trial | None = None) -> Finding:
    there = there or trial(RIGHT, {})
    return there.search(SIGNATURE, [Reading(judge)], lambda _: "double(x)")


def by_reference(there: Trial) -> Callable[[Example], None]:
    double_ = there.student("double")

    def judge(example: Example) -> None:
        agree(double_(*example.values), 2 * example.args["x"])

    return judge


# ---- what is found ----------------------------------------------------------------------------------


def test_a_judgement_that_holds_is_passed() -> None:
    """Nothing wrong on any example means all points and nothing to say."""
    assert search(lambda example: None) == Finding(Verdict.PASSED, 1.0)


def test_every_example_is_judged() -> None:
    """A hundred examples are a hundred judgements, simplest first."""
    judged: list[Example] = []
    there = trial(RIGHT, {}, count=100)
    search(judged.append, there)
    assert tuple(judged) == there.corpora.examples(SIGNATURE, there.plan)
    assert len(judged) == 100


def test_the_smallest_failing_input_is_the_evidence() -> None:
    """Of all inputs with an entry above 1 the simplest is shown, with both answers and the place."""

    def judge(example: Example) -> None:
        x = example.args["x"]
        if (x > 1).any():
            raise Wrong("too large", x, -x, "[0]")

    finding = search(judge)
    assert (finding.verdict, finding.share, finding.message) == (Verdict.FAILED, 0.0, "too large")
    evidence = finding.evidence
    assert evidence is not None
    assert evidence.inputs["x"].tolist() == [2.0]
    assert (evidence.got.tolist(), evidence.expected.tolist(), evidence.where) == ([2.0], [-2.0], "[0]")
    assert (evidence.message, evidence.call, evidence.examples) == ("too large", "double(x)", 100)
    assert 10 < evidence.failing < 90


def test_an_assertion_is_a_failure_with_its_words() -> None:
    """A law is written as assertions, and its words reach the student."""

    def judge(example: Example) -> None:
        if len(example.args["x"]) > 1:
            raise AssertionError("only one entry, please")

    assert search(judge).message == "only one entry, please"


def test_an_answer_that_nothing_can_be_made_of_is_a_failure() -> None:
    """A judgement that breaks on what the student returned is a failed check, not a crash."""

    def judge(example: Example) -> None:
        raise ZeroDivisionError("division by zero")

    finding = search(judge)
    assert finding.verdict is Verdict.FAILED
    assert (
        finding.message == "nothing could be calculated from the answer (ZeroDivisionError: division by zero)"
    )


def test_the_first_reading_that_holds_decides() -> None:
    """Another accepted convention passes with its remark; the examples must all agree with one of them."""

    def never(example: Example) -> None:
        raise Wrong("no")

    def short(example: Example) -> None:
        assert len(example.args["x"]) < 3

    def long(example: Example) -> None:
        assert len(example.args["x"]) >= 3

    readings = [Reading(never), Reading(lambda _: None, "another convention"), Reading(never, "a third")]
    assert trial(RIGHT, {}).search(SIGNATURE, readings, lambda _: "") == Finding(
        Verdict.PASSED, 1.0, "another convention"
    )
    finding = trial(RIGHT, {}).search(SIGNATURE, [Reading(short), Reading(long)], lambda _: "")
    assert finding.verdict is Verdict.FAILED
    assert finding.evidence is not None
    assert finding.evidence.inputs["x"].tolist() == [0, 0, 0]


def test_precisions_keep_their_remarks() -> None:
    """A judgement at single precision says so, after what else there is to say."""
    remarks = [reading.remark for reading in precisions(lambda _: lambda _: None, "read as: a mean")]
    assert remarks == ["read as: a mean", "read as: a mean; float32", "read as: a mean; float32"]
    assert [reading.tolerance for reading in precisions(lambda _: lambda _: None)] == list(TOLERANCES)


def test_a_judgement_that_does_not_repeat_is_a_failure_all_the_same() -> None:
    """Dice that fall otherwise the second time are a verdict with the evidence that was seen."""
    seen: list[Example] = []

    def judge(example: Example) -> None:
        if not seen and len(example.args["x"]) == 4:
            seen.append(example)
            raise Wrong("once")

    finding = search(judge)
    assert (finding.verdict, finding.message) == (Verdict.FAILED, "once")
    assert finding.evidence is not None
    assert finding.evidence.inputs is seen[0].args
    assert finding.evidence.failing == 1


# ---- what the student's functions do ------------------------------------------------------------------


def test_a_missing_function_is_named() -> None:
    """The first function that is not there is the one to write."""
    there = trial(RIGHT, {"total": total})
    assert there.missing("total") is None
    assert there.missing("total", "double", "triple") == Finding(
        Verdict.MISSING, message="there is no function `double`"
    )


def test_an_exception_is_told_and_not_shrunk_to_a_wrong_number() -> None:
    """Where a function raises on some inputs and is wrong on others, the exception stays the explanation."""

    def brittle(x: ndarray) -> ndarray:
        if len(x) > 2:
            raise IndexError("index 3 is out of bounds")
        return x

    there = trial(RIGHT, {"double": brittle}, sizes={"n": (2, 4)})

    def judge(example: Example) -> None:
        answer = there.student("double")(*example.values)
        assert len(answer) == 2

    finding = search(judge, there)
    assert finding.verdict is Verdict.RAISED
    assert finding.message == "`double` raised IndexError: index 3 is out of bounds"
    assert finding.evidence is not None
    assert len(finding.evidence.inputs["x"]) == 3


def test_an_answer_of_another_kind_is_told_with_the_function() -> None:
    """What was returned and what was expected, by the function that returned it."""
    there = trial(RIGHT, {"double": lambda x: None})
    finding = search(by_reference(there), there)
    assert finding.verdict is Verdict.FAILED
    assert finding.message == "`double`: None was returned where numbers were expected"


@pytest.mark.parametrize("verdict", [Verdict.TIMED_OUT, Verdict.OUT_OF_MEMORY, Verdict.DIED])
def test_what_never_returns_is_not_shrunk(verdict: Verdict) -> None:
    """A time-out is told with the input on which it happened, and asked about no further."""
    there = trial(RIGHT, Watched({"double": double}, Failure(verdict, "no answer"), after=30))
    finding = search(by_reference(there), there)
    assert (finding.verdict, finding.share, finding.message) == (verdict, 0.0, "no answer")
    assert finding.evidence is not None
    example = there.corpora.examples(SIGNATURE, there.plan)[30]
    assert finding.evidence.inputs["x"] is example.args["x"]
    assert finding.evidence.call == "double(x)"
    assert len(there.functions.asked) == 31  # type: ignore[attr-defined]


def test_a_time_out_while_shrinking_keeps_the_counterexample() -> None:
    """A wrong answer stays a wrong answer, even where a smaller input makes the function hang."""
    calls = 1 + 10 + 2  # until one fails, to count how many do, and two while shrinking
    there = trial(RIGHT, Watched({"double": lambda x: 2 * x + 1}, SLOW, after=calls), count=10)
    finding = search(by_reference(there), there)
    assert finding.verdict is Verdict.FAILED
    assert finding.evidence is not None
    assert finding.evidence.inputs is there.corpora.examples(SIGNATURE, there.plan)[0].args
    assert len(there.functions.asked) == calls + 1  # type: ignore[attr-defined]


def test_answers_are_asked_for_once() -> None:
    """What one check has asked no other asks again."""
    functions = Watched({"double": double})
    there = trial(RIGHT, functions, count=20)
    assert matches(there, "double").verdict is Verdict.PASSED
    asked = len(functions.asked)
    assert search(by_reference(there), there).verdict is Verdict.PASSED
    assert len(functions.asked) == asked


def test_a_law_may_ask_with_numpys_numbers() -> None:
    """Students are promised Python's own numbers, and get them."""

    def half(x: float) -> float:
        """Half of x."""
        return x / 2

    kinds: list[type] = []
    right = reference(half)
    there = trial(right, {"half": lambda x: kinds.append(type(x)) or x / 2})
    assert there.student("half")(np.float64(3.0)) == 1.5
    assert kinds == [float]


def test_a_function_that_never_returns_is_shown_the_smallest_input() -> None:
    """Calls are asked smallest first, whatever check they come from, in the same order for everyone."""
    there = trial(RIGHT, Watched({"double": double}, SLOW))
    finding = matches(there, "double")
    assert finding.verdict is Verdict.TIMED_OUT
    assert finding.evidence is not None
    sizes = [len(values[0]) for values in there.functions.asked]  # type: ignore[attr-defined]
    assert sizes == sorted(sizes)
    assert len(finding.evidence.inputs["x"]) == min(sizes)


# ---- what is found once -------------------------------------------------------------------------------


def plus_one(x: Float[ndarray, " n"]) -> Float[ndarray, " n"]:
    return 2 * x + 1


def test_the_same_wrong_answers_lead_to_the_same_finding() -> None:
    """What shrinking asked of the first submission is asked of the next, in the same order, and no more."""
    right = reference(double)
    first, second = Watched({"double": plus_one}), Watched({"double": plus_one})
    one = matches(trial(right, first), "double")
    again = matches(trial(right, second), "double")
    assert again is one
    assert one.verdict is Verdict.FAILED
    assert first.batches > 3
    assert [repr(each) for each in second.asked] == [repr(each) for each in first.asked]


def test_nobody_is_asked_what_another_submission_led_to() -> None:
    """Its answers may lead to inputs on which an honest function takes very long."""
    huge = 1e300

    def liar(x: Float[ndarray, " n"]) -> Float[ndarray, " n"]:
        beforehand = x.tobytes() in stored or (x / 2).tobytes() in stored
        return plus_one(x) if beforehand else np.full(len(x), huge)

    def asked_again(x: Float[ndarray, " n"]) -> Float[ndarray, " n"]:
        return plus_one(x)

    def twice(double, x: Float[ndarray, " n"]) -> None:
        """Twice the double is four times x."""
        agree(double(double(x)), 4 * x)

    right = reference(double, laws=(twice,))
    stored = {each.args["x"].tobytes() for each in trial(right, {}).corpora.examples(SIGNATURE, Plan())}
    law(trial(right, {"double": liar}), "twice")
    victim, alone = Watched({"double": asked_again}), Watched({"double": asked_again})

    finding = law(trial(right, victim), "twice")

    assert not any(np.abs(values[0]).max(initial=0) >= huge for values in victim.asked)
    expected = law(trial(reference(double, laws=(twice,)), alone), "twice")
    assert repr(finding) == repr(expected)
    assert [repr(each) for each in victim.asked] == [repr(each) for each in alone.asked]


def test_other_answers_to_what_shrinking_asks_are_another_finding() -> None:
    """Two functions may be wrong alike on all stored examples and part ways on smaller ones."""
    right = reference(double)
    corpora = trial(right, {}).corpora
    stored = {each.args["x"].tobytes() for each in corpora.examples(SIGNATURE, Plan())}

    def wrong_on_large_ones_besides(x: Float[ndarray, " n"]) -> Float[ndarray, " n"]:
        return plus_one(x) if x.tobytes() in stored or len(x) > 2 else double(x)

    matches(trial(right, {"double": plus_one}), "double")
    finding = matches(trial(right, {"double": wrong_on_large_ones_besides}), "double")
    alone = matches(trial(reference(double), {"double": wrong_on_large_ones_besides}), "double")
    assert finding.evidence is not None
    assert alone.evidence is not None
    assert finding.evidence.inputs["x"].tolist() == alone.evidence.inputs["x"].tolist()


def test_what_ended_for_good_is_no_finding_for_others() -> None:
    """The next one with the same answers may be faster."""
    right = reference(double)
    calls = trial(right, {}).corpora.direct("double", Plan())
    there = trial(right, Watched({"double": plus_one}, SLOW, after=len(set(calls.numbers))))
    matches(there, "double")
    assert there.corpora.memo.results == {}


def test_old_findings_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    """Thousands of different submissions take no more memory than some, however large their inputs."""
    monkeypatch.setattr("grader.examples.memo.REMEMBERED", 13_000)
    memo = Memo()
    for number in range(20):
        memo.add(str(number), Memoised(number, [("f", Arguments([np.zeros(100)]), None)] * 3))
    assert [*memo.results] == ["17", "18", "19"]
    for number in range(20):  # in place of what they have
        memo.add(str(18 + number % 2), Memoised(number, [("f", Arguments([np.zeros(100)]), None)] * 3))
    assert [*memo.results] == ["17", "18", "19"]
    assert 3 * 3 * 800 < memo.size <= 13_000
    memo.add(
        "evidence", Memoised(Finding(Verdict.FAILED, evidence=Evidence("", "", {"x": np.zeros(10_000)})))
    )
    assert memo.results == {}
    assert memo.size == 0


def test_a_failure_is_told_from_an_answer_with_the_same_words() -> None:
    """Nobody gets a finding by raising an exception that reads like right answers."""
    failure = Failure(Verdict.RAISED, "ValueError: no")
    (answer,) = Local({"f": lambda: failure.bits}).ask("f", [()])
    assert isinstance(answer, Answer)
    assert type(failure.bits) is not type(answer.bits)


# ---- what is our own fault ----------------------------------------------------------------------------


def test_a_reference_that_raises_is_never_the_students_fault() -> None:
    """An answer the reference does not have breaks the check, and says why."""

    def broken(x: Float[ndarray, " n"]) -> float:
        """Breaks."""
        return 1 / 0

    right = reference(broken)
    there = trial(right, {"broken": lambda x: 0.0})
    with pytest.raises(GraderError) as error:
        there.search(
            right.signatures["broken"],
            [Reading(lambda e: agree(0.0, there.corpora.expected("broken", e)))],
            lambda _: "",
        )
    assert str(error.value) == "the reference has no answer (ZeroDivisionError: division by zero)"
    assert list(error.value.inputs) == ["x"]


def test_shrinking_keeps_to_inputs_the_reference_can_answer() -> None:
    """A smaller input that breaks the reference is no counterexample."""

    def picky(x: Float[ndarray, " n"]) -> float:
        """Of three entries at least."""
        return float(x[2])

    right = reference(picky)
    there = trial(right, {"picky": lambda x: -1.0})

    def judge(example: Example) -> None:
        agree(there.student("picky")(*example.values), there.corpora.expected("picky", example).answer)

    # Examples of three entries and more were drawn; a smaller one is met only on the way to the smallest.
    there.corpora.examples = lambda *_: LONG  # type: ignore[method-assign]
    finding = there.search(right.signatures["picky"], [Reading(judge)], lambda _: "picky(x)")
    assert finding.verdict is Verdict.FAILED
    assert finding.evidence is not None
    assert finding.evidence.inputs["x"].tolist() == [0.0, 0.0, 0.0]


# ---- the corpora --------------------------------------------------------------------------------------


def test_examples_are_drawn_and_answered_once() -> None:
    """All submissions meet the same examples, and the reference is asked once for each."""
    asked: list[Any] = []

    def counted(x: Float[ndarray, ""]) -> float:
        """Counts."""
        asked.append(x)
        return 0.0

    corpora = Corpora(reference(counted))
    examples = corpora.examples(corpora.reference.signatures["counted"], Plan(10))
    assert corpora.examples(corpora.reference.signatures["counted"], Plan(10)) is examples
    assert corpora.expected("counted", examples[0]) is corpora.expected("counted", examples[0])
    assert len(asked) == 3  # once for the answer, twice for its noise


def test_equal_signatures_share_their_examples() -> None:
    """Functions of the same arguments are tried on the same inputs; another seed or size draws anew."""
    corpora = Corpora(RIGHT)
    drawn = corpora.examples(RIGHT.signatures["double"], Plan(10))
    assert corpora.examples(RIGHT.signatures["total"], Plan(10)) is drawn
    for plan in (Plan(10, seed=1), Plan(11), Plan(10, sizes={"n": (2, 2)}), Plan(10, moods=(drawn[0].mood,))):
        assert corpora.examples(RIGHT.signatures["total"], plan) is not drawn


def test_examples_made_while_shrinking_are_forgotten() -> None:
    """A thousand submissions cost no more memory than one."""
    corpora = Corpora(RIGHT)
    kept = corpora.examples(SIGNATURE, Plan(20))
    for example in kept:
        corpora.expected("double", example)
    corpora.expected("double", Example({"x": np.ones(3)}, (), kept[0].mood))
    gc.collect()
    assert len(corpora.worked_out.known) == 20


def test_stopping_is_no_ordinary_exception() -> None:
    """A time-out passes every ``except Exception`` on its way, Hypothesis' included."""
    assert not issubclass(Stopped, Exception)
