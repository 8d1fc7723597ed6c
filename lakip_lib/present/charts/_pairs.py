"""Two percentages per row as a dumbbell, with a word of judgement."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from lakip_lib.present import _text
from lakip_lib.present.charts._rows import cut, rows
from lakip_lib.present.charts._scales import round_ticks, value_axis
from lakip_lib.present.drawing import ACCENT, BODY, EDGE, GREY, INK, SMALL, WARM, Drawing

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from lakip_lib.present.charts._plate import Plate
    from lakip_lib.quantity import Quantity

__all__ = ["pairs"]

Pair = tuple[str, "Quantity", "Quantity", str]
_LIMIT, _FULL = 250.0, 100
_WORDS = 92.0


def pairs(
    message: str,
    found: Sequence[Pair],
    *,
    names: tuple[str, str],
    axis: str,
    foot: str = "",
    attention: Collection[str] = (),
    least: float = 30,
) -> Drawing:
    """Rows of (name, first, second, word): a full circle for the first, a hollow square for the second."""
    most = max(float(q.value) for row in found for q in row[1:3])
    foot = f"{foot} Panah: nilai di atas {_LIMIT:.0f}%, di luar skala.".strip() if most > _LIMIT else foot
    ticks = round_ticks([100.0, min(most, _LIMIT)])
    words = [_text.shortened(row[3], SMALL, _WORDS, 3, 600) for row in found]
    column = max((_text.width(line, SMALL, 600) for lines in words for line in lines), default=0)
    numbers = max(_text.width(str(q), SMALL, 600) for row in found for q in row[1:3])
    right = numbers + 12 + column + (8 if column else 0)
    plate, axes, places = rows(
        message,
        [row[0] for row in found],
        x=(ticks[0], ticks[-1]),
        right=right,
        pad=36,
        head=22,
        least=least,
        axis=axis,
        foot=foot,
    )
    _key(plate, plate.at(axes, 0, 0)[0], names)
    value_axis(axes, ticks, "x", "%")
    if ticks[-1] > _FULL:
        axes.axvline(_FULL, color=GREY, linewidth=0.9, linestyle=(0, (2, 2)), zorder=1)
    for (_, first, second, word), lines, y in zip(found, words, places, strict=True):
        (a, _), (b, _) = (cut(float(q.value), ticks[-1]) for q in (first, second))
        axes.plot((a, b), (y, y), color=EDGE, linewidth=2.2, solid_capstyle="butt", clip_on=False, zorder=2)
        _point(plate, axes, second, ticks[-1], y=y, colour=WARM, marker="s", left=b <= a)
        _point(plate, axes, first, ticks[-1], y=y, colour=ACCENT, marker="o", left=a < b)
        plate.middle(
            plate.width - column, plate.at(axes, 0, y)[1], lines, weight=600, colour=WARM if word in attention else INK
        )
    data = "; ".join(
        f"{name}: {names[0].lower()} {a.with_unit()}, {names[1].lower()} {b.with_unit()}" + f" ({word})" * bool(word)
        for name, a, b, word in found
    )
    return plate.finish(f"Grafik dua titik. {data}. {foot}".strip())


def _point(
    plate: Plate, axes: Axes, number: Quantity, limit: float, *, y: float, colour: str, marker: str, left: bool
) -> None:
    value, beyond = cut(float(number.value), limit)
    face = "#fff" if marker == "s" else colour
    axes.plot(
        [value],
        [y],
        marker=">" if beyond else marker,
        color=colour,
        markerfacecolor=face,
        markersize=6.5,
        linestyle="",
        clip_on=False,
        zorder=4,
    )
    x, at = plate.at(axes, value, y)
    plate.text(
        x - 7 if left else x + 7,
        at + 2.6,
        str(number),
        weight=600,
        colour=colour,
        anchor="end" if left else "start",
        halo=True,
    )


def _key(plate: Plate, left: float, names: tuple[str, str]) -> None:
    """Both marks with their names, above the rows."""
    axes = plate.axes(left, plate.top, plate.width - left, 12, x=(0, plate.width - left), y=(0, 12))
    x = 4.0
    for name, colour, marker in zip(names, (ACCENT, WARM), ("o", "s"), strict=True):
        axes.plot(
            [x],
            [6],
            marker=marker,
            color=colour,
            markerfacecolor=colour if marker == "o" else "#fff",
            markersize=6.5,
            linestyle="",
            clip_on=False,
        )
        plate.text(left + x + 8, plate.top + 9, name, size=BODY, weight=600, colour=colour)
        x += _text.width(name, BODY, 600) + 32
