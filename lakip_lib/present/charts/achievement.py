"""Achievement of all indicators on the office's scale, and what was achieved beside what was spent."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from typing import TYPE_CHECKING

from lakip_lib import numerals
from lakip_lib.measures import efficiency_gap
from lakip_lib.office import Gap
from lakip_lib.present import _text
from lakip_lib.present._messages import and_list, lower_first, why
from lakip_lib.present.charts._pairs import pairs
from lakip_lib.present.charts._rows import cut, rows
from lakip_lib.present.charts._style import drawn
from lakip_lib.present.drawing import ACCENT, GREY, INK, PALE, SMALL, WARM, Drawing

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from lakip_lib.office import Indicator, Office
    from lakip_lib.present.charts._plate import Plate
    from lakip_lib.quantity import Quantity

__all__ = ["achievement_bars", "efficiency"]

#: Achievements beyond this end at the edge of the scale, marked by an arrow.
_LIMIT = 200.0
_HUNDRED = 100.0


@drawn
def achievement_bars(office: Office) -> Drawing:
    """Achievement of each indicator against 100 percent on the classes of the office's scale.

    A `Gap` when no indicator has an achievement.
    """
    found = [(i, i.achievement()) for i in office.indicators]
    known = [(i, a) for i, a in found if a.known]
    if not known:
        raise Gap(f"capaian {office.year} ({why(found[0][1])})" if found else office.file("indikator"))
    most = max(float(a.value) for _, a in known)
    limit = min(max(most * 1.02, 120.0), _LIMIT)
    foot = f"Pita: kelas capaian menurut {office.scale.source}." if office.scale.source else ""
    foot += f" Panah: capaian di atas {limit:.0f}%, di luar skala." if most > limit else ""
    says = max(_text.width(a.with_unit(), SMALL, 600) + _text.width(office.scale.classify(a), SMALL) for _, a in known)
    right = says + 14
    plate, axes, places = rows(
        _message(office, found), [i.name for i, _ in found], x=(0, limit), right=right, least=26, head=26,
        axis=f"Capaian {office.year} terhadap target, persen", foot=foot.strip(),
    )  # fmt: skip
    _bands(plate, axes, office, limit)
    for (_, achieved), y in zip(found, places, strict=True):
        if not achieved.known:
            x, at = plate.at(axes, 0, y)
            plate.text(x + 5, at + 2.5, why(achieved), colour=GREY, halo=True)
            continue
        value, beyond = cut(float(achieved.value), limit)
        short = float(achieved.official().value) < _HUNDRED
        axes.barh(
            y,
            value,
            height=13,
            facecolor="#fff" if short else ACCENT,
            edgecolor=WARM if short else ACCENT,
            hatch="////" if short else None,
            zorder=2,
        )
        at = plate.at(axes, value, y)[1]
        if beyond:
            axes.plot([value], [y], marker=">", color=ACCENT, markersize=9, linestyle="", clip_on=False, zorder=5)
        right = plate.at(axes, limit, y)[0] + 8
        plate.text(right, at + 2.5, f"{achieved.with_unit()}", weight=600, colour=WARM if short else ACCENT)
        plate.text(
            right + _text.width(achieved.with_unit(), SMALL, 600) + 4,
            at + 2.5,
            office.scale.classify(achieved),
            colour=INK,
        )
    data = "; ".join(
        f"{i.name} {a.with_unit()} ({office.scale.classify(a)})" if a.known else f"{i.name} {why(a)}" for i, a in found
    )
    return plate.finish(f"Grafik batang capaian terhadap target: {data}.")


def _bands(plate: Plate, axes: Axes, office: Office, limit: float) -> None:
    """Classes as grey bands named on top; their bounds and the target of 100 percent on the axis."""
    bands = office.scale.bands
    bounds = [float(b.bound) for b in bands]
    top = plate.at(axes, 0, 0)[1]
    ends = [limit, *bounds[:-1]]
    spots: list[tuple[str, float, float]] = []
    for i, (band, high) in enumerate(zip(bands, ends, strict=True)):
        low = 0.0 if i == len(bands) - 1 else bounds[i]
        if low >= limit:
            continue
        if i % 2 == 0:
            axes.axvspan(low, min(high, limit), color=PALE, linewidth=0, zorder=0)
        left, right = plate.at(axes, low, 0)[0], plate.at(axes, min(high, limit), 0)[0]
        spots.append((band.name, (left + right) / 2, right - left))
    fits = all(_text.width(name, SMALL) < room + 1 for name, _, room in spots)
    for i, (name, x, _) in enumerate(spots):
        plate.text(x, top - 4 - (0 if fits or i % 2 == 0 else 10), name, colour=GREY, anchor="middle")
    axes.axvline(_HUNDRED, color=INK, linewidth=1.2, zorder=3)
    axes.axvline(0, color=GREY, linewidth=0.75, zorder=3)
    ticks: list[float] = []
    for value in (_HUNDRED, 0.0, *bounds, limit if limit == _LIMIT else 150.0):
        if value <= limit and all(
            abs(plate.at(axes, t, 0)[0] - plate.at(axes, value, 0)[0]) > (_wide(t) + _wide(value)) / 2 + 2
            for t in ticks
        ):
            ticks.append(value)
    axes.set_xticks(ticks, [_percent(t) for t in ticks])


def _percent(value: float) -> str:
    return f"{numerals.write_exact(Decimal(f'{value:g}'))}%"


def _wide(value: float) -> float:
    return _text.width(_percent(value), SMALL)


def _message(office: Office, found: list[tuple[Indicator, Quantity]]) -> str:
    known = [(i, a) for i, a in found if a.known]
    met = sum(a.official().value >= _HUNDRED for _, a in known)
    if len(known) == 1:
        i, a = known[0]
        said = f"Capaian {lower_first(i.name)} {a.with_unit()} ({office.scale.classify(a)})"
    elif met == len(known):
        said = f"Semua {met} indikator yang dapat dinilai mencapai atau melampaui target {office.year}"
    else:
        i, worst = min(known, key=lambda pair: pair[1].value)
        head = (
            f"{met} dari {len(known)} indikator mencapai atau melampaui"
            if met
            else f"Tidak satu pun dari {len(known)} indikator mencapai"
        )
        said = f"{head} target {office.year}; capaian terendah {worst.with_unit()} ({lower_first(i.name)})"
    missing = len(found) - len(known)
    return said + (f"; {missing} indikator belum dapat dinilai" if missing else "")


@drawn
def efficiency(office: Office) -> Drawing:
    """Achievement and absorption of each indicator side by side, with the verdict of the office's definition.

    A `Gap` when no indicator has both, or the budget is missing.
    """
    found = [_weighed(office, i) for i in office.indicators]
    known = [row for row in found if row[3].known]
    if not known:
        raise Gap(f"capaian dan serapan {office.year} ({why(found[0][3])})" if found else office.file("indikator"))
    verdicts = Counter(office.efficiency_verdict(row[0]) for row in known)
    parts = and_list(f"{n} {word}" for word, n in verdicts.items())
    widest = max(known, key=lambda row: abs(row[3].value))
    side = "di atas" if widest[3].value >= 0 else "di bawah"
    gap = numerals.write(abs(widest[3].value), 2)
    where = lower_first(widest[0].name)
    message = f"Dari {len(known)} indikator: {parts}; selisih terlebar, capaian {gap} poin {side} serapan, pada {where}"
    if len(known) == 1:
        message = f"Capaian {gap} poin {side} serapan: {parts.removeprefix('1 ')} ({lower_first(widest[0].name)})"
    left_out = [f"{row[0].name} ({why(row[3])})" for row in found if not row[3].known]
    return pairs(
        message,
        [(row[0].name, row[1], row[2], office.efficiency_verdict(row[0])) for row in known],
        names=("Capaian kinerja", "Serapan anggaran"),
        axis=f"Persen, tahun {office.year}",
        foot=f"Tidak dapat dinilai: {'; '.join(left_out)}." if left_out else "",
        attention={"perlu penjelasan", "tidak efisien", "target belum tercapai"},
    )


def _weighed(office: Office, indicator: Indicator) -> tuple[Indicator, Quantity, Quantity, Quantity]:
    """An indicator with what was achieved, what was spent, and the points between, which are drawn by any method."""
    achieved, absorbed, found = office.efficiency(indicator)
    return indicator, achieved, absorbed, efficiency_gap(achieved, absorbed) if found.known else found
