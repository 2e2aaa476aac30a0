"""Which inputs are chosen: every wrong function shows on some, edges are in, right answers stay right."""

from pathlib import Path

import pytest

from grader.checks.trial import Trial
from grader.examples.chosen import FAILING, OF_ANSWERS, ROOM
from grader.examples.corpora import Corpora
from grader.examples.draw import Plan, corpus
from grader.functions.local import Local
from grader.grading import choose
from grader.model import Check, Question
from grader.rubric.read import Rubric, read
from grader.signatures.pick import Mood

ANSWERS = '''
"""Answers."""
from typing import Annotated

import numpy as np
from jaxtyping import Float
from numpy import ndarray

from grader import Within


def clipped(x: Float[ndarray, "n"], t: Annotated[float, Within(0, 2)]) -> Float[ndarray, "n"]:
    """The entries, at most t in size."""
    return np.minimum(np.maximum(x, -t), t)


def halved(n: Annotated[int, Within(1, 900)]) -> int:
    """How often n can be halved; at most ten times."""
    count = 0
    while n % 2 == 0 and count < 10:
        n, count = n // 2, count + 1
    return count
'''
MISTAKES = '''
"""Mistakes."""
import numpy as np

from grader import mistake


@mistake(of="clipped")
def not_at_both_ends(x, t):
    """The lower end is left out where t is 2."""
    return np.minimum(x if t == 2 else np.maximum(x, -t), t)


@mistake(of="halved")
def wrong_for_many(n):
    """Multiples of 16 are halved once too often."""
    return next(k for k in range(11) if n % 2 ** (k + 1)) + (n % 16 == 0)
'''
RUBRIC = """\
assignment: tiny
reference: reference
examples: 60
questions:
  - id: 1
    checks:
      - {matches: clipped, points: 1}
      - {matches: halved, points: 1}
"""


@pytest.fixture(scope="module")
def rubric(tmp_path_factory: pytest.TempPathFactory) -> Rubric:
    """A rubric with mistakes that few inputs show."""
    folder = tmp_path_factory.mktemp("tiny")
    (folder / "reference" / "q1").mkdir(parents=True)
    (folder / "reference" / "q1" / "answers.py").write_text(ANSWERS, encoding="utf-8")
    (folder / "reference" / "q1" / "mistakes.py").write_text(MISTAKES, encoding="utf-8")
    (folder / "rubric.yaml").write_text(RUBRIC, encoding="utf-8")
    return read(Path(folder) / "rubric.yaml")


def trial(rubric: Rubric, seed: int = 0, count: int = 60) -> tuple[Trial, tuple[Check, ...]]:
    """The question, before anything was drawn."""
    (question,) = rubric.assignment.questions
    assert isinstance(question, Question)
    plan = Plan(count, seed, question.sizes)
    return Trial(rubric.reference, Corpora(rubric.reference), Local({}), plan), question.checks


@pytest.mark.parametrize("seed", range(2))
def test_every_mistake_fails_on_three_inputs_where_so_many_show_it(rubric: Rubric, seed: int) -> None:
    """Also those that hardly any input shows; and no more inputs are kept than were asked for."""
    one, checks = trial(rubric, seed)
    found = choose.chosen(one, checks)
    for check in checks:
        chosen = found[choose.key_of(one, check)]
        for mistake in rubric.reference.mistakes[check.target]:
            fails = choose.fails_before(one, check, check.target, mistake)
            assert fails is not None
            assert sum(fails(each.example) for each in chosen) >= FAILING
        assert len(chosen) <= OF_ANSWERS + ROOM


def test_what_is_chosen_depends_on_the_seed_alone(rubric: Rubric) -> None:
    """Not on what was drawn before, and not on the process."""
    one, checks = trial(rubric)
    for name in ("clipped", "halved"):
        one.corpora.examples(rubric.reference.signatures[name], one.plan)
    other, _ = trial(rubric)

    def told(of: Trial) -> list[list[tuple[int, ...]]]:
        return [[each.example.choices for each in some] for some in choose.chosen(of, checks).values()]

    assert told(one) == told(other)
    assert told(one) != told(trial(rubric, 1)[0])


def test_every_mood_is_there_the_simplest_first(rubric: Rubric) -> None:
    """So the first failure a student sees is a simple one; and what is the first of its mood is said."""
    for chosen in choose.chosen(*trial(rubric)).values():
        moods = [each.example.mood for each in chosen]
        assert sorted(moods, key=list(Mood).index) == moods
        assert set(moods) == set(Mood)
        assert sum(each.first for each in chosen) == len(Mood)


def test_lengths_and_edges_that_can_be_drawn_are_there(rubric: Rubric) -> None:
    """Every length of the axis, both ends of the number, and zeros of either sign."""
    found = choose.chosen(*trial(rubric))
    signature = rubric.reference.signatures["clipped"]
    (chosen,) = (some for key, some in found.items() if key[0] == signature.key)
    args = [each.example.args for each in chosen]
    assert {len(each["x"]) for each in args} >= {1, 2, 3, 4, 6, 7}
    assert {each["t"] for each in args} >= {0.0, 2.0}
    shown = {trait for each in chosen for trait in each.traits}
    assert {"`x` holds −0", "`x` holds zeros alone", "an entry of `x` is ±`t`"} <= shown


def test_few_inputs_are_not_chosen_but_drawn(rubric: Rubric) -> None:
    """Where no more than two of each mood are asked for, there is nothing to choose."""
    assert choose.chosen(*trial(rubric, count=22)) == {}


def test_inputs_on_which_right_answers_are_not_right_are_left_out(
    rubric: Rubric, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What only rounding decides tells nothing of a student."""
    one, checks = trial(rubric)
    spoilt = corpus(rubric.reference.signatures["clipped"], one.plan)[0]

    def wrong_on(reading: object, example: object) -> object:
        same = getattr(example, "choices", None) == spoilt.choices
        return "wrong" if same else original(reading, example)  # type: ignore[arg-type]

    original = choose.wrong_on  # type: ignore[attr-defined]
    monkeypatch.setattr(choose, "wrong_on", wrong_on)
    for chosen in choose.chosen(one, checks[:1]).values():
        assert spoilt.choices not in [each.example.choices for each in chosen]
