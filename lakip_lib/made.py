"""What making a report gives, good or bad; `lakip_lib.report` makes it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lakip_lib.built import Built
    from lakip_lib.office import Office
    from lakip_lib.review.finding import Finding

__all__ = ["FORMATS", "Report", "StrictError"]

FORMATS = ("html", "pdf", "docx")


class StrictError(ValueError):
    """The data have warnings, and warnings were not to be accepted; `warnings` are the lines."""

    def __init__(self, warnings: Sequence[str]) -> None:
        self.warnings = tuple(warnings)
        super().__init__(self.warnings)


@dataclass
class Report:
    """What was made, and what the makers found on the way; seconds of each step are in `built.steps`.

    `counts` are the findings of the checks by severity.  Where nothing had changed, the tables behind `office` and
    `findings` are read when somebody asks.
    """

    root: Path
    year: int
    built: Built
    warnings: list[str] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    known_office: Office | None = field(default=None, repr=False)

    @cached_property
    def office(self) -> Office:
        """The office; raises `DataError`."""
        from lakip_lib.office import Office

        return self.known_office or Office(self.root, self.year)

    @cached_property
    def findings(self) -> list[Finding]:
        """What the checks of the source tables find."""
        from lakip_lib.review.tables import check

        return check(self.office)
