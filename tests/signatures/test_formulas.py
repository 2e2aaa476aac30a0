"""Catalogues of functions, and functions that stand beside others in one."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import numpy as np
import one_question
import pytest

from grader import Beside, Formulas, Within
from grader.examples.draw import Plan, corpus
from grader.examples.shrink import shrink
from grader.signatures.refusals import Unsupported
from grader.signatures.signature import signature
from grader.values import stored
from grader.values.formula import Formula

Real = Callable[[float], float]
THREE = Formulas(
    ("lambda x: x**2 - a", "lambda x: 2 * x", "lambda x: 2"),
    ("lambda x: a * np.exp(x) - 2", "lambda x: a * np.exp(x)", "lambda x: a * np.exp(x)"),
    a=Within(0.5, 3),
)


def halley(  # type: ignore[empty-body]
    f: Annotated[Real, THREE], df: Annotated[Real, Beside("f")], ddf: Annotated[Real, Beside("f", 2)]
) -> float:
    """A step of Halley's method."""


def test_what_stands_beside_has_the_same_numbers() -> None:
    """In every mood, and when it is shrunk, the three are a function and its two derivatives."""
    read = signature(halley)
    drawn = corpus(read, Plan(60))
    small = shrink(read, {}, drawn[-1], lambda each: "exp" in each.args["f"].text)
    for each in (*drawn, small):
        f, df, ddf = each.values
        for one, slope in ((f, df), (df, ddf)):
            assert (one(1 + 1e-6) - one(1 - 1e-6)) / 2e-6 == pytest.approx(slope(1.0), rel=1e-4, abs=1e-4)
    assert {"exp" in each.args["f"].text for each in drawn} == {True, False}


def test_what_is_kept_of_a_function_is_what_it_always_was() -> None:
    """Corpora and kits hold its text and its bound, and none of what stands beside it."""
    first = corpus(signature(halley), Plan(11))[0].args["f"]
    back = stored.decode(stored.encode(first, exact=True))
    assert (back, back.beside) == (first, ())
    assert stored.layout()["formula"] == ("text", "at_most")


SLIPS = {
    "no argument before it wants Beside": (
        {"df": Annotated[Real, Beside("f")], "f": Annotated[Real, THREE]},
        "the argument `df`: Beside(name='f', place=1) wants an argument `f` with Formulas before it",
    ),
    "more than there are": (
        {"f": Annotated[Real, THREE], "df": Annotated[Real, Beside("f", 3)]},
        "wants more functions beside each formula of `f`: write tuples, as in Formulas((",
    ),
    "no tuples": (
        {"f": Annotated[Real, Formulas("lambda x: x")], "df": Annotated[Real, Beside("f")]},
        "wants more functions beside each formula of `f`",
    ),
}


@pytest.mark.parametrize("name", SLIPS)
def test_slips_are_told_with_what_to_write(name: str) -> None:
    """A function beside none is refused when the reference is read."""
    annotations, said = SLIPS[name]

    def function(f, df): ...

    function.__annotations__ = {**annotations, "return": float}
    if next(iter(annotations)) == "df":

        def function(df, f): ...  # type: ignore[misc]

        function.__annotations__ = {**annotations, "return": float}
    with pytest.raises(Unsupported) as refused:
        signature(function)
    assert said in str(refused.value)


def test_a_catalogue_has_as_many_beside_each() -> None:
    """Else nobody knows what to hand over for the others."""
    with pytest.raises(TypeError, match="as many functions beside each formula as beside the others"):
        Formulas(("lambda x: x", "lambda x: 1"), "lambda x: x**2")


ODE = '''
from collections.abc import Callable
from typing import Annotated

import numpy as np
from jaxtyping import Float
from numpy import ndarray

from grader import Beside, Formulas, Within

Field = Formulas(
    ("lambda t, y: np.array([y[1], -k * y[0]])", "lambda t, y: np.array([[0, 1], [-k, 0]])"), k=Within(0.5, 2)
)
Vector = Callable[[float, ndarray], ndarray]


def implicit_step(
    f: Annotated[Vector, Field],
    J: Annotated[Vector, Beside("f")],
    y: Annotated[Float[ndarray, "2"], Within(-1, 1)],
) -> Float[ndarray, "2"]:
    """A step of length 0.1 of the linearly implicit Euler method."""
    return y + np.linalg.solve(np.eye(2) - 0.1 * J(0.0, y), 0.1 * f(0.0, y))
'''
RIGHT = """
import numpy as np


def implicit_step(f, J, y):
    return y + 0.1 * np.linalg.inv(np.eye(len(y)) - J(0, y) / 10) @ f(0, y)
"""
# Whoever looks into what was handed over finds the formula, which everybody may know, and nothing more.
NOSY = (
    RIGHT
    + """

def implicit_step(f, J, y):
    assert "beside" not in str(vars(f)) and "lambda" in f.text
    J.text, J.at_most, J.calls = "lambda t, y: 0", 10**9, -1
    return y + 0.1 * np.linalg.inv(np.eye(len(y)) - J(0, y) / 10) @ f(0, y)
"""
)


def test_a_right_side_and_its_jacobian_are_handed_over(tmp_path: Path) -> None:
    """Of vectors and matrices, as ODE solvers take them."""
    rubric = one_question.assignment(tmp_path, ODE, "{matches: implicit_step, points: 1}")
    hand_ins = {"right": RIGHT, "wrong": RIGHT.replace("- J(", "+ J("), "nosy": NOSY}
    results = one_question.graded(rubric, hand_ins)
    assert one_question.told(results["right"]) == [(1, "")]
    assert one_question.told(results["nosy"]) == [(1, "")]
    ((earned, _),) = one_question.told(results["wrong"])
    assert earned == 0
    assert isinstance(np.asarray(Formula("lambda t, y: np.array([[0, 1], [-1, 0]])")(0, [1, 2])), np.ndarray)
