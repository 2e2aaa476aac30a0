"""``results.json``, whose names scripts rely on."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any, NoReturn

import numpy as np
from by_hand import ASSIGNMENT, SOFTMAX, batch, graded

from grader.model import Evidence, HandedIn, Outcome, Problem, Report, Result, Student, Submission, Verdict
from grader.reports.json_report import results_json


def read(*results: Result) -> list[dict[str, Any]]:
    """The submissions of a report on these results, read as strictly as can be."""

    def refuse(constant: str) -> NoReturn:
        raise AssertionError(f"{constant} is no JSON")

    data = json.loads(results_json(Report(ASSIGNMENT, 0, results)), parse_constant=refuse)
    assert isinstance(data["submissions"], list)
    return data["submissions"]


def test_the_file_stays_as_it_is(golden: Callable[[str, str], None]) -> None:
    """Names, order and layout are a promise to whoever reads the file."""
    golden("results.json", results_json(batch()))


def test_all_promised_names_are_there() -> None:
    """Every level has its names, in this order."""
    data = json.loads(results_json(batch()))
    submission = data["submissions"][1]
    question = submission["questions"][1]
    check = question["checks"][0]
    levels = [data, submission, question, check, check["evidence"]]
    assert [" ".join(level) for level in levels] == [
        "format assignment seed questions left_out partial submissions",
        "id path students late score max_score pending isolation problems notes questions",
        "id title bonus score max_score checks",
        "id kind target title visibility verdict points earned mistake message evidence pattern",
        "message call inputs got expected where failing examples",
    ]


def test_who_handed_in_is_told_where_it_is_known() -> None:
    """A group has several students; a plain file has none, and is never late."""
    group = replace(
        graded("g"),
        submission=Submission(
            "g", "g", (), {}, (), "", (Student("Ada", "1"), Student("\x1bBo", "2")), HandedIn(late=True)
        ),
    )
    known, plain = read(group, graded("ada"))
    assert known["students"] == [{"name": "Ada", "key": "1"}, {"name": r"\x1bBo", "key": "2"}]
    assert (known["late"], plain["late"], plain["students"]) == (True, False, [])


def test_scores_have_no_dust() -> None:
    """A tenth and two tenths are three tenths, and ten tenths are 1."""
    (submission,) = read(graded("dan", Outcome(SOFTMAX, Verdict.FAILED, (0.1 + 0.2) / 2)))
    assert submission["questions"][1]["checks"][0]["earned"] == 0.3
    assert submission["questions"][1]["score"] == 8.3
    assert submission["pending"] == 0


def test_the_maximum_leaves_out_the_bonus() -> None:
    """A bonus question counts in the score alone."""
    (submission,) = read(graded("ada"))
    assert (submission["score"], submission["max_score"]) == (16.5, 14.5)


def test_a_broken_check_leaves_no_score() -> None:
    """What is not known is null at every level it is part of, and known scores stay."""
    (submission,) = read(graded("eve", Outcome(SOFTMAX, Verdict.BROKEN)))
    assert submission["score"] is None
    assert [question["score"] for question in submission["questions"]] == [1, None, 1.5, 2, 2]
    assert [check["earned"] for check in submission["questions"][1]["checks"]] == [None, 1, 4, 3]


def test_a_lost_point_always_has_a_message() -> None:
    """The line for the student is never empty where points were lost."""
    for submission in json.loads(results_json(batch()))["submissions"]:
        for question in submission["questions"]:
            for check in question["checks"]:
                assert check["message"] or check["verdict"] == "passed"


def test_hostile_text_and_values_are_strict_json() -> None:
    """Nothing a student wrote makes the file unreadable, long, or dangerous to print."""
    bad = "\x1b[31m\u202e\ud800\x00</script>"
    evidence = Evidence("", bad, {bad: np.full(10**6, np.nan)}, np.array([np.inf]), [bad, float("nan")], bad)
    outcome = Outcome(SOFTMAX, Verdict.FAILED, float("0"), "", bad, evidence)
    result = graded(bad, outcome, path=bad, problems=(Problem(bad, bad),), notes=(Problem(bad, bad),))
    (submission,) = read(result)
    found = submission["questions"][1]["checks"][0]["evidence"]
    name = r"\x1b[31m\u202e\ud800\x00</script>"
    assert found["inputs"] == {name: {"shape": [10**6], "first": ["nan"] * 8}}
    assert (found["got"], found["expected"]) == (["inf"], [name, "nan"])
    assert submission["problems"] == submission["notes"] == [{"where": name, "message": name}]
    text = results_json(Report(ASSIGNMENT, 0, (result,)))
    assert text.replace("\n", "").isprintable()
    assert len(text.encode()) < 10_000
