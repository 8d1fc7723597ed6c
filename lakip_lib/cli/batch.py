"""`lakip batch`: the reports of many offices and years in one run."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from lakip_lib import scratch
from lakip_lib.cli._stop import Stopped, end
from lakip_lib.cli._voice import CHAPTER, DATA, DONE, USAGE, Voice, short, tell
from lakip_lib.lock import HeldError

if TYPE_CHECKING:
    from lakip_lib.batch import Job, Outcome, Run, Settings, Skipped

__all__ = ["run"]

_SHOWN_PROBLEMS = 3
_MINUTE = 60


def run(options: argparse.Namespace) -> int:
    """Make the reports of many offices and years; returns the exit code, that of the worst report."""
    say = Voice(quiet=options.json)
    from lakip_lib import batch

    settings = batch.Settings(options.to, options.strict, options.to_store, options.force)
    out = Path(options.out).resolve()
    started = time.perf_counter()
    hear = None
    try:
        jobs, skipped = batch.plan(options.roots, options.years)
        if options.to_store:
            batch.reachable(options.to_store)
        _tell_plan(say, jobs, skipped)
        hear = _Progress(say, len(jobs), bar=sys.stdout.isatty() and not options.json)
        with scratch.folder(), hear.shown():
            done = batch.run(
                jobs,
                settings,
                out,
                _way(options, settings),
                told=hear.ended,
                waiting=lambda who: say.line(f"{short(out)} sedang ditulisi {who}. Menunggu ..."),
            )
    except HeldError as holder:
        return say.refuse(CHAPTER, f"{short(out)} masih ditulisi {holder}. Tunggu sampai selesai, lalu ulangi.")
    except (batch.PlanError, batch.ClusterError, batch.StoreError) as error:
        return say.refuse(USAGE, str(error))
    except OSError as error:
        return say.refuse(USAGE, f"{error.filename or out}: tidak dapat ditulisi ({error.strerror}).")
    except Stopped as stopped:
        count = hear.count if hear else 0
        text = f"\nDihentikan: {count} laporan sudah selesai. Jalankan perintah yang sama untuk meneruskannya."
        end(stopped, json=options.json, said=text)
    code = _code(done.outcomes)
    if options.json:
        tell(_json(done, skipped, code))
    else:
        _recap(say, done, time.perf_counter() - started)
    return code


def _way(options: argparse.Namespace, settings: Settings) -> Callable[[Sequence[Job]], Generator[Outcome]]:
    from lakip_lib import batch

    def make(jobs: Sequence[Job]) -> Generator[Outcome]:
        if options.dask:
            return batch.cluster(jobs, settings, options.dask)
        return batch.here(jobs, settings, min(options.jobs, len(jobs)))

    return make


class _Progress:
    """Reports as they end: a bar with an estimate on a terminal, otherwise a line for each."""

    def __init__(self, say: Voice, total: int, *, bar: bool) -> None:
        self._say = say
        self._total = total
        self._made = 0
        self._started = time.perf_counter()
        self._wanted = bar
        self._bar: Callable[[], None] | None = None
        self.count = 0

    @contextmanager
    def shown(self) -> Iterator[None]:
        """Show the bar while reports are made."""
        if not self._wanted:
            yield
            return
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

        estimate = TextColumn("sisa {task.fields[left]}")
        columns = (TextColumn("  laporan"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), estimate)
        with Progress(*columns, transient=True) as bar:
            task = bar.add_task("laporan", total=self._total, left="…")
            self._bar = lambda: bar.update(task, completed=self.count, left=self._left())
            yield
        self._bar = None

    def ended(self, outcome: Outcome, kept: bool) -> None:  # noqa: FBT001 - called by position
        """One report has ended, or needs not be made."""
        from lakip_lib.batch import State

        self.count += 1
        self._made += not kept
        if kept and self._made == 0:
            self._started = time.perf_counter()
        if outcome.state is not State.DONE:
            self._say.line(f"  {outcome.label}: {outcome.state}")
            for line in _problems(outcome):
                self._say.line(f"    {line}")
        elif self._bar is None:
            what = "tetap, tidak dibuat lagi" if kept else f"selesai {outcome.seconds:5.1f} s, sisa {self._left()}"
            width = len(str(self._total))
            self._say.line(f"  {self.count:>{width}}/{self._total}  {outcome.label:<32} {what}")
        if self._bar:
            self._bar()

    def _left(self) -> str:
        """About how long the rest takes, from the pace so far."""
        if not self._made:
            return "…"
        seconds = (time.perf_counter() - self._started) / self._made * (self._total - self.count)
        return f"± {seconds:.0f} detik" if seconds < 2 * _MINUTE else f"± {seconds / _MINUTE:.0f} menit"


def _tell_plan(say: Voice, jobs: Sequence[Job], skipped: Sequence[Skipped]) -> None:
    say.line(f"{len(jobs)} laporan dari {len({job.root for job in jobs})} instansi")
    for miss in skipped:
        known = ", ".join(map(str, miss.known)) or "belum ada"
        say.line(f"  {miss.name} {miss.year}: dilewati, tahun itu tidak ada (yang ada: {known})")


def _problems(outcome: Outcome) -> list[str]:
    shown = list(outcome.problems[:_SHOWN_PROBLEMS])
    more = len(outcome.problems) - len(shown)
    return [*shown, f"… dan {more} lagi"] if more else shown


def _recap(say: Voice, done: Run, seconds: float) -> None:
    from lakip_lib.batch import State

    counts = {state: sum(o.state is state for o in done.outcomes) for state in State}
    told = ", ".join(f"{count} {state}" for state, count in counts.items() if count)
    kept = f" ({done.kept} di antaranya tetap dari sebelumnya)" if done.kept else ""
    say.line(f"\n{len(done.outcomes)} laporan: {told}{kept}, dalam {seconds:.1f} s.")
    for outcome in done.outcomes:
        if outcome.state is not State.DONE:
            say.line(f"  {outcome.label}: {outcome.state}")
            for line in _problems(outcome):
                say.line(f"    {line}")
    say.line("")
    for file in done.files:
        say.line(short(file))


def _code(outcomes: Sequence[Outcome]) -> int:
    from lakip_lib.batch import State

    states = {o.state for o in outcomes}
    if states & {State.CHAPTER, State.DEAD}:
        return CHAPTER
    return DATA if State.DATA in states else DONE


def _json(done: Run, skipped: Sequence[Skipped], code: int) -> dict[str, object]:
    reports = [
        {
            "instansi": o.name,
            "tahun": o.year,
            "keadaan": o.state,
            "detik": round(o.seconds, 3),
            "masalah": list(o.problems),
            "berkas": [str(Path(o.root) / "outputs" / str(o.year) / name) for name in o.files],
            "peringatan": o.warnings,
            "celah": o.gaps,
            "temuan": dict(o.findings),
        }
        for o in done.outcomes
    ]
    return {
        "selesai": code == DONE,
        "kode": code,
        "laporan": reports,
        "dilewati": [{"instansi": s.name, "tahun": s.year} for s in skipped],
        "tetap": done.kept,
        "halaman": [str(f) for f in done.files],
    }
