"""Stitch executed chapter notebooks into the one notebook that every exporter takes.

`stitch` reads Markdown cells and `text/html` outputs (the fragments of docs/fragments.md), numbers chapters, sections,
tables and figures, fills in the cross references, and makes ids unique.  It knows notebooks and HTML, not the subject.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import nbformat
from lxml import etree
from nbformat import NotebookNode

from lakip_lib.export import drawings, origins, reading
from lakip_lib.export.fragments import HEADINGS, Element, classes, find_class, is_svg, make, serialise, text_of
from lakip_lib.export.reading import Piece

__all__ = ["StitchError", "stitch"]

_TITLE, _SECTION, _SUBSECTION = 1, 2, 3
"""Heading levels that are numbered."""


#: What a reference to a notice of missing data shows: there is no number to refer to.
_GAP = "(data belum tersedia)"


class StitchError(ValueError):
    """The notebooks do not make a report; `problems` holds an Indonesian line for each reason: file, cell, what."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__(tuple(problems))
        self.problems: tuple[str, ...] = tuple(problems)

    def __str__(self) -> str:
        return "\n".join(self.problems)


def stitch(notebooks: Sequence[NotebookNode], info: Mapping[str, str]) -> NotebookNode:
    """Give one notebook: the fragments of `notebooks` in order, numbered, with references resolved.

    An annex of sources lists where every computed number comes from.  `info` (judul, instansi, tahun, kertas "A4" or
    "F4", bahasa, ...) becomes `metadata.lakip`.  A cell is a code cell with empty source and one `text/html` output;
    its `metadata.lakip` says to which part (`bagian`) and chapter (`bab`) it belongs.

    Raises:
        StitchError: with all problems of all notebooks at once.
    """
    problems: list[str] = []
    pieces = [piece for notebook in notebooks for piece in reading.pieces(notebook, problems)]
    pieces += origins.annex(pieces)
    pieces = _number(pieces, problems)
    targets = _targets(pieces, problems)
    for piece in pieces:
        _resolve(piece, targets, problems)
    if problems:
        raise StitchError(problems)
    return _notebook(pieces, info)


# --- numbering ---------------------------------------------------------------------------------


@dataclass
class _Counters:
    """Where numbering stands inside one part or chapter."""

    part: str = "depan"
    chapter: int = 0
    title: str = ""
    level: int = 0
    counts: dict[str, int] = field(default_factory=dict)

    def next(self, name: str) -> int:
        """Count one more `name`."""
        self.counts[name] = self.counts.get(name, 0) + 1
        return self.counts[name]

    def called(self, part: str | None = None, chapter: int = 0) -> str:
        """Name a part as a reader knows it; without arguments, this one."""
        part, chapter = (part, chapter) if part else (self.part, self.chapter)
        return {"depan": "bagian depan", "lampiran": "lampiran"}.get(part) or f"BAB {roman(chapter)}"

    def heading(self, level: int) -> str | None:
        """Give the number of the next heading of `level`, or None where such headings have none."""
        if level == _TITLE:
            return {"bab": self.called(), "lampiran": f"Lampiran {self.next('annex')}"}.get(self.part)
        if self.part != "bab" or level > _SUBSECTION:
            return None
        if level == _SECTION:
            self.counts["subsection"] = 0
            return f"{self.chapter}.{self.next('section')}"
        return f"{self.chapter}.{self.counts.get('section', 0)}.{self.next('subsection')}"

    def caption(self, kind: str) -> str:
        """Give the label and number of the next table or figure."""
        prefix = {"bab": f"{self.chapter}.", "lampiran": "L."}.get(self.part, "")
        return f"{kind} {prefix}{self.next(kind)}"

    def complaints(self, piece: Piece) -> Iterator[str]:
        """Say why `piece` cannot stand at this place."""
        title = text_of(piece.element)
        if self.level == 0 and piece.level != _TITLE and self.part != "depan":
            self.level = _SUBSECTION  # said once
            yield f"{self.called()} harus dimulai dengan judul tingkat 1"
        elif piece.level > self.level + 1:
            yield f"judul {title!r} bertingkat {piece.level}, padahal di atasnya tingkat {self.level}"
        elif piece.level == _TITLE and self.part == "bab" and self.title and title.casefold() != self.title.casefold():
            yield f"{self.called()} sudah berjudul {self.title!r}"


