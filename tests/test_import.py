"""`lakip import`: drafts hold what the file prints and name the cell; what cannot be placed is listed."""

from __future__ import annotations

import codecs
import csv
import json
import re
import shlex
import shutil
from collections.abc import Callable, Iterable
from decimal import Decimal
from pathlib import Path

import docx as python_docx
import pytest
import xlsxwriter

from lakip_lib import schema
from lakip_lib.cli import main
from lakip_lib.document.figures import in_cell
from lakip_lib.sources import ORIGIN, Sources, Workbook
from tests.conftest import EXAMPLE, REPOSITORY, copy_office

PUBLISHED = REPOSITORY.parent / "shared" / "seed" / "lakip-2024.docx"
RAW = REPOSITORY / "data" / "raw"
MILLION = 1_000_000
ENOUGH = 0.95


# --- made-up files ---------------------------------------------------------------------------------------------------


def realisation(path: Path, *, wrong: bool = False) -> Path:
    """A made-up budget realisation: two title rows, a header over two rows, numbered columns, codes, a signature."""
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("LRA")
    sheet.merge_range(0, 0, 0, 6, "LAPORAN REALISASI ANGGARAN (contoh rekaan)")
    sheet.merge_range(1, 0, 1, 6, "TAHUN ANGGARAN 2024")
    for column, title in ((0, "KODE REKENING"), (1, "URAIAN"), (6, "SISA ANGGARAN")):
        sheet.merge_range(3, column, 4, column, title)
    sheet.merge_range(3, 2, 3, 3, "ANGGARAN (Rp)")
    sheet.merge_range(3, 4, 3, 5, "REALISASI")
    sheet.write_row(4, 2, ["SEBELUM PERUBAHAN", "SETELAH PERUBAHAN", "Rp", "%"])
    sheet.write_row(5, 0, range(1, 8))
    rows = (
        ("2", "URUSAN PEMERINTAHAN", 60, 66, 33),
        ("2.17", "BIDANG REKAAN", 60, 66, 33),
        ("2.17.01", "PROGRAM PENUNJANG REKAAN", 30, 36, 18),
        ("2.17.01.2.01", "Perencanaan Rekaan", 30, 37 if wrong else 36, 18),
        ("2.17.01.2.01.0001", "Penyusunan Dokumen Rekaan", 10, 12, 6),
        ("5.1.02.01.01.0024", "Belanja Alat Tulis", 10, 12, 6),
        ("2.17.01.2.01.0002", "Koordinasi Rekaan", 20, 24, 12),
        ("2.17.02", "PROGRAM IZIN REKAAN", 30, 30, 15),
        ("2.17.02.2.01", "Penerbitan Izin Rekaan", 30, 30, 15),
        ("2.17.02.2.01.0001", "Fasilitasi Izin Rekaan", 30, 30, 15),
    )
    for at, (code, name, first, second, spent) in enumerate(rows, start=6):
        sheet.write_row(at, 0, [code, name, first * MILLION, second * MILLION, spent * MILLION])
        sheet.write_row(at, 5, [round(spent / second * 100, 2), (second - spent) * MILLION])
    sheet.write_row(17, 1, ["JUMLAH", 60 * MILLION, 66 * MILLION, 33 * MILLION])
    sheet.write(20, 5, "Kota Rekaan, 31 Desember 2024")
    sheet.write(21, 5, "Kepala Dinas")
    book.close()
    return path


