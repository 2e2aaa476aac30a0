"""``grader mark RESULTS``: a page on this machine where people give points to answers in words."""

import argparse
from contextlib import suppress
from pathlib import Path
from typing import Any

from grader.frontends.commands import marks
from grader.frontends.commands.common import note, say
from grader.frontends.commands.output import STORE

EXTRA = ("jinja2", "latex2mathml", "markdown_it", "mdit_py_plugins", "starlette", "uvicorn")
ENDS = "It opens once, in one browser. Each mark is kept at once; Ctrl+C ends it and writes the results."


def add(commands: Any) -> None:
    """Declare the command."""
    command = commands.add_parser("mark", help="give points to answers in words, on a page in your browser")
    command.add_argument(
        "results",
        nargs="?",
        type=Path,
        default=Path("results"),
        metavar="RESULTS",
        help="what `grader grade` wrote (default: results)",
    )
    command.add_argument(
        "--port", type=_port, default=0, metavar="N", help="where it listens (default: any port that is free)"
    )
    command.add_argument(
        "--no-browser", action="store_true", help="only print the address, as for a browser behind SSH"
    )
    command.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Show the pages until interrupted; then write the results with all that was decided."""
    from importlib.util import find_spec

    from grader.batch.store import read_report
    from grader.errors import InputError
    from grader.frontends.mark.desk import MarkingDesk
    from grader.frontends.mark.serve import ADDRESS, listening, serve
    from grader.marking.journal import Journal
    from grader.text.words import listed

    store = arguments.results / STORE
    desk = MarkingDesk(read_report(store), Journal(store))
    if not desk.students:
        raise InputError(f"{store} has no submissions, so there is nothing to mark")
    if missing := [name for name in EXTRA if find_spec(name) is None]:
        are = "is" if len(missing) == 1 else "are"
        raise InputError(f"{listed(missing)} {are} not installed: pip install 'gradewright[mark]'")
    from grader.frontends.mark.app import application

    guard = application(desk, marks.user())
    with listening(arguments.port) as sock:
        port = sock.getsockname()[1]
        address = f"http://{ADDRESS}:{port}{guard.invite()}"
        say(
            f"Marking: {address}",
            ENDS,
        )
        if not arguments.no_browser:
            _open(address, port)
        with suppress(KeyboardInterrupt):
            serve(guard, sock)
    if desk.state().events:
        marks.rewrite(marks.desk(arguments.results, None), arguments.results)
    return 0


def _open(address: str, port: int) -> None:
    """Have a browser open the address, where there is one beside this terminal."""
    import os
    import webbrowser

    if "SSH_CONNECTION" in os.environ:
        note(f"Behind SSH: ssh -L {port}:localhost:{port} to this machine, then open that address there.")
    elif not webbrowser.open(address):
        note("No browser was found: open that address in one.")


def _port(text: str) -> int:
    """Read an argument that is a port."""
    if not text.isdigit() or not 1 <= int(text) <= 65535:
        raise argparse.ArgumentTypeError(f"{text!r} is not a port, from 1 to 65535")
    return int(text)
