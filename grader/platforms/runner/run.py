"""Grade one submission in a process of its own, within a time, and leave nothing of it running."""

import os
import signal
import subprocess
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import msgspec

from grader.errors import InputError
from grader.processes import isolated, private
from grader.reports import results
from grader.reports.results import Results, as_students_see_it

KEPT = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "LD_LIBRARY_PATH")


@dataclass(frozen=True)
class Graded:
    """What came out: the results as the student may see them and a page in Markdown, or what went wrong.

    What a student is told of trouble has no details: those of an assignment may tell right answers.
    """

    results: Results | None
    page: str = ""
    trouble: str = ""
    said: str = ""  # everything, for the course


def graded(submission: Path, rubric: Path, seconds: float) -> Graded:
    """Grade a submission; nothing in it can end us, outlive us, speak for us or read what we were given."""
    private.hide_memory()  # tokens stand in our environment, which processes of our user could read
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "results"
        asked = ["check", submission.absolute(), "--rubric", rubric.absolute(), "--out", out]
        process = subprocess.Popen(  # noqa: S603
            isolated.command("grader", *asked),
            env=isolated.environment(KEPT),
            cwd=folder,  # not the student's: what lies there is nobody's to import
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
        try:
            _, said = process.communicate(timeout=seconds)
        except subprocess.TimeoutExpired:
            return Graded(None, trouble=f"grading took longer than {seconds:g} s and was stopped")
        finally:
            with suppress(ProcessLookupError):
                # A system without groups of processes has no platform either, but tests.
                os.killpg(process.pid, signal.SIGKILL) if hasattr(os, "killpg") else process.kill()
            process.wait()
        words = said.decode(errors="replace")
        # Where it ended with 2 and there are results, they say which check could not be decided.
        if process.returncode not in (0, 1, 2) or not (out / "results.json").is_file():
            lines = [line for line in words.splitlines() if line.startswith("grader: ")]
            return Graded(None, trouble="\n".join(lines) or "the grader was killed", said=words)
        try:
            found = results.read(out)
        except InputError as problem:
            return Graded(None, trouble=str(problem), said=words)
        told = [as_students_see_it(each) for each in found.submissions]
        pages = list((out / "students").glob("*.md"))
        page = pages[0].read_text(encoding="utf-8") if pages else ""
        return Graded(msgspec.structs.replace(found, submissions=told), page, said=words)


def write(path: Path, text: str) -> None:
    """Write a file whole, over whatever is there: a student may have put a link or a folder in its place."""
    if path.is_dir() and not path.is_symlink():
        path.rename(path.with_name(f"{path.name}.not-ours"))
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    temporary.unlink(missing_ok=True)
    temporary.write_text(text, encoding="utf-8")
    temporary.replace(path)
