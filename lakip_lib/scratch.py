"""The temporary files of one command in one folder: gone when it ends, removed by the next one if it was killed.

Kernels' sockets and connection files, fonts and pictures for Typst, whatever chapters put into the temporary folder.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows: its kernels have no sockets here, and its own cleaning must do
    fcntl = None  # type: ignore[assignment]  # a module has no type of its own

__all__ = ["ScratchError", "folder"]

#: A name that nobody else gives, and short: the path of a socket has 107 bytes.
_PREFIX = "lakip~"
_OURS = re.compile(rf"{_PREFIX}[a-z0-9_]{{8}}")
#: multiprocessing keeps a folder in it until the process ends, then removes it at -100, and complains if it is gone.
_KEPT, _AFTER = "pymp-*", -200
_VARIABLES = ("TMPDIR", "JUPYTER_RUNTIME_DIR")


class ScratchError(RuntimeError):
    """There is no place for temporary files; the message is for the user."""


@contextmanager
def folder() -> Iterator[Path]:
    """Make this process, and those it starts, put their temporary files into one folder of their own.

    Raises `ScratchError` where none can be made.
    """
    try:
        _sweep()
        made, claim = _make()
    except OSError as error:
        raise ScratchError(
            f"Folder sementara {tempfile.tempdir or ''} tidak dapat ditulisi ({error.strerror}). Kosongkan, atau "
            "sebutkan folder lain dengan variabel lingkungan TMPDIR, lalu ulangi."
        ) from None
    before = tempfile.tempdir, {name: os.environ.get(name) for name in _VARIABLES}
    tempfile.tempdir = str(made)
    os.environ |= dict.fromkeys(_VARIABLES, str(made))
    stopped = False
    try:
        yield made
    except KeyboardInterrupt:  # such a process may end without a goodbye
        stopped = True
        raise
    finally:
        tempfile.tempdir, variables = before
        for name, value in variables.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
        if any(made.glob(_KEPT)) and not stopped:
            from multiprocessing.util import Finalize

            Finalize(None, _remove, (made, claim), exitpriority=_AFTER)
        else:
            _remove(made, claim)


def _remove(made: Path, claim: int) -> None:
    shutil.rmtree(made, ignore_errors=True)
    if claim:
        os.close(claim)
    _sweep()  # once more: of one that was killed meanwhile


def _sweep() -> None:
    for path in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        if _OURS.fullmatch(path.name) and (claim := _claim(path, wait=False)):
            shutil.rmtree(path, ignore_errors=True)
            os.close(claim)


def _make() -> tuple[Path, int]:
    while True:
        made = Path(tempfile.mkdtemp(prefix=_PREFIX))
        claim = _claim(made, wait=True)
        if made.is_dir():
            return made, claim
        os.close(claim)  # somebody took it for a dead one's, before it was claimed


def _claim(path: Path, *, wait: bool) -> int:
    """A descriptor that holds the lock on a folder of ours; 0 if that of another process, or another user's."""
    if fcntl is None:
        return 0
    with contextlib.suppress(OSError):
        descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
        try:
            if os.fstat(descriptor).st_uid == os.getuid():
                fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
                return descriptor
        except BaseException:
            os.close(descriptor)
            raise
        os.close(descriptor)
    return 0
