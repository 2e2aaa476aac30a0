"""From a signature to inputs: what annotations say, what they cannot say, and what is drawn for them."""

from collections import namedtuple
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from random import Random
from typing import Annotated, Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from jaxtyping import Complex, Float, Float32, Int
from numpy import ndarray

from grader.signatures.annotations import spec
from grader.signatures.axes import axis
from grader.signatures.domains import Where, Within, one_hot, reals
from grader.signatures.inputs import draw
from grader.signatures.pick import Mood, Pick, Unsuitable
from grader.signatures.refusals import Unsupported
from grader.signatures.signature import Signature, signature, student_parameters
from grader.signatures.specs import Kind

SEEDS = range(40)


def drawn(
    function: Callable[..., Any], mood: Mood, seed: int = 0, **sizes: tuple[int, int]
) -> dict[str, Any]:
    return draw(signature(function), sizes, mood, Random(seed).randint)  # type: ignore[arg-type]


def suitable(function: Callable[..., Any]) -> list[dict[str, Any]]:
    found = []
    for seed in SEEDS:
        with suppress(Unsuitable):
            found.append(drawn(function, Mood.PLAIN, seed))
    assert found
    return found


# ---- what an annotation says ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("annotation", "kind", "axes", "whole"),
    [
        (float, Kind.FLOAT, (), False),
        (int, Kind.INT, (), True),
        (bool, Kind.BOOL, (), False),
        (Any, Kind.ANY, (), False),
        (str, Kind.TEXT, (), False),
        (list[str], Kind.LIST, (), False),
        (list, Kind.LIST, (), False),
        (Float[ndarray, ""], Kind.ARRAY, (), False),
        (Float[ndarray, " k"], Kind.ARRAY, ("k",), False),
        (Float[ndarray, "k d"], Kind.ARRAY, ("k", "d"), False),
        (Float[ndarray, "3 h+i-1"], Kind.ARRAY, ("3", "h+i-1"), False),
        (Int[ndarray, " n"], Kind.ARRAY, ("n",), True),
    ],
)
def test_annotations_say_kind_and_shape(
    annotation: Any, kind: Kind, axes: tuple[str, ...], whole: bool
) -> None:
    """Every annotation an assignment needs is read as what it is."""
    read = spec(annotation)
    assert (read.kind, tuple(each.text for each in read.axes), read.whole) == (kind, axes, whole)
    assert read.domain is reals


def test_complex_numbers_are_told_from_real_ones() -> None:
    """By the annotation alone: a number, or an array."""
    for annotation, kind in ((complex, Kind.COMPLEX), (Complex[ndarray, " n"], Kind.ARRAY)):
        read = spec(annotation)
        assert (read.kind, read.complex, read.whole) == (kind, True, False)
    assert not spec(Float[ndarray, " n"]).complex


def test_a_tuple_keeps_its_items() -> None:
    """The results of a function that returns several are read one by one."""
    read = spec(tuple[Float[ndarray, "k d"], float])
    assert read.kind is Kind.TUPLE
    assert [item.kind for item in read.items] == [Kind.ARRAY, Kind.FLOAT]


def test_annotated_adds_a_domain_and_conditions() -> None:
    """A domain takes the place of the usual one, and conditions stand beside it, nested or not."""
    positive, small = Where(lambda x: x > 0), Where(lambda x: x < 9)
    read = spec(Annotated[Annotated[float, Within(-1, 10), positive], small])
    assert read.kind is Kind.FLOAT
    assert read.domain == Within(-1, 10)
    assert read.conditions == (positive, small)


HELP = (
    'write Float[ndarray, "n d"], Int[ndarray, ...], Bool[ndarray, ...], Complex[ndarray, ...], '
    "float, int, complex, bool, str, list[...], dict[str, ...], set[...] or a tuple of them, "
    "with Annotated[..., domain] for its values"
)
ARRAYS = (
    "arrays are Float[ndarray, ...], Int[ndarray, ...], Bool[ndarray, ...] or Complex[ndarray, ...], "
    "or of UInt8, UInt16, UInt32, Int8, Int16, Int32"
)
OF_A_TUPLE = "is not understood: write tuple[...] with the type of each part, or list[...] for any number"
OF_A_MAPPING = "does not say what it holds: write dict[str, float] or the like, or a TypedDict"
ONE_DOMAIN = "Annotated takes one domain (a function of a Pick, such as Within(0, 1)) and any Where(...)"


