"""Facts in tables: name to the left, measure and year of the column, planning document of the caption."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterator

from lakip_lib.document.figures import Figure, in_lines
from lakip_lib.document.recognise import Column, Meaning, Row
from lakip_lib.review._text import Spot, bare, short, titles
from lakip_lib.review._text_facts import (
    QUARTERLY,
    Book,
    Fact,
    document_of,
    planning_columns,
    scope_of,
    shape_of,
    version_of,
)
from lakip_lib.review._text_names import Key
from lakip_lib.review._text_region import years_in

__all__ = ["named", "printed_names", "table_facts"]

_NAME = re.compile(r"[^\W\d_]{3}")
_NAMELESS = re.compile(
    r"(?i)^(?:sub ?)?(?:jumlah|total|rata ?-?rata)(?: (?:total|jumlah|besar|keseluruhan|seluruhnya|umum))?\W*$"
)
_AMOUNT = re.compile(r"Rp\s?\.?\s?\d")
_PERIOD = re.compile(r"(?i)\b(?:triwulan|tw|semester|smt|bulan)\b")
_SCALED = re.compile(r"(?i)\b(?:ribu|juta|mil[iy]ar|triliun)(?:an)?\b")
_REGION_COLUMN = re.compile(r"(?:kota|kabupaten|provinsi) \w|nasional\b")
_QUARTERS = ("i", "ii", "iii", "iv")
_MEASURES = {
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
_UNITS_WITH_DECIMALS = re.compile(r"%|persen|nilai|indeks|skor|poin|rasio|level")


def named(m: Meaning, row: Row, column: int) -> bool:
    """Whether a cell names a thing: not a total, not a box with an amount in it."""
    text = m.cell(row.index, column).text
    name = bool(_NAME.search(text)) and not _NAMELESS.match(bare(text)) and not _AMOUNT.search(text)
    return row.role in {"data", "group"} and name


def _names(column: Column) -> bool:
    return column.role == "label" or (column.role in {"target", "nilai", "jumlah"} and not column.kind)


def printed_names(tables: list[tuple[Spot, Meaning]]) -> Iterator[tuple[tuple[int, int], str]]:
    """(column, name) for every name in a table, and for the titles of series over the years."""
    for _, m in tables:
        by_year = bool(m.of("baris tahun"))
        for c in m.columns:
            if _names(c):
                for r in m.rows:
                    cell = m.cell(r.index, c.index)
                    if named(m, r, c.index) and (cell.row, cell.column) == (r.index, c.index):
                        yield (id(m.table), c.index), _full(cell.text, c)
            elif c.role in {"cacah", "jumlah"} and by_year:
                yield (id(m.table), -1), _title(m, c)


def _title(m: Meaning, column: Column) -> str:
    """The lowest header cell as printed."""
    for r in range(m.header - 1, -1, -1):
        text = m.cell(r, column.index).text
        if _NAME.search(text):
            return text
    return column.title


def _full(text: str, column: Column) -> str:
    """A name under the title "Program" is a programme, whether the cell says so or not."""
    if re.match(r"program\b(?!.*kegiatan)", column.title) and not re.match(r"(?i)program\b", bare(text)):
        return f"Program {bare(text)}"
    return text


def table_facts(book: Book, spot: Spot, m: Meaning) -> list[Fact]:
    """The facts of one table; what it prints with several values is left out: such rows are parts, not one measure."""
    quarters = any(re.match(r"(?:tw|triwulan)\b", c.leaf) for c in m.columns)
    if _PERIOD.search(m.table.caption) and not quarters:
        return []
    found = list(_series(book, spot, m) if m.of("baris tahun") else _rows(book, spot, m))
    values: dict[tuple[Key, str, int | None, str, str], set[object]] = defaultdict(set)
    for f in found:
        if f.role != QUARTERLY:
            values[f.key, f.measure, f.year, f.document, f.shape].add(f.figure.value)
    kept = [f for f in found if len(values[f.key, f.measure, f.year, f.document, f.shape]) <= 1]
    book.shared.update((key, measure) for (key, measure, *_), seen in values.items() if len(seen) > 1)
    return [*kept, *_line_facts(book, spot, m)]


def _series(book: Book, spot: Spot, m: Meaning) -> Iterator[Fact]:
    """A row a year, a column a measure."""
    by_year = m.of("baris tahun")[0]
    for row in m.data:
        years = years_in(m.cell(row.index, by_year.index).text)
        for column in m.of("cacah", "jumlah", "realisasi") if len(years) == 1 else ():
            figure = m.own(row.index, column.index)
            if figure is not None:
                title = _title(m, column)
                place = spot.place(m.cell(row.index, column.index).text, str(years[0]), title)
                shape = shape_of(figure, column)
                key = book.names.key(title)
                yield Fact(key, title, "nilai", years[0], "", figure, shape, place, spot, column.index, column.role)


def _rows(book: Book, spot: Spot, m: Meaning) -> Iterator[Fact]:
    """A row a thing, a column a measure."""
    caption = m.table.caption
    years = set(years_in(caption))
    base = next(iter(years)) if len(years) == 1 else None if years else book.year
    # "... terhadap target akhir Renstra" names what is compared with, not where the target of the year comes from.
    source = "" if re.search(r"(?i)\bakhir\b", caption) else document_of(caption)
    scaled = bool(_SCALED.search(caption))
    for row in m.data:
        quarter = _quarter(m, row)
        for column in m.columns:
            figure = m.own(row.index, column.index)
            if figure is None or (quarter is not None and not _annual(m, column, quarter)):
                continue
            title = titles(m.table)[column.index]
            if quarter is None and _PERIOD.search(title):
                continue
            name = _name_of(m, row, column)
            measure, year = _measure(book, m, row, column, base) if name else ("", None)
            shape = _shape(m, row, figure, column)
            if not name or not measure or year is None or (shape == "uang" and (scaled or _SCALED.search(title))):
                continue
            said = document_of(title) or source if measure == "target" else ""
            if measure == "anggaran":
                said = version_of(title) or version_of(caption)
            place = spot.place(m.cell(row.index, column.index).text, name, title)
            role = column.role if quarter is None or "tahun" in column.leaf else QUARTERLY
            key, shown = book.names.key(name), short(bare(name), 90)
            yield Fact(key, shown, measure, year, said, figure, shape, place, spot, column.index, role)


def _line_facts(book: Book, spot: Spot, m: Meaning) -> Iterator[Fact]:
    """A row whose cells hold one name and one amount a line."""
    for row in m.rows:
        cells = [m.cell(row.index, c.index) for c in m.columns]
        for c, cell in zip(m.columns, cells, strict=True):
            figures = in_lines(cell.text, kind="money") if "\n" in cell.text else []
            label = next((x for x in reversed(cells[: c.index]) if "\n" in x.text), None)
            if len(figures) < 2 or label is None or c.role not in {"pagu", "realisasi uang"}:  # noqa: PLR2004 - two lines
                continue
            names = [line for line in label.text.splitlines() if line.strip()]
            if len(names) != len(figures):
                continue
            for name, figure in zip(names, figures, strict=True):
                place = spot.place(figure.text, name, titles(m.table)[c.index])
                key = book.names.key(_full(name, m.columns[label.column]))
                measure = _MEASURES[c.role]
                yield Fact(key, bare(name), measure, book.year, "", figure, "uang", place, spot, c.index, c.role)


def _shape(m: Meaning, row: Row, figure: Figure, column: Column) -> str:
    if column.kind != "money" and not figure.percent and not figure.money and figure.decimals <= 0:
        if figure.unit:
            return "cacah"
        unit = next((m.cell(row.index, c.index).text.strip().lower() for c in m.of("satuan")), "")
        if unit:
            return "pecahan" if _UNITS_WITH_DECIMALS.match(unit) else "cacah"
    return shape_of(figure, column)


def _name_of(m: Meaning, row: Row, column: Column) -> str | None:
    """The name that a figure belongs to: the nearest label to its left that reaches over all of its rows."""
    cell = m.cell(row.index, column.index)
    for c in reversed(m.columns[: column.index]):
        label = m.cell(row.index, c.index)
        if not _names(c) or label.row > cell.row or label.row + label.row_span < cell.row + cell.row_span:
            continue
        if _NAME.search(label.text):
            return _full(label.text, c) if not _NAMELESS.match(bare(label.text)) else None
        if c.title and not re.match(r"(?:kode|no)\b", c.title):
            return None
    return None


def _quarter(m: Meaning, row: Row) -> int | None:
    """Which quarter a row is about, where the table has a column for it; 0 if that cannot be told."""
    for c in m.columns:
        text = re.sub(r"(?i)^(?:tw|triwulan)\W*", "", m.cell(row.index, c.index).text.strip()).lower().strip(" .")
        if re.match(r"(?:tw|triwulan)\b", c.leaf) and text:
            return _QUARTERS.index(text) + 1 if text in _QUARTERS else int(text) if text.isdigit() else 0
    return None


def _annual(m: Meaning, column: Column, quarter: int) -> bool:
    """Whether a figure of a quarterly row is the year's: the yearly target, or a last quarter that holds the year."""
    yearly = next((c for c in m.columns if c.role == "target" and "tahun" in c.leaf), None)
    if column is yearly:
        return True
    target = next((c for c in m.columns if c.role == "target" and c is not yearly), None)
    if quarter != len(_QUARTERS) or yearly is None or target is None:
        return False
    last = [r for r in m.data if _quarter(m, r) == len(_QUARTERS)]
    pairs = [(m.figure(r.index, target.index), m.figure(r.index, yearly.index)) for r in last]
    return 2 * sum(a.value == b.value for a, b in pairs if a and b) > len(pairs)


def _measure(book: Book, m: Meaning, row: Row, column: Column, base: int | None) -> tuple[str, int | None]:
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
        return _MEASURES[column.role], base
    if column.role in {"cacah", "persen"} and _REGION_COLUMN.match(column.leaf):
        return "realisasi" if "realisasi" in m.table.caption.lower() else "", year
    # A column headed only "%" beside the target, with units in some cells, holds results.
    lone = column.role == "persen" and m.before(column, "target") and not m.of("realisasi")
    figures = [m.figure(r.index, column.index) for r in m.data] if lone else []
    if any(f.unit and not f.percent for f in figures if f):
        return "realisasi", year
    return _MEASURES.get(column.role, ""), year


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
