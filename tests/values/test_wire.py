"""What crosses the wire arrives as it was, or as words; anything else is a WireError."""

import datetime
import enum
import struct
from collections import UserList, deque
from decimal import Decimal
from fractions import Fraction
from itertools import count
from types import MappingProxyType
from typing import Any, NamedTuple, get_args

import mpmath
import msgspec
import numpy as np
import pandas as pd
import pytest
import scipy.sparse
import sympy
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.values import wire
from grader.values.wire import Answered, Array, Items, Other, Strange, WireError


def read(body: bytes) -> Any:
    response = wire.read_response(body)
    return wire.unpack(response.value) if isinstance(response, Answered) else response


def crossed(value: Any) -> Any:
    """A value after its way through a frame."""
    ((_, body),) = wire.Buffer().feed(wire.frame(Answered(wire.pack(value), [])))
    return read(body)


def body_of(value: Any, **changed: Any) -> bytes:
    """The body of an answer that a worker of ours would not send."""
    return msgspec.msgpack.encode({"type": "answered", "value": value, "changed": []} | changed)


def array(**changed: Any) -> dict[str, Any]:
    return {"type": "array", "dtype": "float64", "shape": [2], "layout": "C", "data": b"0" * 16} | changed


# ---- values ----------------------------------------------------------------------------------------


class Impostor:
    """Says that it is an array."""

    __class__ = np.ndarray  # type: ignore[assignment]
    dtype = np.dtype(float)


class MyArray(np.ndarray):
    """An array that could answer comparisons as it likes."""


class MyFloat(float):
    """A number that could."""


class MyComplex(complex):
    """So could this."""


class MyList(list):
    """A list that says it holds something else."""

    def __len__(self):
        return 10**9

    def __iter__(self):
        return count()


class MyTensor(torch.Tensor):
    """What some libraries wrap tensors in."""


class Point(NamedTuple):
    """A tuple with names."""

    x: float
    y: float


class Lends:
    """An array of another library: it hands over one of NumPy's."""

    def __init__(self, array):
        self.array = array

    def __array__(self, dtype=None, copy=None):
        return self.array


@pytest.mark.parametrize("dtype", sorted(wire.DTYPES))
@pytest.mark.parametrize("shape", [(), (0,), (3,), (2, 0), (2, 3), (1, 2, 1, 4)], ids=str)
@pytest.mark.parametrize("layout", ["C", "F"])
def test_an_array_arrives_with_its_dtype_shape_bytes_and_layout(dtype, shape, layout):
    """Every kind of number arrives in every shape, row by row or column by column."""
    sent = np.asarray(np.random.default_rng(0).normal(size=shape) * 100).astype(dtype).copy(layout)

    arrived = crossed(sent)

    assert type(arrived) is np.ndarray
    assert (arrived.dtype, arrived.shape) == (sent.dtype, sent.shape)
    assert arrived.tobytes() == sent.tobytes()
    assert (arrived.flags.c_contiguous, arrived.flags.f_contiguous) == (
        sent.flags.c_contiguous,
        sent.flags.f_contiguous,
    )
    assert arrived.flags.writeable
    assert arrived.flags.aligned


@pytest.mark.parametrize(
    "view",
    [
        np.arange(12.0).reshape(3, 4)[:, ::2],
        np.arange(12.0)[::-1],
        np.arange(24.0).reshape(2, 3, 4).transpose(1, 0, 2),
        np.broadcast_to(np.arange(3.0), (2, 3)),
    ],
    ids=["gaps", "reversed", "transposed", "broadcast"],
)
def test_a_view_arrives_as_a_view_with_the_same_numbers(view):
    """Code that needs contiguous memory must meet arrays that are not."""
    arrived = crossed(view)

    assert np.array_equal(arrived, view)
    assert not arrived.flags.c_contiguous
    assert not arrived.flags.f_contiguous


