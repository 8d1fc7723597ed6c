"""Reads a Word file into a `Document`: the text as Word prints it, in reading order.

Printed are the results of fields, inserted text and text boxes; not printed are deleted or hidden text, comments, and
the doubles that Word keeps for older versions.  Headers and footers are no part of the report.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from lakip_lib.document._blocks import assemble
from lakip_lib.document._docx_text import GONE, PLAIN, Fields, Text, preferred
from lakip_lib.document._lines import Grid, Item, Line, RawCell, clean
from lakip_lib.document._package import Package
from lakip_lib.document._styles import Numbering, Style, W, on, outline_level, styles, value, whole
from lakip_lib.document.model import Document

if TYPE_CHECKING:
    from lxml import etree

__all__ = ["read_docx"]

_P, _TBL, _TR, _TC, _SDT = (W + n for n in ("p", "tbl", "tr", "tc", "sdt"))
_ALTERNATIVE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
_WRAPPERS = frozenset(W + n for n in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag"))


def read_docx(path: Path) -> Document:
    """The document in a .docx file.

    Raises:
        UnreadableError: the file is damaged, is no Word document, or is made to harm.
    """
    with Package(path) as package:
        main = package.main()
        folder = posixpath.dirname(main)
        root = package.xml(main)
        reader = _Reader(styles(package.xml(f"{folder}/styles.xml")), Numbering(package.xml(f"{folder}/numbering.xml")))
    body = root.find(W + "body") if root is not None else None
    blocks, unread = assemble(list(reader.items(body if body is not None else ())))
    if reader.fields.embedded:
        unread.append(f"{reader.fields.embedded} objek tertanam (misalnya lembar Excel) tidak terbaca.")
    return Document(path.name, "docx", blocks, unread)


class _Reader:
    def __init__(self, known: dict[str, Style], numbering: Numbering) -> None:
        self._styles = known
        self._numbering = numbering
        self._printed = ""  # the last number that Word printed before a paragraph
        self.fields = Fields()

    def items(self, elements: Iterable[etree._Element]) -> Iterator[Item]:
        """The lines and grids of a body, a text box or a content control."""
        for element in elements:
            tag = element.tag
            if tag == _P:
                yield from self._paragraph(element)
            elif tag == _TBL:
                yield from self._table(element)
            elif tag == _SDT:
                gallery = value(element, f"{W}sdtPr/{W}docPartObj/{W}docPartGallery")
                if gallery != "Table of Contents":
                    content = element.find(W + "sdtContent")
                    yield from self.items(content if content is not None else ())
            elif tag == _ALTERNATIVE:
                yield from self.items(preferred(element))
            elif isinstance(tag, str) and tag not in GONE:
                yield from self.items(element)

    def _paragraph(self, p: etree._Element) -> Iterator[Item]:
        said = p.find(W + "pPr")
        style = self._styles.get(value(said, W + "pStyle") or "", PLAIN)
        text = Text(self._styles, style, self.fields)
        text.take(p)
        number = self._number(said, style)
        self._printed = number or self._printed
        content = clean("".join(text.parts))
        if content and not (text.contents or style.contents or _has_leader(said, content)):
            yield self._line(content, text, said, style, number)
        for box in text.boxes:
            yield from self.items(box)

    @staticmethod
    def _line(content: str, text: Text, said: etree._Element | None, style: Style, number: str | None) -> Line:
        outline = value(said, W + "outlineLvl")
        level = style.level if outline is None else outline_level(outline)
        if style.caption or text.caption:
            level, kind = 0, "caption"
        elif level:
            kind = ""
            content = f"{number} {content}" if number else content
        else:
            kind = "note" if style.note else "item" if style.listed or number is not None else ""
        alignment = value(said, W + "jc")
        centred = alignment == "center" if alignment else style.centred
        return Line(content, level, kind, text.bold, centred, tuple(q for q in map(clean, text.quoted) if q))

    def _number(self, said: etree._Element | None, style: Style) -> str | None:
        """The number that Word prints before the paragraph; nothing if it is in no list, empty for a bullet."""
        number = value(said, f"{W}numPr/{W}numId")
        if number is not None:
            level = whole(value(said, f"{W}numPr/{W}ilvl"))
        elif style.number is not None:
            number, level = style.number
        else:
            return None
        return None if number == "0" else self._numbering.next(number, level)

    # -- tables ---------------------------------------------------------------------------------------------------

    def _table(self, table: etree._Element) -> Iterator[Item]:
        rows = list(_rows(table))
        cells = [list(_cells(row)) for row in rows]
        if sum(map(len, cells)) == 1:  # a frame around text
            yield from self.items(chain.from_iterable(cells))
            return
        grid: list[list[RawCell]] = []
        above: dict[int, RawCell] = {}  # by grid column: the cells into which the next row may merge
        header, counting = 0, True
        for row, row_cells in zip(rows, cells, strict=True):
            properties = row.find(W + "trPr")
            raw_row: list[RawCell] = []
            merged: dict[int, RawCell] = {}
            column = whole(value(properties, W + "gridBefore"))
            if column:
                raw_row.append(RawCell("", column_span=column))
            for cell in row_cells:
                said = cell.find(W + "tcPr")
                span = max(1, whole(value(said, W + "gridSpan")))
                merge = said.find(W + "vMerge") if said is not None else None
                continued = merge is not None and merge.get(W + "val", "continue") == "continue"
                origin = above.get(column) if continued else None
                across = said.find(W + "hMerge") if said is not None else None
                if raw_row and across is not None and across.get(W + "val", "continue") == "continue":
                    raw_row[-1].column_span += span
                elif origin is not None and origin.column_span == span:
                    origin.row_span += 1
                    merged[column] = origin
                else:
                    raw = self._cell(cell, span)
                    raw_row.append(raw)
                    if merge is not None:
                        merged[column] = raw
                column += span
            above = merged
            grid.append(raw_row)
            counting = counting and on(properties, W + "tblHeader") is True
            header += counting
        if any(c.text for row in grid for c in row):
            yield Grid(grid, header if header < len(grid) else 0)

    def _cell(self, cell: etree._Element, span: int) -> RawCell:
        lines: list[str] = []
        quoted: list[str] = []
        self._printed = ""
        for item in self.items(cell):
            if isinstance(item, Line):
                lines.append(item.text)
                quoted += item.quoted
            else:
                lines += (" ".join(c.text for c in row if c.text) for row in item.rows)
                quoted += (c.text for row in item.rows for c in row if c.quoted)
        text = "\n".join(lines) or self._printed  # a column "No." that Word numbers by itself
        return RawCell(text, column_span=span, quoted=any(c.isdigit() for q in quoted for c in q))


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    """The rows of a table that are printed."""
    for child in table:
        if child.tag == _TR:
            if child.find(f"{W}trPr/{W}del") is None:
                yield child
        elif child.tag in _WRAPPERS:
            yield from _rows(child)


def _cells(row: etree._Element) -> Iterator[etree._Element]:
    for child in row:
        if child.tag == _TC:
            yield child
        elif child.tag in _WRAPPERS:
            yield from _cells(child)


def _has_leader(said: etree._Element | None, content: str) -> bool:
    """Whether the paragraph is an entry of a contents list: a tab with dots, then a page number."""
    tabs = said.iterfind(f"{W}tabs/{W}tab") if said is not None else ()
    return content[-1:].isdigit() and any(t.get(W + "leader", "none") != "none" for t in tabs)
