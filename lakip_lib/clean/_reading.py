"""Typing the rows of all tables: each cell by the kind of its column, its unit and the decisions about it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from lakip_lib import numerals, rules, schema
from lakip_lib.clean._decisions import Decisions
from lakip_lib.clean._model import LogEntry, Row, Value
from lakip_lib.clean._numbers import kind_of_unit, read, same_unit, whole
from lakip_lib.numerals import Kind, NumeralError, Separator
from lakip_lib.problems import Problem, nearest
from lakip_lib.quantity import Cell, Quantity, Span
from lakip_lib.sources import RawRow, RawTable, Sources

__all__ = ["Reading"]

_KIND_OF_COLUMN = {"uang": Kind.UANG, "jumlah": Kind.JUMLAH, "persen": Kind.PERSEN}
#: The unit of a number whose kind has a sign of its own.
_SIGNS = {Kind.PERSEN: "%", Kind.UANG: "Rp"}
_NEVER_NEGATIVE = ("uang", "jumlah")
_DECIMALS = {Kind.PERSEN: 2, Kind.INDEKS: 2, Kind.POIN: 2, Kind.RASIO: 2}


@dataclass
class Reading:
    """One pass over all tables of one office: the place where problems, decisions and the log meet."""

    sources: Sources
    raw: Mapping[str, RawTable]
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
    log: list[LogEntry] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._planned = self.sources.year.get("keadaan") == "rencana"
        self.decisions = Decisions(self.raw.get("keputusan"), self.sources.fiscal_year)
        self._cells = {name: [self._cells_of(table, row) for row in table.rows] for name, table in self.raw.items()}
        self.raw = {name: self._corrected(name) for name in self.raw}
        self._by_code = {
            name: {r.cells["kode"].strip(): r for r in reversed(table.rows)}
            for name, table in self.raw.items()
            if name in ("variabel", "indikator")
        }

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
        numbers = [c.name for c in columns if c.kind in {*_KIND_OF_COLUMN, "nilai"}]
        hints = {name: numerals.separator_of([r.cells[name] for r in table.rows]) for name in numbers}
        typed = []
        for raw, cells in zip(table.rows, self._cells[name], strict=True):
            values = {c.name: self._value(table, raw, c, cells[c.name], hints.get(c.name)) for c in columns}
            typed.append(Row(table.file, raw.number, values, cells))
        return typed

    def _cells_of(self, table: RawTable, raw: RawRow) -> dict[str, Cell]:
        return {
            c: Cell(
                table.file, raw.number, c, typed, self.decisions.correction(table, raw, c), table.letters.get(c, "")
            )
            for c, typed in raw.cells.items()
        }

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
                return whole(text) if text else None
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
        if column.unit_of in self._by_code and self._referred(raw, column.unit_of) is None:
            # Whose number it is stands in no table, which is reported there; what kind of number nobody can tell.
            return Quantity.absent("satuan tidak diketahui", Kind.JUMLAH, (cell,))
        unit = self._unit(raw, column)
        kind = _KIND_OF_COLUMN.get(column.kind) or kind_of_unit(unit)
        decimals = self._decimals(raw, column, kind)
        name = self._name(raw, column)
        unit = _SIGNS.get(kind, unit if kind is Kind.JUMLAH else "")
        exact = column.name in raw.numbers and cell.corrected is None
        parsed = read(cell.read, kind, hint, exact=exact)
        if isinstance(parsed, numerals.Missing):
            blank = not cell.read.strip() and self._planned and column.name.startswith("realisasi")
            reason = "belum dinilai" if blank else parsed.reason
            return Quantity.absent(reason, kind, (cell,), decimals=decimals, unit=unit, name=name)
        typed_unit = parsed.unit.strip()
        if typed_unit == "%" and kind is not Kind.PERSEN:
            raise NumeralError(
                cell.read, f"angka bersatuan {unit or kind.value}", "Hapus tanda %, atau perbaiki satuannya."
            )
        if typed_unit and unit and not same_unit(typed_unit, unit):
            todo = "Samakan satuan di kedua tempat bila memang sama."
            self.warnings.append(table.problem(raw.number, column.name, f"bersatuan {unit}", todo, typed=cell.read))
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
        return self._by_code.get(column, {}).get(raw.cells[column].strip())

    def _decimals(self, raw: RawRow, column: schema.Column, kind: Kind) -> int:
        target = self._referred(raw, "indikator") if column.unit_of == "indikator" else None
        try:
            declared = whole(target.cells["desimal"].strip()) if target else None
        except NumeralError:  # reported where the column is read
            declared = None
        return _DECIMALS.get(kind, 0) if declared is None or declared not in rules.DECIMALS else declared

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
        if quarter := cells.get("triwulan", "").strip():
            label = f"{label} TW {quarter}"
        if column.name == "target" and cells.get("dokumen"):
            label = f"target {cells['dokumen'].strip()}"
        return f"{label} {subject if column.unit_of != 'indikator' else ''} {year}".replace("  ", " ").strip()

    def _add(self, table: RawTable, row: int, column: str, expected: str, todo: str, *, typed: str) -> None:
        self.problems.append(table.problem(row, column, expected, todo, typed=typed))


def _shown(value: Value) -> str:
    """A value as the report would write it."""
    if isinstance(value, dt.date):
        return numerals.write_date(value)
    return value.with_unit() if isinstance(value, Quantity) else "" if value is None else str(value)


def _why_changed(column: schema.Column, value: Value) -> str:
    if isinstance(value, Quantity):
        return f"kosong dengan alasan: {value.missing}" if value.missing else "notasi angka dibakukan"
    if isinstance(value, Span):
        return "dibaca sebagai rentang"
    if isinstance(value, int | dt.date):
        return "notasi dibakukan"
    return "spasi dirapikan" if column.kind != "pilihan" else "pilihan dibakukan"
