"""It returns and raises halves of characters and NULs, which no file can hold.

threat: readers of reports
score: 0
verdict: raised
"""


def squares(x):
    raise ValueError("\ud800\udfff\0\x1a")


def squares_grad(x):
    return "\ud800\0"


def shares(z):
    return ["\udcff"] * len(z)


answer_1 = "\ud800\0\x1b[2J"
exec("\udcff")
