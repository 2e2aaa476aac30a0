"""The table of all kinds of questions: what it says of each is tried, all of them in one assignment."""

import json
import linecache
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest
import small
import yaml

from grader.audit.run import audit
from grader.frontends.check_line import Checked, run
from grader.grading import pipeline
from grader.kit.release import release

PAGE = Path(__file__).parents[2] / "docs" / "questions.md"
HEAD = """
import csv
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any, TypedDict

import numpy as np
import pandas as pd
from jaxtyping import Bool, Complex, Float, UInt8
from matplotlib import pyplot as plt
from matplotlib.figure import Figure
from numpy import ndarray
from pandas import DataFrame
from torch import Tensor

from grader import Beside, Formulas, From, Keyboard, Printed, Raises, Table, Within, agree, chance, mistake

"""
# By kind: what stands in answers.py, in laws.py and mistakes.py, the check, what is right and what is wrong.
Asked = tuple[str, str, str, str, str]
KINDS: dict[str, Asked] = {
    "a function": (
        "def double(x: Float[ndarray, 'n']) -> Float[ndarray, 'n']:\n    return 2 * x\n",
        "",
        "{matches: double, points: 1}",
        "def double(x): return x + x\n",
        "def double(x): return 3 * x\n",
    ),
    "a law": (
        "def tripled(x: float) -> float:\n    return 3 * x\n",
        "def three_times(tripled, x: float) -> None:\n    agree(tripled(x), 3 * x)\n",
        "{law: three_times, points: 1}",
        "def tripled(x): return x + x + x\n",
        "def tripled(x): return x + x\n",
    ),
    "a gradient": (
        (
            "def loss(w: Float[ndarray, 'n']) -> float:\n    return float(w @ w)\n"
            "def slope(w: Float[ndarray, 'n']) -> Float[ndarray, 'n']:\n    return 2 * w\n"
        ),
        "",
        "{gradient: slope, of: loss, wrt: w, points: 1}",
        "def loss(w): return float(w @ w)\ndef slope(w): return w + w\n",
        "def loss(w): return float(w @ w)\ndef slope(w): return w\n",
    ),
    "an example that proves something": (
        "def factors() -> tuple[int, int]:\n    return 3, 4\n",
        "def multiply_to_twelve(a: int, b: int) -> bool:\n    return a * b == 12\n",
        "{witness: factors, proves: multiply_to_twelve, points: 1}",
        "def factors(): return 6, 2\n",
        "def factors(): return 5, 7\n",
    ),
    "a variable": (
        "mean_height: float = (1.6 + 1.8) / 2\n",
        "",
        "{matches: mean_height, points: 1}",
        "mean_height = 1.7\n",
        "mean_height = 1.6\n",
    ),
    "lists of numbers": (
        "def all_rows(rows: list[list[int]]) -> int:\n    return sum(map(sum, rows))\n",
        "",
        "{matches: all_rows, points: 1}",
        "def all_rows(rows): return sum(x for row in rows for x in row)\n",
        "def all_rows(rows): return sum(rows[0])\n",
    ),
    "dicts, sets, named results, iterators": (
        (
            "class Params(TypedDict):\n    W: Float[ndarray, 'd']\n"
            "def doubled(params: Params) -> Params:\n    return {'W': 2 * params['W']}\n"
        ),
        "",
        "{matches: doubled, points: 1}",
        "def doubled(params): return dict(W=params['W'] * 2)\n",
        "def doubled(params): return {'w': params['W'] * 2}\n",
    ),
    "an array of True and False": (
        "def unless(a: Bool[ndarray, 'n']) -> Bool[ndarray, 'n']:\n    return a == False\n",
        "",
        "{matches: unless, points: 1}",
        "def unless(a): return ~a\n",
        "def unless(a): return a\n",
    ),
    "an image or a sound": (
        (
            "def grey(a: UInt8[ndarray, 'h w 3']) -> UInt8[ndarray, 'h w']:\n"
            "    return a.mean(axis=2).astype(int)\n"
        ),
        "",
        "{matches: grey, points: 1}",
        "def grey(a): return a.sum(axis=2) // 3\n",
        "def grey(a): return (a[..., 0] + a[..., 1] + a[..., 2]) // 3\n",
    ),
    "tensors": (
        "def rows(t: Float[Tensor, 'n d']) -> Float[Tensor, 'n']:\n    return t.sum(dim=1)\n",
        "",
        "{matches: rows, points: 1}",
        "def rows(t): return t.sum(-1)\n",
        "def rows(t): return t.sum(dim=0)\n",
    ),
    "complex numbers": (
        "def opposite(z: Complex[ndarray, 'n']) -> Complex[ndarray, 'n']:\n    return -z\n",
        "",
        "{matches: opposite, points: 1}",
        "def opposite(z): return 0 - z\n",
        "def opposite(z): return -z.real\n",
    ),
    "one of several results": (
        "def both(x: float) -> tuple[float, float]:\n    return x + 1, 2 * x\n",
        "",
        "{matches: 'both[1]', points: 1}",
        "def both(x): return 0, x + x\n",
        "def both(x): return x + 1, x\n",
    ),
    "an argument that is changed": (
        "def sort(x: Float[ndarray, 'n']) -> None:\n    x.sort()\n",
        "@mistake(of='sort')\ndef backwards(x):\n    '''Backwards.'''\n    x[:] = sorted(x)[::-1]\n",
        "{matches: sort, changes: [x], points: 1}",
        "def sort(x): x[:] = sorted(x)\n",
        "def sort(x): return sorted(x)\n",
    ),
    "a class": (
        (
            "class Counter:\n    def __init__(self) -> None:\n        self.n = 0\n"
            "    def add(self, k: int) -> int:\n        self.n = self.n + k\n        return self.n\n"
        ),
        "",
        "{matches: Counter, points: 1}",
        "class Counter:\n    n = 0\n    def add(self, k):\n        self.n += k\n        return self.n\n",
        "class Counter:\n    def add(self, k): return k\n",
    ),
    "one method of a class": (
        (
            "class Pair:\n    def __init__(self, a: int, b: int) -> None:\n        self.a, self.b = a, b\n"
            "    def sum(self) -> int:\n        return self.a + self.b\n"
            "    def product(self) -> int:\n        return self.a * self.b\n"
        ),
        "",
        "{matches: Pair.product, points: 1}",
        (
            "class Pair:\n    def __init__(self, a, b): self.both = a, b\n"
            "    def product(self): return self.both[0] * self.both[1]\n"
        ),
        "class Pair:\n    def __init__(self, a, b): self.a = a\n    def product(self): return self.a\n",
    ),
    "objects of another class": (
        (
            "class Dog:\n    def __init__(self, age: Annotated[int, Within(1, 9)]) -> None:\n"
            "        self.age = age\n    def years(self) -> int:\n        return self.age\n"
            "def oldest_dog(dogs: list[Dog]) -> Dog | None:\n"
            "    return max(dogs, key=lambda dog: dog.age, default=None)\n"
        ),
        "",
        "{matches: oldest_dog, points: 1}",
        (
            "class Dog:\n    def __init__(self, age): self.age = age\n    def years(self): return self.age\n"
            "def oldest_dog(dogs):\n    return sorted(dogs, key=Dog.years)[-1] if dogs else None\n"
        ),
        (
            "class Dog:\n    def __init__(self, age): self.age = age\n    def years(self): return self.age\n"
            "def oldest_dog(dogs): return dogs[0] if dogs else None\n"
        ),
    ),
    "a subclass, an attribute of a class": (
        (
            "class Shape:\n    corners: int = 0\n    def area(self) -> float:\n        return 0.0\n"
            "class Square(Shape):\n    corners: int = 4\n    def area(self) -> float:\n        return 1.0\n"
        ),
        (
            "def is_a_shape_with_four(Square, Shape) -> None:\n"
            "    assert issubclass(Square, Shape) and Square.corners == 4\n"
            "@mistake(of='Square')\nclass Rectangle:\n    '''No shape.'''\n    corners = 4\n"
            "    def area(self):\n        return 1.0\n"
        ),
        "{law: is_a_shape_with_four, points: 1}",
        (
            "class Shape:\n    def area(self): return 0\n"
            "class Square(Shape):\n    corners = 4\n    def area(self): return 1\n"
        ),
        "class Square:\n    corners = 4\nclass Shape: pass\n",
    ),
    "an exception of a method": (
        (
            "class Purse:\n    def __init__(self, n: Annotated[int, Within(0, 9)]) -> None:\n"
            "        self.n = n\n"
            "    def take(self, k: Annotated[int, Within(0, 9)]) -> int | Raises[ValueError]:\n"
            "        if k > self.n:\n            raise ValueError\n"
            "        self.n = self.n - k\n        return self.n\n"
        ),
        "",
        "{matches: Purse, points: 1}",
        (
            "class Purse:\n    def __init__(self, n): self.n = n\n"
            "    def take(self, k):\n        if k > self.n: raise ValueError(k)\n"
            "        self.n -= k\n        return self.n\n"
        ),
        (
            "class Purse:\n    def __init__(self, n): self.n = n\n"
            "    def take(self, k):\n        self.n = max(self.n - k, 0)\n        return self.n\n"
        ),
    ),
    "what a method prints or draws": (
        (
            "class Row:\n    def __init__(self, n: Annotated[int, Within(1, 5)]) -> None:\n"
            "        self.n = n\n"
            "    def show(self) -> Printed:\n        print('*' * self.n)\n"
            "    def bars(self) -> Figure:\n"
            "        _, ax = plt.subplots()\n        ax.bar([0], [self.n])\n        return ax\n"
        ),
        "",
        "{matches: Row, points: 1}",
        (
            "import matplotlib.pyplot as plt\nclass Row:\n    def __init__(self, n): self.n = n\n"
            "    def show(self):\n        for _ in range(self.n): print('*', end='')\n        print()\n"
            "    def bars(self): plt.bar(0, self.n)\n"
        ),
        (
            "import matplotlib.pyplot as plt\nclass Row:\n    def __init__(self, n): self.n = n\n"
            "    def show(self): print('*' * self.n)\n    def bars(self): plt.bar(0, 1)\n"
        ),
    ),
    "what methods change in place": (
        (
            "class Plain:\n    def __init__(self, rate: Annotated[float, Within(0.1, 1)]) -> None:\n"
            "        self.rate = rate\n"
            "    def step(self, params: Float[ndarray, 'n'], grads: Float[ndarray, 'n']) -> None:\n"
            "        params -= self.rate * grads\n"
        ),
        "",
        "{matches: Plain, changes: [params], points: 1}",
        (
            "class Plain:\n    def __init__(self, rate): self.rate = rate\n"
            "    def step(self, params, grads): params[:] = params - self.rate * grads\n"
        ),
        (
            "class Plain:\n    def __init__(self, rate): self.rate = rate\n"
            "    def step(self, params, grads): params[:] = params + self.rate * grads\n"
        ),
    ),
    "a cache": (
        (
            "def there(x: float) -> tuple[float, Any]:\n    return 3 * x, x\n"
            "def back(d: float, cache: Annotated[Any, From('there')]) -> float:\n    return d * cache\n"
        ),
        "",
        "{matches: back, points: 1}",
        "def there(x): return 3 * x, [x]\ndef back(d, cache): return cache[0] * d\n",
        "def there(x): return 3 * x, [x]\ndef back(d, cache): return cache[0]\n",
    ),
    "a function that is returned": (
        "def adder(a: float) -> Callable[[float], float]:\n    return lambda x: a + x\n",
        "",
        "{matches: adder, points: 1}",
        "def adder(a):\n    def add(x): return x + a\n    return add\n",
        "def adder(a): return lambda x: x\n",
    ),
    "a function as an argument": (
        (
            "Square = Annotated[Callable[[float], float], Formulas('lambda x: x**2 + a', a=Within(1, 3))]\n"
            "def at_two(f: Square) -> float:\n    return f(2.0)\n"
        ),
        "",
        "{matches: at_two, points: 1}",
        "def at_two(f): return f(2)\n",
        "def at_two(f): return f(1)\n",
    ),
    "a function and its derivative": (
        (
            "Pairs = Formulas(('lambda x: x**2 - a', 'lambda x: 2 * x'), a=Within(1, 3))\n"
            "Real = Callable[[float], float]\n"
            "def newton(f: Annotated[Real, Pairs], df: Annotated[Real, Beside('f')]) -> float:\n"
            "    return 2.0 - f(2.0) / df(2.0)\n"
        ),
        "",
        "{matches: newton, points: 1}",
        "def newton(f, df): return (2 * df(2) - f(2)) / df(2)\n",
        "def newton(f, df): return 2 - f(2) * df(2)\n",
    ),
    "an exception": (
        (
            "def root(x: Annotated[float, Within(-9, 9)]) -> float | Raises[ValueError]:\n"
            "    if x < 0:\n        raise ValueError\n    return x**0.5\n"
        ),
        "",
        "{matches: root, points: 1}",
        "from math import sqrt as root\n",
        "def root(x): return abs(x) ** 0.5\n",
    ),
    "a printed text": (
        "def count(n: Annotated[int, Within(0, 5)]) -> Printed:\n    print(n + 1)\n",
        "",
        "{matches: count, points: 1}",
        "def count(n): print(1 + n)\n",
        "def count(n): print(n)\n",
    ),
    "what asks with `input()`": (
        (
            "def lines(pick):\n    return [pick.choose(0, 9), pick.choose(0, 9)]\n"
            "def added() -> Annotated[Printed, Keyboard(lines)]:\n"
            "    print(int(input('a? ')) + int(input()))\n"
        ),
        "",
        "{matches: added, points: 1}",
        "def added():\n    a = int(input('first: '))\n    print(a + int(input('second: ')))\n",
        "def added(): print(2 * int(input()))\n",
    ),
    "a table": (
        (
            "def taller(t: Table[DataFrame, 'h: float']) -> Table[DataFrame, 'h: float']:\n"
            "    return t.assign(h=2 * t['h'])\n"
        ),
        "",
        "{matches: taller, points: 1}",
        "def taller(t): return t * 2\n",
        "def taller(t): return t\n",
    ),
    "a table in a variable": (
        "heights: Table[DataFrame, 'h: float'] = pd.DataFrame({'h': [1.5 + 0.1, 2.5]})\n",
        "",
        "{matches: heights, points: 1}",
        "import pandas as pd\nheights = pd.DataFrame({'h': [1.6, 2.5]})\n",
        "import pandas as pd\nheights = pd.DataFrame({'h': [1.5, 2.5]})\n",
    ),
    "a figure": (
        (
            "def line(n: Annotated[int, Within(2, 5)]) -> Figure:\n"
            "    _, ax = plt.subplots()\n    ax.plot(range(n), [2 * k for k in range(n)])\n    return ax\n"
        ),
        "",
        "{matches: line, points: 1}",
        "import matplotlib.pyplot as plt\ndef line(n): plt.plot([2 * k for k in range(n)])\n",
        "import matplotlib.pyplot as plt\ndef line(n): plt.plot(range(n))\n",
    ),
    "a figure in a variable": (
        (
            "def drawn(y):\n    _, ax = plt.subplots()\n    ax.plot([1, 2, 3], y)\n    return ax.figure\n"
            "growth: Figure = drawn([1, 2, 4 - 0.5])\n"
        ),
        "",
        "{matches: growth, points: 1}",
        "import matplotlib.pyplot as plt\nplt.plot([1, 2, 3], [1, 2, 3.5])\ngrowth = plt.gcf()\n",
        "import matplotlib.pyplot as plt\n_, growth = plt.subplots()\ngrowth.plot([1, 2, 3], [1, 2, 3])\n",
    ),
    "chance": (
        "def coin() -> int:\n    return int(np.random.default_rng().integers(0, 2))\n",
        (
            "def is_fair(coin) -> None:\n    chance([coin() for _ in range(400)], {0: 0.5, 1: 0.5})\n"
            "@mistake(of='coin')\ndef heads():\n    '''Always.'''\n    return 1\n"
        ),
        "{chance: is_fair, points: 1}",
        "import random\ndef coin(): return random.randint(0, 1)\n",
        "def coin(): return 1\n",
    ),
    "data from a file": (
        (
            "def tallest(path: Annotated[str, lambda pick: 'h.csv']) -> float:\n"
            "    lines = (Path(__file__).parents[2] / path).read_text().split()\n"
            "    return max(map(float, lines))\n"
        ),
        "",
        "{matches: tallest, points: 1}",
        "def tallest(path): return max(map(float, open(path)))\n",
        "def tallest(path): return float(open(path).readline())\n",
    ),
    "how work grows": (
        "def total(x: Float[ndarray, 'n']) -> float:\n    return float(x.sum())\n",
        (
            "@mistake(of='total')\ndef loops(x):\n    '''A loop.'''\n"
            "    return float(sum(x.tolist()) + 0 * len([1 for _ in x]))\n"
        ),
        "{cost: total, in: n, at_most: constant, points: 1}",
        "def total(x): return x.sum()\n",
        "def total(x):\n    s = 0.0\n    for each in x:\n        s += each\n    return s\n",
    ),
    "a rule on the source": (
        "def largest(x: Float[ndarray, 'n']) -> float:\n    return float(x.max())\n",
        "",
        "{source: largest, forbid: [sorted], points: 1}",
        "def largest(x): return max(x)\n",
        "def largest(x): return sorted(x)[-1]\n",
    ),
    "an answer in words": ("", "", "{written: answer_KIND, criteria: Read it., points: 1}", "", ""),
}


