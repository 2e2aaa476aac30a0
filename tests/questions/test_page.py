"""The page that says how each kind is asked: its examples are put together and graded."""

import re
from pathlib import Path

import pytest

from .asked import assignment, checks_of

pytestmark = pytest.mark.slow

PAGE = Path(__file__).parents[2] / "docs" / "questions.md"
SECTIONS = {
    title: dict.fromkeys(re.findall(r"```(?:python|yaml)\n(.*?)```", text, re.DOTALL))
    for title, text in re.findall(
        r"^## (.*?)\n(.*?)(?=^## |\Z)", PAGE.read_text(encoding="utf-8"), re.M | re.S
    )
}
SECTIONS = {title: parts for title, parts in SECTIONS.items() if parts}  # those with an assignment
# By section: a right hand-in and a wrong one, and what is told of the wrong one.
TRIED = {
    "A variable": (
        "mean_height = 171.2\ndeviations = [-11.2, 0.3, 10.9]",
        "mean_height = 171.5\ndeviations = [1, 2, 3]",
        [
            "This is the median: half are smaller. The mean is the sum by the count.",
            "deviations is [1, 2, 3] (an array of shape (3,)), which is not the right value.",
            "The deviations from the mean add up to 0.",
        ],
    ),
    "Tensors": (
        """
import torch
from torch.nn import functional as F
def attention(q, k, v): return F.scaled_dot_product_attention(q[None], k[None], v[None])[0]
def cross_entropy(logits, labels):
    labels = torch.where((labels < 0) | (labels >= logits.shape[1]), -100, labels)
    return F.cross_entropy(logits.requires_grad_(), labels, reduction="sum") / len(labels)
def step(w, gradient): w.sub_(gradient, alpha=0.1)
class Affine(torch.nn.Module):
    def __init__(self, W, b):
        super().__init__()
        self.layer = torch.nn.Linear(*W.shape)
        self.layer.load_state_dict({"weight": W.T, "bias": b})
    def forward(self, x): return self.layer(x)
""",
        """
import torch
def attention(q, k, v): return torch.softmax(q @ k.T, dim=1) @ v
def cross_entropy(logits, labels):
    labels = labels.clamp(0, logits.shape[1] - 1)
    return torch.nn.functional.cross_entropy(logits, labels)
def step(w, gradient): return w - 0.1 * gradient
class Affine(torch.nn.Module):
    def __init__(self, W, b):
        super().__init__()
        self.W, self.b = W, b
    def forward(self, x): return x @ self.W
""",
        [
            "Right on all 20 inputs where `q` has one column, and wrong on 23 of the 38 others.",
            "cross_entropy(logits, labels) returned 0.693147 where 0 was expected.",
            (
                "after the call, `w` is [0] where [-0.1] is expected. Your function leaves `w` as it was: "
                "`w = ...` gives the name to another tensor, and `w[:] = ...` changes the one that is there."
            ),
            "The last step returned [[0]] where [[1]] was expected.",
        ],
    ),
    "Lists of numbers": (
        """
import numpy as np
from collections import Counter
def mean(values): return np.mean(values) if values else 0
def most_frequent(rolls):
    counts = Counter(sorted(rolls)).most_common(1)
    return counts[0][0] if counts else None
def columns(rows): return np.array(rows).T.tolist()
def norm(gradients): return np.linalg.norm(np.concatenate([np.zeros(1), *map(np.ravel, gradients)]))
""",
        """
def mean(values): return sum(values) / len(values) if len(values) > 1 else 0
def most_frequent(rolls): return max(rolls, key=rolls.count, default=None)
def columns(rows): return [[row[j] for row in rows] for j in range(len(rows))]
def norm(gradients): return sum((each**2).sum() ** 0.5 for each in gradients)
""",
        [
            (
                "Wrong only where `values` has at most one entry and `values` holds another number than "
                "zero: on all 3 such inputs, and right on all 28 others."
            ),
            "most_frequent(rolls) returned 2 where 1 was expected.",
            (
                "`columns` raised IndexError: list index out of range (hw.py:4). In `def columns(rows): "
                "return [[row[j] for row in rows] for j in range(len(rows))]`, with row of length 1, j = 1, "
                "it asks for an item after the last: places count from 0. Right on all 9 inputs where `rows` "
                "is empty, and wrong on 41 of the 49 others."
            ),
            (
                "Wrong only where `gradients` has more than one entry: on all 39 such inputs, and right on "
                "all 19 others."
            ),
        ],
    ),
    "Dicts and sets": (
        """
from collections import Counter
def scores(x, params): return x @ params["W"] + params["b"]
def count(text): return Counter(text)
def vowels(text): return sorted({each for each in text if each in "aeiou"})
""",
        """
def scores(x, params): return x @ params["W"]
def count(text): return {each: 1 for each in text}
def vowels(text): return [each for each in text if each in "aeiou"]
""",
        [
            "scores(x, params) returned [[0]] where [[1]] was expected.",
            (
                "Wrong only where `text` has a character twice: on all 38 such inputs, and right on all "
                "20 others. Where it is wrong, the keys of your answer are right; where a value is not, "
                "it is 1."
            ),
            (
                "`vowels`: a list of 2, some of them twice, was returned where a set was expected. "
                "Right on all 20 inputs where no character is in `text` twice, and wrong on 28 of the 38 "
                "others."
            ),
        ],
    ),
    "None, named results, iterators, complex numbers": (
        """
def fit(x, y):
    slope = x @ y / max(x @ x, 1e-12)
    return slope, y - slope * x
def root(a): return a ** 0.5 if a >= 0 else None
def squares(n): return map(lambda i: i * i, range(n))
def opposite(z): return z.real - z.imag * 1j
def above(x, mask): return [m and e > 0 for m, e in zip(mask, x)]
""",
        """
def fit(x, y): return x @ y / max(x @ x, 1e-12), y
def root(a): return abs(a) ** 0.5
def squares(n): yield from (i * i for i in range(1, n + 1))
def opposite(z): return z
def above(x, mask): return x > 0
""",
        [
            (
                "On all 47 inputs where it is wrong, of 58, result 2 of your answer is the argument `y` "
                "as it came, and the other results are right."
            ),
            (
                "1.0 was returned where None was expected. Wrong only where `a` is negative: on all 28 such "
                "inputs, and right on all 30 others. Where it is wrong, your answer is what would be "
                "right if `a` were −`a`."
            ),
            "Wrong only where `n` is not 0: on all 36 such inputs, and right on all 8 others.",
            "opposite(z) returned 0+1j where 0-1j was expected.",
            (
                "Right on all 23 inputs where `x` holds no positive entry, and wrong on 20 of the 35 others. "
                "Where it is wrong, only entries of your answer where `x` is positive are wrong: they are "
                "True."
            ),
        ],
    ),
    "Parts of a result": (
        "def loss(w, x): return (w @ x) ** 2, 2 * (w @ x) * x",
        "def loss(w, x): return (w @ x) ** 2, (w @ x) * w",
        ["", "loss(w, x)[1] returned [1] where [2] was expected."],
    ),
    "Arguments that are changed": (
        """
def centred(x, running):
    running["mean"] += 0.1 * (x.mean(0) - running["mean"])
    return x - x.mean(0)
def sort(numbers): numbers[:] = sorted(numbers)
def decayed(mean):
    mean /= 2
    return mean
""",
        """
def centred(x, running): return x - x.mean(0)
def sort(numbers): return sorted(numbers)
def decayed(mean):
    mean *= 2
    return mean
""",
        [
            (
                "after the call, `running` is {'mean': [1]} where {'mean': [0.9]} is expected. Your function "
                "leaves `running` as it was: a line such as `p = p - step` makes a new value that is not in "
                "the dict: put it under its key."
            ),
            (
                "after the call, `numbers` is [0, -1] where [-1, 0] is expected. Your function leaves "
                "`numbers` as it was: `numbers = ...` gives the name to another array, and "
                "`numbers[:] = ...` changes the one that is there."
            ),
            "Your answer is right up to a constant factor: it is 4 times what it should be.",
        ],
    ),
    "Defaults, names and any number of arguments": (
        """
def power(x, p=2): return x ** p
def scaled(x, *, by=2): return by * x
def total(*numbers): return sum(numbers)
""",
        """
def power(x, p=3): return x ** p
def scaled(x, factor): return x * factor
def total(start, *numbers): return sum(numbers)
""",
        [
            (
                "Right on all 33 inputs where `p` is given, and wrong on 20 of the 25 others. Where it is "
                "wrong, your answer is the right one times `x`."
            ),
            (
                "`scaled` raised TypeError: scaled() missing 1 required positional argument: "
                "'factor'; asked for: scaled(x, by)"
            ),
            (
                "On all 50 inputs where it is wrong, of 58, your answer is what would be right if `start` "
                "were 0."
            ),
        ],
    ),
    "What somebody types": (
        """
import sys
def greet():
    print(f"Hello, {input()}!")
    print(int(sys.stdin.readline()) + 1)
def total(start):
    for line in sys.stdin:
        if line == "done\\n": return start
        start += int(line)
def whole(): return int(input("?"))
def main(): greet()
if __name__ == "__main__": main()
""",
        """
def greet():
    age, name = input(), input()
    print(f"Hello, {name}!")
    print(age)
def total(start):
    while True: start += int(input())
def whole():
    while True:
        try: return int(input("?"))
        except ValueError: pass
""",
        [
            (
                "greet() printed 'Hello, 0! ⏎ Ada' where 'Hello, Ada! ⏎ 1' was expected; they first "
                "differ in line 1."
            ),
            (
                "`total` raised ValueError: invalid literal for int() with base 10: 'done' (hw.py:7). In "
                "`while True: start += int(input())`, with start = 0, it makes a whole number of a text "
                "that is none."
            ),
            (
                "`whole()` should raise ValueError; it raised EOFError: 1 line typed, and `input` asks "
                "for more (hw.py:10). Wrong only where an exception is due: on all 22 such inputs, and right "
                "on all 19 others."
            ),
            "",
        ],
    ),
}


def test_every_section_is_tried() -> None:
    """Whoever adds a kind to the page adds hand-ins here."""
    assert TRIED.keys() == SECTIONS.keys()


@pytest.mark.parametrize("title", TRIED)
def test_the_example_of_each_kind_works(tmp_path: Path, title: str) -> None:
    """What is right earns all, and what is wrong is told why."""
    right, wrong, said = TRIED[title]
    parts: dict[str, str] = {"answers": "", "laws": "", "mistakes": "", "checks": ""}
    for block in SECTIONS[title]:
        of_laws = re.match(r"def \w+\(.*\) -> None:", block)
        kind = "mistakes" if block.startswith("@mistake") else "laws" if of_laws else "answers"
        parts["checks" if block.startswith("- {") else kind] += block
    checks = ", ".join(re.findall(r"^- (\{.*\})", parts.pop("checks"), re.M))
    rubric = assignment(tmp_path, checks=checks, **parts)

    assert all(each["earned"] == each["points"] for each in checks_of(rubric, right))
    assert [each["message"] for each in checks_of(rubric, wrong)] == said
