"""The budget tree: program > kegiatan > sub kegiatan.  Money is typed at the lowest level only; parents are sums."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from lakip_lib.clean import Row
from lakip_lib.measures import absorption, achievement, ratio, total
from lakip_lib.office.gaps import no_data
from lakip_lib.quantity import Kind, Quantity, Span

__all__ = ["UNFUNDED", "Program", "ProgramIndicator", "program_tree", "sum_of_funded"]

#: Why a node has no money when none was meant for it; people type it into the budget column, some with a remark.
UNFUNDED = "tidak dianggarkan"


@dataclass(frozen=True)
class ProgramIndicator:
    """One performance indicator of a program, kegiatan or sub kegiatan with its targets and result."""

    name: str
    unit: str
    plan_target: Quantity | Span
    target: Quantity | Span
    realised: Quantity

    @cached_property
    def achievement(self) -> Quantity:
        """Realisation against this year's target, in percent."""
        return achievement(self.realised, self.target)


@dataclass(eq=False)
class Program:
    """One node of the budget tree.  A node without any budget below is planned but not funded.

    `goal` is the code of the sasaran it serves; `group` is prioritas, pendukung or empty.
    """

    code: str
    level: str
    name: str
    goal: str
    group: str
    money: Row | None
    parent: Program | None = None
    children: list[Program] = field(default_factory=list)
    indicators: list[ProgramIndicator] = field(default_factory=list)

    def walk(self) -> Iterator[Program]:
        """This node and everything below, in the order of the table."""
        yield self
        for child in self.children:
            yield from child.walk()

    def at(self, level: str) -> list[Program]:
        """The nodes of that level at or below this one."""
        return [p for p in self.walk() if p.level == level]

    @cached_property
    def budget(self) -> Quantity:
        """Budget in force (pagu perubahan where there is one) in rupiah; a parent is the sum of its funded children."""
        name = f"pagu {self.code}"
        if self.children:
            return sum_of_funded(self.children, "budget", name)
        if self.money is None:
            return no_data(Kind.UANG, unit="Rp", name=name, why=UNFUNDED)
        first: Quantity = self.money["pagu"]
        revised: Quantity = self.money["pagu_perubahan"]
        return (revised if revised.known else first).called(name)

    @cached_property
    def first_budget(self) -> Quantity:
        """Budget before any revision (pagu awal) in rupiah; a parent is the sum of its funded children.

        A sub kegiatan that only the revision brought had none: it counts as missing there, and adds nothing to sums.
        """
        name = f"pagu awal {self.code}"
        if self.children:
            return total((c.first_budget for c in self.children if c.funded), name=name)
        if self.money is None:
            return no_data(Kind.UANG, unit="Rp", name=name, why=UNFUNDED)
        first: Quantity = self.money["pagu"]
        return first.called(name)

    @property
    def revised(self) -> bool:
        """True if a budget at or below this node was revised."""
        own = self.money is not None and self.money["pagu_perubahan"].known
        return own or any(c.revised for c in self.children)

    @cached_property
    def spent(self) -> Quantity:
        """Money spent, in rupiah; a parent is the sum of its funded children."""
        name = f"realisasi {self.code}"
        if self.children:
            return sum_of_funded(self.children, "spent", name)
        if self.money is None:
            return no_data(Kind.UANG, unit="Rp", name=name, why=UNFUNDED)
        spent: Quantity = self.money["realisasi"]
        return spent.called(name)

    @cached_property
    def absorption(self) -> Quantity:
        """Spent / budget, in percent."""
        return absorption(self.spent, self.budget, name=f"serapan {self.code}")

    @property
    def funded(self) -> bool:
        """True if there is a budget at or below this node, be it filled in or still blank."""
        if self.children:
            return any(c.funded for c in self.children)
        return self.money is not None and not self.budget.missing.startswith(UNFUNDED)

    @property
    def output(self) -> ProgramIndicator | None:
        """The output of a sub kegiatan, None where the table names none."""
        return self.indicators[-1] if self.money is not None and self.money["keluaran"] else None


def sum_of_funded(nodes: Sequence[Program], what: Literal["budget", "spent"], name: str) -> Quantity:
    """Sum over the funded nodes: missing while one of them is, so that no sum stands for less than it says."""
    parts: dict[str, Quantity] = {n.code: getattr(n, what) for n in nodes if n.funded}
    if not parts:
        return no_data(Kind.UANG, unit="Rp", name=name, why=UNFUNDED)
    reasons = {part.missing for part in parts.values()}
    if reasons == {""}:
        return total(parts.values(), name=name)
    blank = ", ".join(code for code, part in parts.items() if not part.known)
    why = reasons.pop() if len(reasons) == 1 else f"belum lengkap (kode {blank})"
    return Quantity.absent(why, Kind.UANG, parts.values(), unit="Rp", name=name)


def program_tree(
    programs: Sequence[Row], budgets: Sequence[Row], performance: Sequence[Row], count: Callable[[str], Quantity]
) -> list[Program]:
    """The roots of the tree, with money and indicators attached; `count` gives this year's value of a variable."""
    money = {r["kode"]: r for r in budgets}
    nodes = {
        r["kode"]: Program(r["kode"], r["tingkat"], r["nama"], r["sasaran"], r["kelompok"], money.get(r["kode"]))
        for r in programs
    }
    roots = []
    for row in programs:
        node, parent = nodes[row["kode"]], nodes.get(row["induk"])
        if parent is None:
            roots.append(node)
        else:
            node.parent = parent
            parent.children.append(node)
    for node in (n for root in roots for n in root.walk()):
        node.goal = node.goal or (node.parent.goal if node.parent else "")
    for row in performance:
        nodes[row["kode"]].indicators.append(_indicator(row, count))
    for row in budgets:
        if row["keluaran"]:
            outputs = (row["target_rkt"], row["target_keluaran"], row["realisasi_keluaran"])
            nodes[row["kode"]].indicators.append(ProgramIndicator(row["keluaran"], row["satuan"], *outputs))
    return roots


def _indicator(row: Row, count: Callable[[str], Quantity]) -> ProgramIndicator:
    realised = row["realisasi"]
    if row["pembilang"]:
        numerator = count(row["pembilang"])
        if row["penyebut"]:
            realised = ratio(
                numerator,
                count(row["penyebut"]),
                decimals=realised.decimals,
                kind=realised.kind,
                unit=realised.unit,
                name=row["indikator"],
            )
        else:
            realised = numerator
    return ProgramIndicator(row["indikator"], row["satuan"], row["target_rkt"], row["target"], realised)
