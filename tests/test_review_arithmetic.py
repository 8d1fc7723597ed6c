"""The arithmetic rules: what they find, and what they must not say."""

import time
from dataclasses import replace
from pathlib import Path

import pytest

from lakip_lib.document.model import Cell, Document, Heading, Paragraph, Table
from lakip_lib.review import grades, ratios, sums
from lakip_lib.review._text_book import book_of
from lakip_lib.review.finding import Finding

SEED = Path(__file__).parents[2] / "shared" / "seed" / "lakip-2024.docx"


def table(text: str, caption: str = "Tabel uji", number: str = "3.1", header: int = 1) -> Table:
    """A table from lines with cells between bars."""
    rows = [
        tuple(Cell(cell.strip().replace("/n/", "\n"), r, c) for c, cell in enumerate(line.split("|")))
        for r, line in enumerate(text.strip().splitlines())
    ]
    return Table(tuple(rows), header, number, caption)


def codes(*blocks: Table | str, section: str = "Akuntabilitas Kinerja") -> list[str]:
    """The codes of all arithmetic findings on a document of these blocks, in order."""
    return sorted(f.code for f in found(*blocks, section=section))


def found(*blocks: Table | str, section: str = "Akuntabilitas Kinerja") -> list[Finding]:
    """All arithmetic findings on a document of these blocks."""
    parts = [Heading(2, "3.1", section), *(Paragraph(b) if isinstance(b, str) else b for b in blocks)]
    document = Document("uji", "docx", parts)
    book = book_of(document)
    return [f for module in (sums, ratios, grades) for f in module.check(book)]


STAFF = "No | Uraian | Jumlah (orang)\n1 | Laki-laki | 7\n2 | Perempuan | 12\n | Jumlah | {}"
BUDGET = """
No | Uraian | Anggaran (Rp) | Realisasi (Rp) | %
I | Program Satu | {p} | 90.000.000 | 90,00
| Kegiatan Satu | 100.000.000 | {k} | 90,00
| Sub Kegiatan Satu | 60.000.000 | 60.000.000 | 100
| Sub Kegiatan Dua | 40.000.000 | 30.000.000 | {s}
II | Program Dua | 50.000.000 | 10.000.000 | 20,00
| Jumlah | 150.000.000 | 100.000.000 | {t}
"""
RIGHT = {"p": "100.000.000", "k": "90.000.000", "s": "75,00", "t": "66,67"}


@pytest.mark.parametrize(("total", "expected"), [("19", []), ("18", ["JML01"])])
def test_total_of_a_plain_table(total: str, expected: list[str]) -> None:
    """A labelled total must be the sum of its rows."""
    assert codes(table(STAFF.format(total))) == expected


def test_total_of_a_continued_table_is_not_judged() -> None:
    """A part of a table that was continued from the page before has its first rows elsewhere."""
    assert codes(table("No | Uraian | Jumlah\n12 | Meja | 4\n13 | Kursi | 9\n | Jumlah | 88")) == []


def test_total_of_several_amounts_in_one_cell() -> None:
    """A cell with one amount a line counts with all of them."""
    text = "Program | Anggaran\nA /n/ B | Rp. 1.000.000 /n/ Rp. 2.500.000\nJumlah | Rp. {}"
    assert codes(table(text.format("3.500.000"))) == []
    assert codes(table(text.format("3.600.000"))) == ["JML01"]


def test_totals_of_percentages_and_targets_are_no_sums() -> None:
    """Percentages, targets and achievements are not added, so their total row is no wrong sum."""
    text = "Indikator | Target (%) | Realisasi (%)\nA | 80,00 | 70,00\nB | 90,00 | 95,00\nJumlah | 85,00 | 82,50"
    assert not [c for c in codes(table(text)) if c.startswith("JML")]


