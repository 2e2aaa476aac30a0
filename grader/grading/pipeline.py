"""What others call: a job is prepared once, and each submission is graded with it.  Read ``steps`` first."""

from grader.grading.job import Job, load_job, part
from grader.grading.prepare import preflight, prepare
from grader.grading.steps import grade, grade_questions, undecided

__all__ = ["Job", "grade", "grade_questions", "load_job", "part", "preflight", "prepare", "undecided"]