@pytest.mark.parametrize(
    "special",
    [
        np.array([np.nan, np.inf, -np.inf, -0.0]),
        np.array([np.nan + 1j]),
        np.array([1, 2], dtype=">f8"),
        np.array([1, 2], dtype=">i2"),
    ],
    ids=["not finite", "complex", "big-endian", "whole and big-endian"],
)
def test_special_numbers_arrive(special):
    """NaN, infinities and the sign of zero cross, and so do numbers in the byte order of other machines."""
    arrived = crossed(special)

    assert arrived.tobytes() == special.astype(special.dtype.newbyteorder("=")).tobytes()
    assert arrived.dtype.isnative


def test_long_doubles_arrive_as_doubles():
    """Who computed more exactly than asked is not turned away."""
    assert crossed(np.array([1, 2], dtype=np.longdouble)).dtype == np.float64
    assert crossed(np.longdouble(0.5)) == 0.5
    assert crossed(np.array([1 + 2j], dtype=np.clongdouble)).dtype == np.complex128


@pytest.mark.parametrize(
    "plain",
    [
        None,
        True,
        False,
        0,
        -7,
        2**63 - 1,
        -(2**63),
        0.1,
        float("inf"),
        "",
        "é\n\x1b",
        [],
        (),
        [1, [2.0, (None, "x")], ([],)],
        (1,),
    ],
    ids=repr,
)
def test_plain_values_arrive_with_their_types(plain):
    """Numbers, text, None, and lists and tuples of them inside one another."""
    arrived = crossed(plain)

    assert arrived == plain
    assert repr(arrived) == repr(plain)


def test_arrays_arrive_inside_lists_and_tuples():
    """Several results are as good as one."""
    first, (second,) = crossed((np.ones(2), [np.zeros((1, 1))]))

    assert first.tolist() == [1, 1]
    assert second.tolist() == [[0]]


@pytest.mark.parametrize(
    ("number", "arrives"),
    [
        (Fraction(1, 4), 0.25),
        (Decimal("0.5"), 0.5),
        (np.float32(0.1), np.float32(0.1)),
        (np.int8(3), 3),
        (np.bool(True), True),
    ],
    ids=["Fraction", "Decimal", "float32", "int8", "bool"],
)
def test_other_numbers_arrive_as_numbers(number, arrives):
    """Fractions and decimals become floats; a NumPy number keeps its dtype in an array without axes."""
    arrived = crossed(number)

    assert arrived == arrives
    if isinstance(number, np.generic):
        assert (arrived.dtype, arrived.shape) == (number.dtype, ())


def test_a_matrix_arrives_as_the_array_it_holds():
    """Old NumPy courses still teach it."""
    with pytest.warns(PendingDeprecationWarning):
        matrix = np.matrix([[1, 2], [3, 4]])

    arrived = crossed(matrix)

    assert type(arrived) is np.ndarray
    assert arrived.tolist() == [[1, 2], [3, 4]]


@pytest.mark.parametrize(
    ("container", "arrives"),
    [
        ({"b", "a"}, ["a", "b"]),
        ({3, 0.5, 10, True}, [0.5, 1, 3, 10]),
        ({(2, "a"), (1, "b"), (1, "a")}, [(1, "a"), (1, "b"), (2, "a")]),
        ({frozenset({2, 1}), frozenset({0, 3})}, [[0, 3], [1, 2]]),
        ((n * n for n in range(3)), [0, 1, 4]),
        (filter(None, [0, 1, 2]), [1, 2]),
        (map(str, [1, 2]), ["1", "2"]),
        (zip([1], "a", strict=True), [(1, "a")]),
        (range(3), [0, 1, 2]),
        (deque([1.5, 2]), [1.5, 2]),
        ({"a": 1.5}.keys(), ["a"]),
        ({"a": 1.5}.values(), [1.5]),
        ({"a": 1.5}.items(), [("a", 1.5)]),
        (UserList([1, (n for n in "a")]), [1, ["a"]]),
        (MyList([1, 2]), [1, 2]),
        (Point(1, 2.5), (1, 2.5)),
        (memoryview(b"ab"), [97, 98]),
        (frozenset("a"), ["a"]),
        (np.array(["a", "b"]), ["a", "b"]),
        ([np.str_("a")], ["a"]),
        (np.array([0.5, 2], dtype=object), [0.5, 2]),
        (np.array([Fraction(1, 2), Decimal(2)]), [0.5, 2.0]),
    ],
    ids=lambda each: type(each).__name__,
)
def test_what_holds_texts_or_numbers_arrives_as_a_list(container, arrives):
    """Names in a set, what ``np.frompyfunc`` returns, iterators: right answers need not be lists."""
    arrived = crossed(container)

    assert arrived == arrives
    assert type(arrived) is type(arrives)


