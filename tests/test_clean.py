"""Every cell is read as its column says, changed only as the log says, or refused together with all others."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lakip_lib import schema
from lakip_lib.clean import Cleaned, clean, kind_of_unit
from lakip_lib.problems import DataError, Problem
from lakip_lib.processed import frame, write_processed
from lakip_lib.quantity import Kind, Quantity, Span
from tests.conftest import REPOSITORY
from tests.strategies import FIXED, indicator, read_table, write_office, write_table

TREE = [
    {"kode": "1", "induk": "", "tingkat": "program", "nama": "Program", "sasaran": "SA"},
    {"kode": "1.1", "induk": "1", "tingkat": "kegiatan", "nama": "Kegiatan", "sasaran": ""},
    {"kode": "1.1.1", "induk": "1.1", "tingkat": "sub kegiatan", "nama": "Sub", "sasaran": ""},
]


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """A small office with one indicator and one funded sub kegiatan."""
    money = [{"kode": "1.1.1", "pagu": "1.000", "pagu_perubahan": "", "realisasi": "900"}]
    tables = {"2022/program.csv": TREE, "2022/anggaran.csv": money}
    return write_office(tmp_path, [indicator("a")], [("a", 10)], [("v_a", "unit", 8)], tables)


def problems(root: Path, year: int = 2022) -> tuple[Problem, ...]:
    """All problems of an office, which must have some."""
    with pytest.raises(DataError) as caught:
        clean(root, year)
    return caught.value.problems


def put(root: Path, file: str, rows: Sequence[Mapping[str, object]]) -> Cleaned | tuple[Problem, ...]:
    """The office with that table: its problems, or cleaned if it has none."""
    write_table(root / "data/raw" / file, rows)
    try:
        return clean(root, 2022)
    except DataError as error:
        return error.problems


def change(root: Path, file: str, old: str, new: str) -> None:
    """Replace the one `old` in a source file."""
    path = root / "data/raw" / file
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, (file, old)
    path.write_text(text.replace(old, new), encoding="utf-8")


def decide(root: Path, *decisions: Mapping[str, object]) -> Cleaned | tuple[Problem, ...]:
    """The office with these decisions."""
    blank = {
        "nomor": 1, "jenis": "koreksi", "tahun": 2022, "berkas": "data_dasar.csv", "kunci": "variabel=v_a;tahun=2022",
        "kolom": "nilai", "semula": "8", "nilai": "9", "alasan": "salah ketik",
    }  # fmt: skip
    return put(root, "keputusan.csv", [blank | {"nomor": n} | dict(d) for n, d in enumerate(decisions, 1)])


def places(found: Cleaned | tuple[Problem, ...]) -> list[tuple[str, int, str]]:
    """File, row and column of every problem."""
    assert not isinstance(found, Cleaned), "no problem was found"
    assert all(p.expected for p in found)
    return [(p.file, p.row, p.column) for p in found]


# -- cells ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("column", "typed", "value"),
    [
        ("realisasi", "Rp. 5. 840.935.330,00", "5840935330"),
        ("realisasi", "Rp.     75.009.081", "75009081"),
        ("realisasi", "Rp. 22.275.313.470,-", "22275313470"),
        ("realisasi", "6,318,563,994", "6318563994"),
        ("realisasi", "1,2 miliar", "1200000000"),
        ("realisasi_keluaran", "80 Unit Usaha", "80"),
        ("realisasi_keluaran", "26 orang/bulan", "26"),
        ("realisasi_keluaran", "1.115", "1115"),
        ("target_keluaran", "n/a", None),
        ("target_keluaran", "–", None),
        ("pagu", "Tidak dianggarkan", None),
        ("pagu", " ", None),
    ],
)
def test_cells_are_read_by_their_column(office: Path, column: str, typed: str, value: str | None) -> None:
    """A cell gives its one value or a named absence, and keeps typed text, file, row and column."""
    cleaned = put(office, "2022/anggaran.csv", [{"kode": "1.1.1", column: typed}])
    quantity = cleaned.tables["anggaran"][0][column]
    assert quantity.held == (None if value is None else Decimal(value))
    assert bool(quantity.missing) == (value is None)
    (cell,) = quantity.cells()
    assert (cell.file, cell.row, cell.column, cell.typed) == ("2022/anggaran.csv", 2, column, typed)


@pytest.mark.parametrize(
    ("unit", "kind"),
    [
        ("%", Kind.PERSEN),
        ("Persen", Kind.PERSEN),
        ("persen (%)", Kind.PERSEN),
        ("nilai", Kind.INDEKS),
        (" Indeks ", Kind.INDEKS),
        ("predikat", Kind.INDEKS),
        ("peringkat", Kind.PERINGKAT),
        ("rupiah", Kind.UANG),
        ("Rp.", Kind.UANG),
        ("rasio", Kind.RASIO),
        ("orang", Kind.JUMLAH),
        ("unit usaha", Kind.JUMLAH),
    ],
)
def test_the_unit_says_the_kind(unit: str, kind: Kind) -> None:
    """Percent, index, rank, money and ratio have their units; anything else is counted."""
    assert kind_of_unit(unit) is kind


NASTY = [
    "=1+1",
    "#REF!",
    "1.2.3",
    "1e5",
    "١٢٣",
    "12\n345",
    "12\t345",
    "12  345",
    "5 - 10",
    "100%",
    "9" * 600,
    '"',
    "5 %",
    "1.000,5,0",
]


@pytest.mark.parametrize(
    ("column", "typed"),
    [
        *((column, typed) for column in ("pagu", "realisasi_keluaran") for typed in NASTY),
        ("pagu", "(1.250)"),
        ("pagu", "-5"),
        ("realisasi_keluaran", "1,5"),
    ],
)
def test_no_nasty_cell_becomes_a_number(office: Path, column: str, typed: str) -> None:
    """What is no single number of its kind is a problem with file, row, column and the text as typed."""
    (problem,) = put(office, "2022/anggaran.csv", [{"kode": "1.1.1", column: typed}])
    assert (problem.file, problem.row, problem.column, problem.typed) == ("2022/anggaran.csv", 2, column, typed)
    assert problem.expected
    assert problem.todo
    assert len(str(problem)) < 400


@pytest.mark.parametrize("typed", ["1.115 ribu", "2,500 juta"])
def test_an_ambiguous_cell_is_refused(office: Path, typed: str) -> None:
    """Where the kind leaves two readings and the column says nothing, neither is taken."""
    assert places(put(office, "2022/anggaran.csv", [{"kode": "1.1.1", "realisasi": typed}])) == [
        ("2022/anggaran.csv", 2, "realisasi")
    ]


def test_the_rest_of_the_column_decides(office: Path) -> None:
    """An unambiguous cell of the same column settles an ambiguous one."""
    tree = [*TREE, TREE[2] | {"kode": "1.1.2"}]
    put(office, "2022/program.csv", tree)
    rows = [{"kode": "1.1.1", "realisasi": "1.115 ribu"}, {"kode": "1.1.2", "realisasi": "2.500.000,50"}]
    cleaned = put(office, "2022/anggaran.csv", rows)
    assert cleaned.tables["anggaran"][0]["realisasi"].value == 1_115_000


def test_ranges_are_for_targets(office: Path) -> None:
    """A range target is read with both ends from one cell; a range elsewhere is a problem."""
    put(office, "renstra-2020-2024/indikator.csv", [indicator("a", arah="rentang")])
    target = [{"indikator": "a", "tahun": 2022, "dokumen": "PK", "target": "5 s/d 10"}]
    span = put(office, "renstra-2020-2024/target.csv", target).tables["target"][0]["target"]
    assert isinstance(span, Span)
    assert (span.low.value, span.high.value) == (5, 10)
    assert set(span.low.cells()) == set(span.high.cells())
    value = [{"variabel": "v_a", "tahun": 2022, "nilai": "5 s/d 10"}]
    assert places(put(office, "data_dasar.csv", value)) == [("data_dasar.csv", 2, "nilai")]


def test_an_agreed_target_is_never_rounded(office: Path) -> None:
    """A target with more decimals than its indicator shows is refused; that of a quarter is often a division's."""
    put(office, "renstra-2020-2024/indikator.csv", [indicator("a", satuan="%", desimal=1)])
    file, row = "renstra-2020-2024/target.csv", {"indikator": "a", "tahun": 2022, "dokumen": "PK"}
    assert places(put(office, file, [row | {"target": "75,25"}])) == [(file, 2, "target")]
    assert isinstance(put(office, file, [row | {"target": "75,50"}]), Cleaned)
    quarter = put(office, "2022/triwulan.csv", [{"indikator": "a", "triwulan": "I", "target": "18,875"}])
    assert [e.read_as for e in quarter.log if e.cell.file == "2022/triwulan.csv"] == ["18,9%"]


