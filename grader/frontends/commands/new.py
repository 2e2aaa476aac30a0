"""``grader new``: the files of an assignment to begin with, which grades and audits at once."""

import argparse
import shlex
from pathlib import Path
from typing import Any

from grader.frontends.commands.common import say


def add(commands: Any) -> None:
    """Declare the command."""
    command = commands.add_parser("new", help="begin an assignment: one question that grades and audits")
    command.add_argument("folder", type=Path, metavar="DIR", help="where it goes: a new folder")
    command.set_defaults(run=run)


def _id(folder: Path) -> str:
    """Return a folder's name as an assignment is called, quoted where YAML wants it."""
    import json

    name = folder.resolve().name
    return name if name.isascii() and name.replace("-", "").replace("_", "").isalpha() else json.dumps(name)


def run(arguments: argparse.Namespace) -> int:
    """Copy the files, and say what to do next."""
    import shutil

    from grader.errors import InputError

    folder = arguments.folder
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise InputError(f"{folder} is there already and not empty; name a new folder")
    scaffold = Path(__file__).parents[2] / "scaffold"
    shutil.copytree(scaffold, folder, ignore=shutil.ignore_patterns("__pycache__"), dirs_exist_ok=True)
    rubric = folder / "rubric.yaml"
    text = rubric.read_text(encoding="utf-8").replace(
        "assignment: integrals", f"assignment: {_id(folder)}", 1
    )
    rubric.write_text(text, encoding="utf-8", newline="\n")
    say(
        f"The assignment is in {folder}; its README.md says which file is for what.",
        f"Next: cd {shlex.quote(str(folder))} && grader grade submissions && grader audit",
    )
    return 0
