"""Reads a PDF that has a text layer into a `Document`: lines become paragraphs and headings, ruled areas tables."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from lakip_lib.document._blocks import assemble
from lakip_lib.document._join import append
from lakip_lib.document._lines import (
    ITEM,
    Item,
    Line,
    clean,
    is_caption,
    is_leader,
    split_number,
    title_like,
)
from lakip_lib.document._pdf_guard import swells
from lakip_lib.document._pdf_page import TextLine
from lakip_lib.document._pdf_quotes import Quotations
from lakip_lib.document._pdf_sheet import Sheet, drop_drawings, drop_running_heads, read_sheet
from lakip_lib.document.model import Document, UnreadableError
from lakip_lib.timelimit import TooLong, at_most

if TYPE_CHECKING:
    from pdfplumber.page import Page

__all__ = ["read_pdf"]

_LONGEST_OPENING = 10.0  # seconds
_LONGEST_PAGE = 5.0
_MOST_SLOW = 2  # pages
_SAME_SIZE = 0.6
_CENTRED = 12.0


def read_pdf(path: Path) -> Document:
    """The document in a .pdf file.

    Raises:
        UnreadableError: the file is damaged, locked by a password, or holds pictures of pages only.
    """
    if swells(path):
        raise UnreadableError(
            f"{path.name} membengkak jauh melebihi ukuran wajar sebuah laporan bila dibuka, sehingga ditolak: "
            "buat ulang PDF-nya dari berkas Word."
        )
    logging.getLogger("pdfminer").setLevel(logging.CRITICAL)  # what it says of a broken file is no help to a reader
    sheets: list[Sheet] = []
    for sheet in _sheets(path):
        sheets.append(sheet)
        if sum(s.too_long for s in sheets) > _MOST_SLOW:
            raise TooLong
    if not sheets:
        raise _damaged(path)
    if not any(s.has_text for s in sheets):
        if any(s.too_long for s in sheets):
            raise TooLong
        raise UnreadableError(
            f"{path.name} tidak memuat teks, hanya gambar halaman (hasil pindai): pakai berkas Word atau PDF aslinya."
        )
    drop_running_heads(sheets)
    sizes = Counter(line.size for s in sheets for line in s.lines for _ in line.text)
    body = sizes.most_common(1)[0][0] if sizes else 10.0
    items: list[Item] = []
    for sheet in sheets:
        drop_drawings(sheet, body)
        append(items, list(_items(sheet, body)), sheet.number)
    blocks, unread = assemble(items)
    return Document(path.name, "pdf", blocks, [*unread, *_without_text(sheets)])


def _sheets(path: Path) -> Iterator[Sheet]:
    import pdfplumber
    from pdfminer.pdfdocument import PDFPasswordIncorrect
    from pdfplumber.utils.exceptions import PdfminerException

    try:
        with path.open("rb") as file, pdfplumber.open(file) as pdf:  # a file it opens stays open where it fails
            with at_most(_LONGEST_OPENING):
                quotations = Quotations(pdf)
                pages = pdf.pages
            for page in pages:
                yield _within_time(page, quotations)
    except PdfminerException as error:
        if error.args and isinstance(error.args[0], PDFPasswordIncorrect):
            raise UnreadableError(
                f"{path.name} terkunci kata sandi: simpan ulang tanpa kata sandi, lalu coba lagi."
            ) from error
        raise _damaged(path) from error
    except Exception as error:  # pdfminer lets many kinds through where a file is broken
        raise _damaged(path) from error


def _within_time(page: Page, quotations: Quotations) -> Sheet:
    """What is on the page; nothing if it is drawn so intricately that reading it takes too long."""
    try:
        with at_most(_LONGEST_PAGE):
            return read_sheet(page, quotations.on(page))
    except TooLong:
        return Sheet(page.page_number, float(page.height), float(page.width), too_long=True)
    finally:
        page.close()


def _damaged(path: Path) -> UnreadableError:
    return UnreadableError(f"{path.name} rusak atau terpotong: unduh atau simpan ulang PDF-nya, lalu coba lagi.")


def _items(sheet: Sheet, body: float) -> Iterator[Item]:
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
    if is_leader(last.text, numbered=False) or ITEM.match(line.text) or is_caption(Line(line.text)):
        return True
    _level, number, title = split_number(line.text)
    if number and (line.bold or ("." in number and title_like(title))) and not line.text[0].islower():
        return True
    if line.bold and len(before) == 1 and is_caption(Line(last.text)) is None and last.x1 < right - 120:
        return True
    short = last.x1 < right - 0.12 * (right - before[0].x0)
    return short and last.text.endswith((".", ":", ";", "!", "?"))


def _paragraph(lines: Sequence[TextLine], sheet: Sheet, body: float) -> Iterator[Line]:
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
    quoted = tuple(q for line in lines for q in line.quoted)
    yield Line(clean(text), bold=bold, centred=centred, quoted=quoted, page=sheet.number)


def _without_text(sheets: Sequence[Sheet]) -> list[str]:
    """A line for every run of pages without a text layer."""
    runs: list[list[int]] = []
    for sheet in sheets:
        if sheet.has_text or sheet.too_long:
            continue
        if runs and runs[-1][1] == sheet.number - 1:
            runs[-1][1] = sheet.number
        else:
            runs.append([sheet.number, sheet.number])
    slow = [f"Halaman {s.number} terlalu rumit gambarnya: tidak terbaca." for s in sheets if s.too_long]
    return slow + [
        f"Halaman {a if a == b else f'{a}–{b}'} tidak memuat lapisan teks (gambar atau hasil pindai): tidak terbaca."
        for a, b in runs
    ]
