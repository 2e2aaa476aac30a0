"""Draws beside what is right: how far off they are, and the numbers of a picture of that."""

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise
from math import floor, inf, log, log10
from typing import Any

import numpy as np

from grader.model import Draws
from grader.text.values import line, number
from grader.values.wrong import Wrong

SHOWN = 24  # outcomes in a picture


def divergence(draws: int, share: float, right: float) -> float:
    """Return n·KL(share, right)."""
    one = share * log(share / right) if share and right else inf if share else 0.0
    left, wanted = 1 - share, 1 - right
    other = left * log(left / wanted) if left > 0 and wanted > 0 else inf if left > 0 else 0.0
    return draws * max(one + other, 0.0)


def by_chance(draws: int, right: float, limit: float) -> tuple[float, float]:
    """Return the lowest and the highest share that could be by chance."""
    ends = []
    for end in (0.0, 1.0):
        near, far = right, end
        for _ in range(60):
            middle = (near + far) / 2
            near, far = (middle, far) if divergence(draws, middle, right) <= limit else (near, middle)
        ends.append(near)
    return ends[0], ends[1]


def frequencies(
    counts: Counter[Any], distribution: Mapping[Any, float], far: Sequence[float], limit: float
) -> Draws:
    """Return how often each came up beside how often it may; of many those that are furthest off."""
    draws, right = counts.total(), list(distribution.values())
    places = sorted(sorted(range(len(far)), key=lambda place: -far[place])[:SHOWN])
    could = [by_chance(draws, right[place], limit) for place in places]
    outcomes = [list(distribution)[place] for place in places]
    names, came = [line(each) for each in outcomes], [float(counts[each]) for each in outcomes]
    expected = [draws * right[place] for place in places]
    least, most = [draws * low for low, _ in could], [draws * high for _, high in could]
    if other := sum(count for outcome, count in counts.items() if outcome not in distribution):
        names, came = [*names, "anything else"], [*came, float(other)]
        expected, least, most = [*expected, 0.0], [*least, 0.0], [*most, 0.0]
    return Draws(
        f"how often each came up in {draws} draws",
        tuple(names),
        tuple(came),
        tuple(expected),
        tuple(least),
        tuple(most),
        (0.0, max(*came, *most)),
    )


def plotted(wrong: Wrong, plot: Draws) -> Wrong:
    """Return what is wrong with a picture of it, if there are numbers to draw."""
    drawn = np.isfinite([*plot.came, *plot.expected, *plot.least, *plot.most, *plot.ends]).all()
    wrong.plot = plot if drawn and plot.ends[0] < plot.ends[1] else None
    return wrong


def histogram(edges: np.ndarray, shares: np.ndarray, right: np.ndarray, draws: int) -> Draws:
    """Return what share of the draws lies between any two edges that are neighbours."""
    digits = 1 - floor(log10((edges[1] - edges[0]) or 1.0))
    names = tuple(f"{_edge(low, digits)} to {_edge(high, digits)}" for low, high in pairwise(edges.tolist()))
    what = f"what share of {draws} draws lies in each part of their range"
    came, expected = tuple(shares.tolist()), tuple(right.tolist())
    return Draws(what, names, came, expected, (), (), (0.0, max(*came, *expected)))


def _edge(value: float, digits: int) -> str:
    return number(round(value, digits), 3)
