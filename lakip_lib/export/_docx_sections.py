"""Sections of Word: paper, margins, page numbers, running header and footer, upright or turned."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from lakip_lib.export import paged
from lakip_lib.export._docx_pictures import graphic
from lakip_lib.export._docx_xml import emu, name, other, paragraph, properties, root, run, twips, w
from lakip_lib.export._docx_xml import field as word_field
from lakip_lib.export.fragments import Element, only

_TOP, _BOTTOM, _TOP_TURNED, _BOTTOM_TURNED = 27.0, 24.0, 22.0, 18.0
COVER = 28.0
"""Margin in mm beside the cover's text."""
_COVER_TOP = 32.0
_HEADER, _FOOTER = 13.0, 11.0
_BAND = 12.0
"""Width in mm of the band of colour on the cover."""


@dataclass(frozen=True)
class Running:
    """Which parts are header and footer: relation ids by type ("default", "first", "even")."""

    headers: Mapping[str, str] = field(default_factory=dict)
    footers: Mapping[str, str] = field(default_factory=dict)
    from_edge: tuple[float, float] | None = None
    """Distance in mm of header and footer from the edge of the paper, where it is not the usual one."""

    def over(self, ours: Running) -> Running:
        """Give these headers and footers with `ours` where there is none."""
        headers, footers = {**ours.headers, **self.headers}, {**ours.footers, **self.footers}
        for kind in ("first", "even"):
            if kind in headers or kind in footers:
                headers.setdefault(kind, headers["default"])
                footers.setdefault(kind, footers["default"])
        return Running(headers, footers, self.from_edge or ours.from_edge)


@dataclass(frozen=True)
class Section:
    """A run of pages: part of the report ("sampul", "depan", "isi"), turned or not, whether it begins its part."""

    part: str
    turned: bool = False
    opens: bool = False


def settings(section: Section, paper: tuple[float, float], running: Running, *, first: bool = False) -> Element:
    """Give `sectPr` for `section`; `first` asks for the header and footer of a first page, if there are any."""
    first = first and "first" in running.headers
    width, height = paper
    given = []
    for tag, parts in (("headerReference", running.headers), ("footerReference", running.footers)):
        for kind, relation in parts.items():
            if kind != "first" or first:
                reference = w(tag, type=kind)
                reference.set(name("r:id"), relation)
                given.append(reference)
    given.append(w("type", val="nextPage"))
    left, right, top, bottom = _margins(section)
    if section.turned:
        given.append(w("pgSz", w=twips(height), h=twips(width), orient="landscape"))
    else:
        given.append(w("pgSz", w=twips(width), h=twips(height)))
    head, foot = running.from_edge or (_HEADER, _FOOTER)
    edge = {"header": twips(head), "footer": twips(foot), "gutter": 0}
    given.append(w("pgMar", top=twips(top), right=twips(right), bottom=twips(bottom), left=twips(left), **edge))
    if section.part != "sampul":
        start = {"start": 1} if section.opens else {}
        given.append(w("pgNumType", fmt="lowerRoman" if section.part == "depan" else "decimal", **start))
    given.append(w("cols", space=720))
    if first:
        given.append(w("titlePg"))
    return w("sectPr", *given)


def text_width(section: Section, paper: tuple[float, float]) -> float:
    """Give the width in mm of the text."""
    left, right, _, _ = _margins(section)
    return paper[1 if section.turned else 0] - left - right


def text_height(section: Section, paper: tuple[float, float]) -> float:
    """Give the height in mm of the text."""
    _, _, top, bottom = _margins(section)
    return paper[0 if section.turned else 1] - top - bottom


def _margins(section: Section) -> tuple[float, float, float, float]:
    if section.part == "sampul":
        return COVER, COVER, _COVER_TOP, _COVER_TOP
    if section.turned:
        return paged.MARGIN_LANDSCAPE, paged.MARGIN_LANDSCAPE, _TOP_TURNED, _BOTTOM_TURNED
    return paged.MARGIN_LEFT, paged.MARGIN_RIGHT, _TOP, _BOTTOM


def assemble(body: Element, parts: Iterable[tuple[Section, list[Element]]], made: Sequence[Element]) -> None:
    """Put the blocks of all sections into `body`; the last paragraph of each section carries its settings."""
    whole = list(parts)
    for index, (_, blocks) in enumerate(whole):
        body.extend(blocks)
        if index == len(whole) - 1:
            if not blocks or blocks[-1].tag != name("p"):
                body.append(paragraph("Pemisah"))
            body.append(made[index])
            return
        last = blocks[-1] if blocks else None
        if last is None or last.tag != name("p"):
            last = paragraph("Pemisah")
            body.append(last)
        given = only(last, name("pPr"))
        last.replace(given, properties("pPr", [*given, made[index]]))


# --- headers and footers -----------------------------------------------------------------------


def header(office: str, title: str, width: float) -> Element:
    """Give the running header: office at the left, short title at the right of a line `width` mm long."""
    tabs = w(
        "tabs",
        w("tab", val="clear", pos=4513),
        w("tab", val="clear", pos=9026),
        w("tab", val="right", pos=twips(width)),
    )
    return root("w:hdr", paragraph("Header", [run(office), run(w("tab")), run(title)], tabs))


def footer() -> Element:
    """Give the footer: the number of the page."""
    return root("w:ftr", paragraph("Footer", word_field("PAGE", [run("1")]), w("jc", val="center")))


def cover_band(relation: str, paper: tuple[float, float]) -> Element:
    """Give the header of the cover: a band of colour from the picture behind `relation` along the left edge."""
    width, height = emu(_BAND), emu(paper[1])
    anchor = other(
        "wp:anchor",
        other("wp:simplePos", x=0, y=0),
        other("wp:positionH", _offset(), relativeFrom="page"),
        other("wp:positionV", _offset(), relativeFrom="page"),
        other("wp:extent", cx=width, cy=height),
        other("wp:effectExtent", l=0, t=0, r=0, b=0),
        other("wp:wrapNone"),
        other("wp:docPr", id=9001, name="Hiasan sampul", descr="Hiasan: pita warna di tepi kiri sampul"),
        other("wp:cNvGraphicFramePr"),
        graphic(relation, 9001, width, height),
        distT=0,
        distB=0,
        distL=0,
        distR=0,
        simplePos=0,
        relativeHeight=1,
        behindDoc=1,
        locked=0,
        layoutInCell=1,
        allowOverlap=1,
    )
    return root("w:hdr", paragraph("Pemisah", [run(w("drawing", anchor))]))


def _offset() -> Element:
    offset = other("wp:posOffset")
    offset.text = "0"
    return offset
