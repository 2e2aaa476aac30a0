"""The domain that a refusal shows is one: it is pasted, and draws."""

from typing import Annotated, Any, TypedDict

import pytest
from jaxtyping import Float
from numpy import ndarray

from grader.signatures.annotations import argument, spec
from grader.signatures.conform import conform
from grader.signatures.pick import Mood, Pick
from grader.signatures.refusals import Unsupported


class Place(TypedDict):
    """Where something is."""

    name: str
    height: float


def choose(low: int, high: int) -> int:
    """Choose something in the middle."""
    return (low + high + 1) // 2


@pytest.mark.parametrize(
    "annotation",
    [
        str,
        Any,
        list[str],
        list[list[str]],
        dict[str, float],
        set[str],
        list[tuple[str, bool]],
        list[tuple[complex, str]],
        list[Place],
        list[str] | None,
    ],
    ids=str,
)
def test_the_example_is_pasted_and_draws(annotation: Any) -> None:
    """Whatever the annotation, what stands in the refusal is accepted, and its values fit."""
    with pytest.raises(Unsupported) as refusal:
        argument(annotation)
    example = str(refusal.value).partition("domain: ")[2].removesuffix(", for example")
    pasted = eval(example, {"Annotated": Annotated, "Any": Any, "Place": Place, "__name__": __name__})
    drawn = argument(pasted).domain(Pick(choose, Mood.ORDINARY, (), whole=False, sizes={}, values={}))
    assert drawn is not None
    conform(drawn, spec(annotation), {})


def test_what_has_no_example_is_told_so() -> None:
    """Arrays are of a size that nobody knows."""
    with pytest.raises(Unsupported, match=r"Annotated.*, domain"):
        argument(dict[str, Float[ndarray, "n"]])
