"""A table of the file together with what the mapping makes of its columns: what the placing modules read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from lakip_lib.document.recognise import Meaning, Row
from lakip_lib.importing._drafts import Drafts, tidy
from lakip_lib.importing._mapping import WHOLE, Line
from lakip_lib.importing._reading import Found, Material
from lakip_lib.importing._targets import IGNORE
from lakip_lib.sources import letter

__all__ = ["Mapped", "mapped"]


@dataclass(frozen=True)
class Mapped:
    """One table; `columns` are the columns that go somewhere, by index."""

    found: Found
    columns: tuple[tuple[int, Line], ...]

    @property
    def m(self) -> Meaning:
        """What the recogniser says of the table."""
        return self.found.meaning

    @cached_property
    def at(self) -> dict[str, list[int]]:
        """The columns of every target."""
        found: dict[str, list[int]] = {}
        for index, line in self.columns:
            found.setdefault(line.tujuan, []).append(index)
        return found

    def of(self, *tables: str) -> tuple[tuple[int, Line], ...]:
        """The columns that go to one of these source tables."""
        return tuple((i, line) for i, line in self.columns if line.tujuan.split(".")[0] in tables)

    def one(self, target: str) -> int | None:
        """The first column of a target."""
        return self.at.get(target, [None])[0]

    def text(self, row: Row, column: int | None) -> str:
        """The text of a cell; nothing where there is no such column."""
        return "" if column is None else self.m.cell(row.index, column).text

    def begins(self, row: Row, column: int) -> bool:
        """Whether a cell says something and begins here: a merged cell counts once."""
        cell = self.m.cell(row.index, column)
        return bool(cell.text.strip()) and (cell.row, cell.column) == (row.index, column)

    def origin(self, row: Row, column: int) -> str:
        """The name of a cell."""
        return self.found.cell(row.index, column)

    def put(self, drafts: Drafts, at: tuple[str, tuple[str, ...]], name: str, row: Row, column: int) -> None:
        """Draft a cell as it is printed."""
        drafts.put(at, name, self.text(row, column), self.origin(row, column), self.found.place)

    def leave(self, drafts: Drafts, row: Row, column: int, why: str) -> None:
        """List a cell as not placed."""
        drafts.leave(self.found.place, self.origin(row, column), self.text(row, column), why)

    def rows(self) -> list[Row]:
        """The rows that are neither totals nor repeated headers."""
        return [r for r in self.m.rows if r.role in ("data", "group")]

    def alone(self, row: Row) -> bool:
        """Whether an objective stands in a row without any programme: the row of its indicator."""
        words = [(i, line.tujuan) for i, line in self.of("program", "renstra")]
        own = {t for i, t in words if tidy(self.text(row, i)) and self.m.cell(row.index, i).row == row.index}
        return own == {"renstra.sasaran"}


def mapped(material: Material, lines: Sequence[Line]) -> list[Mapped]:
    """Every table of the file with its part of the mapping; the line of a table fills what its columns leave open."""
    tables = []
    for found in material.tables:
        own = {line.kolom: line for line in lines if line.tabel == f"T{found.number}"}
        whole = own.pop(WHOLE, None)
        index = {letter(c.index): c.index for c in found.meaning.columns}
        columns = tuple(
            (index[name], replace(line, dokumen=line.dokumen or whole.dokumen, tahun=line.tahun or whole.tahun))
            for name, line in own.items()
            if whole and IGNORE not in (whole.tujuan, line.tujuan) and name in index
        )
        tables.append(Mapped(found, columns))
    return tables
