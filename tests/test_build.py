"""The whole way, as users go it: source tables in, reports out, or one message and the last good report untouched."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest
from lxml import html as lxml_html

from lakip_lib import schema
from lakip_lib.office import Office
from tests.conftest import REPOSITORY, copy_office, lakip

YEARS = (2022, 2023, 2024, 2025)
Built = Callable[[int], Path]


def page(folder: Path) -> lxml_html.HtmlElement:
    """The HTML report of a year's outputs folder, parsed."""
    return lxml_html.fromstring((folder / f"lakip-{folder.name}.html").read_text(encoding="utf-8"))


def hashes(folder: Path) -> dict[str, str]:
    """Every file below `folder` with the hash of its content."""
    return {
        str(p.relative_to(folder)): hashlib.sha256(p.read_bytes()).hexdigest()
        for p in sorted(folder.rglob("*"))
        if p.is_file()
    }


def change(root: Path, file: str, old: str, new: str) -> None:
    """Replace `old`, which must be there, in a source file."""
    path = root / "data" / "raw" / file
    text = path.read_text(encoding="utf-8")
    assert old in text, (file, old)
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


# -- what a build gives ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("year", YEARS)
def test_a_year_builds(built: Built, year: int) -> None:
    """Every year with a tahun.toml gives HTML, PDF, Word, a stitched notebook, its executed chapters, a manifest."""
    folder = built(year)
    names = {p.name for p in folder.iterdir()}
    chapters = {p.name for p in (REPOSITORY / "notebooks").glob("[0-9]*.ipynb")}
    assert names == chapters | {"manifest.json"} | {f"lakip-{year}.{kind}" for kind in ("html", "pdf", "docx", "ipynb")}
    assert (folder / f"lakip-{year}.pdf").read_bytes().startswith(b"%PDF-")


@pytest.mark.parametrize("year", YEARS)
def test_the_recap_says_where_and_how_long(built: Built, year: int) -> None:
    """The recap names both reports, the seconds of each step, and the number of data warnings."""
    recap = (built(year).parent.parent / "rekap.txt").read_text()
    for part in (f"lakip-{year}.html", f"lakip-{year}.pdf", f"lakip-{year}.docx", "peringatan data"):
        assert part in recap
    for step in ("bersihkan", "bab", "jahit", "html", "pdf", "semua"):
        assert re.search(rf"{step} +[0-9]+\.[0-9] s", recap), step


def test_processed_tables_are_written(built: Built) -> None:
    """data/processed holds every cleaned table of the year and the log of changed cells."""
    processed = built(2024).parent.parent / "data" / "processed" / "2024"
    names = {p.stem for p in processed.glob("*.csv")}
    present = {t.name for t in schema.TABLES if t.name in Office(REPOSITORY, 2024).data.tables}
    assert names == present | {"log_pembersihan"}


def test_a_small_file(built: Built) -> None:
    """The HTML stays under 3 MB."""
    assert (built(2024) / "lakip-2024.html").stat().st_size < 3_000_000


# -- years -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("year", [2022, 2023])
def test_missing_data_is_a_named_gap(built: Built, year: int) -> None:
    """What the source does not tell about a year is shown as a gap that names the file, not as a figure."""
    notices = [e.text_content() for e in page(built(year)).find_class("celah")]
    assert any(f"{year}/anggaran.csv" in n or f"{year}/program.csv" in n for n in notices)
    assert all(n.startswith("Data belum tersedia: ") for n in notices)


