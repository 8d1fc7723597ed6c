"""What a reader does with the HTML report in a browser: follows the contents, searches, copies, changes the colours."""

from __future__ import annotations

import base64
import io
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.conftest import needs_chromium

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

Built = Callable[[int], Path]
pytestmark = needs_chromium
CONTRAST = """selector => {
    const canvas = document.createElement('canvas').getContext('2d', {willReadFrequently: true});
    const rgb = colour => {
        canvas.clearRect(0, 0, 1, 1);
        canvas.fillStyle = colour;
        canvas.fillRect(0, 0, 1, 1);
        return [...canvas.getImageData(0, 0, 1, 1).data];
    };
    const light = ([r, g, b]) => [r, g, b].map(v => v / 255)
        .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
        .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
    const node = document.querySelector(selector);
    let under = node;
    while (under && rgb(getComputedStyle(under).backgroundColor)[3] < 255) under = under.parentElement;
    const [a, b] = [rgb(getComputedStyle(node).color), rgb(getComputedStyle(under).backgroundColor)].map(light);
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}"""
TEXTS = (
    "main p", "h2 .nomor", "header h1", "thead th", "td data.q", ".q.kosong", ".catatan", "p.celah", "a.rujuk",
    "nav .nomor", "nav a[aria-current]", ".cari p", "tr.baik td[data-judul=Keadaan]",
    "tr.kurang td[data-judul=Keadaan]", "tr.netral td[data-judul=Keadaan]", "footer p",
)  # fmt: skip


@pytest.fixture
def page(built: Built, browser: Browser) -> Iterator[Page]:
    """The 2024 report in a wide window; whatever it asks for or complains of fails the test."""
    asked, errors = [], []
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.on("request", lambda r: asked.append(r.url))
    page.on("pageerror", lambda e: errors.append(str(e)))
    page.on("console", lambda m: errors.append(m.text) if m.type == "error" else None)
    page.goto((built(2024) / "lakip-2024.html").as_uri())
    yield page
    assert {url for url in asked if not url.startswith("data:")} == {page.url.partition("#")[0]}
    assert not errors
    page.close()


def bring_up(page: Page, selector: str) -> None:
    """Scroll until the element stands near the top, as a reader does, and let the page take note."""
    page.locator(selector).evaluate("e => scrollTo(0, e.getBoundingClientRect().top + scrollY - 60)")
    page.wait_for_timeout(150)


# --- contents ----------------------------------------------------------------------------------


def test_the_contents_follow_the_reader(page: Page) -> None:
    """Wherever one scrolls or jumps, down or up, exactly the section being read is marked, visible in its branch."""
    current = page.locator("nav.daftar-isi a[aria-current]")
    titles = page.locator("section.bab h3").evaluate_all("all => all.map(h => h.id)")
    for name in (titles[1], titles[-1], titles[4]):
        bring_up(page, f"[id='{name}']")
        assert current.count() == 1
        assert current.get_attribute("href") == f"#{name}"
        assert current.is_visible()
    page.locator("nav.daftar-isi a", has_text="Penutup").first.click()
    page.wait_for_timeout(150)
    assert "Penutup" in current.inner_text()
    open_branches = page.locator("nav.daftar-isi details.cabang[open]")
    assert open_branches.count() == 1, "branches that are not read are closed again"


def test_a_branch_opened_by_the_reader_stays_open(page: Page) -> None:
    """A branch is opened by keyboard, and following the scroll does not close it."""
    branch = page.locator("nav.daftar-isi .laci > ol > li > details.cabang").nth(1)
    branch.locator("> summary").focus()
    page.keyboard.press("Enter")
    bring_up(page, "section.lampiran h2 >> nth=0")
    assert branch.evaluate("d => d.open")


def test_on_a_phone_the_contents_are_a_drawer(built: Built, browser: Browser) -> None:
    """On a phone the drawer stays at hand, opens over the text, and closes when something in it is chosen."""
    page = browser.new_page(viewport={"width": 390, "height": 844})
    page.goto((built(2024) / "lakip-2024.html").as_uri())
    bring_up(page, "#tbl-capaian")
    drawer = page.locator("nav.daftar-isi details.laci")
    assert not drawer.evaluate("d => d.open")
    drawer.locator("> summary").click()
    drawer.locator("a", has_text="Kata Pengantar").click()
    page.wait_for_timeout(150)
    assert not drawer.evaluate("d => d.open")
    top = page.locator("main h2", has_text="Kata Pengantar").bounding_box()["y"]
    assert 0 <= top < 300
    page.close()


