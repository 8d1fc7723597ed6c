"""ADA01 and ADA08: a sasaran or an indicator that most tables have and some have lost."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lakip_lib.document.recognise import Meaning
from lakip_lib.review._text import Spot, has_word
from lakip_lib.review._text_facts import Book, document_of, planning_columns
from lakip_lib.review._text_names import Key
from lakip_lib.review.finding import Finding, Rule, short

__all__ = ["goal_column", "indicator_column", "missing"]

ADA01 = Rule("ADA01", "peringatan", "Sasaran tidak ada dalam tabel yang memuat sasaran lain")
ADA08 = Rule("ADA08", "peringatan", "Indikator tidak ada dalam tabel yang memuat sasarannya")

_ABSENT = re.compile(r"(?i)^\s*(?:tidak ada|belum|tidak tersedia|tidak ditetapkan|tidak memuat)")
_HABIT = 3
_SAME_WORDING = 0.5


@dataclass(frozen=True)
class _Listed:
    """A table about several sasaran: their wordings, and the indicators of each."""

    spot: Spot
    source: str
    goals: dict[Key, str]
    indicators: dict[Key, str]
    pairs: frozenset[tuple[Key, Key]]


def goal_column(m: Meaning) -> int | None:
    """The column of sasaran in a table about sasaran of the office, or None."""
    found = (c for c in m.columns if c.role == "label")
    pattern = re.compile(r"sasaran(?!.*(?:program|rpjmd|daerah))\b")
    return next((c.index for c in found if pattern.match(c.title)), None)


def indicator_column(m: Meaning) -> int | None:
    """The column of the indicators of sasaran, or None."""
    return next((c.index for c in m.columns if re.match(r"indi\w*tor\b(?!.*(?:program|kegiatan))", c.title)), None)


def missing(book: Book) -> Iterator[Finding]:
    """Sasaran and indicators that stand in most of the tables that list several of them, but not in all."""
    same = _same_goals(book)
    tables = [t for spot, m in book.tables if (t := _listed(book, spot, m, same)) is not None]
    silent = _silent_documents(book)
    yield from _goals(tables, silent)
    yield from _indicators(tables, silent)


def _cells(m: Meaning, column: int | None) -> Iterator[tuple[int, str]]:
    for row in m.rows if column is not None else ():
        text = m.cell(row.index, column or 0).text
        if row.role in {"data", "group"} and has_word(text):
            yield row.index, text


def _same_goals(book: Book) -> dict[Key, Key]:
    """Wordings of one sasaran that share an indicator; the first one met stands for all."""
    first: dict[Key, Key] = {}
    same: dict[Key, Key] = {}
    for _, m in book.tables:
        told = dict(_cells(m, indicator_column(m)))
        for row, text in _cells(m, goal_column(m)):
            if row not in told:
                continue
            key = book.names.key(text)
            known = first.setdefault(book.names.key(told[row]), key)
            if known != key and len(known & key) >= _SAME_WORDING * len(known | key):
                same[key] = same.get(known, known)
    return same


def _listed(book: Book, spot: Spot, m: Meaning, same: dict[Key, Key]) -> _Listed | None:
    goal = goal_column(m)
    # Annexes have tables of their own kind: a register, a list of decisions.
    if goal is None or not re.match(r"\d", m.table.number or "0"):
        return None
    goals: dict[Key, str] = {}
    indicators: dict[Key, str] = {}
    pairs = set()
    told = dict(_cells(m, indicator_column(m)))
    for row, text in _cells(m, goal):
        key = book.names.key(text)
        key = same.get(key, key)
        goals.setdefault(key, text)
        if row in told:
            measure = book.names.key(told[row])
            indicators.setdefault(measure, told[row])
            pairs.add((measure, key))
    return _Listed(spot, document_of(m.table.caption), goals, indicators, frozenset(pairs)) if len(goals) > 1 else None


def _silent_documents(book: Book) -> set[str]:
    """The planning documents of which a table says in words that they set no target for something."""
    silent = set()
    for _, m in book.tables:
        for column in planning_columns(m):
            if any(_ABSENT.match(m.cell(r.index, column.index).text) for r in m.rows):
                silent.add(document_of(column.leaf.upper()))
    return silent - {""}


def _goals(tables: Sequence[_Listed], silent: set[str]) -> Iterator[Finding]:
    seen = Counter(k for t in tables for k in t.goals)
    wording = {k: v for t in reversed(tables) for k, v in t.goals.items()}
    for key, often in seen.items():
        # In most tables of sasaran, or it may belong to a few only.
        if often < _HABIT or often * 2 < len(tables):
            continue
        gone = [t.spot for t in tables if key not in t.goals and t.source not in silent]
        if gone:
            name, where = short(wording[key], 90), ", ".join(s.label for s in gone)
            text = f"Sasaran “{name}” ada dalam {often} tabel sasaran, tetapi tidak dalam {where}."
            yield Finding(ADA01, text, tuple(s.place() for s in gone), "", name)


def _indicators(tables: Sequence[_Listed], silent: set[str]) -> Iterator[Finding]:
    tables = [t for t in tables if t.indicators]
    seen = Counter(k for t in tables for k in t.indicators)
    usual = {k: often for k, often in seen.items() if often >= _HABIT and often * 2 >= len(tables)}
    wording = {k: v for t in reversed(tables) for k, v in t.indicators.items()}
    goals: dict[Key, set[Key]] = defaultdict(set)
    for table in tables:
        for measure, goal in table.pairs:
            goals[measure].add(goal)
    for key in usual:
        # A table of other indicators (of programmes) shares none with the tables of the sasaran.
        gone = [
            t.spot
            for t in tables
            if key not in t.indicators
            and goals[key] & set(t.goals)
            and usual.keys() & set(t.indicators)
            and t.source not in silent
        ]
        if gone:
            name, where = short(wording[key], 90), ", ".join(s.label for s in gone)
            text = f"Indikator “{name}” ada dalam {seen[key]} tabel, tetapi tidak dalam {where}."
            yield Finding(ADA08, text, tuple(s.place() for s in gone), "", name)
