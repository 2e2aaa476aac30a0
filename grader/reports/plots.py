"""Numbers as pictures, in SVG: how steps grow, what was drawn at random, how the scores of a class lie."""

from collections.abc import Callable, Sequence

from markupsafe import Markup

from grader.model import Draws, Growth
from grader.reports.html import readable, text
from grader.text.values import number
from grader.values.counting import MOST, count_words

NAME = 20  # characters of a name
ROW = 24  # the height of one
APART = 18  # of sizes below a line: one that is nearer to the next is left out

Range = tuple[float, float]


def figure(picture: str, caption: str) -> Markup:
    """Return a picture with what is said of it below."""
    return Markup(f"<figure>{picture}<figcaption>{text(caption)}</figcaption></figure>")  # noqa: S704


def svg(width: int, height: int, label: str, attributes: str = "") -> str:
    """Return the begin of a picture; ``label`` says all of it to those who do not see it."""
    size = f'width="{width}" height="{height}" viewBox="0 0 {width} {height}"'
    return f'<svg{attributes} role="img" {size} aria-label="{text(label)}">'


def plotted(plot: Growth | Draws) -> Markup:
    """Return a figure of numbers that were counted or drawn."""
    return _growth(plot) if isinstance(plot, Growth) else _draws(plot)


# ---- steps by size ----------------------------------------------------------------------------------


def _growth(plot: Growth) -> Markup:
    """Draw the steps at each size as a line, above the area of what is allowed."""
    left, top, right, floor = 10.0, 14.0, 250.0, 154.0
    most = max(*plot.allowed, *(min(each, MOST) for each in plot.steps))

    def points(values: Sequence[float]) -> list[tuple[float, float]]:
        across = [left + (right - left) * size / plot.sizes[-1] for size in plot.sizes]
        up = [floor - (floor - top) * min(each, most) / most for each in values]
        return [(round(x, 1), round(y, 1)) for x, y in zip(across, up, strict=True)]

    counts, allowed = points(plot.steps), points(plot.allowed)
    said = "; ".join(
        f"{count_words(steps)} at {size}, where {may:,.0f} would do"
        for size, steps, may in zip(plot.sizes, plot.steps, plot.allowed, strict=True)
    )
    # What is allowed at the end is less than what was counted there: its number stands below, never across.
    below = max(counts[-1][1] + 20, allowed[-1][1] + 4)
    parts = [
        svg(390, 180, f"Steps by {plot.of}: {said}", ' class="plot"'),
        f'<polygon class="may" points="{_path([(allowed[0][0], floor), *allowed, (right, floor)])}"/>',
        f'<polyline class="edge" points="{_path(allowed)}"/>',
        f'<line class="rule" x1="{left}" y1="{floor}" x2="{right}" y2="{floor}"/>',
        f'<polyline class="came" points="{_path(counts)}"/>',
        *(f'<circle class="off" cx="{x}" cy="{y}" r="3.5"/>' for x, y in counts),
        f'<text x="{right + 8}" y="{counts[-1][1] + 4}">{count_words(plot.steps[-1])} steps</text>',
        f'<text class="soft" x="{right + 8}" y="{below}">{plot.allowed[-1]:,.0f} would do</text>',
        f'<text class="soft" x="{right + 24}" y="{floor + 18}">{text(plot.of, NAME)}</text>',
    ]
    after = right + APART
    for (x, _), size in reversed(list(zip(counts, plot.sizes, strict=True))):
        if after - x >= APART:
            parts.append(f'<text class="soft tick" x="{x}" y="{floor + 18}">{size}</text>')
            after = x
    caption = f"Steps that were counted, by {plot.of}; shaded is what would do."
    return figure("".join([*parts, "</svg>"]), caption)


def _path(points: Sequence[tuple[float, float]]) -> str:
    return " ".join(f"{x},{y}" for x, y in points)


# ---- draws ------------------------------------------------------------------------------------------


