"""Every domain keeps to its values in every mood, and every mood brings the edges it is there for."""

from collections.abc import Mapping
from random import Random
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.signatures.domains import (
    Index,
    Near,
    NonNegative,
    Positive,
    Reals,
    Within,
    distinct_rows,
    distribution,
    joint_probabilities,
    one_hot,
    reals,
)
from grader.signatures.pick import FEW, Domain, Mood, Pick, Unsuitable, decimal

SEEDS = range(30)
MOODS = st.sampled_from(Mood)
ANY_SEED = st.integers(0, 10_000)


def pick(
    mood: Mood,
    shape: tuple[int, ...] = (3,),
    seed: int = 0,
    *,
    whole: bool = False,
    sizes: Mapping[str, int] | None = None,
    values: Mapping[str, Any] | None = None,
) -> Pick:
    return Pick(Random(seed).randint, mood, shape, whole, sizes or {}, values or {})  # type: ignore[arg-type]


def entries(domain: Domain, mood: Mood, **about: Any) -> set[float]:
    """All entries that a domain gives under many seeds."""
    return {float(x) for seed in SEEDS for x in np.ravel(domain(pick(mood, seed=seed, **about)))}


# ---- real numbers ---------------------------------------------------------------------------------


def test_plain_reals_are_small_whole_numbers() -> None:
    """In the plain mood every number from -3 to 3 occurs, and no other."""
    assert entries(reals, Mood.PLAIN) == {-3, -2, -1, 0, 1, 2, 3}


def test_many_plain_entries_cost_one_choice() -> None:
    """A large array is still made of small whole numbers, but shrinks as a whole."""
    choices: list[int] = []

    def choose(low: int, high: int) -> int:
        choices.append(high)
        return 7

    array = reals(Pick(choose, Mood.PLAIN, (FEW + 1,), whole=False, sizes={}, values={}))
    assert choices == [2**31 - 1]
    assert set(array) <= {-3, -2, -1, 0, 1, 2, 3}
    assert len(set(array)) > 1


@pytest.mark.parametrize(
    ("mood", "smallest", "largest"),
    [(Mood.ORDINARY, 1, 2), (Mood.TINY, 1e-4, 2e-4), (Mood.LARGE, 50, 100), (Mood.LAYOUT, 1, 2)],
)
def test_the_mood_sets_the_scale(mood: Mood, smallest: float, largest: float) -> None:
    """Tiny and large arrays reach the ends of the scales they were given, the others stay around 1."""
    assert smallest <= max(map(abs, entries(Reals(1e-4, 50), mood))) <= largest


def test_ties_repeat_entries_and_zeros() -> None:
    """Of twenty entries in the mood of ties there are at most four different ones, 0 among them at times."""
    arrays = [reals(pick(Mood.TIES, (20,), seed)) for seed in SEEDS]
    assert all(len(set(array)) <= 4 for array in arrays)
    assert any(0.0 in array for array in arrays)


def test_mixed_arrays_hold_exact_zeros_and_differ_in_scale() -> None:
    """Two arrays of one example may differ by orders of magnitude, and zeros stand between their decimals."""
    arrays = [reals(pick(Mood.MIXED, (10,), seed)) for seed in SEEDS]
    largest = [np.abs(array).max() for array in arrays]
    assert max(largest) / min(largest) > 1000
    assert sum((array == 0).sum() for array in arrays) > 10


def test_mixed_scales_stay_within_their_bounds() -> None:
    """A domain that is told its scales never leaves them."""
    assert max(map(abs, entries(Reals(0.5, 2), Mood.MIXED))) <= 4


@given(mood=MOODS, seed=ANY_SEED)
def test_whole_reals_are_whole_and_do_not_vanish(mood: Mood, seed: int) -> None:
    """Whole numbers have no tiny scale: it would make them all zero."""
    values = [reals(pick(mood, (20,), seed + more, whole=True)) for more in range(5)]
    assert all(np.array_equal(value, np.round(value)) for value in values)
    assert any(value.any() for value in values)


@given(st.floats(-1e3, 1e3), st.floats(0, 1e3), ANY_SEED)
def test_decimals_are_short_and_inside(low: float, width: float, seed: int) -> None:
    """A decimal has three significant digits unless that would carry it over an end of its range."""
    value = decimal(Random(seed), low, low + width)
    assert low <= value <= low + width
    assert float(f"{value:.3g}") == value or value in (low, low + width)


# ---- ranges ---------------------------------------------------------------------------------------


