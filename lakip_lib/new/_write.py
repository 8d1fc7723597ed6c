"""Writing a new fiscal year: all of its files or none, and never over a file that is there."""

from __future__ import annotations

import csv
import io
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from lakip_lib.new._draft import YEAR_TABLES, Draft
from lakip_lib.new._workbook import workbook
from lakip_lib.sources import workbooks

__all__ = ["OccupiedError", "write"]

_YEAR_FILE = "tahun.toml"


class OccupiedError(FileExistsError):
    """The folder of the year already holds such files; `files` names them, relative to data/raw."""

    def __init__(self, files: tuple[str, ...]) -> None:
        self.files = files
        super().__init__(", ".join(files))


def write(draft: Draft, root: Path, *, xlsx: bool = False) -> list[Path]:
    """Write data/raw/<year>: tahun.toml, narasi/*.md, and the tables as CSV files or as one workbook.

    The CSV files begin with a byte-order mark, by which Excel knows UTF-8.  Returns the files.  Raises
    `OccupiedError` and writes nothing when the folder holds any of them or any other table; OSError when the disk does
    not take them, again with nothing left behind.
    """
    raw = root / "data" / "raw"
    folder = raw / str(draft.year)
    files = dict(_files(draft, xlsx=xlsx))
    if occupied := tuple(sorted(f"{draft.year}/{name}" for name in _occupied(folder, files))):
        raise OccupiedError(occupied)
    stage = Path(tempfile.mkdtemp(prefix=f".baru-{draft.year}-", dir=raw))
    try:
        ready = stage / str(draft.year)
        for name, content in files.items():
            path = ready / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        _publish(ready, folder, list(files))
    finally:
        shutil.rmtree(stage, ignore_errors=True)
    return [folder / name for name in files]


def _files(draft: Draft, *, xlsx: bool) -> Iterator[tuple[str, bytes]]:
    """Name and content of each file; the one that makes the year exist comes last."""
    if xlsx:
        yield f"lakip-{draft.year}.xlsx", workbook(draft)
    else:
        for table in YEAR_TABLES:
            text = io.StringIO()
            out = csv.DictWriter(text, [c.name for c in table.columns], lineterminator="\n")
            out.writeheader()
            out.writerows(draft.tables[table.name])
            yield f"{table.name}.csv", text.getvalue().encode("utf-8-sig")
    for name, narrative in draft.narratives.items():
        yield f"narasi/{name}.md", narrative.encode()
    yield _YEAR_FILE, draft.settings.encode()


def _occupied(folder: Path, files: dict[str, bytes]) -> set[str]:
    """What is in the way: files of the same name, and tables in whatever form, for a table lies in one place only."""
    names = {*files, *(f"{t.name}.csv" for t in YEAR_TABLES)}
    there = {name for name in names if (folder / name).exists() or (folder / name).is_symlink()}
    return there | {path.name for path in workbooks(folder)}


def _publish(ready: Path, folder: Path, names: list[str]) -> None:
    """Move the whole folder into place, or its files into a folder that holds other things."""
    if not folder.exists():
        ready.rename(folder)
        return
    moved: list[Path] = []
    try:
        for name in names:
            target = folder / name
            target.parent.mkdir(exist_ok=True)
            (ready / name).rename(target)
            moved.append(target)
    except OSError:
        for path in moved:
            path.unlink(missing_ok=True)
        raise
