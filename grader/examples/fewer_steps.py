"""A program that fails, without the steps that it fails without."""

from collections.abc import Callable, Iterator
from itertools import combinations

from grader.examples.draw import Example
from grader.values.programs import Program

PAIRS = 60  # that are looked at


def shortest(failing: Example, fails: Callable[[Example], bool]) -> Example:
    """Return a failing program without any step that it fails without: no other needs it, or another will do.

    Two steps that undo each other go together. It is no draw any more, so it has no choices; any other
    example comes back as it is.
    """
    if len(failing.values) != 1 or not isinstance(failing.values[0], Program):
        return failing
    before = None
    while failing is not before:
        before = failing = _one_by_one(failing, fails)
        of_two = (Example({"program": each}, (), failing.mood) for each in _without_two(failing.values[0]))
        failing = next((each for each in of_two if fails(each)), failing)
    return failing


def _one_by_one(failing: Example, fails: Callable[[Example], bool]) -> Example:
    before = None
    while failing is not before:  # for one that was needed may not be when a later one has gone
        before, place = failing, len(failing.values[0].steps)
        while (place := place - 1) >= 0:
            program: Program = failing.values[0]
            shorter = program.without(place) or program.spliced(place)
            if shorter is not None and shorter.steps:
                example = Example({"program": shorter}, (), failing.mood)
                failing = example if fails(example) else failing
    return failing


def _without_two(program: Program) -> Iterator[Program]:
    """Yield a program with one object in the place of two, and without two calls of one method."""
    steps = program.steps
    pairs = [(n, m) for n, m in combinations(range(len(steps)), 2) if steps[n].call == steps[m].call]
    for one, other in pairs[:PAIRS]:
        shorter = program.without(other)
        if shorter is None:
            shorter = program.merged(one, other)
        elif len(steps) > 2:
            shorter = shorter.without(one)
        if shorter is not None:
            yield shorter