@given(
    low=st.integers(-50, 50), width=st.integers(0, 40), mood=MOODS, seed=ANY_SEED, whole=st.booleans(),
    count=st.sampled_from([1, 4, FEW + 5]),
)  # fmt: skip
def test_within_never_leaves_its_range(
    low: int, width: int, mood: Mood, seed: int, whole: bool, count: int
) -> None:
    """Whatever the mood, every entry lies between the bounds, and is whole where whole numbers are wanted."""
    array = Within(low, low + width)(pick(mood, (count,), seed, whole=whole))
    assert array.shape == (count,)
    assert low <= array.min()
    assert array.max() <= low + width
    assert not whole or array.dtype == np.int64


@pytest.mark.parametrize("count", [3, FEW + 1])
def test_within_goes_to_its_ends_at_the_edge(count: int) -> None:
    """At the edge both bounds and the zero between occur, in small and in large arrays, and nothing else."""
    assert entries(Within(-2.5, 7.25), Mood.EDGE, shape=(count,)) == {-2.5, 7.25, 0.0}


def test_within_has_no_zero_where_its_range_has_none() -> None:
    """Zero is an edge only of a range that holds it."""
    assert entries(Within(0.5, 7), Mood.EDGE) == {0.5, 7}


def test_within_reads_names_of_axes_and_arguments() -> None:
    """From 1 to the number of columns: at the edge exactly these two."""
    assert entries(Within(1, "c"), Mood.EDGE, whole=True, sizes={"c": 6}) == {1, 6}
    assert entries(Within("t", 9.0), Mood.EDGE, values={"t": 4.5}) == {4.5, 9.0}


def test_within_covers_a_short_whole_range_in_every_large_mood() -> None:
    """No whole number between the bounds is left out."""
    assert entries(Within(1, "c"), Mood.LARGE, whole=True, sizes={"c": 4}) == {1, 2, 3, 4}


def test_within_repeats_itself_in_the_mood_of_ties() -> None:
    """Ties occur in ranges too."""
    arrays = [Within(0, 1)(pick(Mood.TIES, (8,), seed)) for seed in SEEDS]
    assert sum(len(set(array)) < 8 for array in arrays) > 20


def test_within_is_small_in_the_tiny_mood() -> None:
    """The smallest scale lies next to the allowed number that is closest to zero."""
    assert max(map(abs, entries(Within(-10, 10), Mood.TINY))) <= 1e-5
    assert max(entries(Within(2, 10), Mood.TINY)) <= 2 + 1e-5


@pytest.mark.parametrize("whole", [False, True])
def test_an_empty_range_asks_for_other_choices(whole: bool) -> None:
    """Where an earlier argument leaves no room, the draw is repeated, not broken off."""
    with pytest.raises(Unsuitable):
        Within("t", 3.0)(pick(Mood.PLAIN, values={"t": 4.0}, whole=whole))


def test_a_range_without_whole_numbers_asks_for_other_choices() -> None:
    """Between 0.2 and 0.8 there is no whole number."""
    with pytest.raises(Unsuitable):
        Within(0.2, 0.8)(pick(Mood.ORDINARY, whole=True))


def test_a_bound_that_nothing_defines_is_named() -> None:
    """A misspelt bound says which one it is, and what it could have been."""
    with pytest.raises(ValueError, match=r"^a domain names 'd', which is no axis and no argument before it$"):
        Within(1, "d")(pick(Mood.PLAIN, sizes={"c": 3}, values={"t": 1.0}))


@given(mood=MOODS, seed=ANY_SEED, whole=st.booleans())
def test_positive_is_never_zero(mood: Mood, seed: int, whole: bool) -> None:
    """Every entry is above 0, of whole numbers too, on the smallest scale too."""
    array = Positive()(pick(mood, (12,), seed, whole=whole))
    assert (array.astype(int) if whole else array).min() > 0


@given(mood=MOODS, seed=ANY_SEED)
def test_non_negative_is_never_below_zero(mood: Mood, seed: int) -> None:
    """No entry is below 0."""
    assert NonNegative()(pick(mood, (12,), seed)).min() >= 0


def test_non_negative_has_exact_zeros() -> None:
    """The end of the range is among its values."""
    assert 0.0 in entries(NonNegative(), Mood.PLAIN)
    assert 0.0 in entries(NonNegative(), Mood.MIXED)


@pytest.mark.parametrize("mood", [Mood.EDGE, Mood.TIES, Mood.ORDINARY, Mood.TINY, Mood.LARGE])
def test_near_meets_its_kinks_exactly(mood: Mood) -> None:
    """Entries equal to 0, t and -t to the last bit occur, beside others."""
    found = entries(Near("t"), mood, values={"t": 0.3})
    assert found >= {0.0, 0.3, -0.3}
    assert len(found) > 5


