"""One report at a time: whoever makes it is alone with its folders, and what stops it is told in words."""

from __future__ import annotations

import contextlib
import errno
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from lakip_lib import lock, publishing
from lakip_lib.built import BuildError

__all__ = ["alone", "sweep", "taken"]

_HELD = "Laporan {} masih dibuat oleh {}. Tunggu sampai selesai atau akhiri proses itu, lalu ulangi."
_FILE = "{} tidak dapat dibaca atau ditulis: {}. Perbaiki, lalu ulangi."
_WHY = {
    errno.ENOSPC: "penyimpanan penuh",
    errno.EDQUOT: "jatah penyimpanan habis",
    errno.EROFS: "penyimpanan hanya dapat dibaca",
    errno.EACCES: "tidak ada izin, atau berkasnya terbuka di program lain, mis. Word atau Excel",
    errno.EPERM: "tidak ada izin",
}


@contextmanager
def alone(target: Path, waiting: Callable[[str], None]) -> Iterator[None]:
    """Hold the lock of the report in `target`; `waiting` is told whose end is awaited.

    Raises `BuildError` where that takes too long, and for whatever the body cannot read or write.
    """
    try:
        with lock.hold(_lock(target), waiting=waiting):
            yield
    except lock.HeldError as holder:
        raise BuildError([_HELD.format(target.name, holder)]) from None
    except BrokenPipeError:  # nobody listens to the command any more
        raise
    except OSError as error:
        raise BuildError(
            [_FILE.format(error.filename or target, _WHY.get(error.errno or 0, error.strerror or str(error)))]
        ) from None


def taken(target: Path) -> bool:
    """True if somebody makes the report in `target`, or died in doing so."""
    return _lock(target).exists()


def sweep(target: Path, processed: Path) -> None:
    """Remove what a process that was killed has left half-made of a report, unless another one makes it now."""
    from lakip_lib import years

    places = target, processed
    with contextlib.suppress(lock.HeldError), lock.hold(_lock(target), patience=0), publishing.edition(*places):
        if target.exists():
            years.publish_index(target.parent)


def _lock(target: Path) -> Path:
    return target.with_name(f".{target.name}.lock")
