"""``law``: what is true of every right answer is false of a wrong one, and the student reads the law."""

import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from typing import Annotated, Any, NamedTuple

import numpy as np
import pytest
from jaxtyping import Float
from numpy import ndarray

from grader.checks.finding import Finding
from grader.checks.law import law
from grader.errors import GraderError
from grader.functions.reply import Failure
from grader.model import Verdict
from grader.signatures.domains import Within
from grader.values.compare import agree

from .trials import Watched, lost, reference, trial

Logits = Annotated[Float[ndarray, " k"], Within(-30, 30)]


def softmax(a: Logits) -> Float[ndarray, " k"]:
    """Probabilities."""
    powers = np.exp(a - a.max())
    return powers / powers.sum()


def loss(a: Logits) -> float:
    """The loss of the first class."""
    return float(np.logaddexp.reduce(a) - a[0])


def answer() -> float:
    """A number."""
    return 42.0


def ignores_a_common_shift(softmax, a: Logits) -> None:
    """Adding one number to all logits
    changes nothing.

    This is why the largest may be subtracted.
    """
    agree(softmax(a + 5.0), softmax(a))


def sums_to_one(softmax, a: Logits) -> bool:
    """The probabilities sum to 1."""
    return np.abs(softmax(a).sum() - 1) < 1e-6  # numpy's truth value, not Python's


def loss_is_minus_log(softmax, loss, a: Logits) -> None:
    """The loss is minus the logarithm of the probability."""
    agree(np.exp(-loss(a)), softmax(a)[0], scale=1.0)


def never_too_sure(softmax, a: Logits) -> None:
    """No probability is above 1."""
    largest = softmax(a).max()
    if largest > 1 + 1e-9:
        raise AssertionError(f"one is {largest:.1f}")


def answer_is_even(answer) -> bool:
    """The answer is even."""
    return answer() % 2 == 0


RIGHT = reference(
    softmax, loss, answer,
    laws=[ignores_a_common_shift, sums_to_one, loss_is_minus_log, never_too_sure, answer_is_even],
)  # fmt: skip


def check(target: str, **functions: Callable[..., Any]) -> Finding:
    return law(trial(RIGHT, functions), target)


@pytest.mark.parametrize("target", RIGHT.laws)
def test_laws_hold_for_the_reference(target: str) -> None:
    """A law is true of the right answer, whatever it returns: nothing or something true."""
    assert check(target, softmax=softmax, loss=loss, answer=answer) == Finding(Verdict.PASSED, 1.0)


def test_the_student_reads_the_law() -> None:
    """The first paragraph of the law is the message; what came out and what should have are the evidence."""
    finding = check("ignores_a_common_shift", softmax=np.exp)
    assert (finding.verdict, finding.share) == (Verdict.FAILED, 0.0)
    assert lost(finding) == "Adding one number to all logits changes nothing."
    evidence = finding.evidence
    assert evidence is not None
    assert (evidence.message, evidence.call, evidence.where) == ("", "softmax at a", "[0]")
    assert evidence.inputs["a"].tolist() == [0.0]
    assert evidence.got.tolist() == [np.exp(5.0)]
    assert evidence.expected.tolist() == [1.0]


def test_a_law_may_be_a_truth_value_of_numpys() -> None:
    """A law that returns numpy's False is as broken as one that returns Python's."""
    finding = check("sums_to_one", softmax=lambda a: softmax(a) * 1.1)
    assert (finding.verdict, lost(finding)) == (Verdict.FAILED, "The probabilities sum to 1.")


def test_the_words_of_an_assertion_are_the_details() -> None:
    """What the law has to say of this input stands in the evidence."""
    finding = check("never_too_sure", softmax=lambda a: np.full(len(a), 7.0))
    assert lost(finding) == "No probability is above 1."
    assert finding.evidence is not None
    assert finding.evidence.message == "one is 7.0"


