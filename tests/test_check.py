"""Checking source tables, and the review annex made from it."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from lakip_lib.office import Office
from lakip_lib.problems import DataError
from lakip_lib.quantity import Cell, Kind, Quantity
from lakip_lib.review import _table_results, annex
from lakip_lib.review.checklist import ITEMS, checklist
from lakip_lib.review.finding import Finding
from lakip_lib.review.tables import RULES, check, unusable
from tests.conftest import lakip

REPOSITORY = Path(__file__).parent.parent
YEAR = 2032

#: A made-up office in whose tables nothing is amiss.  No figure in it is real.
FILES = {
    "profil.toml": """
[instansi]
nama = "Dinas Rekaan Kota Contoh"
wilayah = "Kota Contoh"
[tugas]
pokok = "Mengurus hal rekaan."
[penandatangan]
jabatan = "Kepala Dinas"
nama = "Nama Rekaan"
nip = "123"
[skala_capaian]
sumber = "rekaan"
kelas = [{ batas = 85, nama = "Baik" }, { batas = 0, nama = "Kurang" }]
[skala_akip]
sumber = "rekaan"
kelas = [{ batas = 80, nama = "A" }, { batas = 0, nama = "B" }]
""",
    "variabel.csv": """kode,nama,satuan,sumber_data
baik,Kebun terawat,kebun,Bidang Kebun
semua,Seluruh kebun,kebun,Bidang Kebun
panen,Kebun yang panen,kebun,Bidang Kebun
""",
    "data_dasar.csv": """variabel,tahun,nilai
baik,2030,100
baik,2031,110
baik,2032,126
semua,2030,200
semua,2031,205
semua,2032,210
panen,2032,50
""",
    "evaluasi_akip.csv": """tahun_dinilai,tanggal_terbit,komponen,bobot,nilai
2031,1 Maret 2032,Perencanaan,40,30
2031,1 Maret 2032,Pelaporan,60,45
""",
    "renstra-2030-2034/renstra.csv": """kode,induk,tingkat,uraian
M,,misi,Kebun yang maju
T,M,tujuan,Kebun tumbuh
S1,T,sasaran,Meningkatnya perawatan kebun
""",
    "renstra-2030-2034/indikator.csv": """\
kode,sasaran,indikator,satuan,desimal,arah,metode,pembilang,penyebut,jeda,formulasi,sumber_data
kebun,S1,Persentase kebun terawat,%,2,naik,terakhir,baik,semua,0,terawat / semua,Bidang Kebun
""",
    "renstra-2030-2034/target.csv": """indikator,tahun,dokumen,target
kebun,2030,Renstra,"50,00"
kebun,2031,Renstra,"52,00"
kebun,2032,Renstra,"59,00"
kebun,2033,Renstra,"62,00"
kebun,2034,Renstra,"65,00"
kebun,2032,RKT,"59,00"
kebun,2032,PK,"59,00"
""",
    "2032/tahun.toml": """tahun = 2032
keadaan = "final"
tanggal_laporan = "20 Februari 2033"
[posisi]
pegawai = "31 Desember 2032"
sarana = "31 Desember 2032"
""",
    "2032/program.csv": """kode,induk,tingkat,nama,sasaran,kelompok
1,,program,Program Perawatan Kebun,S1,prioritas
1.01,1,kegiatan,Perawatan,,
1.01.01,1.01,sub kegiatan,Penyiangan,,
1.01.02,1.01,sub kegiatan,Pemupukan,,
2,,program,Program Panen Raya,S1,
2.01,2,kegiatan,Panen,,
2.01.01,2.01,sub kegiatan,Pesta Panen,,
""",
    "2032/anggaran.csv": """\
kode,pagu,pagu_perubahan,realisasi,keluaran,satuan,target_rkt,target_keluaran,realisasi_keluaran
1.01.01,1.000.000,,900.000,Kebun disiangi,kebun,10,10,10
1.01.02,2.000.000,2.500.000,2.400.000,Kebun dipupuk,kebun,20,20,20
2.01.01,Tidak dianggarkan,,,Pesta,kali,,,
""",
    "2032/kinerja_program.csv": """kode,indikator,satuan,target_rkt,target,realisasi,pembilang,penyebut
1,Tutupan tajuk,%,"70,00","70,00","72,00",,
""",
    "2032/triwulan.csv": """indikator,triwulan,target,realisasi
