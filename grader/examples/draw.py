"""The corpus: inputs drawn once, the same for every submission.

Sole owner of randomness.  A domain makes whole-number choices and nothing else, so an example *is* its list
of choices.  The corpus takes them from a seeded generator, which gives the same inputs on every machine
(Hypothesis' own draws also depend on which modules happen to be loaded); the shrinker replays them.
"""

import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import islice
from typing import Any

import numpy as np

from grader.functions.bounded import time_limit
from grader.signatures.inputs import Sizes, draw
from grader.signatures.pick import Mood, Unsuitable
from grader.signatures.programs import ProgramSignature
from grader.signatures.refusals import Unsupported
from grader.signatures.signature import Key, Signature
from grader.values.tensors import exact_like

SECONDS = 20.0  # of work for the inputs of one mood, which take some milliseconds


@dataclass(frozen=True, eq=False)
class Example:
    """One set of arguments, and the choices that lead to it."""

    args: Mapping[str, Any]
    choices: tuple[int, ...]
    mood: Mood

    @cached_property
    def values(self) -> tuple[Any, ...]:
        """The arguments by position."""
        return tuple(self.args.values())


def row_by_row(example: Example) -> Example:
    """Return the same example with its arrays stored row by row, wherever they stand."""

    def stored(value: Any) -> Any:
        if isinstance(value, np.ndarray):
            return exact_like(value, np.ascontiguousarray(value).reshape(value.shape))
        if type(value) in (list, tuple):
            return type(value)(map(stored, value))
        return {key: stored(each) for key, each in value.items()} if type(value) is dict else value

    return replace(example, args={name: stored(value) for name, value in example.args.items()})


@dataclass(frozen=True)
class Plan:
    """How a corpus is drawn: how many examples, from which moods, with axes how long, from which seed."""

    count: int = 100
    seed: int = 0
    sizes: Sizes = field(default_factory=dict)
    moods: tuple[Mood, ...] = tuple(Mood)

    @cached_property
    def key(self) -> Key:
        """What tells it from other plans."""
        return Key((self.count, self.seed, self.moods, tuple(self.sizes.items())))


def corpus(signature: Signature, plan: Plan) -> tuple[Example, ...]:
    """Draw the examples of a signature, simplest mood first; every mood has the same share, and at least one.

    A function without drawn parameters has one example.  Raises Unsupported where hardly any draw satisfies
    the signature's conditions, and TooLong where a domain, or the reference in a program, has no end; of
    programs a mood is left out in which there are none.
    """
    if not signature.parameters:
        return (Example({}, (), plan.moods[0]),)
    examples: list[Example] = []
    refused: Unsupported | None = None
    for index, mood in enumerate(plan.moods):
        count = max(plan.count, len(plan.moods))
        share = count // len(plan.moods) + (index < count % len(plan.moods))
        try:
            with time_limit(SECONDS, at_work=True):
                examples += islice(drawn(signature, plan, mood), share)
        except Unsupported as problem:
            if not isinstance(signature, ProgramSignature):
                raise
            refused = refused or problem
    if refused and not examples:
        raise refused
    return tuple(examples)


def never_drawn(signature: Signature, plan: Plan) -> Unsupported | None:
    """Return why nothing can be drawn in any mood; None where something can."""
    refused: Unsupported | None = None
    for mood in plan.moods:
        try:
            next(drawn(signature, plan, mood))
        except Unsupported as problem:
            refused = refused or problem
        else:
            return None
    return refused


def drawn(signature: Signature, plan: Plan, mood: Mood, echo: float = 0.0) -> Iterator[Example]:
    """Yield examples of one mood without end, the same ones each time.

    With ``echo``, so often a choice is one that was made between the same bounds before, or else a round
    number: then arguments are equal, entries all the same, ends of ranges met together, which else hardly
    ever happens.
    """
    # A seed of text does not depend on the machine or on what was drawn before.
    text = f"{plan.seed}/{mood}/{','.join(signature.parameters)}{'/echo' * (echo > 0)}"
    source = random.Random(text)  # noqa: S311
    while True:
        yield _attempt(signature, plan.sizes, mood, source, echo)


def chosen_by(signature: Signature, sizes: Sizes, mood: Mood, choose: Callable[[int, int], int]) -> Example:
    """Return the example that choices lead to, with them; raise Unsuitable where they lead to none."""
    choices: list[int] = []

    def recorded(low: int, high: int) -> int:
        choices.append(choose(low, high))
        return choices[-1]

    return Example(draw(signature, sizes, mood, recorded), tuple(choices), mood)


def _attempt(
    signature: Signature, sizes: Sizes, mood: Mood, source: random.Random, echo: float = 0.0
) -> Example:
    last: Unsuitable | None = None
    for _ in range(100):
        try:
            choose = _coincident(source, echo) if echo else source.randint
            return chosen_by(signature, sizes, mood, choose)
        except Unsuitable as problem:
            last = problem
    raise Unsupported(
        f"100 draws in the mood {mood} found no arguments that satisfy the conditions: "
        "loosen them, or give a domain that keeps to them in every mood"
    ) from last


ROUND, WIDE = 100, 400  # what is round, where so many numbers are to choose from


def _coincident(source: random.Random, echo: float) -> Callable[[int, int], int]:
    """Return choices of which so many are the one before between the same bounds, and others are round."""
    before: dict[tuple[int, int], int] = {}

    def choose(low: int, high: int) -> int:
        choice = source.randint(low, high)
        if high - low >= WIDE and source.random() < echo / 2:
            choice = min(max(round(choice / ROUND) * ROUND, low), high)
        if (low, high) in before and source.random() < echo:
            choice = before[low, high]
        before[low, high] = choice
        return choice

    return choose
