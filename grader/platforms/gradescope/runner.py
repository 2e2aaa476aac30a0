"""Gradescope: ``/autograder/submission`` in, ``/autograder/results/results.json`` out.

A first result is there before anything is graded, so that a container that is stopped still leaves one.
Hidden checks are shown as such, with their points, once the grades are published; Gradescope shows students
no total before that.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec

from grader.platforms.runner.run import Graded, graded, write
from grader.reports.cases import Case, cases, points
from grader.reports.results import adjustments

SECONDS = 8 * 60  # below the 10 minutes that Gradescope allows unless told otherwise
LONGEST = 10_000  # characters of the text of one test


def main(root: Path, seconds: float) -> None:
    """Grade what was handed in."""
    target = root / "results" / "results.json"
    target.parent.mkdir(parents=True, exist_ok=True)
    for secret in (root / "source", target.parent):
        secret.chmod(0o700)
    write(
        target, json.dumps({"score": 0, "output": "Grading did not come to an end. Hand in again, or ask."})
    )
    found = graded(root / "submission", root / "source" / "assignment" / "rubric.yaml", seconds)
    sys.stderr.write(found.said)  # Gradescope shows it to instructors
    write(target, json.dumps(result(found)))


def result(found: Graded) -> dict[str, Any]:
    """Return what Gradescope reads; without a score where we have none to give."""
    if found.results is None:
        why = f"This could not be graded: {found.trouble}"
        return {"output": why, "tests": [{"name": "grading", "output": why}]}
    (submission,) = found.results.submissions
    every = [case for _, each in cases(found.results) for case in each]
    tests = [_test(case) for case in every]
    told = _total([case for case in every if case.check.visibility != "hidden"])
    if len(every) > sum(case.check.visibility != "hidden" for case in every):
        told.append("The points of hidden checks are shown with the grades.")
    told += [
        f"{points(each.points)} points: {each.why}" if each.points else each.why
        for each in adjustments(submission)
    ]
    told += [f"{problem.where}: {problem.message}" for problem in (*submission.problems, *submission.notes)]
    data: dict[str, Any] = {"output": "\n".join(told), "output_format": "text", "tests": tests}
    if submission.score is not None:
        return {**data, "score": submission.score}
    for test in tests:  # Gradescope would add them up
        test.pop("score", None)
    data["output"] = (
        "A check could not be decided, through no fault of yours: there is no score. Ask your course."
    )
    return data


def _total(shown: Sequence[Case]) -> list[str]:
    """Return the points of what is shown at once: with those of hidden checks the total would tell theirs."""
    earned = sum(case.check.earned or 0.0 for case in shown)
    most = sum(case.check.points for case in shown if not case.question.bonus)
    told = [f"{points(earned)} of {points(most)} points."]
    if pending := sum(case.check.points for case in shown if case.state == "pending"):
        told.append(f"{points(pending)} more {'waits' if pending == 1 else 'wait'} for a person.")
    return told


def _test(case: Case) -> dict[str, Any]:
    check = case.check
    test: dict[str, Any] = {
        "name": case.name,
        "number": case.question.id,
        "output": ""
        if case.state == "passed" and not (check.message or check.query)
        else explained(case)[:LONGEST],
        "output_format": "text",
        "visibility": "after_published" if check.visibility == "hidden" else "visible",
    }
    if case.state in ("passed", "failed"):
        test |= {"score": check.earned, "max_score": check.points, "status": case.state}
    return test


def explained(case: Case) -> str:
    """Return why a check was not passed, with the input that shows it."""
    lines = [case.words]
    if case.check.evidence is not None:
        lines += [f"{name} = {value}" for name, value in case.check.evidence.inputs.items()]
        if case.check.evidence.got is not None:
            lines.append(f"returned {case.check.evidence.got}")
        if case.check.evidence.expected is not None:
            lines.append(f"expected {case.check.evidence.expected}")
    if case.check.query is not msgspec.UNSET:
        asked = case.check.query
        lines += [f"You asked: {asked.question}", f"The answer: {asked.reply or 'nobody has answered yet'}"]
    return "\n".join(lines)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--root", type=Path, default=Path("/autograder"))
    parser.add_argument("--seconds", type=float, default=SECONDS)
    arguments = parser.parse_args()
    main(arguments.root, arguments.seconds)
