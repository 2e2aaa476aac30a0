"""The kinds of check, one file each.  A kind's keyword-only parameters are its options in the rubric."""

from collections.abc import Callable, Mapping

from grader.checks.finding import Finding
from grader.checks.gradient import gradient
from grader.checks.law import law
from grader.checks.matches import matches
from grader.checks.value import value
from grader.checks.witness import witness
from grader.checks.written import written

KINDS: Mapping[str, Callable[..., Finding]] = {
    "matches": matches,
    "law": law,
    "gradient": gradient,
    "value": value,
    "witness": witness,
    "written": written,
}
