"""Write made-up offices of realistic size and variety, for measuring `lakip batch`.

Usage: python benchmarks/made_up.py FOLDER [--offices 50] [--years 2021-2024] [--seed 1]

Everything is made up: regions, offices, people, and every figure; profil.toml and the register of each office say so.
The same seed gives the same bytes, and office n is the same however many are asked for.  Offices have 4 to 14
indicators of every kind, 25 to 110 sub kegiatan, all tables of the catalogue but those for photos, and a narrative for
each section; one in five offices lacks a table, one in ten a budget in its first year.
"""

from __future__ import annotations

import argparse
import csv
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

PERIOD = (2021, 2026)
#: Made-up tasks: what the office is for, what it counts, and who it serves.
TASKS = (
    ("Pendidikan", "sekolah", "siswa"),
    ("Kesehatan", "puskesmas", "pasien"),
    ("Pekerjaan Umum", "ruas jalan", "pengguna jalan"),
    ("Sosial", "panti", "penerima manfaat"),
    ("Tenaga Kerja", "perusahaan", "pencari kerja"),
    ("Lingkungan Hidup", "bank sampah", "rumah tangga"),
    ("Perhubungan", "terminal", "penumpang"),
    ("Perdagangan", "pasar", "pedagang"),
    ("Pariwisata", "objek wisata", "wisatawan"),
    ("Pertanian", "kelompok tani", "petani"),
)
_GOOD = ("terlayani", "terbina", "memenuhi standar", "bersertifikat", "aktif", "terdata lengkap")
_DOING = ("Pembinaan", "Penyediaan", "Pengawasan", "Peningkatan Mutu", "Pengembangan", "Pendataan", "Pemeliharaan")
_ITEMS = ("Sarana", "Layanan", "Tenaga", "Informasi", "Kelembagaan", "Peralatan", "Lokasi", "Dokumen")
_PLACES = ("Rekaan Jaya", "Khayalan", "Contohan", "Angan Raya", "Misalan", "Karangan Indah")
_SECTIONS = (
    "kata_pengantar", "aspek_strategis", "isu_strategis", "perencanaan_strategis", "rencana_kinerja", "iku",
    "perjanjian_kinerja", "cascading", "crosscutting", "proses_bisnis", "sop", "triwulan", "keuangan", "efisiensi",
    "evaluasi_akip", "standar_nasional", "penutup", "saran",
)  # fmt: skip
_COMPONENTS = (("Perencanaan kinerja", 30), ("Pengukuran kinerja", 30), ("Pelaporan kinerja", 15))
_LAST_COMPONENT = ("Evaluasi internal", 25)
Rows = Iterable[Sequence[object]]


@dataclass(frozen=True)
class Measure:
    """One made-up indicator; `kind` is rasio, turun, nilai, arus or akip."""

    code: str
    goal: str
    name: str
    kind: str
    base: float
    step: float

    def target(self, year: int) -> str:
        """The target as it is typed."""
        aim = self.base + self.step * (year - PERIOD[0])
        return whole(round(aim)) if self.kind == "arus" else decimal(max(1.0, aim))


def main() -> None:
    """Read the command line and write the offices."""
    parser = argparse.ArgumentParser(description="Write made-up offices for measuring lakip batch.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--offices", type=int, default=50)
    parser.add_argument("--years", default="2021-2024")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    first, _, last = options.years.partition("-")
    for root in write(options.folder, options.offices, range(int(first), int(last or first) + 1), options.seed):
        print(root)


def write(folder: Path, offices: int, years: Sequence[int], seed: int = 1) -> list[Path]:
    """Write `offices` offices with these fiscal years below `folder`; gives their folders."""
    return [_Office(folder, number, years, seed).write() for number in range(1, offices + 1)]


