"""The cascade from mission to sub kegiatan, as left-to-right trees that fit a landscape page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from lakip_lib.office import Gap
from lakip_lib.present._messages import and_list, brief, short_money
from lakip_lib.present.diagrams._boxes import GAP, Card, Tree, draw_tree, tree_height
from lakip_lib.present.drawing import EDGE, GREY, MM, WIDE, Drawing
from lakip_lib.present.gapped import gapped
from lakip_lib.present.sheet import Sheet

if TYPE_CHECKING:
    from lakip_lib.office import Goal, Indicator, Office, Program

__all__ = ["cascading", "programs_per_indicator"]

_SIZE = 7.6
#: Height left on a landscape page for the picture, in points.
_HIGHEST = 160 * MM
_HEAD = 16.0
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
        return _pages(
            office, _office_message(office, goals), units, _office_trees, (_LEVELS[:5], (0.85, 0.85, 1.1, 1.2, 1.6))
        )
    mine = [p for p in programs if p.goal == goal.code]
    if not mine:
        raise Gap(f"{office.file('program')} (sasaran {goal.code})")
    units = [(goal, [p]) for p in mine]
    return _pages(office, _goal_message(goal, mine), units, _goal_trees, (_LEVELS[2:], (1.0, 1.0, 1.05, 1.45, 1.6)))


def _facts(items: Sequence[Program]) -> str:
    def many(level: str) -> str:
        return f"{sum(n.funded for p in items for n in p.at(level))} {level}"

    money = [p.budget.value for p in items if p.budget.known]
    return f"{many('program')}, {many('kegiatan')}, dan {many('sub kegiatan')}" + (
        f" berpagu {short_money(sum(money, Decimal(0)))}" if money else " (belum ada pagu)"
    )


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


def _office_trees(office: Office, units: Sequence[tuple[Goal, list[Program]]]) -> list[Tree]:
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


def _goal_trees(office: Office, units: Sequence[tuple[Goal, list[Program]]]) -> list[Tree]:
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


# -- pages -------------------------------------------------------------------------------------------------------------

Unit = tuple["Goal", "list[Program]"]
Units = Sequence[Unit]


def _pages(
    office: Office,
    title: str,
    units: Units,
    build: Callable[[Office, Units], list[Tree]],
    columns: tuple[Sequence[str], Sequence[float]],
) -> list[Drawing]:
    """One drawing, or several of as many units each as fit; a unit that is too tall alone is split by its nodes.

    `columns` are their names and their shares of the width.
    """
    names, shares = columns
    probe = Sheet(WIDE, title + " (bagian 10 dari 10)", _NOTE)
    lefts, widths = _columns(probe.width, shares)

    def high(found: Units) -> float:
        trees = build(office, found)
        return probe.y + _HEAD + sum(tree_height(t, widths, _SIZE) for t in trees) + GAP * (len(trees) - 1)

    parts: list[list[Unit]] = []
    for unit in units:
        if parts and high([*parts[-1], unit]) <= _HIGHEST:
            parts[-1].append(unit)
        else:
            parts.extend([piece] for piece in _pieces(unit, lambda u: high([u])))
    pages = [build(office, part) for part in parts]
    return [_page(_part_title(title, i, len(pages)), trees, names, lefts, widths) for i, trees in enumerate(pages)]


def _part_title(title: str, i: int, total: int) -> str:
    return title if total == 1 else f"{title} (bagian {i + 1} dari {total})"


_NOTE = "Kotak bergaris putus-putus: tidak dianggarkan."


def _pieces(unit: Unit, high: Callable[[Unit], float]) -> list[Unit]:
    """A unit as it is when it fits; else its programs, and the kegiatan of a program, dealt out over several."""
    goal, programs = unit
    if high(unit) <= _HIGHEST:
        return [unit]
    if len(programs) > 1:
        return _deal(goal, [[p] for p in programs], high, lambda found: [p for f in found for p in f])
    if programs and len(programs[0].children) > 1:
        whole = programs[0]
        return _deal(
            goal, [[c] for c in whole.children], high, lambda found: [_only(whole, [c for f in found for c in f])]
        )
    if programs and programs[0].children and len(programs[0].children[0].children) > 1:
        whole, only = programs[0], programs[0].children[0]
        return _deal(
            goal,
            [[c] for c in only.children],
            high,
            lambda found: [_only(whole, [_only(only, [c for f in found for c in f])])],
        )
    return [unit]


def _deal(
    goal: Goal,
    items: list[list[Program]],
    high: Callable[[Unit], float],
    joined: Callable[[list[list[Program]]], list[Program]],
) -> list[Unit]:
    groups: list[list[list[Program]]] = []
    for item in items:
        if groups and high((goal, joined([*groups[-1], item]))) <= _HIGHEST:
            groups[-1].append(item)
        else:
            groups.append([item])
    found = [(goal, joined(g)) for g in groups]
    if len(found) == 1:
        return found
    return [piece for unit in found for piece in _pieces(unit, high)]


class _Part:
    """A program or kegiatan with some of its children: the same name and money, fewer branches."""

    def __init__(self, whole: Program, children: list[Program]) -> None:
        self.whole, self.children = whole, children

    def __getattr__(self, name: str) -> object:
        return getattr(self.whole, name)


def _only(whole: Program, children: list[Program]) -> Program:
    return _Part(whole, children)  # type: ignore[return-value]  # a program in all but its class


def _columns(width: float, shares: Sequence[float]) -> tuple[list[float], list[float]]:
    gap = 15.0
    room = width - gap * (len(shares) - 1) - 2
    widths = [room * s / sum(shares) for s in shares]
    lefts = [1 + sum(widths[:i]) + gap * i for i in range(len(shares))]
    return lefts, widths


def _page(
    title: str, trees: list[Tree], names: Sequence[str], lefts: Sequence[float], widths: Sequence[float]
) -> Drawing:
    dashed = any(c.dashed for t in trees for n in t.walk() for c in n.cards)
    sheet = Sheet(WIDE, title, _NOTE if dashed else "")
    depth = max(t.depth() for t in trees)
    for name, left, wide in list(zip(names, lefts, widths, strict=True))[:depth]:
        sheet.text(left, sheet.y + 4, name, size=8, weight=600, colour=GREY)
        sheet.line([(left, sheet.y + 8), (left + wide, sheet.y + 8)], colour=EDGE, width=0.6)
    y = sheet.y + _HEAD
    for tree in trees:
        _, high = draw_tree(sheet, tree, lefts, widths, y, size=_SIZE)
        y += high + GAP
    return sheet.finish(y, f"{title}. Bagan pohon dari kiri ke kanan: {' '.join(_words(t) for t in trees)}")


def _words(tree: Tree) -> str:
    """A tree in words: a node, then what is below it in brackets."""
    own = and_list(f"{c.text} ({c.facts})" if c.facts else c.text for c in tree.cards)
    return f"{own} [{'; '.join(_words(c) for c in tree.children)}]" if tree.children else own


@gapped
def programs_per_indicator(office: Office) -> list[Drawing]:
    """Programs and their budget for each indicator.  Raises `Gap` without a program that supports one."""
    programs = office.all_programs
    goals = [g for g in office.goals("sasaran") if office.indicators_of(g) and any(p.goal == g.code for p in programs)]
    if not goals:
        raise Gap(office.file("program"))

    def build(office: Office, units: Units) -> list[Tree]:
        return [Tree(_indicators(office, g), [Tree([_program_card(p, count=True)]) for p in ps]) for g, ps in units]

    sums = {g.code: Decimal(0) for g in goals}
    for p in programs:
        if p.goal in sums and p.budget.known:
            sums[p.goal] += p.budget.value
    most = max(goals, key=lambda g: sums[g.code])
    names = and_list(brief(i.name, 70) for i in office.indicators_of(most))
    title = f"Program dan pagu {office.year} per indikator" + (
        f": terbesar untuk {names} ({short_money(sums[most.code])})" if sums[most.code] else ""
    )
    units = [(g, [p for p in programs if p.goal == g.code]) for g in goals]
    return _pages(office, title, units, build, (("Indikator (target)", "Program, pagu, dan isinya"), (1.0, 1.5)))