@pytest.mark.parametrize(
    ("holds", "arrives"),
    [
        (np.ma.masked_array([1.0, 2.0], [False, False]), [1.0, 2.0]),
        (np.ma.array([1, 2]), [1, 2]),
        (np.array([1.0, 2.0]).view(MyArray), [1.0, 2.0]),
        (pd.Series([1.5, 2.0], index=["b", "a"]), [1.5, 2.0]),
        (pd.Series([1, 2], dtype="Int64"), [1, 2]),
        (pd.Series(["a", "b"]), ["a", "b"]),
        (pd.Index([1, 2]), [1, 2]),
        (pd.DataFrame({"a": [1, 2], "b": [0.5, 1.5]}), [[1.0, 0.5], [2.0, 1.5]]),
        (scipy.sparse.csr_array([[0, 1.5], [2, 0]]), [[0, 1.5], [2, 0]]),
        (scipy.sparse.eye(2).tocoo(), [[1, 0], [0, 1]]),
        (sympy.Matrix([[1, sympy.Rational(1, 2)]]), [[1, 0.5]]),
        (Lends(np.array([1, 2], dtype=np.float32)), [1, 2]),
        (Lends(np.ma.masked_array([1.0], [False])), [1.0]),
        (Lends(np.array(["a"], dtype=object)), ["a"]),
        (torch.ones(2).as_subclass(MyTensor), [1, 1]),
    ],
    ids=lambda each: type(each).__name__,
)
def test_what_holds_an_array_arrives_as_that_array(holds, arrives):
    """Arrays of other libraries and of subclasses, series, tables of numbers, sparse matrices."""
    assert np.array_equal(crossed(holds), arrives)


@pytest.mark.parametrize(
    ("number", "arrives"),
    [
        (1 + 2j, 1 + 2j),
        (MyComplex(1 + 2j), 1 + 2j),
        (MyFloat(1), 1.0),
        (sympy.Integer(7), 7),
        (sympy.Integer(2) ** 100, 2**100),
        (sympy.Rational(1, 4), 0.25),
        (sympy.sqrt(4) / 8, 0.25),
        (sympy.pi, np.pi),
        (1 + 2 * sympy.I, 1 + 2j),
        (sympy.true, True),
        (sympy.Integer(1) > 2, False),
        (mpmath.mpf("0.5"), 0.5),
        (mpmath.mpc(1, 2), 1 + 2j),
        (Fraction(2**70), 2**70),
        (Decimal(7), 7),
        (Decimal("-Infinity"), -np.inf),
        (torch.tensor(1 + 2j), np.array(1 + 2j, dtype=np.complex64)),
    ],
    ids=lambda each: f"{type(each).__name__} {each}",
)
def test_a_number_of_another_library_arrives_as_a_number(number, arrives):
    """Whole, real, complex or true, as exactly as it can be written."""
    arrived = crossed(number)

    assert arrived == arrives
    assert type(arrived) is type(arrives)


class Lies:
    """Promises an array, a number and items, and gives none, another thing or more each time."""

    def __init__(self, gives):
        self.gives = gives

    def __array__(self, *_, **__):
        return self.gives()

    __float__ = __index__ = __iter__ = __array__


@pytest.mark.parametrize(
    ("gives", "words"),
    [
        (lambda: np.array([object()]), "a Lies"),
        (lambda: np.broadcast_to(1.0, (10**6, 10**6)), "an array of 7,629,395 MB"),
        (count, "a Lies of more than 100,000 items"),
    ],
    ids=["objects", "a terabyte", "no end"],
)
def test_what_lies_about_what_it_holds_arrives_as_words(gives, words):
    """However it is asked, the answer has an end."""
    assert crossed(Lies(gives)) == Strange(words)


