"""Which values an argument may take.

A reference function's annotations say shape and type; a domain, put beside them in ``Annotated``, says which
values: ``Annotated[Float[ndarray, "k"], one_hot]``.  A domain is a function from a ``Pick`` to a value, so an
instructor's own domain is a function too.
"""

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from random import Random

import numpy as np

from grader.signatures.pick import FEW, TINIEST, TINY, Domain, Mood, Pick, Unsuitable, decimal


@dataclass(frozen=True)
class Reals:
    """Any real entries: around 1, with scales from ``smallest`` to ``largest``.  What is drawn by default."""

    smallest: float = TINIEST
    largest: float = 1e3

    def __call__(self, pick: Pick) -> np.ndarray:
        """Pick whole numbers from -3 to 3, or decimals from -2 to 2 times a scale."""
        if pick.mood in (Mood.PLAIN, Mood.EDGE) and pick.count <= FEW:
            return pick.array([pick.choose(-3, 3) for _ in range(pick.count)])
        random = pick.random()
        if pick.mood in (Mood.PLAIN, Mood.EDGE):
            return pick.array([random.randint(-3, 3) for _ in range(pick.count)])
        if pick.mood is Mood.TIES:
            pool = (0.0, -0.0, 1.0, -1.0, decimal(random, -2, 2))
            return pick.array([random.choice(pool) for _ in range(pick.count)])
        entries = [decimal(random, -2, 2) for _ in range(pick.count)]
        if pick.mood is Mood.MIXED:
            entries = [random.choice((0.0, -0.0)) if random.random() < 0.2 else entry for entry in entries]
        return np.asarray(pick.array(entries) * self.scale(pick, random))

    def scale(self, pick: Pick, random: Random) -> float:
        """Return the factor by which this array is larger or smaller than 1."""
        if pick.whole and pick.mood is not Mood.LARGE:
            return 1.0  # a small whole number is 0
        if pick.mood is Mood.TINY:
            return max(random.choice((TINY, TINIEST)), self.smallest)
        if pick.mood is Mood.LARGE:
            return self.largest
        if pick.mood is Mood.MIXED:
            return min(max(10.0 ** random.randint(-2, 2), self.smallest), self.largest)
        return 1.0


reals = Reals()


@dataclass(frozen=True)
class Within:
    """Entries from ``low`` to ``high``, both included; a bound may name an axis or an earlier argument."""

    low: float | str
    high: float | str

    def __post_init__(self) -> None:
        if not isinstance(self.low, str) and not isinstance(self.high, str) and self.low > self.high:
            raise ValueError(f"Within({self.low}, {self.high}) holds nothing: the lower bound comes first")

    def __call__(self, pick: Pick) -> np.ndarray:
        """Pick the ends, whole numbers between them, or decimals."""
        low, high = pick.number(self.low), pick.number(self.high)
        if low > high:
            raise Unsuitable
        if pick.whole:
            first, last = int(np.ceil(low)), int(np.floor(high))
            if first > last:
                raise Unsuitable
            if pick.mood is Mood.EDGE:
                return pick.array([pick.one_of((first, last)) for _ in range(pick.count)])
            if pick.mood in (Mood.LARGE, Mood.MIXED):
                return pick.array([pick.choose(first, last) for _ in range(pick.count)])
            near = max(first, min(0, last))  # the allowed number closest to 0
            lowest, highest = max(first, near - 5), min(last, near + 5)
            return pick.array([pick.choose(lowest, highest) for _ in range(pick.count)])
        if pick.mood is Mood.PLAIN and pick.count <= FEW:
            first, last = int(np.ceil(max(low, -3))), int(np.floor(min(high, 3)))
            if last > first:
                return pick.array([pick.choose(first, last) for _ in range(pick.count)])
        ends = (low, high, 0.0, -0.0) if low < 0 < high else (low, high)
        if pick.mood is Mood.EDGE and pick.count <= FEW:
            return pick.array([pick.one_of(ends) for _ in range(pick.count)])
        random = pick.random()
        if pick.mood is Mood.EDGE:
            return pick.array([random.choice(ends) for _ in range(pick.count)])
        if pick.mood is Mood.LARGE:
            return pick.array([decimal(random, low, high) for _ in range(pick.count)])
        centre = min(max(0.0, low), high)
        unit = random.choice((TINY, TINIEST)) if pick.mood is Mood.TINY else 2.0
        narrow = (max(low, centre - unit), min(high, centre + unit))
        entries = [decimal(random, *narrow) for _ in range(pick.count)]
        if pick.mood in (Mood.TIES, Mood.MIXED):
            centres = (centre, -0.0 if centre == 0 else centre)  # there are two zeros
            entries = [random.choice((entry, random.choice(centres), entries[0])) for entry in entries]
        return pick.array(entries)


@dataclass(frozen=True)
class Positive:
    """Entries above 0, with scales from ``smallest`` to ``largest``."""

    smallest: float = TINIEST
    largest: float = 1e3

    def __call__(self, pick: Pick) -> np.ndarray:
        """Pick any real entries without their signs, and 1 for 0."""
        values = np.abs(Reals(self.smallest, self.largest)(pick))
        return np.where(values == 0, 1.0, values)


