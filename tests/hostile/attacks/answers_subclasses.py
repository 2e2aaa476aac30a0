"""It returns children of numbers, texts and lists that lie, coroutines, and makes up members of its module.

threat: values that lie
score: 0
verdict: failed
"""

import collections
import sys
import types

import numpy as np


class Number(int):
    def __eq__(self, other):
        return True

    def __float__(self):
        return 3.0

    __lt__ = __le__ = __gt__ = __ge__ = __eq__
    __hash__ = int.__hash__
    __index__ = __int__ = lambda self: 7


class Text(str):
    __slots__ = ()

    def __str__(self):
        return "1.618"

    def __len__(self):
        return 0


class Row(list):
    def __len__(self):
        return 3

    def __getitem__(self, place):
        return 0.25

    def __iter__(self):
        return iter([0.25] * 1000)


class Real(np.float64):
    def tobytes(self, order="C"):
        return bytes(8)

    def __array__(self, *_, **__):
        return np.zeros((2, 2))

    dtype = np.dtype(object)


class Sneaky(types.ModuleType):
    """Whoever looks into the module finds what he looks for."""

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return lambda *_: 0.0


sys.modules[__name__].__class__ = Sneaky


async def squares(x):
    return np.sum(x**2)


def squares_grad(x):
    return [Number(1), Text("x"), Row([1.0]), Real(1.0)][len(x) % 4]


def shares(z):
    return collections.namedtuple("Shares", [f"s{n}" for n in range(len(z))])(*[Real(1.0)] * len(z))


def golden_ratio():
    yield Number(1)
