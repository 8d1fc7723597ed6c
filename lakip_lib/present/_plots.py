"""Scales, grids and label placement for charts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from lakip_lib import numerals
from lakip_lib.present import _text
from lakip_lib.present.drawing import GREY, INK, LIGHT, SMALL, Box, Point, Sheet
from lakip_lib.quantity import Quantity

__all__ = ["Scale", "grid", "margin", "millions", "place", "scale", "spread"]

_STEPS = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10))
_TINY = Decimal("1e-9")


@dataclass(frozen=True, slots=True)
class Scale:
    """A linear scale from values to points, with round ticks that cover the values."""

    ticks: tuple[Decimal, ...]
    start: float
    end: float

    def __call__(self, value: Decimal | float) -> float:
        low, high = float(self.ticks[0]), float(self.ticks[-1])
        return self.start + (float(value) - low) / (high - low) * (self.end - self.start)

    def shown(self, value: Decimal) -> str:
        """A tick in Indonesian notation, all with the same decimals."""
        step = (self.ticks[1] - self.ticks[0]).normalize()
        return numerals.write(value, max(0, -int(step.as_tuple().exponent)))


def scale(values: Iterable[Decimal], start: float, end: float, *, zero: bool = True, count: int = 5) -> Scale:
    """A scale over `values`, from zero when `zero` or when the lowest value is not far from it."""
    values = list(values)
    low, high = min(values), max(values)
    if zero or (low >= 0 and low <= (high - low) * Decimal("0.8")):
        low, high = min(low, Decimal(0)), max(high, Decimal(0))
    if high == low:
        pad = abs(high) / 10 or Decimal(1)
        low, high = (low if low == 0 else low - pad), high + pad
    raw = (high - low) / count
    size = Decimal(1).scaleb(raw.adjusted())
    step = next(s * size for s in _STEPS if s * size >= raw)
    first = (low / step).to_integral_value(ROUND_FLOOR)
    last = (high / step).to_integral_value(ROUND_CEILING)
    return Scale(tuple(step * (first + i) for i in range(int(last - first) + 1)), start, end)


def margin(*scales: Scale, least: float = 34.0) -> float:
    """Room at the left for the tick labels of vertical scales."""
    return max(least, *(_text.width(s.shown(t), SMALL) + 6 for s in scales for t in s.ticks))


def grid(
    sheet: Sheet, along: Scale, start: float, end: float, *, across: bool = False, suffix: str = "", below: float = 0
) -> None:
    """Thin lines and tick labels; `across` for a horizontal scale, whose labels stand at `below`."""
    for tick in along.ticks:
        at, strong = along(tick), tick == 0
        colour = GREY if strong else LIGHT
        text = along.shown(tick) + suffix
        if across:
            sheet.line([(at, start), (at, end)], colour=colour, width=0.6)
            sheet.text(at, below or end + 10, text, size=SMALL, colour=GREY, anchor="middle")
        else:
            sheet.line([(start, at), (end, at)], colour=colour, width=0.6)
            sheet.text(start - 4, at + 2.8, text, size=SMALL, colour=GREY, anchor="end")


def place(
    sheet: Sheet, at: Point, text: str, within: Box, *, sides: Sequence[str] = ("above", "below", "right", "left"),
    size: float = SMALL, weight: int = 400, colour: str = INK, must: bool = False, off: float = 4.5,
) -> bool:  # fmt: skip
    """A label beside a data point where nothing else stands, off the lines if possible.

    Returns False, and draws nothing, when there is no room; `must` looks farther away before giving up.
    """
    best: tuple[float, Box, float, float, str] | None = None
    for far in (1, 2, 3.2, 4.6, 6, 8) if must else (1, 1.7):
        for rank, side in enumerate(sides):
            x, y, anchor = _beside(at, side, off * far, size)
            box = Box.of_text(x, y, text, size, weight, anchor)
            if box.left < within.left or box.right > within.right or box.top < within.top or box.bottom > within.bottom:
                continue
            if any(box.overlaps(other, 0.8) for other in sheet.boxes):
                continue
            cost = 25 * sum(box.crossed(a, b) for a, b in sheet.strokes) + rank + 3 * far
            if best is None or cost < best[0]:
                best = (cost, box, x, y, anchor)
    if best is None:
        return False
    _, _, x, y, anchor = best
    sheet.text(x, y, text, size=size, weight=weight, colour=colour, anchor=anchor, halo=True)
    return True


def _beside(at: Point, side: str, off: float, size: float) -> tuple[float, float, str]:
    x, y = at
    across, down = {
        "above": (0, -1), "below": (0, 1), "right": (1, 0), "left": (-1, 0),
        "above right": (1, -1), "above left": (-1, -1), "below right": (1, 1), "below left": (-1, 1),
    }[side]  # fmt: skip
    anchor = {0: "middle", 1: "start", -1: "end"}[across]
    baseline = {-1: y - off - 0.5, 0: y + 0.26 * size, 1: y + off + 0.74 * size}[down]
    return x + across * off, baseline, anchor


def spread(wanted: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Positions near the wanted ones, in the same order, at least `gap` apart and inside low..high if they fit."""
    order = sorted(range(len(wanted)), key=lambda i: wanted[i])
    placed = [wanted[i] for i in order]
    for i in range(1, len(placed)):
        placed[i] = max(placed[i], placed[i - 1] + gap)
    if placed and placed[-1] > high:
        placed[-1] = high
        for i in range(len(placed) - 2, -1, -1):
            placed[i] = min(placed[i], placed[i + 1] - gap)
    if placed and placed[0] < low:
        placed = [p + low - placed[0] for p in placed]
    found = [0.0] * len(wanted)
    for i, p in zip(order, placed, strict=True):
        found[i] = p
    return found


def millions(money: Iterable[Quantity]) -> tuple[Decimal, str]:
    """The divisor and the unit that keep amounts of money short: rupiah, ribu, juta, miliar or triliun rupiah."""
    top = max((abs(q.value) for q in money if q.value is not None), default=Decimal(0))
    units = ((10**12, "triliun rupiah"), (10**9, "miliar rupiah"), (10**6, "juta rupiah"), (10**3, "ribu rupiah"))
    return next(((Decimal(size), name) for size, name in units if top >= size), (Decimal(1), "rupiah"))