def said(source: str) -> str:
    """Give each function and class a line for the student."""
    return re.sub(r"^((?:def|class) .*:\n)", r"\1    '''What is asked for.'''\n", source, flags=re.MULTILINE)


def table() -> dict[str, dict[str, str]]:
    """Return the cells of the table of the page, by row and column."""
    text = PAGE.read_text(encoding="utf-8").partition("## What each kind can do\n")[2].partition("\n## ")[0]
    head, _, *rows = [line.strip("| ").split(" | ") for line in text.splitlines() if line.startswith("|")]
    named = [re.sub(r"\[(.*?)\]\(.*?\)", r"\1", row[0]) for row in rows]
    return {name: dict(zip(head[1:], row[1:], strict=True)) for name, row in zip(named, rows, strict=True)}


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, dict[str, bool]]]:
    """What each kind does, by kind and column."""
    folder = tmp_path_factory.mktemp("kinds")
    (folder / "h.csv").write_text("1.5\n1.7\n", encoding="utf-8")
    ids = {kind: f"{place}" for place, kind in enumerate(KINDS, start=1)}
    questions, sources = [], {"right": "", "wrong": ""}
    for kind, (answers, more, check, right, wrong) in KINDS.items():
        q = folder / "reference" / f"q{ids[kind]}"
        q.mkdir(parents=True)
        if answers:
            (q / "answers.py").write_text(HEAD + said(answers), encoding="utf-8")
        laws, at, mistakes = more.partition("@mistake")
        for name, text in (("laws", said(laws)), ("mistakes", at + mistakes)):
            if text:
                (q / f"{name}.py").write_text(HEAD + text, encoding="utf-8")
        check = check.replace("KIND", ids[kind])
        questions.append(f"  - {{id: '{ids[kind]}', title: {kind!r}, checks: [{check}]}}\n")
        sources["right"] += right
        sources["wrong"] += wrong
    sources["right"] += f"answer_{ids['an answer in words']} = 'Because it is so.'\n"
    head = "assignment: a\nreference: reference\nexamples: 10\nfiles: [h.csv]\nquestions:\n"
    (folder / "rubric.yaml").write_text(head + "".join(questions), encoding="utf-8")
    (folder / "hand_ins").mkdir()
    for name, text in sources.items():
        (folder / "hand_ins" / f"{name}.py").write_text(text, encoding="utf-8")
    patch = pytest.MonkeyPatch()
    patch.chdir(folder)
    yield observed(folder, ids, sources)
    patch.undo()


