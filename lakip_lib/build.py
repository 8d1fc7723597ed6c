"""From chapters to the files of a report: run, stitch, export; all of it into one folder, for who publishes it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from threading import Thread
from typing import Any

import nbformat

from lakip_lib import pipeline, reuse, years
from lakip_lib.built import BuildError, Built
from lakip_lib.export import fonts
from lakip_lib.pipeline import Chapter, Failure
from lakip_lib.reuse import Manifest, Plan
from lakip_lib.stitch import StitchError, stitch

__all__ = ["BuildError", "Built", "build"]


def build(
    chapters: Sequence[Path],
    parameters: Mapping[str, object],
    info: Mapping[str, str],
    *,
    folder: Path,
    target: Path,
    staging: Path,
    formats: Sequence[str],
    plan: Plan,
    before: Manifest | None,
    record: Callable[[Iterable[str]], Mapping[str, Any]],
    letterhead: bytes | None = None,
    jobs: int = 2,
    limit: float,
    done: Callable[[Chapter], None] = lambda _: None,
) -> Built:
    """Run the chapters that `plan` names in `folder`, and put notebooks, reports and manifest into `staging`.

    What the plan does not name is taken from `target`, the folder that `staging` is to replace, as `before`, its
    manifest, says.  `letterhead` is a Word file whose header, footer and styles the .docx takes over; `record` is given
    all that chapters read and gives what else the manifest tells.  Raises `BuildError`, or `OSError` where something
    cannot be written.
    """
    built = Built(plan=plan)
    with built.step("bab"):
        stale = [path for path in chapters if plan.chapters[path.name]]
        logs = target.parent / "log" / target.name
        with _meanwhile(fonts.css):
            run = partial(pipeline.run, folder=folder, logs=logs, jobs=jobs, limit=limit, done=done)
            results = run(stale, parameters) if stale else []
    if failed := [_why(c.file, c.failure) for c in results if c.failure]:
        raise BuildError(failed)
    names = [path.name for path in chapters]
    reads = {name: before.chapters[name]["membaca"] for name in names if before and not plan.chapters[name]}
    reads |= {c.file: c.reads for c in results}
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
    _write(built, stitched, wanted[::-1], letterhead, jobs)
    built.gaps = sum(o.data["text/html"].count('class="celah"') for c in stitched.cells for o in c.get("outputs", ()))
    told = dict(record(part for parts in reads.values() for part in parts))
    told["keadaan"] = {**told["keadaan"], "data": {**told["keadaan"].get("data", {}), "celah": built.gaps}}
    years.write_manifest(staging, info, files, told | _made(staging, chapters, reads, whole))
    built.files = [target / file.name for file in files]
    return built


@contextmanager
def _meanwhile(work: Callable[[], object]) -> Iterator[None]:
    """Do `work`, whose result is kept where it is made, while this process waits for its kernels."""
    thread = Thread(target=work, daemon=True)  # who is interrupted does not wait for it
    thread.start()
    yield
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

    def export(kind: str) -> bytes:
        with built.step(kind):
            return _export(notebook, kind, letterhead)

    pool = ThreadPoolExecutor(max_workers=max(1, jobs))
    try:
        for (_, file), content in zip(wanted, pool.map(export, [kind for kind, _ in wanted]), strict=True):
            file.write_bytes(content)
    except (RuntimeError, ValueError) as error:
        raise BuildError([str(error)]) from None
    finally:
        pool.shutdown(wait=False, cancel_futures=True)  # who is interrupted does not wait for a format


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


def _why(file: str, failure: Failure) -> str:
    place = f"{file} sel {failure.cell}" if failure.cell else file
    return f"{place}: {failure.kind}: {failure.message}"
