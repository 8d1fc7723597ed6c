"""A file of any kind as tables with a meaning, every cell with the name by which a person finds it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lakip_lib.document.model import Paragraph, UnreadableError
from lakip_lib.document.read import read
from lakip_lib.document.recognise import Meaning, recognise, recognise_all
from lakip_lib.importing._grids import placed
from lakip_lib.problems import Problem
from lakip_lib.sources import Sheet, Workbook, WorkbookError, letter, records

__all__ = ["Found", "Material", "read_material"]

#: A sheet with more cells is no table that a person has made.
_MOST_CELLS = 200_000
_YEAR = re.compile(r"\b(?:tahun|t\.?a\.?|anggaran|desember)\s+(20\d\d)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Found:
    """One table of the file.  `number` counts from 1; `rows` are the sheet rows, from 0, of a table in a sheet."""

    number: int
    meaning: Meaning
    place: str
    sheet: str = ""
    rows: tuple[int, ...] = ()

    def cell(self, row: int, column: int) -> str:
        """How a person finds a cell: ``LRA!D14`` in a sheet, ``Tabel 3.4 baris 5 kolom C`` in a document."""
        own = self.meaning.cell(row, column)
        if self.rows:
            return f"{self.sheet}!{letter(own.column)}{self.rows[own.row] + 1}"
        return f"{self.place} baris {own.row + 1} kolom {letter(own.column)}"


@dataclass(frozen=True)
class Material:
    """What a file holds: its tables, and the fiscal year that it names most often, if any."""

    file: str
    tables: tuple[Found, ...]
    year: int | None


def read_material(path: Path) -> Material:
    """Read a .docx, .xlsx or .csv file.

    Raises:
        UnreadableError: the file cannot be read; one Indonesian sentence names it and says what to do.
    """
    name_of_file = path.stem.replace("_", " ")
    if path.is_file() and path.suffix.casefold() in (".xlsx", ".xls", ".xlsm", ".csv"):
        sheets = _csv(path) if path.suffix.casefold() == ".csv" else _workbook(path)
        titles = [name_of_file]
        tables: list[Found] = []
        for sheet in sheets:
            if sum(map(len, sheet.rows)) > _MOST_CELLS:
                raise UnreadableError(f"{sheet.file} terlalu besar: salin tabelnya saja ke lembar baru.")
            name = sheet.file.removeprefix(f"{path.name}!")
            for table in placed(sheet):
                meaning = recognise(table.table, name)
                first, last = table.sheet_rows[0] + 1, table.sheet_rows[-1] + 1
                place = f"{name} baris {first}–{last}"
                tables.append(Found(len(tables) + 1, meaning, place, name, table.sheet_rows))
                titles.append(table.table.caption)
        return Material(path.name, tuple(tables), _year(titles))
    document = read(path)
    found = []
    labels: Counter[str] = Counter()
    for number, meaning in enumerate(recognise_all(document), start=1):
        label = meaning.name
        labels[label] += 1
        place = label if labels[label] == 1 else f"{label} ({labels[label]})"
        found.append(Found(number, meaning, place))
    texts = [m.meaning.table.caption for m in found] + [h.text for h in document.headings()]
    year = _year([name_of_file, *texts]) or _year(b.text for b in document.blocks if isinstance(b, Paragraph))
    return Material(path.name, tuple(found), year)


def _year(texts: Iterator[str] | list[str]) -> int | None:
    """The year that is named most often as a fiscal year; None when there is none or two are named equally often."""
    counted = Counter(int(y) for t in texts for y in _YEAR.findall(t)).most_common(2)
    if not counted or (len(counted) > 1 and counted[0][1] == counted[1][1]):
        return None
    return counted[0][0]


def _workbook(path: Path) -> Iterator[Sheet]:
    if path.suffix.casefold() == ".xls":
        raise UnreadableError(f"{path.name} berformat Excel lama (.xls): buka dengan Excel, lalu simpan sebagai .xlsx.")
    try:
        book = Workbook(path, path.name)
        yield from (book.sheet(name) for name in book.names)
    except WorkbookError as error:
        raise UnreadableError(f"{path.name}: {error}") from error


def _csv(path: Path) -> Iterator[Sheet]:
    try:
        found = records(path.name, path.read_bytes())
    except OSError as error:
        raise UnreadableError(f"{path.name} tidak dapat dibuka: periksa hak bacanya dan tutup program lain.") from error
    if isinstance(found, Problem):
        raise UnreadableError(str(found))
    yield Sheet(path.name, found, lettered=True)
