"""The tables across offices as one workbook: a sheet for each, with filters; the same rows give the same bytes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from io import BytesIO

__all__ = ["workbook"]

_DATE = dt.datetime(2000, 1, 1, tzinfo=dt.UTC).replace(tzinfo=None)
"""Excel wants a date of creation; the clock's would differ from run to run."""
_NARROWEST, _WIDEST = 9, 60
_FILL, _LINE = "#EAF1F7", "#8894A2"


def workbook(sheets: Mapping[str, Sequence[Sequence[object]]]) -> bytes:
    """Give the .xlsx with a sheet for each of `sheets`: name, and rows of which the first is the head."""
    import xlsxwriter

    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        book.set_properties({"title": "Ringkasan antarinstansi", "created": _DATE})
        head = book.add_format({"bold": True, "bg_color": _FILL, "bottom": 1, "bottom_color": _LINE})
        formats = {places: book.add_format({"num_format": _format(places)}) for places in range(5)}
        for name, rows in sheets.items():
            page = book.add_worksheet(name)
            for row, values in enumerate(rows):
                for column, value in enumerate(values):
                    if isinstance(value, Decimal):
                        places = min(4, max(0, -int(value.as_tuple().exponent)))
                        page.write_number(row, column, float(value), formats[places])
                    elif isinstance(value, int):
                        page.write_number(row, column, value)
                    elif value:
                        page.write_string(row, column, str(value), None if row else head)
            for column, values in enumerate(zip(*rows, strict=True)):
                page.set_column(column, column, min(_WIDEST, max(_NARROWEST, *(len(str(v)) + 2 for v in values))))
            page.freeze_panes(1, 1)
            page.autofilter(0, 0, len(rows) - 1, len(rows[0]) - 1)
    return buffer.getvalue()


def _format(places: int) -> str:
    return f"#,##0.{'0' * places}" if places else "#,##0"
