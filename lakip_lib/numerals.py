"""Numbers, years and dates as people type them in Indonesian offices, read strictly and written uniformly.

The lowest layer: standard library only.  `parse` gives the one number a cell can mean, or raises `NumeralError`: it
never guesses in silence.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from enum import StrEnum
from typing import Literal

__all__ = [
    "Kind", "Missing", "Number", "NumeralError", "Parsed", "Range", "Separator", "parse", "parse_date", "parse_year",
    "rounded", "separator_of", "with_unit", "words", "write", "write_date", "write_exact",
]  # fmt: skip

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


# -- writing -------------------------------------------------------------------------------------------------

_NBSP = "\u00a0"
_INDONESIAN = str.maketrans(",.", ".,")


def rounded(value: Decimal, decimals: int) -> Decimal:
    """`value` with exactly `decimals` decimals, half up (away from zero), never -0; ValueError unless finite."""
    if not value.is_finite() or decimals < 0:
        raise ValueError(f"expected a finite number and decimals >= 0, got {value!r} and {decimals!r}")
    context = Context(prec=max(28, value.adjusted() + decimals + 2), rounding=ROUND_HALF_UP)
    result = value.quantize(Decimal((0, (1,), -decimals)), context=context)
    return result or result.copy_abs()


def write(value: Decimal, decimals: int) -> str:
    """Indonesian notation: ``1.234.567,89``, ``-1.234,50``."""
    return f"{rounded(value, decimals):,f}".translate(_INDONESIAN)


def write_exact(value: Decimal) -> str:
    """The same with as many decimals as the number needs: ``52,5``, ``120``."""
    return write(value, max(0, -int(value.normalize().as_tuple().exponent)))


def with_unit(value: Decimal, kind: Kind, decimals: int, unit: str = "") -> str:
    """As it stands in a sentence: ``Rp 5``, ``-Rp 5``, ``111,36%``, ``1,87 poin``, ``415 unit``; spaces are no-break.

    Money, percent, points and ranks (``peringkat 3``) have their own sign: `unit` is not used for them.
    """
    number = write(value, decimals)
    if kind is Kind.PERINGKAT:
        return f"peringkat{_NBSP}{number}"
    if kind is Kind.UANG:
        return f"-Rp{_NBSP}{number[1:]}" if number.startswith("-") else f"Rp{_NBSP}{number}"
    unit = {Kind.PERSEN: "%", Kind.POIN: "poin"}.get(kind, unit)
    return number + (unit if unit in ("", "%") else _NBSP + unit)


_RANK = re.compile("^(?:peringkat +(?:ke-?)?|ke-) *", re.IGNORECASE)  # what may stand before a rank
_SMALL = (
    "nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan", "sepuluh", "sebelas",
)  # fmt: skip
_STEPS = ((1_000_000, "juta", ""), (1_000, "ribu", "seribu"), (100, "ratus", "seratus"), (10, "puluh", ""))
_NUMBER_WORDS = frozenset(_SMALL) | {"belas", "puluh", "ratus", "ribu", "juta", "seratus", "seribu"}
_SPELLED = 999_999_999  # the largest number with words
_TEENS = range(12, 20)


def words(n: int) -> str:
    """Number words for 0..999.999.999: ``dua puluh satu``, ``seribu seratus``."""
    if not 0 <= n <= _SPELLED:
        raise ValueError(f"expected 0..{_SPELLED}, got {n!r}")
    if n < len(_SMALL):
        return _SMALL[n]
    if n in _TEENS:
        return f"{_SMALL[n - 10]} belas"
    size, name, one = next(step for step in _STEPS if n >= step[0])
    head, tail = divmod(n, size)
    start = one if head == 1 and one else f"{words(head)} {name}"
    return f"{start} {words(tail)}" if tail else start


# -- reading numbers -----------------------------------------------------------------------------------------

_LONGEST = 500  # characters of a cell
_DIGITS = 28  # significant digits: what Decimal keeps by default
_SEN = 2  # decimals of money

_EXPECTED = {
    Kind.UANG: "jumlah uang dalam rupiah (contoh: 1.250.000)",
    Kind.JUMLAH: "bilangan bulat (contoh: 1.115)",
    Kind.PERSEN: "persentase (contoh: 18,75%)",
    Kind.INDEKS: "nilai indeks (contoh: 77,55)",
    Kind.POIN: "selisih dalam poin (contoh: 1,87)",
    Kind.RASIO: "rasio (contoh: 0,28)",
    Kind.PERINGKAT: "peringkat (contoh: 3)",
}
_WHOLE = {Kind.UANG, Kind.JUMLAH, Kind.PERINGKAT}  # a lone separator before three digits groups thousands
_FRACTIONAL = {Kind.PERSEN, Kind.INDEKS, Kind.POIN}  # ... is the decimal sign
_LARGE = {Kind.UANG, Kind.JUMLAH}  # may have parentheses for minus, spaces between thousands, and a scale word
_SCALE = {"ribu": 3, "rb": 3, "juta": 6, "jt": 6, "miliar": 9, "milyar": 9, "triliun": 12}
_OTHER: dict[str, Separator] = {".": ",", ",": "."}
_UNITS = {  # the units a kind may have, and how they are kept; the other kinds take any
    Kind.UANG: {"": "", "rupiah": "", "rp": "", "rp.": ""},
    Kind.PERSEN: {"": "", "%": "%", "persen": "%"},
    Kind.POIN: {"": "", "poin": "poin", "persen poin": "poin", "poin persen": "poin"},
}
# No units: other ways to write a scale, money, percent, half a range, an approximation.
_NO_UNIT = re.compile(
    r"(^|[ -])(m|k|t|b|mil|mio|ml?y?r|mln|bn|m[iy]l[iy]ard?|tril[iy]y?un|ribu|rb|juta|jt|thousand|[mbtr]+illion|hundred"
    r"|e|x|koma|setengah|lebih|kurang|%|persen|rupiah|rp|s/d|s\.d|sd|sampai|hingga|atau|dan|dari"
    rf"|(ribu|juta|miliar|milyar|triliun|ratus|puluh|belas)an|{'|'.join(sorted(_NUMBER_WORDS))})\.?($|[ /-])"
)
_REASONS = {
    "kosong": ("",),
    "kosong (NULL)": ("null",),
    "tanda strip": ("-", "--", "---", "–", "—", "\u2212"),
    "tidak tersedia": ("n/a", "na", "n.a", "n.a.", "tidak tersedia", "data tidak tersedia", "tidak ada data"),
    "tidak tersedia (#N/A)": ("#n/a",),
    "belum dinilai": ("belum dinilai", "belum ada penilaian", "belum ada nilai"),
    "belum tersedia": ("belum tersedia", "data belum tersedia", "belum ada data", "belum ada"),
    "belum diisi": ("belum diisi", "belum terisi"),
    "tidak dianggarkan": ("tidak dianggarkan", "tidak ada anggaran"),
    "tidak ada target": ("tidak ada target", "tidak ditargetkan"),
    "tidak dapat dihitung": ("tidak dapat dihitung",),
}
_MISSING = {typed: reason for reason, all_typed in _REASONS.items() for typed in all_typed}

# Blanks between words become plain spaces; a tab or a line break becomes two, which never join groups of digits.
_BLANKS = dict.fromkeys((0xA0, 0x202F, *range(0x2000, 0x200B)), " ") | dict.fromkeys(map(ord, "\t\r\n"), "  ")
_FLAGS = re.ASCII | re.IGNORECASE
_LETTER = "A-Za-zÀ-ÖØ-öø-ɏ"
_SOME_LETTER = re.compile(f"[{_LETTER}]")
_AMOUNT = re.compile(
    r"(?P<sign>[-+\u2212])? *(?P<open>\()? *(?P<rp>rp\.?)? *(?P<inner>[-+\u2212(])? *"
    r"(?P<body>[0-9]+(?:(?:[.,] *| )[0-9]+)*)(?P<tail> ?[.,]-)?(?: *(?P<percent>%))?(?P<close> *\))?",
    _FLAGS,
)
_TO = re.compile(r" *(?P<dash>[-–—]) *| +(?:s/d|s\.d\.?|sd|sampai dengan|sampai|hingga) +", _FLAGS)
_REMARK = r"(?: *\((?P<remark>[^()]*)\))?"
_REST = re.compile(
    rf"(?: *(?P<scale>{'|'.join(_SCALE)})(?![{_LETTER}.]))?"
    rf"(?: +(?P<unit>[{_LETTER}](?:[{_LETTER} /.&'²³-]*[{_LETTER}.²³])?))?{_REMARK}",
    _FLAGS,
)
_ABSENT = re.compile(rf"(?P<key>[^()]*?){_REMARK}")
_GROUPED = re.compile(r"[1-9][0-9]{0,2}(?P<group>[., ])[0-9]{3}(?:(?P=group)[0-9]{3})*")
_DECIMAL = re.compile(
    rf"(?P<whole>0|[1-9][0-9]*|{_GROUPED.pattern})((?!(?P=group))(?P<sign>[.,])(?P<fraction>[0-9]+))?"
)
_SPACED = re.compile(r".* .*[.,][0-9]{3}")  # 1 234.567: could be 1 234 567


def parse(text: str, kind: Kind, *, decimals_hint: Separator | None = None) -> Parsed:
    """The number, range or named absence that `text` stands for in a column of `kind`, or `NumeralError`.

    A lone separator before exactly three digits: thousands for money, counts and ranks; decimals for percent, index and
    points; for a ratio, or before a scale word, what `decimals_hint` says (see `separator_of`), else an error.

    Money has at most two decimals, counts and ranks none but zeros.  Parentheses mean minus for money and counts only.
    Nothing is rescaled: a percent typed ``0.2849``, as Excel stores 28 %, is 0,2849 percent.
    """
    return _Reader(text, kind, decimals_hint).read()


def separator_of(texts: Iterable[str]) -> Separator | None:
    """The decimal sign that the unambiguous cells of a column agree on; None if there are none or they differ."""
    found: set[str | None] = set()
    for text in texts:
        amounts, _, rest = _parts(_tidy(text))
        for amount in amounts if rest else ():
            readings = _readings(re.sub("([.,]) +", r"\1", amount["body"]))
            found.update(sign for _, _, sign in readings if len(readings) == 1)
    found.discard(None)
    return None if len(found) != 1 else "." if "." in found else ","


def _tidy(text: str) -> str:
    """Plain spaces, at most two in a row, none around; of an overlong text only a piece that no pattern fits."""
    if len(text) > _LONGEST:
        return "?"
    return re.sub(" {2,}", "  ", text.translate(_BLANKS)).strip(" ")


def _parts(cell: str) -> tuple[list[re.Match[str]], re.Match[str] | None, re.Match[str] | None]:
    """One or two amounts, what stands between them, and the rest; no rest: the cell has another form."""
    first = _AMOUNT.match(cell)
    if not first:
        return [], None, None
    if rest := _REST.fullmatch(cell, first.end()):
        return [first], None, rest
    to = _TO.match(cell, first.end())
    second = _AMOUNT.match(cell, to.end()) if to else None
    if not second:
        return [first], to, None
    return [first, second], to, _REST.fullmatch(cell, second.end())


def _readings(body: str) -> list[tuple[str, str, str | None]]:
    """All well-formed readings, thousands first: whole digits, decimals, and the decimal sign that this implies."""
    found: list[tuple[str, str, str | None]] = []
    if m := _GROUPED.fullmatch(body):
        found.append((body.replace(m["group"], ""), "", _OTHER.get(m["group"])))
    if (m := _DECIMAL.fullmatch(body)) and not (m["group"] and not m["sign"]) and not _SPACED.fullmatch(body):
        found.append((re.sub("[., ]", "", m["whole"]), m["fraction"] or "", m["sign"]))
    return found


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads one cell."""

    text: str
    kind: Kind
    hint: Separator | None

    def fail(self, hint: str) -> NumeralError:
        return NumeralError(self.text, _EXPECTED[self.kind], hint)

    def read(self) -> Parsed:
        cell = _tidy(self.text)
        if len(self.text) > _LONGEST:
            raise self.fail(f"isi sel terlalu panjang ({len(self.text)} karakter)")
        if absent := _ABSENT.fullmatch(cell):
            reason, remark = _MISSING.get(absent["key"].replace("  ", " ").casefold()), absent["remark"] or ""
            if reason and (absent["key"] == cell or (absent["key"] and _SOME_LETTER.search(remark))):
                return Missing(f"{reason} ({remark.strip()})" if remark else reason)
        amounts, to, rest = _parts(_RANK.sub("", cell) if self.kind is Kind.PERINGKAT else cell)
        if not rest:
            raise self.fail(_advice(cell))
        unit, remark = self.unit(amounts, rest), (rest["remark"] or "").replace("  ", " ").strip()
        shift = _SCALE[rest["scale"].lower()] if rest["scale"] else 0
        values = [self.value(amount, shift) for amount in amounts]
        if rest["remark"] is not None and not _SOME_LETTER.search(remark):
            raise self.fail("lebih dari satu angka: tulis satu angka saja")
        if not to:
            self.check_spelling(values[0], remark)
            return Number(values[0], unit, remark)
        self.check_range(amounts, to, rest)
        if values[0] > values[1]:
            raise self.fail("batas bawah lebih besar daripada batas atas")
        return Range(values[0], values[1], unit, remark)

    def unit(self, amounts: list[re.Match[str]], rest: re.Match[str]) -> str:
        """The unit, if the kind may have it."""
        unit, percent = (rest["unit"] or "").replace("  ", " "), amounts[-1]["percent"]
        if (percent and (unit or rest["scale"])) or (amounts[0]["percent"] and not percent):
            raise self.fail("sesudah “%” hanya boleh ada catatan di dalam kurung")
        unit = percent or unit
        if rest["scale"] and self.kind not in _LARGE:
            raise self.fail(f"“{rest['scale']}” hanya untuk uang dan jumlah")
        if self.kind in _UNITS:
            if unit.casefold() not in _UNITS[self.kind]:
                raise self.fail(f"satuan {unit!r} tidak sesuai untuk kolom {self.kind.value}")
            return _UNITS[self.kind][unit.casefold()]
        if unit and _NO_UNIT.search(unit.casefold()):
            raise self.fail(f"{unit!r} bukan satuan: tulis bilangan lengkap atau dengan ribu, juta, miliar, triliun")
        return unit

    def value(self, amount: re.Match[str], shift: int) -> Decimal:
        """The signed value of one amount, times ten to the power of `shift`."""
        negative = self.is_negative(amount)
        whole, fraction = self.digits(amount, ambiguous=shift > 0)
        if amount["tail"] and (fraction or self.kind is not Kind.UANG):
            raise self.fail("hapus “,-” di belakang angka")
        fraction = fraction.ljust(shift, "0")
        whole, fraction = whole + fraction[:shift], fraction[shift:]
        if self.kind in _WHOLE and len(fraction) <= _SEN and not fraction.strip("0"):
            fraction = ""
        if self.kind in _WHOLE and len(fraction) > (_SEN if self.kind is Kind.UANG else 0):
            raise self.fail("desimal tidak sesuai: uang paling banyak dua desimal, jumlah dan peringkat tanpa desimal")
        if len(whole) + len(fraction) > _DIGITS:
            raise self.fail(f"lebih dari {_DIGITS} angka")
        value = Decimal(f"{whole}.{fraction}" if fraction else whole)
        if self.kind is Kind.PERINGKAT and (negative or not value):
            raise self.fail("peringkat dimulai dari 1")
        return value.copy_negate() if negative and value else value

    def is_negative(self, amount: re.Match[str]) -> bool:
        sign, inner = amount["sign"], amount["inner"]
        opened = bool(amount["open"]) + (inner == "(")
        if opened != bool(amount["close"]) or (opened and self.kind not in _LARGE):
            raise self.fail("angka di dalam kurung: tulis tanpa kurung, dengan tanda minus bila negatif")
        if bool(sign) + bool(inner) + bool(amount["open"]) > 1:
            raise self.fail("lebih dari satu tanda plus atau minus")
        if amount["rp"] and self.kind is not Kind.UANG:
            raise self.fail("kolom ini bukan uang: hapus “Rp”")
        return bool(opened) or (sign or inner or "+") != "+"

    def digits(self, amount: re.Match[str], *, ambiguous: bool) -> tuple[str, str]:
        """Whole digits and decimals; `ambiguous`: the kind alone cannot tell them apart."""
        body = amount["body"]
        # "Rp. 5. 840.935.330" is met in reports; without Rp the 5 may be the number of a list item.
        if amount["rp"] and re.fullmatch(r"[0-9]+[.,] +[0-9]+[.,][0-9.,]+", body):
            body = body.replace(" ", "")
        readings = _readings(body)
        if not readings or (" " in body and self.kind not in _LARGE):
            raise self.fail(
                "tulis satu angka, tanpa nol di depan; ribuan dengan titik tiap tiga angka, desimal dengan koma"
            )
        if len(readings) > 1 and self.kind in _FRACTIONAL:
            readings = readings[1:]
        elif len(readings) > 1 and self.kind in _WHOLE and not ambiguous:
            readings = readings[:1]
        elif len(readings) > 1:
            readings = [reading for reading in readings if reading[2] == self.hint]
            if not readings:
                raise self.fail(
                    "tanda sebelum tiga angka terakhir dapat berarti ribuan atau desimal: tulis lebih jelas"
                )
        return readings[0][0], readings[0][1]

    def check_spelling(self, value: Decimal, remark: str) -> None:
        """A remark of number words, as in "5 (lima)", must say the same number."""
        typed = remark.casefold()
        if typed and _NUMBER_WORDS.issuperset(typed.split()):
            number = int(value)
            if number != value or not 0 <= number <= _SPELLED or words(number) != typed:
                raise self.fail(f"angka tidak sama dengan tulisannya: {remark!r}")

    def check_range(self, amounts: list[re.Match[str]], to: re.Match[str], rest: re.Match[str]) -> None:
        """Both ends in full, and no dash beside a minus sign."""
        if rest["scale"] or any(amount["close"] or amount["tail"] for amount in amounts):
            raise self.fail("tulis kedua batas rentang sebagai bilangan lengkap, tanpa kurung dan “,-”")
        if to["dash"] and any(amount["sign"] or amount["inner"] for amount in amounts):
            raise self.fail("rentang dengan bilangan negatif: tulis dengan s/d, misalnya -5 s/d 5")


