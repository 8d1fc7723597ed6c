"""The same tables give the same report: whoever makes it, wherever, whenever, and from whatever kind of file."""

from __future__ import annotations

import base64
import csv
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from io import BytesIO
from pathlib import Path

import pytest
import python_calamine
import xlsxwriter
from docx import Document
from lxml import etree
from lxml import html as lxml_html
from pypdf import PdfReader

from lakip_lib import schema
from lakip_lib.clean import clean
from tests.conftest import EXAMPLE, REPOSITORY, copy_office
from tests.test_excel import values, write

Built = Callable[[int], Path]
FORMATS = "html,pdf,docx"
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
#: Runs the command line with an ordinary process for each kernel, as systems without a safe fork do.
ORDINARY = (
    "import sys; from lakip_lib.warmkernel import _forkserver as f; import lakip_lib.warmkernel as w;"
    "w.available = f.available = lambda: False; from lakip_lib.cli import main; sys.exit(main())"
)
FAKETIME = next(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"), None) if os.name == "posix" else None
excel = pytest.mark.xdist_group("excel")  # these tests share one build
needs_faketime = pytest.mark.skipif(FAKETIME is None, reason="needs Debian's faketime: the clock stays as it is")


def published(root: Path) -> dict[str, str]:
    """The hash of every file that a build makes: outputs, without the logs of kernels, and data/processed."""
    return {
        path.relative_to(root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for folder in ("outputs", "data/processed")
        for path in sorted((root / folder).rglob("*"))
        if path.is_file() and "log" not in path.relative_to(root / folder).parts[:1]
    }


def build(
    root: Path, *options: str, year: int = 2024, ordinary: bool = False, env: Mapping[str, str] | None = None
) -> dict[str, str]:
    """Build in a process of its own and give the hashes of what was published."""
    command = [sys.executable, *(["-c", ORDINARY] if ordinary else ["-m", "lakip_lib.cli"])]
    command += ["build", "--year", str(year), "--to", FORMATS, "--root", str(root), *options]
    about = {**os.environ, **(env or {})}
    done = subprocess.run(command, capture_output=True, timeout=300, check=False, env=about, cwd=root)
    assert done.returncode == 0, done.stderr.decode(errors="replace")
    return published(root)


def differing(one: Mapping[str, str], other: Mapping[str, str]) -> list[str]:
    """The files that are not the same, or in one of them only."""
    assert len(one) > 20, "nothing to compare"
    return sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name))


# -- whoever, wherever, whenever ---------------------------------------------------------------------------------------


def busy_home(home: Path) -> Path:
    """The home of a user who has set up every tool that a build uses in a way of their own."""
    files = {
        ".config/matplotlib/matplotlibrc": "font.size: 20\nlines.linestyle: --\nfigure.autolayout: True\n",
        ".ipython/profile_default/startup/00.py": "print('halo'); import decimal; decimal.getcontext().prec = 4",
        ".ipython/profile_default/ipython_config.py": "get_config().InteractiveShell.ast_node_interactivity = 'all'",
        ".local/share/jupyter/kernels/python3/kernel.json": json.dumps(
            {"argv": ["/bin/false", "{connection_file}"], "display_name": "lain", "language": "python"}
        ),
        ".local/share/pandoc/init.lua": "error('milik pengguna')",
        "mulai.py": "print('halo'); import decimal; decimal.getcontext().prec = 4",
    }
    for name, text in files.items():
        (home / name).parent.mkdir(parents=True, exist_ok=True)
        (home / name).write_text(text, encoding="utf-8")
    return home


def later() -> dict[str, str]:
    """Settings that put the clock of a process and its children seven months ahead, where faketime is installed."""
    return {"LD_PRELOAD": str(FAKETIME), "FAKETIME": "+210d"} if FAKETIME else {}


