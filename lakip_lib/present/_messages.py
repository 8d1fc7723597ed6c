"""Sentences that charts say, made from the data so that they are right for any of them."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from lakip_lib import numerals
from lakip_lib.measures import difference
from lakip_lib.numerals import Kind
from lakip_lib.quantity import Quantity, Span

if TYPE_CHECKING:
    from lakip_lib.office import Indicator

__all__ = [
    "Standing",
    "against",
    "amount",
    "and_list",
    "apart",
    "brief",
    "lower_first",
    "moved",
    "series",
    "short_money",
    "standing",
    "why",
]

Standing = Literal["beyond", "met", "short", "above", "below"]
_NO_REASON = ("kosong", "tanda strip", "tidak tersedia")


def amount(number: Quantity | Span) -> str:
    """A number as it stands in a sentence; money without its last digits when it is long."""
    if isinstance(number, Quantity) and number.kind is Kind.UANG and number.known:
        return short_money(number.value)
    return number.with_unit()


def short_money(value: Decimal) -> str:
    """``Rp 4,56 miliar``, ``Rp 46,81 juta``, ``Rp 950``."""
    for size, name in ((10**12, "triliun"), (10**9, "miliar"), (10**6, "juta")):
        if abs(value) >= size:
            return f"{'-' if value < 0 else ''}Rp\u00a0{numerals.write(abs(value) / size, 2)} {name}"
    return numerals.with_unit(value, Kind.UANG, 0)


def why(number: Quantity | Span) -> str:
    """The reason for an absence, in words that a reader of the picture understands."""
    reason = "" if isinstance(number, Span) else number.missing
    return "tidak ada data" if reason.split(" (")[0] in _NO_REASON else reason


def lower_first(text: str) -> str:
    """The same inside a sentence: a lower first letter unless the first word is an abbreviation."""
    return text if text[1:2].isupper() or not text else text[0].lower() + text[1:]


def brief(text: str, limit: int = 100) -> str:
    """A long name cut at a word for a title; the whole name stands in the picture or its text alternative."""
    return text if len(text) <= limit else f"{text[:limit].rpartition(' ')[0].rstrip(' ,;')} …"


def and_list(items: Iterable[str]) -> str:
    """``a``, ``a dan b``, ``a, b, dan c``."""
    found = list(items)
    return f"{', '.join(found[:-1])}, dan {found[-1]}" if found[2:] else " dan ".join(found)


def standing(realised: Quantity, target: Quantity | Span, direction: str) -> Standing:
    """Where a known realisation stands against a known target: beyond, met or short; above or below a range."""
    value = realised.official().value
    if isinstance(target, Span):
        return "above" if value > target.high.value else "below" if value < target.low.value else "met"
    goal = target.official().value
    if value == goal:
        return "met"
    return "beyond" if (value < goal) == (direction == "turun") else "short"


def apart(one: Quantity, other: Quantity) -> str:
    """The distance between two numbers of the same unit, without sign."""
    gap = difference(one, other)
    value = abs(gap.value)
    if gap.kind in {Kind.POIN, Kind.INDEKS}:
        return f"{numerals.write(value, gap.decimals)} poin"
    return short_money(value) if gap.kind is Kind.UANG else numerals.with_unit(value, gap.kind, gap.decimals, gap.unit)


def moved(before: Quantity, after: Quantity, *, count: bool = False) -> str:
    """``naik 1,87 poin``, ``turun 5 unit``, ``tetap``; for counts ``bertambah 9``, ``berkurang 9``."""
    if before.official().value == after.official().value:
        return "tetap"
    up = after.official().value > before.official().value
    if after.kind is Kind.PERINGKAT:
        return f"{'memburuk' if up else 'membaik'} {apart(before, after)}"
    word = ("bertambah" if up else "berkurang") if count else ("naik" if up else "turun")
    far = numerals.write(abs(difference(after, before).value), after.decimals) if count else apart(before, after)
    return f"{word} {far}"


def against(indicator: Indicator, realised: Quantity, target: Quantity | Span, what: str) -> tuple[str, bool]:
    """``melampaui target 20,34%`` and whether that is good; `what` names the target."""
    named = f"{what} {target.with_unit()}"
    where = standing(realised, target, indicator.direction)
    if where == "met":
        return (f"berada dalam rentang {named}" if isinstance(target, Span) else f"tepat sama dengan {named}"), True
    if where in {"above", "below"}:
        return f"berada di {'atas' if where == 'above' else 'bawah'} rentang {named}", False
    if realised.kind is Kind.PERINGKAT:
        return f"{'lebih baik daripada' if where == 'beyond' else 'belum sebaik'} {named}", where == "beyond"
    if indicator.direction == "turun":
        return (
            f"lebih rendah, jadi lebih baik, daripada {named}"
            if where == "beyond"
            else f"masih lebih tinggi daripada {named}"
        ), where == "beyond"
    return (f"melampaui {named}" if where == "beyond" else f"belum mencapai {named}"), where == "beyond"


def series(pairs: Iterable[tuple[object, Quantity | Span]]) -> str:
    """``2023 20,78%; 2024 22,65%`` for a text alternative; of all units only the percent sign is repeated."""
    return "; ".join(f"{key} {_bare(number) if number.known else why(number)}" for key, number in pairs)


def _bare(number: Quantity | Span) -> str:
    kind = number.high.kind if isinstance(number, Span) else number.kind
    return number.with_unit() if kind in {Kind.PERSEN, Kind.UANG} else str(number)