@pytest.mark.parametrize("year", [2022, 2023])
def test_no_later_cell_is_a_source(built: Built, year: int) -> None:
    """No number of an earlier report comes from a row about a later year."""
    later = set()
    for name, column in (("data_dasar", "tahun"), ("pembanding", "tahun"), ("evaluasi_akip", "tahun_dinilai")):
        for row in Office(REPOSITORY, 2025).data.tables[name]:
            issued = (
                row["tanggal_terbit"].year
                if name == "evaluasi_akip" and row["tanggal_terbit"]
                else row[column] + (name == "evaluasi_akip")
            )
            if issued > year:
                later.add((row.file, row.number))
    used = set()
    for element in page(built(year)).iter("data"):
        for file, rows in re.findall(r"([\w/.-]+\.csv) kolom \w+:? ((?:baris|[^\n])+)", element.get("data-asal", "")):
            used |= {(file, int(n)) for n in re.findall(r"baris (\d+)", rows)}
    assert used, "the report has no sources at all"
    assert not used & later


@pytest.mark.parametrize("year", [2022, 2023])
def test_no_later_figure_is_printed(built: Built, year: int) -> None:
    """The figures that only later years know stand nowhere in an earlier report's text."""
    known, unknown = Office(REPOSITORY, year), Office(REPOSITORY, 2024)
    earlier = {str(i.realised(y)) for i in known.indicators for y in i.years()}
    later = {str(i.realised(y)) for i in unknown.indicators for y in range(year + 1, 2025)} - earlier
    assert later
    text = page(built(year)).text_content()
    printed = set(re.findall(r"\d{1,3}(?:\.\d{3})*(?:,\d+)?", text))
    targets = {str(i.target_in("Renstra", y)) for i in known.indicators for y in range(2021, 2027)}
    assert not printed & (later - targets)


def test_a_plan_has_no_realisation(built: Built) -> None:
    """The plan of 2025 shows targets, says "belum dinilai" for what is to come, and divides nothing."""
    document = page(built(2025))
    rows = document.xpath('//figure[@id="tbl-capaian"]//tbody/tr[not(contains(@class, "jumlah"))]')
    assert rows
    for row in rows:
        cells = row.xpath("./td[contains(@class, 'n')]")
        assert cells[0].xpath(".//data[@value]"), "the target is known"
        assert [c.text_content() for c in cells[1:]] == ["belum dinilai"] * (len(cells) - 1)


# -- every number has its source ---------------------------------------------------------------------------------------


def test_every_number_names_its_cells(built: Built) -> None:
    """Every number of the report says on hover and focus which file, row and column it comes from, and they exist."""
    raw = REPOSITORY / "data" / "raw"
    length = {str(p.relative_to(raw)): len(p.read_text(encoding="utf-8").splitlines()) for p in raw.rglob("*.csv")}
    numbers = page(built(2024)).xpath("//data[string(@value)]")
    assert len(numbers) > 800
    for number in numbers:
        about = number.get("data-asal")
        files = re.findall(r"([\w/.-]+\.csv) kolom (\w+)", about)
        assert files, (number.text_content(), about)
        for file, column in files:
            assert file in length, about
            schema.table(Path(file).stem).column(column)
        assert number.get("tabindex") == "0" or number.xpath("./a[starts-with(@href, '#sumber-')]")


def test_sentences_compute_their_numbers() -> None:
    """No narrative holds a typed figure: digits stand only in names of rules, documents and periods."""
    allowed = re.compile(
        r"Nomor [\w./-]+|[\w./-]*/[\w./-]*\d[\w./-]*|"
        r"(?:Tahun |Renstra |RPJMD )?20\d\d[–-]20\d\d|Tahun 20[01]\d|^\d+\. ",
        re.MULTILINE,
    )
    for file in (REPOSITORY / "data" / "raw").rglob("narasi/*.md"):
        text = re.sub(r"\{\{.*?\}\}|\{%.*?%\}|\]\(#[^)]*\)", "", file.read_text(encoding="utf-8"), flags=re.DOTALL)
        left = allowed.sub("", text)
        assert not re.search(r"\d", left), (file.name, re.findall(r".{0,30}\d.{0,30}", left))


# -- three ways, one result --------------------------------------------------------------------------------------------


def shown(notebook: nbformat.NotebookNode) -> list[str]:
    """The fragments that a notebook displays."""
    return [
        o.data["text/html"] for c in notebook.cells for o in c.get("outputs", ()) if "text/html" in o.get("data", {})
    ]