def other_user(home: Path) -> dict[str, str]:
    """Settings of another user's session: home with set-up tools, name, time zone, an ASCII locale, hash seed."""
    return {
        "HOME": str(busy_home(home)), "USER": "siti", "LOGNAME": "siti", "PYTHONSTARTUP": str(home / "mulai.py"),
        "JUPYTER_PREFER_ENV_PATH": "0", "TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "7",
        "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0",
    }  # fmt: skip


@needs_faketime
def test_the_clock_can_be_set_ahead() -> None:
    """Under the settings of `later`, Python's clock is more than half a year ahead."""
    command = [sys.executable, "-c", "import time; print(time.time())"]
    now, then = (float(subprocess.check_output(command, env={**os.environ, **more})) for more in ({}, later()))
    assert then - now > 200 * 86400


@pytest.mark.slow
def test_elsewhere_another_user_much_later_the_same_bytes(built: Built, tmp_path: Path) -> None:
    """Folder, user, home, settings of tools, time zone, locale, clock, hash seed, jobs, kind of kernel: same bytes."""
    root = copy_office(tmp_path / "jauh di dalam" / "folder é" / "instansi")
    got = build(root, "--jobs", "1", ordinary=True, env={**other_user(tmp_path / "rumah"), **later()})
    assert differing(got, published(built(2024).parent.parent)) == []


