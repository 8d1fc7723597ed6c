"""What the tables say of each indicator, so that a sentence about it can be recomputed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from lakip_lib.document.figures import Figure
from lakip_lib.document.model import Document, Heading, Paragraph, Table
from lakip_lib.document.recognise import Column, Meaning, plain
from lakip_lib.review._arithmetic import text_place
from lakip_lib.review._ratio_tables import previous
from lakip_lib.review.finding import Place

__all__ = ["Facts", "Passage", "facts", "passages", "spot", "subject"]

_QUARTER = re.compile(r"\b(?:triwulan|tw|semester|bulan)\b")
_LONG = 12  # a name shorter than this may be met by chance


@dataclass
class Facts:
    """The figures printed for one indicator: this year's, last year's, the target at the end of the plan."""

    real: dict[object, Figure] = field(default_factory=dict)
    last: dict[object, Figure] = field(default_factory=dict)
    reached: dict[object, Figure] = field(default_factory=dict)
    goal: dict[object, Figure] = field(default_factory=dict)
    years: set[int] = field(default_factory=set)

    def add(self, what: str, figure: Figure | None) -> None:
        """Remember a figure; the same value printed twice counts once."""
        if figure:
            getattr(self, what).setdefault((figure.value, figure.decimals), figure)


@dataclass(frozen=True)
class Passage:
    """A paragraph with its section, the headings above it from near to far, and the tables of its section."""

    section: str
    headings: tuple[str, ...]
    block: Paragraph
    tables: Sequence[Meaning]


def _indicator(meaning: Meaning, row: int) -> str:
    """The name of the indicator in a row: the last label that is long enough to be one."""
    names = [p for p in meaning.row(row).label.split(" · ") if len(p) >= _LONG]
    return plain(names[-1]) if names else ""


def _latest(columns: Iterable[Column]) -> Column | None:
    """The column of the latest year; among columns of one year or of none the first, but the last of its quarters."""
    found = list(columns)
    year = max((c.year or 0 for c in found), default=0)
    same = [c for c in found if (c.year or 0) == year]
    quarters = sum(bool(_QUARTER.search(c.title)) for c in same) > 1
    return (same[-1] if quarters else same[0]) if same else None


def facts(meanings: Iterable[Meaning]) -> dict[str, Facts]:
    """The facts of every indicator that stands in an achievement table."""
    found: dict[str, Facts] = {}
    for meaning in meanings:
        if meaning.kind != "capaian":
            continue
        real = _latest(c for c in meaning.of("realisasi") if c.kind)
        reached = _latest(c for c in meaning.of("capaian") if c.kind)
        goal = next(iter(meaning.of("target akhir")), None)
        compared = next(iter(meaning.of("pertumbuhan", "terhadap lalu", "selisih")), None)
        pair = previous(meaning, compared) if compared else None
        names = [_indicator(meaning, row.index) for row in meaning.data]
        for row, name in zip(meaning.data, names, strict=True):
            if not name or not real or names.count(name) > 1:
                continue
            fact = found.setdefault(name, Facts())
            fact.add("real", meaning.figure(row.index, real.index))
            fact.add("reached", meaning.figure(row.index, reached.index) if reached else None)
            fact.add("goal", meaning.figure(row.index, goal.index) if goal else None)
            fact.years |= {c.year for c in (real, *(pair or ())) if c.year}
            fact.add("last", meaning.figure(row.index, pair[1].index) if pair else None)
    return found


def passages(document: Document, meanings: Sequence[Meaning]) -> Iterator[Passage]:
    """The paragraphs with the headings above them and the tables under the same chapter section."""
    spans: list[list[Meaning]] = []
    path: dict[int, str] = {}
    place: list[tuple[tuple[str, ...], int]] = []
    rest = iter(meanings)
    for block in document.blocks:
        if isinstance(block, Heading):
            path = {n: t for n, t in path.items() if n < block.level} | {
                block.level: f"{block.number} {block.text}".strip()
            }
            if block.level <= 3 or not spans:  # noqa: PLR2004 - a section of a chapter, in both ways of counting levels
                spans.append([])
        if isinstance(block, Table) and block.rows:
            meaning = next(rest, None)
            if meaning and spans:
                spans[-1].append(meaning)
        place.append((tuple(path[n] for n in sorted(path, reverse=True)), len(spans) - 1))
    for block, (headings, span) in zip(document.blocks, place, strict=True):
        if isinstance(block, Paragraph) and block.kind != "caption" and re.search(r"\d", block.text):
            yield Passage(headings[0] if headings else "", headings, block, spans[span] if span >= 0 else ())


def subject(passage: Passage, known: dict[str, Facts], before: int) -> Facts | None:
    """The indicator that a figure is about: the last one named before it, else the one in a heading."""
    text = plain(passage.block.text[:before])
    named = [(text.rfind(name), name) for name in known if name in text]
    if named:
        return known[max(named)[1]]
    for heading in passage.headings:
        inside = [name for name in known if name in plain(heading)]
        if inside:
            return known[max(inside, key=len)]
    return None


def spot(passage: Passage, *figures: Figure) -> list[Place]:
    """The place of some figures of a passage."""
    start, end = min(f.start for f in figures), max(f.end for f in figures)
    return [text_place(passage.section, passage.block.text, start, end)]