@pytest.mark.parametrize("chapter", ["10-pendahuluan.ipynb", "32-analisis-indikator.ipynb"])
def test_papermill_alone_gives_the_same(built: Built, tmp_path: Path, chapter: str) -> None:
    """`papermill chapter.ipynb out.ipynb -p fiscal_year 2024` shows what `lakip build` shows."""
    root = copy_office(tmp_path)
    command = [
        sys.executable,
        "-m",
        "papermill",
        str(REPOSITORY / "notebooks" / chapter),
        "keluar.ipynb",
        "-p",
        "fiscal_year",
        "2024",
    ]
    subprocess.run([*command, "--no-progress-bar"], cwd=root, check=True, capture_output=True, timeout=120)
    assert shown(nbformat.read(root / "keluar.ipynb", 4)) == shown(nbformat.read(built(2024) / chapter, 4))


@pytest.mark.parametrize("chapter", ["20-perencanaan.ipynb", "33-anggaran.ipynb"])
def test_cell_by_cell_gives_the_same(built: Built, tmp_path: Path, chapter: str) -> None:
    """A chapter run cell by cell in a kernel in notebooks/, as JupyterLab does, shows what `lakip build` shows."""
    from nbclient import NotebookClient

    root = copy_office(tmp_path)
    shutil.copytree(REPOSITORY / "notebooks", root / "notebooks")
    notebook = nbformat.read(root / "notebooks" / chapter, 4)
    client = NotebookClient(notebook, resources={"metadata": {"path": str(root / "notebooks")}})
    with client.setup_kernel():
        for number, cell in enumerate(notebook.cells):
            client.execute_cell(cell, number)
    assert shown(notebook) == shown(nbformat.read(built(2024) / chapter, 4))


def test_nbconvert_exports_the_stitched_notebook(built: Built) -> None:
    """The registered exporter gives the published HTML from the stitched notebook."""
    from nbconvert.exporters import get_exporter

    folder = built(2024)
    body, _ = get_exporter("lakip-html")().from_filename(str(folder / "lakip-2024.ipynb"))
    assert body == (folder / "lakip-2024.html").read_text(encoding="utf-8")


# -- errors ------------------------------------------------------------------------------------------------------------

DAMAGE = {
    "unreadable cell": (
        "2024/anggaran.csv", "43.780.000", "43.78O.000",
        ["2024/anggaran.csv baris", "kolom pagu", "43.78O.000"],
    ),
    "ambiguous cell": (
        "2024/anggaran.csv", "43.780.000", "43.78.000",
        ["2024/anggaran.csv baris", "kolom pagu", "43.78.000"],
    ),
    "duplicate key": (
        "data_dasar.csv", "koperasi_jumlah,2016,", "koperasi_jumlah,2015,",
        ["data_dasar.csv baris", "koperasi_jumlah", "baris"],
    ),
    "unknown indicator": (
        "renstra-2021-2026/target.csv", "koperasi_sehat,2021", "koperasi_seht,2021",
        ["target.csv baris 2", "koperasi_seht", "koperasi_sehat"],
    ),
    "unknown placeholder": (
        "2024/narasi/saran.md", "{{ instansi }}", "{{ instnsi }}",
        ["2024/narasi/saran.md baris 1", "instnsi", "instansi"],
    ),
    "broken TOML": ("2024/tahun.toml", "tahun =", "tahun", ["2024/tahun.toml"]),
}  # fmt: skip


@pytest.mark.parametrize("name", DAMAGE)
def test_damage_is_named(office_copy: Path, name: str) -> None:
    """A damaged source ends in one message with file and place, exit 1, no traceback, and no report."""
    file, old, new, told = DAMAGE[name]
    change(office_copy, file, old, new)
    result = lakip("build", "--year", "2024", "--to", "html", root=office_copy)
    assert result.returncode == 1, result.stderr
    for part in told:
        assert part in result.stderr
    assert "Traceback" not in result.stderr
    assert not (office_copy / "outputs").exists()


