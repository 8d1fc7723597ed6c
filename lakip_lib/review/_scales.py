# ruff: noqa: PLR2004 - a scale has at least three classes; the AKIP scale is a fixed table of law
"""Scales as documents state them, and the AKIP letters."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from lakip_lib.document.model import Document, Heading, Paragraph, Table
from lakip_lib.document.recognise import plain
from lakip_lib.review.finding import Place, short

__all__ = ["AKIP", "Scale", "akip_letter", "gaps", "scales"]

AKIP: tuple[tuple[str, Decimal], ...] = tuple(
    (letter, Decimal(above))
    for letter, above in (("AA", 90), ("A", 80), ("BB", 70), ("B", 60), ("CC", 50), ("C", 30), ("D", 0))
)
_NUM = r"[-−–]?\d{1,3}(?:[.,]\d+)?"
_INTERVAL = re.compile(
    rf"(?P<first>>=|<=|≥|≤|>|<)?\s*(?P<a>{_NUM})\s*"
    rf"(?:(?P<link>-|–|—|s\.?\s?/?\s?d\.?|sampai(?:\s+dengan)?|hingga|≤|<|<=)\s*"
    rf"(?P<second>>=|<=|≥|≤|>|<)?\s*(?P<b>{_NUM}))?"
)
_WORDS = (
    (re.compile(r"\b(?:lebih (?:besar )?dari|di ?atas)\b"), ">"),
    (re.compile(r"\b(?:kurang dari|di ?bawah|lebih kecil dari)\b"), "<"),
    (re.compile(r"%|persen|\bcapaian\b|\bnilai\b|\bx\b"), " "),
)
# An interval in a line, up to the name of its class: 75 < x ≤ 90, nilai 76% s.d. 90%, lebih dari 90.
_INSIDE = r"s\.?\s?/?\s?d\.?|sampai(?: dengan)?|hingga|x|nilai|capaian|persen|lebih (?:besar )?dari|kurang dari"
_SPAN = rf"[^A-Za-z]*(?:(?:{_INSIDE})(?![A-Za-z])[^A-Za-z]*)*"
_HEAD = re.compile(rf"(?P<i>{_SPAN})(?P<n>[A-Za-z].*)", re.IGNORECASE)
_TAIL = re.compile(rf"(?P<n>[A-Za-z][A-Za-z /]+?)\s*[:=(]\s*(?P<i>{_SPAN})", re.IGNORECASE)
_FINE = Decimal("0.01")
"""Nothing lies in a gap of this width: achievements and scores are printed with two decimals at most."""


@dataclass(frozen=True, slots=True)
class Band:
    """One class: from `low` to `high`, either open when None, with its name."""

    name: str
    low: Decimal | None
    high: Decimal | None
    low_in: bool
    high_in: bool

    def holds(self, value: Decimal) -> bool:
        """Whether a value belongs to the class."""
        above = self.low is None or value > self.low or (self.low_in and value == self.low)
        return above and (self.high is None or value < self.high or (self.high_in and value == self.high))


@dataclass(frozen=True, slots=True)
class Scale:
    """A scale that the document states, highest class first, and where; whether all of its classes could be read."""

    bands: tuple[Band, ...]
    place: Place
    whole: bool

    def names(self) -> set[str]:
        """The names of the classes as they are compared."""
        return {plain(b.name) for b in self.bands}

    def of(self, value: Decimal) -> str | None:
        """The class of a value; above the highest printed bound it is the highest class, in a gap there is none."""
        band = next((b for b in self.bands if b.holds(value)), None)
        top = self.bands[0]
        if not band and top.high is not None and value > top.high:
            band = top
        return band.name if band else None


def akip_letter(score: Decimal) -> str:
    """The AKIP letter of a score (PermenPANRB 88/2021; the same bounds since PermenPANRB 12/2015)."""
    return next(letter for letter, above in AKIP if score > above or letter == "D")


def _number(text: str) -> Decimal:
    return Decimal(re.sub("[−–]", "-", text.replace(",", ".")))


def _band(interval: str, name: str) -> Band | None:
    text = plain(interval)
    for pattern, mark in _WORDS:
        text = pattern.sub(mark, text)
    match = _INTERVAL.fullmatch(re.sub(r"\s+", " ", text).strip())
    name = name.strip(" :;=.,-–")
    if not match or not re.fullmatch(r"[A-Za-z][A-Za-z /()+-]{1,40}", name):
        return None
    a = _number(match["a"])
    b = _number(match["b"]) if match["b"] else None
    first = match["first"] or ""
    if b is None:
        if not first:
            return None
        if first[0] in ">≥":
            return Band(name, a, None, first != ">", high_in=False)
        return Band(name, None, a, low_in=False, high_in=first != "<")
    strict_end = (match["second"] or match["link"]) == "<"
    if b < a:
        return Band(name, b, a, low_in=True, high_in=first != "<")
    strict_start = first == ">" or (match["link"] == "<" and bool(match["second"]))  # 75 < x ≤ 90
    return Band(name, a, b, low_in=not strict_start, high_in=not strict_end)


def _scale(bands: Sequence[Band | None], place: Place) -> Scale | None:
    known = [b for b in bands if b]
    if len(known) < 3 or len(known) * 4 < len(bands) * 3 or len({plain(b.name) for b in known}) < len(known):
        return None
    known.sort(key=lambda b: (b.high is None, b.high or Decimal(0), b.low or Decimal(0)), reverse=True)
    return Scale(tuple(known), place, len(known) == len(bands))


def scales(document: Document) -> Iterator[Scale]:
    """Every scale of classes in the document: tables of intervals and names, or lines one below another."""
    run: list[tuple[Band, str]] = []
    at = ""
    section = ""
    for block in [*document.blocks, Heading(1, "", "")]:
        lines = block.text.splitlines() if isinstance(block, Paragraph) else []
        bands = [(b, line) for line in lines if (b := _line(line))]
        if bands and len(bands) == len([line for line in lines if line.strip()]):
            run, at = run + bands, at or section
            continue
        if run:
            scale = _scale([b for b, _ in run], Place(section=at, quote=short("; ".join(t for _, t in run), 200)))
            if scale:
                yield scale
        run, at = [], ""
        if isinstance(block, Heading):
            section = f"{block.number} {block.text}".strip()
        if isinstance(block, Table):
            yield from _from_table(block, section)


def _line(line: str) -> Band | None:
    """``85 % s/d 100 % : Sangat Baik`` or ``Sangat Baik : 85 - 100``."""
    text = re.sub(r"^\s*(?:[•·▪-]|\(?[a-z\d]{1,2}[.)])\s+(?=\D*\d)", "", line).strip()
    if len(text) > 70 or not re.search(r"\d", text):
        return None
    head = _HEAD.match(text)
    if head and re.search(r"\d", head["i"]):
        return _band(head["i"].rstrip(" :;=,-–("), head["n"].rstrip(" )") if "(" in head["i"] else head["n"])
    tail = _TAIL.fullmatch(text)
    return _band(tail["i"].strip(" );,."), tail["n"]) if tail else None


def _from_table(table: Table, section: str) -> Iterator[Scale]:
    width = max((len(r) for r in table.rows), default=0)
    if not 2 <= width <= 5 or len(table.rows) > 12:
        return
    for i in range(width):
        for j in range(width):
            if i == j:
                continue
            rows = [r for r in table.body if len(r) > max(i, j) and r[i].text.strip()]
            scale = _scale([_band(r[i].text, r[j].text) for r in rows], Place(section=section, table=table.label))
            if scale:
                yield scale
                return


def _of_percentages(scale: Scale) -> bool:
    """Whether the classes go from nothing to near 100: those of achievements and scores do, of staff and risks not."""
    top, bottom = scale.bands[0], scale.bands[-1]
    return top.low is not None and top.low >= 75 and not bottom.low


def gaps(scale: Scale) -> Iterator[str]:
    """What the classes of a scale leave open or cover twice, in Indonesian words.

    Achievements have decimals: 84,5 is in none of 70–84 and 85–100.  Between counts such as 4 and 5 there is nothing.
    """
    least = _FINE if _of_percentages(scale) else Decimal(1)
    between: list[str] = []
    for upper, lower in zip(scale.bands, scale.bands[1:], strict=False):
        if upper.low is None or lower.high is None:
            continue
        if lower.high > upper.low:
            yield f"kelas {lower.name} dan {upper.name} tumpang tindih"
        elif lower.high == upper.low and not upper.low_in and not lower.high_in:
            yield f"nilai {upper.low} tidak termasuk kelas mana pun".replace(".", ",")
        elif lower.high == upper.low and upper.low_in and lower.high_in:
            yield f"nilai {upper.low} termasuk dua kelas, {lower.name} dan {upper.name}".replace(".", ",")
        elif scale.whole and upper.low - lower.high > least:
            between.append(f"{lower.high} dan {upper.low}".replace(".", ","))
    if between:
        yield f"nilai di antara {', '.join(between)} tidak termasuk kelas mana pun"
