# ruff: noqa: E501 - a made-up table reads best on one line
"""Reports of offices unlike ours: what is right is left alone, what is wrong is found once and at its place."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from lakip_lib.document.model import Block, Document, Heading, Paragraph, Table
from lakip_lib.review import consistency, counting, form, names, numbering, presence
from lakip_lib.review._text_book import book_of
from lakip_lib.review.finding import Finding
from lakip_lib.review.reviu import review
from tests.fixtures.laporan_lain import OFFICES, report, table

MODULES = (consistency, counting, presence, names, numbering, form)
REPORTS = {name: report(office) for name, office in OFFICES.items()}
HEALTH = REPORTS["dinas kesehatan kabupaten"]
DISTRICT = REPORTS["kecamatan"]
RESULTS, MONEY, CONTEXT = "Capaian Kinerja Organisasi", "Realisasi Anggaran", "Gambaran Umum"
ACCREDITED = "Persentase puskesmas terakreditasi paripurna"
TRAINING = "Program Peningkatan Kapasitas Sumber Daya Manusia Kesehatan"
CARE = "Program Pemenuhan Upaya Kesehatan Perorangan dan Upaya Kesehatan Masyarakat"


def found(document: Document) -> list[Finding]:
    """All findings of the six modules."""
    book = book_of(document)
    return [f for m in MODULES for f in m.check(book)]


def with_blocks(document: Document, section: str, *blocks: Block) -> Document:
    """The report with blocks right below a heading."""
    n = next(n for n, b in enumerate(document.blocks) if isinstance(b, Heading) and b.text == section)
    return Document("rekaan.docx", "docx", [*document.blocks[: n + 1], *blocks, *document.blocks[n + 1 :]])


def with_cell(document: Document, caption: str, row: int, column: int, text: str) -> Document:
    """The report with another text in one cell of the table whose caption begins so; rows count from the end if < 0."""

    def changed(block: Block) -> Block:
        if not (isinstance(block, Table) and block.caption.startswith(caption)):
            return block
        rows = [list(r) for r in block.rows]
        rows[row][column] = replace(rows[row][column], text=text)
        return replace(block, rows=tuple(tuple(r) for r in rows))

    return Document("rekaan.docx", "docx", [changed(b) for b in document.blocks])


def of(document: Document, caption: str) -> Table:
    """The table whose caption begins so."""
    return next(t for t in document.tables() if t.caption.startswith(caption))


@pytest.mark.parametrize("name", OFFICES)
def test_a_consistent_report_of_any_office_has_no_findings(name: str) -> None:
    """Neither these rules nor the arithmetic ones say anything about a report that agrees with itself."""
    assert [f.line() for f in review(REPORTS[name]).findings if f.severity != "catatan"] == []
    assert [f.line() for f in found(REPORTS[name])] == []


@pytest.mark.parametrize(
    ("section", "blocks"),
    [
        (MONEY, [Paragraph("Sasaran ini didukung oleh 1 program, 2 kegiatan, dan 4 sub kegiatan.")]),
        (MONEY, [Paragraph("Untuk mencapai sasaran strategis 1 dilaksanakan 1 program dan 2 kegiatan.")]),
        (MONEY, [Paragraph("Puskesmas Induk melaksanakan 1 program, 1 kegiatan, dan 2 sub kegiatan.")]),
        (MONEY, [Paragraph("Urusan kesehatan dilaksanakan melalui 1 program dan 3 kegiatan.")]),
        (
            MONEY,
            [Paragraph("Semula direncanakan 3 program dan 5 kegiatan, kemudian menjadi 2 program dan 3 kegiatan.")],
        ),
        (
            MONEY,
            [
                Heading(3, "", "Sasaran 2: Meningkatnya mutu layanan"),
                Paragraph("Dilaksanakan 1 program, 1 kegiatan, dan 1 sub kegiatan."),
            ],
        ),
        (RESULTS, [Paragraph("Dari 3 sasaran strategis, 2 (dua) sasaran berkategori sangat baik dan 1 sasaran baik.")]),
        (RESULTS, [Paragraph("Terdapat 2 sasaran strategis yang berhasil dilaksanakan dengan baik.")]),
        (RESULTS, [Paragraph("Dinas mendukung 2 sasaran RPJMD; kepala bidang memuat 7 sasaran program.")]),
        (
            RESULTS,
            [
                Paragraph("Dinas menetapkan 2 (dua) langkah, yaitu:"),
                *(Paragraph(f"{n}. Langkah tentang hal {n}") for n in (1, 2)),
                *(Paragraph(f"{n}. Cerita lain tentang hal {n}") for n in (1, 2)),
            ],
        ),
        (
            RESULTS,
            [Paragraph("Sampai Desember 250 peserta hadir. Pada 12 Maret 120 peserta ikut. Tahun 205 kelompok.")],
        ),
        (CONTEXT, [Paragraph("Pelatihan diadakan tanggal 12 Desember 2023 sampai dengan 14 Desember 2023.")]),
        (RESULTS, [Paragraph("Anak usia 0-18 tahun tahun 2023 dilayani seluruhnya.")]),
        (
            RESULTS,
            [
                Paragraph("Gambar 3.1 Peta sebaran", "caption"),
                Paragraph("Grafik 3.2 Tren capaian", "caption"),
                Paragraph("Gambar 3.3 Bagan alur", "caption"),
                Paragraph("Grafik 3.1 menunjukkan sebarannya."),
            ],
        ),
        (
            RESULTS,
            [
                table(f"3.1.{n}", f"Contoh urutan {name}", ("No", "Nama", "Jumlah"), ("1", name, str(n)))
                for n, name in ((1, "Alfa"), (2, "Beta"))
            ],
        ),
        (RESULTS, [Paragraph("Angka Kematian Ibu Kabupaten Telagasari terealisasi 121,40.")]),
        (RESULTS, [Paragraph("Kota Muaraindah mencatat realisasi Angka Kematian Ibu sebesar 90,10.")]),
        (RESULTS, [Paragraph(f"{ACCREDITED} di Kecamatan Utara terealisasi 70,00%.")]),
        (RESULTS, [Paragraph(f"Pada triwulan II {ACCREDITED} terealisasi 40,00%.")]),
        (RESULTS, [Paragraph(f"Rata-rata capaian {ACCREDITED} selama tiga tahun sebesar 104,33%.")]),
        (RESULTS, [Paragraph(f"Realisasi {ACCREDITED} sebesar 57,69%, di atas target nasional 50,00%.")]),
        (RESULTS, [Paragraph(f"{TRAINING} dengan anggaran semula Rp200.000.000 menjadi Rp233.000.000.")]),
        (CONTEXT, [Paragraph("Di sebelah barat terletak Kecamatan Lembah Kabupaten Rimbajaya.")]),
        (CONTEXT, [Paragraph("Persentase keselarasan RPJMD Kabupaten Rimbajaya tahun 2023 sebesar 93,40%.")]),
    ],
)
def test_what_other_reports_rightly_say(section: str, blocks: list[Block]) -> None:
    """Parts of the whole, other places and times, and what only looks like a year or a repeat are no findings."""
    assert [f.line() for f in found(with_blocks(HEALTH, section, *blocks)) if f.code != "NOM09"] == []


@pytest.mark.parametrize(
    "tables",
    [
        [
            table(
                "",
                caption,
                ("No", "Kecamatan", "2022", "2023"),
                ("1", "Kecamatan Utara", a, b),
                ("2", "Kecamatan Barat", b, a),
            )
            for caption, a, b in (
                ("Stunting menurut kecamatan", "20,10", "18,20"),
                ("Imunisasi menurut kecamatan", "90,10", "98,20"),
            )
        ],
        [
            table("", caption, ("Uraian", "2022", "2023"), ("Laki-laki", a, b), ("Perempuan", b, a))
            for caption, a, b in (("Penduduk", "20.713", "20.800"), ("Pegawai", "201", "202"))
        ],
        [
            table(
                "",
                "Perbandingan",
                ("Indikator", "Capaian 2021", "Capaian 2022", "Capaian 2023"),
                (ACCREDITED, "42,31", "50,00", "57,69"),
            )
        ],
        [
            table(
                "",
                "Rencana Pendanaan Indikatif Renstra Tahun 2023",
                ("Program", "Anggaran (Rp)"),
                (TRAINING, "300.000.000"),
                (CARE, "2.500.000.000"),
            )
        ],
        [
            table(
                "",
                "Perubahan Pagu",
                ("Program", "Pagu Awal (Rp)", "Pagu Akhir (Rp)"),
                (TRAINING, "200.000.000", "233.000.000"),
                (CARE, "2.000.000.000", "2.111.455.700"),
            )
        ],
        [
            table(
                "",
                "Target Tahun 2023",
                ("Indikator", "Target Murni", "Target Perubahan"),
                ("Angka Kematian Ibu", "100,00", "105,00"),
                (ACCREDITED, "56,00", "56,00"),
            )
        ],
        [
            table(
                "",
                "IKU Kabupaten",
                ("Indikator", "2022", "2023"),
                ("Indeks Kepuasan Masyarakat Kabupaten", "80,10", "81,20"),
                ("Indeks Reformasi Birokrasi", "60,00", "62,00"),
            )
        ],
        [
            table(
                "",
                "Perbandingan",
                ("Indikator", "Target 2021", "Realisasi 2021", "Target 2022", "Realisasi 2022"),
                ("Level kapabilitas", "3,00", "3,00", "3,10", "3,12"),
            )
        ],
    ],
)
def test_tables_of_other_measures(tables: list[Table]) -> None:
    """Units, classes, documents, levels of government and headings of results are no contradictions."""
    assert [f.line() for f in found(with_blocks(HEALTH, RESULTS, *tables)) if f.code != "NOM09"] == []


@pytest.mark.parametrize(
    "title", ["Perjanjian Kinerja Tahun 2023 setelah Perubahan", "Perubahan Perjanjian Kinerja 2023"]
)
def test_a_changed_agreement_explains_its_targets(title: str) -> None:
    """A changed agreement makes older targets legitimate, without a word of explanation; the old target in force is not."""
    silent = [b for b in HEALTH.blocks if not (isinstance(b, Paragraph) and "disesuaikan" in b.text)]
    named = [
        replace(b, caption=title) if isinstance(b, Table) and "Kinerja Perubahan" in b.caption else b for b in silent
    ]
    changed = Document("rekaan.docx", "docx", named)
    assert [f.line() for f in found(changed)] == []
    stale = with_cell(changed, "Capaian Kinerja", 1, 4, "100,00")
    assert {f.code for f in found(stale)} & {"SAM01", "SAM02"}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Semua indikator tahun 2022 mencapai target.", "ADA05"),
        ("Semua indikator mencapai target kecuali usulan musrenbang.", ""),
        ("Semua indikator pada sasaran pertama mencapai target.", ""),
        ("Semua target tahun 2021 tercapai.", ""),
    ],
)
def test_conclusions_about_a_part_or_another_year(text: str, code: str) -> None:
    """A sweeping conclusion is held to the whole of the year only if it speaks of both."""
    assert [f.code for f in found(with_blocks(DISTRICT, RESULTS, Paragraph(text)))] == ([code] if code else [])


def planted(document: Document, office: str) -> dict[str, tuple[Document, str]]:
    """Rule -> (the report with one error of its kind, words of the place where it must be found)."""
    results, year = of(document, "Capaian Kinerja"), OFFICES[office].year
    indicator = results.rows[1][2].text
    first = re.sub(r"\d(?=\D*$)", lambda d: str((int(d[0]) + 1) % 10), results.rows[1][5].text)
    number = results.number
    say = Paragraph
    chapter = next(b for b in document.blocks if isinstance(b, Heading) and b.number == "III")
    return {
        "SAM01": (with_cell(document, "Capaian Kinerja", 1, 5, first), indicator),
        "SAM02": (with_cell(document, "Perjanjian Kinerja", 2, 4, "1,11"), results.rows[2][2].text),
        "HIT01": (
            with_blocks(document, MONEY, say(f"Pada tahun {year} terdapat 9 program dan 9 kegiatan.")),
            "9 program",
        ),
        "HIT02": (with_blocks(document, CONTEXT, say("Kantor memiliki 7 (delapan) kendaraan.")), "7 (delapan)"),
        "HIT03": (
            with_blocks(document, MONEY, say("Terdapat 3 (tiga) loket, yaitu:"), say("1. Satu"), say("2. Dua")),
            "3 (tiga)",
        ),
        "ADA04": (with_blocks(document, MONEY, Heading(3, "", "Hambatan"), Heading(3, "", "Lainnya")), "Hambatan"),
        "NAM02": (with_blocks(document, CONTEXT, say(f"Gedung dipakai sejak 9 Mei {year}1.")), f"{year}1"),
        "NOM01": (with_blocks(document, MONEY, replace(results, caption="Judul Lain Sekali")), number),
        "NOM06": (with_blocks(document, MONEY, say("1) Satu"), say("2) Dua"), say("2) Tiga"), say("3) Empat")), "2)"),
        "BTK04": (with_blocks(document, CONTEXT, say("Jumlah peserta xxx orang.")), "xxx"),
        "BTK05": (with_blocks(document, CONTEXT, say("Layanan yang yang cepat.")), "yang yang"),
        "BTK06": (with_blocks(document, CONTEXT, say("Layanan (cepat dan murah diberikan.")), "(cepat"),
        "BTK07": (with_blocks(document, CONTEXT, say("Tersedia sebesar Rp 5. 840.935.330 untuk itu.")), "5. 840"),
        "NOM07": (with_blocks(document, chapter.text, Heading(2, "3.9", "Sisipan"), say("Isi.")), "3.9"),
    }


@pytest.mark.parametrize("office", OFFICES)
def test_a_planted_error_is_one_finding_at_its_place(office: str) -> None:
    """One error of each kind, in each style of report, is found where it stands; hardly anything else is said."""
    document = REPORTS[office]
    numbered_by_chapter = "." in of(document, "Capaian Kinerja").number
    for code, (wrong, words) in planted(document, office).items():
        if code == "NOM01" and not numbered_by_chapter:
            continue
        listed = found(wrong)
        same = [f for f in listed if f.code == code]
        limit = 2 if code in {"HIT01", "NOM07"} else 1  # two nouns; an inserted section leaves a gap after it as well
        assert 1 <= len(same) <= limit, (code, [f.line() for f in listed])
        said = " ".join(f"{f.message} {p} {p.quote} {p.section}" for f in same for p in f.places)
        assert words in said, (code, said)
        others = [f for f in listed if f.code != code and f.severity == "galat"]
        assert not others, (code, [f.line() for f in others])


def test_lines_are_short_and_say_when_nothing_decides() -> None:
    """Long headings are cut at a word, and two values without a majority are called undecided."""
    long = Heading(
        3, "", "ADAPUN ANALISIS TIAP-TIAP INDIKATOR KINERJA UTAMA TAHUN 2023 DAPAT DIURAIKAN SEBAGAI BERIKUT"
    )
    (line,) = [f.line() for f in found(with_blocks(HEALTH, RESULTS, long, Paragraph("Terdapat 7 (delapan) unit.")))]
    assert line.startswith("ADAPUN ANALISIS TIAP-TIAP INDIKATOR KINERJA UTAMA TAHUN …: HIT02")
    rows = [
        table(n, f"Capaian {n}", ("Indikator Kinerja", "Realisasi 2023"), (ACCREDITED, v))
        for n, v in (("3.1", "50,00"), ("3.2", "51,00"))
    ]
    (finding,) = [f for f in found(Document("rekaan", "docx", list(rows))) if f.code == "SAM01"]
    assert "yang benar tidak dapat dipastikan" in finding.message
    assert finding.expected == ""
    assert not re.search(r"  ", finding.line())
