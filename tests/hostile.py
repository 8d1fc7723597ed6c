"""An office that attacks its report: hostile text in every text column of every table, in TOML and in narratives."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from lakip_lib import schema
from lakip_lib.office import Office
from lakip_lib.present import prose
from lakip_lib.problems import DataError, Problem
from tests import damage

__all__ = ["ATTACKS", "MARK", "infest"]

#: One text that is HTML, Markdown, Typst, Jinja, a path and right-to-left, and must be shown as it is.
ATTACKS = (
    "<script>window.jahat=1</script><img src=x onerror=window.jahat=1></td></table><!--"
    " **tebal** [tautan](javascript:jahat) ![gambar](http://jahat.invalid/y.png)"
    ' #read("/etc/passwd") #import "@preview/x:0.1.0" $x^2$ @label \\ `kode`'
    " {{ 7*7 }} {% for x in y %} ../../../../etc/passwd \u200f\u05e9\u05dc\u05d5\u05dd\u200e"
)
#: What a spreadsheet would compute where it stands first.
_FORMULAS = ('=HYPERLINK("http://jahat.invalid","klik")', "+cmd|' /C calc'!A0", "@SUM(1+1)", "-2+3")
_MARKDOWN = {"**tebal**": "tebal", "[tautan](javascript:jahat)": "tautan (javascript:jahat)", "`kode`": "kode"}
_LONG = "Kata" + "panjang" * 40
#: The end of every hostile text, with its number: where it is shown, all before it must be.
MARK = re.compile(r"⟦(\d+)⟧")
#: Text that is no free text: units decide how numbers are read, and a picture is a file that is there.
_CHECKED = {(table, "satuan") for table in ("variabel", "indikator", "kinerja_program", "crosscutting", "upaya")}
_CHECKED.add(("gambar", "berkas"))
_FREE = ("nama", "wilayah", "kepala_daerah", "pokok", "tentang", "jabatan", "pangkat", "sumber", "penerbit", "nomor")


def infest(root: Path, year: int) -> tuple[dict[int, str], set[tuple[str, str]]]:
    """Attack the office in `root`; gives each text by its number, and the columns that took none."""
    raw = root / "data" / "raw"
    texts: dict[int, str] = {}
    _infest_toml(raw, texts)
    for path in raw.rglob("*.md"):
        path.write_text(f"Kata. {{% raw %}}{_attack(texts)}{{% endraw %}}\n\n{{{{ instansi }}}}\n", encoding="utf-8")
        for written, read in _MARKDOWN.items():  # a narrative is Markdown: this much of it is meant
            texts[len(texts)] = texts[len(texts)].replace(written, read)
    before = {p.relative_to(raw).as_posix(): damage.read_records(p.read_bytes()) for p in raw.rglob("*.csv")}
    now = {file: [list(row) for row in records] for file, records in before.items()}
    wanted = set(_free_columns(now))
    for file, column in sorted(wanted):
        at = now[file][0].index(column)
        for row in now[file][1:]:
            row[at] = _attack(texts)
            if column == "satuan":  # with a % it would say that the number is a percent
                row[at] = texts[len(texts)] = row[at].replace("%", "")
    while (problems := _write(root, year, now)) is not None:
        for p in problems:  # what is checked is no free text: that row keeps its own
            assert now[p.file][p.row - 1] != before[p.file][p.row - 1], p
            now[p.file][p.row - 1] = list(before[p.file][p.row - 1])
    return texts, {(f, c) for f, c in wanted if not any(MARK.search(r[now[f][0].index(c)]) for r in now[f][1:])}


def _infest_toml(raw: Path, texts: dict[int, str]) -> None:
    """The free texts of all TOML files."""
    for path in raw.rglob("*.toml"):
        lines = path.read_text(encoding="utf-8").split("\n")
        for at, line in enumerate(lines):
            name = line.partition(" = ")[0]
            if name in _FREE and line.endswith('"'):
                lines[at] = f"{name} = {json.dumps(_attack(texts), ensure_ascii=False)}"
        path.write_text("\n".join(lines), encoding="utf-8")


def _attack(texts: dict[int, str]) -> str:
    """One more hostile text, kept in `texts` by its number."""
    number = len(texts) + 1
    word = f" {_LONG}" if number % 7 == 0 else ""
    texts[number] = f"{_FORMULAS[number % len(_FORMULAS)]} {ATTACKS}{word} ⟦{number}⟧"
    return texts[number]


def _free_columns(tables: Mapping[str, damage.Records]) -> Iterator[tuple[str, str]]:
    """File and name of each column of free text."""
    for file, records in tables.items():
        declared = schema.table(Path(file).stem)
        for column in declared.columns:
            if column.kind == "teks" and column.name in records[0] and (declared.name, column.name) not in _CHECKED:
                yield file, column.name


def _write(root: Path, year: int, tables: Mapping[str, damage.Records]) -> tuple[Problem, ...] | None:
    """Write the tables; what is wrong with the office then."""
    for file, records in tables.items():
        (root / "data" / "raw" / file).write_text(damage.written(records), encoding="utf-8")
    try:
        office = Office(root, year)
        office.check()
        prose.check(office)
    except DataError as error:
        return error.problems
    return None
