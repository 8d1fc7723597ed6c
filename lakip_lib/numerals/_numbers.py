"""Reads a typed number strictly: the one meaning that its column allows, or an error."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from lakip_lib.numerals._forms import (
    ABSENT,
    LONGEST,
    MISSING,
    NO_UNIT,
    RANK,
    SCALE,
    SOME_LETTER,
    advice,
    all_readings,
    parts,
    tidy,
)
from lakip_lib.numerals._values import Kind, Missing, Number, NumeralError, Parsed, Range, Separator
from lakip_lib.numerals._writing import NUMBER_WORDS, SPELLED, words

__all__ = ["parse", "separator_of"]

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
_UNITS = {  # the units a kind may have, and how they are kept; the other kinds take any
    Kind.UANG: {"": "", "rupiah": "", "rp": "", "rp.": ""},
    Kind.PERSEN: {"": "", "%": "%", "persen": "%"},
    Kind.POIN: {"": "", "poin": "poin", "persen poin": "poin", "poin persen": "poin"},
}


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
        amounts, _, rest = parts(tidy(text))
        for amount in amounts if rest else ():
            readings = all_readings(re.sub("([.,]) +", r"\1", amount["body"]))
            found.update(sign for _, _, sign in readings if len(readings) == 1)
    found.discard(None)
    return None if len(found) != 1 else "." if "." in found else ","


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads one cell."""

    text: str
    kind: Kind
    hint: Separator | None

    def fail(self, hint: str) -> NumeralError:
        return NumeralError(self.text, _EXPECTED[self.kind], hint)

    def read(self) -> Parsed:
        cell = tidy(self.text)
        if len(self.text) > LONGEST:
            raise self.fail(f"isi sel terlalu panjang ({len(self.text)} karakter)")
        if absent := ABSENT.fullmatch(cell):
            reason, remark = MISSING.get(absent["key"].replace("  ", " ").casefold()), absent["remark"] or ""
            if reason and (absent["key"] == cell or (absent["key"] and SOME_LETTER.search(remark))):
                return Missing(f"{reason} ({remark.strip()})" if remark else reason)
        amounts, to, rest = parts(RANK.sub("", cell) if self.kind is Kind.PERINGKAT else cell)
        if not rest:
            raise self.fail(advice(cell))
        unit, remark = self.unit(amounts, rest), (rest["remark"] or "").replace("  ", " ").strip()
        shift = SCALE[rest["scale"].lower()] if rest["scale"] else 0
        values = [self.value(amount, shift) for amount in amounts]
        if rest["remark"] is not None and not SOME_LETTER.search(remark):
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
        if unit and NO_UNIT.search(unit.casefold()):
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
        readings = all_readings(body)
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
        if typed and NUMBER_WORDS.issuperset(typed.split()):
            number = int(value)
            if number != value or not 0 <= number <= SPELLED or words(number) != typed:
                raise self.fail(f"angka tidak sama dengan tulisannya: {remark!r}")

    def check_range(self, amounts: list[re.Match[str]], to: re.Match[str], rest: re.Match[str]) -> None:
        """Both ends in full, and no dash beside a minus sign."""
        if rest["scale"] or any(amount["close"] or amount["tail"] for amount in amounts):
            raise self.fail("tulis kedua batas rentang sebagai bilangan lengkap, tanpa kurung dan “,-”")
        if to["dash"] and any(amount["sign"] or amount["inner"] for amount in amounts):
            raise self.fail("rentang dengan bilangan negatif: tulis dengan s/d, misalnya -5 s/d 5")
