"""Jobs on the workers of a Dask cluster, which see the offices' folders under the same paths."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from typing import TYPE_CHECKING

from lakip_lib.batch._jobs import Job, Settings
from lakip_lib.batch._outcome import Outcome
from lakip_lib.batch._work import make

if TYPE_CHECKING:
    from distributed import Future

__all__ = ["ClusterError", "cluster"]

_PATIENCE = "15s"
_LOST = "pekerja cluster yang mengerjakannya berulang kali mati, mungkin kehabisan memori"


class ClusterError(RuntimeError):
    """There is no cluster to work with; the message is for the user."""


def cluster(jobs: Sequence[Job], settings: Settings, address: str) -> Generator[Outcome]:
    """Make `jobs` on the cluster whose scheduler is at `address`; outcomes come as they are ready.

    Dask gives the job of a worker that died to another; one that has cost several workers has failed.  Raises
    `ClusterError`.
    """
    if not jobs:
        return
    try:
        import distributed
    except ImportError:
        raise ClusterError(
            "--dask memerlukan paket distributed, yang tidak terpasang. Pasang dengan: pip install 'lakip[cluster]'"
        ) from None
    try:
        client = distributed.Client(address, timeout=_PATIENCE)
    except (OSError, ValueError, RuntimeError) as error:
        raise ClusterError(f"--dask {address}: penjadwal Dask tidak dapat dihubungi ({error}).") from None
    with client:
        # Every key is new: the same report may be asked for again after its tables changed.
        futures = {client.submit(make, job, settings, pure=False): job for job in jobs}
        try:
            for future in distributed.as_completed(futures):
                yield _outcome(future, futures[future])
                future.release()
        finally:
            client.cancel(list(futures))


def _outcome(future: Future[Outcome], job: Job) -> Outcome:
    from distributed import KilledWorker

    try:
        outcome: Outcome = future.result()
    except KilledWorker:
        return Outcome.dead(job, _LOST)
    except Exception as error:  # noqa: BLE001 - whatever a machine of the cluster lacks must not stop the others
        return Outcome.dead(job, f"{type(error).__name__}: {error}")
    return outcome
