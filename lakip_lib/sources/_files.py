"""The files of an office: profile, years, periods, and each table from the CSV file or the workbook that holds it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property, partial
from pathlib import Path
from typing import Any

from lakip_lib import numerals, schema
from lakip_lib.problems import DataError, Problem, Told, nearest
from lakip_lib.sources import _csv
from lakip_lib.sources._excel import Workbook, WorkbookError
from lakip_lib.sources._layout import Layout
from lakip_lib.sources._links import refuse_links_outward
from lakip_lib.sources._plans import plans_in_force
from lakip_lib.sources._sheet import RawTable, Sheet
from lakip_lib.sources._toml import read_toml

__all__ = ["PROFILE", "STATES", "NoOfficeError", "Sources", "find_root", "workbooks"]

PROFILE = "profil.toml"
#: What `keadaan` of tahun.toml may say; a plan has targets and no realisation.
STATES = ("final", "sementara", "rencana")
_SECTIONS = (
    "instansi", "tugas", "penandatangan", "pereviu", "penyedia", "dokumen",
    "skala_capaian", "skala_akip", "skala_predikat", "capaian", "rata_rata", "efisiensi", "serapan",
)  # fmt: skip
_PROFILE_FORMS = {**dict.fromkeys(_SECTIONS, dict), "dasar_hukum": list}
_YEAR_FORMS = {
    **dict.fromkeys(("keadaan", "tanggal_laporan", "keterangan", "situs_data"), str),
    "lhe": dict,
    "posisi": dict,
}
#: Tables without whose rows nothing can be reported on.
_NEVER_EMPTY = ("renstra", "indikator")
#: How messages name the folder of a table.
_FOLDERS = {"akar": "data/raw", "periode": "folder renstra-AWAL-AKHIR", "tahun": "folder tahunnya"}


class NoOfficeError(Told, FileNotFoundError):
    """There is no office's folder where one was looked for."""


def find_root(start: str | Path = "") -> Path:
    """The office's folder: `start` if given, else the nearest folder upward that holds data/raw/profil.toml.

    Raises `NoOfficeError`, a FileNotFoundError in Indonesian, when there is none.
    """
    if str(start):
        root = Path(start).resolve()
        if not (root / "data" / "raw" / PROFILE).is_file():
            raise NoOfficeError(f"{start} bukan folder instansi: tidak ada data/raw/{PROFILE} di dalamnya.")
        return root
    here = Path.cwd().resolve()
    for folder in (here, *here.parents):
        if (folder / "data" / "raw" / PROFILE).is_file():
            return folder
    raise NoOfficeError(
        f"data/raw/{PROFILE} tidak ditemukan dari {here} ke atas. Jalankan dari folder instansi atau sebutkan --root "
        "(dalam buku kerja: root)."
    )


