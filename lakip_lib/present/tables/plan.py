"""BAB II: the five-year plan, indicators, annual plan, performance agreement."""

from __future__ import annotations

from dataclasses import replace

from lakip_lib.office import Gap, Goal, Indicator, Office
from lakip_lib.present.gapped import gapped
from lakip_lib.present.grid import Column, Grid, Line, Numbered
from lakip_lib.present.tables._columns import BUDGET, GOAL, INDICATOR, NO, PROGRAM, UNIT
from lakip_lib.quantity import Quantity, Span

_REVISED = "PK perubahan"


def _above(goal: Goal, level: str) -> str:
    found = goal.above(level)
    return found.text if found else ""


@gapped
def strategy(office: Office) -> Grid:
    """Tujuan, strategi and arah kebijakan of the plan."""
    lines = [
        Line(way.code, (aim.text, way.text, [p.text for p in way.children]))
        for aim in office.goals("tujuan")
        for way in aim.walk()
        if way.level == "strategi"
    ]
    if not lines:
        raise Gap(office.file("renstra"))
    return Grid(
        (Column("tujuan", "Tujuan"), Column("strategi", "Strategi"), Column("arah", "Arah kebijakan")),
        tuple(lines),
        merge=("tujuan",),
    )


@gapped
def goals(office: Office) -> Grid:
    """Tujuan, sasaran and their indicators."""
    lines = [
        Line(i.code, (str(n), _above(i.goal, "tujuan"), i.goal.text, i.name))
        for n, i in enumerate(office.indicators, 1)
    ]
    return Grid((NO, Column("tujuan", "Tujuan"), GOAL, INDICATOR), tuple(lines), merge=("tujuan", "sasaran"))


@gapped
def targets(office: Office) -> Grid:
    """Renstra targets for every year of the planning period."""
    first, last = office.data.period_years
    years = range(first, last + 1)
    lines = [
        Line(i.code, (i.goal.text, i.name, i.unit, *(i.target_in("Renstra", y) for y in years)))
        for i in office.indicators
    ]
    columns = (GOAL, INDICATOR, UNIT, *(Column(str(y), str(y), "Target", number=True) for y in years))
    return Grid(columns, tuple(lines), merge=("sasaran",), heads=2)


@gapped
def indicators(office: Office) -> Grid:
    """Indicators with their formulation and source of data."""
    lines = [
        Line(i.code, (str(n), i.goal.text, i.name, i.formulation, i.source)) for n, i in enumerate(office.indicators, 1)
    ]
    columns = (NO, GOAL, INDICATOR, Column("formulasi", "Formulasi perhitungan"), Column("sumber", "Sumber data"))
    return Grid(columns, tuple(lines), merge=("sasaran",))


@gapped
def formulations(office: Office) -> Grid:
    """Sasaran, indicators and how they are computed."""
    lines = [Line(i.code, (i.goal.text, i.name, i.formulation)) for i in office.indicators]
    return Grid((GOAL, INDICATOR, Column("formulasi", "Formulasi perhitungan")), tuple(lines), merge=("sasaran",))


@gapped
def program_matrix(office: Office) -> Grid:
    """Sasaran, its indicators and target, and the funded programs, kegiatan and sub kegiatan that serve it."""
    lines = []
    for goal in office.goals("sasaran"):
        mine = office.indicators_of(goal)
        for node in (n for p in office.programs_of(goal) for n in p.at("kegiatan") if n.funded):
            below = [s.name for s in node.at("sub kegiatan") if s.funded]
            lines.append(
                Line(
                    node.code,
                    (
                        goal.text,
                        Numbered(i.name for i in mine),
                        Numbered(i.target() for i in mine),
                        node.parent.name if node.parent else "",
                        node.name,
                        below,
                    ),
                )
            )
    if not lines:
        raise Gap(f"{office.file('program')} (kegiatan berpagu yang programnya menyebut sasaran)")
    columns = (
        GOAL, INDICATOR, Column("target", f"Target {office.year}", number=True), PROGRAM,
        Column("kegiatan", "Kegiatan"), Column("sub_kegiatan", "Sub kegiatan"),
    )  # fmt: skip
    note = "Hanya program, kegiatan dan sub kegiatan yang berpagu."
    return Grid(columns, tuple(lines), note=note, merge=("sasaran", "indikator", "target", "program"), wide=True)


