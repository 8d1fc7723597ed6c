"""Hypothesis strategies, and the offices that tests make from nothing."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st

from lakip_lib.quantity import Cell, Kind, Quantity

#: The same examples in every run; `FEW` where each example reads a whole office.
FIXED = settings(derandomize=True, database=None, max_examples=100, deadline=None)
FEW = settings(FIXED, max_examples=25)

REASONS = ("kosong", "tanda strip", "belum dinilai", "tidak tersedia")
kinds = st.sampled_from(Kind)


@st.composite
def cells(draw: st.DrawFn) -> Cell:
    """A source cell; few files, rows and columns, so that two of them are often the same one."""
    file = draw(st.sampled_from(["data_dasar.csv", "2024/anggaran.csv"]))
    return Cell(file, draw(st.integers(2, 9)), draw(st.sampled_from(["nilai", "pagu"])), "1.115")


def decimals(low: int, high: int, places: int = 0) -> st.SearchStrategy[Decimal]:
    """Decimals from `low` to `high` with exactly `places` decimals."""
    scale = 10**places
    return st.integers(low * scale, high * scale).map(lambda n: Decimal(n).scaleb(-places))


@st.composite
def known(  # noqa: PLR0917 - the order of Quantity.read
    draw: st.DrawFn, kind: Kind = Kind.JUMLAH, low: int = 0, high: int = 10_000, places: int = 0, unit: str = ""
) -> Quantity:
    """A quantity that stands in a table, shown in full."""
    return Quantity.read(draw(decimals(low, high, places)), kind, draw(cells()), decimals=places, unit=unit)


def counts(low: int = 0, high: int = 100_000) -> st.SearchStrategy[Quantity]:
    """Known counts."""
    return known(Kind.JUMLAH, low, high)


def money(low: int = 0, high: int = 10**12) -> st.SearchStrategy[Quantity]:
    """Known rupiah."""
    return known(Kind.UANG, low, high, 0, "Rp")


def percents(low: int = 0, high: int = 400) -> st.SearchStrategy[Quantity]:
    """Known percentages with two decimals."""
    return known(Kind.PERSEN, low, high, 2, "%")


@st.composite
def absent(draw: st.DrawFn, kind: Kind = Kind.PERSEN) -> Quantity:
    """A quantity that is missing for a named reason."""
    return Quantity.absent(draw(st.sampled_from(REASONS)), kind, (draw(cells()),), decimals=2)


@st.composite
def dags(draw: st.DrawFn) -> tuple[Quantity, set[Cell]]:
    """A computed quantity over others that may share inputs, and the set of all cells below it."""
    pool: list[tuple[Quantity, set[Cell]]] = []
    for _ in range(draw(st.integers(1, 4))):
        leaf = draw(counts())
        pool.append((leaf, set(leaf.inputs)))
    for _ in range(draw(st.integers(1, 5))):
        chosen = draw(st.lists(st.sampled_from(pool), min_size=1, max_size=3))
        inputs = tuple(q for q, _ in chosen)
        made = Quantity.computed(Decimal(1), Kind.JUMLAH, "{0}", inputs, decimals=0)
        pool.append((made, set().union(*(below for _, below in chosen))))
    return pool[-1]


# -- offices -------------------------------------------------------------------------------------------------

Tree = list[tuple[str, str, str]]  # code, parent, level


@st.composite
def program_trees(draw: st.DrawFn) -> tuple[Tree, dict[str, tuple[int | None, int | None, int]]]:
    """A tree of programs in any order of rows, and for each sub kegiatan pagu, pagu perubahan and realisasi."""
    tree: Tree = []
    money: dict[str, tuple[int | None, int | None, int]] = {}
    amount = st.integers(0, 10**10)
    for p in range(1, draw(st.integers(1, 3)) + 1):
        tree.append((f"{p}", "", "program"))
        for k in range(1, draw(st.integers(0, 3)) + 1):
            tree.append((f"{p}.{k}", f"{p}", "kegiatan"))
            for s in range(1, draw(st.integers(0, 3)) + 1):
                code = f"{p}.{k}.{s}"
                tree.append((code, f"{p}.{k}", "sub kegiatan"))
                if draw(st.booleans()):
                    money[code] = (draw(amount), draw(st.none() | amount), draw(amount))
    return draw(st.permutations(tree)), money


def write_table(path: Path, rows: Sequence[Mapping[str, object]], columns: Sequence[str] = ()) -> None:
    """Write rows as CSV with these columns, or those of the first row."""
    out = io.StringIO()
    writer = csv.DictWriter(out, columns or list(rows[0]), restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(out.getvalue(), encoding="utf-8")


def read_table(path: Path) -> list[dict[str, str]]:
    """All rows of a plain CSV file, as typed."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


PROFILE = """
[instansi]
nama = "Dinas Perhubungan Kota Contoh"
wilayah = "Kota Contoh"
[skala_capaian]
sumber = "contoh"
kelas = [{ batas = 90, nama = "Tinggi" }, { batas = 0, nama = "Rendah" }]
[skala_akip]
sumber = "contoh"
di_atas = true
kelas = [{ batas = 80, nama = "A" }, { batas = 0, nama = "B" }]
"""
PERIOD = "renstra-2020-2024"
PLAN = [
    {"kode": "T", "induk": "", "tingkat": "tujuan", "uraian": "Tujuan"},
    {"kode": "SA", "induk": "T", "tingkat": "sasaran", "uraian": "Sasaran A"},
    {"kode": "SB", "induk": "T", "tingkat": "sasaran", "uraian": "Sasaran B"},
]


def indicator(code: str, **cells: object) -> dict[str, object]:
    """A row of indikator.csv: a count where higher is better, unless `cells` say otherwise."""
    row = {
        "kode": code, "sasaran": "SA", "indikator": f"Indikator {code}", "satuan": "unit", "desimal": 0, "arah": "naik",
        "metode": "terakhir", "pembilang": f"v_{code}", "penyebut": "", "jeda": 0,
    }  # fmt: skip
    return row | cells


def write_office(
    root: Path,
    indicators: Sequence[Mapping[str, object]],
    targets: Sequence[tuple[str, object]],
    values: Sequence[tuple[str, str, object]],
    tables: Mapping[str, Sequence[Mapping[str, object]]] | None = None,
) -> Path:
    """An office for 2022: indicators, (code, target of 2022), (variable, unit, value of 2022), and further tables."""
    raw = root / "data" / "raw"
    (raw / "2022").mkdir(parents=True, exist_ok=True)
    (raw / "profil.toml").write_text(PROFILE, encoding="utf-8")
    (raw / "2022" / "tahun.toml").write_text("tahun = 2022\n", encoding="utf-8")
    write_table(raw / PERIOD / "renstra.csv", PLAN)
    write_table(raw / PERIOD / "indikator.csv", indicators)
    write_table(
        raw / PERIOD / "target.csv",
        [{"indikator": c, "tahun": 2022, "dokumen": "PK", "target": t} for c, t in targets],
    )
    write_table(raw / "variabel.csv", [{"kode": v, "nama": f"Nama {v}", "satuan": u} for v, u, _ in values])
    write_table(raw / "data_dasar.csv", [{"variabel": v, "tahun": 2022, "nilai": n} for v, _, n in values])
    for file, rows in (tables or {}).items():
        write_table(raw / file, rows)
    return root
