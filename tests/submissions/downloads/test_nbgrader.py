"""nbgrader: its folder of what was submitted."""

from typing import Any

import pytest

from downloads.conftest import told
from grader.errors import InputError

TIME = "2026-03-01 12:00:00.000000 UTC"


def test_a_folder_a_student_and_assignment(download: Any) -> None:
    """The name of the folder is the student's; the rubric says which of several assignments is graded."""
    files = {
        "ada/ps1/hw.py": "1",
        "ada/ps1/timestamp.txt": TIME,
        "ada/ps2/hw.py": "2",
        "bob/ps1/sub/hw.py": "3",
        "bob/ps1/timestamp.txt": TIME,
        "cleo/ps2/hw.py": "4",
    }
    found = download(files)
    assert told(found) == {
        "ada": ([("ada", "ada")], False, {"hw.py": "1"}),
        "bob": ([("bob", "bob")], False, {"sub/hw.py": "3"}),
    }
    assert found.notes == (
        "all.zip: read as a nbgrader download: 2 submissions",
        "nothing handed in for this assignment, so no submission: cleo",
    )
    with pytest.raises(InputError) as refused:
        download(files, assignment="ps3")
    assert str(refused.value) == (
        "all.zip holds several assignments of nbgrader: ps1, ps2; none is called 'ps3', which is the "
        "rubric's `assignment`"
    )


def test_one_assignment_may_have_any_name(download: Any) -> None:
    """Then there is no doubt."""
    assert list(told(download({"ada/hw 1/a.py": "1", "ada/hw 1/timestamp.txt": TIME}))) == ["ada"]


def test_one_students_time_makes_no_download(download: Any) -> None:
    """A student can write such a file, and others would vanish with it: most must have one."""
    files = {"ada/src/hw.py": "1", "cy/src/hw.py": "2", "bob/ps1/hw.py": "3", "bob/ps1/timestamp.txt": TIME}
    assert download(files) is None


def test_one_students_name_makes_no_download(download: Any) -> None:
    """Whoever calls a file as a course system would stops nobody."""
    files = {"ada/hw.py": "1", "cy/hw.py": "2", "Bob Roe_123_assignsubmission_file_hw.py": "3"}
    assert download(files) is None
    assert download({**files, "bob_1_2_hw.py": "4", "bob_3_4_hw.py": "5"}) is None


def test_folders_in_folders_alone_are_no_sign(download: Any) -> None:
    """Without a time stamp it is nbgrader's only if somebody says so."""
    files = {"ada/ps1/a.py": "1", "bob/ps1/a.py": "2"}
    assert download(files) is None
    assert list(told(download(files, layout="nbgrader"))) == ["ada", "bob"]
