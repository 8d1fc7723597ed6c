"""Read the fragments of executed notebooks: Markdown cells and `text/html` outputs, each with its place."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lxml import etree

from lakip_lib.export import drawings
from lakip_lib.export.fragments import HEADINGS, SVG, Element, classes, is_svg, make, parse, text_of

if TYPE_CHECKING:
    from nbformat import NotebookNode

_ROOTS = frozenset({*HEADINGS[:5], "figure", "div", "p", "section", "ul", "ol", "blockquote"})
_FORBIDDEN = frozenset({"script", "iframe", "object", "embed", "form", "link", "base", "meta", f"{SVG}script"})
_ID = re.compile(r"[A-Za-z]([A-Za-z0-9_.-]*[A-Za-z0-9_-])?")
_EMBEDDED = re.compile(r"data:image/(png|jpe?g|gif|webp|svg\+xml);base64,")
"""The pictures that every format shows; a page would take others too."""
_SPAN, _WIDTH = re.compile(r"[1-9]\d{0,3}", re.ASCII), re.compile(r"\d{1,4}(\.\d+)?", re.ASCII)
_GIVEN_ID = re.compile(r"\s*\{#([^\s{}]+)\}\s*$")


@dataclass
class Piece:
    """One fragment, where it came from, and the part of the report it belongs to."""

    element: Element
    part: str
    chapter: int
    file: str
    cell: int

    def problem(self, what: str) -> str:
        """Say `what` is wrong, and where."""
        return f"{self.file}, sel {self.cell}: {what}"

    @property
    def level(self) -> int:
        """The heading level as an author counts it (1 = BAB); 0 for what is no heading."""
        return HEADINGS.index(self.element.tag) + 1 if self.element.tag in HEADINGS else 0


def pieces(notebook: NotebookNode, problems: list[str]) -> Iterator[Piece]:
    """Give the fragments of `notebook` in order; what may not enter a report is added to `problems` instead.

    A cell with the tag `remove_cell` is for whoever works in the notebook, and stays there.
    """
    about = notebook.metadata.get("lakip", {})
    part, chapter = about.get("bagian"), about.get("bab", 0)
    file = about.get("berkas", "notebook tanpa nama")
    if part not in ("depan", "bab", "lampiran") or (part == "bab" and (not isinstance(chapter, int) or chapter < 1)):
        problems.append(
            f"{file}: metadata lakip harus memuat bagian (depan, bab, lampiran) dan nomor bab; terbaca {about!r}"
        )
        return
    for number, cell in enumerate(notebook.cells, start=1):
        if "remove_cell" in cell.metadata.get("tags", ()):
            continue
        where = Piece(make("p"), part, chapter if part == "bab" else 0, file, number)
        for element in _read(cell, where, problems):
            bad = _refused(element)
            if bad:
                problems.append(where.problem(bad))
            else:
                yield Piece(element, part, where.chapter, file, number)


def _read(cell: NotebookNode, where: Piece, problems: list[str]) -> Iterator[Element]:
    if cell.cell_type == "markdown":
        try:
            yield from _markdown(cell.source)
        except etree.XMLSyntaxError as error:  # a control character that was pasted along
            problems.append(where.problem(f"teks sel memuat tanda yang tidak dapat ditampilkan: {error.msg}"))
    for output in cell.get("outputs", ()):
        if output.output_type == "error":
            problems.append(where.problem(f"sel gagal dijalankan: {output.get('ename')}: {output.get('evalue')}"))
        elif "text/html" in output.get("data", {}):
            html = output.data["text/html"]
            try:
                yield parse("".join(html) if isinstance(html, list) else html)
            except etree.XMLSyntaxError as error:
                problems.append(where.problem(f"keluaran HTML bukan satu elemen XML yang utuh: {error.msg}"))


def _markdown(source: str) -> Iterator[Element]:
    import mistune

    html = mistune.create_markdown(escape=True)(source)
    prose: Element | None = None
    for element in parse(f"<div>{html}</div>"):
        element.tail = None
        if element.tag in HEADINGS:
            prose = None
            _take_given_id(element)
            yield element
        elif prose is None:
            prose = make("div", "", element, class_="prosa")
            yield prose
        else:
            prose.append(element)


def _take_given_id(heading: Element) -> None:
    """Turn a `{#id}` at the end of a Markdown heading into its id."""
    last = heading[-1] if len(heading) else None
    text = (heading.text if last is None else last.tail) or ""
    match = _GIVEN_ID.search(text)
    if match:
        heading.set("id", match[1])
        if last is None:
            heading.text = text[: match.start()]
        else:
            last.tail = text[: match.start()]


def _refused(element: Element) -> str | None:
    """Say why `element` may not enter a report, or None."""
    if element.tag not in _ROOTS:
        return f"<{etree.QName(element).localname}> bukan fragmen laporan; lihat docs/fragments.md"
    return next((reason for node in element.iter(etree.Element) if (reason := _refused_node(node))), None)


def _refused_node(node: Element) -> str | None:
    name, given = etree.QName(node).localname, node.get("id")
    if node.tag in _FORBIDDEN or any(attribute.lower().startswith("on") for attribute in node.attrib):
        return f"<{name}> memuat skrip atau sumber luar, yang tidak boleh ada dalam laporan"
    source = node.get("src") if name != "image" else node.get("href") or node.get("{http://www.w3.org/1999/xlink}href")
    if source is not None and not source.startswith("data:image/"):
        return f"gambar {source!r} berada di luar laporan; sematkan sebagai data URI"
    if given is not None and not is_svg(node) and not _ID.fullmatch(given):
        return f"id {given!r} harus diawali huruf dan hanya memuat huruf, angka, titik, garis bawah, tanda hubung"
    check = _BY_NAME.get(name)
    return check(node) if check else None


def _refused_table(table: Element) -> str | None:
    if any("tabel" in classes(owner) for owner in table.iterancestors("figure")):
        return None
    return "<table> harus berada di dalam <figure> berkelas tabel"


def _refused_cell(cell: Element) -> str | None:
    if all(_SPAN.fullmatch(cell.get(span, "1")) for span in ("rowspan", "colspan")):
        return None
    return "rowspan dan colspan sebuah sel harus bilangan mulai dari 1"


def _refused_image(image: Element) -> str | None:
    link = image.get("src", "")
    try:
        content = base64.b64decode(link.partition(",")[2]) if _EMBEDDED.match(link) else b""
    except ValueError:
        content = b""
    if not content:
        return "gambar harus disematkan sebagai PNG, JPEG, GIF, WebP, atau SVG dalam base64"
    return _refused_drawing(image)


def _refused_drawing(drawing: Element) -> str | None:
    if _WIDTH.fullmatch(drawing.get("data-lebar-mm", "1")):
        return None
    return "data-lebar-mm sebuah gambar harus bilangan, dengan titik sebagai tanda desimal"


def _refused_figure(figure: Element) -> str | None:
    name = figure.get("id", "figure")
    if not {"tabel", "gambar"} & classes(figure):
        return f"{name!r} harus berkelas tabel atau gambar"
    if not text_of(figure.find("figcaption")):
        return f"{name!r} tidak punya judul (figcaption)"
    unnamed = any(not svg.get("aria-label") for svg in drawings.outer(figure))
    if unnamed or any(not image.get("alt") for image in figure.iter("img")):
        return f"{name!r} tidak punya teks alternatif (aria-label pada svg, alt pada img)"
    return None


_BY_NAME = {
    "table": _refused_table, "td": _refused_cell, "th": _refused_cell, "img": _refused_image, "svg": _refused_drawing,
    "figure": _refused_figure,
}  # fmt: skip
"""What is asked of elements of one name, beyond what is asked of all."""
