"""A new fiscal year: structure and stable texts of the year before, no figure of it, and never over a file."""

from __future__ import annotations

import codecs
import json
import re
import tomllib
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree

from lakip_lib import schema
from lakip_lib.clean import clean
from lakip_lib.new import OccupiedError, draft, write
from lakip_lib.new import _write as writing
from lakip_lib.office import Gap, Office
from lakip_lib.present import charts, diagrams, prose
from lakip_lib.problems import DataError
from lakip_lib.review.tables import UNNAMED, check, missing
from lakip_lib.sources import STATES, RawTable, Sources
from lakip_lib.yearly import copied_from, due, marked
from tests.conftest import lakip

OLD, NEW = 2024, 2026
YEAR_TABLES = [t for t in schema.TABLES if t.place == "tahun"]
NUMBERS = {"uang", "jumlah", "persen", "nilai"}
MAIN = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}


@pytest.fixture
def old(office_copy: Path) -> Path:
    """An office whose newest year with tables is OLD."""
    return office_copy


def made(root: Path, *, xlsx: bool = False) -> Path:
    """The folder of the new year, just written."""
    write(draft(root, NEW), root, xlsx=xlsx)
    return root / "data" / "raw" / str(NEW)


def read(root: Path, year: int) -> dict[str, RawTable]:
    """The tables of a year as text, read by the reader of every command."""
    sources = Sources(root, year)
    tables = {t.name: found for t in YEAR_TABLES if (found := sources.table(t))}
    assert not sources.problems
    return tables


def texts(tables: Mapping[str, RawTable]) -> dict[str, list[dict[str, str]]]:
    """Their cells, without where they stand."""
    return {name: [dict(r.cells) for r in table.rows] for name, table in tables.items()}


def everything(folder: Path) -> dict[str, bytes]:
    """Every file below a folder."""
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def replaced(path: Path, before: str, after: str) -> None:
    """Change a text that the file holds."""
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after), encoding="utf-8")


# -- what is carried over ----------------------------------------------------------------------------------------------


def test_every_number_of_a_year_is_renewed() -> None:
    """No column of a yearly table that holds a figure can be carried over; what is emptied may be empty."""
    for table in YEAR_TABLES:
        for column in table.columns:
            assert column.kind not in NUMBERS or column.each_year, f"{table.name}.{column.name}"
            assert not column.each_year or not (column.required or column.name in table.key)


@pytest.mark.parametrize("xlsx", [False, True])
def test_structure_without_figures(old: Path, *, xlsx: bool) -> None:
    """Rows, codes and stable texts are those of the old year; every value column and every list of events is empty."""
    before = {
        name: [{c: cell.read for c, cell in r.cells.items()} for r in rows]
        for name, rows in clean(old, OLD).tables.items()
    }
    made(old, xlsx=xlsx)
    after = texts(read(old, NEW))
    assert set(after) == {t.name for t in YEAR_TABLES}
    for table in YEAR_TABLES:
        rows = after[table.name]
        assert not (table.each_year and rows)
        stable = [c.name for c in table.columns if not c.each_year]
        expected = [] if table.each_year else before.get(table.name, [])
        assert [[r[c] for c in stable] for r in rows] == [[" ".join(r[c].split()) for c in stable] for r in expected]
        assert not [r[c.name] for r in rows for c in table.columns if c.each_year and r[c.name]]


def test_workbook_and_csv_are_the_same_data(old: Path, tmp_path: Path) -> None:
    """Both forms read back as the same rows."""
    found = draft(old, NEW)
    write(found, old)
    csv = texts(read(old, NEW))
    other = tmp_path / "lain"
    (other / "data").mkdir(parents=True)
    (old / "data" / "raw").rename(other / "data" / "raw")
    for path in (other / "data" / "raw" / str(NEW)).glob("*.*"):
        path.unlink()
    for path in (other / "data" / "raw" / str(NEW) / "narasi").iterdir():
        path.unlink()
    write(found, other, xlsx=True)
    assert texts(read(other, NEW)) == csv


