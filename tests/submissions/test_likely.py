"""Answers in words where nobody asked for them: a person reads them where a question has no other."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.platforms.find import read_one
from grader.submissions.found import File
from grader.submissions.likely import likely_answers, reports_beside

WORDS = "Two linear layers are one, for the product of matrices is a matrix."
IDS = ["1a", "1b", "7"]


@pytest.mark.parametrize(
    "source",
    [
        f"# 1a: {WORDS}\nx = 1\n",
        f"x = 1\n# Question 1a)\n#\n# {WORDS}\n",
        f'x = 1\n"""\n1a) {WORDS}\n"""\n',
        f"'''**Aufgabe 1a** {WORDS}'''\n",
        f'"""Homework 3\n\n## 1a\n{WORDS}\n"""\n',
    ],
)
def test_words_in_a_module_that_name_a_question_are_kept(source: str) -> None:
    """As a comment or a text of its own, whatever heads it."""
    assert {k: v.strip() for k, v in likely_answers([source], [], IDS).items()} == {"1a": WORDS}


@pytest.mark.parametrize(
    "source",
    [
        "# 1a: the softmax\ndef softmax(a): ...\n",
        "# ---------- 1a\n\nx = 1\n",
        f"# {WORDS}\n",
        f"def f():\n    # 1a: {WORDS}\n    return 1\n",
        f'text = """\n1a) {WORDS}\n"""\n',
        f'text = """\n\n"""\nif x:\n    """1a) {WORDS}"""\n',
    ],
)
def test_titles_of_code_are_no_answers(source: str) -> None:
    """Nor is what names no question, or belongs to a function."""
    assert likely_answers([source], [], IDS) == {}


def test_a_text_beside_the_code_is_looked_through() -> None:
    """Its headings name questions; data names none."""
    files = [
        File("answers.md", f"# Answers\n\n## 1a\n{WORDS}\n\n## 2\nno\n".encode()),
        File("x.csv", b"1a,2"),
    ]
    assert {k: v.strip() for k, v in likely_answers([], files, IDS).items()} == {"1a": WORDS}


def test_a_report_is_for_a_person_to_look_at() -> None:
    """But not a print of the notebook beside it, a picture, or a licence."""
    unread = ["hw.pdf", "report/answers.pdf", "plot.png", "LICENSE", "b.docx"]
    assert reports_beside(unread, ["hw.ipynb"]) == (
        "Nothing here names this question; handed in beside it, and not read: report/answers.pdf, b.docx"
    )
    assert reports_beside(["hw.pdf"], ["hw.ipynb"]) == ""


def test_what_is_likely_stands_behind_what_is_sure(tmp_path: Path) -> None:
    """A comment is no answer in words, only likely to be one."""
    (tmp_path / "hw.py").write_text(f"# 1a: {WORDS}\n")
    submission = read_one(tmp_path / "hw.py", IDS)
    assert (submission.written, submission.likely) == ({}, {"1a": WORDS})


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"{\\rtf1\\ansi import numpy}", "a text with formats (RTF), as TextEdit and WordPad save it,"),
        (b"\n<!DOCTYPE html>\n<html></html>", "a web page"),
        (b"%PDF-1.7", "a PDF"),
        (b"PK\x03\x04...", "a zip or an Office document"),
    ],
)
@pytest.mark.parametrize("name", ["hw.py", "hw.ipynb"])
def test_what_is_surely_no_program_is_named(
    data: bytes, what: str, name: str, tmp_path: Path, told: Callable[[Path], list[str]]
) -> None:
    """In one sentence, in place of a syntax error in its first line."""
    (tmp_path / name).write_bytes(data)
    called = "a module" if name == "hw.py" else "a notebook"
    assert told(tmp_path / name) == [
        f"{name}: This is {what} under the name of {called}. Hand in the file itself."
    ]


@pytest.fixture
def told() -> Callable[[Path], list[str]]:
    """The problems of a hand-in, a line for each."""
    return lambda path: [f"{each.where}: {each.message}" for each in read_one(path, []).problems]


@given(
    st.lists(
        st.sampled_from(['"""', "'''", "#", "\n", "1a", "**", ") ", "r", "word ", " ", "=", "Aufgabe "]),
        max_size=60,
    )
)
def test_any_text_has_likely_answers_or_none(pieces: list[str]) -> None:
    """Each is of a question that is asked, and stands there."""
    source = "".join(pieces)
    for question, text in likely_answers([source], [File("a.md", source.encode())], IDS).items():
        assert question in IDS
        assert "word" in text


def test_a_large_module_is_looked_through_in_no_time() -> None:
    """Quotes and comments without end cost what their letters cost."""
    for piece in ('"""\n', "# 1a) a b c d e f g h i\n\n", "'''\n\"\"\"\n"):
        begun = time.process_time()
        likely_answers([piece * (4_000_000 // len(piece))], [], IDS)
        assert time.process_time() - begun < 5
