"""Rises, falls and comparisons with another year in running text, as checks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from lakip_lib.document.figures import Figure
from lakip_lib.review import _ratio_rules as rules
from lakip_lib.review._arithmetic import Ratio
from lakip_lib.review._ratio_facts import Facts, Passage, spot, subject
from lakip_lib.review._ratio_rules import Check
from lakip_lib.review._ratio_tables import polarities

__all__ = ["change_checks"]

_RISE = re.compile(
    r"\b(?:naik|meningkat|bertambah|turun|menurun|berkurang|kenaikan|penurunan|peningkatan)"
    r"(?:\s+(?:sebesar|sebanyak|sejumlah|sekitar|yaitu|hingga))*[\s:]*$",
    re.IGNORECASE,
)
_ABOUT = re.compile(r"realisasi|capaian|indikator|kinerja|persentase", re.IGNORECASE)
_FROM_TO = re.compile(r"\bdari\b[^.;\d]{0,25}$", re.IGNORECASE)
_TO = re.compile(r"^[^.;\d]{0,40}\bmenjadi\b[^.;\d]{0,25}$", re.IGNORECASE)
_END = re.compile(r"^\s*dari\s+target\s+(?:itu|akhir|renstra)", re.IGNORECASE)
_END_BEFORE = re.compile(r"\bakhir\s+(?:periode\s+)?(?:renstra|restra|rpjmd)\b[^.;]*$", re.IGNORECASE)
_RISE_AFTER = re.compile(r"\W*(?:atau|yaitu|berarti|sehingga|artinya|,|\()[^.;\d]{0,40}$", re.IGNORECASE)
_OF_YEAR = re.compile(
    r"\btahun\s+(20\d\d)\s+(?:\w+\s+){0,3}?(?:sebesar|adalah|yaitu|mencapai|sejumlah|sebanyak)\s*$", re.IGNORECASE
)
_COMPARED = re.compile(
    r"\b(?:dibanding\w*|terhadap)\b.*\b(?:kemajuan|perbandingan|pertumbuhan|peningkatan|penurunan|kenaikan|mencapai)\b\D*$",
    re.IGNORECASE | re.DOTALL,
)


def change_checks(passage: Passage, figures: Sequence[Figure], known: dict[str, Facts]) -> Iterator[Check]:
    """All checks of what one paragraph says of rises, falls and other years."""
    yield from _moved(passage, figures)
    yield from _compared(passage, figures)
    yield from _changes(passage, figures, known)


def _moved(passage: Passage, figures: Sequence[Figure]) -> Iterator[Check]:
    """``naik n unit, dari a unit menjadi b unit`` and ``dari a unit menjadi b unit atau naik n unit``."""
    text = passage.block.text
    for first, second, third in zip(figures, figures[1:], figures[2:], strict=False):
        for n, a, b in ((first, second, third), (third, first, second)):
            rise = n.unit != "kali" and _RISE.search(text[max(0, n.start - 60) : n.start])
            before = text[n.end : a.start] if n is first else text[max(0, a.start - 40) : a.start]
            step = re.sub(r"\(20\d\d\)|\b(?:pada )?tahun 20\d\d", "", text[a.end : b.start])
            joined = n is first or _RISE_AFTER.match(text[b.end : n.start])
            if rise and joined and _FROM_TO.search(before) and _TO.match(step) and a.unit == b.unit:
                yield Check(rules.RSO09, n, _steps(a, b, n), spot(passage, n, a, b), "naik", passage.section)


def _compared(passage: Passage, figures: Sequence[Figure]) -> Iterator[Check]:
    """``dibandingkan tahun 2023 ... kemajuan sebesar p %, ... tahun 2023 sebesar a, ... tahun 2024 sebesar b``."""
    text = passage.block.text
    for n, one, two in zip(figures, figures[1:], figures[2:], strict=False):
        years = [_OF_YEAR.search(text[e.end : f.start]) for e, f in ((n, one), (one, two))]
        start = max((m.end() for m in re.finditer(r"[.;!?]\s+(?=[A-Z])", text[: n.start])), default=0)
        if not (
            n.percent and years[0] and years[1] and one.unit == two.unit and _COMPARED.search(text[start : n.start])
        ):
            continue
        a, b = (one, two) if years[0][1] < years[1][1] else (two, one)
        yield Check(rules.RSO09, n, _steps(a, b, n), spot(passage, n, one, two), "naik", passage.section)


def _steps(last: Figure, now: Figure, said: Figure) -> list[Ratio]:
    """What the change from `last` to `now` can be: a difference, or for a percentage a quotient or a growth.

    The nearest to what is said comes first: a finding names it as what was meant.
    """
    options = [Ratio.less("naik", now, last), Ratio.less("turun", last, now)]
    ratio = Ratio.of("", now, last)
    if said.percent and ratio:
        fall = ratio.shifted("", Decimal(100), f"100 − {ratio.words}", negative=True)
        options = [ratio, ratio.shifted("", Decimal(-100), f"{ratio.words} − 100"), fall, *options]
    return sorted(options, key=lambda o: abs(o.value - said.value))


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
            yield Check(rule, figure, options, spot(passage, figure), kind, (passage.section, kind))


def _way(fact: Facts) -> list[Ratio]:
    """How far this year's figure has come to the target at the end of the plan."""
    return [o for r in fact.real.values() for g in fact.goal.values() for o in polarities(r, g)]


def _rises(fact: Facts, figure: Figure) -> list[Ratio]:
    """What a rise or fall since last year can be, from what the tables print."""
    return [o for real in fact.real.values() for last in fact.last.values() for o in _steps(last, real, figure)]
