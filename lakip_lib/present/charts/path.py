"""The path of an indicator through the plan: realisation by year on the way to the end target."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lakip_lib.numerals import Kind
from lakip_lib.present import _text
from lakip_lib.present._messages import against, apart, lower_first, series, standing, why
from lakip_lib.present.charts._indicator import ends, midpoint, no_realisation, renstra_targets, unit_title
from lakip_lib.present.charts._plate import Plate
from lakip_lib.present.charts._scales import round_ticks, tick_room, value_axis, year_axis
from lakip_lib.present.charts._style import drawn
from lakip_lib.present.drawing import ACCENT, GREY, LIGHT, SMALL, WARM, Box, Drawing
from lakip_lib.quantity import Quantity, Span

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from lakip_lib.office import Indicator

__all__ = ["renstra_path"]

_HIGH, _RIGHT = 150.0, 76.0
_DASH = (0, (4, 2.2))


@drawn
def renstra_path(indicator: Indicator) -> Drawing:
    """Realisation over the years on the way to the end target of the plan.  A `Gap` when neither is known."""
    targets = renstra_targets(indicator)
    realised = {y: indicator.realised(y) for y in indicator.years()}
    if not targets and not realised:
        raise no_realisation(indicator)
    now, current = indicator.target(), indicator.year
    plate = Plate(_message(indicator, realised), _HIGH + 36)
    years = list(range(min([*realised, *targets, current]), max([*realised, *targets, current]) + 1))
    values = [v for t in targets.values() for v in ends(t)] + [float(r.value) for r in realised.values()]
    ticks = round_ticks([*values, *(ends(now) if now.known else ())], zero=False)
    left, top = tick_room(ticks), plate.top + 18
    axes = plate.axes(
        left, top, plate.width - left - _RIGHT, _HIGH, x=(years[0] - 0.5, years[-1] + 0.5), y=(ticks[0], ticks[-1])
    )
    plate.text(0, plate.top + 6, unit_title(indicator), colour=GREY)
    value_axis(axes, ticks)
    year_axis(plate, axes, years, current)
    _targets(plate, axes, targets)
    if realised:
        plate.line(axes, list(realised), [float(q.value) for q in realised.values()], zorder=4)
    room = Box(left + 1, top - 11, plate.width, top + _HIGH - 1)
    _in_force(plate, axes, indicator, targets, room)
    _names(plate, axes, targets, realised, room)
    _numbers(plate, axes, current, targets=targets, realised=realised, room=room)
    own = f" Target {current} yang berlaku: {now.with_unit()}." if now.known else ""
    return plate.finish(
        f"Grafik garis {lower_first(indicator.name)}, {unit_title(indicator).lower()}. "
        f"Realisasi: {series(realised.items()) or 'belum ada'}. "
        f"Target Renstra: {series(targets.items()) or 'tidak ada'}.{own}"
    )


def _targets(plate: Plate, axes: Axes, targets: dict[int, Quantity | Span]) -> None:
    """Steps, one a year, broken where a year has none; a range is a hatched band."""
    x: list[float] = []
    y: list[float] = []
    for year, target in sorted(targets.items()):
        if isinstance(target, Span):
            low, high = ends(target)
            axes.fill_between(
                (year - 0.5, year + 0.5),
                low,
                high,
                facecolor="#fff",
                edgecolor=LIGHT,
                hatch="///",
                linewidth=0,
                clip_on=False,
                zorder=1,
            )
            for edge in (low, high):
                axes.plot(
                    (year - 0.5, year + 0.5), (edge, edge), color=WARM, linewidth=1.2, linestyle=_DASH, clip_on=False
                )
            continue
        if x and x[-1] < year - 0.6:
            x, y = [*x, float("nan")], [*y, float("nan")]
        if x and y[-1] == y[-1]:  # not a break
            plate.strokes.append((plate.at(axes, x[-1], y[-1]), plate.at(axes, x[-1], float(target.value))))
        x += [year - 0.5, year + 0.5]
        y += [float(target.value)] * 2
        plate.strokes.append((plate.at(axes, x[-2], y[-1]), plate.at(axes, x[-1], y[-1])))
    axes.plot(x, y, color=WARM, linewidth=1.3, linestyle=_DASH, clip_on=False, zorder=3)


def _in_force(plate: Plate, axes: Axes, indicator: Indicator, targets: dict[int, Quantity | Span], room: Box) -> None:
    """The year's target, where its agreement sets another one than the plan."""
    year, now = indicator.year, indicator.target()
    plan = targets.get(year)
    if (
        isinstance(now, Span)
        or not now.known
        or (isinstance(plan, Quantity) and plan.official().value == now.official().value)
    ):
        return
    at = plate.at(axes, year, float(now.value))
    plate.line(
        axes, [year], [float(now.value)], colour=WARM, marker="D", markerfacecolor="#fff", linestyle="", zorder=5
    )
    plate.label(
        at,
        f"Target {year} yang berlaku {now}",
        room,
        sides=("left", "right", "below left", "above left", "below", "above"),
        colour=WARM,
        must=True,
    )


