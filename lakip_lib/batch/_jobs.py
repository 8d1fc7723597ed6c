"""Which reports a run is about: offices below the folders named, and their years."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from lakip_lib.sources import PROFILE

__all__ = ["Job", "PlanError", "Settings", "Skipped", "plan"]

_SPAN = re.compile(r"([12]\d{3})(?:\s*[-–]\s*([12]\d{3}))?")


class PlanError(ValueError):
    """The folders or years named make no plan; the message is for the user."""


@dataclass(frozen=True, slots=True)
class Job:
    """The report of one office and fiscal year; `name` is the office's folder, made unique within the run."""

    root: Path
    year: int
    name: str

    @property
    def target(self) -> Path:
        """Where the report is published."""
        return self.root / "outputs" / str(self.year)


@dataclass(frozen=True, slots=True)
class Settings:
    """How every report of the run is made; `store` is the fsspec address that published folders are copied to.

    `force` makes anew what has not changed; it is no part of what a report is made from.
    """

    formats: tuple[str, ...] = ("html",)
    strict: bool = False
    store: str = ""
    force: bool = field(default=False, repr=False)


@dataclass(frozen=True, slots=True)
class Skipped:
    """A year that was asked for and that the office does not have."""

    name: str
    year: int
    known: tuple[int, ...]


def plan(roots: Sequence[str | Path], years: str = "") -> tuple[list[Job], list[Skipped]]:
    """Give the jobs of all offices at or directly below `roots`, office by office, and what of `years` they lack.

    `years` is ``2024``, ``2021-2024``, ``2022,2024`` or empty: then every year of each office that is not a plan.
    Raises `PlanError`.
    """
    wanted = _years(years)
    jobs, skipped = [], []
    for root, name in _named(_offices(roots)):
        known = _known(root)
        mine = [y for y in known if not _planned(root, y)] if wanted is None else wanted
        jobs += [Job(root, y, name) for y in mine if y in known]
        skipped += [Skipped(name, y, known) for y in mine if y not in known]
    if not jobs:
        raise PlanError(f"Tidak ada laporan yang dapat dibuat: tidak ada instansi dengan tahun {years or 'selesai'}.")
    return jobs, skipped


def _years(text: str) -> list[int] | None:
    found: set[int] = set()
    for part in filter(None, (p.strip() for p in text.split(","))):
        match = _SPAN.fullmatch(part)
        if not match:
            raise PlanError(
                f"--years {text}: “{part}” bukan tahun atau rentang tahun, mis. 2024, 2021-2024, 2022,2024."
            )
        first, last = int(match[1]), int(match[2] or match[1])
        if first > last:
            raise PlanError(f"--years {text}: rentang {part} terbalik.")
        found.update(range(first, last + 1))
    return sorted(found) or None


def _offices(roots: Sequence[str | Path]) -> Iterator[Path]:
    """The folders with data/raw/profil.toml: each root itself, or what lies directly below it."""
    for given in roots:
        root = Path(given).resolve()
        if _is_office(root):
            yield root
            continue
        below = sorted(p for p in root.iterdir() if _is_office(p)) if root.is_dir() else []
        if not below:
            raise PlanError(f"{given}: bukan folder instansi dan tidak berisi folder instansi (data/raw/{PROFILE}).")
        yield from below


def _is_office(folder: Path) -> bool:
    return (folder / "data" / "raw" / PROFILE).is_file()


def _named(offices: Iterator[Path]) -> Iterator[tuple[Path, str]]:
    """Each office once, with the name of its folder; a number tells folders of the same name apart."""
    used: set[str] = set()
    for root in dict.fromkeys(offices):
        name, count = root.name, 1
        while name in used:
            count += 1
            name = f"{root.name}-{count}"
        used.add(name)
        yield root, name


def _known(root: Path) -> tuple[int, ...]:
    return tuple(sorted(int(p.parent.name) for p in (root / "data" / "raw").glob("[12][0-9][0-9][0-9]/tahun.toml")))


def _planned(root: Path, year: int) -> bool:
    """True for a year that says it is a plan; one that cannot be read is tried, so that its errors are told."""
    try:
        with (root / "data" / "raw" / str(year) / "tahun.toml").open("rb") as file:
            return tomllib.load(file).get("keadaan") == "rencana"
    except (OSError, ValueError):
        return False
