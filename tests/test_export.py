"""Properties of the HTML and the PDF that `lakip_lib.export` makes of a stitched notebook."""

from __future__ import annotations

import base64
import io
import os
import re
import shutil
import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import pypdf
import pytest
from lxml import etree
from lxml import html as lxml_html
from PIL import Image

from lakip_lib.export import columns, html, layout, paged, pdf
from lakip_lib.export.fragments import Element, add_class, classes, parse, text_of
from lakip_lib.stitch import stitch

sys.path.insert(0, str(Path(__file__).parent / "fixtures"))
import laporan_rekaan as rekaan

if TYPE_CHECKING:
    from nbformat import NotebookNode
    from playwright.sync_api import Browser

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
Word = tuple[str, float, float, float, float]
Page = tuple[float, float, list[Word]]
needs_poppler = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="perlu poppler-utils (pdftotext)")
needs_chromium = pytest.mark.skipif(CHROMIUM is None, reason="perlu chromium")


@pytest.fixture(scope="module")
def notebook() -> NotebookNode:
    """The made-up report, stitched."""
    return stitch(rekaan.notebooks(), rekaan.INFO)


@pytest.fixture(scope="module")
def page(notebook: NotebookNode) -> str:
    """Its HTML."""
    return html.render(notebook)


@pytest.fixture(scope="module")
def tree(page: str) -> lxml_html.HtmlElement:
    """Its HTML, as a browser would read it."""
    return lxml_html.document_fromstring(page)


@pytest.fixture(scope="module")
def paper(notebook: NotebookNode) -> bytes:
    """Its PDF."""
    return pdf.render(notebook)


@pytest.fixture(scope="module")
def reader(paper: bytes) -> pypdf.PdfReader:
    """Its PDF, opened."""
    return pypdf.PdfReader(io.BytesIO(paper))


@pytest.fixture(scope="module")
def boxes(paper: bytes, tmp_path_factory: pytest.TempPathFactory) -> list[Page]:
    """For each page of the PDF its width, height and words with their boxes, in points."""
    path = tmp_path_factory.mktemp("pdf") / "laporan.pdf"
    path.write_bytes(paper)
    done = subprocess.run(["pdftotext", "-bbox", str(path), "-"], capture_output=True, check=True)
    pages = etree.fromstring(done.stdout, etree.XMLParser(recover=True)).iter("{*}page")
    return [
        (
            float(one.get("width")),
            float(one.get("height")),
            [(w.text, *(float(w.get(k)) for k in ("xMin", "yMin", "xMax", "yMax"))) for w in one.iter("{*}word")],
        )
        for one in pages
    ]


# --- HTML --------------------------------------------------------------------------------------


def test_html_asks_nobody_for_anything(tree: lxml_html.HtmlElement, page: str) -> None:
    """Nothing in the file makes a browser send a request, and no script but our own inline ones are in it."""
    assert len(tree.xpath("//script")) == 2
    assert not tree.xpath("//script/@src|//link|//iframe|//object|//embed|//@*[starts-with(name(), 'on')]")
    assert all(
        value.startswith(("#", "data:"))
        for value in tree.xpath("//@src|//@srcset|//@*[name()='xlink:href']|//image/@href|//use/@href")
    )
    assert all(url.strip("'\"").startswith(("data:", "#")) for url in re.findall(r"url\(([^)]*)\)", page))
    assert "@import" not in page


def test_html_has_one_title_and_landmarks(tree: lxml_html.HtmlElement) -> None:
    """One h1, one main, a header, contents, a footer, a skip link to main, and the language."""
    assert [text_of(h1) for h1 in tree.iter("h1")] == ["Laporan Akuntabilitas Kinerja Instansi Pemerintah"]
    assert tree.get("lang") == "id"
    assert all(len(tree.xpath(f"//{name}")) == 1 for name in ("header", "main", "footer", "title"))
    assert tree.xpath("//body/a[1]/@href") == [f"#{tree.xpath('//main/@id')[0]}"]


