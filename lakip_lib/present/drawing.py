"""A drawing of the report as SVG, and the sheet that charts and diagrams are drawn on.

Coordinates are points of the printed page, from the top left corner down; text stays text.  There are no ids, styles,
markers or patterns in it, so that any number of drawings stand on one page and every SVG reader shows the same.
"""

from __future__ import annotations

import base64
import itertools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from html import escape
from xml.etree import ElementTree as ET

from lakip_lib.office import Picture
from lakip_lib.present import _text

__all__ = [
    "ACCENT",
    "EDGE",
    "GREY",
    "INK",
    "LIGHT",
    "NARROW",
    "PALE",
    "WARM",
    "WIDE",
    "Box",
    "Drawing",
    "Sheet",
    "photo",
]

INK, GREY, EDGE, LIGHT, PALE = "#1f2426", "#596166", "#868e93", "#cfd5d8", "#eef1f2"
ACCENT, WARM = "#0b5a6f", "#ad601b"
#: Printed widths in mm: a portrait page, a landscape page.
NARROW, WIDE = 160.0, 240.0
MM = 72 / 25.4
#: Largest printed width and height of a photo, in mm: two of them go on a page.
_PHOTO, _PHOTO_HIGH = 130.0, 85.0
TITLE, BODY, SMALL = 10.5, 8.5, 8.0

Point = tuple[float, float]


@dataclass(frozen=True)
class Drawing:
    """One picture: `svg` markup, `alt` (message and data in words), `title` (the message, drawn in the picture)."""

    svg: str
    alt: str
    title: str

    def _repr_svg_(self) -> str:
        return self.svg


