"""The list of published years, and the manifests that it is made from."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from lxml import html as lxml_html

from lakip_lib import years

INFO = {"tahun": "", "jenis": "laporan", "instansi": "Dinas Rekaan <Contoh>", "judul": "Laporan Kinerja"}
STATE = {"data": {"peringatan": 2, "celah": 7}, "reviu": {"galat": 0, "peringatan": 3}}


def publish(outputs: Path, year: str, *kinds: str, **info: str) -> Path:
    """A published year with a file of each kind."""
    folder = outputs / year
    folder.mkdir(parents=True)
    files = [folder / f"lakip-{year}.{kind}" for kind in kinds]
    for number, file in enumerate(files, 1):
        file.write_bytes(b"x" * number * 400_000)
    years.write_manifest(folder, {**INFO, "tahun": year, **info}, files, {"keadaan": STATE})
    return folder


def sections(outputs: Path) -> dict[str, lxml_html.HtmlElement]:
    """The parts of the list by year, in its order."""
    tree = lxml_html.fromstring(years.publish_index(outputs).read_text(encoding="utf-8"))
    return {s.find("h2").text.strip(): s for s in tree.iter("section")}


def shown(element: lxml_html.HtmlElement) -> str:
    """The text of an element with white space folded."""
    return " ".join(element.text_content().split())


def test_years_are_listed_newest_first_with_all_that_is_known(tmp_path: Path) -> None:
    """Every year stands in the list with its formats as links with sizes, and the state of data and review in words."""
    publish(tmp_path, "2031", "html", "pdf", "docx")
    publish(tmp_path, "2032", "html", jenis="rencana")
    found = sections(tmp_path)
    assert list(found) == ["2032", "2031"]
    assert found["2031"].xpath(".//a/@href") == [f"2031/lakip-2031.{kind}" for kind in ("html", "pdf", "docx")]
    text = shown(found["2031"])
    for part in ("Halaman web 400 kB", "PDF 800 kB", "Word 1,2 MB", "Data 2 peringatan, 7 celah", "Reviu 0 galat, 3"):
        assert part in text
    assert "rencana" in shown(found["2032"])
    assert "rencana" not in text


@pytest.mark.parametrize(
    "damage",
    ["", "{", "[]", '{"tahun": "2031"}', '{"tahun": "2031", "berkas": [1]}', "[" * 100_000, "\x00",
     json.dumps({**INFO, "tahun": "2030", "berkas": [], "keadaan": {}}),
     json.dumps({**INFO, "tahun": "2031", "berkas": [], "keadaan": {"data": {"celah": "<b>"}}}),
     json.dumps({**INFO, "tahun": "2031", "berkas": [], "keadaan": [1]})],
)  # fmt: skip
def test_a_damaged_manifest_is_told(tmp_path: Path, damage: str) -> None:
    """A manifest that cannot be used is named with what to do; its reports stay linked, other years stay whole."""
    (publish(tmp_path, "2031", "pdf") / years.MANIFEST).write_text(damage, encoding="utf-8")
    publish(tmp_path, "2032", "html")
    found = sections(tmp_path)
    assert "2031/manifest.json rusak" in shown(found["2031"])
    assert "lakip build --year 2031" in shown(found["2031"])
    assert found["2031"].xpath(".//a/@href") == ["2031/lakip-2031.pdf"]
    assert "7 celah" in shown(found["2032"])


def test_a_missing_manifest_and_missing_files_are_told(tmp_path: Path) -> None:
    """A year without manifest is told; a file that is gone, or that lies elsewhere, is not linked."""
    (publish(tmp_path, "2031", "pdf") / years.MANIFEST).unlink()
    folder = publish(tmp_path, "2032", "html", "pdf")
    (folder / "lakip-2032.pdf").unlink()
    told = json.loads((folder / years.MANIFEST).read_text(encoding="utf-8"))
    (tmp_path / "rahasia.pdf").write_bytes(b"x")
    told["berkas"].append({"nama": "../rahasia.pdf", "ukuran": 1})
    (folder / years.MANIFEST).write_text(json.dumps(told), encoding="utf-8")
    found = sections(tmp_path)
    assert "2031/manifest.json tidak ada" in shown(found["2031"])
    assert found["2032"].xpath(".//a/@href") == ["2032/lakip-2032.html"]


def test_only_folders_of_years_are_listed(tmp_path: Path) -> None:
    """Staging folders, notes and other things beside the years are passed over."""
    publish(tmp_path, "2031", "pdf")
    for name in (".2031-lama", "catatan", "20310"):
        (tmp_path / name).mkdir()
    (tmp_path / "2030").write_text("bukan folder")
    assert list(sections(tmp_path)) == ["2031"]


def test_the_list_is_swapped_in_whole(tmp_path: Path) -> None:
    """The same years give the same bytes; the old list is replaced, and nothing else is left behind."""
    publish(tmp_path, "2031", "pdf")
    (tmp_path / "index.html").write_text("lama")
    first = years.publish_index(tmp_path).read_bytes()
    assert years.publish_index(tmp_path).read_bytes() == first
    assert {p.name for p in tmp_path.iterdir()} == {"2031", "index.html"}


def test_the_list_asks_nobody_and_escapes(tmp_path: Path) -> None:
    """The page sends no request, and what offices are called is text."""
    publish(tmp_path, "2031", "pdf")
    page = years.publish_index(tmp_path).read_text(encoding="utf-8")
    tree = lxml_html.fromstring(page)
    assert not tree.xpath("//script/@src|//link|//iframe|//img")
    assert "Dinas Rekaan &lt;Contoh&gt;" in page
    assert tree.get("lang") == "id"


def test_a_build_publishes_the_list(built: object) -> None:
    """After a build the list links the reports of the year, which exist, and repeats what the recap says."""
    folder = built(2024)
    tree = lxml_html.fromstring((folder.parent / "index.html").read_text(encoding="utf-8"))
    links = tree.xpath("//section//a/@href")
    assert links == [f"2024/lakip-2024.{kind}" for kind in ("html", "pdf", "docx")]
    assert all((folder.parent / link).is_file() for link in links)
    told = json.loads((folder / years.MANIFEST).read_text(encoding="utf-8"))
    recap = (folder.parent.parent / "rekap.txt").read_text(encoding="utf-8")
    assert f"{told['keadaan']['data']['peringatan']} peringatan data, {told['keadaan']['data']['celah']} celah" in recap
    assert ", ".join(f"{n} {severity}" for severity, n in told["keadaan"]["reviu"].items()) in recap
    assert [file["ukuran"] for file in told["berkas"]] == [
        (folder / file["nama"]).stat().st_size for file in told["berkas"]
    ]
