"""Who gets which score, whatever the system."""

import pytest

from gradebooks.conftest import filled, handed_in, results
from grader.errors import InputError
from grader.platforms.gradebook import gradebook
from grader.platforms.gradebook.scores import alike


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


BEFORE = {
    "canvas": "Student,ID,Section,hw-1 (9)\nAda,1,A,5\nBo,2,A,8.5\nCy,3,A,7\nDi,4,A,\n",
    "moodle": "Identifier,Full name,Grade,Last modified (grade)\n"
    "Participant 1,Ada,5,-\nParticipant 2,Bo,8.5,-\nParticipant 3,Cy,7.00,-\nParticipant 4,Di,,-\n",
    "blackboard": "Last Name,First Name,Username,hw-1 [Total Pts: 100 Score] |1\n"
    ",Ada,1,5\n,Bo,2,8.5\n,Cy,3,7\n,Di,4,\n",
    "brightspace": "OrgDefinedId,Last Name,First Name,hw-1 Points Grade,End-of-Line Indicator\n"
    "#1,,Ada,5,#\n#2,,Bo,8.5,#\n#3,,Cy,7,#\n#4,,Di,,#\n",
}


@pytest.mark.parametrize("system", BEFORE)
def test_a_score_that_was_there_is_not_changed_without_a_word(system: str) -> None:
    """Who had more is told; and stays, where that is asked for."""
    came = [
        handed_in(n, s, (n.title(), k)) for n, s, k in (("ada", 6, "1"), ("bo", 6.5, "2"), ("cy", 7, "3"))
    ]
    table, notes = filled(BEFORE[system], *came)
    place = next(
        p for p, each in enumerate(table[0]) if each in ("Grade", "hw-1 (9)") or each.startswith("hw-1")
    )
    assert [row[place] for row in table[1:]] == ["6", "6.5", "7", ""]
    assert any(note.startswith("2 with another score in the gradebook before: ") for note in notes)
    assert any("5 to 6" in note for note in notes)
    assert "1 of these had a higher one: --keep-higher leaves such as they are" in notes
    table, notes = filled(BEFORE[system], *came, keep_higher=True)
    assert [row[place] for row in table[1:]] == ["6", "8.5", "7", ""]
    assert any(
        "with a higher score in the gradebook, which stays: " in note and "8.5 to 6.5" in note
        for note in notes
    )
