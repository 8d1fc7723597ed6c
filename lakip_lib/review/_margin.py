"""Where the findings of a review stand in the document: spots of blocks and cells, and the cards beside them."""

from __future__ import annotations

import re
from collections import defaultdict

from lakip_lib.document.model import Cell, Heading, Table
from lakip_lib.review._text import table_labels
from lakip_lib.review.finding import Place
from lakip_lib.review.reviu import Review

__all__ = ["Margin", "Spot"]

#: Block, row and column; -1 for the block as a whole.
Spot = tuple[int, int, int]
_WORD = re.compile(r"\w+")


class Margin:
    """The numbers of findings by spot.

    A finding is told once, beside the block of its first spot (`beside`), or at the top if it has none (`elsewhere`).
    """

    def __init__(self, found: Review) -> None:
        self._tables: dict[str, list[tuple[int, str, Table]]] = defaultdict(list)
        self._texts: list[tuple[int, str, str]] = []
        labels = table_labels(found.document)
        for at, (section, block) in enumerate(found.document.placed()):
            if isinstance(block, Table):
                for label in {block.label, labels[id(block)]}:
                    self._tables[label].append((at, section, block))
            else:
                digits = block.number if isinstance(block, Heading) else ""
                self._texts.append((at, section, _line(f"{digits} {block.text}")))
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
        """The cell or block that a place means; of several with its name or words the one in its section."""
        quote = _line(place.quote).strip("… ”")
        tables = [(at, section, table, _cell(table, place, quote)) for at, section, table in self._tables[place.table]]
        if tables:
            at, _, _, cell = max(tables, key=lambda t: (t[1] == place.section, t[3] is not None))
            return (at, cell.row, cell.column) if cell else (at, -1, -1)
        texts = [(section == place.section, at) for at, section, text in self._texts if quote and quote in text]
        return (max(texts, key=lambda t: t[0])[1], -1, -1) if texts else None


def _line(text: str) -> str:
    """Text on one line, as findings quote it."""
    return " ".join(text.split())


def _cell(table: Table, place: Place, quote: str) -> Cell | None:
    """Of the cells that hold the quote the one in the named column and in the row that is named most alike."""
    cells = [c for row in table.rows for c in row if quote and quote in _line(c.text)]
    return max(
        cells, key=lambda c: (_titled(table, c, place), _alike(table, c, place), _line(c.text) == quote), default=None
    )


def _titled(table: Table, cell: Cell, place: Place) -> bool:
    """Whether the cell stands in the column that the place names, if it names one."""
    title, named = _line(table.titles[cell.column]), _line(place.column).rstrip("… ”")
    return not named or named in title or (bool(title) and title in named)


def _alike(table: Table, cell: Cell, place: Place) -> float:
    """The share of the words of a row's name that stand in the cell's row: it may be cut, or have a code before it."""
    row = _WORD.findall(" ".join(c.text for c in table.rows[cell.row]))
    named = _WORD.findall(place.row)
    return sum(word in row for word in named) / len(named) if named else 0.0
