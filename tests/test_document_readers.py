"""Properties of the readers in `lakip_lib.document`: one model, whatever the format of the report."""

from __future__ import annotations

import io
import re
import sys
import time
import zipfile
from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import cache
from html import escape
from pathlib import Path

import docx as python_docx
import pypdf
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html as lxml_html

from lakip_lib.document.figures import in_cell
from lakip_lib.document.model import Cell, Document, Heading, Paragraph, Table, UnreadableError
from lakip_lib.document.read import read
from tests.conftest import REPOSITORY
from tests.strategies import FIXED

sys.path.insert(0, str(Path(__file__).parent / "fixtures"))
import dokumen_rekaan as rekaan

Built = Callable[[int], Path]
Grid = list[list[str]]
SEED = REPOSITORY.parent / "shared" / "seed" / "lakip-2024.docx"
PAPER = "table(stroke: 0.5pt, columns: (auto, 1fr, 1fr), table.header([No], [Program], [Anggaran (Rp)]), {rows})"


def opened(folder: Path, name: str, content: bytes) -> Document:
    """The document read from a file with this content."""
    path = folder / name
    path.write_bytes(content)
    return read(path)


def grid(table: Table) -> Grid:
    """The texts of a table, line breaks as spaces."""
    return [[" ".join(c.text.split()) for c in row] for row in table.rows]


def only(document: Document) -> Table:
    """The one table of a document."""
    (table,) = document.tables()
    return table


def headings(document: Document) -> list[tuple[int, str, str]]:
    """(level, number, text) of all headings."""
    return [(h.level, h.number, h.text) for h in document.headings()]


def paragraphs(document: Document) -> list[tuple[str, str]]:
    """(kind, text) of all paragraphs."""
    return [(b.kind, b.text) for b in document.blocks if isinstance(b, Paragraph)]


def word(fill: Callable[[python_docx.document.Document], None]) -> bytes:
    """A Word file that python-docx makes."""
    made = python_docx.Document()
    fill(made)
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def bold(document: python_docx.document.Document, text: str, *, centred: bool = False) -> None:
    """Add a paragraph in bold type."""
    added = document.add_paragraph()
    added.add_run(text).bold = True
    if centred:
        added.alignment = WD_ALIGN_PARAGRAPH.CENTER


def add_table(document: python_docx.document.Document, rows: Sequence[Sequence[str]]) -> None:
    """Add a table without any mark of its header."""
    table = document.add_table(len(rows), len(rows[0]))
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            table.cell(r, c).text = text


# -- the published report ---------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def seed() -> Document:
    """The published report."""
    if not SEED.exists():
        pytest.skip("needs the published report in ../shared/seed")
    return read(SEED)


@pytest.mark.needs_seed
def test_published_report_has_all_its_tables(seed: Document) -> None:
    """Every table of the published report is read, with its number and all its rows."""
    tables = list(seed.tables())
    assert len(tables) == 35
    numbers = [t.number for t in tables if t.number]
    assert numbers == [f"{b}.{n}" for b, last in ((1, 8), (2, 6), (3, 14)) for n in range(1, last + 1)]
    rows = {t.number: len(t.rows) for t in tables}
    expected = {"1.1": 4, "1.3": 18, "1.5": 56, "2.2": 5, "2.5": 26, "3.3": 15, "3.8": 12, "3.11": 19, "3.14": 39}
    assert {n: rows[n] for n in expected} == expected
    assert seed.unread == []


@pytest.mark.needs_seed
def test_published_report_has_all_its_captions(seed: Document) -> None:
    """Captions on one line, on two and on four are put together without their number."""
    caption = {t.number: t.caption for t in seed.tables()}
    assert caption["1.1"] == "Komposisi Pegawai menurut Jenis Kelamin per 31 Desember 2024"
    assert caption["1.5"] == "Sarana dan Prasarana (Posisi 30 Desember 2024)"
    assert caption["1.7"].startswith("Tujuan, Strategi dan Arah Kebijakan dalam RPJMD Kota")
    assert caption["2.4"].startswith("Tabel Indikator Kinerja Utama (IKU)")
    assert all(t.caption for t in seed.tables())


@pytest.mark.needs_seed
def test_published_report_has_its_headings_in_order(seed: Document) -> None:
    """Chapters and sections stand in order, with level and printed number."""
    numbered = [(h.level, h.number) for h in seed.headings() if h.level < 3]
    sections = ((1, 10), (2, 4), (3, 3), (4, 2))
    expected = []
    for chapter, last in sections:
        expected += [(1, ("I", "II", "III", "IV")[chapter - 1]), *((2, f"{chapter}.{n}") for n in range(1, last + 1))]
    assert numbered == expected
    assert [h.text for h in seed.headings() if h.level == 1] == [
        "PENDAHULUAN",
        "PERENCANAAN KINERJA",
        "AKUNTABILITAS KINERJA",
        "PENUTUP",
    ]


@pytest.mark.needs_seed
def test_published_report_reads_the_same_without_styles(seed: Document, tmp_path: Path) -> None:
    """With bold type and centring instead of styles and header marks, tables and numbered headings are the same."""
    stream = io.BytesIO()
    with zipfile.ZipFile(SEED) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, _plain(content.decode()) if name == "word/document.xml" else content)
    plain = opened(tmp_path, "polos.docx", stream.getvalue())

    def facts(document: Document) -> list[tuple[str, str, int, Grid]]:
        return [(t.number, t.caption, t.header_rows, grid(t)) for t in document.tables()]

    assert facts(plain) == facts(seed)
    assert [h for h in headings(plain) if h[1]] == [h for h in headings(seed) if h[1]]


def _plain(document: str) -> str:
    """The XML of a document with direct formatting in place of styles."""

    def changed(match: re.Match[str]) -> str:
        text = match[0]
        style = re.search(r'<w:pStyle w:val="(\w+)"/>', text)
        if style is None:
            return text
        text = text.replace(style[0], "")
        if style[1].startswith("Heading") or style[1] == "Caption":
            text = text.replace("<w:rPr>", "<w:rPr><w:b/>")
            text = re.sub(r"<w:r>(?!<w:rPr>)", "<w:r><w:rPr><w:b/></w:rPr>", text)
            if style[1] in {"Heading1", "Caption"}:
                text = text.replace("<w:pPr>", '<w:pPr><w:jc w:val="center"/>', 1)
        return text

    return re.sub(r"<w:p>.*?</w:p>", changed, document, flags=re.DOTALL).replace("<w:tblHeader/>", "")


