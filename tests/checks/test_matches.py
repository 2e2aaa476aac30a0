"""``matches``: right answers pass however they are written, wrong ones are shown the smallest input."""

from collections.abc import Callable
from typing import Annotated, Any

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from jaxtyping import Complex, Float, Int
from numpy import ndarray

from grader.checks.finding import Finding
from grader.checks.matches import matches
from grader.functions.local import Local
from grader.functions.reply import Failure, Reply
from grader.model import Verdict
from grader.signatures.domains import Index, Within, distinct_rows
from grader.signatures.pick import Mood, Pick

from .trials import Watched, lost, reference, trial

Logits = Annotated[Float[ndarray, " k"], Within(-30, 30)]


def softmax(a: Logits) -> Float[ndarray, " k"]:
    """Probabilities in the ratios of exp(a)."""
    powers = np.exp(a - a.max())
    return powers / powers.sum()


def loss(a: Logits) -> float:
    """The loss of the first class."""
    return float(np.logaddexp.reduce(a) - a[0])


def mean(x: Float[ndarray, "n d"]) -> Float[ndarray, " d"]:
    """The mean of the rows."""
    return x.mean(axis=0)


def sum_of_rows(x: Float[ndarray, "n d"]) -> Float[ndarray, " d"]:
    """The sum, without dividing by n."""
    return x.sum(axis=0)


def top_k_error(
    scores: Annotated[Float[ndarray, "n c"], distinct_rows],
    labels: Annotated[Int[ndarray, " n"], Index("c")],
    k: Annotated[int, Within(1, "c")],
) -> float:
    """The share of rows whose label is not among the k largest scores."""
    own = scores[np.arange(len(labels)), labels]
    return float(np.mean((scores > own[:, None]).sum(axis=1) >= k))


def norm_and_direction(x: Float[ndarray, " n"]) -> tuple[float, Float[ndarray, " n"]]:
    """The length of x, and x divided by one more than it."""
    norm = float(np.sqrt((x**2).sum()))
    return norm, x / (1 + norm)


RIGHT = reference(softmax, loss, mean, sum_of_rows, top_k_error, norm_and_direction)


def check(target: str, student: Callable[..., Any], **options: Any) -> Finding:
    return matches(trial(RIGHT, {target: student}), target, **options)


def verdict(target: str, student: Callable[..., Any]) -> Verdict:
    """What becomes of it, without the search for the smallest input."""
    there = trial(RIGHT, {target: student})
    there.shrinking = False
    return matches(there, target).verdict


def inputs(finding: Finding) -> dict[str, Any]:
    assert finding.evidence is not None
    return dict(finding.evidence.inputs)


# ---- right answers ----------------------------------------------------------------------------------


@pytest.mark.parametrize("target", RIGHT.answers)
def test_the_reference_passes(target: str) -> None:
    """Whatever the question, its own answer is right."""
    assert check(target, RIGHT.answers[target]) == Finding(Verdict.PASSED, 1.0)


@pytest.mark.parametrize(
    "student",
    [
        lambda a: (lambda p: p / np.sum(p))(np.exp(a)),
        lambda a: [float(p) for p in softmax(a)],
        lambda a: tuple(softmax(a)),
        lambda a: softmax(a)[:, None],
        lambda a: softmax(a)[None],
        lambda a: torch.softmax(torch.tensor(a), dim=0),
        lambda a: torch.softmax(torch.tensor(a, requires_grad=True), dim=0),
        lambda a: softmax(a) * (1 + 5e-7),
    ],
    ids=["other order", "list", "tuple", "column", "row", "tensor", "tensor with gradient", "within 1e-6"],
)
def test_other_ways_to_write_it_pass(student: Callable[..., Any]) -> None:
    """Rounding, lists, tensors and axes of length one cost nothing and need no remark."""
    assert check("softmax", student) == Finding(Verdict.PASSED, 1.0)


def test_warnings_and_restored_arguments_cost_nothing() -> None:
    """A change that is undone before the function returns is nobody's business."""

    def student(a: ndarray) -> ndarray:
        largest = a.max()
        a -= largest
        p = softmax(a)
        a += largest
        np.array(1.0) / np.array(0.0)
        return p

    finding = check("softmax", lambda a: student(np.round(a)) if (np.round(a) == a).all() else softmax(a))  # type: ignore[arg-type]
    assert finding == Finding(Verdict.PASSED, 1.0)


