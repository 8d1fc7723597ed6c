"""Properties of the Word file that `lakip_lib.export.docx` makes of a stitched notebook."""

from __future__ import annotations

import io
import itertools
import os
import random
import re
import shutil
import subprocess
import sys
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import nbformat
import pytest
from lxml import etree
from lxml import html as lxml_html

from lakip_lib.export import _docx_letterhead, _docx_package, docx, html, pdf
from lakip_lib.export.fragments import Element, classes, find_class, text_of
from lakip_lib.stitch import stitch

sys.path.insert(0, str(Path(__file__).parent / "fixtures"))
import kop_rekaan
import laporan_rekaan as rekaan
from kop_rekaan import letterhead

if TYPE_CHECKING:
    from nbformat import NotebookNode

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
NAMES = {"w": W[1:-1], "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"}
LISTS = ("Daftar Isi", "Daftar Tabel", "Daftar Gambar")
TITLES = ("h2", "h3", "h4", "h5", "h6")
SOFFICE = shutil.which("soffice")
needs_poppler = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="perlu poppler-utils (pdftotext)")
needs_libreoffice = pytest.mark.skipif(SOFFICE is None, reason="perlu LibreOffice Writer (soffice)")


class Word:
    """A .docx, opened without any help of the code that wrote it."""

    def __init__(self, data: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            self.files = {name: archive.read(name) for name in archive.namelist()}
            self.dates = {member.date_time for member in archive.infolist()}
        self.document = etree.fromstring(self.files["word/document.xml"])
        self.styles = {
            style.get(f"{W}styleId"): style
            for style in etree.fromstring(self.files["word/styles.xml"]).iter(f"{W}style")
        }

    def find(self, path: str) -> list[Element]:
        """The nodes of the document at an XPath."""
        return self.document.xpath(path, namespaces=NAMES)

    def style(self, paragraph: Element) -> str:
        """The name, not the id, of a paragraph's style."""
        identity = paragraph.find(f"{W}pPr/{W}pStyle").get(f"{W}val")
        return self.styles[identity].find(f"{W}name").get(f"{W}val")

    def relations(self, part: str) -> dict[str, Element]:
        """The relations of a part by their id."""
        folder, _, file = part.rpartition("/")
        data = self.files.get(f"{folder}/_rels/{file}.rels" if folder else f"_rels/{file}.rels")
        return {one.get("Id"): one for one in etree.fromstring(data)} if data else {}


def shown(node: Element) -> str:
    """The text of a paragraph, with tabs and breaks as blanks."""
    return "".join(
        (part.text or "") if part.tag == f"{W}t" else " " for part in node.iter(f"{W}t", f"{W}tab", f"{W}br")
    ).strip()


def fields(node: Element) -> Iterator[tuple[str, str]]:
    """The innermost fields below `node`: instruction, and what they show."""
    stack: list[list[str]] = []
    for part in node.iter(f"{W}fldChar", f"{W}instrText", f"{W}t"):
        kind = part.get(f"{W}fldCharType")
        if kind == "begin":
            stack.append(["", ""])
        elif kind == "end":
            instruction, result = stack.pop()
            yield instruction.strip(), result
        elif stack and kind is None:
            stack[-1][part.tag == f"{W}t"] += part.text or ""


def words(text: str) -> list[str]:
    """The words of a text, without invisible break marks and without the quotation marks that a style may add."""
    return re.sub("[\u200b“”]", "", text).split()


def page_words(page: str) -> list[str]:
    """The words of the HTML in reading order, without navigation, lists and drawings."""
    tree = lxml_html.document_fromstring(page)
    for node in tree.xpath(
        "//nav|//body/footer|//body/aside|//script|//a[@class='lompat']|//*[name()='svg']|"
        "//section[contains(@class,'daftar')]"
    ):
        node.drop_tree()
    for node in tree.body.iter("p", "li", "td", "th", "figcaption", "br", "div", *TITLES, "h1"):
        node.text, node.tail = f" {node.text or ''}", f" {node.tail or ''}"
    return words(tree.body.text_content())


def file_words(word: Word) -> list[str]:
    """The words of the Word file in reading order, without contents and lists."""
    texts = (
        shown(paragraph)
        for paragraph in word.find("//w:body//w:p[not(ancestor::w:sdt)]")
        if word.style(paragraph) not in ("TOC Heading", "table of figures")
    )
    return [one for text in texts if text not in LISTS for one in words(text)]


@pytest.fixture(scope="module")
def notebook() -> NotebookNode:
    """The made-up report, stitched."""
    return stitch(rekaan.notebooks(), rekaan.INFO)


@pytest.fixture(scope="module")
def data(notebook: NotebookNode) -> bytes:
    """Its Word file."""
    return docx.render(notebook)


@pytest.fixture(scope="module")
def word(data: bytes) -> Word:
    """Its Word file, opened."""
    return Word(data)


@pytest.fixture(scope="module")
def tree(notebook: NotebookNode) -> lxml_html.HtmlElement:
    """Its HTML."""
    return lxml_html.document_fromstring(html.render(notebook))


# --- the same report in all formats ------------------------------------------------------------


def test_word_says_what_the_page_says(word: Word, notebook: NotebookNode) -> None:
    """Prose, headings, captions and tables have the same words in the same order in Word and HTML."""
    assert file_words(word) == page_words(html.render(notebook))


@pytest.mark.slow
@needs_poppler
def test_three_formats_of_a_real_report_agree(built: Callable[[int], Path]) -> None:
    """The 2024 report has the same words in the same order in Word and HTML, and each paragraph and cell in the PDF."""
    folder = built(2024)
    word = Word(docx.render(nbformat.read(folder / "lakip-2024.ipynb", 4)))
    assert file_words(word) == page_words((folder / "lakip-2024.html").read_text(encoding="utf-8"))
    done = subprocess.run(["pdftotext", "-raw", str(folder / "lakip-2024.pdf"), "-"], capture_output=True, check=True)
    paper = re.sub(r"[\s\u200b\u00ad“”-]", "", done.stdout.decode())
    texts = [re.sub(r"[\s\u200b“”-]", "", shown(one)) for one in word.find("//w:body//w:p[not(ancestor::w:sdt)]")]
    missing = [text for text in texts if text not in paper]
    assert len(missing) < len(texts) / 100, missing  # what a page of the PDF breaks in two has its foot and head inside
    assert {number for text in missing for number in re.findall(r"\d[\d.,]*", text)} <= set(
        re.findall(r"\d[\d.,]*", paper)
    )


def test_headings_are_those_of_the_page(word: Word, tree: lxml_html.HtmlElement) -> None:
    """Every heading is one of Word's own, at the level and in the order of the HTML, with its number as text."""
    made = [
        (word.style(p), " ".join(words(shown(p))))
        for p in word.find("//w:body/w:p")
        if word.style(p).startswith("heading")
    ]
    page = [
        (f"heading {int(h.tag[1]) - 1}", " ".join(words(text_of(h)))) for h in tree.xpath("//main")[0].iter(*TITLES)
    ]
    assert made == page
    assert all(
        word.styles[f"Heading{level}"].find(f"{W}pPr/{W}outlineLvl").get(f"{W}val") == str(level - 1)
        for level in range(1, 6)
    )


# --- fields ------------------------------------------------------------------------------------


def test_captions_count_in_word_as_they_are_printed(word: Word, tree: lxml_html.HtmlElement) -> None:
    """Counting the SEQ fields as Word does gives the numbers that the HTML prints."""
    printed = [text_of(span) for figure in tree.iter("figure") for span in find_class(figure, "span", "nomor")]
    counters: Counter[str] = Counter()
    counted = []
    for paragraph in word.find("//w:p[w:pPr/w:pStyle/@w:val='Caption']"):
        ((instruction, result),) = fields(paragraph)
        match = re.fullmatch(r"SEQ (Tabel|Gambar) \\\* ARABIC(?: \\r (\d+))?", instruction)
        assert match, instruction
        counters[match[1]] = int(match[2]) if match[2] else counters[match[1]] + 1
        assert result == str(counters[match[1]])
        before = itertools.takewhile(lambda run: run.find(f"{W}fldChar") is None, paragraph.iter(f"{W}r"))
        counted.append("".join(run.findtext(f"{W}t") for run in before) + str(counters[match[1]]))
    assert [" ".join(words(one)) for one in printed] == counted
    assert len(counted) > 8


def test_captions_go_on_counting_inside_a_chapter(word: Word) -> None:
    """Only the first caption of a chapter says its number: one put in later in Word moves those after it."""
    instructions = [code for code, _ in fields(word.document) if code.startswith("SEQ Tabel")]
    assert [" \\r " in code for code in instructions] == [True, True, False, False, False, True, False]


def test_references_repeat_the_number_they_lead_to(word: Word) -> None:
    """Each REF field leads to a bookmark around exactly the number that it shows."""
    marks = {mark.get(f"{W}name"): mark for mark in word.document.iter(f"{W}bookmarkStart")}
    found = [(code.split()[1], result) for code, result in fields(word.document) if code.startswith("REF ")]
    assert found
    for name, result in found:
        text, node = "", marks[name].getnext()
        while node.tag != f"{W}bookmarkEnd" or node.get(f"{W}id") != marks[name].get(f"{W}id"):
            text += "".join(part.text for part in node.iter(f"{W}t"))
            node = node.getnext()
        assert words(text) == words(result)


def test_bookmarks_are_unique_short_and_every_link_has_one(word: Word) -> None:
    """Names and ids occur once, names are such as Word accepts, and no link or field leads nowhere."""
    starts = list(word.document.iter(f"{W}bookmarkStart"))
    names = [one.get(f"{W}name") for one in starts]
    assert len(set(names)) == len(names)
    assert all(re.fullmatch(r"[A-Za-z_]\w{0,39}", name) for name in names)
    ids = [one.get(f"{W}id") for one in starts]
    assert len(set(ids)) == len(ids)
    assert ids == sorted(ids, key=int) or set(ids) == {
        one.get(f"{W}id") for one in word.document.iter(f"{W}bookmarkEnd")
    }
    wanted = {one.get(f"{W}anchor") for one in word.document.iter(f"{W}hyperlink")} - {None}
    wanted |= {code.split()[1] for code, _ in fields(word.document) if code.startswith(("REF", "PAGEREF"))}
    assert wanted <= set(names)


def test_contents_and_lists_are_fields_filled_beforehand(word: Word, tree: lxml_html.HtmlElement) -> None:
    """Contents and both lists are TOC fields that already show every heading and every caption, with a page field."""
    codes = [code for code, _ in fields(word.document) if code.startswith("TOC")]
    assert codes == ['TOC \\o "1-3" \\h \\z', 'TOC \\h \\z \\c "Tabel"', 'TOC \\h \\z \\c "Gambar"']
    headings = [shown(p) for p in word.find("//w:body/w:p") if word.style(p) in ("heading 1", "heading 2", "heading 3")]
    lines = [p for p in word.find("//w:p") if word.style(p).startswith("toc ")]
    assert [shown(p) for p in lines] == headings
    captions = [
        " ".join(words(text_of(one)))
        for kind in ("tabel", "gambar")
        for f in find_class(tree, "figure", kind)
        for one in f.iter("figcaption")
    ]
    listed = [p for p in word.find("//w:p") if word.style(p) == "table of figures"]
    assert [shown(p) for p in listed] == captions
    assert all(
        any(code.startswith("PAGEREF") for code, _ in fields(p.find(f"{W}hyperlink"))) for p in (*lines, *listed)
    )
    assert b"updateFields" in word.files["word/settings.xml"]


# --- tables ------------------------------------------------------------------------------------


def test_contents_of_a_report_without_headings_are_a_whole_field() -> None:
    """Without a heading, table or figure the contents are empty, and their field begins and ends."""
    book = rekaan.chapter("a.ipynb", "depan", 0, rekaan.html("<p>Hanya satu paragraf.</p>"))
    word = Word(docx.render(stitch([book], rekaan.INFO)))
    marks = [node.get(f"{W}fldCharType") for node in word.find("//w:sdtContent//w:fldChar")]
    assert marks == ["begin", "separate", "end"]
    assert list(faults(word)) == []


def test_tables_repeat_headers_and_keep_rows_whole(word: Word, tree: lxml_html.HtmlElement) -> None:
    """The rows of `thead` repeat on each page, no other does, and no row breaks across pages."""
    sources, made = list(tree.iter("table")), word.find("//w:tbl")
    assert len(made) == len(sources) == 7
    for source, table in zip(sources, made, strict=True):
        rows = table.findall(f"{W}tr")
        repeated = [row.find(f"{W}trPr/{W}tblHeader") is not None for row in rows]
        assert repeated == [row.getparent().tag == "thead" for row in source.iter("tr")]
        assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows)
        assert table.find(f"{W}tblPr/{W}tblCaption").get(f"{W}val") == text_of(
            next(source.iterancestors("figure")).find("figcaption")
        )


