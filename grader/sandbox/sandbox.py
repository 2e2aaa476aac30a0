"""Where submissions run.  A ``Sandbox`` owns the zygotes; each submission that it opens is a ``Session``."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from grader.model import Cell, Limits, Module, Submission
from grader.processes import private
from grader.sandbox import workers
from grader.sandbox.canary import canary_file
from grader.sandbox.loading import Loading
from grader.sandbox.preload import compiles, preloads
from grader.sandbox.session import Session
from grader.sandbox.workers import Workers
from grader.values.by_name import NOT_KNOWN, AskedNames

COMPILING = 4  # how many times its seconds a function has that a library compiles while it is called
ZYGOTES = 8  # that live at one time, each with other libraries


class Sandbox:
    """Where submissions run: a zygote for each set of modules to import, started when first needed."""

    def __init__(self, limits: Limits, canary: Path) -> None:
        private.hide_memory()  # a worker of our own user could look for right answers there
        self.limits, self.canary = limits, canary
        self.zygotes: dict[tuple[str, ...], Workers] = {}

    def __enter__(self) -> "Sandbox":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the zygotes."""
        for each in self.zygotes.values():
            each.stop()

    def open(
        self,
        submission: Submission,
        function_names: Collection[str],
        secrets: Sequence[Path] = (),
        given: Mapping[str, bytes] | None = None,
        variables: Collection[str] = (),
        libraries: Collection[str] = (),
        argument_names: AskedNames = NOT_KNOWN,
    ) -> "Session":
        """Load a submission; nothing in it can make this raise.

        Each worker tries whether it can read one of the ``secrets``, and says so.  ``given`` are the files of
        the assignment, by path: the code can read them, as it can those that were handed in.  ``variables``
        are those of the names that are asked for by their values; ``libraries`` are imported whatever it
        imports itself; ``argument_names`` are those under which arguments are asked for, by call.
        """
        key = preloads(submission, libraries)
        zygote = self.zygotes.pop(key, None)
        if zygote is None:
            zygote = workers.source(key, self.canary, self.limits.megabytes, secrets)
        self.zygotes[key] = zygote  # the last that was used
        if len(self.zygotes) > ZYGOTES:  # it starts again, should one of its workers be wanted
            self.zygotes.pop(next(iter(self.zygotes))).stop()
        limits = self.limits
        if compiles(submission):  # its compiler's time is not the student's
            limits = replace(limits, seconds=limits.seconds * COMPILING)
        loading = Loading.of(submission, function_names, given, variables, argument_names)
        session = Session(zygote, loading, limits)
        session.load()
        return session


def imported(packages: Sequence[str], limits: Limits) -> dict[str, str]:
    """Try to import each of these behind the walls; return what went wrong, "" where nothing did."""
    found = {}
    with canary_file() as canary, Sandbox(limits, canary) as sandbox:
        for name in packages:
            cell = Cell("import", f"import {name}\n")
            one = Submission("", "", (Module("hw", "hw.py", (cell,)),), {}, (), "")
            with sandbox.open(one, ()) as session:
                found[name] = "; ".join(problem.message for problem in session.problems)
    return found


def locked_in(limits: Limits, secrets: Sequence[Path] = ()) -> tuple[str, tuple[str, ...]]:
    """Start a worker with nothing in it that tries to read the ``secrets``, if it can.

    Return its level, A to D, and a sentence for each gap.
    """
    nothing = Submission("", "", (), {}, (), "")
    with (
        canary_file() as canary,
        Sandbox(limits, canary) as sandbox,
        sandbox.open(nothing, (), secrets) as session,
    ):
        return session.level, tuple(session.locked.notes)
