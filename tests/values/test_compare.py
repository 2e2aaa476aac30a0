"""What counts as an answer of the right kind, and when two answers agree."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from jaxtyping import Complex, Float, Int
from numpy import ndarray

from grader.signatures.annotations import spec
from grader.signatures.conform import conform
from grader.values.compare import DOUBLE, NEARLY, OWN, SINGLE, Tolerance, agree, tolerating
from grader.values.exceptions import Due
from grader.values.numbers import is_single
from grader.values.wire import Strange
from grader.values.wrong import Wrong, describe

SIZES = {"k": 2, "d": 3}
MATRIX = Float[ndarray, "k d"]
VECTOR = Float[ndarray, " k"]
ROWS = [[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]

REALS = st.floats(-1e6, 1e6)
VECTORS = arrays.arrays(np.float64, st.integers(1, 5), elements=REALS)


def conformed(value: Any, annotation: Any) -> Any:
    return conform(value, spec(annotation), SIZES)


def refusal(value: Any, annotation: Any) -> str:
    with pytest.raises(Wrong) as wrong:
        conformed(value, annotation)
    return wrong.value.message


def agreed(got: Any, want: Any, tolerance: Tolerance = DOUBLE, **options: Any) -> bool:
    with tolerating(tolerance):
        try:
            agree(got, want, **options)
        except Wrong:
            return False
    return True


def difference(got: Any, want: Any) -> Wrong:
    with pytest.raises(Wrong) as wrong:
        agree(got, want)
    return wrong.value


# ---- what is accepted -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "value",
    [
        ROWS,
        tuple(map(tuple, ROWS)),
        np.array(ROWS),
        np.array(ROWS, dtype=np.float32),
        np.array(ROWS, dtype=np.int64),
        np.asfortranarray(ROWS),
        [np.array(row) for row in ROWS],
        [np.array([row]) for row in ROWS],
        [[np.float64(x) for x in row] for row in ROWS],
        np.array(ROWS)[None],
        np.array(ROWS)[:, None, :],
        np.array(ROWS) + 0j,
    ],
    ids=str,
)
def test_a_matrix_may_come_in_many_ways(value: Any) -> None:
    """Lists, tuples, other dtypes and axes of length one are as good as a float64 matrix."""
    result = conformed(value, MATRIX)
    assert result.dtype == np.float64
    assert np.array_equal(result, ROWS)


@pytest.mark.parametrize("value", [2.0, 2, np.float32(2), np.int8(2), [2.0], np.array([[2.0]])])
def test_a_number_may_come_in_many_ways(value: Any) -> None:
    """Any number, also in an array of one entry, is a float."""
    result = conformed(value, float)
    assert type(result) is float
    assert result == 2.0


@pytest.mark.parametrize("value", [3, 3.0, np.int64(3), np.array([3.0])])
def test_a_whole_number_may_come_as_a_float(value: Any) -> None:
    """A float that is whole is an int."""
    result = conformed(value, int)
    assert type(result) is int
    assert result == 3


@pytest.mark.parametrize("value", [True, np.True_, 1, 1.0, np.array([True])])
def test_one_is_true(value: Any) -> None:
    """A truth value may come as numpy's, or as 1."""
    assert conformed(value, bool) is True


@pytest.mark.parametrize("value", [False, np.False_, 0, -0.0])
def test_zero_is_false(value: Any) -> None:
    """A truth value may come as numpy's, or as 0."""
    assert conformed(value, bool) is False


@pytest.mark.parametrize("value", [np.arange(2.0).reshape(2, 1), [[0.0], [1.0]], np.arange(2.0)[None]])
def test_a_column_or_a_row_is_a_vector(value: Any) -> None:
    """Axes of length one never cost points."""
    assert np.array_equal(conformed(value, VECTOR), [0.0, 1.0])


def test_what_a_fourier_transform_leaves_is_real() -> None:
    """Imaginary parts of rounding cost nothing, also where the real part is 0."""
    assert np.array_equal(conformed(np.array([2 + 1e-13j, 3]), VECTOR), [2.0, 3.0])
    assert np.array_equal(conformed(np.array([1e-16j, 0]), VECTOR), [0.0, 0.0])


