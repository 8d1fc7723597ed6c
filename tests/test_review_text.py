"""The rules about words, names, numbers, counts and one measure with one value: what they find and leave alone."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from lakip_lib.document.model import Block, Cell, Document, Heading, Paragraph, Table
from lakip_lib.document.read import read
from lakip_lib.review import consistency, counting, form, names, numbering, presence
from lakip_lib.review._text_book import book_of
from lakip_lib.review._text_names import Names
from lakip_lib.review.finding import Finding
from tests.conftest import REPOSITORY

SEED = REPOSITORY.parent / "shared" / "seed" / "lakip-2024.docx"
MODULES = (consistency, counting, presence, names, numbering, form)
Built = Callable[[int], Path]


def table(number: str, caption: str, *rows: tuple[str, ...], header: int = 1) -> Table:
    """A table of plain cells."""
    cells = tuple(tuple(Cell(text, r, c) for c, text in enumerate(row)) for r, row in enumerate(rows))
    return Table(cells, header, number, caption)


def document(*blocks: Block) -> Document:
    """A made-up report around some blocks."""
    return Document("rekaan.docx", "docx", list(blocks))


def codes(*blocks: Block) -> list[str]:
    """The codes that all six modules find in a made-up report."""
    return [f.code for f in found(document(*blocks))]


def found(report: Document) -> list[Finding]:
    """All findings of the six modules."""
    book = book_of(report)
    return [f for m in MODULES for f in m.check(book)]


RATES = ("Persentase jembatan desa yang mantap", "Persentase sungai yang ternormalisasi", "Nilai kepuasan warga")
GOALS = ("Meningkatnya kualitas jembatan desa", "Meningkatnya kelancaran aliran sungai", "Meningkatnya layanan kantor")
PLAN = table(
    "2.1",
    "Perjanjian Kinerja Tahun 2023",
    ("No", "Sasaran Strategis", "Indikator Kinerja Utama", "Satuan", "Target"),
    ("1", GOALS[0], RATES[0], "%", "60,00"),
    ("2", GOALS[1], RATES[1], "%", "45,50"),
    ("3", GOALS[2], RATES[2], "Nilai", "81,20"),
)
RESULT = table(
    "3.1",
    "Capaian Kinerja Tahun 2023",
    ("No", "Sasaran Strategis", "Indikator Kinerja Utama", "Target", "Realisasi", "Capaian (%)"),
    ("1", GOALS[0], RATES[0], "60,00", "63,00", "105,00"),
    ("2", GOALS[1], RATES[1], "45,50", "47,32", "104,00"),
    ("3", GOALS[2], RATES[2], "81,20", "84,45", "104,00"),
)
MONEY = table(
    "3.2",
    "Anggaran dan Realisasi Tahun 2023",
    ("No", "Program/Kegiatan/Sub Kegiatan", "Anggaran (Rp)", "Realisasi (Rp)", "Serapan (%)"),
    ("1", "Program Penyelenggaraan Jembatan", "812.345.670", "701.234.560", "86,32"),
    ("", "Kegiatan Pembangunan Jembatan Desa", "812.345.670", "701.234.560", "86,32"),
    ("", "Sub Kegiatan Pemasangan Gelagar Jembatan Gantung", "512.345.670", "431.234.560", "84,17"),
    ("", "Sub Kegiatan Pengecatan Rangka Jembatan Besi", "300.000.000", "270.000.000", "90,00"),
    ("2", "Program Pengelolaan Aliran Sungai", "423.456.789", "399.876.543", "94,43"),
    ("", "Kegiatan Normalisasi Sungai Kecil", "423.456.789", "399.876.543", "94,43"),
    ("", "Sub Kegiatan Pengerukan Endapan Muara", "423.456.789", "399.876.543", "94,43"),
    ("", "Jumlah", "1.235.802.459", "1.101.111.103", "89,10"),
)
OFFICE = "Dinas Pekerjaan Umum Kabupaten Karangbaru"
CLEAN: tuple[Block, ...] = (
    Heading(1, "I", "Pendahuluan"),
    Heading(2, "1.1", "Gambaran Umum"),
    Paragraph(
        f"{OFFICE} mempertanggungjawabkan 3 (tiga) sasaran strategis tahun 2023. Pemerintah Kabupaten Karangbaru"
    ),
    Paragraph(f"Kepala {OFFICE} mendukung Bupati Karangbaru. APBD Kabupaten Karangbaru tahun 2023 membiayainya."),
    Paragraph("Studi banding dilakukan ke Dinas Pekerjaan Umum Kabupaten Seberang pada tahun 2022."),
    Paragraph("Anggaran tahun 2023 terbagi ke dalam 2 (dua) program, 2 (dua) kegiatan, dan 3 (tiga) sub kegiatan."),
    Heading(1, "II", "Perencanaan Kinerja"),
    Heading(2, "2.1", "Perjanjian Kinerja"),
    Paragraph("Perjanjian Kinerja disajikan pada tabel berikut:"),
    PLAN,
    Heading(1, "III", "Akuntabilitas Kinerja"),
    Heading(2, "3.1", "Capaian Kinerja"),
    Paragraph(
        f"Tabel 3.1 memuat capaian. {RATES[0]} ditargetkan 60,00% dan terealisasi 63,00% dengan capaian 105,00%."
    ),
    RESULT,
    Paragraph("Seluruh target tahun 2023 tercapai. Realisasi Provinsi Nusaraya untuk jembatan mantap adalah 70,11%."),
    Heading(2, "3.2", "Realisasi Anggaran"),
    Paragraph(
        "Sub Kegiatan Pengerukan Endapan Muara dengan anggaran Rp423.456.789 terealisasi Rp399.876.543 (94,43%)."
    ),
    MONEY,
    Heading(2, "3.3", "Kendala dan Solusi"),
    Paragraph("Cuaca menghambat pengecatan; jadwalnya dimajukan."),
)


def changed(old: Block, new: Block) -> Document:
    """The clean report with one block exchanged."""
    return document(*(new if b is old else b for b in CLEAN))


def cell(of: Table, row: int, column: int, text: str) -> Table:
    """A table with another text in one cell."""
    rows = [list(r) for r in of.rows]
    rows[row][column] = replace(rows[row][column], text=text)
    return replace(of, rows=tuple(tuple(r) for r in rows))


def test_a_correct_report_has_no_findings() -> None:
    """Comparisons, visits to other regions, a target reached and a differing unit are no findings."""
    assert [f.line() for f in found(document(*CLEAN))] == []


# --- SAM --------------------------------------------------------------------------------------------------------------


def test_one_target_with_two_values_is_a_galat_within_and_a_warning_between_documents() -> None:
    """The achievement tables print one target; a planning document may have its own, which is to be explained."""
    wrong = [f for f in found(changed(RESULT, cell(RESULT, 1, 3, "61,00"))) if f.code.startswith("SAM")]
    assert [(f.code, f.severity) for f in wrong] == [("SAM01", "galat")]
    plan = [f for f in found(changed(PLAN, cell(PLAN, 1, 4, "58,00"))) if f.code.startswith("SAM")]
    assert [(f.code, f.severity) for f in plan] == [("SAM02", "peringatan")]


def test_a_sentence_is_held_to_its_table() -> None:
    """A result in a sentence that differs from the table is one finding that names the sentence and the table."""
    said = next(b for b in CLEAN if isinstance(b, Paragraph) and "63,00%" in b.text)
    (finding,) = [f for f in found(changed(said, Paragraph(said.text.replace("63,00", "63,90")))) if f.code == "SAM01"]
    assert {p.table for p in finding.places} == {"", "Tabel 3.1"}
    assert "63,90%" in finding.message


def test_rounded_prints_of_one_value_agree() -> None:
    """63,004 and 63,00 can be one value; 63,01 and 63,00 cannot."""
    assert "SAM01" not in [f.code for f in found(changed(RESULT, cell(RESULT, 1, 4, "63,004")))]
    assert "SAM01" in [f.code for f in found(changed(RESULT, cell(RESULT, 1, 4, "63,01")))]


@pytest.mark.parametrize(
    "other",
    [
        table(
            "3.4",
            "Realisasi Triwulan II Tahun 2023",
            ("Indikator", "Target", "Realisasi"),
            (RATES[0], "30,00", "31,20"),
            (RATES[1], "20,00", "19,00"),
        ),
        table(
            "3.4",
            "Capaian menurut kecamatan Tahun 2023",
            ("Kecamatan", "Indikator", "Realisasi"),
            ("Utara", RATES[0], "70,10"),
            ("Selatan", RATES[0], "55,90"),
        ),
        table(
            "3.4",
            "Anggaran Tahun 2023 (dalam ribuan rupiah)",
            ("Program", "Anggaran (Rp)"),
            ("Program Penyelenggaraan Jembatan", "812.346"),
            ("Program Pengelolaan Aliran Sungai", "423.457"),
        ),
        table(
            "3.4",
            "Perbandingan dengan provinsi Tahun 2023",
            ("Indikator", "Realisasi Provinsi Nusaraya", "Realisasi Nasional"),
            (RATES[0], "71,00", "66,40"),
            (RATES[1], "80,00", "79,10"),
        ),
        table(
            "3.4",
            "Capaian Kinerja Tahun 2022",
            ("Indikator Kinerja Utama", "Target", "Realisasi", "Capaian (%)"),
            (RATES[0], "58,00", "59,16", "102,00"),
            (RATES[1], "44,00", "44,88", "102,00"),
        ),
        table(
            "3.4",
            "Capaian sampai dengan akhir Renstra",
            ("Indikator Kinerja Utama", "Realisasi 2023", "Target akhir Renstra 2026", "Terhadap target akhir (%)"),
            (RATES[0], "63,00", "72,00", "87,50"),
            (RATES[1], "47,32", "52,00", "91,00"),
        ),
        Paragraph(f"{RATES[0]} pada triwulan II terealisasi 31,20%."),
        Paragraph(f"{RATES[0]} naik 3,84 poin dari realisasi tahun 2022."),
        Paragraph(f"Realisasi {RATES[0]} telah mencapai 87,50% dari target akhir Renstra."),
        Paragraph(f"Pada tahun 2022 {RATES[0]} terealisasi 59,16%."),
        Paragraph("Program Penyelenggaraan Jembatan dengan anggaran Rp812,35 juta diawasi konsultan."),
    ],
)
def test_what_only_looks_like_a_contradiction(other: Block) -> None:
    """Parts of the year or region, other regions and years, thousands and ratios are other measures."""
    assert [f.line() for f in found(document(*CLEAN, other)) if f.code.startswith("SAM")] == []


def test_last_years_result_that_copies_its_target() -> None:
    """A result of last year that equals its target to the last decimal is to be explained; this year's is not."""
    targets = table(
        "2.2",
        "Target Renstra",
        ("Indikator Kinerja Utama", "Target", "Target"),
        ("Indikator Kinerja Utama", "2022", "2023"),
        (RATES[1], "40,25", "45,50"),
        (RATES[2], "80,00", "81,20"),
        header=2,
    )
    results = table(
        "3.9",
        "Perbandingan Realisasi",
        ("Indikator Kinerja Utama", "Realisasi", "Realisasi"),
        ("Indikator Kinerja Utama", "2022", "2023"),
        (RATES[1], "40,25", "47,32"),
        (RATES[2], "82,10", "81,20"),
        header=2,
    )
    listed = [f for f in consistency.check(book_of(document(targets, results))) if f.code == "SAM03"]
    assert [f.published for f in listed] == ["40,25"]


