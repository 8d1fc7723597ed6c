"""docs/metodologi.md: its worked examples are right, and they are this office's."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from lakip_lib import measures, numerals
from lakip_lib.office import Indicator, Office
from lakip_lib.office.program import ProgramIndicator
from lakip_lib.quantity import Cell, Kind, Quantity, Span

ROOT = Path(__file__).resolve().parent.parent
TEXT = (ROOT / "docs" / "metodologi.md").read_text(encoding="utf-8")
#: Code spans that are arithmetic: figures and signs, an equals sign, a figure.
WORKED = re.findall(r"`([-\d.,+×/() ]*(?:min\([\d.,; ]+\)[-\d.,+×/() ]*)*= -?[\d.,]+)`", TEXT)


@pytest.fixture(scope="module")
def office() -> Office:
    """The office of this repository in 2024."""
    return Office(ROOT, 2024)


def value(expression: str) -> Decimal:
    """The value of an expression in Indonesian notation."""
    expression = re.sub(r"\d[\d.]*(?:,\d+)?", lambda m: m[0].replace(".", "").replace(",", "."), expression)
    expression = re.sub(r"[\d.]+", r'D("\g<0>")', expression).replace("×", "*").replace(";", ",")
    return eval(expression, {"__builtins__": {}, "D": Decimal, "min": min})  # noqa: S307 - figures and signs only


def made_up(number: str, kind: Kind = Kind.JUMLAH) -> Quantity:
    """A number that no table holds."""
    return Quantity.read(Decimal(number), kind, Cell("", 0, "", number), decimals=0)


def test_enough_examples() -> None:
    """The pattern finds the worked examples."""
    assert len(WORKED) > 40


@pytest.mark.parametrize("example", WORKED)
def test_arithmetic(example: str) -> None:
    """A reader with a calculator gets what is printed, rounded half up."""
    expression, _, result = example.rpartition("=")
    decimals = len(result.partition(",")[2])
    assert numerals.write(value(expression), decimals) == result.strip()


def _of_indicator(office: Office, i: Indicator) -> Iterator[str]:
    realised = (i.realised(), i.realised(2023)) if i.denominator() else (i.numerator(),)
    yield from (q.worked() for q in (*realised, i.achievement(), i.change(), i.growth(), i.against_end()))
    yield from (q.worked() for q in office.efficiency(i)[1:])


def test_indicators(office: Office) -> None:
    """Realisation, achievement, comparisons, absorption and efficiency of every indicator are as computed."""
    missing = [text for i in office.indicators for text in _of_indicator(office, i) if f"`{text}`" not in TEXT]
    assert not missing


def test_verdicts(office: Office) -> None:
    """The line of each indicator ends in the office's verdict."""
    for i in office.indicators:
        gap, verdict = office.efficiency(i)[2].worked(), office.efficiency_verdict(i)
        assert f"| `{gap}` | {verdict} |" in TEXT


def test_mean_and_money(office: Office) -> None:
    """The mean, the absorption and the sums of money are the office's."""
    nodes = {n.code: n for p in office.programs for n in p.walk()}
    share = measures.share(nodes["1"].budget, office.budget())
    budget = office.budget(office.indicators[0].goal)
    absorbed = (office.absorption(), nodes["5"].absorption, nodes["1.03.01"].absorption)
    missing = [
        q.worked() for q in (office.mean_achievement(), share, budget, *absorbed) if f"`{q.worked()}`" not in TEXT
    ]
    assert not missing


def test_program_indicator(office: Office) -> None:
    """The example of a program's indicator is computed from its counts."""
    found: list[ProgramIndicator] = [i for n in office.nodes("program") for i in n.indicators if i.realised.formula]
    assert f"`{found[0].realised.worked()}`" in TEXT
    assert f"`{found[0].achievement.worked()}`" in TEXT


def test_evaluations_and_scales(office: Office) -> None:
    """Scores with their grades, and both scales, are those in force."""
    for year, e in office.evaluations.items():
        assert f"| {year} | `{e.score.worked()}` | {e.grade} |" in TEXT
    for scale in (office.scale, office.akip_scale):
        table = "\n".join(f"| {interval} | {name} |" for interval, name in scale.intervals())
        assert table in TEXT
        assert scale.source in TEXT


def test_conventions(office: Office) -> None:
    """Cap, threshold and bound of explanation are those of profil.toml."""
    assert f"Batas {office.mean_cap} adalah" in TEXT
    assert f"Di atas {office.efficiency_threshold} efisien" in TEXT
    assert f"Serapan di bawah {office.explain_below}%" in TEXT


def test_other_efficiencies(office: Office) -> None:
    """The other definitions of efficiency give what is printed."""
    node = next(n for n in office.nodes("sub kegiatan") if n.code == "3.01.01")
    pmk249 = measures.efficiency_pmk249([(node.budget, node.spent, node.output.target, node.output.realised)])
    last = office.indicators[-1]
    achieved, absorbed, _ = office.efficiency(last)
    pmk22 = measures.efficiency_pmk22([(office.budget(last.goal), office.spent(last.goal), achieved)])
    assert f"`{measures.efficiency_ratio(achieved, absorbed).worked()}`" in TEXT
    for name, result in (("PMK 249/2011, sub", pmk249), ("PMK 22/2021, sasaran", pmk22)):
        part = TEXT.split(f"- {name}", 1)[1].split("\n- ", 1)[0]
        assert f"= {result}`" in part
        assert f"= {measures.efficiency_score(result)}`" in part


@pytest.mark.parametrize(
    ("compute", "printed"),
    [
        (lambda q: measures.achievement(q("8"), q("10"), "turun"), "(2 × 10 - 8) / 10 × 100 = 120,00"),
        (lambda q: measures.achievement(q("8"), q("10"), "turun", lower="T/R"), "10 / 8 × 100 = 125,00"),
        (lambda q: measures.achievement(q("6"), Span(q("0"), q("5")), "rentang"), "(2 × 5 - 6) / 5 × 100 = 80,00"),
        (lambda q: measures.yearly([q(n) for n in ("10", "12", "0", "8")], "jumlah"), "10 + 12 + 0 + 8 = 30"),
    ],
    ids=["turun", "T/R", "rentang", "triwulan"],
)
def test_made_up(compute: Callable[[Callable[[str], Quantity]], Quantity], printed: str) -> None:
    """Examples with made-up figures are what the measures compute."""
    assert compute(made_up).worked() == printed
    assert f"`{printed}`" in TEXT
