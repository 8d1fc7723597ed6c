"""BAB I and III: budget, absorption, efficiency, programs with money and output."""

from __future__ import annotations

from lakip_lib import numerals
from lakip_lib.measures import absorption as absorbed
from lakip_lib.measures import efficiency_score, share, total
from lakip_lib.office import Gap, Office, Program
from lakip_lib.present.gapped import gapped
from lakip_lib.present.grid import CellValue, Column, Grid, Line
from lakip_lib.present.tables._columns import (
    ABSORBED,
    ACHIEVED,
    BUDGET,
    GOAL,
    INDICATOR,
    NO,
    PROGRAM,
    REALISED,
    SPENT,
    TARGET,
    UNIT,
)
from lakip_lib.quantity import Quantity

#: Beside the budget in force, where the year's budget was revised.
_FIRST = Column("pagu_awal", "Pagu awal (Rp)", number=True)
_REVISED = Column("pagu", "Pagu perubahan (Rp)", number=True)
_TREE_STYLE = {"program": "kelompok t1", "kegiatan": "t2", "sub kegiatan": "t3"}


@gapped
def budget_by_program(office: Office) -> Grid:
    """Budget per program with its share."""
    whole = office.budget()
    lines = [
        Line(p.code, (str(n), p.name, *_budgets(office, p), share(p.budget, whole)))
        for n, p in enumerate(office.programs, 1)
    ]
    lines.append(Line("jumlah", ("", "Jumlah", *_budgets(office), share(whole, whole)), "jumlah"))
    columns = (NO, PROGRAM, *_budget_columns(office), Column("bagian", "Bagian (%)", number=True))
    return Grid(columns, tuple(lines), heads=2)


def _budget_columns(office: Office) -> tuple[Column, ...]:
    """The budget; after a revision the first one, and the one in force."""
    return (_FIRST, _REVISED) if office.revised else (BUDGET,)


def _budgets(office: Office, node: Program | None = None) -> tuple[Quantity, ...]:
    """The cells of `_budget_columns` for a node of the tree, or for the office."""
    first, force = (node.first_budget, node.budget) if node else (office.first_budget(), office.budget())
    return (first, force) if office.revised else (force,)


@gapped
def absorption(office: Office) -> Grid:
    """Budget, money spent and absorption per program, with subtotals of the groups that program.csv names."""
    programs = office.programs
    lines = [Line(p.code, (str(n), p.name, p.budget, p.spent, p.absorption)) for n, p in enumerate(programs, 1)]
    for group in dict.fromkeys(p.group for p in programs if p.group):
        budget = total((p.budget for p in programs if p.group == group), name=f"pagu program {group}")
        spent = total((p.spent for p in programs if p.group == group), name=f"realisasi program {group}")
        lines.append(Line(group, ("", f"Jumlah program {group}", budget, spent, absorbed(spent, budget)), "kelompok"))
    lines.append(Line("jumlah", ("", "Jumlah", office.budget(), office.spent(), office.absorption()), "jumlah"))
    return Grid((NO, PROGRAM, BUDGET, SPENT, ABSORBED), tuple(lines), heads=2)


@gapped
def budget_tree(office: Office) -> Grid:
    """Budget and money spent for every program, kegiatan and sub kegiatan; parents are sums of their children."""
    nodes = [n for p in office.programs for n in p.walk() if n.funded]
    lines = [
        Line(n.code, (n.code, n.name, *_budgets(office, n), n.spent, n.absorption), _TREE_STYLE[n.level]) for n in nodes
    ]
    lines.append(Line("jumlah", ("", "Jumlah", *_budgets(office), office.spent(), office.absorption()), "jumlah"))
    names = (Column("kode", "Kode"), Column("nama", "Program, kegiatan, sub kegiatan"))
    columns = (*names, *_budget_columns(office), SPENT, ABSORBED)
    return Grid(columns, tuple(lines), heads=2)


@gapped
def outputs(office: Office) -> Grid:
    """Every funded sub kegiatan with money and output."""
    lines = []
    for n, node in enumerate(office.nodes("sub kegiatan"), 1):
        output = node.output
        about: tuple[CellValue, ...]
        if output:
            about = (output.name, output.target, output.realised, output.unit, output.achievement)
        else:
            about = ("tidak disebut sumber", None, None, "", None)
        lines.append(Line(node.code, (str(n), node.name, node.budget, node.spent, node.absorption, *about)))
    columns = (
        NO, Column("nama", "Sub kegiatan"), BUDGET, SPENT, ABSORBED, Column("keluaran", "Indikator", "Keluaran"),
        Column("target", "Target", "Keluaran", number=True), Column("hasil", "Realisasi", "Keluaran", number=True),
        Column("satuan", "Satuan", "Keluaran"), Column("capaian", "Capaian (%)", "Keluaran", number=True),
    )  # fmt: skip
    return Grid(columns, tuple(lines), heads=2, wide=True)


