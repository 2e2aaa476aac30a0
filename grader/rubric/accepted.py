"""What is right too, of what is tried on programs: it stands in the place of what the programs call."""

import inspect
from dataclasses import replace

from grader.checks import kind_of
from grader.model import Assignment
from grader.reference.contents import Reference
from grader.signatures.programs import ProgramSignature


def in_its_place(assignment: Assignment, reference: Reference) -> Reference:
    """Return the reference in which what is accepted answers the programs that are drawn."""
    answers, signatures = dict(reference.answers), dict(reference.signatures)
    for check in (check for question in assignment.questions for check in question.checks):
        right = reference.signatures.get(check.target)
        if not isinstance(right, ProgramSignature):
            continue
        for name in kind_of(check).uses(check).accepted:
            other = inspect.unwrap(reference.answers[name])
            answers[name] = reference.answers[check.target].instead(other)  # type: ignore[attr-defined]
            signatures[name] = replace(right, read=right.read)
    return replace(reference, answers=answers, signatures=signatures)
