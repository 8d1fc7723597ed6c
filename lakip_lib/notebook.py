"""Notebooks as people hand them over: read, or refused in words that say what to do."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nbformat import NotebookNode

__all__ = ["NotebookError", "read"]


class NotebookError(ValueError):
    """A file that is no notebook any more, in one Indonesian line that names it."""


def read(path: Path) -> NotebookNode:
    """The notebook in a file; raises `NotebookError` for one that is damaged or cannot be opened."""
    import nbformat

    try:
        notebook: NotebookNode = nbformat.read(path, as_version=4)
    except OSError as error:
        raise NotebookError(f"{path.name} tidak dapat dibuka ({error.strerror}): periksa izin berkasnya.") from error
    except Exception as error:  # nbformat lets through whatever its parsers meet
        told = f"{path.name} bukan buku kerja yang utuh: ganti dengan salinannya yang utuh, atau hapus berkas itu."
        raise NotebookError(told) from error
    return notebook