@pytest.mark.parametrize(
    ("annotation", "message"),
    [
        (ndarray, f"ndarray is not understood; {HELP}"),
        (
            None,
            "None stands for no argument: what is the same in each call is Annotated[Any, lambda pick: None]",
        ),
        (Float32[ndarray, " n"], f"Float32[ndarray, 'n']: {ARRAYS}"),
        (dict, f"dict {OF_A_MAPPING}"),
        (dict[tuple[int, int], float], "the keys of a dict are str, int, float or bool, not tuple[int, int]"),
        (Mapping, f"Mapping {OF_A_MAPPING}"),
        (
            tuple[float, ...],
            f"tuple[float, ...] {OF_A_TUPLE}",
        ),
        (namedtuple("Point", "x y"), "Point has fields without types: make it a typing.NamedTuple"),
        (set, "set does not say what it holds: write set[str], set[int] or the like"),
        (set[list[int]], "a set holds numbers, texts or tuples of them, not list[int]"),
        (
            Iterator,
            ("Iterator is not understood: write list[...]; whatever can be gone through is read as one"),
        ),
        (
            float | str,
            "float | str is one of several types, which is not understood: write the one that it is",
        ),
        (
            pd.Series,
            'Series says nothing of its columns: write Table[Series, "float"]',
        ),
        (Float[ndarray, "..."], "an axis is a name, a whole number, or names joined by + - *"),
        (Float[ndarray, "n/2"], "an axis is a name, a whole number, or names joined by + - *"),
        (Float[ndarray, "#n"], "the axis '#n' is not a name, a whole number, or names joined by + - *"),
        (
            Annotated[float, Within(0, 1), Within(0, 2)],
            f"{ONE_DOMAIN}, not Within(low=0, high=1), Within(low=0, high=2)",
        ),
        (Annotated[float, "positive"], f"{ONE_DOMAIN}, not 'positive'"),
        (Annotated[float, int], f"{ONE_DOMAIN}, not <class 'int'>"),
    ],
)
def test_what_cannot_be_drawn_is_refused_with_what_to_write(annotation: Any, message: str) -> None:
    """An annotation that says nothing we can use is answered with one that does."""
    with pytest.raises(Unsupported) as refusal:
        spec(annotation)
    assert str(refusal.value) == message


@pytest.mark.parametrize(
    ("text", "length"), [("3", 3), ("n", 5), ("n+m-1", 6), ("2*n", 10), ("n*m-3", 7), ("(n+1)*m", 12)]
)
def test_an_axis_may_be_arithmetic(text: str, length: int) -> None:
    """The length of an axis follows from the lengths of others."""
    assert axis(text).length({"n": 5, "m": 2}) == length


# ---- signatures -----------------------------------------------------------------------------------


def test_parameters_without_annotation_are_student_functions() -> None:
    """A law names the functions it is about as its first arguments."""

    def law(softmax, loss, a: Float[ndarray, " k"], t: float) -> None:
        pass

    assert student_parameters(law) == ("softmax", "loss")
    assert list(signature(law).parameters) == ["a", "t"]
    assert signature(law).returns is None


def test_quoted_annotations_are_read() -> None:
    """Annotations may stand in quotes, as they do where a module postpones them."""

    def loss(a: "Float[ndarray, ' k']") -> "float":
        return float(a.sum())

    assert signature(loss).parameters["a"].kind is Kind.ARRAY
    assert signature(loss).returns == spec(float)


def test_an_annotation_that_cannot_be_evaluated_is_refused() -> None:
    """A name in quotes that nothing defines is the instructor's mistake, said in a sentence."""

    def loss(a: "Flaot[ndarray]") -> float:  # type: ignore[name-defined]
        return 0.0

    with pytest.raises(Unsupported) as refusal:
        signature(loss)
    message = "its annotations cannot be read (NameError: name 'Flaot' is not defined)"
    assert str(refusal.value) == message


def test_the_argument_that_is_not_understood_is_named() -> None:
    """Among many arguments the message says which one to change."""

    def loss(a: float, b: ndarray) -> float:
        return 0.0

    with pytest.raises(Unsupported) as refusal:
        signature(loss)
    assert str(refusal.value) == f"the argument `b`: ndarray is not understood; {HELP}"


