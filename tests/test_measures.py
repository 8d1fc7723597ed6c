"""Every formula against an independent computation in fractions; what is missing stays missing."""

from __future__ import annotations

import ast
import operator
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from math import floor

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from lakip_lib import measures
from lakip_lib.measures import Scale
from lakip_lib.quantity import Cell, Kind, Quantity, Span
from tests.strategies import FIXED, absent, counts, decimals, known, money, percents


def typed(value: str, kind: Kind = Kind.PERSEN, places: int = 2, row: int = 2) -> Quantity:
    """A quantity as it stands in a table."""
    return Quantity.read(Decimal(value), kind, Cell("x.csv", row, "nilai", value), decimals=places)


def half_up(value: Fraction, places: int) -> Fraction:
    """`value` rounded to `places` decimals, half away from zero."""
    scaled = abs(value) * 10**places
    return (1 if value >= 0 else -1) * Fraction(floor(scaled + Fraction(1, 2)), 10**places)


def exact(q: Quantity) -> Fraction:
    """The value as shown."""
    return half_up(Fraction(q.value), q.decimals)


def agrees(q: Quantity, expected: Fraction) -> bool:
    """True if `q` is `expected`, as far as 28 digits can tell."""
    return q.known and abs(Fraction(q.value) - expected) <= abs(expected) / 10**20


OPERATORS = {
    ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv,
    ast.USub: operator.neg,
}  # fmt: skip


def calculate(formula: str) -> Fraction:
    """What a reader with a calculator gets from a formula in Indonesian notation."""
    numbers: list[Fraction] = []

    def number(match: re.Match[str]) -> str:
        numbers.append(Fraction(match[0].replace(".", "").replace(",", ".")))
        return f"n[{len(numbers) - 1}]"

    def value(node: ast.AST) -> Fraction:
        match node:
            case ast.BinOp():
                return OPERATORS[type(node.op)](value(node.left), value(node.right))
            case ast.UnaryOp():
                return OPERATORS[type(node.op)](value(node.operand))
            case ast.Subscript():
                return numbers[ast.literal_eval(node.slice)]
            case ast.Call():
                return min(map(value, node.args))
        raise AssertionError(ast.dump(node))

    text = re.sub(r"\d[\d.]*(?:,\d+)?", number, formula).replace("×", "*").replace(";", ",")
    return value(ast.parse(text.strip(), mode="eval").body)


def reader_gets_what_is_printed(q: Quantity) -> bool:
    """True if the worked formula, done on a calculator and rounded once, gives the printed value."""
    formula, _, result = q.worked().rpartition(" = ")
    formula = formula.removesuffix(", paling rendah 0")
    return half_up(calculate(formula), q.decimals) == calculate(result)


def below(*inputs: Quantity) -> set[Cell]:
    """The source cells of all inputs."""
    return {c for q in inputs for c in q.cells()}


# -- achievement ---------------------------------------------------------------------------------------------

# With more digits than are shown: what derives from a figure uses it as shown.
hidden = known(Kind.PERSEN, 0, 500, 5, "%") | known(Kind.PERSEN, -50, 500, 5, "%")
realised = st.builds(replace, hidden, decimals=st.integers(0, 3))
positive = realised.filter(lambda q: exact(q) > 0)
directions = st.sampled_from(["naik", "turun", "rentang"])
FORMULAS: dict[str, Callable[[Fraction, Fraction], Fraction]] = {
    "naik": lambda r, t: r / t * 100,
    "turun": lambda r, t: max(Fraction(0), (2 * t - r) / t * 100),
}


@FIXED
@given(realised, positive, st.sampled_from(["naik", "turun"]))
def test_achievement_is_its_formula(r: Quantity, t: Quantity, direction: str) -> None:
    """Direction naik: R / T; turun: (2T - R) / T, floored at 0; the worked formula and the cells say the same."""
    result = measures.achievement(r, t, direction)
    assert agrees(result, FORMULAS[direction](exact(r), exact(t)))
    assert set(result.cells()) == below(r, t)
    if result.value:
        assert reader_gets_what_is_printed(result)


