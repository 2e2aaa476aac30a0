import numpy as np


def with_full(trips, seats=120):
    full = np.where(trips["passengers"] < seats, False, True)
    return trips.join(trips[[]].assign(full=full))


def share_late(trips, limit=10.0):
    late = trips.assign(late=(trips["delay"] > limit).astype(float))
    return late.pivot_table(index="season", values="late", aggfunc="mean")["late"]
