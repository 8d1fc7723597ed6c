"""Damaged source files end as a correct report or as a list of errors that names their places, and soon."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from lakip_lib.problems import DataError, Problem
from lakip_lib.sources import Sources, records
from tests import damage
from tests.conftest import REPOSITORY, lakip
from tests.strategies import indicator, write_office

_MEGABYTES = 1000


def fuzz(*arguments: str, timeout: int) -> dict[str, object]:
    """What a process of its own found."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.fuzz", *arguments],
        capture_output=True, text=True, timeout=timeout, check=False, cwd=REPOSITORY,
    )  # fmt: skip
    assert not done.returncode, done.stderr[-3000:]
    return json.loads(done.stdout)


def judge(found: dict[str, object], copies: int) -> None:
    """No copy ended otherwise than allowed, and the run was no empty one."""
    assert found["gagal"] == []
    assert found["salinan"] == copies
    assert found["memori_mb"] < _MEGABYTES
    assert found["angka dibandingkan"] > copies
    assert {found["laporan utuh"] > 0, found["ditolak lakip build"] > 0} == {True}
    assert {name.partition(":")[0] for name in found["hasil"]} == set(damage.kinds())


@pytest.mark.slow
def test_a_thousand_damaged_copies() -> None:
    """Each ends with the figures of an independent reckoning, or with errors by file, row and column; never else."""
    judge(fuzz("--seed", "6", "--count", "1000", timeout=400), 1000)


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(100, 108))
def test_many_damaged_copies(seed: int) -> None:
    """The same, twenty thousand times in all: small offices, and one in ten a whole one with every format."""
    judge(fuzz("--seed", str(seed), "--count", "2250", timeout=3000), 2250)
    judge(fuzz("--seed", str(seed), "--count", "250", "--full", timeout=3000), 250)


# --- what the fuzzer found, one by one ---------------------------------------------------------


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """A small office with one indicator."""
    return write_office(tmp_path, [indicator("a")], [("a", 10)], [("v_a", "unit", 8)])


def problems(root: Path) -> tuple[Problem, ...]:
    """What is wrong with the tables of an office."""
    from lakip_lib.clean import clean

    with pytest.raises(DataError) as caught:
        clean(root, 2022)
    return caught.value.problems


@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/_rels/workbook.xml.rels", "xl/workbook.xml"])
def test_a_workbook_that_lost_a_part_is_no_missing_table(office: Path, part: str) -> None:
    """A table whose sheet is gone from its workbook is an error, not a table that the office does not have."""
    whole, lost = io.BytesIO(), office / "data/raw/2022/sarana.xlsx"
    with xlsxwriter.Workbook(whole) as book:
        book.add_worksheet("sarana").write_row(0, 0, ["nomor", "nama", "jumlah", "baik", "kurang_baik", "rusak_berat"])
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(lost, "w") as new:
        for name in old.namelist():
            if name != part:
                new.writestr(name, old.read(name))
    assert [(p.file, p.expected) for p in problems(office)] == [
        ("2022/sarana.xlsx", "buku kerja Excel yang dapat dibaca")
    ]


def test_a_row_numbered_with_no_number_is_damage(office: Path) -> None:
    """A workbook whose rows are numbered with signs that only look like digits is refused in one sentence."""
    whole, damaged = io.BytesIO(), office / "data/raw/2022/sarana.xlsx"
    with xlsxwriter.Workbook(whole) as book:
        book.add_worksheet("sarana").write_row(0, 0, ["nomor", "nama", "jumlah", "baik", "kurang_baik", "rusak_berat"])
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(damaged, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b'<row r="1"', '<row r="²"'.encode()))
    assert [(p.file, p.expected) for p in problems(office)] == [("2022/sarana.xlsx!sarana", "lembar yang dapat dibaca")]


@pytest.mark.parametrize("table", ["indikator", "renstra"])
def test_a_plan_has_goals_and_indicators(office: Path, table: str) -> None:
    """A header alone is no plan: that is said before a chapter runs."""
    path = next((office / "data/raw").glob(f"*/{table}.csv"))
    path.write_text(path.read_text(encoding="utf-8").split("\n")[0] + "\n", encoding="utf-8")
    found = [p for p in problems(office) if p.expected == "setidaknya satu baris"]
    assert [(p.file.rpartition("/")[2], p.row) for p in found] == [(f"{table}.csv", 2)]


