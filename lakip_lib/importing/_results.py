"""What stands at a programme, kegiatan or sub kegiatan: money, and indicators with targets and realisation."""

from __future__ import annotations

import re

from lakip_lib.document.figures import in_cell
from lakip_lib.document.recognise import Row, nothing
from lakip_lib.importing._drafts import Drafts, alike, readable, tidy
from lakip_lib.importing._mapped import Mapped
from lakip_lib.importing._tree import CHANGED, LEAF, PAGU, Node, Tree, shown

__all__ = ["MONEY", "place_row", "place_total"]

MONEY = (PAGU, CHANGED, "anggaran.realisasi")
_FIGURES = ("target_rkt", "target", "realisasi")
#: The columns of kinerja_program, and what they are of a sub kegiatan in anggaran.
_OUTPUT = {
    "indikator": "keluaran",
    "satuan": "satuan",
    "target_rkt": "target_rkt",
    "target": "target_keluaran",
    "realisasi": "realisasi_keluaran",
}
_UNIT = re.compile(r"\s*[\d.,]+\s*(%|[A-Za-z][A-Za-z/ ]*)\s*")


def place_row(table: Mapped, row: Row, node: Node, drafts: Drafts) -> None:
    """Draft the cells of a row; only sub kegiatan have money, that of the others is kept for comparing."""
    for target in MONEY:
        for column in table.at.get(target, ()):
            if table.begins(row, column):
                _money(table, row, node, column, drafts)
    cells = {line.tujuan.split(".")[1]: index for index, line in reversed(table.of("kinerja_program"))}
    if any(tidy(table.text(row, c)) for c in cells.values()):
        _results(table, row, node, cells, drafts)


def _row(node: Node, drafts: Drafts, table: str, *more: str) -> tuple[str, tuple[str, ...]]:
    """A row of a draft that belongs to a node."""
    at = (table, (node.code, *more))
    drafts.put(at, "kode", node.code, f"program.csv ({node.name})")
    return at


def _money(table: Mapped, row: Row, node: Node, column: int, drafts: Drafts) -> None:
    """One amount: kept at the node, and drafted if the node is a sub kegiatan."""
    target = next(line.tujuan for i, line in table.columns if i == column)
    text = table.text(row, column)
    figure = table.m.figure(row.index, column) or in_cell(text, kind="money")
    if figure and target == PAGU and CHANGED in node.amounts and node.latest == figure.value:
        drafts.agreed += 1  # a table of one column prints the budget as changed
        return
    if figure:
        node.amounts.setdefault(target, []).append((figure.value, table.found.place, table.origin(row, column)))
    if node.level == LEAF and (figure or not re.search(r"\d", text)):
        table.put(drafts, _row(node, drafts, "anggaran"), target.split(".")[1], row, column)
    elif not figure:
        table.leave(drafts, row, column, "bukan satu angka uang")


def _results(table: Mapped, row: Row, node: Node, cells: dict[str, int], drafts: Drafts) -> None:
    """Indicator, unit, targets and realisation of a row: of a sub kegiatan its output."""
    indicator = tidy(table.text(row, cells.get("indikator")))
    if node.level == LEAF:
        at, names = _row(node, drafts, "anggaran"), _OUTPUT
    elif re.search("[A-Za-z]{3}", indicator):
        known = [key[1] for key in drafts.rows.get("kinerja_program", {}) if key[0] == node.code]
        at, names = _row(node, drafts, "kinerja_program", alike(indicator, known) or indicator), {n: n for n in _OUTPUT}
    else:
        for name in _FIGURES:
            if name in cells and not nothing(table.text(row, cells[name])):
                table.leave(drafts, row, cells[name], "tanpa nama indikator")
        return
    for name, column in cells.items():
        if name in _FIGURES and not readable(table.text(row, column)):
            table.leave(drafts, row, column, "bukan angka")
        elif name in names:
            table.put(drafts, at, names[name], row, column)
    for name in _FIGURES if "satuan" not in cells else ():
        # a unit that is printed behind the figure, where there is no column of units; "juta" is none
        text = table.text(row, cells.get(name))
        match, figure = _UNIT.fullmatch(text), in_cell(text)
        if match and figure and figure.decimals >= 0 and not drafts.rows[at[0]][at[1]].get("satuan"):
            drafts.put(at, "satuan", match[1], table.origin(row, cells[name]), table.found.place)


def place_total(table: Mapped, tree: Tree) -> None:
    """Compare the printed total of a table with the sub kegiatan that it lists."""
    row = next((r for r in reversed(table.m.rows) if r.role == "total"), None)
    leaves = [n for n in tree.nodes() if n.level == LEAF]
    if row is None:
        return
    for target in MONEY:
        listed = [a for n in leaves for a, place, _ in n.amounts.get(target, ()) if place == table.found.place]
        for column in table.at.get(target, ()):
            figure = table.m.own(row.index, column)
            if figure and listed and sum(listed) != figure.value:
                why = f"jumlah tercetak; jumlah sub kegiatannya {shown(sum(listed))}"
                table.leave(tree.drafts, row, column, why)
