"""What students write ends up in reports: it stays text there, and tells nothing that it should not."""

import csv
import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Sequence
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pytest
from arena import ASSIGNMENT, ATTACKS, submission
from markdown_it import MarkdownIt
from rich.console import Console

from grader.grading import pipeline
from grader.grading.pipeline import Job
from grader.model import Report, Result, Verdict, Visibility
from grader.platforms.find import read_batch
from grader.reports.batch_table import batch_table
from grader.reports.class_page import class_page
from grader.reports.csv_report import grades_csv
from grader.reports.file_names import NAME, file_names
from grader.reports.json_report import results_json
from grader.reports.markdown_report import student_markdown
from grader.reports.student_page import student_page
from grader.reports.terminal import submission_detail
from grader.reports.view import student_view, whole_view
from grader.sandbox.sandbox import Sandbox

Grade = Callable[..., Result]
OBEYED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff]")
FORMULA = re.compile(r"^\s*[=+\-@＝＋－＠]")


def on_screen(*parts: object, width: int = 100) -> str:
    """What a terminal shows."""
    console = Console(
        file=io.StringIO(), width=width, force_terminal=True, color_system=None, legacy_windows=False
    )
    console.print(*parts)
    return console.file.getvalue()  # type: ignore[attr-defined]


def everything(job: Job, results: Sequence[Result]) -> dict[str, str]:
    """Every report there is."""
    report = Report(job.rubric.assignment, job.seed, tuple(results))
    details = [submission_detail(whole_view(each, "")) for each in results]
    return {
        "json": results_json(report),
        "csv": grades_csv(report),
        "screen": on_screen(batch_table(report), *details),
        "narrow": on_screen(batch_table(report), *details, width=30),
        "class": class_page(report, file_names([each.submission.id for each in results])),
        "student": "\n".join(student_page(student_view(each, report.assignment.title)) for each in results),
        "markdown": "\n".join(
            student_markdown(student_view(each, report.assignment.title)) for each in results
        ),
    }


KINDS = ["json", "csv", "screen", "narrow", "class", "student", "markdown"]


SPEECHES = [name for name in ATTACKS if name.startswith(("speaks_", "raises_", "answers_no", "answers_odd"))]


@pytest.fixture(scope="module")
def speeches(job: Job, box: Sandbox) -> list[Result]:
    """What talks to the readers of reports."""
    there = (Path(__file__).parent / "there.py").read_text(encoding="utf-8")
    return [
        pipeline.grade(
            job, submission(name, attack=ATTACKS[name].read_text(encoding="utf-8"), there=there), box
        )
        for name in SPEECHES
    ]


@pytest.mark.parametrize("kind", KINDS)
def test_no_report_holds_a_character_that_is_obeyed_and_not_shown(
    job: Job, speeches: list[Result], kind: str
) -> None:
    """No escape sequence, no change of direction, nothing invisible; and a file can hold all of it."""
    text = everything(job, speeches)[kind]
    assert not OBEYED.findall(text)
    text.encode("utf-8")


class Elements(HTMLParser):
    """The elements of a page, and their attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: set[str] = set()
        self.attributes: set[str] = set()
        self.links: set[str] = set()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.links |= {value or "" for name, value in attrs if name == "href"}


def assert_only_ours(elements: Elements) -> None:
    """Nothing is there that we never write."""
    assert not elements.found & {
        "img",
        "iframe",
        "object",
        "form",
        "link",
        "base",
    }
    assert not {each for each in elements.attributes if each.startswith("on")} | (
        elements.attributes & {"style"}
    )
    assert all(link.startswith("#") or NAME.fullmatch(link) for link in elements.links)


def active(markdown: str) -> list[str]:
    """What a forge would make of Markdown beyond text: elements, mentions, references, addresses."""
    found = []
    for block in MarkdownIt("commonmark").parse(markdown):
        if block.type in ("html_block", "code_block"):
            found.append(block.content)
        for each in block.children or ():
            if each.type in ("link_open", "image", "html_inline"):
                found.append(each.content or each.type)
            if each.type == "text":
                found += re.findall(r"[@#!]\w+|://|www\.|:\w+:|\$", each.content)
    return found


@pytest.mark.parametrize("kind", ["class", "student"])
def test_what_students_say_is_no_element(job: Job, speeches: list[Result], kind: str) -> None:
    """Tags, attributes and addresses in messages stay characters."""
    assert_only_ours(Elements(everything(job, speeches)[kind]))


def test_what_students_say_is_no_markdown(job: Job, speeches: list[Result]) -> None:
    """No link, picture or tag, nobody is mentioned, and no code ends early."""
    assert active(everything(job, speeches)["markdown"]) == []


def test_markup_for_terminals_is_text(job: Job, speeches: list[Result]) -> None:
    """Rich's own tags, links and emoji stay what the student typed."""
    text = " ".join(everything(job, speeches)["screen"].split())
    assert "[bold green]8 of 8[/bold green]" in text
    assert ":tada:" in text


