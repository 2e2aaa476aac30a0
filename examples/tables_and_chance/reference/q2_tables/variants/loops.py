import pandas as pd


def with_full(trips, seats=120):
    trips = trips.copy()
    trips["full"] = [passengers >= seats for passengers in trips["passengers"]]
    return trips


def share_late(trips, limit=10.0):
    shares = {}
    for season in sorted(set(trips["season"])):
        delays = [d for s, d in zip(trips["season"], trips["delay"]) if s == season]
        shares[season] = sum(d > limit for d in delays) / len(delays)
    return pd.Series(shares, dtype=float).rename_axis("season")
