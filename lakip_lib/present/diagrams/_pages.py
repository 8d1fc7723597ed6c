"""Trees of goals and their programs on landscape pages: as many as fit; one that is too tall in several drawings."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from lakip_lib.present._messages import and_list
from lakip_lib.present.diagrams._boxes import GAP, Tree, draw_tree, tree_height
from lakip_lib.present.drawing import EDGE, GREY, MM, WIDE, Drawing
from lakip_lib.present.sheet import Sheet

if TYPE_CHECKING:
    from lakip_lib.office import Goal, Office, Program

__all__ = ["Unit", "Units", "pages"]

_SIZE = 7.6
#: Height left on a landscape page for the picture, in points.
_HIGHEST = 160 * MM
_HEAD = 16.0
_NOTE = "Kotak bergaris putus-putus: tidak dianggarkan."

Unit = tuple["Goal", "list[Program]"]
Units = Sequence[Unit]


def pages(
    office: Office,
    title: str,
    units: Units,
    build: Callable[[Office, Units], list[Tree]],
    columns: tuple[Sequence[str], Sequence[float]],
) -> list[Drawing]:
    """One drawing, or several of as many units each as fit; a unit that is too tall alone is split by its nodes.

    `columns` are their names and their shares of the width.
    """
    names, shares = columns
    probe = Sheet(WIDE, title + " (bagian 10 dari 10)", _NOTE)
    lefts, widths = _columns(probe.width, shares)

    def high(found: Units) -> float:
        trees = build(office, found)
        return probe.y + _HEAD + sum(tree_height(t, widths, _SIZE) for t in trees) + GAP * (len(trees) - 1)

    parts: list[list[Unit]] = []
    for unit in units:
        if parts and high([*parts[-1], unit]) <= _HIGHEST:
            parts[-1].append(unit)
        else:
            parts.extend([piece] for piece in _pieces(unit, lambda u: high([u])))
    made = [build(office, part) for part in parts]
    return [_page(_part_title(title, i, len(made)), trees, names, lefts, widths) for i, trees in enumerate(made)]


def _part_title(title: str, i: int, total: int) -> str:
    return title if total == 1 else f"{title} (bagian {i + 1} dari {total})"


def _pieces(unit: Unit, high: Callable[[Unit], float]) -> list[Unit]:
    """A unit as it is when it fits; else its programs, and the kegiatan of a program, dealt out over several."""
    goal, programs = unit
    if high(unit) <= _HIGHEST:
        return [unit]
    if len(programs) > 1:
        return _deal(goal, [[p] for p in programs], high, lambda found: [p for f in found for p in f])
    if programs and len(programs[0].children) > 1:
        whole = programs[0]
        return _deal(
            goal, [[c] for c in whole.children], high, lambda found: [_only(whole, [c for f in found for c in f])]
        )
    if programs and programs[0].children and len(programs[0].children[0].children) > 1:
        whole, only = programs[0], programs[0].children[0]
        return _deal(
            goal,
            [[c] for c in only.children],
            high,
            lambda found: [_only(whole, [_only(only, [c for f in found for c in f])])],
        )
    return [unit]


def _deal(
    goal: Goal,
    items: list[list[Program]],
    high: Callable[[Unit], float],
    joined: Callable[[list[list[Program]]], list[Program]],
) -> list[Unit]:
    groups: list[list[list[Program]]] = []
    for item in items:
        if groups and high((goal, joined([*groups[-1], item]))) <= _HIGHEST:
            groups[-1].append(item)
        else:
            groups.append([item])
    found = [(goal, joined(g)) for g in groups]
    if len(found) == 1:
        return found
    return [piece for unit in found for piece in _pieces(unit, high)]


class _Part:
    """A program or kegiatan with some of its children: the same name and money, fewer branches."""

    def __init__(self, whole: Program, children: list[Program]) -> None:
        self.whole, self.children = whole, children

    def __getattr__(self, name: str) -> object:
        return getattr(self.whole, name)


def _only(whole: Program, children: list[Program]) -> Program:
    return _Part(whole, children)  # type: ignore[return-value]  # a program in all but its class


def _columns(width: float, shares: Sequence[float]) -> tuple[list[float], list[float]]:
    gap = 15.0
    room = width - gap * (len(shares) - 1) - 2
    widths = [room * s / sum(shares) for s in shares]
    lefts = [1 + sum(widths[:i]) + gap * i for i in range(len(shares))]
    return lefts, widths


def _page(
    title: str, trees: list[Tree], names: Sequence[str], lefts: Sequence[float], widths: Sequence[float]
) -> Drawing:
    dashed = any(c.dashed for t in trees for n in t.walk() for c in n.cards)
    sheet = Sheet(WIDE, title, _NOTE if dashed else "")
    depth = max(t.depth() for t in trees)
    for name, left, wide in list(zip(names, lefts, widths, strict=True))[:depth]:
        sheet.text(left, sheet.y + 4, name, size=8, weight=600, colour=GREY)
        sheet.line([(left, sheet.y + 8), (left + wide, sheet.y + 8)], colour=EDGE, width=0.6)
    y = sheet.y + _HEAD
    for tree in trees:
        _, high = draw_tree(sheet, tree, lefts, widths, y, size=_SIZE)
        y += high + GAP
    return sheet.finish(y, f"{title}. Bagan pohon dari kiri ke kanan: {' '.join(_words(t) for t in trees)}")


def _words(tree: Tree) -> str:
    """A tree in words: a node, then what is below it in brackets."""
    own = and_list(f"{c.text} ({c.facts})" if c.facts else c.text for c in tree.cards)
    return f"{own} [{'; '.join(_words(c) for c in tree.children)}]" if tree.children else own
