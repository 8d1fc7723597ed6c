"""The office: what one fiscal year knows, and nothing else; gaps instead of crashes; any office without new code."""

from __future__ import annotations

import csv
import hashlib
import inspect
import random
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import partial
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings

from lakip_lib import schema
from lakip_lib.clean import Row
from lakip_lib.office import Evaluation, Gap, Goal, Indicator, Office, Program
from lakip_lib.present import charts, prose
from lakip_lib.present import tables as shown_tables
from lakip_lib.problems import DataError
from lakip_lib.quantity import Cell, Quantity, Span
from tests.conftest import REPOSITORY
from tests.strategies import FEW, Tree, indicator, program_trees, read_table, write_office, write_table

RAW = REPOSITORY / "data" / "raw"
YEARS = (2022, 2023, 2024, 2025)
DOCUMENTS = ("Renstra", "RKT", "PK", "PK perubahan")
OPTIONAL = [t.name for t in schema.TABLES if not t.required and not t.extra and t.name != "keputusan"]


@pytest.fixture(scope="module")
def offices() -> Mapping[int, Office]:
    """The real office in every fiscal year."""
    return {year: Office(REPOSITORY, year) for year in YEARS}


# -- asking everything ---------------------------------------------------------------------------------------

Asked = tuple[str, object]


def ask(label: str, question: Callable[[], object]) -> Asked:
    """The answer, or the gap; any other exception is a failure of the office."""
    try:
        answer = question()
        return label, list(answer) if inspect.isgenerator(answer) else answer
    except Gap as gap:
        return label, gap


def members(thing: object, label: str) -> Iterator[Asked]:
    """Every public property, and every public method that needs no argument."""
    for name in dir(thing):
        if name.startswith("_"):
            continue
        label_, value = ask(f"{label}.{name}", lambda name=name: getattr(thing, name))
        if callable(value):
            parameters = inspect.signature(value).parameters.values()
            if all(p.default is not p.empty for p in parameters):
                yield ask(f"{label_}()", value)
        else:
            yield label_, value


def about_indicators(office: Office) -> Iterator[Asked]:
    """All that a chapter can ask about indicators."""
    for i in office.indicators:
        yield from members(i, i.code)
        for year in range(office.year - 6, office.year + 3):
            for measure in (i.target, i.realised, i.numerator, i.denominator, i.achievement):
                yield ask(f"{i.code}.{measure.__name__}({year})", partial(measure, year))
            for document in DOCUMENTS:
                yield f"{i.code}.{document}({year})", i.target_in(document, year)
        yield ask(f"{i.code}.efficiency", partial(office.efficiency, i))
        yield ask(f"{i.code}.verdict", partial(office.efficiency_verdict, i))


def about_money(office: Office) -> Iterator[Asked]:
    """All that a chapter can ask about aims, programs and money."""
    for goal in (g for root in office.plan for g in root.walk()):
        yield from members(goal, goal.code)
        for measure in (office.budget, office.spent, office.absorption, office.programs_of, office.indicators_of):
            yield ask(f"{goal.code}.{measure.__name__}", partial(measure, goal))
    roots = ask("", lambda: office.all_programs)[1]
    for node in [] if isinstance(roots, Gap) else [n for r in roots for n in r.walk()]:
        yield from members(node, node.code)
        for p in node.indicators:
            yield from members(p, f"{node.code}/{p.name}")
    for level in ("program", "kegiatan", "sub kegiatan"):
        yield ask(level, partial(office.nodes, level))
        yield ask(f"banyak {level}", partial(office.node_count, level))


def everything(office: Office) -> Iterator[Asked]:
    """All that a chapter can ask an office."""
    yield from members(office, "office")
    yield from about_indicators(office)
    yield from about_money(office)
    for evaluation in office.evaluations.values():
        yield from members(evaluation, f"akip {evaluation.year}")
    for table in (t.name for t in schema.TABLES):
        yield ask(table, partial(office.rows, table))
    for row in office.data.tables.get("variabel", ()):
        yield row["kode"], office.series(row["kode"])
        for year in range(office.year - 6, office.year + 3):
            yield f"{row['kode']} {year}", office.count(row["kode"], year)
    for row in office.data.tables.get("upaya", ()):
        yield f"upaya {row['nomor']}", office.effort(row["nomor"])


def quantities(answer: object) -> Iterator[Quantity]:
    """All quantities in an answer."""
    if isinstance(answer, Quantity):
        yield answer
    elif isinstance(answer, Span):
        yield from (answer.low, answer.high)
    elif isinstance(answer, Mapping):
        yield from (q for v in answer.values() for q in quantities(v))
    elif isinstance(answer, Sequence) and not isinstance(answer, str):
        yield from (q for v in answer for q in quantities(v))
    elif isinstance(answer, Row):
        yield from quantities(dict(answer.values))


