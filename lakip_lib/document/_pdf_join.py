"""Joins what the page breaks of a PDF have cut in two: paragraphs, tables, merged cells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lakip_lib.document._lines import ITEM, Grid, Item, Line, RawCell, is_caption

__all__ = ["append"]


def append(items: list[Item], new: list[Item], page: int) -> None:
    """Add the items of a page; what the page break has cut in two is joined."""
    if items and new:
        last, first = items[-1], new[0]
        if isinstance(last, Grid) and isinstance(first, Grid):
            if _continues(last, first):
                _extend(last, first)
                new = new[1:]
        elif isinstance(last, Line) and isinstance(first, Line) and last.page == page - 1:
            goes_on = (
                first.text[:1].islower() and not last.text.endswith((".", ":", ";")) and not ITEM.match(first.text)
            )
            if goes_on and not last.bold and not first.bold and is_caption(last) is None:
                last.text = f"{last.text} {first.text}"
                new = new[1:]
    items += new


def _extend(upper: Grid, lower: Grid) -> None:
    """Add the rows of the lower table; a merged cell that the page break has cut goes on through its empty rest."""
    rows = lower.rows[_repeated(upper, lower) :]
    ends = {c: cell for c, cell, reach in _placed(upper.rows) if reach == len(upper.rows) and cell.row_span > 1}
    pairs = [(ends[c], cell) for c, cell, _reach in list(_placed(rows[:1])) if c in ends]
    pairs = [(above, cell) for above, cell in pairs if above.column_span == cell.column_span]
    cut = {(above.row_span, cell.row_span) for above, cell in pairs if not cell.text}
    for above, cell in pairs:
        if (spans := (above.row_span, cell.row_span)) in cut or not cell.text:
            above.row_span = sum(spans)
            above.text = f"{above.text} {cell.text}".strip()
            rows[0].remove(cell)
    upper.rows += rows


def _placed(rows: Sequence[Sequence[RawCell]]) -> Iterator[tuple[int, RawCell, int]]:
    """(first column, cell, row after its last) of every cell."""
    free: dict[int, int] = {}  # column -> first row that no cell from above covers
    for r, row in enumerate(rows):
        column = 0
        for cell in row:
            while free.get(column, 0) > r:
                column += 1
            for c in range(column, column + cell.column_span):
                free[c] = r + cell.row_span
            yield column, cell, r + cell.row_span
            column += cell.column_span


def _columns(grid: Grid) -> int:
    return sum(c.column_span for c in grid.rows[0])


def _repeated(upper: Grid, lower: Grid) -> int:
    """How many rows at the top of the lower table repeat the header of the upper one."""
    count = 0
    for a, b in zip(upper.rows, lower.rows, strict=False):
        if [c.text for c in a] != [c.text for c in b] or not any(c.text for c in a):
            break
        count += 1
    return min(count, len(lower.rows))


def _continues(upper: Grid, lower: Grid) -> bool:
    if _columns(upper) != _columns(lower):
        return False
    return _repeated(upper, lower) > 0 or lower.header_rows == 0