@pytest.mark.parametrize(
    "student",
    [
        lambda a: torch.logsumexp(torch.tensor(a).float(), 0) - torch.tensor(a).float()[0],
        lambda a: float(torch.logsumexp(torch.tensor(a - a[0]).float(), 0)),
        lambda a: np.float32(loss(a) * (1 + 9e-4)),
        lambda a: loss(a) * (1 + 9e-6),
    ],
    ids=["torch", "turned into float64", "within 1e-3", "float32 on the way"],
)
def test_single_precision_passes_with_a_remark(student: Callable[..., Any]) -> None:
    """An answer is never wrong for its precision alone, however the float32 comes about."""
    assert check("loss", student) == Finding(Verdict.PASSED, 1.0, "float32")


def test_another_convention_passes_with_its_sentence() -> None:
    """A convention the rubric accepts is right on all examples, and the student learns how it was read."""
    finding = check("mean", sum_of_rows, accept=["sum_of_rows"])
    assert finding == Finding(Verdict.PASSED, 1.0, "read as: The sum, without dividing by n.")
    assert check("mean", mean, accept=["sum_of_rows"]) == Finding(Verdict.PASSED, 1.0)
    single = check("mean", lambda x: np.float32(x.sum(axis=0) * 1.0005), accept=["sum_of_rows"])
    assert single == Finding(Verdict.PASSED, 1.0, "read as: The sum, without dividing by n.; float32")


def test_conventions_must_not_be_mixed() -> None:
    """One convention on some inputs and another on others is neither."""

    def student(x: ndarray) -> Any:
        return mean(x) if len(x) > 2 else sum_of_rows(x)

    assert check("mean", student, accept=["sum_of_rows"]).verdict is Verdict.FAILED


# ---- wrong answers ----------------------------------------------------------------------------------


def test_a_wrong_answer_is_shown_on_the_smallest_input() -> None:
    """The student sees one small input, both answers, where they part, and how often."""
    finding = check("mean", lambda x: x.sum(axis=0))
    assert (finding.verdict, lost(finding)) == (Verdict.FAILED, "")
    evidence = finding.evidence
    assert evidence is not None
    assert evidence.call == "mean(x)"
    assert evidence.inputs["x"].tolist() == [[0.0], [1.0]]
    assert (evidence.got.tolist(), evidence.expected.tolist(), evidence.where) == ([1.0], [0.5], "[0]")
    assert evidence.examples == 100
    assert 40 < evidence.failing < 90


def test_a_wrong_result_of_several_is_pointed_out() -> None:
    """Of two results the wrong one is named."""
    finding = check("norm_and_direction", lambda x: (float(np.linalg.norm(x)), x))
    assert finding.evidence is not None
    assert finding.evidence.where == "result 2, [0]"
    assert inputs(finding)["x"].tolist() == [1.0]


@given(st.sampled_from([1.1e-4, -1e-3, 1.0]), st.sampled_from(["softmax", "norm_and_direction"]))
def test_an_error_beyond_one_in_ten_thousand_is_wrong(error: float, target: str) -> None:
    """What is not rounding is wrong in every entry, in whichever result."""

    def student(x: ndarray) -> Any:
        answer = RIGHT.answers[target](x)
        if isinstance(answer, tuple):
            return answer[0], answer[1] * (1 + error)
        return answer * (1 + error)

    assert verdict(target, student) is Verdict.FAILED


@pytest.mark.parametrize(
    "student",
    [
        lambda a: np.full(len(a), np.nan),
        lambda a: np.where(a > 20, np.nan, softmax(a)),
        lambda a: np.exp(a),
        lambda a: softmax(a).astype(np.float32) * 1.01,
        lambda a: np.round(softmax(a), 3),
        lambda a: np.exp(1e3 * a) / np.exp(1e3 * a).sum(),
    ],
    ids=["NaN", "NaN at times", "not divided", "wrong float32", "rounded", "overflow"],
)
def test_wrong_softmaxes_fail(student: Callable[..., Any]) -> None:
    """NaN never passes, nor does an error that merely looks like low precision."""
    assert verdict("softmax", student) is Verdict.FAILED


@pytest.mark.parametrize(
    "student",
    [
        lambda scores, labels, k: float(np.mean(scores.argmax(axis=1) != labels)),
        lambda scores, labels, k: top_k_error(scores, labels, k + 1),
        lambda scores, labels, k: 1 - top_k_error(scores, labels, k),
        lambda scores, labels, k: 100 * top_k_error(scores, labels, k),
        lambda scores, labels, k: top_k_error(-scores, labels, k),
        lambda scores, labels, k: top_k_error(np.round(scores, 9), labels, k),  # type: ignore[arg-type]
    ],
    ids=["k ignored", "k + 1", "accuracy", "percent", "smallest", "rounded scores"],
)
def test_slips_at_the_edges_fail(student: Callable[..., Any]) -> None:
    """Every way to miscount is met: k at both ends, scores that nearly tie."""
    assert verdict("top_k_error", student) is Verdict.FAILED


