import csv
from pathlib import Path

import pandas as pd

rows = list(csv.DictReader((Path(__file__).parents[3] / "ferry.csv").open()))
trips = len(rows)
mean_delay = sum(float(r["delay"]) for r in rows) / trips
passengers, count = {}, {}
for r in rows:
    passengers[r["month"]] = passengers.get(r["month"], 0) + int(r["passengers"])
    count[r["month"]] = count.get(r["month"], 0) + 1
busiest_month = max(passengers, key=passengers.get)
by_month = pd.DataFrame({"passengers": passengers, "trips": count}).rename_axis("month").reset_index()
latest = sorted(rows, key=lambda r: -float(r["delay"]))[:5]
five_latest = pd.DataFrame([(float(r["delay"]), int(r["trip"])) for r in latest], columns=["delay", "trip"])
winds = {w: [float(r["delay"]) for r in rows if r["wind"] == w] for w in ("calm", "strong")}
delay_by_wind = pd.Series({w: sum(d) / len(d) for w, d in winds.items()}, name="delay").rename_axis("wind")
