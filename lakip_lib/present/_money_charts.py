"""Charts of money: absorption, efficiency, output against money."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from lakip_lib.measures import achievement, efficiency_gap, efficiency_verdict, mean_achievement
from lakip_lib.numerals import write
from lakip_lib.office import Gap
from lakip_lib.present._messages import brief, percent, short_money, why
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
    Box,
    Drawing,
    Sheet,
    block_height,
)

if TYPE_CHECKING:
    from lakip_lib.office import Goal, Office, Program
    from lakip_lib.quantity import Quantity

__all__ = ["absorption_by_program", "budget_shares", "efficiency", "output_vs_money"]

_HUNDRED = Decimal(100)
#: Height in points for rows on a page; where it does not suffice, the rows with the lowest absorption are shown.
_ROOM = 480.0
_FULL = Decimal(110)
#: An achievement farther out is drawn at the end of the axis, with an arrowhead.
_LONGEST = Decimal(180)


def _names(
    items: list[str], room: float, limit: int = 3, size: float = BODY, least: float = 24.0
) -> tuple[list[list[str]], list[float]]:
    lines = [shortened(n, size, room, limit) for n in items]
    return lines, [max(block_height(len(one), size) + 8, least) for one in lines]


def _fitting(highs: list[float]) -> int:
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
    rows = rows[-_fitting(_names([p.name for p in reversed(rows)], left - 12, 3)[1]) :]
    cut = "" if len(rows) == every else f". Digambar {len(rows)} dari {every} program, dengan serapan terendah"
    sheet = Sheet(width, title, note + cut)
    right = sheet.width - 34
    lines, highs = _names([p.name for p in rows], left - 12, 3)
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
    lines, highs = _names([groups[i][0] for i in order], left - 12, 4)
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


# -- efficiency --------------------------------------------------------------------------------------------------------


def _achieved(office: Office, goal: Goal) -> Quantity:
    """The achievement of a sasaran: of its only indicator, else the mean under the office's cap."""
    found = [i.achievement() for i in office.indicators_of(goal)]
    return found[0] if len(found) == 1 else mean_achievement(found, cap=office.mean_cap)


def efficiency(office: Office, *, width: float = NARROW) -> Drawing:
    """Achievement against absorption of every sasaran, with the verdict.  Raises `Gap` when no sasaran has both."""
    office.rows("anggaran")
    rows = []
    for goal in office.goals("sasaran"):
        if office.indicators_of(goal):
            done, used = _achieved(office, goal), office.absorption(goal)
            gap = efficiency_gap(done, used)
            verdict = efficiency_verdict(
                gap, done, used, threshold=office.efficiency_threshold, explain_below=office.explain_below
            )
            rows.append((goal.text, done, used, gap, verdict))
    known = [r for r in rows if r[3].known]
    if not known:
        raise Gap(f"capaian atau serapan per sasaran tahun {office.year}")
    sheet = Sheet(width, _efficient_message(known, rows, office.explain_below))
    left, right = 158.0, sheet.width - 98
    lines, highs = _names([r[0] for r in rows], left - 14, 4, least=38)
    top = min(max(_FULL, *(max(r[1].value, r[2].value) for r in known)), _LONGEST)
    along = scale([Decimal(0), top], left, right)
    y = sheet.y
    bottom = y + sum(highs)
    grid(sheet, along, y, bottom, across=True, suffix="%")
    sheet.line([(along(100), y), (along(100), bottom)], colour=GREY, width=1)
    for i, (name, high, (_, done, used, gap, verdict)) in enumerate(zip(lines, highs, rows, strict=True)):
        at = y + high / 2
        sheet.lines(0, at - block_height(len(name), BODY) / 2, name)
        if gap.known:
            _dumbbell(sheet, along, at, done, used)
            sign = "+" if gap.value > 0 else ""
            sheet.text(right + 12, at - 2, f"{sign}{gap.with_unit()}", weight=600)
            sheet.text(
                right + 12, at + 9, verdict, size=SMALL, weight=600, colour=WARM if verdict != "efisien" else ACCENT
            )
        else:
            sheet.lines(left + 4, at - 6, shortened(why(gap), SMALL, right - left - 10, 2), size=SMALL, colour=GREY)
        y += high
        del i
    at = bottom + 22
    sheet.mark(4, at, "square", colour=WARM, hollow=True)
    x = sheet.text(11, at + 3, "serapan anggaran", size=SMALL, colour=GREY).right + 14
    sheet.mark(x, at, "circle", colour=ACCENT)
    sheet.text(
        x + 7, at + 3, "capaian kinerja; selisih = capaian dikurangi serapan, dalam poin", size=SMALL, colour=GREY
    )
    data = "; ".join(f"{n}: capaian {_said(d)}, serapan {_said(u)}, selisih {_said(g)}, {v}" for n, d, u, g, v in rows)
    return sheet.finish(at + 8, f"{sheet.title}. Grafik capaian dan serapan per sasaran. {data}.")


