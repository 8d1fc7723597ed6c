"""HIT01 and HIT04: how many programmes, kegiatan, sasaran the office says it has, wherever it says so."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from lakip_lib.document.model import Heading, Paragraph
from lakip_lib.review._text import Spot, has_word, quoted, spelled, unquoted
from lakip_lib.review._text_facts import Book
from lakip_lib.review._text_missing import goal_column
from lakip_lib.review._text_region import years_in
from lakip_lib.review._text_sentences import sentences
from lakip_lib.review.finding import Finding, Place, Rule

__all__ = ["COUNTED", "NUMERALS", "noun_of", "statements"]

HIT01 = Rule("HIT01", "galat", "Jumlah yang sama disebut berbeda dalam uraian")
HIT04 = Rule("HIT04", "peringatan", "Jumlah dalam uraian tidak sama dengan isi tabel")

NUMERALS = "satu|dua|tiga|empat|lima|enam|tujuh|delapan|sembilan|sepuluh|sebelas"
#: "5 (lima) program": digits or words, what is counted, and what kind of it.
COUNTED = re.compile(
    rf"(?<![\d.,\w/-])(?:(\d{{1,3}})|({NUMERALS}))(?:\s*\([^)]{{1,40}}\))?\s+(?:\w+\s)??"
    r"(program|sub[\s-]*kegiatan|kegiatan|sasaran|tujuan|indikator kinerja|iku)\b(?!\s*/)(?:\s+(strategis|utama|"
    r"sasaran|program|daerah|rpjmd))?",
    re.IGNORECASE,
)
# What goes before such a count when it is about a part of the office, or about something that did not stay.
_SCOPED = re.compile(
    r"(?i)\b(?:setiap|masing-masing|tiap|salah satu|antara lain|di ?antara\w*|sebagian|lainnya|prioritas|hanya|tidak|"
    r"belum|bidang|bagian|seksi|sekretariat|puskesmas|kelurahan|uptd?|urusan|unit kerja|rpjmd|daerah kota|"
    r"kepala daerah|misi|semula|awalnya|sebelum|(?:sasaran|tujuan|indikator|program|kegiatan)(?: strategis)?\s+"
    r"(?:ini|tersebut(?! di ?atas)|itu|pertama|kedua|ketiga|keempat|kelima|ke-\d+|\d+|[ivx]+))\b"
)
# What follows it when some of all are meant: so many of them did well.
_SOME = re.compile(
    r"(?i)^\W*(?:strategis |utama |daerah )*(?:yang|dengan (?:capaian|kategori|predikat|kriteria|hasil)|belum|tidak|"
    r"(?:ber)?kategori|(?:telah |sudah |berhasil )*(?:mencapai|tercapai|melampaui|memenuhi|berhasil)|dinyatakan|masuk|"
    r"termasuk|memperoleh|lainnya|di ?antara\w*|rpjmd|kepala daerah|pemerintah|bupati|wali ?kota|gubernur)\b"
)
_OF_ALL = re.compile(rf"(?i)\bdari\s+(?:total |seluruh |sejumlah |sebanyak )*(?:\d+|{NUMERALS})\b")
# The section of one sasaran, one urusan ...
_PART_HEADING = re.compile(
    r"(?i)\W*(?:sasaran|tujuan|misi|urusan|bidang|program|indikator|seksi|sub ?bagian)\b(?: strategis)?"
    r"(?:\s*:|\s+(?:\d+|[ivx]+|ke-?\w+|pertama|kedua|ketiga)\b)"
)
_LEVELS = {"program": 1, "kegiatan": 2, "sub kegiatan": 3}


@dataclass(frozen=True, slots=True)
class _Said:
    """A count in a sentence: how many of what, and where."""

    noun: str
    number: int
    place: Place


def noun_of(text: str) -> str:
    """What is counted, in one spelling."""
    word = re.sub(r"[\s-]+", " ", text.lower())
    return {"iku": "indikator kinerja utama", "subkegiatan": "sub kegiatan"}.get(word, word)


def statements(book: Book) -> Iterator[Finding]:
    """Counts for the whole office that differ among themselves (HIT01) or from the tables (HIT04)."""
    whole: dict[str, list[_Said]] = defaultdict(list)
    for said in _counts(book):
        whole[said.noun].append(said)
    for noun, found in whole.items():
        numbers = Counter(s.number for s in found)
        right, source = _in_tables(book, noun) or (0, "")
        usual, often = (right, numbers[right]) if right in numbers else numbers.most_common(1)[0]
        odd = [s for s in found if s.number != usual]
        # The words decide among themselves; a table that holds fewer may just leave some out.
        if noun in _LEVELS and odd:
            rest = next(s for s in found if s.number == usual)
            values = " dan ".join(str(n) for n, _ in numbers.most_common())
            sure = usual == right or often > max(n for v, n in numbers.items() if v != usual)
            unsure = "" if sure else "; yang benar tidak dapat dipastikan"
            told = f"Jumlah {noun} disebut {values}{unsure}."
            shown = f"{usual} disebut {often} kali" + (f"; {source} memuat {right}" if source else "")
            places = (*(s.place for s in odd), rest.place)
            yield Finding(HIT01, told, places, str(odd[0].number), str(usual) if sure else "", shown)
        odd = [s for s in found if source and s.number != right and (noun not in _LEVELS or s.number == usual)]
        if odd:
            told = f"Uraian menyebut {odd[0].number} {noun}, {source} memuat {right}."
            yield Finding(HIT04, told, tuple(s.place for s in odd), str(odd[0].number), str(right), source)


def _counts(book: Book) -> Iterator[_Said]:
    """The counts that are about the whole office in the year of the report."""
    part = False
    for spot in book.spots:
        if isinstance(spot.block, Heading):
            named = bool(book.names.mentions(spot.block.text)) or bool(_PART_HEADING.match(spot.block.text))
            deep = spot.block.level > 3 and not spot.block.number  # noqa: PLR2004 - a part of an indicator's section
            part = named or (part and deep)
        if not isinstance(spot.block, Paragraph) or spot.block.kind == "caption" or part:
            continue
        for _, text in sentences(unquoted(spot.block)):
            years = set(years_in(text))
            if not years or book.year in years:
                yield from _in_sentence(book, spot, text)


def _in_sentence(book: Book, spot: Spot, text: str) -> Iterator[_Said]:
    hits = list(COUNTED.finditer(text))
    # Programmes, kegiatan and sub kegiatan counted in one go are those of the budget.
    together = sum(noun_of(h.group(3)) in _LEVELS for h in hits) > 1
    for hit in hits:
        noun, kind = noun_of(hit.group(3)), (hit.group(4) or "").lower()
        if noun == "indikator kinerja" and kind == "utama":
            noun = "indikator kinerja utama"
        if noun in _LEVELS:
            whole = together
        else:
            # A sentence that names a sasaran or an indicator counts what belongs to it.
            named = any(len(h[2]) > 3 for h in book.names.mentions(text))  # noqa: PLR2004 - not just "capaian kinerja"
            partial = named or kind in {"program", "daerah", "rpjmd"} or _SOME.match(text[hit.end() :])
            whole = noun in {"sasaran", "indikator kinerja utama"} and not partial and not _OF_ALL.search(text)
        if whole and not _SCOPED.search(text[max(0, hit.start() - 90) : hit.start()]):
            number = int(hit.group(1)) if hit.group(1) else spelled(hit.group(2)) or 0
            yield _Said(noun, number, spot.place(quoted(text, *hit.span())))


def _in_tables(book: Book, noun: str) -> tuple[int, str] | None:
    """(number, name of the table) of what tables list, where they agree well enough to be a measure."""
    if noun in _LEVELS:
        return _tree_count(book, noun)
    listed: list[tuple[int, str]] = []
    for spot, m in book.tables:
        goal = goal_column(m)
        column = (
            goal
            if noun == "sasaran"
            else next((c.index for c in m.columns if re.match(r"indikator kinerja utama\b", c.title)), None)
        )
        if goal is None or column is None:
            continue
        cells = [m.cell(r.index, column).text for r in m.rows if r.role in {"data", "group"}]
        names = {book.names.key(t) for t in cells if has_word(t)}
        if len(names) > 1:
            listed.append((len(names), spot.label))
    # Some tables may have lost one: the fullest list is right if several tables hold it.
    number = max((n for n, _ in listed), default=0)
    full = [label for n, label in listed if n == number]
    return (number, full[0]) if len(full) >= 3 and len(full) >= 0.4 * len(listed) else None  # noqa: PLR2004


def _tree_count(book: Book, noun: str) -> tuple[int, str] | None:
    """How many rows of a level the fullest budget tree has; only a tree with a total is the whole budget."""
    best: tuple[int, int, str] | None = None
    for spot, m in book.tables:
        levels = Counter(r.level for r in m.rows if r.level)
        if len(levels) == 3 and min(levels) == 1 and any(r.role == "total" for r in m.rows):  # noqa: PLR2004 - three levels
            size = sum(levels.values())
            if best is None or size > best[0]:
                best = size, levels[_LEVELS[noun]], spot.label
    return (best[1], best[2]) if best else None