kebun,I,"10,00","11,00"
kebun,II,"20,00","21,00"
kebun,III,"40,00","41,00"
kebun,IV,"59,00","60,00"
""",
    "2032/pegawai_jenis_kelamin.csv": "jenis_kelamin,jumlah\nLaki-laki,4\nPerempuan,6\n",
    "2032/pegawai_pendidikan.csv": "pendidikan,jumlah\nS1,7\nSMA,3\n",
    "2032/pegawai_golongan.csv": """golongan,pangkat,status,jumlah
III/a,Penata Muda,PNS,10
Tenaga kontrak,,kontrak,2
""",
    "2032/pegawai_jabatan.csv": "unit,jabatan,jumlah\nSekretariat,Staf,4\nBidang Kebun,Staf,6\n",
    "2032/sarana.csv": "nomor,nama,jumlah,baik,kurang_baik,rusak_berat\n1,Cangkul,9,6,2,1\n2,Sekop,3,3,-,-\n",
    "2032/organisasi.csv": "kode,induk,nama,jenis\nK,,Kepala,pimpinan\nB,K,Bidang Kebun,bidang\n",
    "2032/evaluasi_tindak_lanjut.csv": """nomor,komponen,jenis,uraian
1,Pelaporan,rekomendasi,Perbaiki laporan.
2,Pelaporan,tindak lanjut,Laporan diperbaiki.
""",
    "2032/upaya.csv": """nomor,induk,indikator,program,uraian,jumlah,satuan,variabel
1,,kebun,1,Kebun yang panen,,kebun,panen
2,1,kebun,1,Kebun jeruk,30,kebun,
3,1,kebun,1,Kebun apel,20,kebun,
""",
    "2032/kendala.csv": "nomor,indikator,uraian\n1,kebun,Hama masih banyak.\n",
    "2032/solusi.csv": "nomor,indikator,kendala,uraian\n1,kebun,1,Hama dikendalikan.\n",
    "2032/penghargaan.csv": """nomor,nama,pemberi,penerima,acara,tempat,tanggal
1,Kebun Teladan,,,,,3 Mei 2032
""",
    "2032/sop_pengumpulan_data.csv": """langkah,pelaksana,uraian,kelengkapan,waktu,keluaran
