"""`lakip build`: clean, run the chapters, stitch, export, publish."""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from lakip_lib.cli import FORMATS
from lakip_lib.cli._voice import CHAPTER, DATA, DONE, USAGE, Voice, short

if TYPE_CHECKING:
    from lakip_lib.office import Office

__all__ = ["LIBRARY", "chapters_of", "run"]

#: What chapters import: kernels are forked from a process that has done so while we clean the tables.
_IMPORTED = ("lakip_lib.office", "lakip_lib.present.show", "lakip_lib.present.tables", "lakip_lib.present.tiles",
             "lakip_lib.present.charts", "lakip_lib.present.diagrams", "lakip_lib.review.annex")  # fmt: skip
#: The notebooks beside the library.
LIBRARY = Path(__file__).parents[2] / "notebooks"


def run(options: argparse.Namespace) -> int:
    """Make the report of one fiscal year; returns the exit code."""
    started = time.perf_counter()
    formats = list(dict.fromkeys(f.strip() for f in options.to.split(",") if f.strip()))
    say = Voice(quiet=options.json)
    if not formats or set(formats).difference(FORMATS):
        return say.refuse(USAGE, f"--to {options.to}: bentuk yang dikenal: {', '.join(FORMATS)}.")
    from lakip_lib import warmkernel
    from lakip_lib.problems import DataError
    from lakip_lib.sources import find_root

    warmkernel.preload(_IMPORTED)
    try:
        root = find_root(options.root)
    except FileNotFoundError as error:
        return say.refuse(USAGE, str(error))
    try:
        office, cleaning = _clean(root, options.year)
    except DataError as error:
        return say.refuse(DATA, str(error), problems=[str(p) for p in error.problems])
    warnings = office.warnings()
    if options.strict and warnings:
        return say.refuse(
            DATA,
            "\n".join([f"{len(warnings)} peringatan data (--strict):", *(f"  {w}" for w in warnings)]),
            problems=warnings,
        )
    # jsonschema would compile a grammar of URIs for a format that notebooks do not use: 1.5 s, whatever the rest takes.
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
    from lakip_lib.build import BuildError, build
    from lakip_lib.review.finding import counts
    from lakip_lib.review.tables import check

    findings = check(office)
    say.line(f"{office.name}, tahun {options.year}")
    chapters = chapters_of(root)
    try:
        with say.progress(len(chapters)):
            built = build(
                chapters,
                {"fiscal_year": options.year, "root": ""},
                _info(office),
                folder=root,
                target=root / "outputs" / str(options.year),
                formats=formats,
                state={"data": {"peringatan": len(warnings)}, "reviu": counts(findings)},
                letterhead=_letterhead(root),
                jobs=options.jobs,
                done=say.chapter,
            )
    except BuildError as error:
        last = root / "outputs" / str(options.year)
        kept = (
            f"Laporan terakhir di {short(last)} tidak diubah." if last.exists() else "Tidak ada laporan yang ditulis."
        )
        return say.refuse(
            CHAPTER,
            "\n".join(["Laporan gagal dibuat:", *(f"  {line}" for line in error.lines), kept]),
            problems=list(error.lines),
        )
    built.steps = {"bersihkan": cleaning, **built.steps}
    say.recap(built, warnings, findings, time.perf_counter() - started)
    return DONE


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


def chapters_of(root: Path, *, library: bool = True) -> list[Path]:
    """The office's own chapters; if it has none, those beside the library, unless only its own are asked for."""
    own = sorted((root / "notebooks").glob("[0-9]*.ipynb"))
    return own or (sorted(LIBRARY.glob("[0-9]*.ipynb")) if library else [])


def _letterhead(root: Path) -> bytes | None:
    """The office's own Word letterhead, if it has one."""
    path = root / "data" / "raw" / "kop.docx"
    return path.read_bytes() if path.is_file() else None


def _info(office: Office) -> dict[str, str]:
    return {
        "judul": f"Laporan Akuntabilitas Kinerja Instansi Pemerintah Tahun {office.year}",
        "judul_pendek": f"LAKIP {office.year}",
        "instansi": office.name,
        "wilayah": office.region,
        "tahun": str(office.year),
        "jenis": "rencana" if office.planned_only else "laporan",
        "kertas": office.setting("dokumen", "kertas", "A4"),
        "bahasa": "id",
    }
