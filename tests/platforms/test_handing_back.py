"""Pages go back under names by which each system knows whose they are; mails are drafts to one address."""

import ast
import json
import re
import subprocess
import sys
import zipfile
from dataclasses import replace
from email import message_from_bytes
from email.policy import default
from io import BytesIO
from pathlib import Path
from typing import Any

import nbformat
import pytest
from markdown_it import MarkdownIt

from grader.errors import InputError
from grader.model import (
    Adjustment,
    Assignment,
    Check,
    Decision,
    Form,
    Limits,
    Outcome,
    Question,
    QuestionResult,
    Report,
    Result,
    Student,
    Submission,
    Verdict,
)
from grader.platforms.brightspace import download as brightspace
from grader.platforms.canvas import download as canvas
from grader.platforms.handing_back import handed_back
from grader.platforms.moodle import download as moodle

CHECKS = (Check("1.a", "matches", "f", 4), Check("1.b", "written", "answer_1", 1, form=Form.WORDS))
QUESTION = Question("1", "One", CHECKS)
ASSIGNMENT = Assignment("hw", "Homework", (QUESTION,), Limits(), 10)
OUTCOMES = (Outcome(CHECKS[0], Verdict.PASSED, 1.0), Outcome(CHECKS[1], Verdict.PENDING))


@pytest.mark.parametrize(
    ("system", "entry", "name"),
    [
        (
            brightspace,
            "12-3 - Jane Doe - Mar 1, 2026 1230 PM",
            "12-3 - Jane Doe - Mar 1, 2026 1230 PM/feedback.html",
        ),
        (
            brightspace,
            "12-3 - Jane Doe - Mar 1, 2026 1230 PM - hw 1.py",
            "12-3 - Jane Doe - Mar 1, 2026 1230 PM - feedback.html",
        ),
        (brightspace, "Jane Doe - hw.py", None),
        (canvas, "doejane_LATE_1234_5678_hw_1.py", "doejane_LATE_1234_5678_feedback.html"),
        (canvas, "anon_7abc_5678_hw.py", "anon_7abc_5678_feedback.html"),
        (canvas, "doejane_1234_text.html", None),
        (canvas, "hw.py", None),
        (moodle, "Jane Doe_12_assignsubmission_file", "Jane Doe_12_assignsubmission_file/feedback.html"),
        (moodle, "Jane Doe_12_assignsubmission_file_", "Jane Doe_12_assignsubmission_file_/feedback.html"),
        (
            moodle,
            "Jane Doe_12_assignsubmission_file_hw.py",
            "Jane Doe_12_assignsubmission_file_feedback.html",
        ),
        (moodle, "Default group_assignsubmission_file", None),
    ],
)
def test_a_system_finds_whose_a_page_is(system: Any, entry: str, name: str | None) -> None:
    """By what it wrote itself; who has no number there gets none."""
    assert system.feedback_name(entry, "feedback.html") == name


def of(id_: str, path: str, *keys: str, **more) -> Result:
    students = tuple(Student(id_, key) for key in keys)
    submission = Submission(id_, path, (), {}, (), "", students)
    return Result(submission, (QuestionResult(QUESTION, OUTCOMES),), (), "A", **more)


