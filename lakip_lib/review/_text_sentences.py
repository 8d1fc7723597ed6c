"""Facts in sentences: which sentences speak of which indicator or programme, and what their figures mean."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from lakip_lib.document.model import Heading, Paragraph, Table
from lakip_lib.review._text import Spot, unquoted
from lakip_lib.review._text_clauses import clause_facts
from lakip_lib.review._text_facts import Book, Fact
from lakip_lib.review._text_names import Key

__all__ = ["sentence_facts", "sentences"]

_SPLIT = re.compile(r"(?<=[.!?;])\s+(?=[A-Z“\"(•·])")


def sentences(text: str) -> Iterator[tuple[int, str]]:
    """(start, sentence) of a text."""
    start = 0
    for part in _SPLIT.split(text):
        at = text.find(part, start)
        yield at, part
        start = at + len(part)


def sentence_facts(book: Book) -> Iterator[Fact]:
    """The facts of all sentences about things whose figures also stand in tables."""
    known: dict[Key, set[str]] = defaultdict(set)
    values: dict[tuple[Key, str, int | None], set[Decimal]] = defaultdict(set)
    for fact in book.facts:
        known[fact.key].add(fact.measure)
        values[fact.key, fact.measure, fact.year].add(fact.figure.value)
    for fact in _all(book):
        key = fact.key
        share = key | {"persentase"}
        if fact.shape == "pecahan" and share in known and fact.measure in known[share] and "persentase" not in key:
            # "koperasi sehat sebesar 22,65%" speaks of the percentage, not of the count of the same name.
            key = share
        measure = fact.measure
        if measure == "nilai" and "nilai" not in known[key] and "realisasi" in known[key]:
            measure = "realisasi"
        if measure not in known[key]:
            continue
        value = fact.figure.value
        at = (key, "realisasi", fact.year)
        if measure == "capaian" and value in values[at] and value not in values[key, "capaian", fact.year]:
            measure = "realisasi"  # many call the result itself "capaian"
        yield replace(fact, key=key, measure=measure)


def _all(book: Book) -> Iterator[Fact]:
    heading: tuple[Key, str] | None = None
    for spot in book.spots:
        block = spot.block
        if isinstance(block, Heading):
            found = _only_name(book, block.text)
            # A deeper heading without a name keeps the subject of the one above.
            heading = found or (heading if block.level > 3 or not block.number else None)  # noqa: PLR2004
        elif isinstance(block, Paragraph) and block.kind != "caption":
            yield from _paragraph(book, spot, unquoted(block), heading)
        elif isinstance(block, Table):
            for row in block.rows:
                for cell in row:
                    if "Rp" in cell.text and not cell.quoted and len(cell.text) > 40 and row[cell.column] is cell:  # noqa: PLR2004
                        yield from _paragraph(book, spot, cell.text, None)


def _only_name(book: Book, text: str) -> tuple[Key, str] | None:
    hits = book.names.mentions(text)
    if len(hits) == 1 and hits[0][1] - hits[0][0] >= 0.7 * len(text.strip()):
        return hits[0][2], text[hits[0][0] : hits[0][1]]
    return None


def _paragraph(book: Book, spot: Spot, text: str, heading: tuple[Key, str] | None) -> Iterator[Fact]:
    subject = heading
    for _, sentence in sentences(text):
        names = book.names.mentions(sentence)
        yield from clause_facts(book, spot, sentence, names, subject)
        if len({n[2] for n in names}) == 1:
            subject = (names[0][2], sentence[names[0][0] : names[0][1]])
        elif names:
            subject = None
