"""The simplest example that fails, by replaying the choices of one that does."""

from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
import pytest
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st
from hypothesis.database import InMemoryExampleDatabase, choices_to_bytes

from grader.examples.draw import Example, Plan, corpus
from grader.examples.shrink import SHRINKING_CALLS, SHRINKING_DRAWS, Paths, shrink, strategy
from grader.signatures.inputs import draw
from grader.signatures.pick import Mood

from .functions import ALL, SIGNATURES, examples, top_k, vector

# ---- an example is its list of choices --------------------------------------------------------------


def same(one: Example, other: Example) -> bool:
    values = zip(one.values, other.values, strict=True)
    return one.choices == other.choices and all(
        np.array_equal(a, b) and getattr(a, "strides", None) == getattr(b, "strides", None) for a, b in values
    )


def replayed(read: Any, example: Example) -> Example:
    """What the strategy makes of an example's choices."""
    database = InMemoryExampleDatabase()
    database.save(b"key", choices_to_bytes(example.choices))
    only = settings(database=database, derandomize=False, phases=[Phase.reuse])
    return find(strategy(read, {}, example.mood), lambda _: True, settings=only, database_key=b"key")


@pytest.mark.parametrize("function", ALL)
def test_the_strategy_replays_the_choices_of_an_example(function: Callable[..., Any]) -> None:
    """Hypothesis, given the choices of a stored example, makes the same example of them."""
    for example in examples(function)[::4]:
        assert same(replayed(SIGNATURES[function.__name__], example), example)


@pytest.mark.parametrize("function", ALL)
def test_the_choices_of_a_drawn_example_lead_to_it_again(function: Callable[..., Any]) -> None:
    """Whatever Hypothesis draws is its choices and nothing else."""
    read = SIGNATURES[function.__name__]

    @given(st.sampled_from(Mood).flatmap(lambda mood: strategy(read, {}, mood)))
    def holds(example: Example) -> None:
        left = list(example.choices)
        args = draw(read, {}, example.mood, lambda low, high: left.pop(0))
        assert left == []
        assert same(Example(args, example.choices, example.mood), example)

    holds()


def test_a_strategy_has_no_bound_of_its_own() -> None:
    """Shrinking ends after so many draws; whoever draws from the strategy elsewhere does not."""
    begun: list[None] = []

    @settings(max_examples=2 * SHRINKING_DRAWS)
    @given(strategy(VECTOR, {}, Mood.PLAIN, lambda: begun.append(None)))
    def draws(_: Example) -> None:
        pass

    draws()
    assert len(begun) > SHRINKING_DRAWS


# ---- shrinking --------------------------------------------------------------------------------------

VECTOR = SIGNATURES["vector"]


def shrunk(function: Callable[..., Any], fails: Callable[..., bool], *moods: Mood, seed: int = 0) -> Example:
    """The simplest failing example, begun from the last of the corpus that fails."""
    failing = [example for example in examples(function, *moods, seed=seed) if fails(**example.args)][-1]
    return shrink(SIGNATURES[function.__name__], {}, failing, lambda e: fails(**e.args))


@pytest.mark.parametrize(
    ("fails", "smallest"),
    [
        (lambda x: True, [0]),
        (lambda x: bool((x != 0).any()), [1]),
        (lambda x: bool((x < 0).any()), [-1]),
        (lambda x: bool((x >= 2).any()), [2]),
        (lambda x: len(x) >= 3, [0, 0, 0]),
        (lambda x: len(x) >= 2 and bool(x[-1] > x[0]), [0, 1]),
        (lambda x: bool(np.abs(x).sum() >= 5), None),
    ],
)
def test_the_simplest_failing_example_is_found(
    fails: Callable[..., bool], smallest: list[int] | None
) -> None:
    """A simple predicate leaves the shortest array with the numbers closest to zero."""
    found = shrunk(vector, fails, Mood.PLAIN).args["x"]
    assert fails(found)
    if smallest is not None:
        assert found.tolist() == smallest
    else:
        assert len(found) == 2
        assert np.abs(found).sum() == 5


def test_every_argument_shrinks() -> None:
    """Sizes, matrices, labels and thresholds all become as small as the failure allows."""
    found = shrunk(top_k, lambda scores, labels, k: k < scores.shape[1], Mood.PLAIN)
    assert found.args["scores"].shape == (1, 2)
    assert found.args["labels"].tolist() == [0]
    assert found.args["k"] == 1


def test_the_mood_stays() -> None:
    """An example of decimals shrinks to decimals: where only they fail, whole numbers are no explanation."""
    found = shrunk(vector, lambda x: bool((x % 1 != 0).any()), Mood.ORDINARY)
    assert found.mood is Mood.ORDINARY
    assert len(found.args["x"]) == 1


