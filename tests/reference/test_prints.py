"""What the reference prints does not flood what the instructor reads."""

import sys

import pytest

from grader.reference import prints
from grader.reference.prints import LINES, few_prints


def test_the_first_lines_are_shown_and_no_more(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """On standard error, beside the results; then one line says that there is more."""
    monkeypatch.setattr(prints, "_few", prints.Few())

    @few_prints()
    def answer(x: int) -> int:
        sys.stdout.write(f"called with {x}\n")
        return x

    assert [answer(x) for x in range(1000)] == list(range(1000))
    sys.stdout.write("a result\n")
    told = capsys.readouterr()
    assert told.out == "a result\n"
    lines = told.err.splitlines()
    assert lines[:LINES] == [f"called with {x}" for x in range(LINES)]
    assert lines[LINES:] == ["(the reference prints more than this, which is not shown)"]


def test_one_endless_line_is_cut(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """A line without an end is no way around it."""
    monkeypatch.setattr(prints, "_few", prints.Few())
    with few_prints():
        for _ in range(1000):
            sys.stdout.write("x" * 1000)
    assert len(capsys.readouterr().err) < LINES * 600
