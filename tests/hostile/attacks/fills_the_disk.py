"""It writes large files and thousands of empty ones.

threat: resources
score: 0
verdict: failed
"""

import os
import tempfile

from there import PLACES, attempt, confess


def large_file(place):
    with open(os.path.join(place, "hostile-large"), "wb") as file:
        file.write(b"x" * (1 << 20))


def many_files(place):
    for number in range(20):
        os.close(os.open(os.path.join(place, f"hostile-{number}"), os.O_CREAT | os.O_WRONLY))


for each in PLACES:
    attempt(large_file, each)
    attempt(many_files, each)
    attempt(os.mkdir, os.path.join(each, "hostile-folder"))
    attempt(os.symlink, "/etc/passwd", os.path.join(each, "hostile-link"))
    attempt(os.mkfifo, os.path.join(each, "hostile-pipe"))
attempt(tempfile.TemporaryFile)


def squares(x):
    return confess()
