"""One report from one office's tables: clean, check, run the chapters, publish; `build` and `batch` share it."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lakip_lib import reuse
from lakip_lib.inputs import Inputs
from lakip_lib.sources import refuse_links_outward

if TYPE_CHECKING:
    from lakip_lib.built import Built
    from lakip_lib.office import Office
    from lakip_lib.pipeline import Chapter
    from lakip_lib.review.finding import Finding

__all__ = ["FORMATS", "LIBRARY", "Report", "StrictError", "chapters_of", "is_current", "make", "plan", "warm_up"]

FORMATS = ("html", "pdf", "docx")
#: The notebooks beside the library.
LIBRARY = Path(__file__).parents[1] / "notebooks"
_LETTERHEAD = "kop.docx"
#: What chapters import.
_IMPORTED = ("lakip_lib.office", "lakip_lib.review.annex", "lakip_lib.present.rehearsal:rehearse")


class StrictError(ValueError):
    """The data have warnings, and warnings were not to be accepted; `warnings` are the lines."""

    def __init__(self, warnings: Sequence[str]) -> None:
        self.warnings = tuple(warnings)
        super().__init__(self.warnings)


@dataclass
class Report:
    """What was made, and what the makers found on the way; seconds of each step are in `built.steps`.

    `counts` are the findings of the checks by severity.  Where nothing had changed, the tables behind `office` and
    `findings` are read when somebody asks.
    """

    root: Path
    year: int
    built: Built
    warnings: list[str] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    known_office: Office | None = field(default=None, repr=False)

    @cached_property
    def office(self) -> Office:
        """The office; raises `DataError`."""
        from lakip_lib.office import Office

        return self.known_office or Office(self.root, self.year)

    @cached_property
    def findings(self) -> list[Finding]:
        """What the checks of the source tables find."""
        from lakip_lib.review.tables import check

        return check(self.office)


def warm_up() -> None:
    """Start the process that kernels are forked from; its imports run while the caller does something else."""
    from lakip_lib import warmkernel

    warmkernel.preload(_IMPORTED)


def plan(root: Path, year: int, formats: Sequence[str], *, force: bool = False) -> reuse.Plan:
    """What `make` would do, and why; nothing is run or written.  Raises `DataError`."""
    return _Work(root, year, formats).plan(force=force)


def is_current(root: Path, year: int, formats: Sequence[str]) -> bool:
    """True if the published report is undamaged and made of what is there now, so that `make` would do nothing."""
    return _Work(root, year, formats).unchanged() is not None


def make(
    root: Path,
    year: int,
    formats: Sequence[str],
    *,
    jobs: int = 2,
    strict: bool = False,
    force: bool = False,
    begun: Callable[[Office, int], None] = lambda *_: None,
    planned: Callable[[reuse.Plan], None] = lambda _: None,
    done: Callable[[Chapter], None] = lambda _: None,
) -> Report:
    """Make the report of one fiscal year into `root`/outputs/`year`: what has changed since the last time, or all.

    `begun` is called with the office and the number of chapters before the first runs, `planned` with what is to be
    made again, `done` as each chapter ends; where nothing has changed, only `planned` is.  Raises `DataError`,
    `StrictError` or `lakip_lib.build.BuildError`; then nothing has been published.
    """
    started = time.perf_counter()
    work = _Work(root, year, formats)
    if not force and (found := work.unchanged()):
        if strict and found.warnings:
            raise StrictError(found.warnings)
        planned(found.built.plan)
        return found
    warm_up()
    office, warnings = work.clean()
    cleaning = time.perf_counter() - started
    if strict and warnings:
        raise StrictError(warnings)
    # jsonschema would compile a grammar of URIs for a format that notebooks do not use: 1.5 s, whatever the rest takes.
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
    from lakip_lib.build import build
    from lakip_lib.office.parts import row_counts
    from lakip_lib.review.finding import counts
    from lakip_lib.review.tables import check

    found = counts(check(office))
    todo = work.plan(force=force)
    begun(office, len(todo.stale))
    planned(todo)

    def record(parts: Iterable[str]) -> dict[str, Any]:
        return {
            "keadaan": {"data": {"peringatan": len(warnings)}, "reviu": found},
            "peringatan": warnings,
            "parameter": work.now.parameters,
            "versi": work.now.versions,
            "kode": work.now.code,
            "tabel": row_counts(office),
            **work.inputs.record(parts),
            "olahan": reuse.tree(work.processed),
        }

    built = build(
        work.chapters,
        work.now.parameters,
        _info(office),
        folder=root,
        target=work.target,
        formats=formats,
        plan=todo,
        before=work.before,
        record=record,
        letterhead=_letterhead(root),
        jobs=jobs,
        done=done,
    )
    built.steps = {"bersihkan": cleaning, **built.steps}
    return Report(root, year, built, warnings, found, office)


class _Work:
    """One report to be made: what there is of it, and what it would be made of now."""

    def __init__(self, root: Path, year: int, formats: Sequence[str]) -> None:
        refuse_links_outward(root)
        self.root, self.year, self.formats = root, year, formats
        self.target = root / "outputs" / str(year)
        self.processed = root / "data" / "processed" / str(year)
        self.before = reuse.read_manifest(self.target)
        self.chapters = chapters_of(root)
        code = reuse.code()
        self.inputs = Inputs(root, year, self.before, code)
        self.now = reuse.Now(
            parameters={"fiscal_year": year, "root": ""},
            code=code,
            versions=reuse.versions(),
            chapters={path.name: reuse.cells(path) for path in self.chapters},
            name=f"lakip-{year}",
            formats=formats,
            extra={"docx": (_LETTERHEAD, self.inputs.sources.get(_LETTERHEAD, ""))},
        )

    def plan(self, *, force: bool = False) -> reuse.Plan:
        """What must be made again, and why."""
        return reuse.make_plan(
            self.now, self.before, read=self.inputs.read, told=self.inputs.told, info=self._about, force=force
        )

    def unchanged(self) -> Report | None:
        """The report as it is, if no source file has changed and all that is asked for is there, undamaged."""
        if not self.inputs.known or self.before["olahan"] != reuse.tree(self.processed):
            return None
        todo = self.plan()
        if not todo.nothing or not (self.target.parent / "index.html").is_file():
            return None
        from lakip_lib.built import Built

        state = self.before["keadaan"]
        names = [*(f"lakip-{self.year}.{kind}" for kind in self.formats), "../index.html"]
        files = [(self.target / name).resolve() for name in names]
        built = Built(files, gaps=state["data"]["celah"], plan=todo)
        return Report(self.root, self.year, built, list(self.before["peringatan"]), dict(state["reviu"]))

    def clean(self) -> tuple[Office, list[str]]:
        """The office, checked and written to data/processed, and what the analyst should know about it."""
        from lakip_lib.present import prose
        from lakip_lib.processed import write_processed

        office = self.inputs.office
        office.check()
        prose.check(office)
        write_processed(office.data, self.processed)
        return office, office.warnings()

    def _about(self) -> dict[str, str]:
        return self.before["dokumen"] if self.inputs.known else _info(self.inputs.office)


def chapters_of(root: Path, *, library: bool = True) -> list[Path]:
    """The office's own chapters; if it has none, those beside the library, unless only its own are asked for."""
    own = sorted((root / "notebooks").glob("[0-9]*.ipynb"))
    return own or (sorted(LIBRARY.glob("[0-9]*.ipynb")) if library else [])


def _letterhead(root: Path) -> bytes | None:
    """The office's own Word letterhead, if it has one."""
    path = root / "data" / "raw" / _LETTERHEAD
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
