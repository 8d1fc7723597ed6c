"""What cleaning makes: typed rows, the decisions in force, and the log of what it changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lakip_lib.problems import Problem
from lakip_lib.quantity import Cell, Quantity, Span

__all__ = ["Cleaned", "Decision", "LogEntry", "Row", "Value"]

Value = str | int | dt.date | Quantity | Span | None


@dataclass(frozen=True, slots=True)
class Row:
    """One typed row.  `row["pagu"]` is its value: text, int, date, `Quantity` or `Span`; text may be empty."""

    file: str
    number: int
    values: Mapping[str, Value]
    cells: Mapping[str, Cell]

    def __getitem__(self, column: str) -> Any:  # noqa: ANN401 - one `Value`; the caller knows which, by the column
        return self.values[column]


@dataclass(frozen=True, slots=True)
class Decision:
    """One row of keputusan.csv that concerns this report: what of it the report and the check use.

    `year` is the first report that knows it; `file` the table as its CSV file, wherever it lies; `read` the text that
    was decided on (semula); `by` who decided and `date` when, if somebody noted it.
    """

    number: int
    kind: str
    year: int
    file: str
    key: str
    column: str
    read: str
    value: str
    rejected: str
    reason: str
    by: str
    date: dt.date | None


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One cell that cleaning changed: as typed, as read, and why."""

    cell: Cell
    read_as: str
    why: str


@dataclass(frozen=True)
class Cleaned:
    """All tables of one office as one fiscal year sees them.

    A table that the office does not have is not in `tables`; series end at the fiscal year.
    """

    root: Path
    fiscal_year: int
    profile: Mapping[str, Any]
    year: Mapping[str, Any]
    period: str
    period_years: tuple[int, int]
    tables: Mapping[str, tuple[Row, ...]]
    decisions: tuple[Decision, ...]
    log: tuple[LogEntry, ...]
    warnings: tuple[Problem, ...] = ()
