"""Charts of money against results: efficiency per sasaran, output per sub kegiatan."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from lakip_lib.measures import achievement, efficiency_gap, efficiency_verdict, mean_achievement
from lakip_lib.numerals import write
from lakip_lib.office import Gap
from lakip_lib.present._messages import brief, why
from lakip_lib.present._money_charts import fitting, names
from lakip_lib.present._plots import grid, scale
from lakip_lib.present._text import shortened
from lakip_lib.present.drawing import (
    ACCENT,
    BODY,
    EDGE,
    GREY,
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
    from lakip_lib.office import Goal, Office
    from lakip_lib.quantity import Quantity

__all__ = ["efficiency", "output_vs_money"]

_HUNDRED, _FULL = Decimal(100), Decimal(110)
#: An achievement farther out is drawn at the end of the axis, with an arrowhead.
_LONGEST = Decimal(180)


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
    lines, highs = names([r[0] for r in rows], left - 14, 4, least=38)
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
    rows = rows[: fitting(names([r[0].name for r in rows], left - 10, 2, SMALL, 19)[1])]
    cut = (
        ""
        if len(rows) == len(found)
        else f"Digambar {len(rows)} dari {len(found)} sub kegiatan, dengan serapan terendah"
    )
    sheet = Sheet(width, _output_message(found, office.explain_below), cut)
    right = sheet.width - 96
    lines, highs = names([r[0].name for r in rows], left - 10, 2, SMALL, 19)
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
