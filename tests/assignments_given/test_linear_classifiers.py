"""The example of linear classifiers: what each hand-in earns and reads, the audit, the kit.

``REWRITE=1 pytest tests/assignments_given`` writes the golden file anew: read what changed.
"""

from pathlib import Path

import pytest
from given import EXAMPLES, audited, graded, graded_in_kit, told

ASSIGNMENT = EXAMPLES / "linear_classifiers"
GOLDEN = Path(__file__).parent / "golden" / "linear_classifiers.txt"
pytestmark = pytest.mark.slow


def test_each_hand_in_earns_and_reads_what_it_should() -> None:
    """Right ones in three styles, wrong ones with a mistake each, an untouched starter."""
    results = graded(ASSIGNMENT)
    lines, golden = told(results, GOLDEN)
    assert lines == golden
    right = [result for result in results if Path(result.submission.path).name.startswith("right_")]
    assert [result.score for result in right] == [52, 52, 52]


def test_the_rubric_holds() -> None:
    """All known mistakes are caught and named, all mutants lose points, no variant does."""
    found = audited(ASSIGNMENT)
    assert len(found.mistakes) >= 40
    assert found.variants >= 18


def test_a_right_hand_in_is_right_in_the_kit(tmp_path: Path) -> None:
    """Caches that are closures, and the other convention; answers in a kit are frozen."""
    result, starter = graded_in_kit(ASSIGNMENT, "right_half_penalty.py", tmp_path / "kit")
    assert "bn_param a dict of 'mode' a text, and perhaps 'eps' a number" in " ".join(starter.split())
    assert (result.score, result.pending) == (52, 0)