# -- our own report in three formats ----------------------------------------------------------------------------------


@pytest.mark.slow
def test_every_table_of_our_html_is_read(built: Built) -> None:
    """Every figure.tabel becomes a table with its number, caption, rows and header rows."""
    path = built(2024) / "lakip-2024.html"
    root = lxml_html.document_fromstring(path.read_bytes())
    expected = []
    for figure in root.iterfind(".//figure[@class]"):
        caption = figure.find("figcaption")
        if "tabel" in figure.get("class").split() and figure.find(".//table") is not None:
            text = " ".join(caption.text_content().split())
            rows, header = len(figure.findall(".//tr")), len(figure.findall(".//thead/tr"))
            expected.append((*re.fullmatch(r"Tabel (\S+) (.*)", text).groups(), rows, header))
    document = read(path)
    assert len(expected) > 40
    assert [(t.number, t.caption, len(t.rows), t.header_rows) for t in document.tables()] == expected


@pytest.mark.slow
def test_contents_of_our_html_are_no_headings(built: Built) -> None:
    """Contents, lists of tables, navigation and running lines are left out; each heading comes once."""
    document = read(built(2024) / "lakip-2024.html")
    numbers = [h.number for h in document.headings() if h.number]
    assert len(numbers) == len(set(numbers))
    assert [h.number for h in document.headings() if h.level == 1 and h.number][:4] == ["I", "II", "III", "IV"]
    assert not any(h.text in {"Daftar Isi", "Daftar Tabel", "Daftar Gambar"} for h in document.headings())


@pytest.mark.slow
def test_our_word_file_is_the_same_document(built: Built) -> None:
    """The Word file of a report gives the same headings, paragraphs, tables and quotations as its HTML."""
    page, written = (read(built(2024) / f"lakip-2024.{f}") for f in ("html", "docx"))
    assert headings(written) == headings(page)
    assert paragraphs(written) == paragraphs(page)
    assert list(written.tables()) == list(page.tables())
    assert any(c.quoted for t in page.tables() for row in t.rows for c in row)


@cache
def timed(path: Path) -> tuple[Document, float]:
    """A document, and the seconds of processor time that reading it took; each file is read once."""
    start = time.process_time()
    document = read(path)
    return document, time.process_time() - start


@pytest.mark.slow
@pytest.mark.xdist_group("pdf")
def test_our_pdf_has_the_same_tables(built: Built) -> None:
    """At least nine of ten simple tables, and of all tables, read from the PDF as from the HTML."""
    page, printed = (timed(built(2024) / f"lakip-2024.{f}")[0] for f in ("html", "pdf"))
    found = {t.number: _bare(t) for t in printed.tables()}
    tables = list(page.tables())
    simple = [t for t in tables if all(c.row_span == c.column_span == 1 for row in t.rows for c in row)]
    assert len(simple) > 20
    for kind in (simple, tables):
        assert sum(found.get(t.number) == _bare(t) for t in kind) >= 0.9 * len(kind)
    assert [h for h in headings(printed) if h[1]] == [h for h in headings(page) if h[1]]


def _bare(table: Table) -> tuple[str, int, Grid]:
    """A table without spaces and signs, which line breaks in narrow cells change."""
    return table.caption, table.header_rows, [[re.sub(r"\W+", "", c.text) for c in row] for row in table.rows]


@pytest.mark.slow
@pytest.mark.xdist_group("pdf")
def test_quotations_are_known_in_our_pdf(built: Built) -> None:
    """A figure that the HTML marks as a quotation is one in the tagged PDF, too, and no other figure is."""
    page, printed = (timed(built(2024) / f"lakip-2024.{kind}")[0] for kind in ("html", "pdf"))

    def quoted(document: Document) -> list[tuple[str, int, int]]:
        cells = ((t.number, c) for t in document.tables() for row in t.rows for c in row if c.quoted)
        return [(number, c.row, c.column) for number, c in cells]

    assert quoted(page)
    assert quoted(printed) == quoted(page)


@pytest.mark.slow
@pytest.mark.xdist_group("pdf")
def test_reading_is_fast(built: Built) -> None:
    """A report of this size takes about a second as Word or HTML, 0.3 s a page as PDF; thrice that when busy."""
    folder = built(2024)
    pages = len(pypdf.PdfReader(folder / "lakip-2024.pdf").pages)
    for kind, limit in (("html", 3.0), ("docx", 3.0), ("pdf", 0.9 * pages)):
        assert timed(folder / f"lakip-2024.{kind}")[1] < limit, kind


def test_time_grows_in_line_with_size(tmp_path: Path) -> None:
    """Ten times the report takes about ten times as long, in both text formats."""
    for name, part in (("a.docx", _chapter_docx), ("a.html", _chapter_html)):
        took = []
        for size in (20, 200):
            content = part(size)
            best = min(_seconds(tmp_path, name, content) for _ in range(3))
            took.append(best)
        assert took[1] < 20 * took[0], name


def _seconds(folder: Path, name: str, content: bytes) -> float:
    start = time.process_time()
    opened(folder, name, content)
    return time.process_time() - start


def _chapter_docx(size: int) -> bytes:
    rows = [rekaan.row("No", "Program", "Pagu"), *(rekaan.row(str(n), "Program", f"1.00{n}") for n in range(9))]
    part = rekaan.paragraph("1.1 KEUANGAN", "Tebal") + rekaan.paragraph("Tabel 1.1 Pagu") + rekaan.table(*rows)
    return rekaan.docx(part * size)


def _chapter_html(size: int) -> bytes:
    rows = "".join(f"<tr><td>{n}<td>Program<td>1.00{n}</tr>" for n in range(9))
    return f"<html><body>{f'<h2>1.1 KEUANGAN</h2><p>Tabel 1.1 Pagu</p><table>{rows}</table>' * size}".encode()


# -- tables -----------------------------------------------------------------------------------------------------------

texts = st.text("abc ijk 0123456789.,%-–()“é", max_size=12).map(lambda t: " ".join(t.split()))


