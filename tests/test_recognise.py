"""What tables mean: roles of columns and rows, trees, units."""

from lakip_lib.document.model import Cell, Table
from lakip_lib.document.recognise import Meaning, recognise


def table(text: str, header: int = 1) -> Table:
    """A table from lines with cells between bars."""
    rows = [
        tuple(Cell(cell.strip().replace("/n/", "\n"), r, c) for c, cell in enumerate(line.split("|")))
        for r, line in enumerate(text.strip().splitlines())
    ]
    return Table(tuple(rows), header, "1.1", "Tabel uji")


def roles(meaning: Meaning) -> list[str]:
    """The roles of the columns from left to right."""
    return [c.role for c in meaning.columns]


def test_budget_table_is_recognised_by_words_and_amounts() -> None:
    """A bare percent column behind budget and spending is absorption."""
    meaning = recognise(
        table("""
        No | Uraian | Anggaran (Rp) | Realisasi (Rp) | %
        1 | Program A | 1.000.000 | 500.000 | 50,00
        2 | Program B | 3.000.000 | 600.000 | 20,00
        | Jumlah | 4.000.000 | 1.100.000 | 27,50
        """)
    )
    assert meaning.kind == "anggaran"
    assert roles(meaning) == ["nomor", "label", "pagu", "realisasi uang", "serapan"]
    assert [r.role for r in meaning.rows] == ["data", "data", "total"]


def test_bare_percent_after_target_and_realisation_is_achievement() -> None:
    """The same bare percent column behind target and realisation is achievement."""
    meaning = recognise(table("Indikator | Target | Realisasi | %\nAngka melek huruf | 90,00 | 81,00 | 90,00"))
    assert roles(meaning)[-1] == "capaian"


def test_percent_of_physical_progress_is_not_absorption() -> None:
    """A percentage that says it is physical progress is left without a base."""
    meaning = recognise(table("Uraian | Pagu (Rp) | Realisasi (Rp) | Fisik (%)\nJalan | 9.000.000 | 4.500.000 | 75,00"))
    assert roles(meaning)[-1] != "serapan"


def test_tree_by_codes() -> None:
    """Codes that begin other codes are their parents, whatever number of parts they have."""
    meaning = recognise(
        table("""
        Kode | Uraian | Pagu (Rp)
        2.17.02 | Program | 700.000.000
        2.17.02.2.01 | Kegiatan | 700.000.000
        2.17.02.2.01.0001 | Sub satu | 300.000.000
        2.17.02.2.01.0002 | Sub dua | 400.000.000
        """)
    )
    assert [r.level for r in meaning.rows] == [1, 2, 3, 3]
    assert meaning.rows[3].parent == 2


def test_tree_by_names() -> None:
    """Program, kegiatan and sub kegiatan make a tree without codes."""
    meaning = recognise(
        table("""
        No | Uraian | Pagu (Rp)
        I | Program Satu | 500.000.000
        | Kegiatan Satu | 500.000.000
        | Sub Kegiatan Satu | 200.000.000
        | Sub Kegiatan Dua | 300.000.000
        II | Program Dua | 100.000.000
        | Jumlah | 600.000.000
        """)
    )
    assert [r.level for r in meaning.rows] == [1, 2, 3, 3, 1, 0]


def test_tree_by_sums() -> None:
    """Without codes and names a row that equals the rows below it is their parent, if the tops add up to the total."""
    meaning = recognise(
        table("""
        Uraian | Pagu (Rp)
        Belanja Operasi | 900.000.000
        Pegawai | 500.000.000
        Barang dan jasa | 400.000.000
        Belanja Modal | 100.000.000
        Jumlah | 1.000.000.000
        """)
    )
    assert [r.level for r in meaning.rows] == [1, 2, 2, 1, 0]


def test_numbering_row_and_repeated_header_are_no_data() -> None:
    """A row that only numbers the columns, or repeats the header, holds no figures."""
    meaning = recognise(
        table("""
        No | Sasaran | Satuan | Target
        1 | 2 | 3 | 4
        1 | Sasaran A | % | 20,34
        No | Sasaran | Satuan | Target
        2 | Sasaran B | % | 21,00
        """)
    )
    assert [r.role for r in meaning.rows] == ["kepala", "data", "kepala", "data"]
    assert sorted(r for r, _ in meaning.figures) == [2, 4]