def plain(answer: object) -> object:
    """An answer without objects that only point to others."""
    match answer:
        case Quantity() | Span():
            shown = answer.with_unit(), getattr(answer, "held", None), getattr(answer, "formula", "")
        case Goal() | Indicator() | Program():
            shown = answer.code
        case Evaluation():
            shown = answer.year, plain(answer.components)
        case Row():
            shown = plain(dict(answer.values))
        case dict():
            shown = {k: plain(v) for k, v in answer.items()}
        case list() | tuple():
            shown = [plain(v) for v in answer]
        case _:
            shown = str(answer)
    return shown


def snapshot(office: Office) -> dict[str, object]:
    """Everything an office says, without the place it lives in and the rows of its files."""
    answers = {label: plain(answer) for label, answer in everything(office)}
    log = [(e.cell.file, e.cell.column, e.cell.typed, e.read_as, e.why) for e in office.data.log]
    decisions = [d.number for d in office.data.decisions]
    return answers | {"office.data": [log, decisions, plain(office.data.warnings)], "office.root": ""}


# -- the figures of 2024 -------------------------------------------------------------------------------------


def test_the_figures_of_2024(offices: Mapping[int, Office]) -> None:
    """Money, counts and indicators of the 2024 report are those that the source tables give."""
    office = offices[2024]
    assert office.budget().value == 5_840_935_330
    assert office.spent().value == 4_563_613_156
    assert str(office.absorption()) == "78,13"
    counted = [office.node_count(level).value for level in ("sub kegiatan", "kegiatan", "program")]
    assert counted == [21, 11, 5]
    assert [(str(i.realised()), str(i.achievement())) for i in office.indicators] == [
        ("22,65", "111,36"),
        ("58,72", "148,70"),
        ("77,55", "95,62"),
    ]
    assert [e.grade for e in office.evaluations.values()] == ["A", "BB", "BB", "BB"]
    assert [office.efficiency_verdict(i) for i in office.indicators] == [
        "perlu penjelasan",
        "efisien",
        "target belum tercapai",
    ]


def test_unfunded_programs_are_planned_but_not_counted(offices: Mapping[int, Office]) -> None:
    """A program whose money cell says that it has no budget is in the tree, and not among the funded ones."""
    office = offices[2024]
    unfunded = {p.code for p in office.all_programs} - {p.code for p in office.programs}
    assert unfunded == {"2", "4"}
    for program in office.all_programs:
        if program.code in unfunded:
            assert not program.budget.known
            assert program.budget.missing == "tidak dianggarkan"
            assert not program.absorption.known


def test_money_adds_up_at_every_level(offices: Mapping[int, Office]) -> None:
    """The office is the sum of its sasaran, a node the sum of its children, and every leaf cell is used once."""
    office = offices[2024]
    assert sum(office.budget(g).value for g in office.goals("sasaran")) == office.budget().value
    assert sum(n.spent.value for n in office.nodes("kegiatan")) == office.spent().value
    cells = [c for c in office.budget().cells() if c.column == "pagu"]
    assert len(cells) == len(set(cells)) == 21


def test_every_computed_number_leads_to_cells(offices: Mapping[int, Office]) -> None:
    """Each known quantity of the office comes from at least one cell, whose typed text stands in its file."""
    lines: dict[str, list[list[str]]] = {}
    seen = 0
    for label, answer in everything(offices[2024]):
        for q in quantities(answer):
            if not q.known:
                continue
            cells = list(q.cells())
            assert cells, label
            seen += 1
            for cell in cells:
                if cell.file not in lines:
                    with (RAW / cell.file).open(encoding="utf-8", newline="") as file:
                        lines[cell.file] = list(csv.reader(file))
                header = lines[cell.file][0]
                assert lines[cell.file][cell.row - 1][header.index(cell.column)] == cell.typed
    assert seen > 500


# -- what a year knows ---------------------------------------------------------------------------------------


def later(file: str, row: Mapping[str, str], year: int) -> bool:
    """True if only a report after `year` can know this row of a source file."""
    name = Path(file).stem
    if name == "target":
        return row["dokumen"] != "Renstra" and int(row["tahun"]) > year
    if name == "evaluasi_akip":
        issued = row["tanggal_terbit"][-4:] or int(row["tahun_dinilai"]) + 1
        return int(issued) > year
    return "tahun" in row and name != "keputusan" and int(row["tahun"]) > year


@pytest.mark.parametrize(("issued", "known"), [("27 Desember 2021", 2021), ("5 Januari 2023", 2023), ("", 2022)])
def test_an_evaluation_is_known_whole_or_not_at_all(tmp_path: Path, issued: str, known: int) -> None:
    """The date of one component is that of the evaluation: no year sees a score of some of its components."""
    rows = [
        {"tahun_dinilai": 2021, "tanggal_terbit": date, "komponen": name, "bobot": "50%", "nilai": "40%"}
        for name, date in (("Perencanaan", issued), ("Pelaporan", ""))
    ]
    root = write_office(tmp_path, [indicator("a")], [("a", 5)], [("v_a", "unit", 3)], {"evaluasi_akip.csv": rows})
    for year in (2021, 2022, 2023):
        (root / "data/raw" / str(year)).mkdir(exist_ok=True)
        (root / "data/raw" / str(year) / "tahun.toml").touch()
        scores = [str(e.score) for e in Office(root, year).evaluations.values()]
        assert scores == (["80,00"] if year >= known else [])