@st.composite
def filled(draw: st.DrawFn) -> Grid:
    """Small tables with at least one text."""
    width = draw(st.integers(2, 5))
    rows = draw(st.lists(st.lists(texts, min_size=width, max_size=width), min_size=2, max_size=6))
    rows[0] = [f"Judul {n}" for n in range(width)]
    return rows


@given(filled())
@settings(FIXED)
def test_tables_survive_html(tmp_path_factory: pytest.TempPathFactory, rows: Grid) -> None:
    """Whatever stands in the cells of an HTML table comes back."""
    head, *body = ["".join(f"<td>{escape(t)}</td>" for t in row) for row in rows]
    markup = f"<table><thead><tr>{head}</tr></thead>{''.join(f'<tr>{r}</tr>' for r in body)}</table>"
    table = only(opened(tmp_path_factory.getbasetemp(), "t.html", f"<!doctype html><body>{markup}".encode()))
    assert (grid(table), table.header_rows) == (rows, 1) or _counts_columns(rows[1])


@given(filled())
@settings(FIXED, max_examples=30)
def test_tables_survive_word(tmp_path_factory: pytest.TempPathFactory, rows: Grid) -> None:
    """Whatever stands in the cells of a Word table comes back."""
    content = word(lambda d: add_table(d, rows))
    assert grid(only(opened(tmp_path_factory.getbasetemp(), "t.docx", content))) == rows


def _counts_columns(row: Sequence[str]) -> bool:
    return [t.strip("()") for t in row] == [str(n) for n in range(1, len(row) + 1)]


MERGED = """<table>
<tr><th rowspan=2>No</th><th rowspan=2>Indikator</th><th colspan=2>Tahun 2031</th></tr>
<tr><th>Target</th><th>Realisasi</th></tr>
<tr><td>1</td><td>2</td><td>3</td><td>4</td></tr>
<tr><td rowspan=2>1</td><td>Indikator a</td><td>10</td><td>9</td></tr>
<tr><td>Indikator b</td><td>20</td></tr>
<tr><td colspan=2>Jumlah</td><td>30</td><td>9</td></tr></table>"""


def _merged_docx() -> bytes:
    restart, goes_on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    two = '<w:gridSpan w:val="2"/>'
    merge = rekaan.cell
    return rekaan.docx(
        rekaan.table(
            rekaan.row(merge("No", restart), merge("Indikator", restart), merge("Tahun 2031", two)),
            rekaan.row(merge("", goes_on), merge("", goes_on), "Target", "Realisasi"),
            rekaan.row("1", "2", "3", "4"),
            rekaan.row(merge("1", restart), "Indikator a", "10", "9"),
            rekaan.row(merge("tersembunyi", goes_on), "Indikator b", "20"),
            rekaan.row(merge("Jumlah", two), "30", "9"),
        )
    )


def test_comments_in_the_xml_say_nothing(tmp_path: Path) -> None:
    """A comment among the relations, or in the middle of a word, changes nothing of a file."""
    content, made = word(lambda d: d.add_paragraph("Laporan rekaan")), io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            part = old.read(name).replace(b"word/document.xml", b"word/document2.xml")
            part = part.replace(b"<Relationship ", b"<!-- catatan --><Relationship ", 1)
            new.writestr(name.replace("document.xml", "document2.xml"), part.replace(b"rekaan", b"re<!-- -->kaan"))
    assert paragraphs(opened(tmp_path, "a.docx", made.getvalue())) == [("text", "Laporan rekaan")]


def test_merged_cells_stand_in_every_place_they_cover(tmp_path: Path) -> None:
    """HTML and Word give the same grid: merged cells spread, a short row filled, header rows found by form."""
    tables = [
        only(opened(tmp_path, "t.html", f"<!doctype html><body>{MERGED}".encode())),
        only(opened(tmp_path, "t.docx", _merged_docx())),
    ]
    assert tables[0].rows == tables[1].rows
    for table in tables:
        assert table.header_rows == 3
        assert table.titles == ("No 1", "Indikator 2", "Tahun 2031 Target 3", "Tahun 2031 Realisasi 4")
        assert grid(table)[3:] == [
            ["1", "Indikator a", "10", "9"],
            ["1", "Indikator b", "20", ""],
            ["Jumlah", "Jumlah", "30", "9"],
        ]
        assert table.rows[4][0] is table.rows[3][0]
        assert table.rows[4][0] == Cell("1", 3, 0, 2, 1)
        assert table.rows[5][1] == Cell("Jumlah", 5, 0, 1, 2)


@pytest.mark.parametrize(
    ("rows", "header"),
    [
        ([["No", "Uraian", "Jumlah"], ["1", "a", "5"]], 1),
        ([["No", "Uraian", "Jumlah"], ["1", "2", "3"], ["1", "a", "5"]], 2),
        ([["No", "Uraian", "Jumlah"], ["(1)", "(2)", "(3)=(1)/(2)"], ["1", "a", "5"]], 2),
        ([["Uraian", "2030", "2031"], ["a", "4", "5"]], 1),
        ([["1", "a", "5"], ["2", "b", "6"]], 0),
        ([["Tujuan", "Sasaran"], ["Naiknya mutu", "Turunnya keluhan"], ["", "Naiknya hasil"]], 1),
        ([["Program", "Pagu"], ["Program A", ""], ["Kegiatan 1", "1.000"]], 1),
    ],
)
def test_header_rows_are_found_by_form(tmp_path: Path, rows: Grid, header: int) -> None:
    """Where a file does not mark its header, the rows of titles and column numbers are it, and no row with figures."""
    assert only(opened(tmp_path, "t.docx", word(lambda d: add_table(d, rows)))).header_rows == header


def test_spans_ask_for_no_more_than_a_table_needs(tmp_path: Path) -> None:
    """Spans of any size, and rows of any length, give a rectangular table at once."""
    wild = "<tr><td rowspan=65000 colspan=65000>1<td rowspan=0>2<td colspan=x>3</tr>" * 200
    table = only(opened(tmp_path, "t.html", f"<!doctype html><table>{wild}</table>".encode()))
    assert len({len(row) for row in table.rows}) == 1
    assert len(table.rows) == 200


