"""How far an indicator is from the end target of the plan, and how other regions do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lakip_lib.measures import difference
from lakip_lib.numerals import Kind
from lakip_lib.office import Gap
from lakip_lib.present import _text
from lakip_lib.present._messages import amount, apart, lower_first, series, standing, why
from lakip_lib.present.charts._indicator import ends, midpoint, no_realisation, renstra_targets, unit_title
from lakip_lib.present.charts._plate import Plate
from lakip_lib.present.charts._rows import rows
from lakip_lib.present.charts._scales import round_ticks, spread, value_axis
from lakip_lib.present.charts._style import drawn
from lakip_lib.present.drawing import ACCENT, EDGE, GREY, INK, LIGHT, PALE, SMALL, WARM, Drawing
from lakip_lib.quantity import Quantity, Span

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from lakip_lib.office import Indicator

__all__ = ["against_end", "comparison"]


@drawn
def against_end(indicator: Indicator) -> Drawing:
    """The year's realisation against this year's target and the end target, and the years left.

    A `Gap` without a realisation of the year or without an end target.
    """
    office, year = indicator.office, indicator.year
    first, last = office.data.period_years
    now, target, end = indicator.realised(), indicator.target(), indicator.target_in("Renstra", last)
    if not now.known:
        raise no_realisation(indicator)
    if not end.known:
        raise Gap(f"{office.file('target')} (target Renstra {last})")
    plate = Plate(_end_message(indicator, now, end), 88)
    shown = [*renstra_targets(indicator).values(), *([target] if target.known else [])]
    ticks = round_ticks([float(now.value), *(v for t in shown for v in ends(t))])
    top = plate.top + 27
    axes = plate.axes(8, top, plate.width - 26, 26, x=(ticks[0], ticks[-1]), y=(0, 26))
    value_axis(axes, ticks, "x")
    axes.barh(13, float(now.value), height=12, color=ACCENT, zorder=2, clip_on=False)
    _goal(axes, end, (1, 25), 2.6)
    marks = [(f"Target akhir {last}: {end.with_unit()}", end, WARM)]
    if target.known:
        _goal(axes, target, (5, 21), 1.4)
        name = f"Target {year}" + " (tahun terakhir)" * (year == last)
        # In the last year one label serves both targets, unless the agreement sets another one than the plan.
        marks = [
            *(marks if year != last or ends(target) != ends(end) else []),
            (f"{name}: {target.with_unit()}", target, INK),
        ]
    _over(plate, axes, [(f"Realisasi {year}: {now.with_unit()}", now, ACCENT)], plate.top + 8)
    _over(plate, axes, marks, plate.top + 20)
    plate.text(0, top + 50, unit_title(indicator), colour=GREY)
    _years_left(plate, top + 50, first, last, year)
    done = "sudah" if standing(now, end, indicator.direction) in ("beyond", "met") else "belum"
    aim = f"target {year} {target.with_unit() if target.known else why(target)}"
    return plate.finish(
        f"Grafik peluru {lower_first(indicator.name)}: realisasi {year} {now.with_unit()}, {aim}, "
        f"target akhir {last} {end.with_unit()}, {done} tercapai. Sisa waktu: {max(last - year, 0)} tahun."
    )


def _goal(axes: Axes, target: Quantity | Span, reach: tuple[float, float], wide: float) -> None:
    """A tick of the target; a range is two ticks with a hatched band between."""
    found = ends(target)
    for value in found:  # a white rim keeps the tick visible on the bar
        axes.plot(
            (value, value), reach, color="#fff", linewidth=wide + 1.6, solid_capstyle="butt", zorder=4, clip_on=False
        )
        axes.plot(
            (value, value),
            reach,
            color=WARM if wide > 2 else INK,  # noqa: PLR2004 - the end target has the thicker stroke
            linewidth=wide,
            solid_capstyle="butt",
            zorder=4,
            clip_on=False,
        )
    if len(found) > 1:
        axes.barh(
            sum(reach) / 2,
            found[1] - found[0],
            left=found[0],
            height=reach[1] - reach[0],
            facecolor=PALE,
            edgecolor=EDGE,
            hatch="///",
            linewidth=0,
            zorder=1,
        )


def _over(plate: Plate, axes: Axes, marks: list[tuple[str, Quantity | Span, str]], y: float) -> None:
    """Labels over their marks in one line, side by side inside the sheet."""
    wide = [_text.width(text, SMALL, 600) + 10 for text, _, _ in marks]
    at = spread([plate.at(axes, midpoint(q), 0)[0] for _, q, _ in marks], wide, 0, plate.width)
    for (text, _, colour), x in zip(marks, at, strict=True):
        plate.text(x, y, text, weight=600, colour=colour, anchor="middle")


def _years_left(plate: Plate, y: float, first: int, last: int, current: int) -> None:
    """One square per year of the plan, full for the years done, at the right end of the line."""
    left = max(last - current, 0)
    says = f"tersisa {left} tahun" if left else "tahun terakhir"
    x = plate.width - _text.width(says, SMALL) - 1
    plate.text(x, y, says, colour=GREY)
    side, step = 7.5, 11
    start = x - 4 - step * (last - first + 1)
    axes = plate.axes(
        start, y - side + 0.5, step * (last - first + 1), side, x=(0, step * (last - first + 1)), y=(0, side)
    )
    for i, year in enumerate(range(first, last + 1)):
        axes.barh(
            side / 2,
            side,
            left=i * step,
            height=side,
            facecolor=GREY if year <= current else "#fff",
            edgecolor=GREY,
            clip_on=False,
        )
    plate.text(start - 6, y, f"Tahun Renstra {first}–{last}:", colour=GREY, anchor="end")


def _end_message(indicator: Indicator, now: Quantity, end: Quantity | Span) -> str:
    year, left = indicator.year, indicator.end_year - indicator.year
    where = standing(now, end, indicator.direction)
    named = f"target akhir {indicator.end_year} ({end.with_unit()})"
    if isinstance(end, Span):
        place = {
            "met": "sudah berada dalam rentang",
            "above": "masih di atas rentang",
            "below": "masih di bawah rentang",
        }[where]
        return f"Realisasi {year} {now.with_unit()} {place} {named}"
    early = f", {left} tahun lebih awal" if left > 0 else ""
    if where == "met":
        return f"Realisasi {year} sudah memenuhi {named}{early}"
    if where == "beyond":
        review = "; targetnya perlu ditinjau" if left > 0 else ""
        return f"Realisasi {year} sudah melewati {named} sejauh {apart(now, end)}{early}{review}"
    word = "membaik" if now.kind is Kind.PERINGKAT else "turun" if indicator.direction == "turun" else "naik"
    head = f"Realisasi {year} masih berjarak {apart(now, end)} dari {named}"
    if left <= 0:
        return f"{head} pada akhir masa Renstra"
    gap = difference(end, now)
    decimals = gap.decimals or int(gap.value % left != 0)  # a third of a case a year is not none
    pace = Quantity.computed(abs(gap.value) / left, gap.kind, "{0}", (gap,), decimals=decimals, unit=gap.unit)
    unit = f"{pace} poin" if gap.kind is Kind.INDEKS else amount(pace)
    return f"{head}: perlu {word} rata-rata {unit} per tahun selama {left} tahun"


# -- others --------------------------------------------------------------------------------------------------------


@drawn
def comparison(indicator: Indicator) -> Drawing:
    """The region beside the province, the nation or a standard.  A `Gap` when nothing can be compared."""
    office, now = indicator.office, indicator.realised()
    others = [(name, q) for name, q in indicator.comparators() if q.known]
    if not others:
        raise Gap(f"{office.file('pembanding')} ({office.year})")
    if not now.known:
        raise no_realisation(indicator)
    found = sorted(
        [(office.region, now, True), *((n, q, False) for n, q in others)], key=lambda r: r[1].value, reverse=True
    )
    missing = [name for name, q in indicator.comparators() if not q.known]
    foot = f"Tidak ada data pembanding: {', '.join(missing)}." if missing else ""
    ticks = round_ticks([r[1].value for r in found])
    right = max(_text.width(q.with_unit(), SMALL, 600) for _, q, _ in found) + 6
    plate, axes, places = rows(
        _other_message(indicator, now, others), [r[0] for r in found], x=(ticks[0], ticks[-1]), right=right, least=22,
        axis=f"{unit_title(indicator)}, tahun {office.year}", foot=foot, strong=[r[2] for r in found],
    )  # fmt: skip
    value_axis(axes, ticks, "x")
    for (_, number, own), y in zip(found, places, strict=True):
        value = float(number.value)
        axes.barh(
            y,
            value,
            height=13,
            facecolor=ACCENT if own else LIGHT,
            edgecolor=ACCENT if own else EDGE,
            zorder=2,
            clip_on=False,
        )
        x, at = plate.at(axes, max(value, 0), y)
        plate.text(x + 4, at + 2.5, number.with_unit(), weight=600 if own else 400, halo=True)
    return plate.finish(f"Grafik batang {lower_first(indicator.name)}: {series((n, q) for n, q, _ in found)}. {foot}")


def _other_message(indicator: Indicator, now: Quantity, others: list[tuple[str, Quantity]]) -> str:
    sides = {-1: "lebih rendah", 0: "sama", 1: "lebih tinggi"}
    mine = now.official().value
    if len(others) == 1:
        name, other = others[0]
        side = (mine > other.official().value) - (mine < other.official().value)
        if not side:
            return f"Realisasi {indicator.region} sama dengan {name}, yaitu {now.with_unit()}"
        judged = (
            ""
            if indicator.direction == "rentang"
            else f" ({'lebih baik' if (side > 0) == (indicator.direction == 'naik') else 'tertinggal'})"
        )
        place = sides[side] + judged
        if now.kind is Kind.PERINGKAT:
            place = "di bawah" if side > 0 else "di atas"
        than = "" if now.kind is Kind.PERINGKAT else "daripada "
        said = f"{apart(now, other)} {place} {than}{name} ({other.with_unit()})"
        return f"Realisasi {indicator.region} {now.with_unit()}, {said}"
    down = indicator.direction == "turun"
    theirs = [q.official().value for _, q in others]
    passed = sum((mine < value) if down else (mine > value) for value in theirs)
    word = "lebih baik" if now.kind is Kind.PERINGKAT else sides[-1 if down else 1]
    return f"Realisasi {indicator.region} {now.with_unit()} {word} daripada {passed} dari {len(others)} pembanding"