def observed(folder: Path, ids: dict[str, str], sources: dict[str, str]) -> dict[str, dict[str, bool]]:
    """Grade, audit, release, check as a notebook does, and look into what was written.

    What is described is tried in the kit, where it takes no time: there are no new inputs.
    """
    with pytest.MonkeyPatch.context() as patch:
        small.leave_unexplained(patch)
        done = small.command(folder, "grade", "hand_ins", "--out", "results")
    assert done.returncode == 0, done.stderr
    data = json.loads((folder / "results" / "results.json").read_text(encoding="utf-8"))
    checks = {s["id"]: {q["id"]: q["checks"][0] for q in s["questions"]} for s in data["submissions"]}
    page = (folder / "results" / "students" / "wrong.html").read_text(encoding="utf-8")
    shown = " ".join(unescape(re.sub(r"<[^>]*>", "", page)).split())

    job = pipeline.prepare(folder / "rubric.yaml")
    tried = audit(job, seeds=1, workers=1, quick=True)
    lost = {check for each in (*tried.mistakes, *tried.mutants) for check in each.lost}

    release(folder / "rubric.yaml", folder / "kit")
    kit = yaml.safe_load((folder / "kit" / "rubric.yaml").read_text(encoding="utf-8"))
    released = {question["id"] for question in kit["questions"]}
    live = in_a_notebook(folder / "kit", sources["right"])
    also = in_a_notebook(folder / "kit", sources["wrong"])

    return {
        kind: {
            "graded": checks["right"][q]["verdict"] == "passed" and checks["wrong"][q]["verdict"] != "passed",
            "audited": checks["right"][q]["id"] in lost,
            "in the kit": q in released,
            "`%check`": live.get(q) is True and also.get(q) is False,
            "told why": is_told(checks["wrong"][q], shown),
        }
        for kind, q in ids.items()
    }


