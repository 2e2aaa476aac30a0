"""A figure is an answer as the data that it shows: made in the worker, bounded, and never rendered."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import pytest
from checks.trials import lost, reference, trial
from matplotlib import pyplot as plt
from matplotlib.figure import Figure
from msgspec import structs
from one_question import assignment, graded, only_the_honest_one_earns, told

from grader import Within
from grader.audit.bench import Bench
from grader.audit.trials import audit_mutants
from grader.checks.matches import matches
from grader.errors import AssignmentError
from grader.grading import pipeline
from grader.kit.release import release
from grader.model import Verdict
from grader.text.values import show
from grader.values import stored
from grader.values.figures import Artist, Axes, Drawing, first_difference
from grader.values.leaves import Array, Other, WireError
from grader.values.plots import answer_of
from grader.values.wire import pack, require_sound, unpack

from .asked import checks_of, notebook

ANSWERS = '''
from typing import Annotated

import numpy as np
from matplotlib import pyplot as plt
from matplotlib.figure import Figure

from grader import Within


def powers(n: Annotated[int, Within(2, 9)]) -> Figure:
    """Plot k and k squared for k below n, with a title, labels on both axes, and a legend."""
    k = np.arange(n)
    fig, ax = plt.subplots()
    ax.plot(k, k, label="k")
    ax.plot(k, k**2, label="k squared")
    ax.set(title="Powers", xlabel="k", ylabel="value")
    ax.legend()
    return fig
'''
LAWS = '''
def the_second_line_goes_through_one(powers, n: int) -> None:
    """At k = 1 both lines are at 1."""
    (axes,) = powers(abs(n) % 5 + 2).axes
    assert all(abs(line.y[line.x == 1] - 1).max() < 1e-9 for line in axes.lines)
'''
CHECKS = "{matches: powers, points: 2}, {law: the_second_line_goes_through_one, points: 1}"
RIGHT = """
import matplotlib.pyplot as plt
def powers(n):
    print("drawing")
    plt.plot(range(n), [k * k for k in range(n)], "r--", label="squares")
    plt.plot(range(n), range(n), label="k")
    plt.title("Powers of k"); plt.xlabel("the number k"); plt.ylabel("its power"); plt.legend()
    plt.show()
