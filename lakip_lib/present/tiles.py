"""The summary page: one tile for each indicator, for the budget and for what the check of the source tables found.

The page is a table of class ``petak`` (docs/fragments.md): cards on the screen, a short table on paper.
"""

from __future__ import annotations

import html
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from lakip_lib.measures import difference
from lakip_lib.office import Gap, Indicator, Office
from lakip_lib.present.drawing import ACCENT, GREY
from lakip_lib.present.origin import number_html
from lakip_lib.present.sheet import Sheet
from lakip_lib.quantity import Quantity

__all__ = ["Tiles", "summary"]

#: The years that a sparkline reaches back, and its printed size in mm.
_YEARS, _WIDE_MM, _HIGH_MM = 5, 26.0, 7.0
_REACHED = Decimal(100)
#: Class of a row -> the sign before its words, so that no state is told by colour alone.
_SIGNS = {"baik": "✓", "kurang": "▼", "netral": "◆"}
_COLUMNS = (
    ("ukuran", "Ukuran"), ("angka", "Angka"), ("rincian", "Rincian"), ("keadaan", "Keadaan"),
    ("perkembangan", "Perkembangan"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Tile:
    """One row: key, name as text, state (a key of `_SIGNS`), and four cells of HTML."""

    key: str
    name: str
    state: str
    value: str
    detail: str
    words: str
    history: str = ""

    def to_html(self) -> str:
        cells = (self.value, self.detail, f"{_SIGNS[self.state]} {self.words}", self.history)
        body = "".join(
            f'<td data-judul="{title}"{_kind(key)}>{cell}</td>'
            for (key, title), cell in zip(_COLUMNS[1:], cells, strict=True)
        )
        name = html.escape(self.name, quote=False)
        return f'<tr data-k="{html.escape(self.key)}" class="{self.state}"><th scope="row">{name}</th>{body}</tr>'


@dataclass(frozen=True)
class Tiles:
    """What `show.table` displays, like a `Grid`."""

    rows: tuple[_Tile, ...]
    note: str

    @property
    def landscape(self) -> bool:
        """Never: tiles go on from line to line."""
        return False

    def to_html(self) -> str:
        """``<table class="petak">`` as docs/fragments.md describes it."""
        head = "".join(f'<th scope="col" data-k="{key}"{_kind(key)}>{title}</th>' for key, title in _COLUMNS)
        body = "".join(row.to_html() for row in self.rows)
        return f'<table class="petak"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'


def _kind(key: str) -> str:
    return ' class="n"' if key == "angka" else ""


def summary(office: Office, findings: Mapping[str, int], label: str = "") -> Tiles:
    """The tiles of an office's fiscal year.

    `findings` counts, by severity, what the check of the source tables found; the first severity is the one that must
    not occur.  `label` is the table or figure that lists them.
    """
    rows = [*(_indicator(i) for i in office.indicators), _money(office), _found(findings, label)]
    note = (
        f"✓ tercapai atau tanpa kesalahan; ▼ belum tercapai atau ada kesalahan; ◆ tidak dinilai. Kelas capaian menurut "
        f"{office.scale.source or 'skala instansi'}. Grafik kecil: capaian tiap tahun; garis putus-putus ialah 100%."
    )
    return Tiles(tuple(rows), note)


def _indicator(i: Indicator) -> _Tile:
    achieved, target = i.achievement(), number_html(i.target(), unit=True)
    if not achieved.known:
        detail = f"Capaian; target {target}, realisasi {number_html(i.realised(), unit=True)}"
        return _Tile(i.code, i.name, "netral", number_html(achieved), detail, "Tidak dinilai", _history(i))
    reached = achieved.official().value >= _REACHED
    words = f"{'Target tercapai' if reached else 'Target belum tercapai'}, kelas {i.achieved_class()}"
    detail = f"Capaian; realisasi {number_html(i.realised(), unit=True)} dari target {target}"
    return _Tile(
        i.code, i.name, "baik" if reached else "kurang", number_html(achieved, unit=True), detail,
        html.escape(words, quote=False), _history(i),
    )  # fmt: skip


def _money(office: Office) -> _Tile:
    name = "Serapan anggaran"
    try:
        absorbed, spent, budget = office.absorption(), office.spent(), office.budget()
    except Gap as gap:
        missing = html.escape(str(gap), quote=False)
        return _Tile(
            "serapan", name, "netral", '<span class="q kosong">belum tersedia</span>', missing, "Tidak dinilai"
        )
    left = difference(budget, spent, name="sisa anggaran")
    detail = f"Belanja {number_html(spent, unit=True)} dari pagu {number_html(budget, unit=True)}"
    words = f"Sisa {number_html(left, unit=True)}" if left.known else "Tidak dinilai"
    return _Tile("serapan", name, "netral", number_html(absorbed, unit=True), detail, words)


def _found(findings: Mapping[str, int], label: str) -> _Tile:
    first = next(iter(findings))
    detail = ", ".join(f"{n} {severity}" for severity, n in findings.items())
    if label:
        detail += f'; rinciannya dalam <a href="#{html.escape(label)}">lampiran laporan</a>'
    state, words = ("kurang", f"Ada {first}") if findings[first] else ("baik", f"Tanpa {first}")
    return _Tile("temuan", "Temuan pemeriksaan data", state, str(sum(findings.values())), detail, words)


def _history(i: Indicator) -> str:
    """The last years' achievements as a sparkline with the years it spans; nothing for fewer than two years."""
    known = [(y, q) for y, q in _achieved(i) if q.known]
    if len(known) <= 1:
        return ""
    return f"{_sparkline(known)} {known[0][0]}–{known[-1][0]}"


def _achieved(i: Indicator) -> Iterator[tuple[int, Quantity]]:
    return ((year, i.achievement(year)) for year in range(i.year - _YEARS + 1, i.year + 1))


def _sparkline(known: list[tuple[int, Quantity]]) -> str:
    """Achievements over the years, apart as the years are, with 100 percent as a dashed line."""
    sheet = Sheet(_WIDE_MM, "")
    high, edge = _HIGH_MM * sheet.width / _WIDE_MM, 3.0
    values = [float(q.value) for _, q in known]
    low, top = min(*values, float(_REACHED)), max(*values, float(_REACHED))
    first, last = known[0][0], known[-1][0]

    def y(value: float) -> float:
        return high - edge - (value - low) / ((top - low) or 1) * (high - 2 * edge)

    points = [
        (edge + (year - first) / (last - first) * (sheet.width - 2 * edge), y(value))
        for (year, _), value in zip(known, values, strict=True)
    ]
    reached = y(float(_REACHED))
    sheet.line([(0, reached), (sheet.width, reached)], colour=GREY, width=0.7, dash="2 2")
    sheet.line(points, colour=ACCENT, width=1.4)
    sheet.mark(*points[-1], radius=2.2)
    told = "; ".join(f"{year}: {q.with_unit()}" for year, q in known)
    return sheet.finish(high, f"Capaian tiap tahun: {told}.").svg