@dataclass(frozen=True)
class NonNegative:
    """Entries from 0 up, exact zeros among them, with scales from ``smallest`` to ``largest``."""

    smallest: float = TINIEST
    largest: float = 1e3

    def __call__(self, pick: Pick) -> np.ndarray:
        """Pick any real entries without their signs."""
        return np.asarray(np.abs(Reals(self.smallest, self.largest)(pick)))


@dataclass(frozen=True)
class Near:
    """Real entries, many of them exactly 0, t or −t, where t is an earlier argument: the kinks of |x| ≶ t."""

    name: str
    smallest: float = TINIEST
    largest: float = 1e3

    def __call__(self, pick: Pick) -> np.ndarray:
        """Pick any real entries, and put a kink in the place of some of them."""
        t = pick.number(self.name)
        values = Reals(self.smallest, self.largest)(pick)
        if pick.mood in (Mood.ONES, Mood.UNEVEN, Mood.LAYOUT):
            return values
        random = pick.random()
        kinks = (0.0, t, -t, t / 2, -2 * t)
        share = 0.8 if pick.mood in (Mood.EDGE, Mood.TIES) else 0.3
        chosen = [random.choice(kinks) if random.random() < share else float(v) for v in values.ravel()]
        return pick.array(chosen)


@dataclass(frozen=True)
class Index:
    """Whole numbers from 0 up to, not including, the length of an axis."""

    axis: str

    def __call__(self, pick: Pick) -> np.ndarray:
        """Pick any index; at the edge, the first or the last."""
        last = int(pick.number(self.axis)) - 1
        if pick.mood is Mood.EDGE:
            return pick.array([pick.one_of((0, last)) for _ in range(pick.count)])
        return pick.array([pick.choose(0, last) for _ in range(pick.count)])


@dataclass(frozen=True)
class Where:
    """A condition on this argument and others, by their names: ``Where(lambda x, y: x + y > 0)``."""

    condition: Callable[..., bool]

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The arguments that it is about."""
        return tuple(inspect.signature(self.condition).parameters)


def picks_many(domain: Domain) -> bool:
    """Whether a domain is one of these, which pick all the numbers of a shape at once."""
    return getattr(domain, "__module__", "") == __name__


def truths(pick: Pick) -> np.ndarray:
    """True and False in any order; at the edge all of one."""
    if pick.mood is Mood.EDGE:
        return pick.array([pick.choose(0, 1)] * pick.count)
    if pick.count <= FEW:
        return pick.array([pick.choose(0, 1) for _ in range(pick.count)])
    random = pick.random()
    return pick.array([random.randint(0, 1) for _ in range(pick.count)])


def one_hot(pick: Pick) -> np.ndarray:
    """A vector with a single 1."""
    vector = np.zeros(pick.shape)
    vector[pick.choose(0, pick.count - 1)] = 1.0
    return vector


def distribution(pick: Pick) -> np.ndarray:
    """Probabilities that sum to 1: one-hot, uniform, or anything between, exact zeros among them."""
    kind = {Mood.PLAIN: "one_hot", Mood.EDGE: "one_hot", Mood.TIES: "uniform"}.get(pick.mood, "any")
    if kind == "one_hot" or pick.count == 1:
        return one_hot(pick)
    if kind == "uniform":
        return np.full(pick.shape, 1.0 / pick.count)
    random = pick.random()
    zeros = 0.3 if pick.mood in (Mood.MIXED, Mood.LARGE, Mood.UNEVEN) else 0.0
    weights = [0.0 if random.random() < zeros else random.randint(1, 9) for _ in range(pick.count)]
    weights[random.randrange(pick.count)] += 1
    return pick.array(weights) / sum(weights)


def distinct_rows(pick: Pick) -> np.ndarray:
    """A matrix whose rows have no ties; the entries differ very little in some moods, very much in others."""
    rows, columns = pick.shape
    random = pick.random()
    ranks = [random.sample(range(columns), columns) for _ in range(rows)]
    if pick.mood in (Mood.PLAIN, Mood.ONES):
        return pick.array([float(rank) for row in ranks for rank in row])
    gap = {Mood.TINY: 1e-11, Mood.LARGE: 300.0, Mood.EDGE: 1e-9}.get(pick.mood, 0.7)
    shift = random.choice((0.0, -1.0, 0.5)) if gap < 1e-6 else random.choice((0.0, -2.0, -columns)) * gap
    return pick.array([shift + gap * rank for row in ranks for rank in row])


def joint_probabilities(pick: Pick) -> np.ndarray:
    """A symmetric matrix with zero diagonal and entries that sum to 1; at times with other zeros (n ≥ 2)."""
    n = pick.shape[0]
    if n < 2:
        raise ValueError("a matrix of joint probabilities has at least two rows: write sizes: {n: [2, 4]}")
    random = pick.random()
    zeros = 0.3 if pick.mood in (Mood.TIES, Mood.MIXED, Mood.EDGE) else 0.0
    weights = np.zeros((n, n))
    for i in range(n):
        for j in range(i):
            weights[i, j] = 0 if random.random() < zeros else random.randint(1, 9)
    if not weights.any():
        weights[1, 0] = 1
    weights = weights + weights.T
    return np.asarray(weights / weights.sum())