@pytest.mark.parametrize(
    ("student", "message"),
    [
        (lambda a: None, "`softmax`: None was returned where numbers were expected"),
        (lambda a: {"p": softmax(a)}, "`softmax`: a dict of 1 was returned where numbers were expected"),
        (
            lambda a: np.outer(a, a),
            "`softmax`: an array of shape (2, 2) was returned where an array of shape (2,) was expected",
        ),
        (lambda a: softmax(a) + 1j, "`softmax`: complex numbers were returned where real ones were expected"),
        (lambda a: iter, "`softmax`: a builtin_function_or_method was returned where numbers were expected"),
    ],
    ids=["None", "dict", "matrix", "complex", "function"],
)
def test_what_is_no_answer_is_told_in_words(student: Callable[..., Any], message: str) -> None:
    """What was returned and what was expected is a sentence, not a traceback."""
    finding = check("softmax", student)
    assert (finding.verdict, lost(finding)) == (Verdict.FAILED, message)


def test_an_exception_is_told_with_the_smallest_input_that_raises() -> None:
    """A function that raises on some inputs says which."""

    def student(a: ndarray) -> ndarray:
        if len(a) > 2:
            raise ValueError("too many classes")
        return softmax(a)

    finding = check("softmax", student)
    assert (finding.verdict, finding.share) == (Verdict.RAISED, 0.0)
    assert lost(finding) == "`softmax` raised ValueError: too many classes"
    assert inputs(finding)["a"].tolist() == [0.0, 0.0, 0.0]


def test_a_missing_function_is_missing() -> None:
    """A function that is not there costs its own check, and is named."""
    finding = matches(trial(RIGHT, {"mean": mean}), "softmax")
    assert finding == Finding(Verdict.MISSING, message="there is no function `softmax`")


def test_a_time_out_is_told_and_asked_no_further() -> None:
    """A function that hangs on one input is not asked for a smaller one."""
    slow = Failure(Verdict.TIMED_OUT, "did not finish within 1 s in `mean`")
    functions = Watched({"mean": mean}, slow, after=40)
    finding = matches(trial(RIGHT, functions, count=50), "mean")
    assert (finding.verdict, finding.share) == (Verdict.TIMED_OUT, 0.0)
    assert finding.message == "did not finish within 1 s in `mean`"
    assert len(functions.asked) == 50
    assert finding.evidence is not None
    assert finding.evidence.inputs["x"] is functions.asked[40][0]


# ---- right values, and yet ----------------------------------------------------------------------------


def test_a_changed_argument_costs_a_fifth_and_is_told() -> None:
    """Right values with a side effect keep four fifths of the points, and the argument is named."""

    def student(scores: ndarray, labels: ndarray, k: int) -> float:
        error = top_k_error(scores, labels, k)
        labels += 1
        return error

    finding = check("top_k_error", student)
    assert (finding.verdict, finding.share, finding.mistake) == (Verdict.FAILED, 0.0, "changes_its_arguments")
    assert finding.message == (
        "the values are right, but `top_k_error` changes its argument `labels`: work on a copy of it"
    )
    assert set(inputs(finding)) == {"scores", "labels", "k"}


def test_a_wrong_value_counts_more_than_a_changed_argument() -> None:
    """One mistake at a time: the wrong value is told first."""

    def student(x: ndarray) -> Any:
        x += 1
        return x.mean(axis=0)

    finding = check("mean", student)
    assert (finding.verdict, finding.share, finding.mistake) == (Verdict.FAILED, 0.0, None)


class Dice(Local):
    """A function that answers rightly until it is asked a second time."""

    def ask(self, name: str, calls: Any) -> list[Reply]:
        replies = super().ask(name, calls)
        self.functions = {"mean": lambda x: x.mean(axis=0) + 1}
        return replies


def test_two_answers_to_one_input_are_wrong() -> None:
    """A function that remembers earlier calls or throws dice is found out, though all it said was right."""
    finding = matches(trial(RIGHT, Dice({"mean": mean})), "mean")
    assert (finding.verdict, finding.share, finding.mistake) == (Verdict.FAILED, 0.0, "two_answers")
    assert lost(finding).startswith(
        "`mean` gave two different answers to the same input: is there chance in it"
    )


