"""Working in JupyterLab: fresh facts, readable errors, working copies, the start notebook; and all that in Chromium."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import nbformat
import pytest
from lxml import etree

from lakip_lib.cli import _voice, lab, main
from lakip_lib.lab import notebooks, start
from lakip_lib.office import Gap, Office, _fresh
from lakip_lib.pipeline import run
from lakip_lib.present import show
from lakip_lib.problems import DataError
from lakip_lib.report import LIBRARY, chapters_of
from lakip_lib.sources import find_root
from tests.conftest import REPOSITORY, copy_office

if TYPE_CHECKING:
    from playwright.sync_api import Page

CHROMIUM = shutil.which("chromium")
BUDGET = "2024/anggaran.csv"


def budget_row(root: Path) -> tuple[Path, str, str]:
    """The budget file, its text, and the first amount of the first row as typed."""
    path = root / "data" / "raw" / BUDGET
    text = path.read_text(encoding="utf-8")
    return path, text, text.splitlines()[1].split(",")[1]


# -- fresh facts -------------------------------------------------------------------------------------------------------


@pytest.fixture
def cell(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The number of the running notebook cell, to be changed by the test."""
    number = [1]
    monkeypatch.setattr(_fresh, "_cell", lambda: number[0])
    return number


def test_the_next_cell_sees_a_changed_file(office_copy: Path, cell: list[int]) -> None:
    """An office, and an indicator kept from before, give the new figures in the next cell, and not within the cell."""
    office = Office(office_copy, 2024)
    kept, before, realised = office.indicators[0], office.budget().value, office.indicators[0].realised().value
    path, text, amount = budget_row(office_copy)
    path.write_text(text.replace(amount, "1", 1), encoding="utf-8")
    counts = office_copy / "data" / "raw" / "data_dasar.csv"
    counts.write_text(re.sub(r"(koperasi_jumlah,2024,)\d+", r"\g<1>1000", counts.read_text("utf-8")), encoding="utf-8")
    assert office.budget().value == before
    cell[0] += 1
    assert office.budget().value == before - int(amount.replace(".", "")) + 1
    assert kept.realised().value != realised
    assert office.indicators_of(kept.goal)[0].realised() == kept.realised()


def test_old_facts_are_never_shown_for_broken_ones(office_copy: Path, cell: list[int]) -> None:
    """While a file is broken every question raises the error; once it is mended the answer is there again."""
    office = Office(office_copy, 2024)
    before = office.budget().value
    path, text, amount = budget_row(office_copy)
    path.write_text(text.replace(amount, "7O", 1), encoding="utf-8")
    cell[0] += 1
    for ask in (lambda: office.data, lambda: office.indicators, lambda: office.programs, lambda: office.scale):
        with pytest.raises(DataError, match=r"anggaran\.csv baris 2 kolom pagu"):
            ask()
    path.write_text(text, encoding="utf-8")
    assert office.budget().value == before


def test_outside_of_a_notebook_files_are_read_once(office_copy: Path) -> None:
    """A command sees one state of the files, whatever happens to them meanwhile."""
    office = Office(office_copy, 2024)
    shutil.rmtree(office_copy / "data" / "raw" / "2024")
    assert office.budget().known


# -- errors ------------------------------------------------------------------------------------------------------------


def test_errors_tell_their_message_alone(office_copy: Path) -> None:
    """IPython shows the message of our errors, line by line, instead of a traceback; the class stays what it was."""
    with pytest.raises(DataError) as wrong_year:
        Office(office_copy, 1999)
    with pytest.raises(FileNotFoundError) as nowhere:
        find_root(office_copy / "data")
    for error in (wrong_year.value, nowhere.value, Gap("2024/anggaran.csv")):
        assert error._render_traceback_() == str(error).splitlines()
    assert "Tahun yang tersedia: 2022, 2023, 2024, 2025" in str(wrong_year.value)


# -- notebooks ---------------------------------------------------------------------------------------------------------


