"""Stitch executed chapter notebooks into the one notebook that every exporter takes.

`stitch` reads Markdown cells and `text/html` outputs (the fragments of docs/fragments.md), numbers chapters, sections,
tables and figures, fills in the cross references, and makes ids unique.  It knows notebooks and HTML, not the subject.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import nbformat
from lxml import etree
from nbformat import NotebookNode

from lakip_lib.export import drawings, numbering, origins, reading
from lakip_lib.export.fragments import HEADINGS, Element, add_class, classes, find_class, is_svg, serialise, text_of
from lakip_lib.export.reading import Piece

__all__ = ["StitchError", "stitch"]

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
    pieces = numbering.numbered(pieces, problems)
    targets = _targets(pieces, problems)
    for piece in pieces:
        _resolve(piece, targets, problems)
    if problems:
        raise StitchError(problems)
    return _notebook(pieces, info)


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
            add_class(link, "rujuk")
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