def test_what_holds_itself_has_an_end():
    """Arrays of objects that give arrays of themselves, items that are the thing itself."""

    class Nest:
        def __array__(self, *_, **__):
            array = np.empty((), dtype=object)
            array[()] = self
            return array

    class Ring:
        def __iter__(self):
            return iter([self])

    assert crossed(Nest()) == Strange("a Nest")
    assert "lists nested too deeply" in repr(crossed(Ring()))


def test_what_iterates_may_raise():
    """That is the student's exception, as if the function had raised it."""

    def broken():
        yield 1
        raise ValueError("no more")

    with pytest.raises(ValueError, match=r"^no more$"):
        wire.pack(broken())


def test_arrays_of_several_shapes_in_one_arrive_as_a_list():
    """The gradients of all layers, in an array of objects."""
    gradients = np.array([np.ones((2, 3)), np.ones(4)], dtype=object)

    assert [each.shape for each in crossed(gradients)] == [(2, 3), (4,)]


@pytest.mark.parametrize(
    ("tensor", "arrives"),
    [
        (torch.tensor([1.0, 2.0], requires_grad=True), np.array([1, 2], dtype=np.float32)),
        (torch.tensor([1.0, 2.0], requires_grad=True) * 2, np.array([2, 4], dtype=np.float32)),
        (torch.nn.Parameter(torch.ones(1)), np.ones(1, dtype=np.float32)),
        (torch.tensor([0.5], dtype=torch.bfloat16), np.array([0.5], dtype=np.float32)),
        (torch.eye(2).to_sparse(), np.eye(2, dtype=np.float32)),
        (torch.tensor([1j]).conj(), np.array([-1j], dtype=np.complex64)),
        (torch.arange(6).reshape(2, 3).T, np.arange(6).reshape(2, 3).T),
        (torch.tensor(3), np.array(3)),
        (torch.ones(2, dtype=torch.bool), np.ones(2, dtype=bool)),
    ],
    ids=["leaf", "result", "parameter", "bfloat16", "sparse", "conjugate", "transposed", "number", "bool"],
)
def test_a_tensor_arrives_as_an_array(tensor, arrives):
    """Whatever a tensor remembers besides its numbers is left behind."""
    arrived = crossed(tensor)

    assert type(arrived) is np.ndarray
    assert arrived.dtype == arrives.dtype
    assert np.array_equal(arrived, arrives)


@pytest.mark.filterwarnings("ignore:Sparse CSR tensor support is in beta state")
@pytest.mark.filterwarnings("ignore:Sparse invariant checks")
def test_a_tensor_that_is_sparse_by_rows_arrives_as_an_array():
    """There is more than one way to leave out zeros."""
    assert crossed(torch.eye(2).to_sparse_csr()).tolist() == [[1, 0], [0, 1]]


def test_the_size_of_a_tensor_arrives_as_a_tuple():
    """It is one."""
    assert crossed(torch.zeros(2, 3).shape) == (2, 3)


