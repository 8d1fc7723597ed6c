"""NOM: numbers of tables, figures, sections, lists and rows, and the references to them."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lakip_lib.document.model import Heading, Paragraph, Table
from lakip_lib.review._text import Spot, quoted, unquoted
from lakip_lib.review._text_facts import Book
from lakip_lib.review._text_lists import chapter_of, list_numbers, row_numbers, section_numbers
from lakip_lib.review.finding import Finding, Place, Rule, short

__all__ = ["check"]

NOM01 = Rule("NOM01", "peringatan", "Nomor tabel atau gambar dipakai dua kali")
NOM02 = Rule("NOM02", "catatan", "Nomor tabel atau gambar meloncat")
NOM03 = Rule("NOM03", "peringatan", "Nomor memakai angka bab lain")
NOM04 = Rule("NOM04", "peringatan", "Rujukan ke tabel atau gambar yang tidak ada")
NOM05 = Rule("NOM05", "peringatan", "Tabel yang diumumkan tidak ada")
NOM09 = Rule("NOM09", "catatan", "Tabel tanpa nomor di antara tabel bernomor")

_CAPTION = re.compile(
    r"\s*(gambar|grafik|bagan|diagram|tabel)\s+([0-9]+|[IVXL]+)\s*[.\-–]\s*([0-9]{1,4})\b(?!\s*[.\-–]\d)", re.IGNORECASE
)
_REFERENCE = re.compile(
    r"\b(tabel|table|gambar|grafik|bagan|diagram)\s+([0-9]+|[IVXL]+)\s*\.\s*([0-9]{1,4})(?![.,]?\d)", re.IGNORECASE
)
# A table of another document may be named freely.
_ELSEWHERE = re.compile(
    r"(?i)^[\s,)]*(?:pada|dalam|dari|di|lampiran)?\s*(?:dokumen|renstra|rpjmd|rkpd|renja|permen\w*|peraturan|perda|"
    r"perwali|"
    r"perbup|pergub|lhe|buku|lampiran|laporan|lakip|lkjip|lkip)\b"
)
_MIN_COLUMNS = 3
_ANNOUNCES = re.compile(
    r"(?i)\b(?:dapat (?:di)?lihat|disajikan|ditunjukkan|tersaji|tercantum|diuraikan|digambarkan|dijelaskan|dirinci|"
    r"terlihat|sebagaimana|seperti)\b[^.]{0,60}\btab(?:el|le)\b(?:[^.\d]{0,25})\b(?:berikut|"
    r"di ?bawah)(?: ini)?\s*[:.]?\s*$"
)


@dataclass(frozen=True, slots=True)
class _Numbered:
    """One numbered caption: its kind (tabel, gambar), chapter, number, and the chapter that it stands in."""

    kind: str
    chapter: str
    number: int
    inside: str
    spot: Spot
    text: str

    @property
    def shown(self) -> str:
        return f"{self.kind.capitalize()} {self.chapter}.{self.number}"

    def place(self) -> Place:
        return self.spot.place(quote=self.text)


def check(book: Book) -> Iterator[Finding]:
    """All findings about numbering and references."""
    listed = book.spots
    captions = list(_captions(listed))
    yield from _caption_findings(captions)
    yield from _references(listed, captions)
    yield from _announced(listed)
    yield from list_numbers(listed)
    yield from section_numbers(book.document)
    yield from row_numbers(listed)
    yield from _unnumbered(listed)


def _captions(listed: Sequence[Spot]) -> Iterator[_Numbered]:
    inside = ""
    for spot in listed:
        block = spot.block
        if isinstance(block, Heading) and block.level == 1:
            inside = chapter_of(block.number) if block.number else ""
        elif isinstance(block, Table):
            hit = _CAPTION.match(f"Tabel {block.number}")
            if hit:
                text = f"Tabel {block.number} {short(block.caption, 90)}"
                yield _Numbered("tabel", chapter_of(hit.group(2)), int(hit.group(3)), inside, spot, text)
        elif isinstance(block, Paragraph) and block.kind == "caption":
            hit = _CAPTION.match(block.text)
            if hit:
                kind, chapter, number = hit.groups()
                yield _Numbered(kind.lower(), chapter_of(chapter), int(number), inside, spot, short(block.text, 110))


def _caption_findings(captions: Sequence[_Numbered]) -> Iterator[Finding]:
    series: dict[tuple[str, str], list[_Numbered]] = defaultdict(list)
    for caption in captions:
        if caption.inside.isdigit() and caption.chapter.isdigit() and caption.chapter != caption.inside:
            right = f"{caption.kind.capitalize()} {caption.inside}.x"
            yield Finding(
                NOM03,
                f"{caption.shown} berada dalam BAB {caption.inside}, tetapi nomornya memakai bab {caption.chapter}.",
                (caption.place(),),
                caption.shown,
                right,
            )
        series[caption.kind, caption.chapter].append(caption)
    for (kind, chapter), same in series.items():
        by_number: dict[int, list[_Numbered]] = defaultdict(list)
        for caption in same:
            by_number[caption.number].append(caption)
        for found in by_number.values():
            if len(found) > 1 and len({c.text for c in found}) > 1:
                yield Finding(
                    NOM01,
                    f"{found[0].shown} dipakai untuk {len(found)} judul yang berbeda.",
                    tuple(c.place() for c in found),
                    found[0].shown,
                )
        numbers = sorted(by_number)
        # Pictures of several kinds may share one count: Gambar 3.1, Grafik 3.2.
        others = {
            c.number for c in captions if c.chapter == chapter and c.kind != kind and "tabel" not in {kind, c.kind}
        }
        missing = [n for n in range(1, numbers[-1]) if n not in by_number and n not in others]
        if missing and len(missing) <= len(numbers):
            first = same[0]
            names = ", ".join(f"{first.kind.capitalize()} {first.chapter}.{n}" for n in missing)
            after = next(c for c in sorted(same, key=lambda c: c.number) if c.number > missing[0])
            yield Finding(NOM02, f"Nomor meloncat: {names} tidak ada.", (after.place(),), after.shown)


def _references(listed: Sequence[Spot], captions: Sequence[_Numbered]) -> Iterator[Finding]:
    # A reference may call a Grafik a Gambar.
    known = {(c.kind == "tabel", c.chapter, c.number) for c in captions}
    counted = Counter((c.kind, c.chapter) for c in captions)
    missing: dict[str, list[Place]] = defaultdict(list)
    for spot in listed:
        if not isinstance(spot.block, Paragraph) or spot.block.kind == "caption":
            continue
        text = unquoted(spot.block)
        for hit in _REFERENCE.finditer(text):
            kind = "tabel" if hit.group(1).lower() == "table" else hit.group(1).lower()
            chapter, number = chapter_of(hit.group(2)), int(hit.group(3))
            # Captions that the reader did not recognise must not look like missing ones.
            if (
                (kind == "tabel", chapter, number) in known
                or counted[kind, chapter] == 0
                or _ELSEWHERE.match(text[hit.end() :])
            ):
                continue
            missing[f"{kind.capitalize()} {chapter}.{number}"].append(spot.place(quoted(text, *hit.span())))
    for shown, places in missing.items():
        yield Finding(NOM04, f"{shown} dirujuk, tetapi tidak ada dalam dokumen.", tuple(places), shown)


def _announced(listed: Sequence[Spot]) -> Iterator[Finding]:
    for n, spot in enumerate(listed):
        if not isinstance(spot.block, Paragraph) or spot.block.kind == "caption":
            continue
        text = spot.block.text.strip()
        if not _ANNOUNCES.search(text):
            continue
        follows = False
        for later in listed[n + 1 :]:
            if isinstance(later.block, Heading) or later.index > spot.index + 12:
                break
            # A figure may stand where a table was announced, and a table may have been pasted as a picture.
            if isinstance(later.block, Table) or _CAPTION.match(later.block.text):
                follows = True
                break
            if re.match(r"(?i)\[image|data belum tersedia", later.block.text):
                follows = True
                break
        if not follows:
            yield Finding(
                NOM05,
                "Tabel diumumkan, tetapi tidak ada tabel sebelum judul berikutnya.",
                (spot.place(text[-150:]),),
            )


def _unnumbered(listed: Sequence[Spot]) -> Iterator[Finding]:
    tables = [(s, s.block) for s in listed if isinstance(s.block, Table)]
    numbered = sum(bool(t.number) for _, t in tables)
    bare_ones = [
        s.place(quote=t.caption)
        for s, t in tables
        if not t.number
        and t.caption
        and len(t.body) >= 1
        and len(t.titles) >= _MIN_COLUMNS
        and any(c.isdigit() for r in t.body for x in r for c in x.text)
    ]
    if bare_ones and numbered >= 3 * len(bare_ones) / 2:
        text = f"{len(bare_ones)} tabel berjudul tidak bernomor, sedangkan {numbered} tabel lain bernomor."
        yield Finding(NOM09, text, tuple(bare_ones))