def photo(picture: Picture) -> Drawing:
    """A photo as a drawing, so that it is numbered, sized and described in every output as all others are."""
    data, kind, (wide, high) = picture.encoded()
    printed = min(_PHOTO, _PHOTO_HIGH * wide / high)
    source = f"data:image/{kind};base64,{base64.b64encode(data).decode()}"
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {high}" role="img" '
        f'aria-label="{escape(picture.alt)}" data-lebar-mm="{printed:.1f}">'
        f'<image href="{source}" width="{wide}" height="{high}"/></svg>'
    )
    return Drawing(svg, picture.alt, picture.title)


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle taken by something drawn."""

    left: float
    top: float
    right: float
    bottom: float
    what: str = ""

    def overlaps(self, other: Box, gap: float = 0.0) -> bool:
        """True if both share more than an edge (or come nearer than `gap`)."""
        across = min(self.right, other.right) - max(self.left, other.left)
        down = min(self.bottom, other.bottom) - max(self.top, other.top)
        return across > -gap and down > -gap

    def holds(self, other: Box, slack: float = 0.0) -> bool:
        """True if the other box lies inside, but for `slack`."""
        across = self.left - slack <= other.left and other.right <= self.right + slack
        return across and self.top - slack <= other.top and other.bottom <= self.bottom + slack

    def crossed(self, a: Point, b: Point) -> bool:
        """True if the segment a-b touches the box (sampled)."""
        steps = 24
        points = ((a[0] + (b[0] - a[0]) * i / steps, a[1] + (b[1] - a[1]) * i / steps) for i in range(steps + 1))
        return any(self.left < x < self.right and self.top < y < self.bottom for x, y in points)

    @classmethod
    def of_text(  # noqa: PLR0917 - the order in which a text is placed and set
        cls, x: float, y: float, text: str, size: float, weight: int = 400, anchor: str = "start"
    ) -> Box:
        """The box of one line whose baseline starts (or has its middle or end) at x, y."""
        wide = _text.width(text, size, weight)
        left = x - {"start": 0.0, "middle": 0.5, "end": 1.0}[anchor] * wide
        return cls(left, y - _text.ASCENT * size, left + wide, y + _text.DESCENT * size, text)


@dataclass
class Sheet:
    """A drawing under construction; `y` is where the next thing may begin."""

    width_mm: float
    title: str
    note: str = ""
    y: float = 0.0
    boxes: list[Box] = field(default_factory=list)
    strokes: list[tuple[Point, Point]] = field(default_factory=list)
    _parts: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.y = self.lines(0, 0, self.title, size=TITLE, weight=600, room=self.width)
        if self.note:
            self.y = self.lines(0, self.y + 2, self.note, size=BODY, colour=GREY, room=self.width)
        self.y += 8

    @property
    def width(self) -> float:
        """Width in points."""
        return self.width_mm * MM

    # -- text ----------------------------------------------------------------------------------------------------------

    def text(
        self,
        x: float,
        y: float,
        text: str,
        *,
        size: float = BODY,
        weight: int = 400,
        colour: str = INK,
        anchor: str = "start",
        halo: bool = False,
    ) -> Box:
        """One line with its baseline at y; `halo` dims what lies under it.

        A white stroke would do so more finely, but Typst paints it glyph by glyph, over the letter before.
        """
        box = Box.of_text(x, y, text, size, weight, anchor)
        self.boxes.append(box)
        attributes = _only(
            {
                "font-size": (_n(size), _n(BODY)),
                "font-weight": (str(weight), "400"),
                "fill": (colour, INK),
                "text-anchor": (anchor, "start"),
            }
        )
        if halo:
            place = f'x="{_n(box.left - 0.6)}" y="{_n(y - 0.7 * size)}"'
            extent = f'width="{_n(box.right - box.left + 1.2)}" height="{_n(0.88 * size)}"'
            self._parts.append(f'<rect {place} {extent} fill="#fff" fill-opacity=".8"/>')
        self._parts.append(f'<text x="{_n(x)}" y="{_n(y)}"{attributes}>{escape(text, quote=False)}</text>')
        return box

    def lines(
        self,
        x: float,
        top: float,
        text: str | Sequence[str],
        *,
        room: float = 0,
        size: float = BODY,
        weight: int = 400,
        colour: str = INK,
        anchor: str = "start",
    ) -> float:
        """Several lines from `top` down, wrapped to `room` unless they are given; returns where they end."""
        found = _text.wrap(text, size, room, weight) if isinstance(text, str) else text
        for i, line in enumerate(found):
            self.text(x, top + size * (0.8 + LEADING * i), line, size=size, weight=weight, colour=colour, anchor=anchor)
        return top + block_height(len(found), size)

    # -- shapes --------------------------------------------------------------------------------------------------------

    def line(
        self, points: Iterable[Point], *, colour: str = INK, width: float = 0.75, dash: str = "", track: bool = False
    ) -> None:
        """A polyline; `track` makes labels keep off it."""
        points = list(points)
        if track:
            self.strokes += itertools.pairwise(points)
        path = "M" + "L".join(f"{_n(x)} {_n(y)}" for x, y in points)
        extra = f' stroke-dasharray="{dash}"' if dash else ""
        self._parts.append(f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="{_n(width)}"{extra}/>')

    def rect(
        self, left: float, top: float, wide: float, high: float, *,
        fill: str = "none", edge: str = "", width: float = 0.75, dash: str = "", radius: float = 0, hatch: str = "",
    ) -> None:  # fmt: skip
        """A rectangle; `hatch` is the colour of diagonal lines over it."""
        if wide < 0:
            left, wide = left + wide, -wide
        if high < 0:
            top, high = top + high, -high
        extra = f' stroke="{edge}" stroke-width="{_n(width)}"' if edge else ""
        extra += f' stroke-dasharray="{dash}"' if dash else ""
        extra += f' rx="{_n(radius)}"' if radius else ""
        self._parts.append(
            f'<rect x="{_n(left)}" y="{_n(top)}" width="{_n(wide)}" height="{_n(high)}" fill="{fill}"{extra}/>'
        )
        if hatch and (path := _hatching(left, top, wide, high)):
            self._parts.append(f'<path d="{path}" stroke="{hatch}" stroke-width=".8"/>')

    def polygon(self, points: Iterable[Point], *, fill: str = INK, edge: str = "", width: float = 0.75) -> None:
        """A closed shape."""
        path = "M" + "L".join(f"{_n(x)} {_n(y)}" for x, y in points) + "Z"
        extra = f' stroke="{edge}" stroke-width="{_n(width)}"' if edge else ""
        self._parts.append(f'<path d="{path}" fill="{fill}"{extra}/>')

    def mark(
        self,
        x: float,
        y: float,
        shape: str = "circle",
        *,
        colour: str = ACCENT,
        radius: float = 3,
        hollow: bool = False,
    ) -> None:
        """A data point: circle, square or diamond, full or hollow; labels keep off it."""
        self.boxes.append(Box(x - radius, y - radius, x + radius, y + radius))
        fill, r = ("#fff" if hollow else colour), radius
        if shape == "circle":
            self._parts.append(
                f'<circle cx="{_n(x)}" cy="{_n(y)}" r="{_n(r)}" fill="{fill}" stroke="{colour}" stroke-width="1.2"/>'
            )
        elif shape == "square":
            self.rect(x - r * 0.88, y - r * 0.88, r * 1.76, r * 1.76, fill=fill, edge=colour, width=1.2)
        else:
            self.polygon(
                [(x, y - r * 1.2), (x + r * 1.2, y), (x, y + r * 1.2), (x - r * 1.2, y)],
                fill=fill,
                edge=colour,
                width=1.2,
            )

    def arrow(self, points: Sequence[Point], *, colour: str = GREY, width: float = 0.9, dash: str = "") -> None:
        """A polyline that ends in an arrowhead."""
        (ax, ay), (bx, by) = points[-2:]
        length = max(((bx - ax) ** 2 + (by - ay) ** 2) ** 0.5, 0.001)
        ux, uy = (bx - ax) / length, (by - ay) / length
        neck = (bx - 4 * ux, by - 4 * uy)
        self.line([*points[:-1], neck], colour=colour, width=width, dash=dash)
        head = [
            (bx, by),
            (bx - 5.5 * ux - 2.4 * uy, by - 5.5 * uy + 2.4 * ux),
            (bx - 5.5 * ux + 2.4 * uy, by - 5.5 * uy - 2.4 * ux),
        ]
        self.polygon(head, fill=colour)

    # -- the end -------------------------------------------------------------------------------------------------------

    def finish(self, height: float, alt: str) -> Drawing:
        """The drawing, `height` points high."""
        alt = re.sub(r"\s+", " ", alt.replace("\u00a0", " ")).strip()
        head = (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_n(self.width)} {_n(height)}" '
            f'role="img" aria-label="{escape(alt)}" data-lebar-mm="{self.width_mm:g}" '
            f'font-family="{_text.STACK}" font-size="{_n(BODY)}" fill="{INK}">'
        )
        return Drawing(f"{head}{''.join(self._parts)}</svg>", alt, self.title)


LEADING = 1.18


def block_height(lines: int, size: float) -> float:
    """Height of that many lines of text."""
    return size * (LEADING * (lines - 1) + 1.05) if lines else 0.0


def text_boxes(svg: str) -> list[Box]:
    """The boxes of all text in a drawing, measured from its markup: what layout checks look at."""
    root = ET.fromstring(svg)  # noqa: S314 - our own drawing
    found = []
    for node in root.iter("{http://www.w3.org/2000/svg}text"):
        get = node.attrib.get
        size, weight = float(get("font-size", BODY)), int(get("font-weight", "400"))
        found.append(
            Box.of_text(
                float(get("x", "0")), float(get("y", "0")), node.text or "", size, weight, get("text-anchor", "start")
            )
        )
    return found


def _n(value: float) -> str:
    text = f"{value:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


def _only(attributes: dict[str, tuple[str, str]]) -> str:
    return "".join(f' {name}="{value}"' for name, (value, usual) in attributes.items() if value != usual)


def _hatching(left: float, top: float, wide: float, high: float, step: float = 4.0) -> str:
    """Diagonal lines that fill a rectangle, as path data."""
    path, offset = [], step
    while offset < wide + high:
        x1, y1 = (left + offset, top) if offset <= wide else (left + wide, top + offset - wide)
        x2, y2 = (left, top + offset) if offset <= high else (left + offset - high, top + high)
        path.append(f"M{_n(x1)} {_n(y1)}L{_n(x2)} {_n(y2)}")
        offset += step
    return "".join(path)
