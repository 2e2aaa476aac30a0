"""Which mistake is it?  Recognised by its answers on every example, and only then."""

import numpy as np
from jaxtyping import Complex, Float
from numpy import ndarray

from grader.checks.diagnose import diagnose
from grader.checks.trial import Trial
from grader.examples.corpora import Corpora
from grader.examples.draw import Plan
from grader.functions.local import Local
from grader.reference.contents import Law, Reference
from grader.reference.mistakes import mistake
from grader.signatures.signature import signature, student_parameters


def product(A: Float[ndarray, "m n"], B: Float[ndarray, "n k"]) -> Float[ndarray, "m k"]:
    """The matrix product."""
    return A @ B


@mistake(of="product", credit=0.3)
def product_of_absolute_values(A, B):
    """Signs matter: you multiply absolute values."""
    return np.abs(A) @ np.abs(B)


@mistake(of="product", credit=0.5)
def product_with_large_entries_cut(A, B):
    """Large entries are cut off."""
    return np.clip(A, -5000, 5000) @ B


def product_of_large(product, x: Float[ndarray, "n"]) -> bool:
    """Large numbers multiply like small ones."""
    return bool(product(np.full((1, 1), 1e6), np.ones((1, 1)))[0, 0] == 1e6) or x is None


@mistake(of="product", credit=0.2)
def product_of_rounded_entries(A, B):
    """You round to a thousandth of a thousandth."""
    return A @ B + 3e-4 * np.abs(A @ B).max(initial=0)


@mistake(of="product", credit=0.6)
def product_of_entries_rounded_less(A, B):
    """You round to a little less."""
    return A @ B + 4e-4 * np.abs(A @ B).max(initial=0)


REFERENCE = Reference(
    {"product": product},
    {"product": signature(product)},
    {
        "product_of_large": Law(
            product_of_large, student_parameters(product_of_large), signature(product_of_large)
        )
    },
    {
        "product": (
            product_of_absolute_values,
            product_with_large_entries_cut,
            product_of_rounded_entries,
            product_of_entries_rounded_less,
        )
    },
)


def diagnosis(function, law: Law | None = None):
    """Return what is recognised in a function."""
    trial = Trial(REFERENCE, Corpora(REFERENCE), Local({"product": function}), Plan(50))
    return diagnose(trial, "product", law, trial.corpora.direct("product", trial.plan))


def test_a_known_mistake_is_named() -> None:
    """However it is written, a function with a mistake's answers gets its sentence and its credit."""
    found = diagnosis(lambda A, B: [[sum(np.abs(row) * np.abs(column)) for column in B.T] for row in A])
    assert found.mistake == "product_of_absolute_values"
    assert found.message == "Signs matter: you multiply absolute values."
    assert found.credit == 0.3


def test_of_two_mistakes_that_are_close_the_closer_one_is_named() -> None:
    """In single precision their answers are the same; that of the student is exactly one of them."""
    for known in (product_of_rounded_entries, product_of_entries_rounded_less):
        assert diagnosis(known).mistake == known.__name__


def test_mistakes_of_one_name_are_each_their_own() -> None:
    """Two functions with the same inputs share their examples, and half the world calls a slip off_by_one."""

    def half(A: Float[ndarray, "m n"], B: Float[ndarray, "n k"]) -> Float[ndarray, "m k"]:
        """Half the matrix product."""
        return A @ B / 2

    def named(of: str, by: float):
        @mistake(of=of)
        def off_by_one(A, B):
            """One is missing."""
            return by * (A @ B) - 1

        return off_by_one

    answers = {"product": product, "half": half}
    slips = {"product": (named("product", 1.0),), "half": (named("half", 0.5),)}
    both = Reference(answers, {name: signature(each) for name, each in answers.items()}, {}, slips)
    trial = Trial(both, Corpora(both), Local({name: each[0] for name, each in slips.items()}), Plan(50))
    assert [
        diagnose(trial, name, None, trial.corpora.direct(name, trial.plan)).mistake for name in slips
    ] == ["off_by_one", "off_by_one"]


def test_a_mistake_that_does_not_show_is_not_named() -> None:
    """What is right but for some rounding looks like every mistake of extremes, on all ordinary inputs."""
    assert diagnosis(lambda A, B: (A @ B) * (1 + 5e-5)) is None
    law = REFERENCE.laws["product_of_large"]
    assert diagnosis(product_with_large_entries_cut, law).mistake == "product_with_large_entries_cut"


def test_an_unknown_mistake_has_no_name() -> None:
    """A guess would be worse than nothing."""
    assert diagnosis(lambda A, B: A @ B + (A.shape[0] == 2)) is None


def test_a_constant_factor_needs_no_catalogue() -> None:
    """Right up to a factor, and the factor is told."""
    found = diagnosis(lambda A, B: 2.5 * A @ B)
    assert found.mistake == "constant_factor"
    assert found.message == "Your answer is right up to a constant factor: it is 2.5 times what it should be."
    assert (found.credit, found.slip) == (0.0, True)


def test_a_reversed_sign_needs_no_catalogue() -> None:
    """The factor −1 has words of its own."""
    assert diagnosis(lambda A, B: -A @ B).mistake == "sign_reversed"


def test_a_transposed_result_needs_no_catalogue() -> None:
    """The right numbers with rows and columns exchanged."""
    assert diagnosis(lambda A, B: (A @ B).T).mistake == "transposed"


def test_a_factor_that_changes_is_none() -> None:
    """One factor must hold for all examples."""
    assert diagnosis(lambda A, B: A.shape[0] * A @ B) is None


def test_a_slip_that_only_a_law_shows_is_named_by_the_laws_own_inputs() -> None:
    """On the ordinary examples the cut changes nothing; on the law's input it does."""

    def cut(A, B):
        return np.minimum(np.maximum(A, -5000), 5000) @ B

    law = REFERENCE.laws["product_of_large"]
    assert diagnosis(cut, law).mistake == "product_with_large_entries_cut"
    assert diagnosis(lambda A, B: np.clip(A, -4000, 4000) @ B, law) is None


def test_a_function_that_only_raises_keeps_its_exception() -> None:
    """The exception says more than any mistake's name."""

    def broken(A, B):
        raise ValueError("no")

    assert diagnosis(broken) is None


def test_slips_of_complex_answers_are_those_of_both_parts() -> None:
    """A factor of the real parts alone is none, nor is one of the results that are real."""

    def turned(x: Float[ndarray, "n"]) -> tuple[Float[ndarray, "n"], Complex[ndarray, "n"]]:
        """x, and x turned a little."""
        return x, (3 + 1j) * x

    both = Reference({"turned": turned}, {"turned": signature(turned)}, {}, {})

    def named(factor: float, of_complex: complex) -> str | None:
        there = Local({"turned": lambda x: (factor * x, of_complex * (3 + 1j) * x)})
        trial = Trial(both, Corpora(both), there, Plan(50))
        found = diagnose(trial, "turned", None, trial.corpora.direct("turned", trial.plan))
        return found.mistake if found else None

    assert named(2, 2) == "constant_factor"
    assert named(-1, -1) == "sign_reversed"
    assert named(2, 2j) is None
    assert named(2, 1) is None
