"""The one cache that outlives a submission: results by the replies they were worked out from.

Most submissions of a class give the same replies, right or wrong, so what was looked for in these once is
known for all of them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

import msgspec

from grader.functions.arguments import Arguments
from grader.functions.reply import Reply
from grader.model import Evidence

REMEMBERED = 8 << 20  # bytes, of one question
OBJECT = 200  # bytes of a small one


def hash_of(replies: Sequence[Reply]) -> bytes:
    """Return what tells these replies from others."""
    return sha256(msgspec.msgpack.encode([reply.bits for reply in replies])).digest()


@dataclass(frozen=True)
class Memoised:
    """The result of some work, and the calls it made besides those whose replies it is known by."""

    result: Any
    calls: Sequence[tuple[str, Arguments, int | None]] = ()  # function, arguments, number of the call
    said: Sequence[bytes | str] = ()  # the bits of each reply


@dataclass
class Memo:
    """Results of work on replies, by the hash of what is looked for and of all replies it begins with.

    The work asks next what the replies so far lead it to, so the same replies lead to the same result.
    A result holds for a submission only if its functions give the same replies to the further calls too.
    ``enabled`` False forgets everything at once: results are the same bytes, only later.
    """

    enabled: bool = True
    results: dict[str, Memoised] = field(default_factory=dict)  # the oldest first
    size: int = 0  # bytes, near enough

    def get(self, key: str) -> Memoised | None:
        """Return what is known, if anything."""
        return self.results.get(key)

    def add(self, key: str, found: Memoised) -> None:
        """Keep a result, and forget the oldest ones where there are too many."""
        if not self.enabled:
            return
        self._forget(key)
        self.results[key] = found
        self.size += _size(found)
        while self.size > REMEMBERED:
            self._forget(next(iter(self.results)))

    def _forget(self, key: str) -> None:
        if (found := self.results.pop(key, None)) is not None:
            self.size -= _size(found)


def _size(found: Memoised) -> int:
    """Return the bytes of memory that a result takes."""
    evidence = getattr(found.result, "evidence", None)
    shown = (evidence.inputs, evidence.got, evidence.expected) if isinstance(evidence, Evidence) else ()
    return _bytes([shown, *(values for _, values, _ in found.calls)])


def _bytes(value: Any) -> int:
    if isinstance(value, Mapping):
        return OBJECT + sum(map(_bytes, value.values()))
    if isinstance(value, (list, tuple, set, frozenset)):
        return OBJECT + sum(map(_bytes, value))
    return OBJECT + (len(value) if isinstance(value, str) else getattr(value, "nbytes", 0))
