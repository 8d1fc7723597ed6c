"""The catalogue of source tables: one declaration that drives reading, validation, the data dictionary and templates.

Table and column names are Indonesian because analysts type them; see docs/kamus-data.md, which is generated from here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

__all__ = ["RESERVED_VARIABLE", "TABLES", "Column", "EachYear", "Place", "Table", "table"]

ColumnKind = Literal["teks", "kode", "tahun", "tanggal", "bulat", "uang", "jumlah", "persen", "nilai", "pilihan"]
Place = Literal["akar", "periode", "tahun"]
#: Whether each year brings something anew: no; yes, and the report needs it; yes, if there is any.
EachYear = Literal["", "wajib", "bila ada"]

#: A `pembilang` of this name is the total AKIP score of evaluasi_akip.csv instead of a variable of data_dasar.csv.
RESERVED_VARIABLE = "evaluasi_akip"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its kind says how a cell is read.

    `nilai` is a number whose kind follows the unit: the `satuan` of the same row, or of the row that the column named
    in `unit_of` refers to.  `refers` is ``table.column``; several alternatives are separated by a blank.
    `each_year` is for the tables of a year: a new year carries a column over unless it says otherwise.
    """

    name: str
    kind: ColumnKind
    about: str
    required: bool = False
    refers: str = ""
    choices: tuple[str, ...] = ()
    unit_of: str = ""
    each_year: EachYear = ""


