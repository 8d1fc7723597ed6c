"""Source files are read as any spreadsheet saves them, cell by cell as typed, and refused aloud when damaged."""

from __future__ import annotations

import csv
import io
import os
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from lakip_lib import schema
from lakip_lib.problems import DataError, Problem, nearest
from lakip_lib.sources import RawTable, Sources, find_root
from tests.strategies import FIXED, indicator, write_office

VARIABLES = schema.table("variabel")
COLUMNS = [c.name for c in VARIABLES.columns]
PLAIN = "kode,nama,satuan,sumber_data\nv_a,Jumlah bus,unit,Dinas\nv_b,“Halte” & – é,unit,\n"


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """A small office with one indicator."""
    return write_office(tmp_path, [indicator("a")], [("a", 10)], [("v_a", "unit", 8)])


def read(root: Path, data: bytes | str, file: str = "variabel") -> tuple[RawTable | None, list[Problem]]:
    """That content as variabel.csv: the table, and all problems."""
    path = root / "data" / "raw" / f"{file}.csv"
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    sources = Sources(root, 2022)
    return sources.table(schema.table(file)), sources.problems


def rows(root: Path, data: bytes | str) -> list[tuple[int, list[str]]]:
    """Row numbers and cells of that content, which must be sound."""
    table, problems = read(root, data)
    assert not problems
    assert table is not None
    return [(r.number, [r.cells[c] for c in COLUMNS]) for r in table.rows]


# -- notations of files --------------------------------------------------------------------------------------


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_every_dialect_says_the_same(office: Path, separator: str, newline: str, encoding: str) -> None:
    """Separator, line end, byte-order mark and encoding change nothing."""
    data = PLAIN.replace(",", separator).replace("\n", newline)
    assert rows(office, data.encode(encoding)) == [
        (2, ["v_a", "Jumlah bus", "unit", "Dinas"]),
        (3, ["v_b", "“Halte” & – é", "unit", ""]),
    ]


@pytest.mark.parametrize(("separator", "title"), [(";", "a, b, c, dan d, 2024"), (",", "a; b; c; d; e")])
def test_a_title_does_not_hide_the_separator(office: Path, separator: str, title: str) -> None:
    """A title above the header may be full of another separator: a spreadsheet fills its row with the real one."""
    data = f"{title}{separator * 3}\n{PLAIN.replace(',', separator)}"
    assert [cells[0] for _, cells in rows(office, data)] == ["v_a", "v_b"]


typed_cells = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffd\ufeff"), max_size=8)
tables = st.lists(
    st.lists(typed_cells | st.sampled_from(['"', "a\nb", ",;", "=1+1"]), min_size=4, max_size=4), max_size=5
)


@settings(FIXED, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(tables, st.sampled_from([",", ";", "\t"]), st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))
def test_cells_are_kept_as_typed(office: Path, cells: list[list[str]], separator: str, encoding: str) -> None:
    """Whatever a spreadsheet writes comes back as the same text in the same row; blank rows only count.

    A lone text below a blank row is a note, and no row.
    """
    assume(all(sum(bool(c.strip()) for c in row) != 1 for row in cells))
    out = io.StringIO()
    csv.writer(out, delimiter=separator).writerows([COLUMNS, *cells])
    expected = [(n, row) for n, row in enumerate(cells, 2) if any(c.strip() for c in row)]
    assert rows(office, out.getvalue().encode(encoding)) == expected


def test_rows_are_numbered_as_a_spreadsheet_does(office: Path) -> None:
    """Blank rows, rows of separators, blanks and quoted line breaks keep the later row numbers right."""
    data = 'kode,nama,satuan,sumber_data\n\n,,,\n" ",\t,,\nv_a,"dua\nbaris",unit,\nv_b,x,unit,\n'
    assert rows(office, data) == [(5, ["v_a", "dua\nbaris", "unit", ""]), (6, ["v_b", "x", "unit", ""])]


def test_blank_rows_above_the_header(office: Path) -> None:
    """The header is the first row with anything in it, and rows still count from the top."""
    assert rows(office, "\n,,,\nkode,nama,satuan,sumber_data\nv_a,x,unit,\n") == [(4, ["v_a", "x", "unit", ""])]


@pytest.mark.parametrize(
    "header",
    [
        "Kode,NAMA,Satuan,Sumber Data",
        " kode , nama,satuan ,sumber  data",
        "kode,nama,satuan,sumber\u00a0data",
        "kode,nama,satuan,sumber_data,,",
    ],
)
def test_headers_as_people_write_them(office: Path, header: str) -> None:
    """Case, blanks and empty columns at the end do not matter."""
    assert rows(office, f"{header}\nv_a,x,unit,y\n") == [(2, ["v_a", "x", "unit", "y"])]


def test_columns_in_any_order_and_optional_ones_left_out(office: Path) -> None:
    """A column is found by its name; one that is not there is empty in every row."""
    assert rows(office, "satuan,kode,nama\nunit,v_a,x\n") == [(2, ["v_a", "x", "unit", ""])]


