"""Only what changed: the reason for every re-run in words, results of a full build, nothing touched without need."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest
import xlsxwriter

from lakip_lib import recording, report, reuse
from tests.conftest import lakip
from tests.strategies import indicator, write_office, write_table

YEAR = 2022
KERNEL = {"name": "python3", "display_name": "Python 3", "language": "python"}
START = (
    "from lakip_lib.office import Office",
    "from lakip_lib.present import show",
    "office = Office(root, fiscal_year)",
)
SHOW = 'show.markup(f"<div class=\\"prosa\\"><p>{TEXT}</p></div>")'
ASSETS = "text = [str(r['jumlah']) for r in office.data.tables.get('sarana', ())]"
#: What each chapter asks for.
CHAPTERS = {
    "10-satu.ipynb": (ASSETS, "place = office.setting('penandatangan', 'tempat', '')"),
    "20-dua.ipynb": (
        "text = [office.narrative('saran'), office.narrative('penutup'), office.data.tables.get('penghargaan')]",
        "import sys; sys.path.insert(0, 'notebooks'); import bantu",
        "text = (text, bantu.WORD, open('catatan.txt').read(), office.earlier(2021))",
    ),
}


def chapter(path: Path, *cells: str) -> None:
    """A chapter with these cells, numbered like its file."""
    number = int(path.name[0])
    made = nbformat.v4.new_notebook(metadata={"kernelspec": KERNEL, "lakip": {"bagian": "bab", "bab": number}})
    made.cells = [
        nbformat.v4.new_code_cell('fiscal_year = 0\nroot = ""', metadata={"tags": ["parameters"]}, id="p"),
        nbformat.v4.new_markdown_cell(f"# Bab {number}", id="j"),
        *(nbformat.v4.new_code_cell(c, id=f"c{n}") for n, c in enumerate(("\n".join(START), *cells))),
        nbformat.v4.new_code_cell(SHOW.replace("TEXT", "len(str(text))"), id="t"),
    ]
    nbformat.write(made, path)


def make_office(root: Path) -> Path:
    """A tiny office with two chapters of its own."""
    write_office(root, [indicator("a")], [("a", 10)], [("v_a", "unit", 9)])
    raw = root / "data" / "raw"
    write_table(raw / "2022" / "sarana.csv", [{"nomor": 1, "nama": "Meja", "jumlah": 4, "baik": 4}])
    (raw / "2022" / "narasi").mkdir()
    (raw / "2022" / "narasi" / "saran.md").write_text("Saran.", encoding="utf-8")
    (root / "catatan.txt").write_text("catatan", encoding="utf-8")
    (root / "notebooks").mkdir()
    (root / "notebooks" / "bantu.py").write_text("WORD = 'a'\n", encoding="utf-8")
    for name, cells in CHAPTERS.items():
        chapter(root / "notebooks" / name, *cells)
    return root


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tiny office, built once."""
    root = make_office(tmp_path_factory.mktemp("kantor") / "asli")
    report.make(root, YEAR, ["html"])
    return root


@pytest.fixture
def root(original: Path, tmp_path: Path) -> Path:
    """A copy of the built office, in another folder, with other time stamps."""
    return Path(shutil.copytree(original, tmp_path / "salinan", copy_function=shutil.copyfile))


def plan(root: Path, *formats: str, **options: bool) -> dict[str, list[str]]:
    """The reasons for each chapter and file."""
    found = report.plan(root, YEAR, formats or ("html",), **options)
    return {**found.chapters, **found.files}


def edit(file: str, old: str = "", new: str = "") -> Callable[[Path], None]:
    """Replace text in a file of the office, or write one."""

    def change(root: Path) -> None:
        path = root / file
        text = path.read_text(encoding="utf-8") if path.exists() else ""
        assert old in text
        path.write_text(text.replace(old, new, 1) if old else new, encoding="utf-8")

    return change


def remove(file: str) -> Callable[[Path], None]:
    """Remove a file of the office."""
    return lambda root: (root / file).unlink()


