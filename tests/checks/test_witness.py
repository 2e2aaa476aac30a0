"""``witness``: any example that proves the claim is right, and no other."""

from typing import Any

import numpy as np
import pytest
import torch
from jaxtyping import Float
from numpy import ndarray

from grader.checks.finding import Finding
from grader.checks.witness import witness
from grader.functions.reply import Failure
from grader.model import Verdict
from grader.values.compare import agree

from .trials import Watched, reference, trial

W1, W2, X, Y = np.array([[1.0], [-1.0]]), np.array([[1.0, 1.0]]), np.array([1.0]), np.array([-1.0])


def counterexample() -> tuple[
    Float[ndarray, "h d"], Float[ndarray, "k h"], Float[ndarray, " d"], Float[ndarray, " d"]
]:
    """Two layers and two inputs."""
    return W1, W2, X, Y


def breaks_additivity(
    W1: Float[ndarray, "h d"], W2: Float[ndarray, "k h"], x: Float[ndarray, " d"], y: Float[ndarray, " d"]
) -> bool:
    """The output for x + y is not the sum of those for x and y."""

    def layers(v: ndarray) -> ndarray:
        return W2 @ np.maximum(0, W1 @ v)

    return bool(np.any(np.abs(layers(x + y) - layers(x) - layers(y)) > 1e-9))


def is_invertible(A: Float[ndarray, "n n"]) -> None:
    """The matrix has an inverse."""
    inverse = np.linalg.inv(A)
    if not np.abs(A @ inverse - np.eye(len(A))).max() < 1e-6:
        raise AssertionError("times its inverse it is not 1")


def matrix() -> tuple[Float[ndarray, "n n"]]:
    """A matrix."""
    return (np.eye(2),)


def is_larger(x: float, y: float) -> None:
    """The first number is larger."""
    if not x > y:
        raise AssertionError


def add_up_to_ten(x: float, y: float) -> None:
    """They add up to ten."""
    agree(x + y, 10.0)


RIGHT = reference(counterexample, matrix, laws=[breaks_additivity, is_invertible, is_larger, add_up_to_ten])


def check(answer: Any, proves: str = "breaks_additivity") -> Finding:
    return witness(trial(RIGHT, {"f": lambda: answer}), "f", proves=proves)


@pytest.mark.parametrize(
    "answer",
    [
        (W1, W2, X, Y),
        [W1, W2, X, Y],
        (W1.tolist(), W2.tolist(), X.tolist(), Y.tolist()),
        (W1[:, 0], W2, 1.0, -1.0),
        (W1, W2[0], X[:, None], Y[None]),
        (1.0, 1, 1, -2),
        (torch.tensor(W1), torch.tensor(W2), torch.tensor(X), torch.tensor(Y)),
        (np.eye(3), np.ones((2, 3)), np.array([1, -1, 0]), np.array([-1, 1, 0])),
    ],
    ids=["tuple", "list", "lists", "axes left out", "axes added", "numbers", "tensors", "another"],
)
def test_any_correct_example_passes(answer: Any) -> None:
    """Examples differ; what counts is that they prove the claim, however they are written."""
    assert check(answer) == Finding(Verdict.PASSED, 1.0)


def test_a_claim_may_be_made_of_assertions() -> None:
    """A claim that returns nothing is proved where it does not object."""
    assert check((np.eye(3),), "is_invertible") == Finding(Verdict.PASSED, 1.0)
    assert check((2, 1), "is_larger") == Finding(Verdict.PASSED, 1.0)


NOTHING = "nothing could be calculated from it"


