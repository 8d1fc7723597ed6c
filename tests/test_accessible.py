"""Everyone can read it: pages checked by axe-core, the Nu Html Checker and the keyboard; tags of PDF and Word.

axe-core and the Nu Html Checker come from `make test-tools` (tools/checkers); where they are missing their tests are
skipped.  The longer versions, over more reports and every stop of the Tab key, are marked `soak`.
"""

from __future__ import annotations

import itertools
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from lxml import html as lxml_html

from lakip_lib.document.model import Cell, Document, Heading, Paragraph, Table
from lakip_lib.export import html
from lakip_lib.review.page import page as review_page
from lakip_lib.review.reviu import review
from lakip_lib.stitch import stitch
from tests.conftest import EXAMPLE, copy_office, lakip, needs_chromium

sys.path.insert(0, str(Path(__file__).parent / "fixtures"))
import laporan_rekaan as rekaan

if TYPE_CHECKING:
    import pikepdf
    from docx.document import Document as WordDocument
    from playwright.sync_api import Browser, Page

Built = Callable[[int], Path]
CHECKERS = Path(sys.prefix) / "checkers" / "node_modules"
AXE = CHECKERS / "axe-core" / "axe.min.js"
VNU = CHECKERS / "vnu-jar" / "build" / "dist" / "vnu.jar"
PROBES = (Path(__file__).parent / "fixtures" / "terlihat.js").read_text(encoding="utf-8").strip().rstrip(";")
needs_axe = pytest.mark.skipif(not AXE.exists(), reason="needs axe-core from npm (make test-tools)")
needs_vnu = pytest.mark.skipif(
    not VNU.exists() or shutil.which("java") is None, reason="needs vnu-jar from npm and Debian's default-jre-headless"
)
pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("accessible")]

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]
# Nobody points at paper: how large a target is counts on screens only.
VIOLATIONS = """tags => axe.run({runOnly: {type: 'tag', values: tags}, resultTypes: ['violations'],
    rules: {'target-size': {enabled: matchMedia('screen').matches}}}).then(found =>
    found.violations.flatMap(v => v.nodes.map(n => `${v.id}: ${n.target.join(' ')}: ${n.failureSummary}`)))"""
MEDIA = {
    "light": {"media": "screen", "color_scheme": "light"},
    "dark": {"media": "screen", "color_scheme": "dark"},
    "print": {"media": "print", "color_scheme": "dark"},  # what a reader in the dark prints is light all the same
}
WIDTHS = (1280, 390)
ZOOMED = {"width": 320, "height": 256}
"""What 400 % zoom leaves of a window of 1280 by 1024."""


def reviewed() -> Document:
    """A made-up document with findings of every kind of place: in a cell, in a sentence, about the whole."""
    rows = (
        ("No", "Program", "Anggaran (Rp)", "Realisasi (Rp)", "%"),
        ("1", "Program Satu", "1.000.000", "500.000", "50,00"),
        ("2", "Program Dua", "3.000.000", "1.500.000", "55,00"),
        ("", "Jumlah", "4.100.000", "2.000.000", "50,00"),
    )
    cells = tuple(tuple(Cell(text, r, c) for c, text in enumerate(row)) for r, row in enumerate(rows))
    blocks = [
        Heading(1, "I", "PENDAHULUAN"),
        Paragraph("Tabel 1.1 memuat anggaran rekaan; Tabel 1.7 tidak ada."),
        Table(cells, 1, "1.1", "Anggaran rekaan"),
        Heading(2, "1.1", "Tanpa judul tabel"),
        Table(cells, 1, "", ""),
    ]
    return Document("rekaan.docx", "docx", blocks)


