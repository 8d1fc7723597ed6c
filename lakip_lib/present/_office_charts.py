"""Charts of the whole office: achievements, staff, AKIP scores."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from lakip_lib.numerals import write
from lakip_lib.office import Gap
from lakip_lib.present._messages import and_list, brief, lower_first, moved, percent, why
from lakip_lib.present._plots import grid, scale
from lakip_lib.present._text import shortened
from lakip_lib.present.drawing import (
    ACCENT,
    BODY,
    EDGE,
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
    block_height,
)

if TYPE_CHECKING:
    from lakip_lib.office import Evaluation, Office
    from lakip_lib.quantity import Quantity

__all__ = ["achievement_bars", "akip_components", "staff"]

#: Bars longer than this many percent are cut, and say so.
_LONGEST = Decimal(180)
_HUNDRED = Decimal(100)


def achievement_bars(office: Office, *, width: float = NARROW) -> Drawing:
    """Achievement of every indicator against the 100 line and the office's classes; missing ones say why.

    Raises `Gap` when none is known.
    """
    found = [(i.name, i.achievement()) for i in office.indicators]
    known = sorted(((n, a) for n, a in found if a.known), key=lambda pair: pair[1].value, reverse=True)
    missing = [(n, a) for n, a in found if not a.known]
    if not known:
        reasons = ", ".join(dict.fromkeys(why(a) for _, a in missing)) or "tidak ada indikator"
        raise Gap(f"capaian indikator tahun {office.year} ({reasons})")
    sheet = Sheet(width, _achieved_message(known, missing))
    left, right = 158.0, sheet.width - 92
    top = min(max(_HUNDRED * Decimal("1.1"), *(a.value for _, a in known)), _LONGEST)
    along = scale([Decimal(0), top], left, right)
    names = [shortened(n, BODY, left - 12, 3) for n, _ in (*known, *missing)]
    highs = [max(block_height(len(lines), BODY) + 8, 22.0) for lines in names]
    head, y = sheet.y, sheet.y + 14
    bottom = y + sum(highs)
    _class_bands(sheet, office, along, head, bottom)
    grid(sheet, along, y, bottom + 2, across=True, suffix="%")
    sheet.line([(along(100), head + 9), (along(100), bottom + 2)], colour=WARM, width=1.4)
    for lines, high, (_, number) in zip(names, highs, (*known, *missing), strict=True):
        sheet.lines(0, y + (high - block_height(len(lines), BODY)) / 2, lines)
        middle = y + high / 2
        if number.known:
            end = along(min(number.value, along.ticks[-1]))
            reached = number.value >= _HUNDRED
            sheet.rect(
                left,
                middle - 6,
                end - left,
                12,
                fill=ACCENT if reached else "#fff",
                edge=ACCENT,
                hatch="" if reached else ACCENT,
            )
            if number.value > along.ticks[-1]:
                sheet.polygon(
                    [(end - 9, middle + 6), (end - 6, middle + 6), (end - 2, middle - 6), (end - 5, middle - 6)],
                    fill="#fff",
                )
            sheet.text(right + 6, middle - 1, number.with_unit(), weight=600)
            sheet.text(right + 6, middle + 9, office.scale.classify(number), size=SMALL, colour=GREY)
        else:
            for i, line in enumerate(shortened(why(number), SMALL, right - left - 10, 2)):
                sheet.text(left + 4, middle + 3 + 10 * i, line, size=SMALL, colour=GREY, halo=True)
        y += high
    classes = "; ".join(f"{name} {interval}" for interval, name in office.scale.intervals())
    foot = (
        f"Capaian (% dari target). Garis tegas: 100%. Batang penuh: target tercapai; bergaris: belum. Kelas: {classes}."
    )
    below = sheet.lines(0, bottom + 16, foot, size=SMALL, colour=GREY, room=sheet.width)
    data = "; ".join(
        f"{n}: {f'{a.with_unit()} ({office.scale.classify(a)})' if a.known else why(a)}" for n, a in (*known, *missing)
    )
    return sheet.finish(below + 2, f"{sheet.title}. Grafik batang capaian per indikator. {data}.")


def _class_bands(sheet: Sheet, office: Office, along, top: float, bottom: float) -> None:  # noqa: ANN001
    """Shades for the classes, the best one white, with their names on top where they have room."""
    high = along.ticks[-1]
    for i, band in enumerate(office.scale.bands):
        low = max(band.bound, Decimal(0)) if i < len(office.scale.bands) - 1 else Decimal(0)
        if high > low:
            start, end = along(low), along(high)
            if i % 2:
                sheet.rect(start, top + 12, end - start, bottom - top - 10, fill=PALE)
            if Box.of_text(0, 0, band.name, SMALL).right < end - start - 2:
                sheet.text((start + end) / 2, top + 7, band.name, size=SMALL, colour=GREY, anchor="middle")
            high = low


def _achieved_message(known: Sequence[tuple[str, Quantity]], missing: Sequence[tuple[str, Quantity]]) -> str:
    done = sum(a.value >= _HUNDRED for _, a in known)
    left = f"; {len(missing)} indikator belum dapat dinilai" if missing else ""
    judged = " yang dinilai" if missing else ""
    name, worst = known[-1]
    if len(known) == 1:
        state = "mencapai target" if done else "belum mencapai target"
        return f"{brief(name)} {state}: {worst.with_unit()}{left}"
    if done == len(known):
        return f"Semua {done} indikator{judged} mencapai target; terendah {worst.with_unit()}{left}"
    head = f"{done} dari {len(known)}" if done else f"Tidak satu pun dari {len(known)}"
    lowest = f"{brief(lower_first(name))} ({worst.with_unit()})"
    return f"{head} indikator{judged} mencapai target; terendah {lowest}{left}"


# -- staff -------------------------------------------------------------------------------------------------------------


def staff(office: Office, *, width: float = NARROW) -> Drawing:
    """Staff by sex, education and rank group, as far as tables hold them.  Raises `Gap` when none does."""
    panels = [(title, groups) for title, groups in _staff_groups(office) if any(n for _, n in groups)]
    if not panels:
        raise Gap(f"{office.year}/pegawai_*.csv")
    sheet = Sheet(width, _staff_message(panels))
    gap = 20.0
    room = (sheet.width - gap * (len(panels) - 1)) / len(panels)
    bottom = sheet.y
    for i, (title, groups) in enumerate(panels):
        left, total = i * (room + gap), sum(n for _, n in groups)
        y = sheet.lines(left, sheet.y, f"{title} ({_count(total)} orang)", size=BODY, weight=600, room=room) + 6
        name_room = min(max(Box.of_text(0, 0, n, SMALL).right for n, _ in groups) + 6, room * 0.5)
        along = scale([Decimal(n) for _, n in groups], left + name_room, left + room - 52)
        most = max(n for _, n in groups)
        for name, n in groups:
            lines = shortened(name, SMALL, name_room - 4, 2)
            high = max(block_height(len(lines), SMALL) + 6, 17)
            sheet.lines(left, y + (high - block_height(len(lines), SMALL)) / 2, lines, size=SMALL)
            top = n == most
            if n:
                sheet.rect(
                    along(0),
                    y + high / 2 - 5,
                    along(n) - along(0),
                    10,
                    fill=ACCENT if top else LIGHT,
                    edge=ACCENT if top else EDGE,
                )
            said = f"{_count(n)} ({percent(Decimal(n), Decimal(total))})" if n else "0"
            sheet.text(along(n) + 4, y + high / 2 + 3, said, size=SMALL, weight=600 if top else 400)
            y += high
        bottom = max(bottom, y)
    data = ". ".join(f"{t}: {'; '.join(f'{name} {_count(n)} orang' for name, n in groups)}" for t, groups in panels)
    return sheet.finish(bottom + 4, f"{sheet.title}. Grafik batang pegawai. {data}.")


def _count(n: int) -> str:
    return write(Decimal(n), 0)


def _staff_groups(office: Office) -> list[tuple[str, list[tuple[str, int]]]]:
    tables = office.data.tables

    def of(table: str, column: str) -> list[tuple[str, int]]:
        return [(r[column], int(r["jumlah"].value or 0)) for r in tables.get(table, ())]

    ranks: dict[str, int] = {}
    for row in tables.get("pegawai_golongan", ()):
        group = re.match(r"(I|II|III|IV)\s*/", row["golongan"])
        name = f"Golongan {group[1]}" if group else row["golongan"]
        ranks[name] = ranks.get(name, 0) + int(row["jumlah"].value or 0)
    return [
        ("Jenis kelamin", of("pegawai_jenis_kelamin", "jenis_kelamin")),
        ("Pendidikan", of("pegawai_pendidikan", "pendidikan")),
        ("Golongan", list(ranks.items())),
    ]


def _staff_message(panels: Sequence[tuple[str, list[tuple[str, int]]]]) -> str:
    parts = []
    for title, groups in panels:
        most, total = max(n for _, n in groups), sum(n for _, n in groups)
        names = and_list(n for n, count in groups if count == most)
        same = sum(count == most for _, count in groups) > 1
        parts.append(
            f"{lower_first(title)} {names} ({'masing-masing ' if same else ''}{_count(most)} dari {_count(total)})"
        )
    return f"Kelompok pegawai terbesar: {', '.join(parts)}"


# -- AKIP --------------------------------------------------------------------------------------------------------------


def akip_components(office: Office, *, width: float = NARROW) -> Drawing:
    """Component scores as a share of their weight, the last evaluated years side by side.

    Raises `Gap` when none is known.
    """
    shown = [e for e in office.evaluations.values() if e.score.known][-4:]
    if not shown:
        raise Gap(office.file("evaluasi_akip"))
    names = list(dict.fromkeys(name for e in reversed(shown) for name, _, _ in e.components))
    sheet = Sheet(width, _akip_message(shown))
    left, gap = 96.0, 14.0
    room = (sheet.width - left - gap * len(shown) + gap) / len(shown)
    top, high = sheet.y + 26, 30.0
    for i, name in enumerate(names):
        lines = shortened(name, BODY, left - 10, 2)
        sheet.lines(0, top + high * i + (high - block_height(len(lines), BODY)) / 2, lines)
        sheet.line([(0, top + high * i), (sheet.width, top + high * i)], colour=LIGHT, width=0.5)
    for j, evaluation in enumerate(shown):
        x = left + j * (room + gap)
        last = j == len(shown) - 1
        sheet.text(x, sheet.y + 8, f"Kinerja {evaluation.year}", weight=600, colour=INK)
        sheet.text(
            x, sheet.y + 19, f"{evaluation.score} ({evaluation.grade})", weight=600, colour=ACCENT if last else GREY
        )
        for i, name in enumerate(names):
            y = top + high * i
            found = next(((w, v) for n, w, v in evaluation.components if n == name), None)
            _component(sheet, x, y, room, found, last=last)
    bottom = top + high * len(names)
    foot = "Batang: nilai komponen dibandingkan dengan bobotnya pada tahun itu (kotak penuh = 100% dari bobot)."
    y = sheet.lines(0, bottom + 4, foot, size=SMALL, colour=GREY, room=sheet.width)
    data = " ".join(
        f"{e.year}: nilai {e.score} ({e.grade}), {'; '.join(_component_words(c) for c in e.components)}." for e in shown
    )
    return sheet.finish(y + 2, f"{sheet.title}. Grafik batang komponen AKIP. {data}")


def _component(
    sheet: Sheet, x: float, y: float, room: float, found: tuple[Quantity, Quantity] | None, *, last: bool
) -> None:
    if found is None or not (found[0].known and found[1].known):
        sheet.text(x, y + 17, "tidak dinilai" if found is None else why(found[1]), size=SMALL, colour=GREY)
        return
    weight, value = found
    share = min(float(value.value / weight.value), 1.0) if weight.value else 0.0
    sheet.rect(x, y + 5, room, 9, fill="#fff", edge=EDGE)
    sheet.rect(x, y + 5, room * share, 9, fill=ACCENT if last else LIGHT, edge=ACCENT if last else EDGE)
    said = f"{value} / {write(weight.value, 0)}"
    if weight.value:
        said += f" ({percent(value.value, weight.value)})"
    sheet.text(x, y + 24, said, size=SMALL, weight=600 if last else 400)


def _component_words(component: tuple[str, Quantity, Quantity]) -> str:
    name, weight, value = component
    known = weight.known and value.known and weight.value
    share = f" ({percent(value.value, weight.value)} dari bobot)" if known else ""
    return f"{lower_first(name)} {str(value) if value.known else why(value)} dari {weight}{share}"


def _akip_message(shown: Sequence[Evaluation]) -> str:
    last = shown[-1]
    parts = [(n, v.value / w.value) for n, w, v in last.components if w.known and v.known and w.value]
    name, share = min(parts, key=lambda p: p[1]) if parts else ("", Decimal(0))
    weakest = f"; komponen terlemah {lower_first(name)} ({percent(share, Decimal(1))} dari bobotnya)" if parts else ""
    if len(shown) == 1:
        return f"Nilai AKIP kinerja {last.year} adalah {last.score} ({last.grade}){weakest}"
    before = shown[-2]
    said = moved(before.score, last.score)
    change = f"tetap {last.score}" if said == "tetap" else f"{said} menjadi {last.score}"
    return f"Nilai AKIP {before.year}–{last.year} {change} ({last.grade}){weakest}"
