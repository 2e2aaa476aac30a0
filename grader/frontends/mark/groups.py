"""Answers that are alike, so that they are marked at once: equal ones, and those that differ in a few words.

Code is alike that did the same on all inputs that are stored.

Two answers are equal if they are after the case of words, spaces, the punctuation of sentences and emphasis
are left aside.  They are near if nine tenths of their words are the same and in the same order, and no
number, formula, sign, single letter or negation is among what differs.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from grader.model import Outcome

NEAR = 0.9  # the share of the words of both that is common
FEWEST = 8  # words of answers that can be near: of fewer, each counts
LONGEST = 20_000  # characters that are compared
_MATH = re.compile(r"\$\$?[^$]+\$\$?|\\\(.+?\\\)|\\\[.+?\\\]", re.DOTALL)
# Every sign may turn an answer round, but for the punctuation of sentences.
_TOKEN = re.compile(r"""\d+(?:[.,]\d+)*|[^\W\d_]+(?:['’][^\W\d_]{2,}|n['’]t)*|[^\s.,;:?"“”„«»`…]""")
_EMPHASIS = re.compile(r"(?<![\w*])(\*{1,3}|_{1,3})(?=\S)(.+?)(?<=\S)\1(?![\w*])")
_NEGATION = re.compile(
    "no|not|never|none|nor|neither|without|cannot|nicht|kein|keine|keinen|nie|ohne|ne|pas|jamais|sans|sin|"
    r"nunca|non|senza|mai|não|sem|nem|niet|geen|nooit|zonder|\w+n['’]t"
)
_BULLET = re.compile(r"(?m)^\s*[-*+>#]+\s+(?=[^\W\d_]{2})")  # else it may be a sign


@dataclass(frozen=True)
class Alike:
    """Answers that are alike: of the first, all others are equals or near."""

    equal: tuple[str, ...]  # by submission
    near: tuple[str, ...] = ()

    @property
    def members(self) -> tuple[str, ...]:
        """All of them, the equal ones first."""
        return self.equal + self.near


def groups(answers: Mapping[str, str]) -> Sequence[Alike]:
    """Return every answer in one group, the largest first; ``answers`` are texts by submission."""
    equal: dict[tuple[str, ...], list[str]] = {}
    for submission, answer in answers.items():
        equal.setdefault(_tokens(answer), []).append(submission)
    classes = sorted(equal.items(), key=lambda each: (-len(each[1]), min(each[1])))
    found: list[tuple[_Bag, list[str], list[str]]] = []
    for tokens, members in classes:
        bag = _Bag.of(tokens)
        leader = next((each for each in found if bag.near(each[0])), None)
        if leader:
            leader[2].extend(members)
        else:
            found.append((bag, sorted(members), []))
    made = [Alike(tuple(first), tuple(sorted(rest))) for _, first, rest in found]
    return sorted(made, key=lambda each: (-len(each.members), each.members))


def behaving(outcomes: Mapping[str, Outcome]) -> Sequence[Alike]:
    """Return code in groups that did the same on all stored inputs, the largest first; by submission."""
    same: dict[tuple[str, ...], list[str]] = {}
    for submission, outcome in outcomes.items():
        key = (outcome.verdict, outcome.behaviour) if outcome.behaviour else ("", submission)
        same.setdefault(key, []).append(submission)
    return sorted(
        (Alike(tuple(sorted(each))) for each in same.values()), key=lambda e: (-len(e.members), e.members)
    )


def differing(answer: str, other: str) -> tuple[Sequence[str], Sequence[str]]:
    """Return the words of one answer that the other lacks or has elsewhere, and those that it has instead."""
    return _changes(_tokens(answer), _tokens(other))


def _changes(one: Sequence[str], two: Sequence[str]) -> tuple[list[str], list[str]]:
    gone: list[str] = []
    come: list[str] = []
    for what, i, j, k, n in SequenceMatcher(None, one, two, autojunk=False).get_opcodes():
        if what != "equal":
            gone += one[i:j]
            come += two[k:n]
    return gone, come


@dataclass(frozen=True)
class _Bag:
    """How often each word occurs, and what must not differ."""

    tokens: Sequence[str]
    words: Counter[str]
    hard: Counter[str]

    @staticmethod
    def of(tokens: Sequence[str]) -> "_Bag":
        """Count the words of an answer."""
        words = Counter(tokens)
        hard = Counter({each: n for each, n in words.items() if _is_hard(each)})
        return _Bag(tokens, words, hard)

    def near(self, other: "_Bag") -> bool:
        """Whether two answers differ in a few words that turn nothing round."""
        shorter, longer = sorted((len(self.tokens), len(other.tokens)))
        if shorter < FEWEST or shorter < NEAR * longer or self.hard != other.hard:
            return False
        common = sum((self.words & other.words).values())
        if 2 * common < NEAR * (shorter + longer):
            return False
        gone, come = _changes(self.tokens, other.tokens)
        return not set(gone) & set(come)  # a word that went elsewhere: "A follows from B"


def _is_hard(token: str) -> bool:
    return _NEGATION.fullmatch(token) is not None or not token.isalpha() or len(token) == 1


@lru_cache(4096)
def _tokens(answer: str) -> tuple[str, ...]:
    """Return the words, numbers, signs and formulas of an answer, in their order."""
    return tuple(_pieces(unicodedata.normalize("NFC", answer[:LONGEST])))


def _pieces(text: str) -> Iterator[str]:
    end = 0
    for formula in _MATH.finditer(text):
        yield from _words(text[end : formula.start()])
        yield "".join(formula[0].strip("$").split())
        end = formula.end()
    yield from _words(text[end:])


def _words(text: str) -> Iterator[str]:
    """Yield words in lower case, but for single letters: f(A) is not f(a)."""
    for found in _TOKEN.finditer(_EMPHASIS.sub(r"\2", _BULLET.sub(" ", text))):
        yield found[0].casefold() if len(found[0]) > 1 else found[0]
