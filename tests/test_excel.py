"""A table may lie in an Excel workbook: same data, same report; what people put around it is set aside aloud."""

from __future__ import annotations

import csv
import datetime as dt
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter

from lakip_lib import schema
from lakip_lib.clean import Cleaned, clean
from lakip_lib.problems import DataError, Problem
from lakip_lib.sources import RawTable, Sources
from tests.strategies import indicator, write_office

VARIABLES = schema.table("variabel")
HEAD = ["kode", "nama", "satuan", "sumber_data"]
PLAIN = [["v_a", "Jumlah bus", "unit", "Dinas"], ["v_b", "Jumlah halte", "unit", ""]]
Fill = Callable[[xlsxwriter.Workbook, "xlsxwriter.worksheet.Worksheet"], None]


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """A small office with one indicator; its tables are CSV files."""
    return write_office(tmp_path, [indicator("a")], [("a", 10)], [("v_a", "unit", 8)])


def book(path: Path, fill: Fill, sheet: str = "variabel") -> Path:
    """A workbook with one sheet that `fill` writes."""
    with xlsxwriter.Workbook(str(path)) as workbook:
        fill(workbook, workbook.add_worksheet(sheet))
    return path


def variables(root: Path, fill: Fill) -> tuple[RawTable | None, list[Problem]]:
    """The table variabel, moved into a workbook that `fill` writes, and all problems."""
    (root / "data/raw/variabel.csv").unlink(missing_ok=True)
    book(root / "data/raw/tabel.xlsx", fill)
    sources = Sources(root, 2022)
    return sources.table(VARIABLES), sources.problems


def write(sheet: xlsxwriter.worksheet.Worksheet, rows: list[list[str]], top: int = 0, left: int = 0) -> None:
    """Rows of text, blank ones left out."""
    for r, row in enumerate(rows, start=top):
        for c, text in enumerate(row, start=left):
            if text:
                sheet.write_string(r, c, text)


def to_workbooks(root: Path) -> Path:
    """Move every CSV table of an office into one workbook per folder, numbers as real numbers where Excel would."""
    for folder in {p.parent for p in (root / "data/raw").rglob("*.csv")}:
        with xlsxwriter.Workbook(str(folder / "tabel.xlsx")) as workbook:
            for path in sorted(folder.glob("*.csv")):
                sheet = workbook.add_worksheet(path.stem)
                with path.open(encoding="utf-8-sig", newline="") as file:
                    write(sheet, list(csv.reader(file)), top=2)
                path.unlink()
    return root


def values(cleaned: Cleaned) -> dict[str, list[dict[str, str]]]:
    """Every value of every table as text, without where it stands."""
    return {n: [{k: str(v) for k, v in r.values.items()} for r in rows] for n, rows in cleaned.tables.items()}


def test_the_same_office_in_workbooks(office_copy: Path) -> None:
    """All tables of all folders as workbooks clean to the same values, decisions and all."""
    before = clean(office_copy, 2024)
    after = clean(to_workbooks(office_copy), 2024)
    assert values(after) == values(before)
    assert [(d.file, d.key) for d in after.decisions] == [(d.file, d.key) for d in before.decisions]
    assert {r.file for r in after.tables["anggaran"]} == {"2024/tabel.xlsx!anggaran"}
    cell = after.tables["anggaran"][0].cells["pagu"]
    assert str(cell).startswith(f"2024/tabel.xlsx anggaran!B{cell.row} (kolom pagu): “")


