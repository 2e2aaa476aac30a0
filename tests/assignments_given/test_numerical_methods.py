"""The example of numerical methods: what each hand-in earns and reads, the audit, the kit.

``REWRITE=1 pytest tests/assignments_given`` writes the golden file anew: read what changed.
"""

from pathlib import Path

import pytest
from given import EXAMPLES, audited, graded, graded_in_kit, told
from one_question import feedback

ASSIGNMENT = EXAMPLES / "numerical_methods"
GOLDEN = Path(__file__).parent / "golden" / "numerical_methods.txt"
pytestmark = pytest.mark.slow


def test_each_hand_in_earns_and_reads_what_it_should() -> None:
    """Right ones in three styles, and wrong ones with a mistake each."""
    results = graded(ASSIGNMENT)
    lines, golden = told(results, GOLDEN)
    assert lines == golden
    scores = {Path(result.submission.path).name: result.score for result in results}
    assert len(scores) == 19
    assert all((score == 39) is name.startswith("right") for name, score in scores.items())


def test_the_rubric_holds() -> None:
    """All known mistakes are caught and named, all mutants lose points, no variant does."""
    found = audited(ASSIGNMENT)
    assert len(found.mistakes) == 31
    assert found.variants == 8


def test_a_right_hand_in_is_right_in_the_kit(tmp_path: Path) -> None:
    """Answers in a kit are frozen, and a hand-in in another style meets them."""
    result, _ = graded_in_kit(ASSIGNMENT, "right_by_hand.py", tmp_path / "kit")
    outcomes = [outcome for question in result.questions for outcome in question.outcomes]
    assert all(each.share == 1 or each.check.by_person for each in outcomes), feedback(result)
