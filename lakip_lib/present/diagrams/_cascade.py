"""The cascade from mission to sub kegiatan, as left-to-right trees."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from lakip_lib.office import Gap, sum_of_funded
from lakip_lib.present._messages import and_list, brief, short_money
from lakip_lib.present.diagrams._boxes import Card, Tree
from lakip_lib.present.diagrams._pages import Units, pages
from lakip_lib.present.drawing import Drawing
from lakip_lib.present.gapped import gapped

if TYPE_CHECKING:
    from lakip_lib.office import Goal, Indicator, Office, Program

__all__ = ["cascading", "programs_per_indicator"]

_LEVELS = ("Misi", "Tujuan", "Sasaran", "Indikator (target)", "Program", "Kegiatan", "Sub kegiatan")


@gapped
def cascading(office: Office, goal: Goal | None = None) -> list[Drawing]:
    """The cascade of the office down to programs, or of one sasaran down to sub kegiatan; unfunded nodes are dashed.

    A cascade too tall for a landscape page is split into several drawings.  Raises `Gap` without sasaran or programs.
    """
    programs = office.all_programs
    if goal is None:
        goals = [
            g for g in office.goals("sasaran") if office.indicators_of(g) or any(p.goal == g.code for p in programs)
        ]
        if not goals:
            raise Gap(office.file("renstra"))
        units = [(g, [p for p in programs if p.goal == g.code]) for g in goals]
        return pages(
            office, _office_message(office, goals), units, _office_trees, (_LEVELS[:5], (0.85, 0.85, 1.1, 1.2, 1.6))
        )
    mine = [p for p in programs if p.goal == goal.code]
    if not mine:
        raise Gap(f"{office.file('program')} (sasaran {goal.code})")
    units = [(goal, [p]) for p in mine]
    return pages(office, _goal_message(goal, mine), units, _goal_trees, (_LEVELS[2:], (1.0, 1.0, 1.05, 1.45, 1.6)))


def _facts(items: Sequence[Program]) -> str:
    def many(level: str) -> str:
        return f"{sum(n.funded for p in items for n in p.at(level))} {level}"

    return f"{many('program')}, {many('kegiatan')}, dan {many('sub kegiatan')}{_worth(items)}"


def _worth(items: Sequence[Program]) -> str:
    """The budget of programs together, unless a part of it is still open."""
    money = sum_of_funded(items, "budget", "pagu")
    if money.known:
        return f" berpagu {short_money(money.value)}"
    begun = any(n.budget.known for p in items for n in p.walk())
    return " (pagu belum lengkap)" if begun else " (belum ada pagu)"


def _office_message(office: Office, goals: list[Goal]) -> str:
    head = f"{len(goals)} sasaran dengan {len(office.indicators)} indikator ditopang"
    return f"{head} {_facts(office.all_programs)} pada {office.year}"


def _goal_message(goal: Goal, programs: list[Program]) -> str:
    idle = sum(not p.funded for p in programs)
    note = f"; {idle} program lain tidak dianggarkan" if idle else ""
    return f"Sasaran “{goal.text}” ditopang {_facts(programs)}{note}"


# -- trees -------------------------------------------------------------------------------------------------------------


def _indicators(office: Office, goal: Goal) -> list[Card]:
    return [Card(i.name, f"Target {office.year}: {_target(i)}") for i in office.indicators_of(goal)]


def _target(indicator: Indicator) -> str:
    found = indicator.target()
    return found.with_unit() if found.known else "tidak ada"


def _program_card(program: Program, *, count: bool) -> Card:
    if not program.funded:
        return Card(program.name, "tidak dianggarkan", dashed=True)
    facts = _budget(program)
    if count:
        sizes = [(sum(n.funded for n in program.at(level)), level) for level in ("kegiatan", "sub kegiatan")]
        facts += "".join(f" · {n} {level}" for n, level in sizes if n)
    return Card(program.name, facts)


def _budget(node: Program) -> str:
    return short_money(node.budget.value) if node.budget.known else "pagu belum lengkap"


def _under(goal: Goal, level: str, child: Tree, trees: dict[str, Tree], order: list[Tree]) -> Tree:
    """The tree of the item of `level` above a goal, made once, with `child` added."""
    item = goal.above(level)
    key = f"{level}:{item.code if item else ''}"
    if key not in trees:
        trees[key] = Tree([Card(item.text if item else "–", filled=True)])
        order.append(trees[key])
    if child not in trees[key].children:
        trees[key].children.append(child)
    return trees[key]


def _office_trees(office: Office, units: Units) -> list[Tree]:
    made: dict[str, Tree] = {}
    roots: list[Tree] = []
    for goal, programs in units:
        leaves = [Tree([_program_card(p, count=True)]) for p in programs]
        cards = _indicators(office, goal)
        branch = Tree(
            [Card(goal.text, strong=True)], [Tree(cards or [Card("belum ada indikator", dashed=True)], leaves)]
        )
        aim = _under(goal, "tujuan", branch, made, [])
        _under(goal, "misi", aim, made, roots)
    return roots


def _goal_trees(office: Office, units: Units) -> list[Tree]:
    goal = units[0][0]
    leaves = [_program_tree(p) for _, programs in units for p in programs]
    cards = _indicators(office, goal) or [Card("belum ada indikator", dashed=True)]
    return [Tree([Card(goal.text, strong=True, filled=True)], [Tree(cards, leaves)])]


def _program_tree(program: Program) -> Tree:
    idle = not program.funded
    return Tree([_program_card(program, count=False)], [_node_tree(c, idle=idle) for c in program.children])


def _node_tree(node: Program, *, idle: bool) -> Tree:
    dashed = not node.funded
    facts = "" if node.children and not dashed else _budget(node) if not dashed else "" if idle else "tidak dianggarkan"
    return Tree([Card(node.name, facts, dashed=dashed)], [_node_tree(c, idle=idle or dashed) for c in node.children])


@gapped
def programs_per_indicator(office: Office) -> list[Drawing]:
    """Programs and their budget for each indicator.  Raises `Gap` without a program that supports one."""
    programs = office.all_programs
    goals = [g for g in office.goals("sasaran") if office.indicators_of(g) and any(p.goal == g.code for p in programs)]
    if not goals:
        raise Gap(office.file("program"))

    def build(office: Office, units: Units) -> list[Tree]:
        return [Tree(_indicators(office, g), [Tree([_program_card(p, count=True)]) for p in ps]) for g, ps in units]

    units = [(g, [p for p in programs if p.goal == g.code]) for g in goals]
    title = f"Program dan pagu {office.year} per indikator"
    sums = [(g, sum_of_funded(ps, "budget", "pagu")) for g, ps in units if any(p.funded for p in ps)]
    if sums and all(money.known for _, money in sums):
        most, money = max(sums, key=lambda pair: pair[1].value)
        names = and_list(brief(i.name, 70) for i in office.indicators_of(most))
        title += f": terbesar untuk {names} ({short_money(money.value)})" if money.value else ""
    return pages(office, title, units, build, (("Indikator (target)", "Program, pagu, dan isinya"), (1.0, 1.5)))
