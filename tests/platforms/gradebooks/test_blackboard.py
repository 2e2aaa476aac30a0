"""Blackboard: username, and the column with its number."""

import pytest

from gradebooks.conftest import cells, filled, handed_in, results
from grader.errors import InputError
from grader.platforms.gradebook import decoded, gradebook

HEADER = (
    '"Last Name","First Name","Username","Student ID","Last Access","Availability",'
    '"Total [Total Pts: up to 100 Score] |1","HW 1 [Total Pts: 100 Score] |665","Lab [Total Pts: 10] |666"\n'
)
ROSTER = (
    HEADER
    + '"Doe","Jane","jdoe","0001","x","Yes","4","Needs Grading(4)","3"\n'
    + '"=Ng","Zoë","-zoe_1","0002","x","Yes","4","12.5","3"\n'
    + '"Al","Bo","bo","0003","x","Yes","4","In Progress(1)","3"\n'
)
JANE = handed_in("a", 7.125, ("Jane Doe", "jdoe"))


def test_scores_go_to_usernames() -> None:
    """The number of the column is kept, every cell is quoted, and words are no scores."""
    book = gradebook(results(JANE), ROSTER)
    assert book.text == (
        '"Last Name","First Name","Username","Student ID","HW 1 [Total Pts: 100 Score] |665"\r\n'
        '"Doe","Jane","jdoe","0001","7.13"\r\n'
        '"\'=Ng","Zoë","-zoe_1","0002","12.5"\r\n'
        '"Al","Bo","bo","0003",""\r\n'
    )
    assert book.system == "blackboard"


def test_the_tabs_of_an_xls_stay() -> None:
    """What Blackboard calls .xls is text with tabs in UTF-16, and is written so again."""
    data = ("\ufeff" + ROSTER.replace('","', '"\t"')).encode("utf-16-le")
    text, encoding = decoded(data)
    book = gradebook(results(JANE), text)
    assert cells(book)[1] == ["Doe", "Jane", "jdoe", "0001", "7.13"]
    assert decoded(book.text.encode(encoding))[0] == book.text


def test_another_name_is_told() -> None:
    """The username is sure; but somebody should look."""
    table, notes = filled(ROSTER, JANE, handed_in("b", 4, ("Eve Evil", "bo")))
    assert table[3][-1] == "4"
    assert notes[-1] == (
        "1 with another name there, as for a group, whose other members get no score here: "
        "Eve Evil (bo) is there Al Bo"
    )


def test_a_column_without_a_number_is_no_column() -> None:
    """Blackboard would make a new one of text that is worth nothing."""
    with pytest.raises(InputError) as refused:
        filled(ROSTER, JANE, column="HW 2")
    assert str(refused.value) == (
        "there is no column 'HW 2' with a number; make it in Blackboard and download again; there are: "
        "'HW 1', 'Lab'"
    )