def test_rounded_parts_may_miss_their_total() -> None:
    """A total of rounded parts may differ by the rounding of all parts."""
    text = "Uraian | Jumlah (Rp juta)\nA | 10,4\nB | 10,4\nC | 10,4\nJumlah | 31,3"
    assert codes(table(text)) == []


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, []),
        ({"p": "190.000.000"}, ["JML04"]),
        ({"k": "91.000.000"}, ["JML04"]),
        ({"s": "70,00"}, ["RSO01"]),
        ({"t": "66,66"}, ["RSO10"]),
        ({"t": "55,00"}, ["RSO12"]),
    ],
)
def test_budget_tree(change: dict[str, str], expected: list[str]) -> None:
    """Parents are sums of children, absorption is a ratio of sums; a wrong subtotal is not blamed on its percentage."""
    assert codes(table(BUDGET.format(**RIGHT | change))) == expected


def test_crossing_totals_name_the_wrong_cell() -> None:
    """A cell that spoils row and column total by the same amount is named, once."""
    text = (
        "Unit | A | B | C | Jumlah\nX | 1 | 2 | 3 | 6\nY | 4 | 9 | 6 | 15\nZ | 1 | 1 | 1 | 3\nJumlah | 6 | 8 | 10 | 24"
    )
    (finding,) = found(table(text))
    assert (finding.places[0].row, finding.places[0].column, finding.expected) == ("Y", "B", "5")


def test_parts_are_told_as_printed() -> None:
    """The parts of a sum and the sum that was expected keep their decimals."""
    (row,) = found(
        table("Unit | A | B | Jumlah\nX | 1,25 | 2,50 | 3,75\nY | 2,25 | 2,50 | 4,75\nZ | 1,25 | 1,50 | 2,85")
    )
    assert (row.expected, row.evidence) == ("2,75", "1,25 + 1,50")
    (said,) = found("Belanja Rp 100,75 terdiri dari Rp 50,25 dan Rp 50,25.")
    assert (said.expected, said.evidence) == ("100,50", "50,25 + 50,25")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Sebanyak 50 UKM terdiri dari 30 UKM kuliner dan 20 UKM kriya.", []),
        ("Sebanyak 52 UKM terdiri dari 30 UKM kuliner dan 20 UKM kriya.", ["JML05"]),
        ("Sebanyak 52 UKM, di antaranya terdiri dari 30 UKM kuliner dan 20 UKM kriya.", []),
        ("Terdapat 5 program terdiri dari 11 kegiatan dan 21 sub kegiatan.", []),
        ("Pagu Rp100.000.000, realisasi Rp90.000.000 atau 90,00%.", []),
        ("Pagu Rp100.000.000, realisasi Rp90.000.000 atau 91,00%.", ["RSO07"]),
        ("Realisasi Rp90.000.000 atau 91,00% dari pagu Rp100.000.000.", ["RSO07"]),
        ("Belanja Rp90.000.000 naik dari Rp60.000.000 atau 50,00%.", []),
        ("Pendapatan Rp100.000.000 dan belanja Rp90.000.000 atau 12,00% dari PAD.", []),
        ("Target 80,00% terealisasi 60,00% dengan tingkat capaian 75,00%.", []),
        ("Target 80,00% terealisasi 60,00% dengan tingkat capaian 85,00%.", ["RSO08"]),
        ("Target angka kematian 20,00 realisasi 15,00 dengan capaian 125,00%.", []),
        ("Jumlahnya naik 5 unit dari 10 unit menjadi 15 unit.", []),
        ("Jumlahnya naik 6 unit dari 10 unit menjadi 15 unit.", ["RSO09"]),
        ("Angkanya naik 20,16 poin dari 2,49% (2015) menjadi 22,65% (2024).", []),
        ("Angkanya naik 21,16 poin dari 2,49% (2015) menjadi 22,65% (2024).", ["RSO09"]),
        ("Terdapat 94 unit dari 415 unit, sehingga realisasinya 22,65%.", []),
        ("Terdapat 94 unit dari 415 unit, sehingga realisasinya 23,65%.", ["RSO04"]),
        ("Anggaran kegiatan Rp27.000.000 dengan realisasi Rp45.000.000.", ["SKL06"]),
        ("Pagu Rp100.000.000, realisasi Rp90.000.000, sisa Rp (10.000.000).", []),
        ("Pagu Rp100.000.000, realisasi Rp90.000.000, sisa Rp (11.000.000).", ["RSO15"]),
        ("Anggaran semula Rp50.000.000 bertambah Rp5.000.000 menjadi Rp55.000.000 dengan realisasi Rp54.000.000.", []),
        ("Anggaran semula Rp50.000.000 menjadi Rp55.000.000 dengan realisasi Rp56.000.000.", ["SKL06"]),
        ("Anggaran tahun 2024 Rp80.000.000, sedangkan realisasi tahun 2023 Rp90.000.000.", []),
        ("Anggaran tahun 2024 Rp80.000.000, sedangkan realisasi tahun 2024 Rp90.000.000.", ["SKL06"]),
        ("Anggaran Program Pasar Rp80.000.000; realisasi seluruh program Rp900.000.000.", []),
        ("Dengan anggaran Rp80.000.000, omzet UKM terealisasi Rp900.000.000.", []),
        ("Dari anggaran APBD Rp100.000.000 dan DAK Rp200.000.000 terealisasi Rp290.000.000 (96,67%).", []),
        ("Dari anggaran APBD Rp100.000.000 dan DAK Rp200.000.000 terealisasi Rp290.000.000 (69,67%).", ["RSO07"]),
        ("Target triwulan IV 25 UKM dari target setahun 100 UKM, terealisasi 24 UKM dengan capaian 96,00%.", []),
        ("Target triwulan IV 25 UKM dari target setahun 100 UKM, terealisasi 24 UKM dengan capaian 69,00%.", ["RSO08"]),
        ("Nilainya naik 2 kali lipat dari 10% menjadi 20%.", []),
        ("Hasil evaluasi SAKIP bernilai B+ menurut inspektorat, dengan predikat B+.", ["SKL04"]),
        ("Nilai evaluasi AKIP 77,55 dengan predikat BB.", []),
        ("Nilai evaluasi AKIP 77,55 dengan predikat A.", ["SKL03"]),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    """A sentence is held to its own figures, and only where it says how they hang together."""
    assert codes(text) == expected