def evaluation(path: Path) -> Path:
    """A made-up evaluation form: a header over three rows, performance (K) and money (Rp) in each quarter."""
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("E.81")
    sheet.merge_range(0, 0, 0, 20, "EVALUASI TERHADAP HASIL RENJA (contoh rekaan)")
    sheet.merge_range(1, 0, 1, 20, "DINAS REKAAN TAHUN 2024")
    titles = ("No", "Sasaran", "Kode", "Program/Kegiatan/Sub Kegiatan")
    for column, title in enumerate((*titles, "Indikator Kinerja Program (outcome)/ Kegiatan (output)", "Satuan")):
        sheet.merge_range(3, column, 5, column, title)
    pairs = (
        "Target Renstra Perangkat Daerah pada Tahun 2026", "Realisasi Capaian Kinerja Renstra s/d Tahun 2023",
        "Target Kinerja dan Anggaran Renja Tahun 2024", "I", "II", "III", "IV",
        "Realisasi Capaian Kinerja dan Anggaran Renja yang Dievaluasi",
        "Tingkat Capaian Kinerja dan Realisasi Anggaran Renja (%)",
    )  # fmt: skip
    for at, title in enumerate(pairs):
        column = 6 + 2 * at
        sheet.merge_range(4 if len(title) < 4 else 3, column, 4, column + 1, title)
        sheet.write_row(5, column, ["K", "Rp"])
    sheet.merge_range(3, 12, 3, 19, "Realisasi Kinerja pada Triwulan")
    sheet.write_row(6, 0, range(1, 25))
    rows = (
        ("1", "Meningkatnya layanan rekaan", "", "", "Indeks layanan rekaan", "indeks",
         (90, 85, 87, 20, 40, 60, 86.5, 86.5), None),
        ("", "", "2.17.01", "PROGRAM PENUNJANG REKAAN", "Persentase penunjang rekaan", "%",
         (100, 70, 100, 25, 50, 75, 98, 98), (900, 500, 300, 50, 60, 70, 80, 260)),
        ("", "", "2.17.01.2.01", "Perencanaan Rekaan", "Jumlah rencana rekaan", "dokumen",
         (30, 18, 6, 1, 2, 2, 1, 6), (900, 500, 300, 50, 60, 70, 80, 260)),
        ("", "", "2.17.01.2.01.0001", "Penyusunan Dokumen Rekaan", "Jumlah dokumen rekaan", "dokumen",
         (20, 12, 4, 1, 1, 1, 1, 4), (600, 300, 200, 30, 40, 50, 60, 180)),
        ("", "", "2.17.01.2.01.0002", "Koordinasi Rekaan", "Jumlah laporan rekaan", "laporan",
         (10, 6, 2, 0, 1, 1, 0, 2), (300, 200, 100, 20, 20, 20, 20, 80)),
    )  # fmt: skip
    for at, (*words, results, money) in enumerate(rows, start=7):
        sheet.write_row(at, 0, words)
        for i, result in enumerate(results):
            sheet.write(at, 6 + 2 * i, result)
            if money:
                sheet.write(at, 7 + 2 * i, money[i] * MILLION)
        sheet.write(at, 22, round(results[7] / results[2] * 100, 2))
    book.close()
    return path


# --- helpers ---------------------------------------------------------------------------------------------------------


def run(*arguments: str | Path) -> int:
    """The command, in this process."""
    return main(["import", *map(str, arguments)])


