"""What things hold, as hashes, and which versions are installed."""

from __future__ import annotations

import hashlib
import json
import os
import platform
import re
import sys
from collections.abc import Callable
from pathlib import Path

__all__ = ["AFTER_CHAPTERS", "PACKAGES", "cells", "code", "file_digest", "folder_digest", "tree", "versions"]

_LIBRARY = Path(__file__).parents[1]
#: Parts of the library that make reports of executed chapters, and see no chapter run.
AFTER_CHAPTERS = ("lakip_lib.build", "lakip_lib.export", "lakip_lib.stitch")
#: Parts that neither a chapter nor a report depends on.
_NEITHER = (
    "batch", "built", "cli", "dictionary", "diff", "guard", "inputs", "lab", "lock", "made", "new", "publishing",
    "report", "scratch", "turn", "warmkernel", "years",
)  # fmt: skip
#: Packages whose version may change what a chapter shows, or what a report is made of it.
PACKAGES = {
    "bab": (
        "python", "ipykernel", "ipython", "jinja2", "lxml", "matplotlib", "mistune", "nbclient", "nbformat", "numpy",
        "pandas", "papermill", "pillow", "python-calamine",
    ),
    "laporan": (
        "python", "font-source-sans-pro", "fonttools", "jinja2", "lxml", "nbconvert", "nbformat", "pillow",
        "pypandoc-binary", "typst", "xlsxwriter",
    ),
}  # fmt: skip
_INSTALLED = re.compile(r"(.+?)-([^-]+)\.dist-info")


def file_digest(path: Path) -> str:
    """The SHA-256 of a file's content; empty for what is no file or cannot be opened."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def folder_digest(path: Path) -> str:
    """The hash of the names in a folder; empty without one."""
    try:
        return _hash("\n".join(sorted(os.listdir(path))).encode())  # noqa: PTH208 - names, not paths
    except OSError:
        return ""


def tree(folder: Path, skip: Callable[[str], bool] = lambda _: False) -> dict[str, str]:
    """The hash of every file below `folder` by its path there, in order; `skip` leaves out names of the first level."""
    found = {}
    for place, folders, names in os.walk(folder):
        top = Path(place) == folder
        folders[:] = [f for f in folders if f != "__pycache__" and not (top and skip(f))]
        for name in names:
            if not (top and skip(name)):
                path = Path(place) / name
                found[path.relative_to(folder).as_posix()] = file_digest(path)
    return dict(sorted(found.items()))


def cells(notebook: Path) -> tuple[str, str]:
    """(hash of what a notebook is without its outputs, what the reader calls it: ``bab 3``).

    A notebook that cannot be read is hashed as it is; running it will say what is wrong.
    """
    data = notebook.read_bytes()
    try:
        content = json.loads(data)
        about = content["metadata"].get("lakip", {})
        for cell in content["cells"]:
            cell.pop("outputs", None)
            cell.pop("execution_count", None)
            if isinstance(cell["source"], list):
                cell["source"] = "".join(cell["source"])
        data = json.dumps(content, sort_keys=True, ensure_ascii=False).encode()
        part = about.get("bagian", "bab")
        name = f"bab {about['bab']}" if "bab" in about else {"depan": "bagian depan"}.get(part, str(part))
    except (ValueError, KeyError, TypeError, AttributeError):
        name = "bab"
    return _hash(data), name


def code() -> dict[str, str]:
    """The hash of each part of the library that chapters or reports depend on, templates and fonts included."""
    parts: dict[str, list[str]] = {}
    for path, digest in tree(_LIBRARY, lambda name: name.removesuffix(".py") in _NEITHER).items():
        name = path.split("/", 1)[0].removesuffix(".py")
        parts.setdefault(f"lakip_lib.{name}", []).append(f"{path} {digest}")
    return {name: _hash("\n".join(lines).encode()) for name, lines in sorted(parts.items())}


def versions() -> dict[str, str]:
    """The version of each package that matters; those that are not installed are left out.

    Read from the names of the folders that installers leave: importing `importlib.metadata` takes longer than all else
    that a build without changes does.
    """
    wanted = {name for names in PACKAGES.values() for name in names}
    found = {"python": platform.python_version()}
    for place in sys.path:
        try:
            names = os.listdir(place or ".")  # noqa: PTH208 - names, not paths
        except OSError:
            continue
        for name in names:
            if match := _INSTALLED.fullmatch(name):
                package = re.sub(r"[-_.]+", "-", match[1]).lower()
                if package in wanted:
                    found.setdefault(package, match[2])
    return dict(sorted(found.items()))


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
