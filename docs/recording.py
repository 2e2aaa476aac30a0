"""Draws ``docs/first-run.svg``: a first run as the terminal shows it, from what the commands really print.

Run it after the output has changed: ``make recording``.  The picture is one file that asks for nothing: it
moves by its style sheet alone, stands still at its last view for whoever wants no motion, and brings its own
ground, so that it can be read on light and dark pages.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

from rich.console import Console
from rich.style import Style
from rich.text import Text

HERE = Path(__file__).parent
COLUMNS, ROWS = 80, 25
WIDTH, HEIGHT, EDGE = 8.4, 19, 16  # of a sign, of a line, around all
TYPING, WAITING, READING, END = 0.05, 0.5, 0.13, 6.0  # seconds: a sign, after Enter, a line, the last view
COMMANDS = (
    *("grader new integrals", "cd integrals", "grader grade submissions"),
    "grader check submissions/left_ends.py",
)
FONTS = "ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono','Liberation Mono',monospace"
NAMESPACE = 'xmlns="http://www.w3.org/2000/svg"'
TEXT, QUIET, GROUND, FRAME = "#e6edf3", "#9aa4af", "#161b22", "#57606a"
COLOURS = {1: "#ff7b72", 2: "#7ee787", 3: "#e3b341", 4: "#79c0ff", 5: "#d2a8ff", 6: "#76e3ea"}  # of ANSI


@dataclass(frozen=True)
class Step:
    """A command and the lines that it printed."""

    command: str
    lines: tuple[Text, ...]


def steps() -> list[Step]:
    """Run the commands one after the other in a folder of their own; return what they print to a terminal."""
    terminal = {"FORCE_COLOR": "1", "COLUMNS": str(COLUMNS), "TERM": "xterm-256color"}
    found = []
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        for command in COMMANDS:
            name, *arguments = command.split()
            printed = ""
            if name == "cd":
                place = place.joinpath(*arguments)
            else:
                done = subprocess.run(  # noqa: S603  our own commands
                    [sys.executable, "-P", "-m", name, *arguments],
                    cwd=place,
                    env={**os.environ, **terminal},
                    stdout=subprocess.PIPE,
                    stderr=subprocess.DEVNULL,  # how far it is, which is gone at the end
                    text=True,
                    encoding="utf-8",
                    check=False,
                )
                assert done.returncode in (0, 1), (command, done.returncode)  # 1: points were lost
                printed = done.stdout.strip("\n")
            lines = Text.from_ansi(printed).split("\n") if printed else []
            found.append(Step(command, tuple(lines)))
    return found


def picture(run: Sequence[Step]) -> str:
    """Return the picture of some commands and what they print, as SVG."""
    times, shown = [0.0], [0]  # when the view changes, in seconds, and how many lines are seen from then on
    body: list[str] = []
    typing: list[tuple[int, float]] = []  # of each command: its length, and when it begins
    line = 0
    for number, step in enumerate(run):
        body.append(_line(line, Text.assemble(("$ ", "green"), (step.command, "bold"))))
        body.append(_untyped(number, line, len(step.command)))
        body += [_line(line + 1 + place, each) for place, each in enumerate(step.lines)]
        begin = times[-1] + WAITING
        entered = begin + len(step.command) * TYPING + WAITING
        typing.append((len(step.command), begin))
        times += [begin - WAITING / 2, entered, entered + READING * len(step.lines)]
        shown += [line + 1, line + 1 + len(step.lines), line + 1 + len(step.lines)]
        line += 1 + len(step.lines)
    whole = times[-1] + END
    wide, high, below = round(COLUMNS * WIDTH + 2 * EDGE), ROWS * HEIGHT, line * HEIGHT + EDGE
    moves = "".join(_types(number, *each, whole) for number, each in enumerate(typing))
    moves += _moves("h", times, [EDGE + each * HEIGHT for each in shown], whole)  # the cover of what comes
    moves += _moves("s", times, [-_above(each) for each in shown], whole)  # the view, which follows
    rules = [f"text{{font:14px {FONTS};white-space:pre;fill:{TEXT}}}", ".b{font-weight:bold}"]
    rules += [f".q{{fill:{QUIET}}}", *(f".c{number}{{fill:{value}}}" for number, value in COLOURS.items())]
    rules += [f".s{{transform:translateY({-_above(line)}px)}}", ".h,.t{visibility:hidden}"]
    rules += [f"@media (prefers-reduced-motion:no-preference){{.h{{visibility:visible}}\n{moves}}}"]
    return "\n".join(
        (
            f'<svg {NAMESPACE} viewBox="0 0 {wide} {high + 2 * EDGE}" role="img" xml:space="preserve">',
            f"<title>{escape('; '.join(step.command for step in run))}</title>",
            *("<style>", *rules, "</style>"),
            _ground(wide, high + 2 * EDGE),
            f'<svg y="{EDGE}" width="{wide}" height="{high}" viewBox="0 {EDGE} {wide} {high}"><g class="s">',
            *filter(None, body),
            f'<rect class="h" x="1" width="{wide - 2}" height="{below}" fill="{GROUND}"/>',
            "</g></svg>",
            "</svg>\n",
        )
    )


def _ground(wide: int, high: int) -> str:
    size = f'x=".5" y=".5" width="{wide - 1}" height="{high - 1}"'
    return f'<rect {size} rx="8" fill="{GROUND}" stroke="{FRAME}"/>'


def _above(lines: int) -> int:
    """Return how much of some lines does not fit into the view."""
    return max(lines - ROWS, 0) * HEIGHT


def _untyped(number: int, line: int, length: int) -> str:
    """Return what covers the part of a command that is not typed yet; its left edge is the cursor."""
    x, y = EDGE + 2 * WIDTH, EDGE + line * HEIGHT
    return (
        f'<g class="t t{number}"><rect x="{x:.1f}" y="{y}" width="{(length + 1) * WIDTH:.1f}" '
        f'height="{HEIGHT}" fill="{GROUND}"/><rect x="{x:.1f}" y="{y + 2}" width="{WIDTH}" '
        f'height="{HEIGHT - 4}" fill="{TEXT}"/></g>'
    )


def _line(number: int, text: Text) -> str:
    """Return a line: each run of one style at its place and of its length, whatever font is there."""
    y = EDGE + number * HEIGHT + 14
    found, column = [], 0
    for segment in text.render(Console(width=COLUMNS)):
        said = segment.text.rstrip("\n")
        inner = said.strip()
        if inner:
            x = EDGE + (column + len(said) - len(said.lstrip())) * WIDTH
            style = f' class="{named}"' if (named := _class(segment.style)) else ""
            length = f"{len(inner) * WIDTH:.1f}"
            said_here = escape(inner, quote=False)
            found.append(f'<text x="{x:.1f}" y="{y}" textLength="{length}"{style}>{said_here}</text>')
        column += len(said)
    return "".join(found)


def _class(style: Style | None) -> str:
    if style is None:
        return ""
    colour = style.color.number if style.color else None
    names = ["b"] * bool(style.bold) + ["q"] * bool(style.dim)
    return " ".join([*names, f"c{colour % 8}"] if colour is not None and colour % 8 in COLOURS else names)


def _moves(name: str, times: Sequence[float], places: Sequence[int], whole: float) -> str:
    """Return how the parts of one class go up and down, by when they are where."""
    at = {f"{100 * time / whole:.2f}%": place for time, place in zip(times, places, strict=True)}
    at["100%"] = places[-1]
    frames = "".join(f"{when}{{transform:translateY({place}px)}}" for when, place in at.items())
    return f"@keyframes {name}{{{frames}}}\n.{name}{{animation:{name} {whole:.2f}s step-end infinite}}\n"


def _types(number: int, length: int, begin: float, whole: float) -> str:
    """Return how a command is typed, sign by sign, and entered."""
    typed = begin + length * TYPING
    start, end, gone = (f"{100 * each / whole:.2f}%" for each in (begin, typed, typed + WAITING))
    far = f"transform:translateX({length * WIDTH:.1f}px)"
    return (
        f"@keyframes t{number}{{0%{{visibility:visible;transform:none}}"
        f"{start}{{visibility:visible;transform:none;animation-timing-function:steps({length})}}"
        f"{end}{{visibility:visible;{far}}}{gone},100%{{visibility:hidden;{far}}}}}\n"
        f".t{number}{{animation:t{number} {whole:.2f}s step-end infinite}}\n"
    )


if __name__ == "__main__":
    (HERE / "first-run.svg").write_text(picture(steps()), encoding="utf-8", newline="\n")
