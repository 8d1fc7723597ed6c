"""Whatever goes wrong: the last good report stays as it was, nothing is left behind, and the next build succeeds.

`docs/keandalan.md` tells the figures.
"""

from __future__ import annotations

import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from lakip_lib import lock, publishing, reuse, warmkernel
from tests.conftest import REPOSITORY, lakip, sources_stay
from tests.test_reuse import YEAR, chapter, make_office

LAKIP = [sys.executable, "-m", "lakip_lib.cli"]
BUILD = ["build", "--year", str(YEAR), "--to", "html"]
PAGE = f"outputs/{YEAR}/lakip-{YEAR}.html"
SEED = 20
linux = pytest.mark.skipif(not warmkernel.available(), reason="forked kernels and /proc are Linux's")


# -- an office, a command, and what is left of them --------------------------------------------------------------------


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tiny office with two chapters and a good report."""
    root = make_office(tmp_path_factory.mktemp("kantor") / "asli")
    assert lakip(*BUILD, root=root).returncode == 0
    return root


@pytest.fixture
def root(original: Path, tmp_path: Path) -> Iterator[Path]:
    """A copy of that office, whose next build has one chapter to run."""
    root = Path(shutil.copytree(original, tmp_path / "kantor"))
    change(root)
    yield root
    shutil.rmtree(outside(root))


def change(root: Path, word: str = "Usul") -> None:
    """Change a source that one chapter reads."""
    (root / "data" / "raw" / str(YEAR) / "narasi" / "saran.md").write_text(f"{word}.", encoding="utf-8")


def outside(root: Path) -> Path:
    """What a command may use besides the office: a home and a temporary folder, to see whatever is left there."""
    link = root.parent / "luar"
    if not link.exists():
        link.symlink_to(tempfile.mkdtemp(prefix="uji-"))  # a short name: sockets lie below it
        (link / "home").mkdir()
        (link / "tmp").mkdir()
    return link.resolve()


def environment(root: Path) -> dict[str, str]:
    """The environment of a command with that home and temporary folder."""
    place = outside(root)
    places = {"HOME": place / "home", "TMPDIR": place / "tmp", "PYTHONPATH": REPOSITORY}
    return os.environ | {name: str(path) for name, path in places.items()}


@contextmanager
def command(root: Path, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    """A command that leads a process group of its own, as a shell starts it."""
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    options = {"cwd": root, "env": environment(root), "start_new_session": True}
    before = signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background job ignores Ctrl-C
    try:
        process = subprocess.Popen([*LAKIP, *(arguments or BUILD)], **pipes, **options)
    finally:
        signal.signal(signal.SIGINT, before)
    with process:
        try:
            yield process
        finally:
            if process.poll() is None:
                process.kill()


def build(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The next build, to its end."""
    return lakip(*BUILD, *arguments, root=root, cwd=root, env=environment(root))


def published(root: Path) -> dict[str, str]:
    """All that readers may open: the reports and the cleaned tables of all years, and the list of years."""

    def hidden(name: str) -> bool:
        return name.startswith(".") or name == "log"

    return {
        **{f"outputs/{k}": v for k, v in reuse.tree(root / "outputs", hidden).items()},
        **{f"data/{k}": v for k, v in reuse.tree(root / "data" / "processed", hidden).items()},
    }


def left_over(root: Path) -> list[str]:
    """Temporary files, locks, half-made folders, and the connection files of kernels."""
    temporary, kernels = (outside(root) / "tmp").iterdir(), (outside(root) / "home").rglob("kernel-*.json")
    hidden = root.rglob(".*")
    empty = [p for p in (root / "outputs" / "log").rglob("*.log") if not p.stat().st_size]
    return sorted(map(str, (*hidden, *kernels, *temporary, *empty)))


def processes(root: Path) -> list[int]:
    """Every process that works in the office's folder, as the command, its fork server and its kernels do."""
    found = []
    for place in Path("/proc").glob("[0-9]*"):
        try:
            if (place / "cwd").resolve() == root and (place / "stat").read_text().rpartition(")")[2].split()[0] != "Z":
                found.append(int(place.name))
        except OSError:
            continue
    return found


def gone(root: Path, seconds: float) -> bool:
    """True once no process works in the office's folder, waited for."""
    deadline = time.monotonic() + seconds
    while processes(root):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


