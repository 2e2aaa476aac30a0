"""Tables of trips as functions meet them: about as many passengers as seats."""

from pandas import DataFrame

from grader import Table

Trips = Table[DataFrame, "season: summer | winter", "passengers: int 118 to 122", "delay: float 0 to 30"]