def test_an_amount_one_digit_away_from_its_twins() -> None:
    """An amount one digit away from one printed often is a warning; round amounts are not compared."""
    report = (
        Paragraph("Pagu Rp812.345.670 tersedia."),
        Paragraph("Dari pagu Rp812.345.670 dibelanjakan sebagian."),
        Paragraph("Sisa dari Rp812.345.970 dikembalikan."),
    )
    assert [f.code for f in consistency.check(book_of(document(*report)))] == ["SAM04"]
    rounded = (Paragraph("Rp500.000.000 dan Rp500.000.000"), Paragraph("Rp300.000.000 untuk jalan."))
    assert not list(consistency.check(book_of(document(*rounded))))


def test_a_budget_that_was_changed_within_the_year_is_a_warning() -> None:
    """Two amounts for one budget contradict each other, unless the report speaks of a change or labels them."""
    other = replace(cell(MONEY, 7, 2, "423.456.000"), number="3.7")
    assert "SAM01" in codes(*CLEAN, other)
    told = Paragraph("Setelah perubahan APBD, pagu disesuaikan.")
    assert "SAM06" in codes(*CLEAN, told, other)
    assert "SAM01" not in codes(*CLEAN, told, other)
    labelled = replace(other, caption="Anggaran Tahun 2023 setelah perubahan")
    assert not {"SAM01", "SAM06"} & set(codes(*CLEAN, labelled))


