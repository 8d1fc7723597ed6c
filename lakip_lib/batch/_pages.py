"""The pages across offices: state and links of every report, and tables of what the reports say, for each year."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal, InvalidOperation
from pathlib import Path
from urllib.parse import quote

from lakip_lib import publishing
from lakip_lib.batch import _sheets
from lakip_lib.batch._jobs import Settings
from lakip_lib.batch._outcome import Facts, Figure, Outcome, State
from lakip_lib.export import region
from lakip_lib.export.index import Published
from lakip_lib.export.region import Cell, Entry, Office, Table

__all__ = ["write"]

_DOWNLOADS = (
    ("ringkasan.xlsx", "semua tabel, buku kerja Excel"),
    ("ringkasan-instansi.csv", "per instansi"),
    ("ringkasan-indikator.csv", "per indikator"),
)
_OFFICE = (
    "Instansi", "Rata-rata capaian (%)", "Pagu (Rp)", "Realisasi (Rp)", "Serapan (%)", "Galat", "Peringatan", "Catatan",
    "Celah data",
)  # fmt: skip
_INDICATOR = ("Indikator", "Satuan", "Target", "Realisasi", "Capaian (%)", "Kelas capaian")
_Done = tuple[Outcome, Facts]
_REPORTS = (".html", ".pdf", ".docx")


def write(out: Path, outcomes: Sequence[Outcome], settings: Settings) -> tuple[Path, ...]:
    """Write index.html, ringkasan-<year>.html for each year, and the tables as CSV and xlsx; gives their paths."""
    out.mkdir(parents=True, exist_ok=True)
    done = [(o, o.facts) for o in outcomes if o.state is State.DONE and o.facts]
    years = sorted({o.year for o in outcomes}, reverse=True)
    told = {y: [(o, f) for o, f in done if o.year == y] for y in years}
    sheets = {"instansi": list(_office_rows(done)), "indikator": list(_indicator_rows(done))}
    pages = {"ringkasan.xlsx": _sheets.workbook(sheets)}
    for name, rows in sheets.items():
        pages[f"ringkasan-{name}.csv"] = _csv(rows)
    for year, mine in told.items():
        if mine:
            pages[f"ringkasan-{year}.html"] = _bytes(region.summary(str(year), len(mine), _summary(mine), _DOWNLOADS))
    summaries = [str(y) for y in years if told[y]]
    address = _address(out, settings)
    offices = [_office(group, address) for group in _by_office(outcomes)]
    pages["index.html"] = _bytes(region.overview([str(y) for y in years], offices, summaries, _DOWNLOADS))
    return tuple(_swap(out / name, content) for name, content in pages.items())


def _address(out: Path, settings: Settings) -> Callable[[Outcome], str]:
    """The address of the folder that holds the years of an office, as seen from the pages."""

    def beside(outcome: Outcome) -> str:
        outputs = Path(outcome.root) / "outputs"
        try:
            return quote(os.fsencode(Path(os.path.relpath(outputs, out)).as_posix()))
        except ValueError:  # another drive
            return outputs.as_uri()

    return (lambda outcome: quote(os.fsencode(outcome.name))) if settings.store else beside


def _by_office(outcomes: Sequence[Outcome]) -> list[list[Outcome]]:
    groups: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        groups.setdefault(outcome.root, []).append(outcome)
    return list(groups.values())


def _office(group: Sequence[Outcome], address: Callable[[Outcome], str]) -> Office:
    facts = next((o.facts for o in reversed(group) if o.facts), None)
    name, area = (facts.office, facts.region) if facts else (group[0].name, "")
    return Office(name, area, {str(o.year): _entry(o, address(o)) for o in group})


def _entry(outcome: Outcome, base: str) -> Entry:
    folder = Path(outcome.root) / "outputs" / str(outcome.year)
    files = [folder / name for name in outcome.files if name.endswith(_REPORTS)]
    state = {"data": {"peringatan": outcome.warnings, "celah": outcome.gaps}, "reviu": outcome.findings}
    published = Published(
        str(outcome.year),
        jenis=outcome.facts.kind if outcome.facts else "",
        files=tuple((f.name, f.stat().st_size) for f in files if f.is_file()),
        state=state if outcome.facts else {},
    )
    return Entry(published, base, outcome.state.value, good=outcome.state is State.DONE, problems=outcome.problems)


# -- tables ------------------------------------------------------------------------------------------------------------


def _summary(outcomes: Sequence[_Done]) -> list[Table]:
    """The two tables of one year, as shown."""
    offices = [
        [
            Cell(f.office),
            *(_cell(one) for one in (f.mean, f.budget, f.spent, f.absorption)),
            *(Cell(str(n), number=True) for n in (*_severities(o), o.gaps)),
        ]
        for o, f in outcomes
    ]
    return [
        Table("instansi", "Capaian, anggaran, dan temuan per instansi", _OFFICE, [("", offices)]),
        Table("indikator", "Capaian per indikator", _INDICATOR, [(f.office, _indicators(f)) for _, f in outcomes]),
    ]


def _indicators(facts: Facts) -> list[list[Cell]]:
    return [
        [
            Cell(i.name),
            Cell(i.unit),
            *(_cell(f) for f in (i.target, i.realised, i.achievement)),
            Cell(i.grade or "–"),
        ]
        for i in facts.indicators
    ]


def _cell(figure: Figure) -> Cell:
    return Cell(figure.text, number=True, missing=not figure.value)


def _severities(outcome: Outcome) -> tuple[int, int, int]:
    errors, warnings, notes = (outcome.findings.get(s, 0) for s in ("galat", "peringatan", "catatan"))
    return errors, warnings, notes


def _office_rows(outcomes: Sequence[_Done]) -> Iterator[list[object]]:
    yield [
        "instansi", "wilayah", "tahun", "rata_rata_capaian", "pagu", "realisasi", "serapan", "temuan_galat",
        "temuan_peringatan", "temuan_catatan", "peringatan_data", "celah", "folder",
    ]  # fmt: skip
    for o, f in outcomes:
        money = (f.mean.value, f.budget.value, f.spent.value, f.absorption.value)
        yield [f.office, f.region, o.year, *map(_number, money), *_severities(o), o.warnings, o.gaps, o.name]


def _indicator_rows(outcomes: Sequence[_Done]) -> Iterator[list[object]]:
    yield [
        "instansi", "tahun", "kode", "indikator", "satuan", "target", "realisasi", "capaian", "kelas_capaian",
        "keterangan", "folder",
    ]  # fmt: skip
    for o, facts in outcomes:
        for i in facts.indicators:
            figures = (i.target, i.realised, i.achievement)
            why = "; ".join(dict.fromkeys(f.text for f in figures if not f.value))
            values = map(_number, (f.value for f in figures))
            yield [facts.office, o.year, i.code, i.name, i.unit, *values, i.grade, why, o.name]


def _number(value: str) -> object:
    """A number where the text is one; a range stays text."""
    try:
        return Decimal(value)
    except InvalidOperation:
        return value


def _csv(rows: Sequence[Sequence[object]]) -> bytes:
    """Numbers keep every digit and have a decimal point, as in data/processed; a missing one is empty."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return _bytes(text.getvalue())


def _bytes(text: str) -> bytes:
    """UTF-8; what is no text in the name of a folder shows as a question mark."""
    return text.encode(errors="replace")


def _swap(path: Path, content: bytes) -> Path:
    with publishing.replacing(path, content):
        return path
