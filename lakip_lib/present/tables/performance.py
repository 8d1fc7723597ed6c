"""BAB III: evaluation, quarters, achievement of all indicators, awards."""

from __future__ import annotations

from collections.abc import Callable

from lakip_lib import numerals
from lakip_lib.measures import achievement
from lakip_lib.office import Gap, Indicator, Office
from lakip_lib.present.gapped import gapped
from lakip_lib.present.grid import Column, Grid, Line
from lakip_lib.present.tables import indicator as one
from lakip_lib.present.tables._columns import ACHIEVED, GOAL, INDICATOR, NO, REALISED, TARGET, UNIT

#: More evaluated years than this need a landscape page.
_UPRIGHT_YEARS = 5


@gapped
def score_components(office: Office) -> Grid:
    """AKIP components with weight and score for every evaluated year known, total and grade."""
    found = list(office.evaluations.values())
    if not found:
        raise Gap(office.file("evaluasi_akip"))
    names = list(dict.fromkeys(c for e in found for c, _, _ in e.components))
    lines = []
    for i, name in enumerate(names, 1):
        cells = []
        for e in found:
            weight, value = next(((w, v) for c, w, v in e.components if c == name), (None, None))
            cells += [weight, value]
        lines.append(Line(name, (str(i), name, *cells)))
    sums = [q for e in found for q in (e.weight, e.score)]
    lines.append(Line("jumlah", ("", "Nilai hasil evaluasi", *sums), "jumlah"))
    lines.append(
        Line("tingkat", ("", "Tingkat akuntabilitas kinerja", *(c for e in found for c in ("", e.grade))), "jumlah")
    )
    columns = [NO, Column("komponen", "Komponen yang dinilai")]
    for e in found:
        group = f"Kinerja {e.year}"
        columns += [
            Column(f"bobot-{e.year}", "Bobot", group, number=True),
            Column(f"nilai-{e.year}", "Nilai", group, number=True),
        ]
    note = "Sel kosong: komponen tidak dinilai pada tahun itu."
    if office.akip_scale.source:
        note = f"Tingkat menurut skala {office.akip_scale.source}. {note}"
    return Grid(tuple(columns), tuple(lines), note=note, heads=2, wide=len(found) > _UPRIGHT_YEARS)


@gapped
def follow_up(office: Office) -> Grid:
    """Recommendations of the last evaluation, what was done, and what is planned, per component."""
    rows = office.rows("evaluasi_tindak_lanjut")
    kinds = ("rekomendasi", "tindak lanjut", "rencana aksi")
    lines = []
    for n, name in enumerate(dict.fromkeys(r["komponen"] for r in rows), 1):
        cells = [
            [r["uraian"] for r in rows if r["komponen"] == name and r["jenis"] == kind] or "belum ada" for kind in kinds
        ]
        lines.append(Line(name, (str(n), name, *cells)))
    columns = (NO, Column("komponen", "Komponen"), *(Column(k, k.capitalize()) for k in kinds))
    return Grid(columns, tuple(lines), heads=2, wide=True)


@gapped
def quarters(office: Office) -> Grid:
    """Target, realisation and achievement per quarter; the fourth quarter's empty cells are the year's own figures."""
    office.rows("triwulan")
    lines = []
    for i in office.indicators:
        for quarter, target, realised in i.quarters():
            result = achievement(realised, target, i.direction, lower=office.lower_is_better)
            lines.append(
                Line(
                    f"{i.code}-{quarter}", (i.goal.text, i.name, i.unit, i.target(), quarter, target, realised, result)
                )
            )
    columns = (
        GOAL, INDICATOR, UNIT, Column("target_tahun", "Target tahunan", number=True),
        Column("triwulan", "TW"), TARGET, REALISED, ACHIEVED,
    )  # fmt: skip
    return Grid(columns, tuple(lines), merge=("sasaran", "indikator", "satuan", "target_tahun"))


@gapped
def scale(office: Office) -> Grid:
    """The classes of achievement in force."""
    lines = [Line(name, (interval, name)) for interval, name in office.scale.intervals()]
    note = f"Sumber: {office.scale.source}." if office.scale.source else ""
    return Grid((Column("rentang", "Capaian (%)"), Column("kelas", "Kelas")), tuple(lines), note=note)


def _all(office: Office, build: Callable[[Indicator], Grid]) -> Grid:
    """The table of one indicator, for all of them, one under the other."""
    grids = [build(i) for i in office.indicators]
    lines = tuple(line for grid in grids for line in grid.lines)
    notes = dict.fromkeys(g.note for g in grids if g.note)
    return Grid(grids[0].columns, lines, note=" ".join(notes), merge=("sasaran",), heads=2, wide=grids[0].wide)


@gapped
def achievements(office: Office) -> Grid:
    """Target, realisation, achievement and class of every indicator, and the capped mean."""
    grid = _all(office, one.target_grid)
    mean = office.mean_achievement()
    left_out = [i.name for i in office.indicators if not i.achievement().known]
    note = f"Rata-rata memakai capaian yang dibatasi {numerals.write_exact(office.mean_cap)}%."
    if left_out:
        note += f" Tidak ikut dirata-ratakan: {'; '.join(left_out)}."
    line = Line("rata-rata", ("Rata-rata capaian", "", "", "", "", mean, office.scale.classify(mean)), "jumlah")
    return Grid(grid.columns, (*grid.lines, line), note=note, merge=("sasaran",), heads=2)


@gapped
def to_years(office: Office) -> Grid:
    """Every indicator against last year and the year before."""
    return _all(office, one.years_grid)


@gapped
def to_end(office: Office) -> Grid:
    """Every indicator against the target of the last year of the plan."""
    return _all(office, one.end_grid)


@gapped
def compared(office: Office) -> Grid:
    """Every indicator against other regions and standards."""
    regions = list(dict.fromkeys(region for i in office.indicators for region, _ in i.comparators()))
    if not regions:
        raise Gap(f"{office.file('pembanding')} (tahun {office.year})")
    lines = []
    for i in office.indicators:
        values = dict(i.comparators())
        lines.append(Line(i.code, (i.goal.text, i.name, i.realised(), *(values.get(r, "tidak ada") for r in regions))))
    others = (Column(r, r, number=True) for r in regions)
    columns = (GOAL, INDICATOR, Column("realisasi", office.region, number=True), *others)
    return Grid(columns, tuple(lines), merge=("sasaran",), heads=2)


@gapped
def awards(office: Office) -> Grid:
    """Awards received in the year."""
    columns = (
        NO, Column("nama", "Penghargaan"), Column("pemberi", "Diserahkan oleh"),
        Column("penerima", "Penerima"), Column("acara", "Acara"), Column("tempat", "Tempat"),
        Column("tanggal", "Tanggal"),
    )  # fmt: skip
    rows = office.rows("penghargaan")
    used = [c for c in columns[1:] if any(r[c.key] for r in rows)]
    lines = []
    for r in rows:
        cells = (
            numerals.write_date(r[c.key]) if c.key == "tanggal" and r[c.key] else str(r[c.key] or "") for c in used
        )
        lines.append(Line(str(r["nomor"]), (str(r["nomor"]), *cells)))
    return Grid((columns[0], *used), tuple(lines), heads=2)
