"""How it is wrong: what was returned, as something that was done to the right answer.

A relation either has no number in it, or one that is read off the failures and must fit all of them.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

from grader.patterns.changes import FIXED
from grader.patterns.fitted import fitted, the_same_each_time
from grader.patterns.measures import Measured
from grader.patterns.relation import TELLING, Array, Relation, close, numeric, of_truths
from grader.patterns.tried import Tried
from grader.signatures.signature import Signature


def _of(change: Callable[[Array], Array]) -> Callable[[Tried], bool]:
    """Return whether what came is the right answer after a change, of the same shape or another."""

    def holds(case: Tried) -> bool:
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


def relations(signature: Signature, cases: Sequence[Tried]) -> Iterator[Relation]:
    """Yield what holds in all of these failures, the most particular first."""
    if len(cases) < TELLING or any(case.raised or _nearly_right(case) for case in cases):
        return
    if isinstance(cases[0].right, bool):
        yield from _truths(cases)
        return
    first_right = numeric(cases[0].right)
    axes = 0 if first_right is None else first_right.ndim
    truths = of_truths(cases)
    worded = ((_worded(words, axes), change) for words, change in FIXED if axes or not _for_arrays(words))
    tried = [Relation(_of_truth(words) if truths else words, _of(change)) for words, change in worded]
    tried += [Relation(f"the argument `{name}` as it came", _argument(name)) for name in cases[0].args]
    tried += [] if truths else [*the_same_each_time(cases)]
    tried += [Relation(what, _other(what)) for what in cases[0].others()]
    tried += [*_made_of_entries(signature, cases), *_made_of_arguments(cases)]
    first = cases[0]
    for each in tried:
        if each.holds(first) and all(map(each.holds, cases)):
            yield each
    if not truths:
        yield from fitted(signature, cases)


# What is said of a vector, and what of a matrix.
OF_ROWS = {
    "in reverse order": "with its rows in reverse order",
    "last entry": "last row",
    "first entry": "first row",
}


def _worded(words: str, axes: int) -> str:
    """Return the words for an answer with so many axes."""
    if not axes:
        return words.removesuffix(" everywhere")
    if "each row" in words:
        return words
    for one, other in OF_ROWS.items() if axes == 2 and "everywhere" not in words else ():
        if words.endswith(one):
            return words.removesuffix(one) + other
    return words


def _of_truth(words: str) -> str:
    """Return the words for an answer of True and False."""
    opposite = words.replace("1 less the right one", "the opposite of the right one")
    return opposite.replace("0", "False").replace("1", "True")


def _for_arrays(words: str) -> bool:
    return words.endswith(", everywhere")


def _nearly_right(case: Tried) -> bool:
    """Whether whole numbers are right but for the last digits, or all is right but what it is an answer of.

    Then it is what nothing was done to, too.
    """
    misfit = case.got is None
    got, right = numeric(case.raw if misfit else case.got), numeric(case.right)
    if got is None or right is None or not (misfit or np.asarray(case.right).dtype.kind in "iuO"):
        return False
    return close(got, right)


def _truths(cases: Sequence[Tried]) -> Iterator[Relation]:
    for value in (True, False):
        if all(case.got is value for case in cases):
            yield Relation(f"{value} where {not value} is right", lambda case, v=value: case.got is v)
            return
    if all(map(_is_opposite, cases)):
        yield Relation("the opposite of the right one", _is_opposite)


def _is_opposite(case: Tried) -> bool:
    return isinstance(case.right, bool) and case.got is (not case.right)


def _argument(name: str) -> Callable[[Tried], bool]:
    def holds(case: Tried) -> bool:
        given, came = case.args.get(name), case.got if case.got is not None else case.raw
        value, got = numeric(given), numeric(came)
        if value is None or got is None:
            return isinstance(given, (str, list, dict, set)) and type(came) is type(given) and came == given
        return close(got, value)

    return holds


# One number or text made of what an argument holds.
OF_ENTRIES: Sequence[tuple[str, Callable[..., Any]]] = (
    ("the first entry of {}", lambda x: x[0]),
    ("the last entry of {}", lambda x: x[-1]),
    ("the largest entry of {}", max),
    ("the smallest entry of {}", min),
    ("the sum of the entries of {}", sum),
    ("the mean of the entries of {}", np.mean),
    ("the number of entries of {}", len),
    ("the mean of the squares of the entries of {}", lambda x: np.mean(np.square(x))),
    ("the sum of the squares of the entries of {}", lambda x: np.sum(np.square(x))),
    ("the norm of {}", np.linalg.norm),
)
OF_WORDS: Sequence[tuple[str, Callable[..., Any]]] = (
    ("the first word of {}", lambda x: x[0]),
    ("the last word of {}", lambda x: x[-1]),
    ("the word of {} that the alphabet has last", max),
    ("the word of {} that the alphabet has first", min),
    ("the number of words of {}", len),
)


def _made_of_entries(signature: Signature, cases: Sequence[Tried]) -> Iterator[Relation]:
    """Yield what a single answer is of all the entries of an argument, or the words of a text."""
    first = Measured(signature, cases[0].args)
    if not isinstance(cases[0].right, (str, int, float, np.generic)):
        return
    for name in dict.fromkeys((*first.arrays, *first.held)):
        said = OF_WORDS if name in first.texts else OF_ENTRIES
        yield from (
            Relation(words.format(f"`{name}`"), _made_of(signature, name, make)) for words, make in said
        )


OF_ARGUMENTS: Sequence[tuple[str, Callable[..., Any]]] = (
    ("`np.sort({})`", np.sort),
    ("`np.argsort({})`", np.argsort),
    ("`np.cumsum({})`", np.cumsum),
    ("`np.abs({})`", np.abs),
    ("`np.unique({})`", np.unique),
)


def _made_of_arguments(cases: Sequence[Tried]) -> Iterator[Relation]:
    """Yield what an array is of an argument, as NumPy makes it."""
    for name, value in cases[0].args.items():
        if isinstance(value, np.ndarray) and isinstance(cases[0].right, np.ndarray):
            yield from (
                Relation(words.format(name), _as_numpy_has_it(name, make)) for words, make in OF_ARGUMENTS
            )


def _wide(value: np.ndarray) -> np.ndarray:
    """Return whole numbers with room for their squares and sums: of short ones those wrap around."""
    return value.astype(np.int64) if value.dtype.kind in "iu" else value


def _as_numpy_has_it(name: str, make: Callable[..., Any]) -> Callable[[Tried], bool]:
    def holds(case: Tried) -> bool:
        got = numeric(case.got if case.got is not None else case.raw)
        return got is not None and close(got, make(_wide(case.args[name])))

    return holds


def _made_of(signature: Signature, name: str, make: Callable[..., Any]) -> Callable[[Tried], bool]:
    def holds(case: Tried) -> bool:
        got, found = case.got, Measured(signature, case.args)
        try:
            value = make([*_wide(found.arrays[name]).ravel()] if name in found.arrays else found.held[name])
        except (KeyError, IndexError, TypeError, ValueError):
            return False
        if isinstance(value, str) or isinstance(got, str):
            return bool(value == got)
        one, other = numeric(got), numeric(value)
        return one is not None and other is not None and close(one, other)

    return holds


def _other(what: str) -> Callable[[Tried], bool]:
    def holds(case: Tried) -> bool:
        got = numeric(case.got if case.got is not None else case.raw)
        if got is None or what not in (others := case.others()):
            return False
        value = numeric(others[what]())
        return value is not None and close(got, value)

    return holds
