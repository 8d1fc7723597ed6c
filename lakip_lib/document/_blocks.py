"""From the lines and grids of a file to the blocks of a `Document`: captions, headings and kinds of paragraph by form.

Published reports seldom use the styles of their word processor.  What a file says of itself is believed; where it says
nothing, the form of a line decides: "BAB I" above its title, "1.4. SUMBER DAYA MANUSIA", "Tabel 1.5" above a table.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from lakip_lib.document._grid import to_table
from lakip_lib.document._lines import (
    FIGURE_LABEL,
    ITEM,
    TABLE_LABEL,
    Grid,
    Item,
    Line,
    front_matter,
    is_caption,
    is_leader,
    split_number,
    title_like,
)
from lakip_lib.document.model import Block, Heading, Paragraph

__all__ = ["assemble"]

_NOTE = re.compile(r"(?:catatan|keterangan|sumber(?: data)?|ket\.?|\*+\)?)\s*[:=*)]", re.IGNORECASE)
_CONTENTS = re.compile(r"daftar (?:isi|tabel|gambar|grafik|bagan|lampiran)", re.IGNORECASE)
_KEY = re.compile(r"[\W_]+")
_LONGEST_HEADING = 250
_LONGEST_BOLD = 110
_LONGEST_RUN = 6


def assemble(items: Sequence[Item]) -> tuple[list[Block], list[str]]:
    """(blocks, unread): the blocks in reading order, and an Indonesian line for every table that is only announced."""
    kept = _without_contents(items)
    state = _Assembly(kept)
    state.claim_captions()
    return list(state.blocks()), state.unread


def _key(text: str) -> str:
    """A line as its entry in a contents list would repeat it: letters and figures, without a page number at the end."""
    return _KEY.sub("", re.sub(r"[\s.…]*\d{0,3}\s*$", "", text)).casefold()


def _without_contents(items: Sequence[Item]) -> list[Item]:
    """The items without the printed lists of contents, tables and figures."""
    last = {_key(i.text): n for n, i in enumerate(items) if isinstance(i, Line)}
    kept: list[Item] = []
    inside = False
    for n, item in enumerate(items):
        if isinstance(item, Grid):
            inside = False
        elif is_leader(item.text) and not item.level:
            continue
        elif _CONTENTS.fullmatch(item.text.strip(" :.")):
            inside = True
            continue
        elif inside and (key := _key(item.text)) and last[key] == n and (item.level or front_matter(item.text)):
            inside = False
        elif inside and last.get(_key(item.text)) != n:
            continue
        kept.append(item)
    return kept


@dataclass
class _Assembly:
    items: list[Item]
    used: set[int] = field(default_factory=set)
    unread: list[str] = field(default_factory=list)
    depth: int = 0

    # -- captions -------------------------------------------------------------------------------------------------

    def claim_captions(self) -> None:
        """Give every grid the caption that stands above it, or below it in a report that sets them there."""
        grids = [(n, g) for n, g in enumerate(self.items) if isinstance(g, Grid)]
        labelled = 0
        for n, grid in grids:
            if grid.caption:
                label = TABLE_LABEL.match(grid.caption)
                grid.number, grid.caption = _numbered(label) if label else ("", grid.caption)
            else:
                self._claim_above(n, grid)
            labelled += bool(grid.number)
        if not labelled:
            for n, grid in grids:
                self._claim_below(n, grid)

    def _claim_above(self, place: int, grid: Grid) -> None:
        run: list[int] = []
        label = figure = None
        for n in range(place - 1, max(-1, place - 1 - _LONGEST_RUN), -1):
            line = self.items[n]
            if not isinstance(line, Line) or n in self.used:
                break
            label, figure = is_caption(line), is_caption(line, FIGURE_LABEL)
            if not (label or figure or self._may_continue(line)):
                break
            run.insert(0, n)
            if label or figure:
                break
        texts = [self._line(n).text for n in run]
        if label:
            grid.number, title = _numbered(label)
            grid.caption = _joined([title, *texts[1:]])
            self.used.update(run)
        elif figure:  # a figure that is drawn as a table keeps its own caption paragraph
            grid.caption = _joined([figure[2], *texts[1:]])
        else:
            tail = self._unlabelled(run)
            grid.caption = _joined([self._line(n).text for n in tail]).lstrip(".:– ")
            self.used.update(tail)

    def _claim_below(self, place: int, grid: Grid) -> None:
        line = self.items[place + 1] if place + 1 < len(self.items) else None
        if isinstance(line, Line) and not grid.caption and (label := is_caption(line)):
            grid.number, grid.caption = _numbered(label)
            self.used.add(place + 1)

    @staticmethod
    def _may_continue(line: Line) -> bool:
        """Whether the line may be the second or third line of a caption."""
        if line.kind == "caption":
            return True
        if line.kind or line.level or len(line.text) > 200 or front_matter(line.text):
            return False
        return not line.text.endswith((":", ";", ".")) and not ITEM.match(line.text)

    def _unlabelled(self, run: list[int]) -> list[int]:
        """The lines right above a grid that are its title although no number says so."""
        tail: list[int] = []
        for n in reversed(run):
            line = self._line(n)
            said = line.kind == "caption"
            set_off = (line.bold or line.centred) and not split_number(line.text)[1] and len(line.text) <= 160
            if not (said or set_off) or (tail and said != (self._line(tail[0]).kind == "caption")):
                break
            tail.insert(0, n)
        return tail

    def _line(self, n: int) -> Line:
        line = self.items[n]
        assert isinstance(line, Line)  # noqa: S101 - callers pass places of lines
        return line

    # -- headings and paragraphs ----------------------------------------------------------------------------------

    def blocks(self) -> Iterator[Block]:
        """All blocks in order."""
        shift = self._shift()
        chapters = any(isinstance(i, Line) and _is_chapter(i) for i in self.items)
        after_table = False
        n = 0
        while n < len(self.items):
            item = self.items[n]
            taken = 1
            if n in self.used:
                pass
            elif isinstance(item, Grid):
                yield to_table(item)
                after_table = True
            elif found := self._caption(n):
                paragraph, taken = found
                yield paragraph
                after_table = False
            elif headed := self._heading(n, shift, chapters=chapters):
                heading, taken = headed
                self.depth = heading.level if heading.number else self.depth
                yield heading
                after_table = False
            else:
                yield from self._paragraph(item, after_table=after_table)
                after_table = False
            n += taken

    def _shift(self) -> int:
        """By how much the levels of the file are deeper than ours, in which 1 is a chapter (BAB)."""
        said = [i for i in self.items if isinstance(i, Line) and i.level]
        for line in said:
            level, number, _title = split_number(line.text)
            if level and not number.startswith("Lampiran"):
                return line.level - level
        return 0

    def _caption(self, n: int) -> tuple[Paragraph, int] | None:
        """A caption that belongs to no table that could be read."""
        line = self._line(n)
        label = is_caption(line)
        figure = None if label else is_caption(line, FIGURE_LABEL)
        if not (label or figure or line.kind == "caption") or line.level:
            return None
        texts, quoted, end = [line.text], list(line.quoted), n + 1
        titled = (label or figure or [0, 0, line.text])[2]
        while end < len(self.items) and end not in self.used and isinstance(follower := self.items[end], Line):
            said = follower.kind == "caption" and line.kind == "caption"
            if TABLE_LABEL.match(follower.text) or FIGURE_LABEL.match(follower.text):
                break
            if not (said or (not titled and self._may_continue(follower))):
                break
            texts.append(follower.text)
            quoted += follower.quoted
            titled = follower.text
            end += 1
        if label:
            where = f" (halaman {line.page})" if line.page else ""
            self.unread.append(f"Tabel {_numbered(label)[0]}{where} tidak terbaca; mungkin berupa gambar.")
        return Paragraph(_joined(texts), "caption", tuple(quoted), line.page), end - n

    def _heading(self, n: int, shift: int, *, chapters: bool) -> tuple[Heading, int] | None:
        line = self._line(n)
        level, number, title = split_number(line.text)
        if line.level:
            if len(line.text) > _LONGEST_HEADING:
                return None
            level = level or max(1, line.level - shift)
        elif line.kind not in ("", "item"):
            return None
        else:
            level = self._level_by_form(line, level, number, title, chapters=chapters)
            if not level:
                return None
        taken = 1
        if not title and level == 1 and number:
            follower = self.items[n + 1] if n + 1 < len(self.items) else None
            if isinstance(follower, Line) and n + 1 not in self.used and _is_title(follower, said=bool(line.level)):
                title, taken = follower.text, 2
        title = " ".join(title.split()).rstrip(" :") if title else ""
        return (Heading(level, number, title, line.page), taken) if title or number else None

    def _level_by_form(self, line: Line, level: int, number: str, title: str, *, chapters: bool) -> int:
        """The level of a heading that only its form shows; 0 if it is none."""
        text = line.text
        if len(text) > _LONGEST_BOLD + 60 or text.endswith((";", ",")):
            return 0
        upper = title_like(title)
        if level == 1:
            return 1 if _is_chapter(line) else 0
        if level > 1:  # 1.4, 3.2.1
            said = title[:1].isalpha() and len(title) <= 160 and not title.endswith(".")
            return level if said and (upper or line.bold) else 0
        if front_matter(text):
            return 1 if title_like(text) or line.bold or line.centred else 0
        if len(number) == 1 and number.isupper() and title and (upper or line.bold) and line.kind != "item":
            return 1 if number == "I" and not chapters and self.depth <= 1 and upper else 2
        if not self.depth:  # bold lines before the first chapter are those of the cover
            return 0
        if not line.bold or not title or len(text) > _LONGEST_BOLD or text.endswith((":", ".")) or line.centred:
            return 0
        if not any(c.isalpha() for c in title) or title[:1].islower():
            return 0
        if number and (line.kind == "item" or number.islower()):
            return 0 if line.kind == "item" else 4
        return 3 if number or self.depth < 3 else self.depth + 1

    @staticmethod
    def _paragraph(line: Line, *, after_table: bool) -> Iterator[Paragraph]:
        kind = line.kind
        parts = line.text.split("\n")
        if sum(bool(ITEM.match(p)) for p in parts) > 1:
            for part in parts:
                own = "item" if ITEM.match(part) else kind or "text"
                yield Paragraph(part, own, tuple(q for q in line.quoted if q in part), line.page)
            return
        text = " ".join(line.text.split())
        if not kind:
            noted = _NOTE.match(text) and (after_table or text.lower().startswith(("catatan", "keterangan", "sumber")))
            kind = "note" if noted else "item" if ITEM.match(text) else "text"
        yield Paragraph(text, kind, line.quoted, line.page)


def _is_chapter(line: Line) -> bool:
    """Whether the line is the title of a chapter or an annex, and not a sentence that mentions one."""
    level, number, title = split_number(line.text)
    if level != 1 or not number or len(line.text) > _LONGEST_BOLD:
        return False
    set_off = line.bold or line.centred or bool(line.level)
    return not title or title_like(title) or (set_off and not title.endswith(".") and not title[:1].islower())


def _is_title(line: Line, *, said: bool) -> bool:
    """Whether the line can be the title of the chapter whose number stands on the line above."""
    if len(line.text) > _LONGEST_BOLD or split_number(line.text)[1] or TABLE_LABEL.match(line.text):
        return False
    return title_like(line.text) or (not said and (line.bold or line.centred)) or (said and bool(line.level))


def _numbered(label: re.Match[str]) -> tuple[str, str]:
    return re.sub(r"\s", "", label[1]).rstrip("."), _joined([label[2]])


def _joined(texts: Sequence[str]) -> str:
    return " ".join(" ".join(texts).split())
