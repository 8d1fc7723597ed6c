"""Finds the tables of a PDF page by their ruling lines, or by rules across and the alignment of words.

A table is where rules across follow each other.  Where they are crossed by rules down, these make the columns; where not,
the edges of shaded header cells do, or the gaps that no word of the body crosses.  Between two places of the grid without a
rule the cell goes on: so merged cells are found.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from lakip_lib.document._lines import ITEM, TABLE_LABEL, Grid, RawCell, clean
from lakip_lib.document._pdf_page import Area, Rule, TextLine, Word, text_lines

__all__ = ["Found", "find_tables"]

_SNAP = 3.0
_NARROWEST = 0.2  # of the page: shorter rules begin no table
_FARTHEST = 14.0  # between a rule and the first text of the row below it, where rows have rules of their own
_GUTTER = 3.0
_FIGURE = re.compile(r"(?!(?:19|20)\d\d$)(?:Rp\.?\s?)?[(-]?\d[\d.]*,?\d*\)?\s?%?", re.IGNORECASE)  # and no year


@dataclass(slots=True)
class Found:
    """A table on a page: its grid, its place, and whether it declares its header rows by shading or bold type."""

    grid: Grid
    top: float
    bottom: float
    x0: float
    x1: float

    def holds(self, word: Word) -> bool:
        """Whether the word is part of the table."""
        return self.top - 1 <= word.middle <= self.bottom + 1 and self.x0 - 3 <= (word.x0 + word.x1) / 2 <= self.x1 + 3


@dataclass(slots=True)
class _Region:
    across: list[Rule]
    down: list[Rule]
    x0: float
    x1: float


def find_tables(
    width: float,
    words: Sequence[Word],
    across: Sequence[Rule],
    down: Sequence[Rule],
    shaded: Sequence[Area],
    curves: Sequence[Area],
) -> list[Found]:
    """The tables of a page from top to bottom; where curves are drawn between the rules there is a chart and no table."""
    gridded, rest = _gridded(across, down)
    found = []
    for region in [*gridded, *_ruled(width, words, rest)]:
        if sum(_inside(c, region) for c in curves) > 1:
            continue
        table = _table(region, words, shaded)
        if table is not None:
            found.append(table)
    return sorted(found, key=lambda t: t.top)


def _inside(curve: Area, region: _Region) -> bool:
    x, y = (curve.x0 + curve.x1) / 2, (curve.top + curve.bottom) / 2
    return region.x0 <= x <= region.x1 and region.across[0].place <= y <= region.across[-1].place


def _gridded(across: Sequence[Rule], down: Sequence[Rule]) -> tuple[list[_Region], list[Rule]]:
    """(regions in which rules across and down touch each other, rules across that touch none)."""
    group = {id(r): n for n, r in enumerate((*across, *down))}
    members = {n: [r] for n, r in enumerate((*across, *down))}
    for h in across:
        for v in down:
            a, b = group[id(h)], group[id(v)]
            touching = h.start - _SNAP <= v.place <= h.end + _SNAP and v.start - _SNAP <= h.place <= v.end + _SNAP
            if a != b and touching:
                for r in members[b]:
                    group[id(r)] = a
                members[a] += members.pop(b)
    verticals = {id(v) for v in down}
    regions, rest = [], []
    for rules in members.values():
        h = [r for r in rules if id(r) not in verticals]
        v = [r for r in rules if id(r) in verticals]
        if len(h) >= 2 and len(v) >= 2:  # noqa: PLR2004 - a frame has two sides of each
            regions.append(_Region(sorted(h, key=lambda r: r.place), v, min(r.start for r in h), max(r.end for r in h)))
        else:
            rest += h
    return regions, rest


def _ruled(width: float, words: Sequence[Word], rest: Sequence[Rule]) -> list[_Region]:
    """Regions of rules across of the same length, with text between them that looks like rows."""
    regions: list[_Region] = []
    families: list[list[Rule]] = []
    for rule in sorted((r for r in rest if r.end - r.start >= _NARROWEST * width), key=lambda r: r.place):
        for family in families:
            if abs(family[0].start - rule.start) <= _SNAP and abs(family[0].end - rule.end) <= _SNAP:
                family.append(rule)
                break
        else:
            families.append([rule])
    families.sort(key=lambda f: f[0].start - f[0].end)
    taken: set[int] = set()
    for family in families:
        if id(family[0]) in taken:
            continue
        run = [family[0]]
        for rule in family[1:]:
            if _is_row(run[-1], rule, words, rest):
                run.append(rule)
                continue
            _keep(run, rest, taken, regions)
            run = [rule]
        _keep(run, rest, taken, regions)
    return regions


def _keep(run: list[Rule], rest: Sequence[Rule], taken: set[int], regions: list[_Region]) -> None:
    """Make a region of a run of rules, with the shorter rules that lie between them."""
    if len(run) < 2:  # noqa: PLR2004 - one rule encloses nothing
        return
    x0, x1 = min(r.start for r in run), max(r.end for r in run)
    inner = [
        r
        for r in rest
        if run[0].place - 1 <= r.place <= run[-1].place + 1 and r.start >= x0 - _SNAP and r.end <= x1 + _SNAP
    ]
    taken.update(map(id, inner))
    regions.append(_Region(sorted(inner, key=lambda r: r.place), [], x0, x1))


def _is_row(upper: Rule, lower: Rule, words: Sequence[Word], rest: Sequence[Rule]) -> bool:
    """Whether what stands between two rules is a row of a table and not the text between two tables."""
    between = [w for w in words if upper.place - 1 < w.middle < lower.place + 1 and upper.covers((w.x0 + w.x1) / 2)]
    if not between:
        return lower.place - upper.place < _FARTHEST
    lines = text_lines(between)
    if any(TABLE_LABEL.match(line.text) and _is_set_as_caption(line, upper) for line in lines):
        return False
    inner = [r.place for r in rest if upper.place + 1 < r.place < lower.place - 1]
    if lines[0].top - upper.place > _FARTHEST and not inner:
        return False
    gaps = [b.x0 - a.x1 for line in lines for a, b in zip(line.words, line.words[1:], strict=False)]
    size = lines[0].size
    set_apart = any(g > 0.9 * size for g in gaps)
    return set_apart or lower.place - upper.place < 4 * size


def _is_set_as_caption(line: TextLine, rule: Rule) -> bool:
    """Whether the line begins where the table does, or is centred over it; the words of an inner cell do neither."""
    return line.x0 <= rule.start + 12 or abs((line.x0 + line.x1) - (rule.start + rule.end)) < 24  # noqa: PLR2004


def _table(region: _Region, words: Sequence[Word], shaded: Sequence[Area]) -> Found | None:
    heights = _places([r.place for r in region.across])
    if len(heights) < 2:  # noqa: PLR2004
        return None
    top, bottom = heights[0], heights[-1]
    inside = [
        w
        for w in words
        if top - 1 <= w.middle <= bottom + 1 and region.x0 - _SNAP <= (w.x0 + w.x1) / 2 <= region.x1 + _SNAP
    ]
    shades = [a for a in shaded if a.top >= top - _SNAP and a.bottom <= bottom + _SNAP and a.x0 >= region.x0 - _SNAP]
    cuts = _columns(region, inside, shades, heights)
    if len(cuts) < 3 or not inside:  # noqa: PLR2004 - two columns have three edges
        return None
    heights = _rows(region, heights, cuts, inside)
    if len(heights) < 3:  # noqa: PLR2004 - and two rows
        return None
    grid = _grid(region, heights, cuts, inside, shades)
    filled = [sum(bool(c.text) for c in row) for row in grid.rows]
    if sum(n >= 2 for n in filled) * 2 < len(filled) or not any(filled):  # noqa: PLR2004 - a drawing, not a table
        return None
    return Found(grid, top, bottom, region.x0, region.x1)


def _places(found: Sequence[float]) -> list[float]:
    places: list[float] = []
    for place in sorted(found):
        if not places or place - places[-1] > _SNAP:
            places.append(place)
    return places


def _columns(region: _Region, inside: Sequence[Word], shades: Sequence[Area], heights: Sequence[float]) -> list[float]:
    """The edges of the columns, from left to right."""
    if region.down:
        return _places([v.place for v in region.down])
    edges = _places([region.x0, region.x1, *(x for a in shades for x in (a.x0, a.x1))])
    if len(edges) >= 3:  # noqa: PLR2004 - the header has shaded cells of its own
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


def _rows(region: _Region, heights: list[float], cuts: Sequence[float], inside: Sequence[Word]) -> list[float]:
    """The edges of the rows; where a table has rules only around its body, every line with a figure begins one."""
    if len(heights) > 4 or region.down:  # noqa: PLR2004 - top, below the header, bottom, and one more
        return heights
    split = list(heights)
    for upper, lower in zip(heights[1:], heights[2:], strict=False):
        lines = text_lines(w for w in inside if upper < w.middle < lower)
        last = [line for line in lines if line.words[-1].x0 >= cuts[-2] - _SNAP and line.words[-1].text[:1].isdigit()]
        if len(last) >= 2:  # noqa: PLR2004
            split += [line.top - 0.5 for line in last[1:]]
    return sorted(split)


def _grid(
    region: _Region, heights: Sequence[float], cuts: Sequence[float], inside: Sequence[Word], shades: Sequence[Area]
) -> Grid:
    rows, columns = len(heights) - 1, len(cuts) - 1

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
        return any(w.x0 + 1 < x < w.x1 - 1 for w in inside if heights[r] < w.middle < heights[r + 1])

    taken: set[tuple[int, int]] = set()
    grid: list[list[RawCell]] = []
    for r in range(rows):
        row: list[RawCell] = []
        for c in range(columns):
            if (r, c) in taken:
                continue
            wide = 1
            while c + wide < columns and (r, c + wide) not in taken and joins_right(r, c + wide - 1):
                wide += 1
            high = 1
            while r + high < rows and all(joins_below(r + high - 1, c + i) for i in range(wide)):
                high += 1
            taken.update((r + i, c + j) for i in range(high) for j in range(wide))
            text = _text(inside, cuts[c], cuts[c + wide], heights[r], heights[r + high])
            row.append(RawCell(text, high, wide))
        grid.append(row)
    figures = (n for n, row in enumerate(grid) if any(_FIGURE.fullmatch(c.text) for c in row))
    return Grid(grid, min(_header_rows(heights, inside, shades), next(figures, rows)))


def _text(inside: Sequence[Word], x0: float, x1: float, top: float, bottom: float) -> str:
    """The words in a cell; wrapped lines are joined, an item of a list begins a new one."""
    text = ""
    for line in text_lines(w for w in inside if top <= w.middle < bottom and x0 <= (w.x0 + w.x1) / 2 < x1):
        starts = ITEM.match(line.text) and len(line.text) > 4  # noqa: PLR2004 - a bare "1." is a figure
        text += ("\n" if starts else " ") + line.text
    return clean(text)


def _header_rows(heights: Sequence[float], inside: Sequence[Word], shades: Sequence[Area]) -> int:
    """How many rows at the top are set off by shading or bold type, if the rest is not."""
    set_off = []
    for upper, lower in zip(heights, heights[1:], strict=False):
        y = (upper + lower) / 2
        row = [w for w in inside if upper < w.middle < lower]
        shaded = any(a.top - 1 <= y <= a.bottom + 1 for a in shades)
        set_off.append((bool(row) and all(w.bold for w in row), shaded))
    found = []
    for marks in zip(*set_off, strict=True):
        header = marks.index(False) if False in marks else 0
        if header and sum(marks) * 2 <= len(marks) + 1:
            found.append(header)
    return min(found, default=0)
