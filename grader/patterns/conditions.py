"""The conditions over an input that a description may name: a fixed, readable set, the simplest first.

A condition is true or false of every input of a function, and is worded both ways: "`A` is square", "`A` is
not square".  They are written for whoever wrote the function: by the names of its arguments.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import permutations
from typing import Any

from grader.patterns.condition import Condition
from grader.patterns.measures import Measured
from grader.patterns.of_arrays import against, of_array, of_places, of_scale, of_two
from grader.patterns.of_lengths import of_length, of_two_lengths, with_lengths
from grader.patterns.of_numbers import of_number, of_several_wholes, of_two_numbers, of_two_wholes, of_whole
from grader.signatures.signature import Signature


def measured(signature: Signature, inputs: Sequence[Mapping[str, Any]]) -> list[Measured]:
    """Take every input apart."""
    return [Measured(signature, args) for args in inputs]


def conditions(inputs: Sequence[Measured]) -> Iterator[Condition]:
    """Yield the conditions that can be asked of these inputs: of what all of them have."""
    first = inputs[0]
    lengths = [key for key in first.lengths if all(key in each.lengths for each in inputs)]
    wholes = [name for name in first.wholes if all(name in each.wholes for each in inputs)]
    numbers = [name for name in first.numbers if all(name in each.numbers for each in inputs)]
    arrays = [name for name in first.arrays if all(name in each.arrays for each in inputs)]
    texts = [name for name in first.texts if all(name in each.texts for each in inputs)]
    for key in _each_axis_once(lengths, first):
        yield from of_length(key)
    yield from of_two_lengths(lengths, first)
    for name in wholes:
        yield from of_whole(name, sorted({each.wholes[name] for each in inputs}))
    yield from of_two_wholes(wholes)
    yield from of_several_wholes(wholes)
    for name in wholes:
        yield from with_lengths(name, lengths)
    for name in numbers:
        yield from of_number(name)
    yield from of_two_numbers(numbers)
    for name in arrays:
        yield from of_array(name)
        yield from of_places(name)
        for other in (*numbers, *wholes):
            yield from against(name, other)
    for one, other in permutations(arrays, 2):
        yield from of_two(one, other)
    yield from _of_texts(texts)
    yield from _of_optional(inputs)
    if arrays:
        yield STORED
    for name in arrays:
        yield from of_scale(name)


STORED = Condition(
    "an array is stored column by column or with gaps",
    "every array is stored row by row",
    lambda m: any(not array.flags.c_contiguous for array in m.arrays.values()),
)


def _each_axis_once(keys: Sequence[tuple[str, str]], first: Measured) -> list[tuple[str, str]]:
    """Return the lengths of which none is another's by the annotation: that of the first argument stays."""
    once: dict[object, tuple[str, str]] = {}
    for key in keys:
        once.setdefault(first.axes.get(key) or key, key)
    return list(once.values())


def _of_texts(names: Sequence[str]) -> Iterator[Condition]:
    tests: Sequence[tuple[str, str, Callable[[str], bool]]] = (
        ("{} is empty", "{} is not empty", lambda s: not s),
        ("{} has a capital letter", "{} has no capital letter", lambda s: any(c.isupper() for c in s)),
        ("{} has a small letter", "{} has no small letter", lambda s: any(c.islower() for c in s)),
        ("{} has a digit", "{} has no digit", lambda s: any(c.isdigit() for c in s)),
        ("{} has a space", "{} has no space", lambda s: any(c.isspace() for c in s)),
        ("{} has a letter twice", "no letter is in {} twice", lambda s: len(set(s)) < len(s)),
    )
    for name in names:
        for yes, no, test in tests:
            yield Condition(
                yes.format(f"`{name}`"), no.format(f"`{name}`"), lambda m, t=test, n=name: t(m.texts[n])
            )


def _of_optional(inputs: Sequence[Measured]) -> Iterator[Condition]:
    def given(each: Measured) -> set[str]:
        of_lengths = {name for name, _ in each.lengths}  # also of what is empty
        return {*each.wholes, *each.numbers, *each.arrays, *each.texts, *of_lengths}

    every = set().union(*map(given, inputs))
    for name in sorted(every):
        if not all(name in given(each) for each in inputs):
            yield Condition(
                f"`{name}` is left out", f"`{name}` is given", lambda m, n=name: n not in given(m)
            )
