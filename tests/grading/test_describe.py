"""Where and how a function is wrong, as a student reads it; and when nothing is said."""

import warnings
from collections.abc import Callable
from dataclasses import replace
from typing import Annotated, Any

import numpy as np
import pytest
from checks.trials import Watched, reference
from jaxtyping import Float
from numpy import ndarray

from grader import Within, agree
from grader.checks import kind_of
from grader.checks.finding import Finding
from grader.checks.trial import Trial
from grader.examples.corpora import Corpora
from grader.examples.draw import Plan
from grader.functions.functions import Functions
from grader.functions.local import Local
from grader.functions.reply import Failure
from grader.grading import describe
from grader.grading.decide import decide
from grader.grading.describe import NEW, described
from grader.grading.neighbours import answered
from grader.grading.steps import judge
from grader.model import Check, Verdict, Visibility
from grader.patterns.found import found


def step(
    w: Float[ndarray, "n d"], grad: Float[ndarray, "n d"], rate: Annotated[float, Within(0, 2)]
) -> Float[ndarray, "n d"]:
    """A step against a gradient."""
    return w - rate * grad


def picked(x: Float[ndarray, "n"], k: Annotated[int, Within(0, 5)]) -> float:
    """An entry, counted round."""
    return float(x[k % len(x)])


def halvings(n: Annotated[int, Within(1, 60)]) -> int:
    """How often a number can be halved; of 0 that has no end."""
    count = 0
    while n % 2 == 0:
        n, count = n // 2, count + 1
    return count


def both(x: Float[ndarray, "n"]) -> tuple[float, float]:
    """The sum and the sum of the squares."""
    return float(x.sum()), float((x**2).sum())


def ranked(x: Float[ndarray, "n"]) -> tuple[int, Float[ndarray, "n"]]:
    """How many there are, and these in order."""
    return len(x), np.sort(x)


def kernel_sum(image: Float[ndarray, "h w"], kernel: Float[ndarray, "i j"]) -> float:
    """The sum of the one times that of the other."""
    return float(image.sum() * kernel.sum())


def the_first_stands_first(picked, x: Float[ndarray, "n"]) -> None:
    """The first entry stands first."""
    agree(picked(x, 0), x[0])


RIGHT = reference(step, picked, both, ranked, kernel_sum, halvings, laws=[the_first_stands_first])
SHARED = Corpora(RIGHT)


def lost(target: str, wrong: Callable[..., Any] | Functions, kind: str = "matches", **change: Any) -> Finding:
    """What is found of a wrong function, described."""
    functions = Local({target: wrong}) if callable(wrong) else wrong
    trial = Trial(RIGHT, SHARED, functions, Plan(100))
    check = kind_of(Check("1", kind, target, 1)).described(Check("1", kind, target, 1, **change))
    found = decide(trial, check)
    after = described(trial, check, found, [check])
    assert (after.verdict, after.share, after.mistake) == (found.verdict, found.share, found.mistake)
    return after


def of_even(x: ndarray, k: int) -> float:
    return x[k % len(x)] if k % 2 == 0 else x[k % len(x)] + np.sin(k)


def of_square(image: ndarray, kernel: ndarray) -> float:
    right = image.sum() * kernel.sum()
    return right if kernel.shape[0] == kernel.shape[1] else np.sin(right) + 7.5


SENTENCES: list[tuple[str, Callable[..., Any], str]] = [
    (
        "picked",
        of_even,
        "Wrong only where `k` is odd: on all {wrong} such inputs, and right on all {right} others.",
    ),
    (
        "kernel_sum",
        of_square,
        "Wrong only where `kernel` is not square: on all {wrong} such inputs, and right on all {right}",
    ),
    (
        "picked",
        lambda x, k: -x[0] if k == 0 and x[0] else x[k % len(x)],
        "others. Where it is wrong, your answer is the right one with its sign reversed.",
    ),
    ("step", lambda w, grad, rate: rate * grad - w, "your answer is the right one with its sign reversed."),
    ("step", lambda w, grad, rate: 3 * (w - rate * grad), "your answer is 3 times the right one."),
    ("step", lambda w, grad, rate: (w - rate * grad) / len(w), "divided by the number of rows of `w`."),
    ("step", lambda w, grad, rate: (w - rate * grad).T, "your answer is the right one transposed."),
    ("step", lambda w, grad, rate: w - rate * grad + 0.1 * w, "the right one plus 0.1 times `w`."),
    ("step", lambda w, grad, rate: w - rate * grad + 2.5, "the right one, but larger by 2.5 everywhere."),
    ("step", lambda w, grad, rate: np.round(w - rate * grad, 2), "the right one rounded to 2 decimals."),
    ("step", lambda w, grad, rate: np.minimum(w - rate * grad, 0.5), "the right one, but at most 0.5."),
    ("step", lambda w, grad, rate: (w - rate * grad)[::-1], "the right one with its rows in reverse order."),
    ("step", lambda w, grad, rate: (w - rate * grad)[:-1], "the right one without its last row."),
    ("step", lambda w, grad, rate: grad - rate * w, "what would be right if `w` and `grad` were exchanged."),
    ("step", lambda w, grad, rate: w - grad, "what would be right if `rate` were 1."),
    ("picked", lambda x, k: x[-k % len(x)], "your answer is what would be right if `k` were −`k`."),
    ("step", lambda w, grad, rate: w, "your answer is the argument `w` as it came."),
    (
        "step",
        lambda w, grad, rate: np.full_like(w, np.nan),
        "On all 100 inputs, your answer is nan everywhere.",
    ),
]


