"""Numbers as Indonesian readers write them: figures, figures with their unit, and words."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Context, Decimal

from lakip_lib.numerals._values import Kind

__all__ = ["NUMBER_WORDS", "SPELLED", "rounded", "with_unit", "words", "write", "write_exact"]

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


_SMALL = (
    "nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan", "sepuluh", "sebelas",
)  # fmt: skip
_STEPS = ((1_000_000, "juta", ""), (1_000, "ribu", "seribu"), (100, "ratus", "seratus"), (10, "puluh", ""))
NUMBER_WORDS = frozenset(_SMALL) | {"belas", "puluh", "ratus", "ribu", "juta", "seratus", "seribu"}
SPELLED = 999_999_999  # the largest number with words
_TEENS = range(12, 20)


def words(n: int) -> str:
    """Number words for 0..999.999.999: ``dua puluh satu``, ``seribu seratus``."""
    if not 0 <= n <= SPELLED:
        raise ValueError(f"expected 0..{SPELLED}, got {n!r}")
    if n < len(_SMALL):
        return _SMALL[n]
    if n in _TEENS:
        return f"{_SMALL[n - 10]} belas"
    size, name, one = next(step for step in _STEPS if n >= step[0])
    head, tail = divmod(n, size)
    start = one if head == 1 and one else f"{words(head)} {name}"
    return f"{start} {words(tail)}" if tail else start
