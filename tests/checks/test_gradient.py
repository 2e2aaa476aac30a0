"""``gradient``: right derivatives pass, kinks and all; wrong ones fail; an error may be carried forward."""

from collections.abc import Callable
from typing import Annotated, Any

import numpy as np
import pytest
from jaxtyping import Float
from numpy import ndarray
from torch import Tensor

from grader.checks import kind_of
from grader.checks.finding import Finding
from grader.checks.gradient import gradient
from grader.checks.slopes import USABLE
from grader.errors import GraderError
from grader.functions.reply import Failure
from grader.model import Check, Verdict
from grader.signatures.domains import Within, one_hot

from .trials import Watched, lost, reference, trial

Label = Annotated[Float[ndarray, " k"], one_hot]
Bias = Annotated[Float[ndarray, " k"], Within(-1, 1)]


def loss(W: Float[ndarray, "k d"], b: Bias, x: Float[ndarray, " d"], y: Label) -> float:
    """Cross entropy of softmax(Wx + b)."""
    a = W @ x + b
    return float(np.logaddexp.reduce(a) - y @ a)


def error(W: ndarray, b: ndarray, x: ndarray, y: ndarray) -> ndarray:
    a = W @ x + b
    powers = np.exp(a - a.max())
    return powers / powers.sum() - y


def loss_grad_W(
    W: Float[ndarray, "k d"], b: Bias, x: Float[ndarray, " d"], y: Label
) -> Float[ndarray, "k d"]:
    """Its gradient in W."""
    return np.outer(error(W, b, x, y), x)


def loss_grads(
    W: Float[ndarray, "k d"], b: Bias, x: Float[ndarray, " d"], y: Label
) -> tuple[Float[ndarray, "k d"], Float[ndarray, " k"]]:
    """Its gradients in W and b."""
    return loss_grad_W(W, b, x, y), error(W, b, x, y)


def relu_loss(x: Float[ndarray, " n"]) -> float:
    """The sum of what is above 0: smooth but for a kink at 0."""
    return float(np.maximum(x, 0).sum())


def relu_grad(x: Float[ndarray, " n"]) -> Float[ndarray, " n"]:
    """Its gradient, 0 at 0."""
    return (x > 0) * 1.0


def cubic(x: float, y: float) -> float:
    """A function of two numbers."""
    return x**3 * y + y**2


def cubic_dx(x: float, y: float) -> float:
    """Its derivative in x."""
    return 3 * x**2 * y


def wide_loss(X: Float[ndarray, "m n"]) -> float:
    """The sum of the squares."""
    return float((X**2).sum())


def wide_grad(X: Float[ndarray, "m n"]) -> Float[ndarray, "m n"]:
    """Its gradient."""
    return 2 * X


def staircase(x: Float[ndarray, " n"]) -> float:
    """Kinks wherever the inputs are likely to be: at every half."""
    return float(np.abs(np.abs(x) % 1 - 0.5).sum() * 1e7 % 1)


def staircase_grad(x: Float[ndarray, " n"]) -> Float[ndarray, " n"]:
    """Nothing sensible."""
    return 0 * x


RIGHT = reference(
    loss, loss_grad_W, loss_grads, relu_loss, relu_grad, cubic, cubic_dx, wide_loss, wide_grad,
    staircase, staircase_grad,
)  # fmt: skip


def check(
    target: str, of: str, wrt: Any, student: Callable[..., Any], seed: int = 0, *, own: Any = None,
    shrinking: bool = True, **options: Any,
) -> Finding:  # fmt: skip
    there = trial(RIGHT, {target: student} | ({of: own} if own else {}), seed=seed)
    there.shrinking = shrinking
    return gradient(there, target, of=of, wrt=wrt, **options)


def relu(student: Callable[..., Any], seed: int = 0, **options: Any) -> Finding:
    return check("relu_grad", "relu_loss", "x", student, seed, **options)


def of_W(student: Callable[..., Any], **options: Any) -> Finding:
    return check("loss_grad_W", "loss", "W", student, **options)


# ---- right ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("target", "of", "wrt"),
    [
        ("loss_grad_W", "loss", "W"),
        ("loss_grads", "loss", ["W", "b"]),
        ("relu_grad", "relu_loss", "x"),
        ("cubic_dx", "cubic", "x"),
        ("wide_grad", "wide_loss", "X"),
    ],
)
@pytest.mark.parametrize("seed", range(3))
def test_the_reference_is_its_own_derivative(target: str, of: str, wrt: Any, seed: int) -> None:
    """Numbers, vectors, matrices, several results at once: the right derivative passes without a remark."""
    assert check(target, of, wrt, RIGHT.answers[target], seed) == Finding(Verdict.PASSED, 1.0)


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("at_zero", [0.0, 0.5, 1.0])
def test_a_correct_relu_is_never_accused(at_zero: float, seed: int) -> None:
    """At the kink every slope from 0 to 1 is right, and zeros are among the inputs."""
    seen = []

    def student(x: ndarray) -> ndarray:
        seen.append((x == 0).any())
        return np.where(x > 0, 1.0, np.where(x == 0, at_zero, 0.0))

    assert relu(student, seed) == Finding(Verdict.PASSED, 1.0)
    assert sum(seen) > 5


