# ruff: noqa: E501 - a planted error reads best on one line
"""Reports of other offices: nothing is said of right ones, and every planted error is found once, in its place."""

from __future__ import annotations

import time
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from lakip_lib.document.model import Block, Document, Heading, Table
from lakip_lib.document.read import read
from lakip_lib.review import grades, ratios, sums
from lakip_lib.review._text_book import book_of
from lakip_lib.review.finding import Finding
from tests.fixtures.kantor_lain import OFFICES, html, word


def findings(document: Document) -> list[Finding]:
    """All arithmetic findings."""
    book = book_of(document)
    return [f for module in (sums, ratios, grades) for f in module.check(book)]


@cache
def right(office: str) -> str:
    """The report of an office, with every number right."""
    return OFFICES[office]()


def document(folder: Path, office: str, form: str, text: str = "") -> Document:
    """The report of an office, or `text` in its place, as a file of this form and read from it."""
    path = folder / f"{office}.{form}"
    path.write_bytes(word(text or right(office)) if form == "docx" else html(text or right(office)).encode())
    return read(path)


@pytest.mark.parametrize("form", ["docx", "html"])
@pytest.mark.parametrize("office", OFFICES)
def test_nothing_is_said_of_a_right_report(tmp_path: Path, office: str, form: str) -> None:
    """Every table of the made-up reports is read and no arithmetic rule finds anything, from Word and from HTML."""
    report = document(tmp_path, office, form)
    assert len(list(report.tables())) == right(office).count("\nTabel ")
    assert [f.line() for f in findings(report)] == []


