"""Which entries are wrong, such as the last row, or where an argument is negative; and what they are."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

from grader.patterns.relation import CLOSE, FLOOR, TELLING, Array, Relation, numeric, of_truths
from grader.patterns.tried import Tried
from grader.text.values import number

PARTIAL = 0.9  # of all entries: where more are wrong, it is not some of them
MOST, NEARLY_ALL = 0.5, 0.8  # of the entries that are named, at least so many are wrong

Mask = Callable[[Tried, Array], Array]  # of the entries of the right answer


def _along(axis: int, place: int) -> Mask:
    def mask(_: Tried, right: Array) -> Array:
        chosen = np.zeros(right.shape, dtype=bool)
        if right.ndim > axis and right.shape[axis]:
            np.moveaxis(chosen, axis, 0)[place] = True
        return chosen

    return mask


def _triangle(test: Callable[..., Any]) -> Mask:
    def mask(_: Tried, right: Array) -> Array:
        rows, columns = np.indices(right.shape)[:2]
        return np.asarray(test(rows, columns))

    return mask


def _border(_: Tried, right: Array) -> Array:
    chosen = np.ones(right.shape, dtype=bool)
    chosen[tuple(slice(1, -1) for _ in right.shape)] = False
    return chosen


def _own(test: Callable[[Array], Array]) -> Mask:
    return lambda _, right: test(right)


def masks(cases: Sequence[Tried]) -> Iterator[tuple[str, Mask]]:
    """Yield sets of entries in words, with a place for the answer, the simplest first."""
    right = numeric(cases[0].right)
    assert right is not None
    if right.ndim == 1:
        yield "the first entry of {0} is", _along(0, 0)
        yield "the last entry of {0} is", _along(0, -1)
    if right.ndim == 2:
        yield "the first row of {0} is", _along(0, 0)
        yield "the last row of {0} is", _along(0, -1)
        yield "the first column of {0} is", _along(1, 0)
        yield "the last column of {0} is", _along(1, -1)
        yield "the diagonal of {0} is", _triangle(lambda i, j: i == j)
    for name, value in cases[0].args.items():
        if isinstance(value, np.ndarray) and value.dtype.kind in "iuf":
            yield from _by_argument(name, cases)
    if not of_truths(cases):  # where that is which of two answers came
        yield "entries of {0} that should be 0 are", _own(lambda r: r == 0)
        yield "entries of {0} that should be negative are", _own(lambda r: r < 0)
        yield "entries of {0} that should be positive are", _own(lambda r: r > 0)
    if right.ndim == 2:
        yield "entries of {0} below the diagonal are", _triangle(lambda i, j: i > j)
        yield "entries of {0} above the diagonal are", _triangle(lambda i, j: i < j)


def wide_masks(axes: int) -> Iterator[tuple[str, Mask]]:
    """Yield sets of most entries in words: in any array with so many axes something lies there."""
    if axes == 1:
        yield "entries of {0} after the first are", lambda c, r: ~_along(0, 0)(c, r)
        yield "entries of {0} before the last are", lambda c, r: ~_along(0, -1)(c, r)
    if axes == 2:
        yield "entries of {0} off the diagonal are", _triangle(lambda i, j: i != j)
        yield "entries of {0} on the border are", _border
        yield "columns of {0} after the first are", lambda c, r: ~_along(1, 0)(c, r)
        yield "rows of {0} after the first are", lambda c, r: ~_along(0, 0)(c, r)
        yield "columns of {0} before the last are", lambda c, r: ~_along(1, -1)(c, r)
        yield "rows of {0} before the last are", lambda c, r: ~_along(0, -1)(c, r)


def _by_argument(name: str, cases: Sequence[Tried]) -> Iterator[tuple[str, Mask]]:
    def where(test: Callable[..., Any]) -> Mask:
        def mask(case: Tried, right: Array) -> Array:
            value = numeric(case.args.get(name))
            if value is None or value.shape != right.shape:
                return np.zeros(right.shape, dtype=bool)
            return np.asarray(test(value, case))

        return mask

    yield f"entries of {{0}} where `{name}` is negative are", where(lambda v, _: v < 0)
    yield f"entries of {{0}} where `{name}` is positive are", where(lambda v, _: v > 0)
    yield f"entries of {{0}} where `{name}` is 0 are", where(lambda v, _: v == 0)
    yield f"entries of {{0}} where `{name}` is not 0 are", where(lambda v, _: v != 0)
    signed = any((value < 0).any() for case in cases if (value := numeric(case.args.get(name))) is not None)
    beyond, within = ("beyond ±", "within ±") if signed else ("above ", "at most ")
    for other, value in cases[0].args.items():
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            rows: Sequence[tuple[str, Callable[..., Any]]] = (
                ("above ", lambda v, t: v > t),
                ("below ", lambda v, t: v < t),
                (beyond, lambda v, t: np.abs(v) > t),
                (within, lambda v, t: np.abs(v) <= t),
                ("", lambda v, t: v == t),
            )
            for words, test in rows:
                yield (
                    f"entries of {{0}} where `{name}` is {words}`{other}` are",
                    where(lambda v, c, o=other, test=test: test(v, c.args[o])),
                )
    for scale in (1.0, 2.0, 5.0, 10.0, 100.0):
        yield (
            f"entries of {{0}} where `{name}` is {beyond}{scale:g} are",
            where(lambda v, _, s=scale: np.abs(v) > s),
        )


def differing(got: Array, right: Array) -> Array:
    """Return which entries differ by more than rounding."""
    finite = np.isfinite(right)
    size = float(np.abs(right[finite]).max(initial=0.0))
    with np.errstate(all="ignore"):
        near = np.abs(got - right) <= CLOSE * size + FLOOR
    same: Array = np.where(finite, near, (got == right) | (np.isnan(got) & np.isnan(right)))
    return ~same


def entry_relations(cases: Sequence[Tried]) -> Iterator[Relation]:
    """Yield which entries are wrong in all of these failures, and what they are."""
    if len(cases) < TELLING:
        return
    arrays = []
    for case in cases:
        got, right = numeric(case.got), numeric(case.right)
        if case.raised or got is None or right is None or got.shape != right.shape or not right.ndim:
            return
        arrays.append((got, right))
    wrong = [differing(got, right) for got, right in arrays]
    everything = sum(each.size for each in wrong)
    bad = sum(int(each.sum()) for each in wrong)
    partial = sum(not each.all() for each in wrong)
    best, chosen = 0.0, None  # the share of the entries it names that are wrong
    some = [(each, MOST) for each in masks(cases)]
    most = [(each, NEARLY_ALL) for each in wide_masks(arrays[0][1].ndim)]
    for (words, mask), enough in [*some, *most] if bad <= PARTIAL * everything and partial >= TELLING else ():
        inside = [mask(case, right) for case, (_, right) in zip(cases, arrays, strict=True)]
        if any((each & ~there).any() for each, there in zip(wrong, inside, strict=True)):
            continue
        covered = sum(int(each.sum()) for each in inside)
        if covered <= PARTIAL * everything and bad > max(best, enough) * covered:
            best, chosen = bad / covered, (words, mask)
    what = _what(*_those(arrays, wrong), truths=of_truths(cases))
    if chosen is not None:
        yield _only(*chosen, what)
    elif what is not None:
        words = f"every entry of {{0}} that is wrong is {_singular(what[0])}"
        yield Relation(words, _holding(what), whole=False)


def _those(arrays: Sequence[tuple[Array, Array]], wrong: Sequence[Array]) -> tuple[Array, Array]:
    """Return all entries that are wrong, and what is right there."""
    pairs = [*zip(arrays, wrong, strict=True)]
    return np.concatenate([g[w] for (g, _), w in pairs]), np.concatenate([r[w] for (_, r), w in pairs])


What = tuple[str, Callable[[Array, Array], Array]]


def _what(got: Array, right: Array, *, truths: bool) -> What | None:
    """Return what wrong entries are, if all of them are the same to the right ones."""
    if not got.size:
        return None
    tests: list[What] = [
        ("0", lambda g, _: g == 0),
        ("nan", lambda g, _: np.isnan(g)),
        ("infinite", lambda g, _: np.isinf(g)),
        ("the right ones with their signs reversed", lambda g, r: np.abs(g + r) <= CLOSE * np.abs(r) + FLOOR),
    ]
    if truths:
        tests = [("False", lambda g, _: g == 0), ("True", lambda g, _: g == 1)]
    elif np.isfinite(got).all():
        value = float(got[0])
        tests.append((number(value), lambda g, _: np.abs(g - value) <= CLOSE * abs(value)))
        if right[0] and np.isfinite(right).all():
            factor = float(got[0] / right[0])
            tests.append(
                (
                    f"{number(factor)} times the right ones",
                    lambda g, r: np.abs(g - factor * r) <= CLOSE * np.abs(r) + FLOOR,
                )
            )
    return next(((words, test) for words, test in tests if test(got, right).all()), None)


def _singular(words: str) -> str:
    return words.replace("their signs", "its sign").replace("right ones", "right one")


def _holding(what: What | None, mask: Mask | None = None) -> Callable[[Tried], bool]:
    """Return whether all entries that are wrong are so, and lie there."""

    def holds(case: Tried) -> bool:
        g, r = numeric(case.got), numeric(case.right)
        if case.raised or g is None or r is None or g.shape != r.shape:
            return False
        bad = differing(g, r)
        if mask is not None and (bad & ~mask(case, r)).any():
            return False
        return what is None or bool(what[1](g[bad], r[bad]).all())

    return holds


def _only(words: str, mask: Mask, what: What | None) -> Relation:
    are = words.endswith("are")
    there = "" if what is None else f": they are {what[0]}" if are else f": it is {_singular(what[0])}"
    return Relation(f"only {words} wrong{there}", _holding(what, mask), whole=False)
