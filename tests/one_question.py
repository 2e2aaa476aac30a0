"""One kind of question at a time: an assignment of a few lines, graded as a whole, with its feedback."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from grader.batch.local import on_this_machine
from grader.batch.plan import plan
from grader.grading import pipeline
from grader.model import Result, Verdict
from grader.platforms.find import read_batch
from grader.reports.words import sentence


def assignment(
    folder: Path, answers: str, checks: str, laws: str = "", mistakes: str = "", examples: int = 30
) -> Path:
    """Write an assignment of one question; return its rubric."""
    question = folder / "reference" / "q1"
    question.mkdir(parents=True)
    for name, source in (("answers", answers), ("laws", laws), ("mistakes", mistakes)):
        if source:
            (question / f"{name}.py").write_text(source, encoding="utf-8")
    rubric = folder / "rubric.yaml"
    head = f"assignment: a\nreference: reference\nexamples: {examples}\n"
    text = f"{head}questions:\n  - {{id: 1, checks: [{checks}]}}\n"
    rubric.write_text(text, encoding="utf-8")
    return rubric


def graded(rubric: Path, hand_ins: Mapping[str, str]) -> dict[str, Result]:
    """Grade some modules in workers of their own; return the results by name."""
    folder = rubric.parent / "hand_ins"
    folder.mkdir()
    for name, source in hand_ins.items():
        (folder / f"{name}.py").write_text(source, encoding="utf-8")
    job = pipeline.prepare(rubric)
    todo = plan(job, read_batch([folder], ["1"]), None)
    for _ in todo.run(on_this_machine(1)):
        pass
    return {Path(result.submission.path).stem: result for result in todo.results()}


COUNTS = re.compile(r"[\d,]+\+?(?= at \d)|(?<=up to )[\d,]+")  # of steps: each version of Python has its own


def feedback(result: Result) -> str:
    """Return the score of a hand-in, and a line for each check that is lost or has a remark."""
    lines = [f"{Path(result.submission.path).name}: {result.score:g}"]
    for question in result.questions:
        for outcome in question.outcomes:
            said = COUNTS.sub("…", " ".join(sentence(outcome).split()))
            if outcome.verdict is not Verdict.PENDING and (said or outcome.share < 1):
                named = f" [{outcome.mistake}]" * bool(outcome.mistake)
                earned = f"{outcome.earned:g} of {outcome.check.points:g}"
                part = outcome.check.options.get("part", "")
                check = f"{question.question.id} {outcome.check.kind} {outcome.check.target}{part}"
                lines.append(f"  {check}: {earned}{named}: {said}")
    return "\n".join(lines) + "\n"


def told(result: Result) -> list[tuple[float, str]]:
    """Return what each check earned, and the student's line."""
    return [(outcome.earned, sentence(outcome)) for each in result.questions for outcome in each.outcomes]


Given = Mapping[str, tuple[str, Sequence[float]]]  # hand-ins by name, and what each check of them earns


def graded_with(rubric: Path, hand_ins: Given) -> dict[str, Result]:
    """Grade hand-ins that come with what they earn."""
    return graded(rubric, {name: source for name, (source, _) in hand_ins.items()})


def earns(results: Mapping[str, Result], hand_ins: Given, name: str) -> None:
    """See that each check of a hand-in earns what it should."""
    assert [earned for earned, _ in told(results[name])] == hand_ins[name][1], feedback(results[name])


def only_the_honest_one_earns(results: Mapping[str, Result]) -> None:
    """See that of hand-ins for two points ``honest`` has them, and all others read a harmless sentence."""
    for name, result in results.items():
        ((earned, said),) = told(result)
        assert (earned, said) == (2, "") or (name != "honest" and earned == 0), name
        assert said.isprintable(), name
        assert len(said) < 400, name
