"""What one paragraph of a Word file prints: the text of its runs and field results, and its text boxes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from lakip_lib.document._lines import set_mark
from lakip_lib.document._styles import Style, W, on, value

if TYPE_CHECKING:
    from lxml import etree

__all__ = ["GONE", "PLAIN", "Fields", "Text", "preferred"]

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_R, _T, _BOX = W + "r", W + "t", W + "txbxContent"
GONE = frozenset(W + n for n in ("del", "moveFrom", "pPr", "rPr", "sdtPr", "tblPr", "sectPr"))
PLAIN = Style()
_PRINTED = {W + "tab": "\t", W + "ptab": "\t", W + "br": "\n", W + "cr": "\n", W + "noBreakHyphen": "-"}
# What an office inserts from the font Symbol stands beside figures; other signs are bullets, mostly of Wingdings.
_SYMBOLS = {"A3": "≤", "B3": "≥", "B1": "±", "B4": "×", "B8": "÷", "2D": "−"}


@dataclass(slots=True)
class Fields:
    """The codes of the fields that are open, which may span paragraphs; and how many objects were met."""

    codes: list[str] = field(default_factory=list)
    embedded: int = 0

    def in_contents(self) -> bool:
        """Whether the text here is a list that Word makes of headings or captions."""
        return any(c.split()[:1] == ["TOC"] for c in self.codes)


class Text:
    """Collects what a paragraph prints."""

    def __init__(self, known: Mapping[str, Style], style: Style, fields: Fields) -> None:
        self._known = known
        self._style = style
        self._fields = fields
        self.parts: list[str] = []
        self.quoted: list[str] = []
        self.boxes: list[etree._Element] = []
        self.bold = True
        self.caption = False
        self.contents = fields.in_contents()

    def take(self, element: etree._Element) -> None:
        """Read all that is printed in an element."""
        for child in element:
            tag = child.tag
            if tag == _R:
                self._run(child)
            elif tag == _MC + "AlternateContent":
                self.take(preferred(child))
            elif tag == _BOX:
                self.boxes.append(child)
            elif tag == _M + "oMath":
                self.parts.append(_formula(child))
            elif isinstance(tag, str) and tag not in GONE:
                if tag == W + "fldSimple":
                    self._code(child.get(W + "instr", ""))
                self.take(child)

    def _run(self, run: etree._Element) -> None:
        said = run.find(W + "rPr")
        style = self._known.get(value(said, W + "rStyle") or "", PLAIN)
        hidden = on(said, W + "vanish")
        if hidden if hidden is not None else style.hidden:
            return
        start = len(self.parts)
        for child in run:
            self._piece(child)
        if value(said, W + "vertAlign") == "superscript":
            set_mark(self.parts, start)
        text = "".join(self.parts[start:])
        if text.strip():
            bold = next((b for b in (on(said, W + "b"), style.bold, self._style.bold) if b is not None), False)
            self.bold = self.bold and bold
            if style.quoted:
                self.quoted.append(text)

    def _piece(self, piece: etree._Element) -> None:
        tag = piece.tag
        if tag == _T:
            self.parts.append(piece.text or "")
        elif tag in _PRINTED:
            self.parts.append(_PRINTED[tag])
        elif tag == W + "sym":
            known = _SYMBOLS if piece.get(W + "font", "").lower() == "symbol" else {}
            self.parts.append(known.get(piece.get(W + "char", "")[-2:].upper(), "•"))
        elif tag == W + "fldChar":
            self._field(piece.get(W + "fldCharType"))
        elif tag == W + "instrText":
            if self._fields.codes:
                self._fields.codes[-1] += piece.text or ""
                self._code(self._fields.codes[-1])
        elif tag == W + "object":
            self._fields.embedded += 1
        elif tag not in GONE:
            self._find_boxes(piece)

    def _find_boxes(self, element: etree._Element) -> None:
        if element.tag == _MC + "AlternateContent":
            self._find_boxes(preferred(element))
        elif element.tag == _BOX:
            self.boxes.append(element)
        elif isinstance(element.tag, str):
            for child in element:
                self._find_boxes(child)

    def _field(self, kind: str | None) -> None:
        if kind == "begin":
            self._fields.codes.append("")
        elif kind == "end" and self._fields.codes:
            self._fields.codes.pop()

    def _code(self, code: str) -> None:
        name = code.split()[:1]
        self.contents = self.contents or name == ["TOC"]
        self.caption = self.caption or name == ["SEQ"]


def preferred(alternative: etree._Element) -> etree._Element:
    """The branch of an alternative that a present-day Word shows."""
    branches = (alternative.find(_MC + "Choice"), alternative.find(_MC + "Fallback"))
    return next((b for b in branches if b is not None), alternative)


def _formula(math: etree._Element) -> str:
    """A formula on one line; a fraction becomes a / b."""
    parts: list[str] = []
    for child in math:
        if child.tag == _M + "f":
            over, under = child.find(_M + "num"), child.find(_M + "den")
            parts.append(" / ".join(_formula(p) for p in (over, under) if p is not None))
        elif child.tag in {_M + "t", _T}:
            parts.append(child.text or "")
        elif isinstance(child.tag, str):
            parts.append(_formula(child))
    return "".join(parts)
