"""The examples on the page about chance, files and cost are assignments, and are graded."""

import re
from pathlib import Path

import pytest

from grader.kit.release import release

from .posed import Posed

PAGE = Path(__file__).parents[2] / "docs" / "questions_chance.md"

HAND_INS = {
    "Chance": """
import random

import numpy as np


def roll():
    return random.randint(1, 6)


def steps(rng, walks):
    return rng.standard_normal(walks)

# wrong:
import random

import numpy as np


def roll():
    return random.randint(0, 5)


def steps(rng, walks):
    return np.random.random(walks)
""",
    "Files": """
import csv


def mean_height(path):
    heights = [float(row["height"]) for row in csv.DictReader(open(path))]
    return sum(heights) / len(heights)

# wrong:
def mean_height(path):
    return float(open("other.csv").read())
""",
    "Cost": """
import numpy as np


def distances(X, y):
    return np.linalg.norm(X - y, axis=1)


def counts(x):
    seen = {}
    for each in x.tolist():
        seen[each] = seen.get(each, 0) + 1
    return [seen[each] for each in x.tolist()]

# wrong:
import numpy as np


def distances(X, y):
    return [np.linalg.norm(x - y) for x in X]


def counts(x):
    return [sum(a == b for b in x) for a in x]
""",
}


@pytest.mark.parametrize("title", HAND_INS)
def test_an_example_of_the_page_is_graded(title: str, tmp_path: Path) -> None:
    """The right hand-in earns everything, the wrong one nothing."""
    section = PAGE.read_text(encoding="utf-8").partition(f"## {title}\n")[2].partition("\n## ")[0]
    sources = dict.fromkeys(("answers", "laws"), "")
    for name, source in re.findall(r"```python\n# (\w+)\.py\n(.*?)```", section, re.DOTALL):
        sources[name] = source
    blocks = re.findall(r"```yaml\n(.*?)```", section, re.DOTALL)
    checks = "\n".join(line.removeprefix("- ") for line in blocks[-1].splitlines())
    posed = Posed.write(tmp_path, checks, **sources, more="".join(blocks[:-1]))
    (posed.rubric.parent / "heights.csv").write_text("name,height\nann,1.7\nbob,1.8\n", encoding="utf-8")
    right, wrong = HAND_INS[title].split("# wrong:\n")
    assert [each.share for each in posed.graded(right).outcomes] == [1] * len(checks.splitlines())
    assert not any(each.share for each in posed.graded(wrong).outcomes)
    release(posed.rubric, tmp_path / "kit")
    assert (tmp_path / "kit" / "heights.csv").exists() is (title == "Files")
