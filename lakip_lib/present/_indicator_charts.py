"""Charts of one indicator over the years: its path through the plan, and its change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lakip_lib.office import Gap
from lakip_lib.present._messages import against, apart, lower_first, series, standing, why
from lakip_lib.present._plots import Scale, grid, margin, place, scale
from lakip_lib.present.drawing import (
    ACCENT,
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
)
from lakip_lib.quantity import Quantity, Span

if TYPE_CHECKING:
    from lakip_lib.office import Indicator, Office

__all__ = ["ends", "no_realisation", "office_of", "part_names", "renstra_path", "unit_title"]


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
    above, below = ("" if p is None else p.name.removesuffix(f" {year - indicator.lag}") for p in parts)
    return above, below


def no_realisation(indicator: Indicator) -> Gap:
    """The gap of an indicator without any realisation."""
    return Gap(f"realisasi {lower_first(indicator.name)} ({why(indicator.realised())})")


# -- the path through the plan -----------------------------------------------------------------------------------------


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
    values = [q.value for t in targets.values() for q in ends(t)] + [r.value for r in realised.values()]
    values += [q.value for q in ends(now)] if now.known else []
    vertical = scale(values, top + high, top, zero=False)
    plot = Box(margin(vertical), top, sheet.width - 92, top + high)
    step = (plot.right - plot.left) / len(years)
    x = {y: plot.left + step * (i + 0.5) for i, y in enumerate(years)}
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
    _own_target(sheet, indicator, targets, x=x, vertical=vertical, room=room)
    if targets:
        _name_path(sheet, targets, x, vertical, plot)
    _name_realised(sheet, realised, points, room)
    shown_target = office.year in targets and targets[office.year].known
    if shown_target:
        _target_label(sheet, office.year, targets, realised, x=x, vertical=vertical, room=room)
    for y in sorted(realised, reverse=True)[1:]:
        sides = ("above", "above left", "below", "below right")
        if y in targets and isinstance(targets[y], Quantity) and realised[y].value < targets[y].value:
            sides = ("below", "below right", "above", "above left")
        place(sheet, (x[y], vertical(realised[y].value)), str(realised[y]), room, sides=sides, colour=ACCENT)
    for y in targets:
        if y not in (office.year, max(targets)):
            _target_label(sheet, y, targets, realised, x=x, vertical=vertical, room=room)
    own = f" Target {office.year} yang berlaku: {now.with_unit()}." if now.known else ""
    alt = (
        f"{sheet.title}. Grafik garis {lower_first(indicator.name)}, {unit_title(indicator).lower()}. "
        f"Realisasi: {series(realised.items()) or 'belum ada'}. "
        f"Target Renstra: {series(targets.items()) or 'tidak ada'}.{own}"
    )
    return sheet.finish(plot.bottom + 17, alt)


def _path_message(indicator: Indicator, realised: dict[int, Quantity]) -> str:
    office = office_of(indicator)
    year, now, target, end = (
        office.year,
        indicator.realised(),
        indicator.target(),
        indicator.target_in("Renstra", indicator.end_year),
    )
    if not now.known:
        head = f"Target {year} adalah {target.with_unit()}" if target.known else f"Target {year} tidak ditetapkan"
        tail = (
            "; realisasinya belum dinilai"
            if why(now) == "belum dinilai"
            else f"; realisasinya tidak diketahui ({why(now)})"
        )
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


def ends(target: Quantity | Span) -> tuple[Quantity, ...]:
    """The one number of a target, or both ends of a range."""
    return (target.low, target.high) if isinstance(target, Span) else (target,)


def _year_names(sheet: Sheet, x: dict[int, float], y: float, current: int) -> None:
    years = sorted(x)
    step = x[years[1]] - x[years[0]] if len(years) > 1 else 99
    every = 1 if step >= 22 else 2 if step >= 11 else 5  # noqa: PLR2004
    for year in years:
        if (year - current) % every == 0:
            sheet.text(
                x[year],
                y,
                str(year),
                size=SMALL,
                weight=600 if year == current else 400,
                colour=INK if year == current else GREY,
                anchor="middle",
            )


def _target_path(
    sheet: Sheet, targets: dict[int, Quantity | Span], x: dict[int, float], vertical: Scale, step: float
) -> None:
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


def _own_target(
    sheet: Sheet,
    indicator: Indicator,
    targets: dict[int, Quantity | Span],
    *,
    x: dict[int, float],
    vertical: Scale,
    room: Box,
) -> None:
    """The target in force, where the year's agreement sets another one than the plan."""
    year, now = office_of(indicator).year, indicator.target()
    if isinstance(now, Span) or not now.known:
        return
    plan = targets.get(year)
    if isinstance(plan, Quantity) and plan.official().value == now.official().value:
        return
    at = (x[year], vertical(now.value))
    sheet.mark(*at, "diamond", colour=WARM, hollow=True)
    place(
        sheet,
        at,
        f"Target {year} yang berlaku {now}",
        room,
        sides=("left", "right", "below left", "above left", "below", "above"),
        colour=WARM,
        must=True,
    )


def _name_path(
    sheet: Sheet, targets: dict[int, Quantity | Span], x: dict[int, float], vertical: Scale, plot: Box
) -> None:
    year = max(targets)
    end = targets[year]
    middle = sum(float(q.value) for q in ends(end)) / len(ends(end))
    top = min(max(vertical(middle) - 14, plot.top - 8), plot.bottom - 24)
    room = sheet.width - plot.right - 6
    del x
    sheet.lines(
        plot.right + 5, top, ["Target Renstra", f"{year}: {end}"], size=SMALL, weight=600, colour=WARM, room=room
    )


def _name_realised(sheet: Sheet, realised: dict[int, Quantity], points: list[tuple[float, float]], room: Box) -> None:
    if not points:
        return
    last = max(realised)
    sides = ("above left", "above", "left", "below right", "right", "below", "below left", "above right")
    place(
        sheet,
        points[-1],
        f"Realisasi {last}: {realised[last]}",
        room,
        sides=sides,
        weight=600,
        colour=ACCENT,
        must=True,
    )


def _target_label(
    sheet: Sheet, year: int, targets: dict, realised: dict, *, x: dict[int, float], vertical: Scale, room: Box
) -> None:
    target = targets[year]
    if isinstance(target, Span) or (
        isinstance(before := targets.get(year - 1), Quantity) and before.value == target.value
    ):
        return
    above = year in realised and realised[year].value < target.value
    sides = ("above", "below") if above else ("below", "above")
    place(sheet, (x[year], vertical(target.value)), str(target), room, sides=sides, colour=WARM, off=3)