@FIXED
@given(realised, positive)
def test_lower_is_better_by_option(r: Quantity, t: Quantity) -> None:
    """T/R: the target over the realisation; a realisation of nothing cannot be divided by."""
    result = measures.achievement(r, t, "turun", lower="T/R")
    if exact(r) > 0:
        assert agrees(result, exact(t) / exact(r) * 100)
        assert reader_gets_what_is_printed(result)
    else:
        assert not result.known


@FIXED
@given(positive, decimals(0, 300, 2), decimals(0, 300, 2), st.sampled_from(["naik", "turun"]))
def test_better_never_counts_for_less(t: Quantity, a: Decimal, b: Decimal, direction: str) -> None:
    """The better of two realisations never has the lower achievement, and the target itself has 100."""
    low, high = (measures.achievement(typed(str(v)), t, direction).value for v in sorted((a, b)))
    assert low <= high if direction == "naik" else low >= high
    assert measures.achievement(t, t, direction).value == 100


@FIXED
@given(realised, decimals(0, 100, 2), decimals(0, 100, 2), st.sampled_from(["2T-R", "T/R"]))
def test_a_range_is_met_inside_and_measured_from_the_nearer_end(
    r: Quantity, a: Decimal, b: Decimal, lower: str
) -> None:
    """Inside the range is 100; below it counts against the low end, above it against the high one."""
    low, high = (typed(str(v)) for v in sorted((a, b)))
    result = measures.achievement(r, Span(low, high), "rentang", lower=lower)
    value = exact(r)
    if value < exact(low):
        assert result.held == measures.achievement(r, low, "naik").held
    elif value > exact(high):
        assert result.held == measures.achievement(r, high, "turun", lower=lower).held
    else:
        assert result.value == 100
        assert below(r, low, high) == set(result.cells())


@FIXED
@given(realised, directions, st.sampled_from(["2T-R", "T/R"]))
@example(typed("0"), "turun", "2T-R")
def test_a_zero_target_is_never_divided_by(r: Quantity, direction: str, lower: str) -> None:
    """Against a target of 0 only turun with a realisation of 0 is 100; everything else has no achievement."""
    result = measures.achievement(r, typed("0"), direction, lower=lower)
    if direction == "turun" and exact(r) == 0:
        assert result.value == 100
    else:
        assert result.missing.startswith("tidak dapat dihitung")


@FIXED
@given(realised, known(Kind.PERSEN, -100, -1, 2), directions)
def test_a_negative_target_has_no_achievement(r: Quantity, t: Quantity, direction: str) -> None:
    """The formulas turn over below zero, so nothing is computed there."""
    assert measures.achievement(r, t, direction).missing.startswith("tidak dapat dihitung")


def test_a_range_indicator_needs_a_range() -> None:
    """Direction rentang with a single number is not read as naik."""
    assert not measures.achievement(typed("7"), typed("5"), "rentang").known


@pytest.mark.parametrize(
    ("above", "under", "target", "official", "achieved"),
    [
        ("94", "415", "20.34", "22.65", "111.36"),
        ("1115", "1899", "39.49", "58.72", "148.70"),
        ("94", "415", "21.53", "22.65", "105.20"),
        ("1115", "1899", "44.70", "58.72", "131.36"),
    ],
)
def test_a_reader_with_a_calculator(above: str, under: str, target: str, official: str, achieved: str) -> None:
    """The ratio is rounded once, and what derives from it uses the rounded value."""
    result = measures.ratio(typed(above, Kind.JUMLAH, 0, 2), typed(under, Kind.JUMLAH, 0, 3), decimals=2)
    assert result.value == Decimal(official)
    assert measures.achievement(result, typed(target)).official().value == Decimal(achieved)


@FIXED
@given(counts(0, 10**6), counts(1, 10**6), st.integers(0, 4), st.sampled_from([Kind.PERSEN, Kind.RASIO, Kind.INDEKS]))
def test_a_ratio_is_rounded_half_up_once(above: Quantity, under: Quantity, places: int, kind: Kind) -> None:
    """Numerator over denominator, times 100 for a percent only, at its declared decimals."""
    result = measures.ratio(above, under, decimals=places, kind=kind)
    whole = exact(above) / exact(under) * (100 if kind is Kind.PERSEN else 1)
    assert Fraction(result.value) == half_up(whole, places)
    assert result.kind is kind
    assert set(result.cells()) == below(above, under)
    assert reader_gets_what_is_printed(result)


