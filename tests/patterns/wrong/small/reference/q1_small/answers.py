"""Right answers to many small questions."""

from math import gcd
from typing import Annotated

import numpy as np
from jaxtyping import Float, Int
from numpy import ndarray

from grader import Index, Within

Vector = Float[ndarray, "n"]
Width = Annotated[int, Within(1, "n")]
Whole = Annotated[int, Within(0, 60)]
Few = Annotated[int, Within(0, 12)]
Exponent = Annotated[int, Within(0, 4)]
Moderate = Annotated[Float[ndarray, "n n"], Within(-3, 3)]
Coefficients = Annotated[Float[ndarray, "n"], Within(-9, 9)]
Place = Annotated[float, Within(-3, 3)]
Shift = Annotated[int, Within(-6, 6)]
Year = Annotated[int, Within(1590, 2420)]
Labels = Annotated[Int[ndarray, "n"], Index("k")]
Classes = Annotated[int, Within(1, 5)]
Rate = Annotated[float, Within(0, 1)]


def variance(x: Vector) -> float:
    """The mean of the squared distances from the mean."""
    return float(np.mean((x - np.mean(x)) ** 2))


def moving_average(x: Vector, width: Width) -> Float[ndarray, "n-width+1"]:
    """The means of all windows of a width."""
    return np.array([x[i : i + width].mean() for i in range(len(x) - width + 1)])


def polynomial(c: Coefficients, x: Place) -> float:
    """The value c_0 + c_1·x + c_2·x² + …."""
    return float(sum(each * x**power for power, each in enumerate(c)))


def matrix_power(A: Moderate, k: Exponent) -> Float[ndarray, "n n"]:
    """The product of k times A."""
    return np.linalg.matrix_power(A, k)


def greatest_divisor(a: Whole, b: Whole) -> int:
    """The greatest common divisor; 0 of two zeros."""
    return gcd(a, b)


def fibonacci(n: Few) -> int:
    """The nth Fibonacci number: 0, 1, 1, 2, 3 …."""
    one, other = 0, 1
    for _ in range(n):
        one, other = other, one + other
    return one


def clipped(x: Vector, low: Annotated[float, Within(-2, 0)], high: Annotated[float, Within(0, 2)]) -> Vector:
    """Every entry, but none below low or above high."""
    return np.minimum(np.maximum(x, low), high)


def running_total(x: Vector) -> Vector:
    """The sums of the first 1, 2, 3 … entries."""
    return np.cumsum(x)


def median(x: Vector) -> float:
    """The middle of the sorted entries, the mean of the two middle ones of an even number."""
    return float(np.median(x))


def is_symmetric(A: Annotated[Float[ndarray, "n m"], Within(-1, 1)]) -> bool:
    """Whether a matrix is its own transpose."""
    return A.shape[0] == A.shape[1] and bool((A == A.T).all())


def mean_and_deviation(x: Vector) -> tuple[float, float]:
    """The mean and the standard deviation with n below."""
    return float(x.mean()), float(x.std())


def rotated(x: Vector, k: Shift) -> Vector:
    """Every entry k places further to the right; what falls out comes in at the left."""
    return np.roll(x, k)


def upper_triangle(A: Float[ndarray, "n m"]) -> Float[ndarray, "n m"]:
    """The matrix with zeros below its diagonal."""
    return np.triu(A)


def leap_year(year: Year) -> bool:
    """Whether a year has 366 days: by 4, not by 100, but by 400."""
    return (year % 4 == 0 and year % 100 != 0) or year % 400 == 0


def counted(labels: Labels, k: Classes) -> Int[ndarray, "k"]:
    """How often each of the labels 0 … k − 1 occurs."""
    return np.bincount(labels, minlength=k)


def ranks(x: Vector) -> Int[ndarray, "n"]:
    """How many entries are smaller than each."""
    return (x[None, :] < x[:, None]).sum(axis=1)


def distances(A: Float[ndarray, "n d"], B: Float[ndarray, "m d"]) -> Float[ndarray, "n m"]:
    """The distance of every row of A from every row of B."""
    return np.sqrt(((A[:, None] - B[None, :]) ** 2).sum(axis=2))


def decayed(w: Vector, grad: Vector, rate: Rate) -> Vector:
    """A step against the gradient: w − rate·grad."""
    return w - rate * grad
