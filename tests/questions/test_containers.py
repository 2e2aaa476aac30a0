"""Dicts, sets, named tuples, what may be None, and what is gone through: as arguments and as results."""

from pathlib import Path

import pytest
import small

from .asked import assignment, graded, told

ANSWERS = '''
class Params(TypedDict):
    W: Float[ndarray, "d k"]
    b: Float[ndarray, "k"]


class Fit(NamedTuple):
    loss: float
    slope: Float[ndarray, "k"]


def words(pick):
    return {"abc"[i]: pick.choose(1, 5) for i in range(pick.choose(0, 3))}


def few(pick):
    return {pick.choose(0, 5) for _ in range(pick.choose(0, 4))}


def scores(x: Float[ndarray, "n d"], params: Params) -> Float[ndarray, "n k"]:
    """The scores of a linear classifier."""
    return x @ params["W"] + params["b"]


def grads(x: Float[ndarray, "n d"], params: Params) -> Params:
    """The gradients of the sum of the scores."""
    return {"W": x.sum(0)[:, None] + 0 * params["W"], "b": len(x) + 0 * params["b"]}


def more(count: Annotated[dict[str, int], words]) -> dict[str, float]:
    """Half as many again of each."""
    return {word: 1.5 * n for word, n in count.items()}


def evens(numbers: Annotated[set[int], few]) -> set[int]:
    """The even ones."""
    return {n for n in numbers if n % 2 == 0}


def fitted(x: Float[ndarray, "k"]) -> Fit:
    """Half the square, and its derivative."""
    return x @ x / 2, x


def largest(numbers: Annotated[set[int], few], least: int | None) -> int | None:
    """The largest of them that is at least so large, if there is one."""
    return max((n for n in numbers if least is None or n >= least), default=None)


def squares(n: Annotated[int, Within(0, 6)]) -> Iterator[int]:
    """The first squares."""
    return (i * i for i in range(n))


def roots(b: float, c: float) -> tuple[complex, complex]:
    """The roots of z² + bz + c, that with the larger imaginary part first."""
    return tuple(sorted(np.roots([1, b, c]).astype(complex), key=lambda z: (-z.imag, -z.real)))


def spectrum(d: Float[ndarray, "n"]) -> tuple[Float[ndarray, "n"], Float[ndarray, "n n"]]:
    """The eigenvalues and eigenvectors of a diagonal matrix."""
    return np.linalg.eigh(np.diag(d))
'''
NAMES = ("scores", "grads", "more", "evens", "fitted", "largest", "squares", "roots")
CHECKS = ", ".join(f"{{matches: {name}, points: 1}}" for name in NAMES)
RIGHT = """
import numpy as np
from collections import Counter, OrderedDict
def scores(x, params): return x @ params["W"] + params["b"]
def grads(x, params):
    return OrderedDict(b=[len(x)] * len(params["b"]), W=np.outer(x.sum(0), params["b"] * 0 + 1))
def more(count): return {w: np.float64(1.5 * n) for w, n in sorted(count.items(), reverse=True)}
def evens(numbers): return [n for n in numbers if n % 2 == 0]
def fitted(x): return x @ x / 2, list(x)
def largest(numbers, least):
    left = sorted(n for n in numbers if least is None or n >= least)
    return left[-1] if left else None
def squares(n):
    for i in range(n): yield i * i
def roots(b, c):
    s = np.sqrt(complex(b * b - 4 * c))
    return (-b + s) / 2, (-b - s) / 2
"""
WRONG = """
import numpy as np
def scores(x, params): return x @ params["W"] - params["b"]
def grads(x, params): return {"W": params["W"]}
def more(count): return {w: 1.5 * n for w, n in count.items() if n < 3}
def evens(numbers): return {n for n in numbers if n % 2}
def fitted(x): return {"loss": x @ x / 2, "slope": x}
def largest(numbers, least): return max(numbers, default=0)
def squares(n): return [i * i for i in range(n + 1)]
def roots(b, c):
    s = np.sqrt(complex(b * b - 4 * c))
    return (-b - s) / 2, (-b + s) / 2
"""
SAID = [
    "✗ scores gives the right values 0 / 1",
    "scores(x, params) returned [[-1]] where [[1]] was expected.",
    "input x = [[0]]",
    "params = {'W': [[0]], 'b': [1]}",
    "fails on 26 of 28 inputs",
    "✗ grads gives the right values 0 / 1",
    "`grads`: a dict without the key 'b' was returned",
    "input x = [[0]]",
    "params = {'W': [[0]], 'b': [0]}",
    "returned {'W': [[0]]}",
    "fails on all 28 inputs",
    "✗ more gives the right values 0 / 1",
    "Wrong only where an entry of `count.values()` is above 2: on all 37 such inputs, and",
    "right on all 21 others. Where it is wrong, keys are missing from your answer, and what",
    "is there is right.",
    "input count = {'a': 3}",
    "returned {}",
    "expected {'a': 4.5}",
    "they first differ under the key 'a'; fails on 20 of 28 inputs",
    "✗ evens gives the right values 0 / 1",
    "Wrong only where `numbers` is not empty: on all 49 such inputs, and right on all 9",
    "others.",
    "input numbers = {0}",
    "returned set()",
    "expected {0}",
    "they first differ over the item 0; fails on 24 of 28 inputs",
    "✗ fitted gives the right values 0 / 1",
    "`fitted`: a dict of 2 was returned where 2 results were expected",
    "input x = [0]",
    "returned {'loss': 0, 'slope': [0]}",
    "fails on all 28 inputs",
    "✗ largest gives the right values 0 / 1",
    "0 was returned where None was expected. Wrong only where the right answer is None: on",
    "all 11 such inputs, and right on all 48 others.",
    "input numbers = set()",
    "least = None",
    "returned 0",
    "fails on 6 of 29 inputs",
    "✗ squares gives the right values 0 / 1",
    "On all 44 inputs, your answer is what would be right if `n` were larger by 1.",
    "input n = 0",
    "returned [0]",
    "expected []",
    "fails on all 14 inputs",
    "✗ roots gives the right values 0 / 1",
    "On all 55 inputs where it is wrong, of 58, the two results of your answer are the right",
    "ones, exchanged.",
    "input b = 0",
    "c = 1",
    "returned (0-1j, 0+1j)",
    "expected (0+1j, 0-1j)",
    "they first differ in result 1; fails on 25 of 28 inputs",
]