# --- search ------------------------------------------------------------------------------------


def test_search_finds_jumps_and_clears(page: Page) -> None:
    """Ctrl+/ asks, results say where, Enter jumps to a table row and marks it, Escape takes all marks away."""
    page.keyboard.press("Control+/")
    page.keyboard.type("tingkat akuntabilitas 77,55 nilai hasil")
    assert page.locator("#jumlah-cari").inner_text() == "Tidak ada yang cocok."
    page.locator("#cari").fill("nilai hasil evaluasi 77,55")
    results = page.locator(".cari li button")
    assert re.fullmatch(r"\d+ tempat", page.locator("#jumlah-cari").inner_text())
    assert results.count() > 0
    assert results.first.locator("b").inner_text()
    page.keyboard.press("ArrowDown")
    assert results.first.evaluate("b => b === document.activeElement")
    page.keyboard.press("Enter")
    reached = page.locator(".dituju")
    assert all(word in reached.inner_text().casefold() for word in ("nilai", "hasil", "evaluasi", "77,55"))
    assert 0 < reached.bounding_box()["y"] < 900
    assert page.evaluate("CSS.highlights.get('cari').size") > 0
    page.wait_for_timeout(150)
    assert page.locator("#cari").bounding_box()["y"] > 0, "the next result is at hand"
    page.keyboard.press("Escape")
    assert (results.count(), reached.count(), page.evaluate("CSS.highlights.get('cari').size")) == (0, 0, 0)
    assert page.locator("#jumlah-cari").inner_text() == ""


@pytest.mark.parametrize("words", ["Ikhtisar Eksekutif", "mempertanggungjawabkan kinerja", "Skala capaian kinerja"])
def test_search_reads_headings_paragraphs_and_captions(page: Page, words: str) -> None:
    """Words of a heading, of a paragraph and of a caption are found, whatever their case."""
    page.locator("#cari").fill(words.upper())
    assert words.casefold() in page.locator(".cari li").first.inner_text().casefold()


def test_search_is_quick_and_finds_what_is_there_only(page: Page) -> None:
    """Every query answers within 50 ms (the best of three: others use the machine too), and holds every word."""
    for query in ("koperasi", "a", "an", "22,65", "kinerja tahun"):
        spent = page.evaluate(
            """query => { const box = document.querySelector('#cari'); box.focus(); box.value = query;
                return Math.min(...[1, 2, 3].map(() => { const start = performance.now();
                    box.dispatchEvent(new Event('input')); return performance.now() - start; })); }""",
            query,
        )
        assert spent < 50, query
    page.locator("#cari").fill("koperasi aktif")
    for button in page.locator(".cari li button").all()[:5]:
        button.click()
        found = page.locator(".dituju").inner_text().casefold()
        assert "koperasi" in found
        assert "aktif" in found


def test_search_leaves_the_number_panel_alone(page: Page) -> None:
    """After a search the number panel opens as before, and a table is still one stop of the Tab key."""
    page.locator("#cari").fill("22,65")
    page.locator("#tbl-capaian data.hitung").nth(1).click()
    assert "Asal angka 111,36" in page.locator("#panel-asal").inner_text()
    stops = page.locator("#tbl-capaian data.q").evaluate_all(
        "all => all.filter(n => (n.querySelector('a') || n).tabIndex === 0).length"
    )
    assert stops == 1


# --- copying, downloading ----------------------------------------------------------------------


def test_a_table_is_copied_as_shown(page: Page) -> None:
    """The button copies every row of the table as tab-separated text with Indonesian decimals, and says so."""
    figure = page.locator("#tbl-capaian")
    figure.scroll_into_view_if_needed()
    figure.hover()
    figure.locator(".salin").click()
    assert page.locator(".pesan").inner_text() == "Tabel disalin"
    page.locator("#cari").evaluate("i => i.replaceWith(Object.assign(document.createElement('textarea'), {id: 'x'}))")
    page.locator("#x").focus()
    page.keyboard.press("Control+V")
    rows = [row.split("\t") for row in page.locator("#x").input_value().split("\n")]
    assert len({len(row) for row in rows}) == 1
    assert len(rows) == figure.locator("tr").count()
    assert {"20,34", "22,65", "111,36"} <= set(rows[1])


