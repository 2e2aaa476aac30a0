"""The corpus is the same for everyone, holds the edges, can be replayed choice by choice, and shrinks."""

from collections import Counter
from collections.abc import Callable
from typing import Annotated, Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.examples.corpora import Corpora
from grader.examples.draw import Plan, corpus, never_drawn
from grader.signatures.classes import class_signature
from grader.signatures.domains import Where
from grader.signatures.pick import Mood, Pick, Unsuitable
from grader.signatures.refusals import Unsupported
from grader.signatures.signature import signature

from .functions import (
    ALL,
    SIGNATURES,
    digest,
    elsewhere,
    examples,
    loss,
    prox,
    quotient,
    top_k,
    vector,
)

# ---- the same for everyone --------------------------------------------------------------------------


def test_the_corpus_is_the_same_on_every_call_and_in_every_process() -> None:
    """The same seed gives the same inputs to the last bit, whatever was drawn or loaded before."""
    here = digest(Plan(seed=3))
    assert digest(Plan(seed=3)) == here
    assert elsewhere("1") == here
    assert elsewhere("4242") == here


def test_another_seed_is_another_corpus() -> None:
    """A course can draw afresh."""
    assert digest(Plan(seed=3)) != digest(Plan(seed=4))


def test_drawing_leaves_the_global_generators_alone() -> None:
    """Neither Python's nor numpy's own random numbers decide or notice anything."""
    import random

    before = random.getstate()
    np.random.seed(1)
    digest(Plan(20))
    after = np.random.random()
    np.random.seed(1)
    assert np.random.random() == after
    assert random.getstate() == before


@pytest.mark.parametrize("function", ALL)
def test_every_mood_has_its_share_simplest_first(function: Callable[..., Any]) -> None:
    """A hundred examples are nine or ten of each mood, in the order of the moods."""
    moods = [example.mood for example in examples(function)]
    assert Counter(moods).keys() == set(Mood)
    assert set(Counter(moods).values()) == {9, 10}
    assert moods == sorted(moods, key=list(Mood).index)


@given(count=st.integers(0, 60))
def test_the_corpus_has_as_many_examples_as_planned(count: int) -> None:
    """Shares that do not come out even differ by one; no mood is left out."""
    drawn = corpus(SIGNATURES["vector"], Plan(count))
    assert len(drawn) == max(count, len(Mood))
    shares = Counter(example.mood for example in drawn)
    assert max(shares.values(), default=0) - min((shares[mood] for mood in Mood), default=0) <= 1


def test_ten_examples_show_every_mood() -> None:
    """The fewest examples a rubric may ask for still hold every mood."""
    assert {example.mood for example in corpus(SIGNATURES["loss"], Plan(10))} == set(Mood)


def test_a_plan_may_leave_moods_out() -> None:
    """Only the moods of the plan are drawn."""
    drawn = corpus(SIGNATURES["loss"], Plan(20, moods=(Mood.PLAIN, Mood.TIES)))
    assert Counter(example.mood for example in drawn) == {Mood.PLAIN: 10, Mood.TIES: 10}


def test_a_function_without_parameters_has_one_example() -> None:
    """Asking for a number once is enough."""
    (example,) = corpus(signature(lambda: 0.0), Plan(100))
    assert example.values == ()


def test_examples_differ() -> None:
    """Hardly any example is drawn twice, so that none of a hundred calls is wasted."""
    assert len({(example.mood, example.choices) for example in examples(loss)}) > 85


def test_conditions_that_never_hold_are_an_error() -> None:
    """The instructor learns which mood cannot be drawn, instead of waiting for ever."""

    def impossible(x: Annotated[float, Where(lambda x: x > 1e9)]) -> float:
        return 0.0

    with pytest.raises(Unsupported) as refusal:
        corpus(signature(impossible), Plan())
    assert str(refusal.value) == (
        "100 draws in the mood plain found no arguments that satisfy the conditions: "
        "loosen them, or give a domain that keeps to them in every mood"
    )


class Stack:
    """A stack, whose items cannot be chosen in one of the moods."""

    def __init__(self) -> None:
        self.items: list[float] = []

    def push(self, item: Annotated[float, lambda pick: not_among_ones(pick)]) -> int:
        """Put it on top."""
        self.items.append(item)
        return len(self.items)

    def size(self) -> int:
        """How many there are."""
        return len(self.items)

    def never(self, x: Annotated[float, Where(lambda x: x > 1e9)]) -> float:
        """Nobody asks this."""
        return x


