"""CTRF, the Common Test Report Format.

That is version 1.0.0; points stand in ``extra``, which the schema leaves to us.
"""

import json
from typing import Any

from grader.reports.cases import Case, cases
from grader.reports.results import Results
from grader.text.safe import safe

STATUS = {"error": "other"}


def render(results: Results) -> str:
    """Return the results as a CTRF document; times, which the schema asks for and nobody measures, are 0."""
    tests = [_test(case) for _, found in cases(results) for case in found]
    counts = {
        state: sum(test["status"] == state for test in tests)
        for state in ("passed", "failed", "skipped", "pending", "other")
    }
    document = {
        "reportFormat": "CTRF",
        "specVersion": "1.0.0",
        "results": {
            "tool": {"name": "grader"},
            "summary": {"tests": len(tests), **counts, "start": 0, "stop": 0},
            "tests": tests,
            "extra": {
                "assignment": safe(results.assignment),
                "seed": results.seed,
                "partial": results.partial,
            },
        },
    }
    return json.dumps(document, indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def _test(case: Case) -> dict[str, Any]:
    test: dict[str, Any] = {
        "name": f"{safe(case.submission.id)}: {case.name}",
        "status": STATUS.get(case.state, case.state),
        "duration": 0,
    }
    if case.state != "passed":
        test["message"] = case.words
    return {**test, "extra": {"points": case.check.points, "earned": case.check.earned}}
