"""Axes: round ticks in Indonesian notation, years, and labels that keep their distance."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from lakip_lib import numerals
from lakip_lib.present import _text
from lakip_lib.present.drawing import GREY, INK, PALE, SMALL
from lakip_lib.quantity import Quantity

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from lakip_lib.present.charts._plate import Plate

__all__ = ["MARKS", "millions", "round_ticks", "spread", "tick_room", "value_axis", "written", "year_axis"]

#: (marker, line style) of series in one panel: told apart without colour.
MARKS = (("o", "-"), ("s", "--"), ("D", "-."), ("^", ":"), ("v", (0, (5, 1, 1, 1, 1, 1))), ("P", (0, (1, 2))))


def round_ticks(values: Iterable[Decimal | float], *, zero: bool = True, count: int = 5) -> list[float]:
    """Round numbers that cover the values, from zero when `zero` or when the lowest value is not far from it.

    Between whole numbers there are no others: two events have no half.
    """
    from matplotlib.ticker import MaxNLocator

    found = [float(v) for v in values] or [0.0]
    low, high = min(found), max(found)
    whole = all(v.is_integer() for v in found)
    if zero or (low >= 0 and low <= (high - low) * 0.8):
        low, high = min(low, 0.0), max(high, 0.0)
    if high == low:
        pad = abs(high) / 10 or 1.0
        low, high = (low if low == 0 else low - pad), high + pad
    ticks = MaxNLocator(nbins=count, steps=(1, 2, 2.5, 5, 10), integer=whole).tick_values(low, high)
    return [round(float(t), 10) for t in ticks]


def written(ticks: Sequence[float], suffix: str = "") -> list[str]:
    """Ticks in Indonesian notation, all with the decimals that the finest needs."""
    decimals = max((max(0, -int(Decimal(repr(t)).normalize().as_tuple().exponent)) for t in ticks), default=0)
    return [numerals.write(Decimal(repr(t)), decimals) + suffix for t in ticks]


def value_axis(axes: Axes, ticks: Sequence[float], which: Literal["x", "y"] = "y", suffix: str = "") -> None:
    """Tick labels and faint grid lines of the values; zero is drawn stronger."""
    names = written(ticks, suffix)
    if which == "y":
        axes.set_yticks(ticks, names)
    else:
        axes.set_xticks(ticks, names)
    axes.grid(visible=True, axis=which)
    if ticks[0] <= 0 <= ticks[-1]:
        (axes.axhline if which == "y" else axes.axvline)(0, color=GREY, linewidth=0.75, zorder=1)


def tick_room(ticks: Sequence[float], suffix: str = "") -> float:
    """Points that the tick labels left of a panel take."""
    return max(_text.width(name, SMALL) for name in written(ticks, suffix)) + 7


def year_axis(
    plate: Plate, axes: Axes, years: Sequence[int], current: int, *, names: bool = True, column: bool = True
) -> None:
    """The years under a panel, the fiscal year marked by a grey column; some are left out where they would touch."""
    left, bottom = plate.at(axes, years[0], axes.get_ylim()[0])
    step = (plate.at(axes, years[-1], 0)[0] - left) / (years[-1] - years[0]) if len(years) > 1 else 99
    every = 1 if step >= 22 else 2 if step >= 11 else 5  # noqa: PLR2004 - points that a label needs
    if column and years[0] <= current <= years[-1]:
        axes.axvspan(current - 0.5, current + 0.5, color=PALE, linewidth=0, zorder=0)
    for year in years if names else ():
        if (year - current) % every == 0:
            now = year == current
            plate.text(
                plate.at(axes, year, 0)[0],
                bottom + 11,
                str(year),
                weight=600 if now else 400,
                colour=INK if now else GREY,
                anchor="middle",
            )


def spread(wanted: Sequence[float], gap: Sequence[float], low: float, high: float) -> list[float]:
    """Middles near the wanted ones, in their order, so that blocks of these sizes do not touch; inside low..high."""
    order = sorted(range(len(wanted)), key=lambda i: (wanted[i], i))
    placed: list[float] = []
    for n, i in enumerate(order):
        least = placed[-1] + (gap[order[n - 1]] + gap[i]) / 2 if placed else low + gap[i] / 2
        placed.append(max(wanted[i], least))
    most = high
    for n in range(len(order) - 1, -1, -1):
        most -= gap[order[n]] / 2
        placed[n] = min(placed[n], most)
        most = placed[n] - gap[order[n]] / 2
    found = [0.0] * len(wanted)
    for i, p in zip(order, placed, strict=True):
        found[i] = p
    return found


def millions(money: Iterable[Quantity]) -> tuple[Decimal, str]:
    """The divisor and the unit that keep amounts of money short, by the largest of them."""
    top = max((abs(q.value) for q in money if q.known), default=Decimal(0))
    units = ((10**12, "triliun rupiah"), (10**6, "juta rupiah"), (10**3, "ribu rupiah"))
    return next(((Decimal(size), name) for size, name in units if top >= size), (Decimal(1), "rupiah"))
