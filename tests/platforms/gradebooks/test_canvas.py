"""Canvas: what its importer takes, and nothing that it would pass over."""

import pytest

from gradebooks.conftest import filled, handed_in
from grader.errors import InputError

HEADER = (
    "Student,ID,SIS User ID,SIS Login ID,Section,"
    "Essay (11),HW 1 (12),Assignments Current Points,Final Score\n"
)
POINTS = "    Points Possible,,,,,5,100,(read only),(read only)\n"
ROSTER = (
    HEADER
    + POINTS
    + '"Doe, Jane",1234,s1,jane@x.org,A,4,,4,80\n'
    + '"=HYPERLINK(1)",77,s2,=evil,A,3,,4,80\n'
    + '"Ng, Zoë",99,s3,zoe@x.org,B,,EX,4,80\n'
    + '"Late, Al",100,s4,al@x.org,B,,7.5,4,80\n'
    + '"Student, Test",101,,t,A,,,4,80\n'
)


def test_scores_go_to_the_students_of_that_id() -> None:
    """One column with its number, the maxima, and no other assignment."""
    table, notes = filled(
        ROSTER,
        handed_in("doejane_1234", 66.666, ("doejane", "1234")),
        handed_in("x_77", None, ("=hyperlink1", "77")),
        handed_in("ngzoë_99", 50, ("ngzoë", "99"), late=True, pending=3),
        handed_in("gone_5", 10, ("gone", "5"), pending=1),
    )
    assert table == [
        ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "HW 1 (12)"],
        ["    Points Possible", "", "", "", "", "100"],
        ["Doe, Jane", "1234", "s1", "jane@x.org", "A", "66.67"],
        ["'=HYPERLINK(1)", "77", "s2", "=evil", "A", ""],
        ["Ng, Zoë", "99", "s3", "zoe@x.org", "B", "EX"],
        ["Late, Al", "100", "s4", "al@x.org", "B", "7.5"],
        ["Student, Test", "101", "", "t", "A", ""],
    ]
    assert notes == [
        "2 of 5 students in the gradebook got a score",
        "1 handed in but are excused in Canvas, and stay so",
        "2 in the gradebook without a submission, left as found: Late, Al 100, Student, Test 101",
        "1 not in the gradebook: gone (5)",
        "1 without a score, for a check could not be decided: x_77",
        "1 late submission: no points were taken off",
        "3 points wait for a person in 1 submission, and are not in the scores",
        "1 point waits for a person in 1 submission, and is not in the scores",
    ]


def test_a_group_has_one_member_in_a_download() -> None:
    """That one gets the score, and the person at the keyboard is told."""
    table, notes = filled(ROSTER, handed_in("team3_1234", 8, ("team3", "1234")))
    assert table[2][-1] == "8"
    assert notes[2] == (
        "1 with another name there, as for a group, whose other members get no score here: "
        "team3 (1234) is there Doe, Jane"
    )


def test_every_member_of_a_group_gets_its_score() -> None:
    """Where all are known."""
    table, _ = filled(
        ROSTER, handed_in("g", 8, ("Jane Doe", "s1"), ("Zoë Ng", "zoe@x.org"), ("Al", "AL@x.org"))
    )
    assert [row[-1] for row in table[2:]] == ["8", "", "EX", "8", ""]


def test_two_submissions_of_one_student_are_not_chosen_between() -> None:
    """A person must say which counts."""
    table, notes = filled(ROSTER, handed_in("a", 8, ("doejane", "1234")), handed_in("s1", 9))
    assert table[2][-1] == ""
    assert "1 with two submissions, so no score was entered: a and s1" in notes


def test_an_id_comes_before_all_other_numbers() -> None:
    """As Canvas itself looks: ID, then what the school calls the student."""
    roster = HEADER + "Ada,1,2,a,A,,,,\nBo,2,1,b,A,,,,\n"
    table, _ = filled(roster, handed_in("ada_1", 5, ("ada", "1")))
    assert [row[-1] for row in table[1:]] == ["5", ""]