def test_the_start_notebook_is_no_chapter() -> None:
    """The report does not contain it."""
    assert (LIBRARY / notebooks.START).is_file()
    assert notebooks.START not in {p.name for p in chapters_of(REPOSITORY)}


def test_setting_the_year_changes_one_line(tmp_path: Path) -> None:
    """Only the line with the year differs afterwards; a second time nothing is written."""
    path = Path(shutil.copy(LIBRARY / "33-anggaran.ipynb", tmp_path))
    before = path.read_text(encoding="utf-8").splitlines()
    assert notebooks.set_year([path], 2031) == [path]
    after = path.read_text(encoding="utf-8").splitlines()
    assert [b for a, b in zip(before, after, strict=True) if a != b] == ['    "fiscal_year = 2031\\n",']
    assert notebooks.year(path) == 2031
    assert notebooks.set_year([path], 2031) == []


def edited(path: Path, text: str) -> None:
    """Add a line to the last cell."""
    notebook = nbformat.read(path, as_version=4)
    notebook.cells[-1].source += f"\n{text}"
    nbformat.write(notebook, path)


def test_copies_follow_their_originals_unless_edited(tmp_path: Path) -> None:
    """A new original replaces its copy and keeps the copy's year; an edited copy stays and is named."""
    one, two = (Path(shutil.copy(LIBRARY / n, tmp_path)) for n in ("33-anggaran.ipynb", "40-penutup.ipynb"))
    folder = tmp_path / "salinan"
    assert notebooks.copy([one, two], folder, 2030) == []
    notebooks.set_year([folder / one.name], 2031)
    edited(folder / two.name, "# milik kami")
    for original in (one, two):
        edited(original, "# versi baru")
    assert notebooks.copy([one, two], folder, 2032) == [folder / two.name]
    assert "# versi baru" in (folder / one.name).read_text(encoding="utf-8")
    assert notebooks.year(folder / one.name) == 2031
    assert "# milik kami" in (folder / two.name).read_text(encoding="utf-8")


def prepared(root: Path, year: int | None = None) -> Path:
    """The start notebook that `lakip lab` would open, relative to the office."""
    return lab._start_notebook(root, year, _voice.Voice(quiet=True)).relative_to(root)


def test_an_office_without_chapters_gets_copies(office_copy: Path) -> None:
    """The library's are copied below outputs, for the newest year with data; the report still uses the library's."""
    assert prepared(office_copy) == Path("outputs/lab/mulai.ipynb")
    copies = sorted((office_copy / "outputs" / "lab").glob("*.ipynb"))
    assert [p.name for p in copies] == [*(p.name for p in chapters_of(office_copy)), "mulai.ipynb"]
    assert {notebooks.year(p) for p in copies} == {2024}
    assert chapters_of(office_copy)[0].parent == LIBRARY


def test_an_office_with_chapters_opens_its_own(office_copy: Path) -> None:
    """Nothing is copied or changed; with a year, that year is written into the parameters cells."""
    shutil.copytree(LIBRARY, office_copy / "notebooks", ignore=shutil.ignore_patterns(".*"))
    assert prepared(office_copy) == Path("notebooks/mulai.ipynb")
    assert not (office_copy / "outputs").exists()
    own = office_copy / "notebooks" / "33-anggaran.ipynb"
    assert own.read_bytes() == (LIBRARY / own.name).read_bytes()
    prepared(office_copy, 2023)
    assert {notebooks.year(p) for p in own.parent.glob("*.ipynb")} == {2023}


