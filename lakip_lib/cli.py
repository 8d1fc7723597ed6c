"""The command `lakip`: arguments in, recap and exit code out.

Exit codes: 0 done; 1 the data have errors (listed); 2 wrong usage or no office; 3 a chapter failed.

Heavy imports happen only in the command that needs them.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

if TYPE_CHECKING:
    from lakip_lib.build import Built
    from lakip_lib.office import Office
    from lakip_lib.pipeline import Chapter

__all__ = ["main"]

_DONE, _DATA, _USAGE, _CHAPTER = 0, 1, 2, 3
_FORMATS = ("html", "pdf")
_SHOWN_WARNINGS = 12


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; returns the exit code."""
    options = _parser().parse_args(arguments)
    return options.run(options)


class _Parser(argparse.ArgumentParser):
    """argparse in Indonesian."""

    def __init__(self, **settings: Any) -> None:  # noqa: ANN401 - whatever argparse takes, of many types
        super().__init__(**settings, add_help=False, formatter_class=_Help)
        self._optionals.title = "pilihan"
        self.add_argument("-h", "--help", action="help", help="tampilkan bantuan ini")

    def error(self, message: str) -> NoReturn:
        for english, indonesian in _PHRASES:
            message = message.replace(english, indonesian)
        self.exit(_USAGE, f"{self.format_usage()}lakip: {message}. Lihat lakip --help.\n")


class _Help(argparse.HelpFormatter):
    def add_usage(
        self, usage: str | None, actions: Iterable[argparse.Action], groups: Iterable[object], prefix: str | None = None
    ) -> None:
        super().add_usage(usage, actions, groups, "pemakaian: " if prefix is None else prefix)


#: What argparse says when arguments are wrong.
_PHRASES = (
    ("the following arguments are required:", "harus disebut:"),
    ("unrecognized arguments:", "tidak dikenal:"),
    ("expected one argument", "perlu satu nilai"),
    ("invalid int value:", "bukan bilangan bulat:"),
    ("invalid choice:", "tidak dikenal:"),
    ("(choose from", "(pilih dari"),
    ("argument ", ""),
)


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="lakip", description="Laporan kinerja instansi pemerintah (LAKIP) dari tabel sumber.")
    commands = parser.add_subparsers(title="perintah", required=True, metavar="PERINTAH")
    make = commands.add_parser(
        "build", help="buat laporan satu tahun anggaran", description="Buat laporan satu tahun anggaran."
    )
    make.add_argument("--year", type=int, required=True, metavar="TAHUN", help="tahun anggaran, mis. 2024")
    make.add_argument(
        "--root", default="", metavar="FOLDER", help="folder instansi; bawaan: dicari dari folder kerja ke atas"
    )
    formats = ",".join(_FORMATS)
    make.add_argument("--to", default=formats, metavar="BENTUK", help=f"bentuk laporan, dipisah koma: {formats}")
    make.add_argument(
        "--jobs", type=int, default=min(4, os.cpu_count() or 1), metavar="N", help="banyak bab yang dijalankan serentak"
    )
    make.add_argument("--strict", action="store_true", help="peringatan data dianggap kesalahan")
    make.add_argument("--json", action="store_true", help="rekap sebagai JSON")
    make.set_defaults(run=_build)
    return parser


