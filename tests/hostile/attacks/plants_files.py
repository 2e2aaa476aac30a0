"""It plants files that later runs of Python, pytest or the grader would pick up.

threat: what comes after
score: 0
verdict: failed
"""

import _io
import os
import posix
import site
import sys

from there import PLACES, REFERENCE, attempt, confess, in_memory, inside

NAMES = (
    "conftest.py",
    "sitecustomize.py",
    "usercustomize.py",
    "hostile.pth",
    "numpy.py",
    "pytest.ini",
    ".coveragerc",
)


def plant(path, opened=_io.open):
    with opened(path, "a") as file:
        file.write("import os; os.system('touch /tmp/hostile-planted')\n")


for place in {*PLACES, REFERENCE, *sys.path, *site.getsitepackages(), os.path.dirname(os.__file__)}:
    for name in NAMES:
        attempt(plant, inside(place, name))
        in_memory(plant, inside(place, name), open)
attempt(plant, os.path.join(REFERENCE, "answers.py"))
attempt(plant, __import__("numpy").__file__)
attempt(posix.rename, REFERENCE, REFERENCE + "-hostile")
attempt(posix.unlink, os.path.join(REFERENCE, "laws.py"))
attempt(posix.chmod, REFERENCE, 0o777)


def squares(x):
    return confess()
