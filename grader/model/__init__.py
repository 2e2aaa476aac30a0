"""The nouns of grading, frozen.  Everything else is functions from these to these."""

from grader.model.asked import (
    Assignment,
    Check,
    Form,
    LateRule,
    Limits,
    Question,
    Visibility,
)
from grader.model.audited import Audit, Caught, FailingCounts, Flip, Harmed, InputsFound, Paid, PowerFound
from grader.model.graded import (
    Adjustment,
    Decision,
    Evidence,
    Outcome,
    Query,
    QuestionResult,
    Report,
    Result,
    Verdict,
)
from grader.model.handed_in import Cell, HandedIn, Module, Picture, Problem, Student, Submission

__all__ = [
    "Adjustment",
    "Assignment",
    "Audit",
    "Caught",
    "Cell",
    "Check",
    "Decision",
    "Evidence",
    "FailingCounts",
    "Flip",
    "Form",
    "HandedIn",
    "Harmed",
    "InputsFound",
    "LateRule",
    "Limits",
    "Module",
    "Outcome",
    "Paid",
    "Picture",
    "PowerFound",
    "Problem",
    "Query",
    "Question",
    "QuestionResult",
    "Report",
    "Result",
    "Student",
    "Submission",
    "Verdict",
    "Visibility",
]
