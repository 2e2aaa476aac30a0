"""The conditions over an input that a description may name: a fixed, readable set, the simplest first.

A condition is true or false of every input of a function, and is worded both ways: "`A` is square", "`A` is
not square".  They are written for whoever wrote the function: by the names of its arguments.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, permutations

from grader.patterns.condition import Condition
from grader.patterns.measures import Measured
from grader.patterns.of_arrays import against, of_array, of_axes, of_places, of_scale, of_two
from grader.patterns.of_history import of_history
from grader.patterns.of_lengths import of_length, of_long, of_two_lengths, with_lengths
from grader.patterns.of_numbers import of_number, of_several_wholes, of_two_numbers, of_two_wholes, of_whole
from grader.patterns.of_right import of_right
from grader.patterns.of_texts import of_held, of_member, of_text, of_two_held
from grader.patterns.tried import Tried
from grader.signatures.signature import Signature


def measured(signature: Signature, cases: Sequence[Tried]) -> list[Measured]:
    """Take every input apart."""
    return [Measured(signature, case.args, case.right) for case in cases]


@dataclass(frozen=True)
class InAll:
    """What all inputs have, by name; of each length what is met."""

    lengths: Sequence[tuple[str, str]]
    met: Mapping[tuple[str, str], Sequence[int]]  # without those that are another's
    truths: Sequence[str]
    wholes: Sequence[str]
    numbers: Sequence[str]
    arrays: Sequence[str]


def _in_all(inputs: Sequence[Measured]) -> InAll:
    first = inputs[0]
    lengths = [key for key in first.lengths if all(key in each.lengths for each in inputs)]
    truths = [name for name in sorted(first.truths) if all(name in each.truths for each in inputs)]
    return InAll(
        lengths,
        {key: sorted({m.lengths[key] for m in inputs}) for key in _each_axis_once(lengths, first)},
        truths,
        [n for n in first.wholes if n not in truths and all(n in each.wholes for each in inputs)],
        [name for name in first.numbers if all(name in each.numbers for each in inputs)],
        [name for name in first.arrays if all(name in each.arrays for each in inputs)],
    )


def conditions(inputs: Sequence[Measured]) -> Iterator[Condition]:
    """Yield the conditions that can be asked of these inputs: of what all of them have."""
    there = _in_all(inputs)
    if inputs[0].history is not None:
        yield from of_history(inputs)
    yield from _of_one(inputs, there)
    yield from _of_several(inputs, there)
    yield from _of_held(inputs)
    for key, met in there.met.items():
        if key[1] == CHARACTER:
            yield from of_length(key, met)
            yield from of_long(key, met)
    yield from _of_formulas(inputs)
    yield from _of_optional(inputs)
    yield from of_right([each.right for each in inputs])
    if there.arrays:
        yield STORED
    for name in there.arrays:
        yield from of_scale(name)


def _of_one(inputs: Sequence[Measured], there: InAll) -> Iterator[Condition]:
    """Yield what one argument may be."""
    lengths = {key: met for key, met in there.met.items() if key[1] != CHARACTER}
    for key, met in lengths.items():
        yield from of_length(key, met)
    yield from of_two_lengths(there.lengths, inputs[0], of_one=True)
    for name in there.truths:
        yield Condition(f"`{name}` is True", f"`{name}` is False", lambda m, n=name: m.wholes[n])
    for name in there.wholes:
        yield from of_whole(name, sorted({each.wholes[name] for each in inputs}))
    for name in there.numbers:
        yield from of_number(name)
    for name in there.arrays:
        yield from of_axes(name, sorted({each.arrays[name].ndim for each in inputs}))
        yield from of_array(name)
        yield from of_places(name)
    for key, met in lengths.items():
        yield from of_long(key, met)


def _of_several(inputs: Sequence[Measured], there: InAll) -> Iterator[Condition]:
    """Yield how arguments may compare."""
    yield from of_two_lengths(there.lengths, inputs[0], of_one=False)
    yield from of_two_wholes(there.wholes)
    yield from of_several_wholes(there.wholes)
    for name in there.wholes:
        yield from with_lengths(name, there.lengths)
    yield from of_two_numbers(there.numbers)
    others = (*there.numbers, *there.wholes)
    for name in there.arrays if others else ():
        signed = _negative(name, inputs)
        for other in others:
            yield from against(name, other, signed=signed)
    for one, other in permutations(there.arrays, 2):
        yield from of_two(one, other)


CHARACTER = "character"  # how many a text has says less than its words, and what stands in it
STORED = Condition(
    "an array is stored column by column or with gaps",
    "every array is stored row by row",
    lambda m: any(not array.flags.c_contiguous for array in m.arrays.values()),
)


def _negative(name: str, inputs: Sequence[Measured]) -> bool:
    """Whether an entry of an array is negative anywhere."""
    return any(bool((each.arrays[name] < 0).any()) for each in inputs)


def _each_axis_once(keys: Sequence[tuple[str, str]], first: Measured) -> list[tuple[str, str]]:
    """Return the lengths of which none is another's by the annotation: that of the first argument stays."""
    once: dict[object, tuple[str, str]] = {}
    for key in keys:
        once.setdefault(first.axes.get(key) or key, key)
    return list(once.values())


def _of_optional(inputs: Sequence[Measured]) -> Iterator[Condition]:
    every = set().union(*(each.given for each in inputs))
    calls = {each.history.now.name if each.history else "" for each in inputs}
    for name in sorted(every):
        # Of the calls of a program only those can leave it out that have such an argument.
        if calls - {each.history.now.name if each.history else "" for each in inputs if name in each.given}:
            continue
        if not all(name in each.given for each in inputs):
            yield Condition(f"`{name}` is left out", f"`{name}` is given", lambda m, n=name: n not in m.given)


def _of_held(inputs: Sequence[Measured]) -> Iterator[Condition]:
    first = inputs[0]
    texts = [name for name in first.texts if all(name in each.texts for each in inputs)]
    held = [name for name in first.held if all(name in each.held for each in inputs)]
    for name in texts:
        yield from of_text(name, words=any(len(each.held[name]) > 1 for each in inputs))
    for name in held:
        if name not in texts:
            yield from of_held(name)
    for one, other in combinations(sorted({*held, *texts}), 2):
        yield from of_two_held(one, other)
    for other in held:
        yield from (of_member(name, other) for name in (*first.wholes, *texts) if name != other)


def _of_formulas(inputs: Sequence[Measured]) -> Iterator[Condition]:
    for name in inputs[0].formulas:
        for text in sorted({each.formulas.get(name, "") for each in inputs} - {""}):
            yield Condition(
                f"`{name}` is of the form `{text}`",
                f"`{name}` is not of the form `{text}`",
                lambda m, n=name, t=text: m.formulas[n] == t,
            )
