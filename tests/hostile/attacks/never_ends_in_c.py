"""It never returns from code in C, where Python's own signals and exceptions are not heard.

threat: time
score: 0
verdict: timed_out
says: did not finish within 1 s in `squares`
"""

import re


def squares(x):
    return sum(range(10**15))


def golden_ratio():
    return len(re.findall("(a+)+b", "a" * 60))
