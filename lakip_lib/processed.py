"""Cleaned tables as data frames and files: what analysts open, and data/processed."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from lakip_lib import schema
from lakip_lib.clean import Cleaned, Row
from lakip_lib.quantity import Quantity, Span

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["frame", "write_processed"]

#: How a formula begins, for a spreadsheet program that opens a CSV file.
_FORMULA = ("=", "+", "-", "@")
_SIGNED = re.compile(r"[-+]?[\d.,]*%?")


def frame(table: str, rows: Sequence[Row]) -> pd.DataFrame:
    """Rows of one table as a DataFrame: its columns, then `berkas` and `baris`; numbers as float, missing ones NaN."""
    import pandas as pd

    records = [[float(v) if isinstance(v, Decimal) else v for v in record] for record in _records(table, rows)]
    return pd.DataFrame.from_records(records, columns=_columns(table))


def write_processed(cleaned: Cleaned, folder: Path) -> None:
    """Write every cleaned table, and the log of all cells that cleaning changed, as CSV into `folder`.

    Numbers keep every digit and have a decimal point; a missing one is empty.  Plain csv, since importing pandas would
    take longer than the rest of the step.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.csv"):
        old.unlink()
    for name, rows in cleaned.tables.items():
        _write(folder / f"{name}.csv", _columns(name), _records(name, rows))
    log = ((e.cell.file, e.cell.row, e.cell.column, e.cell.typed, e.read_as, e.why) for e in cleaned.log)
    _write(folder / "log_pembersihan.csv", ["berkas", "baris", "kolom", "diketik", "dibaca", "alasan"], log)


def _columns(table: str) -> list[str]:
    return [*(c.name for c in schema.table(table).columns), "berkas", "baris"]


def _records(table: str, rows: Sequence[Row]) -> Iterable[list[object]]:
    names = [c.name for c in schema.table(table).columns]
    for r in rows:
        yield [*(_plain(r[n]) for n in names), r.file, r.number]


def _plain(value: object) -> object:
    if isinstance(value, Quantity):
        return value.held
    return str(value) if isinstance(value, Span) or hasattr(value, "isoformat") else value


def _write(path: Path, columns: Sequence[str], records: Iterable[Iterable[object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows([_inert(value) for value in record] for record in records)


def _inert(value: object) -> object:
    """A text that a spreadsheet would take for a formula, behind an apostrophe; numbers with a sign stay."""
    if isinstance(value, str) and value[:1] in _FORMULA and not _SIGNED.fullmatch(value):
        return f"'{value}"
    return value
