"""How it is wrong: what was returned, as something that was done to the right answer.

A relation either has no number in it, or one that is read off the failures and must fit all of them.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from grader.patterns.cases import Case
from grader.patterns.measures import Measured, several
from grader.signatures.inputs import Signature
from grader.text.values import number

TELLING = 8  # failures with something to see; on fewer nothing is shown
CLOSE = 1e-6  # of the largest entry
FLOOR = 1e-12

Array = np.ndarray


@dataclass(frozen=True, eq=False)
class Relation:
    """What an answer is, in words that follow "your answer is", and whether it is that in a case."""

    words: str
    holds: Callable[..., Any]  # of a Case
    whole: bool = True  # a sentence of its own where not
    name: str = ""


def close(one: Any, other: Any, scale: float = 0.0) -> bool:
    """Whether two arrays of numbers are equal up to rounding; NaN and infinities as they are."""
    one, other = np.asarray(one, dtype=float), np.asarray(other, dtype=float)
    if one.shape != other.shape:
        return False
    finite = np.isfinite(other)
    size = max(float(np.abs(other[finite]).max(initial=0.0)), scale)
    with np.errstate(all="ignore"):
        near = np.abs(one - other) <= CLOSE * size + FLOOR
    same = (one == other) | (np.isnan(one) & np.isnan(other))
    return bool(np.where(finite, near, same).all())


def numeric(value: Any) -> Array | None:
    """Return an answer as an array of real numbers, or None where it is none."""
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, (list, tuple)):
        try:
            value = np.asarray(value, dtype=float)
        except (TypeError, ValueError):
            return None
    if isinstance(value, (int, float, np.generic)):
        try:
            return np.asarray(float(value))
        except (OverflowError, TypeError, ValueError):
            return None
    if isinstance(value, np.ndarray) and value.dtype.kind in "iufb":
        return value.astype(float)
    return None


def _of(change: Callable[[Array], Array]) -> Callable[[Case], bool]:
    """Return whether what came is the right answer after a change, of the same shape or another."""

    def holds(case: Case) -> bool:
        got = numeric(case.got if case.got is not None else case.raw)
        right = numeric(case.right)
        if got is None or right is None:
            return False
        try:
            with np.errstate(all="ignore"):
                changed = change(right)
        except (ValueError, IndexError):
            return False
        return close(got, changed)

    return holds


def _along(axis: int, change: Callable[[Array], Array]) -> Callable[[Array], Array]:
    """Return a change that needs so many axes."""

    def changed(right: Array) -> Array:
        if right.ndim <= axis:
            raise ValueError
        return change(right)

    return changed


# With no number in them, the most particular first.
FIXED: tuple[tuple[str, Callable[..., Any]], ...] = (
    ("nan everywhere", lambda r: np.full_like(r, np.nan)),
    ("0 everywhere", np.zeros_like),
    ("1 everywhere", np.ones_like),
    ("infinite everywhere", lambda r: np.full_like(r, np.inf)),
    ("the right one with its sign reversed", lambda r: -r),
    ("the right one without its sign", np.abs),
    ("the right one transposed", _along(1, lambda r: r.T)),
    ("the right one in reverse order", _along(0, lambda r: r[::-1])),
    ("the right one with its columns in reverse order", _along(1, lambda r: r[:, ::-1])),
    ("the right one turned by half a turn", _along(1, lambda r: r[::-1, ::-1])),
    ("the right one moved by one entry to the right", _along(0, lambda r: np.roll(r, 1, -1))),
    ("the right one moved by one entry to the left", _along(0, lambda r: np.roll(r, -1, -1))),
    ("the right one moved down by one row", _along(1, lambda r: np.roll(r, 1, 0))),
    ("the right one moved up by one row", _along(1, lambda r: np.roll(r, -1, 0))),
    ("the right one, sorted", _along(0, lambda r: np.sort(r, axis=-1))),
    ("the right one, with each column sorted", _along(1, lambda r: np.sort(r, axis=0))),
    ("the right one with its negative entries set to 0", lambda r: np.maximum(r, 0)),
    ("the right one with its positive entries set to 0", lambda r: np.minimum(r, 0)),
    ("the right one rounded down to whole numbers", np.floor),
    ("the right one without the decimals", np.trunc),
    ("the right one rounded to whole numbers", np.round),
    *(
        (f"the right one rounded to {n} decimal{'s' * (n > 1)}", lambda r, n=n: np.round(r, n))
        for n in range(1, 7)
    ),
    ("the square of the right one", np.square),
    ("the square root of the right one", np.sqrt),
    ("the logarithm of the right one", np.log),
    ("the exponential of the right one", np.exp),
    ("one divided by the right one", lambda r: 1 / r),
    ("1 less the right one", lambda r: 1 - r),
    ("the sign of the right one", np.sign),
    ("the right one without its last entry", _along(0, lambda r: r[:-1])),
    ("the right one without its first entry", _along(0, lambda r: r[1:])),
    ("the right one without its last column", _along(1, lambda r: r[:, :-1])),
    ("the right one without its first column", _along(1, lambda r: r[:, 1:])),
    (
        "the right one with a 0 before it",
        _along(0, lambda r: np.concatenate([np.zeros((1, *r.shape[1:])), r])),
    ),
    (
        "the right one with a 0 after it",
        _along(0, lambda r: np.concatenate([r, np.zeros((1, *r.shape[1:]))])),
    ),
    ("the right numbers in one long row", _along(1, np.ravel)),
    ("the sum of the right entries", _along(0, lambda r: np.asarray(r.sum()))),
    ("the mean of the right entries", _along(0, lambda r: np.asarray(r.mean()))),
    ("the mean of the right entries, everywhere", _along(0, lambda r: np.full_like(r, r.mean()))),
    ("the right one divided by the sum of its entries", _along(0, lambda r: r / r.sum())),
    ("the right one divided by its length", _along(0, lambda r: r / np.linalg.norm(r))),
    ("the right one with the running sums of its entries", _along(0, lambda r: np.cumsum(r, axis=-1))),
    ("the first entry of the right one, everywhere", _along(0, lambda r: np.full_like(r, r.flat[0]))),
)


def relations(signature: Signature, cases: Sequence[Case]) -> Iterator[Relation]:
    """Yield what holds in all of these failures, the most particular first."""
    told = [case for case in cases if not case.raised]
    if len(told) < len(cases) or len(cases) < TELLING:
        return
    if isinstance(cases[0].right, bool):
        yield from _truths(cases)
        return
    tried = [
        Relation(words.replace("everywhere", "").strip() if _scalar(cases[0]) else words, _of(change))
        for words, change in FIXED
        if "everywhere" not in words
        or not words.startswith(("the first", "the mean"))
        or not _scalar(cases[0])
    ]
    tried += [Relation(f"the argument `{name}` as it came", _argument(name)) for name in cases[0].args]
    tried += [Relation(what, _other(what)) for what in cases[0].others]
    first = cases[0]
    for each in tried:
        if each.holds(first) and all(map(each.holds, cases)):
            yield each
    yield from _with_numbers(signature, cases)


def _scalar(case: Case) -> bool:
    right = numeric(case.right)
    return right is not None and right.ndim == 0


def _truths(cases: Sequence[Case]) -> Iterator[Relation]:
    for value in (True, False):
        if all(case.got is value for case in cases):
            yield Relation(str(value), lambda case, v=value: case.got is v)


def _argument(name: str) -> Callable[[Case], bool]:
    def holds(case: Case) -> bool:
        value = numeric(case.args.get(name))
        got = numeric(case.got if case.got is not None else case.raw)
        return value is not None and got is not None and close(got, value)

    return holds


def _other(what: str) -> Callable[[Case], bool]:
    def holds(case: Case) -> bool:
        value, got = numeric(case.others.get(what)), numeric(case.got if case.got is not None else case.raw)
        return value is not None and got is not None and close(got, value)

    return holds


# ---- with a number that is read off ----------------------------------------------------------------------


def _pairs(cases: Sequence[Case]) -> list[tuple[Array, Array]] | None:
    """Return what came and what is right, where all of it is finite and of one shape."""
    found = []
    for case in cases:
        got, right = numeric(case.got), numeric(case.right)
        if got is None or right is None or got.shape != right.shape:
            return None
        if not (np.isfinite(got).all() and np.isfinite(right).all()):
            return None
        found.append((got, right))
    return found


def _with_numbers(signature: Signature, cases: Sequence[Case]) -> Iterator[Relation]:
    pairs = _pairs(cases)
    if pairs is None:
        return
    factors = [_factor(got, right) for got, right in pairs]
    known = [each for each in factors if each is not None]
    if len(known) >= TELLING and None not in factors:
        yield from _factors(signature, cases, known)
    yield from _offsets(cases, pairs)
    yield from _added_arguments(cases, pairs)
    yield from _clipped(cases, pairs)


def _factor(got: Array, right: Array) -> float | None:
    place = int(np.abs(right).argmax())
    if right.flat[place] == 0:
        return None
    factor = float(got.flat[place] / right.flat[place])
    return factor if abs(factor) > 1e-9 and close(got, factor * right) else None


def _times(value: Callable[..., Any]) -> Callable[[Case], bool]:
    def holds(case: Case) -> bool:
        got, right = numeric(case.got), numeric(case.right)
        return got is not None and right is not None and close(got, value(case) * right)

    return holds


def _factors(signature: Signature, cases: Sequence[Case], factors: Sequence[float]) -> Iterator[Relation]:
    one = float(np.median(factors))
    if all(abs(each - one) <= 1e-5 * abs(one) for each in factors):
        nice = _nice(one)
        words = f"{number(nice)} times the right one"
        if abs(nice) < 1 and abs(1 / nice - round(1 / nice)) < 1e-6:
            words = f"the right one divided by {number(1 / nice)}"
        yield Relation(words, _times(lambda _, f=nice: f))
        return
    for words, of in _sizes(signature, cases):
        for how, power in (("times", 1), ("divided by", -1)):
            for before, root in (("", 1.0), ("the square root of ", 0.5), ("the square of ", 2.0)):
                values = [_power(of(case), power * root) for case in cases]
                if all(abs(f - v) <= 1e-5 * abs(v) for f, v in zip(factors, values, strict=True)):
                    yield Relation(
                        f"the right one {how} {before}{words}",
                        _times(lambda case, of=of, p=power * root: _power(of(case), p)),
                    )


def _power(value: float, power: float) -> float:
    with np.errstate(all="ignore"):
        return float(np.power(np.float64(value), power))


def _nice(value: float) -> float:
    """Return the short number that one stands for, if there is one within rounding."""
    short = float(f"{value:.6g}")
    return short if abs(short - value) <= CLOSE * abs(value) else value


def _sizes(signature: Signature, cases: Sequence[Case]) -> Iterator[tuple[str, Callable[..., Any]]]:
    """Yield the sizes of an input by which an answer may be off as a factor."""
    first = Measured(signature, cases[0].args)
    seen: set[str] = set()
    for key in first.lengths:
        if (axis := first.axes.get(key, "")) and axis in seen:
            continue
        seen.add(axis)
        name, what = key
        yield (
            f"the number of {several(what)} of `{name}`",
            lambda c, k=key: Measured(signature, c.args).lengths.get(k, np.nan),
        )
    for name, array in first.arrays.items():
        if array.ndim > 1:
            yield (
                f"the number of all entries of `{name}`",
                lambda c, n=name: float(np.size(c.args.get(n, np.nan))),
            )
    yield "the number of its own entries", lambda c: float(np.size(c.right))
    for name in (*first.numbers, *first.wholes):
        if "[" not in name:
            yield f"`{name}`", lambda c, n=name: float(c.args.get(n, np.nan))


def _offsets(cases: Sequence[Case], pairs: Sequence[tuple[Array, Array]]) -> Iterator[Relation]:
    one = float(np.median([np.median(got - right) if got.size else 0.0 for got, right in pairs]))
    scale = max(float(np.abs(right).max(initial=0.0)) for _, right in pairs)
    if abs(one) <= 1e-9 * scale or one == 0:
        return
    one = _nice(one)

    def holds(case: Case) -> bool:
        got, right = numeric(case.got), numeric(case.right)
        return got is not None and right is not None and close(got - one, right)

    if all(map(holds, cases)):
        way = "larger" if one > 0 else "smaller"
        yield Relation(f"the right one, but {way} by {number(abs(one))}", holds)


def _added_arguments(cases: Sequence[Case], pairs: Sequence[tuple[Array, Array]]) -> Iterator[Relation]:
    """Find a multiple of an argument that was added."""
    for name in cases[0].args:
        values = [numeric(case.args.get(name)) for case in cases]
        if any(
            v is None or (v.shape != got.shape and v.ndim) for v, (got, _) in zip(values, pairs, strict=True)
        ):
            continue
        arguments = [v for v in values if v is not None]
        top = sum(
            float(np.sum((g - r) * v))
            for (g, r), v in zip(pairs, arguments, strict=True)
            if np.abs(v).max(initial=0) < 50
        )
        below = sum(
            float(np.sum(v * v * np.ones_like(g)))
            for (g, _), v in zip(pairs, arguments, strict=True)
            if np.abs(v).max(initial=0) < 50
        )
        factor = _nice(round(top / below, 7)) if below else 0.0
        if abs(factor) < 1e-6:
            continue

        def holds(case: Case, factor: float = factor, name: str = name) -> bool:
            got, right, value = numeric(case.got), numeric(case.right), numeric(case.args.get(name))
            if got is None or right is None or value is None:
                return False
            size = max(float(np.abs(right).max(initial=0)), float(np.abs(value).max(initial=0)))
            return close(got, right + factor * value * np.ones_like(right), size)

        if all(map(holds, cases)):
            many = f"{number(abs(factor))} times " * (abs(factor) != 1)
            sign = "plus" if factor > 0 else "minus"
            yield Relation(f"the right one {sign} {many}`{name}`", holds)


def _clipped(cases: Sequence[Case], pairs: Sequence[tuple[Array, Array]]) -> Iterator[Relation]:
    """Find a limit that the right answer was cut at."""
    for words, cut, ends in (
        ("at most", np.minimum, [got.max() for got, _ in pairs if got.size]),
        ("at least", np.maximum, [got.min() for got, _ in pairs if got.size]),
    ):
        limit = float(np.median(ends)) if ends else 0.0
        if not ends or not all(abs(each - limit) <= 1e-9 * max(1.0, abs(limit)) for each in ends):
            continue

        def holds(case: Case, cut: Any = cut, limit: float = limit) -> bool:
            got, right = numeric(case.got), numeric(case.right)
            return got is not None and right is not None and close(got, cut(right, limit))

        if len({float(r.flat[0]) for _, r in pairs if r.size}) >= TELLING // 2 and all(map(holds, cases)):
            yield Relation(f"the right one, but {words} {number(limit)}", holds)
