"""Rules over targets and the plan: complete, consistent between documents, ambitious, tied to programs."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from lakip_lib.clean import Row
from lakip_lib.measures import achievement
from lakip_lib.office import Indicator, Office
from lakip_lib.quantity import Quantity, Span
from lakip_lib.review import _table_rules as r
from lakip_lib.review._table_base import (
    at,
    cells,
    enumerated,
    file,
    leaves,
    named,
    nodes,
    opening,
    rows,
    same,
    source,
    worse,
)
from lakip_lib.review.finding import Finding, short

__all__ = [
    "end_reached", "no_indicator", "still", "targets_below", "targets_differ", "targets_lowered", "targets_open",
    "unfilled", "untied",
]  # fmt: skip

_DOCUMENTS = ("Renstra", "RKT", "PK", "PK perubahan")
_PAIRS = {"kinerja_program": "target", "anggaran": "target_keluaran"}
_HUNDRED = Decimal(100)


def targets_open(office: Office) -> Iterator[Finding]:
    """Every indicator has a Renstra target for every year of the period."""
    first, last = office.data.period_years
    for i in office.indicators:
        years = [str(y) for y in range(first, last + 1) if not i.target_in("Renstra", y).known]
        if years:
            yield Finding(
                r.TARGETS_OPEN,
                f"Target Renstra {i.name} tidak ada untuk tahun {', '.join(years)}.",
                (file(source(office, "target"), "target"),),
                expected=f"target setiap tahun {first} sampai {last}",
            )


def targets_differ(office: Office) -> Iterator[Finding]:
    """The documents of the year set one target; where a later one asks for less, see `targets_lowered`."""
    for i in office.indicators:
        typed = {d: t for d in _DOCUMENTS if (t := i.target_in(d)).known}
        if len({str(t) for t in typed.values()}) < 2 or _lowered(i):  # noqa: PLR2004
            continue
        shown = "; ".join(f"{d} {t}" for d, t in typed.items())
        yield Finding(
            r.TARGETS_DIFFER,
            f"Target {i.name} tahun {office.year} tidak sama: {shown}. Yang dipakai {i.target()}.",
            cells(*typed.values()),
            expected="satu target, atau penjelasan perubahannya",
        )
    for row, planned, target in _planned(office):
        if not same(planned, target) and not target.value < planned.value:
            yield Finding(
                r.TARGETS_DIFFER,
                f"Target {_of(row)} menurut RKT {planned.with_unit()}, sedangkan tahun ini {target.with_unit()}.",
                at(row, "target_rkt", _PAIRS[_table(row)]),
            )


def targets_lowered(office: Office) -> Iterator[Finding]:
    """A target is not made easier than in the document before it without a word."""
    for i in office.indicators:
        if pair := _lowered(i):
            (old, before), (new, after) = pair
            yield Finding(
                r.TARGET_LOWERED,
                f"Target {i.name} tahun {office.year} menurut {new} {after}, lebih ringan daripada {old} {before}.",
                cells(before, after),
            )
    for row, planned, target in _planned(office):
        if target.value < planned.value:
            yield Finding(
                r.TARGET_LOWERED,
                f"Target {_of(row)} diturunkan dari {planned.with_unit()} (RKT) menjadi {target.with_unit()}."
                f"{_hidden(row, planned, target)}",
                at(row, "target_rkt", _PAIRS[_table(row)]),
            )


def _hidden(row: Row, planned: Quantity, target: Quantity) -> str:
    """A sentence when only the lowered target was reached."""
    done = row["realisasi" if _table(row) == "kinerja_program" else "realisasi_keluaran"]
    if not done.known or done.value >= planned.value or done.value < target.value:
        return ""
    old = achievement(done, planned)
    told = f" Realisasi {done.with_unit()} mencapai target baru, tetapi baru {old.with_unit()} dari target RKT."
    return told if old.known else ""


def _lowered(i: Indicator) -> tuple[tuple[str, Quantity | Span], tuple[str, Quantity | Span]] | None:
    """((document, target), (later document, easier target)) of the year, None where no later one is easier."""
    steps = [(d, t) for d in ("Renstra", "PK", "PK perubahan") if (t := i.target_in(d)).known]
    return next(((a, b) for a, b in pairwise(steps) if worse(i, b[1], a[1])), None)


def _planned(office: Office) -> Iterator[tuple[Row, Quantity, Quantity]]:
    """(row, RKT target, this year's target) of programs and outputs that have both as single numbers."""
    for table, column in _PAIRS.items():
        for row in rows(office, table):
            planned, target = row["target_rkt"], row[column]
            if not isinstance(planned, Span) and not isinstance(target, Span) and planned.known and target.known:
                yield row, planned, target


def _table(row: Row) -> str:
    return "anggaran" if "pagu" in row.values else "kinerja_program"


def _of(row: Row) -> str:
    name = row["keluaran"] if _table(row) == "anggaran" else row["indikator"]
    return f"{short(name)} (kode {row['kode']})"


def targets_below(office: Office) -> Iterator[Finding]:
    """This year's target asks for no less than last year's result."""
    for i in office.indicators:
        target, before = i.target(), i.realised(office.year - 1)
        if worse(i, target, before):
            side = "di bawah" if i.direction == "naik" else "di atas"
            yield Finding(
                r.TARGET_BELOW,
                f"Target {i.name} tahun {office.year}, {target.with_unit()}, berada {side} realisasi "
                f"{office.year - 1}, {before.with_unit()}.",
                cells(target, before),
                evidence=before.worked(),
            )


def end_reached(office: Office) -> Iterator[Finding]:
    """The end target of the plan still lies ahead, unless it only asks to hold a level."""
    for i in office.indicators:
        left = i.end_year - office.year
        end, reached = i.target_in("Renstra", i.end_year), i.against_end()
        if left < 1 or not reached.known or reached.official().value < _HUNDRED or not i.target().known:
            continue
        if same(i.target(), end):
            continue
        yield Finding(
            r.END_REACHED,
            f"Realisasi {i.name} tahun {office.year}, {i.realised().with_unit()}, sudah mencapai target {i.end_year} "
            f"({end.with_unit()}) padahal periode masih tersisa {left} tahun.",
            (*cells(end), *cells(i.realised())),
            expected="target tahun berikutnya ditinjau ulang",
            evidence=reached.worked(),
        )


def still(office: Office) -> Iterator[Finding]:
    """Renstra targets do not go back, nor stop after they have moved (100 % is as far as a percentage goes)."""
    first, last = office.data.period_years
    for i in office.indicators:
        path = [(y, t) for y in range(first, last + 1) if (t := i.target_in("Renstra", y)).known]
        figures = [(y, t) for y, t in path if isinstance(t, Quantity)]
        if len(figures) < len(path) or len({t.value for _, t in figures}) < 2:  # noqa: PLR2004 - a range, or all the same
            continue
        for (y, a), (z, b) in pairwise(figures):
            if same(a, b) and a.value not in {Decimal(0), _HUNDRED}:
                word = "sama dengan"
            elif worse(i, b, a):
                word = "lebih ringan daripada"
            else:
                continue
            yield Finding(
                r.TARGET_STILL,
                f"Target Renstra {i.name} tahun {z}, {b.with_unit()}, {word} target {y}, {a.with_unit()}.",
                cells(b, a),
            )


def untied(office: Office) -> Iterator[Finding]:
    """Every sasaran has an indicator and a funded program, every program a sasaran."""
    goals = office.goals("sasaran")
    tree = nodes(office)
    funded = bool(rows(office, "anggaran"))
    for goal in goals:
        plan = next(row for row in rows(office, "renstra") if row["kode"] == goal.code)
        if not office.indicators_of(goal):
            yield Finding(
                r.UNTIED, f"Sasaran {goal.code} ({short(goal.text)}) tidak mempunyai indikator.", at(plan, "kode")
            )
        if tree and not any(n.goal == goal.code and (n.funded or not funded) for n in tree):
            lack = "program berpagu" if funded else "program"
            yield Finding(
                r.UNTIED, f"Sasaran {goal.code} ({short(goal.text)}) tidak didukung {lack}.", at(plan, "kode")
            )
    by_code = {row["kode"]: row for row in rows(office, "program")}
    codes = {g.code for g in goals}
    for node in tree:
        if node.parent is None and node.goal not in codes and (node.funded or not funded):
            why = f"sasaran {node.goal}, yang bukan sasaran Renstra" if node.goal else "tidak menyebut sasaran"
            yield Finding(r.UNTIED, f"{opening(named(node))}: {why}.", at(by_code[node.code], "sasaran"))


def no_indicator(office: Office) -> Iterator[Finding]:
    """Every funded program has an indicator of its own, once the office has a table of them."""
    if not rows(office, "kinerja_program") or not rows(office, "anggaran"):
        return
    by_code = {row["kode"]: row for row in rows(office, "program")}
    for node in nodes(office):
        if node.level == "program" and node.funded and not node.indicators:
            yield Finding(
                r.NO_INDICATOR,
                f"{opening(named(node))} berpagu {node.budget.with_unit()} tetapi tidak mempunyai indikator.",
                at(by_code[node.code], "kode"),
            )


def unfilled(office: Office) -> Iterator[Finding]:
    """Indicators and outputs of funded programs have both target and result: one finding for each kind of hole."""
    if office.planned_only:
        return
    funded = {n.code for n in nodes(office) if n.funded}
    pairs = [
        (row, _PAIRS["kinerja_program"], "realisasi", row["realisasi"].known or bool(row["pembilang"]))
        for row in rows(office, "kinerja_program")
        if row["kode"] in funded
    ]
    pairs += [
        (row, _PAIRS["anggaran"], "realisasi_keluaran", row["realisasi_keluaran"].known)
        for n, row in leaves(office)
        if n.output
    ]
    aimless = [(row, target) for row, target, _, done in pairs if done and not row[target].known]
    open_ = [(row, result) for row, target, result, done in pairs if not done and row[target].known]
    for found, lack, has in ((aimless, "target", "realisasi"), (open_, "realisasi", "target")):
        if found:
            codes = dict.fromkeys(row["kode"] for row, _ in found)
            yield Finding(
                r.UNFILLED,
                f"{len(found)} indikator atau keluaran mempunyai {has} tetapi tidak mempunyai {lack}, sehingga "
                f"capaiannya tidak dapat dihitung: kode {enumerated(codes, 20)}.",
                tuple(p for row, column in found for p in at(row, column)),
            )
