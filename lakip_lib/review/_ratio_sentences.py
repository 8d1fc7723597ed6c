# ruff: noqa: PLR2004 - how many figures a pattern needs is said by the pattern
"""Ratios in running text, as checks: money, target - realised - achieved, rises and falls, shares."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from lakip_lib.document.figures import Figure, in_text
from lakip_lib.document.recognise import Meaning
from lakip_lib.review import _ratio_rules as rules
from lakip_lib.review._arithmetic import Ratio, place, total_row
from lakip_lib.review._ratio_changes import change_checks
from lakip_lib.review._ratio_facts import Facts, Passage, spot
from lakip_lib.review._ratio_money import money_checks
from lakip_lib.review._ratio_rules import Check
from lakip_lib.review._ratio_tables import polarities

__all__ = ["sentence_checks"]

_ROLES = (
    ("akhir", r"target\s+(?:pada\s+)?akhir"),
    ("capaian", r"(?:tingkat\s+)?capaian(?:nya)?(?:\s+(?:realisasi|persentase|kinerja))?|pencapaian"),
    ("realisasi", r"realisasi(?:nya)?(?:\s+capaian)?|terealisasi"),
    ("target", r"target(?:nya)?|ditargetkan"),
    (
        "uang",
        r"pagu|anggaran|belanja|serapan|penyerapan|efisiensi|selisih|rata-rata|naik|turun|kenaikan|tahun\s+sebelumnya",
    ),
)
_ROLE = re.compile("|".join(f"(?P<{n}>\\b(?:{p})\\b)" for n, p in _ROLES), re.IGNORECASE)
_RANGE_ON, _RANGE_BACK = re.compile(r"\s*[-–]\s*\d"), re.compile(r"\d\s*%?\s*[-–]\s*$")
_SHARE = re.compile(
    r"^\s*(?:\([^)]*\)\s*)?[A-Za-z ]{0,24}[\s,(]*(?:atau|yaitu|\()\s*(?:sebesar|sekitar|mencapai)?\s*\(?$",
    re.IGNORECASE,
)
_COMMON = {"dan", "di", "ke", "yang", "atau", "dari", "orang", "unit", "jumlah", "pegawai", "lain"}
_OUT_OF = re.compile(r"\b(?:dari|terhadap)\b[^.;\d]{0,60}$", re.IGNORECASE)
_RESULT = re.compile(r"\b(?:sehingga|atau|yaitu|sebesar|yakni)\b|[(=]", re.IGNORECASE)


def sentence_checks(passage: Passage, known: dict[str, Facts]) -> Iterator[Check]:
    """All checks of one paragraph; one that quotes rejected figures is left alone."""
    text = passage.block.text
    figures = in_text(text)
    if not figures or passage.block.quoted:
        return
    yield from money_checks(passage, figures)
    yield from _achieved(passage, figures)
    yield from _of_target(passage, figures)
    yield from change_checks(passage, figures, known)
    yield from _counted(passage, figures)
    yield from _shares(passage, figures)


def _tagged(text: str, figures: Sequence[Figure]) -> Iterator[tuple[str, Figure]]:
    """Every figure with the last word for target, realised or achieved that stands before it in its sentence."""
    start = 0
    for figure in figures:
        piece = text[start : figure.start]
        cut = max((m.end() for m in re.finditer(r"[.;!?]\s+(?=[A-Z•·-])", piece)), default=0)
        words = list(_ROLE.finditer(piece, cut))
        yield (words[-1].lastgroup or "" if words else ""), figure
        start = figure.end


def _achieved(passage: Passage, figures: Sequence[Figure]) -> Iterator[Check]:
    """``target a % ... terealisasi b % ... capaian c %`` in any order that ends with the achievement."""
    text = passage.block.text
    targets: list[Figure] = []  # the last one first; that of a quarter may stand beside that of the year
    real: Figure | None = None
    for role, figure in _tagged(text, figures):
        if role == "target" and not figure.money:
            targets = [] if _range_at(text, figure) else [figure, *targets]
        elif role == "realisasi" and not figure.money:
            real = figure
        elif role == "capaian" and figure.percent and targets and real:
            last = targets[0]
            if last.percent == real.percent or "" in (last.unit, real.unit):
                options = [o for t in targets if t.unit == last.unit for o in polarities(real, t)]
                spots = spot(passage, last, real, figure)
                yield Check(rules.RSO08, figure, options, spots, "capaian", (passage.section, "kalimat"))
            targets, real = [], None
        elif role == "akhir":
            targets, real = [], None


def _range_at(text: str, figure: Figure) -> bool:
    """Whether the figure is an end of a range (``60 - 80%``): neither end alone is the target."""
    return bool(_RANGE_ON.match(text[figure.end :]) or _RANGE_BACK.search(text[: figure.start]))


def _of_target(passage: Passage, figures: Sequence[Figure]) -> Iterator[Check]:
    """``realisasi a % atau c % dari target b %``."""
    text = passage.block.text
    tags = dict(zip(figures, (role for role, _ in _tagged(text, figures)), strict=True))
    for real, percent, target in zip(figures, figures[1:], figures[2:], strict=False):
        said = tags[real] == "realisasi" and re.fullmatch(r"\W*(?:atau|\()\D{0,30}", text[real.end : percent.start])
        base = re.fullmatch(r"\W*dari target\D{0,40}", text[percent.end : target.start], re.IGNORECASE)
        if said and base and percent.percent and real.unit == target.unit and not real.money:
            spots = spot(passage, real, percent, target)
            yield Check(rules.RSO08, percent, polarities(real, target), spots, "capaian", (passage.section, "kalimat"))


def _counted(passage: Passage, figures: Sequence[Figure]) -> Iterator[Check]:
    """``94 unit dari 415 unit, sehingga ... 22,65%``: a count, the count it is out of, and their percentage."""
    text = passage.block.text
    for top, base, percent in zip(figures, figures[1:], figures[2:], strict=False):
        if not (top.exact and base.exact and percent.percent and not top.money and not base.money):
            continue
        after = text[base.end : percent.start]
        if top.value <= base.value and _OUT_OF.search(text[top.end : base.start]) and len(after) < 90:
            ends = re.search(r"[.;]\s", after)
            if (
                _RESULT.search(re.sub(r"\([^()]*\)", "", after))
                and not ends
                and not re.search(r"\b(?:target|capaian)", after, re.IGNORECASE)
            ):
                option = Ratio.of("", top, base)
                yield Check(
                    rules.RSO04,
                    percent,
                    [option] if option else [],
                    spot(passage, top, percent),
                    "rasio",
                    passage.section,
                )


def _shares(passage: Passage, figures: Sequence[Figure]) -> Iterator[Check]:
    """``9 orang atau sebesar 47,37%``: the share of a count in the total of a table of the same section."""
    text = passage.block.text
    for count, percent in pairwise(figures):
        if not (count.exact and not count.money and percent.percent and _SHARE.match(text[count.end : percent.start])):
            continue
        said = text[max(0, count.start - 80) : count.start].lower()
        options, places = [], spot(passage, count, percent)
        for meaning in passage.tables:
            for row, total, column in _entries(meaning, count):
                words = set(re.findall(r"[\w/]{2,}", meaning.row(row).label.lower())) - _COMMON
                option = Ratio.of("", count, total)
                if option and any(re.search(rf"\b{re.escape(w)}\b", said) for w in words):
                    options.append(option)
                    places.append(place(meaning, row, column))
        if options:
            yield Check(rules.RSO03, percent, options, places, "bagian", (passage.section, "bagian"))


def _entries(meaning: Meaning, count: Figure) -> Iterator[tuple[int, Figure, int]]:
    """The cells of a table that hold a count, each with the total of its column."""
    total = total_row(meaning)
    for column in meaning.columns:
        whole = meaning.figure(total.index, column.index) if total and column.kind == "count" else None
        for row in meaning.data if whole else ():
            figure = meaning.figure(row.index, column.index)
            if figure and whole and figure.value == count.value:
                yield row.index, whole, column.index