#: office, what stands there, what is planted, the rule, and words of the first place of its finding.
PLANTED = [
    # totals, trees, rows
    ("kesehatan", "| Golongan III | 66 |", "| Golongan III | 69 |", "JML03", "Golongan III Jenis Kelamin Laki-laki 69"),
    ("kesehatan", "| Jumlah | 107 | 257 | 364", "| Jumlah | 107 | 257 | 346", "JML01", "Jumlah Jumlah"),
    ("kesehatan", "| 34.500.000 |", "| 43.500.000 |", "JML04", "Penyusunan Laporan Keuangan Pagu"),
    ("kesehatan", "| 48.249.830.412 |", "| 48.249.380.412 |", "JML04", "Administrasi Keuangan Perangkat Daerah Pagu"),
    ("kesehatan", "| Total Belanja | 52.413.586.412", "| Total Belanja | 52.431.586.412", "JML01", "Total Belanja Pagu"),
    ("kecamatan", "| 40.118.000 |", "| 41.018.000 |", "JML04", "Fasilitasi percepatan pencapaian SPM Realisasi"),
    ("kecamatan", "| TOTAL | 1.624.845.500", "| TOTAL | 1.624.854.500", "JML01", "TOTAL Anggaran"),
    ("kecamatan", "| Komputer | 11 | 3 |", "| Komputer | 11 | 8 |", "JML03", "Komputer Rusak Ringan"),
    ("inspektorat", "| JUMLAH | < | 11.578.425", "| JUMLAH | < | 11.578.245", "JML01", "JUMLAH Anggaran"),
    ("inspektorat", "| 612.400 |", "| 621.400 |", "JML01", "Program Perumusan Kebijakan Anggaran"),
    ("inspektorat", "| Inspektorat Daerah | 205 | 171 |", "| Inspektorat Daerah | 205 | 117 |", "JML01", "Inspektorat Daerah Selesai"),
    ("pengadilan", "| 1.145.827.000,- |", "| 1.154.827.000,- |", "JML01", "Belanja Barang PAGU REVISI"),
    ("pengadilan", "| Cerai talak | 22 |", "| Cerai talak | 27 |", "JML03", "Cerai talak Sisa Tahun 2023"),
    ("pengadilan", "| 20.590.833,- |", "| 20.950.833,- |", "JML01", "Belanja Pegawai SISA"),
    ("kpu", "| Jumlah | 150.220 | 152.801 |", "| Jumlah | 150.220 | 152.810 |", "JML01", "Jumlah 2020"),
    ("kpu", "| Media sosial | 10 | 12 | 20 | 31 | 73", "| Media sosial | 10 | 12 | 20 | 31 | 78", "JML03", "Media sosial Jumlah"),
    ("pendidikan", "| Total | 1.744 | 413 |", "| Total | 1.744 | 431 |", "JML01", "Total Kondisi Ruang Rusak Sedang"),
    ("pendidikan", "| 955.117.250 |", "| 995.117.250 |", "JML01", "Persentase sekolah terakreditasi A Anggaran Realisasi"),
    # ratios of tables
    ("kesehatan", "| 88 | 113,73", "| 88 | 131,37", "RSO02", "Angka Kematian Ibu Capaian"),
    ("kesehatan", "| 12,75 | 108,93", "| 12,75 | 91,07", "RSO17", "Prevalensi stunting balita Capaian"),
    ("kesehatan", "| 15,60 | 12,75 | -2,85", "| 15,60 | 12,75 | -2,58", "RSO15", "Prevalensi stunting balita Naik/Turun"),
    ("kesehatan", "| 624.500 | 98,19", "| 624.500 | 99,18", "RSO01", "Penyusunan Laporan Keuangan %"),
    ("kecamatan", "| 52.50 | 87.50", "| 52.50 | 85.70", "RSO02", "Persentase usulan musrenbang terakomodasi %"),
    ("kecamatan", "| 1,406 | 100.43", "| 1,406 | 104.30", "RSO02", "Jumlah layanan administrasi Capaian"),
    ("inspektorat", "| 74,80 | 83,11%", "| 78,40 | 83,11%", "RSO02", "Persentase tindak lanjut temuan APIP Capaian"),
    ("inspektorat", "| 30 | 7 | 0 | 81,08", "| 30 | 7 | 0 | 80,18", "RSO04", "Inspektorat Provinsi Persentase"),
    ("pengadilan", "| 30 s.d. 40 tahun | 13 | 45%", "| 30 s.d. 40 tahun | 13 | 54%", "RSO03", "30 s.d. 40 tahun Persentase"),
    ("bappeda", "| 80,00 | 99,93%", "| 80,00 | 93,99%", "RSO06", "Persentase capaian sasaran RPJMD Tingkat Kemajuan"),
    ("bappeda", "| 54,00 | 58,05 | 107,50 |", "| 54,00 | 85,05 | 107,50 |", "RSO02", "Indeks inovasi daerah Tahun 2023 Realisasi"),
    ("bappeda", "| 19.377,90 | 5,03", "| 19.377,90 | 3,05", "RSO05", "PDRB (miliar rupiah) Pertumbuhan"),
    ("bappeda", "| 98,42 | 35,31", "| 98,42 | 31,35", "RSO03", "Program Koordinasi dan Sinkronisasi Proporsi"),
    ("pendidikan", "| 95,49 | 96,32 |", "| 95,49 | 93,62 |", "RSO04", "APM SD (%) 2023"),
    ("pendidikan", "| 68,40 | 71,85 | 3,45 |", "| 64,80 | 71,85 | 3,45 |", "RSO15", "Persentase guru bersertifikat Realisasi 2023"),
    ("pendidikan", "| Belum dinilai | - |", "| Belum dinilai | 0 |", "RSO14", "Jumlah inovasi pendidikan Capaian"),
    # scores, classes, efficiency
    ("inspektorat", "| Evaluasi Internal | 10 | 6,95", "| Evaluasi Internal | 10 | 16,95", "JML01", "Evaluasi Internal Nilai"),
    ("inspektorat", "| Predikat | | BB", "| Predikat | | A", "SKL03", "Predikat Nilai"),
    ("inspektorat", "| Tingkat Akuntabilitas Kinerja | | BB", "| Tingkat Akuntabilitas Kinerja | | B+", "SKL04", "Tingkat Akuntabilitas Kinerja"),
    ("inspektorat", "| 71,38% | Sedang", "| 71,38% | Tinggi", "SKL05", "Persentase OPD bernilai SAKIP minimal B Kriteria"),
    ("bappeda", "| 4,07 | Cukup Efisien", "| 1,04 | Cukup Efisien", "EFI01", "Persentase capaian sasaran RPJMD Tingkat Efisiensi"),
    ("bappeda", "| 4,07 | Cukup Efisien", "| 4,07 | Efisien", "SKL05", "Persentase capaian sasaran RPJMD Kategori"),
    # sentences
    ("kesehatan", "364 orang pegawai yang terdiri", "346 orang pegawai yang terdiri", "JML05", "346 orang"),
    ("kesehatan", "atau 96,57 persen", "atau 95,67 persen", "RSO07", "95,67 persen"),
    ("kesehatan", "meningkat 1,25 poin", "meningkat 1,52 poin", "RSO09", "1,52 poin"),
    ("kesehatan", "capaiannya 108,93%", "capaiannya 119,83%", "RSO08", "119,83%"),
    ("kecamatan", "tahun 2024 adalah 99.43%", "tahun 2024 adalah 94.93%", "RSO16", "94.93%"),
    ("inspektorat", "78,00 dengan predikat BB", "78,00 dengan predikat A", "SKL03", "predikat A"),
    ("pengadilan", "sebesar 91,56%", "sebesar 95,16%", "RSO04", "95,16%"),
    ("bappeda", "mencapai 103,55%", "mencapai 105,33%", "RSO09", "105,33%"),
    ("bappeda", "meningkat 5,33 poin", "meningkat 3,55 poin", "RSO09", "3,55 poin"),
    ("pendidikan", "atau 102,64% dari target", "atau 104,62% dari target", "RSO08", "104,62%"),
    ("pendidikan", "menurun sebesar 1,55 poin", "menurun sebesar 5,15 poin", "RSO09", "5,15 poin"),
    ("pendidikan", "(95,80 persen)", "(98,50 persen)", "RSO07", "98,50 persen"),
]  # fmt: skip


