"""Counts that a sentence repeats from a table: the same thing, the same unit, one digit apart."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from lakip_lib.document.figures import Figure, in_text
from lakip_lib.document.model import Paragraph
from lakip_lib.document.recognise import Meaning, Row
from lakip_lib.review._text import has_word, quoted, tokens, unquoted
from lakip_lib.review._text_facts import Book
from lakip_lib.review.finding import Place

__all__ = ["Retold", "retold"]

_CLAUSE = re.compile(r"[;:]|[.](?!\d)|,(?!\d)")
# Words that say that something was counted or given, not what.
_GENERAL = frozenset(
    [
        "tercatat", "terdapat", "memperoleh", "menerima", "penerima", "diberikan", "mendapat", "mendapatkan",
        "diterima", "sebanyak", "jumlah", "berjumlah", "total", "telah", "sudah", "dapat", "juga", "antara", "lain",
        "kepada", "melalui", "berupa", "ada", "adanya", "terhadap", "masing", "sebesar", "realisasi", "target",
        "tersebut", "ini", "itu", "secara", "program", "kegiatan", "sub", "tahun", "unit",
    ]
)  # fmt: skip
_MEASURED = frozenset(
    [
        "tahun", "hari", "bulan", "jam", "menit", "persen", "poin", "skor", "nilai", "kali", "km", "meter",
        "lembar", "halaman", "kepala",
    ]
)  # fmt: skip
_MIN_SHARED = 2
_MIN_LIKE = 0.6
_FREQUENT = 0.2


@dataclass(frozen=True, slots=True)
class Retold:
    """A count in a sentence that differs from the row it speaks of."""

    said: Figure
    place: Place
    counted: Figure
    row: Place
    name: str


@dataclass(frozen=True, slots=True)
class _Counted:
    """A row that counts something: its words, unit and figures."""

    words: frozenset[str]
    unit: str
    figures: tuple[Figure, ...]
    name: str
    place: Place


def retold(book: Book) -> Iterator[Retold]:
    """Counts in sentences that are one digit away from the count of the row that tells of the same thing."""
    rows = list(_rows(book))
    by_unit: dict[str, list[_Counted]] = defaultdict(list)
    for row in rows:
        by_unit[row.unit].append(row)
    count = Counter(w for row in rows for w in row.words)
    values = {(row.unit, f.value) for row in rows for f in row.figures}
    for spot in book.spots:
        if isinstance(spot.block, Paragraph) and spot.block.kind != "caption":
            text = unquoted(spot.block)
            for figure, words in _said(text):
                unit = figure.unit
                if unit not in by_unit or (unit, figure.value) in values:
                    continue
                best = _best(words - set(unit.split()), by_unit[unit], count, len(rows))
                if best is None:
                    continue
                other = next((f for f in best.figures if _one_digit(f.value, figure.value)), None)
                if other is not None:
                    place = spot.place(quoted(text, figure.start, figure.end, 60))
                    yield Retold(figure, place, other, best.place, best.name)


def _rows(book: Book) -> Iterator[_Counted]:
    for spot, m in book.tables:
        units = m.of("satuan")
        for row in m.data:
            unit = next((m.cell(row.index, c.index).text.strip().lower() for c in units), "")
            found = _figures(m, row, unit)
            if not found:
                continue
            unit = unit or found[0].unit
            name = next((m.cell(row.index, c.index).text for c in reversed(m.columns) if _names(m, row, c.index)), "")
            words = frozenset(tokens(name)) - _GENERAL - set(unit.split())
            if words and unit and unit not in _MEASURED:
                yield _Counted(words, unit, found, name, spot.place(found[0].text, name))


def _names(m: Meaning, row: Row, column: int) -> bool:
    return m.columns[column].role == "label" and has_word(m.cell(row.index, column).text)


def _figures(m: Meaning, row: Row, unit: str) -> tuple[Figure, ...]:
    columns = m.of("jumlah", "cacah", "target", "realisasi")
    figures = [m.own(row.index, c.index) for c in columns if c.kind != "money"]
    return tuple(f for f in figures if f and f.decimals == 0 and f.value > 0 and not f.percent and (unit or f.unit))


def _said(text: str) -> Iterator[tuple[Figure, frozenset[str]]]:
    """(count, words of its clause) of a text."""
    figures = [f for f in in_text(text) if f.unit and not f.percent and not f.money and f.decimals == 0]
    if not figures:
        return
    ends = [0, *(h.end() for h in _CLAUSE.finditer(text)), len(text)]
    for n, figure in enumerate(figures):
        start = max(e for e in ends if e <= figure.start)
        end = min((e for e in ends if e >= figure.end), default=len(text))
        # Another count in the same clause has its own words: what follows this one up to that one, or what leads to it.
        if n + 1 < len(figures) and figures[n + 1].start < end:
            end = figures[n + 1].start
        if n and figures[n - 1].end > start:
            start = figures[n - 1].end
        yield figure, frozenset(tokens(text[start : figure.start] + " " + text[figure.end : end])) - _GENERAL


def _best(words: frozenset[str], rows: list[_Counted], count: Counter[str], size: int) -> _Counted | None:
    """The one row of which a clause tells, or None where none or several fit."""
    fitting: list[tuple[float, _Counted]] = []
    for row in rows:
        shared = words & row.words
        telling = [w for w in shared if count[w] <= max(3, _FREQUENT * size)]
        alone = len(rows) <= _MIN_SHARED
        if not telling or (len(shared) < _MIN_SHARED and not alone):
            continue
        like = len(shared) / min(len(words), len(row.words))
        if like >= _MIN_LIKE or (alone and len(telling) >= _MIN_SHARED):
            fitting.append((like + len(shared) / 100, row))
    fitting.sort(key=lambda f: -f[0])
    if not fitting or (
        len(fitting) > 1 and fitting[0][0] == fitting[1][0] and fitting[0][1].figures != fitting[1][1].figures
    ):
        return None
    return fitting[0][1]


def _one_digit(a: Decimal, b: Decimal) -> bool:
    x, y = str(int(a)), str(int(b))
    return len(x) == len(y) and sum(i != j for i, j in zip(x, y, strict=True)) == 1