"""


@pytest.mark.slow
def test_it_is_graded_and_released(tmp_path: Path) -> None:
    """Through a worker: another style and order is right, another line is not; then the kit."""
    rubric = assignment(tmp_path, ANSWERS, CHECKS, LAWS)
    wrong = RIGHT.replace("k * k for", "k * k + (k > 2) for")
    results = graded(
        rubric,
        {
            "right": RIGHT,
            "returns": RIGHT.replace("plt.show()", "return plt.gca()"),
            "wrong": wrong,
            "bare": RIGHT.replace('plt.xlabel("the number k"); ', ""),
            "none": "import matplotlib.pyplot as plt\nplt.plot([1])\ndef powers(n): pass",
        },
    )
    assert told(results["right"]) == told(results["returns"]) == [(2, ""), (1, "")]
    assert told(results["bare"])[0] == (0, "there is no label on the x axis")
    said = (
        "line 2 is another than expected: y is 10 at [3] where 9 was expected. "
        "Wrong only where `n` is above 3: on all 28 such inputs, and right on all 18 others."
    )
    assert told(results["wrong"]) == [(0, said), (1, "")]
    assert told(results["none"])[0][0] == 0
    none = "`powers`: None was returned where a figure was expected"
    assert told(results["none"])[0][1].startswith(none)
    release(rubric, tmp_path / "kit")
    starter = (tmp_path / "kit" / "hw.py").read_text(encoding="utf-8")
    assert "n a whole number → a figure (returned, or left open)" in starter
    again = graded(tmp_path / "kit" / "rubric.yaml", {"right": RIGHT, "wrong": wrong})
    assert told(again["right"]) == [(2, ""), (1, "")]
    assert told(again["wrong"])[0][0] == 0


def _made(draw: Any) -> Any:
    fig, ax = plt.subplots()
    draw(ax)
    return answer_of(fig)


def test_every_sort_is_data() -> None:
    """Lines, points, bars, an image, names along an axis, a scale; it crosses and is stored as it is."""

    def draw(ax: Any) -> None:
        ax.plot([1, 2], [3, 4], label="a")
        ax.scatter([1], [5])
        ax.imshow([[1.0, 2.0]])
        ax.set_yscale("log")

    made = _made(draw)
    (axes,) = made.axes
    assert (axes.lines[0].label, list(axes.lines[0].y), list(axes.points[0].y)) == ("a", [3, 4], [5])
    assert (axes.images[0].y.tolist(), axes.yscale) == ([[1, 2]], "log")
    (bars,) = _made(lambda ax: ax.bar(["u", "v"], [2, 3])).axes
    assert (bars.names, list(bars.bars[0].y)) == (["u", "v"], [2, 3])
    assert unpack(pack(made)) == stored.decode(stored.encode(made, exact=True)) == made
    assert show(made).splitlines()[:4] == ["axes 1", "  line a", "    x [1, 2]", "    y [3, 4]"]
    assert plt.get_fignums() == []


def squares(n: Annotated[int, Within(-5, 5)]) -> Figure:
    """The squares as bars."""
    fig, ax = plt.subplots()
    ax.bar(range(abs(n) + 1), [k * k for k in range(abs(n) + 1)])
    return fig


@pytest.mark.parametrize(
    ("mine", "words"),
    [
        (lambda n: plt.bar(range(abs(n) + 1), [k**2 for k in range(abs(n) + 1)]), None),
        (lambda n: plt.plot(range(abs(n) + 1)), "1 line is drawn where 0 were expected"),
        (lambda n: plt.bar(range(abs(n) + 2), range(abs(n) + 2)), "it has 2 points where 1 was expected"),
        (lambda n: plt.subplots(2)[0], "the figure has 2 pairs of axes where 1 was expected"),
        (lambda n: squares(n).axes[0].set_xscale("log"), "the x axis has a log scale where a linear one was"),
        (lambda n: n, "0 was returned where a figure was expected"),
    ],
)
def test_what_is_right_and_what_is_told(mine: Any, words: str | None) -> None:
    """A figure may be returned, or a part of it, or left open."""
    found = matches(trial(reference(squares), {"squares": mine}, count=20), "squares")
    if words is None:
        assert found.verdict is Verdict.PASSED, lost(found)
    else:
        assert found.verdict is Verdict.FAILED
        assert words in lost(found)


@pytest.mark.slow
def test_slips_and_mutants(tmp_path: Path) -> None:
    """A figure is no argument; a mutant that draws something else is caught."""
    bench = Bench(pipeline.prepare(assignment(tmp_path / "a", ANSWERS, "{matches: powers, points: 2}")))
    assert {each.name for each in audit_mutants(bench, "powers") if not each.lost} == set()
    slip = ANSWERS.replace("n: Annotated[int, Within(2, 9)]", "n: Figure")
    with pytest.raises(
        AssignmentError, match="a figure is the whole result of a function or a variable, and no"
    ):
        pipeline.prepare(assignment(tmp_path / "b", slip, "{matches: powers, points: 2}"))


ROW = Array("float64", (1,), "C", bytes(8))


def _axes(*drawn: Artist, title: str = "") -> Axes:
    return Axes(title, "", "", "linear", "linear", [], [], list(drawn))


@pytest.mark.parametrize(
    "forged",
    [
        Drawing("x" * 201, []),
        Drawing("", [_axes(title="x" * 201)]),
        Drawing("", [_axes()] * 501),
        Drawing("", [structs.replace(_axes(), places=["x"] * 501)]),
        Drawing("", [_axes(*[Artist("line", "", ROW, ROW)] * 501)]),
        Drawing("", [_axes(Artist("line", "", ROW, Array("float64", (1, 1), "C", bytes(8))))]),
        Drawing("", [_axes(Artist("line", "", ROW, Array("float64", (2,), "C", bytes(16))))]),
        Drawing("", [_axes(Artist("line", "", ROW, Array("float32", (1,), "C", bytes(4))))]),
        Drawing("", [_axes(Artist("line", "", ROW, Array("float64", (9,), "C", bytes(8))))]),
    ],
)
def test_a_forged_figure_breaks_the_protocol(forged: Drawing) -> None:
    """Too many of anything, and points that are none."""
    with pytest.raises(WireError):
        require_sound(forged)


def test_a_figure_of_a_million_points_is_told_in_a_sentence() -> None:
    """And costs no more than it did already."""
    made = _made(lambda ax: ax.plot(np.zeros(1_000_000)))
    assert made == Other("a figure of more than 50,000 points")


@pytest.mark.slow
def test_hostile_figures_earn_nothing(tmp_path: Path) -> None:
    """In a worker, beside an honest one."""
    rubric = assignment(tmp_path, ANSWERS, "{matches: powers, points: 2}", examples=10)
    start = "import numpy as np, matplotlib.pyplot as plt\n"
    results = graded(
        rubric,
        {
            "million": start + "def powers(n): plt.plot(np.zeros(1_000_000))",
            "texts": start + "def powers(n): plt.title('\\x1b[2J\\u202e' + 'x' * 10_000_000)",
            "class": start + "from matplotlib.figure import Figure\nclass F(Figure):\n"
            "    axes = property(lambda s: 1 / 0)\ndef powers(n): return F()",
            "module": start + "import sys\nsys.modules['matplotlib.pyplot'] = 3\ndef powers(n): return None",
            "many": start + "def powers(n):\n    for _ in range(501): plt.figure().add_axes((0, 0, 1, 1))",
            "honest": RIGHT,
        },
    )
    only_the_honest_one_earns(results)
    million = "`powers`: a figure of more than 50,000 points was returned where a figure was expected"
    assert told(results["million"]) == [(0, million)]


def dots(n: int) -> Figure:
    """Draw n and its square as one point each."""
    fig, ax = plt.subplots()
    ax.scatter([n, n], [n, n * n])
    return fig


@pytest.mark.parametrize(
    "style", [{"fmt": "o"}, {"fmt": "r^"}, {"fmt": "", "marker": "x", "linestyle": "none"}]
)
def test_markers_without_a_line_are_a_cloud_of_points(style: dict[str, str]) -> None:
    """`plot` draws them as `scatter` does; with a line between them they are a line."""

    def mine(n: int, between: str = "") -> Figure:
        fig, ax = plt.subplots()
        rest: Any = {k: v for k, v in style.items() if k != "fmt"}
        ax.plot([n, n], [n, n * n], style["fmt"] + between, **rest)
        return fig

    right = reference(dots)
    assert matches(trial(right, {"dots": mine}, count=20), "dots").verdict is Verdict.PASSED
    if "marker" not in style:
        found = matches(trial(right, {"dots": lambda n: mine(n, "-")}, count=20), "dots")
        assert lost(found) == "1 line is drawn where 0 were expected"


@pytest.mark.parametrize(
    ("blank", "words"),
    [
        ({"title": " "}, "there is no title"),
        ({"xlabel": "\u200b"}, "there is no label on the x axis"),
        ({"legend": ["", "\u3164"]}, "there is no legend"),
        ({"off": True}, "there is no label on the x axis"),
    ],
)
def test_what_nobody_sees_is_not_there(blank: dict[str, Any], words: str) -> None:
    """A space, a character without a form, and labels of axes that are switched off."""

    def drawn(**made: Any) -> Any:
        fig, ax = plt.subplots()
        ax.plot([0, 1])
        ax.plot([0, 2])
        ax.set(title=made.get("title", "a"), xlabel=made.get("xlabel", "b"), ylabel="c")
        ax.legend(made.get("legend", ["k", "2 k"]))
        if "off" in made:
            ax.axis("off")
        return answer_of(fig)

    assert first_difference(drawn(**blank), drawn(), lambda *_: None) == words
    assert first_difference(drawn(), drawn(**blank), lambda *_: None) == ""


def two_groups(n: int) -> Figure:
    """Even and odd numbers as two clouds."""
    fig, ax = plt.subplots()
    for start in (0, 1):
        ax.scatter(range(start, 10, 2), range(start, 10, 2))
    return fig


def _with_empty(n: int) -> None:
    two_groups(n)
    plt.plot([], [], "r-", label="for the legend")
    plt.scatter([], [])
    plt.plot([1, 2], [3, 4], visible=False)
    plt.plot([np.nan], [np.nan])


@pytest.mark.parametrize(
    ("mine", "right"),
    [
        (_with_empty, True),
        (lambda n: plt.scatter(range(10), range(10), c=[0, 1] * 5), True),
        (lambda n: plt.scatter(range(9), range(9)), False),
        (lambda n: plt.scatter(range(10), range(1, 11)), False),
    ],
)
def test_what_cannot_be_seen_is_not_drawn_and_clouds_are_their_points(mine: Any, right: bool) -> None:
    """What shows nothing counts nothing; one cloud in two colours is the points of two."""
    found = matches(trial(reference(two_groups), {"two_groups": mine}, count=20), "two_groups")
    assert (found.verdict is Verdict.PASSED) == right, found.message


# ---- in a variable ---------------------------------------------------------------------------------------

IN_A_VARIABLE = '''
import numpy as np
from matplotlib import pyplot as plt
from matplotlib.figure import Figure


def drawn(x, y):
    fig, ax = plt.subplots()
    ax.plot(x, y)
    ax.set(xlabel="year", ylabel="people", title="Growth")
    return fig


growth: Figure = drawn([2000, 2010, 2020], [1.0, 1.75, 2.5])
"""A line of the people by year."""
'''
ONE_LINE = '''
def there_is_one_line(growth) -> None:
    """One line is drawn."""
    (axes,) = growth.axes
    assert len(axes.lines) == 1
'''
EARLIER = "%matplotlib inline\nimport matplotlib.pyplot as plt\nplt.plot([5, 6], [7, 8])\nplt.show()"
CELL = "plt.plot([2000, 2010, 2020], [1, 1.75, 2.5]); plt.title('P'); plt.xlabel('y'); plt.ylabel('n')\n"
HIDDEN = "class Figure:\n    axes = property(lambda self: 1 / 0)\nFigure.__module__ = 'matplotlib.figure'\n"
CELLS = {
    # the cells after one that draws something else; what the value earns, and what is told
    "gcf": ([CELL + "growth = plt.gcf()"], 2, ""),
    "axes, filled later": (
        [
            "fig, growth = plt.subplots()",
            CELL.replace("plt.plot", "growth.plot").partition(";")[0],
            "growth.set(title='P', xlabel='y', ylabel='n')",
        ],
        2,
        "",
    ),
    "closed": ([CELL + "growth = plt.gcf()\nplt.close('all')"], 2, ""),
    "another line": ([CELL.replace("1.75", "1.5") + "growth = plt.gcf()"], 0, "the line is another than"),
    "no label": ([CELL.replace("plt.xlabel", "str") + "growth = plt.gcf()"], 0, "there is no label on the x"),
    "bound to nothing": (
        [CELL, "print(1)"],
        0,
        (
            "there is no variable `growth`; hw.ipynb cell 2 draws a figure: bind it to the name there, "
            "`growth = plt.gcf()`"
        ),
    ),
    "no figure": (["growth = [1, 2]"], 0, "a list of 2 was found where a figure was expected"),
    "a million points": (["growth = plt.plot(range(10**6))"], 0, "a figure of more than 50,000 points"),
    "says it is one": ([HIDDEN + "growth = Figure()\nFigure.figure = growth"], 0, "that cannot be read"),
}


@pytest.fixture(scope="module")
def of_cells(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What notebooks of these cells get, by name."""
    folder = tmp_path_factory.mktemp("cells")
    checks = "{matches: growth, points: 2}, {law: there_is_one_line, points: 1}"
    rubric = assignment(folder, IN_A_VARIABLE, checks, ONE_LINE)
    return {
        name: checks_of(rubric, notebook(EARLIER, *cells), "hw.ipynb") for name, (cells, *_) in CELLS.items()
    }


