# ruff: noqa: PLR2004 - the figures are those of the rules themselves
"""Scores, weights and letters of evaluations: SKL01 to SKL04."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from lakip_lib.document.model import Paragraph
from lakip_lib.document.recognise import Column, Meaning
from lakip_lib.review._arithmetic import place, printed, text_place, total_row
from lakip_lib.review._scales import AKIP, akip_letter
from lakip_lib.review.finding import Finding, Place, Rule

__all__ = ["above_weight", "said_letters", "table_letters", "weights"]

SKL01 = Rule("SKL01", "galat", "Nilai melebihi bobotnya")
SKL02 = Rule("SKL02", "peringatan", "Bobot tidak berjumlah 100")
SKL03 = Rule("SKL03", "galat", "Predikat tidak sesuai dengan nilainya")
SKL04 = Rule("SKL04", "galat", "Predikat tidak ada dalam skala AKIP")

_LETTER = re.compile(r"(?:AA|BB|CC|[A-E])\s?[+-]?")
_AKIP = re.compile(r"\bs?akip\b|\blk[ej]?ip\b|\blakip\b|\blke\b|\blhe\b|akuntabilitas kinerja", re.IGNORECASE)
# Other evaluations grade with letters of their own: satisfaction, public service, electronic government, accreditation.
_OTHER = re.compile(
    r"\bikm\b|\bskm\b|\bspak\b|\bspkp\b|\bspbe\b|\bpekppp\b|kepuasan|pelayanan publik|mutu|akredit|survei|integritas"
    r"|reformasi birokrasi|kematangan|maturitas",
    re.IGNORECASE,
)
_GRADE = re.compile(
    r"\b(?i:nilai|skor)(?:nya)?\b[^.;]{0,40}?(?<![\d.,])(?P<n>\d{2,3}(?:[.,]\d+)?)[^.;\d]{0,40}?"
    r"\b(?i:predikat|kategori)(?:nya)?\s+[“\"(]?(?P<l>AA|BB|CC|[A-D])(?![\w+-])"
)
_PLUS = re.compile(
    r"\b(?i:predikat|nilai|kategori|tingkat)\b[^.;\d]{0,30}?[“\"(]?\b(?P<l>(?:AA|BB|CC|[A-D])[+-])(?=[\s.,;)”\"]|$)"
)


def weights(meaning: Meaning) -> Iterator[Finding]:
    """Weights that do not make 100; one whose printed total is not their sum is a wrong sum instead."""
    if meaning.kind != "bobot-nilai":
        return
    last = max((r.index for r in meaning.data), default=0)
    nested = any(r.level or (r.role in ("subtotal", "group") and r.index < last) for r in meaning.rows)
    for weight in meaning.of("bobot") if not nested else ():
        rows = [r.index for r in meaning.data if meaning.own(r.index, weight.index)]
        parts = [meaning.figures[r, weight.index] for r in rows]
        total = sum((f.value for f in parts), Decimal(0))
        whole = next((f for r in meaning.rows if r.role == "total" and (f := meaning.own(r.index, weight.index))), None)
        if len(parts) < 3 or not total % 100 or not 50 < total < 150 or (whole and whole.value != total):
            continue
        spots = tuple(place(meaning, r, weight.index) for r in rows)
        words = " + ".join(printed(f) for f in parts)
        yield Finding(SKL02, "bobot komponen tidak berjumlah 100", spots, str(total).replace(".", ","), "100", words)


def above_weight(meaning: Meaning) -> Iterator[Finding]:
    """Scores above their weight; a column in which most are is on another scale than its weights."""
    above: dict[tuple[int, int], list[Column]] = {}
    for column in meaning.of("nilai") if meaning.kind == "bobot-nilai" else ():
        weight = meaning.before(column, "bobot") or next(iter(meaning.of("bobot")), None)
        pairs = [
            (r.index, n, w)
            for r in meaning.data
            if weight and (n := meaning.figure(r.index, column.index)) and (w := meaning.figure(r.index, weight.index))
        ]
        over = [r for r, n, w in pairs if n.value - n.slack > w.value + w.slack]
        if weight is None or len(over) * 2 >= len(pairs):
            continue
        for r in over:
            above.setdefault((r, weight.index), []).append(column)
    for (row, at), columns in above.items():
        worst = max((meaning.figures[row, c.index] for c in columns), key=lambda f: f.value)
        spots = (*(place(meaning, row, c.index) for c in columns), place(meaning, row, at))
        limit = printed(meaning.figures[row, at])
        yield Finding(SKL01, f"nilai melebihi bobot {limit}", spots, printed(worst), f"≤ {limit}", f"bobot {limit}")


def table_letters(meaning: Meaning) -> Iterator[Finding]:
    """Letters under scores (a row of grades) and letters beside scores (a column of grades)."""
    titles = f"{meaning.table.caption} {' '.join(c.title for c in meaning.columns)}"
    if _OTHER.search(titles):
        return
    about = f"{titles} {meaning.section}" if meaning.kind == "bobot-nilai" else titles
    total = total_row(meaning)
    for row in meaning.rows:
        if _OTHER.search(row.label) or not _AKIP.search(f"{about} {row.label}"):
            continue
        for column in meaning.columns:
            cell = meaning.cell(row.index, column.index)
            if cell.quoted or not _LETTER.fullmatch(cell.text.strip()) or (column.year and column.year < 2014):
                continue
            score: tuple[int, int] | None = None
            if column.role == "nilai" and total and row.index > total.index:
                score = (total.index, column.index)
            elif column.role == "kelas" and (near := meaning.before(column, "nilai", "realisasi", "tahun")):
                score = (row.index, near.index)
            figure = meaning.figure(*score) if score else None
            if score and figure and 0 < figure.value <= 100:
                spots = (place(meaning, row.index, column.index), place(meaning, *score))
                yield from _graded(cell.text.strip(), figure.value, f"nilai {printed(figure)}", spots)


def said_letters(section: str, block: Paragraph) -> Iterator[Finding]:
    """Letters in running text: beside their score, or letters that the AKIP scale does not have."""
    for sentence in block.sentences() if not block.quoted else ():
        if not _AKIP.search(sentence) or _OTHER.search(sentence):
            continue
        for match in _GRADE.finditer(sentence):
            score = Decimal(match["n"].replace(",", "."))
            spots = (text_place(section, sentence, match.start(), match.end()),)
            if 0 < score <= 100:
                yield from _graded(match["l"], score, f"nilai {match['n']}", spots)
        for match in _PLUS.finditer(sentence):
            spots = (text_place(section, sentence, match.start(), match.end()),)
            names = ", ".join(name for name, _ in AKIP)
            message = f"predikat {match['l']} tidak ada dalam skala AKIP"
            yield Finding(SKL04, message, spots, match["l"], "", f"skala: {names}")


def _graded(letter: str, score: Decimal, words: str, spots: Sequence[Place]) -> Iterator[Finding]:
    right, letter = akip_letter(score), letter.replace(" ", "")
    if letter not in {name for name, _ in AKIP}:
        yield Finding(SKL04, "predikat ini tidak ada dalam skala AKIP", tuple(spots), letter, right, words)
    elif letter != right:
        yield Finding(SKL03, "predikat tidak sesuai dengan nilainya", tuple(spots), letter, right, words)