def test_infinities_and_nan_pass_through() -> None:
    """What is not finite is judged later, by comparison."""
    assert np.array_equal(conformed([np.inf, np.nan], VECTOR), [np.inf, np.nan], equal_nan=True)


@pytest.mark.parametrize("value", [([1, 2], 3.0), [np.ones(2), np.ones(1)], np.ones((2, 1))])
def test_several_results_may_come_as_list_tuple_or_array(value: Any) -> None:
    """Where all results are numbers or vectors, any sequence of them will do."""
    first, second = conform(value, spec(tuple[Float[ndarray, " n"], float]), {"n": np.size(value[0])})
    assert first.dtype == np.float64
    assert type(second) is float


@pytest.mark.parametrize(
    "value", [[1, 2], (1.0, 2), np.array([1, 2], np.uint8), np.array([1.0, 2.0 - 1e-9]), [True, 2]]
)
def test_whole_arrays_hold_whole_numbers(value: Any) -> None:
    """Whatever came: a Fourier transform leaves some rounding on them."""
    array = conformed(value, Int[ndarray, " k"])
    assert array.dtype == np.int64
    assert array.tolist() == [1, 2]


@pytest.mark.parametrize("value", [[1, 2.5], [1, np.nan], [1, 1e19]])
def test_numbers_that_are_not_whole_are_no_whole_array(value: Any) -> None:
    """The student reads why."""
    words = "numbers that are not whole were returned where whole numbers were expected"
    assert refusal(value, Int[ndarray, " k"]) == words


@pytest.mark.parametrize(
    ("one", "other", "annotation"),
    [
        (118264581564861424, 118264581564861425, int),
        (10**30, 10**30 + 1, int),
        ([1, 10**9], [0, 10**9], Int[ndarray, " k"]),
        ([1, 2, 10**9], [1, 3, 10**9], list[int]),
        ((10**12, "a"), (10**12 + 1, "a"), tuple[int, str]),
    ],
)
def test_whole_numbers_agree_exactly(one: Any, other: Any, annotation: Any) -> None:
    """A count is right or wrong, however large it is."""
    one, other = conformed(one, annotation), conformed(other, annotation)
    assert agreed(one, one)
    assert not agreed(one, other)
    assert not agreed(one, other, SINGLE)


def test_whole_numbers_may_be_far_apart_where_that_is_said() -> None:
    """By a scale in a law, or by ``rtol`` in the rubric; and a real number is no whole one."""
    assert agreed(1000, 1001, scale=1e6)
    assert agreed(1000, 1001, Tolerance("", 0.01, 1.0))
    assert agreed(2.9999999999, 3)


@pytest.mark.parametrize("value", [[1.0, 2.0, 3.0], (1, 2, 3), np.array([1.0, 2.0, 3.0])])
def test_a_list_may_have_any_length(value: Any) -> None:
    """And may come as a tuple or an array."""
    assert conformed(value, list[float]) == [1.0, 2.0, 3.0]
    assert agreed(conformed(value, list[float]), [1.0 + 1e-9, 2.0, 3.0])
    assert not agreed(conformed(value, list[float]), [1.0, 2.0])
    assert difference([1.0, 2.5], [1.0, 2.0]).where == "[1]"


@pytest.mark.parametrize(
    ("value", "annotation", "words"),
    [
        (0.0, str, "0.0 was returned where a text was expected"),
        ({}, list[int], "a dict of 0 was returned where a list was expected"),
        ([1, "a"], list[int], "entry 2: the text 'a' was returned where numbers were expected"),
        ("yes", bool, "the text 'yes' was returned where True or False was expected"),
        (np.ones((1, 1)), tuple[float, float], "1 result was returned where 2 were expected"),
        (np.empty((10**7, 0)), tuple[float, float], "10000000 results were returned where 2 were expected"),
        (np.empty((10**7, 0)), list[float], "an array of shape (10000000, 0) was returned where a list was"),
        (10**400, float, "a very large whole number was returned where numbers were expected"),
    ],
)
def test_what_is_of_another_kind_is_said(value: Any, annotation: Any, words: str) -> None:
    """In the words of what was asked for."""
    assert refusal(value, annotation).startswith(words)


