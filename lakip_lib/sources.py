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

from lakip_lib import numerals, schema
from lakip_lib.problems import DataError, Problem, nearest

__all__ = ["PROFILE", "STATES", "RawRow", "RawTable", "Sources", "find_root"]

PROFILE = "profil.toml"
_PERIOD = re.compile(r"renstra-(\d{4})-(\d{4})")
#: What `keadaan` of tahun.toml may say; a plan has targets and no realisation.
STATES = ("final", "sementara", "rencana")
_SECTIONS = (
    "instansi", "tugas", "penandatangan", "pereviu", "dokumen",
    "skala_capaian", "skala_akip", "capaian", "rata_rata", "efisiensi", "serapan",
)  # fmt: skip
_PROFILE_FORMS = {**dict.fromkeys(_SECTIONS, dict), "dasar_hukum": list}
_YEAR_FORMS = {
    **dict.fromkeys(("keadaan", "tanggal_laporan", "keterangan", "situs_data"), str),
    "lhe": dict,
    "posisi": dict,
}
_FORMS = {str: "teks di antara tanda kutip", dict: "bagian [{}]", list: "bagian [[{}]]"}
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
        self.profile = self._toml(PROFILE, _PROFILE_FORMS)
        self.year = self._year()
        self.period, self.period_years = self._find_period()

    def years(self) -> list[int]:
        """The fiscal years that exist: those with a tahun.toml."""
        return sorted(int(p.parent.name) for p in self.raw.glob("[0-9][0-9][0-9][0-9]/tahun.toml"))

    def file_of(self, declaration: schema.Table) -> str:
        """Where that table lives, relative to data/raw."""
        folder = {"akar": "", "periode": f"{self.period}/", "tahun": f"{self.fiscal_year}/"}[declaration.place]
        return f"{folder}{declaration.name}.csv"

    def table(self, declaration: schema.Table) -> RawTable | None:
        """That table as text, or None if there is no such file or it cannot be read (then `problems` says why)."""
        file = self.file_of(declaration)
        path = self.raw / file
        if not path.is_file():
            if path.exists() or path.is_symlink():
                self._problem(file, "berkas CSV", "Yang ada folder atau tautan yang putus: ganti dengan berkasnya.")
            elif declaration.required:
                self._problem(file, "berkas wajib yang ada", "Buat berkas itu menurut kamus data.")
            return None
        records = self._records(file, path)
        rows = None if records is None else self._rows(declaration, file, records)
        return None if rows is None else RawTable(declaration, file, tuple(rows))

    # -- inside -------------------------------------------------------------------------------------------------------

    def _problem(self, file: str, expected: str, todo: str, *, row: int = 0, column: str = "", typed: str = "") -> None:
        self.problems.append(Problem(file, row, column, typed, expected, todo))

    def _year(self) -> dict[str, Any]:
        """What tahun.toml says; a year without it does not exist, and nothing else of it is worth reading."""
        file = f"{self.fiscal_year}/tahun.toml"
        if not (self.raw / file).is_file():
            known = ", ".join(str(y) for y in self.years()) or "belum ada"
            self._problem(
                file,
                "berkas itu ada",
                f"Tahun yang tersedia: {known}. Berkas tahun.toml membuat sebuah tahun ada.",
            )
            raise DataError(self.problems)
        year = self._toml(file, _YEAR_FORMS)
        if (said := year.get("tahun", self.fiscal_year)) != self.fiscal_year or isinstance(said, bool):
            expected = f"{self.fiscal_year}, seperti nama foldernya"
            self._problem(file, expected, "Samakan keduanya.", column="tahun", typed=str(said))
        try:
            date = year.get("tanggal_laporan", "")
            numerals.parse_date(date or "1 Januari 2000")
        except numerals.NumeralError as error:
            self._problem(file, error.expected, error.hint, column="tanggal_laporan", typed=date)
        if (state := year.get("keadaan", STATES[0])) not in STATES:
            self._problem(
                file,
                f"salah satu dari: {', '.join(STATES)}",
                nearest(state, STATES) or "Pilih salah satunya.",
                column="keadaan",
                typed=state,
            )
        return year

    def _toml(self, file: str, forms: Mapping[str, type]) -> dict[str, Any]:
        """The content of a TOML file.

        An unreadable file leaves a problem and is empty; a value of a wrong form leaves one and is left out.
        """
        try:
            content = tomllib.loads((self.raw / file).read_text(encoding="utf-8-sig"))
        except (OSError, ValueError, RecursionError) as error:  # ValueError: not TOML, not UTF-8, or an endless integer
            line = re.search(r"at line (\d+)", str(error))
            row = int(line[1]) if line else 0
            self._problem(file, "TOML yang dapat dibaca", "Perbaiki baris itu.", row=row, typed=str(error))
            return {}
        for key, form in forms.items():
            value = content.get(key, form())
            if not isinstance(value, form) or (form is list and not all(isinstance(v, dict) for v in value)):
                typed = str(content.pop(key))
                self._problem(file, _FORMS[form].format(key), "Lihat kamus data.", column=key, typed=typed)
        return content

    def _find_period(self) -> tuple[str, tuple[int, int]]:
        found = []
        for path in self.raw.glob("renstra-*"):
            match = _PERIOD.fullmatch(path.name)
            if match and int(match[1]) <= self.fiscal_year <= int(match[2]):
                found.append((path.name, (int(match[1]), int(match[2]))))
        if len(found) == 1:
            return found[0]
        expected = f"tepat satu folder renstra-AWAL-AKHIR yang memuat tahun {self.fiscal_year}"
        names = ", ".join(n for n, _ in found)
        self._problem("data/raw", expected, "Tambah atau ganti nama folder Renstra.", typed=names)
        raise DataError(self.problems)

    def _records(self, file: str, path: Path) -> list[list[str]] | None:
        """All records of a CSV file, blank ones too, so that their index tells the row; None if it is no CSV."""
        text = self._text(file, path)
        if text is None:
            return None
        header = re.search(r"[^\s,;][^\r\n]*", text)
        separator = max(_SEPARATORS, key=(header[0] if header else "").count)
        csv.field_size_limit(_CELL_LIMIT)
        records = []
        try:
            for record in csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True):
                records.append(record)  # noqa: PERF402 - what was read before an error tells its row
        except csv.Error as error:
            todo = f"Periksa tanda kutip dan akhir berkas ({error})."
            self._problem(file, "CSV yang utuh", todo, row=len(records) + 1)
            return None
        return records

    def _text(self, file: str, path: Path) -> str | None:
        """The text of a file, decoded; None if it cannot be read without loss."""
        try:
            text = _decode(path.read_bytes())
        except OSError as error:
            self._problem(file, "berkas yang dapat dibuka", f"Periksa izin berkas ({error.strerror}).")
            return None
        except UnicodeDecodeError:
            self._problem(file, "teks UTF-8, UTF-16 atau Windows-1252", "Simpan ulang sebagai CSV UTF-8.")
            return None
        for mark, what in (("\0", "byte NUL"), ("\ufffd", "huruf yang rusak (U+FFFD)")):
            if mark in text:
                row = text[: text.index(mark)].count("\n") + 1
                todo = f"Berkas memuat {what}: perbaiki dan simpan ulang sebagai CSV UTF-8."
                self._problem(file, "teks", todo, row=row)
                return None
        return text

    def _rows(self, declaration: schema.Table, file: str, records: list[list[str]]) -> list[RawRow] | None:
        """The rows below the header; None if the header does not tell which cell is which."""
        head = next((i for i, record in enumerate(records) if any(c.strip() for c in record)), 0)
        names = self._header(declaration, file, head + 1, records[head] if records else [])
        if names is None:
            return None
        rows = []
        for number, record in enumerate(records[head + 1 :], start=head + 2):
            if not any(cell.strip() for cell in record):
                continue
            if any(cell.strip() for cell in record[len(names) :]):
                extra = next(cell for cell in record[len(names) :] if cell.strip())
                self._problem(
                    file,
                    f"paling banyak {len(names)} sel",
                    "Beri tanda kutip pada sel yang memuat pemisah.",
                    row=number,
                    typed=extra,
                )
            cells = dict(zip(names, record, strict=False))
            rows.append(RawRow(number, {c.name: cells.get(c.name, "") for c in declaration.columns}))
        return rows

    def _header(self, declaration: schema.Table, file: str, row: int, record: list[str]) -> list[str] | None:
        """The column names of a table; None if one is missing or stands twice."""
        names = ["_".join(c.casefold().split()) for c in record]
        while names and not names[-1]:
            names.pop()
        known = [c.name for c in declaration.columns]
        for name in names:
            if name not in known:
                self._problem(
                    file,
                    "nama kolom yang dikenal",
                    nearest(name, known) or f"Kolom: {', '.join(known)}.",
                    row=row,
                    column=name,
                )
        twice = {n for n in names if names.count(n) > 1}
        missing = [c.name for c in declaration.columns if c.required and c.name not in names]
        for name in twice:
            self._problem(file, "satu kolom saja dengan nama itu", "Hapus salah satunya.", row=row, column=name)
        for name in missing:
            self._problem(file, "kolom wajib yang ada", "Tambahkan kolom itu.", row=row, column=name)
        return None if twice or missing else names


def _decode(data: bytes) -> str:
    """UTF-16 by its mark, else UTF-8, else Windows-1252; UnicodeDecodeError if it is none of them."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252")
