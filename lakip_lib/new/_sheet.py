"""One table as a sheet: title, explanations, header, the rows carried over, and blank rows; every column typed."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

from lakip_lib import schema
from lakip_lib.new._draft import YEAR_TABLES, Draft
from lakip_lib.new._hints import explanation, note, validation
from lakip_lib.new._styles import Styles
from lakip_lib.yearly import due

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

__all__ = ["Book", "Progress", "write_table"]

_TITLE, _ABOUT, _HEAD, _FIRST = range(4)
#: Blank rows below those carried over, and in a table that begins without any.
_SPARE, _SPARE_NEW = 15, 25
_WIDTHS = {"uang": 20, "jumlah": 13, "nilai": 16, "persen": 13, "bulat": 10, "tahun": 10, "tanggal": 20}
_NARROWEST, _WIDEST = 14, 46
#: Frozen columns may take that many characters of a screen.
_FROZEN = 40
#: Heights of a line, in points: of a cell, and of an explanation.
_LINE, _SMALL = 15, 12.5


@dataclass(frozen=True, slots=True)
class Book:
    """What the sheets share; `lists` are the cells of the sheet of codes, by ``table.column``."""

    draft: Draft
    styles: Styles
    lists: Mapping[str, str]

    def source_of(self, column: schema.Column) -> str:
        """The cells that a reference, or a unit, is chosen from; empty if there are none."""
        table, _, name = column.refers.partition(".")
        found = next((t for t in YEAR_TABLES if t.name == table), None)
        if found is None:
            return self.lists.get(column.refers or column.name, "")
        at = [c.name for c in found.columns].index(name)
        return f"='{table}'!{_range(at, _FIRST, _last(self.draft, found), fixed=True)}"

    def names(self, column: schema.Column) -> Mapping[str, str]:
        """The names of what the codes of a column refer to; none for a column that refers to nothing."""
        table, _, name = column.refers.partition(".")
        rows = self.draft.tables.get(table, ())
        return {r[name]: r.get("nama") or r.get("uraian") or "" for r in rows} or self.draft.codes.get(
            column.refers, {}
        )


@dataclass(frozen=True, slots=True)
class Progress:
    """How much of a table is to be filled: due cells, the formula that counts blank ones; its rows, and their cells."""

    table: schema.Table
    due: int
    blank: str
    rows: int
    first_column: str


def write_table(book: Book, sheet: Worksheet, table: schema.Table) -> Progress:
    """Fill the sheet of that table."""
    draft, styles = book.draft, book.styles
    rows, last = draft.tables[table.name], _last(draft, table)
    demanded = due(table, rows, draft.indicators)
    widths = [_width(c, rows) for c in table.columns]
    _top(book, sheet, table, widths)
    for r, row in enumerate(rows, _FIRST):
        cells = zip(table.columns, widths, strict=True)
        if (lines := max(_lines(row[c.name], width) for c, width in cells)) > 1:
            sheet.set_row(r, 2 + _LINE * lines)
    blank: list[str] = []
    for i, column in enumerate(table.columns):
        sheet.set_column(i, i, widths[i], styles.below(column.kind))
        wanted = [column.name in d for d in demanded]
        names = book.names(column)
        for r, (row, due_here) in enumerate(zip(rows, wanted, strict=True), _FIRST):
            style = styles.cell(column.kind, given=column.each_year == "wajib" and not due_here)
            _cell(sheet, column, (r, i), row[column.name], style)
            if meaning := names.get(row[column.name]):
                sheet.write_comment(r, i, *_note(meaning))
        for r in range(_FIRST + len(rows), last + 1):
            sheet.write_blank(r, i, None, styles.cell(column.kind))
        if rule := validation(column, book.source_of(column)):
            sheet.data_validation(_FIRST, i, last, i, rule)
        blank += [f"COUNTBLANK('{table.name}'!{_range(i, *run)})" for run in _runs(wanted)]
        for run in _runs(wanted) if column.each_year == "wajib" else _runs([column.each_year != ""] * len(rows)):
            fill = styles.fill("due" if column.each_year == "wajib" else "optional")
            sheet.conditional_format(run[0], i, run[1], i, {"type": "blanks", "format": fill})
    first_column = f"'{table.name}'!{_range(0, _FIRST, last)}"
    return Progress(table, sum(map(len, demanded)), "+".join(blank), len(rows), first_column)


def _runs(flags: Sequence[bool]) -> list[tuple[int, int]]:
    """First and last row of each run of rows that are flagged."""
    found = []
    for flagged, group in groupby(enumerate(flags, _FIRST), key=lambda pair: pair[1]):
        numbers = [n for n, _ in group]
        if flagged:
            found.append((numbers[0], numbers[-1]))
    return found


def _top(book: Book, sheet: Worksheet, table: schema.Table, widths: Sequence[float]) -> None:
    """The rows above the data, what stays in sight, and how it prints."""
    draft, styles = book.draft, book.styles
    sheet.write_string(
        _TITLE, 0, f"Tahun {draft.year}: {table.about[0].lower() + table.about[1:]}", styles.named("title")
    )
    sheet.set_row(_TITLE, 24)
    texts = [explanation(c) for c in table.columns]
    lines = max(_lines(text, width) for text, width in zip(texts, widths, strict=True))
    sheet.set_row(_ABOUT, 6 + _SMALL * lines)
    sheet.set_row(_HEAD, 20)
    for i, (column, text) in enumerate(zip(table.columns, texts, strict=True)):
        sheet.write_string(_ABOUT, i, text, styles.named("about"))
        sheet.write_string(_HEAD, i, f"{column.name} *" if column.required else column.name, styles.named("head"))
        sheet.write_comment(_HEAD, i, *_note(note(table, column)))
    frozen = len(table.key) if [c.name for c in table.columns[: len(table.key)]] == list(table.key) else 0
    sheet.freeze_panes(_FIRST, frozen if sum(widths[:frozen]) <= _FROZEN else 0)
    sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(_HEAD)
    sheet.set_footer(f"&L{table.name} {draft.year}&R&P / &N")
    if table.each_year != "bila ada":
        sheet.set_tab_color("#FFC000" if table.each_year or any(c.each_year for c in table.columns) else "#A6A6A6")


def _cell(sheet: Worksheet, column: schema.Column, at: tuple[int, int], text: str, style: Format) -> None:
    """What is carried over, or blank."""
    if not text:
        sheet.write_blank(*at, None, style)
    elif column.kind == "bulat":
        sheet.write_number(*at, int(text), style)
    else:
        sheet.write_string(*at, text, style)


def _note(text: str) -> tuple[str, dict[str, Any]]:
    """A note and its size in pixels."""
    lines = sum(_lines(part, 44) for part in text.split("\n"))
    return text, {"width": 300, "height": 14 + 17 * lines, "font_name": "Calibri", "font_size": 10, "color": "#FFFFE1"}


def _last(draft: Draft, table: schema.Table) -> int:
    """The index of the last prepared row."""
    carried = len(draft.tables[table.name])
    return _FIRST + carried + (_SPARE if carried else _SPARE_NEW) - 1


def _width(column: schema.Column, rows: Sequence[Mapping[str, str]]) -> int:
    head = len(column.name) + 4
    if column.kind in _WIDTHS:
        return max(head, _WIDTHS[column.kind])
    longest = max((len(r[column.name]) for r in rows), default=0 if column.kind != "teks" else 30)
    return min(max(head, longest + 2, _NARROWEST), _WIDEST)


def _lines(text: str, width: float) -> int:
    """How many lines a wrapped text takes, rather one too many."""
    return math.ceil(len(text) / width) or 1


def _range(column: int, first: int, last: int, *, fixed: bool = False) -> str:
    from xlsxwriter.utility import xl_range, xl_range_abs

    return str((xl_range_abs if fixed else xl_range)(first, column, last, column))
