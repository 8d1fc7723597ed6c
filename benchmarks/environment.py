"""Where and with what was measured."""

from __future__ import annotations

import os
import platform
import re
import subprocess
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from benchmarks import others
from benchmarks.ways import REPOSITORY

__all__ = ["Environment", "environment"]

_PACKAGES = ("papermill", "nbconvert", "nbclient", "ipykernel", "pandas", "matplotlib", "typst", "pypandoc-binary")


@dataclass(frozen=True)
class Environment:
    """Machine and commit as they were before the first round."""

    day: str
    commit: str
    load: str

    def text(self, runs: int) -> str:
        """One paragraph; the load of the machine before and after tells how quiet it was."""
        packages = ", ".join(f"{p} {version(p)}" for p in _PACKAGES)
        try:
            tools = others.versions()
        except others.UnavailableError as error:
            tools = str(error)
        return (
            f"{self.day}, commit {self.commit}; {_processor()}, {os.cpu_count()} cores, {_memory()}; "
            f"{platform.system()}, Python {platform.python_version()}; {packages}; against {tools}. {runs} rounds, "
            f"every way in turn. Load average {self.load} before, {_load()} after."
        )


def environment() -> Environment:
    """What must be asked before the first round."""
    command = ["git", "-C", str(REPOSITORY), "describe", "--always", "--dirty"]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    return Environment(datetime.now(UTC).date().isoformat(), done.stdout.strip() or "unknown", _load())


def _load() -> str:
    return f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown"


def _processor() -> str:
    return _told("/proc/cpuinfo", r"model name\s*:\s*(.+)") or platform.machine()


def _memory() -> str:
    kib = _told("/proc/meminfo", r"MemTotal:\s*(\d+)")
    return f"{int(kib) / 2**20:.0f} GiB" if kib else "memory unknown"


def _told(path: str, pattern: str) -> str:
    try:
        found = re.search(pattern, Path(path).read_text(encoding="utf-8"))
    except OSError:
        return ""
    return found[1].strip() if found else ""
