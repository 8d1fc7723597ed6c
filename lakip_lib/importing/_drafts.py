"""What is drafted: rows of source tables, each value with its source cell, and what could not be placed."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from lakip_lib.document.figures import in_cell
from lakip_lib.document.recognise import nothing, plain

__all__ = ["Drafts", "Unplaced", "alike", "name_key", "readable", "several_names", "tidy"]

#: Two words are one, spelt differently, from this likeness on.
_ALIKE = 0.8
#: The share of its words that a long name may lack elsewhere, and the words by which it is known without the rest.
_LEFT_OUT, _BEGUN = 0.2, 5
#: In a long name one word of so many may be misspelt beyond likeness.
_MISSPELT = 12
#: A line of fewer words is a piece of a name.
_NAME = 3
_REMEMBERED = 20_000
#: Words that people leave out or add without meaning another thing.
_SMALL = {"dan", "yang", "di", "dalam", "untuk", "pada", "serta", "atau", "oleh", "bagi", "the", "satu", "1"}
_NUMBER = re.compile(r"^\s*(?:\d+|[a-z])[.)]\s*")
_RANGE = re.compile(r"[\d.,]+ ?%? ?(?:[-–—]|s/d|s\.d\.?|sd|sampai(?: dengan)?|hingga) ?[\d.,]+.*", re.IGNORECASE)


@dataclass(frozen=True)
class Unplaced:
    """Something of the file that is in no draft, and why."""

    place: str
    cell: str
    text: str
    why: str


@dataclass
class Drafts:
    """The draft tables.

    `rows` holds, by table and key, the values of a row by column; `origins` the source cell of each value; `agreed`
    counts the values that a second place confirms; `places` are the tables of the file that gave values, by draft.
    """

    rows: dict[str, dict[tuple[str, ...], dict[str, str]]] = field(default_factory=dict)
    origins: dict[tuple[str, tuple[str, ...], str], str] = field(default_factory=dict)
    unplaced: list[Unplaced] = field(default_factory=list)
    agreed: int = 0
    places: dict[str, list[str]] = field(default_factory=dict)
    _left: set[tuple[str, str]] = field(default_factory=set, repr=False)

    def put(self, at: tuple[str, tuple[str, ...]], column: str, text: str, origin: str, place: str = "") -> None:
        """Write a value into a row; the first one stays, a different one is listed, an empty one is nothing."""
        table, key = at
        text = tidy(text)
        if not text:
            return
        row = self.rows.setdefault(table, {}).setdefault(key, {})
        if place and place not in self.places.setdefault(table, []):
            self.places[table].append(place)
        first = row.get(column, "")
        where = self.origins.get((table, key, column), "")
        if not first or (nothing(first) and not nothing(text)):
            row[column] = text
            self.origins[table, key, column] = origin
        elif where == origin or nothing(text):
            return
        elif _same(first, text):
            self.agreed += 1
        else:
            self.leave(place, origin, text, f"berbeda dari “{first}” ({where}), yang dipakai pada {table}.{column}")

    def leave(self, place: str, cell: str, text: str, why: str) -> None:
        """List something that is in no draft."""
        left = Unplaced(place, cell, tidy(text), why)
        if left.text and (cell, left.text) not in self._left:
            self._left.add((cell, left.text))
            self.unplaced.append(left)


def readable(text: str) -> bool:
    """Whether a target or realisation is a figure, a range, or a sign or short word for none."""
    return nothing(text) or bool(in_cell(text) or _RANGE.fullmatch(tidy(text)))


def several_names(text: str) -> bool:
    """Whether a cell lists names on lines of their own: none of them begins or ends like a piece of one name."""
    lines = [t.strip() for t in text.strip().split("\n")]
    whole = all(t[:1].isupper() and len(t.split()) >= _NAME for t in lines)
    return len(lines) > 1 and whole and not any(re.search(r"(?:[,/-]|\b(?:dan|atau|yang))$", t) for t in lines[:-1])


def tidy(text: str) -> str:
    """The text with single blanks."""
    return " ".join(text.split())


@lru_cache(_REMEMBERED)
def name_key(text: str) -> str:
    """What makes two spellings of a name the same: its letters and digits, without an item number before it."""
    return re.sub(r"[^a-z0-9]", "", _NUMBER.sub("", plain(text)))


def alike(text: str, known: Iterable[str], *, loose: bool = False) -> str | None:
    """The known name that is spelt like this one, give or take a few letters; None if there is none.

    `loose` is for long names that reports shorten: one in five words may be missing, or the end of the name.
    """
    key = name_key(text)
    names = list(known)
    same = [k for k in names if name_key(k) == key]
    if same or not key:
        return same[0] if same else None
    words = _words(text)
    near = [k for k in names if _one_name(words, _words(k), 0)]
    if loose and not near:
        near = [k for k in names if _one_name(words, _words(k), _LEFT_OUT)]
    if loose and not near:
        near = [
            k
            for k in names
            if (n := min(len(words), len(_words(k)))) >= _BEGUN and _one_name(words[:n], _words(k)[:n], 0)
        ]
    return max(near, key=lambda k: _likeness(key, name_key(k)), default=None)


@lru_cache(_REMEMBERED)
def _words(text: str) -> tuple[str, ...]:
    return tuple(re.findall(r"[a-z0-9]+", _NUMBER.sub("", plain(text))))


def _one_name(first: tuple[str, ...], second: tuple[str, ...], left_out: float) -> bool:
    """Whether two names are one: no word stands for another, and at most that share is left out.

    Where words may be left out, one in twelve after the first may also be misspelt beyond likeness.
    """
    if not set(first) & set(second):
        return len(first) == len(second) == 1 and _one_word(*first, *second)
    missing, other = 0, 0
    for kind, a, b, c, d in difflib.SequenceMatcher(None, first, second, autojunk=False).get_opcodes():
        ours, theirs = first[a:b], second[c:d]
        if not (ours and theirs):
            missing += sum(w not in _SMALL and w not in first[a - 1 : a] for w in ours or theirs)
        elif len(ours) == len(theirs):
            unlike = 0 if kind == "equal" else sum(not _one_word(x, y) for x, y in zip(ours, theirs, strict=True))
            other += unlike
            if unlike and not (left_out and a and c):
                return False
        elif _likeness("".join(ours), "".join(theirs)) < _ALIKE:
            return False
    longest = max(len(first), len(second))
    return missing <= left_out * longest and other * _MISSPELT <= longest


def _one_word(first: str, second: str) -> bool:
    short, long = sorted((first, second), key=len)
    abbreviated = len(short) > 2 and long.startswith(short)  # noqa: PLR2004 - kab. for kabupaten
    return abbreviated or _likeness(first, second) >= _ALIKE


def _likeness(first: str, second: str) -> float:
    return difflib.SequenceMatcher(None, first, second, autojunk=False).ratio()


def _same(first: str, second: str) -> bool:
    a, b = in_cell(first), in_cell(second)
    return a.value == b.value if a and b else name_key(first) == name_key(second)
