"""Tables in a sheet: titles above them, headers over several rows, blank rows between and inside them.

A sheet is cut at its blank rows.  Lone texts above a block are its title; a block without a header of its own goes on
with the table above it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lakip_lib.document.figures import in_cell
from lakip_lib.document.model import Cell, Table
from lakip_lib.document.recognise import numbering
from lakip_lib.sources import Sheet

__all__ = ["Placed", "placed"]

_YEAR = re.compile(r"(?:19|20)\d\d")
_CODE = re.compile(r"[0-9X](?:\.[0-9X]{1,4})+\.?", re.IGNORECASE)
#: A header seldom has more rows than this; a sheet of mere words is no table.
_HEADER = 6


@dataclass(frozen=True)
class Placed:
    """A table and the sheet row (from 0) of each of its rows."""

    table: Table
    sheet_rows: tuple[int, ...]


def placed(sheet: Sheet) -> Iterator[Placed]:
    """The tables of a sheet, from top to bottom; columns keep the place that they have in the sheet."""
    width = max((len(r) for r in sheet.rows), default=0)
    grid = _grid(sheet, width)
    caption: list[str] = []
    rows: list[int] = []
    header = 0
    for block in _blocks(sheet.rows):
        start = next((i for i, r in enumerate(block) if _filled(grid[r]) > 1), len(block))
        begins = _header(sheet, [grid[r] for r in block[start:]], block[start:])
        if rows and not begins:
            rows += block  # subtotals, groups and what follows a blank row
            continue
        titles = [c.text for r in block[:start] for c in grid[r] if c.text.strip()]
        if not begins:
            caption += dict.fromkeys(titles)
            continue
        if rows:
            yield _table(grid, rows, header, caption)
            caption = []
        caption += dict.fromkeys(titles)
        rows, header = list(block[start:]), begins
    if rows:
        yield _table(grid, rows, header, caption)


def _table(grid: list[tuple[Cell, ...]], rows: list[int], header: int, caption: list[str]) -> Placed:
    """The rows as a table of their own: cells know their place in it."""
    new = {r: i for i, r in enumerate(rows)}
    found = tuple(
        tuple(Cell(c.text, new.get(c.row, i), c.column, c.row_span, c.column_span) for c in grid[r])
        for i, r in enumerate(rows)
    )
    title = " · ".join(" ".join(t.split()) for t in dict.fromkeys(caption))
    return Placed(Table(found, header, "", title), tuple(rows))


def _grid(sheet: Sheet, width: int) -> list[tuple[Cell, ...]]:
    """The cells, all rows of one width; a merged cell stands in every place that it covers."""
    grid = [
        [Cell(text, r, c) for c, text in enumerate([*record, *[""] * (width - len(record))])]
        for r, record in enumerate(sheet.rows)
    ]
    for top, left, bottom, right in sheet.spans:
        if top >= len(grid) or left >= width:
            continue
        merged = Cell(grid[top][left].text, top, left, bottom - top + 1, right - left + 1)
        for r in range(top, min(bottom + 1, len(grid))):
            for c in range(left, min(right + 1, width)):
                grid[r][c] = merged
    return [tuple(row) for row in grid]


def _blocks(rows: Sequence[Sequence[str]]) -> Iterator[list[int]]:
    block: list[int] = []
    for r, record in enumerate(rows):
        if any(t.strip() for t in record):
            block.append(r)
        elif block:
            yield block
            block = []
    if block:
        yield block


def _filled(row: Sequence[Cell]) -> int:
    """How many different cells of a row say something."""
    return len({(c.row, c.column) for c in row if c.text.strip()})


def _header(sheet: Sheet, rows: Sequence[Sequence[Cell]], at: Sequence[int]) -> int:
    """How many rows are header, 0 if the block begins with data or has nothing below its header."""
    count = 0
    for row, r in zip(rows, at, strict=True):
        texts = [c.text.strip() for c in row]
        if count and numbering(texts):
            return count + 1 if count + 1 < len(rows) else 0
        own = [c for c in row if c.text.strip() and c.row == r]
        if any(_data(c.text.strip(), (c.row, c.column) in sheet.numbers) for c in own) or (count and len(own) == 1):
            break
        count += 1
    return count if count <= _HEADER and count < len(rows) else 0


def _data(text: str, number: bool) -> bool:  # noqa: FBT001 - a real number of a workbook
    """Whether a cell can only stand below a header: a figure that is no year, or a code."""
    if _YEAR.fullmatch(text):
        return False
    return number or bool(_CODE.fullmatch(text)) or bool(in_cell(text))