def test_another_unit_in_the_cell_is_a_warning(office: Path) -> None:
    """A typed unit that is not the declared one warns; one that is part of it does not."""
    assert not put(office, "data_dasar.csv", [{"variabel": "v_a", "tahun": 2022, "nilai": "8 Unit"}]).warnings
    (warning,) = put(office, "data_dasar.csv", [{"variabel": "v_a", "tahun": 2022, "nilai": "8 orang"}]).warnings
    assert (warning.file, warning.row, warning.column, warning.typed) == ("data_dasar.csv", 2, "nilai", "8 orang")


# -- rules ---------------------------------------------------------------------------------------------------


def test_all_problems_of_all_tables_at_once(office_copy: Path) -> None:
    """Six damaged cells in six tables are six problems, each with its place, the typed text, and advice."""
    change(office_copy, "data_dasar.csv", "koperasi_jumlah,2019,662", "koperasi_jumlah,2019,6#2")
    change(
        office_copy,
        "evaluasi_akip.csv",
        '27 Maret 2024,Pelaporan kinerja,15%,"12,30%"',
        '31 Februari 2024,Pelaporan kinerja,15%,"12,30%"',
    )
    change(
        office_copy, "renstra-2021-2026/target.csv", 'umkm_laba,2025,Renstra,"44,70"', 'umkm_laba,2025,Renstra,"44,7O"'
    )
    change(office_copy, "2024/anggaran.csv", "43.086.548", "43.086.54")
    change(office_copy, "2024/organisasi.csv", "SEK,KD,Sekretariat,sekretariat", "SEK,KD,Sekretariat,sekertariat")
    change(office_copy, "2024/triwulan.csv", "umkm_laba,II,0,0", "umkm_labaa,II,0,0")
    found = problems(office_copy, 2024)
    assert [(p.file, p.column, p.typed) for p in found] == [
        ("2024/anggaran.csv", "pagu", "43.086.54"),
        ("2024/organisasi.csv", "jenis", "sekertariat"),
        ("2024/triwulan.csv", "indikator", "umkm_labaa"),
        ("data_dasar.csv", "nilai", "6#2"),
        ("evaluasi_akip.csv", "tanggal_terbit", "31 Februari 2024"),
        ("renstra-2021-2026/target.csv", "target", "44,7O"),
    ]
    for p in found:
        line = (office_copy / "data/raw" / p.file).read_text(encoding="utf-8").splitlines()[p.row - 1]
        assert p.typed in line
        assert p.expected
        assert p.todo
        assert all(part in str(p) for part in (p.file, f"baris {p.row}", f"kolom {p.column}", p.typed, "seharusnya"))
    assert "“sekretariat”" in found[1].todo
    assert "“umkm_laba”" in found[2].todo
    assert str(DataError(found)).startswith("6 kesalahan pada tabel sumber:")