@pytest.mark.parametrize(("above", "expected"), [("1", "12.5"), ("201", "2512.5")])
def test_a_tie_goes_up(above: str, expected: str) -> None:
    """Exactly half is rounded away from zero: 1/8 is 12,5 % and 13 % without decimals."""
    result = measures.ratio(typed(above, Kind.JUMLAH, 0), typed("8", Kind.JUMLAH, 0), decimals=0)
    assert result.value == Decimal(expected) + Decimal("0.5")


# -- change --------------------------------------------------------------------------------------------------


@FIXED
@given(realised, realised)
def test_growth_is_relative_to_the_previous_value(now: Quantity, before: Quantity) -> None:
    """R / R_lalu - 1 in percent; nothing grows from zero or below it."""
    result = measures.growth(now, before)
    if exact(before) > 0:
        assert agrees(result, (exact(now) / exact(before) - 1) * 100)
        assert reader_gets_what_is_printed(result)
        assert set(result.cells()) == below(now, before)
    else:
        assert result.missing.startswith("tidak dapat dihitung")


@FIXED
@given(st.sampled_from(Kind), realised, realised)
def test_percentages_differ_by_points(kind: Kind, a: Quantity, b: Quantity) -> None:
    """The difference has the unit of both, points for percentages, a count for ranks, and takes both as shown."""
    a, b = replace(a, kind=kind), replace(b, kind=kind)
    result = measures.difference(a, b)
    assert Fraction(result.value) == exact(a) - exact(b)
    assert result.kind is {Kind.PERSEN: Kind.POIN, Kind.PERINGKAT: Kind.JUMLAH}.get(kind, kind)
    assert reader_gets_what_is_printed(result)
    assert set(result.cells()) == below(a, b)


# -- means ---------------------------------------------------------------------------------------------------


@FIXED
@given(st.lists(known(Kind.PERSEN, 0, 300, 4) | absent(), max_size=6), st.sampled_from([100, 120, 150]))
def test_a_mean_caps_each_and_leaves_out_what_is_missing(items: list[Quantity], cap: int) -> None:
    """The mean of the known ones as shown, none above the cap; without any there is no mean."""
    items = [measures.achievement(i, typed("100")) if i.known else i for i in items]
    result = measures.mean_achievement(items, cap=Decimal(cap))
    values = [min(exact(i), Fraction(cap)) for i in items if i.known]
    if values:
        assert agrees(result, sum(values) / len(values)) or sum(values) == 0
        assert result.value <= cap
        assert reader_gets_what_is_printed(result)
        assert set(result.cells()) == below(*(i for i in items if i.known))
    else:
        assert not result.known


# -- money ---------------------------------------------------------------------------------------------------


@FIXED
@given(st.lists(money() | absent(Kind.UANG), min_size=1, max_size=8))
def test_a_total_is_the_sum_of_what_is_known(parts: list[Quantity]) -> None:
    """Missing parts add nothing and stay among the sources; all missing is missing for the first reason."""
    result = measures.total(parts)
    assert set(result.cells()) == below(*parts)
    if values := [exact(p) for p in parts if p.known]:
        assert Fraction(result.value) == sum(values)
        assert reader_gets_what_is_printed(result)
    else:
        assert result.missing == parts[0].missing


def test_totals_of_nothing_and_of_unlike_things() -> None:
    """No part gives no total, and rupiah are never added to people."""
    assert not measures.total([]).known
    with pytest.raises(ValueError, match="kinds"):
        measures.total([typed("1", Kind.UANG, 0), typed("1", Kind.JUMLAH, 0)])


@FIXED
@given(st.lists(st.tuples(money(0, 10**9), money(1, 10**9)), min_size=1, max_size=6))
def test_absorption_is_a_ratio_of_sums(pairs: list[tuple[Quantity, Quantity]]) -> None:
    """Spent over budget of the sums, whatever the single ratios are."""
    spent, budget = (measures.total(side) for side in zip(*pairs, strict=True))
    result = measures.absorption(spent, budget)
    assert agrees(result, 100 * sum(exact(s) for s, _ in pairs) / sum(exact(b) for _, b in pairs)) or spent.value == 0
    assert reader_gets_what_is_printed(result)
    assert set(result.cells()) == below(spent, budget)


