# ruff: noqa: PLR2004 - how many figures a pattern needs is said by the pattern
"""Money in running text: a budget, what was spent of it, the percentage and what is left."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from lakip_lib.document.figures import Figure
from lakip_lib.review import _ratio_rules as rules
from lakip_lib.review._arithmetic import Ratio
from lakip_lib.review._ratio_facts import Passage, spot
from lakip_lib.review._ratio_rules import Check

__all__ = ["money_checks"]

_ABSORBED = re.compile(
    r"^[\s,;(]*(?:yang\s+)?(?:atau|sebesar|serapan|penyerapan|terserap|mencapai|yaitu|dengan|persentase|capaian|kinerja|realisasi"
    r"|keuangan|anggaran|sekitar|dari pagu|telah|nya|\(|=|\s|,)*$",
    re.IGNORECASE,
)
_OF_BUDGET = re.compile(r"^\s*\)?\s*dari\s+(?:total\s+|jumlah\s+)?(?:pagu|anggaran|alokasi)[^.;]{0,60}$", re.IGNORECASE)
_OF_ELSE = re.compile(r"\s*\)?\s*dari\s+(?!(?:total\s+|jumlah\s+)?(?:pagu|anggaran|alokasi))", re.IGNORECASE)
_SPENT = re.compile(r"realis|serap|belanja|\bdari\s+(?:pagu|anggaran|alokasi)|digunakan|pagu", re.IGNORECASE)
_CHANGE = re.compile(r"\b(?:naik|turun|me?ningkat|menurun|bertambah|berkurang|hemat|sisa|tersisa)", re.IGNORECASE)
_LEFT = re.compile(
    r"\b(?:tersisa|sisanya|sisa(?:\s+(?:anggaran|pagu|dana))?|silpa)\s*(?:adalah|sebesar|sejumlah|yaitu|:|ialah)?\s*$",
    re.IGNORECASE,
)


def money_checks(passage: Passage, figures: Sequence[Figure]) -> Iterator[Check]:
    """All checks of the rupiah of one paragraph."""
    yield from _money(passage, figures)
    yield from _remainder(passage, figures)


def _money(passage: Passage, figures: Sequence[Figure]) -> Iterator[Check]:
    """``Rp A ... Rp B atau C%``: C is B of A, or A of B; a percentage that speaks of something else is left alone."""
    text = passage.block.text
    since = 0
    for i, figure in enumerate(figures):
        if not figure.percent:
            continue
        funds = [f for f in figures[since:i] if f.money]
        after = figures[i + 1] if i + 1 < len(figures) and figures[i + 1].money else None
        close = funds and _ABSORBED.match(text[funds[-1].end : figure.start])
        if close and after and _OF_BUDGET.match(text[figure.end : after.start]):
            funds = [funds[-1], after]
        since = i + 1
        said = text[
            figures[i - 1].end if not funds else funds[0].start - 60 if funds[0].start > 60 else 0 : figure.start
        ]
        rest = text[figure.end : figure.end + 30]
        if not close or len(funds) < 2 or not _SPENT.search(said) or (_OF_ELSE.match(rest) and funds[-1] is not after):
            continue
        pairs = [(b, a) for n, b in enumerate(funds) for a in funds[:n]]
        options = [o for b, a in reversed(pairs) for o in (Ratio.of("", b, a), Ratio.of("", a, b)) if o]
        options.sort(key=lambda o: o.value > 100)
        sums = [
            replace(funds[-2], value=sum((f.value for f in funds[n:-1]), Decimal(0))) for n in range(len(funds) - 2)
        ]
        options += [o for s in sums if (o := Ratio.of("", funds[-1], s))]  # of several sources together
        if _CHANGE.search(text[funds[-2].end : figure.start]):
            continue
        if len(funds) > 2 and not any(o.within(figure) for o in options):
            pair = funds[-2:]
            options = [o for o in (Ratio.of("", pair[1], pair[0]), Ratio.of("", pair[0], pair[1])) if o]
            options.sort(key=lambda o: o.value > 100)
        yield Check(
            rules.RSO07,
            figure,
            options,
            spot(passage, funds[-2], funds[-1], figure),
            "serapan kalimat",
            passage.section,
        )


def _remainder(passage: Passage, figures: Sequence[Figure]) -> Iterator[Check]:
    text = passage.block.text
    for i, figure in enumerate(figures):
        before = text[figures[i - 1].end if i else 0 : figure.start]
        funds = [f for f in figures[:i] if f.money]
        if figure.money and _LEFT.search(before) and len(funds) >= 2:
            # what is left may stand in brackets, as what was not spent
            pair = (funds[-2], funds[-1]) if figure.value >= 0 else (funds[-1], funds[-2])
            option = Ratio.less("sisa", *pair)
            yield Check(
                rules.RSO15, figure, [option], spot(passage, funds[-2], funds[-1], figure), "sisa", passage.section
            )
