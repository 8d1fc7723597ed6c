"""Money: sums, absorption (serapan), efficiency."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction

from lakip_lib.measures._shared import HUNDRED, HUNDRED_DECIMALS, NOT_COMPUTABLE, first_missing, not_computable, percent
from lakip_lib.quantity import Kind, Quantity

__all__ = [
    "absorption",
    "efficiency_gap",
    "efficiency_margin",
    "efficiency_pmk22",
    "efficiency_pmk249",
    "efficiency_ratio",
    "efficiency_score",
    "efficiency_verdict",
    "share",
    "total",
]

_LIMIT = Decimal(20)


def total(parts: Iterable[Quantity], *, name: str = "jumlah") -> Quantity:
    """Sum of the known parts; missing ones add nothing but stay among the inputs.

    All parts missing gives a missing result with their first reason; no part at all is missing too.  Parts of different
    kinds are a programming error (ValueError).
    """
    parts = tuple(parts)
    if not parts:
        return Quantity.absent("tidak ada rincian", Kind.JUMLAH, name=name)
    first = parts[0]
    if any(p.kind is not first.kind for p in parts):
        raise ValueError(f"{name}: parts of different kinds cannot be summed")
    known = tuple(p for p in parts if p.known)
    if not known:
        return Quantity.absent(first.missing, first.kind, parts, decimals=first.decimals, unit=first.unit, name=name)
    formula = " + ".join(f"{{{i}}}" for i, p in enumerate(parts) if p.known)
    value = sum((p.value for p in known), Decimal(0))
    return Quantity.computed(value, first.kind, formula, parts, decimals=first.decimals, unit=first.unit, name=name)


def absorption(realised: Quantity, budget: Quantity, *, name: str = "serapan") -> Quantity:
    """Spent / budget × 100, in percent: always a ratio of sums, never a mean of ratios."""
    return _percentage(realised, budget, name, "pagu nol")


def share(part: Quantity, whole: Quantity, *, name: str = "bagian") -> Quantity:
    """Part / whole × 100, in percent."""
    return _percentage(part, whole, name, "jumlah nol")


def _percentage(part: Quantity, whole: Quantity, name: str, zero: str) -> Quantity:
    if absent := first_missing(Kind.PERSEN, name, (part, whole)):
        return absent
    if whole.value == 0:
        return not_computable(zero, (part, whole), name)
    return percent(part.value / whole.value * HUNDRED, "{0} / {1} × 100", (part, whole), name)


def efficiency_gap(achieved: Quantity, absorbed: Quantity, *, name: str = "tingkat efisiensi") -> Quantity:
    """Achievement minus absorption, both as shown, in points.

    Source: the stated definition of most offices, the default here.
    """
    if absent := first_missing(Kind.POIN, name, (achieved, absorbed), unit="poin"):
        return absent
    achieved, absorbed = achieved.official(), absorbed.official()
    value = achieved.value - absorbed.value
    return Quantity.computed(
        value, Kind.POIN, "{0} - {1}", (achieved, absorbed), decimals=HUNDRED_DECIMALS, unit="poin", name=name
    )


def efficiency_ratio(achieved: Quantity, absorbed: Quantity, *, name: str = "rasio efisiensi") -> Quantity:
    """Achievement / absorption, both as shown, a plain ratio: above 1 more was achieved than spent."""
    if absent := first_missing(Kind.RASIO, name, (achieved, absorbed), unit=""):
        return absent
    achieved, absorbed = achieved.official(), absorbed.official()
    if absorbed.value == 0:
        return Quantity.absent(
            f"{NOT_COMPUTABLE}: serapan nol", Kind.RASIO, (achieved, absorbed), decimals=HUNDRED_DECIMALS, name=name
        )
    value = achieved.value / absorbed.value
    return Quantity.computed(value, Kind.RASIO, "{0} / {1}", (achieved, absorbed), decimals=HUNDRED_DECIMALS, name=name)


def efficiency_margin(efficiency: Quantity) -> Quantity:
    """What a verdict compares with its threshold: the efficiency, or for a ratio ``(ratio - 1) × 100``, in points."""
    if efficiency.kind is not Kind.RASIO or not efficiency.known:
        return efficiency
    value = (efficiency.value - 1) * HUNDRED
    return Quantity.computed(
        value, Kind.POIN, "({0} - 1) × 100", (efficiency,), decimals=HUNDRED_DECIMALS, unit="poin", name=efficiency.name
    )


def efficiency_pmk249(
    outputs: Sequence[tuple[Quantity, Quantity, Quantity, Quantity]], *, name: str = "efisiensi"
) -> Quantity:
    """``E = mean(1 - (RAK / RVK) / (PAK / TVK)) × 100`` over outputs (PAK, RAK, TVK, RVK), in percent.

    PAK budget, RAK spent, TVK target volume, RVK realised volume.  Outputs with a missing or zero figure are left out.
    Source: PMK 249/2011.
    """
    usable = [o for o in outputs if all(q.known for q in o) and all(q.value != 0 for q in (o[0], o[2], o[3]))]
    inputs = tuple(q for o in usable for q in o)
    if not usable:
        return Quantity.absent(
            "tidak ada keluaran dengan pagu dan volume lengkap", Kind.PERSEN, inputs, decimals=2, unit="%", name=name
        )
    # In fractions: quotients of quotients that were cut at 28 digits could fall on the wrong side of a half.
    terms = [
        1 - Fraction(rak.value) * Fraction(tvk.value) / (Fraction(rvk.value) * Fraction(pak.value))
        for pak, rak, tvk, rvk in usable
    ]
    mean = sum(terms, Fraction(0)) / len(terms) * 100
    value = Decimal(mean.numerator) / Decimal(mean.denominator)
    parts = [f"1 - ({{{i + 1}}} / {{{i + 3}}}) / ({{{i}}} / {{{i + 2}}})" for i in range(0, len(inputs), 4)]
    formula = f"({' + '.join(parts)}) / {len(terms)} × 100"
    return percent(value, formula, inputs, name)


def efficiency_pmk22(outputs: Sequence[tuple[Quantity, Quantity, Quantity]], *, name: str = "efisiensi") -> Quantity:
    """``E = sum(PAK × CK - RAK) / sum(PAK × CK) × 100`` over (PAK, RAK, CK in percent), in percent.

    Source: PMK 22/2021.
    """
    usable = [o for o in outputs if all(q.known for q in o)]
    inputs = tuple(q for o in usable for q in o)
    earned = sum((pak.value * ck.value / HUNDRED for pak, _, ck in usable), Decimal(0))
    if earned == 0:
        return Quantity.absent("tidak ada pagu dengan capaian", Kind.PERSEN, inputs, decimals=2, unit="%", name=name)
    spent = sum((rak.value for _, rak, _ in usable), Decimal(0))
    worth = " + ".join(f"{{{i}}} × {{{i + 2}}} / 100" for i in range(0, len(inputs), 3))
    paid = " + ".join(f"{{{i + 1}}}" for i in range(0, len(inputs), 3))
    formula = f"(({worth}) - ({paid})) / ({worth}) × 100"
    return percent((earned - spent) / earned * HUNDRED, formula, inputs, name)


def efficiency_score(efficiency: Quantity, *, name: str = "nilai efisiensi") -> Quantity:
    """``NE = 50 + E / 20 × 50`` with E limited to -20..20, so that 0 <= NE <= 100.

    Source: PMK 249/2011, PMK 22/2021.
    """
    if absent := first_missing(Kind.INDEKS, name, (efficiency,), unit=""):
        return absent
    efficiency = efficiency.official()
    limited = max(-_LIMIT, min(_LIMIT, efficiency.value))
    formula = (
        "50 + {0} / 20 × 50" if limited == efficiency.value else f"50 + {limited} / 20 × 50 (E = {{0}} dibatasi ±20)"
    )
    return Quantity.computed(
        50 + limited / 20 * 50, Kind.INDEKS, formula, (efficiency,), decimals=HUNDRED_DECIMALS, name=name
    )


def efficiency_verdict(
    gap: Quantity,
    achieved: Quantity,
    absorbed: Quantity,
    *,
    threshold: Decimal = Decimal(5),
    explain_below: Decimal = Decimal(50),
) -> str:
    """The word for an efficiency gap in points.

    Absorption below `explain_below` is "perlu penjelasan" whatever the gap; above `threshold` is "efisien", within it
    "cukup efisien", but neither while the achievement is below 100: that is "target belum tercapai"; below the
    threshold "tidak efisien".  All three are judged as shown, so that no verdict contradicts the figures beside it, and
    where one of them is missing there is no verdict: two methods find a gap without the other two.
    Source: the seed office's stated definition; the two exceptions are ours (docs/metodologi.md).
    """
    if blank := next((q for q in (gap, achieved, absorbed) if not q.known), None):
        return f"belum dapat dinilai ({blank.missing})"
    gap, achieved, absorbed = gap.official(), achieved.official(), absorbed.official()
    if absorbed.value < explain_below:
        return "perlu penjelasan"
    if gap.value < -threshold:
        return "tidak efisien"
    if achieved.value < HUNDRED:
        return "target belum tercapai"
    return "efisien" if gap.value > threshold else "cukup efisien"
