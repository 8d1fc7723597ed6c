"""The evidence behind the checklist: for each item that a program can answer, a verdict, why, and where that stands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from lakip_lib.office import Office
from lakip_lib.review._table_base import cells, enumerated, file, leaves, rows, source
from lakip_lib.review._table_counts import STAFF_TABLES
from lakip_lib.review.finding import Finding, Place

__all__ = [
    "OPEN",
    "Found",
    "Verdict",
    "achievements",
    "annexes",
    "compared",
    "data",
    "definitions",
    "explained",
    "goals_of_pact",
    "goals_of_plan",
    "improvements",
    "indicators_of_pact",
    "key_facts",
    "measured",
    "money",
    "per_goal",
    "persons",
    "procedure",
    "targets",
]

Verdict = Literal["Ya", "Tidak", "Perlu dinilai"]
Found = tuple[Verdict, str, tuple[Place, ...]]
OPEN: Verdict = "Perlu dinilai"


def _found(lack: Sequence[str], has: str, places: Sequence[Place] = (), *, less: str = "Belum ada") -> Found:
    """Yes when nothing is lacking, else no, with what is there and what is not."""
    if not lack:
        return "Ya", has, tuple(places)
    return "Tidak", f"{has + ' ' if has else ''}{less}: {enumerated(lack)}.", tuple(places)


# -- format ------------------------------------------------------------------------------------------------------------


def key_facts(office: Office) -> Found:
    """Item 1: who the office is, with what people, assets and money."""
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


def targets(office: Office) -> Found:
    """Item 2: a target of the year for every indicator."""
    known = [i for i in office.indicators if i.target().known]
    lack = [i.name for i in office.indicators if not i.target().known]
    has = f"{len(known)} dari {len(office.indicators)} indikator mempunyai target {office.year}."
    return _found(lack, has, cells(*(i.target() for i in known)), less="Tanpa target")


def achievements(office: Office) -> Found:
    """Item 3: an achievement for every indicator."""
    known = [i for i in office.indicators if i.achievement().known]
    lack = [f"{i.name} ({i.achievement().missing})" for i in office.indicators if not i.achievement().known]
    has = f"Capaian {len(known)} dari {len(office.indicators)} indikator dapat dihitung."
    return _found(lack, has, cells(*(i.realised() for i in known)), less="Belum dapat dihitung")


def annexes(office: Office) -> Found:
    """Item 4: what the annexes of the report are made from."""
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


def improvements(office: Office) -> Found:
    """Item 5: remedies, action plans, or the narrative of what comes next."""
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


def money(office: Office) -> Found:
    """Item 6: budget and spending of every sub kegiatan."""
    found = [node for node, _ in leaves(office)]
    if not found:
        return "Tidak", f"Belum ada: {office.file('anggaran')}.", ()
    lack = [f"kode {n.code}" for n in found if not (n.budget.known and n.spent.known)]
    has = f"{len(found) - len(lack)} dari {len(found)} sub kegiatan mempunyai pagu dan realisasi."
    if not lack:
        spent, budget, rate = office.spent(), office.budget(), office.absorption()
        has += f" Realisasi {spent.with_unit()} dari {budget.with_unit()} ({rate.with_unit()})."
    return _found(lack, has, (file(source(office, "anggaran")),), less="Belum lengkap")


# -- how it was made ---------------------------------------------------------------------------------------------------


def data(office: Office, findings: Sequence[Finding]) -> Found:
    """Item 8: every realisation has source cells and a named source, and nothing is wrong in the tables."""
    wrong = [f for f in findings if f.severity == "galat"]
    lack = [f"sumber data {i.name}" for i in office.indicators if not i.source]
    lack += [f"realisasi {i.name}" for i in office.indicators if not i.realised().known]
    lack += [f"data tanpa galat ({f.code} pada {f.places[0] if f.places else 'data sumber'})" for f in wrong]
    found = {p for i in office.indicators for p in cells(i.realised())}
    has = f"Realisasi {len(office.indicators)} indikator berasal dari {len(found)} sel tabel sumber." if found else ""
    return _found(lack, has, sorted(found, key=str))


def procedure(office: Office) -> Found:
    """Item 9: the procedure for collecting data."""
    steps = rows(office, "sop_pengumpulan_data")
    if not steps:
        return "Tidak", f"Belum ada: {office.file('sop_pengumpulan_data')}.", ()
    return "Ya", f"SOP pengumpulan data kinerja memuat {len(steps)} langkah.", (file(steps[0].file),)


def persons(office: Office) -> Found:
    """Item 10: every unit of the organisation is named in the procedure or as the source of a variable."""
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


def goals_of_pact(office: Office) -> Found:
    """Item 14: every sasaran has an indicator with a target in the Perjanjian Kinerja."""
    goals = office.goals("sasaran")
    pact = {i.goal.code for i in office.indicators for d in ("PK", "PK perubahan") if i.target_in(d).known}
    lack = [f"{g.code} ({g.text})" for g in goals if g.code not in pact]
    has = f"{len(goals) - len(lack)} dari {len(goals)} sasaran ada dalam Perjanjian Kinerja {office.year}."
    return _found(lack, has, (file(source(office, "target"), "dokumen"),), less="Tidak ada dalam Perjanjian Kinerja")


def goals_of_plan(office: Office) -> Found:
    """Item 15: every indicator belongs to a sasaran of the Renstra."""
    goals = {g.code for g in office.goals("sasaran")}
    lack = [f"{i.goal.code} pada {i.name}" for i in office.indicators if i.goal.code not in goals]
    has = f"Laporan memakai {len(goals)} sasaran {office.data.period}."
    places = (file(source(office, "renstra")), file(source(office, "indikator"), "sasaran"))
    return _found(lack, has, places, less="Bukan sasaran Renstra")


def explained(office: Office, before: Sequence[Found], what: str) -> Found:
    """Nothing to explain, or a pointer to decisions that a person has to weigh."""
    if all(verdict == "Ya" for verdict, _, _ in before):
        return "Ya", f"Tidak ada perbedaan {what} yang perlu dijelaskan.", ()
    about = ("/target.csv", "/indikator.csv", "/renstra.csv")
    numbers = [str(d.number) for d in office.data.decisions if d.file.endswith(about)]
    if numbers:
        shown = enumerated(numbers, 12)
        told = f"Keputusan tentang dokumen perencanaan: nomor {shown}; perlu dilihat apakah menjelaskannya."
        return OPEN, told, (file("keputusan.csv"),)
    return "Tidak", f"Perbedaan {what} tidak dijelaskan dalam keputusan.csv.", ()


def measured(office: Office) -> Found:
    """Item 17: every sasaran has an indicator."""
    goals = office.goals("sasaran")
    lack = [f"{g.code} ({g.text})" for g in goals if not office.indicators_of(g)]
    places = (file(source(office, "indikator"), "sasaran"),)
    return _found(lack, per_goal(office), places, less="Sasaran tanpa indikator")


def indicators_of_pact(office: Office) -> Found:
    """Item 18: every indicator has a target in the Perjanjian Kinerja."""
    lack = [i.name for i in office.indicators if not any(i.target_in(d).known for d in ("PK", "PK perubahan"))]
    count = len(office.indicators)
    has = f"{count - len(lack)} dari {count} indikator kinerja utama ada dalam Perjanjian Kinerja {office.year}."
    places = (file(source(office, "indikator")), file(source(office, "target"), "dokumen"))
    return _found(lack, has, places, less="Tidak ada dalam Perjanjian Kinerja")


def compared(office: Office) -> Found:
    """Item 20: with last year, and with a standard or another region."""
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


def per_goal(office: Office) -> str:
    """Help for items 17 and 21: how many indicators each sasaran has."""
    counts = [f"{g.code} {len(office.indicators_of(g))}" for g in office.goals("sasaran")]
    return f"Banyaknya indikator per sasaran: {', '.join(counts)}." if counts else "Renstra tidak memuat sasaran."


def definitions(office: Office) -> str:
    """Help for item 23: what the definitions of the indicators hold."""
    found = office.indicators
    counts = (
        (sum(bool(i.unit) for i in found), "bersatuan"),
        (sum(bool(i.formulation) for i in found), "berformulasi"),
        (sum(bool(i.source) for i in found), "bersumber data"),
        (sum(i.target().known for i in found), f"bertarget {office.year}"),
    )
    return f"Dari {len(found)} indikator: {', '.join(f'{n} {what}' for n, what in counts)}."
