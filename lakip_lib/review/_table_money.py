"""Rules over budget, spending and outputs."""

from __future__ import annotations

from collections.abc import Iterator

from lakip_lib.clean import Row
from lakip_lib.office import Office, Program, ProgramIndicator
from lakip_lib.review import _table_rules as r
from lakip_lib.review import _table_words as words
from lakip_lib.review._table_base import at, enumerated, leaves, named, nodes, opening, rows
from lakip_lib.review.finding import Finding

__all__ = ["absorbed", "budget_rows", "free_outputs", "no_outputs", "overspent", "unfunded_results"]


def overspent(office: Office) -> Iterator[Finding]:
    """No more is spent than the budget in force allows."""
    for node, row in leaves(office):
        if node.budget.known and node.spent.known and node.spent.value > node.budget.value:
            yield Finding(
                r.OVERSPENT,
                f"Realisasi {named(node)} {node.spent.with_unit()} melebihi pagunya, {node.budget.with_unit()}.",
                at(row, "realisasi", _budget_column(row)),
                node.spent.with_unit(),
                f"paling banyak {node.budget.with_unit()}",
            )


def free_outputs(office: Office) -> Iterator[Finding]:
    """An output that is claimed has cost something."""
    for node, row in leaves(office):
        if node.output and _free(node):
            yield Finding(
                r.FREE_OUTPUT,
                f"Keluaran {named(node)} dilaporkan {_volume(node.output)}, sedangkan realisasi keuangannya "
                f"{node.spent.with_unit()} dari pagu {node.budget.with_unit()}.",
                at(row, "realisasi_keluaran", "realisasi"),
                expected="penjelasan sumber biayanya, atau keluaran yang dibetulkan",
            )


def no_outputs(office: Office) -> Iterator[Finding]:
    """Money that was spent has an output; those of which the table says nothing are one finding."""
    silent = []
    for node, row in leaves(office):
        if not node.spent.known or node.spent.value <= 0:
            continue
        if node.output is None or not node.output.realised.known:
            silent.append((node, row))
        elif node.output.realised.value == 0:
            yield Finding(
                r.NO_OUTPUT,
                f"Keluaran {named(node)} nol, sedangkan {node.spent.with_unit()} sudah dibelanjakan.",
                at(row, "realisasi", "realisasi_keluaran"),
            )
    if silent:
        yield Finding(
            r.NO_OUTPUT,
            f"{len(silent)} sub kegiatan membelanjakan anggaran tanpa keluaran yang tercatat: "
            f"{enumerated(n.code for n, _ in silent)}.",
            tuple(p for n, row in silent for p in at(row, "realisasi_keluaran" if n.output else "keluaran")),
        )


def absorbed(office: Office) -> Iterator[Finding]:
    """Low absorption is explained, in an obstacle or in a narrative that names the program."""
    for node, row in leaves(office):
        rate = node.absorption
        if not rate.known or rate.official().value >= office.explain_below or _free(node):
            continue
        explained, where = words.explains(office, node)
        if explained:
            continue
        message = (
            f"Serapan {named(node)} hanya {rate.with_unit()} ({node.spent.with_unit()} dari {node.budget.with_unit()})"
        )
        if node.output and _reached(node.output):
            message += f", padahal keluarannya dinyatakan tercapai ({_volume(node.output)})"
        mentioned = f"Disebut tanpa sebab di {where}." if where else "Tidak disebut di kendala atau narasi."
        yield Finding(
            r.LOW_ABSORPTION,
            f"{message}.",
            at(row, "realisasi", _budget_column(row), *(("realisasi_keluaran",) if node.output else ())),
            expected="sebab sisa anggaran ditulis dalam kendala atau narasi",
            evidence=f"{rate.worked()}. {mentioned}",
        )


def budget_rows(office: Office) -> Iterator[Finding]:
    """Every sub kegiatan has a row in anggaran.csv, be it only to say that it is not funded."""
    if not rows(office, "anggaran"):
        return
    typed = {row["kode"] for row in rows(office, "anggaran")}
    found = [row for row in rows(office, "program") if row["tingkat"] == "sub kegiatan" and row["kode"] not in typed]
    if found:
        yield Finding(
            r.NO_BUDGET_ROW,
            f"{len(found)} sub kegiatan tidak mempunyai baris anggaran dan terbaca tidak dianggarkan: "
            f"{enumerated(row['kode'] for row in found)}.",
            tuple(p for row in found for p in at(row, "kode")),
        )


def unfunded_results(office: Office) -> Iterator[Finding]:
    """What a node without budget claims to have done is explained: efforts, and results of its indicators."""
    if not rows(office, "anggaran"):
        return
    for node in nodes(office):
        if node.funded:
            continue
        places = [p for row in rows(office, "upaya") if row["program"] == node.code for p in at(row, "program")]
        efforts = len(places)
        typed = [row for row in rows(office, "kinerja_program") if row["kode"] == node.code and row["realisasi"].known]
        places += [p for row in typed for p in at(row, "realisasi")]
        output = node.output
        if node.money is not None and output and output.realised.known and output.realised.value > 0:
            typed.append(node.money)
            places += at(node.money, "realisasi_keluaran")
        if not places:
            continue
        parts = [f"{efforts} upaya"] * bool(efforts) + [f"{len(typed)} hasil indikator"] * bool(typed)
        yield Finding(
            r.UNFUNDED_RESULT,
            f"{opening(named(node))} tidak dianggarkan, tetapi {' dan '.join(parts)} dilaporkan di bawahnya.",
            tuple(places),
            expected="penjelasan sumber biayanya",
        )


def _budget_column(row: Row) -> str:
    return "pagu_perubahan" if row["pagu_perubahan"].known else "pagu"


def _free(node: Program) -> bool:
    """An output above zero with nothing spent."""
    done = node.output.realised if node.output else None
    return node.spent.known and node.spent.value == 0 and done is not None and done.known and done.value > 0


def _reached(output: ProgramIndicator) -> bool:
    achieved = output.achievement
    return achieved.known and achieved.official().value >= 100  # noqa: PLR2004 - percent


def _volume(output: ProgramIndicator) -> str:
    aim = f" dari target {output.target}" if output.target.known else ""
    return f"{output.realised.with_unit()}{aim}"