def test_an_amount_of_a_place_before_and_after_a_change_is_no_contradiction() -> None:
    """What a table prints by kecamatan is held to labels and documents as what it prints by programme is."""
    places = (("Utara Jaya", "100.000.000", "120.000.000"), ("Selatan Raya", "200.000.000", "250.000.000"))
    titles = ("Kecamatan", "Anggaran Sebelum Perubahan (Rp)", "Anggaran Setelah Perubahan (Rp)")
    for caption in ("Anggaran Pelatihan Tahun 2023", ""):
        assert not {"SAM01", "SAM06"} & set(codes(table("3.6", caption, titles, *places)))
    again = [
        table(n, "Anggaran Tahun 2023", ("Kecamatan", "Pagu (Rp)"), *r)
        for n, r in (
            ("3.6", [p[:2] for p in places]),
            ("3.7", [(p[0], p[2]) for p in places]),
        )
    ]
    assert "SAM01" in codes(*again)


def test_a_count_retold_with_another_digit() -> None:
    """A count in a sentence one digit away from the row it tells of is found; another count with that unit is not."""
    rows = table(
        "3.5",
        "Pekerjaan Tahun 2023",
        ("Pekerjaan", "Jumlah", "Satuan"),
        ("Gelagar jembatan gantung terpasang", "127", "batang"),
        ("Rangka jembatan besi dicat ulang", "64", "batang"),
    )
    wrong = Paragraph("Sebanyak 121 batang gelagar jembatan gantung terpasang.")
    assert [f.code for f in consistency.check(book_of(document(rows, wrong)))] == ["SAM05"]
    for right in (
        "Sebanyak 127 batang gelagar jembatan gantung terpasang.",
        "Tersimpan 121 batang besi bekas di gudang.",
    ):
        assert not list(consistency.check(book_of(document(rows, Paragraph(right)))))