def test_what_stands_around_a_table_is_set_aside(office: Path) -> None:
    """Titles, column numbers, notes and totals are remarks, never rows; the table may start anywhere."""

    def fill(workbook: xlsxwriter.Workbook, sheet: xlsxwriter.worksheet.Worksheet) -> None:
        sheet.merge_range("B1:E1", "DAFTAR VARIABEL", workbook.add_format({"bold": True}))
        sheet.write("B2", "Keadaan 31 Desember 2022")
        write(sheet, [[*HEAD, "", "kontak"], ["(1)", "(2)", "(3)", "(4)"], PLAIN[0], ["", ""], PLAIN[1]], 3, 1)
        sheet.write("G6", "belum dicek")
        write(sheet, [["", "Jumlah", "2"], ["Sumber: Bidang Angkutan"]], 8, 1)

    table, problems = variables(office, fill)
    assert not problems
    assert [(r.number, r.cells["kode"]) for r in table.rows] == [(6, "v_a"), (8, "v_b")]
    assert table.letters == {"kode": "B", "nama": "C", "satuan": "D", "sumber_data": "E"}
    assert {r.row: r.why.split(",")[0] for r in table.remarks} == {
        1: "2 baris di atas judul kolom",
        5: "baris nomor kolom",
        6: "catatan di samping tabel",
        9: "baris jumlah",
        10: "catatan di bawah tabel",
    }


def test_a_wrong_total_is_a_warning(office: Path) -> None:
    """A typed total is not summed; one that differs from its rows is reported with its cell."""

    def fill(workbook: xlsxwriter.Workbook, sheet: xlsxwriter.worksheet.Worksheet) -> None:
        del workbook
        write(sheet, [["kode", "pagu", "realisasi"], ["1.01", "100", "50"], ["1.02", "200", "70"]])
        write(sheet, [["JUMLAH", "310", "120"]], 3)

    (office / "data/raw/2022/program.csv").write_text(
        "kode,induk,tingkat,nama,sasaran\n1,,program,P,SB\n1.01,1,sub kegiatan,A,SB\n1.02,1,sub kegiatan,B,SB\n"
    )
    book(office / "data/raw/2022/anggaran.xlsx", fill, "Sheet1")
    cleaned = clean(office, 2022)
    assert [r["pagu"].value for r in cleaned.tables["anggaran"]] == [100, 200]
    (warning,) = [w for w in cleaned.warnings if w.column == "pagu"]
    assert str(warning).startswith("2022/anggaran.xlsx Sheet1!B4 (kolom pagu): terbaca “310”, seharusnya 300")


@pytest.mark.parametrize(
    ("value", "format_", "text"),
    [
        (94, "", "94"),
        (20.34, "", "20,34"),
        (0.1 + 0.2, "", "0,3"),
        (1234567.5, "", "1234567,5"),
        (0.2849, "0%", "28,49%"),
        (0.2849, '0.00"%"', "0,2849"),
        (1e-7, "", "0,0000001"),
        (dt.date(2024, 12, 31), "yyyy-mm-dd", "31 Desember 2024"),
        (True, "", "BENAR"),
        ("1.115", "", "1.115"),
    ],
)
def test_cells_are_read_as_the_analyst_sees_them(office: Path, value: object, format_: str, text: str) -> None:
    """Numbers keep 15 digits and a decimal comma, percentages their sign, dates their day, text itself."""

    def fill(workbook: xlsxwriter.Workbook, sheet: xlsxwriter.worksheet.Worksheet) -> None:
        write(sheet, [HEAD, ["v_a", "", "unit"]])
        style = workbook.add_format({"num_format": format_}) if format_ else None
        if isinstance(value, dt.date):
            sheet.write_datetime(1, 1, value, style)
        else:
            sheet.write(1, 1, value, style)

    table, problems = variables(office, fill)
    assert not problems
    assert table.rows[0].cells["nama"] == text


def test_a_fraction_that_looks_like_thousands_stops(office: Path) -> None:
    """1.115 stored as a number in a column of counts is an error that says what to type, never 1115."""

    def fill(workbook: xlsxwriter.Workbook, sheet: xlsxwriter.worksheet.Worksheet) -> None:
        del workbook
        sheet.write_row(0, 0, ["variabel", "tahun", "nilai"])
        sheet.write_row(1, 0, ["v_a", 2022, 1.115])

    (office / "data/raw/data_dasar.csv").unlink()
    book(office / "data/raw/data_dasar.xlsx", fill, "data_dasar")
    with pytest.raises(DataError) as error:
        clean(office, 2022)
    (problem,) = error.value.problems
    assert str(problem).startswith("data_dasar.xlsx data_dasar!C2 (kolom nilai): terbaca “1,115”")
    assert "ketik 1115" in problem.todo


