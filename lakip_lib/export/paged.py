"""Make a report ready for paper: drawings as files, column widths, landscape runs, classes that survive pandoc."""

from __future__ import annotations

import base64
import re
from copy import deepcopy
from io import BytesIO
from itertools import pairwise

from lxml import etree

from lakip_lib.export import columns, drawings
from lakip_lib.export.fragments import (
    HEADINGS,
    SVG,
    Element,
    add_class,
    classes,
    find_class,
    is_svg,
    make,
    parse,
    replace,
    serialise,
    text_of,
)
from lakip_lib.export.layout import Report

MARGIN_LEFT, MARGIN_RIGHT, MARGIN_LANDSCAPE = 25.0, 20.0, 18.0
_MARGINS_TOP_BOTTOM = 51.0
_MARGINS_TOP_BOTTOM_LANDSCAPE = 40.0
_CAPTION_ROOM = 22.0
_EMBLEM = 25.0
"""Width in mm of a drawing outside figures (an emblem on the cover) that does not say its own."""
_SMALLEST_UPRIGHT = 7.0
"""A table that would need smaller type than this on an upright page is turned."""
_WHOLE_TABLE = 75.0
"""A table, and rows joined by a cell, of about so many mm stay on one page."""
_SMALL = 8.0
"""Long names are broken only in tables that would need smaller type than this."""
_LONG_WORD = re.compile(r"\S{17,}")
_COVER = ("judul", "tahun", "instansi")  # lines that have a look of their own
_SUFFIXES = {"jpeg": "jpg", "svg+xml": "svg"}
_SHORT = 700
"""Text of up to so many characters goes along onto the landscape page of the table it leads to."""
_LONG_CELL = 1800
"""A row with a cell of more characters than this may break across pages."""


def prepare(report: Report) -> tuple[str, dict[str, bytes]]:
    """Give the HTML that pandoc reads and the image files it names."""
    images: dict[str, bytes] = {}
    cover = _cover(report)
    lists = {f"data_{kind}": "true" if report.listed(kind) else "false" for kind in ("tabel", "gambar")}
    front = make(
        "div", "", *(_landscape(_marked(deepcopy(section), report)) for section in report.front), class_="depan"
    )
    front.append(make("div", "x", class_="daftar", **lists))
    body = make("div", "", *(_landscape(_marked(deepcopy(section), report)) for section in report.body), class_="isi")
    whole = make("div", "", cover, front, body)
    for section in whole.iter("section"):
        if len(section) and "mendatar" not in classes(section[0]):
            section.insert(0, make("div", "x", class_="halaman-baru"))
    for figure in list(whole.iter("figure")):
        wide = "lebar" in classes(figure)
        for table in figure.iter("table"):
            _set_columns(table, _text_width(report, wide=wide))
    _draw(whole, report, images)
    _plain(whole)
    return "".join(serialise(part) for part in whole), images


def _text_width(report: Report, *, wide: bool) -> float:
    width, height = report.paper
    return height - 2 * MARGIN_LANDSCAPE if wide else width - MARGIN_LEFT - MARGIN_RIGHT


def _text_height(report: Report, *, wide: bool) -> float:
    width, height = report.paper
    return (width - _MARGINS_TOP_BOTTOM_LANDSCAPE if wide else height - _MARGINS_TOP_BOTTOM) - _CAPTION_ROOM


# --- landscape ---------------------------------------------------------------------------------


def _marked(section: Element, report: Report) -> Element:
    """Mark as wide every table that does not fit an upright page even in small type."""
    for figure in find_class(section, "figure", "tabel"):
        table = figure.find(".//table")
        if table is not None and not columns.fits(table, _text_width(report, wide=False), _SMALLEST_UPRIGHT):
            add_class(figure, "lebar")
    return section


def _landscape(section: Element) -> Element:
    """Gather wide figures that follow each other, with the headings and short texts before them, on turned pages."""
    children = list(section)
    wide = [index for index, child in enumerate(children) if child.tag == "figure" and "lebar" in classes(child)]
    turned: set[int] = set()
    for index in wide:
        turned.update(range(_lead(children, index), index + 1))
    for before, after in pairwise(wide):  # a short text between two wide figures stays with them
        gap = children[before + 1 : after]
        if not any(node.tag == "figure" for node in gap) and sum(len(text_of(node)) for node in gap) <= _SHORT:
            turned.update(range(before, after))
    box: Element | None = None
    for index, child in enumerate(children):
        if index not in turned:
            box = None
            continue
        if box is None:
            box = make("div", "", class_="mendatar")
            replace(child, box)
        box.append(child)
    return section


def _lead(children: list[Element], index: int) -> int:
    """Give where the lead of the wide figure at `index` begins: headings before it, and one short text below them."""
    start, room = index, _SHORT
    while start > 0 and children[start - 1].tag not in HEADINGS and children[start - 1].tag != "figure":
        room -= len(text_of(children[start - 1]))
        if room < 0:
            break
        start -= 1
    if start > 0 and children[start - 1].tag not in HEADINGS:
        return index
    while start > 0 and children[start - 1].tag in HEADINGS:
        start -= 1
    return start


# --- tables and drawings -----------------------------------------------------------------------