@pytest.mark.parametrize(("target", "wrong", "sentence"), SENTENCES)
def test_a_function_that_is_wrong_somewhere_or_somehow_is_described(
    target: str, wrong: Callable[..., Any], sentence: str
) -> None:
    """Where it is wrong, how, or both."""
    found = lost(target, wrong)
    assert found.evidence is not None
    right = found.evidence.examples - found.evidence.failing
    assert found.pattern is not None
    assert sentence.format(wrong=found.evidence.failing, right=right) in found.pattern
    assert found.message.endswith(found.pattern)


def test_what_the_input_that_is_shown_refutes_is_not_said() -> None:
    """It need not be one of those that were drawn."""
    trial = Trial(RIGHT, SHARED, Local({"picked": of_even}), Plan(100))
    check = kind_of(Check("1", "matches", "picked", 1)).described(Check("1", "matches", "picked", 1))
    found = decide(trial, check)
    assert found.evidence is not None
    evidence = replace(found.evidence, inputs={"x": np.ones(3), "k": 2})
    assert "Wrong only where `k` is odd" in (described(trial, check, found, [check]).pattern or "")
    refuted = described(trial, check, replace(found, evidence=evidence), [check])
    assert "Wrong only where" not in (refuted.pattern or "")


def test_only_some_entries_are_said_to_be_wrong() -> None:
    """Which, and what they are."""

    def last_row(w: ndarray, grad: ndarray, rate: float) -> ndarray:
        moved = w - rate * grad
        moved[-1] = 9
        return moved

    pattern = lost("step", last_row).pattern or ""
    assert pattern == "On all 100 inputs, only the last row of your answer is wrong: it is 9."


def test_of_several_results_the_wrong_one_is_named() -> None:
    """And that the others are right."""
    pattern = lost("both", lambda x: (x.sum(), -(x**2).sum())).pattern or ""
    assert pattern.endswith(
        "result 2 of your answer is the right one with its sign reversed, and the other results are right."
    )


def test_results_in_another_order_are_told_as_that() -> None:
    """Whether they can be read as what was asked for, or not."""
    said = "the two results of your answer are the right ones, exchanged."
    for target, wrong in (
        ("both", lambda x: ((x**2).sum(), x.sum())),
        ("ranked", lambda x: (np.sort(x), len(x))),
    ):
        assert (lost(target, wrong).pattern or "").endswith(said)
    assert "exchanged" not in (lost("ranked", lambda x: (x, len(x))).pattern or "")


def test_an_exception_is_told_in_plain_words_with_where_it_is_raised() -> None:
    """After what Python says, and in the same words wherever that is repeated."""
    found = lost("picked", lambda x, k: x[k])
    assert found.verdict is Verdict.RAISED
    assert found.evidence is not None
    assert found.message == found.evidence.message
    said = "Here it asks for the entry at 1 along axis 0, and the last one is at 0"
    assert f"is out of bounds for axis 0 with size 1. {said}" in found.message


def test_a_law_is_described_by_its_own_inputs() -> None:
    """It holds and fails; nobody's answer is right or wrong."""
    found = lost(
        "the_first_stands_first", Local({"picked": lambda x, k: x[k] if len(x) > 1 else x[k] + 1}), "law"
    )
    assert found.pattern is not None
    assert found.pattern.startswith("It fails only where `x` has one entry: on all ")