# -- killed ------------------------------------------------------------------------------------------------------------

#: Forks a build for each moment, kills it there, and has the next build repair what it finds.  A moment is a step that
#: Python's audit hooks see: a file opened, renamed, removed, a folder made, a function of the C library called.
KILLED = """
import json, os, signal, shutil, sys, random
from pathlib import Path
sys.path[:0] = [sys.argv[1]]
sys.modules["rfc3987_syntax"] = None
from contextlib import redirect_stdout
from lakip_lib import report
from lakip_lib.cli import main
from tests.test_faults import BUILD, left_over, published
root, seed, count = Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
report.warm_up = lambda: None  # no chapter runs here
STEPS = ("os.rename", "os.remove", "os.rmdir", "os.mkdir", "open", "ctypes.dlsym", "os.truncate", "tempfile.mkdtemp")

def build(last=None, told=None):
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    steps = 0
    def hook(event, arguments):
        nonlocal steps
        if event in STEPS and (event != "open" or arguments[2] & (os.O_WRONLY | os.O_RDWR)):
            steps += 1
            if steps == last:
                os.kill(os.getpid(), signal.SIGKILL)
    sys.addaudithook(hook)
    status = main([*BUILD, "--root", str(root)])
    if told:
        os.write(told, str(steps).encode())
    os._exit(status)

profile = root / "data" / "raw" / "profil.toml"
words = profile.read_text(encoding="utf-8")
def turn(paper):  # neither chapter reads it: report, manifest, and cleaned tables differ
    profile.write_text(words + f'[dokumen]\\nkertas = "{paper}"\\n', encoding="utf-8")
    table = root / "data" / "raw" / "2022" / "penghargaan.csv"
    table.write_text(f"nomor,nama,pemberi\\n1,Piala {paper},Wali Kota\\n", encoding="utf-8")

states = {}
for paper in ("F4", "A4"):
    turn(paper)
    with redirect_stdout(sys.stderr):
        assert main([*BUILD, "--root", str(root)]) == 0  # here, so that forks have all imports done
    states[paper] = published(root)
assert states["A4"] != states["F4"]
read, write = os.pipe()
turn("F4")
build(told=write)
total = int(os.read(read, 20))
choice = random.Random(seed)
told = {"langkah": total, "gagal": [], "lama": 0, "baru": 0, "utuh": 0}
now = "F4"
for number in range(count):
    old, now = now, {"A4": "F4", "F4": "A4"}[now]
    turn(now)
    step = choice.randint(1, total)
    status = build(last=step)
    found = published(root)
    told["lama"] += found == states[old]
    told["baru"] += found == states[now]
    report_now = {k: v for k, v in found.items() if k.startswith("outputs/2022/")}
    told["utuh"] += report_now in [{k: v for k, v in s.items() if k in report_now} for s in states.values()]
    if status != -signal.SIGKILL or build() != 0 or published(root) != states[now] or left_over(root):
        told["gagal"].append([step, status, left_over(root)])
print(json.dumps(told))
"""


def killed_by_step(root: Path, count: int) -> dict[str, object]:
    """Kill builds at seeded steps; what came of it."""
    chapter(root / "notebooks" / "20-dua.ipynb", "text = 'tetap'")
    chapter(root / "notebooks" / "10-satu.ipynb", "text = 'tetap'")
    assert build(root).returncode == 0
    code = [sys.executable, "-c", KILLED, str(REPOSITORY), str(root), str(SEED), str(count)]
    done = subprocess.run(code, cwd=root, env=environment(root), capture_output=True, text=True, check=False)
    assert not done.returncode, done.stderr
    return json.loads(done.stdout)


def killed_by_clock(root: Path, count: int, longest: float) -> None:
    """Kill whole commands at seeded moments, alone or with their process group; every one is followed by a build."""
    choice = random.Random(SEED)  # noqa: S311 - no secret
    old = published(root)
    for number in range(count):
        change(root, f"Usul {number}")
        with command(root) as process:
            time.sleep(choice.uniform(0, longest))
            kill = choice.choice((os.kill, os.killpg))
            kill(process.pid, signal.SIGKILL)
        found = published(root)
        assert gone(root, 3), "fork server and kernels end by themselves"
        result = build(root)
        assert result.returncode == 0, result.stderr
        assert not left_over(root)
        new = published(root)
        assert found in (old, new), "whole, as it was before or as a whole build makes it"
        old = new


