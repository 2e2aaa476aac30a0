"""Arguments that methods change on purpose: each is made by a step, and looked at in the end."""

from pathlib import Path

import pytest
import small

from grader.errors import AssignmentError
from grader.grading import pipeline

from .asked import assignment, checks_of

ANSWERS = '''
class Momentum:
    """Steps along gradients, and further along where it went before."""

    def __init__(self, rate: Annotated[float, Within(0.1, 1)]) -> None:
        self.rate = rate
        self.velocity = None

    def step(self, params: Float[ndarray, "n"], grads: Float[ndarray, "n"]) -> None:
        """Change the parameters in place."""
        if self.velocity is None:
            self.velocity = np.zeros_like(params)
        self.velocity = 0.5 * self.velocity - self.rate * grads
        params += self.velocity
'''
CHECKS = "{matches: Momentum, changes: [params], points: 2}"
RIGHT = """
import numpy as np
class Momentum:
    def __init__(self, rate): self.rate, self.v = rate, 0.0
    def step(self, params, grads):
        self.v = self.v / 2 - self.rate * np.asarray(grads)
        params[:] = params + self.v
"""

KEPT = '''
class SGD:
    """Keeps the parameters that it is given, and changes those."""

    def __init__(self, params: list[Float[ndarray, "n"]], rate: Annotated[float, Within(0.1, 1)]) -> None:
        self.params, self.rate = params, rate

    def step(self, grads: list[Float[ndarray, "n"]]) -> None:
        """Step against gradients."""
        for p, g in zip(self.params, grads):
            p -= self.rate * g

    def norm(self) -> float:
        """The largest entry there is."""
        return max((float(np.abs(p).max(initial=0.0)) for p in self.params), default=0.0)
'''


@pytest.fixture
def rubric(tmp_path: Path) -> Path:
    return assignment(tmp_path, ANSWERS, CHECKS)


def told(rubric: Path, hand_in: str) -> list[tuple[float, str]]:
    return [(each["earned"], each["message"]) for each in checks_of(rubric, hand_in)]


def test_what_methods_leave_is_their_answer(rubric: Path) -> None:
    """However it is put there."""
    assert told(rubric, RIGHT) == [(2, "")]


def test_a_wrong_change_is_shown_where_it_is_looked_at(rubric: Path) -> None:
    """In a program that runs when it is pasted."""
    (check,) = checks_of(rubric, RIGHT.replace("self.v / 2 -", "self.v / 2 +"))
    assert check["earned"] == 0
    assert check["evidence"]["call"].splitlines() == [
        "import numpy as np",
        "",
        "params = np.array([0.0])",
        "m = Momentum(0.86)",
        "m.step(params, np.array([1.0]))",
        "params   # this is [0.86] where [-0.86] was expected",
    ]


def test_whoever_changes_nothing_is_told(rubric: Path) -> None:
    """As who gives the name to another array."""
    (check,) = checks_of(rubric, RIGHT.replace("params[:] =", "params ="))
    assert (check["earned"], check["message"]) == (
        0,
        (
            "Your class leaves `params` as it was: `params = ...` gives the name to another array, and "
            "`params[:] = ...` changes the one that is there."
        ),
    )
    assert check["evidence"]["call"].endswith("params   # this is [0] where [-0.86] was expected")


def test_a_change_the_other_way_is_told(rubric: Path) -> None:
    """As that of a function is."""
    (check,) = checks_of(rubric, RIGHT.replace("params + self.v", "params - self.v"))
    assert check["message"].endswith(
        "inputs, what your class changes in `params` is the right change with its sign reversed."
    )


def test_what_an_object_remembers_shows_in_what_it_changes(rubric: Path) -> None:
    """The same parameters are handed over more than once."""
    (check,) = checks_of(rubric, RIGHT.replace("self.v / 2 -", "0 -"))
    assert check["earned"] == 0
    steps = [line for line in check["evidence"]["call"].splitlines() if ".step(" in line]
    assert len(steps) == 2


def test_other_arguments_are_left_alone(rubric: Path) -> None:
    """What is changed on purpose is named; nothing else is free."""
    assert told(rubric, RIGHT.replace("np.asarray(grads)", "grads; grads *= 0")) == [
        (
            0,
            "the answers are right, but `Momentum.step` changes its argument `grads`: work on a copy of it",
        )
    ]


def test_what_a_constructor_keeps_may_be_changed_later(tmp_path: Path) -> None:
    """It is looked at where it was made; a list has another array in a place, or the same one changed."""
    checks = "{matches: SGD, changes: [params], points: 2}, {matches: SGD.norm, points: 1}"
    rubric = assignment(tmp_path, KEPT, checks)
    right = KEPT.replace("p -= self.rate * g", "p += -self.rate * g").replace(
        'list[Float[ndarray, "n"]]', "list"
    )
    head = "import numpy as np\nfrom typing import Annotated\ndef Within(*a): return a\n"
    assert told(rubric, head + right) == [(2, ""), (1, "")]
    copied = right.replace("= params, rate", "= [p.copy() for p in params], rate")
    assert [earned for earned, _ in told(rubric, head + copied)] == [0, 0]  # two may share what they keep


def test_a_class_may_sort_a_list(tmp_path: Path) -> None:
    """Lists of numbers are looked at, too."""
    answers = '''
class Sorter:
    """Sorts."""

    def __init__(self, down: bool) -> None:
        self.down = down

    def sort(self, values: list[int]) -> None:
        """Sort in place."""
        values.sort(reverse=self.down)
'''
    rubric = assignment(tmp_path, answers, "{matches: Sorter, changes: [values], points: 1}")
    right = "class Sorter:\n    def __init__(self, down): self.down = down\n    def sort(self, values): {}\n"
    assert told(rubric, right.format("values[:] = sorted(values, reverse=self.down)")) == [(1, "")]
    assert told(rubric, right.format("values.sort()"))[0][0] == 0
    assert told(rubric, right.format("return sorted(values, reverse=self.down)"))[0][0] == 0


