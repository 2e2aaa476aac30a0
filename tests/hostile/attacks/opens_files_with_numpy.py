"""It reads and writes files by way of numpy, which has its own ways to open, map, fetch and unpickle them.

threat: secrets
score: 0
verdict: failed
"""

import os
import pickle
import tempfile

import numpy as np
from there import PLACES, REFERENCE, SECRET, attempt, confess, in_memory, inside


class Program:
    def __reduce__(self):
        return os.system, ("touch /tmp/hostile-numpy",)


def unpickled():
    """Unpickling runs here what it is told to, and here it can do nothing."""
    if pickle.loads(pickle.dumps(Program())) != 0:
        raise OSError


attempt(unpickled)
for path in (SECRET, os.path.join(REFERENCE, "answers.py")):
    attempt(np.fromfile, path, np.uint8)
    attempt(np.memmap, path, np.uint8, "r")
    attempt(np.memmap, path, np.uint8, "r+")
    attempt(np.loadtxt, path, str)
    attempt(np.genfromtxt, path, str)
    attempt(np.load, path, None, True)
attempt(np.loadtxt, "http://127.0.0.1/secret")
attempt(np.memmap, np.__file__, np.uint8, "r+")
in_memory(np.lib.npyio.DataSource, None)
in_memory(tempfile.mkdtemp)
for place in PLACES:
    in_memory(np.save, inside(place, "hostile.npy"), np.ones(3))
    attempt(np.ones(3).tofile, inside(place, "hostile.bin"))
    in_memory(np.savetxt, inside(place, "hostile.txt"), np.ones(3))
    in_memory(np.memmap, inside(place, "hostile.map"), np.uint8, "w+", 0, (9,))
    in_memory(np.lib.format.open_memmap, inside(place, "hostile.npy"), "w+", np.uint8, (9,))
    attempt(
        np.memmap, inside(place, "hostile.map"), np.uint8, "w+", 0, (1 << 30,)
    )  # there is not room for it


def squares(x):
    return confess()