def test_a_slip_of_the_layout_is_told_as_that() -> None:
    """With the numbers that are shown, stored row by row, the student would find nothing wrong."""

    def as_stored(x: ndarray) -> ndarray:
        return np.frombuffer(x.tobytes("A")).reshape(x.shape).mean(axis=0)

    finding = matches(trial(RIGHT, {"mean": as_stored}), "mean")
    assert lost(finding) == (
        "wrong only where an array is stored column by column or with gaps, as A.T or A[:, ::2] are: "
        "do not rely on how the numbers lie in memory"
    )
    assert lost(matches(trial(RIGHT, {"mean": sum_of_rows}), "mean")) == ""


def test_what_is_as_wrong_row_by_row_is_no_slip_of_the_layout() -> None:
    """An answer that rounding decides may be wrong where numbers lie in columns, by accident."""
    shared = trial(RIGHT, {})
    drawn = shared.corpora.examples(RIGHT.signatures["mean"], shared.plan)
    unlucky = {each.args["x"].tobytes() for each in drawn if each.mood is Mood.LAYOUT}

    def by_accident(x: ndarray) -> ndarray:
        return x.mean(axis=0) + (x.tobytes() in unlucky)

    assert lost(matches(trial(RIGHT, {"mean": by_accident}), "mean")) == ""


# ---- numbers that are nearly 0 ------------------------------------------------------------------------


def relu(x: Float[ndarray, "n"]) -> Float[ndarray, "n"]:
    """The positive part."""
    return np.maximum(x, 0)


def angle(x: Float[ndarray, "n"], y: Float[ndarray, "n"]) -> Float[ndarray, "n"]:
    """The angle of the point (x, y), from −π to π."""
    return np.arctan2(y, x)


@pytest.mark.parametrize(
    "wrong",
    [
        lambda x: np.where(x > 1e-8, x, 0),
        lambda x: np.where(np.signbit(x), -1.0, 0.0) + np.maximum(x, 0) + (x < 0),
        lambda x: np.maximum(x, 0) + (len(x) > 5),
    ],
    ids=["a threshold", "a sign of zero", "six rows"],
)
def test_inputs_hold_what_a_slip_shows_on(wrong) -> None:
    """Numbers below every threshold, zeros of both signs, and more than a few rows."""
    assert matches(trial(reference(relu), {"relu": wrong}), "relu").verdict is Verdict.FAILED


def test_on_a_cut_either_side_will_do() -> None:
    """Where the reference tells 0 from −0, nobody is asked to."""

    def from_the_quotient(x, y):
        with np.errstate(all="ignore"):
            turned = np.where(x < 0, np.where(y >= 0, np.pi, -np.pi), 0.0)
            return np.where(x == 0, np.sign(y) * np.pi / 2, np.arctan(y / x) + turned)

    right = reference(angle)
    assert matches(trial(right, {"angle": from_the_quotient}), "angle").verdict is Verdict.PASSED
    assert matches(trial(right, {"angle": lambda x, y: np.arctan2(y + 0.0, -x)}), "angle").share == 0


# ---- complex numbers, defaults, lengths that nobody is told, conventions --------------------------------


def turned(z: Complex[ndarray, " n"], w: complex) -> Complex[ndarray, " n"]:
    """z times the conjugate of w."""
    return np.asarray(z * np.conj(w))


def modulus(z: complex) -> float:
    """The length of z."""
    return abs(z)


def power(x: float, k: Annotated[int, Within(0, 3)] = 2, *, scale: float = 1.0) -> float:
    """scale times x to the k."""
    return scale * x**k


def windows(x: Float[ndarray, " n"], k: Annotated[int, Within(1, 2)]) -> Float[ndarray, "m k"]:
    """All windows of length k."""
    return np.array([x[i : i + k] for i in range(len(x) - k + 1)]).reshape(-1, k)


def doubled(x: Float[ndarray, " n"]) -> Float[ndarray, " n"]:
    """Twice x."""
    return 2 * x


def doubled_and_one(y: Float[ndarray, " m"]) -> Float[ndarray, " m"]:
    """Twice y and 1: another convention, with other names."""
    return 2 * y + 1


def positive(x: float) -> bool:
    """Whether x is above 0."""
    return np.float64(x) > 0  # type: ignore[return-value]


MORE = reference(turned, modulus, power, windows, doubled, doubled_and_one, positive)


