"""Where there is no room for results, it is said, and what was there before is still there."""

from collections.abc import Callable
from pathlib import Path

import pytest
from arena import submission

from grader.batch.encoded import EncodedResult, graded
from grader.batch.local import on_this_machine
from grader.batch.plan import plan
from grader.batch.store import open_store
from grader.errors import InputError
from grader.frontends.commands.common import write
from grader.grading.pipeline import Job
from grader.model import Result
from grader.sandbox.sandbox import Sandbox

FULL = Path("/dev/full")


def test_a_store_without_room_keeps_what_it_has(job: Job, box: Sandbox, tmp_path: Path) -> None:
    """The run ends with what to do; the next one goes on from there."""
    store, _ = open_store(tmp_path / "store.sqlite")
    first, second = (submission(name, hw=f"# {name}\n" * 10_000) for name in ("first", "second"))
    todo = plan(job, [first], store)
    for _ in todo.run(on_this_machine(1)):
        pass
    (pages,) = store.connection.execute("PRAGMA page_count").fetchone()
    store.connection.execute(f"PRAGMA max_page_count = {pages}")
    task = plan(job, [second], store).tasks[0]
    done = graded(job, task, box)
    large = EncodedResult(done.id, done.loaded + bytes(100_000), done.outcomes)
    with pytest.raises(InputError, match=r"store\.sqlite cannot be written: .*full; what was graded before"):
        store.put(second, large, job.fingerprints)
    store.close()
    again, said = open_store(tmp_path / "store.sqlite")
    assert said == ""
    assert again.get(job, first) is not None
    assert again.get(job, second) is None
    again.close()


def test_a_store_that_cannot_be_opened_is_not_put_aside(tmp_path: Path) -> None:
    """It is not damaged: there is no place for it, or a folder in it."""
    (tmp_path / "store.sqlite").mkdir()
    with pytest.raises(InputError, match=r"store\.sqlite cannot be used: unable to open database file"):
        open_store(tmp_path / "store.sqlite")
    assert [each.name for each in tmp_path.iterdir()] == ["store.sqlite"]


@pytest.mark.skipif(not FULL.exists(), reason="this system has no disk that is always full")
def test_a_report_without_room_leaves_the_old_one(tmp_path: Path) -> None:
    """Nothing half-written stands in its place or beside it."""
    path = tmp_path / "results.json"
    path.write_text("old", encoding="utf-8")
    (tmp_path / ".results.json.tmp").symlink_to(FULL)
    with pytest.raises(InputError, match=r"results\.json cannot be written: No space left on device"):
        write(path, "new")
    assert [each.name for each in tmp_path.iterdir()] == ["results.json"]
    assert path.read_text(encoding="utf-8") == "old"


def test_it_is_graded_where_nothing_can_be_kept(
    grade: Callable[..., Result], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a home and a folder for temporary files, honest work earns all points."""
    monkeypatch.delenv("HOME", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", "/proc/nothing")
    monkeypatch.setenv("TMPDIR", "/proc/nothing")
    assert grade("def golden_ratio(): return (1 + 5**0.5) / 2").score == 1
