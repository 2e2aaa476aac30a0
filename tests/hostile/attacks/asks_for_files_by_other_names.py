"""It asks for secrets by paths that lead out of its files, by their last names, and by way of what it opened.

threat: secrets
score: 0
verdict: failed
"""

import builtins
import io
import os
import runpy
import shutil
from pathlib import Path

from there import REFERENCE, SECRET, attempt, confess

up = "../" * 20
for path in (
    SECRET,
    up + SECRET.lstrip("/"),
    "/home/student/" + up + SECRET,
    f"/tmp/..{SECRET}",
    SECRET.encode(),
):
    for read in (
        open,
        io.open,
        io.open_code,
        runpy.run_path,
        builtins.open,
        os.listdir,
        os.scandir,
        shutil.copyfile,
        os.replace,
    ):
        arguments = (path, "copy") if read in (shutil.copyfile, os.replace) else (path,)
        attempt(read, *arguments)
    attempt(os.open, path, os.O_RDONLY)
attempt(open, os.path.basename(SECRET))
attempt(open, "answers.py")
attempt(lambda: list(Path(REFERENCE).rglob("*.py"))[0])
attempt(lambda: open("x", opener=lambda *_: os.open(SECRET, os.O_RDONLY)))
os.chdir(REFERENCE)
attempt(open, "answers.py")
attempt(open, "q1/answers.py")
attempt(os.listdir, "q1")
os.chdir("/")
attempt(open, "etc/passwd")
attempt(os.listdir, "etc")


def squares(x):
    return confess()
