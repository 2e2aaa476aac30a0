"""A figure as data: what matplotlib was told to draw, without how it looks.

A function's answer is the figure that it returns, or one of whose parts it returns, or that it leaves open
and returns nothing.  Every figure is closed after each call, and none is ever rendered.
"""

import sys
from collections.abc import Iterator
from typing import Any, Literal

import msgspec
import numpy as np

from grader.text.values import line
from grader.values.leaves import Array, Other, WireError, build_array, pack_array, require_array, text

POINTS = 50_000  # of one figure
PARTS = 500  # axes, and lines and such of one figure
TEXT = 200  # characters of a title or label
Sort = Literal["line", "points", "bars", "image"]


class Drawn(msgspec.Struct, tag="drawn", frozen=True):
    """A line, some points, bars (their centres and lengths) or an image (its entries are ``y``)."""

    sort: Sort
    label: str
    xs: Array
    ys: Array

    @property
    def x(self) -> np.ndarray:
        """Where its points are."""
        return build_array(self.xs)

    @property
    def y(self) -> np.ndarray:
        """How high they are."""
        return build_array(self.ys)


class Axes(msgspec.Struct, tag="axes", frozen=True):
    """What is drawn into one pair of axes."""

    title: str
    xlabel: str
    ylabel: str
    xscale: str
    yscale: str
    legend: list[str]
    names: list[str]  # along the x axis, where it has names for numbers
    drawn: list[Drawn]

    def of(self, sort: Sort) -> list[Drawn]:
        """Return what of it is of this sort, in the order in which it was drawn."""
        return [each for each in self.drawn if each.sort == sort]

    @property
    def lines(self) -> list[Drawn]:
        """The lines."""
        return self.of("line")

    @property
    def points(self) -> list[Drawn]:
        """The clouds of points."""
        return self.of("points")

    @property
    def bars(self) -> list[Drawn]:
        """The sets of bars."""
        return self.of("bars")

    @property
    def images(self) -> list[Drawn]:
        """The images."""
        return self.of("image")


class Drawing(msgspec.Struct, tag="figure", frozen=True):
    """A figure."""

    title: str
    axes: list[Axes]

    @property
    def one_line(self) -> str:
        """What it is, in words."""
        count = sum(len(each.drawn) for each in self.axes)
        return f"a figure with {count} thing{'s' * (count != 1)} drawn"

    described = one_line

    def shown(self, digits: int) -> list[str]:
        """Return it as lines."""
        lines = [f"title: {self.title}"] if self.title else []
        for place, axes in enumerate(self.axes, start=1):
            said = [("title", axes.title), ("x", axes.xlabel), ("y", axes.ylabel)]
            said.append(("legend", ", ".join(axes.legend)))
            lines.append("; ".join([f"axes {place}", *(f"{name}: {each}" for name, each in said if each)]))
            for each in axes.drawn:
                lines.append(f"  {each.sort} {each.label}".rstrip())
                if each.sort != "image":
                    lines.append(f"    x {line(each.x, digits)}")
                lines.append(f"    y {line(each.y, digits)}")
        return lines or ["(an empty figure)"]


# ---- from what matplotlib was told ------------------------------------------------------------------------


def close_all() -> None:
    """Close every figure, so that the next call finds none."""
    pyplot = sys.modules.get("matplotlib.pyplot")
    if pyplot is not None and pyplot.get_fignums():
        pyplot.close("all")


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
    legend = axes.get_legend()
    names = [_text(each.get_text()) for each in axes.get_xticklabels()] if axes.xaxis.have_units() else []
    return Axes(
        _text(axes.get_title()),
        _text(axes.get_xlabel()),
        _text(axes.get_ylabel()),
        _text(axes.get_xscale()),
        _text(axes.get_yscale()),
        [_text(each.get_text()) for each in legend.get_texts()[:PARTS]] if legend is not None else [],
        names[:PARTS],
        [_drawn(*each, left) for each in _artists(axes)],
    )


def _artists(axes: Any) -> Iterator[tuple[Sort, Any, Any, Any]]:
    """Yield the sort, the label, and the x and y of what was drawn."""
    for each in axes.get_lines():
        yield "line", each.get_label(), each.get_xdata(orig=False), each.get_ydata(orig=False)
    for each in axes.collections:
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
    for each in axes.images:
        yield "image", each.get_label(), [], np.ma.getdata(each.get_array())


