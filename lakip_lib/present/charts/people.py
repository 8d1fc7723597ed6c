"""Who works in the office, and how its accountability was judged, component by component."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from lakip_lib import numerals
from lakip_lib.measures import share, total
from lakip_lib.office import Gap
from lakip_lib.present import _text
from lakip_lib.present._messages import and_list, lower_first, moved, why
from lakip_lib.present.charts._plate import Plate
from lakip_lib.present.charts._scales import MARKS, round_ticks, spread, tick_room, value_axis
from lakip_lib.present.charts._style import drawn
from lakip_lib.present.drawing import ACCENT, BODY, GREY, INK, LIGHT, SMALL, WARM, Box, Drawing, block_height

if TYPE_CHECKING:
    from lakip_lib.office import Evaluation, Office
    from lakip_lib.quantity import Quantity

__all__ = ["akip_components", "staff"]

Counts = list[tuple[str, "Quantity"]]
#: Room for the names of one panel: what is longer is shortened.
_NAMES = 96.0


# -- staff ---------------------------------------------------------------------------------------------------------


@drawn
def staff(office: Office) -> Drawing:
    """Staff by gender, education and rank group in panels of their own, on one scale.

    A `Gap` when none of the three tables has a number.
    """
    panels = [
        ("Jenis kelamin", "menurut jenis kelamin", _counts(office, "pegawai_jenis_kelamin", "jenis_kelamin")),
        ("Pendidikan", "menurut pendidikan", _counts(office, "pegawai_pendidikan", "pendidikan")),
        ("Golongan", "menurut golongan", _ranks(office)),
    ]
    panels = [(name, by, counts) for name, by, counts in panels if any(q.known for _, q in counts)]
    if not panels:
        raise Gap(office.file("pegawai_jenis_kelamin"))
    most = max(float(q.value) for _, _, counts in panels for _, q in counts if q.known) or 1.0
    row, gap = 18.0, 18.0
    shown = {n: _text.shortened(n, BODY, _NAMES, 1)[0] for _, _, counts in panels for n, _ in counts}
    names = [max(_text.width(shown[n], BODY) for n, _ in counts) for _, _, counts in panels]
    plate = Plate(
        _staff_message(panels),
        20 + row * max(len(counts) for _, _, counts in panels) + 4,
        foot="Jumlah orang; semua panel berskala sama.",
    )
    bars = (plate.width - sum(names) - gap * (len(panels) - 1) - 24 * len(panels)) / len(panels)
    left = 0.0
    for (name, _, counts), column in zip(panels, names, strict=True):
        plate.text(left, plate.top + 9, f"{name} ({_sum(counts)} orang)", size=BODY, weight=600)
        top, high = plate.top + 20, row * len(counts)
        axes = plate.axes(left + column + 6, top, bars, high, x=(0, most), y=(high, 0))
        axes.axvline(0, color=GREY, linewidth=0.75)
        biggest = max(float(q.value) for _, q in counts if q.known)
        for i, (label, number) in enumerate(counts):
            y = row * (i + 0.5)
            plate.text(left, top + y + 3, shown[label], size=BODY)
            value = float(number.value) if number.known else 0.0
            strong = number.known and value == biggest
            axes.barh(
                y,
                value,
                height=11,
                facecolor=ACCENT if strong else LIGHT,
                edgecolor=ACCENT if strong else GREY,
                clip_on=False,
            )
            plate.text(
                plate.at(axes, value, y)[0] + 4,
                top + y + 3,
                str(number) if number.known else "–",
                weight=600 if strong else 400,
            )
        left += column + 6 + bars + 18 + gap
    data = ". ".join(
        f"{name}: {'; '.join(f'{label} {q if q.known else why(q)}' for label, q in counts)}"
        for name, _, counts in panels
    )
    return plate.finish(f"Grafik batang jumlah pegawai. {data}.")


def _counts(office: Office, table: str, column: str) -> Counts:
    try:
        return [(r[column], r["jumlah"]) for r in office.rows(table)]
    except Gap:
        return []


def _ranks(office: Office) -> Counts:
    """Sums by the part of the rank before the slash; who has no rank counts by name."""
    try:
        rows = office.rows("pegawai_golongan")
    except Gap:
        return []
    groups: dict[str, list[Quantity]] = {}
    for row in rows:
        groups.setdefault(row["golongan"].split("/")[0].strip(), []).append(row["jumlah"])
    return [(name, total(numbers, name=name)) for name, numbers in groups.items()]


def _sum(counts: Counts) -> str:
    return str(total([q for _, q in counts]))


def _staff_message(panels: list[tuple[str, str, Counts]]) -> str:
    parts = []
    for _, by, counts in panels:
        known = [(n, q.value) for n, q in counts if q.known]
        whole, most = sum(v for _, v in known), max(v for _, v in known)
        if whole == 0:
            parts.append(f"tidak ada {by}")
            continue
        shared = [n for n, v in known if v == most]
        word = and_list(lower_first(n) if len(n) > 4 else n for n in shared)  # noqa: PLR2004 - PNS, PPPK
        parts.append(f"{word} {by} ({numerals.write(most, 0)} dari {numerals.write(whole, 0)} orang)")
    return f"Kelompok pegawai terbesar: {and_list(parts)}"


# -- accountability ------------------------------------------------------------------------------------------------


@drawn
def akip_components(office: Office) -> Drawing:
    """The score of each component as a share of its weight, by evaluated year; total and grade under the years.

    Weights differ from year to year, shares do not mind.  A `Gap` without an evaluation.
    """
    found = {y: e for y, e in office.evaluations.items() if e.score.known}
    if not found:
        raise Gap(office.file("evaluasi_akip"))
    shares = _shares(found)
    years = list(range(min(found), max(found) + 1))
    ticks = round_ticks([v.value for s in shares.values() for v in s.values()] + [Decimal(100)], zero=False)
    plate = Plate(
        _akip_message(found, shares),
        196,
        foot="Nilai tiap komponen dibagi bobotnya pada tahun itu. Di bawah tahun: nilai akhir dan predikat.",
    )
    left = tick_room(ticks, "%")
    plate.text(0, plate.top + 7, "Persen dari bobot komponen", colour=GREY)
    high, top, right = 142.0, plate.top + 18, 128.0
    axes = plate.axes(
        left, top, plate.width - left - right, high, x=(years[0] - 0.4, years[-1] + 0.4), y=(ticks[0], ticks[-1])
    )
    value_axis(axes, ticks, suffix="%")
    labels, looks = [], []
    for i, (name, values) in enumerate(shares.items()):
        colour, (marker, dash) = (ACCENT, INK, WARM, GREY)[i % 4], MARKS[i % len(MARKS)]
        ys = [float(q.value) for q in values.values()]
        plate.line(
            axes,
            list(values),
            ys,
            colour=colour,
            marker=marker,
            linestyle=dash,
            markerfacecolor=colour if i % 2 == 0 else "#fff",
            markersize=5,
            zorder=4,
        )
        looks.append(colour)
        if (last := max(values)) == years[-1]:
            labels.append(
                (
                    _text.shortened(f"{name} {values[last]}%", SMALL, right - 16, 3, 600),
                    plate.at(axes, last, ys[-1]),
                    colour,
                )
            )
    gaps = [block_height(len(lines), SMALL) + 3 for lines, _, _ in labels]
    end = plate.at(axes, years[-1] + 0.4, 0)[0]
    for (lines, at, colour), y in zip(
        labels, spread([at[1] for _, at, _ in labels], gaps, top - 12, top + high + 20), strict=True
    ):
        plate.lead((at[0] + 4, at[1]), (end + 9, y), colour)
        plate.middle(end + 12, y, lines, weight=600, colour=colour)
    room = Box(left + 1, top - 12, end, top + high - 1)
    for (name, values), colour in zip(shares.items(), looks, strict=True):
        last = max(values)
        if last != years[-1]:  # a component that later years do not have is named where it ends
            sides = ("right", "below right", "above right", "below", "above", "left")
            plate.label(
                plate.at(axes, last, float(values[last].value)),
                f"{name} {values[last]}",
                room,
                sides=sides,
                weight=600,
                colour=colour,
                must=True,
            )
        for year in sorted(values, reverse=True)[1:]:
            at = plate.at(axes, year, float(values[year].value))
            plate.label(at, str(values[year]), room, sides=("above", "below", "right", "left"), colour=colour)
    for year in years:
        x = plate.at(axes, year, 0)[0]
        plate.text(x, top + high + 12, str(year), anchor="middle", weight=600, colour=INK)
        if year in found:
            plate.text(x, top + high + 23, f"{found[year].score} ({found[year].grade})", anchor="middle", colour=INK)
    data = ". ".join(
        f"{y}: nilai {e.score} ({e.grade}); " + ", ".join(_said(e, i) for i in range(len(e.components)))
        for y, e in found.items()
    )
    return plate.finish(f"Grafik garis menurut tahun yang dinilai. {data}.")


def _shares(found: dict[int, Evaluation]) -> dict[str, dict[int, Quantity]]:
    """Score / weight by component and year, where both are known and the weight is not zero."""
    shares: dict[str, dict[int, Quantity]] = {}
    for year, evaluation in found.items():
        for name, weight, value in evaluation.components:
            if (part := share(value, weight)).known:
                shares.setdefault(name, {})[year] = part.official()
    return shares


def _said(evaluation: Evaluation, i: int) -> str:
    name, weight, value = evaluation.components[i]
    part = share(value, weight)
    return f"{name} {value} dari {weight} ({part.official().with_unit() if part.known else why(part)})"


def _akip_message(found: dict[int, Evaluation], shares: dict[str, dict[int, Quantity]]) -> str:
    last = max(found)
    now = found[last]
    said = f"Nilai AKIP {last} sebesar {now.score} ({now.grade})"
    if last - 1 in found:
        word = moved(found[last - 1].score, now.score)
        said += f", {word} {'seperti' if word == 'tetap' else 'dari'} {last - 1}"
    parts = [(values[last], name) for name, values in shares.items() if last in values]
    if len(parts) <= 1:
        return said
    worst = min(q.value for q, _ in parts)
    names = [lower_first(n) for q, n in parts if q.value == worst]
    verb = "terlemah terhadap bobot: " if len(names) < len(parts) else "semua komponen sama terhadap bobot: "
    return f"{said}; {verb}{and_list(names)} ({numerals.write(worst, 2)}%)"
