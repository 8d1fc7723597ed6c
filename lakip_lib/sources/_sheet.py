"""One table as it lies in a file: text cells by row and column, before anybody knows which row is the header."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from lakip_lib import schema
from lakip_lib.problems import Problem

__all__ = ["RawRow", "RawTable", "Remark", "Sheet", "letter"]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The cells of a CSV file or of one sheet of a workbook.

    `rows` holds blank rows too, so that index + 1 is the row as a spreadsheet numbers it.  Only a workbook knows the
    rest, by (row index, column index): `numbers`, cells that hold a real number; `merged`, cells that repeat the one
    above, with which they are merged; `broken`, cells that have no usable text, and why.  `hidden` are row indexes;
    `spans` are merged ranges, as (first row, first column, last row, last column).
    """

    file: str
    rows: list[list[str]]
    lettered: bool = False
    numbers: Collection[tuple[int, int]] = ()
    merged: Collection[tuple[int, int]] = ()
    broken: Mapping[tuple[int, int], tuple[str, str]] = field(default_factory=dict)
    hidden: Collection[int] = ()
    spans: Collection[tuple[int, int, int, int]] = ()


@dataclass(frozen=True, slots=True)
class RawRow:
    """One typed row: its number as a spreadsheet counts, and its cells by column name.

    `numbers` are the columns whose cell is a real number of a workbook: written with a decimal comma, no thousands.
    """

    number: int
    cells: Mapping[str, str]
    numbers: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Remark:
    """Something in a table that is read by nobody: a title, a total, a note beside it."""

    row: int
    typed: str
    why: str


@dataclass(frozen=True, slots=True)
class RawTable:
    """One source table as text.

    `place` names the table wherever it lies (``2024/anggaran.csv``), `file` says where (``2024/tabel.xlsx!anggaran``).
    `letters` are the spreadsheet columns of a workbook, by name; `totals` rows at the foot, which count nothing.
    """

    declaration: schema.Table
    place: str
    file: str
    rows: tuple[RawRow, ...]
    letters: Mapping[str, str] = field(default_factory=dict)
    totals: tuple[RawRow, ...] = ()
    remarks: tuple[Remark, ...] = ()

    def problem(self, row: int, column: str, expected: str, todo: str, *, typed: str) -> Problem:
        """What is wrong with a cell of this table, or with a row or column of it."""
        return Problem(self.file, row, column, typed, expected, todo, self.letters.get(column, ""))


def letter(column: int) -> str:
    """The spreadsheet name of a column index: 0 is A, 26 is AA."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name