@pytest.mark.parametrize("plant", PLANTED, ids=lambda p: f"{p[0]} {p[2]}")
def test_a_planted_error_is_found_once_and_in_its_place(tmp_path: Path, plant: tuple[str, ...]) -> None:
    """One wrong figure gives one finding, whose first place is the wrong cell or sentence."""
    office, old, new, code, place = plant
    assert right(office).count(old) == 1
    found = findings(document(tmp_path, office, "docx", right(office).replace(old, new)))
    assert [f.code for f in found] == [code], [f.line() for f in found]
    first = found[0].places[0]
    assert place in f"{first.row} {first.column} {first.quote}"


#: Right tables in further layouts of the field.
LAYOUTS = {
    "dua tahun": """
|| Program | 2023 | < | < | 2024 | < | <
|| ^ | Pagu (Rp) | Realisasi (Rp) | % | Pagu (Rp) | Realisasi (Rp) | %
| A | 100.000.000 | 90.000.000 | 90,00 | 120.000.000 | 100.000.000 | 83,33
| B | 200.000.000 | 150.000.000 | 75,00 | 180.000.000 | 170.000.000 | 94,44
| Jumlah | 300.000.000 | 240.000.000 | 80,00 | 300.000.000 | 270.000.000 | 90,00
""",
    "triwulan uang": """
|| Program | Pagu (Rp) | TW I (Rp) | % | TW II (Rp) | % | TW III (Rp) | % | TW IV (Rp) | %
| A | 100.000.000 | 10.000.000 | 10,00 | 35.000.000 | 35,00 | 60.000.000 | 60,00 | 98.000.000 | 98,00
| B | 200.000.000 | 30.000.000 | 15,00 | 90.000.000 | 45,00 | 120.000.000 | 60,00 | 190.000.000 | 95,00
| TOTAL | 300.000.000 | 40.000.000 | 13,33 | 125.000.000 | 41,67 | 180.000.000 | 60,00 | 288.000.000 | 96,00
""",
    "perubahan": """
|| Uraian | Sebelum Perubahan (Rp) | Setelah Perubahan (Rp) | Bertambah/(Berkurang) (Rp) | %
| Belanja Operasi | 900.000.000 | 950.000.000 | 50.000.000 | 5,56
| Belanja Modal | 100.000.000 | 80.000.000 | (20.000.000) | (20,00)
| Jumlah Belanja | 1.000.000.000 | 1.030.000.000 | 30.000.000 | 3,00
""",
    "fisik": """
|| No | Kegiatan | Pagu (Rp) | Realisasi Keuangan (Rp) | Realisasi Keuangan (%) | Realisasi Fisik (%)
| 1 | A | 100.000.000 | 90.000.000 | 90,00 | 100,00
| 2 | B | 200.000.000 | 150.000.000 | 75,00 | 80,00
| | Jumlah | 300.000.000 | 240.000.000 | 80,00 | 90,00
""",
    "gender persen": """
|| Pendidikan | L | % | P | % | Jumlah | %
| S2 | 4 | 20,00 | 6 | 20,00 | 10 | 20,00
| S1 | 10 | 50,00 | 20 | 66,67 | 30 | 60,00
| SMA | 6 | 30,00 | 4 | 13,33 | 10 | 20,00
| TOTAL PEGAWAI | 20 | 100,00 | 30 | 100,00 | 50 | 100,00
""",
    "predikat": """
|| No | Indikator | Satuan | Target | Realisasi | Capaian (%)
| 1 | Nilai SAKIP | Predikat | BB | BB | 100,00
| 2 | Opini BPK | Opini | WTP | WTP | 100,00
| 3 | Indeks SPBE | Indeks | 3,20 | 3,05 | 95,31
| 4 | Waktu tanggap | menit | 10 | 12 | 80,00
| 5 | Nilai survei | Nilai | 3 - 4 | 3,55 | 100
""",
    "bertingkat a+b": """
|| Uraian | Anggaran | Realisasi | %
| A. Pegawai ASN | 500.000.000 | 490.000.000 | 98,00
| B. Barang | 300.000.000 | 270.000.000 | 90,00
| Jumlah Belanja Operasi (A+B) | 800.000.000 | 760.000.000 | 95,00
| C. Modal Tanah | 50.000.000 | 40.000.000 | 80,00
| D. Modal Gedung | 150.000.000 | 140.000.000 | 93,33
| Jumlah Belanja Modal (C+D) | 200.000.000 | 180.000.000 | 90,00
| JUMLAH SELURUHNYA | 1.000.000.000 | 940.000.000 | 94,00
""",
    "juta": """
|| Program | Pagu (Rp juta) | Realisasi (Rp juta) | Serapan
| A | 1.204,55 | 1.150,31 | 95,50%
| B | 884,12 | 870,12 | 98,42%
| C | 415,00 | 309,87 | 74,67%
| Total | 2.503,67 | 2.330,29 | 93,08%
""",
    "rata capaian total": """
|| Indikator | Target | Realisasi | Capaian
| A | 80,00 | 76,00 | 95,00
| B | 60,00 | 66,00 | 110,00
| Jumlah Rata-rata Capaian | | | 102,50
""",
    "capaian sasaran rata": """
|| Sasaran | Jumlah Indikator | Rata-rata Capaian (%) | Kategori
| Satu | 2 | 102,50 | Sangat Baik
| Dua | 3 | 98,10 | Baik
| Jumlah | 5 | 99,86 | Baik
""",
    "per bulan": """
|| Bulan | Jumlah Pemohon | Rata-rata per Hari
| Januari | 220 | 10
| Februari | 200 | 10
| Maret | 231 | 11
| Jumlah | 651 | 10
""",
    "transpos anggaran": """
|| Uraian | 2022 | 2023 | 2024
| Pagu Anggaran (Rp) | 1.000.000.000 | 1.200.000.000 | 1.100.000.000
| Realisasi (Rp) | 950.000.000 | 1.130.000.000 | 1.056.000.000
| Persentase | 95,00 | 94,17 | 96,00
| Sisa (Rp) | 50.000.000 | 70.000.000 | 44.000.000
""",
    "tw target real": """
|| Indikator | TW I Target | TW I Realisasi | TW II Target | TW II Realisasi | TW III Target | TW III Realisasi | TW IV Target | TW IV Realisasi | Capaian
| A | 20 | 22 | 45 | 44 | 70 | 71 | 90 | 93 | 103,33
| B | 1 | 1 | 2 | 2 | 3 | 3 | 4 | 3 | 75,00
""",
    "aset rupiah": """
|| No | Golongan Barang | Jumlah Barang | Nilai (Rp)
| 1 | Tanah | 3 | 1.500.000.000,00
| 2 | Peralatan dan Mesin | 412 | 2.345.678.900,50
| 3 | Gedung | 5 | 3.200.000.000,00
| | Jumlah | 420 | 7.045.678.900,50
""",
    "akhir renstra": """
|| Indikator | Target 2024 | Realisasi 2024 | Target Akhir Renstra 2026 | Capaian terhadap Target Akhir (%)
| A | 80,00 | 82,00 | 90,00 | 91,11
| B | 12,00 | 13,10 | 10,00 | 69,00
""",
    "ipm": """
|| Kabupaten | IPM 2022 | IPM 2023 | Pertumbuhan (%) | Peringkat
| Satu | 70,12 | 70,98 | 1,23 | 4
| Dua | 71,55 | 72,10 | 0,77 | 2
| Rata-rata | 70,84 | 71,54 | 1,00 |
""",
    "nasional": """
|| Indikator | Realisasi Kabupaten | Realisasi Provinsi | Realisasi Nasional
| AKI | 88 | 120 | 189
| Stunting | 12,75 | 18,90 | 21,50
""",
    "skm": """
|| No | Unsur | Nilai Unsur | Bobot | Nilai Tertimbang
| U1 | Persyaratan | 3,420 | 0,111 | 0,380
| U2 | Prosedur | 3,510 | 0,111 | 0,390
| U3 | Waktu | 3,380 | 0,111 | 0,375
| | Jumlah | | | 1,145
""",
    "lke": """
|| No | Komponen | Bobot | Tahun 2022 | Tahun 2023
| 1 | Perencanaan Kinerja | 30 | 22,10 | 23,40
| a | Pemenuhan | 6 | 5,00 | 5,20
| b | Kualitas | 9 | 7,10 | 7,20
| c | Pemanfaatan | 15 | 10,00 | 11,00
| 2 | Pengukuran Kinerja | 30 | 20,00 | 21,00
| 3 | Pelaporan Kinerja | 15 | 10,00 | 10,50
| 4 | Evaluasi Internal | 25 | 16,00 | 17,00
| | Nilai Akuntabilitas Kinerja | 100 | 68,10 | 71,90
| | Predikat | | B | BB
""",
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_nothing_is_said_of_a_right_table(tmp_path: Path, layout: str) -> None:
    """Tables in layouts of every kind give no finding: what is no sum, quotient or difference is not taken for one."""
    report = document(tmp_path, layout, "docx", f"# BAB III AKUNTABILITAS KINERJA\nTabel 3.1 Rekaan{LAYOUTS[layout]}")
    assert len(list(report.tables())) == 1
    assert [f.line() for f in findings(report)] == []


def test_time_grows_in_line_with_the_report(tmp_path: Path) -> None:
    """Ten copies of all reports with their errors in one document take about ten times the time of one, not a hundred."""
    wrong: dict[str, str] = {}
    for office, old, new, *_ in PLANTED[::3]:
        wrong[office] = wrong.get(office, right(office)).replace(old, new)
    blocks = [b for office, text in wrong.items() for b in document(tmp_path, office, "docx", text).blocks]

    def seconds(times: int) -> float:
        copies: list[Block] = []
        for n in range(times):
            for block in blocks:
                numbered = isinstance(block, Heading | Table)
                copies.append(replace(block, number=f"{n}.{block.number}") if numbered else block)
        start = time.process_time()
        assert findings(Document("rekaan", "docx", copies))
        return time.process_time() - start

    assert seconds(10) < 25 * min(seconds(1) for _ in range(3))
