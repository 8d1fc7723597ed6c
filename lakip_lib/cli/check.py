"""`lakip check`: rules over the source tables of one fiscal year."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from lakip_lib.cli._voice import DATA, DONE, Voice, tell
from lakip_lib.problems import DataError
from lakip_lib.sources import find_root

if TYPE_CHECKING:
    from lakip_lib.review.tables import Missing

__all__ = ["run"]

#: Cells or rows that a line names; the others it counts.
_SHOWN = 3


def run(options: argparse.Namespace) -> int:
    """List what is wrong, implausible or incomplete in the tables, and what is still to be filled in.

    Returns the exit code: 1 while a galat remains.
    """
    from lakip_lib.office import Office
    from lakip_lib.present import prose
    from lakip_lib.review.finding import counts, ordered
    from lakip_lib.review.tables import check, missing, unusable

    say = Voice(quiet=options.json)
    root = find_root(options.root)
    lacking: list[Missing] = []
    try:
        office = Office(root, options.year)
        office.check()
        prose.check(office)
        findings = check(office)
        lacking = missing(office)
    except DataError as error:
        findings = unusable(error)
    findings = ordered(findings)
    if options.json:
        told = {
            "year": options.year,
            "counts": counts(findings),
            "findings": [f.as_json() for f in findings],
            "missing": [m.as_json() for m in lacking],
        }
        tell(told)
    else:
        say.findings(findings)
        for line in _by_unit(lacking):
            say.line(line)
    return DATA if counts(findings)["galat"] else DONE


def _by_unit(lacking: Sequence[Missing]) -> Iterator[str]:
    """What is still to be filled in, unit by unit; nothing when nothing is."""
    from lakip_lib.review.tables import UNNAMED

    if not lacking:
        return
    yield f"\nBelum diisi: {sum(len(m.places) for m in lacking)} sel atau baris, menurut unit yang menyampaikannya."
    for unit, found in groupby(lacking, key=lambda m: m.unit):
        yield unit
        for file, group in groupby(found, key=lambda m: m.file):
            holes = list(group)
            yield f"  {file}: {', '.join(m.told(1 if holes[1:] else _SHOWN) for m in holes)}"
    if lacking[-1].unit == UNNAMED:
        yield "  Sebut unitnya dalam profil.toml, bagian [penyedia], atau pada kolom unit tabel program."