1,Bidang Kebun,Mendata kebun.,,1 hari,Data
""",
    "2032/narasi/analisis_kebun.md": "Kebun dirawat agar efisien.\n\nCapaiannya {{ kebun.capaian }}.\n",
}

Make = Callable[..., Office]


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """The made-up office with some texts of its files replaced: ``make({file: (old, new)}, {file: text})``."""

    def office(changes: dict[str, tuple[str, str]] | None = None, more: dict[str, str] | None = None) -> Office:
        files = FILES | (more or {})
        for file, (old, new) in (changes or {}).items():
            assert files[file].count(old) == 1, f"{old!r} must stand once in {file}"
            files[file] = files[file].replace(old, new)
        for file, text in files.items():
            path = tmp_path / "data" / "raw" / file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return Office(tmp_path, YEAR)

    return office


def codes(findings: list[Finding]) -> set[str]:
    """The codes found, those of tables that the office does not have left out."""
    return {f.code for f in findings} - {"DAT03"}


def test_an_office_without_faults_has_no_findings(make: Make) -> None:
    """Sound tables give no finding but the list of tables that the office does not keep."""
    assert codes(check(make())) == set()


BUDGET, TARGETS = "2032/anggaran.csv", "renstra-2030-2034/target.csv"
BROKEN = [
    ("DAT02", BUDGET, "1.000.000,,900.000", "1.000.000,,"),
    ("DAT04", BUDGET, "900.000", "1.900.000"),
    ("DAT04", BUDGET, "2.500.000,2.400.000", "2.300.000,2.400.000"),
    ("DAT05", BUDGET, "900.000", "0"),
    ("DAT06", BUDGET, "10,10,10", "10,10,0"),
    ("DAT06", BUDGET, "10,10,10", "10,10,"),
    ("DAT07", BUDGET, "900.000", "300.000"),
    ("DAT08", BUDGET, "2.01.01,Tidak dianggarkan,,,Pesta,kali,,,\n", ""),
    ("DAT09", BUDGET, "Pesta,kali,,,", "Pesta,kali,,,3"),
    ("DAT09", "2032/upaya.csv", "kebun,1,Kebun yang panen", "kebun,2,Kebun yang panen"),
    ("DAT10", "2032/upaya.csv", "Kebun apel,20", "Kebun apel,21"),
    ("DAT11", "2032/upaya.csv", "Kebun apel,20", "Kebun apel,"),
    ("DAT11", "2032/upaya.csv", "Kebun apel,20,kebun", "Kebun apel,20,pohon"),
    ("DAT12", "data_dasar.csv", "semua,2031,205", "semua,2031,105"),
    ("DAT13", "2032/pegawai_pendidikan.csv", "SMA,3", "SMA,4"),
    ("DAT13", "2032/pegawai_jabatan.csv", "Bidang Kebun,Staf,6", "Bidang Kebun,Staf,5"),
    ("DAT14", "2032/sarana.csv", "9,6,2,1", "9,6,1,1"),
    ("DAT15", "2032/sarana.csv", "Sekop", "CANGKUL"),
    ("DAT16", "evaluasi_akip.csv", "Pelaporan,60,45", "Pelaporan,50,45"),
    ("DAT17", "2032/triwulan.csv", '"60,00"', '"61,00"'),
    ("DAT17", "2032/triwulan.csv", '"59,00"', '"58,00"'),
    ("DAT18", "2032/penghargaan.csv", "3 Mei 2032", "3 Mei 2031"),
    ("DAT18", "2032/tahun.toml", 'pegawai = "31 Desember 2032"', 'pegawai = "31 Desember 2031"'),
    ("DAT18", "evaluasi_akip.csv", "2031,1 Maret 2032,Perencanaan", "2031,1 Maret 2031,Perencanaan"),
    ("DAT19", TARGETS, 'kebun,2033,Renstra,"62,00"\n', ""),
    ("DAT20", TARGETS, '2032,RKT,"59,00"', '2032,RKT,"58,00"'),
    ("DAT20", BUDGET, "20,20,20", "15,20,20"),
    ("DAT21", TARGETS, '2032,PK,"59,00"', '2032,PK,"58,00"'),
    ("DAT21", "2032/kinerja_program.csv", '"70,00","70,00"', '"75,00","70,00"'),
    ("DAT22", "data_dasar.csv", "baik,2031,110", "baik,2031,124"),
    ("DAT23", TARGETS, '2034,Renstra,"65,00"', '2034,Renstra,"60,00"'),
    ("DAT24", TARGETS, '2034,Renstra,"65,00"', '2034,Renstra,"62,00"'),
    ("DAT25", "2032/program.csv", "Program Perawatan Kebun,S1", "Program Perawatan Kebun,"),
    ("DAT26", "2032/kinerja_program.csv", "1,Tutupan", "1.01,Tutupan"),
    ("DAT27", BUDGET, "10,10,10", "10,,10"),
    ("DAT27", "2032/kinerja_program.csv", '"70,00","72,00"', '"70,00",'),
    ("DAT28", "data_dasar.csv", "semua,2031,205", "semua,2031,405"),
    ("DAT30", "2032/kinerja_program.csv", '"72,00"', '"172,00"'),
    ("DAT31", "2032/solusi.csv", "1,kebun,1,Hama dikendalikan.\n", ""),
    ("DAT32", "2032/kinerja_program.csv", '"72,00"', '"62,00"'),
    ("DAT34", "2032/evaluasi_tindak_lanjut.csv", "2,Pelaporan,tindak lanjut", "2,Perencanaan,tindak lanjut"),
    ("DAT35", "profil.toml", 'nama = "Nama Rekaan"', 'nama = ""'),
    ("DAT35", "2032/tahun.toml", "20 Februari 2033", "2 Maret 2033"),
    ("DAT36", "2032/tahun.toml", 'sarana = "31 Desember 2032"', 'sarana = "30 Desember 2032"'),
    ("DAT36", "2032/tahun.toml", 'sarana = "31 Desember 2032"\n', ""),
    ("DAT37", "2032/narasi/analisis_kebun.md", "Kebun dirawat", "{# Tulis ulang: disalin dari 2031. #}\nKebun dirawat"),
]  # fmt: skip


@pytest.mark.parametrize(("code", "file", "old", "new"), BROKEN, ids=[f"{b[0]}-{n}" for n, b in enumerate(BROKEN)])
def test_each_rule_finds_the_change_that_breaks_it(make: Make, code: str, file: str, old: str, new: str) -> None:
    """One changed cell gives the finding of its rule with its places; other warnings may follow, but no other galat."""
    found = check(make({file: (old, new)}))
    mine = [f for f in found if f.code == code]
    assert mine, [f.line() for f in found]
    assert all(f.places and f.message for f in mine)
    assert {f.code for f in found if f.severity == "galat"} <= {code}, [f.line() for f in found]


def test_a_constant_series_is_found_when_it_is_used(make: Make) -> None:
    """Three equal years of a denominator are a finding with all its cells; two are not."""
    two = {"data_dasar.csv": ("semua,2031,205", "semua,2031,210")}
    assert "DAT29" not in codes(check(make(two)))
    three = (
        FILES["data_dasar.csv"].replace("semua,2031,205", "semua,2031,210").replace("semua,2030,200", "semua,2030,210")
    )
    [found] = [f for f in check(make(None, {"data_dasar.csv": three})) if f.code == "DAT29"]
    assert [p.quote for p in found.places] == ["210"] * 3


def test_one_date_may_be_written_in_two_ways(make: Make) -> None:
    """Dates of staff and assets are compared as dates, not as they are typed."""
    typed = 'sarana = "31 Desember 2032"', 'sarana = "31-12-2032"'
    assert "DAT36" not in codes(check(make({"2032/tahun.toml": typed})))


def test_quarters_may_follow_any_document_of_the_year(make: Make) -> None:
    """The target of the last quarter is that of the RKT as well as that of another document, but of one of them."""
    quarters = {"2032/triwulan.csv": ('"59,00"', '"58,00"')}
    assert "DAT17" in codes(check(make(quarters)))
    assert "DAT17" not in codes(check(make(quarters | {TARGETS: ('2032,RKT,"59,00"', '2032,RKT,"58,00"')})))


def test_every_rule_is_tried_here() -> None:
    """The catalogue has no rule that these tests do not break."""
    assert {b[0] for b in BROKEN} | {"DAT01", "DAT03", "DAT29", "DAT33"} == set(RULES)


@pytest.mark.parametrize("status", ["PNS", "PPPK", "kontrak"])
def test_staff_tables_may_count_civil_servants_or_everybody(make: Make, status: str) -> None:
    """Positions of twelve people agree with ten civil servants when the table by rank knows two more."""
    changes = {
        "2032/pegawai_jabatan.csv": ("Sekretariat,Staf,4", "Sekretariat,Staf,6"),
        "2032/pegawai_golongan.csv": ("Tenaga kontrak,,kontrak,2", f"Lainnya,,{status},2"),
    }
    found = "DAT13" in codes(check(make(changes)))
    assert found == (status == "PNS")  # then all four would have to be twelve


@pytest.mark.parametrize(
    "sentence",
    [
        "Perawatan {{ kebun.nama }} tidak dapat disebut efisien.",
        "Anggaran {{ kebun.nama }} perlu dipakai secara efisien.",
        "Untuk {{ kebun.nama }}, selisih di atas lima poin berarti efisien.",
        "Dinas menjalankan tugasnya secara efektif dan efisien.",
        '{% if kebun.simpulan_efisiensi == "efisien" %}Perawatan kebun efisien.{% endif %}',
        "Tingkat efisiensi {{ kebun.nama }} ialah {{ kebun.efisiensi }}.",
    ],
)
def test_a_denied_intended_or_conditional_claim_is_no_claim(make: Make, sentence: str) -> None:
    """Only a plain statement that an indicator is efficient is held against the rule."""
    office = make({BUDGET: ("2.400.000", "600.000")}, {"2032/narasi/efisiensi.md": sentence})
    assert "DAT33" not in codes(check(office))


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        ("efisiensi", "Perawatan {{ kebun.nama }} sudah efisien."),
        ("efisiensi", "Pelaksanaan {{ program['1'].nama }} efektif dan efisien."),
        ("efisiensi", "Meningkatnya perawatan kebun dicapai dengan efisien."),
        ("efisiensi", "Seluruh sasaran dicapai secara efisien."),
        ("efisiensi", "Untuk {{ kebun.nama }} sisanya besar sehingga masih dapat dianggap efektif dan efisien."),
        ("analisis_kebun", "Pelaksanaannya efisien."),
    ],
)
def test_a_false_claim_of_efficiency_is_found(make: Make, file: str, sentence: str) -> None:
    """A claim is about what its placeholder, its words or its file name; its place is the line, quoted as written."""
    office = make({BUDGET: ("2.400.000", "600.000")}, {f"2032/narasi/{file}.md": f"Pengantar.\n{sentence}\n"})
    assert office.efficiency_verdict(office.indicators[0]) == "perlu penjelasan"
    [found] = [f for f in check(office) if f.code == "DAT33"]
    assert (found.places[0].table, found.places[0].row) == (f"2032/narasi/{file}.md", "2")
    assert found.places[0].quote == sentence


def test_a_true_claim_of_efficiency_stands(make: Make) -> None:
    """An indicator whose verdict is efficient may be called so."""
    office = make(None, {"2032/narasi/efisiensi.md": "Perawatan {{ kebun.nama }} sudah efisien."})
    assert office.efficiency_verdict(office.indicators[0]) == "efisien"
    assert "DAT33" not in codes(check(office))


def test_a_cause_in_a_narrative_explains_low_absorption(make: Make) -> None:
    """Low absorption is no finding once a sentence names the program and why; naming it alone is not enough."""
    low = {BUDGET: ("900.000", "300.000")}
    named = "Serapan {{ program['1'].nama }} rendah."
    [found] = [f for f in check(make(low, {"2032/narasi/keuangan.md": named})) if f.code == "DAT07"]
    assert "keuangan.md" in found.evidence
    told = f"{named} Sebagian anggaran tidak terserap karena lelang gagal."
    assert "DAT07" not in codes(check(make(low, {"2032/narasi/keuangan.md": told})))


def test_lower_is_better_turns_the_rules_round(make: Make) -> None:
    """For an indicator that should fall, a target below last year's result is no finding, one above it is."""
    columns = "kode,sasaran,indikator,satuan,desimal,arah,metode,pembilang,penyebut,jeda,formulasi,sumber_data\n"
    falls = columns + "kebun,S1,Persentase kebun gagal,%,2,turun,terakhir,baik,semua,0,a,b\n"
    down = 'indikator,tahun,dokumen,target\nkebun,2032,Renstra,"{}"\n'
    more = {"renstra-2030-2034/indikator.csv": falls, TARGETS: down.format("50,00")}
    assert "DAT22" not in codes(check(make(None, more)))
    assert "DAT22" in codes(check(make(None, more | {TARGETS: down.format("58,00")})))


