"""An office whose data attack its report: all is shown as text, nothing is executed, read or written elsewhere."""

from __future__ import annotations

import base64
import io
import re
import resource
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import docx
import pytest
from lxml import etree
from lxml import html as lxml_html

from lakip_lib import report
from lakip_lib.export import pdf
from lakip_lib.office import Office
from lakip_lib.present import prose
from lakip_lib.problems import DataError
from lakip_lib.sources import Sources
from tests import damage, fuzz, hostile
from tests.conftest import EXAMPLE, copy_office, lakip, needs_chromium
from tests.strategies import indicator, write_office, write_table

if TYPE_CHECKING:
    from playwright.sync_api import Browser

YEAR = 2024


def one_line(text: str) -> str:
    """Without differences of white space, and places where a long word may break, which layouts make."""
    return " ".join(text.replace("\u200b", "").split())


def shown(pieces: Iterable[str], texts: dict[int, str]) -> int:
    """How many hostile texts stand in `pieces`; each that does must stand there whole."""
    found = 0
    for piece in map(one_line, pieces):
        for mark in hostile.MARK.finditer(piece):
            text = one_line(texts[int(mark[1])])
            assert piece[: mark.end()].endswith(text), piece[max(0, mark.end() - len(text)) : mark.end()]
            found += 1
    return found


# --- a whole report ----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def attacked(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[int, str]]:
    """The report of an attacked office, in all formats, and the texts."""
    root = copy_office(tmp_path_factory.mktemp("jahat"), EXAMPLE)
    fuzz.cut(fuzz.without_workbooks(root, YEAR), YEAR)
    codes = {
        t: damage.read_records(next(root.rglob(f"20*/{t}.csv" if t == "program" else f"{t}.csv")).read_bytes())[1][0]
        for t in ("program", "indikator")
    }
    rows = {  # what was cut away with the programs that they name
        "upaya": {"nomor": "1", "indikator": codes["indikator"], "uraian": "x", "jumlah": "3"},
        "crosscutting": {"nomor": "1", "kode": codes["program"], "indikator": "x", "bidang": "x"},
    }
    for table, row in rows.items():
        write_table(root / f"data/raw/{YEAR}/{table}.csv", [row])
    texts, spared = hostile.infest(root, YEAR)
    assert spared == set()
    done = lakip("build", "--year", str(YEAR), "--to", "html,pdf,docx", root=root)
    assert done.returncode == 0, done.stdout + done.stderr
    return root, texts


def output(attacked: tuple[Path, dict[int, str]], kind: str) -> Path:
    """The file of a format."""
    return attacked[0] / f"outputs/{YEAR}/lakip-{YEAR}.{kind}"


