"""What moved an indicator: the counts behind it over all years, with the ratio in a panel of its own beneath."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from lakip_lib import numerals
from lakip_lib.numerals import Kind
from lakip_lib.present import _text
from lakip_lib.present._messages import lower_first, moved, series
from lakip_lib.present.charts._classes import classes
from lakip_lib.present.charts._indicator import capital, no_realisation, part_names, unit_title
from lakip_lib.present.charts._plate import Plate
from lakip_lib.present.charts._scales import MARKS, millions, round_ticks, spread, tick_room, value_axis, year_axis
from lakip_lib.present.charts._style import drawn
from lakip_lib.present.drawing import ACCENT, GREY, INK, SMALL, WARM, Box, Drawing, block_height

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from lakip_lib.office import Indicator
    from lakip_lib.quantity import Quantity

__all__ = ["ratio_history"]

_RIGHT, _COUNTS, _RATIO = 112.0, 118.0, 66.0
#: More lines than this cannot be told apart.
_MOST = 5
_LABEL_LINES = 3
Series = tuple[str, dict[int, "Quantity"]]


@drawn
def ratio_history(indicator: Indicator) -> Drawing:
    """The counts behind the indicator, and the ratio beneath; for one without counts its score against its classes.

    A `Gap` when no year has a realisation.
    """
    years = indicator.years()
    if not years:
        raise no_realisation(indicator)
    score = {y: indicator.realised(y) for y in years}
    counts = _counts(indicator)
    own = part_names(indicator)
    counts.sort(key=lambda pair: pair[0] not in own)  # stable: its own first, the others in the order of the table
    if not counts and _evaluated(indicator, score):
        return classes(indicator, score)
    own_years = {y - indicator.lag: q for y, q in score.items()}  # as those of counts: when it happened
    return _panels(indicator, counts[:_MOST] or [(indicator.name, own_years)], score, len(counts[_MOST:]))


def _evaluated(indicator: Indicator, score: dict[int, Quantity]) -> bool:
    """True if the realisation is the score of the accountability evaluations."""
    judged = indicator.office.evaluations
    scores = {y + indicator.lag: e.score.official().value for y, e in judged.items() if e.score.known}
    return all(scores.get(y) == q.value for y, q in score.items())


def _counts(indicator: Indicator) -> list[Series]:
    """Known values of each count by year of the data, none later than the indicator uses."""
    office, found = indicator.office, []
    for code, name in indicator.variables():
        values = {y: q for y, q in office.series(code) if q.known and y <= indicator.year - indicator.lag}
        if values:
            found.append((name, values))
    return found


def _panels(indicator: Indicator, counts: list[Series], score: dict[int, Quantity], left_out: int) -> Drawing:
    """One panel per unit of the counts, one for the ratio; the years are those of the data."""
    lag = indicator.lag
    ratio = {y - lag: q for y, q in score.items()} if indicator.denominator() is not None else {}
    years = list(range(min(min(v) for _, v in counts), max([max(v) for _, v in counts] + [*ratio]) + 1))
    units: dict[str, list[Series]] = {}
    for name, values in counts:
        units.setdefault(next(iter(values.values())).unit, []).append((name, values))
    plan: list[tuple[str, list[Series], float]] = [
        (capital(unit) or "Jumlah", found, _COUNTS) for unit, found in units.items()
    ]
    if not ratio and len(plan) == 1:
        plan = [(unit_title(indicator), plan[0][1], _COUNTS)]
    if ratio:
        plan.append((unit_title(indicator), [(indicator.name, ratio)], _RATIO))
    foot = f"Tahun data; realisasi dilaporkan {lag} tahun kemudian." if lag else ""
    foot += f" {left_out} data dasar lain bersatuan sama tidak digambar." if left_out else ""
    plate = Plate(_message(indicator, score), sum(high + 26 for _, _, high in plan) + 10, foot=foot.strip())
    scales = [_scale(found) for _, found, _ in plan]
    left = max(tick_room(ticks) for ticks, _, _ in scales)
    y = plate.top
    for i, ((unit, found, high), (ticks, size, word)) in enumerate(zip(plan, scales, strict=True)):
        last = i == len(plan) - 1
        plate.text(0, y + 7, word or unit, colour=GREY)
        axes = plate.axes(
            left,
            y + 18,
            plate.width - left - _RIGHT,
            high,
            x=(years[0] - 0.5, years[-1] + 0.5),
            y=(ticks[0], ticks[-1]),
        )
        value_axis(axes, ticks)
        year_axis(plate, axes, years, indicator.year - lag, names=last)
        _lines(
            plate, axes, found, float(size), part_names(indicator), own=indicator.name, is_ratio=bool(ratio) and last
        )
        y += high + 26
    data = ". ".join(f"{name}: {series(values.items())}" for _, found, _ in plan for name, values in found)
    return plate.finish(f"Grafik garis menurut tahun. {data}.")


def _scale(found: list[Series]) -> tuple[list[float], Decimal, str]:
    values = [q for _, series_ in found for q in series_.values()]
    size, word = millions(values) if values[0].kind is Kind.UANG else (Decimal(1), "")
    return round_ticks([q.value / size for q in values], count=4), size, capital(word)


def _lines(
    plate: Plate, axes: Axes, found: list[Series], size: float, parts: tuple[str, str], *, own: str, is_ratio: bool
) -> None:
    """The lines of one panel, named at their right end, with as many numbers as there is room for."""
    low, high = axes.get_ylim()
    left, bottom = plate.at(axes, axes.get_xlim()[0], low)
    right, top = plate.at(axes, axes.get_xlim()[1], high)
    looks = [_look(name, i, parts, own=own, is_ratio=is_ratio) for i, (name, _) in enumerate(found)]
    labels, wanted = [], []
    for (name, values), (colour, marker, dash) in zip(found, looks, strict=True):
        ys = [float(q.value) / size for q in values.values()]
        plate.line(
            axes,
            list(values),
            ys,
            colour=colour,
            marker=marker,
            linestyle=dash,
            markersize=4.5,
            markerfacecolor=colour if colour == ACCENT else "#fff",
            zorder=4,
        )
        year = max(values)
        labels.append(_named(name, f"{year}: {_shown(values[year], size)}"))
        wanted.append(plate.at(axes, year, ys[-1])[1])
    gaps = [block_height(len(lines), SMALL) + 4 for lines in labels]
    for lines, (colour, _, _), y in zip(labels, looks, spread(wanted, gaps, top - 14, bottom + 14), strict=True):
        plate.middle(right + 7, y, lines, weight=600, colour=colour)
    room = Box(left + 1, top - 12, right + 2, bottom - 1)
    for (_, values), (colour, _, _) in zip(found, looks, strict=True):
        for year in sorted(values)[:-1]:  # the last one stands in the name
            plate.label(
                plate.at(axes, year, float(values[year].value) / size),
                _shown(values[year], size),
                room,
                sides=("above", "below"),
                colour=colour,
            )


def _named(name: str, value: str) -> list[str]:
    """A label that keeps its value when the name is too long."""
    lines = _text.wrap(f"{name} {value}", SMALL, _RIGHT - 8, 600)
    if len(lines) <= _LABEL_LINES:
        return lines
    return [*_text.shortened(name, SMALL, _RIGHT - 8, _LABEL_LINES - 1, 600), value]


def _look(name: str, i: int, parts: tuple[str, str], *, own: str, is_ratio: bool) -> tuple[str, str, object]:
    """Colour, marker and line style: above the line in accent, below it dark, the rest warm or grey."""
    if is_ratio or name in {parts[0], own}:
        return (ACCENT, *MARKS[0])
    if name == parts[1]:
        return (INK, *MARKS[1])
    return (WARM if i % 2 else GREY, *MARKS[2 + i % (len(MARKS) - 2)])


def _shown(number: Quantity, size: float) -> str:
    return str(number) if size == 1 else numerals.write(number.value / Decimal(size), 1)


def _message(indicator: Indicator, score: dict[int, Quantity]) -> str:
    first, last = min(score), max(score)
    name = capital(indicator.name)
    if first == last:
        return f"{name} {last}: {score[last].with_unit()}; belum ada tahun lain untuk dibandingkan"
    judged = ""
    if indicator.direction == "turun" and indicator.kind is not Kind.PERINGKAT:
        judged = " (membaik)" if score[last].value < score[first].value else " (memburuk)"
    before, after = (f"{score[y].with_unit()} ({y})" for y in (first, last))
    said = f"{name} {moved(score[first], score[last])}{judged} dari {before} menjadi {after}"
    if score[first].official().value == score[last].official().value:
        said = f"{name} {last} sama dengan {first}, yaitu {score[last].with_unit()}"
    if indicator.denominator() is None:
        return said
    parts = []
    for label, ask in zip(part_names(indicator), (indicator.numerator, indicator.denominator), strict=True):
        old, new = ask(first), ask(last)
        if old and new and old.known and new.known:
            side = (new.value > old.value) - (new.value < old.value)
            parts.append((lower_first(label), moved(old, new, count=True), side))
    joint = " dan " if len({side for _, _, side in parts}) == 1 else ", sedangkan "
    return f"{said}: {joint.join(f'{label} {word}' for label, word, _ in parts)}" if parts else said
