"""From text cells to typed rows: parse by column kind, apply decisions, validate, and report every problem at once."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

from lakip_lib import numerals, rules, schema
from lakip_lib.numerals import Kind, NumeralError, Separator
from lakip_lib.problems import DataError, Problem, nearest
from lakip_lib.quantity import Cell, Quantity, Span
from lakip_lib.sources import RawRow, RawTable, Sources

__all__ = ["Cleaned", "Decision", "LogEntry", "Row", "clean", "kind_of_unit"]

Value = str | int | dt.date | Quantity | Span | None

_KIND_OF_COLUMN = {"uang": Kind.UANG, "jumlah": Kind.JUMLAH, "persen": Kind.PERSEN}
_WHOLE = (Kind.UANG, Kind.JUMLAH, Kind.PERINGKAT)
_NEVER_NEGATIVE = ("uang", "jumlah")
_FOLDERS = {"akar": "", "periode": r"renstra-\d{4}-\d{4}/", "tahun": r"\d{4}/"}
_PLACES = re.compile("|".join(rf"{_FOLDERS[t.place]}{t.name}\.csv" for t in schema.TABLES))
#: How people name a table that lies in a workbook: ``2024/tabel.xlsx!anggaran``, ``2024/anggaran.xlsx``.
_IN_WORKBOOK = re.compile(r"(?P<folder>.*/)?(?:[^/]*\.xlsx!)?(?P<name>[^/!]+?)(?:\.xlsx)?")
_DECIMALS = {Kind.PERSEN: 2, Kind.INDEKS: 2, Kind.POIN: 2, Kind.RASIO: 2}
_KIND_OF_UNIT = {
    "%": Kind.PERSEN, "persen": Kind.PERSEN, "nilai": Kind.INDEKS, "skor": Kind.INDEKS, "indeks": Kind.INDEKS,
    "poin": Kind.INDEKS, "predikat": Kind.INDEKS, "peringkat": Kind.PERINGKAT, "rasio": Kind.RASIO,
    "rupiah": Kind.UANG, "rp": Kind.UANG,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """One typed row.  `row["pagu"]` is its value: text, int, date, `Quantity` or `Span`; text may be empty."""

    file: str
    number: int
    values: Mapping[str, Value]
    cells: Mapping[str, Cell]

    def __getitem__(self, column: str) -> Any:  # noqa: ANN401 - one `Value`; the caller knows which, by the column
        return self.values[column]


@dataclass(frozen=True, slots=True)
class Decision:
    """One row of keputusan.csv that concerns this report."""

    number: int
    kind: str
    year: int
    file: str
    key: str
    column: str
    read: str
    value: str
    rejected: str
    reason: str
    decided_by: str
    date: dt.date | None


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One cell that cleaning changed: as typed, as read, and why."""

    cell: Cell
    read_as: str
    why: str


@dataclass(frozen=True)
class Cleaned:
    """All tables of one office as one fiscal year sees them.

    A table that the office does not have is not in `tables`; series end at the fiscal year.
    """

    root: Path
    fiscal_year: int
    profile: Mapping[str, Any]
    year: Mapping[str, Any]
    period: str
    period_years: tuple[int, int]
    tables: Mapping[str, tuple[Row, ...]]
    decisions: tuple[Decision, ...]
    log: tuple[LogEntry, ...]
    warnings: tuple[Problem, ...] = ()


def clean(root: Path, fiscal_year: int) -> Cleaned:
    """Read and type every source table of that fiscal year.

    Raises `DataError` with all problems of all tables; FileNotFoundError when `root` is no office.
    """
    sources = Sources(root, fiscal_year)
    raw = {d.name: t for d in schema.TABLES if (t := sources.table(d)) is not None}
    work = _Cleaning(sources, raw)
    tables = {name: tuple(work.rows(name)) for name in raw}
    work.log += _set_aside(raw.values())
    work.check_decisions()
    series = {name: tuple(r for r in rows if not _later(name, r, fiscal_year)) for name, rows in tables.items()}
    if problems := [*sources.problems, *work.problems, *rules.broken(tables, series)]:
        raise DataError(problems)
    if sources.year.get("keadaan") != "rencana":
        work.warnings += rules.half_filled(series)
    cut = {(r.file, r.number) for name, rows in tables.items() for r in rows if _later(name, r, fiscal_year)}
    return Cleaned(
        root, fiscal_year, sources.profile, sources.year, sources.period, sources.period_years, series,
        tuple(_decisions(tables.get("keputusan", ()), fiscal_year)),
        tuple(e for e in work.log if (e.cell.file, e.cell.row) not in cut),
        tuple(w for w in work.warnings if (w.file, w.row) not in cut),
    )  # fmt: skip