@linux
def test_killed_at_any_step(root: Path) -> None:
    """Killed at 28 steps: old or new report, whole, and the next build repairs and removes all."""
    told = killed_by_step(root, 28)
    assert not told["gagal"]
    assert told["utuh"] == 28
    assert told["lama"] > 5
    assert told["baru"] > 0


@linux
def test_killed_at_any_moment(root: Path) -> None:
    """Whole commands killed twice: the report stays, kernels end by themselves, the next build succeeds."""
    killed_by_clock(root, 2, 4.0)


@linux
@pytest.mark.soak
def test_killed_two_hundred_times(root: Path, tmp_path: Path) -> None:
    """The same at 120 steps and 80 moments."""
    other = Path(shutil.copytree(root, tmp_path / "lain" / "kantor"))
    told = killed_by_step(other, 120)
    assert not told["gagal"]
    assert told["utuh"] == 120
    killed_by_clock(root, 80, 5.0)


# -- chapters that misbehave -------------------------------------------------------------------------------------------

#: What a chapter does, and what is said of it; the processes that it starts end with it.
HANGS = {
    "30-mati.ipynb": ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", "kernel mati"),
    "31-diam.ipynb": ("import subprocess; subprocess.run(['sleep', '1000'])", "batas waktu"),
    "32-henti.ipynb": ("import os, signal; os.kill(os.getpid(), signal.SIGSTOP)", "batas waktu"),
    "33-macet.ipynb": ("import ctypes; ctypes.PyDLL(None).sleep(1000)  # holds the GIL", "batas waktu"),
}
FLOOD = {"34-banjir.ipynb": ("while True: print('x' * 1000)", "keluaran berlebihan")}
#: Of displays, of another process, past Python; and a process that goes on when its chapter has failed.
FLOODS = {
    "35-layar.ipynb": (
        "from IPython.display import HTML, display\nwhile True: display(HTML('x' * 100000))", "keluaran berlebihan",
    ),
    "36-yes.ipynb": ("import subprocess; subprocess.run(['yes'])", "keluaran berlebihan"),
    "37-tulis.ipynb": ("import os\nwhile True: os.write(1, b'x' * 100000)", "keluaran berlebihan"),
    "38-gagal.ipynb": ("import subprocess; subprocess.Popen(['sleep', '1000']); 1 / 0", "ZeroDivisionError"),
}  # fmt: skip


def fails(root: Path, bad: dict[str, tuple[str, str]], limit: int) -> None:
    """Every one of these chapters fails with its reason, and nothing else happens."""
    before = published(root)
    for name, (cell, _) in bad.items():
        chapter(root / "notebooks" / name, cell)
    with command(root, *BUILD, "--limit", str(limit), "--jobs", "8") as process:
        _, errors = process.communicate(timeout=120)
    assert process.returncode == 3, errors
    for name, (_, why) in bad.items():
        assert re.search(rf"{name} sel \d+: {why}", errors), errors
    assert "Kernel died" not in errors
    assert published(root) == before
    assert gone(root, 1)
    assert sum(p.stat().st_size for p in (root / "outputs" / "log").rglob("*.log")) < 20_000_000
    for name in bad:
        (root / "notebooks" / name).unlink()
    assert build(root).returncode == 0
    assert not left_over(root)


@linux
@pytest.mark.parametrize(("bad", "limit"), [(HANGS, 6), (FLOOD, 60)], ids=["hang", "flood"])
def test_chapters_that_die_hang_or_flood(root: Path, bad: dict[str, tuple[str, str]], limit: int) -> None:
    """Such chapters fail, each with its reason, at its limit; the report stays, and no process."""
    fails(root, bad, limit)


@linux
@pytest.mark.soak
def test_chapters_that_flood_in_other_ways(root: Path) -> None:
    """Floods of displays, of another process, and past Python end as well, and what a chapter has started."""
    fails(root, FLOODS, 90)


def test_a_chapter_that_reads_cleaned_tables_is_refused(root: Path) -> None:
    """data/processed appears with the report, so a chapter that reads it would read the tables of the last one."""
    chapter(root / "notebooks" / "30-baca.ipynb", f"text = open('data/processed/{YEAR}/target.csv').read()")
    before = published(root)
    result = build(root)
    assert result.returncode == 3
    assert f"data/processed/{YEAR}/target.csv" in result.stderr
    assert "office.frame" in result.stderr
    assert published(root) == before


