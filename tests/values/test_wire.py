"""What crosses the wire arrives as it was, or as words; anything else is a WireError."""

import datetime
import enum
from collections import OrderedDict, UserList, deque
from decimal import Decimal
from fractions import Fraction
from itertools import count
from types import MappingProxyType
from typing import Any, NamedTuple

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

from grader.functions.script import Opaque
from grader.values import wire
from grader.values.compare import OWN
from grader.values.wire import Strange

CROSSED: msgspec.msgpack.Decoder[wire.Value] = msgspec.msgpack.Decoder(wire.Value)


def crossed(value: Any) -> Any:
    """A value after its way through bytes."""
    return wire.unpack(CROSSED.decode(msgspec.msgpack.encode(wire.pack(value))))


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
def test_an_array_arrives_with_its_dtype_shape_bytes_and_layout(dtype: Any, shape: Any, layout: str) -> None:
    """Every kind of number arrives in every shape, row by row or column by column."""
    sent = np.asarray(np.random.default_rng(0).normal(size=shape) * 100).astype(dtype).copy(layout)  # type: ignore[arg-type]

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
def test_a_view_arrives_as_a_view_with_the_same_numbers(view: Any) -> None:
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
def test_special_numbers_arrive(special: Any) -> None:
    """NaN, infinities and the sign of zero cross, and so do numbers in the byte order of other machines."""
    arrived = crossed(special)

    assert arrived.tobytes() == special.astype(special.dtype.newbyteorder("=")).tobytes()
    assert arrived.dtype.isnative


def test_long_doubles_arrive_as_doubles() -> None:
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
def test_plain_values_arrive_with_their_types(plain: Any) -> None:
    """Numbers, text, None, and lists and tuples of them inside one another."""
    arrived = crossed(plain)

    assert arrived == plain
    assert repr(arrived) == repr(plain)


def test_arrays_arrive_inside_lists_and_tuples() -> None:
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
def test_other_numbers_arrive_as_numbers(number: Any, arrives: Any) -> None:
    """Fractions and decimals become floats; a NumPy number keeps its dtype in an array without axes."""
    arrived = crossed(number)

    assert arrived == arrives
    if isinstance(number, np.generic):
        assert (arrived.dtype, arrived.shape) == (number.dtype, ())


def test_a_matrix_arrives_as_the_array_it_holds() -> None:
    """Old NumPy courses still teach it."""
    with pytest.warns(PendingDeprecationWarning):
        matrix = np.matrix([[1, 2], [3, 4]])

    arrived = crossed(matrix)

    assert type(arrived) is np.ndarray
    assert arrived.tolist() == [[1, 2], [3, 4]]


@pytest.mark.parametrize(
    ("container", "arrives"),
    [
        ({"b", "a"}, {"a", "b"}),
        ({np.int64(3), np.float32(0.5), 10, True}, {0.5, 1, 3, 10}),
        ({(2, "a"), (1, 2**70), (1, 1j)}, {(2, "a"), (1, 2**70), (1, 1j)}),
        ({frozenset({2, 1}), frozenset({0, 3})}, {frozenset({2, 1}), frozenset({0, 3})}),
        ({Point(1, 2)}, {(1, 2)}),
        ({range(2)}, [[0, 1]]),
        ({"a": 1.5, np.int64(2): {None: [1, {2}]}}, {"a": 1.5, 2: {None: [1, {2}]}}),
        (OrderedDict(b=1, a=2), {"b": 1, "a": 2}),
        (MappingProxyType({True: 1}), {True: 1}),
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
        (frozenset("a"), {"a"}),
        (np.array(["a", "b"]), ["a", "b"]),
        ([np.str_("a")], ["a"]),
        (np.array([0.5, 2], dtype=object), [0.5, 2]),
        (np.array([Fraction(1, 2), Decimal(2)]), [0.5, 2.0]),
    ],
    ids=lambda each: type(each).__name__,
)
def test_what_holds_texts_or_numbers_arrives_as_a_list(container: Any, arrives: Any) -> None:
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
def test_what_holds_an_array_arrives_as_that_array(holds: Any, arrives: Any) -> None:
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
def test_a_number_of_another_library_arrives_as_a_number(number: Any, arrives: Any) -> None:
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
def test_what_lies_about_what_it_holds_arrives_as_words(gives: Any, words: str) -> None:
    """However it is asked, the answer has an end."""
    assert crossed(Lies(gives)) == Strange(words)


def test_what_holds_itself_has_an_end() -> None:
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


def test_what_iterates_may_raise() -> None:
    """That is the student's exception, as if the function had raised it."""

    def broken():
        yield 1
        raise ValueError("no more")

    with pytest.raises(ValueError, match=r"^no more$"):
        wire.pack(broken())