def rename(file: str, name: str) -> Callable[[Path], None]:
    """Rename a file of the office."""
    return lambda root: (root / file).replace(root / name)


DECISION = (
    "nomor,jenis,tahun,berkas,kunci,kolom,semula,nilai,ditolak,alasan,diputuskan_oleh,tanggal\n"
    "1,koreksi,2022,2022/sarana.csv,nomor=1,jumlah,4,5,,salah ketik,Kepala,2023-01-02\n"
)


def decide_in_workbook(root: Path) -> None:
    """The same decision, in a workbook."""
    with xlsxwriter.Workbook(str(root / RAW / "keputusan.xlsx")) as workbook:
        sheet = workbook.add_worksheet("keputusan")
        for row, line in enumerate(DECISION.splitlines()):
            sheet.write_row(row, 0, line.split(","))


ONE, TWO, WHOLE, PAGE = "10-satu.ipynb", "20-dua.ipynb", "lakip-2022.ipynb", "lakip-2022.html"
RAW = "data/raw/"
CAUSES: dict[str, tuple[Callable[[Path], None], dict[str, str]]] = {
    "a table": (edit(f"{RAW}2022/sarana.csv", "4,4", "5,5"), {ONE: "2022/sarana.csv berubah"}),
    "a table renamed": (
        rename(f"{RAW}2022/sarana.csv", f"{RAW}2022/sarana2.csv"), {ONE: "2022/sarana.csv tidak ada lagi"},
    ),
    "a table that was not there": (
        lambda root: write_table(
            root / RAW / "2022" / "penghargaan.csv",
            [{"nomor": 1, "nama": "Piala", "pemberi": "Wali Kota"}],
        ),
        {TWO: "2022/penghargaan.csv baru ada"},
    ),
    "a decision": (
        edit(f"{RAW}keputusan.csv", "", DECISION),
        {ONE: "2022/sarana.csv dibaca lain karena keputusan.csv berubah"},
    ),
    "a decision in a workbook": (
        decide_in_workbook,
        {ONE: "2022/sarana.csv dibaca lain karena keputusan.xlsx berubah"},
    ),
    "a section of the profile": (
        edit(f"{RAW}profil.toml", "[skala_akip]", '[penandatangan]\ntempat = "Contoh"\n[skala_akip]'),
        {ONE: "profil.toml [penandatangan] baru ada"},
    ),
    "a narrative": (edit(f"{RAW}2022/narasi/saran.md", "Saran", "Usul"), {TWO: "2022/narasi/saran.md berubah"}),
    "a narrative that was not there": (
        edit(f"{RAW}2022/narasi/penutup.md", "", "Tutup."), {TWO: "2022/narasi/penutup.md baru ada"},
    ),
    "an earlier year that was not there": (
        edit(f"{RAW}2021/tahun.toml", "", "tahun = 2021\n"), {TWO: "daftar tabel berubah"},
    ),
    "a module of the chapter's own": (edit("notebooks/bantu.py", "'a'", "'bb'"), {TWO: "notebooks/bantu.py berubah"}),
    "a file that a chapter opens": (edit("catatan.txt", "catatan", "lain"), {TWO: "catatan.txt berubah"}),
    "a cell": (edit(f"notebooks/{ONE}", "len(str(text))", "len(text)"), {ONE: "kode bab 1 berubah"}),
    "a damaged chapter": (edit(f"outputs/2022/{ONE}", "nbformat", "nb"), {ONE: "hasil sebelumnya rusak"}),
    "a missing chapter": (remove(f"outputs/2022/{TWO}"), {TWO: "hasil sebelumnya tidak ada"}),
    "a damaged report": (edit(f"outputs/2022/{PAGE}", "</html>"), {PAGE: "hasil sebelumnya rusak"}),
    "a missing report": (remove(f"outputs/2022/{PAGE}"), {PAGE: "hasil sebelumnya tidak ada"}),
    "a table that no chapter reads": (edit(f"{RAW}data_dasar.csv", "2022,9", "2022,8"), {}),
    "a time stamp": (lambda root: os.utime(root / RAW / "2022" / "sarana.csv", (1, 1)), {}),
    "an output saved in JupyterLab": (edit(f"notebooks/{ONE}", '"execution_count": null', '"execution_count": 7'), {}),
}  # fmt: skip


