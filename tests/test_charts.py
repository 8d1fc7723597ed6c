"""Charts: what they say is what the data say, and what they draw is legible, small, and the same every time."""

from __future__ import annotations

import csv
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

from lakip_lib.measures import share
from lakip_lib.office import Gap, Office
from lakip_lib.present import _text, charts
from lakip_lib.present.charts._plate import Plate
from lakip_lib.present.drawing import Drawing
from tests.strategies import indicator as indicator_row
from tests.strategies import write_office

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from matplotlib.transforms import Bbox

ROOT = Path(__file__).parents[1]
SVG = "{http://www.w3.org/2000/svg}"
OF_INDICATOR = (charts.renstra_path, charts.ratio_history, charts.against_end, charts.comparison)
OF_OFFICE = (
    charts.achievement_bars, charts.absorption_by_program, charts.staff, charts.akip_components, charts.efficiency,
    charts.output_vs_money,
)  # fmt: skip
LONG = "Peningkatan Kapasitas Kelembagaan, Tata Kelola, dan Pelayanan Publik Perkotaan yang Inklusif dan Berkelanjutan"


# -- offices -----------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def real() -> dict[int, Office]:
    """The office of this repository in a year without money, a full year and a year of plans."""
    return {year: Office(ROOT, year) for year in (2022, 2024, 2025)}


