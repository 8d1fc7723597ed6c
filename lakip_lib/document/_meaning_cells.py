"""What one cell of a published table holds: its figure, as its column, its row and its table say that it is read."""

from __future__ import annotations

import re
from dataclasses import replace

from lakip_lib.document._meaning_columns import Column, plain
from lakip_lib.document.figures import Figure, in_cell
from lakip_lib.document.model import Cell, Table

__all__ = ["any_kind", "read", "unit_kind"]

_POINT = re.compile(r"(?<![\d.,])\d+(?:,\d{3})*\.(?:\d{1,2}|\d{4,})(?![\d.,])")
_COMMA = re.compile(r"(?<![\d.,])\d+(?:\.\d{3})*,(?:\d{1,2}|\d{4,})(?![\d.,])")


def any_kind(table: Table) -> str | None:
    """How figures are read that could be of any kind: as counts where a comma before three digits groups thousands.

    It does so where other figures of the table have decimal points and none has a decimal comma.
    """
    texts = [c.text for row in table.rows for c in row]
    points = any(_POINT.search(t) for t in texts) and not any(_COMMA.search(t) for t in texts)
    return "count" if points else None


def unit_kind(unit: str) -> str | None:
    """The kind that a word in the unit column announces for the figures of its row."""
    unit = plain(unit)
    if re.match(r"%|persen|prosen|indeks|nilai|skor|poin|rasio", unit):
        return "percent"
    if re.match(r"rp|rupiah", unit):
        return "money"
    return "count" if unit else None


def read(cell: Cell, column: Column, unit: str | None, other: str | None) -> Figure | None:
    """The figure of a cell; the kind that the unit of its row announces and that of the table (`other`) may decide."""
    if cell.quoted or not cell.text.strip():
        return None
    kind = column.kind
    if column.role in ("target", "realisasi", "tahun", "cacah", "target akhir") and kind != "money":
        kind = unit or kind
    figure = in_cell(cell.text, kind=kind if kind in ("money", "percent", "count") else other)
    return replace(figure, rounded=True) if figure and column.scaled else figure