@pytest.mark.parametrize("year", [2022, 2023])
def test_no_number_comes_from_a_later_year(offices: Mapping[int, Office], year: int) -> None:
    """No source cell of any quantity, log entry or warning belongs to a later year, targets of the Renstra apart."""
    office = offices[year]
    cells = {c for _, answer in everything(office) for q in quantities(answer) for c in q.cells()}
    cells |= {entry.cell for entry in office.data.log}
    assert len(cells) > 50
    for cell in cells:
        folder = cell.file.partition("/")[0]
        assert not (folder.isdecimal() and int(folder) != year)
        assert not later(cell.file, read_table(RAW / cell.file)[cell.row - 2], year)
    assert max(office.evaluations) == year - 1
    assert all(d.year <= year for d in office.data.decisions)


def keep(path: Path, wanted: Callable[[dict[str, str]], bool]) -> None:
    """Leave only the wanted rows in a source file."""
    rows = read_table(path)
    write_table(path, [row for row in rows if wanted(row)], list(rows[0]))


@pytest.mark.parametrize("year", [2022, 2023])
def test_an_earlier_report_does_not_change_with_later_data(
    offices: Mapping[int, Office], office_copy: Path, year: int
) -> None:
    """Without any later folder, row and decision the office says exactly the same."""
    raw = office_copy / "data" / "raw"
    for folder in raw.glob("20[0-9][0-9]"):
        if int(folder.name) > year:
            shutil.rmtree(folder)
    for path in raw.rglob("*.csv"):
        keep(
            path,
            lambda r, name=path.name: not later(name, r, year) and (name != "keputusan.csv" or int(r["tahun"]) <= year),
        )
    assert snapshot(Office(office_copy, year)) == snapshot(offices[year])


def test_a_plan_year_has_targets_and_nothing_realised(offices: Mapping[int, Office]) -> None:
    """In 2025 every realisation and what derives from it is "belum dinilai", and nothing is divided."""
    office = offices[2025]
    assert office.planned_only
    for i in office.indicators:
        assert i.target().known
        for q in (i.realised(), i.achievement(), i.change(), i.growth(), i.against_end()):
            assert q.missing == "belum dinilai"
        assert i.achieved_class() == "belum dinilai"
    assert not office.mean_achievement().known
    for measure in (office.budget, office.spent, office.absorption):
        with pytest.raises(Gap, match=r"2025/"):
            measure()


def test_a_score_belongs_to_the_year_it_was_issued_in(offices: Mapping[int, Office]) -> None:
    """With jeda 1 the value of a year is the score of the year before; earlier years are compared the same way."""
    akip = next(i for i in offices[2024].indicators if i.lag == 1)
    for year in (2021, 2022, 2023, 2024):
        assert akip.realised(year).value == offices[2024].evaluations[year - 1].score.value
    assert akip.years() == [2021, 2022, 2023, 2024]
    assert not akip.realised(2020).known


def test_a_score_issued_late_is_unknown_until_then(office_copy: Path) -> None:
    """An evaluation issued two years later is not in the report between."""
    path = office_copy / "data/raw/evaluasi_akip.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("27 Maret 2024", "2 Januari 2025"), encoding="utf-8")
    keep(office_copy / "data/raw/keputusan.csv", lambda r: r["kolom"] != "tanggal_terbit")
    akip = Office(office_copy, 2024).indicators[2]
    assert not akip.realised().known
    assert Office(office_copy, 2025).evaluations[2023].score.value == Decimal("77.55")


def test_a_score_with_an_open_component_is_no_score(office_copy: Path) -> None:
    """Three of four components are not graded as if they were all."""
    path = office_copy / "data/raw/evaluasi_akip.csv"
    path.write_text(
        path.read_text(encoding="utf-8").replace('Pelaporan kinerja,15%,"12,30%"', "Pelaporan kinerja,15%,")
    )
    office = Office(office_copy, 2024)
    assert not office.evaluations[2023].score.known
    assert office.evaluations[2023].grade == "Pelaporan kinerja: kosong"
    assert office.indicators[2].achievement().missing == "Pelaporan kinerja: kosong"


@pytest.mark.parametrize(
    ("documents", "used"),
    [
        (DOCUMENTS, "PK perubahan"),
        (("PK", "RKT", "Renstra"), "PK"),
        (("Renstra", "RKT"), "Renstra"),
        (("RKT",), None),
        (("PK", "PK perubahan -"), "PK"),
    ],
)
def test_the_latest_document_sets_the_target(tmp_path: Path, documents: Sequence[str], used: str | None) -> None:
    """PK perubahan before PK before Renstra; an empty target falls back, an RKT never sets the year's target."""
    values = {d: str(n) for n, d in enumerate(DOCUMENTS, 1)}
    root = write_office(tmp_path, [indicator("a")], [("a", 9)], [("v_a", "unit", 3)])
    rows = [
        {"indikator": "a", "tahun": 2022, "dokumen": d.removesuffix(" -"), "target": values.get(d, "-")}
        for d in documents
    ]
    write_table(root / "data/raw/renstra-2020-2024/target.csv", rows)
    target = Office(root, 2022).indicators[0].target()
    assert (str(target) if target.known else None) == (values[used] if used else None)


