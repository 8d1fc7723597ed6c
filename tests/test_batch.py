"""Many offices and years in one run: nothing is lost, nothing differs from single builds, and the pages tell all."""

from __future__ import annotations

import csv
import json
import os
import shutil
import signal
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from urllib.parse import unquote_to_bytes

import nbformat
import pytest
from lxml import html as lxml_html

from benchmarks import made_up
from lakip_lib import batch, warmkernel
from lakip_lib.batch import Outcome, Settings, State, _journal, _store
from lakip_lib.export import region as region_page
from lakip_lib.office import Office
from lakip_lib.review.finding import counts
from lakip_lib.review.tables import check
from tests.conftest import REPOSITORY, lakip, sources_stay

YEARS = (2023, 2024)
BROKEN = ("dinas-003", 2024)
TABLE = """\
from lakip_lib.office import Office
from lakip_lib.present import show, tables
office = Office(root, fiscal_year)
show.table(tables.against_target(office.indicators[0]), "tbl-satu", "Satu")
"""
#: Kills the process that makes the report: the parent of the process that this kernel was forked from.
KILLER = """\
from pathlib import Path
import os, signal
flag = Path("sudah-mati")
if fiscal_year == 2024 and not (ONCE and flag.exists()):
    flag.touch()
    maker = int(Path(f"/proc/{os.getppid()}/stat").read_text().rpartition(")")[2].split()[1])
    os.kill(maker, signal.SIGKILL)
"""
needs_fork = pytest.mark.skipif(not warmkernel.available(), reason="the processes of kernels are known on Linux only")


@pytest.fixture(autouse=True)
def main_module(monkeypatch: pytest.MonkeyPatch) -> None:
    """The main module of a worker of pytest-xdist lacks what multiprocessing asks every main module for."""
    monkeypatch.setattr(sys.modules["__main__"], "__spec__", None, raising=False)


def chapter(root: Path, name: str, number: int, *cells: str) -> None:
    """A short chapter of the office's own."""
    first = nbformat.v4.new_code_cell('fiscal_year = 2024\nroot = ""', id="p", metadata={"tags": ["parameters"]})
    code = [nbformat.v4.new_code_cell(c, id=f"c{n}") for n, c in enumerate(cells)]
    title = nbformat.v4.new_markdown_cell(f"# Bab {number}", id="j")
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    about = {"kernelspec": kernel, "lakip": {"bagian": "bab", "bab": number}}
    (root / "notebooks").mkdir(exist_ok=True)
    made = nbformat.v4.new_notebook(cells=[title, first, *code], metadata=about)
    nbformat.write(made, root / "notebooks" / name)


def offices(folder: Path, count: int = 3) -> Path:
    """Small made-up offices, each with two short chapters of its own."""
    for root in made_up.write(folder, count, YEARS):
        chapter(root, "10-tabel.ipynb", 1, TABLE)
        chapter(root, "20-akhir.ipynb", 2, "1 + 1")
    return folder


def spoil(folder: Path) -> None:
    """A typing error in one office and year."""
    path = folder / BROKEN[0] / "data" / "raw" / str(BROKEN[1]) / "anggaran.csv"
    path.write_text(path.read_text("utf-8").replace(",Rp", ",Rp uang ", 1), "utf-8")


def published(folder: Path) -> dict[str, bytes]:
    """Every published file by its path."""
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.glob("*/outputs/**/*")) if p.is_file()}


def left_over(folder: Path) -> list[Path]:
    """Half-made folders."""
    return list(folder.glob("*/outputs/.*"))


def here(folder: Path, out: Path, workers: int = 2, settings: Settings | None = None, **options: object) -> batch.Run:
    """A run in processes of this machine."""
    settings = settings or Settings()
    jobs, _ = batch.plan([folder])
    with sources_stay(folder):
        return batch.run(jobs, settings, out, lambda rest: batch.here(rest, settings, workers), **options)