def _build(options: argparse.Namespace) -> int:
    started = time.perf_counter()
    formats = list(dict.fromkeys(f.strip() for f in options.to.split(",") if f.strip()))
    say = _Voice(quiet=options.json)
    if not formats or set(formats).difference(_FORMATS):
        return say.refuse(_USAGE, f"--to {options.to}: bentuk yang dikenal: {', '.join(_FORMATS)}.")
    from lakip_lib.problems import DataError
    from lakip_lib.sources import find_root

    try:
        root = find_root(options.root)
    except FileNotFoundError as error:
        return say.refuse(_USAGE, str(error))
    try:
        office, cleaning = _clean(root, options.year)
    except DataError as error:
        return say.refuse(_DATA, str(error), problems=[str(p) for p in error.problems])
    warnings = office.warnings()
    if options.strict and warnings:
        return say.refuse(
            _DATA,
            "\n".join([f"{len(warnings)} peringatan data (--strict):", *(f"  {w}" for w in warnings)]),
            problems=warnings,
        )
    # jsonschema would compile a grammar of URIs for a format that notebooks do not use: 1.5 s, whatever the rest takes.
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
    from lakip_lib.build import BuildError, build

    say.line(f"{office.name}, tahun {options.year}")
    chapters = _chapters(root)
    try:
        with say.progress(len(chapters)):
            built = build(
                chapters,
                {"fiscal_year": options.year, "root": ""},
                _info(office),
                folder=root,
                target=root / "outputs" / str(options.year),
                formats=formats,
                jobs=options.jobs,
                done=say.chapter,
            )
    except BuildError as error:
        last = root / "outputs" / str(options.year)
        kept = (
            f"Laporan terakhir di {_short(last)} tidak diubah." if last.exists() else "Tidak ada laporan yang ditulis."
        )
        return say.refuse(
            _CHAPTER,
            "\n".join(["Laporan gagal dibuat:", *(f"  {line}" for line in error.lines), kept]),
            problems=list(error.lines),
        )
    built.steps = {"bersihkan": cleaning, **built.steps}
    say.recap(built, warnings, time.perf_counter() - started)
    return _DONE


def _clean(root: Path, year: int) -> tuple[Office, float]:
    """The office with checked tables, after data/processed was written; and the seconds it took."""
    started = time.perf_counter()
    from lakip_lib.office import Office
    from lakip_lib.present import prose
    from lakip_lib.processed import write_processed

    office = Office(root, year)
    office.check()
    prose.check(office)
    write_processed(office.data, root / "data" / "processed" / str(year))
    return office, time.perf_counter() - started


def _chapters(root: Path) -> list[Path]:
    """The office's own chapters if it has any, else those beside the library."""
    own = sorted((root / "notebooks").glob("[0-9]*.ipynb"))
    return own or sorted((Path(__file__).parent.parent / "notebooks").glob("[0-9]*.ipynb"))


def _info(office: Office) -> dict[str, str]:
    return {
        "judul": f"Laporan Akuntabilitas Kinerja Instansi Pemerintah Tahun {office.year}",
        "judul_pendek": f"LAKIP {office.year}",
        "instansi": office.name,
        "wilayah": office.region,
        "tahun": str(office.year),
        "kertas": office.setting("dokumen", "kertas", "A4"),
        "bahasa": "id",
    }


def _short(path: Path) -> str:
    """Relative to the working directory where that is shorter."""
    try:
        return str(path.relative_to(Path.cwd()))
    except ValueError:
        return str(path)


class _Voice:
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

    def refuse(self, code: int, text: str, *, problems: list[str] | None = None) -> int:
        if self._quiet:
            print(
                json.dumps(
                    {"selesai": False, "kode": code, "masalah": problems or [text]}, ensure_ascii=False, indent=1
                )
            )
        else:
            print(text, file=sys.stderr, flush=True)
        return code

    def recap(self, built: Built, warnings: list[str], seconds: float) -> None:
        if self._quiet:
            files = [str(f) for f in built.files]
            steps = {k: round(v, 3) for k, v in built.steps.items()}
            print(
                json.dumps(
                    {
                        "selesai": True,
                        "kode": 0,
                        "berkas": files,
                        "detik": steps,
                        "peringatan": warnings,
                        "celah": built.gaps,
                    },
                    ensure_ascii=False,
                    indent=1,
                )
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
        self.line("")
        for file in built.files:
            self.line(_short(file))


if __name__ == "__main__":
    sys.exit(main())
