"""A chart of one indicator: this year beside the years before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lakip_lib.measures import difference, growth
from lakip_lib.present._indicator_charts import no_realisation, office_of, part_names, unit_title
from lakip_lib.present._messages import lower_first, moved, series, why
from lakip_lib.present._plots import scale
from lakip_lib.present.drawing import (
    ACCENT,
    BODY,
    EDGE,
    GREY,
    INK,
    LIGHT,
    NARROW,
    SMALL,
    WARM,
    Box,
    Drawing,
    Sheet,
)
from lakip_lib.quantity import Quantity

if TYPE_CHECKING:
    from lakip_lib.office import Indicator

__all__ = ["year_change"]


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
        title = (
            f"{name}, {unit_title(indicator).lower()}"
            if i == 0
            else f"{name} ({numbers[-1].unit})"
            if numbers[-1].unit
            else name
        )
        end = sheet.lines(i * (room + gap), sheet.y, title, size=BODY, weight=600, room=room)
        bottom = max(bottom, end)
    for i, (_, numbers) in enumerate(panels):
        _bars(
            sheet,
            Box(i * (room + gap), bottom + 8, i * (room + gap) + room, bottom + 112),
            years,
            numbers,
            office_of(indicator).year,
            first=i == 0,
        )
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
        sheet.text(
            middle,
            box.bottom,
            str(year),
            size=SMALL,
            colour=INK if year == current else GREY,
            weight=600 if year == current else 400,
            anchor="middle",
        )
        if not number.known:
            continue
        now = year == years[-1]
        top = vertical(number.value)
        sheet.rect(
            middle - step * 0.32,
            top,
            step * 0.64,
            vertical(0) - top,
            fill=ACCENT if now else LIGHT,
            edge=ACCENT if now else EDGE,
        )
        over = min(top, vertical(0)) - 4
        sheet.text(middle, over, str(number), size=SMALL, weight=600 if now else 400, anchor="middle")
        if now and before is not None:
            change = difference(number, before) if first else growth(number, before)
            if change.known:
                sign = "+" if change.value > 0 else ""
                sheet.text(
                    middle,
                    over - 10,
                    f"{sign}{change}{'' if first else '%'}",
                    size=SMALL,
                    colour=WARM,
                    weight=600,
                    anchor="middle",
                )
        before = number


def _change_message(indicator: Indicator, years: list[int], panels: list[tuple[str, list[Quantity]]]) -> str:
    numbers = panels[0][1]
    last, year = numbers[-1], office_of(indicator).year
    head = "" if years[-1] == year else f"Realisasi {year} {why(indicator.realised())}; "
    if len(years) == 1:
        first = "realisasi" if head else "Realisasi"
        return f"{head}{first} {years[-1]} sebesar {last.with_unit()}, belum ada tahun lain untuk dibandingkan"
    before = numbers[-2]
    if (word := moved(before, last)) == "tetap":
        said = f"realisasi {years[-1]} tetap {last.with_unit()} seperti {years[-2]}"
    else:
        good = {"naik": last.value > before.value, "turun": last.value < before.value}.get(indicator.direction)
        judged = "" if indicator.direction != "turun" else " (membaik)" if good else " (memburuk)"
        said = f"realisasi {years[-1]} {word}{judged} dari {years[-2]} menjadi {last.with_unit()}"
    parts = [
        f"{lower_first(name)} {moved(q[-2], q[-1], count=True)}"
        for name, q in panels[1:]
        if q[-2].known and q[-1].known
    ]
    text = f"{head}{said}" + (f": {', '.join(parts)}" if parts else "")
    return text[0].upper() + text[1:]
