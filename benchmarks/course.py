"""Folders of submissions and small assignments to measure with."""

import shutil
from pathlib import Path

ROOT = Path(__file__).parent.parent
RUBRIC = ROOT / "rubric.yaml"
SAMPLES = {"numpy": "ada_numpy.py", "torch": "blaise_torch.py", "notebook": "carl_notebook.ipynb"}
# A class: most are right, some hand in the answer sheet with its mistakes, some forget functions.
CLASS = ("ada_numpy.py",) * 6 + ("answer_sheet.py",) * 3 + ("forgot_some.py",)


def folder(place: Path, names: tuple[str, ...], count: int) -> Path:
    """Make a folder with so many submissions, no two of them the same bytes."""
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(parents=True)
    for number in range(count):
        source = ROOT / "submissions" / names[number % len(names)]
        text = source.read_text(encoding="utf-8")
        mark = f"# {number}\n" if source.suffix == ".py" else " " * number
        (place / f"student{number:04}{source.suffix}").write_text(text + mark, encoding="utf-8")
    return place


ANSWERS = '''
"""One function of one array."""

import numpy as np
from jaxtyping import Float
from numpy import ndarray


def standardised(x: Float[ndarray, "n"]) -> Float[ndarray, "n"]:
    """The entries less their mean, by their standard deviation (0 where that is 0)."""
    spread = x.std()
    return (x - x.mean()) / spread if spread else np.zeros(len(x))
'''


def one_function(place: Path, size: int, examples: int = 20) -> Path:
    """Make an assignment of one function of an array with so many entries; return its rubric."""
    shutil.rmtree(place, ignore_errors=True)
    (place / "reference" / "q").mkdir(parents=True)
    (place / "reference" / "q" / "answers.py").write_text(ANSWERS, encoding="utf-8")
    (place / "hand_ins").mkdir()
    (place / "hand_ins" / "student.py").write_text(ANSWERS, encoding="utf-8")
    rubric = (
        f"assignment: sizes\nreference: reference\nexamples: {examples}\nquestions:\n"
        f"  - id: 1\n    sizes: {{n: [{size}, {size}]}}\n"
        "    checks:\n      - {matches: standardised, points: 1}\n"
    )
    (place / "rubric.yaml").write_text(rubric, encoding="utf-8")
    return place / "rubric.yaml"


def with_examples(place: Path, examples: int) -> Path:
    """Copy the first assignment with another number of examples; return its rubric."""
    shutil.rmtree(place, ignore_errors=True)
    shutil.copytree(ROOT / "reference", place / "reference")
    text = RUBRIC.read_text(encoding="utf-8").replace("examples: 100\n", f"examples: {examples}\n", 1)
    (place / "rubric.yaml").write_text(text, encoding="utf-8")
    return place / "rubric.yaml"