def _names(
    plate: Plate, axes: Axes, targets: dict[int, Quantity | Span], realised: dict[int, Quantity], room: Box
) -> None:
    """Both lines are named at their last point."""
    if targets:
        year = max(targets)
        x, y = plate.at(axes, axes.get_xlim()[1], midpoint(targets[year]))
        text = ["Target Renstra", *_text.wrap(f"{year}: {targets[year]}", SMALL, _RIGHT - 6, 600)]
        plate.middle(x + 6, min(max(y, plate.top + 16), plate.top + 8 + _HIGH), text, weight=600, colour=WARM)
    if realised:
        year = max(realised)
        sides = ("above left", "above", "left", "below right", "right", "below", "below left", "above right")
        at = plate.at(axes, year, float(realised[year].value))
        plate.label(at, f"Realisasi {year}: {realised[year]}", room, sides=sides, weight=600, colour=ACCENT, must=True)


def _numbers(
    plate: Plate,
    axes: Axes,
    current: int,
    *,
    targets: dict[int, Quantity | Span],
    realised: dict[int, Quantity],
    room: Box,
) -> None:
    """The other numbers, as far as there is room: the fiscal year's target first, then the latest years."""
    inner = Box(room.left, room.top, plate.at(axes, axes.get_xlim()[1], 0)[0] + 2, room.bottom)

    def target(year: int) -> None:
        goal = targets.get(year)
        before = targets.get(year - 1)
        if not isinstance(goal, Quantity) or (
            year != current and isinstance(before, Quantity) and before.value == goal.value
        ):
            return
        above = year in realised and realised[year].value < goal.value
        at = plate.at(axes, year, float(goal.value))
        plate.label(at, str(goal), inner, sides=("above", "below") if above else ("below", "above"), colour=WARM, off=3)

    if current != max(targets, default=0):
        target(current)
    for year in sorted(realised, reverse=True)[1:]:
        goal = targets.get(year)
        low = isinstance(goal, Quantity) and realised[year].value < goal.value
        sides = (
            ("below", "below right", "above", "above left") if low else ("above", "above left", "below", "below right")
        )
        plate.label(
            plate.at(axes, year, float(realised[year].value)), str(realised[year]), inner, sides=sides, colour=ACCENT
        )
    for year in sorted(targets):
        if year not in (current, max(targets)):
            target(year)


def _message(indicator: Indicator, realised: dict[int, Quantity]) -> str:
    year, now, target, end = (
        indicator.year,
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
        return head + tail + (f", sedangkan realisasi terakhir ({old}) {realised[old].with_unit()}" if old else "")
    said, good = against(indicator, now, target, "target") if target.known else ("tidak memiliki target", True)
    head = f"Realisasi {year} {'' if now.kind is Kind.PERINGKAT else 'sebesar '}{now.with_unit()} {said}"
    if not end.known or year >= indicator.end_year:
        return head
    where, ended = standing(now, end, indicator.direction), f"target akhir {indicator.end_year} ({end.with_unit()})"
    joint = "dan" if (where in ("beyond", "met")) == good else "tetapi"
    if where == "short" and isinstance(end, Quantity):  # a range is never fallen short of, see `standing`
        above = indicator.direction == "turun" and now.kind is not Kind.PERINGKAT
        side = "atas" if above else "bawah"
        return f"{head} {joint} masih {apart(now, end)} di {side} {ended}"
    verb = {"beyond": "sudah melewati", "met": "sudah memenuhi"}.get(where, "berada di luar rentang")
    return f"{head} {joint} {verb} {ended}"