SINGLE: dict[str, dict[str, str]] = {
    "zone": {"TZ": "Pacific/Kiritimati"},
    "zone west": {"TZ": "Pacific/Pago_Pago"},
    "ascii": {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    "utf-8": {"LC_ALL": "C.UTF-8", "LANGUAGE": "de"},
    "seed": {"PYTHONHASHSEED": "0"},
    "warnings": {"PYTHONWARNINGS": "always", "PYTHONDEVMODE": "1"},
    "optimised": {"PYTHONOPTIMIZE": "2", "MPLBACKEND": "pdf", "SOURCE_DATE_EPOCH": "1", "OMP_NUM_THREADS": "4"},
    "no home": {"HOME": "/proc/tidak-ada"},
}


@pytest.mark.soak
@pytest.mark.parametrize("ordinary", [False, True], ids=["forked", "ordinary"])
@pytest.mark.parametrize("name", [*SINGLE, "clock", "user", "jobs 1", "jobs 4", "umask"])
def test_each_circumstance_alone(built: Built, tmp_path: Path, name: str, *, ordinary: bool) -> None:
    """Each circumstance by itself, with forked and with ordinary kernels: the same bytes."""
    if name == "clock" and FAKETIME is None:
        pytest.skip("needs Debian's faketime")
    env = {**SINGLE, "clock": later(), "user": other_user(tmp_path / "rumah") if name == "user" else {}}.get(name, {})
    before = os.umask(0o077 if name == "umask" else 0o022)
    try:
        root = copy_office(tmp_path / "a b" / "ç")
        jobs = name.partition("jobs ")[2]
        got = build(root, *(["--jobs", jobs] if jobs else []), ordinary=ordinary, env=env)
    finally:
        os.umask(before)
    assert differing(got, published(built(2024).parent.parent)) == []


@pytest.mark.soak
@pytest.mark.parametrize(("office", "year"), [("", 2022), ("", 2023), ("", 2025), ("contoh", 2023), ("contoh", 2024)])
def test_every_year_and_office(built: Built, built_example: Built, tmp_path: Path, office: str, year: int) -> None:
    """All circumstances changed at once, for every other year and for the made-up office with photos and letterhead."""
    usual = (built_example if office else built)(year).parent.parent
    root = copy_office(tmp_path / "folder é" / "x", EXAMPLE if office else REPOSITORY)
    env = {**other_user(tmp_path / "rumah"), **later()}
    assert differing(build(root, "--jobs", "4", year=year, ordinary=True, env=env), published(usual)) == []


@pytest.mark.soak
def test_again_in_the_same_folder(built_example: Built, tmp_path: Path) -> None:
    """A build that makes all anew over an earlier report leaves the bytes that were there."""
    root = tmp_path / "x"
    shutil.copytree(built_example(2024).parent.parent, root)
    before = published(root)
    assert differing(build(root, "--force"), before) == []


# -- from CSV and from Excel -------------------------------------------------------------------------------------------

TOP, LEFT = 2, 1  # where the tables begin in their sheets: B3


def to_workbook(root: Path, *, numbers: bool = False) -> Path:
    """Move every CSV table of an office into the one workbook of its folder.

    With `numbers`, Excel stores them as numbers; not those that a decision quotes, which is made on the typed text.
    """
    with (root / "data/raw/keputusan.csv").open(encoding="utf-8-sig", newline="") as file:
        quoted = {row["semula"] for row in csv.DictReader(file)}
    for folder in {p.parent for p in (root / "data/raw").rglob("*.csv")}:
        with xlsxwriter.Workbook(str(folder / "tabel.xlsx")) as workbook:
            for path in sorted(folder.glob("*.csv")):
                sheet = workbook.add_worksheet(path.stem)
                with path.open(encoding="utf-8-sig", newline="") as file:
                    rows = list(csv.reader(file))
                write(sheet, rows, TOP, LEFT)
                if numbers:
                    _write_numbers(sheet, path.stem, rows, quoted)
                path.unlink()
    return root


def _write_numbers(sheet: xlsxwriter.worksheet.Worksheet, table: str, rows: list[list[str]], quoted: set[str]) -> None:
    measured = {c.name for c in schema.table(table).columns if c.kind not in {"teks", "kode", "pilihan", "tanggal"}}
    for r, row in enumerate(rows[1:], start=TOP + 1):
        for c, (name, text) in enumerate(zip(rows[0], row, strict=False), start=LEFT):
            if name in measured and text not in quoted and re.fullmatch(r"\d{1,3}(\.\d{3})+|\d+(,\d+)?", text):
                sheet.write_number(r, c, float(text.replace(".", "").replace(",", ".")))


class Moved:
    """Where each cell of the CSV tables stands in the workbooks, by rule: what a report from CSV has to say then.

    Only names of files, rows and columns are touched, and each is replaced by the one that is right; every other
    character, figures above all, has to be the same.
    """

    def __init__(self, raw: Path) -> None:
        self.letters: dict[str, dict[str, str]] = {}
        for path in raw.rglob("*.csv"):
            with path.open(encoding="utf-8-sig", newline="") as file:
                names = next(csv.reader(file))
            place = path.relative_to(raw).as_posix()
            self.letters[place] = {name: "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[i + LEFT] for i, name in enumerate(names)}
        files = "|".join(map(re.escape, sorted(self.letters, key=len, reverse=True)))
        self._many = re.compile(rf"({files})( kolom \w+ baris )([\d–, ]+)(?=\(\d+ sel)")
        self._quoted = re.compile(rf"({files}) kolom (\w+): (baris \d+ “.*?)(?=\n|\Z|; (?:{files}) kolom)", re.DOTALL)
        self._cell = re.compile(rf"({files}), baris (\d+)(?:, kolom (\w+))?")
        self._name = re.compile(files)

    def file(self, place: str) -> str:
        """``2024/anggaran.csv`` is now ``2024/tabel.xlsx!anggaran``."""
        folder, slash, name = place.rpartition("/")
        return f"{folder}{slash}tabel.xlsx!{name.removesuffix('.csv')}"

    def origin(self, text: str) -> str:
        """The origin of a number: few cells by letter and row, with what was typed, or many cells by their rows."""

        def many(found: re.Match[str]) -> str:
            return self.file(found[1]) + found[2] + re.sub(r"\d+", lambda m: str(int(m[0]) + TOP), found[3])

        def quoted(found: re.Match[str]) -> str:
            letter = self.letters[found[1]][found[2]]
            cells = re.sub(r"(?:^|(?<=, ))baris (\d+)(?= “)", lambda m: f"sel {letter}{int(m[1]) + TOP}", found[3])
            return f"{self.file(found[1])} kolom {found[2]}: {cells}"

        return self._quoted.sub(quoted, self._many.sub(many, text))

    def line(self, text: str, *, names: bool = True) -> str:
        """A line of the annexes: an origin, the place of a finding, a row of the log, a table's name (if `names`)."""

        def cell(found: re.Match[str]) -> str:
            place, row, column = found[1], int(found[2]) + TOP, found[3]
            where = f", kolom {column} ({self.letters[place][column]}{row})" if column else ""
            return f"{self.file(place)}, baris {row}{where}"

        if self._cell.fullmatch(text):
            return self._cell.sub(cell, text)
        if self._name.fullmatch(text):
            return self.file(text) if names else text
        return re.sub(r"^(“?baris )(\d+)(?=: [“‘])", lambda m: f"{m[1]}{int(m[2]) + TOP}", self.origin(text))

    def text(self, text: str, *, names: bool = True) -> str:
        """The same of some lines."""
        return "\n".join(self.line(line, names=names) for line in text.split("\n"))

    def key(self, text: str) -> str:
        """What sorts and finds a row of the log of cleaning: ``anggaran.csv#pagu#...``."""
        return self._name.sub(lambda m: self.file(m[0]), text, count=1)


#: Register and decisions name a table as somebody typed it, wherever it lies.
TYPED = ("tbl-register", "tbl-keputusan")
SHEETS_TYPED = ("Tabel L.4", "Tabel L.6")


def page(root: Path) -> lxml_html.HtmlElement:
    """The HTML report of 2024."""
    return lxml_html.fromstring((root / "outputs/2024/lakip-2024.html").read_text(encoding="utf-8"))


def told(document: lxml_html.HtmlElement, moved: Moved | None = None) -> list[tuple[str, ...]]:
    """Every element of a page with attributes and texts, without the workbook; `moved` by rule if from CSV."""
    found = []
    for node in document.iter(etree.Element):
        names = not any(above.get("id") in TYPED for above in node.iterancestors("figure"))
        attributes, texts = dict(node.attrib), [node.text or "", node.tail or ""]
        if node.get("class") == "unduh":
            attributes, texts = {"download": node.get("download")}, []
        elif moved:
            texts = [moved.text(t, names=names) for t in texts]
            attributes = {
                name: moved.origin(v) if name == "data-asal" else moved.key(v) if name == "data-k" and names else v
                for name, v in attributes.items()
            }
        found.append((str(node.tag), *(f"{name}={value}" for name, value in attributes.items()), *texts))
    return found


def workbook(document: lxml_html.HtmlElement) -> dict[str, list[list[object]]]:
    """The sheets of the workbook inside a page, as values."""
    (link,) = document.find_class("unduh")
    data = base64.b64decode(link.get("href").partition(",")[2])
    book = python_calamine.CalamineWorkbook.from_filelike(BytesIO(data))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


@pytest.fixture(scope="module")
def from_excel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The office, its tables moved into workbooks, with its 2024 report."""
    root = to_workbook(copy_office(tmp_path_factory.mktemp("excel") / "x"))
    assert not list((root / "data/raw").rglob("*.csv"))
    build(root)
    return root


@pytest.fixture(scope="module")
def moved() -> Moved:
    """Where the cells of this office's tables stand in the workbooks."""
    return Moved(REPOSITORY / "data/raw")


@pytest.mark.slow
@excel
def test_excel_gives_the_same_page(built: Built, from_excel: Path, moved: Moved) -> None:
    """Every element, attribute and text of the HTML is the same, and every file and cell is named rightly."""
    before, after = told(page(built(2024).parent.parent), moved), told(page(from_excel))
    assert len(before) > 10_000
    assert [pair for pair in zip(before, after, strict=True) if pair[0] != pair[1]] == []
    assert sum("sel C33 “94”" in part for node in after for part in node) == 0, "the column C is now D"
    assert sum("tabel.xlsx!data_dasar kolom nilai: sel D33 “94”" in part for node in after for part in node) > 2


@pytest.mark.slow
@excel
def test_excel_gives_the_same_tables_to_download(built: Built, from_excel: Path, moved: Moved) -> None:
    """Every cell of the workbook inside the page is the same, and every file and cell is named rightly."""
    before, after = workbook(page(built(2024).parent.parent)), workbook(page(from_excel))
    for name, rows in before.items():
        names = name not in SHEETS_TYPED
        assert after[name] == [[moved.text(v, names=names) if isinstance(v, str) else v for v in r] for r in rows], name
    assert list(after) == list(before)


@pytest.mark.slow
@excel
def test_excel_gives_the_same_word_file(built: Built, from_excel: Path, moved: Moved) -> None:
    """Every paragraph of the Word file is the same, and every file and cell is named rightly."""
    before, after = (
        ["".join(t.text or "" for t in p.iter(WORD + "t")) for p in Document(str(file)).element.body.iter(WORD + "p")]
        for file in (built(2024) / "lakip-2024.docx", from_excel / "outputs/2024/lakip-2024.docx")
    )
    assert len(before) > 5_000
    for was, now in zip(before, after, strict=True):
        assert now in {moved.text(was), moved.text(was, names=False)}  # which of the two: the page has shown


@pytest.mark.soak
@excel
def test_excel_gives_the_same_pdf(built: Built, from_excel: Path) -> None:
    """Every page of the PDF before the annex of sources, the first that names files, says the same."""
    before, after = (
        list(before_sources(PdfReader(file)))
        for file in (built(2024) / "lakip-2024.pdf", from_excel / "outputs/2024/lakip-2024.pdf")
    )
    assert len(before) > 40
    assert after == before


def before_sources(pdf: PdfReader) -> Iterator[str]:
    """The text of each page up to the annex of data and decisions, but for the contents: longer names move the rest."""
    for sheet in pdf.pages:
        text = sheet.extract_text()
        if re.search(r"^Lampiran 3\s*$", text, re.MULTILINE):
            return
        if " . . . " not in text:
            yield text
    pytest.fail("there is no annex of sources")


@pytest.mark.slow
@excel
def test_excel_gives_the_same_cleaned_tables(built: Built, from_excel: Path, moved: Moved) -> None:
    """data/processed has the same rows, and each names the sheet and the row it stands in."""
    before, after = (r / "data/processed/2024" for r in (built(2024).parent.parent, from_excel))
    assert sorted(p.name for p in after.iterdir()) == sorted(p.name for p in before.iterdir())
    for path in before.iterdir():
        with path.open(encoding="utf-8", newline="") as one, (after / path.name).open(encoding="utf-8") as other:
            rows, now = list(csv.DictReader(one)), list(csv.DictReader(other))
        assert now == [r | {"berkas": moved.file(r["berkas"]), "baris": str(int(r["baris"]) + TOP)} for r in rows]


@pytest.mark.slow
@excel
def test_excel_gives_the_same_manifest(built: Built, from_excel: Path, moved: Moved) -> None:
    """What the manifest tells of the report, its warnings and its tables is the same; only files have other names."""
    before, after = (
        json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        for folder in (built(2024), from_excel / "outputs/2024")
    )
    for key in before.keys() - {"berkas", "tabel", "sumber", "olahan", "masukan", "bab", "jahitan"}:
        assert after[key] == before[key], key
    assert after["tabel"] == {k: v | {"berkas": moved.file(v["berkas"])} for k, v in before["tabel"].items()}


def test_numbers_stored_as_numbers_are_the_same_numbers(office_copy: Path) -> None:
    """Counts, money and rates that Excel stores as numbers clean to the values of the typed text."""
    before = clean(office_copy, 2024)
    after = clean(to_workbook(office_copy, numbers=True), 2024)
    assert values(after) == values(before)
