"""What a build gives, good or bad; apart from `build`, whose imports a build without changes has no need of."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from lakip_lib.reuse import Plan

__all__ = ["BuildError", "Built"]


class BuildError(RuntimeError):
    """The report could not be made; nothing was published.  `lines` say why, one reason each, in Indonesian."""

    def __init__(self, lines: Sequence[str]) -> None:
        self.lines = tuple(lines)
        super().__init__(self.lines)

    def __str__(self) -> str:
        return "\n".join(self.lines)


@dataclass
class Built:
    """What a build made: the published files, how long each step took in seconds, and why each file was made again.

    Chapters and files whose reasons are none were used as they were; with nothing to do at all, `steps` is empty.
    """

    files: list[Path] = field(default_factory=list)
    steps: dict[str, float] = field(default_factory=dict)
    gaps: int = 0
    plan: Plan = field(default_factory=lambda: Plan({}, {}))

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Measure one step."""
        started = time.perf_counter()
        yield
        self.steps[name] = time.perf_counter() - started
