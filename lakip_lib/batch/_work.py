"""One job, in whatever process: the report is made, and whatever goes wrong becomes an outcome."""

from __future__ import annotations

import hashlib
import time
from pathlib import Path

from lakip_lib import report
from lakip_lib.batch import _store
from lakip_lib.batch._jobs import Job, Settings
from lakip_lib.batch._key import key
from lakip_lib.batch._outcome import Outcome, State, facts
from lakip_lib.problems import DataError

__all__ = ["digests", "make"]


def make(job: Job, settings: Settings) -> Outcome:
    """Make one report, chapter after chapter: the reports of a batch run side by side, not the chapters of one."""
    started = time.perf_counter()
    made_from = key(job, settings)

    def failed(state: State, *problems: str) -> Outcome:
        spent = time.perf_counter() - started
        return Outcome(str(job.root), job.year, job.name, state, spent, problems, made_from)

    try:
        from lakip_lib.built import BuildError

        try:
            made = report.make(
                job.root, job.year, settings.formats, jobs=1, strict=settings.strict, force=settings.force
            )
        except DataError as error:
            return failed(State.DATA, *map(str, error.problems))
        except report.StrictError as error:
            return failed(State.DATA, *error.warnings)
        except BuildError as error:
            return failed(State.CHAPTER, *error.lines)
        files = digests([f for f in made.built.files if f.parent == job.target])
        if settings.store:
            _store.upload(job.target, settings.store, f"{job.name}/{job.year}")
        return Outcome(
            str(job.root),
            job.year,
            job.name,
            State.DONE,
            time.perf_counter() - started,
            key=made_from,
            files=files,
            warnings=len(made.warnings),
            gaps=made.built.gaps,
            findings=dict(made.counts),
            facts=facts(made.office),
        )
    except Exception as error:  # noqa: BLE001 - one office must not stop the others
        return failed(State.DEAD, f"{type(error).__name__}: {error}")


def digests(files: list[Path]) -> dict[str, str]:
    """SHA-256 of each file, by name."""
    return {f.name: hashlib.sha256(f.read_bytes()).hexdigest() for f in files}
