"""Rules over dates and signatures."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from lakip_lib import numerals
from lakip_lib.office import Office
from lakip_lib.review import _table_rules as r
from lakip_lib.review._table_base import at, file, rows
from lakip_lib.review._table_counts import STAFF_TABLES
from lakip_lib.review.finding import Finding, short

__all__ = ["as_of", "dates", "unsigned"]

_DATED = {"pegawai": STAFF_TABLES, "sarana": ("sarana",)}
_SIGNATORY = "penandatangan"
#: A report is due two months after the fiscal year.
_DUE_MONTH = 2


def dates(office: Office) -> Iterator[Finding]:
    """Awards and the dates of staff and assets are of the fiscal year, an evaluation is issued after its year."""
    for what, text in office.data.year.get("posisi", {}).items():
        date = _date(text)
        if date and date.year != office.year:
            place = file(f"{office.year}/tahun.toml", f"posisi.{what}", text)
            yield Finding(r.DATES, f"Keadaan {what} bertanggal {text}, di luar tahun laporan {office.year}.", (place,))
    for row in rows(office, "penghargaan"):
        if row["tanggal"] and row["tanggal"].year != office.year:
            yield Finding(
                r.DATES,
                f"{short(row['nama'])} bertanggal {numerals.write_date(row['tanggal'])}, bukan tahun {office.year}.",
                at(row, "tanggal"),
            )
    for row in rows(office, "evaluasi_akip"):
        issued = row["tanggal_terbit"]
        if issued and issued.year <= row["tahun_dinilai"]:
            yield Finding(
                r.DATES,
                f"LHE atas kinerja {row['tahun_dinilai']} bertanggal {numerals.write_date(issued)}, sebelum tahun itu "
                "berakhir.",
                at(row, "tanggal_terbit"),
            )


def as_of(office: Office) -> Iterator[Finding]:
    """Staff and assets say of which day they are, and of the same one."""
    given = office.data.year.get("posisi", {})
    toml = f"{office.year}/tahun.toml"
    used = [w for w, tables in _DATED.items() if any(rows(office, t) for t in tables)]
    for what in used:
        if not given.get(what):
            yield Finding(r.AS_OF, f"Tanggal keadaan data {what} tidak disebut.", (file(toml, f"posisi.{what}"),))
    stated = {w: given[w] for w in used if given.get(w)}
    if len({_date(text) or text for text in stated.values()}) > 1:
        places = tuple(file(toml, f"posisi.{w}", d) for w, d in stated.items())
        shown = "; ".join(f"{w} per {d}" for w, d in stated.items())
        yield Finding(
            r.AS_OF, f"Tanggal keadaan data berbeda: {shown}.", places, expected="satu tanggal, atau penjelasan"
        )


def unsigned(office: Office) -> Iterator[Finding]:
    """A final report names its signatory and its date, which is no later than two months after the year."""
    if office.planned_only:
        return
    toml = f"{office.year}/tahun.toml"
    lack = [
        file("profil.toml", f"{_SIGNATORY}.{k}")
        for k in ("jabatan", "nama", "nip")
        if not office.setting(_SIGNATORY, k, "")
    ]
    text: str = office.data.year.get("tanggal_laporan", "")
    if not text:
        lack.append(file(toml, "tanggal_laporan"))
    if lack:
        words = ", ".join(p.column.rpartition(".")[2].replace("_", " ") for p in lack)
        yield Finding(r.UNSIGNED, f"Pengesahan laporan belum lengkap: {words} belum diisi.", tuple(lack))
    date = _date(text)
    if date and (date.year, date.month) > (office.year + 1, _DUE_MONTH):
        message = f"Laporan bertanggal {text}, lebih dari dua bulan sesudah tahun {office.year} berakhir."
        yield Finding(r.UNSIGNED, message, (file(toml, "tanggal_laporan", text),))


def _date(text: str) -> dt.date | None:
    """The date that a setting gives, None where it is in other words."""
    try:
        return numerals.parse_date(text)
    except numerals.NumeralError:
        return None