def test_a_law_is_about_several_functions() -> None:
    """Both functions must be there, and the call names both."""
    assert check("loss_is_minus_log", loss=loss) == Finding(
        Verdict.MISSING, message="there is no function `softmax`"
    )
    finding = check("loss_is_minus_log", softmax=softmax, loss=lambda a: -loss(a))
    assert finding.evidence is not None
    assert finding.evidence.call == "softmax, loss at a"


def test_a_law_may_need_no_inputs() -> None:
    """A law about a number is tried once."""
    finding = check("answer_is_even", answer=lambda: 41.0)
    assert lost(finding) == "The answer is even."
    assert finding.evidence is not None
    assert (finding.evidence.call, finding.evidence.inputs, finding.evidence.examples) == ("answer()", {}, 1)


@pytest.mark.parametrize(
    "nonsense",
    [None, "text", {}, [], [[1.0], [2.0, 3.0]], np.ones((3, 3)), object(), 1j, 1.0],
    ids=["None", "text", "dict", "empty", "ragged", "matrix", "object", "complex", "number"],
)
@pytest.mark.parametrize("target", ["ignores_a_common_shift", "sums_to_one", "never_too_sure"])
def test_nonsense_is_a_failed_law_and_not_a_crash(nonsense: Any, target: str) -> None:
    """Whatever comes back, the law is not obeyed, and the details say what came."""
    finding = check(target, softmax=lambda a: nonsense)
    assert (finding.verdict, lost(finding)) == (Verdict.FAILED, RIGHT.laws[target].sentence)
    assert finding.evidence is not None
    assert finding.evidence.message.startswith("`softmax`: ")


@pytest.mark.parametrize("target", ["ignores_a_common_shift", "sums_to_one"])
def test_nan_obeys_no_law(target: str) -> None:
    """A comparison with NaN is false, and so is the law."""
    finding = check(target, softmax=lambda a: np.full(len(a), np.nan))
    assert (finding.verdict, lost(finding)) == (Verdict.FAILED, RIGHT.laws[target].sentence)


def test_a_law_that_cannot_calculate_is_a_failed_law() -> None:
    """A law that breaks on an answer of the right shape is not obeyed; the details say how it broke."""

    def is_a_share(softmax, a: Logits) -> None:
        """A probability is a share."""
        [0, 1][int(softmax(a)[0])]

    right = reference(softmax, laws=[is_a_share])
    finding = law(trial(right, {"softmax": lambda a: softmax(a) + 7}), "is_a_share")
    assert lost(finding) == "A probability is a share."
    assert finding.evidence is not None
    message = "nothing could be calculated from the answer (IndexError: list index out of range)"
    assert finding.evidence.message == message


def test_a_law_asks_in_one_go() -> None:
    """What the law asks of a right answer is asked beforehand, once, however many readings there are."""
    functions = Watched({"softmax": softmax, "loss": loss})
    there = trial(RIGHT, functions, count=20)
    for target in ("ignores_a_common_shift", "loss_is_minus_log", "sums_to_one"):
        assert law(there, target).verdict is Verdict.PASSED
    assert len(functions.asked) > 55
    assert functions.batches < 10


def test_an_exception_is_told_as_it_is() -> None:
    """Where the student's function raises, its exception explains more than the law."""

    def student(a: ndarray) -> ndarray:
        raise NotImplementedError

    finding = check("sums_to_one", softmax=student)
    assert (finding.verdict, finding.message) == (Verdict.RAISED, "`softmax` raised NotImplementedError")


def test_single_precision_obeys_with_a_remark() -> None:
    """A law holds for float32 up to its rounding, and for nothing worse."""

    def single(error: float) -> Finding:
        return check("ignores_a_common_shift", softmax=lambda a: np.float32(softmax(a) * (1 + error * a[0])))

    assert single(3e-6) == Finding(Verdict.PASSED, 1.0, "float32")
    assert single(3e-3).verdict is Verdict.FAILED


