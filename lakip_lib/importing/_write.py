"""The folder of an import: drafts laid out as data/raw is, the mapping, and what could not be placed.

CSV files begin with a byte-order mark: without it Excel takes them for Windows-1252.  `sidik.json` remembers what
was written, so that a file that a person has changed since is left alone.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from lakip_lib import schema
from lakip_lib.importing._drafts import Drafts
from lakip_lib.importing._mapping import Line, written
from lakip_lib.sources import ORIGIN

__all__ = ["MAPPING", "UNPLACED", "Written", "draft_files", "write"]

MAPPING, UNPLACED = "pemetaan.csv", "tidak_ditempatkan.csv"
_PRINTS = "sidik.json"
#: A plan of fewer years is not taken for the whole period of a Renstra.
_PERIOD = 5


@dataclass(frozen=True)
class Written:
    """The files of the folder, relative to it; `kept` are those that a person has changed, which were left alone."""

    folder: Path
    files: tuple[str, ...]
    kept: tuple[str, ...]


def draft_files(drafts: Drafts, year: int) -> Iterator[tuple[str, str]]:
    """Table and file of every draft, in the order of the catalogue."""
    period = _period(drafts)
    for table in schema.TABLES:
        if drafts.rows.get(table.name):
            yield table.name, table.path(period, year)


def write(drafts: Drafts, lines: Sequence[Line], year: int, folder: Path) -> Written:
    """Write the drafts; a file that is there and was not written by an earlier import as it stands is kept.

    Raises OSError when the disk does not take them.
    """
    files = {file: _draft(drafts, table) for table, file in draft_files(drafts, year)}
    files[MAPPING] = written(lines)
    files[UNPLACED] = _unplaced(drafts)
    prints = _prints(folder)
    kept = []
    for name in sorted(prints.keys() - files.keys()):
        if (folder / name).is_file() and _print((folder / name).read_bytes()) == prints[name]:
            (folder / name).unlink()  # drafted by an earlier run, and no longer
    for name, content in files.items():
        path = folder / name
        if path.exists() and _print(path.read_bytes()) not in (prints.get(name), _print(content)):
            kept.append(name)
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    known = {name: _print(content) for name, content in files.items() if name not in kept}
    known |= {name: prints[name] for name in kept if name in prints}
    (folder / _PRINTS).write_text(json.dumps(known, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    return Written(folder, tuple(files), tuple(kept))


def _period(drafts: Drafts) -> str:
    """The folder of the five-year plan: its years, if targets of the Renstra tell them."""
    years = [int(k[1]) for k in drafts.rows.get("target", {}) if k[2] == "Renstra" and k[1].isdecimal()]
    whole = years and max(years) - min(years) + 1 >= _PERIOD
    return f"renstra-{min(years)}-{max(years)}" if whole else "renstra"


def _draft(drafts: Drafts, name: str) -> bytes:
    """A table in the columns of the catalogue, and right of it where each value was read."""
    columns = [c.name for c in schema.table(name).columns]
    rows = drafts.rows[name]
    known = [c for c in columns if any((name, key, c) in drafts.origins for key in rows)]
    text = io.StringIO()
    out = csv.writer(text, lineterminator="\n")
    out.writerow([*columns, *(f"{ORIGIN}{c}" for c in known)])
    for key, row in rows.items():
        out.writerow([*(row.get(c, "") for c in columns), *(drafts.origins.get((name, key, c), "") for c in known)])
    return text.getvalue().encode("utf-8-sig")


def _unplaced(drafts: Drafts) -> bytes:
    text = io.StringIO()
    out = csv.writer(text, lineterminator="\n")
    out.writerow(("letak", "sel", "teks", "alasan"))
    out.writerows((u.place, u.cell, u.text, u.why) for u in drafts.unplaced)
    return text.getvalue().encode("utf-8-sig")


def _print(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _prints(folder: Path) -> dict[str, str]:
    """What earlier runs wrote; nothing where no import has been."""
    try:
        found = json.loads((folder / _PRINTS).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return {n: p for n, p in found.items() if isinstance(p, str)} if isinstance(found, dict) else {}
