"""The journal: nothing in it is overwritten, whoever writes at once, whatever ends us."""

import os
import signal
import sqlite3
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from decided import WORDS, handed_in, report, result

from grader.batch.store import GRADED, open_store, read_report
from grader.errors import InputError
from grader.marking.events import Item, Mark, Undo, items, points_of
from grader.marking.journal import Journal, StaleError
from grader.model import Evidence

TARGET = points_of("ada", WORDS.id)


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    store, _ = open_store(tmp_path / "store.sqlite")
    store.close()
    return Journal(tmp_path / "store.sqlite")


def test_events_come_back_as_they_were_written(journal: Journal) -> None:
    """In their order, with who, when, why and about what."""
    made = journal.new_item(WORDS.id, "right", 1.5, by="ann")
    mark = journal.write(TARGET, Mark(1.0, (made.target.about,), "Good."), by="bob", why="so", of="f", seen=0)
    undo = journal.undo(mark.number, by="ann")
    assert journal.events() == (made, mark, undo)
    assert journal.events(after=1) == (mark, undo)
    assert (mark.version, undo.version, undo.what) == (1, 2, Undo(2))
    assert items(journal.events())["i1"].points == 1.5


def test_who_comes_second_is_told_who_was_first(journal: Journal) -> None:
    """And nothing is written for them."""
    journal.write(TARGET, Mark(1.0), by="ann", seen=0)
    with pytest.raises(StaleError, match=r"^ann was first, at .*\+00:00, with version 1 of this") as refused:
        journal.write(TARGET, Mark(2.0), by="bob", seen=0)
    assert refused.value.first.what == Mark(1.0)
    assert len(journal.events()) == 1
    journal.write(TARGET, Mark(2.0), by="bob", seen=1)
    assert [each.version for each in journal.events()] == [1, 2]


def test_a_version_that_was_never_there_is_of_another_store(journal: Journal) -> None:
    """A mark that was made from a copy does not go astray."""
    with pytest.raises(InputError, match="knows no version 3 of this: is it the store that was marked from"):
        journal.write(TARGET, Mark(2.0), by="bob", seen=3)


def test_items_have_numbers_of_their_own(journal: Journal) -> None:
    """Also after one was changed."""
    first = journal.new_item(WORDS.id, "right", 1, by="ann")
    journal.write(first.target, Item(WORDS.id, "right", 2), by="ann", seen=1)
    assert journal.new_item(WORDS.id, "wrong", 0, by="ann").target.about == "i2"


def test_the_file_itself_lets_nothing_be_changed(journal: Journal) -> None:
    """Whoever writes to it."""
    journal.write(TARGET, Mark(1.0), by="ann")
    with sqlite3.connect(journal.path) as connection:
        for change in ("UPDATE events SET who = 'eve'", "DELETE FROM events"):
            with pytest.raises(sqlite3.IntegrityError, match="what was decided is never"):
                connection.execute(change)
    connection.close()


WRITER = """
import sys
from dataclasses import replace
from pathlib import Path
from grader.marking.events import Mark, points_of
from grader.marking.journal import Journal, StaleError
from grader.model import Evidence
journal, who = Journal(Path(sys.argv[1])), sys.argv[2]
for n in range(20):
    while True:
        seen = max([e.version for e in journal.events()], default=0)
        try:
            journal.write(points_of("ada", "1b"), Mark(float(n)), by=who, seen=seen)
            print(n, flush=True)
            break
        except StaleError:
            pass
"""


def test_two_processes_lose_nothing(journal: Journal) -> None:
    """Each writes twenty times to the same target: forty versions, one after the other."""
    command = [sys.executable, "-c", WRITER, str(journal.path)]
    writers = [subprocess.Popen([*command, who], stdout=subprocess.DEVNULL) for who in ("ann", "bob")]
    assert [writer.wait(60) for writer in writers] == [0, 0]
    found = journal.events()
    assert [each.version for each in found] == list(range(1, 41))
    for who in ("ann", "bob"):
        assert [each.what.points for each in found if each.by == who] == list(range(20))


