"""It replaces Python's own functions by ones that find everything equal, true and small.

threat: patches
score: 0
"""

import builtins

for name in ("abs", "max", "min", "sum", "len", "round"):
    setattr(builtins, name, lambda *_, **__: 0)
for name in ("all", "any", "isinstance", "issubclass", "callable", "hasattr"):
    setattr(builtins, name, lambda *_, **__: True)


def squares(x):
    return 3.0


def squares_grad(x):
    return x**3 + 1


def shares(z):
    return z


def golden_ratio():
    return 1.6
