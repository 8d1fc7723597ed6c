"""How a workbook looks: named formats, made once each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lakip_lib import schema

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook

__all__ = ["Styles"]

#: The number of the format “Text” among those of Excel.
_TEXT = 49
_Look = dict[str, object]
_BASE: _Look = {"font_name": "Calibri", "font_size": 11, "valign": "top"}
_LINES: _Look = {"border": 1, "border_color": "#BFBFBF"}
_HEAD: _Look = {"bold": True, "font_color": "#FFFFFF", "bg_color": "#1F3864", "valign": "vcenter"} | _LINES
_STYLES: dict[str, _Look] = {
    "plain": {},
    "wrapped": {"text_wrap": True},
    "title": {"bold": True, "font_size": 14, "font_color": "#1F3864"},
    "subtitle": {"font_color": "#595959"},
    "section": {"bold": True, "font_size": 12, "font_color": "#1F3864"},
    "head": _HEAD,
    "head_right": _HEAD | {"align": "right"},
    "about": {"italic": True, "font_size": 9, "font_color": "#404040", "bg_color": "#EAEFF7", "text_wrap": True}
    | _LINES,
    "cell": {"text_wrap": True} | _LINES,
    "code": {"font_name": "Consolas", "font_size": 10},
    "link": {"font_color": "#0563C1", "underline": 1} | _LINES,
    "number": {"num_format": "0", "align": "right"} | _LINES,
    "sum": {"num_format": "0", "align": "right", "bold": True, "top": 2} | _LINES,
    "sum_word": {"bold": True, "top": 2} | _LINES,
    # fills: the first two vanish when the cell is filled
    "due": {"bg_color": "#FFE699"},
    "optional": {"bg_color": "#FFF9E5"},
    "given": {"bg_color": "#EDEDED"},
    "done": {"bg_color": "#E2EFDA"},
}
#: A value that may be a percentage keeps the general format: only then does Excel take a typed 98% for what it says.
_BY_KIND: dict[str, _Look] = {
    "teks": {"num_format": _TEXT, "text_wrap": True},
    "kode": {"num_format": _TEXT},
    "pilihan": {"num_format": _TEXT},
    "bulat": {"num_format": "0", "align": "center"},
    "tahun": {"num_format": "0"},
    "uang": {"num_format": "#,##0"},
    "jumlah": {"num_format": "#,##0.##;-#,##0.##;0"},
    "tanggal": {"num_format": "d mmmm yyyy", "align": "left"},
    "persen": {"align": "right"},
    "nilai": {"align": "right"},
}


class Styles:
    """The formats of one workbook."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._made: dict[tuple[str, str], Format] = {}

    def named(self, name: str) -> Format:
        """One of the styles above."""
        return self._format(name, "", _BASE | _STYLES[name])

    def fill(self, name: str) -> Format:
        """The background of that style alone, for a conditional format."""
        return self._format(name, "fill", _STYLES[name])

    def cell(self, kind: schema.ColumnKind, *, given: bool = False) -> Format:
        """A cell of a table; `given` when its value comes from elsewhere."""
        extra = _STYLES["given"] if given else {}
        return self._format(kind, "given" if given else "cell", _BASE | _LINES | _BY_KIND[kind] | extra)

    def below(self, kind: schema.ColumnKind) -> Format:
        """A cell below the prepared rows: typed, without lines."""
        return self._format(kind, "below", _BASE | _BY_KIND[kind])

    def _format(self, name: str, use: str, properties: _Look) -> Format:
        if (name, use) not in self._made:
            self._made[name, use] = self._book.add_format(properties)
        return self._made[name, use]
