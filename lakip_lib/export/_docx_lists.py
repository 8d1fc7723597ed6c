"""Bulleted and numbered lists of Word: every numbered list of the report counts on its own."""

from __future__ import annotations

from lakip_lib.export._docx_xml import properties, root, twips, w
from lakip_lib.export.fragments import Element

_FORMATS = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_BULLETS = ("•", "–", "•", "–")
_LEVELS = 4
INDENT, INDENT_SMALL = 6.0, 3.2
"""How far in mm each level of a list is indented, in running text and in table cells."""


class Numbering:
    """The lists of a document, as the part `numbering.xml` describes them."""

    def __init__(self) -> None:
        self._abstract: dict[tuple[str, bool], int] = {}
        self._lists: list[tuple[int, int | None]] = []
        self._bullets: dict[bool, int] = {}

    def list(self, source: Element, *, small: bool) -> int:
        """Give the number that paragraphs of the list `source` name (`small`: inside a table cell)."""
        if source.tag == "ul":
            if small not in self._bullets:
                self._bullets[small] = self._new("bullet", None, small=small)
            return self._bullets[small]
        start = source.get("start", "1")
        return self._new(
            _FORMATS.get(source.get("type", "1"), "decimal"), int(start) if start.isdecimal() else 1, small=small
        )

    def _new(self, kind: str, start: int | None, *, small: bool) -> int:
        abstract = self._abstract.setdefault((kind, small), len(self._abstract))
        self._lists.append((abstract, start))
        return len(self._lists)

    def part(self) -> Element:
        """Give the part."""
        out = root("w:numbering")
        for (kind, small), number in self._abstract.items():
            levels = (_level(kind, depth, INDENT_SMALL if small else INDENT) for depth in range(_LEVELS))
            out.append(w("abstractNum", w("multiLevelType", val="hybridMultilevel"), *levels, abstractNumId=number))
        for number, (abstract, start) in enumerate(self._lists, start=1):
            entry = w("num", w("abstractNumId", val=abstract), numId=number)
            if start is not None:
                entry.extend(
                    w("lvlOverride", w("startOverride", val=start if depth == 0 else 1), ilvl=depth)
                    for depth in range(_LEVELS)
                )
            out.append(entry)
        return out


def _level(kind: str, depth: int, indent: float) -> Element:
    place = w("ind", left=twips(indent * (depth + 1)), hanging=twips(indent))
    shown = _BULLETS[depth] if kind == "bullet" else f"%{depth + 1}."
    level = w(
        "lvl", w("start", val=1), w("numFmt", val=kind), w("lvlText", val=shown), w("lvlJc", val="left"), ilvl=depth
    )
    level.append(properties("pPr", [place]))
    return level


def place(number: int, depth: int) -> Element:
    """Give the property that makes a paragraph an item of list `number` at `depth`."""
    return w("numPr", w("ilvl", val=min(depth, _LEVELS - 1)), w("numId", val=number))