DECISIONS = "nomor,jenis,tahun,berkas,kunci,kolom,semula,nilai,ditolak,alasan,diputuskan_oleh,tanggal\n"


@pytest.mark.parametrize(
    ("reason", "severity"), [("Sudah benar.", "galat"), ("DAT14: sedang diperiksa.", "peringatan")]
)
@pytest.mark.parametrize("key", ["nomor=1", "nomor = 1; nama=Cangkul;"])
def test_a_decision_is_named_and_settles_a_galat_only_by_its_code(
    make: Make, reason: str, severity: str, key: str
) -> None:
    """A decision on the cell is evidence either way; the galat is one less only when its reason names the rule."""
    decided = DECISIONS + f"7,abaikan,2032,2032/sarana.csv,{key},jumlah,9,,,{reason},kami,1 Januari 2033\n"
    office = make({"2032/sarana.csv": ("9,6,2,1", "9,6,1,1")}, {"keputusan.csv": decided})
    [found] = [f for f in check(office) if f.code == "DAT14"]
    assert (found.severity, "nomor 7" in found.evidence) == (severity, True)
    assert ("Sudah diputuskan" in found.evidence) == (severity == "peringatan")


def test_places_are_cells_as_typed(make: Make) -> None:
    """A finding names file, row and column of its cells, and quotes them untouched."""
    [found] = [f for f in check(make({BUDGET: ("900.000", "Rp.   1.900.000")})) if f.severity == "galat"]
    place = found.places[0]
    assert (place.table, place.row, place.column, place.quote) == (BUDGET, "2", "realisasi", "Rp.   1.900.000")


