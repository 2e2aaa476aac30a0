"""Pictures of what went wrong, as SVG made of nothing but text: chosen from the evidence alone.

A picture says more than two arrays where the answer is a matrix: which entries are wrong, by how much, and in
which direction.  Where the sizes of input and answer say that an entry was made from a window of the input,
as in a convolution or in pooling, that window is outlined.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from markupsafe import Markup
from numpy.typing import NDArray

from grader.model import Evidence
from grader.reports.plots import figure, plotted, svg
from grader.text.values import number

MOST = 12  # rows and columns that are drawn; of a larger matrix the part around the first difference
HEIGHT = 30
CLOSE = 1e-6  # of the largest expected entry: what is nearer than this is drawn as right

Matrix = NDArray[np.float64]


@dataclass(frozen=True)
class Window:
    """The part of a matrix that an entry of the answer was made from."""

    name: str  # of the input
    image: Matrix
    top: int
    left: int
    height: int
    width: int


def matrix(value: Any) -> Matrix | None:
    """Return a value as a matrix of floats, or None where it is none."""
    if isinstance(value, (list, tuple)) and 0 < len(value) <= 1000:
        try:
            value = np.array(value)
        except (ValueError, TypeError, OverflowError):
            return None
    if (
        not isinstance(value, np.ndarray)
        or value.ndim != 2
        or value.dtype.kind not in "biuf"
        or not value.size
    ):
        return None
    return value.astype(np.float64)


def index(where: str) -> tuple[int, int] | None:
    """Return the row and column that a place like "[0, 2]" names."""
    found = re.fullmatch(r"\[(\d+), (\d+)\]", where)
    return (int(found[1]), int(found[2])) if found else None


def pictures(evidence: Evidence, came: str = "returned") -> list[Markup]:
    """Return the figures that say more than the values do; for most evidence there are none."""
    if evidence.plot is not None:
        return [plotted(evidence.plot)]
    got, expected = matrix(evidence.got), matrix(evidence.expected)
    if got is None or expected is None or got.shape != expected.shape:
        return []
    figures = []
    first = index(evidence.where)
    if min(got.shape) > 1:
        figures.append(_error(got, expected, first, came))
    window = tied(evidence.inputs, expected.shape, first) if first else None
    if window is not None and first is not None:
        figures.append(_outlined(window, first))
    return figures


def tied(inputs: Any, shape: tuple[int, ...], first: tuple[int, int]) -> Window | None:
    """Return the window of a two-dimensional input that makes an entry, where sizes alone leave no doubt.

    A valid convolution of (h, w) with (i, j) gives (h − i + 1, w − j + 1); pooling by k gives (h / k, w / k).
    """
    arrays = [(name, value) for name, value in inputs.items() if isinstance(value, np.ndarray) and value.ndim]
    numbers = [
        int(v) for v in inputs.values() if isinstance(v, (int, np.integer)) and not isinstance(v, bool)
    ]
    known = [(name, as_matrix) for name, v in arrays if (as_matrix := matrix(v)) is not None]
    if len(known) < len(arrays) or not 1 <= len(known) <= 2:
        return None
    (name, image), *rest = known
    (h, w), (row, column) = image.shape, first
    if rest:
        i, j = rest[0][1].shape
        if shape == (h - i + 1, w - j + 1) and i * j > 1 and row + i <= h and column + j <= w:
            return Window(name, image, row, column, i, j)
        return None
    size = h // shape[0]
    if size > 1 and size in numbers and (h, w) == (shape[0] * size, shape[1] * size):
        return Window(name, image, row * size, column * size, size, size)
    return None


# ---- drawing --------------------------------------------------------------------------------------


def _error(got: Matrix, expected: Matrix, first: tuple[int, int] | None, came: str) -> Markup:
    with np.errstate(all="ignore"):
        error = got - expected
        same = (got == expected) | (np.isnan(got) & np.isnan(expected))
        scale = np.abs(expected[np.isfinite(expected)]).max(initial=0.0)
        right = same | (np.abs(error) <= CLOSE * scale + 1e-8)
    if first is not None and first[0] < error.shape[0] and first[1] < error.shape[1]:
        right[first] = False
    finite = np.abs(error[np.isfinite(error) & ~right])
    largest = finite.max(initial=0.0)
    texts, classes = [], []
    for errors, rights in zip(error.tolist(), right.tolist(), strict=True):
        texts.append(["0" if ok else _signed(each) for each, ok in zip(errors, rights, strict=True)])
        classes.append(["" if ok else _level(each, largest) for each, ok in zip(errors, rights, strict=True)])
    wrong = int((~right).sum())
    kind = f"{came} − expected"
    label = f"{kind}: {wrong} of {right.size} entries are wrong."
    caption = f"{kind}, entry by entry: {wrong} of {right.size} are wrong."
    if first is not None:
        caption += f" The outlined entry is the first, [{first[0]}, {first[1]}]."
    box = (*first, 1, 1) if first is not None else None
    return figure(_grid(texts, classes, box, label), caption)


def _signed(value: float) -> str:
    text = number(value, 3)
    if len(text) > 7:
        text = f"{value:.1e}".replace("e+0", "e").replace("e-0", "e-")
    return text.replace("-", "−", 1) if text.startswith("-") else text if text == "nan" else f"+{text}"


def _level(value: float, largest: float) -> str:
    """Return a class for how far off an entry is: more (m1 to m4), less (l1 to l4), or no number (odd)."""
    if not np.isfinite(value):
        return "odd"
    step = 1 + min(3, int(4 * (abs(value) / largest))) if largest else 1  # 4 * value may be infinite
    return f"{'m' if value > 0 else 'l'}{step}"


def _outlined(window: Window, first: tuple[int, int]) -> Markup:
    texts = [[_plain(each) for each in row] for row in window.image.tolist()]
    place = f"[{first[0]}, {first[1]}]"
    rows = f"{window.top} to {window.top + window.height - 1}"
    columns = f"{window.left} to {window.left + window.width - 1}"
    label = f"Rows {rows} and columns {columns} of {window.name} are outlined."
    box = (window.top, window.left, window.height, window.width)
    caption = f"By its size, entry {place} of the answer is made from the outlined part of {window.name}."
    return figure(_grid(texts, [[""] * len(row) for row in texts], box, label), caption)


def _plain(value: float) -> str:
    text = number(value, 3)
    return text if len(text) <= 7 else f"{value:.1e}"


def _grid(
    texts: Sequence[Sequence[str]],
    classes: Sequence[Sequence[str]],
    box: tuple[int, int, int, int] | None,
    label: str,
) -> str:
    """Return a matrix as a picture, its rows and columns numbered, with a rectangle of entries outlined."""
    rows, columns = len(texts), len(texts[0])
    top, left = _start(rows, box[0] if box else 0), _start(columns, box[1] if box else 0)
    bottom, right = min(rows, top + MOST), min(columns, left + MOST)
    cell = 14 + 8 * max(len(each) for row in texts[top:bottom] for each in row[left:right])
    cell = max(cell, 36)
    width, height = 28 + cell * (right - left) + 2, 20 + HEIGHT * (bottom - top) + 2
    parts = [svg(width, height, label, ' class="grid"')]
    parts += [
        f'<text class="axis" x="{28 + cell * (column - left) + cell // 2}" y="14">{column}</text>'
        for column in range(left, right)
    ]
    for row in range(top, bottom):
        y = 20 + HEIGHT * (row - top)
        parts.append(f'<text class="axis" x="13" y="{y + 19}">{row}</text>')
        for column in range(left, right):
            x, kind = 28 + cell * (column - left), classes[row][column]
            tone = f' class="{kind}"' if kind else ""
            parts.append(
                f'<rect{tone} x="{x}" y="{y}" width="{cell}" height="{HEIGHT}"/>'
                f'<text x="{x + cell // 2}" y="{y + 19}">{texts[row][column]}</text>'
            )
    if box is not None:
        x, y = 28 + cell * (box[1] - left), 20 + HEIGHT * (box[0] - top)
        w, h = cell * (min(box[1] + box[3], right) - box[1]), HEIGHT * (min(box[0] + box[2], bottom) - box[0])
        parts.append(f'<rect class="edge" x="{x}" y="{y}" width="{w}" height="{h}"/>')
    return "".join([*parts, "</svg>"])


def _start(count: int, wanted: int) -> int:
    """Return the first of the rows that are drawn, so that the wanted one is among them."""
    return max(0, min(wanted - 2, count - MOST)) if count > MOST else 0