def test_absorption_is_no_mean_of_ratios() -> None:
    """One rupiah of one and nothing of 99 is 1 percent, not 50."""
    pairs = [("1", "1"), ("0", "99")]
    spent, budget = ([typed(p[side], Kind.UANG, 0) for p in pairs] for side in (0, 1))
    assert measures.absorption(measures.total(spent), measures.total(budget)).value == 1


def test_shares_of_a_whole_are_a_hundred() -> None:
    """The shares of all parts add up to 100, and a zero whole or budget has none."""
    parts = [typed(v, Kind.UANG, 0) for v in ("10", "30", "60")]
    assert sum(measures.share(p, measures.total(parts)).value for p in parts) == 100
    zero = typed("0", Kind.UANG, 0)
    assert not measures.share(zero, zero).known
    assert measures.absorption(zero, zero).missing == "tidak dapat dihitung: pagu nol"


# -- efficiency ----------------------------------------------------------------------------------------------


@FIXED
@given(counts(0, 500), counts(1, 500), money(0, 10**6), money(1, 10**6))
def test_gap_and_ratio_of_efficiency_are_those_of_the_printed_figures(
    r: Quantity, t: Quantity, spent: Quantity, budget: Quantity
) -> None:
    """Achievement minus absorption, and one over the other, both as the reader sees them."""
    achieved, absorbed = measures.achievement(r, t), measures.absorption(spent, budget)
    gap, times = measures.efficiency_gap(achieved, absorbed), measures.efficiency_ratio(achieved, absorbed)
    assert Fraction(gap.value) == exact(achieved) - exact(absorbed)
    assert gap.kind is Kind.POIN
    assert reader_gets_what_is_printed(gap)
    assert set(gap.cells()) == below(r, t, spent, budget)
    if exact(absorbed):
        assert agrees(times, exact(achieved) / exact(absorbed)) or not r.value
        assert reader_gets_what_is_printed(times)
    else:
        assert times.missing == "tidak dapat dihitung: serapan nol"


@pytest.mark.parametrize(
    ("achieved", "absorbed", "word"),
    [
        ("111.36", "16.03", "perlu penjelasan"),
        ("60", "49.99", "perlu penjelasan"),
        ("20", "49.99", "perlu penjelasan"),
        ("148.70", "90.50", "efisien"),
        ("100", "94.99", "efisien"),
        ("100", "95", "cukup efisien"),
        ("55", "50", "target belum tercapai"),
        ("99.99", "90", "target belum tercapai"),
        ("95.62", "83.83", "target belum tercapai"),
        ("90", "95", "target belum tercapai"),
        ("89.99", "95", "tidak efisien"),
        ("100", "105.01", "tidak efisien"),
        ("99.996", "90", "efisien"),  # printed 100,00
        ("100", "49.996", "efisien"),  # printed 50,00
        ("105.004", "100", "cukup efisien"),  # printed 5,00
    ],
)
def test_verdicts(achieved: str, absorbed: str, word: str) -> None:
    """Every branch of the verdict, judged by the figures as printed."""
    a, s = typed(achieved), typed(absorbed)
    assert measures.efficiency_verdict(measures.efficiency_gap(a, s), a, s) == word


@FIXED
@given(percents(), percents(0, 150))
def test_no_praise_without_the_target_or_without_the_money(achieved: Quantity, absorbed: Quantity) -> None:
    """Below 100 percent achieved nothing is "efisien"; below 50 percent spent everything needs an explanation."""
    word = measures.efficiency_verdict(measures.efficiency_gap(achieved, absorbed), achieved, absorbed)
    assert (word == "perlu penjelasan") == (absorbed.value < 50)
    assert word != "efisien" or achieved.value >= 100


