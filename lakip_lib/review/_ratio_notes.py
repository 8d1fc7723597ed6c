# ruff: noqa: PLR2004 - two parts make a sum
"""What totals and empty bases do to percentages: added, averaged, achieved out of nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from lakip_lib.document.figures import Figure, in_text, written
from lakip_lib.document.recognise import Column, Meaning
from lakip_lib.review import _ratio_rules as rules
from lakip_lib.review._arithmetic import CAPS, Ratio, place, printed, text_place, total_row
from lakip_lib.review._ratio_facts import Passage
from lakip_lib.review._ratio_rules import Check, cell_check
from lakip_lib.review._ratio_tables import polarities
from lakip_lib.review.finding import Finding

__all__ = ["mean_checks", "mean_said", "notes"]

# What every office wants less of; a word for what is done about it turns the direction round.
_BAD = re.compile(
    r"\b(?:kematian|kesakitan|stunting|gizi buruk|wasting|kemiskinan|penduduk miskin|pengangguran|putus sekolah"
    r"|buta aksara|kecelakaan|kriminalitas|kejahatan|kebakaran|inflasi|ketimpangan|gini|permukiman kumuh"
    r"|rumah tidak layak huni)\b",
    re.IGNORECASE,
)
_GOOD = re.compile(
    r"\b(?:penurunan|pengurangan|pengentasan|pencegahan|penanganan|penanggulangan|pelayanan|cakupan|bebas|keluar|tertangani"
    r"|ditangan\w*|terselesaikan|diselesaikan|penyelesaian|terlayani|pelatihan|bantuan|mendapat\w*|tanpa|dan)\b",
    re.IGNORECASE,
)
_MEAN = re.compile(r"\brata-rata\s+capaian\b[^.;\d]*$|\bcapaian\s+rata-rata\b[^.;\d]*$", re.IGNORECASE)


def _column(meaning: Meaning, column: Column) -> list[tuple[int, Figure]]:
    return [(r.index, f) for r in meaning.data if (f := meaning.own(r.index, column.index))]


def _means(parts: Sequence[Figure]) -> list[Ratio]:
    """The mean of the achievements, as they stand or limited to one of the usual caps."""
    found: list[Ratio] = []
    slack = max(f.tolerance for f in parts)
    for cap in (None, *CAPS):
        values = [f.value if cap is None else min(f.value, cap) for f in parts]
        if cap is not None and values == [f.value for f in parts]:
            continue
        mean = sum(values, Decimal(0)) / len(values)
        limit = "" if cap is None else f", dibatasi {cap}"
        words = f"rata-rata {len(parts)} baris{limit}"
        found.append(Ratio(words, mean, mean - slack, mean + slack, words))
    return found


def mean_checks(meaning: Meaning) -> Iterator[Check]:
    """The row that prints the mean of an achievement column."""
    row = next((r for r in meaning.rows if r.role == "rata-rata"), None)
    if row is None:
        return
    for column in meaning.of("capaian", "serapan", "nilai"):
        figure = meaning.figure(row.index, column.index)
        parts = _column(meaning, column)
        if figure and len(parts) >= 2:
            inputs = [(i, column.index) for i, _ in parts]
            check = cell_check(
                rules.RSO16, (meaning, row.index, column), _means([f for _, f in parts]), inputs, "rata-rata"
            )
            yield replace(check, places=check.places[:13])


def mean_said(passage: Passage, means: Sequence[Check]) -> Iterator[Check]:
    """``Rata-rata capaian ... adalah c%``, against the means that the tables print."""
    text = passage.block.text
    options = [o for c in means for o in c.options]
    printed_means = {c.figure.value for c in means}
    if not options or passage.block.quoted:
        return
    end = 0
    for figure in in_text(text):
        if (
            figure.percent
            and figure.value not in printed_means
            and _MEAN.search(re.sub(r"\btahun 20\d\d\b", "", text[end : figure.start]))
        ):
            spot = [text_place(passage.section, text, figure.start, figure.end)]
            yield Check(rules.RSO16, figure, options, spot, "rata-rata", passage.section)
        end = figure.end


def notes(meaning: Meaning) -> Iterator[Finding]:
    """Percentages added up, and achievements printed without a base."""
    total = total_row(meaning)
    for column in meaning.of("capaian", "serapan", "realisasi", "target"):
        figure = meaning.figure(total.index, column.index) if total else None
        parts = _column(meaning, column)
        percent = column.kind == "percent"
        if not total or not figure or not percent or sum(bool(f.value) for _, f in parts) < 2 or figure.value == 100:
            continue
        if sum((f.value for _, f in parts), Decimal(0)) == figure.value:
            spots = tuple(place(meaning, r, column.index) for r in (total.index, *(i for i, _ in parts[:12])))
            words = " + ".join(written(f.value, f.decimals) for _, f in parts[:8])
            message = "persentase dijumlahkan; persentase jumlah harus dihitung dari jumlah pembilang dan penyebutnya"
            yield Finding(rules.RSO11, message, spots, printed(figure), "", words)
    yield from _without_base(meaning)
    yield from _reversed(meaning)


def _reversed(meaning: Meaning) -> Iterator[Finding]:
    """Indicators of something bad whose achievement rises with it: R / T, where no way for a fall gives the figure."""
    for column in meaning.of("capaian"):
        real = meaning.before(column, "realisasi")
        target = meaning.before(real, "target") if real else None
        for row in meaning.data if real and target else ():
            done, r, t = (meaning.figure(row.index, c.index) for c in (column, real, target) if c)
            names = [n for n in row.label.split(" · ") if _BAD.search(n)]
            if not (done and r and t) or r.value == t.value or not names or _GOOD.search(names[-1]):
                continue
            up, *down = polarities(r, t)
            if down and up.within(done) and not any(o.within(done) for o in down):
                spots = tuple(place(meaning, row.index, c.index) for c in (column, real, target) if c)
                words = f"{down[0].words} = {down[0].shown(done)}"
                message = "capaian dihitung seolah makin tinggi makin baik, padahal yang diukur sebaiknya turun"
                yield Finding(rules.RSO17, message, spots, printed(done), down[0].shown(done), words)


def _without_base(meaning: Meaning) -> Iterator[Finding]:
    for column in meaning.of("capaian"):
        real = meaning.before(column, "realisasi")
        target = meaning.before(real, "target") if real else None
        if not real or not target:
            continue
        nothing, unknown = [], []
        for row in meaning.data:
            done = meaning.figure(row.index, column.index)
            goal = meaning.figure(row.index, target.index)
            said = meaning.cell(row.index, real.index).text.strip()
            if not done or not goal or done.value:
                continue
            if not goal.value:
                nothing.append(row.index)
            elif not meaning.figure(row.index, real.index) and not re.search(r"\d", said) and said:
                unknown.append(row.index)
        for found, message in (
            (nothing, "capaian dicetak 0 padahal targetnya 0: target nol tidak dapat menjadi pembagi"),
            (unknown, "capaian dicetak 0 padahal realisasinya belum ada: belum dinilai bukan nol"),
        ):
            if found:
                spots = tuple(place(meaning, r, column.index) for r in found)
                yield Finding(rules.RSO14, message, spots, "0", "tidak dapat dihitung", "")