def test_a_file_that_ends_inside_a_row_is_half_written() -> None:
    """A last row that lacks cells and its line end is refused; with its line end, or all its cells, it is whole."""
    half = records("a.csv", b"kode,nama,nilai\na,b,1.250\nc,d")
    assert isinstance(half, Problem)
    assert (half.row, half.typed) == (3, "c,d")
    assert len(records("a.csv", b"kode,nama,nilai\na,b,1.250\nc,d\n")) == 3
    assert len(records("a.csv", b"kode,nama,nilai\na,b,1.250\nc,d,2")) == 3


@pytest.mark.parametrize("sign", ["\x01", "\x0b", "\x1b", "\x85", "\u202e", "\u2067", "\uffff"])
def test_signs_that_nobody_sees_are_named(office: Path, sign: str) -> None:
    """A control character, or one that turns the direction of what follows, is an error at its cell."""
    path = office / "data/raw/variabel.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("Nama v_a", f"Nama{sign} v_a"), encoding="utf-8")
    (found,) = problems(office)
    assert (found.file, found.row, found.column) == ("variabel.csv", 2, "nama")
    assert f"<U+{ord(sign):04X}>" in str(found) or sign.isspace()
    assert sign not in str(found)


def test_signs_that_nobody_sees_in_toml(office: Path) -> None:
    """TOML can write them as escapes: they are found there too."""
    path = office / "data/raw/profil.toml"
    path.write_text(path.read_text(encoding="utf-8") + '\n[tugas]\npokok = "a\\u0007b"\n', encoding="utf-8")
    assert [(p.file, p.column) for p in problems(office)] == [("profil.toml", "tugas.pokok")]


@pytest.mark.parametrize("code", ["a b", '"><script>', "../../x", "é", "a."])
def test_codes_that_name_parts_of_the_report_are_plain(office: Path, code: str) -> None:
    """The code of an indicator names headings and the file of its narrative: signs that neither can have are errors."""
    for path in (office / "data/raw").rglob("*.csv"):
        rows = damage.read_records(path.read_bytes())
        rows = [[code if text == "a" else text for text in row] for row in rows]
        path.write_text(damage.written(rows), encoding="utf-8")
    assert ("kode", code) in [(p.column, p.typed) for p in problems(office)]


def test_right_to_left_marks_are_text(office: Path) -> None:
    """U+200E and U+200F only mark a direction: such a text is read as it is."""
    path = office / "data/raw/variabel.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("Nama v_a", "\u200fNama\u200e v_a"), encoding="utf-8")
    assert Sources(office, 2022).problems == []


def test_whatever_nobody_foresaw_is_one_line(office: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """An exception of the program ends as one line that names a file with the traceback."""
    (office / "sitecustomize.py").write_text(
        "import lakip_lib.office.office as o\n"
        "def broken(*_): raise ZeroDivisionError('seratus\\nbaris')\n"
        "o.Office.__init__ = broken\n",
        encoding="utf-8",
    )
    monkeypatch.setenv("PYTHONPATH", str(office))
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    done = lakip("check", "--year", "2022", root=office)
    assert done.returncode == 3
    (line,) = (done.stdout + done.stderr).strip().split("\n")
    (log,) = tmp_path.glob("lakip-*.log")
    assert str(log) in line
    assert "Traceback" in log.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("section", "line", "column"),
    [
        ("penandatangan", "tempat = [[1]]", "penandatangan.tempat"),
        ("tugas", 'fungsi = ["a", 1]', "tugas.fungsi"),
        ("pereviu", "nip = 123", "pereviu.nip"),
    ],
)
def test_what_is_printed_is_text(office: Path, section: str, line: str, column: str) -> None:
    """A value of profil.toml that the report prints and that is no text is told before a chapter meets it."""
    path = office / "data/raw/profil.toml"
    path.write_text(f"{path.read_text(encoding='utf-8')}\n[{section}]\n{line}\n", encoding="utf-8")
    assert [(p.file, p.column) for p in problems(office)] == [("profil.toml", column)]
