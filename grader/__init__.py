"""Grades mathematical Python: laws decide, mistakes explain.

To grade from Python: ``grade`` and ``check``.  What a reference is written with: ``agree`` in laws,
``mistake`` for wrong answers that are known, and the domains of arguments, such as ``Within``.
docs/python.md has an example of each.

Where to begin reading: ``grader.grading.steps`` is the whole job on one screen, ``grader.model`` the nouns it
is about.  ARCHITECTURE.md draws the rest.
"""

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from grader.errors import AssignmentError, GraderError, InputError
    from grader.frontends.api import check, grade
    from grader.model import Check, Evidence, Outcome, Question, QuestionResult, Report, Result, Verdict
    from grader.reference.mistakes import mistake
    from grader.signatures.domains import (
        Index,
        Near,
        NonNegative,
        Positive,
        Reals,
        Where,
        Within,
        distinct_rows,
        distribution,
        joint_probabilities,
        one_hot,
        reals,
    )
    from grader.signatures.formulas import Beside, Formulas
    from grader.signatures.hints import From
    from grader.signatures.pick import Domain, Mood, Pick, Unsuitable, decimal
    from grader.signatures.printing import Keyboard, Printed
    from grader.signatures.raises import Raises
    from grader.signatures.tables import Table
    from grader.values.chance import chance
    from grader.values.compare import agree
    from grader.values.typed import typed

__version__ = "0.1.0"
DISTRIBUTION = "gradewright"  # what pip calls it; the package and the command are called grader

# Where the names of `__all__` are looked for, in this order: the light modules first.
_PLACES = (
    "grader.errors",
    "grader.model",
    "grader.reference.mistakes",
    "grader.values.compare",
    "grader.values.chance",
    "grader.values.typed",
    "grader.signatures.printing",
    "grader.signatures.raises",
    "grader.signatures.tables",
    "grader.signatures.pick",
    "grader.signatures.domains",
    "grader.signatures.hints",
    "grader.signatures.formulas",
    "grader.frontends.api",
)

__all__ = [
    "AssignmentError",
    "Beside",
    "Check",
    "Domain",
    "Evidence",
    "Formulas",
    "From",
    "GraderError",
    "Index",
    "InputError",
    "Keyboard",
    "Mood",
    "Near",
    "NonNegative",
    "Outcome",
    "Pick",
    "Positive",
    "Printed",
    "Question",
    "QuestionResult",
    "Raises",
    "Reals",
    "Report",
    "Result",
    "Table",
    "Unsuitable",
    "Verdict",
    "Where",
    "Within",
    "agree",
    "chance",
    "check",
    "decimal",
    "distinct_rows",
    "distribution",
    "grade",
    "joint_probabilities",
    "mistake",
    "one_hot",
    "reals",
    "typed",
]

# References and kits of version 0.1 import from `grader.compare`, `grader.domains` and `grader.mistakes`.
__path__.append(str(Path(__file__).parent / "moved"))


if not TYPE_CHECKING:  # else any name at all would be right for a type checker

    def __getattr__(name: str) -> Any:
        """Import what is asked for only then: the command line's help needs none of it."""
        for place in _PLACES if name in __all__ else ():
            if name in (found := vars(import_module(place))):
                return found[name]
        raise AttributeError(f"module 'grader' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})


def load_ipython_extension(shell: Any) -> None:
    """Give a notebook the line ``%check`` (by ``%load_ext grader``)."""
    from grader.processes import isolated

    with isolated.imports():  # a kernel looks into the folder of its notebook first
        from grader.frontends.check_line import register

    register(shell)
