"""Programmes, kegiatan and sub kegiatan: which row of which table is which node of the tree."""

from __future__ import annotations

import re
from collections.abc import Sequence

from lakip_lib.document.recognise import Row, plain
from lakip_lib.importing._drafts import Drafts, alike, name_key, several_names, tidy
from lakip_lib.importing._mapped import Mapped
from lakip_lib.importing._results import MONEY, place_row, place_total
from lakip_lib.importing._tree import LEAF, LEVELS, Node, Tree

__all__ = ["place_programs"]

_WORD = re.compile(
    r"^\s*(?:[ivxlc]+[.)]\s*|\d+[.)]\s*|[a-z][.)]\s+|[•·-]\s*)?"
    r"(program|sub ?-?\s?kegiatan|sub(?= )|kegiatan)\s*[:.]?\s*",
    re.IGNORECASE,
)
_ITEM = re.compile(r"^\s*(?:\d+|[a-z]|[ivxlc]+)[.)]\s+|^\s*\d+[.)]\s*", re.IGNORECASE)
#: Official codes: urusan and bidang, then program, kegiatan, sub kegiatan; those of no urusan begin with X.XX.
_OFFICIAL = re.compile(r"[0-9X]\.[0-9X]{2}\.[0-9]{2}(?P<kegiatan>\.[0-9]\.[0-9]{2}(?P<sub>\.[0-9]{2,4})?)?")
_ABOVE = re.compile(r"[0-9X](?:\.[0-9X]{2})?")
_SEVERAL = "beberapa nama dalam satu sel"
_NO_LEVEL = "program, kegiatan, atau sub kegiatan? Tingkatnya tidak tertulis"


def place_programs(tables: Sequence[Mapped], drafts: Drafts) -> None:
    """Draft program, anggaran and kinerja_program from the tables that have columns of programmes."""
    tree = Tree(drafts)
    readers = [r for r in (_Reader(table, tree) for table in tables) if r.levels or r.names]
    # the table that says most about the tree plants it; the others add to it
    for reader in sorted(readers, key=lambda r: r.strength, reverse=True):
        reader.read()
    tree.finish()


