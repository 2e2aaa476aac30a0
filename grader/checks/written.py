"""``written``: an answer in words, which a person reads and scores."""

from grader.checks.finding import Finding
from grader.checks.trial import Trial
from grader.model import Verdict


def written(trial: Trial, target: str, *, criteria: str) -> Finding:
    """Hold the points for a person; ``criteria`` tells that person what to look for."""
    text = trial.written.get(target.removeprefix("answer_"), "").strip()
    if not text:
        return Finding(Verdict.MISSING, message="there is no answer in words")
    return Finding(Verdict.PENDING, message=f"a person will read this answer and look for: {criteria}")
