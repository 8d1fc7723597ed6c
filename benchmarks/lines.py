"""From what was measured to the lines of the table: each with its bar, its floor and how the floor was measured."""

from __future__ import annotations

import os
import statistics
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from benchmarks.batches import Batch
from benchmarks.table import Line, ratios

__all__ = ["Found", "parts", "table"]

Parts = dict[str, Any]
_CORES = os.cpu_count() or 1
_PLAIN = "papermill per chapter + nbconvert"
#: Two processes on two cores; where there are more, the line still asks for two.
_JOBS = 2


@dataclass
class Found:
    """Results by name, one of each round, and why a name has none."""

    results: defaultdict[str, list[Any]] = field(default_factory=lambda: defaultdict(list))
    missing: dict[str, str] = field(default_factory=dict)

    def why_not(self, *names: str) -> str:
        """Why a line that needs these results cannot be given; empty if it can."""
        reasons = [
            self.missing.get(n) or f"{n} was not asked for" for n in names if n in self.missing or not self.results[n]
        ]
        return "; ".join(reasons)

    def seconds(self, name: str) -> list[float]:
        """Wall-clock seconds of each round."""
        return [run.seconds for run in self.results[name]]

    def memory(self, name: str) -> float:
        """The greatest peak of all rounds, in MiB."""
        return max((run.memory for run in self.results[name]), default=0.0)

    def floor(self, of: Callable[[Parts], float]) -> list[float]:
        """A floor of each round; none if the floors were not measured."""
        return [of(parts) for parts in self.results["alone"]]


def table(found: Found, offices: int) -> list[Line]:
    """Every line, also those that could not be measured."""
    further = f"each further report in a batch of {offices}, HTML"
    return [
        _cold(found, "html", "plain", _PLAIN, 5),
        _cold(found, "all", "plain", f"{_PLAIN}, HTML only", 3.5),
        _cold(found, "html", "book", "`jupyter-book build`", 1),
        _cold(found, "html", "ploomber", "`ploomber build`, parallel", 1),
        *_nothing(found),
        *(_changed(found, table, way) for way in ("changed", "watched") for table in ("budget", "assets")),
        _further(found, further),
        _jobs(found, offices),
        *_long(found),
        _warm(found),
        _pdf(found),
    ]


def parts(found: Found) -> str:
    """The parts of a build alone, and each chapter's cells beside the same on a warm kernel: medians, in seconds."""
    rounds = found.results["alone"]
    if not rounds:
        return f"Floors: not measured: {found.why_not('alone')}"
    middle = {k: statistics.median(r[k] for r in rounds) for k, v in rounds[0].items() if not isinstance(v, dict)}
    lines = ["| part alone, in one process | seconds |", "|---|---:|"]
    lines += [f"| {name} | {seconds:.2f} |" for name, seconds in middle.items() if name != "two"]
    lines += ["", "| chapter | cells alone | on a warm kernel |", "|---|---:|---:|"]
    for name in rounds[0]["cells"]:
        alone, warm = (statistics.median(r[kind][name] for r in rounds) for kind in ("cells", "warm"))
        lines.append(f"| {name} | {alone:.2f} | {warm:.2f} |")
    return "\n".join(lines)


def spread_out(cells: Sequence[float]) -> float:
    """The least time for chapters on all cores: the longest chapter, or the sum divided by the cores."""
    return max(*cells, sum(cells) / _CORES) if cells else 0.0


def _line(found: Found, line: Line, needs: Sequence[str], fill: Callable[[Line], None]) -> Line:
    line.missing = found.why_not(*needs)
    if not line.missing:
        fill(line)
    return line


def _cold(found: Found, ours: str, theirs: str, against: str, bar: float) -> Line:
    what = "cold build, HTML + PDF + Word" if ours == "all" else "cold build, HTML"
    formats = ("html", "pdf", "docx") if ours == "all" else ("html",)
    name = "imports + longest of (longest chapter, cells / cores) + stitch + export"

    def fill(line: Line) -> None:
        line.values = ratios(found.seconds(theirs), found.seconds(ours))
        line.seconds, line.memory = found.seconds(ours), found.memory(ours)
        line.floor = found.floor(
            lambda p: (
                p["imports"]
                + spread_out([*p["cells"].values()])
                + p["stitch"]
                + spread_out([p[kind] for kind in formats])
            )
        )

    return _line(found, Line(what, against, bar, floor_name=name), (ours, theirs), fill)


