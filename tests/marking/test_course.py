"""A course: graded, marked, overridden, late, regraded, compared, published, in the gradebook; all by hand.

Of 8 points: 1a.matches 2, 1a.law 1, 1b.gradient 2, 1b.written 1, 2a.matches 2.  Ada's code is right: 7.  Bob
has 1 for a known mistake worth half, 1 for the law, and 25 hours late he loses 20 %: 1.6.  Cyd has 2 for 2a,
wrote nothing, and 30 minutes late loses 10 %: 1.8.
"""

import csv
import json
import re
import shutil
import subprocess
import zipfile
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
import small

from grader.errors import InputError
from grader.frontends.cli import parser

HANDED_IN = {
    "ada": ("2026-03-01-11-00-00", "right.py", ""),
    "bob": ("2026-03-02-13-00-00", "mean.py", 'answer_1b = "=It points downhill."\n'),
    "cyd": ("2026-03-01-12-30-00", "raises.py", ""),
}
LATE = "examples: 40\nlate: {per_day: 10%, grace: 15 min, at_most: 50%, due: 2026-03-01T12:00}\n"


class Course:
    """A folder with a rubric, a download and results."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.rubric = small.copied(folder)
        self.results = folder / "results"
        small.edited(self.rubric, "examples: 40\n", LATE)
        for name in HANDED_IN:
            self.hand_in(name)

    def hand_in(self, name: str, more: str = "") -> None:
        time, file, answer = HANDED_IN[name]
        head = f"download/small_{name}_attempt_{time}"
        (self.folder / "download").mkdir(exist_ok=True)
        source = (small.HERE / "submissions" / file).read_text() + answer + more
        (self.folder / f"{head}_hw.py").write_text(source)
        (self.folder / f"{head}.txt").write_text(f"Name: {name.title()} ({name})\n")

    def grade(self) -> subprocess.CompletedProcess[str]:
        done = small.command(self.folder, "grade", "download", "--rubric", str(self.rubric))
        assert done.returncode == 0, done.stderr
        return done

    def run(self, *arguments: object) -> int:
        parsed = parser().parse_args(list(map(str, arguments)))
        status: int = parsed.run(parsed)
        return status

    @property
    def scores(self) -> dict[str, float]:
        found = json.loads((self.results / "results.json").read_text())["submissions"]
        return {each["students"][0]["key"]: each["score"] for each in found}

    def rows(self) -> list[dict[str, str]]:
        with (self.results / "grades.csv").open(newline="") as file:
            return list(csv.DictReader(file))

    def row(self, name: str) -> dict[str, str]:
        return next(row for row in self.rows() if row["id"] == f"{name.title()}_{name}")


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    made = Course(tmp_path_factory.mktemp("course"))
    made.grade()
    return made


ROSTER = """"Last Name","First Name","Username","small [Total Pts: 9 Score] |42"
"A","Ada","ada",""
"B","Bob","bob","7"
"C","Cyd","cyd",""
"""


def test_a_course(course: Course, capsys: pytest.CaptureFixture[str]) -> None:
    """Every number is worked out above or beside it."""
    results, because = course.results, ("--because", "read again", "--by", "ann")
    assert course.scores == {"ada": 7, "bob": 1.6, "cyd": 1.8}

    # Marks: 1 for Ada, 0.5 for Bob, who then has 2.5 less 20 %.
    table = course.folder / "marks.csv"
    course.run("marks", "export", results, "--out", table)
    with table.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["answer"] for row in rows] == ["It points uphill.", "'=It points downhill."]
    for row, points, comment in zip(rows, ("1", "0.5"), ("", "Downhill?"), strict=True):
        row |= {"points": points, "comment": comment}
    with table.open("w", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    assert course.run("marks", "import", results, table, "--by", "ann") == 0
    assert course.scores == {"ada": 8, "bob": 2, "cyd": 1.8}

    # An override: 1.5 instead of 1 for Bob, 3 less 20 %.  More time for Cyd, who is late no more.
    course.run("override", results, "Bob_bob", "1a.matches.below_largest", 1.5, *because)
    course.run("marks", "extend", results, "Cyd_cyd", "2026-03-01T13:00", *because)
    assert course.scores == {"ada": 8, "bob": 2.4, "cyd": 2}
    assert course.row("bob")["decided"] == "1a.matches.below_largest 1b.written.answer_1b"
    assert course.row("bob")["adjusted"] == "late -0.6"
    page = next((results / "students").glob("*bob*.html")).read_text()
    for said in (
        "Downhill?",
        "−0.6 2 days late: 20 % of 3",
        "read again",
        "instead of 1",
        "It points downhill.",
    ):
        assert said in page

    # A fix: 2a is worth 3, so the maximum is 9, and Bob's mistake keeps a quarter; what people decided stays.
    shutil.copytree(results, course.folder / "old")
    small.edited(course.rubric, "row_sums, points: 2", "row_sums, points: 3")
    mistakes = course.rubric.parent / "reference" / "q1_vectors" / "mistakes.py"
    small.edited(mistakes, "credit=0.5", "credit=0.25")
    course.grade()
    assert course.scores == {"ada": 9, "bob": 2.4, "cyd": 3}
    capsys.readouterr()
    course.run("diff", course.folder / "old", results, "--page", course.folder / "changes.html")
    assert "Bob_bob" in (course.folder / "changes.html").read_text()
    assert capsys.readouterr().out == (
        "Ada_ada: 8 of 8 → 9 of 9\n"
        "  2a.matches.row_sums: 2 of 2 → 3 of 3: it is worth 3 instead of 2\n"
        "Bob_bob: 2.4 of 8 → 2.4 of 9\n"
        "  2a.matches.row_sums: 0 of 2 → 0 of 3: it is worth 3 instead of 2\n"
        "Cyd_cyd: 2 of 8 → 3 of 9\n"
        "  2a.matches.row_sums: 2 of 2 → 3 of 3: it is worth 3 instead of 2\n"
        "3 of 3 scores changed\n"
        f"Page: {course.folder / 'changes.html'}\n"
    )

    # The gradebook has them, and its notes say what they are made of.
    roster, out = course.folder / "roster.csv", course.folder / "out.csv"
    roster.write_text(ROSTER)
    course.run("export", "blackboard", "--roster", roster, "--results", results, "--out", out)
    with out.open(encoding="utf-8-sig", newline="") as file:
        assert {row[2]: row[3] for row in csv.reader(file) if row[2] != "Username"} == {
            "ada": "9",
            "bob": "2.4",
            "cyd": "3",
        }
    notes = capsys.readouterr().err
    assert "1 score with points taken off for being late" in notes
    assert "2 scores with points that a person decided on" in notes

    # Pages go back with the mark and the comment: as mails, for Blackboard takes none.
    course.run("publish", results, "--as", "mail", "--out", course.folder / "pages.zip")
    with zipfile.ZipFile(course.folder / "pages.zip") as archive:
        mails = [message_from_bytes(archive.read(name), policy=default) for name in archive.namelist()]
    pages = [next(mail.iter_attachments()).get_content() for mail in mails]
    assert [re.findall(r"<b>([\d.]+)</b> <span>of (\d+) points", page) for page in pages] == [
        [("9", "9")],
        [("2.4", "9")],
        [("3", "9")],
    ]
    assert ["Downhill?" in page for page in pages] == [False, True, False]
    capsys.readouterr()

    # The override taken back: 0.5, for a quarter of 2, + 1 + 0.5 is 2, less 20 %.
    course.run("marks", "log", results)
    assert "3  " in (log := capsys.readouterr().out)
    assert "ann gave 1.5 points for Bob_bob 1a.matches.below_largest: read again" in log
    course.run("marks", "undo", results, 3, *because)
    assert course.scores == {"ada": 9, "bob": 1.6, "cyd": 3}
    # The law was wrong: without its point Ada has 8 of 8, Bob 1 less 20 %, Cyd has what he had.
    course.run("marks", "exclude", results, "1a.law.a_common_shift_changes_nothing", *because)
    assert course.scores == {"ada": 8, "bob": 0.8, "cyd": 3}

    # Ada's answer is another one: her mark is told, and counts no more.
    course.hand_in("ada", 'answer_1b = "Really."\n')
    done = course.grade()
    assert course.scores == {"ada": 7, "bob": 0.8, "cyd": 3}
    assert "Ada_ada: 1b.written.answer_1b: ann gave 1 to an earlier hand-in, and it was" in done.stderr


def test_two_who_decide_at_once_are_both_heard(course: Course) -> None:
    """The results hold what both decided, whoever wrote them last."""
    folder = course.folder / "two"
    shutil.copytree(course.results, folder)
    decisions = {"Bob_bob": "1b.gradient.half_square_grad", "Cyd_cyd": "1a.matches.below_largest"}
    command = ["override", folder]
    started = [small.grader(*command, who, check, 2, "--because", "so") for who, check in decisions.items()]
    assert [(each.communicate(timeout=60), each.returncode)[1] for each in started] == [0, 0]
    with (folder / "grades.csv").open(newline="") as file:
        rows = {row["id"]: row["decided"] for row in csv.DictReader(file)}
    assert all(check in rows[who] for who, check in decisions.items())


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("override", "Bo_bob", "1a", 1), "there is no submission 'Bo_bob'; did you mean `Bob_bob`?"),
        (("override", "Bob_bob", "1c", 1), "there is no check and no question '1c'"),
        (("override", "Bob_bob", "1a", 55), "`1a` is given from 0 to 3 points, not 55"),
        (("override", "Bob_bob", "1a", "nan"), "`1a` is given from 0 to 3 points, not nan"),
        (("marks extend", "Bob_bob", "tomorrow"), "a deadline is a day and a time, such as 2026-03-01T23:59"),
        (("marks extend", "Bob_bob", "2026-03-01"), "a deadline is a day and a time"),
        (("marks late", "Bob_bob", "120%"), "being late costs from 0 % to 100 % of the score, not 120 %"),
        (("marks cap", "Bob_bob", "-1"), "a cap is given from 0 points, not -1"),
        (("marks undo", 99), "has no event 99"),
    ],
)
def test_a_decision_that_cannot_be_meant_is_refused(course: Course, arguments: Any, said: str) -> None:
    """In a sentence, and nothing is written."""
    command, *rest = arguments
    before = (course.results / "results.json").read_bytes()
    with pytest.raises(InputError) as refused:
        course.run(*command.split(), course.results, *rest, "--because", "so")
    assert said in str(refused.value)
    assert (course.results / "results.json").read_bytes() == before


def test_a_decision_needs_a_reason(course: Course) -> None:
    """One that says something."""
    with pytest.raises(InputError, match="a decision needs a reason"):
        course.run("override", course.results, "Bob_bob", "1a", 1, "--because", " ")


def test_results_changed_by_hand_are_not_written_over(course: Course) -> None:
    """The decision is kept; what was changed is named."""
    folder = course.folder / "changed"
    shutil.copytree(course.results, folder)
    (folder / "grades.csv").write_text("mine")
    with pytest.raises(InputError, match=r"grades\.csv is not as the grader left it"):
        course.run("override", folder, "Bob_bob", "1a", 1, "--because", "so")
    assert (folder / "grades.csv").read_text() == "mine"