@pytest.mark.slow
@pytest.mark.xdist_group("jahat")
class TestReport:
    """The report of the attacked office."""

    def test_html_shows_text(self, attacked: tuple[Path, dict[int, str]]) -> None:
        """No element, link or picture comes of the data, and every text stands there whole."""
        page = lxml_html.document_fromstring(output(attacked, "html").read_text(encoding="utf-8"))
        drawn = {text for svg in page.iter("svg") for text in svg.itertext()}  # drawings may shorten what they show
        cells = [e.text_content() for e in page.xpath("//td|//th|//p|//li|//h3|//figcaption") if not e.xpath(".//svg")]
        assert shown((c for c in cells if c not in drawn), attacked[1]) > len(attacked[1]) / 2
        assert len(page.xpath("//script")) == 2
        assert not page.xpath("//*[@*[starts-with(name(), 'on')]]")
        assert [u for u in page.xpath("//@href|//@src") if not u.startswith(("#", "data:"))] == []

    @needs_chromium
    @pytest.mark.parametrize("width", [390, 1280])
    def test_html_runs_and_asks_nothing(
        self, attacked: tuple[Path, dict[int, str]], browser: Browser, width: int
    ) -> None:
        """In a browser: no script of the data ran, no request, no error, and no long word widens the page."""
        tab = browser.new_page(viewport={"width": width, "height": 900})
        said: list[str] = []
        tab.on("console", lambda message: said.append(message.text))
        tab.on("pageerror", lambda error: said.append(str(error)))
        tab.on("dialog", lambda dialog: said.append(dialog.message))
        tab.on("request", lambda request: said.append(request.url) if request.url.startswith("http") else None)
        tab.goto(output(attacked, "html").as_uri())
        tab.wait_for_timeout(300)
        assert said == []
        assert tab.evaluate("window.jahat") is None
        assert tab.evaluate("document.documentElement.scrollWidth") <= width
        tab.close()

    def test_workbook_holds_text(self, attacked: tuple[Path, dict[int, str]]) -> None:
        """The workbook in the page has no formula and no link out of itself."""
        page = output(attacked, "html").read_text(encoding="utf-8")
        data = re.search(r"data:application/vnd[^;]*;base64,([A-Za-z0-9+/=]+)", page)
        with zipfile.ZipFile(io.BytesIO(base64.b64decode(data[1]))) as book:
            parts = {name: book.read(name) for name in book.namelist() if name.endswith((".xml", ".rels"))}
        assert not any(b"TargetMode" in part for part in parts.values())
        sheets = [etree.fromstring(part) for name, part in parts.items() if "worksheets/sheet" in name]
        assert sheets
        assert not any(list(sheet.iter("{*}f")) for sheet in sheets)
        strings = etree.fromstring(parts["xl/sharedStrings.xml"])
        assert shown(("".join(si.itertext()) for si in strings.iter("{*}si")), attacked[1]) > len(attacked[1]) / 3

    def test_pdf_shows_text(self, attacked: tuple[Path, dict[int, str]]) -> None:
        """What is read from the PDF has the signs of HTML, Markdown, Typst and Jinja as they were typed."""
        done = subprocess.run(["pdftotext", str(output(attacked, "pdf")), "-"], capture_output=True, check=True)
        text = re.sub(r"[\s\u200b\u00ad]", "", done.stdout.decode())
        for sign in (
            "<script>window.jahat=1</script>",
            "**tebal**",
            '#read("/etc/passwd")',
            "{{7*7}}",
            "$x^2$",
            "`kode`",
        ):
            assert text.count(sign) > 20, sign
        assert text.count("⟦") > len(attacked[1]) / 3
        assert "root:x:" not in text
        content = output(attacked, "pdf").read_bytes()
        assert b"/JavaScript" not in content
        assert b"/Launch" not in content
        assert b"/URI" not in content

    def test_word_shows_text(self, attacked: tuple[Path, dict[int, str]]) -> None:
        """Word gets text: no field, link or picture comes of the data."""
        document = docx.Document(str(output(attacked, "docx")))
        body = document.element.body
        paragraphs = ("".join(t.text or "" for t in p.iter("{*}t")) for p in body.iter("{*}p"))
        assert shown(paragraphs, attacked[1]) > len(attacked[1]) / 2
        assert not [t.text for t in body.iter("{*}instrText") if "jahat" in (t.text or "") or "HYPERLINK" in t.text]
        outside = [r.target_ref for r in document.part.rels.values() if r.is_external]
        assert outside == []

    def test_tables_for_analysts_hold_no_formula(self, attacked: tuple[Path, dict[int, str]]) -> None:
        """No text of data/processed begins as a formula does: a spreadsheet program that opens it computes nothing."""
        files = list((attacked[0] / f"data/processed/{YEAR}").glob("*.csv"))
        assert files
        cells = [c for f in files for row in damage.read_records(f.read_bytes()) for c in row]
        assert not [c for c in cells if c[:1] in {"=", "+", "-", "@"} and not re.fullmatch(r"[-+]?[\d.,]*%?", c)]
        assert shown((c.removeprefix("'") for c in cells), attacked[1]) > len(attacked[1]) / 2


# --- templates ---------------------------------------------------------------------------------


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """A small office with one indicator."""
    return write_office(tmp_path / "instansi", [indicator("a")], [("a", 10)], [("v_a", "unit", 8)])


def refused(root: Path, text: str) -> str:
    """What is said about a narrative, which must be refused at its place: the line, or as a whole."""
    path = root / "data/raw/2022/narasi/saran.md"
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"Satu.\n\n{text}\n", encoding="utf-8")
    with pytest.raises(DataError) as caught:
        prose.check(Office(root, 2022))
    (problem,) = caught.value.problems
    assert problem.file == "2022/narasi/saran.md"
    assert problem.row in {0, 1, 3}
    return str(problem)


