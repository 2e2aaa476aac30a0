"""It changes what its process shares with those forked after it: small numbers, constants, modules, code.

threat: what comes after
score: 0
"""

import ctypes
import sys

import numpy as np

ctypes.memset(id(200) + 24, 3, 1)
np.pi = np.e = 3.0
np.exp = np.sum = np.max = lambda *_, **__: 7.0
for module in list(sys.modules.values()):
    for name, value in list(vars(module).items()):
        if name in ("serve", "call", "bounded", "unpack", "probe", "apply"):
            setattr(module, name, lambda *_, **__: None)


def squares(x):
    return 200.0


def squares_grad(x):
    return x + 1.0
