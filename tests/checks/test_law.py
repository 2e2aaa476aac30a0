"""``law``: what is true of every right answer is false of a wrong one, and the student reads the law."""

from collections.abc import Callable
from typing import Annotated, Any

import numpy as np
import pytest
from jaxtyping import Float
from numpy import ndarray

from grader.checks.finding import Finding
from grader.checks.law import law
from grader.compare import agree
from grader.domains import Within
from grader.functions import Failure
from grader.model import Verdict

from .trials import Watched, lost, reference, trial

Logits = Annotated[Float[ndarray, " k"], Within(-30, 30)]


def softmax(a: Logits) -> Float[ndarray, " k"]:
    """Probabilities."""
    powers = np.exp(a - a.max())
    return powers / powers.sum()


def loss(a: Logits) -> float:
    """The loss of the first class."""
    return float(np.logaddexp.reduce(a) - a[0])


def answer() -> float:
    """A number."""
    return 42.0


def ignores_a_common_shift(softmax, a: Logits) -> None:  # type: ignore[no-untyped-def]
    """Adding one number to all logits
    changes nothing.

    This is why the largest may be subtracted.
    """
    agree(softmax(a + 5.0), softmax(a))


def sums_to_one(softmax, a: Logits) -> bool:  # type: ignore[no-untyped-def]
    """The probabilities sum to 1."""
    return np.abs(softmax(a).sum() - 1) < 1e-6  # numpy's truth value, not Python's


def loss_is_minus_log(softmax, loss, a: Logits) -> None:  # type: ignore[no-untyped-def]
    """The loss is minus the logarithm of the probability."""
    agree(np.exp(-loss(a)), softmax(a)[0], scale=1.0)


def never_too_sure(softmax, a: Logits) -> None:  # type: ignore[no-untyped-def]
    """No probability is above 1."""
    largest = softmax(a).max()
    if largest > 1 + 1e-9:
        raise AssertionError(f"one is {largest:.1f}")


def answer_is_even(answer) -> bool:  # type: ignore[no-untyped-def]
    """The answer is even."""
    return answer() % 2 == 0


RIGHT = reference(
    softmax, loss, answer,
    laws=[ignores_a_common_shift, sums_to_one, loss_is_minus_log, never_too_sure, answer_is_even],
)  # fmt: skip


def check(target: str, **functions: Callable[..., Any]) -> Finding:
    return law(trial(RIGHT, functions), target)


@pytest.mark.parametrize("target", RIGHT.laws)
def test_laws_hold_for_the_reference(target: str) -> None:
    """A law is true of the right answer, whatever it returns: nothing or something true."""
    assert check(target, softmax=softmax, loss=loss, answer=answer) == Finding(Verdict.PASSED, 1.0)


def test_the_student_reads_the_law() -> None:
    """The first paragraph of the law is the message; what came out and what should have are the evidence."""
    finding = check("ignores_a_common_shift", softmax=np.exp)
    assert (finding.verdict, finding.share) == (Verdict.FAILED, 0.0)
    assert lost(finding) == "Adding one number to all logits changes nothing."
    evidence = finding.evidence
    assert evidence is not None
    assert (evidence.message, evidence.call, evidence.where) == ("", "softmax at a", "[0]")
    assert evidence.inputs["a"].tolist() == [0.0]
    assert evidence.got.tolist() == [np.exp(5.0)]
    assert evidence.expected.tolist() == [1.0]


def test_a_law_may_be_a_truth_value_of_numpys() -> None:
    """A law that returns numpy's False is as broken as one that returns Python's."""
    finding = check("sums_to_one", softmax=lambda a: softmax(a) * 1.1)
    assert (finding.verdict, lost(finding)) == (Verdict.FAILED, "The probabilities sum to 1.")


def test_the_words_of_an_assertion_are_the_details() -> None:
    """What the law has to say of this input stands in the evidence."""
    finding = check("never_too_sure", softmax=lambda a: np.full(len(a), 7.0))
    assert lost(finding) == "No probability is above 1."
    assert finding.evidence is not None
    assert finding.evidence.message == "one is 7.0"


