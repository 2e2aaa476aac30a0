"""``%check 2a`` in a notebook: the functions as they are run so far, before the checks of a question.

It is the student's own code in the student's own kernel, so nothing is locked in.  ``--clean`` takes the
notebook from its file and runs it from the first cell on, as the grader will.
"""

import argparse
import io
import os
import re
import shlex
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from time import monotonic
from typing import Any, NoReturn

from rich.console import Console
from rich.terminal_theme import TerminalTheme

from grader.batch.local import single
from grader.errors import AssignmentError, InputError
from grader.functions.bounded import TooLong, time_limit
from grader.functions.local import Local
from grader.functions.reply import Failure, Reply
from grader.grading import pipeline
from grader.model import Result, Submission, Verdict
from grader.platforms.find import read_one
from grader.processes import isolated
from grader.reports import terminal
from grader.reports.view import student_view
from grader.text.markdown import fenced
from grader.values.by_name import AskedNames
from grader.values.variables import Variable, no_value

WIDTH = 96
STYLE = "line-height: 1.35; white-space: pre-wrap; font-family: monospace; color: inherit; background: none"
# No colour can be read on white and on the dark grounds of notebooks alike, so all text has that of the page:
# what matters is said by marks and by weight, and what is quiet lets the ground shine through.
PLAIN = TerminalTheme((255, 255, 255), (0, 0, 0), [(9, 9, 9)] * 8, [(9, 9, 9)] * 8)
SPAN = re.compile(r'<span style="([^"]*)">')
LIVE = "this notebook, as it is run so far"


@dataclass(frozen=True)
class Checked:
    """What came out, as text, Markdown and HTML without scripts."""

    result: Result
    hidden: int | None  # checks that are not here; None if this is no student kit

    def _printed(self) -> Console:
        # To nowhere: Rich would show it in the notebook by itself.
        console = Console(file=io.StringIO(), width=WIDTH, record=True, force_jupyter=False)
        console.print(terminal.submission_detail(student_view(self.result, "")))
        if self.hidden is not None:
            console.print(f"\n{terminal.closing(self.result, self.hidden)}", markup=False, highlight=False)
        return console

    def __repr__(self) -> str:
        lines = self._printed().export_text(styles=False).splitlines()
        return "\n".join(line.rstrip() for line in lines)

    def _repr_markdown_(self) -> str:
        return fenced(repr(self))

    def _repr_html_(self) -> str:
        form = f'<pre style="{STYLE}">{{code}}</pre>'
        page = self._printed().export_html(theme=PLAIN, inline_styles=True, code_format=form)
        return SPAN.sub(_as_the_page, page)


def _as_the_page(span: re.Match[str]) -> str:
    """Return a span without colours of its own; a mixture with the ground is how Rich says quiet."""
    said = [each.strip() for each in span[1].split(";")]
    kept = [each for each in said if each and "color:" not in each]
    if any(each.startswith("color:") and each not in ("color: #000000", "color: #090909") for each in said):
        kept.append("opacity: 0.7")
    return f'<span style="{"; ".join(kept)}">'


@dataclass(frozen=True)
class Notice:
    """Something to say in place of a result."""

    message: str

    def __repr__(self) -> str:
        return self.message


def register(shell: Any) -> None:
    """Give an IPython shell the line magic ``%check``."""

    def check_line(line: str) -> Checked | Notice:
        return run(line, shell.user_ns)

    shell.register_magic_function(check_line, "line", "check")


def check(*questions: str, rubric: Path | str | None = None) -> Checked | Notice:
    """Check the functions of the notebook or session that calls this; without questions, all of them."""
    import inspect

    here = inspect.currentframe()
    assert here is not None
    caller = here.f_back
    assert caller is not None
    return _answered(lambda: _live(questions, _rubric(rubric), caller.f_globals))


def run(line: str, namespace: Mapping[str, Any]) -> Checked | Notice:
    """Do what a line behind ``%check`` says; whatever is wrong with it is told, never raised."""

    def work() -> Checked:
        arguments = _Parser().parse_args(shlex.split(line))
        rubric = _rubric(arguments.rubric)
        if not (arguments.clean or arguments.file):
            return _live(arguments.question, rubric, namespace)
        with _file(arguments.file, namespace) as path:
            return _clean(arguments.question, rubric, path)

    return _answered(work)


def _answered(work: Callable[[], Checked]) -> Checked | Notice:
    try:
        return work()
    except InputError as problem:
        return Notice(f"%check: {problem}")
    except AssignmentError as problem:
        return Notice(
            "\n".join(["%check: the assignment has a mistake; tell your course", *map(str, problem.mistakes)])
        )
    except ValueError as problem:  # of shlex: a quotation mark that nothing closes
        return Notice(f"%check: {problem}")
    except KeyboardInterrupt:
        return Notice(
            "%check was interrupted: a function may not end; put a print into its loop to see where it is"
        )
    except SystemExit:
        return Notice("%check: your code calls exit(), which would end your notebook; leave that out")