def not_among_ones(pick: Pick) -> float:
    if pick.mood is Mood.ONES:
        raise Unsuitable
    return float(pick.choose(1, 9))


def test_a_method_is_left_out_where_it_cannot_be_asked() -> None:
    """Of all moods there are programs, in one without it; of the method alone, in all moods but that."""
    of_stack = class_signature(Stack)
    by_mood: dict[Mood, set[str]] = {}
    for each in corpus(of_stack, Plan(44)):
        by_mood.setdefault(each.mood, set()).update(step.call for step in each.args["program"].steps)
    assert set(by_mood) == set(Mood)
    assert by_mood.pop(Mood.ONES) == {"Stack", ".size"}
    assert all(".push" in each for each in by_mood.values())
    few = Plan(2, moods=(Mood.ONES, Mood.TIES))
    assert never_drawn(of_stack.methods[".push"], few) is None
    assert isinstance(never_drawn(of_stack.methods[".never"], few), Unsupported)
    pushing = of_stack.methods[".push"]
    assert {each.mood for each in corpus(pushing, Plan(22))} == set(Mood) - {Mood.ONES}
    simpler = Corpora(None).simpler(pushing, Plan(22), Mood.TIES)  # type: ignore[arg-type]
    assert {each.mood for each in simpler} == {Mood.PLAIN, Mood.UNEVEN}
    with pytest.raises(Unsupported):
        corpus(of_stack.methods[".never"], few)


def test_conditions_hold_on_every_example() -> None:
    """What the signature excludes is in no corpus."""
    assert all(example.args["x"] > example.args["y"] for example in examples(quotient))


# ---- the edges ------------------------------------------------------------------------------------

SEEDS = pytest.mark.parametrize("seed", range(5))


@SEEDS
def test_sizes_have_their_edges(seed: int) -> None:
    """Single rows and columns, matrices that are not square, and square ones are in every corpus."""
    shapes = {example.args["W"].shape for example in examples(loss, seed=seed)}
    assert (1, 1) in shapes
    assert any(k == 1 < d for k, d in shapes)
    assert any(d == 1 < k for k, d in shapes)
    assert any(k != d and min(k, d) > 1 for k, d in shapes)
    assert (4, 4) in shapes


@SEEDS
def test_exact_zeros_are_there(seed: int) -> None:
    """Arrays with a zero among others, arrays of zeros only, and arrays without any are in every corpus."""
    values = [example.args["x"] for example in examples(vector, seed=seed)]
    assert any((x == 0).any() and x.any() for x in values)
    assert any(not x.any() for x in values)
    assert any(len(x) > 1 and x.all() for x in values)


@SEEDS
def test_entries_meet_the_threshold_exactly(seed: int) -> None:
    """|x| = t to the last bit, on both sides, beside entries above and below."""
    pairs = [(example.args["x"], example.args["t"]) for example in examples(prox, seed=seed)]
    for meets in (
        lambda x, t: x == t,
        lambda x, t: x == -t,
        lambda x, t: x == 0,
        lambda x, t: np.abs(x) > t,
        lambda x, t: (np.abs(x) < t) & (x != 0),
    ):
        assert any(meets(x, t).any() for x, t in pairs)


@SEEDS
def test_k_is_one_and_as_many_as_there_are_classes(seed: int) -> None:
    """The first and the last k of the top-k error are tried where they are not the same."""
    pairs = {(example.args["k"], example.args["scores"].shape[1]) for example in examples(top_k, seed=seed)}
    assert any(k == 1 < c for k, c in pairs)
    assert any(1 < k == c for k, c in pairs)
    assert any(1 < k < c for k, c in pairs)


@SEEDS
def test_scales_have_their_edges(seed: int) -> None:
    """The same function is tried on entries of 1e-5 and of 1e3."""
    sizes = [np.abs(e.args["x"]).max() for e in examples(vector, Mood.TINY, Mood.LARGE, seed=seed)]
    assert 0 < min(sizes) < 1e-4
    assert max(sizes) > 1e3


@SEEDS
def test_layouts_have_their_edges(seed: int) -> None:
    """Matrices stored column by column and with gaps are in every corpus."""
    flags = {
        (W.flags.c_contiguous, W.flags.f_contiguous) for e in examples(loss, seed=seed) for W in [e.args["W"]]
    }
    assert flags >= {(True, False), (False, True), (False, False)}
