"""What a check found, and what was found before for the same replies: nothing is looked for twice."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

import msgspec

from grader.functions import Arguments, Reply
from grader.model import Evidence, Verdict

REMEMBERED = 8 << 20  # bytes, of one question
OBJECT = 200  # bytes of a small one


@dataclass(frozen=True)
class Finding:
    """What a check found: the verdict, the share of the points that is earned, and why not all of them."""

    verdict: Verdict
    share: float = 0.0
    message: str = ""
    evidence: Evidence | None = None
    mistake: str | None = None
    follows: str = ""  # the function of the reference that the answers are nearest to, of several accepted


def hash_of(replies: Sequence[Reply]) -> bytes:
    """Return what tells these replies from others."""
    return sha256(msgspec.msgpack.encode([reply.bits for reply in replies])).digest()


@dataclass(frozen=True)
class Found:
    """The result of some work, and what it heard besides the replies that it is known by."""

    result: Any
    beyond: Sequence[tuple[str, Arguments, int | None]] = ()
    said: Sequence[bytes | str] = ()  # the bits of each reply


@dataclass
class Findings:
    """Results by what was looked for and all replies that it was looked for in.

    The work asks next what the replies so far lead it to, so the same replies lead to the same result: they
    are all that it costs to have it again.
    """

    known: dict[str, Found] = field(default_factory=dict)
    size: int = 0  # bytes, near enough

    def add(self, key: str, found: Found) -> None:
        """Remember a result, and forget the oldest ones where there are too many."""
        self._forget(key)
        self.known[key] = found
        self.size += _size(found)
        while self.size > REMEMBERED:
            self._forget(next(iter(self.known)))

    def _forget(self, key: str) -> None:
        if (found := self.known.pop(key, None)) is not None:
            self.size -= _size(found)

    def passed(self) -> dict[str, str]:
        """Return the remarks of the searches that passed and asked for nothing besides."""
        found = ((key, each.result) for key, each in self.known.items() if not each.beyond)
        return {
            key: result.message
            for key, result in found
            if isinstance(result, Finding) and result.verdict is Verdict.PASSED
        }


def _size(found: Found) -> int:
    """Return the bytes of memory that a result takes."""
    evidence = getattr(found.result, "evidence", None)
    shown = (evidence.inputs, evidence.got, evidence.expected) if isinstance(evidence, Evidence) else ()
    return _bytes([shown, *(values for _, values, _ in found.beyond)])


def _bytes(value: Any) -> int:
    if isinstance(value, Mapping):
        return OBJECT + sum(map(_bytes, value.values()))
    if isinstance(value, (list, tuple)):
        return OBJECT + sum(map(_bytes, value))
    return OBJECT + (len(value) if isinstance(value, str) else getattr(value, "nbytes", 0))
