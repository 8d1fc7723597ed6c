"""Choose column widths and type size of a table on paper: no column is cut off, the table is as short as may be."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lakip_lib.export.fonts import width_mm
from lakip_lib.export.fragments import SVG, Element, classes, parent, text_of

SIZES = (9.0, 8.5, 8.0, 7.5, 7.0, 6.5, 6.0)
"""Type sizes in points that a table may be set in, best first."""
PADDING = 3.4
"""White space in mm between the texts of neighbouring columns."""
INDENT = 2.5
"""Indentation in mm of each level of a tree."""
_ROW, _LINE = 2.4, 0.41
"""White space of a row in mm, and height of a line in mm for each point of type."""
_STEPS = 120
_BREAK = re.compile(r"\u200b|(?<=[/-])(?=[^\W\d])")
"""Where a line may end inside a word."""
_WHOLE = 14
"""Where there is room, a text of up to so many characters stays on one line."""


@dataclass(frozen=True)
class Fit:
    """How a table is set: widths in percent of the text width, type size, whether every word fits its column."""

    widths: tuple[float, ...]
    points: float
    fits: bool
    height: float
    """About how high the rows come out, in mm."""


Row = list[tuple[int, int, Element]]
"""The cells of a row: first column, columns spanned, cell."""


def column_count(rows: Iterable[Row]) -> int:
    """Give how many columns the rows of a `grid` take; one where there are none."""
    return max((column + span for row in rows for column, span, _ in row), default=1)


def grid(table: Element) -> Iterator[Row]:
    """Give the rows of `table`, with the room that `rowspan` takes left free."""
    taken: dict[int, int] = {}
    for row in table.iter("tr"):
        column = 0
        cells: Row = []
        for cell in row.iterchildren("th", "td"):
            while taken.get(column, 0) > 0:
                column += 1
            span = int(cell.get("colspan", "1"))
            cells.append((column, span, cell))
            for covered in range(column, column + span):
                taken[covered] = int(cell.get("rowspan", "1"))
            column += span
        taken = {key: left - 1 for key, left in taken.items() if left > 1}
        yield cells


def fits(table: Element, available: float, points: float) -> bool:
    """Say whether every word and every number of `table` fits into `available` mm at type size `points`."""
    return sum(_measure(list(grid(table)), points, 0)[0]) <= available


def indent(cell: Element) -> int:
    """Give how many levels the row header `cell` is indented in a tree of rows (classes t1, t2, t3)."""
    levels = [int(name[1:]) for name in classes(parent(cell)) if name in ("t2", "t3")]
    return levels[0] - 1 if levels and cell.get("scope") == "row" else 0


def fit(table: Element, available: float, sizes: tuple[float, ...] = SIZES) -> Fit:
    """Set `table` in the largest of `sizes` at which every word and every number fits into `available` mm."""
    rows = list(grid(table))
    for points, whole in [*((points, _WHOLE) for points in sizes[:2]), *((points, 0) for points in sizes)]:
        least, natural = _measure(rows, points, whole)
        fits = sum(least) <= available
        if fits:
            break
    widths = _share(least, natural, available) if fits else least
    lines = (max(map(_lines, line, widths)) for line in natural)
    height = sum(_ROW + _LINE * points * count for count in lines)
    return Fit(tuple(round(100 * width / sum(widths), 3) for width in widths), points, fits, height)


def _measure(rows: list[Row], points: float, keep: int) -> tuple[list[float], list[list[float]]]:
    """Give the least width of each column, and per row the width of each cell set on one line (0 where it spans)."""
    count = column_count(rows)
    least, natural = [PADDING + 2.0] * count, [[0.0] * count for _ in rows]
    spanned: list[tuple[int, int, float]] = []
    for index, row in enumerate(rows):
        for column, span, cell in row:
            text = text_of(cell)
            unbroken = ("n" in classes(cell) and parent(parent(cell)).tag != "thead") or len(text) <= keep
            padding = PADDING + indent(cell) * INDENT
            whole = width_mm(text, points) + padding
            longest = max((width_mm(word, points) for word in _words(text)), default=0.0) + padding
            drawn = (float(drawing.get("data-lebar-mm", "0")) for drawing in cell.iter(f"{SVG}svg", "img"))
            need = max(whole if unbroken else longest, *(width + padding for width in drawn), 0.0)
            if span == 1:
                least[column] = max(least[column], need)
                height = int(cell.get("rowspan", "1"))
                for line in natural[index : index + height]:
                    line[column] = whole / height
            else:
                spanned.append((column, span, need))
    for column, span, need in spanned:
        short = need - sum(least[column : column + span])
        if short > 0:
            least[column : column + span] = [width + short / span for width in least[column : column + span]]
    return least, natural


def _words(text: str) -> Iterator[str]:
    for word in text.split(" "):
        yield from _BREAK.split(word)


def _share(least: list[float], natural: list[list[float]], available: float) -> list[float]:
    """Hand out the room left over the least widths, always to the column that shortens the table most."""
    widths, step = list(least), max(0.0, (available - sum(least)) / _STEPS)
    for done in range(_STEPS):
        gains = [0.0] * len(widths)
        for line in natural:
            lines = [_lines(cell, width) for cell, width in zip(line, widths, strict=True)]
            tallest = max(range(len(lines)), key=lines.__getitem__)
            others = max((value for column, value in enumerate(lines) if column != tallest), default=1.0)
            gains[tallest] += lines[tallest] - max(others, _lines(line[tallest], widths[tallest] + step))
        best = max(range(len(gains)), key=gains.__getitem__)
        if gains[best] <= 0:
            left = step * (_STEPS - done) / sum(widths)
            return [width * (1 + left) for width in widths]
        widths[best] += step
    return widths


def _lines(natural: float, width: float) -> float:
    """Estimate how many lines a text takes; broken lines are never quite full."""
    return 1.0 if natural <= width else max(1.5, 1.1 * natural / width)
