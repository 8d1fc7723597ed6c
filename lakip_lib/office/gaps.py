"""A named gap: something the report should show and the source does not hold."""

from __future__ import annotations

from decimal import Decimal

from lakip_lib.problems import Told
from lakip_lib.quantity import Kind, Quantity

__all__ = ["Gap", "counted", "no_data"]


class Gap(Told, RuntimeError):  # noqa: N818 - a thing that the report shows, not an error
    """Data that the office has not supplied; `what` names the file (or the cell) that would hold it."""

    def __init__(self, what: str) -> None:
        self.what = what
        super().__init__(what)

    def __str__(self) -> str:
        return f"Data belum tersedia: {self.what}"


def no_data(
    kind: Kind, *, decimals: int = 0, unit: str = "", name: str = "", why: str = "data belum tersedia"
) -> Quantity:
    """A quantity that no table holds."""
    return Quantity.absent(why, kind, decimals=decimals, unit=unit, name=name)


def counted(count: int, what: str, inputs: tuple[Quantity, ...] = ()) -> Quantity:
    """A count of rows: the formula says what was counted, the inputs are the counted cells."""
    return Quantity.computed(Decimal(count), Kind.JUMLAH, f"banyaknya {what}", inputs, decimals=0, name=what)
