# ruff: noqa: PLR2004 - how many columns make a kind is said where it is used
"""Recognising what a published table means: its kind, the roles of columns and rows, the tree, the figures.

Header words come first, arithmetic decides where they are silent.  Where neither is sure the
role stays `label`, `cacah` or `persen`, and no rule may build on it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property

from lakip_lib.document._meaning_cells import any_kind, read, unit_kind
from lakip_lib.document._meaning_columns import Column, columns, header_rows, nothing, numbering, plain
from lakip_lib.document._meaning_rows import rows
from lakip_lib.document._meaning_tree import Row
from lakip_lib.document.figures import Figure
from lakip_lib.document.model import Cell, Document, Table

__all__ = ["Column", "Meaning", "Row", "nothing", "numbering", "plain", "recognise", "recognise_all"]


@dataclass(frozen=True)
class Meaning:
    """A table with its meaning.  Rows and columns are addressed by their index in `Table.rows` and in a row."""

    table: Table
    section: str
    kind: str
    header: int
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    figures: dict[tuple[int, int], Figure] = field(repr=False)

    @property
    def name(self) -> str:
        """How a reader calls the table: ``Tabel 3.4``, or its caption where it has no number."""
        return self.table.label

    @property
    def data(self) -> tuple[Row, ...]:
        """The rows that hold data."""
        return tuple(r for r in self.rows if r.role == "data")

    @cached_property
    def exact(self) -> bool:
        """Whether every figure below the header could be read, dashes and words for "none" aside."""
        return all(
            (r.index, c.index) in self.figures or not re.search(r"\d", self.cell(r.index, c.index).text)
            for r in self.rows
            if r.role in ("data", "total", "subtotal")
            for c in self.columns
            if c.kind and c.index < len(self.table.rows[r.index])
        )

    @property
    def table_id(self) -> int:
        """What tells the table from the others of the document; the same for a meaning with other figures."""
        return id(self.table)

    def corrected(self, values: Mapping[tuple[int, int], Decimal]) -> Meaning:
        """The same meaning with other values in some cells that hold a figure."""
        other = {at: replace(f, value=values[at]) if at in values else f for at, f in self.figures.items()}
        return replace(self, figures=other)

    def of(self, *roles: str) -> tuple[Column, ...]:
        """The columns with one of these roles, from left to right."""
        return tuple(c for c in self.columns if c.role in roles)

    def before(self, column: Column, *roles: str) -> Column | None:
        """The nearest column to the left of `column` with one of these roles."""
        return next((c for c in reversed(self.columns[: column.index]) if c.role in roles), None)

    def figure(self, row: int, column: int) -> Figure | None:
        """The figure of a cell, or None where there is none that can be read."""
        return self.figures.get((row, column))

    def own(self, row: int, column: int) -> Figure | None:
        """The figure of a cell where the cell begins: a merged cell counts once."""
        cell = self.cell(row, column)
        return self.figures.get((row, column)) if (cell.row, cell.column) == (row, column) else None

    def cell(self, row: int, column: int) -> Cell:
        """The cell that covers a place; an empty one past the end of a short row."""
        cells = self.table.rows[row]
        return cells[column] if column < len(cells) else Cell("", row, column)

    def row(self, index: int) -> Row:
        """The row with this index in `Table.rows`."""
        return self.rows[index - self.header]


def _kind(found: tuple[Column, ...]) -> str:  # noqa: PLR0911 - one line a kind, the surest first
    roles = [c.role for c in found]
    years = sum(r == "tahun" for r in roles)
    if "efisiensi" in roles:
        return "efisiensi"
    if "bobot" in roles and "nilai" in roles:
        return "bobot-nilai"
    if "pagu" in roles and ("realisasi uang" in roles or "serapan" in roles):
        return "anggaran"
    if ("target" in roles or years) and ("capaian" in roles or "realisasi" in roles):
        return "capaian"
    if years >= 2 or any(c.leaf == "tahun" for c in found):
        return "deret tahun"
    if "jumlah" in roles and sum(c.kind == "count" for c in found) >= 3:
        return "matriks"
    if "pagu" in roles:
        return "anggaran"
    if "kelas" in roles and len(found) <= 4:
        return "skala"
    if "target" in roles:
        return "target"
    return "cacah" if any(c.role in ("jumlah", "cacah", "bagian") for c in found) else "daftar"


def recognise(table: Table, section: str = "") -> Meaning:
    """What a table means; never fails, a table that says nothing is a `daftar` of labels."""
    header = header_rows(table)
    body = range(header, len(table.rows))
    data = [r for r in body if not numbering([c.text for c in table.rows[r]])]
    other = any_kind(table)
    found = columns(table, header, data, other)
    units = {}
    for column in found:
        if column.role == "satuan":
            units = {r: unit_kind(table.rows[r][column.index].text) for r in body if column.index < len(table.rows[r])}
    figures: dict[tuple[int, int], Figure] = {}
    for r in body:
        for cell, column in zip(table.rows[r], found, strict=False):
            if column.kind or column.role in ("target", "realisasi", "capaian", "nilai", "bobot"):
                figure = (
                    read(cell, column, units.get(r), other) if column.role not in ("nomor", "kode", "formula") else None
                )
                if figure:
                    figures[r, column.index] = figure
    below = rows(table, header, found, figures)
    skip = {r.index for r in below if r.role == "kepala"}
    figures = {place: f for place, f in figures.items() if place[0] not in skip}
    return Meaning(table, section, _kind(found), header, found, below, figures)


def recognise_all(document: Document) -> Iterator[Meaning]:
    """The meaning of every table of a report, in order."""
    for section, block in document.placed():
        if isinstance(block, Table) and block.rows:
            yield recognise(block, section)
