# ruff: noqa: PLR2004 - how many rows a pattern needs is said where it is used
"""What the rows of a published table are: data, totals, groups, and the tree that codes, names or sums make of them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from lakip_lib.document._meaning_columns import Column, plain
from lakip_lib.document.figures import Figure, in_cell
from lakip_lib.document.model import Table

__all__ = ["Row", "rows"]

_TOTAL = re.compile(
    r"(?:grand )?(?:jumlah|total|jml)(?: (?:total|jumlah|keseluruhan|seluruh\w*|semua\w*|besar|akhir|umum|anggaran"
    r"|belanja|pagu|realisasi|pegawai|asn|pns|bobot|nilai))*(?: ?\([^)]*\)| (?:tahun )?\d{4}|[ivx+,& ]+)?[ :.]*"
)
_SUBTOTAL = re.compile(r"(?:sub ?-? ?(?:total|jumlah)|jumlah|total)\b.*")
_MEAN = re.compile(r"(?:nilai )?(?:rata ?-? ?rata|rerata|mean)\b.*|.*\brata-rata capaian\b.*")
_PERCENT = re.compile(
    r"(?:persentase|prosentase|persen|%)(?: (?:keuangan|realisasi|penyerapan|serapan|anggaran|capaian|fisik))*\W*$"
)
_LEVEL = re.compile(
    r"(?:[ivxlc]+[.)]?\s+|\d+[.)]\s*|[a-z][.)]\s+|[·•-]\s*)?"
    r"(program|kegiatan|sub ?-?\s?kegiatan|subkegiatan|sub)\b(?! ?-?total)"
)
_CODE = re.compile(r"[A-Z0-9]{1,4}(?:[.\s]\s?[A-Z0-9]{1,4}){0,9}\.?", re.IGNORECASE)
_ROMAN = re.compile(r"[IVXLC]+\.?")


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its place in `Table.rows`, role, label, tree.

    Roles: data, total, subtotal, rata-rata, persen (the percentage of the totals as a row), group (a label without
    figures), kepala (a repeated or numbering header), kosong.
    `level` is 1 for the top of a tree and 0 where no tree was seen; `parent` is the index of the row above in the tree.
    """

    index: int
    role: str
    label: str
    level: int = 0
    code: str = ""
    parent: int | None = None


def _large(text: str) -> bool:
    figure = in_cell(text, kind="money")
    return bool(figure and figure.value >= 1000)


def _label(table: Table, r: int, labels: Sequence[int]) -> str:
    texts = dict.fromkeys(table.rows[r][c].text.strip() for c in labels if c < len(table.rows[r]))
    return re.sub(r"\s+", " ", " · ".join(t for t in texts if t and not re.fullmatch(r"[\d.)(\s]+", t)))


def _role(  # noqa: PLR0911 - one role a line
    table: Table, r: int, titles: Sequence[str], filled: int, labels: Sequence[int]
) -> str:
    cells = table.rows[r]
    texts = [c.text.strip() for c in cells]
    if not any(texts):
        return "kosong"
    if [plain(t) for t in texts] == list(titles[: len(texts)]):
        return "kepala"
    numbers = [t.strip("().") for t in texts]
    if (
        len(texts) >= 3
        and all(n.isdigit() for n in numbers)
        and len(set(numbers)) > 2
        and numbers == [str(int(numbers[0]) + i) for i in range(len(texts))]
    ):
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
    titles = [plain(table.rows[header - 1][c].text) if header else "" for c in range(len(columns))]
    codes = [c.index for c in columns if c.role in ("kode", "nomor")]
    found = []
    for r in range(header, len(table.rows)):
        filled = sum(_filled(table, r, c) for c in numeric)
        role = _role(table, r, titles, filled, labels or range(len(columns)))
        code = next(
            (table.rows[r][c].text.strip() for c in codes if c < len(table.rows[r]) and table.rows[r][c].text.strip()),
            "",
        )
        found.append(Row(r, role, _label(table, r, labels), code=code))
    found = _unlabelled_total(found, columns, figures)
    money = [c for c in columns if c.kind == "money"]
    if not money:
        found = [replace(r, role="data") if r.role == "persen" else r for r in found]
    if money:
        found = _by_code(found) or _by_name(found) or _by_sum(found, money[0].index, figures) or found
    elif sum(r.role in ("total", "subtotal") for r in found) == 1:
        counts = (c.index for c in columns if c.additive and c.kind == "count")
        found = next((tree for c in counts if (tree := _by_sum(found, c, figures, least=2))), found)
    return tuple(_confirmed(found, columns, figures))


def _filled(table: Table, r: int, c: int) -> bool:
    """Whether a cell of a numeric column says something of its own: a figure, a dash, a word for "none"."""
    if c >= len(table.rows[r]):
        return False
    cell = table.rows[r][c]
    return bool(cell.text.strip()) and cell.column == c


def _unlabelled_total(
    found: list[Row], columns: Sequence[Column], figures: Mapping[tuple[int, int], Figure]
) -> list[Row]:
    """The last filled row is the total when it equals the sum of all above in a column that may be summed."""
    data = [r for r in found if r.role == "data" and any((r.index, c.index) in figures for c in columns)]
    if len(data) < 3 or any(r.role == "total" for r in found):
        return found
    last, above = data[-1], data[:-1]
    weights = any(c.role == "bobot" for c in columns)
    for column in columns:
        if not (column.additive and (column.role != "nilai" or weights)):
            continue
        top = figures.get((last.index, column.index))
        parts = [figures[r.index, column.index] for r in above if (r.index, column.index) in figures]
        if (
            top
            and top.value
            and len(parts) >= 2
            and sum(bool(p.value) for p in parts) >= 2
            and sum(p.value for p in parts) == top.value
        ):
            return [replace(r, role="total") if r is last else r for r in found]
    return found