def test_the_workbook_lies_in_the_page(page: Page) -> None:
    """The link needs nothing but the page: it holds a workbook with a sheet for every table."""
    from python_calamine import CalamineWorkbook

    link = page.locator("a.unduh")
    content = base64.b64decode(link.get_attribute("href").partition(";base64,")[2])
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    assert len(book.sheet_names) == 1 + page.locator("figure.tabel table").count()
    assert link.get_attribute("download") == "lakip-2024-tabel.xlsx"
    with page.expect_download() as download:
        link.click()
    assert download.value.path().read_bytes() == content


# --- colours -----------------------------------------------------------------------------------


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_stands_out(page: Page, scheme: str) -> None:
    """In light and dark every kind of text has at least the contrast that WCAG AA asks for."""
    page.emulate_media(color_scheme=scheme)
    bring_up(page, "#tbl-capaian")
    page.locator("#cari").fill("xyzzy")
    assert {text: round(r, 2) for text in TEXTS if (r := page.evaluate(CONTRAST, text)) < 4.5} == {}


def test_the_choice_of_colours_is_kept(page: Page) -> None:
    """The choice wins over the system, outlives a reload, and paper stays light."""
    page.emulate_media(color_scheme="dark")
    background = "getComputedStyle(document.documentElement).backgroundColor"
    dark = page.evaluate(background)
    page.get_by_label("Terang").check()
    light = page.evaluate(background)
    assert light == "rgb(255, 255, 255)" != dark
    page.get_by_label("Gelap").check()
    page.emulate_media(color_scheme="light")
    page.reload()
    assert (page.evaluate(background), page.get_by_label("Gelap").is_checked()) == (dark, True)
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate(background) == light
    page.emulate_media(media="screen", color_scheme="light")
    page.get_by_label("Otomatis").check()
    assert page.evaluate(background) == light


# --- without scripts, on paper -----------------------------------------------------------------


@pytest.mark.parametrize("width", [1280, 390])
def test_without_scripts_the_report_is_whole(built: Built, browser: Browser, width: int) -> None:
    """With scripts off the whole contents can be seen, links lead, and nothing that needs a script shows."""
    context = browser.new_context(java_script_enabled=False, viewport={"width": width, "height": 900})
    page = context.new_page()
    page.goto((built(2024) / "lakip-2024.html").as_uri())
    if width < 1000:
        page.locator("details.laci > summary").click()
    links = page.locator("nav.daftar-isi a")
    assert all(link.is_visible() for link in links.all())
    assert page.locator("nav.daftar-isi ol ol ol a").count() > 0
    for hidden in (".cari", "fieldset.tema", ".salin", "#panel-asal"):
        assert not any(node.is_visible() for node in page.locator(hidden).all()), hidden
    links.last.click()
    assert page.locator(page.url[page.url.index("#") :]).bounding_box()["y"] < 200
    context.close()


def test_paper_shows_no_tools(page: Page) -> None:
    """Printed, the page has no search, switch, download or button, its tiles are a table, every branch is open."""
    page.emulate_media(media="print")
    for hidden in (".alat", ".salin", ".pesan", "#panel-asal", ".cabang > summary"):
        assert not any(node.is_visible() for node in page.locator(hidden).all()), hidden
    assert page.locator("table.petak").evaluate("t => getComputedStyle(t).display") == "table"
    assert page.locator("nav.daftar-isi ol ol ol a").last.is_visible()


def test_tiles_are_cards_and_still_a_table(page: Page) -> None:
    """On a screen the summary is a grid of cards within one window; to a screen reader it is a table with headers."""
    figure = page.locator("#tbl-ringkasan")
    rows = figure.locator("tbody tr")
    tops = {round(row.bounding_box()["y"]) for row in rows.all()}
    assert 1 < len(tops) < rows.count()
    assert figure.bounding_box()["height"] < 900
    assert figure.get_by_role("columnheader").count() == 5
    assert figure.get_by_role("rowheader").count() == rows.count()
