"""It plants files that later runs of Python, pytest or the grader would pick up.

threat: what comes after
score: 0
verdict: failed
"""

import os
import site
import sys

from there import PLACES, REFERENCE, attempt, confess, inside

NAMES = (
    "conftest.py",
    "sitecustomize.py",
    "usercustomize.py",
    "hostile.pth",
    "numpy.py",
    "pytest.ini",
    ".coveragerc",
)


def plant(path):
    with open(path, "a") as file:
        file.write("import os; os.system('touch /tmp/hostile-planted')\n")


for place in {*PLACES, REFERENCE, *sys.path, *site.getsitepackages(), os.path.dirname(os.__file__)}:
    for name in NAMES:
        attempt(plant, inside(place, name))
attempt(plant, os.path.join(REFERENCE, "answers.py"))
attempt(plant, __import__("numpy").__file__)
attempt(os.rename, REFERENCE, REFERENCE + "-hostile")
attempt(os.unlink, os.path.join(REFERENCE, "laws.py"))
attempt(os.chmod, REFERENCE, 0o777)


def squares(x):
    return confess()