def _said(number: Quantity) -> str:
    return number.with_unit() if number.known else why(number)


def _dumbbell(sheet: Sheet, along, at: float, done: Quantity, used: Quantity) -> None:  # noqa: ANN001
    top = along.ticks[-1]
    a, b = along(min(used.value, top)), along(min(done.value, top))
    sheet.line([(a, at), (b, at)], colour=EDGE, width=2)
    sheet.mark(a, at, "square", colour=WARM, radius=4, hollow=True)
    sheet.mark(b, at, "circle", colour=ACCENT, radius=4)
    if done.value > top:
        sheet.polygon([(b + 5, at - 4), (b + 10, at), (b + 5, at + 4)], fill=ACCENT)
    for x, y, number, colour in ((a, at + 13, used, WARM), (b, at - 7, done, ACCENT)):
        half = Box.of_text(0, 0, number.with_unit(), SMALL).right / 2
        inside = min(max(x, along.start + half), along.end - half + 2)
        sheet.text(inside, y, number.with_unit(), size=SMALL, colour=colour, anchor="middle", halo=True)


def _efficient_message(known: list, rows: list, limit: Decimal) -> str:
    explain = [r for r in known if r[4] == "perlu penjelasan"]
    left = f"; {len(rows) - len(known)} belum dapat dinilai" if len(rows) > len(known) else ""
    if explain:
        name, done, used, *_ = min(explain, key=lambda r: r[2].value)
        if len(known) == 1:
            head = f"Sasaran “{brief(name)}” perlu penjelasan"
            return f"{head}: capaian {done.with_unit()} dengan serapan {used.with_unit()}{left}"
        many = f"Semua {len(known)}" if len(explain) == len(known) else f"{len(explain)} dari {len(known)}"
        head = f"{many} sasaran perlu penjelasan karena serapannya di bawah {write(limit, 0)}%"
        return f"{head}: “{brief(name)}”, capaian {done.with_unit()} dengan serapan {used.with_unit()}{left}"
    good = sum(r[4] == "efisien" for r in known)
    if good == len(known):
        return (
            f"Semua {good} sasaran{' yang dinilai' if left else ''} efisien{left}"
            if good > 1
            else f"Sasaran “{brief(known[0][0])}” efisien{left}"
        )
    return f"{good or 'Tidak satu pun'} dari {len(known)} sasaran efisien{left}"


# -- output and money --------------------------------------------------------------------------------------------------


