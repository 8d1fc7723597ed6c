"""A chart of the quarters of one year."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lakip_lib.office import Gap
from lakip_lib.present._indicator_charts import office_of, unit_title
from lakip_lib.present._messages import apart, lower_first, series, why
from lakip_lib.present._plots import grid, margin, place, scale
from lakip_lib.present.drawing import ACCENT, EDGE, GREY, LIGHT, NARROW, SMALL, WARM, Box, Drawing, Sheet
from lakip_lib.quantity import Quantity

if TYPE_CHECKING:
    from lakip_lib.office import Indicator

__all__ = ["quarters"]

_RIGHT = 104.0


def quarters(indicator: Indicator, *, width: float = NARROW) -> Drawing:
    """Target and realisation of each quarter.  Raises `Gap` when no quarter has a realisation."""
    rows = indicator.quarters()
    office = office_of(indicator)
    if not any(r.known for _, _, r in rows):
        raise Gap(f"{office.file('triwulan')} ({lower_first(indicator.name)})")
    known = [(name, target, r) for name, target, r in rows if r.known]
    name, target, last = known[-1]
    sheet = Sheet(width, _quarter_message(name, target, last, rows))
    goals = [(n, t) for n, t, _ in rows if isinstance(t, Quantity) and t.known]
    vertical = scale([r.value for _, _, r in known] + [t.value for _, t in goals], sheet.y + 126, sheet.y + 16)
    plot = Box(margin(vertical), vertical.end, sheet.width - _RIGHT, vertical.start)
    sheet.text(0, sheet.y + 4, unit_title(indicator), size=SMALL, colour=GREY)
    grid(sheet, vertical, plot.left, plot.right)
    step = (plot.right - plot.left) / max(len(rows), 1)
    room = Box(0, plot.top - 12, sheet.width, plot.bottom)
    middle = {n: plot.left + step * (i + 0.5) for i, (n, _, _) in enumerate(rows)}
    for n, _, r in known:
        sheet.rect(
            middle[n] - 17,
            vertical(r.value),
            34,
            vertical(0) - vertical(r.value),
            fill=LIGHT if n != name else ACCENT,
            edge=EDGE if n != name else ACCENT,
        )
    for n, t in goals:
        sheet.line(
            [(middle[n] - 24, vertical(t.value)), (middle[n] + 24, vertical(t.value))],
            colour=WARM,
            width=1.8,
            track=True,
        )
    for n, t, r in rows:
        sheet.text(middle[n], plot.bottom + 11, f"TW {n}", size=SMALL, colour=GREY, anchor="middle")
        if r.known:
            place(
                sheet,
                (middle[n], vertical(r.value)),
                str(r),
                room,
                sides=("above",),
                weight=600,
                colour=ACCENT,
                must=True,
                off=3,
            )
        if isinstance(t, Quantity) and t.known:
            place(
                sheet,
                (middle[n] + 24, vertical(t.value)),
                str(t),
                room,
                sides=("right", "above right", "above"),
                colour=WARM,
                off=2,
                must=True,
            )
    sheet.text(plot.right + 6, plot.top + 8, "Garis: target", size=SMALL, weight=600, colour=WARM)
    sheet.text(plot.right + 6, plot.top + 20, "Batang: realisasi", size=SMALL, weight=600, colour=ACCENT)
    data = f"Target: {series((f'triwulan {n}', t) for n, t, _ in rows)}."
    data += f" Realisasi: {series((f'triwulan {n}', r) for n, _, r in rows)}."
    return sheet.finish(
        plot.bottom + 17, f"{sheet.title}. Grafik batang {lower_first(indicator.name)} tahun {office.year}. {data}"
    )


def _quarter_message(name: str, target: Quantity, last: Quantity, rows: list) -> str:
    zero = [n for n, _, r in rows if r.known and r.value == 0]
    said = f"Realisasi sampai triwulan {name} sebesar {last.with_unit()}"
    if isinstance(target, Quantity) and target.known:
        said += f" terhadap target {target.with_unit()}" + (
            f" (selisih {apart(last, target)})" if last.value != target.value else ""
        )
    empty = [f"{n} ({why(r)})" for n, _, r in rows if not r.known]
    return (
        said
        + (f"; triwulan {', '.join(zero)} masih nol" if zero and zero[-1] != name else "")
        + (f"; triwulan {', '.join(empty)} kosong" if empty else "")
    )
