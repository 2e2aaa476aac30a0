"""What is wrong with what a function leaves in its arguments, where that is the same on all inputs."""

from collections.abc import Callable
from dataclasses import replace
from typing import Annotated, Any, TypedDict

import numpy as np
import pytest
from checks.trials import reference
from jaxtyping import Float
from numpy import ndarray

from grader import Within
from grader.checks import kind_of
from grader.checks.trial import Trial
from grader.examples.corpora import Corpora
from grader.examples.draw import Plan
from grader.functions.local import Local
from grader.grading.decide import decide
from grader.grading.describe import described
from grader.model import Check, Verdict
from grader.signatures.specs import Kind, Spec


class Params(TypedDict):
    W: Float[ndarray, "n d"]
    b: Float[ndarray, "d"]


def sgd(params: Params, grads: Params, lr: Annotated[float, Within(0.1, 2)]) -> None:
    """One step of gradient descent, in place."""
    params["W"] -= lr * grads["W"]
    params["b"] -= lr * grads["b"]


def letters(pick: Any) -> list[str]:
    return [pick.one_of("abcd") for _ in range(pick.choose(0, 4))]


def order(words: Annotated[list[str], letters]) -> None:
    """Sort in place."""
    words.sort()


RIGHT = reference(sgd, order)
NOTHING = Spec(Kind.NOTHING)
RIGHT = replace(RIGHT, signatures={n: replace(s, returns=NOTHING) for n, s in RIGHT.signatures.items()})
SHARED = Corpora(RIGHT)


def said(target: str, wrong: Callable[..., Any], changes: str) -> str:
    """What is described of a wrong function."""
    trial = Trial(RIGHT, SHARED, Local({target: wrong}), Plan(100))
    check = Check("1", "matches", target, 1, options={"changes": [changes]})
    check = kind_of(check).described(check)
    found = decide(trial, check)
    assert found.verdict is Verdict.FAILED
    after = described(trial, check, found, [check])
    assert after.message.startswith(found.message)
    return after.pattern or ""


def stepping(change: Callable[[ndarray, float], ndarray]) -> Callable[..., None]:
    """Return a function that adds something of a gradient and the rate."""

    def wrong(params: Any, grads: Any, lr: float) -> None:
        for name in params:
            params[name] += change(grads[name], lr)

    return wrong


def binding_anew(params: Any, grads: Any, lr: float) -> None:
    for name, p in params.items():
        p = p - lr * grads[name]


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (stepping(lambda g, lr: lr * g), "the right change with its sign reversed."),
        (stepping(lambda g, _: -g), "the right change divided by `lr`: is `lr` left out?"),
        (
            stepping(lambda g, _: g),
            "the right change divided by `lr`, with its sign reversed: is `lr` left out?",
        ),
        (stepping(lambda g, lr: -2 * lr * g), "2 times the right change."),
    ],
)
def test_the_other_way_and_by_too_much_is_told_of_the_change(wrong: Callable[..., Any], words: str) -> None:
    """As it is of answers."""
    pattern = said("sgd", wrong, "params")
    assert pattern.startswith("On all ")
    assert pattern.endswith(f" inputs, what your function changes in `params` is {words}")


def test_an_argument_that_stays_as_it_was_is_told() -> None:
    """With what makes it so, by what is to be changed."""
    assert said("sgd", binding_anew, "params") == (
        "Your function leaves `params` as it was: a line such as `p = p - step` makes a new value that is "
        "not in the dict: put it under its key."
    )
    assert said("order", sorted, "words") == (
        "Your function leaves `words` as it was: `words = ...` gives the name to another list, and "
        "`words[:] = ...` changes the one that is there."
    )


def test_what_is_not_so_on_all_inputs_is_not_told() -> None:
    """Now and then it is right, or wrong in another manner."""

    def at_times(params: Any, grads: Any, lr: float) -> None:
        (sgd if lr > 1 else binding_anew)(params, grads, lr)

    assert not said("sgd", at_times, "params")
    assert not said("sgd", stepping(lambda g, lr: np.sin(lr * g)), "params")
