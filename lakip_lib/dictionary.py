"""The data dictionary, docs/kamus-data.md: what analysts may type, in Indonesian Markdown.

Tables come from `schema.TABLES`.  What the catalogue does not hold (notations, settings, names that narratives may use)
is declared here as data; tests compare each declaration with the code that reads it.

`python -m lakip_lib.dictionary` prints it; `make docs` writes the file.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from lakip_lib import schema

__all__ = [
    "CHAPTER_TEXTS", "FILTERS", "GROUPS", "MISSING", "NOTATIONS", "PROFILE", "RULES", "TESTS", "WORDS", "YEAR",
    "Notation", "Setting", "markdown",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Notation:
    """How a kind of column is typed: in words, and examples as (typed, read)."""

    about: str
    examples: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Setting:
    """One key of a TOML file: ``section.key`` or ``key``; `read` says that the program uses it."""

    name: str
    about: str
    default: str = ""
    read: bool = True


_ABOUT_VALUE = (
    "Angka yang jenisnya mengikuti satuan: `%` dibaca sebagai persen; `nilai`, `skor`, `indeks`, `poin`, `predikat` "
    "sebagai indeks; `rasio` sebagai rasio; `peringkat` sebagai peringkat; `rupiah` sebagai uang; satuan lain sebagai "
    "cacahan. Rentang hanya untuk target."
)

#: By column kind; the examples are read by the real reader in the tests.
NOTATIONS: Mapping[str, Notation] = {
    "teks": Notation("Teks bebas; spasi berlebih dirapikan."),
    "kode": Notation("Kode pendek tanpa spasi yang tidak berubah; tabel lain merujuk kepadanya."),
    "tahun": Notation("Tahun empat angka.", (("2024", "2024"),)),
    "tanggal": Notation(
        "Tanggal; urutannya selalu tanggal, bulan, tahun.",
        (("27 Maret 2024", "27 Maret 2024"), ("27/03/2024", "27 Maret 2024"), ("2024-03-27", "27 Maret 2024")),
    ),
    "bulat": Notation("Bilangan bulat tanpa pemisah dan tanpa satuan.", (("3", "3"),)),
    "uang": Notation(
        "Rupiah, tidak negatif. Titik atau koma di depan tiga angka dibaca sebagai pemisah ribuan.",
        (
            ("Rp. 5. 840.935.330,00", "5.840.935.330"), ("Rp.     75.009.081", "75.009.081"),
            ("22.275.313.470,-", "22.275.313.470"), ("6,318,563,994", "6.318.563.994"), ("1,2 miliar", "1.200.000.000"),
        ),
    ),
    "jumlah": Notation(
        "Cacahan, tidak negatif; satuan boleh ditulis di belakangnya.",
        (("1.115", "1.115"), ("80 Unit Usaha", "80"), ("26 orang/bulan", "26"), ("2,5 juta", "2.500.000"), ("0", "0")),
    ),
    "persen": Notation(
        "Persentase, dengan atau tanpa tanda %. Titik atau koma dibaca sebagai tanda desimal.",
        (
            ("18,75%", "18,75"), ("18.75%", "18,75"), ("105,202%", "105,202"), ("- 28,39%", "-28,39"),
            ("38% (Evaluasi Semester I)", "38"),
        ),
    ),
    "nilai": Notation(_ABOUT_VALUE, (("83,83", "83,83"), ("74.93", "74,93"), ("0 - 5", "0 s.d. 5"))),
    "pilihan": Notation("Salah satu pilihan yang disebut pada kolomnya; huruf besar dan kecil tidak dibedakan."),
}  # fmt: skip

#: A number that is missing on purpose: what may be typed, and the reason that the report keeps.
MISSING: Mapping[str, str] = {
    "": "kosong", "-": "tanda strip", "–": "tanda strip", "n/a": "tidak tersedia", "NA": "tidak tersedia",
    "#N/A": "tidak tersedia (#N/A)", "NULL": "kosong (NULL)", "Belum dinilai": "belum dinilai",
    "Belum tersedia": "belum tersedia", "Belum diisi": "belum diisi", "Tidak dianggarkan": "tidak dianggarkan",
    "Tidak ada target": "tidak ada target",
}  # fmt: skip

_SIGNATORY = (
    ("tempat", "Tempat penandatanganan"), ("jabatan", "Jabatan penanda tangan"),
    ("nama", "Nama; kosong menjadi “(nama belum diisi)”"), ("pangkat", "Pangkat dan golongan"), ("nip", "NIP"),
)  # fmt: skip

#: profil.toml, at the root of data/raw.
PROFILE: Sequence[Setting] = (
    Setting("instansi.nama", "Nama lengkap perangkat daerah; wajib"),
    Setting("instansi.wilayah", "Nama daerah, mis. Kota …; wajib"),
    Setting("instansi.kepala_daerah", "Sebutan kepala daerah", "kepala daerah"),
    Setting("dasar_hukum", "Daftar `[[dasar_hukum]]` dengan `nama` dan `tentang`; yang pertama tentang organisasi"),
    Setting("tugas.pokok", "Rumusan tugas pokok", "belum diisi"),
    Setting("tugas.fungsi", "Daftar fungsi", "kosong"),
    *(Setting(f"penandatangan.{key}", about, "kosong") for key, about in _SIGNATORY),
    *(Setting(f"pereviu.{key}", f"{about} (pada pernyataan reviu)", "kosong") for key, about in _SIGNATORY),
    Setting(
        "penyedia", 'Unit yang menyampaikan suatu tabel, mis. `sarana = "Sekretariat"`; dipakai `lakip check`', "kosong"
    ),
    Setting("dokumen.kertas", "Ukuran kertas PDF: `A4` atau `F4` (215 × 330 mm)", "A4"),
    Setting("skala_capaian.sumber", "Sumber skala; dicetak di bawah tabelnya"),
    Setting("skala_capaian.kelas", "Kelas capaian: daftar `{ batas, nama }`, batas bawah dalam persen; wajib"),
    Setting("skala_capaian.di_atas", "`true`: nilai harus di atas batas, bukan tepat pada batas", "false"),
    Setting("skala_akip.sumber", "Sumber skala predikat AKIP"),
    Setting("skala_akip.kelas", "Predikat AKIP: daftar `{ batas, nama }`; wajib"),
    Setting("skala_akip.di_atas", "Seperti pada skala capaian", "false"),
    Setting("skala_predikat", "Skala lain, mis. `[skala_predikat.opini]`, untuk kolom `skala` indikator"),
    Setting("capaian.rumus_turun", "Rumus indikator berarah turun: `2T-R` atau `T/R`, satu bagi laporan", "2T-R"),
    Setting("rata_rata.batas_atas", "Batas capaian saat dirata-ratakan, dalam persen", "120"),
    Setting("efisiensi.ambang", "Ambang selisih capaian dan serapan, dalam poin", "5"),
    Setting("efisiensi.metode", "Cara menghitung efisiensi: `selisih`, `rasio`, `pmk249`, atau `pmk22`", "selisih"),
    Setting("efisiensi.sumber", "Asal cara menghitung"),
    Setting("serapan.perlu_penjelasan", "Serapan di bawah batas ini (persen) “perlu penjelasan”", "50"),
)

#: tahun.toml, in the folder of each fiscal year.
YEAR: Sequence[Setting] = (
    Setting("tahun", "Tahun anggaran; harus sama dengan nama foldernya", "nama folder"),
    Setting("keadaan", "`final`, `sementara`, atau `rencana` (baru ada target: realisasi “belum dinilai”)", "final"),
    Setting("tanggal_laporan", "Tanggal penandatanganan laporan, mis. 28 Februari 2025", "(tanggal belum diisi)"),
    Setting("keterangan", "Catatan tentang keadaan data tahun itu", read=False),
    Setting("lhe.nomor", "Nomor Laporan Hasil Evaluasi yang terbit pada tahun itu", "nomor belum diketahui"),
    Setting("lhe.penerbit", "Penerbit LHE", "inspektorat"),
    Setting("posisi.pegawai", "Tanggal keadaan data pegawai, pada judul tabel", "tahun saja"),
    Setting("posisi.sarana", "Tanggal keadaan data sarana, pada judul tabel", "tahun saja"),
)

#: What rows must keep to, by the function of `rules` that checks it.
RULES: Mapping[str, str] = {
    "_codes": "Kode sasaran dan indikator hanya memuat huruf, angka, titik, tanda hubung, dan garis bawah.",
    "_keys": "Kunci tidak boleh berulang dalam satu tabel.",
    "_references": "Kode yang dirujuk harus ada di tabelnya, bila tabel itu ada.",
    "_trees": "Induk tidak boleh berputar ke dirinya sendiri, dan tingkatnya harus di atas tingkat rinciannya.",
    "_money_at_leaves": "Uang hanya diketik pada rincian terbawah; induk dijumlahkan.",
    "_typed_once": "Angka tidak diketik bila variabel, rincian, atau pembilang sudah memberikannya.",
    "_revisions": "Pagu yang dihapus dalam perubahan diketik 0, bukan kata; kosong bila tidak berubah.",
    "_indicators": "Banyak desimal indikator 0 sampai 6; penyebut hanya bersama pembilang.",
    "_quarters": (
        "Nilai triwulan sama di semua triwulan bila metodenya tetap; persentase tanpa pembilang tidak memakai "
        "metode jumlah."
    ),
    "_targets": (
        "Target berupa rentang bila, dan hanya bila, arah indikatornya rentang. Target dalam target.csv tidak "
        "dibulatkan: desimalnya tidak lebih banyak daripada kolom `desimal` indikatornya."
    ),
    "_scores": "Nilai komponen AKIP tidak boleh di atas bobotnya.",
}

#: Names that stand alone in a narrative.
WORDS: Mapping[str, str] = {
    "tahun": "Tahun anggaran",
    "tahun_lalu": "Tahun sebelumnya",
    "instansi": "Nama perangkat daerah",
    "wilayah": "Nama daerah",
    "kepala_daerah": "Sebutan kepala daerah",
    "rencana": "Benar bila tahun itu masih berupa rencana",
    "indikator": "Daftar semua indikator, untuk `{% for i in indikator %}`; isiannya seperti isian indikator",
    "rata_rata_capaian": "Rata-rata capaian dengan batas atas",
    "metode_efisiensi": "Metode efisiensi dari profil.toml: selisih, rasio, pmk249, atau pmk22",
    "visi": "Daftar visi",
    "misi": "Daftar misi",
    "tujuan": "Daftar tujuan",
    "dasar_hukum": "Daftar dasar hukum; tiap butir mempunyai `nama` dan `tentang`",
    "organisasi": "Susunan unit; tiap unit mempunyai `nama` dan `bawahan`",
    "upaya": "`upaya[7]`: banyaknya upaya nomor 7 dari upaya.csv, dengan satuannya",
    "program": "`program['1.02']`: program, kegiatan atau sub kegiatan berkode itu; isiannya di bawah",
    "anggaran": "Anggaran seluruh perangkat daerah; isiannya di bawah",
    "jumlah": "Banyaknya unsur rencana dan anggaran; isiannya di bawah",
    "pegawai": "Banyaknya pegawai; isiannya di bawah",
    "akip": "Evaluasi AKIP terakhir yang telah terbit; isiannya di bawah",
    "renstra": "Periode Renstra; isiannya di bawah",
    "tugas": "Tugas dan fungsi dari profil.toml; isiannya di bawah",
}

#: What stands behind the dot, by the name before it; KODE is the code of an indicator.
GROUPS: Mapping[str, Mapping[str, str]] = {
    "KODE": {
        "kode": "Kode", "nama": "Nama", "satuan": "Satuan", "sasaran": "Rumusan sasarannya",
        "arah": "naik, turun, atau rentang", "formulasi": "Rumusan perhitungan resmi",
        "target": "Target yang berlaku: PK perubahan, jika tidak ada PK, jika tidak ada Renstra",
        "realisasi": "Realisasi tahun ini", "capaian": "Capaian terhadap target yang berlaku",
        "kelas": "Kelas capaian menurut skala",
        "realisasi_lalu": "Realisasi tahun lalu", "capaian_lalu": "Capaian tahun lalu",
        "selisih": "Realisasi tahun ini dikurangi tahun lalu (poin untuk persen)",
        "pertumbuhan": "Pertumbuhan dari tahun lalu, dalam persen",
        "target_akhir": "Target Renstra tahun terakhir", "tahun_akhir": "Tahun terakhir Renstra",
        "sisa_tahun": "Banyak tahun sampai tahun terakhir",
        "capaian_akhir": "Realisasi terhadap target akhir Renstra", "target_rkt": "Target RKT",
        "target_renstra": "Target Renstra tahun ini",
        "pembilang": "Pembilang tahun ini", "penyebut": "Penyebut tahun ini; kosong bila bukan rasio",
        "pembilang_lalu": "Pembilang tahun lalu", "penyebut_lalu": "Penyebut tahun lalu",
        "selisih_pembilang": "Perubahan pembilang",
        "rasio": "Benar bila indikator punya penyebut", "jeda": "Jeda dalam tahun",
        "pagu": "Pagu program pendukung sasarannya", "belanja": "Realisasi keuangan program itu",
        "serapan": "Serapan program itu",
        "efisiensi": "Efisiensi menurut metode di profil.toml; dengan selisih: capaian dikurangi serapan, dalam poin",
        "simpulan_efisiensi": "Simpulan efisiensi",
        "pembanding": "Daftar pembanding tahun ini; tiap butir mempunyai `wilayah` dan `nilai`",
        "program": "Daftar program berpagu yang mendukung sasarannya; isiannya seperti isian program",
    },
    "program['KODE']": {
        "kode": "Kode", "nama": "Nama resmi", "pagu": "Pagu yang berlaku", "realisasi": "Realisasi keuangan",
        "serapan": "Serapan", "berpagu": "Benar bila ada pagu",
    },
    "anggaran": {
        "pagu": "Pagu", "realisasi": "Realisasi keuangan", "serapan": "Serapan", "sisa": "Pagu dikurangi realisasi",
        "pagu_awal": "Pagu sebelum perubahan APBD", "berubah": "Benar bila ada pagu perubahan",
    },
    "jumlah": {
        "program": "Program berpagu", "kegiatan": "Kegiatan berpagu", "sub_kegiatan": "Sub kegiatan berpagu",
        "sasaran": "Sasaran", "indikator": "Indikator kinerja utama", "misi": "Misi", "tujuan": "Tujuan",
    },
    "pegawai": {
        "pns": "PNS", "pppk": "PPPK", "kontrak": "Tenaga kontrak", "semua": "Semua pegawai",
        "terhitung": "Siapa yang dihitung tabel jenis kelamin, pendidikan, dan jabatan, mis. pegawai negeri sipil",
    },
    "akip": {
        "nilai": "Nilai", "predikat": "Predikat menurut skala", "tahun": "Tahun kinerja yang dinilai",
        "terbit": "`terbit 27 Maret 2024`, atau bahwa tanggalnya belum diketahui",
        "nomor": "Nomor LHE", "penerbit": "Penerbit LHE",
    },
    "renstra": {"awal": "Tahun pertama", "akhir": "Tahun terakhir"},
    "tugas": {"pokok": "Tugas pokok", "fungsi": "Daftar fungsi"},
}  # fmt: skip

#: Filters: ``{{ value | filter }}``.
FILTERS: Mapping[str, str] = {
    "angka": "Angka tanpa satuan: `22,65`",
    "mutlak": "Besarnya tanpa tanda minus, untuk kalimat yang sudah berkata naik atau turun: `1,87 poin`",
    "berbilang": "Bilangan bulat dengan tulisannya: `5 (lima)`",
    "naik_turun": "Kata `naik`, `turun`, atau `tetap` menurut tandanya",
    "kenaikan": "Kata `kenaikan`, `penurunan`, atau `perubahan` menurut tandanya",
    "tercapai": "Dari capaian: `melampaui target`, `mencapai target`, atau `belum mencapai target`",
    "daftar": "Daftar sebagai kalimat: `a, b, dan c`",
}

#: Tests: ``{% if value is test %}``.
TESTS: Mapping[str, str] = {"ada": "Benar bila angkanya diketahui (bukan kosong, strip, atau belum dinilai)"}

#: The narratives that the chapters ask for, by notebook; KODE is the code of an indicator.
CHAPTER_TEXTS: Mapping[str, tuple[str, ...]] = {
    "00-bagian-depan": ("kata_pengantar",),
    "10-pendahuluan": (
        "isu_strategis", "keuangan", "aspek_strategis", "cascading", "crosscutting", "sop", "proses_bisnis",
    ),
    "20-perencanaan": ("perencanaan_strategis", "iku", "rencana_kinerja", "perjanjian_kinerja"),
    "31-evaluasi-triwulan": ("evaluasi_akip", "triwulan"),
    "32-analisis-indikator": ("standar_nasional", "analisis_KODE", "program_KODE", "efisiensi", "penghargaan"),
    "40-penutup": ("saran", "penutup"),
}  # fmt: skip

_HEAD = """\
# Kamus data

