"""Final scores from what was found and what people decided, every number worked out by hand."""

from dataclasses import replace

import decided as made
import pytest
from decided import LAW, MEAN, WORDS, events, handed_in, of_answer, report, result

from grader.marking.answers import answers, fingerprint
from grader.marking.events import (
    Cap,
    Excluded,
    Extension,
    Item,
    ItemDeleted,
    Lateness,
    Mark,
    Override,
    Undo,
    cap_of,
    counting_of,
    due_of,
    item_target,
    lateness_of,
    points_of,
)
from grader.marking.final import final
from grader.model import LateRule, Report, Verdict

ADA = handed_in("ada")
OF_ANSWER, OF_ALL = of_answer(ADA), fingerprint(ADA, None)


def one(whole: Report):
    (only,) = whole.results
    return only


def test_nothing_decided_changes_nothing() -> None:
    """The points of an answer in words wait: 4 + 2 of 9."""
    found = report(result(ADA))
    assert final(found, ()) == found
    assert (one(found).score, one(found).pending, one(found).max_score) == (6, 3, 9)


def test_a_mark_gives_its_points_and_those_of_its_items() -> None:
    """1 of its own, an item of 1.5 and one of −0.5: 2 of 3, and 8 in all."""
    marked = final(
        report(result(ADA)),
        events(
            (item_target("i1"), Item(WORDS.id, "names the limit", 1.5), ""),
            (item_target("i2"), Item(WORDS.id, "no unit", -0.5), ""),
            (points_of("ada", WORDS.id), Mark(1.0, ("i1", "i2"), "Nearly."), OF_ANSWER),
        ),
    )
    outcome = one(marked).questions[1].outcomes[0]
    assert (one(marked).score, one(marked).pending) == (8, 0)
    assert (outcome.verdict, outcome.earned) == (Verdict.FAILED, 2)
    assert outcome.decision.items == (("names the limit", 1.5), ("no unit", -0.5))
    assert outcome.message == "names the limit (+1.5); no unit (-0.5) · Nearly. · so"


def test_an_item_changes_for_everybody_it_was_given_to() -> None:
    """From 1 to 2 points: both get one more; deleted, it gives nobody anything."""
    bob = handed_in("bob", "Because of Bob.")
    item = item_target("i1")
    marks = [
        (item, Item(WORDS.id, "right", 1.0), ""),
        (points_of("ada", WORDS.id), Mark(0.0, ("i1",)), OF_ANSWER),
        (points_of("bob", WORDS.id), Mark(0.5, ("i1",)), of_answer(bob)),
    ]
    found = report(result(ADA), result(bob))
    scores = [
        [each.score for each in final(found, events(*marks, *more)).results]  # type: ignore[arg-type]
        for more in ([], [(item, Item(WORDS.id, "right", 2.0), "")], [(item, ItemDeleted(), "")])
    ]
    assert scores == [[7, 7.5], [8, 8.5], [6, 6.5]]


@pytest.mark.parametrize(("points", "earned"), [(5.0, 3), (-1.0, 0)])
def test_a_mark_is_neither_below_zero_nor_above_all_points(points: float, earned: float) -> None:
    """Items may add up to more or to less."""
    marked = final(report(result(ADA)), events((points_of("ada", WORDS.id), Mark(points), OF_ANSWER)))
    assert one(marked).questions[1].score == earned


def test_a_mark_is_of_the_answer_that_was_read() -> None:
    """Another answer waits again, and the old mark is told; the same one in other code keeps it."""
    marks = events((points_of("ada", WORDS.id), Mark(3.0), OF_ANSWER))
    other = one(final(report(result(handed_in("ada", "Because it is not."))), marks))
    assert (other.score, other.pending) == (6, 3)
    assert other.questions[1].outcomes[0].earlier.points == 3
    assert other.attention == (
        f"{WORDS.id}: ann gave 3 to an earlier hand-in, and it was changed since: decide again",
    )
    same = one(final(report(result(replace(ADA, digest="other code"))), marks))
    assert (same.score, same.pending, same.attention) == (9, 0, ())


