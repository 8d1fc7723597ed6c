# ruff: noqa: PLR2004 - how often a hypothesis must fit is said where it is used
"""JML: parts and wholes.  Totals, subtotals, row totals and budget trees; parts in a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from lakip_lib.document.model import Document, Paragraph
from lakip_lib.document.recognise import Column, Meaning, Row, recognise_all
from lakip_lib.review._arithmetic import listed, merged, part
from lakip_lib.review._sum_base import JML01, JML02, JML03, JML04, JML06, JML07, Sheet, summable
from lakip_lib.review._sum_sentences import JML05, sentence_parts
from lakip_lib.review._sum_totals import totals
from lakip_lib.review.finding import Finding

__all__ = ["JML01", "JML02", "JML03", "JML04", "JML05", "JML06", "JML07", "check", "corrections"]


def check(document: Document) -> Iterator[Finding]:
    """All findings about sums: tables first, then sentences."""
    found: list[Finding] = []
    for meaning in recognise_all(document):
        found += _table(meaning)[0]
    for section, block in document.placed():
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
            r for r in meaning.rows if r.role in ("data", "total", "subtotal") and meaning.own(r.index, total.index)
        ]
        best: tuple[int, ...] = ()
        score = 0
        for run in _runs(meaning, total):
            fits = 0
            for r in rows:
                values = [part(meaning, r.index, c) for c in run]
                goal = meaning.figures[r.index, total.index].value
                fits += None not in values and sum(v for v in values if v) == goal
            if fits > score:
                best, score = run, fits
        if len(rows) < 2 or score * 5 < len(rows) * 3:
            continue
        for r in rows:
            values = [part(meaning, r.index, c) for c in best]
            goal = meaning.figures[r.index, total.index].value
            value = sum((v for v in values if v), Decimal(0))
            if None not in values and value != goal:
                off[r.index, total.index] = (value, listed([v for v in values if v is not None]))
    return off


def _runs(meaning: Meaning, total: Column) -> Iterator[tuple[int, ...]]:
    """The runs of two or more numeric columns right before or right behind a column of row totals."""

    def numeric(c: int) -> bool:
        column = meaning.columns[c]
        return column.kind == total.kind and column.role in ("cacah", "tahun", "jumlah", "pagu", "realisasi uang")

    left: list[int] = []
    for c in range(total.index - 1, -1, -1):
        if not numeric(c):
            break
        left.insert(0, c)
        if len(left) > 1:
            yield tuple(left)
    right: list[int] = []
    for c in range(total.index + 1, len(meaning.columns)):
        if not numeric(c):
            break
        right.append(c)
        if len(right) > 1:
            yield tuple(right)


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
