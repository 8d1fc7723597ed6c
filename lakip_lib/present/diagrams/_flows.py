"""Flows: the steps of a procedure in lanes, work across units, business processes."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import TYPE_CHECKING

from lakip_lib.present import _nodes
from lakip_lib.present._messages import amount, and_list
from lakip_lib.present._text import width, wrap
from lakip_lib.present.diagrams._boxes import Card
from lakip_lib.present.drawing import (
    ACCENT,
    BODY,
    EDGE,
    GREY,
    LIGHT,
    NARROW,
    PALE,
    SMALL,
    WIDE,
    Drawing,
    block_height,
)
from lakip_lib.present.gapped import gapped
from lakip_lib.present.sheet import Sheet

if TYPE_CHECKING:
    from lakip_lib.clean import Row
    from lakip_lib.office import Office

__all__ = ["business_process", "crosscutting", "procedure"]

#: Height of a portrait page in points; a procedure that is taller leaves out what each step needs and yields.
_TALLEST = 600.0
#: Width of the column of times.
_TIME = 52.0


# -- procedure ---------------------------------------------------------------------------------------------------------


@gapped
def procedure(office: Office) -> Drawing:
    """Swim lanes: a lane per actor in order of first appearance, steps downward, their needs and time beside."""
    rows = sorted(office.rows("sop_pengumpulan_data"), key=lambda r: r["langkah"])
    actors = list(dict.fromkeys(r["pelaksana"] for r in rows))
    wide = WIDE if len(actors) > 4 else NARROW  # noqa: PLR2004 - lanes that fit a portrait page
    sheet = Sheet(wide, _procedure_message(rows, actors))
    timed = any(r["waktu"] for r in rows)
    time_room = _TIME if timed else 0.0
    lane = _lane(sheet, actors, 56)
    left = sheet.width - time_room - lane * len(actors)
    heads = [wrap(a, SMALL, lane - 6, 600) for a in actors]
    top = sheet.y + block_height(max(map(len, heads)), SMALL) + 10
    detail = top + sum(_step_height(r, left - 26, detail=True) for r in rows) <= _TALLEST
    heights = [_step_height(r, left - 26, detail=detail) for r in rows]
    bottom = top + sum(heights)
    for i, lines in enumerate(heads):
        x = left + lane * i
        if i % 2 == 0:
            sheet.rect(x, sheet.y, lane, bottom - sheet.y, fill=PALE)
        sheet.lines(x + lane / 2, sheet.y + 4, lines, size=SMALL, weight=600, anchor="middle")
    sheet.text(0, sheet.y + 4 + SMALL * 0.8, "Langkah", size=SMALL, weight=600)
    if timed:
        sheet.text(sheet.width - time_room + 6, sheet.y + 4 + SMALL * 0.8, "Waktu", size=SMALL, weight=600)
    y, centres = top, []
    for row, high in zip(rows, heights, strict=True):
        sheet.line([(0, y), (sheet.width, y)], colour=LIGHT, width=0.6)
        sheet.text(0, y + 4 + BODY * 0.8, f"{row['langkah']}.", weight=600)
        end = sheet.lines(16, y + 4, row["uraian"], room=left - 26)
        for text in _details(row) if detail else ():
            end = sheet.lines(16, end + 2, text, size=SMALL, colour=GREY, room=left - 26)
        if row["waktu"]:
            sheet.lines(sheet.width - time_room + 6, y + 4, row["waktu"], room=time_room - 8)
        centres.append((left + lane * (actors.index(row["pelaksana"]) + 0.5), y + high / 2))
        y += high
    sheet.line([(0, bottom), (sheet.width, bottom)], colour=LIGHT, width=0.6)
    _flow(sheet, rows, centres)
    steps = "; ".join(_step_words(r) for r in rows)
    return sheet.finish(bottom + 3, f"{sheet.title}. Diagram alir: {steps}.")


def _step_words(row: Row) -> str:
    time = f" ({row['waktu']})" if row["waktu"] else ""
    return f"langkah {row['langkah']} {row['pelaksana']}: {row['uraian'].rstrip('.')}{time}"


def _lane(sheet: Sheet, names: list[str], least: float) -> float:
    """Width of a lane: the longest word of its name fits if half of the sheet allows it."""
    longest = max(width(word, SMALL, 600) for name in names for word in name.split())
    return min(max(least, longest + 8), sheet.width * 0.5 / len(names))


def _step_height(row: Row, room: float, *, detail: bool) -> float:
    high = block_height(len(wrap(row["uraian"], BODY, room)), BODY)
    for text in _details(row) if detail else ():
        high += 2 + block_height(len(wrap(text, SMALL, room)), SMALL)
    high = max(high, block_height(len(wrap(row["waktu"], BODY, _TIME - 8)), BODY))
    return max(high + 9, 36)


def _details(row: Row) -> list[str]:
    """What a step needs and what it yields."""
    return [f"{column.capitalize()}: {row[column]}" for column in ("kelengkapan", "keluaran") if row[column]]


def _flow(sheet: Sheet, rows: list[Row], centres: list[tuple[float, float]]) -> None:
    """Numbered boxes in their lanes, joined by arrows: down within a lane, across and down between lanes."""
    half, tall = 13.0, 8.5
    for (ax, ay), (bx, by) in itertools.pairwise(centres):
        if abs(ax - bx) < 1:
            sheet.arrow([(ax, ay + tall), (bx, by - tall)])
        else:
            sheet.arrow([(ax + (half if bx > ax else -half), ay), (bx, ay), (bx, by - tall)])
    for i, (row, (x, y)) in enumerate(zip(rows, centres, strict=True)):
        ends = i in (0, len(rows) - 1)
        sheet.rect(
            x - half, y - tall, 2 * half, 2 * tall, fill="#fff", edge=ACCENT, width=1.4, radius=tall if ends else 1.5
        )
        sheet.text(x, y + 3, str(row["langkah"]), weight=600, colour=ACCENT, anchor="middle")


def _procedure_message(rows: list[Row], actors: list[str]) -> str:
    passes = sum(a["pelaksana"] != b["pelaksana"] for a, b in itertools.pairwise(rows))
    handed = f", berpindah tangan {passes} kali" if passes else ""
    return f"Pengumpulan data kinerja berjalan dalam {len(rows)} langkah oleh {len(actors)} pelaksana{handed}"


# -- shared work -------------------------------------------------------------------------------------------------------


@gapped
def crosscutting(office: Office) -> Drawing:
    """Shared work as rows, units as columns, a dot where a unit takes part; only the rows where no unit is named."""
    rows = office.rows("crosscutting")
    names = _nodes.names(office)
    taking = [[u.strip() for u in r["bidang"].split(";") if u.strip()] for r in rows]
    units = list(dict.fromkeys(u for found in taking for u in found))
    cards = [Card(names.get(r["kode"], r["kode"]), strong=True) for r in rows]
    sheet = Sheet(WIDE if len(units) > 4 else NARROW, _crossed(rows, taking, units))  # noqa: PLR2004 - columns on a portrait page
    lane = _lane(sheet, units, 60) if units else 0.0
    right = sheet.width - lane * len(units)
    half = (right - 26) / 2
    heads = [wrap(u, SMALL, lane - 6, 600) for u in units]
    top = sheet.y + max(block_height(max(map(len, heads), default=1), SMALL) + 8, 16)
    sheet.text(0, sheet.y + SMALL * 0.8, "Kegiatan bersama", size=SMALL, weight=600, colour=GREY)
    sheet.text(half + 16, sheet.y + SMALL * 0.8, "Indikator, target, dan anggaran", size=SMALL, weight=600, colour=GREY)
    for i, lines in enumerate(heads):
        sheet.lines(right + lane * (i + 0.5), sheet.y, lines, size=SMALL, weight=600, anchor="middle")
    words, y = [], top
    for row, card, found in zip(rows, cards, taking, strict=True):
        facts = [f"target {row['target'].with_unit()}"] if row["target"].known else []
        facts += [f"anggaran {amount(row['anggaran'])}"] if row["anggaran"].known else []
        other = Card(row["indikator"] or "indikator tidak disebut", "; ".join(facts))
        high = max(card.height(half, SMALL), other.height(half, SMALL))
        card.draw(sheet, 1, y, half, SMALL, high=high)
        other.draw(sheet, half + 16, y, half, SMALL, high=high)
        sheet.arrow([(half + 1, y + high / 2), (half + 16, y + high / 2)])
        at = [right + lane * (units.index(u) + 0.5) for u in found]
        if at:
            sheet.line([(2 * half + 16, y + high / 2), (max(at), y + high / 2)], colour=EDGE, width=0.9)
        for x in at:
            sheet.mark(x, y + high / 2, radius=4.5)
        said = f"{card.text}: {other.text}" + (f" ({other.facts})" if other.facts else "")
        words.append(said + (f", melibatkan {and_list(found)}" if found else ""))
        y += high + 7
    if not units:
        y = (
            sheet.lines(
                0,
                y + 2,
                "Bidang yang terlibat tidak disebut dalam sumber data.",
                size=SMALL,
                colour=GREY,
                room=sheet.width,
            )
            + 4
        )
    return sheet.finish(y, f"{sheet.title}. Bagan kerja lintas bidang. {'; '.join(words)}.")


def _crossed(rows: Sequence[Row], taking: list[list[str]], units: list[str]) -> str:
    head = f"{len(rows)} kegiatan dikerjakan lintas bidang"
    if not units:
        return head
    count = {u: sum(u in found for found in taking) for u in units}
    most = max(count.values())
    return f"{head}; {and_list(u for u in units if count[u] == most)} terlibat dalam {most} di antaranya"


# -- processes ---------------------------------------------------------------------------------------------------------

_KINDS = (("manajemen", "Proses manajemen"), ("inti", "Proses inti"), ("pendukung", "Proses pendukung"))


@gapped
def business_process(office: Office) -> Drawing:
    """Three bands: management, core processes as a chain from left to right, support."""
    rows = office.rows("proses_bisnis")
    codes = {r["kode"] for r in rows}
    tops = {kind: [r for r in rows if r["jenis"] == kind and r["induk"] not in codes] for kind, _ in _KINDS}
    under: dict[str, list[str]] = {}
    for row in rows:
        under.setdefault(row["induk"], []).append(row["nama"])
    counted = and_list(f"{len(tops[kind])} proses {kind}" for kind, _ in _KINDS if tops[kind])
    sheet = Sheet(WIDE, f"Peta proses bisnis memuat {counted}")
    y, words = sheet.y, []
    for kind, title in _KINDS:
        if tops[kind]:
            y = _band(sheet, title, tops[kind], under, y, chain=kind == "inti") + 10
            inner = (
                r["nama"] + (f" ({', '.join(under[r['kode']])})" if r["kode"] in under else "") for r in tops[kind]
            )
            words.append(f"{title}: {'; '.join(inner)}")
    return sheet.finish(y - 6, f"{sheet.title}. {'. '.join(words)}.")


def _band(sheet: Sheet, title: str, rows: list[Row], under: dict[str, list[str]], top: float, *, chain: bool) -> float:
    per = min(len(rows), 5)
    gap = 14.0 if chain else 8.0
    room = (sheet.width - 16 - gap * (per - 1)) / per
    lines = [rows[i : i + per] for i in range(0, len(rows), per)]
    texts = [
        [(Card(r["nama"], strong=True, filled=True), [Card(t) for t in under.get(r["kode"], [])]) for r in line]
        for line in lines
    ]
    highs = [
        max(c.height(room, SMALL) + sum(k.height(room, SMALL) + 3 for k in kids) for c, kids in line) for line in texts
    ]
    bottom = top + 18 + sum(h + 8 for h in highs)
    sheet.rect(0.5, top, sheet.width - 1, bottom - top, edge=EDGE, radius=3)
    sheet.text(8, top + 12, title, size=SMALL, weight=600, colour=ACCENT)
    y = top + 18
    for line, high in zip(texts, highs, strict=True):
        tall = max(c.height(room, SMALL) for c, _ in line)
        for i, (card, kids) in enumerate(line):
            x = 8 + i * (room + gap)
            end = card.draw(sheet, x, y, room, SMALL, high=tall, centre=True)
            for kid in kids:
                end = kid.draw(sheet, x, end + 3, room, SMALL)
            if chain and i + 1 < len(line):
                sheet.arrow([(x + room + 1, y + tall / 2), (x + room + gap - 1, y + tall / 2)])
        y += high + 8
    return bottom