# -- trees of money ------------------------------------------------------------------------------------------


@settings(FEW, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(program_trees())
def test_a_parent_is_the_sum_of_its_leaves(
    tmp_path: Path, made: tuple[Tree, dict[str, tuple[int | None, int | None, int]]]
) -> None:
    """For any tree, in any order of rows, every level sums the pagu in force and the money spent of its leaves."""
    tree, money = made
    root = tmp_path / "instansi"
    shutil.rmtree(root, ignore_errors=True)
    rows = [{"kode": c, "induk": p, "tingkat": level, "nama": c, "sasaran": "" if p else "SA"} for c, p, level in tree]
    tables = {"2022/program.csv": rows}
    if money:
        tables["2022/anggaran.csv"] = [
            {"kode": c, "pagu": pagu, "pagu_perubahan": "" if new is None else new, "realisasi": spent}
            for c, (pagu, new, spent) in money.items()
        ]
    office = Office(write_office(root, [indicator("a")], [("a", 9)], [("v_a", "unit", 3)], tables), 2022)
    nodes = [n for r in office.all_programs for n in r.walk()]
    assert sorted(n.code for n in nodes) == sorted(c for c, _, _ in tree)
    for node in nodes:
        mine = [m for c, m in money.items() if f"{c}.".startswith(f"{node.code}.")]
        assert node.funded == bool(mine)
        assert node.goal == "SA"
        if mine:
            budget, spent = sum(m[0] if m[1] is None else m[1] for m in mine), sum(m[2] for m in mine)
            assert (node.budget.held, node.spent.held) == (budget, spent)
            assert node.absorption.held == (Decimal(spent) / budget * 100 if budget else None)
            assert len({c.row for c in node.spent.cells()}) == len(mine)
    if money:
        assert office.budget().value == sum(m[0] if m[1] is None else m[1] for m in money.values())
        assert office.budget(office.goal("SA")).value == office.budget().value
        assert not office.budget(office.goal("SB")).known
    else:
        with pytest.raises(Gap, match=r"2022/anggaran\.csv"):
            office.budget()


TREE = [
    {"kode": "1", "induk": "", "tingkat": "program", "nama": "p", "sasaran": "SA"},
    *({"kode": f"1.{n}", "induk": "1", "tingkat": "sub kegiatan", "nama": f"s{n}", "sasaran": ""} for n in "12"),
]


@pytest.mark.parametrize("typed", ["Tidak dianggarkan", "Tidak dianggarkan (refocusing)", "tidak ada anggaran"])
def test_what_was_not_funded_leaves_no_hole_in_sums(tmp_path: Path, typed: str) -> None:
    """A sub kegiatan without money, with or without a remark why, is no part of a sum."""
    money = [{"kode": "1.1", "pagu": 100, "realisasi": 90}, {"kode": "1.2", "pagu": typed, "realisasi": ""}]
    tables = {"2022/program.csv": TREE, "2022/anggaran.csv": money}
    office = Office(write_office(tmp_path, [indicator("a")], [("a", 9)], [("v_a", "unit", 3)], tables), 2022)
    assert [n.code for n in office.nodes("sub kegiatan")] == ["1.1"]
    assert (office.budget().value, office.spent().value) == (100, 90)


def test_a_plan_year_has_not_assessed_the_counts_of_its_programs(tmp_path: Path) -> None:
    """A variable without any row is missing by its name, in a plan year because nobody has assessed it yet."""
    row = {"kode": "1", "indikator": "i", "satuan": "%", "target": 5, "pembilang": "v_b", "penyebut": "v_a"}
    tables = {"2022/program.csv": TREE, "2022/kinerja_program.csv": [row]}
    root = write_office(tmp_path, [indicator("a")], [("a", 9)], [("v_a", "unit", 3), ("v_b", "unit", 3)], tables)
    (root / "data/raw/data_dasar.csv").unlink()
    (root / "data/raw/2022/tahun.toml").write_text('keadaan = "rencana"\n', encoding="utf-8")
    realised = Office(root, 2022).all_programs[0].indicators[0].realised
    assert realised.missing == "belum dinilai"
    assert [q.name for q in realised.inputs if isinstance(q, Quantity)] == ["Nama v_b 2022", "Nama v_a 2022"]


def effort(number: int, parent: object = "", **cells: object) -> dict[str, object]:
    """A row of upaya.csv."""
    row = {"nomor": number, "induk": parent, "indikator": "a", "program": "", "uraian": "u", "jumlah": "", "satuan": ""}
    return row | {"variabel": ""} | cells


@pytest.mark.parametrize(
    ("second", "shown"),
    [({"jumlah": 4, "satuan": "orang"}, "7\u00a0peserta"), ({"variabel": "v_uang"}, "rincian berbeda satuan")],
)
def test_an_effort_is_the_sum_of_parts_that_have_one(tmp_path: Path, second: Mapping[str, object], shown: str) -> None:
    """The sum has the unit of the effort; money and people are not summed, and that stops no report."""
    rows = [effort(1, satuan="peserta"), effort(2, 1, jumlah=3, satuan="orang"), effort(3, 1, **second)]
    values = [("v_a", "unit", 3), ("v_uang", "rupiah", 1000)]
    office = Office(write_office(tmp_path, [indicator("a")], [("a", 9)], values, {"2022/upaya.csv": rows}), 2022)
    assert office.effort(1).with_unit() == shown
    assert shown_tables.efforts(office, office.indicators[0])


# -- another office ------------------------------------------------------------------------------------------


def test_another_office_needs_no_code(tmp_path: Path) -> None:
    """Ratio, lower is better, range, zero target, index and rank: each is measured by its own rule."""
    indicators = [
        indicator("rasio", satuan="%", desimal=1, pembilang="v_baik", penyebut="v_semua"),
        indicator("turun", satuan="kejadian", arah="turun"),
        indicator("rentang", satuan="hari", arah="rentang"),
        indicator("nihil", sasaran="SB", satuan="kasus", arah="turun"),
        indicator("indeks", sasaran="SB", satuan="indeks", desimal=2),
        indicator("peringkat", sasaran="SB", satuan="peringkat", arah="turun"),
    ]
    targets = [
        ("rasio", "50"),
        ("turun", 20),
        ("rentang", "5 - 10"),
        ("nihil", 0),
        ("indeks", "80,00"),
        ("peringkat", 4),
    ]
    values = [
        ("v_baik", "bus", "1"), ("v_semua", "bus", "3"), ("v_turun", "kejadian", "25"), ("v_rentang", "hari", "12"),
        ("v_nihil", "kasus", "0"), ("v_indeks", "indeks", "76,125"), ("v_peringkat", "peringkat", "3"),
    ]  # fmt: skip
    office = Office(write_office(tmp_path, indicators, targets, values), 2022)
    office.check()
    assert office.name == "Dinas Perhubungan Kota Contoh"
    assert {i.code: (str(i.realised()), str(i.achievement()), i.achieved_class()) for i in office.indicators} == {
        "rasio": ("33,3", "66,60", "Rendah"),
        "turun": ("25", "75,00", "Rendah"),
        "rentang": ("12", "80,00", "Rendah"),
        "nihil": ("0", "100,00", "Tinggi"),
        "indeks": ("76,13", "95,16", "Tinggi"),
        "peringkat": ("3", "125,00", "Tinggi"),
    }
    assert str(office.mean_achievement()) == "89,46"  # the rank counts for 120
    assert [i.code for i in office.indicators_of(office.goal("SB"))] == ["nihil", "indeks", "peringkat"]
    assert snapshot(office)


def test_the_office_says_which_formula_counts_when_lower_is_better(tmp_path: Path) -> None:
    """The option of profil.toml holds for every comparison; a word that is none of the two is refused."""
    root = write_office(tmp_path, [indicator("a", arah="turun")], [("a", 20)], [("v_a", "unit", 25)])
    profile = root / "data/raw/profil.toml"
    text = profile.read_text(encoding="utf-8")
    assert str(Office(root, 2022).indicators[0].achievement()) == "75,00"
    profile.write_text(text + '[capaian]\nrumus_turun = "T/R"\n', encoding="utf-8")
    assert str(Office(root, 2022).indicators[0].achievement()) == "80,00"
    profile.write_text(text + '[capaian]\nrumus_turun = "t/r"\n', encoding="utf-8")
    with pytest.raises(DataError, match=r"capaian\.rumus_turun.*T/R"):
        Office(root, 2022).indicators[0].achievement()


@pytest.mark.parametrize(
    ("cells", "values", "reason"),
    [
        ({"pembilang": ""}, {}, "data belum tersedia"),
        ({"penyebut": "v_b"}, {"v_b": "0"}, "tidak dapat dihitung: penyebut nol"),
        ({"penyebut": "v_b"}, {"v_b": "n/a"}, "tidak tersedia"),
        ({}, {"v_a": "Belum dinilai"}, "belum dinilai"),
    ],
)
def test_an_indicator_that_cannot_be_computed_says_why(
    tmp_path: Path, cells: Mapping[str, str], values: Mapping[str, str], reason: str
) -> None:
    """Without a numerator, with a zero or a missing count there is no realisation and no achievement."""
    counts = {"v_a": "5", "v_b": "4"} | values
    root = write_office(tmp_path, [indicator("a", **cells)], [("a", 9)], [(v, "unit", n) for v, n in counts.items()])
    a = Office(root, 2022).indicators[0]
    assert a.realised().missing == a.achievement().missing == reason
    assert a.years() == []


def test_quarters_come_in_order(tmp_path: Path) -> None:
    """Quarters are in the order of the year, and the open fourth one is the year's own figure."""
    rows = [
        {"indikator": "a", "triwulan": q, "target": t, "realisasi": r}
        for q, t, r in [("IV", "", ""), ("II", "4", "0"), ("I", "2", "-")]
    ]
    root = write_office(tmp_path, [indicator("a")], [("a", 9)], [("v_a", "unit", 3)], {"2022/triwulan.csv": rows})
    found = [(q, str(t), str(r)) for q, t, r in Office(root, 2022).indicators[0].quarters()]
    assert found == [("I", "2", "tanda strip"), ("II", "4", "0"), ("IV", "9", "3")]


@pytest.mark.parametrize(
    ("method", "year"), [("jumlah", "5"), ("terakhir", "0"), ("tetap", None)], ids=["jumlah", "terakhir", "tetap"]
)
def test_an_indicator_without_variables_is_made_of_its_quarters(tmp_path: Path, method: str, year: str | None) -> None:
    """Sum, last filled quarter, or the one value that all have; the fiscal year only, whatever the order of rows."""
    quarters = [("III", "0"), ("I", "5"), ("II", ""), ("IV", "")]
    rows = [{"indikator": "a", "triwulan": q, "target": "", "realisasi": v} for q, v in quarters]
    only = [indicator("a", pembilang="", metode=method)]
    root = write_office(tmp_path, only, [("a", 5)], [("v_a", "unit", 3)], {"2022/triwulan.csv": rows})
    if year is None:
        with pytest.raises(DataError, match=r"2022/triwulan\.csv baris 3 kolom realisasi"):
            Office(root, 2022)
        return
    a = Office(root, 2022).indicators[0]
    assert str(a.realised()) == year
    assert not a.realised(2021).known
    assert {c.file for c in a.realised().cells()} == {"2022/triwulan.csv"}


def test_a_percent_is_not_summed_over_quarters(tmp_path: Path) -> None:
    """A percentage without counts and with method jumlah is refused at the indicator."""
    rows = [{"indikator": "a", "triwulan": "I", "target": "", "realisasi": "5%"}]
    only = [indicator("a", pembilang="", metode="jumlah", satuan="%")]
    root = write_office(tmp_path, only, [("a", 5)], [("v_a", "unit", 3)], {"2022/triwulan.csv": rows})
    with pytest.raises(DataError, match=r"indikator\.csv baris 2 kolom metode"):
        Office(root, 2022)


MONEY = [
    {"kode": "1", "pagu": "1.000", "realisasi": "800", "keluaran": "x", "satuan": "orang", "target_keluaran": "10",
     "realisasi_keluaran": "12"},
    {"kode": "2", "pagu": "1.000", "realisasi": "500", "keluaran": "y", "satuan": "orang", "target_keluaran": "5 - 10",
     "realisasi_keluaran": "7"},
]  # fmt: skip


@pytest.mark.parametrize(
    ("method", "found", "verdict"),
    [
        ("selisih", "35,00", "efisien"),  # 100 - 1300 / 2000
        ("rasio", "1,54", "efisien"),  # 100 / 65
        ("pmk249", "33,33", "efisien"),  # 1 - (800 / 12) / (1000 / 10)
        ("pmk22", "40,91", "efisien"),  # (1200 + 1000 - 1300) / 2200
    ],
)
def test_the_office_says_how_efficiency_is_measured(tmp_path: Path, method: str, found: str, verdict: str) -> None:
    """Each method of profil.toml gives its own figure; a range is no volume, but it has an achievement."""
    tree = [{"kode": c, "induk": "", "tingkat": "sub kegiatan", "nama": c, "sasaran": "SA"} for c in "12"]
    performance = [{"kode": "1", "indikator": "lain", "satuan": "%", "target": "50", "realisasi": "1"}]
    tables = {"2022/program.csv": tree, "2022/anggaran.csv": MONEY, "2022/kinerja_program.csv": performance}
    root = write_office(tmp_path, [indicator("a")], [("a", 3)], [("v_a", "unit", 3)], tables)
    profile = root / "data/raw/profil.toml"
    profile.write_text(profile.read_text(encoding="utf-8") + f'[efisiensi]\nmetode = "{method}"\n', encoding="utf-8")
    office = Office(root, 2022)
    office.check()
    assert str(office.efficiency(office.indicators[0])[2]) == found
    assert office.efficiency_verdict(office.indicators[0]) == verdict
    assert [n.output.name for n in office.nodes("sub kegiatan")] == ["x", "y"]
    grid = shown_tables.efficiency(office)
    score = [str(line.cells[n]) for line in grid.lines for n, c in enumerate(grid.columns) if c.key == "nilai"]
    assert score == (["100,00"] if method.startswith("pmk") else [])  # 50 + 20 / 20 x 50: E is limited


@pytest.mark.parametrize("method", ["selisih", "rasio", "pmk249", "pmk22"])
@pytest.mark.parametrize(("realised", "title"), [(2, "1,67 poin di atas serapan"), ("n/a", "")])
def test_efficiency_is_told_in_points_or_not_at_all(tmp_path: Path, method: str, realised: object, title: str) -> None:
    """By any method the chart tells the points between what it draws, and only a difference is called one in prose."""
    tree = [{"kode": c, "induk": "", "tingkat": "sub kegiatan", "nama": c, "sasaran": "SA"} for c in "12"]
    tables = {"2022/program.csv": tree, "2022/anggaran.csv": MONEY}
    root = write_office(tmp_path, [indicator("a")], [("a", 3)], [("v_a", "unit", realised)], tables)
    profile = root / "data/raw/profil.toml"
    profile.write_text(profile.read_text(encoding="utf-8") + f'[efisiensi]\nmetode = "{method}"\n', encoding="utf-8")
    office = Office(root, 2022)
    drawn = charts.efficiency(office)
    assert title in drawn.title if title else isinstance(drawn, Gap)
    assert bool(title) != office.efficiency_verdict(office.indicators[0]).startswith("belum dapat dinilai")
    said = prose.computed(office, "indikator_efisiensi", indicator=office.indicators[0])
    assert ("Selisih capaian dan serapan" in said) == (method == "selisih" and bool(title))


# -- conventions ---------------------------------------------------------------------------------------------


def test_bounds_with_decimals_are_written_as_all_numbers_are(office_copy: Path) -> None:
    """Cap, threshold, absorption and classes of profil.toml stand in the report with a decimal comma."""
    profile = office_copy / "data/raw/profil.toml"
    text = profile.read_text(encoding="utf-8")
    bounds = {"batas_atas = 120": "117.5", "ambang = 5": "2.5", "perlu_penjelasan = 50": "52.5", "batas = 55": "62.5"}
    for old, bound in bounds.items():
        assert old in text
        text = text.replace(old, f"{old.partition('=')[0]}= {bound}")
    profile.write_text(text, encoding="utf-8")
    office = Office(office_copy, 2024)
    notes = shown_tables.efficiency(office).note + shown_tables.achievements(office).note
    classes = str(shown_tables.scale(office).lines)
    told = charts.absorption_by_program(office).svg
    said = f"{notes} {classes} {told} {office.mean_achievement().formula}"
    assert all(words in said for words in ("117,5%", "antara -2,5 dan 2,5", "52,5%", "≥ 62,5", "; 117,5)"))
    assert not [bound for bound in bounds.values() if bound in notes + classes]


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ('[instansi]\nnama = "Dinas Koperasi dan UKM Kota Bandar Lampung"', "[instansi]\nnama = 3", "instansi.nama"),
        ('wilayah = "Kota Bandar Lampung"\n', "", "instansi.wilayah"),
        ("batas_atas = 120", 'batas_atas = "120"', "rata_rata.batas_atas"),
        ("batas_atas = 120", "batas_atas = nan", "rata_rata.batas_atas"),
        ("ambang = 5", "ambang = true", "efisiensi.ambang"),
        ('metode = "selisih"', 'metode = "pmk 249"', "efisiensi.metode"),
        ("perlu_penjelasan = 50", "perlu_penjelasan = []", "serapan.perlu_penjelasan"),
        ("batas = 85, nama", 'batas = "tinggi", nama', "skala_capaian"),
        ("[skala_akip]", "[skala_lain]", "skala_akip"),
        ("di_atas = true", 'di_atas = "true"', "skala_akip"),
    ],
)
def test_an_unfit_convention_is_named(office_copy: Path, old: str, new: str, place: str) -> None:
    """A hole or a wrong type in profil.toml is found by `check`, with section and key."""
    profile = office_copy / "data/raw/profil.toml"
    text = profile.read_text(encoding="utf-8")
    assert text.count(old) == 1
    profile.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(DataError) as caught:
        Office(office_copy, 2024).check()
    assert [(p.file, p.column) for p in caught.value.problems] == [("profil.toml", place)]