def test_indicator_called_jumlah_is_no_total() -> None:
    """A row named after what it counts is data, though its name begins with Jumlah."""
    meaning = recognise(
        table("""
        Uraian | 2021 | 2022 | 2023
        Jumlah posyandu aktif | 40 | 42 | 45
        Jumlah posyandu | 50 | 50 | 50
        """)
    )
    assert [r.role for r in meaning.rows] == ["data", "data"]


def test_unit_column_decides_how_a_row_is_read() -> None:
    """``1.115`` is a count in a row of persons and a decimal in a row of percent."""
    meaning = recognise(
        table("""
        Indikator | Satuan | Target
        Peserta | orang | 1.115
        Rasio | % | 1.115
        """)
    )
    assert meaning.figure(1, 2).value == 1115
    assert str(meaning.figure(2, 2).value) == "1.115"


def test_quoted_cells_hold_no_figures() -> None:
    """A figure marked up as a quotation is not read."""
    cells = ((Cell("Uraian", 0, 0), Cell("Jumlah", 0, 1)), (Cell("A", 1, 0), Cell("5", 1, 1, quoted=True)))
    assert recognise(Table(cells, 1)).figures == {}


def test_a_row_of_column_numbers_says_nothing_of_the_columns() -> None:
    """Numbers and formulas of columns below the titles do not hide what the titles say."""
    meaning = recognise(
        table(
            """
            No | Indikator | Target | Realisasi | %
            (1) | (2) | (3) | (4) | (5)=(4)/(3)
            1 | Angka melek huruf | 90,00 | 81,00 | 90,00
            """,
            header=2,
        )
    )
    assert roles(meaning) == ["nomor", "label", "target", "realisasi", "capaian"]


def test_commas_group_thousands_where_points_mark_decimals() -> None:
    """``1,406`` is a count beside ``100.43`` and a decimal beside ``100,43``."""
    rows = "Uraian | Target | Realisasi | Capaian (%)\nLayanan | 1400 | 1,406 | {}\nRapat | 12 | 12 | {}"
    assert recognise(table(rows.format("100.43", "100.00"))).figure(1, 2).value == 1406
    assert str(recognise(table(rows.format("100,43", "100,00"))).figure(1, 2).value) == "1.406"


def test_tree_by_numbering_needs_a_sum_that_proves_it() -> None:
    """I, A, 1 are levels where some parent is the sum of its children, and only then."""
    text = """
    No | Uraian | Pagu (Rp)
    I | Pelayanan | {}
    A | Administrasi | 3.000.000
    1 | Loket | 1.000.000
    2 | Arsip | 2.000.000
    II | Pembinaan | 5.000.000
    | Jumlah | 9.000.000
    """
    assert [r.level for r in recognise(table(text.format("4.000.000"))).rows] == [1, 2, 3, 3, 1, 0]
    loose = text.format("4.000.000").replace("3.000.000", "3.500.000")
    assert [r.level for r in recognise(table(loose)).rows] == [0] * 6


def test_a_row_that_happens_to_be_a_sum_is_no_total() -> None:
    """A named row after two others is data, though its count is their sum."""
    meaning = recognise(table("Uraian | Jumlah\nKursi | 1\nMeja | 2\nLemari | 3"))
    assert [r.role for r in meaning.rows] == ["data", "data", "data"]


def test_words_in_spaced_letters_are_words() -> None:
    """A total that does not add up is a total too where its name is set in spaced letters."""
    meaning = recognise(table("U R A I A N | P A G U\nA | 1.000.000\nB | 2.000.000\nJ U M L A H | 3.500.000"))
    assert [r.role for r in meaning.rows] == ["data", "data", "total"]
    assert roles(meaning) == ["label", "pagu"]


def test_quotients_are_not_summed() -> None:
    """Density, ratios and means of rows do not add up to those of the whole."""
    head = "Kecamatan | Jumlah Penduduk | Kepadatan (jiwa/km2) | Rasio Guru | Rata-rata per Hari"
    meaning = recognise(table(f"{head}\nUtara | 500 | 50 | 12 | 3\nSelatan | 700 | 70 | 14 | 4"))
    assert [c.additive for c in meaning.columns] == [False, True, False, False, False]


def test_money_in_thousands_has_lost_its_last_digits() -> None:
    """A column or caption that says ribuan or juta makes its whole numbers rounded ones."""
    meaning = recognise(table("Program | Pagu (ribu Rp) | Realisasi (Rp)\nA | 1.845.250 | 1.790.115.300"))
    assert [meaning.figure(1, c).exact for c in (1, 2)] == [False, True]
