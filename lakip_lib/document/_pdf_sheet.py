"""One sheet of a PDF: its tables and its lines of text, without running heads and the lettering of drawings."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

from lakip_lib.document._lines import FIGURE_LABEL, Line, is_caption
from lakip_lib.document._pdf_page import Area, TextLine, areas, curves, fills, rules, text_lines, words
from lakip_lib.document._pdf_table import Found, find_tables

if TYPE_CHECKING:
    from pdfplumber.page import Page

__all__ = ["Sheet", "drop_drawings", "drop_running_heads", "read_sheet"]

_PAGE_NUMBER = re.compile(
    r"[^\w]*(?:hal(?:aman)?\.?\s*)?(?:\d{1,4}|[ivxlc]{1,7})(?:\s*(?:/|dari)\s*\d+)?[^\w]*", re.IGNORECASE
)
_MARGIN = 0.09  # of the height: running heads and page numbers stand here
_SAME_SIZE = 0.6
_INSET = 4.0
_SHAPES = 5  # as many make a drawing
_FRAME = 0.8  # of width and height
_PROSE_WORDS = 6
_NEXT_LINE = 1.8  # line spacing, in sizes


@dataclass(slots=True)
class Sheet:
    """What was read from one page."""

    number: int
    height: float
    width: float
    lines: list[TextLine] = field(default_factory=list)
    too_long: bool = False
    tables: list[Found] = field(default_factory=list)
    drawn: list[Area] = field(default_factory=list)
    has_text: bool = False

    @property
    def centres(self) -> tuple[float, float]:
        """The middle of the page, and of the text on it."""
        left, right = min(x.x0 for x in self.lines), max(x.x1 for x in self.lines)
        return self.width / 2, (left + right) / 2


def read_sheet(page: Page, quoted: frozenset[int]) -> Sheet:
    found = words(page, quoted)
    sheet = Sheet(page.page_number, float(page.height), float(page.width), has_text=bool(found))
    if not found:
        return sheet
    across, down = rules(page)
    if across:
        sheet.tables = find_tables(sheet.width, found, across, down, shaded=fills(page), curves=curves(page))
    sheet.drawn = [
        a
        for a in areas(page)
        if a.count >= _SHAPES and not _is_page_frame(a, sheet) and not any(_overlap(a, t) for t in sheet.tables)
    ]
    rest = (w for w in found if not any(t.holds(w) for t in sheet.tables))
    sheet.lines = text_lines(rest)
    return sheet


def _overlap(area: Area, table: Found) -> bool:
    return min(area.bottom, table.bottom) - max(area.top, table.top) > 1 and area.x0 < table.x1 and table.x0 < area.x1


def _is_page_frame(area: Area, sheet: Sheet) -> bool:
    """Whether the shapes go around the page: an ornament, with the text of the report inside."""
    return area.x1 - area.x0 > _FRAME * sheet.width and area.bottom - area.top > _FRAME * sheet.height


def drop_running_heads(sheets: Sequence[Sheet]) -> None:
    """Take out what stands at the edge of many pages, and page numbers."""

    def edge(sheet: Sheet, line: TextLine) -> bool:
        return line.bottom < _MARGIN * sheet.height or line.top > (1 - _MARGIN) * sheet.height

    def form(line: TextLine) -> str:
        return re.sub(r"\d+", "#", line.text)

    often = Counter(f for s in sheets for f in {form(line) for line in s.lines if edge(s, line)})
    for sheet in sheets:
        sheet.lines = [
            line
            for line in sheet.lines
            if not edge(sheet, line)
            or not (_PAGE_NUMBER.fullmatch(line.text) or often[form(line)] >= max(3, 0.2 * len(sheets)))
        ]


def drop_drawings(sheet: Sheet, body: float) -> None:
    """Take out the words of charts and diagrams: they are no sentences.  Sentences in a frame stay."""
    if not sheet.drawn or not sheet.lines:
        return
    margin = min(line.x0 for line in sheet.lines)
    reach = [(a.top - 3, a.bottom + 3) for a in sheet.drawn]
    prose = _prose(sheet, body)
    kept = [line for line in sheet.lines if line in prose or not _inside(line, reach)]
    while beside := [x for x in kept if _inside(x, reach, 15) and _is_lettering(x, body, margin)]:
        reach += ((x.top, x.bottom) for x in beside)
        kept = [x for x in kept if x not in beside]
    sheet.lines = kept


def _prose(sheet: Sheet, body: float) -> list[TextLine]:
    """The lines that run on as text does, with the shorter ones that end or begin their paragraphs."""
    wide = 0.55 * (max(line.x1 for line in sheet.lines) - min(line.x0 for line in sheet.lines))
    found: list[TextLine] = []
    lines = [line for line in sheet.lines if abs(line.size - body) <= _SAME_SIZE]
    for line in lines:
        gaps = (b.x0 - a.x1 for a, b in pairwise(line.words))
        if line.x1 - line.x0 > wide and len(line.words) >= _PROSE_WORDS and all(g < line.size for g in gaps):
            found.append(line)
    near = [
        line
        for line in lines
        if line not in found
        and any(abs(line.x0 - f.x0) < 1 and abs(line.top - f.top) < _NEXT_LINE * line.size for f in found)
    ]
    return found + near


def _inside(line: TextLine, reach: Sequence[tuple[float, float]], slack: float = 0.0) -> bool:
    if is_caption(Line(line.text)) or is_caption(Line(line.text), FIGURE_LABEL):
        return False
    middle = (line.top + line.bottom) / 2
    return any(top - slack <= middle <= bottom + slack for top, bottom in reach)


def _is_lettering(line: TextLine, body: float, margin: float) -> bool:
    """Whether a line beside a drawing is part of it: small, or a bold title that is set in."""
    return line.size < body - _SAME_SIZE or (line.bold and line.size <= body + _SAME_SIZE and line.x0 > margin + _INSET)
