"""Libraries that submissions import and that are not installed here: the batch says so before anything else."""

import re
from collections import Counter
from collections.abc import Sequence

from grader.model import Report
from grader.text import NOT_INSTALLED, safe

SENTENCE = re.compile(rf"`([\w.]{{1,60}})` {re.escape(NOT_INSTALLED)}")
NAMED = 5  # libraries at most; the first is missed most


def missing(report: Report) -> Sequence[str]:
    """Return a sentence for each: "25 of 45 submissions import `past`, which is not installed here"."""
    found = Counter(
        library
        for result in report.results
        for library in {
            match[1].partition(".")[0]
            for problem in result.problems
            if (match := SENTENCE.search(problem.message))
        }
    )
    number = len(report.results)
    return [
        f"{count} of {number} submissions import{'s' * (count == 1)} `{safe(library)}`, which is not installed "
        "here and was not handed in"
        for library, count in found.most_common(NAMED)
    ]
