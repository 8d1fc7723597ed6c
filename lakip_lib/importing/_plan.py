"""What is known of the plan so far: goals and objectives with their codes, indicators by name."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lakip_lib import schema
from lakip_lib.document.figures import in_cell
from lakip_lib.importing._drafts import Drafts, alike, name_key, tidy

__all__ = ["LEVELS", "Plan", "unnumbered"]

#: Levels of the plan and how the codes of their items begin.
LEVELS = {"tujuan": "T", "sasaran": "S", "strategi": "ST", "arah kebijakan": "AK"}
_NUMBERED = "kode menurut urutan, tidak tercetak"
_NO_DOCUMENT = "dokumen yang menetapkan target tidak tertulis: isi kolom dokumen pada pemetaan"


@dataclass
class Plan:
    """Items by level and text, indicators by name; new ones go into the drafts at once.

    `loose` are targets of no named document: indicator, year, text, cell, table.
    """

    drafts: Drafts
    year: int
    items: dict[str, dict[str, str]] = field(default_factory=lambda: {level: {} for level in LEVELS})
    indicators: dict[str, str] = field(default_factory=dict)
    loose: list[tuple[str, str, str, str, str]] = field(default_factory=list)

    def item(self, level: str, text: str, above: str, origin: str) -> str:
        """The code of a goal, objective, strategy or policy; new ones are numbered."""
        known = self.items[level]
        name = alike(text, known, loose=True)
        if name is None:
            name = unnumbered(text)
            known[name] = f"{LEVELS[level]}{len(known) + 1}"
            at = ("renstra", (known[name],))
            self.drafts.put(at, "kode", known[name], _NUMBERED)
            self.drafts.put(at, "tingkat", level, "menurut kepala kolom")
            self.drafts.put(at, "uraian", name, origin)
        at = ("renstra", (known[name],))
        if not self.drafts.rows["renstra"][at[1]].get("induk"):
            self.drafts.put(at, "induk", above, "menurut baris tabel")
        return known[name]

    def indicator(self, text: str, origin: str, met: dict[str, str], *, setting: bool) -> str | None:
        """The code of an indicator; one that nobody has set yet is new only in a table that sets indicators.

        `met` are the names of the table at hand by code: two names of one table are two indicators.
        """
        key = name_key(text)
        others = [n for n, code in self.indicators.items() if met.get(code, key) == key]
        name = alike(text, others, loose=True)
        if name is None:
            if not setting:
                return None
            name = unnumbered(text)
            self.indicators[name] = f"iku_{len(self.indicators) + 1}"
            at = ("indikator", (self.indicators[name],))
            self.drafts.put(at, "kode", self.indicators[name], _NUMBERED)
            self.drafts.put(at, "indikator", name, origin)
        met[self.indicators[name]] = key
        return self.indicators[name]

    def finish(self) -> None:
        """Settle the loose targets, and bring the drafts into the order of the indicators."""
        targets = self.drafts.rows.get("target", {})
        for code, year, text, origin, place in self.loose:
            figure = in_cell(text)
            known = [in_cell(row.get("target", "")) for key, row in targets.items() if key[:2] == (code, year)]
            if figure and any(k and k.value == figure.value for k in known):
                self.drafts.agreed += 1
            elif figure:
                name = self.drafts.rows["indikator"][code,]["indikator"]
                self.drafts.leave(place, origin, text, f"target {name} {year}: {_NO_DOCUMENT}")
        documents = schema.table("target").column("dokumen").choices
        quarters = schema.table("triwulan").column("triwulan").choices
        order = {code: i for i, code in enumerate(self.indicators.values())}
        keys = {
            "target": lambda key: (order[key[0]], documents.index(key[2]), key[1]),
            "triwulan": lambda key: (order[key[0]], quarters.index(key[1])),
        }
        for table, rank in keys.items():
            rows = self.drafts.rows.get(table, {})
            self.drafts.rows[table] = {key: rows[key] for key in sorted(rows, key=rank)}


def unnumbered(text: str) -> str:
    """A text without the item number before it."""
    return tidy(re.sub(r"^\s*\d+[.)]\s*", "", text))
