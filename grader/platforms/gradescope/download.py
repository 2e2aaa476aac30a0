"""Gradescope: an export with a folder a submission, and `submission_metadata.yml`, which says whose it is."""

import re
from typing import Any

import yaml

from grader.errors import InputError
from grader.model import Student
from grader.platforms.download.parts import Listing, Part
from grader.platforms.download.tree import Tree
from grader.submissions.found import UnreadableError
from grader.submissions.limits import MAX_METADATA
from grader.text.safe import safe

_METADATA = "submission_metadata.yml"
_TIME = re.compile(r"(?P<day>\d{4}-\d\d-\d\d)[T ](?P<time>\d\d:\d\d:\d\d)(?:\.\d+)? ?(?:Z|UTC|\+00:00)")
_DEPTH = 30
_VALUES = 5_000_000


def read(tree: Tree, _: str) -> Listing:
    """Return whose each folder is; raise InputError where the metadata cannot be read."""
    if tree.entries.get(_METADATA) is not False:
        return Listing(())
    try:
        metadata = _plain_yaml(tree.text(_METADATA, MAX_METADATA))
    except (UnreadableError, yaml.YAMLError, ValueError) as error:
        reason = getattr(error, "problem", None) or str(error)
        raise InputError(f"{safe(tree.where)}/{_METADATA} cannot be read: {safe(reason, 300)}") from None
    parts = []
    for entry, about in metadata.items() if isinstance(metadata, dict) else ():
        students = _students(about)
        if students and entry in tree.entries:
            file = "" if tree.entries[entry] else entry
            parts.append(Part(entry, entry, students, file, at=_created(about)))
    return Listing(tuple(parts), frozenset({_METADATA}), marked=bool(parts))


def _created(about: Any) -> str:
    """Return when a submission was made, as "2026-03-01T12:30:00+00:00"; "" where it does not say."""
    told = about.get(":created_at") if isinstance(about, dict) else None
    match = _TIME.fullmatch(told) if isinstance(told, str) else None
    return f"{match['day']}T{match['time']}+00:00" if match else ""


def _students(about: Any) -> tuple[Student, ...]:
    submitters = about.get(":submitters") if isinstance(about, dict) else None
    found = []
    for each in submitters if isinstance(submitters, list) else ():
        if isinstance(each, dict):
            name, sid, email = (
                value if isinstance(value := each.get(key), str) else ""
                for key in (":name", ":sid", ":email")
            )
            found.append(Student(name or email or sid, sid or email or name))
    return tuple(found)


def _plain_yaml(text: str) -> Any:
    """YAML as dicts, lists and strings: no tags, no aliases, and neither deep nor endless.

    Raises ValueError for what is, yaml.YAMLError for what is no YAML.
    """
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    stack: list[Any] = [[]]  # the collections that are open; in a dict a key waits for its value
    keys: list[str | None] = [None]

    def put(value: Any) -> None:
        if isinstance(stack[-1], list):
            stack[-1].append(value)
        elif keys[-1] is None:
            keys[-1] = value if isinstance(value, str) else ""
        else:
            stack[-1][keys[-1]] = value
            keys[-1] = None

    for number, event in enumerate(yaml.parse(text, Loader=loader)):
        if number > _VALUES or len(stack) > _DEPTH:
            raise ValueError("it is too large or too deep")
        match event:
            case yaml.AliasEvent():
                raise ValueError("it has aliases, which Gradescope does not write")
            case yaml.ScalarEvent():
                put(event.value)
            case yaml.MappingStartEvent() | yaml.SequenceStartEvent():
                value: Any = {} if isinstance(event, yaml.MappingStartEvent) else []
                put(value)
                stack.append(value)
                keys.append(None)
            case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                stack.pop()
                keys.pop()
    return stack[0][0] if stack[0] else None
