"""Jobs in a pool of processes of this machine; a process that dies takes one report with it, not the run."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import sys
import tempfile
import threading
from collections import deque
from collections.abc import Generator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.connection import wait as wait_for
from multiprocessing.context import BaseContext

from lakip_lib import report, turn
from lakip_lib.batch._jobs import Job, Settings
from lakip_lib.batch._outcome import Outcome
from lakip_lib.batch._work import make

__all__ = ["here"]

_DEAD = (
    "proses yang mengerjakannya mati dua kali, mungkin kehabisan memori. Jalankan lagi dengan --jobs 1, atau "
    "buat laporan ini sendiri dengan lakip build"
)


def here(jobs: Sequence[Job], settings: Settings, workers: int) -> Generator[Outcome]:
    """Make `jobs` in `workers` processes; outcomes come as they are ready.

    Imports are paid once where processes can be forked.  When a process dies, what ran at that moment is made again,
    each report alone: the one that kills its process twice has failed, the others have not.  Closing the iterator, or
    an exception while it waits, ends all processes at once.
    """
    waiting = deque(jobs)
    with tempfile.TemporaryDirectory(prefix="lakip-", ignore_cleanup_errors=True) as scratch:
        while waiting:
            lost = yield from _pool(waiting, settings, workers, scratch)
            for job in lost:
                if (yield from _pool(deque([job]), settings, 1, scratch)):
                    yield Outcome.dead(job, _DEAD)


def _pool(waiting: deque[Job], settings: Settings, workers: int, scratch: str) -> Generator[Outcome, None, list[Job]]:
    """Work off `waiting` until it is empty or a process has died; gives the jobs that were lost by that.

    No more jobs are handed over than there are processes, so that few are lost.
    """
    others = set(multiprocessing.active_children())
    pool = ProcessPoolExecutor(workers, mp_context=_context(), initializer=_begin, initargs=(scratch,))
    running: dict[Future[Outcome], Job] = {}
    lost: list[Job] = []
    try:
        while (waiting and not lost) or running:
            while waiting and not lost and len(running) < workers:
                job = waiting.popleft()
                try:
                    running[pool.submit(make, job, settings)] = job
                except BrokenProcessPool:
                    lost.append(job)
            for future in wait(running, return_when=FIRST_COMPLETED).done:
                job = running.pop(future)
                try:
                    outcome = future.result()
                except BrokenProcessPool:
                    turn.sweep(*report.places(job.root, job.year))
                    lost.append(job)
                else:
                    yield outcome
    finally:
        if running:  # interrupted
            for process in set(multiprocessing.active_children()) - others:
                process.kill()
        pool.shutdown(cancel_futures=True)
        for job in running.values():
            turn.sweep(*report.places(job.root, job.year))
    return lost


def _context() -> BaseContext:
    """Workers are forked from one process that has its imports done; started anew where a fork is not safe."""
    if sys.platform != "linux":
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["lakip_lib.batch._imports"])
    return context


def _begin(scratch: str) -> None:
    """What each worker does first: Ctrl-C is its parent's affair, and so is what it leaves in `scratch`."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    tempfile.tempdir = scratch
    os.environ |= {"TMPDIR": scratch, "JUPYTER_RUNTIME_DIR": scratch}
    report.warm_up()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        with contextlib.suppress(OSError):
            wait_for([parent.sentinel])
        os._exit(1)