def test_more_than_the_maximum_is_told() -> None:
    """Bonus points are kept, if the course system keeps them."""
    table, notes = filled(ROSTER, handed_in("a", 104.5, ("doejane", "1234")))
    assert table[2][-1] == "104.5"
    assert notes[1] == "1 score above the maximum of 'HW 1' in Canvas, 100: see if it takes them"


def test_a_maximum_that_differs_is_told() -> None:
    """Scores are never scaled behind anybody's back."""
    _, notes = filled(ROSTER, handed_in("a", 8, ("doejane", "1234")), column="Essay")
    assert notes[1] == "the maximum of 'Essay' in Canvas is 5, but 100 in the rubric: scores are not scaled"


# ---- which column? ----------------------------------------------------------------------------------

ADA = handed_in("ada", 5, ("ada", "1"))


@pytest.mark.parametrize("column", ["Essay", "Essay (11)"])
def test_a_column_can_be_asked_for(column: str) -> None:
    """By its title, with the number or without."""
    table, _ = filled(ROSTER, handed_in("a", 8, ("doejane", "1234")), column=column)
    assert (table[0][-1], table[2][-1]) == ("Essay (11)", "8")


def test_an_unclear_column_is_asked_for() -> None:
    """All that are there are named."""
    with pytest.raises(InputError) as refused:
        filled(ROSTER, ADA, assignment="hw-2")
    assert str(refused.value) == (
        "which column gets the scores of 'hw-2'? Say --column TITLE; there are: 'Essay', 'HW 1'"
    )


def test_the_only_column_is_taken_if_it_is_empty() -> None:
    """Scores that are there may be of something else."""
    roster = "Student,ID,Section,Other (5)\nAda,1,A,{}\n"
    assert filled(roster.format(""), ADA)[0][1] == ["Ada", "1", "A", "5"]
    with pytest.raises(InputError, match="which column gets the scores of 'hw-1'"):
        filled(roster.format("3"), ADA)


def test_a_new_column_has_no_number() -> None:
    """Canvas then asks what to do with it."""
    table, notes = filled("Student,ID,Section\nAda,1,A\n", ADA)
    assert table == [
        ["Student", "ID", "Section", "hw-1"],
        ["    Points Possible", "", "", "100"],
        ["Ada", "1", "A", "5"],
    ]
    assert notes[1] == "the column 'hw-1' is new: Canvas will ask to make an assignment of it"
    assert filled(ROSTER, handed_in("s1", 5), column="Lab")[0][0][-1] == "Lab"


@pytest.mark.parametrize(
    "title", ["Final Score", "My Current Grade", "Unposted Final Points", "Override Score"]
)
def test_a_title_that_canvas_passes_over_is_refused(title: str) -> None:
    """It would import nothing and say nothing."""
    with pytest.raises(InputError) as refused:
        filled("Student,ID,Section\nAda,1,A\n", ADA, column=title)
    assert (
        str(refused.value) == f"Canvas imports no column called '{title}'; give another with --column TITLE"
    )


def test_a_file_that_canvas_refuses_is_refused_here() -> None:
    """Without the column Section its importer stops."""
    with pytest.raises(InputError, match="there is no column 'Section', without which Canvas refuses it"):
        filled("Student,ID,HW 1 (12)\nAda,1,\n", ADA)


# ---- how it is written ------------------------------------------------------------------------------


def test_semicolons_and_decimal_commas_stay() -> None:
    """As a school in Europe exports it."""
    table, _ = filled(
        "\ufeffLastName;FirstName;ID;SIS Login ID;Section;HW 1 (12)\n"
        "    Points Possible;;;;;10,5\n;;;;;Manual Posting\nNg;Ada;1;a;A;\nDoe;Bo;2;b;A;3,5\n",
        handed_in("ada", 7.25, ("adang", "1")),
    )
    assert table == [
        ["LastName", "FirstName", "ID", "SIS Login ID", "Section", "HW 1 (12)"],
        ["    Points Possible", "", "", "", "", "10,5"],
        ["Ng", "Ada", "1", "a", "A", "7,25"],
        ["Doe", "Bo", "2", "b", "A", "3,5"],
    ]
