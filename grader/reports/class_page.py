"""What an instructor reads first: how the class did, which mistakes it makes, who needs help.

The page says everything without its script, which only sorts and filters the table of students.
"""

import statistics
from collections.abc import Iterable, Mapping, Sequence

from grader.model import Check, Question, QuestionResult, Report, Result, Verdict, Visibility
from grader.reports.class_figures import Group, Rate, common, rates, struggling, unexplained
from grader.reports.html import page, prose, text
from grader.reports.marked import pair
from grader.reports.missing import missing
from grader.reports.pictures import histogram
from grader.reports.style import CLASS
from grader.reports.words import came, has_values, isolation, opening, points, title
from grader.text.values import show

MOST = 12  # entries of a list; the rest is counted
WHO = 40  # names in one place

SCRIPT = """
"use strict";
{
  const table = document.getElementById("students");
  const body = table.tBodies[0];
  const rows = [...body.rows];
  const heads = [...table.tHead.rows[0].cells];
  const field = document.getElementById("filter");
  const said = document.getElementById("said");
  const value = (row, column) => {
    const text = row.cells[column].textContent.trim();
    const number = parseFloat(text.replace("\\u2212", "-"));
    return column === 0 || Number.isNaN(number) ? text : number;
  };
  const compare = (a, b) => typeof a === "number" && typeof b === "number" ? a - b
    : typeof a === "number" ? -1 : typeof b === "number" ? 1
    : a.localeCompare(b, undefined, { numeric: true });
  heads.forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = head.textContent;
    head.replaceChildren(button);
    button.addEventListener("click", () => {
      const down = head.getAttribute("aria-sort") === "ascending";
      heads.forEach((each) => each.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      rows.sort((a, b) => (down ? -1 : 1) * compare(value(a, column), value(b, column)));
      body.append(...rows);
    });
  });
  field.addEventListener("input", () => {
    const wanted = field.value.trim().toLowerCase();
    let shown = 0;
    for (const row of rows) {
      const text = row.cells[0].textContent + " " + row.cells[row.cells.length - 1].textContent;
      row.hidden = !text.toLowerCase().includes(wanted);
      shown += !row.hidden;
    }
    said.textContent = shown + " of " + rows.length + " students";
  });
  document.getElementById("tools").hidden = false;
}
"""


def class_page(report: Report, files: Mapping[str, str]) -> str:
    """Return the page; ``files`` names each student's own page, relative to this one, by submission id."""
    parts = [
        _heading(report),
        "<main>",
        *(f"<p><b>{text(each)}</b></p>" for each in missing(report)),
        '<div class="two">',
        _scores(report),
        _help(report, files),
        "</div>",
        _mistakes(report, files),
        _groups(report, files),
        _hardest(report),
        _questions(report),
        _students(report, files),
        "</main>",
        _footer(report),
    ]
    body = "\n".join(filter(None, parts))
    return page(f"{report.assignment.title}: the class", CLASS, body, SCRIPT)


def _known(report: Report) -> list[float]:
    return [result.score for result in report.results if not result.broken]


def _heading(report: Report) -> str:
    scores, maximum = _known(report), report.assignment.max_score
    figures = [("Students", str(len(report.results))), ("Maximum", points(maximum))]
    if scores:
        figures += [
            ("Mean", points(statistics.fmean(scores))),
            ("Median", points(statistics.median(scores))),
            ("Lowest", points(min(scores))),
            ("Highest", points(max(scores))),
        ]
    if broken := len(report.results) - len(scores):
        figures.append(("Without a score", str(broken)))
    items = "".join(f"<div><dt>{name}</dt><dd>{number}</dd></div>" for name, number in figures)
    return (
        '<a class="skip" href="#students">To the table of students</a>\n<header>\n'
        '<p class="over">The class, for instructors: hidden checks are shown</p>\n'
        f"<h1>{text(report.assignment.title)}</h1>\n{_partial(report)}"
        f'<dl class="figures">{items}</dl>\n</header>'
    )


def _partial(report: Report) -> str:
    if not report.left_out:
        return ""
    left_out = text(", ".join(report.left_out))
    return f"<p><strong>Partial:</strong> without {left_out}. No score here is a whole grade.</p>\n"


