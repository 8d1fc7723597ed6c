"""Finds the tables of a PDF page by their ruling lines, or by rules across and the alignment of words.

A table is where rules across follow each other.  Where rules down cross them, these make the columns; where not, the
edges of shaded header cells do, or the gaps that no word of the body crosses.  Between two places of the grid without a
rule the cell goes on: so merged cells are found.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise, product

from lakip_lib.document._lines import Grid, RawCell
from lakip_lib.document._pdf_cell import cell_text
from lakip_lib.document._pdf_page import Area, Rule, Word, text_lines
from lakip_lib.document._pdf_regions import Region, regions

__all__ = ["Found", "find_tables"]

_SNAP = 3.0
_GUTTER = 3.0
_EDGES = 3  # of two rows or columns
_FIGURE = re.compile(r"(?!(?:19|20)\d\d$)(?:Rp\.?\s?)?[(-]?\d[\d.]*,?\d*\)?\s?%?", re.IGNORECASE)  # and no year


@dataclass(slots=True)
class Found:
    """A table on a page: its grid, and its place in points from the top left."""

    grid: Grid
    top: float
    bottom: float
    x0: float
    x1: float

    def holds(self, word: Word) -> bool:
        """Whether the word is part of the table."""
        return self.top - 1 <= word.middle <= self.bottom + 1 and self.x0 - 3 <= (word.x0 + word.x1) / 2 <= self.x1 + 3


def find_tables(
    width: float,
    words: Sequence[Word],
    across: Sequence[Rule],
    down: Sequence[Rule],
    *,
    shaded: Sequence[Area] = (),
    curves: Sequence[Area] = (),
) -> list[Found]:
    """The tables of a page from top to bottom; where curves are drawn between the rules there is a chart."""
    found = []
    for region in regions(width, words, across, down):
        if sum(_inside(c, region) for c in curves) > 1:
            continue
        table = _table(region, words, shaded)
        if table is not None:
            found.append(table)
    return sorted(found, key=lambda t: t.top)


def _inside(curve: Area, region: Region) -> bool:
    x, y = (curve.x0 + curve.x1) / 2, (curve.top + curve.bottom) / 2
    return region.x0 <= x <= region.x1 and region.across[0].place <= y <= region.across[-1].place


def _table(region: Region, words: Sequence[Word], shaded: Sequence[Area]) -> Found | None:
    heights = _places([r.place for r in region.across])
    if len(heights) < _EDGES - 1:
        return None
    top, bottom = heights[0], heights[-1]
    inside = [
        w
        for w in words
        if top - 1 <= w.middle <= bottom + 1 and region.x0 - _SNAP <= (w.x0 + w.x1) / 2 <= region.x1 + _SNAP
    ]
    shades = [a for a in shaded if a.top >= top - _SNAP and a.bottom <= bottom + _SNAP and a.x0 >= region.x0 - _SNAP]
    cuts = _columns(region, inside, shades, heights)
    if len(cuts) < _EDGES or not inside:
        return None
    heights = _rows(region, heights, cuts, inside)
    if len(heights) < _EDGES:
        return None
    grid = _grid(region, heights, cuts, inside, shades)
    filled = [sum(bool(c.text) for c in row) for row in grid.rows]
    if sum(n > 1 for n in filled) * 2 < len(filled) or not any(filled):  # a drawing
        return None
    return Found(grid, top, bottom, region.x0, region.x1)


def _places(found: Sequence[float]) -> list[float]:
    places: list[float] = []
    for place in sorted(found):
        if not places or place - places[-1] > _SNAP:
            places.append(place)
    return places


def _columns(region: Region, inside: Sequence[Word], shades: Sequence[Area], heights: Sequence[float]) -> list[float]:
    """The edges of the columns, from left to right."""
    if region.down:
        return _places([v.place for v in region.down])
    edges = _places([region.x0, region.x1, *(x for a in shades for x in (a.x0, a.x1))])
    if len(edges) >= _EDGES:  # the header has shaded cells of its own
        return edges
    body = [w for w in inside if w.middle > heights[1]] or list(inside)
    gaps = _gaps(body)
    middle = [(a + b) / 2 for a, b in gaps]
    return [region.x0, *middle, region.x1]


def _gaps(body: Sequence[Word]) -> list[tuple[float, float]]:
    """The upright strips that no phrase crosses; words with no more than a space between them are one phrase."""
    spans: list[tuple[float, float]] = []
    for line in text_lines(body):
        start, end = line.words[0].x0, line.words[0].x1
        for w in line.words[1:]:
            if w.x0 - end > 0.7 * w.size:
                spans.append((start, end))
                start = w.x0
            end = max(end, w.x1)
        spans.append((start, end))
    gaps: list[tuple[float, float]] = []
    reach = None
    for start, end in sorted(spans):
        if reach is not None and start - reach >= _GUTTER:
            gaps.append((reach, start))
        reach = end if reach is None else max(reach, end)
    return gaps


def _rows(region: Region, heights: list[float], cuts: Sequence[float], inside: Sequence[Word]) -> list[float]:
    """The edges of the rows; where a table has rules only around its body, every line with a figure begins one."""
    if len(heights) > _EDGES + 1 or region.down:
        return heights
    split = list(heights)
    for upper, lower in pairwise(heights[1:]):
        lines = text_lines(w for w in inside if upper < w.middle < lower)
        last = [line for line in lines if line.words[-1].x0 >= cuts[-2] - _SNAP and line.words[-1].text[:1].isdigit()]
        if len(last) > 1:
            split += [line.top - 0.5 for line in last[1:]]
    return sorted(split)


def _grid(
    region: Region, heights: Sequence[float], cuts: Sequence[float], inside: Sequence[Word], shades: Sequence[Area]
) -> Grid:
    rows, columns = len(heights) - 1, len(cuts) - 1
    by_row: list[list[Word]] = [[] for _ in range(rows)]
    by_place: dict[tuple[int, int], list[Word]] = defaultdict(list)
    for word in inside:
        r = min(max(bisect_right(heights, word.middle) - 1, 0), rows - 1)
        c = min(max(bisect_right(cuts, (word.x0 + word.x1) / 2) - 1, 0), columns - 1)
        by_row[r].append(word)
        by_place[r, c].append(word)

    def joins_below(r: int, c: int) -> bool:
        """Whether no rule separates this place from the one below it."""
        x, y = (cuts[c] + cuts[c + 1]) / 2, heights[r + 1]
        near = [h for h in region.across if abs(h.place - y) <= _SNAP]
        return bool(near) and not any(h.start <= x <= h.end for h in near)

    def joins_right(r: int, c: int) -> bool:
        """Whether no rule, and no edge of a shade, separates this place from the one on its right."""
        x, y = cuts[c + 1], (heights[r] + heights[r + 1]) / 2
        if region.down:
            return not any(abs(v.place - x) <= _SNAP and v.start <= y <= v.end for v in region.down)
        here = [a for a in shades if a.top - 1 <= y <= a.bottom + 1]
        if here:
            over = [a for a in here if a.x0 + _SNAP < x < a.x1 - _SNAP]
            return bool(over) and not any(abs(e - x) <= _SNAP for a in here for e in (a.x0, a.x1))
        return any(w.x0 + 1 < x < w.x1 - 1 for w in by_row[r])

    grid: list[list[RawCell]] = [[] for _ in range(rows)]
    taken: set[tuple[int, int]] = set()
    for r, c in product(range(rows), range(columns)):
        if (r, c) in taken:
            continue
        wide = high = 1
        while c + wide < columns and (r, c + wide) not in taken and joins_right(r, c + wide - 1):
            wide += 1
        while r + high < rows and all(joins_below(r + high - 1, c + i) for i in range(wide)):
            high += 1
        covered = list(product(range(r, r + high), range(c, c + wide)))
        taken.update(covered)
        held = [w for place in covered for w in by_place[place]]
        quoted = any(c.isdigit() for w in held for c in w.quoted)
        grid[r].append(RawCell(cell_text(held, cuts[c + wide]), high, wide, quoted))
    figures = (n for n, row in enumerate(grid) if any(_FIGURE.fullmatch(c.text) for c in row))
    return Grid(grid, min(_header_rows(heights, by_row, shades), next(figures, rows)))


def _header_rows(heights: Sequence[float], by_row: Sequence[Sequence[Word]], shades: Sequence[Area]) -> int:
    """How many rows at the top are set off by shading or bold type, if the rest is not."""
    bold = [bool(row) and all(w.bold for w in row) for row in by_row]
    middles = [(upper + lower) / 2 for upper, lower in pairwise(heights)]
    shaded = [any(a.top - 1 <= y <= a.bottom + 1 for a in shades) for y in middles]
    found = []
    for marks in (bold, shaded):
        header = marks.index(False) if False in marks else 0
        if header and sum(marks) * 2 <= len(marks) + 1:
            found.append(header)
    return min(found, default=0)
