"""`lakip build --watch` measured: from the moment that a table is saved until the report stands there, published."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.measuring import Run, descendants, proportional
from benchmarks.ways import YEAR, Place, lakip

__all__ = ["Watch", "watch"]

_PATIENCE = 60


class Watch:
    """A command that watches the office; it speaks through `process`."""

    def __init__(self, process: subprocess.Popen[str], page: Path) -> None:
        self._process, self._page = process, page

    def until(self, text: str) -> None:
        """Read on until it says `text`; raises `RuntimeError` if it never does."""
        said = []
        for line in self._process.stdout or ():
            if text in line:
                return
            said.append(line)
        raise RuntimeError(f"lakip build --watch: {' '.join(''.join(said)[-300:].split())}")

    def after(self, change: Callable[[], None]) -> Run:
        """Seconds from a change until the page is another one."""
        before = self._page.stat().st_ino
        change()
        started = time.perf_counter()
        while self._page.stat().st_ino == before:
            if time.perf_counter() - started > _PATIENCE:
                raise RuntimeError("lakip build --watch: the page stays as it is")
            time.sleep(0.005)
        seconds = time.perf_counter() - started
        self.until("dijalankan lagi")
        pids = [self._process.pid, *descendants(self._process.pid)]
        return Run(seconds, sum(proportional(pid) for pid in pids))


@contextmanager
def watch(place: Place) -> Iterator[Watch]:
    """Watch the office of `place`, whose report is current; ends with SIGTERM."""
    command = lakip(place.root, "html", "--watch")[0]
    page = place.root / "outputs" / YEAR / f"lakip-{YEAR}.html"
    with subprocess.Popen(
        command, cwd=place.root, env=place.env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        try:
            watch = Watch(process, page)
            watch.until("Ctrl-C")
            time.sleep(1)  # until the process that kernels are forked from is ready
            yield watch
        finally:
            process.terminate()
            for _ in process.stdout or ():
                pass