@pytest.fixture(scope="module")
def region(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, subprocess.CompletedProcess[str]]:
    """Three offices with two years, one of the six reports impossible; and what the command said."""
    base = tmp_path_factory.mktemp("wilayah")
    spoil(offices(base / "kantor"))
    command = ["batch", "kantor", "--years", "2022-2024", "--to", "html", "--jobs", "2", "--out", "hasil"]
    with sources_stay(base / "kantor"):
        return base, lakip(*command, cwd=base, env=os.environ | {"PYTHONPATH": str(REPOSITORY)})


# -- plan --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("years", "wanted"),
    [("", [2023, 2024]), ("2024", [2024]), ("2023-2024", [2023, 2024]), ("2024, 2023", [2023, 2024]),
     ("2020–2023", [2023])],
)  # fmt: skip
def test_years_are_chosen(tmp_path: Path, years: str, wanted: list[int]) -> None:
    """A year, a range, a list; without any, every year that is no plan; years that do not exist are told."""
    root = made_up.write(tmp_path, 1, YEARS)[0]
    plan_year = root / "data" / "raw" / "2025" / "tahun.toml"
    plan_year.parent.mkdir()
    plan_year.write_text('keadaan = "rencana"\n', "utf-8")
    jobs, skipped = batch.plan([tmp_path], years)
    assert [job.year for job in jobs] == wanted
    assert [s.year for s in skipped] == ([2020, 2021, 2022] if "2020" in years else [])
    assert all(s.known == (2023, 2024, 2025) for s in skipped)


@pytest.mark.parametrize("years", ["2024-2021", "dua", "20244", "2024-", "1-2"])
def test_wrong_years_are_told(tmp_path: Path, years: str) -> None:
    """What is no year or range is refused with the words that were typed."""
    made_up.write(tmp_path, 1, YEARS)
    with pytest.raises(batch.PlanError, match=years):
        batch.plan([tmp_path], years)


def test_offices_are_found_once_and_named_apart(tmp_path: Path) -> None:
    """An office's folder and the folder it lies in give it once; folders of the same name get a number."""
    for part in ("utara", "selatan"):
        made_up.write(tmp_path / part, 1, [2024])
    jobs, _ = batch.plan([tmp_path / "utara", tmp_path / "utara" / "dinas-001", tmp_path / "selatan"])
    assert [(job.root.parent.name, job.name) for job in jobs] == [("utara", "dinas-001"), ("selatan", "dinas-001-2")]


def test_a_folder_without_offices_is_told(tmp_path: Path) -> None:
    """Neither an office nor a folder of offices: usage error that names the folder."""
    result = lakip("batch", str(tmp_path), "--out", str(tmp_path / "hasil"))
    assert (result.returncode, result.stdout) == (2, "")
    assert str(tmp_path) in result.stderr
    assert "profil.toml" in result.stderr


# -- one run -----------------------------------------------------------------------------------------------------------


def test_one_failing_office_does_not_stop_the_others(region: tuple[Path, subprocess.CompletedProcess[str]]) -> None:
    """Five reports are made; the sixth is told when it fails and in the recap, with file and row; exit code 1."""
    base, result = region
    assert result.returncode == 1, result.stderr
    made = {f"{p.parts[-4]}/{p.parent.name}" for p in base.glob("kantor/*/outputs/*/lakip-*.html")}
    assert made == {f"dinas-00{n}/{y}" for n in (1, 2, 3) for y in YEARS} - {"/".join(map(str, BROKEN))}
    assert result.stdout.count("2024/anggaran.csv baris 2 kolom pagu") == 2
    assert "6 laporan: 5 selesai, 1 galat data" in result.stdout
    assert "dinas-001 2022: dilewati" in result.stdout
    assert "sisa ±" in result.stdout


