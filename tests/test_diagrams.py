"""Diagrams: every fact of the tables in a box that holds it, on a page that holds the boxes."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parent / "fixtures"))
import itertools

import kantor_rekaan as rekaan

from lakip_lib.office import Gap, Office
from lakip_lib.present import _text, diagrams
from lakip_lib.present.drawing import BODY, Box, Drawing
from tests.strategies import indicator, write_office

REPOSITORY = Path(__file__).parent.parent


def parsed(svg: str) -> ET.Element:
    """The markup as a tree."""
    return ET.fromstring(svg)  # noqa: S314 - our own drawing


ALL = (
    diagrams.organisation,
    diagrams.cascading,
    diagrams.programs_per_indicator,
    diagrams.procedure,
    diagrams.crosscutting,
    diagrams.business_process,
)


def units(fields: int, *, name: str = "Bidang", under: int = 2) -> dict:
    """An organisation with a secretariat and that many fields, each with units below."""
    rows = [
        {"kode": "K", "nama": "Kepala Dinas", "jenis": "pimpinan"},
        {"kode": "S", "induk": "K", "nama": "Sekretariat", "jenis": "sekretariat"},
        *(
            {"kode": f"S{i}", "induk": "S", "nama": f"Sub Bagian {rekaan.LONG[:60]} {i}", "jenis": "sub bagian"}
            for i in range(5)
        ),
        {"kode": "S01", "induk": "S0", "nama": "Kelompok di bawah sub bagian", "jenis": "kelompok jabatan"},
    ]
    for i in range(fields):
        rows.append({"kode": f"B{i}", "induk": "K", "nama": f"{name} {i}", "jenis": "UPT" if i % 4 == 3 else "bidang"})
        rows += [
            {
                "kode": f"B{i}.{j}",
                "induk": f"B{i}",
                "nama": f"Kelompok Jabatan Fungsional {j}",
                "jenis": "kelompok jabatan",
            }
            for j in range(under)
        ]
    return {"organisasi": rows}


def steps(count: int, actors: int) -> dict:
    """A procedure that goes round its actors."""
    return {
        "sop_pengumpulan_data": [
            {
                "langkah": i + 1,
                "pelaksana": f"Pejabat Fungsional Perencana Tingkat {i * 3 % actors}",
                "uraian": rekaan.LONG[: 40 + 30 * (i % 5)],
                "kelengkapan": "Lembar disposisi" if i % 2 else "",
                "waktu": "2 hari kerja setelah diterima" if i % 3 else "",
                "keluaran": "Draf",
            }
            for i in range(count)
        ]
    }


def shared(rows: int, fields: int) -> dict:
    """Shared work of some of the fields."""
    return {
        "crosscutting": [
            {
                "nomor": i + 1,
                "kode": "S11.1.1",
                "indikator": rekaan.LONG if i % 2 else "",
                "target": rekaan.number(i * 10, unit="dokumen"),
                "anggaran": rekaan.money(60_000_000 if i % 2 else None),
                "bidang": "; ".join(
                    f"Bidang Pengembangan dan Pengawasan Usaha {k}" for k in range(fields) if (i + k) % 3 != 2
                ),
            }
            for i in range(rows)
        ]
    }


def processes(core: int) -> dict:
    """A process map."""
    rows = [{"kode": f"I{i}", "jenis": "inti", "nama": f"{rekaan.LONG[:50]} {i}"} for i in range(core)]
    rows += [{"kode": f"I{i}.1", "induk": f"I{i}", "jenis": "inti", "nama": rekaan.LONG} for i in range(0, core, 2)]
    return {
        "proses_bisnis": [
            *rows,
            {"kode": "M1", "jenis": "manajemen", "nama": "Perencanaan"},
            {"kode": "P1", "jenis": "pendukung", "nama": "Keuangan"},
        ]
    }


def big() -> Office:
    """Long names everywhere: three sasaran with several indicators and programs, the last unfunded."""
    shapes = [
        rekaan.indicator(c, {2034: 5}, {2034: 10}, goal=g, name=f"{rekaan.LONG} {c}")
        for c, g in (("a", "S1"), ("b", "S1"), ("c", "S2"), ("d", "S3"))
    ]
    money = [
        rekaan.programs(4, 5, name=rekaan.LONG, goal="S1"),
        rekaan.programs(7, 1, name="Program pendek", goal="S2"),
        rekaan.programs(1, 1, goal="S3", funded=False),
    ]
    wide = rekaan.programs(1, 26, name="Penunjang", goal="S3")
    wide["program"] = [
        r | {"kode": "X" + r["kode"], "induk": "X" + r["induk"] if "induk" in r else ""} for r in wide["program"]
    ]
    wide["anggaran"] = [r | {"kode": "X" + r["kode"]} for r in wide["anggaran"]]
    tables = rekaan.together(
        {"renstra": rekaan.plan(3)},
        *shapes,
        *money,
        wide,
        units(9, name=rekaan.LONG[:80]),
        steps(9, 7),
        shared(5, 6),
        processes(7),
    )
    return rekaan.office(2034, **tables)


def least() -> Office:
    """One of everything."""
    tables = rekaan.together(
        {"renstra": rekaan.plan()},
        rekaan.indicator("a", {}, {}),
        rekaan.programs(1, 1),
        steps(1, 1),
        shared(1, 0),
        processes(1),
    )
    return rekaan.office(2034, **tables, organisasi=[{"kode": "K", "nama": "Kepala Dinas", "jenis": "pimpinan"}])


def drawings(office: Office) -> list[tuple[str, Drawing]]:
    """Every diagram that the office has the data for, the cascade of each sasaran included."""
    calls: list[tuple[str, Callable]] = [(f.__name__, lambda f=f: f(office)) for f in ALL]
    calls += [(f"cascading {g.code}", lambda g=g: diagrams.cascading(office, g)) for g in office.goals("sasaran")]
    found = []
    for name, call in calls:
        made = call()
        if isinstance(made, Gap):
            continue
        found += [(name, d) for d in (made if isinstance(made, list) else [made])]
    return found


OFFICES = {"big": big, "least": least, "2024": lambda: Office(REPOSITORY, 2024)}


@pytest.fixture(scope="module", params=list(OFFICES))
def shown(request: pytest.FixtureRequest) -> list[tuple[str, Drawing]]:
    """All diagrams of one office."""
    return drawings(OFFICES[request.param]())


def text_boxes(svg: str) -> list[Box]:
    """The boxes of all text, measured from the markup."""
    found = []
    for node in parsed(svg).iter("{http://www.w3.org/2000/svg}text"):
        get = node.attrib.get
        size, weight = float(get("font-size", BODY)), int(get("font-weight", "400"))
        x, y, anchor = float(get("x", "0")), float(get("y", "0")), get("text-anchor", "start")
        found.append(Box.of_text(x, y, node.text or "", size, weight, anchor))
    return found


def frames(svg: str) -> list[Box]:
    """The boxes drawn with an edge."""
    found = []
    for node in parsed(svg).iter("{http://www.w3.org/2000/svg}rect"):
        if node.get("stroke"):
            x, y, w, h = (float(node.get(k, 0)) for k in ("x", "y", "width", "height"))
            found.append(Box(x, y, x + w, y + h))
    return found


def check_layout(name: str, drawing: Drawing) -> None:
    """Text inside the picture, inside the box it begins in, and apart from other text; boxes apart unless nested."""
    _, _, wide, high = map(float, parsed(drawing.svg).get("viewBox", "").split())
    texts, boxes = text_boxes(drawing.svg), frames(drawing.svg)
    sheet = Box(-0.6, -0.6, wide + 0.6, high + 0.6)
    for t in texts:
        assert sheet.holds(t), (name, t)
        x, y = (t.left + t.right) / 2, (t.top + t.bottom) / 2
        around = [b for b in boxes if b.left <= x <= b.right and b.top <= y <= b.bottom]
        if around:
            inner = min(around, key=lambda b: (b.right - b.left) * (b.bottom - b.top))
            assert inner.holds(t, 0.5), (name, t, inner)
    assert not [(a.what, b.what) for i, a in enumerate(texts) for b in texts[i + 1 :] if a.overlaps(b, -0.8)], name
    for i, a in enumerate(boxes):
        assert sheet.holds(a), (name, a)
        for b in boxes[i + 1 :]:
            assert a.holds(b) or not a.overlaps(b, -0.5), (name, a, b)


def test_boxes_hold_their_text(shown: list[tuple[str, Drawing]]) -> None:
    """Nothing overflows its box or the picture, and no boxes or texts overlap."""
    assert shown
    for name, drawing in shown:
        check_layout(name, drawing)


def test_is_one_plain_svg_element(shown: list[tuple[str, Drawing]]) -> None:
    """A diagram is one well-formed `<svg>` with its text alternative, without ids, styles or anything that loads."""
    for name, drawing in shown:
        root = parsed(drawing.svg)
        assert root.get("role") == "img", name
        assert root.get("aria-label") == drawing.alt, name
        assert {n.tag.rpartition("}")[2] for n in root.iter()} <= {"svg", "text", "path", "rect", "circle"}, name
        assert not any(n.get("id") or n.get("style") for n in root.iter()), name


def test_is_legible(shown: list[tuple[str, Drawing]]) -> None:
    """Text is at least 7,5 points at the printed width, in characters that the typeface has."""
    for name, drawing in shown:
        for node in parsed(drawing.svg).iter("{http://www.w3.org/2000/svg}text"):
            assert float(node.get("font-size", 8.5)) >= 7.5, name
            assert not _text.lacks(node.text or ""), (name, node.text)


def test_alt_holds_every_text_in_a_box(shown: list[tuple[str, Drawing]]) -> None:
    """What boxes say is in the text alternative, so that nobody needs the picture."""
    for name, drawing in shown:
        told, boxes = drawing.alt.replace(" ", ""), frames(drawing.svg)
        for t in text_boxes(drawing.svg):
            if any(b.left <= t.left and t.right <= b.right and b.top <= t.top and t.bottom <= b.bottom for b in boxes):
                assert t.what.replace("\u00a0", "").replace(" ", "") in told, (name, t.what)


def test_cascade_fits_a_landscape_page(shown: list[tuple[str, Drawing]]) -> None:
    """Every part of a cascade is at most 240 by 160 mm."""
    for name, drawing in shown:
        if name.startswith("cascading"):
            _, _, wide, high = (float(v) * 25.4 / 72 for v in parsed(drawing.svg).get("viewBox", "").split())
            assert wide <= 240.1
            assert high <= 161, (name, high)


def test_parts_of_a_cascade_lose_nothing() -> None:
    """Split over pages, a cascade still names every program, kegiatan and sub kegiatan, each sub kegiatan once."""
    office = big()
    for goal in office.goals("sasaran"):
        parts = diagrams.cascading(office, goal)
        told = " ".join(d.alt for d in parts)
        for program in office.all_programs:
            if program.goal == goal.code:
                assert all(n.name in told for n in program.walk())
        assert len({d.title for d in parts}) == len(parts)


def test_unfunded_programs_are_dashed_and_said() -> None:
    """A program without budget stays in the cascade, dashed, with the words."""
    office = rekaan.office(2034, **rekaan.together({"renstra": rekaan.plan()}, rekaan.programs(1, 1, funded=False)))
    (drawing,) = diagrams.cascading(office)
    assert "tidak dianggarkan" in drawing.alt
    assert "stroke-dasharray" in drawing.svg
    assert "0 program" in drawing.title


def test_a_budget_with_a_blank_has_no_sum(tmp_path: Path) -> None:
    """While one sub kegiatan has no budget yet, no title gives a sum that stands for less than it says."""
    levels = ("program", "kegiatan", "sub kegiatan", "sub kegiatan")
    tree = [
        {"kode": c, "induk": above, "tingkat": level, "nama": c, "sasaran": "SA" if level == "program" else ""}
        for c, above, level in zip(("1", "2", "3", "4"), ("", "1", "2", "2"), levels, strict=True)
    ]
    money = [{"kode": "3", "pagu": "1.000", "realisasi": ""}, {"kode": "4", "pagu": "", "realisasi": ""}]
    sources = {"2022/program.csv": tree, "2022/anggaran.csv": money}
    office = Office(write_office(tmp_path, [indicator("a")], [("a", 3)], [("v_a", "unit", 1)], sources), 2022)
    titles = [d.title for d in (*diagrams.cascading(office), *diagrams.programs_per_indicator(office))]
    assert "(pagu belum lengkap)" in titles[0]
    assert not [title for title in titles if "Rp" in title]


@pytest.mark.parametrize("diagram", ALL)
def test_an_empty_office_is_a_gap(diagram: Callable[[Office], Drawing]) -> None:
    """A diagram without its table is the gap that names the file."""
    found = diagram(rekaan.office(2034))
    assert isinstance(found, Gap)
    assert ".csv" in found.what


def test_same_data_give_the_same_bytes() -> None:
    """Drawing twice gives identical markup."""
    assert [d.svg for _, d in drawings(big())] == [d.svg for _, d in drawings(big())]


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 14), st.integers(0, 4), st.text("abcde fghij", min_size=1, max_size=60))
def test_any_organisation_fits(fields: int, under: int, name: str) -> None:
    """Any number of units with any names is drawn without overflow or overlap."""
    check_layout("organisasi", diagrams.organisation(rekaan.office(2034, **units(fields, under=under, name=name))))


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 15), st.integers(1, 8))
def test_any_procedure_fits(count: int, actors: int) -> None:
    """Any number of steps and actors is drawn without overflow or overlap, and the message counts the handovers."""
    rows = steps(count, actors)
    drawing = diagrams.procedure(rekaan.office(2034, **rows))
    check_layout("sop", drawing)
    people = [r["pelaksana"] for r in rows["sop_pengumpulan_data"]]
    passes = sum(a != b for a, b in itertools.pairwise(people))
    assert (f"berpindah tangan {passes} kali" in drawing.title) == bool(passes)
