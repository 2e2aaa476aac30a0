"""Each student's page under the name by which a course system knows whose it is, or as a draft of a mail.

The systems take such a file back by the name that they gave to what was handed in: so what was read from a
system's download can go back to that system.
"""

import zipfile
from collections.abc import Iterator
from dataclasses import replace
from email.message import EmailMessage
from email.policy import SMTP

import msgspec

from grader.errors import InputError
from grader.installing.wheel import zipped
from grader.model import Report, Result
from grader.platforms.systems import MAIL, module_of, systems
from grader.reports.fallback import written
from grader.reports.file_names import file_names
from grader.reports.json_report import results_json
from grader.reports.markdown_report import student_markdown
from grader.reports.results import Results, as_students_see_it
from grader.reports.score_words import points, score_notes
from grader.reports.student_page import student_page
from grader.reports.view import student_view
from grader.text.safe import safe

PAGE = "feedback.html"


def handed_back(report: Report, way: str) -> tuple[bytes, list[str]]:
    """Return a zip with every student's page or results, and what there is to say about it.

    Raises InputError where nothing in it would find its student.
    """
    takes_results = way != MAIL and systems()[way].takes_results
    files = dict(
        _drafts(report) if way == MAIL else _results(report, way) if takes_results else _pages(report, way)
    )
    there = {each for _, each in files}
    without = [r.submission.id for r in report.results if r.submission.id not in there]
    if not files and way != MAIL:
        title = systems()[way].title
        raise InputError(f"nothing here was read from a {title} download: no page finds its student there")
    frame = module_of(way, "handing_back") if takes_results else None
    beside = {} if frame is None else frame.frame()
    packed = zipped(
        {**beside, **{name: data for (name, _), data in files.items()}},
        () if frame is None else frame.STARTED,
        zipfile.ZIP_DEFLATED,
    )
    notes = [f"{safe(each, 100)} was not read from such a download, and gets no page" for each in without]
    waiting = sum(bool(result.pending) for result in report.results)
    if waiting:
        notes.append(f"{waiting} of {len(report.results)} have points that still wait for a person")
    return packed, notes


def _pages(report: Report, way: str) -> Iterator[tuple[tuple[str, str], bytes]]:
    title = report.assignment.title
    for result in report.results:
        entry, page = result.submission.path.rsplit("/", 1)[-1], _page(report, result)
        if systems()[way].keeps_names:
            text = written(lambda each: student_markdown(student_view(each, title)), result)
            file = module_of(way, "handing_back").feedback(entry, page, text)
        else:
            name = module_of(way, "download").feedback_name(entry, PAGE)
            file = None if name is None else (name, page.encode())
        if file is not None:
            yield (file[0], result.submission.id), file[1]


def _results(report: Report, way: str) -> Iterator[tuple[tuple[str, str], bytes]]:
    """Yield each submission's results, as its student may see them, as a system's autograder gives them."""
    module = module_of(way, "handing_back")
    for result in report.results:
        name = module.result_name(result.submission.path.rsplit("/", 1)[-1])
        if name is not None:
            told = msgspec.json.decode(results_json(replace(report, results=(result,))), type=Results)
            shown = msgspec.structs.replace(told, submissions=[*map(as_students_see_it, told.submissions)])
            yield (name, result.submission.id), module.result_file(shown).encode()


def _page(report: Report, result: Result) -> str:
    return written(lambda each: student_page(student_view(each, report.assignment.title)), result)


def _drafts(report: Report) -> Iterator[tuple[tuple[str, str], bytes]]:
    names = file_names([result.submission.id for result in report.results])
    for result in report.results:
        page = _page(report, result)
        addresses = [student.key for student in result.submission.students if "@" in student.key] or [""]
        for number, address in enumerate(addresses):
            ending = f"-{number + 1}" if number else ""
            name = f"{names[result.submission.id]}{ending}.eml"
            yield (name, result.submission.id), _draft(report, result, page, address)


def _draft(report: Report, result: Result, page: str, address: str) -> bytes:
    """Return a mail that was not sent: mail programs open it to be looked at, with the page beside it."""
    mail = EmailMessage(policy=SMTP)
    mail["X-Unsent"] = "1"
    if plain := _address(address):
        mail["To"] = plain
    title = safe(report.assignment.title, 200)
    mail["Subject"] = title
    score = "?" if result.broken else points(result.score)
    lines = [title, "", f"{score} of {points(result.max_score)} points", *map(safe, score_notes(result))]
    mail.set_content("\n".join([*lines, "", "The page beside this says why.\n"]))
    mail.add_attachment(page.encode(), maintype="text", subtype="html", filename=PAGE)
    # What separates the parts is else drawn by chance.
    mail.set_boundary("=-=-=-grader-page-=-=-=")
    return mail.as_bytes()


def _address(text: str) -> str:
    """Return an address that is nothing else; "" for what might be several, or a line of its own."""
    plain = text.isascii() and text.isprintable() and text.count("@") == 1
    return text if plain and not set(text) & set(' ,;:<>()[]"\\') else ""