def test_the_index_shows_every_report(region: tuple[Path, subprocess.CompletedProcess[str]]) -> None:
    """Every report stands in the table with its state; links of those made lead to files; the failure says why."""
    out = region[0] / "hasil"
    tree = lxml_html.fromstring((out / "index.html").read_text("utf-8"))
    links = tree.xpath("//table//a/@href")
    assert len(links) == 5
    assert all((out / link).is_file() for link in links)
    assert [p.text for p in tree.xpath("//td/p[1]")].count("selesai") == 5
    assert "anggaran.csv baris 2" in tree.xpath("//ul[@class='gagal']")[0].text_content()
    assert not tree.xpath("//script/@src|//link|//iframe|//img")
    assert tree.get("lang") == "id"


def test_the_summary_repeats_the_offices(region: tuple[Path, subprocess.CompletedProcess[str]]) -> None:
    """Targets, realisations, achievements, absorption and findings in page and CSV are those that `Office` gives."""
    base, _ = region
    with (base / "hasil" / "ringkasan-indikator.csv").open(encoding="utf-8") as file:
        rows = {(r["folder"], r["tahun"], r["kode"]): r for r in csv.DictReader(file)}
    with (base / "hasil" / "ringkasan-instansi.csv").open(encoding="utf-8") as file:
        totals = {(r["folder"], r["tahun"]): r for r in csv.DictReader(file)}
    assert len(totals) == 5
    for (name, year), told in totals.items():
        office = Office(base / "kantor" / name, int(year))
        page = (base / "hasil" / f"ringkasan-{year}.html").read_text("utf-8")
        for indicator in office.indicators:
            row = rows.pop((name, year, indicator.code))
            numbers = (indicator.target(), indicator.realised(), indicator.achievement())
            for column, number in zip(("target", "realisasi", "capaian"), numbers, strict=True):
                assert Decimal(row[column]) == number.value
                assert f">{number.shown()}<" in page
            assert row["kelas_capaian"] == indicator.achieved_class()
        assert Decimal(told["serapan"]) == office.absorption().value
        assert Decimal(told["pagu"]) == office.budget().value
        assert Decimal(told["rata_rata_capaian"]) == office.mean_achievement().value
        assert {k: int(told[f"temuan_{k}"]) for k in ("galat", "peringatan", "catatan")} == counts(check(office))
    assert not rows


def test_the_workbook_holds_numbers(region: tuple[Path, subprocess.CompletedProcess[str]]) -> None:
    """The sheets of ringkasan.xlsx have the rows of the CSV files, numbers as numbers."""
    import python_calamine

    out = region[0] / "hasil"
    book = python_calamine.CalamineWorkbook.from_filelike(BytesIO((out / "ringkasan.xlsx").read_bytes()))
    for name in ("instansi", "indikator"):
        rows = book.get_sheet_by_name(name).to_python()
        with (out / f"ringkasan-{name}.csv").open(encoding="utf-8") as file:
            assert len(rows) == len(list(csv.reader(file)))
    assert all(isinstance(row[6], float) for row in rows[1:])


def test_processes_side_by_side_change_nothing(
    region: tuple[Path, subprocess.CompletedProcess[str]], tmp_path: Path
) -> None:
    """One process after the other publishes the same bytes as two at a time, lists of years and pages included."""
    folder = tmp_path / "kantor"
    shutil.copytree(region[0] / "kantor", folder, ignore=shutil.ignore_patterns("outputs", "processed"))
    run = here(folder, tmp_path / "hasil", workers=1)
    assert published(folder) == published(region[0] / "kantor")
    for file in run.files:
        assert file.read_bytes() == (region[0] / "hasil" / file.name).read_bytes()


