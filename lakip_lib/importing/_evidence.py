"""What speaks for a reading: printed quotients that the columns, as they were read, give again."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from lakip_lib.importing._mapped import Mapped

__all__ = ["evidence"]

#: Role of the quotient, then the targets of its base and of its part.
_QUOTIENTS = (
    ("capaian", ("target.target", "kinerja_program.target", "triwulan.target"),
     ("data_dasar.nilai", "kinerja_program.realisasi", "triwulan.realisasi")),
    ("serapan", ("anggaran.pagu", "anggaran.pagu_perubahan"), ("anggaran.realisasi",)),
)  # fmt: skip
_LEAST = Decimal("0.01")


def evidence(table: Mapped) -> Iterator[str]:
    """Lines such as ``33 dari 33 capaian cocok``; nothing where no quotient is printed."""
    for share, wholes, parts in _QUOTIENTS:
        for column in table.m.of(share):
            left = [(i, line) for i, line in table.columns if i < column.index and not line.triwulan]
            base = next((i for i, line in reversed(left) if line.tujuan in wholes), None)
            part = next((i for i, line in reversed(left) if line.tujuan in parts), None)
            if base is None or part is None:
                continue
            fits = [f for row in table.m.data if (f := _fits(table, row.index, (base, part, column.index))) is not None]
            if fits:
                yield f"{sum(fits)} dari {len(fits)} {share} cocok"


def _fits(table: Mapped, row: int, columns: tuple[int, int, int]) -> bool | None:
    """Whether a row gives its quotient, give or take its last digit; None where something is missing."""
    whole, part, share = (table.m.figure(row, c) for c in columns)
    if not (whole and part and share and whole.value):
        return None
    return abs(part.value / whole.value * 100 - share.value) <= max(share.tolerance, _LEAST)
