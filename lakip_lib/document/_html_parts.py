"""The elements of an HTML file that print nothing, that print lines of their own, and that make up a table."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from lakip_lib.document._lines import RawCell, clean, set_mark

if TYPE_CHECKING:
    from lxml import etree

__all__ = ["BLOCKS", "COVER", "cell_of", "collapsed", "is_frame", "is_marked", "is_skipped", "rows_of", "text_of"]

_SKIPPED = frozenset(
    {"head", "script", "style", "template", "noscript", "nav", "footer", "svg", "math", "object", "iframe", "canvas"}
    | {"dialog", "select", "button", "input"}
)
BLOCKS = frozenset(
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
COVER = "sampul"
_LONGEST_NUMBER = 10
_CONTENTS_CLASS = re.compile(r"(?:^|\s)(?:daftar|daftar-isi|toc|MsoToc\w*|MsoTableofFigures)(?:\s|$)", re.IGNORECASE)
_HIDDEN = re.compile(
    r"display\s*:\s*none|mso-hide\s*:\s*all|mso-element\s*:\s*(?:header|footer|comment)", re.IGNORECASE
)


def is_skipped(element: etree._Element) -> bool:
    """Whether the element, with all that is in it, is no part of the printed report."""
    if not isinstance(element.tag, str) or element.tag in _SKIPPED:
        return True
    if element.tag == "header" and COVER not in element.get("class", "").split():
        return True
    return (
        _CONTENTS_CLASS.search(element.get("class", "")) is not None
        or element.get("id", "").startswith("Table of Contents")  # LibreOffice
        or (element.tag == "div" and element.get("title") in {"header", "footer"})
        or element.get("hidden") is not None
        or _HIDDEN.search(element.get("style", "")) is not None
        or (element.tag == "a" and "lompat" in element.get("class", "").split())
    )


def is_marked(element: etree._Element) -> bool:
    """Whether the element is the quotation of a figure that was rejected."""
    return element.tag == "q" and "ditolak" in element.get("class", "").split()


def collapsed(text: str | None) -> str:
    """The text with the line ends of the source as spaces: only <br> breaks a line."""
    return text.replace("\n", " ").replace("\r", " ") if text else ""


def rows_of(table: etree._Element) -> Iterator[etree._Element]:
    """The rows of this table in printed order, without those of tables inside it."""
    parts = [c for c in table if c.tag in {"tr", "thead", "tbody", "tfoot"}]
    for part in sorted(parts, key=lambda p: {"thead": 0, "tfoot": 2}.get(str(p.tag), 1)):
        yield from [part] if part.tag == "tr" else part.iterchildren("tr")


def is_frame(table: etree._Element, cells: list[list[etree._Element]]) -> bool:
    """Whether the table only lays out the page: it holds another table in a cell, and at most one row of cells."""
    return len(cells) == 1 and next(table.iterdescendants("table"), None) is not None


def cell_of(cell: etree._Element, below: int) -> RawCell:
    text, quoted = text_of(cell)
    rows = _span(cell.get("rowspan")) if cell.get("rowspan", "").strip() != "0" else below
    return RawCell(clean(text), rows, _span(cell.get("colspan")), any(c.isdigit() for c in quoted))


def _span(text: str | None) -> int:
    return max(1, min(int(text), 65534)) if text and text.strip().isdecimal() and len(text) < _LONGEST_NUMBER else 1


def text_of(element: etree._Element) -> tuple[str, str]:
    """(all text, quoted text) in an element, a line for every block in it."""
    parts: list[str] = []
    marked: list[str] = []

    def take(inner: etree._Element, *, quoted: bool) -> None:
        if is_skipped(inner):
            return
        quoted = quoted or is_marked(inner)
        before, after = _around(str(inner.tag))
        parts.append(before)
        start = len(parts)
        for text in (inner.text, *(t for child in inner for t in (child, child.tail))):
            if isinstance(text, str):
                parts.append(collapsed(text))
                if quoted:
                    marked.append(text)
            elif text is not None:
                take(text, quoted=quoted)
        if inner.tag == "sup":
            set_mark(parts, start)
        parts.append(after)

    take(element, quoted=False)
    return "".join(parts), "".join(marked)


def _around(tag: str) -> tuple[str, str]:
    """What is printed before and after an element: its line ends, or the quotation marks that browsers print."""
    if tag == "q":
        return "“", "”"
    if tag in {"br", "td", "th"}:
        return ("\n" if tag == "br" else " "), ""
    return ("\n", "\n") if tag in BLOCKS else ("", "")
