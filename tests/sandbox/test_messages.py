"""Frames arrive whole, in any pieces; whatever else a worker sends is a WireError."""

import datetime
import struct
from typing import Any, get_args

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.sandbox import messages
from grader.sandbox.messages import Answered
from grader.values import wire
from grader.values.wire import Array, Items, Other, Strange, WireError


def read(body: bytes) -> Any:
    response = messages.read_response(body)
    return wire.unpack(response.value) if isinstance(response, Answered) else response


def crossed(value: Any) -> Any:
    """A value after its way through a frame."""
    ((_, body),) = messages.Buffer().feed(messages.frame(Answered(wire.pack(value), [])))
    return read(body)


def body_of(value: Any, **changed: Any) -> bytes:
    """The body of an answer that a worker of ours would not send."""
    return msgspec.msgpack.encode({"type": "answered", "value": value, "changed": []} | changed)


def array(**changed: Any) -> dict[str, Any]:
    return {"type": "array", "dtype": "float64", "shape": [2], "layout": "C", "data": b"0" * 16} | changed


# ---- frames ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [1, 2, 3, 7, 1000])
def test_frames_arrive_in_pieces_of_any_size(size: int) -> None:
    """A stream of bytes has no borders."""
    buffer = messages.Buffer()
    stream = b"".join(messages.frame(Answered("x" * number, []), number) for number in range(5))

    bodies = [body for at in range(0, len(stream), size) for body in buffer.feed(stream[at : at + size])]

    assert [(n, messages.read_response(body)) for n, body in bodies] == [
        (n, Answered("x" * n, [])) for n in range(5)
    ]
    assert not buffer.bytes


def test_a_frame_that_is_cut_off_is_waited_for() -> None:
    """Half a frame is no frame."""
    frame = messages.frame(Answered(2, []))

    buffer = messages.Buffer()

    assert list(buffer.feed(frame[:-1])) == []
    assert list(buffer.feed(frame[-1:])) == [(0, frame[8:])]


def test_the_frames_before_a_bad_one_arrive() -> None:
    """What was said before is true."""
    frame = messages.frame(Answered(2, []))

    bodies = messages.Buffer().feed(frame + b"\xff" * 8)

    assert next(bodies) == (0, frame[8:])
    with pytest.raises(WireError):
        next(bodies)


def test_a_frame_that_says_it_is_too_long_is_refused_before_it_arrives() -> None:
    """Nobody waits for four gigabytes."""
    with pytest.raises(WireError, match=r"^a frame of 67108865 bytes$"):
        list(messages.Buffer().feed(struct.pack(">II", wire.FRAME_LIMIT + 1, 1)))
    with pytest.raises(WireError, match=r"^a frame of 4294967295 bytes$"):
        list(messages.Buffer().feed(b"\xff" * 8))