@gapped
def annual_plan(office: Office) -> Grid:
    """The annual plan (RKT): every program, kegiatan and sub kegiatan with its indicators and RKT targets."""
    lines = []
    office.rows("program")
    for goal in office.goals("sasaran"):
        mine = office.indicators_of(goal)
        for node in (n for p in office.programs_of(goal, funded=False) for n in p.walk()):
            for k, indicator in enumerate(i for i in node.indicators if i.plan_target.known or not node.funded):
                name = node.name if node.funded else f"{node.name} (tidak dianggarkan)"
                target = indicator.plan_target
                unit = indicator.unit
                cells = (
                    goal.text,
                    Numbered(i.name for i in mine),
                    Numbered(i.target_in("RKT") for i in mine),
                    name,
                    indicator.name,
                    target,
                    unit,
                )
                lines.append(Line(f"{node.code}#{k}", cells))
    if not lines:
        raise Gap(office.file("kinerja_program"))
    columns = (
        GOAL, INDICATOR, Column("target", "Target RKT", number=True),
        Column("program", "Program, kegiatan, sub kegiatan"),
        Column("ukuran", "Indikator program, kegiatan, sub kegiatan"),
        Column("target_ukuran", "Target RKT", number=True), UNIT,
    )  # fmt: skip
    return Grid(columns, tuple(lines), merge=("sasaran", "indikator", "target", "program"), wide=True)


@gapped
def pact(office: Office) -> Grid:
    """The performance agreement (PK): sasaran, indicator, unit, target; after a revision the first one beside it."""
    revised = any(i.target_in(_REVISED).known for i in office.indicators)
    lines = [
        Line(
            i.code,
            (str(n), i.goal.text, i.name, i.unit, *[_first_target(i)] * revised, i.target()),
        )
        for n, i in enumerate(office.indicators, 1)
    ]
    columns = (
        NO, GOAL, INDICATOR, UNIT, *[Column("target_pk", "Target PK", number=True)] * revised,
        Column("target", "Target PK perubahan" if revised else "Target", number=True),
    )  # fmt: skip
    note = "Target yang tidak diubah berlaku terus." if revised else ""
    return Grid(columns, tuple(lines), note=note, merge=("sasaran",))


def _first_target(i: Indicator) -> Quantity | Span:
    """The target before the agreement was revised."""
    return next((t for d in ("PK", "Renstra") if (t := i.target_in(d)).known), i.target_in("PK"))


@gapped
def pact_programs(office: Office) -> Grid:
    """Programs and budgets that the performance agreement rests on."""
    lines = [Line(p.code, (str(n), p.name, p.budget)) for n, p in enumerate(office.programs, 1)]
    lines.append(Line("jumlah", ("", "Jumlah", office.budget()), "jumlah"))
    return Grid((NO, PROGRAM, BUDGET), tuple(lines), heads=2)


@gapped
def documents(office: Office) -> Grid:
    """Targets of the year as Renstra, RKT and PK set them, and whether they agree."""
    kinds = [d for d in ("Renstra", "RKT", "PK", _REVISED) if any(i.target_in(d).known for i in office.indicators)]
    if len(kinds) <= 1:
        raise Gap(f"{office.file('target')} (RKT dan PK {office.year})")
    lines = []
    for i in office.indicators:
        values = [i.target_in(d) for d in kinds]
        known = {str(v) for v in values if v.known}
        verdict = "belum ada target" if not known else "sama" if len(known) == 1 else "berbeda"
        shown = [v if isinstance(v, Span) or v.known else replace(v, missing="tidak berlaku") for v in values]
        lines.append(Line(i.code, (i.name, i.unit, *shown, verdict)))
    columns = (INDICATOR, UNIT, *(Column(d, d, number=True) for d in kinds), Column("keselarasan", "Keselarasan"))
    first = "target PK perubahan; tanpa itu target PK" if _REVISED in kinds else "target PK"
    note = f"Pengukuran kinerja memakai {first}; tanpa PK dipakai target Renstra."
    return Grid(columns, tuple(lines), note=note)