def _nothing(found: Found) -> list[Line]:
    def fill(line: Line) -> None:
        line.values = found.seconds("same") if line.at_most else ratios(found.seconds("plain"), found.seconds("same"))
        line.seconds, line.memory = found.seconds("same"), found.memory("same")
        line.floor = found.seconds("hash")

    name = "start Python, hash all files involved"
    return [
        _line(found, Line("nothing changed", _PLAIN, 50, floor_name=name), ("same", "plain", "hash"), fill),
        _line(
            found, Line("nothing changed", "the clock", 0.5, "s", at_most=True, floor_name=name), ("same", "hash"), fill
        ),
    ]


def _changed(found: Found, table: str, way: str) -> Line:
    """`way` is "changed", a command of its own, or "watched", a process that has its imports done."""
    watched = way == "watched"

    def fill(line: Line) -> None:
        line.values = ratios(found.seconds("full"), found.seconds(f"{way} {table}"))
        line.seconds, line.memory = found.seconds(f"{way} {table}"), found.memory(f"{way} {table}")
        plans = found.results[f"plan {table}"]
        line.what += f" ({len(plans[0])} chapters read it)"
        line.floor = [
            p["data" if watched else "imports"]
            + spread_out([p["cells"][name] for name in plan])
            + p["stitch"]
            + p["html"]
            for p, plan in zip(found.results["alone"], plans, strict=False)
        ]

    name = f"{'data' if watched else 'imports'} + those chapters' cells + stitch + HTML"
    what = f"one figure of the {table} changed{', `--watch`' if watched else ''}"
    line = Line(what, "full build (`--force`)", 3, floor_name=name)
    return _line(found, line, (f"{way} {table}", "full", f"plan {table}"), fill)


def _further(found: Found, what: str) -> Line:
    def fill(line: Line) -> None:
        line.seconds = [batch.further for batch in found.results["batch 2"]]
        line.values, line.memory = ratios(found.seconds("plain"), line.seconds), found.memory("batch 2")
        line.floor = found.floor(lambda p: _report(p) / p["two"])

    name = "one process, imports done: data + cells + stitch + HTML, / what two processes gain"
    return _line(found, Line(what, _PLAIN, 12, floor_name=name), ("plain", "batch 2"), fill)


def _report(p: Parts) -> float:
    return p["data"] + sum(p["cells"].values()) + p["stitch"] + p["html"]


def _jobs(found: Found, offices: int) -> Line:
    def fill(line: Line) -> None:
        line.values = ratios(found.seconds("batch 1"), found.seconds("batch 2"))
        line.seconds, line.memory = found.seconds("batch 2"), found.memory("batch 2")
        if gains := found.floor(lambda p: p["two"]):
            line.floor = [one / gain for one, gain in zip(found.seconds("batch 1"), gains, strict=True)]

    name = "one job's time / what two processes gain on a loop"
    line = Line(f"batch of {offices}, two jobs", "one job", 1.8, floor_name=name)
    return _line(found, line, ("batch 1", "batch 2"), fill)


def _long(found: Found) -> list[Line]:
    bar, lines = 1.1, []
    for number, what in enumerate(("a long batch: time per report", "a long batch: memory of the leading process")):

        def fill(line: Line, number: int = number) -> None:
            batch: Batch = found.results["long"][0]
            quarter = len(batch.ends) // 4
            line.what = f"{line.what}, last {quarter} of {len(batch.ends)}"
            line.against = f"first {quarter}"
            line.values, line.memory = [batch.last_against_first(quarter)[number]], batch.memory

        lines.append(_line(found, Line(what, "its beginning", bar, at_most=True), ("long",), fill))
    if not found.results["long"] and "long" not in found.missing:
        for line in lines:
            line.missing = "only with `--long`"
    return lines


def _warm(found: Found) -> Line:
    def fill(line: Line) -> None:
        pairs = [(p["warm"][name], p["cells"][name]) for p in found.results["alone"] for name in p["cells"]]
        line.values = [warm - cells for warm, cells in pairs]
        line.seconds, line.floor = [warm for warm, _ in pairs], [cells for _, cells in pairs]

    name = "the cells (each chapter in each round)"
    line = Line("one chapter on a warm kernel", "its cells alone", 0.15, "s", at_most=True, floor_name=name)
    return _line(found, line, ("alone",), fill)


def _pdf(found: Found) -> Line:
    def fill(line: Line) -> None:
        line.values = ratios(found.seconds("weasyprint"), found.seconds("pdf"))
        line.seconds, line.memory = found.seconds("pdf"), found.memory("pdf")
        line.floor = found.floor(lambda p: p["typst"])

    return _line(
        found, Line("PDF", "WeasyPrint on the same HTML", 2, floor_name="Typst alone"), ("pdf", "weasyprint"), fill
    )
