"""Code that did the same on all stored inputs has the same behaviour, and no other has."""

from pathlib import Path

import pytest
import small

from grader.batch.local import on_this_machine
from grader.batch.plan import plan
from grader.grading import pipeline
from grader.model import Verdict
from grader.platforms.find import read_batch

HEAD = "import numpy as np\n"
BODIES = {
    "one": "def below_largest(x):\n    return x - x.mean()\n",
    "two": "def below_largest(values):\n    return [v - sum(values) / len(values) for v in values]\n",
    "other": "def below_largest(x):\n    return x - x.mean() + 1e-4\n",
    "late": "def below_largest(x):\n    return x - x.mean() if len(x) > 2 else x\n",
    "raises": "def below_largest(x):\n    raise ValueError(len(x))\n",
    "raises_too": "def below_largest(x):\n    n = len(x)\n    raise ValueError(n)\n",
    "right": "def below_largest(x):\n    return x.max() - x\n",
    "none": "def below(x):\n    return x.max() - x\n",
    "nothing": "x = 1\n",
}


@pytest.fixture(scope="module")
def behaviours(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Of the first check, by submission."""
    folder: Path = tmp_path_factory.mktemp("behaviours")
    rubric = small.copied(folder)
    (folder / "in").mkdir()
    for name, body in BODIES.items():
        (folder / "in" / f"{name}.py").write_text(HEAD + body)
    job = pipeline.prepare(rubric, 0, ["1a"])
    todo = plan(job, read_batch([folder / "in"], ["1a"]))
    for _ in todo.run(on_this_machine(2)):
        pass
    found = {each.submission.id: each.questions[0].outcomes[0] for each in todo.report().results}
    assert found["right"].verdict is Verdict.PASSED
    return {name: outcome.behaviour for name, outcome in found.items()}


def test_who_did_the_same_has_the_same(behaviours: dict[str, str]) -> None:
    """Of what is raised the type counts, and not the line; a right one has none."""
    assert behaviours["raises"] == behaviours["raises_too"] != ""
    assert behaviours["none"] == behaviours["nothing"] == "missing"
    assert behaviours["right"] == ""


def test_who_did_other_things_has_another(behaviours: dict[str, str]) -> None:
    """On some inputs, or by little."""
    names = ("one", "other", "late", "raises", "none")
    assert len({behaviours[name] for name in names}) == len(names)


def test_another_way_of_adding_up_is_no_other_behaviour(behaviours: dict[str, str]) -> None:
    """NumPy adds pairwise, a loop from left to right; and a list is as good as an array."""
    assert behaviours["one"] == behaviours["two"]
