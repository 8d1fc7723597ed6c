"""Reads a Word file into a `Document`: the text as Word prints it, in reading order.

Printed are the results of fields, inserted text and text boxes; not printed are deleted or hidden text, comments, and the
doubles that Word keeps for older versions.  Headers and footers are no part of the report.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from lakip_lib.document._blocks import assemble
from lakip_lib.document._lines import Grid, Item, Line, RawCell, clean
from lakip_lib.document._package import Package
from lakip_lib.document._styles import Numbering, Style, W, on, styles, value
from lakip_lib.document.model import Document

if TYPE_CHECKING:
    from lxml import etree

__all__ = ["read_docx"]

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_CHOICE, _FALLBACK, _ALTERNATIVE = _MC + "Choice", _MC + "Fallback", _MC + "AlternateContent"
_P, _R, _T, _TBL, _TR, _TC, _SDT = (W + n for n in ("p", "r", "t", "tbl", "tr", "tc", "sdt"))
_BOX, _FIELD, _CODE = W + "txbxContent", W + "fldChar", W + "instrText"
_GONE = frozenset(W + n for n in ("del", "moveFrom", "pPr", "rPr", "sdtPr", "tblPr", "commentReference", "footnotes"))
_WRAPPERS = frozenset(W + n for n in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag"))
_PLAIN = Style()
_PRINTED = {
    W + "tab": "\t",
    W + "br": "\n",
    W + "cr": "\n",
    W + "noBreakHyphen": "-",
    W + "ptab": "\t",
}


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
    if reader.embedded:
        unread.append(f"{reader.embedded} objek tertanam (misalnya lembar Excel) tidak terbaca.")
    return Document(path.name, "docx", blocks, unread)


class _Reader:
    def __init__(self, known: dict[str, Style], numbering: Numbering) -> None:
        self._styles = known
        self._numbering = numbering
        self._fields: list[str] = []  # the codes of the fields that are open; they may span paragraphs
        self._printed = ""  # the last number that Word printed before a paragraph
        self.embedded = 0

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
                    yield from self.items(element.find(W + "sdtContent") or ())
            elif tag == _ALTERNATIVE:
                yield from self.items(_preferred(element))
            elif isinstance(tag, str) and tag not in _GONE and tag != W + "sectPr":
                yield from self.items(element)

    def _paragraph(self, p: etree._Element) -> Iterator[Item]:
        said = p.find(W + "pPr")
        style = self._styles.get(value(said, W + "pStyle") or "", _PLAIN)
        text = _Text(self, style)
        in_contents = self._in_contents()
        text.take(p)
        in_contents = in_contents or text.contents
        number = self._number(said, style)
        self._printed = number or self._printed
        content = clean("".join(text.parts))
        if content and not (in_contents or style.contents or _has_leader(said, content)):
            outline = value(said, W + "outlineLvl") or ""
            level = int(outline) + 1 if outline.isdecimal() and int(outline) < 9 else style.level
            caption = style.caption or text.caption
            listed = style.listed or number is not None
            if level and not caption and number:
                content = f"{number} {content}"
            alignment = value(said, W + "jc")
            yield Line(
                content,
                0 if caption else level,
                "caption" if caption else "item" if listed and not level else "",
                text.bold,
                alignment == "center" if alignment else style.centred,
                tuple(q for q in map(clean, text.quoted) if q),
            )
        for box in text.boxes:
            yield from self.items(box)

    def _number(self, said: etree._Element | None, style: Style) -> str | None:
        """The number that Word prints before the paragraph; nothing if it is in no list, empty for a bullet."""
        number = value(said, f"{W}numPr/{W}numId")
        depth = value(said, f"{W}numPr/{W}ilvl") or ""
        if number is None:
            if style.number is None:
                return None
            number, level = style.number
        else:
            level = int(depth) if depth.isdecimal() else 0
        return None if number == "0" else self._numbering.next(number, level)

    def _in_contents(self) -> bool:
        return any(f.strip().startswith("TOC") for f in self._fields)

    # -- tables ---------------------------------------------------------------------------------------------------

    def _table(self, table: etree._Element) -> Iterator[Item]:
        rows = list(_rows(table))
        cells = [list(_cells(row)) for row in rows]
        if sum(map(len, cells)) == 1:  # a frame around text
            yield from self.items(cells[0][0])
            return
        grid: list[list[RawCell]] = []
        above: dict[int, RawCell] = {}  # by grid column: the cells into which the next row may merge
        header, counting = 0, True
        for row, row_cells in zip(rows, cells, strict=True):
            properties = row.find(W + "trPr")
            raw_row: list[RawCell] = []
            merged: dict[int, RawCell] = {}
            column = _integer(value(properties, W + "gridBefore"))
            if column:
                raw_row.append(RawCell("", column_span=column))
            for cell in row_cells:
                said = cell.find(W + "tcPr")
                span = max(1, _integer(value(said, W + "gridSpan")))
                merge = said.find(W + "vMerge") if said is not None else None
                continued = merge is not None and merge.get(W + "val", "continue") == "continue"
                origin = above.get(column) if continued else None
                if value(said, W + "hMerge") == "continue" and raw_row:
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


class _Text:
    """Collects what a paragraph prints."""

    def __init__(self, reader: _Reader, style: Style) -> None:
        self._reader = reader
        self._style = style
        self.parts: list[str] = []
        self.quoted: list[str] = []
        self.boxes: list[etree._Element] = []
        self.bold = True
        self.caption = False
        self.contents = False

    def take(self, element: etree._Element) -> None:
        for child in element:
            tag = child.tag
            if tag == _R:
                self._run(child)
            elif tag == _ALTERNATIVE:
                self.take(_preferred(child))
            elif tag == _BOX:
                self.boxes.append(child)
            elif tag == _M + "oMath":
                self.parts.append(_formula(child))
            elif tag == W + "fldSimple":
                self._code(child.get(W + "instr", ""))
                self.take(child)
            elif isinstance(tag, str) and tag not in _GONE and tag != _FALLBACK:
                self.take(child)

    def _run(self, run: etree._Element) -> None:
        said = run.find(W + "rPr")
        style = self._reader._styles.get(value(said, W + "rStyle") or "", _PLAIN) if said is not None else _PLAIN
        hidden = on(said, W + "vanish")
        if hidden if hidden is not None else style.hidden:
            return
        start = len(self.parts)
        for child in run:
            tag = child.tag
            if tag == _T:
                self.parts.append(child.text or "")
            elif tag in _PRINTED:
                self.parts.append(_PRINTED[tag])
            elif tag == _FIELD:
                self._field(child.get(W + "fldCharType"))
            elif tag == _CODE:
                if self._reader._fields:
                    self._reader._fields[-1] += child.text or ""
                    self._code(self._reader._fields[-1])
            elif tag == W + "sym":
                self.parts.append("•")
            elif tag == W + "object":
                self._reader.embedded += 1
            elif tag not in _GONE:
                self._find_boxes(child)
        text = "".join(self.parts[start:])
        if text.strip():
            bold = next((b for b in (on(said, W + "b"), style.bold, self._style.bold) if b is not None), False)
            self.bold = self.bold and bold
            if style.quoted:
                self.quoted.append(text)

    def _find_boxes(self, element: etree._Element) -> None:
        """Find the text boxes in a drawing."""
        if element.tag == _ALTERNATIVE:
            self._find_boxes(_preferred(element))
        elif element.tag == _BOX:
            self.boxes.append(element)
        elif isinstance(element.tag, str):
            for child in element:
                self._find_boxes(child)

    def _field(self, kind: str | None) -> None:
        fields = self._reader._fields
        if kind == "begin":
            fields.append("")
        elif kind == "end" and fields:
            fields.pop()

    def _code(self, code: str) -> None:
        words = code.split()
        self.contents = self.contents or words[:1] == ["TOC"]
        self.caption = self.caption or words[:1] == ["SEQ"]


def _preferred(alternative: etree._Element) -> etree._Element:
    """The branch that a present-day Word shows."""
    choice = alternative.find(_CHOICE)
    fallback = alternative.find(_FALLBACK)
    return next((b for b in (choice, fallback) if b is not None), alternative)


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


def _integer(text: str | None) -> int:
    return int(text) if text and text.isdecimal() else 0


def _formula(math: etree._Element) -> str:
    """A formula on one line; a fraction becomes (a) / (b)."""
    parts: list[str] = []
    for child in math:
        if child.tag == _M + "f":
            over, under = child.find(_M + "num"), child.find(_M + "den")
            parts.append(" / ".join(_formula(p) for p in (over, under) if p is not None))
        elif child.tag in {_M + "t", _T}:
            parts.append(child.text or "")
        elif isinstance(child.tag, str):
            parts.append(_formula(child))
    return "".join(parts)