def write(path: Path, head: str, *rows: tuple[object, ...]) -> None:
    """A source table."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([head.split(","), *rows])


def invent(
    root: Path,
    values: dict[int, object],
    *,
    direction: str = "naik",
    targets: dict[int, object] | None = None,
    programs: int = 0,
) -> Office:
    """An office with one indicator, a plain count, that has these values and Renstra targets; it reports 2024."""
    raw = root / "data" / "raw"
    raw.mkdir(parents=True)
    shutil.copy(ROOT / "data" / "raw" / "profil.toml", raw)
    plan = raw / "renstra-2021-2026"
    goals = [
        ("V", "", "visi", "Visi"),
        ("M", "V", "misi", "Misi"),
        ("T", "M", "tujuan", "Tujuan"),
        ("S", "T", "sasaran", "Sasaran"),
    ]
    write(plan / "renstra.csv", "kode,induk,tingkat,uraian", *goals)
    columns = "kode,sasaran,indikator,satuan,desimal,arah,metode,pembilang,penyebut,jeda,formulasi,sumber_data"
    write(
        plan / "indikator.csv",
        columns,
        ("i", "S", LONG, "kasus", 0, direction, "terakhir", "v", "", 0, "rumus", "dinas"),
    )
    write(
        plan / "target.csv",
        "indikator,tahun,dokumen,target",
        *(("i", y, "Renstra", t) for y, t in (targets or {}).items()),
    )
    write(raw / "variabel.csv", "kode,nama,satuan,sumber_data", ("v", "Banyaknya kasus", "kasus", "dinas"))
    write(raw / "data_dasar.csv", "variabel,tahun,nilai", *(("v", y, v) for y, v in values.items()))
    year = raw / "2024"
    year.mkdir()
    (year / "tahun.toml").write_text('tahun = 2024\nkeadaan = "final"\n', encoding="utf-8")
    if programs:
        nodes, money = [], []
        for n in range(1, programs + 1):
            nodes += [(n, "", "program", f"Program {n} {LONG}", "S"), (f"{n}.1", n, "kegiatan", f"Kegiatan {n}", "")]
            nodes.append((f"{n}.1.1", f"{n}.1", "sub kegiatan", f"Sub kegiatan {n} {LONG}", ""))
            spent = ("", "0", n * 1_000_000)[min(n, 3) - 1]
            money.append(
                (
                    f"{n}.1.1",
                    n * n * 1_000_000,
                    "",
                    spent,
                    "Laporan",
                    "laporan",
                    "",
                    "10 laporan",
                    f"{n if n % 3 else 0} laporan",
                )
            )
        write(year / "program.csv", "kode,induk,tingkat,nama,sasaran", *nodes)
        outputs = "kode,pagu,pagu_perubahan,realisasi,keluaran,satuan,target_rkt,target_keluaran,realisasi_keluaran"
        write(year / "anggaran.csv", outputs, *money)
    return Office(root, 2024)


@pytest.fixture(scope="module")
def extremes(tmp_path_factory: pytest.TempPathFactory) -> list[Office]:
    """Twelve long-named programmes, a huge achievement, zeros, one year only, a range, no target, no data at all."""
    tmp_path = tmp_path_factory.mktemp("offices")
    path = dict(zip(range(2021, 2027), range(100, 160, 10), strict=True))
    ranges = {y: f"{t} - {t + 20}" for y, t in path.items()}
    return [
        invent(tmp_path / "huge", {2023: 7, 2024: 9_876_543}, targets=path, programs=12),
        invent(tmp_path / "zero", dict.fromkeys(range(2012, 2025), 0), targets=path, programs=1),
        invent(tmp_path / "once", {2024: 123}, targets={2026: 130}, direction="turun"),
        invent(tmp_path / "range", {y: 90 + y - 2019 for y in range(2019, 2025)}, targets=ranges, direction="rentang"),
        invent(tmp_path / "plan", {2023: 1}, targets=path, programs=3),
        invent(tmp_path / "untold", {2023: 5, 2024: 4}),
        invent(tmp_path / "nothing", {2015: "-"}),
    ]


def charts_of(office: Office) -> Iterator[tuple[str, Drawing | Gap]]:
    """Every chart of an office."""
    for i in office.indicators:
        yield from ((f"{make.__name__} {i.code}", make(i)) for make in OF_INDICATOR)
    yield from ((make.__name__, make(office)) for make in OF_OFFICE)


def drawings(offices: list[Office]) -> dict[str, Drawing]:
    """Every chart that could be drawn."""
    found = ((f"{n} {o.year} {name}", made) for n, o in enumerate(offices) for name, made in charts_of(o))
    return {name: made for name, made in found if isinstance(made, Drawing)}


@pytest.fixture(scope="module")
def drawn(real: dict[int, Office]) -> dict[str, Drawing]:
    """The charts of the real office, all years."""
    return drawings(list(real.values()))


# -- the markup --------------------------------------------------------------------------------------------------------


def test_markup_is_one_labelled_inline_drawing(drawn: dict[str, Drawing], extremes: list[Office]) -> None:
    """Each chart is one small well-formed svg element with its text alternative, without prolog, style or script."""
    made = drawings(extremes) | {f"real {name}": drawing for name, drawing in drawn.items()}
    assert len(made) > 50
    for name, drawing in made.items():
        root = ET.fromstring(drawing.svg)  # noqa: S314 - our own
        assert root.tag == f"{SVG}svg", name
        assert (root.get("role"), root.get("aria-label"), root.get("data-lebar-mm")) == ("img", drawing.alt, "160"), (
            name
        )
        assert drawing.alt.startswith(re.sub(r"\s+", " ", drawing.title)), name
        assert not re.search(r"<\?|<!|<style|<script|<metadata|style=|https?://(?!www\.w3\.org/)", drawing.svg), name
        assert len(drawing.svg.encode()) < 25_000, name
        assert not re.search(
            r"[ \"\d]\d*\.\d{3}|nan|None", drawing.svg.replace(drawing.alt, "").split(">", 1)[1].split("<text")[0]
        ), name


def test_text_is_text_in_the_typeface_and_large_enough(drawn: dict[str, Drawing]) -> None:
    """All text is set in the report's typeface, in glyphs that it has, at 8 points or more, and carries the title."""
    for name, drawing in drawn.items():
        root = ET.fromstring(drawing.svg)  # noqa: S314 - our own
        assert root.get("font-family") == _text.STACK
        texts = list(root.iter(f"{SVG}text"))
        assert all(
            float(t.get("font-size", root.get("font-size"))) >= 8 and "font-family" not in t.attrib for t in texts
        ), name
        said = " ".join(t.text or "" for t in texts)
        assert re.sub(r"\s", "", drawing.title) in re.sub(r"\s", "", said), name
        assert not _text.lacks(said), name


