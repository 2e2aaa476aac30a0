"""A report as bytes and back: what was found, kept so that decisions can be put to it without grading again.

Of a class's instance the fields stand by their names, so that one that is added later is left at its default.
What is kept of a submission is its text with its pictures, not the data files that its code reads.
"""

from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import fields
from enum import StrEnum
from typing import Any

from grader.errors import InputError
from grader.model import (
    Assignment,
    Cell,
    Check,
    Form,
    HandedIn,
    LateRule,
    Limits,
    Module,
    Outcome,
    Picture,
    Problem,
    Question,
    QuestionResult,
    Report,
    Result,
    Student,
    Submission,
    Verdict,
    Visibility,
)
from grader.values import stored

# By tags, which stay when a class is renamed.
CLASSES = {
    "assignment": Assignment,
    "cell": Cell,
    "check": Check,
    "handed-in": HandedIn,
    "late": LateRule,
    "limits": Limits,
    "module": Module,
    "outcome": Outcome,
    "picture": Picture,
    "problem": Problem,
    "question": Question,
    "question-result": QuestionResult,
    "report": Report,
    "result": Result,
    "student": Student,
    "submission": Submission,
}
TAGS = {kind: tag for tag, kind in CLASSES.items()}
WORDS = {"visibility": Visibility, "form": Form, "verdict": Verdict}
TAG, MAPPING, BYTES = "a", "of", "bytes"  # no field is called so
NOT_KEPT = {"files", "decision", "earlier", "query", "adjustments", "attention"}


def encode(value: Report | Result) -> bytes:
    """Return a report or a result, as it was found, as bytes."""
    return stored.encode(_flat(value))


def decode(data: bytes) -> Any:
    """Return the report or the result; raise InputError where these are no bytes of ours."""
    try:
        return _built(stored.decode(data))
    except Exception as problem:  # whatever is wrong with it, it is not what was written
        raise InputError(f"what was kept of the results cannot be read ({problem}): grade again") from None


def _flat(value: Any) -> Any:
    if isinstance(value, StrEnum):
        return str(value)
    if isinstance(value, (tuple, list)):
        return tuple(map(_flat, value))
    if isinstance(value, Mapping):
        return {TAG: MAPPING, "items": {name: _flat(each) for name, each in value.items()}}
    if isinstance(value, bytes):
        return {TAG: BYTES, "base64": b64encode(value).decode()}
    if type(value) in TAGS:  # what else there is, evidence say, is stored by its own tags
        told = {each.name: getattr(value, each.name) for each in fields(value) if each.name not in NOT_KEPT}
        return {TAG: TAGS[type(value)], **{name: _flat(each) for name, each in told.items()}}
    return value


def _built(value: Any) -> Any:
    if isinstance(value, tuple):
        return tuple(map(_built, value))
    if not isinstance(value, dict):
        return value
    if value[TAG] == BYTES:
        return b64decode(value["base64"])
    if value[TAG] == MAPPING:
        return {name: _built(each) for name, each in value["items"].items()}
    kind = CLASSES[value[TAG]]
    known = {each.name for each in fields(kind)}
    told = {name: _built(each) for name, each in value.items() if name in known}
    return kind(**{name: WORDS[name](each) if name in WORDS else each for name, each in told.items()})
