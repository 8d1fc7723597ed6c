# ruff: noqa: PLR2004 - how many rows a pattern needs is said where it is used
"""The tree of a published table, such as program, kegiatan, sub kegiatan: from codes, names, numbering or sums."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from lakip_lib.document._meaning_columns import Column, plain
from lakip_lib.document.figures import Figure
from lakip_lib.document.model import Table

__all__ = ["Amounts", "Row", "amounts", "planted"]

Amounts = Mapping[int, Mapping[int, Decimal | None]]

_LEVEL = re.compile(
    r"(?:[ivxlc]+[.)]?\s+|\d+[.)]\s*|[a-z][.)]\s+|[·•-]\s*)?"
    r"(program|kegiatan|sub ?-?\s?kegiatan|subkegiatan|sub)\b(?! ?-?total)"
)
_CODE = re.compile(r"[A-Z0-9]{1,4}(?:[.\s]\s?[A-Z0-9]{1,4}){0,9}\.?", re.IGNORECASE)
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV")


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


def amounts(
    table: Table, found: Sequence[Row], columns: Sequence[Column], figures: Mapping[tuple[int, int], Figure]
) -> Amounts:
    """What every additive column adds in every row: 0 where nothing is printed, None where it cannot be read."""

    def amount(r: int, c: int) -> Decimal | None:
        if (r, c) in figures:
            return figures[r, c].value
        cells = table.rows[r]
        return Decimal(0) if c >= len(cells) or not re.search(r"\d", cells[c].text) else None

    return {c.index: {r.index: amount(r.index, c.index) for r in found} for c in columns if c.additive}


def planted(found: list[Row], columns: Sequence[Column], values: Amounts) -> list[Row]:
    """The rows with levels and parents; what the office says (codes, names, numbers) goes before what sums show."""
    money = [values[c.index] for c in columns if c.kind == "money"]
    if money:
        said = _by_code(found) or _by_name(found) or _by_numbers(found, money)
        return said or next((tree for v in money if (tree := _by_sum(found, v, 1))), found)
    if sum(r.role in ("total", "subtotal") for r in found) == 1:
        counts = (values[c.index] for c in columns if c.additive and c.kind == "count")
        return next((tree for v in counts if (tree := _by_sum(found, v, 2))), found)
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


# --- what the office says --------------------------------------------------------------------------------------------


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


def _by_numbers(found: list[Row], money: Sequence[Mapping[int, Decimal | None]]) -> list[Row] | None:
    """Levels from I, A, 1, a in the order in which these ways of counting appear, if some sum proves them."""
    styles: list[str] = []
    levels = {}
    letter = ""
    for row in found:
        if row.role != "data":
            continue
        code = row.code.strip(" .()")
        follows = len(code) == 1 and len(letter) == 1 and ord(code) == ord(letter) + 1
        style = (
            "angka" if code.isdigit()
            else "romawi" if code in _ROMAN and not follows
            else "besar" if re.fullmatch("[A-Z]", code)
            else "kecil" if re.fullmatch("[a-z]", code)
            else ""
        )  # fmt: skip
        if not style:
            return None
        letter = code if style == "besar" else letter
        styles += [] if style in styles else [style]
        levels[row.index] = styles.index(style) + 1
    if len(styles) < 2:
        return None
    linked = _linked(found, levels)
    return linked if any(_proven(linked, values) for values in money) else None


def _proven(linked: Sequence[Row], values: Mapping[int, Decimal | None]) -> bool:
    """Whether a parent is the sum of its two or more children in this column."""
    below: dict[int, list[Decimal]] = {}
    for row in linked:
        value = values[row.index]
        if row.parent is not None and value is not None:
            below.setdefault(row.parent, []).append(value)
    return any(len(parts) > 1 and sum(parts) == values[index] for index, parts in below.items())


# --- what sums show --------------------------------------------------------------------------------------------------


def _by_sum(found: list[Row], values: Mapping[int, Decimal | None], least: int) -> list[Row] | None:
    """Levels from sums: a row equals the rows that follow it, and what is left at the top adds up to the total."""
    total = next((r for r in reversed(found) if r.role == "total"), None)
    goal = values[total.index] if total else None
    data = [(r.index, v) for r in found if r.role == "data" and (v := values[r.index]) is not None]
    if not goal or len(data) < 3 or len(data) < sum(r.role == "data" for r in found):
        return None
    if sum(v for _, v in data) == goal:
        return None
    for nested in (_from_below(data, least), _from_above(data, least)):
        children = {c for kids in nested.values() for c in kids}
        if nested and sum(v for i, v in data if i not in children) == goal:
            return _linked(found, dict(_levels([i for i, _ in data if i not in children], nested, 1)))
    return None


def _levels(top: Sequence[int], nested: Mapping[int, Sequence[int]], level: int) -> Iterator[tuple[int, int]]:
    for index in top:
        yield index, level
        yield from _levels(nested.get(index, ()), nested, level + 1)


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
