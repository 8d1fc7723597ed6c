"""One job, in whatever process: the report is made, and whatever goes wrong becomes an outcome."""

from __future__ import annotations

import time

from lakip_lib import report
from lakip_lib.batch import _store
from lakip_lib.batch._jobs import Job, Settings
from lakip_lib.batch._outcome import Outcome, State, facts
from lakip_lib.problems import DataError

__all__ = ["make"]


def make(job: Job, settings: Settings) -> Outcome:
    """Make one report, chapter after chapter: the reports of a batch run side by side, not the chapters of one."""
    started = time.perf_counter()

    def failed(state: State, *problems: str) -> Outcome:
        spent = time.perf_counter() - started
        return Outcome(str(job.root), job.year, job.name, state, spent, problems)

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
        if settings.store:
            _store.upload(job.target, settings.store, f"{job.name}/{job.year}")
        return Outcome(
            str(job.root),
            job.year,
            job.name,
            State.DONE,
            time.perf_counter() - started,
            settings=str(settings),
            files=tuple(f.name for f in made.built.files if f.parent == job.target),
            warnings=len(made.warnings),
            gaps=made.built.gaps,
            findings=dict(made.counts),
            facts=facts(made.office),
        )
    except Exception as error:  # noqa: BLE001 - one office must not stop the others
        return failed(State.DEAD, f"{type(error).__name__}: {error}")
