"""Many submissions: what is graded is kept as it is made, and a batch that was stopped goes on where it was.

A submission is graded again only where it, a question or the grader changed (see
``grader.grading.fingerprint``); where one question changed, for that question alone.  Time-outs are kept
like every verdict, though a busy machine may have had its part: asking every endless loop anew would cost
its seconds each time.  What is BROKEN is never kept, for it says nothing about the submission.
"""

import atexit
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path

import msgspec

from grader.errors import GraderError, InputError
from grader.grading.fingerprint import of_submission
from grader.grading.pipeline import Job, grade, load_job, part, undecided
from grader.model import Outcome, Problem, Question, QuestionResult, Report, Result, Submission, Verdict
from grader.processes.pool import Pool
from grader.sandbox.canary import canary_file
from grader.sandbox.sandbox import Sandbox
from grader.values import stored
from grader.values.wire import WireError

ATTEMPTS = 3  # how often a pool may lose a process before that is our fault


@dataclass(frozen=True)
class Task:
    """A submission and the questions to grade."""

    submission: Submission
    questions: tuple[str, ...]


@dataclass(frozen=True)
class EncodedResult:
    """What came out for one submission, as bytes: what loading it told, and the outcomes by question."""

    id: str
    loaded: bytes
    outcomes: Mapping[str, bytes]


Runner = Callable[[Job, Sequence[Task]], Iterator[EncodedResult]]  # yields in any order


# ---- the whole batch ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Batch:
    """Submissions, what of them was graded, and what is left to do."""

    job: Job
    submissions: Sequence[Submission]
    store: "Store | None"
    found: dict[str, EncodedResult]  # by submission
    tasks: Sequence[Task]
    covered: tuple[str, ...]  # the questions that everybody has an outcome of in the end

    @property
    def before(self) -> int:
        """How many were graded by an earlier run."""
        return sum(not each.undecided for each in self.submissions) - len(self.tasks)

    @property
    def left_out(self) -> tuple[str, ...]:
        """The questions of the rubric that are not covered: nobody's score is whole."""
        return tuple(each.id for each in self.job.whole.assignment.questions if each.id not in self.covered)

    def run(self, runner: Runner) -> Iterator[None]:
        """Do what is left, and yield after each submission."""
        submissions = {each.id: each for each in self.submissions}
        for new in runner(self.job, self.tasks):
            if self.store is not None:
                self.store.put(submissions[new.id], new, self.job.fingerprints)
            earlier = self.found[new.id].outcomes if new.id in self.found else {}
            self.found[new.id] = replace(new, outcomes={**earlier, **new.outcomes})
            yield

    def report(self) -> Report:
        """Return all results, with the questions that they cover."""
        covered = part(self.job, self.covered).rubric.assignment
        return Report(covered, self.job.seed, self.results(), self.left_out)

    def results(self) -> tuple[Result, ...]:
        """Return all results, in the order of the submissions."""
        job = part(self.job, self.covered)
        return tuple(
            unread(job, each) if each.undecided else result(job, each, self.found[each.id])
            for each in self.submissions
        )


def plan(
    job: Job, submissions: Sequence[Submission], store: "Store | None" = None, *, fresh: bool = False
) -> Batch:
    """Look up what was graded before, unless what is asked for is to be graded afresh.

    Where some questions are asked for, the others are covered too if everybody's outcomes of them still hold.
    """
    found: dict[str, EncodedResult] = {}
    tasks = []
    asked = [question.id for question in job.rubric.assignment.questions]
    others = [each.id for each in job.whole.assignment.questions if each.id not in asked]
    for submission in submissions:
        if submission.undecided:
            continue
        before = None if store is None else store.get(job, submission)
        if before is not None and fresh:
            kept = {name: data for name, data in before.outcomes.items() if name in others}
            before = replace(before, outcomes=kept)
        known = before.outcomes if before is not None else {}
        if before is not None:
            found[submission.id] = before
        if missing := tuple(name for name in asked if name not in known):
            tasks.append(Task(submission, missing))
        others = [name for name in others if name in known]
    return Batch(job, submissions, store, found, tasks, (*asked, *others))


# ---- one submission ----------------------------------------------------------------------------------


