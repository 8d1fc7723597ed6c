"""Where the findings of a review stand in the document: spots of blocks and cells, and the cards beside them."""

from __future__ import annotations

from collections import defaultdict

from lakip_lib.document.model import Cell, Heading, Paragraph, Table
from lakip_lib.review.finding import Place
from lakip_lib.review.reviu import Review

__all__ = ["Margin", "Spot"]

#: Block, row and column; -1 for the block as a whole.
Spot = tuple[int, int, int]


class Margin:
    """The numbers of findings by spot.

    A finding is told once, beside the block of its first spot (`beside`), or at the top if it has none (`elsewhere`).
    """

    def __init__(self, found: Review) -> None:
        self._found = found
        tables = [(n, b) for n, b in enumerate(found.document.blocks) if isinstance(b, Table)]
        self._tables = {b.label: (n, b) for n, b in reversed(tables)}
        self._numbers: dict[Spot, list[int]] = defaultdict(list)
        self.beside: dict[int, list[int]] = defaultdict(list)
        self.elsewhere: list[int] = []
        for number, finding in enumerate(found.findings, 1):
            spots = {spot for place in finding.places if (spot := self._spot(place))}
            for spot in sorted(spots):
                self._numbers[spot].append(number)
            if spots:
                self.beside[min(spots)[0]].append(number)
            else:
                self.elsewhere.append(number)

    def at(self, block: int, row: int = -1, column: int = -1) -> list[int]:
        """The findings of one spot."""
        return self._numbers.get((block, row, column), [])

    def _spot(self, place: Place) -> Spot | None:
        blocks = self._found.document.blocks
        quote = place.quote.strip("… ")
        if place.table in self._tables:
            at, table = self._tables[place.table]
            cell = _cell(table, place, quote)
            return (at, cell.row, cell.column) if cell else (at, -1, -1)
        for at, block in enumerate(blocks):
            if isinstance(block, Paragraph | Heading) and quote and quote in block.text:
                return at, -1, -1
        return None


def _cell(table: Table, place: Place, quote: str) -> Cell | None:
    """The cell that a place means: the quote alone in the named row and column, or else the nearest to that."""
    cells = [c for row in table.rows for c in row if quote and quote in c.text]
    fitting = [c for c in cells if _fits(table, c, place)]
    exact = [c for c in fitting if c.text.strip() == quote]
    return next(iter([*exact, *fitting, *cells]), None)


def _fits(table: Table, cell: Cell, place: Place) -> bool:
    """True if the cell stands in the row and the column that the place names, as far as it names them."""
    row = " / ".join(c.text for c in table.rows[cell.row])
    titled = not place.column or place.column in table.titles[cell.column] or table.titles[cell.column] in place.column
    return titled and (not place.row or place.row in row or place.row.split(" / ")[0] in row)
