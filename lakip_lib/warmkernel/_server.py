"""The process that kernels are forked from: run as ``python .../_server.py FD MODULE ...``.

It imports the modules (and calls ``module:function``), then answers requests on the Unix socket it inherited as FD.
It stays single-threaded and opens no loop, context or window, so that a fork is safe.  It ends when the socket closes,
and kills its kernels; they also end when it is killed.  What a kernel has started ends with the kernel.

Every message is one packet of JSON.  A request is ``{"arguments", "cwd", "env"}`` and comes with the descriptors of the
kernel's stdout and stderr.  The server says ``{"ready": true}`` once, then ``{"pid"}`` or ``{"error"}`` for each
request, and ``{"pid", "status"}`` when a kernel has ended.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import importlib
import json
import os
import select
import signal
import socket
import sys
from importlib.util import find_spec
from typing import Any, NoReturn

#: One fork must not start with a pool of threads: numerical libraries read these when they are imported.
THREAD_LIMITS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS")
#: The largest message; Linux gives a socket more room than this.
MESSAGE = 160 * 1024
#: Linux: PR_SET_PDEATHSIG.
_DEATH_SIGNAL = 1
#: What a kernel imports while it starts; traits name half of it by strings, so that importing kernelapp is not enough.
_NEEDED = (
    "ipykernel.kernelapp",
    "ipykernel.ipkernel",
    "ipykernel.zmqshell",
    "ipykernel.debugger",
    "jupyter_client.localinterfaces",
    "psutil",
    "IPython.core.completerlib",
    "IPython.core.debugger",
    "IPython.core.oinspect",
    "IPython.extensions.storemagic",
    "faulthandler",
    "sqlite3",
    "tornado.platform.asyncio",
)


def main(descriptor: int, modules: list[str]) -> None:
    """Import, then serve until the other side of the socket is closed."""
    for name in (*THREAD_LIMITS, "PYDEVD_DISABLE_FILE_VALIDATION"):
        os.environ.setdefault(name, "1")
    del sys.path[0]  # the folder of this file, which is no place to import from
    ours = socket.socket(fileno=descriptor)
    _end_with_client(ours)
    for name in (*_NEEDED, *modules):
        module, _, function = name.partition(":")
        with contextlib.suppress(Exception):  # what cannot be imported here fails in the kernel, where it is reported
            found = importlib.import_module(module)
            if function:
                getattr(found, function)()
    gc.collect()
    gc.freeze()  # collections in the forks leave the shared pages alone
    wake, woken = os.pipe()  # a kernel's end wakes the loop: Python writes the signal into the pipe
    os.set_blocking(woken, False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.set_wakeup_fd(woken)
    _end_with_client(ours, until_now=True)
    _answer(ours, {"ready": True})
    kernels: set[int] = set()
    watched: list[socket.socket | int] = [ours, wake]
    while True:
        ready, _, _ = select.select(watched, [], [])
        if wake in ready:
            os.read(wake, 4096)
            _reap(ours, kernels)
        if ours in ready:
            message, descriptors = _receive(ours)
            if not message:
                break
            _serve(ours, json.loads(message), descriptors, (wake, woken), kernels)
    for pid in kernels:
        _kill(pid)


def _end_with_client(ours: socket.socket, *, until_now: bool = False) -> None:
    """Have the system end us when the client goes, even in the middle of an import; it says nothing before that."""
    import fcntl  # this module is also imported where there is none

    flags = fcntl.fcntl(ours, fcntl.F_GETFL)
    fcntl.fcntl(ours, fcntl.F_SETOWN, os.getpid())
    fcntl.fcntl(ours, fcntl.F_SETFL, flags & ~os.O_ASYNC if until_now else flags | os.O_ASYNC)
    if not until_now and select.select([ours], [], [], 0)[0]:
        sys.exit()


def _receive(ours: socket.socket) -> tuple[bytes, list[int]]:
    """A request and its descriptors; an empty one where the client is gone."""
    try:
        message, descriptors, _, _ = socket.recv_fds(ours, MESSAGE, 2)
    except ConnectionResetError:  # it has left answers unread
        return b"", []
    return message, descriptors


def _serve(
    ours: socket.socket, request: dict[str, Any], descriptors: list[int], pipe: tuple[int, int], kernels: set[int]
) -> None:
    server = os.getpid()
    try:
        pid = os.fork()
    except OSError as error:
        _answer(ours, {"error": str(error)})
        return
    if not pid:
        _end_with(server)
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        ours.close()
        for end in pipe:
            os.close(end)
        _become_kernel(request, descriptors)
    kernels.add(pid)
    for descriptor in descriptors:
        os.close(descriptor)
    _answer(ours, {"pid": pid})


def _end_with(server: int) -> None:
    """Have this fork killed when the server ends: a kernel that is stuck in C code cannot watch its parent."""
    with contextlib.suppress(AttributeError, OSError):
        ctypes.CDLL(None).prctl(_DEATH_SIGNAL, signal.SIGKILL)
    if os.getppid() != server:
        os._exit(1)


def _kill(pid: int) -> None:
    """Kill a kernel that has not been reaped, and whatever it has started."""
    for kill in (os.killpg, os.kill):  # no group is there before the fork has got so far
        with contextlib.suppress(ProcessLookupError, PermissionError):
            kill(pid, signal.SIGKILL)


def _become_kernel(request: dict[str, Any], descriptors: list[int]) -> NoReturn:
    """What `python -m ipykernel_launcher` would do, in this fork."""
    status = 1
    try:
        os.setsid()
        for target, descriptor in zip((1, 2), descriptors, strict=False):
            os.dup2(descriptor, target)
            os.close(descriptor)
        os.environ.clear()
        os.environ.update(request["env"])
        os.chdir(request["cwd"])
        if "numpy" in sys.modules:  # every kernel begins with a random state of its own, as a new process does
            sys.modules["numpy"].random.seed()
        # ipykernel reads JPY_PARENT_PID when it is imported, which was in the server; here its argument says the same.
        arguments = [*request["arguments"], f"--IPKernelApp.parent_handle={os.getppid()}"]
        launcher = find_spec("ipykernel_launcher")
        sys.argv = [(launcher and launcher.origin) or "ipykernel_launcher", *arguments]
        signal.signal(signal.SIGINT, signal.default_int_handler)
        from ipykernel.kernelapp import IPKernelApp

        IPKernelApp.launch_instance(argv=arguments)
        status = 0
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else 1
    except BaseException:  # noqa: BLE001 - the fork must never return into the server's loop
        import traceback

        traceback.print_exc()
    finally:
        with contextlib.suppress(Exception):
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(status)


def _reap(ours: socket.socket, kernels: set[int]) -> None:
    for pid in list(kernels):
        if os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT | os.WNOHANG):
            _kill(pid)  # while its process id is still its own
            kernels.discard(pid)
            _, status = os.waitpid(pid, 0)
            _answer(ours, {"pid": pid, "status": os.waitstatus_to_exitcode(status)})


def _answer(ours: socket.socket, answer: dict[str, Any]) -> None:
    with contextlib.suppress(OSError):  # the client is gone: the next read says so
        ours.sendall(json.dumps(answer).encode())


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2:])
