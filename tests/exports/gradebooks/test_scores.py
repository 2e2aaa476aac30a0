"""Who gets which score, whatever the system."""

import pytest

from gradebooks.conftest import filled, handed_in, results
from grader.errors import InputError
from grader.exports.gradebooks import gradebook
from grader.exports.gradebooks.scores import alike


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