def test_single_precision_passes_with_a_remark() -> None:
    """A gradient in float32 is right up to its rounding, and no further."""
    assert of_W(lambda *args: np.float32(loss_grad_W(*args) * 1.0005)) == Finding(
        Verdict.PASSED, 1.0, "float32"
    )
    wrong = of_W(lambda *args: np.float32(loss_grad_W(*args) * 1.02), shrinking=False)
    assert wrong.verdict is Verdict.FAILED


def test_lists_and_size_one_axes_pass() -> None:
    """How a gradient is handed over does not matter."""
    assert of_W(lambda *args: loss_grad_W(*args)[None].tolist()) == Finding(Verdict.PASSED, 1.0)


def test_large_arguments_are_tried_along_directions() -> None:
    """More entries than one would differentiate one by one are tried along a few directions, and caught."""
    there = trial(RIGHT, {"wide_grad": wide_grad}, sizes={"m": (8, 9), "n": (8, 9)})
    assert gradient(there, "wide_grad", of="wide_loss", wrt="X") == Finding(Verdict.PASSED, 1.0)

    def student(X: ndarray) -> ndarray:
        answer = 2 * X
        answer[-1, -1] += 0.5
        return answer

    there = trial(RIGHT, {"wide_grad": student}, sizes={"m": (8, 9), "n": (8, 9)})
    finding = gradient(there, "wide_grad", of="wide_loss", wrt="X")
    assert lost(finding) == "the slope along a random direction is not the one of the loss"


# ---- wrong ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "student",
    [
        lambda x: np.ones_like(x),
        lambda x: np.where(x > 0, 1.0, 0.01),
        lambda x: np.maximum(x, 0),
        lambda x: (x > 1) * 1.0,
        lambda x: (x < 0) * 1.0,
        lambda x: np.where(x > 0, 1.0, np.nan),
        lambda x: np.where(x == 0, np.nan, x > 0),
        lambda x: (x > 0) * (1 + 2e-4),
    ],
    ids=["ones", "leaky", "relu itself", "above 1", "below 0", "NaN below 0", "NaN at 0", "a little off"],
)
@pytest.mark.parametrize("seed", range(5))
def test_a_wrong_relu_is_caught(student: Callable[..., Any], seed: int) -> None:
    """Skipping the kink hides nothing beside it, and NaN not even at it."""
    finding = relu(student, seed, shrinking=False)
    assert (finding.verdict, finding.share) == (Verdict.FAILED, 0.0)


@pytest.mark.parametrize(
    "student",
    [
        lambda W, b, x, y: -loss_grad_W(W, b, x, y),
        lambda W, b, x, y: loss_grad_W(W, 0 * b, x, y),
        lambda W, b, x, y: np.outer(-y * (error(W, b, x, y) + y), x),
        lambda W, b, x, y: loss_grad_W(W, b, x, y) / len(y),
        lambda W, b, x, y: loss_grad_W(W, b, x, y) * (1 + 2e-4),
        lambda W, b, x, y: np.outer(error(W, b, x, y), np.ones_like(x)),
    ],
    ids=["sign", "no bias", "diagonal only", "mean", "a little off", "no x"],
)
def test_wrong_gradients_are_caught(student: Callable[..., Any]) -> None:
    """Every usual slip shows in the slopes."""
    finding = of_W(student, shrinking=False)
    assert (finding.verdict, finding.share) == (Verdict.FAILED, 0.0)


def test_the_place_is_where_they_first_differ() -> None:
    """Not where they differ most: who counts finds the entries before it right."""

    def square(x: Float[ndarray, " n"]) -> float:
        """Smooth everywhere."""
        return float(x @ x)

    def square_grad(x: Float[ndarray, " n"]) -> Float[ndarray, " n"]:
        """Its gradient."""
        return 2 * x

    there = trial(
        reference(square, square_grad),
        {"square_grad": lambda x: 2 * x + np.array([0.0, 0.25, 50.0])},
        sizes={"n": (3, 3)},
    )
    finding = gradient(there, "square_grad", of="square", wrt="x")
    assert finding.evidence is not None
    assert finding.evidence.where == "[1]"


