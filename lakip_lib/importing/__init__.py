"""Drafts source tables from what an office already has: an earlier report, a budget realisation, an evaluation form.

Reads a file into tables (`read_material`), proposes where each column goes (`propose`), and places the cells
(`place`); a person may edit the proposal in between (`read_lines`, `edited`).  Nothing is invented: a value is a cell
of the file, as printed, and its draft names that cell.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lakip_lib import schema
from lakip_lib.importing._drafts import Drafts
from lakip_lib.importing._evidence import evidence
from lakip_lib.importing._indicators import place_indicators
from lakip_lib.importing._lists import place_lists
from lakip_lib.importing._mapped import mapped
from lakip_lib.importing._mapping import EDITED, WHOLE, Line, edited, read_lines
from lakip_lib.importing._programs import place_programs
from lakip_lib.importing._propose import propose
from lakip_lib.importing._reading import Material, read_material
from lakip_lib.importing._targets import IGNORE, UNKNOWN
from lakip_lib.importing._write import MAPPING, UNPLACED, Written, draft_files, write

__all__ = [
    "MAPPING",
    "UNPLACED",
    "Drafted",
    "Drafts",
    "Line",
    "Material",
    "Written",
    "edited",
    "place",
    "propose",
    "read_lines",
    "read_material",
    "summary",
    "write",
]


@dataclass(frozen=True)
class Drafted:
    """One draft in the recap.  `evidence` are printed quotients that its figures give again, table by table.

    `lacking` are columns that lakip needs and that stay empty, with the number of rows.
    """

    table: str
    file: str
    rows: int
    places: tuple[str, ...]
    evidence: tuple[str, ...]
    lacking: tuple[tuple[str, int], ...]


def place(material: Material, lines: Sequence[Line], year: int) -> Drafts:
    """The drafts that a mapping gives; tables and columns that nothing says what they are go to the unplaced."""
    drafts = Drafts()
    tables = mapped(material, lines)
    place_indicators(tables, drafts, year)
    place_programs(tables, drafts)
    place_lists(tables, drafts)
    read = {line.tabel for line in lines if line.kolom == WHOLE and line.tujuan != IGNORE}
    for line in lines:
        if line.tujuan != IGNORE or line.bukti == EDITED:
            continue
        if line.kolom == WHOLE:
            drafts.leave(line.letak, "", line.judul or "tabel tanpa judul", line.bukti)
        elif line.tabel in read and line.bukti.startswith(UNKNOWN) and line.contoh:
            drafts.leave(line.letak, f"{line.letak} kolom {line.kolom}", line.judul or line.contoh, line.bukti)
    order = {found.place: found.number for found in material.tables}
    drafts.unplaced.sort(key=lambda u: order.get(u.place, 0))  # what was derived stands in no table
    return drafts


def summary(material: Material, lines: Sequence[Line], drafts: Drafts, year: int) -> list[Drafted]:
    """What was drafted, table by table."""
    proofs = {table.found.place: tuple(evidence(table)) for table in mapped(material, lines)}
    told = []
    shown: set[str] = set()
    for table, file in draft_files(drafts, year):
        rows = drafts.rows[table]
        places = tuple(drafts.places.get(table, ()))
        needed = [c.name for c in schema.table(table).columns if c.required]
        empty = {name: sum(not row.get(name) for row in rows.values()) for name in needed}
        fits = tuple(f"{p}: {proof}" for p in places if p not in shown for proof in proofs.get(p, ()))
        shown.update(places)
        told.append(Drafted(table, file, len(rows), places, fits, tuple((n, k) for n, k in empty.items() if k)))
    return told
