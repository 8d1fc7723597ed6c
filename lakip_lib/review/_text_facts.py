"""What a report says, one figure at a time: of which thing, which measure, which year, from which planning document."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from lakip_lib.document.figures import Figure, in_lines
from lakip_lib.document.model import Document
from lakip_lib.document.recognise import Column, Meaning, Row, recognise_all
from lakip_lib.review._text import Spot, bare, short, spots, titles
from lakip_lib.review._text_names import Key, Names
from lakip_lib.review._text_region import Region, named_regions, own_region, report_year, years_in
from lakip_lib.review.finding import Place

__all__ = ["Book", "Fact", "document_of", "planning_columns", "scope_of", "shape_of", "table_book"]

# The planning document that a caption or a column title speaks of; the first that fits wins.
_DOCUMENTS = (
    ("PK", re.compile(r"(?i)\bperj\w*\s+kinerja\b|\bpenetapan kinerja\b|\bPK\b")),
    ("RKT", re.compile(r"(?i)\brencana kinerja tahunan\b|\brkt\b")),
    ("Renja", re.compile(r"(?i)\brenja\b|\brencana kerja\b")),
    ("Renstra", re.compile(r"(?i)\brenstra\b|\brencana strategis\b|\btahun 20\d\d\s*[-–]\s*20\d\d\b")),
)
_NAMELESS = re.compile(
    r"(?i)^(?:sub ?)?(?:jumlah|total|rata ?-?rata)(?: (?:total|jumlah|besar|keseluruhan|seluruhnya|umum))?\W*$"
)
_PLAN_COLUMN = re.compile(r"(?:target )?(?:renstra|rkt|pk|iku|perjanjian kinerja|renja)(?: (?:tahun )?\d{4})?")
_REGION_COLUMN = re.compile(r"(?:kota|kabupaten|provinsi) \w|nasional\b")
_QUARTERS = ("i", "ii", "iii", "iv")
_QUARTER_ROLE = "triwulan"
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
}


@dataclass(frozen=True, slots=True)
class Fact:
    """One printed figure with its meaning.  `measure` reads target, realisasi, capaian, anggaran, serapan, nilai ..."""

    key: Key
    name: str
    measure: str
    year: int | None
    document: str
    figure: Figure
    shape: str
    place: Place
    spot: Spot
    column: int = -1
    role: str = ""

    @property
    def in_table(self) -> bool:
        """Whether the figure stands in a table, not in a sentence."""
        return self.column >= 0


@dataclass
class Book:
    """Everything that the rules about consistency look up: names, facts, region, year, blocks with their places."""

    document: Document
    meanings: Sequence[Meaning]
    region: Region | None
    year: int | None
    names: Names
    spots: list[Spot]
    tables: list[tuple[Spot, Meaning]]
    facts: list[Fact] = field(default_factory=list)


def document_of(text: str) -> str:
    """PK, RKT, Renja or Renstra, whichever a title speaks of; nothing where it speaks of none."""
    return next((name for name, pattern in _DOCUMENTS if pattern.search(text)), "")


def shape_of(figure: Figure, column: Column | None = None) -> str:
    """Which figures may be compared at all: money, whole numbers, or figures with decimals."""
    if figure.money or (column is not None and column.kind == "money"):
        return "uang"
    if figure.percent or figure.decimals > 0 or (column is not None and column.kind in {"percent", "number"}):
        return "pecahan"
    return "cacah"


def table_book(document: Document) -> Book:
    """Read all tables of a document into facts; `_text_book` adds the sentences."""
    region = own_region(document)
    meanings = tuple(recognise_all(document))
    by_table = {id(m.table): m for m in meanings}
    listed = list(spots(document))
    tables = [(s, by_table[id(s.block)]) for s in listed if id(s.block) in by_table]
    words = frozenset(region.name) | {region.kind.lower()} if region else frozenset()
    names = Names.learn(_printed_names(tables), words)
    book = Book(document, meanings, region, report_year(document), names, listed, tables)
    _unite_lone_indicators(book)
    for spot, meaning in tables:
        book.facts += _without_repeats(_table_facts(book, spot, meaning))
        book.facts += _line_facts(book, spot, meaning)
    return book


def _printed_names(tables: Sequence[tuple[Spot, Meaning]]) -> Iterator[tuple[tuple[int, int], str]]:
    for _, m in tables:
        for c in m.columns:
            if c.role == "label" or (c.role in {"target", "nilai", "jumlah"} and not c.kind):
                for r in m.rows:
                    cell = m.cell(r.index, c.index)
                    if _named(m, r, c) and (cell.row, cell.column) == (r.index, c.index):
                        yield (id(m.table), c.index), _full(cell.text, c)
            elif c.role in {"cacah", "jumlah"} and any(x.role == "baris tahun" for x in m.columns):
                yield (id(m.table), -1), _title(m, c)


def _title(m: Meaning, column: Column) -> str:
    """The lowest header cell as printed."""
    for r in range(m.header - 1, -1, -1):
        text = m.cell(r, column.index).text
        if re.search(r"[^\W\d_]{3}", text):
            return text
    return column.title


def _named(m: Meaning, row: Row, column: Column) -> bool:
    text = m.cell(row.index, column.index).text
    return row.role in {"data", "group"} and bool(re.search(r"[^\W\d_]{3}", text)) and not _NAMELESS.match(bare(text))


def _full(text: str, column: Column) -> str:
    """A name under the title "Program" is a programme, whether the cell says so or not."""
    if re.match(r"program\b(?!.*kegiatan)", column.title) and not re.match(r"(?i)program\b", bare(text)):
        return f"Program {bare(text)}"
    return text


def _unite_lone_indicators(book: Book) -> None:
    """One sasaran with a single indicator in every table: its differing names mean that one indicator."""
    found: dict[Key, list[set[Key]]] = defaultdict(list)
    for _, m in book.tables:
        goal = next((c for c in m.columns if c.role == "label" and re.match(r"sasaran\b", c.title)), None)
        if goal is None:
            continue
        indicator = next((c for c in m.columns[goal.index + 1 :] if re.match(r"indi\w*tor\b", c.title)), None)
        if indicator is None or "program" in indicator.title:
            continue
        inside: dict[Key, set[Key]] = defaultdict(set)
        for r in m.rows:
            if _named(m, r, goal) and _named(m, r, indicator):
                one, other = m.cell(r.index, goal.index).text, m.cell(r.index, indicator.index).text
                inside[book.names.key(one)].add(book.names.key(other))
        for key, keys in inside.items():
            found[key].append(keys)
    for groups in found.values():
        if len(groups) < 2 or any(len(g) != 1 for g in groups):  # noqa: PLR2004 - one table alone shows nothing
            continue
        keys = [next(iter(g)) for g in groups]
        first = max(set(keys), key=keys.count)
        for key in keys:
            if key != first and len(key & first) >= 0.3 * len(key | first):
                book.names.unite(first, key)


def _table_facts(book: Book, spot: Spot, m: Meaning) -> Iterator[Fact]:
    caption = years_in(m.table.caption)
    base = caption[0] if len(set(caption)) == 1 else book.year
    # "... terhadap target akhir Renstra" names what is compared with, not where the target of the year comes from.
    source = "" if re.search(r"(?i)\bakhir\b", m.table.caption) else document_of(m.table.caption)
    by_year = next((c for c in m.columns if c.role == "baris tahun"), None)
    for row in m.rows:
        if row.role != "data":
            continue
        quarter = _quarter(m, row)
        for column in m.columns:
            figure = m.own(row.index, column.index)
            if figure is None or (quarter is not None and not _annual(m, row, column, quarter)):
                continue
            if by_year is not None:
                years = years_in(m.cell(row.index, by_year.index).text)
                title = _title(m, column)
                if len(years) == 1 and column.role in {"cacah", "jumlah", "realisasi"}:
                    place = spot.place(m.cell(row.index, column.index).text, str(years[0]), title)
                    key = book.names.key(title)
                    yield Fact(
                        key,
                        title,
                        "nilai",
                        years[0],
                        "",
                        figure,
                        shape_of(figure, column),
                        place,
                        spot,
                        column.index,
                        column.role,
                    )
                continue
            name = _name_of(m, row, column)
            if name is None:
                continue
            measure, year = _measure(book, m, row, column, base)
            if not measure:
                continue
            place = spot.place(m.cell(row.index, column.index).text, name, titles(m.table)[column.index])
            said = document_of(column.title) or source if measure == "target" else ""
            yield Fact(
                book.names.key(name),
                short(bare(name), 90),
                measure,
                year,
                said,
                figure,
                _shape(m, row, figure, column),
                place,
                spot,
                column.index,
                column.role if quarter is None or "tahun" in column.leaf else _QUARTER_ROLE,
            )


def _line_facts(book: Book, spot: Spot, m: Meaning) -> Iterator[Fact]:
    """A row whose cells hold one name and one figure a line."""
    for row in m.rows:
        cells = [m.cell(row.index, c.index) for c in m.columns]
        for c, cell in zip(m.columns, cells, strict=True):
            figures = in_lines(cell.text, kind="money") if "\n" in cell.text else []
            label = next((x for x in reversed(cells[: c.index]) if "\n" in x.text), None)
            if len(figures) < 2 or label is None or c.role not in {"pagu", "realisasi uang"}:  # noqa: PLR2004
                continue
            names = [line for line in label.text.splitlines() if line.strip()]
            if len(names) == len(figures):
                for name, figure in zip(names, figures, strict=True):
                    place = spot.place(figure.text, name, titles(m.table)[c.index])
                    key = book.names.key(_full(name, m.columns[label.column]))
                    yield Fact(
                        key, bare(name), _MEASURES[c.role], book.year, "", figure, "uang", place, spot, c.index, c.role
                    )


def _shape(m: Meaning, row: Row, figure: Figure, column: Column) -> str:
    if not figure.unit and column.kind != "money" and figure.decimals <= 0:
        unit = next((m.cell(row.index, c.index).text.strip().lower() for c in m.columns if c.role == "satuan"), "")
        if unit:
            return "pecahan" if re.match(r"%|persen|nilai|indeks|skor|poin|rasio|level", unit) else "cacah"
    if figure.unit and not figure.percent and not figure.money and figure.decimals <= 0:
        return "cacah"
    return shape_of(figure, column)


def _name_of(m: Meaning, row: Row, column: Column) -> str | None:
    """The name that a figure belongs to: the nearest label to its left, an indicator rather than its unit or year."""
    for c in reversed(m.columns[: column.index]):
        if c.role == "label" or (c.role in {"target", "nilai", "jumlah"} and not c.kind):
            text = m.cell(row.index, c.index).text
            if re.search(r"[^\W\d_]{3}", text):
                return _full(text, c) if not _NAMELESS.match(bare(text)) else None
            if c.title and not re.match(r"(?:kode|no)\b", c.title):
                return None
    return None


def _quarter(m: Meaning, row: Row) -> int | None:
    """Which quarter a row is about, where the table has a column for it."""
    for c in m.columns:
        text = re.sub(r"(?i)^(?:tw|triwulan)\W*", "", m.cell(row.index, c.index).text.strip()).lower().strip(" .")
        if re.match(r"(?:tw|triwulan)\b", c.leaf) and text:
            return _QUARTERS.index(text) + 1 if text in _QUARTERS else int(text) if text.isdigit() else 0
    return None


def _annual(m: Meaning, row: Row, column: Column, quarter: int) -> bool:
    """Whether a figure of a quarterly row speaks of the whole year: the yearly target, or a last quarter that reaches it."""
    yearly = next((c for c in m.columns if c.role == "target" and "tahun" in c.leaf), None)
    if column is yearly:
        return True
    target = next((c for c in m.columns if c.role == "target" and c is not yearly), None)
    if quarter != len(_QUARTERS) or yearly is None or target is None:
        return False
    pairs = [
        (m.figure(r.index, target.index), m.figure(r.index, yearly.index))
        for r in m.rows
        if _quarter(m, r) == len(_QUARTERS)
    ]
    same = sum(last.value == whole.value for last, whole in pairs if last and whole)
    return same * 2 > len(pairs)


def planning_columns(m: Meaning) -> list[Column]:
    """The columns of a table that sets the targets of planning documents side by side."""
    found = [c for c in m.columns if _PLAN_COLUMN.fullmatch(c.leaf)]
    return found if len(found) > 1 else []


def scope_of(text: str, region: Region | None) -> str:
    """The nation or another region that a title or a clause speaks of; nothing for the office's own region."""
    if re.search(r"(?i)\bnasional\b", text):
        return "nasional"
    for kind, name, _, _ in named_regions(text.title()):
        if region is None or kind != region.kind or not region.begins(name):
            return f"{kind} {name[0]}".lower()
    return ""


