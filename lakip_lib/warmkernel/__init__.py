"""Kernels forked from a process that has its imports done: ready in a tenth of a second instead of one and a half.

A small package that knows nothing of reports; README.md says how others use it.  `WarmProvisioner` is a Jupyter kernel
provisioner (entry point ``warm-fork``), `WarmKernelManager` a kernel manager that uses it and waits no longer than
needed, `preload` starts the process to fork from, so that its imports run while the caller does something else.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from lakip_lib.warmkernel._forkserver import ForkServer, ForkServerError, available, preload

if TYPE_CHECKING:
    from lakip_lib.warmkernel._client import LeanClient
    from lakip_lib.warmkernel._manager import WarmKernelManager
    from lakip_lib.warmkernel._provisioner import WarmProvisioner

__all__ = [
    "ForkServer",
    "ForkServerError",
    "LeanClient",
    "WarmKernelManager",
    "WarmProvisioner",
    "available",
    "preload",
]

#: These import jupyter_client, which whoever only starts the imports need not wait for.
_LATER = {"LeanClient": "_client", "WarmKernelManager": "_manager", "WarmProvisioner": "_provisioner"}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - one of the classes above
    if name not in _LATER:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_LATER[name]}"), name)
