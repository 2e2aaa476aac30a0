"""Libraries that submissions import and that are not installed here: a batch says so before all else."""

import re
from collections import Counter
from collections.abc import Sequence

from grader.model import Report, Result
from grader.text.safe import NOT_INSTALLED, safe

SENTENCE = re.compile(rf"`(\w{{1,60}})[\w.]{{0,200}}` {re.escape(NOT_INSTALLED)}")
NAMED = 5  # libraries at most; the first is missed most


def missing(report: Report) -> Sequence[str]:
    """Return a sentence for each: "25 of 45 submissions import `past`, which is not installed here"."""
    found = Counter(library for result in report.results for library in _missed(result))
    return [
        f"{count} of {len(report.results)} submissions import{'s' * (count == 1)} `{safe(library)}`, "
        "which is not installed here and was not handed in"
        for library, count in found.most_common(NAMED)
    ]


def _missed(result: Result) -> set[str]:
    found = (SENTENCE.search(problem.message) for problem in (*result.problems, *result.notes))
    return {match[1] for match in found if match}