def test_bytes_are_the_same_every_time(real: dict[int, Office], drawn: dict[str, Drawing]) -> None:
    """The same office gives the same bytes, in this process and in one of its own."""
    again = {d.svg for d in drawings([Office(ROOT, 2024)]).values()}
    assert again == {d.svg for name, d in drawn.items() if " 2024 " in name}
    code = (
        "from lakip_lib.office import Office; from lakip_lib.present import charts; "
        f"print(charts.efficiency(Office({str(ROOT)!r}, 2024)).svg)"
    )
    other = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert other.stdout.strip() == charts.efficiency(real[2024]).svg


def test_ids_are_unique_on_a_page_and_every_reference_resolves(drawn: dict[str, Drawing]) -> None:
    """No two drawings share an id, and none refers to what is outside it."""
    seen: dict[str, str] = {}
    for name, drawing in drawn.items():
        ids = re.findall(r'\bid="([^"]+)"', drawing.svg)
        assert len(ids) == len(set(ids)), name
        assert all(seen.setdefault(i, drawing.svg) == drawing.svg for i in ids), name
        assert set(re.findall(r"(?:href=\"#|url\(#)([^)\"]+)", drawing.svg)) == set(ids), name
    assert seen


def test_importing_charts_does_not_import_matplotlib() -> None:
    """A notebook that draws nothing does not pay for matplotlib; one that draws never loads pyplot."""
    code = "import sys; from lakip_lib.present import charts; print('matplotlib' in sys.modules)"
    assert subprocess.check_output([sys.executable, "-c", code], text=True, cwd=ROOT).strip() == "False"
    assert "matplotlib.pyplot" not in sys.modules


# -- layout ------------------------------------------------------------------------------------------------------------


def overlaps(figure: Figure) -> list[str]:
    """Pairs of texts whose ink shares more than a hair, and texts that leave the figure, measured by the renderer."""
    from matplotlib.text import Text

    renderer = figure.canvas.get_renderer() if hasattr(figure.canvas, "get_renderer") else figure._get_renderer()
    texts = [t for t in figure.findobj(Text) if t.get_visible() and t.get_text().strip()]
    boxes = [(t.get_text(), t.get_window_extent(renderer)) for t in texts]
    wide, high = figure.bbox.size
    found = [f"{a!r} x {b!r}" for (a, p), (b, q) in combinations(boxes, 2) if _shared(p, q)]
    return found + [
        f"{a!r} outside" for a, p in boxes if p.x0 < -1 or p.y0 < -2.5 or p.x1 > wide + 1 or p.y1 > high + 2.5
    ]


def _shared(p: Bbox, q: Bbox) -> bool:
    """True if the boxes overlap by more than the blank around the letters (line height is larger than the ink)."""
    across, down = min(p.x1, q.x1) - max(p.x0, q.x0), min(p.y1, q.y1) - max(p.y0, q.y0)
    return across > 0.5 and down > 2.6


def test_no_label_covers_another_or_leaves_the_picture(
    real: dict[int, Office], extremes: list[Office], monkeypatch: pytest.MonkeyPatch
) -> None:
    """In no chart of the real office or of made-up extremes do two texts overlap, and none is cut off."""
    import matplotlib as mpl

    bad: list[str] = []
    finish = Plate.finish

    def look(plate: Plate, alt: str) -> Drawing:
        with mpl.rc_context():
            bad.extend(f"{plate.title}: {pair}" for pair in overlaps(plate.figure))
        return finish(plate, alt)

    monkeypatch.setattr(Plate, "finish", look)
    assert drawings([*real.values(), *extremes])
    assert not bad, "\n".join(bad)


# -- what they say -----------------------------------------------------------------------------------------------------


