"""What formulas share: how a percentage is given, and how it is told that there is none."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from lakip_lib.quantity import Kind, Quantity

__all__ = ["HUNDRED", "HUNDRED_DECIMALS", "NOT_COMPUTABLE", "first_missing", "not_computable", "percent"]

HUNDRED = Decimal(100)
NOT_COMPUTABLE = "tidak dapat dihitung"

#: Percentages and points are shown with two decimals everywhere in the report.
HUNDRED_DECIMALS = 2


def first_missing(
    kind: Kind, name: str, inputs: tuple[Quantity, ...], *, unit: str = "%", decimals: int = HUNDRED_DECIMALS
) -> Quantity | None:
    """A missing result that carries the reason of the first missing input, or None if all inputs are known."""
    for item in inputs:
        if not item.known:
            return Quantity.absent(item.missing, kind, inputs, decimals=decimals, unit=unit, name=name)
    return None


def percent(value: Decimal, formula: str, inputs: Sequence[Quantity], name: str) -> Quantity:
    """A computed percentage."""
    return Quantity.computed(value, Kind.PERSEN, formula, inputs, decimals=HUNDRED_DECIMALS, unit="%", name=name)


def not_computable(why: str, inputs: Sequence[Quantity], name: str) -> Quantity:
    """A percentage that the formula does not give for these inputs."""
    return Quantity.absent(
        f"{NOT_COMPUTABLE}: {why}", Kind.PERSEN, inputs, decimals=HUNDRED_DECIMALS, unit="%", name=name
    )