def test_excel_knows_the_letters(old: Path) -> None:
    """The CSV files begin with the mark by which Excel knows UTF-8."""
    made(old)
    files = sorted((old / "data" / "raw" / str(NEW)).glob("*.csv"))
    assert files
    assert all(p.read_bytes().startswith(codecs.BOM_UTF8) for p in files)


def test_corrections_are_carried_over(old: Path) -> None:
    """A stable text that keputusan.csv corrects is carried over as corrected."""
    raw = old / "data" / "raw"
    line = f"900,koreksi,{OLD},{OLD}/organisasi.csv,kode=UPT,nama,Unit Pelaksana Teknis,UPT Rekaan,,Uji,uji,\n"
    with (raw / "keputusan.csv").open("a", encoding="utf-8") as file:
        file.write(line)
    assert "UPT Rekaan" in {r["nama"] for r in draft(old, NEW).tables["organisasi"]}


def test_settings(old: Path) -> None:
    """tahun.toml says nothing of the old year but who issues the evaluation."""
    replaced(old / "data" / "raw" / str(OLD) / "tahun.toml", '"Inspektorat Daerah', '\'Inspektorat "Daerah" \\')
    replaced(old / "data" / "raw" / str(OLD) / "tahun.toml", 'Lampung"\n\n# Tanggal', "Lampung'\n\n# Tanggal")
    settings = tomllib.loads((made(old) / "tahun.toml").read_text(encoding="utf-8"))
    before = tomllib.loads((old / "data" / "raw" / str(OLD) / "tahun.toml").read_text(encoding="utf-8"))
    assert settings.pop("tahun") == NEW
    assert settings.pop("keadaan") in STATES
    assert settings["lhe"].pop("penerbit") == before["lhe"]["penerbit"]
    assert set(map(str, (settings.pop("lhe") | settings.pop("posisi") | settings).values())) == {""}


def test_newest_year_with_tables(old: Path) -> None:
    """A year that exists without tables is passed over, and said to be."""
    found = draft(old, NEW)
    assert (found.source, found.skipped) == (OLD, (2025,))


def test_first_year_of_an_office(old: Path) -> None:
    """Without an earlier year all tables are there, and empty."""
    for year in (2023, OLD, 2025):
        for path in sorted((old / "data" / "raw" / str(year)).rglob("*"), reverse=True):
            path.unlink() if path.is_file() else path.rmdir()
        (old / "data" / "raw" / str(year)).rmdir()
    found = draft(old, 2023)
    assert found.source is None
    assert not any(found.tables.values())
    assert not found.narratives
    write(found, old, xlsx=True)
    assert not any(t.rows for t in read(old, 2023).values())


def new_plan(root: Path) -> None:
    """A five-year plan after the one that is there, in which one indicator has another code."""
    raw = root / "data" / "raw"
    (raw / "renstra-2027-2031").mkdir()
    for name in ("renstra", "indikator", "target"):
        text = (raw / "renstra-2021-2026" / f"{name}.csv").read_text(encoding="utf-8")
        (raw / "renstra-2027-2031" / f"{name}.csv").write_text(text.replace("umkm_laba,", "usaha,"), encoding="utf-8")


def test_new_plan(old: Path) -> None:
    """Rows about an indicator that the new plan does not have are left out, and named; the others stay."""
    new_plan(old)
    found = draft(old, 2027)
    quarters = found.tables["triwulan"]
    assert {r["indikator"] for r in quarters} == {"koperasi_sehat", "nilai_akip"}
    assert len(found.tables["program"]) == len(draft(old, NEW).tables["program"])
    assert "analisis_umkm_laba" not in found.narratives
    assert "program_umkm_laba" not in found.narratives
    assert any(line.startswith("triwulan: 4 baris") for line in found.left_out)
    assert any(line.startswith("narasi/saran.md") and "umkm_laba" in line for line in found.left_out)
    write(found, old)
    office = Office(old, 2027)
    office.check()
    prose.check(office)


