"""A drawing of the report as SVG, its colours and sizes, and the room that a text takes.

Coordinates are points of the printed page, from the top left corner down.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass
from html import escape

from lakip_lib.office import Picture
from lakip_lib.present import _text

__all__ = [
    "ACCENT", "BODY", "EDGE", "GREY", "INK", "LEADING", "LIGHT", "MM", "NARROW", "PALE", "SMALL", "TITLE", "WARM",
    "WIDE", "Box", "Drawing", "Point", "block_height", "one_line", "photo",
]  # fmt: skip

INK, GREY, EDGE, LIGHT, PALE = "#1f2426", "#596166", "#868e93", "#cfd5d8", "#eef1f2"
ACCENT, WARM = "#0b5a6f", "#ad601b"
#: Printed widths in mm: a portrait page, a landscape page.
NARROW, WIDE = 160.0, 240.0
#: Points in a mm.
MM = 72 / 25.4
#: Largest printed width and height of a photo, in mm: two of them go on a page.
_PHOTO, _PHOTO_HIGH = 130.0, 85.0
#: Sizes of type, and from line to line as a multiple of the size.
TITLE, BODY, SMALL = 10.5, 8.5, 8.0
LEADING = 1.18

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
        """True if the segment a-b touches the box (sampled); most are ruled out at once."""
        across, down = sorted((a[0], b[0])), sorted((a[1], b[1]))
        if across[1] < self.left or across[0] > self.right or down[1] < self.top or down[0] > self.bottom:
            return False
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


def block_height(lines: int, size: float) -> float:
    """Height of that many lines of text."""
    return size * (LEADING * (lines - 1) + 1.05) if lines else 0.0


def one_line(text: str) -> str:
    """A text alternative: one line, its no-break spaces as plain ones."""
    return " ".join(text.split())
