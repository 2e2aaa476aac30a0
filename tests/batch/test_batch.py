"""Many submissions: nothing is graded twice, nothing is lost, and a batch may be killed at any moment."""

import multiprocessing
import random
import sqlite3
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import small

from grader.batch.local import on_this_machine
from grader.batch.plan import plan
from grader.batch.store import Store, open_store
from grader.checks import KINDS
from grader.grading import pipeline
from grader.model import Verdict
from grader.values import stored

FIVE = ["mean", "raises", "right", "stuck", "unreadable"]


unexplained = pytest.mark.usefixtures("unexplained")


@pytest.fixture
def rubric(tmp_path: Path) -> Path:
    rubric = small.copied(tmp_path)
    (rubric.parent / "submissions" / "stuck.py").unlink()  # a time-out takes its time
    return rubric


@pytest.fixture
def store(tmp_path: Path):
    opened, note = open_store(tmp_path / "store.sqlite")
    assert not note
    yield opened
    opened.close()


def tasks(rubric: Path, store: Store, **options) -> dict[str, tuple[str, ...]]:
    """What there is to do, by submission."""
    job = pipeline.prepare(rubric)
    found = plan(job, small.submissions(rubric, job), store, **options)
    return {task.submission.id: task.questions for task in found.tasks}


def rows(path: Path) -> set[tuple[str, str]]:
    """The outcomes in a store that may be in use."""
    try:
        connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
        try:
            return set(connection.execute("SELECT id, question FROM outcomes"))
        finally:
            connection.close()
    except sqlite3.Error:
        return set()


# ---- what is graded again ----------------------------------------------------------------------------


@unexplained
def test_a_second_run_grades_nothing_and_says_the_same(rubric: Path, store: Any) -> None:
    _, first = small.graded(rubric, store=store)
    again, second = small.graded(rubric, store=store)
    assert (again.before, again.tasks) == (4, [])
    assert first == second == small.graded(rubric)[1]


@unexplained
def test_a_changed_submission_is_graded_again(rubric: Path, store: Any) -> None:
    small.graded(rubric, store=store)
    small.edited(rubric.parent / "submissions" / "mean.py", "2 * x", "3 * x")
    assert tasks(rubric, store) == {"mean": ("1a", "1b", "2a")}


@unexplained
@pytest.mark.parametrize(
    ("file", "old", "new", "changed"),
    [
        ("rubric.yaml", "points: 2, visibility: hidden", "points: 3, visibility: hidden", ("2a",)),
        (
            "rubric.yaml",
            "law: a_common_shift_changes_nothing, points: 1",
            "law: a_common_shift_changes_nothing, points: 2",
            ("1a",),
        ),
        ("reference/q2_tables/answers.py", "A.sum(axis=1)", "A.sum(1)", ("2a",)),
        ("reference/q1_vectors/mistakes.py", "credit=0.5", "credit=0.6", ("1a", "1b")),
        ("rubric.yaml", "questions:", "# a remark\nquestions:", ()),
    ],
)
def test_a_changed_question_is_graded_again_and_no_other(
    rubric: Path, store: Any, file: str, old: str, new: str, changed: Any
) -> None:
    small.graded(rubric, store=store)
    small.edited(rubric.parent / file, old, new)
    assert tasks(rubric, store) == (
        dict.fromkeys(["mean", "raises", "right", "unreadable"], changed) if changed else {}
    )
    _, partly = small.graded(rubric, store=store)
    assert partly == small.graded(rubric)[1]


@unexplained
def test_all_is_graded_anew_if_asked(rubric: Path, store: Any) -> None:
    small.graded(rubric, store=store)
    assert len(tasks(rubric, store, fresh=True)) == 4


@unexplained
def test_a_broken_check_is_not_kept(rubric: Path, store: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_, **__):
        raise RuntimeError("our fault")

    job = pipeline.prepare(rubric)
    with monkeypatch.context() as patch:
        patch.setitem(KINDS, "gradient", replace(KINDS["gradient"], run=broken))
        todo = plan(job, small.submissions(rubric, job), store)
        for _ in todo.run(on_this_machine(1)):
            pass
        assert todo.results()[0].questions[1].outcomes[0].verdict is Verdict.BROKEN
    assert set(tasks(rubric, store).values()) == {("1b",)}
    assert small.graded(rubric, store=store)[1] == small.graded(rubric)[1]


def test_results_come_back_from_the_store_exactly(rubric: Path, store: Any) -> None:
    first, _ = small.graded(rubric, store=store)
    again, _ = small.graded(rubric, store=store)
    assert stored.encode([r.questions for r in first.results()]) == stored.encode(
        [r.questions for r in again.results()]
    )
    assert [replace(r, questions=()) for r in first.results()] == [
        replace(r, questions=()) for r in again.results()
    ]