def _measure(book: Book, m: Meaning, row: Row, column: Column, base: int | None) -> tuple[str, int | None]:
    """(measure, year) of a column for one row, or ("", ...) where the header leaves it open."""
    measure, year = _own_measure(m, row, column, base)
    scope = scope_of(column.title, book.region) if measure in {"realisasi", "capaian", "nilai"} else ""
    return (f"{measure} {scope}".strip(), year)


def _own_measure(m: Meaning, row: Row, column: Column, base: int | None) -> tuple[str, int | None]:
    year = column.year or base
    if column in planning_columns(m):
        return "target", year
    if column.role == "tahun":
        for word in ("target", "realisasi"):
            if word in column.title or (word in m.table.caption.lower() and "target" not in column.title):
                return word, column.year
        if "capaian" in column.title and _looks_like_result(m, row, column):
            return "realisasi", column.year
        has_label = next((c for c in m.columns if c.role == "label"), None)
        return ("nilai", column.year) if has_label is not None and "capaian" not in column.title else ("", None)
    if column.role in {"terhadap lalu", "terhadap akhir"}:
        return _MEASURES[column.role], base
    if column.role == "nilai":
        return "nilai", year
    if (
        column.role in {"cacah", "persen"}
        and _REGION_COLUMN.match(column.leaf)
        and "realisasi" in m.table.caption.lower()
    ):
        return "realisasi", year
    if column.role == "persen" and m.of("target") and not m.of("realisasi") and m.before(column, "target"):
        # A column headed only "%" beside the target, with units in some cells, holds results.
        if any(f.unit and not f.percent for r in m.data if (f := m.figure(r.index, column.index))):
            return "realisasi", year
    return _MEASURES.get(column.role, ""), year


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


def _without_repeats(found: Iterator[Fact]) -> list[Fact]:
    """Facts of one table without those that it prints with several values: such rows are parts, not one measure."""
    facts = list(found)
    values: dict[tuple[Key, str, int | None, str, str], set[object]] = defaultdict(set)
    for f in facts:
        if f.role != _QUARTER_ROLE:
            values[f.key, f.measure, f.year, f.document, f.shape].add(f.figure.value)
    return [f for f in facts if len(values[f.key, f.measure, f.year, f.document, f.shape]) <= 1]
