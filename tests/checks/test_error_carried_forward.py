"""An error carried forward: right for the student's own functions, worth a share, and nothing else is."""

from collections.abc import Callable
from dataclasses import replace
from typing import Annotated, Any

import numpy as np
import pytest
from jaxtyping import Float
from numpy import ndarray

from grader.checks.finding import Finding
from grader.checks.gradient import gradient
from grader.checks.matches import matches
from grader.checks.trial import Trial
from grader.errors import GraderError
from grader.examples.corpora import Corpora
from grader.examples.draw import Plan
from grader.functions.local import Local
from grader.functions.reply import Failure
from grader.model import Verdict
from grader.reference.contents import Reference
from grader.signatures.domains import Within

from .trials import Watched, reference, trial

Vector = Annotated[Float[ndarray, "n"], Within(-5, 5)]


def shrink(x: Vector, t: Annotated[float, Within(0, 3)]) -> Vector:
    """The part of x outside [-t, t]."""
    return x - np.clip(x, -t, t)


def shrunk_step(x: Vector, g: Vector, t: Annotated[float, Within(0, 3)]) -> Vector:
    """Against g, then towards 0."""
    return shrink(x - g, t)


def energy(x: Vector) -> float:
    """Half the square."""
    return float(x @ x) / 2


def potential(x: Vector) -> float:
    """The energy at half the way: only the reference has this function."""
    return energy(x / 2)


def potential_grad(x: Vector) -> Vector:
    """The derivative of the potential."""
    return x / 4


RIGHT = reference(shrink, shrunk_step, energy, potential, potential_grad)


def hard(x: ndarray, t: float) -> ndarray:
    """Keep or drop."""
    return np.where(np.abs(x) > t, x, 0)


def hard_step(x: ndarray, g: ndarray, t: float) -> ndarray:
    return hard(x - g, t)


def step(carried: float = 0.5, **functions: Callable[..., Any]) -> Finding:
    return matches(trial(RIGHT, functions), "shrunk_step", carried=carried)


def test_what_is_right_for_the_students_own_function_earns_its_share() -> None:
    """The reference, with the student's function in place of the one it calls, gives these answers."""
    finding = step(shrunk_step=hard_step, shrink=hard)

    assert (finding.verdict, finding.share, finding.mistake) == (Verdict.FAILED, 0.5, "carried_forward")
    assert finding.message == "right for your own `shrink`, which is not right itself"
    assert finding.evidence is not None
    assert set(finding.evidence.inputs) == {"x", "g", "t"}


def test_single_precision_is_carried_too() -> None:
    """An error in float32 is an error all the same."""
    finding = step(shrunk_step=lambda *args: hard_step(*args).astype(np.float32), shrink=hard)
    assert finding.mistake == "carried_forward"


@pytest.mark.parametrize(
    "functions",
    [
        {"shrunk_step": hard_step},
        {"shrunk_step": hard_step, "shrink": shrink},
        {"shrunk_step": hard_step, "shrink": lambda x, t: hard(x, 2 * t)},
        {"shrunk_step": lambda x, g, t: 0 * x, "shrink": lambda x, t: 0 * x},
        {"shrunk_step": lambda x, g, t: 0 * x + 1, "shrink": lambda x, t: 0 * x + 1},
        {"shrunk_step": lambda x, g, t: x * np.nan, "shrink": lambda x, t: x * np.nan},
        {"shrunk_step": hard_step, "shrink": lambda x, t: 1 / 0},
        {"shrunk_step": hard_step, "shrink": lambda x, t: None},
        {"shrunk_step": hard_step, "shrink": lambda x, t: np.zeros(7)},
    ],
    ids=["no own", "right own", "another own", "zeros", "ones", "NaN", "raises", "None", "misshapen"],
)
def test_nothing_else_is_carried_forward(functions: dict[str, Callable[..., Any]]) -> None:
    """Not what follows from no function of the student's, nor what any constant would follow from."""
    finding = step(**functions)  # type: ignore[arg-type]
    assert (finding.verdict, finding.share, finding.mistake) == (Verdict.FAILED, 0.0, None)


def test_a_right_answer_needs_no_ground() -> None:
    """All points, whatever the other function is."""
    assert step(shrunk_step=shrunk_step, shrink=hard) == Finding(Verdict.PASSED, 1.0)


def test_nothing_is_carried_unasked() -> None:
    """The rubric says where it is worth something."""
    assert step(0.0, shrunk_step=hard_step, shrink=hard).share == 0.0


def test_what_calls_nothing_of_the_reference_carries_nothing() -> None:
    """The instructor is told, at the first submission there is: the reference itself."""
    with pytest.raises(GraderError) as problem:
        matches(trial(RIGHT, {"shrink": shrink}), "shrink", carried=0.5)
    assert str(problem.value) == (
        "nothing is carried to `shrink`, which calls no other function of the reference"
    )


def test_a_function_that_hangs_carries_nothing() -> None:
    """It is asked once."""
    slow = Failure(Verdict.TIMED_OUT, "did not finish within 1 s in `shrink`")

    class Hanging(Watched):
        def ask(self, name: str, calls: Any) -> Any:
            return [slow for _ in calls] if name == "shrink" else super().ask(name, calls)

    functions = Hanging({"shrunk_step": hard_step, "shrink": hard})
    finding = matches(trial(RIGHT, functions), "shrunk_step", carried=0.5)
    assert (finding.verdict, finding.share) == (Verdict.FAILED, 0.0)


def coarse(x: ndarray, t: float) -> ndarray:
    """Right as far as an answer in single precision must be."""
    return (1.0003 * shrink(x, t)).astype(np.float32)


