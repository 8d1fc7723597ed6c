"""Which lines are headings, of what level, and with what number."""

from __future__ import annotations

from collections.abc import Sequence

from lakip_lib.document._lines import TABLE_LABEL, Item, Line, front_matter, split_number, title_like
from lakip_lib.document.model import Heading

__all__ = ["Headings"]

_LONGEST_SAID = 250  # a whole paragraph set in a heading style is no heading
_LONGEST = 110
_LONGEST_NUMBERED = 170
_SUBSECTION = 3


class Headings:
    """Recognises the headings of a document from top to bottom; remembers how deep it is."""

    def __init__(self, items: Sequence[Item], used: set[int]) -> None:
        self._items = items
        self._used = used
        self._depth = 0  # level of the last numbered heading
        self._has_chapters = any(isinstance(i, Line) and _is_chapter(i) for i in items)
        self._shift = self._deeper()

    def at(self, n: int) -> tuple[Heading, int] | None:
        """(heading, how many lines it takes) if the line at this place is one."""
        line = self._items[n]
        if not isinstance(line, Line):
            return None
        level, number, title = split_number(line.text)
        if line.level:
            level = (level or max(1, line.level - self._shift)) if len(line.text) <= _LONGEST_SAID else 0
        elif line.kind in {"", "item"}:
            level = self._by_form(line, level, number, title)
        else:
            level = 0
        if not level or not (title or number):
            return None
        taken = 1
        if not title and level == 1:
            below = self._items[n + 1] if n + 1 < len(self._items) else None
            if isinstance(below, Line) and n + 1 not in self._used and _is_title(below, said=bool(line.level)):
                title, taken = below.text, 2
        if number:
            self._depth = level
        return Heading(level, number, " ".join(title.split()).rstrip(" :"), line.page), taken

    def _deeper(self) -> int:
        """By how much the levels of the file are deeper than ours, in which 1 is a chapter (BAB)."""
        for line in self._items:
            if isinstance(line, Line) and line.level:
                level, number, _title = split_number(line.text)
                if level and not number.startswith("Lampiran"):
                    return line.level - level
        return 0

    def _by_form(self, line: Line, level: int, number: str, title: str) -> int:
        """The level of a heading that only its form shows; 0 if it is none."""
        if len(line.text) > _LONGEST_NUMBERED or line.text.endswith((";", ",")):
            return 0
        if level == 1:
            return int(_is_chapter(line))
        set_off = title_like(title) or line.bold
        if level > 1:  # 1.4, 3.2.1
            return level if set_off and title[:1].isalpha() and not title.endswith(".") else 0
        if front_matter(line.text):
            return int(set_off or line.centred)
        if len(number) == 1 and number.isupper() and title and set_off and line.kind != "item":  # A. CAPAIAN
            alone = number == "I" and not self._has_chapters and self._depth <= 1 and title_like(title)
            return 1 if alone else 2
        return self._by_bold_type(line, number, title)

    def _by_bold_type(self, line: Line, number: str, title: str) -> int:
        if not self._depth or not line.bold or line.centred:  # bold lines before the first chapter are the cover's
            return 0
        if line.text.endswith((":", ".")) or len(line.text) > (_LONGEST_NUMBERED if number else _LONGEST):
            return 0
        if not any(c.isalpha() for c in title) or title[0].islower():
            return 0
        if number:
            return 0 if line.kind == "item" else _SUBSECTION + 1 if number.islower() else _SUBSECTION
        return max(_SUBSECTION, self._depth + 1)


def _is_chapter(line: Line) -> bool:
    """Whether the line is the title of a chapter or an annex, and not a sentence that mentions one."""
    level, number, title = split_number(line.text)
    if level != 1 or not number or len(line.text) > _LONGEST:
        return False
    set_off = line.bold or line.centred or bool(line.level)
    return not title or title_like(title) or (set_off and not title.endswith(".") and not title[:1].islower())


def _is_title(line: Line, *, said: bool) -> bool:
    """Whether the line can be the title of the chapter whose number stands on the line above."""
    if len(line.text) > _LONGEST or split_number(line.text)[1] or TABLE_LABEL.match(line.text):
        return False
    return title_like(line.text) or (bool(line.level) if said else line.bold or line.centred)
