"""The example of numerical methods: what each hand-in earns and reads, the audit, the kit.

``REWRITE=1 pytest tests/assignments_given`` writes the golden file anew: read what changed.
"""

import os
import shutil
from pathlib import Path

import pytest
from one_question import feedback

from grader.audit.run import audit
from grader.batch.local import on_this_machine, single
from grader.batch.plan import plan
from grader.grading import pipeline
from grader.kit.release import release
from grader.platforms.find import read_batch, read_one

HERE = Path(__file__).parent
ASSIGNMENT = HERE.parent.parent / "examples" / "numerical_methods"
GOLDEN = HERE / "golden" / "numerical_methods.txt"


@pytest.mark.slow
def test_each_hand_in_earns_and_reads_what_it_should() -> None:
    """Right ones in three styles, and wrong ones with a mistake each."""
    job = pipeline.prepare(ASSIGNMENT / "rubric.yaml")
    ids = [question.id for question in job.rubric.assignment.questions]
    todo = plan(job, read_batch([ASSIGNMENT / "submissions"], ids), None)
    for _ in todo.run(on_this_machine(1)):
        pass
    results = todo.results()
    lines = "".join(map(feedback, results))
    if os.environ.get("REWRITE"):
        GOLDEN.write_text(lines, encoding="utf-8")
    assert lines == GOLDEN.read_text(encoding="utf-8")
    scores = {Path(result.submission.path).name: result.score for result in results}
    assert len(scores) == 16
    assert all((score == 29) is name.startswith("right") for name, score in scores.items())


@pytest.mark.slow
def test_the_rubric_holds() -> None:
    """All known mistakes are caught and named, all mutants lose points, no variant does."""
    found = audit(pipeline.prepare(ASSIGNMENT / "rubric.yaml"), seeds=1, workers=2)
    assert found.good
    assert len(found.mistakes) == 21
    assert all(each.lost and each.named in each.expected for each in found.mistakes)
    assert not found.survivors
    assert (found.variants, found.harmed) == (8, ())


@pytest.mark.slow
def test_a_right_hand_in_is_right_in_the_kit(tmp_path: Path) -> None:
    """Answers in a kit are frozen, and a hand-in in another style meets them."""
    release(ASSIGNMENT / "rubric.yaml", tmp_path / "kit")
    shutil.copy(ASSIGNMENT / "submissions" / "right_by_hand.py", tmp_path / "kit" / "hw.py")
    job = pipeline.prepare(tmp_path / "kit" / "rubric.yaml")
    ids = [question.id for question in job.rubric.assignment.questions]
    result = single(job, read_one(tmp_path / "kit" / "hw.py", ids))
    outcomes = [outcome for question in result.questions for outcome in question.outcomes]
    assert all(each.share == 1 or each.check.by_person for each in outcomes), feedback(result)
