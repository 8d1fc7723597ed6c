"""A kernel manager whose kernels are forked, and waited for no longer than needed."""

from __future__ import annotations

from copy import copy
from typing import TYPE_CHECKING

from jupyter_client.manager import AsyncKernelManager
from jupyter_client.provisioning.factory import KernelProvisionerFactory
from traitlets import Type

from lakip_lib.warmkernel._client import LeanClient

if TYPE_CHECKING:
    from jupyter_client.kernelspec import KernelSpec

__all__ = ["WarmKernelManager"]

_NAME = "warm-fork"


class WarmKernelManager(AsyncKernelManager):
    """`AsyncKernelManager` with the provisioner `WarmProvisioner` and the client `LeanClient`."""

    client_class = "lakip_lib.warmkernel.LeanClient"
    client_factory = Type(LeanClient)

    @property
    def kernel_spec(self) -> KernelSpec | None:
        """The kernel spec, with our provisioner in place of its own where that is installed."""
        spec = super().kernel_spec
        if spec is None:
            return None
        ours = copy(spec)
        ours.metadata = {**spec.metadata, "kernel_provisioner": {"provisioner_name": _NAME, "config": {}}}
        factory = KernelProvisionerFactory.instance(parent=self.parent)
        return ours if factory.is_provisioner_available(ours) else spec
