"""Rules over counts: parts and wholes, staff, assets, scores, quarters."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from lakip_lib import numerals
from lakip_lib.clean import Row
from lakip_lib.measures import total
from lakip_lib.office import Office
from lakip_lib.quantity import Kind, Quantity
from lakip_lib.review import _table_rules as r
from lakip_lib.review._table_base import at, cells, enumerated, file, rows, same, source
from lakip_lib.review.finding import Finding, short

__all__ = ["STAFF_TABLES", "above_whole", "assets", "assets_twice", "parts", "quarters", "scores", "staff"]

_CONDITIONS = ("baik", "kurang_baik", "rusak_berat")
_FULL_WEIGHT = 100
#: Staff counted four ways.
STAFF_TABLES = ("pegawai_jenis_kelamin", "pegawai_pendidikan", "pegawai_golongan", "pegawai_jabatan")


def parts(office: Office) -> Iterator[Finding]:
    """The parts of an effort add up to what its variable says; all of them are known, and counted in one unit."""
    efforts = rows(office, "upaya")
    for row in efforts:
        mine = [p for p in efforts if p["induk"] == row["nomor"]]
        if not mine:
            continue
        counts = [office.effort(p["nomor"]) for p in mine]
        title = f"upaya nomor {row['nomor']} ({short(row['uraian'])})"
        blank = [p for p, c in zip(mine, counts, strict=True) if not c.known]
        units = dict.fromkeys(" ".join(u.casefold().split()) for p in [row, *mine] if (u := p["satuan"]))
        if blank:
            yield Finding(
                r.PARTS_OPEN,
                f"Rincian {title} belum lengkap: jumlah nomor {enumerated(str(p['nomor']) for p in blank)} kosong.",
                tuple(p for b in blank for p in at(b, "jumlah")),
            )
        elif len(units) > 1:
            yield Finding(
                r.PARTS_OPEN,
                f"Rincian {title} memakai satuan yang berbeda: {', '.join(units)}.",
                tuple(p for m in [row, *mine] for p in at(m, "satuan")),
            )
        elif row["variabel"] and len({c.kind for c in counts}) == 1:
            yield from _against_variable(office, row, mine, total(counts))


def _against_variable(office: Office, row: Row, mine: Sequence[Row], found: Quantity) -> Iterator[Finding]:
    whole = office.effort(row["nomor"])
    if whole.known and whole.kind is found.kind and not same(whole, found):
        yield Finding(
            r.PARTS,
            f"Rincian upaya nomor {row['nomor']} ({short(row['uraian'])}) berjumlah {found}, sedangkan variabel "
            f"{row['variabel']} {office.year} bernilai {whole}.",
            (*at(row, "variabel"), *cells(whole), *(p for m in mine for p in at(m, "jumlah"))),
            str(whole),
            str(found),
            found.worked(),
        )


def above_whole(office: Office) -> Iterator[Finding]:
    """What is counted above the line of a percentage is not more than what is counted below it."""
    units = {row["kode"]: row["satuan"] for row in rows(office, "variabel")}
    first = office.data.period_years[0]
    pairs = [
        (i.name, row["pembilang"], row["penyebut"])
        for i, row in zip(office.indicators, rows(office, "indikator"), strict=True)
        if i.kind is Kind.PERSEN
    ]
    pairs += [
        (row["indikator"], row["pembilang"], row["penyebut"])
        for row in rows(office, "kinerja_program")
        if row["realisasi"].kind is Kind.PERSEN
    ]
    met = set()
    for name, above, below in pairs:
        if not above or not below or units.get(above) != units.get(below) or (above, below) in met:
            continue
        met.add((above, below))
        for year, count in office.series(above):
            whole = office.count(below, year)
            if (
                year >= first
                and count.known
                and whole.known
                and count.kind is Kind.JUMLAH
                and count.value > whole.value
            ):
                yield Finding(
                    r.ABOVE_WHOLE,
                    f"{name} {year}: pembilang {count} melebihi penyebut {whole}, sehingga persentasenya di atas 100.",
                    cells(count, whole),
                )


def staff(office: Office) -> Iterator[Finding]:
    """The four tables of staff count the same people.

    Sex, education and position may be those of civil servants only, of all ASN, or of everybody: the table by rank,
    which knows the status, says how many each of these are; sex and education always count the same.
    """
    tables = (name for name in STAFF_TABLES if name != "pegawai_golongan")
    sums = {name: s for name in tables if (s := _sum(rows(office, name))) is not None}
    ranked = rows(office, "pegawai_golongan")
    wholes: dict[str, Decimal] = {}
    for label, statuses in (
        ("PNS", {"PNS"}),
        ("PNS dan PPPK", {"PNS", "PPPK"}),
        ("semua pegawai", {"PNS", "PPPK", "kontrak"}),
    ):
        counted = _sum([row for row in ranked if row["status"] in statuses])
        if counted is not None and counted not in wholes.values():
            wholes[label] = counted
    people = [s for n, s in sums.items() if n != "pegawai_jabatan"]
    alike = all(s in wholes.values() for s in sums.values()) if wholes else len(set(sums.values())) <= 1
    if (alike and len(set(people)) <= 1) or not sums:
        return
    shown = [f"{source(office, n)} {_plain(s)}{_blanks(rows(office, n))}" for n, s in sums.items()]
    shown += [f"{source(office, 'pegawai_golongan')} {_plain(s)} ({label})" for label, s in wholes.items()]
    places = [file(source(office, n), "jumlah", _plain(s)) for n, s in sums.items()]
    places += [file(source(office, "pegawai_golongan"), "jumlah", _plain(s)) for s in list(wholes.values())[:1]]
    yield Finding(
        r.STAFF,
        f"Jumlah pegawai tidak sama di semua tabel: {'; '.join(shown)}.",
        tuple(places),
        expected="satu jumlah untuk orang yang sama",
    )


def _sum(found: Sequence[Row]) -> Decimal | None:
    """The sum of the known counts, None where there is none."""
    known = [row["jumlah"].value for row in found if row["jumlah"].known]
    return sum(known, Decimal(0)) if known else None


def _blanks(found: Sequence[Row]) -> str:
    """A word on cells that were left empty: a stroke says that there is nobody, an empty cell says nothing."""
    blank = sum(row["jumlah"].missing == "kosong" for row in found)
    return f" ({blank} sel kosong)" if blank else ""


def _plain(value: Decimal) -> str:
    return numerals.write(value, 0)


def assets(office: Office) -> Iterator[Finding]:
    """The conditions of an asset add up to its number, where a condition is given at all."""
    for row in rows(office, "sarana"):
        known = [row[c] for c in _CONDITIONS if row[c].known]
        if not known or not row["jumlah"].known:
            continue
        found = total(known)
        if not same(found, row["jumlah"]):
            yield Finding(
                r.ASSETS,
                f"Keadaan {row['nama']} (nomor {row['nomor']}) berjumlah {found}, sedangkan barangnya {row['jumlah']}.",
                at(row, "jumlah", *_CONDITIONS),
                str(row["jumlah"]),
                str(found),
                found.worked(),
            )


def assets_twice(office: Office) -> Iterator[Finding]:
    """An asset stands once, or its rows are told apart."""
    groups: dict[str, list[Row]] = {}
    for row in rows(office, "sarana"):
        groups.setdefault(" ".join(row["nama"].casefold().split()), []).append(row)
    for mine in groups.values():
        if len(mine) > 1:
            numbers = ", ".join(str(m["nomor"]) for m in mine)
            yield Finding(
                r.ASSET_TWICE,
                f"{mine[0]['nama']} tercantum {len(mine)} kali (nomor {numbers}), dengan jumlah "
                f"{', '.join(str(m['jumlah']) for m in mine)}.",
                tuple(p for m in mine for p in at(m, "nama", "jumlah")),
            )


def scores(office: Office) -> Iterator[Finding]:
    """The weights of an evaluated year add up to 100; cleaning has refused scores above them."""
    for year, evaluation in office.evaluations.items():
        weight = evaluation.weight
        if weight.known and weight.value != _FULL_WEIGHT:
            yield Finding(
                r.SCORES,
                f"Bobot komponen evaluasi tahun {year} berjumlah {weight}, bukan 100.",
                cells(weight),
                str(weight),
                "100",
                weight.worked(),
            )


def quarters(office: Office) -> Iterator[Finding]:
    """What the quarters make of the year is the year's figure: the sum of a flow, the last of a level."""
    for i in office.indicators:
        mine = {row["triwulan"]: row for row in i.listed("triwulan")}
        targets = [t for d in ("PK perubahan", "PK", "RKT", "Renstra") if (t := i.target_in(d)).known]
        for column, years in (("target", targets), ("realisasi", [q for q in [i.realised()] if q.known])):
            found = _of_year(mine, column, i.method)
            if found is None or not years or any(same(found, y) for y in years):
                continue
            how = "Jumlah empat triwulan" if i.method == "jumlah" else "Triwulan IV"
            yield Finding(
                r.QUARTERS,
                f"{how} {column} {i.name} adalah {found}, sedangkan {column} tahun {office.year} {years[0]}.",
                (*cells(found), *cells(years[0])),
                str(found),
                str(years[0]),
            )


def _of_year(mine: dict[str, Row], column: str, method: str) -> Quantity | None:
    """The year's figure that the quarters give, None while they do not."""
    if method == "jumlah":
        four = [mine[q][column] for q in ("I", "II", "III", "IV") if q in mine]
        usable = len(four) == 4 and all(isinstance(q, Quantity) and q.known for q in four)  # noqa: PLR2004
        return total(four) if usable and four[0].kind is not Kind.PERSEN else None
    last = mine["IV"][column] if "IV" in mine else None
    return last if last is not None and last.known else None