def _advice(cell: str) -> str:
    """What to do about a cell that has no known form."""
    for c in cell:
        if not c.isprintable() or not (c.isascii() or re.match(f"[{_LETTER}–—\u2212]", c)):
            return f"ada karakter yang tidak dikenal (U+{ord(c):04X}): ketik ulang angkanya"
    if cell.startswith("#"):
        return "rumus di lembar kerja rusak: perbaiki rumusnya, atau kosongkan"
    if re.fullmatch(r"rp\.? *[-–—]+", cell, _FLAGS):
        return "tulis 0 bila nol, kosongkan bila belum ada"
    return "tulis satu angka saja, lalu spasi dan satuan, lalu catatan di dalam kurung; kosongkan bila belum ada"


# -- dates and years -----------------------------------------------------------------------------------------

_MONTHS = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni",
    "Juli", "Agustus", "September", "Oktober", "November", "Desember",
)  # fmt: skip
_MONTH = {name.lower()[:size]: i for i, name in enumerate(_MONTHS, 1) for size in (3, None)}
_MONTH |= {"pebruari": 2, "agt": 8, "ags": 8, "sept": 9, "nopember": 11, "nop": 11}
_WEEKDAY = {"senin": 0, "selasa": 1, "rabu": 2, "kamis": 3, "jumat": 4, "sabtu": 5, "minggu": 6, "ahad": 6}
_DATES = tuple(
    re.compile(pattern, _FLAGS)
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
    cell = _tidy(text)
    match = next((m for m in (pattern.fullmatch(cell) for pattern in _DATES) if m), None)
    if not match:
        raise NumeralError(text, expected, "tulis tanggal, nama bulan, dan tahun empat angka")
    month = match["month"].lower()
    try:
        date = dt.date(int(match["year"]), int(month) if month.isdigit() else _MONTH.get(month, 0), int(match["day"]))
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
    cell = _tidy(text)
    if not re.fullmatch("[0-9]{4}", cell) or int(cell) not in _YEARS:
        raise NumeralError(text, "tahun (contoh: 2024)", f"tulis empat angka, {_YEARS[0]} sampai {_YEARS[-1]}")
    return int(cell)
