from pathlib import Path

import pandas as pd

ferry = pd.read_csv(Path(__file__).parents[3] / "ferry.csv", index_col="trip")
trips = ferry.shape[0]
mean_delay = ferry["delay"].to_numpy().mean()
busiest_month = ferry.pivot_table(index="month", values="passengers", aggfunc="sum")["passengers"].idxmax()
by_month = ferry.groupby("month", as_index=False, sort=False)["passengers"].sum()
by_month["trips"] = by_month["month"].map(ferry["month"].value_counts())
five_latest = ferry.nlargest(5, "delay")["delay"].reset_index()
delay_by_wind = ferry.pivot_table(index="wind", values="delay")["delay"]
