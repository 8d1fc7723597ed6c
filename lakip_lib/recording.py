"""What a notebook reads, noted while it reads: nobody has to declare it, and nothing that was read is forgotten.

Whoever starts a kernel names a file in the environment variable `NOTES` and loads this module as an extension of
IPython; the kernel's working directory is the office's folder.  From then on each thing read is one line of that file:

    berkas:notebooks/bantu.py     a file that was opened, relative to the office's folder (/ between its parts)
    folder:data/raw/2024/gambar   a folder that was listed
    2024:tabel:anggaran           what cleaning made of a table (`lakip_lib.clean` notes these)
    jaringan:                     something beyond this machine: nobody can say whether it is still the same
    sumber:                       all source files: what a chapter is taken to read that could not be watched

Python itself tells of every opened file (PEP 578), so a chapter that reads a file on its own is seen too, and so is a
module that it imports.  What is not seen: whether a file exists (`Path.exists`), the clock, environment variables, and
files that are read by other programs or below Python.  Files of Python, of its packages and of the system are no input.
"""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

__all__ = [
    "FILE", "FOLDER", "NETWORK", "NOTES", "UNSEEN",
    "here", "load_ipython_extension", "note", "note_file", "note_folder", "unnoted",
]  # fmt: skip

NOTES = "LAKIP_CATATAN"
FILE, FOLDER, NETWORK, UNSEEN = "berkas:", "folder:", "jaringan:", "sumber:"
_LISTINGS = {"os.listdir", "os.scandir"}
_LOCAL = ("127.", "::1", "localhost")
#: Where installers put packages, below a prefix or on a path of their own (PYTHONPATH, --user).
_PACKAGES = {"site-packages", "dist-packages"}
_SYSTEM = ("/usr", "/etc", "/proc", "/sys", "/dev", "/var", "/lib")
_state = threading.local()


class _Notes:
    """The file of notes; a line is written once, at once, so that a kernel may end at any time."""

    def __init__(self, path: Path, root: Path) -> None:
        self.root = os.path.realpath(root)
        self._file = path.open("a", encoding="utf-8", buffering=1)
        self._known: set[str] = set()
        packages = [p for p in sys.path if os.path.basename(p) in _PACKAGES]  # noqa: PTH119 - text, as all here
        self._python = _folders(Path(__file__).parent, sys.prefix, sys.base_prefix, *packages)
        self._system = _folders(path.parent, tempfile.gettempdir(), *_SYSTEM)
        self._home = os.path.realpath(Path.home()) + os.sep + "."

    def add(self, part: str) -> None:
        if part not in self._known:
            self._known.add(part)
            self._file.write(part + "\n")

    def place(self, path: Any) -> str | None:  # noqa: ANN401 - whatever open() was given
        """Relative to the office's folder; None for what is no input of a report."""
        if not isinstance(path, str | bytes | os.PathLike):
            return None  # a descriptor
        full = os.path.realpath(os.fsdecode(path))
        inside = full == self.root or full.startswith(self.root + os.sep)
        within = full + os.sep
        if within.startswith(self._python) or (not inside and within.startswith((*self._system, self._home))):
            return None
        return os.path.relpath(full, self.root).replace(os.sep, "/")


def _folders(*paths: str | os.PathLike[str]) -> tuple[str, ...]:
    """What the real path of everything inside begins with."""
    return tuple(os.path.realpath(p) + os.sep for p in paths)


_notes: _Notes | None = None


def here(root: Path) -> bool:
    """True where reading is noted, of the office in `root`."""
    return _notes is not None and os.path.realpath(root) == _notes.root


def note(part: str) -> None:
    """Something was read; does nothing where nobody asked for notes, or inside of `unnoted`."""
    if _notes is not None and not getattr(_state, "quiet", False):
        _notes.add(part)


def note_file(path: Path) -> None:
    """A file was asked for, which may not exist."""
    _seen(FILE, path)


def note_folder(path: Path) -> None:
    """The names in a folder were asked for, which may not exist."""
    _seen(FOLDER, path)


@contextlib.contextmanager
def unnoted() -> Iterator[None]:
    """Files opened inside are not noted: the caller notes more exactly what is used of them."""
    before = getattr(_state, "quiet", False)
    _state.quiet = True
    try:
        yield
    finally:
        _state.quiet = before


def load_ipython_extension(_: object) -> None:
    """Begin to note; IPython calls this before the first cell."""
    global _notes  # noqa: PLW0603 - one process, one record
    path = os.environ.get(NOTES)
    if path and _notes is None:
        _notes = _Notes(Path(path), Path.cwd())
        sys.addaudithook(_heard)


def _heard(event: str, arguments: tuple[Any, ...]) -> None:
    """Python is about to do something."""
    if event == "open":
        path, _, flags = arguments
        if not (isinstance(flags, int) and flags & (os.O_WRONLY | os.O_CREAT)):
            _seen(FILE, path)
    elif event in _LISTINGS:
        _seen(FOLDER, arguments[0] or ".")
    elif event in {"socket.connect", "socket.getaddrinfo"}:
        address = arguments[1] if event == "socket.connect" else arguments[:1]
        if isinstance(address, tuple) and not str(address[0]).startswith(_LOCAL):
            note(NETWORK)


def _seen(kind: str, path: Any) -> None:  # noqa: ANN401 - whatever open() was given
    if _notes is None or getattr(_state, "quiet", False):
        return
    with unnoted():
        place = _notes.place(path)
    if place is None or (kind == FOLDER and (place == "." or os.fspath(path) in sys.path)):
        return  # an import looks around
    note(kind + _source(place))


def _source(place: str) -> str:
    """The module that a compiled file was made of: ``a/__pycache__/b.cpython-311.pyc`` is ``a/b.py``."""
    folder, slash, name = place.rpartition("__pycache__/")
    return f"{folder}{name.split('.', 1)[0]}.py" if slash and name.endswith(".pyc") else place
