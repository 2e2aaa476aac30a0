"""Pages go back under names by which each system knows whose they are; mails are drafts to one address."""

import zipfile
from email import message_from_bytes
from email.policy import default
from io import BytesIO

import pytest

from grader.errors import InputError
from grader.model import (
    Adjustment,
    Assignment,
    Check,
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
def test_a_system_finds_whose_a_page_is(system, entry: str, name: str | None) -> None:
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
    assert list(content(data)) == ["janed_1_2_feedback.html"]
    assert b"<h1>jane</h1>" in content(data)["janed_1_2_feedback.html"]
    assert notes == [
        "joe was not read from such a download, and gets no page",
        "2 of 2 have points that still wait for a person",
    ]
    assert handed_back(report, "canvas")[0] == data
    with pytest.raises(InputError, match="nothing here was read from a Moodle download"):
        handed_back(report, "moodle")


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