def test_html_heading_levels_never_skip(tree: lxml_html.HtmlElement) -> None:
    """Each heading is at most one level below the heading before it."""
    levels = [int(node.tag[1]) for node in tree.iter("h1", "h2", "h3", "h4", "h5", "h6")]
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_html_ids_are_unique_and_links_lead_somewhere(tree: lxml_html.HtmlElement) -> None:
    """No id occurs twice, and every inner link has its target."""
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert {link[1:] for link in tree.xpath("//a/@href") if link.startswith("#")} <= set(ids)


def test_html_contents_and_lists_are_complete(tree: lxml_html.HtmlElement) -> None:
    """Every chapter and section stands in the contents, every numbered table and figure in its list."""
    contents = set(tree.xpath("//nav//a/@href"))
    assert {f"#{node.get('id')}" for node in tree.xpath("//main//h2|//main//section[@class='bab']//h3")} <= contents
    listed = tree.xpath("//section[contains(@class, 'daftar')]//a/@href")
    assert listed == [
        f"#{name}" for kind in ("tabel", "gambar") for name in tree.xpath(f"//figure[contains(@class, '{kind}')]/@id")
    ]


def test_html_tables_have_captions_and_scopes(tree: lxml_html.HtmlElement) -> None:
    """Every table stands in a figure with a caption and in a box that scrolls by keyboard; every th has a scope."""
    for table in tree.iter("table"):
        box, figure = table.getparent(), next(table.iterancestors("figure"))
        assert text_of(figure.find("figcaption"))
        assert (box.get("tabindex"), box.get("role"), box.get("aria-label")) == (
            "0",
            "region",
            text_of(figure.find("figcaption")),
        )
        assert all(cell.get("scope") for cell in table.iter("th"))


def test_html_fonts_are_embedded_and_small(page: str) -> None:
    """Each face is embedded once as woff, and the file stays far below 3 MB."""
    assert page.count("data:font/woff;base64,") == 3
    assert len(page.encode()) < 1_000_000


def test_html_without_cover_makes_one() -> None:
    """Without a cover fragment, title, office and year come from the info."""
    report = layout.read(stitch(rekaan.notebooks()[1:], rekaan.INFO))
    assert [text_of(line) for line in report.cover] == [
        rekaan.INFO["judul"],
        rekaan.INFO["instansi"],
        rekaan.INFO["tahun"],
    ]
    assert "<h1" in html.render(stitch(rekaan.notebooks()[1:], rekaan.INFO))


def test_same_input_gives_same_bytes(page: str, paper: bytes, tmp_path: Path) -> None:
    """The same notebooks give the same HTML and PDF, in another process, folder and hash seed too."""
    code = (
        "import sys; sys.path[:0] = sys.argv[1:]; import laporan_rekaan as r; from lakip_lib.stitch import stitch; "
        "from lakip_lib.export import html, pdf; n = stitch(r.notebooks(), r.INFO); "
        "open('a.html', 'wb').write(html.render(n).encode()); open('a.pdf', 'wb').write(pdf.render(n))"
    )
    here = Path(__file__).parent
    command = [sys.executable, "-c", code, str(here / "fixtures"), str(here.parent)]
    subprocess.run(command, check=True, cwd=tmp_path, env=os.environ | {"PYTHONHASHSEED": "7", "TZ": "Asia/Jakarta"})
    assert (tmp_path / "a.html").read_bytes() == page.encode()
    assert (tmp_path / "a.pdf").read_bytes() == paper


@needs_chromium
def test_html_fits_a_phone_and_shows_where_numbers_come_from(page: str, tmp_path: Path) -> None:
    """At 390 and 1280 pixels only boxes scroll sideways; a focused number shows its origin; nothing is requested."""
    playwright = pytest.importorskip("playwright.sync_api", reason="perlu playwright")
    (tmp_path / "laporan.html").write_text(page, encoding="utf-8")
    requests: list[str] = []
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        tab = browser.new_page(viewport={"width": 390, "height": 844})
        tab.on("request", lambda request: requests.append(request.url))
        tab.goto((tmp_path / "laporan.html").as_uri())
        for width in (390, 1280):
            tab.set_viewport_size({"width": width, "height": 844})
            assert tab.evaluate("document.documentElement.scrollWidth <= innerWidth")
        number = tab.locator("data.q").first
        number.focus()
        assert "2031/contoh.csv" in number.evaluate("node => getComputedStyle(node, '::after').content")
        assert number.evaluate("node => getComputedStyle(node, '::after').position") == "fixed"
        assert tab.evaluate("document.fonts.check('16px \"Source Sans Pro\"')")
        browser.close()
    assert {url.partition(":")[0] for url in requests} <= {"file", "data"}
    assert sum(url.startswith("file") for url in requests) == 1