@gapped
def program_performance(office: Office) -> Grid:
    """Indicators of programs, kegiatan and sub kegiatan with target, realisation and achievement, per sasaran."""
    lines = []
    for goal in office.goals("sasaran"):
        for node in (n for p in office.programs_of(goal) for n in p.walk() if n.funded):
            lines += [
                Line(f"{node.code}#{k}", (goal.text, node.name, i.name, i.unit, i.target, i.realised, i.achievement))
                for k, i in enumerate(node.indicators)
                if i.target.known
            ]
    if not lines:
        raise Gap(office.file("kinerja_program"))
    columns = (
        GOAL, Column("program", "Program, kegiatan, sub kegiatan"), Column("ukuran", "Indikator"),
        UNIT, TARGET, REALISED, ACHIEVED,
    )  # fmt: skip
    return Grid(columns, tuple(lines), merge=("sasaran", "program"), heads=2, wide=True)


@gapped
def allocation(office: Office) -> Grid:
    """Budget, money spent and absorption per sasaran."""
    lines = []
    for n, goal in enumerate(office.goals("sasaran"), 1):
        names = [i.name for i in office.indicators_of(goal)]
        lines.append(
            Line(
                goal.code, (str(n), goal.text, names, office.budget(goal), office.spent(goal), office.absorption(goal))
            )
        )
    lines.append(Line("jumlah", ("", "Jumlah", "", office.budget(), office.spent(), office.absorption()), "jumlah"))
    return Grid((NO, GOAL, INDICATOR, BUDGET, SPENT, ABSORBED), tuple(lines), heads=2)


@gapped
def efficiency(office: Office) -> Grid:
    """Achievement, absorption and efficiency by the office's method per indicator, and the verdict."""
    lines = []
    for i in office.indicators:
        achieved, absorbed, gap = office.efficiency(i)
        score = (efficiency_score(gap),) if office.efficiency_scored else ()
        lines.append(Line(i.code, (i.goal.text, i.name, achieved, absorbed, gap, *score, office.efficiency_verdict(i))))
    title, definition = _EFFICIENCY[office.efficiency_method]
    scored = (Column("nilai", "Nilai efisiensi (NE)", number=True),) if office.efficiency_scored else ()
    columns = (
        GOAL, INDICATOR, ACHIEVED, ABSORBED, Column("efisiensi", title, number=True), *scored,
        Column("simpulan", "Simpulan"),
    )  # fmt: skip
    limit = numerals.write_exact(office.efficiency_threshold)
    note = (
        f"{definition} Lebih dari {limit}: efisien; antara -{limit} dan {limit}: cukup efisien; keduanya asalkan "
        f"capaian sedikitnya 100%; selebihnya tidak efisien. "
        f"Serapan di bawah {numerals.write_exact(office.explain_below)}% selalu perlu penjelasan."
    )
    if scored:
        note += " NE = 50 + E / 20 × 50, dengan E dibatasi -20 sampai 20."
    if source := office.setting("efisiensi", "sumber", ""):
        note += f" Sumber: {source}."
    return Grid(columns, tuple(lines), note=note, merge=("sasaran",), heads=2)


#: Title of the column and definition, by the method that profil.toml names.
_EFFICIENCY = {
    "selisih": ("Tingkat efisiensi (poin)", "Tingkat efisiensi = capaian dikurangi serapan, dalam poin."),
    "rasio": (
        "Rasio efisiensi",
        "Rasio efisiensi = capaian dibagi serapan; kelebihan di atas 1 dinyatakan dalam persen.",
    ),
    "pmk249": (
        "Efisiensi (%)",
        "Efisiensi = rata-rata 1 - (RAK/RVK)/(PAK/TVK) seluruh keluaran, dalam persen (PMK 249/2011).",
    ),
    "pmk22": (
        "Efisiensi (%)",
        "Efisiensi = (jumlah PAK × CK - jumlah RAK) / jumlah PAK × CK, dalam persen (PMK 22/2021).",
    ),
}