def _scores(report: Report) -> str:
    scores = _known(report)
    if not scores:
        return "<section><h2>Scores</h2><p>No submission has a score.</p></section>"
    waiting = [result for result in report.results if result.pending]
    note = ""
    if waiting:
        most = points(max(result.pending for result in waiting))
        note = f" Up to {most} points each wait for a person, in {_count(len(waiting), 'submission')}."
    return (
        f'<section><h2>Scores</h2><p class="quiet">Students by points so far.{note}</p>'
        f"{histogram(scores, report.assignment.max_score)}</section>"
    )


def _help(report: Report, files: Mapping[str, str]) -> str:
    found = struggling(report)
    if not found:
        return "<section><h2>Who needs help</h2><p>Nobody stands out.</p></section>"
    rows = [
        f'<li><span class="count">{points(each.score)}<span>points</span></span>'
        f"<div><p>{_link(each.student, files)}</p>"
        f'<p class="quiet">{text("; ".join(each.reasons))}</p></div></li>'
        for each in found[:6]
    ]
    more = f'<p class="quiet">{len(found) - 6} more are noted in the table.</p>' if len(found) > 6 else ""
    return f'<section><h2>Who needs help</h2><ul class="list">{"".join(rows)}</ul>{more}</section>'


def _mistakes(report: Report, files: Mapping[str, str]) -> str:
    found = common(report)
    if not found:
        return ""
    rows = [
        f"<li>{_number(each.students)}<div><h3>{text(each.mistake.replace('_', ' '))}"
        f"{' ' + _badge() if each.hidden else ''}</h3>"
        f"{''.join(f'<p>{prose(message)}</p>' for message in each.messages[:2])}"
        f'<p class="quiet">in {text(", ".join(each.checks))}</p>{_who(each.students, files)}</div></li>'
        for each in found[:MOST]
    ]
    return _section("Most common mistakes", "The sentence is what the student reads.", rows, len(found))


def _groups(report: Report, files: Mapping[str, str]) -> str:
    found = unexplained(report)
    if not found:
        return ""
    said = (
        "Students who gave the same wrong answer to the same input, which no known mistake explains. "
        "Each is worth a sentence in the catalogue."
    )
    rows = [
        f"<li>{_number(group.students)}<div>{_group(group)}{_who(group.students, files)}</div></li>"
        for group in found[:MOST]
    ]
    return _section("Same answer, no name yet", said, rows, len(found))


def _group(group: Group) -> str:
    outcome, evidence = group.outcome, group.outcome.evidence
    assert evidence is not None
    entries = []
    if evidence.inputs:
        lines = "\n".join(f"{name} = {show(value)}" for name, value in evidence.inputs.items())
        entries.append(("input", text(lines)))
    if has_values(evidence):
        got, expected = pair(evidence)
        entries.append((came(outcome.check), got))
        if evidence.expected is not None:
            entries.append(("expected", expected))
    values = "".join(f'<dt>{name}</dt><dd><pre tabindex="0">{shown}</pre></dd>' for name, shown in entries)
    also = f'<p class="quiet">also in {text(", ".join(group.also))}</p>' if group.also else ""
    badge = f" {_badge()}" if outcome.check.visibility is Visibility.HIDDEN else ""
    message = evidence.message or opening(outcome)
    return (
        f"<h3>{text(group.question)}: {text(title(outcome.check))}{badge}</h3>"
        f'<p>{prose(message)}</p><dl class="values">{values}</dl>{also}'
    )


def _hardest(report: Report) -> str:
    # Of answers that wait for a person, only missing ones are decided: they say nothing of the rest.
    found = [rate for rate in rates(report) if rate.decided and rate.share < 1 and not rate.waiting]
    found.sort(key=lambda rate: rate.share)
    if not found:
        return ""
    rows = "".join(_rate(rate, numbered=True) for rate in found[:10])
    return f"<section><h2>Hardest checks</h2>{_rates_table('Hardest checks', rows)}</section>"