def _linked(found: list[Row], levels: Mapping[int, int]) -> list[Row]:
    """Rows with levels and parents: a row belongs to the nearest row above it of a higher level."""
    path: dict[int, int] = {}
    linked = []
    for row in found:
        level = levels.get(row.index, 0)
        if not level:
            linked.append(row)
            continue
        above = [n for n in path if n < level]
        linked.append(replace(row, level=level, parent=path[max(above)] if above else None))
        path = {n: i for n, i in path.items() if n < level} | {level: row.index}
    return linked


def _by_code(found: list[Row]) -> list[Row] | None:
    """Levels from codes such as 1, 1.01, 1.01.01: how many codes of the table begin each one."""
    codes = {
        r.index: re.sub(r"\s", "", r.code).strip(".") for r in found if r.role == "data" and _CODE.fullmatch(r.code)
    }
    if len(codes) < 3 or not any("." in c for c in codes.values()):
        return None
    if len(codes) * 4 < sum(r.role == "data" for r in found) * 3:
        return None
    known = set(codes.values())
    levels = {}
    for index, code in codes.items():
        parts = code.split(".")
        levels[index] = 1 + sum(".".join(parts[:n]) in known for n in range(1, len(parts)))
    return _linked(found, levels) if len(set(levels.values())) > 1 else None


def _by_name(found: list[Row]) -> list[Row] | None:
    """Levels from the words that begin the labels: program, kegiatan, sub kegiatan."""
    levels = {}
    for row in found:
        if row.role not in ("data", "group"):
            continue
        match = _LEVEL.match(plain(row.label.split(" · ")[0])) or _LEVEL.match(plain(row.label.split(" · ")[-1]))
        if match:
            levels[row.index] = {"program": 1, "kegiatan": 2}.get(match[1], 3)
    named = sum(r.role == "data" for r in found)
    if len(set(levels.values())) < 2 or len(levels) * 10 < named * 9:
        return None
    return _linked(found, levels)


def _by_sum(
    found: list[Row], column: int, figures: Mapping[tuple[int, int], Figure], least: int = 1
) -> list[Row] | None:
    """Levels from sums: a row equals the rows that follow it, and what is left at the top adds up to the total."""
    total = next((r for r in reversed(found) if r.role == "total"), None)
    data = [r for r in found if r.role == "data"]
    if (
        not total
        or (total.index, column) not in figures
        or any((r.index, column) not in figures for r in data)
        or len(data) < 3
    ):
        return None
    goal = figures[total.index, column].value
    if sum(figures[r.index, column].value for r in data) == goal:
        return None
    values = [(r.index, figures[r.index, column].value) for r in data]
    for nested in (_from_below(values, least), _from_above(values, least)):
        children = {c for kids in nested.values() for c in kids}
        if nested and sum(v for i, v in values if i not in children) == goal:
            levels: dict[int, int] = {}
            pending = [(i, 1) for i, _ in values if i not in children]
            while pending:
                index, level = pending.pop()
                levels[index] = level
                pending += [(child, level + 1) for child in nested.get(index, [])]
            return _linked(found, levels)
    return None


def _from_below(values: Sequence[tuple[int, Decimal]], least: int) -> dict[int, list[int]]:
    """Children found from the last row upwards: trees of any depth, each row over the nodes right below it."""
    top: list[tuple[int, Decimal]] = []
    children: dict[int, list[int]] = {}
    for index, value in reversed(values):
        run, taken = Decimal(0), 0
        while taken < len(top) and run < value:
            run += top[taken][1]
            taken += 1
        if taken >= least and run == value and value:
            children[index] = [i for i, _ in top[:taken]]
            top = top[taken:]
        top.insert(0, (index, value))
    return children


def _from_above(values: Sequence[tuple[int, Decimal]], least: int) -> dict[int, list[int]]:
    """Children found from the first row downwards: two levels, where a chance sum misleads the other way."""
    children: dict[int, list[int]] = {}
    at = 0
    while at < len(values):
        index, value = values[at]
        run, stop = Decimal(0), at + 1
        while stop < len(values) and run < value:
            run += values[stop][1]
            stop += 1
        if stop - at - 1 >= max(least, 2) and run == value and value:
            children[index] = [i for i, _ in values[at + 1 : stop]]
            at = stop
        else:
            at += 1
    return children


def _confirmed(found: list[Row], columns: Sequence[Column], figures: Mapping[tuple[int, int], Figure]) -> list[Row]:
    """A row named "Jumlah ..." with more words is a subtotal only where the table has a total or sums prove it."""
    sums = [c.index for c in columns if c.additive]
    confirmed = []
    for i, row in enumerate(found):
        if row.role == "subtotal" and not any(_adds_up(found[:i], row, c, figures) for c in sums):
            later = any(r.role == "total" for r in found[i + 1 :])
            confirmed.append(replace(row, role="subtotal" if later and sums else "data"))
        else:
            confirmed.append(row)
    return confirmed


def _adds_up(above: Sequence[Row], row: Row, column: int, figures: Mapping[tuple[int, int], Figure]) -> bool:
    """Whether a row equals the sum of the two or more data rows right above it, back to any row."""
    goal = figures.get((row.index, column))
    run, count = Decimal(0), 0
    if not goal or not goal.value:
        return False
    for r in reversed(above):
        if r.role in ("subtotal", "total", "kepala"):
            break
        part = figures.get((r.index, column))
        run, count = run + (part.value if part else 0), count + 1
        if count >= 2 and run == goal.value:
            return True
    return False
