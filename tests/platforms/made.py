"""Results made by hand, for the exports."""

from typing import Any

import msgspec

from grader.reports.results import Results

HOSTILE = "::error::x\n##[error]y\r<b>&]]>\x1b[31m\x00\ud800 |`@all` =1+1"


def check(
    name: str, points: float = 2, earned: float | None = 2, verdict: str = "passed", **rest: Any
) -> dict[str, Any]:
    """A check."""
    data: dict[str, Any] = {
        "id": f"1.{name}",
        "kind": "matches",
        "target": name,
        "title": f"{name} is right",
        "mistake": None,
    }
    data |= {"visibility": "public", "verdict": verdict, "points": points, "earned": earned, "message": ""}
    return {**data, "evidence": None, **rest}


def question(id_: str, *checks: dict[str, Any], bonus: bool = False) -> dict[str, Any]:
    """A question with the sums of its checks."""
    unknown = any(each["earned"] is None for each in checks)
    score = None if unknown else sum(each["earned"] for each in checks)
    maximum = sum(each["points"] for each in checks)
    return {
        "id": id_,
        "title": f"Title {id_}",
        "bonus": bonus,
        "score": score,
        "max_score": maximum,
        "checks": [*checks],
    }


def submission(id_: str, *questions: dict[str, Any]) -> dict[str, Any]:
    """A submission with the sums of its questions."""
    unknown = any(each["score"] is None for each in questions)
    score = None if unknown else sum(each["score"] for each in questions)
    maximum = sum(each["max_score"] for each in questions if not each["bonus"])
    data: dict[str, Any] = {
        "id": id_,
        "path": f"{id_}.py",
        "score": score,
        "max_score": maximum,
        "pending": 0,
        "isolation": "A",
    }
    return {**data, "problems": [], "questions": [*questions]}


def results(*submissions: dict[str, Any]) -> Results:
    """A batch."""
    return msgspec.convert({"assignment": "small", "seed": 0, "submissions": [*submissions]}, Results)


def of_every_kind() -> Results:
    """Every verdict, a hidden check, and text that would like to be something else."""
    secret = check("secret", earned=0, verdict="failed", visibility="hidden", message="the secret input")
    asked = [
        check("passes"),
        check("fails", earned=0.8, verdict="failed", message=HOSTILE),
        check("fails", earned=0, verdict="timed_out", message="did not finish within 2 s in `fails`"),
        check("words", earned=0, verdict="pending", message="look for: the secret criteria"),
        secret,
    ]
    broken = check("breaks", earned=None, verdict="broken", message="our fault")
    return results(
        submission("ada", question("1", *asked)),
        submission(HOSTILE.replace("\ud800", ""), question("1", broken)),
    )
