"""Charts of one indicator: its path, its change, what is left to do, and how others do."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from lakip_lib.measures import difference, growth
from lakip_lib.numerals import Kind
from lakip_lib.office import Gap
from lakip_lib.present._messages import against, amount, apart, lower_first, moved, series, standing, why
from lakip_lib.present._plots import Scale, grid, place, scale
from lakip_lib.present.drawing import ACCENT, BODY, EDGE, GREY, INK, LIGHT, NARROW, PALE, SMALL, WARM, Box, Drawing, Sheet
from lakip_lib.quantity import Quantity, Span

if TYPE_CHECKING:
    from lakip_lib.office import Indicator, Office

__all__ = ["against_end", "comparison", "office_of", "part_names", "renstra_path", "unit_title", "year_change"]

_LEFT = 34.0


def office_of(indicator: Indicator) -> Office:
    """The office that an indicator belongs to."""
    return indicator._office  # noqa: SLF001 - an indicator has no public way back


def unit_title(indicator: Indicator) -> str:
    """The name of a value axis: the unit, and for a lower-is-better indicator that it is one."""
    unit = {"%": "Persen"}.get(indicator.unit.strip(), indicator.unit.strip().capitalize()) or "Nilai"
    hint = {"turun": " (makin rendah makin baik)", "rentang": " (target berupa rentang)"}.get(indicator.direction, "")
    return unit + hint


def part_names(indicator: Indicator) -> tuple[str, str]:
    """What is counted above and below the line, without the year."""
    year = office_of(indicator).year
    parts = (indicator.numerator(), indicator.denominator())
    return tuple("" if p is None else p.name.removesuffix(f" {year - indicator.lag}") for p in parts)  # type: ignore[return-value]


def no_realisation(indicator: Indicator) -> Gap:
    """The gap of an indicator without any realisation."""
    return Gap(f"realisasi {lower_first(indicator.name)} ({why(indicator.realised())})")


# -- the path through the plan ----------------------------------------------------------------------------------------------


def renstra_path(indicator: Indicator, *, width: float = NARROW) -> Drawing:
    """Realisation over the years on the way to the end target of the plan.  Raises `Gap` when neither is known."""
    office = office_of(indicator)
    first, last = office.data.period_years
    targets = {y: t for y in range(first, last + 1) if (t := indicator.target_in("Renstra", y)).known}
    realised = {y: indicator.realised(y) for y in indicator.years()}
    if not targets and not realised:
        raise no_realisation(indicator)
    now = indicator.target()
    sheet = Sheet(width, _path_message(indicator, realised))
    years = list(range(min([*realised, *targets, office.year]), max([*targets, office.year]) + 1))
    top, high = sheet.y + 15, 150.0
    plot = Box(_LEFT, top, sheet.width - 92, top + high)
    step = (plot.right - plot.left) / len(years)
    x = {y: plot.left + step * (i + 0.5) for i, y in enumerate(years)}
    values = [q.value for t in targets.values() for q in _ends(t)] + [r.value for r in realised.values()]
    values += [q.value for q in _ends(now)] if now.known else []
    vertical = scale(values, plot.bottom, plot.top, zero=False)
    sheet.rect(x[office.year] - step / 2, plot.top, step, high, fill=PALE)
    sheet.text(0, sheet.y + 4, unit_title(indicator), size=SMALL, colour=GREY)
    grid(sheet, vertical, plot.left, plot.right)
    _year_names(sheet, x, plot.bottom + 11, office.year)
    _target_path(sheet, targets, x, vertical, step)
    points = [(x[y], vertical(r.value)) for y, r in realised.items()]
    if points:
        sheet.line(points, colour=ACCENT, width=1.8, track=True)
        for p in points:
            sheet.mark(*p)
    room = Box(plot.left - 2, plot.top - 12, sheet.width, plot.bottom - 1)
    _own_target(sheet, indicator, targets, x, vertical, room)
    if targets:
        _name_path(sheet, targets, x, vertical, plot)
    _name_realised(sheet, realised, points, room)
    shown_target = office.year in targets and targets[office.year].known
    if shown_target:
        _target_label(sheet, office.year, targets, realised, x, vertical, room)
    for y in sorted(realised, reverse=True)[1:]:
        sides = ("above", "above left", "below", "below right")
        if y in targets and isinstance(targets[y], Quantity) and realised[y].value < targets[y].value:
            sides = ("below", "below right", "above", "above left")
        place(sheet, (x[y], vertical(realised[y].value)), str(realised[y]), room, sides=sides, colour=ACCENT)
    for y in targets:
        if y not in (office.year, max(targets)):
            _target_label(sheet, y, targets, realised, x, vertical, room)
    own = f" Target {office.year} yang berlaku: {now.with_unit()}." if now.known else ""
    alt = (
        f"{sheet.title}. Grafik garis {lower_first(indicator.name)}, {unit_title(indicator).lower()}. "
        f"Realisasi: {series(realised.items()) or 'belum ada'}. Target Renstra: {series(targets.items()) or 'tidak ada'}.{own}"
    )
    return sheet.finish(plot.bottom + 17, alt)


def _path_message(indicator: Indicator, realised: dict[int, Quantity]) -> str:
    office = office_of(indicator)
    year, now, target, end = office.year, indicator.realised(), indicator.target(), indicator.target_in("Renstra", indicator.end_year)
    if not now.known:
        head = f"Target {year} adalah {target.with_unit()}" if target.known else f"Target {year} tidak ditetapkan"
        tail = "; realisasinya belum dinilai" if why(now) == "belum dinilai" else f"; realisasinya tidak diketahui ({why(now)})"
        old = max(realised, default=0)
        last = f", sedangkan realisasi terakhir ({old}) {realised[old].with_unit()}" if old else ""
        return head + tail + last
    said, good = against(indicator, now, target, "target") if target.known else ("tidak memiliki target", True)
    head = f"Realisasi {year} sebesar {now.with_unit()} {said}"
    if not end.known or year >= indicator.end_year:
        return head
    where, ended = standing(now, end, indicator.direction), f"target akhir {indicator.end_year}"
    reached = where in ("beyond", "met")
    joint = "dan" if reached == good else "tetapi"
    if where == "beyond":
        return f"{head} {joint} sudah melewati {ended} ({end.with_unit()})"
    if where == "met":
        return f"{head} {joint} sudah memenuhi {ended} ({end.with_unit()})"
    if where in ("above", "below"):
        return f"{head} {joint} berada di luar rentang {ended} ({end.with_unit()})"
    far = "masih di atas" if indicator.direction == "turun" else "masih di bawah"
    return f"{head} {joint} {apart(now, end)} {far} {ended} ({end.with_unit()})"


def _ends(target: Quantity | Span) -> tuple[Quantity, ...]:
    return (target.low, target.high) if isinstance(target, Span) else (target,)


def _year_names(sheet: Sheet, x: dict[int, float], y: float, current: int) -> None:
    years = sorted(x)
    step = x[years[1]] - x[years[0]] if len(years) > 1 else 99
    every = 1 if step >= 22 else 2 if step >= 11 else 5  # noqa: PLR2004
    for year in years:
        if (year - current) % every == 0:
            sheet.text(x[year], y, str(year), size=SMALL, weight=600 if year == current else 400, colour=INK if year == current else GREY, anchor="middle")


def _target_path(sheet: Sheet, targets: dict[int, Quantity | Span], x: dict[int, float], vertical: Scale, step: float) -> None:
    """Steps, one a year; a range is a hatched band."""
    path: list[tuple[float, float]] = []
    for year, target in sorted(targets.items()):
        left, right = x[year] - step / 2, x[year] + step / 2
        if isinstance(target, Span):
            high, low = vertical(target.high.value), vertical(target.low.value)
            sheet.rect(left, high, step, low - high, fill="#fff", edge=WARM, dash="3 2", hatch=LIGHT)
        else:
            if path and path[-1][0] < left - 0.1:
                sheet.line(path, colour=WARM, width=1.2, dash="4 2.5", track=True)
                path = []
            path += [(left, vertical(target.value)), (right, vertical(target.value))]
    if path:
        sheet.line(path, colour=WARM, width=1.2, dash="4 2.5", track=True)


def _own_target(sheet: Sheet, indicator: Indicator, targets: dict[int, Quantity | Span], x: dict[int, float], vertical: Scale, room: Box) -> None:
    """The target in force, where the year's agreement sets another one than the plan."""
    year, now = office_of(indicator).year, indicator.target()
    if isinstance(now, Span) or not now.known:
        return
    plan = targets.get(year)
    if isinstance(plan, Quantity) and plan.official().value == now.official().value:
        return
    at = (x[year], vertical(now.value))
    sheet.mark(*at, "diamond", colour=WARM, hollow=True)
    place(sheet, at, f"Target {year} yang berlaku {now}", room, sides=("left", "right", "below left", "above left", "below", "above"), colour=WARM, must=True)


