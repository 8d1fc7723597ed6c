"""What the office's own words say about money and efficiency: narratives as templates, and the lists of obstacles.

A narrative is read as it was written, with its placeholders: they name the indicator or program of a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lakip_lib import numerals
from lakip_lib.measures import efficiency_margin
from lakip_lib.office import Gap, Indicator, Office, Program
from lakip_lib.review import _table_rules as r
from lakip_lib.review._table_base import rows
from lakip_lib.review.finding import Finding, Place

__all__ = ["explains", "not_efficient"]

_SENTENCE = re.compile(r"(?<=[.!?;:])\s+(?=\S)")
_BRANCH = re.compile(r"\{%-?\s*(if|for|endif|endfor)\b")
_CODE = re.compile(r"\{\{.*?\}\}|\{%.*?%\}")
_BUDGET = re.compile(r"\b(anggaran\w*|serapan|penyerapan|terserap|pagu|refocusing)\b")
_MONEY = re.compile(r"\b(anggaran\w*|serapan|penyerapan|terserap|pagu|dana|belanja|biaya|efisiensi|refocusing)\b")
_CAUSE = re.compile(r"\b(karena|sebab|disebabkan|penyebab\w*|akibat|diakibatkan|lantaran|berhubung|sehubungan)\b")
_UNKNOWN = re.compile(r"\b(tidak|belum|tanpa)\b[^.]{0,40}\b(jelas|menjelaskan|dijelaskan|diketahui|penjelasan)\b")
_CLAIM = re.compile(r"\befisien\b")
_DENIED = re.compile(r"\b(tidak|belum|bukan|bukanlah|kurang|tak)(\s+\S+){0,4}\s*$")
_PURPOSE = re.compile(
    r"\b(agar|supaya|untuk|guna|demi|hendak|akan|perlu|harus|wajib|diharapkan|bertujuan|berupaya|bila|jika|apabila|apakah|"
    r"tanpa|selama|sepanjang|prinsip|asas|ambang|batas|kriteria|kategori|berarti)\b"
)
_CONCLUDES = re.compile(r"\b(sehingga|maka|artinya|dengan demikian|karena itu|oleh sebab itu)\b")
_ALL = re.compile(r"\b(semua|seluruh|setiap|segenap|seluruhnya|semuanya)\b")
_GOOD = ("efisien", "cukup efisien")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a narrative: folded text without template code, the template text, and if it is conditional."""

    file: str
    line: int
    text: str
    raw: str
    conditional: bool

    @property
    def place(self) -> Place:
        """Where it stands, in a reader's words."""
        return Place("", self.file, str(self.line), "", " ".join(self.raw.split()))


def sentences(office: Office) -> Iterator[Sentence]:
    """All sentences of the year's narratives."""
    for name in office.narratives():
        found = office.narrative(name)
        if found is None:
            continue
        depth = 0
        for number, line in enumerate(found[1].splitlines(), 1):
            for part in _SENTENCE.split(line):
                words = [m[1] for m in _BRANCH.finditer(part)]
                before = depth
                depth += sum(-1 if w.startswith("end") else 1 for w in words)
                plain = " ".join(_CODE.sub(" ", part).replace("*", "").split()).casefold()
                yield Sentence(found[0], number, plain, part, conditional=bool(words) or before > 0)


def explains(office: Office, node: Program) -> tuple[bool, str]:
    """(explained, where mentioned): does a text give a cause for what a node of the budget tree did not spend?

    A narrative does when a sentence that names the node, or one above it, or the sentence after it speaks of money and
    gives a cause; an obstacle does when it speaks of the budget and belongs to an indicator of the node's sasaran.
    """
    line: list[Program] = []
    above: Program | None = node
    while above is not None:
        line.append(above)
        above = above.parent
    mine = {i.code for i in office.indicators if i.goal.code == node.goal}
    for row in rows(office, "kendala"):
        text = row["uraian"].casefold()
        if (row["indikator"] in mine and _BUDGET.search(text)) or any(_name_in(n.name, text) for n in line):
            return True, row.file
    where, near = "", False
    for s in sentences(office):
        met = any(_program_in(n, s) for n in line)
        if (met or (near and where == s.file)) and _money_in(s):
            where = s.file
            if _CAUSE.search(s.text) and not _UNKNOWN.search(s.text):
                return True, where
        near = met
    return False, where


def not_efficient(office: Office) -> Iterator[Finding]:
    """No narrative calls efficient what the office's own rule does not."""
    claims = [s for s in sentences(office) if _claims(s)]
    for s in claims:
        subjects, every = _subjects(office, s)
        judged = [(i, v) for i in subjects if (v := _verdict(office, i))]
        against = [(i, v) for i, v in judged if v not in _GOOD]
        if not against or (not every and len(against) < len(judged)):
            continue
        (indicator, verdict), threshold = against[0], numerals.write_exact(office.efficiency_threshold)
        achieved, absorbed, found = office.efficiency(indicator)
        yield Finding(
            r.NOT_EFFICIENT,
            f"Narasi menyebut efisien, sedangkan menurut aturan yang berlaku {indicator.name} “{verdict}”: capaian "
            f"{achieved.with_unit()}, serapan {absorbed.with_unit()}.",
            (s.place,),
            "efisien",
            verdict,
            f"metode {office.efficiency_method}: {efficiency_margin(found).worked()}, ambang {threshold}",
        )


def _verdict(office: Office, i: Indicator) -> str:
    """The word for its efficiency, empty while there is none."""
    try:
        known = all(q.known for q in office.efficiency(i))
    except Gap:
        return ""
    return office.efficiency_verdict(i) if known else ""


def _claims(s: Sentence) -> bool:
    if s.conditional or s.text.startswith("#"):
        return False
    for met in _CLAIM.finditer(s.text):
        before = _CONCLUDES.split(s.text[: met.start()])[-1]
        if not _DENIED.search(before) and not _PURPOSE.search(before):
            return True
    return False


def _subjects(office: Office, s: Sentence) -> tuple[list[Indicator], bool]:
    """The indicators of a sentence, and whether it speaks of all of them; the file's own when it names none."""
    named = [i for i in office.indicators if _indicator_in(office, i, s)]
    if named:
        return named, False
    if _ALL.search(s.text):
        return office.indicators, True
    stem = s.file.rpartition("/")[2].removesuffix(".md")
    return [i for i in office.indicators if stem.endswith(f"_{i.code}")], False


def _indicator_in(office: Office, i: Indicator, s: Sentence) -> bool:
    code = rf"(?<![\w.'\"]){re.escape(i.code)}(?!\w)"
    if any(re.search(code, m[0]) for m in _CODE.finditer(s.raw)):
        return True
    if _name_in(i.name, s.text) or _name_in(i.goal.text, s.text):
        return True
    roots = [p for p in _all_programs(office) if p.goal == i.goal.code]
    return any(_program_in(p, s) for p in roots)


def _all_programs(office: Office) -> list[Program]:
    return office.all_programs if rows(office, "program") else []


def _program_in(node: Program, s: Sentence) -> bool:
    code = rf"program\[\s*['\"]{re.escape(node.code)}['\"]\s*\]"
    return bool(re.search(code, s.raw)) or _name_in(node.name, s.text)


def _name_in(name: str, text: str) -> bool:
    """True if a folded text has that name as whole words."""
    name = " ".join(name.split()).casefold()
    return bool(name) and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text) is not None


def _money_in(s: Sentence) -> bool:
    return bool(_MONEY.search(s.text)) or bool(re.search(r"\.(serapan|pagu|realisasi|belanja|sisa)\b", s.raw))
