"""Draws ``docs/first-run.svg``: what the grader prints for the samples, as a terminal shows it.

Run it after the output has changed: ``python docs/terminal.py``.  It writes nothing else.
"""

import io
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.text import Text

HERE = Path(__file__).parent
ROOT = HERE.parent
WIDTH = 96
COMMAND = ("grade", "submissions")


def printed() -> str:
    """Return what the command prints to a terminal in colours; its results are thrown away."""
    terminal = {"FORCE_COLOR": "1", "COLUMNS": str(WIDTH), "TERM": "xterm-256color"}
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "grader", *COMMAND, "--out", f"{folder}/results"]
        done = subprocess.run(  # noqa: S603  our own command
            command, cwd=ROOT, env={**os.environ, **terminal}, capture_output=True, text=True, check=True
        )
        return done.stdout.replace(f"{folder}/", "").strip("\n")


def picture() -> str:
    """Return the picture."""
    console = Console(record=True, width=WIDTH, file=io.StringIO(), force_terminal=True)
    console.print(Text(f"$ grader {' '.join(COMMAND)}", "bold"))
    console.print(Text.from_ansi(printed()))
    svg = console.export_svg(title="grader", unique_id="run")
    return re.sub(r"@font-face {.*?}\n", "", svg, flags=re.DOTALL)  # the fonts of whoever looks at it


if __name__ == "__main__":
    (HERE / "first-run.svg").write_text(picture(), encoding="utf-8")
