"""The tree of programme, kegiatan and sub kegiatan that all tables of a file share."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from lakip_lib import numerals
from lakip_lib.importing._drafts import Drafts, alike, name_key

__all__ = ["CHANGED", "LEAF", "LEVELS", "PAGU", "Node", "Tree", "shown"]

LEVELS = ("program", "kegiatan", "sub kegiatan")
LEAF = len(LEVELS) - 1
PAGU, CHANGED = "anggaran.pagu", "anggaran.pagu_perubahan"
_NUMBERED = "nomor menurut urutan, tidak tercetak"
_BY_ORDER = "menurut susunan tabel"


@dataclass
class Node:
    """One programme (level 0), kegiatan (1) or sub kegiatan (2).

    `amounts` are the money that tables print at it: value, table and cell, by target.
    """

    code: str
    level: int
    name: str
    amounts: dict[str, list[tuple[Decimal, str, str]]] = field(default_factory=dict)
    children: list[Node] = field(default_factory=list)

    @property
    def latest(self) -> Decimal:
        """The money that the node may spend: after the change of the budget, if there was one."""
        amounts = self.amounts.get(CHANGED) or self.amounts.get(PAGU)
        return amounts[0][0] if amounts else Decimal(0)

    def walk(self) -> Iterator[Node]:
        """This node and all below it, in order."""
        yield self
        for child in self.children:
            yield from child.walk()

    @property
    def leaves(self) -> list[Node]:
        """The sub kegiatan below, or the node itself if it is one."""
        return [n for n in self.walk() if n.level == LEAF]


@dataclass
class Tree:
    """All nodes; new ones go into the draft of program.csv at once."""

    drafts: Drafts
    top: list[Node] = field(default_factory=list)
    by_code: dict[str, Node] = field(default_factory=dict)
    numbered: bool = False  # whether some code was made from the position

    def nodes(self, within: Node | None = None) -> list[Node]:
        """The nodes below one node, or all."""
        return [n for t in (within.children if within else self.top) for n in t.walk()]

    def find(self, name: str, level: int | None, path: Sequence[Node], met: dict[str, str]) -> Node | None:
        """The node of that name, below the last node of a higher level: other kegiatan may have the same sub kegiatan.

        `met` are the names of the table at hand by code: two names of one table are two nodes.
        """
        key = name_key(name)
        for loose in (False, True):
            for depth in range(len(LEVELS)) if level is None else (level,):
                above = next((n for n in reversed(path) if n.level < depth), None)
                nodes = self.nodes(above)
                known = {n.name: n for n in nodes if n.level == depth and met.get(n.code, key) == key}
                if found := alike(name, known, loose=loose):
                    return known[found]
        return None

    def add(self, code: str, level: int, name: str, path: Sequence[Node], origin: tuple[str, str]) -> Node:
        """A new node below the last one of a higher level; `origin` are the cells of name and code."""
        parent = next((n for n in reversed(path) if n.level < level), None)
        beside = parent.children if parent else self.top
        if not code:
            last = [int(part) for n in beside if (part := n.code.split(".")[-1]).isdecimal()]
            number = max(last, default=0) + 1
            self.numbered = True
            code = f"{parent.code}.{number:02d}" if parent else str(number)
        node = Node(code, level, name)
        beside.append(node)
        self.by_code[code] = node
        at = ("program", (code,))
        self.drafts.put(at, "kode", code, origin[1] or _NUMBERED)
        self.drafts.put(at, "induk", parent.code if parent else "", _BY_ORDER)
        self.drafts.put(at, "tingkat", LEVELS[level], _BY_ORDER)
        self.drafts.put(at, "nama", name, origin[0])
        return node

    def finish(self) -> None:
        """List printed money that is not the sum of its sub kegiatan; bring the drafts into the tree's order."""
        for node in self.nodes():
            if node.level < LEAF:
                self._compare(node)
        order = {n.code: i for i, n in enumerate(self.nodes())}
        for table in ("program", "anggaran", "kinerja_program"):
            rows = self.drafts.rows.get(table, {})
            self.drafts.rows[table] = dict(sorted(rows.items(), key=lambda item: order[item[0][0]]))

    def _compare(self, node: Node) -> None:
        for target, printed in node.amounts.items():
            for amount, place, origin in printed:
                at_leaves = [leaf.amounts[target] for leaf in node.leaves if target in leaf.amounts]
                below = [a for amounts in at_leaves for a, where, _ in amounts if where == place]
                total = sum(below or [amounts[0][0] for amounts in at_leaves])
                changed = sum(leaf.latest for leaf in node.leaves) if target == PAGU else total
                if not at_leaves:
                    why = f"uang {LEVELS[node.level]} tanpa sub kegiatan; tabel sumber memuat uang sub kegiatan saja"
                    self.drafts.leave(place, origin, shown(amount), why)
                elif amount not in (total, changed):
                    what = f"{LEVELS[node.level]} “{node.name}” tercetak {shown(amount)}"
                    self.drafts.leave(place, origin, shown(amount), f"{what}, jumlah sub kegiatannya {shown(total)}")


def shown(value: Decimal | int) -> str:
    """Money as it is written: ``1.250.000``, with sen only where there are some: ``1.250,50``."""
    return numerals.write(Decimal(value), 2 if value % 1 else 0)