def test_the_worst_entry_is_shown_with_the_slope_of_the_loss() -> None:
    """The student sees the smallest input, both numbers and their place; the slope is the right one."""
    finding = check("loss_grads", "loss", ["W", "b"], lambda *args: (loss_grad_W(*args), -error(*args)))
    evidence = finding.evidence
    assert evidence is not None
    assert evidence.call == "loss_grads(W, b, x, y)"
    assert evidence.where.startswith("result 2, [")
    assert evidence.inputs["W"].shape == (2, 1)
    assert np.allclose(evidence.expected, error(**evidence.inputs), atol=1e-7)
    assert np.allclose(evidence.got, -error(**evidence.inputs))
    assert evidence.inputs["W"].tolist() == [[0.0], [0.0]]


def test_a_number_has_no_place() -> None:
    """The derivative in a number is a number."""
    finding = check("cubic_dx", "cubic", "x", lambda x, y: 3 * x**2)
    evidence = finding.evidence
    assert evidence is not None
    assert evidence.where == ""
    assert float(evidence.expected) == pytest.approx(cubic_dx(**evidence.inputs), abs=1e-6)


def test_a_gradient_of_another_shape_is_told() -> None:
    """A transposed gradient is told by its shape."""
    finding = of_W(lambda *args: loss_grad_W(*args).T)
    assert lost(finding) == (
        "`loss_grad_W`: an array of shape (3, 2) was returned where an array of shape (2, 3) was expected"
    )


def test_only_moods_in_which_differences_mean_something_are_tried() -> None:
    """On the largest and smallest scales a difference is rounding; comparison covers those."""
    seen: list[float] = []

    def student(x: ndarray) -> ndarray:
        seen.append(np.abs(x).max())
        return relu_grad(x)

    relu(student)
    assert max(seen) <= 3
    assert min(size for size in seen if size) > 1e-3


def test_there_are_always_enough_examples() -> None:
    """Half as many examples as the rubric says, but never so few that nothing could be decided."""
    for count, tried in ((10, 2 * USABLE), (100, 50)):
        functions = Watched({"relu_grad": relu_grad})
        gradient(trial(RIGHT, functions, count=count), "relu_grad", of="relu_loss", wrt="x")
        different = {x.tobytes() for (x,) in functions.asked}
        assert 0.8 * tried <= len(different) <= tried  # two that are equal are asked once


# ---- an error carried forward -------------------------------------------------------------------------


def half(*args: Any) -> float:
    return loss(*args) / 2


def half_grad(*args: Any) -> ndarray:
    return loss_grad_W(*args) / 2


def test_a_gradient_of_the_students_own_loss_earns_its_share() -> None:
    """A right step on wrong ground is worth something, where the rubric says so, and is told as that."""
    finding = of_W(half_grad, own=half, carried=0.5)
    assert (finding.verdict, finding.share, finding.mistake) == (Verdict.FAILED, 0.5, "carried_forward")
    assert finding.message == "right for your own `loss`, which is not right itself"
    assert finding.evidence is not None
    assert set(finding.evidence.inputs) == {"W", "b", "x", "y"}


@pytest.mark.parametrize(
    ("own", "carried"),
    [
        (half, 0.0),
        (None, 0.5),
        (loss, 0.5),
        (lambda *args: loss(*args) / 3, 0.5),
        (lambda *args: None, 0.5),
        (lambda *args: 1 / 0, 0.5),
        (lambda *args: float("nan"), 0.5),
        (lambda *args: float("inf"), 0.5),
        (lambda *args: loss(*args) * 1e9 % 1, 0.5),
    ],
    ids=[
        "not asked for",
        "no loss",
        "right loss",
        "another loss",
        "None",
        "raises",
        "NaN",
        "infinite",
        "noise",
    ],
)
def test_nothing_else_is_carried_forward(own: Callable[..., Any] | None, carried: float) -> None:
    """Only the derivative of a loss that has one earns a share; a loss without slopes fits any gradient."""
    options = {"carried": carried} if carried else {}
    finding = of_W(half_grad, own=own, shrinking=False, **options)
    assert (finding.verdict, finding.share, finding.mistake) == (Verdict.FAILED, 0.0, None)


def test_a_constant_loss_earns_nothing() -> None:
    """Zero is the derivative of nothing worth points."""
    finding = of_W(lambda *args: 0 * loss_grad_W(*args), own=lambda *args: 0.0, shrinking=False, carried=0.5)
    assert (finding.share, finding.mistake) == (0.0, None)