def test_names_forgive_slips_and_keep_rows_apart() -> None:
    """A slip of spelling is the same name; two rows of one column are two things however alike they look."""
    known = Names.learn([(1, "Persentase pemeliharaan jembatan"), (2, "Pesentase pemeliharan jembatan")])
    assert known.key("Persentase pemeliharaan jembatan") == known.key("Pesentase pemeliharan jembatan")
    rows = Names.learn([(1, "Pengadaan perlengkapan kelas"), (1, "Pengadaan perlengkapan kelas II")])
    assert rows.key("Pengadaan perlengkapan kelas") != rows.key("Pengadaan perlengkapan kelas II")
    slips = Names.learn([(1, "Pembangunan jaringan"), (1, "Pembangunan jarinagn")])
    assert slips.key("Pembangunan jaringan") != slips.key("Pembangunan jarinagn")


def test_what_a_slip_is_of_does_not_hang_on_chance() -> None:
    """Of words that are equally frequent the one printed first counts, whatever order a set would give them."""
    chains = [f"{letter}urabengh {letter}urabengx {letter}urabenyx" for letter in "acdefghijklmnop"]
    assert len({len(Names.learn([(1, chain)]).key(chain)) for chain in chains}) == 1


# --- HIT --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("Terdapat 7 (tujuh) unit kerja.", False),
        ("Terdapat 7 (delapan) unit kerja.", True),
        ("Terdapat 21 (duapuluh satu) unit.", False),
        ("Terdapat 3 (lihat lampiran) unit.", False),
        ("Terdapat 253 (dua ratus lima puluh tiga) unit.", False),
        ("Terdapat 253 (dua ratus lima puluh empat) unit.", True),
    ],
)
def test_a_number_and_its_words(text: str, *, wrong: bool) -> None:
    """A number and its spelling must agree, spaces aside; other words in brackets are no spelling."""
    assert ("HIT02" in codes(Paragraph(text))) is wrong


