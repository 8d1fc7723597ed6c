"""One at a time: a lock that the operating system gives back when its holder dies, and that says who holds it.

The lock is on a file (`flock`, on Windows a locked byte), never the file itself: one that a dead process has left is
taken over by the next, and a holder that ends properly removes it.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import errno
import json
import os
import platform
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from lakip_lib.numerals import write_date

__all__ = ["HeldError", "Holder", "hold"]

#: Seconds to wait for another holder; as long as one chapter may take.
_PATIENCE = 600.0
_POLL = 0.1
_HELD = {errno.EACCES, errno.EAGAIN, errno.EDEADLK}
#: Windows forbids others to read a locked byte, so it is one where nothing is written.
_BYTE = 1 << 30


@dataclass(frozen=True)
class Holder:
    """Who holds a lock: process id, name of the machine, since when (ISO 8601, local time)."""

    pid: int
    host: str
    since: str

    def __str__(self) -> str:
        since = dt.datetime.fromisoformat(self.since)
        return f"proses {self.pid} di mesin {self.host} sejak {write_date(since.date())} pukul {since:%H.%M}"


class HeldError(RuntimeError):
    """Another process has held the lock for longer than anybody waits; the message says who."""


@contextmanager
def hold(path: Path, *, waiting: Callable[[str], None] = lambda _: None, patience: float = _PATIENCE) -> Iterator[bool]:
    """Hold the lock on `path`, whose folder is made; gives True if another process had to be waited for.

    `waiting` is told once who that is.  Raises `HeldError` after `patience` seconds, and `OSError` where nothing can be
    written.  A folder that is empty in the end is removed.
    """
    deadline = time.monotonic() + patience
    waited = False
    while (descriptor := _acquire(path)) is None:
        who = _holder(path)
        if not waited:
            waiting(who)
        if time.monotonic() > deadline:
            raise HeldError(who)
        waited = True
        time.sleep(_POLL)
    try:
        me = Holder(os.getpid(), platform.node(), dt.datetime.now().astimezone().isoformat(timespec="seconds"))
        os.ftruncate(descriptor, 0)
        os.write(descriptor, json.dumps(asdict(me)).encode())
        yield waited
    finally:
        _release(descriptor, path)


def _acquire(path: Path) -> int | None:
    """The descriptor of the locked file; None while somebody else holds it."""
    with contextlib.suppress(FileNotFoundError):  # the holder before has just removed file and folder: once more
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except FileExistsError:  # also raised for a folder that goes at this moment
            if path.parent.is_file():
                raise
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o666)
        try:
            # A holder removes the file before it gives back the lock; who got the lock of such a file holds nothing.
            if _lock(descriptor) and os.fstat(descriptor).st_nlink:
                return descriptor
        except BaseException:
            os.close(descriptor)
            raise
        os.close(descriptor)
    return None


def _lock(descriptor: int) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            os.lseek(descriptor, _BYTE, os.SEEK_SET)
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
            os.lseek(descriptor, 0, os.SEEK_SET)
        else:
            import fcntl

            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno in _HELD:
            return False
        if error.errno not in {errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP}:
            raise
        # A file system without locks: better a report without one than none.
    return True


def _release(descriptor: int, path: Path) -> None:
    remove = contextlib.suppress(OSError)
    if os.name != "nt":
        with remove:
            path.unlink()
    os.close(descriptor)
    if os.name == "nt":  # an open file cannot be removed there
        with remove:
            path.unlink()
    with remove:
        path.parent.rmdir()


def _holder(path: Path) -> str:
    try:
        return str(Holder(**json.loads(path.read_text(encoding="utf-8"))))
    except (OSError, ValueError, TypeError):  # it has only just begun, or is just ending
        return "proses lain"
