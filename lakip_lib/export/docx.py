"""The report as a Word file: headings, captions, contents and lists as Word knows them, so that people can go on in it.

WordprocessingML is written straight from the HTML that the PDF is made of (`paged.prepare`): same words, same column
widths, same turned pages.  Nothing of the clock or the machine enters: the same notebook gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from lxml import etree

from lakip_lib.export import _docx_front as front
from lakip_lib.export import _docx_letterhead as letterhead
from lakip_lib.export import _docx_package as packages
from lakip_lib.export import _docx_sections as sections
from lakip_lib.export import _docx_tables as tables
from lakip_lib.export import layout, paged
from lakip_lib.export._docx_blocks import Blocks, space_after_tables
from lakip_lib.export._docx_inline import Marks
from lakip_lib.export._docx_lists import Numbering
from lakip_lib.export._docx_pictures import Pictures, relation
from lakip_lib.export._docx_xml import as_bytes, root, w
from lakip_lib.export.fragments import Element, classes, find_class, only, parent, parse

if TYPE_CHECKING:
    from nbconvert.exporters.exporter import Exporter
    from nbformat import NotebookNode

TEMPLATES = Path(__file__).parent / "templates" / "word"
_ACCENT = "14507D"
_DOCUMENT = "word/document.xml"
_BOX = frozenset({"depan", "isi", "mendatar"})


def __getattr__(name: str) -> type[Exporter]:
    """Give `LakipDocxExporter` without importing nbconvert before somebody asks for it."""
    if name != "LakipDocxExporter":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from lakip_lib.export.exporters import LakipDocxExporter

    return LakipDocxExporter


def render(notebook: NotebookNode, *, reference: bytes | None = None) -> bytes:
    """Give the .docx of a stitched `notebook`; `reference` is a .docx whose header, footer and styles it takes over.

    Raises:
        ValueError: `reference` is no Word file.
        RuntimeError: a drawing is no valid SVG.
    """
    kop = letterhead.read(reference) if reference else None
    report = layout.read(notebook)
    body, images = paged.prepare(report)
    whole = parse(f"<div>{body}</div>")
    widths = {image.get("src", ""): float(image.get("data-w", "1")) for image in whole.iter("img")}
    with Pictures(images, widths) as pictures:
        marks, numbering = Marks(picture=pictures.place), Numbering()
        marks.references = _numbered(whole)
        blocks = Blocks(marks, numbering)
        parts = _sections(whole, report, blocks)
        drawn = pictures.finish()
    package = _package(report, parts, blocks, kop)
    for key, data in drawn.items():
        package.add(f"word/media/{key.partition('.')[0]}.png", data, "image", _DOCUMENT, relation(key))
    return package.as_bytes()


def _numbered(whole: Element) -> set[str]:
    captions = (parent(span) for span in find_class(whole, "span", "nomor") if parent(span).tag == "figcaption")
    return {parent(caption).get("id", "") for caption in captions}


# --- sections ----------------------------------------------------------------------------------


def _sections(whole: Element, report: layout.Report, blocks: Blocks) -> list[tuple[sections.Section, list[Element]]]:
    """Give the sections of the document with what stands in them."""
    parts: list[tuple[sections.Section, list[Element]]] = []
    for box in whole:
        name = next(iter(classes(box)))
        if name == "sampul":
            parts.append((sections.Section("sampul"), list(front.cover(box, blocks, report.paper))))
            continue
        opens = True
        for node, turned in _flat(box):
            last = parts[-1][0]
            if last.part != name or last.turned != turned:
                parts.append((sections.Section(name, turned, opens), []))
                opens = False
            blocks.width = sections.text_width(parts[-1][0], report.paper)
            if "daftar" in classes(node):
                parts[-1][1].extend(front.lists(report, blocks))
            else:
                parts[-1][1].extend(blocks.block(node))
    for _, made in parts:
        space_after_tables(made)
    return parts


def _flat(box: Element, *, turned: bool = False) -> Iterator[tuple[Element, bool]]:
    """Give the blocks in `box`, each with whether it stands on a turned page."""
    for node in box:
        if node.tag == "section" or classes(node) & _BOX:
            yield from _flat(node, turned=turned or "mendatar" in classes(node))
        elif not classes(node) & {"halaman-baru"}:
            yield node, turned


# --- parts -------------------------------------------------------------------------------------


def _package(
    report: layout.Report,
    parts: list[tuple[sections.Section, list[Element]]],
    blocks: Blocks,
    kop: letterhead.Letterhead | None,
) -> packages.Package:
    """Give the file's parts except pictures."""
    package = packages.Package()
    office = str(report.info.get("instansi", ""))
    language = str(report.info.get("bahasa", "id"))
    language = {"id": "id-ID", "en": "en-US"}.get(language, language)
    package.add(_DOCUMENT, b"", "officeDocument")
    for kind, data in packages.about(report.title, office, language).items():
        package.add(f"docProps/{kind.partition('-')[0]}.xml", data, kind)
    styles = _styles(blocks, language)
    package.add("word/styles.xml", as_bytes(kop.merge(styles) if kop else styles), "styles", _DOCUMENT, "gaya")
    package.add("word/numbering.xml", as_bytes(blocks.numbering.part()), "numbering", _DOCUMENT, "penomoran")
    package.add("word/settings.xml", _settings(even=kop is not None and kop.even), "settings", _DOCUMENT, "setelan")
    packages.add_fonts(package)
    short = str(report.info.get("judul_pendek") or report.title)
    running = _running(package, report, office, short)
    if kop:
        own = kop.add(package)
        turned = replace(own, headers={}, from_edge=None) if kop.is_tall(package, own) else own
        running |= {"tegak": own.over(running["tegak"]), "mendatar": turned.over(running["mendatar"])}
    opening = next((index for index, (section, _) in enumerate(parts) if section.part != "sampul"), -1)
    made = [
        sections.settings(section, report.paper, running[_look(section)], first=index == opening)
        for index, (section, _) in enumerate(parts)
    ]
    body = w("body")
    sections.assemble(body, parts, made)
    for number, address in enumerate(blocks.marks.links, start=1):
        package.link(_DOCUMENT, f"tautan{number}", address)
    package.parts[_DOCUMENT] = as_bytes(root("w:document", body))
    return package