def test_a_folder_that_is_no_office_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit code 2 and one line."""
    assert main(["lab", "--root", str(tmp_path), "--no-browser"]) == 2
    assert "bukan folder instansi" in capsys.readouterr().err


# -- style -------------------------------------------------------------------------------------------------------------


def test_the_style_never_reaches_the_report(office_copy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A chapter that runs in a Jupyter session shows a style for JupyterLab; the pipeline takes it out again."""
    monkeypatch.setenv("JPY_SESSION_NAME", "bab.ipynb")
    cells = [
        nbformat.v4.new_code_cell("fiscal_year = 0", id="a", metadata={"tags": ["parameters"]}),
        nbformat.v4.new_code_cell("from lakip_lib.present import _lab, show\nshow.heading('Judul')", id="b"),
        nbformat.v4.new_code_cell("print(_lab._dress in get_ipython().events.callbacks['post_run_cell'])", id="c"),
    ]
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    path = tmp_path / "bab.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=kernel), path)
    (chapter,) = run([path], {"fiscal_year": 2024}, folder=office_copy, logs=tmp_path)
    assert chapter.failure is None
    shown = [o for c in chapter.notebook.cells for o in c.get("outputs", ())]
    assert [o.get("text") or o.data["text/html"] for o in shown] == ["<h3>Judul</h3>", "True\n"]


