"""Of several attempts the best counts, after what being late costs; each number is worked out by hand."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
import small
from decided import MEAN, events, handed_in, report, result
from test_course import Course

from grader.marking.answers import fingerprint
from grader.marking.events import Cap, Extension, Lateness, Override, cap_of, due_of, lateness_of, points_of
from grader.marking.final import final
from grader.model import LateRule, Student
from grader.platforms.attempts import are_one_students, attempts

RULE = LateRule(0.1, at_most=0.5, due="2026-03-01T12:00:00")
ONE = handed_in("ada", "", at="2026-03-01T11:00:00")
TWO = handed_in("ada attempt 2", "", at="2026-03-02T13:00:00")
ONE, TWO = (replace(each, handed_in=replace(each.handed_in, attempt_of="ada")) for each in (ONE, TWO))


def found(one: float, two: float):
    """Shares of the 4 points of `mean`; both have the 2 of the law, and the second is 2 days late."""
    return report(result(ONE, mean=one), result(TWO, mean=two), late=RULE)


@pytest.mark.parametrize(
    ("one", "two", "id_", "score", "why"),
    [
        # 3 + 2, against (4 + 2) less 20 %: 5 to 4.8.
        (
            0.75,
            1,
            "ada",
            5,
            "attempt 1 of 2 counts, the best, handed in 2026-03-01T11:00:00; attempt 2 has 4.8",
        ),
        # 2 + 2 against 4.8.
        (
            0.5,
            1,
            "ada attempt 2",
            4.8,
            "attempt 2 of 2 counts, the best, handed in 2026-03-02T13:00:00; attempt 1 has 4",
        ),
    ],
)
def test_the_best_counts_after_what_being_late_costs(
    one: float, two: int, id_: str, score: float, why: str
) -> None:
    """One result is left, and says which it is and what the other has."""
    (left,) = final(found(one, two), ()).results
    assert (left.submission.id, left.score) == (id_, score)
    assert left.adjustments[-1].why == why
    assert left.adjustments[-1].points == 0


def test_what_a_person_decides_about_one_attempt_counts_for_it() -> None:
    """An override of the first, of all 4 points; a penalty of 50 % for the second."""
    first = events((points_of("ada", MEAN.id), Override(4.0), fingerprint(ONE, None)))
    (left,) = final(found(0.5, 1), first).results
    assert (left.submission.id, left.score) == ("ada", 6)
    (left,) = final(found(0.5, 1), events((lateness_of("ada attempt 2"), Lateness(0.5), ""))).results
    assert (left.submission.id, left.score) == ("ada", 4)


def test_what_is_decided_about_the_first_holds_for_all_without_their_own() -> None:
    """More time and a cap are the student's."""
    more = (due_of("ada"), Extension("2026-03-03T12:00:00"), "")
    (left,) = final(found(0.75, 1), events(more)).results
    assert (left.submission.id, left.score) == ("ada attempt 2", 6)
    (left,) = final(found(0.75, 1), events(more, (cap_of("ada"), Cap(3.0), ""))).results
    assert left.score == 3


def test_an_attempt_that_may_be_better_when_it_is_marked_is_told() -> None:
    """6 points of the first, and 4.8 with 3 that wait of the second."""
    words = replace(TWO, written={"1b": "Because."})
    (left,) = final(report(result(ONE), result(words), late=RULE), ()).results
    assert (left.submission.id, left.adjustments[-1].why[-35:]) == (
        "ada",
        "; attempt 2 has 4.8 and 3 that wait",
    )
    assert left.attention == ("ada attempt 2 may be the better attempt: 3 of its points wait for a person",)


def test_attempts_are_one_students_where_a_course_system_says_so() -> None:
    """Files of one name in two folders may be two people's."""
    ada = (Student("Ada", "ada"),)
    assert not are_one_students([ONE, TWO])
    assert are_one_students([replace(ONE, students=ada), replace(TWO, students=ada)])
    assert not are_one_students([replace(ONE, students=ada), replace(TWO, students=(Student("Eve", "ada"),))])


def test_attempts_have_ids_that_stay(tmp_path: Path) -> None:
    """By time; the same in two downloads is one; nobody else's id is taken."""
    one, two = (
        replace(each, id="ada", handed_in=replace(each.handed_in, attempt_of="")) for each in (ONE, TWO)
    )
    again = replace(one, path="april.zip/ada.py")
    assert [each.id for each in attempts([two, one, again], {"ada", "ada attempt 2"})] == [
        "ada",
        "ada attempt 3",
    ]
    assert attempts([two, one], ())[0].handed_in == ONE.handed_in
    assert attempts([one, again], ()) == [one]


def test_a_course_with_attempts(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Bob hands in right code 26 h late: 7 less 20 % is 5.6; his first has 2.  Cyd changes nothing."""
    course = Course(tmp_path)
    small.edited(course.rubric, "late: {", "attempts: best\nlate: {")
    for name, file in (("bob", "right.py"), ("cyd", "raises.py")):
        head = tmp_path / "download" / f"small_{name}_attempt_2026-03-02-14-00-00"
        head.with_name(f"{head.name}_hw.py").write_text((small.HERE / "submissions" / file).read_text())
        head.with_name(f"{head.name}.txt").write_text(f"Name: {name.title()} ({name})\n")
    first = next((tmp_path / "download").glob("small_bob_attempt_2026-03-02-13*_hw.py"))
    for path in (first, first.with_name(first.name.replace("_hw.py", ".txt"))):
        path.rename(path.with_name(path.name.replace("02-13-00-00", "01-11-00-00")))
    done = course.grade()
    assert "2 students handed in again, and the best counts: Bob_bob, Cyd_cyd" in done.stderr
    assert course.scores == {"ada": 7, "bob": 5.6, "cyd": 1.8}
    rows = {row["id"] for row in course.rows()}
    assert rows == {"Ada_ada", "Bob_bob attempt 2", "Cyd_cyd"}
    page = next((course.results / "students").glob("*bob*.html")).read_text()
    assert (
        "attempt 2 of 2 counts, the best, handed in 2026-03-02T14:00:00; attempt 1 has 2 and 1 that wait"
        in page
    )
    shutil.copytree(course.results, tmp_path / "old")
    course.run("marks", "late", course.results, "Bob_bob attempt 2", "100%", "--because", "copied")
    assert course.scores["bob"] == 2
    assert "attempt 1 of 2 counts" in next(row for row in course.rows() if row["id"] == "Bob_bob")["adjusted"]
    capsys.readouterr()
    course.run("diff", tmp_path / "old", course.results)
    said = capsys.readouterr().out.splitlines()
    assert (said[0], said[-1]) == ("Bob_bob: 5.6 + 1… of 8 → 2 + 1… of 8", "1 of 3 scores changed")
    assert any("  attempts: attempt 1 of 2 counts, the best" in line for line in said)
