"""Where the seconds of a cold build go: steps by the wall clock, processor time by process."""

from __future__ import annotations

import json
import os
import subprocess
import time
from collections import defaultdict
from pathlib import Path

from benchmarks.measuring import descendants
from benchmarks.ways import Place, forget, lakip

__all__ = ["profile"]

_SAMPLE = 0.01
_TICK = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100


def profile(place: Place, formats: str) -> str:
    """Make the report from nothing once, watched; gives a Markdown table."""
    forget(place.root)
    started = time.perf_counter()
    command = [*lakip(place.root, formats)[0], "--json"]
    with subprocess.Popen(command, cwd=place.folder, env=place.env, stdout=subprocess.PIPE, text=True) as process:
        used = _watch(process)
        steps = json.loads(process.stdout.read() if process.stdout else "")["detik"]
    seconds = time.perf_counter() - started
    exports = {step: spent for step, spent in steps.items() if step in formats.split(",")}
    after = max(exports.values())  # side by side; the longest is what the wall clock sees, at least
    before = sum(spent for step, spent in steps.items() if step not in exports)
    lines = [f"Cold build, {formats}: {seconds:.2f} s, of which", "", "| step | seconds |", "|---|---:|"]
    lines += [
        f"| {step}{' (exports run side by side)' if step in exports else ''} | {s:.2f} |" for step, s in steps.items()
    ]
    lines += [f"| start, imports, checks, publishing, end (at most) | {seconds - before - after:.2f} |", ""]
    lines += ["| processor time | seconds |", "|---|---:|", *(f"| {who} | {s:.2f} |" for who, s in used.items())]
    total = sum(used.values())
    lines += [f"| together, {total / seconds / (os.cpu_count() or 1):.0%} of all cores | {total:.2f} |"]
    return "\n".join(lines)


def _watch(process: subprocess.Popen[str]) -> dict[str, float]:
    """Processor seconds by role until `process` ends; what a process uses after the last look at it is missed."""
    roles, used = {process.pid: "the command itself"}, {}
    while process.poll() is None:
        for pid in (process.pid, *descendants(process.pid)):
            try:
                name, rest = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)
                if roles.get(pid, "python") == "python":  # seen before it became what it is
                    roles[pid] = _role(pid, roles.get(int(rest.split()[1]), ""), name.split("(", 1)[1])
            except OSError:
                continue
            used[pid] = sum(map(int, rest.split()[11:13])) / _TICK
        time.sleep(_SAMPLE)
    by_role: defaultdict[str, float] = defaultdict(float)
    for pid, seconds in used.items():
        by_role[roles[pid]] += seconds
    return dict(by_role)


def _role(pid: int, parent: str, name: str) -> str:
    if parent == "fork server":
        return "kernels, forked"
    words = Path(f"/proc/{pid}/cmdline").read_bytes()
    if b"ipykernel_launcher" in words:
        return "ordinary kernels (not forked!)"
    return "fork server" if b"warmkernel/_server" in words else name