def test_a_code_that_became_a_number_is_refused(office: Path) -> None:
    """Excel takes the code 1.10 for the number 1,1: nobody can tell it from 1.1, nor print it as it was meant."""

    def fill(workbook: xlsxwriter.Workbook, sheet: xlsxwriter.worksheet.Worksheet) -> None:
        del workbook
        write(sheet, [["kode", "tingkat", "nama", "sasaran"], ["", "program", "P", "SB"], ["", "program", "Q", "SB"]])
        sheet.write_column(1, 0, [1, 1.10])

    book(office / "data/raw/2022/program.xlsx", fill, "program")
    with pytest.raises(DataError) as error:
        clean(office, 2022)
    (problem,) = error.value.problems
    assert str(problem).startswith("2022/program.xlsx program!A3 (kolom kode): terbaca “1,1”, seharusnya kode")


@pytest.mark.parametrize(
    ("formula", "value", "expected"),
    [("=1+1", "", "nilai yang tersimpan"), ("=1/0", "#DIV/0!", "bukan galat Excel"), ("=NA()", "#N/A", "galat Excel")],
)
def test_formulas_without_a_usable_value_stop(office: Path, formula: str, value: str, expected: str) -> None:
    """A formula without a saved value, or with an error for one, is a problem at its cell, never an empty cell."""

    def fill(workbook: xlsxwriter.Workbook, sheet: xlsxwriter.worksheet.Worksheet) -> None:
        del workbook
        write(sheet, [HEAD, ["v_a", "Bus"]])
        sheet.write_formula("C2", formula, None, value)

    _, problems = variables(office, fill)
    (problem,) = problems
    assert str(problem).startswith("tabel.xlsx variabel!C2 (kolom satuan)")
    assert expected in problem.expected


def test_a_formula_counts_by_its_saved_value(office: Path) -> None:
    """A formula with a saved value is that value."""

    def fill(workbook: xlsxwriter.Workbook, sheet: xlsxwriter.worksheet.Worksheet) -> None:
        del workbook
        write(sheet, [HEAD, ["v_a", "Bus"]])
        sheet.write_formula("C2", '="un"&"it"', None, "unit")

    table, problems = variables(office, fill)
    assert not problems
    assert table.rows[0].cells["satuan"] == "unit"


def test_merged_cells(office: Path) -> None:
    """A text merged over rows holds for each of them; a merged number is a problem, since it would count twice."""

    def fill(workbook: xlsxwriter.Workbook, sheet: xlsxwriter.worksheet.Worksheet) -> None:
        del workbook
        write(sheet, [["variabel", "tahun", "nilai"], ["", "2021"], ["", "2022"]])
        sheet.merge_range("A2:A3", "v_a")
        sheet.merge_range("C2:C3", 8)

    (office / "data/raw/data_dasar.csv").unlink()
    book(office / "data/raw/data_dasar.xlsx", fill, "data_dasar")
    sources = Sources(office, 2022)
    table = sources.table(schema.table("data_dasar"))
    assert [r.cells["variabel"] for r in table.rows] == ["v_a", "v_a"]
    (problem,) = sources.problems
    assert (problem.row, problem.letter, "sel gabungan" in problem.expected) == (3, "C", True)


def test_hidden_rows_are_read_aloud(office: Path) -> None:
    """A hidden row counts, and the cleaning log says so."""

    def fill(workbook: xlsxwriter.Workbook, sheet: xlsxwriter.worksheet.Worksheet) -> None:
        del workbook
        write(sheet, [HEAD, *PLAIN])
        sheet.set_row(2, None, None, {"hidden": True})

    table, _ = variables(office, fill)
    assert [r.cells["kode"] for r in table.rows] == ["v_a", "v_b"]
    assert [(r.row, "tersembunyi" in r.why) for r in table.remarks] == [(3, True)]


