"""Notebooks as files: the year in their parameters cell, and working copies of them."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from lakip_lib.notebook import NotebookError, read

__all__ = ["START", "copy", "set_year", "sound", "title", "year"]

START = "mulai.ipynb"
_YEAR = re.compile(r"^(fiscal_year\s*=\s*)(\d+)", re.MULTILINE)
_TITLE = re.compile(r"^#{1,2} (.+)$", re.MULTILINE)


def sound(paths: Iterable[Path]) -> tuple[list[Path], list[NotebookError]]:
    """The notebooks that can be read, and why the others cannot."""
    fine, damaged = [], []
    for path in paths:
        try:
            read(path)
        except NotebookError as error:
            damaged.append(error)
        else:
            fine.append(path)
    return fine, damaged


def title(path: Path) -> str:
    """The first heading of a notebook; its name if it has none."""
    text = "\n".join(c.source for c in read(path).cells if c.cell_type == "markdown")
    found = _TITLE.search(text)
    return found[1] if found else path.stem


def year(path: Path) -> int | None:
    """The fiscal year in the parameters cell, or None where there is none."""
    found = [m for c in _parameters(read(path)) if (m := _YEAR.search(c.source))]
    return int(found[0][2]) if found else None


def set_year(paths: Iterable[Path], fiscal_year: int) -> list[Path]:
    """Write the fiscal year into the parameters cells; gives the notebooks that were changed by it."""
    changed = []
    for path in paths:
        notebook = read(path)
        before = [c.source for c in _parameters(notebook)]
        for cell in _parameters(notebook):
            cell.source = _YEAR.sub(rf"\g<1>{fiscal_year}", cell.source)
        if [c.source for c in _parameters(notebook)] != before:
            nbformat.write(notebook, path)
            changed.append(path)
    return changed


def copy(originals: Sequence[Path], folder: Path, fiscal_year: int | None) -> list[Path]:
    """Working copies in `folder`, new ones for `fiscal_year`; gives those that stay behind their originals.

    A copy whose cells nobody edited (another year is no edit) follows its original; an edited or damaged one is never
    touched.
    """
    folder.mkdir(parents=True, exist_ok=True)
    behind = []
    for original in originals:
        target, notebook = folder / original.name, read(original)
        stamp = _stamp(notebook)
        if target.exists():
            if sound([target])[1]:
                continue
            mine = read(target)
            known = mine.metadata.get("lakip", {}).get("salinan")
            if known == stamp:
                continue
            if known != _stamp(mine):
                behind.append(target)
                continue
        notebook.metadata.setdefault("lakip", {})["salinan"] = stamp
        kept = year(target) if target.exists() else fiscal_year
        nbformat.write(notebook, target)
        if kept:
            set_year([target], kept)
    return behind


def _parameters(notebook: NotebookNode) -> list[NotebookNode]:
    return [c for c in notebook.cells if "parameters" in c.metadata.get("tags", ())]


def _stamp(notebook: NotebookNode) -> str:
    """Tells one content of cells from another, whatever the year and the outputs."""
    text = "\x00".join(f"{c.cell_type} {_YEAR.sub('', c.source)}" for c in notebook.cells)
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:16]
