"""Reading what course systems and spreadsheets write."""

import pytest

from grader.errors import InputError
from grader.platforms.gradebook.table import decoded, encoded, number, parsed


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


def test_a_file_that_a_spreadsheet_program_saved_is_read_and_written_as_it_was() -> None:
    """Windows has an encoding of its own; what is no text in it either is told."""
    assert decoded("Zoë, Œuvre".encode("cp1252")) == ("Zoë, Œuvre", "cp1252")
    with pytest.raises(InputError, match="it is no text in UTF-8, UTF-16 or Windows' own encoding"):
        decoded(b"\x81\x8d")
    assert decoded(b"\xef\xbb\xbfa,b") == ("a,b", "utf-8-sig")


def test_a_title_that_the_file_has_no_sign_for_is_written_in_utf_8() -> None:
    """What Windows' encoding lacks is no reason to lose it; what is no text at all is told."""
    assert encoded("Zoë", "cp1252") == (b"Zo\xeb", "cp1252")
    assert encoded("Übung Ω", "cp1252") == ("\ufeffÜbung Ω".encode(), "utf-8-sig")
    with pytest.raises(InputError, match=r"^\\udcff is no text; give another title with --column TITLE$"):
        encoded("\udcff", "utf-8")
