"""The made-up office of examples/: all that this repository's own office lacks, in a report that holds together."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from lxml import etree, html
from PIL import Image

from lakip_lib.document.read import read
from lakip_lib.measures import total
from lakip_lib.office import Indicator, Office
from lakip_lib.present.grid import Column, Grid, Line, Numbered
from lakip_lib.problems import DataError
from lakip_lib.quantity import Kind, Quantity, Span
from lakip_lib.review.reviu import review
from tests.conftest import EXAMPLE, copy_office

Built = Callable[[int], Path]
WORD = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
#: Achievement 2024 of every indicator, by hand: the formula with its figures stands beside it.
ACHIEVED = {
    "stunting": "106,97",  # turun, PK perubahan 17,50: (2 × 17,50 - 16,28) / 17,50; 2.655 / 16.310 = 16,28
    "persalinan": "100,00",  # 96,50 / 96,50; 4.296 / 4.452 = 96,50
    "kematian_ibu": "116,67",  # flow: (2 × 6 - 5) / 6; 1 + 2 + 0 + 2 = 5
    "bumil_kek": "105,51",  # 89,68 / 85,00; 478 / 533 = 89,68
    "klb": "100,00",  # zero target, nothing happened
    "tb": "95,92",  # 86,33 / 90,00; 701 / 812 = 86,33
    "odf": "96,30",  # 26 / 27, cumulative: the last quarter, not 21 + 23 + 25 + 26
    "ikm": "100,37",  # 84,31 / 84,00
    "bor": "93,28",  # range 60 - 80, above it: (2 × 80 - 85,38) / 80; 49.998 / 58.560 = 85,38
    "puskesling": "105,60",  # flow, PK perubahan: (262 + 241 + 268 + 285) / 1.000
    "nilai_akip": "103,40",  # 74,45 / 72,00; 22,50 + 22,20 + 11,70 + 18,05 = 74,45, issued in 2024
    "opini": "100,00",  # 4 / 4
    "peringkat": "125,00",  # (2 × 8 - 6) / 8
}
#: Files whose gaps the report of 2024 shows on purpose; a comparison, an obstacle and the like need not exist.
DESIGNED = {"pembanding.csv", "2024/kendala.csv", "2024/solusi.csv", "2024/upaya.csv"}


@pytest.fixture(scope="module")
def office() -> Office:
    """The example in 2024."""
    return Office(EXAMPLE, 2024)


def of(office: Office, code: str) -> Indicator:
    """The indicator of that code."""
    return next(i for i in office.indicators if i.code == code)


# -- facts -------------------------------------------------------------------------------------------------------------


def test_achievements_by_hand(office: Office) -> None:
    """Every kind of indicator has the achievement that its formula gives by hand."""
    assert {i.code: str(i.achievement()) for i in office.indicators} == ACHIEVED


def test_the_mean_is_capped(office: Office) -> None:
    """Of 125,00 only 120 counts: 1.344,02 / 13."""
    assert str(office.mean_achievement()) == "103,39"


def test_a_missed_zero_target_cannot_be_computed(office: Office) -> None:
    """One late outbreak in 2023 against a target of none has no percentage."""
    klb = of(office, "klb")
    assert klb.realised(2023).with_unit() == "1\u00a0kejadian"
    assert klb.achievement(2023).missing == "tidak dapat dihitung: target nol"


def test_a_range_is_a_target_inside_which_all_is_reached(office: Office) -> None:
    """80,21 lay inside 60 - 85 in 2023, 85,38 above 60 - 80 in 2024."""
    bor = of(office, "bor")
    assert isinstance(bor.target(), Span)
    assert [str(bor.achievement(y)) for y in (2023, 2024)] == ["100,00", "93,28"]


@pytest.mark.parametrize(
    ("code", "shown", "said"),
    [
        ("opini", "4 (WTP)", "4 (WTP)"),
        ("nilai_akip", "74,45 (BB)", "74,45 (BB)"),
        ("peringkat", "6", "peringkat\u00a06"),
    ],
)
def test_grades_and_ranks_are_shown(office: Office, code: str, shown: str, said: str) -> None:
    """A score has the grade that its scale gives it; a rank is called one."""
    realised = of(office, code).realised()
    assert (realised.shown(), realised.with_unit()) == (shown, said)


def test_a_scale_that_is_not_declared_is_reported(tmp_path: Path) -> None:
    """An indicator that names a scale of nobody is an error of profil.toml."""
    root = copy_office(tmp_path, EXAMPLE)
    file = root / "data/raw/profil.toml"
    file.write_text(file.read_text("utf-8").replace("[skala_predikat.opini]", "[skala_predikat.lain]"), "utf-8")
    with pytest.raises(DataError, match=r"profil\.toml kolom skala_predikat\.opini"):
        Office(root, 2024).check()


def test_a_rank_moves_by_ranks(office: Office) -> None:
    """From 9 to 6 are three ranks, and no percentage."""
    rank = of(office, "peringkat")
    assert rank.change().with_unit() == "-3\u00a0peringkat"
    assert not rank.growth().known


def test_earlier_quarters_are_known(office: Office) -> None:
    """A flow without a variable has the value of last year from that year's own quarters: 2 + 3 + 1 + 2."""
    deaths = of(office, "kematian_ibu")
    assert str(deaths.realised(2023)) == "8"
    assert {c.file for c in deaths.realised(2023).cells()} == {"2023/triwulan.csv"}
    assert deaths.years() == [2023, 2024]