def test_many_empty_arrays_are_no_numbers() -> None:
    """Together they would have a shape that is too long."""
    words = "a list of 5000 was returned where numbers were expected"
    assert refusal([np.empty((2**24, 2**24, 0), np.int8)] * 5000, VECTOR) == words


@pytest.mark.parametrize("got", [np.ones(2), [1.0], None, ("a", "b")])
def test_what_is_nothing_like_it_differs(got: Any) -> None:
    """Also where numpy would compare entry by entry, or not at all."""
    assert not agreed(got, "a")
    assert not agreed(got, ("a",))


def test_what_is_no_number_is_handed_on() -> None:
    """Where the reference expects no numbers, a law decides what is right."""
    assert conformed(["MaxPool2d"], list[str]) == ["MaxPool2d"]


def test_bytes_are_the_numbers_that_they_hold() -> None:
    """Where numbers are asked, and nowhere else."""
    held = Strange("a bytes object", b"az")
    assert conformed(held, list[int]) == [97, 122]
    assert conformed([held], list[list[int]]) == [[97, 122]]
    assert conformed(held, Int[np.ndarray, " k"]).tolist() == [97, 122]
    assert not agreed(held, "az")


# ---- what is refused ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "annotation", "message"),
    [
        (None, MATRIX, "None was returned where numbers were expected"),
        (None, float, "None was returned where numbers were expected"),
        ("1.0", float, "the text '1.0' was returned where numbers were expected"),
        (Strange("a date"), str, "a date was returned where a text was expected: its .isoformat() is one"),
        (
            Strange("a bytes object", b"ab"),
            str,
            "a bytes object was returned where a text was expected: its .decode() is one",
        ),
        (["1", "2"], VECTOR, "the text '1' was returned where numbers were expected"),
        ({"W": 1}, MATRIX, "a dict of 1 was returned where numbers were expected"),
        (Strange("a date"), str, "a date was returned where a text was expected: its .isoformat() is one"),
        (
            Strange("a timedelta"),
            int,
            "a timedelta was returned where numbers were expected: its .days or .total_seconds() is one",
        ),
        (Strange("a generator"), VECTOR, "a generator was returned where numbers were expected"),
        (np.array([1, None]), VECTOR, "an object array was returned where numbers were expected"),
        ([1.0, None], VECTOR, "None was returned where numbers were expected"),
        ([[1.0, 2.0, 3.0], [4.0]], MATRIX, "a list whose rows have different lengths was returned"),
        ([[1.0, 2.0], 3.0], MATRIX, "a list whose rows have different lengths was returned"),
        (([1.0, 2.0], 0.5), VECTOR, "a list whose rows have different lengths was returned"),
        (
            ([1.0], [0.5]),
            float,
            "a tuple of 2 (read as an array of shape (2, 1)) was returned where a number was expected",
        ),
        ([1j, 2.0], VECTOR, "complex numbers were returned where real ones were expected"),
        (np.array([1 + 1j, 2]), VECTOR, "complex numbers were returned where real ones were expected"),
        (complex(1, np.nan), float, "complex numbers were returned where real ones were expected"),
        (np.ones((3, 2)), MATRIX, "an array of shape (3, 2) was returned where an array of shape (2, 3) was expected"),  # noqa: E501
        (np.ones(6), VECTOR, "an array of shape (6,) was returned where an array of shape (2,) was expected"),
        (1.0, MATRIX, "a number was returned where an array of shape (2, 3) was expected"),
        ([], VECTOR, "an array of shape (0,) was returned where an array of shape (2,) was expected"),
        (np.ones(2), float, "an array of shape (2,) was returned where a number was expected"),
        (2, bool, "2 was returned where True or False was expected"),
        (np.nan, bool, "nan was returned where True or False was expected"),
        (2.5, int, "2.5 was returned where a whole number was expected"),
        (np.inf, int, "inf was returned where a whole number was expected"),
        (np.nan, int, "nan was returned where a whole number was expected"),
        (None, tuple[float, float], "None was returned where 2 results were expected"),
        (1.0, tuple[float, float], "1.0 was returned where 2 results were expected"),
        ({"a": 1, "b": 2}, tuple[float, float], "a dict of 2 was returned where 2 results were expected"),
        ((1.0, 2.0, 3.0), tuple[float, float], "3 results were returned where 2 were expected"),
        ((1.0, None), tuple[float, float], "result 2: None was returned where numbers were expected"),
        (
            (np.ones((2, 3)), np.ones(3)),
            tuple[MATRIX, VECTOR],
            "result 2: an array of shape (3,) was returned where an array of shape (2,) was expected",
        ),
    ],
    ids=str,
)  # fmt: skip
def test_what_does_not_fit_is_refused_in_a_sentence(value: Any, annotation: Any, message: str) -> None:
    """The student reads what came and what was expected."""
    assert refusal(value, annotation) == message