def test_tables_that_cannot_be_read_are_findings_too(make: Make) -> None:
    """Every problem of an office that cannot be opened becomes a galat at its cell."""
    with pytest.raises(DataError) as error:
        make({BUDGET: ("900.000", "banyak"), "2032/upaya.csv": ("Kebun apel,20", "Kebun apel,2o")})
    found = unusable(error.value)
    assert {(f.code, f.severity, f.places[0].table) for f in found} == {
        ("DAT01", "galat", BUDGET),
        ("DAT01", "galat", "2032/upaya.csv"),
    }


def test_a_plan_year_is_asked_for_its_plan_only(make: Make) -> None:
    """A year without realisation has no findings about money, results or signatures."""
    planned = {f: t for f, t in FILES.items() if not f.startswith("2032/")}
    office = make({"2032/tahun.toml": ("final", "rencana")})
    for file in FILES.keys() - planned.keys() - {"2032/tahun.toml"}:
        (office.root / "data" / "raw" / file).unlink()
    data = re.sub(r"\w+,2032,\d+\n", "", FILES["data_dasar.csv"])
    (office.root / "data" / "raw" / "data_dasar.csv").write_text(data)
    assert check(Office(office.root, YEAR)) == []


# -- checklist and annex ----------------------------------------------------------------------------------------------


