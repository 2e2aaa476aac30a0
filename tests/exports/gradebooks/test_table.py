"""Reading what course systems and spreadsheets write."""

import pytest

from grader.errors import InputError
from grader.exports.gradebooks.table import decoded, number, parsed


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


def test_what_students_typed_may_be_long() -> None:
    """A worksheet holds it, and it is no reason to refuse the file."""
    table = parsed(f'Identifier,Grade,Online text\n1,,"{"x" * 200_000}"\n')
    assert len(table.rows[0][2]) == 200_000


def test_what_is_no_text_is_told() -> None:
    """A file that a spreadsheet program saved in an encoding of its own."""
    with pytest.raises(
        InputError, match="it is neither UTF-8 nor UTF-16; export it again from the course system"
    ):
        decoded("Zoë".encode("latin-1"))
    assert decoded(b"\xef\xbb\xbfa,b") == ("a,b", "utf-8-sig")
