"""The book of a document, made once for all rules that look things up in it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from lakip_lib.document.model import Document
from lakip_lib.document.recognise import recognise_all
from lakip_lib.review._text import spots
from lakip_lib.review._text_facts import Book, Fact, any_goal_column
from lakip_lib.review._text_names import Key, Names
from lakip_lib.review._text_region import own_region, report_year
from lakip_lib.review._text_sentences import sentence_facts
from lakip_lib.review._text_tables import named, printed_names, table_facts

__all__ = ["book_of"]

_FULL = Decimal(100)


def book_of(document: Document) -> Book:
    """The document with the facts of all its tables and sentences, made once for all rules of a review."""
    region = own_region(document)
    meanings = list(recognise_all(document))
    by_table = {id(m.table): m for m in meanings}
    listed = list(spots(document))
    tables = [(s, by_table[id(s.block)]) for s in listed if id(s.block) in by_table]
    words = frozenset(region.name) | {region.kind.lower()} if region else frozenset()
    names = Names.learn(printed_names(tables), words)
    book = Book(document, region, report_year(document), names, listed, meanings, tables)
    _unite_lone_indicators(book)
    for spot, meaning in tables:
        book.facts += table_facts(book, spot, meaning)
    book.facts = _results_called_achievement(book.facts)
    book.facts += list(sentence_facts(book))
    return book


def _results_called_achievement(facts: Sequence[Fact]) -> list[Fact]:
    """Facts of columns headed "Capaian 2022" that print results, as many do, become results.

    A table holds results if some of its "capaian" stand as results elsewhere, and none as an achievement.
    """
    printed = {(f.key, f.measure, f.year, f.figure.value, f.place.table) for f in facts}
    known: dict[tuple[Key, str, int | None, Decimal], set[str]] = defaultdict(set)
    for key, measure, year, value, table in printed:
        known[key, measure, year, value].add(table)
    votes: dict[str, set[str]] = defaultdict(set)
    for f in facts:
        for measure in ("capaian", "realisasi") if f.measure == "capaian" and f.figure.value != _FULL else ():
            if known[f.key, measure, f.year, f.figure.value] - {f.place.table}:
                votes[f.place.table].add(measure)
    named = {table for table, found in votes.items() if found == {"realisasi"}}
    return [replace(f, measure="realisasi") if f.measure == "capaian" and f.place.table in named else f for f in facts]


def _unite_lone_indicators(book: Book) -> None:
    """One sasaran with a single indicator in every table: its differing names mean that one indicator."""
    found: dict[Key, list[set[Key]]] = defaultdict(list)
    for _, m in book.tables:
        goal = any_goal_column(m)
        later = m.columns[goal.index + 1 :] if goal else ()
        indicator = next((c for c in later if re.match(r"indi\w*tor\b(?!.*program)", c.title)), None)
        if goal is None or indicator is None:
            continue
        inside: dict[Key, set[Key]] = defaultdict(set)
        for r in m.rows:
            if named(m, r, goal.index) and named(m, r, indicator.index):
                one, other = m.cell(r.index, goal.index).text, m.cell(r.index, indicator.index).text
                inside[book.names.key(one)].add(book.names.key(other))
        for key, keys in inside.items():
            found[key].append(keys)
    for groups in found.values():
        if len(groups) < 2 or any(len(g) != 1 for g in groups):  # noqa: PLR2004 - one table alone shows nothing
            continue
        shown = [next(iter(g)) for g in groups]
        first = max(set(shown), key=lambda k: (shown.count(k), sorted(k)))
        for key in shown:
            if key != first and len(key & first) >= 0.3 * len(key | first):
                book.names.unite(first, key)