def test_quotations_are_marked(tmp_path: Path) -> None:
    """A figure that is marked up as a quotation is known as one, in cells and in sentences, in Word and in HTML."""
    quoted = rekaan.run("1.150", '<w:rStyle w:val="Kutipan"/>')
    page = (
        "<!doctype html><p>Tercetak <q class=ditolak>1.150</q>, bukan 1.115.</p>"
        "<table><tr><td>Ditolak<td>Dipakai<tr><td><q class=ditolak>1.150</q><td>1.115</table>"
    )
    body = rekaan.paragraph(rekaan.run("Tercetak “") + quoted + rekaan.run("”, bukan 1.115.")) + rekaan.table(
        rekaan.row("Ditolak", "Dipakai"), rekaan.row(rekaan.cell(rekaan.paragraph(quoted)), "1.115")
    )
    for name, content in (("t.html", page.encode()), ("t.docx", rekaan.docx(body))):
        document = opened(tmp_path, name, content)
        assert document.blocks[0] == Paragraph("Tercetak “1.150”, bukan 1.115.", "text", ("1.150",))
        assert [[c.quoted for c in row] for row in only(document).rows] == [[False, False], [True, False]]


# -- captions and headings by form ------------------------------------------------------------------------------------

ROWS = [["No", "Program", "Pagu"], ["1", "Program A", "1.000"]]


def test_captions_without_styles(tmp_path: Path) -> None:
    """Number and title are found on one line or two, in every manner of writing; a sentence is no caption."""

    def fill(document: python_docx.document.Document) -> None:
        for lines in (["Tabel 3.1 Pagu"], ["Tabel 3.2.", "Pagu menurut program"], ["TABEL III-3: PAGU"], ["Tabel 4"]):
            for line in lines:
                document.add_paragraph(line)
            add_table(document, ROWS)
        document.add_paragraph("Tabel 3.1 menunjukkan bahwa pagu telah dibagi menurut program.")
        bold(document, "Pagu tanpa nomor", centred=True)
        add_table(document, ROWS)
        document.add_paragraph("Rinciannya sebagai berikut:")
        add_table(document, ROWS)

    document = opened(tmp_path, "t.docx", word(fill))
    assert [(t.number, t.caption) for t in document.tables()] == [
        ("3.1", "Pagu"),
        ("3.2", "Pagu menurut program"),
        ("III-3", "PAGU"),
        ("4", ""),
        ("", "Pagu tanpa nomor"),
        ("", ""),
    ]
    assert paragraphs(document) == [
        ("text", "Tabel 3.1 menunjukkan bahwa pagu telah dibagi menurut program."),
        ("text", "Rinciannya sebagai berikut:"),
    ]


def test_the_mark_of_a_note_is_no_digit_of_a_figure(tmp_path: Path) -> None:
    """A raised digit behind a figure stays apart from it, in cells and sentences; the 2 of m2 is as it was."""
    cells = "<tr><td>A<td>B<tr><td>a<td>22,65<sup>1</sup>"
    page = f"<p>Luas 120 m<sup>2</sup>, capaian 22,65<sup>1</sup>.</p><table>{cells}</table>"
    two, one = (rekaan.run(n, '<w:vertAlign w:val="superscript"/>') for n in "21")
    figure = rekaan.run("22,65") + one
    body = rekaan.paragraph(f"{rekaan.run('Luas 120 m')}{two}{rekaan.run(', capaian ')}{figure}{rekaan.run('.')}")
    body += rekaan.table(rekaan.row("A", "B"), rekaan.row("a", rekaan.cell(rekaan.paragraph(figure))))
    for name, content in (("t.html", f"<html><body>{page}</body></html>".encode()), ("t.docx", rekaan.docx(body))):
        document = opened(tmp_path, name, content)
        assert paragraphs(document) == [("text", "Luas 120 m2, capaian 22,65¹.")]
        assert in_cell(only(document).rows[1][1].text).value == Decimal("22.65")


def test_words_that_point_to_a_table_are_no_caption(tmp_path: Path) -> None:
    """Words such as "Tabel di bawah ini" name no table: they stay a paragraph, and no table is missing."""

    def fill(document: python_docx.document.Document) -> None:
        for words in ("Tabel di bawah ini:", "Grafik di atas menunjukkan capaian", "Tabel ke depan"):
            document.add_paragraph(words)
            add_table(document, ROWS)

    document = opened(tmp_path, "t.docx", word(fill))
    assert [(t.number, t.caption) for t in document.tables()] == [("", "")] * 3
    assert document.unread == []


def test_captions_below_their_tables(tmp_path: Path) -> None:
    """A report that sets all captions below its tables is understood, too."""

    def fill(document: python_docx.document.Document) -> None:
        for n in (1, 2):
            document.add_paragraph("Rinciannya sebagai berikut:")
            add_table(document, ROWS)
            document.add_paragraph(f"Tabel 1.{n} Pagu ke-{n}")

    document = opened(tmp_path, "t.docx", word(fill))
    assert [(t.number, t.caption) for t in document.tables()] == [("1.1", "Pagu ke-1"), ("1.2", "Pagu ke-2")]


def test_a_table_that_is_only_announced_is_reported(tmp_path: Path) -> None:
    """A caption without a table stays in the text, and the reader says what is missing."""

    def fill(document: python_docx.document.Document) -> None:
        bold(document, "Tabel 2.4 Pagu menurut sasaran", centred=True)
        document.add_paragraph("Pagu itu dibagi menurut sasaran.")

    document = opened(tmp_path, "t.docx", word(fill))
    assert document.blocks[0] == Paragraph("Tabel 2.4 Pagu menurut sasaran", "caption")
    assert document.unread == ["Tabel 2.4 tidak terbaca: mungkin berupa gambar."]


def test_headings_without_styles(tmp_path: Path) -> None:
    """Chapters, lettered, numbered and bold lines are headings by form; the cover and list items are not."""

    def fill(document: python_docx.document.Document) -> None:
        bold(document, "LAPORAN KINERJA", centred=True)
        bold(document, "KATA PENGANTAR", centred=True)
        document.add_paragraph("BAB II menjelaskan perencanaan kinerja.")
        for line in ("BAB III", "AKUNTABILITAS KINERJA", "A. CAPAIAN KINERJA", "3.1. Capaian"):
            bold(document, line)
        document.add_paragraph("1. PROGRAM A")
        document.add_paragraph("3.1 juta rupiah telah dibelanjakan.")
        bold(document, "Kendala")
        document.add_paragraph("3.2. REALISASI ANGGARAN")

    document = opened(tmp_path, "t.docx", word(fill))
    assert headings(document) == [
        (1, "", "KATA PENGANTAR"),
        (1, "III", "AKUNTABILITAS KINERJA"),
        (2, "A", "CAPAIAN KINERJA"),
        (2, "3.1", "Capaian"),
        (3, "", "Kendala"),
        (2, "3.2", "REALISASI ANGGARAN"),
    ]
    assert ("item", "1. PROGRAM A") in paragraphs(document)


