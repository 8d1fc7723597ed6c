"""Which five-year plan a fiscal year belongs to."""

from __future__ import annotations

import re
from pathlib import Path

__all__ = ["plans_in_force"]

_PERIOD = re.compile(r"renstra-(\d{4})-(\d{4})")


def plans_in_force(raw: Path, year: int) -> list[tuple[str, tuple[int, int]]]:
    """Folder, first and last year of the five-year plan that `year` belongs to: of several the one that began last.

    A new head of region brings a new plan before the old one has run out; the old one keeps its name, since the reports
    of its years look at its last year.  No plan, or several that began together, is not as it should be.
    """
    found = []
    for path in sorted(raw.glob("renstra-*")):
        match = _PERIOD.fullmatch(path.name)
        if match and int(match[1]) <= year <= int(match[2]) and path.is_dir():
            found.append((path.name, (int(match[1]), int(match[2]))))
    last = max((years[0] for _, years in found), default=0)
    return [(name, years) for name, years in found if years[0] == last]