def test_only_a_header(office: Path) -> None:
    """A table without rows is a table."""
    assert rows(office, "kode,nama,satuan,sumber_data\n") == []


# -- damage --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "row", "column", "typed"),
    [
        (b"", 1, "kode", ""),
        (b"\xef\xbb\xbf", 1, "kode", ""),
        (b"\n\n,,,\n", 1, "kode", ""),
        (b"nama,satuan\nx,unit\n", 1, "kode", ""),
        (b"kode,nama,satuan,kode\na,x,unit,b\n", 1, "kode", ""),
        (b"kode,nama,satuan,sumber\na,x,unit,y\n", 1, "sumber", ""),
        (b"kode,nama,satuan\na,x,unit\nb,x,unit,lebih\n", 3, "", "lebih"),
        (b'kode,nama,satuan\na,x,unit\nb,"x,unit\nc,y,unit\n', 3, "", ""),
        (b'kode,nama,satuan\na,"x"y,unit\n', 2, "", ""),
        (b"kode,nama,satuan\na,x\0,unit\n", 2, "", ""),
        (PLAIN.encode("utf-16-le"), 1, "", ""),
        (PLAIN.encode("utf-16")[:-1], 0, "", ""),
        (b"kode,nama,satuan\na,\x81\xff,unit\n", 0, "", ""),
        ("kode,nama,satuan\na,x\ufffd,unit\n".encode(), 2, "", ""),
        (b"kode,nama,satuan\na," + b"x" * 1_000_001 + b",unit\n", 2, "", ""),
    ],
    ids=[
        "empty",
        "mark only",
        "separators",
        "no key",
        "twice",
        "unknown",
        "extra",
        "open quote",
        "quote",
        "nul",
        "no mark",
        "cut",
        "bytes",
        "replacement",
        "endless",
    ],
)
def test_damage_is_named(office: Path, data: bytes, row: int, column: str, typed: str) -> None:
    """A damaged file leaves a problem at its row and column that says what was expected and what to do."""
    _, problems = read(office, data)
    found = [p for p in problems if (p.file, p.row, p.column, p.typed) == ("variabel.csv", row, column, typed)]
    assert len(found) == 1
    assert found[0].expected
    assert found[0].todo


def test_a_misspelt_column_has_a_hint(office: Path) -> None:
    """The nearest known name is offered, whatever its case."""
    _, problems = read(office, "kode,nama,satuann\na,x,unit\n")
    assert {p.column for p in problems} == {"satuann", "satuan"}
    assert any("“satuan”" in p.todo for p in problems)
    assert nearest("pk perubahn", ["Renstra", "PK perubahan"]) == "Mungkin maksudnya “PK perubahan”?"
    assert nearest("zzz", ["Renstra", "PK"]) == ""


def test_all_damaged_headers_at_once(office: Path) -> None:
    """Two faults of one header are two problems."""
    _, problems = read(office, "kode,kode,nama,lain\n")
    assert {(p.column, p.expected) for p in problems} == {
        ("kode", "satu kolom saja dengan nama itu"),
        ("satuan", "kolom wajib yang ada"),
        ("lain", "nama kolom yang dikenal"),
    }


# -- files ---------------------------------------------------------------------------------------------------


def test_optional_tables_may_be_missing_and_required_ones_not(office: Path) -> None:
    """A missing optional table is None; a missing required one is a problem with its path."""
    sources = Sources(office, 2022)
    assert sources.table(schema.table("sarana")) is None
    assert not sources.problems
    (office / "data/raw/renstra-2020-2024/target.csv").unlink()
    assert sources.table(schema.table("target")) is None
    assert [p.file for p in sources.problems] == ["renstra-2020-2024/target.csv"]


def test_a_folder_or_a_dead_link_is_no_table(office: Path) -> None:
    """What stands in the place of a table and is no file is a problem, not a gap."""
    (office / "data/raw/2022/sarana.csv").mkdir()
    (office / "data/raw/2022/program.csv").symlink_to("tidak-ada.csv")
    sources = Sources(office, 2022)
    assert sources.table(schema.table("sarana")) is sources.table(schema.table("program")) is None
    assert [p.file for p in sources.problems] == ["2022/sarana.csv", "2022/program.csv"]


def test_a_link_to_a_table_is_that_table(office: Path) -> None:
    """A symbolic link reads as the file it leads to, under its own name."""
    elsewhere = office / "lain.csv"
    (office / "data/raw/variabel.csv").rename(elsewhere)
    (office / "data/raw/variabel.csv").symlink_to(elsewhere)
    table = Sources(office, 2022).table(VARIABLES)
    assert table.file == "variabel.csv"
    assert [r.cells["kode"] for r in table.rows] == ["v_a"]