def _questions(report: Report) -> str:
    by_question: dict[str, list[Rate]] = {}
    for rate in rates(report):
        by_question.setdefault(rate.question, []).append(rate)
    rows = [_question(report, q, by_question.get(q.id, [])) for q in report.assignment.questions]
    checks = [
        f'<tr><th scope="rowgroup" colspan="5" class="of">{text(q.id)} {text(q.title)}</th></tr>'
        + "".join(_rate(rate, numbered=False) for rate in by_question.get(q.id, []))
        for q in report.assignment.questions
    ]
    bodies = "".join(f"<tbody>{each}</tbody>" for each in checks)
    count = sum(len(q.checks) for q in report.assignment.questions)
    return (
        "<section><h2>Questions and checks</h2>"
        f"{_rates_table('Questions', ''.join(rows), first='mean', second='full marks')}"
        f"<details><summary>All {count} checks, question by question</summary>"
        f"{_rates_table('All checks', bodies, body=False)}</details></section>"
    )


def _rates_table(
    caption: str, rows: str, first: str = "passed", second: str = "stopped or missing", *, body: bool = True
) -> str:
    rows = f"<tbody>{rows}</tbody>" if body else rows
    return (
        f'<table class="rates"><caption class="hush">{caption}</caption><thead><tr><th scope="col">'
        f'<span class="hush">{"Question" if first == "mean" else "Check"}</span></th>'
        f'<th scope="col" class="extra">points</th><th scope="col">{first}</th>'
        f'<th scope="col" class="extra">{second}</th>'
        '<th scope="col"><span class="hush">as a bar</span></th></tr>'
        f"</thead>{rows}</table>"
    )


def _question(report: Report, question: Question, of: Sequence[Rate]) -> str:
    results = [each for r in report.results for each in r.questions if each.question.id == question.id]
    known = [each for each in results if not each.broken]
    total = question.points * len(known) or 1.0
    earned = sum(each.score for each in known) / total
    waiting = sum(each.pending for each in known) / total
    full = sum(each.score >= question.points - 1e-9 for each in known)
    bonus = ' <span class="badge">bonus</span>' if question.bonus else ""
    mean = points(earned * question.points) if known else "?"
    automatic = any(rate.decided for rate in of)
    return (
        f'<tr><th scope="row">{text(question.id)} {text(question.title)}{bonus}</th>'
        f'<td class="extra">{points(question.points)}</td><td>{mean if automatic else "…"}</td>'
        f'<td class="extra">{full if automatic else "…"}</td>'
        f"<td>{_bar(('p', earned), ('w', waiting))}</td></tr>"
    )


def _rate(rate: Rate, *, numbered: bool) -> str:
    stopped = rate.decided - rate.passed - rate.counts.get(Verdict.FAILED, 0)
    name = f"{rate.question}: {title(rate.check)}" if numbered else title(rate.check)
    hidden = f" {_badge()}" if _is_hidden(rate.check) else ""
    share = f"{100 * rate.share:.0f} %" if rate.decided and not rate.waiting else "…"
    count = rate.decided + rate.waiting or 1
    passed = rate.share * rate.decided / count
    failed = rate.counts.get(Verdict.FAILED, 0) / count
    waiting = rate.waiting / count if rate.decided else 1.0
    return (
        f'<tr><th scope="row">{text(name)}{hidden}</th><td class="extra">{points(rate.check.points)}</td>'
        f'<td>{share}</td><td class="extra">{stopped or "–"}</td>'
        f"<td>{_bar(('p', passed), ('h', failed), ('w', waiting))}</td></tr>"
    )


def _bar(*parts: tuple[str, float]) -> str:
    pieces, x = [], 0
    for name, share in parts:
        width = round(1000 * share)
        if width:
            pieces.append(f'<rect class="{name}" x="{x}" width="{width}" height="10"/>')
        x += width
    return (
        '<svg viewBox="0 0 1000 10" preserveAspectRatio="none" aria-hidden="true">'
        f'<rect class="b" width="1000" height="10"/>{"".join(pieces)}</svg>'
    )


# ---- the table of students ------------------------------------------------------------------------


