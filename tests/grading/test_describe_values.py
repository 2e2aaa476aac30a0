"""Descriptions of functions of texts, lists, dicts and tables, and of classes."""

import re
from typing import Any

import pytest

from benchmarks.descriptions import SETS, WRONG, functions
from grader.checks import functions_of
from grader.checks.trial import Trial
from grader.examples.corpora import Corpora
from grader.examples.draw import Plan
from grader.functions.local import Local
from grader.grading.steps import judge
from grader.rubric.read import read

RUBRIC, FILE = SETS["values"]
RIGHT = read(RUBRIC)
SHARED = Corpora(RIGHT.reference)
FUNCTIONS = functions(WRONG / FILE)

SAID = [
    ("word_counts__capitals_matter", "Wrong only where `text` has a capital letter: on all N such inputs"),
    ("word_counts__split_at_one_space", "`text` has two spaces side by side"),
    ("longest_word__nothing_raises", "Raises only where `text` is empty"),
    ("run_lengths__counts_all", "Wrong only where a character comes again in `text` after another one"),
    ("without_repeats__neighbours_alone", "something comes again in `items` after something else"),
    ("without_repeats__skips_zero", "Where it is wrong, your answer is the right one without 0."),
    ("second_largest__zero_for_none", "your answer is 0."),
    ("only_in_one__union", "Wrong only where something is both in `a` and in `b`"),
    ("bill__key_missing", "Raises only where not all of `basket` is in `prices`"),
    ("inverted__last_name_alone", "Wrong only where `marks.values()` holds a number twice"),
    ("tallest__nobody_is_nan", "Wrong only where the right answer is None"),
    ("Account__counts_what_failed", "`count`. Wrong only where a call before raised as it should"),
    ("Account__one_balance_for_all", "Right on all N calls where no other object was made before"),
    ("Account__returns_the_amount", "Each time, the first wrong answer is the argument `amount` as it came."),
    ("Tally__never_two", "Wrong only where it was given the same before: on all N such calls"),
    ("Stack__peek_takes_it", "where `peek` was not called after `push` before"),
]  # fmt: skip


def pattern(name: str, wrong: Any) -> str:
    """What is said of a wrong function, with N for each count."""
    (question,) = RIGHT.assignment.questions
    of = name.partition("__")[0]
    trial = Trial(RIGHT.reference, SHARED, Local({**RIGHT.reference.answers, of: wrong}), Plan(100))
    (check,) = [each for each in question.checks if of in functions_of(each, RIGHT.reference)]
    return re.sub(r"\b\d\d+\b", "N", judge(trial, check, [check]).pattern or "")


@pytest.mark.parametrize(("name", "words"), SAID)
def test_where_functions_of_other_values_than_numbers_are_wrong_is_said(name: str, words: str) -> None:
    """In terms of what they hold, of the right answer, or of what was called before."""
    assert words in pattern(name, FUNCTIONS[name])


def test_of_right_ones_nothing_is_said() -> None:
    """They lose nothing."""
    for name in ("Stack", "bill"):
        assert pattern(f"{name}__right", RIGHT.reference.answers[name]) == ""
