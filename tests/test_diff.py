"""`lakip diff`: every number that changed, with the cell that changed it, and nothing that did not."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import nbformat
import pytest

from lakip_lib.diff import Change, Number, compare, numbers
from lakip_lib.diff.changes import _sources, _typed
from lakip_lib.measures import total
from lakip_lib.office import Office
from lakip_lib.present.origin import number_html, origin
from lakip_lib.quantity import Cell, Kind, Quantity
from lakip_lib.stitch import stitch
from tests.conftest import REPOSITORY, lakip

Rows = Sequence[tuple[str, str]]
TOLD = {"sumber": {"2024/anggaran.csv": "a"}, "kode": {"lakip_lib.clean": "k"}, "versi": {"pandas": "3.1.1"}}


def money(row: int, typed: str) -> Quantity:
    """A budget as typed in a row."""
    cell = Cell("2024/anggaran.csv", row, "pagu", typed)
    return Quantity.read(Decimal(typed), Kind.UANG, cell, decimals=0, unit="Rp", name="pagu")


def book(folder: Path, rows: Rows, *, sentence: str = "Pagunya {} dan habis.", extra: str = "") -> Path:
    """A stitched report: a table of budgets by program with their sum, and a sentence with the sum."""
    found = [(name, money(n, typed)) for n, (name, typed) in enumerate(rows, 2)]
    whole = total((q for _, q in found), name="jumlah pagu")
    lines = "".join(
        f'<tr data-k="{name}"><th scope="row">{name}</th><td class="n">{number_html(q)}</td></tr>'
        for name, q in (*found, ("jumlah", whole))
    )
    table = (
        '<figure class="tabel" id="tbl-a"><figcaption>Anggaran</figcaption><div class="gulir"><table><thead><tr>'
        '<th scope="col" data-k="program">Program</th><th scope="col" data-k="pagu">Pagu</th></tr></thead>'
        f"<tbody>{lines}</tbody></table></div></figure>"
    )
    said = f'<div class="prosa"><p>{sentence.format(number_html(whole, unit=True))}</p></div>'
    chapter = nbformat.v4.new_notebook(metadata={"lakip": {"bagian": "bab", "bab": 1, "berkas": "10.ipynb"}})
    chapter.cells = [nbformat.v4.new_markdown_cell("# Bab\n\n## Uang")]
    for fragment in (table, said, *[extra] * bool(extra)):
        output = nbformat.v4.new_output("display_data", data={"text/html": fragment})
        chapter.cells.append(nbformat.v4.new_code_cell("", outputs=[output]))
    folder.mkdir(exist_ok=True)
    path = folder / "lakip-2024.ipynb"
    nbformat.write(stitch([chapter], {"judul": "Laporan", "tahun": "2024"}), path)
    return path


OLD: Rows = [("Satu", "100"), ("Dua", "200"), ("Tiga", "300"), ("Empat", "400")]


def changes(tmp_path: Path, rows: Rows, told: dict[str, object] | None = None, **options: str) -> list[Change]:
    """What changed from `OLD` to a report with these rows, whose manifest tells this."""
    old, new = (numbers(p) for p in (book(tmp_path / "a", OLD), book(tmp_path / "b", rows, **options)))
    return compare(old, new, TOLD, TOLD if told is None else told).changes


def told(found: Sequence[Change]) -> list[tuple[str, str, str]]:
    """Where, old and new of each change."""
    return [(c.number.where, c.old.shown if c.old else "", c.new.shown if c.new else "") for c in found]


def test_the_same_report_has_no_changes(tmp_path: Path) -> None:
    """Nothing is told of equal reports, whose numbers are all found."""
    assert changes(tmp_path, OLD) == []
    assert len(numbers(tmp_path / "a" / "lakip-2024.ipynb")) == len(OLD) + 2


def test_a_changed_cell_is_named_by_every_number_it_reaches(tmp_path: Path) -> None:
    """The cell's own number, the sum that names only its rows, and the sentence: old, new, place, and the cell."""
    found = changes(tmp_path, [*OLD[:1], ("Dua", "250"), *OLD[2:]])
    assert told(found) == [
        ("Dua · Pagu", "200", "250"),
        ("jumlah · Pagu", "1.000", "1.050"),
        ("“Pagunya Rp\N{NO-BREAK SPACE}1.050 dan habis.”", "Rp\N{NO-BREAK SPACE}1.000", "Rp\N{NO-BREAK SPACE}1.050"),
    ]
    assert {c.why for c in found} == {("2024/anggaran.csv baris 3 kolom pagu: “200” → “250”",)}
    assert [c.number.title for c in found] == ["Tabel 1.1 Anggaran", "Tabel 1.1 Anggaran", "1.1 Uang"]