def test_gradients_are_as_many_as_parameters(tmp_path: Path) -> None:
    """Whoever goes through both by number is right, also where the constructor was given them."""
    each = "for i in range(len({0})): {0}[i] -= 0.5 * grads[i]"
    answers = f'''
class Direct:
    """Steps."""

    def step(
        self, params: list[Float[ndarray, "n"]], grads: list[Float[ndarray, "n"]]
    ) -> None:
        """Step."""
        {each.format("params")}


class Kept:
    """Keeps them."""

    def __init__(self, params: list[Float[ndarray, "n"]]) -> None:
        self.params = params

    def step(self, grads: list[Float[ndarray, "n"]]) -> None:
        """Step."""
        {each.format("self.params")}
'''
    checks = "{matches: Direct, changes: [params], points: 1}, {matches: Kept, changes: [params], points: 1}"
    rubric = assignment(tmp_path, answers, checks)
    job = pipeline.prepare(rubric)
    for name in ("Direct", "Kept"):
        (corpora,) = job.corpora.values()
        examples = corpora.examples(
            job.rubric.reference.signatures[name], job.plan(job.rubric.assignment.questions[0])
        )
        programs = [each.args["program"] for each in examples]
        assert any(
            len(step.arguments[-1]) > 1 for each in programs for step in each.steps if step.call == ".step"
        )
    right = (
        "class Direct:\n    def step(self, params, grads):\n"
        "        for p, g in zip(params, grads, strict=True): p -= g / 2\n"
        "class Kept:\n    def __init__(self, params): self.params = params\n"
        "    def step(self, grads):\n"
        "        for p, g in zip(self.params, grads, strict=True): p -= g / 2\n"
    )
    assert told(rubric, right) == [(1, ""), (1, "")]


def test_a_class_of_which_nothing_can_be_seen_is_refused(tmp_path: Path) -> None:
    """Whoever did nothing would earn its points."""
    answers = '''
class Log:
    """Keeps."""

    def add(self, x: float) -> None:
        """Add."""
'''
    with pytest.raises(AssignmentError) as caught:
        pipeline.prepare(assignment(tmp_path, answers, "{matches: Log, points: 1}"))
    assert str(caught.value).endswith(
        "nothing of `Log` can be compared, for no method returns anything: ask for one that does, or for "
        "what they change, `changes: [values]`"
    )


@pytest.mark.parametrize(
    ("check", "said"),
    [
        (
            "{matches: SGD, changes: [parms], points: 1}",
            "`SGD` has no argument `parms`; did you mean `params`?",
        ),
        (
            "{matches: SGD, changes: [rate], points: 1}",
            "nobody can change `rate`: what is changed is an array, a list, a dict, a set or a table",
        ),
        (
            "{matches: SGD.norm, changes: [params], points: 1}",
            "what methods of `SGD` change is compared for the class as a whole: leave out the method's name",
        ),
    ],
)
def test_a_slip_in_the_rubric_is_told(tmp_path: Path, check: str, said: str) -> None:
    """At the key."""
    with pytest.raises(AssignmentError) as caught:
        pipeline.prepare(assignment(tmp_path, KEPT, check))
    assert said in str(caught.value)


def test_the_reference_is_told_to_say_so(tmp_path: Path) -> None:
    """A method that changes what it is given is refused unless the rubric says what for."""
    answers = ANSWERS.replace('grads: Float[ndarray, "n"]) -> None', 'grads: Float[ndarray, "n"]) -> float')
    answers = f"{answers.rstrip()}\n        return self.rate\n"
    with pytest.raises(AssignmentError) as caught:
        pipeline.prepare(assignment(tmp_path, answers, "{matches: Momentum, points: 1}"))
    said = str(caught.value)
    assert "`Momentum.step` changes its argument `params`" in said
    assert "or say so in the check, `changes: [params]`" in said


def test_a_kit_looks_too(rubric: Path) -> None:
    """Its starter says what goes in, and its own examples tell what is left."""
    done = small.command(rubric.parent, "release", "kit")
    assert (done.returncode, done.stderr) == (0, "")
    kit = rubric.parent / "kit"
    assert "params (n,), grads (n,)" in (kit / "hw.py").read_text(encoding="utf-8")
    (kit / "hw.py").write_text(RIGHT, encoding="utf-8")
    assert small.command(kit, "check", "hw.py").returncode == 0
    (kit / "hw.py").write_text(RIGHT.replace("params[:] =", "params ="), encoding="utf-8")
    assert small.command(kit, "check", "hw.py").returncode == 1


def test_an_audit_catches_mistakes_and_mutants(tmp_path: Path) -> None:
    """A mistake by name is known by what it leaves."""
    mistakes = '''

@mistake(of="Momentum")
class Forgets:
    """Your optimizer forgets where it went before."""

    def __init__(self, rate):
        self.rate = rate

    def step(self, params, grads):
        params -= self.rate * grads
'''
    rubric = assignment(tmp_path, ANSWERS, CHECKS, mistakes=mistakes)
    done = small.command(rubric.parent, "audit", "--quick")
    assert done.returncode == 0, done.stdout + done.stderr
    ((earned, message),) = told(rubric, RIGHT.replace("self.v / 2 -", "0 -"))
    assert (earned, message) == (0, "Your optimizer forgets where it went before.")
