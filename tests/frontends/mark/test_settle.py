"""What is decided beside marks goes by the same rules on the page as by the commands."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from to_mark import COMPUTED, OTHER, WRITTEN, course, desk

from grader.errors import InputError
from grader.frontends.mark import decide, settle
from grader.frontends.mark.desk import MarkingDesk
from grader.frontends.mark.guard import Marker
from grader.frontends.mark.settle_view import decisions_page, student_page
from grader.frontends.mark.view import answer_page
from grader.marking.decide import Desk
from grader.marking.events import cap_of, counting_of, in_force, lateness_of, points_of
from grader.marking.final import final
from grader.marking.journal import StaleError
from grader.model import HandedIn, LateRule

WHO = "student003"


@pytest.fixture
def table(tmp_path: Path) -> MarkingDesk:
    report = course(6)
    rule = LateRule(0.1, 900.0, 0.5, "2026-03-01T23:59")
    report = replace(report, assignment=replace(report.assignment, late=rule))
    return desk(tmp_path, report)


def at(table: MarkingDesk, by: str = "Ann") -> Desk:
    return Desk(table.report, table.journal, by)


def scores(table: MarkingDesk) -> list[float]:
    done = final(table.report, table.journal.events())
    return [each.score for each in done.results]


def page(table: MarkingDesk, who: str = WHO, **how: Any) -> dict:
    place = table.student_places[who]
    marker = Marker("Ann", **how)
    return student_page(table, table.state(), marker, "/base", place)["student"]


def test_any_check_and_any_question_has_other_points(table: MarkingDesk) -> None:
    """Also one that was passed; the question as a whole after that."""
    settle.give(at(table), WHO, {"about": f"0 {COMPUTED.id}", "points": "0,5", "why": "copied"})
    assert scores(table)[3] == 0.5
    settle.give(at(table), WHO, {"about": "0 1a", "points": "3", "why": "oral exam"})
    assert scores(table) == [2, 2, 2, 3, 2, 2]
    rows = {row["title"]: row for row in page(table)["rows"]}
    assert rows["1a as a whole: Why an activation?"]["decided"] == "Ann: oral exam"
    assert (rows["1a as a whole: Why an activation?"]["found"], page(table)["score"]) == ("2", "3")


def test_nobody_decides_over_what_was_not_seen(table: MarkingDesk) -> None:
    """Each form says which version of what it shows."""
    settle.give(at(table), WHO, {"about": "0 1a", "points": "3", "why": "so"})
    with pytest.raises(StaleError, match="Ann was first"):
        settle.give(at(table, "Ben"), WHO, {"about": "0 1a", "points": "0", "why": "so"})
    (value,) = [row["value"] for row in page(table)["rows"] if row["value"].endswith(" 1a")]
    settle.give(at(table, "Ben"), WHO, {"about": value, "points": "0", "why": "so"})
    assert scores(table)[3] == 0
    settle.cap(at(table), WHO, {"version": "0", "points": "1", "why": "so"})
    with pytest.raises(StaleError):
        settle.cap(at(table, "Ben"), WHO, {"version": "0", "points": "2", "why": "so"})


@pytest.mark.parametrize(
    ("what", "form", "told"),
    [
        ("points", {"about": "0 1a", "points": "9"}, "`1a` is given from 0 to 4 points, not 9"),
        ("points", {"about": "0 1a", "points": "-1"}, "“-1” is no number such as 2.5"),
        ("points", {"about": "0 1a", "points": "nan"}, "“nan” is no number such as 2.5"),
        ("points", {"about": "0 9z", "points": "1"}, "there is no check and no question '9z'"),
        ("late", {"version": "0", "share": "120 %"}, "being late costs from 0 % to 100 % of the score"),
        ("extend", {"version": "0", "until": "tomorrow"}, "a deadline is a day and a time, such as"),
        ("cap", {"version": "0", "points": ""}, "“” is no number such as 2.5"),
    ],
)
def test_what_cannot_be_decided_is_told(table: MarkingDesk, what: str, form: dict, told: str) -> None:
    """In the words of the commands; nothing is written, and nothing without a reason either."""
    with pytest.raises(InputError, match=told.replace("(", r"\(")):
        settle.ABOUT_ONE[what](at(table), WHO, {**form, "why": "so"})
    if told.startswith("`1a`"):
        with pytest.raises(InputError, match="a decision needs a reason"):
            settle.ABOUT_ONE[what](at(table), WHO, {**form, "points": "1", "why": " "})
    assert table.journal.events() == ()


def test_a_check_counts_for_nobody_or_everybody_has_its_points(table: MarkingDesk) -> None:
    """Taken back, and that taken back: what is last counts."""
    settle.exclude(at(table), {"about": f"0 {COMPUTED.id}", "how": "none", "why": "it was wrong"})
    assert scores(table) == [0] * 6
    settle.exclude(at(table), {"about": f"1 {COMPUTED.id}", "how": "full", "why": "better so"})
    assert scores(table) == [2] * 6
    number = in_force(table.journal.events())[counting_of(COMPUTED.id)].number
    assert settle.take_back(at(table), {"number": str(number), "why": "no"}).startswith("Taken back")
    assert scores(table) == [0] * 6
    assert settle.take_back(at(table), {"number": str(number), "why": "no"}).startswith("Somebody took this")
    log = decisions_page(table, table.state(), Marker("Ann"), "/base")["log"]
    assert [(each["state"], each["undo"]) for each in log] == [("taken back", 3), ("", 1)]
    assert settle.take_back(at(table), {"number": "3", "why": "yes"}) == "It counts again."
    assert scores(table) == [2] * 6
    log = decisions_page(table, table.state(), Marker("Ann"), "/base")["log"]
    assert [(each["state"], each["undo"]) for each in log] == [("", 2), ("a later one counts", 0)]


def test_deadline_lateness_and_cap_are_events_about_one(table: MarkingDesk) -> None:
    """The same as those of the commands."""
    settle.extend(at(table), WHO, {"version": "0", "until": "2026-03-08T12:00", "why": "ill"})
    settle.late(at(table), WHO, {"version": "0", "share": "25 %", "why": "two days"})
    assert scores(table)[3] == 1.5
    settle.cap(at(table), WHO, {"version": "0", "points": "1", "why": "second try"})
    assert scores(table)[3] == 1
    counting = in_force(table.journal.events())
    assert counting[lateness_of(WHO)].what.share == 0.25
    assert counting[cap_of(WHO)].why == "second try"
    shown = page(table)
    assert shown["due"] == "2026-03-08T12:00:00"
    assert shown["notes"][-2:] == ["−0.5 late: 25 %, two days", "−0.5 at most 1 points: second try"]


def test_a_marker_is_told_what_makes_the_marks_count_for_nothing(table: MarkingDesk) -> None:
    """A check that counts for nobody, a question that has points as a whole."""
    settle.exclude(at(table), {"about": f"0 {WRITTEN.id}", "how": "none", "why": "it was wrong"})
    settle.give(at(table), WHO, {"about": "0 1a", "points": "3", "why": "oral exam"})
    place = table.queues[0].places[WHO]
    shown = answer_page(table, table.state(), Marker("Ann"), "/base", 0, place)["beside"]
    assert shown == [
        "This check counts for nobody, Ann: it was wrong",
        "Question 1a as a whole has 3 points, Ann: oral exam",
    ]


def test_a_student_is_found_by_name_or_id(table: MarkingDesk) -> None:
    """By part of it where one alone has it; whoever is not known is told."""
    for who in (WHO, "name OF 003", "003", " student003 "):
        assert settle.found(table, who) == table.student_places[WHO]
    for who, told in (("Name", "6 students are called 'Name'"), ("", "nobody is called"), ("Zoe", "nobody")):
        with pytest.raises(InputError, match=told):
            settle.found(table, who)


def test_hidden_names_are_nowhere_on_these_pages(table: MarkingDesk) -> None:
    """Neither of students nor in the log, and the order says nothing."""
    settle.give(at(table), WHO, {"about": "0 1a", "points": "3", "why": "so"})
    blind = [page(table), decisions_page(table, table.state(), Marker("Ann"), "/base")]
    assert not any("student00" in str(each) or "Name of" in str(each) for each in blind)
    shown = [page(table, blind=False), decisions_page(table, table.state(), Marker("A", blind=False), "/b")]
    assert all("Name of 003" in str(each) for each in shown)
    ids = [each.submission.id for each in table.students]
    assert ids != sorted(ids)


def test_points_are_about_what_was_handed_in(table: MarkingDesk) -> None:
    """An answer that is changed waits again, as with marks."""
    settle.give(at(table), "student002", {"about": f"0 {OTHER.id}", "points": "1", "why": "so"})
    event = in_force(table.journal.events())[points_of("student002", OTHER.id)]
    entry = next(each for each in table.queues[1].entries if each.id == "student002")
    assert event.of == entry.of


def test_an_undo_says_what_it_took_from_all(table: MarkingDesk) -> None:
    """Whoever meant another mark sees it."""
    settle.exclude(at(table), {"about": f"0 {COMPUTED.id}", "how": "none", "why": "it was wrong"})
    told, last = decide.undo(table, "Ann")
    assert told == f"Undone: what was decided for all about {COMPUTED.id}."
    assert last is not None
    assert scores(table) == [2] * 6


def test_attempts_are_told_apart_and_share_what_is_said_of_the_first(tmp_path: Path) -> None:
    """Each has its page; a deadline for the first is that of all without their own."""
    report = course(2)
    rule = LateRule(0.1, 900.0, 0.5, "2026-03-01T23:59")
    first, second = report.results
    both = (
        replace(first, submission=replace(first.submission, handed_in=HandedIn(attempt_of="student000"))),
        replace(second, submission=replace(second.submission, handed_in=HandedIn(attempt_of="student000"))),
    )
    assignment = replace(report.assignment, late=rule)
    table = desk(tmp_path, replace(report, assignment=assignment, results=both))
    settle.extend(at(table), "student000", {"version": "0", "until": "2026-03-08T12:00", "why": "ill"})
    shown = page(table, "student001", blind=False)
    assert (shown["who"], shown["due"]) == ("Name of 001, student001", "2026-03-08T12:00:00")
