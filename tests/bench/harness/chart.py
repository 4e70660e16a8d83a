"""Charts as SVG files: no script, no style sheet, so that a page's policy has nothing against them."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

WIDTH, ROW, LEFT, TOP, BOTTOM = 720, 34, 190, 48, 36
INK = {"light": "#24292f", "dark": "#d6d9e0"}
FAINT = {"light": "#d0d5db", "dark": "#454b58"}
COLOURS = {
    "light": ("#0b57d0", "#b3261e", "#146c2e", "#8c4a00", "#6b4ea2", "#00696d"),
    "dark": ("#8ab4f8", "#f2a59c", "#81c995", "#f6bf6b", "#c9b6f2", "#76d1d5"),
}
DASHES = ("", "8 4", "2 4", "10 3 2 3", "14 5", "5 2")
"""Lines differ in more than their colour."""


@dataclass(frozen=True)
class Bar:
    """A figure of one thing."""

    name: str
    value: float


@dataclass(frozen=True)
class Line:
    """The figures of one thing at several sizes."""

    name: str
    points: Sequence[tuple[float, float]]


def _figure(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2g}"


def _text(at: tuple[float, float], text: str, colour: str, anchor: str = "start", weight: str = "normal") -> str:
    return (
        f'<text x="{at[0]:.1f}" y="{at[1]:.1f}" fill="{colour}" text-anchor="{anchor}" font-weight="{weight}">'
        f"{escape(text)}</text>"
    )


def _drawing(title: str, told: str, height: float, parts: Sequence[str], scheme: str) -> str:
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height:.0f}" width="{WIDTH}"'
        f' height="{height:.0f}" role="img" aria-labelledby="title told" font-family="sans-serif" font-size="14">'
    )
    named = f'<title id="title">{escape(title)}</title>\n<desc id="told">{escape(told)}</desc>'
    return "\n".join([head, named, _text((0, 20), title, INK[scheme], weight="bold"), *parts, "</svg>"]) + "\n"


def bars(title: str, some: Sequence[Bar], scheme: str) -> str:
    """Return a chart with one bar for each figure, from nothing on."""
    most = max((bar.value for bar in some), default=1) or 1
    room = WIDTH - LEFT - 70
    parts = []
    for at, bar in enumerate(some):
        y = TOP + at * ROW
        long = max(2, bar.value / most * room)
        parts += [
            _text((LEFT - 10, y + 16), bar.name, INK[scheme], "end"),
            f'<rect x="{LEFT}" y="{y}" width="{long:.1f}" height="22" rx="3" fill="{COLOURS[scheme][min(at, 1)]}"/>',
            _text((LEFT + long + 8, y + 16), _figure(bar.value), INK[scheme]),
        ]
    told = "; ".join(f"{bar.name}: {_figure(bar.value)}" for bar in some)
    return _drawing(title, told, TOP + len(some) * ROW + 8, parts, scheme)


def lines(title: str, some: Sequence[Line], scheme: str) -> str:
    """Return a chart with one line for each thing, both axes in powers of ten."""
    height, right, left = 420, WIDTH - 190, 60
    xs = sorted({x for line in some for x, _ in line.points})
    ys = [y for line in some for _, y in line.points]
    low, high = math.floor(math.log10(min(ys))), math.ceil(math.log10(max(ys)))
    first, last = math.log10(xs[0]), math.log10(xs[-1])

    def across(x: float) -> float:
        return left + (math.log10(x) - first) / ((last - first) or 1) * (right - left)

    def up(y: float) -> float:
        return height - BOTTOM - (math.log10(y) - low) / ((high - low) or 1) * (height - BOTTOM - TOP)

    parts = []
    for power in range(low, high + 1):
        y = up(10**power)
        parts += [
            f'<line x1="{left}" x2="{right}" y1="{y:.1f}" y2="{y:.1f}" stroke="{FAINT[scheme]}"/>',
            _text((left - 8, y + 5), f"{10**power:g}", INK[scheme], "end"),
        ]
    parts += [_text((across(x), height - 12), f"{x:,.0f}", INK[scheme], "middle") for x in xs]
    ends = _apart([up(line.points[-1][1]) + 5 for line in some])
    for at, (line, end) in enumerate(zip(some, ends, strict=True)):
        colour, dash = COLOURS[scheme][at % 6], DASHES[at % 6]
        way = " ".join(f"{across(x):.1f},{up(y):.1f}" for x, y in line.points)
        parts.append(
            f'<polyline points="{way}" fill="none" stroke="{colour}" stroke-width="3"'
            f' stroke-dasharray="{dash or "none"}"/>'
        )
        parts += [f'<circle cx="{across(x):.1f}" cy="{up(y):.1f}" r="4" fill="{colour}"/>' for x, y in line.points]
        parts.append(_text((across(line.points[-1][0]) + 10, end), line.name, colour))
    told = "; ".join(f"{line.name}: {', '.join(f'{_figure(y)} at {x:,.0f}' for x, y in line.points)}" for line in some)
    return _drawing(title, told, height, parts, scheme)


def _apart(heights: Sequence[float]) -> list[float]:
    """Return heights moved down where two of them would be nearer than a line of text."""
    placed: dict[int, float] = {}
    for at in sorted(range(len(heights)), key=lambda index: heights[index]):
        placed[at] = max([heights[at], *(other + 17 for other in placed.values())])
    return [placed[at] for at in range(len(heights))]
