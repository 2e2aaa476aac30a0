"""It writes large files and thousands of empty ones.

threat: files and memory of the machine
score: 0
verdict: failed
"""

import _io
import os
import posix
import tempfile

from there import PLACES, attempt, confess, in_memory


def large_file(place, opened=_io.open):
    with opened(os.path.join(place, "hostile-large"), "wb") as file:
        file.write(b"x" * (1 << 20))


def many_files(place, system=posix):
    for number in range(20):
        system.close(system.open(os.path.join(place, f"hostile-{number}"), os.O_CREAT | os.O_WRONLY))


for each in PLACES:
    attempt(large_file, each)
    in_memory(large_file, each, open)
    attempt(many_files, each)
    in_memory(many_files, each, os)
    attempt(posix.mkdir, os.path.join(each, "hostile-folder"))
    in_memory(os.mkdir, os.path.join(each, "hostile-folder"))
    attempt(os.symlink, "/etc/passwd", os.path.join(each, "hostile-link"))
    attempt(os.mkfifo, os.path.join(each, "hostile-pipe"))
    attempt(posix.open, each, os.O_TMPFILE | os.O_RDWR)
in_memory(tempfile.TemporaryFile)


def squares(x):
    return confess()
