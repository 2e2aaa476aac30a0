"""A permutation test: is the difference between winter and summer more than chance?"""

import numpy as np
from jaxtyping import Float
from numpy import ndarray

from .inputs import BothSeasons, ferry


def difference(trips: BothSeasons) -> float:
    """The mean delay in winter minus the mean delay in summer."""
    winter = (trips["season"] == "winter").to_numpy()
    delays = trips["delay"].to_numpy()
    return delays[winter].mean() - delays[~winter].mean()


def shuffled_difference(trips: BothSeasons) -> float:
    """The same difference after the seasons were shuffled among the trips, in another way at each call."""
    shuffled = np.random.default_rng().permutation(trips["season"].to_numpy())
    return difference(trips.assign(season=shuffled))


def p_value(differences: Float[ndarray, "n"], observed: float) -> float:
    """The share of simulated differences that are at least as large as the observed one."""
    return np.mean(differences >= observed)


observed: float = difference(ferry)
"""The difference in ferry.csv."""

differences: Float[ndarray, "500"] = np.array([shuffled_difference(ferry) for _ in range(500)])
"""Five hundred differences of ferry.csv, each after another shuffle."""
