"""The calls that every submission is asked, whatever it does: in which order, and which of them again."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from random import Random
from typing import Any

import numpy as np

from grader.examples.draw import Example
from grader.functions.arguments import Arguments, Manner
from grader.signatures.signature import Signature
from grader.values.fingerprint import fingerprint
from grader.values.frames import Frame
from grader.values.programs import Program


@dataclass(frozen=True)
class Calls:
    """Calls of one function that every submission is asked, and the example that each is about."""

    name: str
    arguments: Sequence[Arguments]
    examples: Sequence[Example]
    numbers: Sequence[int]  # the same for the same call
    direct: bool = False  # whether the arguments are those of the examples


AGAIN = 8  # calls of a function that are repeated, in arrays that were used before; or more, so that
HEARD = 64  # answers are heard in all: one that is wrong every fiftieth time is found
TIMES = 3  # no call is repeated more often so
HEAVY = 2  # times the work of the lightest quarter; what may be more is not repeated
KEPT = 3  # repeated calls that are made twice in a row, on the very same arguments
READ_ONLY = 5  # on arrays that nobody can write to
ELSEWHERE = 3  # in another process, and of a slow function here


@dataclass(frozen=True)
class Repeat:
    """A call that is made again."""

    number: int
    arguments: Arguments

    @property
    def manner(self) -> Manner:
        """How its arguments are handed over."""
        return self.arguments.manner


@dataclass(frozen=True)
class Repeats:
    """The calls of one function that are made again: in the same process, and in another one."""

    name: str
    here: Sequence[Repeat]
    elsewhere: Sequence[Repeat]


@dataclass
class PlannedCalls:
    """The calls that every submission is asked: each made once, with a number, and kept."""

    by_check: dict[Any, Calls] = field(default_factory=dict)
    joined: dict[Any, list[Calls]] = field(default_factory=dict)  # the same by function
    repeated: dict[Any, list[Repeats]] = field(default_factory=dict)  # what of that is asked again
    # What tells one call from another: the function, its arguments, and how often a law has made it before.
    numbers: dict[tuple[str, tuple[Any, ...], int], int] = field(default_factory=dict)

    def of(
        self,
        law: str,
        signature: Signature,
        name: str,
        examples: Sequence[Example],
        work: Callable[[], list[tuple[Sequence[Any], Example]]],
    ) -> Calls:
        """Return the calls that ``work`` finds, of one function on some examples; ``law`` is "" for none."""
        key = (law, name, examples[0], len(examples))
        if key not in self.by_check:
            calls = [(Arguments.of(values, signature.names(len(values))), each) for values, each in work()]
            times: Counter[Any] = Counter()
            numbers = []
            for values, example in calls:
                call = name, fingerprint(values)
                numbers.append(self.numbers.setdefault((*call, times[call, example]), len(self.numbers)))
                times[call, example] += 1
            self.by_check[key] = Calls(name, [a for a, _ in calls], [e for _, e in calls], numbers, not law)
        return self.by_check[key]

    def merge(self, asked: Sequence[Calls]) -> Sequence[Calls]:
        """Return the same calls, each once, those of one function together.

        They come in an order that does not tell which check asks.  The smallest inputs come first: a function
        that never returns is shown the one on which it was stopped.
        """
        key = tuple(map(id, asked))  # they are kept in ``by_check``
        if key not in self.joined:
            self.joined[key] = []
            for name in dict.fromkeys(calls.name for calls in asked):
                once = {
                    number: (arguments, example)
                    for calls in asked
                    if calls.name == name
                    for number, arguments, example in zip(
                        calls.numbers, calls.arguments, calls.examples, strict=True
                    )
                }
                order = Random(name).sample(list(once), len(once))  # noqa: S311  (for everyone)
                order.sort(key=lambda number: size_of(once[number][0]))
                arguments, examples = [once[n][0] for n in order], [once[n][1] for n in order]
                self.joined[key].append(Calls(name, arguments, examples, order))
        return self.joined[key]

    def repeats(self, asked: Sequence[Calls]) -> Sequence[Repeats]:
        """Return which of these calls are made again, for each function: the same for everyone."""
        key = tuple(map(id, asked))
        if key not in self.repeated:
            self.repeated[key] = [repeats_of(calls) for calls in self.merge(asked)]
        return self.repeated[key]

    def number(self, name: str, values: Sequence[Any], times: Counter[Any] | None = None) -> int | None:
        """Return the number of a call that is asked of every submission, None for any other.

        ``times`` counts the calls of a law: what it asks again is another call, with an answer of its own.
        """
        bits = fingerprint(values)
        before = 0
        if times is not None:
            before = times[name, bits]
            times[name, bits] = before + 1
        return self.numbers.get((name, bits, before))


def repeats_of(calls: Calls) -> Repeats:
    """Choose the calls of one function that are made again; ``calls`` come by size."""
    all_ = [Repeat(*each) for each in zip(calls.numbers, calls.arguments, strict=True)]
    random = Random(f"again/{calls.name}")  # noqa: S311  (for everyone)
    work = [work_of(each.arguments) for each in all_]
    light = [each for each, its in zip(all_, work, strict=True) if its <= HEAVY * np.quantile(work, 0.25)]
    often = light if len(light) < ELSEWHERE else light * TIMES
    count = min(max(AGAIN, HEARD - len(all_)), len(often))
    in_use = [_handed(each, "reused") for each in random.sample(often, count)]
    if not any(calls.arguments):  # no arguments: there is no other manner
        return Repeats(calls.name, in_use[:1], all_[:1])
    kept = _spread(all_, KEPT)
    twice = [_handed(each, manner) for each in kept for manner in ("reused", "kept")]
    with_arrays = [each for each in all_ if any(isinstance(v, np.ndarray) for v in each.arguments)]
    read_only = [_handed(each, "read-only") for each in _spread(with_arrays, READ_ONLY)]
    return Repeats(calls.name, [*in_use, *twice, *read_only], _spread(all_, ELSEWHERE)[::-1])


def _handed(each: Repeat, manner: Manner) -> Repeat:
    return replace(each, arguments=each.arguments.handed(manner))


def _spread(every: Sequence[Repeat], count: int) -> list[Repeat]:
    """Return some, from the first to the last."""
    places = np.linspace(0, len(every) - 1, min(count, len(every))).round()
    return [every[int(place)] for place in places]


def work_of(value: Any) -> int:
    """Return about how much work a call may be: a whole number may say how often something is done."""
    if isinstance(value, (tuple, list)):
        return sum(map(work_of, value))
    return abs(value) if type(value) is int else size_of(value)


def size_of(value: Any) -> int:
    """Return how many numbers these are."""
    if isinstance(value, (tuple, list)):
        return sum(map(size_of, value))
    if isinstance(value, Program):
        return len(value.steps)
    if isinstance(value, (dict, set)):
        return len(value) + (sum(map(size_of, value.values())) if isinstance(value, dict) else 0)
    if isinstance(value, Frame):
        return value.size
    return int(np.size(value))
