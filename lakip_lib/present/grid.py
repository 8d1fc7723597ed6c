"""A table of the report: columns, lines, and its HTML.  It knows nothing about what it shows."""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from lakip_lib.present.origin import number_html
from lakip_lib.quantity import Quantity, Span

__all__ = ["CellValue", "Column", "Grid", "Line", "Numbered", "Rejected"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column: a key that tests and readers of the HTML find it by, its title, an optional title above several."""

    key: str
    title: str
    group: str = ""
    number: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One row: a key, a cell per column, and a style.

    Styles are ``jumlah`` (total), ``kelompok`` (group), ``t1``.. (tree level).
    """

    key: str
    cells: tuple[CellValue, ...]
    style: str = ""


@dataclass(frozen=True, slots=True)
class Rejected:
    """A text quoted because it was rejected: marked up as a quotation, so that nobody takes it for ours."""

    text: str


class Numbered(list["CellValue"]):
    """Several values in one cell, numbered so that they can be matched with those of the cells beside it."""


#: More lines than `_FEW`, with `_MANY` characters of numbers in a line beside a text of more than `_LONG`.
_FEW, _MANY, _LONG = 6, 36, 120

#: Quotes within a quotation.
_INNER = str.maketrans("“”", "‘’")

#: What a cell may hold.
CellValue: TypeAlias = "str | Quantity | Span | Rejected | Sequence[CellValue] | None"


@dataclass(frozen=True)
class Grid:
    """Columns and lines.

    In the columns named by `merge`, equal neighbours become one tall cell.  `heads` is the number of leading columns
    that name a row.  `wide` asks for a landscape page.
    """

    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    note: str = ""
    merge: tuple[str, ...] = ()
    wide: bool = False
    heads: int = 1
    _spans: dict[tuple[int, int], int] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        for line in self.lines:
            if len(line.cells) != len(self.columns):
                raise ValueError(f"line {line.key!r} has {len(line.cells)} cells for {len(self.columns)} columns")
        self._spans.update(self._find_spans())

    @property
    def landscape(self) -> bool:
        """True if it asks for a landscape page, or its many numbers leave a long name no room on an upright one."""
        return self.wide or self._crowded()

    def _crowded(self) -> bool:
        texts = [[c for line in self.lines for c in _flat(line.cells[n])] for n in range(len(self.columns))]
        longest = [max(map(len, found), default=0) for found in texts]
        numbers = sum(n for n, c in zip(longest, self.columns, strict=True) if c.number)
        names = max((n for n, c in zip(longest, self.columns, strict=True) if not c.number), default=0)
        return len(self.lines) > _FEW and numbers >= _MANY and names > _LONG

    def to_html(self) -> str:
        """``<table>`` as docs/fragments.md describes it."""
        body = "".join(self._row(i, line) for i, line in enumerate(self.lines))
        return f"<table><thead>{self._header()}</thead><tbody>{body}</tbody></table>"

    def _find_spans(self) -> dict[tuple[int, int], int]:
        """(line, column) -> height; 0 where a cell above reaches down.

        A merged cell never crosses a cell to its left.
        """
        spans: dict[tuple[int, int], int] = {}
        starts = {0} | {i for i, line in enumerate(self.lines) if line.style}
        for c, column in enumerate(self.columns):
            if column.key not in self.merge:
                continue
            top = 0
            for i, line in enumerate(self.lines):
                if i and i not in starts and _plain(line.cells[c]) == _plain(self.lines[i - 1].cells[c]):
                    spans[i, c] = 0
                    spans[top, c] = i - top + 1
                else:
                    top = i
                    starts.add(i)
                    spans[i, c] = 1
        return spans

    def _header(self) -> str:
        if not any(c.group for c in self.columns):
            return f"<tr>{''.join(self._th(c, '') for c in self.columns)}</tr>"
        top, bottom = [], []
        previous = None
        for c in self.columns:
            if not c.group:
                top.append(self._th(c, ' rowspan="2"'))
            else:
                if c.group != previous:
                    width = sum(1 for o in self.columns if o.group == c.group)
                    top.append(f'<th scope="colgroup" colspan="{width}">{_text(c.group)}</th>')
                bottom.append(self._th(c, ""))
            previous = c.group
        return f"<tr>{''.join(top)}</tr><tr>{''.join(bottom)}</tr>"

    @staticmethod
    def _th(column: Column, extra: str) -> str:
        kind = ' class="n"' if column.number else ""
        return f'<th scope="col" data-k="{html.escape(column.key)}"{kind}{extra}>{_text(column.title)}</th>'

    def _row(self, i: int, line: Line) -> str:
        cells = []
        for c, (column, cell) in enumerate(zip(self.columns, line.cells, strict=True)):
            height = self._spans.get((i, c), 1)
            if height == 0:
                continue
            extra = f' rowspan="{height}"' if height > 1 else ""
            extra += ' class="n"' if column.number else ""
            tag, scope = (
                ("th", f' scope="{"rowgroup" if height > 1 else "row"}"')
                if c < self.heads and cell not in ("", None)
                else ("td", "")
            )
            cells.append(f"<{tag}{scope}{extra}>{_cell(cell)}</{tag}>")
        style = f' class="{line.style}"' if line.style else ""
        return f'<tr data-k="{html.escape(line.key)}"{style}>{"".join(cells)}</tr>'


def _cell(cell: CellValue) -> str:
    if cell is None:
        return ""
    if isinstance(cell, (Quantity, Span)):
        return number_html(cell)
    if isinstance(cell, Rejected):
        return f'<q class="ditolak">{_text(cell.text.translate(_INNER))}</q>' if cell.text else ""
    if isinstance(cell, (list, tuple)):
        tag = "ol" if isinstance(cell, Numbered) else "ul"
        items = "".join(f"<li>{_cell(c)}</li>" for c in cell)
        return f"<{tag}>{items}</{tag}>" if len(cell) > 1 else "".join(map(_cell, cell))
    return _text(str(cell))


def _flat(cell: CellValue) -> list[str]:
    """The texts of a cell as they are shown."""
    if isinstance(cell, (list, tuple)):
        return [text for part in cell for text in _flat(part)]
    if isinstance(cell, Rejected):
        return [cell.text]
    return [cell.shown() if isinstance(cell, Quantity) else str(cell or "")]


def _plain(cell: CellValue) -> str | list[str]:
    return [str(c) for c in cell] if isinstance(cell, (list, tuple)) else str(cell)


def _text(text: str) -> str:
    return html.escape(text, quote=False)