class _Reader:
    """One table."""

    def __init__(self, table: Mapped, tree: Tree) -> None:
        self.table, self.tree = table, tree
        columns = [(i, table.one(f"program.{name}")) for i, name in enumerate(LEVELS)]
        self.levels = [(i, column) for i, column in columns if column is not None]
        self.names = table.at.get("program.nama", [])
        self.codes = table.at.get("program.kode", [])
        self.official = any((o := _OFFICIAL.fullmatch(self._code(r))) and o["kegiatan"] for r in table.m.data)
        self.deepest = max((r.level for r in table.rows()), default=0)
        self.path: list[Node] = []  # the last node of each level that the table itself has named
        self.met: dict[str, str] = {}

    @property
    def strength(self) -> tuple[bool, bool, int]:
        """How much the table says about the tree: codes, then money, then levels."""
        worded = sum(bool(_WORD.match(self._name(r)[0])) for r in self.table.rows())
        told = len(self.table.rows()) if self.codes or len(self.levels) > 1 else worded
        return bool(self.codes), bool(set(MONEY) & set(self.table.at)), told

    def read(self) -> None:
        """Every row: its node, then what stands at it."""
        rows = self.table.rows()
        for position, row in enumerate(rows):
            node = self._by_columns(row) if self.levels else self._by_name(row, rows[position + 1 :])
            if node is None and self._continues(row):
                node = self.path[-1]
            if node:
                place_row(self.table, row, node, self.tree.drafts)
            elif not self.table.alone(row):
                self._lost(row)
        place_total(self.table, self.tree)

    def _by_columns(self, row: Row) -> Node | None:
        """Names in columns of their own, one a level."""
        found = None
        for level, column in self.levels:
            text = self.table.text(row, column)
            if reason := _no_name(text) or (_SEVERAL if several_names(text) else ""):
                self.table.leave(self.tree.drafts, row, column, reason)
            elif name := _bare(text):
                known = self.tree.find(name, level, self.path, self.met)
                if known is None and self._may_add(level, text):
                    code = self._code(row) if level == self.levels[-1][0] else ""
                    if code in self.tree.by_code:  # typed twice: whose row this is nobody can tell
                        return None
                    known = self._add(row, code, level, name, column)
                found = self._enter(known, name) or found
        return found

    def _may_add(self, level: int, text: str) -> bool:
        """Whether the columns say where a new name belongs; a lone column of programmes must call them so."""
        if len(self.levels) == 1:
            return not level and bool(_WORD.match(text))
        return not level or any(n.level == level - 1 for n in self.path)

    def _by_name(self, row: Row, later: Sequence[Row]) -> Node | None:
        """Names of all levels in one column."""
        text, column = self._name(row)
        code = self._code(row)
        if not text or _no_name(text) or (self.official and _ABOVE.fullmatch(code)):
            return None
        name = _bare(text)
        level = self._level(row, text, code)
        known = self.tree.by_code.get(code)
        if known and not alike(name, [known.name], loose=True):
            return None
        if known is None and (not code or self.tree.numbered):
            known = self.tree.find(name, level, self.path, self.met)
        if known is None and level is None and not code:
            level = self._by_sequence(later)
        if known is None and level is not None and (not level or any(n.level == level - 1 for n in self.path)):
            known = self._add(row, code, level, name, column)
        return self._enter(known, name)

    def _level(self, row: Row, text: str, code: str) -> int | None:
        """What the row says of its level: its code, its first word, or its place in a tree of three levels."""
        if code and self.official:
            match = _OFFICIAL.fullmatch(code)
            return None if not match else LEAF if match["sub"] else 1 if match["kegiatan"] else 0
        if match := _WORD.match(text):
            word = match[1].lower()
            return LEAF if word.startswith("sub") else LEVELS.index(word)
        return row.level - 1 if row.level and self.deepest == len(LEVELS) else None

    def _by_sequence(self, later: Sequence[Row]) -> int | None:
        """A level that only one order allows: below a programme stands a kegiatan, below that a sub kegiatan."""
        titles = " ".join(plain(self.table.m.table.titles[c]) for c in self.names)
        if "sub" not in titles or not self.path:
            return None
        last = self.path[-1].level
        following = next((name for r in later if (name := self._name(r)[0])), "program")
        return last + 1 if last < LEAF else LEAF if _WORD.match(following) else None

    def _add(self, row: Row, code: str, level: int, name: str, column: int) -> Node:
        cells = (self.table.origin(row, column), self.table.origin(row, self.codes[0]) if code else "")
        return self.tree.add(code, level, name, self.path, cells)

    def _enter(self, node: Node | None, name: str) -> Node | None:
        """Note that this is the node at hand."""
        if node:
            self.met[node.code] = name_key(name)
            self.path = [*(n for n in self.path if n.level < node.level), node]
        return node

    def _code(self, row: Row) -> str:
        """The code of a row, joined where it stands in several columns."""
        parts = [self.table.m.cell(row.index, c) for c in self.codes]
        own = dict.fromkeys((p.row, p.column, re.sub(r"\s", "", p.text).strip(".")) for p in parts)
        code = ".".join(text for *_, text in own if text)
        return code if re.fullmatch(r"[0-9A-Z]+(?:\.[0-9A-Z]+)*", code, re.IGNORECASE) else ""

    def _name(self, row: Row) -> tuple[str, int]:
        """The name of a row and its column: the last cell of words that does not reach down from above."""
        for column in reversed(self.names):
            cell = self.table.m.cell(row.index, column)
            if cell.row == row.index and re.search("[A-Za-z]{2}", cell.text):
                return cell.text, column
        return "", 0

    def _continues(self, row: Row) -> bool:
        """Whether a row without a name goes on with the node above: a further indicator of it."""
        named = self._code(row) or self._name(row)[0] or any(self.table.begins(row, c) for _, c in self.levels)
        return bool(self.path) and not named and not self.table.alone(row)

    def _lost(self, row: Row) -> None:
        """List what stands at a row whose node is not known."""
        code, why = self._code(row), _NO_LEVEL
        if code in self.tree.by_code:
            why = f"kode {code} sudah dipakai “{self.tree.by_code[code].name}”"
        elif code and self.official:
            above = _ABOVE.fullmatch(code)
            why = "urusan atau bidang: di atas program" if above else "rincian belanja di bawah sub kegiatan"
        elif len(self.levels) == 1:
            why = "namanya tidak ada dalam susunan program yang terbaca"
        own = [i for i, _ in self.table.of("program", "anggaran", "kinerja_program") if self.table.begins(row, i)]
        if own and not any(_no_name(self.table.text(row, i)) for i in own if i in dict(self.levels).values()):
            text = " · ".join(tidy(self.table.text(row, i)) for i in own)
            self.tree.drafts.leave(self.table.found.place, self.table.origin(row, own[0]), text, why)


def _bare(text: str) -> str:
    """The name of a row: without item number, and without the word of its level unless it is part of the name."""
    text = tidy(_ITEM.sub("", text))
    match = _WORD.match(text)
    if match and not match[1].lower().startswith("program"):
        return tidy(text[match.end() :]) or text
    return text


def _no_name(text: str) -> str:
    """Why a cell is not one name: it lists several, or prints an amount as well."""
    if re.search(r"\brp\.?\s*\d", text, re.IGNORECASE):
        return "nama bercampur uang"
    return _SEVERAL if len([t for t in text.splitlines() if _ITEM.match(t)]) > 1 else ""
