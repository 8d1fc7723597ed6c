# ruff: noqa: PLR2004 - the figures are those of the rules themselves
"""Classes of achievement against the scales that the document states: SKL05 and SKL07."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from lakip_lib.document.recognise import Meaning, plain
from lakip_lib.review._arithmetic import place, printed, text_place
from lakip_lib.review._ratio_facts import Passage
from lakip_lib.review._scales import Scale, gaps
from lakip_lib.review.finding import Finding, Place, Rule

__all__ = ["holes", "said_classes", "table_classes"]

SKL05 = Rule("SKL05", "galat", "Kelas tidak sesuai dengan skala yang dinyatakan")
SKL07 = Rule("SKL07", "peringatan", "Skala berlubang atau tumpang tindih")

_CLASS = re.compile(
    r"\bcapaian(?:nya)?[^.;\d]{0,30}(?P<n>\d+(?:[.,]\d+)?)\s?%[^.;\d]{0,60}?"
    r"\b(?:kelas|kategori|predikat|kriteria)\s+[“\"]?(?P<k>[A-Za-z]+(?:\s[A-Za-z]+)?)",
    re.IGNORECASE,
)


def table_classes(meaning: Meaning, stated: Sequence[Scale]) -> Iterator[Finding]:
    """The class in each row of achievements."""
    for column in meaning.of("kelas") if meaning.kind != "skala" else ():
        for row in meaning.rows:
            said = meaning.cell(row.index, column.index).text
            role = "efisiensi" if "efisien" in said.lower() else "capaian"
            done = meaning.before(column, role)
            figure = meaning.figure(row.index, done.index) if done else None
            if figure and done:
                spots = (place(meaning, row.index, column.index), place(meaning, row.index, done.index))
                yield from _classed(said, figure.value, stated, f"{role} {printed(figure)}", spots)


def said_classes(passage: Passage, stated: Sequence[Scale]) -> Iterator[Finding]:
    """``capaian 91,20% dengan kategori Sangat Tinggi``."""
    text = passage.block.text
    for match in _CLASS.finditer(text) if not passage.block.quoted else ():
        words = match["k"].split()
        said = next((w for w in (" ".join(words), words[0]) if any(plain(w) in s.names() for s in stated)), None)
        if said:
            spots = (text_place(passage.section, text, match.start(), match.end()),)
            value = Decimal(match["n"].replace(",", "."))
            yield from _classed(said, value, stated, f"capaian {match['n']}%", spots)


def _classed(
    said: str, value: Decimal, stated: Sequence[Scale], words: str, spots: tuple[Place, ...]
) -> Iterator[Finding]:
    """The finding on a class that none of the scales which have its name gives to the value."""
    right = [(s.of(value), s) for s in stated if plain(said) in s.names()]
    if not right or any(name is None or plain(name) == plain(said) for name, _ in right):
        return
    name, scale = right[0]
    message = "kelas tidak sesuai dengan skala yang dinyatakan"
    yield Finding(SKL05, message, (*spots, scale.place), said.strip(), name or "", words)


def holes(scale: Scale, meanings: Sequence[Meaning]) -> Iterator[Finding]:
    """What a scale leaves open or covers twice, and achievements above its end."""
    found = list(gaps(scale))
    top = scale.bands[0]
    users = [m for m in meanings if m.of("capaian") and _uses(m, scale)] if top.high == 100 else []
    done = (f.value for m in users for c in m.of("capaian") for r in m.data if (f := m.figure(r.index, c.index)))
    if max(done, default=Decimal(0)) > 100:
        found.append(f"kelas tertinggi {top.name} berakhir pada 100%, padahal ada capaian di atasnya")
    if found:
        yield Finding(SKL07, "; ".join(found), (scale.place,))


def _uses(meaning: Meaning, scale: Scale) -> bool:
    """Whether a table classes its achievements by this scale."""
    names = scale.names()
    return any(plain(meaning.cell(r.index, c.index).text) in names for c in meaning.of("kelas") for r in meaning.data)
