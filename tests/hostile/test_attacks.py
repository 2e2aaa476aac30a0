"""Hostile submissions: none earns what it should not, reads, writes, connects, stays, or harms the next one.

Each file in ``attacks/`` is one submission; its docstring says what it tries, which kind of threat it stands
for, what it must earn and what it must be told.  They fight on one sandbox for each kind of user and set of
walls: what protects the scores must hold without walls too, what protects the machine needs them.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from arena import ATTACKS, SECRET, TOKEN, Arena, Seen, expected
from launch import command

from grader.sandbox.walls import lockdown

POINTS = 8
SECONDS = 12.0  # until the verdict: a second for each function and each statement that never ends, and some
ROOT = sys.platform == "linux" and os.geteuid() == 0
ARENAS = [
    Arena(),
    Arena(root=False),
    Arena(root=False, torch=True),
    Arena(root=False, landlock=False),
    Arena(seccomp=False),
    Arena(landlock=False, seccomp=False),
]
ALL_WALLS = Arena(root=ROOT)
FEWEST_WALLS = Arena(root=ROOT, landlock=False, seccomp=not ROOT)
# What becomes of these depends on walls and on users: they fight everywhere.  All others answer, patch and
# break things in a process of their own, and whoever runs it, the judge meets the same bytes: they fight
# behind all walls and behind the fewest.
UP_TO_WALLS = {
    "files and memory of the machine",
    "forged results",
    "new processes and rights",
    "other processes",
    "sabotage",
    "secrets",
    "ways out",
    "what comes after",
}


def meets(arena: Arena, name: str) -> bool:
    """Whether an attack fights here: some need torch, and time runs out everywhere alike."""
    wanted = expected(name)
    if wanted.torch or wanted.threat in UP_TO_WALLS:
        return arena.torch or not wanted.torch
    ends = wanted.threat == "time" or wanted.verdict == "timed_out"
    return arena == ALL_WALLS or (arena == FEWEST_WALLS and not ends)


FIGHTS = [
    pytest.param(arena, name, id=f"{arena}-{name}")
    for arena in ARENAS
    for name in ATTACKS
    if meets(arena, name)
]

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="the walls are those of Linux"),
]


@pytest.fixture(scope="module")
def fights() -> Iterator[dict[Arena, Future[dict[str, Seen]]]]:
    """Begin all fights, two at a time; last and alone those whose attacks reach folders that all share."""
    there = [arena for arena in ARENAS if not lacking(arena)]
    with ThreadPoolExecutor(2) as pool, ThreadPoolExecutor(1) as alone:
        begun = {arena: pool.submit(_fight, arena, *_met(arena)) for arena in there if arena.seccomp}
        others = list(begun.values())
        # Workers that share their user with the grader could harm it without seccomp: that needs root.
        yield begun | {
            arena: alone.submit(_fight_after, others, arena) for arena in there if not arena.seccomp
        }


def lacking(arena: Arena) -> str:
    """Say what this machine lacks for an arena; nothing, where it lacks nothing."""
    if arena.root and not ROOT:
        return "only root can give workers a user of their own"
    walls = lockdown.prepare([])
    if walls.ruleset is not None:
        os.close(walls.ruleset)
    elif arena.landlock:
        return "this kernel has no Landlock"
    return "there is no seccomp here" if arena.seccomp and walls.program is None else ""


def _met(arena: Arena) -> list[str]:
    return [name for name in ATTACKS if meets(arena, name)]


def _fight_after(others: Sequence[Future[Any]], arena: Arena) -> dict[str, Seen]:
    wait(others)
    return _fight(arena, *_met(arena))


def _fight(arena: Arena, *names: str) -> dict[str, Seen]:
    with tempfile.TemporaryDirectory(prefix="arena-") as place:
        folder = Path(place)
        folder.chmod(0o777)
        call = [*command(arena.root, folder), json.dumps(asdict(arena)), place, *names]
        done = subprocess.run(call, capture_output=True, text=True, timeout=300)
    if done.returncode:
        raise RuntimeError(done.stderr[-3000:])
    return {name: Seen(**each) for name, each in json.loads(done.stdout).items()}


@pytest.fixture
def seen(fights: dict[Arena, Future[dict[str, Seen]]], arena: Arena, name: str) -> Seen:
    """What became of one attack."""
    if arena not in fights:
        pytest.skip(lacking(arena))
    if problem := fights[arena].exception():
        pytest.fail(str(problem), pytrace=False)  # raised again for each attack, it would grow each time
    return fights[arena].result()[name]


@pytest.mark.parametrize(("arena", "name"), FIGHTS)
def test_an_attack_earns_what_it_deserves(arena: Arena, name: str, seen: Seen) -> None:
    """The score is that of its answers: with all walls exactly, and never more without them."""
    wanted = expected(name)
    if name in ("imports_the_reference", "copies_a_neighbour") and not (arena.landlock or arena.root):
        pytest.skip("its own user's files can be read: the level, which is C, tells")
    assert seen.score <= wanted.score
    if arena.walls or wanted.score == POINTS:
        assert seen.score == pytest.approx(wanted.score)
    if arena.walls:
        assert wanted.verdict in {"", *seen.verdicts.values()}
        assert wanted.says in "\n".join(seen.told)


@pytest.mark.parametrize(("arena", "name"), FIGHTS)
def test_an_attack_harms_nobody(arena: Arena, name: str, seen: Seen) -> None:
    """The verdict comes in time, the next submission earns all points, and nothing is left behind."""
    assert seen.honest == POINTS
    assert seen.seconds < SECONDS
    if arena.seccomp:
        assert seen.traces == []
    else:  # it may leave processes, but not those that take more than a user of its own
        assert not any("zygote" in each or "descriptors" in each for each in seen.traces)
    if not arena.walls:
        return
    assert seen.verdicts["isolation"] == "A"
    assert "got through" not in "\n".join(seen.told)


@pytest.mark.parametrize(("arena", "name"), FIGHTS)
def test_an_attack_learns_and_says_nothing_it_should_not(arena: Arena, name: str, seen: Seen) -> None:
    """No secret is in the reports, and no character that a terminal would obey."""
    if arena.landlock or arena.root:
        assert SECRET not in seen.reports
    assert TOKEN not in seen.reports
    assert not {
        c
        for c in seen.reports
        if (c < " " and c != "\n") or "\x7f" <= c <= "\x9f" or c in "\u202e\u2066\u200b"
    }


@pytest.mark.parametrize("arena", ARENAS, ids=str)
def test_the_level_tells_what_is_missing(fights: dict[Arena, Any], arena: Arena) -> None:
    """A with all walls, C where files of one's user or sockets are open, D where files can be written."""
    if arena not in fights:
        pytest.skip(lacking(arena))
    level = fights[arena].result()["honest"].verdicts["isolation"]
    assert level == "ACD"[len(arena.missing)]


