"""Whether numbers of steps, by the size of the input, grow faster than they may."""

from collections.abc import Callable
from itertools import pairwise
from math import log2

from grader.values.counting import MOST

SLACK = 1.4  # between any two bounds, from the smallest size to the largest, lies twice this at least
FASTER = 1.5  # n log n adds up to 1.2 times as much as n from size to size, n**2 1.7 times as n log n
TELLING = 4  # sizes: on fewer a growth may be chance

BOUNDS: dict[str, Callable[[int], float]] = {
    "constant": lambda _: 1.0,
    "log n": log2,
    "n": float,
    "n log n": lambda n: n * log2(n),
    "n**2": lambda n: float(n) ** 2,
}


Counts = dict[int, int]  # the steps of the dearest input, by size


def too_many(counts: Counts, at_most: str, slack: float = 1.0) -> bool:
    """Whether the steps at the last size are more than the bound and what is forgiven allow."""
    last = max(counts)
    return counts[last] > MOST or counts[last] > slack * allowed(counts, at_most, last)


def allowed(counts: Counts, at_most: str, size: int) -> float:
    """Return how many steps are forgiven at a size, by those at the first: no more than are counted."""
    bound, first = BOUNDS[at_most], min(counts)
    return min(SLACK * max(counts[first], 1) * bound(size) / bound(first), MOST)


def added(counts: Counts) -> list[int]:
    """Return how many steps more there are at each size than at the one before."""
    return [more - fewer for fewer, more in pairwise(counts.values())]


def padded(counts: Counts, at_most: str) -> bool:
    """Whether the steps grow too fast but for as many at every size, among which the growth is lost.

    Where steps grow as the bound does, beside what is done once, each size adds as many as it adds to the
    bound; it is too much where that is half as many again at every size, and a step for each one of n in all.
    """
    bound, sizes = BOUNDS[at_most], [*counts]
    if len(sizes) < TELLING or counts[sizes[-1]] - counts[sizes[0]] < sizes[-1] - sizes[0]:
        return False
    more = [(bound(large) - bound(small)) or 1.0 for small, large in pairwise(sizes)]
    shares = [steps / each for steps, each in zip(added(counts), more, strict=True)]
    return shares[0] > 0 and all(large >= FASTER * small for small, large in pairwise(shares))
