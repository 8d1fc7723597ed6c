"""The year's value of an indicator from its quarters."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from lakip_lib.measures.budget import total
from lakip_lib.quantity import Kind, Quantity

__all__ = ["yearly"]

QuarterMethod = Literal["jumlah", "terakhir", "tetap"]


def yearly(quarters: Sequence[Quantity], method: QuarterMethod, *, name: str = "realisasi setahun") -> Quantity:
    """The value at the end of the filled quarters.

    jumlah: a flow, the sum; terakhir: a level, the last filled quarter; tetap: a level that stays, the last filled too,
    but all filled quarters must agree (ValueError names them).  Zero is filled, missing is not.  A percent is never
    summed (ValueError): sum its counts and take the ratio.
    """
    filled = [q for q in quarters if q.known]
    if method == "jumlah" and any(q.kind is Kind.PERSEN for q in quarters):
        raise ValueError(f"{name}: persentase tidak boleh dijumlahkan antar-triwulan")
    if not filled:
        reason = quarters[0].missing if quarters else "triwulan belum terisi"
        kind = quarters[0].kind if quarters else Kind.JUMLAH
        return Quantity.absent(reason, kind, quarters, name=name)
    if method == "jumlah":
        return total(quarters, name=name)
    if method == "tetap" and len({q.value for q in filled}) > 1:
        raise ValueError(f"{name}: nilai tetap berbeda antar-triwulan: {', '.join(map(str, filled))}")
    last = filled[-1]
    return Quantity.computed(last.value, last.kind, "{0}", (last,), decimals=last.decimals, unit=last.unit, name=name)
