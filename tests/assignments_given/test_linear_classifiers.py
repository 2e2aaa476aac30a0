"""The example of linear classifiers: what each hand-in earns and reads, the audit, the kit.

``REWRITE=1 pytest tests/assignments_given`` writes the golden file anew: read what changed then.
"""

import os
import re
import shutil
from pathlib import Path

import pytest

from grader.audit.run import audit
from grader.batch.local import on_this_machine, single
from grader.batch.plan import plan
from grader.grading import pipeline
from grader.kit.release import release
from grader.model import Result
from grader.platforms.find import read_batch, read_one
from grader.reports.words import sentence

HERE = Path(__file__).parent
ASSIGNMENT = HERE.parent.parent / "examples" / "linear_classifiers"
GOLDEN = HERE / "golden" / "linear_classifiers.txt"
COUNTS = re.compile(r"[\d,]+\+?(?= at \d)|(?<=up to )[\d,]+")  # of steps: each version of Python has its own


def told(result: Result) -> list[str]:
    """Return the score, and a line for each check that is lost or has a remark."""
    lines = [f"{Path(result.submission.path).name}: {result.score:g}"]
    for question in result.questions:
        for outcome in question.outcomes:
            said = " ".join(sentence(outcome).split())
            if said or outcome.share < 1:
                named = f" [{outcome.mistake}]" if outcome.mistake else ""
                target = f"{outcome.check.kind} {outcome.check.target}{outcome.check.options.get('part', '')}"
                earned = f"{outcome.earned:g} of {outcome.check.points:g}"
                lines.append(f"  {question.question.id} {target}: {earned}{named}: {COUNTS.sub('…', said)}")
    return lines


@pytest.mark.slow
def test_each_hand_in_earns_and_reads_what_it_should() -> None:
    """Right ones in three styles, wrong ones with a mistake each, an untouched starter."""
    job = pipeline.prepare(ASSIGNMENT / "rubric.yaml")
    todo = plan(job, read_batch([ASSIGNMENT / "submissions"], list("123456")), None)
    for _ in todo.run(on_this_machine(1)):
        pass
    results = todo.results()
    lines = "\n".join(line for result in results for line in told(result)) + "\n"
    if os.environ.get("REWRITE"):
        GOLDEN.parent.mkdir(exist_ok=True)
        GOLDEN.write_text(lines, encoding="utf-8")
    assert lines == GOLDEN.read_text(encoding="utf-8")
    right = [result for result in results if Path(result.submission.path).name.startswith("right_")]
    assert [result.score for result in right] == [52, 52, 52]


@pytest.mark.slow
def test_the_rubric_holds() -> None:
    """All known mistakes are caught and named, all mutants lose points, no variant does."""
    found = audit(pipeline.prepare(ASSIGNMENT / "rubric.yaml"), seeds=1, workers=2)
    assert found.good
    assert len(found.mistakes) >= 40
    assert all(each.lost and each.named in each.expected for each in found.mistakes)
    assert not found.survivors
    assert found.variants >= 18
    assert not found.harmed


def test_a_right_hand_in_is_right_in_the_kit(tmp_path: Path) -> None:
    """Caches that are closures, and the other convention; answers in a kit are frozen."""
    release(ASSIGNMENT / "rubric.yaml", tmp_path / "kit")
    starter = " ".join((tmp_path / "kit" / "hw.py").read_text(encoding="utf-8").split())
    assert "bn_param a dict of 'mode' a text, and perhaps 'eps' a number" in starter
    shutil.copy(ASSIGNMENT / "submissions" / "right_half_penalty.py", tmp_path / "kit" / "hw.py")
    job = pipeline.prepare(tmp_path / "kit" / "rubric.yaml")
    result = single(job, read_one(tmp_path / "kit" / "hw.py", list("123456")))
    assert (result.score, result.pending) == (52, 0)
