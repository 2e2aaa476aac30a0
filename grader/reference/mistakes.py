"""The catalogue of known mistakes: wrong functions, each with the sentence a good teacher would say.

A mistake decides nothing.  Once a check has failed, a submission whose answers are a mistake's answers on
every stored example is told that sentence and earns that share of the points instead of none.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from grader.errors import suggestion

# Slips that need no catalogue.  They keep what the rubric says under `credit`, as a rule nothing.
SLIPS = ("constant_factor", "sign_reversed", "transposed", "changes_its_arguments")

F = TypeVar("F", bound=Callable[..., Any])
OPTIONS = ("of", "credit", "public")
RIGHT = '@mistake(of="softmax", credit=0.5)'


class MisusedError(TypeError):
    """The decorator is not used as it is meant to be; the message says how it is."""


@dataclass(frozen=True)
class Known:
    """What is known of a mistake: the function it imitates and the share of the points it keeps."""

    of: str
    credit: float
    public: bool = False


def mistake(
    *given: object, of: str = "", credit: float = 0.0, public: bool = False, **unknown: object
) -> Callable[[F], F]:
    """Mark a wrong function as a known mistake of ``of``; its docstring is the sentence for the student.

    The function takes the same arguments as the right one.  ``credit`` is the share of the points, 0 to 1.
    The sentence of a ``public`` one gives nothing away: students who check themselves may read it.
    """
    wrong = ""
    if given:
        bare = callable(given[0]) and not of
        wrong = "@mistake needs parentheses" if bare else "@mistake wants its options by name"
    elif unknown:
        word = next(iter(unknown))
        wrong = f"@mistake has no option `{word}`{suggestion(word, OPTIONS)}"
    elif not isinstance(of, str) or not of:
        said = f", not {of!r}" if of else ""
        wrong = f"@mistake wants `of`: the name of the function that is imitated, as text{said}"
    elif not isinstance(credit, int | float) or isinstance(credit, bool) or not 0 <= credit < 1:
        wrong = f"credit is a share of the points, from 0 to below 1, not {credit!r}"
    elif not isinstance(public, bool):
        wrong = f"public is True or False, not {public!r}"
    if wrong:
        raise MisusedError(f"{wrong}; write {RIGHT}")

    def mark(function: F) -> F:
        function.__known_mistake__ = Known(of, credit, public)  # type: ignore[attr-defined]
        return function

    return mark
