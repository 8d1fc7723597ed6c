"""More spent than there was: SKL06."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lakip_lib.document.figures import Figure, in_text
from lakip_lib.document.recognise import Meaning
from lakip_lib.review._arithmetic import place, printed, text_place
from lakip_lib.review._ratio_facts import Passage
from lakip_lib.review.finding import Finding, Rule

__all__ = ["overspent", "said_overspent"]

SKL06 = Rule("SKL06", "peringatan", "Realisasi melebihi pagu")

_INCOME = re.compile(r"pendapatan|retribusi|penerimaan|\bpad\b|\bpnbp\b|pajak daerah", re.IGNORECASE)
_ROLE = re.compile(
    r"(?P<pagu>\b(?:pagu|anggaran|alokasi)\b)|(?P<pakai>\b(?:realisasi|terserap|terealisasi|membelanjakan)\w*)",
    re.IGNORECASE,
)


def overspent(meaning: Meaning) -> Iterator[Finding]:
    """Rows of a table that spend more than every budget printed in them; income may exceed its plan."""
    spent = next(iter(meaning.of("realisasi uang")), None)
    funds = meaning.of("pagu")
    if not spent or not funds or _INCOME.search(f"{meaning.table.caption} {spent.title} {funds[0].title}"):
        return
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
    """``anggaran Rp A ... realisasi Rp B`` with B above A."""
    text = passage.block.text
    if passage.block.quoted or _INCOME.search(text):
        return
    figures = in_text(text)
    fund: Figure | None = None
    for i, figure in enumerate(figures):
        words = text[figures[i - 1].end if i else 0 : figure.start]
        roles = [m.lastgroup for m in _ROLE.finditer(words)]
        if not figure.money or not roles:
            continue
        if roles[-1] == "pagu" and "realisasi" not in words.lower():
            fund = figure
        elif fund and "pakai" in roles:
            if figure.value > fund.value:
                spot = text_place(passage.section, text, fund.start, figure.end)
                yield Finding(SKL06, "realisasi melebihi pagu", (spot,), printed(figure), f"≤ {printed(fund)}", "")
            fund = None