def test_a_loss_of_noise_earns_nothing() -> None:
    """Its slopes differ, but each is 0 as far as differences can tell, and so is any small gradient."""

    def noise(W: ndarray, b: ndarray, x: ndarray, y: ndarray) -> float:
        return 1e-13 * float(np.sin(W.sum() + x.sum()))

    finding = of_W(lambda W, b, x, y: 1e-13 * np.sin(W), own=noise, shrinking=False, carried=0.5)
    assert (finding.verdict, finding.share) == (Verdict.FAILED, 0.0)


def test_a_right_gradient_needs_no_loss() -> None:
    """Whatever the student's own loss is, the derivative of the right one earns all points."""
    assert of_W(loss_grad_W, own=lambda *args: 1 / 0, carried=0.5) == Finding(Verdict.PASSED, 1.0)


# ---- what cannot be decided -----------------------------------------------------------------------------


def test_a_loss_without_slopes_breaks_the_check() -> None:
    """Where nearly every input lies on a kink, nothing is decided, and nobody loses points for it."""
    with pytest.raises(GraderError) as problem:
        check("staircase_grad", "staircase", "x", staircase_grad)
    assert str(problem.value) == "fewer than 20 examples of `staircase` are away from its kinks"


def test_a_missing_gradient_is_missing() -> None:
    """The loss alone is not asked for here."""
    finding = gradient(trial(RIGHT, {"loss": loss}), "loss_grad_W", of="loss", wrt="W")
    assert finding == Finding(Verdict.MISSING, message="there is no function `loss_grad_W`")


def test_a_gradient_that_raises_is_told() -> None:
    """An exception is told as it is."""
    finding = relu(lambda x: x[10])
    assert finding.verdict is Verdict.RAISED
    assert lost(finding).startswith("`relu_grad` raised IndexError: index 10 is out of bounds")


def test_a_gradient_that_hangs_is_told_and_not_shrunk() -> None:
    """A time-out is final."""
    slow = Failure(Verdict.TIMED_OUT, "did not finish within 1 s in `relu_grad`")
    functions = Watched({"relu_grad": relu_grad}, slow, after=12)
    finding = gradient(trial(RIGHT, functions), "relu_grad", of="relu_loss", wrt="x")
    assert (finding.verdict, finding.message) == (slow.verdict, slow.message)
    assert len(functions.asked) <= 50
    assert finding.evidence is not None
    assert finding.evidence.inputs["x"] is functions.asked[12][0]


def scaled_loss(x: Float[ndarray, " n"], *, scale: float = 2.0) -> float:
    """The sum of the squares, scaled."""
    return float(scale * (x**2).sum())


def scaled_grad(x: Float[ndarray, " n"], scale: float = 2.0) -> Float[ndarray, " n"]:
    """Its gradient."""
    return 2 * scale * x


def scaled_slope(x: Float[ndarray, " n"], scale: float = 2.0) -> float:
    """Its derivative in the scale."""
    return float((x**2).sum())


def test_arguments_with_a_default_may_be_left_out_of_a_gradient() -> None:
    """The loss is taken at the default then, also where the derivative is that in the argument left out."""
    right = reference(scaled_loss, scaled_grad, scaled_slope)
    functions = {"scaled_grad": scaled_grad, "scaled_slope": scaled_slope}

    assert gradient(trial(right, functions), "scaled_grad", of="scaled_loss", wrt="x").share == 1
    assert gradient(trial(right, functions), "scaled_slope", of="scaled_loss", wrt="scale").share == 1

    other = trial(right, {"scaled_grad": lambda x, scale=3.0: 2 * scale * x})
    assert gradient(other, "scaled_grad", of="scaled_loss", wrt="x").verdict is Verdict.FAILED


def norm(x: Float[Tensor, " n"]) -> Float[Tensor, ""]:
    """Half the square of the length, as whoever writes it in torch leaves it."""
    return (x**2).sum() / 2


def norm_grad(x: Float[Tensor, " n"]) -> Float[Tensor, " n"]:
    """Its gradient."""
    return x.clone()


@pytest.mark.parametrize(
    ("mine", "verdict"), [(norm_grad, Verdict.PASSED), (lambda x: 2 * x, Verdict.FAILED)]
)
def test_a_loss_may_be_an_array_without_axes(mine: Callable[..., Any], verdict: Verdict) -> None:
    """Of tensors the differences are those of double precision."""
    right = reference(norm, norm_grad)
    asked = Check("1", "gradient", "norm_grad", 1, options={"of": "norm", "wrt": "x"})
    assert list(kind_of(asked).validate(asked, right, ())) == []
    finding = gradient(trial(right, {"norm": norm, "norm_grad": mine}), "norm_grad", of="norm", wrt=("x",))
    assert finding.verdict is verdict
