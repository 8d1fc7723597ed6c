"""Sums and ratios of one table together: which cell is wrong, and which ratios that explains."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from lakip_lib.document.recognise import Meaning
from lakip_lib.review._ratio_rules import Check
from lakip_lib.review._ratio_tables import table_checks

__all__ = ["against", "blamed"]

_MOST_SUSPECTS = 5
_MOST_TRIALS = 20


def against(meaning: Meaning, right: Mapping[tuple[int, int], Decimal]) -> Iterator[Check]:
    """The checks of a table, after its sums have put the cells in `right` straight.

    A ratio may follow from the printed figures or from the right ones; where it follows from neither it is held against
    the right ones.
    """
    mended = {(c.kind, c.cells): c for c in table_checks(meaning.corrected(right))} if right else {}
    checks = []
    for check in table_checks(meaning):
        other = mended.pop((check.kind, check.cells), check)
        checks.append(other if other.exact or not check.near else check)
    checks += mended.values()
    causes = _causes(meaning, [c for c in checks if c.options and not c.near])
    for check in checks:
        yield replace(check, cause=causes[check.cells]) if check.cells in causes and not check.near else check


def _causes(meaning: Meaning, failing: Sequence[Check]) -> dict[tuple[tuple[int, int], ...], tuple[int, int]]:
    """Which input is wrong in ratios that share several, where a wrong difference says by how much: by their cells."""
    count = Counter(at for c in failing for at in c.cells)
    differences = [c for c in failing if c.kind == "selisih" and sum(count[at] > 1 for at in c.cells[1:]) > 1]
    causes: dict[tuple[tuple[int, int], ...], tuple[int, int]] = {}
    for check in differences[:_MOST_TRIALS]:
        steps = {s * (o.value - check.figure.value) for o in check.options for s in (1, -1)}
        found = {at for by in steps if (at := blamed(meaning, check.cells[1:], failing, by))}
        if len(found) == 1:
            causes |= dict.fromkeys((c.cells for c in failing if found & {*c.cells}), *found)
    return causes


def blamed(
    meaning: Meaning, suspects: Sequence[tuple[int, int]], failing: Sequence[Check], by: Decimal
) -> tuple[int, int] | None:
    """The one suspected cell whose change `by` an amount mends every failing ratio that it takes part in."""
    touched = [at for at in suspects if at in meaning.figures and any(at in c.cells for c in failing)]
    guilty = []
    for at in touched if len(touched) <= _MOST_SUSPECTS else ():
        again = {(c.kind, c.cells): c for c in table_checks(meaning.corrected({at: meaning.figures[at].value + by}))}
        now = [again.get((c.kind, c.cells)) for c in failing if at in c.cells]
        if all(c and c.near for c in now):
            guilty.append(at)
    return guilty[0] if len(guilty) == 1 else None
