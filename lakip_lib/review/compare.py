"""Compare a finished report with the office's own, figure by figure: a file edited by hand after the build is caught.

Tables are matched by caption, their cells by row and column; sentences by their words with the figures masked.  What
has no counterpart is not compared, and nothing is said about it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from lakip_lib.document.model import Cell, Document, Paragraph, Table
from lakip_lib.review._text import quoted
from lakip_lib.review.finding import Finding, Place, Rule

__all__ = ["differences"]

ASL01 = Rule("ASL01", "galat", "angka berbeda dari tabel sumber instansi")

_FIGURE = re.compile(r"\d(?:[\d.,]*\d)?")
_SPACE = re.compile(r"\s+")
_WORD = re.compile(r"[A-Za-z]{2,}")
#: Fewer words than this do not identify a sentence: ``Gambar 1.1``.
_FEWEST_WORDS = 4


def differences(document: Document, own: Document) -> Iterator[Finding]:
    """One finding for every figure of `document` that the office's own report prints differently."""
    yield from _tables(document, own)
    yield from _sentences(document, own)


def _plain(text: str) -> str:
    return _SPACE.sub(" ", text.replace("\xa0", " ")).strip()


def _masked(text: str) -> str:
    return _FIGURE.sub("#", _plain(text)).casefold()


def _tables(document: Document, own: Document) -> Iterator[Finding]:
    counterparts: dict[str, list[Table]] = defaultdict(list)
    for table in own.tables():
        counterparts[_masked(table.caption)].append(table)
    for section, block in document.placed():
        if not isinstance(block, Table):
            continue
        mine = counterparts.get(_masked(block.caption))
        if mine:
            yield from _cells(section, block, mine.pop(0) if len(mine) > 1 else mine[0])


def _cells(section: str, table: Table, own: Table) -> Iterator[Finding]:
    pairs: Iterator[tuple[Cell, Cell]]
    if (len(table.rows), len(table.titles)) == (len(own.rows), len(own.titles)):
        rows = zip(table.rows, own.rows, strict=True)
        pairs = ((cell, other) for row, theirs in rows for cell, other in zip(row, theirs, strict=False))
    else:
        pairs = _by_labels(table, own)
    seen = set()
    for cell, other in pairs:
        if cell.quoted or (cell.row, cell.column) in seen:
            continue
        seen.add((cell.row, cell.column))
        published, expected = _plain(cell.text), _plain(other.text)
        if published != expected and _masked(published) == _masked(expected):
            place = Place(section, table.label, _label(table, cell.row), table.titles[cell.column], published)
            message = "angka tidak sama dengan hasil tabel sumber"
            yield Finding(ASL01, message, (place,), published, expected, "dihitung ulang dari tabel sumber instansi")


def _by_labels(table: Table, own: Table) -> Iterator[tuple[Cell, Cell]]:
    """Pairs of cells with the same row label and column title, for two tables of different shape."""
    columns = {_masked(t): c for c, t in enumerate(own.titles)}
    rows = {_masked(_label(own, r)): row for r, row in enumerate(own.rows)}
    for r, row in enumerate(table.rows):
        other = rows.get(_masked(_label(table, r)))
        for cell in row:
            c = columns.get(_masked(table.titles[cell.column]))
            if other is not None and c is not None and c < len(other):
                yield cell, other[c]


def _label(table: Table, row: int) -> str:
    """The words that name a row: its cells that hold letters, at most two."""
    words = [c.text for c in table.rows[row] if re.search(r"[A-Za-z]{3}", c.text)]
    return " / ".join(dict.fromkeys(words[:2])) or str(row + 1)


def _sentences(document: Document, own: Document) -> Iterator[Finding]:
    counterparts: dict[str, list[str]] = defaultdict(list)
    for block in own.blocks:
        if isinstance(block, Paragraph):
            counterparts[_masked(block.text)].append(_plain(block.text))
    for section, block in document.placed():
        if not isinstance(block, Paragraph):
            continue
        text = _plain(block.text)
        mine = counterparts.get(_masked(text))
        if not mine or len(_WORD.findall(text)) < _FEWEST_WORDS:
            continue
        expected = text if text in mine else mine[0]
        mine.remove(expected)
        for hit, right in zip(_FIGURE.finditer(text), _FIGURE.findall(expected), strict=True):
            published = hit[0]
            if published != right:
                place = Place(section, quote=quoted(text, *hit.span(), 60))
                message = "angka dalam kalimat tidak sama dengan hasil tabel sumber"
                yield Finding(ASL01, message, (place,), published, right, "dihitung ulang dari tabel sumber instansi")
