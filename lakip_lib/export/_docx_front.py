"""Cover, contents and lists of the Word file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from math import ceil

from lakip_lib.export import _docx_sections as sections
from lakip_lib.export._docx_blocks import Blocks
from lakip_lib.export._docx_inline import inline
from lakip_lib.export._docx_xml import field, paragraph, run, twips, w
from lakip_lib.export.fonts import width_mm
from lakip_lib.export.fragments import Element, classes, text_of
from lakip_lib.export.layout import Entry, Report

DEPTH = 3
"""Levels of headings in the contents."""
_STYLES = {"judul": "Title", "tahun": "SampulTahun", "instansi": "SampulInstansi"}
_SIZES = {"Title": 34.0, "SampulTahun": 22.0, "SampulInstansi": 15.0, "SampulLain": 12.0}
_LEADING, _BETWEEN = 0.45, 4.0
"""Height of a line in mm for each point of type, and white space in mm around a line."""
_SPARE = 22.0
"""Height in mm that the estimate of the cover may be wrong by."""


def cover(node: Element, blocks: Blocks, paper: tuple[float, float]) -> Iterator[Element]:
    """Give the lines of the cover, with the free height shared out where it is to stretch."""
    section = sections.Section("sampul")
    lines = list(node)
    width = sections.text_width(section, paper)
    used = sum(_height(line, width) for line in lines)
    stretches = sum("sampul-renggang" in classes(line) for line in lines)
    free = max(sections.text_height(section, paper) - used - _SPARE, 0) / max(stretches, 1)
    before = 0.0
    for line in lines:
        if "sampul-renggang" in classes(line):
            before += free
            continue
        given = [w("spacing", before=twips(before))] if before else []
        before = 0.0
        shown = line[0] if len(line) == 1 and line[0].tag == "p" else line
        yield paragraph(_style(line), inline(shown, blocks.marks), *given)


def _style(line: Element) -> str:
    kind = next((one.removeprefix("sampul-") for one in classes(line) if one.startswith("sampul-")), "")
    return _STYLES.get(kind, "SampulLain")


def _height(line: Element, width: float) -> float:
    if "sampul-renggang" in classes(line):
        return 0.0
    points = _SIZES[_style(line)]
    pictures = sum(float(image.get("data-w", "0")) * 1.3 for image in line.iter("img"))
    text = text_of(line)
    return pictures + (ceil(1.1 * width_mm(text, points) / width) * points * _LEADING + _BETWEEN if text else 0.0)


def lists(report: Report, blocks: Blocks) -> Iterator[Element]:
    """Give contents, list of tables and list of figures: fields that Word brings up to date, already filled."""
    named = [
        (kind, title, report.listed(kind.lower()))
        for kind, title in (("Tabel", "Daftar Tabel"), ("Gambar", "Daftar Gambar"))
    ]
    named = [(kind, title, entries) for kind, title, entries in named if entries]
    own = [Entry(_id(kind), "", title) for kind, title, _ in named]
    entries = [*report.contents("front", DEPTH), *own, *report.contents("body", DEPTH)]
    yield paragraph("TOCHeading", [run("Daftar Isi")], w("pageBreakBefore"))
    yield _gallery(_filled(f'TOC \\o "1-{DEPTH}" \\h \\z', _lines(entries, blocks)))
    for kind, title, listed in named:
        yield paragraph("Heading1", blocks.marks.bookmark(_id(kind), "Toc", [run(title)]), w("pageBreakBefore"))
        lines = (paragraph("TableofFigures", _entry(entry, blocks), _tabs(blocks)) for entry in listed)
        yield from _filled(f'TOC \\h \\z \\c "{kind}"', lines)


def _id(kind: str) -> str:
    return f"daftar {kind}"  # an id with a space cannot be one of the report's own


def _gallery(content: Iterable[Element]) -> Element:
    """Put the contents where Word shows its button to bring them up to date."""
    about = w("docPartObj", w("docPartGallery", val="Table of Contents"), w("docPartUnique"))
    return w("sdt", w("sdtPr", about), w("sdtContent", *content))


def _lines(entries: Sequence[Entry], blocks: Blocks) -> Iterator[Element]:
    for entry in entries:
        yield paragraph(f"TOC{entry.level}", _entry(entry, blocks), _tabs(blocks))
        yield from _lines(entry.children, blocks)


def _tabs(blocks: Blocks) -> Element:
    return w("tabs", w("tab", val="right", leader="dot", pos=twips(blocks.width)))


def _entry(entry: Entry, blocks: Blocks) -> list[Element]:
    target = blocks.marks.name(entry.id)
    link = w("hyperlink", anchor=target, history=1)
    shown = f"{entry.number} {entry.title}".strip()
    link.extend([run(shown), run(w("tab")), *field(f"PAGEREF {target} \\h", [run("")])])
    return [link]


def _filled(instruction: str, lines: Iterable[Element]) -> Iterator[Element]:
    """Give the paragraphs `lines` as what the field `instruction` shows."""
    begin, code, separate, end = field(instruction, [])
    shown = [*lines, paragraph("Pemisah", [end])]
    shown[0][1:1] = [begin, code, separate]
    yield from shown
