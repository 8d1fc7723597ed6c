"""Checking an office's source tables: every rule asked once, decisions of keputusan.csv respected."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from lakip_lib.clean import Decision, Row, points_at
from lakip_lib.office import Office
from lakip_lib.problems import DataError, Problem
from lakip_lib.review import _table_counts as counts
from lakip_lib.review import _table_dates as dates
from lakip_lib.review import _table_money as money
from lakip_lib.review import _table_plan as plan
from lakip_lib.review import _table_results as results
from lakip_lib.review import _table_rules as r
from lakip_lib.review import _table_words as words
from lakip_lib.review._table_base import file
from lakip_lib.review._table_missing import UNNAMED, Missing, copied, missing
from lakip_lib.review._table_rules import RULES
from lakip_lib.review.finding import Finding, Place, Rule, ordered

__all__ = ["RULES", "UNNAMED", "Missing", "check", "missing", "unusable"]


def check(office: Office) -> list[Finding]:
    """All findings over the cleaned tables of one fiscal year, worst first.

    Places are cells of source tables: `table` is the file below data/raw, `row` the row as a spreadsheet numbers it,
    `column` the column, `quote` the text as typed.  A finding about a cell that somebody decided on (jenis asumsi or
    abaikan in keputusan.csv) names the decision in its evidence.  It is settled when `alasan` names the rule's code: a
    galat then is a peringatan.  Nothing is left out.

    Tables that cannot be cleaned make no `Office`; `unusable` turns that error into findings.
    """
    found = [f for ask in _ASKED for f in ask(office)]
    rows = {(row.file, str(row.number)): row for table in office.data.tables.values() for row in table}
    files = {table[0].file: office.file(name) for name, table in office.data.tables.items() if table}
    return ordered(_lettered(_decided(f, office.data.decisions, rows, files), rows) for f in found)


def unusable(error: DataError) -> list[Finding]:
    """The problems that keep an office's tables from being used at all, each as a galat."""
    return [_of_problem(r.UNUSABLE, p) for p in error.problems]


def _warned(office: Office) -> Iterator[Finding]:
    """What cleaning could read but doubts."""
    yield from (_of_problem(r.DOUBTFUL, p) for p in office.data.warnings)


def _absent(office: Office) -> Iterator[Finding]:
    """Tables that the office does not have, in one finding; none for a plan year, which cannot have most of them."""
    files = office.absent_tables()
    if files and not office.planned_only:
        shown = ", ".join(files)
        yield Finding(r.ABSENT, f"{len(files)} tabel sumber belum tersedia: {shown}.", tuple(file(f) for f in files))


def _of_problem(rule: Rule, p: Problem) -> Finding:
    read = f"terbaca “{' '.join(p.typed.split())}”, " if p.typed else ""
    place = Place("", p.file, str(p.row) if p.row else "", _column(p.column, p.letter, p.row), p.typed)
    return Finding(rule, f"{read}seharusnya {p.expected}. {p.todo}".strip(), (place,), p.typed, p.expected)


_ASKED: tuple[Callable[[Office], Iterable[Finding]], ...] = (
    _warned, _absent,
    money.overspent, money.free_outputs, money.no_outputs, money.absorbed, money.budget_rows, money.unfunded_results,
    counts.parts, counts.above_whole, counts.staff, counts.assets, counts.assets_twice, counts.scores, counts.quarters,
    dates.dates, dates.as_of,
    plan.targets_open, plan.targets_differ, plan.targets_lowered, plan.targets_below, plan.end_reached, plan.still,
    plan.untied, plan.no_indicator, plan.unfilled,
    results.jumps, results.constant, results.far_above, results.unexplained, results.program_short, words.not_efficient,
    results.follow_up, dates.unsigned, copied,
)  # fmt: skip


def _column(name: str, letter: str, row: int | str) -> str:
    """A column and, in a workbook, the cell."""
    return f"{name} ({letter}{row})" if letter else name


def _lettered(finding: Finding, rows: dict[tuple[str, str], Row]) -> Finding:
    """The finding with the cells of workbooks named as a spreadsheet names them."""
    places = []
    for p in finding.places:
        row = rows.get((p.table, p.row))
        cell = row.cells.get(p.column) if row else None
        places.append(replace(p, column=_column(p.column, cell.letter, p.row)) if cell else p)
    return replace(finding, places=tuple(places))


def _decided(
    finding: Finding, decisions: Iterable[Decision], rows: dict[tuple[str, str], Row], files: dict[str, str]
) -> Finding:
    """The finding with the decisions on its cells as evidence; a galat that one of them names is a peringatan."""
    mine = [
        d
        for d in decisions
        if d.kind != "koreksi" and any(_about(d, p, rows, files, finding.code) for p in finding.places)
    ]
    settled = [d for d in mine if finding.code in d.reason]
    # An abaikan with `ditolak` is about a figure printed elsewhere, not about what stands in the cell.
    near = [d for d in mine if d not in settled and (d.kind == "asumsi" or not d.rejected)]
    if not settled and not near:
        return finding
    told = []
    for word, which in (("Sudah diputuskan", settled), ("Keputusan tentang sel ini", near)):
        if which:
            told.append(f"{word}: {', '.join(f'nomor {d.number} ({d.kind})' for d in which)}.")
    evidence = " ".join([f"{finding.evidence.rstrip('.')}."] * bool(finding.evidence) + told)
    rule = replace(finding.rule, severity="peringatan") if settled and finding.severity == "galat" else finding.rule
    return replace(finding, rule=rule, evidence=evidence)


def _about(d: Decision, place: Place, rows: dict[tuple[str, str], Row], files: dict[str, str], code: str) -> bool:
    """True for a decision on that cell, or on a place that is no row of a table: a column of a file, or words in it."""
    if d.file != files.get(place.table, place.table) or d.column != place.column:
        return False
    row = rows.get((place.table, place.row))
    if row is None:
        return not d.key and bool(d.column or code in d.reason)
    return bool(d.key) and points_at(d.key, {column: cell.typed for column, cell in row.cells.items()})
