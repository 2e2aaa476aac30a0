"""Numbers that were counted or drawn, as pictures: all of it is said in words, too, and nothing gets in."""

import re

from grader.model import Draws, Growth
from grader.reports.plots import histogram, plotted
from grader.values.counting import MOST

GROWTH = Growth("n", (16, 32, 64, 128, 256), (10, 40, 160, 640, 2560), (14.0, 28.0, 56.0, 112.0, 224.0))
COINS = Draws(
    "how often each came up in 100 draws",
    ("heads", "tails", "anything else"),
    (60.0, 0.0, 40.0),
    (50.0, 50.0, 0.0),
    (20.0, 20.0, 0.0),
    (80.0, 80.0, 0.0),
    (0.0, 80.0),
)


def test_steps_stand_above_what_is_allowed() -> None:
    """A line with a dot at each size, over an area whose edge is the bound; both end in their numbers."""
    picture = plotted(GROWTH)
    (steps,) = re.findall(r'<polyline class="came" points="([^"]*)"', picture)
    (allowed,) = re.findall(r'<polyline class="edge" points="([^"]*)"', picture)
    assert steps.split()[-1] == "250.0,14.0"  # the most there is, at the top
    assert allowed.split()[-1] == "250.0,141.8"
    assert picture.count("<circle") == 5
    assert ">2,560 steps<" in picture
    assert ">224 would do<" in picture
    assert "Steps by n: 10 at 16, where 14 would do; 40 at 32, where 28 would do; " in picture
    assert re.findall(r'tick" x="[^"]*" y="[^"]*">(\d+)<', picture) == ["256", "128", "64", "32"]


def test_what_was_not_counted_to_its_end_is_drawn_as_high_as_was_counted() -> None:
    """And its number has a plus."""
    picture = plotted(Growth("n", (16, 32), (1000, MOST + 1), (1400.0, 2800.0)))
    assert ">3,000,000+ steps<" in picture
    assert 'points="130.0,154.0 250.0,14.0"' in picture


def test_draws_are_bars_beside_where_they_may_end() -> None:
    """What lies outside of the range is told from what lies inside, even where nothing came at all."""
    picture = plotted(COINS)
    bars = re.findall(r'<rect class="(bar|off)" x="118" y="\d+" width="([\d.]+)"', picture)
    assert bars == [("bar", "150.0"), ("off", "2.0"), ("off", "100.0")]
    assert picture.count('class="due"') == 3
    assert "tails: 0, where 50 is expected and 20 to 80 could be by chance; " in picture
    assert "shaded is what could be by chance" in picture


def test_shares_of_which_no_range_is_known_have_none() -> None:
    """Then none is called off, and nothing is said of chance."""
    picture = plotted(Draws("shares", ("a", "b"), (0.2, 0.8), (0.5, 0.5), (), (), (0.0, 0.8)))
    assert "off" not in picture
    assert "chance" not in picture


def test_names_cannot_become_markup() -> None:
    """Neither an outcome nor a size."""
    evil = '"><script>'
    for plot in (
        Draws(evil, (evil,), (1.0,), (2.0,), (0.0,), (3.0,), (0.0, 3.0)),
        Growth(evil, (1, 2), (1, 2), (1.0, 1.0)),
    ):
        assert "<script" not in plotted(plot)


def test_the_histogram_counts_everyone_once() -> None:
    """A tenth a bar, above the maximum one more; a score on the border belongs to what it begins."""
    picture = histogram([0, 9.99, 10, 55, 100, 104], 100)
    assert re.findall(r'text-anchor="middle">(\d+)<', picture) == ["2", "1", "1", "2"]
    assert "2 with 0 to below 10; 1 with 10 to below 20; 1 with 50 to below 60; 2 with 100 or more" in picture
    assert "nan" not in histogram([], 0)