@pytest.mark.parametrize(
    "text",
    [
        "{{ instansi.__class__ }}", "{{ ''['__class__'] }}", "{{ a.realisasi.inputs }}", "{{ a.realisasi.read }}",
        "{{ anggaran._makers }}", "{{ anggaran.keys() }}", "{{ instansi.upper() }}", "{{ self }}", "{{ terhitung }}",
        "{{ instansi | attr('upper') }}", "{{ indikator | map(attribute='nama') | list }}", "{{ anggaran }}",
        "{{ indikator }}", "{{ range(3) }}", "{{ dict() }}", "{{ lipsum() }}", "{{ cycler }}", "{{ namespace() }}",
        "{% set x = instansi %}", "{% macro m() %}{% endmacro %}", "{% include 'x' %}", "{% import 'x' as y %}",
        "{% extends 'x' %}", "{% from 'x' import y %}", "{% call m() %}{% endcall %}", "{{ 1 + 1 }}", "{{ 2 ** 99 }}",
        "{% for i in indikator recursive %}{{ loop(i) }}{% endfor %}", "{% with %}{% endwith %}", "{{ {'a': 1} }}",
    ],
)  # fmt: skip
def test_templates_get_what_is_offered(office: Path, text: str) -> None:
    """No attribute, function, variable, macro or arithmetic: what is not offered is an error at its line."""
    refused(office, text)


@pytest.mark.parametrize(
    "text",
    [
        "{{ 'a' * 10000000000 }}", "{{ '%9999999999d' % 1 }}", "{{ '{:9999999999}'.format(1) }}", "{{ 9 ** 9 ** 9 }}",
        "{{ instansi | center(10000000000) }}", "{{ 'a' | indent(9999999999) }}", "{{ instansi | daftar | daftar }}",
        "{% for a in range(10000000000) %}{% endfor %}", "{% for a in 'aaaaaaaaaa' %}" * 9 + "{% endfor %}" * 9,
        "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}", "{{ " + "(" * 20000, "{{ " + "not " * 20000 + "1 }}",
        "{% if 1 %}" * 30 + "{% for a in 'a' %}" * 30 + "{% endfor %}" * 30 + "{% endif %}" * 30, "a" * 300_000,
        "{% for a in 'aaaaaaaaaa' %}" * 3 + "b" * 3000 + "{% endfor %}" * 3,
    ],
    ids=lambda text: text[:24],
)  # fmt: skip
def test_templates_do_not_swell_or_last(office: Path, text: str) -> None:
    """Whatever a template asks for, it is refused within seconds and without memory."""
    before, started = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
    refused(office, text)
    assert time.process_time() - started < 10
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 300_000


def test_words_that_take_too_long_are_refused(office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """All narratives of a year share some seconds; the one at work when they are over is named."""

    def forever(*_: object) -> Iterator[str]:
        while True:
            pass

    monkeypatch.setattr(prose, "_LONGEST", 0.1)
    monkeypatch.setattr(prose, "_markdown", forever)
    assert "0.1 detik" in refused(office, "Kalimat.")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("![gambar](/etc/passwd)", "![gambar](/etc/passwd)"),
        ("[tautan](javascript:alert(1))", "tautan (javascript:alert(1))"),
        ("[tautan](../../x)", "tautan (../../x)"),
        ("<b onclick=x>tebal</b>", "&lt;b onclick=x&gt;tebal&lt;/b&gt;"),
        ("[web](https://contoh.invalid/)", '<a href="https://contoh.invalid/">web</a>'),
        ("{{ x }}", "&lt;i&gt; **x** {{ 1 }}"),
    ],
)
def test_markdown_brings_in_nothing(text: str, expected: str) -> None:
    """Pictures, links to files and HTML are text; values never become Markdown, nor the marks around them."""
    found = prose.filled("a.md", text, {"x": "<i> \ue001**x**\ue000 {{ 1 }}"})
    assert found == f'<div class="prosa"><p>{expected}</p></div>'


# --- files -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "place",
    [
        "data/raw/variabel.csv", "data/raw/profil.toml", "data/raw/2022", "data/raw/2022/narasi/saran.md", "data/raw",
        "data/raw/2022/gambar", "data/raw/kop.docx", "data/processed", "outputs", "outputs/2022", "notebooks", "data",
    ],
)  # fmt: skip
def test_links_out_of_the_office_are_refused(office: Path, place: str) -> None:
    """Nothing outside --root is read or written through a link: it is named, and what it leads to stays as it was."""
    path, outside = office / place, office.parent / "luar"
    if path.exists():
        path.rename(outside)
    elif path.suffix:
        outside.write_text("rahasia", encoding="utf-8")
    else:
        outside.mkdir()
        (outside / "rahasia.csv").write_text("rahasia", encoding="utf-8")
    before = {p: p.read_bytes() for p in [outside, *outside.rglob("*")] if p.is_file()}
    path.parent.mkdir(parents=True, exist_ok=True)
    path.symlink_to(outside)
    with pytest.raises(DataError) as caught:
        report.make(office, 2022, ("html",))
    assert place.removeprefix("data/raw/") in {p.file for p in caught.value.problems}
    assert "rahasia" not in str(caught.value).replace("rahasia.csv", "")
    assert {p: p.read_bytes() for p in [outside, *outside.rglob("*")] if p.is_file()} == before


