# ruff: noqa: PLR2004 - how often a hypothesis must fit is said where it is used
"""Every ratio that a table prints, as checks: absorption, achievement, shares, growth, differences, Renstra end."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from itertools import permutations

from lakip_lib.document.figures import Figure
from lakip_lib.document.recognise import Column, Meaning
from lakip_lib.review import _ratio_rules as rules
from lakip_lib.review._arithmetic import CAPS, HUNDRED, Ratio, part
from lakip_lib.review._ratio_rules import Check, cell_check, filled
from lakip_lib.review._ratio_shares import percent_row_checks, share_checks, transposed_checks

__all__ = ["polarities", "previous", "table_checks"]

_MOST_COLUMNS = 12


def table_checks(meaning: Meaning) -> Iterator[Check]:
    """All checks of one table."""
    if not any(c.kind for c in meaning.columns):
        return
    for column in meaning.columns:
        if column.role == "serapan":
            yield from _absorption(meaning, column)
        elif column.role == "capaian":
            yield from _achievement(meaning, column)
        elif column.role == "terhadap akhir":
            yield from _final(meaning, column)
        elif column.role in ("pertumbuhan", "terhadap lalu"):
            yield from _growth(meaning, column)
        elif column.role == "selisih":
            yield from _difference(meaning, column)
        elif column.role in ("bagian", "persen"):
            yield from share_checks(meaning, column)
    yield from transposed_checks(meaning)
    yield from percent_row_checks(meaning)


def polarities(real: Figure, target: Figure) -> list[Ratio]:
    """Achievement in every practice: R / T, (2T - R) / T floored at nothing, T / R."""
    found = []
    up = Ratio.of("naik", real, target)
    if up:
        found.append(up)
        down = up.shifted("turun", 2 * HUNDRED, f"200 − {up.words}", negative=True)
        zero = Decimal(0)
        found.append(down if down.value > 0 else Ratio("turun", zero, zero, max(down.high, zero), down.words))
    inverse = Ratio.of("terbalik", target, real)
    if inverse:
        found.append(inverse)
    return found


def _absorption(meaning: Meaning, column: Column) -> Iterator[Check]:
    spent = meaning.before(column, "realisasi uang") or next(iter(meaning.of("realisasi uang")), None)
    bases = [c for c in meaning.of("pagu") if c.index < (spent.index if spent else 0)] or list(meaning.of("pagu"))
    if not spent or not bases:
        return
    for row, _ in filled(meaning, column, "data", "total", "subtotal"):
        top = meaning.figure(row.index, spent.index)
        funds = [(b, f) for b in reversed(bases) if (f := meaning.figure(row.index, b.index))]
        if not top or not funds:
            continue
        options = [Ratio.of("serapan", top, f) for _, f in funds]
        check = cell_check(
            rules.RSO01, (meaning, row.index, column), options, [spent.index, funds[0][0].index], "serapan"
        )
        if row.role == "total" and not check.near and _averaged(meaning, column, check.figure):
            check = replace(check, rule=rules.RSO12)
        yield check


def _averaged(meaning: Meaning, column: Column, figure: Figure) -> bool:
    """Whether a figure is the plain mean of the percentages above it."""
    for rows in (meaning.data, [r for r in meaning.data if r.level == 1]):
        parts = [f.value for r in rows if (f := meaning.own(r.index, column.index))]
        if len(parts) >= 2 and abs(sum(parts, Decimal(0)) / len(parts) - figure.value) <= figure.tolerance:
            return True
    return False


def _achievement(meaning: Meaning, column: Column) -> Iterator[Check]:
    real = meaning.before(column, "realisasi", "realisasi uang")
    target = meaning.before(real or column, "target", "pagu") or meaning.before(column, "target")
    if not real or not target:
        return
    highest = max((f.value for _, f in filled(meaning, column, "data")), default=Decimal(0))
    for row, figure in filled(meaning, column, "data", "total", "subtotal"):
        top, base = meaning.figure(row.index, real.index), meaning.figure(row.index, target.index)
        if not top or not base:
            continue
        options = polarities(top, base)
        capped = figure.value in CAPS and figure.value == highest and options and options[0].value > figure.value
        if options and not capped:
            yield cell_check(rules.RSO02, (meaning, row.index, column), options, [real.index, target.index], "capaian")


def _final(meaning: Meaning, column: Column) -> Iterator[Check]:
    real = meaning.before(column, "realisasi") or meaning.before(column, "tahun")
    goal = meaning.before(column, "target akhir")
    if not real or not goal:
        return
    for row, _ in filled(meaning, column, "data"):
        top, base = meaning.figure(row.index, real.index), meaning.figure(row.index, goal.index)
        if top and base:
            yield cell_check(
                rules.RSO06, (meaning, row.index, column), polarities(top, base), [real.index, goal.index], "akhir"
            )


def previous(meaning: Meaning, column: Column) -> tuple[Column, Column] | None:
    """This year's and last year's column for a comparison: the years named in the title decide, else the nearest."""
    real = meaning.before(column, "realisasi")
    years = [c for c in meaning.columns[: column.index] if c.role in ("tahun", "realisasi") and c.year and c.kind]
    if not real:
        series = [c for c in years if c.role == "tahun"]
        return (series[-1], series[-2]) if len(series) > 1 else None
    named = {int(y) for y in re.findall(r"(?:19|20)\d\d", column.title)} - {real.year}
    earlier = [c for c in years if c is not real and c.index < real.index and c.kind != "money"]
    exact = [c for c in earlier if c.year in named]
    last = max(exact or earlier, key=lambda c: (c.year or 0, c.index), default=None)
    return (real, last) if last else None


def _growth(meaning: Meaning, column: Column) -> Iterator[Check]:
    pair = previous(meaning, column)
    if not pair:
        return
    real, last = pair
    reached = meaning.before(column, "capaian")
    for row, _ in filled(meaning, column, "data"):
        top, base = meaning.figure(row.index, real.index), meaning.figure(row.index, last.index)
        if not top or not base:
            continue
        ratio = Ratio.of("perbandingan", top, base)
        options: list[Ratio | None] = [ratio, Ratio.less("selisih", top, base)]
        if ratio:
            rise = ratio.shifted("pertumbuhan", -HUNDRED, f"{ratio.words} − 100")
            options.insert(0 if column.role == "pertumbuhan" else 1, rise)
        achieved = meaning.figure(row.index, reached.index) if reached else None
        if achieved:
            options.append(Ratio.of("capaian", achieved, base))
            options.append(Ratio.less("selisih capaian", achieved, base))
        yield cell_check(rules.RSO05, (meaning, row.index, column), options, [real.index, last.index], column.role)


def _left(meaning: Meaning, column: Column) -> list[tuple[Column, Column]]:
    """The two columns of the same kind whose difference stands in most rows of a column of what is left."""
    rows = [r for r, _ in filled(meaning, column, "data", "total")]
    amounts = [c for c in meaning.columns[: column.index] if c.kind == column.kind and c.role != "nomor"]
    best: list[tuple[Column, Column]] = []
    most = 1
    for first, second in permutations(amounts[-_MOST_COLUMNS:], 2):
        fits = 0
        for row in rows:
            a, b = part(meaning, row.index, first.index), part(meaning, row.index, second.index)
            fits += a is not None and b is not None and a - b == meaning.figures[row.index, column.index].value
        if fits > most and fits * 5 >= len(rows) * 3:
            best, most = [(first, second)], fits
    return best


def _difference(meaning: Meaning, column: Column) -> Iterator[Check]:
    pairs: list[tuple[Column, Column]] = []
    if column.kind == "money":
        spent, fund = meaning.before(column, "realisasi uang"), meaning.before(column, "pagu", "target")
        pairs = [(fund, spent)] if spent and fund else []
    elif (
        column.kind in ("number", "percent", "count")
        and "waktu" not in column.title
        and "tahun tersisa" not in column.title
    ):
        years = previous(meaning, column)
        goal, real = meaning.before(column, "target"), meaning.before(column, "realisasi")
        about_last = re.search(r"tahun|20\d\d|lalu|sebelumnya|naik|turun|kenaikan", column.title)
        if years and (about_last or not goal):
            pairs = [years]
        elif goal and real:
            pairs = [(real, goal)]
    if not pairs and column.kind in ("count", "money"):
        pairs = _left(meaning, column)
    for first, second in pairs:
        for row, figure in filled(meaning, column, "data", "total", "subtotal"):
            a, b = meaning.figure(row.index, first.index), meaning.figure(row.index, second.index)
            if not a or not b:
                continue
            options = [Ratio.less("selisih", a, b), Ratio.less("selisih", b, a)]
            options.sort(key=lambda o: (o.value < 0) != (figure.value < 0))  # what is left, or what is more
            reached = meaning.before(column, "capaian")
            done = meaning.figure(row.index, reached.index) if reached and column.kind != "money" else None
            options += [Ratio.less("selisih capaian", done, b)] if done else []
            if figure.percent or column.kind == "percent":
                ratio = Ratio.of("pertumbuhan", a, b)
                options += [ratio.shifted("pertumbuhan", -HUNDRED, f"{ratio.words} − 100")] if ratio else []
            yield cell_check(rules.RSO15, (meaning, row.index, column), options, [first.index, second.index], "selisih")
