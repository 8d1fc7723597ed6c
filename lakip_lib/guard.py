"""Limits for one chapter: a kernel that hangs, or floods its output, is killed, and the reason told.

Killing is the one means: a kernel that is stuck in C code, or stopped, hears nothing else.
"""

from __future__ import annotations

import contextlib
import os
import signal
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from jupyter_client.asynchronous.client import AsyncKernelClient
    from jupyter_client.manager import AsyncKernelManager

__all__ = ["LIMIT", "Guard"]

#: Seconds that one chapter may take, unless somebody says otherwise.
LIMIT = 600.0
#: Characters in outputs, or bytes in the log: a whole report has a few million.
_FLOOD = 64_000_000
_KEPT = 1_000_000
_LOOK = 0.25
_DIED = "kernel mati", "proses bab berakhir sendiri, mungkin karena kehabisan memori"


class Guard:
    """Watches the kernel of one chapter while used as a context; `cell` is the one that runs, counted from 1."""

    def __init__(self, limit: float, log: Path) -> None:
        self._limit, self._log = limit, log
        self._manager: AsyncKernelManager | None = None
        self._said = 0
        self._why: tuple[str, str] | None = None
        self._over = threading.Event()
        self.cell = 0

    def __enter__(self) -> Self:
        threading.Thread(target=self._look, name="guard", daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()

    def begins(self, cell_index: int, **_: object) -> None:
        """A cell begins; for nbclient, which passes more by name."""
        self.cell = cell_index + 1

    def watch(self, manager: AsyncKernelManager) -> None:
        """The chapter's kernel has been started by `manager`."""
        self._manager = manager
        if self._why:  # stopped while it started
            self._kill()

    def count(self, client: AsyncKernelClient) -> AsyncKernelClient:
        """Make a client count what the kernel shows; gives it back."""
        from jupyter_client.channels import AsyncZMQSocketChannel

        guard = self

        class Counted(AsyncZMQSocketChannel):
            """The channel on which outputs come."""

            async def _recv(  # type: ignore[override]  # as in the base, which is asynchronous against its own base
                self,
                **kwargs: Any,  # noqa: ANN401 - as in the base
            ) -> dict[str, Any]:
                message = await super()._recv(**kwargs)
                guard._said += _size(message["content"])
                return message

        client.iopub_channel_class = Counted
        return client

    def stop(self, kind: str, message: str = "") -> None:
        """Kill the kernel, if there is one, or as soon as there is; the first reason counts."""
        self._over.set()
        self._why = self._why or (kind, message)
        self._kill()

    def why(self, error: Exception) -> tuple[str, str] | None:
        """Why a kernel is gone (kind, message); None for an `error` that is not about that."""
        from nbclient.exceptions import DeadKernelError

        return self._why or (_DIED if isinstance(error, DeadKernelError) else None)

    def _look(self) -> None:
        end = time.monotonic() + self._limit
        while not self._over.wait(_LOOK):
            if time.monotonic() > end:
                self.stop("batas waktu", f"belum selesai setelah {self._limit:g} detik (--limit)")
            elif self._said > _FLOOD or self._logged() > _FLOOD:
                self.stop("keluaran berlebihan", f"lebih dari {_FLOOD // 1_000_000} MB; periksa putaran yang mencetak")
                if self._logged() > _KEPT:
                    os.truncate(self._log, _KEPT)

    def _logged(self) -> int:
        try:
            return self._log.stat().st_size
        except OSError:
            return 0

    def _kill(self) -> None:
        from jupyter_client.provisioning.local_provisioner import LocalProvisioner

        provisioner = self._manager.provisioner if self._manager else None
        # read once: jupyter_client forgets the process, in the other thread, when it has ended
        process = provisioner.process if isinstance(provisioner, LocalProvisioner) else None
        if process and process.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                if os.name == "posix":  # with all that the chapter has started
                    os.killpg(process.pid, signal.SIGKILL)
                else:
                    process.kill()


def _size(content: Mapping[str, Any]) -> int:
    shown = (content.get("text", ""), *content.get("data", {}).values())
    return sum(len(part) if isinstance(part, str) else len(str(part)) for part in shown)
