"""What became of one job: plain values that pass between processes and into the journal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

from lakip_lib.batch._jobs import Job
from lakip_lib.office import Gap, Indicator, Office
from lakip_lib.quantity import Quantity, Span

__all__ = ["Achieved", "Facts", "Figure", "Outcome", "State", "facts"]


class State(StrEnum):
    """How a job ended."""

    DONE = "selesai"
    DATA = "galat data"
    CHAPTER = "bab gagal"
    DEAD = "terhenti"


@dataclass(frozen=True, slots=True)
class Figure:
    """A number as the report shows it, and its value with every digit; a missing one has the reason as its text."""

    text: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class Achieved:
    """One indicator in its year."""

    code: str
    name: str
    unit: str
    target: Figure
    realised: Figure
    achievement: Figure
    grade: str


@dataclass(frozen=True, slots=True)
class Facts:
    """What the tables across offices say about one report."""

    office: str
    region: str
    kind: str
    indicators: tuple[Achieved, ...]
    mean: Figure
    budget: Figure
    spent: Figure
    absorption: Figure


@dataclass(frozen=True, slots=True)
class Outcome:
    """The end of one job: its state, the problems in words, and for a report that was made what is known about it.

    `files` are the names of the published files, `settings` how the run wanted them made.
    """

    root: str
    year: int
    name: str
    state: State
    seconds: float = 0.0
    problems: tuple[str, ...] = ()
    settings: str = ""
    files: tuple[str, ...] = ()
    warnings: int = 0
    gaps: int = 0
    findings: Mapping[str, int] = field(default_factory=dict)
    facts: Facts | None = None

    @classmethod
    def dead(cls, job: Job, why: str) -> Outcome:
        """The outcome of a job that nobody could finish."""
        return cls(str(job.root), job.year, job.name, State.DEAD, problems=(why,))

    @property
    def label(self) -> str:
        """Office and year, for a line of the recap."""
        return f"{self.name} {self.year}"

    def as_json(self) -> dict[str, Any]:
        """The outcome as JSON values."""
        return asdict(self)

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> Outcome:
        """The inverse of `as_json`; raises KeyError, TypeError or ValueError for anything else."""
        known = told["facts"] and _facts_from(told["facts"])
        lists = {name: tuple(told[name]) for name in ("problems", "files")}
        return cls(**{**told, **lists, "state": State(told["state"]), "facts": known})


def _facts_from(told: Mapping[str, Any]) -> Facts:
    figures = {k: Figure(**told[k]) for k in ("mean", "budget", "spent", "absorption")}
    rows = tuple(
        Achieved(**{**row, **{k: Figure(**row[k]) for k in ("target", "realised", "achievement")}})
        for row in told["indicators"]
    )
    return Facts(**{**told, **figures, "indicators": rows})


def facts(office: Office) -> Facts:
    """What the tables across offices say about the fiscal year of `office`: the office's own measures, unchanged."""

    def money(name: str) -> Figure:
        try:
            return _figure(getattr(office, name)())
        except Gap:
            return Figure("data belum tersedia")

    return Facts(
        office.name,
        office.region,
        "rencana" if office.planned_only else "laporan",
        tuple(_achieved(i) for i in office.indicators),
        _figure(office.mean_achievement()),
        *(money(name) for name in ("budget", "spent", "absorption")),
    )


def _achieved(indicator: Indicator) -> Achieved:
    reached = indicator.achievement()
    return Achieved(
        indicator.code,
        indicator.name,
        indicator.unit,
        _figure(indicator.target()),
        _figure(indicator.realised()),
        _figure(reached),
        indicator.achieved_class() if reached.known else "",
    )


def _figure(number: Quantity | Span) -> Figure:
    if isinstance(number, Span):
        return Figure(str(number), str(number))
    return Figure(number.shown(), format(number.value, "f") if number.known else "")
