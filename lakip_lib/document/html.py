"""Reads an HTML file into a `Document`: a report of our own, or a page that Word or another program saved."""

from __future__ import annotations

import codecs
import re
from pathlib import Path
from typing import TYPE_CHECKING

from lakip_lib.document._blocks import assemble
from lakip_lib.document._html_parts import (
    BLOCKS,
    COVER,
    cell_of,
    collapsed,
    is_frame,
    is_marked,
    is_skipped,
    rows_of,
    text_of,
)
from lakip_lib.document._lines import Grid, Item, Line, clean, is_leader, set_mark
from lakip_lib.document.model import Document, UnreadableError

if TYPE_CHECKING:
    from lxml import etree

__all__ = ["read_html"]

_HEADINGS = {f"h{n}": n for n in range(1, 7)}
_BOLD = frozenset({"b", "strong"})
_CAPTION_CLASS = re.compile(r"(?:^|\s)(?:MsoCaption|caption)(?:\s|$)", re.IGNORECASE)
_LIST_CLASS = re.compile(r"(?:^|\s)MsoList\w+")
_TITLE_CLASS = re.compile(r"(?:^|\s)(?:MsoTitle|MsoSubtitle|judul)(?:\s|$)")
_CENTRED = re.compile(r"text-align\s*:\s*center", re.IGNORECASE)
_BOLD_STYLE = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)
# a picture inside the page can be longer than the parser allows a piece to be
_PICTURE = re.compile(rb"data:image/[^\"'()\s<>]+", re.IGNORECASE)
_WINDOWS = frozenset({"iso-8859-1", "latin-1", "latin1", "us-ascii"})  # what browsers take these for
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)


def read_html(path: Path, content: bytes) -> Document:
    """The document in the bytes of an HTML file.

    Raises:
        UnreadableError: the file cannot be parsed or holds no text.
    """
    from lxml import etree, html

    unreadable = UnreadableError(f"{path.name} tidak dapat dibaca sebagai HTML: simpan ulang dari Word atau peramban.")
    try:
        parser = html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False)
        text = _decoded(_PICTURE.sub(b"", content)).replace("\x00", "")
        root = html.document_fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.LxmlError, ValueError, LookupError) as error:
        raise unreadable from error
    if any(e.level_name == "FATAL" for e in parser.error_log):  # libxml2 stops there, and the rest is lost
        raise unreadable
    reader = _Reader()
    reader.take(root)
    reader.flush()
    blocks, unread = assemble(reader.items)
    return Document(path.name, "html", blocks, unread)


def _decoded(content: bytes) -> str:
    """The text, in the encoding that its first bytes mark, that its bytes fit, or that the file declares."""
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ):
        if content.startswith(mark):
            return content[len(mark) :].decode(name, "replace")
    declared = _CHARSET.search(content[:4096])
    name = declared[1].decode("ascii", "replace").lower() if declared else ""
    if name in _WINDOWS:
        name = "windows-1252"
    for tried in ("utf-8", name):  # hardly a text in another encoding can be read as UTF-8
        try:
            return content.decode(tried)
        except (LookupError, ValueError):
            continue
    return content.decode("windows-1252", "replace")


