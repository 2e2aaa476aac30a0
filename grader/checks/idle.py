"""Does a function do anything?  A law may hold of one that returns nothing, 0, or its argument, always.

Or of one that always raises, that overflows, or that looks at nothing but the shapes of its arguments.

Such a law is worth nothing by itself.  A right function is never idle where the reference is not, and where
it is, the reference is asked too.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from grader.checks.finding import Finding
from grader.checks.gives import (
    BY_SHAPE,
    CONSTANT,
    ONE_NUMBER,
    Gives,
    does_something,
    gives_of,
    heard_of,
    is_right,
)
from grader.checks.observed import UNKNOWN, Observed, columns_of, is_program
from grader.checks.trial import Trial
from grader.examples.expected import answer
from grader.functions.arguments import Arguments
from grader.functions.reply import Answer, Failure, Reply
from grader.model import Evidence, Verdict
from grader.values.exceptions import Due, kinds_of
from grader.values.wrong import Wrong

SOME = 8  # calls on which most functions show that they do something


def idle(trial: Trial, names: Sequence[str], examples: int) -> Finding | None:
    """Return a finding where one of these functions gave the same to all that it was asked so far.

    None where the right answers are no others, or cannot be had.  ``examples`` is how many the law was tried
    on: it is worth nothing on any of them.
    """
    for name in names:
        asked, replies = trial.said.asked.get(name, {}), trial.said.replies
        calls = [(arguments, replies[n]) for n, arguments in asked.items()]
        if any(isinstance(reply, Failure) and reply.final for _, reply in calls):
            continue
        if len(calls) > 1 and name not in trial.said.working and (gives := _gives_only(trial, name, calls)):
            message = f"this holds, but `{name}` {gives}, which is worth nothing"
            signature = trial.reference.signatures[name]
            arguments, reply = calls[0]
            inputs = signature.by_name(arguments)
            call = signature.written(name, inputs)
            value = reply.value if isinstance(reply, Answer) and not is_program(arguments) else None
            evidence = Evidence(
                message, call, signature.shown(inputs), value, failing=examples, examples=examples
            )
            return Finding(Verdict.FAILED, message=message, evidence=evidence)
    return None


def _gives_only(trial: Trial, name: str, calls: Sequence[tuple[Arguments, Reply]]) -> str:
    """Return in words what a function does that does nothing, "" for one that does something or need not."""
    signature = trial.reference.signatures[name]
    asked = [arguments for arguments, _ in calls]
    replies = [reply for _, reply in calls]
    try:
        # Roughly at first, for most functions do something, and then the reference need not be asked.
        middle = slice(len(calls) // 2, len(calls) // 2 + SOME)
        for some in (middle, slice(None)):
            values = [each.value if isinstance(each, Answer) else _raised(each) for each in replies[some]]
            columns = columns_of(signature, asked[some], values, [UNKNOWN] * len(values))
            if any(map(does_something, columns)):
                trial.said.working.add(name)
                return ""
        if not all(map(gives_of, columns)):
            return ""
        rights = [_right(trial, name, arguments) for arguments in asked]
        if any(each is UNKNOWN for each in rights):
            return ""
        columns = columns_of(signature, asked, values, rights)
    except Wrong:  # these are no steps of a program
        return ""
    given = [found for column in columns if (found := gives_of(column))]
    if len(given) < len(columns) or not any(map(_should_give_more, columns, given)):
        return ""
    if any(each.sort == BY_SHAPE for each in given):
        return BY_SHAPE
    return " and ".join(dict.fromkeys(each.words for each in given)) + " whatever it is asked"


def _should_give_more(column: Sequence[Observed], gives: Gives) -> bool:
    """Whether right answers are others, and not idle themselves in the same sense."""
    if not any(each.nothing for each in column) and all(map(is_right, heard_of(column))):
        return False
    right = gives_of([replace(each, value=each.right) for each in column])
    return right is None or right.sort not in (ONE_NUMBER, CONSTANT, gives.sort)


def _raised(failure: Failure) -> Due:
    return Due(failure.kinds[0] if failure.kinds else "an exception")


def _right(trial: Trial, name: str, arguments: Arguments) -> Any:
    """Return the right answer; UNKNOWN where there is none, as in a kit, which has no functions."""
    try:
        return answer(trial.reference.answers[name], arguments)
    except trial.reference.signatures[name].raises as problem:
        return Due(kinds_of(problem)[0])
    except Exception:
        return UNKNOWN