def nested(depth: int) -> bytes:
    inside = b"\x01"
    for _ in range(depth):
        inside = b"\x83\xa4type\xa5items\xa8is_tuple\xc2\xa5items\x91" + inside
    return b"\x83\xa4type\xa8answered\xa7changed\x90\xa5value" + inside


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\xc1",
        b"\x80",
        b"\xc0",
        b"passed",
        messages.frame(Answered(2, []))[8:-1],
        messages.frame(Answered(2, []))[8:] + b"\x00",
        body_of(1, type="verdict"),
        body_of(1, type=5),
        body_of(1, changed="1"),
        body_of(1, changed=[2**63, "x"]),
        body_of(1, changed=None),
        body_of({"type": "pickle", "data": b""}),
        body_of({"no": "tag"}),
        body_of({"type": "items", "is_tuple": False}),
        body_of({"type": "items", "is_tuple": False, "items": [b"bytes"]}),
        body_of({"type": "items", "is_tuple": False, "items": [0] * 100_001}),
        body_of({"type": "dict", "keys": [1, 2], "items": [0]}),
        body_of({"type": "dict", "keys": [{"type": "set", "items": []}], "items": [0]}),
        body_of({"type": "dict", "keys": [array(shape=[0], data=b"")], "items": [0]}),
        body_of({"type": "dict", "keys": [{"type": "large", "digits": "1" * 17}], "items": [0]}),
        body_of({"type": "set", "items": [array(shape=[0], data=b"")]}),
        body_of({"type": "set", "items": [{"type": "dict", "keys": [], "items": []}]}),
        body_of({"type": "set", "items": [{"type": "large", "digits": "1" * 17}] * 10_001}),
        body_of({"type": "other", "described": 5}),
        body_of({"type": "complex", "real": 1.0}),
        body_of({"type": "complex", "real": "1", "imag": 0.0}),
        body_of({"type": "named", "name": "x", "value": 1}),
        body_of("x" * 100_001),
        body_of(b"raw"),
        body_of(msgspec.msgpack.Ext(5, b"x")),
        body_of(datetime.datetime(2024, 1, 1, tzinfo=datetime.UTC)),
        body_of(1).replace(b"\xa8answered", b"\xa8answ\xff\xfe\xfd\xfc"),
        body_of(array(data=b"0" * 15)),
        body_of(array(data=b"")),
        body_of(array(shape=[2.0])),
        body_of(array(shape=[-2])),
        body_of(array(shape=[-1, -2])),
        body_of(array(shape=[2**63])),
        body_of(array(shape=[2**32, 2**32], data=b"")),
        body_of(array(shape=[0, 2**62], data=b"")),
        body_of(array(shape=[0, 2**63, 2**63], data=b"", layout="F")),
        body_of(array(shape=[0, 2**62], data=b"", layout="gaps")),
        body_of(array(shape=[1] * 33, data=b"0" * 8)),
        body_of(array(dtype="object")),
        body_of(array(dtype="O8")),
        body_of(array(dtype="float128")),
        body_of(array(dtype="f8,f8", data=b"0" * 32)),
        body_of(array(dtype="<f8")),
        body_of(array(dtype="")),
        body_of(array(layout="K")),
        body_of(array(layout=None)),
        body_of({"type": "items", "is_tuple": False, "items": [0] * 1_200_000}),
        body_of({"type": "items", "is_tuple": False, "items": [array(shape=[0], data=b"")] * 30_000}),
        body_of("x" * 2_000_000),
        nested(17),
        nested(300),
        nested(900),
        nested(100_000),
        b"\x91" * 1_000_000,
        b"\xdd\xff\xff\xff\xff",
        b"\xdf\xff\xff\xff\xff",
        b"\xc6\xff\xff\xff\xff",
    ],
    ids=lambda body: body[:60].decode("latin-1").encode("unicode_escape").decode(),
)
def test_a_hostile_body_is_a_wire_error_and_nothing_else(body: Any) -> None:
    """Whatever a worker sends, the grader has one word for it."""
    with pytest.raises(WireError):
        read(body)


def test_a_wire_error_names_what_is_wrong() -> None:
    """The words end up in front of the student whose code wrote to the channel."""
    for body, words in {
        body_of(array(data=b"0" * 15)): "an array whose bytes do not fit its shape",
        body_of(array(shape=[-2])): "an array of impossible shape",
        body_of(array(shape=[1] * 33, data=b"0" * 8)): "an array of impossible shape",
        body_of(array(shape=[127] * 1_000_000)): "an array of impossible shape",
        body_of(array(shape=[2**27, 0], data=b"")): "an array of impossible shape",
        body_of(array(shape=[2**23, 2, 0], data=b"")): "an empty array that is too long",
        body_of(array(dtype="object")): "an array of 'object'",
        body_of("x" * 100_001): "a text that is too long",
        nested(17): "lists too deep or too long",
        b"": "not a response: Input data was truncated",
    }.items():
        with pytest.raises(WireError) as caught:
            read(body)
        assert str(caught.value) == words


