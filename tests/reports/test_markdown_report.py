"""The report for a pull request: the same content, and text that does nothing."""

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from by_hand import ASSIGNMENT, SHIFT, SOFTMAX, erring, graded
from markdown_it import MarkdownIt

from grader.model import Outcome, QuestionResult, Verdict
from grader.reports.markdown_report import student_markdown
from grader.reports.view import student_view
from grader.text.markdown import fenced, inline


def test_the_report_is_as_kept(golden: Callable[[str, str], None]) -> None:
    """Every detail of one who errs in every way."""
    golden("student.md", student_markdown(student_view(erring(), ASSIGNMENT.title)))


def test_a_report_fits_into_a_comment() -> None:
    """Where reasons are endless, the first are told, and of the rest the points."""
    endless = [
        Outcome(each, Verdict.RAISED, message=f"`f` raised X: {'<' * 2000}") for each in (SOFTMAX, SHIFT)
    ]
    questions = [replace(q, id=f"{n}") for n, q in enumerate([ASSIGNMENT.questions[1]] * 12)]
    passed = [Outcome(c, Verdict.PASSED, 1.0) for c in questions[0].checks[2:]]
    results = tuple(QuestionResult(q, (*endless, *passed)) for q in questions)
    report = student_markdown(student_view(replace(graded("ada"), questions=results), ASSIGNMENT.title))
    assert 40_000 < len(report) < 65_536
    assert report.count("✗ softmax gives the right values") == 12
    assert report.count("raised X") < 24
    assert report.endswith("the reasons left out are on the page.\n")


def test_nothing_hidden_is_told() -> None:
    """The hidden check is a line with points; criteria are for those who mark."""
    report = student_markdown(student_view(erring(), ASSIGNMENT.title))
    assert "✗ hidden check: 0 / 3" in report
    assert "secret" not in report
    assert "says infinity" not in report


@pytest.mark.parametrize(
    "said",
    [
        "[a](http://example.org)",
        "![a](x.png)",
        "<b>x</b> <!-- x -->",
        "<https://example.org>",
        "@ada and @org/team, a@example.org",
        "#12 ada/repo#12 GH-12 !12 %12 ~label &epic",
        "www.example.org WWW.example.org",
        "deadbeef0123456789",
        "$x$ $`x`$ $$x$$ :tada: :100:",
        "`@ada` ``@ada`` `` ` `` @`x`@ada `a``b` `",
        "*a* _b_ ~~c~~ **d** ^e^",
        "a | b",
        "&#64;ada &lt; \\@ada",
        "mailto:ada@example.org xmpp:a",
    ],
)
def test_text_does_nothing(said: str) -> None:
    """It reads as it was written, and no part of it is more than text or code."""
    (block,) = [each for each in MarkdownIt("commonmark").parse(f"x {inline(said)}") if each.type == "inline"]
    assert {each.type for each in block.children} <= {"text", "code_inline"}
    read = "".join(each.content for each in block.children)
    assert read.replace("`", "").replace(" ", "") == "x" + said.replace("`", "").replace(" ", "")
    plain = [each.content for each in block.children if each.type == "text"]
    active = r"[@#!%~$]\w|\w@|://|(?i:www\.)|:\w+:|\$|GH-\d|&\w|[0-9a-f]{7}|mailto:"
    assert not re.findall(active, "\0".join(plain))


@pytest.mark.parametrize(
    "said", ["# x", "- x", "+ x", "* x", "1. x", "1) x", "> x", "=====", "---", "    x", "```x"]
)
def test_a_line_begins_nothing(said: str) -> None:
    """No heading, list, quotation, rule or code, whatever comes first."""
    kinds = {each.type for each in MarkdownIt("commonmark").parse(f"x\n{inline(said)}\n")}
    kinds |= {each.type for each in MarkdownIt("commonmark").parse(f"{inline(said)}\n")}
    assert kinds == {"paragraph_open", "inline", "paragraph_close"}


def test_a_fence_is_longer_than_any_in_it() -> None:
    """What is shown cannot end it."""
    (block,) = MarkdownIt("commonmark").parse(fenced("'```' '`````'\n@ada"))
    assert block.type == "fence"
    assert block.content == "'```' '`````'\n@ada\n"
