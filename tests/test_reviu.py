"""`lakip reviu` and `lakip check` as a reviewer uses them."""

from __future__ import annotations

import json
import re
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from lakip_lib.cli import main
from lakip_lib.document.model import Cell, Document, Heading, Paragraph, Table, UnreadableError
from lakip_lib.problems import DataError
from lakip_lib.review._margin import Margin
from lakip_lib.review.catalogue import rules
from lakip_lib.review.compare import differences
from lakip_lib.review.finding import SEVERITIES, Finding, Place, Rule, counts, ordered, short
from lakip_lib.review.own import own_report
from lakip_lib.review.page import page
from lakip_lib.review.reviu import Ignore, read_ignores, review
from tests.conftest import REPOSITORY, lakip

Built = Callable[[int], Path]
SEED = REPOSITORY.parent / "shared" / "seed" / "lakip-2024.docx"
needs_seed = pytest.mark.skipif(not SEED.exists(), reason="needs the published report in ../shared/seed")


def table(*rows: tuple[str, ...], number: str = "1.1", caption: str = "Anggaran rekaan") -> Table:
    """A made-up table with one header row."""
    cells = tuple(tuple(Cell(text, r, c) for c, text in enumerate(row)) for r, row in enumerate(rows))
    return Table(cells, 1, number, caption)


WRONG = Document(
    "rekaan.docx",
    "docx",
    [
        Heading(1, "I", "PENDAHULUAN"),
        Paragraph("Tabel 1.1 memuat anggaran rekaan."),
        table(
            ("No", "Program", "Anggaran (Rp)", "Realisasi (Rp)", "%"),
            ("1", "Program Satu", "1.000.000", "500.000", "50,00"),
            ("2", "Program Dua", "3.000.000", "1.500.000", "50,00"),
            ("", "Jumlah", "4.100.000", "2.000.000", "50,00"),
        ),
    ],
)


def test_a_wrong_total_is_found_and_can_be_ignored() -> None:
    """A total that its parts do not give is a galat at its cell; an ignore takes it out and is listed."""
    found = review(WRONG)
    (total,) = [f for f in found.findings if f.severity == "galat"]
    assert (total.published, total.expected) == ("4.100.000", "4.000.000")
    assert total.places[0].table == "Tabel 1.1"
    ignored = review(WRONG, ignores=[Ignore(total.code, "Tabel 1.1", "sudah dibahas")])
    assert not [f for f in ignored.findings if f.severity == "galat"]
    assert [i.reason for _, i in ignored.ignored] == ["sudah dibahas"]
    assert review(WRONG, ignores=[Ignore(total.code, "Tabel 9.9", "lain")]).findings == found.findings


def test_ignores_need_code_and_reason(tmp_path: Path) -> None:
    """A file of ignores without a reason is refused with its row."""
    path = tmp_path / "abaikan.csv"
    path.write_text("kode,tempat,alasan\nJML01,Tabel 1.1,\n", encoding="utf-8")
    with pytest.raises(UnreadableError, match="baris 2"):
        read_ignores(path)


@pytest.mark.parametrize(("separator", "encoding"), [(",", "utf-8-sig"), (";", "cp1252"), ("\t", "utf-16")])
def test_ignores_are_read_as_a_spreadsheet_saves_them(tmp_path: Path, separator: str, encoding: str) -> None:
    """Comma, semicolon or tab, blank rows, in the encodings of other tables."""
    path = tmp_path / "abaikan.csv"
    rows = (("Kode", "Tempat", "Alasan"), ("JML01", "Tabel 1.1", "sudah “dibahas”"), ("", "", ""))
    path.write_text("\n".join(separator.join(row) for row in rows) + "\n", encoding=encoding)
    assert read_ignores(path) == [Ignore("JML01", "Tabel 1.1", "sudah “dibahas”")]


def test_a_cut_text_closes_only_what_it_opened() -> None:
    """A quotation mark is added where a quotation was cut, and nowhere else."""
    assert short("Bidang “A” mengurus hal rekaan yang panjang", 30) == "Bidang “A” mengurus hal …"
    assert short("Hal itu disebut “hal rekaan yang panjang”", 30) == "Hal itu disebut “hal rekaan …”"
    assert short("Hal yang disebut “rekaan yang panjang”", 24) == "Hal yang disebut …"


