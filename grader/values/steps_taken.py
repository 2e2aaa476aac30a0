"""The answers to the steps of a program, as they came."""

from typing import Any

from grader.values.exceptions import WORDS
from grader.values.wrong import Wrong


def taken_steps(value: Any, count: int) -> tuple[list[Any], str]:
    """Return the answers to the steps of a program as far as it went, and why it went no further."""
    answers, why = value, ""
    if type(value) is tuple and len(value) == 2 and type(value[1]) is str:
        answers, why = value
        why = why[:WORDS]
    if type(answers) is not list or not (len(answers) < count if why else len(answers) == count):
        raise Wrong("what came back are no answers to the steps that were asked", value)
    return answers, why