def test_keys_stand_once(office: Path) -> None:
    """The second row with a key is the problem, and the first is named."""
    row = {"variabel": "v_a", "tahun": 2022, "nilai": "8"}
    found = put(office, "data_dasar.csv", [row, row | {"tahun": 2021}, row | {"nilai": "9"}])
    assert places(found) == [("data_dasar.csv", 4, "variabel")]
    assert "baris 2" in found[0].expected


def test_unreadable_keys_are_not_duplicates(office: Path) -> None:
    """Two unreadable years are two problems, not three."""
    row = {"variabel": "v_a", "nilai": "8"}
    found = put(office, "data_dasar.csv", [row | {"tahun": "20224"}, row | {"tahun": "2204"}])
    assert places(found) == [("data_dasar.csv", 2, "tahun"), ("data_dasar.csv", 3, "tahun")]


@pytest.mark.parametrize(
    ("file", "row", "column", "typed"),
    [
        (
            "renstra-2020-2024/target.csv",
            {"indikator": "A", "tahun": 2022, "dokumen": "PK", "target": 1},
            "indikator",
            "A",
        ),
        (
            "renstra-2020-2024/target.csv",
            {"indikator": "a", "tahun": 2022, "dokumen": "PKK", "target": 1},
            "dokumen",
            "PKK",
        ),
        (
            "renstra-2020-2024/target.csv",
            {"indikator": "a", "tahun": 2022, "dokumen": "PK", "target": "naik"},
            "target",
            "naik",
        ),
        ("renstra-2020-2024/target.csv", {"indikator": "a", "tahun": "", "dokumen": "PK", "target": 1}, "tahun", ""),
        (
            "renstra-2020-2024/target.csv",
            {"indikator": "a", "tahun": 2022, "dokumen": "PK", "target": "5 - 10"},
            "target",
            "5 - 10",
        ),
        ("renstra-2020-2024/indikator.csv", indicator("a", arah="rentang"), None, "10"),
        ("renstra-2020-2024/indikator.csv", indicator("a", pembilang="v_b"), "pembilang", "v_b"),
        ("renstra-2020-2024/indikator.csv", indicator("a", penyebut="evaluasi_akip"), "penyebut", "evaluasi_akip"),
        ("renstra-2020-2024/indikator.csv", indicator("a", satuan=""), "satuan", ""),
        ("renstra-2020-2024/indikator.csv", indicator("a", desimal=99), "desimal", "99"),
        ("renstra-2020-2024/indikator.csv", indicator("a", desimal=-1), "desimal", "-1"),
        ("renstra-2020-2024/indikator.csv", indicator("a", desimal="٢"), "desimal", "٢"),
        ("renstra-2020-2024/indikator.csv", indicator("a", sasaran="S9"), "sasaran", "S9"),
        ("data_dasar.csv", {"variabel": "evaluasi_akip", "tahun": 2022, "nilai": 1}, "variabel", "evaluasi_akip"),
        ("2022/anggaran.csv", {"kode": "1.1", "pagu": "5"}, "kode", "1.1"),
        ("2022/anggaran.csv", {"kode": "1.1.9", "pagu": "5"}, "kode", "1.1.9"),
        (
            "2022/kinerja_program.csv",
            {"kode": "1", "indikator": "x", "satuan": "%", "realisasi": "9", "pembilang": "v_a"},
            "realisasi",
            "9",
        ),
        ("renstra-2020-2024/indikator.csv", indicator("a", pembilang="", penyebut="v_a"), "pembilang", ""),
        (
            "2022/kinerja_program.csv",
            {"kode": "1", "indikator": "x", "satuan": "%", "realisasi": "9", "penyebut": "v_a"},
            "pembilang",
            "",
        ),
    ],
)
def test_one_broken_rule_is_one_problem(
    office: Path, file: str, row: Mapping[str, object], column: str | None, typed: str
) -> None:
    """References, choices, required cells, bounds and money typed at a parent: one problem at its cell."""
    found = put(office, file, [row])
    expected = (file, 2, column) if column else ("renstra-2020-2024/target.csv", 2, "target")
    assert places(found) == [expected]
    assert found[0].typed == typed
    assert found[0].todo


