"""Answers that are alike stand together, and no two that mean opposite things."""

import random
import time

import pytest

from grader.frontends.mark.groups import Alike, differing, groups

LONG = "The gradient of the loss vanishes because every class pulls the weights towards its own mean value"


def test_equal_answers_stand_together_whatever_their_case_and_marks() -> None:
    """Spaces, case, emphasis and punctuation make no difference; the largest group comes first."""
    found = groups(
        {"a": "It is **convex**.", "b": "it  is convex", "c": "It is concave", "d": "IT IS\nCONVEX!"}
    )

    assert list(found) == [Alike(("a", "b", "d")), Alike(("c",))]


@pytest.mark.parametrize(
    "change", [("its own", "their own"), ("The gradient", "Gradient"), ("weights", "wieghts")]
)
def test_an_answer_that_differs_in_a_word_is_near(change: tuple[str, str]) -> None:
    """A slip of the pen does not make it another answer."""
    (found,) = groups({"a": LONG, "b": LONG, "c": LONG.replace(*change)})

    assert found == Alike(("a", "b"), ("c",))
    assert found.members == ("a", "b", "c")


@pytest.mark.parametrize(
    "other",
    [
        LONG.replace("vanishes", "vanishes not"),
        LONG.replace("every", "never every"),
        LONG + " 2",
        LONG + " $x = 1$",
        "It vanishes",
        "",
    ],
)
def test_what_turns_an_answer_round_is_never_near(other: str) -> None:
    """A negation, a number or a formula, however long the rest is."""
    assert len(groups({"a": LONG, "b": other})) == 2


def test_formulas_are_compared_without_their_spaces() -> None:
    """And are one word each."""
    assert len(groups({"a": "so $x = 1$", "b": "so $x=1$", "c": "so $x=2$"})) == 2


def test_short_answers_are_never_near() -> None:
    """Of a few words each one counts."""
    assert len(groups({"a": "it rises with the rate", "b": "it falls with the rate"})) == 2


def test_what_differs_is_told() -> None:
    """The words of one and those of the other."""
    assert differing("it rises with n", "it falls with n twice") == (["rises"], ["falls", "twice"])


def test_three_hundred_long_answers_take_no_time() -> None:
    """All different, two hundred words each."""
    draw = random.Random(0)
    words = [f"word{chr(97 + n % 26)}{chr(97 + n // 26)}" for n in range(400)]
    answers = {f"s{n}": " ".join(draw.choice(words) for _ in range(200)) for n in range(300)}
    start = time.process_time()

    assert len(groups(answers)) == 300
    assert time.process_time() - start < 10
