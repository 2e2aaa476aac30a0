"""A law pays no object, returned function, table, figure or printed text that is one and the same."""

from pathlib import Path

import pytest
from one_question import assignment, graded, told

ANSWERS = '''
from collections.abc import Callable
from typing import Annotated, Any

import numpy as np
from jaxtyping import Float
from matplotlib import pyplot as plt
from matplotlib.figure import Figure
from numpy import ndarray
from pandas import DataFrame

from grader import From, Table, Within

People = Table[DataFrame, "city: Oslo | Rome | Lima", "height: float 1 to 2"]


def tall(people: People) -> Table[DataFrame, "city: str", "height: float"]:
    """The same people, by height."""
    return people.sort_values("height").reset_index(drop=True)


def line(a: float, b: float) -> Callable[[float], float]:
    """The line through (0, a) and (1, b)."""
    return lambda x: a + (b - a) * x


class Sum:
    """A sum."""

    def __init__(self) -> None:
        self.all = 0.0

    def add(self, x: float) -> None:
        """Add a number."""
        self.all += x

    def total(self) -> float:
        """All of them."""
        return self.all


def plot(n: Annotated[int, Within(2, 9)]) -> Figure:
    """One line."""
    figure, axes = plt.subplots()
    axes.plot(range(n), range(n))
    return figure


def forward(x: Float[ndarray, "n d"], w: Float[ndarray, "d m"]) -> tuple[Float[ndarray, "n m"], Any]:
    """The product, and what the way back needs."""
    return x @ w, (x, w)


def backward(
    upstream: Float[ndarray, "n m"], cache: Annotated[Any, From("forward")]
) -> tuple[Float[ndarray, "n d"], Float[ndarray, "d m"]]:
    """Both derivatives."""
    x, w = cache
    return upstream @ w.T, x.T @ upstream
'''
LAWS = '''
from typing import Annotated

from jaxtyping import Float
from numpy import ndarray

from grader import Within, agree

from .answers import People


def ascending(tall, people: People) -> None:
    """The smallest come first."""
    heights = list(tall(people)["height"])
    assert heights == sorted(heights)


def straight(line, a: float, b: float, x: float) -> None:
    """The middle lies between."""
    f = line(a, b)
    agree(2 * f(x), f(x - 1) + f(x + 1), noise=1e-9 * (abs(a) + abs(b)) * (1 + abs(x)))


def order_does_not_matter(Sum, x: float, y: float) -> None:
    """One way or the other."""
    one, other = Sum(), Sum()
    one.add(x)
    one.add(y)
    other.add(y)
    other.add(x)
    agree(one.total(), other.total())


def one_line(plot, n: Annotated[int, Within(2, 9)]) -> None:
    """There is one line."""
    assert len(plot(n).axes[0].lines) == 1


def twice_is_twice(
    forward, backward, x: Float[ndarray, "n d"], w: Float[ndarray, "d m"], upstream: Float[ndarray, "n m"]
) -> None:
    """The way back is linear."""
    _, cache = forward(x, w)
    for one, two in zip(backward(upstream, cache), backward(2 * upstream, cache)):
        agree(two, 2 * one)
'''
CHECKS = ", ".join(
    f"{{law: {name}, points: 1}}"
    for name in ("ascending", "straight", "order_does_not_matter", "one_line", "twice_is_twice")
)
LINES = [each for each in ANSWERS.splitlines() if not each.startswith(("from grader", "People"))]
RIGHT = "\n".join(["from __future__ import annotations", *LINES])
NOTHING = """
import pandas as pd
from matplotlib import pyplot as plt

def tall(people):
    return pd.DataFrame({"city": ["Oslo"], "height": [1.0]})

def line(a, b):
    return lambda x: 0.0

class Sum:
    def add(self, x):
        pass

    def total(self):
        return 0.0

def plot(n):
    figure, axes = plt.subplots()
    axes.plot([0], [0])
    return figure

def forward(x, w):
    return x @ w, (x, w)

def backward(upstream, cache):
    x, w = cache
    return 0 * x, 0 * w
"""
COUNTS = NOTHING.replace("pass", "self.n = getattr(self, 'n', 0) + 1").replace("return 0.0", "return self.n")
WRONG = """
def line(a, b):
    return lambda x: 2 * a + b * x

class Sum:
    all = 0.0

    def add(self, x):
        self.all += 3 * x

    def total(self):
        return self.all
"""


@pytest.mark.slow
def test_a_law_is_worth_nothing_to_what_is_one_and_the_same(tmp_path: Path) -> None:
    """A constant table, function, object, figure and derivative; but wrong work keeps what a law gives."""
    rubric = assignment(tmp_path, ANSWERS, CHECKS, LAWS)
    results = graded(rubric, {"right": RIGHT, "nothing": NOTHING, "counts": COUNTS, "wrong": NOTHING + WRONG})
    assert told(results["right"]) == [(1, "")] * 5
    said = [
        ("tall", "a table of 1 row and 2 columns"),
        ("line", "0"),
        ("Sum", "0"),
        ("plot", "a figure with 1 thing drawn"),
        ("backward", "0"),
    ]
    assert told(results["nothing"]) == [
        (0, f"this holds, but `{name}` returns {gives} whatever it is asked, which is worth nothing")
        for name, gives in said
    ]
    assert told(results["counts"])[2] == (
        0,
        "this holds, but `Sum` returns 2 whatever it is asked, which is worth nothing",
    )
    assert [earned for earned, _ in told(results["wrong"])] == [0, 1, 1, 0, 0]
