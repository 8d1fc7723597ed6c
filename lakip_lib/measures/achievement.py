"""Realisation, achievement (capaian), change over time."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Literal

from lakip_lib import numerals
from lakip_lib.measures._shared import HUNDRED, HUNDRED_DECIMALS, NOT_COMPUTABLE, first_missing, not_computable, percent
from lakip_lib.quantity import Kind, Quantity, Span

__all__ = ["LowerIsBetter", "achievement", "difference", "growth", "mean_achievement", "ratio"]

Direction = Literal["naik", "turun", "rentang"]
LowerIsBetter = Literal["2T-R", "T/R"]


def ratio(
    numerator: Quantity,
    denominator: Quantity,
    *,
    decimals: int,
    kind: Kind = Kind.PERSEN,
    unit: str = "%",
    name: str = "",
) -> Quantity:
    """Numerator / denominator (× 100 for a percent), rounded half up once: the official value of a ratio indicator.

    Formula: ``pembilang / penyebut × 100``; unit: percent (or that of `kind`).  Source: the indicator's own
    formulation.  A zero denominator cannot be divided by and gives a missing result.
    """
    if absent := first_missing(kind, name, (numerator, denominator), unit=unit, decimals=decimals):
        return absent
    if denominator.value == 0:
        return Quantity.absent(
            f"{NOT_COMPUTABLE}: penyebut nol", kind, (numerator, denominator), decimals=decimals, unit=unit, name=name
        )
    times = kind is Kind.PERSEN
    value = numerator.value / denominator.value * (HUNDRED if times else 1)
    formula = "{0} / {1} × 100" if times else "{0} / {1}"
    return Quantity.computed(
        value, kind, formula, (numerator, denominator), decimals=decimals, unit=unit, name=name
    ).official()


def achievement(
    realised: Quantity,
    target: Quantity | Span,
    direction: Direction = "naik",
    *,
    lower: LowerIsBetter = "2T-R",
    name: str = "capaian",
) -> Quantity:
    """Achievement in percent, uncapped.

    naik: ``R / T × 100``.  turun: ``(2 × T - R) / T × 100``, floored at 0 when R > 2T, or by option ``T / R × 100``.
    rentang (T is a `Span` a..b): R above b is measured as turun against b, R below a as naik against a, inside is 100.
    A zero target is never divided by: turun with R = 0 is 100, everything else cannot be computed.  Nor can anything be
    against a negative target, or in direction rentang against a single number: the formulas say nothing there.
    Source: PermenPANRB 53/2014 and practice, see docs/metodologi.md.
    """
    if isinstance(target, Span):
        return _against_range(realised, target, lower=lower, name=name)
    if absent := first_missing(Kind.PERSEN, name, (realised, target)):
        return absent
    inputs = (realised.official(), target.official())
    r, t = inputs[0].value, inputs[1].value
    if direction == "turun" and r == t == 0:
        return percent(HUNDRED, "100 ({0} sama dengan {1})", inputs, name)
    if why := _no_measure(t, direction):
        return not_computable(why, inputs, name)
    if direction != "turun":
        return percent(r / t * HUNDRED, "{0} / {1} × 100", inputs, name)
    return _lower_by_ratio(inputs, name) if lower == "T/R" else _lower_by_distance(inputs, name)


def _no_measure(target: Decimal, direction: Direction) -> str:
    """Why nothing can be measured against a single number, or "" if it can."""
    if direction == "rentang":
        return "target bukan rentang"
    return "" if target > 0 else "target negatif" if target else "target nol"


def _lower_by_ratio(inputs: tuple[Quantity, Quantity], name: str) -> Quantity:
    """``T / R × 100`` against a positive target."""
    r, t = inputs[0].value, inputs[1].value
    if r <= 0:
        return not_computable("realisasi negatif" if r else "realisasi nol", inputs, name)
    return percent(t / r * HUNDRED, "{1} / {0} × 100", inputs, name)


def _lower_by_distance(inputs: tuple[Quantity, Quantity], name: str) -> Quantity:
    """``(2 × T - R) / T × 100`` against a positive target, floored at 0."""
    r, t = inputs[0].value, inputs[1].value
    value = (2 * t - r) / t * HUNDRED
    if value < 0:
        return percent(Decimal(0), "(2 × {1} - {0}) / {1} × 100, paling rendah 0", inputs, name)
    return percent(value, "(2 × {1} - {0}) / {1} × 100", inputs, name)


def _against_range(realised: Quantity, target: Span, *, lower: LowerIsBetter, name: str) -> Quantity:
    if absent := first_missing(Kind.PERSEN, name, (realised, target.low, target.high)):
        return absent
    value = realised.official().value
    if value > target.high.value:
        return achievement(realised, target.high, "turun", lower=lower, name=name)
    if value < target.low.value:
        return achievement(realised, target.low, "naik", name=name)
    return percent(
        HUNDRED, "100 ({0} berada di antara {1} dan {2})", (realised.official(), target.low, target.high), name
    )


def growth(current: Quantity, previous: Quantity, *, name: str = "pertumbuhan") -> Quantity:
    """Growth in percent: ``(R / R_lalu - 1) × 100``; missing unless the previous value is known and positive."""
    if absent := first_missing(Kind.PERSEN, name, (current, previous)):
        return absent
    inputs = (current.official(), previous.official())
    if inputs[1].value <= 0:
        return not_computable("nilai sebelumnya negatif" if inputs[1].value else "nilai sebelumnya nol", inputs, name)
    return percent((inputs[0].value / inputs[1].value - 1) * HUNDRED, "({0} / {1} - 1) × 100", inputs, name)


def difference(current: Quantity, previous: Quantity, *, name: str = "selisih") -> Quantity:
    """Current minus previous, in the unit of both; percentages differ by points, ranks by a number of ranks."""
    kind = {Kind.PERSEN: Kind.POIN, Kind.PERINGKAT: Kind.JUMLAH}.get(current.kind, current.kind)
    unit = {Kind.PERSEN: "poin", Kind.PERINGKAT: "peringkat"}.get(current.kind, current.unit)
    decimals = max(current.decimals, previous.decimals)
    if absent := first_missing(kind, name, (current, previous), unit=unit, decimals=decimals):
        return absent
    inputs = (current.official(), previous.official())
    value = inputs[0].value - inputs[1].value
    return Quantity.computed(value, kind, "{0} - {1}", inputs, decimals=decimals, unit=unit, name=name)


def mean_achievement(
    achievements: Sequence[Quantity], *, cap: Decimal = Decimal(120), name: str = "rata-rata capaian"
) -> Quantity:
    """Mean of achievements as shown, each capped at `cap` percent; missing ones are left out (the caller lists them).

    Formula: ``sum(min(capaian, cap)) / n``; unit: percent.  Source: cap is the office's convention, printed with the
    mean.
    """
    known = tuple(a.official() for a in achievements if a.known)
    if not known:
        return Quantity.absent(
            "tidak ada capaian yang dapat dirata-ratakan",
            Kind.PERSEN,
            tuple(achievements),
            decimals=HUNDRED_DECIMALS,
            unit="%",
            name=name,
        )
    value = sum((min(a.value, cap) for a in known), Decimal(0)) / len(known)
    parts = (f"min({{{i}}}; {numerals.write_exact(cap)})" if a.value > cap else f"{{{i}}}" for i, a in enumerate(known))
    return percent(value, f"({' + '.join(parts)}) / {len(known)}", known, name)
