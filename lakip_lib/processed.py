"""Cleaned tables as data frames and files: what analysts open, and data/processed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from lakip_lib import schema
from lakip_lib.clean import Cleaned, Row
from lakip_lib.quantity import Quantity, Span

__all__ = ["frame", "write_processed"]


def frame(table: str, rows: Sequence[Row]) -> pd.DataFrame:
    """Rows of one table as a DataFrame: its columns, then `berkas` and `baris`; numbers as float, missing ones NaN."""
    columns = [c.name for c in schema.table(table).columns]
    records = [{**{c: _plain(r[c]) for c in columns}, "berkas": r.file, "baris": r.number} for r in rows]
    return pd.DataFrame.from_records(records, columns=[*columns, "berkas", "baris"])


def _plain(value: object) -> object:
    if isinstance(value, Quantity):
        return float(value.value) if value.value is not None else float("nan")
    return str(value) if isinstance(value, Span) or hasattr(value, "isoformat") else value


def write_processed(cleaned: Cleaned, folder: Path) -> None:
    """Write every cleaned table, and the log of all cells that cleaning changed, as CSV into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.csv"):
        old.unlink()
    for name, rows in cleaned.tables.items():
        frame(name, rows).to_csv(folder / f"{name}.csv", index=False, lineterminator="\n")
    log = [(e.cell.file, e.cell.row, e.cell.column, e.cell.typed, e.read_as, e.why) for e in cleaned.log]
    columns = ["berkas", "baris", "kolom", "diketik", "dibaca", "alasan"]
    pd.DataFrame.from_records(log, columns=columns).to_csv(folder / "log_pembersihan.csv", index=False, lineterminator="\n")