def test_table_grids_are_complete(word: Word) -> None:
    """In every row the spans add up to the grid and the widths to its columns; merged cells begin somewhere."""
    merged = 0
    for table in word.find("//w:tbl"):
        grid = [int(one.get(f"{W}w")) for one in table.find(f"{W}tblGrid")]
        assert sum(grid) == int(table.find(f"{W}tblPr/{W}tblW").get(f"{W}w"))
        open_columns: set[int] = set()
        for row in table.findall(f"{W}tr"):
            column, going = 0, set()
            for cell in row.findall(f"{W}tc"):
                given = cell.find(f"{W}tcPr")
                span = given.find(f"{W}gridSpan")
                width = int(span.get(f"{W}val")) if span is not None else 1
                assert int(given.find(f"{W}tcW").get(f"{W}w")) == sum(grid[column : column + width])
                merge = given.find(f"{W}vMerge")
                if merge is not None:
                    assert merge.get(f"{W}val") == "restart" or column in open_columns
                    going.add(column)
                    merged += 1
                column += width
            assert column == len(grid)
            open_columns = going
    assert merged > 5


def test_numbers_stand_at_the_right(word: Word, tree: lxml_html.HtmlElement) -> None:
    """A cell that the HTML sets as a number is set at the right, another at the left."""
    sources = [cell for table in tree.iter("table") for cell in table.iter("td", "th")]
    cells = [cell for cell in word.find("//w:tc") if (m := cell.find(f"{W}tcPr/{W}vMerge")) is None or m.get(f"{W}val")]
    for source, cell in zip(sources, cells, strict=True):
        paragraph = cell.find(f"{W}p")
        style = word.styles[paragraph.find(f"{W}pPr/{W}pStyle").get(f"{W}val")]
        right = [one.get(f"{W}val") for one in (*paragraph.iter(f"{W}jc"), *style.iter(f"{W}jc"))]
        assert right == (["right"] if "n" in classes(source) else [])


