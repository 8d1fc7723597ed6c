# ruff: noqa: PLR2004 - how many rows a pattern needs is said where it is used
"""What the rows of a published table are: data, totals, means, groups, repeated headers."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from lakip_lib.document._meaning_columns import Column, numbering, plain
from lakip_lib.document._meaning_tree import Amounts, Row, amounts, planted
from lakip_lib.document.figures import Figure, in_cell
from lakip_lib.document.model import Table

__all__ = ["rows"]

_TOTAL = re.compile(
    r"(?:grand )?(?:jumlah|total|jml)(?: (?:total|jumlah|keseluruhan|seluruh\w*|semua\w*|besar|akhir|umum|anggaran"
    r"|belanja|pagu|realisasi|pegawai|asn|pns|bobot|nilai))*(?: ?\([^)]*\)| (?:tahun )?\d{4}|[ivx+,& ]+)?[ :.]*"
)
_SUBTOTAL = re.compile(r"(?:sub ?-? ?(?:total|jumlah)|jumlah|total)\b.*")
_MEAN = re.compile(r"(?:nilai )?(?:rata ?-? ?rata|rerata|mean)\b.*|.*\brata-rata capaian\b.*")
_PERCENT = re.compile(
    r"(?:persentase|prosentase|persen|%)(?: (?:keuangan|realisasi|penyerapan|serapan|anggaran|capaian|fisik))*\W*$"
)


def _large(text: str) -> bool:
    figure = in_cell(text, kind="money")
    return bool(figure and figure.value >= 1000)


def _label(table: Table, r: int, labels: Sequence[int]) -> str:
    texts = dict.fromkeys(table.rows[r][c].text.strip() for c in labels if c < len(table.rows[r]))
    return re.sub(r"\s+", " ", " · ".join(t for t in texts if t and not re.fullmatch(r"[-–—\d.)(\s]+", t)))


def _role(  # noqa: PLR0911 - one role a line
    table: Table, r: int, heads: Sequence[Sequence[str]], filled: int, labels: Sequence[int]
) -> str:
    cells = table.rows[r]
    texts = [c.text.strip() for c in cells]
    if not any(texts):
        return "kosong"
    if [plain(t) for t in texts] in heads or numbering(texts):
        return "kepala"
    words = [plain(cells[c].text) for c in labels if c < len(cells)]
    words = [w for w in dict.fromkeys(words) if w]
    head = next((w for w in words if not re.fullmatch(r"[\d.)(\s]+|[ivx]+\.?", w)), "")
    if _MEAN.fullmatch(head):
        return "rata-rata"
    if (
        _PERCENT.match(head)
        and filled
        and any(in_cell(c.text, kind="money") for c in cells)
        and not any(_large(c.text) for c in cells)
    ):
        return "persen"
    if _TOTAL.fullmatch(head):
        return "total"
    if _SUBTOTAL.fullmatch(head) and not filled:
        return "group"
    if _SUBTOTAL.fullmatch(head):
        return "subtotal"
    return "data" if filled else "group"


def rows(
    table: Table, header: int, columns: Sequence[Column], figures: Mapping[tuple[int, int], Figure]
) -> tuple[Row, ...]:
    """The rows below the header with their roles and, where codes, names or sums show one, their tree."""
    labels = [
        c.index
        for c in columns
        if c.role in ("label", "nomor", "kode") or (c.role in ("nilai", "jumlah", "target") and not c.kind)
    ]
    numeric = [c.index for c in columns if c.kind and c.role not in ("nomor", "kode")]
    heads = [[plain(c.text) for c in row] for row in table.rows[:header]]
    codes = [c.index for c in columns if c.role in ("kode", "nomor")]
    found = []
    for r in range(header, len(table.rows)):
        filled = sum(_filled(table, r, c) for c in numeric)
        role = _role(table, r, heads, filled, labels or range(len(columns)))
        code = next(
            (table.rows[r][c].text.strip() for c in codes if c < len(table.rows[r]) and table.rows[r][c].text.strip()),
            "",
        )
        found.append(Row(r, role, _label(table, r, labels), code=code))
    if not any(c.kind == "money" for c in columns):
        found = [replace(r, role="data") if r.role == "persen" else r for r in found]
    values = amounts(table, found, columns, figures)
    found = _unlabelled_total(found, columns, values)
    return tuple(_confirmed(planted(found, columns, values), values))


def _filled(table: Table, r: int, c: int) -> bool:
    """Whether a cell of a numeric column says something of its own: a figure, a dash, a word for "none"."""
    if c >= len(table.rows[r]):
        return False
    cell = table.rows[r][c]
    return bool(cell.text.strip()) and cell.column == c


def _unlabelled_total(found: list[Row], columns: Sequence[Column], values: Amounts) -> list[Row]:
    """The last filled row is the total when it equals the sum of all above in most columns that may be summed."""
    data = [r for r in found if r.role == "data" and any(column[r.index] for column in values.values())]
    if len(data) < 3 or any(r.role == "total" for r in found):
        return found
    last, above = data[-1], data[:-1]
    weights = any(c.role == "bobot" for c in columns)
    fits = misses = 0
    for column in columns:
        if not column.additive or (column.role == "nilai" and not weights):
            continue
        goal, parts = values[column.index][last.index], [values[column.index][r.index] for r in above]
        if not goal or sum(bool(p) for p in parts) < 2:
            continue
        if sum(p for p in parts if p) == goal:
            fits += 1
        else:
            misses += 1
    certain = fits > 1 or len(above) > 2 or not last.label
    return (
        [replace(r, role="total") if r is last else r for r in found] if fits and fits >= misses and certain else found
    )


def _confirmed(found: Sequence[Row], values: Amounts) -> list[Row]:
    """A row named "Jumlah ..." with more words is a subtotal only where the table has a total or sums prove it."""
    confirmed = []
    for i, row in enumerate(found):
        if row.role == "subtotal" and not any(_adds_up(found[:i], row, column) for column in values.values()):
            later = any(r.role == "total" for r in found[i + 1 :])
            confirmed.append(replace(row, role="subtotal" if later and values else "data"))
        else:
            confirmed.append(row)
    return confirmed


def _adds_up(above: Sequence[Row], row: Row, column: Mapping[int, Decimal | None]) -> bool:
    """Whether a row equals the sum of the two or more data rows right above it, back to any row."""
    goal, run, count = column[row.index], Decimal(0), 0
    for r in reversed(above) if goal else ():
        if r.role in ("subtotal", "total", "kepala"):
            break
        run, count = run + (column[r.index] or 0), count + 1
        if count >= 2 and run == goal:
            return True
    return False
