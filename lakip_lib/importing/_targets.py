"""Where a column of an imported table may go: the vocabulary of the mapping file, and header words that propose it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lakip_lib import schema
from lakip_lib.document.recognise import Column

__all__ = [
    "COMPUTED", "DERIVED", "FLAT", "IGNORE", "READ", "TARGETS", "UNKNOWN", "Flat", "To", "document_of", "left",
    "quarter_of",
]  # fmt: skip

IGNORE, READ = "abaikan", "baca"
#: Why a column is ignored that nobody has told what it is.
UNKNOWN = "kepala kolom tidak dikenal"
COMPUTED = "dihitung lakip dari angka lain"
#: Roles of columns whose figures lakip computes itself.
DERIVED = {
    "capaian", "terhadap akhir", "terhadap lalu", "selisih", "pertumbuhan", "efisiensi", "serapan", "bagian", "kelas",
    "persen",
}  # fmt: skip
_PK = r"(?:\bpk\b|per\w*nj[ia]+n kinerja)"
_DOCUMENTS = (
    ("PK perubahan", rf"{_PK}\W+perubahan|perubahan\W+{_PK}"),
    ("RKT", r"\brkt\b|rencana kinerja tahunan"),
    ("PK", _PK),
    ("Renstra", r"\brenstra\b|rencana strategis|\brpjmd\b"),
)

_RENSTRA = ("tujuan", "sasaran", "strategi", "arah kebijakan")
_LEVELS = ("program", "kegiatan", "sub kegiatan")
#: Columns that are no column of the source table, because a table of a report is laid out otherwise.
_OTHER = (
    *(f"renstra.{t}" for t in _RENSTRA),
    *(f"program.{t}" for t in _LEVELS),
    *(f"evaluasi_tindak_lanjut.{t}" for t in ("rekomendasi", "tindak lanjut", "rencana aksi")),
)
_TABLES = (
    "variabel", "data_dasar", "evaluasi_akip", "indikator", "target", "program", "anggaran", "kinerja_program",
    "triwulan", "pegawai_jenis_kelamin", "pegawai_pendidikan", "pegawai_golongan", "pegawai_jabatan", "sarana",
    "penghargaan", "sop_pengumpulan_data",
)  # fmt: skip
TARGETS = (*(f"{t}.{c.name}" for t in _TABLES for c in schema.table(t).columns), *_OTHER)


@dataclass(frozen=True)
class To:
    """Where one column goes, and why."""

    target: str
    note: str = ""
    dokumen: str = ""
    tahun: int | None = None
    triwulan: str = ""


def document_of(text: str) -> str:
    """The planning document that words name, as target.csv calls it; nothing if they name none."""
    return next((name for name, words in _DOCUMENTS if re.search(words, text)), "")


def quarter_of(numeral: str) -> str:
    """A quarter as triwulan.csv names it, from a numeral of either kind: ``3`` and ``iii`` are III."""
    return {"1": "I", "2": "II", "3": "III", "4": "IV"}.get(numeral, numeral.upper())


def left(column: Column) -> To:
    """A column that is not taken, and why."""
    if column.role == "nomor":
        return To(IGNORE, "nomor urut")
    return To(IGNORE, COMPUTED if column.role in DERIVED or column.role == "jumlah" else UNKNOWN)


@dataclass(frozen=True)
class Flat:
    """A source table whose printed form has a row for each of its rows: header words for its columns.

    `needed` columns must all be there; the rest are taken where they are.
    """

    table: str
    needed: tuple[str, ...]
    words: tuple[tuple[str, re.Pattern[str]], ...]


def _flat(table: str, needed: str, **words: str) -> Flat:
    return Flat(table, tuple(needed.split()), tuple((c, re.compile(w)) for c, w in words.items()))


_COUNT = r"(?:jumlah|jml|banyak\w*|orang)\b.*"

FLAT = (
    _flat("pegawai_jenis_kelamin", "jenis_kelamin jumlah", jenis_kelamin=r".*jenis kelamin", jumlah=_COUNT),
    _flat(
        "pegawai_pendidikan", "pendidikan jumlah", pendidikan=r"(?:\w+ )?pendidikan(?: terakhir)?", jumlah=_COUNT
    ),
    _flat(
        "pegawai_golongan",
        "golongan jumlah",
        golongan=r".*\bgol(?:ongan)?\b.*",
        pangkat=r"pangkat",
        status=r"status.*",
        jumlah=_COUNT,
    ),
    _flat(
        "sarana",
        "nama jumlah baik",
        nama=r".*\b(?:barang|sarana|aset)\b.*|uraian",
        baik=r"(?:keadaan|kondisi)?.*\bb(?:aik)?",
        kurang_baik=r".*\b(?:kb|kurang baik|rr|rusak ringan)",
        rusak_berat=r".*\b(?:rb|rusak berat)",
        jumlah=_COUNT,
    ),
    _flat(
        "penghargaan",
        "nama tanggal",
        nama=r"(?:nama |jenis )?penghargaan",
        pemberi=r".*\b(?:pemberi|diserahkan|pihak)\b.*",
        penerima=r"penerima",
        acara=r".*\bacara\b.*",
        tempat=r"tempat",
        tanggal=r"(?:tanggal|waktu).*",
    ),
    _flat(
        "sop_pengumpulan_data",
        "pelaksana uraian waktu",
        langkah=r"no\.?|langkah",
        pelaksana=r"pelaksana",
        uraian=r"(?:uraian )?kegiatan|uraian.*|langkah.*",
        kelengkapan=r".*kelengkapan",
        waktu=r".*waktu",
        keluaran=r".*(?:output|keluaran)",
    ),
)  # fmt: skip
