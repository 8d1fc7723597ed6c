"""The sheet a chart is drawn on: a matplotlib figure of the printed width, its message on top, labels that keep apart.

Places are points of the printed page from the top left corner down, as on a `Sheet`; what stands inside axes is
plain matplotlib.
"""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from lakip_lib.present import _text
from lakip_lib.present.charts._svg import HALO, tidy
from lakip_lib.present.drawing import (
    ACCENT,
    GREY,
    INK,
    LEADING,
    MM,
    NARROW,
    SMALL,
    TITLE,
    Box,
    Drawing,
    Point,
    block_height,
    one_line,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["Plate"]

_ALIGN = {"start": "left", "middle": "center", "end": "right"}
_BESIDE = {
    "above": (0, -1), "below": (0, 1), "right": (1, 0), "left": (-1, 0),
    "above right": (1, -1), "above left": (-1, -1), "below right": (1, 1), "below left": (-1, 1),
}  # fmt: skip
#: A label that is farther from its point, as a multiple of the usual distance, gets a line that leads to it.
_NEAR = 2


class Plate:
    """A picture of `body` points below its message, and `foot` in small grey under it."""

    def __init__(self, title: str, body: float, *, foot: str = "", width_mm: float = NARROW) -> None:
        from matplotlib.backends.backend_svg import FigureCanvasSVG
        from matplotlib.figure import Figure

        self.title, self.width_mm, self.width = title, width_mm, width_mm * MM
        head = _text.wrap(title, TITLE, self.width, 600)
        notes = _text.wrap(foot, SMALL, self.width) if foot else []
        self.top = block_height(len(head), TITLE) + 9
        self.bottom = self.top + body
        self.height = self.bottom + (block_height(len(notes), SMALL) + 5 if notes else 0)
        self.figure = Figure(figsize=(self.width / 72, self.height / 72), dpi=72)
        self._canvas = FigureCanvasSVG(self.figure)
        self.boxes: list[Box] = []
        self.strokes: list[tuple[Point, Point]] = []
        self.lines(0, 0, head, size=TITLE, weight=600)
        self.lines(0, self.bottom + 4, notes, colour=GREY)

    def axes(
        self, left: float, top: float, wide: float, high: float, *, x: tuple[float, float], y: tuple[float, float]
    ) -> Axes:
        """Axes at a place of the sheet, with their limits."""
        found = self.figure.add_axes(
            (left / self.width, 1 - (top + high) / self.height, wide / self.width, high / self.height)
        )
        found.set_xlim(*x)
        found.set_ylim(*y)
        found.set_xticks([])
        found.set_yticks([])
        return found

    def at(self, axes: Axes, x: float, y: float) -> Point:
        """Where a data point lies on the sheet."""
        across, up = axes.transData.transform((x, y))
        return float(across), self.height - float(up)

    # -- text -------------------------------------------------------------------------------------------------------

    def text(
        self,
        x: float,
        y: float,
        text: str,
        *,
        size: float = SMALL,
        weight: int = 400,
        colour: str = INK,
        anchor: str = "start",
        halo: bool = False,
    ) -> Box:
        """One line with its baseline at y."""
        box = Box.of_text(x, y, text, size, weight, anchor)
        self.boxes.append(box)
        written = self.figure.text(
            x / self.width,
            1 - y / self.height,
            text,
            fontsize=size,
            fontweight=weight,
            color=colour,
            ha=_ALIGN[anchor],
            va="baseline",
        )
        if halo:
            written.set_gid(f"{HALO}{len(self.boxes)}")
        return box

    def lines(
        self,
        x: float,
        top: float,
        text: Sequence[str],
        *,
        size: float = SMALL,
        weight: int = 400,
        colour: str = INK,
        anchor: str = "start",
    ) -> float:
        """Lines from `top` down; returns where they end."""
        for i, line in enumerate(text):
            self.text(x, top + size * (0.8 + LEADING * i), line, size=size, weight=weight, colour=colour, anchor=anchor)
        return top + block_height(len(text), size)

    def middle(
        self,
        x: float,
        y: float,
        text: Sequence[str],
        *,
        size: float = SMALL,
        weight: int = 400,
        colour: str = INK,
        anchor: str = "start",
    ) -> None:
        """Lines whose block has its middle at y."""
        self.lines(
            x, y - block_height(len(text), size) / 2, text, size=size, weight=weight, colour=colour, anchor=anchor
        )

    # -- data that labels keep off ----------------------------------------------------------------------------------

    def line(
        self,
        axes: Axes,
        x: Sequence[float],
        y: Sequence[float],
        *,
        colour: str = ACCENT,
        marker: str = "o",
        **more: Any,  # noqa: ANN401 - what `Axes.plot` takes
    ) -> None:
        """A line with points; labels keep off both."""
        axes.plot(x, y, color=colour, marker=marker, clip_on=False, **more)
        points = [self.at(axes, a, b) for a, b in zip(x, y, strict=True)]
        self.strokes += pairwise(points)
        if marker:
            self.boxes += [Box(a - 3, b - 3, a + 3, b + 3) for a, b in points]

    def lead(self, start: Point, end: Point, colour: str = GREY) -> None:
        """A thin line that leads from a point to its label."""
        from matplotlib.lines import Line2D

        across, up = zip(*((x / self.width, 1 - y / self.height) for x, y in (start, end)), strict=True)
        self.figure.add_artist(Line2D(across, up, color=colour, linewidth=0.6))

    def label(
        self, at: Point, text: str, within: Box, *, sides: Sequence[str] = ("above", "below", "right", "left"),
        weight: int = 400, colour: str = INK, must: bool = False, off: float = 4.5,
    ) -> bool:  # fmt: skip
        """A label beside a point where nothing else stands, off the lines if possible.

        Returns False, and draws nothing, when there is no room; `must` looks farther away before giving up.
        """
        best: tuple[float, float, float, float, str, Box] | None = None
        for far in (1, 2, 3.2, 4.6, 6, 8) if must else (1, 1.7):
            for rank, side in enumerate(sides):
                x, y, anchor = _beside(at, side, off * far)
                box = Box.of_text(x, y, text, SMALL, weight, anchor)
                if best is not None and rank + 5 * far >= best[0]:
                    continue
                if not within.holds(box) or any(box.overlaps(other, 0.8) for other in self.boxes):
                    continue
                cost = 10 * sum(box.crossed(a, b) for a, b in self.strokes) + rank + 5 * far
                if best is None or cost < best[0]:
                    best = (cost, far, x, y, anchor, box)
        if best is None:
            return False
        _, far, x, y, anchor, box = best
        if far > _NEAR:
            self.lead(
                at,
                (
                    min(max(at[0], box.left), box.right),
                    box.bottom if box.bottom < at[1] else min(max(at[1], box.top), box.bottom),
                ),
                colour,
            )
        self.text(x, y, text, weight=weight, colour=colour, anchor=anchor, halo=True)
        return True

    # -- the end ----------------------------------------------------------------------------------------------------

    def finish(self, alt: str) -> Drawing:
        """The drawing; `alt` follows the message in its text alternative."""
        words = one_line(f"{self.title}. {alt}")
        raw = BytesIO()
        self._canvas.print_svg(raw, metadata=dict.fromkeys(("Date", "Creator", "Format", "Type")))
        return Drawing(tidy(raw.getvalue(), words, self.width_mm), words, self.title)


def _beside(at: Point, side: str, off: float) -> tuple[float, float, str]:
    across, down = _BESIDE[side]
    anchor = {0: "middle", 1: "start", -1: "end"}[across]
    baseline = {-1: at[1] - off - 1.4, 0: at[1] + 0.26 * SMALL, 1: at[1] + off + 0.74 * SMALL}[down]
    return at[0] + across * off, baseline, anchor
