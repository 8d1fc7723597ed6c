"""Two builds side by side: numbers that changed, came or went, and the reasons that can be told."""

from __future__ import annotations

import difflib
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from lakip_lib.diff.numbers import Number

__all__ = ["Change", "Difference", "compare"]

_SOURCE = re.compile(
    r"Sumber: (?P<file>.+?) kolom (?P<column>\S+?)(?:: (?P<quoted>.+)| baris (?P<rows>.+) \(\d+ sel.*\))"
)
_QUOTED = re.compile(r"(baris|sel) ([A-Z]*\d+) (“.*?”(?: dikoreksi “.*?”)?)(?=, (?:baris|sel) |$)")
Place = tuple[str, str, str]  # file, column, row
_SHOWN_CELLS = 4


@dataclass(frozen=True)
class Change:
    """One number: `old` is None where it is new, `new` where it is gone; `why` in Indonesian, may be empty."""

    old: Number | None
    new: Number | None
    why: tuple[str, ...] = ()

    @property
    def number(self) -> Number:
        """The number as it is now, or as it was."""
        number = self.new or self.old
        if number is None:
            raise ValueError("a change is of a number that is or was")
        return number


@dataclass(frozen=True)
class Difference:
    """All changes in the order of the report, and all that the two builds were made of and that differs."""

    changes: list[Change] = field(default_factory=list)
    causes: list[str] = field(default_factory=list)


def compare(
    old: Sequence[Number], new: Sequence[Number], before: Mapping[str, Any], after: Mapping[str, Any]
) -> Difference:
    """Compare the numbers of two builds, oldest first, with what their manifests tell."""
    causes = list(_causes(before, after))
    sources = before.get("sumber", {}), after.get("sumber", {})
    files = {n for n in sources[0].keys() | sources[1].keys() if sources[0].get(n) != sources[1].get(n)}
    typed = _typed(old), _typed(new)
    others = [c for c in causes if c.split(" ", 1)[0] not in files]
    changes = []
    for was, now in _paired(old, new):
        if was and now and (was.value, was.shown) == (now.value, now.shown):
            continue
        why = list(_cells(was, now, *typed)) or list(_otherwise(was, now, files, others))
        changes.append(Change(was, now, tuple(why)))
    return Difference(changes, causes)


# -- which number was which ----------------------------------------------------------------------------------------


def _paired(old: Sequence[Number], new: Sequence[Number]) -> Iterator[tuple[Number | None, Number | None]]:
    """Every number of either build once, with its counterpart; in the order of the new one, gone numbers at the end."""
    places = _by_place(old), _by_place(new)
    for place in places[1]:
        yield from _aligned(places[0].get(place, []), places[1][place])
    yield from ((n, None) for n in old if n.place not in places[1])


def _by_place(numbers: Iterable[Number]) -> dict[str, list[Number]]:
    found: dict[str, list[Number]] = defaultdict(list)
    for number in numbers:
        found[number.place].append(number)
    return found


def _aligned(old: list[Number], new: list[Number]) -> Iterator[tuple[Number | None, Number | None]]:
    """Pair by key; what is left of running text pairs by what it is, in order: the words before it may be others."""
    partner: dict[int, int] = {}
    before, after = ([(n.key, n.name) for n in numbers] for numbers in (old, new))
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    for i, j, size in matcher.get_matching_blocks():
        partner |= {j + k: i + k for k in range(size)}
    alike: tuple[Callable[[Number], object], ...] = (lambda n: n.key[:2], lambda n: n.name if not n.key[0] else "")
    for same in alike:
        free: dict[object, list[int]] = defaultdict(list)
        used = set(partner.values())
        for i, number in enumerate(old):
            if i not in used and same(number):
                free[same(number)].append(i)
        for j, number in enumerate(new):
            if j not in partner and free.get(same(number)):
                partner[j] = free[same(number)].pop(0)
    for j, number in enumerate(new):
        yield (old[partner[j]] if j in partner else None), number
    yield from ((n, None) for i, n in enumerate(old) if i not in set(partner.values()))


