"""The office's own report as a document, made anew from its tables: what a finished file is compared with."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from lakip_lib.built import BuildError
from lakip_lib.document.html import read_html
from lakip_lib.document.model import Document
from lakip_lib.problems import DataError

if TYPE_CHECKING:
    from nbformat import NotebookNode

__all__ = ["own_report"]


def own_report(chapters: Sequence[Path], root: Path, fiscal_year: int) -> Document:
    """Run the code of all chapters in this process and read the stitched result.

    No kernel is started: the cells are trusted as much as the library that they call.  Raises DataError for sources
    that cannot be used, NotebookError for a damaged chapter, BuildError for one that fails otherwise.
    """
    from lakip_lib.export import html as export
    from lakip_lib.notebook import read
    from lakip_lib.stitch import stitch

    notebooks = []
    with _folder(root):
        for path in chapters:
            notebook = read(path)
            notebook.metadata.setdefault("lakip", {})["berkas"] = path.name
            _run(notebook, fiscal_year)
            notebooks.append(notebook)
    page = export.render(stitch(notebooks, {"judul": "", "instansi": "", "tahun": str(fiscal_year), "bahasa": "id"}))
    return read_html(root / f"lakip-{fiscal_year}.html", page.encode("utf-8"))


def _run(notebook: NotebookNode, fiscal_year: int) -> None:
    """Execute the code cells in a shell of their own and keep what they display."""
    from IPython.core.interactiveshell import InteractiveShell
    from IPython.utils.capture import capture_output
    from nbformat.v4 import new_output

    shell = InteractiveShell.instance()
    shell.reset(new_session=False)
    for number, cell in enumerate(notebook.cells, 1):
        if cell.cell_type != "code":
            continue
        source = cell.source
        if "parameters" in cell.metadata.get("tags", ()):
            source += f"\nfiscal_year = {fiscal_year}"
        with capture_output() as captured:
            result = shell.run_cell(source, store_history=False)
        error = result.error_before_exec or result.error_in_exec
        if isinstance(error, DataError):
            raise error
        if error:
            what = f"{notebook.metadata['lakip']['berkas']} gagal pada sel {number}: {type(error).__name__}: {error}"
            raise BuildError([what]) from error
        cell.outputs = [new_output("display_data", data=dict(shown.data)) for shown in captured.outputs]


@contextlib.contextmanager
def _folder(root: Path) -> Iterator[None]:
    """Chapters look for their office from the working directory upward."""
    before = Path.cwd()
    os.chdir(root)
    try:
        yield
    finally:
        os.chdir(before)
