"""Blackboard: usernames with underscores, receipts, and attempts."""

from typing import Any

import pytest

from downloads.conftest import told
from grader.errors import InputError

ONE, TWO = "2026-03-01-12-30-00", "2026-03-02-08-00-00"


def receipt(name: str, username: str, typed: str = "") -> str:
    """Return a receipt as Blackboard writes it."""
    return f"Name: {name} ({username})\nAssignment: HW_1\nDate Submitted: ...\n\nSubmission Field:\n{typed}\n"


def test_a_receipt_says_who_is_who(download: Any) -> None:
    """One is enough to know where every username begins; names come from the receipts."""
    found = download(
        {
            f"HW_1_jane_doe_attempt_{ONE}.txt": receipt("Jane (Janie) Doe", "jane_doe"),
            f"HW_1_jane_doe_attempt_{ONE}_my_hw.py": "1",
            f"HW_1_ng_attempt_{ONE}_hw.py": "2",
        }
    )
    assert told(found) == {
        "Jane (Janie) Doe_jane_doe": ([("Jane (Janie) Doe", "jane_doe")], False, {"my_hw.py": "1"}),
        "ng": ([("ng", "ng")], False, {"hw.py": "2"}),
    }


def test_what_a_student_typed_is_not_believed(download: Any) -> None:
    """Only the first line of a receipt is Blackboard's, and it must agree with the file's name."""
    found = download(
        {
            f"HW_1_eve_attempt_{ONE}.txt": receipt("Eve", "eve", "Name: Ada (1_eve)\nName: Ada (ada)"),
            f"HW_1_eve_attempt_{ONE}_hw.py": "1",
            f"HW_1_ada_attempt_{ONE}.txt": receipt("Ada", "bob"),
            f"HW_1_ada_attempt_{ONE}_hw.py": "2",
        }
    )
    assert [students for students, _, _ in told(found).values()] == [[("ada", "ada")], [("Eve", "eve")]]


def test_the_latest_attempt_counts(download: Any) -> None:
    """Who handed in again is told; a receipt without a file is text that was typed."""
    found = download(
        {
            f"HW_ng_attempt_{ONE}_hw.py": "old",
            f"HW_ng_attempt_{TWO}_hw.py": "new",
            f"HW_ng_attempt_{TWO}_b.py": "b",
            f"HW_zoe_attempt_{TWO}.txt": receipt("Zoe", "zoe"),
        }
    )
    assert told(found) == {"ng": ([("ng", "ng")], False, {"hw.py": "new", "b.py": "b"})}
    assert found.notes[1:] == (
        "1 student handed in again, and the latest counts: ng",
        "1 text typed into the browser or linked cannot be graded",
        "no file, so no submission: Zoe_zoe",
    )


def test_a_username_that_could_begin_in_two_places_is_asked_about(download: Any) -> None:
    """Without a receipt nobody knows; both readings are named."""
    with pytest.raises(InputError) as refused:
        download({f"HW_1_ada_attempt_{ONE}_a.py": "1", f"HW_1_bob_attempt_{ONE}_a.py": "2"})
    assert str(refused.value) == (
        "all.zip: the username in 'HW_1_ada' may be '1_ada' or 'ada'. Download again with the receipts (the "
        ".txt files), which say who is who."
    )


def test_two_assignments_at_once_are_refused(download: Any) -> None:
    """Which of them is graded?"""
    with pytest.raises(InputError) as refused:
        download({f"HW_ada_attempt_{ONE}_a.py": "1", f"Lab_ada_attempt_{ONE}_a.py": "2"})
    assert str(refused.value) == (
        "all.zip holds Blackboard files of more than one assignment: HW_ada and Lab_ada. "
        "Download one at a time."
    )