def test_quarters_of_a_flow_are_not_the_year(office: Office) -> None:
    """The fourth quarter of a flow is its own, that of a level is the year's where nothing is typed."""
    assert [str(r) for _, _, r in of(office, "puskesling").quarters()] == ["262", "241", "268", "285"]
    assert str(of(office, "stunting").quarters()[-1][2]) == "16,28"


def test_the_target_of_a_revised_agreement_is_in_force(office: Office) -> None:
    """PK perubahan goes before PK, PK before Renstra; all three are kept."""
    i = of(office, "stunting")
    assert [str(i.target_in(d)) for d in ("Renstra", "RKT", "PK", "PK perubahan")] == [
        "16,50",
        "17,00",
        "16,50",
        "17,50",
    ]
    assert str(i.target()) == "17,50"


def test_a_revised_budget(office: Office) -> None:
    """The budget in force is the revised one where there is one; absorption is measured against it."""
    assert len(office.nodes("sub kegiatan")) >= 60
    assert str(office.first_budget()) == "152.891.756.000"
    assert str(office.budget()) == "154.587.743.000"
    assert str(office.spent()) == "135.968.936.631"
    assert str(office.absorption()) == "87,96"
    assert {c.file for c in office.budget().cells()} == {"2024/anggaran.xlsx!anggaran"}
    nodes = {n.code: n for n in office.nodes("sub kegiatan")}
    dropped, added = nodes["1.02.01.2.05.0002"], nodes["1.02.03.2.02.0002"]
    assert [str(q) for q in (dropped.first_budget, dropped.budget)] == ["120.000.000", "0"]
    assert [str(q) for q in (added.first_budget, added.budget)] == ["0", "450.000.000"]
    assert total(n.first_budget for n in nodes.values()).value == office.first_budget().value


def test_both_regulations(office: Office) -> None:
    """Evaluations under both regulations stand side by side, each with its own components."""
    assert [(e.year, len(e.components), e.grade) for e in office.evaluations.values()] == [
        (2020, 5, "B"),
        (2021, 4, "B"),
        (2022, 4, "BB"),
        (2023, 4, "BB"),
    ]


# -- pictures ----------------------------------------------------------------------------------------------------------


