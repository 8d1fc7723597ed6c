"""Excel workbooks as sheets of text: values by python-calamine, and what calamine does not tell from the XML itself.

A number is written as Excel computes it (15 significant digits) with a decimal comma; one that is shown as a percentage
is multiplied by 100 and has its sign, as the analyst sees it.  A formula counts by the value that was saved with it.
"""

from __future__ import annotations

import datetime as dt
import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from lakip_lib import numerals
from lakip_lib.archive import Archive, ArchiveError
from lakip_lib.sources._sheet import Sheet

__all__ = ["Workbook", "WorkbookError"]

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_PERCENT_FORMATS = (9, 10)
_DIGITS = 15
_MAX_CELLS = 2_000_000
_AGAIN = "buka dengan Excel dan simpan ulang sebagai .xlsx"
_REASONS = {
    "damaged": f"Berkas rusak, terkunci sandi, atau bukan .xlsx: {_AGAIN} tanpa sandi.",
    "swollen": "Isinya membengkak jauh melebihi ukuran wajar sebuah tabel: salin tabelnya ke buku kerja baru.",
    "entities": f"Berkas memuat deklarasi DTD, yang tidak pernah dibuat Excel: {_AGAIN}.",
}
_NO_VALUE = ("nilai yang tersimpan bersama rumusnya", "Buka dengan Excel, hitung ulang (F9), lalu simpan.")
_FAILED = ("hasil, bukan galat Excel", "Perbaiki rumusnya, atau ketik nilainya.")


class WorkbookError(ValueError):
    """The file is no workbook that can be read; the message says, in Indonesian, why and what to do."""


@dataclass
class _Marks:
    """What the XML of a sheet says beside its values, by (row, column) from 0."""

    percent: set[tuple[int, int]] = field(default_factory=set)
    broken: dict[tuple[int, int], tuple[str, str]] = field(default_factory=dict)
    typed: dict[tuple[int, int], str] = field(default_factory=dict)
    hidden: set[int] = field(default_factory=set)


class Workbook:
    """The sheets of one .xlsx file, each read when it is asked for.  Raises `WorkbookError`."""

    def __init__(self, path: Path, file: str) -> None:
        from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum

        self._path, self.file = path, file
        try:
            with Archive(path) as archive:
                self._parts = dict(_parts(archive))
                self._percent_styles = _percent_styles(archive)
            self._book = CalamineWorkbook.from_path(path)
        except ArchiveError as error:
            raise WorkbookError(_REASONS[error.kind]) from error
        except (CalamineError, OSError) as error:
            raise WorkbookError(_REASONS["damaged"]) from error
        self.names = [
            s.name for s in self._book.sheets_metadata if s.typ == SheetTypeEnum.WorkSheet and s.name in self._parts
        ]

    def sheet(self, name: str) -> Sheet:
        """The cells of that sheet, as text."""
        from python_calamine import CalamineError

        try:
            with Archive(self._path) as archive:
                marks = self._marks(archive, self._parts[name])
            found = self._book.get_sheet_by_name(name)
            if found.total_height * found.total_width > _MAX_CELLS:
                raise WorkbookError(_REASONS["swollen"])
            values = found.to_python(skip_empty_area=False)
            merges = found.merged_cell_ranges or []
        except ArchiveError as error:
            raise WorkbookError(_REASONS[error.kind]) from error
        except (CalamineError, ValueError) as error:  # the second: a row numbered with no number
            raise WorkbookError(_REASONS["damaged"]) from error
        numbers = set()
        rows: list[list[str]] = []
        for r, record in enumerate(values):
            rows.append([_text(value, percent=(r, c) in marks.percent) for c, value in enumerate(record)])
            numbers |= {(r, c) for c, value in enumerate(record) if type(value) in (int, float)}
        for at, typed in marks.typed.items():
            _put(rows, at, typed)
        merged = set()
        for (top, left), (bottom, _) in merges:
            for r in range(top + 1, min(bottom, len(rows) - 1) + 1):
                if top < len(rows) and left < len(rows[top]) and _put(rows, (r, left), rows[top][left]):
                    merged.add((r, left))
        return Sheet(
            f"{self.file}!{name}",
            rows,
            lettered=True,
            numbers=numbers,
            merged=merged,
            broken=marks.broken,
            hidden=marks.hidden,
            spans=tuple((top, left, bottom, right) for (top, left), (bottom, right) in merges),
        )

    def _marks(self, archive: Archive, part: str) -> _Marks:
        marks = _Marks()
        root = archive.xml(part)
        r = -1
        for row in () if root is None else root.iterfind(f"{_MAIN}sheetData/{_MAIN}row"):
            r = int(row.get("r", r + 2)) - 1
            if row.get("hidden") in ("1", "true"):
                marks.hidden.add(r)
            c = -1
            for cell in row.iterfind(f"{_MAIN}c"):
                c = _column(cell.get("r", "")) if cell.get("r") else c + 1
                value = cell.findtext(f"{_MAIN}v") or ""
                kind = cell.get("t", "n")
                formula = cell.find(f"{_MAIN}f")
                if kind == "e":
                    marks.typed[r, c], marks.broken[r, c] = value or "#N/A", _FAILED
                elif formula is not None and not value and kind == "n":
                    marks.typed[r, c], marks.broken[r, c] = f"={formula.text or ''}", _NO_VALUE
                elif kind == "n" and value and cell.get("s", "0") in self._percent_styles:
                    marks.percent.add((r, c))
        return marks