@FIXED
@given(percents(1, 300), percents(1, 300))
def test_a_verdict_takes_a_ratio_in_points(achieved: Quantity, absorbed: Quantity) -> None:
    """A ratio is compared with the threshold as points above 1; what is in points or missing already stays as it is."""
    times, gap = measures.efficiency_ratio(achieved, absorbed), measures.efficiency_gap(achieved, absorbed)
    margin = measures.efficiency_margin(times)
    assert agrees(margin, (Fraction(times.value) - 1) * 100) or times.value == 1
    assert set(margin.cells()) == below(achieved, absorbed)
    assert measures.efficiency_margin(gap) == gap
    assert measures.efficiency_margin(Quantity.absent("kosong", Kind.RASIO)).missing == "kosong"


def test_no_verdict_without_figures() -> None:
    """A missing input is named instead of judged."""
    none = Quantity.absent("belum dinilai", Kind.PERSEN, decimals=2)
    gap = measures.efficiency_gap(none, typed("80"))
    assert measures.efficiency_verdict(gap, none, typed("80")) == "belum dapat dinilai (belum dinilai)"
    known = typed("90")  # the methods of the Ministry of Finance measure outputs, whatever the indicator lacks
    for achieved, absorbed in ((none, typed("80")), (typed("100"), none)):
        assert measures.efficiency_verdict(known, achieved, absorbed) == "belum dapat dinilai (belum dinilai)"


volumes = counts(0, 200) | absent(Kind.JUMLAH)
amounts = money(0, 10**7) | absent(Kind.UANG)


@FIXED
@given(st.lists(st.tuples(amounts, amounts, volumes, volumes), max_size=4))
def test_efficiency_of_pmk_249(outputs: list[tuple[Quantity, ...]]) -> None:
    """The mean over complete outputs of 1 - (RAK / RVK) / (PAK / TVK)."""
    result = measures.efficiency_pmk249(outputs)
    complete = [o for o in outputs if all(q.known for q in o) and o[0].value and o[2].value and o[3].value]
    terms = [1 - (exact(rak) / exact(rvk)) / (exact(pak) / exact(tvk)) for pak, rak, tvk, rvk in complete]
    if terms:
        assert abs(Fraction(result.value) - 100 * sum(terms) / len(terms)) < Fraction(1, 10**12)
        assert reader_gets_what_is_printed(result)
        assert set(result.cells()) == below(*(q for o in complete for q in o))
    else:
        assert not result.known


@FIXED
@given(st.lists(st.tuples(amounts, amounts, percents() | absent()), max_size=4))
def test_efficiency_of_pmk_22(outputs: list[tuple[Quantity, ...]]) -> None:
    """The sum of PAK × CK - RAK over the sum of PAK × CK."""
    result = measures.efficiency_pmk22(outputs)
    complete = [o for o in outputs if all(q.known for q in o)]
    earned = sum((exact(pak) * exact(ck) / 100 for pak, _, ck in complete), Fraction(0))
    if earned:
        spent = sum(exact(rak) for _, rak, _ in complete)
        assert abs(Fraction(result.value) - 100 * (earned - spent) / earned) < Fraction(1, 10**8)
        assert reader_gets_what_is_printed(result)
        assert set(result.cells()) == below(*(q for o in complete for q in o))
    else:
        assert not result.known


@FIXED
@given(known(Kind.PERSEN, -1000, 1000, 2))
@example(typed("20"))
@example(typed("-20.01"))
def test_the_efficiency_score_lies_between_0_and_100(e: Quantity) -> None:
    """NE = 50 + E / 20 × 50 with E limited to ±20."""
    result = measures.efficiency_score(e)
    assert 0 <= result.value <= 100
    assert Fraction(result.value) == 50 + min(Fraction(20), max(Fraction(-20), exact(e))) / 20 * 50
    assert set(result.cells()) == below(e)


# -- what is missing -----------------------------------------------------------------------------------------

