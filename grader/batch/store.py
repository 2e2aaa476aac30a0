"""What earlier runs graded, in a file beside the reports: a batch that was stopped goes on where it was.

What is kept holds until the submission, a question or the grader changes (see
``grader.grading.fingerprint``).  Time-outs are kept like every verdict, though a busy machine may have had
its part: asking every endless loop anew would cost its seconds each time.  What is BROKEN is never kept, for
it says nothing about the submission.
"""

import sqlite3
from collections.abc import Mapping
from contextlib import suppress
from itertools import count
from pathlib import Path

import msgspec

from grader.batch.encoded import EncodedResult, decode_outcomes
from grader.errors import InputError
from grader.grading.fingerprint import of_submission
from grader.grading.pipeline import Job
from grader.model import Submission, Verdict
from grader.values import stored
from grader.values.wire import WireError

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
                    decode_outcomes(question, data)
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
