"""JML: parts and wholes.  Totals, subtotals, row totals and budget trees; parts in a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from lakip_lib.document.figures import Figure
from lakip_lib.document.model import Paragraph
from lakip_lib.document.recognise import Column, Meaning, Row
from lakip_lib.review._arithmetic import listed, merged, part
from lakip_lib.review._sum_base import JML03, JML04, JML06, Sheet, summable
from lakip_lib.review._sum_sentences import sentence_parts
from lakip_lib.review._sum_totals import totals
from lakip_lib.review._text_facts import Book
from lakip_lib.review.finding import Finding

_PARTS = ("cacah", "tahun", "jumlah", "pagu", "realisasi uang", "selisih")

__all__ = ["check", "corrections"]


def check(book: Book) -> Iterator[Finding]:
    """All findings about sums: tables first, then sentences."""
    found: list[Finding] = []
    for meaning in book.meanings:
        found += _table(meaning)[0]
    for section, block in book.document.placed():
        if isinstance(block, Paragraph) and block.kind != "caption":
            found += sentence_parts(section, block)
    yield from merged(found)


def corrections(meaning: Meaning) -> dict[tuple[int, int], Decimal]:
    """The cells that the sums of a table prove wrong, with what they should hold."""
    return _table(meaning)[1]


def _table(meaning: Meaning) -> tuple[list[Finding], dict[tuple[int, int], Decimal]]:
    sheet = Sheet(meaning)
    if not any(c.kind for c in meaning.columns):
        return [], {}
    sheet.rows_off = _row_totals(meaning)
    found: list[Finding] = []
    for column in meaning.columns:
        if column.additive and summable(meaning, column):
            found += _tree(sheet, column)
    found += totals(sheet)
    for at, (value, words) in sheet.rows_off.items():
        sheet.right.setdefault(at, value)
        found.append(sheet.finding(JML03, at, value, words))
    found += _dashes(sheet)
    return found, sheet.right


# --- rows ------------------------------------------------------------------------------------------------------------


def _row_totals(meaning: Meaning) -> dict[tuple[int, int], tuple[Decimal, str]]:
    """Wrong row totals: a column called jumlah against the columns beside it, where most rows prove which ones."""
    off: dict[tuple[int, int], tuple[Decimal, str]] = {}
    for total in meaning.of("jumlah"):
        rows = [
            r.index
            for r in meaning.rows
            if r.role in ("data", "total", "subtotal") and meaning.own(r.index, total.index)
        ]
        best: dict[int, tuple[int, list[tuple[int, list[Decimal]]]]] = {}
        for side, run in _runs(meaning, total):
            values = [(r, [part(meaning, r, c) for c in run]) for r in rows]
            known = [(r, [v for v in vs if v is not None]) for r, vs in values if None not in vs]
            wrong = [(r, vs) for r, vs in known if not _makes(vs, meaning.figures[r, total.index], total)]
            fits = len(known) - len(wrong)
            if fits > best.get(side, (0, []))[0]:
                best[side] = (fits, wrong)
        for fits, wrong in best.values():
            if len(rows) > 1 and fits * 5 >= len(rows) * 3:
                off |= {(r, total.index): (sum(vs, Decimal(0)), listed(vs)) for r, vs in wrong}
    return off


def _makes(parts: Sequence[Decimal], whole: Figure, column: Column) -> bool:
    """Whether parts add up to a whole, give or take their rounding in a column of thousands or millions."""
    lost = whole.slack * (len(parts) + 1) if column.scaled else 0
    return abs(sum(parts, Decimal(0)) - whole.value) <= lost


def _runs(meaning: Meaning, total: Column) -> Iterator[tuple[int, tuple[int, ...]]]:
    """The runs of two or more numeric columns right before (side 0) or right behind (side 1) a column of row totals."""

    def numeric(c: int) -> bool:
        column = meaning.columns[c]
        return column.kind == total.kind and column.role in _PARTS

    left: list[int] = []
    for c in range(total.index - 1, -1, -1):
        if not numeric(c):
            break
        left.insert(0, c)
        if len(left) > 1:
            yield 0, tuple(left)
    right: list[int] = []
    for c in range(total.index + 1, len(meaning.columns)):
        if not numeric(c):
            break
        right.append(c)
        if len(right) > 1:
            yield 1, tuple(right)


# --- trees -----------------------------------------------------------------------------------------------------------


def _tree(sheet: Sheet, column: Column) -> Iterator[Finding]:
    """Nodes that differ from the sum of their children; a wrong child is not blamed a second time on its parent."""
    meaning, c = sheet.meaning, column.index
    below: dict[int, list[Row]] = {}
    for row in meaning.rows:
        if row.parent is not None:
            below.setdefault(row.parent, []).append(row)
    for row in reversed(meaning.rows):
        children = below.get(row.index)
        figure = meaning.own(row.index, c)
        values = sheet.parts(children, c) if children and figure else None
        if not children or not figure or values is None:
            continue
        mended = sheet.mended(children, c, values)
        total = sum(mended, Decimal(0))
        if figure.value in (sum(values), total) or not any(values):
            continue
        if sheet.explained(children, column, figure, total):
            continue
        alone = [k for k in children if k.index not in below]
        wrong = sheet.blame(JML04, alone, c, (row.index, figure.value - total))
        if wrong:
            yield wrong
            continue
        sheet.right[row.index, c] = total
        kids = [k.index for k in children[:12]]
        yield sheet.finding(JML04, (row.index, c), total, listed(mended), more=kids)


def _dashes(sheet: Sheet) -> Iterator[Finding]:
    """Rows that begin with a dash break down the row above them, when they share its unit."""
    meaning = sheet.meaning
    counts = meaning.of("jumlah", "cacah")
    if meaning.kind not in ("cacah", "daftar") or not counts:
        return
    runs: list[list[Row]] = []
    for row in meaning.rows:
        if runs and re.match(r"[-–•▪]\s?\S", row.label.split(" · ")[-1]):
            runs[-1].append(row)
        else:
            runs.append([row])
    for head, *kids in runs:
        goal = meaning.own(head.index, counts[0].index)
        values = sheet.parts(kids, counts[0].index)
        units = {
            meaning.cell(r.index, u.index).text.strip().lower() for u in meaning.of("satuan") for r in (head, *kids)
        }
        total = sum(values or [], Decimal(0))
        if goal and values and len(kids) > 1 and len(units) <= 1 and goal.value != total and total * 2 > goal.value:
            at = (head.index, counts[0].index)
            yield sheet.finding(JML06, at, total, listed(values), more=[k.index for k in kids])
