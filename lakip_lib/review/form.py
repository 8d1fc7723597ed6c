"""BTK: the form of figures and text: decimals, percent signs, placeholders, repeated words, brackets."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lakip_lib.document.model import Cell, Paragraph, Table
from lakip_lib.review._text import Spot, quoted, stripped, titles, unquoted
from lakip_lib.review._text_facts import Book
from lakip_lib.review._text_form import row_name, wording
from lakip_lib.review.finding import Finding, Place, Rule

__all__ = ["check"]

BTK01 = Rule("BTK01", "catatan", "Tanda desimal tidak seragam")
BTK02 = Rule("BTK02", "catatan", "Jumlah desimal tidak seragam dalam satu kolom")
BTK03 = Rule("BTK03", "catatan", "Tanda persen tidak seragam dalam satu kolom")

_FIGURE = re.compile(r"\(?-?\s*(\d{1,3}(?:\.\d{3})+|\d+)(?:([.,])(\d+))?\s*(%)?\)?")
_TEXT_DECIMAL = re.compile(r"(?<![\d.,/])(\d{1,3})([.,])(\d{1,2})(?![\d.,/])\s*(%|skor|poin|persen)?")
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


def check(book: Book) -> Iterator[Finding]:
    """All findings about form."""
    listed = book.spots
    for spot in listed:
        if isinstance(spot.block, Table):
            yield from _columns(spot, spot.block)
    yield from _signs_in_text(listed)
    yield from wording(listed, lines=book.document.format == "pdf")


def _printed(cell: Cell) -> _Printed | None:
    hit = _FIGURE.fullmatch(cell.text.strip())
    if not hit or cell.quoted:
        return None
    whole, sign, fraction, percent = hit.groups()
    return _Printed(cell, sign or "", len(fraction or ""), bool(percent), "." in whole)


def _columns(spot: Spot, table: Table) -> Iterator[Finding]:
    if table.number.startswith("L"):
        return  # an annex: registers hold figures of many kinds in one column
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
            spot.place(f.cell.text, row_name(table, f.cell), title or titles(table)[f.cell.column]) for f in odd
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
