"""Annexes: measurement form, data register, decisions, cleaning log, gaps."""

from __future__ import annotations

from lakip_lib import numerals
from lakip_lib.clean import Decision, LogEntry
from lakip_lib.office import Gap, Office
from lakip_lib.present._messages import lower_first
from lakip_lib.present.gapped import gapped
from lakip_lib.present.grid import Column, Grid, Line, Numbered, Rejected
from lakip_lib.present.tables._columns import ABSORBED, ACHIEVED, BUDGET, GOAL, INDICATOR, NO, PROGRAM, SPENT, TARGET


@gapped
def measurement(office: Office) -> Grid:
    """The measurement form: indicator, target, realisation, achievement, then program, budget, spending, absorption."""
    lines = []
    for goal in office.goals("sasaran"):
        mine = office.indicators_of(goal)
        for p in office.programs_of(goal):
            cells = (
                Numbered(i.name for i in mine),
                Numbered(i.target() for i in mine),
                Numbered(i.realised() for i in mine),
                Numbered(i.achievement() for i in mine),
            )
            lines.append(Line(p.code, (goal.text, *cells, p.name, p.budget, p.spent, p.absorption)))
    if not lines:
        raise Gap(f"{office.file('program')} (program berpagu yang menyebut sasaran)")
    columns = (
        GOAL, INDICATOR, TARGET, Column("realisasi_indikator", "Realisasi", number=True), ACHIEVED,
        PROGRAM, BUDGET, SPENT, ABSORBED,
    )  # fmt: skip
    merge = ("sasaran", "indikator", "target", "realisasi_indikator", "capaian")
    return Grid(columns, tuple(lines), merge=merge, wide=True)


@gapped
def register(office: Office) -> Grid:
    """Which part of which document every source file comes from; files of other fiscal years are left out."""
    here = (f"{office.year}/", f"{office.data.period}/")
    rows = [r for r in office.rows("register") if "/" not in r["berkas"] or r["berkas"].startswith(here)]
    lines = [Line(f"{r['berkas']}#{n}", (r["berkas"], r["bagian"], r["keterangan"])) for n, r in enumerate(rows)]
    columns = (Column("berkas", "Berkas sumber"), Column("bagian", "Asal data"), Column("keterangan", "Keterangan"))
    return Grid(columns, tuple(lines), merge=("berkas",))


@gapped
def decisions(office: Office) -> Grid:
    """What people decided about doubtful facts: the cell, what was read, used and rejected, why, by whom and when."""
    if not office.data.decisions:
        raise Gap("keputusan.csv")
    decided = {_decided(d) for d in office.data.decisions}
    lines = []
    for d in office.data.decisions:
        place = " ".join(part for part in (d.file, d.key.replace(";", ", "), d.column) if part)
        used = d.value if d.kind == "koreksi" else d.read
        reason = d.reason if len(decided) == 1 else f"{d.reason.rstrip('.')}. {_decided(d)}"
        lines.append(Line(str(d.number), (str(d.number), d.kind, place, used, Rejected(d.rejected), reason)))
    columns = (
        NO, Column("jenis", "Jenis"), Column("tempat", "Data yang terkena"), Column("dipakai", "Dipakai"),
        Column("ditolak", "Ditolak"), Column("alasan", "Alasan"),
    )  # fmt: skip
    note = f"Semua keputusan: {lower_first(decided.pop())}" if len(decided) == 1 else ""
    return Grid(columns, tuple(lines), note, wide=True)


def _decided(decision: Decision) -> str:
    """Who decided and when, as one sentence; a signed report says so too if nobody noted it."""
    by = f"Diputuskan oleh {decision.by}" if decision.by else "Pengambil keputusan belum diisi"
    return f"{by}, {numerals.write_date(decision.date) if decision.date else 'tanggal belum diisi'}."


@gapped
def cleaning_log(office: Office) -> Grid:
    """Cells that cleaning changed: all of them, or a count per file, column and reason when there are many."""
    log = office.data.log
    if not log:
        raise Gap("log pembersihan (tidak ada sel yang diubah)")
    groups: dict[tuple[str, str, str], list[LogEntry]] = {}
    for entry in log:
        groups.setdefault((entry.cell.file, entry.cell.column, entry.why), []).append(entry)
    lines = []
    for n, ((file, column, why), entries) in enumerate(groups.items(), 1):
        first = entries[0]
        example = f"baris {first.cell.row}: “{first.cell.typed.strip()}”"
        example += f" dibaca {first.read_as or why}" if column else ""
        cells = (str(n), file, column or "(seluruh baris)", why, str(len(entries)), Rejected(example))
        lines.append(Line(f"{file}#{column}#{why}", cells))
    columns = (
        NO, Column("berkas", "Berkas"), Column("kolom", "Kolom"), Column("alasan", "Yang dilakukan"),
        Column("sel", "Sel", number=True), Column("contoh", "Contoh"),
    )  # fmt: skip
    return Grid(columns, tuple(lines), merge=("berkas",), wide=True)


@gapped
def gaps(office: Office) -> Grid:
    """Source files that the catalogue knows and the office does not have."""
    files = office.absent_tables()
    lines = [Line(f, (str(n), f, office.about(f))) for n, f in enumerate(files, 1)]
    if not lines:
        raise Gap("tidak ada: semua tabel sumber tersedia")
    return Grid((NO, Column("berkas", "Berkas yang belum ada"), Column("isi", "Isinya")), tuple(lines))
