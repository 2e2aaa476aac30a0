"""``written``: an answer in words, which a person reads and scores."""

from collections.abc import Collection
from dataclasses import replace

from grader.checks.finding import Finding
from grader.checks.kind import CheckKind, Objection, Objections
from grader.checks.trial import Trial
from grader.errors import suggestion
from grader.model import Check, Form, Verdict
from grader.reference.contents import Reference
from grader.submissions.limits import MAX_ANSWER


def written(trial: Trial, target: str, *, criteria: str, prompt: str = "") -> Finding:  # noqa: ARG001
    """Hold the points for a person; ``criteria`` tells that person what to look for.

    ``prompt`` is what the starter asks.
    """
    text = trial.written.get(target.removeprefix("answer_"), "").strip()
    if not text:
        return Finding(Verdict.MISSING, message="there is no answer in words")
    said = f"a person will read this answer and look for: {criteria}"
    return Finding(Verdict.PENDING, message=said, answer=text[:MAX_ANSWER])


# ---- the kind ----------------------------------------------------------------------------------------


def _validate(check: Check, _: Reference, questions: Collection[str]) -> Objections:
    question = check.target.removeprefix("answer_")
    if question == check.target:
        yield Objection(f"a written answer is called answer_<question>, not `{check.target}`")
    elif question not in questions:
        yield Objection(f"there is no question `{question}`{suggestion(question, questions)}")


KIND = CheckKind(
    "written",
    written,
    title=lambda check: f"{check.target.replace('_', ' ')}, in words",
    validate=_validate,
    form=Form.WORDS,
    functions_of=lambda _, __: (),
    plan_of=lambda _: None,
    released=lambda check: replace(check, options={"criteria": "A person reads it."}),
)
