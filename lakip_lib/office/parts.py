"""The parts of an office's facts that a chapter may have read, their content as a hash, and what they are called.

`lakip_lib.clean` notes ``2024:tabel:anggaran`` and the like while a chapter reads; here stands what that part holds.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator

from lakip_lib.clean import Row
from lakip_lib.office.office import Office
from lakip_lib.problems import DataError
from lakip_lib.quantity import Quantity, Span

__all__ = ["digest", "row_counts"]


def digest(office: Office, part: str) -> str:
    """The hash of a part as this office has it; empty for a table or section that it does not have.

    An earlier year that cannot be read is a content, too: what is wrong with it.
    """
    year, kind, name = part.split(":", 2)
    try:
        seen = office if int(year) == office.year else Office(office.root, int(year))
    except DataError as error:
        return _hash([str(error)])
    data = seen.data
    match kind:
        case "tabel":
            return _hash(map(_row, data.tables[name])) if name in data.tables else ""
        case "ada":
            return _hash([name in data.tables]) if name else _hash(sorted(data.tables))
        case "profil" | "tahun":
            content = data.profile if kind == "profil" else data.year
            return _hash([sorted(content)]) if not name else _hash([content[name]]) if name in content else ""
        case "isi":
            return _hash(getattr(data, name))
    raise ValueError(part)


def row_counts(office: Office) -> dict[str, dict[str, str | int]]:
    """For each table where it lies and its rows in the fiscal year."""
    return {
        name: {"berkas": rows[0].file if rows else office.file(name), "baris": len(rows)}
        for name, rows in office.data.tables.items()
    }


def _hash(items: Iterable[object]) -> str:
    found = hashlib.sha256()
    for item in items:
        found.update(repr(item).encode())
        found.update(b"\n")
    return found.hexdigest()


def _row(row: Row) -> tuple[object, ...]:
    """A row as plain values, which write themselves ten times as fast: where it stands, as typed, as read."""
    values = tuple(tuple(_value(v)) if isinstance(v, Quantity | Span) else v for v in row.values.values())
    cells = tuple((c.typed, c.corrected, c.letter) for c in row.cells.values())
    return row.file, row.number, values, cells


def _value(value: Quantity | Span) -> Iterator[object]:
    for q in (value.low, value.high) if isinstance(value, Span) else (value,):
        yield from (str(q.held), q.kind.name, q.decimals, q.unit, q.name, q.missing, q.grade)