def test_all_unfit_conventions_at_once(office_copy: Path) -> None:
    """A profile with nothing in it is refused with every section that is needed."""
    (office_copy / "data/raw/profil.toml").write_text("")
    with pytest.raises(DataError) as caught:
        Office(office_copy, 2024).check()
    assert {p.column for p in caught.value.problems} == {
        "instansi.nama",
        "instansi.wilayah",
        "skala_capaian",
        "skala_akip",
    }


def test_a_narrative_in_another_encoding_is_refused(office_copy: Path) -> None:
    """A narrative that is no UTF-8 is a problem with file and line."""
    (office_copy / "data/raw/2024/narasi/sop.md").write_bytes(b"baris satu\nbaris \xff\n")
    with pytest.raises(DataError, match=r"2024/narasi/sop\.md baris 2"):
        Office(office_copy, 2024).narrative("sop")
    assert Office(office_copy, 2024).narrative("tidak_ada") is None


def test_a_hidden_file_is_no_narrative(office_copy: Path) -> None:
    """What macOS leaves beside a file on a drive of another system is not read."""
    names = Office(office_copy, 2024).narratives()
    (office_copy / "data/raw/2024/narasi/._sop.md").write_bytes(b"\0\x05\x16\x07\xff")
    assert Office(office_copy, 2024).narratives() == names


