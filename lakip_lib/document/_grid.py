"""From the cells of a file to the grid of a `Table`: merged cells spread out, ragged rows filled, header rows found."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from lakip_lib.document._lines import Grid
from lakip_lib.document.model import Cell, Table

__all__ = ["to_table"]

_COLUMN_NUMBER = re.compile(r"\(?(\d{1,2})\)?(?:\s*=.*)?")
_YEAR = re.compile(r"(?:19|20)\d\d")
_FIGURE = re.compile(r"[(\-–+]?\s*(?:Rp\.?\s*)?[(\-–]?\d[\d.,\s]*(?:,-)?\s*%?\)?\.?", re.IGNORECASE)
_FEWEST_NUMBERS = 3
_MAX_SPAN = 1000
_MAX_CELLS = 400_000


def to_table(grid: Grid) -> Table:
    """The table, with `header_rows` as the file declares them or as their form shows."""
    rows = _spread(grid)
    header = _closed(rows, grid.header_rows) if grid.header_rows else _by_form(rows)
    header = min(header, len(rows))
    known: dict[int, Cell] = {}

    def shown(cell: Cell) -> Cell:
        """The cell; a title is on one line, and a merged one stays one cell."""
        if cell.row >= header:
            return cell
        if id(cell) not in known:
            known[id(cell)] = replace(cell, text=" ".join(cell.text.split()))
        return known[id(cell)]

    return Table(tuple(tuple(map(shown, row)) for row in rows), header, grid.number, grid.caption, grid.page)


def _spread(grid: Grid) -> list[list[Cell]]:
    """Every merged cell in every place that it covers; a place that no cell covers gets an empty one."""
    height = len(grid.rows)
    places: list[dict[int, Cell]] = [{} for _ in range(height)]
    filled = 0
    for r, raw_row in enumerate(grid.rows):
        c = 0
        for raw in raw_row:
            while c in places[r]:
                c += 1
            wide = max(1, min(raw.column_span, _MAX_SPAN))
            high = max(1, min(raw.row_span, height - r))
            filled += wide * high
            if filled > _MAX_CELLS:  # spans are free to write: a few bytes could ask for millions of places
                wide, high = 1, 1
            cell = Cell(raw.text, r, c, high, wide, quoted=raw.quoted)
            for covered in range(r, r + high):
                for column in range(c, c + wide):
                    places[covered].setdefault(column, cell)
            c += wide
    width = max((max(p, default=-1) + 1 for p in places), default=0)
    return [[p.get(c) or Cell("", r, c) for c in range(width)] for r, p in enumerate(places)]


def _starting(row: list[Cell], r: int) -> list[Cell]:
    """The cells that begin in this row, each once."""
    return [c for i, c in enumerate(row) if c.row == r and c.column == i]


def _is_column_numbers(row: list[Cell], r: int) -> bool:
    """Whether the row only counts its columns: 1 2 3 4, or (1) (2) (3)=(1)/(2)."""
    found = [_COLUMN_NUMBER.fullmatch(c.text.strip()) for c in _starting(row, r) if c.text.strip()]
    numbers = [int(m[1]) for m in found if m]
    if len(numbers) < _FEWEST_NUMBERS or len(numbers) < len(found) or numbers[0] not in (0, 1):
        return False
    return all(b == a + 1 for a, b in pairwise(numbers))


def _has_figures(row: list[Cell], r: int) -> bool:
    """Whether a cell that begins in this row is a number and not a year."""
    texts = (c.text.strip() for c in _starting(row, r))
    return any(_FIGURE.fullmatch(t) and not _YEAR.fullmatch(t) for t in texts)


def _closed(rows: list[list[Cell]], header: int) -> int:
    """The header rows with all rows into which their merged cells reach, and with a row of column numbers."""
    reached = header
    r = 0
    while r < min(reached, len(rows)):
        spans = [c.row + c.row_span for c in _starting(rows[r], r) if c.row_span < len(rows)]
        reached = max([reached, *spans])
        r += 1
    while reached < len(rows) - 1 and _is_column_numbers(rows[reached], reached):
        reached += 1
    return reached


def _by_form(rows: list[list[Cell]]) -> int:
    """How many rows are header where the file does not say: titles without figures, then a row of column numbers."""
    if len(rows) <= 1:
        return 0
    first = 0
    while first < len(rows) - 2 and len(_starting(rows[first], first)) == 1:  # a title inside the table
        first += 1
    if _is_column_numbers(rows[first], first):
        return first + 1
    if _has_figures(rows[first], first):
        return 0
    header = _closed(rows, first + 1)
    grouped = [c for c in _starting(rows[first], first) if 1 < c.column_span < len(rows[first])]
    if header == first + 1 and grouped and header < len(rows) - 1 and not _has_figures(rows[header], header):
        # titles that span columns have their own titles below them
        below = {c.column for c in _starting(rows[header], header) if c.text.strip()}
        if all(any(g.column <= b < g.column + g.column_span for b in below) for g in grouped):
            header = _closed(rows, header + 1)
    return header if header < len(rows) else first + 1
