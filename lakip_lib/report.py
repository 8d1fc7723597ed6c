"""One report from one office's tables: clean, check, run the chapters, publish; `build` and `batch` share it."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable, Sequence
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lakip_lib import publishing, reuse, turn
from lakip_lib.built import BuildError
from lakip_lib.guard import LIMIT
from lakip_lib.inputs import Inputs
from lakip_lib.made import Report, StrictError
from lakip_lib.sources import refuse_links_outward

if TYPE_CHECKING:
    from lakip_lib.office import Office
    from lakip_lib.pipeline import Chapter

__all__ = [
    "LIBRARY", "Report", "StrictError",
    "chapters_of", "import_all", "is_current", "make", "places", "plan", "warm_up",
]  # fmt: skip

#: The notebooks beside the library.
LIBRARY = Path(__file__).parents[1] / "notebooks"
_LETTERHEAD = "kop.docx"
_EARLY = "Sebuah bab membaca {}, yang baru terbit bersama laporannya: pakai office.frame(NAMA_TABEL)."
#: What is imported where it is used, and what chapters import.
_NEEDED = (
    "lakip_lib.build", "lakip_lib.export.html", "lakip_lib.present.prose", "lakip_lib.processed",
    "lakip_lib.review.tables", "nbconvert", "papermill.execute",
)  # fmt: skip
_IMPORTED = ("lakip_lib.office", "lakip_lib.review.annex", "lakip_lib.present.rehearsal:rehearse")

# What jsonschema checks formats with that notebooks do not use: a grammar of URIs takes 1.5 s, the others a tenth.
for _checker in ("rfc3987_syntax", "rfc3986_validator", "isoduration"):
    sys.modules.setdefault(_checker, None)  # type: ignore[arg-type]  # None: not to be imported


def warm_up() -> None:
    """Start the process that kernels are forked from; its imports run while the caller does something else."""
    from lakip_lib import warmkernel

    warmkernel.preload(_IMPORTED)


def import_all() -> None:
    """Import all that `make` does, for who is going to make more than one report or to make one at once."""
    for name in _NEEDED:
        import_module(name)


def places(root: Path, year: int) -> tuple[Path, Path]:
    """Where report and cleaned tables of a year are published."""
    return root / "outputs" / str(year), root / "data" / "processed" / str(year)


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
    limit: float = LIMIT,
    begun: Callable[[Office, int], None] = lambda *_: None,
    planned: Callable[[reuse.Plan], None] = lambda _: None,
    done: Callable[[Chapter], None] = lambda _: None,
    waiting: Callable[[str], None] = lambda _: None,
) -> Report:
    """Make the report of one fiscal year into `root`/outputs/`year`: what has changed since the last time, or all.

    `begun` is called with the office and the number of chapters before the first runs, `planned` with what is to be
    made again, `done` as each chapter ends; where nothing has changed, only `planned` is.  `limit` is how many seconds
    a chapter may take.  Where another process makes the same report, `waiting` is told which, and its end is awaited.
    Report and cleaned tables are published together.  Raises `DataError`, `StrictError` or
    `lakip_lib.built.BuildError`; then nothing has been published.
    """
    work = _Work(root, year, formats)
    found = None if force else work.unchanged()
    if not found or turn.taken(work.target):
        with turn.alone(work.target, waiting):
            if work.overtaken():
                work = _Work(root, year, formats)
                found = None if force else work.unchanged()
            if not found:
                told = begun, planned, done
                return _make(work, *told, jobs=jobs, strict=strict, force=force, limit=limit)
    if strict and found.warnings:
        raise StrictError(found.warnings)
    planned(found.built.plan)
    return found


def _make(
    work: _Work,
    begun: Callable[[Office, int], None],
    planned: Callable[[reuse.Plan], None],
    done: Callable[[Chapter], None],
    *,
    jobs: int,
    strict: bool,
    force: bool,
    limit: float,
) -> Report:
    """Make the report, whose lock is held, whatever there is."""
    started = time.perf_counter()
    warm_up()
    office, warnings = work.clean()
    cleaning = time.perf_counter() - started
    if strict and warnings:
        raise StrictError(warnings)
    from lakip_lib import years
    from lakip_lib.build import build
    from lakip_lib.office.parts import row_counts
    from lakip_lib.processed import write_processed
    from lakip_lib.review.finding import counts
    from lakip_lib.review.tables import check

    found = counts(check(office))
    todo = work.plan(force=force)
    begun(office, len(todo.stale))
    planned(todo)
    swapped = work.processed, work.target
    with publishing.edition(*swapped) as (tables, staging):
        write_processed(office.data, tables)

        def record(parts: Iterable[str]) -> dict[str, Any]:
            parts = set(parts)
            if early := sorted(p for p in parts if p.partition(":")[2].startswith(f"data/processed/{work.year}")):
                raise BuildError([_EARLY.format(part.partition(":")[2]) for part in early])
            return {
                "keadaan": {"data": {"peringatan": len(warnings)}, "reviu": found},
                "peringatan": warnings,
                "parameter": work.now.parameters,
                "versi": work.now.versions,
                "kode": work.now.code,
                "tabel": row_counts(office),
                **work.inputs.record(parts),
                "olahan": reuse.tree(tables),
            }

        built = build(
            work.chapters,
            work.now.parameters,
            _info(office),
            folder=work.root,
            target=work.target,
            staging=staging,
            formats=work.formats,
            plan=todo,
            before=work.before,
            record=record,
            letterhead=_letterhead(work.root),
            jobs=jobs,
            limit=limit,
            done=done,
        )
        with years.new_index(work.target.parent, {work.target.name: staging}) as index:
            publishing.publish(swapped)
        built.files.append(index)
    built.steps = {"bersihkan": cleaning, **built.steps}
    return Report(work.root, work.year, built, warnings, found, office)


class _Work:
    """One report to be made: what there is of it, and what it would be made of now."""

    def __init__(self, root: Path, year: int, formats: Sequence[str]) -> None:
        refuse_links_outward(root)
        self.root, self.year, self.formats = root, year, formats
        self.target, self.processed = places(root, year)
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
        if self.before is None or not self.inputs.known or self.before["olahan"] != reuse.tree(self.processed):
            return None
        if publishing.interrupted(self.target, self.processed):
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

    def overtaken(self) -> bool:
        """True if somebody else has published since `before` was read."""
        return reuse.read_manifest(self.target) != self.before

    def clean(self) -> tuple[Office, list[str]]:
        """The office, checked, and what the analyst should know about it."""
        from lakip_lib.present import prose

        office = self.inputs.office
        office.check()
        prose.check(office)
        return office, office.warnings()

    def _about(self) -> dict[str, str]:
        if self.before is None or not self.inputs.known:
            return _info(self.inputs.office)
        told: dict[str, str] = self.before["dokumen"]
        return told


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
