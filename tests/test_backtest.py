"""Back test: every figure printed in the published report of 2024 stands in ours, or is wrong for a stated reason.

tests/backtest/README.md describes the list.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

import pytest
from lxml import html

from lakip_lib.numerals import Kind, Missing, Number, NumeralError, parse

FOLDER = Path(__file__).parent
SEED = FOLDER.parent.parent / "shared" / "seed" / "lakip-2024.txt"

#: The tables of the published report that hold numbers (1.7, 1.8, 2.1, 2.4 and 3.2 hold words only).
PUBLISHED = (
    *(f"Tabel 1.{n}" for n in range(1, 7)),
    *(f"Tabel 2.{n}" for n in (2, 3, 5, 6)),
    *(f"Tabel 3.{n}" for n in (1, *range(3, 15))),
    "Gambar 1.4 (tabel)",
    "Tanpa nomor: capaian koperasi sehat",
    "Tanpa nomor: koperasi sehat dan tahun sebelumnya",
    "Tanpa nomor: koperasi sehat dan akhir Renstra",
    "Tanpa nomor: capaian UMKM",
    "Tanpa nomor: UMKM dan tahun sebelumnya",
    "Tanpa nomor: UMKM dan akhir Renstra",
)
AT_LEAST = 250
SHORTEST_REASON = 40
INDONESIAN = re.compile(r"\b(adalah|bukan|dan|dari|dengan|hanya|maka|memakai|memuat|pada|sama|tercetak|tidak|yang)\b")
NUMERAL = re.compile(r"\d+(?:[.,]\d+)*")


class Printed(NamedTuple):
    """One published figure: where and how it was printed, where and how it stands in ours, and why they differ."""

    table: str
    row: str
    column: str
    printed: str
    place: str
    ours: str
    reason: str

    @property
    def key(self) -> tuple[str, str, str]:
        """Table label, row key and column key of our cell; a row key may hold slashes."""
        label, _, rest = self.place.partition("/")
        row, _, column = rest.rpartition("/")
        return label, row, column

    @property
    def kind(self) -> Kind:
        """What is measured: it decides how a lone separator before three digits is read."""
        if "Rp" in self.printed:
            return Kind.UANG
        if "%" in self.printed:
            return Kind.PERSEN
        return _own_kind(self.ours)

    def __str__(self) -> str:
        return f"{self.row} | {self.column}: {self.printed!r} printed, {self.ours!r} ours, at {self.place!r}"


class Shown(NamedTuple):
    """A cell of our report: its text, and whether it stands for no number."""

    text: str
    missing: bool


Cells = dict[tuple[str, str, str], Shown]

with (FOLDER / "backtest" / "lakip_2024.csv").open(encoding="utf-8", newline="") as _file:
    ROWS = [Printed(**row) for row in csv.DictReader(_file)]
PLACED = [row for row in ROWS if row.place]
TABLES = tuple(dict.fromkeys(row.table for row in PLACED))
EXPLAINED = [row for row in ROWS if row.reason]


# -- reading our report --------------------------------------------------------------------------------------


def grid(rows: Iterable[html.HtmlElement]) -> list[list[html.HtmlElement]]:
    """Table rows as full lines: a cell that spans rows or columns stands in every place it covers."""
    lines: list[list[html.HtmlElement]] = []
    waiting: dict[int, tuple[html.HtmlElement, int]] = {}  # column -> cell from above, rows it still covers
    for row in rows:
        line: dict[int, html.HtmlElement] = {c: cell for c, (cell, _) in waiting.items()}
        waiting = {c: (cell, left - 1) for c, (cell, left) in waiting.items() if left > 1}
        column = 0
        for cell in row.iterchildren("th", "td"):
            while column in line:
                column += 1
            below = int(cell.get("rowspan", "1")) - 1
            for c in range(column, column + int(cell.get("colspan", "1"))):
                line[c] = cell
                if below:
                    waiting[c] = (cell, below)
        lines.append([line[c] for c in range(len(line))])
    return lines


def shown(cell: html.HtmlElement) -> Shown:
    """What a reader sees in a cell."""
    text = " ".join(cell.text_content().split())
    numbers = [data.get("value") for data in cell.iter("data")]
    return Shown(text, not text or (bool(numbers) and not any(numbers)))


def index(tree: html.HtmlElement) -> Cells:
    """Every cell under a row key and a column key, of every table with a label."""
    cells: Cells = {}
    for figure in tree.iter("figure"):
        for table in figure.iter("table"):
            heads = list(zip(*grid(table.iterfind("thead/tr")), strict=True))
            columns = [next((th.get("data-k") for th in reversed(column) if th.get("data-k")), "") for column in heads]
            rows = table.findall("tbody/tr")
            for row, line in zip(rows, grid(rows), strict=True):
                for column, cell in zip(columns, line, strict=True):
                    key = figure.get("id", ""), row.get("data-k", ""), column
                    if all(key):
                        assert key not in cells, f"two cells are called {key}"
                        cells[key] = shown(cell)
    return cells


@pytest.fixture(scope="module")
def cells(built: Callable[[int], Path]) -> Cells:
    """The cells of our report for 2024."""
    page = (built(2024) / "lakip-2024.html").read_text(encoding="utf-8")
    return index(html.document_fromstring(page.encode(), parser=html.HTMLParser(encoding="utf-8")))


# -- comparing figures ---------------------------------------------------------------------------------------


def _own_kind(text: str) -> Kind:
    """Our notation is uniform: what has decimals has a comma."""
    return Kind.INDEKS if "," in text else Kind.JUMLAH


def _value(text: str, kind: Kind) -> Decimal | str | None:
    """The number that a text stands for; None for a missing one; what is no number, such as a class, as text."""
    try:
        read = parse(text, kind)
    except NumeralError:
        return text.casefold()
    if isinstance(read, Missing):
        return None
    return read.value if isinstance(read, Number) else text.casefold()


def agrees(row: Printed, cell: Shown) -> bool:
    """Whether the published and our figure are the same: the same number, both missing, or the same word."""
    ours = None if cell.missing else _value(row.ours, _own_kind(row.ours))
    return _value(row.printed, row.kind) == ours


def listed(title: str, rows: Iterable[object]) -> str:
    """A failure that names every row."""
    return "\n  ".join([title, *map(str, rows)])


def of(table: str) -> list[Printed]:
    """The rows of one published table that have a place in our report."""
    return [row for row in PLACED if row.table == table]


# -- the properties ------------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("table", TABLES)
def test_our_report_shows_what_the_list_says(table: str, cells: Cells) -> None:
    """Every place exists in our report and shows exactly the text in the column `ours`."""
    found = [(row, cells.get(row.key)) for row in of(table)]
    wrong = [
        f"{row}, but our report shows {cell and cell.text!r}"
        for row, cell in found
        if not cell or cell.text != row.ours
    ]
    assert not wrong, listed(f"{table}: our report shows something else (None: there is no such cell)", wrong)


@pytest.mark.slow
@pytest.mark.parametrize("table", TABLES)
def test_figures_without_a_reason_agree(table: str, cells: Cells) -> None:
    """Without a reason the published figure and ours are the same number, or both are missing."""
    wrong = [row for row in of(table) if not row.reason and row.key in cells and not agrees(row, cells[row.key])]
    assert not wrong, listed(f"{table}: the figures differ and no reason says why", wrong)


@pytest.mark.slow
@pytest.mark.parametrize("table", TABLES)
def test_figures_with_a_reason_differ(table: str, cells: Cells) -> None:
    """A reason stands only where the published figure and ours really differ."""
    wrong = [row for row in of(table) if row.reason and row.key in cells and agrees(row, cells[row.key])]
    assert not wrong, listed(f"{table}: a reason is given, but the figures agree", wrong)


def test_the_list_covers_every_published_table_with_numbers() -> None:
    """Every table of the published report that holds numbers has figures with a place, and there are enough of them."""
    assert len(PLACED) >= AT_LEAST
    assert not set(PUBLISHED) - {row.table for row in PLACED}


def test_a_published_figure_is_listed_once() -> None:
    """Table, row and column name one figure."""
    seen: dict[tuple[str, str, str], Printed] = {}
    twice = [row for row in ROWS if seen.setdefault(row[:3], row) is not row]
    assert not twice, listed("listed twice", twice)


def test_reasons_are_indonesian_sentences() -> None:
    """A reason is one Indonesian sentence of some length with the numbers that decide."""
    wrong = [
        row.reason
        for row in EXPLAINED
        if not (
            len(row.reason) >= SHORTEST_REASON
            and row.reason.endswith(".")
            and INDONESIAN.search(row.reason)
            and NUMERAL.search(row.reason)
        )
    ]
    assert not wrong, listed("no reason to go by", wrong)


def test_reasons_lead_to_our_figure() -> None:
    """A reason names the number that our report shows."""
    wrong = []
    for row in EXPLAINED:
        kind = _own_kind(row.ours)
        ours = _value(row.ours, kind)
        named = {_value(numeral, _own_kind(numeral)) for numeral in NUMERAL.findall(row.reason)}
        if isinstance(ours, Decimal) and ours not in named:
            wrong.append(f"{row}: {row.reason}")
    assert not wrong, listed("the reason ends in another number", wrong)


def test_a_figure_without_a_place_says_why() -> None:
    """Where our report leaves a published figure out on purpose, a reason says why, and nothing is claimed as ours."""
    wrong = [row for row in ROWS if not row.place and (row.ours or not row.reason)]
    assert not wrong, listed("left out without a reason", wrong)


@pytest.mark.needs_seed
@pytest.mark.skipif(not SEED.exists(), reason="perlu laporan terbit (../shared/seed)")
def test_printed_figures_stand_in_the_published_report() -> None:
    """Nothing is listed as printed that the published report does not print."""
    text = " ".join(SEED.read_text(encoding="utf-8").split())
    printed = {" ".join(row.printed.split()) for row in ROWS}
    wrong = [figure for figure in sorted(printed) if not re.search(rf"(?<!\d){re.escape(figure)}(?!\d)", text)]
    assert not wrong, listed("not in the published report", wrong)


def test_a_spanning_cell_is_found_in_every_row_and_column_it_covers() -> None:
    """A tall cell belongs to each of its rows, a wide one to each of its columns; a group header names no column."""
    page = html.fragment_fromstring("""
        <figure id="tbl-x"><table>
          <thead><tr><th data-k="a" rowspan="2">A</th><th colspan="2">Grup</th></tr>
                 <tr><th data-k="b">B</th><th data-k="c">C</th></tr></thead>
          <tbody><tr data-k="1"><th rowspan="2">x</th><td>1,00</td><td><data class="q kosong">–</data></td></tr>
                 <tr data-k="2/a"><td colspan="2">2</td></tr></tbody>
        </table></figure>""")
    found = index(page)
    assert {key[1:]: tuple(cell) for key, cell in found.items()} == {
        ("1", "a"): ("x", False), ("1", "b"): ("1,00", False), ("1", "c"): ("–", True),
        ("2/a", "a"): ("x", False), ("2/a", "b"): ("2", False), ("2/a", "c"): ("2", False),
    }  # fmt: skip