def test_words_in_the_column_of_codes_are_notes(office: Path) -> None:
    """A source or signature below the table is set aside, though a row needs a code alone."""
    text = "kode;pagu;realisasi\n1.1.1;1.000;900\nJumlah;1.000;900\nSumber: DPA rekaan;;\nKepala Dinas;;\n"
    path = office / "data/raw/2022/anggaran.csv"
    path.write_text(text)
    cleaned = clean(office, 2022)
    assert [r["kode"] for r in cleaned.tables["anggaran"]] == ["1.1.1"]
    assert [e.cell.row for e in cleaned.log if e.why.startswith("catatan di bawah")] == [4, 5]
    path.write_text("kode;pagu;realisasi\n1. 1. 1;1.000;900\n")
    assert [(p.row, p.column) for p in problems(office)] == [(2, "kode")]


def test_comparisons_run_over_all_plans(office: Path) -> None:
    """Rows about indicators of another plan are set aside, those before this year in the log; slips are not."""
    rows = [
        {"indikator": code, "tahun": year, "wilayah": "Nasional", "nilai": "60,555"}
        for code, year in (("lama", 2019), ("a", 2019), ("a", 2022), ("baru", 2025))
    ]
    cleaned = put(office, "pembanding.csv", rows)
    assert [(r["indikator"], r["tahun"]) for r in cleaned.tables["pembanding"]] == [("a", 2019), ("a", 2022)]
    assert [(e.cell.row, e.why) for e in cleaned.log if "Renstra lain" in e.why] == [
        (2, "indikator Renstra lain, tidak dipakai")
    ]
    assert not [e for e in cleaned.log if e.cell.row == 5 and e.cell.file == "pembanding.csv"]
    early = [rows[0] | {"tahun": 2021}, rows[0] | {"tahun": 2024}]
    found = put(office, "pembanding.csv", early)
    assert [(p.file, p.row, p.column) for p in found] == [("pembanding.csv", n, "indikator") for n in (2, 3)]
    (office / "data/raw/renstra-2024-2029").mkdir()  # from then on another plan is in force
    assert [(p.row, p.column) for p in put(office, "pembanding.csv", early)] == [(2, "indikator")]


def test_a_reference_into_a_table_the_office_does_not_have_is_a_gap(office: Path) -> None:
    """Where variabel.csv or program.csv is not there yet, nothing that names its codes is wrong."""
    (office / "data/raw/variabel.csv").unlink()
    (office / "data/raw/2022/program.csv").unlink()
    assert "variabel" not in clean(office, 2022).tables


@pytest.mark.parametrize("content", ['kode,tingkat,uraian\nT,"tujuan,x\n', "kod,tingkat,uraian\nT,tujuan,x\n", ""])
def test_a_damaged_table_does_not_drag_others_along(office: Path, content: str) -> None:
    """Of a table that could not be read no row is reported, nor what refers to it."""
    (office / "data/raw/renstra-2020-2024/renstra.csv").write_text(content)
    found = problems(office)
    assert {p.file for p in found} == {"renstra-2020-2024/renstra.csv"}
    assert all(p.row < 3 and "terisi" not in p.expected for p in found)