def test_a_missing_required_table_is_named(office_copy: Path) -> None:
    """Without a required table the message names the file, exit 1."""
    (office_copy / "data" / "raw" / "renstra-2021-2026" / "indikator.csv").unlink()
    result = lakip("build", "--year", "2024", root=office_copy)
    assert (result.returncode, "renstra-2021-2026/indikator.csv" in result.stderr) == (1, True)


def test_a_year_that_does_not_exist_lists_those_that_do(office_copy: Path) -> None:
    """A year without tahun.toml ends in one message that names the file and the years there are, exit 1."""
    result = lakip("build", "--year", "2031", root=office_copy)
    assert result.returncode == 1
    assert "2031/tahun.toml" in result.stderr
    assert "2022, 2023, 2024, 2025" in result.stderr


def test_all_problems_at_once(office_copy: Path) -> None:
    """Problems in several tables come in one message."""
    change(office_copy, "2024/anggaran.csv", "43.780.000", "x")
    change(office_copy, "data_dasar.csv", "koperasi_jumlah,2015,", "koperasi_jumla,2015,")
    change(office_copy, "2024/sarana.csv", "Mesin Absen,1", "Mesin Absen,satu")
    result = lakip("build", "--year", "2024", root=office_copy)
    assert result.returncode == 1
    assert all(file in result.stderr for file in ("2024/anggaran.csv", "data_dasar.csv", "2024/sarana.csv"))


def test_no_office_is_wrong_usage(tmp_path: Path) -> None:
    """A folder that is no office, or an unknown format, is wrong usage: exit 2 and one line."""
    assert lakip("build", "--year", "2024", root=tmp_path).returncode == 2
    assert lakip("build", "--year", "2024", "--to", "odt", root=REPOSITORY).returncode == 2


def test_failing_chapters_leave_the_last_report(office_copy: Path) -> None:
    """All changed chapters are attempted; the recap names each failing one and its cell; exit 3; the report stays."""
    shutil.copytree(REPOSITORY / "notebooks", office_copy / "notebooks")
    assert lakip("build", "--year", "2024", "--to", "html", root=office_copy).returncode == 0
    before = hashes(office_copy / "outputs")
    for name in ("33-anggaran.ipynb", "40-penutup.ipynb"):
        path = office_copy / "notebooks" / name
        notebook = nbformat.read(path, 4)
        notebook.cells[-1].source = "1 / 0"
        nbformat.write(notebook, path)
    result = lakip("build", "--year", "2024", "--to", "html", root=office_copy)
    assert result.returncode == 3
    for name in ("33-anggaran.ipynb", "40-penutup.ipynb"):
        assert re.search(rf"{name} sel \d+: ZeroDivisionError", result.stderr)
    assert result.stdout.count("tetap") == len(list((office_copy / "notebooks").glob("[0-9]*.ipynb"))) - 2
    assert hashes(office_copy / "outputs") == before
    assert not list((office_copy / "outputs").glob(".*"))


def test_strict_makes_warnings_errors(office_copy: Path) -> None:
    """With --strict a missing table is an error: exit 1, listed, nothing written."""
    result = lakip("build", "--year", "2023", "--strict", root=office_copy)
    assert result.returncode == 1
    assert "2023/anggaran.csv" in result.stderr
    assert not (office_copy / "outputs").exists()


def test_json_is_one_object(office_copy: Path) -> None:
    """--json prints one object with the problems, for programs."""
    change(office_copy, "2024/anggaran.csv", "43.780.000", "x")
    result = lakip("build", "--year", "2024", "--json", root=office_copy)
    told = json.loads(result.stdout)
    assert (told["selesai"], told["kode"], result.returncode) == (False, 1, 1)
    assert any("2024/anggaran.csv" in problem for problem in told["masalah"])
