"""The job on one screen: what is done with a submission, step by step.

``prepare`` has read the rubric and tried it on its own reference.  For each submission we open a session in
the sandbox, ask what is asked of everyone, decide every check, explain those that were lost, and score.
"""

from collections.abc import Mapping, Sequence

import numpy as np

from grader.checks.finding import Finding
from grader.checks.trial import Trial
from grader.errors import GraderError
from grader.functions.functions import Functions
from grader.grading.behaviour import behaviour
from grader.grading.decide import ask_beforehand, decide, hinted
from grader.grading.explain import explained
from grader.grading.job import Job
from grader.model import Check, Outcome, QuestionResult, Result, Submission, Verdict, Visibility
from grader.reference.prints import few_prints
from grader.sandbox.sandbox import Sandbox
from grader.submissions.written import says_something


def grade(job: Job, submission: Submission, sandbox: Sandbox) -> Result:
    """Grade one submission; nothing in it can make this raise."""
    files, reference = job.rubric.files, job.rubric.reference
    named = reference.variables, reference.libraries, reference.argument_names
    with sandbox.open(submission, job.wanted, job.secrets, files, *named) as session:
        sources = [(cell.name, cell.source) for module in submission.modules for cell in module.cells]
        results = grade_questions(job, session, _written(job, session.written, submission), sources)
        problems = (*submission.problems, *session.problems)
        notes = (*submission.notes, *session.notes)
    return Result(submission, results, problems, session.level, notes)


@few_prints()
@np.errstate(all="ignore")  # the numbers are those of students, however large
def grade_questions(
    job: Job,
    functions: Functions,
    written: Mapping[str, str],
    sources: Sequence[tuple[str, str]] = (),
) -> tuple[QuestionResult, ...]:
    """Run the checks of all questions: the public ones, and when all is said of them the hidden ones.

    What a student is shown is known, mistakes by name and all, before the first input of a hidden check is
    asked; then the process that answered is over, and nothing that any process does can change it.
    """
    reference, questions = job.rubric.reference, job.rubric.assignment.questions
    trials = [
        Trial(reference, job.corpora[q.id], functions, job.plan(q), written, sources) for q in questions
    ]
    found: dict[str, Outcome] = {}
    for visibility in Visibility:
        there = [
            (trial, checks)
            for question, trial in zip(questions, trials, strict=True)
            if (checks := [check for check in question.checks if check.visibility is visibility])
        ]
        if there and visibility is Visibility.HIDDEN:
            functions = functions.sealed()
            for trial in trials:
                trial.functions = functions
        found |= stage(functions, there)
    return tuple(
        QuestionResult(question, tuple(found[check.id] for check in question.checks))
        for question in questions
    )


def stage(functions: Functions, there: Sequence[tuple[Trial, Sequence[Check]]]) -> dict[str, Outcome]:
    """Return the outcomes of some checks, by id: decide all of them, and then name the mistakes.

    A name decides nothing: a function that ends its process while one is looked for is still asked later.
    """
    found: dict[str, Finding] = {}
    did: dict[str, str] = {}
    try:
        for trial, checks in there:
            functions.renew()
            ask_beforehand(trial, checks)
            found |= {check.id: hinted(trial, check, decide(trial, check)) for check in checks}
            did |= {check.id: behaviour(trial, check, found[check.id]) for check in checks}
        with functions.aside():
            for trial, checks in there:
                functions.renew()
                found |= {check.id: explained(trial, check, found[check.id], checks) for check in checks}
    except GraderError:
        raise  # there are no workers: it is the same for everyone
    except Exception as problem:
        message = f"this could not be graded: {type(problem).__name__}: {problem}"
        broken = Finding(Verdict.BROKEN, message=message)
        found = {check.id: broken for _, checks in there for check in checks}
    return {
        check.id: score(check, found[check.id], did.get(check.id, ""))
        for _, checks in there
        for check in checks
    }


def judge(trial: Trial, check: Check, beside: Sequence[Check]) -> Outcome:
    """Run one check, and name the mistake if it is a known one; ``beside`` are the checks of its question."""
    return score(check, explained(trial, check, decide(trial, check), beside))


def score(check: Check, found: Finding, did: str = "") -> Outcome:
    """Return what became of a check; ``did`` is the `behaviour` of its functions."""
    return Outcome(
        check,
        found.verdict,
        found.share,
        found.message,
        found.mistake,
        found.evidence,
        found.pattern or None,
        found.answer,
        did,
    )


def undecided(job: Job, message: str) -> tuple[QuestionResult, ...]:
    """Return the results of a submission that we could not read."""
    found = Finding(Verdict.BROKEN, message=message)
    return tuple(
        QuestionResult(question, tuple(score(check, found) for check in question.checks))
        for question in job.rubric.assignment.questions
    )


def _written(job: Job, in_code: Mapping[str, str], submission: Submission) -> Mapping[str, str]:
    """Return the answers in words: one that names no question may be to any that has none."""
    ids = [each.id for each in job.rubric.assignment.questions]
    answers = {name: text for name, text in in_code.items() if says_something(text)}
    nearly = {_plain(name): text for name, text in answers.items()}  # answer1a, ANSWER_1A
    near = {each: nearly[_plain(each)] for each in ids if _plain(each) in nearly}
    return {
        **submission.likely,
        **near,
        **answers,
        **submission.written,
    }


def _plain(name: str) -> str:
    return "".join(filter(str.isalnum, name)).casefold()