def test_a_mark_stands_in_the_table_and_row_of_its_finding() -> None:
    """Tables without a number are told apart by their order, and rows with long names by most of their words."""
    name = (
        "Program Penyelenggaraan Jembatan Gantung dan Jembatan Desa di Seluruh Wilayah yang Belum Terjangkau Angkutan"
    )
    rows = (
        ("Kode", "Program", "Anggaran (Rp)", "Realisasi (Rp)", f"Persentase {'serapan anggaran ' * 4}(%)"),
        ("1.01", "Program Satu", "1.000.000", "600.000", "60,00"),
        ("1.02", name, "1.000.000", "500.000", "60,00"),
        ("1.03", "Program Tiga", "3.000.000", "1.500.000", "50,00"),
    )
    right = (*rows[:2], (*rows[2][:4], "50,00"), rows[3])
    blocks = [Heading(2, n, text) for n, text in (("3.1", "Tahun Lalu"), ("3.2", "Tahun Ini"))]
    tables = [table(*r, number="", caption="") for r in (right, rows)]
    found = review(Document("rekaan.docx", "docx", [blocks[0], tables[0], blocks[1], tables[1]]))
    (number,) = [n for n, f in enumerate(found.findings, 1) if f.code == "RSO01"]
    margin = Margin(found)
    assert number in margin.at(3, 2, 4)
    assert not [1 for block in (1, 3) for row in (1, 3) if number in margin.at(block, row, 4)]


def test_unusable_sources_are_told_as_such(tmp_path: Path) -> None:
    """What is wrong in the tables comes out of the chapters that met it as it is."""
    problem = "DataError([Problem('anggaran.csv', 2, 'pagu', 'x', 'angka', 'Perbaiki.')])"
    source = f"from lakip_lib.problems import DataError, Problem\nraise {problem}"
    chapter = tmp_path / "10-bab.ipynb"
    chapter.write_text(nbformat.writes(new_notebook(cells=[new_code_cell(source)])), encoding="utf-8")
    with pytest.raises(DataError, match=r"anggaran\.csv"):
        own_report([chapter], tmp_path, 2024)