@pytest.fixture(scope="module")
def small(built: Built, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Every page but the report of a year, by name: the list of years, both across offices, a review.

    One of the two offices cannot be reported on, so that the page tells of a failure.
    """
    base = tmp_path_factory.mktemp("halaman")
    root = built(2024).parent.parent
    shutil.copytree(root, base / "kantor" / "dinas")
    (copy_office(base / "kantor" / "rusak", EXAMPLE) / "data" / "raw" / "2024" / "program.csv").write_text("x\n1\n")
    told = lakip(
        "batch", "kantor", "--years", "2024", "--to", "html,pdf,docx", "--jobs", "1", "--out", "hasil", cwd=base
    )
    assert told.returncode == 1, told.stderr
    (base / "reviu.html").write_text(review_page(review(reviewed())), encoding="utf-8")
    return {
        "daftar tahun": root / "outputs" / "index.html",
        "antarinstansi": base / "hasil" / "index.html",
        "ringkasan": base / "hasil" / "ringkasan-2024.html",
        "reviu": base / "reviu.html",
    }


@pytest.fixture(scope="module")
def report(built: Built) -> Path:
    """The page of the 2024 report."""
    return built(2024) / "lakip-2024.html"


@pytest.fixture(scope="module")
def made_up(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of a short made-up report with everything that a fragment may be."""
    path = tmp_path_factory.mktemp("rekaan") / "rekaan.html"
    path.write_text(html.render(stitch(rekaan.notebooks(), rekaan.INFO)), encoding="utf-8")
    return path


def violations(browser: Browser, path: Path, *looks: tuple[int, str], **options: object) -> list[str]:
    """What axe-core finds on a page in each of the `looks`, a width and a medium."""
    page = browser.new_page(**options)
    page.goto(path.as_uri())
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = []
    for width, medium in looks or itertools.product(WIDTHS, MEDIA):
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(**MEDIA[medium])
        found += [f"{width} {medium}: {told}" for told in page.evaluate(VIOLATIONS, WCAG)]
    page.close()
    return found


def probe(page: Page, name: str, *arguments: object) -> Any:  # noqa: ANN401 - what JSON can hold
    """The answer of one of the functions in fixtures/terlihat.js."""
    return page.evaluate(f"{PROBES}.{name}(...{list(arguments)})")


# --- checkers of pages -------------------------------------------------------------------------


@needs_chromium
@needs_axe
def test_axe_finds_nothing(report: Path, made_up: Path, small: dict[str, Path], browser: Browser) -> None:
    """No page has a violation of WCAG 2.0 to 2.2, A and AA, that axe-core knows, contrast included.

    At both widths, in light, dark and print; a whole report takes seconds each time, so it is looked at twice here and
    in every way by `make soak`.
    """
    assert violations(browser, report, (390, "dark")) == []
    assert violations(browser, made_up, (1280, "print")) == []
    for path in small.values():
        assert violations(browser, path) == []


@needs_vnu
def test_the_nu_html_checker_finds_no_error(report: Path, made_up: Path, small: dict[str, Path]) -> None:
    """Markup and stylesheets of every page are what the HTML standard allows."""
    assert check_markup([report, made_up, *small.values()]) == ""


def check_markup(pages: list[Path]) -> str:
    """The errors of the Nu Html Checker, in one run: its start takes as long as a page."""
    command = ["java", "-Xss4m", "-jar", str(VNU), "--errors-only", *map(str, pages)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.stdout + done.stderr


# --- by keyboard, without scripts, enlarged, in forced colours ----------------------------------


def walk(page: Page) -> list[dict[str, Any]]:
    """Every stop of the Tab key from the top of the page until the focus leaves it."""
    stops = []
    while len(stops) < 3000:
        page.keyboard.press("Tab")
        stop = probe(page, "focused")
        if stop is None:
            return stops
        stops.append(stop)
    raise AssertionError("the Tab key never leaves the page")


def check_stops(browser: Browser, path: Path, size: dict[str, int]) -> int:
    """Walk through a page by the Tab key: nothing comes twice, is missed, hidden or without an outline."""
    page = browser.new_page(viewport=size)
    page.goto(path.as_uri())
    stops = walk(page)
    assert [s["name"] for s in stops if s["known"] or s["hidden"] or not s["outlined"]] == []
    assert probe(page, "missed") == []
    page.close()
    return len(stops)


@needs_chromium
@pytest.mark.parametrize("size", [{"width": 1280, "height": 900}, ZOOMED], ids=["1280", "zoom"])
def test_the_tab_key_reaches_everything_once(
    made_up: Path, small: dict[str, Path], browser: Browser, size: dict[str, int]
) -> None:
    """All that can be operated is a stop of the Tab key, in sight, outlined, passed once; at 400 % zoom too."""
    for path in (made_up, *small.values()):
        assert check_stops(browser, path, size) > 3


@needs_chromium
def test_the_skip_link_comes_first_and_leads_on(report: Path, small: dict[str, Path], browser: Browser) -> None:
    """On long pages the first stop shows itself and leads past what comes before the text."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    for path, goal in ((report, "isi"), (small["reviu"], "dokumen")):
        page.goto(path.as_uri())
        page.keyboard.press("Tab")
        assert page.locator(".lompat").bounding_box()["x"] >= 0
        page.keyboard.press("Enter")
        assert page.evaluate("location.hash") == f"#{goal}"
        page.keyboard.press("Tab")
        assert page.evaluate(f"document.getElementById('{goal}').compareDocumentPosition(document.activeElement) & 20")
    page.close()


@needs_chromium
@pytest.mark.parametrize("size", [{"width": 1280, "height": 900}, ZOOMED], ids=["1280", "zoom"])
def test_the_panel_of_a_number_by_keyboard(report: Path, browser: Browser, size: dict[str, int]) -> None:
    """Enter opens the panel beside its number, Tab leads into it and on, Escape closes it and leads back."""
    page = browser.new_page(viewport=size)
    page.goto(report.as_uri())
    panel, button = page.locator("#panel-asal"), page.locator("#panel-asal button")
    number = page.locator("#tbl-capaian data.q").first
    number.focus()
    page.keyboard.press("Enter")
    assert panel.is_visible()
    assert not probe(page, "focused")["hidden"]
    page.keyboard.press("Tab")
    assert button.evaluate("b => b === document.activeElement")
    page.keyboard.press("Escape")
    assert panel.is_hidden()
    assert number.evaluate("n => n.contains(document.activeElement)")
    page.keyboard.press("Escape")
    assert number.evaluate("n => getComputedStyle(n, '::after').display") == "none", (
        "what the focus shows can be hidden"
    )
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert panel.is_hidden()
    assert number.evaluate("n => n.compareDocumentPosition(document.activeElement) & 4"), "Tab goes on from the number"
    page.close()


@needs_chromium
def test_without_scripts_nothing_is_lost(report: Path, browser: Browser) -> None:
    """With scripts off the text that is shown is the same, word for word, but for the buttons that scripts bring."""
    texts = []
    for scripts in (True, False):
        context = browser.new_context(java_script_enabled=scripts, viewport={"width": 1280, "height": 900})
        page = context.new_page()
        page.goto(report.as_uri())
        texts.append(page.locator("main").inner_text().replace("Salin tabel", "").split())
        context.close()
    assert texts[0] == texts[1]
    assert len(texts[1]) > 10_000


@needs_chromium
def test_at_400_percent_only_named_boxes_scroll_sideways(
    report: Path, small: dict[str, Path], browser: Browser
) -> None:
    """The page itself does not, and each box that does is a stop of the Tab key with a name."""
    page = browser.new_page(viewport=ZOOMED)
    for path in (report, *small.values()):
        page.goto(path.as_uri())
        assert page.evaluate("document.documentElement.scrollWidth") <= ZOOMED["width"], path
        assert probe(page, "unnamed") == [], path
    page.close()


@needs_chromium
@needs_axe
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_forced_colours_leave_everything_readable(
    report: Path, small: dict[str, Path], browser: Browser, scheme: str
) -> None:
    """Where the system dictates the colours, charts keep theirs on their own ground, marks and focus a line."""
    for path in small.values():
        assert violations(browser, path, (1280, scheme), forced_colors="active") == []
    page = browser.new_page(color_scheme=scheme, forced_colors="active", viewport={"width": 1280, "height": 900})
    page.goto(report.as_uri())
    for theme in ("otomatis", "terang", "gelap"):  # the reader's choice may differ from the system's colours
        page.locator(f"[name=tema][value={theme}]").check()
        assert probe(page, "faint", 4.5) == [], theme
    page.locator("#tbl-capaian data.q").first.focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    assert probe(page, "focused")["outlined"]
    page.goto(small["reviu"].as_uri())
    assert page.locator("a.tanda").first.evaluate("a => getComputedStyle(a).borderTopStyle") == "solid"
    page.close()


# --- figures and tables ------------------------------------------------------------------------


@needs_chromium
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_texts_of_drawings_stand_out(report: Path, browser: Browser, scheme: str) -> None:
    """Each text of each drawing has the contrast of WCAG AA with what is painted below it; axe-core cannot tell."""
    page = browser.new_page(color_scheme=scheme, viewport={"width": 1280, "height": 900})
    page.goto(report.as_uri())
    assert page.locator(":is(.kanvas,.petak) svg text").count() > 400
    assert probe(page, "faint", 4.5) == []
    page.close()


@pytest.mark.parametrize("office", ["built", "built_example"])
def test_figures_say_in_words_what_they_show(office: str, request: pytest.FixtureRequest) -> None:
    """The alternative of a drawing begins with the message drawn in it and holds every measured number drawn in it."""
    path = request.getfixturevalue(office)(2024) / "lakip-2024.html"
    tree = lxml_html.fromstring(path.read_text(encoding="utf-8"))
    drawings = tree.xpath("//figure[contains(@class,'gambar')]//*[local-name()='svg']")
    assert len(drawings) > 15
    for drawing in drawings:
        told = drawing.get("aria-label")
        texts = [" ".join(t.text_content().split()) for t in drawing.xpath(".//*[local-name()='text']")]
        drawn = " ".join(texts)
        if not texts:  # a photo that is a drawing
            assert len(told) > 40, told
            continue
        assert told.partition(". ")[0].replace(" ", "") in "".join(texts).replace(" ", ""), told
        assert len(told) > 1.5 * len(told.partition(". ")[0]), told
        written = re.findall(r"\d[\d.]*,\d+", drawn)  # a tick of an axis has no decimals
        assert [number for number in written if number not in told] == [], told
    images = tree.xpath("//figure[contains(@class,'gambar')]//img")
    assert all(len(image.get("alt")) > 20 for image in images)


@needs_chromium
def test_cards_are_a_table_to_screen_readers(report: Path, browser: Browser) -> None:
    """Chromium's own accessibility tree has the summary as a table with column and row headers, shown as cards."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(report.as_uri())
    session = page.context.new_cdp_session(page)
    node = session.send("DOM.getDocument", {"depth": 0})["root"]["nodeId"]
    table = session.send("DOM.querySelector", {"nodeId": node, "selector": "#tbl-ringkasan table"})["nodeId"]
    tree = session.send("Accessibility.queryAXTree", {"nodeId": table})["nodes"]
    roles = [n["role"]["value"] for n in tree if not n.get("ignored")]
    rows = page.locator("#tbl-ringkasan tbody tr").count()
    assert (roles.count("table"), roles.count("columnheader"), roles.count("rowheader")) == (1, 5, rows)
    page.close()


# --- PDF and Word ------------------------------------------------------------------------------


def no_jump(levels: list[int]) -> bool:
    """Whether each heading is at most one level below the one before it."""
    return all(after <= before + 1 for before, after in zip([0, *levels], levels, strict=False))


def structure(node: pikepdf.Object) -> Iterator[pikepdf.Object]:
    """The elements of the tags below a node, in reading order."""
    import pikepdf

    children = node.get("/K", []) if isinstance(node, pikepdf.Dictionary) else node
    for child in children if isinstance(children, pikepdf.Array) else [children]:
        if isinstance(child, pikepdf.Dictionary) and "/S" in child:
            yield child
            yield from structure(child)


@pytest.mark.parametrize("office", ["built", "built_example"])
def test_the_pdf_is_tagged(office: str, request: pytest.FixtureRequest) -> None:
    """PDF/UA-1 by Typst's own check, and by ours: title, language, bookmarks, headings, figures and tables are told."""
    import pikepdf

    with pikepdf.open(request.getfixturevalue(office)(2024) / "lakip-2024.pdf") as paper:
        root, about = paper.Root, paper.open_metadata()
        assert about["pdfuaid:part"] == "1"
        assert (str(root.Lang), bool(root.MarkInfo.Marked), bool(root.ViewerPreferences.DisplayDocTitle)) == (
            "id",
            True,
            True,
        )
        assert "2024" in about["dc:title"]
        assert len(paper.open_outline().root) > 10
        tags = list(structure(root.StructTreeRoot))
        names = [str(tag.S).removeprefix("/") for tag in tags]
        levels = [int(name[1]) for name in names if re.fullmatch(r"H\d", name)]
        assert len(levels) > 50
        assert no_jump(levels)
        figures = [tag for tag in tags if tag.S == "/Figure"]
        assert len(figures) > 15
        assert all(len(str(tag.get("/Alt", ""))) > 20 for tag in figures)
        assert names.count("Table") == names.count("THead") > 20
        assert names.count("TH") > names.count("Table")


@pytest.fixture(params=["built", "built_example"])
def word(request: pytest.FixtureRequest) -> WordDocument:
    """The Word files of both offices' reports of 2024."""
    import docx

    return docx.Document(str(request.getfixturevalue(request.param)(2024) / "lakip-2024.docx"))


def test_the_word_file_is_marked_up(word: WordDocument) -> None:
    """Headings do not jump, pictures have alternatives, tables repeat their header rows, the language is told."""
    styles = [p.style.name for p in word.paragraphs]
    levels = [int(name.removeprefix("Heading ")) for name in styles if name.startswith("Heading ")]
    assert len(levels) > 50
    assert no_jump(levels)
    parts = [word.element, *(s.header._element for s in word.sections), *(s.footer._element for s in word.sections)]
    pictures = [picture for part in parts for picture in part.xpath(".//wp:docPr")]
    assert len(pictures) > 15
    decorative = "*[local-name()='extLst']//*[local-name()='decorative'][@val='1']"
    assert [p.get("name") for p in pictures if not p.get("descr") and not p.xpath(decorative)] == []
    assert len(word.tables) > 20
    assert [t.rows[0].cells[0].text for t in word.tables if not t.rows[0]._tr.xpath("./w:trPr/w:tblHeader")] == []
    language = word.styles.element.xpath("./w:docDefaults/w:rPrDefault//w:lang/@w:val")
    assert (word.core_properties.language, language) == ("id-ID", ["id-ID"])


# --- longer versions ---------------------------------------------------------------------------


@pytest.mark.soak
@needs_chromium
@needs_axe
@needs_vnu
@pytest.mark.parametrize("year", [2022, 2023, 2024, 2025])
def test_every_report_passes_both_checkers(built: Built, browser: Browser, year: int, tmp_path: Path) -> None:
    """Every year's report, and the review page of its Word file, at both widths in light, dark, print."""
    folder = built(year)
    told = lakip("reviu", str(folder / f"lakip-{year}.docx"), "--html", str(tmp_path / "reviu.html"))
    assert (tmp_path / "reviu.html").exists(), told.stderr
    pages = [folder / f"lakip-{year}.html", tmp_path / "reviu.html"]
    assert check_markup(pages) == ""
    assert [told for path in pages for told in violations(browser, path)] == []


@pytest.mark.soak
@needs_chromium
@needs_axe
@needs_vnu
def test_the_example_passes_both_checkers(built_example: Built, browser: Browser) -> None:
    """The report of the made-up office too."""
    path = built_example(2024) / "lakip-2024.html"
    assert check_markup([path]) == ""
    assert violations(browser, path) == []


@pytest.mark.soak
@needs_chromium
@pytest.mark.parametrize("size", [{"width": 1280, "height": 900}, ZOOMED], ids=["1280", "zoom"])
def test_the_tab_key_reaches_everything_in_the_report(report: Path, browser: Browser, size: dict[str, int]) -> None:
    """From the first to the last of the hundreds of stops of the published report."""
    assert check_stops(browser, report, size) > 400