def test_a_writer_that_is_killed_loses_nothing_that_was_written(journal: Journal) -> None:
    """Whatever it said it wrote is there, in full."""
    command = [sys.executable, "-c", WRITER, str(journal.path), "ann"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        said = [int(writer.stdout.readline()) for _ in range(5)]
        os.kill(writer.pid, signal.SIGKILL)
    found = [each.what.points for each in journal.events()]
    assert found[:5] == said
    assert found == list(range(len(found)))


def test_a_text_has_a_limit(journal: Journal) -> None:
    """Nobody pastes a book."""
    with pytest.raises(InputError, match="a text of 20001 characters is too long"):
        journal.write(TARGET, Mark(comment="x" * 20_001), by="ann")
    with pytest.raises(InputError, match="has no event 7"):
        journal.undo(7, by="ann")


# ---- the file ----------------------------------------------------------------------------------------


def test_a_report_is_kept_as_it_was_found(tmp_path: Path) -> None:
    """All of it but the students' data files."""
    found = report(result(handed_in("ada", at="2026-03-01T12:00:00")), result(handed_in("bob", ""), 0.5))
    store, _ = open_store(tmp_path / "store.sqlite")
    store.put_report(report())
    store.put_report(found)
    store.close()
    assert read_report(tmp_path / "store.sqlite") == found


def test_a_store_without_decisions_becomes_one_of_today(tmp_path: Path) -> None:
    """Its outcomes stay."""
    path = tmp_path / "store.sqlite"
    old = sqlite3.connect(path)
    old.executescript(
        f"{GRADED}; INSERT INTO submissions VALUES ('ada', 'd', x'00'); PRAGMA user_version = 2"
    )
    old.close()
    Journal(path).write(TARGET, Mark(1.0), by="ann")
    store, note = open_store(path)
    assert note == ""
    assert store.connection.execute("SELECT id FROM submissions").fetchall() == [("ada",)]
    store.close()


def test_a_newer_store_with_decisions_is_refused(journal: Journal) -> None:
    """It is not put aside: scores without the marks would be wrong."""
    journal.write(TARGET, Mark(1.0), by="ann")
    with sqlite3.connect(journal.path) as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()
    for use in (open_store, read_report, lambda path: Journal(path).events()):
        with pytest.raises(InputError, match=r"newer version of the grader \(format 99.*what people decided"):
            use(journal.path)


def test_decisions_in_a_damaged_store_are_carried_over(journal: Journal) -> None:
    """All is graded anew, and the marks are there."""
    journal.write(TARGET, Mark(1.0), by="ann")
    with sqlite3.connect(journal.path) as connection:
        connection.execute("PRAGMA user_version = 1")
    connection.close()
    store, note = open_store(journal.path)
    store.close()
    assert note.endswith("all is graded anew; of what people decided, 1 event could be read and kept")
    assert [each.what for each in journal.events()] == [Mark(1.0)]


def test_there_is_no_journal_without_results(tmp_path: Path) -> None:
    """A folder that is not one of results, or whose store holds something else, is told."""
    with pytest.raises(InputError, match="`grader grade` writes it"):
        Journal(tmp_path / "store.sqlite").events()
    (tmp_path / "store.sqlite").write_text("my notes")
    with pytest.raises(InputError, match="cannot be used: file is not a database"):
        Journal(tmp_path / "store.sqlite").events()


def test_evidence_is_kept_by_its_own_tags(tmp_path: Path) -> None:
    """Whatever values it holds, and whatever classes are added there."""
    found = result(handed_in("ada"), mean=0.0)
    evidence = Evidence("differs", "mean(x)", {"x": [1.0, 2.0]}, got=1, expected=1.5)
    first = replace(found.questions[0].outcomes[0], evidence=evidence)
    question = replace(found.questions[0], outcomes=(first, found.questions[0].outcomes[1]))
    found = replace(found, questions=(question, found.questions[1]))
    store, _ = open_store(tmp_path / "store.sqlite")
    store.put_report(report(found))
    store.close()
    assert read_report(tmp_path / "store.sqlite") == report(found)
