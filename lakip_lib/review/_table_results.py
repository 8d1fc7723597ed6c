"""Rules over results: series, achievements, explanations, follow-up."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from lakip_lib.clean import Row
from lakip_lib.measures import growth
from lakip_lib.office import Indicator, Office, Program, ProgramIndicator
from lakip_lib.quantity import Kind, Quantity, Span
from lakip_lib.review import _table_rules as r
from lakip_lib.review._table_base import at, cells, file, nodes, rows
from lakip_lib.review.finding import Finding, Place, short

__all__ = ["constant", "far_above", "follow_up", "jumps", "program_short", "unexplained"]

#: A series jumps when one of two neighbouring years is more than half above the other.
_JUMP = 50
#: Smaller counts go up and down by half without meaning anything.
_FEW = 10
_STILL_YEARS = 3
#: Above this achievement a target is more probably wrong than the result splendid.
_FAR = 150
_HUNDRED = 100


def jumps(office: Office) -> Iterator[Finding]:
    """No series rises or falls by half in a year of this period; an indicator is named only when its counts are not."""
    first = office.data.period_years[0]
    jumped: set[tuple[str, int]] = set()
    for row in rows(office, "variabel"):
        years = [(y, q) for y, q in office.series(row["kode"]) if q.known]
        for (y, a), (z, b) in pairwise(years):
            if z == y + 1 and z >= first and _jumps(a, b):
                jumped.add((row["kode"], z))
                yield _jump(row["nama"], y, z, a, b)
    columns = {row["kode"]: (row["pembilang"], row["penyebut"]) for row in rows(office, "indikator")}
    for i in office.indicators:
        for year in i.years():
            before, after = i.realised(year - 1), i.realised(year)
            known = year >= first and before.known and after.known
            if known and not any((v, year - i.lag) in jumped for v in columns[i.code]) and _jumps(before, after):
                yield _jump(i.name, year - 1, year, before, after)


def _jumps(a: Quantity, b: Quantity) -> bool:
    low, high = sorted((a.value, b.value))
    if low < 0 or (a.kind is Kind.JUMLAH and high < _FEW):
        return False
    return high > 0 if low == 0 else (high / low - 1) * 100 > _JUMP


def _jump(name: str, y: int, z: int, a: Quantity, b: Quantity) -> Finding:
    change = growth(b, a)
    rate = f" ({change.with_unit()})" if change.known else ""
    # a rank that falls is a better one: neither word says so
    word = "berubah" if b.kind is Kind.PERINGKAT else "naik" if b.value > a.value else "turun"
    return Finding(
        r.JUMP,
        f"{name} {word} tajam dari {a.with_unit()} ({y}) menjadi {b.with_unit()} ({z}){rate}.",
        (*cells(b), *cells(a)),
        expected="sebab perubahan, atau angka yang dibetulkan",
    )


def constant(office: Office) -> Iterator[Finding]:
    """A count that a report uses moves; one that stayed the same for years was perhaps never taken again."""
    used = {v: i for i, row in _with_rows(office) for v in (row["pembilang"], row["penyebut"]) if v}
    for row in rows(office, "variabel"):
        years = [(y, q) for y, q in office.series(row["kode"]) if q.known]
        if not years or years[-1][0] < office.year - 1 or row["kode"] not in used:
            continue
        last = years[-1][1]
        run: list[tuple[int, Quantity]] = []
        for y, q in reversed(years):
            if q.value != last.value or (run and run[-1][0] != y + 1):
                break
            run.append((y, q))
        if len(run) < _STILL_YEARS or last.value == 0:
            continue
        yield Finding(
            r.CONSTANT,
            f"{row['nama']} tercatat {last.with_unit()} setiap tahun selama {len(run)} tahun "
            f"({run[-1][0]}-{run[0][0]}), padahal dipakai menghitung {used[row['kode']]}.",
            cells(*(q for _, q in run)),
            expected="angka yang dimutakhirkan, atau keterangan bahwa memang tetap",
        )


def _with_rows(office: Office) -> Iterator[tuple[str, Row]]:
    """(indicator name, its row) of indicators and program indicators."""
    for row in rows(office, "indikator"):
        yield row["indikator"], row
    for row in rows(office, "kinerja_program"):
        yield row["indikator"], row


def far_above(office: Office) -> Iterator[Finding]:
    """No achievement is so far above its target that the target cannot have been meant."""
    for i in office.indicators:
        done = i.achievement()
        if done.known and done.official().value > _FAR and i.direction != "turun":
            yield _far(i.name, i.target(), i.realised(), done)
    for node in nodes(office):
        for p in node.indicators:
            if p.achievement.known and p.achievement.official().value > _FAR:
                yield _far(f"{short(p.name)} (kode {node.code})", p.target, p.realised, p.achievement)


def _far(name: str, target: Quantity | Span, realised: Quantity, done: Quantity) -> Finding:
    return Finding(
        r.FAR_ABOVE,
        f"Capaian {name} {done.with_unit()}: target {target.with_unit()}, realisasi {realised.with_unit()}.",
        cells(realised, target),
        expected="target yang lebih menantang, atau dasar hitung realisasi yang dijelaskan",
        evidence=done.worked(),
    )


def unexplained(office: Office) -> Iterator[Finding]:
    """An indicator that missed its target has an obstacle and a remedy; an obstacle has a remedy."""
    for i in office.indicators:
        lack = [t for t in ("kendala", "solusi") if not i.listed(t)]
        done = i.achievement()
        short_of = done.known and done.official().value < _HUNDRED
        if not lack or not (short_of or i.listed("kendala")):
            continue
        places = (*cells(i.realised(), i.target()), *(file(office.file(t), "indikator", i.code) for t in lack))
        reason = f"belum mencapai target (capaian {done.with_unit()})" if short_of else "mempunyai kendala"
        yield Finding(
            r.UNEXPLAINED,
            f"{i.name} {reason}, tetapi {' dan '.join(lack)} untuk indikator ini tidak diisi.",
            places,
            expected=f"{' dan '.join(lack)} bagi indikator ini",
            evidence=done.worked(),
        )


def program_short(office: Office) -> Iterator[Finding]:
    """Program indicators that missed their targets, one finding per sasaran: they are to be explained there."""
    by_goal: dict[str, list[tuple[Program, ProgramIndicator]]] = {}
    for node in nodes(office):
        for p in node.indicators:
            if p.achievement.known and p.achievement.official().value < _HUNDRED:
                by_goal.setdefault(node.goal, []).append((node, p))
    for goal, found in by_goal.items():
        met = [i for i in _of_goal(office, goal) if (a := i.achievement()).known and a.official().value >= _HUNDRED]
        shown = "; ".join(f"{short(p.name, 60)} {p.achievement.with_unit()} (kode {n.code})" for n, p in found)
        but = " Indikator sasarannya sendiri tercapai, sehingga kaitannya perlu dijelaskan." if met else ""
        places: list[Place] = []
        for _, p in found:
            places += [c for c in cells(p.realised, p.target) if c not in places]
        yield Finding(
            r.PROGRAM_SHORT,
            f"{len(found)} indikator program, kegiatan, atau keluaran pada sasaran {goal or '(tanpa sasaran)'} belum "
            f"mencapai target: {shown}.{but}",
            tuple(places),
        )


def _of_goal(office: Office, goal: str) -> list[Indicator]:
    return [i for i in office.indicators if i.goal.code == goal]


def follow_up(office: Office) -> Iterator[Finding]:
    """Every component with a recommendation has a follow-up."""
    found = rows(office, "evaluasi_tindak_lanjut")
    answered = {row["komponen"].casefold() for row in found if row["jenis"] == "tindak lanjut"}
    for name in dict.fromkeys(row["komponen"] for row in found if row["jenis"] == "rekomendasi"):
        if name.casefold() not in answered:
            mine = [row for row in found if row["komponen"] == name and row["jenis"] == "rekomendasi"]
            yield Finding(
                r.NO_FOLLOW_UP,
                f"{len(mine)} rekomendasi pada komponen {name} belum mempunyai tindak lanjut.",
                tuple(p for row in mine for p in at(row, "uraian")),
            )
