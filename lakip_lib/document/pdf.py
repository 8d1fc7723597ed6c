"""Reads a PDF that has a text layer into a `Document`: lines become paragraphs and headings, ruled areas tables."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from lakip_lib.document._blocks import assemble
from lakip_lib.document._lines import (
    FIGURE_LABEL,
    ITEM,
    Item,
    Line,
    clean,
    is_caption,
    is_leader,
    split_number,
    title_like,
)
from lakip_lib.document._pdf_join import append
from lakip_lib.document._pdf_page import Area, TextLine, areas, curves, fills, rules, text_lines, words
from lakip_lib.document._pdf_table import Found, find_tables
from lakip_lib.document.model import Document, UnreadableError

if TYPE_CHECKING:
    from pdfplumber.page import Page

__all__ = ["read_pdf"]

_PAGE_NUMBER = re.compile(
    r"[^\w]*(?:hal(?:aman)?\.?\s*)?(?:\d{1,4}|[ivxlc]{1,7})(?:\s*(?:/|dari)\s*\d+)?[^\w]*", re.IGNORECASE
)
_MARGIN = 0.09  # of the height: running heads and page numbers stand here
_SAME_SIZE = 0.6
_INSET = 4.0
_CENTRED = 12.0
_SHAPES = 5  # as many make a drawing


@dataclass(slots=True)
class _Sheet:
    """What was read from one page."""

    number: int
    height: float
    width: float
    lines: list[TextLine] = field(default_factory=list)
    tables: list[Found] = field(default_factory=list)
    drawn: list[Area] = field(default_factory=list)
    has_text: bool = False

    @property
    def centres(self) -> tuple[float, float]:
        """The middle of the page, and of the text on it."""
        left, right = min(x.x0 for x in self.lines), max(x.x1 for x in self.lines)
        return self.width / 2, (left + right) / 2


def read_pdf(path: Path) -> Document:
    """The document in a .pdf file.

    Raises:
        UnreadableError: the file is damaged, locked by a password, or holds pictures of pages only.
    """
    sheets = list(_sheets(path))
    if not sheets:
        raise _damaged(path)
    if not any(s.has_text for s in sheets):
        raise UnreadableError(
            f"{path.name} tidak memuat teks, hanya gambar halaman (hasil pindai): pakai berkas Word atau PDF aslinya."
        )
    _drop_running_heads(sheets)
    sizes = Counter(line.size for s in sheets for line in s.lines for _ in line.text)
    body = sizes.most_common(1)[0][0] if sizes else 10.0
    items: list[Item] = []
    for sheet in sheets:
        _drop_drawings(sheet, body)
        append(items, list(_items(sheet, body)), sheet.number)
    blocks, unread = assemble(items)
    return Document(path.name, "pdf", blocks, [*unread, *_without_text(sheets)])


def _sheets(path: Path) -> Iterator[_Sheet]:
    import pdfplumber
    from pdfminer.pdfdocument import PDFPasswordIncorrect
    from pdfplumber.utils.exceptions import PdfminerException

    try:
        with pdfplumber.open(path) as pdf:
            for page in pdf.pages:
                yield _sheet(page)
                page.close()
    except PdfminerException as error:
        if error.args and isinstance(error.args[0], PDFPasswordIncorrect):
            raise UnreadableError(
                f"{path.name} terkunci kata sandi: simpan ulang tanpa kata sandi, lalu coba lagi."
            ) from error
        raise _damaged(path) from error
    except Exception as error:  # pdfminer lets many kinds through where a file is broken
        raise _damaged(path) from error


def _damaged(path: Path) -> UnreadableError:
    return UnreadableError(f"{path.name} rusak atau terpotong: unduh atau simpan ulang PDF-nya, lalu coba lagi.")


def _sheet(page: Page) -> _Sheet:
    found = words(page)
    sheet = _Sheet(page.page_number, float(page.height), float(page.width), has_text=bool(found))
    if not found:
        return sheet
    across, down = rules(page)
    if across:
        sheet.tables = find_tables(sheet.width, found, across, down, shaded=fills(page), curves=curves(page))
    sheet.drawn = [a for a in areas(page) if a.count >= _SHAPES and not any(_overlap(a, t) for t in sheet.tables)]
    rest = (w for w in found if not any(t.holds(w) for t in sheet.tables))
    sheet.lines = text_lines(rest)
    return sheet


def _overlap(area: Area, table: Found) -> bool:
    return min(area.bottom, table.bottom) - max(area.top, table.top) > 1 and area.x0 < table.x1 and table.x0 < area.x1


def _drop_running_heads(sheets: Sequence[_Sheet]) -> None:
    """Take out what stands at the edge of many pages, and page numbers."""

    def edge(sheet: _Sheet, line: TextLine) -> bool:
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


def _drop_drawings(sheet: _Sheet, body: float) -> None:
    """Take out the words of charts and diagrams: they are no sentences."""
    if not sheet.drawn:
        return
    margin = min(line.x0 for line in sheet.lines) if sheet.lines else 0.0
    reach = [(a.top - 3, a.bottom + 3) for a in sheet.drawn]
    kept = [line for line in sheet.lines if not _inside(line, reach)]
    while beside := [x for x in kept if _inside(x, reach, 15) and _is_lettering(x, body, margin)]:
        reach += ((x.top, x.bottom) for x in beside)
        kept = [x for x in kept if x not in beside]
    sheet.lines = kept


def _inside(line: TextLine, reach: Sequence[tuple[float, float]], slack: float = 0.0) -> bool:
    if is_caption(Line(line.text)) or is_caption(Line(line.text), FIGURE_LABEL):
        return False
    middle = (line.top + line.bottom) / 2
    return any(top - slack <= middle <= bottom + slack for top, bottom in reach)


def _is_lettering(line: TextLine, body: float, margin: float) -> bool:
    """Whether a line beside a drawing is part of it: small, or a bold title that is set in."""
    return line.size < body - _SAME_SIZE or (line.bold and line.size <= body + _SAME_SIZE and line.x0 > margin + _INSET)


def _items(sheet: _Sheet, body: float) -> Iterator[Item]:
    """The paragraphs and tables of a page from top to bottom."""
    tables = list(sheet.tables)
    right = max((line.x1 for line in sheet.lines), default=sheet.width)
    open_lines: list[TextLine] = []
    for line in sheet.lines:
        while tables and tables[0].top < line.top:
            yield from _paragraph(open_lines, sheet, body)
            open_lines = []
            tables[0].grid.page = sheet.number
            yield tables.pop(0).grid
        if open_lines and _begins(line, open_lines, right):
            yield from _paragraph(open_lines, sheet, body)
            open_lines = []
        open_lines.append(line)
    yield from _paragraph(open_lines, sheet, body)
    for table in tables:
        table.grid.page = sheet.number
        yield table.grid


def _begins(line: TextLine, before: Sequence[TextLine], right: float) -> bool:
    """Whether the line begins a paragraph of its own."""
    last = before[-1]
    size = last.size
    if abs(line.size - size) > _SAME_SIZE or line.bold != last.bold or line.top - last.bottom > 0.75 * size:
        return True
    if is_leader(last.text) or ITEM.match(line.text) or is_caption(Line(line.text)):
        return True
    _level, number, title = split_number(line.text)
    if number and (line.bold or ("." in number and title_like(title))) and not line.text[0].islower():
        return True
    if line.bold and len(before) == 1 and is_caption(Line(last.text)) is None and last.x1 < right - 120:
        return True
    short = last.x1 < right - 0.12 * (right - before[0].x0)
    return short and last.text.endswith((".", ":", ";", "!", "?"))


def _paragraph(lines: Sequence[TextLine], sheet: _Sheet, body: float) -> Iterator[Line]:
    if not lines:
        return
    text = lines[0].text
    for line in lines[1:]:
        joined = text.endswith("-") and len(text) > 1 and text[-2].islower() and line.text[:1].islower()
        text = text[:-1] + line.text if joined else f"{text} {line.text}"
    bold = all(line.bold for line in lines) or lines[0].size > 1.15 * body
    centred = all(
        any(abs(line.x0 + line.x1 - 2 * c) < _CENTRED for c in sheet.centres) and line.x1 - line.x0 < 0.75 * sheet.width
        for line in lines
    )
    yield Line(clean(text), bold=bold, centred=centred, page=sheet.number)


def _without_text(sheets: Sequence[_Sheet]) -> list[str]:
    """A line for every run of pages without a text layer."""
    runs: list[list[int]] = []
    for sheet in sheets:
        if sheet.has_text:
            continue
        if runs and runs[-1][1] == sheet.number - 1:
            runs[-1][1] = sheet.number
        else:
            runs.append([sheet.number, sheet.number])
    return [
        f"Halaman {a if a == b else f'{a}–{b}'} tidak memuat lapisan teks (gambar atau hasil pindai): tidak terbaca."
        for a, b in runs
    ]
