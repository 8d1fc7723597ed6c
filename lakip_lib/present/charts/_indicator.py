"""What all charts of one indicator share: its unit, its parts, its targets, its gap."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lakip_lib.office import Gap
from lakip_lib.present._messages import lower_first, why
from lakip_lib.quantity import Quantity, Span

if TYPE_CHECKING:
    from lakip_lib.office import Indicator

__all__ = ["capital", "ends", "midpoint", "no_realisation", "part_names", "renstra_targets", "unit_title"]


def unit_title(indicator: Indicator) -> str:
    """The name of a value axis: the unit, and whether lower is better."""
    unit = {"%": "Persen"}.get(indicator.unit.strip(), capital(indicator.unit.strip())) or "Nilai"
    hint = {"turun": " (makin rendah makin baik)", "rentang": " (target berupa rentang)"}.get(indicator.direction, "")
    return unit + hint


def capital(text: str) -> str:
    """The same with a capital first letter, the rest as it is."""
    return text[:1].upper() + text[1:]


def part_names(indicator: Indicator) -> tuple[str, str]:
    """What is counted above and below the line, without the year."""
    year = indicator.year - indicator.lag
    parts = (indicator.numerator(), indicator.denominator())
    above, below = ("" if p is None else p.name.removesuffix(f" {year}") for p in parts)
    return above, below


def no_realisation(indicator: Indicator) -> Gap:
    """The gap of an indicator without any realisation."""
    return Gap(f"realisasi {lower_first(indicator.name)} ({why(indicator.realised())})")


def renstra_targets(indicator: Indicator) -> dict[int, Quantity | Span]:
    """The known targets of the whole planning period, by year."""
    first, last = indicator.office.data.period_years
    return {y: t for y in range(first, last + 1) if (t := indicator.target_in("Renstra", y)).known}


def ends(target: Quantity | Span) -> tuple[float, ...]:
    """The value of a known target, or both ends of a range."""
    return (float(target.low.value), float(target.high.value)) if isinstance(target, Span) else (float(target.value),)


def midpoint(target: Quantity | Span) -> float:
    """The middle of a known target."""
    return sum(ends(target)) / len(ends(target))