@needs_chromium
def test_html_runs_no_script_but_ours_and_asks_nobody(page: str, browser: Browser, tmp_path: Path) -> None:
    """Were anything to slip into the page, the browser would neither run it nor fetch it: the page's policy says so."""
    foreign = (
        "<script>document.title = 'asing'</script><img src=x onerror=\"document.title = 'asing'\">"
        "<img src='http://127.0.0.1:9/a.png'><link rel='stylesheet' href='http://127.0.0.1:9/a.css'>"
        "<iframe src='http://127.0.0.1:9/'></iframe></body>"
    )
    (tmp_path / "laporan.html").write_text(page.replace("</body>", foreign), encoding="utf-8")
    tab = browser.new_page()
    sent: list[str] = []
    tab.on("requestfinished", lambda request: sent.append(request.url))
    tab.on("requestfailed", lambda request: sent.append(f"{request.failure} {request.url}"))
    tab.goto((tmp_path / "laporan.html").as_uri())
    tab.wait_for_timeout(300)
    assert tab.title() != "asing"
    assert tab.evaluate("document.documentElement.classList.contains('berskrip')")
    assert [url for url in sent if not url.startswith(("file:", "data:", "csp "))] == []
    tab.close()


# --- PDF ---------------------------------------------------------------------------------------


def test_pdf_is_tagged_and_names_itself(reader: pypdf.PdfReader) -> None:
    """The compiler accepted PDF/UA-1; title, language and tags are there, and no date."""
    assert reader.metadata.title == "Laporan Akuntabilitas Kinerja Instansi Pemerintah 2031"
    assert reader.trailer["/Root"]["/Lang"] == "id"
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    about = reader.trailer["/Root"]["/Metadata"].get_data().decode()
    assert "<pdfuaid:part>1<" in about
    assert "/CreationDate" not in reader.metadata


def test_pdf_has_bookmarks(reader: pypdf.PdfReader) -> None:
    """Chapters, lists and annexes are bookmarks, with sections below them."""
    top = [mark.title for mark in reader.outline if not isinstance(mark, list)]
    assert top[:6] == [
        "Kata Pengantar",
        "Ikhtisar Eksekutif",
        "Daftar Isi",
        "Daftar Tabel",
        "Daftar Gambar",
        "BAB I Pendahuluan",
    ]
    below = [
        mark.title
        for group in reader.outline
        if isinstance(group, list)
        for mark in group
        if not isinstance(mark, list)
    ]
    assert "3.2 Akuntabilitas Anggaran" in below


def test_pdf_numbers_its_pages(reader: pypdf.PdfReader) -> None:
    """The front matter counts in Roman numbers, the body from 1, and the contents tell the right page."""
    assert reader.page_labels[1:3] == ["i", "ii"]
    texts = [one.extract_text() for one in reader.pages]
    contents = next(text for text in texts if text.startswith("Daftar Isi"))
    for title in ("BAB IV Penutup", "3.2 Akuntabilitas Anggaran", "Lampiran 2 Pengukuran Kinerja"):
        told = re.search(rf"{re.escape(title)}[ .]*\s(\d+)", contents)
        found = [
            i for i, text in enumerate(texts) if title.split(" ", 2)[-1] in text and "Daftar" not in text[:40] and i > 5
        ]
        assert told is not None
        assert told[1] in {reader.page_labels[i] for i in found}


def test_pdf_references_and_numbers_stand_once(reader: pypdf.PdfReader) -> None:
    """Numbers made by the stitcher are kept and not numbered again."""
    text = "\n".join(one.extract_text() for one in reader.pages).replace("\u00a0", " ")
    assert "seperti pada Tabel 3.1" in re.sub(r"\s+", " ", text)
    assert not re.search(r"(Tabel|Gambar|Table|Figure) \d+[.:]? ?(Tabel|Gambar)", text)


