"""What methods change in place: who asks for that in one check of a class has it asked in all of them."""

from collections.abc import Mapping
from dataclasses import replace

from grader.model import Assignment
from grader.reference.contents import Reference
from grader.signatures.in_place import with_in_place
from grader.signatures.programs import ProgramSignature


def changed_in_place(assignment: Assignment) -> Mapping[str, frozenset[str]]:
    """Return the arguments that are changed on purpose, by the function or class of the checks."""
    found: dict[str, frozenset[str]] = {}
    for check in (check for question in assignment.questions for check in question.checks):
        if changes := check.options.get("changes"):
            found[check.target] = found.get(check.target, frozenset()) | {*changes}
    return found


def asked_in_place(assignment: Assignment, reference: Reference) -> Reference:
    """Return the reference whose classes are asked for what they change in place."""
    signatures = dict(reference.signatures)
    for name, changes in changed_in_place(assignment).items():
        known = signatures[name]
        if isinstance(known, ProgramSignature):
            signatures[name] = with_in_place(known, changes)
    return replace(reference, signatures=signatures)
