"""The tables of a report as one Excel workbook: a sheet for each table, named by its number, and a sheet of contents.

A cell that is one number with its value (``<data value=...>``) becomes a number as precise as the value and shown like
in the report; everything else is text, never a formula.  The same report gives the same bytes.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

from lakip_lib.export.columns import grid
from lakip_lib.export.fragments import SVG, Element, classes, find_class, only, parent, text_of
from lakip_lib.export.layout import Report

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

__all__ = ["render"]

_CONTENTS = "Daftar tabel"
_TEXT_LIMIT = 32_000
"""Characters; Excel takes 32 767."""
_NAME_LIMIT = 31
_NARROWEST, _WIDEST = 7, 60
_FILL, _LINE = "#EAF1F7", "#8894A2"
_DATE = dt.datetime(2000, 1, 1, tzinfo=dt.UTC).replace(tzinfo=None)
"""Excel wants a date of creation; the clock's would differ from build to build."""
_VALUE = re.compile(r"-?\d+(\.\d+)?")
_SHOWN = re.compile(r"[-−]?(?P<before>\D*?)[-−]?(?P<whole>\d[\d.]*)(?:,(?P<rest>\d+))?(?P<after>\D*)")


@dataclass(frozen=True)
class _Table:
    """One table with the name of its sheet, its number ("Tabel 3.4" or ""), title, chapter and notes."""

    sheet: str
    number: str
    title: str
    section: str
    table: Element
    notes: tuple[str, ...]


def render(report: Report) -> bytes:
    """Give the .xlsx with every table of `report`; empty bytes if it has none."""
    import xlsxwriter

    tables = _tables(report)
    if not tables:
        return b""
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, "nan_inf_to_errors": True}) as book:
        book.set_properties({"title": report.title, "author": str(report.info.get("instansi", "")), "created": _DATE})
        styles = _Styles(book)
        _contents(book.add_worksheet(_CONTENTS), report, tables, styles)
        for table in tables:
            _sheet(book.add_worksheet(table.sheet), table, styles)
    return buffer.getvalue()


