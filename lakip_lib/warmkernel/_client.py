"""A kernel client that is ready as soon as the kernel is."""

from __future__ import annotations

import time
from typing import Any

import zmq
import zmq.asyncio
from jupyter_client.asynchronous.client import AsyncKernelClient

__all__ = ["LeanClient"]

_RETRY = 1.0
#: The iopub channel is joined later than the shell channel: ask again soon after the first reply.
_SOON = 0.05
#: Milliseconds.
_POLL = 20


class LeanClient(AsyncKernelClient):
    """`wait_for_ready` without its fixed waits.

    jupyter_client asks for kernel_info, then listens until nothing has come for 0.2 s.  Here the kernel is ready when
    the reply has come *and* the iopub channel has said that a request is done: nothing older can follow.
    """

    async def _async_wait_for_ready(self, timeout: float | None = None) -> None:  # noqa: ASYNC109 - as in the base
        deadline = time.monotonic() + (float("inf") if timeout is None else timeout)
        asked: set[str] = set()
        reply = None
        idle = False
        ask_at = 0.0
        while not (reply and idle):
            now = time.monotonic()
            if now > deadline:
                raise RuntimeError(f"Kernel didn't respond in {timeout:g} seconds")
            if now > ask_at:  # what was said before a channel was joined is lost
                if asked and not await self._async_is_alive():
                    raise RuntimeError("Kernel died before replying to kernel_info")
                asked.add(self.kernel_info())
                ask_at = now + _RETRY
            for message in await self._arrived():
                parent = message["parent_header"].get("msg_id")
                if message["msg_type"] == "kernel_info_reply":
                    reply = message
                    ask_at = min(ask_at, time.monotonic() + _SOON)
                elif message["msg_type"] == "status" and parent in asked:
                    idle = idle or message["content"]["execution_state"] == "idle"
        self._handle_kernel_info_reply(reply)

    async def _arrived(self) -> list[dict[str, Any]]:
        """The messages that wait on both channels; if there are none, those of the next moment."""
        channels = {channel.socket: channel for channel in (self.shell_channel, self.iopub_channel)}
        poller = zmq.asyncio.Poller()
        for its in channels:
            poller.register(its, zmq.POLLIN)
        return [await channels[its].get_msg(timeout=0) for its, _ in await poller.poll(_POLL)]

    wait_for_ready = _async_wait_for_ready
