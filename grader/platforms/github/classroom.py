"""The ``result`` output of GitHub Classroom's graders, which its reporter reads: base64 of JSON.

The reporter's table counts passed tests, its notice adds up their scores.  So that both say the same, every
question is cut into slots of equal points, and as many of them pass as points were earned.  Nothing in it can
start a workflow command, and it fits into an environment variable.
"""

import json
from base64 import b64encode
from fractions import Fraction
from math import floor, gcd
from typing import Any

from grader.errors import InputError
from grader.reports.cases import points
from grader.reports.results import QuestionRow, Results, require_whole
from grader.text.safe import safe

SLOTS = 400  # so that the JSON stays far below the 90 KB that an environment variable can carry
NAME = 60


def classroom(results: Results) -> str:
    """Return the value of the output; raise InputError unless there is exactly one submission, whole.

    Points of bonus questions fill up what is missing, never more.  Where slots that fit every score would be
    too many, the sum is rounded down to a slot.
    """
    require_whole(results)
    if len(results.submissions) != 1:
        raise InputError(f"this format is for one submission; there are {len(results.submissions)}")
    (submission,) = results.submissions
    broken = [question for question in submission.questions if question.score is None]
    size, slots, passing = _slots(submission.max_score, submission.score or 0.0)
    tests, added = [], 0.0
    for number, name in enumerate(_names(submission.questions, slots)):
        state = "error" if broken else "pass" if number in passing else "fail"
        score = 0.0
        if state == "pass":  # the last one takes the dust, for the reporter adds without rounding
            score = float(size) if number < len(passing) - 1 else float(size * len(passing)) - added
            added += score
        tests.append(_test(name, state, score))
    # What waits for a person is not lost: the reporter calls a run failed by this word alone.
    lost = submission.max_score - (submission.score or 0.0) - submission.pending
    status = "error" if broken else "pass" if len(passing) == slots or lost < 1e-6 else "fail"
    data = {"version": 1, "status": status, "max_score": float(slots * size), "tests": tests}
    return b64encode(json.dumps(data).encode()).decode()


def _test(name: str, state: str, score: float) -> dict[str, Any]:
    message = "this could not be checked, through no fault of yours" if state == "error" else None
    return {"name": name, "status": state, "score": score, "message": message, "line_no": 0, "test_code": ""}


def _slots(maximum: float, earned: float) -> tuple[Fraction, int, range]:
    """Return the points of a slot, how many there are, and which of them pass."""
    most = max(round(100 * maximum), 1)
    have = min(floor(100 * earned + 1e-6), most)
    size = gcd(most, have) or most
    if most // size > SLOTS:
        size = next(each for each in range(most // SLOTS, most + 1) if each and most % each == 0)
    return Fraction(size, 100), most // size, range(floor(Fraction(have, size)))


def _names(questions: list[QuestionRow], slots: int) -> list[str]:
    """Return a name for every slot: its question and what was earned there."""
    counted = [question for question in questions if not question.bonus] or questions
    total = sum(question.max_score for question in counted) or 1.0
    names: list[str] = []
    reached = 0.0
    for question in counted:
        reached += question.max_score
        earned = f"{points(question.score)} of {points(question.max_score)}"
        title = safe(f"{question.id} {question.title}", NAME).replace("::", ": :")
        names += [f"{title} ({earned})"] * (round(slots * reached / total) - len(names))
    return names[:slots] + ["rest"] * (slots - len(names))