# -- disks -------------------------------------------------------------------------------------------------------------


@pytest.fixture
def small(root: Path, tmp_path: Path) -> Iterator[Path]:
    """The office on a disk of its own, of 8 MB."""
    place = tmp_path / "cakram"
    place.mkdir()
    if subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", place], check=False, capture_output=True
    ).returncode:
        pytest.skip("only root may mount a disk")
    try:
        (place / "luar").symlink_to(outside(root))
        yield Path(shutil.copytree(root, place / "kantor"))
    finally:
        subprocess.run(["umount", "--lazy", place], check=True)


@linux
def test_a_full_disk(small: Path) -> None:
    """With no room, or too little for the new files, the report stays; with room again the next build succeeds."""
    before, ballast = published(small), small / "beban"
    for room in (0, 40):
        ballast.unlink(missing_ok=True)
        free = os.statvfs(small)
        ballast.write_bytes(b"x" * max(0, free.f_bavail * free.f_frsize - room * 1024))
        result = build(small)
        assert result.returncode == 3, result.stderr
        assert "penyimpanan penuh" in result.stderr or "No space left" in result.stderr
        assert "Traceback" not in result.stderr
        assert published(small) == before
    ballast.unlink()
    assert build(small).returncode == 0
    assert not left_over(small)


@linux
def test_a_read_only_folder(small: Path) -> None:
    """Where nothing can be written, that is said in one message; what is current needs no writing."""

    def remount(how: str) -> None:
        subprocess.run(["mount", "-o", f"remount,{how}", small.parent], check=True)

    before = published(small)
    remount("ro")
    result = build(small)
    assert result.returncode == 3
    assert "hanya dapat dibaca" in result.stderr
    assert "Traceback" not in result.stderr
    remount("rw")
    assert published(small) == before
    assert build(small).returncode == 0
    assert not left_over(small)
    remount("ro")
    assert "tetap" in build(small).stdout


# -- told to end -------------------------------------------------------------------------------------------------------

#: Says that it has begun, starts a process, and is stuck in C code with Python's lock held.
STUCK = (
    "import ctypes, subprocess\nsubprocess.Popen(['sleep', '1000'])\nopen('mulai', 'w')\nctypes.PyDLL(None).sleep(1000)"
)


def await_file(path: Path, seconds: float = 60) -> None:
    """Wait until there is a file."""
    deadline = time.monotonic() + seconds
    while not path.exists():
        assert time.monotonic() < deadline, path
        time.sleep(0.02)


def ends(process: subprocess.Popen[str], root: Path, how: int) -> str:
    """Signal the process group, as a terminal does; what is said, if all ends within two seconds."""
    os.killpg(process.pid, how)
    started = time.monotonic()
    _, errors = process.communicate(timeout=30)
    assert gone(root, 2 - (time.monotonic() - started)), processes(root)
    return errors


@linux
@pytest.mark.parametrize(("how", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGKILL, -9)])
def test_told_to_end(root: Path, how: int, code: int) -> None:
    """Ctrl-C, systemd and cron end a command within 2 s, in one line, with nothing left; SIGKILL leaves no process."""
    chapter(root / "notebooks" / "30-macet.ipynb", STUCK)
    before = published(root)
    with command(root) as process:
        await_file(root / "mulai")
        said = ends(process, root, how)
    assert process.returncode == code
    assert published(root) == before
    if how == signal.SIGKILL:
        (root / "notebooks" / "30-macet.ipynb").unlink()
        assert build(root).returncode == 0
    else:
        assert said == "Dihentikan. Laporan terakhir tidak diubah.\n"
    assert not left_over(root)


@linux
def test_told_to_end_at_once(root: Path) -> None:
    """A command that has only just begun, and imports, ends as quickly."""
    with command(root) as process:
        time.sleep(0.7)
        said = ends(process, root, signal.SIGINT)
    assert (process.returncode, said.count("\n")) == (130, 1)
    assert not left_over(root)