def item(code: object, parent: object, level: str = "") -> dict[str, object]:
    """A row of any table that is a tree."""
    return {
        "kode": code,
        "nomor": code,
        "induk": parent,
        "tingkat": level,
        "nama": "x",
        "uraian": "x",
        "indikator": "a",
        "jenis": "bidang",
    }


@pytest.mark.parametrize(
    ("table", "rows", "wrong"),
    [
        ("program", [item("1", "1", "program")], [2]),
        ("program", [item("1", "3", "program"), item("2", "1", "kegiatan"), item("3", "2", "sub kegiatan")], [2, 3, 4]),
        ("program", [item("1", "", "program"), item("2", "1", "sub kegiatan"), item("3", "2", "kegiatan")], [4]),
        ("program", [item("1", "", "program"), item("2", "1", "program")], [3]),
        ("organisasi", [item("1", "2"), item("2", "1"), item("3", "2"), item("4", "")], [2, 3]),
        ("upaya", [item(1, 2), item(2, 3), item(3, 2)], [3, 4]),
        ("upaya", [item(1, 1)], [2]),
    ],
)  # fmt: skip
def test_trees_have_no_circles(office: Path, table: str, rows: list[dict[str, object]], wrong: list[int]) -> None:
    """Every row of a circle is named, and so is an item below one of its own level or a lower one; no other row is."""
    columns = [c.name for c in schema.table(table).columns]
    (office / "data/raw/2022/anggaran.csv").unlink()
    found = put(office, f"2022/{table}.csv", [{c: v for c, v in row.items() if c in columns} for row in rows])
    assert places(found) == [(f"2022/{table}.csv", n, "induk") for n in wrong]


def test_a_plan_has_no_circles(office_copy: Path) -> None:
    """An aim below its own sasaran would vanish from the plan: both are named."""
    change(office_copy, "renstra-2021-2026/renstra.csv", "M4,V,misi", "M4,AK1,misi")
    assert {p.column for p in problems(office_copy, 2024)} == {"induk"}
    assert {p.typed for p in problems(office_copy, 2024)} == {"AK1", "M4", "T1", "ST1"}


parents = st.lists(st.none() | st.integers(1, 6), min_size=1, max_size=6)


@FIXED
@given(parents)
def test_circles_are_found_whatever_their_shape(above: list[int | None]) -> None:
    """An item is refused exactly if going up from it comes back to it."""
    from lakip_lib.rules import _is_above

    chain = dict(enumerate(above, 1))
    for start, parent in chain.items():
        here, steps = parent, 0
        while here is not None and here != start and steps <= len(above):
            here, steps = chain.get(here), steps + 1
        assert _is_above(start, parent, chain) == (here == start)


def test_parts_and_their_sum_are_not_both_typed(office: Path) -> None:
    """A count that its parts or a variable give is not typed as well."""
    rows = [item(1, "") | {"jumlah": 5}, item(2, 1) | {"jumlah": 5}, item(3, "") | {"jumlah": 4, "variabel": "v_a"}]
    columns = [c.name for c in schema.table("upaya").columns]
    rows = [{c: row.get(c, "") for c in columns} for row in rows]
    assert places(put(office, "2022/upaya.csv", rows)) == [
        ("2022/upaya.csv", 2, "jumlah"),
        ("2022/upaya.csv", 4, "jumlah"),
    ]


@pytest.mark.parametrize(("score", "sound"), [("30,00%", True), ("30,01%", False)])
def test_a_score_is_not_above_its_weight(office: Path, score: str, sound: bool) -> None:  # noqa: FBT001 - a case
    """A component may have all of its weight and no more."""
    rows = [{"tahun_dinilai": 2021, "tanggal_terbit": "", "komponen": "Perencanaan", "bobot": "30%", "nilai": score}]
    found = put(office, "evaluasi_akip.csv", rows)
    assert isinstance(found, Cleaned) if sound else places(found) == [("evaluasi_akip.csv", 2, "nilai")]


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"pagu": "5", "realisasi": ""}, "realisasi"),
        ({"pagu": "-", "pagu_perubahan": "5", "realisasi": "-"}, "realisasi"),
        ({"pagu": "", "realisasi": "5"}, "pagu"),
        ({"pagu": "5", "realisasi": "0"}, None),
        ({"pagu": "Tidak dianggarkan", "realisasi": ""}, None),
    ],
)
def test_half_filled_money_is_a_warning(office: Path, cells: Mapping[str, str], column: str | None) -> None:
    """Money with one side missing makes sums incomplete: that is said, but not in a plan, where nothing is spent."""
    found = put(office, "2022/anggaran.csv", [{"kode": "1.1.1", **cells}]).warnings
    assert [(w.file, w.row, w.column) for w in found] == ([("2022/anggaran.csv", 2, column)] if column else [])
    (office / "data/raw/2022/tahun.toml").write_text('keadaan = "rencana"\n')
    assert not clean(office, 2022).warnings


