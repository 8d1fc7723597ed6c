"""Publishing: folders made beside their places and swapped in together, so that a reader always finds whole ones.

What a process that was killed has left half-made is found by `interrupted`, and removed by the next `Edition`.
"""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

__all__ = ["edition", "interrupted", "publish", "replacing"]

_EXCHANGE = 2
_AT_FDCWD = -100
#: Systems and file systems that cannot exchange two folders in one step.
_UNABLE = {errno.ENOSYS, errno.EINVAL, errno.EOPNOTSUPP}


def _staged(place: Path) -> Path:
    return place.with_name(f".{place.name}-baru")


def _aside(place: Path) -> Path:
    return place.with_name(f".{place.name}-lama")


def interrupted(*places: Path) -> bool:
    """True if an edition of one of `places` is being made, or was when its maker died."""
    return any(path.exists() for place in places for path in (_staged(place), _aside(place)))


@contextmanager
def edition(*places: Path) -> Iterator[tuple[Path, ...]]:
    """Empty folders beside `places`, one for each, for `publish`; whatever is in them in the end is removed.

    Only one process may make an edition of a place at a time.
    """
    for place in places:
        if _aside(place).exists() and not place.exists():  # killed between two renames
            _aside(place).replace(place)
    try:
        for place in places:
            _clear(place)
            _staged(place).mkdir(parents=True)
        yield tuple(_staged(place) for place in places)
    finally:
        for place in places:
            _clear(place)
            with contextlib.suppress(OSError):  # made for nothing
                place.parent.rmdir()


def _clear(place: Path) -> None:
    for path in (_staged(place), _aside(place)):
        if path.exists():
            shutil.rmtree(path, ignore_errors=True)


def publish(places: Sequence[Path]) -> None:
    """Swap in the edition of `places`, the last one last; all of them, or with an `OSError` none.

    Between two exchanges the process may be killed; the folder of the edition is still there then, which tells the next
    one to begin anew.
    """
    for place in places:
        _settle(_staged(place))
    done: list[Path] = []
    try:
        for place in places:
            _swap_in(place)
            done.append(place)
    except OSError:
        for place in reversed(done):
            _swap_back(place)
        raise


def _settle(staged: Path) -> None:
    """Have a file or folder written out to the disk: a power cut must not leave a new name with nothing behind it."""
    if os.name == "posix":
        for path in (staged, *staged.rglob("*")):
            descriptor = os.open(path, os.O_RDONLY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)


def _swap_in(place: Path) -> None:
    staged = _staged(place)
    if not place.exists():
        staged.replace(place)
    elif not _exchange(staged, place):
        place.replace(_aside(place))
        try:
            staged.replace(place)
        except OSError:
            _aside(place).replace(place)
            raise


def _swap_back(place: Path) -> None:
    staged, aside = _staged(place), _aside(place)
    if aside.exists():
        place.replace(staged)
        aside.replace(place)
    elif not staged.exists():  # there was none before
        place.replace(staged)
    else:
        _exchange(staged, place)


def _exchange(one: Path, other: Path) -> bool:
    """Exchange two folders in one step, so that both names exist at every moment; False where that cannot be done."""
    if sys.platform != "linux":
        return False
    import ctypes  # a build that finds nothing to do has no use for it

    libc = ctypes.CDLL(None, use_errno=True)
    try:
        failed = libc.renameat2(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _EXCHANGE)
    except AttributeError:  # a C library older than the call
        return False
    if failed and (number := ctypes.get_errno()) not in _UNABLE:
        raise OSError(number, os.strerror(number), str(other))
    return not failed


@contextmanager
def replacing(path: Path, content: bytes) -> Iterator[Path]:
    """Write a file beside `path`, and put it in its place if the body succeeds; one process at a time may do so."""
    staged = _staged(path)
    try:
        staged.write_bytes(content)
        _settle(staged)
        yield path
        staged.replace(path)
    finally:
        staged.unlink(missing_ok=True)