def test_pictures_are_made_fit_for_print(tmp_path: Path) -> None:
    """A large photo becomes upright and small, and loses what the camera wrote beside it, such as the place."""
    root = copy_office(tmp_path, EXAMPLE)
    path = root / "data/raw/2024/gambar/pengukuran-balita.jpg"
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "Kamera rekaan"  # turned by a quarter; maker
    Image.new("RGB", (3000, 2000), "#0b5a6f").save(path, exif=exif)
    data, kind, size = Office(root, 2024).pictures[0].encoded()
    assert (kind, size) == ("jpeg", (840, 1260))
    assert b"Kamera" not in data
    assert len(data) < 100_000


def test_a_photo_saved_as_png_is_not_heavy(tmp_path: Path) -> None:
    """A PNG that is a photo becomes a JPEG, as does what a telephone saves; one with transparency stays what it is."""
    root = copy_office(tmp_path, EXAMPLE)
    path = root / "data/raw/2024/gambar/puskesmas-keliling.png"
    noise = Image.effect_noise((1200, 800), 80).convert("RGB")
    noise.save(path)
    assert Office(root, 2024).pictures[1].encoded()[1] == "jpeg"
    photo = Image.new("RGB", (40, 30), "red")
    photo.save(path, "MPO", save_all=True, append_images=[photo])
    assert Office(root, 2024).pictures[1].encoded()[1:] == ("jpeg", (40, 30))
    noise.putalpha(128)
    noise.save(path)
    assert Office(root, 2024).pictures[1].encoded()[1] == "png"


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (None, "nama berkas di 2024/gambar/"),
        (b"bukan gambar", "gambar .jpg atau .png yang utuh"),
        ("GIF", "gambar .jpg atau .png, bukan GIF"),
    ],
)
def test_a_picture_that_cannot_be_used_is_reported(tmp_path: Path, content: bytes | str | None, expected: str) -> None:
    """A missing file, no picture or another format is an error that names the row, before any chapter runs."""
    root = copy_office(tmp_path, EXAMPLE)
    path = root / "data/raw/2024/gambar/puskesmas-keliling.png"
    path.unlink()
    if isinstance(content, bytes):
        path.write_bytes(content)
    elif content:
        Image.new("L", (2, 2)).save(path, content)
    with pytest.raises(DataError) as caught:
        Office(root, 2024).check()
    (problem,) = caught.value.problems
    assert (problem.file, problem.row, problem.column) == ("2024/gambar.csv", 3, "berkas")
    assert problem.expected == expected


def test_a_report_needs_no_pictures(tmp_path: Path) -> None:
    """Without gambar.csv there is no gap."""
    root = copy_office(tmp_path, EXAMPLE)
    (root / "data/raw/2024/gambar.csv").unlink()
    office = Office(root, 2024)
    assert office.pictures == []
    assert not any("gambar" in file for file in office.absent_tables())


# -- tables ------------------------------------------------------------------------------------------------------------


def test_values_of_one_cell_are_numbered_like_those_beside_it() -> None:
    """Two cells of several values can be matched by number; a single value has none."""
    columns = (Column("a", "A"), Column("b", "B", number=True))
    several = Grid(columns, (Line("1", (Numbered(["x", "y"]), Numbered(["1", "2"]))),)).to_html()
    assert several.count("<ol>") == 2
    assert "<ol>" not in Grid(columns, (Line("1", (Numbered(["x"]), Numbered(["1"]))),)).to_html()


@pytest.mark.parametrize(
    ("lines", "name", "wide"), [(20, "n" * 200, True), (20, "n" * 40, False), (2, "n" * 200, False)]
)
def test_long_names_beside_many_numbers_need_a_wide_page(lines: int, name: str, *, wide: bool) -> None:
    """Many lines of numbers with a long name among them are crowded, few lines or short names are not."""
    columns = (Column("nama", "Nama"), *(Column(f"k{n}", "Nilai", number=True) for n in range(6)))
    number = Quantity.computed(Decimal(1234567), Kind.JUMLAH, "", (), decimals=0)
    grid = Grid(columns, tuple(Line(str(n), (name, *[number] * 6)) for n in range(lines)))
    assert grid.landscape is wide