def test_a_law_is_about_several_functions() -> None:
    """Both functions must be there, and the call names both."""
    assert check("loss_is_minus_log", loss=loss) == Finding(
        Verdict.MISSING, message="there is no function `softmax`"
    )
    finding = check("loss_is_minus_log", softmax=softmax, loss=lambda a: -loss(a))
    assert finding.evidence is not None
    assert finding.evidence.call == "softmax, loss at a"


def test_a_law_may_need_no_inputs() -> None:
    """A law about a number is tried once."""
    finding = check("answer_is_even", answer=lambda: 41.0)
    assert lost(finding) == "The answer is even."
    assert finding.evidence is not None
    assert (finding.evidence.call, finding.evidence.inputs, finding.evidence.examples) == ("answer()", {}, 1)


@pytest.mark.parametrize(
    "nonsense",
    [None, "text", {}, [], [[1.0], [2.0, 3.0]], np.ones((3, 3)), object(), 1j, 1.0],
    ids=["None", "text", "dict", "empty", "ragged", "matrix", "object", "complex", "number"],
)
@pytest.mark.parametrize("target", ["ignores_a_common_shift", "sums_to_one", "never_too_sure"])
def test_nonsense_is_a_failed_law_and_not_a_crash(nonsense: Any, target: str) -> None:
    """Whatever comes back, the law is not obeyed, and the details say what came."""
    finding = check(target, softmax=lambda a: nonsense)
    assert (finding.verdict, lost(finding)) == (Verdict.FAILED, RIGHT.laws[target].sentence)
    assert finding.evidence is not None
    assert finding.evidence.message.startswith("`softmax`: ")


@pytest.mark.parametrize("target", ["ignores_a_common_shift", "sums_to_one"])
def test_nan_obeys_no_law(target: str) -> None:
    """A comparison with NaN is false, and so is the law."""
    finding = check(target, softmax=lambda a: np.full(len(a), np.nan))
    assert (finding.verdict, lost(finding)) == (Verdict.FAILED, RIGHT.laws[target].sentence)


def test_a_law_that_cannot_calculate_is_a_failed_law() -> None:
    """A law that breaks on an answer of the right shape is not obeyed; the details say how it broke."""

    def is_a_share(softmax, a: Logits) -> None:  # type: ignore[no-untyped-def]
        """A probability is a share."""
        [0, 1][int(softmax(a)[0])]

    right = reference(softmax, laws=[is_a_share])
    finding = law(trial(right, {"softmax": lambda a: softmax(a) + 7}), "is_a_share")
    assert lost(finding) == "A probability is a share."
    assert finding.evidence is not None
    message = "nothing could be calculated from the answer (IndexError: list index out of range)"
    assert finding.evidence.message == message


def test_a_law_asks_in_one_go() -> None:
    """What the law asks of a right answer is asked beforehand, once, however many readings there are."""
    functions = Watched({"softmax": softmax, "loss": loss})
    there = trial(RIGHT, functions, count=20)
    for target in ("ignores_a_common_shift", "loss_is_minus_log", "sums_to_one"):
        assert law(there, target).verdict is Verdict.PASSED
    assert len(functions.asked) > 55
    assert functions.batches < 10


def test_an_exception_is_told_as_it_is() -> None:
    """Where the student's function raises, its exception explains more than the law."""

    def student(a: ndarray) -> ndarray:
        raise NotImplementedError

    finding = check("sums_to_one", softmax=student)
    assert (finding.verdict, finding.message) == (Verdict.RAISED, "`softmax` raised NotImplementedError")


def test_single_precision_obeys_with_a_remark() -> None:
    """A law holds for float32 up to its rounding, and for nothing worse."""

    def single(error: float) -> Finding:
        return check("ignores_a_common_shift", softmax=lambda a: np.float32(softmax(a) * (1 + error * a[0])))

    assert single(3e-6) == Finding(Verdict.PASSED, 1.0, "float32")
    assert single(3e-3).verdict is Verdict.FAILED