def _name_path(sheet: Sheet, targets: dict[int, Quantity | Span], x: dict[int, float], vertical: Scale, plot: Box) -> None:
    year = max(targets)
    end = targets[year]
    middle = sum(float(q.value) for q in _ends(end)) / len(_ends(end))
    top = min(max(vertical(middle) - 14, plot.top - 8), plot.bottom - 24)
    room = sheet.width - plot.right - 6
    del x
    sheet.lines(plot.right + 5, top, ["Target Renstra", f"{year}: {end}"], size=SMALL, weight=600, colour=WARM, room=room)


def _name_realised(sheet: Sheet, realised: dict[int, Quantity], points: list[tuple[float, float]], room: Box) -> None:
    if not points:
        return
    last = max(realised)
    sides = ("above left", "above", "left", "below right", "right", "below", "below left", "above right")
    place(sheet, points[-1], f"Realisasi {last}: {realised[last]}", room, sides=sides, weight=600, colour=ACCENT, must=True)


def _target_label(sheet: Sheet, year: int, targets: dict, realised: dict, x: dict[int, float], vertical: Scale, room: Box) -> None:
    target = targets[year]
    if isinstance(target, Span) or (isinstance(before := targets.get(year - 1), Quantity) and before.value == target.value):
        return
    above = year in realised and realised[year].value < target.value
    sides = ("above", "below") if above else ("below", "above")
    place(sheet, (x[year], vertical(target.value)), str(target), room, sides=sides, colour=WARM, off=3)


