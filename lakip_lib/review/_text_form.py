"""BTK04 to BTK07: what was left behind in the words: placeholders, repeated words, torn brackets and numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from lakip_lib.document.model import Cell, Table
from lakip_lib.review._text import Spot, has_word, own_texts, quoted, titles
from lakip_lib.review.finding import Finding, Place, Rule, short

__all__ = ["row_name", "wording"]

BTK04 = Rule("BTK04", "peringatan", "Isian yang tertinggal")
BTK05 = Rule("BTK05", "catatan", "Kata berulang")
BTK06 = Rule("BTK06", "catatan", "Kurung atau tanda kutip tidak berpasangan")
BTK07 = Rule("BTK07", "catatan", "Pemisah ribuan rusak")

_PLACEHOLDERS = (
    re.compile(r"\bx{3,}\b|\bX{4,}\b"),
    re.compile(r"\[\s*(?:image|gambar|foto|tabel|grafik|logo|nama|tanggal|isi|nomor|\.{2,}|…)[^\]]*\]?", re.IGNORECASE),
    re.compile(r"\b(?:lorem ipsum|error! (?:reference|bookmark)|kesalahan! sumber)\b[^.]{0,30}", re.IGNORECASE),
    re.compile(r"\b(?:isi di ?sini|diisi (?:oleh|dengan) \.{3}|tuliskan di ?sini|ketik di ?sini)\b", re.IGNORECASE),
    re.compile(r"\{\{.{0,60}?\}\}|<<[^<>]{1,60}>>|#(?:REF|N/A|DIV/0|VALUE|NAME)[!?]?"),
    re.compile(r"(?<![.…])(?:\.{5,}|…{2,}|_{5,})(?![.…]*\s*\d*$)"),
)
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
# Reduplication is written with a hyphen; these are the words whose plain repetition is good Indonesian or a name.
_MAY_REPEAT = frozenset(
    ["sama", "lain", "hari", "satu", "demi", "sub", "masing", "rata", "undang", "kira", "bersama", "tiap", "macam"]
)
_GROUPING = re.compile(
    r"(?<![\d.,/:-])(?:\d{1,3}\.\s+(?:\d{3}\.)+\d{3}|\d{1,3}(?:\.\d{3})*\.\d{4,}(?:\.\d{3})+|\d{4,}(?:\.\d{3}){2,}|"
    r"\d{1,3}(?:\.\d{3})+\.\d{1,2}\.\d{3}(?:\.\d{3})*)(?![\d/])"
)
_PAIRS = {"(": ")", "“": "”", "[": "]"}
_FEW_WORDS, _SENTENCE, _SHORT_NAME = 3, 9, 5


def row_name(table: Table, cell: Cell) -> str:
    """The name of the row that a cell stands in."""
    row = table.rows[cell.row]
    names = [c.text for c in row[: cell.column] if has_word(c.text)]
    return short(names[-1]) if names else ""


def wording(listed: Sequence[Spot], *, lines: bool = False) -> Iterator[Finding]:
    """All findings about words and signs; `lines`: the text was read line by line, so that pairs may be torn."""
    found: dict[tuple[Rule, str], list[Place]] = {}
    texts = ((s, text, cell) for s in listed for text, cell in own_texts(s.block))
    for spot, text, cell in texts:
        for rule, start, end in (
            *_placeholders(text, cell),
            *_repeated(text),
            *_grouping(text),
            *(() if lines else _unbalanced(text, cell)),
        ):
            place = spot.place(quoted(text, start, end))
            if cell is not None and isinstance(spot.block, Table):
                place = spot.place(
                    quoted(text, start, end), row_name(spot.block, cell), titles(spot.block)[cell.column]
                )
            found.setdefault((rule, " ".join(text[start:end].lower().split())[:40]), []).append(place)
    for (rule, what), places in found.items():
        said = {
            BTK04: f"Isian tertinggal: “{what}”.",
            BTK05: f"Kata berulang, atau tanda hubungnya tertinggal: “{what}”.",
            BTK07: f"Pemisah ribuan rusak: “{what}”.",
            BTK06: f"Kurung atau tanda kutip tidak berpasangan pada “{what}”.",
        }[rule]
        yield Finding(rule, said, tuple(places), what if rule in {BTK05, BTK07} else "", _mended(rule, what))


def _mended(rule: Rule, what: str) -> str:
    if rule is BTK05:
        return what.split(maxsplit=1)[0]
    return re.sub(r"\s", "", what) if rule is BTK07 and re.fullmatch(r"[\d\s]{1,4}\.\s*(?:\d{3}\.)*\d{3}", what) else ""


def _placeholders(text: str, cell: Cell | None) -> Iterator[tuple[Rule, int, int]]:
    for pattern in _PLACEHOLDERS:
        for hit in pattern.finditer(text):
            # Dots lead to a page number in a table of contents, and a line of them waits for a signature.
            words = len(re.findall(r"[^\W\d_]{2,}", text))
            if hit.group(0)[0] in "._…" and words < (_FEW_WORDS if cell is not None else _SENTENCE):
                continue
            yield BTK04, hit.start(), hit.end()


def _repeated(text: str) -> Iterator[tuple[Rule, int, int]]:
    before: re.Match[str] | None = None
    for hit in _WORD.finditer(text):
        if before is not None and len(hit.group(0)) > 2:  # noqa: PLR2004 - abbreviations and initials
            gap, word = text[before.end() : hit.start()], hit.group(0)
            same = word.lower() == before.group(0).lower() and gap.isspace() and "\n" not in gap
            # A repeated capital word is rather a name (Baden Baden, Sari Sari) than a slip, and in
            # "16-18 tahun tahun 2024" the first word is a unit.
            unit = bool(re.search(r"\d\s*$", text[: before.start()]))
            if (
                same
                and not unit
                and word.lower() not in _MAY_REPEAT
                and not (word[0].isupper() and not word.isupper() and len(word) < _SHORT_NAME)
            ):
                yield BTK05, before.start(), hit.end()
        before = hit


def _grouping(text: str) -> Iterator[tuple[Rule, int, int]]:
    for hit in _GROUPING.finditer(text):
        around = text[max(0, hit.start() - 12) : hit.start()].lower()
        # A list number before a figure ("1. 250.000") is no grouping, and numbers of letters and accounts are codes.
        if re.match(r"\d{1,2}\.\s", hit.group(0)) and not re.search(r"(?:rp\.?|sebesar|senilai)\s*$", around):
            continue
        if re.search(r"(?:nomor|no\.?|nip\.?|kode|rek\w*)\W*$", around):
            continue
        yield BTK07, hit.start(), hit.end()


def _unbalanced(text: str, cell: Cell | None) -> Iterator[tuple[Rule, int, int]]:
    """Brackets and typographic quotes that never close; a closing one alone is a list mark such as `a)`."""
    if cell is not None and len(text) < 4:  # noqa: PLR2004 - a mark, not a text
        return
    for opens, closes in _PAIRS.items():
        depth: list[int] = []
        for n, char in enumerate(text):
            if char == opens:
                depth.append(n)
            elif char == closes and depth:
                depth.pop()
        if depth and text.count(opens) > text.count(closes):
            start = depth[-1]
            yield BTK06, start, min(len(text), start + 30)
