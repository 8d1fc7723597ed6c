"""The review checklist of a performance report, answered from the source tables as far as a program can.

Source: the form of PermenPANRB 53/2014, in our own words.  What only a person can judge stays ``Perlu dinilai``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lakip_lib.office import Office
from lakip_lib.review import _table_answers as answers
from lakip_lib.review._table_answers import OPEN, Found, Verdict
from lakip_lib.review.finding import Finding, Place

__all__ = ["ITEMS", "Answer", "Item", "checklist"]


@dataclass(frozen=True, slots=True)
class Item:
    """One question of the checklist."""

    number: int
    group: str
    question: str


@dataclass(frozen=True, slots=True)
class Answer:
    """An item with its verdict, the evidence for it, and where the evidence stands."""

    item: Item
    verdict: Verdict
    evidence: str
    places: tuple[Place, ...] = ()


_FORM, _MAKING, _SUBSTANCE = "Format", "Mekanisme penyusunan", "Substansi"
_QUESTIONS = (
    (_FORM, "Apakah laporan memuat data pokok tentang perangkat daerah?"),
    (_FORM, "Apakah target kinerja ditampilkan?"),
    (_FORM, "Apakah capaian kinerja ditampilkan secara memadai?"),
    (_FORM, "Apakah isi laporan didukung lampiran?"),
    (_FORM, "Apakah laporan menyebut apa yang akan diperbaiki?"),
    (_FORM, "Apakah penggunaan anggaran dipertanggungjawabkan?"),
    (_MAKING, "Apakah laporan disusun oleh unit yang memang bertugas menyusunnya?"),
    (_MAKING, "Apakah isi laporan bertumpu pada data yang memadai?"),
    (_MAKING, "Apakah ada cara baku bagi unit kerja untuk menyerahkan data?"),
    (_MAKING, "Apakah setiap unit kerja mempunyai penanggung jawab data?"),
    (_MAKING, "Apakah data yang disajikan diyakini andal?"),
    (_MAKING, "Apakah analisis dalam laporan diketahui unit kerja terkait?"),
    (_MAKING, "Apakah laporan merangkum kinerja unit-unit di bawahnya?"),
    (_SUBSTANCE, "Apakah sasaran dalam laporan sama dengan sasaran Perjanjian Kinerja?"),
    (_SUBSTANCE, "Apakah sasaran dalam laporan sama dengan sasaran Renstra?"),
    (_SUBSTANCE, "Bila sasarannya tidak sama, apakah sebabnya dijelaskan?"),
    (_SUBSTANCE, "Apakah setiap sasaran diukur dengan indikator?"),
    (_SUBSTANCE, "Apakah indikator dalam laporan sama dengan indikator kinerja utama?"),
    (_SUBSTANCE, "Bila indikatornya tidak sama, apakah sebabnya dijelaskan?"),
    (_SUBSTANCE, "Apakah capaian dibandingkan dengan tahun lalu, standar nasional, dan wilayah lain?"),
    (_SUBSTANCE, "Apakah indikator cukup untuk mengukur sasarannya?"),
    (_SUBSTANCE, "Bila belum cukup, apakah sebabnya dijelaskan?"),
    (_SUBSTANCE, "Apakah indikator sudah SMART?"),
)  # fmt: skip
ITEMS = tuple(Item(n, group, question) for n, (group, question) in enumerate(_QUESTIONS, 1))


def checklist(office: Office, findings: Sequence[Finding]) -> list[Answer]:
    """All items in order; `findings` are those of `lakip_lib.review.tables.check` for the same office."""
    pact, plan, indicators = (
        answers.goals_of_pact(office),
        answers.goals_of_plan(office),
        answers.indicators_of_pact(office),
    )
    found: dict[int, Found] = {
        1: answers.key_facts(office),
        2: answers.targets(office),
        3: answers.achievements(office),
        4: answers.annexes(office),
        5: answers.improvements(office),
        6: answers.money(office),
        8: answers.data(office, findings),
        9: answers.procedure(office),
        10: answers.persons(office),
        14: pact,
        15: plan,
        16: answers.explained(office, (pact, plan), "sasaran"),
        17: answers.measured(office),
        18: indicators,
        19: answers.explained(office, (indicators,), "indikator"),
        20: answers.compared(office),
    }
    hints = {
        7: "Data sumber tidak memuat pembagian tugas penyusunan laporan.",
        11: f"{len(findings)} temuan pemeriksaan data menjadi bahan pertimbangan.",
        12: "Tidak dapat diketahui dari data sumber.",
        13: "Tidak dapat diketahui dari data sumber.",
        21: answers.per_goal(office),
        22: "Bergantung pada penilaian butir 21.",
        23: answers.definitions(office),
    }
    return [Answer(i, *(found.get(i.number) or (OPEN, hints[i.number], ()))) for i in ITEMS]