def test_pictures_are_names_in_their_folder(office: Path) -> None:
    """A path in gambar.csv leads nowhere: only names of files in the folder gambar count."""
    (office / "data/raw/2022/gambar").mkdir()
    (office / "luar.png").write_bytes(b"x")
    text = "nomor,berkas,judul,alt\n1,../../../../luar.png,a,b\n2,/etc/passwd,a,b\n"
    (office / "data/raw/2022/gambar.csv").write_text(text, encoding="utf-8")
    with pytest.raises(DataError) as caught:
        _ = Office(office, 2022).pictures
    assert [(p.row, p.column) for p in caught.value.problems] == [(2, "berkas"), (3, "berkas")]


def test_a_picture_behind_a_broken_link_is_a_problem(office: Path) -> None:
    """A link that leads to nothing is told at its row, as a damaged picture is."""
    (office / "data/raw/2022/gambar").mkdir()
    (office / "data/raw/2022/gambar/a.png").symlink_to("tidak-ada.png")
    (office / "data/raw/2022/gambar.csv").write_text("nomor,berkas,judul,alt\n1,a.png,a,b\n", encoding="utf-8")
    with pytest.raises(DataError, match=r"gambar\.csv baris 2 kolom berkas: .* yang utuh"):
        _ = Office(office, 2022).pictures


def _zipped(parts: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return made.getvalue()


_LAUGHS = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha">' + b"".join(
    b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 10 if n > 1 else b"&a;" * 10) for n in range(1, 12)
)
_BOMBS = {
    "zip": _zipped({"xl/workbook.xml": b" " * 300_000_000}),
    "many": _zipped({f"xl/{n}.xml": b"" for n in range(6000)}),
    "entities": _zipped({"xl/workbook.xml": _LAUGHS + b"]><workbook>&a11;</workbook>"}),
    "outside": _zipped(
        {"xl/workbook.xml": b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><workbook>&a;</workbook>'}
    ),
}


@pytest.mark.parametrize("kind", _BOMBS)
@pytest.mark.parametrize("name", ["2022/sarana.xlsx", "kop.docx"])
def test_bombs_are_refused_unopened(office: Path, kind: str, name: str) -> None:
    """A zip or XML that swells, as a table or as a letterhead, is refused by name soon and in little memory."""
    from lakip_lib.export import docx as word

    before, started = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
    if name.endswith(".xlsx"):
        (office / "data/raw" / name).write_bytes(_BOMBS[kind])
        sources = Sources(office, 2022)
        _ = sources._sheets
        assert [p.file for p in sources.problems] == [name]
    else:
        with pytest.raises(ValueError, match="kop"):
            word.letterhead.read(_BOMBS[kind].replace(b"xl/workbook.xml", b"word/styles.xml"))
    assert time.process_time() - started < 5
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 150_000


# --- programs ----------------------------------------------------------------------------------


def test_pandoc_runs_in_its_sandbox(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pandoc is told to read and write nothing but its input and output."""
    commands: list[list[str]] = []
    run = subprocess.run

    def watched(command: list[str], **options: object) -> subprocess.CompletedProcess:
        commands.append(command)
        return run(command, **options)

    monkeypatch.setattr(pdf.subprocess, "run", watched)
    made = pdf._pandoc('<p>#read("/etc/passwd") <span>$x$</span></p>')
    assert commands
    assert all("--sandbox" in command for command in commands)
    assert "\\#read" in made
    assert "\\$x\\$" in made


@pytest.mark.skipif(sys.platform != "linux", reason="network namespaces are Linux's")
@pytest.mark.soak
def test_a_report_needs_no_network(tmp_path: Path) -> None:
    """Where there is no network at all, the report is the same."""
    if subprocess.run(["unshare", "-rn", "true"], check=False, capture_output=True).returncode:
        pytest.skip("this machine makes no network namespaces")
    for name, before in (("dengan", []), ("tanpa", ["unshare", "-rn"])):
        office = write_office(tmp_path / name, [indicator("a")], [("a", 10)], [("v_a", "unit", 8)])
        command = [*before, sys.executable, "-m", "lakip_lib.cli", "build", "--year", "2022", "--root", str(office)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
    for kind in ("html", "pdf"):
        files = (tmp_path / name / f"outputs/2022/lakip-2022.{kind}" for name in ("dengan", "tanpa"))
        assert len({file.read_bytes() for file in files}) == 1