def _breakable(table: Element) -> None:
    """Let long names of files and the like break after punctuation (at a zero width space, which copying keeps)."""

    def opened(word: re.Match[str]) -> str:
        return re.sub(r"([/_.:,;=])(?=[^\W\d])", "\\1\u200b", word[0])

    for node in table.iter(etree.Element):
        node.text = node.text and _LONG_WORD.sub(opened, node.text)
        node.tail = node.tail and _LONG_WORD.sub(opened, node.tail)


def _set_columns(table: Element, available: float) -> None:
    """Write column widths and type size where pandoc and the filter read them, and mark rows that may break."""
    fit = columns.fit(table, available)
    if fit.points < _SMALL:
        _breakable(table)
        fit = columns.fit(table, available)
    table.set("data-pt", f"{fit.points:g}")
    for old in table.findall("colgroup"):
        table.remove(old)
    table.insert(0, make("colgroup", "", *(make("col", style=f"width:{width:.3f}%") for width in fit.widths)))
    rows = list(columns.grid(table))
    if fit.height <= _WHOLE_TABLE:
        table.set("data-utuh", "1")
    for row in rows:
        long = any(len(text_of(cell)) > _LONG_CELL for _, _, cell in row)
        for _, _, cell in row:
            span = int(cell.get("rowspan", "1"))
            if long or (span > 1 and fit.height * span / len(rows) > _WHOLE_TABLE):
                cell.set("data-panjang", "1")
            if columns.indent(cell):
                cell.set("data-masuk", f"{columns.indent(cell) * columns.INDENT:g}")


def _draw(whole: Element, report: Report, images: dict[str, bytes]) -> None:
    """Replace drawings by the names of files that hold them, sized for the page."""
    for drawing in [*drawings.outer(whole), *whole.iter("img")]:
        figure = next(drawing.iterancestors("figure"), None)
        wide = figure is not None and "lebar" in classes(figure)
        if drawing.tag == "img":
            kind, _, data = drawing.get("src", "").partition(";base64,")
            kind, content = _SUFFIXES.get(kind.rpartition("/")[2], kind.rpartition("/")[2]), base64.b64decode(data)
            alt, ratio = drawing.get("alt", ""), _ratio(kind, content)
        else:
            kind, content = "svg", serialise(drawing).encode()
            alt, ratio = drawing.get("aria-label", ""), drawings.ratio(drawing)
        room = _text_width(report, wide=wide)
        width = min(float(drawing.get("data-lebar-mm") or (_EMBLEM if figure is None else room)), room)
        if ratio:
            width = min(width, _text_height(report, wide=wide) / ratio)
        name = f"gambar-{len(images) + 1}.{kind}"
        images[name] = content
        replace(drawing, make("img", src=name, alt=alt or "Gambar", data_w=f"{width:.2f}"))


def _ratio(kind: str, content: bytes) -> float | None:
    """Give height over width of an embedded picture; None when it does not tell, or is none."""
    from PIL import Image

    try:
        if kind == "svg":
            return drawings.ratio(parse(content.decode()))
        with Image.open(BytesIO(content)) as image:
            return image.height / image.width
    except (OSError, ValueError, etree.XMLSyntaxError, Image.DecompressionBombError):
        return None


# --- what pandoc would lose --------------------------------------------------------------------


def _cover(report: Report) -> Element:
    """Give the cover with room (`renggang`) above the title and below the year."""
    lines = [line for line in deepcopy(report.cover).iter("p", "h1", "img", f"{SVG}svg") if _stands_alone(line)]
    names = [next((name for name in _COVER if name in classes(line)), "lain") for line in lines]
    first, last = names.index("judul"), max(index for index, name in enumerate(names) if name in ("judul", "tahun"))
    cover = make("div", "", class_="sampul")
    for index, (name, line) in enumerate(zip(names, lines, strict=True)):
        if index == first:
            cover.append(make("div", "x", class_="sampul-renggang"))
        line.tail = None
        if line.tag in ("p", "h1"):
            line.tag, line.attrib["class"] = "p", ""
        cover.append(make("div", "", line, class_=f"sampul-{name}"))
        if index == last:
            cover.append(make("div", "x", class_="sampul-renggang"))
    return cover


def _stands_alone(line: Element) -> bool:
    return not any(owner.tag in ("p", "h1") or is_svg(owner) for owner in line.iterancestors())


def _plain(whole: Element) -> None:
    """Turn classes on paragraphs and quotations, which pandoc drops, into elements that it keeps."""
    for node in list(whole.iter("data", "q")):
        kept = classes(node) & {"kosong", "ditolak"}
        node.tag = "span"
        node.attrib.clear()
        if kept:
            node.set("class", " ".join(sorted(kept)))
    for block in list(find_class(whole, "div", "tanda-tangan")):
        for line in list(block.iterchildren("p")):
            if not text_of(line):
                replace(line, make("div", "x", class_="ruang"))
            elif "nama" in classes(line):
                line.addprevious(make("div", "x", class_="ruang"))
    for node in list(whole.iter("p")):
        if node.get("class"):
            box = make("div", "", class_=node.attrib.pop("class"))
            replace(node, box)
            box.append(node)
    for section in whole.iter("section"):
        section.attrib.clear()
