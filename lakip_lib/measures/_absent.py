"""One way to pass on that an input is missing."""

from __future__ import annotations

from lakip_lib.quantity import Kind, Quantity

__all__ = ["HUNDRED_DECIMALS", "first_missing"]

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
