"""What matplotlib was told to draw, as data.

A function's answer is the figure that it returns, or one of whose parts it returns, or that it leaves open
and returns nothing; a variable's is the one that it holds.  Every figure is closed after each call, and after
each cell of a notebook, as there; none is ever rendered.
"""

import sys
from collections.abc import Iterator
from typing import Any

import numpy as np

from grader.values.figures import PARTS, POINTS, TEXT, Artist, Axes, Drawing, Sort
from grader.values.leaves import Array, Other, pack_array, text


def close_all() -> bool:
    """Close every figure, so that the next call finds none; say whether there were any."""
    pyplot = sys.modules.get("matplotlib.pyplot")
    if pyplot is None or not pyplot.get_fignums():
        return False
    pyplot.close("all")
    return True


def answer_of(returned: Any) -> Any:
    """Return what a function returned, or the figure that it drew as data; close all figures."""
    pyplot = sys.modules.get("matplotlib.pyplot")
    if pyplot is None:
        return returned
    try:
        figure = _figure_of(returned)
        if figure is None and returned is None and pyplot.get_fignums():
            figure = pyplot.gcf()
        return returned if figure is None else _drawing(figure)
    finally:
        close_all()


def shown_by(value: Any) -> Any:
    """Return a value, or the figure that it is or is a part of as data."""
    figure = _figure_of(value) if "matplotlib" in sys.modules else None
    return value if figure is None else _drawing(figure)


def _figure_of(value: Any) -> Any:
    """Return the figure that a value is or is a part of; None for any other."""
    if type(value) in (tuple, list) or (type(value) is np.ndarray and value.dtype == object):
        value = next(iter(np.ravel(value) if type(value) is np.ndarray else value), None)
    elif isinstance(value, tuple):  # what draws bars returns a tuple of its own
        value = next(iter(value), None) if type(value).__module__.startswith("matplotlib.") else None
    roots = {each.__module__.partition(".")[0] for each in type(value).__mro__}
    return getattr(value, "figure", None) if "matplotlib" in roots else None


def _drawing(figure: Any) -> Drawing | Other:
    try:
        axes = figure.axes
        left = [POINTS]
        if len(axes) > PARTS:
            return Other(f"a figure with {len(axes):,} axes")
        found = [_axes(each, left) for each in axes]
        if sum(len(each.drawn) for each in found) > PARTS:
            return Other(f"a figure with more than {PARTS} things drawn")
        title = getattr(figure, "_suptitle", None)
        return Drawing(_text(title.get_text()) if title is not None else "", found)
    except _TooMuchError as problem:
        return Other(str(problem))
    except MemoryError:
        raise
    except Exception:  # it does not answer as a figure
        return Other("a figure that cannot be read")


class _TooMuchError(Exception):
    """A figure of too many points, in words."""


def _axes(axes: Any, left: list[int]) -> Axes:
    legend, shown = axes.get_legend(), axes.axison  # axis("off") takes labels and scales away, no title
    legend = legend if legend is not None and _is_visible(legend) else None
    names = [_text(each.get_text()) for each in axes.get_xticklabels()] if axes.xaxis.have_units() else []
    return Axes(
        _text(axes.get_title()) if _is_visible(axes.title) else "",
        _text(axes.get_xlabel()) if shown and _is_visible(axes.xaxis.label) else "",
        _text(axes.get_ylabel()) if shown and _is_visible(axes.yaxis.label) else "",
        _text(axes.get_xscale()),
        _text(axes.get_yscale()),
        [_text(each.get_text()) for each in legend.get_texts()[:PARTS]] if legend is not None else [],
        names[:PARTS],
        [_drawn(*each, left) for each in _artists(axes) if _shows(*each)],
        _places(axes)[:PARTS],
    )


def _places(axes: Any) -> list[str]:
    """Return what is written below bars at 0, 1, 2 …, as pandas draws them; nothing below others."""
    bars = [each for each in axes.containers if type(each).__name__ == "BarContainer"]
    if not bars:
        return []
    lying = all(each.orientation == "horizontal" for each in bars)
    axis = axes.yaxis if lying else axes.xaxis
    if type(axis.get_major_locator()).__name__ != "FixedLocator":
        return []
    ticks = list(axis.get_majorticklocs())
    if len(ticks) > PARTS or ticks != list(range(len(ticks))):
        return []
    return [_text(each.get_text()) for each in axis.get_ticklabels()]


def _artists(axes: Any) -> Iterator[tuple[Sort, Any, Any, Any]]:
    """Yield the sort, the label, and the x and y of what was drawn."""
    for each in filter(_is_visible, axes.get_lines()):
        yield (
            "points" if _is_dots(each) else "line",
            each.get_label(),
            each.get_xdata(orig=False),
            each.get_ydata(orig=False),
        )
    for each in filter(_is_visible, axes.collections):
        if type(each).__name__ == "PathCollection":
            offsets = np.ma.getdata(each.get_offsets())
            yield "points", each.get_label(), offsets[:, 0], offsets[:, 1]
    for each in axes.containers:
        if type(each).__name__ == "BarContainer":
            lying = each.orientation == "horizontal"
            centres = [
                b.get_y() + b.get_height() / 2 if lying else b.get_x() + b.get_width() / 2 for b in each
            ]
            lengths = [b.get_width() if lying else b.get_height() for b in each]
            yield "bars", each.get_label(), centres, lengths
    for each in filter(_is_visible, axes.images):
        yield "image", each.get_label(), [], np.ma.getdata(each.get_array())


def _is_visible(artist: Any) -> bool:
    return bool(artist.get_visible())


def _shows(sort: Sort, _: Any, x: Any, y: Any) -> bool:
    """Whether there is anything to see: a line without points, as one for the legend alone, draws nothing."""
    if sort == "image":
        return True
    finite = [np.isfinite(np.asarray(each, np.float64)) for each in (x, y)]
    return bool(finite[0].shape != finite[1].shape or (finite[0] & finite[1]).any())


def _is_dots(line: Any) -> bool:
    """Whether a line is markers and nothing between them, as `plot(x, y, "o")` draws it."""
    return line.get_linestyle() == "None" and line.get_marker() not in ("None", None, "", " ")


def _drawn(sort: Sort, label: Any, x: Any, y: Any, left: list[int]) -> Artist:
    left[0] -= max(len(x), np.size(y))
    if left[0] < 0:
        raise _TooMuchError(f"a figure of more than {POINTS:,} points")
    name = _text(label)
    return Artist(sort, "" if name.startswith("_") else name, _numbers(x), _numbers(y))


def _numbers(values: Any) -> Array:
    packed = pack_array(np.ascontiguousarray(np.asarray(values, np.float64)))
    assert isinstance(packed, Array)
    return packed


def _text(value: Any) -> str:
    return text(value, TEXT) if isinstance(value, str) else ""