def graded(job: Job, task: Task, sandbox: Sandbox) -> EncodedResult:
    """Grade one submission."""
    found = grade(part(job, task.questions), task.submission, sandbox)
    problems = found.problems[len(task.submission.problems) :]
    notes = found.notes[len(task.submission.notes) :]
    told = [[(each.where, each.message) for each in several] for several in (problems, notes)]
    return EncodedResult(
        task.submission.id,
        stored.encode((*told, found.isolation)),
        {each.question.id: _encoded(each.outcomes) for each in found.questions},
    )


def _encoded(outcomes: Sequence[Outcome]) -> bytes:
    return stored.encode([(str(o.verdict), o.share, o.message, o.mistake, o.evidence) for o in outcomes])


def _decoded(question: Question, data: bytes) -> QuestionResult:
    outcomes = [
        Outcome(check, Verdict(verdict), *rest)
        for check, (verdict, *rest) in zip(question.checks, stored.decode(data), strict=True)
    ]
    return QuestionResult(question, tuple(outcomes))


def unread(job: Job, submission: Submission) -> Result:
    """Return the result of a submission that nothing can be said about."""
    questions = undecided(job, submission.undecided)
    # Level A: nothing of it was run, so nothing got through.
    return Result(submission, questions, submission.problems, "A", submission.notes)


def result(job: Job, submission: Submission, graded: EncodedResult) -> Result:
    """Return the result of one submission."""
    problems, notes, isolation = stored.decode(graded.loaded)
    questions = [_decoded(each, graded.outcomes[each.id]) for each in job.rubric.assignment.questions]
    return Result(
        submission,
        tuple(questions),
        (*submission.problems, *(Problem(*each) for each in problems)),
        isolation,
        (*submission.notes, *(Problem(*each) for each in notes)),
    )


def single(job: Job, submission: Submission) -> Result:
    """Grade one submission here, looking nothing up and keeping nothing."""
    only = plan(job, [submission])
    for _ in only.run(on_this_machine(1)):
        pass
    return only.results()[0]


# ---- what is kept ------------------------------------------------------------------------------------

FORMAT = 2
NOT_ITS_FAULT = tuple(f"SQLITE_{name}" for name in ("FULL", "READONLY", "BUSY", "IOERR", "CANTOPEN", "PERM"))
TABLES = """
    CREATE TABLE submissions (id TEXT PRIMARY KEY, digest TEXT NOT NULL, loaded BLOB NOT NULL);
    CREATE TABLE outcomes (
        id TEXT, question TEXT, fingerprint TEXT NOT NULL, outcomes BLOB NOT NULL, PRIMARY KEY (id, question)
    );
"""


