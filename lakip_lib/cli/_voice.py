"""What the terminal hears."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lakip_lib.built import Built
    from lakip_lib.pipeline import Chapter
    from lakip_lib.reuse import Plan
    from lakip_lib.review.finding import Finding

__all__ = ["CHAPTER", "DATA", "DONE", "USAGE", "Voice", "quoted", "short", "tell"]

#: Exit codes: done; the data or the document have errors; wrong usage or an unreadable file; a chapter failed.
DONE, DATA, USAGE, CHAPTER = 0, 1, 2, 3
_SHOWN_WARNINGS = 12
_SHOWN_REASONS = 4


def short(path: Path) -> str:
    """Relative to the working directory where that is shorter."""
    try:
        return str(path.relative_to(Path.cwd()))
    except ValueError:
        return str(path)


def quoted(path: str) -> str:
    """As it is typed into a terminal of any system."""
    return f'"{path}"' if " " in path else path


def tell(answer: object) -> None:
    """The one answer of a command that was asked for JSON."""
    print(json.dumps(answer, ensure_ascii=False, indent=1))


class Voice:
    """What the terminal hears: plain lines, with a progress bar if somebody watches, or one JSON object at the end."""

    def __init__(self, *, quiet: bool) -> None:
        self._quiet = quiet
        self._ended: Callable[[], None] = lambda: None

    def line(self, text: str) -> None:
        if not self._quiet:
            print(text, flush=True)

    @contextmanager
    def progress(self, chapters: int) -> Iterator[None]:
        """Show how many of the chapters have ended, on a terminal only."""
        if self._quiet or not sys.stdout.isatty():
            yield
            return
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

        columns = (TextColumn("  bab"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        with Progress(*columns, transient=True) as bar:
            task = bar.add_task("bab", total=chapters)
            self._ended = lambda: bar.advance(task)
            yield
        self._ended = lambda: None

    def chapter(self, chapter: Chapter) -> None:
        state = "gagal" if chapter.failure else "selesai"
        self.line(f"  {chapter.file:<32} {state} {chapter.seconds:5.1f} s")
        self._ended()

    def kept(self, plan: Plan) -> None:
        """The chapters that need not run."""
        for name, why in plan.chapters.items():
            if not why:
                self.line(f"  {name:<32} tetap")

    def plan(self, plan: Plan) -> None:
        """What would be made again, and why; `tetap` for the rest."""
        if self._quiet:
            tell({"bab": plan.chapters, "berkas": plan.files})
            return
        for name, why in (*plan.chapters.items(), *plan.files.items()):
            more = f", dan {len(why) - _SHOWN_REASONS} sebab lain" if len(why) > _SHOWN_REASONS else ""
            print(f"  {name:<32} {', '.join(why[:_SHOWN_REASONS]) + more or 'tetap'}")
        if plan.nothing:
            print("\nTidak ada yang berubah.")
        else:
            print(f"\n{len(plan.stale)} dari {len(plan.chapters)} bab akan dijalankan. Belum ada yang dibuat.")

    def refuse(self, code: int, text: str, *, problems: list[str] | None = None) -> int:
        if self._quiet:
            tell({"selesai": False, "kode": code, "masalah": problems or [text]})
        else:
            print(text, file=sys.stderr, flush=True)
        return code

    def recap(self, built: Built, warnings: Sequence[str], counts: Mapping[str, int], seconds: float) -> None:
        if self._quiet:
            files = [str(f) for f in built.files]
            steps = {k: round(v, 3) for k, v in built.steps.items()}
            tell(
                {
                    "selesai": True,
                    "kode": 0,
                    "berkas": files,
                    "detik": steps,
                    "peringatan": list(warnings),
                    "celah": built.gaps,
                    "temuan": dict(counts),
                    "dibuat_ulang": {n: w for n, w in {**built.plan.chapters, **built.plan.files}.items() if w},
                }
            )
            return
        self.line("")
        for name, spent in built.steps.items():
            self.line(f"  {name:<10} {spent:6.1f} s")
        self.line(f"  {'semua':<10} {seconds:6.1f} s")
        self.line(f"\n{len(warnings)} peringatan data, {built.gaps} celah data ditampilkan dalam laporan.")
        for warning in warnings[:_SHOWN_WARNINGS]:
            self.line(f"  {warning}")
        if len(warnings) > _SHOWN_WARNINGS:
            self.line(f"  … dan {len(warnings) - _SHOWN_WARNINGS} lagi; semuanya ada dalam lampiran laporan.")
        found = ", ".join(f"{n} {severity}" for severity, n in counts.items())
        self.line(f"Pemeriksaan tabel sumber: {found}; rinciannya dalam lampiran laporan, atau dengan lakip check.")
        self.line("")
        for file in built.files:
            self.line(short(file))

    def recap_again(self, built: Built, warnings: Sequence[str], counts: Mapping[str, int], seconds: float) -> None:
        """In two lines, for who sees it again and again."""
        if built.plan.nothing:
            self.line("          isinya tidak berubah.")
            return
        chapters = f"{len(built.plan.stale)} dari {len(built.plan.chapters)} bab dijalankan lagi"
        self.line(f"          {chapters}; laporan siap dalam {seconds:.1f} s.")
        found = ", ".join(f"{n} {severity}" for severity, n in counts.items())
        self.line(f"          {len(warnings)} peringatan data, {built.gaps} celah data; pemeriksaan: {found}.")

    def findings(self, findings: Sequence[Finding]) -> None:
        """One line per finding, worst first, and a closing line of counts."""
        from lakip_lib.review.finding import counts

        for finding in findings:
            self.line(f"{finding.severity}: {finding.line()}")
        found = ", ".join(f"{n} {severity}" for severity, n in counts(findings).items())
        self.line(f"\n{found}." if findings else "Tidak ada temuan.")
