"""How a command ends when it is told to: by Ctrl-C, by systemd or cron, by a terminal that is closed."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import TYPE_CHECKING, NoReturn

from lakip_lib.cli._voice import Voice

if TYPE_CHECKING:
    from sys import UnraisableHookArgs

__all__ = ["Stopped", "end", "stoppable"]

_NAMES = ("SIGINT", "SIGTERM", "SIGHUP")
#: Seconds for what a command has to put away; it ends after that, whatever it does.
_PATIENCE = 1.5
_SOON = 0.05
_SAID = "Dihentikan. Laporan terakhir tidak diubah."


class Stopped(KeyboardInterrupt):
    """The command was told to end; `code` is the exit code that a shell expects: 128 and the number of the signal."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.code = 128 + number


@contextmanager
def stoppable(*, json: bool) -> Iterator[None]:
    """Raise `Stopped` in the body at the first such signal, and end the process in any case soon after."""
    before: dict[int, Callable[[int, FrameType | None], object] | int | None] = {}
    hook = sys.unraisablehook

    def stop(number: int, _: FrameType | None) -> None:
        for signum in before:
            signal.signal(signum, signal.SIG_IGN)
        stopped = Stopped(number)
        _later(_PATIENCE, end, stopped, json=json)
        raise stopped

    def lost(unraisable: UnraisableHookArgs) -> None:
        """Raise it again if it came in a finaliser or a callback, where exceptions end."""
        if isinstance(unraisable.exc_value, Stopped):
            for signum in before:
                signal.signal(signum, stop)
            _later(_SOON, os.kill, os.getpid(), unraisable.exc_value.code - 128)
        else:
            hook(unraisable)

    sys.unraisablehook = lost
    if threading.current_thread() is threading.main_thread():
        for signum in (getattr(signal, name) for name in _NAMES if hasattr(signal, name)):
            if signal.getsignal(signum) is not signal.SIG_IGN:  # as by nohup
                before[signum] = signal.signal(signum, stop)
    try:
        yield
    finally:
        sys.unraisablehook = hook
        for signum, handler in before.items():
            signal.signal(signum, handler)


def _later(seconds: float, function: Callable[..., object], *arguments: object, **options: object) -> None:
    timer = threading.Timer(seconds, function, arguments, options)
    timer.daemon = True
    timer.start()


def end(stopped: Stopped, *, json: bool, said: str = _SAID) -> NoReturn:
    """Say so in one line, and end at once: nobody waits for threads that still work."""
    Voice(quiet=json).refuse(stopped.code, said)
    sys.stdout.flush()
    os._exit(stopped.code)
