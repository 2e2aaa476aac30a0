"""Inputs that matter: of many that are drawn, those few on which wrong answers show.

What a set of inputs misses is missed for its kind, not for want of inputs.  So the first ones of each mood
are kept, and of all others those that fail wrong functions which too few have failed so far, or that show a
trait, or two traits together, which none has shown.  It depends on the seed and on nothing else: not on time,
and not on the machine.
"""

from collections.abc import Callable, Collection, Hashable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

import numpy as np

from grader.examples.draw import Example, Plan, drawn
from grader.signatures.signature import Signature

KILLS = 3  # kept examples that fail a wrong function, if there are so many
SHOWN = 2  # kept examples that show a trait, if there are so many
ROUNDS = 60  # candidates of each mood, of either kind
LOOKED_AT = 12  # rounds that are looked at for traits
PATIENCE = 1  # rounds after which what nothing failed, and nothing need fail, is let go
MOST = 32  # examples that are kept, but for those that fail wrong functions
ECHO = 0.7  # of the choices of the candidates that are full of coincidences

Wrong = Hashable  # a wrong function before a check


@dataclass(frozen=True)
class Chosen:
    """An example, and what it is there for."""

    example: Example
    first: bool = False  # it is the first of its mood
    wrong: tuple[Wrong, ...] = ()  # functions that it fails and too few others did
    traits: tuple[str, ...] = ()  # what it shows and none before did


@dataclass(frozen=True)
class Wanted:
    """What is asked of a candidate."""

    fits: Callable[[Example], bool]  # whether it can be kept at all
    fails: Callable[[Wrong, Example], bool]  # whether a wrong function is wrong on it
    traits: Callable[[Example], Collection[str]]
    hopeless: frozenset[Wrong]  # which to let go soon, if nothing fails them


@dataclass
class Choice:
    """What is chosen so far, and what is still looked for."""

    asked: Wanted
    needy: dict[Wrong, int]  # how many examples more are to fail each
    at_most: int
    kept: list[Chosen] = field(default_factory=list)
    seen: dict[str, int] = field(default_factory=dict)  # how many examples show a trait
    untouched: set[Wrong] = field(default_factory=set)  # what nothing has failed yet

    def keep(self, example: Example, *, first: bool = False) -> bool:
        """Keep an example, unless it does not fit."""
        if not self.asked.fits(example):
            return False
        shows = self.asked.traits(example)
        wrong = tuple(each for each in self.needy if self.asked.fails(each, example))
        new = tuple(sorted(trait for trait in shows if trait not in self.seen))
        self.kept.append(Chosen(example, first, wrong, new))
        for trait in shows:
            self.seen[trait] = self.seen.get(trait, 0) + 1
        for each in wrong:
            self.untouched.discard(each)
            self.needy[each] -= 1
            if not self.needy[each]:
                del self.needy[each]
        return True

    def for_wrong(self, examples: Sequence[Example]) -> None:
        """Keep those that fail needy functions, the one that fails most first."""
        left = [(e, {each for each in self.needy if self.asked.fails(each, e)}) for e in examples]
        self.untouched -= set().union(*(failed for _, failed in left))
        while self.needy and left and len(self.kept) < self.at_most:
            gains = [len(failed & self.needy.keys()) for _, failed in left]
            if not (best := max(gains)):
                return
            self.keep(left.pop(gains.index(best))[0])

    def for_traits(self, examples: Sequence[Example]) -> None:
        """Keep those that show what few have shown, and then those that show new pairs of traits."""
        shows = [self.asked.traits(each) for each in examples]
        every = sorted(set(self.seen).union(*shows))
        names = {name: place for place, name in enumerate(every)}
        table = _table(shows, names)
        kept = _table([self.asked.traits(each.example) for each in self.kept], names)
        pairs = kept.T @ kept
        open_ = np.ones(len(examples), dtype=bool)
        for each in self.kept:
            if each.example in examples:
                open_[list(examples).index(each.example)] = False
        while len(self.kept) < min(self.at_most, MOST) and open_.any():
            singly = table @ (np.diag(pairs) < SHOWN).astype(np.float32)
            together = ((table @ (pairs == 0).astype(np.float32)) * table).sum(axis=1)
            gains = np.where(open_, singly * 1e6 + together, -1.0)
            best = int(gains.argmax())
            if gains[best] <= 0:
                return
            open_[best] = False
            if self.keep(examples[best]):
                pairs += np.outer(table[best], table[best])


def _table(shows: Sequence[Collection[str]], names: dict[str, int]) -> np.ndarray:
    table = np.zeros((len(shows), len(names)), dtype=np.float32)
    for row, traits in zip(table, shows, strict=True):
        row[[names[each] for each in traits]] = 1.0
    return table


def choose(
    signature: Signature,
    plan: Plan,
    known: Sequence[Example],
    wrong: Sequence[Wrong],
    asked: Wanted,
) -> tuple[Chosen, ...]:
    """Return the chosen examples of a plan, simplest mood first; ``known`` are drawn already, in order."""
    choice = Choice(asked, dict.fromkeys(wrong, KILLS), plan.count, untouched=set(wrong))
    coming = rounds(signature, plan, known)
    missing = set(plan.moods)
    looked_at: list[Example] = []
    for number, batch in enumerate(coming):
        for example in batch if missing else ():
            if example.mood in missing and choice.keep(example, first=True):
                missing.discard(example.mood)
        if number == 0:
            continue
        if choice.needy:
            choice.for_wrong(batch)
        if number == PATIENCE:
            for each in choice.untouched & asked.hopeless:
                del choice.needy[each]
        if number < LOOKED_AT:
            looked_at += batch
        elif not choice.needy or len(choice.kept) >= plan.count:
            break
    choice.for_traits(looked_at)
    order = {mood: place for place, mood in enumerate(plan.moods)}
    return tuple(sorted(choice.kept, key=lambda each: order[each.example.mood]))


def rounds(signature: Signature, plan: Plan, known: Sequence[Example]) -> Iterator[list[Example]]:
    """Yield candidates of each mood, again and again: as they are drawn, and full of coincidences."""
    streams = []
    for mood in plan.moods:
        there = [each for each in known if each.mood is mood]
        streams.append(_continued(there, drawn(signature, plan, mood)))
    echoes = [drawn(signature, plan, mood, ECHO) for mood in plan.moods]
    for number in range(ROUNDS):
        yield [next(stream) for stream in (streams + echoes if number else streams)]


def _continued(there: Sequence[Example], stream: Iterator[Example]) -> Iterator[Example]:
    yield from there
    yield from islice(stream, len(there), None)
