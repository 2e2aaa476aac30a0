"""JUnit XML and CTRF, read by readers that others wrote."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import junitparser
import pytest
from made import HOSTILE, of_every_kind

from grader.reports.formats.ctrf import render as ctrf
from grader.reports.formats.junit import render as junit

SCHEMA = Path(__file__).parent / "ctrf-schema.json"


def test_junit_is_read_by_a_parser() -> None:
    """Suites, counts, kinds and points arrive."""
    suites = list(junitparser.JUnitXml.fromstring(junit(of_every_kind()).encode()))
    ada = suites[0]
    assert (ada.name, ada.tests, ada.failures, ada.errors, ada.skipped) == ("ada", 5, 3, 0, 1)
    assert (suites[1].errors, suites[1].failures) == (1, 0)
    names = [case.name for case in ada]
    assert names == [
        "1: passes is right",
        "1: fails is right",
        "1: fails is right (2)",
        "1: words is right",
        "1: hidden check",
    ]
    kinds = [[type(each).__name__ for each in case.result] for case in ada]
    assert kinds == [[], ["Failure"], ["Failure"], ["Skipped"], ["Failure"]]
    assert {p.name: p.value for p in ada.properties()} == {
        "score": "2.8",
        "max_score": "10",
        "pending": "0",
        "isolation": "A",
    }


def test_ctrf_keeps_to_its_schema() -> None:
    """The schema is the format's own, of its package in version 0.3.0."""
    data = json.loads(ctrf(of_every_kind()))
    jsonschema.validate(data, json.loads(SCHEMA.read_text(encoding="utf-8")))
    summary = data["results"]["summary"]
    assert (summary["tests"], summary["passed"], summary["failed"], summary["pending"], summary["other"]) == (
        6,
        1,
        3,
        1,
        1,
    )
    assert data["results"]["tests"][1]["extra"] == {"points": 2, "earned": 0.8}


@pytest.mark.parametrize("export", [junit, ctrf])
def test_what_is_hidden_stays_hidden(export: Any) -> None:
    """These files end where students see them."""
    text = export(of_every_kind())
    for word in ("secret", "criteria"):
        assert word not in text


@pytest.mark.parametrize("export", [junit, ctrf])
def test_hostile_text_is_shown_and_not_obeyed(export: Any) -> None:
    """No control character and no line of its own gets out."""
    text = export(of_every_kind())
    assert not set(text) & set("\x1b\x00\r")
    assert not any(line.lstrip().startswith(("::", "##[")) for line in text.splitlines())
    assert HOSTILE not in text


def test_no_time_is_made_up() -> None:
    """Checks share calls, and a total tells of hidden inputs: CTRF has the 0 that it cannot miss."""
    assert "time=" not in junit(of_every_kind())
    assert {test["duration"] for test in json.loads(ctrf(of_every_kind()))["results"]["tests"]} == {0}
