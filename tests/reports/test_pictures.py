"""A picture is chosen from the evidence alone, and only where it says more than the arrays."""

import re
from typing import Any

import numpy as np
import pytest

from grader.model import Evidence
from grader.reports.pictures import MOST, pictures, tied


def evidence(got, expected, where="", **inputs) -> Evidence:
    return Evidence("", "f(x)", inputs, got, expected, where)


def test_a_wrong_matrix_has_a_map_of_its_errors() -> None:
    """Each entry says how much more or less it is, in words as in colour; the first is outlined."""
    expected = np.zeros((2, 3))
    got = np.array([[0, 0.5, 0], [-2, 0, np.nan]])
    (figure,) = pictures(evidence(got, expected, "[0, 1]"))
    assert re.findall(r'<text x="\d+" y="\d+">([^<]*)</text>', figure) == ["0", "+0.5", "0", "−2", "0", "nan"]
    assert re.findall(r'<rect class="(\w+)"', figure) == ["m2", "l4", "odd", "edge"]
    assert "3 of 6 are wrong. The outlined entry is the first, [0, 1]." in figure


def test_the_largest_numbers_have_a_map_too() -> None:
    """An error of which four times as much is infinite is one of the darkest."""
    (figure,) = pictures(evidence(np.array([[1.7e308, 0], [-1.7e308, 1]]), np.eye(2)))
    assert re.findall(r'<rect class="(\w+)"', figure) == ["m4", "l4"]


@pytest.mark.parametrize(
    ("got", "expected"),
    [
        (np.zeros(3), np.ones(3)),
        (np.zeros((2, 1)), np.ones((2, 1))),
        (np.zeros((2, 3)), np.ones((3, 2))),
        (np.zeros((2, 2, 2)), np.ones((2, 2, 2))),
        ("text", np.ones((2, 2))),
        ([[1, 2], [3]], np.ones((2, 2))),
        (None, None),
    ],
)
def test_other_answers_have_no_picture(got: Any, expected: Any) -> None:
    """A row of numbers is as readable as a row of cells; other shapes and types cannot be subtracted."""
    assert pictures(evidence(got, expected, "[0, 0]")) == []


def test_a_large_matrix_is_drawn_around_the_first_difference() -> None:
    """Not more than a dozen rows and columns, with their true numbers."""
    expected = np.zeros((100, 50))
    got = expected.copy()
    got[70, 40] = 1
    (figure,) = pictures(evidence(got, expected, "[70, 40]"))
    assert figure.count('class="axis"') == 2 * MOST
    assert ">+1</text>" in figure
    assert ">70</text>" in figure
    assert 'class="edge"' in figure


def test_the_window_of_a_valid_convolution_is_outlined() -> None:
    """Where image, kernel and answer fit together by their sizes."""
    image, kernel = np.arange(20.0).reshape(4, 5), np.ones((2, 3))
    window = tied({"image": image, "kernel": kernel}, (3, 3), (2, 1))
    assert window is not None
    assert (window.name, window.top, window.left, window.height, window.width) == ("image", 2, 1, 2, 3)
    got = np.zeros((3, 3))
    _, figure = pictures(evidence(got, got + 1, "[2, 1]", image=image, kernel=kernel))
    assert "Rows 2 to 3 and columns 1 to 3 of image are outlined." in figure


def test_the_window_of_pooling_is_outlined() -> None:
    """Where the answer times a given whole number is the input."""
    window = tied({"x": np.zeros((4, 6)), "size": 2}, (2, 3), (1, 2))
    assert window is not None
    assert (window.top, window.left, window.height, window.width) == (2, 4, 2, 2)


@pytest.mark.parametrize(
    ("inputs", "shape"),
    [
        ({"x": np.zeros((4, 6))}, (2, 3)),  # nothing says that this is pooling
        ({"x": np.zeros((4, 6)), "size": 3}, (2, 3)),
        ({"W": np.zeros((2, 2)), "x": np.zeros(2)}, (2, 2)),
        ({"a": np.zeros((3, 3)), "b": np.zeros((3, 3))}, (3, 3)),
        ({"a": np.zeros((3, 3)), "b": np.zeros((1, 1))}, (3, 3)),
        ({"a": np.zeros((4, 4)), "b": np.zeros((2, 2)), "c": np.zeros((2, 2))}, (3, 3)),
    ],
)
def test_no_window_is_guessed(inputs: Any, shape: Any) -> None:
    """Where sizes leave a doubt, there is no picture of it."""
    assert tied(inputs, shape, (0, 0)) is None