def test_the_result_that_is_not_understood_is_named() -> None:
    """The result is told from the arguments."""

    def loss(a: float) -> ndarray:
        return np.zeros(1)

    with pytest.raises(Unsupported) as refusal:
        signature(loss)
    assert str(refusal.value) == f"the result: ndarray is not understood; {HELP}"


def test_a_text_cannot_be_drawn_without_a_domain() -> None:
    """There are no usual texts: an argument of that kind says itself where its values come from."""

    def shout(word: str) -> str:
        return word

    with pytest.raises(Unsupported) as refusal:
        signature(shout)
    message = "the argument `word`: an argument that is no number needs a domain: "
    example = "Annotated[str, lambda pick: pick.one_of(['', 'a', 'two words'])]"
    assert str(refusal.value) == f"{message}{example}, for example"


def pooling(x: Float[ndarray, "r*size c*size"], size: Annotated[int, Within(1, 3)]) -> float:
    return 0.0


def convolution(image: Float[ndarray, "h+i-1 w+j-1"], kernel: Float[ndarray, "i j"]) -> float:
    return 0.0


def layers(W: Float[ndarray, "k d"], b: Float[ndarray, " k"], x: Float[ndarray, " d"]) -> float:
    return 0.0


def test_the_axes_are_in_order_of_appearance() -> None:
    """Every free axis is drawn once, and the value of an argument is no axis to draw."""
    assert signature(layers).axes == ("k", "d")
    assert signature(pooling).axes == ("r", "c")
    assert signature(convolution).axes == ("h", "i", "j", "w")


@given(st.integers(1, 5), st.integers(1, 5), st.integers(1, 4), st.integers(1, 4))
def test_the_axes_are_read_off_the_arguments(h: int, w: int, i: int, j: int) -> None:
    """Sums of axes are solved for the one that is not known yet."""
    args = {"image": np.zeros((h + i - 1, w + j - 1)), "kernel": np.zeros((i, j))}
    assert signature(convolution).sizes(args) == {"h": h, "w": w, "i": i, "j": j}


@given(st.integers(1, 5), st.integers(1, 5), st.integers(1, 4))
def test_the_axes_are_solved_with_whole_arguments(r: int, c: int, size: int) -> None:
    """A window's size is an argument; how many windows there are follows from the shape."""
    args = {"x": np.zeros((r * size, c * size)), "size": size}
    assert signature(pooling).sizes(args) == {"r": r, "c": c, "size": size}


def step(w: Float[ndarray, "*shape"], grad: Float[ndarray, "*shape"]) -> Float[ndarray, "*shape"]:
    return w


@pytest.mark.parametrize("mood", Mood)
def test_arrays_may_have_any_number_of_axes(mood: Mood) -> None:
    """Vectors, matrices and more are drawn for one annotation; all that bear it have the same shape."""
    read = signature(step)
    assert read.returns is not None
    axes = set()
    for seed in SEEDS:
        args = drawn(step, mood, seed, **{"*shape": (2, 5)})
        shape = args["w"].shape
        assert args["grad"].shape == shape
        assert read.returns.shape(read.sizes(args)) == shape
        assert all(2 <= length <= 5 for length in shape)
        axes.add(len(shape))
    assert axes == ({2} if mood is Mood.PLAIN else {1, 2, 3})


def test_axes_that_nothing_determines_stay_unknown() -> None:
    """A sum of two unknown axes has no one solution, so none is made up."""

    def sums(x: Float[ndarray, " n+m"]) -> float:
        return 0.0

    assert signature(sums).sizes({"x": np.zeros(5)}) == {}


# ---- drawing --------------------------------------------------------------------------------------


@given(mood=st.sampled_from(Mood), seed=st.integers(0, 1000))
@pytest.mark.parametrize("function", [pooling, convolution, layers])
def test_shapes_agree_in_every_mood(function: Callable[..., Any], mood: Mood, seed: int) -> None:
    """Axes of one name have one length: what was drawn can be read back, and gives the shapes again."""
    read = signature(function)
    args = drawn(function, mood, seed)
    sizes = read.sizes(args)
    assert set(sizes) >= set(read.axes)
    for name, parameter in read.parameters.items():
        assert np.shape(args[name]) == tuple(each.length(sizes) for each in parameter.axes)
        if parameter.kind is Kind.ARRAY:
            assert args[name].dtype == np.float64