Pair = Callable[[Quantity, Quantity], Quantity]
PAIRS: dict[str, Pair] = {
    "ratio": lambda a, b: measures.ratio(a, b, decimals=2),
    "naik": lambda a, b: measures.achievement(a, b, "naik"),
    "turun": lambda a, b: measures.achievement(a, b, "turun"),
    "T/R": lambda a, b: measures.achievement(a, b, "turun", lower="T/R"),
    "rentang": lambda a, b: measures.achievement(a, Span(b, b) if b.known else b, "rentang"),
    "growth": measures.growth,
    "difference": measures.difference,
    "absorption": measures.absorption,
    "share": measures.share,
    "gap": measures.efficiency_gap,
    "times": measures.efficiency_ratio,
}


@pytest.mark.parametrize("pair", PAIRS.values(), ids=PAIRS)
@FIXED
@given(percents() | absent(), percents() | absent())
def test_missing_stays_missing_with_its_reason(pair: Pair, a: Quantity, b: Quantity) -> None:
    """A missing input gives a missing result, never 0 or 100, with the first reason and the cells of both."""
    assume(not (a.known and b.known))
    result = pair(a, b)
    assert not result.known
    assert result.missing == (b.missing if a.known else a.missing)
    assert set(result.cells()) == below(a, b)


def test_a_missing_efficiency_has_no_score() -> None:
    """The score of what could not be computed is missing for the same reason."""
    assert measures.efficiency_score(Quantity.absent("kosong", Kind.PERSEN, decimals=2)).missing == "kosong"


# -- quarters ------------------------------------------------------------------------------------------------

quarters = st.lists(counts(0, 9) | absent(Kind.JUMLAH), min_size=1, max_size=4)


@FIXED
@given(quarters)
def test_a_flow_is_the_sum_of_its_quarters(items: list[Quantity]) -> None:
    """Method jumlah: what is filled is added, zero is filled, empty is not."""
    result = measures.yearly(items, "jumlah")
    values = [exact(q) for q in items if q.known]
    assert result.known == bool(values)
    assert not values or Fraction(result.value) == sum(values)


@FIXED
@given(quarters)
def test_a_level_is_its_last_filled_quarter(items: list[Quantity]) -> None:
    """Method terakhir: the last filled quarter, also when it is zero, and only that cell."""
    result = measures.yearly(items, "terakhir")
    filled = [q for q in items if q.known]
    if filled:
        assert result.value == filled[-1].value
        assert set(result.cells()) == below(filled[-1])
    else:
        assert result.missing == items[0].missing


@FIXED
@given(quarters)
def test_a_level_that_stays_must_agree(items: list[Quantity]) -> None:
    """Method tetap: one value in all filled quarters, or an error that shows them."""
    values = {q.value for q in items if q.known}
    if len(values) > 1:
        with pytest.raises(ValueError, match="tetap"):
            measures.yearly(items, "tetap")
    else:
        assert measures.yearly(items, "tetap").held == (values.pop() if values else None)


@pytest.mark.parametrize(("typed_values", "year"), [(["5", "0", None, None], "0"), (["5", None, None, None], "5")])
def test_zero_is_filled_and_empty_is_not(typed_values: Sequence[str | None], year: str) -> None:
    """A typed zero is the latest level; an empty quarter leaves the one before it."""
    gap = Quantity.absent("kosong", Kind.JUMLAH)
    items = [typed(v, Kind.JUMLAH, 0) if v else gap for v in typed_values]
    assert measures.yearly(items, "terakhir").value == Decimal(year)


@FIXED
@given(st.lists(percents(), min_size=1, max_size=4))
def test_percentages_are_never_summed(items: list[Quantity]) -> None:
    """Method jumlah refuses percentages, even a single one."""
    with pytest.raises(ValueError, match="persentase"):
        measures.yearly(items, "jumlah")


def test_no_quarter_is_no_year() -> None:
    """Without any quarter the year is missing."""
    assert not measures.yearly([], "jumlah").known


# -- scales --------------------------------------------------------------------------------------------------


def scale(*classes: tuple[object, str], above: bool = False) -> Scale:
    """A scale as profil.toml states it."""
    return Scale.of({"sumber": "uji", "di_atas": above, "kelas": [{"batas": b, "nama": n} for b, n in classes]})


SEED = scale((85, "Sangat Baik"), (70, "Berhasil"), (55, "Cukup Baik"), (0, "Tidak Baik"))
AKIP = scale((90, "AA"), (80, "A"), (70, "BB"), (60, "B"), (50, "CC"), (30, "C"), (0, "D"), above=True)


