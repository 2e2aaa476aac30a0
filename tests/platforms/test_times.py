"""When something was handed in: from what the course system itself wrote, and from nothing else."""

from pathlib import Path

import made
import msgspec
import pytest

from grader.platforms.classroom50 import runner as classroom50
from grader.platforms.find import read_batch
from grader.platforms.gradescope.runner import result
from grader.platforms.runner.run import Graded
from grader.reports.results import AdjustmentRow

METADATA = """---
submission_1:
  :submitters:
  - :name: Ada
    :sid: '1'
  :created_at: 2026-03-01 12:30:00.123456789 Z
submission_2:
  :submitters:
  - :name: Bob
    :sid: '2'
  :created_at: tomorrow
"""
FOLDERS = {
    "gradescope": ("submission_1", "submission_2"),
    "brightspace": ("11-9 - Ada - Mar 1, 2026 1230 PM", "12-9 - Bob - 2026 mystery 12 30 00"),
    "nbgrader": ("ada/hw", "bob/hw"),
    "moodle": ("Ada_11_assignsubmission_file", "Bob_12_assignsubmission_file"),
}
TIMES = {
    "gradescope": ["2026-03-01T12:30:00+00:00", ""],
    "brightspace": ["2026-03-01T12:30:00", ""],
    "nbgrader": ["", ""],
    "moodle": ["", ""],
}


@pytest.mark.parametrize("system", FOLDERS)
def test_a_time_is_the_systems_own(tmp_path: Path, system: str) -> None:
    """A time that cannot be read is none, and so is one in a file of the student's."""
    for folder in FOLDERS[system]:
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / "hw.py").write_text("x = 1\n")
        (tmp_path / folder / "timestamp.txt").write_text("2020-01-01 00:00:00 UTC\n")
    if system == "gradescope":
        (tmp_path / "submission_metadata.yml").write_text(METADATA)
    found = read_batch([tmp_path], ["1a"], system, "hw")
    assert [each.handed_in.at for each in found] == TIMES[system]


def test_platforms_give_the_final_score_and_say_what_it_is_made_of() -> None:
    """2 points less half a point for being late."""
    late = AdjustmentRow(what="late", points=-0.5, why="1 day late: 25 % of 2", by="")
    (row,) = made.results(made.submission("ada", made.question("1", made.check("f")))).submissions
    row = msgspec.structs.replace(row, score=1.5, adjustments=[late])
    found = msgspec.structs.replace(made.results(), submissions=[row])
    data = result(Graded(found))
    assert (data["score"], "-0.5 points: 1 day late: 25 % of 2" in data["output"]) == (1.5, True)
    names = ("CLASSROOM", "ASSIGNMENT", "SUBMISSION_TAG", "COMMIT_URL", "RELEASE_URL", "REVIEW_URL")
    assert classroom50.result(found, dict.fromkeys(names, ""))["score"] == 150
