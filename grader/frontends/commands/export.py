"""``grader export FORMAT``: results, or the assignment itself, in a form that another system reads."""

import argparse
import os
from pathlib import Path
from typing import Any

from grader.frontends.commands import gradebook
from grader.frontends.commands.common import note, results_argument, rubric_argument, say, write
from grader.reports import formats


def add(commands: Any) -> None:
    """Declare the command and its formats."""
    command = commands.add_parser("export", help="write what another system reads: CI, course systems")
    forms = command.add_subparsers(title="formats", metavar="FORMAT", required=True)
    for name, text in formats.formats().items():
        form = forms.add_parser(name, help=text)
        form.add_argument("--out", type=Path, metavar="FILE", help="where it goes (default: the terminal)")
        results_argument(form)
        form.set_defaults(run=run_text, format=name)
    form = forms.add_parser("github", help="a step summary and annotations, from inside a workflow")
    results_argument(form)
    form.set_defaults(run=run_github, speaks_to_runner=True)
    form = forms.add_parser("classroom", help="the `result` output that Classroom's reporter reads")
    results_argument(form)
    form.set_defaults(run=run_classroom)
    gradebook.add(forms)
    for name, text in RUBRIC.items():
        form = forms.add_parser(name, help=text)
        form.add_argument("--out", type=Path, required=True, metavar="FILE", help="the file to write")
        results_argument(form)
        form.set_defaults(run=run_rubric, table=name)
    for name, text in BUNDLES.items():
        form = forms.add_parser(name, help=text)
        form.add_argument("--out", type=Path, required=True, metavar="FILE", help="the zip to write")
        rubric_argument(form)
        form.set_defaults(run=run_bundle, platform=name)


RUBRIC = {
    "canvas-rubric": "the questions as a rubric that Canvas imports",
    "canvas-assessments": "points and comments by that rubric, as Canvas imports them",
}
BUNDLES = {"gradescope": "an autograder for Gradescope", "classroom50": "an autograder for Classroom 50"}


def run_text(arguments: argparse.Namespace) -> int:
    """Write a report of the results."""
    from grader.reports.results import read

    text = formats.renderer(arguments.format)(read(arguments.results))
    if arguments.out is None:
        say(text.rstrip("\n"))
    else:
        write(arguments.out, text)
    return 0


def run_github(arguments: argparse.Namespace) -> int:
    """Print annotations, and add the summary to the page of the run (outside of one: print it)."""
    from grader.platforms.github.annotations import annotations
    from grader.reports.file_names import file_names
    from grader.reports.results import read
    from grader.reports.summary import summary

    results = read(arguments.results)
    text = summary(results)
    if len(results.submissions) == 1:  # then there is room for every check
        (id_,) = (submission.id for submission in results.submissions)
        page = arguments.results / "students" / f"{file_names([id_])[id_]}.md"
        text = page.read_text(encoding="utf-8") if page.is_file() else text
    _append("GITHUB_STEP_SUMMARY", text)
    if lines := annotations(results):
        say(*lines)
    return 0


def run_classroom(arguments: argparse.Namespace) -> int:
    """Set the output of the step (outside of one: print it)."""
    from grader.platforms.github.classroom import classroom
    from grader.reports.results import read

    _append("GITHUB_OUTPUT", f"result={classroom(read(arguments.results))}\n")
    return 0


def run_rubric(arguments: argparse.Namespace) -> int:
    """Write a rubric for Canvas, or what each student got in it."""
    from grader.platforms.canvas.rubric import assessments, rubric
    from grader.reports.results import read, require_whole

    results = read(arguments.results)
    require_whole(results)
    notes: list[str] = []
    if arguments.table == "canvas-rubric":
        text = rubric(results)
    else:
        text, notes = assessments(results)
    write(arguments.out, text)
    for line in notes:
        note(line)
    say(f"{arguments.out}: for Canvas")
    return 0


def run_bundle(arguments: argparse.Namespace) -> int:
    """Write what a platform is given to grade by itself."""
    from grader.platforms.runner.bundle import bundle

    data = bundle(arguments.platform, arguments.rubric)
    write(arguments.out, data)
    say(f"{arguments.out}: {len(data) / 1e6:.1f} MB")
    return 0


def _append(variable: str, text: str) -> None:
    """Add to the file that the runner names, or print where there is none."""
    path = os.environ.get(variable)
    if not path:
        say(text.rstrip("\n"))
        return
    with Path(path).open("a", encoding="utf-8") as file:
        file.write(text)
