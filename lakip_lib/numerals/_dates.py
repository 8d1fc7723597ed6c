"""Dates and years as people type them."""

from __future__ import annotations

import datetime as dt
import re

from lakip_lib.numerals._forms import FLAGS, tidy
from lakip_lib.numerals._values import NumeralError

__all__ = ["parse_date", "parse_year", "write_date"]

_MONTHS = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni",
    "Juli", "Agustus", "September", "Oktober", "November", "Desember",
)  # fmt: skip
_MONTH = {name.lower()[:size]: i for i, name in enumerate(_MONTHS, 1) for size in (3, None)}
_MONTH |= {"pebruari": 2, "agt": 8, "ags": 8, "sept": 9, "nopember": 11, "nop": 11}
_WEEKDAY = {"senin": 0, "selasa": 1, "rabu": 2, "kamis": 3, "jumat": 4, "sabtu": 5, "minggu": 6, "ahad": 6}
_DATES = tuple(
    re.compile(pattern, FLAGS)
    for pattern in (
        r"(?:(?P<weekday>[a-z'’]+),? +)?(?P<day>[0-9]{1,2}) +(?P<month>[a-z]+)\.? +(?P<year>[0-9]{4})",
        r"(?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})(?:[ T]00:00:00)?(?P<weekday>)",
        r"(?P<day>[0-9]{1,2})(?P<by>[-/.])(?P<month>[0-9]{1,2})(?P=by)(?P<year>[0-9]{4})(?P<weekday>)",
    )
)
_DATE_YEARS = range(1900, 2101)
_YEARS = range(1945, 2101)


def parse_date(text: str) -> dt.date:
    """``27 Maret 2024``, ``Jum'at 12 Juli 2024`` (the right weekday), ``2024-03-27``, ``27/03/2024`` (day first)."""
    expected = "tanggal (contoh: 27 Maret 2024)"
    cell = tidy(text)
    match = next((m for m in (pattern.fullmatch(cell) for pattern in _DATES) if m), None)
    if not match:
        raise NumeralError(text, expected, "tulis tanggal, nama bulan, dan tahun empat angka")
    month = match["month"].lower()
    if not month.isdigit() and month not in _MONTH:
        raise NumeralError(text, expected, f"nama bulan {match['month']!r} tidak dikenal")
    try:
        date = dt.date(int(match["year"]), int(month) if month.isdigit() else _MONTH[month], int(match["day"]))
    except ValueError:
        raise NumeralError(text, expected, "tanggal ini tidak ada; urutannya tanggal, bulan, tahun") from None
    if date.year not in _DATE_YEARS:
        raise NumeralError(text, expected, f"tahun harus {_DATE_YEARS[0]} sampai {_DATE_YEARS[-1]}")
    weekday = re.sub("['’]", "", match["weekday"] or "").lower()
    if weekday and _WEEKDAY.get(weekday) != date.weekday():
        raise NumeralError(text, expected, f"nama hari tidak cocok dengan {write_date(date)}")
    return date


def write_date(date: dt.date) -> str:
    """``27 Maret 2024``."""
    return f"{date.day} {_MONTHS[date.month - 1]} {date.year}"


def parse_year(text: str) -> int:
    """A year of four digits, 1945..2100."""
    cell = tidy(text)
    if not re.fullmatch("[0-9]{4}", cell) or int(cell) not in _YEARS:
        raise NumeralError(text, "tahun (contoh: 2024)", f"tulis empat angka, {_YEARS[0]} sampai {_YEARS[-1]}")
    return int(cell)