# -- this year and the years before -----------------------------------------------------------------------------------------


def year_change(indicator: Indicator, *, width: float = NARROW) -> Drawing:
    """The last years side by side; for a ratio also what is above and below its line, to tell which of them moved it.

    Raises `Gap` when no year has a realisation.
    """
    years = indicator.years()[-4:]
    if not years:
        raise no_realisation(indicator)
    panels = [("Realisasi", [indicator.realised(y) for y in years])]
    if indicator.denominator() is not None:
        above, below = part_names(indicator)
        panels.append((above, [indicator.numerator(y) for y in years]))
        panels.append((below, [indicator.denominator(y) for y in years]))  # type: ignore[list-item]
    sheet = Sheet(width, _change_message(indicator, years, panels))
    gap = 24.0
    room = (sheet.width - gap * (len(panels) - 1)) / len(panels)
    bottom = sheet.y
    for i, (name, numbers) in enumerate(panels):
        title = f"{name} ({unit_title(indicator).lower()})" if i == 0 else f"{name} ({numbers[-1].unit})" if numbers[-1].unit else name
        end = sheet.lines(i * (room + gap), sheet.y, title, size=BODY, weight=600, room=room)
        bottom = max(bottom, end)
    for i, (_, numbers) in enumerate(panels):
        _bars(sheet, Box(i * (room + gap), bottom + 8, i * (room + gap) + room, bottom + 112), years, numbers, office_of(indicator).year, first=i == 0)
    data = ". ".join(f"{name}: {series(zip(years, numbers, strict=True))}" for name, numbers in panels)
    return sheet.finish(bottom + 118, f"{sheet.title}. Grafik batang {lower_first(indicator.name)}. {data}.")


def _bars(sheet: Sheet, box: Box, years: list[int], numbers: list[Quantity], current: int, *, first: bool) -> None:
    known = [n.value for n in numbers if n.known]
    vertical = scale(known, box.bottom - 12, box.top + 22)
    step = min((box.right - box.left) / len(years), 62)
    sheet.line([(box.left, vertical(0)), (box.left + step * len(years), vertical(0))], colour=GREY)
    before: Quantity | None = None
    for i, (year, number) in enumerate(zip(years, numbers, strict=True)):
        middle = box.left + step * (i + 0.5)
        sheet.text(middle, box.bottom, str(year), size=SMALL, colour=INK if year == current else GREY, weight=600 if year == current else 400, anchor="middle")
        if not number.known:
            continue
        now = year == years[-1]
        top = vertical(number.value)
        sheet.rect(middle - step * 0.32, top, step * 0.64, vertical(0) - top, fill=ACCENT if now else LIGHT, edge=ACCENT if now else EDGE)
        over = min(top, vertical(0)) - 4
        sheet.text(middle, over, str(number), size=SMALL, weight=600 if now else 400, anchor="middle")
        if now and before is not None:
            change = difference(number, before) if first else growth(number, before)
            if change.known:
                sign = "+" if change.value > 0 else ""
                sheet.text(middle, over - 10, f"{sign}{change}{'' if first else '%'}", size=SMALL, colour=WARM, weight=600, anchor="middle")
        before = number


def _change_message(indicator: Indicator, years: list[int], panels: list[tuple[str, list[Quantity]]]) -> str:
    numbers = panels[0][1]
    last, year = numbers[-1], office_of(indicator).year
    head = "" if years[-1] == year else f"Realisasi {year} {why(indicator.realised())}; "
    if len(years) == 1:
        return f"{head}{'realisasi' if head else 'Realisasi'} {years[-1]} sebesar {last.with_unit()}, belum ada tahun lain untuk dibandingkan"
    before = numbers[-2]
    if (word := moved(before, last)) == "tetap":
        said = f"realisasi {years[-1]} tetap {last.with_unit()} seperti {years[-2]}"
    else:
        good = {"naik": last.value > before.value, "turun": last.value < before.value}.get(indicator.direction)
        judged = "" if indicator.direction != "turun" else " (membaik)" if good else " (memburuk)"
        said = f"realisasi {years[-1]} {word}{judged} dari {years[-2]} menjadi {last.with_unit()}"
    parts = [f"{lower_first(name)} {moved(q[-2], q[-1], count=True)}" for name, q in panels[1:] if q[-2].known and q[-1].known]
    text = f"{head}{said}" + (f": {', '.join(parts)}" if parts else "")
    return text[0].upper() + text[1:]


