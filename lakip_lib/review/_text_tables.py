"""Facts in tables: name to the left, measure and year of the column, planning document of the caption."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from lakip_lib.document.figures import Figure, in_lines
from lakip_lib.document.recognise import Column, Meaning, Row
from lakip_lib.review._text import Spot, bare, has_word, titles, tokens
from lakip_lib.review._text_facts import QUARTERLY, Book, Fact, document_of, planned_in, shape_of, version_of
from lakip_lib.review._text_measures import MEASURES, annual, measure_of, quarter_of
from lakip_lib.review._text_names import Key
from lakip_lib.review._text_region import years_in
from lakip_lib.review.finding import short

__all__ = ["named", "printed_names", "table_facts"]

_NAMELESS = re.compile(
    r"(?i)^(?:sub ?)?(?:jumlah|total|rata ?-?rata)(?: (?:total|jumlah|besar|keseluruhan|seluruhnya|umum))?\W*$"
)
# Labels under these titles say what is measured; under those, of whom or where.
_SELF_SAID = re.compile(r"(?:indi\w*tor|sasaran|program|kegiatan|sub|tujuan|iku|kinerja|uraian (?:program|kegiatan))\b")
_DIMENSION = re.compile(
    r"(?:nama )?(?:kecamatan|kelurahan|desa|kabupaten|kota|wilayah|daerah|provinsi|negara|golongan|pendidikan|umur|"
    r"usia|jenis kelamin|agama|jabatan|unit|bidang|puskesmas|sekolah|opd|skpd|perangkat daerah|instansi|lokasi|"
    r"kelompok|bulan)\b"
)
_AMOUNT = re.compile(r"Rp\s?\.?\s?\d")
_PERIOD = re.compile(r"(?i)\b(?:triwulan|tw|semester|smt|bulan)\b")
_SCALED = re.compile(r"(?i)\b(?:ribu|juta|mil[iy]ar|triliun)(?:an)?\b")
_UNITS_WITH_DECIMALS = re.compile(r"%|persen|nilai|indeks|skor|poin|rasio|level")


def named(m: Meaning, row: Row, column: int) -> bool:
    """Whether a cell names a thing: not a total, not a box with an amount in it."""
    text = m.cell(row.index, column).text
    name = has_word(text) and not _NAMELESS.match(bare(text)) and not _AMOUNT.search(text)
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
        if has_word(text):
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
        quarter = quarter_of(m, row)
        for column in m.columns:
            figure = m.own(row.index, column.index)
            if figure is None or (quarter is not None and not annual(m, column, quarter)):
                continue
            title = titles(m.table)[column.index]
            if quarter is None and _PERIOD.search(title):
                continue
            name, label = _name_of(m, row, column)
            measure, year = measure_of(book, m, row, column, base) if name else ("", None)
            shape = _shape(m, row, figure, column)
            if not name or not measure or year is None or (shape == "uang" and (scaled or _SCALED.search(title))):
                continue
            said = planned_in(title) or source if measure == "target" else ""
            if measure == "anggaran":
                said = version_of(title) or version_of(caption) or source
            key, shown = book.names.key(name), short(bare(name), 90)
            measure = _about(spot, m, measure, key, label)
            place = spot.place(m.cell(row.index, column.index).text, name, title)
            role = column.role if quarter is None or "tahun" in column.leaf else QUARTERLY
            yield Fact(key, shown, measure, year, said, figure, shape, place, spot, column.index, role)


def _about(spot: Spot, m: Meaning, measure: str, key: Key, label: str) -> str:
    """The measure, with the words of the caption where a row only says of whom or where ("Kecamatan Utara", "Pria")."""
    telling = _SELF_SAID.match(label) or (not _DIMENSION.match(label) and len(key) > 2)  # noqa: PLR2004
    if telling:
        return measure
    words = [w for w in tokens(m.table.caption) if not w.isdigit() and w != "tahun"]
    return f"{measure} {' '.join(words) or spot.label}"


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
                measure = MEASURES[c.role]
                yield Fact(key, bare(name), measure, book.year, "", figure, "uang", place, spot, c.index, c.role)


def _shape(m: Meaning, row: Row, figure: Figure, column: Column) -> str:
    if column.kind != "money" and not figure.percent and not figure.money and figure.decimals <= 0:
        if figure.unit:
            return "cacah"
        unit = next((m.cell(row.index, c.index).text.strip().lower() for c in m.of("satuan")), "")
        if unit:
            return "pecahan" if _UNITS_WITH_DECIMALS.match(unit) else "cacah"
    return shape_of(figure, column)


def _name_of(m: Meaning, row: Row, column: Column) -> tuple[str, str]:
    """(name, title of its column): the nearest label to the left of a figure that reaches over all of its rows."""
    cell = m.cell(row.index, column.index)
    for c in reversed(m.columns[: column.index]):
        label = m.cell(row.index, c.index)
        if not _names(c) or label.row > cell.row or label.row + label.row_span < cell.row + cell.row_span:
            continue
        if has_word(label.text):
            return (_full(label.text, c), c.title) if not _NAMELESS.match(bare(label.text)) else ("", "")
        if c.title and not re.match(r"(?:kode|no)\b", c.title):
            return "", ""
    return "", ""