def test_arguments_keep_their_order() -> None:
    """The size of a window is drawn first, but stays the second argument."""
    assert list(drawn(pooling, Mood.PLAIN)) == ["x", "size"]


def test_every_axis_is_one_in_the_mood_of_ones() -> None:
    """The smallest case is always tried: one row, one column."""
    args = drawn(layers, Mood.ONES)
    assert (args["W"].shape, args["b"].shape, args["x"].shape) == ((1, 1), (1,), (1,))


def test_no_two_axes_are_equal_in_the_uneven_mood() -> None:
    """A transposed matrix never fits by accident."""
    assert all(len(set(drawn(layers, Mood.UNEVEN, seed)["W"].shape)) == 2 for seed in SEEDS)


def test_uneven_axes_share_a_length_where_there_is_only_one() -> None:
    """Where the rubric fixes both lengths, there is no choice."""
    assert drawn(layers, Mood.UNEVEN, k=(2, 2), d=(2, 2))["W"].shape == (2, 2)


def test_axes_take_their_shortest_and_longest_at_the_edge() -> None:
    """At the edge an axis is as short or as long as the rubric allows, and nothing between."""
    shapes = {drawn(layers, Mood.EDGE, seed, k=(2, 5), d=(1, 3))["W"].shape for seed in SEEDS}
    assert shapes == {(2, 1), (2, 3), (5, 1), (5, 3)}


@pytest.mark.parametrize("mood", Mood)
def test_sizes_of_the_rubric_are_kept(mood: Mood) -> None:
    """No mood draws an axis shorter or longer than the rubric says."""
    for seed in SEEDS:
        k, d = drawn(layers, mood, seed, k=(2, 6), d=(3, 3))["W"].shape
        assert 2 <= k <= 6
        assert d == 3


def test_layouts_are_column_by_column_and_with_gaps() -> None:
    """The two ways numpy stores a matrix other than row by row both occur, with the right values."""
    flags = {
        (W.flags.c_contiguous, W.flags.f_contiguous)
        for seed in SEEDS
        for W in [drawn(layers, Mood.LAYOUT, seed, k=(2, 4), d=(2, 4))["W"]]
    }
    assert flags == {(False, True), (False, False)}


def test_numbers_stay_numbers_in_every_layout() -> None:
    """Only arrays have a layout."""

    def scaled(t: float, x: Float[ndarray, ""]) -> float:
        return t

    for seed in SEEDS:
        args = drawn(scaled, Mood.LAYOUT, seed)
        assert type(args["t"]) is float
        assert args["x"].shape == ()


def test_values_come_from_the_domain() -> None:
    """What stands beside the type in Annotated decides the values."""

    def loss(y: Annotated[Float[ndarray, " k"], one_hot]) -> float:
        return 0.0

    assert all(drawn(loss, mood)["y"].sum() == 1 for mood in Mood)


def test_a_domain_sees_the_arguments_before_it() -> None:
    """An instructor's own domain is a function that looks at what was drawn already."""

    def twice(pick: Pick) -> Any:
        return 2 * pick.values["x"]

    def pair(x: Float[ndarray, " n"], y: Annotated[Float[ndarray, " n"], twice]) -> float:
        return 0.0

    args = drawn(pair, Mood.ORDINARY)
    assert np.array_equal(args["y"], 2 * args["x"])


def test_a_tuple_is_drawn_item_by_item() -> None:
    """An argument that is a pair of sizes is a tuple of Python's own whole numbers."""
    Length = Annotated[int, Within(2, 9)]

    def area(shape: tuple[Length, Length]) -> int:
        return shape[0] * shape[1]

    for mood in Mood:
        (shape,) = drawn(area, mood).values()
        assert type(shape) is tuple
        assert [type(length) for length in shape] == [int, int]
        assert all(2 <= length <= 9 for length in shape)


def test_a_domain_may_give_a_text() -> None:
    """Where an argument is no number, its domain gives the whole value."""

    def shout(word: Annotated[str, lambda pick: pick.one_of(("sum", "mean"))]) -> str:
        return word

    assert {drawn(shout, Mood.PLAIN, seed)["word"] for seed in SEEDS} == {"sum", "mean"}