def kind_of_unit(unit: str) -> Kind:
    """The kind of a number by its unit: ``%`` is a percent, ``nilai`` an index, anything that is counted a count."""
    words = unit.casefold().split()
    return Kind.PERSEN if "%" in unit or "persen" in words else _KIND_OF_UNIT.get(" ".join(words), Kind.JUMLAH)


def _later(name: str, row: Row, fiscal_year: int) -> bool:
    """True for a row that a report of `fiscal_year` cannot know.

    A score is known from the year its evaluation was issued; without a date, from the year after the evaluated one.
    Targets of a five-year plan are known in advance, those of a yearly document are not.
    """
    year = "tahun_dinilai" if name == "evaluasi_akip" else "tahun"
    if row.values.get(year) is None:
        return False
    if name == "evaluasi_akip":
        issued = row["tanggal_terbit"]
        return (issued.year if issued else row["tahun_dinilai"] + 1) > fiscal_year
    if name == "target":
        return row["dokumen"] != "Renstra" and row["tahun"] > fiscal_year
    if name == "keputusan":
        return row["tahun"] > fiscal_year
    return name in {"data_dasar", "pembanding"} and row["tahun"] > fiscal_year


def _decisions(rows: Sequence[Row], fiscal_year: int) -> Iterator[Decision]:
    for r in rows:
        folder = r["berkas"].partition("/")[0]
        if r["tahun"] <= fiscal_year and (not folder.isdecimal() or int(folder) == fiscal_year):
            yield Decision(
                r["nomor"], r["jenis"], r["tahun"], _place(r["berkas"]), r["kunci"], r["kolom"], r["semula"],
                r["nilai"], r["ditolak"], r["alasan"], r["diputuskan_oleh"], r["tanggal"],
            )  # fmt: skip


