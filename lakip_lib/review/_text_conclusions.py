"""ADA05 to ADA07: conclusions that the tables of the same report do not bear out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from lakip_lib.document.model import Heading, Paragraph
from lakip_lib.review._text import Spot, quoted, titles, unquoted
from lakip_lib.review._text_facts import QUARTERLY, Book, Fact
from lakip_lib.review._text_missing import indicator_column
from lakip_lib.review._text_names import Key
from lakip_lib.review._text_region import years_in
from lakip_lib.review._text_sentences import sentences
from lakip_lib.review.finding import Finding, Place, Rule, short

__all__ = ["conclusions"]

ADA05 = Rule("ADA05", "galat", "Simpulan bahwa semua target tercapai bertentangan dengan tabel")
ADA06 = Rule("ADA06", "peringatan", "Simpulan tentang ketercapaian tidak didukung tabel")
ADA07 = Rule("ADA07", "peringatan", "Dinyatakan efisien padahal serapan rendah atau target tidak tercapai")

_ALL = re.compile(
    r"(?i)\b(?:semua|seluruh|keseluruhan|setiap)\s+(?:target|indikator|sasaran|iku)\b[^.;]{0,60}?\b(?:tercapai|"
    r"mencapai|"
    r"melampaui|terpenuhi|memenuhi|100\s*%)|\btarget(?:-target)?(?: kinerja)? (?:semua|"
    r"seluruh)nya\b[^.;]{0,20}\btercapai"
)
_REACHED = re.compile(
    r"(?i)\b(?:telah|sudah|dapat|mampu|berhasil)\s+(?:dapat\s+)?(?:mencapai|memenuhi|melampaui)\s+(?:target-target|"
    r"semua target|"
    r"seluruh target|target yang telah ditetapkan|target kinerja yang telah ditetapkan)|"
    r"\btingkat capaian kinerja (?:kegiatan|"
    r"program|sasaran) (?:sebesar |adalah )?100(?:,0+)?\s*%"
)
_HEDGED = re.compile(
    r"(?i)\b(?:belum|tidak|bukan|hampir|sebagian|kecuali|jika|bila|apabila|agar|supaya|diharapkan|harus|akan|rencana|"
    r"upaya|"
    r"untuk dapat|dalam rangka mencapai|guna|beberapa|kurang)\b"
)
# An exception may follow, and what is said may be about a part of the office or another time.
_EXCEPT = re.compile(r"(?i)\b(?:kecuali|selain|namun|tetapi|hanya|meskipun|walaupun|sedangkan|triwulan|semester)\b")
_PART = re.compile(
    r"(?i)\b(?:sasaran|tujuan|misi|program|kegiatan|bidang|urusan)(?: strategis)?\s+(?:ini|tersebut|pertama|kedua|"
    r"ketiga|ke-?\s?\d+|[“\"])|\b(?:sasaran|tujuan|misi)(?: strategis)?\s+(?:\d+|[ivx]+)\b"
)
_EFFICIENT = re.compile(
    r"(?i)\b(?:telah|sudah|dikatakan|dianggap|dinyatakan|tergolong|termasuk|menunjukkan|terbukti|dikategorikan|dinilai|"
    r"simpulannya|disimpulkan)\b[^.;]{0,90}?\befisien\b"
)
_NOT_EFFICIENT = re.compile(
    r"(?i)\b(?:tidak|belum|kurang|agar|supaya|akan|perlu|harus|bukan|jika|apabila|diharapkan)\b"
)
_UNKNOWN = re.compile(r"(?i)[-–—\s]*|.*\b(?:belum|menunggu)\b.*")
_LOW = Decimal(50)
_FULL = Decimal(100)
_DEEP = 3


@dataclass(frozen=True)
class _Results:
    """What the tables of the year hold: achievements below 100, missing ones, low absorption, all that is measured."""

    below: dict[Key, Fact]
    missing: list[tuple[Key, str, Place]]
    low: dict[Key, Fact]
    measured: frozenset[Key]


def conclusions(book: Book) -> Iterator[Finding]:
    """Sentences that call targets reached or means used efficiently while a table says otherwise."""
    results = _results(book)
    subject: Key | None = None
    for spot in book.spots:
        block = spot.block
        if isinstance(block, Heading):
            hits = book.names.mentions(block.text)
            deep = block.level > _DEEP and not block.number
            subject = hits[0][2] if len(hits) == 1 else subject if deep else None
        if not isinstance(block, Paragraph):
            continue
        for _, text in sentences(unquoted(block)):
            if not (_ALL.search(text) or _REACHED.search(text) or "efisien" in text.lower()):
                continue
            years = set(years_in(text))
            if years and book.year not in years:
                continue
            keys = {h[2] for h in book.names.mentions(text)} & results.measured
            if not keys and subject in results.measured and subject is not None:
                keys = {subject}
            if not keys and _PART.search(text):
                continue  # of which indicators it speaks cannot be told
            yield from _reached(spot, text, keys, results)
            yield from _efficient(spot, text, keys, results)


def _results(book: Book) -> _Results:
    this_year = [f for f in book.facts if f.in_table and f.year == book.year]
    below = {
        f.key: f
        for f in this_year
        if f.measure == "capaian" and f.figure.value < _FULL and f.role != QUARTERLY and f.figure.value > 0
    }
    low = {f.key: f for f in this_year if f.measure == "serapan" and 0 < f.figure.value < _LOW}
    measured = frozenset(f.key for f in book.facts if f.measure == "capaian")
    return _Results(below, list(_unknown(book)), low, measured)


def _unknown(book: Book) -> Iterator[tuple[Key, str, Place]]:
    """The indicators whose achievement is left open in a table of achievements."""
    for spot, m in book.tables:
        rate = next(iter(m.of("capaian")), None)
        name = indicator_column(m)
        if rate is None or name is None or any(re.match(r"(?:tw|triwulan)\b", c.leaf) for c in m.columns):
            continue
        for row in m.data:
            text, label = m.cell(row.index, rate.index).text, m.cell(row.index, name).text
            if m.figure(row.index, rate.index) is None and _UNKNOWN.fullmatch(text.strip()):
                yield book.names.key(label), label, spot.place(text, label, titles(m.table)[rate.index])


def _reached(spot: Spot, text: str, keys: set[Key], results: _Results) -> Iterator[Finding]:
    every, some = _ALL.search(text), _REACHED.search(text)
    hit = every or some
    if hit is None or _HEDGED.search(text[max(0, hit.start() - 40) : hit.end()]) or _EXCEPT.search(text):
        return
    below = [f for k, f in results.below.items() if not keys or k in keys][:2]
    gone = [(label, place) for k, label, place in results.missing if not keys or k in keys][:1]
    if below or gone:
        shown = [f"“{short(f.name)}” {f.figure.text}" for f in below] + [f"“{short(n)}” belum dinilai" for n, _ in gone]
        places = (spot.place(quoted(text, *hit.span(), 60)), *(f.place for f in below), *(p for _, p in gone))
        said = f"Simpulan “{short(hit.group(0))}” bertentangan dengan tabel: {'; '.join(shown)}."
        yield Finding(ADA05 if every else ADA06, said, places, short(hit.group(0)), "", "; ".join(shown))


def _efficient(spot: Spot, text: str, keys: set[Key], results: _Results) -> Iterator[Finding]:
    hit = _EFFICIENT.search(text)
    if hit is None or _NOT_EFFICIENT.search(text[max(0, hit.start() - 30) : hit.end()]):
        return
    proof = [f for k, f in results.low.items() if not keys or k in keys][:2]
    proof += [f for k, f in results.below.items() if not keys or k in keys][:2]
    if proof:
        shown = "; ".join(f"{f.measure} “{short(f.name)}” {f.figure.text}" for f in proof)
        said = "Dinyatakan efisien, padahal ada serapan di bawah 50% atau capaian di bawah 100%."
        places = (spot.place(quoted(text, *hit.span(), 60)), *(f.place for f in proof))
        yield Finding(ADA07, said, places, "efisien", "", shown)