# -- gaps ----------------------------------------------------------------------------------------------------


def optional_file(root: Path, table: str) -> Path:
    """Where an optional table of 2024 lives."""
    return root / "data/raw" / {"akar": ".", "tahun": "2024"}[schema.table(table).place] / f"{table}.csv"


@pytest.mark.parametrize("table", OPTIONAL)
def test_a_missing_optional_table_is_a_gap(office_copy: Path, table: str) -> None:
    """Without any one optional table all questions have an answer, a missing value or a gap, and a warning names it."""
    optional_file(office_copy, table).unlink(missing_ok=True)
    office = Office(office_copy, 2024)
    assert list(everything(office))
    assert any(f"{table}.csv" in w for w in office.warnings())
    with pytest.raises(Gap, match=f"{table}\\.csv"):
        office.rows(table)


@pytest.mark.parametrize("table", OPTIONAL)
def test_a_table_without_rows_is_a_gap(office_copy: Path, table: str) -> None:
    """A table of which only the header stands is as good as missing, unless another table names its rows."""
    columns = [c.name for c in schema.table(table).columns]
    write_table(optional_file(office_copy, table), [], columns)
    keep(office_copy / "data/raw/keputusan.csv", lambda r: not r["berkas"].endswith(f"{table}.csv"))
    if table in {"variabel", "program"}:
        with pytest.raises(DataError) as caught:
            Office(office_copy, 2024)
        assert all(f"ada di {table}.csv" in p.expected for p in caught.value.problems)
        return
    office = Office(office_copy, 2024)
    assert list(everything(office))
    with pytest.raises(Gap, match=f"{table}\\.csv"):
        office.frame(table)