@pytest.mark.parametrize(
    ("strange", "words"),
    [
        (np.ma.masked_array([1.0, 2.0], [True, False]), "an array with masked entries"),
        (np.ma.masked, "an array with masked entries"),
        (np.zeros(2, dtype=[("a", float)]), "a structured array"),
        (np.array([1, None]), "an object array"),
        (np.array(["2024-01-01"], dtype="datetime64[D]"), "an array of datetime64[D]"),
        (np.array([b"a"]), "an array of text"),
        (np.datetime64("2024-01-01"), "a datetime64"),
        (Impostor(), "an Impostor"),
        ({"a": 1}, "a dict"),
        (MappingProxyType({}), "a mappingproxy"),
        (b"abc", "a bytes"),
        (range(10**18), "a range of more than 100,000 items"),
        (count(), "a count of more than 100,000 items"),
        (set(range(100_001)), "a set of more than 100,000 items"),
        (scipy.sparse.csr_array((10**6, 10**6)), "a csr_array of 1,000,000,000,000 entries"),
        (pd.DataFrame({"a": [1, None], "b": ["x", "y"]}, dtype=object), "a DataFrame"),
        (pd.Series(pd.to_datetime(["2024-01-01"])), "a Series"),
        (sympy.Symbol("x"), "a Symbol"),
        (Fraction(10**400, 3), "a Fraction"),
        (Decimal("sNaN"), "a Decimal"),
        (print, "a builtin_function_or_method"),
        (np, "a module"),
        (int, "a type"),
        (datetime.date(2024, 1, 1), "a date"),
        (torch.float32, "a dtype"),
        (object(), "an object"),
        (2**4000, "a whole number of 4001 bits"),
        (-(10**2000), "a whole number of 6644 bits"),
        (np.zeros((10**4, 10**4, 0)), "an empty array of a shape that is too long"),
        ("x" * 100_001, "a text of 100001 characters"),
        ([0] * 100_001, "a list of more than 100,000 items"),
        (np.broadcast_to(1.0, (10**6, 10**6)), "an array of 7,629,395 MB"),
    ],
    ids=lambda each: each if isinstance(each, str) and len(each) < 100 else "",
)
def test_what_has_no_place_on_the_wire_arrives_as_words(strange, words):
    """The student reads what came back instead of numbers."""
    assert crossed(strange) == Strange(words)


def test_entries_of_an_enum_are_what_they_are():
    """Texts and whole numbers, whatever their methods say."""

    class Kind(enum.StrEnum):
        ONE = "one"

    class Liar(str):
        __slots__ = ()

        def __str__(self):
            return "two"

        def __len__(self):
            return 10**9

    assert crossed([Kind.ONE, enum.IntEnum("Count", "FIRST").FIRST, Liar("one")]) == ["one", 1, "one"]


@pytest.mark.parametrize("number", [2**63, -(2**64), 10**1000])
def test_large_whole_numbers_arrive_as_they_are(number):
    """A factorial has more than 64 bits."""
    assert crossed([number]) == [number]


@pytest.mark.parametrize("digits", ["", "-", "0x1", "g", "1" * 1001, "+1", "1\n"])
def test_what_is_no_whole_number_is_refused(digits):
    """Only digits, and not too many."""
    with pytest.raises(WireError):
        read(body_of({"type": "large", "digits": digits}))


def test_text_that_utf8_cannot_write_arrives_with_question_marks():
    """Half a character does not cost the worker its life."""
    assert crossed("a\ud800b") == "a?b"


def test_lists_inside_lists_arrive_up_to_a_depth():
    """A list that holds itself has an end, too."""
    endless: list[Any] = []
    endless.append(endless)

    arrived = crossed(endless)

    depth = 0
    while isinstance(arrived, list):
        (arrived,), depth = arrived, depth + 1
    assert arrived == Strange("lists nested too deeply")
    assert depth == wire.DEPTH_LIMIT


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats(allow_nan=False)
    | st.complex_numbers(allow_nan=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.lists(inner, max_size=4).map(tuple),
    max_leaves=20,
)


@given(VALUES)
@settings(database=None)
def test_any_plain_value_arrives(plain):
    """What is sent is what arrives."""
    assert repr(crossed(plain)) == repr(plain)


# ---- frames ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [1, 2, 3, 7, 1000])
def test_frames_arrive_in_pieces_of_any_size(size):
    """A stream of bytes has no borders."""
    buffer = wire.Buffer()
    stream = b"".join(wire.frame(Answered("x" * number, []), number) for number in range(5))

    bodies = [body for at in range(0, len(stream), size) for body in buffer.feed(stream[at : at + size])]

    assert [(n, wire.read_response(body)) for n, body in bodies] == [
        (n, Answered("x" * n, [])) for n in range(5)
    ]
    assert not buffer.bytes


def test_a_frame_that_is_cut_off_is_waited_for():
    """Half a frame is no frame."""
    frame = wire.frame(Answered(2, []))

    buffer = wire.Buffer()

    assert list(buffer.feed(frame[:-1])) == []
    assert list(buffer.feed(frame[-1:])) == [(0, frame[8:])]