def test_printed_contents_are_no_headings(tmp_path: Path) -> None:
    """Lists of contents typed by hand are left out, with dots or without."""

    def fill(document: python_docx.document.Document) -> None:
        bold(document, "DAFTAR ISI", centred=True)
        for line in ("BAB I PENDAHULUAN 1", "1.1 KEUANGAN ........ 2", "BAB II PENUTUP\t3"):
            document.add_paragraph(line)
        bold(document, "DAFTAR TABEL", centred=True)
        document.add_paragraph("Tabel 1.1 Pagu 2")
        for line in ("BAB I PENDAHULUAN", "1.1 KEUANGAN"):
            bold(document, line)
        document.add_paragraph("Tabel 1.1 Pagu")
        add_table(document, ROWS)
        bold(document, "BAB II PENUTUP")

    document = opened(tmp_path, "t.docx", word(fill))
    assert headings(document) == [(1, "I", "PENDAHULUAN"), (2, "1.1", "KEUANGAN"), (1, "II", "PENUTUP")]
    assert paragraphs(document) == []
    assert document.unread == []


# -- Word -------------------------------------------------------------------------------------------------------------


def test_word_text_is_what_word_prints(tmp_path: Path) -> None:
    """Field results and insertions are read; deleted, hidden and doubled text is not; a text box follows its anchor."""
    begin, between, end = (f'<w:r><w:fldChar w:fldCharType="{k}"/></w:r>' for k in ("begin", "separate", "end"))
    box = f"<w:txbxContent>{rekaan.paragraph('Isi kotak')}</w:txbxContent>"
    body = "".join(
        [
            rekaan.paragraph(
                rekaan.run("Pagu ")
                + f"{begin}<w:r><w:instrText>REF pagu</w:instrText></w:r>{between}{rekaan.run('1.000')}{end}"
                + f"<w:ins>{rekaan.run(' rupiah')}</w:ins><w:del><w:r><w:delText> dolar</w:delText></w:r></w:del>"
                + rekaan.run(" rahasia", "<w:vanish/>")
                + rekaan.run(" lagi", '<w:rStyle w:val="Rahasia"/>')
                + "<w:r><w:noBreakHyphen/></w:r>"
            ),
            rekaan.paragraph(
                "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><wps:txbx>"
                f"{box}</wps:txbx></mc:Choice><mc:Fallback><v:textbox>{box}</v:textbox></mc:Fallback>"
                "</mc:AlternateContent></w:r>" + rekaan.run("Jangkar")
            ),
            rekaan.paragraph(
                rekaan.run("Capaian = ") + "<m:oMath><m:f><m:num><m:r><m:t>realisasi</m:t></m:r></m:num>"
                "<m:den><m:r><m:t>target</m:t></m:r></m:den></m:f></m:oMath>"
            ),
            rekaan.paragraph(
                '<w:r><w:sym w:font="Symbol" w:char="F0B3"/></w:r>'
                + rekaan.run(" 85: Baik ")
                + '<w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>'
            ),
        ]
    )
    assert [t for _kind, t in paragraphs(opened(tmp_path, "t.docx", rekaan.docx(body)))] == [
        "Pagu 1.000 rupiah-",
        "Jangkar",
        "Isi kotak",
        "Capaian = realisasi / target",
        "≥ 85: Baik •",
    ]


def test_word_numbers_its_headings_and_lists(tmp_path: Path) -> None:
    """Numbers that Word makes are read as printed: of chapters, of sections, and of a column that only holds them."""
    listed = '<w:numPr><w:ilvl w:val="{}"/><w:numId w:val="{}"/></w:numPr>'.format
    number = rekaan.cell(rekaan.paragraph("<w:r/>", properties=listed(2, 1)))
    body = "".join(
        [
            rekaan.paragraph("PENDAHULUAN", "Judul1", listed(0, 1)),
            rekaan.paragraph("KEUANGAN", "Judul2"),
            rekaan.paragraph("SARANA", "Judul2"),
            rekaan.paragraph("butir", properties=listed(0, 2)),
            rekaan.table(rekaan.row("No", "Program"), rekaan.row(number, "A"), rekaan.row(number, "B")),
            rekaan.paragraph("PENUTUP", "Anak", listed(0, 1)),
            rekaan.paragraph("SARAN", "Judul2"),
        ]
    )
    document = opened(tmp_path, "t.docx", rekaan.docx(body))
    assert headings(document) == [
        (1, "I", "PENDAHULUAN"),
        (2, "3.1", "KEUANGAN"),
        (2, "3.2", "SARANA"),
        (1, "II", "PENUTUP"),
        (2, "3.1", "SARAN"),
    ]
    assert paragraphs(document) == [("item", "butir")]
    assert grid(only(document)) == [["No", "Program"], ["1.", "A"], ["2.", "B"]]


def test_word_contents_and_frames(tmp_path: Path) -> None:
    """A list that Word makes is left out; a table of one cell is a frame around text; a table in a cell is text."""
    begin, between, end = (f'<w:r><w:fldChar w:fldCharType="{k}"/></w:r>' for k in ("begin", "separate", "end"))
    inner = rekaan.table(rekaan.row("a", "1"), rekaan.row("b", "2"))
    body = "".join(
        [
            rekaan.paragraph(f'{begin}<w:r><w:instrText> TOC \\c "Tabel"</w:instrText></w:r>{between}Tabel 1.1 Pagu'),
            rekaan.paragraph("Tabel 1.2 Pagu"),
            rekaan.paragraph(end),
            rekaan.paragraph("PENDAHULUAN", "Isi1"),
            rekaan.table(rekaan.row("Kalimat dalam bingkai.")),
            rekaan.table(rekaan.row("Uraian", "Rincian"), rekaan.row("x", rekaan.cell(inner))),
        ]
    )
    document = opened(tmp_path, "t.docx", rekaan.docx(body))
    assert paragraphs(document) == [("text", "Kalimat dalam bingkai.")]
    assert only(document).rows[1][1].text == "a 1\nb 2"