def output_vs_money(office: Office, *, width: float = NARROW) -> Drawing:
    """Sub kegiatan with an output: absorption beside what came out, lowest absorption first.

    Where an output has a target its achievement is shown, else only the output.  Raises `Gap` when none has both.
    """
    found = [
        (n, n.absorption, n.output, achievement(n.output.realised, n.output.target))
        for n in office.nodes("sub kegiatan")
        if n.output is not None and n.output.realised.known and n.absorption.known
    ]
    if not found:
        raise Gap(f"{office.file('anggaran')} (realisasi dan realisasi_keluaran)")
    rows, left = sorted(found, key=lambda r: (r[1].value, r[0].code)), 196.0
    rows = rows[: _fitting(_names([r[0].name for r in rows], left - 10, 2, SMALL, 19)[1])]
    cut = (
        ""
        if len(rows) == len(found)
        else f"Digambar {len(rows)} dari {len(found)} sub kegiatan, dengan serapan terendah"
    )
    sheet = Sheet(width, _output_message(found, office.explain_below), cut)
    right = sheet.width - 96
    lines, highs = _names([r[0].name for r in rows], left - 10, 2, SMALL, 19)
    tops = [r[1].value for r in rows] + [min(r[3].value, Decimal(150)) for r in rows if r[3].known]
    along = scale([Decimal(0), max(_HUNDRED, *tops)], left, right, count=4)
    head, y = sheet.y, sheet.y + 12
    bottom = y + sum(highs)
    sheet.text(right + 8, head + 4, "Keluaran (capaiannya)", size=SMALL, colour=GREY)
    sheet.rect(left, y, along(office.explain_below) - left, bottom - y, fill=PALE)
    grid(sheet, along, y, bottom, across=True, suffix="%")
    for name, high, (_, used, output, done) in zip(lines, highs, rows, strict=True):
        at = y + high / 2
        low = used.value < office.explain_below
        sheet.lines(0, at - block_height(len(name), SMALL) / 2, name, size=SMALL)
        if done.known:
            end = along(min(done.value, along.ticks[-1]))
            sheet.line([(along(used.value), at), (end, at)], colour=EDGE, width=1.5)
            sheet.mark(end, at, "circle", colour=ACCENT, radius=3.2)
        sheet.mark(along(used.value), at, "square", colour=WARM, radius=3.2, hollow=not low)
        anchor, shift = ("start", 6) if used.value < _HUNDRED / 5 else ("end", -6)
        sheet.text(
            along(used.value) + shift,
            at + 3,
            used.with_unit(),
            size=SMALL,
            weight=600 if low else 400,
            anchor=anchor,
            halo=True,
        )
        said = f"{output.realised} {output.unit}".strip()
        if done.known:
            said += f" ({write(done.value, 0)}%)"
        sheet.text(right + 8, at + 3, shortened(said, SMALL, sheet.width - right - 8, 1)[0], size=SMALL)
        y += high
    at = bottom + 23
    sheet.mark(4, at, "square", colour=WARM, radius=3.2, hollow=True)
    x = sheet.text(11, at + 3, "serapan anggaran", size=SMALL, colour=GREY).right + 14
    sheet.mark(x, at, "circle", colour=ACCENT, radius=3.2)
    sheet.text(
        x + 7,
        at + 3,
        f"capaian keluaran (bila ada target); bidang kelabu: serapan di bawah {write(office.explain_below, 0)}%",
        size=SMALL,
        colour=GREY,
    )
    data = "; ".join(
        f"{n.name}: serapan {u.with_unit()}, keluaran {o.realised} {o.unit}{f' ({d.with_unit()})' if d.known else ''}"
        for n, u, o, d in rows
    )
    return sheet.finish(at + 8, f"{sheet.title}. Grafik titik sub kegiatan. {data}.")


def _output_message(found: list, limit: Decimal) -> str:
    low = [
        r
        for r in found
        if r[1].value < limit and r[2].realised.value > 0 and (not r[3].known or r[3].value >= _HUNDRED)
    ]
    nothing = [r for r in low if r[1].value == 0]
    total = len(found)
    if not low:
        under = sum(r[1].value < limit for r in found)
        if not under:
            return f"Tidak ada di antara {total} sub kegiatan berkeluaran yang serapannya di bawah {write(limit, 0)}%"
        head = f"{under} dari {total} sub kegiatan menyerap di bawah {write(limit, 0)}%"
        return f"{head} dan keluarannya belum tercapai"
    head = f"{len(low)} dari {total} sub kegiatan menghasilkan keluaran dengan serapan di bawah {write(limit, 0)}%"
    return head + (
        f", {'satu' if len(nothing) == 1 else len(nothing)} di antaranya tanpa uang yang terserap" if nothing else ""
    )