def test_json_holds_one_entry_for_each_submission(job: Job, speeches: list[Result]) -> None:
    """No message breaks out of its string, and no number is one that JSON does not have."""
    data = json.loads(everything(job, speeches)["json"], parse_constant=pytest.fail)
    assert [each["id"] for each in data["submissions"]] == SPEECHES
    assert all(type(each["score"]) in (int, float) for each in data["submissions"])


# ---- names ------------------------------------------------------------------------

NAMES = [
    '=HYPERLINK("http:example.org","8")',
    "+1+1",
    "-2+3",
    "@SUM(A1)",
    "\tcmd",
    "a;=1+1",
    "ada,8,8,8,8",
    "ada\n8,8",
    '"quoted"',
    "\x1b[2J\x1b]0;owned\x07",
    "\u202eexcel",
    "<script>alert(1)<",
    "[red]ada[/]",
    "::set-output name=result::8",
    "##[error]",
    "a/../../ada",
    "ﬁ \u0085 \u2028 x",
    "x" * 200,
    b"caf\xe9".decode("utf-8", "surrogateescape"),
]


@pytest.fixture(scope="module")
def named(tmp_path_factory: pytest.TempPathFactory, job: Job, box: Sandbox) -> list[Result]:
    """One submission under each name."""
    folder = tmp_path_factory.mktemp("named")
    for name in NAMES:
        path = folder / (name.replace("/", "_") + ".py")
        path.write_text("def golden_ratio(): return (1 + 5**0.5) / 2\n", encoding="utf-8")
    return [pipeline.grade(job, each, box) for each in read_batch([folder], [])]


def test_every_name_has_its_row(job: Job, named: list[Result]) -> None:
    """No name makes a row, a column or a score."""
    rows = list(csv.reader(io.StringIO(everything(job, named)["csv"])))
    assert len(rows) == 1 + len(NAMES)
    assert {len(row) for row in rows} == {8}
    assert {row[4] for row in rows[1:]} == {"1"}


def test_no_cell_is_a_formula(job: Job, named: list[Result]) -> None:
    """Nor where a semicolon begins a new one."""
    for row in csv.reader(io.StringIO(everything(job, named)["csv"])):
        for cell in row:
            assert not any(FORMULA.match(part) for part in cell.split(";")), cell


@pytest.mark.parametrize("kind", KINDS)
def test_names_are_shown_and_not_obeyed(job: Job, named: list[Result], kind: str) -> None:
    """Whatever a file is called."""
    assert not OBEYED.findall(everything(job, named)[kind])


def test_names_are_no_elements(job: Job, named: list[Result]) -> None:
    """Nor Markdown; each has a file of its own."""
    reports = everything(job, named)
    assert_only_ours(Elements(reports["class"]))
    assert_only_ours(Elements(reports["student"]))
    assert active(reports["markdown"]) == []
    files = file_names([each.submission.id for each in named])
    assert len({name.lower() for name in files.values()}) == len(NAMES)


# ---- scripts that read what we print --------------------------------------------------------


def test_what_a_submission_prints_is_in_no_report(job: Job, grade: Grade) -> None:
    """A line that looks like a result, or like a command to the machine that grades, goes nowhere."""
    result = grade(
        "import os; print('::error::forged')\nos.write(2, b'##[x]forged')\ndef squares(_): print('forged')"
    )
    for text in everything(job, [result]).values():
        assert "forged" not in text


