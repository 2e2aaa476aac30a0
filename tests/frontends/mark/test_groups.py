"""Answers that are alike stand together, and no two that mean opposite things."""

import random
import time

import pytest

from grader.frontends.mark.groups import Alike, differing, groups

LONG = "The gradient of the loss vanishes because every class pulls the weights towards its own mean value"


def test_equal_answers_stand_together_whatever_their_case_and_marks() -> None:
    """Spaces, case, emphasis and punctuation make no difference; the largest group comes first."""
    found = groups(
        {"a": "It is **convex**.", "b": "it  is convex", "c": "It is concave", "d": "IT IS\nCONVEX,"}
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


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("A ∪ B", "A ∩ B"),
        ("P → Q", "P ← Q"),
        ("!a", "a"),
        ("f' is 0", "f is 0"),
        ("f(A)", "f(a)"),
        ("50%", "50"),
        ("x²", "x2"),
        ("x ∈ A", "x ∉ A"),
        ("¬p", "p"),
        ("n!", "n"),
        ("a | b", "a & b"),
        ("- 3", "3"),
        ("x*y", "xy"),
        ("a(b+c)", "ab+c"),
        ("$A = 1$", "$a = 1$"),
        ("–3", "3"),
    ],
)
def test_a_sign_that_differs_makes_another_answer(one: str, other: str) -> None:
    """Of sets, of logic, of arithmetic; and a single letter is another one when it is small."""
    assert len(groups({"a": one, "b": other})) == 2
    assert differing(one, other) != ((), ())


def test_words_that_are_exchanged_are_seen() -> None:
    """The same words in another order say something else, however long the rest is."""
    rest = "as its norm shows by what was said before, and so it is what we want"
    text = f"in this matrix the rows are always larger than the columns, {rest}"
    other = f"in this matrix the columns are always larger than the rows, {rest}"
    assert len(groups({"a": text, "b": other})) == 2
    assert differing(text, other) == (["rows", "columns"], ["columns", "rows"])


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
