"""Tables of the report: what they say where the sources say little."""

from __future__ import annotations

from pathlib import Path

import pytest

from lakip_lib.office import Gap, Office, people
from lakip_lib.present import tables
from lakip_lib.present.grid import Column, Grid, Line, Rejected
from tests.strategies import indicator, write_office

TREE = [
    {"kode": "1", "induk": "", "tingkat": "program", "nama": "Program", "sasaran": ""},
    {"kode": "1.1", "induk": "1", "tingkat": "kegiatan", "nama": "Kegiatan", "sasaran": ""},
    {"kode": "1.1.1", "induk": "1.1", "tingkat": "sub kegiatan", "nama": "Sub kegiatan", "sasaran": ""},
]


def cells(grid: Grid, column: str) -> list[str]:
    """The texts of one column."""
    at = [c.key for c in grid.columns].index(column)
    return [str(line.cells[at]) for line in grid.lines]


def test_targets_that_are_not_there_do_not_differ(tmp_path: Path) -> None:
    """An indicator without any target of the year is told to have none, not that its documents disagree."""
    indicators = [indicator(code, pembilang="v_a") for code in "abc"]
    root = write_office(tmp_path, indicators, [("a", 3), ("b", 4)], [("v_a", "unit", 1)])
    with next(root.glob("data/raw/*/target.csv")).open("a", encoding="utf-8") as file:
        file.write("a,2022,RKT,3\nb,2022,RKT,5\n")
    assert cells(tables.documents(Office(root, 2022)), "keselarasan") == ["sama", "berbeda", "belum ada target"]


EFFORTS = [
    {"nomor": 1, "induk": "", "indikator": "a", "program": "", "uraian": "induk", "jumlah": "", "satuan": "",
     "variabel": ""},
    {"nomor": 2, "induk": 1, "indikator": "a", "program": "", "uraian": "dihitung", "jumlah": "", "satuan": "",
     "variabel": "v_a"},
    {"nomor": 3, "induk": 1, "indikator": "a", "program": "", "uraian": "diperinci", "jumlah": "", "satuan": "",
     "variabel": ""},
    {"nomor": 4, "induk": 3, "indikator": "a", "program": "", "uraian": "rincian", "jumlah": 2, "satuan": "unit",
     "variabel": ""},
]  # fmt: skip


def test_every_part_of_an_effort_is_listed_with_its_unit(tmp_path: Path) -> None:
    """Parts of parts stand below what they add up to, and a part counted by a variable has the variable's unit."""
    tree = {"2022/upaya.csv": EFFORTS, "2022/program.csv": TREE}
    office = Office(write_office(tmp_path, [indicator("a")], [("a", 3)], [("v_a", "unit", 5)], tree), 2022)
    grid = tables.efforts(office, office.indicators[0])
    assert cells(grid, "uraian") == ["induk", "– dihitung", "– diperinci", "– – rincian"]
    assert cells(grid, "jumlah") == ["7", "5", "2", "2"]
    assert cells(grid, "satuan") == ["unit"] * 4


def test_efforts_need_no_programs(tmp_path: Path) -> None:
    """Efforts that name no program are listed in an office that has no program.csv."""
    root = write_office(tmp_path, [indicator("a")], [("a", 3)], [("v_a", "unit", 5)], {"2022/upaya.csv": EFFORTS})
    office = Office(root, 2022)
    assert set(cells(tables.efforts(office, office.indicators[0]), "program")) == {"Upaya lain"}


def test_a_table_without_rows_is_a_gap(tmp_path: Path) -> None:
    """Where no program names the sasaran that it serves, a notice says so instead of a table with a header only."""
    money = [{"kode": "1.1.1", "pagu": "100", "realisasi": "50"}]
    sources = {"2022/program.csv": TREE, "2022/anggaran.csv": money}
    office = Office(write_office(tmp_path, [indicator("a")], [("a", 3)], [("v_a", "unit", 5)], sources), 2022)
    for made in (tables.measurement(office), tables.program_matrix(office)):
        assert isinstance(made, Gap)
        assert "2022/program.csv" in made.what


