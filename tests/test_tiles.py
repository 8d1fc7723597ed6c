"""The summary page: a tile for each indicator, for the budget and for the findings."""

from __future__ import annotations

import re
import sys
from itertools import pairwise
from pathlib import Path

import pytest

from lakip_lib.export.fragments import SVG, Element, parse, text_of
from lakip_lib.present import tiles

sys.path.insert(0, str(Path(__file__).parent / "fixtures"))
import kantor_rekaan as kantor

FOUND = {"galat": 0, "peringatan": 3, "catatan": 1}


def rows(*parts: dict, findings: dict[str, int] = FOUND, label: str = "") -> dict[str, Element]:
    """The rows of the summary of a made-up office with those indicators, by key."""
    office = kantor.office(**{"renstra": kantor.plan(), **kantor.together(*parts)})
    table = parse(tiles.summary(office, findings, label).to_html())
    assert table.get("class") == "petak"
    return {row.get("data-k"): row for row in table.iter("tr") if row.get("data-k")}


def test_reached_and_missed_targets_are_told_in_words_sign_and_class() -> None:
    """A reached target, a missed one and one that cannot be judged differ in words, sign and class of the row."""
    found = rows(
        kantor.indicator("a", {2034: 90}, {2034: 80}),
        kantor.indicator("b", {2034: 70}, {2034: 80}),
        kantor.indicator("c", {2033: 70}, {2034: 80}),
    )
    told = {key: (found[key].get("class"), text_of(found[key][3])) for key in "abc"}
    assert told["a"][0] == "baik"
    assert told["a"][1].startswith("✓ Target tercapai, kelas ")
    assert told["b"][0] == "kurang"
    assert told["b"][1].startswith("▼ Target belum tercapai, kelas ")
    assert told["c"] == ("netral", "◆ Tidak dinilai")


def test_a_reached_target_is_judged_as_it_is_shown() -> None:
    """99,996 is shown as 100,00 and counts as reached; 99,99 does not."""
    found = rows(kantor.indicator("a", {2034: 99.996}, {2034: 100}), kantor.indicator("b", {2034: 99.99}, {2034: 100}))
    assert (found["a"].get("class"), found["b"].get("class")) == ("baik", "kurang")


def test_every_number_of_an_indicator_says_where_it_comes_from() -> None:
    """Achievement, realisation and target are `data` elements with a value and an origin."""
    row = rows(kantor.indicator("a", {2034: 90}, {2034: 80}))["a"]
    numbers = list(row.iter("data"))
    assert [text_of(n) for n in numbers] == ["112,50%", "90,00%", "80,00%"]
    assert all(n.get("value") and n.get("data-asal") for n in numbers)


def test_the_sparkline_ends_with_the_fiscal_year() -> None:
    """It shows the last five years whose achievement is known, tells them in words, and knows no later year."""
    years = range(2028, 2036)
    values = {y: 50 + y - 2028 for y in years if y != 2032}
    row = rows(kantor.indicator("a", values, dict.fromkeys(years, 50)))["a"]
    (drawing,) = row.iter(f"{SVG}svg")
    assert re.findall(r"20\d\d", drawing.get("aria-label")) == ["2030", "2031", "2033", "2034"]
    assert text_of(row[4]) == "2030–2034"
    path = next(p.get("d") for p in drawing.iter(f"{SVG}path") if not p.get("stroke-dasharray"))
    points = [tuple(map(float, p.split())) for p in path[1:].split("L")]
    assert len(points) == 4
    assert [y for _, y in points] == sorted((y for _, y in points), reverse=True), "higher is further up"
    gaps = [b[0] - a[0] for a, b in pairwise(points)]
    assert gaps[1] == pytest.approx(2 * gaps[0], abs=0.2), "a year that is missing leaves its room"


@pytest.mark.parametrize("values", [{}, {2034: 50.0}])
def test_one_year_makes_no_line(values: dict[int, float]) -> None:
    """With fewer than two known years there is no sparkline, and nothing stands in its place."""
    row = rows(kantor.indicator("a", values, {2034: 50}))["a"]
    assert not list(row.iter(f"{SVG}svg"))
    assert text_of(row[4]) == ""


def test_equal_years_draw_a_level_line() -> None:
    """Achievements that are all 100 percent are drawn without dividing by nothing."""
    row = rows(kantor.indicator("a", {2033: 50, 2034: 50}, {2033: 50, 2034: 50}))["a"]
    assert list(row.iter(f"{SVG}svg"))


def test_money_is_shown_or_told_to_be_missing() -> None:
    """Absorption stands with spending, budget and the rest; without budget the row names what is missing."""
    row = rows(kantor.indicator("a", {2034: 1}, {2034: 1}), kantor.programs())["serapan"]
    assert text_of(row[1]).endswith("%")
    assert len(list(row.iter("data"))) == 4
    assert text_of(row[3]).startswith("◆ Sisa Rp")
    row = rows(kantor.indicator("a", {2034: 1}, {2034: 1}))["serapan"]
    assert text_of(row[1]) == "belum tersedia"
    assert "csv" in text_of(row[2])
    assert text_of(row[3]) == "◆ Tidak dinilai"


def test_findings_are_counted_by_severity() -> None:
    """The sum is the value, severities stand beside it, the worst one decides, and the list is referred to."""
    plain = kantor.indicator("a", {2034: 1}, {2034: 1})
    row = rows(plain, label="tbl-x")["temuan"]
    assert (text_of(row[1]), row.get("class"), text_of(row[3])) == ("4", "baik", "✓ Tanpa galat")
    assert text_of(row[2]).startswith("0 galat, 3 peringatan, 1 catatan")
    assert row.find(".//a").get("href") == "#tbl-x"
    row = rows(plain, findings={**FOUND, "galat": 1})["temuan"]
    assert (row.get("class"), text_of(row[3])) == ("kurang", "▼ Ada galat")
    assert row.find(".//a") is None
