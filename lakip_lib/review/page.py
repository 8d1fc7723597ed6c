"""The reviewed document as a page for readers: its words and tables, with every finding beside its place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from lakip_lib.document.model import Block, Cell, Heading, Table
from lakip_lib.export import fonts, looks
from lakip_lib.review._margin import Margin
from lakip_lib.review.finding import counts
from lakip_lib.review.reviu import Review

__all__ = ["page"]

_TEMPLATES = Path(__file__).parent / "templates"
_FONTS = "/* huruf */"
#: Headings of the document stand below the page's own two levels.
_BELOW, _DEEPEST = 2, 6


def page(found: Review) -> str:
    """One HTML file, offline, without scripts: the findings in a list, then the document with each beside its place."""
    import jinja2

    margin = Margin(found)
    named: set[int] = set()
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_TEMPLATES), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    text = environment.get_template("reviu.html.j2").render(
        document=found.document,
        counts=counts(found.findings),
        findings=list(enumerate(found.findings, 1)),
        elsewhere=margin.elsewhere,
        ignored=found.ignored,
        stretches=_stretches([_block(block, at, margin, named) for at, block in enumerate(found.document.blocks)]),
        css=(_TEMPLATES / "reviu.css").read_text(encoding="utf-8"),
        fonts=_FONTS,
        policy=looks.policy(),
    )
    return text.replace(_FONTS, fonts.css(text), 1)


def _block(block: Block, at: int, margin: Margin, named: set[int]) -> Mapping[str, Any]:
    """What the template needs of one block: its kind and words, the marks in it and the findings told beside it."""

    def marks(row: int = -1, column: int = -1) -> list[tuple[int, bool]]:
        """Finding numbers of a spot; True for the first mark of a finding, to which its card leads."""
        found = [(n, n not in named) for n in margin.at(at, row, column)]
        named.update(n for n, _ in found)
        return found

    told = {"marks": marks(), "beside": margin.beside.get(at, [])}
    if isinstance(block, Heading):
        level = min(block.level + _BELOW, _DEEPEST)
        return {"kind": "heading", "level": level, "text": f"{block.number} {block.text}".strip(), **told}
    if isinstance(block, Table):
        rows = [
            [(c, "th" if c.row < block.header_rows else "td", marks(c.row, c.column)) for c in _own(row, r)]
            for r, row in enumerate(block.rows)
        ]
        caption = f"Tabel {block.number} {block.caption}" if block.number else block.caption
        return {"kind": "table", "caption": caption, "name": caption or "Tabel tanpa judul", "rows": rows, **told}
    return {"kind": "paragraph", "text": block.text, **told}


def _stretches(blocks: Iterable[Mapping[str, Any]]) -> list[list[Mapping[str, Any]]]:
    """The blocks, parted before each that has findings beside it: what follows fills the space beside the cards."""
    parted: list[list[Mapping[str, Any]]] = [[]]
    for block in blocks:
        if block["beside"]:
            parted.append([])
        parted[-1].append(block)
    return [stretch for stretch in parted if stretch]


def _own(row: tuple[Cell, ...], r: int) -> Iterable[Cell]:
    """The cells that begin in this row, each once."""
    seen = set()
    for cell in row:
        if cell.row == r and cell.column not in seen:
            seen.add(cell.column)
            yield cell