def test_the_checklist_answers_what_a_program_can(make: Make) -> None:
    """Seven items are left to people, the others answered yes for sound tables with full comparisons."""
    more = {
        "pembanding.csv": 'indikator,tahun,wilayah,nilai\nkebun,2032,Nasional,"55,00"\n',
        "register.csv": "berkas,bagian,keterangan\ndata_dasar.csv,rekaan,\n",
    }
    office = make(None, more)
    found = {a.item.number: a.verdict for a in checklist(office, check(office))}
    assert [n for n, verdict in found.items() if verdict == "Perlu dinilai"] == [7, 11, 12, 13, 21, 22, 23]
    assert set(found.values()) == {"Ya", "Perlu dinilai"}


@pytest.mark.parametrize(
    ("number", "file", "old", "new"),
    [
        (1, "2032/organisasi.csv", "K,,Kepala,pimpinan\nB,K,Bidang Kebun,bidang\n", ""),
        (2, TARGETS, FILES[TARGETS].partition("\n")[2], ""),
        (3, "data_dasar.csv", "semua,2032,210\n", ""),
        (6, BUDGET, "1.000.000,,900.000", "1.000.000,,"),
        (8, "2032/sarana.csv", "9,6,2,1", "9,6,1,1"),
        (9, "2032/sop_pengumpulan_data.csv", "1,Bidang Kebun,Mendata kebun.,,1 hari,Data\n", ""),
        (10, "2032/organisasi.csv", "B,K,Bidang Kebun,bidang", "B,K,Bidang Sawah,bidang"),
        (14, TARGETS, 'kebun,2032,PK,"59,00"\n', ""),
        (18, TARGETS, 'kebun,2032,PK,"59,00"\n', ""),
    ],
)  # fmt: skip
def test_the_checklist_says_no_with_what_is_lacking(make: Make, number: int, file: str, old: str, new: str) -> None:
    """What is taken away turns its item to no, and the evidence is not empty."""
    office = make({file: (old, new)})
    answer = checklist(office, check(office))[number - 1]
    assert (answer.item.number, answer.verdict) == (number, "Tidak")
    assert answer.evidence


def test_the_checklist_has_its_twenty_three_items() -> None:
    """The items are numbered 1 to 23 and are all different."""
    assert [i.number for i in ITEMS] == list(range(1, 24))
    assert len({i.question for i in ITEMS}) == 23


def test_the_annex_quotes_what_was_typed(make: Make) -> None:
    """A doubtful text is marked up as a quotation, counts add up, and severities without findings have no table."""
    found = check(make({BUDGET: ("900.000", "1.900.123")}))
    tables = dict(annex.by_severity(found))
    assert "galat" in tables
    assert '<q class="ditolak">1.900.123</q>' in tables["galat"].to_html()
    total = annex.summary(found).lines[-1].cells[-1]
    assert total == str(sum(len(g.lines) for g in tables.values())) == str(len(found))


@pytest.mark.parametrize("year", [2022, 2023, 2024, 2025])
def test_this_office_has_no_galat(year: int) -> None:
    """The tables of this repository hold no wrong arithmetic, whatever the year; the annex can be made of each."""
    office = Office(REPOSITORY, year)
    found = check(office)
    assert [f.line() for f in found if f.severity == "galat"] == []
    assert len(annex.questions(office, found).lines) == len(ITEMS)