@pytest.mark.parametrize("mood", Mood)
@pytest.mark.parametrize("least", [0.5, 2.0, 4.5])
def test_a_shrunk_example_still_fails(mood: Mood, least: float) -> None:
    """Whatever is found fails, has the mood it began with, is no longer, and is made by its own choices."""

    def fails(example: Example) -> bool:
        return bool(np.abs(example.args["x"]).sum() >= least)

    for seed in range(3):
        for example in list(filter(fails, examples(vector, mood, seed=seed)))[:1]:
            found = shrink(VECTOR, {}, example, fails)
            assert fails(found)
            assert found.mood is mood
            assert len(found.args["x"]) <= len(example.args["x"])
            assert same(replayed(VECTOR, found), found)


LARGE = {"k": (3, 4), "d": (3, 4)}


def asked() -> tuple[list[tuple[int, ...]], Example]:
    """What shrinking a large matrix asks on its way, and what it finds."""
    questions: list[tuple[int, ...]] = []

    def fails(example: Example) -> bool:
        questions.append(example.choices)
        W, x = example.args["W"], example.args["x"]
        return bool(np.abs(W @ x).max() > 9 and (W != 0).sum() > 5)

    read = SIGNATURES["loss"]
    plan = Plan(seed=1, sizes=LARGE, moods=(Mood.PLAIN,))
    failing = [each for each in corpus(read, plan) if fails(each)]
    questions.clear()
    return questions, shrink(read, LARGE, failing[-1], fails)


asked_once = cache(asked)


def test_shrinking_asks_the_same_questions_every_time() -> None:
    """The same failure leads to the same counterexample by the same way, on any day, in any profile."""
    first, found = asked_once()
    settings.load_profile("default")
    try:
        again, same_again = asked()
        assert again == first
        assert same(found, same_again)
    finally:
        settings.load_profile("everywhere")


def test_what_was_asked_before_leads_to_the_same_example_without_hypothesis(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The same answers lead down the same path; other answers leave it, and give what they give alone."""
    failing = examples(vector)[5]
    paths = Paths()
    limits = (3, 3, 5, 3, 5)

    def up_to(most: int) -> Callable[[Example], bool]:
        return lambda e: bool(e.args["x"].size <= most)

    alone = [shrink(VECTOR, {}, failing, up_to(most)) for most in limits]
    together = [shrink(VECTOR, {}, failing, up_to(most), paths) for most in limits]
    assert [each.choices for each in together] == [each.choices for each in alone]
    monkeypatch.setattr("grader.examples.shrink._shrunk", None)  # nothing is shrunk anew
    again = shrink(VECTOR, {}, failing, lambda e: e.args["x"].size <= 3, paths)
    assert again.choices == alone[0].choices


def test_only_so_much_is_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    """A class with very many mistakes does not fill the memory."""
    monkeypatch.setattr("grader.examples.shrink.REMEMBERED", 3)
    paths = Paths()
    found = shrink(VECTOR, {}, examples(vector)[5], lambda e: True, paths)
    assert paths.size <= 3
    assert found.choices == shrink(VECTOR, {}, examples(vector)[5], lambda e: True).choices


def test_shrinking_ends_after_a_number_of_calls() -> None:
    """However much there is to try, the student's function is not called for ever."""
    questions, found = asked_once()
    assert len(questions) == SHRINKING_CALLS
    assert found.choices in questions


@pytest.mark.parametrize("profile", ["default", "ci"])
def test_shrinking_does_not_depend_on_the_profile(profile: str) -> None:
    """Where an environment variable tells Hypothesis that this is CI, a failure is still explained."""
    settings.load_profile(profile)
    try:
        assert shrunk(vector, lambda x: bool((x > 1).any()), Mood.PLAIN).args["x"].tolist() == [2]
    finally:
        settings.load_profile("everywhere")


def test_a_failure_that_does_not_repeat_leaves_the_example_as_it_is() -> None:
    """A function that answers now this, now that has the counterexample that was seen."""
    example = examples(vector)[5]
    assert shrink(VECTOR, {}, example, lambda _: False) is example


def test_a_failure_that_repeats_once_leaves_the_last_example_that_failed() -> None:
    """Whatever is returned failed at some time."""
    failed: list[Example] = []

    def fails(example: Example) -> bool:
        if not failed:
            failed.append(example)
            return True
        return False

    found = shrink(VECTOR, {}, examples(vector)[5], fails)
    assert found is failed[0]


def test_what_must_not_be_shrunk_passes_through() -> None:
    """A function that hangs on the way ends the shrinking at once."""

    class Hangs(BaseException):
        pass

    calls = 0

    def fails(_: Example) -> bool:
        nonlocal calls
        calls += 1
        if calls == 3:
            raise Hangs
        return calls > 1  # on the simplest of all it holds

    with pytest.raises(Hangs):
        shrink(VECTOR, {}, examples(vector, Mood.LARGE)[5], fails)
    assert calls == 3
