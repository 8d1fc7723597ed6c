"""Totals that somebody typed at the foot of a table: they are not read, but must be what the rows add up to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from lakip_lib import numerals
from lakip_lib.clean._model import Row
from lakip_lib.numerals import Kind
from lakip_lib.problems import Problem
from lakip_lib.sources import RawTable

__all__ = ["wrong_totals"]

_SUMMED = {"uang": Kind.UANG, "jumlah": Kind.JUMLAH}
_TODO = "Baris jumlah tidak dibaca; periksa apakah ada baris yang kurang, berlebih, atau keliru."


def wrong_totals(table: RawTable, rows: Sequence[Row]) -> Iterator[Problem]:
    """Every total that is neither the sum of all rows above it nor of those since the total before it."""
    start = 0
    for total in table.totals:
        above = [r for r in rows if r.number < total.number]
        block = [r for r in above if r.number > start]
        start = total.number
        for column, kind in ((c.name, _SUMMED[c.kind]) for c in table.declaration.columns if c.kind in _SUMMED):
            typed = total.cells[column]
            sums = {_sum(block, column), _sum(above, column)}
            if (value := _value(typed, kind)) is not None and value not in sums:
                _, nearest = min((abs(found - value), found) for found in sums)
                expected = f"{_exactly(nearest)} menurut baris di atasnya"
                yield table.problem(total.number, column, expected, _TODO, typed=typed)


def _value(text: str, kind: Kind) -> Decimal | None:
    try:
        parsed = numerals.parse(text, kind)
    except numerals.NumeralError:
        return None
    return parsed.value if isinstance(parsed, numerals.Number) else None


def _sum(rows: Iterable[Row], column: str) -> Decimal:
    return sum((r[column].value for r in rows if r[column] is not None and r[column].known), Decimal(0))


def _exactly(value: Decimal) -> str:
    """With its sen, if it has any: rounded it could be the very total that is called wrong."""
    return numerals.write(value, 0 if value == value.to_integral_value() else 2)