Dibuat dari `lakip_lib/schema.py` dan `lakip_lib/dictionary.py` dengan `make docs`; jangan disunting langsung.

Tabel sumber berada di `data/raw/` dan tidak pernah diubah oleh program. Berkas CSV boleh memakai koma, titik koma, atau
tab, dengan huruf UTF-8 (dengan atau tanpa BOM), UTF-16, atau Windows-1252. Baris pertama memuat nama kolom; urutan
kolom bebas; kolom yang tidak wajib boleh tidak ada. Setiap fakta diketik satu kali. Jumlah, persentase yang punya
cacahan, capaian, dan predikat tidak diketik: dihitung.

Tabel yang tidak wajib boleh tidak ada. Laporan lalu menampilkan “Data belum tersedia: …” di tempatnya.

`lakip new TAHUN` membuat folder tahun baru dari tahun terakhir yang mempunyai tabel: barisnya dibawa, kecuali kolom dan
tabel yang di bawah ini ditandai “Tahun baru”. Dengan `--xlsx` semua tabel tahun itu menjadi satu buku kerja."""

_NUMBERS = """\
## Cara menulis isi sel

Satu tanda pemisah di depan tepat tiga angka (`1.115`, `60,555`) dapat berarti ribuan atau desimal. Jenis kolom yang
menentukan: uang, jumlah, dan peringkat membacanya sebagai ribuan; persen dan indeks sebagai desimal. Untuk rasio, sel
lain pada kolom itu yang menentukan; bila belum pasti juga, program berhenti dan menyebut berkas, baris, dan kolomnya.
Teks yang diketik selalu disimpan di samping angka yang dibaca."""

_RULES = """\
## Aturan antarbaris