def test_the_next_run_makes_only_what_is_needed(
    region: tuple[Path, subprocess.CompletedProcess[str]], tmp_path: Path
) -> None:
    """Finished reports are kept; one whose tables changed and one that was damaged are made again, as is the failed."""
    base = tmp_path / "wilayah"
    shutil.copytree(region[0], base)
    journal = base / "hasil" / _journal.JOURNAL
    journal.write_text(journal.read_text("utf-8").replace(str(region[0]), str(base)), "utf-8")
    (base / "kantor" / "dinas-001" / "outputs" / "2023" / "lakip-2023.html").write_text("rusak")
    with (base / "kantor" / "dinas-002" / "data" / "raw" / "2024" / "narasi" / "saran.md").open("a") as file:
        file.write("Tambahan.\n")
    asked = []

    def note(jobs: Sequence[batch.Job]) -> Iterator[Outcome]:
        asked.extend((job.name, job.year) for job in jobs)
        yield from (Outcome.dead(job, "tidak dicoba") for job in jobs)

    jobs, _ = batch.plan([base / "kantor"])
    run = batch.run(jobs, Settings(), base / "hasil", note)
    assert asked == [("dinas-001", 2023), ("dinas-002", 2024), BROKEN]
    assert (run.kept, [o.state for o in run.outcomes].count(State.DONE)) == (3, 3)
    asked.clear()
    batch.run(jobs, replace(Settings(), strict=True), base / "hasil", note)
    assert len(asked) == len(jobs)


@pytest.mark.parametrize("name", ["dinas\u2028satu", "dinas\x85satu", "dinas\udcffsatu", "dinas #1 50%?"])
def test_any_name_of_a_folder_is_told_and_led_to(tmp_path: Path, name: str) -> None:
    """Signs that divide lines, have a meaning in addresses or are no text lose no outcome and break no link."""
    jobs = [batch.Job(tmp_path / part, 2024, part) for part in ("a", name)]
    files = ("lakip-2024.html",)
    made = [Outcome(str(j.root), 2024, j.name, State.DONE, files=files) for j in jobs]
    for job in jobs:
        job.target.mkdir(parents=True)
        (job.target / files[0]).touch()
    run = batch.run(jobs, Settings(), tmp_path / "hasil", lambda _: (o for o in made))
    assert run.outcomes == tuple(made)
    page = lxml_html.fromstring((tmp_path / "hasil" / "index.html").read_bytes())
    links = [a.get("href") for a in page.iter("a") if a.get("href").endswith("lakip-2024.html")]
    assert [os.fsdecode(unquote_to_bytes(link)) for link in links] == [
        f"../{j.name}/outputs/2024/lakip-2024.html" for j in jobs
    ]


def test_a_long_run_does_not_grow(tmp_path: Path) -> None:
    """What is known about finished reports is written down, not kept in memory until the pages are made."""
    jobs = [batch.Job(tmp_path / str(number), 2024, str(number)) for number in range(300)]
    held: list[int] = []

    def make(rest: Sequence[batch.Job]) -> Iterator[Outcome]:
        for job in rest:
            held.append(tracemalloc.get_traced_memory()[0])
            yield Outcome.dead(job, job.name * 10_000)

    tracemalloc.start()
    try:
        run = batch.run(jobs, Settings(), tmp_path / "hasil", make)
    finally:
        tracemalloc.stop()
    assert len(run.outcomes) == 300
    assert held[-1] - held[50] < 200_000


def test_a_torn_journal_is_no_obstacle(tmp_path: Path) -> None:
    """Lines that were cut off or are something else are passed over; what is added later is whole."""
    path = tmp_path / _journal.JOURNAL
    job = batch.Job(tmp_path, 2024, "dinas")
    path.write_text('{"root": "x"}\n[1]\nnull\n' + json.dumps(Outcome.dead(job, "x").as_json())[:40], "utf-8")
    _journal.Journal(tmp_path).add(Outcome.dead(job, "mati"))
    assert [Outcome.from_json(json.loads(line)) for line in path.read_text("utf-8").splitlines()] == [
        Outcome.dead(job, "mati")
    ]


