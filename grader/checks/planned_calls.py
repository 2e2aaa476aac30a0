"""What a check asks of every submission, known before it is run: so a question's calls cross together."""

from collections.abc import Sequence

from grader.checks.gradient import around_no_kinks
from grader.checks.trial import Trial
from grader.examples.corpora import Calls


def planned_calls(trial: Trial, kind: str, target: str) -> Sequence[Calls]:
    """Return the calls that a check of this kind makes; whatever else it asks crosses singly."""
    match kind:
        case "matches" | "value":
            return [trial.corpora.direct(target, trial.plan)]
        case "gradient":
            return [trial.corpora.direct(target, around_no_kinks(trial.plan))]
        case "law":
            return trial.corpora.of_law(target, trial.plan)
    return []