# -- what is left -----------------------------------------------------------------------------------------------------------


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
    marks = {y: t for y in range(first, last + 1) if isinstance(t := indicator.target_in("Renstra", y), Quantity) and t.known}
    values = [now.value, *(q.value for q in _ends(end)), *(t.value for t in marks.values())]
    track = Box(0, sheet.y + 30, sheet.width - 20, sheet.y + 48)
    along = scale(values, track.left + 6, track.right)
    grid(sheet, along, track.top - 4, track.bottom + 24, across=True, below=track.bottom + 34)
    good = standing(now, end, indicator.direction) in ("beyond", "met")
    for q in _ends(end):
        sheet.line([(along(q.value), track.top - 12), (along(q.value), track.bottom + 6)], colour=WARM, width=2.2)
    sheet.rect(along(0), track.top + 3, along(now.value) - along(0), 12, fill=ACCENT)
    room = Box(0, sheet.y - 4, sheet.width, track.bottom + 26)
    _above(sheet, along(now.value), sheet.y + 5, f"Realisasi {office.year}: {now.with_unit()}", ACCENT)
    _above(sheet, sum(along(q.value) for q in _ends(end)) / len(_ends(end)), sheet.y + 16, f"Target akhir {indicator.end_year}: {end.with_unit()}", WARM)
    for y, target in sorted(marks.items(), key=lambda pair: (pair[0] != office.year, pair[0])):
        if y != indicator.end_year:
            at = along(target.value)
            sheet.line([(at, track.bottom), (at, track.bottom + 7)], colour=WARM, width=1)
            place(sheet, (at, track.bottom + 6), f"{y}", room, sides=("below",), colour=INK if y == office.year else GREY, off=2)
    sheet.text(0, track.bottom + 46, f"{unit_title(indicator)}; garis pendek: target Renstra tiap tahun", size=SMALL, colour=GREY)
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
        place_ = {"met": "sudah berada dalam rentang", "above": "masih di atas rentang", "below": "masih di bawah rentang"}[where]
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


# -- others -----------------------------------------------------------------------------------------------------------------


def comparison(indicator: Indicator, *, width: float = NARROW) -> Drawing:
    """The region beside the province, the nation or a standard.  Raises `Gap` when nothing can be compared."""
    office, now = office_of(indicator), indicator.realised()
    others = [(name, q) for name, q in indicator.comparators() if q.known]
    if not others:
        raise Gap(f"{office.file('pembanding')} ({lower_first(indicator.name)}, {office.year})")
    if not now.known:
        raise no_realisation(indicator)
    rows = sorted([(office.region, now, True), *((n, q, False) for n, q in others)], key=lambda r: r[1].value, reverse=True)
    sheet = Sheet(width, _other_message(indicator, now, others))
    left, y = 132.0, sheet.y
    along = scale([r[1].value for r in rows], left, sheet.width - 52)
    high = 24.0
    sheet.line([(along(0), y - 2), (along(0), y + high * len(rows) + 2)], colour=GREY)
    for name, number, own in rows:
        sheet.lines(0, y + 3, name, size=BODY, weight=600 if own else 400, room=left - 10)
        sheet.rect(along(0), y + 3, along(number.value) - along(0), 13, fill=ACCENT if own else LIGHT, edge=ACCENT if own else EDGE)
        sheet.text(max(along(number.value), along(0)) + 4, y + 12.5, number.with_unit(), weight=600 if own else 400)
        y += high
    missing = [name for name, q in indicator.comparators() if not q.known]
    foot = unit_title(indicator) + f", tahun {office.year}" + (f". Tidak ada data: {', '.join(missing)}" if missing else "")
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
        judged = "" if indicator.direction == "rentang" else f" ({'lebih baik' if (side > 0) == (indicator.direction == 'naik') else 'tertinggal'})"
        return f"Realisasi {office.region} {now.with_unit()}, {apart(now, other)} {sides[side]}{judged} daripada {name} ({other.with_unit()})"
    lower = sum(mine > q.value for _, q in others)
    return f"Realisasi {office.region} {now.with_unit()} lebih tinggi daripada {lower} dari {len(others)} pembanding"

