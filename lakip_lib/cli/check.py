"""`lakip check`: rules over the source tables of one fiscal year."""

from __future__ import annotations

import argparse
import json

from lakip_lib.cli._voice import DATA, DONE, USAGE, Voice
from lakip_lib.problems import DataError
from lakip_lib.sources import find_root

__all__ = ["run"]


def run(options: argparse.Namespace) -> int:
    """List what is wrong, implausible or incomplete in the tables; returns the exit code, 1 while a galat remains."""
    from lakip_lib.office import Office
    from lakip_lib.review.finding import counts, ordered
    from lakip_lib.review.tables import check, unusable

    say = Voice(quiet=options.json)
    try:
        root = find_root(options.root)
    except FileNotFoundError as error:
        return say.refuse(USAGE, str(error))
    try:
        office = Office(root, options.year)
        office.check()
        findings = check(office)
    except DataError as error:
        findings = unusable(error)
    findings = ordered(findings)
    if options.json:
        told = {"year": options.year, "counts": counts(findings), "findings": [f.as_json() for f in findings]}
        print(json.dumps(told, ensure_ascii=False, indent=1))
    else:
        say.findings(findings)
    return DATA if counts(findings)["galat"] else DONE
