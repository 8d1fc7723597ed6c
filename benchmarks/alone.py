"""The floors: each part of a build alone, in one process, without Jupyter between; a script that prints JSON.

Usage: python -m benchmarks.alone MONOTONIC_START, in an office whose report has been made in all formats.  Seconds:
`imports` from the start of the interpreter until everything is imported and rehearsed, `data` to read the tables,
`cells` of each chapter in a fork that has all imports, `warm` of the same chapter on a warm kernel, `stitch`, `html`,
`pdf`, `docx`, `typst` (the inner part of `pdf`); and `two`, how much more two processes get done than one.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

from benchmarks.ways import CHAPTERS, YEAR

_ROUNDS = 6_000_000


def timed(work: Callable[[], object]) -> float:
    """Seconds that `work` takes."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def cells(path: Path) -> float:
    """Seconds for the cells of a chapter, in a fork of this process."""
    ours, theirs = os.pipe()
    child = os.fork()
    if child == 0:
        spent = -1.0
        try:
            spent = _run_cells(path)
        finally:
            os.write(theirs, str(spent).encode())
            os._exit(0)
    os.close(theirs)
    with os.fdopen(ours) as answer:
        spent = float(answer.read())
    os.waitpid(child, 0)
    if spent < 0:
        raise RuntimeError(f"{path.name}: a cell failed")
    return spent


def _run_cells(path: Path) -> float:
    import nbformat
    from IPython.core.interactiveshell import InteractiveShell
    from IPython.utils.capture import capture_output

    shell = InteractiveShell.instance()
    shell.history_manager.enabled = False
    sources = [c for c in nbformat.read(path, as_version=4).cells if c.cell_type == "code"]
    started = time.perf_counter()
    with capture_output():
        for cell in sources:
            shell.run_cell(cell.source, store_history=False).raise_error()
            if "parameters" in cell.metadata.get("tags", ()):
                shell.user_ns["fiscal_year"] = int(YEAR)
    return time.perf_counter() - started


def warm() -> dict[str, float]:
    """Seconds of each chapter on a warm kernel, one after the other, nothing else running."""
    from lakip_lib import pipeline, report

    report.warm_up()
    folder = Path.cwd()
    logs = folder / "outputs" / "log"
    run = {"parameters": {"fiscal_year": int(YEAR), "root": ""}, "folder": folder, "logs": logs, "jobs": 1}
    pipeline.run(CHAPTERS[:1], **run)  # until the fork server is ready, and papermill imported
    return {c.file: c.seconds for c in pipeline.run(CHAPTERS, **run)}


def exports() -> dict[str, float]:
    """Seconds to stitch the executed chapters, and for each format."""
    import nbformat
    import typst

    from lakip_lib.export import docx, html, pdf
    from lakip_lib.stitch import stitch

    made = Path("outputs") / YEAR
    info = json.loads((made / "manifest.json").read_text(encoding="utf-8"))["dokumen"]
    notebooks = [nbformat.read(made / c.name, as_version=4) for c in CHAPTERS]
    spent = {"stitch": timed(lambda: stitch(notebooks, info))}
    whole = nbformat.read(made / f"lakip-{YEAR}.ipynb", as_version=4)
    spent["html"] = timed(lambda: html.render(whole))
    real = typst.Compiler

    class Timed:
        """The compiler, with a clock around it."""

        def __init__(self, *inputs: Any, **options: Any) -> None:  # noqa: ANN401 - what Typst takes
            self._real = real(*inputs, **options)

        def compile(self, **options: Any) -> bytes:  # noqa: ANN401 - what Typst takes
            result: list[bytes] = []
            spent["typst"] = timed(lambda: result.append(self._real.compile(**options)))
            return result[0]

    typst.Compiler = Timed
    spent["pdf"] = timed(lambda: pdf.render(whole))
    spent["docx"] = timed(lambda: docx.render(whole))
    return spent


def spin(rounds: int) -> int:
    """Work that needs a processor and nothing else."""
    total = 0
    for number in range(rounds):
        total += number
    return total


def two() -> float:
    """How many times as much two processes get done as one."""
    with ProcessPoolExecutor(2) as pool:
        list(pool.map(spin, (1, 1)))
        return 2 * timed(lambda: list(pool.map(spin, [_ROUNDS]))) / timed(lambda: list(pool.map(spin, [_ROUNDS] * 2)))


def main(started: float) -> None:
    """Measure everything, print JSON."""
    import lakip_lib.build
    import lakip_lib.office
    import lakip_lib.review.annex
    from lakip_lib.present.rehearsal import rehearse

    rehearse()
    found: dict[str, object] = {"imports": time.monotonic() - started}
    found["two"] = two()
    from IPython.core.interactiveshell import InteractiveShell

    InteractiveShell.instance()
    found["data"] = timed(lambda: lakip_lib.office.Office(Path.cwd(), int(YEAR)).check())
    found["cells"] = {path.name: cells(path) for path in CHAPTERS}
    found["warm"] = warm()
    found |= exports()
    print(json.dumps(found))


if __name__ == "__main__":
    main(float(sys.argv[1]))
