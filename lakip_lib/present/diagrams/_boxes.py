"""Boxes with wrapped text, and trees of them: what diagrams are made of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from lakip_lib.present._text import wrap
from lakip_lib.present.drawing import EDGE, GREY, INK, PALE, Point, block_height
from lakip_lib.present.sheet import Sheet

__all__ = ["Card", "Tree", "draw_tree", "elbow", "tree_height"]

PAD = 4.0
#: Grey of a frame that still shows in print.
FRAME = "#5d666b"


@dataclass(frozen=True)
class Card:
    """A box: text, a smaller line of facts below it, dashed when what it stands for is not funded."""

    text: str
    facts: str = ""
    dashed: bool = False
    strong: bool = False
    filled: bool = False
    rounded: bool = False

    def lines(self, wide: float, size: float) -> tuple[list[str], list[str]]:
        """Text and facts as lines inside a box of that width."""
        room, weight = wide - 2 * PAD, 600 if self.strong else 400
        return wrap(self.text, size, room, weight), wrap(self.facts, size, room, 600) if self.facts else []

    def height(self, wide: float, size: float) -> float:
        """Height of the box."""
        text, facts = self.lines(wide, size)
        return block_height(len(text), size) + (block_height(len(facts), size) + 2 if facts else 0) + 2 * PAD

    def draw(
        self, sheet: Sheet, left: float, top: float, wide: float, size: float, *, high: float = 0, centre: bool = False
    ) -> float:
        """Draw it; returns its bottom edge."""
        text, facts = self.lines(wide, size)
        own = self.height(wide, size)
        high = max(high, own)
        fill = "#fff" if not self.filled else PALE
        sheet.rect(
            left,
            top,
            wide,
            high,
            fill=fill,
            edge=FRAME,
            width=0.8,
            dash="3 2.2" if self.dashed else "",
            radius=6 if self.rounded else 1.5,
        )
        x, anchor = (left + wide / 2, "middle") if centre else (left + PAD, "start")
        y = top + PAD + (high - own) / 2 - 0.5
        y = sheet.lines(
            x,
            y,
            text,
            size=size,
            weight=600 if self.strong else 400,
            colour=GREY if self.dashed else INK,
            anchor=anchor,
        )
        if facts:
            sheet.lines(x, y + 2, facts, size=size, weight=600, colour=GREY, anchor=anchor)
        return top + high


@dataclass
class Tree:
    """A node of a left-to-right tree: one card or several stacked ones that share the same children."""

    cards: list[Card]
    children: list[Tree] = field(default_factory=list)

    def depth(self) -> int:
        """Levels from here down."""
        return 1 + max((c.depth() for c in self.children), default=0)

    def walk(self) -> Iterator[Tree]:
        """This node and everything below."""
        yield self
        for child in self.children:
            yield from child.walk()


GAP = 5.0


def _own_height(node: Tree, wide: float, size: float) -> float:
    return sum(c.height(wide, size) for c in node.cards) + GAP * (len(node.cards) - 1)


def tree_height(node: Tree, widths: Sequence[float], size: float, level: int = 0) -> float:
    """Height that a tree takes: its own cards or its children's, whichever is more."""
    return max(_own_height(node, widths[level], size), _height_below(node, widths, size, level))


def _height_below(node: Tree, widths: Sequence[float], size: float, level: int) -> float:
    """Height of the children of a node of `level`."""
    return sum(tree_height(c, widths, size, level + 1) for c in node.children) + GAP * max(len(node.children) - 1, 0)


def draw_tree(
    sheet: Sheet,
    node: Tree,
    lefts: Sequence[float],
    widths: Sequence[float],
    top: float,
    *,
    size: float,
    level: int = 0,
) -> tuple[float, float]:
    """Draw a tree from `top` down; returns the middle of its cards and the height taken."""
    high = tree_height(node, widths, size, level)
    y, middles = top + (high - _height_below(node, widths, size, level)) / 2, []
    for child in node.children:
        middle, taken = draw_tree(sheet, child, lefts, widths, y, size=size, level=level + 1)
        middles.append(middle)
        y += taken + GAP
    own = _own_height(node, widths[level], size)
    start = top + (high - own) / 2
    if middles:
        start = min(max((middles[0] + middles[-1] - own) / 2, top), top + high - own)
    y, ends = start, []
    for card in node.cards:
        bottom = card.draw(sheet, lefts[level], y, widths[level], size)
        ends.append((y + bottom) / 2)
        y = bottom + GAP
    if middles:
        _join(sheet, lefts[level] + widths[level], lefts[level + 1], ends, middles)
    return start + own / 2, high


def _join(sheet: Sheet, left: float, right: float, ends: Sequence[float], middles: Sequence[float]) -> None:
    """Connect stacked cards with their children by one bus."""
    bus = (left + right) / 2
    at = [*ends, *middles]
    sheet.line([(bus, min(at)), (bus, max(at))], colour=EDGE, width=0.9)
    for y in ends:
        sheet.line([(left, y), (bus, y)], colour=EDGE, width=0.9)
    for y in middles:
        sheet.line([(bus, y), (right, y)], colour=EDGE, width=0.9)


def elbow(sheet: Sheet, start: Point, end: Point, turn: float) -> None:
    """A line down, across at `turn`, and down again."""
    sheet.line([start, (start[0], turn), (end[0], turn), end], colour=EDGE, width=0.9)
