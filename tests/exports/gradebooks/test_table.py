"""Reading what course systems and spreadsheets write."""

import pytest

from gradebooks.conftest import filled, handed_in, results
from grader.errors import InputError
from grader.exports.gradebooks import decoded, gradebook
from grader.exports.gradebooks.table import alike, number, parsed


@pytest.mark.parametrize(
    ("score", "text"),
    [
        (0, "0"),
        (7.0, "7"),
        (66.666, "66.67"),
        (1.005, "1.01"),
        (0.125, "0.13"),
        (100, "100"),
        (99.995, "100"),
    ],
)
def test_scores_have_two_digits(score: float, text: str) -> None:
    """As many as the systems keep, rounded as people do."""
    assert number(score) == text
    assert number(score, comma=True) == text.replace(".", ",")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "it is no table: there is no header with columns"),
        ("Student\nAda\n", "it is no table: there is no header with columns"),
        ('Student,ID,"\n', "it is no table: unexpected end of data"),
        ("Student,ID,Section\nAda,1,A,5\n", "row 2 has 4 cells, but the header has 3"),
    ],
)
def test_what_is_no_table_is_told(text: str, message: str) -> None:
    """With what is wrong."""
    with pytest.raises(InputError) as refused:
        parsed(text)
    assert str(refused.value) == message


def test_what_is_no_text_is_told() -> None:
    """A file that a spreadsheet program saved in an encoding of its own."""
    with pytest.raises(
        InputError, match="it is neither UTF-8 nor UTF-16; export it again from the course system"
    ):
        decoded("Zoë".encode("latin-1"))
    assert decoded(b"\xef\xbb\xbfa,b") == ("a,b", "utf-8-sig")


def test_a_gradebook_of_another_course_is_refused() -> None:
    """Rather than an empty file."""
    with pytest.raises(InputError) as refused:
        filled("Student,ID,Section,HW 1 (1)\nAda,1,A,\n", handed_in("b", 5, ("b\x1b[2J", "2")))
    assert str(refused.value) == r"none of those who handed in is in it: b\x1b[2J (2)"


def test_a_gradebook_can_be_tried_before_anybody_handed_in() -> None:
    """What is wrong with it is known before the work."""
    assert gradebook(results(), "Student,ID,Section,HW 1 (1)\nAda,1,A,\n").system == "canvas"


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Doe, Jane", "doejane", True),
        ("Jane Doe", "user1 jane doe", True),
        ("Zoë Ng", "Zoe Ng", True),
        ("Team A", "Jane Doe", False),
        ("Doe, Jane", "smithbob", False),
    ],
)
def test_names_are_compared_as_people_write_them(one: str, other: str, *, same: bool) -> None:
    """Order, accents and case differ between a list and a file."""
    assert alike(one, other) is same