# -- the start notebook ------------------------------------------------------------------------------------------------


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the functions of the start notebook display."""
    fragments: list[str] = []
    monkeypatch.setattr(show, "markup", fragments.append)
    return fragments


def everything(root: Path, year: int) -> None:
    """All cells of the start notebook."""
    start.years(str(root))
    for part in (start.tables, start.missing, start.review, start.chapters, start.reports):
        part(str(root), year)


@pytest.mark.parametrize("year", [2022, 2024, 2025])
def test_every_year_has_a_start(office_copy: Path, shown: list[str], year: int) -> None:
    """Years, tables, what is missing, findings, chapters and the command are shown, each as well-formed markup."""
    everything(office_copy, year)
    assert len(shown) == 6
    for fragment in shown:
        etree.fromstring(fragment)
    assert f"lakip build --year {year}" in shown[-1]
    assert "2024/anggaran.csv" in shown[1] or f"{year}/anggaran.csv" in shown[1]


@pytest.mark.parametrize("content", ["", "bukan JSON", '{"nbformat": 4, "nbformat_minor": 5, "metadata": {}}'])
def test_a_damaged_chapter_is_told_and_the_rest_goes_on(
    office_copy: Path, shown: list[str], content: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """One line names the file and what to do, in the start notebook, by the command and by a review that needs it."""
    own = office_copy / "notebooks"
    shutil.copytree(LIBRARY, own, ignore=shutil.ignore_patterns(".*"))
    (own / "00-bagian-depan.ipynb").write_text(content, encoding="utf-8")
    start.chapters(str(office_copy), 2024)
    told = "00-bagian-depan.ipynb bukan buku kerja yang utuh: ganti dengan salinannya yang utuh, atau hapus berkas itu."
    assert "33-anggaran.ipynb" in shown[-2]
    assert told in shown[-1]
    start.set_year(str(office_copy), 2023)
    assert told in shown[-1]
    assert notebooks.year(own / "33-anggaran.ipynb") == 2023
    lab._start_notebook(office_copy, 2024, _voice.Voice(quiet=False))
    assert told in capsys.readouterr().out
    assert notebooks.year(own / "33-anggaran.ipynb") == 2024
    report = office_copy / "laporan.html"
    report.write_text("<h1>Laporan rekaan</h1>", encoding="utf-8")
    assert main(["reviu", str(report), "--year", "2024", "--root", str(office_copy)]) == _voice.USAGE
    assert told in capsys.readouterr().err


def test_a_damaged_copy_is_told_and_left(tmp_path: Path) -> None:
    """A working copy that cannot be read stays as it is."""
    original = Path(shutil.copy(LIBRARY / "33-anggaran.ipynb", tmp_path))
    copy = tmp_path / "salinan" / original.name
    copy.parent.mkdir()
    copy.write_text("{", encoding="utf-8")
    assert notebooks.copy([original], copy.parent, 2024) == []
    assert copy.read_text(encoding="utf-8") == "{"


def test_the_start_notebook_names_what_to_mend(
    office_copy: Path, shown: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """With a broken table nothing fails: place (a link), text, what was expected and what to do stand in a table."""
    monkeypatch.chdir(office_copy)
    path, text, amount = budget_row(office_copy)
    path.write_text(text.replace(amount, "7O", 1), encoding="utf-8")
    everything(office_copy, 2024)
    assert 'href="data/raw/2024/anggaran.csv">2024/anggaran.csv baris 2 kolom pagu</a></td><td>7O</td>' in shown[1]
    assert "1 kesalahan" in shown[1]
    assert "Menunggu tabel sumber diperbaiki" in shown[2]
    start.tables(str(office_copy), 1999)
    assert "Tahun yang tersedia" in shown[-1]


# -- in the browser ----------------------------------------------------------------------------------------------------


def launched(root: Path, home: Path) -> tuple[subprocess.Popen[str], str]:
    """`lakip lab` with settings of its own, and the address that it tells."""
    own = {name: str(home / name) for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR")}
    server = subprocess.Popen(
        [sys.executable, "-m", "lakip_lib.cli", "lab", "--root", str(root), "--no-browser", "--json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env={**os.environ, **own},
    )
    line = server.stdout.readline()
    assert line, "lakip lab ended at once"
    return server, json.loads(line)["alamat"]


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Page, Path]]:
    """JupyterLab in Chromium, with the start notebook of a copy of the office; and that copy."""
    from playwright.sync_api import sync_playwright

    home = tmp_path_factory.mktemp("jupyter")
    root = copy_office(home / "instansi")
    server, address = launched(root, home)
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=CHROMIUM, args=["--no-sandbox", "--disable-background-networking"]
            )
            page = browser.new_page(viewport={"width": 1400, "height": 2400})
            page.set_default_timeout(25_000)
            page.asked = []
            page.on("request", lambda r: page.asked.append(r.url))
            page.goto(address)
            yield page, root
            browser.close()
    finally:
        server.terminate()
        server.wait(20)
        server.stdout.close()


PANEL = ".jp-NotebookPanel:not(.lm-mod-hidden)"


def run_all(page: Page) -> None:
    """Restart the kernel of the notebook in front, run all its cells, and wait for the last of them."""
    page.locator(f"{PANEL} .jp-CodeCell").first.wait_for()
    page.get_by_text("| Idle").wait_for()
    page.get_by_role("menuitem", name="Kernel", exact=True).click()
    page.get_by_text("Restart Kernel and Run All Cells…", exact=True).click()
    page.locator(".jp-Dialog .jp-mod-accept").click()
    finished(page, f"{PANEL} .jp-CodeCell")


def finished(page: Page, cells: str) -> None:
    """Wait until none of the cells is running or waiting."""
    page.wait_for_timeout(500)
    page.wait_for_function(
        """cells => { const told = [...document.querySelectorAll(cells)].map(c => c.textContent)
          return told.some(t => /\\d/.test(t)) && !told.some(t => t.includes("*")) }""",
        arg=f"{cells} .jp-InputPrompt",
    )
    page.wait_for_timeout(300)


def count(page: Page, what: str) -> int:
    """How often it stands in the notebook in front."""
    return page.locator(f"{PANEL} .jp-OutputArea {what}").count()


ERRORS = "[data-mime-type='application/vnd.jupyter.stderr']"  # how JupyterLab renders an error output, too
CONTRAST = """node => {
  const light = colour => { const [r, g, b] = colour.match(/[\\d.]+/g).map(Number).map(v => v / 255)
    .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4); return 0.2126 * r + 0.7152 * g + 0.0722 * b }
  let behind = node
  while (/, 0\\)|transparent/.test(getComputedStyle(behind).backgroundColor)) behind = behind.parentElement
  const colours = [getComputedStyle(node).color, getComputedStyle(behind).backgroundColor]
  const [a, b] = colours.map(light).sort((x, y) => y - x)
  return (a + 0.05) / (b + 0.05)
}"""
needs_browser = pytest.mark.skipif(CHROMIUM is None, reason="needs Debian's chromium")


@needs_browser
@pytest.mark.slow
@pytest.mark.xdist_group("lab")
def test_start_notebook_and_chapter_in_jupyterlab(page: tuple[Page, Path]) -> None:
    """The start notebook leads to a chapter; both run to the end, with tables and plots, asking for nothing outside."""
    lab_page, _ = page
    run_all(lab_page)
    assert count(lab_page, ERRORS) == 0
    assert count(lab_page, "figure.tabel") >= 4
    lab_page.get_by_role("link", name="33-anggaran.ipynb").click()
    lab_page.locator(f"{PANEL} .jp-CodeCell", has_text="tbl-serapan-program").wait_for()
    run_all(lab_page)
    assert count(lab_page, ERRORS) == 0
    assert count(lab_page, "figure.tabel") == 2
    assert count(lab_page, ".kanvas > svg") == 1
    assert lab_page.locator(f"{PANEL} .kanvas > svg").bounding_box()["width"] > 500
    assert lab_page.locator(f"{PANEL} td.n").first.evaluate("n => getComputedStyle(n).textAlign") == "right"
    assert all(re.match(r"(http|ws)://127\.0\.0\.1:|data:|blob:", url) for url in lab_page.asked)
    assert not lab_page.get_by_text("Jupyter news").count()


def again(lab_page: Page, nth: int) -> Any:  # noqa: ANN401 - a Locator
    """Run one cell of the chapter again; gives the cell."""
    cell = lab_page.locator(f"{PANEL} .jp-CodeCell").nth(nth)
    cell.locator(".jp-InputPrompt").click()
    lab_page.keyboard.press("Control+Enter")
    finished(lab_page, f"{PANEL} .jp-CodeCell")
    return cell


@needs_browser
@pytest.mark.slow
@pytest.mark.xdist_group("lab")
def test_one_cell_shows_the_change_the_error_and_the_mended_file(page: tuple[Page, Path]) -> None:
    """Running one cell again shows an edited figure; for a broken one, a short error that names its cell."""
    lab_page, root = page
    path, text, amount = budget_row(root)
    path.write_text(text.replace(amount, "7O", 1), encoding="utf-8")
    told = again(lab_page, 2).locator(ERRORS).inner_text()
    assert f"{BUDGET} baris 2 kolom pagu: terbaca “7O”" in told
    assert "Traceback" not in told
    assert len(told.splitlines()) < 8
    path.write_text(text.replace(amount, "987.654.321", 1), encoding="utf-8")
    cell = again(lab_page, 3)
    assert cell.locator("td.n", has_text="987.654.321").count()
    path.write_text(text, encoding="utf-8")


@needs_browser
@pytest.mark.slow
@pytest.mark.xdist_group("lab")
def test_both_themes_are_readable(page: tuple[Page, Path]) -> None:
    """In the light and in the dark theme every kind of table cell has a contrast of 4.5 or more; plots lie on white."""
    lab_page, _ = page
    again(lab_page, 2)
    for theme in ("JupyterLab Dark", "JupyterLab Light"):
        lab_page.get_by_role("menuitem", name="Settings", exact=True).click()
        lab_page.get_by_text("Theme", exact=True).first.hover()
        lab_page.get_by_text(theme, exact=True).first.click()
        lab_page.wait_for_function("name => document.body.dataset.jpThemeName === name", arg=theme)
        lab_page.wait_for_timeout(500)
        for kind in ("thead th", "td.n", "tr.jumlah td.n data"):
            node = lab_page.locator(f"{PANEL} .gulir {kind}").first
            assert node.evaluate(CONTRAST) >= 4.5, (theme, kind)
        card = lab_page.locator(f"{PANEL} .kanvas").first
        assert card.evaluate("n => getComputedStyle(n).backgroundColor") == "rgb(255, 255, 255)"


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="sends Ctrl-C as POSIX does")
def test_ctrl_c_ends_it(office_copy: Path, tmp_path: Path) -> None:
    """Ctrl-C ends the server at once, without a question, with exit code 0 and no traceback."""
    server, _ = launched(office_copy, tmp_path)
    time.sleep(1)
    server.send_signal(signal.SIGINT)
    try:
        told, _ = server.communicate(timeout=20)
    finally:
        server.kill()
    assert server.returncode == 0
    assert "Traceback" not in told