def test_a_time_out_is_told_with_its_input_and_not_shrunk() -> None:
    """The input shown is the one on which the function did not return, not the first of all."""
    slow = Failure(Verdict.TIMED_OUT, "did not finish within 1 s in `softmax`")
    functions = Watched({"softmax": softmax}, slow, after=17)
    there = trial(RIGHT, functions)
    finding = law(there, "sums_to_one")
    assert (finding.verdict, finding.message) == (Verdict.TIMED_OUT, "did not finish within 1 s in `softmax`")
    assert len(functions.asked) <= 100
    assert finding.evidence is not None
    assert np.array_equal(finding.evidence.inputs["a"], functions.asked[17][0])


def test_dice_are_a_failed_law() -> None:
    """A function that is wrong now and then gets the law it broke, and the input on which it did."""
    rolls = iter([0.0] * 20 + [1.0] + [0.0] * 100_000)
    finding = check("sums_to_one", softmax=lambda a: softmax(a) + next(rolls))
    assert (finding.verdict, lost(finding)) == (Verdict.FAILED, "The probabilities sum to 1.")
    assert finding.evidence is not None
    assert finding.evidence.failing == 1


def in_place(a: ndarray) -> ndarray:
    a -= a.max()
    return np.exp(a) / np.exp(a).sum()


def test_arguments_may_be_asked_to_stay_untouched() -> None:
    """Right values keep a share where a function that only laws judge leaves an argument changed."""
    assert check("sums_to_one", softmax=in_place) == Finding(Verdict.PASSED, 1.0)

    finding = law(trial(RIGHT, {"softmax": in_place}), "sums_to_one", untouched=True)

    assert (finding.verdict, finding.share, finding.mistake) == (Verdict.FAILED, 0.0, "changes_its_arguments")
    assert (
        finding.message
        == "the values are right, but `softmax` changes its argument `a`: work on a copy of it"
    )
    assert finding.evidence is not None
    assert set(finding.evidence.inputs) == {"a"}


def test_what_stays_untouched_loses_nothing() -> None:
    """Nor does what is restored before the function returns."""

    def restoring(a: ndarray) -> ndarray:
        kept = a.copy()
        right = in_place(a)
        a[:] = kept
        return right

    for untouching in (softmax, restoring):
        finding = law(trial(RIGHT, {"softmax": untouching}), "sums_to_one", untouched=True)
        assert finding == Finding(Verdict.PASSED, 1.0)


def test_a_broken_law_comes_before_a_changed_argument() -> None:
    """Wrong values are the worse news."""

    def both(a: ndarray) -> ndarray:
        a += 1
        return a

    finding = law(trial(RIGHT, {"softmax": both}), "sums_to_one", untouched=True)
    assert (finding.share, finding.message) == (0.0, "The probabilities sum to 1.")


def test_single_precision_is_judged_with_what_it_loses(recwarn: pytest.WarningsRecorder) -> None:
    """At angles of thousands a float32 has four digits left; a double that has no more is wrong."""

    def wave(x: Annotated[Float[ndarray, "n"], Within(1e3, 1e4)]) -> Float[ndarray, "n"]:
        """The sine of x."""
        return np.sin(x)

    def wave_has_length_one(wave, x: Annotated[Float[ndarray, "n"], Within(1e3, 1e4)]) -> None:
        """Its square and that of a quarter turn add up to 1."""
        agree(wave(x), np.sin(x), scale=1.0)

    right = reference(wave, laws=(wave_has_length_one,))

    def on_the_way(x):
        return np.sin(np.float32(x) * np.float32(1 + 1e-7)).astype(np.float64) * (1 + 1e-12)

    assert law(trial(right, {"wave": on_the_way}), "wave_has_length_one").message == "float32"
    assert law(trial(right, {"wave": lambda x: np.sin(x) + 0.1}), "wave_has_length_one").share == 0


def twice(x: Annotated[Float[ndarray, "n"], Within(-3, 3)]) -> Float[ndarray, "n"]:
    """Twice x."""
    return 2 * x