def test_statements_about_the_same_count_agree() -> None:
    """Programmes, kegiatan and sub kegiatan counted together for the office have one number each."""
    again = Paragraph("Seluruhnya dilaksanakan melalui 3 program, 2 kegiatan, dan 3 sub kegiatan pada tahun 2023.")
    (finding,) = [f for f in found(document(*CLEAN, Heading(1, "IV", "Penutup"), again)) if f.code == "HIT01"]
    assert "program" in finding.message
    last_year = Paragraph("Pada tahun 2022 terdapat 4 program, 9 kegiatan, dan 12 sub kegiatan.")
    assert "HIT01" not in codes(*CLEAN, Heading(1, "IV", "Penutup"), last_year)


def test_a_count_against_the_list_below_it() -> None:
    """A counted list holds as many items as announced; an open list ("antara lain") may hold fewer."""
    items = [Paragraph(f"{n}. Bidang {name}", kind="item") for n, name in enumerate(("Jalan", "Sungai", "Gedung"), 1)]
    assert "HIT03" in codes(Paragraph("Dinas terdiri dari 4 (empat) bidang, yaitu:"), *items)
    assert "HIT03" not in codes(Paragraph("Dinas terdiri dari 3 (tiga) bidang, yaitu:"), *items)
    assert "HIT03" not in codes(Paragraph("Dari 9 bidang, antara lain:"), *items)


def test_a_kegiatan_against_its_sub_kegiatan() -> None:
    """A kegiatan that announces one sub kegiatan may not list two."""
    told = Paragraph("(1) Kegiatan Pembangunan Jembatan didukung oleh 1 sub kegiatan:")
    subs = [Paragraph(f"• Sub Kegiatan {name}", kind="item") for name in ("Pemasangan", "Pengecatan")]
    assert "HIT03" in codes(told, *subs)
    assert "HIT03" not in codes(Paragraph(told.text.replace("1 sub", "2 sub")), *subs)


def test_counts_against_the_budget_table() -> None:
    """A count that no other sentence disputes is compared with the tree of the budget table."""
    said = next(b for b in CLEAN if isinstance(b, Paragraph) and "sub kegiatan" in b.text)
    report = changed(said, Paragraph(said.text.replace("3 (tiga) sub", "4 (empat) sub")))
    assert [f.code for f in found(report)] == ["HIT04"]


# --- ADA --------------------------------------------------------------------------------------------------------------


def test_a_sasaran_lost_in_one_table() -> None:
    """A sasaran that most tables have and one has lost is a warning that names that table."""
    more = [replace(PLAN, number=f"2.{n}") for n in (2, 3)]
    short = replace(RESULT, rows=RESULT.rows[:3])
    (finding,) = [f for f in found(document(*more, PLAN, short)) if f.code == "ADA01"]
    assert [p.table for p in finding.places] == ["Tabel 3.1"]
    assert "ADA01" not in codes(*more, PLAN, RESULT)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Semua target tahun 2023 tercapai.", "ADA05"),
        ("Secara umum dinas telah mencapai target-target yang ditetapkan.", "ADA06"),
        ("Diharapkan semua target tercapai pada tahun depan.", ""),
        ("Belum semua target tercapai.", ""),
        ("Penggunaan anggaran dinilai efisien.", "ADA07"),
        ("Penggunaan anggaran belum dinilai efisien.", ""),
        ("Dinas bekerja secara efektif dan efisien.", ""),
    ],
)
def test_conclusions_are_held_to_the_tables(text: str, code: str) -> None:
    """With one achievement below 100, sweeping conclusions are found; hopes and denials are not."""
    low = cell(cell(RESULT, 2, 4, "40,04"), 2, 5, "88,00")
    listed = [c for c in codes(Heading(1, "III", "Akuntabilitas"), low, Paragraph(text)) if c.startswith("ADA")]
    assert listed == ([code] if code else [])


def test_a_programme_with_results_and_no_budget() -> None:
    """A programme with listed results and no budget in any table is a warning, unless the text explains it."""
    item = Paragraph("• Pelatihan diikuti 40 orang", kind="item")
    plan = table("2.4", "Program", ("Program", "Indikator"), ("Program Pelatihan Tukang Bangunan", "Jumlah peserta"))
    head = Paragraph("1. Program Pelatihan Tukang Bangunan")
    assert "ADA02" in codes(*CLEAN, plan, Heading(2, "3.4", "Program"), head, item)
    told = Paragraph("Program ini tidak dianggarkan pada tahun 2023.")
    assert "ADA02" not in codes(*CLEAN, plan, Heading(2, "3.4", "Program"), head, told, item)


