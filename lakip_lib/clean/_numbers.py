"""Reading the number of one cell: its kind by the column and the unit, its value exactly as typed."""

from __future__ import annotations

import re

from lakip_lib import numerals
from lakip_lib.numerals import Kind, NumeralError, Separator

__all__ = ["kind_of_unit", "read", "same_unit", "whole"]

_WHOLE = (Kind.UANG, Kind.JUMLAH, Kind.PERINGKAT)
_KIND_OF_UNIT = {
    "%": Kind.PERSEN, "persen": Kind.PERSEN, "nilai": Kind.INDEKS, "skor": Kind.INDEKS, "indeks": Kind.INDEKS,
    "poin": Kind.INDEKS, "predikat": Kind.INDEKS, "peringkat": Kind.PERINGKAT, "rasio": Kind.RASIO,
    "rupiah": Kind.UANG, "rp": Kind.UANG,
}  # fmt: skip


def kind_of_unit(unit: str) -> Kind:
    """The kind of a number by its unit: ``%`` is a percent, ``nilai`` an index, anything that is counted a count."""
    words = unit.casefold().rstrip(". ").split()
    return Kind.PERSEN if "%" in unit or "persen" in words else _KIND_OF_UNIT.get(" ".join(words), Kind.JUMLAH)


def read(text: str, kind: Kind, hint: Separator | None, *, exact: bool) -> numerals.Parsed:
    """The text as it stands, a line break never joins two numbers; `exact`: a number of a workbook.

    ``1.115`` typed into a spreadsheet of another locale is the number 1,115 there, and most often meant 1115.
    """
    if exact and kind in _WHOLE and re.fullmatch(r"-?[0-9]+,[0-9]{3}", text):
        meant = text.replace(",", "")
        todo = f"Sel itu berisi pecahan. Bila maksudnya {meant}, ketik {meant} tanpa pemisah ribuan."
        raise NumeralError(text, "bilangan bulat", todo)
    return numerals.parse(text, kind, decimals_hint="," if exact else hint)


def same_unit(one: str, other: str) -> bool:
    """True if one unit is the other, or a part of it."""
    a, b = (re.sub(r"[^a-z%/]", "", unit.casefold()) for unit in (one, other))
    return a == b or a in b or b in a


def whole(text: str) -> int:
    """A number without separators, such as a row number; NumeralError for anything else."""
    if not re.fullmatch(r"[0-9]{1,9}\.?", text):
        raise NumeralError(text, "bilangan bulat", "Tulis angka saja.")
    return int(text.rstrip("."))
