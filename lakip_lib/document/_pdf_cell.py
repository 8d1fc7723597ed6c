"""The text of one table cell of a PDF: wrapped lines joined, and words and figures that a narrow column cut."""

from __future__ import annotations

import re
from collections.abc import Sequence

from lakip_lib.document._lines import ITEM, clean
from lakip_lib.document._pdf_page import TextLine, Word, text_lines

__all__ = ["cell_text"]

_GROUPED = re.compile(r"(?:Rp\.?)?-?\d{1,3}(?:\.\d{3})+(?:,\d+)?")
_REST = re.compile(r"[a-z]{1,3}")
_SHORT_WORDS = frozenset({"dan", "di", "ke", "per", "se", "s", "d", "vs"})
_WHOLE = re.compile(r"[A-Za-z]{4,}")
_NEAR = 1.2  # of the size: so close to its edge a line has filled its column


def cell_text(words: Sequence[Word], right: float) -> str:
    """The words in a cell whose right edge is at `right`, in points; an item of a list begins a new line."""
    text = ""
    before: TextLine | None = None
    for line in text_lines(words):
        starts = ITEM.match(line.text) and len(line.text) > len("10. ")  # a bare "1." is a figure
        if before is not None and _is_cut(before, line, right):
            text += line.text
        else:
            text += ("\n" if starts else " ") + line.text
        before = line
    return clean(text)


def _is_cut(upper: TextLine, lower: TextLine, right: float) -> bool:
    """Whether the column was too narrow for one word or figure, which goes on below: Realisa|si, 2.631.935.3|30."""
    if right - upper.x1 > _NEAR * upper.size:
        return False
    head, tail = upper.words[-1].text, lower.text
    if _GROUPED.fullmatch(head + tail) and (tail.startswith(".") or not _GROUPED.fullmatch(head)):
        return not head.isdigit() or tail.startswith(".")
    alone = len(upper.words) == 1 and _WHOLE.fullmatch(head)
    return bool(alone and _REST.fullmatch(tail)) and tail not in _SHORT_WORDS
