"""What a typed number can mean: a number, a range, a named absence, or an error that says what to do."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Literal

__all__ = ["Kind", "Missing", "Number", "NumeralError", "Parsed", "Range", "Separator"]

Separator = Literal[".", ","]


class Kind(StrEnum):
    """What a column measures; it decides how an ambiguous separator is read."""

    UANG = "uang"  # money, whole rupiah
    JUMLAH = "jumlah"  # count
    PERSEN = "persen"  # percentage
    INDEKS = "indeks"  # score or index
    POIN = "poin"  # difference in percentage points
    RASIO = "rasio"  # plain ratio: 0.2849
    PERINGKAT = "peringkat"  # rank


@dataclass(frozen=True, slots=True)
class Number:
    """One number; `unit` is "%" for a typed percent sign, else the words after it; `remark` stood in parentheses."""

    value: Decimal
    unit: str = ""
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Range:
    """A target from `low` to `high`, both included."""

    low: Decimal
    high: Decimal
    unit: str = ""
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Missing:
    """No number, on purpose: `reason` is Indonesian."""

    reason: str


Parsed = Number | Range | Missing

_SHOWN = 60


class NumeralError(ValueError):
    """A cell that cannot be read: the text, what was expected, and what to do (both Indonesian)."""

    def __init__(self, text: str, expected: str, hint: str) -> None:
        super().__init__(text, expected, hint)
        self.text, self.expected, self.hint = text, expected, hint

    def __str__(self) -> str:
        shown = self.text if len(self.text) <= _SHOWN else self.text[: _SHOWN - 1] + "…"
        return f"{shown!r} tidak dapat dibaca sebagai {self.expected}: {self.hint}"