def test_an_override_is_of_all_that_was_handed_in() -> None:
    """It replaces what was found, and is told but not counted once other code is handed in."""
    decided = events((points_of("ada", MEAN.id), Override(3.0), OF_ALL))
    now = one(final(report(result(ADA, mean=0.25)), decided))
    assert now.score == 3 + 2
    assert now.questions[0].outcomes[0].decision.instead == 1
    later = one(final(report(result(replace(ADA, digest="other"), mean=0.25)), decided))
    assert later.score == 1 + 2
    assert later.questions[0].outcomes[0].earlier.points == 3


def test_what_was_found_is_not_told_once_a_person_decided() -> None:
    """Neither the mistake nor the description: they were reasons for other points."""
    found = result(ADA, mean=0.25)
    one_a, one_b = found.questions
    mean = replace(one_a.outcomes[0], mistake="slip", pattern="Wrong only where `x` is 7.")
    one_a = replace(one_a, outcomes=(mean, *one_a.outcomes[1:]))
    decided = events((points_of("ada", MEAN.id), Override(3.0), OF_ALL))
    now = one(final(report(replace(found, questions=(one_a, one_b))), decided)).questions[0].outcomes[0]
    assert (now.earned, now.mistake, now.pattern) == (3, None, None)


def test_a_question_is_decided_as_a_whole() -> None:
    """Its points replace those of its checks: 5 for 1a, whatever they say; its answer waits no more."""
    now = one(
        final(
            report(result(ADA, mean=0.0, law=0.0)),
            events(
                (points_of("ada", "1a"), Override(5.0), OF_ALL), (points_of("ada", "1b"), Override(1), OF_ALL)
            ),
        )
    )
    assert (now.score, now.pending) == (6, 0)
    assert now.questions[0].decision.instead == 0


def test_nobody_has_more_than_there_is() -> None:
    """What was given while a check still counted, or was worth more, is told the instructor."""
    given = [
        (points_of("ada", "1a"), Override(5.0), OF_ALL),
        (points_of("ada", WORDS.id), Override(3), OF_ANSWER),
    ]
    out = one(final(report(result(ADA)), events(*given, (counting_of(MEAN.id), Excluded(), ""))))
    assert (out.score, out.max_score) == (5, 5)
    assert out.attention == ("1a: ann gave 5, and there are only 2 now: decide again",)
    less = replace(WORDS, points=1.0)
    found = result(ADA)
    words = replace(found.questions[1].outcomes[0], check=less)
    question = replace(found.questions[1], question=replace(found.questions[1].question, checks=(less,)))
    found = replace(found, questions=(found.questions[0], replace(question, outcomes=(words,))))
    now = one(final(report(found), events(*given[1:])))
    assert (now.score, now.questions[1].outcomes[0].share) == (7, 1)
    assert now.attention == (f"{WORDS.id}: ann gave 3, and there are only 1 now: decide again",)
    both = one(final(report(result(ADA)), events(*given[1:], (counting_of(WORDS.id), Excluded(), ""))))
    assert both.attention == ()


def test_what_could_not_be_decided_a_person_can_decide() -> None:
    """A broken check leaves no score, until somebody says what it is worth."""
    found = result(ADA)
    broken = replace(found.questions[0].outcomes[0], verdict=Verdict.BROKEN, share=0.0)
    first = replace(found.questions[0], outcomes=(broken, found.questions[0].outcomes[1]))
    found = replace(found, questions=(first, found.questions[1]))
    assert found.broken
    now = one(final(report(found), events((points_of("ada", MEAN.id), Override(2.0), OF_ALL))))
    assert (now.broken, now.score) == (False, 4)


def test_a_check_counts_for_nobody_or_everybody_has_it() -> None:
    """Out, it is neither in a score (4) nor in the maximum (7); full, everybody has its 2 points."""
    found = report(result(ADA, law=0.0))
    out = final(found, events((counting_of(LAW.id), Excluded(), "")))
    assert (one(out).score, one(out).max_score, out.assignment.max_score) == (4, 7, 7)
    full = final(found, events((counting_of(LAW.id), Excluded(full=True), "")))
    assert (one(full).score, one(full).max_score) == (6, 9)
    question = final(
        found, events((points_of("ada", "1a"), Override(6), OF_ALL), (counting_of("1a"), Excluded(), ""))
    )
    assert (one(question).score, one(question).max_score) == (0, 3)


RULE = LateRule(0.1, grace=900, at_most=0.5, due="2026-03-01T12:00:00")