# --- pages -------------------------------------------------------------------------------------


@pytest.mark.parametrize(("paper", "size"), [("A4", (11906, 16838)), ("F4", (12189, 18709))])
def test_pages_have_the_size_asked_for(paper: str, size: tuple[int, int]) -> None:
    """Every section is of the paper asked for, upright or turned, and text fits between its margins."""
    word = Word(docx.render(stitch(rekaan.notebooks(1), rekaan.INFO | {"kertas": paper})))
    turned = 0
    for section in word.document.iter(f"{W}sectPr"):
        page = section.find(f"{W}pgSz")
        found = int(page.get(f"{W}w")), int(page.get(f"{W}h"))
        landscape = page.get(f"{W}orient") == "landscape"
        assert found == (size[::-1] if landscape else size)
        turned += landscape
    assert turned >= 2


def test_wide_tables_stand_on_turned_pages(word: Word) -> None:
    """A table is as wide as the text of its own section, and the wide ones make theirs landscape."""
    width, landscape, tables = 0, [], []
    for block in word.document.find(f"{W}body"):
        tables += [block] if block.tag == f"{W}tbl" else []
        section = block if block.tag == f"{W}sectPr" else block.find(f"{W}pPr/{W}sectPr")
        if section is None:
            continue
        page, margins = section.find(f"{W}pgSz"), section.find(f"{W}pgMar")
        width = int(page.get(f"{W}w")) - int(margins.get(f"{W}left")) - int(margins.get(f"{W}right"))
        for table in tables:
            assert abs(int(table.find(f"{W}tblPr/{W}tblW").get(f"{W}w")) - width) <= 2
            landscape.append(page.get(f"{W}orient") == "landscape")
        tables = []
    assert landscape == [False, False, False, True, True, False, True]


