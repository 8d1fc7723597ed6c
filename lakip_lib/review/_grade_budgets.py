"""More spent than there was: SKL06."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from lakip_lib.document.figures import Figure, in_text
from lakip_lib.document.recognise import Column, Meaning
from lakip_lib.review._arithmetic import place, printed, text_place
from lakip_lib.review._ratio_facts import Passage
from lakip_lib.review.finding import Finding, Rule

__all__ = ["overspent", "said_overspent"]

SKL06 = Rule("SKL06", "peringatan", "Realisasi melebihi pagu")

_INCOME = re.compile(r"pendapatan|retribusi|penerimaan|\bpad\b|\bpnbp\b|pajak daerah", re.IGNORECASE)
_EARLIER = re.compile(r"\b(?:lalu|sebelumnya)\b")
_BECAME = re.compile(r"\bmenjadi\b", re.IGNORECASE)
# Words by which what is realised is no spending of the budget named before it; so does another year.
_YEAR = re.compile(r"\b20\d\d\b")
_ELSE = re.compile(r"seluruh|\b(?:lalu|sebelumnya|om[sz]e?t|penjualan|investasi|ekspor|volume usaha)\b", re.IGNORECASE)
_ROLE = re.compile(
    r"(?P<pagu>\b(?:pagu|anggaran|alokasi)\b)|(?P<pakai>\b(?:realisasi|terserap|terealisasi|membelanjakan)\w*)",
    re.IGNORECASE,
)


def overspent(meaning: Meaning) -> Iterator[Finding]:
    """Rows of a table that spend more than every budget of the year in them; income may exceed its plan."""
    for spent in meaning.of("realisasi uang"):
        funds = [c for c in meaning.of("pagu") if c.year == spent.year or not (c.year and spent.year)]
        titles = " ".join(c.title for c in (spent, *funds[:1]))
        if funds and not _EARLIER.search(spent.title) and not _INCOME.search(f"{meaning.table.caption} {titles}"):
            yield from _over(meaning, spent, funds)


def _over(meaning: Meaning, spent: Column, funds: Sequence[Column]) -> Iterator[Finding]:
    for row in meaning.rows:
        used = meaning.figure(row.index, spent.index)
        given = [f for c in funds if (f := meaning.figure(row.index, c.index))]
        if not used or not given or row.role == "persen" or _INCOME.search(row.label):
            continue
        limit = max(given, key=lambda f: f.value)
        if used.value > limit.value:
            spots = (place(meaning, row.index, spent.index), *(place(meaning, row.index, c.index) for c in funds))
            yield Finding(SKL06, "realisasi melebihi pagu", spots, printed(used), f"≤ {printed(limit)}", "")


def said_overspent(passage: Passage) -> Iterator[Finding]:
    """``anggaran Rp A [menjadi Rp C] ... realisasi Rp B`` with B above A and C."""
    text = passage.block.text
    if passage.block.quoted or _INCOME.search(text):
        return
    figures = in_text(text)
    fund: Figure | None = None
    for i, figure in enumerate(figures):
        words = text[figures[i - 1].end if i else 0 : figure.start]
        roles = [m.lastgroup for m in _ROLE.finditer(words)]
        if not figure.money:
            continue
        if not roles and not _BECAME.search(words):
            fund = None  # a budget with parts, or of several sources
        elif not roles:
            fund = fund and max(fund, figure, key=lambda f: f.value)
        elif roles[-1] == "pagu" and "realisasi" not in words.lower():
            fund = figure
        elif fund and "pakai" in roles:
            other = _ELSE.search(words) or set(_YEAR.findall(words)) - set(_YEAR.findall(text[: fund.start]))
            if figure.value > fund.value and not other:
                spot = text_place(passage.section, text, fund.start, figure.end)
                yield Finding(SKL06, "realisasi melebihi pagu", (spot,), printed(figure), f"≤ {printed(fund)}", "")
            fund = None
