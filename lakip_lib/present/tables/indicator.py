"""BAB III: the tables of one indicator - its target, its years, the end of the plan, its counts, its efforts."""

from __future__ import annotations

from collections.abc import Iterator

from lakip_lib.office import Gap, Indicator, Office
from lakip_lib.present import _nodes
from lakip_lib.present.gapped import gapped
from lakip_lib.present.grid import Column, Grid, Line
from lakip_lib.present.tables._columns import ACHIEVED, GOAL, INDICATOR, PROGRAM, UNIT


def target_grid(i: Indicator) -> Grid:
    """Target, realisation, achievement, class."""
    year = i.year
    cells = (i.goal.text, i.name, i.unit, i.target(), i.realised(), i.achievement(), i.achieved_class())
    columns = (
        GOAL, INDICATOR, UNIT, Column("target", f"Target {year}", number=True),
        Column("realisasi", f"Realisasi {year}", number=True), ACHIEVED, Column("kelas", "Kelas"),
    )  # fmt: skip
    return Grid(columns, (Line(i.code, cells),), heads=2)


def years_grid(i: Indicator) -> Grid:
    """Realisation of the two years before and of this year, achievement, change in points and in percent."""
    year = i.year
    cells = (
        i.goal.text, i.name, i.realised(year - 2), i.realised(year - 1),
        i.target(), i.realised(), i.achievement(), i.change(), i.growth(),
    )  # fmt: skip
    columns = (
        GOAL, INDICATOR,
        Column("dua_tahun_lalu", str(year - 2), "Realisasi", number=True),
        Column("tahun_lalu", str(year - 1), "Realisasi", number=True),
        Column("target", "Target", str(year), number=True), Column("realisasi", "Realisasi", str(year), number=True),
        Column("capaian", "Capaian (%)", str(year), number=True),
        Column("selisih", "Selisih", f"Terhadap {year - 1}", number=True),
        Column("pertumbuhan", "Pertumbuhan (%)", f"Terhadap {year - 1}", number=True),
    )  # fmt: skip
    return Grid(columns, (Line(i.code, cells),), heads=2)


def end_grid(i: Indicator) -> Grid:
    """Target, realisation, achievement, the target of the last year of the plan, and how far it has been reached."""
    year, end = i.year, i.end_year
    left = end - year
    cells = (
        i.goal.text,
        i.name,
        i.target(),
        i.realised(),
        i.achievement(),
        i.target_in("Renstra", end),
        i.against_end(),
        f"{left} tahun",
    )
    columns = (
        GOAL, INDICATOR,
        Column("target", "Target", str(year), number=True), Column("realisasi", "Realisasi", str(year), number=True),
        Column("capaian", "Capaian (%)", str(year), number=True),
        Column("target_akhir", f"Target akhir Renstra {end}", number=True),
        Column("capaian_akhir", f"Realisasi terhadap target {end} (%)", number=True), Column("sisa", "Sisa waktu"),
    )  # fmt: skip
    return Grid(columns, (Line(i.code, cells),), heads=2)


def _alone(grid: Grid) -> Grid:
    """Without the sasaran, which the text around the table of one indicator names."""
    return Grid(grid.columns[1:], tuple(Line(line.key, line.cells[1:], line.style) for line in grid.lines))


@gapped
def against_target(indicator: Indicator) -> Grid:
    """Analysis 1: target against realisation."""
    return _alone(target_grid(indicator))


@gapped
def against_years(indicator: Indicator) -> Grid:
    """Analysis 2: against last year and the year before."""
    return _alone(years_grid(indicator))


@gapped
def against_end(indicator: Indicator) -> Grid:
    """Analysis 3: against the target of the last year of the plan."""
    return _alone(end_grid(indicator))


@gapped
def comparison(indicator: Indicator) -> Grid:
    """Analysis 4: against other regions and standards."""
    found = indicator.comparators()
    if not found:
        raise Gap(f"pembanding.csv ({indicator.name}, tahun {indicator.year})")
    lines = [Line("sendiri", (indicator.region, indicator.realised()))]
    lines += [Line(region, (region, value)) for region, value in found]
    return Grid(
        (
            Column("wilayah", "Wilayah"),
            Column("realisasi", f"Realisasi {indicator.year} ({indicator.unit})", number=True),
        ),
        tuple(lines),
    )


@gapped
def base_data(indicator: Indicator) -> Grid:
    """The counts behind the indicator for every year known, with the variables of the same unit, and the indicator."""
    variables = indicator.variables()
    years = indicator.years()
    if not years:
        raise Gap(f"data dasar indikator {indicator.name}")
    lines = [
        Line(str(year), (str(year), *(indicator.count(v, year) for v, _ in variables), indicator.realised(year)))
        for year in years
    ]
    columns = (
        Column("tahun", "Tahun"), *(Column(v, name, number=True) for v, name in variables),
        Column("realisasi", f"Nilai indikator ({indicator.unit})", number=True),
    )  # fmt: skip
    note = (
        f"Nilai tahun n adalah penilaian kinerja tahun n-{indicator.lag} yang terbit pada tahun n."
        if indicator.lag
        else ""
    )
    return Grid(columns, tuple(lines), note=note)


@gapped
def efforts(office: Office, indicator: Indicator) -> Grid:
    """Counted efforts of the programs for one indicator; the parts of an effort stand below it, their sum."""
    rows = indicator.listed("upaya")
    if not rows:
        raise Gap(office.file("upaya"))
    names = _nodes.names(office)

    def below(above: int | None, program: str, dashes: str) -> Iterator[Line]:
        for r in (r for r in rows if r["induk"] == above):
            mine = program or names.get(r["program"], "") or "Upaya lain"
            count = office.effort(r["nomor"])
            yield Line(str(r["nomor"]), (mine, f"{dashes}{r['uraian']}", count, r["satuan"] or count.unit))
            yield from below(r["nomor"], mine, f"– {dashes}")

    columns = (PROGRAM, Column("uraian", "Upaya"), Column("jumlah", "Jumlah", number=True), UNIT)
    return Grid(columns, tuple(below(None, "", "")), merge=("program",))
