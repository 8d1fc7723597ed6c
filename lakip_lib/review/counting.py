"""HIT: counts in the text against what is listed: programmes, kegiatan, sub kegiatan, sasaran, list items."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lakip_lib.document.model import Document, Heading, Paragraph
from lakip_lib.review._text import NUMBER_WORDS, Spot, item_mark, quoted, short, unquoted
from lakip_lib.review._text_book import book_of
from lakip_lib.review._text_facts import Book
from lakip_lib.review._text_missing import goal_column
from lakip_lib.review._text_region import years_in
from lakip_lib.review._text_sentences import sentences
from lakip_lib.review.finding import Finding, Place, Rule

__all__ = ["RULES", "check"]

HIT01 = Rule("HIT01", "galat", "Jumlah yang sama disebut berbeda dalam uraian")
HIT02 = Rule("HIT02", "galat", "Angka dan ejaannya berbeda")
HIT03 = Rule("HIT03", "galat", "Jumlah dalam kalimat tidak sama dengan rincian di bawahnya")
HIT04 = Rule("HIT04", "peringatan", "Jumlah dalam uraian tidak sama dengan isi tabel")
RULES = (HIT01, HIT02, HIT03, HIT04)

_SPELLED = re.compile(r"(?<![\d.,])(\d{1,3})(?:\s|\xa0)*\(\s*([A-Za-z]+(?:\s+[A-Za-z]+){0,3})\s*\)")
_NUMERALS = "satu|dua|tiga|empat|lima|enam|tujuh|delapan|sembilan|sepuluh|sebelas"
_COUNTED = re.compile(
    rf"(?<![\d.,\w/-])(?:(\d{{1,3}})|({_NUMERALS}))(?:\s*\([^)]{{1,40}}\))?\s+(?:\w+\s)??"
    r"(program|sub[\s-]*kegiatan|kegiatan|sasaran|tujuan|indikator kinerja|iku)\b(?!\s*/)(?:\s+(strategis|utama|"
    r"sasaran|program|daerah|rpjmd))?",
    re.IGNORECASE,
)
_SCOPED = re.compile(
    r"(?i)\b(?:setiap|masing-masing|tiap|salah satu|antara lain|di ?antara\w*|sebagian|lainnya|prioritas|hanya|tidak|"
    r"belum|bidang|"
    r"seksi|sekretariat|rpjmd|daerah kota|kepala daerah|misi tersebut)\b"
)
_TAIL = re.compile(
    r"(?i)(?:yaitu|yakni|sebagai berikut|meliputi|terdiri (?:dari|atas)|antara lain|adalah|berikut(?: ini)?)?\s*:\s*$"
)
_NEAR = 40
_OPEN_LIST = re.compile(r"(?i)\b(?:antara lain|di ?antara\w*|seperti|misalnya)\b")
_ANY_COUNT = re.compile(
    rf"(?<![\d.,\w/-])(?:(\d{{1,2}})|({_NUMERALS}))\s*(?:\(([a-z ]+)\))?\s+([a-z]+(?:[ -][a-z]+)?)", re.IGNORECASE
)
_STARTS = {"kegiatan": re.compile(r"(?i)kegiatan\b"), "sub kegiatan": re.compile(r"(?i)sub\b")}
_PARENTS = {"kegiatan": re.compile(r"(?i)program\b"), "sub kegiatan": re.compile(r"(?i)(?:kegiatan|program)\b")}
_LEVELS = {"program": 1, "kegiatan": 2, "sub kegiatan": 3}


@dataclass(frozen=True, slots=True)
class _Said:
    """A count in a sentence: how many of what, and where."""

    noun: str
    number: int
    place: Place
    spelled: bool


def check(document: Document) -> Iterator[Finding]:
    """All findings about counts."""
    book = book_of(document)
    yield from _spelled(book.spots)
    yield from _statements(book)
    yield from _details(book.spots)


def _spelled(listed: Sequence[Spot]) -> Iterator[Finding]:
    for spot in listed:
        if isinstance(spot.block, Paragraph):
            text = unquoted(spot.block)
            for hit in _SPELLED.finditer(text):
                value = NUMBER_WORDS.get(hit.group(2))
                if value is not None and value != int(hit.group(1)):
                    place = spot.place(quoted(text, *hit.span()))
                    said = f"Tertulis {hit.group(1)}, tetapi ejaannya “{hit.group(2)}” ({value})."
                    yield Finding(HIT02, said, (place,), hit.group(0), "")


def _noun(text: str) -> str:
    word = re.sub(r"[\s-]+", " ", text.lower())
    return {"iku": "indikator kinerja utama", "subkegiatan": "sub kegiatan"}.get(word, word)


def _counts(book: Book) -> Iterator[tuple[_Said, bool]]:
    """(count, whether the sentence counts programmes, kegiatan and sub kegiatan together) for the whole office."""
    subject = False
    for spot in book.spots:
        if isinstance(spot.block, Heading):
            named = bool(book.names.mentions(spot.block.text))
            deep = spot.block.level > 3 and not spot.block.number  # noqa: PLR2004 - a part of an indicator's section
            subject = named or (subject and deep)
        if not isinstance(spot.block, Paragraph) or spot.block.kind == "caption" or subject:
            continue
        for _, text in sentences(unquoted(spot.block)):
            hits = list(_COUNTED.finditer(text))
            budget = [h for h in hits if _noun(h.group(3)) in _LEVELS]
            years = set(years_in(text))
            if not hits or (years and book.year not in years):
                continue
            for hit in hits:
                noun = _noun(hit.group(3))
                together = noun in _LEVELS and len(budget) > 1
                lead = text[max(0, hit.start() - 90) : hit.start()]
                # A sentence that names a sasaran or an indicator counts what belongs to it.
                named = any(len(h[2]) > 3 for h in book.names.mentions(text))  # noqa: PLR2004 - not just "capaian kinerja"
                if _SCOPED.search(lead) or (not together and named):
                    continue
                if noun == "indikator kinerja" and hit.group(4) and hit.group(4).lower() == "utama":
                    noun = "indikator kinerja utama"
                number = int(hit.group(1)) if hit.group(1) else NUMBER_WORDS.get(hit.group(2) or "") or 0
                place = spot.place(quoted(text, *hit.span()))
                yield _Said(noun, number, place, hit.group(1) is None), together


def _statements(book: Book) -> Iterator[Finding]:
    whole: dict[str, list[_Said]] = defaultdict(list)
    for said, together in _counts(book):
        if together or said.noun in {"sasaran", "indikator kinerja utama"}:
            whole[said.noun].append(said)
    for noun, found in whole.items():
        numbers = Counter(s.number for s in found)
        table = _in_tables(book, noun)
        right, source = table or (numbers.most_common(1)[0][0], "")
        # The words decide among themselves; a table that holds fewer may just leave some out.
        if noun in _LEVELS and len(numbers) > 1:
            usual, often = numbers.most_common(1)[0]
            odd = [s for s in found if s.number != usual]
            rest = next(s for s in found if s.number == usual)
            values = " dan ".join(str(n) for n, _ in numbers.most_common())
            expected = str(usual) if often > max(n for v, n in numbers.items() if v != usual) else ""
            text = f"Jumlah {noun} disebut {values}."
            shown = f"{usual} disebut {often} kali" + (f"; {source} memuat {right}" if source else "")
            yield Finding(HIT01, text, (*(s.place for s in odd), rest.place), str(odd[0].number), expected, shown)
            numbers = Counter({usual: often})
        if source:
            odd = [s for s in found if s.number in numbers and s.number != right]
            if odd:
                text = f"Uraian menyebut {odd[0].number} {noun}, {source} memuat {right}."
                yield Finding(HIT04, text, tuple(s.place for s in odd), str(odd[0].number), str(right), source)


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
        names = {book.names.key(t) for t in cells if re.search(r"[^\W\d_]{3}", t)}
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


def _details(listed: Sequence[Spot]) -> Iterator[Finding]:
    """A count and what follows it: "2 kegiatan" with one below, "terdiri dari 5 bidang:" with four."""
    paragraphs = [s for s in listed if isinstance(s.block, Heading | Paragraph)]
    for n, spot in enumerate(paragraphs):
        if not isinstance(spot.block, Paragraph) or spot.block.kind == "caption":
            continue
        text = unquoted(spot.block).strip()
        found = _children(paragraphs, n, text) or _items(paragraphs, n, text)
        if found is None:
            continue
        number, noun, children, hit = found
        if children and number != len(children):
            said = f"Disebut {number} {noun}, tetapi di bawahnya ada {len(children)}."
            places = (spot.place(quoted(text, *hit.span(), 60)), *(c.place(_text(c)) for c in children[:2]))
            yield Finding(HIT03, said, places, str(number), str(len(children)))


def _text(spot: Spot) -> str:
    return spot.block.text if isinstance(spot.block, Heading | Paragraph) else ""


def _children(paragraphs: Sequence[Spot], n: int, text: str) -> tuple[int, str, list[Spot], re.Match[str]] | None:
    """The kegiatan or sub kegiatan that are listed below a sentence that counts them for one programme or kegiatan."""
    hits = [h for h in _COUNTED.finditer(text) if _noun(h.group(3)) in _STARTS and h.group(1)]
    if len(hits) != 1 or not _PARENTS[_noun(hits[0].group(3))].search(text[: hits[0].start()]):
        return None
    noun = _noun(hits[0].group(3))
    children: list[Spot] = []
    for later in paragraphs[n + 1 :]:
        mark, rest = item_mark(_text(later))
        if isinstance(later.block, Heading):
            break
        if mark and _STARTS[noun].match(rest):
            children.append(later)
        elif (mark and _PARENTS[noun].match(rest)) or (not mark and _counts_again(_text(later), noun)):
            break
    # One number, one mark: a single child under "1 kegiatan" needs no list, and none at all says nothing.
    return int(hits[0].group(1)), noun, children, hits[0]


def _counts_again(text: str, noun: str) -> bool:
    return any(_noun(h.group(3)) == noun for h in _COUNTED.finditer(text))


def _items(paragraphs: Sequence[Spot], n: int, text: str) -> tuple[int, str, list[Spot], re.Match[str]] | None:
    """The items right below a sentence that ends with a colon and counts them."""
    tail = _TAIL.search(text)
    if not tail or _OPEN_LIST.search(text[-120:]):
        return None
    hits = [h for h in _ANY_COUNT.finditer(text) if h.group(3) is None or NUMBER_WORDS.get(h.group(3)) is not None]
    if (
        len(hits) != 1
        or tail.start() - hits[0].end() > _NEAR
        or re.match(r"(?i)tahun|bulan|hari|triwulan|orang|unit", hits[0].group(4))
    ):
        return None
    number = int(hits[0].group(1)) if hits[0].group(1) else NUMBER_WORDS.get(hits[0].group(2)) or 0
    items: list[Spot] = []
    style = ""
    for later in paragraphs[n + 1 :]:
        mark, _ = item_mark(_text(later))
        kind = "1" if mark.isdigit() else "a" if mark.isalpha() else mark
        if isinstance(later.block, Heading) or not mark or (style and kind != style):
            break
        style = kind
        items.append(later)
    # A list inside a list hides where the outer one ends.
    following = paragraphs[n + 1 + len(items)] if n + 1 + len(items) < len(paragraphs) else None
    broken = following is not None and isinstance(following.block, Paragraph) and bool(item_mark(_text(following))[0])
    if len(items) < 2 or broken:  # noqa: PLR2004 - one item is no list
        return None
    marks = [item_mark(_text(i))[0] for i in items]
    if style in {"1", "a"} and marks[0] not in {"1", "a"}:
        return None
    return number, short(hits[0].group(4), 30), items, hits[0]
