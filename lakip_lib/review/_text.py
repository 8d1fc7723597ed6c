"""What the rules about words, names and numbering share: places, blocks in order, number words, comparable names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from lakip_lib.document.model import Block, Cell, Document, Heading, Paragraph, Table
from lakip_lib.numerals import words
from lakip_lib.review.finding import Place, short

__all__ = [
    "Spot",
    "bare",
    "has_word",
    "item_mark",
    "own_texts",
    "quoted",
    "spelled",
    "spots",
    "stripped",
    "table_labels",
    "titles",
    "tokens",
    "unquoted",
]

_WORD = re.compile(r"[^\W_]+")
_LETTERS = re.compile(r"[^\W\d_]{3}")
_HYPHENS = re.compile(r"(?<=[^\W\d_])-\s+(?=[^\W\d_])")
_MARK = re.compile(
    r"\s*(?:\(?(\d{1,2}|[a-z]|[ivx]{1,4})[.)]+(?=\s|[^\W\d])|[·•●▪◦*–—-]+(?=\s|[^\W\d_]))\s*", re.IGNORECASE
)
# Words that carry no difference between two names.
_FILLERS = frozenset(
    [
        "dan", "yang", "di", "ke", "dari", "oleh", "untuk", "pada", "dengan", "dalam", "para", "serta", "atau",
        "atas", "adalah", "yaitu",
    ]
)  # fmt: skip
_COLUMN_NUMBER = re.compile(r"(?<=[^\W\d]|[)%.])\s+\(?\d{1,2}\)?$")
_LISTINGS = re.compile(r"(?i)^\s*daftar\s+(isi|tabel|gambar|grafik|lampiran|bagan)\b")


@cache
def _number_words() -> dict[str, int]:
    return {words(n).replace(" ", ""): n for n in range(1000)}


def spelled(text: str) -> int | None:
    """The number below a thousand that words spell, with or without blanks; None if they spell none."""
    return _number_words().get("".join(text.lower().split()))


def has_word(text: str) -> bool:
    """Whether a text holds a word: three letters in a row."""
    return _LETTERS.search(text) is not None


@dataclass(frozen=True, slots=True)
class Spot:
    """One block with where it stands: its place in the order, its section, its label if it is a table."""

    index: int
    section: str
    block: Block
    label: str = ""

    @property
    def text(self) -> str:
        """The words of a heading or paragraph; nothing for a table."""
        return "" if isinstance(self.block, Table) else self.block.text

    def place(self, quote: str = "", row: str = "", column: str = "") -> Place:
        """The place of this block, or of a cell in it."""
        return Place(
            section=self.section, table=self.label, row=short(row), column=short(column), quote=short(quote, 160)
        )


def table_labels(document: Document) -> dict[int, str]:
    """id(table) -> label; unnumbered tables without a caption are told apart by their order."""
    labels: dict[int, str] = {}
    for n, table in enumerate(document.tables(), start=1):
        name = table.label
        labels[id(table)] = name if table.number or table.caption else f"{name} (urutan ke-{n})"
    return labels


def titles(table: Table) -> tuple[str, ...]:
    """The title of every column without the column's number, which some tables print below it."""
    return tuple(_COLUMN_NUMBER.sub("", " ".join(t.split())) for t in table.titles)


def spots(document: Document, *, listings: bool = False) -> Iterator[Spot]:
    """All blocks in order with their places; contents and lists of tables are left out unless asked for."""
    labels = table_labels(document)
    listing = False
    for index, (section, block) in enumerate(document.placed()):
        if isinstance(block, Heading):
            listing = bool(_LISTINGS.match(block.text))
        if listing and not listings:
            continue
        yield Spot(index, section, block, labels.get(id(block), ""))


def unquoted(paragraph: Paragraph) -> str:
    """The text of a paragraph without the parts that are marked up as quotations."""
    text = paragraph.text
    for part in paragraph.quoted:
        text = text.replace(part, " ")
    return text


def own_texts(block: Block) -> Iterator[tuple[str, Cell | None]]:
    """Every text of a block once, without quotations; with its cell where it stands in a table below the caption."""
    if isinstance(block, Heading):
        yield block.text, None
    elif isinstance(block, Paragraph):
        yield unquoted(block), None
    else:
        yield block.caption, None
        cells = {id(cell): cell for row in block.rows for cell in row}
        yield from ((cell.text, cell) for cell in cells.values() if not cell.quoted)


def quoted(text: str, start: int, end: int, margin: int = 50) -> str:
    """The words round a hit, cut at words."""
    left, right = max(0, start - margin), min(len(text), end + margin)
    part = text[left:right]
    if left:
        part = "… " + part.split(" ", 1)[-1] if " " in part[: start - left] else "… " + part
    if right < len(text):
        part = (part.rsplit(" ", 1)[0] if " " in part[end - left :] else part) + " …"
    return " ".join(part.split())


def item_mark(text: str) -> tuple[str, str]:
    """(mark, rest) of a list item: the number or letter it starts with, a dash for a bullet, or nothing."""
    hit = _MARK.match(text)
    if not hit or hit.end() == 0:
        return "", text.strip()
    return (hit.group(1) or "-").lower(), text[hit.end() :].strip()


def bare(text: str) -> str:
    """Text without the list number or bullet it starts with."""
    return item_mark(text)[1]


def stripped(text: str) -> str:
    """Lower case, words broken over two lines joined, single blanks."""
    return " ".join(_HYPHENS.sub("", text).lower().split())


def tokens(text: str) -> tuple[str, ...]:
    """The words of a name that tell it from another: lower case, no fillers, no punctuation."""
    return tuple(w for w in _WORD.findall(stripped(text)) if w not in _FILLERS)
