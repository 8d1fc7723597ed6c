"""Reading printed figures: what is a figure, what only names something, and what is left alone."""

from decimal import Decimal

import pytest

from lakip_lib.document.figures import in_cell, in_lines, in_text, written


@pytest.mark.parametrize(
    ("text", "value", "decimals", "unit"),
    [
        ("Rp. 7. 120.450.300,00 untuk", "7120450300.00", 2, "Rp"),
        ("sebesar Rp12.500.000,- saja", "12500000", 0, "Rp"),
        ("sekitar Rp1,2 miliar", "1200000000", -8, "Rp"),
        ("naik 105,202% lagi", "105.202", 3, "%"),
        ("turun -28,39 % lagi", "-28.39", 2, "%"),
        ("turun –28,39% lagi", "-28.39", 2, "%"),
        ("turun −28,39% lagi", "-28.39", 2, "%"),
        ("selisih –Rp1.250.000 lagi", "-1250000", 0, "Rp"),
        ("selisih Rp –1.250.000 lagi", "-1250000", 0, "Rp"),
        ("defisit Rp (1.250.000,-) lagi", "-1250000", 0, "Rp"),
        ("dana Rp1.250.000, 00 lagi", "1250000.00", 2, "Rp"),
        ("belanja (Rp1.250.000) lagi", "1250000", 0, "Rp"),
        ("anggaran Rp1.250.000 (satu juta)", "1250000", 0, "Rp"),
        ("–5 orang penyuluh", "5", 0, "orang"),
        ("sebanyak 1.269 unit usaha", "1269", 0, "unit usaha"),
        ("ada 19 (sembilan belas) orang", "19", 0, "orang"),
        ("nilainya 76.35 skor", "76.35", 2, "skor"),
        ("mencapai 12,5 persen", "12.5", 1, "%"),
        ("mencapai 12,5 Persen", "12.5", 1, "%"),
        ("sebanyak 2,5 Juta unit", "2500000", -5, "unit"),
    ],
)
def test_text_figures_keep_value_decimals_and_unit(text: str, value: str, decimals: int, unit: str) -> None:
    """A figure in a sentence is read with its value, its printed decimals and its unit."""
    (figure,) = in_text(text)
    assert (figure.value, figure.decimals, figure.unit) == (Decimal(value), decimals, unit)
    assert text[figure.start : figure.end].strip(" ,-") != ""


@pytest.mark.parametrize(
    "text",
    ["20%–30%", "20%-30%", "20% –30%", "20 % - 30 %", "Rp20–Rp30", "Rp20 –Rp30", "Rp20 – Rp30", "20 – 30 persen"],
)
def test_a_dash_between_figures_is_no_sign(text: str) -> None:
    """The ends of a range are not negative."""
    assert [f.value for f in in_text(f"antara {text} lagi")] == [20, 30]


@pytest.mark.parametrize(
    "text",
    [
        "Peraturan Bupati Nomor 55 Tahun 2021",
        "Permen 53/2014 dan PER/09/M.PAN/5/2007",
        "IKU 1 dan IKU 2",
        "lihat Tabel 3.4 dan Gambar 1.12",
        "per 31 Desember 2024",
        "periode 2021–2026",
        "Hari Jadi ke-77",
        "capaian tahun n-1",
        "pendidikan S1 dan D3",
        "3. Meningkatkan mutu",
        "(2) Kegiatan pertama",
        "Nomor 700.370.II.02.2023",
    ],
)
def test_names_are_no_figures(text: str) -> None:
    """Years, dates, regulations, tables, list numbers and codes measure nothing."""
    assert in_text(text) == []


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("1.115", None, "1115"),
        ("1.115", "percent", "1.115"),
        ("60,555", "percent", "60.555"),
        ("60,555", "money", "60555"),
        ("6,318,563,994", None, "6318563994"),
        ("21.690.799.282,98", None, "21690799282.98"),
        ("(1.250)", None, "-1250"),
        ("Rp (1.250.000)", None, "-1250000"),
        ("Rp. (1.250.000,00)", "money", "-1250000.00"),
        ("Rp(1.250.000),-", "money", "-1250000"),
        ("-Rp1.250.000", None, "-1250000"),
        ("–Rp 1.250.000", None, "-1250000"),
        ("(83,83%)", None, "83.83"),
        ("38% (Evaluasi Semester I)", None, "38"),
        ("81,10\nSkor", None, "81.10"),
        ("26 orang/bulan", None, "26"),
        ("2,5 jt", "money", "2500000"),
        ("Rp1,2 milliar", None, "1200000000"),
        ("2 RB", "count", "2"),
    ],
)
def test_cells_are_read_as_their_column_says(text: str, kind: str | None, value: str) -> None:
    """One separator before three digits is decided by the kind of the column, never by the looks of the figure."""
    assert in_cell(text, kind=kind).value == Decimal(value)


@pytest.mark.parametrize(
    "text",
    [
        "0 - 5",
        "12 Juli 2024",
        "2.",
        "1. Program",
        "≥ 85",
        "1.01.01",
        "1.899.00",
        "-",
        "Belum dinilai",
        "3 dari 7",
        "",
        "12.\n34",
        "Rp 2,5 M",
        "5 jutaan",
        "5 (lima) juta",
    ],
)
def test_unreadable_cells_are_left_alone(text: str) -> None:
    """A range, a date, an item number, a code or a word is no figure, and nothing is guessed."""
    assert in_cell(text) is None


def test_an_amount_ends_at_the_comma_of_its_sentence() -> None:
    """A number behind a comma and a space counts something else."""
    assert [f.value for f in in_text("pagu Rp1.250.000, 20 orang peserta")] == [1250000, 20]


@pytest.mark.parametrize(
    "text", ["dana Rp 2,5 M. Lalu", "dana Rp1.250 .000 untuk", "sekitar 5 jutaan unit", "sebanyak 5 (lima) juta unit"]
)
def test_a_loose_scale_gives_no_figure(text: str) -> None:
    """A number whose scale is abbreviated or vague is left alone: it is not the number before the scale."""
    assert in_text(text) == []


def test_tolerance_is_half_of_the_last_digit() -> None:
    """The tolerance follows the printed decimals, also of scaled figures."""
    assert in_cell("22,65%").tolerance == Decimal("0.005")
    assert in_text("Rp2,5 juta")[0].tolerance == 50_000
    assert in_cell("94").slack == 0


def test_lines_are_all_or_nothing() -> None:
    """A cell with one amount a line gives all amounts; one line that cannot be read gives none."""
    assert [f.value for f in in_lines("Rp. 1.000.000\nRp 2.500.000")] == [1_000_000, 2_500_000]
    assert in_lines("Rp. 1.000.000\nlihat lampiran") == []


def test_written_is_indonesian_and_half_up() -> None:
    """Expected figures are written as an Indonesian reader writes them."""
    assert written(Decimal("1234.565"), 2) == "1.234,57"
    assert written(Decimal(5840935330), 0, "Rp") == "Rp5.840.935.330"
    assert written(Decimal(-1250000), 0, "Rp") == "-Rp1.250.000"
    assert written(Decimal("-0.001"), 2) == "0,00"