def test_a_refused_value_is_kept_as_evidence() -> None:
    """The report can show what came."""
    value = np.ones((3, 2))
    with pytest.raises(Wrong) as wrong:
        conformed(value, MATRIX)
    assert wrong.value.got is value


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, "None"),
        (True, "True"),
        (2.5, "2.5"),
        ("x" * 50, f"the text '{'x' * 40}'"),
        (np.ones((2, 3)), "an array of shape (2, 3)"),
        (np.array(1.0), "a number"),
        ([1, 2, 3], "a list of 3"),
        ((), "a tuple of 0"),
        (Strange("a generator"), "a generator"),
        (..., "an ellipsis"),
        ({}, "a dict of 0"),
        ({1}, "a set of 1"),
    ],
    ids=str,
)
def test_values_are_described_in_a_few_words(value: Any, words: str) -> None:
    """A value in a sentence is never longer than a few words."""
    assert describe(value) == words


# ---- when two answers agree -----------------------------------------------------------------------


@given(VECTORS)
def test_every_answer_agrees_with_itself(value: ndarray) -> None:
    """A right answer is right."""
    assert agreed(value.copy(), value)


@given(VECTORS, st.integers(0, 4), st.sampled_from([-1.0, 1.0]))
def test_errors_inside_and_outside_are_told_apart(want: ndarray, place: int, sign: float) -> None:
    """An error of just under 1e-6 of the largest entry is right, one of 1e-4 is wrong, in whichever entry."""
    size = np.abs(want).max()
    error = np.zeros(len(want))
    error[place % len(want)] = sign * size
    assert agreed(want + 0.99e-6 * error, want)
    assert size < 1e-290 or not agreed(want + 1e-4 * error, want)


@pytest.mark.parametrize(
    ("tolerance", "inside", "outside"),
    [(DOUBLE, 0.99e-6, 1.01e-6), (NEARLY, 0.99e-5, 1.01e-5), (SINGLE, 0.99e-3, 1.01e-3)],
)  # fmt: skip
def test_each_precision_has_its_edge(tolerance: Tolerance, inside: float, outside: float) -> None:
    """The tolerance is a share of the largest entry, and belongs to the block it is set for."""
    want = np.array([1.0, 1000.0])
    assert agreed(want + np.array([1000 * inside, 0]), want, tolerance)
    assert not agreed(want + np.array([1000 * outside, 0]), want, tolerance)
    assert not agreed(want + 0.01, want)


@pytest.mark.parametrize("want", [0.0, 1.0, np.inf, -np.inf])
def test_nan_is_never_right(want: float) -> None:
    """NaN agrees with no number, finite or not, at no precision."""
    for tolerance in (DOUBLE, NEARLY, SINGLE):
        assert not agreed(np.nan, want, tolerance)
        assert not agreed(np.array([1.0, np.nan]), np.array([1.0, want]), tolerance, noise=1.0)
        assert not agreed(np.array([np.nan]), np.array([want]), tolerance, scale=1e9)


def test_nan_agrees_not_even_with_itself() -> None:
    """A law that compares two answers of one student is not obeyed by a function that only returns NaN."""
    assert not agreed(np.nan, np.nan)
    assert not agreed(np.array([np.nan, 1.0]), np.array([np.nan, 1.0]))


