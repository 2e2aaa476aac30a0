"""What is true of any right simulation."""

import numpy as np
import pandas as pd

from grader import chance

from .inputs import ferry

FOUR = pd.DataFrame({"season": ["winter", "winter", "summer", "summer"], "delay": [0.0, 0.0, 4.0, 12.0]})


def each_way_to_share_out_the_seasons_is_as_likely(shuffled_difference) -> None:
    """Of four trips with the delays 0, 0, 4 and 12, any two are as likely to be those in winter as any others."""
    chance([shuffled_difference(FOUR) for _ in range(200)], {-8: 1 / 6, -4: 1 / 3, 4: 1 / 3, 8: 1 / 6})


def differences_are_those_of_shuffled_seasons(differences) -> None:
    """Over all ways to shuffle the seasons of ferry.csv, the differences have mean 0 and a variance that is known."""
    delays = np.sort(ferry["delay"])
    winter, summer = (ferry["season"] == "winter").sum(), (ferry["season"] == "summer").sum()
    most = max(delays[-n:].mean() - delays[:-n].mean() for n in (winter, summer))
    variance = delays.var(ddof=1) * (1 / winter + 1 / summer)
    chance(differences, mean=0, within=(-most, most))
    chance(differences**2, mean=variance, within=(0, most**2))
