"""What a marker does becomes events that count, whatever others did since."""

from dataclasses import replace
from pathlib import Path

import pytest
from to_mark import course, desk

from grader.errors import InputError
from grader.frontends.mark import decide
from grader.frontends.mark.decide import Hand
from grader.frontends.mark.desk import MarkingDesk
from grader.marking.events import Mark, Override
from grader.marking.final import final
from grader.marking.journal import StaleError


@pytest.fixture
def table(tmp_path: Path) -> MarkingDesk:
    return desk(tmp_path, course(40))


def hand(desk: MarkingDesk, place: int = 0, by: str = "Ann", queue: int = 0) -> Hand:
    found = desk.queues[queue]
    return Hand(desk, by, found, found.entries[place])


def version(each: Hand) -> int:
    return each.desk.state().versions.get(decide.target(each.queue, each.entry), 0)  # type: ignore[attr-defined]


def points(each: Hand) -> float | None:
    """What the final results have for the answer; None while it waits."""
    done = final(each.desk.report, each.desk.journal.events())
    (outcome,) = (
        outcome
        for result in done.results
        if result.submission.id == each.entry.id
        for question in result.questions
        for outcome in question.outcomes
        if outcome.check.id == each.queue.check.id
    )
    return None if outcome.decision is None else outcome.earned


def test_each_check_that_a_person_scores_has_a_queue(table: MarkingDesk) -> None:
    """With the answers there are; large groups first, and then in an order that no name decides."""
    one, two = table.queues
    ids = [entry.id for entry in one.entries]

    assert (len(one.entries), one.missing, len(two.entries), two.missing) == (40, 0, 20, 20)
    assert [len(entry.group.members) for entry in one.entries[:10]] == [6] * 6 + [3] * 3 + [1]
    assert ids[9:] != sorted(ids[9:])
    assert ids == [entry.id for entry in MarkingDesk(table.report, table.journal).queues[0].entries]


def test_the_first_item_that_takes_points_starts_from_all(table: MarkingDesk) -> None:
    """And one that gives points from none; taken back, it leaves what it started from."""
    less, more = hand(table, 0), hand(table, 1)
    decide.make_item(less, "imprecise", "-0.5", 0)
    decide.make_item(more, "names the rank", "+1", 0)
    taken, given = (item.id for item in table.state().items_of(less.queue.check))

    assert (points(less), points(more)) == (1.5, 1.0)
    decide.tick(less, taken, version(less))
    decide.tick(more, given, version(more))
    assert (points(less), points(more)) == (2.0, 0.0)


def test_items_of_another_question_are_not_given(table: MarkingDesk) -> None:
    """Nor such as there are none."""
    decide.make_item(hand(table), "imprecise", "-0.5", 0)
    (item,) = table.state().items
    other = hand(table, queue=1)

    assert decide.tick(other, item, 0) == decide.tick(other, "i99", 0)
    assert points(other) is None


@pytest.mark.parametrize(
    ("steps", "score"),
    [
        ("full", 2.0),
        ("none", 0.0),
        ("less", 1.5),
        ("more", 0.5),
        ("full more", 2.0),
        ("none less", 0.0),
        ("less less more", 1.5),
    ],
)
def test_points_go_by_steps_between_nothing_and_all(table: MarkingDesk, steps: str, score: float) -> None:
    """The first step down starts from all, the first up from none."""
    each = hand(table)
    for step in steps.split():
        decide.set_points(each, step, version(each))

    assert points(each) == score


def test_a_step_counts_what_items_gave(table: MarkingDesk) -> None:
    """From what is shown, not from what it is made of."""
    each = hand(table)
    decide.make_item(each, "all wrong", "-2", 0)
    decide.make_item(each, "again", "-1", version(each))
    decide.set_points(each, "more", version(each))

    assert points(each) == 0.5


@pytest.mark.parametrize(("given", "step"), [(2.0, 0.5), (1.25, 0.25), (0.7, 0.1)])
def test_the_step_is_what_the_rubric_allows(table: MarkingDesk, given: float, step: float) -> None:
    """Halves, unless the points of the rubric are finer."""
    queue = table.queues[0]

    assert replace(queue, check=replace(queue.check, points=given)).step == step