def test_subtotals_of_staff_are_named_by_what_they_sum(tmp_path: Path) -> None:
    """Only ranks of civil servants are golongan, however the rank is typed; other staff are summed by status."""
    ranks = (("III/b", "PNS"), ("III /a", "PNS"), ("IX", "PPPK"), ("VII", "PPPK"))
    rows = [{"golongan": r, "pangkat": "", "status": s, "jumlah": 2} for r, s in ranks]
    sources = {"2022/pegawai_golongan.csv": rows}
    office = Office(write_office(tmp_path, [indicator("a")], [("a", 3)], [("v_a", "unit", 5)], sources), 2022)
    names = cells(tables.staff_by_rank(office), "pangkat")
    assert [n for n in names if n.startswith("Jumlah")] == ["Jumlah golongan III", "Jumlah PPPK", "Jumlah"]


def test_a_rejected_text_is_as_long_as_it_is_shown() -> None:
    """What a quotation adds inside the program turns no page."""
    columns = (Column("a", "A"), *(Column(f"n{i}", "N", number=True) for i in range(3)))
    number = "1" * 12
    lines = tuple(Line(str(i), (Rejected("x" * 110), number, number, number)) for i in range(8))
    assert not Grid(columns, lines).landscape
    assert Grid(columns, tuple(Line(line.key, (Rejected("x" * 130), *line.cells[1:])) for line in lines)).landscape


def test_who_decided_is_told(tmp_path: Path) -> None:
    """Once below the table where it is the same for all decisions, else with each reason; also that nobody noted it."""
    blank = dict.fromkeys(["kunci", "kolom", "semula", "nilai", "ditolak", "diputuskan_oleh", "tanggal"], "")
    about = {"jenis": "asumsi", "tahun": 2022, "berkas": "2022/upaya.csv", "alasan": "Contoh rekaan."} | blank
    by = {"diputuskan_oleh": "Sekretaris", "tanggal": "3/2/2023"}

    def decided(name: str, *rows: dict[str, str]) -> Grid:
        typed = [{"nomor": n} | about | row for n, row in enumerate(rows, 1)]
        tree = {"keputusan.csv": typed}
        root = write_office(tmp_path / name, [indicator("a")], [("a", 3)], [("v_a", "unit", 5)], tree)
        return tables.decisions(Office(root, 2022))

    same, other = decided("sama", by, by), decided("lain", by, {})
    assert same.note == "Semua keputusan: diputuskan oleh Sekretaris, 3 Februari 2023."
    assert set(cells(same, "alasan")) == {"Contoh rekaan."}
    assert not other.note
    assert cells(other, "alasan") == [
        "Contoh rekaan. Diputuskan oleh Sekretaris, 3 Februari 2023.",
        "Contoh rekaan. Pengambil keputusan belum diisi, tanggal belum diisi.",
    ]


@pytest.mark.parametrize(
    ("counted", "who"),
    [(4, "Pegawai negeri sipil"), (6, "Pegawai (PNS, PPPK)"), (7, "Pegawai (PNS, PPPK, kontrak)"), (5, "Pegawai")],
)
def test_a_caption_of_staff_says_who_is_counted(tmp_path: Path, counted: int, who: str) -> None:
    """Those whose number by rank is that of the table; nobody is named where the numbers do not tell."""
    ranks = [("III/b", "PNS", 4), ("IX", "PPPK", 2), ("Tenaga kontrak", "kontrak", 1)]
    rows = [{"golongan": r, "pangkat": "", "status": s, "jumlah": n} for r, s, n in ranks]
    sexes = [{"jenis_kelamin": "Laki-laki", "jumlah": counted - 1}, {"jenis_kelamin": "Perempuan", "jumlah": 1}]
    sources = {"2022/pegawai_golongan.csv": rows, "2022/pegawai_jenis_kelamin.csv": sexes}
    office = Office(write_office(tmp_path, [indicator("a")], [("a", 3)], [("v_a", "unit", 5)], sources), 2022)
    assert people(office, "pegawai_jenis_kelamin") == who
    assert people(office, "pegawai_pendidikan") == "Pegawai"