def test_word_rows_that_are_deleted_or_shifted(tmp_path: Path) -> None:
    """A deleted row is not printed, and a row that begins later keeps its columns."""
    shifted = '<w:gridBefore w:val="1"/>'
    body = rekaan.table(
        rekaan.row("No", "Program", "Pagu", properties="<w:tblHeader/>"),
        rekaan.row("9", "Dihapus", "9", properties="<w:del/>"),
        rekaan.row("Jumlah", "1.000", properties=shifted),
    )
    table = only(opened(tmp_path, "t.docx", rekaan.docx(body)))
    assert grid(table) == [["No", "Program", "Pagu"], ["", "Jumlah", "1.000"]]
    assert table.header_rows == 1


def test_tables_continued_under_a_caption_of_their_own(tmp_path: Path) -> None:
    """A table under "Lanjutan Tabel" is the rest of the one above, without its repeated header; another is not."""

    def fill(document: python_docx.document.Document) -> None:
        for line, rows in (
            ("Tabel 3.4 Pagu", ROWS),
            ("Lanjutan Tabel 3.4", [ROWS[0], ["2", "Program B", "2.000"]]),
            ("Tabel 3.4 Pagu (lanjutan)", [["3", "Program C", "3.000"]]),
            ("Tabel 3.5 Kegiatan lanjutan menurut program", ROWS),
        ):
            document.add_paragraph(line)
            add_table(document, rows)

    first, second = opened(tmp_path, "t.docx", word(fill)).tables()
    assert [row[0].text for row in first.rows] == ["No", "1", "2", "3"]
    assert (second.number, second.caption) == ("3.5", "Kegiatan lanjutan menurut program")


def test_word_rows_without_cells_of_their_own(tmp_path: Path) -> None:
    """A row that is merged into the one above as a whole, or that has no cell at all, breaks nothing."""
    start, goes_on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    body = "".join(
        [
            rekaan.table(rekaan.row(), rekaan.row("Kalimat dalam bingkai.")),
            rekaan.paragraph("Tabel 1.1 Pagu"),
            rekaan.table(
                rekaan.row("No", "Program"),
                rekaan.row(rekaan.cell("1", start), rekaan.cell("Program A", start)),
                rekaan.row(rekaan.cell("", goes_on), rekaan.cell("", goes_on)),
            ),
            rekaan.paragraph("Lanjutan Tabel 1.1"),
            rekaan.table(rekaan.row("2", "Program B")),
        ]
    )
    document = opened(tmp_path, "t.docx", rekaan.docx(body))
    assert paragraphs(document) == [("text", "Kalimat dalam bingkai.")]
    assert [row[0] for row in grid(only(document))] == ["No", "1", "1", "2"]


def test_word_files_of_the_strict_kind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Text and formulas are read also where the file names them by the addresses of the ISO standard."""
    strict = re.sub(
        r"http://schemas\.openxmlformats\.org/(word|office)(\w+)/2006",
        r"http://purl.oclc.org/ooxml/\1\2",
        rekaan.NAMESPACES,
    )
    monkeypatch.setattr(rekaan, "NAMESPACES", strict)
    formula = "<m:oMath><m:r><m:t>94 / 415</m:t></m:r></m:oMath>"
    document = opened(tmp_path, "t.docx", rekaan.docx(rekaan.paragraph(rekaan.run("Nilai ") + formula)))
    assert paragraphs(document) == [("text", "Nilai 94 / 415")]


def test_word_cells_merged_across_in_the_old_manner(tmp_path: Path) -> None:
    """A cell that continues the one on its left is part of it, whether or not the file spells that out."""
    for goes_on in ('<w:hMerge w:val="continue"/>', "<w:hMerge/>"):
        first = rekaan.row("Uraian", rekaan.cell("Pagu", '<w:hMerge w:val="restart"/>'), rekaan.cell("", goes_on))
        table = only(opened(tmp_path, "t.docx", rekaan.docx(rekaan.table(first, rekaan.row("a", "1", "2")))))
        assert grid(table)[0] == ["Uraian", "Pagu", "Pagu"]


# -- HTML of others ---------------------------------------------------------------------------------------------------


def test_html_that_word_saved(tmp_path: Path) -> None:
    """Captions, lists, contents and headings of HTML saved by Word are known by its classes, in its old encoding."""
    page = """<html xmlns:o="urn:x"><head><meta http-equiv=Content-Type content="text/html; charset=windows-1252">
