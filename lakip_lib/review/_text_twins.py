"""SAM04: an amount that differs by one digit from one that is printed again and again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from lakip_lib.document.figures import Figure, in_text, written
from lakip_lib.document.model import Paragraph
from lakip_lib.review._text import Spot, quoted, unquoted
from lakip_lib.review._text_facts import Book
from lakip_lib.review.finding import Finding, Place, Rule

__all__ = ["printed", "twins"]

SAM04 = Rule("SAM04", "peringatan", "Jumlah uang berbeda satu angka dari yang tercetak di tempat lain")

_MIN_DIGITS = 6
_MIN_TWINS = 2


def printed(figure: Figure) -> str:
    """A figure as findings show it."""
    return written(figure.value, figure.decimals, figure.unit if figure.money or figure.percent else "")


def twins(book: Book, told: set[Decimal]) -> Iterator[Finding]:
    """An amount of many digits, printed once, that differs by one digit from one printed at least twice."""
    amounts = list(_amounts(book))
    seen: dict[str, list[tuple[Figure, Place]]] = defaultdict(list)
    for figure, place in amounts:
        digits = str(abs(int(figure.value)))
        if len(digits.rstrip("0")) >= _MIN_DIGITS:
            seen[digits].append((figure, place))
    values = {abs(figure.value) for figure, _ in amounts}
    patterns: dict[str, list[str]] = defaultdict(list)
    often = [
        d for d, found in seen.items() if len({(p.table, p.section, p.quote, p.row) for _, p in found}) >= _MIN_TWINS
    ]
    for digits in often:
        for pattern in _patterns(digits):
            patterns[pattern].append(digits)
    for digits, found in seen.items():
        # In a table the sums decide; there a part may well differ from the whole by one round digit.
        if len(found) > 1 or found[0][1].table or found[0][0].value in told:
            continue
        near = {d for p in _patterns(digits) for d in patterns.get(p, ()) if d != digits}
        if len(near) != 1:
            continue
        other = seen[near.pop()]
        figure, place = found[0]
        if abs(figure.value - other[0][0].value) in values:
            continue  # what is left when another amount is taken away
        right = printed(other[0][0])
        yield Finding(
            SAM04,
            f"{printed(figure)} tercetak sekali dan berbeda satu angka dari {right}, yang tercetak {len(other)} kali.",
            (place, other[0][1]),
            printed(figure),
            right,
        )


def _patterns(digits: str) -> Iterator[str]:
    """What two numbers share that differ in one digit, or of which one lacks a digit of the other."""
    for i in range(len(digits)):
        yield f"{digits[:i]}?{digits[i + 1 :]}"
        yield f"{digits[:i]}{digits[i + 1 :]}"
    yield digits


def _amounts(book: Book) -> Iterator[tuple[Figure, Place]]:
    for spot, m in book.tables:
        for column in m.columns:
            if column.kind != "money":
                continue
            for row in m.rows:
                figure = m.own(row.index, column.index)
                if figure is not None and figure.value == int(figure.value):
                    yield figure, spot.place(m.cell(row.index, column.index).text, row.label, column.title)
    for spot in book.spots:
        if isinstance(spot.block, Paragraph):
            yield from _in_sentence(spot)


def _in_sentence(spot: Spot) -> Iterator[tuple[Figure, Place]]:
    if not isinstance(spot.block, Paragraph):
        return
    text = unquoted(spot.block)
    if "Rp" in text:
        for figure in in_text(text):
            if figure.money and figure.value == int(figure.value):
                yield figure, spot.place(quoted(text, figure.start, figure.end, 60))
