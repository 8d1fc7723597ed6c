"""BTK: the form of figures and text: decimals, percent signs, placeholders, repeated words, brackets."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lakip_lib.document.model import Cell, Document, Heading, Paragraph, Table
from lakip_lib.review._text import Spot, quoted, short, spots, stripped, titles, unquoted
from lakip_lib.review.finding import Finding, Place, Rule

__all__ = ["RULES", "check"]

BTK01 = Rule("BTK01", "catatan", "Tanda desimal tidak seragam")
BTK02 = Rule("BTK02", "catatan", "Jumlah desimal tidak seragam dalam satu kolom")
BTK03 = Rule("BTK03", "catatan", "Tanda persen tidak seragam dalam satu kolom")
BTK04 = Rule("BTK04", "peringatan", "Isian yang tertinggal")
BTK05 = Rule("BTK05", "catatan", "Kata berulang")
BTK06 = Rule("BTK06", "catatan", "Kurung atau tanda kutip tidak berpasangan")
BTK07 = Rule("BTK07", "catatan", "Pemisah ribuan rusak")
RULES = (BTK01, BTK02, BTK03, BTK04, BTK05, BTK06, BTK07)

_FIGURE = re.compile(r"\(?-?\s*(\d{1,3}(?:\.\d{3})+|\d+)(?:([.,])(\d+))?\s*(%)?\)?")
_TEXT_DECIMAL = re.compile(r"(?<![\d.,/])(\d{1,3})([.,])(\d{1,2})(?![\d.,/])\s*(%|skor|poin|persen)?")
_PLACEHOLDERS = (
    re.compile(r"\b[xX]{3,}\b"),
    re.compile(r"\[\s*(?:image|gambar|foto|tabel|grafik|logo|nama|tanggal|isi|nomor|\.{2,}|…)[^\]]*\]?", re.IGNORECASE),
    re.compile(r"\b(?:lorem ipsum|error! (?:reference|bookmark)|kesalahan! sumber)\b[^.]{0,30}", re.IGNORECASE),
    re.compile(r"\b(?:isi di ?sini|diisi (?:oleh|dengan) \.{3}|tuliskan di ?sini|ketik di ?sini)\b", re.IGNORECASE),
    re.compile(r"\{\{.{0,60}?\}\}|<<[^<>]{1,60}>>|#(?:REF|N/A|DIV/0|VALUE|NAME)[!?]?"),
    re.compile(r"(?<![.…])(?:\.{5,}|…{2,}|_{5,})(?![.…]*\s*\d*$)"),
)
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
# Reduplication is written with a hyphen; these are the words whose plain repetition is good Indonesian or a name.
_MAY_REPEAT = frozenset(["sama", "lain", "hari", "satu", "demi", "sub"])
_GROUPING = re.compile(
    r"(?<![\d.,/:-])(?:\d{1,3}\.\s+(?:\d{3}\.)+\d{3}|\d{1,3}(?:\.\d{3})*\.\d{4,}(?:\.\d{3})+|\d{4,}(?:\.\d{3}){2,}|"
    r"\d{1,3}(?:\.\d{3})+\.\d{1,2}\.\d{3}(?:\.\d{3})*)(?![\d/])"
)
_PAIRS = {"(": ")", "“": "”", "[": "]"}
_UNIT_INSIDE = re.compile(r"\d[\d.,]*\s*[^\W\d_]{3}")
_LABELS = frozenset({"no", "no.", "nomor", "tahun", "kode"})
_MIN_COLUMN = 3
_MIN_SMALL = 5


@dataclass(frozen=True, slots=True)
class _Printed:
    """The form of one figure in a column."""

    cell: Cell
    sign: str
    decimals: int
    percent: bool
    grouped: bool


_Mark = tuple[Rule, str, Sequence[_Printed], Sequence[_Printed]]


def check(document: Document) -> Iterator[Finding]:
    """All findings about form."""
    listed = list(spots(document))
    for spot in listed:
        if isinstance(spot.block, Table):
            yield from _columns(spot, spot.block)
    yield from _signs_in_text(listed)
    yield from _hits(listed)


def _printed(cell: Cell) -> _Printed | None:
    hit = _FIGURE.fullmatch(cell.text.strip())
    if not hit or cell.quoted:
        return None
    whole, sign, fraction, percent = hit.groups()
    return _Printed(cell, sign or "", len(fraction or ""), bool(percent), "." in whole)


def _columns(spot: Spot, table: Table) -> Iterator[Finding]:
    units = [i for i, t in enumerate(titles(table)) if t.lower() == "satuan"]
    own_units = len({stripped(r[i].text) for i in units for r in table.body if i < len(r)}) > 1
    small: list[_Printed] = []
    for column, title in enumerate(titles(table)):
        cells = {id(r[column]): r[column] for r in table.body if column < len(r)}.values()
        figures = [f for f in (_printed(c) for c in cells) if f]
        if any(_UNIT_INSIDE.search(c.text) for c in cells):
            # Units stand in the cells: only the figures with decimals can be compared with each other.
            figures = [f for f in figures if f.decimals]
        if len(figures) < _MIN_COLUMN:
            small += [f for f in figures if f.percent or f.decimals in {1, 2, 3}]
        elif title.lower() not in _LABELS:
            yield from _reported(spot, table, title, _compare(figures, own_units=own_units))
    # Tables of one or two rows are compared as a whole, when nearly all of it looks alike.
    if len(small) >= _MIN_SMALL and not own_units:
        yield from _reported(spot, table, "", _compare(small, own_units=False, share=4))


def _reported(spot: Spot, table: Table, title: str, marks: Iterator[_Mark]) -> Iterator[Finding]:
    for rule, said, odd, rest in marks:
        places = tuple(
            spot.place(f.cell.text, _row_name(table, f.cell), title or titles(table)[f.cell.column]) for f in odd
        )
        usual = rest[0].cell.text.strip()
        yield Finding(rule, f"{said}; yang lain ditulis seperti “{usual}”.", places, odd[0].cell.text.strip())


def _compare(figures: Sequence[_Printed], *, own_units: bool, share: int = 2) -> Iterator[_Mark]:
    """(rule, message, odd ones, the rest): the odd ones are reported if the rest are `share` times as many."""
    # `1.115` among whole numbers is grouped, not a decimal; only short fractions tell the sign.
    signed = [f for f in figures if f.decimals in {1, 2}]
    odd, rest = sorted(([f for f in signed if f.sign == s] for s in ".,"), key=len)
    if odd and len(odd) <= len(rest):
        yield BTK01, "Tanda desimal berbeda dari yang lain", odd, rest
    if own_units:
        return
    fractions = [f for f in figures if f.decimals]
    common = Counter(f.decimals for f in fractions).most_common(1)
    if common:
        rest = [f for f in fractions if f.decimals == common[0][0]]
        odd = [f for f in fractions if f.decimals != common[0][0] and not f.grouped and not _grouped_count(f)]
        if odd and len(odd) * share <= len(rest):
            yield BTK02, f"{odd[0].decimals} desimal, bukan {common[0][0]}", odd, rest
    odd, rest = sorted(([f for f in figures if f.percent is p] for p in (False, True)), key=len)
    if odd and not odd[0].percent:
        odd = [f for f in odd if f.decimals]  # a lone 0 or 100 may stand without its sign
    if odd and len(odd) * share <= len(rest):
        said = "Tanda persen hanya ada di sini" if odd[0].percent else "Tanda persen tidak ada"
        yield BTK03, said, odd, rest


def _grouped_count(figure: _Printed) -> bool:
    """`1.115` is a count with a thousands separator."""
    return figure.sign == "." and figure.decimals == 3 and not figure.percent  # noqa: PLR2004 - groups of three digits


def _row_name(table: Table, cell: Cell) -> str:
    row = table.rows[cell.row]
    names = [c.text for c in row[: cell.column] if re.search(r"[^\W\d_]{3}", c.text)]
    return short(names[-1]) if names else ""


def _signs_in_text(listed: Sequence[Spot]) -> Iterator[Finding]:
    """A percentage or score with a decimal point in a document that writes decimal commas."""
    dots: list[Place] = []
    commas = 0
    first = ""
    for spot in listed:
        if not isinstance(spot.block, Paragraph):
            continue
        text = unquoted(spot.block)
        for hit in _TEXT_DECIMAL.finditer(text):
            if not hit.group(4):
                continue
            if hit.group(2) == ",":
                commas += 1
            else:
                dots.append(spot.place(quoted(text, *hit.span())))
                first = first or hit.group(0).strip()
    if dots and commas >= 2 * len(dots):
        said = f"Tanda desimal titik dalam uraian; dokumen ini menulis koma ({commas} kali)."
        yield Finding(BTK01, said, tuple(dots), first, first.replace(".", ","))


def _texts(listed: Sequence[Spot]) -> Iterator[tuple[Spot, str, Cell | None]]:
    """Every text once: headings, paragraphs, cells, captions."""
    for spot in listed:
        block = spot.block
        if isinstance(block, Heading):
            yield spot, block.text, None
        elif isinstance(block, Paragraph):
            yield spot, unquoted(block), None
        else:
            yield spot, block.caption, None
            done: set[int] = set()
            for row in block.rows:
                for cell in row:
                    if id(cell) not in done and not cell.quoted:
                        done.add(id(cell))
                        yield spot, cell.text, cell


def _hits(listed: Sequence[Spot]) -> Iterator[Finding]:
    found: dict[tuple[Rule, str], list[Place]] = {}
    for spot, text, cell in _texts(listed):
        for rule, start, end in (
            *_placeholders(text, cell),
            *_repeated(text),
            *_grouping(text),
            *_unbalanced(text, cell),
        ):
            place = spot.place(quoted(text, start, end))
            if cell is not None and isinstance(spot.block, Table):
                place = spot.place(
                    quoted(text, start, end), _row_name(spot.block, cell), titles(spot.block)[cell.column]
                )
            found.setdefault((rule, " ".join(text[start:end].lower().split())[:40]), []).append(place)
    for (rule, what), places in found.items():
        said = {
            BTK04: f"Isian tertinggal: “{what}”.",
            BTK05: f"Kata berulang: “{what}”.",
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
            if hit.group(0)[0] in "._…" and (cell is None and len(text) < 60):  # noqa: PLR2004 - a line, not a sentence
                continue
            yield BTK04, hit.start(), hit.end()


def _repeated(text: str) -> Iterator[tuple[Rule, int, int]]:
    before: re.Match[str] | None = None
    for hit in _WORD.finditer(text):
        if before is not None and len(hit.group(0)) > 2:  # noqa: PLR2004 - abbreviations and initials
            gap, word = text[before.end() : hit.start()], hit.group(0)
            same = word.lower() == before.group(0).lower() and gap.isspace() and "\n" not in gap
            # A repeated capital word is rather a name (Baden Baden, Sari Sari) than a slip.
            if (
                same
                and word.lower() not in _MAY_REPEAT
                and not (word[0].isupper() and not word.isupper() and len(word) < 5)
            ):
                yield BTK05, before.start(), hit.end()
        before = hit


def _grouping(text: str) -> Iterator[tuple[Rule, int, int]]:
    for hit in _GROUPING.finditer(text):
        around = text[max(0, hit.start() - 12) : hit.start()].lower()
        # A list number before a figure ("1. 250.000") is no grouping, and long numbers of letters and accounts are codes.
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
