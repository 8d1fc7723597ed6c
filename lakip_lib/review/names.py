"""NAM: names of places, years, dates and titles that do not belong where they stand."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from lakip_lib.document.model import Document, Heading, Paragraph, Table
from lakip_lib.document.recognise import Meaning
from lakip_lib.review._text import Spot, has_word, quoted, spelled, spots, stripped, titles, tokens, unquoted
from lakip_lib.review._text_facts import Book, any_goal_column
from lakip_lib.review._text_names import Key
from lakip_lib.review._text_region import Region, named_regions
from lakip_lib.review._text_years import (
    caption_years,
    column_years,
    different_days,
    impossible_years,
)
from lakip_lib.review.finding import Finding, Place, Rule, short

__all__ = ["check"]

NAM01 = Rule("NAM01", "peringatan", "Lembaga daerah lain disebut sebagai lembaga sendiri")
NAM06 = Rule("NAM06", "peringatan", "Judul tabel menyebut sasaran yang lain")
NAM07 = Rule("NAM07", "catatan", "Judul yang sama dipakai untuk bagian yang berbeda")

_OWN_BODY = re.compile(
    r"(?i)\b(?:inspektorat(?: daerah)?|pemerintah(?: daerah)?|pemda|pemkot|pemkab|apbd(?: perubahan)?|dprd|"
    r"sekretariat daerah|"
    r"(?:dinas|badan|kantor|satuan|rsud|kecamatan)\b[\w\s,&/()-]{0,80}?|peraturan (?:daerah|wali ?kota|bupati|"
    r"gubernur)|rpjmd|rkpd|"
    r"wali ?kota|bupati|gubernur|sekda)\s*(?:,\s*)?$"
)
# Other regions may be named: compared with, visited, worked with, come from.
_LEGITIMATE = re.compile(
    r"(?i)\b(?:banding\w*|dibanding\w*|pembanding|studi|kunjungan|benchmark\w*|kerja ?sama|bekerja ?sama|"
    r"berkolaborasi|bersama|"
    r"kemitraan|perbatasan|berbatas\w*|hibah|bantuan|asal|berasal|peserta|penghargaan|juara|lomba|festival|pameran|"
    r"mutasi|pindah\w*|"
    r"wilayah lain|daerah lain|replikasi|adopsi|se-|hadir\w*|undangan|rapat|bimtek|diklat|antar|nasional|tingkat|"
    r"bertempat|sebelah|batas|"
    r"berlokasi|dikirim|alamat|jalan|jl)\b"
)
# "... Kota Lain tahun 2023 sebesar 93,40%": its figure is quoted to compare.
_FIGURE_OF = re.compile(
    r"(?i)[^.;,]{0,60}\b(?:sebesar|mencapai|adalah|berada pada|tercatat|yaitu|dengan nilai)\s+(?:Rp\W*)?\d"
)
_GOAL_NUMBER = re.compile(
    r"(?i)\bsasaran(?: strategis| renstra)?\s+(?:ke-?\s*)?(?:(\d{1,2})\b|((?:satu|dua|tiga|empat|lima|enam|tujuh|"
    r"delapan|sembilan|"
    r"sepuluh|pertama|kedua|ketiga|keempat|kelima|keenam|ketujuh|kedelapan)\b))(?!\s*(?:tahun|orang|program|kegiatan|"
    r"indikator|sasaran))"
)
_ORDINALS = {"pertama": 1}


def check(book: Book) -> Iterator[Finding]:
    """All findings about names, years and titles."""
    yield from _places(book)
    yield from impossible_years(book.spots)
    yield from different_days(book.spots)
    yield from caption_years(book)
    yield from column_years(book)
    yield from _goals(book)
    yield from _titles(book.document)


def _places(book: Book) -> Iterator[Finding]:
    """An inspectorate, government or office of another region where the office's own is meant."""
    own = book.region
    if own is None:
        return
    found: dict[str, list[Place]] = defaultdict(list)
    for spot, text in _headings_and_sentences(book.spots):
        for kind, words, start, end in named_regions(text):
            # An office of a province rightly names its cities, and everyone names the own province.
            level = {"Provinsi"} if own.kind == "Provinsi" else {"Kota", "Kabupaten"}
            if kind not in level or own.begins(words) or _like(words, own):
                continue
            if not _OWN_BODY.search(text[:start]) or _LEGITIMATE.search(text) or _FIGURE_OF.match(text[end:]):
                continue
            found[f"{kind} {words[0].capitalize()}"].append(spot.place(quoted(text, start, end, 60)))
    for name, places in found.items():
        # A region that is named again and again is a partner, not a slip of copying.
        if len(places) <= 3:  # noqa: PLR2004
            yield Finding(
                NAM01, f"Disebut lembaga {name}, padahal laporan ini milik {own}.", tuple(places), name, str(own)
            )