def test_nan_agrees_with_itself_where_that_is_said() -> None:
    """Two functions that overflow in the same places are the same mistake."""
    nan, one = np.array([np.nan, 1.0]), np.array([0.0, 1.0])
    assert agreed(nan, nan.copy(), nan=True)
    assert agreed((nan, 1.0), (nan.copy(), 1.0), nan=True)
    assert not agreed(one, nan, nan=True)
    assert not agreed(nan, one, nan=True)


def test_infinities_agree_exactly() -> None:
    """A limit is right only as infinity of the same sign, and hides no wrong entry beside it."""
    assert agreed(np.inf, np.inf)
    assert not agreed(-np.inf, np.inf)
    assert not agreed(1e308, np.inf)
    assert not agreed(np.inf, 1e308)
    assert agreed(np.array([np.inf, 1.0]), np.array([np.inf, 1.0]))
    assert not agreed(np.array([np.inf, 1.001]), np.array([np.inf, 1.0]))


def test_zero_is_zero_but_for_noise_or_scale() -> None:
    """Where 0 is expected only 0 is right, unless the size of what cancels is known."""
    assert agreed(0.0, 0.0)
    assert not agreed(1e-12, 0.0)
    assert agreed(1e-12, 0.0, noise=2e-12)
    assert agreed(1e-12, 0.0, scale=1e-5)
    assert not agreed(1e-12, 0.0, scale=1e-7)


@pytest.mark.parametrize("got", [np.inf, -np.inf, np.nan, 3.0, np.array([np.inf, 1.0])])
def test_an_infinite_scale_lets_nothing_pass(got: Any) -> None:
    """A scale may be made of the answer that is judged, and that may be infinite."""
    assert not agreed(got, np.ones_like(got), scale=np.inf)
    assert not agreed(got, np.ones_like(got), scale=np.nan)
    assert agreed(1.0, 1.0, scale=np.inf)


@pytest.mark.parametrize("got", [np.inf, np.nan])
def test_no_noise_makes_infinity_a_number(got: float) -> None:
    """An infinite or missing answer is far from every number."""
    assert not agreed(got, 1.0, noise=np.inf)
    assert agreed(2.0, 1.0, noise=np.inf)


def test_noise_grows_with_single_precision() -> None:
    """The noise of the right answer is float64's; float32's is ten million times larger."""
    assert not agreed(1e-6, 0.0, DOUBLE, noise=1e-12)
    assert agreed(1e-6, 0.0, SINGLE, noise=1e-12)


@pytest.mark.parametrize("want", [3, 3.0, np.int64(3), np.float32(3), np.array(3)])
def test_any_number_may_be_wanted(want: Any) -> None:
    """A law may expect numpy's numbers as well as Python's, up to rounding."""
    assert agreed(3.0000001, want)
    assert not agreed(3.001, want)


def test_truth_values_agree_exactly() -> None:
    """True is not nearly False."""
    assert agreed(got=True, want=True)
    assert not agreed(got=True, want=False)


def test_tuples_agree_item_by_item() -> None:
    """Each result is judged by its own size and its own noise."""
    want = (np.array([1e6]), np.array([1.0]))
    assert agreed((np.array([1e6 + 0.5]), np.array([1.0])), want)
    assert not agreed((np.array([1e6]), np.array([1.5])), want)
    assert agreed((np.array([1e6]), np.array([1.5])), want, noise=(0.0, 0.6))


def test_the_first_difference_is_pointed_out() -> None:
    """The student sees both answers and the entry where they part."""
    got, want = np.array([[1.0, 2.0], [3.0, 5.0]]), np.array([[1.0, 2.0], [3.0, 4.0]])
    wrong = difference(got, want)
    assert (wrong.message, wrong.where) == ("", "[1, 1]")
    assert wrong.got is got
    assert wrong.expected is want


