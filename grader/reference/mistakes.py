"""The catalogue of known mistakes: wrong functions, each with the sentence a good teacher would say.

A mistake decides nothing.  Once a check has failed, a submission whose answers are a mistake's answers on
every stored example is told that sentence and earns that share of the points instead of none.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

# Slips that need no catalogue.  They keep what the rubric says under `credit`, as a rule nothing.
SLIPS = ("constant_factor", "sign_reversed", "transposed", "changes_its_arguments")

F = TypeVar("F", bound=Callable[..., Any])


@dataclass(frozen=True)
class Known:
    """What is known of a mistake: the function it imitates and the share of the points it keeps."""

    of: str
    credit: float
    public: bool = False


def mistake(*, of: str, credit: float = 0.0, public: bool = False) -> Callable[[F], F]:
    """Mark a wrong function as a known mistake of ``of``; its docstring is the sentence for the student.

    The function takes the same arguments as the right one.  ``credit`` is the share of the points, 0 to 1.
    The sentence of a ``public`` one gives nothing away: students who check themselves may read it.
    """
    if not 0 <= credit < 1:
        raise ValueError(f"credit is a share of the points, from 0 to below 1, not {credit!r}")

    def mark(function: F) -> F:
        function.__known_mistake__ = Known(of, credit, public)  # type: ignore[attr-defined]
        return function

    return mark
