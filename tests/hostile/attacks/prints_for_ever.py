"""It never stops printing.

threat: resources
score: 0
verdict: timed_out
says: did not finish within 1 s in `squares`
"""


def squares(x):
    while True:
        print("x" * 10_000)
