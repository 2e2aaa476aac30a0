"""What is the same for every submission of a batch, read from a rubric and not yet tried."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from grader.errors import AssignmentError, InputError, suggestion
from grader.examples.corpora import Corpora
from grader.examples.draw import Plan
from grader.grading import cache, frozen
from grader.grading.fingerprint import fingerprints
from grader.model import Question
from grader.rubric.read import Rubric, read
from grader.values.stored import OtherVersionError


@dataclass(frozen=True)
class Job:
    """What is the same for every submission of a batch."""

    rubric: Rubric
    path: Path
    seed: int = 0
    only: tuple[str, ...] = ()
    corpora: dict[str, Corpora] = field(default_factory=dict)  # by question
    kept: dict[str, bytes] = field(default_factory=dict)  # the same as bytes, for other processes
    hidden: int | None = None  # how many checks a student kit does not have; None if this is none
    everything: Rubric | None = None  # with all its questions, where ``rubric`` has some
    neighbours: tuple[Path, ...] = ()  # files and folders with the work and the results of others

    def __post_init__(self) -> None:
        for question in self.rubric.assignment.questions:
            self.corpora.setdefault(question.id, Corpora(self.rubric.reference))

    @cached_property
    def fingerprints(self) -> Mapping[str, str]:
        """What the outcomes of each question depend on, as a hash; also of those that are not asked for."""
        return fingerprints(self.whole, self.seed)

    @property
    def whole(self) -> Rubric:
        """The rubric with all its questions."""
        return self.everything or self.rubric

    @cached_property
    def secrets(self) -> tuple[Path, ...]:
        """What no submission may read: right answers, how they are judged, and what is of others."""
        reference = sorted(self.rubric.folder.absolute().rglob("*.py"))
        return (self.path.absolute(), *reference, *(each.absolute() for each in self.neighbours))

    @property
    def wanted(self) -> tuple[str, ...]:
        """The functions that are asked for."""
        return tuple(self.rubric.reference.answers)

    def plan(self, question: Question) -> Plan:
        """How the checks of a question draw, unless one says otherwise."""
        return Plan(self.rubric.assignment.examples, self.seed, question.sizes)


def part(job: Job, questions: Collection[str]) -> Job:
    """Return the job with some of the rubric's questions."""
    chosen = [each for each in job.whole.assignment.questions if each.id in questions]
    return replace(job, rubric=with_questions(job.rubric, chosen))


def with_questions(rubric: Rubric, questions: Sequence[Question]) -> Rubric:
    """Return the rubric with these questions alone."""
    return replace(rubric, assignment=replace(rubric.assignment, questions=tuple(questions)))


def load_job(path: Path, seed: int, only: Sequence[str], kept: Mapping[str, bytes] | None = None) -> Job:
    """Read a rubric and keep the questions that are asked for; ``kept`` are their corpora, if any."""
    try:
        rubric = read(path)
    except AssignmentError:
        _require_kit_of_this_version(path.parent)
        raise
    questions = rubric.assignment.questions
    for name in only:
        if name not in {question.id for question in questions}:
            known = suggestion(name, [question.id for question in questions])
            raise InputError(f"there is no question {name!r} in {path}{known}")
    whole = rubric
    if only:
        rubric = with_questions(rubric, [question for question in questions if question.id in only])
    if rubric.frozen:
        return replace(_of_kit(rubric, path, only), everything=whole)
    unpacked = {name: cache.unpack(data, rubric.reference) for name, data in (kept or {}).items()}
    corpora = {name: each for name, each in unpacked.items() if each is not None}
    still_kept = {name: data for name, data in (kept or {}).items() if name in corpora}
    return Job(rubric, path, seed, tuple(only), corpora, still_kept, everything=whole)


def _of_kit(rubric: Rubric, path: Path, only: Sequence[str]) -> Job:
    """Return the job of a student kit; raise InputError where its file of answers cannot be used."""
    assert rubric.frozen
    try:
        kept = frozen.read(rubric.frozen)
        corpora = dict(frozen.corpora(rubric.frozen, kept, rubric.reference))
    except OtherVersionError as problem:
        raise InputError(str(problem)) from None
    except (OSError, frozen.DamagedError) as problem:
        raise InputError(
            f"{rubric.frozen} cannot be used ({problem}); "
            "get the kit again, and leave its folder `public` as it is"
        ) from None
    hidden = sum(count for question, count in kept.hidden.items() if not only or question in only)
    return Job(rubric, path, frozen.SEED, tuple(only), corpora, hidden=hidden)


def _require_kit_of_this_version(folder: Path) -> None:
    """Raise InputError where a folder is a kit of another version: what looks wrong in it is no mistake."""
    try:
        frozen.require_ours(folder)
    except OtherVersionError as problem:
        raise InputError(str(problem)) from None
