"""Pages of a class of three hundred in a real browser; skipped where there is none."""

import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from chromium import Browser, program

from grader.frontends.commands.pages import write_pages
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