@dataclass
class _Cleaning:
    """One pass over all tables of one office: the place where problems, decisions and the log meet."""

    sources: Sources
    raw: Mapping[str, RawTable]
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
    log: list[LogEntry] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._planned = self.sources.year.get("keadaan") == "rencana"
        self._decided: dict[tuple[str, str], list[tuple[int, Mapping[str, str]]]] = {}
        self._met: dict[int, list[int]] = {}
        for row in self._raw_rows("keputusan"):
            c = {k: v.strip() for k, v in row.cells.items()}
            c["berkas"] = _place(c["berkas"])
            if c["kolom"] and c["kunci"]:
                self._decided.setdefault((c["berkas"], c["kolom"]), []).append((row.number, c))
        self._cells = {name: [self._cells_of(table, row) for row in table.rows] for name, table in self.raw.items()}
        self.raw = {name: self._corrected(name) for name in self.raw}

    def _raw_rows(self, name: str) -> tuple[RawRow, ...]:
        return self.raw[name].rows if name in self.raw else ()

    def _corrected(self, name: str) -> RawTable:
        """That table with the texts that count: a corrected unit or name is used wherever it is looked up."""
        rows = zip(self.raw[name].rows, self._cells[name], strict=True)
        corrected = (replace(r, cells={c: x.read for c, x in cells.items()}) for r, cells in rows)
        return replace(self.raw[name], rows=tuple(corrected))

    # -- typing rows --------------------------------------------------------------------------------------------------

    def rows(self, name: str) -> list[Row]:
        """Type every row of one table; cells that cannot be read leave a problem and None."""
        table = self.raw[name]
        columns = table.declaration.columns
        hints = {c.name: numerals.separator_of([r.cells[c.name] for r in table.rows]) for c in columns}
        typed = []
        for raw, cells in zip(table.rows, self._cells[name], strict=True):
            values = {c.name: self._value(table, raw, c, cells[c.name], hints[c.name]) for c in columns}
            typed.append(Row(table.file, raw.number, values, cells))
        self._check_totals(table, typed)
        return typed

    def _check_totals(self, table: RawTable, rows: Sequence[Row]) -> None:
        """A total that somebody typed at the foot is not read, but it must be what its rows add up to."""
        start = 0
        for total in table.totals:
            block = [r for r in rows if start < r.number < total.number]
            start = total.number
            for column in table.declaration.columns:
                if column.kind not in _NEVER_NEGATIVE or not total.cells[column.name].strip():
                    continue
                sums = {_sum(block, column.name), _sum([r for r in rows if r.number < start], column.name)}
                try:
                    parsed = numerals.parse(total.cells[column.name], _KIND_OF_COLUMN[column.kind])
                except NumeralError:
                    continue
                if isinstance(parsed, numerals.Number) and parsed.value not in sums:
                    expected = f"{numerals.write(max(sums), 0)} menurut baris di atasnya"
                    todo = "Baris jumlah tidak dibaca; periksa apakah ada baris yang kurang, berlebih, atau keliru."
                    typed = total.cells[column.name]
                    self.warnings.append(_problem(table, total.number, column.name, expected, todo, typed=typed))

    def _cells_of(self, table: RawTable, raw: RawRow) -> dict[str, Cell]:
        return {
            c: Cell(table.file, raw.number, c, typed, self._correction(table, raw, c), table.letters.get(c, ""))
            for c, typed in raw.cells.items()
        }

    def _correction(self, table: RawTable, raw: RawRow, column: str) -> str | None:
        """What a decision in force puts in place of that cell; every decision about it must know the cell's text."""
        typed, found = raw.cells[column].strip(), None
        for number, decision in self._decided.get((table.place, column), ()):
            if not _matches(decision["kunci"], raw.cells):
                continue
            self._met.setdefault(number, []).append(raw.number)
            if decision["semula"] != typed:
                self._add(
                    self.raw["keputusan"],
                    number,
                    "semula",
                    f"sama dengan isi {table.file} baris {raw.number} kolom {column}, kini “{typed}”",
                    "Sumber sudah berubah: tinjau ulang keputusan ini.",
                    typed=decision["semula"],
                )
            elif decision["jenis"].casefold() == "koreksi" and self._in_force(decision):
                if found not in (None, decision["nilai"]):
                    self._add(
                        self.raw["keputusan"],
                        number,
                        "nilai",
                        f"satu koreksi saja bagi sel itu, kini juga “{found}”",
                        "Hapus salah satunya.",
                        typed=decision["nilai"],
                    )
                found = decision["nilai"]
        return found

    def _in_force(self, decision: Mapping[str, str]) -> bool:
        """False for a decision that only later reports know."""
        try:
            return numerals.parse_year(decision["tahun"]) <= self.sources.fiscal_year
        except NumeralError:  # reported where the column is read
            return True

    def _value(self, table: RawTable, raw: RawRow, column: schema.Column, cell: Cell, hint: Separator | None) -> Value:
        if column.required and not cell.read.strip():
            self._add(table, raw.number, column.name, f"terisi ({column.about})", "Isi sel itu.", typed=cell.typed)
            return None
        try:
            value = self._parse(table, raw, column, cell, hint)
        except NumeralError as error:
            todo = error.hint if cell.corrected is None else f"{error.hint} (nilai dari keputusan.csv)"
            self._add(table, raw.number, column.name, error.expected, todo, typed=cell.read)
            return None
        shown = _shown(value)
        if cell.corrected is not None:
            self.log.append(LogEntry(cell, shown, "koreksi menurut keputusan.csv"))
        elif cell.typed not in (shown, str(value), ""):
            self.log.append(LogEntry(cell, shown, _why_changed(column, value)))
        return value

    def _parse(self, table: RawTable, raw: RawRow, column: schema.Column, cell: Cell, hint: Separator | None) -> Value:
        text = " ".join(cell.read.split())
        match column.kind:
            case "teks" | "kode":
                return text
            case "pilihan":
                return self._choice(table, raw, column, cell)
            case "tahun":
                return numerals.parse_year(cell.read) if text else None
            case "tanggal":
                return numerals.parse_date(cell.read) if text else None
            case "bulat":
                return _whole(text) if text else None
            case _:
                return self._number(table, raw, column, cell, hint)

    def _choice(self, table: RawTable, raw: RawRow, column: schema.Column, cell: Cell) -> str:
        text = " ".join(cell.read.split())
        for choice in column.choices:
            if choice.casefold() == text.casefold():
                return choice
        if text:
            todo = nearest(text, column.choices) or "Pilih salah satunya."
            expected = f"salah satu dari: {', '.join(column.choices)}"
            self._add(table, raw.number, column.name, expected, todo, typed=cell.read)
        return ""

    def _number(
        self, table: RawTable, raw: RawRow, column: schema.Column, cell: Cell, hint: Separator | None
    ) -> Quantity | Span:
        unit = self._unit(raw, column)
        kind = _KIND_OF_COLUMN.get(column.kind) or kind_of_unit(unit)
        decimals = self._decimals(raw, column, kind)
        name = self._name(raw, column)
        if kind is Kind.PERSEN:
            unit = "%"
        elif kind is Kind.UANG:
            unit = "Rp"
        elif kind is not Kind.JUMLAH:
            unit = ""
        exact = column.name in raw.numbers and cell.corrected is None
        parsed = _parsed(cell.read, kind, hint, exact=exact)
        if isinstance(parsed, numerals.Missing):
            blank = not cell.read.strip() and self._planned and column.name.startswith("realisasi")
            reason = "belum dinilai" if blank else parsed.reason
            return Quantity.absent(reason, kind, (cell,), decimals=decimals, unit=unit, name=name)
        typed_unit = parsed.unit.strip()
        if typed_unit == "%" and kind is not Kind.PERSEN:
            raise NumeralError(
                cell.read, f"angka bersatuan {unit or kind.value}", "Hapus tanda %, atau perbaiki satuannya."
            )
        if typed_unit and unit and not _same_unit(typed_unit, unit):
            todo = "Samakan satuan di kedua tempat bila memang sama."
            self.warnings.append(_problem(table, raw.number, column.name, f"bersatuan {unit}", todo, typed=cell.read))
        if isinstance(parsed, numerals.Range):
            if not column.name.startswith("target"):
                raise NumeralError(cell.read, "satu angka", "Rentang hanya untuk target.")
            low, high = (
                Quantity.read(v, kind, cell, decimals=decimals, unit=unit, name=name) for v in (parsed.low, parsed.high)
            )
            return Span(low, high)
        if parsed.value < 0 and column.kind in _NEVER_NEGATIVE:
            raise NumeralError(cell.read, "angka yang tidak negatif", "Hapus tanda minus atau kurungnya.")
        return Quantity.read(parsed.value, kind, cell, decimals=decimals, unit=unit or typed_unit, name=name)

    def _unit(self, raw: RawRow, column: schema.Column) -> str:
        if not column.unit_of:
            return raw.cells.get("satuan", "").strip()
        target = self._referred(raw, column.unit_of)
        return target.cells["satuan"].strip() if target else ""

    def _referred(self, raw: RawRow, column: str) -> RawRow | None:
        """The row of table `column` (a reference column is named after its table) that `raw` refers to."""
        code = raw.cells[column].strip()
        return next((r for r in self._raw_rows(column) if r.cells["kode"].strip() == code), None)

    def _decimals(self, raw: RawRow, column: schema.Column, kind: Kind) -> int:
        target = self._referred(raw, "indikator") if column.unit_of == "indikator" else None
        try:
            declared = _whole(target.cells["desimal"].strip()) if target else None
        except NumeralError:  # reported where the column is read
            declared = None
        return declared if declared in rules.DECIMALS else _DECIMALS.get(kind, 0)

    def _name(self, raw: RawRow, column: schema.Column) -> str:
        """What a reader of a formula calls this number: ``jumlah koperasi 2024``, ``pagu 1.02.01``."""
        cells = raw.cells
        year = cells.get("tahun", "").strip()
        if "variabel" in cells and (target := self._referred(raw, "variabel")):
            return f"{target.cells['nama'].strip()} {year}".strip()
        subject = next(
            (cells[c].strip() for c in ("komponen", "indikator", "kode", "nama", "uraian") if cells.get(c, "").strip()),
            "",
        )
        label = column.name.replace("_", " ")
        if column.name == "target" and cells.get("dokumen"):
            label = f"target {cells['dokumen'].strip()}"
        return f"{label} {subject if column.unit_of != 'indikator' else ''} {year}".replace("  ", " ").strip()

    # -- decisions ----------------------------------------------------------------------------------------------------

    def check_decisions(self) -> None:
        """A decision names a file that can exist, and the one row it is about if it is about a cell of a table here."""
        here = {t.place for t in self.raw.values()}
        for row in self._raw_rows("keputusan"):
            file, key, column, kind = (row.cells[c].strip() for c in ("berkas", "kunci", "kolom", "jenis"))
            file = _place(file)
            add = partial(self._add, self.raw["keputusan"], row.number)
            if file.endswith(".csv") and not _PLACES.fullmatch(file):
                add(
                    "berkas",
                    "tempat sebuah tabel, mis. 2024/anggaran.csv",
                    nearest(file, here) or "Lihat kamus data.",
                    typed=file,
                )
            elif kind.casefold() == "koreksi" and not (key and column):
                add(
                    "kunci" if column else "kolom",
                    "kunci dan kolom dari sel yang dikoreksi",
                    "Isi keduanya, atau ganti jenisnya.",
                    typed="",
                )
            elif key and column and file in here and not self._met.get(row.number):
                todo = "Perbaiki kunci atau nama kolomnya."
                add("kunci", f"sel yang ada di {file}", todo, typed=f"{key} kolom {column}")
            elif len(met := self._met.get(row.number, ())) > 1:
                expected = f"kunci satu baris; kini ada {len(met)} di {file}"
                add("kunci", expected, "Lengkapi kuncinya.", typed=key)

    def _add(self, table: RawTable, row: int, column: str, expected: str, todo: str, *, typed: str) -> None:
        self.problems.append(_problem(table, row, column, expected, todo, typed=typed))


