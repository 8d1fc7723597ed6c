"""NOM: numbers of tables, figures, sections, lists and rows, and the references to them."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lakip_lib.document.model import Document, Heading, Paragraph, Table
from lakip_lib.review._text import Spot, item_mark, quoted, short, spots, unquoted
from lakip_lib.review.finding import Finding, Place, Rule

__all__ = ["RULES", "check"]

NOM01 = Rule("NOM01", "peringatan", "Nomor tabel atau gambar dipakai dua kali")
NOM02 = Rule("NOM02", "catatan", "Nomor tabel atau gambar meloncat")
NOM03 = Rule("NOM03", "peringatan", "Nomor memakai angka bab lain")
NOM04 = Rule("NOM04", "peringatan", "Rujukan ke tabel atau gambar yang tidak ada")
NOM05 = Rule("NOM05", "peringatan", "Tabel yang diumumkan tidak ada")
NOM06 = Rule("NOM06", "catatan", "Nomor daftar berulang atau meloncat")
NOM07 = Rule("NOM07", "catatan", "Nomor subbab berulang, meloncat, atau salah bab")
NOM08 = Rule("NOM08", "catatan", "Nomor baris berulang atau meloncat")
NOM09 = Rule("NOM09", "catatan", "Tabel tanpa nomor di antara tabel bernomor")
RULES = (NOM01, NOM02, NOM03, NOM04, NOM05, NOM06, NOM07, NOM08, NOM09)

_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_ROMAN_NUMERAL = re.compile(r"(?=[IVXL])X{0,3}(?:IX|IV|V?I{0,3})")
_CAPTION = re.compile(r"\s*(gambar|grafik|bagan|diagram|tabel)\s+([0-9]+|[IVXL]+)\s*[.\-–]\s*([0-9]+)\b", re.IGNORECASE)
_REFERENCE = re.compile(
    r"\b(tabel|table|gambar|grafik|bagan|diagram)\s+([0-9]+|[IVXL]+|L)\s*\.\s*([0-9]+)(?![.,]?\d)", re.IGNORECASE
)
# A table of another document may be named freely.
_ELSEWHERE = re.compile(
    r"(?i)^[\s,)]*(?:pada|dalam|dari|di|lampiran)?\s*(?:dokumen|renstra|rpjmd|rkpd|renja|permen\w*|peraturan|perda|perwali|"
    r"perbup|pergub|lhe|buku|lampiran|laporan|lakip|lkjip|lkip)\b"
)
_ANNOUNCES = re.compile(
    r"(?i)\b(?:dapat (?:di)?lihat|disajikan|ditunjukkan|tersaji|tercantum|diuraikan|digambarkan|dijelaskan|dirinci|terlihat|"
    r"sebagaimana|seperti)\b[^.]{0,60}\btab(?:el|le)\b(?:[^.\d]{0,25})\b(?:berikut|di ?bawah)(?: ini)?\s*[:.]?\s*$"
)
_LIST_LIMIT = 60


def roman(text: str) -> int | None:
    """The value of a Roman numeral up to 39, or None."""
    if not text or not _ROMAN_NUMERAL.fullmatch(text):
        return None
    values = [_ROMAN[c] for c in text]
    return sum(-v if v < max(values[i:]) else v for i, v in enumerate(values))


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


def check(document: Document) -> Iterator[Finding]:
    """All findings about numbering and references."""
    listed = list(spots(document))
    captions = list(_captions(listed))
    yield from _caption_findings(captions)
    yield from _references(listed, captions)
    yield from _announced(listed)
    yield from _lists(listed)
    yield from _sections(document)
    yield from _rows(listed)
    yield from _unnumbered(listed)


def _chapter(text: str) -> str:
    """A chapter number as a figure: III and 3 are one chapter, L stays L (annexes)."""
    upper = text.upper()
    value = None if upper == "L" else roman(upper)
    return str(value) if value else upper


def _captions(listed: Sequence[Spot]) -> Iterator[_Numbered]:
    inside = ""
    for spot in listed:
        block = spot.block
        if isinstance(block, Heading) and block.level == 1:
            inside = _chapter(block.number) if block.number else ""
        elif isinstance(block, Table):
            hit = _CAPTION.match(f"Tabel {block.number}.") or _CAPTION.match(f"Tabel {block.number}")
            if hit:
                text = f"Tabel {block.number} {short(block.caption, 90)}"
                yield _Numbered("tabel", _chapter(hit.group(2)), int(hit.group(3)), inside, spot, text)
        elif isinstance(block, Paragraph) and block.kind == "caption":
            hit = _CAPTION.match(block.text)
            if hit:
                kind, chapter, number = hit.groups()
                yield _Numbered(kind.lower(), _chapter(chapter), int(number), inside, spot, short(block.text, 110))


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
    for same in series.values():
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
        missing = [n for n in range(1, numbers[-1]) if n not in by_number]
        if missing and len(missing) <= len(numbers):
            first = same[0]
            names = ", ".join(f"{first.kind.capitalize()} {first.chapter}.{n}" for n in missing)
            after = next(c for c in sorted(same, key=lambda c: c.number) if c.number > missing[0])
            yield Finding(NOM02, f"Nomor meloncat: {names} tidak ada.", (after.place(),), after.shown)


def _references(listed: Sequence[Spot], captions: Sequence[_Numbered]) -> Iterator[Finding]:
    known = {(c.kind, c.chapter, c.number) for c in captions}
    counted = Counter((c.kind, c.chapter) for c in captions)
    missing: dict[str, list[Place]] = defaultdict(list)
    for spot in listed:
        if not isinstance(spot.block, Paragraph) or spot.block.kind == "caption":
            continue
        text = unquoted(spot.block)
        for hit in _REFERENCE.finditer(text):
            kind = "tabel" if hit.group(1).lower() == "table" else hit.group(1).lower()
            chapter, number = _chapter(hit.group(2)), int(hit.group(3))
            # Captions that the reader did not recognise must not look like missing ones.
            if (kind, chapter, number) in known or counted[kind, chapter] == 0 or _ELSEWHERE.match(text[hit.end() :]):
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
            if isinstance(later.block, Table) or (
                isinstance(later.block, Paragraph) and _CAPTION.match(later.block.text)
            ):
                follows = True
                break
            if isinstance(later.block, Paragraph) and re.match(r"(?i)\[image|data belum tersedia", later.block.text):
                follows = True
                break
        if not follows:
            yield Finding(
                NOM05,
                "Tabel diumumkan, tetapi tidak ada tabel sebelum judul berikutnya.",
                (spot.place(text[-150:] if len(text) > 160 else text),),
            )


def _value(mark: str) -> int | None:
    if mark.isdigit():
        return int(mark)
    return ord(mark) - 96 if len(mark) == 1 and mark.isalpha() else None


_STYLE = re.compile(r"\s*(\(?)(\d{1,2}|[a-zA-Z])([.)]+)")


def _lists(listed: Sequence[Spot]) -> Iterator[Finding]:
    """Repeated or skipped numbers within a section, one series for each style of mark: 1. and (1) and a."""
    last: dict[tuple[str, str, bool], tuple[int, Spot]] = {}
    section: str | None = None
    run: list[tuple[str, int, Spot, Spot]] = []
    for spot in listed:
        if isinstance(spot.block, Heading) or spot.section != section:
            section, last = spot.section, {}
        if not isinstance(spot.block, Paragraph) or spot.block.kind == "caption":
            continue
        hit = _STYLE.match(spot.block.text)
        mark, rest = item_mark(spot.block.text)
        value = _value(mark)
        if not hit or value is None or not rest:
            continue
        # `1.` with a small body is a list inside a list: a series starts again at 1.
        style = (hit.group(1), hit.group(3), mark.isdigit())
        before = last.get(style)
        if before and value > 1 and value != before[0] + 1:
            kind = "berulang" if value == before[0] else "meloncat"
            near = spot.index - before[1].index <= _LIST_LIMIT
            if near and (value == before[0] or before[0] + 1 < value <= before[0] + 3):
                run.append((kind, value, before[1], spot))
        last[style] = (value, spot)
    for kind, value, before, spot in run:
        a, b = short(_text(before), 70), short(_text(spot), 70)
        yield Finding(
            NOM06,
            f"Nomor daftar {kind}: sesudah “{a}” tertulis “{b}”.",
            (spot.place(_text(spot)), before.place(_text(before))),
            str(value),
        )


def _text(spot: Spot) -> str:
    return spot.block.text if isinstance(spot.block, Heading | Paragraph) else ""


def _sections(document: Document) -> Iterator[Finding]:
    chapter = ""
    seen: dict[tuple[int, ...], Heading] = {}
    for heading in document.headings():
        if heading.level == 1:
            chapter = _chapter(heading.number) if heading.number else ""
            continue
        parts = heading.number.strip(". ").split(".")
        if len(parts) < 2 or not all(p.isdigit() for p in parts):  # noqa: PLR2004 - 3.2 has two parts
            continue
        number = tuple(int(p) for p in parts)
        shown = f"{heading.number} {heading.text}"
        place = Place(section=shown, quote=shown)
        before = seen.get(number)
        if before is not None:
            other = f"{before.number} {before.text}"
            both = (place, Place(section=other, quote=other))
            yield Finding(NOM07, f"Nomor subbab {heading.number} dipakai dua kali.", both, heading.number)
        elif chapter.isdigit() and parts[0] != chapter:
            text = f"Subbab {heading.number} berada dalam BAB {chapter}."
            yield Finding(NOM07, text, (place,), heading.number)
        elif number[-1] > 1 and (*number[:-1], number[-1] - 1) not in seen and chapter:
            wanted = ".".join([*parts[:-1], str(number[-1] - 1)])
            yield Finding(NOM07, f"Subbab {heading.number} tidak didahului {wanted}.", (place,), heading.number)
        seen.setdefault(number, heading)


def _rows(listed: Sequence[Spot]) -> Iterator[Finding]:
    for spot in listed:
        table = spot.block
        if (
            not isinstance(table, Table)
            or not table.titles
            or table.titles[0].lower().strip(" .") not in {"no", "nomor"}
        ):
            continue
        marks: list[tuple[int, str]] = []
        for row in table.body:
            cell = row[0]
            text = cell.text.strip(" .)")
            value = int(text) if text.isdigit() and len(text) <= 3 else roman(text.upper())  # noqa: PLR2004 - 999 rows
            if value and not cell.quoted and (not marks or cell.row_span == 1 or cell.row == row[0].row):
                key = (value, f"{cell.row}")
                if not marks or marks[-1] != key:
                    marks.append(key)
        numbers = [m[0] for m in marks]
        if len(numbers) < 3 or numbers[0] > 3:  # noqa: PLR2004 - too few to speak of a series
            continue
        wrong = [(a, b) for a, b in zip(numbers, numbers[1:], strict=False) if b != a + 1]
        # A table that starts again at 1 in every group is numbered well.
        # and one with many or wide gaps holds identifiers, not a count of its rows.
        if not wrong or any(b == 1 or not -1 < b - a <= 3 for a, b in wrong) or len(wrong) > min(2, len(numbers) // 2):  # noqa: PLR2004
            continue
        said = ", ".join(f"{b} sesudah {a}" for a, b in wrong[:5])
        yield Finding(
            NOM08, f"Nomor baris tidak berurutan: {said}.", (spot.place(row=str(wrong[0][1]), column=table.titles[0]),)
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
        and len(t.titles) >= 3
        and any(c.isdigit() for r in t.body for x in r for c in x.text)
    ]
    if bare_ones and numbered >= 3 * len(bare_ones) / 2:
        text = f"{len(bare_ones)} tabel berjudul tidak bernomor, sedangkan {numbered} tabel lain bernomor."
        yield Finding(NOM09, text, tuple(bare_ones))
