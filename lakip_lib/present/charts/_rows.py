"""Charts with one row per thing: names on the left, wrapped; a value axis below; room for words on the right."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from lakip_lib.present import _text
from lakip_lib.present.charts._plate import Plate
from lakip_lib.present.drawing import BODY, GREY, SMALL, block_height

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["cut", "rows"]

_NAMES = 158.0
_LINES = 3


def rows(
    title: str, names: Sequence[str], *, x: tuple[float, float], right: float = 8, least: float = 24, head: float = 4,
    pad: float = 0, axis: str = "", foot: str = "", strong: Sequence[bool] = (),
) -> tuple[Plate, Axes, list[float]]:  # fmt: skip
    """A plate with named rows: its axes, whose y runs in points from the top down, and the middle of each row.

    `right` points stay free beside the axes, `head` above them, `pad` between names and axes.
    """
    weights = [600 if s else 400 for s in strong] or [400] * len(names)
    texts = [_text.shortened(name, BODY, _NAMES, _LINES, weight) for name, weight in zip(names, weights, strict=True)]
    column = max(
        _text.width(line, BODY, weight) for lines, weight in zip(texts, weights, strict=True) for line in lines
    )
    heights = [max(least, block_height(len(lines), BODY) + 7) for lines in texts]
    high = sum(heights)
    plate = Plate(title, head + high + (26 if axis else 14), foot=foot)
    left, top = column + 9 + pad, plate.top + head
    axes = plate.axes(left, top, plate.width - left - max(right, 10), high, x=x, y=(high, 0))
    places, y = [], 0.0
    for lines, weight, height in zip(texts, weights, heights, strict=True):
        places.append(y + height / 2)
        plate.middle(0, top + y + height / 2, lines, size=BODY, weight=weight)
        y += height
    if axis:
        plate.text(left, top + high + 23, axis, size=SMALL, colour=GREY)
    return plate, axes, places


def cut(value: float, limit: float) -> tuple[float, bool]:
    """A value inside the scale, and whether it lies beyond."""
    return min(value, limit), value > limit