def numbers(office: Office) -> Iterator[tuple[Callable[..., Drawing | Gap], object, list[str]]]:
    """Chart, its argument, and every number that it plots."""
    for i in office.indicators:
        realised = [str(i.realised(y)) for y in i.years()]
        plan = [str(t) for y in range(2021, 2027) if (t := i.target_in("Renstra", y)).known]
        yield charts.renstra_path, i, realised + plan
        counts = [str(q) for v, _ in i.variables() for y, q in office.series(v) if q.known]
        yield charts.ratio_history, i, counts + (realised if i.denominator() or not counts else [])
        yield charts.against_end, i, [str(i.realised()), str(i.target()), str(i.target_in("Renstra", i.end_year))]
        yield charts.comparison, i, [str(i.realised()), *(str(q) for _, q in i.comparators() if q.known)]
    yield charts.achievement_bars, office, [str(i.achievement()) for i in office.indicators]
    yield charts.absorption_by_program, office, [str(p.absorption) for p in office.programs]
    yield charts.efficiency, office, [str(q) for i in office.indicators for q in office.efficiency(i)[:2]]
    parts = [(c, e) for e in office.evaluations.values() for c in e.components]
    yield (
        charts.akip_components,
        office,
        [str(share(v, w)) for (_, w, v), _ in parts] + [str(e.score) for _, e in parts],
    )
    tables = ("pegawai_jenis_kelamin", "pegawai_pendidikan")
    yield charts.staff, office, [str(r["jumlah"]) for t in tables for r in office.rows(t) if r["jumlah"].known]
    both = [n for n in office.nodes("sub kegiatan") if n.output and n.output.achievement.known and n.absorption.known]
    yield charts.output_vs_money, office, [str(q) for n in both for q in (n.output.achievement, n.absorption)]


def test_text_alternative_holds_every_plotted_number(real: dict[int, Office]) -> None:
    """Whoever cannot see the picture gets its numbers in words."""
    for make, argument, plotted in numbers(real[2024]):
        drawing = make(argument)
        if isinstance(drawing, Drawing):
            missing = [n for n in plotted if n not in drawing.alt]
            assert plotted, make.__name__
            assert not missing, (make.__name__, missing, drawing.alt)


@pytest.mark.parametrize(
    ("values", "direction", "said", "unsaid"),
    [
        ({2023: 10, 2024: 25}, "naik", ("naik 15", "melampaui target 20"), ("turun", "belum mencapai")),
        ({2023: 25, 2024: 10}, "naik", ("turun 15", "belum mencapai target 20"), ("naik 15", "melampaui")),
        (
            {2023: 25, 2024: 10},
            "turun",
            ("turun 15", "membaik", "lebih baik, daripada target 20"),
            ("memburuk", "belum"),
        ),
        ({2023: 10, 2024: 25}, "turun", ("naik 15", "memburuk", "masih lebih tinggi daripada target 20"), ("membaik",)),
        ({2023: 20, 2024: 20}, "naik", ("sama dengan 2023", "tepat sama dengan target 20"), ("turun", "belum")),
        ({2024: 25}, "naik", ("belum ada tahun lain", "melampaui target 20"), ("turun", "dari")),
        ({2022: 25}, "naik", ("tidak diketahui", "realisasi terakhir (2022) 25"), ("melampaui", "belum mencapai")),
    ],
)
def test_message_follows_the_data(
    tmp_path: Path, values: dict[int, object], direction: str, said: tuple[str, ...], unsaid: tuple[str, ...]
) -> None:
    """Titles tell rising from falling, met from missed, better from worse, and admit a single or a missing year."""
    office = invent(tmp_path, values, direction=direction, targets={2024: 20, 2026: 20})
    (indicator,) = office.indicators
    title = " | ".join(make(indicator).title for make in (charts.renstra_path, charts.ratio_history))
    assert all(words in title for words in said), title
    assert not [words for words in unsaid if words in title], title


def test_lower_is_better_is_said(tmp_path: Path) -> None:
    """An axis of an indicator that should fall says so."""
    (indicator,) = invent(tmp_path, {2023: 9, 2024: 8}, direction="turun", targets={2024: 9, 2026: 5}).indicators
    for make in (charts.renstra_path, charts.ratio_history, charts.against_end):
        assert "makin rendah makin baik" in make(indicator).svg


def test_a_part_of_a_case_a_year_is_not_none(tmp_path: Path) -> None:
    """The pace to the end target has a decimal where whole numbers would say nothing, or too much."""
    (indicator,) = invent(tmp_path, {2024: 19}, targets={2024: 20, 2026: 20}).indicators
    assert "rata-rata 0,5\u00a0kasus per tahun" in charts.against_end(indicator).title