def table(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def changed(path: Path, change: Callable[[dict[str, str]], dict[str, str]]) -> None:
    """Edit every row of a CSV file, as a person does."""
    rows = [change(row) for row in table(path)]
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.DictWriter(file, rows[0], lineterminator="\n")
        out.writeheader()
        out.writerows(rows)


def value(text: str, kind: str) -> Decimal | None:
    """What a cell says once it is cleaned; None for nothing."""
    figure = in_cell(text, kind=kind)
    return figure.value if figure else None


def share(ours: Iterable[object], drafted: Iterable[object]) -> float:
    """Which part of our facts the draft has."""
    ours, drafted = set(ours), set(drafted)
    return len(ours & drafted) / len(ours)


def names(rows: list[dict[str, str]], key: str, name: str) -> dict[str, str]:
    """Names by code, as letters only."""
    return {row[key]: re.sub(r"[^a-z]", "", row[name].lower()) for row in rows}


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working directory of its own."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


# --- spreadsheets ----------------------------------------------------------------------------------------------------


def test_a_budget_realisation_is_drafted_wholly(here: Path) -> None:
    """Codes give the tree, only sub kegiatan have money, urusan and account lines are listed."""
    assert run(realisation(here / "lra.xlsx")) == 0
    drafts = here / "impor" / "lra" / "2024"
    assert [(r["kode"], r["induk"], r["tingkat"]) for r in table(drafts / "program.csv")] == [
        ("2.17.01", "", "program"),
        ("2.17.01.2.01", "2.17.01", "kegiatan"),
        ("2.17.01.2.01.0001", "2.17.01.2.01", "sub kegiatan"),
        ("2.17.01.2.01.0002", "2.17.01.2.01", "sub kegiatan"),
        ("2.17.02", "", "program"),
        ("2.17.02.2.01", "2.17.02", "kegiatan"),
        ("2.17.02.2.01.0001", "2.17.02.2.01", "sub kegiatan"),
    ]
    money = [(r["kode"][-4:], r["pagu"], r["pagu_perubahan"], r["realisasi"]) for r in table(drafts / "anggaran.csv")]
    assert money == [
        ("0001", "10000000", "12000000", "6000000"),
        ("0002", "20000000", "24000000", "12000000"),
        ("0001", "30000000", "30000000", "15000000"),
    ]
    left = table(here / "impor" / "lra" / "tidak_ditempatkan.csv")
    assert [r["sel"] for r in left] == ["LRA!A7", "LRA!A8", "LRA!A12"]


def test_an_evaluation_form_is_drafted_wholly(here: Path) -> None:
    """Targets, money and results of the year, quarters of the objective's indicator; those of programmes are listed."""
    assert run(evaluation(here / "e81.xlsx")) == 0
    drafts = here / "impor" / "e81"
    assert [(r["triwulan"], r["realisasi"]) for r in table(drafts / "2024" / "triwulan.csv")] == [
        ("I", "20"), ("II", "40"), ("III", "60"), ("IV", "86,5"),
    ]  # fmt: skip
    assert [
        (r["pagu"], r["realisasi"], r["keluaran"], r["satuan"], r["target_keluaran"], r["realisasi_keluaran"])
        for r in table(drafts / "2024" / "anggaran.csv")
    ] == [
        ("200000000", "180000000", "Jumlah dokumen rekaan", "dokumen", "4", "4"),
        ("100000000", "80000000", "Jumlah laporan rekaan", "laporan", "2", "2"),
    ]
    results = [
        (r["kode"], r["indikator"], r["target"], r["realisasi"]) for r in table(drafts / "2024" / "kinerja_program.csv")
    ]
    assert results == [
        ("2.17.01", "Persentase penunjang rekaan", "100", "98"),
        ("2.17.01.2.01", "Jumlah rencana rekaan", "6", "6"),
    ]
    (realised,) = table(drafts / "data_dasar.csv")
    assert (realised["tahun"], realised["nilai"]) == ("2024", "86,5")
    left = {r["sel"]: r["alasan"] for r in table(drafts / "tidak_ditempatkan.csv")}
    assert "dokumen" in left["E.81!K8"]
    assert {"E.81!M9", "E.81!M10", "E.81!M11", "E.81!M12"} <= set(left)


def test_every_value_is_the_text_of_the_cell_that_stands_beside_it(here: Path) -> None:
    """Nothing is invented: a value equals its source cell, or its origin names no cell."""
    for make in (realisation, evaluation):
        file = make(here / f"{make.__name__}.xlsx")
        assert run(file) == 0
        book = Workbook(file, file.name)
        sheets = {name: book.sheet(name).rows for name in book.names}
        seen = 0
        for path in (here / "impor" / make.__name__).rglob("*.csv"):
            for row in table(path):
                for column in [c for c in row if c.startswith(ORIGIN)]:
                    text, origin = row[column.removeprefix(ORIGIN)], row[column]
                    assert bool(text) == bool(origin)
                    cell = re.fullmatch(r"(.+)!([A-Z]+)(\d+)", origin)
                    if cell:
                        at = sheets[cell[1]][int(cell[3]) - 1][ord(cell[2]) - ord("A")]
                        assert " ".join(at.split()) == text
                        seen += 1
        assert seen > 20


def test_a_csv_of_any_separator_is_read_like_a_sheet(here: Path) -> None:
    """Own codes of three depths give the levels; the year may be told."""
    (here / "anggaran.csv").write_text(
        "Kode;Program, Kegiatan, Sub Kegiatan;Pagu (Rp);Realisasi (Rp)\n"
        "1;Layanan Rekaan;3.000.000;2.000.000\n1.01;Urusan Rekaan;3.000.000;2.000.000\n"
        "1.01.01;Butir Satu;1.000.000;500.000\n1.01.02;Butir Dua;2.000.000;1.500.000\n",
        encoding="cp1252",
    )
    assert run("anggaran.csv") == 2
    assert not (here / "impor").exists()
    assert run("anggaran.csv", "--year", "2023") == 0
    rows = table(here / "impor" / "anggaran" / "2023" / "anggaran.csv")
    assert [(r["kode"], r["pagu"], r["asal pagu"]) for r in rows] == [
        ("1.01.01", "1.000.000", "anggaran.csv!C4"),
        ("1.01.02", "2.000.000", "anggaran.csv!C5"),
    ]


def test_codes_cut_into_columns_and_several_tables_in_a_sheet(here: Path) -> None:
    """Pieces of a code are joined; each table below a blank row is read; money without sub kegiatan is listed."""
    book = xlsxwriter.Workbook(here / "campur.xlsx")
    sheet = book.add_worksheet("Serapan")
    sheet.merge_range(0, 0, 0, 7, "REALISASI TAHUN ANGGARAN 2025 (contoh rekaan)")
    sheet.merge_range(2, 0, 2, 4, "Kode Rekening")
    sheet.write_row(2, 5, ["Uraian", "Pagu", "Realisasi"])
    codes = (("2", "17", "01", "", ""), ("2", "17", "01", "2.01", ""), ("2", "17", "01", "2.01", "0001"))
    for at, code in enumerate(codes, start=3):
        sheet.write_row(at, 0, [*code, f"Nama Rekaan {at}", 5 * MILLION, 4 * MILLION])
    sheet.write_row(7, 0, ["No", "Pendidikan", "Jumlah (orang)"])
    sheet.write_row(8, 0, [1, "S1", 12])
    sheet.write_row(10, 0, ["No", "Program", "Anggaran"])
    sheet.write_row(11, 0, [1, "Program Lain", 7 * MILLION])
    book.close()
    assert run("campur.xlsx") == 0
    drafts = here / "impor" / "campur"
    assert [r["kode"] for r in table(drafts / "2025" / "anggaran.csv")] == ["2.17.01.2.01.0001"]
    (staff,) = table(drafts / "2025" / "pegawai_pendidikan.csv")
    assert (staff["pendidikan"], staff["jumlah"], staff["asal jumlah"]) == ("S1", "12", "Serapan!C9")
    (left,) = table(drafts / "tidak_ditempatkan.csv")
    assert (left["sel"], left["teks"]) == ("Serapan!C12", "7.000.000")


def test_equal_names_below_different_parents_stay_apart(here: Path) -> None:
    """Two kegiatan may have a sub kegiatan of the same name; the words before the names give the levels."""
    (here / "lra.csv").write_text(
        "Uraian,Anggaran (Rp),Realisasi (Rp)\n"
        "Program Rekaan,900000,450000\nKegiatan Satu,300000,150000\nSub Kegiatan Koordinasi,300000,150000\n"
        "Kegiatan Dua,600000,300000\nSub Kegiatan Koordinasi,600000,300000\n"
    )
    assert run("lra.csv", "--year", "2024") == 0
    rows = table(here / "impor" / "lra" / "2024" / "anggaran.csv")
    assert [(r["kode"], r["pagu"]) for r in rows] == [("1.01.01", "300000"), ("1.02.01", "600000")]
    names_of = {r["kode"]: (r["tingkat"], r["nama"]) for r in table(here / "impor" / "lra" / "2024" / "program.csv")}
    assert names_of["1.02.01"] == ("sub kegiatan", "Koordinasi")
    assert not table(here / "impor" / "lra" / "tidak_ditempatkan.csv")


def test_a_parent_that_is_not_the_sum_of_its_parts_is_listed(here: Path) -> None:
    """The cell, what is printed, and what the sub kegiatan add up to."""
    run(realisation(here / "lra.xlsx", wrong=True))
    (left,) = [r for r in table(here / "impor" / "lra" / "tidak_ditempatkan.csv") if r["sel"] == "LRA!D10"]
    assert "37.000.000" in left["alasan"]
    assert "36.000.000" in left["alasan"]


def test_money_with_sen_is_listed_as_it_is_written(here: Path) -> None:
    """A sum that has sen, or that was printed in millions, is listed in whole digits and a decimal comma."""
    (here / "lra.csv").write_text(
        "Uraian;Anggaran (Rp);Realisasi (Rp)\n"
        "Program Rekaan;1.900.000,50;450.000\nKegiatan Satu;Rp 2,5 juta;150.000\n"
        "Sub Kegiatan Koordinasi;1.200.000,25;150.000\n"
    )
    assert run("lra.csv", "--year", "2024") == 0
    reasons = " ".join(r["alasan"] for r in table(here / "impor" / "lra" / "tidak_ditempatkan.csv"))
    for amount in ("1.900.000,50", "2.500.000", "1.200.000,25"):
        assert f" {amount}" in reasons


def test_a_code_that_is_typed_twice_is_listed(here: Path) -> None:
    """The first name keeps the code; the row of the other is listed whole, and its money is nobody's."""
    rows = ("1.01.01;Program A;Kegiatan B;Koordinasi;10", "1.01.01;Program A;Kegiatan B;Penyusunan Dokumen;20")
    (here / "lra.csv").write_text("\n".join(["Kode;Program;Kegiatan;Sub Kegiatan;Pagu (Rp)", *rows]))
    assert run("lra.csv", "--year", "2024") == 0
    assert [r["pagu"] for r in table(here / "impor" / "lra" / "2024" / "anggaran.csv")] == ["10"]
    (left,) = table(here / "impor" / "lra" / "tidak_ditempatkan.csv")
    assert "Penyusunan Dokumen" in left["teks"]
    assert "sudah dipakai “Koordinasi”" in left["alasan"]


def test_a_printed_status_goes_before_what_the_grade_tells(here: Path) -> None:
    """A grade tells the status only where no column does; a rank that is printed twice and differs is listed."""
    (here / "staf.csv").write_text("Golongan;Pangkat;Status;Jumlah\nPenata (III/c);Penata Muda;CPNS;4\nIII/d;;;5\n")
    assert run("staf.csv", "--year", "2024") == 0
    rows = table(here / "impor" / "staf" / "2024" / "pegawai_golongan.csv")
    assert [(r["golongan"], r["status"]) for r in rows] == [("III/c", "CPNS"), ("III/d", "PNS")]
    (left,) = table(here / "impor" / "staf" / "tidak_ditempatkan.csv")
    assert (left["sel"], left["teks"]) == ("staf.csv!A2", "Penata")


def test_ranges_are_targets_and_scales_are_no_units(here: Path) -> None:
    """A range in words is a target like one with a dash; what multiplies a number is not what it counts."""
    rows = ("Program A;Nilai usaha;0,9 juta;1 juta", "Program B;Cakupan layanan;85 s/d 90;88 %")
    (here / "hasil.csv").write_text("\n".join(["Program;Indikator Program;Target;Realisasi", *rows]))
    assert run("hasil.csv", "--year", "2024") == 0
    drafted = table(here / "impor" / "hasil" / "2024" / "kinerja_program.csv")
    assert [(r["target"], r["satuan"]) for r in drafted] == [("0,9 juta", ""), ("85 s/d 90", "%")]


def test_a_dash_or_a_number_names_no_indicator(here: Path) -> None:
    """Where the column of indicators holds no words there is no indicator; the figures beside it are listed."""
    (here / "iku.csv").write_text(
        "Sasaran;Indikator Kinerja;Target PK 2024;Realisasi 2024\n"
        "Meningkatnya A;Indeks layanan;85;86\nMeningkatnya B;1.;5;4\nMeningkatnya C;-;7;6\nMeningkatnya D;;9;8\n"
    )
    assert run("iku.csv", "--year", "2024") == 0
    named = table(here / "impor" / "iku" / "renstra" / "indikator.csv")
    assert [r["indikator"] for r in named] == ["Indeks layanan"]
    left = [(r["teks"], r["alasan"]) for r in table(here / "impor" / "iku" / "tidak_ditempatkan.csv")]
    assert left == [(t, "baris tanpa nama indikator") for t in ("5 · 4", "7 · 6", "9 · 8")]
    rows = ("Program A;Nilai usaha;90;91", "Program B;-;-;-", "Program C;-;7;8")
    (here / "hasil.csv").write_text("\n".join(["Program;Indikator Program;Target;Realisasi", *rows]))
    assert run("hasil.csv", "--year", "2024") == 0
    assert [r["indikator"] for r in table(here / "impor" / "hasil" / "2024" / "kinerja_program.csv")] == ["Nilai usaha"]
    assert [r["teks"] for r in table(here / "impor" / "hasil" / "tidak_ditempatkan.csv")] == ["7", "8"]


def test_figures_without_a_name_or_a_weight_are_listed(here: Path) -> None:
    """Counts by year, staff by post and scores of an evaluation: a figure whose row lacks what it belongs to."""
    files = {
        "deret": "No;Uraian;2021;2022\n1;Jumlah koperasi;400;410\n2;;88;90\n3;Koperasi sehat;80;84",
        "jabatan": "No;Unit Kerja;Eselon II;Eselon III;Staf\n1;Sekretariat;;1;5\n2;;;2;4\n3;Bidang A;1;;3",
        "akip": "No;Komponen;Bobot;Nilai 2023\n1;Perencanaan;30;24,30\n2;Pelaporan;;11,02\n3;Evaluasi;25;20,13",
    }
    left = {}
    for name, text in files.items():
        (here / f"{name}.csv").write_text(text)
        assert run(f"{name}.csv", "--year", "2024") == 0
        left[name] = [r["teks"] for r in table(here / "impor" / name / "tidak_ditempatkan.csv")]
    assert left == {"deret": ["88", "90"], "jabatan": ["2", "4"], "akip": ["11,02"]}


def test_a_rank_stands_without_what_divides_it_from_the_grade(here: Path) -> None:
    """Rank and grade may share a cell in brackets, behind a comma, a stroke or a dash."""
    cells = ("Penata (III/c)", "Pembina, IV/a", "Penata Muda - III/a", "Pengatur Tk. I / II/d")
    (here / "staf.csv").write_text("\n".join(["Golongan;Jumlah", *(f"{c};1" for c in cells)]))
    assert run("staf.csv", "--year", "2024") == 0
    ranks = [r["pangkat"] for r in table(here / "impor" / "staf" / "2024" / "pegawai_golongan.csv")]
    assert ranks == ["Penata", "Pembina", "Penata Muda", "Pengatur Tk. I"]


def test_a_changed_agreement_is_no_agreement_of_the_beginning(here: Path) -> None:
    """Targets of the changed performance agreement are known however its name is put."""
    for at, name in enumerate(("Perubahan PK", "PK (Perubahan)", "PK Perubahan", "Perubahan Perjanjian Kinerja")):
        (here / f"{at}.csv").write_text(f"Sasaran;Indikator Kinerja;Target {name} 2024\nMeningkatnya A;Cakupan A;80\n")
        assert run(f"{at}.csv", "--year", "2024") == 0
        (target,) = table(here / "impor" / str(at) / "renstra" / "target.csv")
        assert target["dokumen"] == "PK perubahan"


def test_the_year_may_stand_in_the_name_of_the_file(here: Path) -> None:
    """Words of a file name are often joined by underscores."""
    (here / "LRA_Tahun_2025.csv").write_text("Pendidikan,Jumlah\nS1,4\n")
    assert run("LRA_Tahun_2025.csv") == 0
    assert (here / "impor" / "LRA_Tahun_2025" / "2025" / "pegawai_pendidikan.csv").is_file()


def test_a_file_that_cannot_be_opened_is_named(
    here: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The message speaks of the file that is read, not of the folder of the drafts."""

    def locked(_path: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    (here / "lra.csv").write_text("Uraian,Pagu\n")
    monkeypatch.setattr(Path, "read_bytes", locked)
    assert run("lra.csv", "--year", "2024") == 2
    assert "lra.csv tidak dapat dibuka" in "".join(capsys.readouterr())


# --- mapping and running again ---------------------------------------------------------------------------------------


def test_an_edited_mapping_is_followed(here: Path) -> None:
    """A document that the person names places the target; a column that they ignore is left out."""
    file, drafts = evaluation(here / "e81.xlsx"), here / "impor" / "e81"
    run(file)
    assert not list(drafts.glob("renstra*/target.csv"))

    def edit(row: dict[str, str]) -> dict[str, str]:
        if row["tujuan"] == "kinerja_program.target":
            return row | {"dokumen": "PK"}
        return row | {"tujuan": "abaikan"} if row["tujuan"] == "anggaran.realisasi" else row

    changed(drafts / "pemetaan.csv", edit)
    assert run(file, "--map", drafts / "pemetaan.csv") == 0
    (target,) = table(next(iter(drafts.glob("renstra*/target.csv"))))
    assert (target["dokumen"], target["tahun"], target["target"], target["asal target"]) == (
        "PK",
        "2024",
        "87",
        "E.81!K8",
    )
    assert not any(r["realisasi"] for r in table(drafts / "2024" / "anggaran.csv"))
    assert any(r["tujuan"] == "abaikan" and "Dievaluasi" in r["judul"] for r in table(drafts / "pemetaan.csv"))


def test_a_mapping_without_the_column_of_names_drafts_nothing(here: Path) -> None:
    """Counts whose names a person has mapped away are not drafted: nobody could tell whose they are."""
    (here / "staf.csv").write_text("Golongan;Pendidikan;Jumlah\nIII/c;S1;4\nIII/d;S2;5\n")
    assert run("staf.csv", "--year", "2024") == 0
    mapping = here / "impor" / "staf" / "pemetaan.csv"
    names = ("pegawai_golongan.golongan", "pegawai_pendidikan.pendidikan")
    changed(mapping, lambda row: row | {"tujuan": "abaikan"} if row["tujuan"] in names else row)
    assert run("staf.csv", "--year", "2024", "--map", mapping) == 1


def test_a_table_can_be_ignored_as_a_whole(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With its only table ignored nothing is recognised, and the drafts stay as they were."""
    file, drafts = realisation(here / "lra.xlsx"), here / "impor" / "lra"
    run(file)
    before = {p: p.read_bytes() for p in drafts.rglob("*.csv") if p.name != "pemetaan.csv"}
    changed(drafts / "pemetaan.csv", lambda row: row | {"tujuan": "abaikan"} if row["kolom"] == "*" else row)
    assert run(file, "--map", drafts / "pemetaan.csv") == 1
    assert {p: p.read_bytes() for p in before} == before
    assert "tidak satu pun" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("column", "typed", "told"),
    [
        ("tujuan", "anggaran.pagus", "anggaran.pagu"),
        ("tahun", "²⁰²⁴", "tahun empat angka"),
        ("dokumen", "DPA", "Renstra"),
        ("tabel", "T9", "T9"),
    ],
)
def test_a_mapping_that_cannot_be_followed_is_refused(
    here: Path, capsys: pytest.CaptureFixture[str], column: str, typed: str, told: str
) -> None:
    """Every wrong line is named with what is expected."""
    file, mapping = realisation(here / "lra.xlsx"), here / "impor" / "lra" / "pemetaan.csv"
    run(file)
    changed(mapping, lambda row: row | {column: typed} if row["kolom"] == "C" else row)
    assert run(file, "--map", mapping) == 2
    assert told in capsys.readouterr().err


def test_what_a_person_has_changed_is_kept(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Own drafts are written anew, files that were changed by hand are not, and the recap says so."""
    file, drafts = realisation(here / "lra.xlsx"), here / "impor" / "lra"
    run(file)
    changed(drafts / "2024" / "program.csv", lambda row: row | {"nama": "nama yang dibetulkan"})
    (drafts / "2024" / "anggaran.csv").unlink()
    capsys.readouterr()
    assert run(file) == 0
    assert {r["nama"] for r in table(drafts / "2024" / "program.csv")} == {"nama yang dibetulkan"}
    assert (drafts / "2024" / "anggaran.csv").exists()
    assert "2024/program.csv" in capsys.readouterr().out.split("Tidak ditimpa")[1]


def test_a_file_that_no_import_wrote_is_never_overwritten(here: Path) -> None:
    """Not even in a folder of drafts."""
    own = here / "impor" / "lra" / "2024" / "program.csv"
    own.parent.mkdir(parents=True)
    own.write_text("milik sendiri\n")
    assert run(realisation(here / "lra.xlsx")) == 0
    assert own.read_text() == "milik sendiri\n"


def test_equal_files_give_equal_drafts(here: Path) -> None:
    """Every byte of two imports is the same."""
    file = evaluation(here / "e81.xlsx")
    run(file, "--into", "satu")
    run(file, "--into", "dua")
    one, two = ({p.relative_to(d): p.read_bytes() for p in d.rglob("*.*")} for d in (here / "satu", here / "dua"))
    assert one == two
    assert len(one) > 5


def test_the_next_command_can_be_typed_as_it_is_told(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It names the year that the file does not name, and quotes names with blanks."""
    path = here / "data pegawai.csv"
    path.write_text("Pendidikan;Jumlah\nSMA;3\nSarjana (S1);4\n")
    assert run(path.name, "--year", "2024") == 0
    told = next(line for line in capsys.readouterr().out.splitlines() if line.startswith("     lakip import"))
    assert run(*shlex.split(told)[2:]) == 0


def test_excel_knows_the_letters(here: Path) -> None:
    """Every CSV file begins with the mark by which Excel knows UTF-8: dashes and quotes stay what they are."""
    run(evaluation(here / "e81.xlsx"))
    files = list((here / "impor").rglob("*.csv"))
    assert {"pemetaan.csv", "tidak_ditempatkan.csv", "indikator.csv"} <= {p.name for p in files}
    assert all(p.read_bytes().startswith(codecs.BOM_UTF8) for p in files)


# --- what cannot be imported -----------------------------------------------------------------------------------------


def test_nothing_is_written_for_what_cannot_be_used(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """1 where no table is recognised, 2 where the file cannot be read; one message, no traceback."""
    words = python_docx.Document()
    words.add_paragraph("Surat undangan tahun 2024")
    words.add_table(rows=2, cols=2).cell(0, 0).text = "Hari"
    words.save(here / "surat.docx")
    book = xlsxwriter.Workbook(here / "kosong.xlsx")
    book.add_worksheet("A")
    book.close()
    (here / "rusak.xlsx").write_bytes(b"PK\x03\x04 bukan arsip")
    (here / "lama.xls").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
    (here / "biner.csv").write_bytes(b"a,b\n\x00\x01\n")
    (here / "tulisan.docx").write_text("hanya tulisan")
    codes = {"surat.docx": 1, "kosong.xlsx": 1, "rusak.xlsx": 2, "lama.xls": 2, "biner.csv": 2, "tulisan.docx": 2,
             "tidak-ada.xlsx": 2}  # fmt: skip
    for name, code in codes.items():
        assert run(name, "--year", "2024") == code, name
        told = capsys.readouterr().err
        assert name in told
        assert "Traceback" not in told
    assert not (here / "impor").exists()


def test_drafts_are_never_written_into_the_source_tables(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """data/raw is filled by a person, after looking at the drafts."""
    assert run(realisation(here / "lra.xlsx"), "--into", "data/raw") == 2
    assert not (here / "data").exists()
    assert "data/raw" in capsys.readouterr().err


def test_the_recap_as_json(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The same facts for programs, the checked quotients and the required columns that stay empty among them."""
    assert run(evaluation(here / "e81.xlsx"), "--json") == 0
    told = json.loads(capsys.readouterr().out)
    drafts = {d["tabel"]: d for d in told["draf"]}
    assert (told["tahun"], drafts["anggaran"]["baris"]) == (2024, 2)
    assert drafts["indikator"]["kosong"] == {"desimal": 1, "arah": 1, "metode": 1}
    assert any("5 dari 5 capaian cocok" in b for d in told["draf"] for b in d["bukti"])


# --- drafts as source tables -----------------------------------------------------------------------------------------


def test_a_draft_can_be_moved_into_the_source_tables(here: Path) -> None:
    """The origins right of a draft are no columns, no notes and no errors to the reader."""
    run(realisation(here / "lra.xlsx"))
    root = copy_office(here / "instansi")
    for name in ("anggaran", "program"):
        shutil.copy(here / "impor" / "lra" / "2024" / f"{name}.csv", root / "data" / "raw" / "2024" / f"{name}.csv")
    found = Sources(root, 2024).table(schema.table("anggaran"))
    assert found
    assert [r.cells["pagu"] for r in found.rows] == ["10000000", "20000000", "30000000"]
    assert not found.remarks


# --- reports ---------------------------------------------------------------------------------------------------------


def recovered(drafts: Path, column: str, kind: str) -> float:
    """Which part of our sub kegiatan has this column in the draft as we have it, by the name of the sub kegiatan."""
    sides = []
    for folder in (RAW / "2024", drafts / "2024"):
        name = names(table(folder / "program.csv"), "kode", "nama")
        rows = table(folder / "anggaran.csv")
        sides.append({(name[r["kode"]], v) for r in rows if (v := value(r[column], kind)) is not None})
    return share(*sides)


@pytest.mark.slow
def test_our_own_report_gives_our_source_tables_back(
    here: Path, built: Callable[[int], Path], capsys: pytest.CaptureFixture[str]
) -> None:
    """Money, targets, staff, assets, counts of the Word report; `lakip check` then asks for empty cells only."""
    assert run(built(2024) / "lakip-2024.docx") == 0
    drafts = here / "impor" / "lakip-2024"
    for column, kind in (
        ("pagu", "money"),
        ("realisasi", "money"),
        ("realisasi_keluaran", "count"),
        ("target_rkt", "count"),
    ):
        assert recovered(drafts, column, kind) >= ENOUGH, column
    plan = drafts / "renstra-2021-2026"
    ours, theirs = (
        {
            (name[r["indikator"]], r["tahun"], r["dokumen"], value(r["target"], "percent"))
            for r in table(folder / "target.csv")
            if value(r["target"], "percent") is not None
        }
        for folder in (RAW / "renstra-2021-2026", plan)
        for name in [names(table(folder / "indikator.csv"), "kode", "indikator")]
    )
    assert ours == theirs
    for file, keys, counts in (
        ("pegawai_jenis_kelamin", ["jenis_kelamin"], ["jumlah"]),
        ("pegawai_pendidikan", ["pendidikan"], ["jumlah"]),
        ("pegawai_golongan", ["golongan", "pangkat", "status"], ["jumlah"]),
        ("pegawai_jabatan", ["unit", "jabatan"], ["jumlah"]),
        ("sarana", ["nomor", "nama"], ["jumlah", "baik", "kurang_baik", "rusak_berat"]),
        ("triwulan", ["triwulan"], []),
    ):
        ours, theirs = (
            {
                (*(r[k].strip() for k in keys), *(value(r[c], "count") for c in counts))
                for r in table(folder / f"{file}.csv")
            }
            for folder in (RAW / "2024", drafts / "2024")
        )
        assert share(ours, theirs) >= ENOUGH, file
    ours, theirs = (
        {(name[r["variabel"]], r["tahun"], value(r["nilai"], "count")) for r in table(folder / "data_dasar.csv")}
        for folder in (RAW, drafts)
        for name in [names(table(folder / "variabel.csv"), "kode", "nama")]
    )
    main_counts = {f for f in ours if sum(g[0] == f[0] for g in ours) > 1}  # series; single counts stand in prose
    assert share(main_counts, theirs) >= ENOUGH
    realised = {
        r["nilai"] for r in table(drafts / "data_dasar.csv") if r["variabel"].startswith("iku") and r["tahun"] == "2024"
    }
    assert realised == {"22,65", "58,72", "77,55"}
    root = here / "instansi"
    shutil.copytree(drafts, root / "data" / "raw", ignore=shutil.ignore_patterns("pemetaan*", "tidak_*", "sidik*"))
    for name in ("profil.toml", "2024/tahun.toml"):
        shutil.copy(RAW / name, root / "data" / "raw" / name)
    capsys.readouterr()
    assert main(["check", "--year", "2024", "--root", str(root)]) == 1
    wrong = [line for line in capsys.readouterr().out.splitlines() if line.startswith("galat")]
    assert wrong
    assert all("seharusnya terisi" in line for line in wrong)


@pytest.mark.slow
def test_another_office_gives_its_source_tables_back(here: Path, built_example: Callable[[int], Path]) -> None:
    """A larger office with official codes, a changed budget, and cells that list several indicators."""
    assert run(built_example(2024) / "lakip-2024.docx") == 0
    drafts, raw = here / "impor" / "lakip-2024", EXAMPLE / "data" / "raw"
    source = Sources(EXAMPLE, 2024).table(schema.table("anggaran"))
    assert source
    for column in ("pagu", "pagu_perubahan", "realisasi"):
        ours, theirs = (
            {(r["kode"], value(r[column], "money")) for r in rows if value(r[column], "money") is not None}
            for rows in ([r.cells for r in source.rows], table(drafts / "2024" / "anggaran.csv"))
        )
        assert share(ours, theirs) == 1, column
    ours, theirs = (
        set(names(table(f / "renstra-2021-2026" / "indikator.csv"), "kode", "indikator").values())
        for f in (raw, drafts)
    )
    assert ours == theirs
    assert not [r for r in table(drafts / "tidak_ditempatkan.csv") if "berbeda" in r["alasan"]]


@pytest.mark.needs_seed
@pytest.mark.skipif(not PUBLISHED.exists(), reason="needs ../shared/seed")
def test_the_published_report_gives_its_money_and_its_contradictions(here: Path) -> None:
    """From Word as people write it: sub kegiatan amounts, targets; sums that do not fit are listed with their cell."""
    assert run(PUBLISHED) == 0
    drafts = here / "impor" / PUBLISHED.stem
    for column in ("pagu", "realisasi"):
        ours, theirs = (
            sorted(v for r in table(f / "2024" / "anggaran.csv") if (v := value(r[column], "money")))
            for f in (RAW, drafts)
        )
        assert sum(v in theirs for v in ours) / len(ours) >= ENOUGH
    ours, theirs = (
        sorted(
            (r["tahun"], r["dokumen"], value(r["target"], "percent"))
            for r in table(f / "renstra-2021-2026" / "target.csv")
        )
        for f in (RAW, drafts)
    )
    assert ours == theirs
    reasons = " ".join(r["alasan"] for r in table(drafts / "tidak_ditempatkan.csv"))
    assert "2.250.980.589" in reasons
    assert len([r for r in table(drafts / "2024" / "program.csv") if r["tingkat"] == "program"]) == 7