def test_narratives_that_are_not_copied(old: Path) -> None:
    """One that cannot be opened is named; one whose name only begins like that of an indicator's is copied."""
    folder = old / "data" / "raw" / str(OLD) / "narasi"
    (folder / "program_prioritas.md").write_text("Rekaan.", encoding="utf-8")
    (folder / "arsip.md").mkdir()
    found = draft(old, NEW)
    assert "program_prioritas" in found.narratives
    assert [line.partition(":")[0] for line in found.left_out] == ["narasi/arsip.md"]


def test_no_plan(old: Path) -> None:
    """A year in no five-year plan: exit 1, nothing written, and what to make first."""
    result = lakip("new", "2027", root=old)
    assert result.returncode == 1
    assert "data/raw/renstra-AWAL-AKHIR" in result.stderr
    assert "renstra.csv, indikator.csv, target.csv" in result.stderr
    assert not (old / "data" / "raw" / "2027").exists()


def test_broken_source(old: Path) -> None:
    """A year whose tables cannot be used is carried nowhere."""
    replaced(old / "data" / "raw" / str(OLD) / "triwulan.csv", "koperasi_sehat,II,", "koperasi_sehat,X,")
    with pytest.raises(DataError, match="triwulan"):
        draft(old, NEW)


# -- never over a file -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["tahun.toml", "anggaran.csv", "Tabel lain.XLSX", "tabel.xlsx", "narasi/saran.md"])
@pytest.mark.parametrize("xlsx", [False, True])
def test_refuses_what_is_there(old: Path, name: str, *, xlsx: bool) -> None:
    """One file in the way, in either form, and nothing is written; the refusal names it."""
    path = old / "data" / "raw" / str(NEW) / name
    path.parent.mkdir(parents=True)
    path.write_text("isi lama", encoding="utf-8")
    before = everything(old)
    with pytest.raises(OccupiedError) as refused:
        made(old, xlsx=xlsx)
    assert refused.value.files == (f"{NEW}/{name}",)
    assert everything(old) == before


def test_second_run_changes_nothing(old: Path) -> None:
    """Run again, the command exits with 2 and names the file."""
    assert lakip("new", str(NEW), "--xlsx", root=old).returncode == 0
    before = everything(old)
    again = lakip("new", str(NEW), root=old)
    assert again.returncode == 2
    assert f"{NEW}/lakip-{NEW}.xlsx" in again.stderr
    assert everything(old) == before


def test_other_files_stay(old: Path) -> None:
    """A folder that holds only other things, such as what an open workbook leaves, is filled, and they stay."""
    photo = old / "data" / "raw" / str(NEW) / "gambar" / "a.jpg"
    photo.parent.mkdir(parents=True)
    photo.write_bytes(b"foto")
    (photo.parents[1] / ".~lock.lakip.xlsx#").touch()
    assert (made(old) / "anggaran.csv").is_file()
    assert photo.read_bytes() == b"foto"


@pytest.mark.parametrize("there", [False, True])
def test_all_or_nothing(old: Path, monkeypatch: pytest.MonkeyPatch, *, there: bool) -> None:
    """A disk that fails midway leaves the folder as it was."""
    if there:
        (old / "data" / "raw" / str(NEW) / "gambar").mkdir(parents=True)
    before = everything(old)
    rename, write_bytes = Path.rename, Path.write_bytes

    def failing_rename(self: Path, target: Path) -> Path:
        if target.name == "tahun.toml":
            raise OSError(28, "penuh")
        return rename(self, target)

    def failing_write(self: Path, data: bytes) -> int:
        if self.name == "tahun.toml" and not there:
            raise OSError(28, "penuh")
        return write_bytes(self, data)

    monkeypatch.setattr(Path, "rename", failing_rename)
    monkeypatch.setattr(Path, "write_bytes", failing_write)
    with pytest.raises(OSError, match="penuh"):
        made(old)
    assert everything(old) == before
    assert not list((old / "data" / "raw").glob(".baru-*"))


def test_bad_year(old: Path) -> None:
    """A number that is no year is wrong usage."""
    assert lakip("new", "26", root=old).returncode == 2


# -- the workbook ------------------------------------------------------------------------------------------------------