def _drawn(sort: Sort, label: Any, x: Any, y: Any, left: list[int]) -> Drawn:
    left[0] -= max(len(x), np.size(y))
    if left[0] < 0:
        raise _TooMuchError(f"a figure of more than {POINTS:,} points")
    name = _text(label)
    return Drawn(sort, "" if name.startswith("_") else name, _numbers(x), _numbers(y))


def _numbers(values: Any) -> Array:
    packed = pack_array(np.ascontiguousarray(np.asarray(values, np.float64)))
    assert isinstance(packed, Array)
    return packed


def _text(value: Any) -> str:
    return text(value, TEXT) if isinstance(value, str) else ""


def require_drawing(sent: Drawing) -> None:
    """Raise WireError where this is no figure that ``answer_of`` makes."""
    drawn = [each for axes in sent.axes for each in axes.drawn]
    texts = [sent.title, *(each.label for each in drawn)]
    for axes in sent.axes:
        if len(axes.legend) > PARTS or len(axes.names) > PARTS:
            raise WireError("a figure with too many names")
        texts += [axes.title, axes.xlabel, axes.ylabel, axes.xscale, axes.yscale, *axes.legend, *axes.names]
    if len(sent.axes) > PARTS or len(drawn) > PARTS or any(len(each) > TEXT for each in texts):
        raise WireError("a figure that is too large")
    for each in drawn:
        for array in (each.xs, each.ys):
            require_array(array)
            if array.dtype != "float64":
                raise WireError("a figure whose points are no numbers")
        if each.sort != "image" and not len(each.xs.shape) == len(each.ys.shape) == 1:
            raise WireError("a figure whose points are no rows of numbers")
        if each.sort != "image" and each.xs.shape != each.ys.shape:
            raise WireError("a figure whose points have no height")


# ---- the difference of two figures ------------------------------------------------------------------------

SORTS: dict[Sort, tuple[str, str]] = {
    "line": ("line", "lines"),
    "points": ("cloud of points", "clouds of points"),
    "bars": ("set of bars", "sets of bars"),
    "image": ("image", "images"),
}


def first_difference(got: Drawing, want: Drawing, first: Any) -> str:
    """Return in a sentence where two figures first differ; "" where they do not.

    ``first(one, other)`` says in which entry two arrays of numbers differ, and how; "" where they do not.
    Where the right one has a text, the other needs one too, whatever its words.
    """
    if len(got.axes) != len(want.axes):
        return f"the figure has {_count(len(got.axes))} where {len(want.axes)} were expected"
    for place, (ours, right) in enumerate(zip(got.axes, want.axes, strict=True), start=1):
        where = f" in axes {place}" * (len(want.axes) > 1)
        if said := _axes_differ(ours, right, first):
            return said + where
    return "the figure has no title" if want.title and not got.title else ""


def _count(number: int) -> str:
    return f"{number} pair{'s' * (number != 1)} of axes"


def _axes_differ(got: Axes, want: Axes, first: Any) -> str:
    for sort, (one, many) in SORTS.items():
        ours, right = got.of(sort), want.of(sort)
        if len(ours) != len(right):
            came = f"{len(ours)} {one if len(ours) == 1 else many}"
            return f"{came} {'is' if len(ours) == 1 else 'are'} drawn where {len(right)} was expected"
        free = list(ours)
        for number, each in enumerate(right, start=1):
            match = next((mine for mine in free if not _differs(mine, each, first)), None)
            if match is None:
                which = f"{one} {number}" if len(right) > 1 else f"the {one}"
                return f"{which} is another than expected: {_differs(free[0], each, first)}"
            free.remove(match)
    if got.names != want.names:
        return f"the names along the x axis are {', '.join(got.names) or 'missing'}"
    for what, mine, theirs in (("x", got.xscale, want.xscale), ("y", got.yscale, want.yscale)):
        if mine != theirs:
            return f"the {what} axis has a {mine} scale where a {theirs} one was expected"
    texts = (
        ("title", got.title, want.title),
        ("label on the x axis", got.xlabel, want.xlabel),
        ("label on the y axis", got.ylabel, want.ylabel),
        ("legend", got.legend, want.legend),
    )
    return next((f"there is no {what}" for what, mine, theirs in texts if theirs and not mine), "")


def _differs(got: Drawn, want: Drawn, first: Any) -> str:
    if got.ys.shape != want.ys.shape:
        if got.sort == "image":
            return f"it has the shape {got.ys.shape} where {want.ys.shape} was expected"
        return f"it has {got.ys.shape[0]} points where {want.ys.shape[0]} were expected"
    for name, one, other in (("x", got.x, want.x), ("y", got.y, want.y)):
        if said := first(one, other):
            return f"{name}{said}"
    return ""
