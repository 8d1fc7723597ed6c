"""The review checklist of a performance report, answered from the source tables as far as a program can.

Source: the form of PermenPANRB 53/2014, in our own words.  What only a person can judge stays ``Perlu dinilai``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from lakip_lib.office import Office
from lakip_lib.review._table_base import cells, file, leaves, missing_word, rows, source
from lakip_lib.review._table_counts import STAFF_TABLES
from lakip_lib.review.finding import Finding, Place

__all__ = ["ITEMS", "Answer", "Item", "checklist"]

Verdict = Literal["Ya", "Tidak", "Perlu dinilai"]
OPEN: Verdict = "Perlu dinilai"


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


Found = tuple[Verdict, str, tuple[Place, ...]]

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
    pact, plan, indicators = _goals_of_pact(office), _goals_of_plan(office), _indicators_of_pact(office)
    found: dict[int, Found] = {
        1: _key_facts(office),
        2: _targets(office),
        3: _achievements(office),
        4: _annexes(office),
        5: _improvements(office),
        6: _money(office),
        8: _data(office, findings),
        9: _procedure(office),
        10: _persons(office),
        14: pact,
        15: plan,
        16: _explained(office, (pact, plan), "sasaran"),
        17: _measured(office),
        18: indicators,
        19: _explained(office, (indicators,), "indikator"),
        20: _compared(office),
    }
    hints = {
        7: "Data sumber tidak memuat pembagian tugas penyusunan laporan.",
        11: f"{len(findings)} temuan pemeriksaan data menjadi bahan pertimbangan.",
        12: "Tidak dapat diketahui dari data sumber.",
        13: "Tidak dapat diketahui dari data sumber.",
        21: _per_goal(office),
        22: "Bergantung pada penilaian butir 21.",
        23: _definitions(office),
    }
    return [Answer(i, *(found.get(i.number) or (OPEN, hints[i.number], ()))) for i in ITEMS]


def _found(lack: Sequence[str], has: str, places: Sequence[Place] = (), *, less: str = "Belum ada") -> Found:
    """Yes when nothing is lacking, else no, with what is there and what is not."""
    if not lack:
        return "Ya", has, tuple(places)
    return "Tidak", f"{has + ' ' if has else ''}{less}: {missing_word(lack)}.", tuple(places)


# -- format ------------------------------------------------------------------------------------------------------------


def _key_facts(office: Office) -> Found:
    facts = {
        "tugas dan fungsi (profil.toml)": bool(office.profile.get("tugas", {}).get("pokok")),
        "susunan organisasi (organisasi.csv)": bool(rows(office, "organisasi")),
        "kepegawaian (pegawai_*.csv)": any(rows(office, t) for t in STAFF_TABLES),
        "sarana (sarana.csv)": bool(rows(office, "sarana")),
        "anggaran (anggaran.csv)": bool(rows(office, "anggaran")),
    }
    there = [what for what, known in facts.items() if known]
    has = f"Tersedia: {'; '.join(there)}." if there else ""
    return _found([w for w, known in facts.items() if not known], has, (file("profil.toml"),))


def _targets(office: Office) -> Found:
    known = [i for i in office.indicators if i.target().known]
    lack = [i.name for i in office.indicators if not i.target().known]
    has = f"{len(known)} dari {len(office.indicators)} indikator mempunyai target {office.year}."
    return _found(lack, has, cells(*(i.target() for i in known)), less="Tanpa target")


def _achievements(office: Office) -> Found:
    known = [i for i in office.indicators if i.achievement().known]
    lack = [f"{i.name} ({i.achievement().missing})" for i in office.indicators if not i.achievement().known]
    has = f"Capaian {len(known)} dari {len(office.indicators)} indikator dapat dihitung."
    return _found(lack, has, cells(*(i.realised() for i in known)), less="Belum dapat dihitung")


def _annexes(office: Office) -> Found:
    tables = {"Perjanjian Kinerja": "target", "pengukuran kinerja": "program", "register data": "register"}
    pact = any(i.target_in(d).known for i in office.indicators for d in ("PK", "PK perubahan"))
    there = {
        "Perjanjian Kinerja": pact,
        "pengukuran kinerja": bool(rows(office, "program")),
        "register data": bool(rows(office, "register")),
    }
    has = [n for n, known in there.items() if known]
    places = [file(source(office, tables[n])) for n in has]
    told = f"Lampiran yang terisi: {', '.join(has)}." if has else ""
    return _found([n for n, known in there.items() if not known], told, places)


def _improvements(office: Office) -> Found:
    places, told = [], []
    if (words := office.narrative("saran")) is not None:
        places.append(file(words[0]))
        told.append("narasi saran")
    plans = [row for row in rows(office, "evaluasi_tindak_lanjut") if row["jenis"] == "rencana aksi"]
    for count, what, table in (
        (len(plans), "rencana aksi", "evaluasi_tindak_lanjut"),
        (len(rows(office, "solusi")), "solusi", "solusi"),
    ):
        if count:
            places.append(file(source(office, table)))
            told.append(f"{count} {what}")
    lack = [] if told else ["narasi saran, rencana aksi, dan solusi"]
    return _found(lack, f"Tercatat {', '.join(told)}." if told else "", places)


def _money(office: Office) -> Found:
    found = list(leaves(office))
    if not found:
        return "Tidak", f"Belum ada: {office.file('anggaran')}.", ()
    lack = [f"kode {n.code}" for n in found if not (n.budget.known and n.spent.known)]
    has = f"{len(found) - len(lack)} dari {len(found)} sub kegiatan mempunyai pagu dan realisasi."
    if not lack:
        spent, budget, rate = office.spent(), office.budget(), office.absorption()
        has += f" Realisasi {spent.with_unit()} dari {budget.with_unit()} ({rate.with_unit()})."
    return _found(lack, has, (file(source(office, "anggaran")),), less="Belum lengkap")


# -- how it was made ---------------------------------------------------------------------------------------------------


def _data(office: Office, findings: Sequence[Finding]) -> Found:
    wrong = [f for f in findings if f.severity == "galat"]
    lack = [f"sumber data {i.name}" for i in office.indicators if not i.source]
    lack += [f"realisasi {i.name}" for i in office.indicators if not i.realised().known]
    lack += [f"data tanpa galat ({f.code} pada {f.places[0] if f.places else 'data sumber'})" for f in wrong]
    found = {p for i in office.indicators for p in cells(i.realised())}
    has = f"Realisasi {len(office.indicators)} indikator berasal dari {len(found)} sel tabel sumber." if found else ""
    return _found(lack, has, sorted(found, key=str))


def _procedure(office: Office) -> Found:
    steps = rows(office, "sop_pengumpulan_data")
    if not steps:
        return "Tidak", f"Belum ada: {office.file('sop_pengumpulan_data')}.", ()
    return "Ya", f"SOP pengumpulan data kinerja memuat {len(steps)} langkah.", (file(steps[0].file),)


def _persons(office: Office) -> Found:
    units = [row["nama"] for row in rows(office, "organisasi") if row["jenis"] in {"sekretariat", "bidang", "UPT"}]
    steps = rows(office, "sop_pengumpulan_data")
    if not units or not steps:
        lack = [office.file(t) for t, there in (("organisasi", units), ("sop_pengumpulan_data", steps)) if not there]
        return OPEN, f"Tidak dapat diperiksa tanpa {' dan '.join(lack)}.", ()
    doers = list(dict.fromkeys(row["pelaksana"] for row in steps))
    named = " ".join([*doers, *(row["sumber_data"] for row in rows(office, "variabel"))]).casefold()
    lack = [u for u in units if u.casefold() not in named]
    has = f"Pelaksana SOP: {', '.join(doers)}."
    places = (file(steps[0].file, "pelaksana"), file(source(office, "organisasi"), "nama"))
    return _found(lack, has, places, less="Penanggung jawab data tidak disebut bagi")


# -- substance ---------------------------------------------------------------------------------------------------------


def _goals_of_pact(office: Office) -> Found:
    goals = office.goals("sasaran")
    pact = {i.goal.code for i in office.indicators for d in ("PK", "PK perubahan") if i.target_in(d).known}
    lack = [f"{g.code} ({g.text})" for g in goals if g.code not in pact]
    has = f"{len(goals) - len(lack)} dari {len(goals)} sasaran ada dalam Perjanjian Kinerja {office.year}."
    return _found(lack, has, (file(source(office, "target"), "dokumen"),), less="Tidak ada dalam Perjanjian Kinerja")


def _goals_of_plan(office: Office) -> Found:
    goals = {g.code for g in office.goals("sasaran")}
    lack = [f"{i.goal.code} pada {i.name}" for i in office.indicators if i.goal.code not in goals]
    has = f"Laporan memakai {len(goals)} sasaran {office.data.period}."
    places = (file(source(office, "renstra")), file(source(office, "indikator"), "sasaran"))
    return _found(lack, has, places, less="Bukan sasaran Renstra")


def _explained(office: Office, before: Sequence[Found], what: str) -> Found:
    """Nothing to explain, or a pointer to decisions that a person has to weigh."""
    if all(verdict == "Ya" for verdict, _, _ in before):
        return "Ya", f"Tidak ada perbedaan {what} yang perlu dijelaskan.", ()
    about = ("/target.csv", "/indikator.csv", "/renstra.csv")
    numbers = [str(d.number) for d in office.data.decisions if d.file.endswith(about)]
    if numbers:
        shown = missing_word(numbers, 12)
        told = f"Keputusan tentang dokumen perencanaan: nomor {shown}; perlu dilihat apakah menjelaskannya."
        return OPEN, told, (file("keputusan.csv"),)
    return "Tidak", f"Perbedaan {what} tidak dijelaskan dalam keputusan.csv.", ()


def _measured(office: Office) -> Found:
    goals = office.goals("sasaran")
    lack = [f"{g.code} ({g.text})" for g in goals if not office.indicators_of(g)]
    places = (file(source(office, "indikator"), "sasaran"),)
    return _found(lack, _per_goal(office), places, less="Sasaran tanpa indikator")


def _indicators_of_pact(office: Office) -> Found:
    lack = [i.name for i in office.indicators if not any(i.target_in(d).known for d in ("PK", "PK perubahan"))]
    count = len(office.indicators)
    has = f"{count - len(lack)} dari {count} indikator kinerja utama ada dalam Perjanjian Kinerja {office.year}."
    places = (file(source(office, "indikator")), file(source(office, "target"), "dokumen"))
    return _found(lack, has, places, less="Tidak ada dalam Perjanjian Kinerja")


def _compared(office: Office) -> Found:
    before = [i for i in office.indicators if i.realised(office.year - 1).known]
    others = [i for i in office.indicators if any(q.known for _, q in i.comparators())]
    count = len(office.indicators)
    has = f"Dengan tahun lalu: {len(before)} dari {count} indikator; dengan standar atau wilayah lain: {len(others)}."
    places = [*cells(*(i.realised(office.year - 1) for i in before))]
    places += cells(*(q for i in others for _, q in i.comparators()))
    if len(before) == len(others) == count:
        return "Ya", has, tuple(places)
    words = office.narrative("standar_nasional")
    if len(before) == count and words is not None:
        return OPEN, f"{has} Alasannya ditulis dalam {words[0]}.", (*places, file(words[0]))
    return "Tidak", has, tuple(places)


def _per_goal(office: Office) -> str:
    counts = [f"{g.code} {len(office.indicators_of(g))}" for g in office.goals("sasaran")]
    return f"Banyaknya indikator per sasaran: {', '.join(counts)}." if counts else "Renstra tidak memuat sasaran."


def _definitions(office: Office) -> str:
    found = office.indicators
    counts = (
        (sum(bool(i.unit) for i in found), "bersatuan"),
        (sum(bool(i.formulation) for i in found), "berformulasi"),
        (sum(bool(i.source) for i in found), "bersumber data"),
        (sum(i.target().known for i in found), f"bertarget {office.year}"),
    )
    return f"Dari {len(found)} indikator: {', '.join(f'{n} {what}' for n, what in counts)}."