class Book:
    """The XML of a workbook: sheets by name."""

    def __init__(self, path: Path) -> None:
        self._zip = zipfile.ZipFile(path)
        book = etree.fromstring(self._zip.read("xl/workbook.xml"))
        self.names = book.xpath("//m:sheet/@name", namespaces=MAIN)
        found = etree.fromstring(self._zip.read("xl/sharedStrings.xml")).findall("m:si", MAIN)
        self._strings = ["".join(s.itertext()) for s in found]

    def xml(self, sheet: str) -> etree._Element:
        """The sheet."""
        return etree.fromstring(self._zip.read(f"xl/worksheets/sheet{self.names.index(sheet) + 1}.xml"))

    def cells(self, sheet: str) -> dict[str, str]:
        """Text cells and numbers by reference."""
        found = {}
        for cell in self.xml(sheet).iterfind(".//m:c", MAIN):
            value = cell.findtext("m:v", None, MAIN)
            if value is not None:
                found[cell.get("r")] = self._strings[int(value)] if cell.get("t") == "s" else value
        return found

    def notes(self, sheet: str) -> dict[str, str]:
        """Notes by cell."""
        number = self.names.index(sheet) + 1
        links = etree.fromstring(self._zip.read(f"xl/worksheets/_rels/sheet{number}.xml.rels"))
        part = next(link.get("Target") for link in links if link.get("Target").startswith("../comments"))
        root = etree.fromstring(self._zip.read(f"xl/{part[3:]}"))
        return {c.get("ref"): "".join(c.itertext()) for c in root.iterfind(".//m:comment", MAIN)}


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Book:
    """The workbook of this repository's office."""
    root = Path(__file__).parent.parent
    path = tmp_path_factory.mktemp("buku") / "isian.xlsx"
    path.write_bytes(writing.workbook(draft(root, NEW)))
    return Book(path)


def letter(table: schema.Table, column: schema.Column) -> str:
    """Where a column stands."""
    return chr(65 + table.columns.index(column))


def test_sheets(book: Book) -> None:
    """Instructions first, then every table of a year in the order of the catalogue, and the codes."""
    assert book.names == ["Petunjuk", *(t.name for t in YEAR_TABLES), "Daftar kode"]


@pytest.mark.parametrize("table", YEAR_TABLES, ids=lambda t: t.name)
def test_header_notes_and_formats(book: Book, table: schema.Table) -> None:
    """Every column has explanation, name and note from the catalogue; codes are text, no cell is a percentage."""
    cells, notes, xml = book.cells(table.name), book.notes(table.name), book.xml(table.name)
    for column in table.columns:
        at = letter(table, column)
        assert cells[f"{at}3"].removesuffix(" *") == column.name
        assert cells[f"{at}3"].endswith("*") == column.required
        assert column.about in cells[f"{at}2"]
        assert column.about in notes[f"{at}3"]
    assert xml.find(".//m:pane", MAIN).get("ySplit") == "3"
    styles = etree.fromstring(book._zip.read("xl/styles.xml"))
    formats = {f.get("numFmtId"): f.get("formatCode") for f in styles.iterfind(".//m:numFmt", MAIN)}
    of_style = [x.get("numFmtId") for x in styles.find("m:cellXfs", MAIN)]
    used = {c.get("r"): of_style[int(c.get("s", 0))] for c in xml.iterfind(".//m:c", MAIN)}
    assert not [f for f in used.values() if f in {"9", "10"} or "%" in formats.get(f, "")]
    for column in table.columns:
        if column.kind in {"kode", "teks"}:
            assert used[f"{letter(table, column)}4"] == "49"  # text


