"""Measures: pure functions from quantities to quantities, one place for each formula.

Every function takes and returns `Quantity`; a missing input gives a missing result that says why, never an exception
and never a zero.  Derived measures use the official (once rounded) value of an indicator, so that a reader with a
calculator gets what is printed; ratios of money are rounded only when shown.
"""

from lakip_lib.measures.achievement import (
    LowerIsBetter,
    achievement,
    difference,
    growth,
    mean_achievement,
    ratio,
)
from lakip_lib.measures.budget import (
    absorption,
    efficiency_gap,
    efficiency_margin,
    efficiency_pmk22,
    efficiency_pmk249,
    efficiency_ratio,
    efficiency_score,
    efficiency_verdict,
    share,
    total,
)
from lakip_lib.measures.quarters import yearly
from lakip_lib.measures.scales import Band, Scale

__all__ = [
    "Band",
    "LowerIsBetter",
    "Scale",
    "absorption",
    "achievement",
    "difference",
    "efficiency_gap",
    "efficiency_margin",
    "efficiency_pmk22",
    "efficiency_pmk249",
    "efficiency_ratio",
    "efficiency_score",
    "efficiency_verdict",
    "growth",
    "mean_achievement",
    "ratio",
    "share",
    "total",
    "yearly",
]
