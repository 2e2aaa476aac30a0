"""The journal of what people decided: a table in the batch's store to which is only ever added.

Several processes may have it open.  A writer says which version of its target it has seen; where somebody was
first, nothing is written, and the error says who.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from grader.batch.store import prepare
from grader.errors import InputError
from grader.marking.events import Event, Item, Recorded, Target, Undo, item_target
from grader.text.safe import safe

LONGEST = 20_000  # characters of a comment, a reason or the text of an item
COLUMNS = "number, target, version, who, at, why, judged, what"
_events: msgspec.json.Decoder[Event] = msgspec.json.Decoder(Event)
_targets = msgspec.json.Decoder(tuple[str, str, str])


class StaleError(InputError):
    """Somebody decided about the same thing in the meantime."""

    def __init__(self, first: Recorded) -> None:
        self.first = first  # what stands there now
        super().__init__(
            f"{safe(first.by, 100)} was first, at {first.at}, with version {first.version} of this: look at "
            "that, and decide again"
        )


@dataclass(frozen=True)
class Journal:
    """The journal in a store; each call opens the file anew, so any thread may make it."""

    path: Path

    def events(self, after: int = 0) -> tuple[Recorded, ...]:
        """Return the events with a higher number than ``after``, in their order."""
        find = f"SELECT {COLUMNS} FROM events WHERE number > ? ORDER BY number"  # noqa: S608
        with self._open() as connection:
            return tuple(_recorded(self.path, row) for row in connection.execute(find, (after,)))

    def write(
        self, target: Target, what: Event, *, by: str, why: str = "", of: str = "", seen: int | None = None
    ) -> Recorded:
        """Add an event; ``seen`` is the version of the target that it answers to, 0 for none.

        Raises StaleError where the target has another version by now.  None for ``seen`` is whatever it has.
        """
        for said in (by, why, *_texts(what)):
            if len(said) > LONGEST:
                raise InputError(f"a text of {len(said)} characters is too long; {LONGEST} are the most")
        with self._transaction() as connection:
            return _added(self.path, connection, target, what, (by, why, of), seen)

    def new_item(self, check: str, text: str, points: float, *, by: str) -> Recorded:
        """Make a rubric item for a check; its id is in the target of what is returned."""
        with self._transaction() as connection:
            count = "SELECT COUNT(DISTINCT target) FROM events WHERE target LIKE '[\"item\",%'"
            (made,) = connection.execute(count).fetchone()
            what = Item(check, text, points)
            return _added(self.path, connection, item_target(f"i{made + 1}"), what, (by, "", ""), 0)

    def undo(self, number: int, *, by: str, why: str = "") -> Recorded:
        """Take an event back; raise InputError where there is none of this number."""
        find = f"SELECT {COLUMNS} FROM events WHERE number = ?"  # noqa: S608
        with self._transaction() as connection:
            row = connection.execute(find, (number,)).fetchone()
            if row is None:
                raise InputError(f"{self.path} has no event {number}")
            target = _recorded(self.path, row).target
            return _added(self.path, connection, target, Undo(number), (by, why, ""), None)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Have nobody else decide or write results meanwhile: what is read from here on is the last word."""
        with self._transaction():
            yield

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        if not self.path.is_file():
            raise InputError(f"there is no {self.path}: `grader grade` writes it")
        try:
            with closing(sqlite3.connect(self.path, timeout=60, isolation_level=None)) as connection:
                prepare(connection, self.path)
                connection.execute("PRAGMA synchronous = FULL")  # nobody wants to decide twice
                yield connection
        except sqlite3.Error as problem:
            raise InputError(f"{self.path} cannot be used: {problem}") from None

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        with self._open() as connection, connection:
            connection.execute("BEGIN IMMEDIATE")
            yield connection


def _added(
    path: Path,
    connection: sqlite3.Connection,
    target: Target,
    what: Event,
    said: tuple[str, str, str],
    seen: int | None,
) -> Recorded:
    key = msgspec.json.encode((target.sort, target.submission, target.about)).decode()
    last = f"SELECT {COLUMNS} FROM events WHERE target = ? ORDER BY version DESC LIMIT 1"  # noqa: S608
    row = connection.execute(last, (key,)).fetchone()
    first = None if row is None else _recorded(path, row)
    version = 0 if first is None else first.version
    if seen is not None and seen != version:
        if first is None:
            raise InputError(f"{path} knows no version {seen} of this: is it the store that was marked from?")
        raise StaleError(first)
    by, why, of = said
    at = datetime.now(UTC).isoformat(timespec="seconds")
    insert = f"INSERT INTO events ({COLUMNS}) VALUES (NULL, ?, ?, ?, ?, ?, ?, ?)"  # noqa: S608
    values = (key, version + 1, by, at, why, of, msgspec.json.encode(what))
    number = connection.execute(insert, values).lastrowid
    assert number is not None
    return Recorded(number, target, version + 1, by, at, why, of, what)


def _recorded(path: Path, row: tuple[int, str, int, str, str, str, str, bytes]) -> Recorded:
    number, target, version, by, at, why, of, what = row
    try:
        return Recorded(
            number, Target(*_targets.decode(target)), version, by, at, why, of, _events.decode(what)
        )
    except msgspec.MsgspecError as problem:
        raise InputError(
            f"{path}: event {number} cannot be read ({problem}); was it written by a newer version of the "
            "grader? Nothing is shown without it"
        ) from None


def _texts(what: Event) -> Iterator[str]:
    for name in ("text", "comment"):
        yield getattr(what, name, "")