@pytest.mark.parametrize("table", YEAR_TABLES, ids=lambda t: t.name)
def test_choices(book: Book, table: schema.Table) -> None:
    """Choices and references have a drop-down list within Excel's limits; it holds every code that is used."""
    rules = {r.get("sqref").split(":")[0]: r for r in book.xml(table.name).iterfind(".//m:dataValidation", MAIN)}
    cells = book.cells(table.name)
    for column in table.columns:
        rule = rules.get(f"{letter(table, column)}4")
        formula = rule.findtext("m:formula1", "", MAIN) if rule is not None else ""
        if column.choices:
            assert formula.strip('"').split(",") == list(column.choices)
        elif column.refers:
            assert rule.get("type") == "list"
            listed = values(book, formula)
            target = column.refers.partition(".")[0]
            if schema.table(target).place != "tahun":
                root = Path(__file__).parent.parent
                known = Sources(root, NEW, new=True).table(schema.table(target))
                assert listed == [r.cells["kode"] for r in known.rows]
            used = {v for at, v in cells.items() if re.fullmatch(rf"{letter(table, column)}([4-9]|\d\d+)", at)}
            assert used <= set(listed)
        for limited in () if rule is None else (rule.get("prompt", ""), rule.get("error", ""), formula):
            assert len(limited) <= 255


def values(book: Book, formula: str) -> list[str]:
    """The cells of ``'sheet'!$A$4:$A$9`` that are filled."""
    sheet, column, first, last = re.fullmatch(r"'(.+)'!\$([A-Z]+)\$(\d+):\$[A-Z]+\$(\d+)", formula).groups()
    cells = book.cells(sheet)
    found = [cells.get(f"{column}{n}") for n in range(int(first), int(last) + 1)]
    return [v for v in found if v is not None]


def test_units_are_offered(book: Book) -> None:
    """A unit is offered from those in use, and another one is allowed."""
    rules = book.xml("kinerja_program").iterfind(".//m:dataValidation", MAIN)
    rule = next(r for r in rules if r.get("sqref").startswith("C4"))
    assert "koperasi" in values(book, rule.findtext("m:formula1", "", MAIN))
    assert rule.get("showErrorMessage") != "1"


def test_cover_counts_what_is_due(book: Book) -> None:
    """The instructions count the cells to fill, table by table, as the check does."""
    cells = book.cells("Petunjuk")
    found = draft(Path(__file__).parent.parent, NEW)
    rows = found.tables
    for at in [c for c, v in cells.items() if c.startswith("B") and v in rows]:
        count = sum(map(len, due(schema.table(cells[at]), rows[cells[at]], found.indicators)))
        assert not count or float(cells[f"D{at[1:]}"]) == float(cells[f"F{at[1:]}"]) == count


def test_cover_names_files_where_they_lie(book: Book) -> None:
    """What is filled outside of the workbook is named with its folder, as it lies below data/raw."""
    cells = book.cells("Petunjuk").values()
    files = [v for v in cells if re.fullmatch(r"\S+\.csv", v)]
    assert files == ["data_dasar.csv", "evaluasi_akip.csv", "pembanding.csv", "renstra-2021-2026/target.csv"]


def test_units_have_one_order(old: Path) -> None:
    """Units that differ in capitals only are offered in one order, at each run."""
    units = ["Orang", "orang", "ORANG", "oRang", "OraNg"]
    with (old / "data" / "raw" / "variabel.csv").open("a", encoding="utf-8") as file:
        file.writelines(f"v{n},v,{unit},\n" for n, unit in enumerate(units))
    assert [u for u in draft(old, NEW).units if u.casefold() == "orang"] == sorted(units)


def test_same_draft_same_bytes(old: Path) -> None:
    """Equal drafts make equal workbooks."""
    assert writing.workbook(draft(old, NEW)) == writing.workbook(draft(old, NEW))


# -- what is still missing ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("method", "numerator", "columns"),
    [
        ("terakhir", "v_a", ()),
        ("tetap", "", ("realisasi",)),
        ("Terakhir", "", ("realisasi",)),
        ("jumlah", "v_a", ("target", "realisasi")),
        ("Jumlah", "", ("target", "realisasi")),
    ],
)
def test_the_fourth_quarter_is_due_where_no_annual_figure_stands_for_it(
    method: str, numerator: str, columns: tuple[str, ...]
) -> None:
    """A flow is the sum of four quarters, and what has no variable is its last one: neither can be left out."""
    row = {"indikator": "a", "triwulan": "IV", "target": "", "realisasi": ""}
    assert due(schema.table("triwulan"), [row], {"a": {"metode": method, "pembilang": numerator}}) == [columns]


