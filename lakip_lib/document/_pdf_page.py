"""One page of a PDF as words, text lines and ruling lines."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pdfplumber.page import Page

__all__ = ["Area", "Rule", "TextLine", "Word", "areas", "curves", "fills", "rules", "text_lines", "words"]

_BOLD = re.compile(r"bold|black|heavy|demi", re.IGNORECASE)
_SNAP = 2.5
_THIN = 3.0
_SHORTEST = 6.0
_WHITE = 0.995


@dataclass(frozen=True, slots=True)
class Word:
    """A word with its place on the page, from the top left, in points; `quoted` is what of it is a quotation."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float
    bold: bool
    quoted: str = ""

    @property
    def middle(self) -> float:
        """The height of its middle."""
        return (self.top + self.bottom) / 2


@dataclass(frozen=True, slots=True)
class TextLine:
    """Words on one line."""

    words: tuple[Word, ...]

    @property
    def text(self) -> str:
        """The words with single spaces."""
        return " ".join(w.text for w in self.words)

    @property
    def x0(self) -> float:
        """The left end."""
        return self.words[0].x0

    @property
    def x1(self) -> float:
        """The right end."""
        return self.words[-1].x1

    @property
    def top(self) -> float:
        """The upper edge."""
        return min(w.top for w in self.words)

    @property
    def bottom(self) -> float:
        """The lower edge."""
        return max(w.bottom for w in self.words)

    @property
    def size(self) -> float:
        """The size of most of its letters."""
        sizes: dict[float, int] = defaultdict(int)
        for w in self.words:
            sizes[w.size] += len(w.text)
        return max(sizes, key=sizes.__getitem__)

    @property
    def bold(self) -> bool:
        """Whether all words are bold."""
        return all(w.bold for w in self.words)

    @property
    def quoted(self) -> tuple[str, ...]:
        """The parts that are quoted."""
        runs = (" ".join(w.quoted for w in run) for said, run in groupby(self.words, lambda w: bool(w.quoted)) if said)
        return tuple(runs)


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line: at `place` on its own axis, from `start` to `end` on the other."""

    place: float
    start: float
    end: float

    def covers(self, point: float) -> bool:
        """Whether the line passes this point."""
        return self.start - _SNAP <= point <= self.end + _SNAP


@dataclass(slots=True)
class Area:
    """A rectangle on the page, from the top left, in points; `count` is how many shapes it was made from."""

    x0: float
    x1: float
    top: float
    bottom: float
    count: int = 1


def words(page: Page, quoted: Collection[int] = ()) -> list[Word]:
    """The upright words of the page; `quoted` are the numbers of the marked content that is a quotation."""
    # a change of type face ends no word: "(Tabel *3.5*)" has two
    found = page.extract_words(extra_attrs=["size"], x_tolerance_ratio=0.17, y_tolerance=2, return_chars=True)
    return [
        Word(
            w["text"],
            w["x0"],
            w["x1"],
            w["top"],
            w["bottom"],
            round(w["size"], 1),
            all(_BOLD.search(c["fontname"]) for c in w["chars"]),
            "".join(c["text"] for c in w["chars"] if c.get("mcid") in quoted) if quoted else "",
        )
        for w in found
        if w.get("upright", True)
    ]


def text_lines(found: Iterable[Word]) -> list[TextLine]:
    """The words as lines from top to bottom."""
    lines: list[list[Word]] = []
    for word in sorted(found, key=lambda w: (w.middle, w.x0)):
        if lines and abs(lines[-1][-1].middle - word.middle) <= max(1.5, 0.3 * word.size):
            lines[-1].append(word)
        else:
            lines.append([word])
    return [TextLine(tuple(sorted(line, key=lambda w: w.x0))) for line in lines]


def rules(page: Page) -> tuple[list[Rule], list[Rule]]:
    """(horizontal, vertical) lines of the page; pieces in one line are joined."""
    across: list[tuple[float, float, float]] = []
    down: list[tuple[float, float, float]] = []
    for o in (*page.lines, *page.rects):
        wide, high = o["x1"] - o["x0"], o["bottom"] - o["top"]
        if high <= _THIN < wide:
            across.append(((o["top"] + o["bottom"]) / 2, o["x0"], o["x1"]))
        elif wide <= _THIN < high:
            down.append(((o["x0"] + o["x1"]) / 2, o["top"], o["bottom"]))
        elif o["object_type"] == "rect" and o.get("stroke") and min(wide, high) > _THIN:
            across += ((o["top"], o["x0"], o["x1"]), (o["bottom"], o["x0"], o["x1"]))
            down += ((o["x0"], o["top"], o["bottom"]), (o["x1"], o["top"], o["bottom"]))
    return _joined(across), _joined(down)


def _joined(pieces: Sequence[tuple[float, float, float]]) -> list[Rule]:
    rows: list[list[tuple[float, float, float]]] = []
    for piece in sorted(pieces):
        if rows and piece[0] - rows[-1][0][0] <= _SNAP:
            rows[-1].append(piece)
        else:
            rows.append([piece])
    joined: list[Rule] = []
    for row in rows:
        place = sum(p[0] for p in row) / len(row)
        (_, start, end), *others = sorted(row, key=lambda p: p[1])
        for _place, a, b in others:
            if a > end + _SNAP:
                if end - start >= _SHORTEST:
                    joined.append(Rule(place, start, end))
                start, end = a, b
            else:
                end = max(end, b)
        if end - start >= _SHORTEST:
            joined.append(Rule(place, start, end))
    return joined


def fills(page: Page) -> list[Area]:
    """The shaded rectangles of the page."""
    return [
        Area(o["x0"], o["x1"], o["top"], o["bottom"])
        for o in page.rects
        if o.get("fill") and o["x1"] - o["x0"] > _THIN < o["bottom"] - o["top"] and not _is_white(o)
    ]


def _is_white(o: dict[str, Any]) -> bool:
    colour = o.get("non_stroking_color")
    parts = colour if isinstance(colour, tuple | list) else (colour,)
    return len(parts) in {1, 3} and all(isinstance(p, int | float) and p >= _WHITE for p in parts)


def curves(page: Page) -> list[Area]:
    """The curved lines of the page; a table has none."""
    return [Area(o["x0"], o["x1"], o["top"], o["bottom"]) for o in page.curves]


def areas(page: Page) -> list[Area]:
    """Where the page holds drawings: clusters of curves, shapes and lines, and pictures."""
    shapes = sorted(
        (Area(o["x0"], o["x1"], o["top"], o["bottom"]) for o in (*page.curves, *page.rects, *page.lines, *page.images)),
        key=lambda a: a.top,
    )
    clusters: list[Area] = []
    for shape in shapes:
        open_ones = [
            c for c in clusters if c.bottom + 14 >= shape.top and c.x0 - 20 <= shape.x1 and shape.x0 <= c.x1 + 20
        ]
        merged = shape
        for c in open_ones:
            merged = Area(
                min(c.x0, merged.x0),
                max(c.x1, merged.x1),
                min(c.top, merged.top),
                max(c.bottom, merged.bottom),
                c.count + merged.count,
            )
        clusters = [c for c in clusters if c not in open_ones] + [merged]
    return clusters