class Sources:
    """The files of one office as one fiscal year sees them.

    Reading never stops at the first problem: `problems` collects all of them.  Raises `DataError` for a year that does
    not exist or lies in no five-year plan, and for links that lead out of `root`.  Of a `new` year nothing is read.
    """

    def __init__(self, root: Path, fiscal_year: int, *, new: bool = False) -> None:
        refuse_links_outward(root)
        self.raw = root / "data" / "raw"
        self.fiscal_year = fiscal_year
        self.problems: list[Problem] = []
        self._tables = tuple(t for t in schema.TABLES if not new or t.place != "tahun")
        self.profile = self._toml(PROFILE, _PROFILE_FORMS)
        self.year = {} if new else self._year()
        self.period, self.period_years = self._find_period()

    def years(self) -> list[int]:
        """The fiscal years that exist: those with a tahun.toml."""
        return sorted(int(p.parent.name) for p in self.raw.glob("[0-9][0-9][0-9][0-9]/tahun.toml"))

    def table(self, declaration: schema.Table) -> RawTable | None:
        """That table as text, or None if there is none or it cannot be read (then `problems` says why)."""
        place = self._place(declaration)
        found = list(self._found(declaration))
        if len(found) > 1:
            files = " dan ".join(file for file, _ in found)
            self._problem(place, "satu tempat saja", "Hapus atau ganti nama yang tidak berlaku.", typed=files)
            return None
        if not found:
            if declaration.required and not self._unusable(declaration):
                self._problem(place, "berkas wajib yang ada", "Buat berkas itu menurut kamus data.")
            return None
        sheet = found[0][1]()
        if sheet is None:
            return None
        layout = Layout(declaration, place, sheet)
        self.problems += layout.problems
        if layout.table and declaration.name in _NEVER_EMPTY and not layout.table.rows:
            self._problem(sheet.file, "setidaknya satu baris", "Isi tabel itu menurut kamus data.", row=2)
        return layout.table

    # -- inside -------------------------------------------------------------------------------------------------------

    def _problem(self, file: str, expected: str, todo: str, *, row: int = 0, column: str = "", typed: str = "") -> None:
        self.problems.append(Problem(file, row, column, typed, expected, todo))

    def _year(self) -> dict[str, Any]:
        """What tahun.toml says; a year without it does not exist, and nothing else of it is worth reading."""
        file = f"{self.fiscal_year}/tahun.toml"
        if not (self.raw / file).is_file():
            known = ", ".join(str(y) for y in self.years()) or "belum ada"
            todo = f"Tahun yang tersedia: {known}. Berkas tahun.toml membuat sebuah tahun ada."
            self._problem(file, "berkas itu ada", todo)
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
        content, problems = read_toml(self.raw, file, forms)
        self.problems += problems
        return content

    def _find_period(self) -> tuple[str, tuple[int, int]]:
        plans = plans_in_force(self.raw, self.fiscal_year)
        if len(plans) == 1:
            return plans[0]
        expected = f"tepat satu folder renstra-AWAL-AKHIR yang memuat tahun {self.fiscal_year}"
        expected += " dan paling akhir dimulai" if plans else ""
        names = ", ".join(name for name, _ in plans)
        self._problem("data/raw", expected, "Tambah atau ganti nama folder Renstra.", typed=names)
        raise DataError(self.problems)

    # -- where a table lies -------------------------------------------------------------------------------------------

    def _place(self, declaration: schema.Table) -> str:
        """What that table is called, wherever it lies."""
        return declaration.path(self.period, self.fiscal_year)

    def _found(self, declaration: schema.Table) -> Iterator[tuple[str, Callable[[], Sheet | None]]]:
        """Every place of that table: the file, or the workbook and sheet, and how to read it."""
        place = self._place(declaration)
        path = self.raw / place
        if path.is_file():
            yield place, lambda: self._csv(place, path)
        elif path.exists() or path.is_symlink():
            self._problem(place, "berkas CSV", "Yang ada folder atau tautan yang putus: ganti dengan berkasnya.")
        for book, sheet in self._sheets.get(place, ()):
            yield f"{book.file}!{sheet}", partial(self._sheet, book, sheet)

    def _csv(self, file: str, path: Path) -> Sheet | None:
        try:
            records = _csv.records(file, path.read_bytes())
        except OSError as error:
            self._problem(file, "berkas yang dapat dibuka", f"Periksa izin berkas ({error.strerror}).")
            return None
        if isinstance(records, Problem):
            self.problems.append(records)
            return None
        return Sheet(file, records)

    def _sheet(self, book: Workbook, name: str) -> Sheet | None:
        try:
            return book.sheet(name)
        except WorkbookError as error:
            self._problem(f"{book.file}!{name}", "lembar yang dapat dibaca", str(error))
            return None

    @cached_property
    def _sheets(self) -> dict[str, list[tuple[Workbook, str]]]:
        """The sheets of all workbooks that hold a table, by the place of the table."""
        found: dict[str, list[tuple[Workbook, str]]] = {}
        folders: dict[str, list[str]] = {}
        for declared in self._tables:
            folder = self._place(declared).removesuffix(f"{declared.name}.csv")
            folders.setdefault(folder, []).append(declared.name)
        for folder, names in folders.items():
            for path in workbooks(self.raw / folder):
                if book := self._book(f"{folder}{path.name}", path):
                    for sheet, table in self._tables_in(book, path.stem, names):
                        found.setdefault(f"{folder}{table}.csv", []).append((book, sheet))
        return found

    def _book(self, file: str, path: Path) -> Workbook | None:
        if path.suffix.casefold() != ".xlsx":
            self._problem(file, "buku kerja .xlsx", "Buka dengan Excel dan simpan ulang sebagai .xlsx.")
            return None
        try:
            return Workbook(path, file)
        except WorkbookError as error:
            self._problem(file, "buku kerja Excel yang dapat dibaca", str(error))
            return None

    def _tables_in(self, book: Workbook, stem: str, names: list[str]) -> Iterator[tuple[str, str]]:
        """Sheet and table for each sheet that is named as a table of this folder, or is the only one of such a file."""
        tables = {sheet: _table_name(sheet) for sheet in book.names}
        if (own := _table_name(stem)) in names and len(tables) == 1:
            yield book.names[0], own
            return
        elsewhere = {t.name: t.place for t in schema.TABLES if t.name not in names}
        for sheet, table in tables.items():
            if table in names:
                yield sheet, table
            elif table in elsewhere:
                todo = f"Pindahkan lembar itu ke buku kerja di {_FOLDERS[elsewhere[table]]}."
                self._problem(f"{book.file}!{sheet}", "tabel yang tempatnya di folder ini", todo)
            elif hint := nearest(table, names):
                self._problem(f"{book.file}!{sheet}", "nama sebuah tabel", f"{hint} Bila bukan tabel, ganti namanya.")

    def _unusable(self, declaration: schema.Table) -> bool:
        """True if a problem is already known about the file of that table, or about a workbook that may hold it."""
        place = self._place(declaration)
        folder = place.removesuffix(f"{declaration.name}.csv")
        files = {p.file.partition("!")[0] for p in self.problems}
        return any(f == place or (f.startswith(folder) and ".xls" in f) for f in files)


def workbooks(folder: Path) -> list[Path]:
    """The workbooks in a folder, however their names are capitalised; not what programs keep beside an open one."""
    there = folder.iterdir() if folder.is_dir() else ()
    return sorted(p for p in there if p.suffix.casefold().startswith(".xls") and not p.name.startswith((".", "~$")))


def _table_name(text: str) -> str:
    """The name of a sheet or workbook as that of a table: ``Data Dasar`` is data_dasar."""
    return "_".join(text.casefold().split())