def is_the_slope(twice, x: Annotated[Float[ndarray, "n"], Within(-3, 3)]) -> None:
    """It is the slope of the square, by differences."""
    agree(twice(x), ((x + 1e-3) ** 2 - (x - 1e-3) ** 2) / 2e-3, noise=1e-5)


def is_twice(twice, x: Annotated[Float[ndarray, "n"], Within(-3, 3)]) -> None:
    """Adding what should be minus that gives 0, up to rounding."""
    agree(twice(x) - 2 * x, np.zeros(len(x)), noise=1e-14 * np.abs(x).max())


def test_a_noise_that_a_law_states_buys_no_wrong_answer() -> None:
    """It is no licence: wrong answers of either precision lose, right ones of either do not."""
    right = reference(twice, laws=(is_the_slope, is_twice))
    for name in ("is_the_slope", "is_twice"):
        for wrong in (lambda x: 3 * x, lambda x: np.float32(3 * x), lambda x: np.float32(2.02 * x)):
            assert law(trial(right, {"twice": wrong}), name).verdict is Verdict.FAILED
        assert law(trial(right, {"twice": twice}), name) == Finding(Verdict.PASSED, 1.0)
        single = law(trial(right, {"twice": lambda x: np.float32(2) * np.float32(x)}), name)
        assert (single.verdict, single.share) == (Verdict.PASSED, 1.0)


# ---- the same call again --------------------------------------------------------------------------------


def sample(n: Annotated[int, Within(1, 4)]) -> Float[ndarray, " n"]:
    """Numbers from the seed 0."""
    return np.random.default_rng(0).random(n)


def same_seed_same_numbers(sample, n: Annotated[int, Within(1, 4)]) -> None:
    """The same seed gives the same numbers."""
    first = sample(n)
    for _ in range(2):
        agree(sample(n), first)


def again_and_again(softmax, a: Logits) -> None:
    """Twice the same."""
    assert softmax(a)[0] == softmax(a)[0]


SEEDED = reference(sample, softmax, laws=[same_seed_same_numbers, again_and_again])


def test_a_call_that_a_law_repeats_is_made_again() -> None:
    """Numbers without a seed are others each time, and a law that asks twice sees it."""
    assert law(trial(SEEDED, {"sample": sample}), "same_seed_same_numbers").verdict is Verdict.PASSED

    finding = law(
        trial(SEEDED, {"sample": lambda n: np.random.default_rng().random(n)}), "same_seed_same_numbers"
    )

    assert (finding.verdict, lost(finding)) == (Verdict.FAILED, "The same seed gives the same numbers.")
    assert finding.evidence is not None
    assert finding.evidence.failing == finding.evidence.examples


def test_each_call_is_made_as_often_as_the_law_makes_it() -> None:
    """Once beforehand for each time: a counter sees three calls, and nothing crosses singly."""
    functions = Watched({"sample": sample})
    there = trial(SEEDED, functions, count=40)

    assert law(there, "same_seed_same_numbers").verdict is Verdict.PASSED

    different = len(
        {
            each.args["n"]
            for each in there.corpora.examples(SEEDED.laws["same_seed_same_numbers"].signature, there.plan)
        }
    )
    assert len(there.said.asked["sample"]) == 3 * different
    assert functions.batches == 3  # beforehand, and again, here and in another process


def test_a_repeated_call_is_remembered_for_those_who_answer_alike_alone() -> None:
    """What was found for one submission is no verdict on another, that answers otherwise the second time."""

    def forgetful() -> Callable[..., Any]:
        seen: set[bytes] = set()

        def student(a: ndarray) -> ndarray:
            again = a.tobytes() in seen
            seen.add(a.tobytes())
            return softmax(a) + again

        return student

    for _ in range(2):
        assert law(trial(SEEDED, {"softmax": softmax}), "again_and_again").verdict is Verdict.PASSED
        assert law(trial(SEEDED, {"softmax": forgetful()}), "again_and_again").verdict is Verdict.FAILED