def test_without_decisions_the_corrected_cells_are_problems_again(office_copy: Path) -> None:
    """What people decided is not built in: without keputusan.csv the doubtful cells are refused."""
    (office_copy / "data/raw/keputusan.csv").unlink()
    with pytest.raises(DataError) as caught:
        Office(office_copy, 2024)
    assert {(p.file, p.column) for p in caught.value.problems} == {
        ("2024/penghargaan.csv", "tanggal"),
        ("evaluasi_akip.csv", "nilai"),
    }


def optional_cells() -> list[tuple[str, int, str]]:
    """A sample of filled cells in optional columns: file, index of the row, column."""
    found = []
    for t in schema.TABLES:
        folder = {"akar": "", "periode": "renstra-2021-2026/", "tahun": "2024/"}[t.place]
        path = RAW / f"{folder}{t.name}.csv"
        if path.is_file() and t.name not in {"keputusan", "register"}:
            rows = read_table(path)
            columns = [c.name for c in t.columns if not c.required]
            cells = [(f"{folder}{t.name}.csv", n, c) for n, row in enumerate(rows) for c in columns if row.get(c)]
            found += random.Random(t.name).sample(cells, min(3, len(cells)))  # noqa: S311 - a fixed sample
    return found


@pytest.mark.parametrize(("file", "index", "column"), optional_cells())
def test_an_emptied_optional_cell_is_a_gap(office_copy: Path, file: str, index: int, column: str) -> None:
    """Without any one optional cell all questions have an answer, a missing value or a gap."""
    path = office_copy / "data/raw" / file
    rows = read_table(path)

    def about_it(decision: Mapping[str, str]) -> bool:
        key = [part.split("=", 1) for part in decision["kunci"].split(";") if part]
        return decision["berkas"] == file and decision["kolom"] == column and all(rows[index][c] == v for c, v in key)

    keep(office_copy / "data/raw/keputusan.csv", lambda r: not about_it(r))
    rows[index][column] = ""
    write_table(path, rows)
    answers = list(everything(Office(office_copy, 2024)))
    read = {c: q for _, a in answers for q in quantities(a) if not q.formula for c in q.cells()}
    emptied = read.get(Cell(file, index + 2, column, ""))
    assert emptied is None or not emptied.known


# -- tables as data frames, and the source files -------------------------------------------------------------


def test_frames_hold_what_rows_hold(offices: Mapping[int, Office]) -> None:
    """A DataFrame of a table has its columns, one line per row, and the same sums."""
    office = offices[2024]
    data = office.frame("anggaran")
    assert isinstance(data, pd.DataFrame)
    assert len(data) == len(office.rows("anggaran"))
    assert data["pagu"].sum() == float(office.budget().value)
    assert set(data["berkas"]) == {office.file("anggaran")}


def test_source_files_are_never_written(office_copy: Path) -> None:
    """Whatever is asked of an office, no byte of its source tables changes and no file is added."""

    def hashes() -> dict[str, str]:
        files = (p for p in sorted((office_copy / "data").rglob("*")) if p.is_file())
        return {str(p): hashlib.sha256(p.read_bytes()).hexdigest() for p in files}

    before = hashes()
    for year in YEARS:
        office = Office(office_copy, year)
        assert list(everything(office))
        office.check()
    assert hashes() == before
