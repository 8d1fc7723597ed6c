"""Charts: what they say, what they show, and that it can be read."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parent / "fixtures"))
import kantor_rekaan as rekaan

from lakip_lib.numerals import Kind
from lakip_lib.office import Gap, Indicator, Office
from lakip_lib.present import _text, charts
from lakip_lib.present.drawing import Box, Drawing, text_boxes

REPOSITORY = Path(__file__).parent.parent
TARGETS = {2031: 20, 2032: 30, 2033: 40, 2034: 50, 2035: 60, 2036: 70}
PER_INDICATOR = (
    charts.renstra_path,
    charts.year_change,
    charts.against_end,
    charts.comparison,
    charts.ratio_history,
    charts.quarters,
)
PER_OFFICE = (
    charts.achievement_bars,
    charts.absorption_by_program,
    charts.budget_shares,
    charts.efficiency,
    charts.output_vs_money,
    charts.staff,
    charts.akip_components,
)


def parsed(svg: str) -> ET.Element:
    """The markup as a tree."""
    return ET.fromstring(svg)  # noqa: S314 - our own drawing


def one(realised: dict, targets: dict = TARGETS, **options: object) -> Indicator:
    """An indicator of an office that has nothing else."""
    year = options.pop("office_year", 2034)
    state = options.pop("state", "final")
    tables = rekaan.together({"renstra": rekaan.plan()}, rekaan.indicator("a", realised, targets, **options))
    return rekaan.office(year, state, **tables).indicators[0]


def staffed() -> dict:
    """Staff tables."""
    return {
        "pegawai_jenis_kelamin": [
            {"jenis_kelamin": n, "jumlah": rekaan.number(c)} for n, c in (("Laki-laki", 1200), ("Perempuan", 1200))
        ],
        "pegawai_pendidikan": [
            {"pendidikan": n, "jumlah": rekaan.number(c)}
            for n, c in (("Pascasarjana (S2) dan Doktoral (S3)", 3), ("SMA", None), ("SD", 0))
        ],
        "pegawai_golongan": [
            {"golongan": n, "status": "PNS", "jumlah": rekaan.number(c)}
            for n, c in (("IV/a", 1), ("III/d", 9), ("PPPK", 2))
        ],
    }


def scored(years: range, parts: int = 4) -> dict:
    """AKIP evaluations."""
    rows = [
        {
            "tahun_dinilai": y,
            "tanggal_terbit": None,
            "komponen": f"Komponen {'penilaian yang sangat panjang ' * (p % 2)}{p}",
            "bobot": rekaan.number(25, Kind.PERSEN, "%"),
            "nilai": rekaan.number(round(25 - p * 3.3 - (y % 3), 2), Kind.PERSEN, "%"),
        }
        for y in years
        for p in range(parts - (y % 2))
    ]
    return {"evaluasi_akip": rows}


def crowded(*, year: int = 2034) -> Office:
    """Seven indicators with long names and gaps, twelve programs with long names, everything filled."""
    ratio = {y: (y - 2010, 900 - 37 * (y - 2022)) for y in range(2022, 2035)}
    shapes = [
        rekaan.indicator("a", ratio, TARGETS, name=rekaan.LONG),
        rekaan.indicator(
            "b", {2033: 1234567.5, 2034: 9876543.21}, {2034: 1000000, 2036: 2000000}, unit="unit usaha", goal="S2"
        ),
        rekaan.indicator("c", {2031: 50, 2032: 50, 2033: 50, 2034: 50}, dict.fromkeys(TARGETS, 50), goal="S3"),
        rekaan.indicator("d", {2030: 12, 2032: 9, 2034: 0}, dict.fromkeys(TARGETS, 10), direction="turun", goal="S4"),
        rekaan.indicator("e", {2034: 7}, {y: rekaan.span(3, 6) for y in TARGETS}, direction="rentang", goal="S5"),
        rekaan.indicator("f", {2034: None}, TARGETS, goal="S6"),
        rekaan.indicator("g", {y: (i * 100, 1000) for i, y in enumerate(range(2031, 2035))}, {}, goal="S7"),
    ]
    money = [rekaan.programs(2, 2, name=f"{rekaan.LONG} {g}", goal=f"S{g}") for g in range(1, 7)]
    others = [
        {"indikator": "a", "tahun": year, "wilayah": w, "nilai": rekaan.number(v, Kind.PERSEN, "%")}
        for w, v in (("Provinsi Contoh Raya Tenggara", 3), ("Nasional", None))
    ]
    quarters = [
        {
            "indikator": "a",
            "triwulan": q,
            "target": rekaan.number(t, Kind.PERSEN, "%"),
            "realisasi": rekaan.number(r, Kind.PERSEN, "%"),
        }
        for q, t, r in (("I", 1, 0), ("II", 2, 1.5), ("III", None, None), ("IV", None, None))
    ]
    extra = {"renstra": rekaan.plan(7), "pembanding": others, "triwulan": quarters}
    return rekaan.office(year, **rekaan.together(extra, *shapes, *money, staffed(), scored(range(2029, 2034), 6)))


def small() -> Office:
    """One indicator, one year, one program."""
    shape = rekaan.indicator("a", {2034: (0, 10)}, {2034: 10, 2036: 20})
    return rekaan.office(
        2034, **rekaan.together({"renstra": rekaan.plan()}, shape, rekaan.programs(1, 1), scored(range(2033, 2034), 2))
    )


def drawings(office: Office) -> Iterator[tuple[str, Drawing]]:
    """Every chart that the office has the data for."""
    calls: list[tuple[str, Callable[[], Drawing]]] = [
        (f"{f.__name__}-{i.code}", lambda f=f, i=i: f(i)) for i in office.indicators for f in PER_INDICATOR
    ]
    calls += [(f.__name__, lambda f=f: f(office)) for f in PER_OFFICE]
    for name, call in calls:
        try:
            yield name, call()
        except Gap:
            continue


OFFICES = {
    "crowded": crowded,
    "small": small,
    "2024": lambda: Office(REPOSITORY, 2024),
    "2022": lambda: Office(REPOSITORY, 2022),
}


@pytest.fixture(scope="module", params=list(OFFICES))
def shown(request: pytest.FixtureRequest) -> list[tuple[str, Drawing]]:
    """All charts of one office."""
    return list(drawings(OFFICES[request.param]()))


# -- the picture -------------------------------------------------------------------------------------------------------


def test_is_one_plain_svg_element(shown: list[tuple[str, Drawing]]) -> None:
    """A chart is one well-formed `<svg>` with a box, a role and a text alternative, and nothing that clashes or loads."""
    assert shown
    for name, drawing in shown:
        root = parsed(drawing.svg)
        assert drawing.svg.startswith("<svg "), name
        assert root.get("role") == "img"
        assert root.get("aria-label") == drawing.alt
        assert float(root.get("data-lebar-mm", 0)) in {160.0, 240.0}
        tags = {n.tag.rpartition("}")[2] for n in root.iter()}
        assert tags <= {"svg", "text", "path", "rect", "circle"}, name
        assert not any(n.get("id") or n.get("style") for n in root.iter()), name


def test_text_stays_in_the_picture(shown: list[tuple[str, Drawing]]) -> None:
    """No text reaches over the edge of its chart."""
    for name, drawing in shown:
        _, _, wide, high = map(float, parsed(drawing.svg).get("viewBox", "").split())
        for box in text_boxes(drawing.svg):
            assert Box(-0.6, -0.6, wide + 0.6, high + 0.6).holds(box), (name, box)


def test_labels_do_not_overlap(shown: list[tuple[str, Drawing]]) -> None:
    """No two texts of a chart share space."""
    for name, drawing in shown:
        boxes = text_boxes(drawing.svg)
        hits = [(a.what, b.what) for i, a in enumerate(boxes) for b in boxes[i + 1 :] if a.overlaps(b, -0.8)]
        assert not hits, (name, hits)


def test_is_legible(shown: list[tuple[str, Drawing]]) -> None:
    """Text is at least 8 points at the printed width, in characters that the typeface has."""
    for name, drawing in shown:
        for node in parsed(drawing.svg).iter("{http://www.w3.org/2000/svg}text"):
            assert float(node.get("font-size", 8.5)) >= 8, name
            assert not _text.lacks(node.text or ""), (name, node.text)


def test_title_is_the_message(shown: list[tuple[str, Drawing]]) -> None:
    """The message stands in the picture and opens the text alternative."""
    for name, drawing in shown:
        drawn = " ".join(b.what for b in text_boxes(drawing.svg))
        assert drawing.title.replace(" ", "") in drawn.replace(" ", ""), name
        assert drawing.alt.startswith(drawing.title.replace("\u00a0", " ")), name


def test_alt_holds_what_is_drawn(shown: list[tuple[str, Drawing]]) -> None:
    """Every number with decimals that labels a data point is also in the text alternative."""
    for name, drawing in shown:
        if name.startswith(("absorption", "budget", "year_change")):
            continue  # these also label shares and changes that follow from the data
        ticks = {b.what for b in text_boxes(drawing.svg) if re.fullmatch(r"[\d.]+(,\d)?%?", b.what)}
        for box in text_boxes(drawing.svg):
            for number in re.findall(r"\d[\d.]*,\d\d", box.what) if box.what not in ticks else ():
                assert number in drawing.alt, (name, number)


def test_same_data_give_the_same_bytes() -> None:
    """Two processes with different hash seeds draw identical pictures."""
    code = (
        "import sys, hashlib; sys.path[:0] = sys.argv[1:]; import test_charts as t;"
        "print(hashlib.sha256(''.join(d.svg for _, d in t.drawings(t.crowded())).encode()).hexdigest())"
    )
    here = Path(__file__).parent
    command = [sys.executable, "-c", code, str(here), str(here.parent)]
    found = {
        subprocess.run(
            command, env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, text=True, check=True
        ).stdout
        for seed in ("1", "2")
    }
    assert len(found) == 1


# -- what is known when ------------------------------------------------------------------------------------------------


def test_nothing_of_a_later_year_shows() -> None:
    """Charts of 2022 hold no realisation that only 2023 or 2024 brought."""
    late = Office(REPOSITORY, 2024)
    told = " ".join(d.alt for _, d in drawings(Office(REPOSITORY, 2022)))
    targets = {str(i.target_in("Renstra", y)) for i in late.indicators for y in range(2021, 2027)}
    for i in late.indicators:
        for year in (2023, 2024):
            if str(i.realised(year)) not in targets:
                assert f" {i.realised(year)}" not in told


def test_a_plan_year_shows_targets_only() -> None:
    """A year without realisation still has its path, says that it is not assessed, and has nothing else."""
    indicator = one({}, state="rencana")
    drawing = charts.renstra_path(indicator)
    assert "belum dinilai" in drawing.title
    assert "Realisasi: belum ada" in drawing.alt
    for chart in (charts.year_change, charts.against_end, charts.ratio_history, charts.comparison):
        with pytest.raises(Gap):
            chart(indicator)


@pytest.mark.parametrize("chart", PER_OFFICE)
def test_an_empty_office_is_a_gap(chart: Callable[[Office], Drawing]) -> None:
    """A chart without data raises the gap that names it."""
    with pytest.raises(Gap):
        chart(rekaan.office(2034, renstra=rekaan.plan()))


def test_counts_need_one_unit() -> None:
    """Counts of different units never share an axis; unknown variables are a gap."""
    office = crowded()
    with pytest.raises(ValueError, match="units"):
        charts.counts(office, ["a_a", "c_a"])
    with pytest.raises(Gap):
        charts.counts(office, ["tidak_ada"])
    assert "Seluruh layanan" in charts.counts(office, ["a_a", "a_b"]).alt


# -- the message agrees with the data ----------------------------------------------------------------------------------

values = st.decimals(min_value=0, max_value=200, places=2)
paths = st.dictionaries(st.integers(2028, 2034), values, min_size=1)
goals = st.dictionaries(st.integers(2031, 2036), values, max_size=6)
directions = st.sampled_from(["naik", "turun"])


@settings(max_examples=150, deadline=None)
@given(paths, goals, directions)
def test_path_says_whether_the_target_is_met(realised: dict, targets: dict, direction: str) -> None:
    """The verb of the message follows from realisation, target and direction; the end target is judged the same way."""
    indicator = one(realised, targets, direction=direction)
    title = charts.renstra_path(indicator).title
    now, target, end = realised.get(2034), targets.get(2034), targets.get(2036)
    good = {"naik": lambda a, b: a > b, "turun": lambda a, b: a < b}[direction]
    if now is None:
        assert "realisasinya" in title
        return
    if target is not None:
        words = (
            ("melampaui", "lebih baik")
            if good(now, target)
            else ("tepat sama",)
            if now == target
            else ("belum mencapai", "masih lebih tinggi")
        )
        assert any(w in title.split("target akhir")[0] for w in words), title
    if end is not None:
        word = "sudah melewati" if good(now, end) else "sudah memenuhi" if now == end else "masih di"
        assert word in title, title
        assert "target akhir 2036" in title, title


@settings(max_examples=100, deadline=None)
@given(paths, directions)
def test_change_names_the_right_direction(realised: dict, direction: str) -> None:
    """Naik, turun and tetap follow from the last two years, membaik and memburuk from the direction."""
    title = charts.year_change(one(realised, {}, direction=direction)).title
    years = sorted(realised)
    if len(years) == 1:
        assert "belum ada tahun lain" in title
        return
    before, last = realised[years[-2]], realised[years[-1]]
    word = "naik" if last > before else "turun" if last < before else "tetap"
    assert f" {word} " in title
    assert ("(memburuk)" in title) == (direction == "turun" and last > before)
    assert ("(membaik)" in title) == (direction == "turun" and last < before)


@settings(max_examples=100, deadline=None)
@given(values, values, directions, st.integers(2031, 2036))
def test_end_message_asks_for_a_pace_only_when_one_is_needed(
    now: Decimal, end: Decimal, direction: str, year: int
) -> None:
    """A pace is named only before the end and while the target is not reached; reached early asks for a review."""
    title = charts.against_end(one({year: now}, {2036: end}, direction=direction, office_year=year, year=year)).title
    done = now >= end if direction == "naik" else now <= end
    assert ("per tahun" in title) == (not done and year < 2036)
    assert ("perlu ditinjau" in title) == (done and now != end and year < 2036)
    assert ("masih berjarak" in title) == (not done)


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.integers(2024, 2034), st.tuples(st.integers(0, 900), st.integers(1, 900)), min_size=1))
def test_history_tells_each_count_from_first_to_last_year(pairs: dict) -> None:
    """Both counts move in the message as they do between the first and the last year; labels stay apart."""
    drawing = charts.ratio_history(one(pairs, {}))
    first, last = min(pairs), max(pairs)
    if first != last:
        for part, name in ((0, "layanan yang memenuhi standar"), (1, "seluruh layanan")):
            a, b = pairs[first][part], pairs[last][part]
            assert f"{name} {'naik' if b > a else 'turun' if b < a else 'tetap'}" in drawing.title
    boxes = text_boxes(drawing.svg)
    assert not [(a.what, b.what) for i, a in enumerate(boxes) for b in boxes[i + 1 :] if a.overlaps(b, -0.8)]


@settings(max_examples=150, deadline=None)
@given(paths, goals, directions)
def test_path_labels_stay_apart(realised: dict, targets: dict, direction: str) -> None:
    """Whatever the values, the labels of a path neither overlap nor leave the picture."""
    drawing = charts.renstra_path(one(realised, targets, direction=direction))
    boxes = text_boxes(drawing.svg)
    assert not [(a.what, b.what) for i, a in enumerate(boxes) for b in boxes[i + 1 :] if a.overlaps(b, -0.8)]
    assert all(b.right <= 454.2 and b.left >= -0.6 for b in boxes)


def test_a_range_target_is_named_as_one() -> None:
    """Below, inside and above a range are told apart."""
    spans = {y: rekaan.span(3, 6) for y in TARGETS}
    for value, word in ((2, "di bawah rentang"), (4, "berada dalam rentang"), (9, "di atas rentang")):
        assert word in charts.renstra_path(one({2034: value}, spans, direction="rentang")).title


def test_low_absorption_is_flagged_and_counted() -> None:
    """The message counts the programs below the threshold that asks for an explanation."""
    title = charts.absorption_by_program(crowded()).title
    low = [p for p in crowded().programs if p.absorption.value < 50]
    assert f"{len(low)} dari 12 program di bawah 50%" in title


def test_efficiency_never_praises_low_absorption() -> None:
    """High achievement with hardly any money spent is to be explained, not efficient."""
    shape = rekaan.indicator("a", {2034: 90}, TARGETS)
    tables = rekaan.together({"renstra": rekaan.plan()}, shape, rekaan.programs(1, 2, spent=0.1))
    title = charts.efficiency(rekaan.office(2034, **tables)).title
    assert "perlu penjelasan" in title
    assert "efisien" not in title


def test_fits_a_page(shown: list[tuple[str, Drawing]]) -> None:
    """No chart is taller than a page has room for."""
    for name, drawing in shown:
        _, _, wide, high = map(float, parsed(drawing.svg).get("viewBox", "").split())
        assert high * 25.4 / 72 <= (215 if wide < 460 else 162), name
