"""What the figures of a table column measure, for which year: by header words, caption and the figures beside them."""

from __future__ import annotations

import math
import re

from lakip_lib.document.recognise import Column, Meaning, Row
from lakip_lib.review._text_facts import Book, planning_columns, scope_of

__all__ = ["MEASURES", "annual", "measure_of", "quarter_of"]

_REGION_COLUMN = re.compile(r"(?:kota|kabupaten|provinsi) \w|nasional\b")
_QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_LAST = 4
#: What the role of a column says it measures.
MEASURES = {
    "target": "target",
    "target akhir": "target",
    "realisasi": "realisasi",
    "capaian": "capaian",
    "pagu": "anggaran",
    "realisasi uang": "realisasi anggaran",
    "serapan": "serapan",
    "terhadap akhir": "capaian terhadap akhir Renstra",
    "terhadap lalu": "capaian terhadap tahun lalu",
    "efisiensi": "tingkat efisiensi",
    "nilai": "nilai",
}


def quarter_of(m: Meaning, row: Row) -> int | None:
    """Which quarter a row is about, where the table has a column for it; 0 if that cannot be told."""
    for c in m.columns:
        text = re.sub(r"(?i)^(?:tw|triwulan)\W*", "", m.cell(row.index, c.index).text.strip()).lower().strip(" .")
        if re.match(r"(?:tw|triwulan)\b", c.leaf) and text:
            return _QUARTERS.get(text, 0)
    return None


def annual(m: Meaning, column: Column, quarter: int) -> bool:
    """Whether a figure of a quarterly row is the year's: the yearly target, or a last quarter that holds the year."""
    yearly = next((c for c in m.columns if c.role == "target" and "tahun" in c.leaf), None)
    if column is yearly:
        return True
    target = next((c for c in m.columns if c.role == "target" and c is not yearly), None)
    if quarter != _LAST or yearly is None or target is None:
        return False
    last = [r for r in m.data if quarter_of(m, r) == _LAST]
    pairs = [(m.figure(r.index, target.index), m.figure(r.index, yearly.index)) for r in last]
    return 2 * sum(a.value == b.value for a, b in pairs if a and b) > len(pairs)


def measure_of(book: Book, m: Meaning, row: Row, column: Column, base: int | None) -> tuple[str, int | None]:
    """(measure, year) of a column for one row, or ("", ...) where the header leaves it open."""
    measure, year = _own_measure(m, row, column, base)
    scope = scope_of(column.title, book.region) if measure in {"target", "realisasi", "capaian", "nilai"} else ""
    return f"{measure} {scope}".strip(), year


def _own_measure(m: Meaning, row: Row, column: Column, base: int | None) -> tuple[str, int | None]:
    year = column.year or base
    if column in planning_columns(m):
        return "target", year
    if column.role == "tahun":
        return _yearly_measure(m, row, column), column.year
    if column.role in {"terhadap lalu", "terhadap akhir"}:
        return MEASURES[column.role], base
    if column.role in {"cacah", "persen"} and _REGION_COLUMN.match(column.leaf):
        return "realisasi" if "realisasi" in m.table.caption.lower() else "", year
    # A column headed only "%" beside the target, with units in some cells, holds results.
    lone = column.role == "persen" and m.before(column, "target") and not m.of("realisasi")
    figures = [m.figure(r.index, column.index) for r in m.data] if lone else []
    if any(f.unit and not f.percent for f in figures if f):
        return "realisasi", year
    return MEASURES.get(column.role, ""), year


def _yearly_measure(m: Meaning, row: Row, column: Column) -> str:
    """What a column headed by a year holds: the word above it, else that of the caption."""
    caption = m.table.caption.lower()
    for word in ("target", "realisasi"):
        if word in column.title or (word in caption and "target" not in column.title):
            return word
    if "capaian" in column.title:
        return "realisasi" if _looks_like_result(m, row, column) else ""
    return "nilai" if m.of("label") else ""


def _looks_like_result(m: Meaning, row: Row, column: Column) -> bool:
    """Whether "Capaian 2023" prints the result, not the achievement: it lies nearer to this year's result."""
    value = m.figure(row.index, column.index)
    results = [m.figure(row.index, c.index) for c in m.of("realisasi") if c.kind != "money"]
    rates = [m.figure(row.index, c.index) for c in m.of("capaian")]
    figures = [f for f in (*results[:1], *rates[:1]) if f and f.value > 0]
    if value is None or value.value <= 0 or len(figures) != 2:  # noqa: PLR2004 - one of each
        return False
    near, far = (abs(math.log(float(value.value / f.value))) for f in figures)
    return near < far / 2
