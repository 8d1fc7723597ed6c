"""Joins what page breaks have cut in two: paragraphs and tables of a PDF, and a table under a caption "Lanjutan"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from lakip_lib.document._lines import ITEM, Grid, Item, Line, RawCell, is_caption

__all__ = ["append", "without_continuations"]

_FEW_ROWS = 2
_CONTINUED = re.compile(
    r"(?:lanjutan|sambungan)\s+(?:dari\s+)?tabel\b[^\n]{0,200}"
    r"|tabel\s[^\n]{0,200}\(?\b(?:lanjutan|sambungan)\b[.)\s]*",
    re.IGNORECASE,
)


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
                last.quoted += first.quoted
                new = new[1:]
    items += new


def without_continuations(items: Sequence[Item]) -> list[Item]:
    """The items with every table under a caption "Lanjutan Tabel 3.1" added to the one above that it continues."""
    kept: list[Item] = []
    above: Grid | None = None
    for item in items:
        if not isinstance(item, Grid):
            kept.append(item)
            continue
        said = kept[-1] if kept else None
        continued = isinstance(said, Line) and _CONTINUED.fullmatch(said.text) is not None
        if above is not None and continued and _columns(above) == _columns(item):
            _extend(above, item)
            kept.pop()
            continue
        above = item
        kept.append(item)
    return kept


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
    if rows and (parts := _cut_row(upper, rows)):
        for above, below in parts:
            above.text = f"{above.text} {below.text}".strip()
            above.quoted = above.quoted or below.quoted
        rows = rows[1:]
    upper.rows += rows


def _cut_row(upper: Grid, rows: Sequence[Sequence[RawCell]]) -> list[tuple[RawCell, RawCell]]:
    """The cells of the last row above and the first below, if the page break cut one row in two; else nothing.

    Then a column that every other row fills is empty below, the text of another goes on, and no figure stands twice.
    """
    placed = [{c: cell for c, cell, _reach in _placed([row])} for row in (*upper.rows, *rows)]
    body, below = placed[: len(upper.rows)], placed[len(upper.rows)]
    above, known = body[-1], [*body[max(1, upper.header_rows) : -1], *placed[len(upper.rows) + 1 :]]
    if above.keys() != below.keys() or any(above[c].column_span != below[c].column_span for c in below):
        return []
    pairs = [(above[c], below[c]) for c in below]
    both = [(a.text, b.text) for a, b in pairs if a.text and b.text]
    filled = [c for c in below if above[c].text and not below[c].text and _always(known, c)]
    if not both or not filled or any(not any(map(str.isalpha, t)) for pair in both for t in pair):
        return []
    return pairs


def _always(rows: Sequence[Mapping[int, RawCell]], column: int) -> bool:
    """Whether every row that has a cell in this column fills it, and at least a few do."""
    texts = [row[column].text for row in rows if column in row]
    return len(texts) >= _FEW_ROWS and all(texts)


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
    """How many columns the first row covers."""
    return sum(c.column_span for c in grid.rows[0])


def _repeated(upper: Grid, lower: Grid) -> int:
    """How many rows at the top of the lower table repeat the header of the upper one."""
    count = 0
    for a, b in zip(upper.rows, lower.rows, strict=False):
        if [c.text for c in a] != [c.text for c in b] or not any(c.text for c in a):
            break
        count += 1
    return count


def _continues(upper: Grid, lower: Grid) -> bool:
    if _columns(upper) != _columns(lower):
        return False
    return _repeated(upper, lower) > 0 or lower.header_rows == 0