@linux
def test_told_to_end_in_a_finaliser(tmp_path: Path) -> None:
    """A signal that comes where exceptions are lost, in a finaliser, ends the command all the same, and quickly."""
    code = (
        "import os, signal, time\nfrom lakip_lib.cli import _stop\n"
        "class Last:\n    def __del__(self):\n        os.kill(os.getpid(), signal.SIGTERM)\n        time.sleep(0.01)\n"
        "try:\n    with _stop.stoppable(json=False):\n        Last()\n        time.sleep(60)\n"
        "except _stop.Stopped as stopped:\n    _stop.end(stopped, json=False)\n"
    )
    started = time.monotonic()
    options = {"cwd": tmp_path, "env": os.environ | {"PYTHONPATH": str(REPOSITORY)}, "text": True}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False, timeout=60, **options)
    assert (done.returncode, done.stderr) == (143, "Dihentikan. Laporan terakhir tidak diubah.\n")
    assert time.monotonic() - started < 1.4


@linux
@pytest.mark.soak
def test_told_to_end_at_any_moment(tmp_path: Path) -> None:
    """The example office with all formats, interrupted at 30 seeded moments."""
    root = Path(shutil.copytree(REPOSITORY / "examples" / "dinas-rekaan", tmp_path / "kantor"))
    choice = random.Random(SEED)  # noqa: S311 - no secret
    for _ in range(30):
        with command(root, "build", "--year", "2024", "--to", "html,pdf,docx", "--force") as process:
            time.sleep(choice.uniform(0.3, 25))
            if process.poll() is None:
                said = ends(process, root, choice.choice((signal.SIGINT, signal.SIGTERM)))
                assert (process.returncode in {130, 143}, said.count("\n")) == (True, 1), said
        assert not left_over(root)
    shutil.rmtree(outside(root))


# -- two at once -------------------------------------------------------------------------------------------------------


@linux
def test_two_builds_of_one_year(root: Path) -> None:
    """The second says who makes the report and waits; when that one is killed it takes over, and succeeds."""
    chapter(
        root / "notebooks" / "30-tunggu.ipynb",
        "import pathlib, time\nopen('mulai', 'w')\ntext = pathlib.Path('lanjut')",
        "while not text.exists(): time.sleep(0.05)",
    )
    with command(root) as first:
        await_file(root / "mulai")
        with command(root) as second:
            said = second.stdout.readline()
            assert re.fullmatch(
                rf"Laporan {YEAR} sedang dibuat oleh proses {first.pid} di mesin \S+ sejak \d+ \w+ \d{{4}} pukul "
                rf"\d\d\.\d\d\. Menunggu \.\.\.\n",
                said,
            )
            (root / "lanjut").touch()
            first.kill()
            rest, errors = second.communicate(timeout=60)
    assert second.returncode == 0, errors
    assert "30-tunggu.ipynb" in rest
    assert not left_over(root)


def test_a_lock_says_who_holds_it(tmp_path: Path) -> None:
    """A lock is held once, by name, given back when its body ends, and not kept by a file that somebody left."""
    path = tmp_path / "kantor" / ".kunci"
    path.parent.mkdir()
    path.write_text('{"pid": 1, "host": "mati", "since": "2020-01-01T00:00:00"}')
    heard: list[str] = []
    with lock.hold(path, waiting=heard.append) as waited:
        assert not waited
        with pytest.raises(lock.HeldError, match=f"proses {os.getpid()} di mesin"), lock.hold(path, patience=0.2):
            pass
    assert not path.parent.exists(), "a folder that was made for the lock alone"
    events: list[str] = []

    def other() -> None:
        with lock.hold(path, waiting=heard.append) as waited:
            events.append(f"lain {waited}")

    thread = threading.Thread(target=other)
    with lock.hold(path):
        thread.start()
        time.sleep(0.3)
        events.append("ini")
    thread.join()
    assert events == ["ini", "lain True"]
    assert len(heard) == 1


def test_many_that_want_one_lock(tmp_path: Path) -> None:
    """Threads that take turns never hold it together, although each removes file and folder."""
    inside, most, turns = [], [], []

    def work() -> None:
        for _ in range(40):
            with lock.hold(tmp_path / "kantor" / ".kunci"):
                inside.append(1)
                time.sleep(0.001)
                most.append(len(inside))
                turns.append(1)
                inside.pop()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (max(most), len(turns)) == (1, 160)


# -- publishing --------------------------------------------------------------------------------------------------------


