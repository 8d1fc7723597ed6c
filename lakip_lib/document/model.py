"""One model of a finished report, whatever file it came from: headings, paragraphs and tables in reading order.

Readers fill it and know no rule; recognisers and rules read it and know no file format.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

__all__ = ["Block", "Cell", "Document", "Heading", "Paragraph", "Table", "UnreadableError"]

_SENTENCE_END = re.compile(r"(?<=[.!?;])\s+(?=[A-Z“\"(•·-])")


class UnreadableError(ValueError):
    """The file cannot be read as a report; the message is one Indonesian sentence that says why and what to do."""


#: Characters of a caption that name a table without a number.
_CAPTION = 60


@dataclass(frozen=True)
class Cell:
    """One cell of a table as printed.  `row` and `column` are its first place in the grid, counted from 0.

    `quoted` is true for a figure that is marked up as a quotation: no rule looks at it.
    """

    text: str
    row: int
    column: int
    row_span: int = 1
    column_span: int = 1
    quoted: bool = False


@dataclass(frozen=True)
class Heading:
    """A heading: its level (1 = BAB), the number as printed (``3.2``, ``III``, or nothing), and its text without it."""

    level: int
    number: str
    text: str
    page: int = 0


@dataclass(frozen=True)
class Paragraph:
    """Running text.  `kind` is text, item (of a list), caption or note; `quoted` are the quoted parts."""

    text: str
    kind: str = "text"
    quoted: tuple[str, ...] = ()
    page: int = 0

    def sentences(self) -> Iterator[str]:
        """The sentences, roughly: abbreviations may split one in two, never join two."""
        yield from (s.strip() for s in _SENTENCE_END.split(self.text) if s.strip())


@dataclass(frozen=True)
class Table:
    """A table as a grid; a merged cell stands in every place that it covers.

    `number` is as printed (``3.4``, or nothing), `caption` the rest of the printed title.  `rows` holds all rows; the
    first `header_rows` of them are the header.
    """

    rows: tuple[tuple[Cell, ...], ...]
    header_rows: int = 1
    number: str = ""
    caption: str = ""
    page: int = 0

    @property
    def label(self) -> str:
        """How a reader calls the table: ``Tabel 3.4``, or its caption where it has no number."""
        if self.number:
            return f"Tabel {self.number}"
        return f"Tabel tanpa nomor “{_shortened(self.caption)}”" if self.caption else "Tabel tanpa nomor"

    @property
    def body(self) -> tuple[tuple[Cell, ...], ...]:
        """The rows below the header."""
        return self.rows[self.header_rows :]

    @cached_property
    def titles(self) -> tuple[str, ...]:
        """The title of every column: its header cells from top to bottom, each text once."""
        width = max((len(r) for r in self.rows), default=0)
        titles = []
        for c in range(width):
            parts = [r[c].text.strip() for r in self.rows[: self.header_rows] if c < len(r)]
            titles.append(" ".join(dict.fromkeys(p for p in parts if p)))
        return tuple(titles)


def _shortened(caption: str) -> str:
    """A caption on one line, cut at a word."""
    line = " ".join(caption.split())
    return line if len(line) <= _CAPTION else line[:_CAPTION].rsplit(" ", 1)[0].rstrip(" ,;:(") + " …"


Block = Heading | Paragraph | Table


@dataclass
class Document:
    """A report: its blocks in reading order, and what could not be read (Indonesian lines)."""

    name: str
    format: str
    blocks: list[Block] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)

    def tables(self) -> Iterator[Table]:
        """All tables in order."""
        yield from (b for b in self.blocks if isinstance(b, Table))

    def headings(self) -> Iterator[Heading]:
        """All headings in order."""
        yield from (b for b in self.blocks if isinstance(b, Heading))

    def placed(self) -> Iterator[tuple[str, Block]]:
        """(section, block) in order; a section reads ``3.2 Capaian Kinerja`` and is the nearest heading above."""
        section = ""
        for block in self.blocks:
            if isinstance(block, Heading):
                section = f"{block.number} {block.text}".strip()
            yield section, block