def test_every_section_has_header_and_footer(word: Word) -> None:
    """All sections but the cover's have a header that names office and report, and a footer with the page number."""
    relations = word.relations("word/document.xml")
    first, *others = word.document.iter(f"{W}sectPr")
    assert first.find(f"{W}footerReference") is None
    for section in others:
        parts = {
            kind: etree.fromstring(
                word.files["word/" + relations[section.find(f"{W}{kind}Reference").get(f"{R}id")].get("Target")]
            )
            for kind in ("header", "footer")
        }
        assert words(shown(parts["header"]))[:4] == ["Dinas", "Rekaan", "Kota", "Contoh"]
        assert [code for code, _ in fields(parts["footer"])] == ["PAGE"]
    kinds = [(s.find(f"{W}pgNumType").get(f"{W}fmt"), s.find(f"{W}pgNumType").get(f"{W}start")) for s in others]
    assert kinds[0] == ("lowerRoman", "1")
    assert [kind for kind in kinds if kind[1]] == [("lowerRoman", "1"), ("decimal", "1")]


# --- drawings, gaps, quotations ----------------------------------------------------------------


def test_every_drawing_is_a_picture_with_its_description(word: Word, tree: lxml_html.HtmlElement) -> None:
    """Each drawing of the HTML is a PNG of its shape with the same text alternative; ids of drawings are unique."""
    described = [svg.get("aria-label") for svg in tree.xpath("//figure//*[name()='svg']")]
    made = word.find("//wp:inline")
    assert [one.find("{*}docPr").get("descr") for one in made] == described
    ids = [
        node.get("id")
        for name, part in word.files.items()
        if name.endswith(".xml")
        for node in etree.fromstring(part).iter("{*}docPr")
    ]
    assert len(ids) == len(set(ids)) == len(described) + 1
    relations = word.relations("word/document.xml")
    for one in made:
        target = relations[next(one.iter("{*}blip")).get(f"{R}embed")].get("Target")
        png = word.files[f"word/{target}"]
        assert png.startswith(b"\x89PNG")
        wide, high = (int.from_bytes(png[start : start + 4], "big") for start in (16, 20))
        extent = one.find("{*}extent")
        assert int(extent.get("cy")) / int(extent.get("cx")) == pytest.approx(high / wide, rel=0.01)
        assert wide > int(extent.get("cx")) / 914400 * 150