@pytest.mark.parametrize(
    ("block", "expected"),
    [
        ("Jumlahnya naik 2,5% dari 10.000 orang menjadi 10.520 orang.", "5,2%"),
        ("Jumlahnya turun –28,39% dari 190 kasus menjadi 140 kasus.", "-26,32%"),
        ("Jumlahnya turun 28,39% dari 190 kasus menjadi 140 kasus.", "26,32%"),
        (
            table("Uraian | Target (Rp) | Realisasi (Rp) | Lebih/(Kurang) (Rp)\nA | 500.000 | 400.000 | (110.000)"),
            "-100.000",
        ),
    ],
)
def test_what_is_expected_of_a_change_is_what_was_meant(block: str | Table, expected: str) -> None:
    """Of the ways in which a change may be computed, a finding shows the one next to the printed figure."""
    (wrong,) = found(block)
    assert wrong.expected == expected


@pytest.mark.parametrize("capaian", ["75,00", "125,00", "133,33"])
def test_every_practice_of_achievement_is_accepted(capaian: str) -> None:
    """R / T, (2T - R) / T and T / R all occur, and none of them is a finding."""
    assert (
        codes(table(f"Indikator | Target | Realisasi | Capaian (%)\nLama pelayanan | 20,00 | 15,00 | {capaian}")) == []
    )


@pytest.mark.parametrize(
    ("name", "capaian", "expected"),
    [
        ("Prevalensi stunting balita", "75,00", ["RSO17"]),
        ("Prevalensi stunting balita", "125,00", []),
        ("Cakupan penanganan stunting", "75,00", []),
    ],
)
def test_direction_of_achievement(name: str, capaian: str, expected: list[str]) -> None:
    """What every office wants less of is not achieved by having more of it; what is done about it may be."""
    assert codes(table(f"Indikator | Target | Realisasi | Capaian (%)\n{name} | 20,00 | 15,00 | {capaian}")) == expected


def test_achievement_within_the_rounding_of_its_inputs() -> None:
    """What hidden decimals of target and realisation can explain is no finding, what they cannot is one."""
    text = "Indikator | Target | Realisasi | Capaian (%)\nAngka melek | 4,87 | 3,73 | {}"
    assert codes(table(text.format("76,65"))) == []
    assert codes(table(text.format("78,65"))) == ["RSO02"]