@pytest.mark.parametrize(
    ("first", "revised", "sound"),
    [
        ("5", "Tidak dianggarkan (efisiensi)", False),
        ("5", "Tidak ada anggaran", False),
        ("5", "-", True),
        ("5", "0", True),
        ("Tidak dianggarkan", "Tidak dianggarkan", True),
    ],
)
def test_a_budget_that_was_taken_away_is_typed_as_nothing(
    office: Path, first: str, revised: str, *, sound: bool
) -> None:
    """A word instead of 0 in the revised budget would leave the first one in force: it is refused at its cell."""
    found = put(office, "2022/anggaran.csv", [{"kode": "1.1.1", "pagu": first, "pagu_perubahan": revised}])
    assert isinstance(found, Cleaned) if sound else places(found) == [("2022/anggaran.csv", 2, "pagu_perubahan")]


@pytest.mark.parametrize(
    ("total", "expected"),
    [("300,50", None), ("300", "300,50"), ("51", "50"), ("299", "300,50")],
)
def test_a_wrong_total_is_told_the_sum_that_it_nearly_is(office: Path, total: str, expected: str | None) -> None:
    """A total is that of all rows or of its block; the message names the nearer sum, with its sen."""
    money = (("1.1.1", "250,50"), ("Jumlah", "250,50"), ("1.1.2", "50"), ("Total", total))
    tree = [*TREE, TREE[-1] | {"kode": "1.1.2"}]
    write_table(office / "data/raw/2022/program.csv", tree)
    rows = [{"kode": code, "pagu": pagu, "realisasi": "" if code[0] in "JT" else "1"} for code, pagu in money]
    found = [w for w in put(office, "2022/anggaran.csv", rows).warnings if w.column == "pagu"]
    assert [(w.row, w.expected) for w in found] == ([(5, f"{expected} menurut baris di atasnya")] if expected else [])


@pytest.mark.parametrize("label", ["Jumlah", "JUMLAH PEGAWAI", "Total PNS", "Total orang:"])
def test_a_total_of_people_is_nobody(office: Path, label: str) -> None:
    """The row of totals below the staff counts nobody twice; what it says is compared."""
    rows = [{"jenis_kelamin": "Laki-laki", "jumlah": 4}, {"jenis_kelamin": "Perempuan", "jumlah": 5}]
    found = put(office, "2022/pegawai_jenis_kelamin.csv", [*rows, {"jenis_kelamin": label, "jumlah": 8}])
    assert [r["jumlah"].value for r in found.tables["pegawai_jenis_kelamin"]] == [4, 5]
    assert [(w.row, w.typed) for w in found.warnings] == [(4, "8")]


# -- decisions -----------------------------------------------------------------------------------------------


def value(cleaned: Cleaned | tuple[Problem, ...]) -> Quantity:
    """The count of 2022."""
    assert isinstance(cleaned, Cleaned), cleaned
    return cleaned.tables["data_dasar"][0]["nilai"]


def test_a_correction_is_read_in_place_of_the_cell(office: Path) -> None:
    """The corrected text is parsed, the typed one kept beside it, and the log and the decisions tell of it."""
    cleaned = decide(office, {"nilai": "1.234 unit"})
    quantity = value(cleaned)
    assert quantity.value == 1234
    (cell,) = quantity.cells()
    assert (cell.typed, cell.corrected, cell.read) == ("8", "1.234 unit", "1.234 unit")
    assert [(e.cell, e.why) for e in cleaned.log] == [(cell, "koreksi menurut keputusan.csv")]
    assert [(d.number, d.value) for d in cleaned.decisions] == [(1, "1.234 unit")]


def test_a_corrected_unit_is_used_wherever_it_counts(office: Path) -> None:
    """The number beside a corrected unit is read in it."""
    row = {"kode": "1.1.1", "pagu": "5", "satuan": "orang", "target_keluaran": "55,5"}
    write_table(office / "data/raw/2022/anggaran.csv", [row])
    cleaned = decide(
        office,
        {"berkas": "2022/anggaran.csv", "kunci": "kode=1.1.1", "kolom": "satuan", "semula": "orang", "nilai": "%"},
    )
    target = cleaned.tables["anggaran"][0]["target_keluaran"]
    assert (target.kind, target.with_unit()) == (Kind.PERSEN, "55,50%")


def test_a_correction_to_nothing_is_a_missing_value(office: Path) -> None:
    """An empty correction empties the cell, with a reason."""
    assert value(decide(office, {"nilai": ""})).missing == "kosong"