def test_gaps_quotations_and_missing_numbers_show(word: Word) -> None:
    """A gap is a shaded paragraph, a rejected figure has the style that a review skips, a missing number its own."""
    (gap,) = (p for p in word.find("//w:p") if word.style(p) == "Celah")
    assert shown(gap) == "Data belum tersedia: 2030/pegawai_golongan.csv"
    assert word.styles["Celah"].find(f"{W}pPr/{W}shd").get(f"{W}fill") == "FDF8EE"
    quoted = ["".join(run.itertext()) for run in word.find("//w:r[w:rPr/w:rStyle/@w:val='Kutipan']")]
    assert "".join(quoted) == "“1.150”" * 3
    assert word.styles["Kutipan"].find(f"{W}name").get(f"{W}val") == "Kutipan Ditolak"
    assert {"".join(run.itertext()) for run in word.find("//w:r[w:rPr/w:rStyle/@w:val='Kosong']")} == {"Belum dinilai"}


def test_signatures_stay_together(word: Word) -> None:
    """The lines for a signature have room in between and are kept on one page."""
    lines = [p for p in word.find("//w:p") if word.style(p) == "Tanda Tangan"]
    assert [shown(p) for p in lines][:4] == [
        "Kota Contoh, 27 Februari 2032",
        "Kepala Dinas Rekaan,",
        "",
        "Drs. Fulan bin Fulan, M.Si.",
    ]
    assert all(p.find(f"{W}pPr/{W}keepNext") is not None for p in lines[:-1])


def test_lists_count_each_on_their_own() -> None:
    """Two numbered lists both begin at their own start; inner lists are one level down; cells have small ones."""
    body = (
        "<ol><li>satu<ul><li>dalam</li></ul>lanjut</li><li><p>dua</p><p>masih dua</p></li></ol>"
        "<p>antara</p><ol start='4'><li>empat</li></ol>"
    )
    nb = stitch(
        [
            rekaan.chapter(
                "a.ipynb", "bab", 1, rekaan.markdown("# Satu"), rekaan.html(f"<div class='prosa'>{body}</div>")
            )
        ],
        rekaan.INFO,
    )
    word = Word(docx.render(nb))
    items = [(shown(p), p.find(f"{W}pPr/{W}numPr")) for p in word.find("//w:p[w:pPr/w:pStyle/@w:val='ListParagraph']")]
    assert [text for text, _ in items] == ["satu", "dalam", "lanjut", "dua", "masih dua", "empat"]
    place = [
        None if n is None else (n.find(f"{W}numId").get(f"{W}val"), n.find(f"{W}ilvl").get(f"{W}val")) for _, n in items
    ]
    assert place == [("1", "0"), ("2", "1"), None, ("1", "0"), None, ("3", "0")]
    numbering = etree.fromstring(word.files["word/numbering.xml"])
    starts = {n.get(f"{W}numId"): n.find(f"{W}lvlOverride/{W}startOverride") for n in numbering.iter(f"{W}num")}
    assert {key: one.get(f"{W}val") for key, one in starts.items() if one is not None} == {"1": "1", "3": "4"}


def test_a_list_may_begin_with_no_number() -> None:
    """A start that only looks like a number is none."""
    body = "<div class='prosa'><ol start='²'><li>satu</li></ol></div>"
    page = rekaan.chapter("a.ipynb", "bab", 1, rekaan.markdown("# Satu"), rekaan.html(body))
    word = Word(docx.render(stitch([page], rekaan.INFO)))
    assert [shown(p) for p in word.find("//w:p[w:pPr/w:pStyle/@w:val='ListParagraph']")] == ["satu"]


# --- the file ----------------------------------------------------------------------------------

ORDER = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs "
    "suppressAutoHyphens spacing ind contextualSpacing mirrorIndents jc textDirection textAlignment outlineLvl "
    "divId cnfStyle rPr sectPr",
    "rPr": "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike noProof vanish webHidden color spacing w kern "
    "position sz szCs highlight u effect "
    "bdr shd fitText vertAlign rtl cs em lang",
    "tblPr": "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc tblCellSpacing "
    "tblInd tblBorders shd "
    "tblLayout tblCellMar tblLook tblCaption tblDescription",
    "tcPr": "cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection tcFitText vAlign hideMark",
    "sectPr": "headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc pgBorders lnNumType "
    "pgNumType cols "
    "formProt vAlign noEndnote titlePg textDirection bidi rtlGutter docGrid",
    "tcBorders": "top left bottom right insideH insideV",
    "pBdr": "top left bottom right between bar",
    "style": "name aliases basedOn next link autoRedefine hidden uiPriority semiHidden unhideWhenUsed qFormat locked "
    "rsid pPr rPr tblPr",
    "settings": "zoom embedTrueTypeFonts defaultTabStop autoHyphenation evenAndOddHeaders characterSpacingControl "
    "updateFields compat themeFontLang decimalSymbol listSeparator",
    "lvl": "start numFmt lvlRestart pStyle isLgl suff lvlText lvlPicBulletId lvlJc pPr rPr",
    "tbl": "tblPr tblGrid tr",
    "tc": "tcPr p",
}