def test_a_table_in_two_places_is_an_error(office: Path) -> None:
    """CSV and sheet, or two workbooks: one message that names both places."""
    book(office / "data/raw/tabel.xlsx", lambda _, sheet: write(sheet, [HEAD, *PLAIN]))
    sources = Sources(office, 2022)
    assert sources.table(VARIABLES) is None
    (problem,) = sources.problems
    assert "variabel.csv dan tabel.xlsx!variabel" in problem.typed


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("variabel.xlsx", b"bukan zip", "buku kerja Excel"),
        ("variabel.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "buku kerja Excel"),
        ("variabel.xls", b"\xd0\xcf\x11\xe0", "buku kerja .xlsx"),
    ],
)
def test_a_file_that_is_no_workbook(office: Path, name: str, content: bytes, expected: str) -> None:
    """One problem that names the file; the table is not also called missing."""
    (office / "data/raw/variabel.csv").unlink()
    (office / "data/raw" / name).write_bytes(content)
    sources = Sources(office, 2022)
    assert sources.table(VARIABLES) is None
    (problem,) = sources.problems
    assert (problem.file, expected in problem.expected) == (name, True)


@pytest.mark.parametrize("name", ["Variabel.xlsx", "VARIABEL.XLSX"])
def test_the_name_of_a_workbook_in_any_case(office: Path, name: str) -> None:
    """A workbook of one sheet that is named as a table is that table, as a sheet would be, on every system."""
    (office / "data/raw/variabel.csv").unlink()
    book(office / "data/raw" / name, lambda _, sheet: write(sheet, [HEAD, *PLAIN]), "Sheet1")
    sources = Sources(office, 2022)
    assert [r.cells["kode"] for r in sources.table(VARIABLES).rows] == ["v_a", "v_b"]
    assert not sources.problems


@pytest.mark.parametrize("name", [".~lock.tabel.xlsx#", "~$tabel.xlsx", "._tabel.xlsx"])
def test_what_lies_beside_an_open_workbook_is_nobodys(office: Path, name: str) -> None:
    """LibreOffice, Excel and macOS keep small files beside a workbook: they are neither tables nor problems."""
    (office / "data/raw/2022" / name).write_bytes(b",penyusun,komputer")
    assert clean(office, 2022)


def test_sheets_that_are_no_table(office: Path) -> None:
    """A sheet that nearly has a table's name, or a table of another folder, is a problem; others are nobody's."""
    (office / "data/raw/variabel.csv").unlink()
    with xlsxwriter.Workbook(str(office / "data/raw/tabel.xlsx")) as workbook:
        write(workbook.add_worksheet("Variabel"), [HEAD, *PLAIN])
        write(workbook.add_worksheet("Petunjuk"), [["Isi lembar berikut"]])
        write(workbook.add_worksheet("data_dassar"), [["x"]])
        write(workbook.add_worksheet("anggaran"), [["kode"]])
    shutil.copy(office / "data/raw/tabel.xlsx", office / "data/raw/~$tabel.xlsx")
    sources = Sources(office, 2022)
    assert [r.cells["kode"] for r in sources.table(VARIABLES).rows] == ["v_a", "v_b"]
    assert {p.file: p.todo.split("?")[0] for p in sources.problems} == {
        "tabel.xlsx!data_dassar": "Mungkin maksudnya “data_dasar”",
        "tabel.xlsx!anggaran": "Pindahkan lembar itu ke buku kerja di folder tahunnya.",
    }


def test_problems_name_sheet_and_cell(office: Path) -> None:
    """What cleaning cannot read is named as a spreadsheet names it."""

    def fill(workbook: xlsxwriter.Workbook, sheet: xlsxwriter.worksheet.Worksheet) -> None:
        del workbook
        sheet.write_row(4, 2, ["variabel", "tahun", "nilai"])
        sheet.write_row(5, 2, ["v_a", "20222", "delapan"])

    (office / "data/raw/data_dasar.csv").unlink()
    book(office / "data/raw/tabel.xlsx", fill, "data_dasar")
    with pytest.raises(DataError) as error:
        clean(office, 2022)
    shown = [str(p).partition(":")[0] for p in error.value.problems]
    assert shown == ["tabel.xlsx data_dasar!E6 (kolom nilai)", "tabel.xlsx data_dasar!D6 (kolom tahun)"]
