"""Charts of money: absorption, efficiency, output against money."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from lakip_lib.numerals import write
from lakip_lib.office import Gap
from lakip_lib.present._messages import brief, percent, short_money
from lakip_lib.present._plots import grid, millions, scale
from lakip_lib.present._text import shortened
from lakip_lib.present.drawing import (
    ACCENT,
    BODY,
    EDGE,
    GREY,
    INK,
    LIGHT,
    NARROW,
    PALE,
    SMALL,
    WARM,
    Drawing,
    Sheet,
    block_height,
)

if TYPE_CHECKING:
    from lakip_lib.office import Office, Program
    from lakip_lib.quantity import Quantity

__all__ = ["absorption_by_program", "budget_shares", "fitting", "names"]

_HUNDRED = Decimal(100)
#: Height in points for rows on a page; where it does not suffice, the rows with the lowest absorption are shown.
_ROOM = 480.0


def names(
    items: list[str], room: float, limit: int = 3, size: float = BODY, least: float = 24.0
) -> tuple[list[list[str]], list[float]]:
    """The names of rows as lines, and how high each row is."""
    lines = [shortened(n, size, room, limit) for n in items]
    return lines, [max(block_height(len(one), size) + 8, least) for one in lines]


def fitting(highs: list[float]) -> int:
    """How many rows fit a page."""
    return next((i for i in range(len(highs)) if sum(highs[: i + 1]) > _ROOM), len(highs))


def absorption_by_program(office: Office, *, width: float = NARROW) -> Drawing:
    """Absorption of each program, lowest first flagged, beside the money that was and was not spent.

    Raises `Gap` when no program has both a budget and an amount spent.
    """
    rows = sorted((p for p in office.programs if p.absorption.known), key=lambda p: p.absorption.value, reverse=True)
    if not rows:
        raise Gap(f"{office.file('anggaran')} (realisasi)")
    limit, whole, every = office.explain_below, office.absorption(), len(rows)
    title, note = _absorbed_message(rows, whole, limit), _unspent_note(rows)
    left, middle_ = 150.0, 290.0
    rows = rows[-fitting(names([p.name for p in reversed(rows)], left - 12, 3)[1]) :]
    cut = "" if len(rows) == every else f". Digambar {len(rows)} dari {every} program, dengan serapan terendah"
    sheet = Sheet(width, title, note + cut)
    right = sheet.width - 34
    lines, highs = names([p.name for p in rows], left - 12, 3)
    along = scale([Decimal(0), max(_HUNDRED, *(p.absorption.value for p in rows))], left, middle_)
    size, unit = millions(p.budget for p in rows)
    money = scale([p.budget.value / size for p in rows], middle_ + 46, right, count=3)
    head, y = sheet.y, sheet.y + 12
    bottom = y + sum(highs)
    sheet.text(left, head + 3, "Serapan (%)", size=SMALL, colour=GREY)
    sheet.text(middle_ + 46, head + 3, f"Pagu dan realisasi ({unit})", size=SMALL, colour=GREY)
    sheet.rect(left, y, along(limit) - left, bottom - y, fill=PALE)
    grid(sheet, along, y, bottom, across=True)
    grid(sheet, money, y, bottom, across=True)
    if whole.known:
        sheet.line([(along(whole.value), y), (along(whole.value), bottom)], colour=WARM, width=1.3, dash="4 2")
    for name, high, p in zip(lines, highs, rows, strict=True):
        low, at = p.absorption.value < limit, y + high / 2
        sheet.lines(0, at - block_height(len(name), BODY) / 2, name)
        sheet.rect(
            left,
            at - 6,
            along(p.absorption.value) - left,
            12,
            fill="#fff" if low else ACCENT,
            edge=WARM if low else ACCENT,
            hatch=WARM if low else "",
        )
        sheet.text(
            middle_ + 40,
            at + 3,
            p.absorption.with_unit(),
            size=SMALL,
            weight=600,
            colour=WARM if low else INK,
            anchor="end",
        )
        sheet.rect(money(0), at - 6, money(p.budget.value / size) - money(0), 12, fill="#fff", edge=EDGE)
        sheet.rect(money(0), at - 6, money(p.spent.value / size) - money(0), 12, fill=ACCENT, edge=ACCENT)
        sheet.text(money(p.budget.value / size) + 4, at + 3, write(p.budget.value / size, 2), size=SMALL)
        y += high
    foot = f"Bidang kelabu: serapan di bawah {write(limit, 0)}%, perlu penjelasan. "
    foot += "Garis putus-putus: serapan seluruhnya. Batang kosong: pagu yang tidak terserap."
    y = sheet.lines(0, bottom + 17, foot, size=SMALL, colour=GREY, room=sheet.width)
    data = "; ".join(
        f"{p.name}: serapan {p.absorption.with_unit()}, {p.spent.with_unit()} dari {p.budget.with_unit()}" for p in rows
    )
    total = f" Seluruhnya {whole.with_unit()}." if whole.known else ""
    return sheet.finish(y + 2, f"{sheet.title}. {sheet.note}. Grafik batang serapan per program. {data}.{total}")


def _absorbed_message(rows: list[Program], whole: Quantity, limit: Decimal) -> str:
    low = [p for p in rows if p.absorption.value < limit]
    head = f"Serapan {whole.with_unit()}" if whole.known else "Serapan per program"
    last = rows[-1]
    if not low:
        tail = (
            f"tidak ada program di bawah {write(limit, 0)}%"
            if len(rows) > 1
            else f"satu program, {last.absorption.with_unit()}"
        )
        return f"{head}; {tail}"
    what = f"{brief(last.name)} hanya {last.absorption.with_unit()}"
    if len(low) > 1:
        what = f"{len(low)} dari {len(rows)} program di bawah {write(limit, 0)}%"
        what += f", terendah {brief(last.name)} ({last.absorption.with_unit()})"
    return f"{head}; {what} dan perlu penjelasan"


def _unspent_note(rows: list[Program]) -> str:
    rest = {p.code: p.budget.value - p.spent.value for p in rows}
    left, most = sum(rest.values()), max(rows, key=lambda p: rest[p.code])
    if left <= 0:
        return "Tidak ada sisa pagu"
    return (
        f"Sisa pagu {short_money(left)}, {percent(rest[most.code], left)} di antaranya pada {brief(most.name)}"
        if len(rows) > 1
        else f"Sisa pagu {short_money(left)}"
    )


def budget_shares(office: Office, *, width: float = NARROW) -> Drawing:
    """How the budget is divided among the sasaran, each divided among its programs.  Raises `Gap` without a budget."""
    goals = [(g, ps) for g in office.goals("sasaran") if (ps := office.programs_of(g))]
    loose = [p for p in office.programs if p.code not in {q.code for _, ps in goals for q in ps}]
    groups = [(g.text, ps) for g, ps in goals] + ([("Tanpa sasaran", loose)] if loose else [])
    whole = office.budget()
    if not groups or not whole.known or not whole.value:
        raise Gap(office.file("anggaran"))
    sums = [sum((p.budget.value for p in ps), Decimal(0)) for _, ps in groups]
    order = sorted(range(len(groups)), key=lambda i: sums[i], reverse=True)
    most = order[0]
    head = "Seluruh" if len(groups) == 1 else f"{percent(sums[most], whole.value)} dari"
    sheet = Sheet(width, f"{head} pagu {short_money(whole.value)} untuk sasaran “{brief(groups[most][0])}”")
    left, right, y = 150.0, sheet.width - 96, sheet.y
    lines, highs = names([groups[i][0] for i in order], left - 12, 4)
    along = scale([Decimal(0), max(sums) / whole.value * 100], left, right)
    bottom = y + sum(highs)
    grid(sheet, along, y, bottom, across=True, suffix="%")
    for name, high, i in zip(lines, highs, order, strict=True):
        at, x = y + high / 2, along(0)
        sheet.lines(0, at - block_height(len(name), BODY) / 2, name)
        for k, p in enumerate(sorted(groups[i][1], key=lambda p: p.budget.value, reverse=True)):
            wide = along(p.budget.value / whole.value * 100) - along(0)
            sheet.rect(x, at - 7, wide, 14, fill=(ACCENT, LIGHT, "#fff")[k % 3], edge=INK, width=0.6)
            x += wide
        sheet.text(right + 6, at - 1, percent(sums[i], whole.value, 2), weight=600)
        sheet.text(right + 6, at + 9, f"{short_money(sums[i])}", size=SMALL, colour=GREY)
        y += high
    sheet.text(0, bottom + 24, "Bagian dari pagu (%); tiap potongan batang satu program", size=SMALL, colour=GREY)
    inner = ["; ".join(f"{p.name} {p.budget.with_unit()}" for p in ps) for _, ps in groups]
    data = " ".join(f"{groups[i][0]}: {percent(sums[i], whole.value, 2)} ({inner[i]})." for i in order)
    return sheet.finish(bottom + 30, f"{sheet.title}. Grafik batang. {data}")