@pytest.mark.parametrize(
    ("submitted", "score"),
    [
        ("2026-03-01T11:00:00", 6),
        ("2026-03-01T12:15:00", 6),  # the grace to its last second
        ("2026-03-01T12:15:01", 5.4),  # a day that was begun
        ("2026-03-02T12:00:00", 5.4),
        ("2026-03-02T12:00:01", 4.8),
        ("2026-03-09T12:00:00", 3),  # at most a half
    ],
)
def test_being_late_costs_a_share_for_each_day_begun(submitted: str, score: float) -> None:
    """10 % of 6 points a day."""
    found = report(result(handed_in("ada", at=submitted)), late=RULE)
    assert one(final(found, ())).score == pytest.approx(score)


def test_an_extension_moves_the_deadline_of_one() -> None:
    """Handed in 2 days and a minute after it, with 2 days more: the grace is from the new deadline."""
    found = report(result(handed_in("ada", at="2026-03-03T12:01:00")), late=RULE)
    assert one(final(found, ())).score == pytest.approx(6 * 0.7)
    extended = events((due_of("ada"), Extension("2026-03-03T12:00"), ""))
    assert one(final(found, extended)).score == 6


def test_a_person_says_what_being_late_costs() -> None:
    """Also where there is no rule, and nothing where it is waived."""
    found = report(result(handed_in("ada", at="2026-03-09T12:00:00")), late=RULE)
    assert one(final(found, events((lateness_of("ada"), Lateness(0.25), "")))).score == 4.5
    assert one(final(found, events((lateness_of("ada"), Lateness(0.0), "")))).score == 6
    without = report(result(ADA))
    assert one(final(without, events((lateness_of("ada"), Lateness(0.25), "")))).score == 4.5


@pytest.mark.parametrize(
    ("submitted", "rule", "said"),
    [
        ("", RULE, "late by an unknown time"),
        ("2026-03-09T12:00:00+00:00", RULE, "the deadline 2026-03-01T12:00:00 has no time zone"),
        ("2026-03-09T12:00:00", replace(RULE, due=""), "the rubric's `late` has no `due`"),
        ("yesterday", RULE, "the time yesterday or the deadline"),
    ],
)
def test_a_lateness_that_is_not_known_costs_nothing(submitted: str, rule: LateRule, said: str) -> None:
    """The instructor is told."""
    found = report(result(handed_in("ada", at=submitted, late=True)), late=rule)
    now = one(final(found, ()))
    assert (now.score, len(now.attention)) == (6, 1)
    assert said in now.attention[0]


def test_a_cap_is_after_everything_else() -> None:
    """5.4 for being late, and at most 5."""
    found = report(result(handed_in("ada", at="2026-03-01T13:00:00")), late=RULE)
    now = one(final(found, events((cap_of("ada"), Cap(5.0), ""))))
    assert now.score == 5
    assert [each.points for each in now.adjustments] == pytest.approx([-0.6, -0.4])
    assert [each.why for each in now.adjustments] == ["1 day late: 10 % of 6", "at most 5 points: so"]


def test_what_was_undone_counts_no_more_and_what_was_undone_twice_does() -> None:
    """Then what stood before it counts again."""
    target = points_of("ada", WORDS.id)
    history = events(
        *((target, Mark(points), OF_ANSWER) for points in (1.0, 2.0)),
        (target, Undo(2), ""),
        (target, Undo(3), ""),
    )
    scores = [one(final(report(result(ADA)), history[:count])).score for count in range(5)]
    assert scores == [6, 7, 8, 7, 8]


def test_answers_say_what_became_of_them() -> None:
    """One who wrote nothing has none to read."""
    found = report(result(ADA), result(handed_in("bob", "")))
    (answer,) = answers(found)
    assert (answer.submission.id, answer.question, answer.text) == ("ada", "1b", "Because it is.")
    assert (answer.waiting, answer.of) == (True, OF_ANSWER)
    (marked,) = answers(final(found, events((points_of("ada", WORDS.id), Mark(1.0), OF_ANSWER))))
    assert (marked.waiting, marked.decision.points) == (False, 1)


def test_events_about_others_change_nothing() -> None:
    """Of somebody who left, of a check that is no more."""
    found = report(result(ADA))
    gone = events(
        (points_of("eve", MEAN.id), Override(0), OF_ALL), (points_of("ada", "9z"), Override(0), OF_ALL)
    )
    assert final(found, gone) == found
    assert made.QUESTIONS[0].points == 6