def test_a_time_out_is_told_with_its_input_and_not_shrunk() -> None:
    """The input shown is the one on which the function did not return, not the first of all."""
    slow = Failure(Verdict.TIMED_OUT, "did not finish within 1 s in `softmax`")
    functions = Watched({"softmax": softmax}, slow, after=17)
    there = trial(RIGHT, functions)
    finding = law(there, "sums_to_one")
    assert (finding.verdict, finding.message) == (Verdict.TIMED_OUT, "did not finish within 1 s in `softmax`")
    assert len(functions.asked) <= 100
    assert finding.evidence is not None
    assert np.array_equal(finding.evidence.inputs["a"], functions.asked[17][0])


def test_dice_are_a_failed_law() -> None:
    """A function that is wrong now and then gets the law it broke, and the input on which it did."""
    rolls = iter([0.0] * 20 + [1.0] + [0.0] * 100_000)
    finding = check("sums_to_one", softmax=lambda a: softmax(a) + next(rolls))
    assert (finding.verdict, lost(finding)) == (Verdict.FAILED, "The probabilities sum to 1.")
    assert finding.evidence is not None
    assert finding.evidence.failing == 1


def in_place(a: ndarray) -> ndarray:
    a -= a.max()
    return np.exp(a) / np.exp(a).sum()


def test_arguments_may_be_asked_to_stay_untouched() -> None:
    """Right values keep a share where a function that only laws judge leaves an argument changed."""
    assert check("sums_to_one", softmax=in_place) == Finding(Verdict.PASSED, 1.0)

    finding = law(trial(RIGHT, {"softmax": in_place}), "sums_to_one", untouched=True)

    assert (finding.verdict, finding.share, finding.mistake) == (Verdict.FAILED, 0.0, "changes_its_arguments")
    assert (
        finding.message
        == "the values are right, but `softmax` changes its argument `a`: work on a copy of it"
    )
    assert finding.evidence is not None
    assert set(finding.evidence.inputs) == {"a"}


def test_what_stays_untouched_loses_nothing() -> None:
    """Nor does what is restored before the function returns."""

    def restoring(a: ndarray) -> ndarray:
        kept = a.copy()
        right = in_place(a)
        a[:] = kept
        return right

    for untouching in (softmax, restoring):
        finding = law(trial(RIGHT, {"softmax": untouching}), "sums_to_one", untouched=True)
        assert finding == Finding(Verdict.PASSED, 1.0)


def test_a_broken_law_comes_before_a_changed_argument() -> None:
    """Wrong values are the worse news."""

    def both(a: ndarray) -> ndarray:
        a += 1
        return a

    finding = law(trial(RIGHT, {"softmax": both}), "sums_to_one", untouched=True)
    assert (finding.share, finding.message) == (0.0, "The probabilities sum to 1.")


def test_single_precision_is_judged_with_what_it_loses(recwarn: pytest.WarningsRecorder) -> None:
    """At angles of thousands a float32 has four digits left; a double that has no more is wrong."""

    def wave(x: Annotated[Float[ndarray, "n"], Within(1e3, 1e4)]) -> Float[ndarray, "n"]:
        """The sine of x."""
        return np.sin(x)

    def wave_has_length_one(wave, x: Annotated[Float[ndarray, "n"], Within(1e3, 1e4)]) -> None:
        """Its square and that of a quarter turn add up to 1."""
        agree(wave(x), np.sin(x), scale=1.0)

    right = reference(wave, laws=(wave_has_length_one,))

    def on_the_way(x):
        return np.sin(np.float32(x) * np.float32(1 + 1e-7)).astype(np.float64) * (1 + 1e-12)

    assert law(trial(right, {"wave": on_the_way}), "wave_has_length_one").message == "float32"
    assert law(trial(right, {"wave": lambda x: np.sin(x) + 0.1}), "wave_has_length_one").share == 0
