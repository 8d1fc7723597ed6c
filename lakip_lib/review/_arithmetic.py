# ruff: noqa: PLR2004 - how often a hypothesis must fit is said where it is used
"""What the arithmetic rules share: places, sums of printed parts, ratios with the rounding of their inputs, merging."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from lakip_lib.document.figures import Figure, in_lines, written
from lakip_lib.document.recognise import Column, Meaning, Row, numbering
from lakip_lib.review.finding import Finding, Place, short

__all__ = [
    "CAPS", "HUNDRED", "Ratio", "finest", "listed", "merged", "part", "place", "printed", "text_place", "total_row",
]  # fmt: skip

#: Characters of a row's name and of a quoted cell.
_LONG = 90

_NOTHING = re.compile(r"[-–—.\s]*|nihil|n/?a|belum\b.*|tidak\b.*|null", re.IGNORECASE | re.DOTALL)
HUNDRED = Decimal(100)
#: The limits that offices usually set to an achievement.
CAPS = tuple(Decimal(c) for c in (100, 110, 120, 125, 150, 200))


def _row_name(meaning: Meaning, row: int) -> str:
    """How a reader finds a row: its own words, with a year or quarter number behind them."""
    r = meaning.row(row)
    parts = [p for p in r.label.split(" · ") if p]
    if not parts:
        years = [meaning.cell(row, c.index).text.strip() for c in meaning.of("baris tahun")]
        return next((y for y in years if y), r.code or f"ke-{row - meaning.header + 1}")
    name = parts[-1] if len(parts[-1]) > 5 or len(parts) == 1 else f"{parts[-2]} {parts[-1]}"
    return short(f"{r.code} {name}" if re.match(r"\d+\.\d", r.code) else name, _LONG)


def _column_name(meaning: Meaning, column: Column) -> str:
    """The title of a column as printed."""
    heads = [r for r in range(meaning.header) if not numbering([c.text for c in meaning.table.rows[r]])]
    cells = (meaning.cell(r, column.index).text for r in heads)
    return short(" ".join(dict.fromkeys(re.sub(r"\s+", " ", t).strip() for t in cells if t.strip())), 60)


def place(meaning: Meaning, row: int, column: int) -> Place:
    """The place of one cell."""
    cell = meaning.cell(row, column)
    name = _column_name(meaning, meaning.columns[column])
    return Place(meaning.section, meaning.name, _row_name(meaning, row), name, short(cell.text, _LONG))


def text_place(section: str, text: str, start: int = 0, end: int | None = None) -> Place:
    """A place in running text: the words around the figures concerned."""
    end = len(text) if end is None else end
    head, tail = max(0, start - 60), min(len(text), end + 30)
    head = text.rfind(" ", 0, head) + 1 if head else 0
    stop = text.find(" ", tail)
    return Place(section=section, quote=short(text[head : stop if stop > 0 else None], 240))


def total_row(meaning: Meaning) -> Row | None:
    """The last row of a table that is its total."""
    return next((r for r in reversed(meaning.rows) if r.role == "total"), None)


def printed(figure: Figure) -> str:
    """A figure as the document prints it."""
    return short(figure.text, 40)


def part(meaning: Meaning, row: int, column: int) -> Decimal | None:
    """The amount that a cell adds to a sum: 0 where it says that there is none, None where it cannot be read.

    A cell with one amount a line counts with all of them; a merged cell counts where it begins.
    """
    cell = meaning.cell(row, column)
    if (cell.row, cell.column) != (row, column):
        return Decimal(0)
    figure = meaning.figure(row, column)
    if figure:
        return figure.value
    text = cell.text.strip()
    if not text or (_NOTHING.fullmatch(text) and not re.search(r"\d", text)):
        return Decimal(0)
    kind = meaning.columns[column].kind
    lines = in_lines(cell.text, kind=kind if kind in ("money", "count", "percent") else None)
    return sum((f.value for f in lines), Decimal(0)) if lines and not cell.quoted else None


@dataclass(frozen=True, slots=True)
class Ratio:
    """What a printed figure could be: the value from the printed inputs, its limits under their rounding, in words."""

    name: str
    value: Decimal
    low: Decimal
    high: Decimal
    words: str

    @classmethod
    def of(cls, name: str, top: Figure, base: Figure) -> Ratio | None:
        """`top / base * 100`; None when the base is nothing or the signs make no sense."""
        if base.value <= base.slack or top.value < 0:
            return None
        value = top.value / base.value * HUNDRED
        low = max(top.value - top.slack, Decimal(0)) / (base.value + base.slack) * HUNDRED
        high = (top.value + top.slack) / (base.value - base.slack) * HUNDRED
        return cls(name, value, low, high, f"{_show(top)} / {_show(base)} × 100")

    @classmethod
    def less(cls, name: str, top: Figure, base: Figure) -> Ratio:
        """`top - base`."""
        slack = top.slack + base.slack
        value = top.value - base.value
        return cls(name, value, value - slack, value + slack, f"{_show(top)} − {_show(base)}")

    def shifted(self, name: str, by: Decimal, words: str, *, negative: bool = False) -> Ratio:
        """The ratio moved by a constant, or the constant less the ratio."""
        if negative:
            return Ratio(name, by - self.value, by - self.high, by - self.low, words)
        return Ratio(name, self.value + by, self.low + by, self.high + by, words)

    def exactly(self, figure: Figure) -> bool:
        """Whether the printed inputs, taken as they stand, give the printed figure (half up)."""
        step = Decimal(1).scaleb(-max(figure.decimals, 0))
        low, high = figure.value - step / 2, figure.value + step / 2
        return low <= self.value < high or self.value == high == 0

    def within(self, figure: Figure) -> bool:
        """Whether the rounding of inputs and result can explain the printed figure."""
        return figure.value + figure.tolerance >= self.low and figure.value - figure.tolerance <= self.high

    def truncated(self, figure: Figure) -> bool:
        """Whether the printed figure is the value with its last decimals cut off instead of rounded."""
        step = Decimal(1).scaleb(-max(figure.decimals, 0))
        return not self.exactly(figure) and self.value > 0 and self.value // step * step == figure.value

    def shown(self, like: Figure) -> str:
        """The value written as the figure is."""
        return written(self.value, like.decimals, "%" if like.percent else like.unit if like.money else "")


def _show(figure: Figure) -> str:
    return written(figure.value, figure.decimals, "%" if figure.percent else "")


def merged(findings: Iterable[Finding]) -> Iterator[Finding]:
    """One finding where the same wrong figure with the same evidence, or the same message alone, has several places."""
    groups: dict[tuple[str, ...], list[Finding]] = {}
    for finding in findings:
        said = (finding.published, finding.expected, finding.evidence)
        key = tuple(re.sub(r"[%\s]|Rp\.?", "", text) for text in (said if any(said) else (finding.message,)))
        groups.setdefault((finding.code, *key), []).append(finding)
    for same in groups.values():
        yield replace(same[0], places=tuple(dict.fromkeys(p for f in same for p in f.places)))


def finest(values: Iterable[Decimal]) -> int:
    """The most decimals that any of the printed values has."""
    return max((-int(v.as_tuple().exponent) for v in values), default=0)


def listed(values: Sequence[Decimal]) -> str:
    """The parts of a sum in words: ``1 + 3 + 1``; nothing is added without being named, eight parts at most."""
    shown = [v for v in values if v] or list(values)
    decimals = finest(values)
    text = " + ".join(written(v, decimals) for v in shown[:8])
    return f"{text} + … ({len(shown)} bagian)" if len(shown) > 8 else text
