"""The report as one HTML file: our template, our stylesheet, embedded fonts, no request to anywhere."""

from __future__ import annotations

import base64
from copy import deepcopy
from typing import TYPE_CHECKING

from lakip_lib.export import layout, looks, workbook
from lakip_lib.export.fragments import SVG, Element, add_class, classes, find_class, make, parent, serialise, text_of

if TYPE_CHECKING:
    from nbconvert.exporters.exporter import Exporter
    from nbformat import NotebookNode

_LONG_CELL = 45
"""A cell with more characters than this asks for a wide column."""
_EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def __getattr__(name: str) -> type[Exporter]:
    """Give `LakipHtmlExporter` without importing nbconvert before somebody asks for it."""
    if name != "LakipHtmlExporter":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from lakip_lib.export.exporters import LakipHtmlExporter

    return LakipHtmlExporter


def render(notebook: NotebookNode) -> str:
    """Give the whole HTML document of a stitched `notebook`."""
    report = layout.read(notebook)
    sections = [_for_screen(section) for section in (*report.front, *report.body)]
    front = len(report.front)
    width, height = report.paper
    early = 'document.documentElement.classList.add("berskrip");\n' + looks.text("tema.js")
    late = "\n".join(map(looks.text, ("laporan.js", "isi.js", "cari.js", "salin.js")))
    page = looks.template("laporan.html.j2").render(
        report=report,
        lang=report.info.get("bahasa", "id"),
        cover="\n".join(map(serialise, report.cover)),
        front="\n".join(map(serialise, sections[:front])),
        body="\n".join(map(serialise, sections[front:])),
        lists=[
            ("daftar-tabel", "Daftar Tabel", report.listed("tabel")),
            ("daftar-gambar", "Daftar Gambar", report.listed("gambar")),
        ],
        width=width,
        height=height,
        css=looks.css("laporan.css", "alat.css"),
        early=early,
        late=late,
        policy=looks.policy(early, late),
        fonts=looks.FONTS,
        **_workbook(report),
    )
    return looks.with_fonts(page)


def _workbook(report: layout.Report) -> dict[str, str]:
    """Give the link to the workbook of all tables, which lies in the page itself: it is mailed along."""
    content = workbook.render(report)
    if not content:
        return {}
    return {
        "workbook": f"data:{_EXCEL};base64,{base64.b64encode(content).decode()}",
        "workbook_name": f"lakip-{report.info.get('tahun', '')}-tabel.xlsx".replace("--", "-"),
        "workbook_size": looks.size(len(content)),
    }


def _for_screen(section: Element) -> Element:
    """Make what is wider than the window scroll by keyboard too, size drawings, and link numbers to their sources."""
    section = deepcopy(section)
    for number in find_class(section, "data", "hitung"):
        _link(number)
    for figure in section.iter("figure"):
        name = text_of(figure.find("figcaption"))
        for box in (*find_class(figure, "div", "gulir"), *find_class(figure, "div", "kanvas")):
            for key, value in (("tabindex", "0"), ("role", "region"), ("aria-label", name)):
                box.set(key, value)
        for cell in figure.iter("td", "th"):
            if len(text_of(cell)) > _LONG_CELL and "colspan" not in cell.attrib and "n" not in classes(cell):
                add_class(cell, "panjang")
        for drawing in figure.iter(f"{SVG}svg", "img"):
            width = drawing.get("data-lebar-mm")
            if width and parent(drawing).tag == "div":
                drawing.set("style", f"{drawing.get('style', '')};--lebar:{float(width):g}mm".lstrip(";"))
    return section


def _link(number: Element) -> None:
    """Without scripts a computed number leads to its line in the annex of sources."""
    source = number.attrib.pop("data-sumber", None)
    if source is None:
        return
    link = make("a", number.text or "", href=f"#{source}", class_="asal")
    for child in list(number):
        link.append(child)
    number.text = ""
    number.append(link)
    number.attrib.pop("tabindex", None)