def test_a_table_that_recomputes_exactly_is_held_to_it() -> None:
    """Where every other figure follows from the printed ones to the last digit, so must this one."""
    rows = [
        "A | 20,34 | 22,65 | 111,36",
        "B | 39,49 | 58,72 | 148,70",
        "C | 47,21 | 40,24 | 85,24",
        "D | 27,12 | 24,58 | {}",
    ]
    text = "Indikator | Target | Realisasi | Capaian (%)\n" + "\n".join(rows)
    assert codes(table(text.format("90,63"))) == []
    assert codes(table(text.format("90,65"))) == ["RSO13"]


def test_capped_achievement_is_accepted() -> None:
    """A column that stops at 100 has been capped, which is a choice and no mistake."""
    assert codes(table("Indikator | Target | Realisasi | Capaian (%)\nA | 10 | 30 | 100,00\nB | 10 | 9 | 90,00")) == []


def test_numerator_and_denominator_over_the_years() -> None:
    """A row of percentages that is the quotient of two rows in most years must be so in all."""
    text = """
    Uraian | 2020 | 2021 | 2022 | 2023
    Jumlah bayi ditimbang | 400 | 430 | 580 | 650
    Jumlah bayi | 1.899 | 1.899 | 1.899 | 1.899
    Persentase | 21,06 | 22,64 | 30,54 | {}
    """
    assert codes(table(text.format("34,23"))) == []
    assert codes(table(text.format("34,20"))) == ["RSO04"]


@pytest.mark.parametrize("value", ["9,00", "109,00", "1,87"])
def test_growth_in_every_practice(value: str) -> None:
    """Against last year a table may print the growth, the quotient or the difference."""
    head = "Indikator | 2022 | 2023 | Realisasi 2024 | Tahun 2024 terhadap tahun 2023"
    assert codes(table(f"{head}\nAngka melek huruf | 18,83 | 20,78 | 22,65 | {value}")) == []
    assert codes(table(f"{head}\nAngka melek huruf | 18,83 | 20,78 | 22,65 | 45,00")) == ["RSO05"]


EFFICIENCY = """
Sasaran | Capaian (%) | Serapan (%) | Tingkat Efisiensi
Sasaran A | 110,00 | 80,00 | {}
Sasaran B | 90,00 | 60,00 | {}
"""


def test_efficiency_follows_the_stated_definition() -> None:
    """The definition in the text decides; a column that follows another one throughout is one finding."""
    said = "Tingkat efisiensi dihitung dari selisih persentase capaian kinerja dengan persentase penyerapan anggaran."
    assert codes(table(EFFICIENCY.format("30,00", "30,00")), said) == []
    assert codes(table(EFFICIENCY.format("72,73", "66,67")), said) == ["EFI01"]
    assert codes(table(EFFICIENCY.format("72,73", "66,67"))) == []


SCORES = """
No | Komponen | Bobot | Nilai 2023
1 | Perencanaan kinerja | 30 | 24,60
2 | Pengukuran kinerja | 30 | 21,90
3 | Pelaporan kinerja | 15 | {}
4 | Evaluasi internal | 25 | 18,75
| Nilai hasil evaluasi | 100 | {}
| Predikat | | {}
"""


@pytest.mark.parametrize(
    ("component", "total", "letter", "expected"),
    [
        ("12,30", "77,55", "BB", []),
        ("17,30", "82,55", "A", ["SKL01"]),
        ("12,30", "77,55", "A", ["SKL03"]),
        ("12,30", "77,55", "B+", ["SKL04"]),
        ("12,30", "79,55", "BB", ["JML01"]),
    ],
)
def test_scores_weights_and_letters(component: str, total: str, letter: str, expected: list[str]) -> None:
    """A score stays within its weight, the total is their sum, the letter is that of the score."""
    assert codes(table(SCORES.format(component, total, letter), "Nilai evaluasi AKIP")) == expected


def test_scores_of_which_little_is_printed() -> None:
    """A table without a row of data says nothing, and the end of a number is no score."""
    assert codes(table("Komponen | Bobot | Nilai\nA. Perencanaan | |\nJumlah A | 30 | 20\nB. Pengukuran | |")) == []
    assert codes("Nilai AKIP sebesar 8,25 dengan predikat A.") == []


