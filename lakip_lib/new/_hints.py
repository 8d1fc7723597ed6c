"""What a workbook tells about a column, made from the catalogue: explanation, note, drop-down list, input message."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from lakip_lib import schema
from lakip_lib.dictionary import NOTATIONS

__all__ = ["explanation", "note", "validation"]

#: Excel's limits on an input message and on its title.
_MESSAGE, _TITLE = 255, 32
_NOT_THERE = "Bila angkanya memang tidak ada, ketik - atau alasannya, bukan 0."
_EXAMPLES = 2
_FREE = ("teks", "kode", "pilihan")


def explanation(column: schema.Column) -> str:
    """The line above the header: never just the name of the column, or it would be taken for the header."""
    need = (
        "Wajib."
        if column.required
        else {"wajib": "Isi setiap tahun.", "bila ada": "Isi bila ada."}.get(column.each_year, "Boleh kosong.")
    )
    return f"{column.about}. {need}"


def note(table: schema.Table, column: schema.Column) -> str:
    """The note on the header: what the column holds, how it is typed, and what it refers to."""
    parts = [explanation(column), NOTATIONS[column.kind].about.replace("`", "")]
    examples = [typed for typed, _ in NOTATIONS[column.kind].examples[:_EXAMPLES]]
    if examples:
        parts.append(f"Contoh: {'; '.join(' '.join(e.split()) for e in examples)}")
    if column.choices:
        parts.append(f"Pilihan: {', '.join(column.choices)}.")
    if column.refers:
        target, _, name = column.refers.partition(".")
        parts.append(f"Pilih dari kolom {name} pada tabel {target}.")
    if column.unit_of:
        parts.append(f"Satuan mengikuti {column.unit_of} yang dirujuk.")
    if column.name in table.key:
        together = "" if len(table.key) == 1 else f" (bersama {', '.join(k for k in table.key if k != column.name)})"
        parts.append(f"Tidak boleh berulang{together}.")
    return "\n".join(parts)


def validation(column: schema.Column, source: str) -> Mapping[str, Any] | None:
    """The rule for the cells of a column: a list to choose from, a kind of number, or only a message; or None.

    `source` are the cells that a reference or a unit is chosen from.  A wrong reference is refused; an unlikely number
    only asked about, because words such as “Tidak dianggarkan” are allowed; a new unit is free.
    """
    rule: dict[str, Any] = {}
    if column.choices:
        rule = {"validate": "list", "source": list(column.choices), "error_message": "Pilih salah satu dari daftar."}
    elif source:
        rule = {"validate": "list", "source": source, "show_error": bool(column.refers)}
        rule["error_message"] = f"Kode itu belum ada. Tambahkan dulu ke tabel {column.refers.partition('.')[0]}."
    elif column.kind in ("uang", "jumlah", "bulat"):
        rule = {"validate": "decimal", "criteria": ">=", "value": 0, "error_type": "warning"}
        rule["error_message"] = f"Itu bukan angka. {_NOT_THERE}"
    elif column.kind == "tanggal":
        rule = {"validate": "date", "criteria": ">=", "value": dt.date(2000, 1, 1), "error_type": "warning"}
        rule["error_message"] = "Itu bukan tanggal. Ketik seperti 27 Maret 2024."
    elif column.each_year:
        rule = {"validate": "any"}
    if not rule:
        return None
    if rule.get("error_message"):
        rule["error_title"] = column.name
    if column.each_year:
        absent = "" if column.kind in _FREE else _NOT_THERE
        rule |= {
            "input_title": column.name[:_TITLE],
            "input_message": f"{explanation(column)} {absent}".strip()[:_MESSAGE],
        }
    return rule
