"""`lakip reviu` and `lakip check` as a reviewer uses them."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from lakip_lib.document.model import Cell, Document, Heading, Paragraph, Table, UnreadableError
from lakip_lib.review.catalogue import rules
from lakip_lib.review.compare import differences
from lakip_lib.review.finding import SEVERITIES, Finding, Place, Rule, counts, ordered
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
