"""How the published 2024 report behaves in a real browser and as pages."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.conftest import needs_chromium

if TYPE_CHECKING:
    from playwright.sync_api import Browser

Built = Callable[[int], Path]
needs_poppler = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="needs Debian's poppler-utils")


@needs_chromium
@pytest.mark.parametrize("width", [1280, 390])
def test_nothing_sticks_out_and_nothing_is_asked_for(built: Built, browser: Browser, width: int) -> None:
    """At desktop and phone width the page does not scroll sideways, asks for no other file, and logs no error."""
    asked, errors = [], []
    page = browser.new_page(viewport={"width": width, "height": 900})
    page.on("request", lambda r: asked.append(r.url))
    page.on("console", lambda m: errors.append(m.text) if m.type == "error" else None)
    page.goto((built(2024) / "lakip-2024.html").as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert [u for u in asked if not u.startswith("data:")] == [page.url]
    assert not errors
    page.close()


@needs_chromium
def test_a_focused_number_shows_its_source(built: Built, browser: Browser) -> None:
    """A number reached by keyboard shows formula and source cells within the window, without a script."""
    context = browser.new_context(java_script_enabled=False, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto((built(2024) / "lakip-2024.html").as_uri())
    number = page.locator("#tbl-capaian data.hitung").nth(1)
    number.locator("a").focus()
    shown = page.evaluate("e => getComputedStyle(e, '::after').content", number.element_handle())
    assert "22,65 / 20,34 × 100 = 111,36" in shown
    assert "data_dasar.csv" in shown
    context.close()


@needs_chromium
def test_the_panel_opens_by_click_and_by_keyboard(built: Built, browser: Browser) -> None:
    """A click or Enter opens the panel with formula and cells, arrows move through the table, Escape closes it."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto((built(2024) / "lakip-2024.html").as_uri())
    panel = page.locator("#panel-asal")
    page.locator("#tbl-capaian data.hitung").nth(1).click()
    for part in ("Asal angka 111,36", "22,65 / 20,34 × 100 = 111,36", "data_dasar.csv kolom nilai: baris 31 “94”"):
        assert part in panel.inner_text()
    page.keyboard.press("ArrowDown")
    assert "Asal angka 148,70" in panel.inner_text()
    page.keyboard.press("Escape")
    assert panel.is_hidden()
    page.keyboard.press("Enter")
    assert "Asal angka 148,70" in panel.inner_text()
    page.close()


@needs_chromium
def test_what_hovering_shows_can_be_reached_by_the_pointer(built: Built, browser: Browser) -> None:
    """The pointer moves from a number onto what it shows and rests there; away from both it goes (WCAG 1.4.13)."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto((built(2024) / "lakip-2024.html").as_uri())
    number = page.locator("#tbl-capaian data.hitung").nth(1)
    shown = "e => getComputedStyle(e, '::after').content.includes('22,65 / 20,34')"
    number.scroll_into_view_if_needed()
    number.hover()
    assert number.evaluate(shown)
    page.mouse.move(640, 880, steps=5)
    page.wait_for_timeout(1000)
    assert number.evaluate(shown)
    page.mouse.move(640, 100, steps=5)
    page.wait_for_timeout(1000)
    assert not number.evaluate(shown)
    number.hover()
    page.keyboard.press("Escape")
    assert number.evaluate("e => getComputedStyle(e, '::after').display") == "none"
    page.close()


@needs_chromium
def test_a_table_is_one_tab_stop(built: Built, browser: Browser) -> None:
    """However many numbers a table holds, the Tab key stops at one of them."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto((built(2024) / "lakip-2024.html").as_uri())
    stops = page.evaluate(
        """() => [...document.querySelectorAll('table')].map(table =>
            [...table.querySelectorAll('data.q')].filter(n => (n.querySelector('a') || n).tabIndex === 0).length)"""
    )
    assert len(stops) > 40
    assert max(stops) == 1
    page.close()


def test_every_computed_number_leads_to_its_line_in_the_annex(built: Built) -> None:
    """Without scripts a computed number links to the line of the annex that holds its formula and cells."""
    from lxml import html as lxml_html

    tree = lxml_html.fromstring((built(2024) / "lakip-2024.html").read_text(encoding="utf-8"))
    lines = {row.get("id"): row.text_content() for row in tree.xpath("//figure[@id='tbl-sumber-angka']//tbody/tr")}
    numbers = tree.xpath("//data[contains(@class, 'hitung')]")
    assert len(numbers) > 300
    for number in numbers:
        (link,) = number.xpath("./a/@href")
        assert number.get("data-asal").split("\n")[0] in lines[link.removeprefix("#")]


@needs_chromium
def test_no_text_of_a_drawing_is_cut(built: Built, browser: Browser) -> None:
    """Every text of every drawing lies inside the drawing (its line box may reach over by the room for accents)."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto((built(2024) / "lakip-2024.html").as_uri())
    cut = page.evaluate(
        """() => [...document.querySelectorAll('.kanvas > svg')].flatMap(svg => {
            const box = svg.getBoundingClientRect();
            return [...svg.querySelectorAll('text')].filter(t => {
                const b = t.getBoundingClientRect();
                const across = b.left < box.left - 2 || b.right > box.right + 2;
                return b.width && (across || b.top < box.top - 6 || b.bottom > box.bottom + 6);
            }).map(t => t.textContent);
        })"""
    )
    assert page.locator(".kanvas > svg").count() > 20
    assert not cut
    page.close()


@needs_poppler
def test_every_page_holds_text_inside_its_margins(built: Built, tmp_path: Path) -> None:
    """No PDF page is nearly empty but the cover, and no word reaches over the edge of its page."""
    target = tmp_path / "kata.html"
    subprocess.run(["pdftotext", "-bbox", str(built(2024) / "lakip-2024.pdf"), str(target)], check=True)
    pages = re.split(r"<page ", target.read_text(encoding="utf-8"))[1:]
    assert len(pages) > 40
    for number, page in enumerate(pages, 1):
        wide, high = (float(v) for v in re.match(r'width="([\d.]+)" height="([\d.]+)"', page).groups())
        words = re.findall(r'xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">(.*?)<', page)
        assert len(words) > (30 if number > 1 else 12), f"page {number} is nearly empty"
        for left, top, right, bottom, word in words:
            assert float(left) >= 20, (number, word)
            assert float(top) >= 10, (number, word)
            assert float(right) <= wide - 20, (number, word)
            assert float(bottom) <= high - 10, (number, word)


def test_pdf_has_title_language_bookmarks_and_tags(built: Built) -> None:
    """The PDF names its title and language, is tagged, and its bookmarks hold every chapter and annex."""
    from pypdf import PdfReader

    reader = PdfReader(built(2024) / "lakip-2024.pdf")
    root = reader.trailer["/Root"]
    assert root["/Lang"] == "id"
    assert root["/MarkInfo"]["/Marked"]
    assert "2024" in reader.metadata.title
    titles = " ".join(o.title for o in reader.outline if not isinstance(o, list))
    for part in (
        "Pendahuluan",
        "Perencanaan Kinerja",
        "Akuntabilitas Kinerja",
        "Penutup",
        "Ikhtisar Eksekutif",
        "Sumber Data dan Keputusan",
    ):
        assert part in titles