def test_output_without_money() -> None:
    """Output reached with nothing spent is a warning, in a row and in a sentence."""
    rows = table(
        "3.6",
        "Uang dan keluaran",
        ("Sub Kegiatan", "Anggaran (Rp)", "Realisasi (Rp)", "Target", "Realisasi", "Satuan"),
        ("Pelatihan tukang", "50.000.000", "0", "10", "10", "orang"),
        ("Pengecatan jembatan", "70.000.000", "69.500.000", "4", "4", "unit"),
    )
    assert codes(rows).count("ADA03") == 1
    said = "Pelatihan dengan anggaran Rp50.000.000 dan realisasi Rp0 dengan hasil 5 orang."
    assert "ADA03" in codes(Paragraph(said))


def test_empty_obstacles_and_remedies() -> None:
    """A heading about obstacles with nothing below it and an empty cell among filled ones are found."""
    assert "ADA04" in codes(Heading(2, "3.1", "Kendala"), Heading(2, "3.2", "Lain-lain"), Paragraph("Isi."))
    assert "ADA04" not in codes(Heading(2, "3.1", "Kendala"), Heading(3, "3.1.1", "Cuaca"), Paragraph("Isi."))
    rows = (
        ("Rekomendasi", "Tindak Lanjut"),
        ("Unggah dokumen perencanaan tepat waktu", "Sudah diunggah"),
        ("Susun pedoman pengumpulan data", "-"),
    )
    assert "ADA04" in codes(table("3.8", "Tindak lanjut", *rows))


# --- NAM --------------------------------------------------------------------------------------------------------------


def test_another_region_where_the_own_one_is_meant() -> None:
    """An inspectorate of another region is found in a heading; visits, partners and the own province are not."""
    heading = Heading(2, "3.4", "Tindak Lanjut atas Evaluasi Inspektorat Kabupaten Seberang")
    assert "NAM01" in codes(*CLEAN, heading, Paragraph("Isi."))
    for text in (
        "Dinas bekerja sama dengan Pemerintah Kabupaten Seberang dalam pengerukan muara.",
        "Evaluasi dibantu Inspektorat Provinsi Nusaraya.",
        "Pelatihan diadakan di Kota Seberang.",
    ):
        assert "NAM01" not in codes(*CLEAN, Paragraph(text))


def test_years_that_cannot_be() -> None:
    """A year of five digits or beyond the calendar is a galat; quantities and quotations are not."""
    assert "NAM02" in codes(Paragraph("Diserahkan pada 9 Mei 20233 di Karangbaru."))
    for text in ("Diserahkan pada 9 Mei 2023.", "Dalam satu tahun 20150 orang dilayani.", "tertulis “9 Mei 20233”"):
        assert "NAM02" not in codes(Paragraph(text))


def test_days_years_and_sasaran_in_captions() -> None:
    """One section states one day; a caption's year is among the years of its columns; its sasaran number is right."""
    rows = (("No", "Golongan", "Jumlah"), ("1", "IV", "3"))
    staff = [table(f"1.{n}", f"Pegawai per {day} Desember 2023", *rows) for n, day in ((1, 31), (2, 31), (3, 30))]
    assert codes(Heading(2, "1.1", "Pegawai"), *staff).count("NAM03") == 1
    event = Paragraph("Pelatihan berlangsung sampai dengan 12 Desember 2023.")
    assert "NAM03" not in codes(Heading(2, "1.1", "Pegawai"), *staff[:2], event)
    state = Paragraph("Menurut data kepegawaian sampai dengan 12 Desember 2023 terdapat 3 orang.")
    assert "NAM03" in codes(Heading(2, "1.1", "Pegawai"), *staff[:2], state)
    series = (("Uraian", "Target 2021", "Target 2022"), ("Jembatan mantap", "40,10", "44,20"))
    assert "NAM04" in codes(table("2.5", "Target Tahun 2019", *series))
    assert "NAM04" not in codes(table("2.5", "Target Tahun 2021 dan 2022", *series))
    third = replace(RESULT, rows=(RESULT.rows[0], RESULT.rows[3]), number="3.4", caption="Capaian Sasaran Dua")
    assert codes(PLAN, RESULT, third, replace(third, number="3.5")).count("NAM06") == 2
    assert "NAM06" not in codes(PLAN, RESULT, replace(third, caption="Capaian Sasaran Tiga"))


