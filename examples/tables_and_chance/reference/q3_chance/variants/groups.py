from pathlib import Path

import numpy as np
import pandas as pd

ferry = pd.read_csv(Path(__file__).parents[3] / "ferry.csv")


def difference(trips):
    means = trips.groupby("season")["delay"].mean()
    return means.loc["winter"] - means.loc["summer"]


def shuffled_difference(trips):
    return difference(trips.assign(season=trips["season"].sample(frac=1).to_numpy()))


def p_value(differences, observed):
    return 1 - np.count_nonzero(differences < observed) / len(differences)


observed = difference(ferry)
differences = [shuffled_difference(ferry) for _ in range(500)]
