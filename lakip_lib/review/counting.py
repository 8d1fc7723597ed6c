"""HIT: counts in the text against what is listed: programmes, kegiatan, sub kegiatan, sasaran, list items."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from lakip_lib.document.model import Heading, Paragraph
from lakip_lib.review._text import Spot, item_mark, quoted, spelled, unquoted
from lakip_lib.review._text_facts import Book
from lakip_lib.review._text_stated import COUNTED, NUMERALS, noun_of, statements
from lakip_lib.review.finding import Finding, Rule, short

__all__ = ["check"]

HIT02 = Rule("HIT02", "galat", "Angka dan ejaannya berbeda")
HIT03 = Rule("HIT03", "galat", "Jumlah dalam kalimat tidak sama dengan rincian di bawahnya")

_SPELLED = re.compile(r"(?<![\d.,])(\d{1,3})(?:\s|\xa0)*\(\s*([A-Za-z]+(?:\s+[A-Za-z]+){0,4})\s*\)")
_TAIL = re.compile(
    r"(?i)(?:yaitu|yakni|sebagai berikut|meliputi|terdiri (?:dari|atas)|antara lain|adalah|berikut(?: ini)?)?\s*:\s*$"
)
_NEAR = 40
_OPEN_LIST = re.compile(r"(?i)\b(?:antara lain|di ?antara\w*|seperti|misalnya)\b")
_ANY_COUNT = re.compile(
    rf"(?<![\d.,\w/-])(?:(\d{{1,2}})|({NUMERALS}))\s*(?:\(([a-z ]+)\))?\s+([a-z]+(?:[ -][a-z]+)?)", re.IGNORECASE
)
_STARTS = {"kegiatan": re.compile(r"(?i)kegiatan\b"), "sub kegiatan": re.compile(r"(?i)sub\b")}
_PARENTS = {"kegiatan": re.compile(r"(?i)program\b"), "sub kegiatan": re.compile(r"(?i)(?:kegiatan|program)\b")}


def check(book: Book) -> Iterator[Finding]:
    """All findings about counts."""
    yield from _spelled(book.spots)
    yield from statements(book)
    yield from _details(book.spots)


def _spelled(listed: Sequence[Spot]) -> Iterator[Finding]:
    for spot in listed:
        if isinstance(spot.block, Paragraph):
            text = unquoted(spot.block)
            for hit in _SPELLED.finditer(text):
                value = spelled(hit.group(2))
                if value is not None and value != int(hit.group(1)):
                    place = spot.place(quoted(text, *hit.span()))
                    said = f"Tertulis {hit.group(1)}, tetapi ejaannya “{hit.group(2)}” ({value})."
                    yield Finding(HIT02, said, (place,), hit.group(0), "")


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
            places = (spot.place(quoted(text, *hit.span(), 60)), *(c.place(c.text) for c in children[:2]))
            yield Finding(HIT03, said, places, str(number), str(len(children)))


def _children(paragraphs: Sequence[Spot], n: int, text: str) -> tuple[int, str, list[Spot], re.Match[str]] | None:
    """The kegiatan or sub kegiatan that are listed below a sentence that counts them for one programme or kegiatan."""
    hits = [h for h in COUNTED.finditer(text) if noun_of(h.group(3)) in _STARTS and h.group(1)]
    if len(hits) != 1 or not _PARENTS[noun_of(hits[0].group(3))].search(text[: hits[0].start()]):
        return None
    noun = noun_of(hits[0].group(3))
    children: list[Spot] = []
    for later in paragraphs[n + 1 :]:
        mark, rest = item_mark(later.text)
        if isinstance(later.block, Heading):
            break
        if mark and _STARTS[noun].match(rest):
            children.append(later)
        elif (mark and _PARENTS[noun].match(rest)) or (not mark and _counts_again(later.text, noun)):
            break
    # One number, one mark: a single child under "1 kegiatan" needs no list, and none at all says nothing.
    return int(hits[0].group(1)), noun, children, hits[0]


def _counts_again(text: str, noun: str) -> bool:
    return any(noun_of(h.group(3)) == noun for h in COUNTED.finditer(text))


def _items(paragraphs: Sequence[Spot], n: int, text: str) -> tuple[int, str, list[Spot], re.Match[str]] | None:
    """The items right below a sentence that ends with a colon and counts them."""
    tail = _TAIL.search(text)
    if not tail or _OPEN_LIST.search(text[-120:]):
        return None
    hits = [h for h in _ANY_COUNT.finditer(text) if h.group(3) is None or spelled(h.group(3)) is not None]
    if (
        len(hits) != 1
        or tail.start() - hits[0].end() > _NEAR
        or re.match(r"(?i)tahun|bulan|hari|triwulan|orang|unit", hits[0].group(4))
    ):
        return None
    number = int(hits[0].group(1)) if hits[0].group(1) else spelled(hits[0].group(2)) or 0
    items: list[Spot] = []
    style = ""
    for later in paragraphs[n + 1 :]:
        mark, _ = item_mark(later.text)
        kind = "1" if mark.isdigit() else "a" if mark.isalpha() else mark
        again = bool(items) and mark in {"1", "a"}  # the next list
        if isinstance(later.block, Heading) or not mark or (style and kind != style) or again:
            break
        style = kind
        items.append(later)
    # A list inside a list hides where the outer one ends.
    following = paragraphs[n + 1 + len(items)] if n + 1 + len(items) < len(paragraphs) else None
    after = item_mark(following.text)[0] if following and isinstance(following.block, Paragraph) else ""
    broken = bool(after) and not (after in {"1", "a"} and (after == "1") == (style == "1"))
    if len(items) < 2 or broken:  # noqa: PLR2004 - one item is no list
        return None
    marks = [item_mark(i.text)[0] for i in items]
    if style in {"1", "a"} and marks[0] not in {"1", "a"}:
        return None
    return number, short(hits[0].group(4), 30), items, hits[0]
