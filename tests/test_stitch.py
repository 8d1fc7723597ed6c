"""Properties of `lakip_lib.stitch`."""

from __future__ import annotations

import copy
import pickle
import sys
from pathlib import Path

import nbformat
import pytest
from lxml import etree
from nbformat import NotebookNode

from lakip_lib.export.fragments import Element, parse, text_of
from lakip_lib.stitch import StitchError, stitch

sys.path.insert(0, str(Path(__file__).parent / "fixtures"))
import laporan_rekaan as rekaan


def fragments(notebook: NotebookNode) -> list[Element]:
    """Give all fragments of a stitched notebook."""
    return [parse(cell.outputs[0].data["text/html"]) for cell in notebook.cells]


def by_id(notebook: NotebookNode, name: str) -> Element:
    """Give the element with id `name`."""
    return next(node for root in fragments(notebook) for node in root.iter(etree.Element) if node.get("id") == name)


def one(*cells: NotebookNode, part: str = "bab", number: int = 1, file: str = "satu.ipynb") -> NotebookNode:
    """Make one notebook that begins with a chapter title."""
    return rekaan.chapter(file, part, number, rekaan.markdown("# Judul"), *cells)


def problems(*notebooks: NotebookNode) -> tuple[str, ...]:
    """Stitch and give the problems."""
    with pytest.raises(StitchError) as caught:
        stitch(notebooks, rekaan.INFO)
    return caught.value.problems


@pytest.fixture(scope="module")
def report() -> NotebookNode:
    """The made-up report, stitched."""
    return stitch(rekaan.notebooks(), rekaan.INFO)


def test_chapters_and_sections_are_numbered(report: NotebookNode) -> None:
    """Chapters have Roman numbers from their metadata, sections count within them, annexes count alone."""
    headings = [text_of(root) for root in fragments(report) if root.tag in ("h1", "h2", "h3")]
    assert headings[:2] == ["Kata Pengantar", "Ikhtisar Eksekutif"]
    assert {
        "BAB I Pendahuluan",
        "1.3 Isu Strategis",
        "BAB III Akuntabilitas Kinerja",
        "3.2 Akuntabilitas Anggaran",
    } <= set(headings)
    assert {"3.1.3 Indikator 3: persentase contoh yang sehat", "3.2.1 Rincian menurut Program"} <= set(headings)
    assert headings[-2:] == ["Lampiran 1 Perjanjian Kinerja", "Lampiran 2 Pengukuran Kinerja"]


def test_notebooks_of_one_chapter_share_its_counters(report: NotebookNode) -> None:
    """A second notebook of a chapter continues its tables, and its repeated chapter title is dropped."""
    assert text_of(by_id(report, "tbl-utama").find("figcaption")).startswith("Tabel 3.1 ")
    assert text_of(by_id(report, "tbl-anggaran").find("figcaption")).startswith("Tabel 3.2 ")
    assert sum(text_of(root) == "BAB III Akuntabilitas Kinerja" for root in fragments(report)) == 1


def test_captions_are_numbered_per_chapter(report: NotebookNode) -> None:
    """Tables and figures count apart, and those of the annexes have the prefix L."""
    assert text_of(by_id(report, "fig-iku-2").find("figcaption")).startswith("Gambar 3.2 ")
    assert text_of(by_id(report, "tbl-pk").find("figcaption")).startswith("Tabel L.1 ")


def test_unnumbered_figures_take_no_number() -> None:
    """`tanpa-nomor` leaves the caption as it is and does not count."""
    tables = [
        rekaan.table(f"tbl-{i}", f"Judul {i}", rekaan.head("A"), "<tr><td>1</td></tr>", extra)
        for i, extra in enumerate(("tanpa-nomor", ""))
    ]
    nb = stitch([one(*tables)], rekaan.INFO)
    assert [text_of(by_id(nb, f"tbl-{i}").find("figcaption")) for i in (0, 1)] == ["Judul 0", "Tabel 1.1 Judul 1"]


@pytest.mark.parametrize(
    ("goal", "text"),
    [
        ("tbl-rinci", "Tabel 3.3"),
        ("fig-organisasi", "Gambar 1.1"),
        ("sec-anggaran", "Subbab 3.2"),
        ("tbl-pk", "Tabel L.1"),
    ],
)
def test_references_show_the_number_of_their_target(goal: str, text: str) -> None:
    """An empty reference in Markdown or in a fragment is filled in, also when its target comes later."""
    books = rekaan.notebooks()
    books[0].cells.append(rekaan.markdown(f"[](#{goal})"))
    books[1].cells.append(rekaan.html(f'<p><a class="rujuk" href="#{goal}"></a></p>'))
    links = [
        link
        for root in fragments(stitch(books, rekaan.INFO))
        for link in root.iter("a")
        if link.get("href") == f"#{goal}"
    ]
    assert len(links) >= 2
    assert {text_of(link) for link in links} == {text}


def test_dangling_reference_names_chapter_and_cell() -> None:
    """A reference without target is an error that names file, cell and target."""
    assert problems(one(rekaan.markdown("lihat [](#tbl-hilang)"))) == (
        "satu.ipynb, sel 2: rujukan ke '#tbl-hilang' tidak punya tujuan",
    )


def test_duplicate_id_names_both_places() -> None:
    """The same id twice is an error that names the two cells."""
    cell = rekaan.html('<div id="x" class="prosa"><p>a</p></div>')
    (problem,) = problems(
        one(cell), rekaan.chapter("dua.ipynb", "bab", 2, rekaan.markdown("# Dua"), copy.deepcopy(cell))
    )
    assert problem == "dua.ipynb, sel 2: id 'x' sudah dipakai di satu.ipynb, sel 2"


