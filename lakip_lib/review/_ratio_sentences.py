# ruff: noqa: PLR2004 - how many figures a pattern needs is said by the pattern
"""Ratios in running text, as checks: money, target - realised - achieved, rises and falls, shares."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from lakip_lib.document.figures import Figure, in_text
from lakip_lib.document.recognise import Meaning
from lakip_lib.review import _ratio_rules as rules
from lakip_lib.review._arithmetic import Ratio, place, text_place
from lakip_lib.review._ratio_facts import Facts, Passage, subject
from lakip_lib.review._ratio_money import money_checks
from lakip_lib.review._ratio_rules import Check
from lakip_lib.review._ratio_tables import polarities
from lakip_lib.review.finding import Place

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
_RISE = re.compile(
    r"\b(?:naik|meningkat|bertambah|turun|menurun|berkurang|kenaikan|penurunan|peningkatan)"
    r"(?:\s+(?:sebesar|sebanyak|sejumlah|sekitar|yaitu|hingga))*[\s:]*$",
    re.IGNORECASE,
)
_ABOUT = re.compile(r"realisasi|capaian|indikator|kinerja|persentase", re.IGNORECASE)
_RANGE_ON, _RANGE_BACK = re.compile(r"\s*[-–]\s*\d"), re.compile(r"\d\s*%?\s*[-–]\s*$")
_FROM_TO = re.compile(r"\bdari\b[^.;\d]{0,25}$", re.IGNORECASE)
_TO = re.compile(r"^[^.;\d]{0,40}\bmenjadi\b[^.;\d]{0,25}$", re.IGNORECASE)
_END = re.compile(r"^\s*dari\s+target\s+(?:itu|akhir|renstra)", re.IGNORECASE)
_END_BEFORE = re.compile(r"\bakhir\s+(?:periode\s+)?(?:renstra|restra|rpjmd)\b[^.;]*$", re.IGNORECASE)
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
    yield from _moved(passage, figures)
    yield from _counted(passage, figures)
    yield from _changes(passage, figures, known)
    yield from _shares(passage, figures)


def _spot(passage: Passage, *figures: Figure) -> list[Place]:
    return [text_place(passage.section, passage.block.text, min(f.start for f in figures), max(f.end for f in figures))]


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
    target: Figure | None = None
    real: Figure | None = None
    for role, figure in _tagged(text, figures):
        if role == "target" and not figure.money:
            target = None if _range_at(text, figure) else figure
        elif role == "realisasi" and not figure.money:
            real = figure
        elif role == "capaian" and figure.percent and target and real:
            same = target.percent == real.percent or "" in (target.unit, real.unit)
            if same:
                spot = _spot(passage, target, real, figure)
                yield Check(
                    rules.RSO08, figure, polarities(real, target), spot, "capaian", (passage.section, "kalimat")
                )
            target = real = None
        elif role == "akhir":
            target = real = None


def _range_at(text: str, figure: Figure) -> bool:
    """Whether the figure is an end of a range (``60 - 80%``): neither end alone is the target."""
    return bool(_RANGE_ON.match(text[figure.end :]) or _RANGE_BACK.search(text[: figure.start]))


def _moved(passage: Passage, figures: Sequence[Figure]) -> Iterator[Check]:
    """``naik n unit, dari a unit menjadi b unit``."""
    text = passage.block.text
    for n, a, b in zip(figures, figures[1:], figures[2:], strict=False):
        rise = _RISE.search(text[max(0, n.start - 60) : n.start])
        if (
            rise
            and _FROM_TO.search(text[n.end : a.start])
            and _TO.match(re.sub(r"\(20\d\d\)", "", text[a.end : b.start]))
            and a.unit == b.unit
        ):
            options = [Ratio.less("naik", b, a), Ratio.less("turun", a, b)]
            growth = Ratio.of("", b, a)
            if n.percent and growth:
                options += [
                    growth.shifted("", -100, f"{growth.words} − 100"),
                    growth.shifted("", 100, f"100 − {growth.words}", negative=True),
                ]
            yield Check(rules.RSO09, n, options, _spot(passage, n, a, b), "naik", passage.section)


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
                    _spot(passage, top, percent),
                    "rasio",
                    passage.section,
                )


def _changes(passage: Passage, figures: Sequence[Figure], known: dict[str, Facts]) -> Iterator[Check]:
    """Rises and the way to the end of the plan, recomputed from what the tables print of the same indicator."""
    text = passage.block.text
    rose = False
    for i, figure in enumerate(figures):
        start = figures[i - 1].end if i else 0
        between = text[max(start, figure.start - 200) : figure.start]
        rose = bool(_RISE.search(between)) or (rose and between.strip().lower() in ("poin atau", "poin (", "atau", "("))
        if figure.money or not (figure.percent or figure.unit.startswith("poin") or figure.decimals > 0):
            rose = rose and figure.unit.startswith("poin")
            continue
        sentence = re.split(r"[.;!?]\s+(?=[A-Z“•·-])", text[: figure.start])[-1]
        end = _END.match(text[figure.end :]) or (
            _END_BEFORE.search(sentence) and re.search(r"capaian|tercapai|mencapai|ialah", between, re.IGNORECASE)
        )
        fact = subject(passage, known, figure.start) if rose or end else None
        rest = re.split(r"[.;!?]\s", text[figure.end :])[0]
        years = {int(y) for y in re.findall(r"\b20\d\d\b", sentence + rest)}
        if i + 1 < len(figures) and _FROM_TO.search(text[figure.end : figures[i + 1].start]):
            rose = False
        if not fact or (rose and (not _ABOUT.search(sentence) or years - fact.years)):
            continue
        said_end = end and figure.percent and not re.search(r"target[^,;]{0,40}$", between, re.IGNORECASE)
        options = _way(fact) if said_end else _rises(fact, figure) if rose else []
        rule, kind = (rules.RSO06, "capaian") if said_end else (rules.RSO09, "naik")
        if options:
            yield Check(rule, figure, options, _spot(passage, figure), kind, (passage.section, kind))


def _way(fact: Facts) -> list[Ratio]:
    """How far this year's figure has come to the target at the end of the plan."""
    return [o for r in fact.real.values() for g in fact.goal.values() for o in polarities(r, g)]


