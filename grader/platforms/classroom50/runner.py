"""Classroom 50: the student's checkout in, ``result.json`` (``classroom50/result/v1``) beside it out.

Its scores are whole numbers, so every point counts ``SCALE`` there, rounded down.  What a student's code
might write in the meantime is written over, last.
"""

import json
import os
import sys
from collections.abc import Mapping
from math import floor
from pathlib import Path
from typing import Any

from grader.platforms.runner.run import graded, write
from grader.reports.cases import cases, points
from grader.reports.results import Results
from grader.reports.summary import summary
from grader.text.safe import safe

SCALE = 100
SECONDS = 12 * 60  # the job has 15 minutes in all
BODY = 100_000  # characters of the release's text


def main(checkout: Path, bundle: Path, environment: Mapping[str, str]) -> int:
    """Grade a checkout; return 0 where grading ran, else 1: then the platform keeps the last result."""
    found = graded(checkout, bundle / "assignment" / "rubric.yaml", SECONDS)
    if found.results is None:
        return _fault(f"this could not be graded: {found.trouble}", environment)
    (submission,) = found.results.submissions
    if submission.score is None:
        return _fault("a check could not be decided, through no fault of the student", environment)
    full = submission.score + submission.pending >= submission.max_score
    told = f"{points(submission.score)} of {points(submission.max_score)} points"
    write(checkout / "release-body.md", (found.page or summary(found.results))[:BODY])
    _say("success" if full else "failure", told, environment)
    write(checkout / "result.json", json.dumps(result(found.results, environment), indent=1) + "\n")
    return 0


def result(results: Results, environment: Mapping[str, str]) -> dict[str, Any]:
    """Return the document; raise KeyError where the platform did not say what it is about."""
    (submission,) = results.submissions
    most = round(SCALE * submission.max_score)
    return {
        "schema": "classroom50/result/v1",
        "classroom": environment["CLASSROOM"],
        "assignment": environment["ASSIGNMENT"],
        "submission": environment["SUBMISSION_TAG"],
        "commit": environment["COMMIT_URL"],
        "release": environment["RELEASE_URL"],
        "review": environment["REVIEW_URL"],
        "score": min(_scaled(submission.score or 0.0), most),
        "max-score": most,
        "tests": [
            {
                "test-name": case.name,
                "passed": case.state == "passed",
                "score": _scaled(case.check.earned or 0.0),
                "max-score": round(SCALE * case.check.points),
                "message": "" if case.state == "passed" else case.words,
                "qid": case.question.id,
            }
            for _, found in cases(results)
            for case in found
        ],
    }


def _fault(why: str, environment: Mapping[str, str]) -> int:
    """Say that grading did not run: never as a score."""
    sys.stderr.write(f"{why}\n")
    _say("error", safe(why, 200), environment)
    return 1


def _say(status: str, summary: str, environment: Mapping[str, str]) -> None:
    """Tell the platform; written anew, so that nothing that stood there before can swallow our lines."""
    if output := environment.get("GITHUB_OUTPUT"):
        Path(output).write_text(f"status={status}\nsummary={summary}\n", encoding="utf-8")


def _scaled(value: float) -> int:
    return floor(SCALE * value + 1e-6)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2]), os.environ))
