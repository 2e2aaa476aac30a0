"""A download to submissions: which system wrote it, who is who, which attempt counts.

It is taken as a download only where that is unmistakable.  Where only some names fit, or two systems could
have written them, the person at the keyboard is asked: a mark must never go to the wrong student.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from grader.errors import InputError
from grader.model import HandedIn, Student, Submission
from grader.platforms.download.parts import Listing, Part, count, listed
from grader.platforms.download.tree import Tree, opened
from grader.platforms.systems import Platform, downloads, module_of
from grader.submissions.found import joined
from grader.submissions.read import submission
from grader.submissions.undecided import guarded, undecided
from grader.text.safe import safe

AUTO, PLAIN = "auto", "plain"


def layouts() -> tuple[str, ...]:
    """Return what a layout may be: AUTO, the name of a system, or PLAIN."""
    return (AUTO, *downloads(), PLAIN)


@dataclass(frozen=True)
class Download:
    """What a class handed in, and what is to be said about it."""

    submissions: tuple[Submission, ...]
    notes: tuple[str, ...]


def read_download(
    path: Path,
    question_ids: Collection[str],
    layout: str = AUTO,
    assignment: str = "",
    without: Collection[str] = (),
    *,
    every_attempt: bool = False,
) -> Download | None:
    """Read what a course system wrote for a whole class; None where `path` is no such thing.

    `layout` is one of `layouts()`, `assignment` the rubric's id, `without` names entries that are nobody's
    work.  With ``every_attempt`` all of a student's are there, under one id.

    Raises InputError where it is unclear which system wrote it.
    """
    if layout == PLAIN:
        return None
    with opened(path, without) as tree:
        if tree is None:
            return None
        found = _recognised(tree, layout, assignment)
        if found is None and len(tree.entries) == 1 and all(tree.entries.values()):
            tree = tree.inner(next(iter(tree.entries)))  # all of it was put into one more folder
            found = _recognised(tree, layout, assignment)
        if found is None:
            if layout != AUTO:
                title = downloads()[layout].title
                raise InputError(
                    f"{safe(str(path))} is no {title} download: no name in it fits, such as "
                    f"{listed(list(tree.entries), 2) or 'none at all'}"
                )
            return None
        name, reading = found
        return _download(tree, downloads()[name], reading, question_ids, every_attempt=every_attempt)


# ---- which system? ----------------------------------------------------------------------------------


def _recognised(tree: Tree, layout: str, assignment: str) -> tuple[str, Listing] | None:
    """The one system that wrote all of it, if there is one."""
    if layout != AUTO:
        reading = module_of(layout, "download").read(tree, assignment)
        return (layout, reading) if reading.parts else None
    systems, names = downloads(), set(tree.entries)
    readings: dict[str, Listing] = {}
    refusals: list[InputError] = []
    for name in systems:
        try:
            readings[name] = module_of(name, "download").read(tree, assignment)
        except InputError as refusal:  # no matter if another system wrote it
            refusals.append(refusal)
    fitting = {
        name: reading
        for name, reading in readings.items()
        # Where most names do not fit, one student chose a name so: the others are no download's.
        if 2 * len(reading.covered & names) >= len(names)
        and reading.parts
        and (reading.marked or (reading.owners > 1 and not systems[name].needs_mark))
    }
    whole = {name: reading for name, reading in fitting.items() if reading.covered == names}
    certain = [name for name, reading in whole.items() if reading.marked] or list(whole)
    if len(certain) == 1:
        return certain[0], whole[certain[0]]
    if not fitting:
        if refusals:
            raise refusals[0]
        return None
    where = safe(tree.where)
    titles = [systems[name].title for name in certain or fitting]
    if len(titles) > 1:
        raise InputError(
            f"{where} may be a download from {' or '.join(titles)}. Say which: "
            f"{', '.join(f'--layout {name}' for name in certain or fitting)}; or --layout plain, if each "
            "entry is one submission."
        )
    ((name, reading),) = fitting.items()
    odd = sorted(names - reading.covered)
    raise InputError(
        f"{where} looks like a {titles[0]} download, but {count(len(odd), 'name')} in it "
        f"{'does' if len(odd) == 1 else 'do'} not fit: {listed(odd)}. Remove what is not from {titles[0]}; "
        f"or say --layout {name} to leave it out, --layout plain if this is no download."
    )


# ---- who is who? ------------------------------------------------------------------------------------


def _download(
    tree: Tree, system: Platform, reading: Listing, question_ids: Collection[str], *, every_attempt: bool
) -> Download:
    by_owner: dict[str, list[Part]] = {}
    for part in sorted(reading.parts, key=lambda each: each.entry):
        by_owner.setdefault(part.owner, []).append(part)
    submissions, again, only_typed = [], [], []
    typed = 0
    for owner, parts in by_owner.items():
        if (mixed := _mixed(tree, owner, parts)) is not None:
            submissions.append(mixed)
            continue
        typed += sum(part.typed for part in parts)
        files = [part for part in parts if not part.typed]
        if not files:
            only_typed.append(_called(parts[0]))
            continue
        if (unclear := _unclear(tree, files)) is not None:
            submissions.append(unclear)
            continue
        attempts = sorted({part.attempt for part in files})
        if len(attempts) > 1:
            again.append(_called(parts[0]))
        for attempt in attempts if every_attempt else attempts[-1:]:
            chosen = [part for part in files if part.attempt == attempt]
            submissions.append(_submission(tree, chosen, question_ids))
    late = sum(each.late for each in submissions)
    found = count(len(submissions), "submission") + (f", {late} late" if late else "")
    notes = [f"{safe(tree.where)}: read as a {system.title} download: {found}"]
    if again:
        which = "best" if every_attempt else "latest"
        notes.append(
            f"{count(len(again), 'student')} handed in again, and the {which} counts: {listed(again)}"
        )
    if typed:
        notes.append(f"{count(typed, 'text')} typed into the browser or linked cannot be graded")
    if only_typed:
        notes.append(f"no file, so no submission: {listed(only_typed)}")
    if reading.absent:  # all of them, for nothing else tells of them
        told = listed(reading.absent, len(reading.absent))
        notes.append(f"nothing handed in for this assignment, so no submission: {told}")
    if odd := sorted(set(tree.entries) - reading.covered):
        notes.append(f"left out, for the name is not from {system.title}: {listed(odd)}")
    return Download(tuple(submissions), tuple(notes))


def _mixed(tree: Tree, owner: str, parts: Sequence[Part]) -> Submission | None:
    """What there is to say where two students share a key: neither can be graded.  None where they do not."""
    names = {part.students: part.entry for part in parts}
    if len(names) == 1:
        return None
    (one, entry), (other, another) = list(names.items())[:2]
    why = (
        f"{safe(owner, 100)} is the id of both {_names(one)} ({safe(entry, 200)}) and {_names(other)} "
        f"({safe(another, 200)}): rename or remove one"
    )
    students = [student for each in names for student in each]
    return undecided(safe(owner), tree.where, why, students=students)


def _unclear(tree: Tree, parts: Sequence[Part]) -> Submission | None:
    """What there is to say where nobody can tell which attempt is the latest.  None where that is clear."""
    times = {part.unread or part.attempt: part.entry for part in parts}
    if len(times) == 1 or not any(part.unread for part in parts):
        return None
    one, another = list(times.values())[:2]
    why = (
        f"{_names(parts[0].students)} handed in again, and which is the latest cannot be told from the dates"
        f": {safe(one, 200)} or {safe(another, 200)}? Remove what does not count"
    )
    return undecided(_called(parts[0]), tree.where, why, students=parts[0].students)


def _names(students: Iterable[Student]) -> str:
    return " & ".join(f"'{safe(student.name, 100)}'" for student in students)


def _called(part: Part) -> str:
    """The name of a submission: readable, and different from all others."""
    if len(part.students) == 1 and part.students[0].key == part.owner != part.students[0].name:
        return f"{safe(part.students[0].name, 100)}_{safe(part.owner)}"
    return safe(part.owner)


def _submission(tree: Tree, parts: list[Part], question_ids: Collection[str]) -> Submission:
    id_, path = _called(parts[0]), f"{tree.where}/{parts[0].entry}"

    def read() -> Submission:
        content = joined([(part.file or part.entry, tree.found(part.entry, part.file)) for part in parts])
        return submission(id_, path, parts[0].file or id_, content, question_ids)

    found = guarded(id_, path, read)
    when = HandedIn(max(part.at for part in parts), any(part.late for part in parts))
    return replace(found, students=parts[0].students, handed_in=when)
