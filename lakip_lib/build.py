"""From chapters to published reports: run, stitch, export, and publish all of it in one step or none of it."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from typing import Any

import nbformat

from lakip_lib import pipeline, reuse, years
from lakip_lib.built import BuildError, Built
from lakip_lib.export import fonts
from lakip_lib.pipeline import Chapter
from lakip_lib.reuse import Manifest, Plan
from lakip_lib.stitch import StitchError, stitch

__all__ = ["BuildError", "Built", "build"]

_LOCKED = "{} tidak dapat diganti ({}): tutup program yang membukanya, mis. Word atau penampil PDF, lalu ulangi."


def build(
    chapters: Sequence[Path],
    parameters: Mapping[str, object],
    info: Mapping[str, str],
    *,
    folder: Path,
    target: Path,
    formats: Sequence[str],
    plan: Plan,
    before: Manifest | None,
    record: Callable[[Iterable[str]], Mapping[str, Any]],
    letterhead: bytes | None = None,
    jobs: int = 2,
    done: Callable[[Chapter], None] = lambda _: None,
) -> Built:
    """Run the chapters that `plan` names in `folder`, and put notebooks and reports into `target`, one year's folder.

    What the plan does not name is taken from there as `before`, its manifest, says.  `letterhead` is a Word file whose
    header, footer and styles the .docx takes over; `record` is given all that chapters read and gives what else the
    manifest tells.  All is made beside `target` and moved there at the end: a failed build leaves the last good report
    untouched.  Then the list of years beside `target` is written anew.  Raises `BuildError`.
    """
    built = Built(plan=plan)
    with built.step("bab"):
        stale = [path for path in chapters if plan.chapters[path.name]]
        logs = target.parent / "log" / target.name
        with _meanwhile(fonts.css):
            results = pipeline.run(stale, parameters, folder=folder, logs=logs, jobs=jobs, done=done) if stale else []
    if failed := [c for c in results if c.failure]:
        raise BuildError([_why(c) for c in failed])
    names = [path.name for path in chapters]
    reads = {name: before.chapters[name]["membaca"] for name in names if not plan.chapters[name]}
    reads |= {c.file: c.reads for c in results}
    with _staging(target) as staging:
        for chapter in results:
            nbformat.write(chapter.notebook, staging / chapter.file)
        whole = f"lakip-{target.name}.ipynb"
        reused = [name for name in (*names, whole) if not (plan.chapters.get(name) or plan.files.get(name))]
        for name in reused:
            shutil.copyfile(target / name, staging / name)
        with built.step("jahit"):
            if whole in reused:
                stitched = nbformat.read(staging / whole, as_version=4)
            else:
                fresh = {c.file: c.notebook for c in results}
                stitched = _stitch([fresh.get(n) or nbformat.read(staging / n, as_version=4) for n in names], info)
                nbformat.write(stitched, staging / whole)
        same = before is not None and reuse.file_digest(staging / whole) == before["jahitan"]["sha256"]
        files = [staging / f"lakip-{target.name}.{kind}" for kind in formats]
        wanted = []
        for kind, file in zip(formats, files, strict=True):
            if same and reuse.CONTENT.issuperset(plan.files[file.name]):
                shutil.copyfile(target / file.name, file)
            else:
                wanted.append((kind, file))
        _write(built, stitched, wanted, letterhead, jobs)
        built.gaps = sum(
            o.data["text/html"].count('class="celah"') for c in stitched.cells for o in c.get("outputs", ())
        )
        told = dict(record(part for parts in reads.values() for part in parts))
        told["keadaan"] = {**told["keadaan"], "data": {**told["keadaan"].get("data", {}), "celah": built.gaps}}
        years.write_manifest(staging, info, files, told | _made(staging, chapters, reads, whole))
        try:
            _publish(staging, target)
        except OSError as error:
            raise BuildError([_LOCKED.format(error.filename or target, error.strerror)]) from None
    built.files = [*(target / file.name for file in files), years.publish_index(target.parent)]
    return built


@contextmanager
def _meanwhile(work: Callable[[], object]) -> Iterator[None]:
    """Do `work`, whose result is kept where it is made, while this process waits for its kernels."""
    thread = Thread(target=work)
    thread.start()
    try:
        yield
    finally:
        thread.join()


def _stitch(notebooks: Sequence[nbformat.NotebookNode], info: Mapping[str, str]) -> nbformat.NotebookNode:
    try:
        return stitch(notebooks, info)
    except StitchError as error:
        raise BuildError(error.problems) from None


def _write(
    built: Built,
    notebook: nbformat.NotebookNode,
    wanted: Sequence[tuple[str, Path]],
    letterhead: bytes | None,
    jobs: int,
) -> None:
    """Write each report, several at a time: pandoc works beside us, in a process of its own."""

    def write(kind: str, file: Path) -> None:
        with built.step(kind):
            file.write_bytes(_export(notebook, kind, letterhead))

    try:
        with ThreadPoolExecutor(max_workers=max(1, jobs)) as pool:
            list(pool.map(lambda one: write(*one), reversed(wanted)))
    except (RuntimeError, ValueError) as error:
        raise BuildError([str(error)]) from None


def _made(staging: Path, chapters: Sequence[Path], reads: Mapping[str, Sequence[str]], whole: str) -> dict[str, Any]:
    """What the manifest tells about the notebooks."""
    return {
        "bab": [
            {
                "nama": path.name,
                "kode": reuse.cells(path)[0],
                "sha256": reuse.file_digest(staging / path.name),
                "membaca": list(reads[path.name]),
            }
            for path in chapters
        ],
        "jahitan": {"nama": whole, "sha256": reuse.file_digest(staging / whole)},
    }


def _export(notebook: nbformat.NotebookNode, kind: str, letterhead: bytes | None) -> bytes:
    if kind == "html":
        from lakip_lib.export import html

        return html.render(notebook).encode("utf-8")
    if kind == "docx":
        from lakip_lib.export import docx

        return docx.render(notebook, reference=letterhead)
    from lakip_lib.export import pdf

    return pdf.render(notebook)


def _why(chapter: Chapter) -> str:
    failure = chapter.failure
    place = f"{chapter.file} sel {failure.cell}" if failure.cell else chapter.file
    return f"{place}: {failure.kind}: {failure.message}"


@contextmanager
def _staging(target: Path) -> Iterator[Path]:
    target.parent.mkdir(parents=True, exist_ok=True)
    staging = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    staging.chmod(0o755)
    try:
        yield staging
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def _publish(staging: Path, target: Path) -> None:
    """Swap the finished folder in; the old one is removed only after the new one stands."""
    old = target.with_name(f".{target.name}-lama")
    shutil.rmtree(old, ignore_errors=True)
    if target.exists():
        target.replace(old)
    try:
        staging.replace(target)
    except OSError:
        if old.exists():
            old.replace(target)
        raise
    shutil.rmtree(old, ignore_errors=True)
