"""Charts of one indicator against something else: the end target of the plan, and other regions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lakip_lib.measures import difference
from lakip_lib.numerals import Kind
from lakip_lib.office import Gap
from lakip_lib.present._indicator_charts import ends, no_realisation, office_of, unit_title
from lakip_lib.present._messages import amount, apart, lower_first, series, standing
from lakip_lib.present._plots import grid, place, scale
from lakip_lib.present.drawing import ACCENT, BODY, EDGE, GREY, INK, LIGHT, NARROW, SMALL, WARM, Box, Drawing, Sheet
from lakip_lib.quantity import Quantity, Span

if TYPE_CHECKING:
    from lakip_lib.office import Indicator

__all__ = ["against_end", "comparison"]


# -- what is left ------------------------------------------------------------------------------------------------------


def against_end(indicator: Indicator, *, width: float = NARROW) -> Drawing:
    """How far the year's realisation is from the end target, and the pace that the years left ask for.

    Raises `Gap` without a realisation of the year or without an end target.
    """
    office, now, end = office_of(indicator), indicator.realised(), indicator.target_in("Renstra", indicator.end_year)
    if not now.known:
        raise no_realisation(indicator)
    if not end.known:
        raise Gap(f"{office.file('target')} (target Renstra {indicator.end_year})")
    first, last = office.data.period_years
    sheet = Sheet(width, _end_message(indicator, now, end))
    marks = {
        y: t for y in range(first, last + 1) if isinstance(t := indicator.target_in("Renstra", y), Quantity) and t.known
    }
    values = [now.value, *(q.value for q in ends(end)), *(t.value for t in marks.values())]
    track = Box(0, sheet.y + 30, sheet.width - 20, sheet.y + 48)
    along = scale(values, track.left + 6, track.right, zero=False)
    from_zero = along.ticks[0] <= 0
    start = "" if from_zero else ", sumbu tidak mulai dari nol"
    grid(sheet, along, track.top - 4, track.bottom + 24, across=True, below=track.bottom + 34)
    good = standing(now, end, indicator.direction) in ("beyond", "met")
    for q in ends(end):
        sheet.line([(along(q.value), track.top - 12), (along(q.value), track.bottom + 6)], colour=WARM, width=2.2)
    if from_zero:
        sheet.rect(along(0), track.top + 3, along(now.value) - along(0), 12, fill=ACCENT, edge=ACCENT)
    else:
        near = min((along(q.value) for q in ends(end)), key=lambda at: abs(at - along(now.value)))
        sheet.line([(along(now.value), track.top + 9), (near, track.top + 9)], colour=ACCENT, width=2, dash="2 2")
        sheet.mark(along(now.value), track.top + 9, radius=5)
    room = Box(0, sheet.y - 4, sheet.width, track.bottom + 26)
    _above(sheet, along(now.value), sheet.y + 5, f"Realisasi {office.year}: {now.with_unit()}", ACCENT)
    _above(
        sheet,
        sum(along(q.value) for q in ends(end)) / len(ends(end)),
        sheet.y + 16,
        f"Target akhir {indicator.end_year}: {end.with_unit()}",
        WARM,
    )
    for y, target in sorted(marks.items(), key=lambda pair: (pair[0] != office.year, pair[0])):
        if y != indicator.end_year:
            at = along(target.value)
            sheet.line([(at, track.bottom), (at, track.bottom + 7)], colour=WARM, width=1)
            place(
                sheet,
                (at, track.bottom + 6),
                f"{y}",
                room,
                sides=("below",),
                colour=INK if y == office.year else GREY,
                off=2,
            )
    sheet.text(
        0,
        track.bottom + 46,
        f"{unit_title(indicator)}{start}; garis pendek: target Renstra tiap tahun",
        size=SMALL,
        colour=GREY,
    )
    _years_left(sheet, track.bottom + 58, first, last, office.year)
    states = f"Target Renstra: {series(sorted(marks.items()))}. " if marks else ""
    alt = (
        f"{sheet.title}. Grafik peluru {lower_first(indicator.name)}: realisasi {office.year} {now.with_unit()}, "
        f"target akhir {indicator.end_year} {end.with_unit()}, {'sudah' if good else 'belum'} tercapai. {states}"
        f"Sisa waktu: {max(last - office.year, 0)} tahun."
    )
    return sheet.finish(track.bottom + 72, alt)


def _above(sheet: Sheet, x: float, y: float, text: str, colour: str) -> None:
    """A label over the bar, kept inside the drawing."""
    half = Box.of_text(0, 0, text, SMALL, 600).right / 2
    sheet.text(min(max(x, half), sheet.width - half), y, text, size=SMALL, weight=600, colour=colour, anchor="middle")


def _years_left(sheet: Sheet, y: float, first: int, last: int, current: int) -> None:
    """One square per year of the plan: full for the years done."""
    x = sheet.text(0, y + 8, f"Tahun Renstra {first}–{last}:", size=SMALL, colour=GREY).right + 8
    for year in range(first, last + 1):
        sheet.rect(x, y + 1, 9, 8, fill=GREY if year <= current else "#fff", edge=GREY, width=0.8)
        x += 12
    left = max(last - current, 0)
    sheet.text(x + 4, y + 8, f"tersisa {left} tahun" if left else "tahun terakhir", size=SMALL, colour=GREY)


def _end_message(indicator: Indicator, now: Quantity, end: Quantity | Span) -> str:
    office, left = office_of(indicator), indicator.end_year - office_of(indicator).year
    where = standing(now, end, indicator.direction)
    named = f"target akhir {indicator.end_year} ({end.with_unit()})"
    if isinstance(end, Span):
        place_ = {
            "met": "sudah berada dalam rentang",
            "above": "masih di atas rentang",
            "below": "masih di bawah rentang",
        }[where]
        return f"Realisasi {office.year} {now.with_unit()} {place_} {named}"
    early = f", {left} tahun lebih awal" if left > 0 else ""
    if where == "met":
        return f"Realisasi {office.year} sudah memenuhi {named}{early}"
    if where == "beyond":
        review = "; targetnya perlu ditinjau" if left > 0 else ""
        return f"Realisasi {office.year} sudah melewati {named} sejauh {apart(now, end)}{early}{review}"
    word = "turun" if indicator.direction == "turun" else "naik"
    head = f"Realisasi {office.year} masih berjarak {apart(now, end)} dari {named}"
    if left <= 0:
        return f"{head} pada akhir masa Renstra"
    gap = difference(end, now)
    pace = Quantity.computed(abs(gap.value) / left, gap.kind, "{0}", (gap,), decimals=gap.decimals, unit=gap.unit)
    unit = f"{pace} poin" if gap.kind is Kind.INDEKS else amount(pace)
    return f"{head}: perlu {word} rata-rata {unit} per tahun selama {left} tahun"


# -- others ------------------------------------------------------------------------------------------------------------


def comparison(indicator: Indicator, *, width: float = NARROW) -> Drawing:
    """The region beside the province, the nation or a standard.  Raises `Gap` when nothing can be compared."""
    office, now = office_of(indicator), indicator.realised()
    others = [(name, q) for name, q in indicator.comparators() if q.known]
    if not others:
        raise Gap(f"{office.file('pembanding')} ({lower_first(indicator.name)}, {office.year})")
    if not now.known:
        raise no_realisation(indicator)
    rows = sorted(
        [(office.region, now, True), *((n, q, False) for n, q in others)], key=lambda r: r[1].value, reverse=True
    )
    sheet = Sheet(width, _other_message(indicator, now, others))
    left, y = 132.0, sheet.y
    along = scale([r[1].value for r in rows], left, sheet.width - 52)
    high = 24.0
    sheet.line([(along(0), y - 2), (along(0), y + high * len(rows) + 2)], colour=GREY)
    for name, number, own in rows:
        sheet.lines(0, y + 3, name, size=BODY, weight=600 if own else 400, room=left - 10)
        sheet.rect(
            along(0),
            y + 3,
            along(number.value) - along(0),
            13,
            fill=ACCENT if own else LIGHT,
            edge=ACCENT if own else EDGE,
        )
        sheet.text(max(along(number.value), along(0)) + 4, y + 12.5, number.with_unit(), weight=600 if own else 400)
        y += high
    missing = [name for name, q in indicator.comparators() if not q.known]
    foot = (
        unit_title(indicator)
        + f", tahun {office.year}"
        + (f". Tidak ada data: {', '.join(missing)}" if missing else "")
    )
    y = sheet.lines(0, y + 6, foot, size=SMALL, colour=GREY, room=sheet.width)
    alt = f"{sheet.title}. Grafik batang {lower_first(indicator.name)}: {series((n, q) for n, q, _ in rows)}."
    return sheet.finish(y + 2, alt)


def _other_message(indicator: Indicator, now: Quantity, others: list[tuple[str, Quantity]]) -> str:
    office, sides = office_of(indicator), {-1: "lebih rendah", 0: "sama", 1: "lebih tinggi"}
    mine = now.official().value
    if len(others) == 1:
        name, other = others[0]
        side = (mine > other.value) - (mine < other.value)
        if not side:
            return f"Realisasi {office.region} sama dengan {name}, yaitu {now.with_unit()}"
        judged = (
            ""
            if indicator.direction == "rentang"
            else f" ({'lebih baik' if (side > 0) == (indicator.direction == 'naik') else 'tertinggal'})"
        )
        head = f"Realisasi {office.region} {now.with_unit()}, {apart(now, other)}"
        return f"{head} {sides[side]}{judged} daripada {name} ({other.with_unit()})"
    lower = sum(mine > q.value for _, q in others)
    return f"Realisasi {office.region} {now.with_unit()} lebih tinggi daripada {lower} dari {len(others)} pembanding"