def test_new_and_gone_numbers(tmp_path: Path) -> None:
    """A row more is new, a row fewer is gone; the numbers of the other rows are not mixed up."""
    found = changes(tmp_path, [*OLD[:1], *OLD[2:], ("Lima", "200")])
    assert ("Lima · Pagu", "", "200") in told(found)
    assert ("Dua · Pagu", "200", "") in told(found)
    assert len(found) == 2


def test_gone_numbers_keep_their_order() -> None:
    """What a report no longer tells is listed as it was told, however many tables and sections are gone."""
    old = [Number(f"tbl-{n * 7 % 10}", "", "", (str(n),), str(n), str(n), ()) for n in range(30)]
    assert [c.old for c in compare(old, [], {}, {}).changes] == old


def test_a_reworded_sentence_is_no_new_number(tmp_path: Path) -> None:
    """A number that stands among other words is the same number."""
    assert changes(tmp_path, OLD, sentence="Tahun ini tersedia {}.") == []


def test_reasons_beyond_the_cells(tmp_path: Path) -> None:
    """Where no cell differs, the file, the formula, or what else differs between the builds is the reason."""
    old = numbers(book(tmp_path / "a", OLD))
    new = [replace(n, value="1", shown="1") if n.name == "jumlah pagu" and n.place == "tbl-a" else n for n in old]
    why = lambda after, numbers=new: compare(old, numbers, TOLD, after).changes[0].why  # noqa: E731
    assert why({**TOLD, "sumber": {"2024/anggaran.csv": "b"}}) == ("2024/anggaran.csv berubah",)
    assert why({**TOLD, "kode": {"lakip_lib.clean": "l"}}) == ("kode lakip_lib.clean berubah",)
    assert why({**TOLD, "versi": {"pandas": "3.1.2"}}) == ("pandas 3.1.1 -> 3.1.2",)
    other = [replace(n, origin=("jumlah pagu = 2 × Satu", *n.origin[1:])) if n.shown == "1" else n for n in new]
    assert why(TOLD, other) == ("rumus: jumlah pagu = pagu + pagu + pagu + pagu → jumlah pagu = 2 × Satu",)


def test_every_origin_of_the_real_report_is_understood() -> None:
    """The places that numbers name are read as the report writes them: quoted cells, rows, corrections."""
    office = Office(REPOSITORY, 2024)
    asked = [office.budget(), office.absorption(), *(i.achievement() for i in office.indicators)]
    for quantity in asked:
        lines = tuple(origin(quantity).split("\n"))
        number = Number("", "", "", (), "", "", lines)
        assert sum(line.startswith("Sumber: ") for line in lines) == len(list(_sources(number)))
        cells = {(c.file, c.column, str(c.row)) for c in quantity.cells()}
        assert _typed([number]).keys() <= cells


def test_the_command(tmp_path: Path, office_copy: Path) -> None:
    """Two folders are compared; a folder without a report is told, with what to do; exit 2."""
    now = office_copy / "outputs" / "2024"
    now.parent.mkdir()
    book(now, [*OLD[:1], ("Dua", "250"), *OLD[2:]])
    book(tmp_path / "lama", OLD)
    for against in (tmp_path / "lama", tmp_path / "lama" / "manifest.json"):
        result = lakip("diff", "--year", "2024", "--against", str(against), root=office_copy)
        assert result.returncode == 0, result.stderr
        assert "3 angka berubah, 0 baru, 0 tidak ada lagi" in result.stdout
        assert "Dua · Pagu: 200 → 250\n" in result.stdout
        assert "2024/anggaran.csv baris 3 kolom pagu: “200” → “250”" in result.stdout
    result = lakip("diff", "--year", "2024", "--against", str(tmp_path / "lama"), "--json", root=office_copy)
    assert json.loads(result.stdout)["angka"][0]["baru"] == {"nilai": "250", "tertulis": "250"}
    shutil.rmtree(now)
    result = lakip("diff", "--year", "2024", "--against", str(tmp_path / "lama"), root=office_copy)
    assert result.returncode == 2
    assert "outputs/2024" in result.stderr


@pytest.mark.parametrize("damage", ["", "{", '{"cells": [{"outputs": [{"data": {"text/html": "<p>"}}]}]}', "[]"])
def test_a_damaged_notebook_is_told(tmp_path: Path, office_copy: Path, damage: str) -> None:
    """What is no stitched notebook ends in one message, without a traceback."""
    book(tmp_path / "lama", OLD).write_text(damage, encoding="utf-8")
    book((office_copy / "outputs"), OLD)
    shutil.move(office_copy / "outputs", office_copy / "x")
    (office_copy / "outputs").mkdir()
    shutil.move(office_copy / "x", office_copy / "outputs" / "2024")
    result = lakip("diff", "--year", "2024", "--against", str(tmp_path / "lama"), root=office_copy)
    assert result.returncode == 2
    assert "Traceback" not in result.stderr
    assert "bukan buku kerja laporan" in result.stderr
