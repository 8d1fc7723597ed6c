"""Cleaning as one step: read, type, check, and cut every series at the fiscal year."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from lakip_lib import rules, schema
from lakip_lib.clean._decisions import in_report
from lakip_lib.clean._model import Cleaned, LogEntry, Row
from lakip_lib.clean._reading import Reading
from lakip_lib.clean._totals import wrong_totals
from lakip_lib.problems import DataError
from lakip_lib.quantity import Cell
from lakip_lib.sources import Sources, plans_in_force

__all__ = ["clean"]

_OTHER_PLAN = "indikator Renstra lain, tidak dipakai"


def clean(root: Path, fiscal_year: int) -> Cleaned:
    """Read and type every source table of that fiscal year.

    Raises `DataError` with all problems of all tables; FileNotFoundError when `root` is no office.
    """
    sources = Sources(root, fiscal_year)
    raw = {d.name: t for d in schema.TABLES if (t := sources.table(d)) is not None}
    work = Reading(sources, raw)
    tables = {name: tuple(work.rows(name)) for name in raw}
    others = _of_other_plans(tables, sources)
    ours = tables | {"pembanding": tuple(r for r in tables["pembanding"] if r not in others)} if others else tables
    for name, table in raw.items():
        work.warnings += wrong_totals(table, tables[name])
        work.log += (LogEntry(Cell(table.file, r.row, "", r.typed), "", r.why) for r in table.remarks)
    work.decisions.check(raw.values())
    issued = _issued(tables.get("evaluasi_akip", ()))
    later = {name: {r.number for r in rows if _later(name, r, fiscal_year, issued)} for name, rows in ours.items()}
    series = {name: tuple(r for r in rows if r.number not in later[name]) for name, rows in ours.items()}
    if problems := [*sources.problems, *work.problems, *work.decisions.problems, *rules.broken(ours, series)]:
        raise DataError(problems)
    if sources.year.get("keadaan") != "rencana":
        work.warnings += rules.half_filled(series)
    cut = {(raw[name].file, number) for name, numbers in later.items() for number in numbers}
    cut |= {(row.file, row.number) for row in others}
    return Cleaned(
        root, fiscal_year, sources.profile, sources.year, sources.period, sources.period_years, series,
        tuple(in_report(tables.get("keputusan", ()), fiscal_year)),
        (
            *(e for e in work.log if (e.cell.file, e.cell.row) not in cut),
            *(LogEntry(_whole(row), "", _OTHER_PLAN) for row in others if row["tahun"] <= fiscal_year),
        ),
        tuple(w for w in work.warnings if (w.file, w.row) not in cut),
    )  # fmt: skip


def _of_other_plans(tables: Mapping[str, Sequence[Row]], sources: Sources) -> list[Row]:
    """What pembanding.csv, which runs over all five-year plans, says of the indicators of another one.

    In a year of this plan, a code that it does not know is a slip; it stays, and the rules report it.
    """
    known = {r["kode"] for r in tables.get("indikator", ())}
    rows = [r for r in tables.get("pembanding", ()) if r["indikator"] not in known and isinstance(r["tahun"], int)]
    ours = {year for year in {r["tahun"] for r in rows} if sources.period in dict(plans_in_force(sources.raw, year))}
    return [r for r in rows if r["tahun"] not in ours]


def _whole(row: Row) -> Cell:
    return Cell(row.file, row.number, "", " · ".join(c.typed for c in row.cells.values() if c.typed))


def _issued(evaluated: Iterable[Row]) -> dict[int, int]:
    """The year in which each evaluation was issued, by evaluated year; many date only the first of its rows."""
    dated = ((r["tahun_dinilai"], r["tanggal_terbit"]) for r in reversed(tuple(evaluated)))
    return {year: date.year for year, date in dated if date}


def _later(name: str, row: Row, fiscal_year: int, issued: Mapping[int, int]) -> bool:
    """True for a row that a report of `fiscal_year` cannot know.

    A score is known from the year its evaluation was issued; without a date, from the year after the evaluated one.
    Targets of a five-year plan are known in advance, those of a yearly document are not.
    """
    year = row.values.get("tahun_dinilai" if name == "evaluasi_akip" else "tahun")
    if not isinstance(year, int):
        return False
    if name == "evaluasi_akip":
        return issued.get(year, year + 1) > fiscal_year
    if name == "target":
        return bool(row["dokumen"] != "Renstra") and year > fiscal_year
    return name in {"keputusan", "data_dasar", "pembanding"} and year > fiscal_year
