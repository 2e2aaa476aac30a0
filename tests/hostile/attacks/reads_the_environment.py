"""It looks for passwords in every copy of the environment that a process has.

threat: secrets
score: 0
"""

import ctypes
import os

from there import ZYGOTE, attempt

found = [str(os.environ), str(dict(os.environb))]
found.append(str(attempt(lambda: open("/proc/self/environ", "rb").read())))
found.append(str(attempt(lambda: open(f"/proc/{ZYGOTE}/environ", "rb").read())))
environment = ctypes.POINTER(ctypes.c_char_p).in_dll(ctypes.CDLL(None), "environ")
index = 0
while environment and environment[index]:
    found.append(str(environment[index]))
    index += 1


def squares(x):
    raise RuntimeError(" ".join(each for each in found if "TOKEN" in each) or "nothing")
