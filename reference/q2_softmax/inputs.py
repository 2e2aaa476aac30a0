"""The values that the arguments of question 2 take.

In the ordinary domains every class has a probability one can compute in any usual way; the logits that
overflow a careless exp are apart, in ``HugeLogits``.
"""

from typing import Annotated

import numpy as np
from jaxtyping import Float
from numpy import ndarray

from grader import Mood, Pick, Within, decimal, distribution, reals

REACH = 2.5  # of Wx, so that ŷ − y and −log ŷ lose no digits where a class is nearly certain
TINY_PROBABILITY = 1e-30  # still a float32 number


def features(pick: Pick) -> np.ndarray:
    """A vector x whose scores Wx stay moderate, whatever the scale of W."""
    x = reals(pick)
    reached = np.abs(pick.values["W"] @ x).max()
    # A power of two rounds nothing: whole numbers stay short.
    return x if reached <= REACH else x * 2.0 ** np.floor(np.log2(REACH / reached))


def huge_logits(pick: Pick) -> np.ndarray:
    """Logits up to ±1e5, all equal, or ordinary ones shifted by ±1e4; all of them float32 numbers."""
    random = pick.random()
    match pick.mood:
        case Mood.PLAIN:
            return pick.array([1000 * pick.choose(-3, 3) for _ in range(pick.count)])
        case Mood.EDGE | Mood.ONES:
            return pick.array([pick.one_of((0, 1e5, -1e5)) for _ in range(pick.count)])
        case Mood.TIES:
            return np.full(pick.shape, pick.one_of((1e4, -1e4, 1e5, -1e5)))
        case Mood.LARGE:
            return pick.array([round(decimal(random, -1e5, 1e5)) for _ in range(pick.count)])
    shift = pick.one_of((1e4, -1e4))
    return pick.array([shift + random.randint(-32, 32) / 8 for _ in range(pick.count)])


def prediction(pick: Pick) -> np.ndarray:
    """Probabilities without zeros that sum to 1."""
    random = pick.random()
    if pick.mood is Mood.TIES:
        return np.full(pick.shape, 1 / pick.count)
    spread = 3 if pick.mood is Mood.LARGE else 1
    weights = [random.randint(1, 9) * 10.0 ** -random.randrange(spread) for _ in range(pick.count)]
    return pick.array(weights) / sum(weights)


def extreme_prediction(pick: Pick) -> np.ndarray:
    """Probabilities that may be 0 where y is 0, and are at times tiny where y is not."""
    random = pick.random()
    weights = [
        random.choice((0.0, 1.0, 2.0)) if y == 0 else random.choice((1.0, TINY_PROBABILITY))
        for y in pick.values["y"]
    ]
    weights[random.randrange(pick.count)] = 1.0
    return pick.array(weights) / sum(weights)


Logits = Annotated[Float[ndarray, "k"], Within(-30, 30)]
HugeLogits = Annotated[Float[ndarray, "k"], huge_logits]
Bias = Annotated[Float[ndarray, "k"], Within(-1, 1)]
Features = Annotated[Float[ndarray, "d"], features]
Distribution = Annotated[Float[ndarray, "k"], distribution]
Prediction = Annotated[Float[ndarray, "k"], prediction]
ExtremePrediction = Annotated[Float[ndarray, "k"], extreme_prediction]