def test_a_failing_chapter_is_told(office_copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A chapter of the office that fails ends the review in one line that names chapter and cell, with exit code 3."""
    for path in (office_copy / "notebooks").glob("*.ipynb"):
        path.unlink()
    chapter = office_copy / "notebooks" / "10-bab.ipynb"
    chapter.parent.mkdir(exist_ok=True)
    chapter.write_text(nbformat.writes(new_notebook(cells=[new_code_cell("1 / 0")])), encoding="utf-8")
    report = office_copy / "laporan.html"
    report.write_text("<html><body><h1>BAB I</h1><p>Kalimat rekaan.</p></body></html>", encoding="utf-8")
    assert main(["reviu", str(report), "--year", "2024", "--root", str(office_copy)]) == 3
    assert "10-bab.ipynb gagal pada sel 1: ZeroDivisionError" in capsys.readouterr().err


def test_the_page_shows_every_finding_beside_its_place() -> None:
    """The reader's page holds the document and every finding, with a mark in its cell; nothing external."""
    text = page(review(WRONG))
    assert "Program Satu" in text
    assert re.search(r'4\.100\.000<a class="tanda galat"[^>]* href="#temuan-1"', text)
    assert not re.search(r'(?:src|href)="(?!#)', text)
    assert len(set(re.findall(r' id="([^"]+)"', text))) == len(re.findall(r' id="([^"]+)"', text))


def test_hostile_text_stays_text() -> None:
    """Markup in a document is shown, not obeyed."""
    document = Document(
        "<b>x</b>", "docx", [Paragraph("<script>alert(1)</script>"), table(("A", "B"), ("<img src=x>", "1"))]
    )
    text = page(review(document))
    assert "<script" not in text
    assert "<img" not in text


def test_a_hand_edited_figure_is_found_against_the_own_report() -> None:
    """A figure that differs from the office's own report is named with table, row, column and the right value."""
    own = Document(
        "asli",
        "html",
        [table(("Program", "Pagu"), ("Satu", "100"), ("Dua", "200")), Paragraph("Pagu kami adalah Rp 300 saja.")],
    )
    edited = Document(
        "suntingan",
        "docx",
        [table(("Program", "Pagu"), ("Satu", "100"), ("Dua", "250")), Paragraph("Pagu kami adalah Rp 305 saja.")],
    )
    cell, sentence = differences(edited, own)
    assert (cell.published, cell.expected, cell.places[0].row, cell.places[0].column) == ("250", "200", "Dua", "Pagu")
    assert (sentence.published, sentence.expected) == ("305", "300")
    said = [Document("", "html", [Paragraph(f"Pada 2025 ada {n} unit usaha{' baru' * 20} itu.")]) for n in (5, 6)]
    assert next(differences(*said)).places[0].quote.startswith("Pada 2025 ada 5 unit")
    assert not list(differences(own, own))


def test_findings_are_ordered_and_counted() -> None:
    """The worst come first, otherwise in the order found, and every severity is counted."""
    found = [Finding(Rule(f"X{n}", s, ""), "", (Place(),)) for n, s in enumerate((*SEVERITIES[::-1], "galat"))]
    assert [f.severity for f in ordered(found)] == ["galat", "galat", "peringatan", "catatan"]
    assert counts(found) == {"galat": 2, "peringatan": 1, "catatan": 1}


def test_every_rule_has_its_page() -> None:
    """Each rule of the catalogue has a page in docs/aturan, and no page is about a rule that is gone."""
    pages = {p.stem: p.read_text(encoding="utf-8") for p in (REPOSITORY / "docs" / "aturan").glob("[A-Z]*.md")}
    assert set(pages) == set(rules())
    for code, text in pages.items():
        assert text.startswith(f"# {code}"), code
        assert len(text.split()) > 40, code


@pytest.mark.parametrize("year", [2022, 2023, 2024, 2025])
@pytest.mark.parametrize("kind", ["html", "docx"])
def test_our_own_reports_have_no_galat(built: Built, year: int, kind: str) -> None:
    """The Word and HTML that our own build makes contain nothing that is certainly wrong."""
    result = lakip("reviu", str(built(year) / f"lakip-{year}.{kind}"), "--json")
    told = json.loads(result.stdout)
    assert told["counts"]["galat"] == 0, told["findings"]
    assert result.returncode == 0


def test_our_own_word_file_agrees_with_the_tables(built: Built) -> None:
    """Compared with its own office's tables the unedited Word file has no finding of difference."""
    folder = built(2024)
    result = lakip("reviu", str(folder / "lakip-2024.docx"), "--year", "2024", "--json", root=folder.parent.parent)
    assert result.returncode == 0, result.stderr
    assert not [f for f in json.loads(result.stdout)["findings"] if f["code"] == "ASL01"]


@needs_seed
@pytest.mark.needs_seed
def test_the_published_report_is_full_of_contradictions() -> None:
    """The published report is reviewed in seconds: dozens of certain errors, each with its place."""
    started = time.perf_counter()
    result = lakip("reviu", str(SEED), "--json")
    seconds = time.perf_counter() - started
    told = json.loads(result.stdout)
    assert result.returncode == 1
    assert told["counts"]["galat"] >= 40
    assert sum(told["counts"].values()) >= 85
    assert seconds < 6
    for finding in told["findings"]:
        assert finding["places"], finding
        assert finding["message"], finding


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 rusak", b"%PDF-1.7 terpotong", b"\x00\x01\x02 bukan laporan"])
def test_an_unreadable_file_is_one_sentence(tmp_path: Path, content: bytes) -> None:
    """Damaged, empty and foreign files end in one message, exit 2, without a traceback."""
    path = tmp_path / "laporan.docx"
    path.write_bytes(content)
    result = lakip("reviu", str(path))
    assert result.returncode == 2, result.stdout
    assert "Traceback" not in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1


@pytest.mark.parametrize("target", ["lakip-2024.html", "tidak/ada/reviu.html", "."])
def test_a_page_that_cannot_be_written_is_one_sentence(built: Built, tmp_path: Path, target: str) -> None:
    """The report itself is never written over, and a place that cannot be written is named; exit 2."""
    report = tmp_path / "lakip-2024.html"
    shutil.copyfile(built(2024) / report.name, report)
    result = lakip("reviu", str(report), "--html", str(tmp_path / target))
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr.startswith("--html")
    assert len(result.stderr.splitlines()) == 1
    assert report.read_bytes() == (built(2024) / report.name).read_bytes()
    assert list(tmp_path.iterdir()) == [report]


def test_check_lists_what_is_wrong_in_the_tables(office_copy: Path) -> None:
    """`lakip check` lists findings with file, row and column; exit 0 without galat, 1 with one."""
    result = lakip("check", "--year", "2024", "--json", root=office_copy)
    told = json.loads(result.stdout)
    assert (result.returncode, told["counts"]["galat"]) == (0, 0)
    assert any(p["table"] == "2024/anggaran.csv" for f in told["findings"] for p in f["places"])
    path = office_copy / "data" / "raw" / "2024" / "anggaran.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("36.780.000", "360.780.000"), encoding="utf-8")
    (office_copy / "data" / "raw" / "keputusan.csv").unlink()
    result = lakip("check", "--year", "2024", root=office_copy)
    assert result.returncode == 1
    assert "galat:" in result.stdout