def test_pdf_embeds_one_family_only(reader: pypdf.PdfReader) -> None:
    """Every font in the file is Source Sans Pro, embedded."""
    fonts = {
        str(font.get_object()["/BaseFont"])
        for one in reader.pages
        for font in one["/Resources"].get("/Font", {}).values()
    }
    assert fonts
    assert all("SourceSansPro" in font for font in fonts)


@needs_poppler
def test_pdf_cuts_nothing_off_and_leaves_no_page_empty(boxes: list[Page]) -> None:
    """Every word lies inside the margins of its page, and every page has more than head and foot."""
    for width, height, words in boxes:
        assert len(words) > 8
        for text, left, top, right, bottom in words:
            assert 25 < left < right < width - 25, text
            assert 25 < top < bottom < height - 20, text


@needs_poppler
def test_pdf_columns_do_not_run_into_each_other(boxes: list[Page]) -> None:
    """No two words on a page overlap."""
    for _, _, words in boxes:
        lines: dict[int, list[tuple[float, float, str]]] = {}
        for text, left, top, right, _ in words:
            lines.setdefault(round(top * 2), []).append((left, right, text))
        for line in lines.values():
            line.sort()
            assert all(before[1] <= after[0] + 0.6 for before, after in pairwise(line)), line


@needs_poppler
def test_pdf_turns_pages_for_wide_tables(boxes: list[Page]) -> None:
    """Wide tables stand on landscape pages with their header on each, chapters on upright pages."""
    wide = [{text for text, *_ in words} for width, height, words in boxes if width > height]
    assert len(wide) >= 4
    assert all("Pagu" in words or "Serapan" in words for words in wide)
    assert [width < height for width, height, words in boxes if any(text == "BAB" for text, *_ in words[:3])] == [
        True
    ] * 4


def test_pdf_refuses_nothing_that_the_contract_allows() -> None:
    """Markup characters of Typst, lists and gaps in cells, giant cells and F4 paper all work, and no text is lost."""
    tricky = "#let x = $1$ *a* _b_ `c` @d <e> [f] \\ // /* ~ “g” = h - i + j Jum’at ‘k’ l -? m -- n --- o"
    starts = ["- strip", "+ tambah", "= sama", "1. satu", "/ garis: miring"]
    escaped = tricky.replace("<", "&lt;")
    cells = f"<tr><th scope='row'>{escaped}</th><td><ul><li>butir</li></ul><p class='celah'>celah</p></td></tr>"
    cells += "".join(f"<tr><th scope='row'>{start}</th><td></td></tr>" for start in starts)
    cells += "<tr><th scope='row'><q class='ditolak'>- 9 %</q></th><td><data class='q kosong'>- nihil</data></td></tr>"
    giant = f"<tr><th scope='row'>x</th><td>{rekaan.WORDS * 40}</td></tr>"
    first = rekaan.markdown(f"# Judul #1 *tebal*\n\n{tricky}\n\n1. a\n2. b\n\n{'kata ' * 12}- bukan butir")
    books = [
        rekaan.chapter("x.ipynb", "bab", 1, first, rekaan.table("tbl-a", escaped, rekaan.head("A", "B"), cells)),
        rekaan.chapter(
            "y.ipynb",
            "bab",
            2,
            rekaan.markdown("# Dua"),
            rekaan.table("tbl-b", "Besar", rekaan.head("A", "B"), giant, "lebar"),
            rekaan.lines_chart("fig-l", "Lebar", 300),
        ),
    ]
    made = pypdf.PdfReader(io.BytesIO(pdf.render(stitch(books, rekaan.INFO | {"kertas": "F4"}))))
    assert [round(float(side) / 72 * 25.4) for side in made.pages[0].mediabox[2:]] == [215, 330]
    text = re.sub(r"\s+", " ", "".join(one.extract_text() for one in made.pages))
    assert text.count("#let x = $1$") >= 3
    assert text.replace("\u2060", "").count("Jum’at ‘k’ l -? m -- n --- o") >= 3
    assert all(start in text for start in [*starts, "kata - bukan butir", "“- 9 %”", "- nihil"])
    assert text.count("segera tercatat") == 40


