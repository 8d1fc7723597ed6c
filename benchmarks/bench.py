"""Measure `lakip build` against what a user could do by hand: papermill per chapter, then nbconvert.

Everything runs side by side in one go, in turn, on the same notebooks and the same copy of the office; ratios are taken
pair by pair, because the speed of a shared machine drifts.  Usage: python benchmarks/bench.py [RUNS]
"""

from __future__ import annotations

import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

REPOSITORY = Path(__file__).parent.parent
YEAR = "2024"
_SAMPLE = 0.05


@dataclass(frozen=True)
class Run:
    """One run of one way: seconds by the wall clock, peak memory of the whole process tree in MiB."""

    seconds: float
    memory: float


def plain(root: Path) -> list[list[str]]:
    """The commands of a user without lakip's pipeline: one papermill per chapter, then one nbconvert for all."""
    out = root / "plain"
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir()
    chapters = sorted((REPOSITORY / "notebooks").glob("[0-9]*.ipynb"))
    papermill = [sys.executable, "-m", "papermill"]
    runs = [[*papermill, str(c), str(out / c.name), "-p", "fiscal_year", YEAR, "--no-progress-bar"] for c in chapters]
    return [*runs, [sys.executable, "-m", "nbconvert", "--to", "html", *(str(out / c.name) for c in chapters)]]


def ours(root: Path, formats: str) -> list[list[str]]:
    """The one command that replaces them."""
    return [[sys.executable, "-m", "lakip_lib.cli", "build", "--year", YEAR, "--root", str(root), "--to", formats]]


def measure(commands: list[list[str]], root: Path) -> Run:
    """Run `commands` one after the other in `root`."""
    peak, stop = [0.0], threading.Event()

    def watch() -> None:
        while not stop.wait(_SAMPLE):
            peak[0] = max(peak[0], tree_memory(os.getpid()))

    watcher = threading.Thread(target=watch)
    watcher.start()
    started = time.perf_counter()
    try:
        for command in commands:
            subprocess.run(command, cwd=root, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    finally:
        seconds = time.perf_counter() - started
        stop.set()
        watcher.join()
    return Run(seconds, peak[0])


def tree_memory(root: int) -> float:
    """Proportional memory (PSS) in MiB of all descendants of process `root`; 0 where /proc does not tell."""
    parents: dict[int, list[int]] = {}
    for entry in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = entry.read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        parents.setdefault(int(fields[1]), []).append(int(entry.parent.name))
    total, todo = 0.0, list(parents.get(root, ()))
    while todo:
        pid = todo.pop()
        todo += parents.get(pid, ())
        try:
            rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
        except OSError:
            continue
        total += next((int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:")), 0) / 1024
    return total


def row(name: str, values: list[float], unit: str) -> str:
    """One line of the table: minimum, median and maximum."""
    return f"| {name} | {min(values):.2f} | {statistics.median(values):.2f} | {max(values):.2f} | {unit} |"


def main(runs: int) -> None:
    """Measure and print a table."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        shutil.copytree(REPOSITORY / "data" / "raw", root / "data" / "raw")
        ways = {
            "papermill per chapter + nbconvert (HTML)": lambda: plain(root),
            "lakip build (HTML)": lambda: ours(root, "html"),
            "lakip build (HTML + PDF)": lambda: ours(root, "html,pdf"),
        }
        measure(ours(root, "html"), root)  # caches of the file system and of bytecode
        found: dict[str, list[Run]] = {name: [] for name in ways}
        for _ in range(runs):
            for name, commands in ways.items():
                found[name].append(measure(commands(), root))
    packages = ", ".join(
        f"{p} {version(p)}" for p in ("papermill", "nbconvert", "nbclient", "ipykernel", "pandas", "matplotlib")
    )
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores; {packages}; {runs} runs each, in turn\n")
    print("| what | min | median | max | unit |\n|---|---|---|---|---|")
    base, *others = found
    for name, results in found.items():
        print(row(name, [r.seconds for r in results], "s"))
    for name in others:
        ratios = [a.seconds / b.seconds for a, b in zip(found[base], found[name], strict=True)]
        print(row(f"{base} / {name}", ratios, "times"))
    for name, results in found.items():
        print(row(f"peak memory of the process tree, {name}", [r.memory for r in results], "MiB"))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
