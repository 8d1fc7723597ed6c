"""One digit of one printed number changed: what the mutation tests and their soak share."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from lxml import html as lxml_html

from lakip_lib.document.model import Cell, Document, Paragraph, Table
from lakip_lib.review.finding import Finding

_FIGURE = re.compile(r"(?<![\w/.-])\d[\d.,]*\d|(?<![\w/.,-])\d(?![\w/.,-])")


@dataclass(frozen=True)
class Mutation:
    """A changed number: the block it stands in, the cell (None in a sentence), and the texts before and after."""

    block: int
    cell: Cell | None
    before: str
    after: str
    kind: str


class Kinds:
    """Which printed numbers are computed, and which facts stand in more than one place, by table caption and text."""

    def __init__(self, page: Path) -> None:
        self._kind: dict[tuple[str, str], set[str]] = {}
        tree = lxml_html.fromstring(page.read_text(encoding="utf-8"))
        numbers = tree.xpath("//data[@value]")
        origins = Counter(n.get("data-asal") for n in numbers)
        for number in numbers:
            figure = next(number.iterancestors("figure"), None)
            caption = figure.xpath("string(./figcaption)") if figure is not None else ""
            if "hitung" in number.get("class"):
                kind = "derived"
            else:
                kind = "base" if origins[number.get("data-asal")] > 1 else "single"
            self._kind.setdefault((_words(caption), _plain(number.text_content())), set()).add(kind)

    def of(self, caption: str, text: str) -> str:
        """derived, base (stands in several places), single, or nothing if the same text is of several kinds there."""
        kinds = self._kind.get((_words(caption), _plain(text)), set())
        return next(iter(kinds)) if len(kinds) == 1 else ""


def _plain(text: str) -> str:
    return text.replace("\xa0", " ").strip()


def _words(caption: str) -> str:
    return re.sub(r"^(?:Tabel|Gambar) [\w.]+\s+", "", _plain(" ".join(caption.split())))


def mutations(document: Document, kinds: Kinds, seed: int) -> Iterator[Mutation]:
    """Every number of the document once, in random order, with one of its digits changed."""
    chance = random.Random(seed)  # noqa: S311 - repeatable, not secret
    found = list(_numbers(document, kinds))
    chance.shuffle(found)
    for block, cell, text, kind in found:
        places = [i for i, c in enumerate(text) if c.isdigit()]
        at = chance.choice(places)
        digit = chance.choice([d for d in "123456789" if d != text[at]])
        yield Mutation(block, cell, text, text[:at] + digit + text[at + 1 :], kind)


def _numbers(document: Document, kinds: Kinds) -> Iterator[tuple[int, Cell | None, str, str]]:
    for at, block in enumerate(document.blocks):
        if isinstance(block, Table):
            seen = set()
            for cell in (c for row in block.body for c in row):
                text = _plain(cell.text)
                if cell.quoted or (cell.row, cell.column) in seen or not _FIGURE.fullmatch(text):
                    continue
                seen.add((cell.row, cell.column))
                if kind := kinds.of(block.caption, text):
                    yield at, cell, cell.text, kind
        elif isinstance(block, Paragraph) and block.kind in {"text", "item"} and not block.quoted:
            for match in re.finditer(r"\d[\d.]*\d,\d+%|\d+,\d+ poin|Rp\s[\d.]+\d", block.text):
                yield at, None, match[0], "sentence"


def mutated(document: Document, change: Mutation) -> Document:
    """A copy of the document with that one change."""
    blocks = list(document.blocks)
    block = blocks[change.block]
    if isinstance(block, Table):
        place = (change.cell.row, change.cell.column)
        rows = tuple(
            tuple(replace(c, text=change.after) if (c.row, c.column) == place else c for c in row) for row in block.rows
        )
        blocks[change.block] = replace(block, rows=rows)
    else:
        blocks[change.block] = replace(block, text=block.text.replace(change.before, change.after, 1))
    return Document(document.name, document.format, blocks, list(document.unread))


def names(finding: Finding, document: Document, change: Mutation) -> bool:
    """True if the finding names the changed place, or quotes the changed number or its twin."""
    block = document.blocks[change.block]
    table = (f"Tabel {block.number}" if block.number else block.caption) if isinstance(block, Table) else None
    said = [finding.published, finding.expected, *(p.quote for p in finding.places)]
    core = change.after.strip().removesuffix("%")
    twin = change.before.strip().removesuffix("%")
    return any(p.table == table for p in finding.places if table) or any(core in s or twin in s for s in said)
