"""The calls of a function as they cross, and what a worker replied, read from bytes that are not trusted."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

import msgspec

from grader.functions.arguments import Arguments, changeable, manner_of
from grader.functions.reply import Answer, Failure, Reply
from grader.model import Verdict
from grader.sandbox import messages
from grader.sandbox.failures import UNASKED
from grader.values import wire

REMEMBERED = 64 << 20  # bytes of small replies
SMALL = 4096  # bytes
OBJECT = 1000  # bytes of memory for what is small
LIST_COST = 24  # bytes of memory for each that a list takes on the wire


class PendingCalls(NamedTuple):
    """The calls of one function in a message, and the replies so far."""

    name: str
    calls: Sequence[Sequence[Any]]
    replies: list[Reply]

    @property
    def left(self) -> int:
        """How many are not answered yet."""
        return len(self.calls) - len(self.replies)

    def request(self) -> messages.EncodedCall:
        """Return what is left as it crosses."""
        left = self.calls[len(self.replies) :]
        manners = [manner_of(values) for values in left]
        told = manners if any(manner != "new" for manner in manners) else ()
        return messages.EncodedCall(self.name, list(map(_encoded, left)), told)


def _encoded(values: Sequence[Any]) -> msgspec.Raw:
    return values.encoded if isinstance(values, Arguments) else Arguments(values).encoded


def read(body: bytes) -> Reply:
    """Return the reply in the body of a frame; without words where memory ran out.

    Raises WireError where it is none.
    """
    response = messages.read_response(body)
    if isinstance(response, messages.Answered):
        wire.require_sound(response.value)
        for each in response.left:
            wire.require_sound(each)
        left = dict(zip(response.changed, response.left, strict=False))
        changed = tuple(sorted(place for place in left if place >= 0))
        return Answer.of(response.value, {place: left[place] for place in changed}, response.steps)
    if not isinstance(response, messages.Raised):
        raise wire.WireError(UNASKED)
    if response.memory:
        return Failure(Verdict.OUT_OF_MEMORY, "")
    words = f"{wire.text(response.exception, 100)}: {wire.text(response.message, 500)}".rstrip(": ")
    place = f" ({wire.text(response.where, 700)})" if response.where else ""
    kinds = tuple(wire.text(kind, 100) for kind in response.kinds)
    return Failure(Verdict.RAISED, words + place, kinds, wire.text(response.values, 200))


def of_these(reply: Answer, values: Sequence[Any]) -> Answer:
    """Return an answer without changes of arguments that there are none of."""
    if not reply.changed or max(reply.changed) < (places := changeable(values)):
        return reply
    there = sum(place < places for place in reply.changed)  # they are in order
    return replace(reply, changed=reply.changed[:there], packed_left=reply.packed_left[:there])


def cost(reply: Reply) -> int:
    """Return the bytes of memory that a reply takes for each on the wire."""
    held = (reply.packed, *reply.packed_left) if isinstance(reply, Answer) else ()
    return LIST_COST if any(type(each) in (*wire.HOLDERS, wire.Frame) for each in held) else 1


@dataclass
class Replies:
    """Caches ``read`` across submissions, which mostly give the same answers.  Key: a small body."""

    known: dict[bytes, tuple[Reply, int]] = field(default_factory=dict)
    size: int = 0  # bytes of memory, near enough

    def read(self, body: bytes) -> tuple[Reply, int]:
        """Return the reply in the body of a frame and the bytes that it takes; raise WireError for none."""
        known = self.known.get(body)
        if known is None:
            reply = read(body)
            known = reply, len(body) * cost(reply)
            if len(body) <= SMALL:
                self.size += OBJECT + len(body) + known[1]  # as it came, and as it was read
                if self.size > REMEMBERED:
                    self.known.clear()
                    self.size = 0
                self.known[body] = known
        return known