def fill(places: tuple[Path, ...], folders: tuple[Path, ...], word: str) -> None:
    """A page in each folder of an edition."""
    for folder, place in zip(folders, places, strict=True):
        (folder / "halaman").write_text(f"{place.name} {word}")


def pages(places: tuple[Path, ...]) -> list[str]:
    """The pages as a reader finds them."""
    return [(place / "halaman").read_text() for place in places]


@linux
def test_a_reader_never_meets_an_error(tmp_path: Path) -> None:
    """While 300 editions are published, a page that is opened again and again is always there and whole."""
    places = tmp_path / "data" / "2024", tmp_path / "outputs" / "2024"
    seen: set[str] = set()
    wrong: list[Exception] = []
    over = threading.Event()

    def read() -> None:
        while not over.is_set():
            try:
                seen.add((places[1] / "halaman").read_text())
            except OSError as error:
                wrong.append(error)

    reader = threading.Thread(target=read)
    for number in range(300):
        with publishing.edition(*places) as folders:
            fill(places, folders, f"{number} {'x' * 5000}")
            publishing.publish(places)
        if not number:
            reader.start()
    over.set()
    reader.join()
    assert not wrong
    assert len(seen) > 10
    assert {len(text.split()[-1]) for text in seen} == {5000}


@pytest.mark.parametrize("exchange", [True, False])
@pytest.mark.parametrize("first", [True, False])
def test_all_places_or_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, exchange: bool, first: bool) -> None:
    """A place that cannot be swapped in takes back those before it, with and without the exchange in one step."""
    if not exchange:
        monkeypatch.setattr(publishing, "_exchange", lambda *_: False)
    places = tmp_path / "a" / "2024", tmp_path / "b" / "2024"
    if not first:
        with publishing.edition(*places) as folders:
            fill(places, folders, "lama")
            publishing.publish(places)
    swap_in = publishing._swap_in

    def fail(place: Path) -> None:
        if place == places[1]:
            raise PermissionError(13, "terbuka di Word")
        swap_in(place)

    with publishing.edition(*places) as folders:
        fill(places, folders, "baru")
        with monkeypatch.context() as patch:
            patch.setattr(publishing, "_swap_in", fail)
            with pytest.raises(PermissionError):
                publishing.publish(places)
        assert (not any(p.exists() for p in places)) if first else pages(places) == ["2024 lama"] * 2
        publishing.publish(places)
    assert pages(places) == ["2024 baru"] * 2
    assert not publishing.interrupted(*places)
    assert sorted(p.name for p in tmp_path.rglob("*")) == ["2024", "2024", "a", "b", "halaman", "halaman"]


def test_killed_between_two_renames(tmp_path: Path) -> None:
    """Where folders cannot be exchanged, one that had been put aside comes back with the next edition."""
    place = tmp_path / "2024"
    aside = tmp_path / ".2024-lama"
    aside.mkdir()
    (aside / "halaman").write_text("lama")
    assert publishing.interrupted(place)
    with publishing.edition(place):
        assert pages((place,)) == ["lama"]
    assert not publishing.interrupted(place)


def test_the_check_of_sources_can_fail(root: Path) -> None:
    """A source that changes or goes while a command runs is noticed."""
    with pytest.raises(AssertionError, match="source table"), sources_stay(root):
        change(root, "Lain")


@linux
def test_files_are_on_the_disk_before_their_names_change(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever is published has been written out by then, its folders too, so that a power cut leaves no empty file."""
    written: set[int] = set()
    fsync, exchange = os.fsync, publishing._exchange
    monkeypatch.setattr(os, "fsync", lambda descriptor: (written.add(os.fstat(descriptor).st_ino), fsync(descriptor)))

    def watched(staged: Path, place: Path) -> bool:
        assert {p.stat().st_ino for p in (staged, *staged.rglob("*"))} <= written
        return exchange(staged, place)

    monkeypatch.setattr(publishing, "_exchange", watched)
    place = tmp_path / "2024"
    for text in ("lama", "baru"):
        with publishing.edition(place) as (folder,):
            (folder / "bab").mkdir()
            (folder / "bab" / "1.txt").write_text(text, encoding="utf-8")
            publishing.publish([place])
    assert (place / "bab" / "1.txt").read_text(encoding="utf-8") == "baru"