Semua pelanggaran dilaporkan sekaligus, dengan berkas, baris, kolom, isi sel, dan saran."""

_DECISIONS = """\
## Aturan keputusan.csv

Satu baris mencatat satu keputusan orang atas data yang meragukan. Program menerapkannya dan laporan menampilkannya
dalam lampiran.

- **koreksi** mengganti isi sel dengan `nilai`, mulai laporan tahun `tahun`. Isi `kunci`, `kolom`, `semula`, dan
  `nilai`. Satu sel hanya boleh punya satu koreksi.
- **asumsi** mencatat cara membaca data; isi sel tetap dipakai.
- **abaikan** mencatat angka lain yang ditolak (`ditolak`); isi sel tetap dipakai.
- `kunci` menunjuk satu baris: `kolom=isi`, beberapa syarat dipisah titik koma (`tahun_dinilai=2023;komponen=…`).
- `semula` adalah isi sel ketika keputusan dibuat. Bila sel itu kini berisi lain, program berhenti: tinjau ulang
  keputusannya, lalu perbarui `semula` atau hapus barisnya.
- Bila `kunci` dan `kolom` diisi tetapi tidak menemui sel dalam berkas yang ada, program berhenti. Keputusan tanpa
  `kunci` hanya dicatat.
- `tahun` adalah tahun laporan pertama yang memakai dan menampilkan keputusan. Keputusan tentang berkas dalam folder
  tahun hanya ditampilkan dalam laporan tahun itu."""

_NARRATIVES = """\
## Narasi

