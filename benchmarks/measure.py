"""A command as a whole tree of processes: CPU and wall time, and the memory of each kind of process."""

import os
import re
import statistics
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Thread

SAMPLE = 0.1  # seconds between two looks at the memory


@dataclass
class Run:
    """One run; CPU counts every process that was waited for, however deep below."""

    cpu: float  # seconds
    wall: float
    memory: dict[str, float] = field(default_factory=dict)  # MB at the peak, by kind of process


def run(
    command: Sequence[object],
    *,
    env: Mapping[str, str] | None = None,
    watch: bool = False,
    highest: int = 1,
) -> Run:
    """Run a command to its end; raise CalledProcessError where its status is above the highest allowed."""
    begun = time.perf_counter()
    process = subprocess.Popen(
        [*map(str, command)],
        env={**os.environ, **(env or {})},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    over, memory = Event(), dict[str, float]()
    thread = Thread(target=_watch, args=(process.pid, over, memory))
    if watch:
        thread.start()
    assert process.stderr is not None
    said = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    over.set()
    if watch:
        thread.join()
    code = os.waitstatus_to_exitcode(status)
    process.returncode = code
    if code > highest or code < 0:
        raise subprocess.CalledProcessError(code, process.args, stderr=said.decode(errors="replace"))
    return Run(usage.ru_utime + usage.ru_stime, time.perf_counter() - begun, memory)


def _watch(root: int, over: Event, peak: dict[str, float]) -> None:
    """Note the largest memory of each kind of process below one: what it shares with nobody."""
    while not over.wait(SAMPLE):
        parents = dict(_processes())
        below = {root}
        while more := {pid for pid, (parent, _) in parents.items() if parent in below} - below:
            below |= more
        for pid in below:
            if pid not in parents:
                continue
            parent, name = parents[pid]
            is_zygote = "sandbox.zygote" in name
            of_zygote = parent in parents and "sandbox.zygote" in parents[parent][1]
            kind = "child" if of_zygote else "zygote" if is_zygote else "grader"
            size = _private(pid) if kind == "child" else _resident(pid)
            peak[kind] = max(peak.get(kind, 0.0), size)


def _processes() -> list[tuple[int, tuple[int, str]]]:
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parent = re.search(r"\) \S (\d+)", (folder / "stat").read_text())
            name = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:
            continue
        if parent:
            found.append((int(folder.name), (int(parent[1]), name)))
    return found


def _resident(pid: int) -> float:
    return _kilobytes(Path(f"/proc/{pid}/status"), "VmHWM") / 1024


def _private(pid: int) -> float:
    file = Path(f"/proc/{pid}/smaps_rollup")
    return (_kilobytes(file, "Private_Dirty") + _kilobytes(file, "Private_Clean")) / 1024


def _kilobytes(file: Path, name: str) -> int:
    try:
        found = re.search(rf"^{name}:\s+(\d+) kB", file.read_text(), re.MULTILINE)
    except OSError:
        return 0
    return int(found[1]) if found else 0


def spread(values: Sequence[float], scale: float = 1.0, digits: int = 3) -> str:
    """Return the median and the range: "0.31 (0.30–0.33)"."""
    low, middle, high = (
        f"{scale * v:.{digits}g}" for v in (min(values), statistics.median(values), max(values))
    )
    return middle if len(values) < 2 else f"{middle} ({low}–{high})"
