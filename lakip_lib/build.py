"""From chapters to published reports: run, stitch, export, and publish all of it in one step or none of it."""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

import nbformat

from lakip_lib import pipeline, years
from lakip_lib.pipeline import Chapter
from lakip_lib.stitch import StitchError, stitch

__all__ = ["BuildError", "Built", "build"]


class BuildError(RuntimeError):
    """The report could not be made; nothing was published.  `lines` say why, one reason each, in Indonesian."""

    def __init__(self, lines: Sequence[str]) -> None:
        self.lines = tuple(lines)
        super().__init__(self.lines)

    def __str__(self) -> str:
        return "\n".join(self.lines)


@dataclass
class Built:
    """What a build made: the published files and how long each step took, in seconds."""

    files: list[Path] = field(default_factory=list)
    steps: dict[str, float] = field(default_factory=dict)
    gaps: int = 0

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Measure one step."""
        started = time.perf_counter()
        yield
        self.steps[name] = time.perf_counter() - started


def build(
    chapters: Sequence[Path],
    parameters: Mapping[str, object],
    info: Mapping[str, str],
    *,
    folder: Path,
    target: Path,
    formats: Sequence[str],
    state: years.State = MappingProxyType({}),
    letterhead: bytes | None = None,
    jobs: int = 2,
    done: Callable[[Chapter], None] = lambda _: None,
) -> Built:
    """Run `chapters` in `folder`, and put executed notebooks and reports into `target` (the folder of one fiscal year).

    `letterhead` is a Word file whose header, footer and styles the .docx takes over; `state` counts what the caller
    knows about data and review, for the manifest.  All is made beside `target` and moved there at the end: a failed
    build leaves the last good report untouched.  Then the list of years beside `target` is written anew.  Raises
    `BuildError`.
    """
    built = Built()
    with built.step("bab"):
        results = pipeline.run(
            chapters, parameters, folder=folder, logs=target.parent / "log" / target.name, jobs=jobs, done=done
        )
    if failed := [c for c in results if c.failure]:
        raise BuildError([_why(c) for c in failed])
    with _staging(target) as staging:
        for chapter in results:
            nbformat.write(chapter.notebook, staging / chapter.file)
        with built.step("jahit"):
            try:
                whole = stitch([c.notebook for c in results], info)
            except StitchError as error:
                raise BuildError(error.problems) from None
            name = f"lakip-{target.name}"
            nbformat.write(whole, staging / f"{name}.ipynb")
            built.gaps = sum(
                o.data["text/html"].count('class="celah"') for c in whole.cells for o in c.get("outputs", ())
            )

        def write(kind: str) -> None:
            with built.step(kind):
                (staging / f"{name}.{kind}").write_bytes(_export(whole, kind, letterhead))

        try:
            # pandoc works beside us, in a process of its own
            with ThreadPoolExecutor(max_workers=max(1, jobs)) as pool:
                list(pool.map(write, reversed(formats)))
        except (RuntimeError, ValueError) as error:
            raise BuildError([str(error)]) from None
        files = [staging / f"{name}.{kind}" for kind in formats]
        known = {**state, "data": {**state.get("data", {}), "celah": built.gaps}}
        years.write_manifest(staging, info, files, known)
        _publish(staging, target)
    built.files = [*(target / file.name for file in files), years.publish_index(target.parent)]
    return built


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
    staging.replace(target)
    shutil.rmtree(old, ignore_errors=True)