def _rises(fact: Facts, figure: Figure) -> list[Ratio]:
    """What a rise or fall since last year can be: a difference, or for a percentage a growth or a quotient."""
    options: list[Ratio] = []
    for real in fact.real.values():
        for last in fact.last.values():
            ratio = Ratio.of("", real, last)
            options += [Ratio.less("naik", real, last), Ratio.less("turun", last, real)]
            if figure.percent and ratio:
                fall = ratio.shifted("", 100, f"100 − {ratio.words}", negative=True)
                options += [ratio.shifted("", -100, f"{ratio.words} − 100"), fall, ratio]
    return options


def _shares(passage: Passage, figures: Sequence[Figure]) -> Iterator[Check]:
    """``9 orang atau sebesar 47,37%``: the share of a count in the total of a table of the same section."""
    text = passage.block.text
    for count, percent in pairwise(figures):
        if not (count.exact and not count.money and percent.percent and _SHARE.match(text[count.end : percent.start])):
            continue
        said = text[max(0, count.start - 80) : count.start].lower()
        options, places = [], _spot(passage, count, percent)
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
    total = next((r for r in reversed(meaning.rows) if r.role == "total"), None)
    for column in meaning.columns:
        whole = meaning.figure(total.index, column.index) if total and column.kind == "count" else None
        for row in meaning.data if whole else ():
            figure = meaning.figure(row.index, column.index)
            if figure and whole and figure.value == count.value:
                yield row.index, whole, column.index
