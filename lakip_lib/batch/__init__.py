"""Many offices and years in one run: what is to be made, made in processes here or on a Dask cluster, and the recap.

`plan` finds the jobs, `run` makes the reports that are missing or out of date and writes the pages across offices,
`here` and `cluster` are the two ways to make them: a pool of processes, or the workers of a Dask cluster.
"""

from lakip_lib.batch._cluster import ClusterError, cluster
from lakip_lib.batch._jobs import Job, PlanError, Settings, Skipped, plan
from lakip_lib.batch._outcome import Outcome, State
from lakip_lib.batch._pool import here
from lakip_lib.batch._run import Run, run
from lakip_lib.batch._store import StoreError, reachable

__all__ = [
    "ClusterError",
    "Job",
    "Outcome",
    "PlanError",
    "Run",
    "Settings",
    "Skipped",
    "State",
    "StoreError",
    "cluster",
    "here",
    "plan",
    "reachable",
    "run",
]
