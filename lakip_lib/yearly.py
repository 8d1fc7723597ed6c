"""What a fiscal year must bring anew: the cells that are due in its tables, and narratives that are still a copy."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from lakip_lib import schema

__all__ = ["copied_from", "due", "marked"]

#: A comment of the template language: the report never shows it.
_MARK = re.compile(r"\s*\{#\s*tulis ulang: disalin dari (\d{4})\b.*?#\}\s*", re.IGNORECASE | re.DOTALL)


Text = Mapping[str, str]


def due(table: schema.Table, rows: Sequence[Text], indicators: Mapping[str, Text]) -> list[tuple[str, ...]]:
    """For each row, as text by column, the columns that the year must fill; `indicators` are those rows, by code.

    What the report takes from elsewhere is not due: the fourth quarter where an annual figure stands for it, results
    and counts that variables or parts give, efforts without a unit, which are not counted.
    """
    columns = [c.name for c in table.columns if c.each_year == "wajib"]
    parents = {r["induk"] for r in rows if r.get("induk")}
    return [tuple(c for c in columns if not _given(table.name, c, row, parents, indicators)) for row in rows]


def _given(table: str, column: str, row: Text, parents: set[str], indicators: Mapping[str, Text]) -> bool:
    match table, column:
        case "triwulan", _:
            return row["triwulan"].strip().upper() == "IV" and _annual(column, indicators.get(row["indikator"]))
        case "kinerja_program", "realisasi":
            return bool(row["pembilang"])
        case "upaya", "jumlah":
            return bool(row["variabel"]) or not row["satuan"] or row["nomor"] in parents
        case _:
            return False


def _annual(column: str, indicator: Text | None) -> bool:
    """True if the year has a figure that is not made of its quarters, and that the last of them may have."""
    if indicator is None:
        return True
    flow = indicator["metode"].strip().casefold() == "jumlah"
    return not flow and bool(column == "target" or indicator["pembilang"].strip())


def marked(text: str, year: int) -> str:
    """A narrative of `year`, marked as a copy that somebody must rewrite."""
    note = f"{{# Tulis ulang: disalin dari {year}. Hapus baris ini setelah isinya ditulis untuk tahun yang baru. #}}"
    return f"{note}\n{_MARK.sub('', text, count=1)}"


def copied_from(text: str) -> int | None:
    """The year from which a narrative was copied and not yet rewritten, or None."""
    found = _MARK.match(text)
    return int(found[1]) if found else None
