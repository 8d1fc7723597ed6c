"""From the lines and grids of a file to the blocks of a `Document`: captions, headings and kinds of paragraph by form.

Published reports seldom use the styles of their word processor.  What a file says of itself is believed; where it says
nothing, the form of a line decides: "BAB I" above its title, "1.4. SUMBER DAYA MANUSIA", "Tabel 1.5" above a table.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from lakip_lib.document._captions import claim_captions, lone_caption
from lakip_lib.document._grid import to_table
from lakip_lib.document._headings import Headings
from lakip_lib.document._join import without_continuations
from lakip_lib.document._lines import ITEM, Grid, Item, Line, front_matter, is_leader
from lakip_lib.document.model import Block, Paragraph

__all__ = ["assemble"]

_NOTE = re.compile(r"(?:catatan|keterangan|sumber(?: data)?|ket\.?|\*+\)?)\s*[:=*)]", re.IGNORECASE)
_CONTENTS = re.compile(r"daftar (?:isi|tabel|gambar|grafik|bagan|lampiran)", re.IGNORECASE)
_ENTRY = re.compile(r"(?:bab|tabel|gambar|grafik|bagan|lampiran|[A-Z]\.|\d+(?:\.\d+)*\.?)\s.*\s\d{1,3}", re.IGNORECASE)
_PAGE = re.compile(r"[\s.…]*\d{0,3}\s*$")
_ENTRY_END = 200  # characters; a page number stands at the very end
_TITLE = re.compile(r"(?:tabel|gambar|grafik) ", re.IGNORECASE)
_KEY = re.compile(r"[\W_]+")


def assemble(items: Sequence[Item]) -> tuple[list[Block], list[str]]:
    """(blocks, unread): the blocks in reading order, and an Indonesian line for every table that is only announced."""
    kept = without_continuations(_without_contents(items))
    used = claim_captions(kept)
    headings = Headings(kept, used)
    blocks: list[Block] = []
    unread: list[str] = []
    n = 0
    while n < len(kept):
        item = kept[n]
        taken = 1
        if n in used:
            pass
        elif isinstance(item, Grid):
            blocks.append(to_table(item))
        elif caption := lone_caption(kept, n, used):
            paragraph, taken, announced = caption
            blocks.append(paragraph)
            if announced:
                where = f" (halaman {item.page})" if item.page else ""
                unread.append(f"Tabel {announced}{where} tidak terbaca: mungkin berupa gambar.")
        elif heading := headings.at(n):
            taken = heading[1]
            blocks.append(heading[0])
        else:
            blocks += _paragraphs(item)
        n += taken
    return blocks, unread


def _paragraphs(line: Line) -> Iterator[Paragraph]:
    """The paragraph of a line; more than one where line breaks separate the items of a list."""
    parts = line.text.split("\n")
    if sum(bool(ITEM.match(p)) for p in parts) > 1:
        for part in parts:
            kind = "item" if ITEM.match(part) else line.kind or "text"
            yield Paragraph(part, kind, tuple(q for q in line.quoted if q in part), line.page)
        return
    text = " ".join(line.text.split())
    kind = line.kind or ("note" if _NOTE.match(text) else "item" if ITEM.match(text) else "text")
    yield Paragraph(text, kind, line.quoted, line.page)


def _without_contents(items: Sequence[Item]) -> list[Item]:
    """The items without the printed lists of contents, tables and figures.

    A list ends where a heading stands that no later line repeats; before that, what a later line repeats is an entry,
    and so is what repeats the title of a table or figure before the list.
    """
    last = {_key(i.text): n for n, i in enumerate(items) if isinstance(i, Line)}
    kept: list[Item] = []
    titles: set[str] = set()
    inside = False
    for n, item in enumerate(items):
        if isinstance(item, Grid):
            inside = False
        elif is_leader(item.text):
            continue
        elif _CONTENTS.fullmatch(item.text.strip(" :.")):
            inside = True
            continue
        elif inside:
            repeated = last[_key(item.text)] != n or _key(item.text) in titles
            if repeated or _ENTRY.fullmatch(item.text) or is_leader(item.text, numbered=False):
                continue
            inside = not (item.level or front_matter(item.text))
        elif _TITLE.match(item.text):
            titles.add(_key(item.text))
        kept.append(item)
    return kept


def _key(text: str) -> str:
    """A line as its entry in a contents list would repeat it: letters and figures, without a page number at the end."""
    return _KEY.sub("", text[:-_ENTRY_END] + _PAGE.sub("", text[-_ENTRY_END:])).casefold()