# -- the report --------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def page(built_example: Built) -> html.HtmlElement:
    """The HTML report of 2024, built from another folder than the office's."""
    return html.parse(str(built_example(2024) / "lakip-2024.html")).getroot()


def test_the_report_says_that_it_is_made_up(page: html.HtmlElement) -> None:
    """Cover and preface say so."""
    (cover,) = page.find_class("sampul")
    assert "rekaan" in cover.text_content()
    assert "Laporan ini contoh rekaan." in page.text_content()


def test_only_the_gaps_that_are_meant(page: html.HtmlElement) -> None:
    """Nothing is missing but what the example leaves out on purpose."""
    gaps = {re.match(r"Data belum tersedia: (\S+)", g.text_content())[1] for g in page.find_class("celah")}
    assert gaps == DESIGNED


def test_every_achievement_is_printed(page: html.HtmlElement) -> None:
    """The table of achievements prints what was computed by hand, and the capped mean."""
    (table,) = page.xpath("//figure[@id='tbl-capaian']//table")
    keys = [th.get("data-k") for th in table.xpath("./thead//th")]
    rows = {tr.get("data-k"): tr for tr in table.xpath("./tbody/tr")}
    from_right = keys.index("capaian") - len(keys)
    printed = {key: row[from_right].text_content() for key, row in rows.items()}
    assert printed == {**ACHIEVED, "rata-rata": "103,39"}


def test_first_and_revised_budget_stand_side_by_side(page: html.HtmlElement) -> None:
    """The tree of programs shows both, with their totals."""
    for name in ("tbl-anggaran", "tbl-anggaran-program"):
        (table,) = page.xpath(f"//figure[@id='{name}']//table")
        last = table.xpath("./tbody/tr[last()]")[0].text_content()
        assert "152.891.756.000" in last
        assert "154.587.743.000" in last


def test_pictures_have_their_words_in_all_formats(built_example: Built, page: html.HtmlElement, office: Office) -> None:
    """Every photo has a number, a caption with its source, and its description in HTML, PDF and Word."""
    folder = built_example(2024)
    with zipfile.ZipFile(folder / "lakip-2024.docx") as archive:
        word = etree.fromstring(archive.read("word/document.xml"))
    described = {d.get("descr") for d in word.iter(WORD)}
    paper = _inflated((folder / "lakip-2024.pdf").read_bytes())
    for n, picture in enumerate(office.pictures, 1):
        (figure,) = page.xpath(f"//figure[@id='fig-foto-{n}']")
        caption = figure.xpath("./figcaption")[0].text_content()
        assert re.fullmatch(rf"Gambar 3\.\d+\s+{re.escape(picture.title)}\. Sumber: .+", caption)
        assert figure.xpath(".//*[local-name()='svg']/@aria-label") == [picture.alt]
        assert picture.alt in described
        assert picture.alt.encode() in paper


def _inflated(pdf: bytes) -> bytes:
    """All streams of a PDF file."""
    found = []
    for match in re.finditer(rb"stream\r?\n", pdf):
        inflater = zlib.decompressobj()
        try:
            found.append(inflater.decompress(pdf[match.end() :]))
        except zlib.error:
            continue
    return b"\n".join(found)


def test_the_letterhead_is_in_word(built_example: Built) -> None:
    """The header of the Word file is the office's own."""
    with zipfile.ZipFile(built_example(2024) / "lakip-2024.docx") as archive:
        headers = "".join(archive.read(n).decode() for n in archive.namelist() if n.startswith("word/header"))
    assert "kop surat rekaan" in headers


@pytest.mark.parametrize("kind", ["html", "docx"])
def test_the_review_finds_no_error(built_example: Built, kind: str) -> None:
    """The report, read back as a reviewer gets it, contradicts itself nowhere."""
    found = review(read(built_example(2024) / f"lakip-2024.{kind}"))
    assert [str(f) for f in found.findings if f.severity == "galat"] == []