@pytest.mark.parametrize(
    ("got", "want", "where"),
    [
        (1.0, 2.0, ""),
        ((1.0, np.array([1.0, 3.0])), (1.0, np.array([1.0, 2.0])), "result 2, [1]"),
        ((1.0, 3.0), (1.0, 2.0), "result 2"),
        (True, False, ""),
    ],
)
def test_the_place_is_named_in_tuples_and_left_out_in_numbers(got: Any, want: Any, where: str) -> None:
    """A place is a result, an index, both, or nothing."""
    assert difference(got, want).where == where


# ---- single precision -----------------------------------------------------------------------------


@given(arrays.arrays(np.float32, 3, elements=st.floats(width=32)))
def test_float32_numbers_are_recognised(value: ndarray) -> None:
    """Numbers computed in float32 bear its mark after they were turned into float64."""
    assert is_single(value.astype(np.float64))
    assert is_single((value.astype(np.float64), 0.5, True))


@pytest.mark.parametrize("value", [0.1, np.array([1.0, 1 / 3]), (1.0, 0.1), 1e300])
def test_float64_numbers_are_not_single(value: Any) -> None:
    """One number with more digits than float32 has is enough."""
    assert not is_single(value)


def test_the_noise_of_a_list_of_another_length_is_none() -> None:
    """Two wrong answers may agree with one another."""
    assert agreed([1.0, 2.0], [1.0, 2.0], noise=[0.1, 0.1, 0.1])


# ---- complex numbers --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("got", "want", "agrees"),
    [
        (np.array([1 + 2j]), np.array([1 - 99j]), False),
        (np.array([1 + 2j, 3]), np.array([1 - 2j, 3]), False),
        (np.array([1 + 2j]), np.array([1 + 2j + 1e-8j]), True),
        (np.array([1 + 2e-8j, 3j]), np.array([1, 3j]), True),
        (np.array([1 + 2e-5j, 3j]), np.array([1, 3j]), False),
        (np.array([1 + 2j]), np.array([1.0]), False),
        (np.array([1.0]), np.array([1 + 2j]), False),
        (np.array([1 + 0j]), np.array([1.0]), True),
        (1 + 2j, 1 - 2j, False),
        (1 + 2j, 1 + 2j, True),
        (2.0, 2 + 0j, True),
        (2.0, 2 + 1j, False),
        ([1j, 2.0], [1j, 2.0], True),
        ([1j, 2.0], [-1j, 2.0], False),
        ((1.0, np.array([1j])), (1.0, np.array([-1j])), False),
        (complex("nan"), complex("nan"), False),
        (complex("inf"), complex("inf"), True),
        (complex("inf"), complex("-inf"), False),
    ],
)
def test_imaginary_parts_are_compared(got: Any, want: Any, agrees: bool) -> None:
    """A conjugate is another number; what is allowed is a share of the longest entry."""
    assert agreed(got, want) is agrees


def test_complex_numbers_in_single_precision_agree_as_real_ones_do() -> None:
    """Complex numbers bear the mark of float32 as well."""
    right = np.array([1 + 1j, 1 / 3 - 2j])
    single = right.astype(np.complex64).astype(np.complex128)

    assert is_single(single)
    assert not is_single(right)
    assert not agreed(single * np.complex64(1 + 1e-4j), right, NEARLY)
    assert agreed(single * np.complex64(1 + 1e-4j), right, SINGLE)


@pytest.mark.parametrize("value", [[1, 2j], np.array([1, 2j], dtype=np.complex64), (1 + 0j, 2j)])
def test_complex_arrays_are_what_holds_complex_numbers(value: Any) -> None:
    """Lists, of real and complex numbers, and arrays of any precision."""
    array = conformed(value, Complex[ndarray, " k"])

    assert array.dtype == np.complex128
    assert array.tolist() == [1, 2j]


def test_real_numbers_are_complex_ones() -> None:
    """Where complex numbers are asked for, real ones may be right; what is none is told."""
    assert conformed(np.array([1, 2]), Complex[ndarray, " k"]).dtype == np.complex128
    assert conformed(2, complex) == 2 + 0j
    assert type(conformed(np.float64(2), complex)) is complex
    assert refusal("x", complex) == "the text 'x' was returned where numbers were expected"