def test_two_columns_for_one_year() -> None:
    """Two columns that differ only in where the year stands hold one year too often; labelled ones do not."""
    rows = (("Indikator", "Realisasi 2022", "Realisasi Tahun 2022"), (RATES[0], "50,10", "63,00"))
    assert "NAM05" in codes(table("3.4", "Perbandingan", *rows))
    fine = (("Indikator", "Target 2023 Murni", "Target 2023 Perubahan"), (RATES[0], "50,10", "63,00"))
    assert "NAM05" not in codes(table("3.4", "Perbandingan", *fine))


# --- NOM --------------------------------------------------------------------------------------------------------------


def test_numbers_of_tables_and_references() -> None:
    """Duplicates, gaps, foreign chapters and references to nothing are found, each as its own rule."""
    chapter = (Heading(1, "III", "Akuntabilitas"), Heading(2, "3.1", "Capaian"))
    rows = (("No", "Nama", "Jumlah"), ("1", "Jembatan", "3"))
    first, second = (table(f"3.{n}", f"Daftar {n}", *rows) for n in (1, 2))
    assert not {c for c in codes(*chapter, first, second, Paragraph("Lihat Tabel 3.2.")) if c.startswith("NOM")}
    assert "NOM01" in codes(*chapter, first, replace(second, number="3.1"))
    assert "NOM02" in codes(*chapter, first, second, replace(second, number="3.4"))
    assert "NOM03" in codes(*chapter, first, replace(second, number="2.2"))
    assert "NOM04" in codes(*chapter, first, second, Paragraph("Lihat Tabel 3.9 di bawah."))
    assert "NOM04" not in codes(*chapter, first, second, Paragraph("Lihat Tabel 3.9 dalam Renstra."))
    assert "NOM05" in codes(*chapter, Paragraph("Capaian disajikan pada tabel berikut:"), Heading(2, "3.2", "Lain"))


def test_numbers_of_lists_sections_and_rows() -> None:
    """Lists, sections and rows count without repeats and gaps; identifiers may jump."""
    items = [Paragraph(f"({n}) Kegiatan {name}") for n, name in ((1, "Satu"), (2, "Dua"), (2, "Tiga"))]
    assert "NOM06" in codes(*items)
    assert "NOM07" in codes(Heading(1, "II", "Rencana"), Heading(2, "2.1", "Satu"), Heading(2, "2.3", "Tiga"))
    rows = [("No", "Nama"), *((str(n), f"Barang {n}") for n in (1, 2, 3, 4, 7))]
    assert "NOM08" in codes(table("1.1", "Barang", *rows))
    listed = [("No", "Keputusan"), *((str(n), f"Keputusan {n}") for n in (3, 10, 24, 31, 77))]
    assert "NOM08" not in codes(table("1.1", "Keputusan", *listed))


def test_numbers_that_are_none_are_left_alone() -> None:
    """A footnote mark in the column of numbers and a number without end stop no review."""
    rows = (("No", "Nama", "Jumlah"), ("1", "Meja", "3"), ("2²", "Kursi", "4"), ("③", "Lemari", "5"))
    endless = "9" * 5000
    lines = (f"Pagu Rp {endless} dan Rp {endless}.", f"Naik 5 unit dari {endless} unit menjadi 3 unit.")
    assert not codes(*map(Paragraph, lines), table("1.1", "Daftar", ("Nama", "Jumlah"), ("Meja", endless)))
    for number in ("3.1", f"3.{endless}", "3.999999999"):
        assert not codes(Heading(1, "III", "Akuntabilitas"), table(number, "Daftar Barang", *rows))
    assert not codes(Heading(2, f"3.{endless}", "Capaian"), Paragraph(f"Lihat Tabel 3.{endless}."))


# --- BTK --------------------------------------------------------------------------------------------------------------


