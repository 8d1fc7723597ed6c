"""Reads an HTML file into a `Document`: a report of our own, or a page that Word or another program saved."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from lakip_lib.document._blocks import assemble
from lakip_lib.document._lines import Grid, Item, Line, RawCell, clean, is_leader
from lakip_lib.document.model import Document, UnreadableError

if TYPE_CHECKING:
    from lxml import etree

__all__ = ["read_html"]

_SKIPPED = frozenset(
    {"head", "script", "style", "template", "noscript", "nav", "footer", "svg", "math", "object", "iframe", "canvas"}
    | {"dialog", "select", "button", "input"}
)
_BLOCKS = frozenset(
    {
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "caption",
        "center",
        "dd",
        "details",
        "dialog",
        "div",
        "dl",
        "dt",
    }
    | {"fieldset", "figcaption", "figure", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "legend"}
    | {"li", "main", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul"}
)
_HEADINGS = {f"h{n}": n for n in range(1, 7)}
_BOLD = frozenset({"b", "strong"})
_COVER = "sampul"
_LONGEST_NUMBER = 10
_CONTENTS_CLASS = re.compile(r"(?:^|\s)(?:daftar|daftar-isi|toc|MsoToc\w*|MsoTableofFigures)(?:\s|$)", re.IGNORECASE)
_CAPTION_CLASS = re.compile(r"(?:^|\s)(?:MsoCaption|caption)(?:\s|$)", re.IGNORECASE)
_LIST_CLASS = re.compile(r"(?:^|\s)MsoList\w+")
_TITLE_CLASS = re.compile(r"(?:^|\s)(?:MsoTitle|MsoSubtitle|judul)(?:\s|$)")
_HIDDEN = re.compile(
    r"display\s*:\s*none|mso-hide\s*:\s*all|mso-element\s*:\s*(?:header|footer|comment)", re.IGNORECASE
)
_CENTRED = re.compile(r"text-align\s*:\s*center", re.IGNORECASE)
_BOLD_STYLE = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)


def read_html(path: Path, content: bytes) -> Document:
    """The document in the bytes of an HTML file.

    Raises:
        UnreadableError: the file cannot be parsed or holds no text.
    """
    from lxml import etree, html

    parser = html.HTMLParser(encoding=_encoding(content), no_network=True, huge_tree=False)
    try:
        root = html.document_fromstring(content, parser)
    except (etree.LxmlError, ValueError, LookupError) as error:
        raise UnreadableError(f"{path.name} tidak dapat dibaca sebagai HTML: simpan ulang berkasnya.") from error
    reader = _Reader()
    reader.take(root)
    reader.flush()
    blocks, unread = assemble(reader.items)
    return Document(path.name, "html", blocks, unread)


def _encoding(content: bytes) -> str:
    """The encoding that the file declares, or the one that its bytes fit."""
    for mark, name in ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if content.startswith(mark):
            return name
    declared = _CHARSET.search(content[:4096])
    name = declared[1].decode("ascii", "replace").lower() if declared else ""
    if name in {"", "utf-8", "utf8"}:
        try:
            content.decode("utf-8")
        except UnicodeDecodeError:
            return "windows-1252"
        return "utf-8"
    return "windows-1252" if name in {"iso-8859-1", "latin-1", "latin1", "us-ascii"} else name


class _Reader:
    def __init__(self) -> None:
        self.items: list[Item] = []
        self._start()

    def _start(self, level: int = 0, kind: str = "", *, centred: bool = False, bold: bool = False) -> None:
        self._parts: list[str] = []
        self._quoted: list[str] = []
        self._bold: list[bool] = []
        self._level, self._kind, self._centred, self._given_bold = level, kind, centred, bold

    def flush(self) -> None:
        """End the line that is being collected."""
        text = clean("".join(self._parts))
        if text and not is_leader(text):
            quoted = tuple(q for q in map(clean, self._quoted) if q)
            bold = bool(self._bold) and all(self._bold)
            self.items.append(Line(text, self._level, self._kind, bold, self._centred, quoted))
        self._start(self._level, self._kind, centred=self._centred, bold=self._given_bold)

    def take(self, element: etree._Element, *, kind: str = "", bold: bool = False, quoted: bool = False) -> None:
        """Read an element with all that is in it; what surrounds it has been read or will be."""
        tag = element.tag
        if not isinstance(tag, str) or tag in _SKIPPED or _is_skipped(element):
            return
        if tag == "br":
            self._add("\n", bold=bold, quoted=False)
            return
        named = element.get("class", "")
        style = element.get("style", "")
        if tag in _BLOCKS:
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
            before = (self._level, self._kind, self._centred, self._given_bold)
            inherited = centred or (self._centred and tag not in {"p", "li"})
            self._start(level or (self._level if tag == "span" else 0), kind, centred=inherited)
        bold = bold or tag in _BOLD or bool(_BOLD_STYLE.search(style))
        quoted = quoted or (tag == "q" and "ditolak" in named.split())
        self._add(_collapsed(element.text), bold=bold, quoted=quoted)
        for child in element:
            self.take(child, kind=kind, bold=bold, quoted=quoted)
            self._add(_collapsed(child.tail), bold=bold, quoted=quoted)
        if tag in _BLOCKS:
            self.flush()
            self._start(before[0], before[1], centred=before[2], bold=before[3])

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
        self._table(table, clean(_text(caption)[0]).replace("\n", " ") if caption is not None else "")
        inside = set(table.iterancestors()) | {table, caption}
        for child in figure.iter():
            if child is not figure and child not in inside and child.getparent() in inside - {table, caption}:
                self.take(child)

    def _table(self, table: etree._Element, caption: str) -> None:
        rows = list(_rows(table))
        cells = [list(row.iterchildren("td", "th")) for row in rows]
        if sum(map(len, cells)) == 1 or _is_frame(table, cells):
            for row in cells:
                for cell in row:
                    self.take(cell)
            return
        inner = table.find("caption")
        if inner is not None and not caption:
            caption = clean(_text(inner)[0]).replace("\n", " ")
        grid = [[_cell(cell, len(rows) - r) for cell in row] for r, row in enumerate(cells)]
        header = 0
        for row, row_cells in zip(rows, cells, strict=True):
            titles = bool(row_cells) and all(c.tag == "th" for c in row_cells)
            if not (row.getparent().tag == "thead" or (titles and header < len(rows) - 1)):
                break
            header += 1
        if any(c.text for row in grid for c in row):
            self.items.append(Grid(grid, header, caption))


def _is_skipped(element: etree._Element) -> bool:
    if element.tag == "header" and _COVER not in element.get("class", "").split():
        return True
    return (
        _CONTENTS_CLASS.search(element.get("class", "")) is not None
        or element.get("hidden") is not None
        or _HIDDEN.search(element.get("style", "")) is not None
        or (element.tag == "a" and "lompat" in element.get("class", "").split())
    )


def _kind(tag: str, named: str) -> str:
    """What the element says that its text is."""
    words = named.split()
    if tag in {"figcaption", "caption"} or _CAPTION_CLASS.search(named):
        return "caption"
    if "catatan" in words or "celah" in words:
        return "note"
    if _TITLE_CLASS.search(named) or _COVER in words:
        return "text"
    return "item" if tag == "li" or _LIST_CLASS.search(named) else ""


def _collapsed(text: str | None) -> str:
    """The text with the line ends of the source as spaces: only <br> breaks a line."""
    return text.replace("\n", " ").replace("\r", " ") if text else ""


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    """The rows of this table in printed order, without those of tables inside it."""
    parts = [c for c in table if c.tag in {"tr", "thead", "tbody", "tfoot"}]
    for part in sorted(parts, key=lambda p: {"thead": 0, "tfoot": 2}.get(p.tag, 1)):
        yield from [part] if part.tag == "tr" else part.iterchildren("tr")


def _is_frame(table: etree._Element, cells: list[list[etree._Element]]) -> bool:
    """Whether the table only lays out the page: it holds another table in a cell, and at most one row of cells."""
    return len(cells) == 1 and next(table.iterdescendants("table"), None) is not None


def _cell(cell: etree._Element, below: int) -> RawCell:
    text, quoted = _text(cell)
    rows = _span(cell.get("rowspan")) if cell.get("rowspan", "").strip() != "0" else below
    return RawCell(clean(text), rows, _span(cell.get("colspan")), any(c.isdigit() for c in quoted))


def _span(text: str | None) -> int:
    return max(1, min(int(text), 65534)) if text and text.strip().isdecimal() and len(text) < _LONGEST_NUMBER else 1


def _text(element: etree._Element) -> tuple[str, str]:
    """(all text, quoted text) in an element, a line for every block in it."""
    parts: list[str] = []
    marked: list[str] = []

    def take(inner: etree._Element, *, quoted: bool) -> None:
        tag = inner.tag
        if not isinstance(tag, str) or tag in _SKIPPED or _is_skipped(inner):
            return
        quoted = quoted or (tag == "q" and "ditolak" in inner.get("class", "").split())
        block = tag in _BLOCKS or tag == "br"
        if block:
            parts.append("\n" if tag not in {"td", "th"} else " ")
        for text in (inner.text, *(t for child in inner for t in (child, child.tail))):
            if isinstance(text, str):
                parts.append(_collapsed(text))
                if quoted:
                    marked.append(text)
            elif text is not None:
                take(text, quoted=quoted)
        if block and tag not in {"br", "td", "th"}:
            parts.append("\n")

    take(element, quoted=False)
    return "".join(parts), "".join(marked)