def _students(report: Report, files: Mapping[str, str]) -> str:
    questions = report.assignment.questions
    helped = {each.student: each.reasons for each in struggling(report)}
    names = ["student", "score", *(question.id for question in questions), "notes"]
    head = "".join(
        f'<th scope="col"{_tone("notes" if name == "notes" and n else "")}>{text(name)}</th>'
        for n, name in enumerate(names)
    )
    rows = "\n".join(_student(r, questions, files, helped.get(r.submission.id, ())) for r in report.results)
    most = "".join(f"<td>{points(question.points)}</td>" for question in questions)
    total = points(report.assignment.max_score)
    return (
        '<section><h2>Students</h2><p class="quiet">A cell holds the points of a question; '
        "behind + and before … stand points that wait for a person, ? what could not be graded.</p>\n"
        '<div class="tools" id="tools" hidden><label for="filter">Filter by name or note</label>'
        '<input id="filter" type="search" autocomplete="off">'
        f'<span id="said" role="status">{_count(len(report.results), "student")}</span></div>\n'
        '<div class="scroll" tabindex="0" role="region" aria-label="Table of students">'
        f'<table class="students" id="students"><thead><tr>{head}</tr></thead>\n<tbody>\n{rows}\n</tbody>\n'
        f'<tfoot><tr><th scope="row">maximum</th><td>{total}</td>{most}<td></td></tr></tfoot>'
        "</table></div></section>"
    )


def _student(
    result: Result, questions: Sequence[Question], files: Mapping[str, str], reasons: Sequence[str]
) -> str:
    by_id = {each.question.id: each for each in result.questions}
    cells = "".join(_cell(by_id.get(question.id)) for question in questions)
    score = "?" if result.broken else points(result.score)
    waiting = f" <span>+ {points(result.pending)}…</span>" if result.pending else ""
    notes = [f"needs help: {'; '.join(reasons)}"] if reasons else []
    if result.pending:
        notes.append(f"{points(result.pending)} waiting")
    if result.problems:
        notes.append(f"{_count(len(result.problems), 'problem')} when read")
    if result.broken:
        notes.append("not decided")
    notes += [f"{points(each.points)} {each.what}" for each in result.adjustments]
    notes += result.attention
    return (
        f'<tr><th scope="row">{_link(result.submission.id, files)}</th>'
        f'<td class="total">{score}{waiting}</td>{cells}'
        f'<td class="notes">{text(" · ".join(notes))}</td></tr>'
    )


def _cell(result: QuestionResult | None) -> str:
    if result is None:
        return "<td></td>"
    if result.broken:
        return '<td class="wait">?</td>'
    mark = "…" if result.pending else ""
    lost = result.score + result.pending < result.question.points - 1e-9
    tone = ("part" if result.score > 0 else "none") if lost else ""
    return f"<td{_tone(tone)}>{points(result.score)}{mark}</td>"


def _is_hidden(check: Check) -> bool:
    return check.visibility is Visibility.HIDDEN


# ---- pieces ---------------------------------------------------------------------------------------


def _section(name: str, said: str, rows: Sequence[str], count: int) -> str:
    more = f'<p class="quiet">{count - len(rows)} more, each less common.</p>' if count > len(rows) else ""
    items = f'<ul class="list">{"".join(rows)}</ul>'
    return f'<section><h2>{name}</h2><p class="quiet">{said}</p>{items}{more}</section>'


def _number(students: Sequence[str]) -> str:
    noun = "student" if len(students) == 1 else "students"
    return f'<span class="count">{len(students)}<span>{noun}</span></span>'


def _who(students: Sequence[str], files: Mapping[str, str]) -> str:
    links = ", ".join(_link(each, files) for each in students[:WHO])
    more = f" and {len(students) - WHO} more" if len(students) > WHO else ""
    return f"<details><summary>who</summary><p>{links}{more}</p></details>"


def _link(student: str, files: Mapping[str, str]) -> str:
    file = files.get(student)
    return f'<a href="{text(file)}">{text(student)}</a>' if file else text(student)


def _badge() -> str:
    return '<span class="badge">hidden</span>'


def _tone(name: str) -> str:
    return f' class="{name}"' if name else ""


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'s' * (number != 1)}"


def _footer(report: Report) -> str:
    levels: Iterable[str] = sorted({result.isolation for result in report.results})
    notes = [note for level in levels if (note := isolation(level))]
    return f"<footer>{''.join(f'<p>{text(note)}</p>' for note in notes)}</footer>" if notes else ""
