"""Who is counted in the tables of staff."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from lakip_lib.office.gaps import Gap

if TYPE_CHECKING:
    from lakip_lib.office.office import Office

__all__ = ["people"]

#: From civil servants alone to everybody: an office may count any of these.
_CIRCLES = (("PNS",), ("PNS", "PPPK"), ("PNS", "PPPK", "kontrak"))


def people(office: Office, *tables: str) -> str:
    """Those whom all these tables of staff count, as a caption begins; ``Pegawai`` where nobody can tell.

    The tables do not say it: it is seen from the table by rank, which knows the status of everyone.
    """
    numbers = {sum(n for _, n in _known(office, table)) for table in tables}
    ranked = _known(office, "pegawai_golongan")
    for circle in _CIRCLES:
        if numbers == {sum(n for status, n in ranked if status in circle)} and numbers != {0}:
            there = [s for s in circle if any(status == s and n for status, n in ranked)]
            return "Pegawai negeri sipil" if there == ["PNS"] else f"Pegawai ({', '.join(there)})"
    return "Pegawai"


def _known(office: Office, table: str) -> list[tuple[str, Decimal]]:
    """Status (empty where the table has none) and number of each row that has a number."""
    try:
        rows = [r for r in office.rows(table) if r["jumlah"].known]
    except Gap:
        return []
    return [(r["status"] if "status" in r.values else "", r["jumlah"].value) for r in rows]
