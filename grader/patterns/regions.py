"""Where it fails: the simplest condition that tells the inputs it is wrong on from those it is right on.

One condition beats two, and an exact one beats one with exceptions.  What is said for certain is where it is
right; on the other side it may be right by accident.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations, islice

import numpy as np

from grader.patterns.condition import Condition
from grader.patterns.conditions import conditions, measured
from grader.patterns.measures import Measured
from grader.patterns.tried import Tried
from grader.signatures.signature import Signature

FEWEST = 3  # inputs on either side; fewer are told apart by anything
EXCEPTIONS = 2
SURE = (
    1e-5  # how likely chance may be to leave one side without an exception; there are some hundred conditions
)
MOST = 0.5  # of the inputs it is right on: the least that a one-sided condition accounts for
OF_ANSWER = 0.75  # what a condition of the right answer is worth beside one of the input
PAIRED = 60  # conditions of which pairs are tried
MOST_OF_PAIRS, SURE_OF_PAIRS = 0.8, 1e-9  # the same of two conditions, of which there are many more
TOLD = 4  # regions that are looked at more closely


@dataclass(frozen=True, eq=False)
class TruthTable:
    """Conditions, and of which inputs they are true: one row a condition.

    ``first`` says which inputs were not there before, ``wholes`` are the numbers that conditions compare.
    """

    conditions: Sequence[Condition]
    true: np.ndarray
    first: np.ndarray = field(default_factory=lambda: np.ones(0, dtype=bool))
    wholes: Mapping[str, Sequence[int]] = field(default_factory=dict)


def tabled(signature: Signature, cases: Sequence[Tried]) -> TruthTable:
    """Ask every condition of every input; what is true of all or of none tells nothing and is left out."""
    taken = measured(signature, cases)
    rows: list[np.ndarray] = []
    kept: list[Condition] = []
    seen: set[bytes] = set()
    with np.errstate(all="ignore"):
        for each in conditions(taken):
            row = np.array([holds(each, one) for one in taken], dtype=bool)
            # Of two that are true of the same inputs, or one of just the others, the simpler one stays.
            if row.any() and not row.all() and not {row.tobytes(), (~row).tobytes()} & seen:
                seen.add(row.tobytes())
                rows.append(row)
                kept.append(each)
    wholes = {each.compares: [one.wholes[each.compares] for one in taken] for each in kept if each.compares}
    places = {repr(case.args): place for place, case in reversed([*enumerate(cases)])}
    first = np.isin(np.arange(len(cases)), [*places.values()])
    return TruthTable(kept, np.array(rows, dtype=bool).reshape(len(rows), len(taken)), first, wholes)


def holds(condition: Condition, one: Measured) -> bool:
    """Whether a condition is true of an input; of what an input does not have nothing is true."""
    try:
        return bool(condition.test(one))
    except (KeyError, IndexError, ValueError, TypeError, ArithmeticError):
        return False


@dataclass(frozen=True, eq=False)
class Region:
    """The inputs where all of some conditions hold, or any of them; of each whether it is meant or denied.

    It is right on every input on one side of it.  On the other it is wrong: on all that were tried where it
    is ``exact``, and on most.  That a wrong function is right somewhere by accident makes nothing untrue.
    """

    parts: tuple[tuple[Condition, bool], ...]
    any_of: bool = False
    wrong_inside: bool = True  # on which side it is wrong
    exact: bool = True

    def holds(self, one: Measured) -> bool:
        """Whether an input lies inside."""
        inside = (holds(condition, one) is meant for condition, meant in self.parts)
        return any(inside) if self.any_of else all(inside)

    @property
    def words(self) -> str:
        """Where that is: "`x` has one entry and `k` is even"."""
        said = (condition.yes if meant else condition.no for condition, meant in self.parts)
        return (" or " if self.any_of else " and ").join(said)


def regions(table: Callable[[], TruthTable], failed: np.ndarray) -> Iterator[Region]:
    """Yield the regions that explain these failures, the best first; a few of each kind.

    What holds by accident here, and not on new inputs, does not hide what holds there.  ``table`` is made
    only where there are enough inputs on either side.
    """
    if min(failed.sum(), (~failed).sum()) < FEWEST:
        return
    known = _known(table(), failed)
    for kind in (_exact, _exact_pairs, _one_sided, _one_sided_pairs) if known.conditions else ():
        yield from islice(kind(known, failed), TOLD)


def _known(table: TruthTable, failed: np.ndarray) -> TruthTable:
    """Leave out where a number lies of which one or two in a wide range are known to be wrong.

    The ends of a range are drawn often: a year of 2400 may fail as the last of all, or for what it is.
    """

    def known(values: Sequence[int]) -> bool:
        wrong = {value for value, bad in zip(values, failed, strict=True) if bad}
        beside = {value + step for value in wrong for step in (-1, 1)}
        return len(wrong) >= FEWEST or all(
            each in values for each in beside if min(values) <= each <= max(values)
        )

    sure = {"", *(name for name, values in table.wholes.items() if known(values))}
    kept = [place for place, each in enumerate(table.conditions) if each.compares in sure]
    return replace(table, conditions=[table.conditions[place] for place in kept], true=table.true[kept])


def _exact(table: TruthTable, failed: np.ndarray) -> Iterator[Region]:
    for condition, row in zip(table.conditions, table.true, strict=True):
        for meant in (True, False):
            if np.array_equal(row == meant, failed):
                yield Region(((condition, meant),))


def _exact_pairs(table: TruthTable, failed: np.ndarray) -> Iterator[Region]:
    for any_of in (False, True):
        wanted = failed if not any_of else ~failed
        sides: list[tuple[Condition, bool, np.ndarray]] = []
        for condition, row in zip(table.conditions, table.true, strict=True):
            for meant in (True, False):
                inside = (row == meant) if not any_of else (row != meant)
                if (inside | ~wanted).all():  # all wrong ones lie inside
                    sides.append((condition, meant, inside))
        for (c1, m1, one), (c2, m2, other) in combinations(sides[:PAIRED], 2):
            if c1 is not c2 and np.array_equal(one & other, wanted) and _needed(one, other, wanted):
                yield Region(((c1, m1), (c2, m2)), any_of)


def _needed(one: np.ndarray, other: np.ndarray, wanted: np.ndarray) -> bool:
    """Whether each of two conditions shuts out some that the other does not: by more than accident."""
    return bool(min((one & ~wanted).sum(), (other & ~wanted).sum()) >= FEWEST)


def _one_sided(table: TruthTable, failed: np.ndarray) -> Iterator[Region]:
    """Yield conditions under which it is always right, and that account for most of what is right."""
    ranked: list[tuple[float, int, Region]] = []
    # That 0 to 5 are right says the less of numbers up to 30, the more often they were drawn.
    counted = {False: np.ones(len(failed), dtype=bool), True: table.first}
    chances = {once: _chances(int(each.sum()), int(failed[each].sum())) for once, each in counted.items()}
    for place, (condition, row) in enumerate(zip(table.conditions, table.true, strict=True)):
        each, chance = counted[bool(condition.compares)], chances[bool(condition.compares)]
        right = ~failed & each
        for meant in (True, False):
            if condition.of_call or ((row == meant) & failed).any():
                continue
            inside = (row == meant) & each
            accounted = inside.sum() / right.sum()
            few = (right & ~inside).sum() <= EXCEPTIONS and inside.sum() >= 5 * FEWEST
            if few or (chance[inside.sum()] < SURE and accounted >= MOST):
                region = Region(((condition, meant),), wrong_inside=False, exact=False)
                ranked.append((-accounted * (OF_ANSWER if condition.of_answer else 1.0), place, region))
    ranked.sort(key=lambda each: each[:2])
    yield from (region for _, _, region in ranked)


def _chances(count: int, failed: int) -> np.ndarray:
    """Return how likely it is, by the number of inputs inside, that all failures lie outside by chance."""
    inside = np.arange(count + 1)
    outside = count - inside
    terms = [np.log(np.maximum(outside - place, 1e-300) / (count - place)) for place in range(failed)]
    chances: np.ndarray = np.where(outside >= failed, np.exp(np.sum(terms, axis=0)), 0.0)
    return chances


def _one_sided_pairs(table: TruthTable, failed: np.ndarray) -> Iterator[Region]:
    """Yield two conditions under which it is always right, and that account for nearly all that is right."""
    if table.wholes:
        table, failed = replace(table, true=table.true[:, table.first]), failed[table.first]
    sides = np.concatenate([table.true, ~table.true]).astype(float)
    count, wrong = len(table.conditions), sides @ failed
    wrong_in_both, right_in_both = (sides * failed) @ sides.T, (sides * ~failed) @ sides.T
    enough = (wrong_in_both == 0) & (right_in_both >= MOST_OF_PAIRS * (~failed).sum())
    enough &= _chances(len(failed), int(failed.sum()))[right_in_both.astype(int)] < SURE_OF_PAIRS
    ranked = [
        (-right_in_both[i, j], int(i % count + j % count), int(i), int(j))
        for i, j in np.argwhere(enough)
        if i < j and min(wrong[i], wrong[j]) >= FEWEST
    ]
    for _, _, i, j in sorted(ranked)[:TOLD]:
        parts = tuple((table.conditions[each % count], each < count) for each in (i, j))
        yield Region(parts, wrong_inside=False, exact=False)
