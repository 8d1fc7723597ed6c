"""The memory of a run: one line of JSON per outcome, so that the next run takes up the rest."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from lakip_lib import publishing, report
from lakip_lib.batch._jobs import Job, Settings
from lakip_lib.batch._outcome import Outcome, State

__all__ = ["JOURNAL", "Journal"]

JOURNAL = "batch.jsonl"


class Journal:
    """The outcomes in `folder`/batch.jsonl; a line that was cut off by an interruption is passed over."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / JOURNAL
        self._known = self._read()
        self._write()

    def current(self, job: Job, settings: Settings) -> Outcome | None:
        """The outcome of a report that is finished, made from what is there now, and published unharmed; else None."""
        known = self._known.get((str(job.root), job.year))
        if known is None or known.state is not State.DONE or (known.name, known.settings) != (job.name, str(settings)):
            return None
        return known if report.is_current(job.root, job.year, settings.formats) else None

    def add(self, outcome: Outcome) -> None:
        """Remember an outcome at once."""
        with self._path.open("a", encoding="utf-8") as file:
            file.write(_line(outcome))

    def outcomes(self, jobs: Sequence[Job]) -> tuple[Outcome, ...]:
        """The last outcome of each of `jobs`, which all have one; from the file, so that a long run stays small."""
        known = self._read()
        return tuple(known[str(job.root), job.year] for job in jobs)

    def _read(self) -> dict[tuple[str, int], Outcome]:
        known = {}
        for line in self._path.read_text(encoding="utf-8").splitlines() if self._path.is_file() else ():
            try:
                outcome = Outcome.from_json(json.loads(line))
            except (ValueError, TypeError, KeyError):
                continue
            known[outcome.root, outcome.year] = outcome
        return known

    def _write(self) -> None:
        """Write the journal anew, one line for each report, and swap it in."""
        lines = "".join(map(_line, self._known.values()))
        with publishing.replacing(self._path, lines.encode()):
            pass


def _line(outcome: Outcome) -> str:
    return json.dumps(outcome.as_json()) + "\n"  # ASCII only: no name of a folder breaks a line, or cannot be written