# ---- a store that cannot be used ---------------------------------------------------------------------


@unexplained
@pytest.mark.parametrize("how", ["text", "cut", "holes", "version"])
def test_a_store_that_cannot_be_used_is_put_aside(rubric: Path, tmp_path: Path, how: str) -> None:
    path = tmp_path / "out.sqlite"
    store, _ = open_store(path)
    expected = small.graded(rubric, store=store)[1]
    if how == "version":
        store.connection.execute("PRAGMA user_version = 99")
    store.close()
    data = path.read_bytes()
    match how:
        case "text":
            path.write_text("my notes")
        case "cut":
            path.write_bytes(data[: len(data) // 2])
        case "holes":
            path.write_bytes(data[:4096] + b"\xff" * (len(data) - 4096))
    spoiled = path.read_bytes()
    store, note = open_store(path)
    assert "is now out-1.sqlite, and all is graded anew" in note
    assert (tmp_path / "out-1.sqlite").read_bytes() == spoiled
    assert small.graded(rubric, store=store)[1] == expected
    store.close()
    store, note = open_store(path)
    store.close()
    assert note == ""


@unexplained
def test_an_outcome_that_cannot_be_read_is_graded_again(rubric: Path, store: Any) -> None:
    small.graded(rubric, store=store)
    store.connection.execute("UPDATE outcomes SET outcomes = x'00ff' WHERE id = 'mean' AND question = '1b'")
    store.connection.execute("UPDATE submissions SET loaded = x'c1' WHERE id = 'right'")
    assert tasks(rubric, store) == {"mean": ("1a", "1b", "2a"), "right": ("1a", "1b", "2a")}


# ---- several processes, and their ends ---------------------------------------------------------------


def test_the_number_of_processes_changes_nothing(rubric: Path) -> None:
    assert small.graded(rubric, workers=2)[1] == small.graded(rubric)[1]


def test_a_process_that_is_killed_costs_time_only(rubric: Path) -> None:
    job = pipeline.prepare(rubric)
    todo = plan(job, small.submissions(rubric, job))
    for done, _ in enumerate(todo.run(on_this_machine(2))):
        if done == 0:
            for child in multiprocessing.active_children():
                child.kill()
    assert [result.submission.id for result in todo.results()] == ["mean", "raises", "right", "unreadable"]


@pytest.mark.slow
def test_a_batch_that_is_killed_again_and_again_loses_and_doubles_nothing(
    rubric: Path, tmp_path: Path
) -> None:
    folder = rubric.parent / "submissions"
    for number in range(4):
        for name in ("right", "mean", "raises"):
            (folder / f"{name}{number}.py").write_bytes((folder / f"{name}.py").read_bytes())
    command = ["grade", folder, "--rubric", rubric, "--jobs", 2, "--out"]
    whole = small.grader(*command, tmp_path / "whole")
    out = tmp_path / "out"
    moments = random.Random(0)
    before: set[tuple[str, str]] = set()
    for _ in range(7):
        process = small.grader(*command, out)
        target = len(before) + 3 * moments.randint(0, 2)
        while process.poll() is None and len(rows(out / "store.sqlite")) < target:
            time.sleep(0.01)
        time.sleep(moments.random() / 20)
        process.kill()
        _, told = process.communicate()
        if before and process.returncode:
            assert told.decode().splitlines()[:1] in (
                [],
                [f"{len(before) // 3} graded before, {16 - len(before) // 3} to do"],
            )
        after = rows(out / "store.sqlite")
        assert after >= before
        assert len(after) % 3 == 0  # a submission is there with all its questions or not at all
        before = after
    process = small.grader(*command, out)
    _, told = process.communicate(timeout=60)
    assert process.returncode == 0
    assert told.decode() == f"{len(before) // 3} graded before, {16 - len(before) // 3} to do\n"
    assert whole.communicate(timeout=60)[1] == b""
    for name in ("results.json", "grades.csv"):
        assert (out / name).read_bytes() == (tmp_path / "whole" / name).read_bytes()
    assert not [path for path in out.iterdir() if path.name.endswith(".tmp")]


def test_nobody_is_left_when_a_batch_is_killed(tmp_path: Path) -> None:
    psutil = pytest.importorskip("psutil")
    rubric = small.copied(tmp_path)
    process = small.grader(
        "grade",
        rubric.parent / "submissions",
        "--rubric",
        rubric,
        "--jobs",
        2,
        "--out",
        tmp_path / "out",
    )
    while process.poll() is None and not rows(tmp_path / "out" / "store.sqlite"):
        time.sleep(0.01)
    family = psutil.Process(process.pid).children(recursive=True)
    assert family
    process.kill()
    process.communicate()
    _, alive = psutil.wait_procs(family, timeout=10)
    assert [p for p in alive if p.status() != psutil.STATUS_ZOMBIE] == []
