"""What is decided beside marks, by keyboard: points, checks for all, deadlines, caps, and undone again."""

from dataclasses import replace
from importlib.resources import files
from typing import Any

import pytest
from rooms import quiet, type_keys
from to_mark import COMPUTED, course

from grader.marking.events import Excluded, cap_of, counting_of, due_of, in_force, lateness_of
from grader.marking.final import final
from grader.model import LateRule, Report

pytestmark = pytest.mark.slow

EVIL = "<img src=x onerror=document.title='owned'>\u202e"


def late_course(count: int = 6) -> Report:
    report = course(count)
    rule = LateRule(0.1, 900.0, 0.5, "2026-03-01T23:59")
    return replace(report, assignment=replace(report.assignment, late=rule))


def scores(place) -> list[float]:
    done = final(place.desk.report, place.desk.journal.events())
    return [each.score for each in done.results]


def fill(page, *typed: str) -> None:
    """Type into a field, Tab to the next, and press Enter in the last."""
    for number, each in enumerate(typed):
        if number:
            page.keyboard.press("Tab")
        page.keyboard.press("Control+a")
        page.keyboard.type(each)
    page.keyboard.press("Enter")
    page.wait_for_selector("#notice")
    quiet(page)


def test_other_points_are_given_by_keyboard(room: Any) -> None:
    """To a passed check and a question as a whole, from an answer on; undone by one key, each."""
    place = room(late_course())
    page = place.enter("Ann")
    who = place.desk.queues[0].entries[0].id
    type_keys(page, "t e")
    assert page.evaluate("document.activeElement.id") == "about"
    page.keyboard.type("1a: matches")
    page.keyboard.press("Tab")
    fill(page, "0.5", "copied")
    number = [each.submission.id for each in place.desk.report.results].index(who)
    assert scores(place)[number] == 0.5
    assert page.inner_text("#score b") == "0.5"
    type_keys(page, "e")
    page.keyboard.type("1a as a whole")
    page.keyboard.press("Tab")
    fill(page, "3", f"oral exam {EVIL}")
    assert scores(place)[number] == 3
    assert "Ann: oral exam" in page.inner_text("table")
    type_keys(page, "u")
    assert scores(place)[number] == 0.5
    type_keys(page, "u")
    assert scores(place)[number] == 2


def test_a_check_is_taken_out_for_all_and_put_back(room: Any) -> None:
    """By keyboard: everybody has its points, then nobody, then as it was; each with its reason in the log."""
    place = room(late_course())
    page = place.enter("Ann")
    type_keys(page, "l a")
    page.keyboard.type("1a: matches")
    page.keyboard.press("Tab")  # how: it counts for nobody
    page.keyboard.press("Tab")
    fill(page, "the question was wrong")
    assert scores(place) == [0] * 6
    event = in_force(place.desk.journal.events())[counting_of(COMPUTED.id)]
    assert (event.by, event.why, event.what) == ("Ann", "the question was wrong", Excluded(full=False))
    type_keys(page, "a")
    page.keyboard.type("1a: matches")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    fill(page, "kinder")
    assert "had 1a.matches.softmax count for nobody" in page.inner_text(".log li >> nth=1")
    assert "a later one counts" in page.inner_text(".log li >> nth=1")
    assert scores(place) == [2] * 6
    page.focus(".log li >> nth=0 >> summary")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    fill(page, "no, not so")
    assert scores(place) == [0] * 6
    page.focus(".log li >> nth=0 >> summary")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    fill(page, "yes, so")
    assert scores(place) == [2] * 6


def test_deadline_lateness_and_cap_by_keyboard(room: Any) -> None:
    """A student is found by name once names are shown; what is wrong is told, and stays to be mended."""
    place = room(late_course())
    page = place.enter("Ann")
    type_keys(page, "l")
    assert "Names are hidden" in page.inner_text("main")
    type_keys(page, "b e")
    page.keyboard.type("name of 003")
    page.keyboard.press("Enter")
    page.wait_for_selector("h1:text-is('Name of 003')")
    quiet(page)
    page.focus("#until-when")
    fill(page, "next week", "ill")
    assert "a deadline is a day and a time" in page.inner_text("#notice")
    assert (page.input_value("#until-when"), page.input_value("#extend-why")) == ("next week", "ill")
    page.focus("#until-when")
    fill(page, "2026-03-08T12:00", "ill, with a note")
    page.focus("#share")
    fill(page, "25", "two days")
    page.focus("#most")
    fill(page, "1", "second try")
    counting = in_force(place.desk.journal.events())
    assert counting[due_of("student003")].what.until == "2026-03-08T12:00:00"
    assert counting[lateness_of("student003")].what.share == 0.25
    assert counting[cap_of("student003")].why == "second try"
    assert scores(place)[3] == 1
    assert "at most 1 points: second try" in page.inner_text("#score")


