"""It never returns.

threat: time
score: 0
verdict: timed_out
says: did not finish within 1 s in `squares`
"""


def squares(x):
    while True:
        pass