@pytest.mark.parametrize("cause", CAUSES)
def test_each_cause_is_told_where_it_matters(root: Path, cause: str) -> None:
    """What changed is the reason of the chapters and files that depend on it, in words; the others stay as they are."""
    change, expected = CAUSES[cause]
    if cause == "an earlier year that was not there":
        (root / RAW / "2021").mkdir()
    change(root)
    found = plan(root)
    told = {name: why for name, why in found.items() if why}
    follows = {} if all(name.startswith("lakip-") for name in expected) else {WHOLE: 1, PAGE: 1}
    assert told.keys() == expected.keys() | follows.keys()
    assert {name: told[name] for name in expected} == {name: [why] for name, why in expected.items()}


def test_without_a_change_nothing_is_to_be_done(root: Path) -> None:
    """In another folder, with other time stamps, everything stays."""
    assert plan(root) == {name: [] for name in (ONE, TWO, WHOLE, PAGE)}


def test_code_and_versions_are_causes(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A part of the library or a package is named; one that only makes reports runs no chapter."""
    code, versions = reuse.code(), reuse.versions()
    monkeypatch.setattr(reuse, "code", lambda: code | {"lakip_lib.measures": "x"})
    assert plan(root)[ONE] == ["kode lakip_lib.measures berubah"]
    monkeypatch.setattr(reuse, "code", lambda: code | {"lakip_lib.export": "x"})
    why = ["kode lakip_lib.export berubah"]
    assert plan(root) == {ONE: [], TWO: [], WHOLE: why, PAGE: why}
    monkeypatch.setattr(reuse, "code", lambda: code)
    monkeypatch.setattr(reuse, "versions", lambda: versions | {"pandas": "9.9"})
    assert plan(root)[TWO] == [f"pandas {versions['pandas']} -> 9.9"]


def test_what_matters_is_hashed_and_found() -> None:
    """Every part of the library that a report depends on has a hash, every package that matters a version."""
    assert {"lakip_lib.clean", "lakip_lib.present", "lakip_lib.templates", "lakip_lib.export"} <= reuse.code().keys()
    from importlib.metadata import version

    found = reuse.versions()
    for name in ("pandas", "ipython", "pypandoc-binary", "font-source-sans-pro"):
        assert found[name] == version(name)


def test_what_is_no_longer_asked_for_is_told_in_the_order_of_before(tmp_path: Path) -> None:
    """The plan of equal reports is the same text each time: no order of a set shows in it."""
    names = [f"lakip-2022.{kind}" for kind in ("pdf", "docx", "html", "odt", "txt", "epub")]
    told = {key: {} for key in ("parameter", "versi", "kode", "dokumen", "sumber", "masukan")}
    files = [{"nama": name, "sha256": "x"} for name in names]
    before = reuse.Manifest(tmp_path, told | {"bab": [], "berkas": files, "jahitan": {"nama": WHOLE, "sha256": "x"}})
    now = reuse.Now({}, {}, {}, {}, "lakip-2022", ())
    plan = reuse.make_plan(now, before, read=str, told=lambda *_: "", info=dict)
    assert list(plan.files) == [WHOLE, *names]


def test_what_was_never_made_is_made(root: Path) -> None:
    """Another format, a new chapter, a chapter fewer, --force, no manifest or a damaged one: each has its words."""
    assert plan(root, "html", "docx")["lakip-2022.docx"] == ["belum pernah dibuat"]
    assert plan(root, "docx")[PAGE] == ["tidak diminta lagi"]
    assert plan(root, force=True)[ONE] == ["diminta (--force)"]
    chapter(root / "notebooks" / "30-tiga.ipynb", "text = 1")
    assert plan(root)["30-tiga.ipynb"] == ["belum pernah dibuat"]
    (root / "notebooks" / "30-tiga.ipynb").unlink()
    (root / "notebooks" / TWO).unlink()
    assert plan(root)[PAGE] == ["susunan bab berubah"]
    manifest = root / "outputs" / "2022" / "manifest.json"
    for damage in ("{}", "[", json.dumps({**json.loads(manifest.read_text(encoding="utf-8")), "bab": [{"nama": "x"}]})):
        manifest.write_text(damage, encoding="utf-8")
        assert plan(root)[ONE] == ["belum pernah dibuat"]


def state(folder: Path) -> dict[str, tuple[int, int]]:
    """Every file below a folder, with its time of change and number."""
    return {str(p): (p.stat().st_mtime_ns, p.stat().st_ino) for p in folder.rglob("*") if p.is_file()}


def test_a_plan_writes_nothing(root: Path) -> None:
    """--plan prints a line for each chapter and file, and leaves every file alone."""
    edit(f"{RAW}2022/sarana.csv", "4,4", "5,5")(root)
    before = state(root)
    result = lakip("build", "--year", "2022", "--to", "html", "--plan", root=root)
    assert result.returncode == 0, result.stderr
    assert f"{ONE:<32} 2022/sarana.csv berubah" in result.stdout
    assert f"{TWO:<32} tetap" in result.stdout
    assert state(root) == before


def test_what_is_used_again_gives_what_a_full_build_gives(root: Path) -> None:
    """After a change, the build that runs one chapter gives byte for byte what --force gives, and runs no other."""
    edit(f"{RAW}2022/sarana.csv", "4,4", "15,15")(root)
    ran: list[str] = []
    made = report.make(root, YEAR, ["html"], done=lambda c: ran.append(c.file))
    assert ran == [ONE]
    assert made.counts == {s: sum(f.severity == s for f in made.findings) for s in made.counts}
    found = reuse.tree(root / "outputs"), reuse.tree(root / "data" / "processed")
    report.make(root, YEAR, ["html"], force=True)
    assert (reuse.tree(root / "outputs"), reuse.tree(root / "data" / "processed")) == found
    assert report.plan(root, YEAR, ["html"]).nothing


def test_a_result_that_stays_the_same_makes_no_report_again(root: Path) -> None:
    """Where a chapter runs again and shows the same, the reports are used as they are."""
    edit(f"{RAW}2022/sarana.csv", "4,4", "6,6")(root)
    made = report.make(root, YEAR, ["html"])
    assert made.built.plan.stale == [ONE]
    assert "html" not in made.built.steps


@pytest.mark.parametrize("damaged", ["data/processed/2022/sarana.csv", "outputs/index.html"])
def test_what_is_damaged_beside_the_report_is_made_again(root: Path, damaged: str) -> None:
    """A processed table or a list of years that is gone is written again without running chapters."""
    good = (root / damaged).read_bytes()
    (root / damaged).unlink()
    made = report.make(root, YEAR, ["html"])
    assert not made.built.plan.stale
    assert (root / damaged).read_bytes() == good


HEAVY = ("papermill", "nbformat", "nbconvert", "lxml", "pandas", "numpy", "matplotlib", "jinja2", "zmq", "socket")


def test_without_a_change_nothing_heavy_is_imported(root: Path) -> None:
    """The build says that all stays, keeps every file, and imports nothing that takes long; warnings are still told."""
    before = state(root)
    code = "import sys; from lakip_lib.cli import main; main(sys.argv[1:]); "
    code += f"print(sorted(set({HEAVY}) & set(sys.modules)))"
    command = [sys.executable, "-c", code, "build", "--year", "2022", "--to", "html", "--root", str(root)]
    result = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    assert result.stdout.count(" tetap") == len(CHAPTERS)
    assert "peringatan data" in result.stdout
    assert "Data belum tersedia: 2022/program.csv" in result.stdout
    assert result.stdout.rstrip().endswith("[]")
    assert state(root) == before
    assert lakip("build", "--year", "2022", "--to", "html", "--strict", root=root).returncode == 1


def test_the_manifest_tells_what_the_report_is_made_of(original: Path) -> None:
    """Rows, sources, what each chapter read, and hashes; no path of this machine."""
    text = (original / "outputs" / "2022" / "manifest.json").read_text(encoding="utf-8")
    told = json.loads(text)
    assert str(original) not in text
    assert told["tabel"]["sarana"] == {"berkas": "2022/sarana.csv", "baris": 1}
    assert told["sumber"]["2022/sarana.csv"] == reuse.file_digest(original / RAW / "2022" / "sarana.csv")
    read = {c["nama"]: set(c["membaca"]) for c in told["bab"]}
    assert {"2022:tabel:sarana", "2022:profil:penandatangan"} <= read[ONE]
    assert "2022:tabel:sarana" not in read[TWO]
    assert {"berkas:catatan.txt", "berkas:notebooks/bantu.py", "berkas:data/raw/2022/narasi/penutup.md"} <= read[TWO]
    assert not [part for parts in read.values() for part in parts if part.startswith("berkas:..")]


# -- recording, without a kernel -----------------------------------------------------------------------------------


@pytest.fixture
def notes(tmp_path: Path) -> Callable[[str], list[str]]:
    """What a Python program in an office's folder is noted to read."""
    folder = tmp_path / "kantor"
    (folder / "isi").mkdir(parents=True)
    (folder / "isi" / "a.csv").write_text("x\n", encoding="utf-8")

    def run(program: str) -> list[str]:
        file = tmp_path / "catatan" / "notes.txt"
        file.parent.mkdir(exist_ok=True)
        start = "from lakip_lib import recording; recording.load_ipython_extension(None)\n"
        subprocess.run(
            [sys.executable, "-c", start + program], cwd=folder, check=True, timeout=60,
            env={**os.environ, recording.NOTES: str(file)},
        )  # fmt: skip
        return file.read_text(encoding="utf-8").splitlines()

    return run


def test_files_are_noted_however_they_are_opened(notes: Callable[[str], list[str]]) -> None:
    """open, pathlib, pandas and listings are seen, a file that is not there too; what is only written is not."""
    program = """
import contextlib, os, pathlib, pandas
open("isi/a.csv").close()
pandas.read_csv("isi/a.csv")
with contextlib.suppress(OSError): pathlib.Path("isi/b.csv").read_text()
os.listdir("isi")
pathlib.Path("isi/c.csv").write_text("y")
with recording.unnoted(): open("isi/c.csv").close()
"""
    assert notes(program) == ["berkas:isi/a.csv", "berkas:isi/b.csv", "folder:isi"]


@pytest.mark.parametrize(("folder", "noted"), [("lain/site-packages", []), ("lain", ["berkas:lain/bantuan.py"])])
def test_installed_packages_are_no_input(
    notes: Callable[[str], list[str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, folder: str, noted: list[str]
) -> None:
    """A package is told by its version wherever it is installed; a module of the office's own is read."""
    place = tmp_path / "kantor" / folder
    place.mkdir(parents=True)
    (place / "bantuan.py").write_text("", encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", f"{place}{os.pathsep}{os.environ.get('PYTHONPATH', '')}")
    assert notes("import bantuan") == noted


def test_the_network_is_noted(notes: Callable[[str], list[str]]) -> None:
    """A chapter that reaches beyond this machine is never taken for unchanged; one that talks to itself is."""
    local = "import socket\ntry: socket.create_connection(('127.0.0.1', 9), 0.01)\nexcept OSError: pass\n"
    assert notes(local) == []
    assert notes(local.replace("127.0.0.1", "192.0.2.1")) == ["jaringan:"]
    inputs = report.Inputs(Path("/nowhere"), YEAR, None, {})
    part = recording.NETWORK
    assert inputs.record([part])["masukan"][part] != inputs.read(part)
    assert inputs.told(part, "", inputs.read(part)) == "membaca dari jaringan"