@pytest.mark.parametrize(
    ("target", "student"),
    [
        ("turned", turned),
        ("turned", lambda z, w: [each * w.conjugate() for each in z]),
        ("turned", lambda z, w: (z * np.conj(w)).astype(np.complex64)),
        ("modulus", lambda z: complex(abs(z))),
        ("power", power),
        ("power", lambda x, k=2, scale=1.0: scale * x**k),
        ("windows", windows),
        (
            "windows",
            lambda x, k: (x[i : i + k] for i in range(len(x) - k + 1)) if len(x) >= k else np.zeros((0, k)),
        ),
        ("positive", lambda x: np.bool(x > 0)),
    ],
)
def test_more_right_answers_pass(target: str, student: Callable[..., Any]) -> None:
    """Complex numbers, generators, other ways to take arguments with a default."""
    assert matches(trial(MORE, {target: student}), target).verdict is Verdict.PASSED


@pytest.mark.parametrize(
    ("target", "student", "message", "call"),
    [
        ("turned", lambda z, w: z * w, "", "turned(z, w)"),
        ("turned", lambda z, w: (z * np.conj(w)).real, "", "turned(z, w)"),
        (
            "modulus",
            lambda z: z,
            "`modulus`: complex numbers were returned where real ones were expected",
            "modulus(z)",
        ),
        ("power", lambda x, k=3, *, scale=1.0: scale * x**k, "", "power(x)"),
        ("power", lambda x, k=2, *, scale=2.0: scale * x**k, "", "power(x)"),
        ("power", lambda x, k=2, *, scale=1.0: x**k, "", "power(x, k, scale=scale)"),
        ("power", lambda x, k, scale: scale * x**k, None, "power(x)"),
        (
            "windows",
            lambda x, k: windows(x, k)[:0],
            "`windows`: an array of shape (0, 1) was returned where an array of shape (1, 1) was expected",
            "windows(x, k)",
        ),
    ],
)
def test_more_wrong_answers_fail(
    target: str, student: Callable[..., Any], message: str | None, call: str
) -> None:
    """A conjugate, a dropped imaginary part, another default, an argument ignored, another number of rows."""
    finding = matches(trial(MORE, {target: student}), target)
    assert finding.verdict in (Verdict.FAILED, Verdict.RAISED)
    assert message in (None, finding.message)
    assert finding.evidence is not None
    assert finding.evidence.call == call


def test_what_is_shown_follows_the_nearest_convention() -> None:
    """A student of the other convention, who is wrong at times, is not told that the convention is."""

    def student(x: ndarray) -> ndarray:
        return 2 * x + (1 if len(x) > 1 else 3)

    finding = matches(trial(MORE, {"doubled": student}), "doubled", accept=["doubled_and_one"])

    assert (finding.verdict, finding.follows) == (Verdict.FAILED, "doubled_and_one")
    assert finding.evidence is not None
    assert (finding.evidence.got.tolist(), finding.evidence.expected.tolist()) == ([3.0], [1.0])
    assert finding.evidence.failing < finding.evidence.examples


def test_a_reference_of_the_other_convention_may_have_other_names() -> None:
    """Its answers are read by its own annotation, and right as ever."""
    finding = matches(trial(MORE, {"doubled": doubled_and_one}), "doubled", accept=["doubled_and_one"])
    assert (finding.verdict, finding.message) == (
        Verdict.PASSED,
        "read as: Twice y and 1: another convention, with other names.",
    )


def test_that_nothing_is_right_or_came_is_said_in_words() -> None:
    """A page has no value to show for None."""

    def root(x: Annotated[float, Within(-2, 2)]) -> float | None:
        """The root, if there is one."""
        return x**0.5 if x >= 0 else None

    known = reference(root)
    assert "0.0 was returned where None was expected" in lost(
        matches(trial(known, {"root": lambda x: max(x, 0.0) ** 0.5}), "root")
    )
    assert lost(matches(trial(known, {"root": lambda x: None}), "root")) == (
        "None was returned where there is an answer"
    )


def test_lists_in_lists_are_told_by_what_is_wrong() -> None:
    """They are no arrays, and nothing is calculated with them."""

    def nested(pick: Pick) -> list[list[int]]:
        return [[pick.choose(0, 9) for _ in range(length)] for length in range(pick.choose(1, 3))]

    def flat(lists: Annotated[list[list[int]], nested]) -> list[int]:
        """All in one."""
        return [each for one in lists for each in one]

    finding = matches(trial(reference(flat), {"flat": lambda lists: [7]}), "flat")
    assert "could be calculated" not in lost(finding)