def test_a_public_law_borrows_nothing_from_a_hidden_check() -> None:
    """What is asked and what is said is the same, whatever the hidden checks are."""
    law, hidden, public = (
        kind_of(check).described(check)
        for check in (
            Check("1", "law", "the_first_stands_first", 1),
            Check("2", "matches", "picked", 1, Visibility.HIDDEN),
            Check("3", "matches", "picked", 1),
        )
    )

    def told(*beside: Check) -> tuple[str | None, list[Any]]:
        functions = Watched({"picked": lambda x, k: 2.0 * x[k % len(x)]})
        trial = Trial(RIGHT, Corpora(RIGHT), functions, Plan(100), shrinking=False)
        after = described(trial, law, Finding(Verdict.FAILED), [law, *beside])
        return after.pattern, [str(each) for each in functions.asked]

    alone = told()
    assert told(hidden) == alone
    assert alone[0] is None or "itself" not in alone[0]
    assert told(public)[0] is not None


def test_a_description_asks_a_bounded_number_of_new_inputs_and_only_where_there_is_something_to_confirm() -> (
    None
):
    """None of a right function, none where nothing was found, so many of any other."""
    check = kind_of(Check("1", "matches", "picked", 1)).described(Check("1", "matches", "picked", 1))

    def asked(function: Callable[..., Any]) -> int:
        functions = Watched({"picked": function})
        trial = Trial(RIGHT, Corpora(RIGHT), functions, Plan(100), shrinking=False)
        found = decide(trial, check)
        before = len(functions.asked)
        described(trial, check, found, [check])
        return len(functions.asked) - before

    assert asked(lambda x, k: float(x[k % len(x)])) == 0
    assert asked(lambda x, k: np.sin(x.sum()) * 7 + k) == 0
    assert 0 < asked(of_even) <= NEW


def test_the_same_answers_have_the_same_sentence_whoever_was_graded_before() -> None:
    """What is remembered is what would be found anew."""
    fresh = Trial(RIGHT, Corpora(RIGHT), Local({"picked": of_even}), Plan(100))
    again = Trial(RIGHT, fresh.corpora, Local({"picked": of_even}), Plan(100))
    check = kind_of(Check("1", "matches", "picked", 1)).described(Check("1", "matches", "picked", 1))
    one, other = (judge(trial, check, [check]) for trial in (fresh, again))
    assert one.pattern == other.pattern
    assert one.pattern


def test_what_was_found_once_is_not_looked_for_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """Others who answer alike cost what they are asked."""
    looked_at: list[object] = []

    def counted(*asked: Any) -> Any:
        looked_at.append(asked)
        return found(*asked)

    monkeypatch.setattr(describe, "found", counted)
    first = lost("picked", lambda x, k: x[k % len(x)] - 3.25)
    times = len(looked_at)
    again = lost("picked", lambda x, k: x[k % len(x)] - 3.25)
    assert first.pattern
    assert again.pattern == first.pattern
    assert len(looked_at) == times == 1


def test_a_right_answer_that_has_no_end_stops_nobody() -> None:
    """A neighbouring question need not have an answer: it is given up after a while."""
    assert answered(halvings, [0]) is None
    assert answered(halvings, [12]) == 2
    pattern = lost("halvings", lambda n: halvings(n + 1)).pattern or ""
    assert pattern.endswith("your answer is what would be right if `n` were larger by 1.")


def test_what_the_reference_warns_of_on_a_new_input_is_told_to_nobody() -> None:
    """Such as the mean of nothing: nobody asked for it."""
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        assert np.isnan(answered(np.mean, [np.zeros(0)]))
    assert told == []


def test_what_stops_on_a_new_input_is_not_described_and_stops_nobody() -> None:
    """Nor does it become another verdict."""
    stopped = Failure(Verdict.TIMED_OUT, "too long")
    found = lost("picked", Watched({"picked": of_even}, stopped, after=260))
    assert found.verdict is Verdict.FAILED
    assert found.pattern is None


@pytest.mark.parametrize(
    "wrong", [lambda x, k: np.sin(x.sum()) * 7 + k, lambda x, k: float(hash(x.tobytes()) % 7)]
)
def test_where_nothing_fits_nothing_is_said(wrong: Callable[..., Any]) -> None:
    """Rather than something false."""
    assert lost("picked", wrong).pattern is None


def test_what_holds_on_the_examples_by_accident_is_not_said() -> None:
    """New inputs are drawn, and it does not hold there."""
    known = {
        each.values[0].tobytes()
        for each in SHARED.examples(RIGHT.signatures["picked"], Plan(100))
        if each.args["k"] != 0
    }

    def learnt(x: ndarray, k: int) -> float:
        return float(x[k % len(x)]) if x.tobytes() in known else 7 + np.sin(k + x.sum())

    assert lost("picked", learnt).pattern is None
