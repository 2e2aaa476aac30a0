"""The corpus is the same for everyone, holds the edges, can be replayed choice by choice, and shrinks."""

import hashlib
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from functools import cache
from typing import Annotated, Any

import numpy as np
import pytest
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st
from hypothesis.database import InMemoryExampleDatabase, choices_to_bytes
from jaxtyping import Float, Int
from numpy import ndarray

from grader.examples.draw import SHRINKING_CALLS, Example, Paths, Plan, corpus, expected, shrink, strategy
from grader.signatures.domains import Index, Near, Where, Within, distinct_rows, distribution, one_hot
from grader.signatures.inputs import draw
from grader.signatures.pick import Mood
from grader.signatures.refusals import Unsupported
from grader.signatures.signature import signature

# ---- functions as an assignment has them ------------------------------------------------------------


def loss(
    W: Float[ndarray, "k d"],
    b: Float[ndarray, " k"],
    x: Float[ndarray, " d"],
    y: Annotated[Float[ndarray, " k"], one_hot],
) -> float:
    return 0.0


def prox(t: Annotated[float, Within(0.5, 4)], x: Annotated[Float[ndarray, " d"], Near("t")]) -> float:
    return 0.0


def top_k(
    scores: Annotated[Float[ndarray, "n c"], distinct_rows],
    labels: Annotated[Int[ndarray, " n"], Index("c")],
    k: Annotated[int, Within(1, "c")],
) -> float:
    return 0.0


def entropy(p: Annotated[Float[ndarray, " k"], distribution]) -> float:
    return 0.0


def quotient(x: float, y: Annotated[float, Where(lambda x, y: x > y)]) -> float:
    return 0.0


def vector(x: Float[ndarray, " n"]) -> float:
    return 0.0


ALL = (loss, prox, top_k, entropy, quotient, vector)
SIGNATURES = {function.__name__: signature(function) for function in ALL}


def digest(plan: Plan) -> str:
    """A fingerprint of the corpora of all functions, to the last bit and stride."""
    told = hashlib.sha256()
    for read in SIGNATURES.values():
        for example in corpus(read, plan):
            told.update(repr((example.mood, example.choices, list(example.args))).encode())
            for value in example.values:
                array = np.asarray(value)
                told.update(repr((array.dtype.str, array.shape, array.strides)).encode() + array.tobytes())
    return told.hexdigest()


def examples(function: Callable[..., Any], *moods: Mood, seed: int = 0) -> list[Example]:
    drawn = corpus(SIGNATURES[function.__name__], Plan(seed=seed))
    return [example for example in drawn if not moods or example.mood in moods]


def elsewhere(hash_seed: str) -> str:
    """The digest in a fresh process, in which strings hash differently and other modules are loaded first."""
    code = "import decimal, xml.dom.minidom, test_draw as t; print(t.digest(t.Plan(seed=3)))"
    environment = os.environ | {"PYTHONHASHSEED": hash_seed, "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    return done.stdout.strip()


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
    alone = [shrink(VECTOR, {}, failing, lambda e, most=most: e.args["x"].size <= most) for most in limits]
    together = [
        shrink(VECTOR, {}, failing, lambda e, most=most: e.args["x"].size <= most, paths) for most in limits
    ]
    assert [each.choices for each in together] == [each.choices for each in alone]
    monkeypatch.setattr("grader.examples.draw._shrunk", None)  # nothing is shrunk anew
    again = shrink(VECTOR, {}, failing, lambda e: e.args["x"].size <= 3, paths)
    assert again.choices == alone[0].choices


def test_only_so_much_is_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    """A class with very many mistakes does not fill the memory."""
    monkeypatch.setattr("grader.examples.draw.REMEMBERED", 3)
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
        return True

    with pytest.raises(Hangs):
        shrink(VECTOR, {}, examples(vector, Mood.LARGE)[5], fails)
    assert calls == 3


# ---- what the reference says ------------------------------------------------------------------------


def test_the_reference_works_on_copies() -> None:
    """A reference that changes its arguments does not change the examples."""
    x = np.array([1.0, 2.0])

    def doubled(x: ndarray) -> ndarray:
        x *= 2
        return x

    assert expected(doubled, (x,)).answer.tolist() == [2.0, 4.0]
    assert x.tolist() == [1.0, 2.0]


def test_the_reference_sees_the_layout() -> None:
    """The copies are stored as the example is."""
    seen = set()
    expected(lambda W: seen.add(W.flags.c_contiguous) or 0.0, (np.asfortranarray(np.eye(2) + 1),))
    assert False in seen


def test_noise_is_small_where_nothing_cancels() -> None:
    """A plain sum of like terms is exact to many more digits than the tolerance asks for."""
    found = expected(lambda x: float(x.sum()), (np.array([1.0, 2.0, 3.0]),))
    assert found.answer == 6.0
    assert 0 < found.noise < 1e-12


def test_noise_is_the_size_of_what_cancels() -> None:
    """Where terms of 1e8 cancel, rounding of 1e-8 is allowed, and nothing like the terms themselves."""
    found = expected(lambda x: float(x[0] - x[1]), (np.array([1e8, 1e8]),))
    assert found.answer == 0.0
    assert 1e-6 < found.noise < 1e-4


def test_noise_is_told_item_by_item() -> None:
    """A result of large terms does not loosen the result beside it."""
    found = expected(lambda x: (x * 1e6, x), (np.array([1.0, 2.0]),))
    large, small = found.noise
    assert large > 1e-8
    assert small < 1e-12


def test_noise_is_zero_where_no_input_is_real() -> None:
    """Whole numbers have no rounding."""
    assert expected(lambda n: float(n), (3,)).noise == 0.0
    assert expected(lambda n: n.sum(), (np.arange(3),)).noise == 0.0


def test_a_reference_that_cannot_answer_beside_the_example_has_answered() -> None:
    """Inputs at the end of a domain may not be moved; then there is just less to learn about rounding."""

    def root(x: float) -> float:
        if x > 1:
            raise ValueError
        return x

    assert expected(root, (1.0,)).answer == 1.0


def test_a_jump_beside_the_example_is_no_noise() -> None:
    """Where the reference is infinite next door, the noise stays finite."""
    found = expected(lambda x: np.inf if x > 1 else x, (1.0,))
    assert found.answer == 1.0
    assert np.isfinite(found.noise)