def test_what_a_worker_calls_something_is_cut_short() -> None:
    """A description is a few words."""
    assert read(body_of({"type": "other", "described": "x" * 1000})) == Strange("x" * 100)


def test_large_arrays_and_a_few_of_them_arrive() -> None:
    """What is refused in large answers are numbers one by one, not arrays."""
    large = np.zeros((1000, 500))

    assert crossed(large).shape == (1000, 500)
    assert [each.shape for each in crossed((large, large))] == [(1000, 500)] * 2


VALID = [
    messages.frame(message)
    for message in (
        Answered(wire.pack([np.arange(6.0).reshape(2, 3).T, (1, "x", None, 0.5), np.zeros((2, 0))]), [0, 1]),
        Answered(Array("complex128", (1, 2), "gaps", b"0" * 32), []),
        Answered(Items(is_tuple=True, items=[Items(is_tuple=False, items=[Other("a set")])]), []),
        messages.Raised("ValueError", "no", "hw.py:3", memory=False),
        messages.Starting(7, "hw.py:1"),
        messages.Loaded(["f"], {"1": "because"}, [messages.Told("hw.py:2", "SystemExit")]),
    )
]


@st.composite
def mutated(draw: st.DrawFn) -> bytes:
    """A valid stream with some bytes changed, taken out, repeated or added."""
    stream = bytearray(b"".join(draw(st.lists(st.sampled_from(VALID), min_size=1, max_size=3))))
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, len(stream)))
        to = min(len(stream), at + draw(st.integers(0, 8)))
        stream[at:to] = draw(st.binary(max_size=8) | st.just(bytes(stream[at:to]) * 2))
    return bytes(stream)


PLAIN = (bool, int, float, str, list, tuple, np.ndarray)


@given(
    st.binary(max_size=200)
    | st.binary(max_size=200).map(lambda b: messages.HEADER.pack(len(b), 1) + b)
    | mutated()
)
@settings(max_examples=400, database=None)
def test_any_bytes_are_messages_or_a_wire_error(stream: Any) -> None:
    """No bytes at all make the grader fail, and what it accepts are the values it knows."""
    try:
        values = [read(body) for _, body in messages.Buffer().feed(stream)]
    except WireError:
        return
    for each in values:
        assert each is None or isinstance(each, (*PLAIN, Strange, *get_args(messages.Response)))


def test_the_fuzz_does_reach_the_values() -> None:
    """Enough of the mutated streams are still read, or the test above would say nothing."""
    read_through = []

    @given(mutated())
    @settings(max_examples=100, database=None)
    def reach(stream: bytes) -> None:
        try:
            read_through.append(all(read(body) is not ... for _, body in messages.Buffer().feed(stream)))
        except WireError:
            read_through.append(False)

    reach()
    assert 0.05 < np.mean(read_through) < 0.95


# ---- requests --------------------------------------------------------------------------------------


def test_requests_arrive() -> None:
    """A worker reads what the grader writes."""
    load = messages.Load(
        [messages.SourceFile("hw", notebook=True, pieces=[messages.Piece("hw.ipynb cell 1", "x = 1")])],
        ["f"],
        [3],
    )
    call = messages.CallRequest([messages.Call("f", [[wire.pack(np.ones(2)), 2.0]])])

    bodies = messages.Buffer().feed(messages.frame(load) + messages.frame(call, 7))

    assert [(number, messages.read_request(body)) for number, body in bodies] == [(0, load), (7, call)]


@pytest.mark.parametrize("digits", ["", "-", "0x1", "g", "1" * 1001, "+1", "1\n"])
def test_what_is_no_whole_number_is_refused(digits: str) -> None:
    """Only digits, and not too many."""
    with pytest.raises(WireError):
        read(body_of({"type": "large", "digits": digits}))