def test_what_is_right_for_a_right_function_in_single_precision_passes() -> None:
    """Its answers are doubles, and as far from the right ones as those that it is made of."""
    finding = step(shrink=coarse, shrunk_step=lambda x, g, t: coarse(x - g, t).astype(float) * (1 + 1e-9))
    assert (finding.verdict, finding.share) == (Verdict.PASSED, 1.0)


def test_what_leaves_its_arguments_changed_is_not_right_for_anything() -> None:
    """A check that passes for the student's own function asks for all else, too."""

    def worse(x: ndarray, g: ndarray, t: float) -> ndarray:
        x -= g
        return coarse(x, t).astype(float) * (1 + 1e-9)

    finding = step(shrink=coarse, shrunk_step=worse)
    assert finding.verdict is Verdict.FAILED


def test_a_gradient_may_be_that_of_a_loss_made_of_the_students_functions() -> None:
    """The potential is the reference's, the energy in it the student's."""
    functions = {"potential_grad": lambda x: 1.5 * x, "energy": lambda x: float(x @ x) * 3}

    finding = gradient(trial(RIGHT, functions), "potential_grad", of="potential", wrt="x", carried=0.5)

    assert (finding.verdict, finding.share, finding.mistake) == (Verdict.FAILED, 0.5, "carried_forward")
    assert finding.message == "right for your own `energy`, which is not right itself"


def test_a_gradient_of_another_potential_earns_nothing() -> None:
    """The student's energy does not lead to it."""
    functions = {"potential_grad": lambda x: 3 * x, "energy": lambda x: float(x @ x) * 2}
    finding = gradient(trial(RIGHT, functions), "potential_grad", of="potential", wrt="x", carried=0.5)
    assert (finding.share, finding.mistake) == (0.0, None)


@pytest.mark.parametrize(
    ("loss", "slope"),
    [
        (lambda x: float(x.sum()), lambda x: np.ones(len(x)) / 2),
        (lambda x: float(x @ np.arange(len(x))), lambda x: np.arange(len(x)) / 2),
        (lambda x: float(x.mean()), lambda x: np.ones(len(x)) / len(x) / 2),
    ],
    ids=["ones", "a ramp", "a mean"],
)
def test_a_linear_loss_carries_nothing(loss: Callable[..., Any], slope: Callable[..., Any]) -> None:
    """Its gradient is a constant of each shape, which is no work at all."""
    functions = {"potential_grad": slope, "energy": loss}
    finding = gradient(trial(RIGHT, functions), "potential_grad", of="potential", wrt="x", carried=0.5)
    assert (finding.share, finding.mistake) == (0.0, None)


def test_a_loss_that_nobody_asks_for_carries_nothing() -> None:
    """No check judges it, so it may be whatever is easy to differentiate; what is asked for still counts."""
    easy = {"potential_grad": lambda x: 2 * x, "potential": lambda x: float(x @ x)}
    asked = replace(RIGHT, asked=frozenset({"potential_grad", "energy"}))

    def carried(right: Reference, functions: dict[str, Callable[..., Any]]) -> Finding:
        there = Trial(right, Corpora(right), Local(functions), Plan())
        return gradient(there, "potential_grad", of="potential", wrt="x", carried=0.5)

    assert carried(RIGHT, easy).share == 0.5
    assert carried(asked, easy).share == 0.0
    assert carried(asked, easy | {"energy": lambda x: float(x @ x) * 4}).share == 0.5


def bent(w: Vector, x: Vector) -> float:
    """A loss of both."""
    return float(np.log1p((w @ x) ** 2))


def bent_grad(w: Vector, x: Vector) -> Vector:
    """Its derivative in w."""
    return 2 * (w @ x) / (1 + (w @ x) ** 2) * x


BENT = reference(bent, bent_grad)


@pytest.mark.parametrize(
    ("loss", "slope", "share"),
    [
        (lambda w, x: float(w @ w) / 2, lambda w, x: w, 0.0),
        (lambda w, x: float(w @ w), lambda w, x: 2 * w, 0.0),
        (lambda w, x: float(w @ w + x @ x), lambda w, x: 2 * w, 0.0),
        (lambda w, x: float(w @ x), lambda w, x: x, 0.0),
        (lambda w, x: float(np.sin(w).sum()), lambda w, x: np.cos(w), 0.0),
        (lambda w, x: float((w @ x) ** 2), lambda w, x: 2 * (w @ x) * x, 0.5),
    ],
    ids=["its argument", "of one argument", "a sum of two", "the other argument", "sines", "work"],
)
def test_a_loss_that_shares_nothing_with_the_right_one_carries_nothing(
    loss: Callable[..., Any], slope: Callable[..., Any], share: float
) -> None:
    """What the right loss and its gradient look at, the student's must look at, too, and not hand back."""
    functions = {"bent": loss, "bent_grad": slope}
    assert gradient(trial(BENT, functions), "bent_grad", of="bent", wrt="w", carried=0.5).share == share


def test_a_loss_that_hangs_carries_nothing() -> None:
    """Also where it is asked whether it looks at its arguments."""
    slow = Failure(Verdict.TIMED_OUT, "did not finish within 1 s in `bent`")

    class Hanging(Watched):
        def ask(self, name: str, calls: Any) -> Any:
            return [slow for _ in calls] if name == "bent" else super().ask(name, calls)

    functions = Hanging({"bent": bent, "bent_grad": lambda w, x: 2 * (w @ x) * x})
    finding = gradient(trial(BENT, functions), "bent_grad", of="bent", wrt="w", carried=0.5)
    assert (finding.verdict, finding.share) == (Verdict.FAILED, 0.0)
