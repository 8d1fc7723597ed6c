"""The decisions of keputusan.csv: what they put in place of typed cells, and whether they still fit the tables."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial

from lakip_lib import numerals, schema
from lakip_lib.clean._model import Decision, Row
from lakip_lib.numerals import NumeralError
from lakip_lib.problems import Problem, nearest
from lakip_lib.sources import RawRow, RawTable

__all__ = ["Decisions", "in_report", "points_at"]

_PLACES = re.compile("|".join(t.path(r"renstra-\d{4}-\d{4}", r"\d{4}") for t in schema.TABLES))
#: How people name a table that lies in a workbook: ``2024/tabel.xlsx!anggaran``, ``2024/anggaran.xlsx``.
_IN_WORKBOOK = re.compile(r"(?P<folder>.*/)?(?:[^/]*\.xlsx!)?(?P<name>[^/!]+?)(?:\.xlsx)?")


class Decisions:
    """The rows of keputusan.csv as typed; `problems` collects what is wrong with them."""

    def __init__(self, table: RawTable | None, fiscal_year: int) -> None:
        self.problems: list[Problem] = []
        self._table = table
        self._fiscal_year = fiscal_year
        self._decided: dict[tuple[str, str], list[tuple[int, Mapping[str, str]]]] = {}
        self._met: dict[int, list[int]] = {}
        for row in table.rows if table else ():
            c = {k: v.strip() for k, v in row.cells.items()}
            c["berkas"] = _place(c["berkas"])
            if c["kolom"] and c["kunci"]:
                self._decided.setdefault((c["berkas"], c["kolom"]), []).append((row.number, c))

    def correction(self, table: RawTable, raw: RawRow, column: str) -> str | None:
        """What a decision in force puts in place of that cell; every decision about it must know the cell's text."""
        typed, found = raw.cells[column].strip(), None
        for number, decision in self._decided.get((table.place, column), ()):
            if not points_at(decision["kunci"], raw.cells):
                continue
            self._met.setdefault(number, []).append(raw.number)
            if decision["semula"] != typed:
                self._add(
                    number,
                    "semula",
                    f"sama dengan isi {table.file} baris {raw.number} kolom {column}, kini “{typed}”",
                    "Sumber sudah berubah: tinjau ulang keputusan ini.",
                    typed=decision["semula"],
                )
            elif decision["jenis"].casefold() == "koreksi" and self._in_force(decision):
                if found not in (None, decision["nilai"]):
                    self._add(
                        number,
                        "nilai",
                        f"satu koreksi saja bagi sel itu, kini juga “{found}”",
                        "Hapus salah satunya.",
                        typed=decision["nilai"],
                    )
                found = decision["nilai"]
        return found

    def _in_force(self, decision: Mapping[str, str]) -> bool:
        """False for a decision that only later reports know."""
        try:
            return numerals.parse_year(decision["tahun"]) <= self._fiscal_year
        except NumeralError:  # reported where the column is read
            return True

    def check(self, tables: Iterable[RawTable]) -> None:
        """A decision names a file that can exist, and the one row it is about if it is about a cell of a table here."""
        here = {t.place for t in tables}
        for row in self._table.rows if self._table else ():
            file, key, column, kind = (row.cells[c].strip() for c in ("berkas", "kunci", "kolom", "jenis"))
            file = _place(file)
            add = partial(self._add, row.number)
            if file.endswith(".csv") and not _PLACES.fullmatch(file):
                add(
                    "berkas",
                    "tempat sebuah tabel, mis. 2024/anggaran.csv",
                    nearest(file, here) or "Lihat kamus data.",
                    typed=file,
                )
            elif kind.casefold() == "koreksi" and not (key and column):
                add(
                    "kunci" if column else "kolom",
                    "kunci dan kolom dari sel yang dikoreksi",
                    "Isi keduanya, atau ganti jenisnya.",
                    typed="",
                )
            elif key and column and file in here and not self._met.get(row.number):
                todo = "Perbaiki kunci atau nama kolomnya."
                add("kunci", f"sel yang ada di {file}", todo, typed=f"{key} kolom {column}")
            elif len(met := self._met.get(row.number, ())) > 1:
                expected = f"kunci satu baris; kini ada {len(met)} di {file}"
                add("kunci", expected, "Lengkapi kuncinya.", typed=key)

    def _add(self, row: int, column: str, expected: str, todo: str, *, typed: str) -> None:
        if self._table:  # always: the row is one of its
            self.problems.append(self._table.problem(row, column, expected, todo, typed=typed))


def in_report(rows: Sequence[Row], fiscal_year: int) -> Iterator[Decision]:
    """The decisions that a report of that year shows: those about its own tables, made known by then."""
    for r in rows:
        folder = r["berkas"].partition("/")[0]
        if r["tahun"] <= fiscal_year and (not folder.isdecimal() or int(folder) == fiscal_year):
            yield Decision(
                r["nomor"], r["jenis"], r["tahun"], _place(r["berkas"]), r["kunci"], r["kolom"], r["semula"],
                r["nilai"], r["ditolak"], r["alasan"], r["diputuskan_oleh"], r["tanggal"],
            )  # fmt: skip


def points_at(key: str, cells: Mapping[str, str]) -> bool:
    """True if the row with these cells, as typed, has every ``column=value`` of the `kunci` of a decision."""
    for part in key.strip("; ").split(";"):
        column, _, value = part.partition("=")
        if column.strip() not in cells or cells[column.strip()].strip() != value.strip():
            return False
    return True


def _place(file: str) -> str:
    """What a decision calls a table, as its CSV file: where the table lies may change."""
    found = _IN_WORKBOOK.fullmatch(file) if ".xlsx" in file else None
    return f"{found['folder'] or ''}{found['name']}.csv" if found else file
