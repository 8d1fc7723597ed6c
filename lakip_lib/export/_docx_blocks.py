"""Blocks of the fragments as paragraphs and tables of Word."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from itertools import pairwise

from lakip_lib.export import _docx_lists as lists
from lakip_lib.export import _docx_tables as tables
from lakip_lib.export._docx_inline import Marks, inline, is_empty
from lakip_lib.export._docx_xml import name, paragraph, properties, run, twips, w
from lakip_lib.export.fragments import HEADINGS, Element, classes, find_class, make, only, text_of

_BLOCKS = frozenset({"p", "ul", "ol", "div", "section", "blockquote", "pre", "figure", "table", "hr", *HEADINGS})
_DIVISIONS = {"celah": "Celah", "catatan": "Catatan"}
_BOLD = (("b", ()),)
_ROOM = 19.0
"""Height in mm left for a signature."""
SIGNATURE = 78.0
"""Width in mm of a block for a signature."""
_AFTER_TABLE = 160
"""Twips between a table and running text below it."""
_SPACED = frozenset({"BodyText", "ListParagraph", "Quote", "Celah", "TandaTangan"})


@dataclass(frozen=True)
class Setting:
    """How a paragraph is set: style, further properties, the list it is an item of, bold or not."""

    style: str = "BodyText"
    given: tuple[Element, ...] = ()
    depth: int = -1
    bold: bool = False
    in_table: bool = False


class Blocks:
    """Writes blocks, with the bookmarks, lists and pictures of one document."""

    def __init__(self, marks: Marks, numbering: lists.Numbering) -> None:
        self.marks, self.numbering = marks, numbering
        self.width = 0.0
        """Width in mm of the text on the page that is being written."""
        self.sizes: set[float] = set()
        """Type sizes of the tables written so far."""

    def block(self, node: Element, how: Setting = Setting()) -> Iterator[Element]:
        """Give the paragraphs and tables that `node` makes."""
        names = classes(node)
        if node.tag in HEADINGS:
            level = max(HEADINGS.index(node.tag), 1)
            content = self.marks.bookmark(node.get("id", ""), "Toc", inline(node, self.marks))
            yield paragraph(f"Heading{level}", content, *([w("pageBreakBefore")] if level == 1 else []))
        elif node.tag == "figure":
            yield from self._figure(node)
        elif node.tag in ("ul", "ol"):
            yield from self._list(node, how)
        elif node.tag == "hr":
            yield w(
                "p",
                properties(
                    "pPr",
                    [w("pStyle", val="BodyText"), w("pBdr", w("bottom", val="single", sz=4, space=1, color="CFD6DE"))],
                ),
            )
        elif "tanda-tangan" in names:
            yield from self._signature(node)
        elif names & {"halaman-baru", "ruang"}:
            return
        elif node.tag == "p":
            yield self._paragraph(node, how)
        else:
            style = next((_DIVISIONS[one] for one in sorted(names) if one in _DIVISIONS), None)
            if node.tag == "blockquote" and not how.in_table:
                style = "Quote"
            inner = replace(how, style=style) if style else how
            if node.get("id"):
                yield from self._marked(node.get("id", ""), self.flow(node, inner))
            else:
                yield from self.flow(node, inner)

    def flow(self, node: Element, how: Setting) -> Iterator[Element]:
        """Give what the content of `node` makes: loose text becomes paragraphs between its blocks."""
        if not any(child.tag in _BLOCKS for child in node):
            if not is_empty(node):
                yield self._paragraph(node, how)
            return
        loose = make("p", node.text or "")
        for child in node:
            if child.tag in _BLOCKS:
                if not is_empty(loose):
                    yield self._paragraph(loose, how)
                    how = _next(how)
                yield from self.block(child, how)
                how = _next(how)
                loose = make("p", child.tail or "")
            else:
                loose.append(deepcopy(child))
        if not is_empty(loose):
            yield self._paragraph(loose, how)

    def _paragraph(self, node: Element, how: Setting) -> Element:
        content = inline(node, self.marks, _BOLD if how.bold else ())
        if how.in_table and node.find(".//img") is not None:  # the tight lines of tables would cut a picture
            how = replace(how, given=(*how.given, w("spacing", line=240, lineRule="auto")))
        return paragraph(how.style, self.marks.bookmark(node.get("id", ""), "Toc", content), *map(deepcopy, how.given))

    def _marked(self, target: str, made: Iterator[Element]) -> Iterator[Element]:
        for index, element in enumerate(made):
            if index == 0 and element.tag == name("p"):
                start = self.marks.bookmark(target, "Toc", [])
                element[1:1] = start
            yield element

    def _list(self, node: Element, how: Setting) -> Iterator[Element]:
        number, depth = self.numbering.list(node, small=how.in_table), how.depth + 1
        style = how.style if how.in_table else "ListParagraph"
        kept = tuple(one for one in how.given if one.tag not in (name("numPr"), name("ind")))
        for item in node.iterchildren("li"):
            inner = replace(how, style=style, depth=depth, given=(*kept, lists.place(number, depth)))
            made = list(self.flow(item, inner))
            yield from made or [paragraph(style, (), *map(deepcopy, inner.given))]

    def _signature(self, node: Element) -> Iterator[Element]:
        side = w("ind", left=max(twips(self.width - SIGNATURE), 0))
        lines = [child for child in node if child.tag in _BLOCKS]
        for index, child in enumerate(lines):
            given = [deepcopy(side)]
            if index < len(lines) - 1:
                given.append(w("keepNext"))
            if "ruang" in classes(child):
                yield paragraph(
                    "TandaTangan", (), *given, w("spacing", before=0, after=0, line=twips(_ROOM), lineRule="exact")
                )
                continue
            if index == 0:
                given.append(w("spacing", before=twips(8)))
            bold = "nama" in classes(child)
            yield from self.block(child, Setting("TandaTangan", tuple(given), bold=bold))

    # --- figures -------------------------------------------------------------------------------

    def _figure(self, figure: Element) -> Iterator[Element]:
        kind = "Gambar" if "gambar" in classes(figure) else "Tabel"
        parts = list(figure)
        for index, part in enumerate(parts):
            if part.tag == "figcaption":
                above = any(later.tag == "div" and "catatan" not in classes(later) for later in parts[index + 1 :])
                yield self._caption(figure, part, kind, above=above)
            else:
                yield from self._shown(part, figure)

    def _shown(self, part: Element, figure: Element) -> Iterator[Element]:
        """Give a part of a figure that is no caption: tables and pictures wherever they stand in it, notes, text."""
        if part.tag == "table":
            made, points = tables.table(part, self.width, tables.described(figure), self._cell)
            self.sizes.add(points)
            yield made
        elif part.tag == "img":
            yield paragraph("Figure", [self.marks.picture(part)])
        elif part.tag == "div" and next(part.iter("table", "img"), None) is not None:
            for child in part:
                yield from self._shown(child, figure)
        else:
            yield from self.block(part)

    def _caption(self, figure: Element, caption: Element, kind: str, *, above: bool) -> Element:
        target = figure.get("id", "")
        number = next(find_class(caption, "span", "nomor"), None)
        content: list[Element] = []
        if number is not None:
            content = self.marks.bookmark(target, "Ref", self.marks.number(kind, text_of(number)))
            content.append(run(" "))
        content.extend(inline(caption, self.marks, skip=number))
        return paragraph("Caption", self.marks.bookmark(target, "Toc", content), *([w("keepNext")] if above else []))

    def _cell(self, cell: Element, style: str, given: Sequence[Element]) -> list[Element]:
        how = Setting(style, tuple(given), bold=tables.strong(cell), in_table=True)
        made = list(self.flow(cell, how))
        if not made or made[-1].tag != name("p"):
            made.append(paragraph(style, (), *map(deepcopy, given)))
        return made


def _next(how: Setting) -> Setting:
    """Give the setting for what follows the first paragraph of a list item: indented like it, without a sign."""
    if how.depth < 0 or not any(one.tag == name("numPr") for one in how.given):
        return how
    indent = (lists.INDENT_SMALL if how.in_table else lists.INDENT) * (how.depth + 1)
    kept = tuple(one for one in how.given if one.tag != name("numPr"))
    return replace(how, given=(*kept, w("ind", left=twips(indent))))


def space_after_tables(body: Sequence[Element]) -> None:
    """Set running text apart from a table above it; captions and headings keep their own distance."""
    for before, after in pairwise(body):
        if before.tag == name("tbl") and after.tag == name("p"):
            given = only(after, name("pPr"))
            style = only(given, name("pStyle")).get(name("val"))
            if style in _SPACED and given.find(name("spacing")) is None:
                after.replace(given, properties("pPr", [*given, w("spacing", before=_AFTER_TABLE)]))