class _Styles:
    """The formats of one workbook, each made once."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._made: dict[tuple[tuple[str, object], ...], Format] = {}

    def __call__(self, **wanted: object) -> Format:
        given = {"font_name": "Calibri", "font_size": 11, "valign": "top", **wanted}
        key = tuple(sorted(given.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format(given)
        return self._made[key]


def _tables(report: Report) -> list[_Table]:
    found: list[_Table] = []
    used = {_CONTENTS.casefold()}
    for section in (*report.front, *report.body):
        heading = text_of(next(section.iter("h2"), None))
        for figure in find_class(section, "figure", "tabel"):
            caption = only(figure, "figcaption")
            number = text_of(next(find_class(caption, "span", "nomor"), None))
            title = text_of(caption).removeprefix(number).strip()
            notes = tuple(text_of(note) for note in find_class(figure, "p", "catatan"))
            for table in figure.iter("table"):
                sheet = _free(number or title, used)
                found.append(_Table(sheet, number, title, heading, table, notes))
    return found


def _free(name: str, used: set[str]) -> str:
    """Give a name that Excel takes for a sheet and that no other sheet has."""
    stem = re.sub(r"[\[\]:*?/\\]", " ", name).strip(" '") or "Tabel"
    given, count = stem[:_NAME_LIMIT].strip(" '"), 1
    while given.casefold() in used:
        count += 1
        tail = f" ({count})"
        given = f"{stem[: _NAME_LIMIT - len(tail)]}{tail}"
    used.add(given.casefold())
    return given


def _contents(page: Worksheet, report: Report, tables: Sequence[_Table], styles: _Styles) -> None:
    link = styles(font_color="#14507D", underline=1)
    page.set_column(0, 0, 16)
    page.set_column(1, 1, 80, styles(text_wrap=True))
    page.set_column(2, 2, 36, styles(text_wrap=True))
    page.write_string(0, 0, report.title, styles(bold=True, font_size=14))
    page.write_string(1, 0, str(report.info.get("instansi", "")))
    for column, title in enumerate(("Lembar", "Judul tabel", "Bagian laporan")):
        page.write_string(3, column, title, styles(bold=True, bg_color=_FILL, bottom=1, bottom_color=_LINE))
    for row, table in enumerate(tables, 4):
        quoted = table.sheet.replace("'", "''")
        page.write_url(row, 0, f"internal:'{quoted}'!A1", link, table.sheet)
        page.write_string(row, 1, table.title, styles(text_wrap=True))
        page.write_string(row, 2, table.section, styles(text_wrap=True))
    page.freeze_panes(4, 0)


def _sheet(page: Worksheet, table: _Table, styles: _Styles) -> None:
    page.write_string(0, 0, f"{table.number} {table.title}".strip(), styles(bold=True, font_size=12))
    page.write_url(1, 0, f"internal:'{_CONTENTS}'!A1", styles(font_color="#14507D", underline=1), f"← {_CONTENTS}")
    top, head, last = 3, 0, 0
    widths: dict[int, float] = {}
    for row, cells in enumerate(grid(table.table), top):
        for column, span, cell in cells:
            line = parent(cell)
            in_head = parent(line).tag == "thead"
            if in_head:
                head = row - top + 1
            strong = in_head or bool(classes(line) & {"jumlah", "kelompok", "t1"})
            given: dict[str, object] = {"text_wrap": True, "bold": strong}
            if "n" in classes(cell):
                given["align"] = "right"
            if in_head:
                given |= {"bg_color": _FILL, "bottom": 1, "bottom_color": _LINE}
            height = int(cell.get("rowspan", "1"))
            shown = _write(page, (row, column, row + height - 1, column + span - 1), cell, given, styles)
            if span == 1:
                widths[column] = max(widths.get(column, _NARROWEST), min(len(shown) + 2, _WIDEST))
            last = max(last, row + height - 1)
    for column, width in widths.items():
        page.set_column(column, column, width)
    for row, note in enumerate(table.notes, last + 2):
        page.write_string(row, 0, note[:_TEXT_LIMIT], styles(italic=True, font_color="#5B6572"))
    page.freeze_panes(top + head, 0)
    page.ignore_errors({"number_stored_as_text": f"A1:XFD{last + 1}"})
    page.set_landscape()
    page.fit_to_pages(1, 0)
    if head:
        page.repeat_rows(top, top + head - 1)


def _write(
    page: Worksheet, place: tuple[int, int, int, int], cell: Element, given: dict[str, object], styles: _Styles
) -> str:
    """Write one cell, merged where it spans several, and give its text."""
    row, column, bottom, right = place
    text = _text(cell)
    number = _number(cell, text)
    form = styles(**given | {"num_format": _format(text)}) if number is not None else styles(**given)
    if (bottom, right) != (row, column):
        page.merge_range(row, column, bottom, right, "", form)
    if number is not None:
        page.write_number(row, column, number, form)
    elif text:
        page.write_string(row, column, text[:_TEXT_LIMIT], form)
    else:
        page.write_blank(row, column, None, form)
    return max(text.split("\n"), key=len)


def _text(cell: Element) -> str:
    """Give the text of a cell: items of a list on lines of their own, a drawing as its text alternative."""
    items = [text_of(item) for item in cell.iter("li")]
    if items:
        return "\n".join(items)
    drawn = [drawing.get("aria-label", "") for drawing in cell.iter(f"{SVG}svg")]
    return "\n".join(part for part in (text_of(cell), *drawn) if part)


def _number(cell: Element, text: str) -> float | None:
    """Give the value if the cell holds nothing but one number that tells it."""
    numbers = list(cell.iter("data"))
    if len(numbers) != 1 or text_of(numbers[0]) != text or not _SHOWN.fullmatch(text):
        return None
    value = numbers[0].get("value", "")
    return float(value) if _VALUE.fullmatch(value) else None


def _format(text: str) -> str:
    """Give Excel's format for a number that is shown as `text`: its decimals, and what stands before and after it."""
    match = _SHOWN.fullmatch(text)
    if match is None:
        return "General"
    whole = "0" if re.fullmatch(r"\d{4,}", match["whole"]) else "#,##0"
    around = (match[part].replace('"', "") for part in ("before", "after"))
    before, after = (f'"{literal}"' if literal else "" for literal in around)
    return f"{before}{whole}{'.' + '0' * len(match['rest']) if match['rest'] else ''}{after}"