def test_ctrl_c_ends_at_once_and_the_next_run_goes_on(tmp_path: Path) -> None:
    """Ctrl-C ends the command within two seconds; a second run keeps what was made and leaves nothing half-made."""
    folder = offices(tmp_path / "kantor")
    command = [
        sys.executable,
        "-m",
        "lakip_lib.cli",
        "batch",
        "kantor",
        "--to",
        "html",
        "--jobs",
        "2",
        "--out",
        "hasil",
    ]
    options = {"cwd": tmp_path, "env": os.environ | {"PYTHONPATH": str(REPOSITORY)}, "text": True}
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **options) as process:
        first = next(line for line in process.stdout if "selesai" in line)
        process.send_signal(signal.SIGINT)
        started = time.perf_counter()
        _, errors = process.communicate(timeout=30)
        assert time.perf_counter() - started < 2
    assert process.returncode == 130
    assert "Dihentikan" in errors
    assert "Traceback" not in errors
    result = subprocess.run([*command, "--json"], capture_output=True, check=False, **options)
    told = json.loads(result.stdout)
    assert (result.returncode, told["selesai"]) == (0, True)
    assert 1 <= told["tetap"] < 6, first
    assert all(r["keadaan"] == "selesai" for r in told["laporan"])
    assert not left_over(folder)


# -- processes that die ------------------------------------------------------------------------------------------------


@needs_fork
def test_a_process_that_dies_costs_nothing(tmp_path: Path) -> None:
    """When a process is killed in the middle of a report all reports are made all the same, that one too."""
    folder = offices(tmp_path / "kantor", 2)
    chapter(folder / "dinas-001", "15-mati.ipynb", 1, f"ONCE = True\n{KILLER}")
    run = here(folder, tmp_path / "hasil")
    assert (folder / "dinas-001" / "sudah-mati").exists()
    assert [o.state for o in run.outcomes] == [State.DONE] * 4
    assert not left_over(folder)


@needs_fork
def test_a_report_that_kills_its_process_has_failed(tmp_path: Path) -> None:
    """A report that kills its process each time is told as such; its neighbours are made."""
    folder = offices(tmp_path / "kantor", 2)
    chapter(folder / "dinas-001", "15-mati.ipynb", 1, f"ONCE = False\n{KILLER}")
    run = here(folder, tmp_path / "hasil")
    states = {(o.name, o.year): o.state for o in run.outcomes}
    assert states.pop(("dinas-001", 2024)) is State.DEAD
    assert set(states.values()) == {State.DONE}
    assert "mati dua kali" in next(o for o in run.outcomes if o.state is State.DEAD).problems[0]


def test_a_failing_chapter_is_told(tmp_path: Path) -> None:
    """A chapter that raises gives its report the state of a failed chapter, with notebook and cell."""
    folder = offices(tmp_path / "kantor", 1)
    chapter(folder / "dinas-001", "20-akhir.ipynb", 2, "1 / (fiscal_year - 2024)")
    run = here(folder, tmp_path / "hasil")
    assert [o.state for o in run.outcomes] == [State.DONE, State.CHAPTER]
    assert run.outcomes[1].problems[0].startswith("20-akhir.ipynb sel")


# -- more than one machine ---------------------------------------------------------------------------------------------


@needs_fork
def test_a_dask_cluster_that_loses_a_worker(tmp_path: Path) -> None:
    """Two worker processes, one killed in the middle of a report: all reports are made, and copied to the store."""
    distributed = pytest.importorskip("distributed", reason="needs the extra cluster")
    folder = offices(tmp_path / "kantor", 2)
    chapter(folder / "dinas-001", "15-mati.ipynb", 1, f"ONCE = True\n{KILLER}")
    store = tmp_path / "toko"
    settings = Settings(store=store.as_uri())
    jobs, _ = batch.plan([folder])
    with distributed.LocalCluster(
        n_workers=2, processes=True, threads_per_worker=1, dashboard_address=":0", silence_logs=50
    ) as local:
        address = local.scheduler_address
        run = batch.run(jobs, settings, tmp_path / "hasil", lambda rest: batch.cluster(rest, settings, address))
    assert (folder / "dinas-001" / "sudah-mati").exists()
    assert [o.state for o in run.outcomes] == [State.DONE] * 4, [o.problems for o in run.outcomes]
    tree = lxml_html.fromstring((store / "index.html").read_text("utf-8"))
    links = tree.xpath("//table//a/@href")
    assert len(links) == 4
    for link in links:
        name, year, file = link.split("/")
        assert (store / link).read_bytes() == (folder / name / "outputs" / year / file).read_bytes()
    assert not list(store.glob(".*"))


