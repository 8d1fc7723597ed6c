"""A limit on the time that work on a file may take: a few bytes can ask for hours of it.

Parsers and templates have no such limit of their own, and a signal would reach the main thread of some systems only.
"""

from __future__ import annotations

import ctypes
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["TooLong", "at_most"]


_SHORTEST = 0.05
#: An exception that arrives while Python runs a finaliser or a callback of its collector is lost: it is raised again.
_AGAIN = 1.0


class TooLong(BaseException):
    """Raised in the thread that has used up its time, wherever it is.  As an `Exception` parsers would swallow it."""


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """Raise `TooLong` in the body once the process has worked so many seconds on it; what others do does not count.

    Code outside Python is not interrupted.
    """
    thread = ctypes.c_ulong(threading.get_ident())
    left = threading.Event()
    lock = threading.Lock()

    def watch() -> None:
        end = time.process_time() + seconds
        while not left.wait(max(_SHORTEST, end - time.process_time())):
            with lock:
                if not left.is_set() and time.process_time() >= end:
                    ctypes.pythonapi.PyThreadState_SetAsyncExc(thread, ctypes.py_object(TooLong))
                    end = time.process_time() + _AGAIN

    threading.Thread(target=watch, daemon=True).start()
    try:
        yield
    finally:
        try:
            with lock:  # from here on nothing more is raised
                left.set()
        finally:  # also if it was raised just now, once more
            left.set()
