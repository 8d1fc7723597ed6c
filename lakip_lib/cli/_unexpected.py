"""The end of a command that nobody foresaw: one line for the user, everything else in a file for who maintains it."""

from __future__ import annotations

import platform
import sys
import tempfile
import traceback
from importlib.metadata import version

from lakip_lib.cli._voice import CHAPTER, Voice

__all__ = ["end"]


def end(error: Exception, *, json: bool) -> int:
    """Write the traceback of `error` to a file of its own, name it in one line (or as JSON); gives the exit code."""
    said = " ".join(f"{type(error).__name__}: {error}".split())[:200]
    text = f"lakip berhenti karena kesalahan program ({said}). Laporan terakhir tidak diubah. {_log(error)}"
    return Voice(quiet=json).refuse(CHAPTER, text)


def _log(error: Exception) -> str:
    """Where the rest is to be read."""
    try:
        with tempfile.NamedTemporaryFile("w", encoding="utf-8", prefix="lakip-", suffix=".log", delete=False) as log:
            log.write(f"lakip {version('lakip')}, Python {platform.python_version()}, {platform.platform()}\n")
            log.write(f"{sys.argv}\n\n")
            traceback.print_exception(error, file=log)
    except OSError as full:
        return f"Rinciannya tidak dapat disimpan ({full.strerror}): kosongkan folder sementara, lalu ulangi."
    return f"Rinciannya ada di {log.name}: kirimkan berkas itu kepada pemelihara program."
