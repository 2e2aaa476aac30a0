"""Pairs of submissions that are alike beyond what they were given and what the class shares.

Fingerprints by winnowing: S. Schleimer, D. S. Wilkerson, A. Aiken, "Winnowing: Local Algorithms for Document
Fingerprinting", SIGMOD 2003.  Of the hashes of all runs of `RUN` tokens the least of every `WINDOW` is kept,
the rightmost of equal ones; so whatever two texts share that is `RUN + WINDOW - 1` tokens long is found,
wherever it stands.  Names of the student's own, comments and blanks are left aside: these are changed first.

Nothing is parsed: the texts are strangers', and are read by one expression from left to right.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from itertools import combinations
from keyword import kwlist, softkwlist

from grader.model import Submission

RUN, WINDOW = 10, 8  # tokens, hashes
FEWEST = 10  # fingerprints that two share: some fifty tokens
LEAST = 0.1  # of the fingerprints of the smaller one: a question of ten
SHARED_BY = (5, 0.05, 20)  # at least, share of the class, at most: what more have is what one writes there
LONGEST = 200_000  # characters of one submission that are compared

# Every alternative that begins also ends, if only with the text: so the time grows as the length does.
_CODE = re.compile(
    r"""(?P<string>(?i:[rbuf]{0,2})"""
    r"""(?:\"{3}(?:[^\\]|\\.)*?(?:\"{3}|\Z)|'{3}(?:[^\\]|\\.)*?(?:'{3}|\Z)"""
    r"""|"(?:[^"\\\n]|\\.)*(?:"|$)|'(?:[^'\\\n]|\\.)*(?:'|$)))|(?P<comment>\#[^\n]*)"""
    r"""|(?P<attribute>\.[^\W\d]\w*)|(?P<name>[^\W\d]\w*)|(?P<number>\d[\w.]*)|(?P<sign>[^\s\w])""",
    re.DOTALL | re.MULTILINE,
)
_WORD = re.compile(r"\w+")
_BUILT_IN = ("self", "range", "len", "sum", "min", "max", "abs", "print", "zip", "enumerate")
_KEPT = frozenset((*kwlist, *softkwlist, *_BUILT_IN))


@dataclass(frozen=True)
class ComparedText:
    """A file's code or an answer in words."""

    name: str
    text: str
    code: bool


@dataclass(frozen=True)
class Marked:
    """A text with the places, from and to, that another submission has too."""

    text: ComparedText
    places: tuple[tuple[int, int], ...]

    @property
    def pieces(self) -> tuple[tuple[str, bool], ...]:
        """The text in pieces, and whether the other has each."""
        found, end = [], 0
        for start, stop in self.places:
            found += [(self.text.text[end:start], False), (self.text.text[start:stop], True)]
            end = stop
        return (*found, (self.text.text[end:], False))


@dataclass(frozen=True)
class AlikePair:
    """Two submissions that share more than what was given and what the class shares; it says not why."""

    one: Submission
    other: Submission
    share: float  # of the fingerprints of the smaller one, 0 to 1
    count: int  # fingerprints that are in both
    marked: tuple[tuple[Marked, ...], tuple[Marked, ...]]


Places = Mapping[bytes, Sequence[tuple[int, int, int]]]  # by fingerprint: which text, from, to


def alike(submissions: Sequence[Submission], given: Sequence[Submission] = ()) -> list[AlikePair]:
    """Return the pairs, the most alike first; attempts of one student are no pair.

    ``given`` is what students were handed: starters, examples.
    """
    texts = [texts_of(each) for each in submissions]
    found = [fingerprints(each) for each in texts]
    handed = {each for submission in given for each in fingerprints(texts_of(submission))}
    owners: dict[bytes, set[str]] = {}
    for submission, places in zip(submissions, found, strict=True):
        for each in places.keys() - handed:
            owners.setdefault(each, set()).add(_owner(submission))
    few, share, many = SHARED_BY
    most = min(many, max(few, share * len({_owner(each) for each in submissions})))
    telling = {each for each, who in owners.items() if len(who) <= most}
    own = [places.keys() & telling for places in found]
    pairs = []
    for (one, other), common in _shared(own).items():
        least = min(len(own[one]), len(own[other]))
        differ = _owner(submissions[one]) != _owner(submissions[other])
        if differ and len(common) >= FEWEST and len(common) >= LEAST * least:
            marked = (_marked(texts[one], found[one], common), _marked(texts[other], found[other], common))
            share = len(common) / least
            pairs.append(AlikePair(submissions[one], submissions[other], share, len(common), marked))
    return sorted(pairs, key=lambda each: (-each.share, -each.count, each.one.id, each.other.id))


def _owner(submission: Submission) -> str:
    return submission.attempt_of or submission.id


def _shared(own: Sequence[Iterable[bytes]]) -> Mapping[tuple[int, int], set[bytes]]:
    """Return what each pair that shares anything shares, by their places."""
    holders: dict[bytes, list[int]] = {}
    for number, fingerprints_of_one in enumerate(own):
        for each in fingerprints_of_one:
            holders.setdefault(each, []).append(number)
    shared: dict[tuple[int, int], set[bytes]] = {}
    for each, who in holders.items():
        for pair in combinations(who, 2):
            shared.setdefault(pair, set()).add(each)
    return shared


def texts_of(submission: Submission) -> tuple[ComparedText, ...]:
    """Return the code, file by file, and the answers in words, as far as they are compared."""
    texts = [
        ComparedText(m.path, "\n\n".join(cell.source for cell in m.cells), code=True)
        for m in submission.modules
    ]
    texts += [
        ComparedText(f"answer {name}", text, code=False) for name, text in sorted(submission.written.items())
    ]
    texts += [ComparedText("other words", submission.unclaimed, code=False)] if submission.unclaimed else []
    room, kept = LONGEST, []
    for each in texts:
        kept.append(ComparedText(each.name, each.text[: max(room, 0)], each.code))
        room -= len(each.text)
    return tuple(kept)


def fingerprints(texts: Sequence[ComparedText]) -> Places:
    """Return the fingerprints of some texts and where they stand."""
    places: dict[bytes, list[tuple[int, int, int]]] = {}
    for number, text in enumerate(texts):
        tokens = list(_tokens(text))
        hashes = [
            _hash(text.code, [token for token, _, _ in tokens[start : start + RUN]])
            for start in range(len(tokens) - RUN + 1)
        ]
        for start in _winnowed(hashes):
            place = (number, tokens[start][1], tokens[start + RUN - 1][2])
            places.setdefault(hashes[start], []).append(place)
    return places


def _winnowed(hashes: Sequence[bytes]) -> Iterator[int]:
    """Yield the places of the hashes that are kept, each once."""
    last = -1
    for start in range(max(len(hashes) - WINDOW + 1, min(len(hashes), 1))):
        window = range(start, min(start + WINDOW, len(hashes)))
        least = min(window, key=lambda place: (hashes[place], -place))
        if least != last:
            last = least
            yield least


def _hash(code: bool, tokens: Sequence[str]) -> bytes:
    return blake2b("\0".join([str(code), *tokens]).encode("utf-8", "surrogatepass"), digest_size=8).digest()


def _tokens(text: ComparedText) -> Iterator[tuple[str, int, int]]:
    """Yield what is compared, with its place: of names their being there, of strings likewise."""
    if not text.code:
        for match in _WORD.finditer(text.text):
            yield match[0].casefold(), match.start(), match.end()
        return
    for found in _CODE.finditer(text.text):
        match found.lastgroup:
            case "comment":
                continue
            case "string":
                read = '"'
            case "name":
                read = found[0] if found[0] in _KEPT else "name"
            case _:
                read = found[0]
        yield read, found.start(), found.end()


def _marked(texts: Sequence[ComparedText], places: Places, common: Iterable[bytes]) -> tuple[Marked, ...]:
    """Return the texts with what is common as places that neither touch nor overlap; without it, none."""
    spans: dict[int, list[tuple[int, int]]] = {}
    for each in common:
        for number, start, end in places[each]:
            spans.setdefault(number, []).append((start, end))
    return tuple(Marked(texts[number], tuple(_merged(found))) for number, found in sorted(spans.items()))


def _merged(spans: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    begun: tuple[int, int] | None = None
    for start, end in sorted(spans):
        if begun is not None and start <= begun[1] + 1:
            begun = (begun[0], max(begun[1], end))
            continue
        if begun is not None:
            yield begun
        begun = (start, end)
    if begun is not None:
        yield begun