Berkas `data/raw/<tahun>/narasi/<nama>.md` memuat kalimat yang hanya dapat ditulis orang: Markdown dengan isian
`{{ … }}` untuk setiap angka. Isian yang tidak dikenal menghentikan program dengan nama berkas dan barisnya.
Angka yang tidak diketahui tampil sebagai alasannya, mis. “belum dinilai”. Teks di antara `{#` dan `#}` tidak tampil;
baris `{# Tulis ulang: … #}` dari `lakip new` menandai salinan tahun lain sampai baris itu dihapus.

Rujukan ditulis sebagai tautan kosong: `[](#tbl-capaian)` menjadi “Tabel 3.4”. Label tabel dan gambar tercantum di buku
kerja bab.

Yang tersedia hanya isian, `{% if %}`, `{% for %}`, `~`, serta penyaring dan uji di bawah ini, juga `first`, `last`,
`length`, `lower`, `upper`, `default`. Tidak ada hitungan, fungsi, atau variabel: angka yang dihitung dalam narasi tidak
akan mempunyai asal. Gambar dicantumkan dalam gambar.csv; tautan menuju rujukan, `https://`, `http://`, `mailto:`."""


def markdown() -> str:
    """The whole dictionary as one Markdown text, with a closing line break."""
    return "\n\n".join([*_tables(), *_rules(), *_names()]) + "\n"


def _tables() -> Iterator[str]:
    yield from (_HEAD, "## Berkas", _rows(("Berkas", "Isi", "Wajib"), _files()), _NUMBERS, *_notations())
    yield "## Tabel\n\nJenis tiap kolom dijelaskan di atas, pada “Cara menulis isi sel”."
    yield from map(_table, schema.TABLES)


def _rules() -> Iterator[str]:
    yield from (_RULES, "\n".join(f"- {about}" for about in RULES.values()))
    yield from (_DECISIONS, "## profil.toml", _settings(PROFILE))
    yield "## tahun.toml\n\nSatu berkas per tahun anggaran. Tanpa berkas ini laporan tahun itu tidak dapat dibuat."
    yield _settings(YEAR)


def _names() -> Iterator[str]:
    texts = ((f"`{notebook}`", _codes(names)) for notebook, names in CHAPTER_TEXTS.items())
    yield from (_NARRATIVES, "### Narasi yang dipakai bab", _rows(("Buku kerja", "Narasi"), texts))
    yield "`KODE` adalah kode indikator."
    yield from ("### Isian", _rows(("Isian", "Arti"), ((f"`{name}`", about) for name, about in WORDS.items())))
    for name, group in GROUPS.items():
        yield from _group(name, group)
    filters = ((f"`{{{{ … \\| {name} }}}}`", about) for name, about in FILTERS.items())
    yield from ("### Penyaring", _rows(("Penyaring", "Hasil"), filters))
    tests = ((f"`{{% if … is {name} %}}`", about) for name, about in TESTS.items())
    yield from ("### Uji", _rows(("Uji", "Arti"), tests))


def _place(table: schema.Table) -> str:
    return f"data/raw/{table.path('renstra-<awal>-<akhir>', '<tahun>')}"


def _files() -> Iterator[tuple[str, str, str]]:
    yield "`data/raw/profil.toml`", "Profil perangkat daerah dan kesepakatan yang berlaku", "ya"
    yield "`data/raw/<tahun>/tahun.toml`", "Berkas ini membuat sebuah tahun ada", "ya"
    for table in schema.TABLES:
        yield f"`{_place(table)}`", table.about, _yes(table.required)
    yield "`data/raw/<tahun>/narasi/*.md`", "Narasi", ""


def _notations() -> Iterator[str]:
    lines = ((kind, n.about, "; ".join(f"`{t}` → {read}" for t, read in n.examples)) for kind, n in NOTATIONS.items())
    yield _rows(("Jenis", "Cara menulis", "Contoh"), lines)
    absent = ((f"`{typed}`" if typed else "(kosong)", reason) for typed, reason in MISSING.items())
    yield "Angka yang memang tidak ada bukan nol. Isi sel berikut dibaca sebagai “tidak ada angka” dengan alasannya:"
    yield _rows(("Isi sel", "Alasan yang disimpan"), absent)


def _table(table: schema.Table) -> str:
    required = _yes(table.required) or "tidak"
    facts = f"Berkas: `{_place(table)}` · Kunci: {_codes(table.key)} · Wajib: {required}"
    if table.each_year:
        facts += " · Tahun baru: mulai tanpa baris"
    columns = _rows(("Kolom", "Jenis", "Wajib", "Keterangan"), (_column(table, column) for column in table.columns))
    return f"### {table.name}\n\n{table.about}.\n\n{facts}\n\n{columns}"


def _column(table: schema.Table, column: schema.Column) -> tuple[str, str, str, str]:
    about = [column.about]
    if column.choices:
        about.append(f"Pilihan: {_codes(column.choices)}")
    if column.refers:
        target, _, name = column.refers.partition(".")
        reserved = (table.name, column.name) == ("indikator", "pembilang")
        extra = f", atau `{schema.RESERVED_VARIABLE}`: nilai AKIP" if reserved else ""
        about.append(f"Merujuk ke kolom `{name}` pada {target}.csv{extra}")
    if column.unit_of:
        about.append(f"Satuan mengikuti `satuan` baris {column.unit_of}.csv yang dirujuk")
    if table.place == "tahun" and column.each_year:
        about.append("Tahun baru: dikosongkan")
    return f"`{column.name}`", column.kind, _yes(column.required), ". ".join(about)


def _settings(settings: Iterable[Setting]) -> str:
    lines = ((f"`{s.name}`", s.about, s.default, _yes(s.read) or "tidak, hanya catatan") for s in settings)
    return _rows(("Kunci", "Arti", "Bila tidak diisi", "Dibaca program"), lines)


def _group(name: str, group: Mapping[str, str]) -> tuple[str, str]:
    kind = "indikator" if name == "KODE" else name.partition("[")[0]
    note = ", `KODE` diganti dengan kodenya" if "KODE" in name else ""
    lines = ((f"`{name}.{key}`", about) for key, about in group.items())
    return f"#### Isian {kind}{note}", _rows(("Isian", "Arti"), lines)


def _yes(flag: bool) -> str:  # noqa: FBT001 - a word for a flag
    return "ya" if flag else ""


def _codes(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _rows(head: Sequence[str], lines: Iterable[Sequence[str]]) -> str:
    """A Markdown table."""
    rule = tuple("---" for _ in head)
    return "\n".join(f"| {' | '.join(line)} |" for line in (head, rule, *lines))


if __name__ == "__main__":
    sys.stdout.buffer.write(markdown().encode())  # UTF-8 and line feeds on every system
