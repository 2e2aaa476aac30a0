"""What an outcome depends on, as a hash: where it is the same, what was worked out before holds still.

For each question: its part of the rubric, the reference files it can meet, the seed, the limits, the grader
itself and the libraries that numbers come from.  A file outside of the reference folder is not looked at.
"""

import hashlib
import platform
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import msgspec

from grader.model import Check, Question, Submission
from grader.reference.contents import Function, Reference
from grader.rubric.read import Rubric
from grader.signatures import parts
from grader.signatures.programs import ProgramSignature

LIBRARIES = ("numpy", "hypothesis", "msgspec", "torch", "ipython", "jaxtyping")
QUESTION_FILES = ("answers.py", "laws.py", "mistakes.py")


def fingerprints(rubric: Rubric, seed: int) -> Mapping[str, str]:
    """Return the fingerprint of every question."""
    folders = Folders(rubric.folder)
    files = [[name, hashlib.sha256(data).hexdigest()] for name, data in sorted(rubric.files.items())]
    common = [surroundings(), str(seed), rubric.assignment.limits, rubric.assignment.examples, folders.shared]
    common.append(files)
    return {
        question.id: _hash(
            [
                *common,
                _stanza(question),
                _asked(question, rubric.reference),
                *map(folders.digest, folders.of(question, rubric.reference)),
            ]
        )
        for question in rubric.assignment.questions
    }


def of_submission(submission: Submission) -> str:
    """Return the fingerprint of what a student handed in."""
    return _hash(
        [
            submission.digest,
            sorted(submission.written.items()),
            submission.unclaimed,
        ]
    )


@cache
def surroundings() -> str:
    """Return a hash of all that is the same for every assignment: the grader, Python, libraries, machine."""
    python = ".".join(platform.python_version_tuple()[:2])
    return _hash([_files(Path(__file__).parents[1]), python, platform.machine(), [*map(_version, LIBRARIES)]])


def _version(library: str) -> str:
    try:
        return version(library)
    except PackageNotFoundError:
        return ""


def _stanza(question: Question) -> Sequence[object]:
    """Return a question without the places of its checks, which change when something above them does."""
    checks = [
        [_plain(getattr(check, field.name)) for field in fields(Check) if field.name != "line"]
        for check in question.checks
    ]
    return [question.id, question.title, question.bonus, sorted(question.sizes.items()), checks]


def _asked(question: Question, reference: Reference) -> Sequence[str]:
    """Return what other questions ask for, where that matters: for a share that is carried, for parts, or
    for what methods change in place.
    """
    carries = any(check.options.get("carried") for check in question.checks)
    with_parts = any(getattr(reference.signatures.get(c.target), "uses", ()) for c in question.checks)
    asked = sorted(reference.asked or ()) if carries else []
    known = {check.target: reference.signatures.get(check.target) for check in question.checks}
    classes = {name: each for name, each in known.items() if isinstance(each, ProgramSignature)}
    in_place = [f"{name} {argument}" for name, each in classes.items() for argument in each.programs.in_place]
    return [*asked, *(sorted(reference.judged) if with_parts else ()), *in_place]


def _plain(value: object) -> object:
    return sorted(value.items()) if isinstance(value, Mapping) else value


class Folders:
    """The files of a reference: one folder a question, and what the questions share."""

    def __init__(self, root: Path) -> None:
        self.root = root.resolve()
        folders = [
            path for path in sorted(self.root.iterdir()) if path.is_dir() and path.name != "__pycache__"
        ]
        self.questions = [f for f in folders if any((f / name).is_file() for name in QUESTION_FILES)]
        self.digests = {folder: _files(folder) for folder in self.questions}
        self.texts = {folder: _text(folder) for folder in self.questions}
        self.shared = _files(self.root, without=self.questions)

    def digest(self, folder: Path) -> str:
        """Return a hash of the files of one question."""
        return self.digests[folder]

    def of(self, question: Question, reference: Reference) -> list[Path]:
        """Return the folders that the checks of a question can meet, and those whose names stand in them:
        they may import from there.
        """
        found: set[Path] = set()
        files = set(_sources(question, reference))
        waiting = [f for f in self.questions if any(file.is_relative_to(f) for file in files)]
        while waiting:
            folder = waiting.pop()
            if folder not in found:
                found.add(folder)
                waiting += [other for other in self.questions if other.name in self.texts[folder]]
        return sorted(found)


def _text(folder: Path) -> str:
    """Return all that stands in a folder's modules."""
    return "".join(path.read_text(encoding="utf-8", errors="replace") for path in folder.rglob("*.py"))


def _sources(question: Question, reference: Reference) -> Iterator[Path]:
    """Yield the files of the functions that a question's checks are about."""
    for function in _functions(question, reference):
        yield _resolved(function.__code__.co_filename)


@cache
def _resolved(path: str) -> Path:
    return Path(path).resolve()


def _functions(question: Question, reference: Reference) -> Iterator[Function]:
    names: list[str] = []
    for check in question.checks:
        names.append(check.target)
        for option in check.options.values():
            names += (
                [option] if isinstance(option, str) else option if isinstance(option, (tuple, list)) else []
            )
    names = [parts.split(name)[0] for name in names]
    names += [each for name in names if name in reference.laws for each in reference.laws[name].of]
    for name in names:
        if name in reference.laws:
            yield reference.laws[name].function
        if name in reference.answers:
            yield reference.answers[name]
        yield from reference.mistakes.get(name, ())


def _files(folder: Path, without: Sequence[Path] = ()) -> str:
    """Return a hash of the names and bytes of all files below a folder."""
    told = []
    for path in sorted(folder.rglob("*")):
        left_out = {"__pycache__", "variants"} & set(path.parts) or any(map(path.is_relative_to, without))
        if path.is_file() and not left_out:
            name = path.relative_to(folder).as_posix()
            told.append([name, hashlib.sha256(path.read_bytes()).hexdigest()])
    return _hash(told)


def _hash(value: object) -> str:
    return hashlib.sha256(msgspec.json.encode(value)).hexdigest()
