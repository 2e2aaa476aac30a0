"""The search: all examples in every reading, the first that fails shrunk, nobody blamed for our faults."""

import pytest
from jaxtyping import Float
from numpy import ndarray

from grader.checks import KINDS
from grader.checks.finding import Finding
from grader.checks.matches import matches
from grader.checks.readings import Reading
from grader.errors import GraderError
from grader.examples.draw import Example
from grader.functions.reply import Failure
from grader.model import Verdict
from grader.values.compare import agree
from grader.values.wrong import Wrong

from .doubling import LONG, RIGHT, SIGNATURE, SLOW, by_reference, double, judged_by, searched
from .trials import Watched, reference, trial


def test_a_judgement_that_holds_is_passed() -> None:
    """Nothing wrong on any example means all points and nothing to say."""
    assert judged_by(lambda example: None) == Finding(Verdict.PASSED, 1.0)


def test_every_example_is_judged() -> None:
    """A hundred examples are a hundred judgements, simplest first."""
    judged: list[Example] = []
    there = trial(RIGHT, {}, count=100)
    judged_by(judged.append, there)
    assert tuple(judged) == there.corpora.examples(SIGNATURE, there.plan)
    assert len(judged) == 100


def test_the_smallest_failing_input_is_the_evidence() -> None:
    """Of all inputs with an entry above 1 the simplest is shown, with both answers and the place."""

    def judge(example: Example) -> None:
        x = example.args["x"]
        if (x > 1).any():
            raise Wrong("too large", x, -x, "[0]")

    finding = judged_by(judge)
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

    assert judged_by(judge).message == "only one entry, please"


def test_an_answer_that_nothing_can_be_made_of_is_a_failure() -> None:
    """A judgement that breaks on what the student returned is a failed check, not a crash."""

    def judge(example: Example) -> None:
        raise ZeroDivisionError("division by zero")

    finding = judged_by(judge)
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
    assert searched(readings, trial(RIGHT, {})) == Finding(Verdict.PASSED, 1.0, "another convention")
    finding = searched([Reading(short), Reading(long)], trial(RIGHT, {}))
    assert finding.verdict is Verdict.FAILED
    assert finding.evidence is not None
    assert finding.evidence.inputs["x"].tolist() == [0, 0, 0]


def test_a_judgement_that_does_not_repeat_is_a_failure_all_the_same() -> None:
    """Dice that fall otherwise the second time are a verdict with the evidence that was seen."""
    seen: list[Example] = []

    def judge(example: Example) -> None:
        if not seen and len(example.args["x"]) == 4:
            seen.append(example)
            raise Wrong("once")

    finding = judged_by(judge)
    assert (finding.verdict, finding.message) == (Verdict.FAILED, "once")
    assert finding.evidence is not None
    assert finding.evidence.inputs is seen[0].args
    assert finding.evidence.failing == 1


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

    finding = judged_by(judge, there)
    assert finding.verdict is Verdict.RAISED
    assert finding.message == "`double` raised IndexError: index 3 is out of bounds"
    assert finding.evidence is not None
    assert len(finding.evidence.inputs["x"]) == 3


def test_an_answer_of_another_kind_is_told_with_the_function() -> None:
    """What was returned and what was expected, by the function that returned it."""
    there = trial(RIGHT, {"double": lambda x: None})
    finding = judged_by(by_reference(there), there)
    assert finding.verdict is Verdict.FAILED
    assert finding.message == "`double`: None was returned where numbers were expected"


@pytest.mark.parametrize("verdict", [Verdict.TIMED_OUT, Verdict.OUT_OF_MEMORY, Verdict.DIED])
def test_what_never_returns_is_not_shrunk(verdict: Verdict) -> None:
    """A time-out is told with the input on which it happened, and asked about no further."""
    there = trial(RIGHT, Watched({"double": double}, Failure(verdict, "no answer"), after=30))
    finding = judged_by(by_reference(there), there)
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
    finding = judged_by(by_reference(there), there)
    assert finding.verdict is Verdict.FAILED
    assert finding.evidence is not None
    assert finding.evidence.inputs is there.corpora.examples(SIGNATURE, there.plan)[0].args
    assert len(there.functions.asked) == calls + 1  # type: ignore[attr-defined]


def test_a_function_that_never_returns_is_shown_the_smallest_input() -> None:
    """Calls are asked smallest first, whatever check they come from, in the same order for everyone."""
    there = trial(RIGHT, Watched({"double": double}, SLOW))
    finding = matches(there, "double")
    assert finding.verdict is Verdict.TIMED_OUT
    assert finding.evidence is not None
    sizes = [len(values[0]) for values in there.functions.asked]  # type: ignore[attr-defined]
    assert sizes == sorted(sizes)
    assert len(finding.evidence.inputs["x"]) == min(sizes)


def test_a_reference_that_raises_is_never_the_students_fault() -> None:
    """An answer the reference does not have breaks the check, and says why."""

    def broken(x: Float[ndarray, " n"]) -> float:
        """Breaks."""
        return 1 / 0

    right = reference(broken)
    there = trial(right, {"broken": lambda x: 0.0})
    with pytest.raises(GraderError) as error:
        readings = [Reading(lambda e: agree(0.0, there.corpora.expected("broken", e)))]
        searched(readings, there, right.signatures["broken"])
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
    there.corpora.examples = lambda *_: LONG  # type: ignore[assignment, method-assign]
    finding = searched([Reading(judge)], there, right.signatures["picky"])
    assert finding.verdict is Verdict.FAILED
    assert finding.evidence is not None
    assert finding.evidence.inputs["x"].tolist() == [0.0, 0.0, 0.0]


def test_only_what_single_inputs_decide_is_tried_on_them_one_by_one() -> None:
    """Chance and cost are decided by all of them together, a rule about the text by none."""
    assert {name for name, kind in KINDS.items() if kind.searched} == {"matches", "law", "gradient"}
