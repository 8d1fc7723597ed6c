"""Numbers as HTML that say where they come from."""

from __future__ import annotations

import html
from collections.abc import Iterable, Iterator

from lakip_lib.quantity import Cell, Quantity, Span

__all__ = ["number_html", "origin"]

#: More cells of one column than this are named by their rows, not quoted one by one.
_QUOTED = 3
_FORMULA_LIMIT = 160
#: How a missing number is shown where the reason would be clumsy; the origin still gives the reason.
_SHOWN_MISSING = {"tanda strip": "–", "tidak berlaku": "–", "kosong": "belum diisi"}


def origin(quantity: Quantity) -> str:
    """Lines: formula with names, formula with the numbers put in, then each source with its cells as typed."""
    parts = []
    if quantity.formula:
        symbolic = _short(quantity.symbolic())
        parts.append(f"{quantity.name or 'hasil'} = {symbolic}")
        if quantity.known and (worked := _short(quantity.worked())) != f"{symbolic} = {quantity}":
            parts.append(worked)
    elif quantity.name:
        parts.append(quantity.name)
    if quantity.missing:
        parts.append(f"tidak ada angka: {quantity.missing}")
    parts += (f"Sumber: {source}" for source in _sources(quantity.cells()))
    return "\n".join(parts)


def _sources(cells: Iterable[Cell]) -> Iterator[str]:
    """Source cells grouped by file and column; the first few quoted as typed, many named by their rows."""
    groups: dict[tuple[str, str], list[Cell]] = {}
    for cell in cells:
        groups.setdefault((cell.file, cell.column), []).append(cell)
    for (file, column), found in groups.items():
        yield _group(file, column, found)


def _group(file: str, column: str, cells: list[Cell]) -> str:
    if len(cells) <= _QUOTED:
        quoted = ", ".join(
            f"{_row(c)} “{c.typed}”" + (f" dikoreksi “{c.corrected}”" if c.corrected is not None else "") for c in cells
        )
        return f"{file} kolom {column}: {quoted}"
    corrected = sum(c.corrected is not None for c in cells)
    note = f", {corrected} dikoreksi" if corrected else ""
    return f"{file} kolom {column} baris {_runs(sorted({c.row for c in cells}))} ({len(cells)} sel{note})"


def _row(cell: Cell) -> str:
    return f"sel {cell.letter}{cell.row}" if cell.letter else f"baris {cell.row}"


def _runs(rows: list[int]) -> str:
    runs: list[list[int]] = []
    for row in rows:
        if runs and row == runs[-1][1] + 1:
            runs[-1][1] = row
        else:
            runs.append([row, row])
    return ", ".join(str(a) if a == b else f"{a}–{b}" for a, b in runs)


def _short(text: str) -> str:
    if len(text) <= _FORMULA_LIMIT:
        return text
    cut = text[: _FORMULA_LIMIT - 1].rsplit(" ", 1)[0] + " …"
    return cut + ")" * (cut.count("(") - cut.count(")"))


def number_html(number: Quantity | Span, *, unit: bool = False) -> str:
    """A ``<data>`` element with the value, its origin and its Indonesian notation, with the unit if asked for."""
    if isinstance(number, Span):
        shown = number.with_unit() if unit else str(number)
        return f'<data class="q" value="" tabindex="0" data-asal="{_attribute(number.low)}">{html.escape(shown)}</data>'
    shown = html.escape(_SHOWN_MISSING.get(number.missing, number.with_unit() if unit else number.shown()))
    about = _attribute(number)
    if not number.known:
        return f'<data class="q kosong" value="" tabindex="0" data-asal="{about}">{shown}</data>'
    kind = "q hitung" if number.formula else "q"
    return f'<data class="{kind}" value="{number.value.normalize():f}" tabindex="0" data-asal="{about}">{shown}</data>'


def _attribute(quantity: Quantity) -> str:
    """The origin as an attribute; its line breaks are escaped, since an XML parser folds bare ones into blanks."""
    return html.escape(origin(quantity)).replace("\n", "&#10;")
