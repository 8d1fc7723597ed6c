"""One report from one office's tables: clean, check, run the chapters, publish; `build` and `batch` share it."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from lakip_lib import warmkernel

if TYPE_CHECKING:
    from lakip_lib.build import Built
    from lakip_lib.office import Office
    from lakip_lib.pipeline import Chapter
    from lakip_lib.review.finding import Finding

__all__ = ["FORMATS", "LIBRARY", "Report", "StrictError", "chapters_of", "make", "warm_up"]

FORMATS = ("html", "pdf", "docx")
#: The notebooks beside the library.
LIBRARY = Path(__file__).parents[1] / "notebooks"
#: What chapters import.
_IMPORTED = (
    "lakip_lib.office",
    "lakip_lib.present.show",
    "lakip_lib.present.tables",
    "lakip_lib.present.tiles",
    "lakip_lib.present.charts",
    "lakip_lib.present.diagrams",
    "lakip_lib.review.annex",
)


class StrictError(ValueError):
    """The data have warnings, and warnings were not to be accepted; `warnings` are the lines."""

    def __init__(self, warnings: Sequence[str]) -> None:
        self.warnings = tuple(warnings)
        super().__init__(self.warnings)


@dataclass
class Report:
    """What was made, and what the makers found on the way; seconds of each step are in `built.steps`."""

    office: Office
    built: Built
    warnings: list[str] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def warm_up() -> None:
    """Start the process that kernels are forked from; its imports run while the caller does something else."""
    warmkernel.preload(_IMPORTED)


def make(
    root: Path,
    year: int,
    formats: Sequence[str],
    *,
    jobs: int = 2,
    strict: bool = False,
    begun: Callable[[Office, int], None] = lambda *_: None,
    done: Callable[[Chapter], None] = lambda _: None,
) -> Report:
    """Make the report of one fiscal year into `root`/outputs/`year`.

    `begun` is called with the office and the number of chapters before the first runs, `done` as each ends.  Raises
    `DataError`, `StrictError` or `lakip_lib.build.BuildError`; then nothing has been published.
    """
    started = time.perf_counter()
    warm_up()
    from lakip_lib.office import Office
    from lakip_lib.present import prose
    from lakip_lib.processed import write_processed

    office = Office(root, year)
    office.check()
    prose.check(office)
    write_processed(office.data, root / "data" / "processed" / str(year))
    cleaning = time.perf_counter() - started
    warnings = office.warnings()
    if strict and warnings:
        raise StrictError(warnings)
    # jsonschema would compile a grammar of URIs for a format that notebooks do not use: 1.5 s, whatever the rest takes.
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
    from lakip_lib.build import build
    from lakip_lib.review.finding import counts
    from lakip_lib.review.tables import check

    findings = check(office)
    chapters = chapters_of(root)
    begun(office, len(chapters))
    built = build(
        chapters,
        {"fiscal_year": year, "root": ""},
        _info(office),
        folder=root,
        target=root / "outputs" / str(year),
        formats=formats,
        state={"data": {"peringatan": len(warnings)}, "reviu": counts(findings)},
        letterhead=_letterhead(root),
        jobs=jobs,
        done=done,
    )
    built.steps = {"bersihkan": cleaning, **built.steps}
    return Report(office, built, warnings, findings)


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