@pytest.mark.slow
@pytest.mark.parametrize("name", CELLS)
def test_a_figure_in_a_variable_is_what_the_notebook_left_in_it(of_cells: dict[str, Any], name: str) -> None:
    """No cell draws into a figure of an earlier one; what is told holds no right point."""
    _, earned, said = CELLS[name]
    value, law = of_cells[name]
    assert value["earned"] == earned
    assert said in value["message"]
    assert "1.75" not in value["message"] or name == "no label"
    assert (law["earned"] == 1) == (
        name not in ("bound to nothing", "no figure", "a million points", "says it is one")
    )


def test_a_figure_in_a_variable_has_a_place_in_the_starter(tmp_path: Path) -> None:
    """Its text says what it shows; the check of its value stays behind, and a law goes along."""
    checks = "{matches: growth, points: 2}, {law: there_is_one_line, points: 1}"
    rubric = assignment(tmp_path, IN_A_VARIABLE, checks, ONE_LINE)
    release(rubric, tmp_path / "kit")
    starter = (tmp_path / "kit" / "hw.py").read_text(encoding="utf-8")
    assert "# growth: a figure. A line of the people by year.\ngrowth = ..." in starter
    assert "1.75" not in "".join(
        each.read_text(encoding="utf-8", errors="replace") for each in (tmp_path / "kit").rglob("*.py")
    )


