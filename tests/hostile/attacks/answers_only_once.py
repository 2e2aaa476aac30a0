"""It is right the first time an input comes, and wrong when it comes again.

threat: memories and chance
score: 1
verdict: failed
says: `squares` gave two different answers to the same input
"""

import numpy as np

seen = set()


def squares(x):
    again = x.tobytes() in seen and len(x) > 1
    seen.add(x.tobytes())
    return np.sum(x**2) + again


def golden_ratio():
    return (1 + 5**0.5) / 2
