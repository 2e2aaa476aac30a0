"""Brightspace: found by name, written by id."""

import pytest

from gradebooks.conftest import filled, handed_in
from grader.errors import InputError

HEADER = (
    "OrgDefinedId,Username,Last Name,First Name,HW 1 Points Grade <Numeric MaxPoints:100 Weight:5>,"
    "Lab Points Grade,End-of-Line Indicator\n"
)
ROSTER = HEADER + "#01,#jdoe,Doe,Jane,,1,#\n#02,#zng,Ng,Zoë,3,1,#\n#03,#an1,Ng,Al,,1,#\n#04,#an2,Ng,Al,,1,#\n"


def test_scores_go_to_names_and_come_out_under_ids() -> None:
    """No names in the file to import; the last column ends the line."""
    table, notes = filled(
        ROSTER, handed_in("a", 7.125, ("Jane Doe", "9001")), handed_in("b", 5, ("Al Ng", "9002"))
    )
    assert table == [
        [
            "OrgDefinedId",
            "Username",
            "HW 1 Points Grade <Numeric MaxPoints:100 Weight:5>",
            "End-of-Line Indicator",
        ],
        ["#01", "#jdoe", "7.13", "#"],
        ["#02", "#zng", "3", "#"],
        ["#03", "#an1", "", "#"],
        ["#04", "#an2", "", "#"],
    ]
    assert "1 may be somebody else there, so no score was entered: Al Ng (9002) in rows 4 and 5" in notes


def test_an_inner_number_is_nobodys_id() -> None:
    """Student 9001 of the download may be another student's OrgDefinedId."""
    with pytest.raises(InputError, match="none of those who handed in is in it: Eve"):
        filled(ROSTER.replace("#01", "9001"), handed_in("a", 5, ("Eve", "9001")))


def test_plain_submissions_are_found_by_id() -> None:
    """A file that is called like the student's username or id."""
    table, _ = filled(ROSTER, handed_in("jdoe", 5), handed_in("02", 6))
    assert [row[2] for row in table[1:]] == ["5", "6", "", ""]


def test_an_export_without_names_is_refused() -> None:
    """Nobody could be found in it."""
    with pytest.raises(
        InputError, match="there are no columns 'First Name' and 'Last Name', by which students"
    ):
        filled(
            "OrgDefinedId,HW 1 Points Grade,End-of-Line Indicator\n#1,,#\n",
            handed_in("a", 5, ("Jane Doe", "9001")),
        )


def test_an_item_that_is_not_there_is_named() -> None:
    """Brightspace would take it for nothing."""
    with pytest.raises(InputError) as refused:
        filled(ROSTER, handed_in("jdoe", 5), column="HW 2")
    assert str(refused.value) == (
        "there is no column 'HW 2 Points Grade'; make the grade item in Brightspace and export again; there "
        "are: 'HW 1', 'Lab'"
    )
