"""The five-year plan: misi > tujuan > sasaran > strategi > arah kebijakan, as a tree."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from lakip_lib.clean import Row

__all__ = ["Goal", "plan_tree"]


@dataclass(eq=False)
class Goal:
    """One item of the plan with the items below it.

    `level` is visi, misi, tujuan, sasaran, strategi or arah kebijakan.
    """

    code: str
    level: str
    text: str
    parent: Goal | None = None
    children: list[Goal] = field(default_factory=list)

    def walk(self) -> Iterator[Goal]:
        """This item and everything below, in the order of the table."""
        yield self
        for child in self.children:
            yield from child.walk()

    def above(self, level: str) -> Goal | None:
        """The nearest item of `level` on the way up, itself included."""
        here: Goal | None = self
        while here is not None and here.level != level:
            here = here.parent
        return here


def plan_tree(rows: Sequence[Row]) -> list[Goal]:
    """The roots of the plan; every item keeps the order in which it was typed."""
    goals = {r["kode"]: Goal(r["kode"], r["tingkat"], r["uraian"]) for r in rows}
    roots = []
    for row in rows:
        goal, parent = goals[row["kode"]], goals.get(row["induk"])
        if parent is None:
            roots.append(goal)
        else:
            goal.parent = parent
            parent.children.append(goal)
    return roots
