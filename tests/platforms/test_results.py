"""``results.json`` read back for the exports."""

import json
from pathlib import Path
from typing import Any

import pytest

from grader.errors import InputError
from grader.reports.results import as_students_see_it, read

HIDDEN = {
    "id": "2a.matches.softmax",
    "kind": "matches",
    "target": "softmax",
    "title": "softmax gives the right values",
    "visibility": "hidden",
    "verdict": "timed_out",
    "points": 2,
    "earned": 0.8,
    "mistake": "unnormalised",
    "message": "it does not sum to 1",
    "evidence": {
        "message": "",
        "call": "softmax(a)",
        "inputs": {"a": [0.0]},
        "got": [2.0],
        "expected": [1.0],
        "where": "[0]",
        "failing": 3,
        "examples": 100,
    },
}
WRITTEN = {
    **HIDDEN,
    "kind": "written",
    "visibility": "public",
    "verdict": "pending",
    "earned": 0,
    "message": "a person will read this answer and look for: the secret",
    "mistake": None,
    "evidence": None,
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An output folder with one graded submission."""
    question = {"id": "2a", "title": "", "bonus": False, "score": None, "max_score": 4}
    submission: dict[str, Any] = {
        "id": "ada",
        "path": "ada.py",
        "score": None,
        "max_score": 4,
        "pending": 2,
        "isolation": "A",
    }
    submission |= {"problems": [], "questions": [{**question, "checks": [HIDDEN, WRITTEN]}], "unheard_of": 1}
    (tmp_path / "results.json").write_text(
        json.dumps({"assignment": "small", "seed": 0, "submissions": [submission]})
    )
    return tmp_path


def test_results_are_read_back(folder: Path) -> None:
    """A score that is not known stays so, and names that came later are no obstacle."""
    (submission,) = read(folder).submissions
    assert submission.score is None
    assert submission.questions[0].checks[0].earned == 0.8


def test_a_student_sees_only_the_points_of_a_hidden_check(folder: Path) -> None:
    """No name, no message, no evidence; nor what a person looks for in an answer."""
    (submission,) = read(folder).submissions
    seen = as_students_see_it(submission)
    hidden, written = seen.questions[0].checks
    assert (hidden.points, hidden.earned, hidden.evidence, hidden.verdict) == (2, 0.8, None, "failed")
    for word in ("softmax", "unnormalised", "sum", "secret"):
        assert word not in repr(hidden), word
    assert "secret" not in written.message


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (None, "cannot be read: No such file or directory; `grader grade` writes it"),
        ("{", "is not what `grader grade` writes: Input data was truncated"),
        (
            '{"assignment": 1}',
            "is not what `grader grade` writes: Expected `str`, got `int` - at `$.assignment`",
        ),
    ],
)
def test_what_is_no_results_is_told(tmp_path: Path, text: str | None, message: str) -> None:
    """A missing or damaged file is the caller's mistake."""
    if text is not None:
        (tmp_path / "results.json").write_text(text)
    with pytest.raises(InputError) as caught:
        read(tmp_path)
    assert str(caught.value) == f"{tmp_path / 'results.json'} {message}"
