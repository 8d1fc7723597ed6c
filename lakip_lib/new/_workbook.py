"""The workbook to fill in: instructions, a sheet for every table of the year, and the list of codes.

Equal drafts give equal bytes.  Sheets that are no table have names that `sources` takes for none.
"""

from __future__ import annotations

import datetime as dt
import io

from lakip_lib.new._cover import codes, cover
from lakip_lib.new._draft import YEAR_TABLES, Draft
from lakip_lib.new._sheet import Book, write_table
from lakip_lib.new._styles import Styles

__all__ = ["workbook"]

_COVER, _CODES = "Petunjuk", "Daftar kode"
#: No clock is read: the same draft makes the same file.
_CREATED = dt.datetime(2000, 1, 1)  # noqa: DTZ001 - xlsxwriter takes it for UTC


def workbook(draft: Draft) -> bytes:
    """The content of the .xlsx file."""
    import xlsxwriter

    data = io.BytesIO()
    with xlsxwriter.Workbook(
        data, {"in_memory": True, "strings_to_numbers": False, "strings_to_formulas": False}
    ) as out:
        out.set_properties({"title": f"Isian LAKIP {draft.year}", "author": draft.office, "created": _CREATED})
        out.set_size(2400, 1500)
        styles = Styles(out)
        first = out.add_worksheet(_COVER)
        sheets = {t.name: out.add_worksheet(t.name) for t in YEAR_TABLES}
        last = out.add_worksheet(_CODES)
        book = Book(draft, styles, codes(last, styles, draft))
        progress = [write_table(book, sheets[t.name], t) for t in YEAR_TABLES]
        cover(first, styles, draft, progress)
    return data.getvalue()
