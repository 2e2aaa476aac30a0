"""How to start Python as a user who can read the interpreter and these tests, wherever they lie."""

import os
import shlex
import sys
from pathlib import Path

from grader.sandbox.walls.user import interpreter_readable

PLAIN = 210_000
ARENA = Path(__file__).with_name("arena.py")


def command(root: bool, folder: Path) -> list[str]:
    """Return the start of a command that runs the arena; ``folder`` is a place to write."""
    python = [sys.executable, str(ARENA)]
    if os.geteuid() != 0:
        return python
    user = [] if root else ["setpriv", f"--reuid={PLAIN}", f"--regid={PLAIN}", "--clear-groups", "--"]
    if interpreter_readable(PLAIN):
        return [*user, *python]
    return ["unshare", "--mount", "--propagation=private", "sh", "-c", _opened(folder), "sh", *user, *python]


def _opened(folder: Path) -> str:
    """Return a script that, for itself only, puts a readable folder in the place of /root and the like.

    In it lies what was below and is needed: else imports would fail for a plain user and for root's workers.
    """
    needed = {Path(path).resolve() for path in (sys.prefix, sys.base_prefix, ARENA.parents[2])}
    hidden = {above for path in needed for above in path.parents if not above.stat().st_mode & 0o001}
    lines = ["set -e", "umask 022"]
    below = [path for path in sorted(needed) if hidden.intersection(path.parents)]
    for number, path in enumerate(below):
        place = folder / f"view-{number}"
        lines += [
            f"mkdir {shlex.quote(str(place))}",
            f"mount --bind {shlex.quote(str(path))} {shlex.quote(str(place))}",
        ]
    lines += [f"mount -t tmpfs -o mode=755 tmpfs {shlex.quote(str(path))}" for path in sorted(hidden)]
    for number, path in enumerate(below):
        place = folder / f"view-{number}"
        lines += [
            f"mkdir -p {shlex.quote(str(path))}",
            f"mount --bind {shlex.quote(str(place))} {shlex.quote(str(path))}",
        ]
    return "\n".join([*lines, 'exec "$@"'])
