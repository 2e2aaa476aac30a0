"""Short whole numbers, as those of images and sounds: all of their range is drawn, and they wrap around."""

from pathlib import Path

import pytest
from one_question import assignment, graded, told

from grader.audit.run import audit
from grader.errors import AssignmentError
from grader.grading import pipeline
from grader.kit.release import release

ANSWERS = '''
import numpy as np
from jaxtyping import Float32, Int16, UInt8
from numpy import ndarray


def grey(image: UInt8[ndarray, "h w 3"]) -> UInt8[ndarray, "h w"]:
    """The mean of the three colours, rounded down."""
    return (image.astype(int).sum(axis=2) // 3).astype(np.uint8)


def energy(sound: Int16[ndarray, "n"]) -> float:
    """The mean square."""
    return float(np.mean(sound.astype(float) ** 2))
'''
RIGHT = """
import numpy as np
def grey(image):
    assert image.dtype == np.uint8
    return image.mean(axis=2).astype(int)
def energy(sound): return sum(int(s) ** 2 for s in sound) / len(sound)
"""
WRAPS = """
import numpy as np
def grey(image): return (image[..., 0] + image[..., 1] + image[..., 2]) // 3
def energy(sound): return np.mean(sound**2)
"""


def test_who_lets_them_wrap_around_loses_points(tmp_path: Path) -> None:
    """Of whatever type the answer is; starters say of which the input is, and kits ask the same."""
    rubric = assignment(tmp_path, ANSWERS, "{matches: grey, points: 1}, {matches: energy, points: 1}")
    found = graded(rubric, {"right": RIGHT, "wraps": WRAPS})
    assert told(found["right"]) == [(1, ""), (1, "")]
    assert [earned for earned, _ in told(found["wraps"])] == [0, 0]
    said = told(found["wraps"])[0][1]
    assert said.startswith("Right on all 46 inputs where no entry of `image` is ")
    assert said.endswith(", and wrong on all 12 others.")
    assert not audit(pipeline.prepare(rubric), seeds=1, workers=1, quick=True).survivors
    release(rubric, tmp_path / "kit")
    starter = (tmp_path / "kit" / "hw.py").read_text(encoding="utf-8")
    assert "image whole numbers of uint8 (h, w, 3) → whole numbers of uint8 (h, w)" in starter
    again = graded(tmp_path / "kit" / "rubric.yaml", {"right": RIGHT, "wraps": WRAPS})
    assert [earned for earned, _ in told(again["wraps"])] == [0, 0]
    assert told(again["right"]) == [(1, ""), (1, "")]


def test_short_real_numbers_are_refused(tmp_path: Path) -> None:
    """With what may be written: an answer in single precision is as good as one in double, as it is."""
    answers = ANSWERS + "\n\ndef half(x: Float32[ndarray, 'n']) -> float:\n    '''Half.'''\n    return 0.5\n"
    with pytest.raises(AssignmentError, match="or of UInt8, UInt16, UInt32, Int8, Int16, Int32"):
        pipeline.prepare(assignment(tmp_path, answers, "{matches: half, points: 1}"))
