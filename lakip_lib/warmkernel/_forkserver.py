"""The client's side of the fork server: starts it, asks it for kernels, and is told when one has ended."""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import queue
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterable, Mapping, Sequence

from lakip_lib.warmkernel import _server
from lakip_lib.warmkernel._server import MESSAGE, THREAD_LIMITS

__all__ = ["ForkServer", "ForkServerError", "Forked", "available", "preload"]

_START = 60.0
_ANSWER = 10.0
_running: ForkServer | None = None
_lock = threading.Lock()


class ForkServerError(RuntimeError):
    """The fork server cannot give a kernel: it did not start, or it is gone."""


class Forked:
    """A forked kernel, with the methods of `subprocess.Popen` that a kernel provisioner calls.

    The kernel is a child of the fork server, which reports its end; a pid is never signalled after that.
    """

    stdin = stdout = stderr = None

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self.returncode: int | None = None
        self._end = threading.Event()

    def poll(self) -> int | None:
        """The exit status, or None while it runs."""
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """The exit status, waited for; `subprocess.TimeoutExpired` after `timeout` seconds."""
        if not self._end.wait(timeout):
            raise subprocess.TimeoutExpired("forked kernel", timeout or 0)
        return self.returncode or 0

    def send_signal(self, signum: int) -> None:
        """Send a signal, unless the kernel has ended."""
        if self.returncode is None:
            os.kill(self.pid, signum)

    def terminate(self) -> None:
        """Ask it to end."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """Make it end."""
        self.send_signal(signal.SIGKILL)

    def ended(self, status: int) -> None:
        """What the fork server reports."""
        self.returncode = status
        self._end.set()


class ForkServer:
    """One process with `modules` imported; `fork` gives kernels.  Thread-safe."""

    def __init__(self, modules: Sequence[str]) -> None:
        self._socket, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._asking = threading.Lock()
        self._answers: queue.SimpleQueue[Forked | str] = queue.SimpleQueue()
        self._kernels: dict[int, Forked] = {}
        self._ready = threading.Event()
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, _server.__file__, str(theirs.fileno()), *modules],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                env=dict.fromkeys(THREAD_LIMITS, "1") | dict(os.environ),
                start_new_session=True,  # Ctrl-C is the client's affair
            )
        threading.Thread(target=self._listen, name="warmkernel", daemon=True).start()

    @property
    def pid(self) -> int:
        """The server's process id."""
        return self._process.pid

    def alive(self) -> bool:
        """False once the server has ended."""
        return self._process.poll() is None

    def fork(
        self, arguments: Sequence[str], *, cwd: str, env: Mapping[str, str], outputs: Iterable[int] = (1, 2)
    ) -> Forked:
        """A kernel that runs ipykernel with `arguments` (``-f connection-file`` and more).

        `outputs` are the descriptors of its stdout and stderr.  Raises `ForkServerError`.
        """
        request = json.dumps({"arguments": list(arguments), "cwd": cwd, "env": dict(env)}).encode()
        if len(request) >= MESSAGE:
            raise ForkServerError("the environment is too large for one message")
        if not self._ready.wait(_START) or not self.alive():
            raise ForkServerError("the fork server did not start")
        with self._asking:
            try:
                socket.send_fds(self._socket, [request], list(outputs))
                answer = self._answers.get(timeout=_ANSWER)
            except (OSError, queue.Empty) as error:
                raise ForkServerError(f"the fork server does not answer: {error!r}") from error
        if isinstance(answer, str):
            raise ForkServerError(answer)
        return answer

    def close(self) -> None:
        """End the server; kernels that still run end with it."""
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)  # closed it would be only when the listener has stopped reading
        if not self._ready.is_set():  # it may be in the middle of an import
            self._process.terminate()
        try:
            self._process.wait(5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._socket.close()

    def _listen(self) -> None:
        """Read the server's messages, which come in order: a kernel's pid before its status."""
        while message := self._receive():
            said = json.loads(message)
            if said.get("ready"):
                self._ready.set()
            elif "status" in said:
                self._kernels.pop(said["pid"]).ended(said["status"])
            elif "pid" in said:
                self._kernels[said["pid"]] = Forked(said["pid"])
                self._answers.put(self._kernels[said["pid"]])
            else:
                self._answers.put(said["error"])
        self._ready.set()  # nobody waits for a server that is gone
        self._answers.put("the fork server has ended")
        for kernel in list(self._kernels.values()):
            kernel.ended(-signal.SIGHUP)

    def _receive(self) -> bytes:
        try:
            return self._socket.recv(MESSAGE)
        except OSError:
            return b""


def available() -> bool:
    """True where a fork of a warm process is safe: Linux."""
    return sys.platform == "linux" and hasattr(socket, "send_fds")


def preload(modules: Sequence[str] = ()) -> ForkServer | None:
    """Start this process's fork server, which imports `modules` in the background; None where there is none.

    A second call returns the server that runs, whatever it has imported.
    """
    global _running  # noqa: PLW0603 - one fork server per process: its memory is the point of it
    if not available():
        return None
    with _lock:
        if _running is None or not _running.alive():
            _running = ForkServer(modules)
            atexit.register(_running.close)
        return _running
