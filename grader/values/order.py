"""In what order numbers were drawn: what independent draws show less than once in so many.

Whatever their distribution, independent draws are as likely to come in any other order.  So

- of two draws the second is the larger one as often as the first, where they differ;
- of two pairs of neighbours, (a, b) and (c, d), a − c and b − d have the same sign as often as not;
- n draws, of which each outcome came up so often, have n! / (c₁! · c₂! · …) orders, of which at most
  dᵖ repeat themselves every p draws (d is the number of outcomes).

The first two are fair coins, for which the bound of Hoeffding holds (see ``grader.values.chance``).
"""

from collections.abc import Sequence
from math import lgamma, log

import numpy as np

CONSTANT = "all draws are one and the same"
COINS = 5  # constants, and neighbours, halves, pairs of neighbours; and what repeats itself
LEAST = 4  # draws of which anything can be told
ALL_THE_SAME = 0.43  # −ln of the chance of each draw, see ``_is_constant``


def oddity(draws: np.ndarray, limit: float) -> str:
    """Return in words what is odd about the order of draws, "" for nothing.

    −ln of the probability of that is above ``limit``; of draws that are all the same, if others vary.
    """
    draws = np.asarray(draws, dtype=float)
    if draws.size < LEAST:
        return ""
    limit += log(COINS)
    if _is_constant(draws, limit):
        return CONSTANT
    half = draws.size // 2
    if period := _period(draws, limit):
        return f"the same {period} draws come again and again"
    for one, other in (_neighbours(draws), (draws[:half], draws[half : 2 * half])):
        if _is_no_coin(other - one, limit):
            goes = "up" if (other > one).sum() > (other < one).sum() else "down"
            return f"from one draw to another it goes {goes} far more often than not"
    first, last = _neighbours(draws[:half]), _neighbours(draws[half : 2 * half])
    if _is_no_coin((first[0] - last[0]) * (first[1] - last[1]), limit):
        return "each draw depends on the one before"
    return ""


def _is_constant(draws: np.ndarray, limit: float) -> bool:
    """Whether so many draws are one and the same that it is no chance where others like them vary.

    Of an outcome of probability p, n draws are all that, while at most half of n others are, with a
    probability of at most (p · 2 · sqrt(p(1 − p)))ⁿ, which is below exp(−0.43 n) for every p.
    """
    return bool(draws.size * ALL_THE_SAME > limit and (draws == draws[0]).all())


def varies(draws: np.ndarray) -> bool:
    """Whether no outcome is more than half of the draws."""
    _, counts = np.unique(draws, return_counts=True)
    return bool(counts.max(initial=0) <= draws.size / 2)


def _neighbours(draws: np.ndarray) -> Sequence[np.ndarray]:
    pairs = draws[: draws.size // 2 * 2].reshape(-1, 2)
    return pairs[:, 0], pairs[:, 1]


def _is_no_coin(differences: np.ndarray, limit: float) -> bool:
    """Whether these are far more often above 0 than below, or the other way round."""
    above, below = int((differences > 0).sum()), int((differences < 0).sum())
    tossed = above + below
    if not tossed:
        return False
    share = max(above, below) / tossed
    entropy = -sum(each * log(each) for each in (share, 1 - share) if each)
    return tossed * (log(2) - entropy) > limit + log(2)


def _period(draws: np.ndarray, limit: float) -> int:
    """Return after how many draws all of them come again, where that is no chance; 0 where they do not."""
    _, counts = np.unique(draws, return_counts=True)
    orders = lgamma(draws.size + 1) - sum(lgamma(each + 1) for each in counts.tolist())
    for period in range(2, draws.size // 2 + 1):
        if orders - period * log(len(counts)) - log(draws.size) <= limit:
            return 0
        if (draws[period:] == draws[:-period]).all():
            return period
    return 0