@pytest.mark.parametrize("kind", ["asumsi", "abaikan"])
def test_other_decisions_change_nothing(office: Path, kind: str) -> None:
    """An assumption or a rejection is noted and leaves the cell alone."""
    cleaned = decide(office, {"jenis": kind})
    assert value(cleaned).value == 8
    assert len(cleaned.decisions) == 1
    assert not cleaned.log


@pytest.mark.parametrize("kind", ["koreksi", "asumsi", "abaikan"])
@pytest.mark.parametrize("year", [2020, 2022, 2024])
def test_a_decision_fails_when_the_source_has_changed(office: Path, kind: str, year: int) -> None:
    """When the cell no longer says what was decided on, that is a problem that shows both texts, in every year."""
    found = decide(office, {"jenis": kind, "semula": "7", "tahun": year})
    assert places(found) == [("keputusan.csv", 2, "semula")]
    assert found[0].typed == "7"
    assert "“8”" in found[0].expected


@pytest.mark.parametrize(
    ("decision", "column"),
    [
        ({"kunci": "variabel=v_b;tahun=2022"}, "kunci"),
        ({"kunci": "variabel"}, "kunci"),
        ({"kolom": "nilaii"}, "kunci"),
        ({"kunci": ""}, "kunci"),
        ({"kolom": ""}, "kolom"),
        ({"kunci": ";"}, "kunci"),
        ({"berkas": "data_dsar.csv"}, "berkas"),
        ({"berkas": "anggaran.csv"}, "berkas"),
        ({"berkas": "2022\\anggaran.csv"}, "berkas"),
        ({"jenis": "koreksii"}, "jenis"),
        ({"alasan": ""}, "alasan"),
    ],
)
def test_a_decision_that_meets_no_cell_is_a_problem(office: Path, decision: Mapping[str, str], column: str) -> None:
    """A decision that cannot be applied is never passed over in silence."""
    rows = [{"variabel": "v_a", "tahun": y, "nilai": "8"} for y in (2021, 2022)]
    write_table(office / "data/raw/data_dasar.csv", rows)
    assert ("keputusan.csv", 2, column) in places(decide(office, decision))


@pytest.mark.parametrize("key", ["v_a", "v_a;tahun=2022", "variable="])
def test_a_key_names_a_column(office: Path, key: str) -> None:
    """A key without a column of the table points at no row, not at every row, even where there is one row only."""
    assert places(decide(office, {"kunci": key})) == [("keputusan.csv", 2, "kunci")]


def test_a_decision_is_about_one_row(office: Path) -> None:
    """A key that several rows have is refused: it would correct them all."""
    write_table(
        office / "data/raw/data_dasar.csv", [{"variabel": "v_a", "tahun": y, "nilai": "8"} for y in (2021, 2022)]
    )
    assert places(decide(office, {"kunci": "variabel=v_a"})) == [("keputusan.csv", 2, "kunci")]


def test_two_corrections_of_one_cell_contradict_each_other(office: Path) -> None:
    """Neither the first nor the last one wins; the same one twice is no contradiction."""
    assert places(decide(office, {"nilai": "9"}, {"nilai": "10"})) == [("keputusan.csv", 3, "nilai")]
    assert value(decide(office, {"nilai": "9"}, {"nilai": "9"})).value == 9


def test_an_unreadable_correction_shows_its_own_text(office: Path) -> None:
    """The problem is at the corrected cell, with the text that could not be read and where it comes from."""
    (problem,) = decide(office, {"nilai": "sembilan"})
    assert (problem.file, problem.row, problem.typed) == ("data_dasar.csv", 2, "sembilan")
    assert "keputusan.csv" in problem.todo


def test_a_decision_holds_from_its_year_on(office: Path) -> None:
    """A decision of a later report changes nothing in an earlier one and is not listed there."""
    cleaned = decide(office, {"tahun": 2023})
    assert value(cleaned).value == 8
    assert not cleaned.decisions
    assert value(decide(office, {"tahun": 2021})).value == 9


def test_a_decision_on_a_file_of_another_year_is_ignored(office: Path) -> None:
    """It is about another report: not applied, not checked, not listed."""
    decision = {"berkas": "2021/anggaran.csv", "kunci": "kode=1", "kolom": "pagu"}
    cleaned = decide(office, decision)
    assert not cleaned.decisions
    assert not cleaned.log


# -- the log -------------------------------------------------------------------------------------------------


