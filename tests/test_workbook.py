"""Properties of the workbook that holds the tables of a report."""

from __future__ import annotations

import io
import re
import sys
import zipfile
from datetime import date
from pathlib import Path

import pytest
from lxml import etree
from python_calamine import CalamineWorkbook

from lakip_lib.export import layout, workbook
from lakip_lib.export.fragments import text_of
from lakip_lib.stitch import stitch

sys.path.insert(0, str(Path(__file__).parent / "fixtures"))
import laporan_rekaan as rekaan

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def made(head: str, rows: str, *more: tuple[str, str], note: str = "") -> bytes:
    """The workbook of a report with one table, and `more` tables of other captions and classes."""
    cells = [rekaan.table("tbl-a", "Judul", head, rows, note=note)]
    cells += [rekaan.table(f"tbl-{i}", caption, head, rows, kind) for i, (caption, kind) in enumerate(more)]
    book = rekaan.chapter("x.ipynb", "bab", 1, rekaan.markdown("# Bab Satu"), *cells)
    return workbook.render(layout.read(stitch([book], rekaan.INFO)))


def read(content: bytes) -> CalamineWorkbook:
    """The workbook as another program reads it."""
    return CalamineWorkbook.from_filelike(io.BytesIO(content))


def cell(content: bytes, place: str) -> tuple[str, str]:
    """Type ("n", "s", "f" for a formula) and number format of a cell of the first table's sheet."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sheet = etree.fromstring(archive.read("xl/worksheets/sheet2.xml"))
        styles = etree.fromstring(archive.read("xl/styles.xml"))
    node = next(c for c in sheet.iter(f"{MAIN}c") if c.get("r") == place)
    used = styles.find(f"{MAIN}cellXfs")[int(node.get("s", "0"))].get("numFmtId")
    formats = {f.get("numFmtId"): f.get("formatCode") for f in styles.iter(f"{MAIN}numFmt")}
    kind = "f" if node.find(f"{MAIN}f") is not None else node.get("t", "n")
    return kind, formats.get(used, used)


@pytest.fixture(scope="module")
def report() -> layout.Report:
    """The made-up report."""
    return layout.read(stitch(rekaan.notebooks(), rekaan.INFO))


def test_every_table_has_its_sheet(report: layout.Report) -> None:
    """Sheets are named by the numbers of the tables, in order, behind a sheet of contents with every caption."""
    book = read(workbook.render(report))
    entries = report.listed("tabel")
    assert book.sheet_names == ["Daftar tabel", *(entry.number for entry in entries)]
    listed = book.get_sheet_by_name("Daftar tabel").to_python()[4:]
    assert [row[:2] for row in listed] == [[entry.number, entry.title] for entry in entries]
    assert all(row[2] for row in listed)


def test_every_text_of_every_table_is_there(report: layout.Report) -> None:
    """Each cell's text stands in its sheet, in the order of the report; numbers stand as numbers."""
    book = read(workbook.render(report))
    for figure in (
        f for s in (*report.front, *report.body) for f in s.iter("figure") if f.find(".//table") is not None
    ):
        number = text_of(figure.find("figcaption/span"))
        rows = book.get_sheet_by_name(number).to_python()
        texts = [text_of(c) for c in figure.iter("th", "td") if not c.find(".//data") is not None]
        shown = [v for row in rows for v in row if isinstance(v, str) and v]
        rest = iter(shown)
        assert all(text in rest for text in texts if text), number
        values = [d.get("value", "") for d in figure.iter("data") if text_of(d) == text_of(d.getparent())]
        assert sorted(float(v) for v in values if re.fullmatch(r"[\d.]+", v)) == sorted(
            v for row in rows for v in row if isinstance(v, float)
        )


