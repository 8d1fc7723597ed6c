"""An office that attacks its report: hostile text in every text column of every table, in TOML and in narratives."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

from lakip_lib import schema
from lakip_lib.office import Office
from lakip_lib.present import prose
from lakip_lib.problems import DataError
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
_LONG = "Kata" + "panjang" * 40
#: The end of every hostile text, with its number: where it is shown, all before it must be.
MARK = re.compile(r"⟦(\d+)⟧")
#: Text that is no free text: units decide how numbers are read, and a picture is a file that is there.
_CHECKED = {(table, "satuan") for table in ("variabel", "indikator", "kinerja_program", "crosscutting", "upaya")}
_CHECKED.add(("gambar", "berkas"))
_FREE = ("nama", "wilayah", "kepala_daerah", "pokok", "tentang", "jabatan", "pangkat", "sumber", "penerbit", "nomor")


def _infest_settings(raw: Path, attack: Callable[[], str]) -> None:
    for path in raw.rglob("*.toml"):
        lines = path.read_text(encoding="utf-8").split("\n")
        for at, line in enumerate(lines):
            if line.partition(" = ")[0] in _FREE and line.endswith('"'):
                lines[at] = f"{line.partition(' = ')[0]} = {json.dumps(attack(), ensure_ascii=False)}"
        path.write_text("\n".join(lines), encoding="utf-8")


def infest(root: Path, year: int) -> tuple[dict[int, str], set[tuple[str, str]]]:
    """Attack the office in `root`; gives each text by its number, and the columns that took none, being checked."""
    raw = root / "data" / "raw"
    texts: dict[int, str] = {}

    def attack(*, unit: bool = False) -> str:
        number = len(texts) + 1
        word = f" {_LONG}" if number % 7 == 0 else ""
        text = f"{_FORMULAS[number % 4]} {ATTACKS}{word} ⟦{number}⟧"
        texts[number] = text.replace("%", "") if unit else text  # a unit with % would say that the number is a percent
        return texts[number]

    _infest_settings(raw, attack)
    for path in raw.rglob("*.md"):
        path.write_text(f"Kata. {{% raw %}}{attack()}{{% endraw %}}\n\n{{{{ instansi }}}}\n", encoding="utf-8")
    before = {p.relative_to(raw).as_posix(): damage.read_records(p.read_bytes()) for p in raw.rglob("*.csv")}
    now = {file: [list(row) for row in records] for file, records in before.items()}
    wanted = set()
    for file, records in now.items():
        declared = schema.table(Path(file).stem)
        for column in (c for c in declared.columns if c.kind == "teks" and c.name in records[0]):
            if (declared.name, column.name) in _CHECKED:
                continue
            at = records[0].index(column.name)
            wanted.add((file, column.name))
            for row in records[1:]:
                row[at] = attack(unit=column.name == "satuan")
    while (problems := _write(root, year, now)) is not None:
        for p in problems:  # what is checked is no free text: that row keeps its own
            assert now[p.file][p.row - 1] != before[p.file][p.row - 1], p
            now[p.file][p.row - 1] = list(before[p.file][p.row - 1])
    taken = {
        (file, name)
        for file, records in now.items()
        for at, name in enumerate(records[0])
        if any(MARK.search(row[at]) for row in records[1:])
    }
    return texts, wanted - taken


def _write(root: Path, year: int, tables: dict[str, damage.Records]) -> tuple | None:
    for file, records in tables.items():
        (root / "data" / "raw" / file).write_text(damage.written(records), encoding="utf-8")
    try:
        office = Office(root, year)
        office.check()
        prose.check(office)
    except DataError as error:
        return error.problems
    return None