def test_cover_lines_may_have_further_classes() -> None:
    """A class of the office's own beside that of a line of the cover changes nothing."""
    report = layout.read(stitch(rekaan.notebooks(), rekaan.INFO))
    plain, _ = paged.prepare(report)
    for line in report.cover:
        add_class(line, "besar")
    assert paged.prepare(report)[0] == plain


@pytest.mark.parametrize("form", ["PNG", "JPEG", "SVG"])
def test_a_tall_picture_of_any_form_fits_its_page(form: str) -> None:
    """A picture is as wide as its height leaves room for, however it is stored."""
    content = io.BytesIO()
    if form == "SVG":
        content.write(b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 100"/>')
    else:
        Image.new("RGB", (10, 100)).save(content, form)
    kind = "svg+xml" if form == "SVG" else form.lower()
    source = f"data:image/{kind};base64,{base64.b64encode(content.getvalue()).decode()}"
    figure = f"<figure class='gambar' id='fig-t'><img src='{source}' alt='a'/><figcaption>Tinggi</figcaption></figure>"
    book = rekaan.chapter("x.ipynb", "bab", 1, rekaan.markdown("# Satu"), rekaan.html(figure))
    body, _ = paged.prepare(layout.read(stitch([book], rekaan.INFO)))
    assert float(lxml_html.fromstring(body).xpath("//img/@data-w")[0]) < 30


# --- columns -----------------------------------------------------------------------------------


def tables(notebook: NotebookNode) -> list[Element]:
    """Give all tables of a stitched notebook."""
    return [table for cell in notebook.cells for table in parse(cell.outputs[0].data["text/html"]).iter("table")]


def test_column_widths_fill_the_page_and_hold_every_number(notebook: NotebookNode) -> None:
    """Widths add up to 100 %, and the column of a number is at least as wide as the number."""
    from lakip_lib.export.fonts import width_mm

    for table in tables(notebook):
        fit = columns.fit(table, 257)
        assert fit.fits
        assert sum(fit.widths) == pytest.approx(100, abs=0.05)
        for row in columns.grid(table):
            for column, span, cell in row:
                if "n" in classes(cell) and span == 1 and cell.tag == "td":
                    assert width_mm(text_of(cell), fit.points) < fit.widths[column] * 2.57


def test_grid_leaves_room_for_spans() -> None:
    """Cells below a rowspan stand in the columns that are left."""
    table = parse(
        "<table><tr><td rowspan='3'>a</td><td colspan='2'>b</td></tr>"
        "<tr><td>c</td><td>d</td></tr><tr><td>e</td></tr></table>"
    )
    assert [[(column, cell.text) for column, _, cell in row] for row in columns.grid(table)] == [
        [(0, "a"), (1, "b")],
        [(1, "c"), (2, "d")],
        [(1, "e")],
    ]


def test_table_too_wide_for_its_page_gets_smaller_type() -> None:
    """What does not fit in 9 points is set smaller; what fits in no size says so."""
    cells = "".join(f"<td class='n'>{'9' * 14}</td>" for _ in range(7))
    table = parse(f"<table><tbody><tr>{cells}</tr></tbody></table>")
    assert columns.fit(table, 300).points == 9
    assert 6 <= columns.fit(table, 175).points < 9
    assert not columns.fit(table, 60).fits


# --- nbconvert ---------------------------------------------------------------------------------


def test_exporters_work_through_nbconvert(notebook: NotebookNode, page: str, paper: bytes) -> None:
    """The nbconvert exporters give the same bytes as the functions."""
    made, resources = html.LakipHtmlExporter().from_notebook_node(notebook)
    assert made == page
    assert resources["output_extension"] == ".html"
    made, resources = pdf.LakipPdfExporter().from_notebook_node(notebook)
    assert made == paper
    assert resources["output_extension"] == ".pdf"


def test_rendering_does_not_import_nbconvert() -> None:
    """Importing the modules stays cheap: nbconvert, Jinja, fontTools and Typst are imported only where used."""
    code = (
        "import sys, lakip_lib.stitch, lakip_lib.export.html, lakip_lib.export.pdf; "
        "print([m for m in ('nbconvert', 'jinja2', 'fontTools', 'typst', 'pypandoc', 'mistune') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, check=True, text=True, cwd=Path(__file__).parent.parent
    )
    assert done.stdout.strip() == "[]"
