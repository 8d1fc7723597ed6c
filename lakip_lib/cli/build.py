"""`lakip build`: the report of one fiscal year."""

from __future__ import annotations

import argparse
import contextlib
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from lakip_lib import report, reuse, scratch
from lakip_lib.built import BuildError
from lakip_lib.cli._voice import CHAPTER, DATA, DONE, USAGE, Voice, short
from lakip_lib.cli._watch import saved
from lakip_lib.problems import DataError
from lakip_lib.sources import find_root

if TYPE_CHECKING:
    from lakip_lib.office import Office

__all__ = ["run"]


def run(options: argparse.Namespace) -> int:
    """Make the report of one fiscal year, or tell what would be made; returns the exit code."""
    say = Voice(quiet=options.json)
    root = find_root(options.root)
    if options.watch:
        return _watch(options, root, say)
    if options.plan:
        return _attempt(
            lambda: say.plan(report.plan(root, options.year, options.to, force=options.force)), options, root, say
        )
    with scratch.folder():
        return _attempt(lambda: _make(options, root, say), options, root, say)


def _attempt(work: Callable[[], object], options: argparse.Namespace, root: Path, say: Voice) -> int:
    """Do it, and say what stood in the way."""
    try:
        work()
    except DataError as error:
        return say.refuse(DATA, str(error), problems=[str(p) for p in error.problems])
    except report.StrictError as error:
        lines = [f"{len(error.warnings)} peringatan data (--strict):", *(f"  {w}" for w in error.warnings)]
        return say.refuse(DATA, "\n".join(lines), problems=list(error.warnings))
    except BuildError as error:
        last = root / "outputs" / str(options.year)
        kept = f"Laporan terakhir di {short(last)} tidak diubah." if last.exists() else "Tidak ada yang ditulis."
        lines = ["Laporan gagal dibuat:", *(f"  {line}" for line in error.lines), kept]
        return say.refuse(CHAPTER, "\n".join(lines), problems=list(error.lines))
    return DONE


def _watch(options: argparse.Namespace, root: Path, say: Voice) -> int:
    """Make the report now and whenever something is saved, until Ctrl-C; errors are told, and their end awaited."""
    if options.plan or options.json:
        return say.refuse(USAGE, "--watch tidak dapat dipakai bersama --plan atau --json.")
    ourselves = reuse.code()
    notebooks = {path.parent for path in report.chapters_of(root)} - {root / "notebooks"}
    with contextlib.suppress(KeyboardInterrupt), scratch.folder():
        for names in saved(root, *notebooks):
            if reuse.code() != ourselves:
                return say.refuse(USAGE, "lakip sendiri berubah: jalankan perintah ini lagi.")
            if names:
                say.line(f"\n{time.strftime('%H.%M.%S')}  {', '.join(names)}")
                _attempt(lambda: _make_again(options, root, say), options, root, say)
            else:
                _attempt(lambda: _make(options, root, say), options, root, say)
                report.warm_up()
                report.import_all()
                say.line("\nLaporan dibuat lagi setiap kali ada yang disimpan. Ctrl-C untuk berhenti.")
    say.line("\nTidak mengawasi lagi.")
    return DONE


def _make(options: argparse.Namespace, root: Path, say: Voice) -> None:
    started = time.perf_counter()
    with ExitStack() as progress:

        def begun(office: Office, chapters: int) -> None:
            say.line(f"{office.name}, tahun {options.year}")
            progress.enter_context(say.progress(chapters))

        made = report.make(
            root,
            options.year,
            options.to,
            jobs=options.jobs,
            strict=options.strict,
            force=options.force,
            limit=options.limit,
            begun=begun,
            planned=say.kept,
            done=say.chapter,
            waiting=lambda who: _wait_for(who, options, say),
        )
    say.recap(made.built, made.warnings, made.counts, time.perf_counter() - started)


def _make_again(options: argparse.Namespace, root: Path, say: Voice) -> None:
    started = time.perf_counter()
    limits = {"jobs": options.jobs, "strict": options.strict, "limit": options.limit}
    made = report.make(root, options.year, options.to, **limits, waiting=lambda who: _wait_for(who, options, say))
    say.recap_again(made.built, made.warnings, made.counts, time.perf_counter() - started)


def _wait_for(who: str, options: argparse.Namespace, say: Voice) -> None:
    say.line(f"Laporan {options.year} sedang dibuat oleh {who}. Menunggu ...")