def _like(words: Sequence[str], own: Region) -> bool:
    """Whether a name is the own one with a slip of the pen."""
    a, b = words[0], own.name[0]
    return len(set(a) ^ set(b)) <= 1 and abs(len(a) - len(b)) <= 1


def _headings_and_sentences(listed: Sequence[Spot]) -> Iterator[tuple[Spot, str]]:
    for spot in listed:
        block = spot.block
        if isinstance(block, Heading):
            yield spot, block.text
        elif isinstance(block, Paragraph):
            for sentence in re.split(r"(?<=[.;])\s+", unquoted(block)):
                yield spot, sentence
        else:
            yield spot, block.caption


def _goals(book: Book) -> Iterator[Finding]:
    """A caption about "Sasaran Dua" over a table about another sasaran, by the order of the numbered lists."""
    order: dict[Key, set[int]] = defaultdict(set)
    for _, m in book.tables:
        keys = list(dict.fromkeys(_goals_of(book, m)))
        if len(keys) > 1 and None not in keys:
            for n, key in enumerate(keys, start=1):
                if key is not None:
                    order[key].add(n)
    for spot, m in book.tables:
        hit = _GOAL_NUMBER.search(m.table.caption)
        about = set(_goals_of(book, m)) if hit else set()
        key = next(iter(about)) if len(about) == 1 else None
        said = _number(hit) if hit else None
        numbers = order.get(key, set()) if key else set()
        if hit and said and len(numbers) == 1 and said not in numbers:
            (right,) = numbers
            yield Finding(
                NAM06,
                f"Judul menyebut “{hit.group(0)}”, tetapi tabelnya tentang sasaran ke-{right}.",
                (spot.place(short(m.table.caption, 120)),),
                hit.group(0),
                f"Sasaran {right}",
            )


def _goals_of(book: Book, m: Meaning) -> Iterator[Key | None]:
    """The sasaran of each row of a table that has a column for them; None for a row that names none."""
    goal = any_goal_column(m)
    yield from (_goal_key(book, m, row.index, goal.index) for row in m.data) if goal else ()


def _goal_key(book: Book, m: Meaning, row: int, column: int) -> Key | None:
    text = m.cell(row, column).text
    return book.names.key(text) if has_word(text) else None


def _number(hit: re.Match[str]) -> int | None:
    if hit.group(1):
        return int(hit.group(1))
    word = hit.group(2).lower()
    return _ORDINALS.get(word) or spelled(word) or spelled(word.removeprefix("ke"))


def _titles(document: Document) -> Iterator[Finding]:
    """Two numbered headings or two captions with the same words over different contents."""
    headings: dict[str, list[Heading]] = defaultdict(list)
    for heading in document.headings():
        if re.search(r"\d\.\d", heading.number) and len(tokens(heading.text)) > 1:
            headings[stripped(heading.text)].append(heading)
    for same in headings.values():
        # Each indicator may have its "Target dan Realisasi": a repeated title is a slip only among sisters.
        parents = Counter(h.number.rstrip(".").rpartition(".")[0] for h in same)
        if len(same) > 1 and max(parents.values()) > 1 and len({h.number for h in same}) > 1:
            places = tuple(Place(section=f"{h.number} {h.text}", quote=h.text) for h in same)
            numbers = " dan ".join(h.number for h in same)
            yield Finding(NAM07, f"Subbab {numbers} berjudul sama: “{short(same[0].text)}”.", places)
    captions: dict[str, list[tuple[Spot, Table]]] = defaultdict(list)
    for spot in spots(document):
        if isinstance(spot.block, Table) and spot.block.number and len(tokens(spot.block.caption)) > 2:  # noqa: PLR2004
            captions[stripped(spot.block.caption)].append((spot, spot.block))
    for same_caption in captions.values():
        numbers_of = {t.number for _, t in same_caption}
        inside = [frozenset(_first_words(t)) for _, t in same_caption]
        apart = len(numbers_of) > 1 and all(not a & b for i, a in enumerate(inside) for b in inside[i + 1 :])
        if apart and all(inside) and len({titles(t) for _, t in same_caption}) > 1:
            listed = " dan ".join(f"Tabel {t.number}" for _, t in same_caption)
            caption = same_caption[0][1].caption
            text = f"{listed} berjudul sama, “{short(caption)}”, tetapi isinya berbeda."
            yield Finding(NAM07, text, tuple(s.place(short(t.caption, 120)) for s, t in same_caption))


def _first_words(table: Table) -> Iterator[str]:
    for row in table.body:
        name = next((c.text for c in row if has_word(c.text)), "")
        if name:
            yield stripped(name)
