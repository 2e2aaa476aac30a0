"""Code that lost points, and what students ask: beside what waits, in groups that did the same."""

from pathlib import Path

import pytest
from to_mark import COMPUTED, OTHER, WRITTEN, course, desk

from grader.frontends.mark import decide
from grader.frontends.mark.decide import Hand
from grader.frontends.mark.desk import MarkingDesk
from grader.marking.events import Asked, Replied, asked_of, in_force, reply_of
from grader.marking.final import attention, final
from grader.marking.journal import StaleError
from grader.model import Outcome, Verdict


def lost(did: str, share: float = 0.0, verdict: Verdict = Verdict.FAILED) -> Outcome:
    return Outcome(COMPUTED, verdict, share, "the answer is not right", behaviour=did)


LOST = {
    1: lost("a", 0.25),
    3: lost("a", 0.25),
    4: lost("b"),
    5: lost(""),
    6: lost(""),
    7: lost("a", 0.25),
    8: lost("missing", verdict=Verdict.MISSING),
}


@pytest.fixture
def table(tmp_path: Path) -> MarkingDesk:
    return desk(tmp_path, course(10, lost=LOST))


def hand(desk: MarkingDesk, queue: int, id_: str, by: str = "Ann") -> Hand:
    found = desk.queues[queue]
    return Hand(desk, by, found, found.entries[found.places[id_]])


def scores(desk: MarkingDesk) -> dict[str, float]:
    """The points of the computed check."""
    done = final(desk.report, desk.journal.events())
    return {each.submission.id: each.questions[0].outcomes[0].earned for each in done.results}


def test_code_that_did_the_same_is_one_group(table: MarkingDesk) -> None:
    """After the answers in words; what nobody knows the behaviour of is alone."""
    assert [each.check for each in table.queues] == [WRITTEN, OTHER, COMPUTED]
    code = table.queues[2]
    assert sorted(each.group.equal for each in code.entries) == [
        *[("student001", "student003", "student007")] * 3,
        ("student004",),
        ("student005",),
        ("student006",),
        ("student008",),
    ]
    assert code.missing == 3


def test_a_group_gets_other_points_at_once(table: MarkingDesk) -> None:
    """0.5 of 2 were found; half a point more for one, and for those that did the same; undone at once."""
    one = hand(table, 2, "student003")
    decide.set_points(one, "more", 0)
    assert scores(table)["student003"] == 1
    assert decide.mark_group(one) == "2 answers marked likewise."
    now = scores(table)
    assert [now[f"student00{n}"] for n in (1, 3, 7, 4, 5)] == [1, 1, 1, 0, 0]
    decide.undo(table, "Ann")
    assert scores(table) == {**now, "student001": 0.5, "student007": 0.5}


def test_an_item_starts_from_what_was_found(table: MarkingDesk) -> None:
    """0.5 and one that gives half a point."""
    one = hand(table, 2, "student001")
    decide.make_item(one, "an old convention", "0.5", 0)
    assert scores(table)["student001"] == 1


def ask(desk: MarkingDesk, id_: str, check: str, text: str = "Why?") -> None:
    desk.journal.write(asked_of(id_, check), Asked(text), by="ann")


def test_what_is_asked_about_is_in_its_queue(tmp_path: Path) -> None:
    """Passed code, and an answer in words that was not found: it can be given points."""
    report = course(10, lost=LOST)
    table = desk(tmp_path, report)
    ask(table, "student000", COMPUTED.id)
    ask(table, "student001", OTHER.id, "I answered in the second cell.")
    table = MarkingDesk(report, table.journal)
    assert {"student000", "student001"} <= table.queues[2].places.keys()
    words = hand(table, 1, "student001")
    assert (words.entry.text, table.state().query(words.queue, words.entry).question) == (
        "",
        "I answered in the second cell.",
    )
    decide.set_points(words, "full", 0)
    done = {each.submission.id: each for each in final(report, table.journal.events()).results}
    assert done["student001"].questions[1].score == 1.5
    assert attention(final(report, table.journal.events())) == [
        f"student000: {COMPUTED.id}: the student asks about it, and nobody has answered",
        f"student001: {OTHER.id}: the student asks about it, and nobody has answered",
    ]


def test_undo_takes_back_an_answer_and_never_a_question(tmp_path: Path) -> None:
    """Whoever took the question in may be called as the marker is."""
    report = course(10)
    table = desk(tmp_path, report)
    ask(table, "student000", COMPUTED.id)
    table = MarkingDesk(report, table.journal)
    one = hand(table, 2, "student000", "ann")
    decide.reply(one, "No.", 0)
    decide.undo(table, "ann")
    assert table.state().query(one.queue, one.entry).reply == ""
    assert decide.undo(table, "ann")[0] == "There is nothing of yours to undo."
    assert table.state().query(one.queue, one.entry).question == "Why?"


def test_a_question_is_answered_once_for_all_who_look(tmp_path: Path) -> None:
    """An event with who; who comes second is told; asked again, it waits again."""
    report = course(10)
    table = desk(tmp_path, report)
    ask(table, "student000", COMPUTED.id)
    table = MarkingDesk(report, table.journal)
    one = hand(table, 2, "student000")
    assert decide.reply(one, "  ", 0) == "Write an answer first."
    assert decide.reply(one, "Look at x = 0.\r\n", 0).startswith("Answered")
    with pytest.raises(StaleError):
        decide.reply(hand(table, 2, "student000", "Ben"), "No.", 0)
    event = in_force(table.journal.events())[reply_of("student000", COMPUTED.id)]
    assert (event.by, event.what) == ("Ann", Replied("Look at x = 0."))
    query = final(report, table.journal.events()).results[0].questions[0].outcomes[0].query
    assert (query.reply, query.by) == ("Look at x = 0.", "Ann")
    assert attention(final(report, table.journal.events())) == []
    ask(table, "student000", COMPUTED.id, "And at x = 1?")
    assert table.state().query(one.queue, one.entry).reply == ""
    assert decide.reply(hand(table, 0, "student001"), "No.", 0) == "Nobody asks about this one."
