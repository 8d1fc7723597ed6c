"""The sheet that diagrams are drawn on, as SVG by hand.

Text stays text.  There are no ids, styles, markers or patterns in it, so that any number of drawings stand on one page
and every SVG reader shows the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from html import escape

from lakip_lib.present import _text
from lakip_lib.present.drawing import (
    ACCENT,
    BODY,
    GREY,
    INK,
    LEADING,
    MM,
    TITLE,
    Box,
    Drawing,
    Point,
    block_height,
    one_line,
)

__all__ = ["Sheet"]


@dataclass
class Sheet:
    """A drawing under construction; `y` is where the next thing may begin."""

    width_mm: float
    title: str
    note: str = ""
    y: float = 0.0
    boxes: list[Box] = field(default_factory=list)
    """Where text stands."""
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
    ) -> None:
        """One line with its baseline at y."""
        self.boxes.append(Box.of_text(x, y, text, size, weight, anchor))
        attributes = _only(
            {
                "font-size": (_n(size), _n(BODY)),
                "font-weight": (str(weight), "400"),
                "fill": (colour, INK),
                "text-anchor": (anchor, "start"),
            }
        )
        self._parts.append(f'<text x="{_n(x)}" y="{_n(y)}"{attributes}>{escape(text, quote=False)}</text>')

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

    def line(self, points: Iterable[Point], *, colour: str, width: float, dash: str = "") -> None:
        """A polyline."""
        extra = f' stroke-dasharray="{dash}"' if dash else ""
        self._parts.append(
            f'<path d="{_path(points)}" fill="none" stroke="{colour}" stroke-width="{_n(width)}"{extra}/>'
        )

    def rect(
        self, left: float, top: float, wide: float, high: float, *,
        fill: str = "none", edge: str = "", width: float = 0.75, dash: str = "", radius: float = 0,
    ) -> None:  # fmt: skip
        """A rectangle."""
        extra = f' stroke="{edge}" stroke-width="{_n(width)}"' if edge else ""
        extra += f' stroke-dasharray="{dash}"' if dash else ""
        extra += f' rx="{_n(radius)}"' if radius else ""
        self._parts.append(
            f'<rect x="{_n(left)}" y="{_n(top)}" width="{_n(wide)}" height="{_n(high)}" fill="{fill}"{extra}/>'
        )

    def mark(self, x: float, y: float, radius: float) -> None:
        """A data point."""
        place = f'cx="{_n(x)}" cy="{_n(y)}" r="{_n(radius)}"'
        self._parts.append(f'<circle {place} fill="{ACCENT}" stroke="{ACCENT}" stroke-width="1.2"/>')

    def arrow(self, points: Sequence[Point]) -> None:
        """A polyline that ends in an arrowhead."""
        (ax, ay), (bx, by) = points[-2:]
        length = max(((bx - ax) ** 2 + (by - ay) ** 2) ** 0.5, 0.001)
        ux, uy = (bx - ax) / length, (by - ay) / length
        neck = (bx - 4 * ux, by - 4 * uy)
        self.line([*points[:-1], neck], colour=GREY, width=0.9)
        head = [
            (bx, by),
            (bx - 5.5 * ux - 2.4 * uy, by - 5.5 * uy + 2.4 * ux),
            (bx - 5.5 * ux + 2.4 * uy, by - 5.5 * uy - 2.4 * ux),
        ]
        self._parts.append(f'<path d="{_path(head)}Z" fill="{GREY}"/>')

    # -- the end -------------------------------------------------------------------------------------------------------

    def finish(self, height: float, alt: str) -> Drawing:
        """The drawing, `height` points high."""
        alt = one_line(alt)
        head = (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_n(self.width)} {_n(height)}" '
            f'role="img" aria-label="{escape(alt)}" data-lebar-mm="{self.width_mm:g}" '
            f'font-family="{_text.STACK}" font-size="{_n(BODY)}" fill="{INK}">'
        )
        return Drawing(f"{head}{''.join(self._parts)}</svg>", alt, self.title)


def _n(value: float) -> str:
    text = f"{value:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


def _only(attributes: dict[str, tuple[str, str]]) -> str:
    return "".join(f' {name}="{value}"' for name, (value, usual) in attributes.items() if value != usual)


def _path(points: Iterable[Point]) -> str:
    return "M" + "L".join(f"{_n(x)} {_n(y)}" for x, y in points)
