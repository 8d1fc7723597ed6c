"""The main figures of an office reckoned once more, from the records of its tables alone: nothing of lakip is used.

Slow, plain and short on purpose: what the product reads, cleans and computes in layers is here one pass over text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from decimal import ROUND_HALF_UP, Decimal

__all__ = ["Unclear", "figures"]

Rows = list[dict[str, str]]
Figure = Decimal | None
_AMOUNT = re.compile(r"(?:Rp\.? *)?(-?)(\d{1,3}(?:\.\d{3})+|\d+)(?:,(\d+))?(?:,-)? *(%|[A-Za-z][A-Za-z/ ]*)?")
_NOTHING = re.compile(r"|-|–|belum .*|tidak .*|n/a", re.IGNORECASE)
_PERCENT = re.compile(r"%|\bpersen\b", re.IGNORECASE)
_HUNDRED = Decimal(100)


class Unclear(ValueError):  # noqa: N818 - it is no error: this reckoning reads less than the product
    """A text that this reckoning does not read."""


def figures(tables: Mapping[str, list[list[str]]], year: int) -> dict[str, Figure | Unclear]:
    """The figures of a year by name; None where there is none.  `tables` are records by path below data/raw."""
    office = _Tables(tables, year)
    found: dict[str, Figure | Unclear] = {}
    for name, reckon in _wanted(office).items():
        try:
            found[name] = reckon()
        except Unclear as why:
            found[name] = why
    return found


class _Tables:
    def __init__(self, tables: Mapping[str, list[list[str]]], year: int) -> None:
        self.year = year
        self._tables = {}
        for file, records in tables.items():
            filled = [r for r in records if any(c.strip() for c in r)]
            names = [c.strip() for c in filled[0]] if filled else []
            self._tables[file] = [dict(zip(names, (c.strip() for c in r), strict=False)) for r in filled[1:]]
        for decision in self._tables.get("keputusan.csv", []):
            self._apply(decision)

    def _apply(self, decision: dict[str, str]) -> None:
        file = re.sub(r"[^/]*\.xlsx!?", "", decision["berkas"])
        file = file if file.endswith(".csv") else decision["berkas"].replace(".xlsx", ".csv")
        if decision["jenis"] != "koreksi" or int(decision["tahun"]) > self.year:
            return
        wanted = [part.partition("=") for part in decision["kunci"].split(";")]
        for row in self._tables.get(file, []):
            if all(row.get(k.strip(), "") == v.strip() for k, _, v in wanted) and decision["kolom"] in row:
                row[decision["kolom"]] = decision["nilai"]

    def rows(self, name: str) -> Rows:
        return next((rows for file, rows in self._tables.items() if _named(file, name, self.year)), [])


def _named(file: str, name: str, year: int) -> bool:
    folder, _, rest = file.rpartition("/")
    if rest != f"{name}.csv":
        return False
    period = re.fullmatch(r"renstra-(\d{4})-(\d{4})", folder)
    return folder in ("", str(year)) or bool(period and int(period[1]) <= year <= int(period[2]))


def _wanted(office: _Tables) -> dict[str, Callable[[], Figure]]:
    """The names of the figures, and how to reckon each."""
    wanted: dict[str, Callable[[], Figure]] = {
        "pagu": lambda: _money(office, "pagu"),
        "realisasi": lambda: _money(office, "realisasi"),
        "pegawai": lambda: _sum(r["jumlah"] for r in office.rows("pegawai_golongan")),
    }
    for row in office.rows("indikator"):
        code = row["kode"]
        wanted[f"{code} realisasi"] = lambda row=row: _realised(office, row)
        wanted[f"{code} target"] = lambda row=row: _target(office, row)
        wanted[f"{code} capaian"] = lambda row=row: _achieved(office, row)
    return wanted


def _number(text: str) -> Figure:
    if _NOTHING.fullmatch(text):
        return None
    found = _AMOUNT.fullmatch(text)
    if not found or len(found[3] or "") == 3:  # 12,345 is thousands to some, and depends on the column
        raise Unclear(text)
    return Decimal(f"{found[1]}{found[2].replace('.', '')}.{found[3] or '0'}")


def _sum(texts: Iterable[str]) -> Figure:
    known = [n for text in texts if (n := _number(text)) is not None]
    return sum(known, Decimal(0)) if known else None


def _money(office: _Tables, what: str) -> Figure:
    """The sum over all lines of the budget that some program owns; none while one of them is blank."""
    amounts = []
    for row in office.rows("anggaran"):
        budget = _number(row.get("pagu_perubahan", "")) if row.get("pagu_perubahan") else None
        if budget is None:
            if row["pagu"].casefold() == "tidak dianggarkan":
                continue
            budget = _number(row["pagu"])
        amounts.append(budget if what == "pagu" else _number(row["realisasi"]))
    return None if not amounts or None in amounts else sum(amounts, Decimal(0))


def _count(office: _Tables, variable: str, year: int) -> Figure:
    return next(
        (
            _number(r["nilai"])
            for r in office.rows("data_dasar")
            if (r["variabel"], r["tahun"]) == (variable, str(year))
        ),
        None,
    )


def _rounded(value: Decimal, decimals: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)


def _realised(office: _Tables, row: dict[str, str]) -> Figure:
    year = office.year - int(row.get("jeda") or 0)
    if not row.get("pembilang"):
        raise Unclear("made of quarters")
    scored = row["pembilang"] == "evaluasi_akip"
    value = _score(office, year) if scored else _count(office, row["pembilang"], year)
    if value is not None and row.get("penyebut"):
        below = _count(office, row["penyebut"], year)
        value = value / below * (_HUNDRED if _PERCENT.search(row["satuan"]) else 1) if below else None
    return None if value is None else _rounded(value, int(row.get("desimal") or 0))


def _score(office: _Tables, year: int) -> Figure:
    mine = [r for r in office.rows("evaluasi_akip") if r["tahun_dinilai"] == str(year)]
    for row in mine:
        issued = re.search(r"\d{4}$", row["tanggal_terbit"])
        if (int(issued[0]) if issued else year + 1) > office.year:
            raise Unclear("partly issued")
    values = [_number(r["nilai"]) for r in mine]
    return None if not values or None in values else sum(values, Decimal(0))


def _target(office: _Tables, row: dict[str, str]) -> Figure:
    given = {
        r["dokumen"].casefold(): r["target"]
        for r in office.rows("target")
        if (r["indikator"], r["tahun"]) == (row["kode"], str(office.year))
    }
    for document in ("pk perubahan", "pk", "renstra"):
        if (value := _number(given.get(document, ""))) is not None:
            return value
    return None


def _achieved(office: _Tables, row: dict[str, str]) -> Figure:
    realised, target = _realised(office, row), _target(office, row)
    if realised is None or target is None:
        return None
    if row["arah"] == "turun" and realised == target == 0:
        return _HUNDRED
    if target <= 0:
        return None
    if row["arah"] == "naik":
        return _rounded(realised / target * _HUNDRED, 2)
    if row["arah"] == "turun":
        return _rounded(max(Decimal(0), (2 * target - realised) / target * _HUNDRED), 2)
    raise Unclear(row["arah"])