@pytest.mark.parametrize(
    ("shown", "value", "code"),
    [
        ("1.234.567", 1234567.0, "#,##0"),
        ("0,50", 0.5, "#,##0.00"),
        ("-3,1", -3.1, "#,##0.0"),
        ("111,36%", 111.36, '#,##0.00"%"'),
        ("Rp\u00a05.000", 5000.0, '"Rp\u00a0"#,##0'),
        ("-Rp\u00a05.000", -5000.0, '"Rp\u00a0"#,##0'),
        ("12 unit", 12.0, '#,##0" unit"'),
    ],
)
def test_a_number_looks_as_in_the_report(shown: str, value: float, code: str) -> None:
    """A cell that is one number holds its value, with the decimals, sign and unit that the report shows."""
    data = f'<td class="n"><data class="q" value="{value:f}" data-asal="x">{shown}</data></td>'
    content = made(rekaan.head("A", "B#"), f'<tr><th scope="row">a</th>{data}</tr>')
    assert read(content).get_sheet_by_name("Tabel 1.1").to_python()[4][1] == value
    kind, given = cell(content, "B5")
    assert kind == "n"
    assert {"3": "#,##0", "4": "#,##0.00"}.get(given, given) == code


@pytest.mark.parametrize("text", ["=1+1", "+62 21", "-5", "@x", "{=A1}", "http://contoh.test/", "007", "1.234"])
def test_text_stays_text(text: str) -> None:
    """Whatever is no `data` with a value is text: no formula, no link, no guessed number."""
    content = made(
        rekaan.head("A", "B"), f'<tr><th scope="row">{text}</th><td rowspan="2">{text}</td></tr><tr><td>x</td></tr>'
    )
    assert read(content).get_sheet_by_name("Tabel 1.1").to_python()[4][:2] == [text, text]
    assert {cell(content, place)[0] for place in ("A5", "B5")} == {"s"}


def test_a_sentence_with_a_number_stays_text() -> None:
    """A cell with more than its number is text as shown, a missing number its reason, a list one line for each item."""
    rows = (
        f'<tr><th scope="row">dari {rekaan.q("5,00")} ke {rekaan.q("6,00")}</th><td class="n"><data class="q kosong">'
        "belum dinilai</data></td><td><ul><li>a</li><li>b</li></ul></td></tr>"
    )
    found = read(made(rekaan.head("A", "B#", "C"), rows)).get_sheet_by_name("Tabel 1.1").to_python()
    assert found[4] == ["dari 5,00 ke 6,00", "belum dinilai", "a\nb"]


def test_names_of_sheets_are_legal_and_unique() -> None:
    """Unnumbered tables are named by their titles, cut to what Excel takes, never twice."""
    title = "Rincian: a/b [c] *? 'kutip' yang panjang sekali"
    content = made(
        rekaan.head("A", "B"),
        '<tr><th scope="row">a</th><td>b</td></tr>',
        (title, "tanpa-nomor"),
        (title, "tanpa-nomor"),
    )
    names = read(content).sheet_names
    assert len({name.casefold() for name in names}) == len(names) == 4
    assert all(len(name) <= 31 and not re.search(r"[\[\]:*?/\\]", name) for name in names)


def test_giant_texts_and_notes_fit() -> None:
    """A text longer than a cell of Excel is cut, and the table's note stands below it."""
    row = f'<tr><th scope="row">{"kata " * 10_000}</th><td>b</td></tr>'
    rows = read(made(rekaan.head("A", "B"), row, note="Sumber: rekaan.")).get_sheet_by_name("Tabel 1.1").to_python()
    assert 30_000 < len(rows[4][0]) < 32_767
    assert rows[-1][0] == "Sumber: rekaan."


def test_the_clock_leaves_no_trace(report: layout.Report, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same report gives the same bytes, whatever the time."""
    first = workbook.render(report)
    monkeypatch.setattr("time.time", lambda: 2_000_000_000.0)
    assert workbook.render(report) == first
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert str(date.today().year) not in archive.read("docProps/core.xml").decode()  # noqa: DTZ011
        assert {i.date_time[0] for i in archive.infolist()} == {1980}


def test_no_table_no_workbook() -> None:
    """A report without tables has no workbook."""
    book = rekaan.chapter("x.ipynb", "bab", 1, rekaan.markdown("# Satu\n\nKata."))
    assert workbook.render(layout.read(stitch([book], rekaan.INFO))) == b""