def faults(word: Word) -> Iterator[str]:
    """What would make Word offer to repair the file."""
    overrides = {one.get("PartName") for one in etree.fromstring(word.files["[Content_Types].xml"])} - {None}
    defaults = {one.get("Extension") for one in etree.fromstring(word.files["[Content_Types].xml"])} - {None}
    yield from (f"content type for nothing: {name}" for name in overrides if name[1:] not in word.files)
    for name, part in word.files.items():
        if name != "[Content_Types].xml" and f"/{name}" not in overrides and name.rpartition(".")[2] not in defaults:
            yield f"no content type: {name}"
        if not name.endswith((".xml", ".rels")):
            continue
        root = etree.fromstring(part)
        if name.endswith(".rels"):
            yield from _dangling(word, name, root)
            continue
        known = word.relations(name)
        for node in root.iter(etree.Element):
            local = etree.QName(node).localname
            yield from (
                f"{name}: no relation {value}"
                for key, value in node.attrib.items()
                if key.startswith(R) and value not in known
            )
            if node.tag.startswith(W) and local in ORDER:
                rank = {f"{W}{one}": index for index, one in enumerate(ORDER[local].split())}
                ranks = [rank.get(child.tag, -1) for child in node]
                if ranks != sorted(ranks) or -1 in ranks:
                    yield f"{name}: {local} holds {[etree.QName(child).localname for child in node]}"
            if node.tag == f"{W}tc" and (len(node) == 0 or node[-1].tag != f"{W}p"):
                yield f"{name}: a cell does not end with a paragraph"
    used = {node.get(f"{W}val") for node in word.document.iter(f"{W}pStyle", f"{W}rStyle", f"{W}tblStyle")}
    yield from (f"no style {one}" for one in used - set(word.styles))


def _dangling(word: Word, name: str, root: Element) -> Iterator[str]:
    folder = name.partition("_rels/")[0]
    for one in root:
        target = one.get("Target")
        path = target[1:] if target.startswith("/") else folder + target
        if one.get("TargetMode") != "External" and path not in word.files:
            yield f"{name}: {target} does not exist"


def test_word_has_nothing_to_repair(word: Word) -> None:
    """Elements stand in the order of the schema, and content types, relations and styles are complete."""
    assert list(faults(word)) == []


def test_file_names_itself_and_tells_no_time(word: Word) -> None:
    """Title, office and language are there; no date is, neither in the properties nor in the archive."""
    core = word.files["docProps/core.xml"].decode()
    assert "<dc:title>Laporan Akuntabilitas Kinerja Instansi Pemerintah 2031</dc:title>" in core
    assert "<dc:language>id-ID</dc:language>" in core
    assert "<dcterms:" not in core
    assert word.dates == {(1980, 1, 1, 0, 0, 0)}


def test_same_input_gives_same_bytes(data: bytes, tmp_path: Path) -> None:
    """The same notebooks give the same Word file, in another process, folder and hash seed too."""
    code = (
        "import sys; sys.path[:0] = sys.argv[1:]; import laporan_rekaan as r; from lakip_lib.stitch import stitch; "
        "from lakip_lib.export import docx; open('a.docx', 'wb').write(docx.render(stitch(r.notebooks(), r.INFO)))"
    )
    here = Path(__file__).parent
    command = [sys.executable, "-c", code, str(here / "fixtures"), str(here.parent)]
    subprocess.run(command, check=True, cwd=tmp_path, env=os.environ | {"PYTHONHASHSEED": "7", "TZ": "Asia/Jakarta"})
    assert (tmp_path / "a.docx").read_bytes() == data


def test_exporter_gives_the_same_file(notebook: NotebookNode, data: bytes) -> None:
    """`jupyter nbconvert --to lakip-docx` knows the exporter, and it gives what `render` gives."""
    from nbconvert.exporters import get_exporter

    exporter = get_exporter("lakip_lib.export.docx.LakipDocxExporter")()
    assert exporter.from_notebook_node(notebook)[0] == data
    assert exporter.file_extension == ".docx"