def test_class_follows_the_stated_scale() -> None:
    """The class of an achievement is the one of the scale that the document states, above its end the highest."""
    scale = table(
        "Interval | Kategori\n> 90 | Sangat Tinggi\n> 75 s.d. 90 | Tinggi\n> 65 s.d. 75 | Sedang\n<= 65 | Rendah"
    )
    text = "Indikator | Target | Realisasi | Capaian (%) | Kategori\nA | 100 | 80 | 80,00 | {}"
    assert codes(scale, table(text.format("Tinggi"), number="3.2")) == []
    assert codes(scale, table(text.format("Sangat Tinggi"), number="3.2")) == ["SKL05"]


def test_an_open_end_is_no_overlap() -> None:
    """``75 < x ≤ 90`` begins above 75: the class below ends there."""
    scale = "Interval | Kategori\n90 < x ≤ 100 | Sangat Tinggi\n75 < x ≤ 90 | Tinggi\n{} x ≤ 75 | Sedang"
    assert codes(table(scale.format("65 <"))) == []
    assert codes(table(scale.format("65 <").replace("75 <", "75 ≤"))) == ["SKL07"]
    (overlap,) = found(table(scale.format("65 <").replace("75 <", "70 <"), "Skala Capaian", number=""))
    assert overlap.places[0].table == "Tabel tanpa nomor “Skala Capaian”"


WHOLE = "Interval | Kategori\n85 – 100 | Baik\n70 – 84 | Cukup\n55 – 69 | Kurang\n{} | Sangat Kurang"


def test_whole_numbers_leave_decimals_without_a_class() -> None:
    """An achievement of 84,5 is in none of 70–84 and 85–100: one finding for a scale, however often it is stated."""
    scale = table(WHOLE.format("0 – 54"))
    (gap,) = found(scale, replace(scale, number="3.2"))
    assert (gap.code, len(gap.places)) == ("SKL07", 2)
    assert gap.message == "nilai di antara 84 dan 85, 69 dan 70, 54 dan 55 tidak termasuk kelas mana pun"
    other = table(WHOLE.format("≤ 50").replace("84", "84,99").replace("69", "69,99"))
    assert "50 dan 55" in found(scale, other)[1].message


@pytest.mark.parametrize(
    "classes",
    [
        ("76,61 – 88,30", "88,31 – 100,00", "25,00 – 64,99", "65,00 – 76,60"),  # made by rules with two decimals
        ("1 – 4", "5 – 19", "20 – 99", "100 – 999"),  # staff
        ("1 - 5", "6 - 10", "11 - 15", "16 - 25"),  # risks
    ],
)
def test_neighbours_without_a_value_between_are_no_gap(classes: tuple[str, ...]) -> None:
    """Between two counts, or between figures with two decimals, there is no value that could lack a class."""
    names = ("Kecil", "Sedang", "Besar", "Raya")
    assert codes(table("Nilai | Kelas\n" + "\n".join(f"{i} | {n}" for i, n in zip(classes, names, strict=True)))) == []


@pytest.mark.parametrize(
    "line", ["75 < x ≤ 90 : Tinggi", "75% < Capaian ≤ 90% Tinggi", "> 75 s.d 90 = Tinggi", "Tinggi (> 75% s.d. 90%)"]
)
def test_a_scale_is_read_line_by_line(line: str) -> None:
    """A scale in a list has its classes however a line writes the interval."""
    lines = ("- lebih dari 90% : Sangat Tinggi", f"- {line}", "- > 60 – 75 Sedang", "- ≤ 60 : Rendah")
    text = "Indikator | Target | Realisasi | Capaian (%) | Kategori\nA | 100 | 80 | 80,00 | {}"
    assert codes(*lines, table(text.format("Tinggi"))) == []
    assert codes(*lines, table(text.format("Sedang"))) == ["SKL05"]