def is_told(check: dict[str, Any], page: str) -> bool:
    """Whether the student's page says what results.json does, or shows what came out of which call."""
    said, call = check["message"], (check["evidence"] or {}).get("call", "")

    def plain(text: str) -> str:
        return re.sub(r"\W+", "", text)

    return any(each and plain(each) in plain(page) for each in (said, call.splitlines()[-1:] and call))


def in_a_notebook(kit: Path, source: str) -> dict[str, bool]:
    """Run a hand-in as a cell and say ``%check``; return whether each question is right."""
    name = f"<cell {hash(source)}>"
    linecache.cache[name] = (len(source), None, source.splitlines(keepends=True), name)  # as kernels do
    namespace: dict[str, Any] = {"__name__": "__main__"}
    exec(compile(source, name, "exec"), namespace)
    checked = run(f"--rubric {kit / 'rubric.yaml'}", namespace)
    assert isinstance(checked, Checked), checked
    return {each.question.id: each.score == each.question.points for each in checked.result.questions}


def test_every_kind_has_its_row() -> None:
    """And none that is not tried; no cell is empty."""
    rows = table()
    assert list(rows) == list(KINDS)
    assert all(cell and (cell == "yes" or len(cell) > 10) for row in rows.values() for cell in row.values())


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_what_the_table_says_of_a_kind_is_true(found: dict[str, dict[str, bool]], kind: str) -> None:
    """Where it says yes, and where it says why not."""
    assert found[kind] == {column: cell == "yes" for column, cell in table()[kind].items()}