class _Reader:
    def __init__(self) -> None:
        self.items: list[Item] = []
        self._start()

    def _start(self, level: int = 0, kind: str = "", *, centred: bool = False) -> None:
        self._parts: list[str] = []
        self._quoted: list[str] = []
        self._bold: list[bool] = []
        self._level, self._kind, self._centred = level, kind, centred

    def flush(self) -> None:
        """End the line that is being collected."""
        text = clean("".join(self._parts))
        if text and not is_leader(text):
            quoted = tuple(q for q in map(clean, self._quoted) if q)
            bold = bool(self._bold) and all(self._bold)
            self.items.append(Line(text, self._level, self._kind, bold, self._centred, quoted))
        self._start(self._level, self._kind, centred=self._centred)

    def take(self, element: etree._Element, *, kind: str = "", bold: bool = False, quoted: bool = False) -> None:
        """Read an element with all that is in it; what surrounds it has been read or will be."""
        tag = element.tag
        if is_skipped(element):
            return
        if tag == "br":
            self._add("\n", bold=bold, quoted=False)
            return
        named = element.get("class", "")
        style = element.get("style", "")
        if tag in BLOCKS:
            self.flush()
            if tag == "table":
                self._table(element, "")
                return
            if tag == "figure":
                self._figure(element, named)
                return
            kind = _kind(tag, named) or kind
            level = 0 if kind == "text" else _HEADINGS.get(tag, 0)
            centred = bool(_CENTRED.search(style)) or element.get("align", "").lower() == "center" or tag == "center"
            around = (self._level, self._kind, self._centred)
            inherited = centred or (self._centred and tag not in {"p", "li"})
            self._start(level, kind, centred=inherited)
        bold = bold or tag in _BOLD or bool(_BOLD_STYLE.search(style))
        within = quoted or is_marked(element)
        if tag == "q":  # browsers print the marks
            self._add("“", bold=bold, quoted=quoted)
        self._content(element, kind=kind, bold=bold, quoted=within)
        if tag == "q":
            self._add("”", bold=bold, quoted=quoted)
        if tag in BLOCKS:
            self.flush()
            self._start(around[0], around[1], centred=around[2])

    def _content(self, element: etree._Element, *, kind: str, bold: bool, quoted: bool) -> None:
        start = len(self._parts)
        self._add(collapsed(element.text), bold=bold, quoted=quoted)
        for child in element:
            self.take(child, kind=kind, bold=bold, quoted=quoted)
            self._add(collapsed(child.tail), bold=bold, quoted=quoted)
        if element.tag == "sup":
            set_mark(self._parts, start)

    def _add(self, text: str, *, bold: bool, quoted: bool) -> None:
        if not text:
            return
        self._parts.append(text)
        if text.strip():
            self._bold.append(bold)
            if quoted:
                self._quoted.append(text)

    def _figure(self, figure: etree._Element, named: str) -> None:
        """A table or a drawing with its own caption."""
        table = next(figure.iter("table"), None)
        caption = figure.find("figcaption")
        if table is None:
            if caption is not None:
                self.take(caption, kind="caption")
            elif "gambar" not in named.split():
                for child in figure:
                    self.take(child)
            return
        self._table(table, clean(text_of(caption)[0]).replace("\n", " ") if caption is not None else "")
        inside = set(table.iterancestors()) | {table, caption}
        for child in figure.iter():
            if child is not figure and child not in inside and child.getparent() in inside - {table, caption}:
                self.take(child)

    def _table(self, table: etree._Element, caption: str) -> None:
        rows = list(rows_of(table))
        cells = [list(row.iterchildren("td", "th")) for row in rows]
        if sum(map(len, cells)) == 1 or is_frame(table, cells):
            for row in cells:
                for cell in row:
                    self.take(cell)
            return
        inner = table.find("caption")
        if inner is not None and not caption:
            caption = clean(text_of(inner)[0]).replace("\n", " ")
        grid = [[cell_of(cell, len(rows) - r) for cell in row] for r, row in enumerate(cells)]
        header = 0
        for line, row_cells in zip(rows, cells, strict=True):
            titles = bool(row_cells) and all(c.tag == "th" for c in row_cells)
            part = line.getparent()
            if not ((part is not None and part.tag == "thead") or (titles and header < len(rows) - 1)):
                break
            header += 1
        if any(c.text for row in grid for c in row):
            self.items.append(Grid(grid, header, caption))


def _kind(tag: str, named: str) -> str:
    """What the element says that its text is."""
    words = named.split()
    if tag in {"figcaption", "caption"} or _CAPTION_CLASS.search(named):
        return "caption"
    if "catatan" in words or "celah" in words:
        return "note"
    if _TITLE_CLASS.search(named) or COVER in words:
        return "text"
    return "item" if tag == "li" or _LIST_CLASS.search(named) else ""