# ---- indices and probabilities --------------------------------------------------------------------


@given(mood=MOODS, seed=ANY_SEED, length=st.integers(1, 6))
def test_index_points_into_its_axis(mood: Mood, seed: int, length: int) -> None:
    """An index counts from 0 and stays below the length, which may be 1."""
    labels = Index("c")(pick(mood, (10,), seed, whole=True, sizes={"c": length}))
    assert labels.dtype == np.int64
    assert labels.min() >= 0
    assert labels.max() < length


def test_index_is_first_or_last_at_the_edge() -> None:
    """At the edge both ends of the axis occur and nothing between."""
    assert entries(Index("c"), Mood.EDGE, whole=True, sizes={"c": 5}) == {0, 4}


@given(mood=MOODS, seed=ANY_SEED, length=st.integers(1, 6))
def test_one_hot_has_a_single_one(mood: Mood, seed: int, length: int) -> None:
    """One entry is 1, all others are 0."""
    assert sorted(one_hot(pick(mood, (length,), seed))) == [0.0] * (length - 1) + [1.0]


@given(mood=MOODS, seed=ANY_SEED, length=st.integers(1, 6))
def test_a_distribution_sums_to_one(mood: Mood, seed: int, length: int) -> None:
    """Probabilities are not negative and sum to 1."""
    p = distribution(pick(mood, (length,), seed))
    assert p.shape == (length,)
    assert p.min() >= 0
    assert abs(p.sum() - 1) < 1e-15


def test_distributions_are_one_hot_uniform_and_between() -> None:
    """The three ways a label can look all occur, each in its mood."""
    assert entries(distribution, Mood.EDGE) == {0.0, 1.0}
    assert entries(distribution, Mood.TIES) == {1 / 3}
    assert min(entries(distribution, Mood.ORDINARY)) > 0
    mixed = entries(distribution, Mood.MIXED)
    assert 0.0 in mixed
    assert len(mixed) > 5


@given(mood=MOODS, seed=ANY_SEED, rows=st.integers(1, 4), columns=st.integers(1, 6))
def test_distinct_rows_have_no_ties(mood: Mood, seed: int, rows: int, columns: int) -> None:
    """However close the scores, no two of a row are equal."""
    scores = distinct_rows(pick(mood, (rows, columns), seed))
    assert all(len(set(row)) == columns for row in scores)


@pytest.mark.parametrize(
    ("mood", "low", "high"), [(Mood.TINY, 5e-12, 2e-11), (Mood.EDGE, 5e-10, 2e-9), (Mood.LARGE, 299, 301)]
)
def test_distinct_rows_come_close_and_far(mood: Mood, low: float, high: float) -> None:
    """Neighbouring scores differ by 1e-11 in one mood and by hundreds in another."""
    for seed in SEEDS:
        gaps = np.diff(np.sort(distinct_rows(pick(mood, (3, 5), seed))))
        assert low < gaps.min()
        assert gaps.max() < high


@given(mood=MOODS, seed=ANY_SEED, n=st.integers(2, 5))
def test_joint_probabilities_are_symmetric(mood: Mood, seed: int, n: int) -> None:
    """The matrix is symmetric with a zero diagonal, not negative, and sums to 1."""
    p = joint_probabilities(pick(mood, (n, n), seed))
    assert np.array_equal(p, p.T)
    assert not p.diagonal().any()
    assert p.min() >= 0
    assert abs(p.sum() - 1) < 1e-14


def test_joint_probabilities_have_other_zeros_at_times() -> None:
    """Pairs that are no neighbours occur: P is 0 off the diagonal too."""
    assert any((joint_probabilities(pick(Mood.TIES, (4, 4), seed)) == 0).sum() > 4 for seed in SEEDS)


def test_joint_probabilities_of_one_point_say_what_to_do() -> None:
    """A single point has no pairs; the message names the line to write."""
    wanted = r"^a matrix of joint probabilities has at least two rows: write sizes: \{n: \[2, 4\]\}$"
    with pytest.raises(ValueError, match=wanted):
        joint_probabilities(pick(Mood.ONES, (1, 1)))


def test_a_range_that_holds_nothing_is_named() -> None:
    """Where it is written, not after a hundred draws; a bound that names an axis is known later."""
    with pytest.raises(ValueError, match=r"^Within\(5, -5\) holds nothing: the lower bound comes first$"):
        Within(5, -5)
    Within(5, "n")