def monthly(n: Annotated[int, Within(1, 4)]) -> Figure:
    """A bar for each month."""
    fig, ax = plt.subplots()
    ax.bar(range(1, n + 1), range(n))
    return fig


def of_names(n: Annotated[int, Within(1, 4)]) -> Figure:
    """A bar for each name."""
    fig, ax = plt.subplots()
    ax.bar(list("abcd"[:n]), range(n))
    return fig


def _below(n: int, labels: Sequence[Any] | None) -> None:
    """Draw bars at 0, 1, 2 … with labels below them, as pandas does."""
    _, ax = plt.subplots()
    ax.bar(range(n), range(n))
    if labels is not None:
        ax.set_xticks(range(n))
        ax.set_xticklabels(list(labels))


@pytest.mark.parametrize(
    ("right", "mine", "agrees"),
    [
        (monthly, lambda n: _below(n, range(1, n + 1)), True),
        (monthly, lambda n: plt.bar(list("1234"[:n]), range(n)), True),
        (monthly, lambda n: _below(n, None), False),
        (monthly, lambda n: _below(n, range(2, n + 2)), False),
        (monthly, lambda n: _below(n, "abcd"[:n]), False),
        (of_names, lambda n: _below(n, "abcd"[:n]), True),
        (of_names, lambda n: _below(n, "bcde"[:n]), False),
        (of_names, lambda n: _below(n, None), False),
    ],
)
def test_bars_are_where_the_labels_below_them_say(right: Any, mine: Any, agrees: bool) -> None:
    """pandas draws the bars of a numbered month at 0, 1, 2 … and writes the month below."""
    found = matches(trial(reference(right), {right.__name__: mine}), right.__name__)
    assert (found.verdict is Verdict.PASSED) is agrees, found
