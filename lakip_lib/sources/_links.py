"""Symbolic links: one that leads into the office's folder is what it leads to, one that leads out of it is refused."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from lakip_lib.problems import DataError, Problem

__all__ = ["refuse_links_outward"]

#: What is read and written below an office's folder.
_FOLDERS = ("data", "notebooks", "outputs")


def refuse_links_outward(root: Path) -> None:
    """Raise `DataError` if anything that would be read or written below `root` lies elsewhere: nobody asked for that.

    Whoever may write one file of an office's data could otherwise have any file printed, or written over.
    """
    if problems := list(_outward(root)):
        raise DataError(problems)


def _outward(root: Path) -> Iterator[Problem]:
    inside = os.path.realpath(root)
    for name in _FOLDERS:
        for path in _links(os.path.join(root, name)):  # noqa: PTH118 - strings: every build walks here
            target = os.path.realpath(path)
            if target != inside and not target.startswith(inside + os.sep):
                place = os.path.relpath(path, root).replace(os.sep, "/").removeprefix("data/raw/")
                todo = "Yang di luar folder instansi tidak dibaca dan tidak ditulisi: salin isinya ke sini."
                yield Problem(place, 0, "", target, "berkas atau folder sendiri, bukan tautan ke luar", todo)


def _links(top: str) -> Iterator[str]:
    """Every symbolic link at or below `top`."""
    if os.path.islink(top):  # noqa: PTH114 - as above
        yield top
        return
    for place, folders, files in os.walk(top):
        for name in (*folders, *files):
            path = os.path.join(place, name)  # noqa: PTH118 - as above
            if os.path.islink(path):  # noqa: PTH114 - as above
                yield path
