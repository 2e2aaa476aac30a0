"""Characters that nobody sees are mended, and those that look like Python's are named."""

import ast
from typing import Any

import pytest

from grader.sandbox.worker.characters import mended, without_prompts
from grader.sandbox.worker.source import Statement, Unreadable, statements

LINE = "def f(x):\n    return x - 1\n"


@pytest.mark.parametrize(
    ("source", "note"),
    [
        (LINE.replace("):", "):\u200b"), "1: the zero width space (U+200B) in column 10, which Python"),
        (
            LINE.replace("    ", "\xa0\xa0\xa0\xa0"),
            "2: the no-break space (U+00A0) in column 1, which Python",
        ),
        (LINE.replace("x - 1", "x\u202f- 1"), "2: the narrow no-break space (U+202F) in column 13, which"),
        (LINE.replace("    ", "\u3000\u3000"), "2: the ideographic space (U+3000) in column 1, which Python"),
        (f"\n\ufeff{LINE}", "2: the zero width no-break space (U+FEFF) in column 1, which Python does not"),
        (f"{LINE}\u2028", "3: the line separator (U+2028) in column 1, which Python does not read, was left"),
        (f"{LINE}\x1a", "3: the character (U+001A) in column 1, which Python does not read, was left out"),
        (
            LINE.replace("x - 1", "x \u00ad- \u200e1"),
            "2: the soft hyphen (U+00AD) in column 14, which Python",
        ),
    ],
)
def test_what_nobody_sees_is_mended_and_told(source: Any, note: str) -> None:
    """As a space or not at all, with its place."""
    told, *found = statements(source, "hw.py")
    assert isinstance(told, Unreadable)
    assert f"{told.line}: {told.message}".startswith(note)
    assert told.note
    names: dict[str, object] = {}
    for each in found:
        assert isinstance(each, Statement)
        exec(each.code, names)
    assert names["f"](3) == 2  # type: ignore[operator]


def test_a_session_copied_from_a_console_is_read_without_its_prompts() -> None:
    """With a note, at the lines where it stands; what was printed between them is not sure."""
    told, *found = statements("# mine\n\n>>> def f(x):\n...     return x\n...\n>>> y = f(2)\n", "hw.py")
    assert isinstance(told, Unreadable)
    assert (told.line, told.note) == (3, True)
    assert told.message.startswith("the prompts of a console (>>> and ...), which were copied along")
    assert [each.line for each in found] == [3, 6]
    assert without_prompts(">>> f(2)\nthe mean is 3\n") is None
    assert without_prompts("...\nx = 1 2\n") is None


def test_in_texts_and_comments_every_character_stays() -> None:
    """Also beside one that is mended: an answer in words is the student's."""
    text = '"\\"\xa0"; """\u200b"\xa0""" # \xa0\u200b'
    found = mended(f"a = {text}\n\xa0\nb\xa0= 1")
    assert found is not None
    assert found.source == f"a = {text}\n \nb = 1"
    assert found.note.endswith("and 1 more like it")
    assert mended(text) is None
    assert all(isinstance(each, Statement) for each in statements(text, "hw.py"))


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("x = [“a”]", 'SyntaxError: “ (U+201C) in column 6 is no Python: write "'),
        ("x = 3 − 1", "SyntaxError: − (U+2212) in column 7 is no Python: write -"),
        ("x = ‘a’", "SyntaxError: ‘ (U+2018) in column 5 is no Python: write '"),
        ("def f（x):", "SyntaxError: （ (U+FF08) in column 6 is no Python: write ("),
        ("if 1:\n    x = 1\n\ty = 2", "TabError: tabs indent this line and spaces those around it, or the"),
        ("<<<<<<< HEAD", "SyntaxError: this is a mark of git's, of a merge that is not finished: delete it"),
        ("```python", "SyntaxError: this is a fence of Markdown: delete the line"),
        (">>> x = 1\n1 2", "SyntaxError: a prompt was copied along with the code: delete it from every"),
        ("12 x = 1", "SyntaxError: a line's number was copied along with the code: delete it from every"),
    ],
)
def test_what_only_looks_like_python_is_named(line: str, message: str) -> None:
    """With what to write, for what was meant is not sure."""
    (told, *_) = statements(f"{line}\n", "hw.py")
    assert isinstance(told, Unreadable)
    assert told.message.startswith(message)
    with pytest.raises(SyntaxError):
        ast.parse(line)


@pytest.mark.parametrize(
    ("source", "line", "message"),
    [
        (">>> def f(x):\n...     return x\n>>> f(1) is 1 2\n", 1, "SyntaxError: a prompt was copied along"),
        ("def f(x):\n<<<<<<< HEAD\n    return x\n", 2, "SyntaxError: this is a mark of git's"),
    ],
)
def test_a_function_in_what_cannot_be_read_is_known_by_its_name(source: str, line: int, message: str) -> None:
    """Whoever asks for it is told of that line, not that it is not there."""
    told = next(each for each in statements(source, "hw.py") if isinstance(each, Unreadable))
    assert (told.line, told.names) == (line, ("f",))
    assert told.message.startswith(message)
