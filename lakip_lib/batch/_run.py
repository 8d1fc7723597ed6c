"""A whole run: what is current is kept, the rest is made, and the pages across offices are written."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from lakip_lib import lock
from lakip_lib.batch import _pages, _store
from lakip_lib.batch._jobs import Job, Settings
from lakip_lib.batch._journal import Journal
from lakip_lib.batch._outcome import Outcome

__all__ = ["Run", "run"]


@dataclass(frozen=True, slots=True)
class Run:
    """The outcomes in the order of the jobs, how many of them were kept from an earlier run, and the pages written."""

    outcomes: tuple[Outcome, ...]
    kept: int
    files: tuple[Path, ...]


def run(
    jobs: Sequence[Job],
    settings: Settings,
    out: Path,
    make: Callable[[Sequence[Job]], Generator[Outcome]],
    *,
    told: Callable[[Outcome, bool], None] = lambda *_: None,
    waiting: Callable[[str], None] = lambda _: None,
) -> Run:
    """Have `make` make the reports of `jobs` that are not current, or all by `settings`; `out` holds the pages.

    `told` hears of each outcome at once, and whether it was kept from an earlier run.  After an interruption the next
    run keeps what was finished.  Where another run writes to `out`, `waiting` is told which, and its end is awaited.
    Raises `lakip_lib.lock.HeldError`.
    """
    with lock.hold(out / ".batch.lock", waiting=waiting):
        return _run(jobs, settings, out, make, told)


def _run(
    jobs: Sequence[Job],
    settings: Settings,
    out: Path,
    make: Callable[[Sequence[Job]], Generator[Outcome]],
    told: Callable[[Outcome, bool], None],
) -> Run:
    journal = Journal(out)
    rest = []
    for job in jobs:
        current = None if settings.force else journal.current(job, settings)
        if current:
            told(current, True)  # noqa: FBT003 - called by position
        else:
            rest.append(job)
    with closing(make(rest)) as made:  # whatever happens here, no process goes on
        for outcome in made:
            journal.add(outcome)
            told(outcome, False)  # noqa: FBT003
    outcomes = journal.outcomes(jobs)
    files = _pages.write(out / "publik" if settings.store else out, outcomes, settings)
    if settings.store:
        _store.upload(out / "publik", settings.store, "")
    return Run(outcomes, len(jobs) - len(rest), files)
