"""A Jupyter kernel provisioner that forks kernels, and starts an ordinary process where it cannot."""

from __future__ import annotations

import asyncio
import contextlib
import os
import sys
from pathlib import Path
from subprocess import Popen
from typing import TYPE_CHECKING, Any, cast

from jupyter_client.provisioning.local_provisioner import LocalProvisioner

from lakip_lib.warmkernel import _forkserver

if TYPE_CHECKING:
    from jupyter_client.connect import KernelConnectionInfo

__all__ = ["WarmProvisioner"]

_LAUNCHER = ["-m", "ipykernel_launcher"]
_POLL = 0.003
_GONE = 1.0


class WarmProvisioner(LocalProvisioner):
    """Everything that `LocalProvisioner` does, on a kernel forked from the fork server of this process.

    Only Python kernels of this interpreter can be forked; others, and all where there is no fork server or anything
    about it fails, are started as usual: the log says why, in one line.
    """

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:  # noqa: ANN401 - as in the base
        """Fork a kernel, or launch `cmd` as usual."""
        try:
            kernel = _fork(cmd, kwargs)
        except _forkserver.ForkServerError as error:
            self.log.warning("ordinary kernel instead of a forked one: %s", error)
            return await super().launch_kernel(cmd, **kwargs)
        self.process = cast("Popen[bytes]", kernel)  # it has what the base class calls of one
        await self._bound(kernel)
        self.pid = kernel.pid
        self.pgid = kernel.pid  # the fork leads a session of its own
        return self.connection_info

    async def _bound(self, kernel: _forkserver.Forked) -> None:
        """Wait until the kernel's sockets are there: a client that connects too early tries again only after 0.1 s."""
        info = self.connection_info
        if info.get("transport") != "ipc":
            return
        paths = [Path(f"{info['ip']}-{info[port]}") for port in ("shell_port", "iopub_port", "control_port")]
        while kernel.poll() is None and not all(path.exists() for path in paths):  # noqa: ASYNC110 - files
            await asyncio.sleep(_POLL)

    async def kill(self, restart: bool = False) -> None:  # noqa: FBT001, FBT002 - as in the base
        """Kill the kernel and see it end, so that the kernel manager, which looks only ten times a second, need not."""
        await super().kill(restart=restart)
        with contextlib.suppress(asyncio.TimeoutError):
            await asyncio.wait_for(self.wait(), _GONE)

    async def wait(self) -> int | None:
        """Wait for the end of the kernel; the base class looks only ten times a second."""
        # The end is told to a thread, not to this loop.
        while isinstance(self.process, _forkserver.Forked) and self.process.poll() is None:  # noqa: ASYNC110
            await asyncio.sleep(_POLL)
        return await super().wait()


def _fork(cmd: list[str], options: dict[str, Any]) -> _forkserver.Forked:
    if len(cmd) < 3 or not _same(cmd[0]) or cmd[1:3] != _LAUNCHER:  # noqa: PLR2004 - interpreter, -m, module
        raise _forkserver.ForkServerError(f"{cmd[:3]} is no Python kernel of this interpreter")
    server = _forkserver.preload()
    if server is None:
        raise _forkserver.ForkServerError("this system has no safe fork")
    outputs = [_descriptor(options.get(name), usual) for name, usual in (("stdout", 1), ("stderr", 2))]
    return server.fork(
        cmd[3:],
        cwd=str(options.get("cwd") or Path.cwd()),
        env=options.get("env") or os.environ,
        outputs=outputs,
    )


def _same(interpreter: str) -> bool:
    return interpreter in ("python", "python3") or os.path.realpath(interpreter) == os.path.realpath(sys.executable)


def _descriptor(stream: Any, usual: int) -> int:  # noqa: ANN401 - what Popen takes
    return usual if stream is None else stream if isinstance(stream, int) else stream.fileno()