def test_a_lagging_value_stands_at_the_year_it_tells_of(tmp_path: Path) -> None:
    """Also without counts the years are those of the data, as the note below the chart says."""
    row = indicator_row("a", pembilang="", jeda=1)
    quarter = [{"indikator": "a", "triwulan": "IV", "target": 5, "realisasi": 7}]
    office = Office(write_office(tmp_path, [row], [("a", 5)], [("v", "unit", 1)], {"2022/triwulan.csv": quarter}), 2022)
    made = charts.ratio_history(office.indicators[0])
    assert "realisasi dilaporkan 1 tahun kemudian" in made.svg
    assert "2021 7" in made.alt


def test_others_are_compared_as_they_are_shown(tmp_path: Path) -> None:
    """Two values that print the same are the same, whatever decimals the other region's was typed with."""
    share = indicator_row("a", satuan="%", desimal=2)
    others = [{"indikator": "a", "tahun": 2022, "wilayah": "Provinsi", "nilai": "22,654"}]
    office = Office(
        write_office(tmp_path, [share], [("a", 20)], [("v_a", "%", "22,65")], {"pembanding.csv": others}), 2022
    )
    assert charts.comparison(office.indicators[0]).title == "Realisasi Kota Contoh sama dengan Provinsi, yaitu 22,65%"


def test_both_targets_of_the_last_year_are_named(tmp_path: Path) -> None:
    """Where the last year's agreement sets another target than the plan, each tick has its label."""
    invent(tmp_path, {2024: 8}, targets={2024: 10})
    plan = tmp_path / "data" / "raw" / "renstra-2021-2026"
    with (plan / "target.csv").open("a", encoding="utf-8") as file:
        file.write("i,2024,PK,12\n")
    plan.rename(plan.with_name("renstra-2020-2024"))
    (indicator,) = Office(tmp_path, 2024).indicators
    svg = charts.against_end(indicator).svg
    assert "Target akhir 2024: 10" in svg
    assert "Target 2024 (tahun terakhir): 12" in svg


def test_low_absorption_and_output_without_money_are_flagged(tmp_path: Path) -> None:
    """Programs below the office's bound need explaining; money without output and output without money are told."""
    office = invent(tmp_path, {2024: 1}, targets={2024: 1}, programs=12)
    assert "perlu penjelasan" in charts.absorption_by_program(office).svg
    title = charts.output_vs_money(office).title
    assert "tanpa keluaran" in title
    assert "keluaran tanpa belanja" in title


def test_missing_data_is_a_gap_that_names_it(real: dict[int, Office], extremes: list[Office]) -> None:
    """No data, no picture: the gap is returned, not raised, and names what is missing."""
    nothing = dict(charts_of(extremes[-1]))
    assert all(isinstance(made, Gap) and made.what for made in nothing.values())
    for make in (charts.achievement_bars, charts.efficiency, charts.staff, charts.absorption_by_program):
        assert isinstance(make(real[2025]), Gap)
    assert "belum dinilai" in str(charts.achievement_bars(real[2025]))


def test_no_later_year_leaks(real: dict[int, Office]) -> None:
    """A year's report shows no realisation, count or evaluation of a later one; Renstra targets alone look ahead."""
    past, now = real[2022], real[2024]
    later = {str(i.realised(y)) for i in now.indicators for y in (2023, 2024)}
    later |= {str(i.count(v, y)) for i in now.indicators for v, _ in i.variables() for y in (2023, 2024)}
    known = {str(i.realised(y)) for i in past.indicators for y in i.years()}
    known |= {str(i.count(v, y)) for i in past.indicators for v, _ in i.variables() for y in range(2015, 2023)}
    for name, drawing in drawings([past]).items():
        words = set(re.findall(r"\d[\d.]*(?:,\d+)?", drawing.alt))
        assert not words & (later - known), name
        if "renstra_path" not in name and "against_end" not in name:
            assert not words & {"2023", "2024", "2025", "2026"}, name


def test_an_analyst_can_draw_another_chart_in_the_same_style() -> None:
    """`drawn` and `Plate` are all it takes."""

    @charts.drawn
    def mine() -> Drawing:
        plate = charts.Plate("Judul", 100)
        axes = plate.axes(30, plate.top, 300, 80, x=(0, 2), y=(0, 5))
        axes.plot([0, 1, 2], [1, 4, 2])
        return plate.finish("Tiga titik: 1, 4, 2.")

    assert mine().alt == "Judul. Tiga titik: 1, 4, 2."
