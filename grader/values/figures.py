"""A figure as data: what was drawn, without how it looks; and where two figures first differ."""

from typing import Any, Literal

import msgspec
import numpy as np

from grader.text.safe import BLANK
from grader.text.values import line
from grader.values.leaves import Array, WireError, build_array, pack_array, require_array

POINTS = 50_000  # of one figure
PARTS = 500  # axes, and lines and such of one figure
TEXT = 200  # characters of a title or label
Sort = Literal["line", "points", "bars", "image"]


class Artist(msgspec.Struct, tag="drawn", frozen=True):
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
    drawn: list[Artist]
    places: list[str] = []  # what is written below bars at 0, 1, 2 …

    def of(self, sort: Sort) -> list[Artist]:
        """Return what of it is of this sort, in the order in which it was drawn."""
        return [each for each in self.drawn if each.sort == sort]

    @property
    def lines(self) -> list[Artist]:
        """The lines."""
        return self.of("line")

    @property
    def points(self) -> list[Artist]:
        """The clouds of points."""
        return self.of("points")

    @property
    def bars(self) -> list[Artist]:
        """The sets of bars."""
        return self.of("bars")

    @property
    def images(self) -> list[Artist]:
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


def require_drawing(sent: Drawing) -> None:
    """Raise WireError where this is no figure that ``answer_of`` makes."""
    drawn = [each for axes in sent.axes for each in axes.drawn]
    texts = [sent.title, *(each.label for each in drawn)]
    for axes in sent.axes:
        if max(len(axes.legend), len(axes.names), len(axes.places)) > PARTS:
            raise WireError("a figure with too many names")
        texts += [axes.title, axes.xlabel, axes.ylabel, axes.xscale, axes.yscale]
        texts += [*axes.legend, *axes.names, *axes.places]
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


SORTS: dict[Sort, tuple[str, str]] = {
    "line": ("line", "lines"),
    "points": ("cloud of points", "clouds of points"),
    "bars": ("set of bars", "sets of bars"),
    "image": ("image", "images"),
}


def first_difference(got: Drawing, want: Drawing, difference: Any) -> str:
    """Return in a sentence where two figures first differ; "" where they do not.

    ``difference`` says of two arrays of numbers ``where`` they first differ; None where they do not.
    Where the right one has a text, the other needs one too, whatever its words.
    """
    if len(got.axes) != len(want.axes):
        return f"the figure has {_count(len(got.axes))} where {_expected(len(want.axes))}"
    for place, (ours, right) in enumerate(zip(got.axes, want.axes, strict=True), start=1):
        where = f" in axes {place}" * (len(want.axes) > 1)
        if _axes_differ(ours, right, difference) and (
            said := _axes_differ(_as_labelled(ours), _as_labelled(right), difference)
        ):
            return said + where
    return "the figure has no title" if want.title and not _seen(got.title) else ""


def _expected(number: int) -> str:
    return f"{number} {'was' if number == 1 else 'were'} expected"


def _as_labelled(axes: Axes) -> Axes:
    """Return bars at 0, 1, 2 … where the numbers below them say that they are, or with the names below them.

    pandas draws all its bars so, those of a numbered month too.
    """
    labels = axes.names or axes.places
    if not labels or any(
        each.sort != "bars" or each.x.tolist() != list(range(len(labels))) for each in axes.drawn
    ):
        return axes
    try:
        places = np.array([float(each) for each in labels])
    except ValueError:  # texts
        return msgspec.structs.replace(axes, names=labels)
    xs = pack_array(places)
    assert isinstance(xs, Array)
    drawn = [msgspec.structs.replace(each, xs=xs) for each in axes.drawn]
    return msgspec.structs.replace(axes, names=[], drawn=drawn)


def _count(number: int) -> str:
    return f"{number} pair{'s' * (number != 1)} of axes"


def _axes_differ(got: Axes, want: Axes, difference: Any) -> str:
    for sort, (one, many) in SORTS.items():
        ours, right = got.of(sort), want.of(sort)
        if sort == "points" and len(ours) != len(right) and ours and right:
            # One cloud in two colours, or two clouds: the same points are drawn.
            ours, right = [_together(ours)], [_together(right)]
        if len(ours) != len(right):
            came = f"{len(ours)} {one if len(ours) == 1 else many}"
            return f"{came} {'is' if len(ours) == 1 else 'are'} drawn where {_expected(len(right))}"
        free = list(ours)
        for number, each in enumerate(right, start=1):
            match = next((mine for mine in free if not _differs(mine, each, difference)), None)
            if match is None:
                which = f"{one} {number}" if len(right) > 1 else f"the {one}"
                return f"{which} is another than expected: {_differs(free[0], each, difference)}"
            free.remove(match)
    if got.names != want.names:
        return f"the names along the x axis are {', '.join(got.names) or 'missing'}"
    for what, mine, theirs in (("x", got.xscale, want.xscale), ("y", got.yscale, want.yscale)):
        if mine != theirs:
            return f"the {what} axis has a {mine} scale where a {theirs} one was expected"
    texts = (
        ("title", [got.title], want.title),
        ("label on the x axis", [got.xlabel], want.xlabel),
        ("label on the y axis", [got.ylabel], want.ylabel),
        ("legend", got.legend, want.legend),
    )
    return next(
        (f"there is no {what}" for what, mine, theirs in texts if theirs and not any(map(_seen, mine))), ""
    )


def _seen(words: str) -> bool:
    """Whether a text shows anything: no space and no character without a form does."""
    return not BLANK.fullmatch(words)


def _together(clouds: list[Artist]) -> Artist:
    """Return several clouds of points as one, in an order of ours that rounding leaves as it is."""
    x, y = (np.concatenate([getattr(each, axis) for each in clouds]) for axis in ("x", "y"))
    order = sorted(range(len(x)), key=lambda place: (f"{x[place]:.6g}", f"{y[place]:.6g}"))
    xs, ys = (pack_array(np.ascontiguousarray(each[order])) for each in (x, y))
    assert isinstance(xs, Array)
    assert isinstance(ys, Array)
    return Artist("points", "", xs, ys)


def _differs(got: Artist, want: Artist, difference: Any) -> str:
    if got.ys.shape != want.ys.shape:
        if got.sort == "image":
            return f"it has the shape {got.ys.shape} where {want.ys.shape} was expected"
        return f"it has {got.ys.shape[0]} points where {_expected(want.ys.shape[0])}"
    for name, one, other in (("x", got.x, want.x), ("y", got.y, want.y)):
        if (wrong := difference(one, other)) is not None:
            place = tuple(int(each) for each in wrong.where.strip("[]").split(",") if each)
            return f"{name} is {one[place]:.6g} at {wrong.where} where {other[place]:.6g} was expected"
    return ""
