"""Inputs that matter: of many that are drawn, those few on which wrong answers show.

What a set of inputs misses is missed for its kind, not for want of inputs.  So the first of each mood is
kept, then what shows traits, or two traits together, that few before showed, and at last what fails those
known mistakes that too few have failed.  It depends on the seed and on nothing else: not on time, and not on
the machine.
"""

from collections import Counter
from collections.abc import Callable, Collection, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice

import numpy as np

from grader.examples.calls import size_of
from grader.examples.draw import Example, Plan, drawn
from grader.signatures.signature import Signature
from grader.values.fingerprint import fingerprint

FAILING = 3  # kept examples that fail a wrong function, if there are so many
SHOWN = 2  # kept examples that show a trait, if there are so many
OF_ANSWERS, OF_LAWS = 28, 22  # examples that are kept for what they show; a law calls several times on each
ROOM = 12  # more that are kept at most, for wrong functions that these do not show
ROUNDS = 8  # candidates of each mood, of either kind, that are looked at
FURTHER = 40  # rounds of them where a wrong function is looked for that too few of these fail
ECHO = 0.7  # of the choices of the candidates that are full of coincidences

Subject = Hashable  # a wrong function before a check


@dataclass(frozen=True)
class Chosen:
    """An example, and what it is there for."""

    example: Example
    first: bool = False  # it is the first of its mood
    traits: tuple[str, ...] = ()  # what it shows and none before did
    fails: tuple[Subject, ...] = ()  # wrong functions that it was kept for


@dataclass(frozen=True)
class Criteria:
    """What a candidate is kept for: whether it can be kept at all, what it shows, and who is wrong on it."""

    fits: Callable[[Example], bool]
    traits: Callable[[Example], Collection[str]]
    fails: Callable[[Subject, Example], bool]
    near: Collection[Subject] = ()  # who is looked for among those that are looked at, and no further
    unseen: Collection[Subject] = ()  # who is let go if none of those that are kept fails it


def choose(
    signature: Signature,
    plan: Plan,
    wanted: Mapping[Subject, int],
    asked: Criteria,
    by_traits: int = OF_ANSWERS,
) -> tuple[Chosen, ...]:
    """Return the chosen examples of a plan, simplest mood first, and the small ones of a mood before others.

    ``wanted`` says how many are to fail each wrong function, ``by_traits`` how many are kept for what they
    show.
    """
    order = {mood: place for place, mood in enumerate(plan.moods)}

    def simplest(example: Example) -> tuple[int, int]:
        return order[example.mood], size_of(example.values)

    coming = rounds(signature, plan)
    looked_at = list(chain.from_iterable(islice(coming, ROUNDS)))
    pool = sorted(looked_at, key=simplest)
    few = min(plan.count, by_traits)
    kept = showing(pool, asked, few)
    kept += others(looked_at, kept, asked, few - len(kept))
    kept += by_failures(pool, coming, kept, wanted, asked, few + ROOM)
    return tuple(sorted(kept, key=lambda each: simplest(each.example)))


def rounds(signature: Signature, plan: Plan) -> Iterator[list[Example]]:
    """Yield candidates of each mood, again and again: as they are drawn, and full of coincidences."""
    streams = [drawn(signature, plan, mood, echo) for mood in plan.moods for echo in (0.0, ECHO)]
    for _ in range(FURTHER):
        yield [next(stream) for stream in streams]


def showing(pool: Sequence[Example], asked: Criteria, at_most: int) -> list[Chosen]:
    """Keep the first of each mood, then what shows what few have shown, then new pairs of traits."""
    shows = [sorted(asked.traits(each)) for each in pool]
    places = {trait: place for place, trait in enumerate(sorted({t for some in shows for t in some}))}
    table = np.zeros((len(pool), len(places)), dtype=np.float32)
    for row, some in zip(table, shows, strict=True):
        row[[places[trait] for trait in some]] = 1.0
    shown = np.zeros(len(places))  # by how many of those that are kept
    pairs = np.zeros((len(places), len(places)), dtype=bool)  # traits that one of them shows together
    together = table.sum(axis=1) ** 2  # how many pairs a candidate would be the first to show
    left = np.ones(len(pool), dtype=bool)
    moods = {mood: np.array([each.mood is mood for each in pool]) for mood in {each.mood for each in pool}}
    missing = set(moods)
    kept: list[Chosen] = []
    seen: set[str] = set()
    while left.any() and (missing or len(kept) < at_most):
        of_mood = np.any([moods[mood] for mood in missing], axis=0) if missing else True
        few = table @ (shown < SHOWN).astype(np.float32)
        gains = np.where(left & of_mood, few * 1e6 + together, -1.0)
        best = int(gains.argmax())
        if gains[best] < 0 and missing:  # nothing of these moods fits
            missing.clear()
            continue
        if gains[best] <= 0 and not missing:
            break
        left[best] = False
        if not asked.fits(pool[best]):
            continue
        new = tuple(trait for trait in shows[best] if trait not in seen)
        kept.append(Chosen(pool[best], pool[best].mood in missing, new))
        missing.discard(pool[best].mood)
        seen.update(shows[best])
        its = table[best].nonzero()[0]
        of_it = table[:, its]
        together -= ((of_it @ ~pairs[np.ix_(its, its)]) * of_it).sum(axis=1)
        pairs[np.ix_(its, its)] = True
        shown[its] += 1
    return kept


def others(
    looked_at: Sequence[Example], there: Sequence[Chosen], asked: Criteria, count: int
) -> list[Chosen]:
    """Keep so many others, of all moods in turn: what texts and sets show nobody has a word for."""
    known = {fingerprint(each.example.values) for each in there}
    new: list[Chosen] = []
    for example in looked_at:
        if len(new) >= count:
            break
        if fingerprint(example.values) not in known and asked.fits(example):
            known.add(fingerprint(example.values))
            new.append(Chosen(example))
    return new


def by_failures(
    pool: list[Example],
    coming: Iterator[list[Example]],
    there: Sequence[Chosen],
    wanted: Mapping[Subject, int],
    asked: Criteria,
    at_most: int,
) -> list[Chosen]:
    """Keep what fails wrong functions that too few of those that are there fail.

    Where those in the pool are not enough, it is filled up with those that are ``coming``.
    """
    need = Counter({each: count - _failed(each, there, count, asked) for each, count in wanted.items()})
    taken = {each.example for each in there}
    new: list[Chosen] = []
    for subject in wanted:
        some = pool if subject in asked.near else _filled_up(pool, coming)
        if subject in asked.unseen and need[subject] == wanted[subject]:
            continue
        for example in some:
            if need[subject] <= 0 or len(there) + len(new) >= at_most:
                break
            if example in taken or not asked.fails(subject, example) or not asked.fits(example):
                continue
            fails = tuple(s for s in wanted if need[s] > 0 and (s == subject or asked.fails(s, example)))
            need.subtract(fails)
            taken.add(example)
            new.append(Chosen(example, fails=fails))
    return new


def _filled_up(pool: list[Example], coming: Iterator[list[Example]]) -> Iterator[Example]:
    """Yield what is in a pool, and fill it up."""
    yield from pool
    for batch in coming:
        pool += batch
        yield from batch


def _failed(subject: Subject, there: Sequence[Chosen], enough: int, asked: Criteria) -> int:
    """Return how many examples fail a wrong function, counted as far as is enough."""
    return sum(1 for _ in islice((each for each in there if asked.fails(subject, each.example)), enough))