def test_arrays_of_several_shapes_in_one_arrive_as_a_list() -> None:
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
        (torch.tensor([0.5]).to(torch.float8_e4m3fn), np.array([0.5], dtype=np.float32)),
        (torch.eye(2).to_sparse(), np.eye(2, dtype=np.float32)),
        (torch.tensor([1j]).conj(), np.array([-1j], dtype=np.complex64)),
        (torch.arange(6).reshape(2, 3).T, np.arange(6).reshape(2, 3).T),
        (torch.tensor(3), np.array(3)),
        (torch.ones(2, dtype=torch.bool), np.ones(2, dtype=bool)),
    ],
    ids=[
        "leaf",
        "result",
        "parameter",
        "bfloat16",
        "float8",
        "sparse",
        "conjugate",
        "transposed",
        "number",
        "bool",
    ],
)
def test_a_tensor_arrives_as_an_array(tensor: Any, arrives: Any) -> None:
    """Whatever a tensor remembers besides its numbers is left behind."""
    arrived = crossed(tensor)

    assert type(arrived) is np.ndarray
    assert arrived.dtype == arrives.dtype
    assert np.array_equal(arrived, arrives)


@pytest.mark.filterwarnings("ignore")  # torch warns of each of these
def test_a_tensor_that_is_sparse_by_rows_or_quantized_arrives_as_an_array() -> None:
    """There is more than one way to leave out zeros; of several in one it is told what they are."""
    assert crossed(torch.eye(2).to_sparse_csr()).tolist() == [[1, 0], [0, 1]]
    assert crossed(torch.quantize_per_tensor(torch.ones(2), 0.5, 0, torch.qint8)).tolist() == [1, 1]
    nested = torch.nested.as_nested_tensor([torch.ones(1), torch.ones(2)])
    assert crossed(nested) == wire.Strange("a nested tensor (its .unbind() is a list of tensors)")


def test_the_size_of_a_tensor_arrives_as_a_tuple() -> None:
    """It is one."""
    assert crossed(torch.zeros(2, 3).shape) == (2, 3)


COMPARED = "only numbers, texts, truth values and dates can be compared"


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
        ({(1, 2): 1}, "a dict with a tuple for a key"),
        (dict.fromkeys(range(100_001)), "a dict of more than 100,000 keys"),
        ({(1, n) for n in range(10_001)}, "a set of more than 10,000 tuples or large numbers"),
        (b"abc" * 40_000, "a bytes object"),
        (torch.ones(2, device="meta"), "a tensor without numbers (its device is meta)"),
        (torch.nn.UninitializedParameter(), "a parameter without values (UninitializedParameter)"),
        (range(10**18), "a range of more than 100,000 items"),
        (count(), "a count of more than 100,000 items"),
        (set(range(100_001)), "a set of more than 100,000 items"),
        (scipy.sparse.csr_array((10**6, 10**6)), "a csr_array of 1,000,000,000,000 entries"),
        (pd.DataFrame({"a": [[1], None]}), "a table whose column 'a' holds a list: " + COMPARED),
        (pd.Series([object()]), "a Series that holds an object: " + COMPARED),
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
def test_what_has_no_place_on_the_wire_arrives_as_words(strange: Any, words: str) -> None:
    """The student reads what came back instead of numbers."""
    assert crossed(strange) == Strange(words)


def test_entries_of_an_enum_are_what_they_are() -> None:
    """Texts and whole numbers, whatever their methods say."""

    class Kind(enum.StrEnum):
        ONE = "one"

    class Liar(str):
        __slots__ = ()

        def __str__(self):
            return "two"

        def __len__(self):
            return 10**9

    assert crossed([Kind.ONE, enum.IntEnum("Count", "FIRST").FIRST, Liar("one")]) == ["one", 1, "one"]  # type: ignore[attr-defined]


@pytest.mark.parametrize("number", [2**63, -(2**64), 10**1000])
def test_large_whole_numbers_arrive_as_they_are(number: int) -> None:
    """A factorial has more than 64 bits."""
    assert crossed([number]) == [number]


def test_text_that_utf8_cannot_write_arrives_with_question_marks() -> None:
    """Half a character does not cost the worker its life."""
    assert crossed("a\ud800b") == "a?b"


def test_lists_inside_lists_arrive_up_to_a_depth() -> None:
    """A list that holds itself has an end, too."""
    endless: list[Any] = []
    endless.append(endless)

    arrived = crossed(endless)

    depth = 0
    while isinstance(arrived, list):
        (arrived,), depth = arrived, depth + 1
    assert arrived == Strange("lists nested too deeply")
    assert depth == wire.DEPTH_LIMIT  # type: ignore[attr-defined]


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
def test_any_plain_value_arrives(plain: Any) -> None:
    """What is sent is what arrives."""
    assert repr(crossed(plain)) == repr(plain)


def test_what_is_not_compared_crosses_in_its_own_words() -> None:
    """Also what stands for it where a law hands it on."""
    assert wire.unpack(wire.pack(Opaque("forward", (1.0,), 1))) == OWN