# ---- what a law may do with results and arguments -----------------------------------------------------


class Decomposed(NamedTuple):
    """As ``np.linalg`` returns them."""

    values: Any
    vectors: Any


def symmetric(pick: Any) -> ndarray:
    """A symmetric matrix."""
    square = np.array([[pick.choose(-3, 3) for _ in range(pick.shape[0])] for _ in range(pick.shape[0])])
    return np.asarray(square + square.T, dtype=float)


def decompose(
    a: Annotated[Float[ndarray, "n n"], symmetric],
) -> tuple[Float[ndarray, " n"], Float[ndarray, "n n"]]:
    """Eigenvalues and eigenvectors."""
    return np.linalg.eigh(a)


def forward(x: Float[ndarray, "n d"], w: Float[ndarray, "d m"]) -> tuple[Float[ndarray, "n m"], Any]:
    """The product, and whatever helps you later."""
    return x @ w, {"x": x, "w": w}


def backward(dout: Float[ndarray, "n m"], cache: Annotated[Any, lambda _: 0.0]) -> Float[ndarray, "n m"]:
    """A gradient."""
    return dout


def power(x: float, k: Annotated[int, Within(0, 3)] = 2, *, scale: float = 1.0) -> float:
    """scale times x to the k."""
    return scale * x**k


def vectors_are_scaled(decompose, a: Annotated[Float[ndarray, "n n"], symmetric]) -> None:
    """The matrix scales its eigenvectors."""
    values, vectors = decompose(a)
    agree(a @ vectors, vectors * values, scale=max(1.0, np.abs(a).max()))


def product_is_linear(forward, x: Float[ndarray, "n d"], w: Float[ndarray, "d m"]) -> None:
    """Twice w, twice the product."""
    product, cache = forward(x, w)
    agree(forward(x, 2 * w), (2 * product, cache))


def goes_back(forward, backward, x: Float[ndarray, "n d"], w: Float[ndarray, "d m"]) -> None:
    """Back again."""
    product, cache = forward(x, w)
    backward(product, cache)


def holds_x(forward, x: Float[ndarray, "n d"], w: Float[ndarray, "d m"]) -> None:
    """The cache holds x."""
    _, cache = forward(x, w)
    agree(cache["x"], x)


def square_by_default(power, x: Annotated[float, Within(-3, 3)]) -> None:
    """Without k it is the square."""
    agree(power(x), power(x, 2))
    agree(power(x, scale=3.0), 3 * x**2)


FREE = reference(
    decompose, forward, backward, power,
    laws=[vectors_are_scaled, product_is_linear, goes_back, holds_x, square_by_default],
)  # fmt: skip


def test_named_tuples_are_tuples() -> None:
    """What NumPy's decompositions return, whoever returns it."""
    for student in (decompose, lambda a: Decomposed(*decompose(a)), lambda a: list(decompose(a))):
        assert law(trial(FREE, {"decompose": student}), "vectors_are_scaled").verdict is Verdict.PASSED


@pytest.mark.parametrize(
    "cache", [{"x": 1}, pytest.param(object(), id="an object"), None, [1, "x"], np.ones((9, 9))], ids=repr
)
def test_a_part_that_is_the_students_own_is_never_looked_at(cache: Any) -> None:
    """Neither its shape nor whether it can cross makes a difference; the rest of the result does."""
    right = law(trial(FREE, {"forward": lambda x, w: (x @ w, cache)}), "product_is_linear")
    wrong = law(trial(FREE, {"forward": lambda x, w: (x @ w + 1, cache)}), "product_is_linear")

    assert (right.verdict, wrong.verdict) == (Verdict.PASSED, Verdict.FAILED)


