# ruff: noqa: PLR2004 - a whole has at least two parts
"""Parts and wholes in running text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import accumulate

from lakip_lib.document.figures import Figure, in_text, written
from lakip_lib.document.model import Paragraph
from lakip_lib.review._arithmetic import finest, listed, printed, text_place
from lakip_lib.review.finding import Finding, Rule

__all__ = ["sentence_parts"]

JML05 = Rule("JML05", "galat", "Rincian dalam kalimat tidak menjumlah")

_PARTS = re.compile(
    r"\b(?:terdiri\s+(?:dari|atas)|terbagi\s+(?:dalam|atas|menjadi)|dengan\s+rincian|rinciannya)\b",
    re.IGNORECASE,
)
_SOME = re.compile(r"\bdi\s?antara|antara\s+lain|termasuk|sekitar|lebih\s+dari|kurang\s+lebih|sebagian", re.IGNORECASE)
_TOGETHER = re.compile(
    r"(?:dengan demikian|sehingga|jadi|total(?:nya)?|seluruh(?:nya)?|keseluruhan|secara keseluruhan)\b[^.;\d]{0,120}?"
    r"\b(?:berjumlah|sebanyak|sejumlah|menjadi|adalah|total)\s*$",
    re.IGNORECASE,
)


def sentence_parts(section: str, block: Paragraph) -> Iterator[Finding]:
    """Findings about wholes and their parts in one paragraph."""
    for sentence in block.sentences():
        if any(q and q in sentence for q in block.quoted):
            continue
        yield from _listed(section, sentence)
    yield from _joined(section, block.text, block.quoted)


def _listed(section: str, sentence: str) -> Iterator[Finding]:
    """``386 UKM terdiri dari 302, 16, 56 dan 12 UKM``: the parts that follow must add up to the figure before."""
    marker = _PARTS.search(sentence)
    if not marker or _SOME.search(sentence):
        return
    figures = [f for f in in_text(sentence) if sentence[: f.start].count("(") <= sentence[: f.start].count(")")]
    before = [f for f in figures if f.end <= marker.start()]
    parts = [f for f in figures if f.start >= marker.end()]
    if not before or len(parts) < 2:
        return
    whole = before[-1]
    if not _alike([whole, *parts]) or any(p.value > whole.value for p in parts):
        return
    total = sum(p.value for p in parts)
    if whole.value in accumulate(p.value for p in parts) or not all(f.exact for f in (whole, *parts)):
        return
    yield _said(section, sentence, whole, parts, total)


def _joined(section: str, text: str, quoted: Sequence[str]) -> Iterator[Finding]:
    """``19 orang PNS dan 15 orang kontrak. Dengan demikian ... berjumlah 34 orang``: the whole comes behind."""
    if quoted or _SOME.search(text):
        return
    figures = in_text(text)
    for i in range(2, len(figures)):
        whole, parts = figures[i], figures[i - 2 : i]
        between = text[parts[-1].end : whole.start]
        if not _TOGETHER.search(between) or not _alike([whole, *parts]) or not whole.unit:
            continue
        if " dan " not in text[parts[0].end : parts[1].start] or (i > 2 and figures[i - 3].unit == whole.unit):
            continue
        total = sum(p.value for p in parts)
        if total != whole.value and all(f.exact for f in (whole, *parts)):
            yield _said(section, text, whole, parts, total)


def _said(section: str, text: str, whole: Figure, parts: Sequence[Figure], total: Decimal | int) -> Finding:
    spot = text_place(section, text, min(whole.start, parts[0].start), max(whole.end, parts[-1].end))
    values = [p.value for p in parts]
    expected = written(Decimal(total), finest([whole.value, *values]))
    message = "rincian tidak menjumlah ke angka yang disebut"
    return Finding(JML05, message, (spot,), printed(whole), expected, listed(values))


def _alike(figures: Sequence[Figure]) -> bool:
    """Whether all count the same thing: the same first word of the unit, or rupiah throughout."""
    units = {f.unit.split(" ")[0] for f in figures}
    return len(units) == 1 and "%" not in units
