"""Variables: numbers, a text, and tables."""

from pathlib import Path

import pandas as pd
from pandas import DataFrame, Series

from grader import Table

HERE = Path(__file__).parents[2]

ferry = pd.read_csv(HERE / "ferry.csv")

trips: int = len(ferry)
"""How many trips there are in ferry.csv."""

mean_delay: float = ferry["delay"].mean()
"""The mean delay of all trips, in minutes."""

busiest_month: str = ferry.groupby("month")["passengers"].sum().idxmax()
"""The month with the most passengers in all."""

by_month: Table[DataFrame, "month: str", "trips: int", "passengers: int", "any order"] = (
    ferry.groupby("month").agg(trips=("trip", "size"), passengers=("passengers", "sum")).reset_index()
)
"""For each month its name, the number of its trips and of all its passengers, in any order."""

five_latest: Table[DataFrame, "trip: int", "delay: float"] = ferry.sort_values("delay", ascending=False)[
    ["trip", "delay"]
].head(5)
"""The five trips with the largest delays, the largest first."""

delay_by_wind: Table[Series, "index wind: str", "float"] = ferry.groupby("wind")["delay"].mean()
"""The mean delay when the wind is calm and when it is strong: a Series with the wind as its index."""
