"""`lakip build`: the report of one fiscal year."""

from __future__ import annotations

import argparse
import time
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from lakip_lib import report, scratch
from lakip_lib.built import BuildError
from lakip_lib.cli._voice import CHAPTER, DATA, DONE, USAGE, Voice, short
from lakip_lib.problems import DataError
from lakip_lib.sources import find_root

if TYPE_CHECKING:
    from lakip_lib.office import Office

__all__ = ["run"]


def run(options: argparse.Namespace) -> int:
    """Make the report of one fiscal year, or tell what would be made; returns the exit code."""
    formats = list(dict.fromkeys(f.strip() for f in options.to.split(",") if f.strip()))
    say = Voice(quiet=options.json)
    if not formats or set(formats).difference(report.FORMATS):
        return say.refuse(USAGE, f"--to {options.to}: bentuk yang dikenal: {', '.join(report.FORMATS)}.")
    try:
        root = find_root(options.root)
    except FileNotFoundError as error:
        return say.refuse(USAGE, str(error))
    try:
        if options.plan:
            say.plan(report.plan(root, options.year, formats, force=options.force))
        else:
            with scratch.folder():
                _make(options, root, formats, say)
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


def _make(options: argparse.Namespace, root: Path, formats: list[str], say: Voice) -> None:
    started = time.perf_counter()
    with ExitStack() as progress:

        def begun(office: Office, chapters: int) -> None:
            say.line(f"{office.name}, tahun {options.year}")
            progress.enter_context(say.progress(chapters))

        made = report.make(
            root,
            options.year,
            formats,
            jobs=options.jobs,
            strict=options.strict,
            force=options.force,
            limit=options.limit,
            begun=begun,
            planned=say.kept,
            done=say.chapter,
            waiting=lambda who: say.line(f"Laporan {options.year} sedang dibuat oleh {who}. Menunggu ..."),
        )
    say.recap(made.built, made.warnings, made.counts, time.perf_counter() - started)