@pytest.mark.parametrize(
    ("answer", "proves", "why"),
    [
        ((W1, W2, X, X), "breaks_additivity", "The output for x + y is not the sum of those for x and y."),
        ((1, 2), "is_larger", "The first number is larger."),
        ((np.nan, 1), "is_larger", "an example is made of finite numbers, and nan or infinity was returned"),
        ((np.ones((2, 2)),), "is_invertible", f"{NOTHING} (LinAlgError: Singular matrix)"),
        ((np.diag([1.0, 1e-320]),), "is_invertible", "times its inverse it is not 1"),
        ((1, 2), "add_up_to_ten", "They add up to ten. 3.0 came out where 10.0 was expected"),
    ],
    ids=["additive", "smaller", "NaN", "singular", "nearly singular", "agree"],
)  # fmt: skip
def test_an_example_that_proves_nothing_fails(answer: Any, proves: str, why: str) -> None:
    """The student reads the claim, or why it does not hold; the example is kept as evidence."""
    finding = check(answer, proves)
    assert (finding.verdict, finding.share) == (Verdict.FAILED, 0.0)
    assert finding.message == f"the example does not show it: {why}"
    evidence = finding.evidence
    assert evidence is not None
    assert (evidence.call, evidence.message) == ("f()", finding.message)
    assert list(evidence.inputs) == list(RIGHT.laws[proves].signature.parameters)
    assert len(evidence.got) == len(answer)


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (None, "None was returned where (W1, W2, x, y) was expected"),
        ({"W1": W1}, "a dict of 1 was returned where (W1, W2, x, y) was expected"),
        ((W1, W2, X), "a tuple of 3 was returned where (W1, W2, x, y) was expected"),
        (W1, "an array of shape (2, 1) was returned where (W1, W2, x, y) was expected"),
        ((W1, W2, X, None), "None was returned where numbers were expected"),
        ((W1, W2, X, "1"), "the text '1' was returned where numbers were expected"),
        ((W1, W2, X, {}), "a dict of 0 was returned where numbers were expected"),
        ((W1, W2, X, np.array(1j)), "complex numbers were returned where real ones were expected"),
        ((W1, W2, X, [[1.0], [1.0, 2.0]]), "a list whose rows have different lengths was returned"),
        ((W1, np.ones((1, 3)), X, Y), "the shapes of (W1, W2, x, y) do not fit together"),
        ((W1, W2, X, np.ones(2)), "the shapes of (W1, W2, x, y) do not fit together"),
        ((W1, W2, X, np.ones((2, 2))), "the shapes of (W1, W2, x, y) do not fit together"),
    ],
    ids=str,
)
def test_what_is_no_example_is_told_in_words(answer: Any, why: str) -> None:
    """Missing parts, other kinds and shapes that do not fit are each told."""
    finding = check(answer)
    assert (finding.verdict, finding.share) == (Verdict.FAILED, 0.0)
    assert finding.message == f"the example does not show it: {why}"


@pytest.mark.parametrize(
    ("failure", "message"),
    [
        (Failure(Verdict.RAISED, "ValueError: no"), "`f` raised ValueError: no"),
        (Failure(Verdict.TIMED_OUT, "did not finish within 1 s in `f`"), "did not finish within 1 s in `f`"),
    ],
)
def test_a_function_that_does_not_answer_is_told(failure: Failure, message: str) -> None:
    """An exception and a time-out keep their verdicts."""
    functions = Watched({"f": lambda: None}, failure)
    finding = witness(trial(RIGHT, functions), "f", proves="is_larger")
    assert (finding.verdict, finding.share, finding.message) == (failure.verdict, 0.0, message)
    assert len(functions.asked) == 1


def test_a_missing_witness_is_missing() -> None:
    """The function that is not there is named."""
    finding = witness(trial(RIGHT, {}), "f", proves="is_larger")
    assert finding == Finding(Verdict.MISSING, message="there is no function `f`")


@pytest.mark.parametrize("number", [np.nan, np.inf, -np.inf])
def test_an_example_is_made_of_finite_numbers(number: float) -> None:
    """With nan or infinity every equation fails, and a claim that two sides differ would be proved by it."""
    found = check((W1 * number, W2, X, Y))
    assert found.verdict is Verdict.FAILED
    assert found.message.endswith("an example is made of finite numbers, and nan or infinity was returned")