def test_on_github_commands_are_off_while_we_print(tmp_path: Path) -> None:
    """What a student wrote may begin a line; only who knows the word that we made up can turn them on."""
    path = tmp_path / "hw.py"
    path.write_text("def squares(x): raise ValueError('x' * 60 + ' ::error::forged')", encoding="utf-8")
    call = [
        sys.executable,
        "-m",
        "grader.frontends.cli",
        "check",
        str(path),
        "--rubric",
        str(ASSIGNMENT / "rubric.yaml"),
    ]
    variables = os.environ | {"GITHUB_ACTIONS": "true"}
    lines = subprocess.run(call, env=variables, capture_output=True, text=True).stdout.splitlines()
    assert "::error::forged" in "\n".join(lines)
    assert lines[0] == f"::stop-commands::{lines[-1].strip(':')}"
    assert re.fullmatch("::[0-9a-f]{64}::", lines[-1])


# ---- what students are told -------------------------------------------------------------

NOSY = """
seen = {}
def note(name, x):
    seen.setdefault(name, set()).add(x.tobytes())

def squares(x):
    note("squares", x)
    return 0.0

def squares_grad(x):
    note("squares_grad", x)
    return 2 * x if 0.01 < abs(x).max(initial=1.0) < 100 else 3 * x

def shares(z):
    note("shares", z)
    raise ValueError({name: len(inputs) for name, inputs in seen.items()})

def golden_ratio():
    raise ValueError({name: len(inputs) for name, inputs in seen.items()})
"""


def test_a_hidden_check_has_no_name_and_no_reason(job: Job, grade: Grade) -> None:
    """The student sees how many points it cost, and neither function, input, answer nor message."""
    result = grade(NOSY)
    shown = on_screen(submission_detail(student_view(result, "")))
    hidden = [o for q in result.questions for o in q.outcomes if o.check.visibility is Visibility.HIDDEN]
    assert [outcome.verdict for outcome in hidden] == [Verdict.FAILED, Verdict.RAISED]
    assert shown.count("hidden check") == 2
    assert "squares_grad gives the right values" not in shown
    for page in (
        student_page(student_view(result, job.rubric.assignment.title)),
        student_markdown(student_view(result, job.rubric.assignment.title)),
    ):
        assert page.count("hidden check") >= 2
        assert not re.search(r"squares\\?_grad gives the right values", page)
        for outcome in hidden:
            assert not outcome.message or outcome.message not in page
    told = on_screen(submission_detail(whole_view(result, "")))
    assert "squares_grad gives the right values" in told
    for outcome in hidden:
        assert outcome.evidence is not None
        assert outcome.message or outcome.evidence.got is not None


def test_public_messages_come_from_a_worker_that_saw_no_hidden_input(job: Job, grade: Grade) -> None:
    """What a submission remembers of its calls, and puts into an exception, is of public checks only."""
    result = grade(NOSY)
    (golden,) = result.questions[2].outcomes
    assert golden.evidence is not None
    (met,) = re.findall(r"'squares_grad': (\d+)", golden.evidence.message)
    # The gradient plans 40 examples, the hidden comparison 20 others; some are the same.
    drawn = job.corpora["1"].drawn.items()
    of_gradient = next(each for (_, (count, *_)), each in drawn if count == 40)
    assert int(met) == len({example.values[0].tobytes() for example in of_gradient})


def test_no_report_tells_how_long_a_check_took(job: Job, speeches: list[Result]) -> None:
    """From times a student could learn what a hidden check asks."""

    def keys(value: object) -> set[str]:
        if isinstance(value, dict):
            return set(value) | {key for each in value.values() for key in keys(each)}
        return {key for each in value for key in keys(each)} if isinstance(value, list) else set()

    assert not [
        key
        for key in keys(json.loads(everything(job, speeches)["json"]))
        if re.search("second|time|took", key)
    ]


# ---- answers by heart ------------------------------------------------------------------------


def test_answers_learnt_by_heart_lose_under_another_seed(job: Job, box: Sandbox) -> None:
    """All inputs of one seed and their answers are worth everything there, and little elsewhere."""
    drawn = [
        each for corpora in job.corpora.values() for examples in corpora.drawn.values() for each in examples
    ]
    source = "def golden_ratio(): return 1.618033988749895\n"
    for name in ("squares", "squares_grad", "shares"):
        answer = job.rubric.reference.answers[name]
        table = {
            str(each.values[0].tolist()): np.asarray(answer(*each.values)).tolist()
            for each in drawn
            if each.values
        }
        source += f"def {name}(x, table={table!r}): return table.get(str(x.tolist()), 0.0)\n"
    learnt = submission("learnt", learnt=source)
    assert pipeline.grade(job, learnt, box).score >= 7
    other = pipeline.load_job(job.path, 1, ())
    assert pipeline.grade(other, learnt, box).score <= 2