<style>p {color: red}</style></head><body>
<p class=MsoToc1>BAB I PENDAHULUAN 1</p>
<p class=MsoNormal align=center><b>BAB I<br>PENDAHULUAN</b></p>
<h2>1.1 Keuangan <o:p></o:p></h2>
<p class=MsoNormal>Pagu \u2013 dalam
rupiah<span style='display:none'>tersembunyi</span></p>
<p class=MsoListParagraph><![if !supportLists]>\u00b7 <![endif]>butir</p>
<p class=MsoCaption>Tabel 1.1 Pagu</p>
<div align=center><table><tr><td><p><b>No</b></p></td><td><p>Pagu</p></td></tr>
<tr><td>1</td><td>1.000</td></tr></table></div></body></html>"""
    document = opened(tmp_path, "t.htm", page.encode("windows-1252"))
    assert headings(document) == [(1, "I", "PENDAHULUAN"), (2, "1.1", "Keuangan")]
    assert paragraphs(document) == [("text", "Pagu – dalam rupiah"), ("item", "· butir")]
    assert (only(document).number, only(document).caption) == ("1.1", "Pagu")


def test_html_that_libreoffice_saved(tmp_path: Path) -> None:
    """Contents, header and footer of a page that LibreOffice saved are no part of the report."""
    page = (
        '<!doctype html><body><div title="header"><p>LAKIP</p></div><h1>BAB I Awal</h1><p>Isi.</p>'
        '<div id="Table of Contents1"><p>BAB I Awal</p></div><div title="footer"><p>24</p></div>'
    )
    document = opened(tmp_path, "t.html", page.encode())
    assert document.blocks == [Heading(1, "I", "Awal"), Paragraph("Isi.")]


# -- PDF --------------------------------------------------------------------------------------------------------------


def test_pdf_text_is_put_together(tmp_path: Path) -> None:
    """Lines become paragraphs and headings; running heads and page numbers are left out; pages are known."""
    sentence = "Pagu dibagi menurut program dan sasaran agar setiap rupiah dapat dipertanggungjawabkan. " * 5
    document = opened(
        tmp_path,
        "t.pdf",
        rekaan.pdf(
            '#set page(numbering: "1", header: [Dinas Rekaan Kota Contoh])\n'
            "#align(center)[*BAB I\\ PENDAHULUAN*]\n\n*1.1. KEUANGAN*\n\n"
            f"{sentence}\n\n- butir satu\n- butir dua\n"
            "#pagebreak()\n*1.2. SARANA*\n\n#pagebreak()\nPenutup laporan.\n"
        ),
    )
    assert [(h.level, h.number, h.text, h.page) for h in document.headings()] == [
        (1, "I", "PENDAHULUAN", 1),
        (2, "1.1", "KEUANGAN", 1),
        (2, "1.2", "SARANA", 2),
    ]
    assert paragraphs(document) == [
        ("text", sentence.strip()),
        ("item", "• butir satu"),
        ("item", "• butir dua"),
        ("text", "Penutup laporan."),
    ]


def test_pdf_tables_go_on_over_pages(tmp_path: Path) -> None:
    """A ruled table that a page break cuts is one table, without its repeated header; merged cells are found."""
    rows = [["1", "Program A", "1.000"], ["Jumlah", "Jumlah", "1.000"]]
    rows[:1] = [[str(n), f"Program {n}", f"{n}.000"] for n in range(1, 90)]
    cells = ", ".join(f"[{t}]" for row in rows[:-1] for t in row) + ", table.cell(colspan: 2)[Jumlah], [1.000]"
    markup = f"*Tabel 1.1 Pagu*\n\n#{PAPER.format(rows=cells)}\n\nKalimat setelah tabel."
    document = opened(tmp_path, "t.pdf", rekaan.pdf(markup))
    table = only(document)
    assert grid(table) == [["No", "Program", "Anggaran (Rp)"], *rows]
    assert (table.number, table.caption, table.header_rows, table.page) == ("1.1", "Pagu", 1, 1)
    assert table.rows[-1][0].column_span == 2
    assert paragraphs(document) == [("text", "Kalimat setelah tabel.")]


def test_pdf_tables_with_rules_across_only(tmp_path: Path) -> None:
    """Where no rule runs down, the gaps between the words make the columns."""
    cells = ", ".join(f"[{t}]" for n in range(1, 6) for t in (n, f"Program {n}", f"{n}.000"))
    plain = PAPER.format(rows=cells).replace("stroke: 0.5pt", "stroke: (x, y) => (bottom: 0.5pt, top: 0.5pt)")
    table = only(opened(tmp_path, "t.pdf", rekaan.pdf(f"Tabel 1.1 Pagu\n\n#{plain}")))
    assert grid(table)[1:] == [[str(n), f"Program {n}", f"{n}.000"] for n in range(1, 6)]
    assert table.header_rows == 1


def test_pdf_rows_that_a_page_break_cuts(tmp_path: Path) -> None:
    """A row of which the page break leaves the rest on the next page is one row again; a full row stays by itself."""
    long = "Kata demi kata dari uraian program yang panjang sekali. " * 24
    cells = ", ".join(f"[{n}], [{long if n == 4 else 'Program ' + str(n)}], [{n}.000]" for n in range(1, 8))
    markup = f"#v(560pt)\n*Tabel 1.1 Pagu*\n\n#{PAPER.format(rows=cells)}"
    table = only(opened(tmp_path, "t.pdf", rekaan.pdf(markup)))
    assert [row[0].text for row in table.body] == [str(n) for n in range(1, 8)]
    assert grid(table)[4] == ["4", long.strip(), "4.000"]


def test_pdf_words_and_figures_cut_by_their_column(tmp_path: Path) -> None:
    """A figure or word that a narrow column cut is whole again; two lines of words stay two words."""
    cells = "[1], [2.631.935.3\\ 30], [Jumlah\\ dan sisa]"
    widths = "columns: (2cm, 2.3cm, 1fr)"
    table = PAPER.format(rows=cells).replace("columns: (auto, 1fr, 1fr)", widths)
    assert grid(only(opened(tmp_path, "t.pdf", rekaan.pdf(f"Tabel 1 Pagu\n\n#{table}"))))[1] == [
        "1",
        "2.631.935.330",
        "Jumlah dan sisa",
    ]


def test_pdf_text_in_a_frame_stays(tmp_path: Path) -> None:
    """A dashed frame around sentences, and an ornament around the page, are no drawings that swallow the text."""
    sentence = "Data pembanding belum tersedia sehingga tabel ini tidak disajikan dalam laporan tahun berjalan."
    frame = 'stroke: (dash: "dashed", paint: red), inset: 8pt'
    ornament = "background: {for x in range(30) {place(dx: x * 19pt + 10pt, dy: 8pt, circle(radius: 4pt)); "
    ornament += "place(dx: x * 19pt + 10pt, dy: 828pt, circle(radius: 4pt))}; for y in range(60) "
    ornament += (
        "{place(dx: 8pt, dy: y * 14pt, circle(radius: 4pt)); place(dx: 580pt, dy: y * 14pt, circle(radius: 4pt))}}"
    )
    markup = f"#set page({ornament})\n#block({frame})[{sentence}]\n\nKalimat pendek."
    assert [t for _kind, t in paragraphs(opened(tmp_path, "t.pdf", rekaan.pdf(markup)))] == [
        sentence,
        "Kalimat pendek.",
    ]


def test_pdf_quotations_are_marked(tmp_path: Path) -> None:
    """What the tags of a PDF call a quotation is known as one, in sentences and in cells."""
    quoted = "“#quote(quotes: false)[1.150 (Tabel *3.5*)]”"
    markup = f"Tercetak {quoted}, bukan 1.115.\n\n#{PAPER.format(rows=f'[1], [{quoted}], [1.115]')}"
    document = opened(tmp_path, "t.pdf", rekaan.pdf(markup))
    said = "1.150 (Tabel 3.5)"
    assert document.blocks[0] == Paragraph(f"Tercetak “{said}”, bukan 1.115.", "text", (said,), 1)
    assert [c.quoted for c in only(document).rows[1]] == [False, True, False]


def test_pdf_says_what_it_could_not_read(tmp_path: Path) -> None:
    """Pages without text and tables that are only announced are named with their pages."""
    document = opened(
        tmp_path, "t.pdf", rekaan.pdf("Pembuka.\n\n*Tabel 3.2 Pagu*\n\nPenjelasan.\n#pagebreak()\n#pagebreak()\nAkhir.")
    )
    assert document.unread == [
        "Tabel 3.2 (halaman 1) tidak terbaca: mungkin berupa gambar.",
        "Halaman 2 tidak memuat lapisan teks (gambar atau hasil pindai): tidak terbaca.",
    ]


# -- files that are refused -------------------------------------------------------------------------------------------

TEXT = rekaan.paragraph("a")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
ENTITY = '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
LAUGHS = '<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'


def zipped(*names: str) -> bytes:
    """A zip that holds these names only."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        for name in names:
            package.writestr(name, b"x")
    return stream.getvalue()


