"""What is still to be filled for a fiscal year, by the unit that must deliver it; and narratives not yet rewritten."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lakip_lib import schema
from lakip_lib.clean import Row
from lakip_lib.office import Office
from lakip_lib.review import _table_rules as r
from lakip_lib.review._table_base import enumerated, file, rows, source
from lakip_lib.review.finding import Finding
from lakip_lib.yearly import due

__all__ = ["UNNAMED", "Missing", "copied", "missing"]

UNNAMED = "Unit belum disebut"
#: The yearly documents in which every indicator has a target.
_DOCUMENTS = ("RKT", "PK")
#: What a year that is still a plan can have.
_PLANNED = ("target", "pagu")
_FIRST = 4


@dataclass(frozen=True, slots=True)
class Missing:
    """What one unit must still deliver to one table: cells of a column, or rows, if `column` is empty.

    `places` names each of them: a cell, or what the row is about (nothing for a table that has no row at all).
    `series` says that the table lies outside the folder of the year and runs over years.
    """

    unit: str
    file: str
    column: str
    places: tuple[str, ...]
    series: bool = False

    def told(self, shown: int = _FIRST) -> str:
        """``pagu 23 sel (B4; B5; dan 21 lagi)``, ``pagu 23 sel (mulai B4)`` if one place is shown, ``7 baris (…)``."""
        named = [p for p in self.places if p]
        which = f"mulai {named[0]}" if shown == 1 and named[1:] else enumerated(named, shown)
        what = f"{self.column} {len(self.places)} sel" if self.column else f"{len(self.places)} baris"
        return f"{what} ({which})" if which else "belum ada baris"

    def as_json(self) -> Mapping[str, object]:
        """The same as JSON values."""
        return {
            "unit": self.unit, "table": self.file, "column": self.column, "count": len(self.places),
            "first": [p for p in self.places[:_FIRST] if p],
        }  # fmt: skip


def missing(office: Office) -> list[Missing]:
    """All that is missing, grouped by unit in the order found, units that nobody names last.

    A year that is declared final is complete: what it lacks, its findings say.  A plan has only targets and budgets.
    """
    if office.data.year.get("keadaan", "final") == "final":
        return []
    found: dict[tuple[str, str, str, bool], list[str]] = defaultdict(list)
    units = _Units(office)
    for unit, place, column, series, what in (*_series(office, units), *_year(office, units)):
        found[unit or UNNAMED, place, column, series].append(what)
    grouped = [Missing(unit, place, column, tuple(w), series) for (unit, place, column, series), w in found.items()]
    order = list(dict.fromkeys(m.unit for m in grouped if m.unit != UNNAMED))
    return sorted(grouped, key=lambda m: order.index(m.unit) if m.unit in order else len(order))


def copied(office: Office) -> Iterator[Finding]:
    """Narratives that still bear the mark of a copy."""
    found = office.copies()
    if found:
        year = max(year for _, year in found)
        yield Finding(
            r.COPIED,
            f"{len(found)} narasi masih salinan tahun {year} dan belum ditulis ulang.",
            tuple(file(place) for place, _ in found),
            expected="kalimat yang ditulis untuk tahun ini, tanpa baris tandanya",
        )


_Hole = tuple[str, str, str, bool, str]


def _series(office: Office, units: _Units) -> Iterator[_Hole]:
    """Rows of this year in the tables that run over years: unit, file, no column, True, what the row is about."""
    year = office.year
    typed = [r for r in rows(office, "target") if r["tahun"] == year and r.cells["target"].read.strip()]
    there = {(r["indikator"], r["dokumen"]) for r in typed}
    for row in rows(office, "indikator"):
        unit = units.named("target") or row["sumber_data"]
        for document in _DOCUMENTS:
            if (row["kode"], document) not in there:
                yield unit, source(office, "target"), "", True, f"{row['kode']} {document} {year}"
    if office.planned_only:
        return
    typed = [r for r in rows(office, "data_dasar") if r["tahun"] == year and r.cells["nilai"].read.strip()]
    counted = {r["variabel"] for r in typed}
    for row in rows(office, "variabel"):
        if row["kode"] not in counted:
            unit = units.named("data_dasar") or row["sumber_data"]
            yield unit, source(office, "data_dasar"), "", True, f"{row['kode']} {year}"
    evaluated = rows(office, "evaluasi_akip")
    if evaluated and not any(row["tahun_dinilai"] == year - 1 for row in evaluated):
        unit = units.named("evaluasi_akip") or office.data.year.get("lhe", {}).get("penerbit", "")
        yield unit, source(office, "evaluasi_akip"), "", True, f"tahun_dinilai {year - 1}"


def _year(office: Office, units: _Units) -> Iterator[_Hole]:
    """Blank cells that are due in the tables of the year, and rows that are due in those that begin without any."""
    indicators = {row["kode"]: _text(row) for row in rows(office, "indikator")}
    for table in schema.TABLES:
        if table.place != "tahun" or table.name not in office.data.tables or table.each_year == "bila ada":
            continue
        found = rows(office, table.name)
        place = found[0].file if found else _empty(office, table)
        if not office.planned_only:
            yield from _rowless(office, units, table, place)
        texts = [_text(row) for row in found]
        for row, text, columns in zip(found, texts, due(table, texts, indicators), strict=True):
            for column in columns:
                if not text[column] and (column.startswith(_PLANNED) or not office.planned_only):
                    yield units.of(table, row), place, column, False, _where(row, column)


def _rowless(office: Office, units: _Units, table: schema.Table, place: str) -> Iterator[_Hole]:
    """A table without any row, or the indicators about which a table that begins anew says nothing."""
    found = rows(office, table.name)
    if table.each_year and any(c.refers == "indikator.kode" for c in table.columns):
        there = {row["indikator"] for row in found}
        for row in rows(office, "indikator"):
            if row["kode"] not in there:
                yield units.named(table.name) or row["sumber_data"], place, "", False, row["kode"]
    elif not found:
        yield units.named(table.name), place, "", False, ""


def _empty(office: Office, table: schema.Table) -> str:
    """The name of a table without rows: its CSV file, or its sheet in the workbook of the year."""
    name = office.file(table.name)
    if (office.root / "data" / "raw" / name).is_file():
        return name
    files = {row.file for found in office.data.tables.values() for row in found[:1]}
    book = next((f.partition("!")[0] for f in sorted(files) if f.startswith(f"{office.year}/") and "!" in f), "")
    return f"{book}!{table.name}" if book else name


def _text(row: Row) -> dict[str, str]:
    return {c: " ".join(cell.read.split()) for c, cell in row.cells.items()}


def _where(row: Row, column: str) -> str:
    letter = row.cells[column].letter
    return f"{letter}{row.number}" if letter else f"baris {row.number}"


class _Units:
    """Who delivers a row, as far as the tables say."""

    def __init__(self, office: Office) -> None:
        self._tables = office.profile.get("penyedia", {})
        names = {row["kode"]: row["nama"] for row in rows(office, "organisasi")}
        self._programs = {row["kode"]: row for row in rows(office, "program")}
        self._units = {code: names.get(self._climb(code), "") for code in self._programs}
        self._indicators: dict[str, str] = {row["kode"]: row["sumber_data"] for row in rows(office, "indikator")}

    def named(self, table: str) -> str:
        """The unit that profil.toml names for a whole table, or nothing."""
        return str(self._tables.get(table, ""))

    def of(self, table: schema.Table, row: Row) -> str:
        """The unit of the table, else of the row's program, else of its indicator, else the row's own; or nothing."""
        if unit := self.named(table.name):
            return unit
        for target, units in (("program.kode", self._units), ("indikator.kode", self._indicators)):
            for column in table.columns:
                if column.refers == target and (unit := units.get(row[column.name], "")):
                    return unit
        own = next((c for c in table.columns if c.name == "unit" and c.kind == "teks"), None)
        return str(row["unit"]) if own else ""

    def _climb(self, code: str) -> str:
        """The code of the unit of a program or of the nearest one above it."""
        met = set()
        while code in self._programs and code not in met:
            met.add(code)
            unit: str = self._programs[code]["unit"]
            if unit:
                return unit
            code = self._programs[code]["induk"]
        return ""