@pytest.mark.parametrize("text", ["", "x", "1e3", "2.5", "-9", "nan", "0.125", "½"])
def test_points_of_an_item_are_a_number_within_the_check(table: MarkingDesk, text: str) -> None:
    """What is none is told with what would be; nothing is made."""
    with pytest.raises(InputError, match=r"is no number of points: write one from -2 to 2, as -0\.5"):
        decide.make_item(hand(table), "imprecise", text, 0)

    assert table.journal.events() == ()


def test_nobody_writes_over_what_was_not_seen(table: MarkingDesk) -> None:
    """Who looked at an older mark is told who was first."""
    decide.set_points(hand(table, by="Ann"), "full", 0)

    with pytest.raises(StaleError, match="Ann was first"):
        decide.set_points(hand(table, by="Ben"), "none", 0)
    assert points(hand(table)) == 2.0


def test_two_that_have_the_store_open_see_what_the_other_did(table: MarkingDesk) -> None:
    """Each `grader mark` reads on where it was."""
    other = MarkingDesk(table.report, type(table.journal)(table.journal.path))
    decide.set_points(hand(table), "full", 0)
    assert points(hand(other)) == 2.0
    decide.set_points(hand(other, by="Ben"), "less", version(hand(other)))
    decide.make_item(hand(table, 1), "imprecise", "-0.5", 0)

    assert other.state().items == table.state().items
    assert points(hand(table)) == 1.5


def test_a_comment_alone_is_no_mark(table: MarkingDesk) -> None:
    """It waits, and goes with the mark that comes."""
    each = hand(table)
    decide.set_comment(each, "Look again.\r\nHere.", "")

    assert points(each) is None
    decide.set_points(each, "none", 0)
    mark = table.state().mark(each.queue, each.entry)
    assert mark == Mark(0.0, (), "Look again.\nHere.")


def test_a_group_gets_what_waits_in_it(table: MarkingDesk) -> None:
    """Not what has a mark, nor what was taken out; taken back, all wait again."""
    first, marked, apart, rest = (hand(table, place) for place in range(4))
    decide.set_points(marked, "none", 0)
    decide.take_out(apart)
    assert decide.mark_group(first) == "Mark this answer first: the others of its group get the same."
    decide.set_points(first, "full", 0)

    assert decide.mark_group(first) == "3 answers marked likewise."
    assert [points(each) for each in (first, marked, apart, rest)] == [2.0, 0.0, None, 2.0]
    assert decide.undo(table, "Ann")[0] == "Undone: the marks of 3 answers."
    assert [points(each) for each in (first, marked, apart, rest)] == [2.0, 0.0, None, None]


def test_what_leaves_its_group_loses_the_mark_it_got_there(table: MarkingDesk) -> None:
    """But not one of its own; it can be put back."""
    first, second = hand(table, 0), hand(table, 1)
    decide.set_points(first, "full", 0)
    decide.mark_group(first)
    decide.take_out(second)
    decide.take_out(first)

    assert (points(first), points(second)) == (2.0, None)
    assert table.state().is_apart(second.queue, second.entry)
    decide.take_out(second)
    assert not table.state().is_apart(second.queue, second.entry)


def test_undo_takes_back_ones_own_alone(table: MarkingDesk) -> None:
    """In the order in which it was done, and no more than there is."""
    mine, others = hand(table, 0, "Ann"), hand(table, 1, "Ben")
    decide.set_points(mine, "full", 0)
    decide.set_points(mine, "less", 1)
    decide.set_points(others, "full", 0)

    scores = []
    for _ in range(3):
        decide.undo(table, "Ann")
        scores.append(points(mine))
    assert scores == [2.0, None, None]
    assert points(others) == 2.0


def test_a_changed_answer_waits_again(table: MarkingDesk) -> None:
    """A mark is of what was read; of the new answer it says nothing."""
    each = hand(table)
    decide.set_points(each, "full", 0)
    other = replace(each.entry, of="another")

    assert table.state().mark(each.queue, other) is None
    assert table.state().earlier(each.queue, other) is not None


def test_points_that_were_set_elsewhere_are_a_mark(table: MarkingDesk) -> None:
    """By `grader override`, say."""
    each = hand(table)
    where = decide.target(each.queue, each.entry)  # type: ignore[attr-defined]
    table.journal.write(where, Override(1.0), by="Cy", of=each.entry.of)
    decide.set_points(each, "more", 1)

    assert points(each) == 1.5