class _Office:
    def __init__(self, folder: Path, number: int, years: Sequence[int], seed: int) -> None:
        self.dice = random.Random(f"{seed}/{number}")  # noqa: S311 - made-up figures, no secrets
        self.task, self.thing, self.people = TASKS[number % len(TASKS)]
        place = self.dice.choice(_PLACES)
        self.region = f"{self.dice.choice(('Kota', 'Kabupaten'))} {place} {number} (rekaan)"
        self.name = f"Dinas {self.task} {self.region}"
        self.root = folder / f"dinas-{number:03}"
        self.raw = self.root / "data" / "raw"
        self.years = list(years)
        self.goals = [f"S{n}" for n in range(1, self.dice.randint(2, 4) + 1)]
        self.measures = [self._measure(n) for n in range(1, self.dice.randint(4, 14) + 1)]
        self.absent = self.dice.choice(("sarana", "proses_bisnis", "pembanding")) if self._chance(0.2) else ""
        self.no_money = self.years[0] if self._chance(0.1) else 0
        self.programs = list(self._tree())

    def write(self) -> Path:
        """Write all files of the office; gives its folder."""
        self._text("profil.toml", _PROFILE.format(name=self.name, region=self.region, task=self.task.lower()))
        self._plan()
        self._series()
        for year in self.years:
            self._year(year)
        return self.root

    # -- what the office measures and does -----------------------------------------------------------------------------

    def _chance(self, share: float) -> bool:
        return self.dice.random() < share

    def _measure(self, number: int) -> Measure:
        if number == 1:
            name = f"Nilai akuntabilitas kinerja Dinas {self.task}"
            return Measure("nilai_akip", self.goals[-1], name, "akip", 62, 2)
        kind = self.dice.choice(("rasio", "rasio", "rasio", "turun", "nilai", "arus"))
        what = f"{self.thing} {self.dice.choice(_GOOD)}"
        name = {
            "rasio": f"Persentase {what} golongan {number}",
            "turun": f"Persentase {self.people} golongan {number} yang belum terlayani",
            "nilai": f"Indeks kepuasan {self.people} golongan {number}",
            "arus": f"Kunjungan petugas ke {self.thing} golongan {number}",
        }[kind]
        bases = {"rasio": (50, 3), "turun": (24, -2), "nilai": (76, 1.5), "arus": (900, 50)}
        base, step = bases[kind]
        base += self.dice.randint(0, 9)
        return Measure(f"iku_{number:02}", self.goals[number % len(self.goals)], name, kind, base, step)

    def _tree(self) -> Iterable[tuple[str, str, str, str, str, str]]:
        """(code, parent, level, name, sasaran, kelompok)."""
        for p in range(1, self.dice.randint(3, 6) + 1):
            program = f"9.{p:02}"
            goal = self.goals[-1] if p == 1 else self.goals[(p - 2) % len(self.goals)]
            name = f"Program {self.dice.choice(_DOING)} Urusan {self.task} Bidang {p}"
            yield program, "", "program", name, goal, "pendukung" if p == 1 else "prioritas"
            for k in range(1, self.dice.randint(2, 4) + 1):
                activity = f"{program}.2.{k:02}"
                name = f"{self.dice.choice(_DOING)} {self.dice.choice(_ITEMS)} {self.task} Lingkup {p}.{k}"
                yield activity, program, "kegiatan", name, "", ""
                for s in range(1, self.dice.randint(3, 5) + 1):
                    name = (
                        f"{self.dice.choice(_DOING)} {self.dice.choice(_ITEMS)} {self.thing.title()} Tahap {p}.{k}.{s}"
                    )
                    yield f"{activity}.{s:04}", activity, "sub kegiatan", name, "", ""

    # -- files of the office -------------------------------------------------------------------------------------------

    def _plan(self) -> None:
        folder = f"renstra-{PERIOD[0]}-{PERIOD[1]}"
        goals = [(g, "T1", "sasaran", f"Meningkatnya Hasil {g} Urusan {self.task}") for g in self.goals]
        self._csv(f"{folder}/renstra.csv", "kode,induk,tingkat,uraian", [
            ("V", "", "visi", f"{self.region} yang Maju dan Melayani"),
            ("M1", "V", "misi", "Meningkatkan Mutu Hidup Warga melalui Pelayanan yang Merata"),
            ("T1", "M1", "tujuan", f"Meningkatnya Mutu Urusan {self.task}"), *goals,
            ("ST1", "T1", "strategi", f"Memperkuat pelayanan {self.thing} bagi {self.people}"),
            ("AK1", "ST1", "arah kebijakan", f"Mendahulukan {self.people} yang belum terlayani"),
        ])  # fmt: skip
        head = "kode,sasaran,indikator,satuan,desimal,arah,metode,pembilang,penyebut,jeda,skala,formulasi,sumber_data"
        self._csv(f"{folder}/indikator.csv", head, map(self._indicator, self.measures))
        targets = [(m.code, y, "Renstra", m.target(y)) for m in self.measures for y in range(PERIOD[0], PERIOD[1] + 1)]
        agreed = [(m.code, y, "PK", m.target(y)) for y in self.years for m in self.measures]
        self._csv(f"{folder}/target.csv", "indikator,tahun,dokumen,target", [*targets, *agreed])

    def _indicator(self, m: Measure) -> Sequence[object]:
        unit, places = {"arus": ("kunjungan", 0), "nilai": ("indeks", 2), "akip": ("nilai", 2)}.get(m.kind, ("%", 2))
        way = {"turun": "turun"}.get(m.kind, "naik")
        method = {"arus": "jumlah", "nilai": "tetap"}.get(m.kind, "terakhir")
        above = {"akip": "evaluasi_akip", "arus": ""}.get(m.kind, f"{m.code}_a")
        below = f"{m.code}_b" if m.kind in ("rasio", "turun") else ""
        lag, scale = (1, "akip") if m.kind == "akip" else (0, "")
        source = "LHE Inspektorat (rekaan)" if m.kind == "akip" else f"Laporan bidang {m.goal} (rekaan)"
        return m.code, m.goal, m.name, unit, places, way, method, above, below, lag, scale, f"{m.name} (rekaan)", source

    def _series(self) -> None:
        """Counts of all years from the first of the period; evaluations since the year before."""
        variables, counts = [], []
        last = self.years[-1]
        for m in self.measures:
            if m.kind in ("akip", "arus"):
                continue
            unit = "indeks" if m.kind == "nilai" else self.people
            variables.append((f"{m.code}_a", f"{m.name}: yang dihitung", unit, self.name))
            if m.kind != "nilai":
                variables.append((f"{m.code}_b", f"{m.name}: seluruhnya", unit, self.name))
            whole_of = self.dice.randint(400, 30_000)
            for year in range(PERIOD[0], last + 1):
                aim = m.base + m.step * (year - PERIOD[0])
                reached = min(99.5, aim * self.dice.uniform(0.9, 1.12))
                if m.kind == "nilai":
                    counts.append((f"{m.code}_a", year, decimal(reached)))
                    continue
                whole_of += self.dice.randint(0, whole_of // 50)
                counts.append((f"{m.code}_a", year, whole(round(whole_of * reached / 100))))
                counts.append((f"{m.code}_b", year, whole(whole_of)))
        self._csv("variabel.csv", "kode,nama,satuan,sumber_data", variables)
        self._csv("data_dasar.csv", "variabel,tahun,nilai", counts)
        scores = []
        for year in range(PERIOD[0] - 1, last):
            part = min(0.95, 0.66 + 0.025 * (year - PERIOD[0]) + self.dice.uniform(0, 0.03))
            for name, weight in (*_COMPONENTS, _LAST_COMPONENT):
                scores.append((year, f"{self.dice.randint(1, 28)} September {year + 1}", name, f"{weight}%",
                               decimal(weight * part)))  # fmt: skip
        self._csv("evaluasi_akip.csv", "tahun_dinilai,tanggal_terbit,komponen,bobot,nilai", scores)
        if self.absent != "pembanding":
            rows = [(m.code, y, "Provinsi Rekaan", decimal(m.base * self.dice.uniform(0.9, 1.1)))
                    for m in self.measures for y in self.years if m.kind in ("rasio", "turun")]  # fmt: skip
            self._csv("pembanding.csv", "indikator,tahun,wilayah,nilai", rows)
        self._csv(
            "register.csv", "berkas,bagian,keterangan", [("profil.toml", "Karangan", "Rekaan; semua angka karangan")]
        )

    def _year(self, year: int) -> None:
        self._text(f"{year}/tahun.toml", _YEAR.format(year=year, next=year + 1))
        units = [("DIN", "", f"Kepala Dinas {self.task}", "pimpinan"), ("SEK", "DIN", "Sekretariat", "sekretariat")]
        units += [(f"B{n}", "DIN", f"Bidang {n}", "bidang") for n in range(1, len(self.goals) + 1)]
        self._csv(f"{year}/organisasi.csv", "kode,induk,nama,jenis", units)
        tree = [(*row, ("SEK" if row[0] == "9.01" else "B1") if row[2] == "program" else "") for row in self.programs]
        self._csv(f"{year}/program.csv", "kode,induk,tingkat,nama,sasaran,kelompok,unit", tree)
        if year != self.no_money:
            head = "kode,pagu,pagu_perubahan,realisasi,keluaran,satuan,target_rkt,target_keluaran,realisasi_keluaran"
            self._csv(f"{year}/anggaran.csv", head, [self._money(r) for r in self.programs if r[2] == "sub kegiatan"])
        rows = []
        for code, _, level, name, *_ in self.programs:
            if level == "program":
                aim = self.dice.uniform(60, 95)
                reached = decimal(min(100, aim * self.dice.uniform(0.93, 1.05)))
                rows.append((code, f"Persentase hasil {name}", "%", decimal(aim), decimal(aim), reached, "", ""))
        head = "kode,indikator,satuan,target_rkt,target,realisasi,pembilang,penyebut"
        self._csv(f"{year}/kinerja_program.csv", head, rows)
        self._csv(f"{year}/triwulan.csv", "indikator,triwulan,target,realisasi", self._quarters(year))
        self._staff(year)
        self._lists(year)
        for name in _SECTIONS:
            self._text(f"{year}/narasi/{name}.md", f"Bagian ini rekaan: uraian {name.replace('_', ' ')} {self.name} "
                       f"pada tahun {year} bagi {self.people} dan {self.thing}.\n")  # fmt: skip
        for m in self.measures:
            text = f"Realisasi {m.name} tahun {{{{ tahun }}}} adalah {{{{ {m.code}.realisasi }}}} (rekaan).\n"
            self._text(f"{year}/narasi/analisis_{m.code}.md", text)
            self._text(f"{year}/narasi/program_{m.code}.md", f"Program bagi {self.people} dibiayai bersama (rekaan).\n")

    def _money(self, row: Sequence[str]) -> Sequence[object]:
        budget = self.dice.randint(20, 900) * 1_000_000 * (30 if row[0] == "9.01.2.01.0001" else 1)
        revised = round(budget * self.dice.uniform(0.9, 1.1) / 1000) * 1000 if self._chance(0.15) else 0
        spent = round((revised or budget) * self.dice.uniform(0.82, 0.995))
        aim = self.dice.choice((1, 2, 4, 12, 12, 40, 250, 1_800))
        done = aim if self._chance(0.7) else max(0, round(aim * self.dice.uniform(0.8, 1.05)))
        unit = self.dice.choice(("dokumen", "laporan", "paket", "orang", "unit"))
        again = f"Rp{whole(revised)}" if revised else ""
        output = f"Jumlah {unit} hasil {row[3]}"
        return row[0], f"Rp{whole(budget)}", again, whole(spent), output, unit, whole(aim), whole(aim), whole(done)

    def _quarters(self, year: int) -> Rows:
        for m in self.measures:
            aim = m.base + m.step * (year - PERIOD[0])
            if m.kind != "arus":
                yield m.code, "IV", "", ""
                continue
            share = round(aim) // 4
            for quarter, part in zip(("I", "II", "III", "IV"), (*[share] * 3, round(aim) - 3 * share), strict=True):
                yield m.code, quarter, whole(part), whole(round(part * self.dice.uniform(0.9, 1.1)))

    def _staff(self, year: int) -> None:
        men, women = self.dice.randint(15, 60), self.dice.randint(15, 60)
        high = (men + women) // 2
        self._csv(
            f"{year}/pegawai_jenis_kelamin.csv", "jenis_kelamin,jumlah", [("Laki-laki", men), ("Perempuan", women)]
        )
        self._csv(f"{year}/pegawai_pendidikan.csv", "pendidikan,jumlah", [("S1", high), ("SMA", men + women - high)])
        rows = [("III/d", "Penata Tingkat I", "PNS", high), ("II/c", "Pengatur", "PNS", men + women - high)]
        self._csv(f"{year}/pegawai_golongan.csv", "golongan,pangkat,status,jumlah", rows)
        self._csv(f"{year}/pegawai_jabatan.csv", "unit,jabatan,jumlah",
                  [("Sekretariat", "Pelaksana", high), ("Bidang 1", "Pelaksana", men + women - high)])  # fmt: skip
        if self.absent != "sarana":
            rows = []
            for n, name in enumerate(("Mobil dinas", "Sepeda motor", "Komputer", "Meja kerja", "Kursi kerja"), 1):
                good, fair, bad = self.dice.randint(5, 40), self.dice.randint(0, 6), self.dice.randint(0, 3)
                rows.append((n, name, good + fair + bad, good, fair, bad))
            self._csv(f"{year}/sarana.csv", "nomor,nama,jumlah,baik,kurang_baik,rusak_berat", rows)

    def _lists(self, year: int) -> None:
        codes = [m.code for m in self.measures]
        for table, word in (("faktor", "Dukungan"), ("kendala", "Keterbatasan")):
            rows = [(n, c, f"{word} {self.dice.choice(_ITEMS).lower()} bagi {self.people} (rekaan)") for n, c in
                    enumerate(codes, 1)]  # fmt: skip
            self._csv(f"{year}/{table}.csv", "nomor,indikator,uraian", rows)
        rows = [(n, c, f"Penambahan {self.dice.choice(_ITEMS).lower()} (rekaan)", n) for n, c in enumerate(codes, 1)]
        self._csv(f"{year}/solusi.csv", "nomor,indikator,uraian,kendala", rows)
        rows = [(n, "", c, "", f"Pembinaan {self.thing} (rekaan)", self.dice.randint(3, 90), "kali", "") for n, c in
                enumerate(codes, 1)]  # fmt: skip
        self._csv(f"{year}/upaya.csv", "nomor,induk,indikator,program,uraian,jumlah,satuan,variabel", rows)
        kinds = ("rekomendasi", "tindak lanjut", "rencana aksi")
        rows = [(n, name, kind, f"{kind.capitalize()} atas {name.lower()} (rekaan)") for n, (name, kind) in
                enumerate(((c[0], k) for c in _COMPONENTS for k in kinds), 1)]  # fmt: skip
        self._csv(f"{year}/evaluasi_tindak_lanjut.csv", "nomor,komponen,jenis,uraian", rows)
        rows = [(n, who, f"Mengirim data kinerja tahap {n}", "Formulir", "2 hari", "Data terkirim") for n, who in
                enumerate(("Bidang", "Sekretariat", "Kepala Dinas"), 1)]  # fmt: skip
        self._csv(f"{year}/sop_pengumpulan_data.csv", "langkah,pelaksana,uraian,kelengkapan,waktu,keluaran", rows)
        last = self.programs[0][0]
        self._csv(f"{year}/crosscutting.csv", "nomor,kode,indikator,satuan,target,anggaran,bidang",
                  [(1, last, "Layanan bersama (rekaan)", "layanan", 4, "", "Sekretariat; Bidang 1")])  # fmt: skip
        if self.absent != "proses_bisnis":
            self._csv(f"{year}/proses_bisnis.csv", "kode,induk,jenis,nama",
                      [("P1", "", "inti", f"Pelayanan {self.task}"), ("P1.1", "P1", "inti", f"Pembinaan {self.thing}"),
                       ("P2", "", "pendukung", "Tata usaha")])  # fmt: skip

    # -- writing -------------------------------------------------------------------------------------------------------

    def _csv(self, name: str, head: str, rows: Rows) -> None:
        path = self.raw / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(head.split(","))
            writer.writerows(rows)

    def _text(self, name: str, text: str) -> None:
        path = self.raw / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def whole(number: int) -> str:
    """12345 as ``12.345``."""
    return f"{number:,}".replace(",", ".")


def decimal(number: float) -> str:
    """12.345 as ``12,35``."""
    return f"{number:.2f}".replace(".", ",")


_PROFILE = """\
# REKAAN. Daerah, dinas, orang, dan semua angka dikarang untuk mengukur perangkat lunak ini.

[instansi]
nama = "{name}"
wilayah = "{region}"
kepala_daerah = "Kepala Daerah (rekaan)"

[[dasar_hukum]]
nama = "Peraturan Kepala Daerah Nomor 0 Tahun 2021 (rekaan)"
tentang = "Kedudukan, Susunan Organisasi, Tugas dan Fungsi, serta Tata Kerja {name}"

[tugas]
pokok = "Membantu kepala daerah melaksanakan urusan {task}."
fungsi = ["Perumusan kebijakan {task};", "pelayanan {task}; dan", "pengelolaan tata usaha dinas."]

[penandatangan]
jabatan = "Kepala {name}"
nama = "Nama Rekaan"
pangkat = "Pembina (IV/a)"
nip = "00000000 000000 0 000"
tempat = "Rekaan"

[skala_capaian]
sumber = "kesepakatan rekaan, menurut bentuk Permendagri 86/2017"
di_atas = true
kelas = [
    {{ batas = 90, nama = "Sangat Tinggi" }},
    {{ batas = 75, nama = "Tinggi" }},
    {{ batas = 65, nama = "Sedang" }},
    {{ batas = 50, nama = "Rendah" }},
    {{ batas = 0, nama = "Sangat Rendah" }},
]

[skala_akip]
sumber = "PermenPANRB 88/2021"
di_atas = true
kelas = [
    {{ batas = 90, nama = "AA" }},
    {{ batas = 80, nama = "A" }},
    {{ batas = 70, nama = "BB" }},
    {{ batas = 60, nama = "B" }},
    {{ batas = 50, nama = "CC" }},
    {{ batas = 30, nama = "C" }},
    {{ batas = 0, nama = "D" }},
]
"""
_YEAR = """\
tahun = {year}
keadaan = "final"
tanggal_laporan = "24 Februari {next}"
keterangan = "Rekaan. Semua angka dikarang."

[lhe]
nomor = "000/LHE-REKAAN/{year}"
penerbit = "Inspektorat (rekaan)"

[posisi]
pegawai = "31 Desember {year}"
sarana = "31 Desember {year}"
"""


if __name__ == "__main__":
    main()
