"""The kinds of check, one file each, and what they share.  ``grader.checks.kind`` says what a kind is."""

from grader.checks import chance, cost, gradient, law, matches, source, value, witness, written
from grader.checks.kind import CheckKind
from grader.model import Check
from grader.reference.contents import Reference

KINDS: dict[str, CheckKind] = {
    kind.name: kind
    for kind in (
        matches.KIND,
        law.KIND,
        gradient.KIND,
        value.KIND,
        cost.KIND,
        chance.KIND,
        witness.KIND,
        written.KIND,
        source.KIND,
    )
}


def kind_of(check: Check) -> CheckKind:
    """Return the kind of a check."""
    return KINDS[check.kind]


def functions_of(check: Check, reference: Reference) -> tuple[str, ...]:
    """Return the student's functions that a check is about; none where a person decides it."""
    return kind_of(check).functions_of(check, reference)
