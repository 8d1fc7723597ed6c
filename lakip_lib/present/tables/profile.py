"""BAB I: staff, assets, procedures, cross-cutting work."""

from __future__ import annotations

from lakip_lib.clean import Row
from lakip_lib.measures import share, total
from lakip_lib.office import Office
from lakip_lib.present import _nodes
from lakip_lib.present.gapped import gapped
from lakip_lib.present.grid import Column, Grid, Line
from lakip_lib.present.tables._columns import NO, TARGET

_COUNT = Column("jumlah", "Jumlah (orang)", number=True)
_SHARE = Column("bagian", "Bagian (%)", number=True)


@gapped
def staff(office: Office, table: str, title: str) -> Grid:
    """Staff by one trait (a pegawai_* table of two columns) with shares and total."""
    rows = office.rows(table)
    trait = next(c for c in rows[0].values if c != "jumlah")
    everyone = total((r["jumlah"] for r in rows), name="jumlah pegawai")
    lines = [
        Line(r[trait], (str(i), r[trait], r["jumlah"], share(r["jumlah"], everyone))) for i, r in enumerate(rows, 1)
    ]
    lines.append(Line("jumlah", ("", "Jumlah", everyone, share(everyone, everyone)), "jumlah"))
    return Grid((NO, Column(trait, title), _COUNT, _SHARE), tuple(lines), heads=2)


@gapped
def staff_by_rank(office: Office) -> Grid:
    """Staff by rank, with a subtotal per rank group (the Roman numeral before the slash) and one per other status."""
    rows = office.rows("pegawai_golongan")
    groups: dict[str, list[Row]] = {}
    for r in rows:
        civil = r["status"] == "PNS"
        group = f"golongan {r['golongan'].partition('/')[0].strip()}" if civil else r["status"]
        groups.setdefault(group, []).append(r)
    lines = []
    for i, (group, members) in enumerate(groups.items(), 1):
        for r in members:
            rank = (
                f"{r['pangkat']} ({r['golongan']})" if r["pangkat"] and r["pangkat"] != r["golongan"] else r["golongan"]
            )
            lines.append(Line(r["golongan"], (str(i) if r is members[0] else "", rank, r["jumlah"])))
        if len(members) > 1:
            sums = ("", f"Jumlah {group}", total(r["jumlah"] for r in members))
            lines.append(Line(f"jumlah {group.removeprefix('golongan ')}", sums, "kelompok"))
    lines.append(Line("jumlah", ("", "Jumlah", total((r["jumlah"] for r in rows), name="jumlah pegawai")), "jumlah"))
    return Grid((NO, Column("pangkat", "Pangkat (golongan/ruang)"), _COUNT), tuple(lines), heads=2)


@gapped
def staff_by_position(office: Office) -> Grid:
    """Staff by unit and position, with row and column totals."""
    rows = office.rows("pegawai_jabatan")
    units, positions = (list(dict.fromkeys(r[c] for r in rows)) for c in ("unit", "jabatan"))
    cell = {(r["unit"], r["jabatan"]): r["jumlah"] for r in rows}
    lines = []
    for i, unit in enumerate(units, 1):
        counts = [cell.get((unit, p)) for p in positions]
        lines.append(
            Line(unit, (str(i), unit, *counts, total((c for c in counts if c is not None), name=f"jumlah {unit}")))
        )
    sums = [total((c for u in units if (c := cell.get((u, p))) is not None), name=f"jumlah {p}") for p in positions]
    lines.append(
        Line("jumlah", ("", "Jumlah", *sums, total((r["jumlah"] for r in rows), name="jumlah pegawai")), "jumlah")
    )
    columns = (
        NO,
        Column("unit", "Unit kerja"),
        *(Column(p, p, number=True) for p in positions),
        Column("jumlah", "Jumlah", number=True),
    )
    return Grid(columns, tuple(lines), heads=2)


@gapped
def assets(office: Office) -> Grid:
    """Assets with their condition, and totals."""
    rows = office.rows("sarana")
    names = ("jumlah", "baik", "kurang_baik", "rusak_berat")
    lines = [Line(str(r["nomor"]), (str(r["nomor"]), r["nama"], *(r[n] for n in names))) for r in rows]
    called = {"jumlah": "jumlah barang"} | {n: f"jumlah {n.replace('_', ' ')}" for n in names[1:]}
    sums = [total((r[n] for r in rows), name=called[n]) for n in names]
    lines.append(Line("jumlah", ("", "Jumlah", *sums), "jumlah"))
    columns = (
        NO, Column("nama", "Nama barang"), Column("jumlah", "Jumlah", number=True),
        Column("baik", "Baik", "Keadaan", number=True), Column("kurang_baik", "Kurang baik", "Keadaan", number=True),
        Column("rusak_berat", "Rusak berat", "Keadaan", number=True),
    )  # fmt: skip
    return Grid(columns, tuple(lines), heads=2)


@gapped
def procedure(office: Office) -> Grid:
    """Steps of the data collection procedure."""
    columns = (
        Column("langkah", "Langkah", number=True), Column("pelaksana", "Pelaksana"), Column("uraian", "Kegiatan"),
        Column("kelengkapan", "Kelengkapan"), Column("waktu", "Waktu"), Column("keluaran", "Keluaran"),
    )  # fmt: skip
    rows = office.rows("sop_pengumpulan_data")
    lines = (Line(str(r["langkah"]), tuple(str(r[c.key]) for c in columns)) for r in rows)
    return Grid(columns, tuple(lines))


@gapped
def cross_cutting(office: Office) -> Grid:
    """Work across units: kegiatan, shared indicator, target, and the units involved (said so where none is named)."""
    names = _nodes.names(office)
    rows = office.rows("crosscutting")
    lines = [
        Line(
            str(r["nomor"]),
            (
                str(r["nomor"]),
                names.get(r["kode"], r["kode"]),
                r["indikator"],
                r["target"],
                r["bidang"] or "belum disebut sumber",
            ),
        )
        for r in rows
    ]
    columns = (
        NO, Column("kegiatan", "Kegiatan"), Column("indikator", "Indikator bersama"),
        TARGET, Column("bidang", "Bidang yang terlibat"),
    )  # fmt: skip
    return Grid(columns, tuple(lines), heads=2)