@pytest.fixture
def rubric(tmp_path: Path) -> Path:
    return assignment(tmp_path, "from collections.abc import Iterator\n" + ANSWERS, CHECKS)


def test_right_containers_earn_all(rubric: Path) -> None:
    """In whatever order, of whatever class, with NumPy's numbers for Python's."""
    found = graded(rubric, RIGHT)
    assert [each["earned"] for each in found.values()] == [1] * len(NAMES), found


def test_wrong_containers_are_told(rubric: Path) -> None:
    """The first key that differs is named, and arguments are shown as they are written."""
    lines = told(rubric, WRONG)
    assert lines[4:] == SAID


def test_named_tuples_of_numpy_are_tuples(tmp_path: Path) -> None:
    """The reference may return what np.linalg returns."""
    rubric = assignment(
        tmp_path, "from collections.abc import Iterator\n" + ANSWERS, "{matches: spectrum, points: 1}"
    )
    hand_in = "import numpy as np\ndef spectrum(d): return tuple(np.linalg.eigh(np.diag(d)))"
    assert graded(rubric, hand_in)["matches spectrum"]["earned"] == 1


def test_a_kit_has_dicts_and_sets(rubric: Path) -> None:
    """The classes of the annotations go along, and the frozen inputs are what they were."""
    done = small.command(rubric.parent, "release", "kit")
    assert (done.returncode, done.stderr) == (0, "")
    kit = rubric.parent / "kit"
    starter = (kit / "hw.py").read_text(encoding="utf-8")
    assert "x (n, d), params a dict of 'W' (d, k), 'b' (k,) → (n, k)" in starter
    assert "numbers a set of whole numbers, least a whole number or None → a whole number or None" in starter
    (kit / "hw.py").write_text(RIGHT, encoding="utf-8")
    done = small.command(kit, "check", "hw.py")
    assert (done.returncode, done.stderr) == (0, ""), done.stdout


@pytest.mark.slow
def test_hostile_containers_cost_nobody_but_themselves(rubric: Path) -> None:
    """Dicts and sets that lie, change or never end; keys that are equal to everything."""
    hand_in = RIGHT + (
        "class Lies(dict):\n"
        "    def items(self): raise SystemExit\n"
        "    def __iter__(self):\n"
        "        while True: yield 'a'\n"
        "class Endless:\n"
        "    def keys(self):\n"
        "        while True: yield object()\n"
        "    def __getitem__(self, key): return self\n"
        "class Key(str):\n"
        "    def __hash__(self): return 1\n"
        "    def __eq__(self, other): return True\n"
        "def grads(x, params): return Lies(W=Endless(), b=Lies())\n"
        "def more(count): return {Key(w): 0 for w in count}\n"
        "def evens(numbers): return Endless()\n"
        "def scores(x, params):\n"
        "    me = {}\n"
        "    me['me'] = me\n"
        "    return me\n"
    )
    found = graded(rubric, hand_in)
    earned = {each: found[f"matches {each}"]["earned"] for each in NAMES}
    assert earned == {name: int(name not in ("grads", "more", "evens", "scores")) for name in NAMES}