@pytest.mark.parametrize(
    ("value", "annotation", "real"),
    [
        (2 + 0j, float, 2.0),
        ([1 + 0j, 2], VECTOR, [1.0, 2.0]),
        (np.fft.ifft(np.fft.fft([1.0, 2.0])), VECTOR, [1.0, 2.0]),
        (np.array([1, 2 + 1e-7j], dtype=np.complex64), VECTOR, [1.0, 2.0]),
    ],
)
def test_complex_numbers_with_nothing_imaginary_are_real(value: Any, annotation: Any, real: Any) -> None:
    """Up to what rounding leaves, at the precision that they have."""
    assert np.allclose(conformed(value, annotation), real)
    assert not np.iscomplexobj(conformed(value, annotation))


@pytest.mark.parametrize(
    "value", [2 + 1j, [1, 1e-5j], np.array([1, 2 + 1e-4j], dtype=np.complex64), complex(1, np.nan)]
)
def test_complex_numbers_are_not_real(value: Any) -> None:
    """An imaginary part is never dropped."""
    for annotation in (float, VECTOR):
        assert refusal(value, annotation) == "complex numbers were returned where real ones were expected"


# ---- anything -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("value", [Strange("a dict"), None, [Strange("a Cache")], np.ones(3), (1, 2), "x"])
def test_a_part_of_a_tuple_may_be_anything(value: Any) -> None:
    """What a function remembers for itself is never looked at."""
    found = conformed((1.0, value), tuple[float, Any])

    assert found == (1.0, OWN)
    assert agreed(found, (1.0, OWN))


@pytest.mark.parametrize("value", [Strange("a dict"), [1.0, (Strange("a dict"),)]])
def test_what_may_be_anything_is_still_something_that_can_be_compared(value: Any) -> None:
    """Of one dict and another there are the same words, and that does not make them equal."""
    assert refusal(value, Any) == (
        "a dict was returned where numbers, arrays, texts, lists or tuples were expected"
    )
    assert not agreed(Strange("a dict"), Strange("a dict"))


def test_a_number_in_a_text_is_no_number() -> None:
    """NumPy would read it."""
    assert not agreed("1.5", 1.5)
    assert not agreed("1.5", np.array([1.5]))


def test_an_axis_that_nobody_knows_leaves_the_number_of_axes() -> None:
    """Where neither the arguments nor a right answer tell a length."""
    assert refusal(1.0, Float[ndarray, "m n"]) == (
        "a number was returned where an array with 2 axes was expected"
    )


# ---- dicts and sets -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("got", "want", "where"),
    [
        ({"b": 2.0, "a": 1.0}, {"a": 1.0, "b": 2.0}, None),
        ({"a": 1.0}, {"a": 1.0, "b": 2.0}, "key 'b'"),
        ({"a": 1.0, 3: 0}, {"a": 1.0}, "key 3"),
        ({"a": {1: np.array([1.0, 3.0])}}, {"a": {1: np.array([1.0, 2.0])}}, "key 'a', key 1, [1]"),
        ({"a": 1e8, "b": 1e-8}, {"a": 1e8, "b": 2e-8}, "key 'b'"),
        ({1.0, 2.0}, {2.0 + 1e-9, 1.0}, None),
        ({1, 2}, {1, 2, 3}, "item 3"),
        ({1, 2, 4}, {1, 2}, "item 4"),
        ({"a", "c"}, {"a", "b"}, "item 'b'"),
        ([1], {1}, ""),
        ({1: 1}, {1}, ""),
        (None, 1.0, ""),
        (1.0, None, ""),
        (None, None, None),
        ({"a": None}, {"a": 0.0}, "key 'a'"),
        ([Due("ValueError")], [1.0], "[0]"),
        ([1.0], [Due("ValueError")], "[0]"),
        ([Strange("a module")], [1.0], "[0]"),
    ],
)
def test_dicts_and_sets_agree_key_by_key(got: Any, want: Any, where: str | None) -> None:
    """In whatever order; the first key or member that differs is named."""
    if where is None:
        agree(got, want)
        return
    with pytest.raises(Wrong) as wrong:
        agree(got, want)
    assert wrong.value.where == where
