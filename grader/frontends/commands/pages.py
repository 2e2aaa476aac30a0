"""The pages of a batch as files: ``index.html`` and two files a student; those of a student who left go."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from grader.frontends.commands.common import complain
from grader.frontends.commands.output import PAGES, Output
from grader.text.safe import safe

if TYPE_CHECKING:
    from grader.model import Report, Result

STUDENTS = "students"
MANIFEST = Path(PAGES).name  # where version 0.1.0 listed them


def page_names(ids: Sequence[str]) -> list[str]:
    """Return the names of all pages of a batch of submissions."""
    from grader.reports.file_names import file_names

    names = sorted(file_names(list(ids)).values())
    return ["index.html", *(f"{STUDENTS}/{name}.{form}" for name in names for form in ("html", "md"))]


def result_names(ids: Sequence[str]) -> list[str]:
    """Return the names of all files with the results of a batch of submissions."""
    return ["results.json", "grades.csv", *page_names(ids)]


def write_results(folder: Path, report: "Report", names: Sequence[str] = ()) -> list[Path]:
    """Write the results of a batch in every form; return the files that say all.

    Raises InputError where one of them was changed by hand; ``names`` are those of files that follow.
    """
    from grader.reports.csv_report import grades_csv
    from grader.reports.json_report import results_json

    output = Output(folder)
    output.require_unchanged([*result_names([each.submission.id for each in report.results]), *names])
    written = [output.write("results.json", results_json(report, not_whole))]
    written.append(output.write("grades.csv", grades_csv(report)))
    written.append(write_pages(folder, report, output))
    output.finish()
    return written


def not_whole(who: str, problem: Exception) -> None:
    """Say that not all of a report could be written, and where that failed."""
    import traceback

    traceback.print_exception(problem)
    complain(f"the report on {safe(who, 100)} is not whole: this is a fault of the grader; the scores stand")


def write_pages(folder: Path, report: "Report", output: Output | None = None) -> Path:
    """Write the pages of a batch into a folder; return the class's own.

    Raises OSError or InputError where they cannot be written.
    """
    from grader.reports.class_page import class_page
    from grader.reports.fallback import written, written_of_all
    from grader.reports.file_names import NAME, file_names
    from grader.reports.markdown_report import student_markdown
    from grader.reports.student_page import student_page
    from grader.reports.view import student_view

    alone = output is None
    output = output or Output(folder)
    (folder / STUDENTS).mkdir(exist_ok=True)
    names = file_names([result.submission.id for result in report.results])
    title = report.assignment.title
    forms: dict[str, Callable[[Result], str]] = {
        "html": lambda result: student_page(student_view(result, title)),
        "md": lambda result: student_markdown(student_view(result, title)),
    }
    for result in report.results:  # one at a time: a class of a thousand does not fill the memory
        name = names[result.submission.id]
        for form, render in forms.items():
            output.write(f"{STUDENTS}/{name}.{form}", written(render, result, not_whole))
    for known in list(output.known):
        place, _, name = known.partition("/")
        if known not in output.now and place == STUDENTS and NAME.fullmatch(name):
            output.remove(known)
    pages = {id_: f"{STUDENTS}/{name}.html" for id_, name in names.items()}
    index = output.write(
        "index.html", written_of_all(lambda each: class_page(each, pages), report, not_whole)
    )
    if alone:
        output.finish()
    return index