def test_the_frames_before_a_bad_one_arrive():
    """What was said before is true."""
    frame = wire.frame(Answered(2, []))

    bodies = wire.Buffer().feed(frame + b"\xff" * 8)

    assert next(bodies) == (0, frame[8:])
    with pytest.raises(WireError):
        next(bodies)


def test_a_frame_that_says_it_is_too_long_is_refused_before_it_arrives():
    """Nobody waits for four gigabytes."""
    with pytest.raises(WireError, match=r"^a frame of 67108865 bytes$"):
        list(wire.Buffer().feed(struct.pack(">II", wire.FRAME_LIMIT + 1, 1)))
    with pytest.raises(WireError, match=r"^a frame of 4294967295 bytes$"):
        list(wire.Buffer().feed(b"\xff" * 8))


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
        wire.frame(Answered(2, []))[8:-1],
        wire.frame(Answered(2, []))[8:] + b"\x00",
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
def test_a_hostile_body_is_a_wire_error_and_nothing_else(body):
    """Whatever a worker sends, the grader has one word for it."""
    with pytest.raises(WireError):
        read(body)


def test_a_wire_error_names_what_is_wrong():
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


def test_what_a_worker_calls_something_is_cut_short():
    """A description is a few words."""
    assert read(body_of({"type": "other", "described": "x" * 1000})) == Strange("x" * 100)


def test_large_arrays_and_a_few_of_them_arrive():
    """What is refused in large answers are numbers one by one, not arrays."""
    large = np.zeros((1000, 500))

    assert crossed(large).shape == (1000, 500)
    assert [each.shape for each in crossed((large, large))] == [(1000, 500)] * 2


VALID = [
    wire.frame(message)
    for message in (
        Answered(wire.pack([np.arange(6.0).reshape(2, 3).T, (1, "x", None, 0.5), np.zeros((2, 0))]), [0, 1]),
        Answered(Array("complex128", (1, 2), "gaps", b"0" * 32), []),
        Answered(Items(is_tuple=True, items=[Items(is_tuple=False, items=[Other("a set")])]), []),
        wire.Raised("ValueError", "no", "hw.py:3", memory=False),
        wire.Starting(7, "hw.py:1"),
        wire.Loaded(["f"], {"1": "because"}, [wire.Told("hw.py:2", "SystemExit")]),
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
    | st.binary(max_size=200).map(lambda b: wire.HEADER.pack(len(b), 1) + b)
    | mutated()
)
@settings(max_examples=400, database=None)
def test_any_bytes_are_messages_or_a_wire_error(stream):
    """No bytes at all make the grader fail, and what it accepts are the values it knows."""
    try:
        values = [read(body) for _, body in wire.Buffer().feed(stream)]
    except WireError:
        return
    for each in values:
        assert each is None or isinstance(each, (*PLAIN, Strange, *get_args(wire.Response)))


def test_the_fuzz_does_reach_the_values():
    """Enough of the mutated streams are still read, or the test above would say nothing."""
    read_through = []

    @given(mutated())
    @settings(max_examples=100, database=None)
    def reach(stream: bytes) -> None:
        try:
            read_through.append(all(read(body) is not ... for _, body in wire.Buffer().feed(stream)))
        except WireError:
            read_through.append(False)

    reach()
    assert 0.05 < np.mean(read_through) < 0.95


# ---- requests --------------------------------------------------------------------------------------


def test_requests_arrive():
    """A worker reads what the grader writes."""
    load = wire.Load(
        [wire.SourceFile("hw", notebook=True, pieces=[wire.Piece("hw.ipynb cell 1", "x = 1")])], ["f"], [3]
    )
    call = wire.Calls([wire.Call("f", [[wire.pack(np.ones(2)), 2.0]])])

    bodies = wire.Buffer().feed(wire.frame(load) + wire.frame(call, 7))

    assert [(number, wire.read_request(body)) for number, body in bodies] == [(0, load), (7, call)]