def content(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_pages_go_back_to_the_system_they_came_from() -> None:
    """Who came from elsewhere is named; the same results are the same bytes."""
    report = Report(ASSIGNMENT, 0, (of("jane", "s.zip/janed_1_2_hw.py", "1"), of("joe", "joe.py")))
    data, notes = handed_back(report, "canvas")
    assert list(content(data)) == ["janed_1_2_hw.py"]
    assert b"# # jane" in content(data)["janed_1_2_hw.py"]
    assert notes == [
        "joe was not read from such a download, and gets no page",
        "2 of 2 have points that still wait for a person",
    ]
    assert handed_back(report, "canvas")[0] == data
    with pytest.raises(InputError, match="nothing here was read from a Moodle download"):
        handed_back(report, "moodle")


EVIL = "import os\u2028os.system('x')\n<script>alert(1)</script>"


@pytest.mark.parametrize(
    ("entry", "name"),
    [
        ("janed_LATE_1_2_hw_1.ipynb", "janed_LATE_1_2_hw_1.ipynb"),
        ("janed_1_2_HW.PY", "janed_1_2_HW.PY"),
        ("janed_1_2_all.zip", "janed_1_2_all.zip"),
        ("janed_1_2_hw.md", "janed_1_2_hw.md"),
        ("anon_7abc_2_hw.ipynb", "anon_7abc_2_hw.ipynb"),
        ("janed_1_2_hw.tar.gz", "janed_1_2_feedback.html"),
        ("janed_1_text.html", None),
    ],
)
def test_canvas_gets_back_what_its_name_says(entry: str, name: str | None) -> None:
    """For it shows a file under the name of the student's own; what a student wrote is run by nobody."""
    decided = Decision(0.5, "ann", "2026-03-01T12:00:00+00:00", "", f"Why so? {EVIL}")
    marked = Outcome(CHECKS[1], Verdict.FAILED, 0.5, f"Why so? {EVIL}", decision=decided, answer=EVIL)
    jane = of("jane", f"s.zip/{entry}", "1")
    jane = replace(jane, questions=(QuestionResult(QUESTION, (OUTCOMES[0], marked)),))
    report = Report(ASSIGNMENT, 0, (jane,))
    if name is None:
        with pytest.raises(InputError):
            handed_back(report, "canvas")
        return
    (found,) = content(handed_back(report, "canvas")[0]).items()
    assert found[0] == name
    match name.lower().rpartition(".")[2]:
        case "ipynb":
            notebook = nbformat.reads(found[1].decode(), as_version=4)
            nbformat.validate(notebook)
            assert [cell.cell_type for cell in notebook.cells] == ["markdown"]
            text = notebook.cells[0].source
        case "py":
            text = found[1].decode()
            assert ast.parse(text).body == []
        case "zip":
            text = content(found[1])["feedback.html"].decode()
        case _:
            text = found[1].decode()
    assert "Why so?" in text
    assert "4.5" in text
    if found[0].endswith((".md", ".ipynb")):
        text = MarkdownIt("commonmark").render(text)
    assert "<script>alert" not in re.sub(r"(?m)^#.*", "", text)


HOSTILE = ["a@b.c\nBcc: all@b.c", "a@b.c, d@e.f", "<a@b.c>", "1234", "ä@b.c"]


def test_mails_are_drafts_with_the_page() -> None:
    """To each of a group; an address that is more than one is none."""
    late = (Adjustment("late", -1.0, "1 day late\nX-Evil: 1"),)
    report = Report(
        ASSIGNMENT, 0, (of("jane", "jane.py", "j@u.edu", "k@u.edu", adjustments=late), of("x", "x", *HOSTILE))
    )
    mails = {
        name: message_from_bytes(d, policy=default)
        for name, d in content(handed_back(report, "mail")[0]).items()
    }
    assert [mails[name]["To"] for name in ("jane.eml", "jane-2.eml")] == ["j@u.edu", "k@u.edu"]
    assert all(mail["To"] is None for name, mail in mails.items() if name.startswith("x"))
    for mail in mails.values():
        assert {name for name, _ in mail.items()} <= {
            "X-Unsent",
            "To",
            "Subject",
            "MIME-Version",
            "Content-Type",
        }
        (page,) = mail.iter_attachments()
        assert page.get_filename() == "feedback.html"
    body = mails["jane.eml"].get_body().get_content()
    assert "3 of 5 points" in body
    assert "−1 1 day late\\nX-Evil: 1" in body


def test_gradescope_is_given_an_autograder_that_runs_nothing(tmp_path: Path) -> None:
    """By the number of the submission; who handed in since is told so, and has no score."""
    decided = Decision(0.5, "ann", "2026-03-01T12:00:00+00:00", "", "Why so?")
    marked = Outcome(CHECKS[1], Verdict.FAILED, 0.5, "Why so?", decision=decided, answer="Because.")
    jane = of("jane", "s.zip/submission_12", "1")
    jane = replace(jane, questions=(QuestionResult(QUESTION, (OUTCOMES[0], marked)),))
    report = Report(ASSIGNMENT, 0, (jane, of("joe", "joe.py")))
    data, notes = handed_back(report, "gradescope")
    assert handed_back(report, "gradescope")[0] == data
    assert notes[0] == "joe was not read from such a download, and gets no page"
    assert list(content(data)) == ["setup.sh", "run_autograder", "give.py", "results/12.json"]
    with zipfile.ZipFile(BytesIO(data)) as archive:
        assert {info.filename for info in archive.infolist() if info.external_attr >> 16 & 0o100} == {
            "setup.sh",
            "run_autograder",
        }
        archive.extractall(tmp_path / "source")
    (tmp_path / "results").mkdir()
    found = {}
    for number in (12, 13):
        (tmp_path / "submission_metadata.json").write_text(json.dumps({"id": number, "users": []}))
        command = [sys.executable, "-I", str(tmp_path / "source" / "give.py")]
        subprocess.run(command, check=True, env={"GRADESCOPE_ROOT": str(tmp_path)})
        found[number] = json.loads((tmp_path / "results" / "results.json").read_text())
    assert set(found[12]) == {"score", "output", "output_format", "tests"}
    keys = {"name", "number", "output", "output_format", "visibility", "score", "max_score", "status"}
    assert all(set(test) <= keys for test in found[12]["tests"])  # no others are Gradescope's
    assert found[12]["score"] == 4.5
    assert [(test.get("score"), test["output"]) for test in found[12]["tests"]] == [(4, ""), (0.5, "Why so?")]
    assert "score" not in found[13]
    assert found[13]["output"] == "This submission has no marks yet: it was handed in after they were given."
