"""Results back to Gradescope, which takes no files for them: an autograder that runs nothing.

It gives each submission the result that is kept for it, by the number that Gradescope's own export has; run
again on all submissions, it shows everybody the marks and comments.  Nothing that a student wrote is opened.
"""

import json
import re
from collections.abc import Mapping
from pathlib import Path

from grader.platforms.gradescope.runner import result
from grader.platforms.runner.run import Graded
from grader.reports.results import Results

STARTED = ("setup.sh", "run_autograder")
TEXTS = Path(__file__).parent / "texts"
_ENTRY = re.compile(r"submission_(\d+)")


def result_name(entry: str) -> str | None:
    """Return under which name a submission's result is looked up; None where it is not of an export."""
    match = _ENTRY.fullmatch(entry)
    return f"results/{match[1]}.json" if match else None


def result_file(results: Results) -> str:
    """Return what Gradescope reads of one submission; ``results`` are as its student may see them."""
    return json.dumps(result(Graded(results)))


def frame() -> Mapping[str, bytes]:
    """Return the files that stand beside the results."""
    return {name: (TEXTS / name).read_bytes() for name in (*STARTED, "give.py")}