def roman(number: int) -> str:
    """Write 0 (as nothing) to 39 in Roman numerals."""
    ones = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")
    return "X" * (number // 10) + ones[number % 10]


def _number(pieces: Sequence[Piece], problems: list[str]) -> list[Piece]:
    """Write numbers into headings and captions; drop the repeated title of a notebook that continues a chapter."""
    kept, now, done = [], _Counters(), {("depan", 0)}
    for piece in pieces:
        key = (piece.part, piece.chapter)
        if key != (now.part, now.chapter):
            if key in done:
                problems.append(piece.problem(f"{now.called(*key)} terpotong oleh {now.called()}"))
            done.add(key)
            now = _Counters(*key)
        problems.extend(piece.problem(complaint) for complaint in now.complaints(piece))
        repeated = piece.level == 1 and piece.part == "bab" and bool(now.title)
        if piece.level:
            now.level = piece.level
        if not repeated:
            kept.append(piece)
            _write_numbers(piece, now)
    return kept


def _write_numbers(piece: Piece, now: _Counters) -> None:
    if piece.level == 1:
        now.title = text_of(piece.element)
    if piece.level:
        _baked(piece.element, now.heading(piece.level))
    for figure in piece.element.iter("figure"):
        if "tanpa-nomor" not in classes(figure):
            _baked(figure.find("figcaption"), now.caption("Tabel" if "tabel" in classes(figure) else "Gambar"))


def _baked(element: Element | None, number: str | None) -> None:
    if element is None or number is None:
        return
    span = make("span", number, class_="nomor")
    span.tail, element.text = " " + (element.text or "").lstrip(), None
    element.insert(0, span)


# --- ids and references ------------------------------------------------------------------------


def _targets(pieces: Sequence[Piece], problems: list[str]) -> dict[str, str]:
    """Make ids unique and give, for every id, the text a reference to it shows."""
    first: dict[str, Piece] = {}
    targets: dict[str, str] = {}
    for piece in pieces:
        for node in piece.element.iter(etree.Element):
            name = node.get("id")
            if name is None or is_svg(node):
                continue
            if name in first:
                problems.append(
                    piece.problem(f"id {name!r} sudah dipakai di {first[name].file}, sel {first[name].cell}")
                )
            first.setdefault(name, piece)
            targets[name] = _shown(node)
    for piece in pieces:
        for node in piece.element.iter("figure", *HEADINGS):
            if node.get("id") is None:
                node.set("id", _fresh(_shown(node), targets))
        for number, svg in enumerate(drawings.outer(piece.element), start=1):
            owner = next((a.get("id") for a in svg.iterancestors() if a.get("id")), None) or _fresh("svg", targets)
            drawings.isolate(svg, f"{owner}-{number}-")
    return targets


def _shown(node: Element) -> str:
    """Give what a reference to `node` shows: its number with its kind, or its title where it has no number."""
    number = next((text_of(span) for span in find_class(node, "span", "nomor")), "")
    if "celah" in classes(node):
        return _GAP
    if node.tag == "figure":
        return number or text_of(node.find("figcaption"))
    if node.tag not in HEADINGS:
        return ""
    if number.startswith("BAB "):
        return f"Bab{number[3:]}"
    if number[:1].isdigit():
        return f"Subbab {number}"
    return number or text_of(node)


def _fresh(text: str, taken: dict[str, str]) -> str:
    stem = "sec-" + (re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:60].rstrip("-") or "bagian")
    name, number = stem, 1
    while name in taken:
        number += 1
        name = f"{stem}-{number}"
    taken[name] = text
    return name


def _resolve(piece: Piece, targets: Mapping[str, str], problems: list[str]) -> None:
    for link in piece.element.iter("a"):
        goal = link.get("href", "")
        if not goal.startswith("#"):
            continue
        if goal[1:] not in targets:
            problems.append(piece.problem(f"rujukan ke {goal!r} tidak punya tujuan"))
        elif targets[goal[1:]] == _GAP:
            link.tag, link.text = "span", link.text or _GAP
            del link.attrib["href"]
        elif not text_of(link) and len(link) == 0:
            link.text = targets[goal[1:]]
            link.set("class", " ".join(sorted(classes(link) | {"rujuk"})))
            if not link.text:
                problems.append(
                    piece.problem(f"rujukan ke {goal!r} harus diberi teks, karena tujuannya tidak bernomor")
                )


# --- writing -----------------------------------------------------------------------------------


def _notebook(pieces: Sequence[Piece], info: Mapping[str, str]) -> NotebookNode:
    """One notebook, validated as a whole: nbformat's own makers would validate every cell, a second of work."""
    cells = []
    for number, piece in enumerate(pieces, start=1):
        output = {"output_type": "display_data", "metadata": {}, "data": {"text/html": serialise(piece.element)}}
        about = {"bagian": piece.part} | ({"bab": piece.chapter} if piece.chapter else {})
        cells.append(
            {
                "cell_type": "code",
                "id": f"fragmen-{number:04d}",
                "metadata": {"jupyter": {"source_hidden": True}, "lakip": about},
                "execution_count": None,
                "source": "",
                "outputs": [output],
            }
        )
    notebook: NotebookNode = nbformat.from_dict(
        {
            "nbformat": nbformat.v4.nbformat,
            "nbformat_minor": nbformat.v4.nbformat_minor,
            "metadata": {"lakip": dict(info), "language_info": {"name": "python"}},
            "cells": cells,
        }
    )
    nbformat.validate(notebook)
    return notebook