# -- why -----------------------------------------------------------------------------------------------------------


def _sources(number: Number | None) -> Iterator[tuple[str, str, dict[str, str], str]]:
    """File, column, the quoted cells by row, and the rows that are only named."""
    for line in number.origin if number else ():
        if match := _SOURCE.fullmatch(line):
            quoted = {row: text for _, row, text in _QUOTED.findall(match["quoted"] or "")}
            yield match["file"], match["column"], quoted, match["rows"] or ""


def _typed(numbers: Iterable[Number]) -> dict[Place, str]:
    """What every source cell that some number quotes holds."""
    return {
        (file, column, row): text
        for number in numbers
        for file, column, quoted, _ in _sources(number)
        for row, text in quoted.items()
    }


def _cells(
    was: Number | None, now: Number | None, before: Mapping[Place, str], after: Mapping[Place, str]
) -> Iterator[str]:
    """The source cells of a number that hold something else than before."""
    if was is None or now is None:
        return
    places = {
        (file, column, row): None
        for number in (was, now)
        for file, column, quoted, rows in _sources(number)
        for row in (*quoted, *_expanded(rows))
    }
    changed = [p for p in places if p in before and p in after and before[p] != after[p]]
    for file, column, row in changed[:_SHOWN_CELLS]:
        p = (file, column, row)
        at = f"baris {row}" if row.isdigit() else f"sel {row}"
        yield f"{file} {at} kolom {column}: {before[p]} → {after[p]}"
    if len(changed) > _SHOWN_CELLS:
        yield f"dan {len(changed) - _SHOWN_CELLS} sel lain"


def _expanded(rows: str) -> Iterator[str]:
    """``2–4, 9``: 2, 3, 4, 9."""
    for part in rows.split(", ") if rows else ():
        first, _, last = part.partition("–")
        yield from (str(n) for n in range(int(first), int(last or first) + 1))


def _otherwise(was: Number | None, now: Number | None, files: set[str], others: Sequence[str]) -> Iterator[str]:
    """A file that the number is read from; else another formula; else what else differs between the builds."""
    mine = {file.partition("!")[0] for number in (was, now) for file, *_ in _sources(number)}
    if found := sorted(mine & files):
        yield f"{', '.join(found)} berubah"
        return
    formulas = [_formula(n) for n in (was, now) if n]
    if len(set(formulas)) > 1:
        yield f"rumus: {formulas[0] or 'dibaca langsung'} → {formulas[1] or 'dibaca langsung'}"
    yield from others[:_SHOWN_CELLS]


def _formula(number: Number) -> str:
    first = number.origin[0] if number.origin else ""
    return first if " = " in first and not first.startswith("Sumber: ") else ""


def _causes(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[str]:
    """What the builds were made of and that differs: sources, parameters, code of chapters and library, versions."""
    yield from _differing(before.get("sumber", {}), after.get("sumber", {}))
    yield from (f"parameter {c}" for c in _differing(before.get("parameter", {}), after.get("parameter", {})))
    chapters = ({c["nama"]: c["kode"] for c in told.get("bab", ())} for told in (before, after))
    yield from (f"kode {c}" for c in _differing(*chapters))
    yield from (f"kode {c}" for c in _differing(before.get("kode", {}), after.get("kode", {})))
    was, now = before.get("versi", {}), after.get("versi", {})
    for name in sorted(was.keys() | now.keys()):
        if was.get(name) != now.get(name):
            yield f"{name} {was.get(name, 'tidak ada')} -> {now.get(name, 'tidak ada')}"


def _differing(was: Mapping[str, object], now: Mapping[str, object]) -> Iterator[str]:
    for name in sorted(was.keys() | now.keys()):
        if was.get(name) != now.get(name):
            yield f"{name} {'baru ada' if name not in was else 'tidak ada lagi' if name not in now else 'berubah'}"
