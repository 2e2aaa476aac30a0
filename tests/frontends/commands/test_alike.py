"""`grader alike`: a list and a page with both texts, of modules, notebooks and folders."""

import json
import re
import sys
from pathlib import Path
from typing import Any

import pytest
import small

from grader.errors import InputError
from grader.frontends.cli import parser

sys.path.append(str(Path(__file__).parents[2] / "submissions"))
from test_likeness import COPIED, GIVEN, RENAMED, own

HOSTILE = "</mark></pre><script>document.title=1</script>\u202e"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A class of four, of whom two have the same: one as a notebook, one in a folder."""
    rubric = small.copied(tmp_path)
    hand_ins = tmp_path / "in"
    (hand_ins / "bob").mkdir(parents=True)
    cells: list[dict[str, Any]] = [
        {"cell_type": "code", "metadata": {}, "source": text} for text in (own(1, 9), GIVEN, COPIED)
    ]
    for cell in cells:
        cell |= {"outputs": [], "execution_count": None}
    notebook = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 4}
    (hand_ins / "ada.ipynb").write_text(json.dumps(notebook))
    (hand_ins / "bob" / "main.py").write_text(RENAMED + GIVEN + f"TEXT = '{HOSTILE}'\n" + own(2, 9))
    (hand_ins / "cyd.py").write_text(GIVEN + own(3))
    (hand_ins / "dan.py").write_text(GIVEN + own(4))
    done = small.command(tmp_path, "grade", "in", "--rubric", str(rubric), "--question", "1a")
    assert done.returncode == 0, done.stderr
    (tmp_path / "starter.py").write_text(GIVEN)
    return tmp_path


def run(*arguments: object) -> int:
    parsed = parser().parse_args(["alike", *map(str, arguments)])
    status: int = parsed.run(parsed)
    return status


def test_the_list_and_the_page(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The pair is named, the rest of the class is not; a page that was changed is not written over."""
    results = folder / "results"
    assert run(results, "--starter", folder / "starter.py") == 0
    said = capsys.readouterr().out.splitlines()
    assert re.fullmatch(r" *\d+ %  ada  bob", said[0])
    assert said[1:] == [
        "1 pair of 4 submissions shares more than the class does: where to look, and no verdict",
        f"Page: {results / 'alike.html'}",
    ]
    page = (results / "alike.html").read_text(encoding="utf-8")
    assert page.count("<script") == 0
    assert "&lt;/mark&gt;&lt;/pre&gt;&lt;script&gt;document.title=1&lt;/script&gt;\\u202e" in page
    assert "cyd" not in page
    assert "<mark>" in page
    assert run(results) == 0  # without the starter more is alike, and the page is written anew
    (results / "alike.html").write_text("mine")
    with pytest.raises(InputError, match=r"alike\.html is not as the grader left it"):
        run(results)


def test_what_is_not_there_is_told(tmp_path: Path) -> None:
    """No results, no starter."""
    with pytest.raises(InputError, match=r"there is no .*store\.sqlite: `grader grade` writes it"):
        run(tmp_path)
