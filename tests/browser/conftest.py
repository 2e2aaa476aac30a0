"""Pages of a class of three hundred in a real browser; skipped where there is none."""

import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from chromium import Browser, program
from rooms import Room
from to_mark import COMPUTED, desk

from grader.frontends.commands.pages import write_pages
from grader.frontends.mark.app import application
from grader.frontends.mark.desk import MarkingDesk
from grader.frontends.mark.serve import listening, server
from grader.marking.events import Asked, asked_of
from grader.model import Report

sys.path.append(str(Path(__file__).parent.parent / "reports"))
from by_hand import batch

HOSTILE = "<img src=x onerror=document.title='owned'><script>document.title='owned'</script>"


@pytest.fixture(scope="session")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that a batch of 300 was written to; some of the names are attacks."""
    small = batch()
    names = [*(f"student{n:03d}" for n in range(297)), HOSTILE, "x" * 200, "\u202eevil"]
    results = []
    for n, name in enumerate(names):
        result = small.results[n * n % 5 if n % 3 else 1]
        results.append(replace(result, submission=replace(result.submission, id=name, path=name)))
    folder = tmp_path_factory.mktemp("pages")
    write_pages(folder, Report(small.assignment, 0, tuple(results)))
    return folder


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """Chromium, if it is on this machine."""
    found = program()
    if found is None:
        pytest.skip("Chromium is not installed (apt-get install chromium)")
    browser = Browser(found, tmp_path_factory.mktemp("profile"))
    yield browser
    browser.close()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """Chromium, if it is on this machine."""
    found = program()
    if found is None:
        pytest.skip("Chromium is not installed (apt-get install chromium)")
    sync_api = pytest.importorskip("playwright.sync_api")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def room(tmp_path: Path, chromium: Any) -> Iterator[Callable[..., Room]]:
    """Open a room for a class."""
    with ExitStack() as stack:
        rooms = []

        def opened(report: Report, questions: dict[str, str] | None = None) -> Room:
            found = desk(tmp_path, report)
            for student, text in (questions or {}).items():
                found.journal.write(asked_of(student, COMPUTED.id), Asked(text), by="somebody")
            found = MarkingDesk(report, found.journal)
            guard = application(found, "somebody")
            sock = stack.enter_context(listening(0))
            running = server(guard)
            thread = threading.Thread(target=running.run, kwargs={"sockets": [sock]})
            thread.start()
            stack.callback(thread.join)
            stack.callback(running.handle_exit, 2, None)
            rooms.append(Room(found, guard, sock.getsockname()[1], chromium, stack))
            return rooms[-1]

        yield opened
    for each in rooms:
        assert each.complaints == []