def test_both_truth_values_are_drawn() -> None:
    """A flag is true at times and false at times."""

    def flagged(yes: bool) -> float:
        return 0.0

    assert {drawn(flagged, Mood.PLAIN, seed)["yes"] for seed in SEEDS} == {True, False}


def test_conditions_hold_or_the_draw_is_unsuitable() -> None:
    """No arguments that break a condition are ever handed out."""

    def root(
        x: Annotated[float, Within(-5, 5)], y: Annotated[float, Within(-5, 5), Where(lambda x, y: x > y)]
    ) -> float:
        return 0.0

    kept = suitable(root)
    assert 0 < len(kept) < len(SEEDS)
    assert all(args["x"] > args["y"] for args in kept)


def test_a_condition_may_name_any_argument() -> None:
    """Before or after it, whatever is drawn first."""

    def root(x: Annotated[float, Where(lambda x, y: x > y)], y: float) -> float:
        return 0.0

    def kth(
        x: Float[ndarray, " n"], k: Annotated[int, Within(1, 4), Where(lambda x, k: k <= len(x))]
    ) -> float:
        return 0.0

    assert all(args["x"] > args["y"] for args in suitable(root))
    assert all(args["k"] <= len(args["x"]) for args in suitable(kth))


def test_a_condition_on_what_is_no_argument_says_so() -> None:
    """It would otherwise never be looked at."""

    def root(x: Annotated[float, Where(lambda x, z: x > z)]) -> float:
        return 0.0

    with pytest.raises(ValueError, match=r"^the condition on `x` names 'z', which is no argument$"):
        drawn(root, Mood.PLAIN)


def test_the_bound_of_a_whole_number_may_be_another_argument() -> None:
    """Unless it is the length of an axis it has its own place."""

    def below(a: Annotated[float, Within(3, 9)], k: Annotated[int, Within(0, "a")]) -> float:
        return 0.0

    assert all(0 <= args["k"] <= args["a"] for args in suitable(below))


def test_arrays_in_a_tuple_have_axes() -> None:
    """They are as long as those of the same name."""

    def distance(p: tuple[Float[ndarray, " n"], float], q: Float[ndarray, " n"]) -> Float[ndarray, " n"]:
        return q

    read = signature(distance)
    assert read.axes == ("n",)
    for args in suitable(distance):
        assert args["p"][0].shape == args["q"].shape
        assert read.sizes(args) == {"n": len(args["q"])}


def test_an_axis_shorter_than_nothing_is_unsuitable() -> None:
    """Lengths that make an axis negative are drawn again."""

    def valid(x: Float[ndarray, " n-m"], y: Float[ndarray, " m"]) -> float:
        return 0.0

    with pytest.raises(Unsuitable):
        drawn(valid, Mood.PLAIN, n=(1, 1), m=(3, 3))


def test_a_domain_that_returns_another_shape_is_told() -> None:
    """The instructor learns which shape came and which was asked for."""

    def square(pick: Pick) -> Any:
        return np.zeros((2, 2))

    def loss(x: Annotated[Float[ndarray, " n"], square]) -> float:
        return 0.0

    with pytest.raises(ValueError, match=r"^a domain returned shape \(2, 2\) where \(3,\) was asked for$"):
        drawn(loss, Mood.PLAIN, n=(3, 3))


def test_a_function_without_parameters_draws_nothing() -> None:
    """A number worked out by hand needs no inputs."""
    assert draw(Signature({}, None), {}, Mood.PLAIN, Random(0).randint) == {}  # type: ignore[arg-type]


def test_complex_numbers_are_drawn() -> None:
    """Numbers and arrays, of both parts; a domain of real numbers is one for both."""

    def rotated(z: Complex[ndarray, " n"], w: complex, u: Annotated[complex, Within(2, 3)]) -> complex:
        return 0j

    for mood in Mood:
        found = [drawn(rotated, mood, seed) for seed in SEEDS]
        assert {each["z"].dtype for each in found} == {np.dtype(np.complex128)}
        assert {type(each["w"]) for each in found} == {complex}
        assert any(np.iscomplex(each["z"]).any() for each in found)
        assert any(each["w"].imag for each in found)
        assert all(2 <= part <= 3 for each in found for part in (each["u"].real, each["u"].imag))


