"""Many submissions: what is graded is kept as it is made, and a batch that was stopped goes on where it was.

A submission is graded again only where it, a question or the grader changed (see ``grader.fingerprint``);
where one question changed, for that question alone.  Time-outs are kept like every verdict, though a busy
machine may have had its part: asking every endless loop anew would cost its seconds each time.  What is
BROKEN is never kept, for it says nothing about the submission.
"""

import atexit
import os
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import count
from multiprocessing import get_context, parent_process
from pathlib import Path
from threading import Thread

import msgspec

from grader import stored
from grader.errors import GraderError, InputError
from grader.fingerprint import of_submission
from grader.model import Outcome, Problem, Question, QuestionResult, Result, Submission, Verdict
from grader.pipeline import Job, grade, part, restricted
from grader.sandbox.sandbox import Sandbox, canary_file
from grader.sandbox.wire import WireError

ATTEMPTS = 3  # how often a pool may lose a process before that is our fault


@dataclass(frozen=True)
class Task:
    """A submission and the questions to grade."""

    submission: Submission
    questions: tuple[str, ...]


@dataclass(frozen=True)
class Graded:
    """What came out for one submission, as bytes: what loading it told, and the outcomes by question."""

    id: str
    loaded: bytes
    outcomes: Mapping[str, bytes]


Runner = Callable[[Job, Sequence[Task]], Iterator[Graded]]  # yields in any order


# ---- the whole batch ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Batch:
    """Submissions, what of them was graded, and what is left to do."""

    job: Job
    submissions: Sequence[Submission]
    store: "Store | None"
    found: dict[str, Graded]  # by submission
    tasks: Sequence[Task]

    @property
    def before(self) -> int:
        """How many were graded by an earlier run."""
        return len(self.submissions) - len(self.tasks)

    def run(self, runner: Runner) -> Iterator[None]:
        """Do what is left, and yield after each submission."""
        submissions = {each.id: each for each in self.submissions}
        for new in runner(self.job, self.tasks):
            if self.store is not None:
                self.store.put(submissions[new.id], new, self.job.fingerprints)
            earlier = self.found[new.id].outcomes if new.id in self.found else {}
            self.found[new.id] = replace(new, outcomes={**earlier, **new.outcomes})
            yield

    def results(self) -> tuple[Result, ...]:
        """Return all results, in the order of the submissions."""
        return tuple(result(self.job, each, self.found[each.id]) for each in self.submissions)


def plan(
    job: Job, submissions: Sequence[Submission], store: "Store | None" = None, *, fresh: bool = False
) -> Batch:
    """Look up what was graded before, unless all is to be graded afresh."""
    found: dict[str, Graded] = {}
    tasks = []
    for submission in submissions:
        before = None if store is None or fresh else store.get(job, submission)
        if before is not None:
            found[submission.id] = before
        wanted = [question.id for question in job.rubric.assignment.questions]
        missing = tuple(name for name in wanted if before is None or name not in before.outcomes)
        if missing:
            tasks.append(Task(submission, missing))
    return Batch(job, submissions, store, found, tasks)


# ---- one submission ----------------------------------------------------------------------------------


def graded(job: Job, task: Task, sandbox: Sandbox) -> Graded:
    """Grade one submission."""
    found = grade(part(job, task.questions), task.submission, sandbox)
    told = found.problems[len(task.submission.problems) :]
    return Graded(
        task.submission.id,
        stored.encode(([(each.where, each.message) for each in told], found.isolation)),
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


def result(job: Job, submission: Submission, graded: Graded) -> Result:
    """Return the result of one submission."""
    told, isolation = stored.decode(graded.loaded)
    questions = [_decoded(each, graded.outcomes[each.id]) for each in job.rubric.assignment.questions]
    problems = [Problem(where, message) for where, message in told]
    return Result(
        submission, tuple(questions), (*submission.problems, *problems), isolation, submission.notes
    )


def single(job: Job, submission: Submission) -> Result:
    """Grade one submission here, looking nothing up and keeping nothing."""
    only = plan(job, [submission])
    for _ in only.run(on_this_machine(1)):
        pass
    return only.results()[0]


# ---- what is kept ------------------------------------------------------------------------------------

VERSION = 1
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
            if version not in (0, VERSION):
                raise sqlite3.DatabaseError("it was written by another version of the grader")
            self.connection.execute("PRAGMA journal_mode = WAL")
            self.connection.execute("PRAGMA synchronous = NORMAL")  # safe when we are killed
            if version == 0:
                self.connection.executescript(f"BEGIN; {TABLES}; PRAGMA user_version = {VERSION}; COMMIT")
            (sound,) = self.connection.execute("PRAGMA quick_check(1)").fetchone()
            if sound != "ok":
                raise sqlite3.DatabaseError("it is damaged")
        except sqlite3.Error:
            self.connection.close()
            raise

    def get(self, job: Job, submission: Submission) -> Graded | None:
        """Return what was graded before and still holds; None where nothing is known of this submission."""
        find = "SELECT loaded FROM submissions WHERE id = ? AND digest = ?"
        row = self.connection.execute(find, (submission.id, of_submission(submission))).fetchone()
        if row is None:
            return None
        outcomes = {}
        find = "SELECT outcomes FROM outcomes WHERE id = ? AND question = ? AND fingerprint = ?"
        try:
            stored.decode(row[0])
            for question in job.rubric.assignment.questions:
                key = (submission.id, question.id, job.fingerprints[question.id])
                for (data,) in self.connection.execute(find, key):
                    _decoded(question, data)
                    outcomes[question.id] = data
        except (msgspec.MsgspecError, WireError, ValueError, TypeError):
            return None  # not what was written: it is graded again
        return Graded(submission.id, row[0], outcomes)

    def put(self, submission: Submission, graded: Graded, fingerprints: Mapping[str, str]) -> None:
        """Keep the outcomes of a submission, but for what is broken; raise InputError where that fails."""
        try:
            self._put(submission, graded, fingerprints)
        except sqlite3.Error as problem:
            raise InputError(
                f"{self.path} cannot be written: {problem}; what was graded before is kept: make room, "
                "run the same command again, and it goes on from there"
            ) from None

    def _put(self, submission: Submission, graded: Graded, fingerprints: Mapping[str, str]) -> None:
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

    def run(job: Job, tasks: Sequence[Task]) -> Iterator[Graded]:
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


def _in_processes(job: Job, tasks: Sequence[Task], workers: int) -> Iterator[Graded]:
    with canary_file() as canary:
        start = (job.path, job.seed, job.only, job.kept, canary)
        pool = ProcessPoolExecutor(min(workers, len(tasks)), get_context("spawn"), _start_worker, start)
        try:
            for future in as_completed([pool.submit(_grade_here, task) for task in tasks]):
                yield future.result()
        finally:
            pool.shutdown(cancel_futures=True)


_job: Job
_sandbox: Sandbox


def _start_worker(
    path: Path, seed: int, only: Sequence[str], kept: Mapping[str, bytes], canary: Path
) -> None:
    """Read the rubric once in a process of the pool; it was tried on its reference before."""
    global _job, _sandbox
    Thread(target=_end_with_parent, daemon=True).start()
    _job = restricted(path, seed, only, kept)
    _sandbox = Sandbox(_job.rubric.assignment.limits, canary)
    atexit.register(_sandbox.close)


def _end_with_parent() -> None:
    """End when the process that asks is killed: nobody would ever ask again."""
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _grade_here(task: Task) -> Graded:
    return graded(_job, task, _sandbox)
