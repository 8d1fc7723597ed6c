"""NOM06 to NOM08: numbers of lists, sections and rows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from lakip_lib.document.model import Document, Heading, Paragraph, Table
from lakip_lib.review._text import Spot, item_mark
from lakip_lib.review.finding import Finding, Place, Rule, short

__all__ = ["chapter_of", "list_numbers", "row_numbers", "section_numbers"]

NOM06 = Rule("NOM06", "catatan", "Nomor daftar berulang atau meloncat")
NOM07 = Rule("NOM07", "catatan", "Nomor subbab berulang, meloncat, atau salah bab")
NOM08 = Rule("NOM08", "catatan", "Nomor baris berulang atau meloncat")

_ROMAN = {"I": 1, "V": 5, "X": 10}
_ROMAN_NUMERAL = re.compile(r"(?=[IVX])X{0,3}(?:IX|IV|V?I{0,3})")
_STYLE = re.compile(r"\s*(\(?)(\d{1,2}|[a-zA-Z])([.)]+)")
_SECTION = re.compile(r"\d{1,3}(?:\.\d{1,3})+")
_LIST_LIMIT = 60


def _roman(text: str) -> int | None:
    """The value of a Roman numeral up to 39, or None."""
    if not _ROMAN_NUMERAL.fullmatch(text):
        return None
    values = [_ROMAN[c] for c in text]
    return sum(-v if v < max(values[i:]) else v for i, v in enumerate(values))


def chapter_of(text: str) -> str:
    """A chapter number as a figure: III and 3 are one chapter, L stays L (annexes)."""
    return str(_roman(text.upper()) or text.upper())


def _value(mark: str) -> int | None:
    if mark.isdigit():
        return int(mark)
    return ord(mark) - 96 if len(mark) == 1 and mark.isalpha() else None


def list_numbers(listed: Sequence[Spot]) -> Iterator[Finding]:
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
    for kind, value, earlier, spot in run:
        a, b = short(earlier.text, 70), short(spot.text, 70)
        yield Finding(
            NOM06,
            f"Nomor daftar {kind}: sesudah “{a}” tertulis “{b}”.",
            (spot.place(spot.text), earlier.place(earlier.text)),
            str(value),
        )


def section_numbers(document: Document) -> Iterator[Finding]:
    chapter = ""
    seen: dict[tuple[int, ...], Heading] = {}
    for heading in document.headings():
        if heading.level == 1:
            chapter = chapter_of(heading.number) if heading.number else ""
            continue
        if not _SECTION.fullmatch(heading.number.strip(". ")):
            continue
        parts = heading.number.strip(". ").split(".")
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


def row_numbers(listed: Sequence[Spot]) -> Iterator[Finding]:
    for spot in listed:
        table = spot.block
        if (
            not isinstance(table, Table)
            or not table.titles
            or table.titles[0].lower().strip(" .") not in {"no", "nomor"}
        ):
            continue
        marks: list[tuple[int, int]] = []
        for row in table.body:
            cell = row[0]
            text = cell.text.strip(" .)")
            value = int(text) if re.fullmatch(r"\d{1,3}", text) else _roman(text.upper())
            if value and not cell.quoted and marks[-1:] != [(value, cell.row)]:  # a merged cell counts once
                marks.append((value, cell.row))
        numbers = [value for value, _ in marks]
        if len(numbers) < 3 or numbers[0] > 3:  # noqa: PLR2004 - too few to speak of a series
            continue
        wrong = [(a, b) for a, b in pairwise(numbers) if b != a + 1]
        # A table that starts again at 1 in every group is numbered well, and one with many or wide gaps holds
        # identifiers, not a count of its rows.
        if not wrong or any(b == 1 or not -1 < b - a <= 3 for a, b in wrong) or len(wrong) > min(2, len(numbers) // 2):  # noqa: PLR2004
            continue
        said = ", ".join(f"{b} sesudah {a}" for a, b in wrong[:5])
        yield Finding(
            NOM08, f"Nomor baris tidak berurutan: {said}.", (spot.place(row=str(wrong[0][1]), column=table.titles[0]),)
        )