def _problem(table: RawTable, row: int, column: str, expected: str, todo: str, *, typed: str) -> Problem:
    return Problem(table.file, row, column, typed, expected, todo, table.letters.get(column, ""))


def _parsed(text: str, kind: Kind, hint: Separator | None, *, exact: bool) -> numerals.Parsed:
    """The text as it stands, a line break never joins two numbers; `exact`: a number of a workbook.

    ``1.115`` typed into a spreadsheet of another locale is the number 1,115 there, and most often meant 1115.
    """
    if exact and kind in _WHOLE and re.fullmatch(r"-?[0-9]+,[0-9]{3}", text):
        meant = text.replace(",", "")
        todo = f"Sel itu berisi pecahan. Bila maksudnya {meant}, ketik {meant} tanpa pemisah ribuan."
        raise NumeralError(text, "bilangan bulat", todo)
    return numerals.parse(text, kind, decimals_hint="," if exact else hint)


def _place(file: str) -> str:
    """What a decision calls a table, as its CSV file: where the table lies may change."""
    found = _IN_WORKBOOK.fullmatch(file) if ".xlsx" in file else None
    return f"{found['folder'] or ''}{found['name']}.csv" if found else file


def _sum(rows: Iterable[Row], column: str) -> Decimal:
    return sum((r[column].value for r in rows if r[column] is not None and r[column].known), Decimal(0))


