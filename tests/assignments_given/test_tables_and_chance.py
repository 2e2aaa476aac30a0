"""The example of a ferry's delays: what each hand-in earns and reads, the audit, the kit.

``REWRITE=1 pytest tests/assignments_given`` writes the golden file anew: read what changed.
"""

from pathlib import Path

import pytest
from given import EXAMPLES, audited, graded, graded_in_kit, told
from one_question import feedback

ASSIGNMENT = EXAMPLES / "tables_and_chance"
GOLDEN = Path(__file__).parent / "golden" / "tables_and_chance.txt"
pytestmark = pytest.mark.slow


def test_each_hand_in_earns_and_reads_what_it_should() -> None:
    """Right ones in three styles, and wrong ones with a mistake each."""
    results = graded(ASSIGNMENT)
    lines, golden = told(results, GOLDEN)
    assert lines == golden
    scores = {Path(result.submission.path).name: result.score for result in results}
    assert len(scores) == 14
    assert all(score == 29 for name, score in scores.items() if name.startswith("right"))


def test_the_rubric_holds() -> None:
    """All known mistakes are caught and named, all mutants lose points, no variant does."""
    found = audited(ASSIGNMENT)
    assert len(found.mistakes) == 25
    assert found.variants == 8


def test_a_right_hand_in_is_right_in_the_kit(tmp_path: Path) -> None:
    """Answers in a kit are frozen, and a hand-in in another style meets them."""
    result, _ = graded_in_kit(ASSIGNMENT, "right_sql.ipynb", tmp_path / "kit")
    outcomes = [outcome for question in result.questions for outcome in question.outcomes]
    assert all(each.share == 1 or each.check.by_person for each in outcomes), feedback(result)
