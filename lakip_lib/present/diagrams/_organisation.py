"""The organisation chart: who stands under whom."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from lakip_lib.present._messages import and_list
from lakip_lib.present.diagrams._boxes import Card, elbow
from lakip_lib.present.drawing import BODY, EDGE, NARROW, SMALL, WIDE, Drawing
from lakip_lib.present.gapped import gapped
from lakip_lib.present.sheet import Sheet

if TYPE_CHECKING:
    from lakip_lib.clean import Row
    from lakip_lib.office import Office

__all__ = ["organisation"]

_GAP = 10.0
#: Columns of units beside each other before a second row begins, on a narrow and on a wide page.
_NARROW_UNITS, _WIDE_UNITS = 5, 6


@gapped
def organisation(office: Office) -> Drawing:
    """The head, the secretariat beside the line, and all other units below it with what they hold."""
    rows = office.rows("organisasi")
    below: dict[str, list[Row]] = {}
    codes = {r["kode"] for r in rows}
    for row in rows:
        below.setdefault(row["induk"] if row["induk"] in codes else "", []).append(row)
    heads = below.get("", [])
    units = [r for head in heads for r in below.get(head["kode"], [])]
    staffs = [r for r in units if r["jenis"] == "sekretariat"]
    lines = [r for r in units if r["jenis"] != "sekretariat"]
    wide = WIDE if len(lines) > _NARROW_UNITS else NARROW
    sheet = Sheet(wide, _organised(office, rows))
    middle, head_wide = sheet.width / 2, min(190.0, sheet.width / 3)
    y = sheet.y
    for head in heads:
        y = (
            Card(head["nama"], strong=True, filled=True).draw(
                sheet, middle - head_wide / 2, y, head_wide, 9, centre=True
            )
            + 6
        )
    y -= 6
    trunk = y
    if staffs:
        y = _beside(sheet, staffs, below, middle, y + 16)
    if lines:
        _columns(sheet, lines, below, middle, trunk=trunk, top=y + 16)
    elif staffs:
        sheet.line([(middle, trunk), (middle, y)], colour=EDGE, width=0.9)
    bottom = max((b.bottom for b in sheet.boxes), default=y) + 8
    return sheet.finish(bottom, f"{sheet.title}. Bagan organisasi: {'; '.join(_unit_words(h, below) for h in heads)}.")


def _organised(office: Office, rows: Sequence[Row]) -> str:
    kinds = (("sekretariat", "sekretariat"), ("bidang", "bidang"), ("sub bagian", "sub bagian"), ("UPT", "UPT"))
    found = [(sum(r["jenis"] == kind for r in rows), name) for kind, name in kinds]
    parts = [f"{n} {name}" for n, name in found if n]
    return f"{office.name} terdiri atas {and_list(parts)}" if parts else f"Susunan organisasi {office.name}"


def _unit_words(row: Row, below: dict[str, list[Row]]) -> str:
    under = below.get(row["kode"], [])
    return f"{row['nama']} membawahi {', '.join(_unit_words(r, below) for r in under)}" if under else str(row["nama"])


def _beside(sheet: Sheet, staffs: list[Row], below: dict[str, list[Row]], middle: float, top: float) -> float:
    """Secretariats right of the line, their own units under them side by side; returns where they end."""
    left, right = middle + 24, sheet.width - 1
    for row in staffs:
        card = Card(row["nama"], strong=True)
        bottom = card.draw(sheet, left, top, right - left, BODY, centre=True)
        at = (top + bottom) / 2
        sheet.line([(middle, at), (left, at)], colour=EDGE, width=0.9)
        under = below.get(row["kode"], [])
        for start in range(0, len(under), 3):
            part = under[start : start + 3]
            room = (right - left - 6 * (len(part) - 1)) / len(part)
            cards = [Card(r["nama"]) for r in part]
            high = max(c.height(room, SMALL) for c in cards)
            for i, c in enumerate(cards):
                x = left + i * (room + 6)
                elbow(sheet, ((left + right) / 2, bottom), (x + room / 2, bottom + 14), bottom + 7)
                c.draw(sheet, x, bottom + 14, room, SMALL, high=high, centre=True)
            bottom += 14 + high
            for r in part:
                bottom = _stack(sheet, below.get(r["kode"], []), below, left + 10, top=bottom, room=right - left - 20)
        top = bottom + 10
    return top - 10


def _columns(
    sheet: Sheet, units: list[Row], below: dict[str, list[Row]], middle: float, *, trunk: float, top: float
) -> None:
    """Rows of units with what they hold stacked under them."""
    most = _WIDE_UNITS if sheet.width_mm == WIDE else _NARROW_UNITS
    rows = -(-len(units) // most)
    per = -(-len(units) // rows)
    side = rows > 1
    for start in range(0, len(units), per):
        part = units[start : start + per]
        first = 12 if side else 0
        room = (sheet.width - first - _GAP * (len(part) - 1) - 2) / len(part)
        high = max(Card(r["nama"], strong=True).height(room, BODY) for r in part)
        bus = top - 8
        lefts = [1 + first + i * (room + _GAP) for i in range(len(part))]
        reach = [x + room / 2 for x in lefts]
        if start == 0:
            sheet.line([(middle, trunk), (middle, bus)], colour=EDGE, width=0.9)
            reach.append(middle)
        if side:
            reach.append(4)
        sheet.line([(min(reach), bus), (max(reach), bus)], colour=EDGE, width=0.9)
        bottom = top
        for row, x in zip(part, lefts, strict=True):
            sheet.line([(x + room / 2, bus), (x + room / 2, top)], colour=EDGE, width=0.9)
            end = Card(row["nama"], strong=True, rounded=row["jenis"] == "kelompok jabatan").draw(
                sheet, x, top, room, BODY, high=high, centre=True
            )
            bottom = max(bottom, _stack(sheet, below.get(row["kode"], []), below, x + 10, top=end, room=room - 10))
        if side and start + per < len(units):
            sheet.line([(4, bus), (4, bottom + 16)], colour=EDGE, width=0.9)
        top = bottom + 24


def _stack(
    sheet: Sheet, rows: list[Row], below: dict[str, list[Row]], left: float, *, top: float, room: float
) -> float:
    """Units under each other, hung on a line at their left; returns where they end."""
    y = top
    for row in rows:
        card = Card(row["nama"], rounded=row["jenis"] == "kelompok jabatan")
        at = y + 6 + card.height(room, SMALL) / 2
        sheet.line([(left - 6, top), (left - 6, at), (left, at)], colour=EDGE, width=0.9)
        y = card.draw(sheet, left, y + 6, room, SMALL)
        if under := below.get(row["kode"], []):
            y = _stack(sheet, under, below, left + 10, top=y, room=room - 10)
    return y
