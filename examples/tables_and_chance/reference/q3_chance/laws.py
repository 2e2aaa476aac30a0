"""What is true of any right simulation."""

import numpy as np
import pandas as pd

from grader import chance

from .inputs import ferry

FOUR = pd.DataFrame({"season": ["winter", "winter", "summer", "summer"], "delay": [0.0, 0.0, 4.0, 12.0]})


def each_way_to_share_out_the_seasons_is_as_likely(shuffled_difference) -> None:
    """Of four trips with the delays 0, 0, 4 and 12, any two are as likely to be those in winter."""
    chance([shuffled_difference(FOUR) for _ in range(200)], {-8: 1 / 6, -4: 1 / 3, 4: 1 / 3, 8: 1 / 6})


def differences_are_those_of_shuffled_seasons(differences) -> None:
    """All differences together are spread as those of all ways to shuffle the seasons of ferry.csv are."""
    tenths = np.rint(10 * ferry["delay"]).astype(int)  # of a minute: whole numbers, which can be counted
    winter, trips, total = (ferry["season"] == "winter").sum(), len(ferry), tenths.sum()
    ways = np.zeros((winter + 1, total + 1))  # to choose so many trips whose delays add up to so much
    ways[0, 0] = 1
    for delay in tenths:
        ways[1:, delay:] += ways[:-1, : total + 1 - delay].copy()
    below = ways[winter].cumsum() / ways[winter].sum()

    def share(difference: float) -> float:
        """The share of all ways whose difference is as large at most."""
        in_winter = (10 * difference + total / (trips - winter)) / (1 / winter + 1 / (trips - winter))
        return below[int(np.clip(np.floor(in_winter + 1e-7), 0, total))] if in_winter >= 0 else 0.0

    chance(differences, share)
