"""What a report was made from, as one hash: sources, chapters, library, versions.  Content, never time stamps."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterable
from functools import cache
from importlib.metadata import version
from pathlib import Path

from lakip_lib import report
from lakip_lib.batch._jobs import Job, Settings

__all__ = ["key"]

_LIBRARY = Path(report.__file__).parent
_PACKAGES = ("ipykernel", "jinja2", "lxml", "matplotlib", "mistune", "nbconvert", "pandas", "papermill", "typst")


def key(job: Job, settings: Settings) -> str:
    """The hash of everything that a report of the office may depend on; the year is not part of it.

    A year may use the figures of every other, so all of data/raw counts.
    """
    raw = job.root / "data" / "raw"
    told = [str(settings), _library(), *_contents(raw, (p for p in raw.rglob("*") if _counts(p)))]
    return _hash([*told, *_contents(job.root, report.chapters_of(job.root, library=False))])


@cache
def _library() -> str:
    code = (p for p in _LIBRARY.rglob("*") if "__pycache__" not in p.parts)
    versions = [sys.version, *(f"{p} {version(p)}" for p in _PACKAGES)]
    return _hash([*versions, *_contents(_LIBRARY, code), *_contents(report.LIBRARY, report.LIBRARY.glob("*.ipynb"))])


def _counts(path: Path) -> bool:
    """False for what editors leave beside a file."""
    return not path.name.startswith((".", "~$"))


def _contents(base: Path, paths: Iterable[Path]) -> list[str]:
    """Name and hash of each file, in the order of names."""
    files = sorted(p for p in paths if p.is_file())
    return [f"{p.relative_to(base).as_posix()} {hashlib.sha256(p.read_bytes()).hexdigest()}" for p in files]


def _hash(lines: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()