@pytest.mark.parametrize(
    ("target", "message"),
    [
        ("goes_back", "the law `goes_back` hands `backward` a part of a result that is annotated Any"),
        ("holds_x", "the law `holds_x` looks into a part of a result that is annotated Any"),
    ],
)
def test_no_law_may_use_what_is_the_students_own(target: str, message: str) -> None:
    """It says so of the law, whatever the student does: nobody loses a point for a dict."""
    with pytest.raises(GraderError) as error:
        law(trial(FREE, {"forward": forward, "backward": backward}), target)
    assert str(error.value) == (
        f"{message}, and what that is the student alone decides: "
        "annotate it as numbers, arrays, texts, lists or tuples, or leave it out"
    )


def test_a_law_may_leave_arguments_out_and_name_them() -> None:
    """As a student's code would."""
    assert law(trial(FREE, {"power": power}), "square_by_default").verdict is Verdict.PASSED

    def cube(x: float, k: int = 3, *, scale: float = 1.0) -> float:
        return scale * x**k

    finding = law(trial(FREE, {"power": cube}), "square_by_default")
    assert (finding.verdict, lost(finding)) == (Verdict.FAILED, "Without k it is the square.")


def padded(x: Float[ndarray, " n"]) -> Float[ndarray, " m"]:
    """x between zeros; at least one entry."""
    if not len(x):
        raise ValueError("nothing to pad")
    return np.concatenate([[0.0], x, [0.0]])


def padded_twice(padded, x: Float[ndarray, " n"]) -> None:
    """There are zeros at both ends, and at those of what is inside."""
    once = padded(x)
    assert padded(once[1:-1])[0] == 0


def test_lengths_that_no_argument_tells_are_those_of_a_right_answer() -> None:
    """Where a wrong answer leads to a call that has no right one, any length will do; the law decides."""
    right = reference(padded, laws=[padded_twice])

    def failing(student: Callable[..., Any]) -> str:
        return lost(law(trial(right, {"padded": student}), "padded_twice"))

    assert law(trial(right, {"padded": padded}), "padded_twice").verdict is Verdict.PASSED
    finding = law(trial(right, {"padded": lambda x: np.append(0.0, x)}), "padded_twice")
    assert finding.evidence is not None
    assert finding.evidence.message == (
        "`padded`: an array of shape (2,) was returned where an array of shape (3,) was expected"
    )
    assert failing(lambda x: np.ones(len(x) + 2)) == padded_twice.__doc__


# ---- what a law works out by itself has to end ----------------------------------------------------------


def pattern(n: Annotated[int, Within(1, 3)]) -> str:
    """A pattern that matches the digits 1 only."""
    return "1+$"


def query(n: Annotated[int, Within(1, 3)]) -> str:
    """A query for the number n."""
    return f"SELECT {n}"


def matches_ones(pattern, n: Annotated[int, Within(1, 3)]) -> bool:
    """It matches ones, and not what follows them."""
    return not re.match(pattern(n), "1" * 60 + "x")


def gives_the_number(query, n: Annotated[int, Within(1, 3)]) -> None:
    """The query gives n."""
    with closing(sqlite3.connect(":memory:")) as there:
        agree(there.execute(query(n)).fetchall(), [(n,)])


ENDLESS = "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT COUNT(*) FROM c"


@pytest.mark.parametrize(
    ("name", "student"), [("matches_ones", lambda n: "(1+)+$"), ("gives_the_number", lambda n: ENDLESS)]
)
def test_a_law_ends_whatever_text_it_is_answered(
    name: str, student: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A pattern or a query without end costs the check of its student, and nobody has to wait for it."""
    monkeypatch.setattr("grader.checks.law.AT_ONCE", 0.3)
    right = reference(pattern, query, laws=(matches_ones, gives_the_number))
    (of,) = right.laws[name].of
    finding = law(trial(right, {of: student}), name)
    assert finding.verdict is Verdict.TIMED_OUT
    assert finding.message == "what follows from your answer could not be worked out within 0.3 s"
    assert law(trial(right, {of: right.answers[of]}), name).verdict is Verdict.PASSED
