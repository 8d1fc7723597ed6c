"""A score by year on the bands of its scale: what `history` shows of an indicator that has no counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lakip_lib import numerals
from lakip_lib.present._messages import lower_first, moved
from lakip_lib.present.charts._indicator import capital, unit_title
from lakip_lib.present.charts._plate import Plate
from lakip_lib.present.charts._scales import tick_room, value_axis, year_axis
from lakip_lib.present.drawing import ACCENT, GREY, PALE, Box, Drawing

if TYPE_CHECKING:
    from lakip_lib.office import Indicator
    from lakip_lib.quantity import Quantity

__all__ = ["classes"]


def classes(indicator: Indicator, score: dict[int, Quantity]) -> Drawing:
    """The score by year on the bands of its scale."""
    scale = indicator.office.akip_scale
    years = list(range(min(score), max(score) + 1))
    values = [float(q.value) for q in score.values()]
    bounds = [float(b.bound) for b in scale.bands]
    low = max([b for b in bounds if b <= min(values)] or [bounds[-1]])
    high = min([b for b in bounds if b > max(values)] or [max(100.0, *values)])
    low = max([b for b in bounds if b < low], default=low)
    foot = f"Pita: kelas menurut {scale.source}." if scale.source else ""
    foot += " Nilai tahun laporan menilai kinerja tahun sebelumnya." if indicator.lag else ""
    plate = Plate(_score_message(indicator, score), 160, foot=foot.strip())
    ticks = sorted({low, high, *(b for b in bounds if low <= b <= high)})
    left = tick_room(ticks)
    plate.text(0, plate.top + 7, unit_title(indicator), colour=GREY)
    axes = plate.axes(
        left, plate.top + 18, plate.width - left - 66, 124, x=(years[0] - 0.5, years[-1] + 0.5), y=(low, high)
    )
    value_axis(axes, ticks)
    right = plate.at(axes, years[-1] + 0.5, low)[0]
    for i, (band, bound) in enumerate(zip(scale.bands, bounds, strict=True)):
        above = bounds[i - 1] if i else high
        if bound >= high or above <= low:
            continue
        if i % 2:
            axes.axhspan(max(bound, low), min(above, high), color=PALE, linewidth=0, zorder=0)
        plate.text(
            right + 7,
            plate.at(axes, 0, (max(bound, low) + min(above, high)) / 2)[1] + 3,
            f"kelas {band.name}",
            colour=GREY,
            weight=600,
        )
    plate.line(axes, list(score), values, zorder=4)
    year_axis(plate, axes, years, indicator.year, column=False)
    room = Box(left + 1, plate.top + 6, right, plate.top + 141)
    for year in sorted(score, reverse=True):
        text = f"{score[year]} ({scale.classify(score[year])})"
        now = year == max(score)
        plate.label(
            plate.at(axes, year, float(score[year].value)),
            text,
            room,
            sides=("above", "below", "left", "right"),
            weight=600 if now else 400,
            colour=ACCENT,
            must=now,
        )
    data = "; ".join(f"{y} {q} kelas {scale.classify(q)}" for y, q in score.items())
    return plate.finish(f"Grafik garis {lower_first(indicator.name)} pada pita kelas: {data}.")


def _score_message(indicator: Indicator, score: dict[int, Quantity]) -> str:
    scale, last = indicator.office.akip_scale, max(score)
    now = score[last]
    said = f"{capital(indicator.name)} {last}: {now} (kelas {scale.classify(now)})"
    if last - 1 in score:
        word = moved(score[last - 1], now)
        said += f", {word} {'seperti' if word == 'tetap' else 'dari'} {last - 1}"
    better = [b for b in scale.bands if not b.holds(now.official().value)]
    if better:
        left = better[-1].bound - now.official().value
        more = "lebih dari " if better[-1].above else ""
        said += f"; kelas {better[-1].name} memerlukan {more}{numerals.write(left, now.decimals)} poin lagi"
    return said
