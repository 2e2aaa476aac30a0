"""What the grader and a worker say to each other: bounded frames of plain values, never code or pickles."""

import struct
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import Annotated

import msgspec

from grader.values.hands import Manner
from grader.values.leaves import FRAME_LIMIT, Array, PackedFormula, WireError
from grader.values.programs import PackedProgram
from grader.values.typed import PackedLines
from grader.values.wire import Items, Named, Value

SMALL_FRAME = 1 << 20  # bytes; a larger answer must be an array or a few: numbers one by one take their time
HEADER = struct.Struct(">II")  # the bytes that follow, and the number of the request they belong to


class Piece(msgspec.Struct, frozen=True):
    """A module or notebook cell to run."""

    name: str
    source: str


class SourceFile(msgspec.Struct, frozen=True):
    """A module of the submission, under the name by which others import it."""

    module: str
    notebook: bool
    pieces: list[Piece]
    path: str = ""  # in the hand-in


class Load(msgspec.Struct, tag="load", frozen=True):
    """Run these modules, but for the statements to skip, and say which of these functions there are."""

    files: list[SourceFile]
    function_names: list[str]
    skip: list[int]
    given: dict[str, bytes] = {}  # data that the code may read, by path
    variables: list[str] = []  # those of the names that are no functions, but bound to values
    argument_names: dict[str, list[str]] = {}  # as they are asked for, by call: "f", ".push"


class Call(msgspec.Struct, frozen=True, omit_defaults=True):
    """Call a function once for each list of arguments, each handed over in its manner (as a rule "new")."""

    function: str
    arguments: list[list[Value | Named | PackedProgram | PackedFormula | PackedLines]]
    manners: Sequence[Manner] = ()


class EncodedCall(Call, frozen=True):
    """The same, with arguments that were encoded once for all submissions."""

    arguments: list[msgspec.Raw]  # type: ignore[assignment]


class CallRequest(msgspec.Struct, tag="calls", frozen=True):
    """Call some functions, one after the other; one reply for each call."""

    calls: Sequence[Call]


class Locked(msgspec.Struct, tag="locked", frozen=True):
    """How well the worker is locked in, as it found by trying, before it meets the student's code."""

    level: str
    notes: list[str]


class Starting(msgspec.Struct, tag="starting", frozen=True):
    """A top-level statement is about to run: should the worker never answer again, this one is why."""

    statement: int
    where: str


class Told(msgspec.Struct, frozen=True):
    """Something that went wrong while loading, for the student; or a note on what was decided."""

    where: str
    message: str
    memory: bool = False  # there was not enough
    note: bool = False


class Loaded(msgspec.Struct, tag="loaded", frozen=True):
    """What the submission defines."""

    functions: list[str]
    answers: dict[str, str]
    told: list[Told]
    hints: dict[str, str] = {}  # of functions that are asked for: why one is not there, or what is odd
    parameters: dict[str, list[str]] = {}  # of functions, where they are plain


class Answered(msgspec.Struct, tag="answered", frozen=True, gc=False, omit_defaults=True):
    """A function returned.

    ``changed`` are the places of the arguments it left changed, and ``left`` is what stands there now.
    ``steps`` is what the call took where that was to be counted (``values.counting``), else 0.
    """

    value: Value
    changed: list[int]
    left: list[Value] = []
    steps: int = 0


class Raised(msgspec.Struct, tag="raised", frozen=True):
    """A function raised; ``where`` is the student's file and line, ``values`` what its names stand for."""

    exception: str
    message: str
    where: str
    memory: bool
    # The names of its type and of those it comes from, the nearest first.
    kinds: Annotated[list[Annotated[str, msgspec.Meta(max_length=100)]], msgspec.Meta(max_length=20)] = []
    values: str = ""


class Took(msgspec.Struct, tag="took", frozen=True):
    """Another function is called; the last took so long, and those that were not worth telling before it."""

    seconds: float


class FewArrays(Items, tag="items", frozen=True):
    """A list or a tuple of arrays: all that may be large besides an array."""

    items: Annotated[list[Array], msgspec.Meta(max_length=1000)]  # type: ignore[assignment]


class LargeAnswer(Answered, tag="answered", frozen=True):
    """An answer of more than a megabyte."""

    value: Array | FewArrays
    changed: Annotated[list[int], msgspec.Meta(max_length=100)]
    left: Annotated[list[Array], msgspec.Meta(max_length=100)] = []  # type: ignore[assignment]
    steps: int = 0


Request = Load | CallRequest
Response = Locked | Starting | Loaded | Answered | Raised | Took

_encoder = msgspec.msgpack.Encoder()
_requests: msgspec.msgpack.Decoder[Request] = msgspec.msgpack.Decoder(Request)
_responses: msgspec.msgpack.Decoder[Response] = msgspec.msgpack.Decoder(Response)
_large: msgspec.msgpack.Decoder[LargeAnswer] = msgspec.msgpack.Decoder(LargeAnswer)


def frame(message: Request | Response, number: int = 0) -> bytes:
    """Return a message as bytes, with its length and its number in front: a reply has that of its request."""
    body = _encoder.encode(message)
    return HEADER.pack(len(body), number) + body


def read_request(body: bytes) -> Request:
    """Read the body of a frame sent to a worker."""
    return _requests.decode(body)


def read_response(body: bytes) -> Response:
    """Read the body of a frame sent by a worker; raise WireError for anything else."""
    try:
        return (_responses if len(body) <= SMALL_FRAME else _large).decode(body)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError, OverflowError) as problem:
        raise WireError(f"not a response: {problem}"[:200]) from None


_TOOK_SIZE = len(_encoder.encode(Took(0.5)))  # bytes


def took(body: bytes) -> float | None:
    """Return the seconds that the body of a frame tells, if it is a ``Took``."""
    if len(body) != _TOOK_SIZE:
        return None
    with suppress(WireError):
        response = read_response(body)
        return response.seconds if isinstance(response, Took) else None
    return None


class Buffer:
    """Bytes as they arrive, cut into the bodies of frames."""

    def __init__(self, limit: int = FRAME_LIMIT) -> None:
        self.limit = limit
        self.bytes = bytearray()

    def feed(self, data: bytes) -> Iterator[tuple[int, bytes]]:
        """Add bytes; yield the number and the body of each frame that is complete.

        Raises WireError at a frame that is too long.
        """
        self.bytes += data
        start = 0
        try:
            while len(self.bytes) - start >= HEADER.size:
                length, number = HEADER.unpack_from(self.bytes, start)
                if length > self.limit:
                    raise WireError(f"a frame of {length} bytes")
                end = start + HEADER.size + length
                if end > len(self.bytes):
                    break
                body = bytes(self.bytes[start + HEADER.size : end])
                start = end
                yield number, body
        finally:
            del self.bytes[:start]