@needs_libreoffice
@needs_poppler
def test_libreoffice_opens_it(data: bytes, notebook: NotebookNode, tmp_path: Path) -> None:
    """LibreOffice shows all words with the numbers as printed, on pages upright and turned, none of them empty."""
    (tmp_path / "laporan.docx").write_bytes(data)
    profile = (tmp_path / "profil").as_uri()
    subprocess.run(
        [SOFFICE, "--headless", f"-env:UserInstallation={profile}", "--convert-to", "pdf", "laporan.docx"],
        check=True, capture_output=True, cwd=tmp_path, timeout=120,
    )  # fmt: skip
    done = subprocess.run(["pdftotext", "-raw", "laporan.pdf", "-"], capture_output=True, check=True, cwd=tmp_path)
    pages = done.stdout.decode().rstrip("\f").split("\f")
    assert all(len(page.split()) > 10 for page in pages)
    text = re.sub(r"\s", "", done.stdout.decode())
    wanted = [
        re.sub(r"\s", "", one)
        for one in ("seperti pada Tabel 3.1", "Gambar 3.3 Realisasi indikator 3", "Tabel L.2 Kinerja")
    ]
    assert all(one in text for one in wanted)
    shapes = subprocess.run(
        ["pdfinfo", "-f", "1", "-l", "99", "laporan.pdf"], capture_output=True, check=True, cwd=tmp_path
    )
    sizes = {
        tuple(round(float(n)) for n in re.findall(r"[\d.]+", line.partition("size:")[2])[:2])
        for line in shapes.stdout.decode().splitlines()
        if "size:" in line and line.startswith("Page ")
    }
    assert sizes == {(595, 842), (842, 595)}
    paper = len(re.findall(rb"/Type\s*/Page\b", pdf.render(notebook)))
    assert len(pages) >= paper - 3


# --- letterhead --------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def headed(notebook: NotebookNode) -> Word:
    """The report on the office's letterhead."""
    return Word(docx.render(notebook, reference=letterhead()))


def test_letterhead_heads_every_page(headed: Word) -> None:
    """Upright pages but the cover show the letterhead with its picture, turned ones our line; all are numbered."""
    relations = headed.relations("word/document.xml")
    _, *others = headed.document.iter(f"{W}sectPr")
    for one in others:
        turned = one.find(f"{W}pgSz").get(f"{W}orient") == "landscape"
        target = relations[one.find(f"{W}headerReference").get(f"{R}id")].get("Target")
        assert target == ("header-mendatar.xml" if turned else "header-kop-default.xml")
        assert one.find(f"{W}pgMar").get(f"{W}header") == ("737" if turned else "400")
    header = etree.fromstring(headed.files["word/header-kop-default.xml"])
    assert shown(header) == kop_rekaan.TITLE
    picture = headed.relations("word/header-kop-default.xml")[next(header.iter("{*}blip")).get(f"{R}embed")]
    assert headed.files[picture.get("Target")[1:]] == kop_rekaan.LOGO
    assert all(s.find(f"{W}footerReference") is not None for s in others)


def test_letterhead_styles_are_taken_by_their_name(headed: Word) -> None:
    """The office's heading 1 serves our headings whatever its id is; its other styles do not push ours out."""
    assert headed.styles["Heading1"].find(f"{W}rPr/{W}color").get(f"{W}val") == kop_rekaan.COLOUR
    assert headed.styles["Kutipan"].find(f"{W}name").get(f"{W}val") == "Kutipan Ditolak"
    assert headed.styles["Quote"].find(f"{W}rPr/{W}color").get(f"{W}val") == kop_rekaan.COLOUR
    header = etree.fromstring(headed.files["word/header-kop-default.xml"])
    assert header.find(f"{W}p/{W}pPr/{W}pStyle").get(f"{W}val") == "Header"
    names = Counter(style.find(f"{W}name").get(f"{W}val").lower() for style in headed.styles.values())
    assert max(names.values()) == 1
    assert not list(etree.fromstring(headed.files["word/styles.xml"]).iter(f"{W}numPr"))


def test_letterhead_leaves_nothing_to_repair(headed: Word, word: Word) -> None:
    """With a letterhead too the file is sound, chapters begin pages, and the words are the same."""
    assert list(faults(headed)) == []
    assert file_words(headed) == file_words(word)
    assert all(
        p.find(f"{W}pPr/{W}pageBreakBefore") is not None for p in headed.find("//w:p[w:pPr/w:pStyle/@w:val='Heading1']")
    )


def test_letterhead_in_the_body_becomes_the_header(notebook: NotebookNode) -> None:
    """Where the file has no header, what stands on its page is taken for the letterhead."""
    body = "<w:p><w:r><w:t>KOP DI HALAMAN</w:t></w:r></w:p>"
    word = Word(docx.render(notebook, reference=letterhead(body=body, header=False)))
    assert shown(etree.fromstring(word.files["word/header-kop-default.xml"])) == "KOP DI HALAMAN"
    assert list(faults(word)) == []


def test_reference_with_long_text_lends_its_styles_only(notebook: NotebookNode) -> None:
    """A whole report given as reference does not become the header of every page."""
    body = "<w:p><w:r><w:t>isi laporan lama</w:t></w:r></w:p>" * 40
    word = Word(docx.render(notebook, reference=letterhead(body=body, header=False)))
    assert not [name for name in word.files if "kop" in name]
    assert word.styles["Heading1"].find(f"{W}rPr/{W}color").get(f"{W}val") == kop_rekaan.COLOUR