def _set_aside(tables: Iterable[RawTable]) -> Iterator[LogEntry]:
    """What stands in a table and is read by nobody: titles, totals, notes."""
    for table in tables:
        yield from (LogEntry(Cell(table.file, r.row, "", r.typed), "", r.why) for r in table.remarks)


def _whole(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,9}\.?", text):
        raise NumeralError(text, "bilangan bulat", "Tulis angka saja.")
    return int(text.rstrip("."))


def _shown(value: Value) -> str:
    """A value as the report would write it."""
    if isinstance(value, dt.date):
        return numerals.write_date(value)
    return value.with_unit() if isinstance(value, Quantity) else "" if value is None else str(value)


def _matches(key: str, cells: Mapping[str, str]) -> bool:
    """True if `cells` has every ``column=value`` of `key`."""
    for part in key.split(";"):
        column, _, value = part.partition("=")
        if cells.get(column.strip(), "").strip() != value.strip():
            return False
    return True


def _same_unit(one: str, other: str) -> bool:
    a, b = (re.sub(r"[^a-z%/]", "", unit.casefold()) for unit in (one, other))
    return a == b or a in b or b in a


def _why_changed(column: schema.Column, value: Value) -> str:
    if isinstance(value, Quantity):
        return f"kosong dengan alasan: {value.missing}" if value.missing else "notasi angka dibakukan"
    if isinstance(value, Span):
        return "dibaca sebagai rentang"
    if isinstance(value, int | dt.date):
        return "notasi dibakukan"
    return "spasi dirapikan" if column.kind != "pilihan" else "pilihan dibakukan"