def test_the_attacks_are_real(fights: dict[Arena, Any]) -> None:
    """Where the walls are down they get through, and the watch that saw nothing elsewhere sees it here."""
    arena = Arena(landlock=False, seccomp=False)
    if arena not in fights:
        pytest.skip(lacking(arena))
    found = fights[arena].result()
    for name in (
        "calls_home",
        "fills_the_disk",
        "forks_a_bomb",
        "leaves_a_daemon",
        "plants_files",
        "runs_programs",
    ):
        assert found[name].traces
    for name in ("spies_on_others", "becomes_root", "reads_secrets", "reads_the_memory_of_processes"):
        assert ("got through" in "\n".join(found[name].told)) == (name != "becomes_root")


@pytest.mark.skipif(not ROOT, reason="only root can give workers a user of their own")
def test_without_landlock_another_user_and_modes_hide_the_reference() -> None:
    """What root keeps to itself, its workers cannot read: level B.  It is lost as soon as all may read it."""
    names = ["imports_the_reference", "reads_secrets", "reads_the_memory_of_processes", "plants_files"]
    found = _fight(Arena(landlock=False), *names)
    assert [found[name].score for name in names] == [0, 0, 0, 0]
    assert {each.verdicts["isolation"] for each in found.values()} == {"B"}
    assert not [trace for each in found.values() for trace in each.traces]
    said = "".join(line for each in found.values() for line in each.told)
    assert not [name for name in (SECRET, "/mem'", "/environ'", "answers.py") if name in said]


@pytest.mark.skipif(not ROOT, reason="only root can give workers a user of their own")
def test_without_landlock_a_neighbours_file_that_all_may_read_is_level_c() -> None:
    """Who knows its name copies it: so what hides the work of others is tried, and not promised unseen."""
    name = "copies_a_neighbour"
    closed, opened = (_fight(Arena(landlock=False, exposed=each), name)[name] for each in (False, True))
    assert (closed.score, closed.verdicts["isolation"]) == (0, "B")
    assert (opened.score, opened.verdicts["isolation"]) == (POINTS, "C")


@pytest.mark.parametrize("name", ATTACKS)
def test_every_attack_says_what_it_tries(name: str) -> None:
    """Its docstring has a sentence, the kind of threat it is and the score it must have."""
    wanted = expected(name)
    assert wanted.sentence.startswith("It ")
    assert wanted.sentence.endswith(".")
    assert wanted.threat
    assert 0 <= wanted.score <= POINTS
