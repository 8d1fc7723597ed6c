"""Whatever goes wrong: the last good report stays as it was, nothing is left behind, and the next build succeeds.

`docs/keandalan/faults.md` tells the figures.
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
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import nbformat
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
def root(original: Path, tmp_path: Path) -> Path:
    """A copy of that office, whose next build has one chapter to run."""
    root = Path(shutil.copytree(original, tmp_path / "kantor"))
    change(root)
    return root


def change(root: Path, word: str = "Usul") -> None:
    """Change a source that one chapter reads."""
    (root / "data" / "raw" / str(YEAR) / "narasi" / "saran.md").write_text(f"{word}.", encoding="utf-8")


def environment(root: Path) -> dict[str, str]:
    """Home and temporary folder beside the office, so that whatever is left there can be seen."""
    places = {"HOME": root.parent / "home", "TMPDIR": root.parent / "tmp"}
    for place in places.values():
        place.mkdir(exist_ok=True)
    return os.environ | {name: str(place) for name, place in places.items()} | {"PYTHONPATH": str(REPOSITORY)}


@contextmanager
def command(root: Path, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    """A command that leads a process group of its own, as a shell starts it."""
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    options = {"cwd": root, "env": environment(root), "start_new_session": True}
    with subprocess.Popen([*LAKIP, *(arguments or BUILD)], **pipes, **options) as process:
        yield process


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
    home, temporary = root.parent / "home", root.parent / "tmp"
    hidden = [p for p in root.rglob(".*") if p.name != ".ipynb_checkpoints"]
    kernels = home.rglob("kernel-*.json")
    empty = [p for p in (root / "outputs" / "log").rglob("*.log") if not p.stat().st_size]
    return sorted(map(str, (*hidden, *kernels, *temporary.iterdir(), *empty)))


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


def whole(root: Path, *good: dict[str, str]) -> bool:
    """True if what is published is one of the `good` states, and nothing in between."""
    return published(root) in good


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
    choice = random.Random(SEED)
    states = [published(root)]
    for number in range(count):
        change(root, f"Usul {number}")
        with command(root) as process:
            time.sleep(choice.uniform(0, longest))
            kill = choice.choice((os.kill, os.killpg))
            kill(process.pid, signal.SIGKILL)
        assert whole(root, *states) or process.returncode == 0
        assert gone(root, 3), "fork server and kernels end by themselves"
        result = build(root)
        assert result.returncode == 0, result.stderr
        assert not left_over(root)
        states = [published(root)]


@linux
def test_killed_at_any_step(root: Path) -> None:
    """Killed at 26 steps: old or new report, whole, and the next build repairs and removes all."""
    told = killed_by_step(root, 26)
    assert not told["gagal"]
    assert told["utuh"] == 26
    assert told["lama"] > 5
    assert told["baru"] > 0


@linux
def test_killed_at_any_moment(root: Path) -> None:
    """Whole commands killed 4 times: the report stays, kernels end by themselves, the next build succeeds."""
    killed_by_clock(root, 4, 4.0)


@linux
@pytest.mark.soak
def test_killed_two_hundred_times(root: Path, tmp_path: Path) -> None:
    """The same at 120 steps and 80 moments."""
    other = Path(shutil.copytree(root, tmp_path / "lain" / "kantor"))
    told = killed_by_step(other, 120)
    assert not told["gagal"]
    assert told["utuh"] == 120
    killed_by_clock(root, 80, 5.0)
