"""What there is to see in an input: lengths, values and coincidences that a function may get wrong.

A trait is a few words, as "`A` has 3 rows" or "`x` holds −0".  Inputs are chosen so that each trait is among
them; which conditions a student is told of is another matter (``grader.patterns``).
"""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from itertools import combinations
from typing import Any

import numpy as np

from grader.examples.draw import Example
from grader.patterns.measures import Measured
from grader.signatures.signature import Signature

FEW = 12  # whole numbers up to this size are a trait each
TINY = 1e-6  # below many a threshold that is taken for 0
LARGE = 100.0


def traits(signature: Signature, example: Example) -> frozenset[str]:
    """Return what there is to see in an example."""
    found = Measured(signature, example.args)
    with np.errstate(all="ignore"):
        said = [*_of_lengths(found), *_of_numbers(found)]
        for name, array in found.arrays.items():
            said += [f"`{name}` {words}" for words in _of_array(array)]
            said += [
                f"an entry of `{name}` is {'±' * (sign < 0)}`{other}`"
                for other, value in found.numbers.items()
                for sign in (1, -1)
                if value and (array == sign * value).any()
            ]
        said += [
            f"`{one}` and `{other}` are equal"
            for (one, first), (other, second) in combinations(found.arrays.items(), 2)
            if first.size > 1 and np.array_equal(first, second) and first.any()
        ]
    said += [*_of_texts(found), *_of_held(found)]
    said += [f"`{name}` is left out" for name in signature.parameters.keys() - example.args]
    return frozenset(said)


def _of_texts(found: Measured) -> Iterator[str]:
    for name, text in found.texts.items():
        yield from (f"`{name}` {words}" for words in _of_text(text))
        yield from (f"of the words of `{name}`, {words}" for words in _of_items(found.held[name]))
        yield from (
            f"`{name}` is `{other}`" for other, same in found.texts.items() if other < name and same == text
        )


def _of_text(text: str) -> Iterator[str]:
    signs = {
        "a capital letter": str.isupper,
        "a small letter": str.islower,
        "a digit": str.isdigit,
        "a space": str.isspace,
        "another sign": lambda c: not c.isalnum() and not c.isspace(),
    }
    yield from (f"has {words}" for words, test in signs.items() if any(map(test, text)))
    if text != text.strip():
        yield "begins or ends with a space"
    if "  " in text:
        yield "has two spaces side by side"
    if text and text == text[::-1]:
        yield "is the same from behind"
    if text.lower() != text and text.lower() == text.lower()[::-1]:
        yield "is the same from behind but for capitals"
    yield from _of_items([*text])


def _of_held(found: Measured) -> Iterator[str]:
    held = {name: items for name, items in found.held.items() if name not in found.texts}
    for name, items in held.items():
        yield from (f"of `{name}`, {words}" for words in _of_items(items))
    for (one, first), (other, second) in combinations(found.held.items(), 2):
        common, both = {*first} & {*second}, (len({*first}), len({*second}))
        how = "nothing" if not common else "all" if len(common) == max(both) else "some"
        how = "all of one" if how == "some" and len(common) == min(both) else how
        yield f"`{one}` and `{other}` have {how} in common"
        if common and first[:1] == second[:1]:
            yield f"`{one}` and `{other}` begin with the same"
        if common and first[-1:] == second[-1:]:
            yield f"`{one}` and `{other}` end with the same"
    for name, value in (*found.texts.items(), *found.wholes.items()):
        yield from (
            f"`{name}` is in `{other}`" for other, items in held.items() if other != name and value in items
        )


def _of_items(items: Sequence[Any]) -> Iterator[str]:
    """Look at what a list, a text or a dict holds, in its order."""
    if not items:
        yield "there is nothing"
        return
    runs = [each for i, each in enumerate(items) if not i or items[i - 1] != each]
    if len(runs) < len(items):
        yield "two equal ones stand side by side"
    if len(set(runs)) < len(runs):
        yield "something comes again after something else"
    if items[0] == items[-1] and len(items) > 1:
        yield "the first is the last"
    if len(set(items)) == 1 and len(items) > 1:
        yield "all are equal"
    if items.count(items[0]) == 1 < len(items):
        yield "the first comes once"
    if any(each in ("", ()) for each in items):
        yield "one is empty" if items[0] not in ("", ()) else "the first is empty"
    with suppress(TypeError):  # what cannot be compared has no order
        yield from _of_order(items)


