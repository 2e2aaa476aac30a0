"""What may have been done to the right answer with a number that is read off the failures."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any

import numpy as np

from grader.patterns.measures import Measured, several
from grader.patterns.relation import CLOSE, TELLING, Array, Relation, close, numeric
from grader.patterns.tried import Tried
from grader.signatures.signature import Signature
from grader.text.values import number


def _pairs(cases: Sequence[Tried]) -> list[tuple[Array, Array]] | None:
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


def the_same_each_time(cases: Sequence[Tried]) -> Iterator[Relation]:
    """Yield one factor or one offset that fits all of these failures."""
    pairs = _pairs(cases)
    if pairs is not None:
        yield from _one_factor([factor for _, factor in _factors(cases, pairs)])
        yield from _offsets(cases, pairs)


def fitted(signature: Signature, cases: Sequence[Tried]) -> Iterator[Relation]:
    """Yield the relations to an argument whose number fits all of these failures, and a limit."""
    pairs = _pairs(cases)
    if pairs is not None:
        yield from _size_as_factor(signature, _factors(cases, pairs))
        yield from _added_arguments(cases, pairs)
        yield from _clipped(cases, pairs)


def _factors(cases: Sequence[Tried], pairs: Sequence[tuple[Array, Array]]) -> list[tuple[Tried, float]]:
    """Return each failure with its factor; none where one has none, or too few tell."""
    # Of a right answer of zeros every multiple is 0, too, and tells nothing.
    telling = [each for each in zip(cases, pairs, strict=True) if any(part.any() for part in each[1])]
    found = [(case, factor) for case, pair in telling if (factor := _factor(*pair)) is not None]
    return found if len(found) == len(telling) >= TELLING else []


def _alike(case: Tried, test: Callable[[Array, Array], Any]) -> bool:
    got, right = numeric(case.got), numeric(case.right)
    if got is None or right is None or got.shape != right.shape:
        return False
    with np.errstate(all="ignore"):
        return bool(np.isfinite(got).all() and np.isfinite(right).all() and test(got, right))


def _near(got: Array, right: Array, share: float) -> bool:
    return bool(np.abs(got - right).max(initial=0.0) <= share * np.abs(right).max(initial=0.0))


NEAR: Sequence[Relation] = tuple(
    Relation(
        f"{{0}} is near the right one, and off by no more than {words}: is there a step, a tolerance or a "
        "rounding on the way?",
        lambda case, share=share: _alike(case, lambda got, right: _near(got, right, share)),
        whole=False,
    )
    for share, words in ((1e-4, "a ten-thousandth"), (1e-3, "a thousandth"), (1e-2, "a hundredth"))
)
OF_ARRAYS: Sequence[Relation] = (
    Relation(
        "{0} is a multiple of the right one, by another factor each time",
        lambda case: _alike(case, lambda got, right: _factor(got, right) is not None),
        whole=False,
    ),
    Relation(
        "every entry of {0} is off by the same, and by something else each time",
        lambda case: _alike(case, _offset),
        whole=False,
    ),
)


def _offset(got: Array, right: Array) -> bool:
    off = got - right
    return close(off, np.full_like(off, np.median(off)), float(np.abs(right).max(initial=0.0)))


def nearly(cases: Sequence[Tried]) -> Iterator[Relation]:
    """Yield what says least of all of these failures, and more than nothing."""
    rights = [numeric(case.right) for case in cases]
    if len(cases) < TELLING or any(right is None for right in rights):
        return
    several = sum(right is not None and right.size > 1 for right in rights)  # one number is any multiple
    for each in (*NEAR, *(OF_ARRAYS if several >= TELLING else ())):
        if all(map(each.holds, cases)):
            yield each


def _factor(got: Array, right: Array) -> float | None:
    place = int(np.abs(right).argmax())
    if right.flat[place] == 0:
        return None
    with np.errstate(all="ignore"):  # why: an answer of a student may be inf
        factor = float(got.flat[place] / right.flat[place])
        return factor if (factor or not got.any()) and close(got, factor * right) else None


def _times(value: Callable[..., Any]) -> Callable[[Tried], bool]:
    def holds(case: Tried) -> bool:
        got, right = numeric(case.got), numeric(case.right)
        with np.errstate(all="ignore"):  # why: what was fitted to others may not exist of this one
            return got is not None and right is not None and close(got, value(case) * right)

    return holds


def _one_factor(factors: Sequence[float]) -> Iterator[Relation]:
    one = _nice(float(np.median(factors))) if factors else 0.0
    if one and all(abs(each - one) <= 1e-5 * abs(one) for each in factors):
        words = f"{number(one)} times the right one"
        if abs(one) < 1 and abs(1 / one - round(1 / one)) < 1e-6:
            words = f"the right one divided by {number(1 / one)}"
        yield Relation(words, _times(lambda _: one))


def _size_as_factor(signature: Signature, factors: Sequence[tuple[Tried, float]]) -> Iterator[Relation]:
    sizes = [*_sizes(signature, [case for case, _ in factors])] if factors else []
    for how, power in (("times", 1), ("divided by", -1)):
        for words, of in sizes:
            for before, root in (("", 1.0), ("the square root of ", 0.5), ("the square of ", 2.0)):
                values = [_power(of(case), power * root) for case, _ in factors]
                if all(abs(f - v) <= 1e-5 * abs(v) for (_, f), v in zip(factors, values, strict=True)):
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


def _sizes(signature: Signature, cases: Sequence[Tried]) -> Iterator[tuple[str, Callable[..., Any]]]:
    """Yield the sizes of an input by which an answer may be off as a factor."""
    first = Measured(signature, cases[0].args)
    seen: set[str] = set()
    for key in first.lengths:
        if (axis := first.axes.get(key, "")) and axis in seen:
            continue
        seen.add(axis)
        name, what = key
        many, count = several(what), partial(_length, signature, key)
        yield f"the number of {many} of `{name}`", count
        yield f"n/(n − 1), for the n {many} of `{name}`", lambda c, n=count: n(c) * _power(n(c) - 1, -1)
        yield f"(n − 1)/n, for the n {many} of `{name}`", lambda c, n=count: (n(c) - 1) * _power(n(c), -1)
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


def _length(signature: Signature, key: tuple[str, str], case: Tried) -> float:
    return float(Measured(signature, case.args).lengths.get(key, np.nan))


def _offsets(cases: Sequence[Tried], pairs: Sequence[tuple[Array, Array]]) -> Iterator[Relation]:
    one = float(np.median([np.median(got - right) if got.size else 0.0 for got, right in pairs]))
    scale = max(float(np.abs(right).max(initial=0.0)) for _, right in pairs)
    if abs(one) <= 1e-9 * scale or one == 0:
        return
    one = _nice(one)

    def holds(case: Tried) -> bool:
        got, right = numeric(case.got), numeric(case.right)
        return got is not None and right is not None and close(got - one, right)

    if all(map(holds, cases)):
        way = "larger" if one > 0 else "smaller"
        where = " everywhere" * any(right.ndim for _, right in pairs)
        yield Relation(f"the right one, but {way} by {number(abs(one))}{where}", holds)


def _added_arguments(cases: Sequence[Tried], pairs: Sequence[tuple[Array, Array]]) -> Iterator[Relation]:
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

        def holds(case: Tried, factor: float = factor, name: str = name) -> bool:
            got, right, value = numeric(case.got), numeric(case.right), numeric(case.args.get(name))
            if got is None or right is None or value is None:
                return False
            size = max(float(np.abs(right).max(initial=0)), float(np.abs(value).max(initial=0)))
            return close(got, right + factor * value * np.ones_like(right), size)

        if all(map(holds, cases)):
            many = f"{number(abs(factor))} times " * (abs(factor) != 1)
            sign = "plus" if factor > 0 else "minus"
            yield Relation(f"the right one {sign} {many}`{name}`", holds)


def _clipped(cases: Sequence[Tried], pairs: Sequence[tuple[Array, Array]]) -> Iterator[Relation]:
    """Find a limit that the right answer was cut at."""
    for words, cut, ends in (
        ("at most", np.minimum, [got.max() for got, _ in pairs if got.size]),
        ("at least", np.maximum, [got.min() for got, _ in pairs if got.size]),
    ):
        limit = float(np.median(ends)) if ends else 0.0
        if not ends or not all(abs(each - limit) <= 1e-9 * max(1.0, abs(limit)) for each in ends):
            continue

        def holds(case: Tried, cut: Any = cut, limit: float = limit) -> bool:
            got, right = numeric(case.got), numeric(case.right)
            return got is not None and right is not None and close(got, cut(right, limit))

        if len({float(r.flat[0]) for _, r in pairs if r.size}) >= TELLING // 2 and all(map(holds, cases)):
            yield Relation(f"the right one, but {words} {number(limit)}", holds)
