"""Source tables as text: every cell as typed, with its file and row.  Nothing is interpreted here.

CSV is read as a spreadsheet program of any locale saves it: comma, semicolon or tab, with or without a byte-order mark,
UTF-8, UTF-16 or Windows-1252.
"""

from __future__ import annotations

import csv
import io
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lakip_lib import schema
from lakip_lib.problems import DataError, Problem, nearest

__all__ = ["PROFILE", "RawRow", "RawTable", "Sources", "find_root"]

PROFILE = "profil.toml"
_PERIOD = re.compile(r"renstra-(\d{4})-(\d{4})")
_SEPARATORS = (",", ";", "\t")
#: The longest cell that csv may hand us; longer ones are reported, not parsed.
_CELL_LIMIT = 1_000_000


@dataclass(frozen=True, slots=True)
class RawRow:
    """One typed row: its number as a spreadsheet counts, and its cells by column name."""

    number: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class RawTable:
    """One source file as text."""

    declaration: schema.Table
    file: str
    rows: tuple[RawRow, ...]


def find_root(start: str | Path = "") -> Path:
    """The office's folder: `start` if given, else the nearest folder upward that holds data/raw/profil.toml.

    Raises FileNotFoundError, in Indonesian, when there is none.
    """
    if str(start):
        root = Path(start).resolve()
        if not (root / "data" / "raw" / PROFILE).is_file():
            raise FileNotFoundError(f"{start} bukan folder instansi: tidak ada data/raw/{PROFILE} di dalamnya.")
        return root
    here = Path.cwd().resolve()
    for folder in (here, *here.parents):
        if (folder / "data" / "raw" / PROFILE).is_file():
            return folder
    raise FileNotFoundError(
        f"data/raw/{PROFILE} tidak ditemukan dari {here} ke atas. Jalankan dari folder instansi atau sebutkan --root."
    )


class Sources:
    """The files of one office as one fiscal year sees them.

    Reading never stops at the first problem: `problems` collects all of them.
    """

    def __init__(self, root: Path, fiscal_year: int) -> None:
        self.raw = root / "data" / "raw"
        self.fiscal_year = fiscal_year
        self.problems: list[Problem] = []
        self.profile = self._toml(PROFILE)
        self.year = self._toml(f"{fiscal_year}/tahun.toml")
        self.period, self.period_years = self._find_period()

    def years(self) -> list[int]:
        """The fiscal years that exist: those with a tahun.toml."""
        return sorted(int(p.parent.name) for p in self.raw.glob("[0-9][0-9][0-9][0-9]/tahun.toml"))

    def file_of(self, declaration: schema.Table) -> str:
        """Where that table lives, relative to data/raw."""
        folder = {"akar": "", "periode": f"{self.period}/", "tahun": f"{self.fiscal_year}/"}[declaration.place]
        return f"{folder}{declaration.name}.csv"

    def table(self, declaration: schema.Table) -> RawTable | None:
        """That table as text, or None if the office has no such file."""
        file = self.file_of(declaration)
        path = self.raw / file
        if not path.is_file():
            if declaration.required:
                self._problem(file, 0, "", "", "berkas wajib yang ada", "Buat berkas itu menurut kamus data.")
            return None
        records = self._records(file, path)
        return RawTable(declaration, file, tuple(self._rows(declaration, file, records)) if records else ())

    # -- inside -------------------------------------------------------------------------------------------------------

    def _problem(self, file: str, row: int, column: str, typed: str, expected: str, todo: str) -> None:
        self.problems.append(Problem(file, row, column, typed, expected, todo))

    def _toml(self, file: str) -> dict[str, Any]:
        path = self.raw / file
        if not path.is_file():
            known = ", ".join(str(y) for y in self.years()) or "belum ada"
            raise DataError(
                [Problem(file, 0, "", "", "berkas itu ada", f"Tahun yang tersedia: {known}. Berkas tahun.toml membuat sebuah tahun ada.")]
            )
        try:
            return tomllib.loads(path.read_text(encoding="utf-8-sig"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise DataError([Problem(file, 0, "", str(error), "TOML yang dapat dibaca", "Perbaiki baris itu.")]) from None

    def _find_period(self) -> tuple[str, tuple[int, int]]:
        found = []
        for path in self.raw.glob("renstra-*"):
            match = _PERIOD.fullmatch(path.name)
            if match and int(match[1]) <= self.fiscal_year <= int(match[2]):
                found.append((path.name, (int(match[1]), int(match[2]))))
        if len(found) == 1:
            return found[0]
        expected = f"tepat satu folder renstra-AWAL-AKHIR yang memuat tahun {self.fiscal_year}"
        raise DataError([Problem("data/raw", 0, "", ", ".join(n for n, _ in found), expected, "Tambah atau ganti nama folder Renstra.")])

    def _records(self, file: str, path: Path) -> list[list[str]]:
        text = self._decode(path.read_bytes())
        if "\0" in text:
            self._problem(file, 0, "", "", "teks", "Berkas memuat byte NUL: simpan ulang sebagai CSV UTF-8.")
            return []
        header = text.split("\n", 1)[0]
        separator = max(_SEPARATORS, key=header.count)
        csv.field_size_limit(_CELL_LIMIT)
        try:
            return list(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True))
        except csv.Error as error:
            self._problem(file, 0, "", "", "CSV yang utuh", f"Periksa tanda kutip dan akhir berkas ({error}).")
            return []

    @staticmethod
    def _decode(data: bytes) -> str:
        if data.startswith((b"\xff\xfe", b"\xfe\xff")):
            return data.decode("utf-16", errors="replace")
        try:
            return data.decode("utf-8-sig")
        except UnicodeDecodeError:
            return data.decode("cp1252", errors="replace")

    def _rows(self, declaration: schema.Table, file: str, records: list[list[str]]) -> list[RawRow]:
        names = [c.strip().casefold().replace(" ", "_") for c in records[0]]
        while names and not names[-1]:
            names.pop()
        known = [c.name for c in declaration.columns]
        for name in names:
            if name not in known:
                self._problem(file, 1, name, "", "nama kolom yang dikenal", nearest(name, known) or f"Kolom: {', '.join(known)}.")
        for name in {n for n in names if names.count(n) > 1}:
            self._problem(file, 1, name, "", "satu kolom saja dengan nama itu", "Hapus salah satunya.")
        for column in declaration.columns:
            if column.required and column.name not in names:
                self._problem(file, 1, column.name, "", "kolom wajib yang ada", "Tambahkan kolom itu.")
        rows = []
        for number, record in enumerate(records[1:], start=2):
            if not any(cell.strip() for cell in record):
                continue
            if any(cell.strip() for cell in record[len(names) :]):
                extra = next(cell for cell in record[len(names) :] if cell.strip())
                self._problem(file, number, "", extra, f"paling banyak {len(names)} sel", "Beri tanda kutip pada sel yang memuat pemisah.")
                continue
            cells = dict(zip(names, record, strict=False))
            rows.append(RawRow(number, {c: cells.get(c, "") for c in known}))
        return rows