@pytest.mark.parametrize(
    ("html", "reason"),
    [
        ("<p>a<br></p>", "bukan satu elemen XML"),
        ("<p>a</p><p>b</p>", "bukan satu elemen XML"),
        ("<p>&nbsp;</p>", "bukan satu elemen XML"),
        ("<table><tr><td>1</td></tr></table>", "bukan fragmen laporan"),
        ("<div><table><tr><td>1</td></tr></table></div>", "di dalam <figure>"),
        ('<div><script src="x.js"/></div>', "memuat skrip"),
        ('<div onclick="x()">a</div>', "memuat skrip"),
        ('<p><img src="https://contoh.id/a.png" alt="a"/></p>', "di luar laporan"),
        ('<p><img src="data:image/png;base64,abc" alt="a"/></p>', "dalam base64"),
        ('<p><img src="data:image/svg+xml;utf8,&lt;svg/&gt;" alt="a"/></p>', "dalam base64"),
        ('<p><img src="data:image/tiff;base64,SUkq" alt="a"/></p>', "dalam base64"),
        (
            '<figure class="tabel"><figcaption>x</figcaption><table><tr><td rowspan="x"/></tr></table></figure>',
            "rowspan",
        ),
        ('<p><svg xmlns="http://www.w3.org/2000/svg" data-lebar-mm="12,5"/></p>', "data-lebar-mm"),
        ('<figure class="tabel" id="t"><table/></figure>', "tidak punya judul"),
        (
            '<figure class="gambar" id="g"><svg xmlns="http://www.w3.org/2000/svg"/><figcaption>x</figcaption></figure>',
            "teks alternatif",
        ),
        ('<p id="1 a">x</p>', "harus diawali huruf"),
    ],
)
def test_what_is_no_fragment_is_refused(html: str, reason: str) -> None:
    """Output that is no well-formed, self-contained, accessible fragment is refused with its place and reason."""
    (problem,) = problems(one(rekaan.html(html)))
    assert problem.startswith("satu.ipynb, sel 2: ")
    assert reason in problem


def test_a_control_character_in_a_text_cell_is_a_problem_of_that_cell() -> None:
    """Text pasted from a PDF may hold what no page can show: the cell is named, and nothing else ends."""
    (problem,) = problems(one(rekaan.markdown("halaman \x0b berikut")))
    assert problem.startswith("satu.ipynb, sel 2: teks sel memuat tanda")


def test_all_problems_are_told_at_once() -> None:
    """Problems of different kinds, cells and notebooks come in one error, which survives pickling."""
    error = nbformat.v4.new_code_cell(
        "1/0", outputs=[nbformat.v4.new_output("error", ename="ZeroDivisionError", evalue="x", traceback=[])]
    )
    first = one(rekaan.html("<p>"), rekaan.markdown("[](#a)"))
    found = problems(first, rekaan.chapter("dua.ipynb", "bab", 2, error), nbformat.v4.new_notebook())
    assert len(found) == 4
    assert any("ZeroDivisionError" in line for line in found)
    assert pickle.loads(pickle.dumps(StitchError(found))).problems == found  # noqa: S301 - our own bytes


def test_skipped_heading_level_is_refused() -> None:
    """A level-3 heading straight below a chapter would be numbered 1.0.1."""
    assert "bertingkat 3" in problems(one(rekaan.markdown("### Terlalu dalam")))[0]


def test_only_fragments_reach_the_report() -> None:
    """Code, printed text and text/plain results do not reach the report; raw HTML in Markdown is shown as text."""
    cell = nbformat.v4.new_code_cell(
        "rahasia = 1",
        outputs=[
            nbformat.v4.new_output("stream", text="rahasia"),
            nbformat.v4.new_output("execute_result", data={"text/plain": "rahasia"}),
        ],
    )
    text = nbformat.writes(stitch([one(cell, rekaan.markdown("a <b onclick='x'>tebal</b>"))], rekaan.INFO))
    assert "rahasia" not in text
    assert "&lt;b onclick" in text


def test_drawings_keep_to_themselves() -> None:
    """Ids and styles of one drawing never meet those of another, and its links follow."""
    nb = stitch([one(rekaan.lines_chart("fig-a", "A"), rekaan.lines_chart("fig-b", "B"))], rekaan.INFO)
    ids = [node.get("id") for root in fragments(nb) for node in root.iter(etree.Element) if node.get("id")]
    assert len(ids) == len(set(ids))
    html = nb.cells[2].outputs[0].data["text/html"]
    assert "url(#fig-b-1-p1)" in html
    assert "<style" not in html
    assert "<metadata" not in html


def test_stitched_notebook_is_valid_and_deterministic(report: NotebookNode) -> None:
    """The result validates, holds the info and nothing that changes between runs, and its inputs stay as they were."""
    nbformat.validate(report)
    books = rekaan.notebooks()
    before = [nbformat.writes(book) for book in books]
    assert nbformat.writes(stitch(books, rekaan.INFO)) == nbformat.writes(report)
    assert [nbformat.writes(book) for book in books] == before
    assert report.metadata.lakip == rekaan.INFO
    assert all(cell.cell_type == "code" and cell.source == "" for cell in report.cells)


def test_serialisation_means_the_same_to_html_parsers(report: NotebookNode) -> None:
    """Empty elements are not written in the short form that HTML parsers misread."""
    html = "".join(cell.outputs[0].data["text/html"] for cell in report.cells)
    assert not any(f"<{tag}/>" in html or f"<{tag} />" in html for tag in ("td", "th", "p", "div", "span", "a", "data"))