def _draws(plot: Draws) -> Markup:
    """Draw a bar for each number, on the range that could be by chance, with a line where it should end."""
    names = [readable(each, NAME) for each in plot.names]
    ranges: list[Range | None] = [*zip(plot.least, plot.most, strict=True)] or [None] * len(names)
    rows = list(zip(names, plot.came, plot.expected, ranges, strict=True))
    left = 14 + 8 * max(map(len, names))
    right, floor, (start, end) = left + 200, 20 + ROW * len(names), plot.ends

    def at(value: float) -> float:
        return round(left + 200 * min(max((value - start) / (end - start), 0.0), 1.0), 1)

    said = "; ".join(
        f"{name}: {_short(came)}, where {_short(due)} is expected"
        + (f" and {_short(may[0])} to {_short(may[1])} could be by chance" if may else "")
        for name, came, due, may in rows
    )
    parts = [
        svg(right + 140, floor + 22, f"{plot.what}: {said}", ' class="plot"'),
        f'<text class="soft end" x="{right + 64}" y="12">came</text>',
        f'<text class="soft end" x="{right + 136}" y="12">expected</text>',
        *(_row(each, 20 + ROW * place, left, at) for place, each in enumerate(rows)),
        f'<line class="rule" x1="{left}" y1="{floor}" x2="{right}" y2="{floor}"/>',
        f'<text class="soft tick" x="{left}" y="{floor + 16}">{_short(start)}</text>',
        f'<text class="soft tick" x="{right}" y="{floor + 16}">{_short(end)}</text></svg>',
    ]
    chance = "; shaded is what could be by chance" * bool(plot.least)
    caption = f"{plot.what[:1].upper()}{plot.what[1:]}. The upright line is what is expected{chance}."
    return figure("".join(parts), caption)


def _row(row: tuple[str, float, float, Range | None], y: int, left: int, at: Callable[[float], float]) -> str:
    """Return one row: a name, its bar, and the two numbers."""
    name, came, due, may = row
    off = may is not None and not may[0] <= came <= may[1]
    low, high = (at(may[0]), at(may[1])) if may else (left, left)
    right, tone = left + 200, "off" if off else "bar"
    return (
        f'<text class="end" x="{left - 8}" y="{y + 16}">{text(name)}</text>'
        f'<rect class="may" x="{low}" y="{y + 1}" width="{high - low:.1f}" height="{ROW - 2}"/>'
        f'<rect class="{tone}" x="{left}" y="{y + 8}" width="{max(at(came) - left, 2):.1f}" height="8"/>'
        f'<line class="due" x1="{at(due)}" y1="{y + 2}" x2="{at(due)}" y2="{y + ROW - 2}"/>'
        f'<text class="end{" off" * off}" x="{right + 64}" y="{y + 16}">{_short(came)}</text>'
        f'<text class="soft end" x="{right + 136}" y="{y + 16}">{_short(due)}</text>'
    )


def _short(value: float) -> str:
    return f"{value:,.0f}" if 1000 <= abs(value) < 10**9 else number(value, 3)


# ---- scores -----------------------------------------------------------------------------------------


def histogram(scores: Sequence[float], maximum: float) -> Markup:
    """Return how many scores lie in each tenth of the maximum; what is above it (bonus) in one more."""
    tenths = [min(10, int(10 * score / maximum + 1e-9)) if maximum else 0 for score in scores]
    counts = [tenths.count(n) for n in range(11)]
    names = [f"{number(maximum * n / 10, 4)}" for n in range(11)]
    width, height, bar = 660, 220, 60
    top = max([*counts, 1])
    said = "; ".join(
        f"{counts[n]} with {names[n]}{f' to below {names[n + 1]}' if n < 10 else ' or more'}"
        for n in range(11)
        if counts[n]
    )
    parts = [svg(width, height, f"Students by points: {said}")]
    for n, count in enumerate(counts):
        x, tall = bar * n, round(160 * count / top, 1)
        y = 190 - tall
        if count:
            parts.append(f'<rect class="bar" x="{x + 3}" y="{y}" width="{bar - 6}" height="{tall}"/>')
            parts.append(f'<text x="{x + bar // 2}" y="{y - 6}" text-anchor="middle">{count}</text>')
        name = names[n] + ("+" if n == 10 else "")
        parts.append(f'<text class="soft" x="{x + 3}" y="208">{name}</text>')
    parts.append(f'<line class="rule" x1="0" y1="190.5" x2="{width}" y2="190.5"/></svg>')
    return Markup("".join(parts))  # noqa: S704