def test_the_limit_named_is_the_largest_budget() -> None:
    """Spending is held to the largest budget of its row, also where the revision made it smaller."""
    text = "Uraian | Pagu Murni (Rp) | Pagu Perubahan (Rp) | Realisasi (Rp)\nA | 90.000.000 | 70.000.000 | {}"
    assert codes(table(text.format("90.000.000"))) == []
    (over,) = found(table(text.format("95.000.000")))
    assert (over.code, over.expected) == ("SKL06", "≤ 90.000.000")


@pytest.mark.parametrize("last", ["Realisasi 2023 (Rp)", "Realisasi Tahun Lalu (Rp)"])
def test_spending_is_held_to_the_budget_of_its_year(last: str) -> None:
    """What was spent last year may be more than this year's budget, and each year has its own."""
    text = f"Uraian | {last} | Pagu 2024 (Rp) | Realisasi 2024 (Rp)\nA | 90.000.000 | 70.000.000 | {{}}"
    assert codes(table(text.format("60.000.000"))) == []
    assert codes(table(text.format("75.000.000"))) == ["SKL06"]


def test_a_scale_may_go_below_nothing() -> None:
    """The sign of a limit is no dash of a list, and a class that cannot be read leaves no gap."""
    lines = ("> 5 : Efisien", "{}5 s.d. 5 : Cukup Efisien", "< {}5 : Tidak Efisien")
    assert all(codes(*(line.format(sign) for line in lines)) == [] for sign in "-–−")
    unread = "Nilai | Arti\n> 80 – 100 | Memuaskan\n> 60 – 80 | Baik\n> 50 – 60 | Cukup: {}\n0 – 50 | Kurang"
    assert codes(table(unread)) == []


def test_a_class_is_compared_where_a_sentence_begins() -> None:
    """A sentence that begins with the achievement says its class like any other."""
    scale = table(WHOLE.format("0 – 54").replace("84", "84,99").replace("69", "69,99").replace("54", "54,99"))
    assert codes(scale, "Capaian indikator 84,50% dengan kategori Cukup.") == []
    assert codes(scale, "Capaian indikator 85,00% dengan kategori Cukup.") == ["SKL05"]


def test_income_may_exceed_its_budget() -> None:
    """More income than planned is no overspending."""
    text = "Uraian | Anggaran Pendapatan (Rp) | Realisasi (Rp)\nRetribusi pasar | 10.000.000 | 12.000.000"
    assert "SKL06" not in codes(table(text))


def test_quotations_are_left_alone() -> None:
    """A paragraph that quotes a rejected figure is not judged."""
    text = "Pagu Rp100.000.000, realisasi Rp90.000.000 atau 91,00%."
    document = Document("uji", "html", [Paragraph(text, quoted=("91,00%",))])
    assert list(ratios.check(book_of(document))) == []


def test_time_grows_in_line_with_size() -> None:
    """Ten times the tables take at most about ten times the time."""

    def seconds(times: int) -> float:
        parts = [table(BUDGET.format(**RIGHT), number=f"3.{i}") for i in range(times)]
        document = Document("uji", "html", parts)
        start = time.process_time()
        book = book_of(document)
        for module in (sums, ratios, grades):
            assert list(module.check(book)) == []
        return time.process_time() - start

    seconds(5)
    assert seconds(200) < 25 * max(seconds(20), 0.01)


@pytest.mark.needs_seed
@pytest.mark.skipif(not SEED.exists(), reason="needs ../shared/seed")
def test_published_report() -> None:
    """The published report: its wrong subtotal, percentages, weights, letters and sentences are found."""
    from lakip_lib.document.read import read

    document = read(SEED)
    book = book_of(document)
    findings = [f for module in (sums, ratios, grades) for f in module.check(book)]
    said = {(f.code, f.published.strip("%"), f.expected.strip("%")) for f in findings}
    assert said >= {
        ("JML03", "2", "5"),
        ("JML03", "1", "4"),
        ("JML04", "2.217.878.589", "2.250.980.589"),
        ("JML07", "73,31", "73,30"),
        ("RSO01", "84,38", "84,13"),
        ("RSO01", "82,31", "92,52"),
        ("RSO04", "60,55", "58,72"),
        ("RSO07", "97,52", "19,34"),
        ("RSO08", "145,48", "82,30"),
        ("RSO10", "47,36", "47,37"),
        ("SKL04", "B+", "BB"),
    }