def _look(section: sections.Section) -> str:
    return "sampul" if section.part == "sampul" else "mendatar" if section.turned else "tegak"


def _running(package: packages.Package, report: layout.Report, office: str, short: str) -> dict[str, sections.Running]:
    """Add headers and footers to `package`; give which of them each kind of section shows."""
    band = "word/header-sampul.xml"
    package.add(band, as_bytes(sections.cover_band("pita", report.paper)), "header", _DOCUMENT, "kepala-sampul")
    package.add("word/media/pita.png", packages.pixel(_ACCENT), "image", band, "pita")
    package.add("word/footer.xml", as_bytes(sections.footer()), "footer", _DOCUMENT, "kaki")
    running = {"sampul": sections.Running({"default": "kepala-sampul"})}
    for name, turned in (("tegak", False), ("mendatar", True)):
        width = sections.text_width(sections.Section("isi", turned), report.paper)
        header = as_bytes(sections.header(office, short, width))
        package.add(f"word/header-{name}.xml", header, "header", _DOCUMENT, f"kepala-{name}")
        running[name] = sections.Running({"default": f"kepala-{name}"}, {"default": "kaki"})
    return running


def _styles(blocks: Blocks, language: str) -> Element:
    """Give the styles, with those of tables in the type sizes that this report uses."""
    styles = etree.fromstring((TEMPLATES / "styles.xml").read_bytes())
    for node in styles.iter("{*}lang"):
        for key in node.attrib:
            if node.get(key) == "id-ID":
                node.set(key, language)
    for points in sorted(blocks.sizes):
        styles.extend(tables.styles(points))
    return styles


def _settings(*, even: bool) -> bytes:
    settings = etree.fromstring((TEMPLATES / "settings.xml").read_bytes())
    if even:
        only(settings, "{*}characterSpacingControl").addprevious(w("evenAndOddHeaders"))
    return as_bytes(settings)
