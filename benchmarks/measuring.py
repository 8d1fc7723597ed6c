"""Run commands and measure them: wall-clock seconds, and the peak memory of everything they start."""

from __future__ import annotations

import os
import subprocess
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Run", "descendants", "measure", "peak_memory", "proportional"]

Command = Sequence[str]
#: Seconds between two looks at the memory, at least, and how many times the length of a look: each process costs some
#: milliseconds, which must not be taken from what is measured.
_SAMPLE, _REST = 0.1, 50


@dataclass(frozen=True)
class Run:
    """One run of one way: seconds by the wall clock, peak memory of the whole process tree in MiB."""

    seconds: float
    memory: float = 0.0


def measure(commands: Sequence[Command], folder: Path, env: Mapping[str, str]) -> Run:
    """Run `commands` one after the other in `folder`; raises `RuntimeError` with the last words of one that fails."""
    with peak_memory() as peak:
        started = time.perf_counter()
        for command in commands:
            done = subprocess.run(
                command, cwd=folder, env=env, check=False, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
            )
            if done.returncode:
                words = " ".join(done.stdout[-300:].split())
                raise RuntimeError(f"{Path(command[0]).name} {' '.join(command[1:4])}: {done.returncode}: {words}")
        seconds = time.perf_counter() - started
    return Run(seconds, peak[0])


@contextmanager
def peak_memory() -> Iterator[list[float]]:
    """A list whose only element is, afterwards, the peak memory in MiB of all descendants of this process."""
    peak, stop = [0.0], threading.Event()

    def watch() -> None:
        spent = 0.0
        while not stop.wait(max(_SAMPLE, _REST * spent)):
            started = time.thread_time()
            peak[0] = max(peak[0], sum(proportional(pid) for pid in descendants(os.getpid())))
            spent = time.thread_time() - started

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield peak
    finally:
        stop.set()
        watcher.join()


def descendants(root: int) -> list[int]:
    """The process ids below `root`, parents first; none where there is no /proc."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = entry.read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        children.setdefault(int(fields[1]), []).append(int(entry.parent.name))
    found = list(children.get(root, ()))
    for pid in found:
        found += children.get(pid, ())
    return found


def proportional(pid: int) -> float:
    """Memory of a process in MiB, pages shared with others counted in parts (PSS); 0 once it has ended."""
    try:
        rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in rollup.splitlines() if line.startswith("Pss:")), 0.0)
