"""Numbers drawn at random, held against what they should be: a right function fails less than once in 10⁹.

Two bounds, which hold for any number of independent draws, of whatever distribution (what is odd about their
order is found in ``grader.values.order``):

- the mean of bounded numbers, and how often something comes up: P(mean ≥ m) ≤ exp(−n·KL(m, μ)) for m > μ,
  and the same below (Hoeffding, Probability Inequalities for Sums of Bounded Random Variables, 1963,
  Theorem 1), where KL(a, b) = a·ln(a/b) + (1−a)·ln((1−a)/(1−b)) of numbers from 0 to 1;
- how far the share of numbers below any x lies from the distribution function, for all x at once:
  P(sup |F_n − F| > ε) ≤ 2·exp(−2nε²) (Dvoretzky, Kiefer and Wolfowitz, with Massart's constant, The Tight
  Constant in the Dvoretzky-Kiefer-Wolfowitz Inequality, 1990).
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from math import ceil, log, sqrt
from typing import Any

import numpy as np

from grader.errors import GraderError
from grader.model import Draws
from grader.text.values import line, number
from grader.values.draws import by_chance, divergence, frequencies, histogram, plotted
from grader.values.numbers import numbers
from grader.values.order import oddity, varies
from grader.values.wrong import Wrong

FALSE_ALARM = 1e-9  # of a check of a right function
ORDER = 0.001  # of that, for the order in which numbers were drawn: half as compared, half as asked for
MISSED = 0.1  # of what is said to be found: it is, in 9 of 10 hand-ins
COARSEST = 0.5  # a comparison that does not find this is none
JUST = 1e-9  # of the range of what came up: what is just below a number
BINS = 10  # of the histogram that is shown


@dataclass(frozen=True)
class Power:
    """What one comparison finds of so many draws: a share or mean that is off by this part of its range."""

    draws: int
    finds: float


@dataclass
class Alarm:
    """What one example of a check may spend of its false alarms, and what was compared so far."""

    allowed: float
    powers: list[Power] = field(default_factory=list)
    odd: list[str] = field(
        default_factory=list
    )  # what is odd about the order of the draws, of each comparison
    vary: list[bool] = field(default_factory=list)  # whether these draws are of several outcomes

    def spend(self) -> float:
        """Return what the next comparison may: half, a sixth, a twelfth …, which adds up to all."""
        place = len(self.powers) + 1
        return (1 - ORDER) * self.allowed / (place * (place + 1))

    def look_at(self, draws: np.ndarray) -> None:
        """Note what is odd about draws that may be right: for that there is a share of its own."""
        place = len(self.odd) + 1
        self.odd.append(oddity(draws, -log(ORDER / 2 * self.allowed / (place * (place + 1)))))
        self.vary.append(varies(draws))


_alarm: ContextVar[Alarm | None] = ContextVar("alarm", default=None)


@contextmanager
def alarm(allowed: float) -> Iterator[Alarm]:
    """Let what is compared in the block give a false alarm with this probability."""
    given = Alarm(allowed)
    token = _alarm.set(given)
    try:
        yield given
    finally:
        _alarm.reset(token)


def chance(
    drawn: Any,
    distribution: Mapping[Any, float] | Callable[[float], float] | None = None,
    *,
    mean: float | None = None,
    within: tuple[float, float] | None = None,
) -> None:
    """Require independent draws to come from a distribution; raise Wrong where that is out of the question.

    ``drawn`` holds the draws, in an array or a list.  ``distribution`` is either what can come up, each with
    its probability, ``{"heads": 0.5, "tails": 0.5}``, or a distribution function, such as
    ``scipy.stats.norm.cdf``.  Or give the ``mean`` of numbers that lie ``within`` (lowest, highest).

    All comparisons of a check together fail for a right function with a probability below 10⁻⁹, whatever the
    distribution: by Hoeffding's Theorem 1 of 1963 for a mean and for how often each thing comes up, by the
    inequality of Dvoretzky, Kiefer, Wolfowitz and Massart for a distribution function.  Draws in an
    order that independent ones do not have, as 1, 2, 3 …, are wrong, too, unless those of the reference are.
    """
    current = _alarm.get()
    if current is None:
        raise GraderError("`chance` is for a law that the rubric names with `chance:`, not with `law:`")
    if (distribution is None) == (mean is None) or (mean is None) != (within is None):
        raise GraderError("`chance` takes the draws, and either a distribution, or `mean` and `within`")
    if isinstance(distribution, Mapping):
        _frequencies(current, drawn, distribution)
        outcomes = {each: place for place, each in enumerate(distribution)}
        current.look_at(np.array([outcomes[each] for each in _each(drawn)]))
        return
    plain = _plain(drawn)
    if distribution is not None:
        _distributed(current, plain, distribution)
    else:
        assert mean is not None
        assert within is not None
        _mean(current, plain, mean, *within)
    current.look_at(plain)


def _plain(drawn: Any) -> np.ndarray:
    found = numbers(drawn).ravel()
    if not np.isfinite(found).all():
        raise Wrong("what was drawn is nan or infinite", drawn)
    return np.asarray(found)


def _spent(current: Alarm, draws: int, sides: int) -> float:
    """Return −ln of what one side of the next comparison may spend; note what the comparison finds.

    By Pinsker, KL(m, μ) ≥ 2(m − μ)²: a bound of L is met sqrt(L / 2n) from μ at the latest.  What a wrong
    function gives lies no further than sqrt(ln 10 / 2n) below its own mean, 9 times of 10.
    """
    limit = -log(current.spend() / sides)
    reach = sqrt(limit) + sqrt(-log(MISSED))
    if draws < (enough := ceil(reach**2 / (2 * COARSEST**2))):
        raise Wrong(f"nothing can be told from {draws} draws: at least {enough} are wanted")
    current.powers.append(Power(draws, reach / sqrt(2 * draws)))
    return limit


def _frequencies(current: Alarm, drawn: Any, distribution: Mapping[Any, float]) -> None:
    total = sum(distribution.values())
    if abs(total - 1) > 1e-9 or min(distribution.values()) < 0:
        raise Wrong(f"the probabilities that are expected add up to {number(total)}, not to 1")
    came = list(_each(drawn))
    limit = _spent(current, len(came), 2 * len(distribution))
    counts = Counter(came)
    shares = [counts[outcome] / len(came) for outcome in distribution]
    right = np.array(list(distribution.values()), dtype=float)
    far = [divergence(len(came), *each) for each in zip(shares, right, strict=True)]
    if other := [outcome for outcome in counts if outcome not in distribution]:
        possible = ", ".join(line(each) for each in list(distribution)[:10])
        dots = ", …" * (len(distribution) > 10)
        wrong = Wrong(f"{line(other[0])} came up, which is none of {possible}{dots}", drawn)
        raise plotted(wrong, frequencies(counts, distribution, far, limit))
    if max(far) > limit:
        place = int(np.argmax(far))
        outcome = list(distribution)[place]
        low, high = by_chance(len(came), right[place], limit)
        about = f"where about {round(right[place] * len(came))} are expected"
        often = f"of {len(came)} draws, {line(outcome)} came up {counts[outcome]} times, {about}"
        could = f"{ceil(low * len(came))} to {int(high * len(came))} times could be by chance"
        came_up = np.array([counts[each] for each in distribution])
        wrong = Wrong(f"{often}; {could}", came_up, np.round(right * len(came)).astype(int))
        raise plotted(wrong, frequencies(counts, distribution, far, limit))


def _each(drawn: Any) -> Iterator[Any]:
    """Yield what was drawn, one by one; raise Wrong for what nothing is equal to."""
    if isinstance(drawn, (list, tuple)):
        for each in drawn:
            yield from _each(each)
    elif isinstance(drawn, np.ndarray):
        yield from drawn.ravel().tolist()
    elif isinstance(drawn, (bool, int, float, str, np.generic)):
        yield drawn.item() if isinstance(drawn, np.generic) else drawn
    else:
        raise Wrong("this is nothing that can come up", drawn)


def _mean(current: Alarm, drawn: np.ndarray, mean: float, low: float, high: float) -> None:
    if not low <= mean <= high or low == high:
        raise Wrong(f"no mean is {number(mean)} of numbers within ({number(low)}, {number(high)})")
    limit = _spent(current, drawn.size, 2)
    if not ((drawn >= low) & (drawn <= high)).all():
        outside = drawn[(drawn < low) | (drawn > high)][0]
        raise Wrong(f"{number(outside)} came up, which is not from {number(low)} to {number(high)}", outside)
    found, right = float(drawn.mean()), (mean - low) / (high - low)
    if divergence(drawn.size, min(max((found - low) / (high - low), 0.0), 1.0), right) > limit:
        lowest, highest = (low + (high - low) * end for end in by_chance(drawn.size, right, limit))
        could = f"{lowest:.3g} to {highest:.3g} could be by chance"
        wrong = Wrong(f"the mean of {drawn.size} draws is {found:.3g}; {could}", found, mean)
        what = f"the mean of {drawn.size} draws"
        plot = Draws(what, ("mean",), (found,), (mean,), (lowest,), (highest,), (low, high))
        raise plotted(wrong, plot)


def _distributed(current: Alarm, drawn: np.ndarray, below: Callable[[float], float]) -> None:
    limit = _spent(current, drawn.size, 2)
    places, counts = np.unique(drawn, return_counts=True)
    upto = np.cumsum(counts) / drawn.size
    right = np.array([float(below(place)) for place in places])
    just = JUST * float(np.ptp(places) or np.abs(places).max(initial=1.0))  # it may jump at what came up
    before = np.array([float(below(place - just)) for place in places])
    if not ((right >= 0) & (right <= 1)).all():
        raise Wrong("the distribution function that is expected leaves the numbers from 0 to 1")
    over, under = upto - right, before - (upto - counts / drawn.size)
    place = int(np.argmax(np.maximum(over, under)))
    far = max(over[place], under[place])
    allowed = sqrt(limit / (2 * drawn.size))
    if far > allowed:
        wanted = right[place] if over[place] >= under[place] else before[place]
        share = wanted + (far if over[place] >= under[place] else -far)
        first, last = float(places[0]), float(places[-1])
        edges = np.linspace(first, last, BINS + 1)
        shares = np.histogram(drawn, edges)[0] / drawn.size if first < last else np.ones(1)
        ours = np.diff([float(below(edge)) for edge in edges]) if first < last else np.zeros(1)
        said = (
            f"{share:.1%} of {drawn.size} draws lie below {number(float(places[place]), 3)}, "
            f"where {wanted:.1%} is right, give or take {allowed:.1%}; "
            f"what came and what should, in {BINS} equal parts from {number(first, 3)} to {number(last, 3)}"
        )
        wrong = Wrong(said, np.round(shares, 3), np.round(ours, 3))
        raise plotted(wrong, histogram(edges, shares, ours, drawn.size)) if first < last else wrong


def alike(one: Sequence[float], other: Sequence[float], risk: float) -> float | None:
    """Return how far two samples lie apart; None where they are not of one distribution, but for a risk.

    Each lies within its own bound (the second one above) of it, so both within the sum of these.  And of what
    came up several times, as many are in the one sample as chance would put there (the first one, which holds
    for what is drawn without being put back, too: Hoeffding, Theorem 4).
    """
    a, b = np.sort(np.asarray(one, dtype=float)), np.sort(np.asarray(other, dtype=float))
    if not a.size or not b.size:
        return None
    places, which = np.unique(np.concatenate([a, b]), return_inverse=True)
    shares = [np.searchsorted(each, places, side="right") / each.size for each in (a, b)]
    far = float(np.abs(shares[0] - shares[1]).max())
    reach = sum(sqrt(-log(risk / 8) / (2 * each.size)) for each in (a, b))
    counts, in_one = (np.bincount(each.ravel(), minlength=places.size) for each in (which, which[: a.size]))
    limit, right = log(4 * places.size / risk), a.size / which.size
    several = [(int(n), k / n) for n, k in zip(counts, in_one, strict=True) if n > 1]
    if far > reach or any(divergence(n, share, right) > limit for n, share in several):
        return None
    return far
