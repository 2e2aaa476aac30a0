"""Final scores are those of a sheet of paper: another way to add up the same decisions, in any order."""

from dataclasses import dataclass, field
from typing import Any

from decided import LAW, MEAN, WORDS, handed_in, of_answer, report, result
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.marking.answers import fingerprint
from grader.marking.events import (
    Cap,
    Excluded,
    Lateness,
    Mark,
    Override,
    Recorded,
    Undo,
    cap_of,
    counting_of,
    lateness_of,
    points_of,
)
from grader.marking.final import final

ADA = handed_in("ada")
WORTH = {MEAN.id: 4.0, LAW.id: 2.0, WORDS.id: 3.0}
OF = {"1a": (MEAN.id, LAW.id), "1b": (WORDS.id,)}


@dataclass
class Sheet:
    """What somebody writes down: for each thing the decisions in their order, each crossed out or not."""

    found: dict[str, float]
    lines: list[list] = field(default_factory=list)  # what, about, value, whether it counts

    def last(self, what: str, about: str):
        counting = [each for each in self.lines if each[:2] == [what, about] and each[3]]
        return counting[-1][2] if counting else None

    def check(self, check: str, question: str) -> tuple[float, float]:
        """What a check has, and what there is to have."""
        out = self.last("out", check) or self.last("out", question)
        if out == "nobody":
            return 0.0, 0.0
        if out == "full":
            return WORTH[check], WORTH[check]
        points = self.last("points", check)
        return (self.found[check] if points is None else min(points, WORTH[check])), WORTH[check]

    def score(self) -> tuple[float, float]:
        total = most = 0.0
        for question, checks in OF.items():
            each = [self.check(check, question) for check in checks]
            whole, there = self.last("points", question), sum(points for _, points in each)
            own = sum(points for points, _ in each)
            total += own if whole is None or self.last("out", question) else min(whole, there)
            most += there
        if share := self.last("late", "ada"):
            total -= share * total
        cap = self.last("cap", "ada")
        return (total if cap is None else min(total, cap)), most


ABOUT = st.sampled_from([*WORTH, *OF])
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("points"), ABOUT, st.sampled_from([0.0, 0.5, 1.5, 3.0, 6.0])),
        st.tuples(st.just("out"), ABOUT, st.sampled_from(["nobody", "full"])),
        st.tuples(st.just("late"), st.just("ada"), st.sampled_from([0.0, 0.1, 0.5])),
        st.tuples(st.just("cap"), st.just("ada"), st.sampled_from([0.0, 2.0, 7.5])),
        st.tuples(st.just("undo"), st.just(""), st.integers(1, 12)),
    ),
    max_size=12,
)


def event(number: int, what: str, about: str, value) -> Recorded:
    """The same decision as an event; of a check in words, a mark."""
    whole = result(ADA)
    outcome = next((o for q in whole.questions for o in q.outcomes if o.check.id == about), None)
    of = of_answer(ADA) if about == WORDS.id else fingerprint(ADA, outcome) if what == "points" else ""
    target, said = {
        "points": lambda: (points_of("ada", about), Mark(value) if about == WORDS.id else Override(value)),
        "out": lambda: (counting_of(about), Excluded(full=value == "full")),
        "late": lambda: (lateness_of("ada"), Lateness(value)),
        "cap": lambda: (cap_of("ada"), Cap(value)),
        "undo": lambda: (points_of("ada", "nothing"), Undo(value)),
    }[what]()
    return Recorded(number, target, number, "ann", "2026-03-01T12:00:00+00:00", "so", of, said)


@settings(max_examples=400, deadline=None)
@given(STEPS, st.sampled_from([0.0, 0.25, 1.0]), st.sampled_from([0.0, 1.0]))
def test_final_scores_are_those_of_a_sheet(steps: Any, mean: float, law: float) -> None:
    """Whatever is decided, taken back and put in force again: score and maximum, to the last digit."""
    sheet = Sheet({MEAN.id: 4 * mean, LAW.id: 2 * law, WORDS.id: 0.0})
    history = []
    for number, (what, about, value) in enumerate(steps, start=1):
        if what == "undo" and not (0 < value < number):
            what, about, value = "cap", "ada", 8.0  # there is nothing to take back yet
        history.append(event(number, what, about, value))
        sheet.lines.append([what, about, value, True])
    for number in range(len(sheet.lines), 0, -1):  # the last word first
        what, _, value, counts = sheet.lines[number - 1]
        if what == "undo" and counts:
            sheet.lines[value - 1][3] = False
    (done,) = final(report(result(ADA, mean, law)), tuple(history)).results
    score, most = sheet.score()
    assert abs(done.score - score) < 1e-9
    assert abs(done.max_score - most) < 1e-9
    assert 0 <= done.score <= done.max_score + 1e-9