@pytest.mark.parametrize(
    ("code", "file", "text"),
    [
        ("DAT05", "2024/anggaran.csv", "5 orang"),
        ("DAT07", "2024/anggaran.csv", "46.806.648"),
        ("DAT22", "renstra-2021-2026/target.csv", "20,34"),
        ("DAT23", "renstra-2021-2026/target.csv", "44,70"),
        ("DAT28", "data_dasar.csv", "410"),
        ("DAT29", "data_dasar.csv", "1.899"),
        ("DAT31", "2024/kendala.csv", "nilai_akip"),
    ],
)
def test_doubts_about_this_office_are_found(code: str, file: str, text: str) -> None:
    """What a reviewer would ask about the published figures of 2024 is asked, at the cell that holds it."""
    places = [p for f in check(Office(REPOSITORY, 2024)) if f.code == code for p in f.places]
    assert any(p.table == file and p.quote == text for p in places)


def test_every_rule_has_its_page() -> None:
    """docs/aturan has one page a rule, under its title and severity, with the five parts a reader looks for."""
    parts = ["Yang ditemukan", "Mengapa penting", "Contoh (rekaan)", "Cara memperbaiki", "Kapan boleh diabaikan"]
    for code, rule in RULES.items():
        text = (REPOSITORY / "docs" / "aturan" / f"{code}.md").read_text(encoding="utf-8")
        assert text.startswith(f"# {code} {rule.title}\n\nTingkat: {rule.severity}.")
        assert re.findall(r"^## (.+)$", text, re.MULTILINE) == parts
    assert {p.stem for p in (REPOSITORY / "docs" / "aturan").glob("DAT*.md")} == set(RULES)


@pytest.mark.parametrize("coding", ["cp1252", "ascii"])
def test_messages_reach_an_old_code_page(office_copy: Path, coding: str) -> None:
    """Findings hold signs that old code pages lack; a log gets them all the same, as UTF-8."""
    environment = {**os.environ, "PYTHONIOENCODING": coding}
    result = lakip("check", "--year", "2024", root=office_copy, env=environment, encoding="utf-8")
    assert (result.returncode, result.stderr) == (0, "")
    assert "…" in result.stdout


def test_a_reader_who_stops_is_no_error(office_copy: Path) -> None:
    """`lakip check | head -1` prints its line and no traceback."""
    command = f"{shlex.quote(sys.executable)} -m lakip_lib.cli check --year 2024 --root {shlex.quote(str(office_copy))}"
    result = subprocess.run(
        ["bash", "-c", f"{command} | head -1"], capture_output=True, text=True, timeout=60, check=False
    )
    assert (result.stdout.count("\n"), result.stderr) == (1, "")


def test_a_broken_narrative_is_a_galat(office_copy: Path) -> None:
    """What would stop the build stops the check, with file and line."""
    file = office_copy / "data/raw/2024/narasi/aspek_strategis.md"
    file.write_text("Baris satu.\n\n{{ tidak_ada.nilai }}\n", encoding="utf-8")
    result = lakip("check", "--year", "2024", root=office_copy)
    assert result.returncode == 1
    assert "2024/narasi/aspek_strategis.md, baris 3" in result.stdout


def test_an_unknown_code_is_one_problem(office_copy: Path) -> None:
    """A number whose indicator nobody knows is not also called unreadable."""
    file = office_copy / "data/raw/renstra-2021-2026/target.csv"
    lines = file.read_text(encoding="utf-8").splitlines()
    lines[1] = "tidak_ada" + lines[1][lines[1].index(",") :]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    result = lakip("check", "--year", "2024", root=office_copy)
    assert [line for line in result.stdout.splitlines() if "baris 2," in line and "target.csv" in line] == [
        line for line in result.stdout.splitlines() if "tidak_ada" in line
    ]


def test_a_rank_neither_rises_nor_falls() -> None:
    """Rank 3 after rank 12 is an improvement, which "turun tajam" would not tell."""
    cell = Cell("2024/data.csv", 2, "nilai", "3")
    ranks = [Quantity.read(Decimal(n), Kind.PERINGKAT, cell, decimals=0) for n in (12, 3)]
    assert "berubah tajam dari" in _table_results._jump("Peringkat", 2023, 2024, *ranks).message
