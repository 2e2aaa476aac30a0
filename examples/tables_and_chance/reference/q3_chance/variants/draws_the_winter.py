import random
from pathlib import Path

import numpy as np
import pandas as pd

ferry = pd.read_csv(Path(__file__).parents[3] / "ferry.csv")


def difference(trips):
    winter = trips.loc[trips["season"] == "winter", "delay"]
    summer = trips.loc[trips["season"] != "winter", "delay"]
    return sum(winter) / len(winter) - sum(summer) / len(summer)


def shuffled_difference(trips):
    """Instead of shuffling the seasons, draw which delays are those in winter."""
    delays = list(trips["delay"])
    count = list(trips["season"]).count("winter")
    drawn = random.sample(range(len(delays)), count)
    winter = sum(delays[i] for i in drawn)
    return winter / count - (sum(delays) - winter) / (len(delays) - count)


def p_value(differences, observed):
    return len([d for d in differences if not d < observed]) / len(differences)


observed = np.float32(difference(ferry))
differences = pd.Series([shuffled_difference(ferry) for _ in range(500)])