class _Parser(argparse.ArgumentParser):
    def __init__(self) -> None:
        super().__init__(prog="%check", add_help=False)
        self.add_argument("question", nargs="*")
        self.add_argument("--clean", action="store_true")
        self.add_argument("--file", type=Path)
        self.add_argument("--rubric", type=Path)

    def error(self, message: str) -> NoReturn:
        raise InputError(f"{message}\n{USAGE}")


USAGE = "usage: %check [QUESTION ...] [--clean] [--file NOTEBOOK] [--rubric FILE]"


def _rubric(path: Path | str | None) -> Path:
    """Return the rubric: the one named, or the nearest one above the folder we are in."""
    if path is not None:
        return Path(path)
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / "rubric.yaml").is_file():
            return folder / "rubric.yaml"
    raise InputError(f"there is no rubric.yaml in {here} or above; name it with --rubric FILE")


def _live(questions: Sequence[str], rubric: Path, namespace: Mapping[str, Any]) -> Checked:
    job = _job(rubric, rubric.stat().st_mtime_ns if rubric.is_file() else 0, tuple(questions))
    variables = set(job.rubric.reference.variables)
    wanted = {
        name: namespace[name]
        for name in job.wanted
        if name not in variables and callable(namespace.get(name))
    }
    wanted |= {n: Variable(namespace[n]) for n in variables if not no_value(namespace.get(n, ...))}
    # Words stand in Markdown cells, which a kernel does not know.
    asked = [
        replace(question, checks=tuple(check for check in question.checks if not check.by_person))
        for question in job.rubric.assignment.questions
    ]
    assignment = replace(
        job.rubric.assignment, questions=tuple(question for question in asked if question.checks)
    )
    job = replace(job, rubric=replace(job.rubric, assignment=assignment))
    with (
        redirect_stdout(io.StringIO()),
        redirect_stderr(io.StringIO()),
    ):  # what the functions print, a hundred times
        names, seconds = job.rubric.reference.argument_names, job.rubric.assignment.limits.seconds
        results = pipeline.grade_questions(job, Live(wanted, names, seconds), {})
    submission = Submission("your functions", LIVE, (), {}, (), "")
    return Checked(Result(submission, results, (), "D"), job.hidden)


class Live(Local):
    """Functions of this kernel, each with the seconds that the rubric gives it for a question.

    Where there are no timers (Windows, another thread) nothing but an interrupt ends them.
    """

    exact = False  # they are handed what they are when they are graded

    def __init__(
        self, functions: Mapping[str, Callable[..., Any]], argument_names: AskedNames, seconds: float
    ) -> None:
        super().__init__(functions, argument_names)
        self.seconds = seconds
        self.left: dict[str, float] = {}

    def renew(self) -> None:
        """Give every function its seconds again."""
        self.left.clear()

    def ask(self, name: str, calls: Sequence[Sequence[Any]]) -> list[Reply]:
        """Call a function as long as it has time left; then say so of all further calls."""
        late = Failure(Verdict.TIMED_OUT, f"did not finish within {self.seconds:g} s in `{name}`")
        replies: list[Reply] = []
        for values in calls:
            begun = monotonic()
            left = self.left.get(name, self.seconds)
            try:
                if left <= 0:
                    raise TooLong
                with time_limit(left):
                    replies += super().ask(name, [values])
            except TooLong:
                replies.append(late)
            self.left[name] = left - (monotonic() - begun)
        return replies


@cache
def _job(rubric: Path, changed: int, questions: tuple[str, ...]) -> pipeline.Job:
    """Read a rubric once, as long as it does not change."""
    del changed
    return pipeline.prepare(rubric, 0, questions)


def _clean(questions: Sequence[str], rubric: Path, path: Path) -> Checked:
    with isolated.imports():  # a kernel imports from the folder of its notebook first
        job = pipeline.prepare(rubric, 0, questions)
        submission = read_one(path, [question.id for question in job.rubric.assignment.questions])
        return Checked(single(job, submission), job.hidden)


@contextmanager
def _file(named: Path | None, namespace: Mapping[str, Any]) -> Iterator[Path]:
    """Yield the file of the notebook that runs this, as it was saved last."""
    if named is not None:
        yield named
        return
    for known in (os.environ.get("JPY_SESSION_NAME"), namespace.get("__vsc_ipynb_file__")):
        if isinstance(known, str) and Path(known).is_file():
            yield Path(known)
            return
    if (content := _from_colab()) is not None:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "notebook.ipynb"
            path.write_bytes(content)
            yield path
        return
    raise InputError("where this notebook is saved is not known here; say it with --file NOTEBOOK")


def _from_colab() -> bytes | None:
    """Return the notebook as Colab has it; None elsewhere."""
    try:
        from google.colab import _message  # type: ignore[import-not-found]
    except ImportError:
        return None
    import msgspec

    reply = _message.blocking_request("get_ipynb")
    return msgspec.json.encode(reply["ipynb"]) if reply else None
