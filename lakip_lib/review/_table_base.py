"""What the rules over source tables share: places of cells, rows by table, nodes of the budget tree."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from lakip_lib.clean import Row
from lakip_lib.numerals import rounded
from lakip_lib.office import Gap, Indicator, Office, Program
from lakip_lib.quantity import Quantity, Span
from lakip_lib.review.finding import Place, short

__all__ = [
    "at", "cells", "enumerated", "file", "leaves", "named", "nodes", "opening", "rows", "same", "source",
    "worse",
]  # fmt: skip


def rows(office: Office, table: str) -> Sequence[Row]:
    """The rows of a table, none if the office does not have it."""
    return office.data.tables.get(table, ())


def at(row: Row, *columns: str) -> tuple[Place, ...]:
    """The cells of a row, as typed."""
    return tuple(Place("", row.file, str(row.number), c, _typed(row, c)) for c in columns)


def cells(*numbers: Quantity | Span | None) -> tuple[Place, ...]:
    """The source cells below numbers, each once."""
    found: dict[Place, None] = {}
    for number in numbers:
        for end in (number.low, number.high) if isinstance(number, Span) else (number,):
            for c in end.cells() if end is not None else ():
                found[Place("", c.file, str(c.row), c.column, c.typed)] = None
    return tuple(found)


def file(name: str, column: str = "", quote: str = "") -> Place:
    """A whole file, or one column or key of it."""
    return Place("", name, "", column, quote)


def source(office: Office, table: str) -> str:
    """The file of a table as its rows name it."""
    found = rows(office, table)
    return found[0].file if found else office.file(table)


def nodes(office: Office) -> list[Program]:
    """Every node of the budget tree; none without program.csv."""
    try:
        return [n for root in office.all_programs for n in root.walk()]
    except Gap:
        return []


def leaves(office: Office) -> Iterator[tuple[Program, Row]]:
    """The funded nodes where money is typed, each with its row; none without anggaran.csv."""
    if rows(office, "anggaran"):
        yield from ((n, n.money) for n in nodes(office) if n.funded and not n.children and n.money is not None)


def named(node: Program) -> str:
    """``sub kegiatan 1.02.03 (Penyediaan …)``."""
    return f"{node.level} {node.code} ({short(node.name)})"


def opening(text: str) -> str:
    """The same at the beginning of a sentence."""
    return text[:1].upper() + text[1:]


def same(one: Quantity | Span, other: Quantity | Span) -> bool:
    """True if two known numbers are the same as shown."""
    if isinstance(one, Span) or isinstance(other, Span):
        ends = [(s.low.value, s.high.value) if isinstance(s, Span) else (s.value, s.value) for s in (one, other)]
        return ends[0] == ends[1]
    places = max(one.decimals, other.decimals)
    return rounded(one.value, places) == rounded(other.value, places)


def worse(indicator: Indicator, value: Quantity | Span, other: Quantity | Span) -> bool:
    """True if `value` asks for less than `other` in the indicator's direction; never for ranges or missing numbers."""
    if isinstance(value, Span) or isinstance(other, Span) or not value.known or not other.known:
        return False
    one, two = value.official().value, other.official().value
    return {"naik": one < two, "turun": one > two}.get(indicator.direction, False)


def enumerated(items: Iterable[str], limit: int = 6) -> str:
    """``a; b; c; dan 4 lagi``."""
    found = list(items)
    rest = len(found) - limit
    return "; ".join(found[:limit]) + (f"; dan {rest} lagi" if rest > 0 else "")


def _typed(row: Row, column: str) -> str:
    if column in row.cells:
        return row.cells[column].typed
    value = row.values.get(column)
    return "" if value is None else str(value)