def test_a_cluster_that_is_not_there_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the extra, the message says what to install."""
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(batch.ClusterError, match=r"pip install 'lakip\[cluster\]'"):
        list(batch.cluster([batch.Job(Path(), 2024, "dinas")], Settings(), "tcp://127.0.0.1:1"))


def test_a_store_holds_what_was_published_last(tmp_path: Path) -> None:
    """A folder in a store is replaced whole: old files go, nothing half-copied stays beside it."""
    pytest.importorskip("fsspec", reason="needs the extra cluster")
    folder = tmp_path / "2024"
    (folder / "bab").mkdir(parents=True)
    for name in ("lakip-2024.html", "lakip-2024.pdf", "manifest.json", "bab/10.ipynb"):
        (folder / name).write_text(name)
    _store.upload(folder, "memory://laporan", "dinas/2024")
    (folder / "lakip-2024.pdf").unlink()
    (folder / "lakip-2024.html").write_text("baru")
    _store.upload(folder, "memory://laporan", "dinas/2024")
    store, base = _store._open("memory://laporan")
    found = {path.removeprefix(f"{base}/"): store.cat(path).decode() for path in store.find(base)}
    assert found == {
        "dinas/2024/lakip-2024.html": "baru", "dinas/2024/manifest.json": "manifest.json",
        "dinas/2024/bab/10.ipynb": "bab/10.ipynb",
    }  # fmt: skip


def test_a_store_that_cannot_be_used_is_told(tmp_path: Path) -> None:
    """An unknown kind of store and one that cannot be written to are refused before anything is made."""
    pytest.importorskip("fsspec", reason="needs the extra cluster")
    (tmp_path / "berkas").write_text("")
    for url in ("tidakada://x", f"{(tmp_path / 'berkas').as_uri()}/x"):
        with pytest.raises(batch.StoreError, match="--to-store"):
            batch.reachable(url)


# -- pages and offices -------------------------------------------------------------------------------------------------


def test_pages_escape_what_offices_are_called() -> None:
    """Names and problems are text, whatever they hold."""
    bad = "<script>alert(1)</script>"
    entry = region_page.Entry(region_page.Published("2024"), "x", "bab gagal", good=False, problems=(bad,))
    page = region_page.overview(["2024"], [region_page.Office(bad, "", {"2024": entry})], [], [])
    table = region_page.Table("t", bad, [bad], [(bad, [[region_page.Cell(bad)]])])
    assert bad not in page
    assert bad not in region_page.summary("2024", 1, [table], [])


def test_made_up_offices_are_usable_and_the_same_each_time(tmp_path: Path) -> None:
    """The generator gives the same bytes for the same seed, offices that clean without an error, and says `rekaan`."""
    first, second = (made_up.write(tmp_path / name, 12, YEARS, seed=7) for name in ("a", "b"))
    for one, other in zip(first, second, strict=True):
        files = [p.relative_to(one) for p in one.rglob("*") if p.is_file()]
        assert all((one / f).read_bytes() == (other / f).read_bytes() for f in files)
        office = Office(one, 2024)
        office.check()
        assert "rekaan" in office.name
        assert counts(check(office))["galat"] == 0
    sizes = {len(Office(root, 2024).indicators) for root in first}
    assert len(sizes) > 3