@dataclass(frozen=True, slots=True)
class Table:
    """One source table: where it lives, its columns, and the columns that make a row unique.

    `each_year` is for the tables of a year whose rows are all about that year: a new year begins without any.
    An `extra` table is an addition: a report without it has no gap.
    """

    name: str
    place: Place
    about: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    required: bool = False
    each_year: EachYear = ""
    extra: bool = False

    def column(self, name: str) -> Column:
        """The column of that name; KeyError if there is none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(f"{self.name} has no column {name!r}")

    def path(self, period: str, year: object) -> str:
        """Its CSV file relative to data/raw, in the folders of that five-year plan and that year."""
        folder = {"akar": "", "periode": f"{period}/", "tahun": f"{year}/"}[self.place]
        return f"{folder}{self.name}.csv"


def _text(name: str, about: str, *, required: bool = False) -> Column:
    return Column(name, "teks", about, required)


def _code(name: str, about: str, *, required: bool = True, refers: str = "") -> Column:
    return Column(name, "kode", about, required, refers)


def _count(name: str, about: str) -> Column:
    return Column(name, "jumlah", about, each_year="wajib")


def _choice(name: str, about: str, choices: tuple[str, ...], *, required: bool = True) -> Column:
    return Column(name, "pilihan", about, required, choices=choices)


_NUMBER = Column("nomor", "bulat", "Nomor urut baris", required=True)
_INDICATOR = _code("indikator", "Kode indikator", refers="indikator.kode")
_PROGRAM = _code("kode", "Kode program, kegiatan atau sub kegiatan", refers="program.kode")


def _value(name: str, about: str, *, unit_of: str = "", each_year: EachYear = "wajib") -> Column:
    return Column(name, "nilai", about, unit_of=unit_of, each_year=each_year)


def _money(name: str, about: str, *, each_year: EachYear = "wajib") -> Column:
    return Column(name, "uang", about, each_year=each_year)


def _list_per_indicator(name: str, about: str, *extra: Column) -> Table:
    return Table(
        name,
        "tahun",
        about,
        ("nomor",),
        (_NUMBER, _INDICATOR, *extra, _text("uraian", "Kalimat uraian", required=True)),
        each_year="wajib",
    )


TABLES: tuple[Table, ...] = (
    Table(
        "variabel",
        "akar",
        "Variabel data dasar: apa yang dihitung, dengan satuan apa",
        ("kode",),
        (
            _code("kode", "Kode variabel"),
            _text("nama", "Nama variabel seperti ditulis dalam laporan", required=True),
            _text("satuan", "Satuan, mis. unit koperasi", required=True),
            _text("sumber_data", "Unit atau dokumen yang menghasilkan data"),
        ),
    ),
    Table(
        "data_dasar",
        "akar",
        "Cacahan di balik rasio, satu baris per variabel dan tahun",
        ("variabel", "tahun"),
        (
            _code("variabel", "Kode variabel", refers="variabel.kode"),
            Column("tahun", "tahun", "Tahun data", required=True),
            _value("nilai", "Cacahan pada tahun itu", unit_of="variabel"),
        ),
    ),
    Table(
        "evaluasi_akip",
        "akar",
        "Nilai komponen evaluasi AKIP menurut LHE",
        ("tahun_dinilai", "komponen"),
        (
            Column("tahun_dinilai", "tahun", "Tahun kinerja yang dinilai", required=True),
            Column("tanggal_terbit", "tanggal", "Tanggal terbit LHE; kosong bila tidak diketahui"),
            _text("komponen", "Nama komponen", required=True),
            Column("bobot", "persen", "Bobot komponen", required=True),
            Column("nilai", "persen", "Nilai komponen"),
        ),
    ),
    Table(
        "pembanding",
        "akar",
        "Realisasi wilayah lain atau standar untuk indikator yang sama",
        ("indikator", "tahun", "wilayah"),
        (
            _INDICATOR,
            Column("tahun", "tahun", "Tahun data", required=True),
            _text("wilayah", "Provinsi, nasional, atau wilayah lain", required=True),
            _value("nilai", "Realisasi wilayah itu", unit_of="indikator"),
        ),
    ),
    Table(
        "keputusan",
        "akar",
        "Keputusan atas data yang meragukan",
        ("nomor",),
        (
            _NUMBER,
            _choice(
                "jenis",
                "koreksi mengganti isi sel; asumsi dan abaikan hanya mencatat",
                ("koreksi", "asumsi", "abaikan"),
            ),
            Column("tahun", "tahun", "Tahun laporan pertama yang terkena", required=True),
            _text("berkas", "Berkas sumber, mis. 2024/anggaran.csv", required=True),
            _text("kunci", "Kunci baris, mis. kode=1.02.02 atau variabel=koperasi;tahun=2023"),
            _text("kolom", "Nama kolom"),
            _text("semula", "Teks sel saat keputusan dibuat; keputusan gagal bila sel sudah berubah"),
            _text("nilai", "Nilai yang dipakai (hanya untuk koreksi)"),
            _text("ditolak", "Angka lain dalam laporan terbit yang ditolak, dengan tempatnya"),
            _text("alasan", "Alasan keputusan", required=True),
            _text("diputuskan_oleh", "Siapa yang memutuskan"),
            Column("tanggal", "tanggal", "Tanggal keputusan"),
        ),
    ),
    Table(
        "register",
        "akar",
        "Register data: asal setiap berkas sumber",
        ("berkas", "bagian"),
        (
            _text("berkas", "Berkas sumber", required=True),
            _text("bagian", "Bagian laporan terbit atau dokumen asalnya", required=True),
            _text("keterangan", "Catatan tentang pengambilan data"),
        ),
    ),
    Table(
        "renstra",
        "periode",
        "Visi, misi, tujuan, sasaran, strategi dan arah kebijakan",
        ("kode",),
        (
            _code("kode", "Kode butir"),
            _code("induk", "Kode butir di atasnya", required=False, refers="renstra.kode"),
            _choice("tingkat", "Tingkat butir", ("visi", "misi", "tujuan", "sasaran", "strategi", "arah kebijakan")),
            _text("uraian", "Rumusan resmi", required=True),
        ),
        required=True,
    ),
    Table(
        "indikator",
        "periode",
        "Indikator kinerja utama",
        ("kode",),
        (
            _code("kode", "Kode indikator; dipakai juga sebagai nama dalam narasi"),
            _code("sasaran", "Kode sasaran", refers="renstra.kode"),
            _text("indikator", "Nama indikator", required=True),
            _text("satuan", "Satuan: %, nilai, indeks, peringkat, predikat, atau satuan cacahan", required=True),
            Column("desimal", "bulat", "Banyak desimal nilai resmi", required=True),
            _choice(
                "arah",
                "naik: makin tinggi makin baik; turun: makin rendah makin baik; rentang: target a - b",
                ("naik", "turun", "rentang"),
            ),
            _choice("metode", "Cara nilai tahunan dibentuk dari triwulan", ("jumlah", "terakhir", "tetap")),
            _code(
                "pembilang",
                "Variabel pembilang (atau variabel nilai langsung bila tanpa penyebut)",
                required=False,
                refers="variabel.kode",
            ),
            _code("penyebut", "Variabel penyebut", required=False, refers="variabel.kode"),
            Column("jeda", "bulat", "1 bila nilai tahun n adalah nilai tahun n-1 yang terbit pada tahun n"),
            _code(
                "skala",
                "Skala yang memberi predikat bagi nilainya: akip, atau nama di [skala_predikat] profil.toml",
                required=False,
            ),
            _text("formulasi", "Rumusan perhitungan resmi"),
            _text("sumber_data", "Sumber data"),
        ),
        required=True,
    ),
    Table(
        "target",
        "periode",
        "Target indikator menurut dokumen",
        ("indikator", "tahun", "dokumen"),
        (
            _INDICATOR,
            Column("tahun", "tahun", "Tahun target", required=True),
            _choice("dokumen", "Dokumen yang menetapkan", ("Renstra", "RKT", "PK", "PK perubahan")),
            _value("target", "Target", unit_of="indikator"),
        ),
        required=True,
    ),
    Table(
        "program",
        "tahun",
        "Pohon program, kegiatan dan sub kegiatan",
        ("kode",),
        (
            _code("kode", "Kode resmi bila diketahui, selain itu kode sendiri"),
            _code("induk", "Kode di atasnya", required=False, refers="program.kode"),
            _choice("tingkat", "Tingkat", ("program", "kegiatan", "sub kegiatan")),
            _text("nama", "Nama resmi", required=True),
            _code("sasaran", "Sasaran yang didukung (cukup pada program)", required=False, refers="renstra.kode"),
            _choice(
                "kelompok",
                "Kelompok program dalam pertanggungjawaban anggaran",
                ("prioritas", "pendukung"),
                required=False,
            ),
            _code(
                "unit",
                "Unit yang menyampaikan datanya (rinciannya ikut)",
                required=False,
                refers="organisasi.kode",
            ),
        ),
    ),
    Table(
        "anggaran",
        "tahun",
        "Uang dan keluaran, hanya sub kegiatan",
        ("kode",),
        (
            _code("kode", "Kode sub kegiatan", refers="program.kode"),
            _money("pagu", "Pagu anggaran"),
            _money("pagu_perubahan", "Pagu setelah perubahan APBD; kosong bila tidak berubah", each_year="bila ada"),
            _money("realisasi", "Realisasi keuangan"),
            _text("keluaran", "Indikator keluaran sub kegiatan"),
            _text("satuan", "Satuan keluaran"),
            _value("target_rkt", "Target keluaran menurut RKT", each_year="bila ada"),
            _value("target_keluaran", "Target keluaran tahun ini"),
            _value("realisasi_keluaran", "Keluaran yang dicapai"),
        ),
    ),
    Table(
        "kinerja_program",
        "tahun",
        "Indikator kinerja program dan kegiatan",
        ("kode", "indikator"),
        (
            _PROGRAM,
            _text("indikator", "Nama indikator program atau kegiatan", required=True),
            _text("satuan", "Satuan", required=True),
            _value("target_rkt", "Target menurut RKT", each_year="bila ada"),
            _value("target", "Target tahun ini"),
            _value("realisasi", "Realisasi; kosong bila ada pembilang dan penyebut"),
            _code("pembilang", "Variabel pembilang", required=False, refers="variabel.kode"),
            _code("penyebut", "Variabel penyebut", required=False, refers="variabel.kode"),
        ),
    ),
    Table(
        "triwulan",
        "tahun",
        "Target dan realisasi per triwulan; TW IV kosong berarti angka tahunan",
        ("indikator", "triwulan"),
        (
            _INDICATOR,
            _choice("triwulan", "Triwulan", ("I", "II", "III", "IV")),
            _value("target", "Target triwulan", unit_of="indikator"),
            _value("realisasi", "Realisasi triwulan", unit_of="indikator"),
        ),
    ),
    Table(
        "pegawai_jenis_kelamin",
        "tahun",
        "Pegawai menurut jenis kelamin",
        ("jenis_kelamin",),
        (_text("jenis_kelamin", "Jenis kelamin", required=True), _count("jumlah", "Orang")),
    ),
    Table(
        "pegawai_pendidikan",
        "tahun",
        "Pegawai menurut pendidikan",
        ("pendidikan",),
        (_text("pendidikan", "Tingkat pendidikan", required=True), _count("jumlah", "Orang")),
    ),
    Table(
        "pegawai_golongan",
        "tahun",
        "Pegawai menurut pangkat dan golongan",
        ("golongan",),
        (
            _text("golongan", "Golongan/ruang, mis. III/d; untuk non-PNS nama statusnya", required=True),
            _text("pangkat", "Pangkat"),
            _choice("status", "Status kepegawaian", ("PNS", "PPPK", "kontrak")),
            _count("jumlah", "Orang"),
        ),
    ),
    Table(
        "pegawai_jabatan",
        "tahun",
        "Pegawai menurut unit dan jabatan",
        ("unit", "jabatan"),
        (
            _text("unit", "Unit kerja", required=True),
            _text("jabatan", "Jabatan atau eselon", required=True),
            _count("jumlah", "Orang"),
        ),
    ),
    Table(
        "sarana",
        "tahun",
        "Sarana dan prasarana menurut keadaan",
        ("nomor",),
        (
            _NUMBER,
            _text("nama", "Nama barang", required=True),
            _count("jumlah", "Jumlah barang"),
            _count("baik", "Keadaan baik"),
            _count("kurang_baik", "Keadaan kurang baik"),
            _count("rusak_berat", "Rusak berat"),
        ),
    ),
    Table(
        "organisasi",
        "tahun",
        "Susunan organisasi",
        ("kode",),
        (
            _code("kode", "Kode unit"),
            _code("induk", "Kode unit di atasnya", required=False, refers="organisasi.kode"),
            _text("nama", "Nama unit", required=True),
            _choice(
                "jenis", "Jenis unit", ("pimpinan", "sekretariat", "sub bagian", "bidang", "kelompok jabatan", "UPT")
            ),
        ),
    ),
    Table(
        "evaluasi_tindak_lanjut",
        "tahun",
        "Rekomendasi LHE, tindak lanjut dan rencana aksi",
        ("nomor",),
        (
            _NUMBER,
            _text("komponen", "Komponen evaluasi", required=True),
            _choice("jenis", "Jenis butir", ("rekomendasi", "tindak lanjut", "rencana aksi")),
            _text("uraian", "Kalimat uraian", required=True),
        ),
        each_year="wajib",
    ),
    Table(
        "upaya",
        "tahun",
        "Upaya yang terhitung per indikator dan program",
        ("nomor",),
        (
            _NUMBER,
            Column(
                "induk",
                "bulat",
                "Nomor upaya yang diperinci; jumlah induk dihitung dari rinciannya",
                refers="upaya.nomor",
            ),
            _INDICATOR,
            _code("program", "Kode program atau kegiatan", required=False, refers="program.kode"),
            _text("uraian", "Uraian tanpa angka", required=True),
            _count("jumlah", "Banyaknya; kosong bila variabel diisi, bila diperinci, atau bila tidak terhitung"),
            _text("satuan", "Satuan"),
            _code("variabel", "Variabel data dasar yang memuat angkanya", required=False, refers="variabel.kode"),
        ),
    ),
    _list_per_indicator("faktor", "Faktor keberhasilan atau kegagalan"),
    _list_per_indicator("kendala", "Kendala"),
    _list_per_indicator(
        "solusi",
        "Solusi",
        Column("kendala", "bulat", "Nomor kendala yang dijawab, bila sumber menyebutnya", refers="kendala.nomor"),
    ),
    Table(
        "penghargaan",
        "tahun",
        "Penghargaan yang diterima",
        ("nomor",),
        (
            _NUMBER,
            _text("nama", "Nama penghargaan", required=True),
            _text("pemberi", "Yang memberi atau menyerahkan"),
            _text("penerima", "Yang menerima"),
            _text("acara", "Acara"),
            _text("tempat", "Tempat"),
            Column("tanggal", "tanggal", "Tanggal"),
        ),
        each_year="bila ada",
    ),
    Table(
        "sop_pengumpulan_data",
        "tahun",
        "Langkah SOP pengumpulan data kinerja",
        ("langkah",),
        (
            Column("langkah", "bulat", "Nomor langkah", required=True),
            _text("pelaksana", "Pelaksana langkah", required=True),
            _text("uraian", "Yang dikerjakan", required=True),
            _text("kelengkapan", "Kelengkapan"),
            _text("waktu", "Waktu"),
            _text("keluaran", "Keluaran"),
        ),
    ),
    Table(
        "crosscutting",
        "tahun",
        "Kerja lintas bidang",
        ("nomor",),
        (
            _NUMBER,
            _PROGRAM,
            _text("indikator", "Indikator bersama"),
            _text("satuan", "Satuan target"),
            _value("target", "Target", each_year="bila ada"),
            _money("anggaran", "Anggaran yang disebut dokumen lintas bidang", each_year="bila ada"),
            _text("bidang", "Bidang yang terlibat, dipisah titik koma"),
        ),
    ),
    Table(
        "gambar",
        "tahun",
        "Foto dan gambar dari folder gambar/",
        ("nomor",),
        (
            _NUMBER,
            _text("berkas", "Nama berkas .jpg atau .png di folder gambar/", required=True),
            _text("judul", "Judul gambar", required=True),
            _text("alt", "Apa yang terlihat, bagi pembaca yang tidak dapat melihat gambarnya", required=True),
            _text("sumber", "Siapa yang membuat gambarnya"),
            _code("indikator", "Indikator yang digambarkan, bila ada", required=False, refers="indikator.kode"),
        ),
        each_year="bila ada",
        extra=True,
    ),
    Table(
        "proses_bisnis",
        "tahun",
        "Peta proses bisnis",
        ("kode",),
        (
            _code("kode", "Kode proses"),
            _code("induk", "Kode proses di atasnya", required=False, refers="proses_bisnis.kode"),
            _choice("jenis", "Jenis proses", ("inti", "manajemen", "pendukung")),
            _text("nama", "Nama proses", required=True),
        ),
    ),
)


_BY_NAME = {t.name: t for t in TABLES}


def table(name: str) -> Table:
    """The declaration of that table; KeyError if the catalogue has none."""
    return _BY_NAME[name]
