"""Moodle: one folder a student, or flat; in all the forms of its versions."""

from typing import Any

from downloads.conftest import told, zipped


def test_folders_of_new_and_old_versions(download: Any) -> None:
    """Up to 4.0 a folder ends in an underscore; folders inside are the student's."""
    found = download(
        {
            "Jane Doe_12_assignsubmission_file/hw/a.py": "1",
            "Jane Doe_12_assignsubmission_file/hw/lib/b.py": "2",
            "Jane Doe_12_assignsubmission_onlinetext/onlinetext.html": "<p>",
            "Zoë van Ng_13_assignsubmission_file_/hw.zip": zipped({"hw.py": "3"}),
        }
    )
    assert told(found) == {
        "Jane Doe_12": ([("Jane Doe", "12")], False, {"a.py": "1", "lib/b.py": "2"}),
        "Zoë van Ng_13": ([("Zoë van Ng", "13")], False, {"hw.py": "3"}),
    }
    assert found.notes == (
        "all.zip: read as a Moodle download: 2 submissions",
        "1 text typed into the browser or linked cannot be graded",
    )


def test_without_folders(download: Any) -> None:
    """The file's own name stands at the end, whatever is in it."""
    found = download(
        {
            "Jane Doe_12_assignsubmission_file_my_hw_1.py": "1",
            "Jane Doe_12_assignsubmission_onlinetext_onlinetext.html": "<p>",
            "Ada_13_assignsubmission_file_x_14_assignsubmission_file_y.py": "2",
        }
    )
    assert told(found) == {
        "Ada_13": ([("Ada", "13")], False, {"x_14_assignsubmission_file_y.py": "2"}),
        "Jane Doe_12": ([("Jane Doe", "12")], False, {"my_hw_1.py": "1"}),
    }


def test_blind_marking_and_teams(download: Any) -> None:
    """All are called Participant; a team has its own number, and those in no team have none."""
    found = download(
        {
            "Participant_12_assignsubmission_file/a.py": "1",
            "Participant_13_assignsubmission_file/a.py": "2",
            "Team A_7_assignsubmission_file/a.py": "3",
            "Default group_assignsubmission_file/a.py": "4",
        }
    )
    assert [students for students, _, _ in told(found).values()] == [
        [("Default group", "")],
        [("Participant", "12")],
        [("Participant", "13")],
        [("Team A", "7")],
    ]


def test_one_student_is_enough(download: Any) -> None:
    """The name of the folder says that it is from Moodle."""
    assert list(told(download({"Jane_12_assignsubmission_file/a.py": "1"}))) == ["Jane_12"]
