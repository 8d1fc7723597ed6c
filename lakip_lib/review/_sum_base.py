"""What the rules about sums share: the rules, a table under examination, its findings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property

from lakip_lib.document.figures import Figure, written
from lakip_lib.document.recognise import Column, Meaning, Row
from lakip_lib.review._arithmetic import part, place, printed
from lakip_lib.review._ratio_causes import blamed
from lakip_lib.review._ratio_rules import Check
from lakip_lib.review._ratio_tables import table_checks
from lakip_lib.review.finding import Finding, Rule

__all__ = ["JML01", "JML02", "JML03", "JML04", "JML06", "JML07", "Sheet", "summable"]

JML01 = Rule("JML01", "galat", "Jumlah tidak sama dengan bagiannya")
JML02 = Rule("JML02", "galat", "Subjumlah tidak sama dengan bagiannya")
JML03 = Rule("JML03", "galat", "Jumlah baris tidak sama dengan isi barisnya")
JML04 = Rule("JML04", "galat", "Angka induk tidak sama dengan jumlah anaknya")
JML06 = Rule("JML06", "peringatan", "Rincian di bawah satu baris tidak menjumlah")
JML07 = Rule("JML07", "peringatan", "Jumlah menyimpang sebesar pembulatan")

_MESSAGES = {
    "JML01": "jumlah tidak sama dengan penjumlahan bagiannya",
    "JML02": "subjumlah tidak sama dengan penjumlahan bagiannya",
    "JML03": "jumlah baris tidak sama dengan penjumlahan isinya",
    "JML04": "angka induk tidak sama dengan penjumlahan baris di bawahnya",
    "JML06": "rincian di bawah baris ini tidak menjumlah ke angkanya",
    "JML07": "jumlah menyimpang dari bagiannya sebesar pembulatan, padahal jumlah lain di tabel ini tepat",
}


@dataclass
class Sheet:
    """A table under examination: what its cells should hold (`right`), and the row totals that do not add up."""

    meaning: Meaning
    right: dict[tuple[int, int], Decimal] = field(default_factory=dict)
    rows_off: dict[tuple[int, int], tuple[Decimal, str]] = field(default_factory=dict)

    @cached_property
    def failing(self) -> list[Check]:
        """The ratios and differences of the table that do not follow from the printed figures."""
        return [c for c in table_checks(self.meaning) if c.options and not c.near]

    def blame(self, rule: Rule, rows: Sequence[Row], column: int, whole: tuple[int, Decimal]) -> Finding | None:
        """The finding on the one part of a wrong sum whose change mends all else that is wrong with it.

        `whole` is the row of the sum and by how much it exceeds its parts.  What else can be wrong with a part is a
        ratio of its row, or that it exceeds its weight.
        """
        at, gap = whole
        suspects = [(r.index, column) for r in rows if (r.index, column) not in self.right]
        above = [key for key in suspects if self._weighs(*key, gap)]
        key = above[0] if len(above) == 1 else blamed(self.meaning, suspects, self.failing, gap)
        if key is None:
            return None
        self.right[key] = self.meaning.figures[key].value + gap
        found = self.finding(rule, key, self.right[key], "jumlahnya dan hitungan di barisnya menuntut angka yang sama")
        places = (*found.places, place(self.meaning, at, column))
        return replace(
            found, message="bagian ini tidak cocok dengan jumlahnya maupun hitungan di barisnya", places=places
        )

    def _weighs(self, row: int, column: int, by: Decimal) -> bool:
        """Whether a score is above its weight and would not be so after a change."""
        score = self.meaning.figure(row, column)
        at = self.meaning.before(self.meaning.columns[column], "bobot")
        weight = self.meaning.figure(row, at.index) if at else None
        return bool(score and weight and score.value > weight.value >= score.value + by >= 0)

    def parts(self, rows: Sequence[Row], column: int) -> list[Decimal] | None:
        """The printed amounts of a column in these rows; None when one of them cannot be read."""
        values = [part(self.meaning, r.index, column) for r in rows]
        return None if None in values else [v for v in values if v is not None]

    def mended(self, rows: Sequence[Row], column: int, values: Sequence[Decimal]) -> list[Decimal]:
        """The amounts with those put right that other sums have proved wrong."""
        found = []
        for row, value in zip(rows, values, strict=True):
            key = (row.index, column)
            found.append(self.rows_off[key][0] if key in self.rows_off else self.right.get(key, value))
        return found

    def rounding(self, rows: Sequence[Row], column: int, figure: Figure) -> Decimal:
        """How far rounding alone can take a printed sum from the sum of its printed parts."""
        parts = (self.meaning.figure(r.index, column) for r in rows)
        return figure.slack + sum((f.slack for f in parts if f), Decimal(0))

    def explained(self, rows: Sequence[Row], column: Column, figure: Figure, total: Decimal) -> bool:
        """Whether the rounding of a column in thousands or millions explains that a sum is not the one printed."""
        return column.scaled and abs(total - figure.value) <= self.rounding(rows, column.index, figure)

    def finding(
        self, rule: Rule, at: tuple[int, int], value: Decimal, words: str, *, more: Sequence[int] = ()
    ) -> Finding:
        """A cell that does not hold the sum it should, with the cells of the same column that make the sum."""
        row, column = at
        figure = self.meaning.figure(row, column)
        shown = printed(figure) if figure else self.meaning.cell(row, column).text
        expected = written(value, figure.decimals if figure else 0, "%" if figure and figure.percent else "")
        places = tuple(place(self.meaning, r, column) for r in (row, *more))
        return Finding(rule, _MESSAGES[rule.code], places, shown, expected, words)


def summable(meaning: Meaning, column: Column) -> bool:
    """Whether the column adds up like by like: no unit column, or one unit only, and no scores without weights."""
    if column.role == "nilai" and meaning.kind != "bobot-nilai":
        return False
    if column.kind == "money" or column.role in ("bobot", "nilai", "bagian"):
        return True
    units = {meaning.cell(r.index, c.index).text.strip().lower() for c in meaning.of("satuan") for r in meaning.data}
    return len(units) <= 1
