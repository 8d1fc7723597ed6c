"""Which lines are the caption of which table, and captions that belong to no table."""

from __future__ import annotations

import re
from collections.abc import Sequence

from lakip_lib.document._lines import (
    FIGURE_LABEL,
    ITEM,
    TABLE_LABEL,
    Grid,
    Item,
    Line,
    front_matter,
    is_caption,
    split_number,
)
from lakip_lib.document.model import Paragraph

__all__ = ["claim_captions", "lone_caption", "numbered"]

_LONGEST_RUN = 6
_LONGEST_LINE = 200
_LONGEST_TITLE = 160


def claim_captions(items: Sequence[Item]) -> set[int]:
    """Give every grid the caption that stands above it, or below it in a report that sets them there.

    Returns the places of the lines that are used up.
    """
    used: set[int] = set()
    grids = [(n, g) for n, g in enumerate(items) if isinstance(g, Grid)]
    labelled = 0
    for n, grid in grids:
        if grid.caption:
            label = TABLE_LABEL.match(grid.caption)
            grid.number, grid.caption = numbered(label) if label else ("", grid.caption)
        else:
            used.update(_claim_above(items, n, grid, used))
        labelled += bool(grid.number)
    if not labelled:
        for n, grid in grids:
            below = items[n + 1] if n + 1 < len(items) else None
            if isinstance(below, Line) and not grid.caption and (label := is_caption(below)):
                grid.number, grid.caption = numbered(label)
                used.add(n + 1)
    return used


def numbered(label: re.Match[str]) -> tuple[str, str]:
    """(number, title) of a caption."""
    return re.sub(r"\s", "", label[1]).rstrip("."), _joined([label[2]])


def lone_caption(items: Sequence[Item], n: int, used: set[int]) -> tuple[Paragraph, int, str] | None:
    """(caption, how many lines it takes, number of the table that it announces) of a line that is a caption."""
    line = items[n]
    if not isinstance(line, Line) or line.level:
        return None
    label = is_caption(line)
    figure = None if label else is_caption(line, FIGURE_LABEL)
    if not (label or figure or line.kind == "caption"):
        return None
    lines, end = [line], n + 1
    found = label or figure
    titled = found[2] if found else line.text
    while end < len(items) and end not in used and isinstance(follower := items[end], Line):
        said = follower.kind == line.kind == "caption"
        if TABLE_LABEL.match(follower.text) or FIGURE_LABEL.match(follower.text):
            break
        alike = line.bold and line.centred and follower.bold and follower.centred
        if not (said or ((alike or not titled) and _may_continue(follower))):
            break
        lines.append(follower)
        titled = follower.text
        end += 1
    quoted = tuple(q for x in lines for q in x.quoted)
    caption = Paragraph(_joined([x.text for x in lines]), "caption", quoted, line.page)
    return caption, end - n, numbered(label)[0] if label else ""


def _claim_above(items: Sequence[Item], place: int, grid: Grid, used: set[int]) -> list[int]:
    """Set number and caption of the grid from the lines above it; the places of the lines that are its caption."""
    run: list[int] = []
    lines: list[Line] = []
    label = figure = None
    for n in range(place - 1, max(-1, place - 1 - _LONGEST_RUN), -1):
        line = items[n]
        if not isinstance(line, Line) or n in used:
            break
        label, figure = is_caption(line), is_caption(line, FIGURE_LABEL)
        if not (label or figure or _may_continue(line)):
            break
        run.insert(0, n)
        lines.insert(0, line)
        if label or figure:
            break
    rest = [x.text for x in lines[1:]]
    if label:
        grid.number, title = numbered(label)
        grid.caption = _joined([title, *rest])
        return run
    if figure:  # a figure that is drawn as a table keeps its own caption paragraph
        grid.caption = _joined([figure[2], *rest])
        return []
    count = _unlabelled(lines)
    grid.caption = _joined([x.text for x in lines[len(lines) - count :]]).lstrip(".:– ")
    return run[len(run) - count :]


def _may_continue(line: Line) -> bool:
    """Whether the line may be the second or third line of a caption."""
    if line.kind == "caption":
        return True
    if line.kind or line.level or len(line.text) > _LONGEST_LINE or front_matter(line.text):
        return False
    return not (line.text.endswith((":", ";", ".")) or ITEM.match(line.text) or split_number(line.text)[0])


def _unlabelled(lines: Sequence[Line]) -> int:
    """How many lines right above a grid are its title although no number says so."""
    count = 0
    for line in reversed(lines):
        said = line.kind == "caption"
        set_off = (line.bold or line.centred) and not split_number(line.text)[1] and len(line.text) <= _LONGEST_TITLE
        if not (said or set_off) or (count and said != (lines[-1].kind == "caption")):
            break
        count += 1
    return count


def _joined(texts: Sequence[str]) -> str:
    return " ".join(" ".join(texts).split())
