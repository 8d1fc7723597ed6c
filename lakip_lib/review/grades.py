# ruff: noqa: PLR2004 - the figures are those of the rules themselves
"""SKL (and EFI, see `_efficiency`): scores, weights, letters, classes against their scales, budgets exceeded."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from lakip_lib.document.figures import Figure, in_text
from lakip_lib.document.model import Document, Paragraph
from lakip_lib.document.recognise import Column, Meaning, plain, recognise_all
from lakip_lib.review._arithmetic import merged, place, printed, text_place
from lakip_lib.review._efficiency import claims, definitions_in, said_efficiency, table_efficiency
from lakip_lib.review._ratio_facts import Passage, facts, passages
from lakip_lib.review._ratio_rules import Check, judged
from lakip_lib.review._scales import AKIP, Scale, akip_letter, gaps, scales
from lakip_lib.review.finding import Finding, Place, Rule

__all__ = ["check"]

SKL01 = Rule("SKL01", "galat", "Nilai melebihi bobotnya")
SKL02 = Rule("SKL02", "peringatan", "Bobot tidak berjumlah 100")
SKL03 = Rule("SKL03", "galat", "Predikat tidak sesuai dengan nilainya")
SKL04 = Rule("SKL04", "galat", "Predikat tidak ada dalam skala AKIP")
SKL05 = Rule("SKL05", "galat", "Kelas tidak sesuai dengan skala yang dinyatakan")
SKL06 = Rule("SKL06", "peringatan", "Realisasi melebihi pagu")
SKL07 = Rule("SKL07", "peringatan", "Skala berlubang atau tumpang tindih")

_LETTER = re.compile(r"(?:AA|BB|CC|[A-E])\s?[+-]?")
_AKIP = re.compile(r"\bs?akip\b|\blk[ej]?ip\b|\blakip\b|\blke\b|\blhe\b|akuntabilitas|evaluasi", re.IGNORECASE)
_INCOME = re.compile(r"pendapatan|retribusi|penerimaan|\bpad\b|pajak daerah", re.IGNORECASE)
_GRADE = re.compile(
    r"\b(?i:nilai|skor)(?:nya)?\b[^.;]{0,40}?(?P<n>\d{2,3}(?:[.,]\d+)?)[^.;\d]{0,40}?"
    r"\b(?i:predikat|kategori)(?:nya)?\s+[“\"(]?(?P<l>AA|BB|CC|[A-D])(?![\w+])"
)
_PLUS = re.compile(
    r"\b(?i:predikat|nilai|kategori|tingkat)\b[^.;\d]{0,30}?[“\"(]?\b(?P<l>(?:AA|BB|CC|[A-D])[+-])(?=[\s.,;)”\"]|$)"
)
_CLASS = re.compile(
    r"\bcapaian(?:nya)?[^.;\d]{0,30}(?P<n>\d+(?:[.,]\d+)?)\s?%[^.;\d]{0,60}?\b(?:kelas|kategori|predikat|kriteria)\s+[“\"]?(?P<k>[A-Za-z]+(?:\s[A-Za-z]+)?)"
)


def check(document: Document) -> Iterator[Finding]:
    """All findings about efficiency, scores, weights, letters, classes and budgets."""
    meanings = list(recognise_all(document))
    known = facts(meanings)
    stated = list(scales(document))
    definitions = definitions_in(document)
    checks: list[Check] = []
    found: list[Finding] = []
    for meaning in meanings:
        if meaning.of("efisiensi"):
            for item in table_efficiency(meaning, definitions):
                (found if isinstance(item, Finding) else checks).append(item)
            found += claims(meaning)
        found += _weights(meaning)
        found += _letters(meaning)
        found += _classes(meaning, stated)
        found += _overspent(meaning)
    for passage in passages(document, meanings):
        checks += said_efficiency(passage, known)
        found += _said(passage, stated)
    for section, block in document.placed():
        if isinstance(block, Paragraph) and _AKIP.search(block.text) and not block.quoted:
            found += [
                _no_such(m["l"], (text_place(section, block.text, m.start(), m.end()),))
                for m in _PLUS.finditer(block.text)
            ]
    highest = max(
        (f.value for m in meanings for c in m.of("capaian") for r in m.data if (f := m.figure(r.index, c.index))),
        default=0,
    )
    for scale in stated:
        holes = list(gaps(scale))
        top = scale.bands[0]
        if top.high == 100 and highest > 100 and any(_uses(m, scale) for m in meanings):
            holes.append(f"kelas tertinggi {top.name} berakhir pada 100%, padahal ada capaian di atasnya")
        if holes:
            found.append(Finding(SKL07, "; ".join(holes), (scale.place,)))
    yield from merged([*judged(checks), *found])


# --- scores, weights, letters ----------------------------------------------------------------------------------------


def _weights(meaning: Meaning) -> Iterator[Finding]:
    if meaning.kind != "bobot-nilai":
        return
    above: dict[tuple[int, int], list[Column]] = {}
    for column in meaning.of("nilai"):
        weight = meaning.before(column, "bobot") or next(iter(meaning.of("bobot")), None)
        pairs = [
            (r.index, n, w)
            for r in meaning.data
            if weight and (n := meaning.figure(r.index, column.index)) and (w := meaning.figure(r.index, weight.index))
        ]
        over = [(r, n) for r, n, w in pairs if n.value - n.slack > w.value + w.slack]
        if weight and len(over) * 2 < len(pairs):
            for r, _ in over:
                above.setdefault((r, weight.index), []).append(column)
    for (row, weight), columns in above.items():
        worst = max((meaning.figures[row, c.index] for c in columns), key=lambda f: f.value)
        spots = (*(place(meaning, row, c.index) for c in columns), place(meaning, row, weight))
        limit = printed(meaning.figures[row, weight])
        yield Finding(SKL01, f"nilai melebihi bobot {limit}", spots, printed(worst), f"≤ {limit}", f"bobot {limit}")
    for weight in meaning.of("bobot"):
        parts = [f for r in meaning.data if (f := meaning.own(r.index, weight.index))]
        total = sum(f.value for f in parts)
        nested = any(r.level for r in meaning.rows) or any(
            r.role in ("subtotal", "group") and r.index < meaning.data[-1].index for r in meaning.rows
        )
        if len(parts) >= 3 and not nested and total % 100 and total != 1 and 50 < total < 150:
            spots = tuple(
                place(meaning, r.index, weight.index) for r in meaning.data if meaning.own(r.index, weight.index)
            )
            words = " + ".join(printed(f) for f in parts)
            yield Finding(
                SKL02, "bobot komponen tidak berjumlah 100", spots, str(total).replace(".", ","), "100", words
            )


def _letters(meaning: Meaning) -> Iterator[Finding]:
    """Letters under scores (a row of grades) and letters beside scores (a column of grades)."""
    context = f"{meaning.table.caption} {meaning.section} {' '.join(c.title for c in meaning.columns)}"
    if not _AKIP.search(context):
        return
    total = next((r for r in reversed(meaning.rows) if r.role == "total"), None)
    for row in meaning.rows:
        for column in meaning.columns:
            letter = meaning.cell(row.index, column.index).text.strip()
            if meaning.cell(row.index, column.index).quoted or not _LETTER.fullmatch(letter):
                continue
            score: tuple[int, int] | None = None
            if column.role == "nilai" and total and row.index > total.index:
                score = (total.index, column.index)
            elif column.role == "kelas" and (near := meaning.before(column, "nilai", "realisasi", "tahun")):
                score = (row.index, near.index)
            figure = meaning.figure(*score) if score else None
            if score and figure and 0 < figure.value <= 100 and not (column.year and column.year < 2014):
                yield from _graded(letter, figure, (place(meaning, row.index, column.index), place(meaning, *score)))


def _graded(letter: str, figure: Figure, spots: Sequence[Place]) -> Iterator[Finding]:
    right = akip_letter(figure.value)
    letter = letter.replace(" ", "")
    if letter not in {name for name, _ in AKIP}:
        yield Finding(
            SKL04, "predikat ini tidak ada dalam skala AKIP", tuple(spots), letter, right, f"nilai {printed(figure)}"
        )
    elif letter != right:
        yield Finding(
            SKL03, "predikat tidak sesuai dengan nilainya", tuple(spots), letter, right, f"nilai {printed(figure)}"
        )


def _no_such(letter: str, spots: tuple[Place, ...]) -> Finding:
    names = ", ".join(name for name, _ in AKIP)
    return Finding(SKL04, f"predikat {letter} tidak ada dalam skala AKIP", spots, letter, "", f"skala: {names}")


# --- classes and budgets ---------------------------------------------------------------------------------------------


def _class(value: Decimal, said: str, stated: Sequence[Scale]) -> tuple[str, Scale] | None:
    """The class that the stated scales give, where it is not the one said; None when it agrees or nothing is stated."""
    fitting = [s for s in stated if plain(said) in s.names()]
    right = [(s.of(value), s) for s in fitting]
    if not right or any(name is None or plain(name) == plain(said) for name, _ in right):
        return None
    name, scale = right[0]
    return (name, scale) if name else None


def _uses(meaning: Meaning, scale: Scale) -> bool:
    """Whether a table classes its achievements by this scale."""
    names = scale.names()
    texts = (meaning.cell(r.index, c.index).text for c in meaning.of("kelas") for r in meaning.data)
    return bool(meaning.of("capaian")) and any(plain(t) in names for t in texts)


def _classes(meaning: Meaning, stated: Sequence[Scale]) -> Iterator[Finding]:
    for column in meaning.of("kelas"):
        done = meaning.before(column, "capaian")
        for row in meaning.rows if done and meaning.kind != "skala" else ():
            figure = meaning.figure(row.index, done.index) if done else None
            said = meaning.cell(row.index, column.index).text
            wrong = _class(figure.value, said, stated) if figure else None
            if wrong and figure and done:
                spots = (place(meaning, row.index, column.index), place(meaning, row.index, done.index), wrong[1].place)
                yield Finding(
                    SKL05,
                    "kelas tidak sesuai dengan skala yang dinyatakan",
                    spots,
                    said.strip(),
                    wrong[0],
                    f"capaian {printed(figure)}",
                )


def _said(passage: Passage, stated: Sequence[Scale]) -> Iterator[Finding]:
    text = passage.block.text
    if passage.block.quoted:
        return
    for match in _CLASS.finditer(text):
        value = Decimal(match["n"].replace(",", "."))
        words = match["k"].split()
        said = next((w for w in (" ".join(words), words[0]) if any(plain(w) in s.names() for s in stated)), None)
        wrong = _class(value, said, stated) if said else None
        if wrong and said:
            spots = (text_place(passage.section, text, match.start(), match.end()), wrong[1].place)
            yield Finding(
                SKL05,
                "kelas tidak sesuai dengan skala yang dinyatakan",
                spots,
                said,
                wrong[0],
                f"capaian {match['n']}%",
            )
    for match in _GRADE.finditer(text):
        score = Decimal(match["n"].replace(",", "."))
        if _AKIP.search(text) and 0 < score <= 100 and akip_letter(score) != match["l"]:
            spots = (text_place(passage.section, text, match.start(), match.end()),)
            yield Finding(
                SKL03,
                "predikat tidak sesuai dengan nilainya",
                spots,
                match["l"],
                akip_letter(score),
                f"nilai {match['n']}",
            )
    yield from _overspent_said(passage)


def _overspent(meaning: Meaning) -> Iterator[Finding]:
    spent = next(iter(meaning.of("realisasi uang")), None)
    funds = meaning.of("pagu")
    if not spent or not funds or _INCOME.search(f"{meaning.table.caption} {spent.title} {funds[0].title}"):
        return
    for row in meaning.rows:
        used = meaning.figure(row.index, spent.index)
        given = [f for c in funds if (f := meaning.figure(row.index, c.index))]
        if (
            used
            and given
            and row.role != "persen"
            and used.value > max(f.value for f in given)
            and not _INCOME.search(row.label)
        ):
            spots = (place(meaning, row.index, spent.index), *(place(meaning, row.index, c.index) for c in funds))
            yield Finding(SKL06, "realisasi melebihi pagu", spots, printed(used), f"≤ {printed(given[-1])}", "")


def _overspent_said(passage: Passage) -> Iterator[Finding]:
    """``anggaran Rp A ... realisasi Rp B`` with B above A."""
    text = passage.block.text
    figures = in_text(text)
    fund: Figure | None = None
    for i, figure in enumerate(figures):
        words = text[figures[i - 1].end if i else 0 : figure.start]
        roles = list(
            re.finditer(
                r"(?P<pagu>\b(?:pagu|anggaran|alokasi)\b)|(?P<pakai>\b(?:realisasi|terserap|terealisasi|membelanjakan)\w*)",
                words,
                re.IGNORECASE,
            )
        )
        if not figure.money or not roles or _INCOME.search(text):
            continue
        if roles[-1].lastgroup == "pagu" and "realisasi" not in words.lower():
            fund = figure
        elif fund and any(r.lastgroup == "pakai" for r in roles):
            if figure.value > fund.value:
                spot = text_place(passage.section, text, fund.start, figure.end)
                yield Finding(SKL06, "realisasi melebihi pagu", (spot,), printed(figure), f"≤ {printed(fund)}", "")
            fund = None