def counted(root: Path) -> dict[tuple[str, str], int]:
    """Missing cells or rows by table and column."""
    found: dict[tuple[str, str], int] = {}
    for m in missing(Office(root, NEW)):
        name = re.split(r"[/!]", m.file.removesuffix(".csv"))[-1]
        found[name, m.column] = found.get((name, m.column), 0) + len(m.places)
    return found


@pytest.mark.parametrize("xlsx", [False, True])
def test_missing_is_what_is_due(old: Path, *, xlsx: bool) -> None:
    """Nothing filled: every due cell is missing.  Some filled: the others are."""
    found = draft(old, NEW)
    rows = found.tables["anggaran"]
    filled = [r | {"pagu": "1.000", "realisasi": "-" if n else ""} for n, r in enumerate(rows)]
    write(replace(found, tables={**found.tables, "anggaran": tuple(filled)}), old, xlsx=xlsx)
    lacking = counted(old)
    assert ("anggaran", "pagu") not in lacking
    assert lacking["anggaran", "realisasi"] == 1
    assert lacking["anggaran", "target_keluaran"] == len(rows)
    assert ("anggaran", "pagu_perubahan") not in lacking
    assert lacking["triwulan", "realisasi"] == 9
    assert lacking["faktor", ""] == 3
    assert ("penghargaan", "") not in lacking
    assert lacking["data_dasar", ""] == 7


def test_missing_names_cells(old: Path) -> None:
    """A cell of a workbook is named as Excel names it."""
    made(old, xlsx=True)
    found = next(m for m in missing(Office(old, NEW)) if m.file.endswith("!anggaran") and m.column == "pagu")
    assert found.places[:2] == ("B4", "B5")


def test_units(old: Path) -> None:
    """Who delivers: the table's unit, that of the program or of one above it, the row's; else nobody is named."""
    folder = made(old)
    with (old / "data" / "raw" / "profil.toml").open("a", encoding="utf-8") as file:
        file.write('\n[penyedia]\nsarana = "Sub Bagian Rekaan"\n')
    lines = (folder / "program.csv").read_text(encoding="utf-8").splitlines()
    head, first = lines[0].split(","), lines[1]
    assert head[-1] == "unit"
    (folder / "program.csv").write_text("\n".join([lines[0], first + "B1", *lines[2:]]) + "\n", encoding="utf-8")
    found = {(m.unit, m.file, m.column): len(m.places) for m in missing(Office(old, NEW))}
    below = sum(r["kode"].startswith("1.") for r in draft(old, NEW).tables["anggaran"])
    assert found["Bidang Kelembagaan dan Pengawasan", f"{NEW}/anggaran.csv", "pagu"] == below
    assert found["Sub Bagian Rekaan", f"{NEW}/sarana.csv", "baik"] == 54
    assert found["Sekretariat", f"{NEW}/pegawai_jabatan.csv", "jumlah"] == 6
    assert found[UNNAMED, f"{NEW}/pegawai_pendidikan.csv", "jumlah"] == 5
    assert [m.unit for m in missing(Office(old, NEW))][-1] == UNNAMED


def test_empty_rows_of_series(old: Path) -> None:
    """A row of a series delivers only with its number."""
    made(old)
    with (old / "data" / "raw" / "data_dasar.csv").open("a", encoding="utf-8") as file:
        file.write(f"koperasi_jumlah,{NEW},\nkoperasi_aktif,{NEW},12\n")
    found = next(m for m in missing(Office(old, NEW)) if m.file == "data_dasar.csv")
    assert len(found.places) == 6
    assert f"koperasi_jumlah {NEW}" in found.places


def test_plan_year_lacks_no_results(old: Path) -> None:
    """While the year is a plan only targets and budgets are asked for."""
    replaced(made(old) / "tahun.toml", '"sementara"', '"rencana"')
    assert set(counted(old)) == {
        ("target", ""), ("anggaran", "pagu"), ("anggaran", "target_keluaran"), ("kinerja_program", "target"),
        ("triwulan", "target"),
    }  # fmt: skip