class Store:
    """The results of earlier runs in a file beside the reports; one transaction a submission."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.connection = sqlite3.connect(path, timeout=60, isolation_level=None)
        try:
            (version,) = self.connection.execute("PRAGMA user_version").fetchone()
            if version not in (0, FORMAT):
                raise sqlite3.DatabaseError(
                    f"it was made by another version of the grader: format {version}; this one reads {FORMAT}"
                )
            self.connection.execute("PRAGMA journal_mode = WAL")
            self.connection.execute("PRAGMA synchronous = NORMAL")  # safe when we are killed
            if version == 0:
                self.connection.executescript(f"BEGIN; {TABLES}; PRAGMA user_version = {FORMAT}; COMMIT")
            (sound,) = self.connection.execute("PRAGMA quick_check(1)").fetchone()
            if sound != "ok":
                raise sqlite3.DatabaseError("it is damaged")
        except sqlite3.Error:
            self.connection.close()
            raise

    def get(self, job: Job, submission: Submission) -> EncodedResult | None:
        """Return what was graded before and still holds, also of questions that are not asked for.

        None where nothing is known of this submission.
        """
        find = "SELECT loaded FROM submissions WHERE id = ? AND digest = ?"
        row = self.connection.execute(find, (submission.id, of_submission(submission))).fetchone()
        if row is None:
            return None
        outcomes = {}
        find = "SELECT outcomes FROM outcomes WHERE id = ? AND question = ? AND fingerprint = ?"
        try:
            stored.decode(row[0])
            for question in job.whole.assignment.questions:
                key = (submission.id, question.id, job.fingerprints[question.id])
                for (data,) in self.connection.execute(find, key):
                    _decoded(question, data)
                    outcomes[question.id] = data
        except (msgspec.MsgspecError, WireError, ValueError, TypeError):
            return None  # not what was written: it is graded again
        return EncodedResult(submission.id, row[0], outcomes)

    def put(self, submission: Submission, graded: EncodedResult, fingerprints: Mapping[str, str]) -> None:
        """Keep the outcomes of a submission, but for what is broken; raise InputError where that fails."""
        try:
            self._put(submission, graded, fingerprints)
        except sqlite3.Error as problem:
            raise InputError(
                f"{self.path} cannot be written: {problem}; what was graded before is kept: make room, "
                "run the same command again, and it goes on from there"
            ) from None

    def _put(self, submission: Submission, graded: EncodedResult, fingerprints: Mapping[str, str]) -> None:
        digest = of_submission(submission)
        with self.connection as transaction:
            transaction.execute("BEGIN IMMEDIATE")
            same = "SELECT id FROM submissions WHERE id = ? AND digest = ?"
            if transaction.execute(same, (graded.id, digest)).fetchone() is None:
                transaction.execute("DELETE FROM outcomes WHERE id = ?", (graded.id,))
            insert = "INSERT OR REPLACE INTO submissions VALUES (?, ?, ?)"
            transaction.execute(insert, (graded.id, digest, graded.loaded))
            for question, data in graded.outcomes.items():
                if all(verdict != Verdict.BROKEN for verdict, *_ in stored.decode(data)):
                    insert = "INSERT OR REPLACE INTO outcomes VALUES (?, ?, ?, ?)"
                    transaction.execute(insert, (graded.id, question, fingerprints[question], data))

    def close(self) -> None:
        """Close the file."""
        self.connection.close()


def open_store(path: Path) -> tuple[Store, str]:
    """Open a store; one that cannot be used is put aside, and the note says so."""
    try:
        return Store(path), ""
    except sqlite3.DatabaseError as problem:
        if getattr(problem, "sqlite_errorname", "").startswith(NOT_ITS_FAULT):
            raise InputError(f"{path} cannot be used: {problem}") from None
        names = (path.with_name(f"{path.stem}-{number}{path.suffix}") for number in count(1))
        aside = next(name for name in names if not name.exists())
        for ending in ("-wal", "-shm"):
            with suppress(FileNotFoundError):
                path.with_name(path.name + ending).rename(aside.with_name(aside.name + ending))
        path.rename(aside)
        note = f"{path} could not be used ({problem}): it is now {aside.name}, and all is graded anew"
        try:
            return Store(path), note
        except sqlite3.Error as again:
            raise InputError(f"{path} cannot be written: {again}") from None


# ---- who does the work -------------------------------------------------------------------------------


def on_this_machine(workers: int) -> Runner:
    """Return a runner that grades here, several submissions at a time."""

    def run(job: Job, tasks: Sequence[Task]) -> Iterator[EncodedResult]:
        if workers <= 1 or len(tasks) <= 1:
            with canary_file() as canary, Sandbox(job.rubric.assignment.limits, canary) as sandbox:
                for task in tasks:
                    yield graded(job, task, sandbox)
            return
        left = {task.submission.id: task for task in tasks}
        for _ in range(ATTEMPTS):
            with suppress(
                BrokenProcessPool
            ):  # a process of ours was killed: who has no result is graded again
                for each in _in_processes(job, list(left.values()), workers):
                    del left[each.id]
                    yield each
            if not left:
                return
        raise GraderError(f"processes that grade were killed {ATTEMPTS} times; is there enough memory?")

    return run


def _in_processes(job: Job, tasks: Sequence[Task], workers: int) -> Iterator[EncodedResult]:
    with canary_file() as canary:
        start = (job.path, job.seed, job.only, job.kept, job.neighbours, canary)
        pool = Pool(min(workers, len(tasks)), _start_worker, *start)
        try:
            for future in as_completed([pool.submit(_grade_here, task) for task in tasks]):
                yield future.result()
        finally:
            pool.shutdown(cancel_futures=True)


_job: Job
_sandbox: Sandbox


def _start_worker(
    path: Path,
    seed: int,
    only: Sequence[str],
    kept: Mapping[str, bytes],
    neighbours: tuple[Path, ...],
    canary: Path,
) -> None:
    """Read the rubric once in a process of the pool; it was tried on its reference before."""
    global _job, _sandbox
    _job = replace(load_job(path, seed, only, kept), neighbours=neighbours)
    _sandbox = Sandbox(_job.rubric.assignment.limits, canary)
    atexit.register(_sandbox.close)


def _grade_here(task: Task) -> EncodedResult:
    return graded(_job, task, _sandbox)
