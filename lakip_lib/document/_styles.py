"""What the styles and the list numbering of a Word file say about a paragraph, inherited values resolved."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml import etree

__all__ = ["Numbering", "Style", "W", "on", "outline_level", "styles", "value", "whole"]

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_OFF = frozenset({"0", "false", "off", "none"})
_HEADING = re.compile(r"(?:heading|judul)\s*([1-9])")
_CAPTION = re.compile(r"caption|keterangan gambar|.*\bcaption$")
_LIST = re.compile(r"list\b.*|daftar (?:paragraf|poin|nomor).*|paragraf daftar")
_ROMAN = ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_DEEPEST = 20
_ROMAN_LIMIT = 400
_LETTER_LIMIT = 780  # Word itself goes as far
_DEEPEST_LIST = 8
_LARGEST = 1_000_000
_BODY_LEVEL = 9  # the outline level of running text


def value(element: etree._Element | None, path: str) -> str | None:
    """The `w:val` of the element at the path, or nothing."""
    found = element.find(path) if element is not None else None
    return found.get(W + "val") if found is not None else None


def whole(text: str | None, default: int = 0) -> int:
    """The whole number that an attribute holds, or the default; numbers beyond any use become the largest of use."""
    if not text or not text.isdecimal():
        return default
    return int(text) if len(text) < len(str(_LARGEST)) else _LARGEST


def outline_level(text: str | None) -> int:
    """The heading level of an outline level as the file writes it; 0 for running text."""
    level = whole(text, _BODY_LEVEL)
    return level + 1 if level < _BODY_LEVEL else 0


def on(element: etree._Element | None, path: str) -> bool | None:
    """Whether a switch such as bold is on, off, or not said."""
    found = element.find(path) if element is not None else None
    return None if found is None else found.get(W + "val", "1") not in _OFF


@dataclass(frozen=True, slots=True)
class Style:
    """A style with all that it inherits.  `level` is the heading level, `number` its list (id, level)."""

    level: int = 0
    caption: bool = False
    contents: bool = False
    listed: bool = False
    note: bool = False
    quoted: bool = False
    bold: bool | None = None
    hidden: bool | None = None
    centred: bool = False
    number: tuple[str, int] | None = None


def styles(root: etree._Element | None) -> dict[str, Style]:
    """All styles by id."""
    raw = {s.get(W + "styleId", ""): s for s in root.iter(W + "style")} if root is not None else {}
    return {name: _resolved(name, raw) for name in raw}


def _resolved(name: str, raw: dict[str, etree._Element]) -> Style:
    chain: list[etree._Element] = []
    while name in raw and len(chain) < _DEEPEST:
        chain.append(raw[name])
        name = value(raw[name], W + "basedOn") or ""
    first = chain[0]
    called = (value(first, W + "name") or "").lower()
    names = [(value(s, W + "name") or "").lower() for s in chain]
    outline = next((v for s in chain if (v := value(s, f"{W}pPr/{W}outlineLvl"))), "")
    heading = next((m for n in names if (m := _HEADING.fullmatch(n))), None)
    level = int(heading[1]) if heading else outline_level(outline)
    number = next((v for s in chain if (v := value(s, f"{W}pPr/{W}numPr/{W}numId"))), None)
    depth = next((v for s in chain if (v := value(s, f"{W}pPr/{W}numPr/{W}ilvl"))), None)
    alignment = next((v for s in chain if (v := value(s, f"{W}pPr/{W}jc"))), "")
    return Style(
        level=0 if called in {"title", "subtitle"} or called.startswith("toc") else level,
        caption=any(_CAPTION.fullmatch(n) for n in names),
        contents=re.fullmatch(r"(?:toc|table of figures|daftar gambar|tabel gambar).*", called) is not None,
        listed=any(_LIST.fullmatch(n) for n in names),
        note=called in {"catatan", "celah"},
        quoted=first.get(W + "styleId") == "Kutipan" or called == "kutipan ditolak",
        bold=next((b for s in chain if (b := on(s, f"{W}rPr/{W}b")) is not None), None),
        hidden=next((b for s in chain if (b := on(s, f"{W}rPr/{W}vanish")) is not None), None),
        centred=alignment == "center",
        number=(number, whole(depth, max(0, level - 1))) if number else None,
    )


class Numbering:
    """The numbers that Word prints before the paragraphs of a numbered list; they stand nowhere in the text."""

    def __init__(self, root: etree._Element | None) -> None:
        self._levels: dict[str, dict[int, tuple[str, str, int]]] = {}
        self._abstract: dict[str, str] = {}
        self._counts: dict[str, list[int]] = defaultdict(list)
        for abstract in root.iter(W + "abstractNum") if root is not None else ():
            self._levels[abstract.get(W + "abstractNumId", "")] = dict(map(_level, abstract.iter(W + "lvl")))
        for num in root.iter(W + "num") if root is not None else ():
            key = num.get(W + "numId", "")
            self._abstract[key] = value(num, W + "abstractNumId") or ""
            if num.find(W + "lvlOverride") is not None:  # a list that starts anew, counted for itself
                levels = dict(self._levels.get(self._abstract[key], {}))
                for override in num.iter(W + "lvlOverride"):
                    depth = whole(override.get(W + "ilvl"))
                    levels.update(dict(map(_level, override.iter(W + "lvl"))))
                    kind, text, start = levels.get(depth, ("decimal", f"%{depth + 1}.", 1))
                    levels[depth] = (kind, text, whole(value(override, W + "startOverride"), start))
                self._abstract[key] = f"num:{key}"
                self._levels[f"num:{key}"] = levels

    def next(self, number: str, depth: int) -> str:
        """The printed number of the next paragraph of this list at this level; empty for a bullet or no list."""
        abstract = self._abstract.get(number, "")
        levels = self._levels.get(abstract)
        if not levels or depth not in levels or depth > _DEEPEST_LIST:
            return ""
        counts = self._counts[abstract]
        while len(counts) <= depth:
            counts.append(levels.get(len(counts), ("", "", 1))[2] - 1)
            if len(counts) <= depth:  # a level that is skipped counts as begun
                counts[-1] += 1
        counts[depth] += 1
        del counts[depth + 1 :]
        kind, text, _start = levels[depth]
        if kind in {"bullet", "none"}:
            return ""
        return re.sub(
            r"%([1-9])",
            lambda m: (
                _printed(counts[int(m[1]) - 1], levels.get(int(m[1]) - 1, ("decimal",))[0])
                if int(m[1]) <= len(counts)
                else ""
            ),
            text,
        ).strip()


def _level(level: etree._Element) -> tuple[int, tuple[str, str, int]]:
    kind = value(level, W + "numFmt") or "decimal"
    return whole(level.get(W + "ilvl")), (
        kind,
        value(level, W + "lvlText") or "",
        whole(value(level, W + "start"), 1),
    )


def _printed(n: int, kind: str) -> str:
    if kind in {"upperRoman", "lowerRoman"} and 0 < n < _ROMAN_LIMIT:
        rest, text = n, ""
        for step, letters in _ROMAN:
            text += letters * (rest // step)
            rest %= step
        return text.upper() if kind == "upperRoman" else text
    if kind in {"upperLetter", "lowerLetter"} and 0 < n <= _LETTER_LIMIT:
        letter = chr(ord("a") + (n - 1) % 26) * ((n - 1) // 26 + 1)
        return letter.upper() if kind == "upperLetter" else letter
    return f"{n:02d}" if kind == "decimalZero" else str(n)