def test_the_log_lists_exactly_the_changed_cells(office: Path) -> None:
    """What was typed as the report writes it, and what is empty, is not logged; everything else is, once."""
    put(office, "2022/program.csv", [*TREE, *(TREE[2] | {"kode": f"1.1.{n}"} for n in (2, 3))])
    rows = [
        {"kode": "1.1.1", "pagu": "Rp\u00a01.000", "pagu_perubahan": "", "realisasi": "900"},
        {"kode": "1.1.2", "pagu": "1000", "pagu_perubahan": "-", "realisasi": "Rp. 1.000"},
        {"kode": " 1.1.3", "pagu": "1.000", "pagu_perubahan": "", "realisasi": "1.000,00"},
    ]
    cleaned = put(office, "2022/anggaran.csv", rows)
    assert [(e.cell.row, e.cell.column, e.cell.typed, e.read_as) for e in cleaned.log] == [
        (3, "pagu", "1000", "Rp\u00a01.000"),
        (3, "pagu_perubahan", "-", "tanda strip"),
        (3, "realisasi", "Rp. 1.000", "Rp\u00a01.000"),
        (4, "kode", " 1.1.3", "1.1.3"),
        (4, "realisasi", "1.000,00", "Rp\u00a01.000"),
    ]
    assert all(e.why for e in cleaned.log)


@pytest.mark.parametrize("year", [2022, 2023, 2024, 2025])
def test_nothing_is_changed_in_silence(year: int) -> None:
    """Every cell of the real office is written again as it was typed, or is in the log."""
    cleaned = clean(REPOSITORY, year)
    logged = {(e.cell.file, e.cell.row, e.cell.column) for e in cleaned.log}
    assert len(logged) == len(cleaned.log)
    for row in (r for rows in cleaned.tables.values() for r in rows):
        for column, cell in row.cells.items():
            read = row[column]
            if cell.typed == "" and cell.corrected is None:
                same = read in ("", None) or not read.known
            elif isinstance(read, Quantity):
                same = cell.typed in {str(read), read.with_unit()}
            else:
                same = cell.typed == (written(read) if isinstance(read, dt.date) else str(read))
            assert same == ((cell.file, cell.row, column) not in logged), cell


MONTHS = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni",
    "Juli", "Agustus", "September", "Oktober", "November", "Desember",
)  # fmt: skip


def written(date: dt.date) -> str:
    """A date in words."""
    return f"{date.day} {MONTHS[date.month - 1]} {date.year}"


def test_every_number_of_the_office_keeps_its_digits() -> None:
    """The value of every number has exactly the digits that were typed, and as many of them behind the decimal sign."""
    tables = clean(REPOSITORY, 2024).tables
    rows = [row for name in tables for row in tables[name]]
    read = [(row.cells[c], row[c]) for row in rows for c in row.cells if isinstance(row[c], Quantity) and row[c].known]
    for cell, q in read:
        typed = re.match(r"[\d., ]*\d", cell.read.lower().replace("rp.", "").replace("rp", "").strip())[0]
        written = f"{q.value:f}"
        assert re.sub(r"\D", "", typed).lstrip("0") == written.replace(".", "").lstrip("0"), cell
        behind = re.search(r"[.,](\d+)$", typed)
        grouped = q.kind in {Kind.UANG, Kind.JUMLAH}
        assert written.partition(".")[2] == (behind[1] if behind and not grouped else ""), cell
    assert len(read) > 300


# -- processed -----------------------------------------------------------------------------------------------


def test_a_frame_has_the_rows_and_where_they_stood(office: Path) -> None:
    """Numbers become floats, missing ones NaN, ranges and dates text; file and row are kept."""
    cleaned = put(
        office, "2022/anggaran.csv", [{"kode": "1.1.1", "pagu": "1.000", "realisasi": "-", "target_keluaran": "1 - 2"}]
    )
    data = frame("anggaran", cleaned.tables["anggaran"])
    (row,) = data.to_dict("records")
    assert (row["kode"], row["pagu"], row["target_keluaran"], row["berkas"], row["baris"]) == (
        "1.1.1", 1000.0, "1 - 2", "2022/anggaran.csv", 2,
    )  # fmt: skip
    assert pd.isna(row["realisasi"])


def test_processed_files_hold_every_table_and_the_log(office: Path, tmp_path: Path) -> None:
    """One file per table and one for the log; files of an earlier run go, and a second run changes no byte."""
    cleaned = decide(office, {"nilai": "1.234"})
    folder = tmp_path / "processed"
    folder.mkdir()
    (folder / "lama.csv").write_text("x")
    write_processed(cleaned, folder)
    first = {p.name: p.read_bytes() for p in folder.iterdir()}
    assert set(first) == {"log_pembersihan.csv", *(f"{t}.csv" for t in cleaned.tables)}
    (entry,) = read_table(folder / "log_pembersihan.csv")
    assert (entry["berkas"], entry["baris"], entry["diketik"]) == ("data_dasar.csv", "2", "8")
    write_processed(clean(office, 2022), folder)
    assert {p.name: p.read_bytes() for p in folder.iterdir()} == first
