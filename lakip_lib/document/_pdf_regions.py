"""Where on a PDF page a table may be: areas of ruling lines that touch each other, or that follow each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lakip_lib.document._lines import TABLE_LABEL
from lakip_lib.document._pdf_page import Rule, TextLine, Word, text_lines

__all__ = ["Region", "regions"]

_SNAP = 3.0
_PAIR = 2
_NARROWEST = 0.2  # of the page: shorter rules begin no table
_FARTHEST = 14.0  # between a rule and the first text of the row below it, where rows have rules of their own
_MARGIN = 12.0
_MOST_CROSSINGS = 400_000  # more are a drawing


@dataclass(slots=True)
class Region:
    """An area with its ruling lines."""

    across: list[Rule]
    down: list[Rule]
    x0: float
    x1: float


def regions(width: float, words: Sequence[Word], across: Sequence[Rule], down: Sequence[Rule]) -> list[Region]:
    """All areas of the page that may be tables."""
    if len(across) * len(down) > _MOST_CROSSINGS:
        return []
    gridded, rest = _gridded(across, down)
    return [*gridded, *_ruled(width, words, rest)]


def _gridded(across: Sequence[Rule], down: Sequence[Rule]) -> tuple[list[Region], list[Rule]]:
    """(regions in which rules across and down touch each other, rules across that touch none)."""
    group = {id(r): n for n, r in enumerate((*across, *down))}
    members = {n: [r] for n, r in enumerate((*across, *down))}
    for h in across:
        for v in down:
            a, b = group[id(h)], group[id(v)]
            touching = h.start - _SNAP <= v.place <= h.end + _SNAP and v.start - _SNAP <= h.place <= v.end + _SNAP
            if a != b and touching:
                for r in members[b]:
                    group[id(r)] = a
                members[a] += members.pop(b)
    verticals = {id(v) for v in down}
    found: list[Region] = []
    rest: list[Rule] = []
    for rules in members.values():
        flat = [r for r in rules if id(r) not in verticals]
        upright = [r for r in rules if id(r) in verticals]
        if len(flat) >= _PAIR <= len(upright):  # a frame has two sides of each
            start, end = min(r.start for r in flat), max(r.end for r in flat)
            found.append(Region(sorted(flat, key=lambda r: r.place), upright, start, end))
        else:
            rest += flat
    return found, rest


def _ruled(width: float, words: Sequence[Word], rest: Sequence[Rule]) -> list[Region]:
    """Regions of rules across of the same length, with text between them that looks like rows."""
    found: list[Region] = []
    families: list[list[Rule]] = []
    for rule in sorted((r for r in rest if r.end - r.start >= _NARROWEST * width), key=lambda r: r.place):
        for family in families:
            if abs(family[0].start - rule.start) <= _SNAP and abs(family[0].end - rule.end) <= _SNAP:
                family.append(rule)
                break
        else:
            families.append([rule])
    families.sort(key=lambda f: f[0].start - f[0].end)
    taken: set[int] = set()
    for family in families:
        if id(family[0]) in taken:
            continue
        run = [family[0]]
        for rule in family[1:]:
            if _is_row(run[-1], rule, words, rest):
                run.append(rule)
                continue
            _keep(_trimmed(run, words), rest, taken, found)
            run = [rule]
        _keep(_trimmed(run, words), rest, taken, found)
    return found


def _trimmed(run: list[Rule], words: Sequence[Word]) -> list[Rule]:
    """The rules without those at either end that no text follows: the rule of a running head is none of the table's."""

    def empty(upper: Rule, lower: Rule) -> bool:
        return not any(upper.place < w.middle < lower.place and upper.covers((w.x0 + w.x1) / 2) for w in words)

    while len(run) > 1 and empty(run[0], run[1]):
        run = run[1:]
    while len(run) > 1 and empty(run[-2], run[-1]):
        run = run[:-1]
    return run


def _keep(run: list[Rule], rest: Sequence[Rule], taken: set[int], regions: list[Region]) -> None:
    """Make a region of a run of rules, with the shorter rules that lie between them."""
    if len(run) < _PAIR:
        return
    x0, x1 = min(r.start for r in run), max(r.end for r in run)
    inner = [
        r
        for r in rest
        if run[0].place - 1 <= r.place <= run[-1].place + 1 and r.start >= x0 - _SNAP and r.end <= x1 + _SNAP
    ]
    taken.update(map(id, inner))
    regions.append(Region(sorted(inner, key=lambda r: r.place), [], x0, x1))


def _is_row(upper: Rule, lower: Rule, words: Sequence[Word], rest: Sequence[Rule]) -> bool:
    """Whether what stands between two rules is a row of a table and not the text between two tables."""
    between = [w for w in words if upper.place - 1 < w.middle < lower.place + 1 and upper.covers((w.x0 + w.x1) / 2)]
    if not between:
        return lower.place - upper.place < _FARTHEST
    lines = text_lines(between)
    if any(TABLE_LABEL.match(line.text) and _is_set_as_caption(line, upper) for line in lines):
        return False
    inner = [r.place for r in rest if upper.place + 1 < r.place < lower.place - 1]
    if lines[0].top - upper.place > _FARTHEST and not inner:
        return False
    gaps = [b.x0 - a.x1 for line in lines for a, b in zip(line.words, line.words[1:], strict=False)]
    size = lines[0].size
    set_apart = any(g > 0.9 * size for g in gaps)
    return set_apart or lower.place - upper.place < 4 * size


def _is_set_as_caption(line: TextLine, rule: Rule) -> bool:
    """Whether the line begins where the table does, or is centred over it; the words of an inner cell do neither."""
    return line.x0 <= rule.start + _MARGIN or abs((line.x0 + line.x1) - (rule.start + rule.end)) < 2 * _MARGIN