@pytest.mark.parametrize(
    ("which", "value", "name"),
    [
        (SEED, "85", "Sangat Baik"),
        (SEED, "84.99", "Berhasil"),
        (SEED, "84.995", "Sangat Baik"),  # printed 85,00
        (SEED, "70", "Berhasil"),
        (SEED, "69.99", "Cukup Baik"),
        (SEED, "55", "Cukup Baik"),
        (SEED, "54.99", "Tidak Baik"),
        (SEED, "-3", "Tidak Baik"),
        (SEED, "250", "Sangat Baik"),
        (AKIP, "90.01", "AA"),
        (AKIP, "90", "A"),
        (AKIP, "80.01", "A"),
        (AKIP, "80", "BB"),
        (AKIP, "77.55", "BB"),
        (AKIP, "73.30", "BB"),
        (AKIP, "70", "B"),
        (AKIP, "60", "CC"),
        (AKIP, "50", "C"),
        (AKIP, "30", "D"),
        (AKIP, "0", "D"),
    ],
)
def test_classes_at_their_bounds(which: Scale, value: str, name: str) -> None:
    """The seed's classes include their bound, AKIP grades lie strictly above it: 80,00 is BB."""
    assert which.classify(typed(value)) == name


def test_there_is_no_b_plus() -> None:
    """The AKIP scale has seven grades."""
    assert [b.name for b in AKIP.bands] == ["AA", "A", "BB", "B", "CC", "C", "D"]


bounds = st.lists(st.integers(-50, 150), min_size=2, max_size=7, unique=True)


@FIXED
@given(bounds, st.booleans(), known(Kind.PERSEN, -100, 200, 2))
def test_every_value_has_exactly_one_class(limits: list[int], above: bool, q: Quantity) -> None:  # noqa: FBT001 - a case
    """No gap and no overlap: the class is the best one whose bound is met, else the worst; printed intervals agree."""
    which = scale(*((b, f"k{b}") for b in limits), above=above)
    met = [b for b in limits if (q.value > b if above else q.value >= b)]
    name = f"k{max(met, default=min(limits))}"
    assert which.classify(q) == name
    inside = [n for text, n in which.intervals() if holds(text, q.value)]
    assert inside == [name]


def holds(interval: str, value: Decimal) -> bool:
    """True if `value` lies in an interval as printed."""
    test = {"≥": operator.ge, ">": operator.gt, "≤": operator.le, "<": operator.lt}
    return all(test[sign](value, Decimal(bound)) for sign, bound in re.findall(r"([≥>≤<]) (-?\d+)", interval))


def test_what_is_missing_has_no_class() -> None:
    """A missing value has its reason in place of a class."""
    assert SEED.classify(Quantity.absent("belum dinilai", Kind.PERSEN)) == "belum dinilai"


GOOD = [{"batas": 50, "nama": "a"}, {"batas": 0, "nama": "b"}]


@pytest.mark.parametrize(
    "settings",
    [
        {},
        "kelas",
        {"kelas": "Sangat Baik"},
        {"kelas": GOOD[:1]},
        {"kelas": [*GOOD, {"batas": 50, "nama": "c"}]},
        {"kelas": [*GOOD, {"batas": 70, "nama": "a"}]},
        {"kelas": [*GOOD, {"nama": "c"}]},
        {"kelas": [*GOOD, {"batas": "tinggi", "nama": "c"}]},
        {"kelas": [*GOOD, {"batas": float("nan"), "nama": "c"}]},
        {"kelas": [*GOOD, {"batas": float("inf"), "nama": "c"}]},
        {"kelas": [*GOOD, {"batas": 70, "nama": 3}]},
        {"kelas": GOOD, "di_atas": "false"},
    ],
)
def test_a_scale_of_another_form_is_refused(settings: object) -> None:
    """Whatever stands in profil.toml is a sound scale or a ValueError, in words of an office."""
    with pytest.raises(ValueError, match=r"skala|batas") as caught:
        Scale.of(settings)
    assert not re.search(r"Error|Invalid|['\[(]", str(caught.value))