def _of_order(items: Sequence[Any]) -> Iterator[str]:
    if len(items) < 2:
        return
    ordered = sorted(items)
    if items in (ordered, ordered[::-1]):
        yield "all are in order" if items == ordered else "all are in reverse order"
    for word, most in (("largest", max(items)), ("smallest", min(items))):
        yield f"the {word} is {_place(most, items)}"
        if items.count(most) > 1:
            yield f"the {word} is there twice"
    lengths = [len(each) for each in items if isinstance(each, (str, tuple))]
    if lengths and lengths.count(max(lengths)) > 1:
        yield "two are the longest"
    if any(one != other and one in other for one in items for other in items if _is_word(one, other)):
        yield "one is part of another"
    if lengths and len(lengths) == len(items):
        yield f"the longest is {_place(max(lengths), lengths)}"


def _is_word(*both: Any) -> bool:
    return all(isinstance(each, str) for each in both)


def _place(one: Any, items: Sequence[Any]) -> str:
    return "first" if items[0] == one else "last" if items[-1] == one else "in between"


def _of_lengths(found: Measured) -> Iterator[str]:
    once: dict[object, tuple[str, int]] = {}
    for key, length in found.lengths.items():
        once.setdefault(found.axes.get(key) or key, (f"`{key[0]}`: {key[1]}", length))
    for words, length in once.values():
        yield f"{words}: {length}"
    yield from _compared(list(once.values()))


def _of_numbers(found: Measured) -> Iterator[str]:
    for name, whole in found.wholes.items():
        yield f"`{name}` is {whole}" if abs(whole) <= FEW else f"`{name}` is {_last_digits(whole)}"
    yield from _compared(list(found.wholes.items()))
    yield from (
        f"`{name}` is the length of {key[0]}, {key[1]}"
        for name, whole in found.wholes.items()
        for key, length in found.lengths.items()
        if whole == length
    )
    for name, number in found.numbers.items():
        yield from (f"`{name}` is {words}" for words in _of_number(number))
    for (one, first), (other, second) in combinations(found.numbers.items(), 2):
        if first and abs(first) == abs(second):
            yield f"`{one}` is {'' if first == second else 'minus '}`{other}`"


def _last_digits(whole: int) -> str:
    """Return what is special about a large whole number."""
    divides = max((n for n in (1000, 100, 10, 4, 2, 1) if whole % n == 0), default=1)
    return f"large, a multiple of {divides}"


def _compared(lengths: list[tuple[str, int]]) -> Iterator[str]:
    for (one, first), (other, second) in combinations(lengths, 2):
        yield f"{one} is {'equal to' if first == second else 'more' if first > second else 'less'} {other}"


def _of_number(number: float) -> Iterator[str]:
    if number == 0:
        yield "−0" if np.signbit(number) else "0"
    elif float(number).is_integer():
        yield f"{number:g}" if abs(number) <= FEW else "large and whole"
    else:
        yield "negative" if number < 0 else "positive"
    if 0 < abs(number) < TINY:
        yield "tiny"
    if abs(number) > LARGE:
        yield "large"


def _of_array(array: np.ndarray) -> Iterator[str]:
    entries: Any = array.ravel()
    if not entries.size:
        yield "is empty"
        return
    zero, size = entries == 0, np.abs(entries)
    if zero.any():
        yield "holds zeros alone" if zero.all() else "holds a zero"
        if np.signbit(entries[zero]).any():
            yield "holds −0"
    if (entries < 0).any():
        yield "holds a negative entry" if (entries > 0).any() else "has no positive entry"
    small = (size > 0) & (size < TINY)
    if small.any():
        yield "is tiny" if (small | zero).all() else "holds a tiny entry"
    if size.max() > LARGE:
        yield "holds a large entry"
    if (entries != np.round(entries)).any():
        yield "holds a fraction"
    yield from _of_ties(array, entries[~zero])
    yield from _of_form(array)


def _of_ties(array: np.ndarray, entries: np.ndarray) -> Iterator[str]:
    """Look at entries that are equal; ``entries`` are those that are not 0."""
    _, counts = np.unique(entries, return_counts=True)
    most = int(counts.max(initial=0))
    if entries.size == array.size > 1 and len(counts) == 1:
        yield "holds one number alone"
    if most > 1:
        yield "holds a number twice" if most == 2 else "holds a number three times"
    if array.size > 1 and (array == array.max()).sum() > 1:
        yield "has two largest entries"
    if array.ndim == 2 and array.any() and len(np.unique(array, axis=0)) < len(array):
        yield "has two equal rows"


def _of_form(array: np.ndarray) -> Iterator[str]:
    if array.ndim == 2 and min(array.shape) > 1:
        if array.shape[0] == array.shape[1] and np.array_equal(array, array.T):
            yield "is symmetric"
        if array.shape[0] >= 2 * array.shape[1] or array.shape[1] >= 2 * array.shape[0]:
            yield "is twice as long as wide"
    if array.ndim > 1 and not array.flags.c_contiguous:
        yield "is stored column by column" if array.flags.f_contiguous else "is stored with gaps"
