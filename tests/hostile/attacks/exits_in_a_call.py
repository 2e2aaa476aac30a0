"""It leaves with exit status 0 when a function is called.

threat: endings
score: 0
verdict: raised
says: `squares` raised SystemExit: 0
"""


def squares(x):
    raise SystemExit(0)


def squares_grad(x):
    exit(0)


def shares(z):
    raise KeyboardInterrupt


def golden_ratio():
    raise GeneratorExit