def _parts(archive: Archive) -> Iterator[tuple[str, str]]:
    """Name and part of every sheet; one without its part is lost, and so is the workbook."""
    book, links = archive.xml("xl/workbook.xml"), archive.xml("xl/_rels/workbook.xml.rels")
    if book is None or links is None:
        raise ArchiveError("damaged")
    targets = {link.get("Id"): link.get("Target", "") for link in links}
    for sheet in book.iterfind(f"{_MAIN}sheets/{_MAIN}sheet"):
        target = targets.get(sheet.get(_LINK), "")
        part = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")
        if part not in archive.names:
            raise ArchiveError("damaged")
        yield sheet.get("name", ""), part


def _percent_styles(archive: Archive) -> frozenset[str]:
    """The indexes of cell styles that show a number as a percentage."""
    styles = archive.xml("xl/styles.xml")
    if styles is None:
        return frozenset()
    own = {
        f.get("numFmtId", ""): re.sub(r'"[^"]*"|\\.', "", f.get("formatCode", ""))
        for f in styles.iterfind(f"{_MAIN}numFmts/{_MAIN}numFmt")
    }
    shown = {f for f, code in own.items() if "%" in code} | {str(f) for f in _PERCENT_FORMATS}
    cells = styles.iterfind(f"{_MAIN}cellXfs/{_MAIN}xf")
    return frozenset(str(i) for i, xf in enumerate(cells) if xf.get("numFmtId", "0") in shown)


def _column(reference: str) -> int:
    """``C7`` is 2."""
    number = 0
    for sign in reference:
        if not sign.isalpha():
            break
        number = number * 26 + ord(sign.upper()) - 64
    return number - 1


def _put(rows: list[list[str]], at: tuple[int, int], text: str) -> bool:
    """Write into a cell that is empty; rows that are too short grow."""
    r, c = at
    while len(rows) <= r:
        rows.append([])
    rows[r] += [""] * (c + 1 - len(rows[r]))
    if rows[r][c].strip():
        return False
    rows[r][c] = text
    return bool(text)


def _text(value: object, *, percent: bool) -> str:
    match value:
        case bool():
            return "BENAR" if value else "SALAH"
        case int() | float():
            return _number(Decimal(f"{value:.{_DIGITS}g}"), percent=percent)
        case dt.datetime():
            return numerals.write_date(value.date())
        case dt.date():
            return numerals.write_date(value)
        case _:
            return str(value)


def _number(value: Decimal, *, percent: bool) -> str:
    shown = f"{value * 100 if percent else value:f}"
    if "." in shown:
        shown = shown.rstrip("0").rstrip(".")
    return shown.replace(".", ",") + "%" * percent
