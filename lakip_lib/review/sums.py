# ruff: noqa: PLR2004 - how often a hypothesis must fit is said where it is used
"""JML: parts and wholes.  Totals, subtotals, row totals and budget trees; parts in a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from lakip_lib.document.figures import Figure, written
from lakip_lib.document.model import Document, Paragraph
from lakip_lib.document.recognise import Column, Meaning, Row, recognise_all
from lakip_lib.review._arithmetic import listed, merged, part, place, printed
from lakip_lib.review._sum_sentences import JML05, sentence_parts
from lakip_lib.review.finding import Finding, Rule

__all__ = ["JML01", "JML02", "JML03", "JML04", "JML05", "JML06", "JML07", "check", "corrections"]

JML01 = Rule("JML01", "galat", "Jumlah tidak sama dengan bagiannya")
JML02 = Rule("JML02", "galat", "Subjumlah tidak sama dengan bagiannya")
JML03 = Rule("JML03", "galat", "Jumlah baris tidak sama dengan isi barisnya")
JML04 = Rule("JML04", "galat", "Angka induk tidak sama dengan jumlah anaknya")
JML06 = Rule("JML06", "peringatan", "Rincian di bawah satu baris tidak menjumlah")
JML07 = Rule("JML07", "peringatan", "Jumlah menyimpang sebesar pembulatan")

Cells = dict[tuple[int, int], Decimal]


def check(document: Document) -> Iterator[Finding]:
    """All findings about sums: tables first, then sentences."""
    found: list[Finding] = []
    for meaning in recognise_all(document):
        found += _table(meaning)[0]
    for section, block in document.placed():
        if isinstance(block, Paragraph) and block.kind != "caption":
            found += sentence_parts(section, block)
    yield from merged(found)


def corrections(meaning: Meaning) -> Cells:
    """The cells that the sums of a table prove wrong, with what they should hold."""
    return _table(meaning)[1]


def _table(meaning: Meaning) -> tuple[list[Finding], Cells]:
    found: list[Finding] = []
    right: Cells = {}
    if not any(c.kind for c in meaning.columns):
        return found, right
    rows_off = _row_totals(meaning)
    for column in meaning.columns:
        if column.additive and _summable(meaning, column):
            found += _tree(meaning, column, right)
    found += _totals(meaning, right, rows_off)
    for (row, column), (value, words) in rows_off.items():
        right.setdefault((row, column), value)
        found.append(_finding(JML03, meaning, row, column, value, words))
    found += _dashes(meaning)
    return found, right


def _summable(meaning: Meaning, column: Column) -> bool:
    """Whether the column adds up like by like: no unit column, or one unit only, and no scores without weights."""
    if column.role == "nilai" and meaning.kind != "bobot-nilai":
        return False
    if column.kind == "money" or column.role in ("bobot", "nilai", "bagian"):
        return True
    units = {meaning.cell(r.index, c.index).text.strip().lower() for c in meaning.of("satuan") for r in meaning.data}
    return len(units) <= 1


def _finding(
    rule: Rule, meaning: Meaning, row: int, column: int, value: Decimal, words: str, more: Sequence[int] = ()
) -> Finding:
    figure = meaning.figure(row, column)
    cell = meaning.cell(row, column).text
    unit = "%" if figure and figure.percent else ""
    expected = written(value, figure.decimals if figure else 0, unit)
    places = tuple(place(meaning, r, column) for r in (row, *more))
    message = {
        JML01: "jumlah tidak sama dengan penjumlahan bagiannya",
        JML02: "subjumlah tidak sama dengan penjumlahan bagiannya",
        JML03: "jumlah baris tidak sama dengan penjumlahan isinya",
        JML04: "angka induk tidak sama dengan penjumlahan baris di bawahnya",
        JML06: "rincian di bawah baris ini tidak menjumlah ke angkanya",
        JML07: "jumlah menyimpang dari bagiannya sebesar pembulatan, padahal jumlah lain di tabel ini tepat",
    }[rule]
    return Finding(rule, message, places, printed(figure) if figure else cell, expected, words)


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


def _tree(meaning: Meaning, column: Column, right: Cells) -> list[Finding]:
    """Nodes that differ from the sum of their children; a wrong child is not blamed a second time on its parent."""
    found: list[Finding] = []
    c = column.index
    below: dict[int, list[Row]] = {}
    for row in meaning.rows:
        if row.parent is not None:
            below.setdefault(row.parent, []).append(row)
    for row in reversed(meaning.rows):
        children = below.get(row.index)
        figure = meaning.own(row.index, c)
        if not children or not figure:
            continue
        values = [part(meaning, k.index, c) for k in children]
        if None in values:
            continue
        mended = [right.get((k.index, c), v) for k, v in zip(children, values, strict=True)]
        total = sum((v for v in values if v), Decimal(0))
        better = sum((v for v in mended if v), Decimal(0))
        if figure.value in (total, better):
            continue
        # A child that repeats its parent's digits elsewhere is no proof of a whole: nothing below is then left alone.
        if not total:
            continue
        right[row.index, c] = better
        kids = [k.index for k in children]
        found.append(
            _finding(JML04, meaning, row.index, c, better, listed([m for m in mended if m is not None]), kids[:12])
        )
    return found


def _dashes(meaning: Meaning) -> list[Finding]:
    """Rows that begin with a dash break down the row above them, when they share its unit."""
    found: list[Finding] = []
    if meaning.kind not in ("cacah", "daftar") or not meaning.of("jumlah", "cacah"):
        return found
    column = meaning.of("jumlah", "cacah")[0]
    units = meaning.of("satuan")
    head: Row | None = None
    kids: list[Row] = []

    def close() -> None:
        if head and len(kids) >= 2:
            goal = meaning.own(head.index, column.index)
            values = [part(meaning, k.index, column.index) for k in kids]
            same = (
                {meaning.cell(r.index, units[0].index).text.strip().lower() for r in (head, *kids)} if units else {""}
            )
            total = sum((v for v in values if v), Decimal(0))
            if goal and None not in values and len(same) == 1 and total != goal.value and total * 2 > goal.value:
                words = listed([v for v in values if v is not None])
                found.append(_finding(JML06, meaning, head.index, column.index, total, words, [k.index for k in kids]))

    for row in meaning.rows:
        if re.match(r"[-–•▪]\s?\S", row.label.split(" · ")[-1]):
            kids.append(row)
        else:
            close()
            head, kids = row, []
    close()
    return found


# --- totals ----------------------------------------------------------------------------------------------------------


def _totals(meaning: Meaning, right: Cells, rows_off: Mapping[tuple[int, int], tuple[Decimal, str]]) -> list[Finding]:
    """Total and subtotal rows against the rows they sum, under the hypothesis that most columns of the row prove."""
    found: list[Finding] = []
    columns = [c for c in meaning.columns if c.additive and _summable(meaning, c) and c.role != "bagian"]
    last = max((r.index for r in meaning.rows if r.role in ("total", "subtotal")), default=-1)
    proven: set[str] = set()
    pending: list[tuple[Row, Column, dict[str, list[Row]]]] = []
    for row in meaning.rows:
        if row.role not in ("total", "subtotal"):
            continue
        sets = _sets(meaning, row)
        best = _best(meaning, row, columns, sets, right, rows_off)
        for column in columns:
            figure = meaning.own(row.index, column.index)
            if not figure:
                continue
            fitting = [n for n, rows in sets.items() if _fits(meaning, rows, column, figure, right, rows_off)]
            if fitting:
                proven |= set(fitting[:1])
            elif best:
                found += _wrong(meaning, row, column, sets[best], right, rows_off)
            else:
                pending.append((row, column, sets))
    flat = not any(r.level for r in meaning.rows) and sum(r.role in ("total", "subtotal") for r in meaning.rows) == 1
    for row, column, sets in pending:
        name = next((n for n in sets if n in proven), None)
        if name is None and flat and row.role == "total" and row.index == last and _whole(meaning):
            name = "semua"
        if name is None and row.role == "total" and "puncak" in sets:
            name = "puncak"
        figure = meaning.figures[row.index, column.index]
        if name and name in sets and not _explained(meaning, sets[name], column, figure):
            found += _wrong(meaning, row, column, sets[name], right, rows_off)
    return found


def _whole(meaning: Meaning) -> bool:
    """Whether the table begins with its first row: a part continued from the page before proves nothing."""
    numbers = [r.code.strip(" .)") for r in meaning.data if r.code.strip(" .)")]
    return not (numbers and numbers[0].isdigit() and int(numbers[0]) > 1)


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


def _parts(meaning: Meaning, rows: Sequence[Row], column: int) -> list[Decimal] | None:
    values = [part(meaning, r.index, column) for r in rows]
    return None if None in values else [v for v in values if v is not None]


def _fits(
    meaning: Meaning,
    rows: Sequence[Row],
    column: Column,
    figure: Figure,
    right: Cells,
    rows_off: Mapping[tuple[int, int], tuple[Decimal, str]],
) -> bool:
    values = _parts(meaning, rows, column.index)
    if values is None:
        return False
    mended = [
        rows_off.get((r.index, column.index), (right.get((r.index, column.index), v),))[0]
        for r, v in zip(rows, values, strict=True)
    ]
    return figure.value in (sum(values), sum(mended))


def _explained(meaning: Meaning, rows: Sequence[Row], column: Column, figure: Figure) -> bool:
    values = _parts(meaning, rows, column.index)
    return values is None or abs(sum(values) - figure.value) <= _rounding(meaning, rows, column.index, figure)


def _rounding(meaning: Meaning, rows: Sequence[Row], column: int, figure: Figure) -> Decimal:
    """How far rounding alone can take a printed sum from the sum of its printed parts."""
    parts = (meaning.figure(r.index, column) for r in rows)
    return figure.slack + sum((f.slack for f in parts if f), Decimal(0))


def _best(
    meaning: Meaning,
    row: Row,
    columns: Sequence[Column],
    sets: Mapping[str, list[Row]],
    right: Cells,
    rows_off: Mapping[tuple[int, int], tuple[Decimal, str]],
) -> str | None:
    """The hypothesis that fits the most columns of the row; None when no column proves one."""
    score: dict[str, int] = {}
    for column in columns:
        figure = meaning.own(row.index, column.index)
        if figure and figure.value:
            for name, rows in sets.items():
                score[name] = score.get(name, 0) + _fits(meaning, rows, column, figure, right, rows_off)
    best = max(score, key=lambda n: score[n], default=None)
    return best if best and score[best] else None


def _wrong(
    meaning: Meaning,
    row: Row,
    column: Column,
    rows: Sequence[Row],
    right: Cells,
    rows_off: dict[tuple[int, int], tuple[Decimal, str]] | Mapping[tuple[int, int], tuple[Decimal, str]],
) -> list[Finding]:
    c = column.index
    values = _parts(meaning, rows, c)
    figure = meaning.figures[row.index, c]
    if values is None:
        return []
    mended = [right.get((r.index, c), v) for r, v in zip(rows, values, strict=True)]
    expected = sum(mended, Decimal(0))
    gap = figure.value - sum(values)
    crossing = [
        r
        for r in rows
        if any(
            k[0] == r.index and isinstance(rows_off, dict) and v[0] - meaning.figures[k].value == -gap
            for k, v in rows_off.items()
        )
    ]
    if len(crossing) == 1 and isinstance(rows_off, dict) and column.role != "jumlah":
        # One cell spoils its row total and its column total by the same amount: the cell is wrong, both totals are right.
        cell = crossing[0].index
        for key in [k for k in rows_off if k[0] == cell]:
            del rows_off[key]
        value = part(meaning, cell, c) or Decimal(0)
        right[cell, c] = value + gap
        words = "jumlah baris dan jumlah kolom sama-sama berselisih sebesar ini"
        return [_finding(JML03, meaning, cell, c, value + gap, words, [row.index])]
    if isinstance(rows_off, dict):
        for key in [k for k, v in rows_off.items() if k[0] == row.index and v[0] - meaning.figures[k].value == gap]:
            del rows_off[key]
    right[row.index, c] = expected
    decimals = max((f.decimals for r in rows if (f := meaning.figure(r.index, c))), default=0)
    rule = JML01 if row.role == "total" else JML02
    if abs(expected - figure.value) <= _rounding(meaning, rows, c, figure):
        rule = JML07
    more = [r.index for r in rows] if len(rows) <= 12 else []
    return [_finding(rule, meaning, row.index, c, expected, listed(mended, max(decimals, 0)), more)]
