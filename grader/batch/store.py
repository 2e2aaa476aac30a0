"""What earlier runs graded, in a file beside the reports: a batch that was stopped goes on where it was.

What is kept holds until the submission, a question or the grader changes (see
``grader.grading.fingerprint``).  Time-outs are kept like every verdict, though a busy machine may have had
its part: asking every endless loop anew would cost its seconds each time.  What is BROKEN is never kept, for
it says nothing about the submission.

The same file holds the last whole report as it was found, and the journal of what people decided, to which
`grader.marking` adds: a backup is one file.
"""

import shutil
import sqlite3
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import closing, suppress
from dataclasses import replace
from itertools import count
from pathlib import Path

import msgspec

from grader.batch import kept
from grader.batch.encoded import EncodedResult, decode_outcomes
from grader.errors import InputError
from grader.grading.fingerprint import of_submission
from grader.grading.pipeline import Job
from grader.model import Report, Submission, Verdict
from grader.values import stored
from grader.values.wire import WireError

FORMAT = 3
WITHOUT_DECISIONS = 2  # is read too, and becomes one of today's
NOT_ITS_FAULT = tuple(f"SQLITE_{name}" for name in ("FULL", "READONLY", "BUSY", "IOERR", "CANTOPEN", "PERM"))
GRADED = """
    CREATE TABLE submissions (id TEXT PRIMARY KEY, digest TEXT NOT NULL, loaded BLOB NOT NULL);
    CREATE TABLE outcomes (
        id TEXT, question TEXT, fingerprint TEXT NOT NULL, outcomes BLOB NOT NULL, PRIMARY KEY (id, question)
    );
"""
# What is decided is only ever added: the file itself refuses to have it changed.
DECIDED = """
    CREATE TABLE report (place INTEGER PRIMARY KEY, data BLOB NOT NULL);
    CREATE TABLE events (
        number INTEGER PRIMARY KEY AUTOINCREMENT, target TEXT NOT NULL, version INTEGER NOT NULL,
        who TEXT NOT NULL, at TEXT NOT NULL, why TEXT NOT NULL, judged TEXT NOT NULL, what BLOB NOT NULL,
        UNIQUE (target, version)
    );
    CREATE TRIGGER never_changed BEFORE UPDATE ON events
        BEGIN SELECT RAISE(ABORT, 'what was decided is never changed'); END;
    CREATE TRIGGER never_deleted BEFORE DELETE ON events
        BEGIN SELECT RAISE(ABORT, 'what was decided is never deleted'); END;
"""
TABLES = GRADED + DECIDED
HEAD = -1  # the place of what is the same for all submissions of a report


def prepare(connection: sqlite3.Connection, path: Path) -> None:
    """Make a store of an empty file or of one without decisions; raise InputError for one of a newer format.

    Raises sqlite3.DatabaseError for one that is older still.
    """
    # Two processes may meet a new file at once: the second finds it made.
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version == FORMAT:
        return
    connection.execute("PRAGMA journal_mode = WAL")
    with connection:
        connection.execute("BEGIN IMMEDIATE")
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        if version == FORMAT:
            return
        if version > FORMAT and _decisions(connection):
            raise InputError(
                f"{path} was made by a newer version of the grader (format {version}; this one reads up to "
                f"{FORMAT}) and holds what people decided: use that version, or say --out FOLDER"
            )
        if version not in (0, WITHOUT_DECISIONS):
            raise sqlite3.DatabaseError(
                f"it was made by another version of the grader: format {version}; this one reads {FORMAT}"
            )
        for statement in _statements(TABLES if version == 0 else DECIDED):
            connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {FORMAT}")


def _statements(script: str) -> Iterator[str]:
    """Yield the statements of a script, for `executescript` would commit what is begun."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""


def _decisions(connection: sqlite3.Connection) -> list[tuple[object, ...]]:
    """Return the rows of the journal, as far as they can be read; none where there is no journal."""
    rows: list[tuple[object, ...]] = []
    with suppress(sqlite3.Error):
        rows.extend(connection.execute("SELECT * FROM events ORDER BY number"))
    return rows


class Store:
    """The results of earlier runs in a file beside the reports; one transaction a submission."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.connection = sqlite3.connect(path, timeout=60, isolation_level=None)
        try:
            prepare(self.connection, path)
            self.connection.execute("PRAGMA synchronous = NORMAL")  # safe when we are killed
            (sound,) = self.connection.execute("PRAGMA quick_check(1)").fetchone()
            if sound != "ok":
                raise sqlite3.DatabaseError("it is damaged")
        except (sqlite3.Error, InputError):
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

    def put_report(self, report: Report) -> None:
        """Keep a whole report, as it was found; raise InputError where that fails."""
        head = replace(report, results=())
        rows = [(HEAD, kept.encode(head)), *((n, kept.encode(each)) for n, each in enumerate(report.results))]
        try:
            with self.connection as transaction:
                transaction.execute("BEGIN IMMEDIATE")
                transaction.execute("DELETE FROM report")
                transaction.executemany("INSERT INTO report VALUES (?, ?)", rows)
        except sqlite3.Error as problem:
            raise InputError(f"{self.path} cannot be written: {problem}") from None

    def close(self) -> None:
        """Close the file."""
        self.connection.close()


def read_report(path: Path) -> Report:
    """Return the last whole report in a store, as it was found; raise InputError where there is none."""
    if not path.is_file():
        raise InputError(f"there is no {path}: `grader grade` writes it")
    try:
        with closing(sqlite3.connect(path, timeout=60, isolation_level=None)) as connection:
            prepare(connection, path)
            rows = connection.execute("SELECT data FROM report ORDER BY place").fetchall()
    except sqlite3.Error as problem:
        raise InputError(f"{path} cannot be used: {problem}") from None
    if not rows:
        raise InputError(f"{path} holds no results yet: run `grader grade` once more, which keeps them there")
    head, *results = (kept.decode(data) for (data,) in rows)
    report: Report = replace(head, results=tuple(results))
    return report


def open_store(path: Path) -> tuple[Store, str]:
    """Open a store; one that cannot be used is put aside, and the note says so.

    What people decided is carried over from it, where it can be read.
    """
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
            store = Store(path)
            if decided := _carried_over(aside, store):
                note += (
                    f"; of what people decided, {decided} event{'s' * (decided != 1)} could be read and kept"
                )
            return store, note
        except sqlite3.Error as again:
            raise InputError(f"{path} cannot be written: {again}") from None


def _carried_over(aside: Path, store: Store) -> int:
    """Copy the journal of a store that was put aside; return how many events it had."""
    rows: list[tuple[object, ...]] = []
    with tempfile.TemporaryDirectory(dir=aside.parent) as folder:  # to look at it would change it
        for path in (aside, *(aside.with_name(aside.name + ending) for ending in ("-wal", "-shm"))):
            if path.exists():
                shutil.copy(path, folder)
        with suppress(sqlite3.Error), closing(sqlite3.connect(Path(folder) / aside.name)) as connection:
            rows = _decisions(connection)
    with store.connection as transaction:
        transaction.execute("BEGIN IMMEDIATE")
        transaction.executemany("INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows)
    return len(rows)