def test_letterhead_of_first_pages_heads_the_first_page_only(notebook: NotebookNode) -> None:
    """A header that the office keeps for first pages stands on the first page after the cover, ours on all others."""
    word = Word(docx.render(notebook, reference=letterhead(first=True)))
    first, *others = list(word.document.iter(f"{W}sectPr"))[1:]
    relations = word.relations("word/document.xml")
    heads = {
        one.get(f"{W}type"): relations[one.get(f"{R}id")].get("Target") for one in first.iter(f"{W}headerReference")
    }
    assert heads == {"default": "header-tegak.xml", "first": "header-kop-first.xml"}
    assert {one.get(f"{W}type") for one in first.iter(f"{W}footerReference")} == {"default", "first"}
    assert first.find(f"{W}titlePg") is not None
    assert all(one.find(f"{W}titlePg") is None for one in others)
    assert list(faults(word)) == []


def test_a_distance_that_is_no_number_is_not_taken() -> None:
    """The distance of a letterhead from the edge may be damaged: ours stands then."""
    with zipfile.ZipFile(io.BytesIO(letterhead())) as archive:
        document = archive.read("word/document.xml").replace(b'w:header="400"', 'w:header="²"'.encode())
    running = _docx_letterhead.read(letterhead(**{"word/document.xml": document})).add(_docx_package.Package())
    assert running.from_edge is None


@pytest.mark.parametrize(
    ("switch", "heads"), [("", ["first"]), (' w:val="1"', ["first"]), (' w:val="0"', []), (' w:val="false"', [])]
)
def test_a_switch_that_is_written_as_off_is_off(switch: str, heads: list[str]) -> None:
    """Some programs write "no other first page" instead of leaving the switch out: its header is not used then."""
    with zipfile.ZipFile(io.BytesIO(letterhead(first=True))) as archive:
        document = archive.read("word/document.xml")
    changed = document.replace(b"<w:titlePg/>", f"<w:titlePg{switch}/>".encode())
    assert changed != document or not switch
    reference = letterhead(first=True, **{"word/document.xml": changed})
    assert list(_docx_letterhead.read(reference).add(_docx_package.Package()).headers) == heads


@pytest.mark.parametrize(
    ("reference", "said"),
    [
        (b"bukan zip", "utuh"),
        (letterhead(**{"word/document.xml": b"<x"}), "utuh"),
        (letterhead(**{"word/document.xml": b"<x/>"}), "jenis dokumen lain"),
        (letterhead(**{"word/document.xml": b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///x">]><x>&a;</x>'}), "DTD"),
        (letterhead(**{"word/media/image1.png": bytes(60_000_001)}), "60 MB"),
    ],
    ids=["no zip", "broken XML", "other kind", "entity", "bomb"],
)  # fmt: skip
def test_letterhead_that_cannot_be_used_is_refused(notebook: NotebookNode, reference: bytes, said: str) -> None:
    """A file that is no sound Word file ends in one sentence that says so."""
    with pytest.raises(ValueError, match=said):
        docx.render(notebook, reference=reference)


@pytest.mark.parametrize("seed", range(100))
def test_damaged_letterhead_is_refused_or_does_no_damage(seed: int) -> None:
    """A letterhead damaged at random, as zip or inside, is refused in one sentence or leaves nothing to repair."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    whole = letterhead(**chance.choice([{}, {"first": True}, {"header": False}]))
    first = rekaan.notebooks()[0]
    first.cells = first.cells[:3]
    report, reference = stitch([first], rekaan.INFO), damaged(whole, chance)
    try:
        made = docx.render(report, reference=reference)
    except ValueError as refused:
        made = None
        said = str(refused)
    if made is None:
        assert said.startswith("berkas kop")
    else:
        assert list(faults(Word(made))) == []


def damaged(data: bytes, chance: random.Random) -> bytes:
    """A copy of a zip: cut off, with other bytes in it or in one of its parts, or without a part, tag or attribute."""
    if chance.random() < 0.3:
        return _scribbled(data, chance) if chance.random() < 0.5 else data[: chance.randrange(len(data))]
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    name = chance.choice(sorted(files))
    found = list(re.finditer(rb"<[^<>]+/>|\s[\w:]+=\"[^\"]*\"", files[name]))
    if found and chance.random() < 0.6:
        start, end = chance.choice(found).span()
        files[name] = files[name][:start] + files[name][end:]
    elif chance.random() < 0.5:
        files[name] = _scribbled(files[name], chance)
    else:
        del files[name]
    with zipfile.ZipFile(out := io.BytesIO(), "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def _scribbled(data: bytes, chance: random.Random) -> bytes:
    out = bytearray(data)
    for place in (chance.randrange(len(out)) for _ in range(3) if out):
        out[place] = chance.choice(b'<>"/=aw: \x00\xff')
    return bytes(out)