def test_final_year_lacks_nothing(old: Path) -> None:
    """Of a year that is declared final nothing is asked."""
    assert missing(Office(old, OLD)) == []
    replaced(made(old) / "tahun.toml", '"sementara"', '"final"')
    assert missing(Office(old, NEW)) == []


def test_check_prints_it(old: Path) -> None:
    """The command says it by unit, and as JSON; a year that is complete has no such part."""
    made(old, xlsx=True)
    shown = lakip("check", "--year", str(NEW), root=old)
    assert shown.returncode == 0
    assert f"\n{UNNAMED}\n  {NEW}/lakip-{NEW}.xlsx!anggaran: pagu 23 sel (mulai B4)" in shown.stdout
    told = json.loads(lakip("check", "--year", str(NEW), "--json", root=old).stdout)["missing"]
    assert {"unit", "table", "column", "count", "first"} == set(told[0])
    assert sum(m["count"] for m in told) == sum(counted(old).values())
    assert "Belum diisi" not in lakip("check", "--year", str(OLD), root=old).stdout


# -- narratives, and the report ----------------------------------------------------------------------------------------


def test_mark() -> None:
    """The mark names the year, is put once, and is gone when its line is."""
    text = marked("Kalimat {{ tahun }}.\n", OLD)
    assert copied_from(text) == OLD
    assert marked(text, 2025) == marked("Kalimat {{ tahun }}.\n", 2025)
    assert text.split("\n", 1)[1] == "Kalimat {{ tahun }}.\n"
    assert copied_from(text.split("\n", 1)[1]) is None


def test_copies_are_warned_of(old: Path) -> None:
    """Narratives keep words and placeholders, the mark is no part of the text, and the check names each copy."""
    folder = made(old)
    office = Office(old, NEW)
    before = (old / "data" / "raw" / str(OLD) / "narasi" / "saran.md").read_text(encoding="utf-8")
    assert (folder / "narasi" / "saran.md").read_text(encoding="utf-8").split("\n", 1)[1] == before
    assert "ulis ulang" not in prose.own_words(office, "saran")
    finding = next(f for f in check(office) if f.code == "DAT37")
    assert len(finding.places) == len(office.narratives())
    assert f"{NEW}/narasi: {len(office.narratives())} berkas masih salinan" in "\n".join(office.warnings())
    (folder / "narasi" / "saran.md").write_text(before, encoding="utf-8")
    assert len(Office(old, NEW).copies()) == len(office.narratives()) - 1


def test_pictures_of_blank_budgets(old: Path) -> None:
    """Without any budget the picture of money is a gap; with some of them it shows those."""
    folder = made(old)
    office = Office(old, NEW)
    assert isinstance(charts.absorption_by_program(office), Gap)
    assert not isinstance(diagrams.programs_per_indicator(office), Gap)
    lines = (folder / "anggaran.csv").read_text(encoding="utf-8").splitlines()
    filled = [re.sub(r"^(2\.[\d.]+|3\.[\d.]+),,", r"\1,1000,", line) for line in lines]
    (folder / "anggaran.csv").write_text("\n".join(filled) + "\n", encoding="utf-8")
    drawing = charts.absorption_by_program(Office(old, NEW))
    assert "pagunya belum lengkap" in drawing.svg


@pytest.mark.slow
def test_report_of_a_new_year(old: Path) -> None:
    """Nothing filled in yet: the report is made at once, with gaps where data are missing."""
    assert lakip("new", str(NEW), "--xlsx", root=old).returncode == 0
    result = lakip("build", "--year", str(NEW), "--to", "html", root=old)
    assert result.returncode == 0, result.stdout + result.stderr
    assert "belum ditulis ulang" in result.stdout
    html = (old / "outputs" / str(NEW) / f"lakip-{NEW}.html").read_text(encoding="utf-8")
    assert 'class="celah"' in html
    assert "ulis ulang: disalin" not in re.sub(r"<data.*?</data>", "", html)
