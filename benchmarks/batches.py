"""`lakip batch` measured while it runs: when each report ends, and the memory of the process that leads."""

from __future__ import annotations

import re
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.measuring import peak_memory, proportional
from benchmarks.ways import YEAR, Place, change_figure, copy_office, forget

__all__ = ["Batch", "copies", "run"]

_ENDED = re.compile(r"^ *\d+/\d+ .* selesai ")


@dataclass
class Batch:
    """One run: seconds in all, peak MiB of everything, and for each report when it ended and the leader's MiB then."""

    jobs: int
    seconds: float = 0.0
    memory: float = 0.0
    ends: list[float] = field(default_factory=list)
    leader: list[float] = field(default_factory=list)

    @property
    def further(self) -> float:
        """Seconds for each further report, once every job has made its first."""
        return pace(self.ends, self.jobs)

    def last_against_first(self, count: int) -> tuple[float, float]:
        """Time per report and memory of the leader: the last `count` reports against the first."""
        time_ = pace(self.ends[-count - 1 :], 1) / pace(self.ends[: count + 1], 1)
        return time_, statistics.mean(self.leader[-count:]) / statistics.mean(self.leader[:count])


def pace(ends: Sequence[float], skipped: int) -> float:
    """Seconds per report between the end of number `skipped` and the last."""
    return (ends[-1] - ends[skipped - 1]) / (len(ends) - skipped)


def copies(place: Place, count: int) -> list[Path]:
    """Copies of the example office, so that a batch makes what every other way makes; each differs in one figure."""
    roots = [place.folder / "banyak" / f"kantor-{n:02}" for n in range(1, count + 1)]
    for number, root in enumerate(roots):
        copy_office(root)
        for _ in range(number % 10):
            change_figure(root)
    return roots


def run(place: Place, roots: Sequence[Path], jobs: int, years: str = YEAR) -> Batch:
    """Make the reports of `roots` in HTML from nothing.  Raises `RuntimeError` if one fails."""
    out = place.folder / f"wilayah-{len(roots)}"
    (out / "batch.jsonl").unlink(missing_ok=True)
    for root in roots:
        forget(root)
    command = [sys.executable, "-m", "lakip_lib.cli", "batch", "--years", years, "--to", "html", "--jobs", str(jobs)]
    found, said = Batch(jobs), []
    with peak_memory() as peak:
        started = time.perf_counter()
        with subprocess.Popen(
            [*command, "--out", str(out), *map(str, roots)],
            cwd=place.folder,
            env=place.env,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        ) as process:
            for line in process.stdout or ():
                said.append(line)
                if _ENDED.match(line):
                    found.ends.append(time.perf_counter() - started)
                    found.leader.append(proportional(process.pid))
        found.seconds = time.perf_counter() - started
    found.memory = peak[0]
    if process.returncode or len(found.ends) < len(roots):
        raise RuntimeError(f"lakip batch: {process.returncode}: {' '.join(''.join(said)[-400:].split())}")
    return found
