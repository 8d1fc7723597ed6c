"""The table of results: what was measured against what, whether the bar holds, and how far the floor is."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass, field

__all__ = ["Line", "ratios", "rows", "spread"]

_HEAD = (
    "| what | against | bar | min | median | max | holds | seconds | floor | distance | peak MiB |\n"
    "|---|---|---|---:|---:|---:|---|---:|---|---:|---:|"
)


@dataclass
class Line:
    """One line: `values` of each round, and the bar they are held against.

    `bar` is the least that `values` may be, with `at_most` the greatest, in `unit`: "×" or "s".  `seconds` are those of
    our own way, `floor` what it cannot go below, in seconds, `floor_name` how that was measured.  `missing` says why
    there are no values.
    """

    what: str
    against: str
    bar: float
    unit: str = "×"
    at_most: bool = False
    values: list[float] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    floor: list[float] = field(default_factory=list)
    floor_name: str = ""
    memory: float = 0.0
    missing: str = ""

    @property
    def holds(self) -> str:
        """Yes if the bar holds in every round; a median alone is said to be one."""
        if self.missing or not self.values:
            return "not measured"
        good = [v <= self.bar if self.at_most else v >= self.bar for v in self.values]
        middle = statistics.median(self.values)
        if all(good):
            return "yes"
        return "median only" if (middle <= self.bar if self.at_most else middle >= self.bar) else "**no**"

    def row(self) -> str:
        """The line as a row of a Markdown table."""
        sign = "≤" if self.at_most else "≥"
        bar = f"{sign} {self.bar:g} {self.unit}"
        if self.missing or not self.values:
            return f"| {self.what} | {self.against} | {bar} | | | | not measured: {self.missing} | | | | |"
        seconds = f"{statistics.median(self.seconds):.2f}" if self.seconds else ""
        floor, distance = self.floor_name, ""
        if self.floor and self.seconds:
            floor = f"{statistics.median(self.floor):.2f} s: {self.floor_name}"
            pairs = zip(self.seconds, self.floor, strict=True)
            distance = f"{statistics.median(a - b for a, b in pairs):+.2f} s"
        memory = f"{self.memory:.0f}" if self.memory else ""
        cells = (self.what, self.against, bar, spread(self.values), self.holds, seconds, floor, distance, memory)
        return f"| {' | '.join(cells)} |"


def spread(values: Sequence[float]) -> str:
    """Minimum, median and maximum as three cells."""
    return " | ".join(f"{v:.2f}" for v in (min(values), statistics.median(values), max(values)))


def ratios(slower: Sequence[float], faster: Sequence[float]) -> list[float]:
    """How many times as long the one took, round by round: the speed of a shared machine drifts between rounds."""
    return [a / b for a, b in zip(slower, faster, strict=True)]


def rows(lines: Sequence[Line]) -> str:
    """The whole table."""
    return "\n".join([_HEAD, *(line.row() for line in lines)])