def test_the_form_of_figures_in_a_column() -> None:
    """A decimal point, a third decimal, a missing percent sign are found where the rest of the column agrees."""

    def column(*values: str, unit: str = "") -> list[str]:
        head = ("Nama", "Nilai") + (("Satuan",) if unit else ())
        rows = [(f"Baris {n}", v, *((unit + str(n),) if unit else ())) for n, v in enumerate(values)]
        return [c for c in codes(table("1.1", "Rekaan", head, *rows)) if c.startswith("BTK")]

    assert column("10,25", "11,50", "12.75", "13,00") == ["BTK01"]
    assert column("10,25", "11,50", "12,755", "13,00") == ["BTK02"]
    assert column("10,25%", "11,50%", "12,75", "13,00%") == ["BTK03"]
    assert column("10,25", "11,50", "100", "13,00") == []
    assert column("1.250", "2.375", "1.115", "98") == []
    assert column("10,25%", "11", "12,75%", unit="satuan ") == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Jumlah peserta xxx orang pada kegiatan itu.", "BTK04"),
        ("{{ capaian }} terhadap target", "BTK04"),
        ("Pekan Olahraga XXX diikuti warga.", ""),
        ("Bupati Karangbaru ......................", ""),
        ("Dinas yang yang membina jembatan.", "BTK05"),
        ("Kegiatan berjalan masing masing.", ""),
        ("Pembinaan (jembatan dan sungai dilakukan rutin.", "BTK06"),
        ("a) satu; b) dua (lihat lampiran).", ""),
        ("sebesar Rp 5. 840.935.330 dari APBD", "BTK07"),
        ("1. 250.000 orang terdaftar", ""),
    ],
)
def test_slips_of_the_pen(text: str, code: str) -> None:
    """Left-over fillings, repeated words, open brackets and torn numbers are found; lookalikes are not."""
    assert [c for c in codes(Paragraph(text)) if c.startswith("BTK")] == ([code] if code else [])


# --- all together -----------------------------------------------------------------------------------------------------


def test_quoted_figures_are_left_alone() -> None:
    """What is marked up as a quotation is not ours to judge."""
    said = Paragraph("Tertulis 7 (delapan) dan 20233.", quoted=("7 (delapan)", "20233"))
    assert codes(said) == []


def test_time_grows_with_size() -> None:
    """Ten times the report takes about ten times as long, not a hundred."""

    def report(times: int) -> Document:
        blocks: list[Block] = []
        for n in range(times):
            for b in CLEAN:
                if isinstance(b, Table):
                    rows = tuple(
                        tuple(replace(c, text=f"{c.text} {n}" if c.column in {1, 2} else c.text) for c in r)
                        for r in b.rows
                    )
                    blocks.append(replace(b, rows=(b.rows[0], *rows[1:])))
                else:
                    blocks.append(replace(b))
        return document(*blocks)

    def seconds(times: int) -> float:
        made = report(times)  # anew: what one review learns is kept for the next rule
        start = time.perf_counter()
        found(made)
        return time.perf_counter() - start

    assert seconds(80) < 20 * min(seconds(8) for _ in range(3))


@pytest.mark.slow
@pytest.mark.parametrize("year", [2022, 2023, 2024])
def test_our_own_reports_contradict_themselves_nowhere(built: Built, year: int) -> None:
    """HTML and Word of our own build hold no galat of these rules, and hardly anything else."""
    for suffix in ("html", "docx"):
        listed = found(read(built(year) / f"lakip-{year}.{suffix}"))
        assert not [f.line() for f in listed if f.severity == "galat"]
        assert len(listed) <= 2, [f.line() for f in listed]


@pytest.mark.needs_seed
@pytest.mark.skipif(not SEED.exists(), reason="needs the published report in ../shared/seed")
def test_the_published_report_yields_its_contradictions() -> None:
    """The published report yields findings of every family, and takes under a second."""
    report = read(SEED)
    start = time.perf_counter()
    listed = found(report)
    assert time.perf_counter() - start < 1.5
    count = {code: sum(f.code.startswith(code) for f in listed) for code in ("SAM", "HIT", "ADA", "NAM", "NOM", "BTK")}
    assert all(count[code] >= least for code, least in zip(count, (20, 6, 6, 6, 9, 12), strict=True)), count
