"""A sandbox with real workers, and a short way to put a submission into it."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from grader.functions.reply import Answer, Reply
from grader.model import Cell, Limits, Module, Submission
from grader.sandbox.canary import canary_file
from grader.sandbox.sandbox import Sandbox
from grader.sandbox.session import Session

Files = str | dict[str, str | list[str]]


@pytest.fixture(scope="session")
def sandbox() -> Iterator[Sandbox]:
    """One for all tests: its zygotes take a second to start, and no submission may harm them."""
    with canary_file() as canary, Sandbox(Limits(seconds=30, megabytes=512), canary) as sandbox:
        yield sandbox


@pytest.fixture
def load(sandbox: Sandbox) -> Iterator[Callable[..., Session]]:
    """Load a submission: a source, or files by path, of which a list is the cells of a notebook."""
    sessions = []

    def load(files: Files, *wanted: str, seconds: float = 30) -> Session:
        sandbox.limits = Limits(seconds, 512)
        sessions.append(sandbox.open(_submission(files), wanted or ("f", "g", "h")))
        return sessions[-1]

    yield load
    for session in sessions:
        session.close()


@pytest.fixture
def submission() -> Callable[[Files], Submission]:
    """Return what makes a submission of files by path."""
    return _submission


def _submission(files: Files) -> Submission:
    """Make a submission of files by path."""
    modules = []
    for path, source in ({"hw.py": files} if isinstance(files, str) else files).items():
        name = path.rpartition(".")[0].replace("/", ".").removesuffix(".__init__")
        if isinstance(source, str):
            modules.append(Module(name, path, (Cell(path, source),)))
        else:
            cells = tuple(Cell(f"{path} cell {number}", each) for number, each in enumerate(source, 1))
            modules.append(Module(name, path, cells, notebook=True))
    return Submission("student", "student", tuple(modules), {}, (), "")


@pytest.fixture
def ask() -> Callable[..., Reply]:
    """Call a function once."""

    def ask(session: Session, name: str, *arguments: Any) -> Reply:
        (reply,) = session.ask(name, [arguments])
        return reply

    return ask


@pytest.fixture
def value(ask: Callable[..., Reply]) -> Callable[..., Any]:
    """Call a function once, and return its value."""

    def value(session: Session, name: str, *arguments: Any) -> Any:
        reply = ask(session, name, *arguments)
        assert isinstance(reply, Answer), reply
        return reply.value

    return value


@pytest.fixture
def told() -> Callable[[Session], list[str]]:
    """Return what a session tells of the loading, a line for each."""
    return lambda session: [f"{problem.where}: {problem.message}" for problem in session.problems]