def test_a_file_that_may_not_be_read(office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Missing permission is a problem with the file's name."""
    path = office / "data/raw/variabel.csv"
    path.chmod(0)
    if os.access(path, os.R_OK):  # root reads everything

        def refuse(_: Path) -> bytes:
            raise PermissionError(13, "Permission denied")

        monkeypatch.setattr(Path, "read_bytes", refuse)
    sources = Sources(office, 2022)
    assert sources.table(VARIABLES) is None
    assert [(p.file, p.expected) for p in sources.problems] == [("variabel.csv", "berkas yang dapat dibuka")]


def refused(root: Path, year: int = 2022) -> list[Problem]:
    """The problems that reading this office stops with, or has collected."""
    try:
        return Sources(root, year).problems
    except DataError as error:
        return list(error.problems)


def test_a_year_exists_by_its_tahun_toml(office: Path) -> None:
    """A year without tahun.toml is refused, and the years there are are named."""
    for year in (2021, 2204):
        (problem,) = refused(office, year)
        assert problem.file == f"{year}/tahun.toml"
        assert "2022" in problem.todo


@pytest.mark.parametrize(
    ("content", "column"),
    [
        (b"tahun = 2023", "tahun"),
        (b'tahun = "2022"', "tahun"),
        (b'keadaan = "Rencan"', "keadaan"),
        (b"keadaan = 3", "keadaan"),
        (b'tanggal_laporan = "31 Februari 2023"', "tanggal_laporan"),
        (b"tanggal_laporan = 2023-02-28", "tanggal_laporan"),
        (b'lhe = "700/1"', "lhe"),
        (b"tahun = = 2022", ""),
        (b"keterangan = '\xff'", ""),
    ],
)
def test_an_unfit_tahun_toml(office: Path, content: bytes, column: str) -> None:
    """Another year, another type, or no TOML at all: one problem that names file and key."""
    (office / "data/raw/2022/tahun.toml").write_bytes(content)
    (problem,) = refused(office)
    assert (problem.file, problem.column) == ("2022/tahun.toml", column)
    assert problem.typed
    assert problem.todo


@pytest.mark.parametrize(
    "section",
    [
        'instansi = "Dinas"',
        "[[tugas]]",
        'dasar_hukum = "UU 1"',
        'dasar_hukum = ["UU 1"]',
        "skala_capaian = 3",
        "efisiensi = []",
    ],
)
def test_a_profile_section_of_another_form(office: Path, section: str) -> None:
    """A section that is no section is a problem that names it."""
    (office / "data/raw/profil.toml").write_text(section + "\n")
    (problem,) = refused(office)
    assert problem.file == "profil.toml"
    assert problem.column in section


def test_a_broken_profile_names_its_line_and_hides_nothing_else(office: Path) -> None:
    """Unreadable TOML is reported with its line, together with the problems of the year's file."""
    (office / "data/raw/profil.toml").write_text("[instansi]\nnama = Dinas\n")
    (office / "data/raw/2022/tahun.toml").write_text("tahun = 1999\n")
    assert [(p.file, p.row) for p in refused(office)] == [("profil.toml", 2), ("2022/tahun.toml", 0)]


def test_one_planning_period_holds_the_year(office: Path) -> None:
    """No period, or two that began together, is a problem that names what was found."""
    raw = office / "data/raw"
    (raw / "renstra-2020-2025").mkdir()
    (problem,) = refused(office)
    assert "renstra-2020-2024" in problem.typed
    assert "renstra-2020-2025" in problem.typed
    (raw / "renstra-2020-2025").rmdir()
    (raw / "renstra-2022-2026").write_text("catatan rekaan")  # a file is no period
    assert Sources(office, 2022).period == "renstra-2020-2024"
    (raw / "renstra-2020-2024").rename(raw / "renstra-2023-2026")
    (problem,) = refused(office)
    assert "2022" in problem.expected


def test_a_new_plan_replaces_one_that_has_not_run_out(office: Path) -> None:
    """From its first year on the later plan is in force; the years before keep theirs, and its last year."""
    raw = office / "data/raw"
    shutil.copytree(raw / "renstra-2020-2024", raw / "renstra-2022-2026")
    shutil.copytree(raw / "2022", raw / "2021")
    (raw / "2021" / "tahun.toml").write_text("tahun = 2021\n", encoding="utf-8")
    assert Sources(office, 2022).period == "renstra-2022-2026"
    assert Sources(office, 2021).period_years == (2020, 2024)


# -- where the office is -------------------------------------------------------------------------------------


def test_the_office_is_found_from_inside(office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a root the nearest office upward is taken; a root is taken as it is."""
    monkeypatch.chdir(office / "data/raw/2022")
    assert find_root() == find_root(office) == office.resolve()


def test_no_office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where there is no office the message names the place."""
    monkeypatch.chdir(tmp_path)
    with pytest.raises(FileNotFoundError, match=r"profil\.toml"):
        find_root()
    with pytest.raises(FileNotFoundError, match="bukan folder instansi"):
        find_root(tmp_path / "tidak-ada")
