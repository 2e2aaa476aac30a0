"""What GitHub shows beside the code: at most ten annotations."""

import re
from contextlib import suppress
from pathlib import Path

from grader.reports.cases import Case, cases, points
from grader.reports.results import Results
from grader.text.safe import safe

ANNOTATIONS = 10  # GitHub drops what is more, without a word
LONGEST = 1_000_000  # bytes of a module in which a function is looked for
NAME = re.compile(r"[^\W\d]\w*")
# In a notebook the lines of a cell are texts; the line is that of the file, as GitHub counts them.
STARTS = {".py": "^", ".ipynb": r'^\s*(?:"source": *\[)?\s*"'}


def annotations(results: Results) -> list[str]:
    """Return workflow commands, one a line: the checks that lost most, most points first."""
    lost = [case for _, found in cases(results) for case in found if case.state in ("failed", "error")]
    lost.sort(key=lambda case: (case.check.earned or 0.0) - case.check.points)
    told = lost[: ANNOTATIONS - 1] if len(lost) > ANNOTATIONS else lost
    lines = [_command(case) for case in told]
    if len(lost) > len(told):
        lines.append(
            f"::error title=More::{len(lost) - len(told)} more checks were not passed; see the summary"
        )
    return lines


def _command(case: Case) -> str:
    left = f"{points(case.check.earned)} of {points(case.check.points)} points"
    title = _property(f"{case.name} ({left})")
    file, line = _place(case)
    at = f",line={line}" if line else ""
    return f"::error file={_property(file)}{at},title={title}::{_data(case.words)}"


def _place(case: Case) -> tuple[str, int]:
    """Return the file to show a case at, and the line of its function there; 0 where that is not known.

    A law is about the first of the functions that its call names and that is found.
    """
    root = Path(case.submission.path)
    files = [each for each in (sorted(root.rglob("*")) if root.is_dir() else [root]) if each.suffix in STARTS]
    texts = {each: text for each in files if (text := _text(each)) is not None}
    call = case.check.evidence.call if case.check.evidence else ""
    for name in (case.check.target, *NAME.findall(call)):
        begins = rf"(?:async +)?def +{re.escape(name)}\s*\("
        for file, text in texts.items():
            if found := [*re.finditer(STARTS[file.suffix] + begins, text, re.MULTILINE)]:
                begin = re.search(r"\S", text[found[-1].start() :])  # of several the last counts
                at = found[-1].start() + (begin.start() if begin else 0)
                return file.as_posix(), text.count("\n", 0, at) + 1
    return next((each.as_posix() for each in texts), case.submission.path), 0


def _text(file: Path) -> str | None:
    """Return what stands in a file of the hand-in, if it can be read and is not too long."""
    with suppress(OSError):
        if file.is_file() and file.stat().st_size < LONGEST:
            return file.read_text(encoding="utf-8", errors="replace")
    return None


def _data(text: str) -> str:
    """Escape the text behind a workflow command, as @actions/core does."""
    return safe(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    """Escape a property of a workflow command."""
    return _data(text).replace(":", "%3A").replace(",", "%2C")