def test_two_who_decide_at_once_are_both_heard(room: Any) -> None:
    """Who comes second is told who was first, and finds the reason that was typed."""
    place = room(late_course())
    ann, ben = place.enter("Ann"), place.enter("Ben")
    for page in (ann, ben):
        page.goto(f"{place.address}student/0")
        quiet(page)
        page.focus("#most")
    fill(ann, "1", "first")
    fill(ben, "2", "second")
    assert "Ann was first" in ben.inner_text("#notice")
    assert ben.input_value("#cap-why") == "second"
    ben.focus("#most")
    fill(ben, "2", "second")
    who = place.desk.students[0].submission.id
    assert in_force(place.desk.journal.events())[cap_of(who)].by == "Ben"


def test_a_reason_that_is_half_written_is_not_lost(room: Any) -> None:
    """What somebody else decides meanwhile waits until it is sent."""
    place = room(late_course())
    page = place.enter("Ann")
    page.goto(f"{place.address}student/0")
    page.focus("#cap-why")
    page.keyboard.type("because of")
    page.focus("#do-cap")
    place.desk.journal.write(cap_of("student001"), Excluded(), by="Ben", why="so")
    page.wait_for_timeout(3500)
    assert page.input_value("#cap-why") == "because of"


@pytest.mark.parametrize(("width", "scheme"), [(390, "dark"), (1366, "light")])
def test_these_pages_are_accessible(room: Any, width: int, scheme: str) -> None:
    """axe finds nothing, also with hostile reasons and the log open; no page scrolls sideways."""
    axe = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
    place = room(late_course())
    page = place.enter("Ann", viewport={"width": width, "height": 800}, color_scheme=scheme, bypass_csp=True)
    who = place.desk.students[0].submission.id
    place.desk.journal.write(cap_of(who), Excluded(), by="Ben", why=EVIL)
    place.desk.journal.write(counting_of(COMPUTED.id), Excluded(), by=EVIL, why=EVIL + "x" * 500)
    place.desk.journal.undo(1, by=EVIL, why=EVIL)
    answer = place.desk.queues[0].places[who]
    for url in ("student/0", "decisions", f"q/0/{answer}"):
        page.goto(f"{place.address}{url}")
        page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true; })")
        page.evaluate(axe)
        found = page.evaluate("axe.run().then(r => r.violations.map(v => [v.id, v.nodes.map(n => n.html)]))")
        assert found == [], (url, found)
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
        assert page.title() != "owned"
        assert page.locator("#page img").count() == 0


def test_a_class_of_three_hundred_is_decided_about_at_once(room: Any) -> None:
    """Both pages take a fraction of a second."""
    place = room(late_course(300))
    page = place.enter("Ann")
    for url in ("student/7", "decisions"):
        page.goto(f"{place.address}{url}")
        taken = page.evaluate(
            "(async () => { const t = performance.now();"
            " for (let n = 0; n < 5; n++) await fetch(location.href); return (performance.now() - t) / 5 })()"
        )
        assert taken < 500, url


def test_these_pages_work_without_their_script(room: Any) -> None:
    """By forms and links alone."""
    place = room(late_course())
    page = place.enter("Ann", java_script_enabled=False)
    page.click("a:text-is('All of this student')")
    page.select_option("#about", label="1a as a whole: Why an activation? (2 of 4)")
    page.fill("#points", "3")
    page.fill("#points-why", "oral exam")
    page.click("#do-points")
    assert page.inner_text("#score b") == "3"
    page.click("a:text-is('Decisions')")
    page.check("#how-full")
    page.select_option("#about", index=2)
    page.fill("#all-why", "it was wrong")
    page.click("#do-exclude")
    page.click(".log li >> nth=0 >> summary")
    page.fill(".log li >> nth=0 >> input[name=why]", "no")
    page.click(".log li >> nth=0 >> button")
    assert "taken back" in page.inner_text(".log li >> nth=0")
    assert sorted(scores(place)) == [2, 2, 2, 2, 2, 3]
