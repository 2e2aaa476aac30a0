"""The scores of a batch as a page in Markdown, for where a platform shows one."""

from grader.reports.cases import points
from grader.reports.results import Results, SubmissionRow, partly
from grader.text.markdown import inline

SUMMARY = 1_000_000  # bytes; GitHub refuses a larger one


def summary(results: Results) -> str:
    """Return the scores as a table in Markdown: a row a submission, a column a question."""
    ids = list(dict.fromkeys(q.id for each in results.submissions for q in each.questions))
    head = ["submission", *ids, "score", "maximum", "waiting"]
    lines = [f"## {inline(results.assignment)}", ""]
    if results.partial:
        lines += [inline(f"Partial: {partly(results.questions, results.left_out)}."), ""]
    lines.append(_row([inline(cell) for cell in head]))
    lines.append(_row(["---", *["--:"] * (len(head) - 1)]))
    size = sum(len(line.encode()) + 1 for line in lines)
    for number, submission in enumerate(results.submissions):
        line = _row(_cells(submission, ids))
        size += len(line.encode()) + 1
        if size > SUMMARY - 100:
            lines += ["", f"{len(results.submissions) - number} more are in `results.json`."]
            break
        lines.append(line)
    return "\n".join(lines) + "\n"


def _cells(submission: SubmissionRow, ids: list[str]) -> list[str]:
    scores = {question.id: question.score for question in submission.questions}
    told = [points(scores[name]) if name in scores else "" for name in ids]
    rest = [points(each) for each in (submission.score, submission.max_score, submission.pending)]
    return [inline(submission.id), *told, *rest]


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"
