"""Blackboard Original: flat, `Homework 1_jdoe_attempt_2026-03-01-12-30-00_hw1.py`, and a receipt an attempt.

Item and username may both hold `_`.  A receipt says the username, and so the item, which is the same for all;
without any receipt only names that split in one way are taken.
"""

import re
from collections.abc import Mapping, Sequence

from grader.errors import InputError
from grader.model import Student
from grader.platforms.download.parts import Listing, Part
from grader.platforms.download.tree import Tree
from grader.submissions.found import UnreadableError
from grader.submissions.limits import MAX_RECEIPT
from grader.text.safe import safe

_ENTRY = re.compile(r"(?P<head>.+?)_attempt_(?P<time>\d{4}(?:-\d{2}){5})(?:\.txt|_(?P<file>.+))", re.DOTALL)
# Only the first line is Blackboard's own for sure: what the student typed comes below.
_NAME = re.compile(r"Name:\s*(?P<name>.*?)\s*\((?P<username>[^()\s]+)\)\s*")


def read(tree: Tree, _: str) -> Listing:
    """Return whose each file is; raise InputError where a username could begin in two places."""
    matches = [
        (entry, match)
        for entry, folder in tree.entries.items()
        if not folder and (match := _ENTRY.fullmatch(entry))
    ]
    receipts = [(entry, match["head"]) for entry, match in matches if match["file"] is None]
    names = _names(tree, receipts)
    item = _item(tree, [match["head"] for _, match in matches], names)
    parts = []
    for entry, match in matches:
        username = match["head"][len(item) + 1 :]
        student = Student(names.get(username, username), username)
        # A receipt alone is an attempt too: one in which nothing but text was handed in.
        typed = match["file"] is None
        file, time = match["file"] or entry, match["time"]
        at = f"{time[:10]}T{time[11:].replace('-', ':')}"
        parts.append(Part(entry, username, (student,), file, time, typed=typed, at=at))
    with_files = {(part.owner, part.attempt) for part in parts if not part.typed}
    kept = [part for part in parts if not part.typed or (part.owner, part.attempt) not in with_files]
    return Listing(tuple(kept), frozenset(entry for entry, _ in receipts), marked=bool(parts))


def _names(tree: Tree, receipts: Sequence[tuple[str, str]]) -> dict[str, str]:
    """The names of the students by username, from receipts that agree with the name of their file."""
    names = {}
    for entry, head in receipts:
        try:
            first, _, _ = tree.text(entry, MAX_RECEIPT).lstrip().partition("\n")
        except UnreadableError:
            continue
        match = _NAME.fullmatch(first)
        if match and head.endswith("_" + match["username"]):
            names[match["username"]] = match["name"] or match["username"]
    return names


def _item(tree: Tree, heads: Sequence[str], names: Mapping[str, str]) -> str:
    """The name of the assignment, with which every file begins."""
    if not heads:
        return ""
    shortest = min(heads, key=len)
    cuts = [place for place, letter in enumerate(shortest) if letter == "_" and 0 < place < len(shortest) - 1]
    items = [shortest[:cut] for cut in cuts if all(head.startswith(shortest[: cut + 1]) for head in heads)]
    # A receipt names the user, so the item is what stands before.
    told = [item for item in items if any(f"{item}_{username}" in heads for username in names)]
    if len(told) == 1 or len(items) == 1:
        return (told or items)[0]
    if not items:
        other = next((head for head in heads if head[:1] != heads[0][:1]), heads[-1])
        raise InputError(
            f"{safe(tree.where)} holds Blackboard files of more than one assignment: {safe(heads[0], 200)} "
            f"and {safe(other, 200)}. Download one at a time."
        )
    users = [safe(heads[0][len(item) + 1 :], 200) for item in (told or items)[:2]]
    raise InputError(
        f"{safe(tree.where)}: the username in '{safe(heads[0], 200)}' may be '{users[0]}' or '{users[1]}'. "
        "Download again with the receipts (the .txt files), which say who is who."
    )
