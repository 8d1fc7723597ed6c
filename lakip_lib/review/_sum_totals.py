# ruff: noqa: PLR2004 - how often a hypothesis must fit is said where it is used
"""Total and subtotal rows against the rows they sum."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from lakip_lib.document.figures import Figure
from lakip_lib.document.recognise import Column, Meaning, Row
from lakip_lib.review._arithmetic import listed, part
from lakip_lib.review._sum_base import JML01, JML02, JML03, JML07, Sheet, summable
from lakip_lib.review.finding import Finding

__all__ = ["totals"]


def totals(sheet: Sheet) -> Iterator[Finding]:
    """Findings about total rows, under the hypothesis that most columns of the row prove.

    Where no column of a row proves what it sums, another row of the table may; a lone total of a flat table that begins
    with its first row sums them all.
    """
    meaning = sheet.meaning
    columns = [c for c in meaning.columns if c.additive and summable(meaning, c) and c.role != "bagian"]
    proven: set[str] = set()
    pending: list[tuple[Row, Column, dict[str, list[Row]]]] = []
    for row in meaning.rows:
        if row.role not in ("total", "subtotal"):
            continue
        sets = _sets(meaning, row)
        best = _best(sheet, row, columns, sets)
        for column in columns:
            figure = meaning.own(row.index, column.index)
            fitting = [n for n, rows in sets.items() if figure and _fits(sheet, rows, column, figure)]
            proven |= set(fitting[:1])
            if figure and not fitting and best:
                yield from _wrong(sheet, row, column, sets[best])
            elif figure and not fitting:
                pending.append((row, column, sets))
    for row, column, sets in pending:
        name = next((n for n in sets if n in proven), None) or ("" if column.scaled else _plain(meaning, row, sets))
        figure = meaning.figures[row.index, column.index]
        if name in sets and not _explained(sheet, sets[name], column, figure):
            yield from _wrong(sheet, row, column, sets[name])


def _plain(meaning: Meaning, row: Row, sets: Mapping[str, list[Row]]) -> str:
    """What a total sums that no other figure proves: the tops of a tree, or all rows of a flat and whole table."""
    if row.role != "total":
        return ""
    sums = sum(r.role in ("total", "subtotal") for r in meaning.rows)
    if sums == 1 and not any(r.level for r in meaning.rows) and _whole(meaning):
        return "semua"
    return "puncak" if "puncak" in sets else ""


def _whole(meaning: Meaning) -> bool:
    """Whether the table begins with its first row: a part continued from the page before proves nothing."""
    numbers = [r.code.strip(" .)") for r in meaning.data if r.code.strip(" .)")]
    return not (numbers and numbers[0].isdecimal() and numbers[0].lstrip("0") not in {"", "1"})


def _sets(meaning: Meaning, row: Row) -> dict[str, list[Row]]:
    """The sets of rows that a total row may sum, by name, most specific first."""
    above = [r for r in meaning.rows if r.index < row.index]
    data = [r for r in above if r.role == "data"]
    bound = max((i for i, r in enumerate(above) if r.role in ("total", "subtotal")), default=-1)
    section = [r for r in above[bound + 1 :] if r.role == "data"]
    sums = [r for r in above if r.role in ("total", "subtotal")]
    sets: dict[str, list[Row]] = {}
    if any(r.level for r in data):
        sets["puncak"] = [r for r in data if r.level == 1]
    if section and bound >= 0:
        sets["bagian"] = section
    sets["semua"] = data
    if sums:
        sets["subjumlah"] = sums
        sets["subjumlah dan sisanya"] = sums + section
        run = [r for r in sums if r.index >= row.index - len(sums)]
        if len(run) > 1:
            sets["subjumlah di atasnya"] = run
    if row.role == "subtotal" and len(data) <= 40 and all(c.kind == "money" for c in meaning.columns if c.additive):
        for start in range(len(data)):
            for stop in range(start + 1, len(data) + 1):
                if stop - start < len(data):
                    sets[f"baris {start + 1}-{stop}"] = data[start:stop]
    return {n: rows for n, rows in sets.items() if rows}


def _fits(sheet: Sheet, rows: Sequence[Row], column: Column, figure: Figure) -> bool:
    values = sheet.parts(rows, column.index)
    if values is None:
        return False
    sums = (sum(values, Decimal(0)), sum(sheet.mended(rows, column.index, values), Decimal(0)))
    return figure.value in sums or any(sheet.explained(rows, column, figure, total) for total in sums)


def _explained(sheet: Sheet, rows: Sequence[Row], column: Column, figure: Figure) -> bool:
    """Whether rounding explains the difference, or a part cannot be read."""
    values = sheet.parts(rows, column.index)
    return values is None or abs(sum(values) - figure.value) <= sheet.rounding(rows, column.index, figure)


def _best(sheet: Sheet, row: Row, columns: Sequence[Column], sets: Mapping[str, list[Row]]) -> str | None:
    """The hypothesis that fits the most columns of the row; None when no column proves one."""
    score: dict[str, int] = {}
    for column in columns:
        figure = sheet.meaning.own(row.index, column.index)
        if figure and figure.value:
            for name, rows in sets.items():
                score[name] = score.get(name, 0) + _fits(sheet, rows, column, figure)
    best = max(score, key=lambda n: score[n], default=None)
    return best if best and score[best] else None


def _wrong(sheet: Sheet, row: Row, column: Column, rows: Sequence[Row]) -> Iterator[Finding]:
    """The finding on a total: on the cell at the crossing where a row total is off by the same amount."""
    meaning, c = sheet.meaning, column.index
    values = sheet.parts(rows, c)
    figure = meaning.figures[row.index, c]
    if values is None:
        return
    expected = sum(sheet.mended(rows, c, values), Decimal(0))
    gap = figure.value - sum(values)
    off = {key: value - meaning.figures[key].value for key, (value, _) in sheet.rows_off.items()}
    crossing = [r for r in rows if any(key[0] == r.index and lack == -gap for key, lack in off.items())]
    if len(crossing) == 1 and column.role != "jumlah":
        cell = crossing[0].index
        sheet.rows_off = {key: v for key, v in sheet.rows_off.items() if key[0] != cell}
        sheet.right[cell, c] = (part(meaning, cell, c) or 0) + gap
        words = "jumlah baris dan jumlah kolom sama-sama berselisih sebesar ini"
        yield sheet.finding(JML03, (cell, c), sheet.right[cell, c], words, more=[row.index])
        return
    rule = JML01 if row.role == "total" else JML02
    wrong = sheet.blame(rule, [r for r in rows if r.role == "data"], c, (row.index, gap))
    if wrong:
        yield wrong
        return
    # a wrong grand total is off by the gap in its row as well; any other wrong total spoils the grand total beside it
    same = [key for key, lack in off.items() if key[0] == row.index and lack == (-gap if key[1] == c else gap)]
    sheet.rows_off = {key: v for key, v in sheet.rows_off.items() if key not in same}
    words = listed(sheet.mended(rows, c, values))
    sheet.right[row.index, c] = expected
    if abs(expected - figure.value) <= sheet.rounding(rows, c, figure):
        rule = JML07
    yield sheet.finding(rule, (row.index, c), expected, words, more=[r.index for r in rows] if len(rows) <= 12 else [])
