"""Rules over the rows of the source tables: keys, references, trees, and what may not be typed twice.

Each rule yields one `Problem` per place; `broken` asks all of them.  `half_filled` finds what a report can be made
with, but not be right without.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from lakip_lib import schema
from lakip_lib.problems import Problem, nearest
from lakip_lib.quantity import Kind, Quantity, Span

if TYPE_CHECKING:
    from lakip_lib.clean import Row

__all__ = ["DECIMALS", "broken", "half_filled"]

Tables = Mapping[str, "Sequence[Row]"]

#: Decimals that an indicator may have.
DECIMALS = range(7)
_UNREADABLE = (None, "")
_PLAIN = re.compile(r"[A-Za-z0-9]([A-Za-z0-9_.-]*[A-Za-z0-9_])?")


def broken(tables: Tables, series: Tables) -> list[Problem]:
    """All broken rules; `series` are the rows that this fiscal year sees."""
    rules = (
        _codes, _keys, _references, _trees, _money_at_leaves, _typed_once, _revisions, _indicators, _targets, _quarters,
    )  # fmt: skip
    return [*(problem for rule in rules for problem in rule(tables)), *_scores(series)]


def _at(row: Row, column: str, expected: str, todo: str, *, typed: str | None = None) -> Problem:
    cell = row.cells[column]
    return Problem(row.file, row.number, column, cell.read if typed is None else typed, expected, todo, cell.letter)


def _codes(tables: Tables) -> Iterator[Problem]:
    """Codes that name parts of the report and files of narratives are plain words."""
    for name in ("renstra", "indikator"):
        for row in tables.get(name, ()):
            if row["kode"] and not _PLAIN.fullmatch(row["kode"]):
                expected = "huruf, angka, titik, tanda hubung, dan garis bawah, tanpa spasi"
                yield _at(row, "kode", expected, "Ganti kode itu di semua tabel yang memakainya.")


def _keys(tables: Tables) -> Iterator[Problem]:
    """No key stands twice in a table."""
    for name, rows in tables.items():
        columns = schema.table(name).key
        seen: dict[tuple[Any, ...], Row] = {}
        for row in rows:
            key = tuple(row[c] for c in columns)
            if any(part in _UNREADABLE for part in key):
                continue
            first = seen.setdefault(key, row)
            if first is not row:
                shown = ", ".join(f"{c} {row[c]}" for c in columns)
                expected = f"kunci yang belum ada (sudah di baris {first.number})"
                yield _at(row, columns[0], expected, "Hapus atau gabungkan salah satu baris.", typed=shown)


def _references(tables: Tables) -> Iterator[Problem]:
    """Every reference into a table that the office has meets a row there."""
    for name, rows in tables.items():
        for column in schema.table(name).columns:
            table, _, target = column.refers.partition(".")
            if table not in tables:
                continue
            known = {r[target] for r in tables[table] if r[target] not in _UNREADABLE}
            if (name, column.name) == ("indikator", "pembilang"):
                known.add(schema.RESERVED_VARIABLE)
            for row in rows:
                if (value := row[column.name]) not in known and value not in _UNREADABLE:
                    hint = nearest(str(value), map(str, known)) or f"Tambahkan dulu ke {table}.csv."
                    yield _at(row, column.name, f"{target} yang ada di {table}.csv", hint)


def _trees(tables: Tables) -> Iterator[Problem]:
    """In a table that refers to itself nothing stands below itself, or below an item of its own or a lower level."""
    for name, rows in tables.items():
        columns = schema.table(name).columns
        parent = next((c for c in columns if c.refers.startswith(f"{name}.")), None)
        if not parent:
            continue
        key = parent.refers.partition(".")[2]
        levels = next((c.choices for c in columns if c.name == "tingkat"), ())
        above = {r[key]: r[parent.name] for r in rows}
        rank = {r[key]: levels.index(r["tingkat"]) for r in rows if levels and r["tingkat"]}
        for row in rows:
            if _is_above(row[key], row[parent.name], above):
                yield _at(
                    row, parent.name, "induk yang bukan dirinya atau rinciannya sendiri", "Putuskan lingkaran itu."
                )
            elif row[key] in rank and rank.get(row[parent.name], -1) >= rank[row[key]]:
                yield _at(
                    row,
                    parent.name,
                    f"induk yang tingkatnya di atas {row['tingkat']}",
                    "Perbaiki induk atau tingkatnya.",
                )


def _is_above(code: object, start: object, above: Mapping[Any, Any]) -> bool:
    """True if going up from `start` comes to `code`."""
    here, met = start, set()
    while here not in _UNREADABLE and here not in met:
        if here == code:
            return True
        met.add(here)
        here = above.get(here)
    return False


def _money_at_leaves(tables: Tables) -> Iterator[Problem]:
    """Money is typed at the lowest level only."""
    parents = {r["induk"] for r in tables.get("program", ())}
    for row in tables.get("anggaran", ()):
        if row["kode"] and row["kode"] in parents:
            yield _at(
                row,
                "kode",
                "kode yang tidak diperinci lagi di program.csv",
                "Ketik uang pada rinciannya: induk dijumlahkan.",
            )


def _typed_once(tables: Tables) -> Iterator[Problem]:
    """No count is typed where a variable or its parts already give it."""
    parents = {r["induk"] for r in tables.get("upaya", ())}
    for row in tables.get("upaya", ()):
        if _known(row["jumlah"]) and (row["variabel"] or row["nomor"] in parents):
            yield _at(
                row, "jumlah", "kosong, karena angkanya dari variabel atau rinciannya", "Kosongkan salah satunya."
            )
    for row in tables.get("kinerja_program", ()):
        if _known(row["realisasi"]) and row["pembilang"]:
            yield _at(row, "realisasi", "kosong, karena dihitung dari pembilang", "Kosongkan salah satunya.")


def _indicators(tables: Tables) -> Iterator[Problem]:
    """The declared decimals of an indicator can be shown, and nothing stands below a line with nothing above it.

    The second holds for programmes too.
    """
    for row in (*tables.get("indikator", ()), *tables.get("kinerja_program", ())):
        if row["penyebut"] and not row["pembilang"]:
            yield _at(
                row, "pembilang", "terisi, karena ada penyebut", "Isi variabel pembilangnya, atau kosongkan penyebut."
            )
    for row in tables.get("indikator", ()):
        if row["desimal"] is not None and row["desimal"] not in DECIMALS:
            yield _at(row, "desimal", f"{DECIMALS[0]} sampai {DECIMALS[-1]}", "Tulis banyaknya angka di belakang koma.")


def _targets(tables: Tables) -> Iterator[Problem]:
    """A range is the target of an indicator that says so, and of no other; what was agreed upon is never rounded."""
    direction = {r["kode"]: r["arah"] for r in tables.get("indikator", ())}
    for row in tables.get("target", ()):
        target, arah = row["target"], direction.get(row["indikator"])
        if target is not None and target.known and arah and isinstance(target, Span) != (arah == "rentang"):
            expected = "rentang (contoh: 5 - 10)" if arah == "rentang" else "satu angka"
            yield _at(row, "target", expected, f"Arah indikator ini {arah} menurut indikator.csv: samakan.")
        for one in (target.low, target.high) if isinstance(target, Span) else (target,):
            if _known(one) and one.value != one.official().value:
                expected = f"paling banyak {one.decimals} desimal, seperti realisasi indikator ini"
                todo = "Tulis seperti dalam dokumennya; bila memang demikian, naikkan kolom desimal di indikator.csv."
                yield _at(row, "target", expected, todo)


def _quarters(tables: Tables) -> Iterator[Problem]:
    """The method of an indicator makes sense for its quarters: a level that stays agrees, no percent is summed."""
    quarters = [r for r in tables.get("triwulan", ()) if _known(r["realisasi"])]
    for row in tables.get("indikator", ()):
        mine = [r for r in quarters if r["indikator"] == row["kode"]]
        if row["metode"] == "tetap":
            odd = [r for r in mine if r["realisasi"].value != mine[0]["realisasi"].value]
            for r in odd:
                yield _at(
                    r,
                    "realisasi",
                    f"{mine[0]['realisasi']} seperti di baris {mine[0].number}, karena metodenya tetap",
                    "Samakan.",
                )
        if row["metode"] == "jumlah" and not row["pembilang"] and any(r["realisasi"].kind is Kind.PERSEN for r in mine):
            todo = "Persentase tidak dijumlahkan: pakai metode lain, atau sebut pembilang dan penyebutnya."
            yield _at(row, "metode", "terakhir atau tetap untuk persentase tanpa pembilang", todo)


def _revisions(tables: Tables) -> Iterator[Problem]:
    """A budget that the revision took away is typed as 0: a word would leave the first one in force."""
    for row in tables.get("anggaran", ()):
        first, revised = row["pagu"], row["pagu_perubahan"]
        if _known(first) and isinstance(revised, Quantity) and revised.missing.startswith("tidak dianggarkan"):
            yield _at(row, "pagu_perubahan", "0, atau kosong", "Ketik 0 bila dihapus, kosongkan bila tidak berubah.")


def _scores(series: Tables) -> Iterator[Problem]:
    """No evaluation score is above its weight."""
    for row in series.get("evaluasi_akip", ()):
        score, weight = row["nilai"], row["bobot"]
        if _known(score) and _known(weight) and score.value > weight.value:
            yield _at(row, "nilai", f"paling banyak bobotnya, {weight}", "Periksa bobot tahun itu.")


def half_filled(series: Tables) -> Iterator[Problem]:
    """Money that is typed on one side only: sums above it leave it out on the other."""
    for row in series.get("anggaran", ()):
        budget = _known(row["pagu_perubahan"]) or _known(row["pagu"])
        if budget != _known(row["realisasi"]):
            column, other = ("realisasi", "pagu") if budget else ("pagu", "realisasi")
            yield _at(
                row,
                column,
                f"terisi, karena {other} terisi",
                "Jumlah dan serapan di atasnya tidak lengkap tanpa angka ini.",
            )


def _known(value: object) -> bool:
    return isinstance(value, Quantity) and value.known
