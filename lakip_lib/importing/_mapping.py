"""pemetaan.csv: how every column was read.  A person edits tujuan, dokumen, tahun, triwulan and runs it again."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path

from lakip_lib import schema
from lakip_lib.importing._targets import IGNORE, READ, TARGETS
from lakip_lib.problems import DataError, Problem, nearest
from lakip_lib.sources import records

__all__ = ["EDITED", "WHOLE", "Line", "edited", "read_lines", "written"]

#: The column of the line that speaks for a whole table.
WHOLE = "*"
#: The evidence of a line that a person has changed.
EDITED = "diubah pada pemetaan"
_DOCUMENTS = ("", *schema.table("target").column("dokumen").choices)
_QUARTERS = ("", *schema.table("triwulan").column("triwulan").choices)
_CHOICES = {"dokumen": _DOCUMENTS, "triwulan": _QUARTERS}


@dataclass(frozen=True)
class Line:
    """One line: a column of a table of the file, or (`kolom` = ``*``) the table itself.

    `tujuan` is a target such as ``anggaran.pagu`` or ``abaikan``; of a whole table ``baca`` or ``abaikan``.  `dokumen`
    and `tahun` of a whole table stand for its columns that name none.
    """

    tabel: str
    letak: str
    kolom: str
    judul: str
    contoh: str
    tujuan: str
    dokumen: str = ""
    tahun: str = ""
    triwulan: str = ""
    bukti: str = ""


_NAMES = tuple(f.name for f in fields(Line))
#: What a person decides; the rest of a line tells of the file.
_THEIRS = ("tujuan", "dokumen", "tahun", "triwulan")


def written(lines: Iterable[Line]) -> bytes:
    """The mapping file, with the byte-order mark by which Excel knows UTF-8."""
    text = io.StringIO()
    out = csv.writer(text, lineterminator="\n")
    out.writerow(_NAMES)
    out.writerows([getattr(line, n) for n in _NAMES] for line in lines)
    return text.getvalue().encode("utf-8-sig")


def read_lines(path: Path) -> list[Line]:
    """The lines of an edited mapping file.  Raises `DataError` with every line that cannot be followed."""
    try:
        found = records(path.name, path.read_bytes())
    except OSError as error:
        todo = "Sebutkan pemetaan.csv yang ditulis lakip import."
        raise DataError([Problem(path.name, 0, "", "", "berkas pemetaan yang dapat dibuka", todo)]) from error
    if isinstance(found, Problem):
        raise DataError([found])
    head = found[0] if found else []
    lacking = [n for n in ("tabel", "kolom", "tujuan") if n not in head]
    if lacking:
        todo = "Pakai pemetaan.csv yang ditulis lakip import."
        raise DataError([Problem(path.name, 1, lacking[0], "", "kolom ini", todo)])
    lines, problems = [], []
    for number, record in enumerate(found[1:], start=2):
        if any(t.strip() for t in record):
            cells = {n: t.strip() for n, t in zip(head, record, strict=False) if n in _NAMES}
            lines.append(Line(**{**dict.fromkeys(_NAMES, ""), **cells}))
            problems += _problems(path.name, number, lines[-1])
    if problems:
        raise DataError(problems)
    return lines


def _problems(file: str, row: int, line: Line) -> list[Problem]:
    """What is wrong with one line."""
    found = []
    known = (READ, IGNORE) if line.kolom == WHOLE else (IGNORE, *TARGETS)
    if line.tujuan not in known:
        hint = nearest(line.tujuan, known) or f"Tulis {IGNORE} bila kolom ini tidak dipakai."
        found.append(Problem(file, row, "tujuan", line.tujuan, "tabel.kolom yang dikenal", hint))
    for name, choices in _CHOICES.items():
        typed = getattr(line, name)
        if typed not in choices:
            expected = f"salah satu dari {', '.join(choices[1:])}, atau kosong"
            found.append(Problem(file, row, name, typed, expected, nearest(typed, choices[1:])))
    if line.tahun and not re.fullmatch("[0-9]{4}", line.tahun):
        found.append(Problem(file, row, "tahun", line.tahun, "tahun empat angka, atau kosong", "Ketik seperti 2024."))
    return found


def edited(own: Sequence[Line], lines: Sequence[Line], file: str) -> list[Line]:
    """The lines of the file, each as the person left it; a line that the person deleted ignores its column.

    Raises `DataError` for lines that speak of a table or column that the file does not have.
    """
    known = {(line.tabel, line.kolom) for line in own}
    theirs: Mapping[tuple[str, str], Line] = {(line.tabel, line.kolom): line for line in lines}
    strange = [line for at, line in theirs.items() if at not in known]
    if strange:
        raise DataError(
            Problem(file, 0, "tabel", f"{line.tabel} {line.kolom}", "tabel dan kolom berkas ini",
                    "Pemetaan ini dibuat untuk berkas lain: jalankan lakip import tanpa --map.")
            for line in strange
        )  # fmt: skip
    return [_merged(line, theirs.get((line.tabel, line.kolom))) for line in own]


def _merged(line: Line, theirs: Line | None) -> Line:
    said = {n: getattr(theirs, n) for n in _THEIRS} if theirs else {**dict.fromkeys(_THEIRS, ""), "tujuan": IGNORE}
    merged = replace(line, **said)
    return merged if merged == line else replace(merged, bukti=EDITED)
