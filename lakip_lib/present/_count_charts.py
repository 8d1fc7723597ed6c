"""Charts of counts over the years, and of the quarters of one year."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from lakip_lib.office import Gap
from lakip_lib.present._indicator_charts import no_realisation, office_of, part_names, unit_title
from lakip_lib.present._messages import brief, lower_first, moved, series
from lakip_lib.present._plots import Scale, grid, margin, place, scale, spread
from lakip_lib.present._text import shortened
from lakip_lib.present.drawing import ACCENT, EDGE, GREY, INK, NARROW, SMALL, WARM, Box, Drawing, Sheet
from lakip_lib.quantity import Quantity

if TYPE_CHECKING:
    from lakip_lib.office import Indicator, Office

__all__ = ["counts", "ratio_history"]

Series = list[tuple[int, Quantity]]
_STYLES = ((ACCENT, "circle", ""), (WARM, "square", "5 2.5"), (GREY, "diamond", "1.5 2"), (INK, "circle", "7 2 1.5 2"))
_RIGHT = 104.0


def ratio_history(indicator: Indicator, extra: Sequence[str] = (), *, width: float = NARROW) -> Drawing:
    """All years of a ratio: the part within the whole as bars, the ratio as a line above, `extra` variables as lines.

    `extra` are variable codes that share the unit of the counts (ValueError otherwise).  Raises `Gap` when no year is
    known.
    """
    years, office = indicator.years(), office_of(indicator)
    if not years:
        raise no_realisation(indicator)
    ratio = [(y, indicator.realised(y)) for y in years]
    above = [(y, indicator.numerator(y)) for y in years]
    below = [(y, q) for y in years if (q := indicator.denominator(y)) is not None]
    more = {_name(office, v): [(y, q) for y, q in office.series(v) if y in years and q.known] for v in extra}
    unit = above[-1][1].unit
    if any(s and s[-1][1].unit != unit for s in more.values()):
        raise ValueError(f"extra variables must be counted in {unit!r}")
    part, whole = part_names(indicator)
    sheet = Sheet(width, _history_message(indicator, ratio, above, below))
    rates = scale([q.value for _, q in ratio], sheet.y + 78, sheet.y + 18, count=3)
    top = sheet.y + 92 if below else sheet.y
    vertical = scale([q.value for s in (above, below, *more.values()) for _, q in s if q.known], top + 128, top + 18)
    plot = Box(margin(rates, vertical), top + 18, sheet.width - _RIGHT, top + 128)
    step = (plot.right - plot.left) / len(years)
    x = {y: plot.left + step * (i + 0.5) for i, y in enumerate(years)}
    if below:
        _ratio_panel(
            sheet, indicator, ratio, x=x, vertical=rates, plot=Box(plot.left, rates.end, plot.right, rates.start)
        )
    sheet.text(0, top + 6, (unit or "jumlah").capitalize() if below else unit_title(indicator), size=SMALL, colour=GREY)
    grid(sheet, vertical, plot.left, plot.right)
    wide = min(step * 0.66, 46)
    for y in years:
        for numbers, fill, edge in ((below, "#fff", EDGE), (above, ACCENT, ACCENT)):
            number = dict(numbers).get(y)
            if number is not None and number.known:
                sheet.rect(
                    x[y] - wide / 2,
                    vertical(number.value),
                    wide,
                    vertical(0) - vertical(number.value),
                    fill=fill,
                    edge=edge,
                )
                sheet.boxes.append(Box(x[y] - wide / 2, vertical(number.value), x[y] + wide / 2, vertical(0)))
    sheet.boxes = [b for b in sheet.boxes if b.what]
    for i, (name, numbers) in enumerate(more.items()):
        _line(sheet, [(x[y], vertical(q.value)) for y, q in numbers], _STYLES[1 + i % 3])
        del name
    _bar_labels(sheet, years, dict(above), dict(below), x=x, vertical=vertical, step=step)
    _names(
        sheet,
        plot,
        vertical,
        [
            (whole, below, EDGE),
            (part, above, ACCENT),
            *((n, s, _STYLES[1 + i % 3][0]) for i, (n, s) in enumerate(more.items())),
        ],
    )
    _years(sheet, x, plot.bottom + 11, step)
    data = f"{part or indicator.name}: {series(above)}." + (
        f" {whole}: {series(below)}. Rasio: {series(ratio)}." if below else ""
    )
    data += "".join(f" {n}: {series(s)}." for n, s in more.items())
    return sheet.finish(
        plot.bottom + 17, f"{sheet.title}. Grafik batang dan garis {lower_first(indicator.name)}. {data}"
    )


def _name(office: Office, variable: str) -> str:
    return next((r["nama"] for r in office.data.tables.get("variabel", ()) if r["kode"] == variable), variable)


def _ratio_panel(
    sheet: Sheet, indicator: Indicator, ratio: Series, *, x: dict[int, float], vertical: Scale, plot: Box
) -> None:
    sheet.text(0, sheet.y + 6, unit_title(indicator), size=SMALL, colour=GREY)
    grid(sheet, vertical, plot.left, plot.right)
    points = [(x[y], vertical(q.value)) for y, q in ratio]
    _line(sheet, points, _STYLES[0])
    room = Box(0, sheet.y + 8, sheet.width, plot.bottom - 1)
    for i in reversed(range(len(points))):
        last = i == len(points) - 1
        sides = ("above", "above left", "below right", "below") if not last else ("right", "above", "below")
        place(
            sheet,
            points[i],
            ratio[i][1].with_unit() if last else str(ratio[i][1]),
            room,
            sides=sides,
            colour=ACCENT,
            weight=600 if last else 400,
            must=last,
        )


def _line(sheet: Sheet, points: list[tuple[float, float]], style: tuple[str, str, str]) -> None:
    colour, shape, dash = style
    if len(points) > 1:
        sheet.line(points, colour=colour, width=1.6, dash=dash, track=True)
    for p in points:
        sheet.mark(*p, shape, colour=colour, radius=2.6)


def _bar_labels(
    sheet: Sheet, years: list[int], above: dict, below: dict, *, x: dict[int, float], vertical: Scale, step: float
) -> None:
    """The count on each bar: the whole over it, the part inside when it is high enough, else over the part."""
    area = Box(0, sheet.y, sheet.width, vertical(0))
    for y in sorted(years, reverse=True):
        must = y in (years[0], years[-1])
        whole, part = below.get(y), above.get(y)
        if whole is not None and whole.known and Box.of_text(0, 0, str(whole), SMALL).right < step:
            place(
                sheet, (x[y], vertical(whole.value)), str(whole), area, sides=("above",), colour=GREY, off=2, must=must
            )
        if part is None or not part.known or Box.of_text(0, 0, str(part), SMALL).right > step:
            continue
        inside = Box.of_text(x[y], vertical(part.value) + SMALL + 1, str(part), SMALL, 600, "middle")
        if inside.bottom < vertical(0) and not any(inside.overlaps(b) for b in sheet.boxes):
            sheet.text(
                x[y],
                vertical(part.value) + SMALL + 1,
                str(part),
                size=SMALL,
                weight=600,
                colour="#fff",
                anchor="middle",
            )
        else:
            place(
                sheet,
                (x[y], vertical(part.value)),
                str(part),
                area,
                sides=("above",),
                colour=ACCENT,
                off=2,
                must=must,
                weight=600,
            )


def _names(sheet: Sheet, plot: Box, vertical: Scale, named: list[tuple[str, Series, str]]) -> None:
    """Names of the series at the right, beside their last value."""
    room = sheet.width - plot.right - 8
    shown = [
        (shortened(f"{n[:1].upper()}{n[1:]}: {s[-1][1]}", SMALL, room, 4, 600), vertical(s[-1][1].value), c)
        for n, s, c in named
        if n and s and s[-1][1].known
    ]
    heights = [len(lines) * SMALL * 1.18 + 2 for lines, _, _ in shown]
    middles = spread(
        [y for _, y, _ in shown], max(heights, default=0), plot.top, plot.bottom - max(heights, default=0) / 2
    )
    for (lines, _, colour), high, middle in zip(shown, heights, middles, strict=True):
        sheet.lines(
            plot.right + 6, middle - high / 2, lines, size=SMALL, weight=600, colour=GREY if colour == EDGE else colour
        )


def _years(sheet: Sheet, x: dict[int, float], y: float, step: float) -> None:
    every, last = (1 if step >= 20 else 2 if step >= 10 else 5), max(x)  # noqa: PLR2004
    for year, at in x.items():
        if (last - year) % every == 0:
            sheet.text(at, y, str(year), size=SMALL, colour=GREY, anchor="middle")


def _history_message(indicator: Indicator, ratio: Series, above: Series, below: Series) -> str:
    (first, one), (last, now) = ratio[0], ratio[-1]
    name = brief(indicator.name)
    if not below:
        if first == last:
            return f"{name} {last}: {now.with_unit()}"
        said = moved(one, now)
        return f"{name} {first}–{last} " + (
            f"tetap {now.with_unit()}" if said == "tetap" else f"{said} menjadi {now.with_unit()}"
        )
    part, whole = (lower_first(n) for n in part_names(indicator))
    if first == last:
        return (
            f"{last}: {above[-1][1]} {part} dari {below[-1][1]} {whole}, atau {now.with_unit()}; belum ada tahun lain"
        )
    rate = moved(one, now).split()[0]
    ends = now.with_unit() if rate == "tetap" else f"dari {one.with_unit()} menjadi {now.with_unit()}"
    return f"{first}–{last}: rasio {rate} {ends}; {_from_to(part, above)}, {_from_to(whole, below)}"


def _from_to(name: str, numbers: Series) -> str:
    one, now = numbers[0][1], numbers[-1][1]
    word = moved(one, now).split()[0]
    return f"{name} tetap {now}" if word == "tetap" else f"{name} {word} dari {one} menjadi {now}"


def counts(office: Office, variables: Sequence[str], *, width: float = NARROW) -> Drawing:
    """Several counts of one unit over the years as lines (ValueError for different units).

    Raises `Gap` when none is known.
    """
    found = [(_name(office, v), [(y, q) for y, q in office.series(v) if q.known]) for v in variables]
    known = [(n, s) for n, s in found if s]
    if not known:
        raise Gap(f"{office.file('data_dasar')} ({', '.join(n for n, _ in found)})")
    units = {s[-1][1].unit for _, s in known}
    if len(units) > 1:
        raise ValueError(f"counts of different units in one chart: {sorted(units)}")
    sheet = Sheet(width, _counts_message(known))
    years = list(range(min(s[0][0] for _, s in known), max(s[-1][0] for _, s in known) + 1))
    vertical = scale([q.value for _, s in known for _, q in s], sheet.y + 166, sheet.y + 16)
    plot = Box(margin(vertical), vertical.end, sheet.width - _RIGHT, vertical.start)
    step = (plot.right - plot.left) / len(years)
    x = {y: plot.left + step * (i + 0.5) for i, y in enumerate(years)}
    sheet.text(0, sheet.y + 4, (units.pop() or "jumlah").capitalize(), size=SMALL, colour=GREY)
    grid(sheet, vertical, plot.left, plot.right)
    styled = [(n, s, _STYLES[i % len(_STYLES)]) for i, (n, s) in enumerate(known)]
    for _, numbers, style in styled:
        _line(sheet, [(x[y], vertical(q.value)) for y, q in numbers], style)
    room = Box(0, plot.top - 12, sheet.width, plot.bottom - 1)
    for end in (True, False):
        for _, numbers, style in styled:
            for y, q in [numbers[0]] if end else numbers[-2:0:-1]:
                place(sheet, (x[y], vertical(q.value)), str(q), room, colour=style[0], must=end)
    _names(sheet, plot, vertical, [(n, s, style[0]) for n, s, style in styled])
    _years(sheet, x, plot.bottom + 11, step)
    data = " ".join(f"{n}: {series(s)}." for n, s in known)
    return sheet.finish(plot.bottom + 17, f"{sheet.title}. Grafik garis. {data}")


def _counts_message(known: list[tuple[str, Series]]) -> str:
    """How the first moved, and the one that moved most among the others, each over its own years."""

    def said(name: str, numbers: Series) -> str:
        (first, one), (last, now) = numbers[0], numbers[-1]
        if first == last:
            return f"{name} {now} ({last})"
        word = moved(one, now).split()[0]
        return (
            f"{name} tetap {now} ({first}–{last})"
            if word == "tetap"
            else f"{name} {word} dari {one} ({first}) menjadi {now} ({last})"
        )

    def relative(numbers: Series) -> float:
        start = numbers[0][1].value
        return abs(float(numbers[-1][1].value / start) - 1) if start else 0.0

    first, *rest = known
    parts = [said(*first)]
    if rest:
        name, most = max(rest, key=lambda one: relative(one[1]))
        parts.append(said(lower_first(name), most))
    return "; ".join(parts)
