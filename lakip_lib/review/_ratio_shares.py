# ruff: noqa: PLR2004 - how often a hypothesis must fit is said where it is used
"""Percentages of a whole and of another count, as checks: which base they have is found by arithmetic."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import permutations

from lakip_lib.document.recognise import Column, Meaning
from lakip_lib.review import _ratio_rules as rules
from lakip_lib.review._arithmetic import Ratio, part, total_row
from lakip_lib.review._ratio_rules import Check, cell_check, filled

__all__ = ["percent_row_checks", "share_checks", "transposed_checks"]


def share_checks(meaning: Meaning, column: Column) -> Iterator[Check]:
    """A percentage of another count of its row, or the share of a row in the total of a column."""
    pair = _pair(meaning, column)
    if pair:
        i, j = pair
        for row, _ in filled(meaning, column, "data", "total", "subtotal"):
            top, base = meaning.figure(row.index, i), meaning.figure(row.index, j)
            if top and base:
                yield cell_check(
                    rules.RSO04, (meaning, row.index, column), [Ratio.of("rasio", top, base)], [i, j], "rasio"
                )
        return
    amounts = [c for c in _amounts(meaning) if c.index < column.index]
    total = total_row(meaning)
    for amount in reversed(amounts):
        whole = meaning.figure(total.index, amount.index) if total else None
        if not whole or not total:
            continue
        checks, fits = [], 0
        for row, _ in filled(meaning, column, "data", "subtotal", "total"):
            value = meaning.figure(row.index, amount.index)
            if value:
                option = Ratio.of("bagian", value, whole)
                check = cell_check(
                    rules.RSO03,
                    (meaning, row.index, column),
                    [option],
                    [amount.index, (total.index, amount.index)],
                    "bagian",
                )
                checks.append(check)
                fits += check.near
        if fits * 2 > len(checks) and fits >= 2:
            yield from checks
            return


def _amounts(meaning: Meaning) -> list[Column]:
    """The columns of counts and money."""
    named = ("nomor", "kode", "baris tahun")
    return [c for c in meaning.columns if c.kind in ("count", "money") and c.role not in named]


def _pair(meaning: Meaning, column: Column) -> tuple[int, int] | None:
    """Numerator and denominator of a percentage column: the two columns whose quotient fits most rows."""
    rows = [r for r, _ in filled(meaning, column, "data")]
    amounts = [c.index for c in _amounts(meaning)]
    if len(rows) < 2 or len(amounts) < 2 or len(amounts) > 12:
        return None
    best, score = None, 0
    for i, j in permutations(amounts, 2):
        fits = 0
        for row in rows:
            top, base = meaning.figure(row.index, i), meaning.figure(row.index, j)
            ratio = Ratio.of("", top, base) if top and base else None
            fits += bool(ratio and ratio.within(meaning.figures[row.index, column.index]))
        if fits > score:
            best, score = (i, j), fits
    return best if score >= 2 and score * 5 >= len(rows) * 3 else None


def transposed_checks(meaning: Meaning) -> Iterator[Check]:
    """Years as columns, counts and their percentage as rows: the two rows whose quotient fits most years."""
    years = [c for c in meaning.of("tahun") if c.kind]
    if len(years) < 3 or len(meaning.data) > 15:
        return
    series = {r.index: [meaning.figure(r.index, c.index) for c in years] for r in meaning.data}
    counts = [r for r, fs in series.items() if all(f and f.exact for f in fs)]
    percents = [r.index for r in meaning.data if r.index not in counts and sum(bool(f) for f in series[r.index]) >= 3]
    for target in percents:
        best, score = None, 0
        for i, j in permutations(counts, 2):
            fits = sum(
                bool(f and a and b and (q := Ratio.of("", a, b)) and q.within(f))
                for f, a, b in zip(series[target], series[i], series[j], strict=True)
            )
            if fits > score:
                best, score = (i, j), fits
        if not best or score < 2 or score * 5 < len(years) * 3:
            continue
        for column, figure, top, base in zip(years, series[target], series[best[0]], series[best[1]], strict=True):
            if figure and top and base:
                option = Ratio.of("rasio", top, base)
                inputs = [(best[0], column.index), (best[1], column.index)]
                check = cell_check(rules.RSO04, (meaning, target, column), [option], inputs, "rasio")
                yield replace(check, group=(meaning.table_id, "baris", target))


def percent_row_checks(meaning: Meaning) -> Iterator[Check]:
    """A row that prints the absorption of the total row above it."""
    row = next((r for r in meaning.rows if r.role == "persen"), None)
    total = total_row(meaning)
    fund, spent = next(iter(meaning.of("pagu")), None), next(iter(meaning.of("realisasi uang")), None)
    if not row or not total or not fund or not spent:
        return
    top, base = meaning.figure(total.index, spent.index), meaning.figure(total.index, fund.index)
    for column in meaning.columns:
        figure = meaning.figure(row.index, column.index)
        if figure and top and base and part(meaning, row.index, column.index):
            inputs = [(total.index, spent.index), (total.index, fund.index)]
            yield cell_check(
                rules.RSO01, (meaning, row.index, column), [Ratio.of("serapan", top, base)], inputs, "serapan"
            )