def test_a_domain_may_pick_complex_numbers_itself() -> None:
    """On the unit circle both parts belong together; where real numbers are asked for that is told."""

    def circle(pick: Pick) -> Any:
        return np.exp(1j * np.array([pick.choose(0, 5) for _ in range(pick.count)]).reshape(pick.shape))

    def turned(z: Annotated[Complex[ndarray, " n"], circle]) -> float:
        return 0.0

    def flat(z: Annotated[Float[ndarray, " n"], circle]) -> float:
        return 0.0

    assert np.allclose(np.abs(drawn(turned, Mood.PLAIN)["z"]), 1)
    with pytest.raises(
        ValueError, match=r"^a domain returned complex numbers where real ones were asked for$"
    ):
        drawn(flat, Mood.PLAIN)


def stepped(x: Float[ndarray, " n"], k: int = 2, *, scale: float = 1.0, loud: bool = False) -> float:
    """A function of two arguments with and two without names."""
    return 0.0


def test_arguments_with_a_default_are_left_out_at_times() -> None:
    """The last ones first, in every number."""
    found = {tuple(drawn(stepped, Mood.PLAIN, seed)) for seed in SEEDS}

    assert found == {("x",), ("x", "k"), ("x", "k", "scale"), ("x", "k", "scale", "loud")}


def test_what_is_left_out_has_its_default_for_others() -> None:
    """An axis or a condition may name it."""

    def below(
        x: Annotated[Float[ndarray, " k"], Where(lambda x, top: (x <= top).all())],
        k: Annotated[int, Within(1, 4)] = 2,
        top: float = 0.5,
    ) -> Float[ndarray, " k"]:
        return x

    found = [each for each in suitable(below) if "top" not in each]
    assert found
    assert all((each["x"] <= 0.5).all() for each in found)
    assert all(len(each["x"]) == 2 for each in found if "k" not in each)
    assert signature(below).sizes({"x": np.zeros(2)}) == {"k": 2}


def test_arguments_are_placed_as_python_places_them() -> None:
    """Also those between, that a call leaves out."""
    read = signature(stepped)

    assert read.placed((1,), {}) == (1,)
    assert read.placed((1,), {"k": 3}) == (1, 3)
    assert read.placed((1,), {"loud": True}) == (1, 2, 1.0, True)
    for values, named, message in (
        ((1,), {"tol": 1}, "there is no argument 'tol', or it is given twice"),
        ((1, 2), {"k": 1}, "there is no argument 'k', or it is given twice"),
        ((), {"k": 1}, "the argument 'x' is missing"),
    ):
        with pytest.raises(TypeError, match=f"^{message}$"):
            read.placed(values, named)


def test_a_call_is_written_as_one_would_write_it() -> None:
    """Without what it leaves out, and with the names that Python asks for."""
    read = signature(stepped)

    assert read.written("stepped", ["x"]) == "stepped(x)"
    assert read.written("stepped", ["x", "k", "scale"]) == "stepped(x, k, scale=scale)"
    assert [read.names(count) for count in (1, 2, 3, 4)] == [(), (), ("scale",), ("scale", "loud")]
    assert read.complete({"x": 1, "k": 5}) == {"x": 1, "k": 5, "scale": 1.0, "loud": False}


def test_functions_with_other_defaults_have_other_examples() -> None:
    """They share them where all of it is the same."""

    def other(x: Float[ndarray, " n"], k: int = 3, *, scale: float = 1.0, loud: bool = False) -> float:
        return 0.0

    def placed(x: Float[ndarray, " n"], k: int = 2, scale: float = 1.0, loud: bool = False) -> float:
        return 0.0

    assert len({signature(each).key for each in (stepped, other, placed)}) == 3


def test_an_axis_that_no_argument_tells_is_told_by_a_right_answer() -> None:
    """And by nothing else: the others are those of the arguments."""

    def windows(x: Float[ndarray, " n"], k: int) -> tuple[Float[ndarray, "m k"], Float[ndarray, " n"]]:
        return np.zeros((2, k)), x

    read = signature(windows)
    assert read.loose == {"m"}
    assert read.bound((np.zeros((2, 3)), np.zeros(9))) == {"m": 2}
    assert read.bound((np.zeros(3), np.zeros(9))) == {}
    assert read.bound(None) == {}
    assert signature(stepped).loose == set()