def locked() -> bytes:
    """A PDF that asks for a password."""
    writer = pypdf.PdfWriter()
    writer.add_blank_page(200, 200)
    writer.encrypt("rahasia", algorithm="RC4-128")
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()


def lying() -> bytes:
    """A Word file whose directory names a far smaller size than its text has."""
    content = bytearray(rekaan.docx(rekaan.paragraph("a" * 100_000)))
    at = content.find(b"PK\x01\x02")
    content[at + 24 : at + 28] = (50).to_bytes(4, "little")
    return bytes(content)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "kosong"),
        (b"halo", "bukan laporan"),
        (b"PK\x03\x04" + b"x" * 400, "rusak"),
        (rekaan.docx(TEXT)[:300], "rusak"),
        (lying(), "rusak"),
        (rekaan.docx("<w:p>", prolog=""), "rusak"),
        (rekaan.docx(TEXT, {"word/media/a.bin": bytes(30_000_000)}), "membengkak"),
        (rekaan.docx(TEXT, {f"word/{n}": b"" for n in range(5001)}), "membengkak"),
        (rekaan.docx(rekaan.paragraph("<w:r><w:t>&x;</w:t></w:r>"), prolog=ENTITY), "DTD"),
        (rekaan.docx(rekaan.paragraph("<w:r><w:t>&b;</w:t></w:r>"), prolog=LAUGHS), "DTD"),
        (rekaan.docx(""), "tidak memuat teks"),
        (zipped("xl/workbook.xml"), "Excel"),
        (zipped("a.txt"), "arsip zip"),
        (OLE, "Word lama"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "kata sandi"),
        (b"{\\rtf1 halo}", "RTF"),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n\r\n<html><p>Rp 5=2E840</p>", "MHT"),
        (b"\x89PNG\r\n\x1a\n" + bytes(50), "gambar"),
        (b"<html><body>" + b"<div>" * 3000 + b"x", "tidak dapat dibaca"),
        (b"<!doctype html><p></p>", "tidak memuat teks"),
        (b"%PDF-1.7\n" + b"x" * 500, "rusak"),
        (rekaan.pdf("halo")[:2000], "rusak"),
        (rekaan.pdf("#pagebreak()"), "gambar halaman"),
        (locked(), "kata sandi"),
    ],
    ids=lambda v: v if isinstance(v, str) else "",
)
def test_unreadable_files_are_refused(tmp_path: Path, content: bytes, reason: str) -> None:
    """A file that is damaged, locked, empty, harmful or no report gives one sentence that names it and the reason."""
    with pytest.raises(UnreadableError, match=reason) as refusal:
        opened(tmp_path, "laporan.docx", content)
    message = str(refusal.value)
    assert message.startswith("laporan.docx ")
    assert message.count("\n") == 0
    assert message.endswith(".")


def test_folders_and_missing_files_are_refused(tmp_path: Path) -> None:
    """A folder or a name that nothing has gives one sentence, too."""
    with pytest.raises(UnreadableError, match="folder"):
        read(tmp_path)
    with pytest.raises(UnreadableError, match="tidak ditemukan"):
        read(tmp_path / "tidak-ada.docx")


def test_content_decides_and_not_the_name(tmp_path: Path) -> None:
    """A report with a wrong ending is read for what it is."""
    assert opened(tmp_path, "a.pdf", rekaan.docx(TEXT)).format == "docx"
    assert opened(tmp_path, "a.docx", b"<!DOCTYPE html><p>a</p>").format == "html"
    assert opened(tmp_path, "a.html", rekaan.pdf("halo")).format == "pdf"


def test_pictures_inside_a_page_do_not_cut_it(tmp_path: Path) -> None:
    """A page with a picture of many megabytes in it is read to its end, in an encoding that nobody knows, too."""
    page = b'<html><meta charset=x-lama><p>awal</p><img src="data:image/png;base64,' + b"A" * 11_000_000
    document = opened(tmp_path, "a.html", page + b'"><p>akhir</p>')
    assert paragraphs(document) == [("text", "awal"), ("text", "akhir")]


def test_external_entities_of_html_are_not_opened(tmp_path: Path) -> None:
    """An entity that points to a file stays unresolved."""
    secret = tmp_path / "rahasia.txt"
    secret.write_text("sandi")
    page = f'<!DOCTYPE html [<!ENTITY x SYSTEM "{secret.as_uri()}">]><html><body><p>isi &x;</p></body></html>'
    assert "sandi" not in str(opened(tmp_path, "a.html", page.encode()).blocks)


def test_headings_carry_what_follows(tmp_path: Path) -> None:
    """`placed` names the section of every block by the nearest heading above it."""
    document = opened(tmp_path, "a.html", b"<!doctype html><h1>BAB I Awal</h1><h2>1.1 Uang</h2><p>Pagu.</p>")
    assert document.blocks[0] == Heading(1, "I", "Awal")
    assert list(document.placed())[-1] == ("1.1 Uang", Paragraph("Pagu."))
